"""W31: slips of the pen that its patterns list, and those that show by how laws write the words around."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, cast

from lawcheck.checks.characters import load_characters
from lawcheck.checks.model import Finding
from lawcheck.checks.patterns import check_patterns
from lawcheck.checks.registry import for_rule
from lawcheck.checks.reporting import Outcome, Reporter
from lawcheck.checks.slips import Slip, find_slips
from lawcheck.document import Span

__all__: list[str] = []

_SURE: Final = 16.0
"""Odds from which a slip is advised on; below it is a hint (severity ``unsure``)."""


@for_rule("W31")
def check_slips(reporter: Reporter) -> Outcome:
    """What the patterns of the rule list, then :func:`find_slips`; not what the document writes so more than once."""
    listed = check_patterns(reporter).findings
    others = [found for found in _slips(reporter) if not any(found.span.overlaps(known.span) for known in listed)]
    return Outcome((*listed, *others))


def _slips(reporter: Reporter) -> Iterator[Finding]:
    context = reporter.context
    text = context.normalised.text
    known = cast(Sequence[str], reporter.rule.trigger.parameters.get("known", ()))
    for slip in find_slips(text):
        span = context.normalised.original_span(Span(slip.start, slip.end))
        if any(word in text[slip.start - 1 : slip.end + 1] for word in known):
            continue
        if text.count(text[slip.start : slip.end]) == 1 and context.zones.own_words(span.start):
            yield _finding(reporter, span, slip)


def _finding(reporter: Reporter, span: Span, slip: Slip) -> Finding:
    written = load_characters().count(slip.meant[:2])
    return reporter.finding(
        span,
        case="" if slip.odds >= _SURE else "unsure",
        words={"suggest": slip.meant},
        facts={
            "建议写法": slip.meant,
            "法律法规中的用法": f"“{slip.meant[:2]}”约{written:.0f}处，此处的写法未见或者少见",
        },
    )
