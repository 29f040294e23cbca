"""One thing under two names, and characters that are not standard ones: what shows only in the whole document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from lawcheck.checks.context import CheckContext
from lawcheck.checks.contradicting import period_contradictions
from lawcheck.checks.listing import report_terms
from lawcheck.checks.model import Finding
from lawcheck.checks.registry import for_rule
from lawcheck.checks.reporting import Outcome, Reporter
from lawcheck.document import Span, normalise

__all__: list[str] = []

# -- W30 ---------------------------------------------------------------------------------------------------------

_FIELD = 2  # characters before the ending that tell the field: 规划|主管部门
_NO_FIELD = frozenset(("有关", "相关", "其他", "各自", "上级", "下级", "同级", "本级", "业务", "的市", "政府", "以上"))
_ABOVE, _ABOVE_WITHIN = re.compile("国务院|国家|军事"), 6  # organs of others keep the names that others gave them
# 申请人民法院 and 养犬主管部门 hold no 申请人 and no 犬主
_GOES_ON = "(?!民(?:法院|政府|检察院)|管(?:部门|机关|单位|人员))"
_Place = tuple[str, str, Span]
"""What is named, the word it is named by, and where."""


@for_rule("W30")
def check_mixed_words(reporter: Reporter) -> Outcome:
    """The traps of the synonym list (十八周岁以下), and words of ``mixed_words`` or ``mixed_endings`` that the document
    uses side by side for one thing: the rarer one is told once. And periods of one 条 given in two ways."""
    context, parameters = reporter.context, reporter.rule.trigger.parameters
    places = [
        *_of_words(context, parameters.get("mixed_words")),
        *_of_endings(context, parameters.get("mixed_endings")),
    ]
    terms = report_terms(reporter).findings
    return Outcome((*terms, *_mixed(reporter, places), *period_contradictions(reporter)))


def _of_words(context: CheckContext, groups: object) -> Iterator[_Place]:
    for group in groups if isinstance(groups, list) else []:
        shapes = "|".join(map(re.escape, sorted(group, key=len, reverse=True)))
        words = re.compile(f"(?:{shapes}){_GOES_ON}")
        for found, span in _used(context, words):
            yield group[0], found[0], span


def _of_endings(context: CheckContext, endings: object) -> Iterator[_Place]:
    if not isinstance(endings, list) or not endings:
        return
    shapes = "|".join(map(re.escape, sorted(endings, key=len, reverse=True)))
    for found, span in _used(context, re.compile(f"(?P<field>[\\u4e00-\\u9fff]{{{_FIELD}}})(?P<ending>{shapes})")):
        above = _ABOVE.search(context.before(span.start, _ABOVE_WITHIN))
        if found["field"] not in _NO_FIELD and above is None:
            yield found["field"], found[0], span


def _used(context: CheckContext, pattern: re.Pattern[str]) -> Iterator[tuple[re.Match[str], Span]]:
    """The places where the document itself uses the words: not in titles or quotations."""
    zones = context.zones
    for found in pattern.finditer(context.normalised.text):
        span = context.normalised.original_span(Span(*found.span()))
        if zones.own_words(span.start):
            yield found, span


def _mixed(reporter: Reporter, places: Sequence[_Place]) -> Iterator[Finding]:
    by_thing: dict[str, dict[str, list[Span]]] = {}
    for thing, word, span in places:
        by_thing.setdefault(thing, {}).setdefault(word, []).append(span)
    for words in by_thing.values():
        if len(words) < 2:
            continue
        usual, *others = sorted(words, key=lambda word: (-len(words[word]), words[word][0].start))
        for word in others:
            told = {
                "term": word,
                "right": usual,
                "reason": f"全文另有“{usual}”{len(words[usual])}处，请核对是否同一概念",
            }
            facts = {word: f"{len(words[word])}处", usual: f"{len(words[usual])}处"}
            yield reporter.finding(words[word][0], words=told, suggestion=f"如为同一概念，统一用“{usual}”", facts=facts)


# -- W32 ---------------------------------------------------------------------------------------------------------

_WHOLE = 0.05  # share of non-standard characters from which on the whole text is in Traditional characters


@for_rule("W32")
def check_characters(reporter: Reporter) -> Outcome:
    """Traditional and variant characters outside titles and quotations, each form told once; a text that is Traditional
    as a whole is told so."""
    context = reporter.context
    odd = "".join(sorted(char for char in set(context.text) if _is_odd(char)))
    if not odd:
        return Outcome()
    found = list(_runs(context, odd))
    han = sum(map(_is_han, context.text))
    if sum(span.length for span in found) > han * _WHOLE:
        share = f"{sum(span.length for span in found) / han:.0%}"
        return Outcome(
            (reporter.finding(found[0], words={"right": f"全文（不规范汉字占{share}）"}, suggestion="改用规范汉字"),)
        )
    counts = Counter(context.document.source.slice(span) for span in found)
    first = {context.document.source.slice(span): span for span in reversed(found)}
    return Outcome(tuple(_odd_finding(reporter, first[form], form, counts[form]) for form in counts))


def _odd_finding(reporter: Reporter, span: Span, form: str, count: int) -> Finding:
    right = normalise(form).text
    return reporter.finding(span, words={"right": right}, facts={"规范写法": right, "全文出现": f"{count}处"})


def _runs(context: CheckContext, odd: str) -> Iterator[Span]:
    for found in re.finditer(f"[{odd}]+", context.text):
        if context.zones.own_words(found.start()):
            yield Span(*found.span())


def _is_odd(char: str) -> bool:
    return _is_han(char) and normalise(char).text != char and _is_han(normalise(char).text)


def _is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff" or "\U00020000" <= char <= "\U000323af"
