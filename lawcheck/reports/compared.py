"""Two documents compared, for reading: a page with two panes in step, the table in Word (landscape A4), a workbook, JSON.

Between a text and a higher one it is the 条款比对表 of domain.md 5.2, between two versions a 新旧条文对照表.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Color, Font
from openpyxl.worksheet.worksheet import Worksheet

from lawcheck.alignment import is_heading
from lawcheck.cells import xml_text
from lawcheck.comparison import ComparedRow, DocumentComparison, Relation
from lawcheck.document import Document, Span, Unit, UnitKind
from lawcheck.reports.differences import Piece, compare, joined
from lawcheck.reports.excel import add_sheet, add_styles, fixed_bytes
from lawcheck.reports.version_rows import book_title, cautions, version_pieces, version_points, version_tag
from lawcheck.reports.wordkit import Cell, WordReport

__all__ = ["ComparedView", "compared_outputs", "compared_record"]

_COLUMNS = (
    ("序号", 9.0),
    ("条款", 18.0),
    ("条文原文", 84.0),
    ("上位法条款", 18.0),
    ("上位法原文", 84.0),
    ("关系", 14.0),
    ("差异要点（槽位）", 30.0),
)
_VERSION_COLUMNS = (
    ("序号", 9.0),
    ("原条款", 18.0),
    ("修改前", 84.0),
    ("新条款", 18.0),
    ("修改后", 84.0),
    ("变化", 14.0),
    ("修改要点", 30.0),
)
_NOTE = "关系和差异要点由程序比对文字和槽位得出，是辅助提示，由人确认；“无相近条款”只说上位法文本中没有文字相近的条款，不等于没有依据。"
_NOT_FOUND, _NOT_ASKED = "无相近条款", "不作比对"
_WORD_LEGEND = {
    True: "红字加删除线是删去的文字，红字加下划线是新增的文字，黄色底是得出标签的词语。",
    False: "红字加下划线是上位法没有的文字，红字加删除线是本文没有的文字，黄色底是得出标签的词语。",
}
_WORKBOOK_LEGEND = {versions: legend.rpartition("，")[0] + "。" for versions, legend in _WORD_LEGEND.items()}
_RICH: Final = 16_000
"""Characters of a cell that are marked one by one; a longer text stands there plainly."""
_VERSION_NOTE = "条文对应由程序按文字相似程度推算，并非制定机关的说明，请对照两边文字核实。"


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row as shown: the left pane is the lower text, or the old one of two versions."""

    number: int
    left_label: str
    left: tuple[Piece, ...]
    right_label: str
    right: tuple[Piece, ...]
    tag: str
    alarming: bool
    points: str
    changed: bool
    heading: bool = False


class ComparedView:
    """A comparison arranged for reading; ``day`` is the day it is dated."""

    def __init__(self, value: DocumentComparison, day: date) -> None:
        self.value, self.day, self.versions = value, day, value.versions
        pieces = version_pieces(value.rows) if self.versions else [_pieces(row) for row in value.rows]
        shown = _shown_version if self.versions else _shown
        self.rows = tuple(
            shown(value, number, row, *both)
            for number, (row, both) in enumerate(zip(value.rows, pieces, strict=True), 1)
        )
        self.cautions = cautions(value)
        self.counts = Counter(row.tag for row in self.rows)
        self.changes = sum(row.changed for row in self.rows)

    @property
    def title(self) -> str:
        """新旧条文对照表 or 条款比对表, with the title of the text."""
        return f"{book_title(self.value.lower)}{'新旧条文对照表' if self.versions else '条款比对表'}"

    @property
    def names(self) -> tuple[str, str]:
        """What stands left and right."""
        lower, upper = _name(self.value.lower), _name(self.value.upper)
        return (f"修改前：{upper}", f"修改后：{lower}") if self.versions else (lower, f"上位法：{upper}")

    @property
    def note(self) -> str:
        """What the table rests on."""
        return _VERSION_NOTE if self.versions else _NOTE

    @property
    def summary(self) -> str:
        """Rows by label, likeness and copied share in one sentence."""
        if not self.rows:
            return "没有可以比对的条款。"
        parts = "，".join(f"{tag} {count}" for tag, count in self.counts.most_common())
        shares = f"全文相似度 {self.value.similarity:.0%}；逐字见于{'旧文本' if self.versions else '上位法'}的文字占 {self.value.copied:.0%}"
        return f"共 {len(self.rows)} 行：{parts}。{shares}。"

    @property
    def legend(self) -> tuple[Piece, Piece, Piece]:
        """What the marks mean: of the left text, of the right one, and the words that gave the label."""
        left, right = ("删去的文字", "新增的文字") if self.versions else ("上位法没有的文字", "本文没有的文字")
        return Piece(left, differs=True), Piece(right, differs=True), Piece("得出标签的词语", quoted=True)


