"""Comments to clauses: explicit references, lay questions, the blind sample consultation.

    python benchmarks/comment_mapping.py --gold DIR --data DIR [--home DIR] [--sample DIR] [--write] [--dense [--cache FILE]]

Explicit references: units drawn (seeded) from the local regulations of ``--data``, cited as people cite them. Lay questions:
``lay-question-article.jsonl``, each against the one law it belongs to (the text that the gold numbers), laws with 20
articles or more; R@k: a right article is among the first k, any one where several are (a third of the questions). The
weights of the three lexical signals and the estimate are fitted by law: 5-fold figures are of laws that the fit never saw;
``--write`` stores those fitted on everything. ``--dense`` judges nearness of meaning as a fourth signal on the same rows,
its matrix (``dense_fit.py``) learnt from questions on other folds' laws only, and the sample with vectors. Sample: points,
clauses, stance, wordings against ``truth.yaml``, with 95 % intervals (comments drawn with replacement). The last line is
JSON.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import yaml
from dense_fit import GOLD, Kept, fit, lessons
from scipy.optimize import minimize

from lawcheck.comments import (
    Comment,
    Draft,
    Mapping,
    Point,
    Stance,
    Wording,
    map_points,
    open_draft,
    parse_wordings,
    read_stance,
    split_points,
)
from lawcheck.comments.lexicon import mapping_model
from lawcheck.comments.mapping import evidence, signals
from lawcheck.comments.quantities import same_words
from lawcheck.dense import open_encoder
from lawcheck.dense.adapter import load_adapter
from lawcheck.document import UnitKind, parse, parse_numeral
from lawcheck.laws import Library, add_laws, open_library
from lawcheck.readers import read

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

from benchmarks.folders import file_or_folder, folder_with_files, in_words  # noqa: E402  (a script: only its own folder is on the path)

# The gold has the numbers of the newest texts held: 商标法 those of its text that takes effect on this day.
AS_OF, SNAPSHOT = date(2027, 1, 1), date(2025, 4, 19)
FOLDS, SMALLEST = 5, 20
SETS = (2, 3)  # clauses named at once: told beside the target, which is for one
NAMES = ("bm25", "cosine", "leaf", "meaning")
SAMPLE = Path(__file__).parent.parent / "corpus" / "samples" / "consultation"
MODEL = Path(__file__).parent.parent / "corpus" / "comments" / "mapping.json"
Matrix = npt.NDArray[np.float64]


# -- explicit references ---------------------------------------------------------------------------------------------


FORMS = (
    "建议删去{place}。",
    "{place}的规定不合理，罚得太重了",
    "我对{place}有意见：程序太多，群众跑不起。",
    "请问{place}从什么时候开始算？",
    "支持草案{place}，早就该这样。",
)


def digits(place: str) -> str:
    """第十八条第二款 → 第18条第2款."""
    return re.sub(r"[零〇一二三四五六七八九十百]+(?=[条款]|[）)]?项)", lambda m: str(parse_numeral(m[0])), place)


STYLES = (
    lambda place: place,
    digits,
    lambda place: digits(place).removeprefix("第"),
    lambda place: place.replace("条", "條").replace("项", "項"),
    lambda place: " ".join(place),
    lambda place: place.replace("（", "(").replace("）", ")"),
)


def explicit(folder: Path, count: int = 1500) -> dict[str, Any]:
    """Seeded references to units of real regulations; right when the answer is the unit itself."""
    chance, paths = random.Random(7), sorted(folder.rglob("*.md"))
    right, total, misses = 0, 0, []
    for number in range(count // 15):
        draft = open_draft(parse(read(chance.choice(paths))))
        units = [
            c
            for c in draft.clauses
            if c.kind in (UnitKind.ARTICLE, UnitKind.PARAGRAPH, UnitKind.POINT) and "条" in c.label
        ]
        comments, wanted = [], []
        for n in range(15 if units else 0):
            clause = chance.choice(units)
            text = chance.choice(FORMS).format(place=chance.choice(STYLES)(clause.label))
            comments.append(Comment(f"{number}-{n}", text))
            wanted.append(clause.eid)
        points = [split_points(comment)[0] for comment in comments]
        for comment, eid, mapping in zip(comments, wanted, map_points(points, comments, draft), strict=True):
            hit = bool(mapping.targets) and (mapping.targets[0] == eid or mapping.targets[0].startswith(f"{eid}__"))
            right, total = right + hit, total + 1
            misses += [] if hit else [(draft.document.title[-20:], comment.text, eid, mapping.targets, mapping.problem)]
    print(f"explicit references: {right} of {total} = {right / total:.4f}")
    for miss in misses[:12]:
        print("   ", *miss)
    return {"n": total, "right": round(right / total, 4)}


# -- lay questions -----------------------------------------------------------------------------------------------------


class Case(NamedTuple):
    """A question against one law: its signals for each article, and which articles are right."""

    law: str
    signals: npt.NDArray[np.float32]
    coverage: npt.NDArray[np.float32]
    right: npt.NDArray[np.bool_]
    length: int


def questions(library: Library, gold: Path) -> dict[str, list[tuple[str, set[tuple[int, int]]]]]:
    """Questions and right article numbers, by the law's key."""
    found: dict[str, list[tuple[str, set[tuple[int, int]]]]] = defaultdict(list)
    for line in (gold / "lay-question-article.jsonl").read_text(encoding="utf-8").splitlines():
        row, by_law = json.loads(line), defaultdict(set)
        for answer in row["gold"]:
            if answer.get("key") and answer.get("no"):
                by_law[answer["key"]].add((answer["no"], parse_numeral(answer["zhi"].lstrip("之")) or 0))
        for key, numbers in by_law.items():
            found[key].append((row["query"], numbers))
    return found


