"""Which encoding a Chinese text file is in: BOM, strict UTF-8, then the reading with the most common characters."""

from __future__ import annotations

import codecs
import re
from functools import lru_cache
from typing import NamedTuple

from charset_normalizer import from_bytes

from lawcheck.errors import UnreadableFile

__all__ = ["MAX_TEXT", "Decoded", "decode_file", "decode_text", "put_right", "unify_lines"]

# Bytes of a text file or page: fifty times the Civil Code, read in a few seconds.
MAX_TEXT = 30_000_000

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark is its beginning
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CANDIDATES = ("gb18030", "big5hkscs", "utf-16-le", "utf-16-be")
# Right readings of Chinese text score above 0.9, wrong ones (measured on titles of a dozen characters) below 0.7.
_GOOD = 0.75
# Characters judged for the score: a prefix is enough and keeps a 10 MB file fast.
_SAMPLE = 20_000
# More unreadable places than this share of the characters, and the guess itself is wrong.
_DAMAGE = 0.02
# Control characters appear in damaged exports, never as more than this share of a text.
_CONTROL_SHARE = 0.01
# Three or more Chinese characters or full-width marks in UTF-8; GB18030 text hardly ever looks like that.
_UTF8_RUN = re.compile(rb"((?:[\xe3-\xe9][\x80-\xbf]{2}|\xef[\xbc-\xbf][\x80-\xbf]){3,})")
# What is left when bytes that are no UTF-8 were replaced and then read as GBK: nothing can be won back.
_REPLACEMENT = "锟斤拷"
_LOST = re.compile(f"(?:{_REPLACEMENT})+")
# A text is taken for garbled from so many characters outside ASCII on, among its first ones, …
_ENOUGH, _PROBE = 12, 1_000
_WRITTEN = re.compile("[^\x00-\x7f]+")
# … and it is said to be if fewer of them than this share are common.
_GARBLED = 0.5
_WINDOWS = {ord(char): code for code in range(0x80, 0xA0) if (char := bytes([code]).decode("cp1252", "ignore"))}
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")


class Decoded(NamedTuple):
    """A text, the encoding it was read in, and the problem to note (code and its details), if any."""

    text: str
    encoding: str
    problem: str = ""
    details: tuple[tuple[str, object], ...] = ()


