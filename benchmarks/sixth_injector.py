"""The sixth injector: errors and lawful sentences planted in local regulations, in different articles of each text.

    python benchmarks/sixth_injector.py --data DIR --out DIR [--texts 60] [--seed 1]

Written on 2026-11-23 by an author who had seen only the reference book of the field and the data (regulations below
``local/``, laws below ``laws/``, clauses in ``gold/``), neither the program nor the other injectors; brought into this
form afterwards, with the same texts for the same seed. ``benchmarks/sixth_injector.yaml`` holds the author's sentences
and words.

Each text gets eight to twelve errors of 60 kinds, those that few texts have a place for and those planted least first,
and three or four lawful sentences with the rules that must not be told of them. Departures from a law are made in a 款
that is nearly a copy of one of its clauses, or in such a copy that is put in. Beside the texts stand ``truth.jsonl`` and
``harmless.jsonl``, one planted place a line.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from rapidfuzz import fuzz

from benchmarks.injector_files import run_injector, writer
from benchmarks.sixth_injector_changes import KINDS as CHANGED
from benchmarks.sixth_injector_changes import changes
from benchmarks.sixth_injector_departures import KINDS as DEPARTED
from benchmarks.sixth_injector_departures import Departure, departures
from benchmarks.sixth_injector_laws import NEAR, Clause, Library
from benchmarks.sixth_injector_text import TABLES, Text, fill, read
from benchmarks.sixth_injector_work import Near, Row, Taken, Work

INSERTED = TABLES["insert"]
KINDS = (*INSERTED, *DEPARTED, *CHANGED)
WIDEST = 640
"""At most so many texts are looked at for departures."""
ERRORS_OF_TEXT = 10.4
MOST_DEPARTURES = 5
MOST_OF_ARTICLE = 2
"""So often an article of a law is departed from in the same way."""
SCARCE = 20
"""A kind that fewer texts have a place for goes first, until it was planted ``ENOUGH`` times."""
ENOUGH = 10
FINES = ("amount-changed", "fine-discretion")
TAKEN_ALWAYS = (*FINES, "exception-removed")
TAKEN_WITHOUT_FINE = ("modality-hardened", "period-changed", "organ-changed")
NOT_TAKEN = re.compile("本法第|本条例第|前款|前条|国务院|本条|国家|全国|[0-9]|^（|省、自治区")
"""What a clause that is put in must not hold."""
OWN_WORDS = 75
"""A text that has words so like a clause (0–100) has no need of it."""
SHORTEST_TAKEN, LONGEST_TAKEN = 36, 170
NOT_BOTH = ({"no-effective-date", "effective-before-adoption"}, {"article-number", "chapter-number"})
"""Of these kinds a text gets only one."""
CITED = re.compile("《([^《》]+)》")


def choose(data: Path, texts: int, rng: Random, library: Library) -> list[tuple[Text, list[Near]]]:
    """The texts, half of them by lot and half with many kinds of departure, each with the departures it can be given."""
    paths = sorted(path for path in (data / "local").rglob("*.md") if not path.name.startswith("_"))
    rng.shuffle(paths)
    pool: dict[str, tuple[Text, list[Near]]] = {}
    for path in paths:
        name = re.sub(r"\(.*", "", path.stem)
        text = None if name in pool or "决定" in name else read(path)
        if text and text.is_sound():
            pool[name] = text, list(near_departures(text, library))
        if len(pool) >= max(texts, min(10 * texts, WIDEST)):
            break
    found = list(pool.values())
    supply = Counter(kind for _, near in found for kind in _kinds(near))
    half, rest = found[: texts // 2], found[texts // 2 :]
    rest.sort(key=lambda one: -sum(1 / supply[kind] for kind in sorted(_kinds(one[1]))))
    chosen = half + rest[: texts - len(half)]
    rng.shuffle(chosen)
    return chosen


def _kinds(near: Iterable[Near]) -> set[str]:
    return {one.departure.kind for one in near}


def near_departures(text: Text, library: Library) -> Iterator[Near]:
    """The departures that the text's own near copies of clauses can be given."""
    for article in text.articles[1:-1]:
        for line, end in article.lines:
            start = max(line, article.words)
            words = text.raw[start:end]
            copy = library.near(words) if len(words) >= 20 and not words.startswith("（") else None
            if copy and not _is_of_state(words, copy.clause):
                for departure in departures(words, copy.clause):
                    yield Near(article.index, start, departure, copy.clause, round(copy.ratio, 1))


