"""Rules that are patterns alone: regular expressions with the words that excuse a hit, all in the rule's file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from lawcheck.checks.context import BODY_ROLES, CheckContext
from lawcheck.checks.expressions import expression
from lawcheck.checks.guarding import UNGUARDED, Verdict, guard, lead_in
from lawcheck.checks.model import Finding, State
from lawcheck.checks.numbers import NUMBERS
from lawcheck.checks.pack import Trigger
from lawcheck.checks.registry import for_trigger
from lawcheck.checks.reporting import Outcome, Reporter, Words, settled
from lawcheck.document import Normalised, Span

__all__ = ["Hit", "find_hits", "is_excused", "pattern_finding"]

_CONTEXT = 30  # characters that ``before`` and ``after`` can see


class Hit(NamedTuple):
    """A place that a pattern of the rule's file matched: ``case`` picks the severity, ``suggest`` is the wording."""

    span: Span
    case: str
    suggest: str
    groups: Mapping[str, str]


class _Pattern(NamedTuple):
    """``find`` may name its span by a group ``hit``; ``before``/``after`` are tested at the ends of the hit; ``kinds`` are
    the documents that it is for (empty: all of the rule's); ``number`` says what number the hit must be (:mod:`lawcheck.checks.numbers`)."""

    find: re.Pattern[str]
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    suggest: str
    case: str
    kinds: frozenset[str]
    number: str


@for_trigger("pattern")
def check_patterns(reporter: Reporter) -> Outcome:
    """Report every hit of the rule's patterns."""
    if _exempt_territory(reporter):
        return Outcome(state=State.NOT_APPLICABLE, reason="该地区的立法规范另有写法")
    if settled(reporter):
        return Outcome()
    hits = list(find_hits(reporter.rule.trigger, reporter.context))
    shown = _rarer(hits, reporter.rule.trigger.parameters.get("mixed"))
    if reporter.rule.trigger.parameters.get("once") == "sentence":
        shown = list({reporter.context.sentence(hit.span.start): hit for hit in reversed(shown)}.values())[::-1]
    found = [(hit, guard(reporter.rule, reporter.context, hit.span)) for hit in shown]
    kept = _longest([(hit, told) for hit, told in found if not told.drop])
    count = len(_longest([(hit, UNGUARDED) for hit in hits]))
    return Outcome(tuple(pattern_finding(reporter, hit, count, told) for hit, told in kept))


def _longest(found: list[tuple[Hit, Verdict]]) -> list[tuple[Hit, Verdict]]:
    """Where two patterns of a rule meet in the same words (设立分公司, 在本市设立分公司), the longer words stand for both."""
    order = sorted(range(len(found)), key=lambda at: -found[at][0].span.length)
    kept: dict[int, Hit] = {}
    for at in order:
        hit = found[at][0]
        if not any(hit.case == other.case and hit.span.overlaps(other.span) for other in kept.values()):
            kept[at] = hit
    return [found[at] for at in sorted(kept)]


def _rarer(hits: list[Hit], mixed: object) -> list[Hit]:
    """``mixed``: the document writes one thing in several ways (those cases); only the rarest way is reported, and
    nothing where there is but one way. Of equals the one that begins later gives way. Hits of other cases stay."""
    if not isinstance(mixed, list):
        return hits
    counts = Counter(hit.case for hit in hits if hit.case in mixed)
    first = {hit.case: hit.span.start for hit in reversed(hits)}
    rarest = min(counts, key=lambda case: (counts[case], -first[case])) if len(counts) > 1 else None
    return [hit for hit in hits if hit.case not in mixed or hit.case == rarest]


def _exempt_territory(reporter: Reporter) -> bool:
    """``exempt_territories``: GB/T 2260 prefixes of places whose own drafting rules differ."""
    prefixes = reporter.rule.trigger.parameters.get("exempt_territories", [])
    code = reporter.context.facts.territory
    return bool(code) and isinstance(prefixes, list) and code.startswith(tuple(map(str, prefixes)))


def pattern_finding(reporter: Reporter, hit: Hit, count: int, guards: Verdict = UNGUARDED) -> Finding:
    """The finding for a hit, of ``count`` in the document, as its guards left it."""
    facts = {"全文出现": f"{count}处"} | ({"建议写法": hit.suggest} if hit.suggest else {})
    words = {**hit.groups, "suggest": hit.suggest, "count": count}
    return reporter.finding(
        hit.span,
        case=hit.case,
        facts=facts,
        words=words,
        severity=guards.severity,
        guards=guards.results,
        evidence=guards.evidence,
    )


