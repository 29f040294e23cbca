"""The part of the analysis that each comment goes through alone: points, clauses, stance, wordings; in chunks, resumable."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, NamedTuple

from lawcheck.comments.draft import Draft, open_draft
from lawcheck.comments.mapping import map_points
from lawcheck.comments.model import (
    Candidate,
    Comment,
    Mapping,
    Point,
    Reason,
    ReasonKind,
    Stance,
    StanceReading,
    Wording,
    WordingKind,
)
from lawcheck.comments.points import split_points
from lawcheck.comments.stance import read_stance
from lawcheck.comments.withholding import why_withheld
from lawcheck.comments.wordings import parse_wordings
from lawcheck.dense import MODEL, open_encoder
from lawcheck.document import Document, Span
from lawcheck.jobs import Journal, default_workers, run_jobs
from lawcheck.laws import default_home

__all__ = ["CHUNK", "Jobs", "Part", "analyse_parts", "draft_hash"]

CHUNK: Final = 2000  # comments of one job: some seconds and megabytes each, whatever the number of jobs
ALONE: Final = 6000  # comments for which starting other processes does not pay


class Jobs(NamedTuple):
    """How the work is shared out.

    ``workers`` processes of this computer (None: one for each core), or the Dask scheduler at the address
    ``scheduler``; ``folder`` keeps what is done, so that an interrupted run goes on where it stopped; ``progress`` is
    told the number of comments done and of all. With ``dense`` clauses are found by nearness of meaning too (the extra
    ``lawcheck[dense]``, on every computer that works).
    """

    workers: int | None = None
    scheduler: str | None = None
    folder: Path | None = None
    progress: Callable[[int, int], None] | None = None
    dense: bool = False


class Part(NamedTuple):
    """What one chunk gave; ``withheld`` are comments set aside, with the reason."""

    points: tuple[Point, ...]
    mappings: tuple[Mapping, ...]
    stances: tuple[StanceReading, ...]
    wordings: tuple[Wording, ...]
    withheld: tuple[tuple[str, str], ...]


class _Task(NamedTuple):
    """A chunk; where its result goes, if it is kept."""

    number: int
    comments: tuple[Comment, ...]
    kept: Path | None


class _Handle:
    """The draft on its way to a worker; its name is its hash, by which Dask knows what is prepared already."""

    def __init__(self, document: Document, dense: bool) -> None:
        self.document, self.dense = document, dense

    def __repr__(self) -> str:
        return draft_hash(self.document) + (MODEL if self.dense else "")


def draft_hash(document: Document) -> str:
    """What names the text of a draft."""
    return sha256(document.source.text.encode("utf-8", "surrogatepass")).hexdigest()


_opened: dict[str, Draft] = {}


def _open(handle: _Handle) -> None:
    _opened.clear()
    _opened[""] = open_draft(handle.document, open_encoder(default_home()) if handle.dense else None)


def analyse_parts(comments: Sequence[Comment], document: Document, jobs: Jobs) -> Iterator[Part]:
    """The parts in the order of ``comments``, each as soon as it and those before it are there."""
    tasks = [_Task(at // CHUNK, tuple(comments[at : at + CHUNK]), None) for at in range(0, len(comments), CHUNK)]
    if jobs.folder is not None:
        yield from _kept_parts(tasks, document, jobs, jobs.folder)
        return
    waiting: dict[int, Part] = {}
    due, done = 0, 0
    for task, part in _run(tasks, document, jobs):
        waiting[task.number] = part
        done += len(task.comments)
        _tell(jobs, done, len(comments))
        while due in waiting:
            yield waiting.pop(due)
            due += 1


def _run(tasks: Sequence[_Task], document: Document, jobs: Jobs) -> Iterator[tuple[_Task, Part]]:
    few = sum(len(task.comments) for task in tasks) <= ALONE and jobs.scheduler is None
    for outcome in run_jobs(
        _work,
        tasks,
        workers=1 if few else jobs.workers or default_workers(),
        scheduler=jobs.scheduler,
        initializer=_open,
        initargs=(_Handle(document, jobs.dense),),
    ):
        # A chunk whose process died is done here: nothing may be lost, and what is wrong is then seen.
        yield outcome.item, outcome.result if outcome.result is not None else _here(outcome.item, document, jobs)


def _here(task: _Task, document: Document, jobs: Jobs) -> Part:
    _open(_Handle(document, jobs.dense))
    return _work(task)


def _work(task: _Task) -> Part:
    part = _analyse(task.comments, _opened[""])
    if task.kept is None:
        return part
    _write(task.kept, part)
    return Part((), (), (), (), ())


def _analyse(comments: Sequence[Comment], draft: Draft) -> Part:
    """The part of ``comments``; one that says the same as an earlier one in the same form is not analysed again."""
    different: dict[object, Comment] = {}
    firsts = [different.setdefault(_read_of(comment), comment).comment_id for comment in comments]
    part = _analyse_different(tuple(different.values()), draft)
    if len(different) == len(comments):
        return part
    return _for_all(part, [(comment.comment_id, first) for comment, first in zip(comments, firsts, strict=True)])


def _read_of(comment: Comment) -> object:
    """All of a comment that its analysis reads."""
    chips = comment.chosen, comment.anchor, comment.stance, comment.change
    return comment.text, *chips, comment.proposed, comment.reason


def _for_all(part: Part, comments: Sequence[tuple[str, str]]) -> Part:
    """The part of all ``comments`` (id, id of the one that was analysed), in their order."""
    found: dict[str, list[tuple[Point, Mapping, StanceReading]]] = defaultdict(list)
    for point, mapping, stance in zip(part.points, part.mappings, part.stances, strict=True):
        found[point.comment_id].append((point, mapping, stance))
    wordings: dict[str, list[Wording]] = defaultdict(list)
    for wording in part.wordings:
        wordings[wording.point_id.rpartition("#")[0]].append(wording)
    withheld = dict(part.withheld)
    rows = [(own, f"{own}#{row[0].ordinal}", *row) for own, first in comments for row in found[first]]
    return Part(
        tuple(point._replace(point_id=name, comment_id=own) for own, name, point, _, _ in rows),
        tuple(mapping._replace(point_id=name) for _, name, _, mapping, _ in rows),
        tuple(stance for *_, stance in rows),
        tuple(
            wording._replace(point_id=own + wording.point_id[len(first) :])
            for own, first in comments
            for wording in wordings[first]
        ),
        tuple((own, withheld[first]) for own, first in comments if first in withheld),
    )


def _analyse_different(comments: Sequence[Comment], draft: Draft) -> Part:
    withheld = {comment.comment_id: why for comment in comments if (why := why_withheld(comment))}
    owners: list[Comment] = []
    points: list[Point] = []
    for comment in comments:
        if comment.comment_id not in withheld:
            found = split_points(comment)
            points += found
            owners += [comment] * len(found)
    mappings = map_points(points, comments, draft) if draft.roots else tuple(_nowhere(point) for point in points)
    stances = tuple(read_stance(point, comment) for point, comment in zip(points, owners, strict=True))
    wordings = [
        wording
        for point, comment, mapping in zip(points, owners, mappings, strict=True)
        for wording in parse_wordings(point, comment, mapping, draft)
    ]
    return Part(tuple(points), mappings, stances, tuple(wordings), tuple(withheld.items()))


def _nowhere(point: Point) -> Mapping:
    return Mapping(point.point_id, (), why="草案中没有条文")


def _tell(jobs: Jobs, done: int, total: int) -> None:
    if jobs.progress is not None:
        jobs.progress(done, total)


# -- on disk -----------------------------------------------------------------------------------------------------------


def _kept_parts(tasks: Sequence[_Task], document: Document, jobs: Jobs, folder: Path) -> Iterator[Part]:
    """Run what is not there yet, then read the chunks one by one: the memory of the run is that of one chunk."""
    folder.mkdir(parents=True, exist_ok=True)
    journal = Journal(folder / "journal.jsonl", _state(tasks, repr(_Handle(document, jobs.dense))))
    files = [folder / f"part-{task.number:06d}.json" for task in tasks]
    left = [
        task._replace(kept=file)
        for task, file in zip(tasks, files, strict=True)
        if str(task.number) not in journal.done or not file.exists()
    ]
    total = sum(len(task.comments) for task in tasks)
    done = total - sum(len(task.comments) for task in left)
    for task, _ in _run(left, document, jobs):
        journal.add(str(task.number), len(task.comments))
        done += len(task.comments)
        _tell(jobs, done, total)
    yield from (_read(file) for file in files)


def _state(tasks: Sequence[_Task], draft: str) -> str:
    """What the results depend on: the draft (and the model, if one is used) and every comment."""
    state = sha256(draft.encode())
    for task in tasks:
        for comment in task.comments:
            state.update(repr(comment).encode("utf-8", "surrogatepass"))
    return state.hexdigest()


def _write(path: Path, part: Part) -> None:
    hidden = path.with_suffix(".part")
    hidden.write_text(json.dumps(part, ensure_ascii=True, separators=(",", ":")), encoding="utf-8")
    hidden.replace(path)


def _read(path: Path) -> Part:
    points, mappings, stances, wordings, withheld = json.loads(path.read_text(encoding="utf-8"))
    return Part(
        tuple(Point(a, b, c, Span(*span), text, Span(*reason)) for a, b, c, span, text, reason in points),
        tuple(_mapping(row) for row in mappings),
        tuple(StanceReading(Stance(a), how, words, Span(*span)) for a, how, words, span in stances),
        tuple(Wording(a, b, WordingKind(kind), d, e, Span(*span), f) for a, b, kind, d, e, span, f in wordings),
        tuple((key, why) for key, why in withheld),
    )


def _mapping(row: list[Any]) -> Mapping:
    point, targets, candidates, why, problem = row
    found = tuple(
        Candidate(target, score, tuple(Reason(ReasonKind(kind), words, Span(*span)) for kind, words, span in reasons))
        for target, score, reasons in candidates
    )
    return Mapping(point, tuple(targets), found, why, problem)