def _name(document: Document) -> str:
    return document.title or document.source.name or "（无标题）"


def _shown(
    value: DocumentComparison, number: int, row: ComparedRow, left: tuple[Piece, ...], right: tuple[Piece, ...]
) -> ShownRow:
    relation = row.relation
    alarming = relation is not None and relation.alarming
    points = "；".join(row.comparison.key_points) if row.comparison else row.skipped
    labels = _label(value.lower, row.lower), _label(value.upper, row.upper)
    tag = _NOT_FOUND if relation is Relation.NO_BASIS else relation.value if relation else _NOT_ASKED
    return ShownRow(number, labels[0], left, labels[1], right, tag, alarming, points, row.changed)


def _shown_version(
    value: DocumentComparison, number: int, row: ComparedRow, left: tuple[Piece, ...], right: tuple[Piece, ...]
) -> ShownRow:
    alarming = row.comparison is not None and row.comparison.relation.alarming
    old, new = _row_labels(value, row)
    changed = row.changed or row.kind not in ("same", "renumbered")
    tag, points = version_tag(row), version_points(value, row)
    return ShownRow(number, old, left, new, right, tag, alarming, points, changed, row.framing and not row.name)


def _row_labels(value: DocumentComparison, row: ComparedRow) -> tuple[str, str]:
    """The places in the upper (old) and the lower (new) text."""
    if row.name:
        return row.name if row.upper_text else "", row.name if row.lower_text else ""
    return _label(value.upper, row.upper), _label(value.lower, row.lower)


def _label(document: Document, unit: Unit | None) -> str:
    """How the unit is cited; a heading by its own number, what stands in an annex with the annex."""
    if unit is None:
        return ""
    if is_heading(unit):
        return (unit.number and unit.citable) or unit.label or "附"
    top, label = document.path(unit)[0], document.citation_label(unit)
    lead = top.citable if top.kind is UnitKind.ANNEX and top.number else ""
    return label if label.startswith(lead) else f"{lead} {unit.label or label}"


def _pieces(row: ComparedRow) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """A clause and the higher one, differing characters marked and the words that made the label pointed out."""
    if not row.lower_text or not row.upper_text:
        return _alone(row.lower_text), _alone(row.upper_text)
    found = row.comparison.differences if row.comparison else ()
    pointed = {place for d in found if d.lower_span for place in range(*d.lower_span)}
    shown = [(char, place in pointed) for place, char in enumerate(row.lower_text)]
    above: list[Span] = [d.upper_span for d in found if d.upper_span]
    return compare(shown, row.upper_text, quoted=above)


def _alone(text: str) -> tuple[Piece, ...]:
    return (Piece(text),) if text else ()


@cache
def _environment() -> Environment:
    loader = PackageLoader("lawcheck.reports", ".")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def _page(view: ComparedView) -> bytes:
    template = _environment().get_template("compared.html.j2")
    tags = {tag: number for number, (tag, _) in enumerate(view.counts.most_common(), 1)}
    return template.render(view=view, tags=tags).encode()


def _word(view: ComparedView) -> bytes:
    word = WordReport(view.title, view.day)
    word.only_landscape()
    word.paragraph(view.title, "Title")
    for caution in view.cautions:
        word.paragraph(caution, "提示")
    word.paragraph(f"{view.summary}{view.note}图例：{_WORD_LEGEND[view.versions]}", "提示")
    names, widths = zip(*(_VERSION_COLUMNS if view.versions else _COLUMNS), strict=True)
    word.table(widths, (_cells(view, row) for row in view.rows), header=names, small=True)
    return word.to_bytes()


def _cells(view: ComparedView, row: ShownRow) -> list[Cell]:
    marks = ("del", "ins") if view.versions else ("ins", "del")
    cells = [
        Cell.of(str(row.number)),
        Cell.of(row.left_label),
        Cell.text(row.left, marks[0]),
        Cell.of(row.right_label),
        Cell.text(row.right, marks[1]),
        Cell.of(row.tag, bold=row.alarming),
        Cell.of(row.points),
    ]
    return [cell._replace(bold=True, keep=True) for cell in cells] if row.heading else cells


