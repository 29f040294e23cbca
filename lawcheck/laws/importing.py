"""Laws that a user adds from files: md (LawRefBook), docx, html, txt — whatever the readers read.

The originals are kept in ``imported.db`` beside the library, so that a library built anew still holds them.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lawcheck.document import Document, Unit, UnitKind, parse
from lawcheck.document.numerals import Number
from lawcheck.errors import LawcheckError, UsageError
from lawcheck.laws.building import (
    LIBRARY_FILE,
    count_originals,
    default_home,
    ensure_library,
    finish,
    library_lock,
    originals_file,
    replace_library,
    silent,
)
from lawcheck.laws.dates import EnactmentNote, NoteEvent, find_effect, parse_date, read_note, tidy
from lawcheck.laws.kinds import guess_kind, level_of
from lawcheck.laws.model import DocumentKind
from lawcheck.laws.records import RawArticle, RawLaw
from lawcheck.laws.repeals import find_amendments, find_repeals
from lawcheck.laws.store import Progress, add_texts, drop_texts, stored_texts
from lawcheck.laws.territories import guess_territory, province_of
from lawcheck.laws.titles import normalise_title
from lawcheck.readers import read

__all__ = [
    "ImportItem",
    "ImportReport",
    "add_laws",
    "imported_texts",
    "raw_articles",
    "raw_law_of",
    "read_laws",
    "remove_laws",
]

_STAGE = "import"
_ORIGIN = "file:"  # then the first 24 digits of the SHA-256
_PRIORITY = 10  # behind the packaged laws, where both hold one version
_SUFFIXES = frozenset({".md", ".txt", ".docx", ".html", ".htm", ".doc", ".wps", ".pdf", ".ofd", ".rtf", ".odt"})
_MIN_CHARACTERS = 20  # a shorter text is a heading or an index page
_LOST_AMENDMENT_DAYS = 100  # no amendment takes longer to publish: the 题注 lacks the one of the file name
_EFFECT_ARTICLES = 4  # 施行 stands in the last articles; annexes and transitional rules may follow it
_FOLDERS = {
    "宪法": DocumentKind.K0,
    "法律": DocumentKind.K1,
    "行政法规": DocumentKind.K2,
    "监察法规": DocumentKind.K2M,
    "部门规章": DocumentKind.K7,
    "司法解释": DocumentKind.K10,
}
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_FILE_DATE = re.compile(r"[（(](\d{4}-\d{2}-\d{2})[）)]$")
# Result files of a review, by name; the last two also where a copy was numbered: 条例.standard (1).docx
_OWN_OUTPUT = re.compile(
    r"\.(?:annotated|standard|review|findings)(?:\s*[（(]\d+[）)])?\.[a-z]{2,5}$|\.akn\.xml$", re.IGNORECASE
)
_ORIGINALS = (
    "CREATE TABLE IF NOT EXISTS originals(sha256 TEXT PRIMARY KEY, name TEXT NOT NULL, folders TEXT NOT NULL,"
    " data BLOB NOT NULL)"
)


@dataclass(frozen=True, slots=True)
class ImportItem:
    """One file of an import: its path, the title read from it, for a refused file the reason (Chinese), and the level
    of a text taken."""

    path: str
    title: str = ""
    reason: str = ""
    level: str = ""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of each file: every file is in exactly one of the three lists."""

    taken: tuple[ImportItem, ...]
    unchanged: tuple[ImportItem, ...]
    refused: tuple[ImportItem, ...]

    @property
    def total(self) -> int:
        """Number of files looked at."""
        return len(self.taken) + len(self.unchanged) + len(self.refused)


@dataclass(frozen=True, slots=True)
class _Original:
    sha256: str
    name: str
    folders: tuple[str, ...]
    data: bytes


def add_laws(home: Path | None, paths: Sequence[str | Path], progress: Progress | None = None) -> ImportReport:
    """Add the law texts of files and folders to the library under ``home`` (None: the default home).

    A file whose content is already held is left out; several versions of one law are told apart by the dates of their
    题注. ``progress("import", done, total)`` counts files. The library is replaced at the end, in one step.

    Raises:
        UsageError: E307, a path does not exist. LibraryError: the folder of the library cannot be written.
    """
    folder, show = (home or default_home()).resolve(), progress or silent
    files = _files(paths)
    ensure_library(folder, imported_texts, show)
    with library_lock(folder):
        return _import(folder, files, show)