def decode_text(data: bytes) -> Decoded | None:
    """The text of ``data``, or None when it is no text in any encoding that Chinese files come in.

    >>> decode_text("许昌市条例".encode("gbk"))
    Decoded(text='许昌市条例', encoding='gb18030', problem='', details=())
    >>> decode_text(bytes(range(256))) is None
    True
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            found = _tolerant(data[len(mark) :], encoding)
            break
    else:
        found = _strict(data, "utf-8") or _best(data) or _imperfect(data) or _foreign(data)
    return put_right(found) if found else None


def decode_file(data: bytes, name: str) -> Decoded:
    """Like :func:`decode_text`, with errors E117 (too large) and E111 (no text) that name the file."""
    if len(data) > MAX_TEXT:
        raise UnreadableFile("E117", name=name, detail=f"{len(data):,} > {MAX_TEXT:,} bytes")
    decoded = decode_text(data)
    if decoded is None:
        raise UnreadableFile("E111", name=name)
    return decoded


def unify_lines(text: str) -> str:
    """Every kind of line end (CR, CRLF, vertical tab, form feed, NEL, U+2028/9) as ``\\n``.

    >>> unify_lines("a\\r\\nb\\x0bc")
    'a\\nb\\nc'
    """
    return _LINE_ENDS.sub("\n", text)


def _strict(data: bytes, encoding: str) -> Decoded | None:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return Decoded(text, encoding) if _plausible(text) else None


def _plausible(text: str) -> bool:
    sample = text[:_SAMPLE]
    return len(_CONTROLS.findall(sample)) <= len(sample) * _CONTROL_SHARE


def _best(data: bytes) -> Decoded | None:
    """The strict reading with the highest share of common characters."""
    readings = [found for encoding in _CANDIDATES if (found := _strict(data, encoding))]
    best = max(readings, key=lambda found: _score(found.text), default=None)
    if best is None or _score(best.text) < _GOOD:
        return None
    return best if best.encoding == "gb18030" else _noted(best, "P210", encoding=best.encoding)


def _noted(decoded: Decoded, problem: str, **details: object) -> Decoded:
    return decoded._replace(problem=problem, details=tuple(details.items()))


def _score(text: str) -> float:
    """Share of common characters among those outside ASCII."""
    sample = [char for char in text[:_SAMPLE] if char > "\x7f"]
    return sum(map(_is_common, sample)) / len(sample) if sample else 0.0


@lru_cache(maxsize=20_000)
def _is_common(char: str) -> bool:
    """A character of GB 2312 level 1, Big5 level 1, or their punctuation."""
    for encoding, low, high in (("gb2312", 0xB0, 0xD7), ("big5", 0xA4, 0xC6)):
        try:
            lead = char.encode(encoding)[0]
        except UnicodeEncodeError:
            continue
        if low <= lead <= high or lead in (0xA1, 0xA3):
            return True
    return False


def _imperfect(data: bytes) -> Decoded | None:
    """A damaged text or two encodings in one file: whichever leaves fewer places unread."""
    readings = [found for found in (_damaged(data), _mixed(data)) if found]
    return min(readings, key=lambda found: found.text.count("\ufffd"), default=None)


def _mixed(data: bytes) -> Decoded | None:
    """Two files glued together, one in UTF-8, one in GB18030: told apart line by line, inside a line where need be."""
    pieces = [found for line in data.split(b"\n") for found in _pieces(line + b"\n")]
    if len({piece.encoding for piece in pieces if piece.text.strip()}) < 2:
        return None
    text = "".join(piece.text for piece in pieces).removesuffix("\n")
    good = _score(text) >= _GOOD and text.count("\ufffd") <= len(text) * _DAMAGE
    return Decoded(text, "utf-8+gb18030", "P214") if good else None


def _pieces(line: bytes) -> list[Decoded]:
    whole = _strict(line, "utf-8") or _good_gb18030(line)
    if whole:
        return [whole]
    parts = _UTF8_RUN.split(line)
    return [_strict(part, "utf-8") or _replaced(part) for part in parts if part]


def _good_gb18030(line: bytes) -> Decoded | None:
    found = _strict(line, "gb18030")
    return found if found and _score(found.text) >= _GOOD else None


def _replaced(part: bytes) -> Decoded:
    return Decoded(part.decode("gb18030", errors="replace"), "gb18030")


def _damaged(data: bytes) -> Decoded | None:
    """UTF-8 or GB18030 with a few bad bytes (a cut-off download, a bad disk)."""
    readings = [_tolerant(data, encoding) for encoding in ("utf-8", "gb18030")]
    good = [found for found in readings if found and _score(found.text) >= _GOOD]
    return max(good, key=lambda found: _score(found.text), default=None)


def _tolerant(data: bytes, encoding: str) -> Decoded | None:
    text = data.decode(encoding, errors="replace")
    count = text.count("\ufffd")
    if not _plausible(text) or count > max(1, len(text) * _DAMAGE):
        return None
    decoded = Decoded(text, encoding)
    return _noted(decoded, "P211", count=count, encoding=encoding) if count else decoded


def put_right(decoded: Decoded) -> Decoded:
    """Text that was read in a wrong encoding once and saved so, back in its own where that is certain; else what is lost
    is □, and what looks garbled is said to.

    >>> put_right(Decoded("第一条　为了规范管理活动。".encode().decode("latin-1"), "utf-8")).text
    '第一条　为了规范管理活动。'
    """
    if decoded.problem:  # already said to be doubtful
        return decoded
    text = decoded.text
    if _REPLACEMENT in text:
        text, count = _LOST.subn("□", text)
        return _noted(decoded._replace(text=text), "P219", count=count)
    written = "".join(_WRITTEN.findall(text[:_SAMPLE]))[:_PROBE]
    score = _score(written)
    if len(written) < _ENOUGH or score >= _GOOD:
        return decoded
    for raw, readers in ((text.encode("gb18030"), (_good_utf8,)), (_western(text), (_good_utf8, _good_gb18030))):
        for reader in readers:
            if raw and (found := reader(raw)):
                return _noted(found, "P220", encoding=found.encoding)
    return _noted(decoded, "P221") if score < _GARBLED else decoded


def _western(text: str) -> bytes | None:
    """The bytes of a text that was read as Latin-1 or Windows-1252."""
    try:
        return text.translate(_WINDOWS).encode("latin-1")
    except UnicodeEncodeError:
        return None


def _good_utf8(raw: bytes) -> Decoded | None:
    found = _strict(raw, "utf-8")
    return found if found and _score(found.text) >= _GOOD else None


def _foreign(data: bytes) -> Decoded | None:
    """Other encodings, for texts that are mostly ASCII (an English file with curly quotes)."""
    guess = from_bytes(data[:_SAMPLE]).best()
    found = _strict(data, guess.encoding) if guess else None
    if found is None or sum(char > "\x7f" for char in found.text) > len(found.text) * 0.1:
        return None
    return _noted(found, "P210", encoding=found.encoding)
