"""Which of two documents ranks above the other (domain.md 1.2): a partial order, by kind and territory."""

from __future__ import annotations

from lawcheck.laws.model import DocumentKind, Rank
from lawcheck.laws.territories import is_within

__all__ = ["rank"]

K = DocumentKind
_NATIONAL = frozenset({K.K0, K.K1, K.K2, K.K2M, K.K7, K.K10})
_VARYING = frozenset({K.K5, K.K6})
_LOCAL_STATUTES = frozenset({K.K3, K.K4, K.K5, K.K6})
_LOCAL_RULES = frozenset({K.K8, K.K9})
_PAPERS = frozenset({K.K11, K.K12, K.K13, K.K14})
# What each kind ranks above; for local kinds only where the other lies within its territory.
_ABOVE: dict[DocumentKind, frozenset[DocumentKind]] = {
    K.K0: frozenset(DocumentKind) - {K.K0},
    K.K1: frozenset(DocumentKind) - {K.K0, K.K1},
    K.K2: _LOCAL_STATUTES | _LOCAL_RULES | _PAPERS | {K.K7},
    K.K2M: frozenset({K.K13}),
    K.K3: frozenset({K.K4}) | _LOCAL_RULES | _PAPERS,
    K.K4: frozenset({K.K9}) | _PAPERS,
    K.K5: _LOCAL_RULES | _PAPERS,
    K.K6: _LOCAL_RULES | _PAPERS,
    K.K7: frozenset({K.K12, K.K14}),
    K.K8: frozenset({K.K9, K.K12, K.K14}),
    K.K9: frozenset({K.K12, K.K14}),
    K.K10: frozenset({K.K13}),
    K.K11: frozenset({K.K12, K.K13, K.K14}),
}
_MAY_VARY_FROM = frozenset({K.K1, K.K2, K.K3})  # 立法法85, 84, 101: not from the constitution
_SAME_FORCE = (frozenset({K.K7}) | _LOCAL_RULES,)  # 立法法102


def rank(kind_a: DocumentKind, territory_a: str, kind_b: DocumentKind, territory_b: str) -> Rank:
    """How A stands to B. Territories are GB/T 2260 codes; national kinds ignore them.

    ``VARIATION``: one is a 自治条例, 单行条例 or 特区法规 that may vary the other. ``INCOMPARABLE``: no order is
    stated (地方性法规 and 部门规章; 设区的市法规 and 省规章), another province, or a local document without territory.

    >>> rank(K.K1, "", K.K4, "330500").value, rank(K.K4, "330500", K.K3, "330000").value
    ('above', 'below')
    >>> rank(K.K3, "320000", K.K4, "330500").value, rank(K.K3, "330000", K.K7, "").value
    ('incomparable', 'incomparable')
    >>> rank(K.K6, "440300", K.K2, "").value, rank(K.K7, "", K.K9, "330500").value
    ('variation', 'peer')
    """
    if _may_vary(kind_a, territory_a, kind_b, territory_b) or _may_vary(kind_b, territory_b, kind_a, territory_a):
        return Rank.VARIATION
    if kind_a is kind_b:
        return _same_kind(kind_a, territory_a, territory_b)
    if any(kind_a in group and kind_b in group for group in _SAME_FORCE) and K.K7 in (kind_a, kind_b):
        return Rank.PEER
    if _outranks(kind_a, territory_a, kind_b, territory_b):
        return Rank.ABOVE
    if _outranks(kind_b, territory_b, kind_a, territory_a):
        return Rank.BELOW
    return Rank.INCOMPARABLE


def _outranks(kind_a: DocumentKind, territory_a: str, kind_b: DocumentKind, territory_b: str) -> bool:
    if kind_b not in _ABOVE.get(kind_a, frozenset()):
        return False
    return kind_a in _NATIONAL or is_within(territory_b, territory_a)


def _may_vary(kind_a: DocumentKind, territory_a: str, kind_b: DocumentKind, territory_b: str) -> bool:
    if kind_a not in _VARYING or kind_b not in _MAY_VARY_FROM:
        return False
    return kind_b in _NATIONAL or is_within(territory_a, territory_b)


def _same_kind(kind: DocumentKind, territory_a: str, territory_b: str) -> Rank:
    """Equal kinds are peers in one place; papers of a higher place rank above those of a place within it."""
    if kind in _NATIONAL or set(territory_a.split(",")) & set(territory_b.split(",")) - {""}:
        return Rank.PEER
    if kind in _PAPERS and (is_within(territory_b, territory_a) or (not territory_a and territory_b)):
        return Rank.ABOVE
    if kind in _PAPERS and (is_within(territory_a, territory_b) or (not territory_b and territory_a)):
        return Rank.BELOW
    return Rank.INCOMPARABLE