def _import(home: Path, files: list[tuple[Path, tuple[str, ...]]], progress: Progress) -> ImportReport:
    known = _known(originals_file(home))
    taken: list[ImportItem] = []
    unchanged: list[ImportItem] = []
    refused: list[ImportItem] = []
    new: list[tuple[_Original, RawLaw]] = []
    for index, (path, folders) in enumerate(files):
        progress(_STAGE, index, len(files))
        try:
            if _OWN_OUTPUT.search(path.name):
                raise UsageError("I302")
            data = path.read_bytes()
            sha = hashlib.sha256(data).hexdigest()
            if sha in known:
                unchanged.append(ImportItem(str(path)))
                continue
            original = _Original(sha, path.name, folders, data)
            raw = _read_original(original)
        except OSError as error:
            refused.append(ImportItem(str(path), reason=error.strerror or str(error)))
        except LawcheckError as error:
            refused.append(ImportItem(str(path), reason=str(error)))
        else:
            known.add(sha)
            new.append((original, raw))
            taken.append(ImportItem(str(path), raw.title, level=raw.level.value))
    progress(_STAGE, len(files), len(files))
    if new:
        _keep(home, new)
    return ImportReport(tuple(taken), tuple(unchanged), tuple(refused))


def _keep(home: Path, new: list[tuple[_Original, RawLaw]]) -> None:
    """Originals first: should the process die before the library is replaced, the next opening sees the difference."""
    with closing(sqlite3.connect(originals_file(home))) as store, store:
        store.execute(_ORIGINALS)
        store.executemany(
            "INSERT OR IGNORE INTO originals VALUES (?,?,?,?)",
            ((o.sha256, o.name, "/".join(o.folders), zlib.compress(o.data, 6)) for o, _ in new),
        )

    def fill(connection: sqlite3.Connection) -> None:
        add_texts(connection, (raw for _, raw in new))
        finish(connection, count_originals(home))

    library = home / LIBRARY_FILE
    replace_library(library, fill, start_from=library)


def remove_laws(home: Path | None, title: str) -> tuple[ImportItem, ...]:
    """Remove the texts of this title that a user added, all versions; laws of the package stay.

    Returns what was removed: file name, title and level.

    Raises:
        UsageError: E310, no such text was added. LibraryError: the folder of the library cannot be written.
    """
    folder = (home or default_home()).resolve()
    ensure_library(folder, imported_texts, silent)
    with library_lock(folder):
        found = [raw for raw in _added(folder) if raw.key == normalise_title(title)]
        if not found:
            raise UsageError("E310", title=title)
        _drop(folder, [raw.origin for raw in found])
    return tuple(ImportItem(raw.source, raw.title, level=raw.level.value) for raw in found)


def _added(home: Path) -> list[RawLaw]:
    with closing(sqlite3.connect(home / LIBRARY_FILE)) as connection:
        return [raw for raw in stored_texts(connection) if raw.origin.startswith(_ORIGIN)]


def _drop(home: Path, origins: list[str]) -> None:
    """Originals first, as in :func:`_keep`: a library that still holds more is then built anew."""
    with closing(sqlite3.connect(originals_file(home))) as store, store:
        prefixes = ((origin.removeprefix(_ORIGIN) + "*",) for origin in origins)
        store.executemany("DELETE FROM originals WHERE sha256 GLOB ?", prefixes)

    def fill(connection: sqlite3.Connection) -> None:
        drop_texts(connection, origins)
        finish(connection, count_originals(home))

    library = home / LIBRARY_FILE
    replace_library(library, fill, start_from=library)


def read_laws(paths: Sequence[str | Path]) -> Iterator[RawLaw]:
    """The law texts of files and folders; what is no law is left out."""
    for path, folders in _files(paths):
        data = path.read_bytes()
        with suppress(LawcheckError):
            yield _read_original(_Original(hashlib.sha256(data).hexdigest(), path.name, folders, data))


