"""A regulation while the eleventh injector plants in it: free articles, marks in the words, the rows that tell of them.

The lines of the text are changed as they are. Each planted place stands between two marks, which are taken out at the
end: so the places need not be moved when more is planted before them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from random import Random
from typing import TypeVar

from benchmarks.eleventh_injector_laws import Library, Near
from benchmarks.eleventh_injector_text import TABLES, Article, Text
from benchmarks.injector_files import Row
from benchmarks.injector_numerals import numeral, with_check

T = TypeVar("T")
FIRST_MARK = 0xF0000
"""Marks are characters of private use: two for each row, in the order of the rows."""
DEFINES = re.compile("本(条例|办法|规定|细则)(所称|中下列|下列用语)|的含义")
LIABILITY = re.compile("罚款|责令|处分|法律责任|依法追究|吊销")
TIER_OF: dict[str, int] = {rule: tier for tier, rules in TABLES["tiers"].items() for rule in rules.split()}
LAST_TIER = 3
BIRTH_YEARS, MOBILES = (1958, 2000), 10**8
SHORT, ITEMS = 2, range(3, 10)
"""So many 款 at most, and so many 项, has an article that a provision is named of that there is not."""
Turns = Counter[tuple[object, ...]]
"""How often each sentence was put in and each clause taken over, in all texts."""


@dataclass
class Work:
    """A regulation, the clauses that it nearly copies, and what is planted so far."""

    text: Text
    near: list[Near]
    library: Library
    rng: Random
    turns: Turns
    rows: list[Row] = field(default_factory=list)
    referred: frozenset[int] = field(init=False)
    """The numbers of articles that the text refers to, before anything was planted."""

    def __post_init__(self) -> None:
        self.referred = self.text.own_references

    def mixed(self, things: Iterable[T]) -> list[T]:
        """The things in any order."""
        mixed = list(things)
        self.rng.shuffle(mixed)
        return mixed

    def free(self, is_liability: bool | None = None) -> list[Article]:
        """The articles in any order that can be changed; of liability or not, if there are such ones."""
        free = [article for article in self.text.articles[2:-1] if _is_open(article)]
        if is_liability is not None:
            fit = [
                article for article in free if bool(LIABILITY.search(article.body + article.heading)) == is_liability
            ]
            free = fit or free
        return self.mixed(free)

    def mark(self, words: str) -> str:
        """The words of the next row, between its marks."""
        first = FIRST_MARK + 2 * len(self.rows)
        return f"{chr(first)}{words}{chr(first + 1)}"

    def plant(self, kind: str, rules: Iterable[str], original: str, why: str, **more: object) -> bool:
        """Tell of the error whose words were marked last."""
        rules = list(rules)
        what = {"kind": kind, "rules": rules, "tier": TIER_OF.get(rules[0], LAST_TIER)}
        return self._add(what, original, why, more)

    def plant_lawful(self, not_rules: Iterable[str], why: str, **more: object) -> bool:
        """Tell of the lawful words that were marked last."""
        return self._add({"kind": "harmless", "not_rules": list(not_rules)}, "", why, more)

    def _add(self, what: Row, original: str, why: str, more: dict[str, object]) -> bool:
        place = {"start": 0, "end": 0, "quote": ""}
        self.rows.append({"file": self.text.path.name, **what, **place, "original": original, "why": why, **more})
        return True

    def replace(self, article: Article, at: int, start: int, end: int, new: str) -> str:
        """Put words between marks in the place of others in a line; the others."""
        line = article.lines[at]
        article.lines[at] = line[:start] + self.mark(new) + line[end:]
        article.is_used = True
        return line[start:end]

    def fill(self, words: str) -> str:
        """A sentence with the words of the text."""
        for slot, word in self.text.slots.items():
            words = words.replace(slot, word)
        words = words.replace("{号}", self._identity()) if "{号}" in words else words
        words = words.replace("{机}", self._mobile()) if "{机}" in words else words
        return words.replace("{坏}", self._missing_provision()) if "{坏}" in words else words

    def _identity(self) -> str:
        district, year = self.rng.choice(TABLES["districts"].split()), self.rng.randint(*BIRTH_YEARS)
        month, day, order = self.rng.randint(1, 12), self.rng.randint(1, 28), self.rng.randint(1, 998)
        return with_check(f"{district}{year}{month:02}{day:02}{order:03}")

    def _mobile(self) -> str:
        return f"{self.rng.choice(TABLES['mobiles'].split())}{self.rng.randrange(MOBILES):08}"

    def _missing_provision(self) -> str:
        """A provision that the text has not; the article that it would belong to is not changed any more."""
        form = self.rng.choice(["article", "paragraph", "item"])
        if form == "article":
            return f"第{numeral(len(self.text.articles) + self.rng.randrange(2, 9))}条"
        inner = self.text.articles[1:-1]
        article = self.rng.choice([one for one in inner if len(one.paragraphs) <= SHORT and not one.is_used])
        article.is_used = True
        if form == "paragraph":
            return f"第{numeral(article.number)}条第{numeral(len(article.paragraphs) + self.rng.randrange(2, 4))}款"
        lists = [one for one in inner if not one.is_used and len(one.items) in ITEMS and len(one.paragraphs) == 1]
        if not lists:
            return f"第{numeral(article.number)}条第{numeral(len(article.paragraphs) + 2)}款"
        article = self.rng.choice(lists)
        article.is_used = True
        return f"第{numeral(article.number)}条第{numeral(len(article.items) + self.rng.randrange(2, 4))}项"

    def finish(self) -> tuple[str, list[Row]]:
        """The words without the marks, and the rows with their places there."""
        parts: list[str] = []
        places: dict[int, int] = {}
        size = 0
        for part in re.split(f"([{chr(FIRST_MARK)}-{chr(FIRST_MARK + 2 * len(self.rows))}])", self.text.whole):
            if len(part) == 1 and ord(part) >= FIRST_MARK:
                places[ord(part) - FIRST_MARK] = size
            else:
                parts.append(part)
                size += len(part)
        words = "".join(parts)
        for number, row in enumerate(self.rows):
            start, end = places[2 * number], places[2 * number + 1]
            row.update(start=start, end=end, quote=words[start:end])
        return words, self.rows


def _is_open(article: Article) -> bool:
    """Whether something can be planted in an article: not used, with words that are no definitions, in no annex."""
    has_words = bool(article.body.strip()) and not DEFINES.search(article.body)
    return has_words and not article.is_used and "附" not in article.heading
