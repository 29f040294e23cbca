"""What a reviewer said of each finding: a key that outlives a new run of the program, and verdicts put back in place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from enum import StrEnum
from hashlib import blake2b
from typing import NamedTuple

from lawcheck.checks.model import Finding, RuleRun
from lawcheck.document import normalise

__all__ = ["Judgement", "Verdict", "apply_judgements", "with_keys"]


class Verdict(StrEnum):
    """A reviewer's answer to a finding."""

    UPHELD = "成立"
    REJECTED = "不成立"
    OPEN = "待研究"


class Judgement(NamedTuple):
    """A verdict as recorded: the key of its finding, the note, and what a person needs to recognise the finding."""

    key: str
    verdict: Verdict
    note: str = ""
    rule: str = ""
    clause: str = ""
    quote: str = ""


def with_keys(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings of one rule, in the order of their places, each with its key: rule, clause, quoted words, and which
    of several such it is. Widths, blanks and what stands elsewhere in the document change nothing.

    >>> from lawcheck.checks.model import Severity
    >>> from lawcheck.document import Span
    >>> one = Finding("W06", "1", "其它", Severity.ADVICE, Span(0, 2), "其它", "", "第一条", "")
    >>> two = replace(one, span=Span(5, 8), quote="其 它")
    >>> [finding.key[:4] for finding in with_keys([one, two])], len({f.key for f in with_keys([one, two])})
    (['W06-', 'W06-'], 2)
    """
    seen: Counter[tuple[str, ...]] = Counter()
    keyed = []
    for finding in findings:
        words = finding.masked or normalise(finding.quote).text
        said = (finding.rule, finding.clause, words)
        seen[said] += 1
        digest = blake2b("\0".join((*said, str(seen[said]))).encode("utf-8", "surrogatepass"), digest_size=6)
        keyed.append(replace(finding, key=f"{finding.rule}-{digest.hexdigest()}"))
    return tuple(keyed)


def apply_judgements(
    runs: Iterable[RuleRun], judgements: Iterable[Judgement]
) -> tuple[tuple[RuleRun, ...], tuple[Judgement, ...]]:
    """The runs with the verdicts on their findings, and the judgements whose finding is no longer there."""
    given = {judgement.key: judgement for judgement in judgements}
    if not given:
        return tuple(runs), ()
    judged = tuple(_judged_run(run, given) for run in runs)
    there = {finding.key for run in judged for finding in run.findings}
    return judged, tuple(judgement for key, judgement in given.items() if key not in there)


def _judged_run(run: RuleRun, given: Mapping[str, Judgement]) -> RuleRun:
    findings = tuple(_judged(finding, given.get(finding.merged or finding.key)) for finding in run.findings)
    rejected = sum(finding.rejected for finding in findings)
    told = f"其中 {rejected} 处经核对不成立" if rejected else ""
    return replace(run, findings=findings, reason="；".join(filter(None, (run.reason, told))))


def _judged(finding: Finding, judgement: Judgement | None) -> Finding:
    return replace(finding, verdict=judgement.verdict, note=judgement.note) if judgement else finding
