"""Akoma Ntoso 3.0: the tree is the one that the file states; ours come back as they were written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from lxml import etree

from lawcheck.document import Number, SourceText, Unit, UnitKind
from lawcheck.errors import UnreadableFile
from lawcheck.readers.assembly import check_blocks
from lawcheck.readers.package import MAX_DEPTH, MAX_PART
from lawcheck.readers.stated import Rows, Stated, bare_unit, lay_out

__all__ = ["read_akn"]

_OWN_NUMBER = "{urn:lawcheck:akn}number"
# Kinds of documents that are one text with a body; collections, debates and judgments are not.
_TEXTS = ("act", "bill", "doc", "statement")
_KINDS = {
    "book": UnitKind.BOOK,
    "title": UnitKind.BOOK,
    "part": UnitKind.PART,
    "chapter": UnitKind.CHAPTER,
    "section": UnitKind.SECTION,
    "article": UnitKind.ARTICLE,
    "clause": UnitKind.CLAUSE,
    "paragraph": UnitKind.PARAGRAPH,
    "subparagraph": UnitKind.POINT,
    "point": UnitKind.POINT,
    "indent": UnitKind.INDENT,
    "supplementary": UnitKind.CHAPTER,
    "annex": UnitKind.ANNEX,
}
# Elements that say something about their unit and are no part of what is below it.
_OWN_PARTS = ("num", "heading", "subheading", "intro", "content", "wrapUp", "meta")
_LINES = ("p", "tocItem", "heading", "num", "block", "longTitle", "docTitle")
_FRONT = ("coverPage", "preface", "preamble")
_ROLES = {"tizhu": "note", "note": "note", "furniture": "furniture", "title": "title", "toc": "toc"}
_EID_NUMBER = re.compile(r"_(\d+)(?:-(\d+))?(?:\.\d+)?$")
_NUMBER = re.compile(r"(\d+)(?:-(\d+))?")
# Blanks around a line, zero-width ones included.
_EDGES = " \t\r\v\f\x85\u3000\xa0\u2002\u2003\u2009\u2028\u2029\u200b\ufeff"
# Line breaks that an editor made inside a paragraph are no text.
_WRAPPED = re.compile(r"[ \t]*\n\s*")


def read_akn(data: bytes, name: str) -> SourceText:
    """Read Akoma Ntoso (any act, bill or doc; references and other inline markup become plain text).

    Raises :class:`~lawcheck.errors.UnreadableFile`: E109 (not well-formed), E114 (nesting), E117 (too large), E144 (a
    collection, debate or judgment), E146 (DTD).

    >>> xml = '<akomaNtoso xmlns="x"><act><body><article eId="art_1"><num>第一条</num><content><p>甲。</p></content>'
    >>> source = read_akn((xml + "</article></body></act></akomaNtoso>").encode(), "a.xml")
    >>> source.text, source.structure.units[0].text
    ('第一条　甲。\\n', '甲。')
    """
    root = _parse(data, name)
    text = root if _tag(root) in _TEXTS else next((child for child in root if _tag(child) in _TEXTS), None)
    if text is None:
        found = next((_tag(child) for child in root), _tag(root))
        raise UnreadableFile("E144", name=name, element=found)
    stated = _Reading(text).stated()
    return lay_out(stated, data, "akn", name)


def _parse(data: bytes, name: str) -> etree._Element:
    if len(data) > MAX_PART:
        raise UnreadableFile("E117", name=name, detail=f"{len(data):,} > {MAX_PART:,} bytes")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if "depth" in str(error):
            raise UnreadableFile("E114", name=name, part="XML", limit=MAX_DEPTH) from error
        raise UnreadableFile("E109", name=name, part_zh="", part_en="", detail=error) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableFile("E146", name=name)
    check_blocks(sum(1 for _ in root.iter("{*}p", "{*}td")), name)
    return root


class _Reading:
    """One document; ``tables`` collects the rows of its tables by eId."""

    def __init__(self, text: etree._Element) -> None:
        self.text = text
        self.tables: dict[str, Rows] = {}
        self.unnamed = 0

    def stated(self) -> Stated:
        """Everything the document holds, in reading order."""
        signed, beside = self.conclusions()
        return Stated(
            tuple(self.front()),
            tuple(self.units(self.child("body", "mainBody"))),
            signed,
            tuple(self.annex(attachment) for attachment in self.child("attachments")),
            beside,
            self.tables,
        )

    def child(self, *names: str) -> list[etree._Element]:
        """The children of the parts of the document that have one of these names."""
        return [child for part in self.text if _tag(part) in names for child in part]

    # -- front and end ---------------------------------------------------------------------------------------------

    def front(self) -> Iterator[tuple[str, str]]:
        """Role and line of everything before the body; the title of the metadata where the text shows none."""
        lines = [line for part in self.text if _tag(part) in _FRONT for line in _front_lines(part)]
        if not any(role == "title" for role, _ in lines) and (title := self.alias()):
            yield "title", title
        yield from lines

    def alias(self) -> str:
        aliases = (e for meta in self.text if _tag(meta) == "meta" for e in meta.iter("{*}FRBRalias"))
        found = next((alias for alias in aliases if alias.get("name") == "title"), None)
        return "" if found is None else found.get("value", "")

    def conclusions(self) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
        """Lines of the signature; part and line of what stands beside the text."""
        signed: list[str] = []
        beside: list[tuple[str, str]] = []
        for child in self.child("conclusions"):
            if _tag(child) == "container" and child.get("name") == "aside":
                beside += [(p.get("class") or "textbox", line) for p in child for line in _lines(p)]
            else:
                signed += _lines(child)
        return tuple(signed), tuple(beside)

    def annex(self, attachment: etree._Element) -> Unit:
        body = next(attachment.iter("{*}mainBody"), None)
        inner = attachment if body is None else body
        own = [child for child in inner if _is_words(child)]
        text, wrap_up = _words(own)
        below = [child for child in inner if child not in own and _tag(child) not in _OWN_PARTS]
        return bare_unit(
            UnitKind.ANNEX,
            self.eid(attachment),
            _number(attachment),
            label=_part(attachment, "num"),
            heading=_part(attachment, "heading"),
            text=text,
            children=tuple(self.units(below)),
            wrap_up=wrap_up,
        )

    # -- body ------------------------------------------------------------------------------------------------------

    def units(self, elements: list[etree._Element]) -> Iterator[Unit]:
        """The units of these elements; what is no unit of ours gives way to the units or the words inside it."""
        for element in elements:
            kind = _kind(element)
            if kind is not None:
                yield self.unit(element, kind)
            elif _tag(element) in _OWN_PARTS or not _holds_units(element):
                yield from self.plain(element)
            else:
                yield from self.units(list(element))

    def plain(self, element: etree._Element) -> Iterator[Unit]:
        """Words outside any unit, as a 款 of their own."""
        text = "\n".join(_lines(element))
        if text:
            yield bare_unit(UnitKind.PARAGRAPH, self.eid(element), None, text=text)

    def unit(self, element: etree._Element, kind: UnitKind) -> Unit:
        eid = self.eid(element)
        fields = partial(bare_unit, kind, eid, _number(element), label=_part(element, "num"))
        if element.get("name") == "table":
            self.tables[eid] = _rows(element)
            return fields()
        text, wrap_up = _words([part for child in element if _tag(child) == "content" for part in child])
        intro = [line for child in element if _tag(child) == "intro" for line in _lines(child)]
        last = [line for child in element if _tag(child) == "wrapUp" for line in _lines(child)]
        below = [child for child in element if _tag(child) not in _OWN_PARTS]
        return fields(
            heading=_part(element, "heading"),
            text="\n".join([*intro, text] if text else intro),
            children=tuple(self.units(below)),
            wrap_up="\n".join(last) or wrap_up,
        )

    def eid(self, element: etree._Element) -> str:
        """The eId; elements without one are counted."""
        found = element.get("eId")
        if not found:
            self.unnamed += 1
        return found or f"hcontainer_{self.unnamed}"


# -- elements ------------------------------------------------------------------------------------------------------


def _tag(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _kind(element: etree._Element) -> UnitKind | None:
    tag = _tag(element)
    if tag != "hcontainer":
        return _KINDS.get(tag)
    name = element.get("name", "")
    return UnitKind.PARAGRAPH if name == "table" and _has_table(element) else _KINDS.get(name)


def _has_table(element: etree._Element) -> bool:
    return next(element.iter("{*}table"), None) is not None


def _holds_units(element: etree._Element) -> bool:
    return any(_kind(below) is not None for below in element.iterdescendants())


def _is_words(element: etree._Element) -> bool:
    return _tag(element) in _LINES


def _number(element: etree._Element) -> Number | None:
    """What our own attribute says, else the number in the eId."""
    own = element.get(_OWN_NUMBER)
    if own is None and _tag(element) == "hcontainer":
        return None
    found = _EID_NUMBER.search(element.get("eId", "")) if own is None else _NUMBER.fullmatch(own)
    return Number(int(found[1]), int(found[2] or 0)) if found and len(found[0]) < 12 else None


def _part(element: etree._Element, tag: str) -> str:
    found = next((child for child in element if _tag(child) == tag), None)
    return "" if found is None else _string(found).replace("\n", " ").strip()


def _words(parts: list[etree._Element]) -> tuple[str, str]:
    """Text, and the text after a list that is not there."""
    text = [line for part in parts if part.get("class") != "wrapUp" for line in _lines(part)]
    last = [line for part in parts if part.get("class") == "wrapUp" for line in _lines(part)]
    return "\n".join(text), "\n".join(last)


def _rows(element: etree._Element) -> Rows:
    return [[(_cell(cell), _span(cell)) for cell in row if _tag(cell) in ("td", "th")] for row in element.iter("{*}tr")]


def _cell(cell: etree._Element) -> str:
    return "\n".join(line for child in cell for line in _lines(child)) if len(cell) else _string(cell).strip()


def _span(cell: etree._Element) -> int:
    text = cell.get("colspan", "1")
    return int(text) if text.isascii() and text.isdigit() and 0 < int(text[:4]) < 1000 else 1


# -- lines ---------------------------------------------------------------------------------------------------------


def _front_lines(part: etree._Element) -> Iterator[tuple[str, str]]:
    usual = "preamble" if _tag(part) == "preamble" else "furniture"
    for child in part:
        role = _role(child, usual)
        for line in _lines(child):
            yield role, "".join(line.split()) if role == "title" else line


def _role(element: etree._Element, usual: str) -> str:
    tag = _tag(element)
    if tag == "container":
        return _ROLES.get(element.get("name", ""), usual)
    if tag == "toc" or element.get("class") == "toc":
        return "toc"
    if tag == "longTitle" or next(element.iter("{*}docTitle"), None) is not None:
        return "title"
    return "preamble" if tag in ("formula", "recitals", "citations") else usual


def _lines(element: etree._Element) -> list[str]:
    """The lines of a paragraph, or of all paragraphs in an element; an ``eol`` ends a line."""
    if _is_words(element) or not any(_is_words(below) for below in element.iterdescendants()):
        return [line for raw in _string(element).split("\n") if (line := raw.strip(_EDGES))]
    return [line for child in element for line in _lines(child)]


def _string(element: etree._Element) -> str:
    parts = [_unwrapped(element.text)]
    for child in element:
        parts.append("\n" if _tag(child) == "eol" else _string(child))
        parts.append(_unwrapped(child.tail))
    return "".join(parts)


def _unwrapped(text: str | None) -> str:
    return _WRAPPED.sub("", text) if text else ""
