"""Planting of the eighth injector in one text: where a sentence can go, which words become others, the text of it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from random import Random
from typing import NamedTuple

from rapidfuzz import fuzz

from benchmarks.eighth_injector_laws import Copy, Near
from benchmarks.eighth_injector_text import ARTICLE, ITEM, TABLES, Article, Text, fill
from benchmarks.injector_files import Row

CHANGES, INSERTED, DEPARTED = TABLES["changes"], TABLES["insert"], TABLES["departures"]
AROUND = 6
"""So many characters on each side of words that are left out are the place of the error."""
NOT_BEHIND = re.compile("不得|禁止|除外|依照《|下列|可以不")
"""What a line must not say that a sentence is put behind."""
BEFORE = re.compile("前款|第一款")


class Place(NamedTuple):
    """Where in a line or in a sentence something was planted, and its row."""

    start: int
    end: int
    row: Row


class Work:
    """A text while errors are planted in it."""

    def __init__(self, text: Text, near: list[Near], rng: Random) -> None:
        self.text, self.near, self.rng = text, near, rng
        self.lines = list(text.lines)
        self.used: set[int] = set()
        """Numbers of the articles that something was planted in."""
        self.kinds: list[str] = []
        """What was planted."""
        self.wanted = rng.randint(8, 12)
        self._changed: defaultdict[int, list[Place]] = defaultdict(list)
        self._behind: defaultdict[int, list[tuple[str, Place]]] = defaultdict(list)

    @property
    def words(self) -> str:
        """Its lines as they are now."""
        return "\n".join(self.lines)

    def free(self) -> list[Article]:
        """Articles that nothing was planted in, without the first two and the last two."""
        return [article for article in self.text.articles[2:-2] if article.number not in self.used]

    def mixed(self) -> list[Article]:
        """The same in any order."""
        free = self.free()
        return self.rng.sample(free, len(free))

    def changed(self, kind: str) -> Row:
        """The row of a change of the text's own words."""
        return _row(kind, CHANGES[kind]["rules"], CHANGES[kind]["why"])

    def replace(self, line: int, span: tuple[int, int], new: str, row: Row) -> None:
        """Put words in the place of others."""
        start, end = span
        words = self.lines[line]
        original, words = words[start:end], words[:start] + new + words[end:]
        self.lines[line] = words
        if new:
            end = start + len(new)
        else:
            label = ARTICLE.match(words)
            start, end = max(label.end() + 1 if label else 0, start - AROUND), min(len(words), start + AROUND)
        self._changed[line].append(Place(start, end, {**row, "original": original}))

    def depart(self, kind: str) -> bool:
        """Depart from a clause of a law that the text nearly copies."""
        found = [near for near in self.near if near.departure.kind == kind and near.article not in self.used]
        if not found:
            return False
        near = self.rng.choice(found)
        row = _departed(near, near.ratio, is_amount="元" in self.lines[near.line])
        self.used.add(near.article)
        self.replace(near.line, (near.departure.start, near.departure.end), near.departure.new, row)
        return True

    def copy(self, kind: str, copies: list[Copy]) -> bool:
        """Copy a clause of a law into the text, with a departure; amounts stand among the penalties."""
        first_penalty = len(self.text.articles) * 0.6
        free = [article for article in self.free() if (article.number > first_penalty) == (kind == "数额")]
        if not copies or not free:
            return False
        copy, article = self.rng.choice(copies), self.rng.choice(free)
        self.used.add(article.number)
        words, (_, start, end, new) = copy.words, copy.departure
        row = _departed(copy, fuzz.ratio(words, copy.clause.words), is_amount="元" in new, how="，照抄的款")
        row |= {"original": words[start:end], "copied": True}
        words = words[:start] + new + words[end:]
        first, last = (start, start + len(new)) if new else (max(0, start - AROUND), min(len(words), start + AROUND))
        self._behind[article.last].append((words, Place(first, last, row)))
        return True

    def insert(self, kind: str, sentence: str) -> bool:
        """Put in a sentence of a kind."""
        row = {**_row(kind, INSERTED[kind]["rules"], INSERTED[kind]["why"]), "original": ""}
        return self._append(sentence, row, is_penal=kind in TABLES["penal"])

    def harmless(self, rules: list[str], sentence: str, why: str) -> bool:
        """Put in a lawful sentence that the rules must not be told of."""
        return self._append(sentence, {"kind": "harmless", "not_rules": rules, "why": why, "original": ""})

    def _append(self, sentence: str, row: Row, *, is_penal: bool = False) -> bool:
        """Put a sentence behind the last line of an article, or a 款 of its own."""
        filled = fill(self.text, sentence, self.rng)
        words = re.sub("[⟦⟧]", "", filled)
        start = filled.index("⟦")
        place = Place(start, start + len(re.sub("[⟦⟧]", "", filled[start : filled.rindex("⟧")])), row)
        free = self._places(is_penal)
        if not free:
            return False
        article = self.rng.choice(free)
        self.used.add(article.number)
        line = self.lines[article.last]
        has_items = any(ITEM.match(self.lines[number]) for number in article.lines)
        is_own = BEFORE.search(words) or has_items or self.rng.random() >= 0.35
        if is_own or not (line.endswith("。") and words.endswith("。")) or NOT_BEHIND.search(line):
            self._behind[article.last].append((words, place))
        else:
            moved = Place(len(line) + place.start, len(line) + place.end, row)
            self.lines[article.last] += words
            self._changed[article.last].append(moved)
        return True

    def _places(self, is_penal: bool) -> list[Article]:
        """Articles that a sentence can go to, seldom one between two that are used."""
        free = [article for article in self.free() if not self._is_between(article) or self.rng.random() >= 0.5]
        count = len(self.text.articles)
        first, end = (count * 0.62, count) if is_penal else (count * 0.1, count * 0.85)
        return [article for article in free if first < article.number < end] or free

    def _is_between(self, article: Article) -> bool:
        return {article.number - 1, article.number + 1} <= self.used

    def finish(self) -> tuple[str, list[Row]]:
        """The words of the text, and its rows with their places."""
        words, found = self.text.head, []
        for part, places in self._parts():
            found += [(len(words) + start, len(words) + end, row) for start, end, row in places]
            words += part
        return words, [
            {"file": self.text.path.name, **row, "start": start, "end": end, "quote": words[start:end]}
            for start, end, row in sorted(found, key=lambda place: place[0])
        ]

    def _parts(self) -> Iterator[tuple[str, list[Place]]]:
        """The lines and the sentences behind them, with the places in each, and the breaks between them."""
        for number, line in enumerate(self.lines):
            if number:
                yield "\n", []
            yield line, self._changed[number]
            for sentence, place in self._behind[number]:
                yield "\n\n", []
                yield sentence, [place]


def _departed(found: Near | Copy, ratio: float, *, is_amount: bool, how: str = "") -> Row:
    """The row of a departure."""
    kind, clause = found.departure.kind, found.clause
    rules = DEPARTED[kind]["rules"]
    rules = rules[:1] if kind == "数额" and not is_amount else rules
    why = f"{DEPARTED[kind]['why']}（《{clause.title}》{clause.article}{how}）"
    return {**_row(kind, rules, why), "higher": [clause.title, clause.article], "ratio": round(ratio, 1)}


def _row(kind: str, rules: list[str], why: str) -> Row:
    tier = next((tier for tier, of_tier in TABLES["tiers"].items() if rules[0] in of_tier), 3)
    return {"kind": kind, "rules": rules, "tier": tier, "why": why}
