"""The digest as a workbook: 意见采纳情况表 to be filled in, 意见汇总表 point by point, counts, what was left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from datetime import datetime
from itertools import islice
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from lawcheck.cells import is_formula, storable
from lawcheck.comments import Bucket, Comment, Stance, Wording, WordingKind
from lawcheck.reports.digest_dispositions import ADOPTION_SHEET, POINT_COLUMN, Disposition, Outcome
from lawcheck.reports.digest_places import inserted_at
from lawcheck.reports.digest_unplaced import beside, count_partly, count_points, others, unplaced
from lawcheck.reports.digest_view import DigestView, list_labels
from lawcheck.reports.excel import BODY, TITLE, add_styles, fixed_bytes

__all__ = ["digest_xlsx"]

Columns = Sequence[tuple[str, int]]

_ADOPTION: Final[Columns] = (
    ("序号", 6), ("意见来源", 22), ("对应条款", 16), ("原文", 40), ("意见建议内容", 46), ("建议修改为", 34),
    ("提出人数/条数", 12), ("是否采纳", 11), ("采纳情况说明或理由", 30), ("修改后条文", 34), ("承办处室/人", 14),
    ("反馈方式与日期", 16), (POINT_COLUMN, 18),
)  # fmt: skip
_SUMMARY: Final[Columns] = (
    ("序号", 6), (POINT_COLUMN, 12), ("意见来源", 22), ("来自", 20), ("收到时间", 16), ("对应条款", 18), ("填写的条款", 16),
    ("立场", 10),
    ("意见建议内容", 56), ("建议修改为", 34), ("理由", 30), ("对应的依据", 30), ("需要核对", 24), ("相近文字", 14),
)  # fmt: skip
_OUTSIDE: Final[Columns] = (
    ("意见编号", 12), ("意见点编号", 14), ("意见来源", 20), ("来自", 22), ("归类", 18), ("立场", 10), ("意见点内容", 50),
    ("没有对应的原因", 26), ("可能相关的条款", 24), ("意见全文", 60),
)  # fmt: skip
_BESIDE: Final[Columns] = (("意见编号", 14), ("意见来源", 22), ("来自", 24), ("意见点以外的文字", 80))
_UNUSABLE: Final[Columns] = (("来自", 34), ("原因", 30), ("内容", 60))
_PARTLY: Final = "部分未能对应"
_COUNTS: Final[Columns] = (("项目", 30), ("数", 10), ("说明", 60))
_SHEET_ROWS: Final = 1_000_000  # Excel holds 1,048,576
_CELL_IDS: Final = 30_000  # characters of ids in a cell; Excel holds 32,767
_SOURCES: Final = 3  # names shown for a view that many hold
_STAMP: Final = datetime(2000, 1, 1)


def digest_xlsx(view: DigestView, dispositions: Sequence[Disposition] = ()) -> bytes:
    """Sheets 意见采纳情况表 (one row a view: equal wordings and near-identical texts together), 意见汇总表 (one row a point),
    未归入条款的意见 (points without a clause, comments without points), 意见点以外的文字, 未能使用的内容, 计数; equal input gives equal bytes.

    Words of a comment are never taken for a formula. A view with so many points that their ids fill no single cell
    stands in several rows.
    """
    book = Workbook(write_only=True)
    add_styles(book)
    decided = {point: d for d in dispositions for point in d.point_ids}
    for sheet in _sheets(book, ADOPTION_SHEET, _ADOPTION, _adoption_rows(view, decided)):
        _choices(sheet)
    for title, columns, rows in (
        ("意见汇总表", _SUMMARY, _summary_rows(view)),
        ("未归入条款的意见", _OUTSIDE, _outside_rows(view)),
        ("意见点以外的文字", _BESIDE, _beside_rows(view)),
        ("未能使用的内容", _UNUSABLE, ((u.source, u.reason, view.clean(u.text)) for u in view.digest.unusable)),
        ("计数", _COUNTS, _count_rows(view)),
    ):
        for _ in _sheets(book, title, columns, rows):
            pass
    book.properties.creator, book.properties.title = "lawcheck", storable(f"《{view.title}》意见汇总")
    book.properties.created = _STAMP
    return fixed_bytes(book, _STAMP)


def _sheets(book: Workbook, title: str, columns: Columns, rows: Iterable[Sequence[object]]) -> Iterator[Any]:
    """One sheet, or several where one cannot hold all rows; written as they come, so that memory stays flat."""
    waiting = iter(rows)
    number = 1
    while (chunk := list(islice(waiting, _SHEET_ROWS))) or number == 1:
        sheet = book.create_sheet(title if number == 1 else f"{title}（{number}）")
        for at, (_, width) in enumerate(columns, 1):
            sheet.column_dimensions[get_column_letter(at)].width = width
        sheet.freeze_panes = "A2"
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(chunk) + 1}"
        sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight = "landscape", 9, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.print_title_rows = "1:1"
        title_look, body_look = _look(sheet, TITLE), _look(sheet, BODY)
        sheet.append([_cell(sheet, name, title_look) for name, _ in columns])
        for row in chunk:
            sheet.append([_cell(sheet, value, body_look) for value in row])
        yield sheet
        number += 1


def _look(sheet: Any, style: str) -> Any:
    """What openpyxl stores in a cell of this style: to name the style anew in each cell is half the time of a sheet."""
    cell: Any = WriteOnlyCell(sheet)
    cell.style = style
    return cell._style


def _cell(sheet: Any, value: Any, look: Any) -> Any:
    """A cell that is text even where a person's words begin like a formula."""
    words = isinstance(value, str)
    cell: Any = WriteOnlyCell(sheet, storable(str(value)) if words else value)
    cell._style = copy(look)
    if words and is_formula(str(value)):
        cell.data_type, cell.quotePrefix = "s", True
    return cell


