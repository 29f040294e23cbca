"""All of the analysis: comments and a draft → the digest, in which every comment is counted once."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from operator import attrgetter
from typing import Final

from lawcheck.comments.clause_digests import Analysed, digest_clauses
from lawcheck.comments.draft import Draft, open_draft
from lawcheck.comments.families import plain_texts, same_key
from lawcheck.comments.model import (
    WHOLE_DRAFT,
    Bucket,
    Comment,
    Digest,
    Family,
    Ledger,
    Mapping,
    Point,
    Unusable,
)
from lawcheck.comments.parts import Jobs, Part, analyse_parts, draft_hash
from lawcheck.comments.seconding import join_seconding
from lawcheck.comments.wordings import parse_wordings
from lawcheck.document import Document

__all__ = ["Settle", "analyse", "find_duplicates"]

Settle = Callable[[Point, Mapping], Mapping]
"""What people said a point is about, put in place of the program's mapping (or that mapping itself)."""

AGAIN: Final = 0.8  # likeness from which a person's second text of a family is the first one sent again
_PLAIN: Final = repr(((), None, ""))  # no clause chosen or marked, no words proposed


def analyse(
    comments: Sequence[Comment],
    document: Document,
    *,
    jobs: Jobs | None = None,
    unusable: Sequence[Unusable] = (),
    settle: Settle | None = None,
) -> Digest:
    """The digest of ``comments`` on the draft ``document``; the order of ``comments`` changes nothing.

    Every comment is in exactly one bucket, and the ledger sums. Comments that bear the id of another get a new one
    (``c1~2``). ``jobs`` says where the work runs; ``unusable`` is handed through; ``settle`` has the last word on the
    clauses of a point.

    >>> from lawcheck.document import parse
    >>> draft = parse("某市停车条例\\n第一条　道路停车收费由市价格部门规定。\\n第二条　禁止占用盲道停放车辆。\\n")
    >>> digest = analyse([Comment("a", "支持第二条。"), Comment("b", "哈哈哈哈哈")], draft)
    >>> digest.ledger, digest.buckets["a"].value
    (Ledger(received=2, mapped=1, whole=0, unmappable=0, duplicate=0, withheld=1), '已对应条款')
    """
    with _collector_at_rest():
        return _analyse(comments, document, jobs or Jobs(), tuple(unusable), settle)


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Values come into being by the million and none of them refers back to itself: to look through all of them for such
    that do, again and again, is a seventh of the time."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


def _analyse(
    comments: Sequence[Comment],
    document: Document,
    jobs: Jobs,
    unusable: tuple[Unusable, ...],
    settle: Settle | None,
) -> Digest:
    ordered = _distinct_ids(comments)
    draft = open_draft(document)
    families, parts = analyse_parts(ordered, document, jobs)
    found = _joined(parts)
    told = found.mappings
    if settle:
        found = _settled(found, ordered, draft, settle)
    decided = {new.point_id for new, old in zip(found.mappings, told, strict=True) if new is not old}
    found = join_seconding(found, ordered, decided)
    withheld = dict(found.withheld)
    opinions = [comment for comment in ordered if comment.comment_id not in withheld]
    again = find_duplicates(opinions, families)
    stances = {point.point_id: stance for point, stance in zip(found.points, found.stances, strict=True)}
    buckets = _buckets(ordered, found.mappings, found.points, withheld, again)
    analysed = Analysed(ordered, found.points, found.mappings, stances, found.wordings, families, buckets)
    return Digest(
        document.title,
        draft_hash(document),
        tuple(ordered),
        found.points,
        found.mappings,
        stances,
        found.wordings,
        families,
        digest_clauses(analysed, draft, jobs),
        buckets,
        _ledger(buckets.values()),
        unusable,
        {clause.eid: clause.label for clause in draft.clauses},
    )


def _joined(parts: Iterable[Part]) -> Part:
    """What all chunks gave, in their order."""
    whole = list(parts)
    return Part(
        tuple(point for part in whole for point in part.points),
        tuple(mapping for part in whole for mapping in part.mappings),
        tuple(stance for part in whole for stance in part.stances),
        tuple(wording for part in whole for wording in part.wordings),
        tuple(entry for part in whole for entry in part.withheld),
    )


