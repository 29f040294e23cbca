"""What the ninth injector knows of laws: those in force, and which of their clauses the lines of a text nearly copy."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from rapidfuzz import fuzz

from benchmarks.injector_files import STATE, Clause
from benchmarks.ninth_injector_text import ARTICLE, TABLES, Text

FOLDERS = ("行政法规", "法律")
FILE_NAME = re.compile(r"(.+?)(?:[(（](\d{4}-\d\d-\d\d)[)）])?")
NOT_READ = frozenset(TABLES["not_read"])
NOT_A_LAW = re.compile("修正案|决定|刑法|编$")
LEAST_LINE, LEAST_CLAUSE = 18, 15
"""A shorter line or clause is no partner."""
GRAM, LEAST_GRAMS = 8, 3
"""A clause and a line are compared if they share so many runs of so many characters."""
NEAR_COPY = 80
"""How alike they must be (0–100)."""
SAYS_SOMETHING = re.compile("应当|不得|可以|日内|元|除外|部门|机关|人民政府")


class Near(NamedTuple):
    """A clause of a law that a line nearly copies, how alike they are, all words of the article."""

    clause: Clause
    ratio: float
    whole: str


NearCopies = Mapping[int, list[Near]]
"""The clauses that the lines of a text nearly copy, the likest first, by the number of the line."""


class Library:
    """The newest version of each law and administrative regulation that is surely in force."""

    def __init__(self, laws: Path) -> None:
        self.paths: dict[str, Path] = {}
        """Their files, by their names without 中华人民共和国."""
        for folder in FOLDERS:
            self.paths |= _newest(laws / folder)

    def last_article(self, name: str) -> int:
        """The number of the last article of a law."""
        return max(article.number for article in Text(self.paths[name]).articles)

    def near_copies(self, texts: Iterable[Text]) -> Mapping[Path, NearCopies]:
        """The near copies in each text, by its path."""
        lines = [line for text in texts for line in _lines(text)]
        index: defaultdict[str, list[int]] = defaultdict(list)
        for at, (_, _, words) in enumerate(lines):
            for gram in set(_grams(words)):
                index[gram].append(at)
        found: defaultdict[Path, defaultdict[int, list[Near]]] = defaultdict(lambda: defaultdict(list))
        for clause, whole in self._clauses():
            common = Counter(at for gram in _grams(clause.words) for at in index.get(gram, ()))
            for path, number, words in (lines[at] for at, grams in common.items() if grams >= LEAST_GRAMS):
                ratio = fuzz.ratio(words, clause.words, score_cutoff=NEAR_COPY)
                if ratio:
                    found[path][number].append(Near(clause, ratio, whole))
        for near in (near for lines_of_text in found.values() for near in lines_of_text.values()):
            near.sort(key=lambda near: -near.ratio)
        return found

    def _clauses(self) -> Iterator[tuple[Clause, str]]:
        """Each clause of each law, with all words of its article."""
        for name, path in self.paths.items():
            law = Text(path)
            for article in law.articles:
                words = [ARTICLE.sub("", law.lines[number].strip()) for number in article.lines]
                for line in words:
                    if len(line) >= LEAST_CLAUSE:
                        yield Clause(name, article.label, line), "\n".join(words)


def _newest(folder: Path) -> dict[str, Path]:
    newest: dict[str, tuple[str, Path]] = {}
    for path in sorted(folder.rglob("*.md")):
        match = FILE_NAME.fullmatch(path.stem)
        if match and not path.name.startswith("_"):
            name, day = match[1].replace(STATE, ""), match[2] or ""
            if name not in newest or day > newest[name][0]:
                newest[name] = day, path
    return {
        name: path for name, (_, path) in newest.items() if name not in NOT_READ and not NOT_A_LAW.search(name)
    }  # fmt: skip


def _grams(words: str) -> Iterator[str]:
    return (words[at : at + GRAM] for at in range(len(words) - GRAM + 1))


def _lines(text: Text) -> Iterator[tuple[Path, int, str]]:
    """The lines of a text that can be near copies."""
    for number in (number for article in text.articles for number in article.lines):
        words = ARTICLE.sub("", text.lines[number].strip())
        if len(words) >= LEAST_LINE and SAYS_SOMETHING.search(words):
            yield text.path, number, words
