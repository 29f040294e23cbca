"""A digest as rows: plain values for many rows at once, so that 50,000 comments are written in seconds."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import log
from typing import Any, Final

from consult_web.consultations.analysis_inputs import Inputs
from lawcheck.comments import (
    Bucket,
    ChangeKind,
    ClauseDigest,
    Digest,
    Draft,
    Family,
    Point,
    Stance,
    Wording,
    WordingKind,
    families_of_points,
)

__all__ = ["DigestRows", "disagreement"]

Values = dict[str, Any]

_RELATED: Final = 8  # clauses named beside another
_SPREAD: Final = 6  # a comment on more clauses than this says nothing of how two of them belong together
_CHANGE_OF: Final = {WordingKind.DELETE: ChangeKind.DELETE, WordingKind.REPLACE: ChangeKind.MODIFY, WordingKind.EDITED: ChangeKind.MODIFY}  # fmt: skip
_COLUMN_OF: Final = {
    Stance.SUPPORT: "support",
    Stance.OPPOSE: "oppose",
    Stance.CHANGE: "change",
    Stance.QUESTION: "question",
    Stance.NOT_STATED: "not_stated",
}


def disagreement(stances: Mapping[Stance, int]) -> float:
    """How far those who took a side stand apart: entropy of 支持, 反对 and 建议修改, 0 (all agree) to 1 (a third each).

    >>> disagreement({Stance.SUPPORT: 9}), round(disagreement({Stance.SUPPORT: 5, Stance.OPPOSE: 5}), 2)
    (0.0, 0.63)
    """
    sides = [stances.get(stance, 0) for stance in (Stance.SUPPORT, Stance.OPPOSE, Stance.CHANGE)]
    total = sum(sides)
    parts = [count / total for count in sides if count] if total else []
    return abs(round(-sum(part * log(part, 3) for part in parts), 4))


class DigestRows:
    """The rows of one run, in the order in which they are written: families, members, points, targets, themes, wordings,
    counts, buckets. Ids of families and points come from the database in between."""

    def __init__(self, digest: Digest, draft: Draft, keys: Mapping[str, str], inputs: Inputs, run_id: int) -> None:
        self.digest, self.draft, self.keys, self.run_id = digest, draft, keys, run_id
        self._more = inputs.more
        self._comment = {comment.comment_id: comment for comment in digest.comments}
        self._again = any(comment.occasion for comment in digest.comments)
        self._point = {point.point_id: point for point in digest.points}
        self._target = {mapping.point_id: mapping for mapping in digest.mappings}
        self._family = families_of_points(digest.points, digest.families)
        self._wordings: dict[str, list[Wording]] = defaultdict(list)
        for wording in digest.wordings:
            self._wordings[wording.point_id].append(wording)

    def families(self) -> Iterator[Values]:
        """Families with more than one text, and their kin."""
        for family in self.digest.families:
            yield {
                "run_id": self.run_id,
                "family_key": family.family_id,
                "template_comment_id": int(family.members[0].key),
                "template": family.template,
                "persons": family.persons,
                "texts": family.texts,
                "slots": [{"start": start, "end": end} for start, end in family.slots],
                "siblings": list(family.siblings),
            }

    def members(self, ids: Mapping[str, int]) -> Iterator[Values]:
        """Comments of families."""
        for family in self.digest.families:
            for member in family.members:
                yield {
                    "family_id": ids[family.family_id],
                    "comment_id": int(member.key),
                    "run_id": self.run_id,
                    "relation": member.relation,
                    "similarity": member.similarity,
                    "added": [{"start": start, "end": end} for start, end in member.added],
                }

    def points(self, ids: Mapping[str, int]) -> Iterator[Values]:
        """All points, those of repeated comments too: each has its answer."""
        for point in self.digest.points:
            mapping, reading = self._target[point.point_id], self.digest.stances[point.point_id]
            family = self._family.get(point.point_id)
            yield {
                "run_id": self.run_id,
                "comment_id": int(point.comment_id),
                "point_key": self.keys[point.point_id],
                "ordinal": point.ordinal,
                "start": point.span.start,
                "end": point.span.end,
                "text": point.text,
                "reason_start": point.reason.start,
                "reason_end": point.reason.end,
                "stance": reading.stance,
                "stance_how": reading.how,
                "change": self._change(point),
                "eid": mapping.targets[0] if mapping.targets else "",
                "why": mapping.why,
                "problem": mapping.problem,
                "candidates": [
                    {
                        "eid": candidate.target,
                        "score": round(candidate.score, 3),
                        "reasons": [[str(reason.kind), reason.words] for reason in candidate.reasons[:3]],
                    }
                    for candidate in mapping.candidates[:5]
                ],
                "wordings": list(self._asked(point)),
                "family_id": ids[family.family_id] if family else None,
            }

    def targets(self, ids: Mapping[str, int]) -> Iterator[Values]:
        """The clauses of each point; on the page of its article a point has one place, by rank."""
        pages = {page.target: _Places(page, self._family) for page in self.digest.clauses}
        for point in self.digest.points:
            seen: set[str] = set()
            for eid in dict.fromkeys(self._target[point.point_id].targets):
                root = self._root(eid)
                place = pages[root].of(point.point_id) if root in pages and root not in seen else -1
                seen.add(root)
                yield {
                    "point_id": ids[self.keys[point.point_id]],
                    "eid": eid,
                    "run_id": self.run_id,
                    "root_eid": root,
                    "rank": place,
                    "shown": place >= 0 and pages[root].shown(point.point_id),
                    "outlier": place >= 0 and point.point_id in pages[root].page.outliers,
                    "conflicts": [self.keys[other] for other in pages[root].against(point.point_id)]
                    if place >= 0
                    else [],
                }

    def themes(self) -> Iterator[Values]:
        """Themes of the pages that have some."""
        for page in self.digest.clauses:
            for position, theme in enumerate(page.themes):
                yield {
                    "run_id": self.run_id,
                    "eid": page.target,
                    "position": position,
                    "terms": list(theme.terms),
                    "sentence": theme.sentence,
                    "sentence_point": self.keys.get(theme.sentence_point, ""),
                    "point_keys": [self.keys[point_id] for point_id in theme.point_ids],
                }

    def wordings(self) -> Iterator[Values]:
        """Proposals merged, and the second and later wordings of a form, each by itself."""
        for page in self.digest.clauses:
            for row in page.wordings:
                yield {
                    "run_id": self.run_id,
                    "page_eid": page.target,
                    "eid": row.target,
                    "kind": str(row.kind),
                    "old_text": row.old,
                    "new_text": row.new,
                    "persons": row.persons,
                    "point_keys": [self.keys[point_id] for point_id in row.point_ids],
                }
        yield from self._further()

    def counts(self) -> Iterator[Values]:
        """One row for each page, empty ones too."""
        related = self._related()
        for position, page in enumerate(self.digest.clauses):
            points = [self._point[point_id] for point_id in page.points]
            values: Values = {_COLUMN_OF[stance]: count for stance, count in page.stances.items()}
            yield values | {
                "run_id": self.run_id,
                "eid": page.target,
                "position": position,
                "label": page.label or page.target,
                "persons": page.persons,
                "points": len(points),
                "comments": len({point.comment_id for point in points}),
                "families": len(page.families),
                "wordings": len(page.wordings),
                "outliers": len(page.outliers),
                "conflicts": len(page.conflicts),
                "disagreement": disagreement(page.stances),
                "details": {
                    "families": list(page.families[:_RELATED]),
                    "outliers": [self.keys[point_id] for point_id in page.outliers],
                    "conflicts": [[self.keys[one], self.keys[other]] for one, other in page.conflicts],
                    "related": related.get(page.target, []),
                    **self._rounds(points),
                    "senders": self._senders(points),
                    "chosen": self._chosen(points),
                },
            }

    def buckets(self) -> Iterator[Values]:
        """Where each comment stands in the ledger."""
        for comment_id, bucket in self.digest.buckets.items():
            yield {"run_id": self.run_id, "comment_id": int(comment_id), "bucket": bucket}

    def ledger(self) -> Values:
        """The counts that must sum, and the whole in numbers."""
        persons = {comment.person or comment.comment_id for comment in self.digest.comments}
        known = dict(zip((bucket.name.lower() for bucket in Bucket), self.digest.ledger[1:], strict=True))
        return {
            "received": self.digest.ledger.received,
            **known,
            "points": len(self.digest.points),
            "persons": len(persons),
            "families": len(self.digest.families),
        }

    def _rounds(self, points: Sequence[Point]) -> Values:
        """Comments, persons and points of each round, where there was more than one."""
        if not self._again:
            return {}
        rounds: dict[str, list[Point]] = defaultdict(list)
        for point in points:
            rounds[self._comment[point.comment_id].occasion or "1"].append(point)
        return {"rounds": {number: self._figures(found) for number, found in sorted(rounds.items())}}

    def _senders(self, points: Sequence[Point]) -> Values:
        """Who speaks, as far as they said so: persons by kind and by region, the most first."""
        comments = {point.comment_id: self._comment[point.comment_id] for point in points}.values()
        told: dict[str, dict[str, set[str]]] = {"identity": defaultdict(set), "region": defaultdict(set)}
        for comment in comments:
            for name, by_value in told.items():
                if value := getattr(comment, name):
                    by_value[value].add(comment.person or comment.comment_id)
        counted = {name: Counter({value: len(who) for value, who in found.items()}) for name, found in told.items()}
        return {name: [list(pair) for pair in _most(counter)] for name, counter in counted.items() if counter}

    def _chosen(self, points: Sequence[Point]) -> Values:
        """Persons by the stance that they chose themselves; one who chose several counts for the first one."""
        chosen: dict[str, str] = {}
        for point in points:
            reading, comment = self.digest.stances[point.point_id], self._comment[point.comment_id]
            if reading.how == "chip":
                chosen.setdefault(comment.person or comment.comment_id, reading.stance.value)
        return dict(Counter(chosen.values()))

    def _figures(self, points: Sequence[Point]) -> Values:
        comments = {point.comment_id for point in points}
        persons = {self._comment[comment_id].person or comment_id for comment_id in comments}
        return {"comments": len(comments), "persons": len(persons), "points": len(points)}

    def _root(self, eid: str) -> str:
        clause = self.draft.by_eid.get(eid)
        return clause.root if clause else eid

    def _change(self, point: Point) -> ChangeKind | None:
        asked = self._wordings.get(point.point_id)
        if asked:
            return _CHANGE_OF.get(asked[0].kind, ChangeKind.ADD)
        return self._comment[point.comment_id].change

    def _asked(self, point: Point) -> Iterator[Values]:
        for wording in self._wordings.get(point.point_id, ()):
            yield {"eid": wording.target, "kind": str(wording.kind), "old": wording.old, "new": wording.new, "found": wording.found}  # fmt: skip
        if point.ordinal == 1:
            for eid, old, new in self._more.get(point.comment_id, ()):
                yield {"eid": eid, "kind": str(WordingKind.EDITED), "old": old, "new": new, "found": True}

    def _further(self) -> Iterator[Values]:
        first = {point.comment_id: point.point_id for point in reversed(self.digest.points)}
        for comment_id, wordings in self._more.items():
            for eid, old, new in wordings if comment_id in first else ():
                keys = [self.keys[first[comment_id]]]
                yield {"run_id": self.run_id, "page_eid": self._root(eid), "eid": eid, "kind": str(WordingKind.EDITED), "old_text": old, "new_text": new, "persons": 1, "point_keys": keys}  # fmt: skip

    def _related(self) -> dict[str, list[Values]]:
        """Articles that people spoke of together, by comments."""
        roots: dict[str, set[str]] = defaultdict(set)
        for mapping in self.digest.mappings:
            own = {self._root(eid) for eid in mapping.targets if eid in self.draft.by_eid}
            roots[self._point[mapping.point_id].comment_id] |= own
        together: dict[str, Counter[str]] = defaultdict(Counter)
        for found in roots.values():
            for one in found if len(found) <= _SPREAD else ():
                together[one].update(found - {one})
        return {root: [{"eid": eid, "comments": n} for eid, n in _most(counter)] for root, counter in together.items()}


def _most(counter: Counter[str]) -> Sequence[tuple[str, int]]:
    return sorted(counter.items(), key=lambda item: (-item[1], item[0]))[:_RELATED]


class _Places:
    """The order of the points of one page: those shown first, what is rare but founded, then by family."""

    def __init__(self, page: ClauseDigest, families: Mapping[str, Family]) -> None:
        self.page = page
        rest = sorted(page.points, key=lambda p: (-(families[p].persons if p in families else 1), p))
        order = dict.fromkeys((*page.shown, *page.outliers, *rest))
        self._rank = {point_id: rank for rank, point_id in enumerate(order)}
        self._shown = set(page.shown)
        self._against: dict[str, list[str]] = defaultdict(list)
        for one, other in page.conflicts:
            self._against[one].append(other)
            self._against[other].append(one)

    def of(self, point_id: str) -> int:
        """The rank, -1 for a point that the page does not count (its comment is a repeated one)."""
        return self._rank.get(point_id, -1)

    def shown(self, point_id: str) -> bool:
        return point_id in self._shown

    def against(self, point_id: str) -> Iterable[str]:
        return self._against.get(point_id, ())