def _settled(part: Part, comments: Sequence[Comment], draft: Draft, settle: Settle) -> Part:
    """The part with what people said; the words asked for are read again where a point has another clause now."""
    mappings = tuple(settle(point, mapping) for point, mapping in zip(part.points, part.mappings, strict=True))
    changed = {new.point_id: new for new, old in zip(mappings, part.mappings, strict=True) if new is not old}
    if not changed:
        return part
    owners = {comment.comment_id: comment for comment in comments}
    wordings = [wording for wording in part.wordings if wording.point_id not in changed]
    for point in part.points:
        if mapping := changed.get(point.point_id):
            wordings += parse_wordings(point, owners[point.comment_id], mapping, draft)
    return part._replace(mappings=mappings, wordings=tuple(wordings))


def _distinct_ids(comments: Sequence[Comment]) -> list[Comment]:
    """Comments in the order of their ids; one that bears another's id gets its own."""
    taken = {comment.comment_id for comment in comments}
    if len(taken) == len(comments):
        return sorted(comments, key=attrgetter("comment_id"))
    ordered = sorted(comments, key=lambda comment: (comment.comment_id, repr(comment)))
    times: Counter[str] = Counter()
    found = []
    for comment in ordered:
        own = comment.comment_id
        times[own] += 1
        if times[own] > 1:
            number = times[own]
            while f"{own}~{number}" in taken:
                number += 1
            taken.add(f"{own}~{number}")
            comment = replace(comment, comment_id=f"{own}~{number}")
        found.append(comment)
    return found


def find_duplicates(comments: Sequence[Comment], families: Sequence[Family] = ()) -> dict[str, str]:
    """Comments that a known person sent again, each with the first one: the same text, or nearly the same of a family.

    >>> rows = [Comment("a", "支持第三条", person="甲"), Comment("b", "支持第三条！", person="甲"), Comment("c", "支持第三条")]
    >>> find_duplicates(rows)
    {'b': 'a'}
    """
    family_of = {
        member.key: family.family_id for family in families for member in family.members if member.similarity >= AGAIN
    }
    first: dict[tuple[str, str, str, str], str] = {}
    again = {}
    known = sorted((comment for comment in comments if comment.person), key=_arrival)
    for comment, text in zip(known, plain_texts([comment.text for comment in known]), strict=True):
        who = (comment.person, comment.occasion)
        about = repr((comment.chosen, comment.anchor and comment.anchor.eid, comment.proposed))
        same = [same_key(text), *filter(None, [family_of.get(comment.comment_id)])]
        # One sent again without the clause chosen the first time is the same opinion.
        keys = [(*who, words, kind) for words in same for kind in sorted({about, _PLAIN})]
        asked = keys if about == _PLAIN else [key for key in keys if key[-1] == about]
        earlier = next((first[key] for key in asked if key in first), None)
        if earlier is not None:
            again[comment.comment_id] = earlier
        for key in keys:
            first.setdefault(key, earlier or comment.comment_id)
    return again


def _arrival(comment: Comment) -> tuple[bool, datetime, str]:
    """When it came; those of which that is unknown last. A time without a zone is taken as it is written."""
    received = comment.received or datetime.max
    return comment.received is None, received.replace(tzinfo=None), comment.comment_id


def _buckets(
    comments: Iterable[Comment],
    mappings: Iterable[Mapping],
    points: Iterable[Point],
    withheld: dict[str, str],
    again: dict[str, str],
) -> dict[str, Bucket]:
    placed: dict[str, Bucket] = {}
    for point, mapping in zip(points, mappings, strict=True):
        if any(target != WHOLE_DRAFT for target in mapping.targets):
            placed[point.comment_id] = Bucket.MAPPED
        elif mapping.targets:
            placed.setdefault(point.comment_id, Bucket.WHOLE)
    placed.update(dict.fromkeys(again, Bucket.DUPLICATE))
    placed.update(dict.fromkeys(withheld, Bucket.WITHHELD))
    return {comment.comment_id: placed.get(comment.comment_id, Bucket.UNMAPPABLE) for comment in comments}


def _ledger(buckets: Iterable[Bucket]) -> Ledger:
    counts = Counter(buckets)
    order = (Bucket.MAPPED, Bucket.WHOLE, Bucket.UNMAPPABLE, Bucket.DUPLICATE, Bucket.WITHHELD)
    return Ledger(counts.total(), *(counts[bucket] for bucket in order))