def _is_of_state(words: str, clause: Clause) -> bool:
    """Whether the clause is about an organ of the state where the words are about another."""

    def only_clause(organ: str) -> bool:
        return organ in clause.words and organ not in words

    congress = only_clause("全国人民代表大会") and "地方各级" not in clause.words
    return congress or (only_clause("国务院") and bool(re.search("议事|立法", clause.title)))


def taken_departures(text: Text, library: Library) -> Iterator[Taken]:
    """Clauses of the laws that the text rests on, as they could be put in with a departure."""
    first = text.articles[0]
    for title in sorted(set(CITED.findall(text.title + text.words_of(first)))):
        for clause in library.of_title.get(title, ()):
            fits = SHORTEST_TAKEN <= len(clause.words) <= LONGEST_TAKEN and clause.words.endswith("。")
            if fits and not NOT_TAKEN.search(clause.words):
                yield from _taken(text, clause)


def _taken(text: Text, clause: Clause) -> Iterator[Taken]:
    words = re.sub("本法|本条例", text.self_name, clause.words)
    for departure in departures(words, clause):
        kind, alike = departure.kind, fuzz.ratio(departure.applied(words), clause.words) >= NEAR
        wanted = kind in TAKEN_ALWAYS or (kind in TAKEN_WITHOUT_FINE and "罚款" not in words)
        if wanted and alike and fuzz.partial_ratio(words, text.raw) < OWN_WORDS:
            yield Taken(words, departure, clause)


