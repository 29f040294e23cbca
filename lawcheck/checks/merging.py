"""Findings of two rules that say the same of the same words become one; which rules, ``corpus/rules/pack.yaml`` says."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace

from lawcheck.checks.model import Also, Finding, RuleRun
from lawcheck.checks.pack import Merge

__all__ = ["merge_runs"]


def merge_runs(runs: Sequence[RuleRun], merges: Iterable[Merge]) -> tuple[RuleRun, ...]:
    """``runs`` with every finding that another one tells marked (``merged``: the key of that one), which lists it
    under ``also`` and takes the graver severity. No run loses a finding: each rule is counted as it reported."""
    found = {run.rule: list(run.findings) for run in runs}
    for merge in merges:
        kept = found.get(merge.keep, [])
        starts = [finding.span.start for finding in kept]
        for number, finding in enumerate(found.get(merge.drop, [])):
            at = _same_words(kept, starts, finding, merge)
            if at is not None and not finding.merged and not finding.also:
                kept[at] = _telling(kept[at], finding)
                found[merge.drop][number] = replace(finding, merged=kept[at].key)
    return tuple(run if not run.findings else replace(run, findings=tuple(found[run.rule])) for run in runs)


def _same_words(kept: Sequence[Finding], starts: Sequence[int], finding: Finding, merge: Merge) -> int | None:
    """The place in ``kept`` (ordered by start) of the one about the same words."""
    at = bisect_right(starts, finding.span.start)
    for number in (at - 1, at):
        if 0 <= number < len(kept) and not kept[number].merged and _meets(kept[number], finding, merge.exact):
            return number
    return None


def _meets(one: Finding, other: Finding, exact: bool) -> bool:
    if exact:
        return one.span == other.span
    return one.span.overlaps(other.span)


def _telling(kept: Finding, finding: Finding) -> Finding:
    also = Also(finding.rule, finding.name, finding.message, finding.suggestion)
    severity = min(kept.severity, finding.severity, key=lambda level: level.order)
    return replace(kept, also=(*kept.also, also), severity=severity)
