"""Paragraphs of WordprocessingML and the text a person sees in them.

The annotator finds a place again by (part name, paragraph index, offset inside the block's content):
``list(iter_paragraphs(root))[index]`` is the paragraph, and the texts of :func:`visible_runs` joined are exactly the
content of its block.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

__all__ = ["ParagraphScan", "W", "iter_paragraphs", "scan_paragraph", "symbol_text", "visible_runs", "word_value"]

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic"
_IMAGE = "{urn:schemas-microsoft-com:vml}imagedata"

P, R, T, VAL = W + "p", W + "r", W + "t", W + "val"
_CONSTANT = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "br": "\n",
    W + "cr": "\n",
    W + "noBreakHyphen": "-",
}
# Deleted or moved away, properties, field instructions, readings above ruby text.
_SKIPPED = {
    W + name
    for name in ("del", "moveFrom", "pPr", "rPr", "sdtPr", "sdtEndPr", "instrText", "delText", "delInstrText", "rt")
}
_REVISIONS = {W + name for name in ("ins", "del", "moveFrom", "moveTo")}
_PICTURES = {W + "drawing", W + "pict", W + "object"}
_OFF = ("0", "false", "off", "none")
# Check boxes as the symbol fonts of Word draw them (Wingdings, Wingdings 2); other symbols keep their code point.
_SYMBOLS = {0xF0A8: "□", 0xF06F: "□", 0xF0FE: "☑", 0xF0FD: "☒", 0xF052: "☑", 0xF0A3: "□", 0xF054: "☒", 0xF0FC: "✓"}


class ParagraphScan(NamedTuple):
    """What stands in a paragraph: visible runs, hidden text, text boxes anchored in it, number of pictures.

    ``revised``: it holds insertions, deletions or moves; ``contents``: it links to a heading, as contents do.
    """

    runs: list[tuple[etree._Element, str]]
    hidden: str
    boxes: list[etree._Element]
    pictures: int
    revised: bool
    contents: bool

    @property
    def text(self) -> str:
        """The visible text."""
        return "".join(text for _, text in self.runs)


def iter_paragraphs(part_root: etree._Element) -> Iterator[etree._Element]:
    """Every ``w:p`` of a part in document order, those of tables and text boxes included.

    The position in this order is ``Provenance.paragraph``.
    """
    return part_root.iter(P)


def visible_runs(paragraph: etree._Element) -> list[tuple[etree._Element, str]]:
    """The runs of a paragraph with the text each shows, tracked changes accepted.

    Text of ``w:t`` (line feeds in it are blanks), tab → ``\\t``, break → ``\\n``, no-break hyphen → ``-``, symbols.
    Left out: deletions, field instructions, ruby readings, hidden text, text boxes (they are blocks of their own).
    A run comes twice when another run stands inside it (ruby); a formula is the ``m:r`` element.

    >>> from lxml import etree
    >>> p = etree.fromstring('<w:p xmlns:w="%s"><w:r><w:t>甲</w:t><w:br/></w:r><w:del><w:r><w:t>乙</w:t></w:r></w:del>'
    ...                      '</w:p>' % W[1:-1])
    >>> [text for run, text in visible_runs(p)]
    ['甲\\n']
    """
    return scan_paragraph(paragraph).runs


def scan_paragraph(paragraph: etree._Element) -> ParagraphScan:
    """Everything a reader wants to know of a paragraph, in one pass."""
    scan = _Scanner()
    scan.walk(paragraph, paragraph)
    hidden = "".join(scan.hidden)
    return ParagraphScan(_merged(scan.pieces), hidden, scan.boxes, scan.pictures, scan.revised, scan.contents)


def word_value(element: etree._Element | None, path: str) -> str | None:
    """``w:val`` of the child at ``path`` (names without prefix, separated by ``/``), or None."""
    for step in path.split("/"):
        if element is None:
            return None
        element = next(element.iterchildren(W + step), None)  # several times faster than find()
    return None if element is None else element.get(VAL)


def _merged(pieces: list[tuple[etree._Element, str]]) -> list[tuple[etree._Element, str]]:
    merged: list[tuple[etree._Element, str]] = []
    for run, text in pieces:
        if merged and merged[-1][0] is run:
            merged[-1] = (run, merged[-1][1] + text)
        elif text:
            merged.append((run, text))
    return merged


class _Scanner:
    """Walks one paragraph. ``fields`` holds, for each open field, where its instruction began in ``pieces``."""

    def __init__(self) -> None:
        self.pieces: list[tuple[etree._Element, str]] = []
        self.hidden: list[str] = []
        self.boxes: list[etree._Element] = []
        self.pictures = 0
        self.fields: list[int] = []
        self.revised = self.contents = False

    def walk(self, element: etree._Element, run: etree._Element) -> None:
        for child in element:
            tag = child.tag
            if tag == R:
                self._run(child)
            elif tag == T or tag == _M + "t":
                self.pieces.append((run, (child.text or "").replace("\n", " ").replace("\r", " ")))
            elif tag in _CONSTANT:
                self.pieces.append((run, _CONSTANT[tag]))
            elif tag in _SKIPPED:
                self.revised = self.revised or tag in _REVISIONS
            elif tag == W + "sym":
                self.pieces.append((run, _symbol(child)))
            elif tag == W + "fldChar":
                self._field(child.get(W + "fldCharType", ""))
            elif tag in _PICTURES:
                self._picture(child)
            elif tag == _MC + "AlternateContent":
                self._alternate(child, run)
            else:
                self._wrapper(child, run)

    def _wrapper(self, element: etree._Element, run: etree._Element) -> None:
        """Insertions, links, content controls, formulas: what they hold counts."""
        tag = element.tag
        if tag in _REVISIONS:
            self.revised = True
        elif tag == W + "hyperlink" and element.get(W + "anchor", "").startswith("_Toc"):
            self.contents = True
        self.walk(element, element if tag == _M + "r" else run)

    def _run(self, run: etree._Element) -> None:
        if not _is_hidden(run):
            self.walk(run, run)
            return
        start = len(self.pieces)
        self.walk(run, run)
        self.hidden.extend(text for _, text in self.pieces[start:])
        del self.pieces[start:]

    def _field(self, mark: str) -> None:
        """Drop what stands between the beginning of a field and its result."""
        if mark == "begin":
            self.fields.append(len(self.pieces))
        elif mark == "separate" and self.fields:
            del self.pieces[self.fields[-1] :]
        elif mark == "end" and self.fields:
            self.fields.pop()

    def _alternate(self, element: etree._Element, run: etree._Element) -> None:
        chosen = _branch(element)
        if chosen is not None:
            self.walk(chosen, run)

    def _picture(self, element: etree._Element) -> None:
        self.pictures += any(True for _ in element.iter(_PIC, _IMAGE))
        self.boxes.extend(_text_boxes(element))


def _is_hidden(run: etree._Element) -> bool:
    for properties in run.iterchildren(W + "rPr"):
        for vanish in properties.iterchildren(W + "vanish"):
            return vanish.get(VAL) not in _OFF
    return False


def _branch(element: etree._Element) -> etree._Element | None:
    chosen = element.find(_MC + "Choice")
    return element.find(_MC + "Fallback") if chosen is None else chosen


def _text_boxes(element: etree._Element) -> Iterator[etree._Element]:
    for child in element:
        if child.tag == W + "txbxContent":
            yield child
        elif child.tag == _MC + "AlternateContent":
            chosen = _branch(child)
            if chosen is not None:
                yield from _text_boxes(chosen)
        else:
            yield from _text_boxes(child)


def _symbol(element: etree._Element) -> str:
    try:
        code = int(element.get(W + "char", ""), 16)
    except ValueError:
        return ""
    return symbol_text(code)


def symbol_text(code: int) -> str:
    """What a character of a symbol font shows, as far as it is known.

    >>> symbol_text(0xF0FE)
    '☑'
    """
    if code in _SYMBOLS:
        return _SYMBOLS[code]
    return chr(code) if 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE else ""
