"""What a document says of one of its own 条 otherwise than that 条 says: a period that is given twice and not alike.

第八条规定的期限为六十日, where 第八条 gives thirty: two clauses that cannot both be followed. Only sentences that say how
long the period of the other 条 is are read (:data:`_SAID`); a period that begins where the other ends (期限届满后三十日内)
is another one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from lawcheck.checks.context import BODY_ROLES, CheckContext
from lawcheck.checks.model import Evidence, Finding
from lawcheck.checks.reporting import Reporter
from lawcheck.document import Span, Unit, parse_numeral

__all__ = ["period_contradictions", "periods_in"]

_DIGITS: Final = "[零〇一二两三四五六七八九十百\\d]+"
_LENGTH: Final = f"{_DIGITS}个?(?:工作日|日|月|年|小时|天)"
_PERIOD: Final = re.compile(f"(?P<number>{_DIGITS})个?(?P<unit>工作日|日|月|年|小时|天)(?![常照历])")
_CALENDAR: Final = re.compile(
    f"[\\d〇零一二三四五六七八九]{{4}}年(?:{_DIGITS}月)?(?:{_DIGITS}日)?|{_DIGITS}月{_DIGITS}日"
)
_OWN: Final = f"本(?:条例|办法|规定|细则|规则|决定)第(?P<article>{_DIGITS})条(?:第{_DIGITS}[款项])*"
_TERM: Final = "(?:期限|时限|期间|时间)"
_IS: Final = (
    "(?:届满)?[，（(]?(?:应当)?(?:统一|一律|均|最长)?(?:按照?|是指|为|是|定为|延长至|缩短为|不得?超过|(?<=[（(]))"
)
_SAID: Final = tuple(
    re.compile(pattern)
    for pattern in (
        f"{_OWN}(?:规定|所称|所列|要求|中)*的?[^，。；（(]{{0,8}}{_TERM}{_IS}(?P<said>{_LENGTH})",
        f"(?:依照|按照|根据|属于){_OWN}[^，。；]{{0,8}}的，[^，。；]{{0,6}}{_TERM}{_IS}(?P<said>{_LENGTH})",
        f"(?P<said>{_LENGTH})(?:以)?内，?(?:完成|履行|办结|办理|落实){_OWN}(?:规定|要求|所列)",
    )
)
_INSTEAD: Final = re.compile(
    f"(?:不适用|不按照?|不执行){_OWN}(?:规定)?的?(?P<other>{_LENGTH})[^。；]{{0,16}}?(?P<said>{_LENGTH})"
)
"""不适用第八条规定的三十日，统一为六十日: the sentence itself sets one against the other."""
_SHOWN: Final = 300


class Period(NamedTuple):
    """A length of time by its number and unit: 工作日 are no 日."""

    number: int
    unit: str


def periods_in(text: str) -> frozenset[Period]:
    """The lengths of time that a text names.

    >>> sorted(periods_in("应当在三十日内答复，逾期一个月未答复的"))
    [Period(number=1, unit='月'), Period(number=30, unit='日')]
    >>> periods_in("本条例自2026年5月1日起施行")
    frozenset()
    """
    found = (
        Period(int(parse_numeral(m["number"].replace("两", "二")) or 0), "日" if m["unit"] == "天" else m["unit"])
        for m in _PERIOD.finditer(_CALENDAR.sub("", text))
    )
    return frozenset(period for period in found if period.number)


def period_contradictions(reporter: Reporter) -> Iterator[Finding]:
    """A period said to be that of another 条 which gives periods, but not this one."""
    context = reporter.context
    for pattern in (*_SAID, _INSTEAD):
        for match in pattern.finditer(context.text):
            there = _article(context, match["article"])
            if there is None or context.zones.role(match.start()) not in BODY_ROLES:
                continue
            given = periods_in(there.full_text)
            own = there.span.start <= match.start() < there.span.end
            if not own and given and not periods_in(match["said"]) & given:
                yield _finding(reporter, Span(*match.span()), match["said"], there)


def _article(context: CheckContext, number: str) -> Unit | None:
    value = parse_numeral(number)
    return next((u for u in context.document.articles if u.number and u.number.value == value), None)


def _finding(reporter: Reporter, span: Span, said: str, there: Unit) -> Finding:
    label = there.label.strip()
    reason = f"{label}规定的期限没有“{said}”，前后两处不一致"
    evidence = Evidence(reason, upper_clause=label, upper_text=there.full_text[:_SHOWN])
    words = {"term": said, "reason": reason, "right": f"对照{label}，统一期限，或者写明例外的理由和范围"}
    return reporter.finding(span, case="period", evidence=evidence, words=words, confidence=0.8)
