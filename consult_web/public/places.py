"""Clauses as a person writes them into a field: 第五条、第十二条第二款, and in a notice 三（五）, 三、（五）, 第三部分第（五）项."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from consult_web.errors import Refused
from lawcheck.comments import Draft, find_places
from lawcheck.document import Unit, UnitKind, parse_numeral

__all__ = ["read_places"]

_N: Final = r"[零〇一二三四五六七八九十百两\d]{1,5}"
_OF: Final = r"(?:的|中的|里的|里面的|下面的)?"
_JOIN: Final = "、，,；;。和及与跟"
_PART: Final = rf"(?:第?({_N})(?:大?部分|大?点|大?项|大?条|章)|第?({_N})(?:、|(?=[（({_JOIN}]|第|$)))"
_LISTED: Final = rf"[（(]({_N})[)）](?:小?项|小?点|小?条|款)?"
_ITEM: Final = (
    rf"(?:[、，]?{_OF}第?{_LISTED}|{_OF}(?<!条)第({_N})(?:小?项|小?点|小?条|款)|{_OF}第({_N})(?:小?项|小?点|款))"
)
_LINE: Final = rf"{_OF}(?:第({_N})(?:小?点|小?项|目)|(\d{{1,2}})(?:[.．]|目|(?!\d)))"
_PLACE: Final = re.compile(rf"(?:{_PART}(?:{_ITEM}(?:{_LINE})?)?|{_LISTED}(?:{_LINE})?)")
_BETWEEN: Final = re.compile(rf"(?:[{_JOIN}]|以及|还有)*")
_MOST: Final = 20


def read_places(typed: str, draft: Draft, within: str = "") -> list[str]:
    """The eIds that ``typed`` (Simplified) names, as far down as it says; ``within`` is the part that （五） alone belongs to.

    :class:`Refused` E958 with what is not in the draft or was not understood.

    >>> from lawcheck.comments import open_draft
    >>> from lawcheck.document import parse
    >>> draft = open_draft(parse("某通知\\n一、收费\\n（一）首小时五元。\\n（二）夜间免费。\\n二、管理\\n（一）严查。\\n（二）清理。\\n"))
    >>> [read_places(one, draft) for one in ("一（二）", "二、（一）和一（一）", "第一部分第（二）项")]
    [['cl_1__para_1__point_2'], ['cl_2__para_1__point_1', 'cl_1__para_1__point_1'], ['cl_1__para_1__point_2']]
    >>> read_places("第二点", draft), read_places("（二）", draft, "cl_1")
    (['cl_2'], ['cl_1__para_1__point_2'])
    """
    plain = "".join(typed.split())[:200]
    parts = {unit.number.value: unit for unit in draft.document.units if unit.kind is UnitKind.CLAUSE and unit.number}
    steps = _steps(plain) if parts else []
    if steps:
        return _named(steps, parts, next((unit for unit in parts.values() if unit.eid == within), None))
    places = find_places(plain, draft, within)
    unknown = [place.problem for place in places if place.problem]
    if unknown or not places:
        raise Refused("E958", problem=" ".join(unknown))
    return [eid for place in places for eid in place.targets][:_MOST]


def _steps(plain: str) -> list[re.Match[str]]:
    """The places one after another; none when something else stands between them."""
    found, at = [], 0
    while at < len(plain):
        match = _PLACE.match(plain, at)
        if match is None:
            return []
        found.append(match)
        between = _BETWEEN.match(plain, match.end())
        at = between.end() if between else match.end()
    return found


def _named(steps: Sequence[re.Match[str]], parts: Mapping[int, Unit], part: Unit | None) -> list[str]:
    """What the places name; one without a part is in the part before."""
    found: list[str] = []
    for step in steps:
        numbers = [parse_numeral(group) if group else None for group in step.groups()]
        number, item, line = (
            next((n for n in group if n), None) for group in (numbers[:2], numbers[2:5], numbers[5:7])
        )
        if number is None:
            item, line = numbers[7], next((n for n in numbers[8:] if n), None)
        part = parts.get(number) if number else part
        unit = _down(part, item, line) if part else None
        if unit is None:
            raise Refused("E958", problem=f"草案里没有“{step[0]}”。")
        found.append(unit.eid)
    return list(dict.fromkeys(found))[:_MOST]


def _down(unit: Unit, item: int | None, line: int | None) -> Unit | None:
    found: Unit | None = unit
    if item:
        found = _below(unit, UnitKind.POINT, item) or _below(unit, UnitKind.PARAGRAPH, item)
    return _below(found, UnitKind.INDENT, line) if found and line else found


def _below(unit: Unit, kind: UnitKind, value: int) -> Unit | None:
    """The only unit of this kind and number below ``unit``."""
    below = (one for one in unit.walk() if one.eid != unit.eid and one.kind is kind)
    found = [one for one in below if one.number and one.number.value == value]
    return found[0] if len(found) == 1 else None
