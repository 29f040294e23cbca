"""Runs of a Word paragraph: cut at a character, coloured, bracketed by comment marks; the formatting stays."""

from __future__ import annotations

from collections.abc import Collection
from copy import deepcopy
from typing import NamedTuple

from lxml import etree

from lawcheck.readers import visible_runs

__all__ = ["SPACE", "PlacedRun", "cut", "local", "paragraph_text", "placed_runs", "redden", "set_run_property"]

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

_ONE_CHARACTER = {"tab", "ptab", "br", "cr", "noBreakHyphen", "sym"}
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_BEFORE_COLOR = frozenset(
    {"rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "dstrike", "outline", "shadow"}
    | {"emboss", "imprint", "noProof", "snapToGrid", "vanish", "webHidden"}
)  # the schema of w:rPr wants these before w:color, all others behind it
_BEFORE_UNDERLINE = _BEFORE_COLOR | {"color", "spacing", "w", "kern", "position", "sz", "szCs", "highlight"}
_RED = "FF0000"


class PlacedRun(NamedTuple):
    """A visible run and the half-open range of its characters in the paragraph's visible text."""

    run: etree._Element
    start: int
    end: int


def local(element: etree._Element) -> str:
    """Tag without namespace, so that strict and transitional files read alike; "" for comments and instructions."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def placed_runs(paragraph: etree._Element) -> list[PlacedRun]:
    """The visible runs of a paragraph, in order, with their characters."""
    placed, position = [], 0
    for run, text in visible_runs(paragraph):
        placed.append(PlacedRun(run, position, position + len(text)))
        position += len(text)
    return placed


def paragraph_text(paragraph: etree._Element) -> str:
    """The visible characters of a paragraph, tracked changes accepted: the content of its block."""
    return "".join(text for _, text in visible_runs(paragraph))


def _length(child: etree._Element) -> int:
    name = local(child)
    return len(child.text or "") if name == "t" else int(name in _ONE_CHARACTER)


def _can_split(placed: PlacedRun) -> bool:
    """Whether all characters stand directly in the run (not so with ruby, formulas, symbols without a code)."""
    return placed.run.tag == f"{W}r" and sum(map(_length, placed.run)) == placed.end - placed.start


def cut(paragraph: etree._Element, offsets: Collection[int]) -> None:
    """Split runs so that each of ``offsets`` falls between two runs, where the run can be split."""
    for placed in placed_runs(paragraph):
        inside = sorted((o for o in set(offsets) if placed.start < o < placed.end), reverse=True)
        if inside and _can_split(placed):
            for offset in inside:  # from the back, so that the run keeps its beginning
                _split(placed.run, offset - placed.start)


def _split(run: etree._Element, position: int) -> None:
    """Move everything behind ``position`` characters to a new run of the same formatting."""
    right = etree.Element(run.tag, _attributes(run))
    properties = next((child for child in run if local(child) == "rPr"), None)
    if properties is not None:
        right.append(deepcopy(properties))
    seen = 0
    for child in [c for c in run if c is not properties]:
        length = _length(child)
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
        part.set(SPACE, "preserve")
    return rest


def redden(run: etree._Element) -> None:
    """Colour a run red; a gradient or theme fill that would hide the colour goes. Formulas stay as they are."""
    set_run_property(run, "color", _RED)


def set_run_property(run: etree._Element, name: str, value: str) -> None:
    """Set ``w:color`` or ``w:u`` of a run where the schema wants it; formulas stay as they are."""
    if run.tag != f"{W}r":
        return
    properties = next((child for child in run if local(child) == "rPr"), None)
    if properties is None:
        properties = etree.Element(f"{W}rPr")
        run.insert(0, properties)
    for child in [c for c in properties if local(c) in (name, "textFill")]:
        properties.remove(child)
    before = _BEFORE_COLOR if name == "color" else _BEFORE_UNDERLINE
    place = sum(local(child) in before for child in properties)
    properties.insert(place, etree.Element(W + name, {f"{W}val": value}))
