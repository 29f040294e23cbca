"""Sentences of the eleventh injector: those that are put in, the one that was used least first."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from benchmarks.eleventh_injector_text import DEFAULT_SUBJECT, INSERTED, ITEM, TABLES, Article, Text
from benchmarks.eleventh_injector_work import Work

Table = Mapping[str, Any]
MARKED = re.compile(r"\[\[(.+?)\]\]")
HARMLESS = "harmless"
OF_FIT, OF_SUBJECT = 2.5, 0.6
"""How much sooner a sentence comes whose words the text has, or that names its subject."""
WITHOUT_SUBJECT, BEFORE, AROUND, BEHIND = 0.5, 0.3, 0.5, 0.4
"""Such a share: of sentences about the subject left out where it is not known; of those with another one before, with
another one before or behind; of those that stand behind the words of an article and not in a 款 of their own."""
NOT_BEHIND = re.compile("[《》：]|前款|前两款|依照|罚款")


class Sentence(NamedTuple):
    """A sentence: its number among those of its kind, its words, and what else its author noted."""

    number: int
    words: str
    notes: Table

    @classmethod
    def of(cls, number: int, item: str | Table) -> Sentence:
        """A sentence as it stands in the tables."""
        return cls(number, item, {}) if isinstance(item, str) else cls(number, item["t"], item)


def put_in(work: Work, kind: str) -> bool:
    """Plant an error of a kind that the tables hold."""
    return _put_in(work, kind, INSERTED[kind])


def put_in_lawful(work: Work) -> bool:
    """Put in a lawful sentence, with the rules that must not be told of it."""
    return _put_in(work, HARMLESS, {"items": TABLES[HARMLESS]})


def _put_in(work: Work, kind: str, table: Table) -> bool:
    chosen = _chosen(work, kind, table)
    if not chosen:
        return False
    notes: Table = {**table, **chosen.notes}
    is_liability = notes.get("penal")
    free = work.free(is_liability)
    words = work.fill(chosen.words) if free else ""
    free = [article for article in free if not article.is_used]
    if not free:
        return False
    marked = MARKED.search(words)
    out = MARKED.sub(work.mark(marked[1]), words, count=1) if marked else work.mark(words)
    if kind != HARMLESS and "前款" not in words:
        out = _between_others(work, out, "_penal" if is_liability else "")
    _place(work, free[0], out)
    work.turns[kind, chosen.number] += 1
    if kind == HARMLESS:
        return work.plant_lawful(notes["not_rules"], notes["why"], template=chosen.number)
    return work.plant(kind, notes["rules"], "", notes["why"], template=chosen.number)


def _chosen(work: Work, kind: str, table: Table) -> Sentence | None:
    """The sentence that was put in least, and among those the one that fits the text best."""
    offered: list[tuple[float, float, Sentence]] = []
    for number, item in enumerate(table["items"]):
        sentence = Sentence.of(number, item)
        if not _is_too_young(sentence, table, work.text) and not _lacks_subject(sentence, work):
            names_subject = OF_SUBJECT * ("{题}" in sentence.words)
            rank = work.turns[kind, number] - OF_FIT * _fit(sentence, work.text) - names_subject
            offered.append((rank, work.rng.random(), sentence))
    return min(offered)[2] if offered else None


def _is_too_young(sentence: Sentence, table: Table, text: Text) -> bool:
    """Whether a text is older than what the sentence tells of."""
    since: int = sentence.notes.get("since", table.get("since", 0))
    return text.year < since


def _lacks_subject(sentence: Sentence, work: Work) -> bool:
    is_about_it = "{题}" in sentence.words and work.text.subject == DEFAULT_SUBJECT
    return is_about_it and work.rng.random() < WITHOUT_SUBJECT


def _fit(sentence: Sentence, text: Text) -> float:
    """What share of the sentence's pairs of characters the text has."""
    core = re.sub(r"[\[\]{}，。；、]", "", sentence.words)
    pairs = {core[at : at + 2] for at in range(len(core) - 1)}
    return sum(pair in text.original for pair in pairs) / max(1, len(pairs))


def _between_others(work: Work, words: str, place: str) -> str:
    """The words with a lawful sentence before or behind them, or without one."""
    share = work.rng.random()
    if share < BEFORE:
        return work.fill(work.rng.choice(TABLES[f"before{place}"])) + words
    if share < AROUND:
        return words + work.fill(work.rng.choice(TABLES[f"after{place}"]))
    return words


def _place(work: Work, article: Article, words: str) -> None:
    """Put words behind an article, in its only 款 or in one of their own."""
    last = article.filled[-1]
    line = article.lines[last].rstrip()
    can_follow = len(article.filled) == 1 and line.endswith("。") and not ITEM.match(line.strip())
    if can_follow and not NOT_BEHIND.search(line) and "前款" not in words and work.rng.random() < BEHIND:
        article.lines[last] = line + words
    else:
        article.lines[last + 1 : last + 1] = ["", words]
    article.is_used = True
