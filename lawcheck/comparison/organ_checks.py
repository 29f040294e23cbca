"""Another organ in the same place of a sentence, where steps and slots do not lie on each other: the organ is told by what
it is, and its place by the words around it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from rapidfuzz import fuzz

from lawcheck.comparison import phrases
from lawcheck.comparison.departments import departments_in, same_charge
from lawcheck.comparison.effects import field_of, other_organ
from lawcheck.comparison.model import Difference, Relation
from lawcheck.comparison.pairs import Side
from lawcheck.document import Span

__all__ = ["replaced_organs"]

_BODY: Final = re.compile(
    "(?:人民代表大会)?常务委员会(?!(?:有关|的)?(?:工作|办事)机构)|(?:人民代表大会)?主席团|主任会议|专门委员会|村民委员会|居民委员会|村民小组|村民代表会议|村民会议"
    "|业主大会|业主委员会|物业服务(?:企业|人)|(?:行业|专业)协会|发包方|村务监督委员会|人民法院|人民检察院|仲裁(?:机构|委员会)|领导机构|街道办事处|工会(?!法|会员|经费|主席|章程|干部)|妇女联合会|残疾人联合会|共产主义青年团|(?:人民)?政府(?!的?办公|(?!的?办事)[^，。；、及或]{0,12}(?:部门|机关|机构|委员会|局))"
)
_KNOWN: Final = "#"
"""Begins the kind of a department whose charge is known."""
_TOWN: Final = re.compile(
    "(?<![县区市乡）以级][、和或及与])(?<![县区市乡])(?:乡(?:、民族乡)?[、（(]?镇[）)]?|乡级?|镇级?)的?$"
)
_WITH_OTHERS: Final = re.compile("[、和或及与]")
"""A township named alone, not beside a county or its streets: together they only share out what the law leaves to several."""
_TOWN_KIND: Final = "乡级政府"
_STYLE: Final = re.compile("^(?:人民代表大会|人民|行业|专业)|(?<=物业服务)(?:企业|人)$|(?<=仲裁)(?:机构|委员会)$")
"""What one body is called besides its kind: 物业服务企业 and 物业服务人 are one, 仲裁机构 and 仲裁委员会 too."""
_DEPARTMENT: Final = re.compile("(?:部门|机关|机构|局|厅)$")
_LEVEL: Final = re.compile(
    "(?:国务院|全国|全省|全市|省|自治区|直辖市|市|县|区|乡|民族|镇|级|以上|设区的|不设|地方|各|本|上一?|下一?|同|所在地|的|及其|[、和或与者])+$"
)
_PLAIN: Final = re.compile(
    r"或者(?:其他)?有关(?:主管)?部门|中华人民共和国|人民代表大会|[\s，。；、：《》]+|本级|上一级|市和区、县|县级以上的?|地方|各级|应当"
)
_BY_WHAT: Final = re.compile(
    "^(?:应当)?，?(?:按照|根据|依照|依据)[^，。；]{0,20}(?:部署|规定|要求|职责|分工|权限|规划|计划|纲要|安排|标准)，?"
)
"""Words between an organ and what it does that only say by what it acts (按照国家部署，统一领导…)."""
_ENDS: Final = re.compile("[。；]")
SAME_CLAUSE: Final = 55.0
"""Likeness of the clauses (rapidfuzz ratio, 0–100) below which another organ only shows that they are about other things."""
SAME_ACT: Final = 70.0
"""Likeness from which on the only department of the one clause stands for the only one of the other, wherever it stands."""
FRAME: Final = 12
"""Characters before and behind a name that tell its place …"""
LEAST: Final = 5  # … of which so many must be there
BEHIND: Final = 85.0
"""Likeness (rapidfuzz ratio, 0–100) of the words behind that is enough alone …"""
BEHIND_KNOWN: Final = 75.0
"""… for departments whose charge is known to be another …"""
BEFORE: Final = 75.0
"""… or of those before, with the words behind at least …"""
BOTH: Final = 50.0
"""… so alike. Chosen on half of the near copies with one organ changed in each (found: 40 → 57 of 76; on the others 46 → 55 of
91); of 658 untouched ones none more is told."""


class _Named(NamedTuple):
    """A body or department: what it is, its name and where."""

    kind: str
    text: str
    span: Span


def replaced_organs(below: Side, above: Side, told: Sequence[Span]) -> Iterator[Difference]:
    """A body or department below that stands where the higher clause has another; places in ``told`` are left out.

    A kind of organ counts as put in only where the lower clause names it more often than the higher one, and as
    replaced only where it is named less often.
    """
    likeness = fuzz.ratio(below.key, above.key)
    if likeness < SAME_CLAUSE:
        return
    alike = likeness >= SAME_ACT
    own, theirs = _named(below), _named(above)
    above_kinds = Counter(name.kind for name in theirs)
    below_kinds = Counter(_kinds(own, theirs))
    more, less = below_kinds - above_kinds, above_kinds - below_kinds
    if not more or not less:
        return
    for name in own:
        if not more[name.kind] or name.span.overlaps(*told):
            continue
        others = (u for u in theirs if less[u.kind] and _unlike(name, u) and not _own_township(name, above.text, u))
        rivals = (u for u in others if (alike and _alone(name, u, own, theirs)) or _same_place(name, below, u, above))
        other = next(rivals, None)
        if other is not None:
            note = phrases.changed(phrases.ORGAN, other.text, name.text)
            yield Difference("机关", Relation.CONFLICT, name.text, other.text, name.span, other.span, note)


def _named(side: Side) -> tuple[_Named, ...]:
    bodies = [_body(side.text, found) for found in _BODY.finditer(side.text)]
    known = [_Named(_KNOWN + d.charge, d.text, d.span) for d in departments_in(side.text)]
    taken = [name.span for name in known]
    departments = [o for o in side.slots.organs if _DEPARTMENT.search(o.text) and not _BODY.search(o.text[-6:])]
    others = [o for o in departments if not o.span.overlaps(*taken)]
    return (*bodies, *known, *(_Named(field, o.text, o.span) for o in others if (field := field_of(o.text))))


def _body(text: str, found: re.Match[str]) -> _Named:
    """A body; the government of a township is not one of those above it."""
    kind, start = _STYLE.sub("", found[0]), found.start()
    town = _TOWN.search(text, max(start - FRAME, 0), start) if kind == "政府" else None
    if town is None or _WITH_OTHERS.match(text, found.end()):
        return _Named(kind, found[0], Span(*found.span()))
    return _Named(_TOWN_KIND, text[town.start() : found.end()], Span(town.start(), found.end()))


def _kinds(own: Sequence[_Named], theirs: Sequence[_Named]) -> Iterator[str]:
    """The kinds below, a department under the kind of the higher one that it is the same as."""
    kinds = {name.kind for name in theirs}
    for name in own:
        same = () if name.kind in kinds else (u.kind for u in theirs if _akin(name, u) and _same_department(name, u))
        yield next(iter(same), name.kind)


def _akin(name: _Named, other: _Named) -> bool:
    """Whether a name may be another's at all: with a department whose charge is known it has two characters in common."""
    if name.kind.startswith(_KNOWN) == other.kind.startswith(_KNOWN):
        return True
    own, theirs = name.kind.lstrip(_KNOWN), other.kind.lstrip(_KNOWN)
    return any(own[i : i + 2] in theirs for i in range(max(len(own) - 1, 1)))


