"""Records of a hotline, a reception desk or a meeting in a text file (编号：… 来电人：… 来电内容：…) → one comment each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from lawcheck.comments.model import Comment, Unusable
from lawcheck.comments.reading_columns import field_of
from lawcheck.comments.reading_rows import comment_of
from lawcheck.messages.comment_input import REASONS

__all__ = ["read_records"]

_LABEL: Final = r"[【\[]?(?P<label>[\u4e00-\u9fff]{2,8})[】\]]?[：:]"
_FIRST: Final = re.compile(rf"^\s*{_LABEL}")
_FIELD: Final = re.compile(
    rf"(?:^|(?<=[\s；;|]))\s*{_LABEL}[ \t\u3000]*(?P<value>.*?)(?=[\s；;|]+[【\[]?[\u4e00-\u9fff]{{2,8}}[】\]]?[：:]|$)"
)
_OPENS: Final = frozenset(("comment_id", "author", "received"))
_FEWEST: Final = 2  # records that make a text a list of them
_PREFACE: Final = 200  # characters above the first record, at most: more are a letter with names below it
_HANDLED: Final = re.compile(
    r"^\s*[【\[]?(?:处理|办理|答复|承办|回复|回访|转办|接线|接听|记录)[\u4e00-\u9fff]{0,6}[】\]]?[：:]"
)
_CHANNEL: Final = "来电来访记录"


class _Record(NamedTuple):
    line: int
    lines: list[str]


def read_records(text: str, name: str) -> tuple[list[Comment], list[Unusable]] | None:
    """The records of ``text``, each from a line that begins with the same label (编号, 来电人 …) to the next such line; None
    for a text that has no two of them.

    >>> text = "编号：甲1 来电人：何女士\\n来电人反映：票价太高。\\n编号：甲2 来电人：林先生\\n问何时施行。\\n处理情况：已答复。"
    >>> comments, unusable = read_records(text, "热线.txt")
    >>> [(c.comment_id, c.author, c.text) for c in comments]
    [('甲1', '何女士', '票价太高。'), ('甲2', '林先生', '问何时施行。')]
    >>> [item.text for item in unusable]
    ['处理情况：已答复。']
    """
    lines = text.split("\n")
    opener = _opener(lines)
    if not opener:
        return None
    before, *records = _records(lines, opener)
    above = "\n".join(before.lines).strip()
    comments: list[Comment] = []
    unusable = [Unusable(f"{name} 第 1 行", REASONS["preface"][0], above)] if above else []
    for record in records:
        comment, rest = _read(record, name)
        comments += [comment] if comment else []
        unusable += rest
    return (comments, unusable) if len(comments) >= _FEWEST and len(above) <= _PREFACE else None


def _opener(lines: Sequence[str]) -> str:
    """The label with which every record begins: the first that opens two lines or more and names a number, a person or a
    time."""
    labels = [match["label"] for line in lines if (match := _FIRST.match(line))]
    counts = Counter(labels)
    return next((label for label in labels if counts[label] >= _FEWEST and field_of(label) in _OPENS), "")


def _records(lines: Sequence[str], opener: str) -> list[_Record]:
    """What stands above the first record, then the records with the number of their first line."""
    found = [_Record(1, [])]
    for number, line in enumerate(lines, 1):
        first = _FIRST.match(line)
        if first and first["label"] == opener:
            found.append(_Record(number, []))
        found[-1].lines.append(line)
    return found


def _read(record: _Record, name: str) -> tuple[Comment | None, list[Unusable]]:
    source = f"{name} 第 {record.line} 行"
    handled = [line for line in record.lines if _HANDLED.match(line)]
    unusable = [Unusable(source, REASONS["handled"][0], "\n".join(handled))] if handled else []
    values: dict[str, str] = {}
    words: list[str] = []
    for line in record.lines:
        if line not in handled:
            words += _line(line, values)
    text = "\n".join(filter(str.strip, (values.pop("text", ""), *words))).strip()
    if not text:
        return None, [*unusable, Unusable(source, REASONS["no_text"][0], "\n".join(record.lines).strip())]
    values = {"channel": _CHANNEL} | values | {"text": text}
    return comment_of(values, values.get("comment_id") or f"{name}#{record.line}", source), unusable


def _line(line: str, values: dict[str, str]) -> Iterator[str]:
    """Puts the fields of ``line`` into ``values``; gives the line itself where it holds none."""
    found = [(field, match["value"].strip()) for match in _FIELD.finditer(line) if (field := field_of(match["label"]))]
    if not found or not (first := _FIRST.match(line)) or not field_of(first["label"]):
        yield line
        return
    for field, value in found:
        if field not in values:
            values[field] = value
        elif value:
            yield value
