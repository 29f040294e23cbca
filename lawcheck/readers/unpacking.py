"""Containers: zip packages and mail hold several documents, each with its role in the filing."""

from __future__ import annotations

import io
import json
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from lawcheck.document import SourceText
from lawcheck.errors import UnreadableFile
from lawcheck.readers.package import MAX_RATIO, MAX_UNZIPPED, RATIO_APPLIES_FROM
from lawcheck.readers.reading import load, read
from lawcheck.readers.registry import READERS
from lawcheck.readers.roles import PackedFile, Role, guess_by_name, guess_by_text, main_text
from lawcheck.readers.signatures import sniff
from lawcheck.resources import printable

__all__ = ["CONTAINERS", "Filing", "guess_role", "open_filing", "unpack", "zip_entries"]

# Formats that hold other files.
CONTAINERS = ("zip", "eml")
# A filing has a dozen files; more are an archive of something else.
MAX_FILES = 500
MANIFEST = "manifest.json"
# What operating systems leave in archives.
_LITTER = ("__macosx", ".ds_store", "thumbs.db", "desktop.ini")
_MAX_MANIFEST = 5_000_000
_UNICODE_PATH = 0x7075  # Info-ZIP extra field
_UTF8_FLAG = 0x800
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    ValueError,
    NotImplementedError,
    RuntimeError,
    struct.error,
)


class Filing(NamedTuple):
    """What was filed: the text to review, the bytes it was read from, the other files that came with it.

    ``packed`` tells that they came in a container; ``manifest`` is that of a filing package, else empty.
    """

    source: SourceText
    data: bytes
    text: PackedFile
    others: tuple[PackedFile, ...] = ()
    packed: bool = False
    manifest: bytes = b""


# Like ``read``; ``read_guarded`` for files from elsewhere.
Read = Callable[..., SourceText]


def unpack(
    path: str | Path, *, data: bytes | None = None, name: str | None = None, reader: Read = read
) -> tuple[PackedFile, ...]:
    """The files of a zip package or of a mail with their roles; any other file is itself the only one.

    Roles come from ``manifest.json`` if the package has one, else from file names, else from the beginning of each
    text as ``reader`` reads it. Nothing is written to disk. Raises :class:`~lawcheck.errors.UnreadableFile` E180 to E189.

    >>> [(file.name, str(file.role), file.how) for file in unpack("条例.txt", data="第一条　甲。".encode())]
    [('条例.txt', '正式文本', 'only')]
    """
    shown = printable(name or Path(path).name)
    content = load(Path(path), shown) if data is None else data
    format = sniff(content)
    if format not in CONTAINERS:
        return (PackedFile(shown, content, Role.TEXT, "only"),)
    entries = dict(zip_entries(content, shown) if format == "zip" else _mail_entries(content, shown))
    roles = _manifest_roles(entries, shown)
    files = (item for item in entries.items() if item[0] != MANIFEST)
    return tuple(_with_role(file, content, roles, reader) for file, content in files)


def open_filing(path: str | Path, *, data: bytes | None = None, reader: Read = read) -> Filing:
    """Read what was filed: the file itself, or the text of the document inside a container.

    Raises what :func:`unpack` and :func:`~lawcheck.readers.read` raise, E186 without and E187 with several texts.
    """
    shown = printable(Path(path).name)
    content = load(Path(path), shown) if data is None else data
    if not content or sniff(content) not in CONTAINERS:
        return Filing(reader(path, data=content), content, PackedFile(shown, content, Role.TEXT, "only"))
    files = _only_one_is_text(unpack(path, data=content, reader=reader))
    text = main_text(files, shown)
    others = tuple(file for file in files if file is not text)
    source = reader(text.name, data=text.data, name=PurePosixPath(text.name).name)
    return Filing(source, text.data, text, others, packed=True, manifest=_manifest(content, shown))


def _manifest(content: bytes, shown: str) -> bytes:
    return dict(zip_entries(content, shown)).get(MANIFEST, b"") if sniff(content) == "zip" else b""


def _only_one_is_text(files: tuple[PackedFile, ...]) -> tuple[PackedFile, ...]:
    """Where no file is known to be the text and only one has no role at all, that one is it; if it cannot be read, its
    own error says why, and not that there is nothing to review."""
    unknown = [file for file in files if file.role is Role.OTHER and file.how == "content" and file.data]
    if len(unknown) != 1 or any(file.role is Role.TEXT for file in files):
        return files
    return tuple(file._replace(role=Role.TEXT, how="only") if file is unknown[0] else file for file in files)


# -- zip -----------------------------------------------------------------------------------------------------------


