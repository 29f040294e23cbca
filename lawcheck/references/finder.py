"""Finds references in plain text: 《某法》第X条第Y款, 本条例第X条, 前款, 该法第X条, lists and ranges.

The grammar (:mod:`lawcheck.references.grammar`) is one verbose pattern; the places that it matched are read step by step
in :mod:`lawcheck.references.steps`; names without 《》 come from :mod:`lawcheck.references.naming`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from lawcheck.document import Address, Span, parse_numeral
from lawcheck.references.grammar import DOCUMENT_NUMBER, EDITION, EXPRESSION, LABEL, NAME_BEFORE, NORMATIVE, SHORT
from lawcheck.references.model import Reference, ReferenceKind
from lawcheck.references.naming import (
    Names,
    ShortName,
    find_names,
    find_numbers,
    find_short_names,
    known_ending,
    merge,
    plain_number,
)
from lawcheck.references.steps import read_places

__all__ = ["find_references", "looks_normative"]

_LEVELS = {"款": "paragraph", "条": "article", "项": "point", "章": "chapter", "节": "section"}
_QUOTED_TITLE = re.compile("《([^《》]{2,25})》")
_GOES_ON = "的规至和、，"  # behind 第一章 at the start of a line: a sentence goes on, it is no heading


def looks_normative(title: str) -> bool:
    """Whether a title in 《》 names a normative document rather than a book or a form.

    >>> looks_normative("中华人民共和国水法"), looks_normative("居民身份证")
    (True, False)
    """
    return bool(NORMATIVE.search(title))


def find_references(text: str) -> tuple[Reference, ...]:
    """All references in ``text``, in order; lists give one reference for each place, ranges one for both ends.

    >>> for r in find_references("依照《中华人民共和国水法》第三条第一款、第二款和本条例第五条至第七条处理。"):
    ...     print(r.kind.value, str(r.address), r.how)
    external 《中华人民共和国水法》第三条第一款 title
    external 《中华人民共和国水法》第三条第二款 elided
    self 第五条至第七条 self
    """
    found: list[Reference] = []
    names: Names = {}
    for match in EXPRESSION.finditer(text):
        found.extend(_read(text, match, found, names))
    return tuple(merge(found, (*find_numbers(text), *find_names(text), *find_short_names(text, names))))


def _read(text: str, match: re.Match[str], found: list[Reference], names: Names) -> Iterator[Reference]:
    references = tuple(_alternative(text, match, found, names))
    if match["part"] and references:
        last = references[-1]
        span = Span(last.span.start, match.end())
        references = (*references[:-1], replace(last, span=span, text=text[slice(*span)], part=match["part"]))
    yield from references


def _alternative(text: str, match: re.Match[str], found: list[Reference], names: Names) -> Iterator[Reference]:
    if match["title"]:
        yield from _titled(match, found, names)
    elif match["own"]:
        yield from _placed(match, "own", ReferenceKind.SELF, Address(), "self")
    elif match["same"]:
        yield from _same_law(text, match, found)
    elif match["text_before"]:
        yield Reference(Span(*match.span()), match[0], ReferenceKind.RELATIVE, Address(), None, "relative", 1, "text")
    elif match["level"]:
        yield from _back(match)
    elif match["here"]:
        yield from _relative(match, 0, _LEVELS[match["here"]])
    else:
        yield from _bare(text, match, names)


_OWN_NAMES: Final = frozenset(
    ("办法", "规定", "条例", "细则", "规则", "实施细则", "实施办法", "意见", "通知", "通告", "公告", "方案", "决定")
)
"""In 《》 and alone they are short for a document; where the text defines no other, for itself."""


def _titled(match: re.Match[str], found: list[Reference], names: Names) -> Iterator[Reference]:
    title = "".join(match["title"][1:-1].split())
    if not looks_normative(title):
        return
    if title in _OWN_NAMES and title not in names:  # 《办法》 of the document itself, 以下简称《办法》
        yield from _placed(match, "title", ReferenceKind.SELF, Address(), "self")
        return
    meant = names[title].title if title in names else title
    if match["short"]:
        defined = _short_names(match["short"], meant, found)
        names.update((short, ShortName(full, match.end("short"))) for short, full in defined)
    law, how = Address(law=meant), "title" if meant == title else "short-name"
    title_span = Span(match.start("title"), match.end("title"))
    edition, number = _bracketed(match["version"])
    if not match["places"]:
        yield Reference(
            title_span, match["title"], ReferenceKind.TITLE, law, title_span, how, edition=edition, number=number
        )
        return
    for reference in _placed(match, "title", ReferenceKind.EXTERNAL, law, how):
        yield replace(reference, title_span=title_span, edition=edition, number=number)


def _short_names(bracket: str, title: str, found: list[Reference]) -> Iterator[tuple[str, str]]:
    """（以下简称某法） is the title before it; （以下简称《甲法》《乙法》） are as many titles before it, in that order."""
    several = _QUOTED_TITLE.findall("".join(bracket.split()))
    titles = [*(r.address.law or "" for r in found if r.title_span is not None), title]
    if len(several) > 1:
        yield from zip(several, titles[-len(several) :], strict=False)
    elif short := SHORT.search(bracket):
        yield "".join(short[1].split()), title


def _bracketed(text: str | None) -> tuple[str, str]:
    """The year of （2021年修订）, or the 文号 of （国办发〔2018〕37号）."""
    inner = text[1:-1].strip() if text else ""
    edition = EDITION.match(inner)
    return (edition[1], "") if edition else ("", plain_number(inner) if DOCUMENT_NUMBER.fullmatch(inner) else "")


def _placed(match: re.Match[str], group: str, kind: ReferenceKind, base: Address, how: str) -> Iterator[Reference]:
    """One reference for each place behind a name; the first span takes the name in."""
    places = match["places"]
    if not places:
        span = Span(match.start(group), match.end(group))
        yield Reference(span, match[group], kind, base, None, how)
        return
    offset = match.start("places")
    for index, place in enumerate(read_places(places, base)):
        start = match.start(group) if index == 0 else offset + place.span.start
        span = Span(start, offset + place.span.end)
        text = match.string[span.start : span.end]
        yield Reference(span, text, kind, place.address, None, how if index == 0 else "elided")


def _same_law(text: str, match: re.Match[str], found: list[Reference]) -> Iterator[Reference]:
    """该法 means the law named last in the same paragraph; without one there is nothing to resolve."""
    paragraph = text.rfind("\n", 0, match.start()) + 1
    named = [r for r in found if r.address.law and r.span.start >= paragraph]
    if named:
        yield from _placed(match, "same", ReferenceKind.EXTERNAL, Address(law=named[-1].address.law), "same-law")


def _back(match: re.Match[str]) -> Iterator[Reference]:
    back = parse_numeral(match["back"]) or 1 if match["back"] else 1
    yield from _relative(match, back, _LEVELS[match["level"]])


def _relative(match: re.Match[str], back: int, level: str) -> Iterator[Reference]:
    if not match["places"]:
        yield Reference(Span(*match.span()), match[0], ReferenceKind.RELATIVE, Address(), None, "relative", back, level)
        return
    offset = match.start("places")
    for index, place in enumerate(read_places(match["places"], Address())):
        span = Span(match.start() if index == 0 else offset + place.span.start, offset + place.span.end)
        text = match.string[span.start : span.end]
        if place.address.article is not None:  # 前款和第八条: the list has left the relative place
            yield Reference(span, text, ReferenceKind.SELF, place.address, None, "bare")
        else:
            yield Reference(span, text, ReferenceKind.RELATIVE, place.address, None, "relative", back, level)


def _bare(text: str, match: re.Match[str], names: Names) -> Iterator[Reference]:
    """第X条 without a name: of this document, or of a law named without 《》 straight before it."""
    line = text.rfind("\n", 0, match.start()) + 1
    lead = text[line : match.start()]
    if not lead.strip() and _is_label(text, match):
        return
    law, how = _named_before(lead, names)
    kind = ReferenceKind.EXTERNAL if law else ReferenceKind.SELF
    for index, place in enumerate(read_places(match["places"], Address(law=law))):
        span = Span(match.start() + place.span.start, match.start() + place.span.end)
        read = "elided" if index and how != "short-name" else how
        yield Reference(span, text[span.start : span.end], kind, place.address, None, read)


def _named_before(lead: str, names: Names) -> tuple[str | None, str]:
    """The law that ``lead`` ends with, and how that is known: defined with 以下简称, or by the form of its name."""
    meant = next((short.title for name, short in names.items() if lead.endswith(name)), None)
    if meant:
        return meant, "short-name"
    name = NAME_BEFORE.search(lead[-30:])
    return (known_ending(name[1]) or name[1], "unmarked") if name else (None, "bare")


def _is_label(text: str, match: re.Match[str]) -> bool:
    """第X条 or 第X章 alone at the start of a line with a blank behind it is a number, not a reference; 第X章 and 第X节
    are also with their heading straight behind."""
    following = text[match.end() : match.end() + 1]
    if not LABEL.fullmatch(match[0]):
        return False
    heading = match[0][-1] in "编章节" and following not in _GOES_ON
    return heading or not following or following.isspace() or following == "【"