def _choices(sheet: Any) -> None:
    """The drop-down of 是否采纳."""
    choice = DataValidation("list", formula1=f'"{",".join(Outcome)}"', allow_blank=True, showErrorMessage=True)
    choice.errorTitle, choice.error = "是否采纳", f"请选择：{'、'.join(Outcome)}"
    sheet.data_validations.append(choice)
    column = get_column_letter([name for name, _ in _ADOPTION].index("是否采纳") + 1)
    choice.add(f"{column}2:{column}{_SHEET_ROWS}")


# -- 意见采纳情况表 ----------------------------------------------------------------------------------------------------


def _adoption_rows(view: DigestView, decided: Mapping[str, Disposition]) -> Iterator[Sequence[object]]:
    """Every point of the ledger in exactly one row, clause by clause; what belongs to no clause comes last."""
    number, taken = 0, set[str]()
    for target, text, groups in _all_groups(view):
        for group in groups:
            fresh = tuple(dict.fromkeys(p for p in group if p not in taken))
            taken |= set(fresh)
            for part in _parts(fresh):
                number += 1
                yield _adoption_row(view, number, target, text, part, decided)


def _all_groups(view: DigestView) -> Iterator[tuple[str, str, Iterator[tuple[str, ...]]]]:
    for clause in view.digest.clauses:
        rows = [row.point_ids for row in sorted(clause.wordings, key=lambda row: -row.persons)]
        yield clause.label or clause.target, clause.text, _groups(view, clause.points, rows)
    rest = [p.point_id for p in view.digest.points if _counted(view, p.comment_id)]
    yield "（未归入条款）", "", _groups(view, rest, [])


def _counted(view: DigestView, comment_id: str) -> bool:
    """Points of repeated and withheld comments need no answer of their own."""
    return view.digest.buckets.get(comment_id) not in (Bucket.DUPLICATE, Bucket.WITHHELD)


