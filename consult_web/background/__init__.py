"""Work outside of requests: a queue in the database, workers that may die at any moment."""

from consult_web.background.models import Job, JobState
from consult_web.background.queue import claim, enqueue, finish, give_up_lost, hold, start_again
from consult_web.background.waking import use_wake, wake_of
from consult_web.background.worker import Lost, Work, Worker, every, start_thread, task

__all__ = [
    "Job",
    "JobState",
    "Lost",
    "Work",
    "Worker",
    "claim",
    "enqueue",
    "every",
    "finish",
    "give_up_lost",
    "hold",
    "start_again",
    "start_thread",
    "task",
    "use_wake",
    "wake_of",
]
