"""Two trees: articles are aligned first, then what stands inside the articles that changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from lawcheck.alignment.texts import PairKind, align_texts
from lawcheck.document import CONTAINERS, Document, Unit

__all__ = ["UnitPair", "align_documents", "align_units", "provisions"]


class UnitPair(NamedTuple):
    """``old`` stands as ``new`` (None: deleted, added); see :class:`ArticlePair` for ``kind``. ``children`` are the pairs
    of 款, 项 and 目 of a pair whose text changed, empty where one side has no children."""

    old: Unit | None
    new: Unit | None
    similarity: float
    kind: PairKind
    children: tuple[UnitPair, ...] = ()

    def walk(self) -> Iterator[UnitPair]:
        """This pair and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()


def align_units(old: Sequence[Unit], new: Sequence[Unit]) -> tuple[UnitPair, ...]:
    """Pairs of units of one kind (条 with 条, 款 with 款), in the order of ``old``, added ones last."""
    found = []
    for pair in align_texts([u.heading + u.full_text for u in old], [u.heading + u.full_text for u in new]):
        a = None if pair.old is None else old[pair.old]
        b = None if pair.new is None else new[pair.new]
        kind = "renumbered" if pair.kind == "same" and a and b and a.number != b.number else pair.kind
        inside = kind in ("reworded", "moved") and a is not None and b is not None and a.children and b.children
        children = align_units(a.children, b.children) if inside and a and b else ()
        found.append(UnitPair(a, b, pair.similarity, kind, children))
    return tuple(found)


def provisions(units: Sequence[Unit]) -> Iterator[Unit]:
    """What chapters and sections hold, however deep: 条, 一、 and 款 that stand in none.

    >>> from lawcheck.document import parse
    >>> [unit.label for unit in provisions(parse("某条例\\n第一章　总则\\n第一条　甲。\\n第二章　附则\\n第二条　乙。").units)]
    ['第一条', '第二条']
    """
    for unit in units:
        if unit.kind in CONTAINERS:
            yield from provisions(unit.children)
        else:
            yield unit


def align_documents(old: Document, new: Document) -> tuple[UnitPair, ...]:
    """The pairs of all 条 of two documents (一、 and 款 where one has no 条), with what changed inside.

    >>> from lawcheck.document import SourceText, parse
    >>> texts = ("第一条　为了测试。\\n第二条　本办法自公布之日起施行。", "第一条　本办法自公布之日起施行。")
    >>> a, b = (parse(SourceText.from_text(text)) for text in texts)
    >>> [(p.old and p.old.label, p.new and p.new.label, p.kind) for p in align_documents(a, b)]
    [('第一条', None, 'deleted'), ('第二条', '第一条', 'renumbered')]
    """
    return align_units(list(provisions(old.units)), list(provisions(new.units)))
