"""Where the text of every unit of a draft stands in another version: units → units, at every level of the tree."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from lawcheck.alignment import align_texts, same_text
from lawcheck.comments.model import Verdict
from lawcheck.document import Document, Unit, UnitKind, format_numeral, parse_numeral

__all__ = ["Flow", "flow_of"]

_MOVED_LEAF: Final = 0.6
"""A 款 or 项 that left its place must be this much alike to be found elsewhere (the aligner's own bar out of order)."""
_CONTAINED: Final = 0.85
"""… or stand in it almost word for word, if it is at least this long:"""
_LONG: Final = 12
_REFERENCE: Final = re.compile(r"第([零〇一二三四五六七八九十百千\d]+)条")


@dataclass(frozen=True)
class Flow:
    """``targets`` has the units of ``new`` that hold the text of each unit of ``old`` (by eId; empty: none does)."""

    old: Document
    new: Document
    targets: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    @cached_property
    def sources(self) -> dict[tuple[str, str], int]:
        """How many units of one kind stand in a unit of ``new``."""
        counts: dict[tuple[str, str], int] = defaultdict(int)
        for eid, found in self.targets.items():
            for target in found:
                counts[self.old.by_eid[eid].kind, target] += 1
        return counts

    def verdict(self, unit: Unit) -> Verdict:
        """What became of a unit of ``old``."""
        targets = self.targets.get(unit.eid) or []
        if not targets:
            return Verdict.DELETED
        if len(targets) > 1:
            return Verdict.SPLIT
        if self.sources[unit.kind, targets[0]] > 1:
            return Verdict.MERGED
        if not self.same(unit, self.new.by_eid[targets[0]]):
            return Verdict.REWORDED
        return Verdict.UNCHANGED if targets[0] == unit.eid else Verdict.MOVED

    def same(self, unit: Unit, other: Unit) -> bool:
        """Whether two units say the same; a reference that follows the new numbers (违反第十八条 → 第二十条) does."""
        a, b = _whole(unit), _whole(other)
        if same_text(a, b):
            return True
        if not same_text(_REFERENCE.sub("", a), _REFERENCE.sub("", b)):
            return False
        pairs = list(zip(_REFERENCE.findall(a), _REFERENCE.findall(b), strict=False))
        return all(x == y or y in self._renumbered.get(parse_numeral(x), ()) for x, y in pairs)

    @cached_property
    def _renumbered(self) -> dict[int | None, list[str]]:
        """The new numbers, as written, of each old article number."""
        found: dict[int | None, list[str]] = {}
        for article in self.old.articles:
            news = (self.new.by_eid[eid].number for eid in self.targets.get(article.eid, ()))
            if article.number and not article.number.sub:
                found[article.number.value] = [format_numeral(n.value) for n in news if n]
        return found


def flow_of(old: Document, new: Document) -> Flow:
    """Align two versions of a draft at every level.

    >>> from lawcheck.document import parse
    >>> a, b = parse("第一条　为了测试。\\n第二条　本办法自公布之日起施行。"), parse("第一条　本办法自公布之日起施行。")
    >>> flow = flow_of(a, b)
    >>> [(u.eid, str(flow.verdict(u)), flow.targets.get(u.eid, [])) for u in a.articles]
    [('art_1', '删除', []), ('art_2', '移动', ['art_1'])]
    """
    flow = Flow(old, new)
    both = bool(old.articles and new.articles)
    _align(flow, old.articles if both else old.units, new.articles if both else new.units)
    _align(flow, old.annexes, new.annexes)
    _join_moved_leaves(flow)
    if both:
        _map_containers(flow)
    for found in flow.targets.values():
        found.sort(key=lambda eid: new.by_eid[eid].ordinal)
    return flow


def _whole(unit: Unit) -> str:
    return unit.heading + unit.full_text


def _align(flow: Flow, olds: Sequence[Unit], news: Sequence[Unit]) -> None:
    """Units of one level, then what stands inside each group of them that belongs together."""
    if not olds or not news:
        return
    if len(olds) == len(news) == 1:
        pairs = [(0, 0)]
    else:
        found = align_texts([_whole(u) for u in olds], [_whole(u) for u in news])
        pairs = [(p.old, p.new) for p in found if p.old is not None and p.new is not None]
    for i, j in pairs:
        flow.targets[olds[i].eid].append(news[j].eid)
    for left, right in _groups(pairs):
        _inside(flow, [olds[i] for i in left], [news[j] for j in right])


def _inside(flow: Flow, olds: Sequence[Unit], news: Sequence[Unit]) -> None:
    if len(olds) == len(news) == 1 and same_text(_whole(olds[0]), _whole(news[0])) and _alike(olds[0], news[0]):
        for a, b in zip(olds[0].children, news[0].children, strict=True):
            flow.targets[a.eid].append(b.eid)
            _inside(flow, [a], [b])
        return
    _align(flow, [c for unit in olds for c in unit.children], [c for unit in news for c in unit.children])


def _alike(a: Unit, b: Unit) -> bool:
    return [u.kind for u in a.walk()] == [u.kind for u in b.walk()]


def _groups(pairs: Iterable[tuple[int, int]]) -> Iterator[tuple[list[int], list[int]]]:
    """Pairs that share a side, together: both sides in order."""
    group: dict[tuple[str, int], set[tuple[str, int]]] = {}
    for i, j in pairs:
        joined = group.get(("old", i), {("old", i)}) | group.get(("new", j), {("new", j)})
        for key in joined:
            group[key] = joined
    for members in {id(m): m for m in group.values()}.values():
        yield sorted(n for side, n in members if side == "old"), sorted(n for side, n in members if side == "new")


def _join_moved_leaves(flow: Flow) -> None:
    """A 款 or 项 that found nothing in its place may stand elsewhere, or as an article of its own."""
    covered = {t for eid, found in flow.targets.items() if not flow.old.by_eid[eid].children for t in found}
    lost = [u for u in flow.old.walk() if not u.children and not flow.targets.get(u.eid)]
    free = [u for u in flow.new.walk() if not u.children and u.eid not in covered and len(_whole(u)) > 1]
    scored = sorted(
        ((score, a, b) for a in lost for b in free if (score := _likeness(a, b)) >= _MOVED_LEAF),
        key=lambda item: (-item[0], item[1].ordinal, item[2].ordinal),
    )
    used: set[str] = set()
    for _, a, b in scored:
        if not {a.eid, b.eid + "'"} & used:
            used |= {a.eid, b.eid + "'"}
            _join(flow, a, b)


def _likeness(a: Unit, b: Unit) -> float:
    """The likeness of the whole, or of the stretch that holds a leaf to which words were added."""
    first, second = _bare(a), _bare(b)
    whole = Indel.normalized_similarity(first, second, score_cutoff=_MOVED_LEAF)
    if whole or not _LONG <= len(first) <= len(second):
        return whole
    return fuzz.partial_ratio(first, second, score_cutoff=100 * _CONTAINED) / 100 * _MOVED_LEAF / _CONTAINED


def _bare(unit: Unit) -> str:
    """An 项 that becomes a 款 loses its mark."""
    return _whole(unit).rstrip("；;。，")


def _join(flow: Flow, a: Unit, b: Unit) -> None:
    """``a`` stands as ``b``; what is above ``a`` stands then also as what is above ``b`` on the same level."""
    flow.targets[a.eid].append(b.eid)
    above = {u.kind: u for u in flow.new.path(b)}
    for unit in flow.old.path(a)[:-1]:
        if unit.kind in (UnitKind.ARTICLE, UnitKind.PARAGRAPH) and (same := above.get(unit.kind)):
            found = flow.targets[unit.eid]
            if same.eid not in found:
                found.append(same.eid)


def _map_containers(flow: Flow) -> None:
    """A chapter stands where most of its articles stand."""
    for unit in flow.old.containers:
        votes: dict[str, int] = defaultdict(int)
        for article in (u for u in unit.walk() if u.kind is UnitKind.ARTICLE):
            for target in flow.targets.get(article.eid, ())[:1]:
                for above in flow.new.path(flow.new.by_eid[target]):
                    if above.kind is unit.kind:
                        votes[above.eid] += 1
        if votes:
            flow.targets[unit.eid].append(max(votes, key=lambda eid: votes[eid]))
