"""Planting of the fifth injector in one text: where a sentence can go, which wording fits it, marks around what is planted."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Mapping
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.fifth_injector_laws import Clause, NearCopy, copies, near
from benchmarks.fifth_injector_text import CHAPTER, HEAD, ITEM, MARK, Article, Text, pairs
from benchmarks.injector_files import Row

Uses = Counter[Hashable]
New = str | tuple[str, ...] | Callable[[re.Match[str]], str]
RULE, DOCUMENT = "K9", "K12"
"""A text that became a rule of a government, a normative document of one."""
OPEN, CLOSE, SHUT = 0xE000, 0xE400, 0xE800
"""Characters that enclose what is planted until the text is written."""
SINCE = re.compile(r"^~(<?)(\d{4}-\d\d-\d\d)~")
LONGEST_SUBJECT = 10


class Work:
    """A text while errors are planted in it."""

    def __init__(self, text: Text, rng: Random, laws: Path, uses: Uses, mode: str = "") -> None:
        self.text, self.rng, self.laws, self.uses, self.mode = text, rng, laws, uses, mode
        self.used: set[int] = set()
        """Articles that something has been planted in."""
        self.rows: list[Row] = []
        self.pairs = pairs(text.plain)
        self.contents: list[str] = []
        """A wrong table of contents."""
        self.repeated: set[tuple[str, str]] = set()
        """Articles of laws that a clause was copied from."""
        self._behind: defaultdict[int, list[str]] = defaultdict(list)
        self._near: list[NearCopy] | None = None
        self._copies: list[tuple[str, Clause]] | None = None

    @property
    def near(self) -> list[NearCopy]:
        """Lines of the text that are like a clause of a law, as they were when first asked for."""
        if self._near is None:
            self._near = near(self.text, self.laws)
        return self._near

    @property
    def copies(self) -> list[tuple[str, Clause]]:
        """Clauses of laws that the text could repeat."""
        if self._copies is None:
            self._copies = copies(self.text, self.laws)
        return self._copies

    @property
    def last(self) -> int:
        """Number of the last article, from 0."""
        return len(self.text.articles) - 1

    def line_of(self, article: int) -> str:
        """The first line of an article."""
        return self.text.lines[self.text.articles[article].first]

    def is_free_line(self, article: int) -> bool:
        """Whether the article is one line that nothing was planted in."""
        place = self.text.articles[article]
        return article not in self.used and place.first == place.last

    def mark(self, words: str, row: Row) -> str:
        """The words with marks that say of which row they are."""
        number = len(self.rows)
        self.rows.append(row)
        return f"{chr(OPEN + number)}{words}{chr(CLOSE + number)}"

    def replace(self, line: int, start: int, end: int, new: str, row: Row) -> None:
        """Put marked words in the place of others."""
        words = self.text.lines[line]
        self.text.lines[line] = words[:start] + self.mark(new, row) + words[end:]

    def append(self, article: int, line: str) -> None:
        """Put a 款 behind an article."""
        self._behind[article].append(line)
        self.used.add(article)

    def free(self, place: str) -> list[int]:
        """Articles that a sentence of the place can go behind."""
        found = [number for number, article in enumerate(self.text.articles) if self._takes(number, article, place)]
        if not found and place in ("penalty", "k9", "k12"):
            return self.free("defs" if place != "penalty" or self.mode else "duty")
        return found

    def _takes(self, number: int, article: Article, place: str) -> bool:
        lines = self.text.lines[article.first : article.last + 1]
        words, end = "\n".join(lines), lines[-1]
        if number in self.used or number in (0, self.last) or ITEM.match(end) or not end.endswith("。"):
            return False
        if "下列用语" in words or "含义" in words or CHAPTER.match(end):
            return False
        penal = bool(re.search("法律责任|罚则", article.chapter) or re.search("罚款|没收", words))
        if place == "penalty":
            return penal
        final = "附则" in article.chapter or "附 则" in article.chapter
        duty = place in ("duty", "k9", "k12") and not final and number > 2
        return not penal and (duty or place == "defs")

    def best(self, sentences: list[str], kind: str) -> str | None:
        """The sentence that fits the text best and was planted least."""
        found = []
        for number, sentence in enumerate(sentences):
            words = self._fitting(sentence)
            if words:
                own, times = pairs(re.sub("[«»$]", "", words)), self.uses[kind, number]
                likeness = len(own & self.pairs) / max(1, len(own))
                found.append((times * 0.12 - likeness, times, self.rng.random(), number, words))
        if not found:
            return None
        *_, number, words = min(found)
        self.uses[kind, number] += 1
        return words

    def _fitting(self, sentence: str) -> str:
        day = SINCE.match(sentence)
        if day:
            wrong = self.text.day > day[2] if day[1] else self.text.day < day[2]
            if not self.text.day or wrong:
                return ""
            sentence = sentence[day.end() :]
        if "$题" in sentence and len(self.text.subject) > LONGEST_SUBJECT:
            return ""
        shanghai = self.text.place == "上海市"
        other = "中共" in sentence and ("浙江省" if shanghai else "上海市") in sentence
        return "" if other else sentence

    def put(self, sentence: str, row: Row) -> str:
        """A sentence whose words in «» are marked; of several, from the first to the last."""
        head, *middle, tail = re.split("«(.*?)»", sentence)
        return head + self.mark("".join(middle), row) + tail

    def edit(self, pattern: str, new: New, row: Row, first: int = 1) -> bool:
        """Change one of the places of a pattern, outside of titles and quotations, from an article on."""
        found = [
            (number, line, match)
            for number, article in enumerate(self.text.articles[:-1])
            if number >= first and number not in self.used
            for line in range(article.first, article.last + 1)
            for match in _plain_matches(pattern, self.text.lines[line])
        ]
        if not found:
            return False
        number, line, match = self.rng.choice(found)
        words = self.rng.choice(new) if isinstance(new, tuple) else new if isinstance(new, str) else new(match)
        row["original"] = match[0]
        self.replace(line, *match.span(), words, row)
        self.used.add(number)
        return True

    def harmless(self, row: Mapping[str, Any], number: int) -> bool:
        """Put in a lawful sentence if the text has a place for it."""
        article = self._place_of_harmless(row)
        if article is None or self._out_of_place(row):
            return False
        told = {"kind": "harmless", "not_rules": row["not_rules"], "why": row["why"], "original": ""}
        self.append(article, self.mark(self.text.fill(row["text"], self.rng), told))
        self.uses["harmless", number] += 1
        return True

    def _place_of_harmless(self, row: Mapping[str, Any]) -> int | None:
        if row["place"] == "final":
            return self.last if self.is_free_line(self.last) and not self.mode else None
        places = self.free(row["place"])
        return self.rng.choice(places) if places else None

    def _out_of_place(self, row: Mapping[str, Any]) -> bool:
        words, text = row["text"], self.text
        return bool(
            (self.mode and row["place"] == "penalty")
            or ("$题" in words and len(text.subject) > LONGEST_SUBJECT)
            or ("C10" in row["not_rules"] and (text.place != "上海市" or self.mode))
            or ("2018年" in words and text.day < "2018-12-01")
            or ("2020年12月31" in words and text.day < "2021-01-01")
            or ("省人民政府决定" in words and text.place == "上海市")
            or ("（以下简称行政处罚法）" in words and "行政处罚法" in text.plain)
        )

    def finish(self) -> tuple[str, list[Row]]:
        """The text without its marks, and the rows with their places."""
        behind = {self.text.articles[number].last: lines for number, lines in self._behind.items()}
        body = list(self.contents)
        for number, line in enumerate(self.text.lines):
            body += [line, *behind.get(number, [])]
        text, places = _without_marks("\n\n".join([*self.text.header, MARK, *body]) + "\n")
        spans = [(places[OPEN + number], places[CLOSE + number]) for number in range(len(self.rows))]
        rows = zip(self.rows, spans, strict=True)
        return text, [{**row, "start": start, "end": end, "quote": text[start:end]} for row, (start, end) in rows]


def _plain_matches(pattern: str, line: str) -> list[re.Match[str]]:
    head = HEAD.match(line)
    return [m for m in re.finditer(pattern, line) if m.start() >= (head.end() if head else 0) and _is_open(line, m)]


def _is_open(line: str, match: re.Match[str]) -> bool:
    before = line[: match.start()]
    return before.count("《") <= before.count("》") and before.count("“") <= before.count("”")


def _without_marks(text: str) -> tuple[str, dict[int, int]]:
    places: dict[int, int] = {}
    kept: list[str] = []
    for sign in text:
        if OPEN <= ord(sign) < SHUT:
            places[ord(sign)] = len(kept)
        else:
            kept.append(sign)
    return "".join(kept), places
