"""The filing desk: drop a file, see the review, take the results away."""

from consult_web.desk.model import Job, JobState, Options, Outcome, Reviewer, Summary, Task, Trouble
from consult_web.desk.queue import Desk
from consult_web.desk.runners import ProcessRunner, ThreadRunner
from consult_web.desk.views import blueprint

__all__ = [
    "Desk",
    "Job",
    "JobState",
    "Options",
    "Outcome",
    "ProcessRunner",
    "Reviewer",
    "Summary",
    "Task",
    "ThreadRunner",
    "Trouble",
    "blueprint",
]