def cases(library: Library, gold: Path, encoder: Kept | None = None) -> list[Case]:
    """All question–law pairs whose law is held and has enough articles."""
    asked, found = questions(library, gold), []
    drafts = {
        key: draft
        for law in library.laws()
        if law.key in asked and (draft := draft_of(library, law.law_id, encoder))
        for key in (law.key,)
    }
    matrices = turned(library, gold, encoder, drafts) if encoder else {}
    for key, draft in sorted(drafts.items()):
        if encoder:
            encoder.matrix = matrices[key]
        numbers = [draft.document.by_eid[root.eid].number for root in draft.roots]
        rows = [(text, {n for n, own in enumerate(numbers) if own in wanted}) for text, wanted in asked[key]]
        rows = [(text, right) for text, right in rows if right]
        near = signals([text for text, _ in rows], draft) if rows else ()
        for (text, right), (parts, coverage) in zip(rows, near, strict=False):
            found.append(Case(key, parts, coverage, np.isin(np.arange(len(numbers)), sorted(right)), len(text)))
    return found


def turned(library: Library, gold: Path, encoder: Kept, laws: Iterable[str]) -> dict[str, Any]:
    """For each law the matrix learnt from the questions on laws of other folds."""
    told, fold = lessons(library, gold, encoder), folds(laws)
    made = []
    for number in range(FOLDS):
        own = {law for law, given in fold.items() if given == number}
        made.append(fit(told, np.array([n for n, about in enumerate(told.laws) if not about & own])))
    return {law: made[number] for law, number in fold.items()}


def folds(laws: Iterable[str]) -> dict[str, int]:
    """The fold of each law."""
    names = sorted(set(laws))
    random.Random(0).shuffle(names)
    return {law: n % FOLDS for n, law in enumerate(names)}


def draft_of(library: Library, law_id: int, encoder: Kept | None = None) -> Draft | None:
    """A law as if it were a draft; None if it is too short or no text of it is held."""
    version = library.version_at(law_id, AS_OF) or library.version_at(law_id, SNAPSHOT)
    articles = [a for a in library.articles_for([version.version_id]) if a.number is not None] if version else []
    if len(articles) < SMALLEST:
        return None
    lines, heading = [library.law(law_id).key], ""
    for article in articles:
        if article.heading != heading:
            lines += (heading := article.heading).split("\n")
        lines.append(f"{article.label}\u3000{article.text}")
    return open_draft(parse("\n".join(lines)), encoder)


def scores(case: Case, weights: Matrix) -> Matrix:
    """One score for each article."""
    return np.asarray(case.signals.astype(float) @ weights)


def first_right(case: Case, weights: Matrix) -> int:
    """The place of the first right article, from 0."""
    order = np.argsort(-scores(case, weights), kind="stable")
    return int(np.flatnonzero(case.right[order])[0])


