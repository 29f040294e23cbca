"""The tenth injector: errors and lawful sentences planted in local regulations, in different articles of each text.

    python benchmarks/tenth_injector.py --data DIR --out DIR [--texts 60] [--seed 1]

Written on 2026-11-24 by an author who had seen only the reference book of the field and the data (regulations below
``local/``, laws below ``laws/``), neither the program nor the other injectors; brought into this form afterwards, with
the same texts for the same seed. ``benchmarks/tenth_injector.yaml`` holds the author's sentences and words.

A run plants all kinds, about equally often: first departures in paragraphs that nearly copy a clause of a law, then the
kinds that were planted least. In most texts a clause may be taken over for a departure. Each text gets up to twelve
errors and three or four lawful sentences with the rules that must not be told of them. Beside the texts stand
``truth.jsonl`` and ``harmless.jsonl``, one planted place a line.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import tenth_injector_departures as departures
from benchmarks.injector_files import Row, run_injector, title_of, writer
from benchmarks.tenth_injector_edits import EDITS
from benchmarks.tenth_injector_laws import Higher, Library
from benchmarks.tenth_injector_sentences import Turns, put_in, put_in_lawful
from benchmarks.tenth_injector_text import INSERTED, TABLES, Text
from benchmarks.tenth_injector_work import Work

NOT_CHOSEN = re.compile(TABLES["not_chosen"])
LEAST_ARTICLES, SINCE = 24, "2015"
KINDS = (*INSERTED, *EDITS, *departures.KINDS)
SCARCE = (
    "fine-out-of-range", "period-changed", "exception-removed", "must-not-dropped", "organ-changed", "amount-changed",
    "ought-to-may",
)  # fmt: skip
"""Departures in near copies come first, as few texts have a place for them."""
MOST_SCARCE, ERRORS, LAWFUL = 4, (8, 12), (3, 4)
"""So many scarce ones at most; so many errors and lawful sentences in a text."""
TRIES, LEAST_FREE, ERRORS_OF_TEXT = 30, 5, 10
TAKES_OVER = 0.25
"""Behind such a share of the texts clauses may be taken over."""


def regulations(local: Path, rng: Random, texts: int) -> Iterator[Text]:
    """So many regulations in any order, one version of each."""
    paths = sorted(path for path in local.rglob("*.md") if path.stem != "_index")
    paths = [path for path in paths if not NOT_CHOSEN.search(title_of(path)[0])]
    rng.shuffle(paths)
    seen: set[str] = set()
    for path in paths:
        if len(seen) < texts and title_of(path)[0] not in seen and is_sound(text := Text(path)):
            seen.add(text.title)
            yield text


def is_sound(text: Text) -> bool:
    """Whether a text is long enough, of late, and calls itself what its title says."""
    return len(text.articles) >= LEAST_ARTICLES and text.day >= SINCE and text.self_name in text.raw


class Planter:
    """What was planted how often in all texts, and which sentence comes next."""

    def __init__(self, texts: int, rng: Random) -> None:
        self.rng, self.turns = rng, Turns(rng)
        self.most = max(1, round(texts * ERRORS_OF_TEXT / len(KINDS)))
        """About how often each kind is wanted."""
        self.planted: Counter[str] = Counter()

    def plant(self, work: Work, *, takes_over: bool) -> None:
        """Plant errors, then lawful sentences."""
        wanted = self.rng.randint(*ERRORS)
        for kind in SCARCE:
            if len(work.planted) < MOST_SCARCE and self.planted[kind] < self.most:
                self._plant(work, kind)
        work.takes_over = takes_over
        kinds = work.mixed(kind for kind in KINDS if kind not in work.kinds)
        for kind in sorted(kinds, key=lambda kind: self.planted[kind]):
            if len(work.planted) < wanted and len(work.free()) >= LEAST_FREE:
                self._plant(work, kind)
        self._put_in_lawful(work)

    def _plant(self, work: Work, kind: str) -> None:
        if kind in INSERTED:
            self.planted[kind] += put_in(work, kind, self.turns)
        else:
            edit = EDITS.get(kind)
            self.planted[kind] += edit(work) if edit else departures.depart(work, kind)

    def _put_in_lawful(self, work: Work) -> None:
        missing = self.rng.randint(*LAWFUL)
        for _ in range(TRIES):
            if missing:
                missing -= put_in_lawful(work, self.turns)


def planted(data: Path, texts: int, seed: int) -> Iterator[tuple[str, str, list[Row]]]:
    """The name, the words and the rows of each text."""
    rng, library = Random(seed), Library(data / "laws")
    planter = Planter(texts, rng)
    for count, text in enumerate(regulations(data / "local", rng, texts), 1):
        work = Work(text, Higher(text, library), rng)
        planter.plant(work, takes_over=count / texts > TAKES_OVER)
        yield text.path.name, *work.finish()


write = writer(planted)
"""Plant in so many regulations: the rows of errors, those of lawful sentences."""


if __name__ == "__main__":
    run_injector(__doc__, write)
