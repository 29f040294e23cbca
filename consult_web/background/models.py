"""The row of a job: all that is known about it, so that a worker may die at any moment."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from consult_web.storage import Base, Choice, Key, utc_now

__all__ = ["Job", "JobState"]


class JobState(StrEnum):
    """Where a job stands."""

    QUEUED = "排队中"
    RUNNING = "进行中"
    DONE = "已完成"
    FAILED = "失败"
    CANCELLED = "已取消"

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen."""
        return self in (JobState.DONE, JobState.FAILED, JobState.CANCELLED)


class Job(Base):
    """Work to be done outside of a request. ``kind`` names the task, ``payload`` what it works on (ids, no content).

    ``key`` stops the same work from waiting twice. ``lease_until`` is when another worker may take it over.
    ``error_code`` and ``error_details`` make the message for the person who asked.
    """

    __tablename__ = "job"
    __table_args__ = (
        Index(None, "state", "run_after", "id"),
        Index("uq_job_waiting", "kind", "key", unique=True, sqlite_where=text("state = '排队中'"), postgresql_where=text("state = '排队中'")),
        Index(None, "subject", "id"),
    )  # fmt: skip

    id: Mapped[Key]
    kind: Mapped[str]
    key: Mapped[str | None]
    subject: Mapped[str] = mapped_column(default="")
    payload: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[JobState] = mapped_column(Choice(JobState), default=JobState.QUEUED)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    run_after: Mapped[datetime] = mapped_column(default=utc_now)
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    lease_until: Mapped[datetime | None]
    worker: Mapped[str] = mapped_column(default="")
    attempts: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    step: Mapped[str] = mapped_column(default="")
    result: Mapped[dict[str, Any]] = mapped_column(default=dict)
    error_code: Mapped[str] = mapped_column(default="")
    error_details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_by: Mapped[str] = mapped_column(default="program")
