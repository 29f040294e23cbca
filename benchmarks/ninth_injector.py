"""The ninth injector: errors and lawful sentences planted in local regulations, in different articles of each text.

    python benchmarks/ninth_injector.py --data DIR --out DIR [--texts 60] [--seed 1]

Written on 2026-11-23 by an author who had seen only the reference book of the field and the data (regulations below
``local/``, laws below ``laws/``), neither the program nor the other injectors; brought into this form afterwards, with
the same texts for the same seed. ``benchmarks/ninth_injector.yaml`` holds the author's sentences and words.

A run plants all kinds, about equally often. A share of the texts has near copies of clauses of laws for each seldom kind
of departure, a share is of late; each gets up to twelve errors and three or four lawful sentences with the rules that
must not be told of them. Beside the texts stand ``truth.jsonl`` and ``harmless.jsonl``, one planted place a line.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.injector_files import Row, run_injector, writer
from benchmarks.ninth_injector_departures import DEPARTURES
from benchmarks.ninth_injector_edits import EDITS
from benchmarks.ninth_injector_laws import Library, NearCopies
from benchmarks.ninth_injector_sentences import Turns, insert
from benchmarks.ninth_injector_text import INSERTED, TABLES, Text
from benchmarks.ninth_injector_work import Work

CHANGED = {**DEPARTURES, **EDITS}
KINDS = (*CHANGED, *INSERTED)
SCARCE = ("amount_changed", "period_changed", "exception_removed", "prohibition_dropped", "organ_changed")
"""Departures that few texts have a place for, the scarcest first."""
BOUND = ("moved_article", "repealed_law", "birth_control", "old_institution", "old_term", "bracket_item")
"""Sentences that not every text can get; they are put in before the others."""
SHARE, MORE_OF_LATE, LATE = 0.17, 5, "2021-08-20"
"""Such a share of the texts has a place for each scarce kind; that share and some more are of that day or later."""
ERRORS_OF_TEXT, MOST_ERRORS, LEAST_FREE, ROUNDS = 10, 12, 5, 12
"""Each round plants one error in a text that has too few, if it has articles enough."""
MakeWork = Callable[[Text], Work]


def regulations(local: Path) -> list[Text]:
    """The newest version of each regulation that errors can be planted in."""
    texts = [text for text in map(Text, sorted(local.rglob("*.md"))) if text.is_sound()]
    newest = {text.title: text for text in sorted(texts, key=lambda text: (text.day, text.path.name))}
    return [text for text in texts if newest[text.title] is text]


def choose(pool: list[Text], work_on: MakeWork, texts: int) -> list[Text]:
    """Texts in the order of the pool: those with scarce places, those of late, then any."""
    chosen: list[Text] = []
    share = max(1, round(texts * SHARE))

    def add(group: list[Text], wanted: int) -> None:
        missing = wanted - sum(text in chosen for text in group)
        chosen.extend([text for text in group if text not in chosen][: max(0, missing)])

    for kind in SCARCE:
        add([text for text in pool if DEPARTURES[kind](work_on(text))], share)
    add([text for text in pool if text.day >= LATE], share + MORE_OF_LATE)
    del chosen[texts:]
    add(pool, texts)
    return chosen


class Planter:
    """All texts while errors are planted in them: what was planted how often, which wording comes next."""

    def __init__(self, works: list[Work], library: Library, texts: int, rng: Random, turns: Turns) -> None:
        self.works, self.library, self.rng, self.turns = works, library, rng, turns
        self.most = max(1, round(texts * ERRORS_OF_TEXT / len(KINDS) + 0.2))
        """How often the kinds are planted that not every text has a place for."""
        self.planted: Counter[str] = Counter()

    def plant(self) -> None:
        """Plant the kinds that not every text has a place for, then the others, those planted least first."""
        for kind in (*CHANGED, *BOUND):
            mixed = list(self.works)
            self.rng.shuffle(mixed)
            for work in sorted(mixed, key=lambda work: len(work.kinds)):
                if self.planted[kind] < self.most:
                    self._plant(work, kind)
        kinds = list(INSERTED)
        for work in self._rounds():
            self.rng.shuffle(kinds)
            any(self._plant(work, kind) for kind in sorted(kinds, key=lambda kind: self.planted[kind]))

    def _rounds(self) -> Iterator[Work]:
        """The texts that have too few errors, in each round those with fewest first."""
        for _ in range(ROUNDS):
            for work in sorted(self.works, key=lambda work: len(work.kinds)):
                if len(work.kinds) < ERRORS_OF_TEXT:
                    yield work

    def _plant(self, work: Work, kind: str) -> bool:
        if kind in work.kinds or len(work.kinds) >= MOST_ERRORS or len(work.free()) < LEAST_FREE:
            return False
        change = CHANGED.get(kind)
        is_planted = change(work) if change else insert(work, kind, self.turns, self.library)
        self.planted[kind] += is_planted
        return is_planted


def planted(data: Path, texts: int, seed: int) -> Iterator[tuple[str, str, list[Row]]]:
    """The name, the words and the rows of each text."""
    rng, library, pool = Random(seed), Library(data / "laws"), regulations(data / "local")
    near: Mapping[Path, NearCopies] = library.near_copies(pool)
    rng.shuffle(pool)

    def work_on(text: Text) -> Work:
        return Work(text, near.get(text.path, {}), Random(f"{seed}{text.path.name}"))

    works = [work_on(text) for text in choose(pool, work_on, texts)]
    Planter(works, library, texts, rng, Turns(Random(seed + 1))).plant()
    turns = Turns(Random(seed + 2))
    for work in works:
        for _ in range(work.rng.choice((3, 4))):
            work.harmless(*turns.next("harmless", TABLES["harmless"]))
        yield work.text.path.name, *work.finish()


write = writer(planted)
"""Plant in so many regulations: the rows of errors, those of lawful sentences."""


if __name__ == "__main__":
    run_injector(__doc__, write)
