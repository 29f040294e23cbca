"""Planted sentences of the fourth injector: errors that stand in a sentence of their own, and lawful sentences.

A sentence goes behind an article that speaks of the same things, as a 款 of its own or at the end of the last one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any, TypeVar

from benchmarks.fourth_injector_base import NUMERAL, TABLES, Edit, Line, numeral, value
from benchmarks.fourth_injector_scene import Scene, any_of, fill, place_for

KINDS: Mapping[str, Mapping[str, Any]] = {kind["name"]: kind for kind in TABLES["sentences"]}
SPECIAL: Mapping[str, Mapping[str, Any]] = TABLES["special"]
NOT_NORMATIVE = frozenset({"condition", "law_cite_wrong", "law_cite_noart", "law_cite_nopara", "internal_ref_ins"})
"""Kinds that a normative document does not get, beside those that need a regulation."""
JOINED = 0.35
"""Share of sentences put at the end of the last 款."""
TERM = re.compile(f"(?:之日起|后|应当在|应当于)[^，。；元]{{0,10}}?({NUMERAL}(?:个工作日|日))(?:内|以内)")
Option = TypeVar("Option")


@dataclass(frozen=True)
class Tally:
    """What has been planted in all texts so far, so that kinds and phrasings come up equally often."""

    kinds: Counter[str] = field(default_factory=Counter)
    phrasings: Counter[tuple[str, object]] = field(default_factory=Counter)

    def least(self, rng: Random, kind: str, options: Sequence[Option], keys: Sequence[object] = ()) -> Option:
        """One of the options used least so far, by their keys or else by their numbers.

        >>> tally = Tally()
        >>> sorted(tally.least(Random(1), "kind", ["甲", "乙", "丙"]) for _ in range(3))
        ['丙', '乙', '甲']
        """
        named = [(kind, key) for key in (keys or range(len(options)))]
        fewest = min(self.phrasings[key] for key in named)
        chosen = rng.choice([i for i, key in enumerate(named) if self.phrasings[key] == fewest])
        self.phrasings[named[chosen]] += 1
        return options[chosen]


def insertion(
    scene: Scene, kind: str, template: str, place: str, rules: Sequence[str], why: str, **more: str
) -> Edit | None:
    """The sentence behind an article of the place, else of any duty."""
    line = place_for(scene, place)
    if line is None and place not in ("penalty", "final"):
        line = place_for(scene, "duty")
    if line is None:
        return None
    sentence = fill(scene, template, **more)
    joined = not line.is_item and scene.rng.random() < JOINED and place != "penalty" and not sentence.startswith("前款")
    gap = "" if joined else "\n\n"
    return Edit(kind, tuple(rules), why, line.paragraph, line.end, line.end, gap + sentence, len(gap))


def suits(scene: Scene, needs: Sequence[str]) -> bool:
    """Whether the text is of the sort that a kind needs."""
    return not (
        ("normative" in needs and not scene.normative)
        or ("regulation" in needs and scene.normative)
        or ("market" in needs and not scene.market)
    )


def kinds_for(scene: Scene) -> list[str]:
    """The kinds of plain sentences that the text can take."""
    untrue = {kind for kind, words in TABLES["not_with"].items() if any_of(words).search(scene.title)}
    return [name for name, kind in KINDS.items() if name not in untrue and suits(scene, kind["needs"])]


def plain(scene: Scene, name: str, tally: Tally) -> Edit | None:
    """A sentence of a kind of :data:`KINDS`."""
    kind = KINDS[name]
    template = tally.least(scene.rng, name, kind["templates"])
    return insertion(scene, name, template, kind["place"], kind["rules"], kind["why"])


def repealed_law(scene: Scene, tally: Tally) -> Edit | None:
    """A law that had been repealed when the text was made."""
    name, kind = "law_cite_repealed", SPECIAL["law_cite_repealed"]
    templates = [row["text"] for row in kind["templates"] if scene.day >= row["since"]]
    if not templates:
        return None
    place = "any" if scene.normative else kind["place"]
    return insertion(scene, name, tally.least(scene.rng, name, templates), place, kind["rules"], kind["why"])


def wrong_article(scene: Scene, tally: Tally) -> Edit | None:
    """What a law says, with the number of another article."""
    name, kind = "law_cite_wrong", SPECIAL["law_cite_wrong"]
    row = tally.least(scene.rng, name, kind["templates"])
    wrong = scene.rng.choice([number for number in range(3, 70) if number != value(row["right"])])
    why = kind["why"].format(right=row["right"])
    return insertion(scene, name, row["text"], kind["place"], kind["rules"], why, wrong=numeral(wrong))


def wrong_paragraph(scene: Scene, tally: Tally) -> Edit | None:
    """A 款 or 项 that the article of the law does not have."""
    name, kind = "law_cite_nopara", SPECIAL["law_cite_nopara"]
    template = tally.least(scene.rng, name, kind["templates"])
    return insertion(scene, name, template, kind["place"], kind["rules"], kind["why"])


def terms_of(scene: Scene) -> list[tuple[Line, str]]:
    """The lines with the only period of their article."""
    found = []
    for line in scene.text.lines:
        terms = TERM.findall(scene.text.articles[line.article].text)
        if line.article >= 1 and not line.is_item and len(terms) == 1 and terms[0] in line.text:
            found.append((line, terms[0]))
    return found


def contradiction(scene: Scene, tally: Tally) -> Edit | None:
    """Another period for what an article of the text says."""
    name, kind, rng = "contradict", SPECIAL["contradict"], scene.rng
    found = terms_of(scene)
    if not found:
        return None
    line, old = rng.choice(found)
    opening = re.match(NUMERAL, old)
    assert opening
    number = value(opening[0])
    other = numeral(rng.choice([number * 2, number * 3, number + 15, number + 7]))
    term = other + ("个工作日" if "工作日" not in old and rng.random() < 0.5 else "日")
    first, second = kind["rules"]
    rules = [first, "W17", second] if "工作" in term + old else [first, second]
    more = {"number": numeral(line.number), "old_term": old}
    why = kind["why"].format(**more)
    template = tally.least(rng, name, kind["templates"])
    return insertion(scene, name, template, kind["place"], rules, why, term=term, **more)


def condition(scene: Scene, tally: Tally) -> Edit | None:
    """A condition more than the law has for a licence that the text is about."""
    name, kind = "condition", SPECIAL["condition"]
    rows = TABLES["licences"]
    licence = next((row["licence"] for row in rows if any_of(row["words"]).search(scene.title)), None)
    if not licence:
        return None
    template = tally.least(scene.rng, name, kind["templates"])
    rules = kind["rules"] + [rule for word, rule in kind["also"].items() if word in template]
    return insertion(scene, name, template, kind["place"], rules, kind["why"], licence=licence)


def former_organ(scene: Scene, tally: Tally) -> Edit | None:
    """A body by the name that it had before the reforms of 2018."""
    name, kind = "old_organ_ins", SPECIAL["old_organ_ins"]
    if scene.day < "2020-01":
        return None
    template = tally.least(scene.rng, name, kind["templates"])
    return insertion(scene, name, template, kind["place"], kind["rules"], kind["why"])


SPECIAL_EDITS: Mapping[str, Callable[[Scene, Tally], Edit | None]] = {
    "law_cite_repealed": repealed_law,
    "law_cite_wrong": wrong_article,
    "law_cite_nopara": wrong_paragraph,
    "contradict": contradiction,
    "condition": condition,
    "old_organ_ins": former_organ,
}


def out_of_place(scene: Scene, row: Mapping[str, Any]) -> bool:
    """Whether a lawful sentence would not be lawful or would have no sense in the text."""
    text = row["text"]
    if scene.normative and (row["place"] == "penalty" or "行政处罚法" in text):
        return True
    if "W08" in row["not_rules"] and "奖" not in scene.text.text and "表彰" not in scene.text.text:
        return True
    return "{actor}招用" in text and not scene.market


def harmless(scene: Scene, row: Mapping[str, Any]) -> Edit | None:
    """A lawful sentence; its rules are those that must not be told of it."""
    return insertion(scene, "harmless", row["text"], row["place"], row["not_rules"], "合法的对照表述")
