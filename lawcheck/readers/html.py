"""Web pages: the smallest element that holds all articles is the document, the rest is page furniture."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from lxml import etree
from lxml.html import HTMLParser

from lawcheck.document import Provenance, SourceText
from lawcheck.errors import UnreadableFile
from lawcheck.readers.assembly import TextBuilder
from lawcheck.readers.encodings import Decoded, decode_file, decode_text, put_right
from lawcheck.readers.garbled import mend
from lawcheck.readers.own_page import stated_page
from lawcheck.readers.package import MAX_DEPTH
from lawcheck.readers.stated import lay_out

__all__ = ["read_html"]

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w:.-]+)", re.I)
# Pages that say gb2312 use characters of its supersets.
_SUPERSETS = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030", "big5": "big5hkscs"}
_DROPPED = {
    "script", "style", "head", "title", "noscript", "template", "svg", "iframe", "object", "select", "textarea",
    "button", "input", "canvas", "audio", "video", "map", "rt", "rp",
}  # fmt: skip
_BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset", "footer",
    "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "nav", "ol", "p", "pre",
    "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "caption", "figure", "figcaption",
}  # fmt: skip
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_CENTER = re.compile(r"text-align\s*:\s*center", re.I)
_RIGHT = re.compile(r"text-align\s*:\s*(?:right|end)", re.I)
# Blanks that HTML collapses, and the &nbsp; &ensp; &emsp; that editors indent with; U+3000 stays.
_BLANKS = re.compile(r"[ \t\r\n\f\xa0\u2002\u2003\u2009\u200b\ufeff]+")
_ARTICLE = re.compile(r"[\s\u3000]*第[ \u3000]?[零〇○一二三四五六七八九十百千\d]+[ \u3000]?条")
_STRUCTURE = re.compile(r"第[零〇一二三四五六七八九十百千\d]+(?:分?编|[章节条])")
# Fewer articles than this are quotations in a notice, not the frame of a document.
_ENOUGH_ARTICLES = 3
# Content containers of the site systems of government portals, for documents without articles.
_CONTAINERS = (
    "ucap-content", "trs_editor", "trs_ueditor", "custom_unionstyle", "zoom", "pages_content", "v_news_content",
    "wp_articlecontent", "article-content", "articlecontent",
)  # fmt: skip
# About 10 microseconds each; a page of a law has a few thousand.
_MAX_TAGS = 1_000_000


class _Line(NamedTuple):
    """One line or cell of the page; ``owner`` is the element whose text it is."""

    text: str
    owner: etree._Element
    hint: str = ""
    kind: str = "paragraph"
    separator: str = "\n"
    table: int | None = None
    row: int | None = None
    column: int | None = None


def read_html(data: bytes, name: str) -> SourceText:
    """Read a web page. Text outside the document follows it as ``header`` and ``footer`` blocks, and is noted.

    A page that this program wrote states its structure, which then counts.

    >>> page = "<script>x</script><div>首页</div><div><p>第一条&nbsp;甲。<p>第二条 乙。<p>第三条 丙。</div>"
    >>> [(b.content, b.provenance.part) for b in read_html(page.encode(), "a.html").blocks]
    [('第一条 甲。', 'body'), ('第二条 乙。', 'body'), ('第三条 丙。', 'body'), ('首页', 'header')]
    """
    decoded = _decode(data, name)
    root = _parse(decoded.text, name)
    stated = None if root is None else stated_page(root)
    if stated is not None:
        return lay_out(stated, data, "html", name)
    walker = _Walker()
    if root is not None:
        walker.element(root, "")
        walker.flush(root, "")
    return _assemble(walker.lines, root, decoded, data, name)


def _decode(data: bytes, name: str) -> Decoded:
    """UTF-8 when it is valid (whatever the page says), then the declared charset, then a guess."""
    try:
        return put_right(Decoded(data.decode("utf-8-sig"), "utf-8"))
    except UnicodeDecodeError:
        declared = _declared(data)
    if declared is None:
        return decode_file(data, name)
    try:
        return put_right(Decoded(data.decode(declared), declared))
    except UnicodeDecodeError:
        return decode_text(data) or _replaced(data, declared)


def _declared(data: bytes) -> str | None:
    found = _CHARSET.search(data[:4096])
    label = found[1].decode("ascii", "replace").lower() if found else ""
    try:
        return codecs.lookup(_SUPERSETS.get(label, label)).name if label else None
    except LookupError:
        return None


def _replaced(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, errors="replace")
    return Decoded(text, encoding, "P211", (("count", text.count("\ufffd")), ("encoding", encoding)))


def _parse(text: str, name: str) -> etree._Element | None:
    if text.count("<") > _MAX_TAGS:
        raise UnreadableFile("E117", name=name, detail=f"> {_MAX_TAGS:,} tags")
    parser = HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(text.replace("\0", "").encode("utf-8", "replace"), parser)
    except etree.ParserError:
        return None
    except etree.XMLSyntaxError as error:
        raise UnreadableFile("E109", name=name, part_zh="", part_en="", detail=error) from error
    if any("depth" in entry.message for entry in parser.error_log):
        raise UnreadableFile("E114", name=name, part="html", limit=MAX_DEPTH)
    return root


class _Walker:
    """Turns the tree into lines: block elements and ``<br>`` end a line, blanks are folded."""

    def __init__(self) -> None:
        self.lines: list[_Line] = []
        self._buffer: list[str] = []
        self._tables = 0

    def flush(self, owner: etree._Element, hint: str) -> None:
        """End the current line."""
        text = _BLANKS.sub(" ", "".join(self._buffer)).strip(" ")
        self._buffer.clear()
        if text:
            self.lines.append(_Line(text, owner, hint))

    def element(self, element: etree._Element, hint: str) -> None:
        """One element with all it holds."""
        tag = element.tag
        if not isinstance(tag, str) or tag in _DROPPED or _is_hidden(element):
            return
        if tag == "table" and _is_data_table(element):
            self._table(element)
            return
        own = _hint(element, tag) or hint
        self._text(element.text, element, own, tag)
        for child in element:
            self._child(child, element, own)

    def _child(self, child: etree._Element, owner: etree._Element, hint: str) -> None:
        block = child.tag in _BLOCKS
        if block or child.tag == "br":
            self.flush(owner, hint)
        self.element(child, hint)
        if block:
            self.flush(child, _hint(child, str(child.tag)) or hint)
        self._text(child.tail, owner, hint, owner.tag)

    def _text(self, text: str | None, owner: etree._Element, hint: str, tag: str) -> None:
        if not text:
            return
        pieces = text.split("\n") if tag == "pre" else [text]
        for number, piece in enumerate(pieces):
            if number:
                self.flush(owner, hint)
            self._buffer.append(piece)

    def _table(self, table: etree._Element) -> None:
        number = self._tables
        self._tables += 1
        below: dict[int, int] = {}  # column → rows that a cell above still reaches down to
        for row, element in enumerate(table.iter("tr")):
            places = _placed([cell for cell in element if cell.tag in ("td", "th")], below)
            for position, (column, cell) in enumerate(places):
                separator = "\n" if position == len(places) - 1 else "\t"
                text = "" if cell is None else _cell_text(cell)
                owner = element if cell is None else cell
                self.lines.append(_Line(text, owner, "", "cell", separator, number, row, column))


def _is_hidden(element: etree._Element) -> bool:
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style", "")))


def _is_data_table(table: etree._Element) -> bool:
    """Several rows of several cells, no table inside, no article at the start of a line: else it is layout."""
    if sum(1 for _ in table.iter("table")) > 1:
        return False
    wide = sum(sum(cell.tag in ("td", "th") for cell in row) > 1 for row in table.iter("tr"))
    return wide > 1 and not any(len(text) > 8 and _ARTICLE.match(text) for text in map(str, table.itertext()))


def _cell_text(cell: etree._Element) -> str:
    inner = _Walker()
    inner.element(cell, "")
    inner.flush(cell, "")
    return " ".join(line.text for line in inner.lines)


def _placed(cells: Sequence[etree._Element], below: dict[int, int]) -> list[tuple[int, etree._Element | None]]:
    """The cells of a row with their columns; None where a cell of a row above reaches. ``below`` is brought up to date."""
    places: list[tuple[int, etree._Element | None]] = []
    column = 0
    for cell in (*cells, None):
        while below.get(column, 0):
            below[column] -= 1
            places.append((column, None))
            column += 1
        if cell is not None:
            places.append((column, cell))
            for _ in range(_span(cell, "colspan")):
                below[column] = _span(cell, "rowspan") - 1
                column += 1
    return places


def _span(cell: etree._Element, name: str) -> int:
    text = cell.get(name, "1")
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 4 else 1


def _hint(element: etree._Element, tag: str) -> str:
    if tag == "h1":
        return "title"
    if tag in ("h2", "h3", "h4", "h5", "h6"):
        return "heading"
    style, align = element.get("style", ""), element.get("align", "").lower()
    if tag == "center" or align == "center" or _CENTER.search(style):
        return "centered"
    return "right" if align == "right" or _RIGHT.search(style) else ""


# -- which part of the page is the document ------------------------------------------------------------------------


def _container(lines: Sequence[_Line], root: etree._Element) -> etree._Element:
    """The smallest element that holds every article; without articles a known content box, else the page."""
    owners = [line.owner for line in lines if line.kind == "paragraph" and _ARTICLE.match(line.text)]
    if len(owners) < _ENOUGH_ARTICLES:
        return _known_container(root)
    found = owners[0]
    for owner in owners:
        found = _common(found, owner)
    return found


def _common(first: etree._Element, second: etree._Element) -> etree._Element:
    """The nearest element that holds both."""
    if second is first or second.getparent() is first:
        return first
    above = {first, *first.iterancestors()}
    return next(element for element in (second, *second.iterancestors()) if element in above)


def _known_container(root: etree._Element) -> etree._Element:
    for element in root.iter("div", "td", "article"):
        names = f"{element.get('id', '')} {element.get('class', '')}".lower().split()
        if any(name in _CONTAINERS for name in names) and "".join(map(str, element.itertext())).strip():
            return element
    return root


def _assemble(lines: list[_Line], root: etree._Element | None, decoded: Decoded, data: bytes, name: str) -> SourceText:
    out = TextBuilder(name)
    if decoded.problem:
        out.note(decoded.problem, None, **dict(decoded.details))
    if root is not None:
        inside = set(_container(lines, root).iter())
        body = [i for i, line in enumerate(lines) if line.owner in inside]
        first, last = (body[0], body[-1] + 1) if body else (0, 0)
        title = list(_title(lines[:first], lines[first:last]))
        _write(out, title + lines[first:last], "body")
        _furniture(out, [line for line in lines[:first] if line not in title], lines[last:])
    return mend(out.build(data, "html"))


def _title(before: Sequence[_Line], body: Sequence[_Line]) -> Iterator[_Line]:
    """The headline of the page, when the document starts straight with its first chapter or article."""
    if body and _STRUCTURE.match(body[0].text.strip("\u3000 ")):
        yield from [line for line in before if line.hint == "title"][-1:]


def _furniture(out: TextBuilder, before: list[_Line], after: list[_Line]) -> None:
    _write(out, before, "header")
    _write(out, after, "footer")
    count = sum(len(line.text) for line in before + after)
    if count:
        out.note("P212", count=count)


def _write(out: TextBuilder, lines: Sequence[_Line], part: str) -> None:
    for number, line in enumerate(lines):
        place = Provenance(part, number, line.table, line.row, line.column)
        out.add(line.text, line.separator, kind=line.kind, provenance=place, hint=line.hint)
