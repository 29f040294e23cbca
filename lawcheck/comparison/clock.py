"""Hours of the day between which something is forbidden or open: 每日凌晨2时至上午8时 against 4时至8时."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from rapidfuzz import fuzz

from lawcheck.comparison import phrases
from lawcheck.comparison.model import Difference, Relation
from lawcheck.comparison.pairs import Paired
from lawcheck.document import Span, parse_numeral

__all__ = ["hours"]

_HOUR: Final = r"(?P<{0}day>次日|翌日)?(?P<{0}part>凌晨|早晨?|上午|中午|下午|傍晚|晚上?|夜间)?(?P<{0}hour>\d{{1,2}}|[零一二两三四五六七八九十]{{1,3}})(?:[时点](?P<{0}half>半|[0-5]?\d分)?|[:：](?P<{0}minute>[0-5]\d))"
_RANGE: Final = re.compile(f"{_HOUR.format('from_')}(?:至|到|—|-|～|~){_HOUR.format('to_')}")
_LATE: Final = frozenset({"下午", "傍晚", "晚", "晚上", "夜间"})
_BANS: Final = re.compile("不得|禁止|严禁|不准|停止|休市")
_ALIKE: Final = 60.0
"""Likeness of two sentences (rapidfuzz ratio, 0–100) whose hours are those of one thing."""
_HALF_DAY, _DAY, _HOUR_LONG = 12 * 60, 24 * 60, 60


class _Hours(NamedTuple):
    start: int
    end: int
    text: str
    span: Span


def hours(pair: Paired) -> Iterator[Difference]:
    """The hours of two like sentences that have one range each, where they differ.

    >>> from lawcheck.comparison.pairs import lay_out, side_of
    >>> sides = side_of("每日凌晨4时至上午8时，娱乐场所不得营业。"), side_of("每日凌晨2时至上午8时，娱乐场所不得营业。")
    >>> [(d.relation.value, d.lower) for pair in lay_out(*sides)[1] for d in hours(pair)]
    [('放宽', '凌晨4时至上午8时')]
    """
    own = _ranges(pair.lower_text, pair.lower.start, pair.lower.end)
    other = _ranges(pair.upper_text, pair.upper.start, pair.upper.end)
    sentences = pair.lower_text[pair.lower.start : pair.lower.end], pair.upper_text[pair.upper.start : pair.upper.end]
    if len(own) != 1 or len(other) != 1 or fuzz.ratio(*sentences) < _ALIKE:
        return
    below, above = own[0], other[0]
    if (below.start, below.end) != (above.start, above.end):
        note = phrases.changed("时段", above.text, below.text)
        relation = _relation(below, above, banned=_BANS.search(sentences[1]) is not None)
        yield Difference("期限", relation, below.text, above.text, below.span, above.span, note)


def _relation(below: _Hours, above: _Hours, *, banned: bool) -> Relation:
    """A ban for less of the day is looser, one for more is stricter; other hours, or hours of something else, contradict."""
    if banned and above.start <= below.start and below.end <= above.end:
        return Relation.RELAXED
    if banned and below.start <= above.start and above.end <= below.end:
        return Relation.HEAVIER
    return Relation.CONFLICT


def _ranges(text: str, start: int, end: int) -> list[_Hours]:
    return [_hours_of(match) for match in _RANGE.finditer(text, start, end)]


def _hours_of(match: re.Match[str]) -> _Hours:
    start, end = _minutes(match, "from_"), _minutes(match, "to_")
    return _Hours(start, end if end > start else end + _DAY, match[0], Span(*match.span()))


def _minutes(match: re.Match[str], side: str) -> int:
    """Minutes since midnight; those of the next day go on."""
    hour = (parse_numeral(match[f"{side}hour"]) or 0) * _HOUR_LONG
    if match[f"{side}part"] in _LATE and hour < _HALF_DAY:
        hour += _HALF_DAY
    half = match[f"{side}half"] or ""
    minutes = 30 if half == "半" else int(half.rstrip("分") or match[f"{side}minute"] or 0)
    return hour + minutes + (_DAY if match[f"{side}day"] else 0)
