"""Taking an office's word list into a lexicon directory: nothing is lost, what does not fit is set aside and told."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

import yaml

from lawcheck.errors import OutputError, UsageError
from lawcheck.terms.contexts import CONTEXTS
from lawcheck.terms.forms import searched_forms
from lawcheck.terms.lexicon import Lexicon, load_lexicon, read_lexicon
from lawcheck.terms.lexicon_files import CATEGORIES, SEVERITIES
from lawcheck.terms.lists import Sheet, WordList, guess_columns
from lawcheck.terms.tables import COLUMNS, LABELS

__all__ = ["ListDefaults", "ListReport", "SetAside", "import_list"]

_LABELS = dict(zip(("抵触", "疑似抵触", "应当修改", "建议修改", "提示"), SEVERITIES, strict=True))
_CATEGORY_OF = {"X": "sensitive", "P": "sensitive", "O": "outdated-term", "W": "wording"}
_RULE = re.compile(r"[XPOW]\d{2,3}")
_DAY = re.compile(r"(\d{4})\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})日?")
TABLE, ASIDE = "词条", "未采用"
"""What the names of the written tables end in: the words, and what was set aside."""


class ListDefaults(NamedTuple):
    """What holds for the words whose row says nothing else; ``exempt`` are the contexts in which none of them is reported,
    None for those of our own lists of the kind."""

    rule: str
    severity: str
    source: str
    reason: str
    as_of: date
    exempt: tuple[str, ...] | None = None

    @property
    def contexts(self) -> tuple[str, ...]:
        """The contexts that excuse a word: titles and quotations, for old names also what is past.

        >>> ListDefaults("X901", "advice", "某表", "理由", date(2026, 1, 1)).contexts
        ('title', 'quotation')
        """
        if self.exempt is not None:
            return self.exempt
        return CONTEXTS if self.rule.startswith("O") else CONTEXTS[:2]


class SetAside(NamedTuple):
    """A row that was not taken, or a value that was not understood (``kept``): where and why."""

    place: str
    text: str
    why: str
    kept: bool = False


class ListReport(NamedTuple):
    """What became of a list: the files written, the columns as they were understood, the number of words taken, what
    was set aside, the words that are in the lexicon of lawcheck too (the office's entry goes first), and the columns that
    nothing looks at."""

    lexicon: Path
    table: Path
    aside_file: Path | None
    columns: tuple[tuple[str, str, str], ...]
    taken: int
    aside: tuple[SetAside, ...]
    shipped: tuple[str, ...]
    unused: tuple[str, ...] = ()


class _Row(NamedTuple):
    place: str
    cells: dict[str, str]
    extra: dict[str, str]


def import_list(
    found: WordList,
    directory: Path,
    defaults: ListDefaults,
    *,
    given: Mapping[str, str] | None = None,
    replace: bool = False,
    usable: Callable[[str], bool] = lambda _rule: True,
) -> ListReport:
    """Write ``found`` as a lexicon (a YAML header and a CSV table) to ``directory``; words that stand twice, or in
    another list there, go to ``<name>.未采用.csv`` with the reason, the first one stays. ``usable`` says whether a rule
    reports words of lists.

    Raises UsageError (E456) where no column holds the words, E457 for a wrong rule or column, OutputError (E458) where
    the lexicon exists and ``replace`` is not set.
    """
    _check(defaults, usable)
    stem = Path(found.name).stem
    lexicon, table = directory / f"{stem}.yaml", directory / f"{stem}.{TABLE}.csv"
    if lexicon.exists() and not (replace and found.name != lexicon.name):
        raise OutputError("E458", path=lexicon)
    columns = [(sheet, _columns(found.name, sheet, given)) for sheet in _tables(found)]
    if not columns:
        raise UsageError("E456", name=found.name, columns="没有内容")
    rows = [row for sheet, fields in columns for row in _rows(sheet, fields)]
    taken, aside = _sort_out(rows, _held(directory, lexicon))
    taken, misread = _understood(taken, usable, defaults)
    aside = [*_beside(found), *aside]
    return ListReport(
        lexicon,
        table,
        _write(lexicon, table, taken, aside, defaults),
        tuple((s.name, s.columns[at], field) for s, fields in columns for field, at in sorted(fields.items())),
        len(taken),
        (*(SetAside(row.place, row.cells.get("text", ""), why) for row, why in aside), *misread, *_odd(taken)),
        _shipped(taken),
        tuple(dict.fromkeys(name for row in taken for name in row.extra if not name.startswith(_MISREAD))),
    )


def _tables(found: WordList) -> list[Sheet]:
    """The sheets with rows; where one names its columns, one that names none is an explanation, not a list."""
    held = [sheet for sheet in found.sheets if sheet.rows]
    named = [sheet for sheet in held if any(sheet.columns)]
    return named or held


def _beside(found: WordList) -> list[tuple[_Row, str]]:
    """What is no word, kept all the same: titles above the names of the columns, comments, sheets that explain."""
    taken = _tables(found)
    lines = [(sheet, line, "在列名以上，或者是注释，不作词") for sheet in taken for line in sheet.beside]
    others = [sheet for sheet in found.sheets if sheet.rows and sheet not in taken]
    lines += [(sheet, line, "这张表没有列名，别的表有，未收入") for sheet in others for line in sheet.rows]
    return [
        (_Row(f"{sheet.name} 第 {number} 行".strip(), {"text": " ".join(filter(None, cells))}, {}), why)
        for sheet, (number, cells), why in lines
    ]


_LONG, _MISREAD, _SEVERAL = 30, "未识别的", frozenset("、，；/｜|")


def _odd(taken: Iterable[_Row]) -> Iterator[SetAside]:
    """Words that are taken and would probably be reported everywhere, or nowhere."""
    for row in taken:
        word = row.cells["text"]
        if len(word) == 1:
            why = "只有一个字，会处处报告，请核对"
        elif word.isdigit():
            why = "只有数字，会处处报告，请核对"
        elif set(word) & _SEVERAL:
            why = "含有顿号、逗号或者斜线，可能是几个词写在一格，请分行写"
        elif len(word) > _LONG:
            why = f"超过 {_LONG} 字，可能是一句话，请核对"
        elif word == row.cells.get("suggestion"):
            why = "建议与词相同，请核对"
        else:
            continue
        yield SetAside(row.place, word, f"已收入；{why}", kept=True)


def _check(defaults: ListDefaults, usable: Callable[[str], bool]) -> None:
    if not _RULE.fullmatch(defaults.rule) or not usable(defaults.rule):
        raise UsageError("E457", value=defaults.rule)


def _columns(name: str, sheet: Sheet, given: Mapping[str, str] | None) -> dict[str, int]:
    wrong = set(given or {}) - set(COLUMNS)
    if wrong:
        raise UsageError("E457", value="、".join(sorted(wrong)))
    if not any(sheet.columns):
        return {"text": 0}
    fields = guess_columns(sheet.columns, given)
    if "text" not in fields:
        raise UsageError("E456", name=f"{name} {sheet.name}".strip(), columns="、".join(sheet.columns))
    return fields


def _rows(sheet: Sheet, fields: Mapping[str, int]) -> Iterator[_Row]:
    others = [(at, _other_name(name, at)) for at, name in enumerate(sheet.columns) if at not in fields.values()]
    for line, row in sheet.rows:
        cells = {field: row[at] for field, at in fields.items() if row[at]}
        yield _Row(f"{sheet.name} 第 {line} 行".strip(), cells, {name: row[at] for at, name in others if row[at]})


def _other_name(name: str, at: int) -> str:
    """The name under which a column that lawcheck does not use is kept."""
    return f"原列 {name}" if name in COLUMNS else name or f"第 {at + 1} 列"


def _held(directory: Path, own: Path) -> dict[str, str]:
    """The words of the other lists of the directory, and where each stands."""
    others = [path for path in sorted(directory.glob("*.yaml")) if path != own] if directory.is_dir() else []
    if not others:
        return {}
    lexicon = read_lexicon(directory)
    kept = [t for t in lexicon.entries.made if not t.is_pattern]
    held = dict.fromkeys(searched_forms([t.text for t in kept]), "同目录的其他词表")
    for table in lexicon.entries.tables:
        if table.path.stem != f"{own.stem}.{TABLE}":
            held |= dict.fromkeys(table.forms, table.path.name)
    return held


def _sort_out(rows: Sequence[_Row], held: Mapping[str, str]) -> tuple[list[_Row], list[tuple[_Row, str]]]:
    """The rows to take, and the others with the reason."""
    taken: dict[str, _Row] = {}
    aside: list[tuple[_Row, str]] = []
    for row, form in zip(rows, searched_forms([row.cells.get("text", "") for row in rows]), strict=True):
        why = _objection(row, form, taken, held)
        if why:
            aside.append((row, why))
        else:
            taken[form] = row
    return list(taken.values()), aside


def _objection(row: _Row, form: str, taken: Mapping[str, _Row], held: Mapping[str, str]) -> str:
    if not form.strip():
        return "没有词"
    if form in held:
        return f"已在{held[form]}中"
    first = taken.get(form)
    if first is None:
        return ""
    differs = [name for name in COLUMNS[1:] if row.cells.get(name, "") != first.cells.get(name, "")]
    if not differs:
        return f"重复：与{first.place}相同"
    return f"冲突：与{first.place}的{'、'.join(LABELS[name] for name in differs)}不同"


def _understood(
    rows: Iterable[_Row], usable: Callable[[str], bool], defaults: ListDefaults
) -> tuple[list[_Row], list[SetAside]]:
    """Values in the form that a table has; those that are not understood move to a column of their own."""
    stands = {"severity": dict(zip(SEVERITIES, _LABELS, strict=True))[defaults.severity], "rule": defaults.rule}
    kept: list[_Row] = []
    misread: list[SetAside] = []
    for row in rows:
        cells, extra = dict(row.cells), dict(row.extra)
        for field, read in _READERS.items():
            value = cells.pop(field, "")
            known = read(value)
            if known and (field != "rule" or usable(known)):
                cells[field] = known
            elif value:
                extra[f"{_MISREAD} {field}"] = value
                used = f"，按默认（{stands[field]}）" if field in stands else ""
                misread.append(SetAside(row.place, cells["text"], f"{LABELS[field]}“{value}”没有识别{used}", kept=True))
        kept.append(_Row(row.place, cells, extra))
    return kept, misread


def _severity(value: str) -> str:
    return value if value in SEVERITIES else _LABELS.get(value, "")


def _rule(value: str) -> str:
    return value if _RULE.fullmatch(value) else ""


def _day(value: str) -> str:
    found = _DAY.fullmatch(value)
    try:
        return date(*map(int, found.groups())).isoformat() if found else ""
    except ValueError:
        return ""


_READERS = {"severity": _severity, "rule": _rule, "since": _day}


def _write(
    lexicon: Path, table: Path, taken: Sequence[_Row], aside: Sequence[tuple[_Row, str]], defaults: ListDefaults
) -> Path | None:
    """The files; the path of the one with what was set aside."""
    other = lexicon.with_name(f"{lexicon.stem}.{ASIDE}.csv")
    files = {lexicon: _header(table, defaults), table: _csv([{**row.cells, **row.extra} for row in taken])}
    told = [{"行": row.place, "原因": why, **row.cells, **row.extra} for row, why in aside]
    files |= {other: _csv(told)} if told else {}
    try:
        lexicon.parent.mkdir(parents=True, exist_ok=True)
        other.unlink(missing_ok=True)  # what an earlier import of the list set aside
        for path, text in files.items():
            path.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise OutputError("E502", path=lexicon.parent, cause=error.strerror or str(error)) from error
    return other if told else None


def _header(table: Path, defaults: ListDefaults) -> str:
    category = _CATEGORY_OF[defaults.rule[0]]
    own: dict[str, object] = {"category": category if category in CATEGORIES else "sensitive"}
    header = own | defaults._asdict() | {"exempt": list(defaults.contexts)}
    return yaml.safe_dump(header | {"table": table.name}, allow_unicode=True, sort_keys=False)


def _csv(rows: Sequence[Mapping[str, str]]) -> str:
    present = dict.fromkeys(name for row in rows for name in row)
    columns = [*(c for c in COLUMNS if c in present or c == "text"), *(n for n in present if n not in COLUMNS)]
    if "行" in present:
        columns = ["行", "原因", *(c for c in columns if c not in ("行", "原因"))]
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def _shipped(taken: Sequence[_Row]) -> tuple[str, ...]:
    """Words that lawcheck has an entry of its own for."""
    ours: Lexicon = load_lexicon()
    known = set(searched_forms([term.text for term in ours.entries.made if not term.is_pattern]))
    forms = searched_forms([row.cells["text"] for row in taken])
    return tuple(row.cells["text"] for row, form in zip(taken, forms, strict=True) if form in known)
