"""Reading lexicon files: YAML that a lawyer maintains, checked field by field.

A file has a header (``category``, ``rule``, ``source``, ``as_of`` …: what holds for every entry that does not say
otherwise) and ``entries``. The forms of an entry are its ``text``, or ``text`` with each of its ``endings`` (which are
appended to ``suggestion`` too), and its ``variants``: a list, or a mapping from a form to the suggestion of its own.
``table`` names a CSV file beside the YAML file for long word lists (its columns: :mod:`lawcheck.terms.tables`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

import yaml

from lawcheck.errors import RulePackError
from lawcheck.resources import refuse_doubles, yaml_fault
from lawcheck.terms.contexts import CONTEXTS
from lawcheck.terms.model import Term
from lawcheck.terms.tables import BadRow, TermTable, read_table
from lawcheck.terms.token_patterns import expand_tokens

__all__ = ["Entry", "PlacedTerm", "fail", "line_of", "read_long_list", "read_terms", "read_yaml"]

Entry = dict[str, Any]


class PlacedTerm(NamedTuple):
    """A term with the file and line that it comes from."""

    path: Path
    line: int
    term: Term


CATEGORIES = ("sensitive", "outdated-institution", "outdated-term", "wording", "synonym")
SEVERITIES = ("conflict", "suspected", "technical", "advice", "info")
_LINE = "\0line"
_HEADER = {"category", "rule", "source", "as_of", "note", "entries", "table", "clusters"}
_SHARED = {"severity", "since", "exempt", "not_before", "not_after", "confirmed", "reason", "source", "as_of", "rule"}
_OWN = {"text", "variants", "endings", "suggestion", "regex", "whole_line", "pattern", "anchors", "examples", "note"}

try:
    from yaml import CSafeLoader as _SafeLoader
except ImportError:  # PyYAML built without libyaml: the same, slower
    from yaml import SafeLoader as _SafeLoader  # type: ignore[assignment]


class _Loader(_SafeLoader):
    """Loads mappings with the line they start on, for messages."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        mapping = super().construct_mapping(node, deep)
        refuse_doubles(node, mapping)
        mapping[_LINE] = node.start_mark.line + 1
        return mapping


def read_yaml(path: Path) -> Entry:
    """The mapping in a YAML file; mappings carry their line. Raises RulePackError if it is not one."""
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
        loaded = yaml.load(text, _Loader)  # noqa: S506 (a SafeLoader)
    except yaml.YAMLError as error:
        fail(path, yaml_fault(text, error)[0], "-", yaml_fault(text, error)[1])
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        fail(path, line, "-", "不是 UTF-8 编码，请用编辑器“另存为”，编码选 UTF-8")
    except ValueError:
        fail(path, 1, "-", "有写错的日期，应写作 2018-03-17")
    if not isinstance(loaded, dict):
        fail(path, 1, "yaml", "文件应为“字段: 值”的结构")
    return loaded


def fail(path: Path, line: int, field: str, problem: str) -> NoReturn:
    """Raise the error that names file, line and field."""
    raise RulePackError("E451", file=str(path), line=line, field=field, problem=problem)


def line_of(entry: Entry) -> int:
    """The line that an entry starts on."""
    return int(entry.get(_LINE, 1))


def read_terms(path: Path, file: Entry) -> Iterator[PlacedTerm]:
    """The terms of a lexicon file, one for each form of each entry; those of its table aside."""
    header = _header_of(file)
    _check_fields(path, file, _HEADER | _SHARED)
    for entry in _entries(path, file):
        yield from _terms(path, header | entry)


def _entries(path: Path, file: Entry) -> list[Entry]:
    entries = file.get("entries") or []
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        fail(path, line_of(file), "entries", "应为条目列表")
    for entry in entries:
        _check_fields(path, entry, _SHARED | _OWN)
    return entries


def read_long_list(path: Path, file: Entry) -> TermTable | None:
    """The rows of the word list that a lexicon file names; None where it names none.

    The header is checked once and each column by its different values, since a list may have 100,000 rows."""
    if "table" not in file:
        return None
    table = path.with_name(str(file["table"]))
    if not table.is_file():
        fail(path, line_of(file), "table", f"找不到 {table.name}")
    shared = next(_terms(path, _header_of(file) | {"text": table.stem})).term
    found = read_table(table, shared)
    if isinstance(found, BadRow):
        fail(table, *found)
    for column, is_right, problem in _TABLE_CHECKS:
        for value in sorted(found.values(column)):
            if not is_right(value):
                fail(table, found.line_with(column, value), column, problem)
    return found


def _is_day(value: str) -> bool:
    try:
        return bool(date.fromisoformat(value))
    except ValueError:
        return False


