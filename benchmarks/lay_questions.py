"""How well questions in plain words find their articles, and the training of ``corpus/models/questions.json``.

    python benchmarks/lay_questions.py --gold DIR [--home DIR] [--write]

Gold: ``DIR/lay-question-article.jsonl`` (training questions of STARD, MIT licence). Corpus: all national texts of the
library (生态环境法典 left out). 5-fold by question: nothing is learnt from a question that is judged; answers that the
library lacks count as not found. ``--write`` stores what all questions teach. Ends with one line of JSON.
"""

from __future__ import annotations

import argparse
import json
import math
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from lawcheck.document import Number, parse_numeral
from lawcheck.laws import Level, Library, open_library
from lawcheck.matching import ClauseIndex, open_index
from lawcheck.matching.grams import pairs_of_units, term_text, units_of
from lawcheck.matching.plain import LOOKED_AT, PlainModel, law_prior, plain_scores
from lawcheck.resources import corpus_dir

AS_OF, SNAPSHOT = date(2026, 11, 22), date(2025, 4, 19)
FOLDS = 5
SMOOTH, SCALE = 0.5, 1000.0  # of the laws' shares
RARE = 2.5  # least rarity of a legal pair
LEAST, KEPT, STRONG = 3, 8, 0.3  # occurrences of a pair, legal pairs kept for it, least association


class Asked(NamedTuple):
    """A question, its right rows, how many answers it has in all, and what BM25 finds."""

    text: str
    right: tuple[int, ...]
    wanted: int
    rows: Any
    scores: Any


def corpus(library: Library, index: ClauseIndex) -> tuple[dict[int, str], dict[tuple[str, Number], int]]:
    """Law of each version, and row of each article."""
    keys: dict[int, str] = {}
    for law in library.laws():
        version = library.version_at(law.law_id, AS_OF) or library.version_at(law.law_id, SNAPSHOT)
        if version and law.level not in (Level.LOCAL, Level.LOCAL_RULE) and law.key != "生态环境法典":
            keys[version.version_id] = law.key
    row_of = {int(article): row for row, article in enumerate(index.article_ids)}
    rows = {
        (keys[a.version_id], a.number): row_of[a.article_id]
        for a in library.articles_for(keys)
        if a.number is not None and a.article_id in row_of
    }
    return keys, rows


def asked(path: Path, index: ClauseIndex, keys: dict[int, str], rows: dict[tuple[str, Number], int]) -> list[Asked]:
    """All questions."""
    scope, found = index.scope(keys), []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        places = [g for g in row["gold"] if g.get("key") and g.get("no") is not None]
        numbers = [(g["key"], Number(g["no"], parse_numeral(str(g["zhi"]).lstrip("之")) or 0)) for g in places]
        hits = index.best(index.query(row["query"], singles=True), scope, LOOKED_AT)
        right = tuple(rows[key] for key in numbers if key in rows)
        found.append(Asked(row["query"], right, len(row["gold"]), *hits))
    return found


def learn(index: ClauseIndex, questions: Sequence[Asked], keys: dict[int, str]) -> PlainModel:
    """Shares of the laws, and association of plain with legal pairs."""
    shares: Counter[str] = Counter()
    for one in questions:
        for row in one.right:
            shares[keys[int(index.version_ids[row])]] += 1 / one.wanted  # type: ignore[assignment]
    total = sum(shares.values())
    laws = {law: round(math.log(share / total * SCALE + SMOOTH), 3) for law, share in sorted(shares.items())}
    return PlainModel(laws, round(math.log(SMOOTH), 3), _associations(index, questions))


