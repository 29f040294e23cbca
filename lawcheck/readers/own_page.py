"""Pages that this program wrote (``convert --to html``): the tree is in their elements, ids and classes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml import etree

from lawcheck.document import CONTAINERS, Number, Unit, UnitKind
from lawcheck.readers.stated import Rows, Stated, bare_unit

__all__ = ["stated_page"]

_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_FRONT = ("furniture", "note", "toc", "preamble")
_KINDS = {kind.value: kind for kind in UnitKind} | {"table": UnitKind.PARAGRAPH}
_ID_NUMBER = re.compile(r"(?:^|__)(?!hcontainer|table)[a-z]+_(\d+)(?:-(\d+))?(?:\.\d+)?$")
_NUMBER = re.compile(r"(\d+)(?:-(\d+))?")
_WRAPPED = re.compile(r"[ \t]*[\r\n]\s*")


def stated_page(root: etree._Element) -> Stated | None:
    """What a page of our own states; None for the page of anybody else.

    >>> from lxml.html import document_fromstring
    >>> stated_page(document_fromstring("<main><h1>甲</h1></main>")) is None
    True
    """
    ours = any(
        meta.get("name") == "generator" and meta.get("content") == "lawcheck" for meta in root.iter("meta")
    )  # a page saved by a browser keeps it
    main = next(root.iter("main"), None)
    return _Page(main).stated() if ours and main is not None else None


class _Page:
    def __init__(self, main: etree._Element) -> None:
        self.main = main
        self.labels = {a.get("href", "")[1:]: _string(a) for a in main.iter("a") if a.get("class") == "num"}
        self.headings = {b.get("data-of", ""): _string(b).strip("【】") for b in main.iter("b")}
        self.tables: dict[str, Rows] = {}

    def stated(self) -> Stated:
        front: list[tuple[str, str]] = []
        units: list[Unit] = []
        annexes: list[Unit] = []
        signed: list[str] = []
        beside: list[tuple[str, str]] = []
        for element in self.main:
            name = element.get("class", "")
            if element.tag == "h1":
                front += [("title", line) for line in _lines([element])]
            elif name in _FRONT:
                front += [(name, line) for line in _lines(element)]
            elif name == "conclusion":
                signed += _lines(element)
            elif name == "aside":
                beside += [(p.get("class", "textbox"), line) for p in element for line in _lines([p])]
            else:
                (annexes if name == "annex" else units).extend(self.units([element]))
        return Stated(tuple(front), tuple(units), tuple(signed), tuple(annexes), tuple(beside), self.tables)

    def units(self, elements: Iterable[etree._Element]) -> Iterator[Unit]:
        """The units of these elements; words that somebody added outside them are 款 of their own."""
        for element in elements:
            kind = _KINDS.get(element.get("class", ""))
            if kind is not None and element.get("id"):
                yield self.unit(element, kind)
            elif element.tag in ("div", "section"):
                yield from self.units(element)
            elif text := "\n".join(_lines([element])):
                yield bare_unit(UnitKind.PARAGRAPH, element.get("id") or "added", None, text=text)

    def unit(self, element: etree._Element, kind: UnitKind) -> Unit:
        eid = element.get("id", "")
        if element.get("class") == "table":
            self.tables[eid] = _rows(element)
            return bare_unit(kind, eid, None)
        words = [child for child in element if child.tag == "p" and child.get("class") is None]
        below = [child for child in element if child.tag not in ("p", "a", *_HEADINGS)]
        label, heading = self.head(element, kind, eid)
        return bare_unit(
            kind,
            eid,
            _number(element, eid),
            label=label,
            heading=heading,
            text="\n".join(_lines(words)),
            children=tuple(self.units(below)),
            wrap_up="\n".join(_lines(child for child in element if child.get("class") == "wrap-up")),
        )

    def head(self, element: etree._Element, kind: UnitKind, eid: str) -> tuple[str, str]:
        """Number as written, and heading."""
        found = next((child for child in element if child.tag in _HEADINGS), None)
        if kind not in (*CONTAINERS, UnitKind.ANNEX):
            return self.labels.get(eid, ""), self.headings.get(eid, "")
        label = "" if found is None else "".join(_string(span) for span in found if span.get("class") == "num")
        heading = "" if found is None else " ".join(_lines([found]))
        return label or self.labels.get(eid, ""), heading


def _number(element: etree._Element, eid: str) -> Number | None:
    own = element.get("data-number")
    found = _ID_NUMBER.search(eid) if own is None else _NUMBER.fullmatch(own)
    return Number(int(found[1]), int(found[2] or 0)) if found and len(found[1]) < 10 else None


def _rows(element: etree._Element) -> Rows:
    return [
        [("\n".join(_lines([cell])), _span(cell)) for cell in row if cell.tag in ("td", "th")]
        for row in element.iter("tr")
    ]


def _span(cell: etree._Element) -> int:
    text = cell.get("colspan", "1")
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 4 else 1


def _lines(elements: Iterable[etree._Element]) -> list[str]:
    """The lines of these elements, without the numbers and headings that stand in them."""
    text = "\n".join(_string(element, whole=False) for element in elements)
    return [line for raw in text.split("\n") if (line := raw.strip())]


def _string(element: etree._Element, *, whole: bool = True) -> str:
    parts = [_unwrapped(element.text)]
    for child in element:
        if child.tag == "br":
            parts.append("\n")
        elif whole or child.get("class") not in ("num", "heading"):
            parts.append(_string(child, whole=whole))
        parts.append(_unwrapped(child.tail))
    return "".join(parts)


def _unwrapped(text: str | None) -> str:
    return _WRAPPED.sub("", text) if text else ""
