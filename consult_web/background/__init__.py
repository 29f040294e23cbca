"""Work outside of requests: a queue in the database, workers that may die at any moment."""

from consult_web.background.models import Job, JobState

__all__ = ["Job", "JobState"]
