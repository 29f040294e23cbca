"""From a span of the filed text to the place in the Word file where a comment about it can stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from lxml import etree

from lawcheck.checks import Finding
from lawcheck.document import Block, Document, Span
from lawcheck.readers import iter_paragraphs
from lawcheck.reports.package import Package
from lawcheck.reports.runs import local, paragraph_text

__all__ = ["Anchor", "Anchors", "Stretch"]

_WHOLE_DOCUMENT = 0.5  # a span over half of the text is about the document: its comment goes to the title
_NOTES = {"footnote": "footnoteReference", "endnote": "endnoteReference"}
_PLACES = {
    "header": "页眉",
    "footer": "页脚",
    "footnote": "脚注",
    "endnote": "尾注",
    "comment": "原有批注",
    "textbox": "文本框",
}
_INSERTED = "插入的文件"


class Stretch(NamedTuple):
    """Characters ``start`` to ``end`` of a paragraph's visible text; None = the paragraph as a whole."""

    paragraph: etree._Element
    start: int | None = None
    end: int | None = None


class Anchor(NamedTuple):
    """A comment reaches from the start of ``first`` to the end of ``last``; ``place`` names the true place of the
    finding where Word allows no comment there."""

    first: Stretch
    last: Stretch
    place: str = ""


class Anchors:
    """Finds the places of one file; ``document`` must come from the same bytes as ``package``."""

    def __init__(self, package: Package, document: Document) -> None:
        self._package = package
        self._document = document
        self._source = document.source.as_filed  # the paragraphs hold the characters of the file
        self._paragraphs: dict[str, list[etree._Element]] = {}

    def stretches(self, span: Span) -> list[tuple[str, Stretch]]:
        """Name of the part and exact characters for every paragraph that ``span`` touches, numbers made by Word left
        out; a paragraph whose text does not agree with the block is left out too, for colour must not guess."""
        found = []
        for block in self._source.blocks_in(span):
            paragraph = self._paragraph(block)
            if paragraph is not None and block.kind != "number":
                stretch = self._inside(paragraph, block, span)
                if stretch.start is not None:
                    found.append((self._part(block), stretch))
        return found

    def anchor(self, finding: Finding) -> Anchor:
        """Where the comment on ``finding`` goes; there is always a place."""
        span = self._trimmed(finding.span)
        if (not span.length and not finding.eid) or span.length > _WHOLE_DOCUMENT * len(self._source.text):
            return self._title()
        blocks = self._source.blocks_in(span) if span.length else self._source.blocks[:0]
        blocks = blocks or (self._source.block_at(span.start),)
        placed = [(b, p) for b in blocks if (p := self._paragraph(b)) is not None and self._takes_comments(b, p)]
        if not placed:
            return self._elsewhere(blocks[0])
        (block, first), (last_block, last) = placed[0], placed[-1]
        return Anchor(self._inside(first, block, span), self._inside(last, last_block, span))

    def _trimmed(self, span: Span) -> Span:
        text = self._source.slice(span)
        start = span.start + len(text) - len(text.lstrip())
        return Span(start, start + len(text.strip()))

    def _part(self, block: Block) -> str:
        return self._package.find(block.provenance.name) or self._package.main

    def _paragraph(self, block: Block) -> etree._Element | None:
        part, index = self._part(block), block.provenance.paragraph
        if part not in self._package.parts or index is None:
            return None
        if part not in self._paragraphs:
            self._paragraphs[part] = list(iter_paragraphs(self._package.tree(part)))
        paragraphs = self._paragraphs[part]
        return paragraphs[index] if index < len(paragraphs) else None

    def _takes_comments(self, block: Block, paragraph: etree._Element) -> bool:
        """Word takes comments in the body only, and not in its text boxes."""
        return self._part(block) == self._package.main and _box(paragraph) is None

    def _inside(self, paragraph: etree._Element, block: Block, span: Span) -> Stretch:
        content = block.content
        if block.kind == "number" or not span.length or paragraph_text(paragraph) != content:
            return Stretch(paragraph)
        start, end = max(span.start - block.start, 0), min(span.end - block.start, len(content))
        return Stretch(paragraph, start, end) if start < end else Stretch(paragraph)

    def _title(self) -> Anchor:
        """The title, or the first paragraph of the body that has text, or simply the first."""
        span = self._document.title_span
        blocks: Sequence[Block] = self._source.blocks_in(span) if span.length else ()
        paragraphs = [p for b in blocks if (p := self._paragraph(b)) is not None and self._takes_comments(b, p)]
        first = paragraphs[0] if paragraphs else self._first_with_text()
        return Anchor(Stretch(first), Stretch(paragraphs[-1] if paragraphs else first))

    def _first_with_text(self) -> etree._Element:
        every = iter_paragraphs(self._package.tree(self._package.main))
        body = [paragraph for paragraph in every if _box(paragraph) is None]
        if not body:
            raise self._package.fail("正文中没有段落")
        return next((p for p in body if paragraph_text(p).strip()), body[0])

    def _elsewhere(self, block: Block) -> Anchor:
        """The paragraph that holds the text box, the mark of the note, or the first paragraph of the body."""
        paragraph = self._paragraph(block)
        part = "textbox" if paragraph is not None and _box(paragraph) is not None else block.provenance.part
        place = _PLACES.get(part, "")
        host = self._host(part, block, paragraph)
        if paragraph is None and (chunk := self._chunk(block)) is not None:
            place, host = _INSERTED, self._before(chunk)
        if host is None:
            host = self._first_with_text()
        return Anchor(Stretch(host), Stretch(host), place)

    def _host(self, part: str, block: Block, paragraph: etree._Element | None) -> etree._Element | None:
        if paragraph is None:
            return None
        if part in _NOTES:
            note = next((e for e in paragraph.iterancestors() if local(e) == part), None)
            return self._holder_of_note(_NOTES[part], _word_id(note)) if note is not None else None
        if self._part(block) == self._package.main and (box := _box(paragraph)) is not None:
            return next((e for e in box.iterancestors() if local(e) == "p" and _box(e) is None), None)
        return None

    def _chunk(self, block: Block) -> etree._Element | None:
        """The mark that inserts the file in which ``block`` stands."""
        part = self._package.find(block.provenance.name)
        key = next((r.rel_id for r in self._package.relationships(self._package.main) if part and r.target == part), "")
        marks = (e for e in self._package.tree(self._package.main).iter() if local(e) == "altChunk")
        return next((e for e in marks if key and _word_id(e) == key), None)

    def _before(self, element: etree._Element) -> etree._Element | None:
        """The last paragraph of the body before ``element``."""
        before = [e for e in element.itersiblings(preceding=True) if local(e) == "p"]
        return before[0] if before else None

    def _holder_of_note(self, tag: str, note_id: str | None) -> etree._Element | None:
        marks = (e for e in self._package.tree(self._package.main).iter() if local(e) == tag and _word_id(e) == note_id)
        mark = next(marks, None)
        holders = mark.iterancestors() if mark is not None else iter(())
        return next((e for e in holders if local(e) == "p" and _box(e) is None), None)


def _box(paragraph: etree._Element) -> etree._Element | None:
    """The outermost text box around a paragraph."""
    boxes = [e for e in paragraph.iterancestors() if local(e) == "txbxContent"]
    return boxes[-1] if boxes else None


def _word_id(element: etree._Element) -> str | None:
    return next((str(value) for key, value in element.attrib.items() if etree.QName(str(key)).localname == "id"), None)
