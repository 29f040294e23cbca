"""Word documents in one XML file: flat OPC (Word 2007 and later) and WordprocessingML of Word 2003.

Both are rebuilt as the docx package that they mean and read as such, in memory.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from lawcheck.document import SourceText
from lawcheck.errors import UnreadableFile
from lawcheck.readers.docx import read_docx
from lawcheck.readers.package import MAX_DEPTH, MAX_PART
from lawcheck.readers.wordml import W

__all__ = ["read_wordxml"]

_FLAT = "{http://schemas.microsoft.com/office/2006/xmlPackage}"
_OLD = "{http://schemas.microsoft.com/office/word/2003/wordml}"
_HINTS = "{http://schemas.microsoft.com/office/word/2003/auxHint}"
# Containers of Word 2003 around the blocks of a body.
_WRAPPERS = (_HINTS + "sect", _HINTS + "sub-section")


def read_wordxml(data: bytes, name: str) -> SourceText:
    """Read a Word document of one XML file; numbers of Word 2003 are those that it wrote beside the paragraphs.

    Raises :class:`~lawcheck.errors.UnreadableFile`: E109 (damaged), E113 (DTD), E114 (nesting), E115 (no body), E117
    (too large).
    """
    root = _parse(data, name)
    parts = dict(_flat_parts(root)) if root.tag == _FLAT + "package" else {"word/document.xml": _modern(root)}
    source = read_docx(_packed(parts), name)
    return replace(source, format="wordxml", sha256=hashlib.sha256(data).hexdigest())


def _parse(data: bytes, name: str) -> etree._Element:
    if len(data) > MAX_PART:
        raise UnreadableFile("E117", name=name, detail=f"{len(data):,} > {MAX_PART:,} bytes")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if "depth" in str(error):
            raise UnreadableFile("E114", name=name, part="XML", limit=MAX_DEPTH) from error
        raise UnreadableFile("E109", name=name, part_zh="", part_en="", detail=error) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableFile("E113", name=name, part="XML")
    return root


def _flat_parts(root: etree._Element) -> Iterator[tuple[str, bytes]]:
    """The parts of a flat package as they stand in a zip."""
    for part in root.iterchildren(_FLAT + "part"):
        content = next(iter(part), None)
        if content is None:
            continue
        if content.tag == _FLAT + "xmlData":
            data = b"".join(etree.tostring(child) for child in content)
        else:
            data = _bytes(content.text or "")
        yield part.get(_FLAT + "name", "").lstrip("/"), data


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=False)
    except binascii.Error:
        return b""  # a picture


def _packed(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:  # stored: it is read again at once
        for part, data in parts.items():
            archive.writestr(part, data)
    return buffer.getvalue()


# -- Word 2003 --------------------------------------------------------------------------------------------------------


def _modern(root: etree._Element) -> bytes:
    """The main part of a docx with the body of a Word 2003 document."""
    document = etree.Element(W + "document", nsmap={"w": W[1:-1]})
    body = root.find(_OLD + "body")
    if body is not None:
        target = etree.SubElement(document, W + "body")
        target.extend(_blocks(body))
        for element in target.iter():
            _rename(element)
    return etree.tostring(document)


def _blocks(container: etree._Element) -> list[etree._Element]:
    """The blocks of a body, sections and outline levels opened."""
    found: list[etree._Element] = []
    for child in container:
        found.extend(_blocks(child) if child.tag in _WRAPPERS else [child])
    return found


def _rename(element: etree._Element) -> None:
    """Word 2003 names as those of docx, and the number of a paragraph as text before it."""
    tag = str(element.tag)
    for key, value in list(element.attrib.items()):
        if str(key).startswith(_OLD):
            element.set(W + str(key)[len(_OLD) :], value)
    if tag == _OLD + "listPr":
        _write_number(element)
    if tag.startswith(_OLD):
        element.tag = W + tag[len(_OLD) :]


def _write_number(element: etree._Element) -> None:
    """``w:listPr/wx:t`` holds the number that Word showed."""
    shown = element.find(_HINTS + "t")
    properties = element.getparent()
    number = "" if shown is None else shown.get(_HINTS + "val", "")
    if properties is None or not any(char.isalnum() for char in number):
        return
    run = etree.Element(W + "r")
    etree.SubElement(run, W + "t").text = number + "\u3000"
    properties.addnext(run)
