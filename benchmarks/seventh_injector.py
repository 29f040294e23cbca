"""The seventh injector: errors and lawful sentences planted in local regulations, in different articles of each text.

    python benchmarks/seventh_injector.py --data DIR --out DIR [--texts 60] [--seed 1]

Written on 2026-11-23 by an author who had seen only the reference book of the field and the data (regulations below
``local/``, laws below ``laws/``), neither the program nor the other injectors; brought into this form afterwards, with
the same texts for the same seed. ``benchmarks/seventh_injector.yaml`` holds the author's sentences and words.

A run plants sixty kinds: departures from laws and what the buyer named always, of the others a sample by the seed. Half
of the texts have near copies of clauses of laws, a quarter are of late; each gets eight to twelve errors and three or
four lawful sentences with the rules that must not be told of them. Beside the texts stand ``truth.jsonl`` and
``harmless.jsonl``, one planted place a line.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.injector_files import run_injector, writer
from benchmarks.seventh_injector_edits import change
from benchmarks.seventh_injector_laws import KINDS as DEPARTED
from benchmarks.seventh_injector_laws import Departure, Library, departures
from benchmarks.seventh_injector_text import MARK, TABLES, Text
from benchmarks.seventh_injector_work import CHANGES, Row, Work

INSERTED = TABLES["insert"]
ALWAYS = (*DEPARTED, *TABLES["core"])
KINDS, OF_FIRST_TIERS = 60, 26
"""Kinds of a run; of those that are not in every run so many of tiers 1 and 2."""
SELDOM = ("but_exception", "peer_basis", "toc_mismatch")
"""Changes that are sampled with the sentences of tier 3."""
FIRST = (
    "fine_out_of_range", "exception_removed", "amount_changed", "organ_changed", "period_changed",
    "prohibition_dropped", "prohibition_permitted", "modality_strengthened", "modality_weakened",
    "no_effective_date", "effective_before_adoption", "wrong_repeal_date", "title_space", "short_title",
)  # fmt: skip
"""Kinds that few texts have a place for."""
TWICE = ("period_changed", "fine_out_of_range", "amount_changed", "exception_removed")
"""Kinds that a text can get twice."""
NOT_BOTH = (
    {"no_effective_date", "effective_before_adoption", "wrong_repeal_date"},
    {"chapter_gap", "toc_mismatch"},
)
"""Of these kinds a text gets only one."""
ERRORS_OF_TEXT, LEAST_ERRORS, MOST_ERRORS = 10, 8, 12
LATE = "2021-09"
Near = dict[str, list[Departure]]


def read_all(data: Path) -> list[Text]:
    """All regulations that have a head."""
    return [Text(path) for path in sorted(data.glob("local/*/*.md")) if MARK in path.read_text("utf-8")]


def choose(everything: list[Text], library: Library, texts: int, rng: Random) -> list[tuple[Text, Near]]:
    """Half of the texts have near copies of clauses, seldom departures first; a quarter are of late; the rest by lot."""
    newest: dict[str, Text] = {}
    for text in sorted(everything, key=lambda text: (text.day, text.path.name), reverse=True):
        if text.is_sound():
            newest.setdefault(text.title, text)
    pool = list(newest.values())
    rng.shuffle(pool)
    near = {text.title: departures(text, library) for text in pool}
    supply = Counter(kind for kinds in near.values() for kind in kinds)

    def rank(text: Text) -> float:
        return -sum((0.5 + rng.random()) * 6 / supply[kind] for kind in sorted(near[text.title]))

    chosen = sorted((text for text in pool if near[text.title]), key=rank)[: texts // 2]
    chosen += [text for text in pool if text not in chosen and text.day >= LATE][: texts // 4]
    chosen += [text for text in pool if text not in chosen][: texts - len(chosen)]
    return [(text, near[text.title]) for text in chosen]


def kinds_of_run(rng: Random) -> list[str]:
    """The kinds that a run plants."""
    rest = [kind for kind in (*CHANGES, *INSERTED) if kind not in ALWAYS]
    seldom = [kind for kind in INSERTED if kind in rest and INSERTED[kind]["tier"] > 2]
    often = [kind for kind in rest if kind not in seldom and kind not in SELDOM]
    sample = rng.sample(often, OF_FIRST_TIERS)
    return [*ALWAYS, *sample, *rng.sample([*SELDOM, *seldom], KINDS - len(ALWAYS) - OF_FIRST_TIERS)]


class Planter:
    """All texts while errors are planted in them: what was planted how often, which wording comes next."""

    def __init__(self, works: list[Work], rng: Random) -> None:
        self.works, self.rng = works, rng
        self.kinds = kinds_of_run(rng)
        self.wordings = {kind: rng.sample(table["t"], len(table["t"])) for kind, table in INSERTED.items()}
        self.planted: Counter[str] = Counter()
        self.sentences = [kind for kind in self.kinds if kind in INSERTED]

    def plant(self) -> None:
        """Plant each kind about equally often, in the text that has least; fill up texts that have few."""
        others = [kind for kind in self.kinds if kind not in INSERTED and kind not in FIRST]
        late = sorted(self.sentences, key=lambda kind: str(INSERTED[kind].get("since", "")), reverse=True)
        order = [*(kind for kind in FIRST if kind in self.kinds), *others, *late]
        for _ in range(max(1, round(len(self.works) * ERRORS_OF_TEXT / KINDS))):
            for kind in order:
                self._plant_one(kind)
        for work in sorted(self.works, key=lambda work: work.kinds.total()):
            for kind in sorted(self.sentences, key=lambda kind: (self.planted[kind], self.rng.random())):
                if work.kinds.total() >= LEAST_ERRORS:
                    break
                self._plant(work, kind)

    def _plant_one(self, kind: str) -> None:
        most = MOST_ERRORS - (kind not in DEPARTED)
        for work in sorted(self.works, key=lambda work: (work.kinds.total(), self.rng.random())):
            if work.kinds.total() < most and self._plant(work, kind):
                break

    def _plant(self, work: Work, kind: str) -> bool:
        excluded = any(kind in one and not one.isdisjoint(work.kinds) for one in NOT_BOTH)
        if excluded or work.kinds[kind] >= (2 if kind in TWICE else 1) or not self._try(work, kind):
            return False
        work.kinds[kind] += 1
        self.planted[kind] += 1
        return True

    def _try(self, work: Work, kind: str) -> bool:
        if kind not in INSERTED:
            return work.depart(kind) if kind in DEPARTED else change(work, kind)
        wordings = self.wordings[kind]
        wording = wordings[self.planted[kind] % len(wordings)]
        few = "{单}" in wording and len(work.text.articles) < 25
        return work.text.day >= INSERTED[kind].get("since", "") and not few and work.insert(kind, wording)

    def put_harmless(self) -> None:
        """Put in three or four lawful sentences in each text."""
        sentences = cycle(self.rng.sample(TABLES["harmless"], len(TABLES["harmless"])))
        for work in self.works:
            for _ in range(self.rng.choice((3, 4, 4))):
                rules, sentence = next(sentences)
                work.harmless(sentence, rules)


def planted(data: Path, texts: int, seed: int) -> Iterator[tuple[str, str, list[Row]]]:
    """The name, the words and the rows of each text."""
    rng, everything = Random(seed), read_all(data)
    chosen = choose(everything, Library(data / "laws"), texts, rng)
    works = [Work(text, rng, near, everything) for text, near in chosen]
    planter = Planter(works, rng)
    planter.plant()
    planter.put_harmless()
    for work in sorted(works, key=lambda work: work.text.path.name):
        yield work.text.path.name, *work.finish()


write = writer(planted)
"""Plant in so many regulations: the rows of errors, those of lawful sentences."""


if __name__ == "__main__":
    run_injector(__doc__, write)
