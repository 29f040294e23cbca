"""The part of the analysis that each comment goes through alone: points, clauses, stance, wordings; in chunks, resumable.

The families need all comments and nothing of the chunks: one process finds them while the others work on those.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, NamedTuple

from lawcheck.comments.draft import Draft, open_draft
from lawcheck.comments.families import find_families
from lawcheck.comments.mapping import map_points
from lawcheck.comments.model import Comment, Family, Mapping, Point, Stance, StanceReading, Wording, WordingKind
from lawcheck.comments.packing import FORM, Part, Unpacker, pack
from lawcheck.comments.points import split_points
from lawcheck.comments.seconding import only_seconds
from lawcheck.comments.stance import read_stance
from lawcheck.comments.withholding import COPY, why_withheld
from lawcheck.comments.wordings import parse_wordings
from lawcheck.dense import MODEL, open_encoder
from lawcheck.document import Document
from lawcheck.jobs import Journal, default_workers, run_jobs
from lawcheck.laws import default_home

__all__ = ["CHUNK", "Jobs", "Part", "analyse_parts", "draft_hash", "workers_for"]

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


class _Task(NamedTuple):
    """A chunk; where its result goes, if it is kept."""

    number: int
    comments: tuple[Comment, ...]
    kept: Path | None


class _Together(NamedTuple):
    """All comments at once, for their families."""

    comments: tuple[Comment, ...]


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


def workers_for(jobs: Jobs, size: int) -> int:
    """The processes that pay for work on ``size`` comments or points.

    >>> workers_for(Jobs(workers=4), 100), workers_for(Jobs(workers=4), 100_000)
    (1, 4)
    """
    return 1 if size <= ALONE else jobs.workers or default_workers()


def analyse_parts(
    comments: Sequence[Comment], document: Document, jobs: Jobs
) -> tuple[tuple[Family, ...], Iterator[Part]]:
    """The families of all that is not set aside, and the parts in the order of ``comments``, each read when it is asked
    for. Chunks that ``jobs.folder`` keeps are not worked on again."""
    tasks = [_Task(at // CHUNK, tuple(comments[at : at + CHUNK]), None) for at in range(0, len(comments), CHUNK)]
    left, journal = tasks, None
    if jobs.folder is not None:
        tasks, journal = _kept(tasks, repr(_Handle(document, jobs.dense)), jobs.folder)
        left = [task for task in tasks if str(task.number) not in journal.done]
    packed: dict[int, bytes] = {}
    families: tuple[Family, ...] = ()
    done = len(comments) - sum(len(task.comments) for task in left)
    for item, result in _run(_Together(tuple(comments)), left, document, jobs):
        if isinstance(item, _Together):
            families = result
            continue
        packed[item.number] = result
        if journal is not None:
            journal.add(str(item.number), len(item.comments))
        done += len(item.comments)
        _tell(jobs, done, len(comments))
    return families, _parts(tasks, packed)


def _parts(tasks: Sequence[_Task], packed: dict[int, bytes]) -> Iterator[Part]:
    unpacker = Unpacker()
    for task in tasks:
        data = task.kept.read_bytes() if task.kept else packed.pop(task.number)
        yield unpacker.unpack(data, task.comments)


def _run(
    together: _Together, tasks: Sequence[_Task], document: Document, jobs: Jobs
) -> Iterator[tuple[_Together | _Task, Any]]:
    """Each item with its result. Dask works on chunks only: all comments at once are too much for one message."""
    items: list[_Together | _Task] = [*tasks] if jobs.scheduler else [together, *tasks]
    for outcome in run_jobs(
        _work,
        items,
        workers=workers_for(jobs, len(together.comments)),
        scheduler=jobs.scheduler,
        initializer=_open,
        initargs=(_Handle(document, jobs.dense),),
    ):
        # An item whose process died is done here: nothing may be lost, and what is wrong is then seen.
        yield outcome.item, outcome.result if outcome.result is not None else _here(outcome.item, document, jobs)
    if jobs.scheduler:
        yield together, _work(together)


def _here(item: _Together | _Task, document: Document, jobs: Jobs) -> Any:
    _open(_Handle(document, jobs.dense))
    return _work(item)


def _work(item: _Together | _Task) -> bytes | tuple[Family, ...]:
    """The families, or the packed part of a chunk; nothing of it where it was written to its file."""
    if isinstance(item, _Together):
        return find_families([(c.comment_id, c.text, c.person) for c in item.comments if _has_words(c)])
    data = pack(_analyse(item.comments, _opened[""]), item.comments)
    if item.kept is None:
        return data
    hidden = item.kept.with_suffix(".part")
    hidden.write_bytes(data)
    hidden.replace(item.kept)
    return b""


def _has_words(comment: Comment) -> bool:
    """Whether it may be in a family: 同意楼上 under two opinions is not the same opinion."""
    return not why_withheld(comment) and not only_seconds(comment.text)


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
    return comment.text, *chips, comment.proposed, comment.reason, comment.stated, comment.original, comment.title


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
    withheld = {comment.comment_id: why for comment in comments if (why := _why_withheld(comment, draft))}
    owners: list[Comment] = []
    points: list[Point] = []
    for comment in comments:
        if comment.comment_id not in withheld:
            found = split_points(comment)
            points += found
            owners += [comment] * len(found)
    mappings = map_points(points, comments, draft) if draft.roots else tuple(_nowhere(point) for point in points)
    wordings = [
        wording
        for point, comment, mapping in zip(points, owners, mappings, strict=True)
        for wording in parse_wordings(point, comment, mapping, draft)
    ]
    asked = {wording.point_id: wording for wording in reversed(wordings)}
    read = zip(points, owners, strict=True)
    stances = tuple(_stance(read_stance(point, owner), owner, asked.get(point.point_id)) for point, owner in read)
    return Part(tuple(points), mappings, stances, tuple(wordings), tuple(withheld.items()))


def _stance(reading: StanceReading, comment: Comment, asked: Wording | None) -> StanceReading:
    """Who asks for other words wants a change: where nothing else tells what they want, and where they praise the clause
    and put something else in its place all the same."""
    praised = reading.stance is Stance.SUPPORT and reading.how == "cue"
    if asked is None or not (
        reading.stance is Stance.NOT_STATED or (praised and asked.kind in (WordingKind.REPLACE, WordingKind.EDITED))
    ):
        return reading
    return StanceReading(Stance.CHANGE, "cue", comment.text[slice(*asked.span)], asked.span)


def _why_withheld(comment: Comment, draft: Draft) -> str:
    return why_withheld(comment) or (COPY if draft.is_copied_in(comment.text) else "")


def _nowhere(point: Point) -> Mapping:
    return Mapping(point.point_id, (), why="草案中没有条文")


def _tell(jobs: Jobs, done: int, total: int) -> None:
    if jobs.progress is not None:
        jobs.progress(done, total)


# -- on disk -----------------------------------------------------------------------------------------------------------


def _kept(tasks: Sequence[_Task], draft: str, folder: Path) -> tuple[list[_Task], Journal]:
    """The tasks with their files, and which are done: not those whose file is gone."""
    folder.mkdir(parents=True, exist_ok=True)
    journal = Journal(folder / "journal.jsonl", _state(tasks, draft))
    found = [task._replace(kept=folder / f"part-{task.number:06d}.json.z") for task in tasks]
    for task in found:
        if task.kept and not task.kept.exists():
            journal.done.pop(str(task.number), None)
    return found, journal


def _state(tasks: Sequence[_Task], draft: str) -> str:
    """What the results depend on: how they are written, the draft (and the model, if one is used) and every comment."""
    state = sha256(f"{FORM} {draft}".encode())
    for task in tasks:
        for comment in task.comments:
            state.update(repr(comment).encode("utf-8", "surrogatepass"))
    return state.hexdigest()
