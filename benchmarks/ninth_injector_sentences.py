"""Sentences that the ninth injector puts in: which wording comes next, what is made for each kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from random import Random
from types import MappingProxyType
from typing import Any, TypeVar

from benchmarks.injector_numerals import numeral, with_check
from benchmarks.ninth_injector_laws import STATE, Library
from benchmarks.ninth_injector_text import INSERTED, LISTS
from benchmarks.ninth_injector_work import Work

T = TypeVar("T")
Slots = dict[str, str] | None
"""What the slots of a sentence are filled with; nothing if the text has no place for the kind."""
SINCE = 3
"""Where a row of an article that moved holds the day from which it has its new number."""
NAMED_ANEW = "行政处罚法"
"""A law whose articles a text can name though it names the law already."""
LEAST_ITEMS = 3


class Turns:
    """Wordings in turn, so that each is used about equally often."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self._left: dict[str, list[Any]] = {}

    def next(self, kind: str, options: Sequence[T]) -> T:
        """The next of the options of a kind, in any order."""
        if not self._left.get(kind):
            self._left[kind] = list(options)
            self.rng.shuffle(self._left[kind])
        chosen: T = self._left[kind].pop()
        return chosen


def _one_of(work: Work, options: Sequence[str]) -> str:
    """One of the options, nothing if there are none."""
    return work.rng.choice(options) if options else ""


def _no_such_article_of_law(work: Work, library: Library) -> Slots:
    names = [name for name in LISTS["c04"] if name in library.paths and (name not in work.laws or name == NAMED_ANEW)]
    name = _one_of(work, names)
    if not name:
        return None
    work.laws.add(name)
    number = library.last_article(name) + work.rng.randint(20, 60)
    return {"C04": f"《{STATE}{name}》第{numeral(number)}条"}


def _repealed_law(work: Work, library: Library) -> Slots:
    day = work.text.day
    name = _one_of(work, [law for law, end in LISTS["oldlaws"].items() if day >= end and law not in work.laws])
    work.laws.add(name)
    return {"old": name} if name else None


def _short_name(work: Work, library: Library) -> Slots:
    names = [name for name in LISTS["shorts"] if name not in work.laws and name not in work.text.words]
    name = _one_of(work, names)
    work.laws.add(name)
    return {"short": name} if name else None


def _broken_title(work: Work, library: Library) -> Slots:
    """A title with a gap; one with the gap in the name of the state is no title that the text names."""
    names = {title: re.sub(rf"[《》\s]|{STATE}", "", title) for title in LISTS["gaptitles"]}
    title = _one_of(work, [title for title, name in names.items() if name not in work.laws])
    if not title:
        return None
    work.laws.add(names[title].replace(STATE, ""))
    return {"gaptitle": title}


def _old_institution(work: Work, library: Library) -> Slots:
    """The name of an organ that was no longer used for a year when the text was made."""
    day = work.text.day
    name = _one_of(work, [name for name, end in LISTS["oldorgs"].items() if f"{int(end[:4]) + 1}{end[4:]}" < day])
    return {"oldorg": name} if name else None


def _identity(work: Work, library: Library) -> Slots:
    rng = work.rng
    area, year, month, day = (
        rng.choice(LISTS["id_areas"]),
        rng.randint(1955, 2001),
        rng.randint(1, 12),
        rng.randint(1, 28),
    )
    return {"id": with_check(f"{area}{year}{month:02d}{day:02d}{rng.randint(1, 999):03d}")}


def _phone(work: Work, library: Library) -> Slots:
    rng = work.rng
    mobile = f"{rng.choice(('138', '139', '150', '177', '186', '199'))}{rng.randint(10**7, 10**8 - 1)}"
    name, number = rng.choice(("zhaozg", "sunlp", "huangwm")), rng.randint(100, 9999)
    return {"mobile": mobile, "mail": f"{name}{number}{rng.choice(('@163.com', '@qq.com', '@126.com'))}"}


def _item_of_text(work: Work, library: Library) -> Slots:
    """An item of the text without brackets, if its numbers are right."""
    if "paragraph_numbered" in work.kinds:
        return None
    references = []
    for article in work.text.articles[2:-2]:
        paragraphs = work.text.paragraphs(article)
        for lines in work.text.lists(article):
            if len(lines) >= LEAST_ITEMS:
                number = sum(line < lines[0] for line in paragraphs)
                paragraph = f"第{numeral(number)}款" if len(paragraphs) > 1 else ""
                item = f"第（{numeral(work.rng.randint(1, len(lines)))}）项"
                references.append(f"第{numeral(article.number)}条{paragraph}[[{item}]]")
    if not references or {"article_gap", "item_gap"} & set(work.kinds):
        return None
    return {"ref": work.rng.choice(references)}


MAKERS: Mapping[str, Callable[[Work, Library], Slots]] = MappingProxyType(
    {
        "wrong_article": _no_such_article_of_law,
        "repealed_law": _repealed_law,
        "wrong_law_name": lambda work, library: {"misname": work.rng.choice(LISTS["misnames"])},
        "short_law_name": _short_name,
        "replaced_regulation": lambda work, library: {"oldreg": work.rng.choice(LISTS["oldregs"])},
        "broken_title": _broken_title,
        "old_institution": _old_institution,
        "id_number": _identity,
        "phone": _phone,
        "bracket_item": _item_of_text,
    }
)
"""What makes the slots that the text does not fill (sentences of replaced regulations may name one themselves)."""


def _moved_article(work: Work, turns: Turns) -> bool:
    """An article by the number that it had before an amendment of the law."""
    rows = [row for row in INSERTED["moved_article"]["t"] if work.text.day >= row[SINCE]]
    if not rows:
        return False
    law, old, new, _, sentence = turns.next(f"moved_article {len(rows)}", rows)
    work.laws.add(law)
    about = INSERTED["moved_article"] | {"why": f"旧条号：现为第{numeral(new)}条"}
    return work.insert("moved_article", about, sentence, ref=f"[[《{STATE}{law}》第{numeral(old)}条]]")


def insert(work: Work, kind: str, turns: Turns, library: Library) -> bool:
    """Put in the next sentence of a kind, if the text has a place for it."""
    if kind == "moved_article":
        return _moved_article(work, turns)
    about = INSERTED[kind]
    if work.text.day < about.get("since", ""):
        return False
    slots = MAKERS[kind](work, library) if kind in MAKERS else {}
    return slots is not None and work.insert(kind, about, turns.next(kind, about["t"]), **slots)