def fit_near(chosen: Sequence[Case]) -> Matrix:
    """Weights of the signals that make the right articles likeliest (conditional logit), their sum 1."""

    def loss(weights: Matrix) -> float:
        total = 0.0
        for case in chosen:
            odds = scores(case, weights)
            total -= float((odds - np.logaddexp.reduce(odds))[case.right].mean())
        return total / len(chosen) + 1e-4 * float(weights @ weights)

    found = np.maximum(
        np.asarray(
            minimize(loss, np.full(chosen[0].signals.shape[1], 5.0), method="L-BFGS-B", options={"maxiter": 25}).x
        ),
        0,
    )
    return np.asarray(found / found.sum())


def told_of(case: Case, weights: Matrix, first: int = 1) -> tuple[list[float], bool]:
    """What tells how sure the first article is, and whether one of the ``first`` is right."""
    total = scores(case, weights)
    order = np.argsort(-total, kind="stable")
    lead = float((total[order[0]] - total[order[1]]) / max(total[order[0]], 1e-6))
    return [*evidence(float(case.coverage[order[0]]), lead, case.length), 1.0], bool(case.right[order[:first]].any())


def fit_estimate(chosen: Sequence[Case], weights: Matrix, first: int = 1) -> Matrix:
    """Logistic regression."""
    pairs = [told_of(case, weights, first) for case in chosen]
    x, sign = np.array([p[0] for p in pairs]), np.array([1.0 if p[1] else -1.0 for p in pairs])

    def loss(w: Matrix) -> float:
        return float(np.logaddexp(0, -sign * (x @ w)).mean() + 1e-4 * w @ w)

    return np.asarray(minimize(loss, np.zeros(4), method="L-BFGS-B").x)


def figures(places: Iterable[int]) -> dict[str, float]:
    """R@1, R@3, MRR."""
    at = np.array(list(places))
    return {
        "R@1": round(float((at < 1).mean()), 4),
        "R@3": round(float((at < 3).mean()), 4),
        "MRR": round(float((1 / (1 + at)).mean()), 4),
    }


