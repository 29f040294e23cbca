"""The review as JSON, as ``docs/schema/review.schema.json`` describes it."""

from __future__ import annotations

import json
from typing import Any

from lawcheck.checks import Finding, RuleRun
from lawcheck.citations import Citation, DatedState
from lawcheck.comparison import MatchComparison
from lawcheck.document import Span
from lawcheck.laws import LawVersion
from lawcheck.matching import HigherClause, HigherLaw, Match
from lawcheck.reports.compared_rows import Comparison, unmatched_reason
from lawcheck.reports.followed import law_change_record
from lawcheck.reports.masking import Mask
from lawcheck.reports.view import ReportView
from lawcheck.reviewing import Review
from lawcheck.terms import TermHit

__all__ = ["json_of", "review_json", "review_record"]

_SCHEMA = "urn:lawcheck:schema:review:1"


def review_json(review: Review) -> str:
    """The review as JSON text: keys sorted, equal input gives equal text; personal data masked."""
    return json_of(ReportView(review))


def json_of(view: ReportView) -> str:
    """The JSON text of a view that other formats share."""
    record = _record(view)
    return "{\n" + ",\n".join(f"{_dumps(key)}: {_lines(record[key])}" for key in sorted(record)) + "\n}\n"


def _dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _lines(value: object) -> str:
    """One record a line: as readable as indents, and a tenth of the time where there are thousands of findings."""
    if not isinstance(value, list) or not value:
        return _dumps(value)
    return "[\n" + ",\n".join(map(_dumps, value)) + "\n]"


def review_record(review: Review) -> dict[str, Any]:
    """The same as plain values. Spans are half-open code-point offsets in the filed text, dates are ISO."""
    return _record(ReportView(review))


def _record(view: ReportView) -> dict[str, Any]:
    review = view.review
    source, rows = review.document.source, {row.eid: row for row in view.comparisons}
    compared = {row.eid: row for row in review.comparisons}
    return {
        "schema": _SCHEMA,
        "file": {
            "name": view.mask.clean(source.name),
            "format": source.format,
            "sha256": source.sha256,
            "characters": len(source.text),
        },
        "as_of": review.as_of.isoformat(),
        "horizon": review.horizon.isoformat(),
        "past_horizon": view.past_horizon,
        "library_version": review.library_version,
        "pack_version": review.pack_version,
        "coverage": [row._asdict() for row in view.coverage],
        "facts": _facts(view),
        "problems": [
            {"code": p.code, "span": list(p.span), "message": view.mask.clean(p.message)}
            for p in review.document.problems
        ],
        "higher_laws": [_higher_law(law) for law in review.higher_laws],
        "pins": {"pinned": list(review.pins.pinned), "unpinned": list(review.pins.unpinned)},
        "citations": [_citation(c, view.mask) for c in review.citations],
        "law_changes": [law_change_record(change) for change in review.law_changes],
        "matches": [_match(m, rows.get(m.eid), compared[m.eid], view.mask) for m in review.matches],
        "terms": [_term(hit, view.mask) for hit in review.terms],
        "findings": [_finding(f, view.mask) for f in review.findings],
        "rules": [_run(run, view.mask) for run in review.runs],
        "state_counts": dict(review.state_counts),
        "severity_counts": {severity.value: n for severity, n in view.severity_counts.items()},
        "suppressed": sum(finding.rejected for finding in review.findings),
        "unmatched_verdicts": [{**u._asdict(), "quote": view.mask.clean(u.quote)} for u in review.unmatched],
        "relation_counts": dict(view.relation_counts),
    }


def _facts(view: ReportView) -> dict[str, Any]:
    facts, clean = view.review.facts, view.mask.clean
    dates = {name: getattr(facts, name) for name in ("adopted", "approved", "published", "amended", "effective")}
    return {
        "title": clean(facts.title),
        "kind": facts.kind.value,
        "kind_how": facts.kind_how,
        "kind_certain": facts.kind_certain,
        "territory": facts.territory,
        "territory_name": facts.territory_name,
        "territory_how": facts.territory_how,
        "maker": clean(facts.maker),
        "document_no": clean(facts.document_no),
        "articles": facts.articles,
        "characters": facts.characters,
        **{name: day.isoformat() if day else None for name, day in dates.items()},
    }


def _version(version: LawVersion) -> dict[str, Any]:
    dates = {name: getattr(version, name) for name in ("adopted", "published", "effective_from", "effective_to")}
    return {
        "version_id": version.version_id,
        "cause": version.cause,
        "quality": version.quality,
        **{name: day.isoformat() if day else None for name, day in dates.items()},
    }


def _higher_law(item: HigherLaw) -> dict[str, Any]:
    return {
        "law_id": item.law.law_id,
        "title": item.law.title,
        "level": item.law.level.value,
        "kind": item.law.kind.value,
        "version": _version(item.version),
        "score": round(item.score, 4),
        "reasons": list(item.reasons),
        "relation": item.relation,
        "pinned": item.pinned,
    }


