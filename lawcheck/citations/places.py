"""Places inside a document: which references are its own, and the unit that one points at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from lawcheck.document import (
    Address,
    Document,
    Number,
    NumberRange,
    Unit,
    UnitKind,
    format_numeral,
    new_texts,
    split_paragraphs,
)
from lawcheck.references import Reference, ReferenceKind, find_references

__all__ = [
    "article_name",
    "descend",
    "holders",
    "in_same_article",
    "locate",
    "missing_part",
    "only_below_article",
    "own_references",
    "section_of",
    "step_back",
]

# Roles of the source that hold no references of the document itself.
_SKIPPED_ROLES = {"toc", "aside", "title", "note"}
_POINT_LINE = re.compile(r"^[（(][零〇一二三四五六七八九十百]+[）)]", re.MULTILINE)
_QUOTED = re.compile(r"“[^”]*”|「[^」]*」")
_AMENDING = re.compile(
    r"关于修改[〈《](?P<law>[^〈〉《》]+)[〉》](?P<more>等|[、和])?.*的决[定议]$|(?P<code>.+法)修正案(?:（[^）]*）)?$"
)


def own_references(document: Document) -> Iterator[Reference]:
    """References that the document itself makes: none in titles and contents, no labels of 条 and 章. In a 修改决定 the 条 that
    it names are those of the law it amends, inside quotation marks too; words quoted count only where they are new text that
    names another law."""
    skipped = [(s.start, s.end) for s in document.segments if s.role in _SKIPPED_ROLES]
    labels = {u.span.start for u in document.walk() if u.kind is UnitKind.ARTICLE}
    amended = _AMENDING.search("".join(document.title.split()))
    new = new_texts(document) if amended else ()
    own = document.units[-1].span.end if amended and document.units else 0
    quoted = [match.span() for match in _QUOTED.finditer(document.source.text, 0, own)] if amended else []
    for reference in find_references(document.source.text):
        at = reference.span.start
        if any(start <= at < end for start, end in skipped) or (reference.how == "bare" and at in labels):
            continue
        laid_down = any(start <= at < end for start, end in new)
        if (laid_down or any(start <= at < end for start, end in quoted)) and not (
            laid_down and reference.address.law is not None
        ):
            continue
        yield _of_amended(reference, amended) if amended and at < own else reference


def _of_amended(reference: Reference, amended: re.Match[str]) -> Reference:
    """第X条 in a 修改决定 is an article of the amended law (of one of them, where there are several)."""
    if reference.how not in ("bare", "elided") or reference.address.law is not None:
        return reference
    law = (amended["law"] or amended["code"]) if not amended["more"] else None
    address = replace(reference.address, law=law)
    return replace(reference, kind=ReferenceKind.EXTERNAL, address=address, how="amended-law")


def in_same_article(document: Document, first: int, second: int) -> bool:
    """Whether two places stand in one 条."""
    units = [document.unit_at(offset) for offset in (first, second)]
    articles = [
        next((u.eid for u in document.path(unit) if u.kind is UnitKind.ARTICLE), "") if unit else "" for unit in units
    ]
    return bool(articles[0]) and articles[0] == articles[1]


def only_below_article(address: Address) -> bool:
    """第X款 or 第X项 without a 条."""
    above = (address.law, address.book, address.part, address.chapter, address.section, address.article)
    return not any(above) and not address.is_empty


def section_of(chapter: Unit, place: NumberRange) -> tuple[Unit | None, str]:
    """本章第一节: the 节 inside ``chapter``, or what is missing."""
    found = [u for u in chapter.children if u.kind is UnitKind.SECTION and u.number is not None and u.number in place]
    return (found[0], "") if found else (None, f"本章没有第{place.first.value}节")


def locate(document: Document, address: Address, near: int = 0) -> tuple[Unit | None, str]:
    """The unit at ``address`` and what is missing, in words; a bare 第X款 or 第X项 is read from the place ``near``."""
    if address.article is not None:
        article = document.article(*address.article.first, near=near)
        if article is None or document.article(*address.article.last, near=near) is None:
            absent = address.article.last if article is not None else address.article.first
            return None, f"本文件没有{Address(article=NumberRange(absent, absent))}"
        return descend(document, article, address)
    for kind, place in ((UnitKind.SECTION, address.section), (UnitKind.CHAPTER, address.chapter)):
        if place is not None:
            return _container(document, kind, place, near)
    here = document.unit_at(near)
    steps = document.path(here) if here is not None else ()
    level = UnitKind.ARTICLE if address.paragraph is not None else UnitKind.PARAGRAPH
    anchor = next((u for u in reversed(steps) if u.kind is level), None)
    return descend(document, anchor, address) if anchor is not None else (None, "")


def _container(document: Document, kind: UnitKind, place: NumberRange, near: int) -> tuple[Unit | None, str]:
    found = [u for u in document.containers if u.kind is kind and u.number is not None and u.number in place]
    name = "章" if kind is UnitKind.CHAPTER else "节"
    return (found[0], "") if found else (None, f"本文件没有第{place.first.value}{name}")


def descend(document: Document, unit: Unit, address: Address) -> tuple[Unit | None, str]:
    """The 款 and 项 of ``address`` below ``unit``, and what is missing, in words."""
    name = document.citation_label(unit)
    if address.paragraph is not None:
        paragraphs = [c for c in unit.children if c.kind is UnitKind.PARAGRAPH and c.number is not None]
        if address.paragraph.last.value > len(paragraphs):
            return unit, f"{name}只有{len(paragraphs)}款，没有第{address.paragraph.last.value}款"
        unit = paragraphs[address.paragraph.first.value - 1]
    if address.point is None:
        return unit, ""
    points = {u.number.value: u for u in unit.walk() if u.kind is UnitKind.POINT and u.number is not None}
    if not all(value in points for value in _values(address.point)):
        wanted = address.point.last.value
        lacking = f"没有第{wanted}项" if len(points) < wanted else f"其中没有编号为（{format_numeral(wanted)}）的"
        return unit, f"{document.citation_label(unit)}有{len(points)}项，{lacking}"
    return points[address.point.first.value], ""


def holders(unit: Unit, address: Address) -> tuple[Unit, ...]:
    """The 款 of an article that a 第X项 without 款 may mean: more than one where several have such a 项."""
    if unit.kind is not UnitKind.ARTICLE or address.paragraph is not None or address.point is None:
        return ()
    wanted = set(_values(address.point))
    return tuple(
        paragraph
        for paragraph in unit.children
        if wanted <= {u.number.value for u in paragraph.walk() if u.kind is UnitKind.POINT and u.number is not None}
    )


def _values(place: NumberRange) -> range:
    return range(place.first.value, place.last.value + 1)


def step_back(document: Document, anchor: Unit, back: int) -> Unit | None:
    """The sibling ``back`` places before ``anchor``; 条 count through the whole document."""
    if back == 0:
        return anchor
    if anchor.kind is UnitKind.ARTICLE:
        row: tuple[Unit, ...] = document.articles
    else:
        above = document.parents.get(anchor.eid)
        row = above.children if above is not None else document.units
    same = [u for u in row if u.kind is anchor.kind and u.number is not None]
    index = next((i for i, u in enumerate(same) if u.eid == anchor.eid), -1)
    return same[index - back] if index - back >= 0 else None


def missing_part(text: str, address: Address) -> str:
    """Which 款 or 项 of an article does not exist, in words; empty when all is there."""
    paragraphs = split_paragraphs(text)
    if address.paragraph is not None and address.paragraph.last.value > len(paragraphs):
        return f"{_article_of(address)}只有{len(paragraphs)}款，没有第{address.paragraph.last.value}款"
    if address.point is None:
        return ""
    chosen = paragraphs if address.paragraph is None else paragraphs[address.paragraph.first.value - 1 :][:1]
    points = max((len(_POINT_LINE.findall(p)) for p in chosen), default=0)
    if address.point.last.value > points:
        return f"{_article_of(address)}所指的款有{points}项，没有第{address.point.last.value}项"
    return ""


def article_name(number: Number) -> str:
    """第十二条之一."""
    return str(Address(article=NumberRange(number, number)))


def _article_of(address: Address) -> str:
    return str(Address(article=address.article))
