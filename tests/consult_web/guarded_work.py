"""What a guarded process may meet; a module of its own, since the process imports it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

from consult_web.filings.reviews import ReviewResult, ReviewTask

Step = Callable[[str], None]


def ends_well(task: ReviewTask, step: Step) -> ReviewResult:
    """A result without anything."""
    step("library")
    return ReviewResult({"findings": []}, {}, {}, {})


def dies(task: ReviewTask, step: Step) -> ReviewResult:
    """The process is killed."""
    os._exit(9)


def hangs(task: ReviewTask, step: Step) -> ReviewResult:
    """It never ends."""
    step("reading")
    time.sleep(60)
    raise AssertionError


def devours(task: ReviewTask, step: Step) -> ReviewResult:
    """It wants more memory than it may have."""
    bytearray(2 << 30)
    raise AssertionError


def stumbles(task: ReviewTask, step: Step) -> ReviewResult:
    """An error that nobody foresaw."""
    raise ValueError("某处")