def _known(path: Path) -> set[str]:
    if not path.is_file():
        return set()
    with closing(sqlite3.connect(path)) as store:
        return {sha for (sha,) in store.execute("SELECT sha256 FROM originals")}


def imported_texts(home: Path, progress: Progress) -> Iterable[RawLaw]:
    """The texts of all originals kept under ``home``, read again (for a library that is built anew)."""
    path = originals_file(home)
    if not path.is_file():
        return
    with closing(sqlite3.connect(path)) as store:
        total = store.execute("SELECT count(*) FROM originals").fetchone()[0]
        rows = store.execute("SELECT sha256, name, folders, data FROM originals ORDER BY rowid")
        for index, (sha, name, folders, data) in enumerate(rows):
            progress(_STAGE, index, total)
            yield _read_original(_Original(sha, name, tuple(folders.split("/")), zlib.decompress(data)))
        progress(_STAGE, total, total)


def _files(paths: Iterable[str | Path]) -> list[tuple[Path, tuple[str, ...]]]:
    """Files with the names of their folders, outermost first; folders are walked in name order."""
    found: dict[Path, tuple[str, ...]] = {}
    for path in map(Path, paths):
        if not path.exists():
            raise UsageError("E307", path=path)
        for file in sorted(_walk(path)):
            found.setdefault(file, file.resolve().parent.parts[-4:])
    return list(found.items())


