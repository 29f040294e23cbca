"""The eleventh injector: errors and lawful sentences planted in local regulations, in different articles of each text.

    python benchmarks/eleventh_injector.py --data DIR --out DIR [--texts 60] [--seed 1]

Written on 2026-11-24 by an author who had seen only the reference book of the field and the data (regulations below
``local/``, laws below ``laws/``, near copies below ``gold/``), neither the program nor the other injectors; brought into
this form afterwards, with the same texts for the same seed. ``benchmarks/eleventh_injector.yaml`` holds the author's
sentences and words.

A run plants all kinds, about equally often: first those that were planted least. Each text gets about nine to twelve
errors and three or four lawful sentences with the rules that must not be told of them. Beside the texts stand
``truth.jsonl`` and ``harmless.jsonl``, one planted place a line.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import eleventh_injector_departures as departures
from benchmarks import eleventh_injector_edits as edits
from benchmarks.eleventh_injector_laws import Library, Near
from benchmarks.eleventh_injector_sentences import put_in, put_in_lawful
from benchmarks.eleventh_injector_structure import EDITS, ENDINGS
from benchmarks.eleventh_injector_text import INSERTED, Text, without_state
from benchmarks.eleventh_injector_work import Turns, Work
from benchmarks.injector_files import Row, run_injector, without, writer

KINDS = (*INSERTED, *edits.REPLACEMENTS, *departures.KINDS, *EDITS)
SINCE, LEAST_NEAR, PLAIN = 2003, 3, 2 / 5
"""No older texts; such a share of them at most nearly copies less than so many clauses."""
ERRORS, LAWFUL = (9, 12), (3, 4)
LEAST_FREE, MOST_STRUCTURE, LATER = 5, 3, 0.5
"""Sentences and words come later than structure and departures, which few texts have a place for."""
NEAR_COPIES = Path("gold/near-copy-clause.jsonl")


def regulations(data: Path, rng: Random, texts: int, library: Library) -> Iterator[tuple[Text, list[Near]]]:
    """So many regulations in any order, one version of each, and the clauses that they nearly copy."""
    paths = sorted((data / "local").rglob("*.md"))
    rng.shuffle(paths)
    copied = copied_laws(data / NEAR_COPIES)
    seen: set[str] = set()
    plain = 0
    for path in paths:
        text = Text(path)
        if len(seen) == texts or not text.is_sound or text.title in seen or text.year < SINCE:
            continue
        near = library.near(text, copied.get(_key(text.title), ()))
        if len(near) < LEAST_NEAR:
            if plain >= int(texts * PLAIN):
                continue
            plain += 1
        seen.add(text.title)
        yield text, near


def copied_laws(path: Path) -> Mapping[str, set[str]]:
    """The laws that the gold file names for a regulation."""
    laws: defaultdict[str, set[str]] = defaultdict(set)
    for line in path.read_text("utf-8").splitlines() if path.exists() else ():
        row = json.loads(line)
        laws[_key(row["reg"])].update(clause["key"] for clause in row["gold"])
    return laws


def _key(title: str) -> str:
    return without(without_state(title), "[《》]")


class Planter:
    """What was planted how often in all texts."""

    def __init__(self, rng: Random, library: Library) -> None:
        self.rng, self.library = rng, library
        self.turns: Turns = Counter()
        self.planted: Counter[str] = Counter()

    def plant(self, text: Text, near: list[Near]) -> tuple[str, list[Row]]:
        """Plant errors, then lawful sentences: the words, and the rows that tell of them."""
        work = Work(text, near, self.library, self.rng, self.turns)
        wanted = self.rng.randint(*ERRORS)
        here: set[str] = set()
        for kind in sorted(KINDS, key=self._rank):
            if len(here) < wanted and _is_wanted(kind, here):
                if len(work.free()) < LEAST_FREE:
                    break
                if _plant(work, kind):
                    here.add(kind)
        self.planted.update(here)
        for _ in range(self.rng.randint(*LAWFUL)):
            put_in_lawful(work)
        return work.finish()

    def _rank(self, kind: str) -> tuple[float, float]:
        """Kinds that were planted less often come first."""
        is_scarce = kind in EDITS or kind in departures.KINDS
        return self.planted[kind] + (0 if is_scarce else LATER), self.rng.random()


def _is_wanted(kind: str, here: set[str]) -> bool:
    """Whether a kind goes with those that are in a text already."""
    if kind in ENDINGS and here.intersection(ENDINGS):
        return False
    return kind not in EDITS or len(here.intersection(EDITS)) < MOST_STRUCTURE


def _plant(work: Work, kind: str) -> bool:
    if kind in INSERTED:
        return put_in(work, kind)
    if kind in edits.REPLACEMENTS:
        return edits.replace(work, kind)
    return EDITS[kind](work) if kind in EDITS else departures.depart(work, kind)


def planted(data: Path, texts: int, seed: int) -> Iterator[tuple[str, str, list[Row]]]:
    """The name, the words and the rows of each text."""
    rng, library = Random(seed), Library(data / "laws")
    planter = Planter(rng, library)
    for text, near in regulations(data, rng, texts, library):
        yield text.path.name, *planter.plant(text, near)


write = writer(planted)
"""Plant in so many regulations: the rows of errors, those of lawful sentences."""


if __name__ == "__main__":
    run_injector(__doc__, write)
