"""Everything of a receiver as one zip, written as it goes: nothing is held whole in memory or on the disk."""

from __future__ import annotations

import json
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from enum import Enum
from typing import IO, Any, Final

from openpyxl import Workbook
from sqlalchemy import Select, inspect, select
from sqlalchemy.orm import Session

from consult_web.errors import NotFound
from consult_web.filings.cases_models import Filing, FilingClock, FilingEvent, Letter
from consult_web.filings.documents_models import DocumentRelation, FiledDocument, FiledWork
from consult_web.filings.exporting import REGISTER_COLUMNS, register_row
from consult_web.filings.searching import validity
from consult_web.filings.suggestions_models import Suggestion, SuggestionEvent
from consult_web.storage import Base, FileStore, china_today
from lawcheck.cells import plain_cell
from lawcheck.comments import mask_personal
from lawcheck.laws import DocumentKind, kind_label

__all__ = ["DOCUMENT_COLUMNS", "dump_all"]

DOCUMENT_COLUMNS: Final = (
    "序号", "文件名称", "版本", "文号", "类别", "制定机关", "地区", "通过日期", "公布日期", "施行日期", "有效期至", "时效性", "来源", "条数",
    "电子文本校验（SHA-256）",
)  # fmt: skip
_BATCH: Final = 100
_WORDS_OF_PEOPLE: Final = ("matter", "reasons", "higher_law", "lawsuit", "reply", "facts", "fields")
_HIDDEN: Final = ("receipt_hash", "submission_key", "person_key")
"""Keys that lead to people or open their pages; contacts are in no table that is written."""
_UNSAFE: Final = re.compile(r"[^\w.\-（）〔〕]+")


