"""The 备案登记表 (domain.md 5.3) as Excel, and of one filing as a Word file; the catalogue."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from sqlalchemy.orm import Session

from consult_web.filings.cases_models import Filing
from consult_web.filings.casework import clocks_of, state_of
from consult_web.filings.letters import case_fields, suggest_fields
from lawcheck.cells import plain_cell
from lawcheck.laws import DocumentKind, iso, kind_label
from lawcheck.letters import fill_letter

__all__ = ["REGISTER_COLUMNS", "register_form", "register_row", "register_table"]

REGISTER_COLUMNS: Final = (
    "登记号", "收到日期", "报备机关", "文件名称", "文号", "类别", "通过日期", "公布日期", "施行日期", "有效期至", "报备日期",
    "报备天数", "是否迟报", "材料清单", "电子文本校验（SHA-256）", "形式审查结果", "形式审查日期", "分送单位", "分送日期",
    "审查期限", "审查方式", "审查结论", "处理", "归档号", "经办人", "备注",
)  # fmt: skip
_WIDE: Final = {
    "文件名称": 36,
    "材料清单": 24,
    "电子文本校验（SHA-256）": 20,
    "报备机关": 22,
    "分送单位": 22,
    "备注": 24,
}
_FORM_STATES: Final = {"registered": "登记", "supplement_asked": "补正", "returned": "退回"}


def register_row(session: Session, filing: Filing, names: dict[int, str]) -> tuple[Any, ...]:
    """The values of :data:`REGISTER_COLUMNS` for one filing; ``names`` are those of users by id."""
    document = filing.document
    checked = [event for event in filing.events if event.name in _FORM_STATES]
    sent = filing.distributions
    review = [clock.due for clock in clocks_of(session, filing) if clock.rule.id in ("review", "office", "committee")]
    roles = list(dict.fromkeys(row.role for row in filing.files if row.round == filing.round))
    return (
        filing.register_number or "",
        filing.submitted_on,
        filing.filer.name,
        filing.title,
        filing.document_no,
        kind_label(DocumentKind(filing.kind)) if filing.kind else "待定",
        document.adopted if document else None,
        filing.published,
        document.effective if document else None,
        document.expires if document else None,
        filing.submitted_on,
        filing.used_days,
        "是" if filing.late else "否",
        "、".join(roles),
        document.file_digest if document else "",
        "；".join(_FORM_STATES[event.name] for event in checked),
        checked[-1].day if checked else None,
        "、".join(row.organisation.name for row in sent),
        sent[0].sent_on if sent else None,
        max((day for day in review if day), default=None),
        filing.means,
        filing.outcome or ("" if filing.closed_on is None else state_of(filing).name),
        state_of(filing).name,
        filing.archive_number,
        names.get(filing.handler_id or 0, ""),
        filing.remarks,
    )


def register_table(session: Session, filings: Sequence[Filing], names: dict[int, str], title: str) -> bytes:
    """The register as an .xlsx: one row for each filing, head and first columns stay in sight."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "备案登记表"
    sheet.append([title])
    sheet.append(list(REGISTER_COLUMNS))
    for filing in filings:
        sheet.append([plain_cell(value) for value in register_row(session, filing, names)])
    _dress(sheet)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def register_form(session: Session, filing: Filing, handler: str) -> bytes:
    """The 备案登记表 of one filing as a .docx (``templates/letters/register_form``)."""
    values = dict(zip(REGISTER_COLUMNS, register_row(session, filing, {filing.handler_id or 0: handler}), strict=True))
    told: dict[str, Any] = {
        "filer": filing.filer.name,
        "kind": values["类别"],
        "form_result": (values["形式审查结果"] or "登记").rpartition("；")[2],
        "form_date": iso(values["形式审查日期"] or filing.submitted_on),
        "sent_to": values["分送单位"],
        "sent": iso(values["分送日期"]),
        "due": iso(values["审查期限"]),
        "method": filing.means,
        "conclusion": values["审查结论"],
        "handling": values["处理"],
        "archive": filing.archive_number,
        "handler": handler,
        "remarks": filing.remarks,
        "days": filing.used_days or 0,
        "register_number": filing.register_number or "待登记",
    }
    known = case_fields(session, filing, filing.submitted_on or date.min) | {k: v for k, v in told.items() if v != ""}
    return fill_letter("register_form", suggest_fields("register_form", known))


def _dress(sheet: Any) -> None:
    sheet["A1"].font = Font(name="黑体", size=14)
    for number, name in enumerate(REGISTER_COLUMNS, 1):
        cell = sheet.cell(2, number)
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="E8EEF5")
        sheet.column_dimensions[get_column_letter(number)].width = _WIDE.get(name, 13)
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if isinstance(cell.value, date):
                cell.number_format = "yyyy-mm-dd"
    sheet.freeze_panes = "E3"
