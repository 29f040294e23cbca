"""The filed Word file with a link from each reference to the text it points at; the cited articles follow at the end.

The pages of the file stay as they are: references are only coloured and underlined, own articles get invisible
bookmarks, and what is cited from other documents stands on new pages behind the last one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from lxml import etree

from lawcheck.cells import xml_text
from lawcheck.citations import Citation, CitationState
from lawcheck.document import Document, Span, Unit, parse
from lawcheck.errors import LawcheckError
from lawcheck.readers import convert_to_docx, read
from lawcheck.reports.anchors import Anchors, Stretch
from lawcheck.reports.package import Package
from lawcheck.reports.runs import SPACE, W, cut, local, placed_runs, set_run_property
from lawcheck.writers import write

__all__ = ["linked_copy", "linked_docx", "moved_lines"]

_BLUE, _RED, _GREY = "0B57D0", "B3261E", "5F6368"
_TOOLTIP: Final = 250  # Word shows no more
_CONVERTIBLE: Final = frozenset({"doc", "odt", "rtf", "word2", "works"})


def linked_copy(
    document: Document,
    data: bytes | None,
    resolve: Callable[[Document], Sequence[Citation]],
    as_of: date,
    horizon: date,
) -> bytes:
    """``document`` as a Word file with links: its own file (``data``) where that is one, a conversion by LibreOffice
    where it is an older Word file, else the document in standard format. ``resolve`` finds the citations anew in what
    was converted, so that every link stands on its own words."""
    source = document.source
    if source.format == "docx" and data is not None:
        return linked_docx(data, document, resolve(document), as_of, horizon)
    made = _converted(document, data) or write(document, "docx")
    again = parse(read(source.name or "document.docx", data=made))
    return linked_docx(made, again, resolve(again), as_of, horizon)


def _converted(document: Document, data: bytes | None) -> bytes | None:
    source = document.source
    if data is None or source.format not in _CONVERTIBLE:
        return None
    try:
        return convert_to_docx(data, source.name, format=source.format)
    except LawcheckError:  # without LibreOffice the standard format serves
        return None


def linked_docx(data: bytes, document: Document, citations: Sequence[Citation], as_of: date, horizon: date) -> bytes:
    """``data``, the Word file that ``document`` was read from, with links; equal input gives equal bytes.

    Raises :class:`~lawcheck.errors.UnreadableFile` E601 when ``data`` is not a Word package.
    """
    package = Package(data, document.source.name or "document.docx")
    book = _Book(package, Anchors(package, document), document)
    placed = [(c, book.anchors.stretches(c.reference.span)) for c in citations]
    _cut([s for _, stretches in placed for _, s in stretches])
    for citation, stretches in placed:
        book.link(citation, stretches)
    book.append(as_of, horizon)
    return package.to_bytes()


def _cut(stretches: Iterable[Stretch]) -> None:
    offsets: dict[etree._Element, set[int]] = {}
    for stretch in stretches:
        offsets.setdefault(stretch.paragraph, set()).update(o for o in (stretch.start, stretch.end) if o is not None)
    for paragraph, points in offsets.items():
        cut(paragraph, points)


@dataclass
class _Book:
    """Bookmarks and the entries of the section at the end, by what is cited."""

    package: Package
    anchors: Anchors
    document: Document
    entries: dict[tuple[str, ...], tuple[str, Citation, str]] = field(default_factory=dict)
    own: dict[str, str] = field(default_factory=dict)
    next_id: int = 0

    def __post_init__(self) -> None:
        main = self.package.edit(self.package.main)
        ids = (e.get(f"{W}id", "") for e in main.iter() if local(e) == "bookmarkStart")
        self.next_id = max((int(i) + 1 for i in ids if i.isdigit()), default=0)

    # -- links ---------------------------------------------------------------------------------------------------

    def link(self, citation: Citation, stretches: Sequence[tuple[str, Stretch]]) -> None:
        """Link the runs of one reference; it stays as it is where it stands inside another link or a change."""
        name = self._goal(citation)
        if not name:
            return
        doubt = not citation.state.sure or citation.exists is False or citation.moved is not None
        for part, stretch in stretches:
            self.package.edit(part)
            for run in _covered(stretch):
                link = _linked(run, name, _hint(citation))
                if link is not None:
                    _paint(run, doubt)

    def _goal(self, citation: Citation) -> str:
        if citation.target is not None:
            return self._own(citation.target)
        if citation.state is CitationState.INTERNAL:
            return ""
        return self._entry(citation)

    def _own(self, unit: Unit) -> str:
        """The bookmark on the first paragraph of a unit."""
        if unit.eid not in self.own:
            first = Span(unit.span.start, min(unit.span.end, unit.span.start + 200))
            places = [s.paragraph for part, s in self.anchors.stretches(first) if part == self.package.main]
            self.own[unit.eid] = self._bookmark(places[0], f"lc_own_{len(self.own)}") if places else ""
        return self.own[unit.eid]

    def _entry(self, citation: Citation) -> str:
        article = citation.article.label if citation.article else str(citation.reference.address)
        title = citation.law.title if citation.law else citation.reference.address.law or citation.reference.text
        key = (title, article, citation.state.value, citation.reason)
        if key not in self.entries:
            unit = self.document.unit_at(citation.reference.span.start)
            place = self.document.citation_label(unit) if unit is not None else ""
            self.entries[key] = (f"lc_cited_{len(self.entries)}", citation, place)
        return self.entries[key][0]

    def _bookmark(self, paragraph: etree._Element, name: str) -> str:
        start = etree.Element(f"{W}bookmarkStart", {f"{W}id": str(self.next_id), f"{W}name": name})
        end = etree.Element(f"{W}bookmarkEnd", {f"{W}id": str(self.next_id)})
        self.next_id += 1
        properties = next((child for child in paragraph if local(child) == "pPr"), None)
        paragraph.insert(0 if properties is None else paragraph.index(properties) + 1, start)
        start.addnext(end)
        return name

    # -- the section at the end ----------------------------------------------------------------------------------

    def append(self, as_of: date, horizon: date) -> None:
        """The cited texts behind the last page."""
        body = next(e for e in self.package.edit(self.package.main) if local(e) == "body")
        last = body[-1] if len(body) and local(body[-1]) == "sectPr" else None
        for paragraph in self._pages(as_of, horizon):
            if last is None:
                body.append(paragraph)
            else:
                last.addprevious(paragraph)

    def _pages(self, as_of: date, horizon: date) -> Iterator[etree._Element]:
        yield _paragraph("所引条文（lawcheck 附加，不属于原文）", size=32, bold=True, new_page=True)
        yield _paragraph(f"按{as_of.isoformat()}的法律核对；库截至{horizon.isoformat()}。", color=_GREY)
        if not self.entries:
            yield _paragraph("没有引用其他文件。")
        for number, (name, citation, place) in enumerate(self.entries.values(), 1):
            yield from self._lines(number, name, citation, place)

    def _lines(self, number: int, name: str, citation: Citation, place: str) -> Iterator[etree._Element]:
        title = citation.law.title if citation.law else citation.reference.address.law or citation.reference.text
        label = citation.article.label if citation.article else ""
        head = _paragraph(f"{number}. 《{title}》{label}　{citation.state.value}", bold=True, before=160)
        self._bookmark(head, name)
        yield head
        yield _paragraph("；".join(filter(None, [f"引用处：{place}" if place else "", citation.reason])), color=_GREY)
        if len(citation.on) > 1:
            states = (f"{s.moment.value}（{s.day.isoformat()}）{s.state.value}" for s in citation.on)
            yield _paragraph("；".join(states), color=_GREY)
        for line in citation.article.text.split("\n") if citation.article else ():
            yield _paragraph(line)
        for line in moved_lines(citation):
            yield _paragraph(line, color=_RED)
        if citation.candidates:
            yield _paragraph("可能是：" + "、".join(citation.candidates), color=_RED)


def moved_lines(citation: Citation) -> Iterator[str]:
    """Where an article whose number moved stood and stands, a line for each text; none for others."""
    move = citation.moved
    if move is None:
        return
    if move.cited is not None:
        yield f"原条文（{move.cited.label}）：{move.cited.text}"
    if move.there is not None:
        yield f"现行同号条文：{move.there.text}"
    yield f"{'疑似应为' if move.how in ('content', 'sentence') else '现为'}{move.now.label}：{move.now.text}"


def _hint(citation: Citation) -> str:
    return "：".join(part for part in (citation.state.value, citation.reason) if part)[:_TOOLTIP]


def _covered(stretch: Stretch) -> list[etree._Element]:
    placed = placed_runs(stretch.paragraph)
    if stretch.start is None or stretch.end is None:
        return []
    return [p.run for p in placed if stretch.start <= p.start and p.end <= stretch.end]


def _linked(run: etree._Element, name: str, hint: str) -> etree._Element | None:
    """``run`` inside a link to the bookmark: that of the run before it where they belong together."""
    parent = run.getparent()
    if parent is None or local(parent) != "p" or run.tag != f"{W}r":
        return None
    before = run.getprevious()
    if before is None or local(before) != "hyperlink" or before.get(f"{W}anchor") != name:
        values = {f"{W}anchor": name, f"{W}history": "1", f"{W}tooltip": xml_text(hint)}
        before = etree.Element(f"{W}hyperlink", values)
        run.addprevious(before)
    before.append(run)
    return before


def _paint(run: etree._Element, doubt: bool) -> None:
    """Colour and underline, which move no character."""
    set_run_property(run, "color", _RED if doubt else _BLUE)
    set_run_property(run, "u", "wave" if doubt else "single")


def _paragraph(
    text: str, *, size: int = 21, bold: bool = False, color: str = "000000", before: int = 0, new_page: bool = False
) -> etree._Element:
    """A paragraph that owes nothing to the styles of the file; ``size`` in half points."""
    paragraph = etree.Element(f"{W}p")
    properties = etree.SubElement(paragraph, f"{W}pPr")
    if new_page:
        etree.SubElement(properties, f"{W}pageBreakBefore")
    etree.SubElement(properties, f"{W}snapToGrid", {f"{W}val": "0"})  # the grid of official pages doubles small lines
    spacing = {"before": str(before), "after": "0", "line": "300", "lineRule": "auto"}
    indent = {"left": "0", "right": "0", "firstLineChars": "0", "firstLine": "0"}
    for name, values in (("spacing", spacing), ("ind", indent), ("jc", {"val": "left"})):
        etree.SubElement(properties, W + name, {W + key: value for key, value in values.items()})
    run = etree.SubElement(paragraph, f"{W}r")
    look = etree.SubElement(run, f"{W}rPr")
    fonts = {"ascii": "Times New Roman", "hAnsi": "Times New Roman", "eastAsia": "宋体"}
    etree.SubElement(look, f"{W}rFonts", {W + key: value for key, value in fonts.items()})
    if bold:
        etree.SubElement(look, f"{W}b")
    etree.SubElement(look, f"{W}color", {f"{W}val": color})
    etree.SubElement(look, f"{W}sz", {f"{W}val": str(size)})
    element = etree.SubElement(run, f"{W}t", {SPACE: "preserve"})
    element.text = xml_text(text)
    return paragraph