class _Tap:
    """A file that is only written to, and gives away what was written."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._at = 0

    def write(self, data: bytes) -> int:
        self._parts.append(bytes(data))
        self._at += len(data)
        return len(data)

    def tell(self) -> int:
        return self._at

    def flush(self) -> None:
        """Nothing waits here."""

    def take(self) -> bytes:
        """What came since the last time."""
        found, self._parts = b"".join(self._parts), []
        return found


def dump_all(session: Session, files: FileStore, receiver_id: int) -> Iterator[bytes]:
    """The zip in pieces: ``*.jsonl`` of every table, registers as .xlsx, each document's text and original file.

    What is missing on the disk is named in ``missing.txt``; who proposed is not in it.
    """
    tap = _Tap()
    with zipfile.ZipFile(tap, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[call-overload]
        for name, query in _tables(receiver_id).items():
            with archive.open(f"{name}.jsonl", "w", force_zip64=True) as file:
                for row in session.scalars(query.execution_options(yield_per=_BATCH)):
                    file.write(json.dumps(_plain(row), ensure_ascii=False).encode() + b"\n")
                    yield tap.take()
        for name, head, rows in _sheets(session, receiver_id):
            yield from _sheet(archive, tap, name, head, rows)
        yield from _documents(session, files, archive, tap)
    yield tap.take()


def _tables(receiver_id: int) -> dict[str, Select[Any]]:
    filings = select(Filing.id).where(Filing.receiver_id == receiver_id, Filing.state != "start")
    suggestions = select(Suggestion.id).where(Suggestion.receiver_id == receiver_id)
    return {
        "works": select(FiledWork).order_by(FiledWork.id),
        "documents": select(FiledDocument).where(FiledDocument.registered).order_by(FiledDocument.id),
        "relations": select(DocumentRelation).order_by(DocumentRelation.id),
        "filings": select(Filing).where(Filing.id.in_(filings)).order_by(Filing.id),
        "filing_events": select(FilingEvent).where(FilingEvent.filing_id.in_(filings)).order_by(FilingEvent.id),
        "filing_clocks": select(FilingClock).where(FilingClock.filing_id.in_(filings)).order_by(FilingClock.id),
        "suggestions": select(Suggestion).where(Suggestion.id.in_(suggestions)).order_by(Suggestion.id),
        "suggestion_events": select(SuggestionEvent)
        .where(SuggestionEvent.suggestion_id.in_(suggestions))
        .order_by(SuggestionEvent.id),
        "letters": select(Letter).where(Letter.sender_id == receiver_id).order_by(Letter.id),
    }


def _plain(row: Base) -> dict[str, Any]:
    columns = inspect(row).mapper.column_attrs
    values = {one.key: _value(getattr(row, one.key)) for one in columns if one.key not in _HIDDEN}
    if isinstance(row, Suggestion | SuggestionEvent) or (isinstance(row, Letter) and row.suggestion_id):
        values |= {name: _masked(values[name]) for name in _WORDS_OF_PEOPLE if name in values}
    return values


def _masked(value: Any) -> Any:
    """What people wrote of themselves in a suggestion is masked: names, numbers of identity cards and telephones, addresses."""
    if isinstance(value, Mapping):
        return {name: _masked(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_masked(one) for one in value]
    return mask_personal(value) if isinstance(value, str) else value


def _value(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date | datetime) else value


def _sheets(session: Session, receiver_id: int) -> Iterator[tuple[str, tuple[str, ...], Callable[[], Iterable[Any]]]]:
    def documents() -> Iterator[tuple[Any, ...]]:
        today = china_today()
        query = select(FiledDocument).where(FiledDocument.registered).order_by(FiledDocument.id)
        for number, row in enumerate(session.scalars(query.execution_options(yield_per=_BATCH)), 1):
            yield (number, row.title, row.version_no, row.document_no, kind_label(DocumentKind(row.kind)) if row.kind else "", row.maker, row.territory, row.adopted,
                   row.published, row.effective, row.expires, validity(row, today).value, row.source, row.articles,
                   row.file_digest)  # fmt: skip

    def register() -> Iterator[tuple[Any, ...]]:
        query = select(Filing).where(Filing.receiver_id == receiver_id, Filing.state != "start").order_by(Filing.id)
        for row in session.scalars(query):
            yield register_row(session, row, {})

    yield "文件库", DOCUMENT_COLUMNS, documents
    yield "备案登记表", REGISTER_COLUMNS, register


def _sheet(
    archive: zipfile.ZipFile, tap: _Tap, name: str, head: tuple[str, ...], rows: Callable[[], Iterable[Any]]
) -> Iterator[bytes]:
    """A sheet goes through a temporary file: the format wants its parts in another order than rows come."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(name)
    sheet.append(head)
    for row in rows():
        sheet.append([plain_cell(value) for value in row])
    with tempfile.TemporaryFile() as kept:
        book.save(kept)
        kept.seek(0)
        yield from _copy(archive, tap, f"{name}.xlsx", _pieces(kept))


def _documents(session: Session, files: FileStore, archive: zipfile.ZipFile, tap: _Tap) -> Iterator[bytes]:
    missing: list[str] = []
    query = select(FiledDocument).where(FiledDocument.registered).order_by(FiledDocument.id)
    for row in session.scalars(query.execution_options(yield_per=_BATCH)):
        stem = f"{row.id:06}-{_UNSAFE.sub('_', row.title)[:60]}"
        yield from _copy(archive, tap, f"texts/{stem}.json", iter([row.text.tree.encode()]))
        session.expire(row, ["text"])
        try:
            path = files.path(row.file_digest)
        except NotFound:
            missing.append(f"{row.id}\t{row.file_name}\t{row.file_digest}")
            continue
        suffix = _UNSAFE.sub("_", row.file_name.rpartition(".")[2])[:8]
        with path.open("rb") as file:
            yield from _copy(archive, tap, f"files/{stem}.{suffix}", _pieces(file))
    if missing:
        yield from _copy(archive, tap, "missing.txt", iter(["\n".join(missing).encode()]))


def _copy(archive: zipfile.ZipFile, tap: _Tap, name: str, pieces: Iterator[bytes]) -> Iterator[bytes]:
    with archive.open(zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0)), "w", force_zip64=True) as entry:
        for piece in pieces:
            entry.write(piece)
            yield tap.take()


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(1 << 18):
        yield piece
