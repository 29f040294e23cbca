"""Whatever an office has: a workbook, a CSV, JSON lines, a folder of letters, mails and chats → comments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final, NamedTuple

from lawcheck.comments.masking import mask_file_name
from lawcheck.comments.model import Comment, Unusable
from lawcheck.comments.reading_columns import FIELDS, Table, TableColumns, parse_columns
from lawcheck.comments.reading_letters import read_letter, read_mail, read_plain
from lawcheck.comments.reading_tables import WORKBOOKS, read_csv, read_json, read_table, read_workbook
from lawcheck.errors import LawcheckError, UnreadableFile, UsageError
from lawcheck.messages.comment_input import REASONS
from lawcheck.readers import zip_entries

__all__ = ["CommentInput", "read_comment_input", "read_comments"]

_LARGEST: Final = 2_000_000_000  # bytes of one file: 2.63 million comments of a hundred characters are 800 MB
_CSV: Final = (".csv", ".tsv", ".tab")
_JSON: Final = (".jsonl", ".ndjson", ".json")


class CommentInput(NamedTuple):
    """What an input holds: ``tables`` say which columns were taken for what."""

    comments: tuple[Comment, ...]
    unusable: tuple[Unusable, ...]
    tables: tuple[TableColumns, ...] = ()


def read_comments(
    path: str | Path, columns: Mapping[str, str] | None = None
) -> tuple[tuple[Comment, ...], tuple[Unusable, ...]]:
    """The comments of a workbook, CSV, JSON lines, letter, mail, chat export, or of a folder of those; and each row, file
    or message that holds none, with the reason.

    ``columns`` (``{"内容": "意见建议", "姓名": "B"}``, see :func:`parse_columns`) overrides what the headers say. Raises
    :class:`~lawcheck.errors.UnreadableFile` (E701 for an input without any comment) and
    :class:`~lawcheck.errors.UsageError` E702 for a column that no table has, E703 for a field that comments do not have.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder, "意见.csv")
    ...     _ = file.write_text("姓名,意见内容\\n甲,第三条太严\\n乙,\\n", encoding="gb18030")
    ...     comments, unusable = read_comments(file)
    >>> [(c.author, c.text, c.source) for c in comments], [(u.source, u.reason) for u in unusable]
    ([('甲', '第三条太严', '意见.csv 第 2 行')], [('意见.csv 第 3 行', '没有意见内容')])
    """
    found = read_comment_input(path, columns and parse_columns(columns))
    return found.comments, found.unusable


def read_comment_input(path: str | Path, columns: Mapping[str, str] | None = None) -> CommentInput:
    """Like :func:`read_comments`, with the columns that were found in each table."""
    place = Path(path)
    if not place.exists():
        raise UnreadableFile("E101", name=place.name or str(place))
    comments: list[Comment] = []
    unusable: list[Unusable] = []
    tables: list[TableColumns] = []
    files = _files(place)
    for file, name in zip(files, _shown_names(files, place), strict=True):
        found = _read_file(file, name, columns)
        comments += found.comments
        unusable += found.unusable
        tables += found.tables
    _check(place.name, columns or {}, comments, unusable, tables)
    return CommentInput(_unique(comments), tuple(unusable), tuple(tables))


def _check(
    name: str,
    given: Mapping[str, str],
    comments: Sequence[Comment],
    unusable: Sequence[Unusable],
    tables: Sequence[TableColumns],
) -> None:
    for field, column in given.items():
        if tables and all(table.place(column) is None for table in tables):
            known = "、".join(dict.fromkeys(n for table in tables for n in table.names)) or FIELDS[field][0]
            raise UsageError("E702", name=name, column=column, known=known)
    if not comments:
        raise UnreadableFile("E701", name=name, hint="；".join(f"{u.source}：{u.reason}" for u in unusable[:3]))


def _files(place: Path) -> list[Path]:
    """The files of a folder in the order of their names; hidden ones and Word's lock files are nobody's comments."""
    if place.is_file():
        return [place]
    inside = (path for path in place.rglob("*") if path.is_file())
    return sorted(path for path in inside if not any(p.startswith((".", "~$")) for p in path.relative_to(place).parts))


def _shown_names(files: Sequence[Path], place: Path) -> list[str]:
    """The names that stand in ids and sources: without names of people; two that look alike then get a number."""
    return _masked_names([file.relative_to(place).as_posix() if place.is_dir() else file.name for file in files])


def _masked_names(names: Sequence[str]) -> list[str]:
    taken: set[str] = set()
    shown = []
    for name in names:
        plain, number = mask_file_name(name), 1
        masked = plain
        while masked in taken:
            number += 1
            masked = f"{plain.removesuffix(Path(plain).suffix)}（{number}）{Path(plain).suffix}"
        taken.add(masked)
        shown.append(masked)
    return shown


def _read_file(file: Path, name: str, columns: Mapping[str, str] | None) -> CommentInput:
    """One file; in a folder, one that cannot be read is listed and the others go on."""
    ending = file.suffix.lower()
    try:
        if file.stat().st_size > _LARGEST:
            raise UnreadableFile("E117", name=name, detail=f"> {_LARGEST:,} bytes")
        if ending in WORKBOOKS:
            return _tables(read_workbook(file, name), name, columns)
        if ending == ".zip":
            return _packed(file.read_bytes(), name, columns)
        return _bytes(file.read_bytes(), name, ending, columns)
    except (LawcheckError, OSError) as error:
        why = str(error).replace(file.name, Path(name).name)
        return CommentInput((), (Unusable(name, f"{REASONS['not_readable'][0]}：{why}"),))


def _packed(data: bytes, name: str, columns: Mapping[str, str] | None) -> CommentInput:
    """The files of an archive, each as if it lay in a folder of its name."""
    files = list(zip_entries(data, name))
    found = []
    for (inside, content), shown in zip(files, _masked_names([file for file, _ in files]), strict=True):
        whole = f"{name}/{shown}"
        try:
            found.append(_bytes(content, whole, Path(inside).suffix.lower(), columns))
        except LawcheckError as error:
            found.append(CommentInput((), (Unusable(whole, f"{REASONS['not_readable'][0]}：{error}"),)))
    return CommentInput(
        tuple(comment for part in found for comment in part.comments),
        tuple(item for part in found for item in part.unusable),
        tuple(table for part in found for table in part.tables),
    )


def _bytes(data: bytes, name: str, ending: str, columns: Mapping[str, str] | None) -> CommentInput:
    if ending in WORKBOOKS:
        return _tables(read_workbook(data, name), name, columns)
    if ending in _CSV:
        return _tables([read_csv(data, name)], name, columns)
    if ending in _JSON:
        found = read_json(data, name, columns)
    elif ending == ".eml":
        found = read_mail(data, name)
    else:
        found = read_plain(data, name) if ending == ".txt" else read_letter(data, name)
    return CommentInput(tuple(found[0]), tuple(found[1]))


def _tables(tables: Sequence[Table], name: str, columns: Mapping[str, str] | None) -> CommentInput:
    found = [read_table(table._replace(name=name), columns) for table in tables]
    return CommentInput(
        tuple(comment for comments, _, _ in found for comment in comments),
        tuple(item for _, unusable, _ in found for item in unusable),
        tuple(columns for _, _, columns in found),
    )


def _unique(comments: Sequence[Comment]) -> tuple[Comment, ...]:
    """An id that two comments have gives way to where each stands, so that each can be told and found."""
    counts = Counter(comment.comment_id for comment in comments)
    return tuple(
        replace(c, comment_id=f"{c.comment_id}@{c.source}") if counts[c.comment_id] > 1 else c for c in comments
    )
