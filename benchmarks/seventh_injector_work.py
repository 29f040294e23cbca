"""Planting of the seventh injector in one text: where a sentence can go, marks around what is planted, the text of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from random import Random

from benchmarks.injector_files import Row
from benchmarks.injector_numerals import numeral
from benchmarks.seventh_injector_laws import Departure
from benchmarks.seventh_injector_text import ITEM, MARK, TABLES, Text, fill

OPEN, CLOSE = "\ue000", "\ue001"
FIRST = 0xE100
"""What is planted stands between two characters until the text is written; the one after the first says of which row."""
MARKED = re.compile(f"{OPEN}(.)(.*?){CLOSE}", re.S)
CHANGES = TABLES["changes"]


class Work:
    """A text while errors are planted in it."""

    def __init__(self, text: Text, rng: Random, near: dict[str, list[Departure]], others: Sequence[Text]) -> None:
        self.text, self.rng, self.near, self.others = text, rng, near, others
        self.lines = list(text.lines)
        self.used: set[int] = set()
        """Articles that something was planted in, by their place from 0."""
        self.rows: list[Row] = []
        self.kinds: Counter[str] = Counter()
        """How often each kind was planted."""

    @property
    def last(self) -> int:
        """The place of the last article."""
        return len(self.text.articles) - 1

    def words(self, article: int) -> str:
        """The lines of an article as they are now."""
        return "\n".join(self.lines[line] for line in self.text.articles[article].lines)

    def free(self, first: int = 2) -> list[int]:
        """Articles that nothing was planted in, from one to the last but one."""
        return [article for article in range(first, self.last) if article not in self.used]

    def mark(self, words: str, row: Row) -> str:
        """The words with marks that say of which row they are."""
        self.rows.append(row)
        return f"{OPEN}{chr(FIRST + len(self.rows) - 1)}{words}{CLOSE}"

    def changed(self, kind: str, original: str, why: str = "") -> Row:
        """The row of a change of the text's own words."""
        about = CHANGES[kind]
        return _row(kind, about["rules"], about["tier"], original, why or about["why"])

    def replace(self, article: int, line: int, span: tuple[int, int], new: str, row: Row) -> None:
        """Put marked words in the place of others."""
        words = self.lines[line]
        self.lines[line] = words[: span[0]] + self.mark(new, row) + words[span[1] :]
        self.used.add(article)

    def depart(self, kind: str) -> bool:
        """Depart from a clause of a law that the text nearly copies."""
        found = [near for near in self.near.get(kind, ()) if near.article not in self.used]
        if not found:
            return False
        near = self.rng.choice(found)
        row = _row(kind, near.rules, 2, near.original, near.why)
        new = self.rng.choice(near.new) if isinstance(near.new, list) else near.new
        row["higher"] = [near.clause.title, near.clause.article]
        self.replace(near.article, near.line, (near.start, near.end), new, row)
        return True

    def insert(self, kind: str, sentence: str) -> bool:
        """Put in a sentence of a kind."""
        about = TABLES["insert"][kind]
        return self.append(about["place"], sentence, _row(kind, about["rules"], about["tier"], "", about["why"]))

    def harmless(self, sentence: str, rules: list[str]) -> bool:
        """Put in a lawful sentence that the rules must not be told of."""
        place = "pen" if re.search("罚|吊销|扣押", sentence) else "any"
        row = {"kind": "harmless", "not_rules": rules, "original": "", "why": "合法的表述，不应当报告"}
        return self.append(place, f"[[{sentence}]]", row)

    def append(self, place: str, sentence: str, row: Row) -> bool:
        """Put a sentence behind the last line of an article, or a 款 of its own."""
        free = self._places(place)
        if not free:
            return False
        article = self.rng.choice(free)
        self.used.add(article)
        filled = self._fill(sentence)
        if filled is None:
            self.used.discard(article)
            return False
        head, *middle, tail = re.split(r"\[\[|\]\]", filled)
        number = self.text.articles[article].lines[-1]
        line = self.lines[number]
        whole = line.endswith("。") and not ITEM.match(line) and filled.endswith("。")
        alone = "前款" not in filled and "下列" not in line
        gap = "" if whole and alone and self.rng.random() < 0.45 else "\n\n"
        self.lines[number] = line + gap + head + self.mark("".join(middle), row) + tail
        return True

    def _places(self, place: str) -> list[int]:
        free, count = self.free(), len(self.text.articles)
        penal = [article for article in free if self._is_penal(article)]
        plain = [article for article in free if article not in penal]
        if place == "end":
            late = [article for article in plain if article >= count - 6]
            return late or [article for article in free if article > count * 0.7]
        if place == "pen":
            return penal or [article for article in free if article > count // 2]
        return [article for article in plain if "下列" not in self.words(article)] or plain

    def _is_penal(self, article: int) -> bool:
        chapter = re.sub("[ \u3000]", "", self.text.articles[article].chapter)
        return "法律责任" in chapter or "罚款" in self.words(article)

    def _fill(self, sentence: str) -> str | None:
        """The sentence with its slots filled, nothing if the text has no article of one 款 left that it could name."""
        if "{越}" in sentence:
            sentence = sentence.replace("{越}", numeral(len(self.text.articles) + self.rng.randint(3, 14)))
        if "{单}" in sentence:
            single = [article for article in self.free() if len(self.text.articles[article].lines) == 1]
            if not single:
                return None
            named = self.rng.choice(single)
            self.used.add(named)
            sentence = sentence.replace("{单}", numeral(self.text.articles[named].number))
        return fill(self.text, sentence, self.rng)

    def finish(self) -> tuple[str, list[Row]]:
        """The words of the text without marks, and its rows with their places."""
        marked = re.sub("\n{3,}", "\n\n", self.text.head + MARK + "\n".join(self.lines))
        words, done = "", 0
        for match in MARKED.finditer(marked):
            words += marked[done : match.start()]
            row = self.rows[ord(match[1]) - FIRST]
            row["start"], row["end"] = len(words), len(words) + len(match[2])
            words, done = words + match[2], match.end()
        words += marked[done:]
        rows = ({"file": self.text.path.name, **row} for row in self.rows)
        return words, [{**row, "quote": words[row["start"] : row["end"]]} for row in rows]


def _row(kind: str, rules: list[str], tier: int, original: str, why: str) -> Row:
    return {"kind": kind, "rules": rules, "tier": tier, "original": original, "why": why}