def _citation(citation: Citation, mask: Mask) -> dict[str, Any]:
    reference = citation.reference
    return {
        "span": list(reference.span),
        "text": mask.clean(reference.text),
        "kind": reference.kind.value,
        "address": str(reference.address),
        "state": citation.state.value,
        "reason": mask.clean(citation.reason),
        "law": citation.law.title if citation.law else None,
        "law_id": citation.law.law_id if citation.law else None,
        "version": _version(citation.version) if citation.version else None,
        "article": citation.article.label if citation.article else None,
        "target": citation.target.eid if citation.target else None,
        "exists": citation.exists,
        "candidates": list(citation.candidates),
        "article_range": citation.article_range,
        "dates": [_dated(state, mask) for state in citation.on],
    }


def _dated(state: DatedState, mask: Mask) -> dict[str, Any]:
    adopted = state.version.adopted if state.version else None
    return {
        "moment": state.moment.value,
        "day": state.day.isoformat(),
        "state": state.state.value,
        "reason": mask.clean(state.reason),
        "version": adopted.isoformat() if adopted else None,
        "article": state.article.label if state.article else None,
    }


def _match(match: Match, row: Comparison | None, compared: MatchComparison, mask: Mask) -> dict[str, Any]:
    return {
        "eid": match.eid,
        "clause": row.clause if row else "",
        "state": match.state.value,
        "relation": row.relation if row else match.state.value,
        "reason": mask.clean(unmatched_reason(match, compared)),
        "clauses": [_higher_clause(clause) for clause in match.clauses],
        "comparison": _compared(compared, mask),
    }


def _compared(row: MatchComparison, mask: Mask) -> dict[str, Any] | None:
    """Spans below count in the filed text, spans above in the text of the first higher clause."""
    if row.comparison is None:
        return None
    found = row.comparison
    return {
        "relation": found.relation.value,
        "similarity": found.similarity,
        "copied": found.copied,
        "differences": [
            {
                "slot": difference.slot,
                "relation": difference.relation.value,
                "lower": mask.clean(difference.lower),
                "upper": difference.upper,
                "lower_span": _moved(difference.lower_span, row.start),
                "upper_span": _moved(difference.upper_span, 0),
                "note": mask.clean(difference.note),
            }
            for difference in found.differences
        ],
        "agreements": [
            {
                "slot": agreement.slot,
                "lower": mask.clean(agreement.lower),
                "upper": agreement.upper,
                "lower_span": _moved(agreement.lower_span, row.start),
                "upper_span": _moved(agreement.upper_span, 0),
            }
            for agreement in found.agreements
        ],
    }


def _moved(span: Span | None, by: int) -> list[int] | None:
    return None if span is None else [span.start + by, span.end + by]


def _higher_clause(clause: HigherClause) -> dict[str, Any]:
    return {
        "law_id": clause.law.law_id,
        "law": clause.law.title,
        "version_id": clause.version.version_id,
        "article": clause.article.label,
        "paragraph": clause.paragraph,
        "text": clause.text,
        "score": round(clause.score, 4),
        "similarity": round(clause.similarity, 4),
        "containment": round(clause.containment, 4),
        "reasons": list(clause.reasons),
    }


def _term(hit: TermHit, mask: Mask) -> dict[str, Any]:
    return {
        "span": list(hit.span),
        "quote": mask.clean(hit.quote),
        "term": hit.term.text,
        "category": hit.term.category,
        "rule": hit.term.rule,
        "variant": hit.variant,
        "exempt": hit.exempt,
    }


def _finding(finding: Finding, mask: Mask) -> dict[str, Any]:
    evidence = finding.evidence
    return {
        "rule": finding.rule,
        "rule_version": finding.rule_version,
        "name": finding.name,
        "severity": finding.severity.value,
        "span": list(finding.span),
        "quote": finding.masked or mask.clean(finding.quote),
        "masked": bool(finding.masked),
        "eid": finding.eid,
        "clause": finding.clause,
        "message": mask.clean(finding.message),
        "suggestion": mask.clean(finding.suggestion),
        "basis": [{"text": basis.text, "confirmed": basis.confirmed} for basis in finding.basis],
        "evidence": {
            "why": mask.clean(evidence.why),
            "upper_law": evidence.upper_law,
            "upper_version": evidence.upper_version,
            "upper_clause": evidence.upper_clause,
            "upper_text": evidence.upper_text,
            "facts": {mask.clean(name): mask.clean(value) for name, value in evidence.facts.items()},
        },
        "guards": [{"guard": g.guard, "applied": g.applied, "note": mask.clean(g.note)} for g in finding.guards],
        "confidence": round(finding.confidence, 4),
        "key": finding.key,
        "verdict": finding.verdict,
        "note": mask.clean(finding.note),
        "also": [{**a._asdict(), "message": mask.clean(a.message)} for a in finding.also],
    }


def _run(run: RuleRun, mask: Mask) -> dict[str, Any]:
    return {
        "rule": run.rule,
        "name": run.name,
        "family": run.family,
        "state": run.state.value,
        "reason": mask.clean(run.reason),
        "findings": len(run.findings),
    }
