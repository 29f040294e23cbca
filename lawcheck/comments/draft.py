"""A draft opened for mapping: its clauses by eId, their texts as they are compared, and the indexes over them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from lawcheck.comments.grams import plain
from lawcheck.comments.lexical import GramIndex, build_cosine, build_index
from lawcheck.comments.lexicon import plain_words
from lawcheck.dense import Encoder, Floats
from lawcheck.document import Document, Number, Unit, UnitKind
from lawcheck.terms import load_lexicon

__all__ = ["Clause", "Draft", "open_draft"]

_ROOTS: Final = (UnitKind.ARTICLE, UnitKind.CLAUSE, UnitKind.ANNEX)
_HEADED: Final = (UnitKind.BOOK, UnitKind.PART, UnitKind.CHAPTER, UnitKind.SECTION)
SHINGLE: Final = 8  # characters that a comment must share with a clause in a row (domain.md 4.5)


_LINES: Final = 8  # lines, below which a text is a quotation
_LINE: Final = 10  # characters of a line that tells


class Clause(NamedTuple):
    """A unit that a person can point at. ``root`` is the eId of the article, annex or item of a notice that it belongs to
    (its own for these), ``heading``
    the chapter and section above it, ``text`` its words with those of all below it, ``own`` without them; ``heads`` tells
    that it is only the heading of what stands below it."""

    eid: str
    root: str
    kind: UnitKind
    label: str
    heading: str
    text: str
    own: str = ""
    heads: bool = False

    @property
    def shown(self) -> str:
        """The words that are this clause's alone: a part of a notice that only heads its list has no others, since each
        （一） of it is a clause by itself."""
        return self.own if self.heads else self.text


@dataclass(frozen=True, eq=False)
class Draft:
    """A draft and what finds its clauses; made by :func:`open_draft`, safe to share between threads once opened."""

    document: Document
    clauses: tuple[Clause, ...]
    encoder: Encoder | None = None

    def __repr__(self) -> str:
        return f"<Draft {self.document.title!r}: {len(self.roots)} clauses>"

    @cached_property
    def by_eid(self) -> dict[str, Clause]:
        """Clauses by eId."""
        return {clause.eid: clause for clause in self.clauses}

    @cached_property
    def roots(self) -> tuple[Clause, ...]:
        """Articles, annexes, the parts of a notice (一、) and their items (（一）), in reading order."""
        return tuple(clause for clause in self.clauses if clause.eid == clause.root)

    @cached_property
    def by_number(self) -> dict[Number, str]:
        """Roots by the number that people cite as 第…条: articles, or 一、二、 in a document without articles."""
        found: dict[Number, str] = {}
        for root in sorted(self.roots, key=lambda clause: clause.kind is not UnitKind.ARTICLE):
            number = self.document.by_eid[root.eid].number
            if number is not None and root.kind in (UnitKind.ARTICLE, UnitKind.CLAUSE):
                found.setdefault(number, root.eid)
        return found

    @cached_property
    def leaves(self) -> tuple[Clause, ...]:
        """The units below articles at which people point: 款 and 项, and roots that have none."""
        parents = {clause.root for clause in self.clauses if clause.eid != clause.root}
        return tuple(clause for clause in self.clauses if clause.eid not in parents or clause.kind not in _ROOTS)

    @cached_property
    def leaves_of(self) -> dict[str, tuple[int, ...]]:
        """Numbers of the leaves of each root."""
        found: dict[str, list[int]] = {}
        for number, leaf in enumerate(self.leaves):
            found.setdefault(leaf.root, []).append(number)
        return {root: tuple(numbers) for root, numbers in found.items()}

    @cached_property
    def below(self) -> dict[str, tuple[int, ...]]:
        """Numbers of the leaves straight below each clause: the 款 of an article, the 项 of a 款, the items of a part."""
        found: dict[str, list[int]] = {}
        for number, leaf in enumerate(self.leaves):
            above = "" if leaf.heads else leaf.eid.rpartition("__")[0]
            while clause := self.by_eid.get(above):
                found.setdefault(above, []).append(number)
                above = above.rpartition("__")[0] if clause.heads else ""
        return {eid: tuple(numbers) for eid, numbers in found.items()}

    @cached_property
    def leaf_roots(self) -> npt.NDArray[np.int64]:
        """For each root the number of its first leaf, since the leaves of a root follow each other."""
        return np.array([self.leaves_of[root.eid][0] for root in self.roots], dtype=np.int64)

    @cached_property
    def chapters(self) -> dict[str, tuple[str, ...]]:
        """Articles by the eId of the chapter, section … that they stand in."""
        return {
            unit.eid: tuple(below.eid for below in unit.walk() if below.kind is UnitKind.ARTICLE)
            for unit in self.document.containers
        }

    @cached_property
    def root_index(self) -> GramIndex:
        """BM25 of the roots, with headings and words that people use for those of the clause."""
        return build_index([f"{c.heading}。{c.shown}。{_spoken(plain(c.shown))}" for c in self.roots])

    @cached_property
    def cosine_index(self) -> GramIndex:
        """Cosine of the roots' own words."""
        return build_cosine([c.shown for c in self.roots])

    @cached_property
    def leaf_index(self) -> GramIndex:
        """Index of the leaves."""
        return build_index([f"{c.shown}。{_spoken(plain(c.shown))}" for c in self.leaves])

    @cached_property
    def root_vectors(self) -> Floats | None:
        """Vectors of the roots, with the title of the draft; None without an encoder."""
        title = self.document.title
        return self.encoder.passages([f"{title} {c.shown}" for c in self.roots]) if self.encoder else None

    @cached_property
    def plain_leaves(self) -> tuple[str, ...]:
        """The leaves' own words as they are compared."""
        return tuple(plain(clause.own) for clause in self.leaves)

    @cached_property
    def root_runs(self) -> tuple[frozenset[str], ...]:
        """Pairs of letters that each root has, to show what it shares with a comment."""
        return tuple(_runs(plain(clause.shown)) for clause in self.roots)

    @cached_property
    def spoken_runs(self) -> tuple[frozenset[str], ...]:
        """Pairs of letters of the words that people use for those of each root."""
        return tuple(_runs(plain(_spoken(plain(clause.shown)))) for clause in self.roots)

    @cached_property
    def chapter_names(self) -> re.Pattern[str]:
        """Names of chapters as people write them: 法律责任一章, “附则”这章."""
        names = {"".join(unit.heading.split()) for unit in self.document.containers} - {""}
        either = "|".join(map(re.escape, sorted(names))) or "(?!)"
        return re.compile(rf"[“《]?({either})[”》]?(?:这|那|的)?(?:一|整)?[章节]")

    @cached_property
    def shingles(self) -> dict[str, int]:
        """Every run of :data:`SHINGLE` characters that stands in one leaf only, and that leaf's number."""
        found: dict[str, int] = {}
        for number, text in enumerate(self.plain_leaves):
            for at in range(len(text) - SHINGLE + 1):
                run = text[at : at + SHINGLE]
                found[run] = number if found.get(run, number) == number else -1
        return {run: number for run, number in found.items() if number >= 0}

    def is_copied_in(self, text: str) -> bool:
        """Whether ``text`` is the draft itself, laid among the letters: every line of some length stands in it. One that
        somebody sends back with changes is not."""
        lines = [line.strip() for line in text.split("\n") if len(line.strip()) >= _LINE]
        return len(lines) >= _LINES and all(plain(line) in self.plain_text for line in lines)

    @cached_property
    def plain_text(self) -> str:
        """All of the draft as it is compared."""
        return plain(self.document.source.text)

    def label(self, target: str) -> str:
        """How a person cites a target; 全文 and 新增条款 are their own labels."""
        clause = self.by_eid.get(target)
        return clause.label if clause else target


