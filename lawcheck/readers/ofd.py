"""OFD (GB/T 33190-2016): the text of the pages, each line with its page and its box in millimetres.

Many writers do not keep to the standard: parts are found whatever the case of their names, with backslashes, with or
without a leading ``/``, relative to the file that names them or to the package; elements by their local names.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import NamedTuple

from lxml import etree

from lawcheck.document import Provenance, SourceText, Span
from lawcheck.errors import UnreadableFile
from lawcheck.readers import ocr
from lawcheck.readers.assembly import TextBuilder
from lawcheck.readers.laid_out import join_lines, write_paragraphs
from lawcheck.readers.ofd_pictures import recognised_lines
from lawcheck.readers.ofd_text import Run, floats, page_lines, runs_of
from lawcheck.readers.package import DamagedPartError, Package
from lawcheck.readers.pdf import MAX_OCR_PAGES, note_pages
from lawcheck.readers.printed import VisualLine

__all__ = ["OfdPage", "OfdPart", "OfdPlace", "annotation_parts", "documents_of", "ofd_places", "pages_of", "read_ofd"]

# More than any law; twenty milliseconds each at the most.
MAX_PAGES = 5_000
# Text objects of one file, counted before they are placed: 5,000 pages of 40 lines.
_MAX_RUNS = 1_000_000
# Messages of the gate speak of Word; these are the same faults said of OFD.
_CODES = {"E109": "E170", "E113": "E171", "E114": "E172", "E116": "E173"}
_A4 = (210.0, 297.0)
_ROOT = "OFD.xml"
_DRAWN = ("{*}ImageObject", "{*}PathObject", "{*}CompositeObject")
# Hidden text is quoted in its note up to this length.
_QUOTED = 40
_PRIVATE = re.compile("[\ue000-\uf8ff]")


@dataclass(frozen=True, slots=True)
class OfdPart:
    """A part of the package by the name it was found under, with its root element."""

    name: str
    root: etree._Element

    def path_of(self, location: str) -> str:
        """A path written in this part, from the root of the package."""
        if location.startswith(("/", "\\")):
            return location.replace("\\", "/").lstrip("/")
        return posixpath.normpath(posixpath.join(posixpath.dirname(self.name), location.replace("\\", "/")))


@dataclass(frozen=True, slots=True)
class OfdPage:
    """A page: number from 1 over all documents of the file, ID, size in millimetres, runs of text.

    ``drawn`` says that it holds pictures or drawings, ``recognised`` holds what OCR read in them if there was no text, ``hidden`` quotes text set invisible, ``fault`` says why the
    page could not be read.
    """

    number: int
    page_id: str
    size: tuple[float, float]
    runs: tuple[Run, ...] = ()
    drawn: bool = False
    hidden: tuple[str, ...] = ()
    fault: str = ""
    recognised: tuple[VisualLine, ...] = ()

    @property
    def lines(self) -> list[VisualLine]:
        """Its printed lines in reading order, blank ones left out; those of its picture when it has no text."""
        return [line for line in page_lines(self.runs, self.number, self.size) if line.text.strip()] or [
            *self.recognised
        ]


def read_ofd(data: bytes, name: str) -> SourceText:
    """Read an OFD file: visual lines joined into paragraphs, one block a printed line; annotations behind the body.

    Raises :class:`~lawcheck.errors.UnreadableFile` E170 to E177: damaged, hostile, encrypted, nothing but pictures.
    """
    try:
        package = _open(data, name)
        document = list(documents_of(package))
        pages = list(pages_of(package, document))
        notes = _annotations(package, document)
    except UnreadableFile as error:
        raise _translated(error) from error
    _check_text(pages, name)
    out = TextBuilder(name)
    write_paragraphs(out, ocr.with_blanks(join_lines([line for page in pages for line in page.lines])))
    _add_notes(out, notes)
    _note_pages(out, pages)
    source = out.build(data, "ofd")
    return replace(source, problems=(*source.problems, *ocr.confidence_problems(source)))


def _open(data: bytes, name: str) -> Package:
    package = Package(data, name)
    if package.encrypted:
        raise UnreadableFile("E174", name=name)
    if not package.has(_ROOT):
        raise _damaged(name, _ROOT, "missing")
    return package


def _translated(error: UnreadableFile) -> UnreadableFile:
    return UnreadableFile(_CODES.get(error.code, error.code), **error.details)


def _damaged(name: str, part: str, detail: object) -> UnreadableFile:
    return UnreadableFile("E170", name=name, part_zh=f"其中的 {part} ", part_en=f" {part} in it", detail=detail)


class OfdPlace(NamedTuple):
    """Where page ``number`` (from 1) belongs, for whoever writes about it.

    ``document`` and ``annotations`` (the annotation file of the page) name parts, with ``/`` and from the root of the
    package; ``listing`` is the part that lists annotation files. The last two are empty when there is none.
    """

    number: int
    page_id: str
    document: str
    listing: str = ""
    annotations: str = ""


def ofd_places(data: bytes, name: str) -> tuple[OfdPlace, ...]:
    """The pages of an OFD file as :func:`read_ofd` numbers them. Raises the same errors."""
    try:
        package = _open(data, name)
        return tuple(_places(package))
    except UnreadableFile as error:
        raise _translated(error) from error


def _places(package: Package) -> Iterator[OfdPlace]:
    number = 0
    for document in documents_of(package):
        locations = [e.text for e in document.root.iterfind("{*}Annotations") if (e.text or "").strip()]
        listing = _optional(package, document, locations[0]) if locations else None
        notes = dict(_listed(package, listing)) if listing else {}
        for page in document.root.iterfind("{*}Pages/{*}Page"):
            number += 1
            page_id = page.get("ID", "")
            yield OfdPlace(number, page_id, document.name, listing.name if listing else "", notes.get(page_id, ""))


def _listed(package: Package, listing: OfdPart) -> Iterator[tuple[str, str]]:
    for page in listing.root.iterfind("{*}Page"):
        part = _optional(package, listing, page.findtext("{*}FileLoc"))
        if part:
            yield page.get("PageID", ""), part.name


# -- the tree of parts ---------------------------------------------------------------------------------------------


def documents_of(package: Package) -> Iterator[OfdPart]:
    """The Document.xml of each document in the file. Raises E170 when there is none that can be read."""
    root = _needed(package, _ROOT)
    locations = [text for element in root.root.iter("{*}DocRoot") if (text := (element.text or "").strip())]
    if not locations:
        raise _damaged(package.name, _ROOT, "DocRoot")
    for location in locations:
        yield _needed(package, root.path_of(location))


def _needed(package: Package, path: str) -> OfdPart:
    try:
        return OfdPart(path, package.xml(path))
    except DamagedPartError as error:
        raise _damaged(package.name, path, error) from error


def _part(package: Package, owner: OfdPart, location: str) -> OfdPart:
    """A part named in ``owner``: as the standard says, else from the root of the package."""
    path = owner.path_of(location)
    for candidate in (path, location.replace("\\", "/").lstrip("/")):
        if package.has(candidate):
            return OfdPart(candidate, package.xml(candidate))
    raise DamagedPartError(f"{path}: missing")


def pages_of(package: Package, documents: Iterable[OfdPart]) -> Iterator[OfdPage]:
    """Every page of the documents in order. Raises E176 when there are too many."""
    listed = [(document, page) for document in documents for page in document.root.iterfind("{*}Pages/{*}Page")]
    if len(listed) > MAX_PAGES:
        raise UnreadableFile("E176", name=package.name, pages=len(listed), limit=MAX_PAGES)
    templates = _Templates(package)
    left = _MAX_RUNS
    for number, (document, page) in enumerate(listed, 1):
        found = _page(package, document, page, number, templates)
        left -= len(found.runs)
        if left < 0:
            raise UnreadableFile("E117", name=package.name, detail=f"> {_MAX_RUNS:,} text objects")
        yield found


@dataclass(slots=True)
class _Templates:
    """Content parts of template pages, read once."""

    package: Package
    known: dict[str, OfdPart | None] = field(default_factory=dict)

    def of(self, document: OfdPart, page: OfdPart) -> Iterator[OfdPart]:
        """The templates that a page is printed on."""
        places = {e.get("ID"): e.get("BaseLoc", "") for e in document.root.iter("{*}TemplatePage")}
        for element in page.root.iterfind("{*}Template"):
            location = places.get(element.get("TemplateID"))
            found = self._read(document, location) if location else None
            if found is not None:
                yield found

    def _read(self, document: OfdPart, location: str) -> OfdPart | None:
        path = document.path_of(location)
        if path not in self.known:
            try:
                self.known[path] = _part(self.package, document, location)
            except DamagedPartError:
                self.known[path] = None
        return self.known[path]


def _page(package: Package, document: OfdPart, entry: etree._Element, number: int, templates: _Templates) -> OfdPage:
    page_id, size = entry.get("ID", ""), _size(document.root) or _A4
    try:
        content = _part(package, document, entry.get("BaseLoc", ""))
    except DamagedPartError as error:
        return OfdPage(number, page_id, size, fault=str(error))
    roots = [content.root, *(part.root for part in templates.of(document, content))]
    objects = [element for root in roots for element in root.iter("{*}TextObject")]
    held = [(element, element.getparent()) for element in objects]
    shown = [(element, parent) for element, parent in held if not _is_pattern(parent)]
    hidden = [element for element, parent in shown if _is_hidden(element, parent)]
    printed = (element for element, _ in shown if element not in hidden)
    runs = tuple(islice((run for element in printed for run in runs_of(element)), _MAX_RUNS + 1))
    drawn = any(next(root.iter(*_DRAWN), None) is not None for root in roots)
    quoted = tuple(text for e in hidden if (text := "".join(run.text for run in runs_of(e)).strip()))
    size = _size(content.root) or size
    pictured = drawn and number <= MAX_OCR_PAGES and not any(run.text.strip() for run in runs)
    owner = (document.name, document.root)
    read_by_ocr = tuple(recognised_lines(package, owner, content.root, number, size)) if pictured else ()
    return OfdPage(number, page_id, size, runs, drawn, quoted, recognised=read_by_ocr)


def _size(root: etree._Element) -> tuple[float, float] | None:
    """Width and height in millimetres."""
    for element in root.iter("{*}PhysicalBox"):
        box = floats(element.text, 4)
        if box and box[2] > 0 and box[3] > 0:
            return box[2], box[3]
    return None


def _is_pattern(parent: etree._Element | None) -> bool:
    """Whether what an object stands in is the tile of a pattern that fills an area: decoration, repeated all over."""
    return parent is not None and isinstance(parent.tag, str) and parent.tag.endswith("}CellContent")


def _is_hidden(element: etree._Element, parent: etree._Element | None) -> bool:
    """Whether the object or its layer is set invisible. Transparent text is not: scans carry their text so."""
    states = element.get("Visible"), None if parent is None else parent.get("Visible")
    return any(state is not None and state.lower() == "false" for state in states)


# -- annotations ---------------------------------------------------------------------------------------------------


def _annotations(package: Package, documents: Iterable[OfdPart]) -> list[str]:
    """The words of each annotation: its remark and the text of its appearance."""
    found: list[str] = []
    for document in documents:
        for part in annotation_parts(package, document):
            found += [words for annotation in part.root.iter("{*}Annot") if (words := _words(annotation))]
    return found


def annotation_parts(package: Package, document: OfdPart) -> Iterator[OfdPart]:
    """The annotation file of each page that has one; damaged ones are passed over."""
    for element in document.root.iterfind("{*}Annotations"):
        listing = _optional(package, document, element.text)
        for location in listing.root.iter("{*}FileLoc") if listing else ():
            part = _optional(package, listing, location.text) if listing else None
            if part:
                yield part


def _optional(package: Package, owner: OfdPart, location: str | None) -> OfdPart | None:
    try:
        return _part(package, owner, (location or "").strip())
    except DamagedPartError:
        return None


def _words(annotation: etree._Element) -> str:
    remarks = [" ".join((element.text or "").split()) for element in annotation.iter("{*}Remark")]
    runs = [run.text.strip() for element in annotation.iter("{*}TextObject") for run in runs_of(element)]
    return " ".join(dict.fromkeys(text for text in (*remarks, *runs) if text))


def _add_notes(out: TextBuilder, notes: list[str]) -> None:
    start = out.position
    for number, words in enumerate(notes):
        out.add(words, provenance=Provenance("comment", number))
    if notes:
        out.note("P253", Span(start, out.position), count=len(notes))


# -- what to say about the pages -----------------------------------------------------------------------------------


def _check_text(pages: list[OfdPage], name: str) -> None:
    if any(page.recognised or any(run.text.strip() for run in page.runs) for page in pages):
        return
    faults = [page.fault for page in pages if page.fault]
    if faults or not pages:
        raise UnreadableFile("E170", name=name, part_zh="页面", part_en=" its pages", detail=(*faults, "0")[0])
    raise UnreadableFile("E175" if any(page.drawn for page in pages) else "E177", name=name, pages=len(pages))


def _note_pages(out: TextBuilder, pages: list[OfdPage]) -> None:
    for page in pages:
        if page.fault:
            out.note("P251", page=page.number, detail=page.fault)
        elif page.drawn and not page.recognised and not any(run.text.strip() for run in page.runs):
            out.note("P250", page=page.number)
        if page.hidden:
            out.note("P254", page=page.number, text="".join(page.hidden)[:_QUOTED])
    note_pages(out, "P241", [page.number for page in pages if page.recognised])
    private = sum(len(_PRIVATE.findall(run.text)) for page in pages for run in page.runs)
    if private:
        out.note("P252", count=private)
