"""Web pages saved as one file (MHTML) and mail: the parts of a MIME message, pictures left out."""

from __future__ import annotations

import email
import email.errors
import email.header
import email.message
import email.policy
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from typing import NamedTuple

from lawcheck.document import SourceText
from lawcheck.errors import UnreadableFile
from lawcheck.readers.html import read_html

__all__ = ["MimePart", "mime_parts", "read_mhtml"]

# Parts of one message: a saved page has hundreds of pictures, nobody sends thousands of documents.
_MAX_PARTS = 5_000
_SUPERSETS = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs"}


class MimePart(NamedTuple):
    """A leaf of a MIME message: file name (or nothing), media type, bytes, whether it was attached."""

    name: str
    kind: str
    data: bytes
    attached: bool


def read_mhtml(data: bytes, name: str) -> SourceText:
    """Read the page of a web archive; pictures and style sheets are left out. Raises E188 when there is no page.

    >>> page = b"MIME-Version: 1.0\\nContent-Type: multipart/related; boundary=b\\n\\n--b\\nContent-Type: text/html"
    >>> page += b"\\nContent-Transfer-Encoding: quoted-printable\\n\\n<p>=E7=AC=AC=E4=B8=80=E6=9D=A1</p>\\n--b--\\n"
    >>> read_mhtml(page, "a.mht").text
    '第一条\\n'
    """
    pages = [part for part in mime_parts(data) if part.kind in ("text/html", "application/xhtml+xml")]
    if not pages:
        raise UnreadableFile("E188", name=name)
    # The page comes first; frames follow it, and the one with the most text is what was saved.
    best = max(pages, key=lambda part: len(part.data))
    return replace(read_html(best.data, name), format="mhtml", sha256=sha256(data).hexdigest())


def mime_parts(data: bytes) -> Iterator[MimePart]:
    """The leaves of a message in order. Damaged encodings are decoded as far as they go.

    >>> list(mime_parts(b"Subject: x\\nContent-Type: text/plain\\n\\nabc"))
    [MimePart(name='', kind='text/plain', data=b'abc', attached=False)]
    """
    message = email.message_from_bytes(data.lstrip(b"\xef\xbb\xbf\r\n"), policy=email.policy.compat32)
    for number, part in enumerate(message.walk()):
        if number > _MAX_PARTS:
            return
        if part.is_multipart():
            continue
        payload = _payload(part)
        name = _file_name(part)
        attached = part.get_content_disposition() == "attachment" or bool(name)
        yield MimePart(name, part.get_content_type(), payload, attached)


def _payload(part: email.message.Message) -> bytes:
    """The content of a leaf; text comes as UTF-8 if the message says its encoding and that is true."""
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    charset = str(part.get_content_charset(""))
    if part.get_content_maintype() != "text" or not charset:
        return content
    try:
        return content.decode(_SUPERSETS.get(charset, charset)).encode()
    except (UnicodeError, LookupError):
        return content


def _file_name(part: email.message.Message) -> str:
    """The name of an attachment, decoded (RFC 2047 and 2231, and bare GBK or UTF-8 as some mailers send)."""
    raw = part.get_filename("")
    try:
        pieces = email.header.decode_header(raw)
    except (email.errors.HeaderParseError, ValueError):
        return str(raw)
    return "".join(piece if isinstance(piece, str) else _decode(piece, charset) for piece, charset in pieces)


def _decode(raw: bytes, charset: str | None) -> str:
    for encoding in (charset if charset and charset != "unknown-8bit" else "utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return raw.decode("utf-8", errors="replace")
