"""A digest as JSON: everything that the other formats show, with ids and places (docs/schema/digest.schema.json)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from lawcheck.comments import ClauseDigest, Comment, Digest, Family, Point, Stance, StanceReading, Wording
from lawcheck.comments import Mapping as PointMapping
from lawcheck.reports.digest_dispositions import Disposition
from lawcheck.reports.digest_unplaced import count_points
from lawcheck.reports.digest_view import DigestView

__all__ = ["digest_json", "digest_record"]


def digest_json(view: DigestView, dispositions: Sequence[Disposition] = ()) -> str:
    """The record as text; equal digests give equal texts."""
    return json.dumps(digest_record(view, dispositions), ensure_ascii=False, indent=1) + "\n"


def digest_record(given: Digest | DigestView, dispositions: Sequence[Disposition] = ()) -> dict[str, Any]:
    """A digest, or the view of one that several formats share, as plain values (``docs/schema/digest.schema.json``): comments
    (personal data masked, places kept), points, mappings, stances, wordings, families, pages, ledger."""
    view = given if isinstance(given, DigestView) else DigestView(given)
    digest = view.digest
    return {
        "format": "lawcheck-digest",
        "version": 1,
        "title": digest.title,
        "draft_hash": digest.draft_hash,
        "ledger": {**digest.ledger._asdict(), "reconciles": digest.ledger.reconciles, "persons": view.persons},
        "point_ledger": {**count_points(view)._asdict(), "reconciles": count_points(view).reconciles},
        "comments": [_comment(view, comment) for comment in digest.comments],
        "points": [_point(view, point) for point in digest.points],
        "mappings": [_mapping(mapping) for mapping in digest.mappings],
        "stances": {key: _stance(reading) for key, reading in sorted(digest.stances.items())},
        "wordings": [_wording(view, wording) for wording in digest.wordings],
        "families": [_family(view, family) for family in digest.families],
        "clauses": [_clause(view, clause) for clause in digest.clauses],
        "unusable": [{"source": u.source, "reason": u.reason, "text": view.clean(u.text)} for u in digest.unusable],
        "dispositions": [{**d._asdict(), "point_ids": list(d.point_ids)} for d in dispositions],
        "outcomes": dict(sorted(Counter(str(d.outcome) for d in dispositions for _ in d.point_ids).items())),
    }


def _comment(view: DigestView, comment: Comment) -> dict[str, Any]:
    bucket = view.digest.buckets.get(comment.comment_id)
    return {
        "id": comment.comment_id,
        "text": view.clean(comment.text, comment),
        "person": comment.person,
        "source": view.source(comment.comment_id),
        "place": comment.source,
        "received": comment.received.isoformat() if comment.received else None,
        "chosen": list(comment.chosen),
        "stated": view.clean(comment.stated, comment),
        "original": view.clean(comment.original, comment),
        "proposed": view.clean(comment.proposed, comment),
        "reason": view.clean(comment.reason, comment),
        "bucket": str(bucket) if bucket else None,
    }


def _point(view: DigestView, point: Point) -> dict[str, Any]:
    return {
        "id": point.point_id,
        "comment": point.comment_id,
        "span": list(point.span),
        "text": view.clean(point.text, view.comments[point.comment_id]),
        "reason": list(point.reason),
    }


def _mapping(mapping: PointMapping) -> dict[str, Any]:
    candidates = [
        {
            "target": c.target,
            "score": round(c.score, 4),
            "reasons": [{"kind": str(r.kind), "words": r.words, "span": list(r.span)} for r in c.reasons],
        }
        for c in mapping.candidates
    ]
    return {
        "point": mapping.point_id,
        "targets": list(mapping.targets),
        "candidates": candidates,
        "why": mapping.why,
        "problem": mapping.problem,
    }


def _stance(reading: StanceReading) -> dict[str, Any]:
    return {"stance": str(reading.stance), "how": reading.how, "words": reading.words, "span": list(reading.span)}


def _wording(view: DigestView, wording: Wording) -> dict[str, Any]:
    record = wording._asdict()
    texts = {"old": view.clean(wording.old), "new": view.clean(wording.new)}
    return {**record, **texts, "kind": str(wording.kind), "span": list(wording.span)}


def _family(view: DigestView, family: Family) -> dict[str, Any]:
    members = [
        {
            "key": m.key,
            "relation": str(m.relation),
            "similarity": round(m.similarity, 4),
            "added": [list(span) for span in m.added],
        }
        for m in family.members
    ]
    return {
        "id": family.family_id,
        "template": view.clean(family.template),
        "persons": family.persons,
        "texts": family.texts,
        "slots": [list(span) for span in family.slots],
        "siblings": list(family.siblings),
        "members": members,
    }


def _clause(view: DigestView, clause: ClauseDigest) -> dict[str, Any]:
    themes = [
        {
            "terms": list(t.terms),
            "sentence": view.clean(t.sentence),
            "point": t.sentence_point,
            "points": list(t.point_ids),
        }
        for t in clause.themes
    ]
    rows = [
        {
            "kind": str(r.kind),
            "old": view.clean(r.old),
            "new": view.clean(r.new),
            "persons": r.persons,
            "points": list(r.point_ids),
        }
        for r in clause.wordings
    ]
    return {
        "target": clause.target,
        "label": clause.label,
        "heading": clause.heading,
        "text": clause.text,
        "persons": clause.persons,
        "points": list(clause.points),
        "stances": {str(stance): clause.stances.get(stance, 0) for stance in Stance},
        "shown": list(clause.shown),
        "families": list(clause.families),
        "themes": themes,
        "wordings": rows,
        "outliers": list(clause.outliers),
        "conflicts": [list(pair) for pair in clause.conflicts],
    }
