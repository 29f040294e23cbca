"""What drafters decided on each point, read back from the 意见采纳情况表 that they filled in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Final, NamedTuple

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from lawcheck.errors import UnreadableFile

__all__ = ["ADOPTION_SHEET", "POINT_COLUMN", "Disposition", "Outcome", "ReadBack", "read_dispositions"]

ADOPTION_SHEET: Final = "意见采纳情况表"
POINT_COLUMN: Final = "意见点编号"
_SAID: Final = {"不采纳": "未采纳", "不予采纳": "未采纳", "未予采纳": "未采纳", "予以采纳": "采纳", "已采纳": "采纳", "部分予以采纳": "部分采纳"}  # fmt: skip
_COLUMNS: Final = {
    "outcome": "是否采纳", "reason": "采纳情况说明或理由", "new_text": "修改后条文", "handler": "承办处室/人",
    "feedback": "反馈方式与日期", "clause": "对应条款", "points": POINT_COLUMN,
}  # fmt: skip


class Outcome(StrEnum):
    """What became of a point; 重复 is a link between points, not an outcome."""

    ADOPTED = "采纳"
    PARTLY = "部分采纳"
    NOT_ADOPTED = "未采纳"
    EXISTING = "已有规定"
    TRANSFERRED = "转交"
    OUTSIDE = "不属于本法"


class Disposition(NamedTuple):
    """The decision of one row on its points."""

    point_ids: tuple[str, ...]
    outcome: Outcome
    reason: str
    new_text: str = ""
    handler: str = ""
    feedback: str = ""


class ReadBack(NamedTuple):
    """Decisions, what is wrong with rows (``第 5 行：…``), and the points that have no decision yet."""

    dispositions: tuple[Disposition, ...]
    problems: tuple[str, ...]
    open_points: tuple[str, ...]


def read_dispositions(path: str | Path, point_ids: Iterable[str]) -> ReadBack:
    """The decisions of a filled workbook, checked: known outcomes, a reason for 部分采纳 and 未采纳, the changed text for
    采纳, known points, one decision for each. ``point_ids`` are all points that need one.

    Raises :class:`~lawcheck.errors.UnreadableFile` E704 for a file without the sheet or its columns.
    """
    known = set(point_ids)
    decided: dict[str, int] = {}
    dispositions: list[Disposition] = []
    problems: list[str] = []
    for number, row in _rows(Path(path)):
        points = tuple(filter(None, (part.strip() for part in row["points"].split("、"))))
        wrong = list(_wrong(row, points, known, decided))
        problems += [f"第 {number} 行：{text}" for text in wrong]
        if row["outcome"] in list(Outcome) and points:
            decided |= dict.fromkeys(points, number)
            rest = (row[name] for name in ("reason", "new_text", "handler", "feedback"))
            dispositions.append(Disposition(points, Outcome(row["outcome"]), *rest))
    return ReadBack(tuple(dispositions), tuple(problems), tuple(sorted(known - decided.keys())))


def _wrong(
    row: Mapping[str, str], points: tuple[str, ...], known: set[str], decided: Mapping[str, int]
) -> Iterator[str]:
    outcome = row["outcome"]
    if not outcome:
        return
    if outcome not in list(Outcome):
        yield f"“{outcome}”不是可以填写的结果（{'、'.join(Outcome)}）"
    if outcome in (Outcome.PARTLY, Outcome.NOT_ADOPTED) and not row["reason"]:
        yield f"{outcome}应当写明理由"
    if outcome in (Outcome.ADOPTED, Outcome.PARTLY) and not row["new_text"]:
        yield f"{outcome}应当写明修改后条文"
    if unknown := [point for point in points if point not in known]:
        yield f"没有这些意见点：{'、'.join(unknown)}"
    if twice := [point for point in points if point in decided]:
        yield f"{'、'.join(twice)} 在第 {decided[twice[0]]} 行已有结果"


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        book = load_workbook(path, read_only=True, data_only=True)
        sheet = book[ADOPTION_SHEET]
    except (OSError, KeyError, ValueError, InvalidFileException) as error:
        raise UnreadableFile("E704", name=path.name, detail=f"{ADOPTION_SHEET}：{error}") from error
    rows = sheet.iter_rows(values_only=True)
    names = [str(cell or "") for cell in next(rows, ())]
    if missing := [name for name in _COLUMNS.values() if name not in names]:
        raise UnreadableFile("E704", name=path.name, detail=f"缺少列：{'、'.join(missing)}")
    places = {field: names.index(name) for field, name in _COLUMNS.items()}
    for number, row in enumerate(rows, 2):
        cells = {field: str(row[at] if row[at] is not None else "").strip() for field, at in places.items()}
        yield number, cells | {"outcome": _SAID.get(cells["outcome"], cells["outcome"])}
