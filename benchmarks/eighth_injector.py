"""The eighth injector: errors and lawful sentences planted in local regulations, in different articles of each text.

    python benchmarks/eighth_injector.py --data DIR --out DIR [--texts 60] [--seed 1]

Written on 2026-11-23 by an author who had seen only the reference book of the field and the data (regulations below
``local/``, laws below ``laws/``), neither the program nor the other injectors; brought into this form afterwards, with
the same texts for the same seed. ``benchmarks/eighth_injector.yaml`` holds the author's sentences and words.

A run plants sixty kinds: departures from laws and what the buyer named always, of the others a sample by the seed. Half
of the texts or more have near copies of clauses of laws; each gets up to twelve errors and three or four lawful
sentences with the rules that must not be told of them. Beside the texts stand ``truth.jsonl`` and ``harmless.jsonl``,
one planted place a line.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.eighth_injector_edits import change
from benchmarks.eighth_injector_laws import KINDS as DEPARTED
from benchmarks.eighth_injector_laws import Library, Near, near_copies
from benchmarks.eighth_injector_text import TABLES, Text
from benchmarks.eighth_injector_work import CHANGES, INSERTED, Row, Work
from benchmarks.injector_files import run_injector, writer

KINDS = 60
"""Kinds of a run."""
COPIED = ("例外", "期限", "数额")
"""Departures that few texts have a place for: clauses are copied for them."""
MOST_DEPARTURES, MOST_WITH_COPIES = 5, 6
"""So many departures a text can get from its near copies, and with copied clauses besides."""
ERRORS_OF_TEXT, LEAST_OF_KIND = 10, 3
ROUNDS, MOST_TRIED = 12, 45
"""Each round plants one error in a text that has too few; so many kinds are tried."""
CIVIL_CODE = 2021
"""The year from which a lawful sentence can call older laws of civil law former ones."""


def choose(paths: list[Path], library: Library, texts: int) -> list[tuple[Text, list[Near]]]:
    """A fifth of the texts have near copies for seldom departures, half have any, the rest none."""
    scarce: list[tuple[Text, list[Near]]] = []
    rich: list[tuple[Text, list[Near]]] = []
    poor: list[tuple[Text, list[Near]]] = []
    for text in (text for text in map(Text, paths) if text.is_sound()):
        near = near_copies(text, library)
        is_rich = {found.departure.kind for found in near}.isdisjoint(COPIED)
        group = (rich if is_rich else scarce) if near else poor
        group.append((text, near))
    first, half = min(len(scarce), texts // 5), texts // 2
    chosen = scarce[:first] + rich[: half - first] + poor[: texts - half]
    return chosen + (rich[half - first :] + scarce[first:])[: texts - len(chosen)]


def kinds_of_run(rng: Random) -> list[str]:
    """The kinds that a run plants besides departures."""
    core = TABLES["core"]
    others = [kind for kind in dict.fromkeys((*INSERTED, *CHANGES)) if kind not in core]
    rng.shuffle(others)
    return list(dict.fromkeys((*core, *TABLES["also"], *others)))[: KINDS - len(DEPARTED)]


class Planter:
    """All texts while errors are planted in them: what was planted how often, which wording comes next."""

    def __init__(self, works: list[Work], kinds: list[str], rng: Random) -> None:
        self.works, self.kinds, self.rng = works, kinds, rng
        self.planted: Counter[str] = Counter()
        self.inserted: Counter[str] = Counter()
        self.wordings: dict[str, list[str]] = {}
        self.most = max(LEAST_OF_KIND, round(len(works) * ERRORS_OF_TEXT / KINDS) + 2)
        """How often each departure is planted."""

    def plant(self, library: Library) -> None:
        """Plant departures, the seldom ones first, then the other kinds about equally often."""
        have = Counter(kind for work in self.works for kind in {near.departure.kind for near in work.near})
        for kind in sorted(DEPARTED, key=lambda kind: have[kind]):
            for work in (work for _ in range(2) for work in self._mixed()):
                if self._has_room(work, kind, MOST_DEPARTURES) and work.depart(kind):
                    self._count(work, kind)
        for kind in COPIED:
            for work in self._mixed():
                free = self._has_room(work, kind, MOST_WITH_COPIES)
                if free and work.copy(kind, library.copies("".join(work.lines), kind)):
                    self._count(work, kind)
        self._plant_others()

    def _mixed(self) -> list[Work]:
        return self.rng.sample(self.works, len(self.works))

    def _has_room(self, work: Work, kind: str, most: int) -> bool:
        return self.planted[kind] < self.most and len(work.kinds) < most

    def _count(self, work: Work, kind: str) -> None:
        work.kinds.append(kind)
        self.planted[kind] += 1

    def _plant_others(self) -> None:
        order = self._mixed()
        self.wordings = {kind: self.rng.sample(about["s"], len(about["s"])) for kind, about in INSERTED.items()}
        for work in (work for _ in range(ROUNDS) for work in order if len(work.kinds) < work.wanted):
            for kind in self._seldom_first(work)[:MOST_TRIED]:
                if self._insert(work, kind) if kind in INSERTED else change(work, kind):
                    self._count(work, kind)
                    break

    def _seldom_first(self, work: Work) -> list[str]:
        """Kinds that the text can get, those that were planted least first: of a family, and of numbering, only one."""
        families = {kind[:3] for kind in work.kinds}
        numbered = any(family.startswith("S") for family in families)
        free = [kind for kind in self.kinds if kind[:3] not in families and not (numbered and kind.startswith("S"))]
        return sorted(free, key=lambda kind: (self.planted[kind], self.rng.random()))

    def _insert(self, work: Work, kind: str) -> bool:
        """Put in the next sentence of a kind, or make the error of the text's own words."""
        if work.text.year < INSERTED[kind].get("since", 0) or is_excused(work, kind):
            return False
        if kind in CHANGES and self.rng.random() < 0.5 and change(work, kind):
            return True
        wordings = self.wordings[kind]
        is_inserted = work.insert(kind, wordings[self.inserted[kind] % len(wordings)])
        self.inserted[kind] += is_inserted
        return is_inserted

    def put_harmless(self) -> None:
        """Put in three or four lawful sentences in each text."""
        sentences = cycle(self.rng.sample(TABLES["harmless"], len(TABLES["harmless"])))
        for work in self.works:
            for _ in range(self.rng.randint(3, 4)):
                rules, sentence, why = next(sentences)
                if "C01" in rules and work.text.year < CIVIL_CODE:
                    rules, sentence, why = next(sentences)
                work.harmless(rules, sentence, why)


def is_excused(work: Work, kind: str) -> bool:
    """Whether a kind is no error in a text: it has appendices, is of another rank, or amends."""
    appended = kind == "S12" and "附件" in work.words
    of_other_rank = kind == "A46" and work.text.self_name == "本规则"
    return appended or of_other_rank or (kind == "C08" and "修正案" in work.text.title)


def planted(data: Path, texts: int, seed: int) -> Iterator[tuple[str, str, list[Row]]]:
    """The name, the words and the rows of each text."""
    rng = Random(seed)
    paths = [path for path in sorted((data / "local").rglob("*.md")) if not path.name.startswith("_")]
    rng.shuffle(paths)
    kinds, library = kinds_of_run(rng), Library(data / "laws")
    chosen = choose(paths, library, texts)
    rng.shuffle(chosen)
    works = [Work(text, near, rng) for text, near in chosen]
    planter = Planter(works, kinds, rng)
    planter.plant(library)
    planter.put_harmless()
    for work in works:
        yield work.text.path.name, *work.finish()


write = writer(planted)
"""Plant in so many regulations: the rows of errors, those of lawful sentences."""


if __name__ == "__main__":
    run_injector(__doc__, write)