def zip_entries(data: bytes, shown: str) -> Iterator[tuple[str, bytes]]:
    """Names and bytes of the files of a zip, litter of operating systems left out. Raises E180 to E185."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _BROKEN as error:
        raise UnreadableFile("E180", name=shown, detail=error) from error
    files = [info for info in archive.infolist() if not info.is_dir()]
    _check_sizes(files, shown)
    seen: set[str] = set()
    for info in files:
        name = _entry_name(info)
        _check_name(name, info, seen, shown)
        if not _is_litter(name):
            content = _content(archive, info, name, shown)
            if content and sniff(content) in ("zip", "archive"):
                raise UnreadableFile("E183", name=shown, part=name)
            yield name, content


def _check_sizes(files: list[zipfile.ZipInfo], shown: str) -> None:
    total = sum(info.file_size for info in files)
    if len(files) > MAX_FILES:
        raise UnreadableFile("E184", name=shown, detail=f"{len(files):,} > {MAX_FILES:,}")
    if total > MAX_UNZIPPED:
        raise UnreadableFile("E184", name=shown, detail=f"{total:,} > {MAX_UNZIPPED:,} bytes")
    for info in files:
        if info.file_size > max(RATIO_APPLIES_FROM, info.compress_size * MAX_RATIO):
            raise UnreadableFile("E184", name=shown, detail=f"{info.filename}: > {MAX_RATIO} : 1")


def _entry_name(info: zipfile.ZipInfo) -> str:
    """The name as its packer meant it: UTF-8 where marked, else UTF-8 or GBK bytes that zip calls cp437."""
    if info.flag_bits & _UTF8_FLAG:
        return info.filename.replace("\\", "/")
    unicode_path = _unicode_path(info.extra)
    if unicode_path:
        return unicode_path.replace("\\", "/")
    try:
        raw = info.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename.replace("\\", "/")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding).split("\0")[0].replace("\\", "/")
        except UnicodeDecodeError:
            continue
    return info.filename.replace("\\", "/")


def _unicode_path(extra: bytes) -> str:
    position = 0
    while position + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, position)
        if kind == _UNICODE_PATH:
            return extra[position + 9 : position + 4 + size].decode("utf-8", errors="replace")
        position += 4 + size
    return ""


def _check_name(name: str, info: zipfile.ZipInfo, seen: set[str], shown: str) -> None:
    parts = name.split("/")
    if name.startswith("/") or ".." in parts or ":" in parts[0] or "\0" in name or not parts[-1]:
        raise UnreadableFile("E182", name=shown, part=name)
    if info.flag_bits & 1:
        raise UnreadableFile("E181", name=shown, part=name)
    if name in seen:
        raise UnreadableFile("E185", name=shown, part=name)
    seen.add(name)


def _is_litter(name: str) -> bool:
    parts = name.lower().split("/")
    return any(part in _LITTER for part in parts) or parts[-1].startswith(("._", "~$"))


def _content(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, shown: str) -> bytes:
    try:
        return archive.read(info)
    except _BROKEN as error:
        raise UnreadableFile("E180", name=shown, detail=f"{name}: {error}") from error


# -- mail ----------------------------------------------------------------------------------------------------------


def _mail_entries(data: bytes, shown: str) -> Iterator[tuple[str, bytes]]:
    """Attachments by name, an attached zip with what it holds; the words of the mail itself as 邮件正文."""
    from lawcheck.readers.mhtml import mime_parts  # the libraries of mail, for mail only

    names: set[str] = set()
    for part in mime_parts(data):
        if not part.attached:
            if part.kind in ("text/plain", "text/html") and part.data.strip():
                yield _unused("邮件正文.html" if part.kind == "text/html" else "邮件正文.txt", names), part.data
        elif part.data and sniff(part.data) == "zip":
            for name, content in zip_entries(part.data, f"{shown}/{part.name}"):
                yield _unused(name, names), content
        elif part.data and not part.kind.startswith("image/"):
            yield _unused(part.name.replace("\\", "/").rpartition("/")[2] or "附件", names), part.data


def _unused(name: str, names: set[str]) -> str:
    path = PurePosixPath(name)
    wanted, number = name, 2
    while wanted in names:
        wanted, number = str(path.with_name(f"{path.stem}（{number}）{path.suffix}")), number + 1
    names.add(wanted)
    return wanted


# -- roles ---------------------------------------------------------------------------------------------------------


def _manifest_roles(entries: Mapping[str, bytes], shown: str) -> dict[str, Role]:
    """Roles that the manifest of a filing package gives; unknown words are 其他."""
    raw = entries.get(MANIFEST)
    if raw is None:
        return {}
    try:
        if len(raw) > _MAX_MANIFEST:
            raise ValueError(f"> {_MAX_MANIFEST:,} bytes")
        files = json.loads(raw)["files"]
        return {str(file["path"]): _role(str(file["role"])) for file in files}
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise UnreadableFile("E189", name=shown, detail=error) from error


def _role(word: str) -> Role:
    try:
        return Role(word)
    except ValueError:
        return Role.OTHER


def _with_role(name: str, content: bytes, roles: Mapping[str, Role], reader: Read) -> PackedFile:
    if roles:
        return PackedFile(name, content, roles.get(name, Role.OTHER), "manifest" if name in roles else "name")
    if name.startswith("邮件正文."):
        return PackedFile(name, content, Role.OTHER, "name")
    return guess_role(PackedFile(name, content, Role.OTHER, ""), reader=reader)


def guess_role(file: PackedFile, *, reader: Read = read) -> PackedFile:
    """``file`` with the role that its name tells, else its text.

    >>> guess_role(PackedFile("1.txt", "关于某条例的起草说明".encode(), Role.OTHER, "")).role
    <Role.EXPLANATION: '说明'>
    """
    named = guess_by_name(file.name)
    if named is not None:
        return file._replace(role=named, how="name")
    return file._replace(role=_role_of_text(file.name, file.data, reader) or Role.OTHER, how="content")


def _role_of_text(name: str, content: bytes, reader: Read) -> Role | None:
    """The role that the text tells; a file that cannot be read tells nothing."""
    if not content or sniff(content) not in READERS:
        return None
    try:
        return guess_by_text(reader(name, data=content).text)
    except UnreadableFile:
        return None
