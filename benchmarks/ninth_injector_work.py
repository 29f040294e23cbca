"""Planting of the ninth injector in one text: where a sentence can go, which words become others, the text of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random
from typing import Any, NamedTuple

from benchmarks.injector_files import Row
from benchmarks.ninth_injector_laws import NearCopies
from benchmarks.ninth_injector_text import CHANGES, Article, Text, fill, is_quoted

MARKS = re.compile(r"\[\[|\]\]")
ON_TOP, BEHIND = 0.4, 0.4
"""So often a sentence that can stand at the top does, and one that can go on a line does."""
LONGEST_LINE = 160
"""A line from that length on is not gone on with."""
DEFINES = re.compile("是指|下列用语|含义")
PENAL, NO_DUTY = re.compile("罚款|处罚|责令"), re.compile("罚款|处罚|处分|追究")
NOT_BEHIND = re.compile("不得|禁止|严禁|依照|《|“|除外|：|法律|按照|处罚|罚款")
"""What a line must not say that a sentence is put behind."""
NOWHERE = {"start": 0, "end": 0, "quote": ""}


class Place(NamedTuple):
    """Where in a line something was planted, and its row."""

    start: int
    end: int
    row: Row


class Found(NamedTuple):
    """A place of an expression in the text."""

    article: Article
    line: int
    match: re.Match[str]


class Work:
    """A text while errors are planted in it; nothing is planted twice in an article."""

    def __init__(self, text: Text, near: NearCopies, rng: Random) -> None:
        self.text, self.near, self.rng = text, near, rng
        self.lines = list(text.lines)
        self.laws = set(text.laws)
        """The titles that it names by now."""
        self.used: set[int] = set()
        """Numbers of the articles that something was planted in."""
        self.dropped: set[int] = set()
        """Numbers of the lines that are left out."""
        self.kinds: list[str] = []
        """What was planted."""
        self._changed: dict[int, Place] = {}
        self._behind: dict[int, tuple[str, Place]] = {}
        self._top: list[tuple[str, Place]] = []

    def free(self) -> list[Article]:
        """Articles that nothing was planted in, without the first two and the last two."""
        return [article for article in self.text.articles[2:-2] if article.number not in self.used]

    def is_untouched(self, lines: list[int]) -> bool:
        """Whether these lines are as they were."""
        return all(self.lines[line] == self.text.lines[line] for line in lines)

    def found(self, pattern: str) -> list[Found]:
        """The places of an expression in the free articles, outside of titles and quotations."""
        return [
            Found(article, line, match)
            for article in self.free()
            for line in article.lines
            if self.is_untouched([line])
            for match in re.finditer(pattern, self.lines[line])
            if not is_quoted(self.lines[line], match.start())
        ]

    def change(self, kind: str, line: int, span: tuple[int, int], new: str, **fields: Any) -> None:
        """Put words in the place of others; the row tells ``fields`` in another way than the table does."""
        start, end = span
        words, about = self.lines[line], CHANGES[kind] | {"original": self.lines[line][start:end]} | fields
        self.lines[line] = words[:start] + new + words[end:]
        self._changed[line] = Place(start, start + len(new), self._row(kind, about))
        self.kinds.append(kind)

    def insert(self, kind: str, about: dict[str, Any], sentence: str, **made: str) -> bool:
        """Put in a sentence of a kind."""
        row = self._row(kind, {key: about[key] for key in ("rules", "tier", "why")} | {"original": ""})
        is_inserted = self._put(fill(self.text, sentence, **made), about["site"], row)
        self.kinds += [kind] * is_inserted
        return is_inserted

    def harmless(self, rules: list[str], sentence: str, why: str) -> bool:
        """Put in a lawful sentence that the rules must not be told of."""
        row = {
            "file": self.text.path.name,
            "kind": "harmless",
            "not_rules": rules,
            **NOWHERE,
            "original": "",
            "why": why,
        }
        return self._put(fill(self.text, sentence), "any", row)

    def _row(self, kind: str, about: dict[str, Any]) -> Row:
        head = {"file": self.text.path.name, "kind": kind, "rules": about["rules"], "tier": about["tier"], **NOWHERE}
        return head | {"original": about["original"], "why": about["why"]} | about

    def _put(self, sentence: str, site: str, row: Row) -> bool:
        """Put a sentence at the top of the text, behind the last line of an article, or as a 款 of its own."""
        before, marked, after = MARKS.split(sentence)
        words, start = before + marked + after, len(before)
        if site == "line" and self.rng.random() < ON_TOP and not self._top:
            self._top.append((words, Place(start, start + len(marked), row)))
            return True
        articles = self._articles(site)
        if not articles:
            return False
        article = self.rng.choice(articles)
        self.used.add(article.number)
        last = article.lines[-1]
        if site == "any" and self._goes_on(article) and self.rng.random() < BEHIND:
            line = self.lines[last].rstrip()
            self.lines[last], start = line + words, len(line) + start
            self._changed[last] = Place(start, start + len(marked), row)
        else:
            self._behind[last] = words, Place(start, start + len(marked), row)
        return True

    def _articles(self, site: str) -> list[Article]:
        """The articles that a sentence can go to."""
        text, free = self.text, [a for a in self.free() if not DEFINES.search(self.text.of_article(a))]
        if site == "last":
            last = text.articles[-2]
            return free[-3:] if last.number in self.used else [last]
        if site == "penalty":
            late = [article for article in free if article.number > len(text.articles) // 2]
            return [a for a in late if PENAL.search(text.of_article(a))] or free[len(free) // 2 :]
        return [a for a in free if not NO_DUTY.search(text.of_article(a))] or free

    def _goes_on(self, article: Article) -> bool:
        """Whether a sentence can be put behind the only line of an article."""
        last = article.lines[-1]
        line = self.text.lines[last].strip()
        is_plain = line.endswith("。") and len(line) < LONGEST_LINE and not NOT_BEHIND.search(line)
        return is_plain and len(article.lines) == 1 and last not in self.near and self.is_untouched([last])

    def finish(self) -> tuple[str, list[Row]]:
        """The words of the text, and its rows with their places."""
        lines: list[str] = []
        rows: list[Row] = []
        at = 0
        for line, place in self._parts():
            if place:
                start, end, row = place
                rows.append(row | {"start": at + start, "end": at + end, "quote": line[start:end]})
            lines.append(line)
            at += len(line) + 1
        return "\n".join(lines), rows

    def _parts(self) -> Iterator[tuple[str, Place | None]]:
        """The lines and the sentences between them, with what was planted in each."""
        for number, line in enumerate(self.lines):
            if number in self.dropped:
                continue
            yield line, self._changed.get(number)
            behind = [self._behind[number]] if number in self._behind else []
            for sentence in (self._top if number == self.text.body - 1 else []) + behind:
                yield "", None
                yield sentence
