"""How well questions in plain words find their articles, and the training of ``corpus/models/questions.json``.

    python benchmarks/lay_questions.py --gold DIR [--home DIR] [--write] [--dense [--cache FILE] [--asked-laws]]

Gold: ``DIR/lay-question-article.jsonl`` (training questions of STARD, MIT licence). Corpus, as in the published baselines:
all national texts of the library (生态环境法典 left out) and ``DIR/lay-question-extra-articles.json``, right articles that
no text there contains. 5-fold by question: nothing is learnt from a question that is judged; the few answers that are in
neither count as not found. ``--write`` stores what all questions teach. ``--dense`` judges the dense extra on the same
questions and folds, what it has learnt without the questions judged (``dense_fit.py``), and lists what it gains and loses;
all articles are encoded at first (half an hour and more; ``--cache`` keeps the vectors), with ``--asked-laws`` only those of
the laws that some question is about, for both. Ends with one line of JSON.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from dense_fit import FOLDS, GOLD, Kept, Lessons, answers, fit, lessons, remember
from matching_gold import AS_OF, CODE, SNAPSHOT

from lawcheck.dense import Floats, drawn, open_encoder
from lawcheck.dense.adapter import adapt
from lawcheck.dense.vectors import text_key
from lawcheck.document import Number
from lawcheck.laws import Level, Library, normalise_title, open_library
from lawcheck.matching import ClauseIndex
from lawcheck.matching.asked_before import NAME, AskedBefore, spread
from lawcheck.matching.building import IndexedArticle, build_index
from lawcheck.matching.grams import pairs_of_units, term_text, units_of
from lawcheck.matching.plain import (
    DENSE_WEIGHTS,
    LOOKED_AT,
    PlainModel,
    best_rows,
    candidates,
    law_prior,
    parts,
)
from lawcheck.resources import corpus_dir

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

from benchmarks.folders import file_or_folder, in_words  # noqa: E402  (a script: only its own folder is on the path)

EXTRA = "lay-question-extra-articles.json"
PLACE = re.compile(r"第[零〇一二三四五六七八九十百千]+条.*$")
SMOOTH, SCALE = 0.5, 1000.0  # of the laws' shares
RARE = 2.5  # least rarity of a legal pair
VARIANTS = {
    "dense ": DENSE_WEIGHTS,
    "vectors alone ": (0.0, 0.0, 0.0, 0.0, 1.0),
    "vectors + BM25 ": (*DENSE_WEIGHTS[:1], 0.0, 0.0, 0.0, DENSE_WEIGHTS[4]),
}
SHOWN = 10  # questions gained and lost
LEAST, KEPT, STRONG = 3, 8, 0.3  # occurrences of a pair, legal pairs kept for it, least association


class Corpus(NamedTuple):
    """The articles to choose from: their index, the law of each version, the row of each article by law and number (of
    the extra ones by name), and the texts that vectors are made of."""

    clauses: ClauseIndex
    keys: dict[int, str]
    rows: dict[tuple[str, Number], int]
    extra: dict[str, int]
    texts: list[str]


class Asked(NamedTuple):
    """A question, its right rows, how many answers it has in all, and what BM25 finds."""

    text: str
    right: tuple[int, ...]
    wanted: int
    rows: Any
    scores: Any


class Dense(NamedTuple):
    """What the dense extra is judged by: what it learns from, vectors of all questions, and those of the articles with the
    keys of their texts."""

    told: Lessons
    questions: Floats
    vectors: Floats
    keys: Any


def corpus(library: Library, gold: Path, directory: Path, *, asked_laws: bool) -> Corpus:
    """The corpus, indexed in ``directory``; with ``asked_laws`` without laws that no question is about."""
    keys = laws_of(library)
    if asked_laws:
        wanted = {
            place[0]
            for line in (gold / GOLD).read_text(encoding="utf-8").splitlines()
            for place in answers(json.loads(line))
        }
        keys = {version: key for version, key in keys.items() if key in wanted}
    articles = list(library.articles_for(keys))
    rows = {(keys[a.version_id], a.number): row for row, a in enumerate(articles) if a.number is not None}
    found = [IndexedArticle(row, a.version_id, keys[a.version_id], a.text) for row, a in enumerate(articles)]
    extra = {}
    for number, told in enumerate(json.loads((gold / EXTRA).read_text(encoding="utf-8")), 1):
        keys[-number] = normalise_title(PLACE.sub("", told["name"]))
        extra[told["name"]] = len(found)
        found.append(IndexedArticle(len(found), -number, keys[-number], told["text"].strip()))
    build_index(found, directory, {})
    return Corpus(ClauseIndex.load(directory, AS_OF), keys, rows, extra, [f"{a.title} {a.text}" for a in found])


def laws_of(library: Library) -> dict[int, str]:
    """Law of each version that is searched."""
    keys: dict[int, str] = {}
    for law in library.laws():
        version = library.version_at(law.law_id, AS_OF) or library.version_at(law.law_id, SNAPSHOT)
        if version and law.level not in (Level.LOCAL, Level.LOCAL_RULE) and law.key != CODE:
            keys[version.version_id] = law.key
    return keys


def asked(path: Path, told: Corpus) -> list[Asked]:
    """All questions."""
    scope, found = told.clauses.scope(told.keys), []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        hits = told.clauses.best(told.clauses.query(row["query"], singles=True), scope, LOOKED_AT)
        right = [told.rows[place] for place in answers(row) if place in told.rows]
        right += [told.extra[g["name"]] for g in row["gold"] if not g.get("key") and g["name"] in told.extra]
        found.append(Asked(row["query"], tuple(dict.fromkeys(right)), len(row["gold"]), *hits))
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


def before(questions: Sequence[Asked]) -> AskedBefore:
    """What these questions ask of each row."""
    return AskedBefore.of([(one.text, one.right) for one in questions if one.right], ())


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


def open_dense(library: Library, told: Corpus, questions: Sequence[Asked], arguments: Any) -> Dense:
    """Encode what is not in the cache."""
    encoder = Kept(open_encoder(arguments.home), arguments.cache)
    learnt_from = lessons(library, arguments.gold, encoder)
    vectors = encoder.passages(told.texts)
    keys = np.array([text_key(text) for text in told.texts], dtype=np.uint64)
    return Dense(learnt_from, encoder.questions([one.text for one in questions]), vectors, keys)


def judged(
    index: ClauseIndex, questions: Sequence[Asked], keys: dict[int, str], dense: Dense | None
) -> dict[str, float]:
    """5-fold figures, and those of BM25 alone."""
    fold = np.random.default_rng(0).integers(0, FOLDS, len(questions))
    tables: dict[str, list[tuple[float, float, float]]] = defaultdict(list)
    numbers: list[int] = []
    for number in range(FOLDS):
        judged_texts = {q.text for q, f in zip(questions, fold, strict=True) if f == number}
        told = [q for q in questions if q.text not in judged_texts]
        model, asked_of = learn(index, told, keys), before(told)
        prior, scope = law_prior(index, keys, model), index.scope(keys)
        own = np.flatnonzero(fold == number).tolist()
        numbers += own
        for one in (questions[n] for n in own):
            like = spread(asked_of.ids.astype(np.int64), asked_of.likeness(one.text), len(index))
            tables["BM25 "].append(figures(one, one.rows))
            tables[""].append(figures(one, best_rows(index, one.text, scope, prior, model, None, like)[0]))
        if dense:
            dense_fold(index, questions, own, keys, dense, (model, prior), tables)
    result: dict[str, float] = {"n": len(numbers)}
    for label, rows in tables.items():
        summed(label, np.array(rows), result)
    if dense:
        compared(np.array(tables[""]), np.array(tables["dense "]), [questions[n] for n in numbers])
    return result


def dense_fold(
    index: ClauseIndex,
    questions: Sequence[Asked],
    own: Sequence[int],
    keys: dict[int, str],
    dense: Dense,
    learnt: tuple[PlainModel, Floats],
    tables: dict[str, list[tuple[float, float, float]]],
) -> None:
    """Figures of one fold with vectors, alone and with the rest, for several weights."""
    judged_texts = {questions[n].text for n in own}
    chosen = np.array([n for n, text in enumerate(dense.told.texts) if text not in judged_texts])
    matrix = fit(dense.told, chosen)
    turned, asked = adapt(dense.questions, matrix), remember(dense.told, chosen, matrix)
    articles, before = asked.places(dense.keys)
    scope = index.scope(keys)
    for n in own:
        one, near = questions[n], dense.vectors @ turned[n]
        near[articles] += drawn(turned[n : n + 1], asked.vectors[before])[0]
        rows, scores = candidates(index, one.text, scope, near)
        table = parts(index, one.text, rows, scores, learnt[1], learnt[0], near)
        for label, weights in VARIANTS.items():
            order = np.argsort(-(table @ np.array(weights, dtype=np.float32)), kind="stable")
            tables[label].append(figures(one, rows[order]))


def summed(label: str, table: Any, result: dict[str, float]) -> None:
    """Means with their intervals (questions drawn with replacement)."""
    draws = np.random.default_rng(0).integers(0, len(table), (1000, len(table)))
    for column, name in enumerate(("R@10", "MRR@10", "R@100")):
        values = table[:, column]
        low, high = np.percentile(values[draws].mean(axis=1), [2.5, 97.5])
        result[label + name] = round(float(values.mean()), 4)
        print(f"{label + name:<22} {values.mean():.3f} [{low:.3f}, {high:.3f}]")


def compared(sparse: Any, dense: Any, questions: Sequence[Asked]) -> None:
    """Questions whose R@10 vectors change."""
    change = dense[:, 0] - sparse[:, 0]
    for name, chosen in (("gained", change > 0), ("lost", change < 0)):
        shown = [questions[n].text for n in np.flatnonzero(chosen)[:SHOWN]]
        print(
            f"{name} by vectors: {int(chosen.sum())} questions, {float(np.abs(change[chosen]).sum()):.1f} of R@10",
            *shown,
            sep="\n    ",
        )


def figures(one: Asked, order: Any) -> tuple[float, float, float]:
    """R@10, MRR@10 and R@100 of one question."""
    right, first = set(one.right), order[:10].tolist()
    rank = next((1 / (n + 1) for n, row in enumerate(first) if row in right), 0.0)
    return len(right & set(first)) / one.wanted, rank, len(right & set(order[:100].tolist())) / one.wanted


def write_before(told: Corpus, questions: Sequence[Asked], gold: Path) -> int:
    """Store what all questions ask of the articles, known by their texts; its bytes."""
    keys = {row: text_key(told.texts[row]) for one in questions for row in one.right}
    laws = {told.keys[int(told.clauses.version_ids[row])] for row in keys}
    asked_of = [(one.text, tuple(keys[row] for row in one.right)) for one in questions if one.right]
    learnt = AskedBefore.of(asked_of, laws)._asdict()
    learnt["weights"] = learnt["weights"].astype(np.float16)
    made = {
        "command": "benchmarks/lay_questions.py --write",
        "source": "training questions of STARD (MIT)",
        "sha256": sha256((gold / GOLD).read_bytes()).hexdigest(),
    }
    path = corpus_dir() / "models" / NAME
    with path.open("wb") as file:
        np.savez_compressed(file, **learnt, made=json.dumps(made))
    return path.stat().st_size


def write(model: PlainModel) -> None:
    """Store the model, a law or word a line."""
    head = {"source": "benchmarks/lay_questions.py on the training questions of STARD (MIT)", "rest": model.rest}
    lines = [f'"{key}": {json.dumps(value, ensure_ascii=False)}' for key, value in model.words.items()]
    laws = json.dumps(model.laws, ensure_ascii=False)
    text = (
        f'{json.dumps(head, ensure_ascii=False)[:-1]},\n"laws": {laws},\n"words": {{\n' + ",\n".join(lines) + "\n}}\n"
    )
    (corpus_dir() / "models" / "questions.json").write_text(text, encoding="utf-8")


@in_words()
def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=file_or_folder, required=True)
    parser.add_argument("--home", type=Path, help="library folder (default: the user's)")
    parser.add_argument("--write", action="store_true", help="store the model learnt from all questions")
    parser.add_argument("--dense", action="store_true", help="judge the dense extra as well")
    parser.add_argument("--cache", type=Path, help="file that keeps vectors")
    parser.add_argument("--asked-laws", action="store_true", help="only the laws that some question is about")
    arguments = parser.parse_args()
    library = open_library(arguments.home)
    with tempfile.TemporaryDirectory() as temporary:
        told = corpus(library, arguments.gold, Path(temporary) / "index", asked_laws=arguments.asked_laws)
        start = time.process_time()
        questions = asked(arguments.gold / GOLD, told)
        spent = (time.process_time() - start) / len(questions) * 1000
        print(f"{len(told.clauses):,} articles, {spent:.1f} ms CPU a question for BM25")
        dense = open_dense(library, told, questions, arguments) if arguments.dense else None
        result = judged(told.clauses, questions, told.keys, dense)
        if arguments.write:
            write(learn(told.clauses, questions, told.keys))
            result["bytes"] = write_before(told, questions, arguments.gold)
    print(json.dumps({**result, "articles": len(told.texts), "ms CPU": round(spent, 2)}))


if __name__ == "__main__":
    main()