class Planter:
    """All texts while errors are planted in them: what was planted how often, which wording comes next."""

    def __init__(self, texts: int, rng: Random) -> None:
        self.rng = rng
        self.most = max(2, round(texts * ERRORS_OF_TEXT / len(KINDS)) + 1)
        """So often a kind is planted."""
        self.planted: Counter[str] = Counter()
        self.departed: Counter[tuple[str, str, str]] = Counter()
        """How often an article of a law was departed from in the same way."""
        self.orders = {kind: self._order(len(table["t"])) for kind, table in INSERTED.items()}
        """The wordings of each kind, the next one first."""
        self.harmless = self._order(len(TABLES["harmless"]))
        self.left: Counter[str] = Counter()
        """How many of the texts to come have a place for a kind in their own words."""

    def _order(self, count: int) -> list[int]:
        order = list(range(count))
        self.rng.shuffle(order)
        return order

    def plant(self, work: Work) -> None:
        """Plant eight to twelve errors."""
        wanted = self.rng.randint(8, 12)
        kinds = list(KINDS)
        self.rng.shuffle(kinds)
        kinds.sort(key=self._rank)
        for kind in kinds:
            if len(work.kinds) >= wanted:
                break
            excluded = any(kind in pair and work.kinds & pair for pair in NOT_BOTH)
            plant = self._depart if kind in DEPARTED else self._change_or_insert
            if self.planted[kind] < self.most and not excluded and plant(work, kind):
                work.kinds.add(kind)
                self.planted[kind] += 1

    def _rank(self, kind: str) -> int:
        """The lower the sooner."""
        scarce = kind not in INSERTED and kind in self.left and self.left[kind] < SCARCE
        return self.planted[kind] - (3 if scarce and self.planted[kind] < ENOUGH else 0)

    def _is_new(self, kind: str, clause: Clause) -> bool:
        return self.departed[kind, clause.title, clause.article] < MOST_OF_ARTICLE

    def _depart(self, work: Work, kind: str) -> bool:
        """Depart from a clause that the text nearly copies, else from one that is put in."""
        if len(work.kinds.intersection(DEPARTED)) >= MOST_DEPARTURES:
            return False
        near = [n for n in work.near if n.departure.kind == kind and self._is_new(kind, n.clause)]
        near = [n for n in near if n.article not in work.used]
        if not near:
            return self._take(work, kind)
        chosen = self.rng.choice(near)
        work.depart(chosen, self._row(chosen.departure, chosen.clause, chosen.ratio))
        return True

    def _take(self, work: Work, kind: str) -> bool:
        taken = [t for t in work.taken if t.departure.kind == kind and self._is_new(kind, t.clause)]
        taken = [t for t in taken if t.clause.words not in work.put_in]
        if not taken:
            return False
        chosen = self.rng.choice([t for t in taken if ("罚款" in t.words) == (kind in FINES)] or taken)
        article = work.place("L" if "罚款" in chosen.words else "N")
        if article is None:
            return False
        departure, clause = chosen.departure, chosen.clause
        row = self._row(departure, clause, round(fuzz.ratio(departure.applied(chosen.words), clause.words), 1))
        work.take(article, chosen, {**row, "original": chosen.words[departure.start : departure.end]})
        return True

    def _row(self, departure: Departure, clause: Clause, ratio: float) -> Row:
        """The row of a departure; counts it."""
        self.departed[departure.kind, clause.title, clause.article] += 1
        return {
            "kind": departure.kind,
            "rules": departure.rules,
            "tier": 3 if departure.rules[0] in ("A07", "A08") else 2,
            "why": f"{departure.why}：{clause.title}{clause.article}“{clause.words[:120]}”",
            "higher": [clause.title, clause.article],
            "ratio": ratio,
        }

    def _change_or_insert(self, work: Work, kind: str) -> bool:
        """Change words of the text, or put in a sentence if the kind has any."""
        made = [change for change in work.made.get(kind, ()) if change.article not in work.used]
        if kind == "law-not-full-name" and self.rng.random() >= 0.6:
            made = []
        if not made or (kind in INSERTED and self.rng.random() >= 0.5):
            return kind in INSERTED and self._insert(work, kind)
        article = self.rng.choice(sorted({change.article for change in made}, key=str))
        change = self.rng.choice([change for change in made if change.article == article])
        row = {"kind": kind, "rules": change.rules, "tier": 1, "original": change.original, "why": change.why}
        work.change(change, row)
        return True

    def _insert(self, work: Work, kind: str) -> bool:
        table = INSERTED[kind]
        article = work.place(table.get("at", "N")) if table.get("after", 0) <= work.text.year else None
        number = self._next_wording(kind, work.text)
        if article is None or number is None:
            return False
        self.orders[kind].remove(number)
        self.orders[kind].append(number)
        filled = fill(work.text, table["t"][number], self.rng)
        if kind == "law-name-wrong" and re.search(f"《(中华人民共和国)?{work.text.subject}", filled.words):
            return False
        row = {"kind": kind, "rules": table["rules"], "tier": table["tier"], "original": "", "why": table["why"]}
        work.append(article, filled, {**row, "template": f"{kind}/{number}"})
        return True

    def _next_wording(self, kind: str, text: Text) -> int | None:
        """The wording planted longest ago; of laws to be named only one that the text does not name yet."""
        wordings = INSERTED[kind]["t"]
        for number in self.orders[kind]:
            law = CITED.search(wordings[number])
            if not INSERTED[kind].get("law") or (law and law[1] not in text.raw):
                return number
        return None

    def put_harmless(self, work: Work) -> None:
        """Put in three or four lawful sentences."""
        for _ in range(self.rng.randint(3, 4)):
            article = work.place("N")
            if article is None:
                break
            number = self.harmless.pop(0)
            self.harmless.append(number)
            rules, sentence = TABLES["harmless"][number]
            row = {"kind": "harmless", "not_rules": rules.split(","), "original": "", "why": f"合法语句：{sentence}"}
            work.append(article, fill(work.text, sentence, self.rng), {**row, "template": f"h/{number}"})


def planted(data: Path, texts: int, seed: int) -> Iterator[tuple[str, str, list[Row]]]:
    """The name, the words and the rows of each text."""
    rng, library = Random(seed), Library(data)
    chosen = choose(data, texts, rng, library)
    planter = Planter(texts, rng)
    works = [
        Work(text, rng, changes(text, library, rng), near, list(taken_departures(text, library)))
        for text, near in chosen
    ]
    planter.left.update(kind for work in works for kind in work.available)
    for work in works:
        planter.plant(work)
        planter.put_harmless(work)
        planter.left.subtract(work.available)
        yield work.finish()


write = writer(planted)
"""Plant in so many regulations: the rows of errors, those of lawful sentences."""


if __name__ == "__main__":
    run_injector(__doc__, write)
