"""What the sixth injector knows of laws: the clauses of those in force, and which of them a 款 is nearly a copy of."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple

from rapidfuzz import fuzz

from benchmarks.injector_files import STATE
from benchmarks.injector_numerals import numeral, value
from benchmarks.sixth_injector_text import ARTICLE, MARK, TABLES

EXCLUDED = frozenset(TABLES["exclude_laws"])
"""Laws whose stored text is no longer in force; of some the gold file has the clauses in force."""
FILE_NAME = re.compile(r"(.+?)\((\d{4}-\d\d-\d\d)\)$")
NEAR = 80
"""How alike a 款 and a clause of a law must be (0–100)."""
LEAST = 18
"""A clause shorter than this is no partner."""
GRAM = 6
COMMON = 80
"""A run of characters that so many clauses have says nothing."""
CANDIDATES = 6


class Clause(NamedTuple):
    """A clause of a law: title, label and words of its article."""

    title: str
    article: str
    words: str
    whole: str
    """All words of the article."""


class NearCopy(NamedTuple):
    """A clause that a 款 is like, and how alike they are."""

    clause: Clause
    ratio: float


def _grams(words: str) -> set[str]:
    """A fifth of the runs of six characters."""
    found = (words[i : i + GRAM] for i in range(len(words) - GRAM + 1))
    return {gram for gram in found if (ord(gram[0]) * 31 + ord(gram[3]) * 17 + ord(gram[5])) % 5 == 0}


def _lines(whole: str, title: str, article: str) -> Iterator[Clause]:
    for line in whole.split("\n"):
        if len(line.strip()) >= LEAST:
            yield Clause(title, article, line.strip(), whole)


class Library:
    """The clauses of the laws and administrative regulations in force."""

    def __init__(self, data: Path) -> None:
        self.names = {re.sub(r"\(.*", "", path.stem) for path in (data / "laws" / "法律").rglob("*.md")}
        """Names of all laws, without 中华人民共和国."""
        self.last_article: Counter[str] = Counter()
        """The number of the last article of a law, by its name without 中华人民共和国."""
        self.clauses: list[Clause] = []
        for name, path in sorted(_newest(data / "laws").items()):
            self._read(name, path)
        self.clauses += _of_gold(data / "gold" / "near-copy-clause.jsonl")
        self.of_title: defaultdict[str, list[Clause]] = defaultdict(list)
        self._with: defaultdict[str, list[int]] = defaultdict(list)
        for number, clause in enumerate(self.clauses):
            self.of_title[clause.title].append(clause)
            for gram in _grams(clause.words):
                self._with[gram].append(number)

    def _read(self, name: str, path: Path) -> None:
        raw = path.read_text("utf-8")
        title = raw.partition("\n")[0].lstrip("# ").strip() or name
        body = raw.split(MARK, 1)[-1]
        heads, bare = list(ARTICLE.finditer(body)), title.replace(STATE, "")
        for head, behind in zip_longest(heads, heads[1:]):
            end = behind.start() if behind else len(body)
            whole = re.split("^#", body[head.end() : end], maxsplit=1, flags=re.M)[0].strip()
            self.last_article[bare] = max(self.last_article[bare], value(head[2]))
            self.clauses += _lines(whole, title, head[1])

    def near(self, words: str) -> NearCopy | None:
        """The clause that the words are nearly a copy of."""
        rare = [gram for gram in _grams(words) if 0 < len(self._with.get(gram, ())) < COMMON]
        shared = Counter(number for gram in rare for number in self._with[gram])
        likely = sorted((-count, number) for number, count in shared.items() if count >= 2)[:CANDIDATES]
        ratios = [(fuzz.ratio(words, self.clauses[n].words, score_cutoff=NEAR), n) for _, n in likely]
        ratio, best = max(ratios, key=lambda found: found[0], default=(0, 0))
        return NearCopy(self.clauses[best], ratio) if ratio else None


def _newest(laws: Path) -> dict[str, Path]:
    """The newest version of each law and administrative regulation in force by its name."""
    found: dict[str, tuple[str, Path]] = {}
    for path in (path for kind in ("法律", "行政法规") for path in sorted((laws / kind).rglob("*.md"))):
        match = FILE_NAME.match(path.stem)
        if not match or "_index" in path.name:
            continue
        name, day = match.groups()
        if name in EXCLUDED or "修正案" in name or "决定" in name:
            continue
        if name not in found or found[name][0] < day:
            found[name] = day, path
    return {name: path for name, (_, path) in found.items()}


def _of_gold(path: Path) -> Iterator[Clause]:
    """Clauses in force of laws whose stored text is not."""
    seen = set()
    for line in path.read_text("utf-8").splitlines() if path.exists() else ():
        row = json.loads(line)
        first = row["gold"][0] if row["gold"] else {}
        place = first.get("key"), first.get("no")
        if first.get("key") in EXCLUDED and not first.get("zhi") and place not in seen:
            seen.add(place)
            yield from _lines(row["gold_text"], STATE + first["key"], f"第{numeral(first['no'])}条")
