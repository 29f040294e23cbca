"""What a file is, by its bytes; its name is never asked."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from lawcheck.readers.encodings import MAX_TEXT, decode_text

__all__ = ["REFUSALS", "sniff"]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_STARTS = (
    (b"{\\rtf", "rtf"),
    (b"\xdb\xa5", "word2"),
    (b"\x89PNG\r\n\x1a\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"BM", "bmp?"),
    (b"RIFF", "riff?"),
    (b"Rar!\x1a\x07", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ\x00", "archive"),
)
# Streams of an OLE file that tell its program; entries of its directory are 128 bytes long and aligned.
_STREAMS = (
    ("EncryptedPackage", "encrypted"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("PowerPoint Document", "ppt"),
    ("MatOST", "works"),
)
# Folders and files that tell what a zip package is.
_ENTRIES = (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx"), ("ofd.xml", "ofd"))
_MIMETYPES = ((b"application/vnd.oasis.opendocument", "odt"), (b"application/epub", "epub"))
_WORD_TYPE = re.compile(
    rb"wordprocessingml\.(?:document|template)\.main\+xml|ms-word\.(?:document|template)\.macroEnabled"
)
_WORD_XML = (b"schemas.microsoft.com/office/word/2003/wordml", b"schemas.microsoft.com/office/2006/xmlPackage")
_HTML_START = re.compile(
    r"<(?:!doctype\s+html|html|head|body|meta|title|script|style|div|p|table|span|font|center)\b", re.I
)
_HTML_INSIDE = re.compile(r"<(?:!doctype\s+html|html|body)\b[^<>]*>", re.I)
# Akoma Ntoso 3.0 in any of its drafts.
_AKN_START = re.compile(
    r"(?:\s*<(?:\?(?:(?!\?>).)*\?|!--(?:(?!-->).)*--|!DOCTYPE[^<>\[]*(?:\[[^\]]*\]\s*)?)>)*"
    r"\s*<(?:\w+:)?akomaNtoso\b[^<>]*legaldocml",
    re.S,
)
# The first line of a document in JSON.
_JSON_SCHEMA = '"urn:lawcheck:schema:document:1"'
# The header lines of a message; a continued one begins with a blank.
_HEADERS = re.compile(rb"(?:[A-Za-z][A-Za-z0-9-]{1,60}:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*){2,}")
_FIELD = re.compile(rb"^([a-z0-9-]+):", re.M)
_MIME_HEAD = 16_384
_HEADING_LINE = re.compile(r"#{1,6}[ \t]+\S")
_INFO_END = re.compile(r"^<!--\s*INFO END\s*-->\s*$", re.M)
_FRONT_MATTER = re.compile(r"---\n(?:.*\n){0,40}?---\n")
# Where a signature may stand: PDF readers accept the mark in the first kilobyte, HTML may follow comments.
_HEAD = 4096
# Formats that are recognised but not read, and the message for each.
REFUSALS = {
    "zip": "E106",
    "encrypted": "E108",
    "binary": "E111",
    "eml": "E106",
    "xlsx": "E137",
    "xls": "E137",
    "pptx": "E138",
    "ppt": "E138",
    "ole": "E140",
    "archive": "E141",
    "epub": "E142",
    "xml": "E143",
}


def sniff(data: bytes) -> str:
    """The format of ``data``: ``docx``, ``txt``, ``md``, ``html``, one of :data:`REFUSALS`, or ``binary``.

    >>> sniff(b"%PDF-1.7"), sniff("# 某条例\\n".encode()), sniff("第一条　甲".encode("gbk")), sniff(b"<html><p>1")
    ('pdf', 'md', 'txt', 'html')
    """
    if data.startswith(_OLE):
        return _ole(data)
    if data.startswith(_ZIP):
        return _zip(data)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    return _by_start(data) or _text(data)


def _ole(data: bytes) -> str:
    """OLE compound files; asked before zip, because an old .doc may embed a zip at its end."""
    for stream, kind in _STREAMS:
        name = stream.encode("utf-16-le") + b"\0\0"
        position = data.find(name)
        while position >= 0:
            if position % 128 == 0:
                return kind
            position = data.find(name, position + 1)
    # A file that lost bytes: its entries are no longer aligned, and its reader tells what is damaged.
    return next((kind for stream, kind in _STREAMS if stream.encode("utf-16-le") + b"\0\0" in data), "ole")


def _zip(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _package(archive)
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, EOFError, NotImplementedError, RuntimeError):
        return "docx"  # its reader tells what is damaged


def _package(archive: zipfile.ZipFile) -> str:
    names = [name.replace("\\", "/").lstrip("/") for name in archive.namelist()]
    if "[Content_Types].xml" in names and _WORD_TYPE.search(_peek(archive, "[Content_Types].xml", 1 << 20)):
        return "docx"
    if "content.xml" in names and "META-INF/manifest.xml" in names:
        return _opendocument(archive)
    if "mimetype" in names:
        kind = _peek(archive, "mimetype", 100)
        return next((found for mark, found in _MIMETYPES if kind.startswith(mark)), "zip")
    for start, found in _ENTRIES:
        if any(name.lower().startswith(start) for name in names):
            return found
    return "zip"


def _opendocument(archive: zipfile.ZipFile) -> str:
    """Text, spreadsheet or presentation; what cannot say so any more is damaged, and the reader of texts tells."""
    try:
        kind = _peek(archive, "mimetype", 100)
    except (zipfile.BadZipFile, zlib.error, OSError, KeyError, EOFError, NotImplementedError, RuntimeError):
        return "odt"
    return "xlsx" if b"spreadsheet" in kind else "pptx" if b"presentation" in kind else "odt"


def _peek(archive: zipfile.ZipFile, name: str, size: int) -> bytes:
    with archive.open(name) as stream:
        return stream.read(size)


def _by_start(data: bytes) -> str | None:
    for start, kind in _STARTS:
        if data.startswith(start):
            if kind == "bmp?":
                return "image" if data[6:10] == b"\0\0\0\0" else None
            if kind == "riff?":
                return "image" if data[8:12] == b"WEBP" else None
            return kind
    return None


def _mime(data: bytes) -> str | None:
    """A MIME message: a saved page (one HTML with its pictures, sent to nobody) or a mail."""
    found = _HEADERS.match(data[:_MIME_HEAD].lstrip(b"\xef\xbb\xbf\r\n"))
    fields = found[0].lower() if found else b""
    names = set(_FIELD.findall(fields))
    if b"mime-version" not in names and not {b"from", b"date"} <= names:
        return None
    mail = names & {b"to", b"received", b"delivered-to", b"return-path", b"cc", b"message-id"}
    return "mhtml" if not mail and b"content-type" in names and b"multipart/related" in fields else "eml"


def _text(data: bytes) -> str:
    if kind := _mime(data):
        return kind
    if len(data) > MAX_TEXT:
        return "txt"  # its reader refuses it
    decoded = decode_text(data)
    if decoded is None:
        # A page with one bad byte in its menu is still a page: the HTML reader has the declared charset to go by.
        return "html" if _HTML_START.match(data[:_HEAD].decode("latin-1").lstrip()) else "binary"
    head = decoded.text[:_HEAD].lstrip("\ufeff \t\r\n\u3000")
    if _AKN_START.match(head):
        return "akn"
    if head.startswith("{") and _JSON_SCHEMA in head:
        return "json"
    if head.startswith("<?xml") and not _HTML_INSIDE.search(head):
        return "wordxml" if any(mark in data[:65536] for mark in _WORD_XML) else "xml"
    if _HTML_START.match(head) or _HTML_INSIDE.search(head):
        return "html"
    return "md" if _is_markdown(decoded.text) else "txt"


def _is_markdown(text: str) -> bool:
    """A heading of Markdown or front matter comes first, or the LawRefBook mark is there."""
    head = text[: 4 * _HEAD].lstrip("\ufeff \t\r\n").replace("\r\n", "\n")
    return bool(_HEADING_LINE.match(head) or _FRONT_MATTER.match(head) or _INFO_END.search(head))