def _workbook(view: ComparedView) -> bytes:
    book = Workbook()
    add_styles(book)
    columns = [(name, max(round(width / 1.6), 6)) for name, width in (_VERSION_COLUMNS if view.versions else _COLUMNS)]
    table = add_sheet(book, "对照表" if view.versions else "条款比对表", [*columns, ("意见", 20)], _sheet_rows(view))
    _mark_sheet(table, view)
    told = [*view.cautions, view.summary, view.note, f"图例：{_WORKBOOK_LEGEND[view.versions]}"]
    add_sheet(book, "说明", [("说明", 100)], [[line] for line in told])
    book.remove(book.worksheets[0])
    stamp = datetime.combine(view.day, time())
    book.properties.creator, book.properties.title, book.properties.created = "lawcheck", view.title, stamp
    return fixed_bytes(book, stamp)


_RED: Final = Color(rgb="FFC00000")
_FONTS: Final = {
    "del": InlineFont(rFont="宋体", sz=10.5, color=_RED, strike=True),
    "ins": InlineFont(rFont="宋体", sz=10.5, color=_RED, u="single"),
    "": InlineFont(rFont="宋体", sz=10.5),
}


def _mark_sheet(sheet: Worksheet, view: ComparedView) -> None:
    """Differing characters in colour, struck or underlined, as in Word; names of chapters in bold."""
    left, right = ("del", "ins") if view.versions else ("ins", "del")
    for number, row in enumerate(view.rows, 2):
        for column, pieces, mark in ((3, row.left, left), (5, row.right, right)):
            if any(piece.differs for piece in pieces) and len(joined(pieces)) <= _RICH:
                blocks = (TextBlock(_FONTS[mark if piece.differs else ""], xml_text(piece.text)) for piece in pieces)
                sheet.cell(number, column).value = CellRichText(*blocks)
        if row.heading:
            for column in range(1, len(_COLUMNS) + 1):
                cell = sheet.cell(number, column)
                cell.font = Font(name=cell.font.name, size=cell.font.size, bold=True)


def _sheet_rows(view: ComparedView) -> Iterator[list[object]]:
    for row in view.rows:
        yield [
            row.number,
            row.left_label,
            joined(row.left),
            row.right_label,
            joined(row.right),
            row.tag,
            row.points,
            "",
        ]


def compared_record(value: DocumentComparison) -> dict[str, Any]:
    """The comparison as plain values (``docs/schema/cli.schema.json``, command ``compare``); spans count in the texts of
    their row."""
    return {
        "versions": value.versions,
        "lower": _name(value.lower),
        "upper": _name(value.upper),
        "similarity": value.similarity,
        "copied": value.copied,
        "cautions": list(cautions(value)),
        "rows": [_row_record(value, row) for row in value.rows],
    }


def _row_record(value: DocumentComparison, row: ComparedRow) -> dict[str, Any]:
    found = row.comparison
    return {
        "lower": _row_labels(value, row)[1],
        "upper": _row_labels(value, row)[0],
        "lower_text": row.lower_text,
        "upper_text": row.upper_text,
        "kind": row.kind,
        "relation": row.relation.value if row.relation else None,
        "similarity": found.similarity if found else None,
        "copied": found.copied if found else None,
        "differences": [
            {
                "slot": d.slot,
                "relation": d.relation.value,
                "lower": d.lower,
                "upper": d.upper,
                "lower_span": list(d.lower_span) if d.lower_span else None,
                "upper_span": list(d.upper_span) if d.upper_span else None,
                "note": d.note,
            }
            for d in (found.differences if found else ())
        ],
    }


def compared_outputs(value: DocumentComparison, day: date) -> dict[str, bytes]:
    """The files by suffix: ``.compare.html``, ``.compare.docx``, ``.compare.xlsx``, ``.compare.json``; equal input gives
    equal bytes."""
    view = ComparedView(value, day)
    record = json.dumps(compared_record(value), ensure_ascii=False, indent=1)
    return {
        ".compare.html": _page(view),
        ".compare.docx": _word(view),
        ".compare.xlsx": _workbook(view),
        ".compare.json": f"{record}\n".encode(),
    }