def _groups(view: DigestView, points: Sequence[str], wordings: Sequence[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """Points that ask for the same words, then near-identical texts, then single points."""
    yield from wordings
    families: dict[str, list[str]] = {}
    for point in points:
        family = view.family(point)
        families.setdefault(family.family_id if family else point, []).append(point)
    yield from map(tuple, sorted(families.values(), key=lambda group: -len(group)))


def _parts(points: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """As many points as one cell can name."""
    part: list[str] = []
    length = 0
    for point in points:
        if part and length + len(point) + 1 > _CELL_IDS:
            yield tuple(part)
            part, length = [], 0
        part.append(point)
        length += len(point) + 1
    if part:
        yield tuple(part)


def _adoption_row(
    view: DigestView, number: int, label: str, text: str, points: tuple[str, ...], decided: Mapping[str, Disposition]
) -> Sequence[object]:
    comments = list(dict.fromkeys(view.points[point].comment_id for point in points))
    sources = list(dict.fromkeys(map(view.source, comments)))
    shown = "；".join(sources[:_SOURCES]) + (f" 等 {len(sources)} 个来源" if len(sources) > _SOURCES else "")
    given = decided.get(points[0])
    answer = (given.outcome, given.reason, given.new_text, given.handler, given.feedback) if given else ("",) * 5
    targets = view.mappings[points[0]].targets if points[0] in view.mappings else ()
    place = list_labels(map(view.label, targets)) or label
    counted = f"{view.count_persons(comments)}人/{len(points)}条"
    outcome, *rest = map(str, answer)
    return [
        number, shown, place, text, view.text_of(points[0]), _proposed(view, points[0]), counted, outcome, *rest,
        "、".join(points),
    ]  # fmt: skip


def _proposed(view: DigestView, point_id: str) -> str:
    """Wordings read from a point, or what stood in its own field of the form."""
    lines = [_line(view, w) for w in view.wordings_of.get(point_id, ())]
    comment = view.comments[view.points[point_id].comment_id]
    return view.clean("\n".join(lines) or comment.proposed, comment)


def _line(view: DigestView, wording: Wording) -> str:
    if wording.old and wording.new:
        return f"{wording.kind}：{wording.old} → {wording.new}"
    place = inserted_at(view.text_of(wording.point_id), wording.new) if wording.kind is WordingKind.INSERT else ""
    return f"{place}{wording.kind}：{wording.new or wording.old}"


# -- other sheets ------------------------------------------------------------------------------------------------------


def _summary_rows(view: DigestView) -> Iterator[Sequence[object]]:
    for number, point in enumerate(view.points_in_order, 1):
        comment = view.comments[point.comment_id]
        mapping = view.mappings.get(point.point_id)
        targets = mapping.targets if mapping else ()
        reasons = mapping.candidates[0].reasons if mapping and mapping.candidates and targets else ()
        why = "；".join(f"{r.kind}：{view.clean(r.words, comment)}" for r in reasons[:3])
        family = view.family(point.point_id)
        own = comment.text[slice(*point.reason)]
        reason = "\n".join(filter(None, (own, comment.reason)))
        yield [
            number, point.point_id, view.source(comment.comment_id), comment.source,
            f"{comment.received:%Y-%m-%d %H:%M}" if comment.received else "",
            list_labels(map(view.label, targets)) or "（未对应）", view.clean(comment.stated, comment),
            str(view.stance(point.point_id)),
            view.text_of(point.point_id), _proposed(view, point.point_id), view.clean(reason, comment), why,
            mapping.problem or ("" if targets else mapping.why) if mapping else "",
            f"{family.persons}人 {family.family_id}" if family else "",
        ]  # fmt: skip


def _outside_rows(view: DigestView) -> Iterator[Sequence[object]]:
    """One row a point without a clause, and one a comment without points on any page; comments stand in full."""
    for item in unplaced(view):
        comment = item.comment
        yield [
            comment.comment_id, item.quote.point_id, view.source(comment.comment_id), comment.source,
            _PARTLY if item.partly else str(Bucket.UNMAPPABLE), item.quote.stance, view.text_of(item.quote.point_id),
            item.why, item.likely, _whole(view, comment),
        ]  # fmt: skip
    for comment in others(view):
        bucket = str(view.digest.buckets.get(comment.comment_id) or "")
        source = view.source(comment.comment_id)
        yield [comment.comment_id, "", source, comment.source, bucket, "", "", "", "", _whole(view, comment)]


def _beside_rows(view: DigestView) -> Iterator[Sequence[object]]:
    """What letters hold besides their points."""
    for item in beside(view):
        comment = item.comment
        yield [comment.comment_id, view.source(comment.comment_id), comment.source, item.text]


def _whole(view: DigestView, comment: Comment) -> str:
    return view.clean("\n".join(_words(comment)), comment)


def _words(comment: Comment) -> Iterator[str]:
    """All that a person gave: what was written into a column for the clause stands first."""
    yield from filter(None, (f"〔{comment.stated}〕" if comment.stated else "", comment.title, comment.text))
    yield from filter(None, (comment.proposed, f"理由：{comment.reason}" if comment.reason else ""))


def _count_rows(view: DigestView) -> Iterator[Sequence[object]]:
    ledger = view.digest.ledger
    yield ["收到意见（件）", ledger.received, view.ledger_sentence]
    for name, count in zip(Bucket, ledger[1:], strict=True):
        yield [str(name), count, ""]
    yield ["提出意见的人", view.persons, "没有留下姓名或者联系方式的，每件按一人计"]
    counted = count_points(view)
    yield ["意见点（个）", counted.points, counted.sentence]
    parts = ("对应到条款的", "针对全文的", "未能对应的", "属于重复提交的意见的")
    for part, number in zip(parts, counted[1:], strict=True):
        yield [f"意见点：{part}", number, ""]
    yield [
        "未能对应的意见点，所在意见另有内容已经对应",
        count_partly(view),
        "列在“未归入条款的意见”，归类为“部分未能对应”",
    ]
    stances = [view.stance(point.point_id) for point in view.digest.points]
    for stance in Stance:
        yield [f"立场：{stance}", stances.count(stance), "按意见点计"]
    yield ["未能使用的行、文件", len(view.digest.unusable), "不计入收到的意见，逐一列在“未能使用的内容”"]