def _associations(index: ClauseIndex, questions: Sequence[Asked]) -> dict[str, list[tuple[str, float]]]:
    """For each plain pair the legal pairs that stand in its answers more often than chance (PMI, shrunk)."""
    together: dict[int, Counter[int]] = defaultdict(Counter)
    plain, legal = Counter[int](), Counter[int]()
    answered = [one for one in questions if one.right]
    for one in answered:
        terms = {t for row in one.right[:3] for t in _pairs_of(index, row)}
        words = set(pairs_of_units(units_of(one.text)).tolist())
        plain.update(words)
        legal.update(terms)
        for word in words:
            together[word].update(terms)
    table: dict[str, list[tuple[str, float]]] = {}
    for word in sorted(word for word, count in plain.items() if count >= LEAST):
        rows = [
            (round(math.log(n * len(answered) / (plain[word] * legal[t])) * n / (plain[word] + 2), 2), t)
            for t, n in together[word].items()
            if n >= LEAST
        ]
        kept = sorted((row for row in rows if row[0] > STRONG), key=lambda row: (-row[0], row[1]))[:KEPT]
        if kept:
            table[term_text(word)] = [(term_text(int(index.terms[t])), value) for value, t in kept]
    return table


def _pairs_of(index: ClauseIndex, row: int) -> list[int]:
    start, end = (int(index.clause_starts[index.article_clauses[at]]) for at in (row, row + 1))
    pairs = np.unique(index.pairs[start:end])
    pairs = pairs[pairs >= 0]
    return [int(t) for t in pairs[index.idf[pairs] > RARE]]


def judged(index: ClauseIndex, questions: Sequence[Asked], keys: dict[int, str]) -> dict[str, float]:
    """5-fold figures, and those of BM25 alone."""
    fold = np.random.default_rng(0).integers(0, FOLDS, len(questions))
    plain, ours = [], []
    for number in range(FOLDS):
        model = learn(index, [q for q, f in zip(questions, fold, strict=True) if f != number], keys)
        prior = law_prior(index, keys, model)
        for one, own in zip(questions, fold, strict=True):
            if own == number:
                scores = plain_scores(index, one.text, one.rows, one.scores, prior, model)
                plain.append(figures(one, one.rows))
                ours.append(figures(one, one.rows[np.argsort(-scores, kind="stable")]))
    names = ("R@10", "MRR@10", "R@100")
    result: dict[str, float] = {"n": len(ours)}
    for label, table in (("BM25 ", np.array(plain)), ("", np.array(ours))):
        draws = np.random.default_rng(0).integers(0, len(table), (1000, len(table)))
        for column, name in enumerate(names):
            values = table[:, column]
            low, high = np.percentile(values[draws].mean(axis=1), [2.5, 97.5])
            result[label + name] = round(float(values.mean()), 4)
            print(f"{label + name:<12} {values.mean():.3f} [{low:.3f}, {high:.3f}]")
    return result


def figures(one: Asked, order: Any) -> tuple[float, float, float]:
    """R@10, MRR@10 and R@100 of one question."""
    right, first = set(one.right), order[:10].tolist()
    rank = next((1 / (n + 1) for n, row in enumerate(first) if row in right), 0.0)
    return len(right & set(first)) / one.wanted, rank, len(right & set(order[:100].tolist())) / one.wanted


def write(model: PlainModel) -> None:
    """Store the model, a law or word a line."""
    head = {"source": "benchmarks/lay_questions.py on the training questions of STARD (MIT)", "rest": model.rest}
    lines = [f'"{key}": {json.dumps(value, ensure_ascii=False)}' for key, value in model.words.items()]
    laws = json.dumps(model.laws, ensure_ascii=False)
    text = (
        f'{json.dumps(head, ensure_ascii=False)[:-1]},\n"laws": {laws},\n"words": {{\n' + ",\n".join(lines) + "\n}}\n"
    )
    (corpus_dir() / "models" / "questions.json").write_text(text, encoding="utf-8")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--home", type=Path, help="library folder (default: the user's)")
    parser.add_argument("--write", action="store_true", help="store the model learnt from all questions")
    arguments = parser.parse_args()
    library = open_library(arguments.home)
    index = open_index(library, AS_OF)
    keys, rows = corpus(library, index)
    start = time.process_time()
    questions = asked(arguments.gold / "lay-question-article.jsonl", index, keys, rows)
    spent = (time.process_time() - start) / len(questions) * 1000
    print(f"{len(rows):,} articles, {spent:.1f} ms CPU a question for BM25")
    result = judged(index, questions, keys)
    if arguments.write:
        write(learn(index, questions, keys))
    print(json.dumps({**result, "articles": len(rows), "ms CPU": round(spent, 2)}))


if __name__ == "__main__":
    main()
