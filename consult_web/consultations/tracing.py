"""Which clause of a new version is which clause of the version before: uids are carried on by text, never by number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from rapidfuzz.distance import Indel

from consult_web.consultations.documents import clause_rows
from consult_web.consultations.drafts_models import ClauseRow
from consult_web.consultations.notices import CONCLUSION
from lawcheck.comments import Comment, Verdict, reanchor
from lawcheck.document import Document

__all__ = ["ADDED", "Trace", "carried_rows", "trace"]

ADDED: Final = "新增"
"""The verdict of a clause that stands as none of the version before."""


class Trace(NamedTuple):
    """``verdicts`` by the eId of the old version, ``sources`` by the eId of the new one: the old units in it."""

    verdicts: Mapping[str, Verdict]
    sources: Mapping[str, list[str]]


def trace(old: Document, new: Document) -> Trace:
    """Where each unit of ``old`` stands in ``new``.

    >>> from lawcheck.document import parse
    >>> a = parse("第一条　为了测试。\\n第二条　罚款二百元，由公安机关决定。")
    >>> found = trace(a, parse("第一条　罚款五百元，由公安机关决定。"))
    >>> str(found.verdicts["art_1"]), str(found.verdicts["art_2"]), found.sources["art_1"]
    ('删除', '改写', ['art_2'])
    """
    asked = [Comment(unit.eid, "", chosen=(unit.eid,)) for unit in old.walk()]
    verdicts: dict[str, Verdict] = {}
    sources: dict[str, list[str]] = defaultdict(list)
    for found in reanchor(asked, old, new):
        verdicts[found.comment_id] = found.verdict
        for eid in found.targets if found.how != "parent" else ():
            sources[eid].append(found.comment_id)
    return Trace(verdicts, sources)


def carried_rows(old: Document, new: Document, old_uids: Mapping[str, str]) -> list[ClauseRow]:
    """The clauses of ``new``, each with the uid, the verdict and the origin that its text gives it.

    ``old_uids`` are the uids of ``old`` by eId. Of a clause that was split, the piece most like it keeps the uid; of
    several that were merged, the one most like the result gives it.

    >>> from lawcheck.document import parse
    >>> old, new = parse("第一条　甲乙丙丁。"), parse("第一条　全新的一条。\\n第二条　甲乙丙丁。")
    >>> [(row.eid, row.uid == "u1", row.verdict) for row in carried_rows(old, new, {"art_1": "u1"}) if row.kind == "article"]
    [('art_1', False, '新增'), ('art_2', True, '移动')]
    """
    found = trace(old, new)
    kept: dict[str, str] = {}
    given: set[str] = set()
    for _, new_eid, old_eid in sorted(_pairs(old, new, found.sources)):
        uid = old_uids.get(old_eid)
        if uid and new_eid not in kept and uid not in given:
            kept[new_eid] = uid
            given.add(uid)
    rows = clause_rows(new, kept)
    for row in rows:
        if row.eid == CONCLUSION:
            continue
        origins = [eid for eid in found.sources.get(row.eid, ()) if old.by_eid[eid].kind.value == row.kind]
        row.from_uids = [old_uids[eid] for eid in origins if eid in old_uids]
        row.verdict = _verdict([found.verdicts[eid] for eid in origins])
    return rows


def _pairs(old: Document, new: Document, sources: Mapping[str, list[str]]) -> Iterator[tuple[float, str, str]]:
    """Units that hold each other's text, with how unlike they are."""
    for new_eid, old_eids in sources.items():
        for old_eid in old_eids:
            a, b = old.by_eid[old_eid], new.by_eid[new_eid]
            if a.kind is b.kind:
                yield 1 - Indel.normalized_similarity(a.full_text, b.full_text), new_eid, old_eid


def _verdict(origins: list[Verdict]) -> str:
    if not origins:
        return ADDED
    return (Verdict.MERGED if len(origins) > 1 else origins[0]).value
