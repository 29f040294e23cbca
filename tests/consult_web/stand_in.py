"""A reviewer that needs no library: it says what the real one would say, and fails on demand."""

from __future__ import annotations

import html
import os
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from consult_web.desk import Outcome, Summary, Task
from consult_web.desk.model import STEPS, CoverageLine, Step
from lawcheck.errors import UnreadableFile

PAGE = "<!DOCTYPE html><html lang=zh-CN><title>报告</title><style>h1{{color:#a3161b}}</style><h1>{0}</h1><p>{1}</p>"


@dataclass
class StandIn:
    """Reviews at once; ``hold`` (when set up) makes it wait, so that a test sees a review under way."""

    seen: list[Task] = field(default_factory=list)
    hold: threading.Event | None = None

    def __call__(self, task: Task, step: Step) -> Outcome:
        data = task.path.read_bytes()
        self.seen.append(task)
        for name in STEPS[:5]:
            step(name)
        if self.hold is not None and not self.hold.wait(20):
            raise TimeoutError
        return outcome(task, data)


@dataclass(frozen=True)
class InProcess:
    """For the child process: the text of the file says what is to happen there; ``marks`` counts its starts."""

    marks: Path

    def prepare(self) -> None:
        (self.marks / f"prepared-{os.getpid()}").touch()

    def __call__(self, task: Task, step: Step) -> Outcome:
        data = task.path.read_bytes()
        step("reading")
        (self.marks / f"started-{os.getpid()}").touch()
        if data == b"die":
            os._exit(9)
        if data == b"bug":
            raise ZeroDivisionError("a bug")
        if data == b"hang":
            time.sleep(60)
        return outcome(task, data)


def outcome(task: Task, data: bytes) -> Outcome:
    if not data:
        raise UnreadableFile("E104", name=task.name)
    text = html.escape(data.decode(errors="replace"))
    outputs = {
        ".annotated.docx": b"PK annotated",
        ".annotated.pdf": b"%PDF annotated",
        ".annotated.ofd": b"PK annotated",
        ".annotated.txt": b"why not",
        ".review.docx": b"PK review",
        ".review.html": PAGE.format(html.escape(task.name), text).encode(),
        ".findings.xlsx": b"PK findings",
        ".standard.docx": b"PK standard",
        ".akn.xml": b"<akomaNtoso/>",
        ".json": b"{}",
        ".review.json": b"{}",
    }
    return Outcome(summary(task), outputs)


def summary(task: Task) -> Summary:
    return Summary(
        title="云湖市养犬管理条例",
        kind=task.options.kind or "K4",
        territory=task.options.territory or "330500",
        articles=48,
        horizon="2026-08-28",
        library_version="3f9c2a71d0",
        pack_version="2026.11",
        findings={"conflict": 2, "suspected": 5, "technical": 9, "advice": 7, "info": 3},
        states={"通过": 20, "问题": 9, "存疑": 3, "不适用": 12, "未检查": 4, "未实现": 140},
        coverage=(
            CoverageLine("法律", 12, 12),
            CoverageLine("行政法规", 6, 4),
            CoverageLine("地方性法规", 3, 0, "库中没有本省法规正文，未检查"),
        ),
        clauses=86,
        matched=52,
    )
