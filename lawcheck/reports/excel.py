"""The findings as a workbook, for sorting, ticking off and counting."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from copy import copy
from datetime import datetime, time
from typing import Any
from zipfile import ZipFile

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from lawcheck.cells import is_formula, storable
from lawcheck.checks import Verdict
from lawcheck.reports.cards import Card
from lawcheck.reports.compared_rows import Comparison
from lawcheck.reports.differences import joined
from lawcheck.reports.labels import text
from lawcheck.reports.package import pack
from lawcheck.reports.view import ReportView
from lawcheck.reviewing import Review

__all__ = ["findings_xlsx", "xlsx_of"]

_VERDICTS = tuple(Verdict)
_FINDINGS = (
    ("序号", 6), ("规则", 8), ("名称", 20), ("严重程度", 11), ("条款", 16), ("原文", 40), ("说明", 36), ("建议", 30),
    ("依据", 26), ("上位法", 26), ("上位法条款", 16), ("上位法原文", 40), ("核对结论", 11), ("备注", 24), ("问题标识", 18),
)  # fmt: skip
_COMPARISON = (
    ("序号", 6), ("报备文件条款", 16), ("条文原文", 50), ("对应上位法名称", 26), ("版本/施行日期", 24),
    ("上位法条款", 16), ("上位法原文", 50), ("关系", 12), ("差异要点（槽位）", 20), ("规则编号", 12), ("严重程度", 11),
    ("审查意见", 20), ("处理结果", 16),
)  # fmt: skip
_UNMATCHED = (("问题标识", 18), ("核对结论", 11), ("备注", 24), ("规则", 8), ("条款", 16), ("原文", 40))
_RULES = (("规则", 8), ("名称", 34), ("类", 8), ("状态", 12), ("问题数", 8), ("说明", 60))
_COVERAGE = (("层级", 24), ("目录和文中所列（件）", 20), ("其中有正文（件）", 18), ("库截至", 14), ("说明", 60))
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
_HEAD = PatternFill("solid", fgColor="E8EAEE")
_LINE = Side(style="thin", color="BFBFBF")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_WRAP = Alignment(wrap_text=True, vertical="top")
BODY, TITLE = "清单正文", "清单表头"


def findings_xlsx(review: Review) -> bytes:
    """Sheets 问题清单, 条款比对表, 规则状态, 库覆盖; equal input gives equal bytes.

    Filed text is never taken for a formula: a cell that begins with = + - @ is stored as text and quoted.
    """
    return xlsx_of(ReportView(review))


def xlsx_of(view: ReportView) -> bytes:
    """The workbook of a view that other formats share."""
    book = Workbook()
    add_styles(book)
    findings = add_sheet(book, "问题清单", _FINDINGS, map(_finding_row, view.cards))
    _verdicts(findings, len(view.cards))
    if view.review.unmatched:
        add_sheet(
            book, "未对上的结论", _UNMATCHED, ([*map(view.mask.clean, map(str, u))] for u in view.review.unmatched)
        )
    add_sheet(book, "条款比对表", _COMPARISON, map(_comparison_row, view.comparisons))
    add_sheet(book, "规则状态", _RULES, _rule_rows(view))
    add_sheet(book, "库覆盖", _COVERAGE, _coverage_rows(view))
    book.remove(book.worksheets[0])
    stamp = datetime.combine(view.review.as_of, time())
    book.properties.creator, book.properties.title = "lawcheck", storable(f"{view.title} 问题清单")
    book.properties.created = stamp
    return fixed_bytes(book, stamp)


def _finding_row(card: Card) -> list[object]:
    finding = card.finding
    return [
        card.number, finding.rule, finding.name, card.severity.label, card.place, card.quote,
        "\n".join((card.message, *card.also)), card.suggestion, "；".join(card.basis), card.upper_title, card.upper_clause, joined(card.upper),
        finding.verdict, finding.note, finding.key,
    ]  # fmt: skip


def _comparison_row(row: Comparison) -> list[object]:
    return [
        row.number, row.clause, joined(row.filed), row.upper_title, row.upper_version, row.upper_clause,
        joined(row.upper), row.relation, row.difference or row.reason, "、".join(row.rules),
        row.severity.label if row.severity else "", "", "",
    ]  # fmt: skip


def _rule_rows(view: ReportView) -> list[list[object]]:
    clean = view.mask.clean
    rows: list[list[object]] = [
        [run.rule, run.name, run.family, run.state.value, len(run.findings), clean(run.reason)]
        for run in view.review.runs
    ]
    return [*rows, ["合计", view.states_sentence, "", "", len(view.cards), ""]]


def _coverage_rows(view: ReportView) -> list[list[object]]:
    rows: list[list[object]] = [
        [row.level, row.laws if row.complete else row.number, row.with_text, row.horizon, row.note]
        for row in view.coverage
    ]
    rows.append(["库截止日", "", "", "", f"{text('horizon', horizon=view.review.horizon)}。{view.horizon_text}"])
    rows += [[label, "", "", "", value] for label, value in view.versions]
    rows.append(["匹配说明", "", "", "", f"{view.uncompared_sentence}{text('relation_note')}"])
    return [*rows, ["说明", "", "", "", text("disclaimer")]]


def add_sheet(
    book: Workbook, title: str, columns: Sequence[tuple[str, int]], rows: Iterable[Sequence[object]]
) -> Worksheet:
    sheet: Worksheet = book.create_sheet(title)
    title, body = _look(sheet, TITLE), _look(sheet, BODY)
    for number, (name, width) in enumerate(columns, 1):
        _fill(sheet.cell(1, number), name, title)
        sheet.column_dimensions[get_column_letter(number)].width = width
    last = 1
    for last, row in enumerate(rows, 2):
        for number, value in enumerate(row, 1):
            _fill(sheet.cell(last, number), value, body)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{last}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight = "landscape", 9, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
    return sheet


def add_styles(book: Workbook) -> None:
    for name, font, fill in (
        (BODY, Font(name="宋体", size=10.5), PatternFill()),
        (TITLE, Font(name="黑体", size=10.5, bold=True), _HEAD),
    ):
        book.add_named_style(NamedStyle(name, font=font, fill=fill, border=_BOX, alignment=_WRAP))


def _look(sheet: Worksheet, style: str) -> Any:
    """What openpyxl stores in a cell of this style: to name the style anew in each cell is half the time of a sheet."""
    cell: Any = sheet.cell(1, 1)
    cell.style = style
    return copy(cell._style)


def _fill(cell: Any, value: object, look: Any) -> None:
    cell._style = copy(look)
    if isinstance(value, str):
        cell.value = storable(value)
        if is_formula(value):
            cell.data_type, cell.quotePrefix = "s", True
    else:
        cell.value = value


def _verdicts(sheet: Worksheet, rows: int) -> None:
    """The drop-down of 核对结论."""
    choice = DataValidation("list", formula1=f'"{",".join(_VERDICTS)}"', allow_blank=True, showErrorMessage=True)
    choice.errorTitle, choice.error = "核对结论", f"请选择：{'、'.join(_VERDICTS)}"
    sheet.add_data_validation(choice)
    column = get_column_letter([name for name, _ in _FINDINGS].index("核对结论") + 1)
    choice.add(f"{column}2:{column}{max(rows + 1, 2)}")


def fixed_bytes(book: Workbook, stamp: datetime) -> bytes:
    """Save, and put ``stamp`` where openpyxl wrote the time of saving."""
    buffer = io.BytesIO()
    book.save(buffer)
    with ZipFile(buffer) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    day = f"{stamp:%Y-%m-%dT%H:%M:%SZ}".encode()
    parts["docProps/core.xml"] = _MODIFIED.sub(rb"\g<1>" + day, parts["docProps/core.xml"])
    return pack(parts)
