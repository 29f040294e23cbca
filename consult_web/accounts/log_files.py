"""The audit log as a file: each event in words and as the log keeps it, with its hashes, so that it can be checked elsewhere."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from openpyxl import Workbook

from consult_web.accounts.log_words import action_words, details_words, subject_words
from consult_web.audit import AuditEvent
from consult_web.ui import moment_text
from lawcheck.cells import plain_cell

__all__ = ["LOG_COLUMNS", "MOST_EVENTS", "log_csv", "log_xlsx"]

MOST_EVENTS: Final = 50_000
"""Of one file: more is asked for in several, by days."""
LOG_COLUMNS: Final = (
    "序号", "时间（北京时间）", "操作者", "操作者代号", "操作", "操作代号", "对象", "对象代号", "内容", "上一条校验值", "本条校验值",
)  # fmt: skip
_WIDTHS: Final = (8, 17, 22, 12, 22, 22, 18, 18, 60, 20, 20)

Named = Callable[[str], str]
"""An actor of the log in words."""


def log_csv(events: Iterable[AuditEvent], named: Named) -> bytes:
    """Lines of CSV with a byte order mark, which Excel needs to see UTF-8; no cell can be taken for a formula."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(LOG_COLUMNS)
    writer.writerows(_row(event, named) for event in events)
    return b"\xef\xbb\xbf" + buffer.getvalue().encode()


def log_xlsx(events: Iterable[AuditEvent], named: Named, about: Mapping[str, str]) -> bytes:
    """A workbook: the events, and on a second sheet ``about`` the file: who made it, when, of what."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("审计日志")
    sheet.freeze_panes = "B2"
    for number, width in enumerate(_WIDTHS):
        sheet.column_dimensions["ABCDEFGHIJK"[number]].width = width
    sheet.append(LOG_COLUMNS)
    for event in events:
        sheet.append(_row(event, named))
    notes = book.create_sheet("说明")
    notes.column_dimensions["B"].width = 70
    for name, value in about.items():
        notes.append([name, plain_cell(value)])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _row(event: AuditEvent, named: Named) -> list[object]:
    cells = (
        event.number,
        moment_text(event.at),
        named(event.actor),
        event.actor,
        action_words(event.action),
        event.action,
        subject_words(event.subject),
        event.subject,
        details_words(event.details),
        event.before,
        event.hash,
    )
    return [plain_cell(cell) for cell in cells]