def _same_department(name: _Named, other: _Named) -> bool:
    if name.kind.startswith(_KNOWN) and other.kind.startswith(_KNOWN):
        return same_charge(name.kind[1:], other.kind[1:])
    bodies = _BODY.fullmatch(name.text) or _BODY.fullmatch(other.text)
    return bodies is None and not other_organ(name.text, other.text)


def _unlike(name: _Named, other: _Named) -> bool:
    bodies = [_BODY.fullmatch(one.text) is not None for one in (name, other)]
    if not any(bodies):
        return not _same_department(name, other)
    if {name.kind, other.kind} == {"街道办事处", _TOWN_KIND}:
        return False  # what a township is in the country, a street is in town
    if {name.kind, other.kind} == {"政府", _TOWN_KIND}:
        return True
    charged = not all(bodies) and "政府" in (name.kind, other.kind)  # a government acts through its departments
    return not charged and name.text not in other.text and other.text not in name.text


def _own_township(name: _Named, text: str, other: _Named) -> bool:
    """Whether the township below is the 本级政府 of the law."""
    return name.kind == _TOWN_KIND and _SAME_LEVEL.search(text, 0, other.span.start) is not None


_SAME_LEVEL: Final = re.compile("(?:本级|同级|各级|当地|所在地)(?:地方)?$")


def _alone(name: _Named, other: _Named, own: Sequence[_Named], theirs: Sequence[_Named]) -> bool:
    """Whether each of two departments of known charge is the only one that its clause names."""
    kinds = (
        {one.kind for one in own if one.kind.startswith(_KNOWN)},
        {one.kind for one in theirs if one.kind.startswith(_KNOWN)},
    )
    return kinds == ({name.kind}, {other.kind})


def _same_place(name: _Named, below: Side, other: _Named, above: Side) -> bool:
    behind = _behind(below.text, name.span), _behind(above.text, other.span)
    known = name.kind.startswith(_KNOWN) and other.kind.startswith(_KNOWN)
    if min(map(len, behind)) >= LEAST and fuzz.ratio(*behind) >= (BEHIND_KNOWN if known else BEHIND):
        return True
    before = _before(below.text, name.span), _before(above.text, other.span)
    return min(map(len, before)) >= LEAST and fuzz.ratio(*before) >= BEFORE and fuzz.ratio(*behind) >= BOTH


def _before(text: str, span: Span) -> str:
    return _PLAIN.sub("", _LEVEL.sub("", text[max(span.start - 2 * FRAME, 0) : span.start]))[-FRAME:]


def _behind(text: str, span: Span) -> str:
    words = _BY_WHAT.sub("", text[span.end : span.end + 4 * FRAME])[: 2 * FRAME]
    sentence = _PLAIN.sub("", _ENDS.split(words)[0])
    return (sentence if len(sentence) >= LEAST else _PLAIN.sub("", words))[:FRAME]
