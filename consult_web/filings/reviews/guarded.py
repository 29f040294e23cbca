"""The review of the program in a process of its own, which may take only so much time and memory.

The process keeps its tools (library, index, rules) from one document to the next; one that dies, hangs or wants too much is
replaced, and the document that it had is told as failed, with the reason. It holds one end of a pipe and ends with us.
"""

from __future__ import annotations

import gc
import resource
import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import Any, Final, NamedTuple

from consult_web.consultations import unpack_document
from consult_web.filings.reviews.showing import bench_view, card_view
from lawcheck.checks import Judgement, Verdict
from lawcheck.document import Document, parse
from lawcheck.errors import LawcheckError
from lawcheck.laws import DocumentKind, Library, open_library
from lawcheck.matching import Pins
from lawcheck.readers import read_guarded
from lawcheck.reports import ReportView, comparison_docx, findings_xlsx, render_outputs, review_docx, review_record
from lawcheck.reviewing import Review, Tools, load_tools, review_document

__all__ = ["STEPS", "Limits", "ReviewResult", "ReviewTask", "Reviewer", "review_task", "reviewer"]

STEPS: Final = ("library", "reading", "facts", "citations", "terms", "laws", "matching", "checks", "writing")
"""The steps of a review, in order."""
_START_SECONDS: Final = 600  # a new process builds the index of a new library at its first review
_KEPT_OUTPUTS: Final = (".annotated.docx", ".annotated.pdf", ".annotated.ofd", ".review.docx", ".findings.xlsx")


class Limits(NamedTuple):
    """What one review may take: seconds, and bytes of its own memory (files of the library are mapped and do not count)."""

    seconds: float = 900
    memory: int = 6 << 30


@dataclass(frozen=True)
class ReviewTask:
    """A document to review: its packed tree, where its file is and what it was called ("" and None: no file), the day, the K-code
    and place that the filer told ("" = read them from the text), a person's choice of laws and verdicts so far; ``papers``: whether
    Word and Excel files are made of it (half of the time)."""

    tree: str
    as_of: date
    name: str = ""
    path: Path | None = None
    kind: str = ""
    territory: str = ""
    pinned: tuple[str, ...] = ()
    unpinned: tuple[str, ...] = ()
    judgements: tuple[tuple[str, str, str], ...] = ()
    library: Path | None = None
    papers: bool = True


@dataclass(frozen=True)
class ReviewResult:
    """All that is kept of a review: the record of the schema ``review``, the view of the workbench, cards by key, files by suffix."""

    record: Mapping[str, Any]
    view: Mapping[str, Any]
    cards: Mapping[str, Mapping[str, Any]]
    outputs: Mapping[str, bytes]