def find_hits(trigger: Trigger, context: CheckContext) -> Iterator[Hit]:
    """All hits of the trigger's patterns, in the order of the patterns, each place once.

    Parameters of the trigger: ``patterns`` (``find``, ``before``, ``after``, ``suggest``, ``case``, ``kinds``, ``number``), ``roles``
    (segments to look at, default the words of the document; ``all``), ``keep_quotes``/``keep_titles`` (look there too),
    ``raw`` (match the text as it stands instead of its normalised form). ``sentence_with`` and
    ``sentence_without`` are expressions for the sentence around the hit (``lead_in``: also for the words before its list),
    ``clause_without`` for its whole 款. ``mixed``, ``unless`` and ``once: sentence`` (the first hit of a sentence only) belong to
    :func:`check_patterns`.
    """
    parameters = trigger.parameters
    text = Normalised(context.text, context.text) if parameters.get("raw") else context.normalised
    seen: set[int] = set()
    for pattern in _compiled(_frozen(parameters.get("patterns", []))):
        if pattern.kinds and context.facts.kind.value not in pattern.kinds:
            continue
        for match in pattern.find.finditer(text.text):
            hit = _hit(pattern, match, text) if _is_number(pattern, match, context.as_of) else None
            if hit is not None and hit.span.start not in seen and _in_scope(hit.span, parameters, context):
                seen.add(hit.span.start)
                yield hit


def _is_number(pattern: _Pattern, match: re.Match[str], day: date) -> bool:
    """Whether the digits of a hit are such a number; nothing is asked of a pattern that names none."""
    if not pattern.number:
        return True
    return NUMBERS[pattern.number](re.sub(r"[^0-9Xx]", "", match[_named(pattern)]), day)


def _hit(pattern: _Pattern, match: re.Match[str], text: Normalised) -> Hit | None:
    name = _named(pattern)
    start, end = match.span(name)
    if pattern.before and pattern.before.search(text.text[max(start - _CONTEXT, 0) : start]):
        return None
    if pattern.after and pattern.after.match(text.text[end : end + _CONTEXT]):
        return None
    groups = {key: value or "" for key, value in match.groupdict().items()}
    suggest = pattern.suggest.format_map(Words(groups, quote=match[name]))
    return Hit(text.original_span(Span(start, end)), pattern.case, suggest, groups)


def _named(pattern: _Pattern) -> str | int:
    return "hit" if "hit" in pattern.find.groupindex else 0


def _in_scope(span: Span, parameters: Mapping[str, object], context: CheckContext) -> bool:
    zones, roles = context.zones, parameters.get("roles", BODY_ROLES)
    if roles != "all" and (not isinstance(roles, list | frozenset) or zones.role(span.start) not in roles):
        return False
    if zones.in_quotes(span.start) and not parameters.get("keep_quotes"):
        return False
    if zones.in_title(span.start) and not parameters.get("keep_titles"):
        return False
    return _sentence_fits(span, parameters, context)


def _sentence_fits(span: Span, parameters: Mapping[str, object], context: CheckContext) -> bool:
    """``sentence_with`` and ``sentence_without``: what the sentence (or 项) around the hit must and must not say; with
    ``lead_in`` the words before the list may say the former too. ``clause_without``: what the whole 款 must not say."""
    if is_excused(span, parameters, context):
        return False
    wanted = parameters.get("sentence_with")
    head = lead_in(context, span) if wanted and parameters.get("lead_in") else ""
    return not wanted or re.search(str(wanted), head + _sentence(span, context)) is not None


def is_excused(span: Span, parameters: Mapping[str, object], context: CheckContext) -> bool:
    """Whether the sentence (``sentence_without``) or the 款 (``clause_without``) says what the rule's file says excuses it."""
    whole, near = parameters.get("clause_without"), parameters.get("sentence_without")
    if whole and re.search(str(whole), _clause(span, context)):
        return True
    return bool(near) and re.search(str(near), _sentence(span, context)) is not None


def _sentence(span: Span, context: CheckContext) -> str:
    return context.document.source.slice(context.sentence(span.start))


def _clause(span: Span, context: CheckContext) -> str:
    unit = context.document.unit_at(span.start)
    return unit.text if unit else ""


def _frozen(patterns: object) -> tuple[tuple[tuple[str, str], ...], ...]:
    items = patterns if isinstance(patterns, list) else []
    return tuple(tuple(sorted((str(k), str(v)) for k, v in item.items())) for item in items)


@lru_cache(maxsize=512)
def _compiled(patterns: tuple[tuple[tuple[str, str], ...], ...]) -> tuple[_Pattern, ...]:
    return tuple(_compile(dict(item)) for item in patterns)


def _compile(item: Mapping[str, str]) -> _Pattern:
    before, after = item.get("before"), item.get("after")
    return _Pattern(
        expression(item["find"], re.MULTILINE),
        re.compile(f"(?:{before})\\Z") if before else None,
        expression(after) if after else None,
        item.get("suggest", ""),
        item.get("case", ""),
        frozenset(item.get("kinds", "").split()),
        item.get("number", ""),
    )
