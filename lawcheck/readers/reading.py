"""One verb: a file in, its text out, or one clear error."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from lawcheck.document import Problem, SourceText, Span
from lawcheck.errors import UnreadableFile
from lawcheck.messages import render
from lawcheck.readers.aside import set_aside
from lawcheck.readers.located import located_pictures
from lawcheck.readers.package import MAX_UNZIPPED
from lawcheck.readers.registry import READERS
from lawcheck.readers.signatures import REFUSALS, sniff
from lawcheck.readers.simplifying import looks_traditional
from lawcheck.readers.simplifying import simplify as to_simplified
from lawcheck.resources import printable

__all__ = ["load", "read"]

# A filing of this size is no text; reading it into memory would be the first harm.
MAX_FILE = MAX_UNZIPPED
# No database and no XML holds them: NUL, and halves of a pair.
_NO_CHARACTERS = re.compile("[\x00\ud800-\udfff]")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")


def read(path: str | Path, *, data: bytes | None = None, name: str | None = None, simplify: bool = False) -> SourceText:
    """Read a file of any supported format, recognised by its bytes.

    With ``data`` nothing is opened and ``path`` only names the content; ``name`` is the name shown in messages and
    kept in the result (default: the last part of ``path``). With ``simplify`` Traditional characters become Simplified
    ones, the original kept beside them (:func:`~lawcheck.readers.simplify`). Raises :class:`~lawcheck.errors.UnreadableFile` for
    whatever cannot be read, with file, cause and remedy.

    >>> read("条例.txt", data="第一条　为了甲。".encode("gbk")).text
    '第一条　为了甲。'
    >>> read("条例.txt", data=b"")
    Traceback (most recent call last):
    lawcheck.errors.UnreadableFile: [E104] 条例.txt：文件是空的（0 字节），可能上传或者复制没有完成。请重新获取文件。
    """
    shown = printable(name or Path(path).name or path)
    content = load(Path(path), shown) if data is None else data
    if not content:
        raise UnreadableFile("E104", name=shown)
    format = sniff(content)
    if format not in READERS:
        raise UnreadableFile(REFUSALS[format], name=shown)
    source = set_aside(_with_characters(READERS[format](content, shown)))
    if not source.text.strip():
        raise UnreadableFile("E105", name=shown, pictures_zh="", pictures_en="")
    source = _with_other_kind(_with_located(_with_lost(source), content), format, shown)
    if simplify:
        return to_simplified(source)
    return _with_hint(source) if looks_traditional(source.text) else source


def _with_characters(source: SourceText) -> SourceText:
    """What is no character becomes U+FFFD, in the same place.

    >>> read("条例.txt", data="第一条　为了甲\\x00乙。".encode() * 40).text[:10]
    '第一条　为了甲�乙。'
    """
    if not _NO_CHARACTERS.search(source.text):
        return source
    blocks = tuple(block._replace(text=_NO_CHARACTERS.sub("\ufffd", block.text)) for block in source.blocks)
    return replace(source, text=_NO_CHARACTERS.sub("\ufffd", source.text), blocks=blocks)


def _with_lost(source: SourceText) -> SourceText:
    """Say where characters are private codes of a font: 2?5倍 was 2.5 and may pass as 25."""
    first = _PRIVATE.search(source.text)
    if first is None or source.structure is not None or any(problem.code == "P252" for problem in source.problems):
        return source
    told = Problem("P252", Span(*first.span()), render("P252", "zh", count=len(_PRIVATE.findall(source.text))))
    return replace(source, problems=(*source.problems, told))


def _with_located(source: SourceText, content: bytes) -> SourceText:
    """Say of each picture that holds the position where it was taken (rule P05 tells it)."""
    told = tuple(
        Problem("P222", Span(0, 0), render("P222", "zh", number=number, part=f"（{part}）" if part else ""))
        for number, part in enumerate(located_pictures(content), 1)
    )
    return replace(source, problems=(*source.problems, *told)) if told else source


_WRITTEN = frozenset({"txt", "html", "md", "json"})
_NEVER_WRITTEN = re.compile(r"\.(?:png|jpe?g|tiff?|bmp|gif|webp|pdf|ofd|docx|wps)$", re.IGNORECASE)


def _with_other_kind(source: SourceText, format: str, name: str) -> SourceText:
    """Say that a file named a picture, PDF or Word file holds plain text or a page: often that of an error (404)."""
    ending = _NEVER_WRITTEN.search(name)
    if ending is None or format not in _WRITTEN:
        return source
    told = Problem("P255", Span(0, 0), render("P255", "zh", ending=ending[0].lower()))
    return replace(source, problems=(*source.problems, told))


def _with_hint(source: SourceText) -> SourceText:
    """Say that the text is Traditional and what to do about it."""
    hint = Problem("P216", Span(0, 0), render("P216", "zh"))
    return replace(source, problems=(*source.problems, hint))


def load(path: Path, shown: str) -> bytes:
    """The bytes of a file; whatever hinders is an :class:`~lawcheck.errors.UnreadableFile` that names ``shown``."""
    try:
        if path.is_dir():
            raise UnreadableFile("E102", name=shown)
        if path.exists() and not path.is_file():
            raise UnreadableFile("E112", name=shown, detail="not a regular file")
        with path.open("rb") as stream:
            data = stream.read(MAX_FILE + 1)
    except FileNotFoundError as error:
        raise UnreadableFile("E101", name=shown) from error
    except PermissionError as error:
        raise UnreadableFile("E103", name=shown) from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise UnreadableFile("E112", name=shown, detail=error) from error
    if len(data) > MAX_FILE:
        raise UnreadableFile("E117", name=shown, detail=f"> {MAX_FILE:,} bytes")
    return data
