"""Paragraph styles of Word, resolved along their ``basedOn`` chain."""

from __future__ import annotations

import re
from typing import NamedTuple

from lxml import etree

from lawcheck.readers.wordml import VAL, W, word_value

__all__ = [
    "NumberRef",
    "ParagraphStyle",
    "Properties",
    "Styles",
    "paragraph_properties",
    "style_kind",
    "to_int",
    "without_table_styles",
]

_TITLES = {"title", "标题", "标题名", "文件标题", "公文标题", "大标题", "主标题", "法规标题"}
# Styles of our own Word files (``lawcheck/writers/docx.py``) that say what a line before the first article is.
_FRONT = {"题注": "note", "版头": "furniture", "条文": "preamble"}
_CHANGES = tuple(W + name for name in ("ins", "del", "moveFrom", "moveTo"))
_HEADING = re.compile(r"(?:heading|标题) ?[1-9]", re.I)
_STYLE_START, _STYLE_END = b"<w:style ", b"</w:style>"
_TOC = re.compile(r"toc ?(?:\d|heading)|目录", re.I)


class NumberRef(NamedTuple):
    """A ``w:numPr``: list and level, None where it says nothing; ``styles`` led to the list, nearest first."""

    num_id: str | None = None
    level: int | None = None
    styles: tuple[str, ...] = ()


class Properties(NamedTuple):
    """What a ``w:pPr`` itself says; ``mark`` holds the tags of tracked changes of the paragraph mark."""

    style: str | None = None
    alignment: str = ""
    outline: int | None = None
    number: NumberRef = NumberRef()
    mark: frozenset[str] = frozenset()


class ParagraphStyle(NamedTuple):
    """What a style says after inheritance; ``kind`` is as :func:`style_kind` tells it."""

    kind: str = ""
    alignment: str = ""
    outline: int | None = None
    number: NumberRef = NumberRef()


class Styles:
    """The styles part; unknown or missing styles resolve to the default paragraph style."""

    def __init__(self, root: etree._Element | None) -> None:
        elements = [] if root is None else list(root.iter(W + "style"))
        self._elements = {e.get(W + "styleId", ""): e for e in elements}
        paragraphs = (e for e in elements if e.get(W + "type") == "paragraph" and e.get(W + "default") in ("1", "true"))
        self._default = next((e.get(W + "styleId", "") for e in paragraphs), "")
        # Not lru_cache on a method: the cycle would keep the trees of file after file until the collector runs.
        self._resolved: dict[str | None, ParagraphStyle] = {}

    def get(self, style_id: str | None) -> ParagraphStyle:
        """The resolved style with this id."""
        found = self._resolved.get(style_id)
        if found is None:
            found = ParagraphStyle()
            for key, element in self._chain(style_id or self._default):
                found = _inherit(found, key, element)
            self._resolved[style_id] = found
        return found

    def _chain(self, key: str) -> list[tuple[str, etree._Element]]:
        """The style and those it is based on; a cycle ends where it closes."""
        chain: dict[str, etree._Element] = {}
        while key in self._elements and key not in chain:
            chain[key] = self._elements[key]
            key = word_value(chain[key], "basedOn") or ""
        return list(chain.items())


def _inherit(nearer: ParagraphStyle, key: str, element: etree._Element) -> ParagraphStyle:
    """``nearer`` completed by a style further up the chain."""
    properties = paragraph_properties(element)
    own, number = properties.number, nearer.number
    return ParagraphStyle(
        nearer.kind or style_kind((word_value(element, "name") or "").strip()),
        nearer.alignment or properties.alignment,
        properties.outline if nearer.outline is None else nearer.outline,
        NumberRef(
            own.num_id if number.num_id is None else number.num_id,
            own.level if number.level is None else number.level,
            (*number.styles, key) if number.num_id is None else number.styles,
        ),
    )


def style_kind(name: str) -> str:
    """``title``, ``heading``, ``toc``, ``note``, ``furniture``, ``preamble`` or nothing for the name of a style.

    >>> style_kind("题注"), style_kind("heading 1"), style_kind("正文")
    ('note', 'heading', '')
    """
    if name.lower() in _TITLES:
        return "title"
    if _HEADING.match(name):
        return "heading"
    return "toc" if _TOC.match(name) else _FRONT.get(name, "")


def without_table_styles(part: bytes) -> bytes:
    """The bytes of a styles part without its table styles: they say nothing of paragraphs and are nine tenths of what
    Word writes, so that leaving them unparsed saves a third of the time of a file. What is written unusually stays.

    >>> without_table_styles(b'<w:styles><w:style w:type="table" w:styleId="T"><w:name/></w:style><w:style/></w:styles>')
    b'<w:styles><w:style/></w:styles>'
    """
    if b"<!--" in part or b"<![CDATA[" in part:
        return part  # what looks like a tag may be none
    head, *styles = part.split(_STYLE_START)
    return b"".join((head, *map(_unless_of_table, styles)))


def _unless_of_table(style: bytes) -> bytes:
    """What stands from the start of one style to that of the next, or only what follows the style."""
    tag = style[: style.find(b">") + 1]
    if b'w:type="table"' not in tag or tag.endswith(b"/>"):
        return _STYLE_START + style
    _, end, following = style.partition(_STYLE_END)
    return following if end else _STYLE_START + style


def paragraph_properties(element: etree._Element) -> Properties:
    """The ``w:pPr`` of a paragraph or style, read in one pass."""
    style, alignment, outline, number, mark = Properties()
    for child in next(element.iterchildren(W + "pPr"), ()):
        tag = child.tag
        if tag == W + "pStyle":
            style = child.get(VAL)
        elif tag == W + "jc":
            alignment = child.get(VAL, "")
        elif tag == W + "outlineLvl":
            outline = to_int(child.get(VAL))
        elif tag == W + "numPr":
            number = NumberRef(word_value(child, "numId"), to_int(word_value(child, "ilvl")))
        elif tag == W + "rPr":
            mark = frozenset(change.tag for change in child.iterchildren(*_CHANGES))
    return Properties(style, alignment, outline, number, mark)


def to_int(text: str | None) -> int | None:
    """An integer, or None for anything else.

    >>> to_int("3"), to_int("x"), to_int(None)
    (3, None, None)
    """
    try:
        return None if text is None else int(text)
    except ValueError:
        return None