_TABLE_CHECKS: tuple[tuple[str, Callable[[str], bool], str], ...] = (
    ("severity", SEVERITIES.__contains__, f"应为 {'、'.join(SEVERITIES)} 之一"),
    ("since", _is_day, "应为日期，如 2018-03-17"),
)


def _header_of(file: Entry) -> Entry:
    return {key: value for key, value in file.items() if key not in {"entries", "table", "clusters", "note"}}


def _check_fields(path: Path, entry: Entry, known: set[str]) -> None:
    unknown = set(entry) - known - {_LINE}
    if unknown:
        fail(
            path,
            line_of(entry),
            "、".join(sorted(map(str, unknown))),
            f"没有这个字段。可用：{'、'.join(sorted(known))}",
        )


def _terms(path: Path, entry: Entry) -> Iterator[PlacedTerm]:
    """One term for each form; the checks that one form suffices for are made here."""
    _check_values(path, entry)
    shared = _shared_values(path, entry)
    for text, suggestion in _forms(path, entry):
        guards: Entry = {field: _guards(path, entry, field, text) for field in ("not_before", "not_after")}
        yield PlacedTerm(path, line_of(entry), Term(text=text, suggestion=suggestion, **shared, **guards))


def _check_values(path: Path, entry: Entry) -> None:
    for field, allowed in (("category", CATEGORIES), ("severity", SEVERITIES)):
        if entry.get(field) not in allowed:
            fail(path, line_of(entry), field, f"应为 {'、'.join(allowed)} 之一")
    for field in ("text", "rule", "source", "reason"):
        if not isinstance(entry.get(field), str) or not entry[field]:
            fail(path, line_of(entry), field, "缺少文字")
    for field in ("as_of", "since"):
        if not isinstance(entry.get(field), date | None):
            fail(path, line_of(entry), field, "应为日期，如 2018-03-17")
    if entry.get("whole_line") and not entry.get("anchors"):
        fail(path, line_of(entry), "anchors", "whole_line 的条目须写明 anchors")
    unknown = set(_texts(path, entry, "exempt")) - set(CONTEXTS)
    if unknown:
        fail(path, line_of(entry), "exempt", f"没有这种语境：{'、'.join(sorted(unknown))}")


def _shared_values(path: Path, entry: Entry) -> dict[str, Any]:
    examples = entry.get("examples") or {}
    return {
        **{field: entry[field] for field in ("category", "rule", "severity", "reason", "source")},
        **{field: _texts(path, entry, field) for field in ("exempt", "anchors")},
        "as_of": entry.get("as_of"),
        "since": entry.get("since"),
        "entry": entry["text"],
        "confirmed": bool(entry.get("confirmed", True)),
        "regex": _regex(path, entry),
        "whole_line": bool(entry.get("whole_line", False)),
        "tokens": _tokens(path, entry),
        "hits": _texts(path, examples, "hit"),
        "misses": _texts(path, examples, "miss"),
    }


def _regex(path: Path, entry: Entry) -> str:
    regex = entry.get("regex", "")
    try:
        re.compile(regex)
    except (re.error, TypeError) as error:
        fail(path, line_of(entry), "regex", str(error))
    return str(regex)


def _tokens(path: Path, entry: Entry) -> tuple[Mapping[str, Any], ...]:
    pattern = entry.get("pattern") or []
    try:
        return expand_tokens([_without_lines(part) for part in pattern])
    except (ValueError, TypeError) as error:
        fail(path, line_of(entry), "pattern", f"看不懂 {error}")


def _without_lines(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_lines(inner) for key, inner in value.items() if key != _LINE}
    return value


def _texts(path: Path, entry: Entry, field: str) -> tuple[str, ...]:
    values = entry.get(field) or []
    if not isinstance(values, list) or not all(isinstance(value, str) and value for value in values):
        fail(path, line_of(entry), field, "应为文字列表")
    return tuple(values)


def _guards(path: Path, entry: Entry, field: str, form: str) -> tuple[str, ...]:
    """The guard words that apply to a form: a list for all, or a mapping from how a form ends (begins) to its list."""
    words = entry.get(field) or []
    if not isinstance(words, dict):
        return _texts(path, entry, field)
    meets = form.endswith if field == "not_after" else form.startswith
    return tuple(word for edge in words if edge != _LINE and meets(edge) for word in _texts(path, words, edge))


def _forms(path: Path, entry: Entry) -> Iterator[tuple[str, str]]:
    """The forms of an entry with the suggestion for each."""
    text, suggestion = entry["text"], entry.get("suggestion") or ""
    endings = _texts(path, entry, "endings")
    if endings:
        yield from ((text + ending, suggestion + ending if suggestion else "") for ending in endings)
    else:
        yield text, suggestion
    variants = entry.get("variants") or {}
    if isinstance(variants, list):
        variants = dict.fromkeys(_texts(path, entry, "variants"), suggestion)
    yield from ((form, str(own or "")) for form, own in variants.items() if form != _LINE)