def open_draft(document: Document, encoder: Encoder | None = None) -> Draft:
    """Prepare ``document`` for mapping comments to its clauses; nothing is stored, the indexes are made when needed.

    With an ``encoder`` (:func:`lawcheck.dense.open_encoder`) nearness of meaning counts beside nearness of words.

    >>> from lawcheck.document import parse
    >>> draft = open_draft(parse("某市停车条例\\n第一章　总则\\n第一条　有序停放。\\n第二条　禁止下列行为：\\n（一）占道；\\n（二）占绿。\\n"))
    >>> [(clause.eid, clause.label) for clause in draft.leaves]
    [('art_1__para_1', '第一条'), ('art_2__para_1', '第二条'), ('art_2__para_1__point_1', '第二条第（一）项'), ('art_2__para_1__point_2', '第二条第（二）项')]
    """
    return Draft(document, tuple(_clauses(document)), encoder)


def _clauses(document: Document) -> Iterator[Clause]:
    compared = frozenset(unit.eid for unit in document.clauses) | document.rows.keys()
    for top in document.units + document.annexes:
        yield from _below(document, top, "", "", compared)


def _below(document: Document, unit: Unit, root: str, heading: str, compared: frozenset[str]) -> Iterator[Clause]:
    if unit.kind in _HEADED:
        for child in unit.children:
            yield from _below(document, child, "", f"{heading} {unit.heading}".strip(), compared)
        return
    if unit.kind is UnitKind.CLAUSE and any(paragraph.eid not in compared for paragraph in unit.children):
        yield from _listed(document, unit, unit.eid, heading, compared)
        return
    own = root or unit.eid
    if not root and unit.kind not in _ROOTS and unit.kind is not UnitKind.PARAGRAPH:
        return
    title = unit.heading if not root else ""
    own_words = unit.full_text if unit.kind is UnitKind.ANNEX else f"{unit.text}\n{unit.wrap_up}".strip()
    words = f"{title} {unit.full_text}".strip()
    yield Clause(unit.eid, own, unit.kind, document.citation_label(unit) or unit.heading, heading, words, own_words)
    if unit.kind is not UnitKind.ANNEX:  # people cite an annex as a whole
        for child in unit.children:
            yield from _below(document, child, own, heading, compared)


def _listed(document: Document, unit: Unit, root: str, heading: str, compared: frozenset[str]) -> Iterator[Clause]:
    """A part of a notice that heads its list, and each item as a clause of its own, with what stands below it."""
    name = document.citation_label(unit) or unit.heading
    own = unit.text or next((child.text for child in unit.children if child.eid not in compared), "")
    yield Clause(unit.eid, root, unit.kind, name, heading, unit.full_text, own, heads=True)
    above = heading if unit.kind is UnitKind.PARAGRAPH else f"{heading} {name}".strip()
    for child in unit.children:
        if child.eid in compared:
            yield from _below(document, child, child.eid, above, compared)
        else:
            yield from _listed(
                document, child, root if child.kind is UnitKind.PARAGRAPH else child.eid, above, compared
            )


def _runs(text: str) -> frozenset[str]:
    return frozenset(text[at : at + 2] for at in range(len(text) - 1) if text[at : at + 2].isalnum())


def _spoken(text: str) -> str:
    """Other words for those of a clause: synonyms of the lexicon and what people say in plain words."""
    words = [word for legal, said in plain_words().items() if legal in text for word in said]
    for cluster in load_lexicon().synonyms:
        if any(member in text for member in cluster.members):
            words += [member for member in cluster.members if member not in text]
    return "，".join(dict.fromkeys(words))