@dataclass
class Reviewer:
    """Runs one review at a time in its child process; threads wait for each other."""

    limits: Limits = field(default_factory=Limits)
    work: Callable[[ReviewTask, Callable[[str], None]], ReviewResult] | None = None
    _process: Any = field(default=None, init=False, repr=False)
    _channel: Connection | None = field(default=None, init=False, repr=False)
    _lock: Lock = field(default_factory=Lock, init=False, repr=False)

    def run(self, task: ReviewTask, step: Callable[[str], None]) -> ReviewResult:
        """Review; :class:`LawcheckError` E920 when the process dies, E921 past the time limit, E922 out of memory, E923 for an error
        that nobody foresaw, and what ``lawcheck`` raises. ``step`` may raise to give the review up; the process is ended."""
        with self._lock:
            try:
                channel = self._started()
                channel.send(task)
                return self._await(channel, step)
            except (EOFError, OSError) as error:
                self._discard()
                raise LawcheckError("E920") from error
            except BaseException:
                self._discard()
                raise

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._discard()

    def _await(self, channel: Connection, step: Callable[[str], None]) -> ReviewResult:
        deadline = monotonic() + self.limits.seconds + _START_SECONDS
        while channel.poll(max(deadline - monotonic(), 0)):
            message = channel.recv()
            if isinstance(message, ReviewResult):
                return message
            if isinstance(message, str):
                if message == STEPS[1]:  # the tools are there: from here on it is the document's time
                    deadline = monotonic() + self.limits.seconds
                step(message)
                continue
            code, details = message
            raise LawcheckError(code, **details)
        raise LawcheckError("E921", minutes=f"{self.limits.seconds / 60:g}")

    def _started(self) -> Connection:
        if self._channel is None or not self._process.is_alive():
            self._discard()
            context = get_context("spawn")  # workers have threads, a fork would copy their locks
            self._channel, theirs = context.Pipe()
            arguments = (theirs, self.work or review_task, self.limits.memory)
            self._process = context.Process(target=_child, args=arguments, daemon=True)
            self._process.start()
            theirs.close()
        return self._channel

    def _discard(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.join()
        if self._channel is not None:
            self._channel.close()
        self._process = self._channel = None


@lru_cache(maxsize=1)
def reviewer() -> Reviewer:
    """The one of this process."""
    return Reviewer()


def review_task(task: ReviewTask, step: Callable[[str], None]) -> ReviewResult:
    """Review a document here; the steps are those of :data:`STEPS`."""
    tools = _tools(task.library, task.as_of)
    step("reading")
    document, data = _opened(task)
    review = review_document(
        document,
        tools.library,
        as_of=task.as_of,
        kind=DocumentKind(task.kind) if task.kind else None,
        territory=task.territory or None,
        tools=tools,
        step=step,
        pins=Pins(task.pinned, task.unpinned),
        judgements=[Judgement(key, Verdict(verdict), note) for key, verdict, note in task.judgements],
    )
    step("writing")
    return _result(review, data, task.papers)


def _result(review: Review, data: bytes | None, papers: bool) -> ReviewResult:
    view = ReportView(review)
    cards = {card.finding.key: card_view(card) for card in view.cards}
    return ReviewResult(review_record(review), bench_view(view), cards, _papers(review, view, data) if papers else {})


def _papers(review: Review, view: ReportView, data: bytes | None) -> dict[str, bytes]:
    outputs = _outputs(review) if data is None else render_outputs(review, data)
    kept = {suffix: made for suffix, made in outputs.items() if suffix in _KEPT_OUTPUTS}
    return kept | {".comparison.docx": comparison_docx(view)}


def _outputs(review: Review) -> dict[str, bytes]:
    """What can be made without the file."""
    return {".review.docx": review_docx(review), ".findings.xlsx": findings_xlsx(review)}


def _opened(task: ReviewTask) -> tuple[Document, bytes | None]:
    """The tree of the registry; where the file still reads as the same text, with the file's paragraphs, so that it can be
    annotated. Ids are always those of the registry."""
    kept = unpack_document(task.tree)
    if task.path is None:
        return kept, None
    try:
        data = task.path.read_bytes()
        fresh = parse(read_guarded(task.path, data=data, name=task.name))
    except (LawcheckError, OSError):
        return kept, None
    same = fresh.source.text == kept.source.text and [u.eid for u in fresh.walk()] == [u.eid for u in kept.walk()]
    return (fresh, data) if same else (kept, None)


@lru_cache(maxsize=1)
def _library(home: Path | None) -> Library:
    return open_library(home)


@lru_cache(maxsize=1)
def _tools(home: Path | None, as_of: date) -> Tools:
    """They stay to the end of the process, so the collector of garbage need not look at them again and again."""
    tools = load_tools(_library(home), as_of)
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    return tools


def _child(channel: Connection, work: Callable[[ReviewTask, Callable[[str], None]], ReviewResult], memory: int) -> None:
    """Main function of the process: tasks in, steps and results out, until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    with channel, suppress(EOFError, BrokenPipeError):
        while True:
            task: ReviewTask = channel.recv()
            channel.send(STEPS[0])
            with _told(channel):
                channel.send(work(task, channel.send))


@contextmanager
def _told(channel: Connection) -> Iterator[None]:
    """Errors that have a message are told and the process goes on; any other ends it, told as far as it can be."""
    try:
        yield
    except LawcheckError as error:
        channel.send((error.code, {name: str(value) for name, value in error.details.items()}))
    except MemoryError:
        channel.send(("E922", {}))
        raise
    except BaseException as error:
        if not isinstance(error, EOFError | BrokenPipeError):
            channel.send(("E923", {"detail": f"{type(error).__name__}: {error}"[:300]}))
        raise
