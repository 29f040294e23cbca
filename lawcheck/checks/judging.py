"""What a reviewer said of each finding: a key that outlives a new run of the program, and verdicts put back in place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from enum import StrEnum
from hashlib import blake2b
from itertools import pairwise
from typing import Literal, NamedTuple

from lawcheck.checks.context import CheckContext
from lawcheck.checks.model import Finding, RuleRun
from lawcheck.document import UnitKind, normalise

__all__ = ["Judgement", "Verdict", "apply_judgements", "sentences_in", "with_keys"]


class Verdict(StrEnum):
    """A reviewer's answer to a finding."""

    UPHELD = "成立"
    REJECTED = "不成立"
    OPEN = "待研究"


class Judgement(NamedTuple):
    """A verdict as recorded: the key of its finding ("" for a row that a person added), the note (which may stand without
    a verdict), and what a person needs to recognise the finding."""

    key: str
    verdict: Verdict | Literal[""]
    note: str = ""
    rule: str = ""
    clause: str = ""
    quote: str = ""


def with_keys(findings: Iterable[Finding], said_in: Callable[[Finding], str]) -> tuple[Finding, ...]:
    """The findings of one rule, in the order of their places, each with its key: rule, quoted words, the sentence that
    holds them (``said_in``), and which of how many such it is.

    The number of the article is no part of it, so articles may be put in or moved; a sentence that was written anew has
    another key, and so have the findings in equal sentences when one of these goes or comes. A verdict is then listed
    as not placed: none ever passes to words that nobody has judged.

    >>> from lawcheck.checks.model import Severity
    >>> from lawcheck.document import Span
    >>> one = Finding("W06", "1", "其它", Severity.ADVICE, Span(0, 2), "其它", "", "第一条", "")
    >>> two = replace(one, span=Span(5, 8), quote="其 它")
    >>> [finding.key[:4] for finding in with_keys([one, two], lambda _: "其它收入")]
    ['W06-', 'W06-']
    >>> len({f.key for said in ("其它收入", "其它支出") for f in with_keys([one, two], lambda _: said)})
    4
    """
    told = [_said(finding, said_in(finding)) for finding in findings]
    all_of, seen = Counter(said for _, said in told), Counter[tuple[str, ...]]()
    keyed = []
    for finding, said in told:
        seen[said] += 1
        parts = (*said, f"{seen[said]}/{all_of[said]}")
        digest = blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=6)
        keyed.append(replace(finding, key=f"{finding.rule}-{digest.hexdigest()}"))
    return tuple(keyed)


def _said(finding: Finding, sentence: str) -> tuple[Finding, tuple[str, ...]]:
    words = normalise(finding.quote).text
    around = normalise(sentence).text
    if finding.masked:
        around = around.replace(words, finding.masked)
    return finding, (finding.rule, finding.masked or words, _LONG_NUMBER.sub("", around))


_LONG_NUMBER = re.compile(r"[0-9]{6,}[0-9Xx]")
"""A telephone or identity number beside the words: no key may be a digest of it that trying could open."""


def sentences_in(context: CheckContext) -> Callable[[Finding], str]:
    """What :func:`with_keys` asks: the whole sentence around the start of a finding, from 。 to 。 (拒不改正的 says nothing
    without the act before its ；), without the number that opens it, and behind it the words that a 项 goes on from."""

    def said_in(finding: Finding) -> str:
        at = finding.span.start
        unit = context.document.unit_at(at)
        path = context.document.path(unit) if unit else ()
        sentence = _sentence(context.text, at)
        label = next((step.label for step in path if step.label and sentence.startswith(step.label)), "")
        led_by = [above.text for above, step in pairwise(path) if step.kind in (UnitKind.POINT, UnitKind.INDENT)]
        return "\n".join((sentence.removeprefix(label), *led_by))

    return said_in


_ENDS = "。\n"


def _sentence(text: str, at: int) -> str:
    start = max(text.rfind(end, 0, at) for end in _ENDS) + 1
    stops = [found for end in _ENDS if (found := text.find(end, at)) >= 0]
    return text[start : min(stops, default=len(text))].strip()


def apply_judgements(
    runs: Iterable[RuleRun], judgements: Iterable[Judgement]
) -> tuple[tuple[RuleRun, ...], tuple[Judgement, ...]]:
    """The runs with the verdicts on their findings, and the judgements whose finding is no longer there."""
    judgements = tuple(judgements)
    given = {judgement.key: judgement for judgement in judgements if judgement.key}
    judged = tuple(_judged_run(run, given) for run in runs) if given else tuple(runs)
    there = {finding.key for run in judged for finding in run.findings}
    return judged, tuple(judgement for judgement in judgements if judgement.key not in there)


def _judged_run(run: RuleRun, given: Mapping[str, Judgement]) -> RuleRun:
    findings = tuple(_judged(finding, given.get(finding.merged or finding.key)) for finding in run.findings)
    rejected = sum(finding.rejected for finding in findings)
    told = f"其中 {rejected} 处经核对不成立" if rejected else ""
    return replace(run, findings=findings, reason="；".join(filter(None, (run.reason, told))))


def _judged(finding: Finding, judgement: Judgement | None) -> Finding:
    return replace(finding, verdict=judgement.verdict, note=judgement.note) if judgement else finding
