"""Two whole documents: headings and annexes beside the provisions, so that nothing numbered is left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from lawcheck.alignment.texts import PairKind, same_text
from lawcheck.alignment.trees import UnitPair, align_units, provisions
from lawcheck.document import CONTAINERS, NOTICE, Document, Unit, UnitKind

__all__ = ["PartPairs", "align_parts", "is_heading"]


class PartPairs(NamedTuple):
    """The pairs of the notice that issues the body (where both texts have one that lays something down), of the body, and of
    the annexes behind it; each in the order of the old text, added ones last. Headings (编, 章, 节, 附件) are pairs of their
    own."""

    notice: tuple[UnitPair, ...]
    body: tuple[UnitPair, ...]
    annexes: tuple[UnitPair, ...]


def is_heading(unit: Unit) -> bool:
    """Whether a unit of a pair stands for its name alone: what is inside has pairs of its own.

    >>> from lawcheck.document import parse
    >>> [is_heading(u) for u in parse("某条例\\n第一章　总则\\n第一条　甲。").walk()]
    [True, False, False]
    """
    return unit.kind in CONTAINERS or unit.kind is UnitKind.ANNEX


def align_parts(old: Document, new: Document) -> PartPairs:
    """Every heading, provision and annex of both documents in at least one pair; a notice that stands in one alone in none.

    A 修改决定 that carries the text as amended is taken for that text; its own items stand among the annexes.

    >>> from lawcheck.document import parse
    >>> a = parse("某办法\\n第一章　总则\\n第一条　甲应当登记。\\n附件1\\n收费表\\n每户十元。")
    >>> b = parse("某办法\\n第一章　通则\\n第一条　甲应当登记。\\n附件1\\n收费表\\n每户二十元。")
    >>> [(p.old and p.old.citable, p.kind) for part in align_parts(a, b) for p in part]
    [('第一章', 'reworded'), ('第一条', 'same'), ('附件1', 'same'), ('第一款', 'reworded')]
    """
    (old_body, old_rest), (new_body, new_rest) = _divided(old, new), _divided(new, old)
    notices = [[unit for unit in rest if unit.label == NOTICE] for rest in (old_rest, new_rest)]
    behind = ([unit for unit in rest if unit.label != NOTICE] for rest in (old_rest, new_rest))
    notice = _of_annexes(*notices) if all(notices) else ()
    return PartPairs(notice, tuple(_inside(old_body, new_body)), _of_annexes(*behind))


def _divided(document: Document, other: Document) -> tuple[Sequence[Unit], Sequence[Unit]]:
    """The body, and the rest: the annexes, or the items of a decision whose annex is the text in articles."""
    held = None
    if other.articles and not document.articles:
        held = next((annex for annex in document.issued if _has_articles(annex)), None)
    if held is None:
        return document.units, document.annexes
    return held.children, (*document.units, *(annex for annex in document.annexes if annex is not held))


def _has_articles(annex: Unit) -> bool:
    return any(unit.kind is UnitKind.ARTICLE for unit in annex.walk())


def _of_annexes(old: Sequence[Unit], new: Sequence[Unit]) -> tuple[UnitPair, ...]:
    """Annex by annex: its heading, then what stands inside."""
    found: list[UnitPair] = []
    for pair in _one_to_one(align_units(old, new)):
        sides = [[] if unit is None or unit.kind is not UnitKind.ANNEX else unit.children for unit in pair[:2]]
        found += [_as_heading(pair), *_inside(*sides)] if any(sides) else [pair]
    return tuple(found)


def _inside(old: Sequence[Unit], new: Sequence[Unit]) -> Iterator[UnitPair]:
    """Headings and provisions below these units, in the order of ``old``, added ones last."""
    found = list(align_units(list(provisions(old)), list(provisions(new))))
    for kind in CONTAINERS:
        levels = ([u for top in side for u in top.walk() if u.kind is kind] for side in (old, new))
        found += [_as_heading(pair) for pair in _one_to_one(align_units(*levels))]
    yield from sorted((pair for pair in found if pair.old), key=lambda pair: pair.old.ordinal if pair.old else 0)
    yield from (pair for pair in found if pair.old is None)


def _one_to_one(pairs: Sequence[UnitPair]) -> Iterator[UnitPair]:
    """Each heading with the one that holds most of its text, or else with one of the same name; a name is never split."""
    best: list[UnitPair] = []
    gone = {pair.old.ordinal: pair.old for pair in pairs if pair.old}
    come = {pair.new.ordinal: pair.new for pair in pairs if pair.new}
    for pair in sorted(pairs, key=lambda pair: -pair.similarity):
        if pair.old and pair.new and pair.old.ordinal in gone and pair.new.ordinal in come:
            best.append(pair)
            del gone[pair.old.ordinal], come[pair.new.ordinal]
    yield from best
    for unit in gone.values():
        namesake = next((other for other in come.values() if _same_name(unit, other)), None)
        yield UnitPair(unit, namesake, 0.0, "reworded" if namesake else "deleted")
        if namesake:
            del come[namesake.ordinal]
    yield from (UnitPair(None, unit, 0.0, "added") for unit in come.values())


def _same_name(a: Unit, b: Unit) -> bool:
    return a.heading != "" and same_text(a.heading, b.heading)


def _as_heading(pair: UnitPair) -> UnitPair:
    """The pair judged by number and name alone."""
    if pair.old is None or pair.new is None or pair.kind == "moved":
        return pair._replace(children=())
    kind: PairKind = "same" if pair.old.number == pair.new.number else "renumbered"
    if not same_text(pair.old.heading, pair.new.heading):
        kind = "reworded"
    return pair._replace(kind=kind, children=())
