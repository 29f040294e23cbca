"""Figures that state their denominator, and parts that must sum (DESIGN.md, law 7)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from lawcheck.errors import LawcheckError

__all__ = ["Breakdown", "Rate", "breakdown", "residual"]


class Rate(NamedTuple):
    """A share with both of its numbers.

    >>> str(Rate(322, 326)), str(Rate(0, 0)), Rate(1, 0).share
    ('322/326（98.77%）', '0/0（—）', None)
    """

    numerator: int
    denominator: int

    @property
    def share(self) -> float | None:
        """The quotient; None where there is nothing to divide by."""
        return self.numerator / self.denominator if self.denominator else None

    def __str__(self) -> str:
        share = "—" if self.share is None else f"{self.share:.2%}"
        return f"{self.numerator}/{self.denominator}（{share}）"


@dataclass(frozen=True)
class Breakdown:
    """A total and its parts by label. Parts that do not sum raise :class:`~lawcheck.errors.LawcheckError` E286.

    >>> Breakdown("收到", 166, (("当场解释", 23), ("交办", 141), ("未交办", 2))).of("交办")
    141
    >>> Breakdown("收到", 3, (("甲", 1),))
    Traceback (most recent call last):
    lawcheck.errors.LawcheckError: [E286] “收到”各部分之和1不等于总数3，差2。
    """

    name: str
    total: int
    parts: tuple[tuple[str, int], ...]

    def __post_init__(self) -> None:
        left = residual(self.total, (count for _, count in self.parts))
        if left:
            raise LawcheckError("E286", name=self.name, sum=self.total - left, total=self.total, left=left)

    def of(self, label: str) -> int:
        """The part with this label; 0 where there is none."""
        return dict(self.parts).get(label, 0)

    def rate(self, *labels: str) -> Rate:
        """The share of these parts together.

        >>> str(Breakdown("收到", 4, (("甲", 3), ("乙", 1))).rate("甲"))
        '3/4（75.00%）'
        """
        return Rate(sum(self.of(label) for label in labels), self.total)

    @property
    def counts(self) -> Mapping[str, int]:
        """The parts as a mapping."""
        return dict(self.parts)


def breakdown(name: str, total: int, labels: Iterable[str], order: Iterable[str] = ()) -> Breakdown:
    """Count labels: those of ``order`` first, in this order and even where they are 0, then the others by size.

    ``total`` is counted elsewhere, so that a thing left out or counted twice shows.

    >>> breakdown("类别", 3, ["乙", "甲", "乙"], ["甲", "丙"]).parts
    (('甲', 1), ('丙', 0), ('乙', 2))
    """
    counts = Counter(labels)
    first = tuple(dict.fromkeys(order))
    rest = sorted(counts.keys() - set(first), key=lambda label: (-counts[label], label))
    return Breakdown(name, total, tuple((label, counts[label]) for label in (*first, *rest)))


def residual(total: int, parts: Iterable[int]) -> int:
    """What the parts leave of a total; not 0: the figures do not agree. For figures that others hand in.

    >>> residual(141, [34, 98, 9]), residual(322, [300, 20])
    (0, 2)
    """
    return total - sum(parts)
