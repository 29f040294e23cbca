"""Pages in Traditional Chinese: the finished page is converted, word by word, one character for one."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from flask import Flask, Response

from consult_web.ui.language import locale

if TYPE_CHECKING:
    from opencc import OpenCC

__all__ = ["install", "to_simplified", "to_traditional", "traditional_page"]

_SAFE_ATTRIBUTES = frozenset({"alt", "aria-label", "aria-description", "label", "placeholder", "title", "data-label"})
_SAFE_ATTRIBUTES |= {"data-confirm", "data-chosen", "data-too-large", "data-left", "data-over", "data-reveal"}
_SAY = "data-say-"  # attributes in which a room gives its script words for people
_RAW = frozenset({"script", "style", "textarea"})
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
_BREAK = "\ufdd0"  # between pieces of text: no word reaches over it, and Unicode keeps it out of texts


def install(app: Flask) -> None:
    """Convert every HTML page for visitors who chose 繁體."""
    app.after_request(_convert)


def to_traditional(text: str) -> str:
    """The text in Traditional characters, as long as before.

    >>> to_traditional("征求意见，头发与发展")
    '徵求意見，頭髮與發展'
    """
    return _same_length(text, "s2tw")


def to_simplified(text: str) -> str:
    """The text in Simplified characters, as long as before: for words that a visitor picked on a Traditional page.

    >>> to_simplified("徵求意見")
    '征求意见'
    """
    return _same_length(text, "tw2s")


def traditional_page(page: str) -> str:
    """The page with its text and the attributes that people read converted; everything else byte for byte as it was.

    What people typed stays: ``textarea``, values of inputs, options without a value, and all inside ``data-keep``.

    >>> traditional_page('<p title="条文">意见 <b data-keep>发</b><input value="发"></p>')
    '<p title="條文">意見 <b data-keep>发</b><input value="发"></p>'
    """
    pieces = _Pieces()
    pieces.feed(page.replace(_BREAK, ""))
    pieces.close()
    return pieces.converted()


class _Pieces(HTMLParser):
    """Splits a page into pieces that are converted and pieces that are not; joined they are the page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.pieces: list[str] = []
        self.readable: list[int] = []  # places of the pieces that are converted
        self.open: list[tuple[str, bool]] = []  # open elements, and whether each keeps its text

    def converted(self) -> str:
        if not self.readable:
            return "".join(self.pieces)
        texts = to_traditional(_BREAK.join(self.pieces[place] for place in self.readable)).split(_BREAK)
        for place, text in zip(self.readable, texts, strict=True):
            self.pieces[place] = text
        return "".join(self.pieces)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        text = self.get_starttag_text() or ""
        names = dict(attrs)
        kept = self._keeps() or "data-keep" in names
        if kept:
            self._add(text)
        else:
            self._add_tag(text, names)
        if tag not in _VOID:
            bare_option = tag == "option" and "value" not in names
            self.open.append((tag, kept or tag in _RAW or bare_option))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._keeps() or "data-keep" in dict(attrs):
            self._add(self.get_starttag_text() or "")
        else:
            self._add_tag(self.get_starttag_text() or "", dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        self._add(f"</{tag}>")
        for place in range(len(self.open) - 1, -1, -1):
            if self.open[place][0] == tag:
                del self.open[place:]
                break

    def handle_data(self, data: str) -> None:
        self._add(data, readable=not self._keeps())

    def handle_entityref(self, name: str) -> None:
        self._add(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._add(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self._add(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self._add(f"<!{decl}>")

    def _keeps(self) -> bool:
        return bool(self.open) and self.open[-1][1]

    def _add(self, text: str, *, readable: bool = False) -> None:
        if readable and not text.isascii():
            self.readable.append(len(self.pieces))
        self.pieces.append(text)

    def _add_tag(self, text: str, names: Iterable[str]) -> None:
        """A tag with the values of its readable attributes as pieces of their own."""
        rest = text
        for name in [] if text.isascii() else names:
            if name not in _SAFE_ATTRIBUTES and not name.startswith(_SAY):
                continue
            before, mark, after = rest.partition(f' {name}="')
            value, quote, after = after.partition('"')
            if quote:
                self._add(before + mark)
                self._add(value, readable=True)
                rest = quote + after
        self._add(rest)


def _convert(response: Response) -> Response:
    if locale() != "zh-Hant" or response.mimetype != "text/html" or response.is_streamed or response.direct_passthrough:
        return response
    response.set_data(traditional_page(response.get_data(as_text=True)))
    return response


def _same_length(text: str, way: str) -> str:
    found: str = _converter(way).convert(text)
    if len(found) == len(text):
        return found
    return _BREAK.join(_converted_piece(piece, way) for piece in text.split(_BREAK))


def _converted_piece(text: str, way: str) -> str:
    """Converted, and character by character where a word would change its length."""
    found: str = _converter(way).convert(text)
    if len(found) == len(text):
        return found
    return "".join(one if len(one := _converter(way).convert(char)) == 1 else char for char in text)


@cache
def _converter(way: str) -> OpenCC:
    from opencc import OpenCC as Converter  # loads its dictionaries, and most visitors read Simplified

    return Converter(way)
