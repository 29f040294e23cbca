"""Word comments: the comments part and the marks in the text that bracket what a comment is about."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from copy import deepcopy
from datetime import date
from functools import cache

from lxml import etree

from lawcheck.cells import xml_text
from lawcheck.reports.anchors import Anchor, Stretch
from lawcheck.reports.package import Package
from lawcheck.reports.runs import SPACE, W, local, placed_runs

__all__ = ["AUTHOR", "add_comments"]

AUTHOR, INITIALS = "lawcheck 辅助审查", "审"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_HOLDS_MARKS = {"p", "ins", "moveTo", "hyperlink", "smartTag", "sdtContent", "fldSimple", "customXml", "dir", "bdo"}
_PARAGRAPH = {  # undoes the indents and line heights that the filed text's default style would lend the margin
    "spacing": {"before": "0", "after": "0", "line": "240", "lineRule": "auto"},
    "ind": {"left": "0", "right": "0", "firstLineChars": "0", "firstLine": "0"},
    "jc": {"val": "left"},
}
_FONTS = {"ascii": "Times New Roman", "hAnsi": "Times New Roman", "eastAsia": "宋体"}


def add_comments(package: Package, notes: Sequence[tuple[Sequence[str], Anchor]], day: date) -> None:
    """Add comments (their paragraphs, their place), all dated ``day``; comments already there stay as they are.

    The paragraphs of the anchors must have been cut at the ends of their stretches.
    """
    if not notes:
        return
    main = package.edit(package.main)
    part = package.edit(_comments_part(package))
    for number, (lines, anchor) in enumerate(notes, _first_free_id(part, main)):
        _write(part, number, lines, day)
        _mark(anchor, str(number))


def _comments_part(package: Package) -> str:
    """The name of the comments part; it is made and related when the file has none."""
    for rel in package.relationships(package.main):
        if rel.type.endswith("/comments") and (part := package.find(rel.target)):
            return part
    folder = posixpath.dirname(package.main)
    names = (posixpath.join(folder, f"comments{n or ''}.xml") for n in range(len(package.parts) + 1))
    new = next(name for name in names if name not in package.parts)
    package.add(new, f'<w:comments xmlns:w="{W[1:-1]}"/>'.encode(), _CONTENT_TYPE)
    package.relate(package.main, _RELATION, new)
    return new


def _first_free_id(part: etree._Element, main: etree._Element) -> int:
    marks = {"comment", "commentRangeStart", "commentRangeEnd", "commentReference"}
    ids = [
        value
        for root in (part, main)
        for element in root.iter()
        if local(element) in marks
        if (value := element.get(f"{W}id", "")).lstrip("-").isdigit()
    ]
    return max((int(value) + 1 for value in ids), default=0)


def _write(part: etree._Element, number: int, lines: Sequence[str], day: date) -> None:
    comment = etree.SubElement(part, f"{W}comment", {
        f"{W}id": str(number), f"{W}author": AUTHOR, f"{W}date": f"{day}T00:00:00Z", f"{W}initials": INITIALS,
    })  # fmt: skip
    for index, line in enumerate(lines):
        paragraph = deepcopy(_paragraph(index == 0))
        paragraph[-1][-1].text = xml_text(line)
        comment.append(paragraph)


@cache
def _paragraph(first: bool) -> etree._Element:
    """A paragraph of a comment with an empty text last; copied, since a file may have thousands of comments."""
    paragraph = etree.Element(f"{W}p")
    properties = etree.SubElement(paragraph, f"{W}pPr")
    for name, values in _PARAGRAPH.items():
        _property(properties, name, values)
    if first:
        etree.SubElement(etree.SubElement(paragraph, f"{W}r"), f"{W}annotationRef")
    _add_text(paragraph, bold=first)
    return paragraph


def _property(parent: etree._Element, name: str, values: dict[str, str]) -> None:
    etree.SubElement(parent, W + name, {W + key: value for key, value in values.items()})


def _add_text(paragraph: etree._Element, *, bold: bool) -> None:
    run = etree.SubElement(paragraph, f"{W}r")
    properties = etree.SubElement(run, f"{W}rPr")
    _property(properties, "rFonts", _FONTS)
    if bold:
        _property(properties, "b", {})
    _property(properties, "color", {"val": "000000"})
    _property(properties, "sz", {"val": "18"})
    etree.SubElement(run, f"{W}t", {SPACE: "preserve"})


def _mark(anchor: Anchor, number: str) -> None:
    start = etree.Element(f"{W}commentRangeStart", {f"{W}id": number})
    end = etree.Element(f"{W}commentRangeEnd", {f"{W}id": number})
    _place_start(anchor.first, start)
    _place_end(anchor.last, end)
    reference = etree.Element(f"{W}r")
    etree.SubElement(reference, f"{W}commentReference", {f"{W}id": number})
    _below_paragraph(end).addnext(reference)


def _place_start(stretch: Stretch, mark: etree._Element) -> None:
    runs = placed_runs(stretch.paragraph)
    run = next((p.run for p in runs if stretch.start is not None and p.start >= stretch.start), None)
    if run is not None:
        _markable(run).addprevious(mark)
        return
    properties = next((child for child in stretch.paragraph if local(child) == "pPr"), None)
    stretch.paragraph.insert(0 if properties is None else stretch.paragraph.index(properties) + 1, mark)


def _place_end(stretch: Stretch, mark: etree._Element) -> None:
    """Behind the last run of the stretch and behind marks of earlier comments that end there too."""
    runs = placed_runs(stretch.paragraph)
    run = next((p.run for p in reversed(runs) if stretch.end is not None and p.end <= stretch.end), None)
    if run is None:
        stretch.paragraph.append(mark)
        return
    before = _markable(run)
    for sibling in _comment_marks_after(before):
        before = sibling
    before.addnext(mark)


def _comment_marks_after(element: etree._Element) -> Iterator[etree._Element]:
    for sibling in element.itersiblings():
        if local(sibling) != "commentRangeEnd" and not _is_reference(sibling):
            return
        yield sibling


def _is_reference(element: etree._Element) -> bool:
    return local(element) == "r" and any(local(child) == "commentReference" for child in element)


def _markable(run: etree._Element) -> etree._Element:
    """The run, or the element around it whose parent may hold the marks of a comment."""
    while (parent := run.getparent()) is not None and local(parent) not in _HOLDS_MARKS:
        run = parent
    return run


def _below_paragraph(element: etree._Element) -> etree._Element:
    """The child of the paragraph that holds ``element``: the reference must not sit in a link or an insertion."""
    while (parent := element.getparent()) is not None and local(parent) != "p":
        element = parent
    return element
