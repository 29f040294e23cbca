"""Planting of the sixth injector in one text: which articles are free, what was put where, the text that comes of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from random import Random
from typing import NamedTuple

from benchmarks.injector_files import Row
from benchmarks.sixth_injector_changes import Change
from benchmarks.sixth_injector_departures import Departure
from benchmarks.sixth_injector_laws import Clause
from benchmarks.sixth_injector_text import Article, Filled, Text

FIELDS = (
    "file", "kind", "rules", "not_rules", "tier", "start", "end", "quote", "original", "why", "higher", "ratio",
    "template",
)  # fmt: skip
AROUND = 4
"""So many characters on both sides of a place say where something was left out."""
NO_PLACE = re.compile("所称|是指|下列用语|施行|\n（")
"""What an article that a sentence is put in must not hold."""
NO_PLAIN_CHAPTER = re.compile("法律责任|附则|总则|附[ \u3000]则|总[ \u3000]则")


class Near(NamedTuple):
    """A departure that a 款 of an article can be given: where the 款 begins, the clause it is like, how alike."""

    article: int
    start: int
    departure: Departure
    clause: Clause
    ratio: float


class Taken(NamedTuple):
    """A departure in the words of a clause of a law that can be put in."""

    words: str
    departure: Departure
    clause: Clause


class Edit(NamedTuple):
    """New words for a place of the text; which of them are the error, and its row."""

    start: int
    end: int
    new: str
    first: int
    last: int
    row: Row


class Work:
    """A text while errors are planted in it."""

    def __init__(
        self, text: Text, rng: Random, made: Mapping[str, list[Change]], near: list[Near], taken: list[Taken]
    ) -> None:
        self.text, self.rng, self.made, self.near, self.taken = text, rng, made, near, taken
        self.kinds: set[str] = set()
        """What was planted."""
        self.used: set[int] = set()
        """Articles that something was planted in."""
        self.put_in: set[str] = set()
        """Words of clauses that were put in."""
        self.edits: list[Edit] = []

    @property
    def available(self) -> set[str]:
        """Kinds that the text's own words can be given."""
        return {*self.made, *(near.departure.kind for near in self.near)}

    def place(self, at: str) -> Article | None:
        """A free article of the chapter of penalties (L), the last chapter (F) or any other (N)."""
        found = self._ends() if at == "F" else self._places(at)
        return self.rng.choice(found) if found else None

    def _ends(self) -> list[Article]:
        last = self.text.articles[-1].chapter
        return [a for a in self.text.articles[-4:] if self._is_open(a) and a.chapter == last]

    def _is_open(self, article: Article) -> bool:
        return article.index not in self.used and self.text.last_line(article).endswith("。")

    def _places(self, at: str) -> list[Article]:
        text = self.text
        free = [a for a in text.articles[2:-1] if self._is_open(a) and len(a.lines) <= 4]
        free = [a for a in free if not NO_PLACE.search(text.words_of(a))]
        if at == "L":
            penalties = [a for a in free if "法律责任" in a.chapter]
            if not penalties and not text.has_penalties:
                penalties = [a for a in free if a.index > len(text.articles) * 0.6] or free
            if penalties:
                return penalties
        return [a for a in free if not NO_PLAIN_CHAPTER.search(a.chapter)] or free

    def append(self, article: Article, filled: Filled, row: Row) -> None:
        """Put a sentence behind the last line of an article, or a 款 of its own."""
        at = article.lines[-1][1]
        joined = self.rng.random() < 0.4 and len(article.lines) < 4 and "违反" not in self.text.last_line(article)
        gap = "" if joined else "\n\n"
        self._put(article.index, Edit(at, at, gap + filled.words, len(gap) + filled.start, len(gap) + filled.end, row))

    def take(self, article: Article, taken: Taken, row: Row) -> None:
        """Put a clause of a law with a departure behind an article."""
        at, departure = article.lines[-1][1], taken.departure
        words, first = departure.applied(taken.words), departure.start
        last = first + len(departure.new)
        if not departure.new:
            first, last = max(0, first - AROUND), min(len(words), first + AROUND)
        self.put_in.add(taken.clause.words)
        self._put(article.index, Edit(at, at, "\n\n" + words, first + 2, last + 2, row))

    def change(self, change: Change, row: Row) -> None:
        """Change words of the text."""
        self._put(change.article, Edit(change.start, change.end, change.new, 0, change.marked, row))

    def depart(self, near: Near, row: Row) -> None:
        """Change words of a 款; where words are left out, those around them are the error."""
        raw, article, new = self.text.raw, self.text.articles[near.article], near.departure.new
        start, end = near.start + near.departure.start, near.start + near.departure.end
        row["original"] = raw[start:end]
        if not new:
            first = max(start - AROUND, article.words, raw.rfind("\n", 0, start) + 1)
            behind = raw[end : min(end + AROUND, article.end)].split("\n")[0]
            new = raw[first:start] + behind
            start, end = first, end + len(behind)
        self._put(near.article, Edit(start, end, new, 0, len(new), row))

    def _put(self, article: int, edit: Edit) -> None:
        self.edits.append(edit)
        self.used.add(article)

    def finish(self) -> tuple[str, str, list[Row]]:
        """The name, the words and the rows of the text."""
        name = re.sub(r'[\\/:*?"<>|]', "_", self.text.path.name)
        text, done, rows = "", 0, []
        for edit in sorted(self.edits, key=lambda edit: edit[:2]):
            text += self.text.raw[done : edit.start]
            first, last = len(text) + edit.first, len(text) + edit.last
            text += edit.new
            done = edit.end
            row = {**edit.row, "file": name, "start": first, "end": last, "quote": text[first:last]}
            rows.append({field: row[field] for field in FIELDS if field in row})
        return name, text + self.text.raw[done:], rows
