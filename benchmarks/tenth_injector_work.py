"""A regulation of the tenth injector while errors are planted in it: free articles, edits, the rows that tell of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from random import Random
from typing import NamedTuple, TypeVar

from benchmarks.injector_files import Row
from benchmarks.injector_numerals import with_check
from benchmarks.injector_text import han
from benchmarks.tenth_injector_laws import Higher
from benchmarks.tenth_injector_text import ITEM, TABLES, Text

T = TypeVar("T")
MARKS = re.compile("[«»]")
OWN_PARAGRAPH = 0.6
"""Such a share of the sentences behind a full paragraph is a paragraph of its own."""
BEYOND = (2, 9)
"""So much higher than the last article is the number of one that there is not."""
BIRTH_YEARS = (1955, 1999)


class Edit(NamedTuple):
    """A replacement in the untouched text."""

    start: int
    end: int
    new: str


@dataclass
class Planted:
    """What a row is told of: from a place in the words of one edit to a place in those of another one."""

    row: Row
    first: int
    start: int
    last: int
    end: int


@dataclass
class Work:
    """A regulation, its laws, and what is planted so far."""

    text: Text
    higher: Higher
    rng: Random
    takes_over: bool = False
    """Whether clauses of laws may be taken over."""
    used: set[int] = field(default_factory=set)
    """The articles that nothing more is planted in."""
    edits: list[Edit] = field(default_factory=list)
    planted: list[Planted] = field(default_factory=list)

    @property
    def kinds(self) -> set[str]:
        """The kinds that were planted."""
        return {planted.row["kind"] for planted in self.planted}

    def free(self, first: int = 2) -> list[int]:
        """The articles from one on that something can be planted in."""
        return [at for at in self.text.open_articles if at >= first and at not in self.used]

    def mixed(self, things: Iterable[T]) -> list[T]:
        """The things in any order."""
        mixed = list(things)
        self.rng.shuffle(mixed)
        return mixed

    def row(self, kind: str, rules: Iterable[str], tier: int, why: str, original: str = "") -> Row:
        """What is told of a planted error, but where it stands."""
        return {
            "file": self.text.path.name, "kind": kind, "rules": list(rules), "tier": tier, "original": original, "why": why,
        }  # fmt: skip

    def edit(self, start: int, end: int, new: str) -> int:
        """Replace words; the number of the edit."""
        self.edits.append(Edit(start, end, new))
        return len(self.edits) - 1

    def plant(self, article: int, edit: Edit, row: Row, marked: tuple[int, int] | None = None) -> bool:
        """Replace words of an article by an error, which stands there or in a part of it."""
        self.used.add(article)
        number = self.edit(*edit)
        start, end = marked or (0, len(edit.new))
        self.planted.append(Planted(row, number, start, number, end))
        return True

    def plant_all(self, edits: list[Edit], row: Row, article: int | None = None) -> bool:
        """Make edits one behind the other that are one error, of an article or of none."""
        self.used |= set() if article is None else {article}
        numbers = [self.edit(*edit) for edit in edits]
        self.planted.append(Planted(row, numbers[0], 0, numbers[-1], len(edits[-1].new)))
        return True

    def insert(self, words: str, row: Row, place: str, *, is_paragraph: bool = False) -> bool:
        """Put words behind an article («…» is what the row is told of), on a line of their own or not."""
        articles = self._places(place)
        if not articles:
            return False
        article = self.rng.choice(articles)
        start, end = self.text.articles[article].paragraphs[-1]
        last = self.text.raw[start:end]
        is_paragraph = is_paragraph or bool(ITEM.match(last)) or not last.endswith("。")
        lead = "\n\n" if is_paragraph or self.rng.random() < OWN_PARAGRAPH else ""
        before, within = (MARKS.sub("", words[: words.find("«")]), MARKS.sub("", words[: words.rfind("»")]))
        marked = (len(lead + before), len(lead + within))
        return self.plant(article, Edit(end, end, lead + MARKS.sub("", words)), row, marked)

    def _places(self, place: str) -> list[int]:
        """Free articles of the chapter of liability (``p``; without one near the end) or of the others (``g``)."""
        free = self.free()
        liability = [at for at in free if self.text.articles[at].is_liability]
        if place == "p":
            late = [] if self.text.has_liability else free[-max(1, len(free) // 3) :]
            return liability or late or free[-5:]
        return [at for at in free if at not in liability] or free

    def fill(self, words: str) -> str | None:
        """A sentence with the words of the text; none if it has no place for it."""
        for slot, word in self.text.slots.items():
            words = words.replace(slot, word)
        if "{超条}" in words:
            words = words.replace("{超条}", han(len(self.text.articles) + self.rng.randint(*BEYOND)))
        if "{单条}" in words:
            short = [at for at in self.free() if len(self.text.articles[at].paragraphs) == 1]
            if not short:
                return None
            article = self.rng.choice(short)
            self.used.add(article)
            words = words.replace("{单条}", self.text.articles[article].label[1:-1])
        return self._fill_numbers(words)

    def _fill_numbers(self, words: str) -> str:
        if "{证号}" in words:
            words = words.replace("{证号}", self._identity())
        if "{手机}" in words:
            prefix = self.rng.choice(str(TABLES["mobiles"]).split())
            words = words.replace("{手机}", f"{prefix}{self.rng.randint(10**7, 10**8 - 1)}")
        return words

    def _identity(self) -> str:
        district, year = self.rng.choice(str(TABLES["districts"]).split()), self.rng.randint(*BIRTH_YEARS)
        month, day, order = self.rng.randint(1, 12), self.rng.randint(1, 28), self.rng.randint(1, 999)
        return with_check(f"{district}{year}{month:02}{day:02}{order:03}")

    def finish(self) -> tuple[str, list[Row]]:
        """The words with all edits, and the rows with their places there, the first one first."""
        parts: list[str] = []
        places: dict[int, int] = {}
        at = size = 0
        for number, edit in sorted(enumerate(self.edits), key=lambda pair: (pair[1].start, pair[0])):
            if edit.start < at:
                raise ValueError(f"{self.text.title}: edits overlap at {edit.start}")
            places[number] = size + edit.start - at
            parts += [self.text.raw[at : edit.start], edit.new]
            size, at = places[number] + len(edit.new), edit.end
        words = "".join([*parts, self.text.raw[at:]])
        rows = [_placed(planted, places, words) for planted in self.planted]
        return words, sorted(rows, key=lambda row: row["start"])


def _placed(planted: Planted, places: dict[int, int], words: str) -> Row:
    start, end = places[planted.first] + planted.start, places[planted.last] + planted.end
    return {**planted.row, "start": start, "end": end, "quote": words[start:end]}
