"""Learns how departures from a higher clause are worded: ``corpus/models/departures.npz``.

    python benchmarks/departures_fit.py --data DIR --library DIR [--gold FILE …] [--every N] [--kept N] [--write]

Learnt from: the pairs of ``--gold`` of half ``mend`` (default: all written pairs and twins of ``benchmarks/gold``), phrase by phrase:
those with the words that depart, and all others; as lawful also the phrases of every second local regulation under
``--data`` (of each ``--every``-th) that are compared with a higher law of ``--library`` without an alarm. The other
regulations give the odds from which a phrase is told: one compared clause in a hundred times ``RATE``. ``judged`` is by
five folds of laws: of the departures that nothing else tells how many are told (and on their words), of the lawful
twins and other lawful pairs how many. Never from half ``measure``. Ends with one line of JSON.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

import lawcheck
from lawcheck.comparison import own_text
from lawcheck.comparison.cues import MODEL, Cues, Phrase, phrases
from lawcheck.comparison.matches import higher_words
from lawcheck.laws import Library, open_library
from lawcheck.resources import corpus_dir

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

from benchmarks.folders import file_or_folder, folder_with_files, in_words  # noqa: E402  (a script: only its own folder is on the path)
from benchmarks.natural_pairs import judge  # noqa: E402

AS_OF = date(2026, 11, 24)
GOLD = Path(__file__).parent / "gold"
LEARNT = ("written-pairs.jsonl", "written-pairs-2.jsonl", *(f"twins-{n}.jsonl" for n in range(1, 5)))
FOLDS = 5
RATE = 0.03
"""Share of the clauses of untouched regulations without an alarm of which a phrase is told."""
LIGHT = 0.15
"""What a phrase of an untouched regulation weighs beside one written for the purpose; from .05 to .4 the odds rank alike."""
C = 10.0


class Clause(NamedTuple):
    """The phrases of a lower clause with new words, which of them depart, and its fold; ``silent`` where no check tells anything."""

    phrases: tuple[Phrase, ...]
    departing: tuple[bool, ...]
    fold: int
    silent: bool

    @property
    def departs(self) -> bool:
        """Whether the clause does, wherever."""
        return self.fold >= 0 and any(self.departing)


def written(gold: Sequence[Path], data: Path) -> list[Clause]:
    """The pairs of half ``mend``; those of one law fall into one fold."""
    rows = [json.loads(line) for path in gold for line in path.read_text("utf-8").splitlines()]
    rows = [row for row in rows if row["half"] == "mend"]
    fold = {law: number % FOLDS for number, law in enumerate(sorted({row["law"] for row in rows}))}
    found = []
    for judged in judge(rows, data):
        lower, words = judged.row["lower"], judged.row["words"]
        start = lower.index(words)
        told = tuple(phrases(lower, [judged.upper]))
        departing = tuple(bool(words) and p.span.start < start + len(words) and start < p.span.end for p in told)
        found.append(Clause(told, departing, fold[judged.row["law"]], not judged.alarms))
    return found


def untouched(data: Path, library: Library, every: int) -> list[list[Clause]]:
    """For each regulation its clauses that are compared without an alarm."""
    texts = []
    for path in [p for p in sorted((data / "local").rglob("*.md")) if not p.name.startswith("_")][::every]:
        review = lawcheck.review(path, library=library, as_of=AS_OF)
        clauses = []
        for match, compared in zip(review.matches, review.comparisons, strict=True):
            found = compared.comparison
            if found is not None and not any(d.relation.alarming for d in found.differences):
                lower = own_text(review.document, review.document.by_eid[match.eid])
                told = tuple(phrases(lower, higher_words(match)))
                clauses.append(Clause(told, (False,) * len(told), -1, True))
        texts.append(clauses)
    return texts


def learn(clauses: Iterable[Clause], kept: int) -> Cues:
    """The weights of the ``kept`` runs that tell most."""
    chosen = [
        (p, departs, one.fold < 0) for one in clauses for p, departs in zip(one.phrases, one.departing, strict=True)
    ]
    grams = [phrase.grams for phrase, _, _ in chosen]
    right = np.array([departs for _, departs, _ in chosen])
    weight = np.where([light for _, _, light in chosen], LIGHT, 1.0)
    vectors, model = _fitted(grams, right, weight, None)
    strong = np.argsort(-np.abs(model.coef_[0] * vectors.idf_), kind="stable")[:kept]
    vectors, model = _fitted(grams, right, weight, sorted(vectors.get_feature_names_out()[strong]))
    floats = [np.asarray(values, dtype=np.float32) for values in (vectors.idf_, model.coef_[0])]
    return Cues(vectors.get_feature_names_out(), *floats, float(model.intercept_[0]), 0.0)


def _fitted(grams: Any, right: Any, weight: Any, vocabulary: Any) -> tuple[Any, Any]:
    vectors = TfidfVectorizer(
        analyzer=list, sublinear_tf=True, min_df=2 if vocabulary is None else 1, vocabulary=vocabulary
    )
    matrix = vectors.fit_transform(grams)
    return vectors, LogisticRegression(C=C, max_iter=400).fit(matrix, right, sample_weight=weight)


def best(cues: Cues, one: Clause) -> tuple[float, bool]:
    """The highest odds of a phrase of a clause, and whether that phrase departs."""
    odds = [(cues.odds(phrase), departs) for phrase, departs in zip(one.phrases, one.departing, strict=True)]
    return max(odds, key=lambda pair: pair[0], default=(-np.inf, False))


def floor(cues: Cues, clauses: Sequence[Clause]) -> float:
    """The odds that the share ``RATE`` of ``clauses`` reaches."""
    return float(np.quantile([best(cues, one)[0] for one in clauses], 1 - RATE))


def judged(clauses: Sequence[Clause], learnt: Sequence[Clause], others: Sequence[Clause], kept: int) -> dict[str, Any]:
    """What is told of the pairs, each by weights that never saw its law."""
    told = {"departures": [0, 0, 0], "lawful": [0, 0]}
    for fold in range(FOLDS):
        cues = learn([*(one for one in clauses if one.fold != fold), *learnt], kept)
        least = floor(cues, others)
        for one in (one for one in clauses if one.fold == fold and one.silent):
            odds, right = best(cues, one)
            row = told["departures" if one.departs else "lawful"]
            row[0] += odds >= least
            row[-1] += 1
            if one.departs:
                row[1] += right and odds >= least
    return told


def store(path: Path, cues: Cues, made: dict[str, Any]) -> int:
    """Write the weights; their bytes."""
    names, rarity, weights = cues.arrays()
    np.savez_compressed(
        path,
        grams=np.frombuffer("\n".join(names).encode("utf-8"), dtype=np.uint8),
        rarity=rarity.astype(np.float16),
        weights=weights.astype(np.float16),
        bias=np.float64(cues.bias),
        floor=np.float64(cues.floor),
        made=np.array(json.dumps(made)),
    )
    return path.stat().st_size


@in_words()
def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=folder_with_files, required=True)
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--gold", type=file_or_folder, nargs="+", default=[GOLD / name for name in LEARNT])
    parser.add_argument("--every", type=int, default=1, help="of the local regulations, those that are read")
    parser.add_argument("--kept", type=int, default=20_000, help="runs of characters kept")
    parser.add_argument("--write", action="store_true", help="store the weights as those that are shipped")
    arguments = parser.parse_args()
    clauses = written(arguments.gold, arguments.data)
    texts = untouched(arguments.data, open_library(arguments.library), arguments.every)
    learnt, others = ([one for text in texts[half::2] for one in text] for half in (0, 1))
    result: dict[str, Any] = {
        "benchmark": "departures_fit",
        "pairs": len(clauses),
        "untouched": len(learnt) + len(others),
    }
    result["judged"] = judged(clauses, learnt, others, arguments.kept)
    if arguments.write:
        cues = learn([*clauses, *learnt], arguments.kept)
        cues.floor = floor(cues, others)
        digest = sha256(b"".join(path.read_bytes() for path in arguments.gold)).hexdigest()
        made = {"command": "benchmarks/departures_fit.py", "pairs": len(clauses), "sha256 of the pairs": digest}
        result |= {"floor": round(cues.floor, 3), "bytes": store(corpus_dir() / "models" / MODEL, cues, made)}
    print(json.dumps(result, ensure_ascii=False))


if __name__ == "__main__":
    main()
