"""OpenDocument text (ODF 1.3; .odt, .ott, and .fodt inside a zip): LibreOffice, and WPS when asked to."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from lxml import etree

from lawcheck.document import SourceText
from lawcheck.errors import UnreadableFile
from lawcheck.readers.assembly import TextBuilder
from lawcheck.readers.flow import FlowWriter, Grid, Item, Line, Note
from lawcheck.readers.numbering import Level, advance, number_text
from lawcheck.readers.package import DamagedPartError, Package
from lawcheck.readers.sequence import settle_sequence
from lawcheck.readers.styles import style_kind, to_int

__all__ = ["read_odt"]

_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_OFFICE, _TEXT, _TABLE, _STYLE = (f"{{{_ODF}{name}:1.0}}" for name in ("office", "text", "table", "style"))
_DRAW, _FO = f"{{{_ODF}drawing:1.0}}", f"{{{_ODF}xsl-fo-compatible:1.0}}"
_MANIFEST = f"{{{_ODF}manifest:1.0}}"
_EXTENDED = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"
_PARAGRAPHS = (_TEXT + "p", _TEXT + "h")
# Containers that only wrap blocks; what is in none of these sets is not text.
_WRAPPERS = {_TEXT + name for name in ("section", "index-body", "index-title", "numbered-paragraph")}
_CONTENTS = _TEXT + "table-of-content"
_ROW_WRAPPERS = {_TABLE + name for name in ("table-rows", "table-header-rows", "table-row-group")}
_SKIPPED = {_TEXT + "tracked-changes", _TEXT + "ruby-text", _TEXT + "sequence-decls", _OFFICE + "forms"}
_CHANGES = {_TEXT + name for name in ("change", "change-start", "change-end")}
_MASTER_PARTS = {
    _STYLE + name + kind: name for name in ("header", "footer") for kind in ("", "-left", "-first")
}  # fmt: skip
_ALIGNED = {"center": "centered", "end": "right", "right": "right"}
# The number formats that LibreOffice names by their beginning, as ST_NumberFormat of docx names them.
_FORMATS = {
    "1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman",
    "一": "chineseCountingThousand", "壹": "chineseLegalSimplified", "①": "decimalEnclosedCircle",
    "１": "decimalFullWidth", "甲": "ideographTraditional", "子": "ideographZodiac", "㈠": "ideographEnclosedCircle",
}  # fmt: skip
_PLACE = re.compile(r"%(\d)%")
_MAX_CHAIN = 50
_EXCERPT = 40


class _Style(NamedTuple):
    """A style after inheritance."""

    kind: str = ""
    alignment: str = ""
    hidden: bool = False


def read_odt(data: bytes, name: str) -> SourceText:
    """Read an OpenDocument text: body, text boxes, notes, headers and footers, comments; changes accepted.

    Numbers are generated as LibreOffice does; articles that begin again in every chapter are numbered through, each
    with a problem (P231). Raises :class:`~lawcheck.errors.UnreadableFile`: E108 (password), E109 (damaged) and those of
    the package.
    """
    package = Package(data, name)
    try:
        content = package.xml("content.xml")
        styles = package.xml("styles.xml") if package.has("styles.xml") else None
    except DamagedPartError as error:
        if _is_encrypted(package):
            raise UnreadableFile("E108", name=name) from error
        raise UnreadableFile("E109", name=name, part_zh="", part_en="", detail=error) from error
    body = content.find(f"{_OFFICE}body/{_OFFICE}text")
    if body is None:
        raise UnreadableFile("E115", name=name, part="content.xml: office:text")
    return settle_sequence(_Reader(name, content, styles).read(data, body))


def _is_encrypted(package: Package) -> bool:
    try:
        manifest = package.xml("META-INF/manifest.xml")
    except DamagedPartError:
        return False
    return next(manifest.iter(_MANIFEST + "encryption-data"), None) is not None


class _Reader:
    """Carries the state of one file: its styles and lists, and the text boxes, notes and comments met so far."""

    def __init__(self, name: str, content: etree._Element, styles: etree._Element | None) -> None:
        self.out = TextBuilder(name)
        self.roots = [root for root in (content, styles) if root is not None]
        self.styles = {
            (e.get(_STYLE + "family", ""), e.get(_STYLE + "name", "")): e
            for root in reversed(self.roots)
            for e in root.iter(_STYLE + "style")
        }
        self.lists = _Lists(self.roots)
        self.asides: dict[str, list[etree._Element]] = {"textbox": [], "footnote": [], "endnote": [], "comment": []}
        self.pictures = 0

    def read(self, data: bytes, body: etree._Element) -> SourceText:
        """The text of the file."""
        writer = FlowWriter(self.out)
        writer.write(self.items(body))
        for part in ("textbox", "footnote", "endnote"):
            for element in self.asides[part]:  # grows while boxes inside boxes are met
                writer.write(self.items(element), part)
        for part, element in self._page_furniture():
            writer.write(self.items(element), part)
        for element in self.asides["comment"]:
            writer.write(self.items(element), "comment")
        if self.asides["comment"]:
            self.out.note("P208", count=len(self.asides["comment"]))
        if self.pictures:
            self.out.note("P213", count=self.pictures)
        return self.out.build(data, "odt")

    def _page_furniture(self) -> Iterator[tuple[str, etree._Element]]:
        found = [e for root in self.roots for page in root.iter(_STYLE + "master-page") for e in page]
        for part in ("header", "footer"):
            yield from ((part, e) for e in found if _MASTER_PARTS.get(str(e.tag)) == part)

    # -- blocks ---------------------------------------------------------------------------------------------------

    def items(self, container: etree._Element, *, toc: bool = False) -> Iterator[Item]:
        """Paragraphs and tables of a container, in order."""
        for child in container:
            tag = child.tag
            if tag in _PARAGRAPHS:
                yield self._line(child, self.lists.heading(child) if tag == _TEXT + "h" else "", toc)
            elif tag == _TEXT + "list":
                yield from self._list(child, self.lists.enter(child), 0, toc)
            elif tag == _TABLE + "table":
                yield Grid([list(self._cells(row)) for row in _rows(child)])
            elif tag in _WRAPPERS:
                yield from self.items(child, toc=toc)
            elif tag == _CONTENTS:
                yield from self.items(child, toc=True)
            elif str(tag).startswith(_DRAW):  # anchored to the page
                self.drawing(child)

    def _list(self, element: etree._Element, counter: _Counter, depth: int, toc: bool) -> Iterator[Item]:
        """The items of a list; the first paragraph of each carries the number."""
        for entry in element:
            numbered = entry.tag == _TEXT + "list-item"
            start = to_int(entry.get(_TEXT + "start-value"))
            for child in entry:
                if child.tag in _PARAGRAPHS:
                    yield self._line(child, counter.label(depth, start) if numbered else "", toc)
                    numbered = False
                elif child.tag == _TEXT + "list":
                    yield from self._list(child, counter, depth + 1, toc)

    def _cells(self, row: etree._Element) -> Iterator[list[Line]]:
        for cell in row:
            if cell.tag == _TABLE + "table-cell":
                lines = list(_lines(self.items(cell)))
                yield [line for line in lines if line.text.strip() or line.label] or lines[:1]

    def _line(self, element: etree._Element, label: str, toc: bool) -> Line:
        scan = _Scan(self)
        scan.walk(element)
        hidden = "".join(scan.hidden)
        notes = [Note("P207", hidden[:_EXCERPT])] if hidden.strip() else []
        if scan.revised:
            notes.append(Note("P201"))
        style = self.style("paragraph", element.get(_TEXT + "style-name", ""))
        hint = style.kind or ("heading" if element.tag == _TEXT + "h" else style.alignment)
        return Line("".join(scan.text), label, "toc" if toc else hint, tuple(notes))

    def drawing(self, element: etree._Element) -> None:
        """A text box or a shape with text is kept for later; a frame without one is a picture."""
        if next(element.iterchildren(*_PARAGRAPHS, _TEXT + "list"), None) is not None:
            self.asides["textbox"].append(element)
        elif element.tag == _DRAW + "frame" and next(element.iterchildren(_DRAW + "text-box"), None) is None:
            self.pictures += 1
        else:
            for child in element.iterchildren(_DRAW + "*"):
                self.drawing(child)

    def style(self, family: str, name: str) -> _Style:
        """A style with what its parents say."""
        kind = alignment = ""
        hidden = False
        for element in self._chain(family, name):
            kind = kind or style_kind(element.get(_STYLE + "display-name") or element.get(_STYLE + "name") or "")
            for properties in element:
                alignment = alignment or _ALIGNED.get(properties.get(_FO + "text-align", ""), "")
                hidden = hidden or properties.get(_TEXT + "display") == "none"
        return _Style(kind, alignment, hidden)

    def _chain(self, family: str, name: str) -> Iterator[etree._Element]:
        for _ in range(_MAX_CHAIN):
            element = self.styles.get((family, name))
            if element is None:
                return
            yield element
            name = element.get(_STYLE + "parent-style-name", "")


class _Scan:
    """What one paragraph shows."""

    def __init__(self, reader: _Reader) -> None:
        self.reader = reader
        self.text: list[str] = []
        self.hidden: list[str] = []
        self.revised = False

    def walk(self, element: etree._Element) -> None:
        """Add the text of an element, without that of its tail."""
        self._add(element.text)
        for child in element:
            if isinstance(child.tag, str):
                self._child(child, child.tag)
            self._add(child.tail)

    def _add(self, text: str | None) -> None:
        if text:
            self.text.append(" ".join(text.split("\n")))

    def _child(self, element: etree._Element, tag: str) -> None:
        if tag in _CHARACTERS:
            self.text.append(_CHARACTERS[tag](element))
        elif tag == _TEXT + "note":
            part = "endnote" if element.get(_TEXT + "note-class") == "endnote" else "footnote"
            self.reader.asides[part].extend(element.iterchildren(_TEXT + "note-body"))
        elif tag == _OFFICE + "annotation":
            self.reader.asides["comment"].append(element)
        elif tag.startswith(_DRAW) and tag != _DRAW + "a":
            self.reader.drawing(element)
        elif tag in _CHANGES:
            self.revised = True
        elif tag in (_TEXT + "hidden-text", _TEXT + "hidden-paragraph") or self._is_hidden(element, tag):
            self.hidden.append("".join(map(str, element.itertext())))
        elif tag not in _SKIPPED:
            self.walk(element)

    def _is_hidden(self, element: etree._Element, tag: str) -> bool:
        return tag == _TEXT + "span" and self.reader.style("text", element.get(_TEXT + "style-name", "")).hidden


_CHARACTERS: Mapping[str, Callable[[etree._Element], str]] = {
    _TEXT + "s": lambda element: " " * min(max(to_int(element.get(_TEXT + "c")) or 1, 0), 1000),
    _TEXT + "tab": lambda _: "\t",
    _TEXT + "line-break": lambda _: "\n",
    _TEXT + "soft-page-break": lambda _: "",
}


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        if child.tag == _TABLE + "table-row":
            yield child
        elif child.tag in _ROW_WRAPPERS:
            yield from _rows(child)


def _lines(items: Iterator[Item]) -> Iterator[Line]:
    """The paragraphs of a cell; those of tables inside it belong to it."""
    for item in items:
        if isinstance(item, Grid):
            yield from (line for row in item.rows for cell in row for line in cell)
        else:
            yield item


# -- lists ------------------------------------------------------------------------------------------------------------


class _Counter:
    """Counts one list and those that continue it."""

    def __init__(self, levels: Mapping[int, Level]) -> None:
        self._levels = levels
        self._counts: dict[int, int] = {}

    def label(self, depth: int, start: int | None) -> str:
        """The number of the next item at ``depth``."""
        if depth not in self._levels:
            return ""
        if start is not None:
            self._counts[depth] = start - 1
        advance(self._counts, self._levels, depth)
        return number_text(self._counts, self._levels, depth)


class _Lists:
    """The list styles of a file, and which counter a list continues."""

    def __init__(self, roots: list[etree._Element]) -> None:
        self._styles = {
            e.get(_STYLE + "name", ""): dict(map(_level, e))
            for root in reversed(roots)
            for e in root.iter(_TEXT + "list-style")
        }
        outlines = [e for root in roots for e in root.iter(_TEXT + "outline-style")]
        self._outline = _Counter(dict(map(_level, outlines[0])) if outlines else {})
        self._by_id: dict[str | None, _Counter] = {}
        self._last: dict[str, _Counter] = {}

    def enter(self, element: etree._Element) -> _Counter:
        """The counter of a list that is not inside another one."""
        style = element.get(_TEXT + "style-name", "")
        counter = self._by_id.get(element.get(_TEXT + "continue-list"))
        if counter is None and element.get(_TEXT + "continue-numbering") == "true":
            counter = self._last.get(style)
        counter = counter or _Counter(self._styles.get(style, {}))
        self._last[style] = counter
        if (own := element.get("{http://www.w3.org/XML/1998/namespace}id")) is not None:
            self._by_id[own] = counter
        return counter

    def heading(self, element: etree._Element) -> str:
        """The number of a heading outside lists."""
        if element.get(_TEXT + "is-list-header") == "true":
            return ""
        depth = (to_int(element.get(_TEXT + "outline-level")) or 1) - 1
        return self._outline.label(depth, to_int(element.get(_TEXT + "start-value")))


def _level(element: etree._Element) -> tuple[int, Level]:
    depth = (to_int(element.get(_TEXT + "level")) or 1) - 1
    format = element.get(_STYLE + "num-format", "")
    if not format or str(element.tag).endswith("bullet"):
        return depth, Level(1, "none")
    follow = next(element.iter(_STYLE + "list-level-label-alignment"), None)
    joined = follow is not None and follow.get(_TEXT + "label-followed-by") == "nothing"
    start = to_int(element.get(_TEXT + "start-value"))
    name = _FORMATS.get(format[:1], "decimal")
    return depth, Level(1 if start is None else start, name, _pattern(element, depth), "" if joined else "\u3000")


def _pattern(element: etree._Element, depth: int) -> str:
    """The number with its surroundings, ``%n`` for the number of level n."""
    whole = element.get(_EXTENDED + "num-list-format")
    if whole is not None:
        return _PLACE.sub(r"%\1", whole)
    shown = to_int(element.get(_TEXT + "display-levels")) or 1
    numbers = ".".join(f"%{level + 1}" for level in range(max(depth + 1 - shown, 0), depth + 1))
    return element.get(_STYLE + "num-prefix", "") + numbers + element.get(_STYLE + "num-suffix", "")
