"""Runs of a Word paragraph: cut at a character, coloured, bracketed by comment marks; the formatting stays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import deepcopy
from typing import NamedTuple

from lxml import etree

__all__ = ["PlacedRun", "cut", "local", "placed_runs", "redden", "run_text"]

_SINGLE = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_BREAKS_THAT_SHOW_NOTHING = {"page", "column"}
_HIDDEN = {"del", "moveFrom", "pPr", "rPr", "rt", "txbxContent"}
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_BEFORE_COLOR = frozenset(
    {"rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "dstrike", "outline", "shadow"}
    | {"emboss", "imprint", "noProof", "snapToGrid", "vanish", "webHidden"}
)  # the schema of w:rPr wants these before w:color, all others behind it
_RED = "FF0000"


class PlacedRun(NamedTuple):
    """A visible run and the half-open range of its characters in the paragraph's visible text."""

    run: etree._Element
    start: int
    end: int


def local(element: etree._Element) -> str:
    """Tag without namespace, so that strict and transitional files read alike; "" for comments and instructions."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def run_text(run: etree._Element) -> str:
    """The visible characters of a run."""
    return "".join(_text_of(child) for child in run)


def _text_of(child: etree._Element) -> str:
    name = local(child)
    if name == "t":
        return child.text or ""
    if name == "br":
        kind = next((value for key, value in child.attrib.items() if str(key).endswith("}type")), "")
        return "" if kind in _BREAKS_THAT_SHOW_NOTHING else "\n"
    return _SINGLE.get(name, "")


def _visible(element: etree._Element) -> Iterator[etree._Element]:
    for child in element:
        name = local(child)
        if name == "r":
            yield child
        elif name and name not in _HIDDEN:
            yield from _visible(child)


def placed_runs(paragraph: etree._Element) -> list[PlacedRun]:
    """The visible runs of a paragraph, in order, with their characters; empty runs are left out."""
    placed, position = [], 0
    for run in _visible(paragraph):
        length = len(run_text(run))
        if length:
            placed.append(PlacedRun(run, position, position + length))
        position += length
    return placed


def cut(paragraph: etree._Element, offsets: Iterable[int]) -> None:
    """Split runs so that each of ``offsets`` falls between two runs."""
    placed = placed_runs(paragraph)
    for offset in sorted(set(offsets), reverse=True):
        inside = next((p for p in placed if p.start < offset < p.end), None)
        if inside is not None:
            _split(inside.run, offset - inside.start)


def _split(run: etree._Element, position: int) -> None:
    """Move everything behind ``position`` characters to a new run of the same formatting."""
    right = etree.Element(run.tag, _attributes(run))
    properties = next((child for child in run if local(child) == "rPr"), None)
    if properties is not None:
        right.append(deepcopy(properties))
    seen = 0
    for child in [c for c in run if c is not properties]:
        length = len(_text_of(child))
        if seen >= position:
            right.append(child)
        elif seen + length > position:
            right.append(_split_text(child, position - seen))
        seen += length
    run.addnext(right)


def _attributes(element: etree._Element) -> dict[str, str]:
    return {str(key): str(value) for key, value in element.attrib.items()}


def _split_text(element: etree._Element, position: int) -> etree._Element:
    """Keep the first characters in a ``w:t``, return a new one with the rest."""
    whole = element.text or ""
    rest = etree.Element(element.tag, _attributes(element))
    element.text, rest.text = whole[:position], whole[position:]
    for part in (element, rest):
        part.set(_SPACE, "preserve")
    return rest


def redden(run: etree._Element) -> None:
    """Colour a run red; a gradient or theme fill that would hide the colour goes."""
    namespace = etree.QName(run).namespace
    properties = next((child for child in run if local(child) == "rPr"), None)
    if properties is None:
        properties = etree.Element(f"{{{namespace}}}rPr")
        run.insert(0, properties)
    for child in [c for c in properties if local(c) in ("color", "textFill")]:
        properties.remove(child)
    color = etree.Element(f"{{{namespace}}}color", {f"{{{namespace}}}val": _RED})
    properties.insert(sum(local(child) in _BEFORE_COLOR for child in properties), color)