def _walk(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
        return
    for file in path.rglob("*"):
        if file.is_file() and file.suffix.lower() in _SUFFIXES and not file.name.startswith((".", "~$")):
            yield file


def _read_original(original: _Original) -> RawLaw:
    document = parse(read(original.name, data=original.data))
    return raw_law_of(document, name=original.name, folders=original.folders, sha256=original.sha256)


def raw_law_of(document: Document, *, name: str, folders: Sequence[str], sha256: str) -> RawLaw:
    """A parsed law as the library stores it.

    Raises:
        UsageError: I301 where the text holds nothing like a law.
    """
    articles = raw_articles(document)
    if not document.title or sum(len(_CHINESE.findall(a.text)) for a in articles) < _MIN_CHARACTERS:
        raise UsageError("I301")
    note = read_note(document.note)
    title, key = document.title, normalise_title(document.title)
    kind = _kind(document, folders)
    effect = find_effect("\n".join(a.text for a in articles[-_EFFECT_ARTICLES:]))
    named = _named_day(name)
    made, published = _days(note, named)
    return RawLaw(
        source=name,
        origin=f"{_ORIGIN}{sha256[:24]}",
        title=title,
        key=key,
        kind=kind,
        level=level_of(kind),
        maker=_maker(note),
        territory=_territory(kind, title, note, folders),
        first_adopted=note.adopted,
        version_day=made,
        published=published,
        stated_effect=effect.day if effect else None,
        stated_on_publication=bool(effect and effect.on_publication),
        publisher_effect=note.day(NoteEvent.EFFECTIVE, last=True),
        cause=note.cause if note.events else "",
        flag="",
        note=document.note,
        amended_on=note.amendments,
        repeals=find_repeals(articles, key),
        amends=find_amendments(title, articles),
        priority=_PRIORITY,
        articles=articles,
        doubt=_doubt(note, named, effect.day if effect else None),
    )


def _named_day(name: str) -> date | None:
    """The day in a file name: 气象条例(2017-10-07).md."""
    stem = _FILE_DATE.search(Path(name).stem)
    return parse_date(stem[1]) if stem else None


def _doubt(note: EnactmentNote, named: date | None, effect: date | None) -> str:
    """A file name that tells a much later day than the 题注: one of the two is not that of this text."""
    made = note.version_day
    known = {effect, *(day for _, day, _ in note.events)}
    if made is None or named is None or named in known or (named - made).days <= _LOST_AMENDMENT_DAYS:
        return ""
    return f"版本日期待核，文件名为{named.isoformat()}"


def _days(note: EnactmentNote, named: date | None) -> tuple[date | None, date | None]:
    """The day this text was made and the day it was published; the date in a file name is the last resort."""
    made = note.version_day or named
    if made and named and note.amendments and (named - made).days > _LOST_AMENDMENT_DAYS:
        made = named
    published = note.day(NoteEvent.PUBLISHED, last=True)
    if made and (published is None or published < made):
        published = named if named and named >= made else made
    return made, published


def _kind(document: Document, folders: Sequence[str]) -> DocumentKind:
    """The nearest folder that names a kind, else what title and 题注 say."""
    for folder in reversed(folders):
        if folder in _FOLDERS:
            return _FOLDERS[folder]
    place = next((f for f in reversed(folders) if guess_territory(f)[0]), "")
    kind = guess_kind(document.title, place, document.note)[0]
    if kind is DocumentKind.K12 and place and not document.note:  # a folder of local regulations, text without 题注
        kind = guess_kind(document.title, f"{place}人民代表大会常务委员会")[0]
    return kind


def _territory(kind: DocumentKind, title: str, note: EnactmentNote, folders: Sequence[str]) -> str:
    """The place of a local rule: of a 省级 one always the province."""
    if level_of(kind).value not in ("地方性法规", "地方政府规章", "规范性文件"):
        return ""
    candidates = [guess_territory(title)[0], guess_territory("", _maker(note))[0]]
    candidates += [guess_territory(folder)[0] for folder in reversed(folders)]
    code = next((c for c in candidates if c), "")
    if kind in (DocumentKind.K3, DocumentKind.K8):
        return province_of(code)
    return code


_MAKER = re.compile(
    r"^(?:由|经)?(?P<body>[\u4e00-\u9fff、]{2,40}?(?:人民代表大会常务委员会|人民代表大会|人大常委会|人民政府|国务院|人民法院"
    r"|人民检察院|委员会|总局|部|局|署|行|院))"
)


def _maker(note: EnactmentNote) -> str:
    """The body that adopted (else published) the first text, without the number of its term."""
    for wanted in (NoteEvent.ADOPTED, NoteEvent.PUBLISHED, NoteEvent.APPROVED):
        for kind, _, words in note.events:
            plain = re.sub(r"第[〇零一二三四五六七八九十百\d]+届", "", words.replace("　", "").replace(" ", ""))
            if kind is wanted and (match := _MAKER.match(plain)):
                return match["body"]
    return ""


def raw_articles(document: Document) -> tuple[RawArticle, ...]:
    """The 条 of a parsed law as the library stores them (its 一、 items or whole text where it has none), then its annexes."""
    return tuple(_articles(document))


_SHOWN_HEADINGS = frozenset({UnitKind.BOOK, UnitKind.PART, UnitKind.CHAPTER, UnitKind.SECTION})


def _articles(document: Document) -> Iterator[RawArticle]:
    """All 条 with the headings above them; a text without 条 gives its 一、 items, or itself as one piece."""
    wanted = UnitKind.ARTICLE if document.articles else UnitKind.CLAUSE
    found = False
    for unit in document.units:
        for article in _under(unit, "", wanted):
            found = True
            yield article
    if not found:
        yield from _whole(document)
    for annex in document.annexes:
        yield RawArticle(None, annex.label or "附件", "", tidy(annex.full_text).strip())


def _under(unit: Unit, heading: str, wanted: UnitKind) -> Iterator[RawArticle]:
    if unit.kind is wanted:
        number = unit.number and Number(*unit.number)
        text = "\n".join(part for part in (unit.heading, unit.full_text) if part)
        yield RawArticle(number, unit.label, heading, tidy(text).strip())
        return
    own = f"{unit.label} {unit.heading}".strip() if unit.kind in _SHOWN_HEADINGS else ""
    for child in unit.children:
        yield from _under(child, f"{heading} {own}".strip(), wanted)


def _whole(document: Document) -> Iterator[RawArticle]:
    text = "\n".join(part for part in (document.preamble, *(u.full_text for u in document.units)) if part)
    if text.strip():
        yield RawArticle(None, "全文", "", tidy(text).strip())
