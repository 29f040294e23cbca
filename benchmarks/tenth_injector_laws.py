"""Laws of the tenth injector: the newest texts, and the clauses that a regulation nearly copies or could take over."""

from __future__ import annotations

import re
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

from rapidfuzz import fuzz, process

from benchmarks.injector_files import INFO_END, STATE, Clause, title_of
from benchmarks.tenth_injector_text import ARTICLE, ITEM, SIGNS, TABLES, Text

NOT_SURE = frozenset(TABLES["laws_not_sure"].split())
NOT_TAKEN = re.compile(TABLES["laws_not_taken"])
LEAST_CLAUSE, LEAST_ALIKE = 25, 80
"""Shorter clauses, and those less alike (0–100), are not compared."""
LEAST_TAKEN, MOST_TAKEN, MOST_OFFERED = 35, 170, 40
TIED_TO_ITS_LAW = re.compile(
    rf"前[一二两三四]?款|前[一二两三]?条|前述|民族自治地方|起诉|第[{SIGNS}]+条|下列|国务院|本条|全国|本章|军|省、自治区|本法所"
    "|规定的期限|海关|人民法院|吊销|拘留|《|条例|该条|以下简称"
)


class Near(NamedTuple):
    """A paragraph (number of its article, its place there, its words) and the clause that it nearly copies."""

    article: int
    place: int
    words: str
    clause: Clause


class Library:
    """The newest text of each law whose state is sure."""

    def __init__(self, folder: Path) -> None:
        newest: dict[str, tuple[str, str, Path]] = {}
        for path in (*(folder / "法律").rglob("*.md"), *(folder / "行政法规").glob("*.md")):
            title, day = title_of(path)
            key = title.replace(STATE, "")
            if path.stem != "_index":
                newest[key] = max(newest.get(key, ("", "", path)), (day, str(path), path))
        self.paths = {title: path for title, (_, _, path) in newest.items() if title not in NOT_SURE}
        self.clauses = cache(self._clauses)

    def _clauses(self, title: str) -> list[Clause]:
        """The paragraphs of a law's articles."""
        found: list[Clause] = []
        label = ""
        for line in self.paths[title].read_text("utf-8").split(INFO_END, 1)[-1].split("\n"):
            words = line.strip()
            if not words or words.startswith("#"):
                continue
            if begins := ARTICLE.match(words):
                label, words = begins[1], words[begins.end() :]
            if label:
                found.append(Clause(title, label, words))
        return found


class Higher:
    """The laws that a regulation names."""

    def __init__(self, text: Text, library: Library) -> None:
        self.text, self.library = text, library
        named = {title.replace(STATE, "") for title in re.findall("《([^《》]*)》", text.raw)}
        self.laws = sorted(title for title in named if title in library.paths)

    @cached_property
    def near(self) -> list[Near]:
        """The paragraphs that nearly copy a clause, each with the one that it is most like."""
        clauses = [
            clause for law in self.laws for clause in self.library.clauses(law) if len(clause[2]) >= LEAST_CLAUSE
        ]
        own = [(at, place, words) for at, place, words in self._paragraphs() if len(words) >= LEAST_CLAUSE]
        if not own or not clauses:
            return []
        alike = process.cdist(
            [words for _, _, words in own], [clause.words for clause in clauses],
            scorer=fuzz.ratio, score_cutoff=LEAST_ALIKE,
        )  # fmt: skip
        best = [int(row.argmax()) for row in alike]
        pairs = zip(own, best, alike, strict=True)
        return [Near(*paragraph, clauses[at]) for paragraph, at, row in pairs if row[at] >= LEAST_ALIKE]

    def _paragraphs(self) -> list[tuple[int, int, str]]:
        articles = range(1, len(self.text.articles) - 1)
        places = [(at, place) for at in articles for place in range(len(self.text.articles[at].paragraphs))]
        return [(at, place, self.text.paragraph(at, place)) for at, place in places]

    def taken_over(self, pattern: str) -> list[Clause]:
        """Whole clauses with such words that a regulation could take over as they are."""
        found: list[Clause] = []
        for law in (law for law in self.laws if not NOT_TAKEN.search(law)):
            before = "。"
            for clause in self.library.clauses(law):
                if before[-1] in "。；：" and re.search(pattern, clause.words) and _stands_alone(clause.words):
                    found.append(clause)
                before = clause.words
        return found


def _stands_alone(words: str) -> bool:
    """Whether a clause can be read without its law.

    >>> _stands_alone("经营者应当在十日内向所在地的主管部门报送上一年度的检测结果，并且妥善保存其原始记录备查。")
    True
    """
    is_whole = words[0] not in "，。；、" and words.endswith("。") and not ITEM.match(words)
    return is_whole and LEAST_TAKEN <= len(words) <= MOST_TAKEN and not TIED_TO_ITS_LAW.search(words)