def lay(chosen: Sequence[Case], made: dict[str, Any] | None) -> dict[str, Any]:
    """Every signal alone, the sum with fitted weights by fold, and the curve of the estimate; ``made`` is stored with what
    everything teaches."""
    fold, count = folds(case.law for case in chosen), chosen[0].signals.shape[1]
    result: dict[str, Any] = {"n": len(chosen), "laws": len(fold)}
    for n, name in enumerate(NAMES[:count]):
        result[name] = figures(first_right(case, np.eye(count)[n]) for case in chosen)
        print(f"lay questions, {name:<7}", result[name])
    places: list[int] = []
    sure: dict[int, list[tuple[float, bool]]] = {first: [] for first in (1, *SETS)}
    for n in range(FOLDS):
        learn = [case for case in chosen if fold[case.law] != n]
        judged = [case for case in chosen if fold[case.law] == n]
        weights = fit_near(learn)
        places += [first_right(case, weights) for case in judged]
        for first, found in sure.items():
            factors = fit_estimate(learn, weights, first)
            rows = [told_of(case, weights, first) for case in judged]
            found += [(float(1 / (1 + np.exp(-np.array(told) @ factors))), right) for told, right in rows]
    result["sum, 5-fold by law"] = figures(places)
    print(f"lay questions, sum of the {count}, 5-fold by law", result["sum, 5-fold by law"])
    result["curve"] = curve([score for score, _ in sure[1]], [right for _, right in sure[1]], len(chosen))
    for first in SETS:
        surest = sorted(sure[first], key=lambda pair: -pair[0])[: len(chosen) // 2]
        result[f"one of {first} named is right, at coverage .50"] = round(
            sum(right for _, right in surest) / len(surest), 3
        )
    near = fit_near(chosen)
    factors = fit_estimate(chosen, near)
    print("fitted on all:", near.round(3).tolist(), factors.round(3).tolist())
    if made:
        store(near, factors, made)
    return result


def store(near: Matrix, factors: Matrix, made: dict[str, Any]) -> None:
    """Put the weights into the model, and how they were made; the threshold and the weights of the other kind stay."""
    kind = "_dense" if len(near) == len(NAMES) else ""
    value = {
        **mapping_model(),
        f"made{kind}": made,
        f"near{kind}": dict(zip(NAMES, near.round(3).tolist(), strict=False)),
        f"estimate{kind}": dict(zip(("coverage", "lead", "length", "offset"), factors.round(3).tolist(), strict=True)),
    }
    MODEL.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    mapping_model.cache_clear()


def curve(sure: Sequence[float], truth: Sequence[bool], total: int) -> list[list[float]]:
    """Threshold, coverage, precision of the first candidate."""
    rows = []
    for threshold in np.arange(0.05, 1.0, 0.05):
        given = [right for score, right in zip(sure, truth, strict=True) if score >= threshold]
        if given:
            rows.append([round(float(threshold), 2), round(len(given) / total, 3), round(sum(given) / len(given), 3)])
            print("   threshold {:.2f}: coverage {:.3f} precision {:.3f}".format(*rows[-1]))
    return rows


# -- the sample consultation -------------------------------------------------------------------------------------------


class Row(NamedTuple):
    """One point of the truth and what was read for it."""

    comment: str
    truth: dict[str, Any]
    point: Point | None
    mapping: Mapping | None
    stance: str


def sample(folder: Path, encoder: Kept | None = None) -> dict[str, Any]:
    """Comments of the table (letters and mails are the reader's part), chips and chosen clauses left out."""
    draft = open_draft(parse(read(folder / "draft.docx")), encoder)
    truth = {row["id"]: row for row in yaml.safe_load((folder / "truth.yaml").read_text("utf-8"))["comments"]}
    lines = (folder / "comments.jsonl").read_text("utf-8").splitlines()
    comments = [
        Comment(row["id"], row["text"]) for row in map(json.loads, lines) if truth[row["id"]]["bucket"] != "未予分析"
    ]
    points = {comment.comment_id: split_points(comment) for comment in comments}
    flat = [point for own in points.values() for point in own]
    mappings = {m.point_id: m for m in map_points(flat, comments, draft)}
    rows, wordings = [], []
    for comment in comments:
        own = points[comment.comment_id]
        rows += [_row(comment, given, own, mappings) for given in truth[comment.comment_id]["points"]]
        read_words = [w for point in own for w in parse_wordings(point, comment, mappings[point.point_id], draft)]
        wanted = [w for given in truth[comment.comment_id]["points"] for w in given.get("wordings", [])]
        wordings.append((len(wanted), len(read_words), _same(wanted, read_words)))
    return judged(draft, rows, wordings, points)


def _row(comment: Comment, truth: dict[str, Any], points: Sequence[Point], mappings: dict[str, Mapping]) -> Row:
    at = truth["offset"]
    inside = [p for p in points if p.span.start <= at < p.span.end] or [p for p in points if p.span.start >= at]
    if not inside:
        return Row(comment.comment_id, truth, None, None, Stance.NOT_STATED)
    return Row(
        comment.comment_id, truth, inside[0], mappings[inside[0].point_id], read_stance(inside[0], comment).stance
    )


def _same(wanted: Sequence[dict[str, Any]], found: Sequence[Wording]) -> int:
    """How many proposals agree in kind, clause, old and new words (numbers and units in one form)."""
    pool, hits = list(found), 0
    for row in wanted:
        for given in pool:
            whole = row["kind"] == "改写全条"
            words = same_words(given.new) == same_words(row["new"] or "") and (
                whole or same_words(given.old) == same_words(row["old"] or "")
            )
            if given.kind == row["kind"] and words:
                pool.remove(given)
                hits += 1
                break
    return hits


def judged(
    draft: Draft, rows: Sequence[Row], wordings: Sequence[tuple[int, int, int]], points: dict[str, Any]
) -> dict[str, Any]:
    """All figures of the sample."""
    answerable = [row for row in rows if row.truth["targets"]]
    answered = [row for row in answerable if row.mapping and row.mapping.targets]
    cited = [row for row in answerable if re.search(r"第.{1,5}[条條]|附件", row.point.text if row.point else "")]
    used = {row.point.point_id for row in rows if row.point}
    tallies = {
        "points found": [(row.comment, row.point is not None) for row in rows],
        "points kept apart": _apart(rows),
        "points that are in the truth": [(p.comment_id, p.point_id in used) for own in points.values() for p in own],
        "precision": [(row.comment, _hit(draft, row, 1)) for row in answered],
        "coverage": [(row.comment, bool(row.mapping and row.mapping.targets)) for row in answerable],
        "R@1": [(row.comment, _candidate(draft, row, 1)) for row in answerable],
        "R@3": [(row.comment, _candidate(draft, row, 3)) for row in answerable],
        "clause named, right": [(row.comment, _hit(draft, row, 1)) for row in cited],
        "no clause named, R@1": [(row.comment, _candidate(draft, row, 1)) for row in answerable if row not in cited],
        "no clause named, R@3": [(row.comment, _candidate(draft, row, 3)) for row in answerable if row not in cited],
        "stance": [(row.comment, row.stance == row.truth["stance"]) for row in rows],
    }
    result: dict[str, Any] = {name: interval(values) for name, values in tallies.items()}
    wanted, found, hits = (sum(column) for column in zip(*wordings, strict=True))
    result["wordings"] = {
        "wanted": wanted,
        "found": found,
        "recall": round(hits / wanted, 4),
        "precision": round(hits / found, 4),
    }
    for name, value in result.items():
        print(f"sample, {name:<30}", value)
    first = [
        (row.mapping.candidates[0].score, _candidate(draft, row, 1))
        for row in answerable
        if row.mapping and row.mapping.candidates
    ]
    result["curve"] = curve([score for score, _ in first], [hit for _, hit in first], len(answerable))
    return result


def _apart(rows: Sequence[Row]) -> list[tuple[str, bool]]:
    """Whether each point of the truth has a point of its own."""
    seen: set[str] = set()
    found = []
    for row in rows:
        name = row.point.point_id if row.point else ""
        found.append((row.comment, bool(name) and name not in seen))
        seen.add(name)
    return found


def _right(draft: Draft, row: Row) -> set[str]:
    return {_only(draft, target) for target in (*row.truth["targets"], *row.truth.get("also_ok", ()))}


def _only(draft: Draft, eid: str) -> str:
    """An article of one 款 and that 款 are the same words."""
    unit = draft.document.by_eid.get(eid)
    return unit.children[0].eid if unit and unit.kind is UnitKind.ARTICLE and len(unit.children) == 1 else eid


def _hit(draft: Draft, row: Row, count: int) -> bool:
    targets = row.mapping.targets[:count] if row.mapping else ()
    return bool({_only(draft, target) for target in targets} & _right(draft, row))


def _candidate(draft: Draft, row: Row, count: int) -> bool:
    candidates = row.mapping.candidates[:count] if row.mapping else ()
    return bool({_only(draft, candidate.target) for candidate in candidates} & _right(draft, row))


def interval(outcomes: Sequence[tuple[str, bool]]) -> list[float]:
    """Share, its 95 % interval (comments drawn with replacement), and how many."""
    groups: dict[str, list[bool]] = defaultdict(list)
    for name, value in outcomes:
        groups[name].append(value)
    sums = np.array([(sum(values), len(values)) for values in groups.values()])
    draws = np.random.default_rng(0).integers(0, len(sums), (1000, len(sums)))
    means = sums[draws, 0].sum(1) / sums[draws, 1].sum(1)
    shares = (sums[:, 0].sum() / sums[:, 1].sum(), *np.percentile(means, [2.5, 97.5]))
    return [*(round(float(share), 4) for share in shares), len(outcomes)]


@in_words()
def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=file_or_folder, required=True)
    parser.add_argument("--data", type=folder_with_files, required=True)
    parser.add_argument("--home", type=Path, help="library folder to use and keep (default: a temporary one)")
    parser.add_argument("--sample", type=Path, default=SAMPLE)
    parser.add_argument("--write", action="store_true", help="store the weights fitted on everything")
    parser.add_argument("--dense", action="store_true", help="judge nearness of meaning as well")
    parser.add_argument("--cache", type=Path, help="file that keeps vectors")
    arguments = parser.parse_args()
    result: dict[str, Any] = {"explicit": explicit(arguments.data / "local"), "sample": sample(arguments.sample)}
    encoder = Kept(open_encoder(arguments.home), arguments.cache) if arguments.dense else None
    if encoder:
        print("the sample with vectors:")
        encoder.matrix = load_adapter()
        result["sample, dense"] = sample(arguments.sample, encoder)
    with tempfile.TemporaryDirectory() as temporary:
        home = arguments.home or Path(temporary)
        if not arguments.home:
            add_laws(home, [arguments.data / "laws"])
        chosen = cases(open_library(home), arguments.gold, encoder)
    made = {
        "command": f"benchmarks/comment_mapping.py --write{' --dense' * arguments.dense}",
        "source": "training questions of STARD (MIT)",
        "questions": len(chosen),
        "sha256": sha256((arguments.gold / GOLD).read_bytes()).hexdigest(),
    }
    taught = made if arguments.write else None
    result["lay"] = lay([case._replace(signals=case.signals[:, :3]) for case in chosen], taught)
    if encoder:
        result["lay, dense"] = lay(chosen, taught)
    print(json.dumps(result, ensure_ascii=False))


if __name__ == "__main__":
    main()
