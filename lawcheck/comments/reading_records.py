"""Records of a hotline, a reception desk, a mayor's mailbox in a text file (编号：… 来电人：… 来电内容：…) → one comment each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
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
# Of a mailbox: what sort of letter it is says nothing of what its writer wants.
_SORT: Final = re.compile(r"(?:信件|来信|诉求|工单|受理|问题|留言)(?:类型|类别)$")
_LETTER_FIELDS: Final = 3  # labels that are known, from which a text with 信件内容： is a letter of a mailbox
_ANSWER: Final = re.compile(r"^\s*[【\[]?(?:答复|回复|办理|处理)(?:内容|意见|结果|情况)?[】\]]?[：:]")
_BARS: Final = re.compile(r"(?<=[：:])[ \t]*[|｜]|[|｜]+[ \t]*$")  # of a table: 信件标题: | 停车难 ||
_MAILBOX: Final = "网上信箱"
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
        return _mailbox(lines, name)
    before, *records = _records(lines, opener)
    above = "\n".join(before.lines).strip()
    comments: list[Comment] = []
    unusable = [Unusable(f"{name} 第 1 行", REASONS["preface"][0], above)] if above else []
    for record in records:
        comment, rest = _read(record, name)
        comments += [comment] if comment else []
        unusable += rest
    return (comments, unusable) if len(comments) >= _FEWEST and len(above) <= _PREFACE else None


def _mailbox(lines: Sequence[str], name: str) -> tuple[list[Comment], list[Unusable]] | None:
    """The one letter of a mailbox (来信人：… 信件内容：… 回复内容：…): what the office answered is none of its words.

    >>> told = "信件类型：投诉\\n来信人：何小满\\n信件内容：第三条太严。\\n回复内容：何小满同志：感谢支持。\\n收悉。"
    >>> comments, unusable = read_records(told, "信.txt")
    >>> comments[0].author, comments[0].text, comments[0].stance, unusable[0].text.count("\\n")
    ('何小满', '第三条太严。', None, 1)
    """
    plain = [_BARS.sub(" ", line).rstrip() for line in lines]
    own = [match["label"] for line in plain if (match := _FIRST.match(line)) and not _HANDLED.match(line)]
    fields = {_field(label) for label in own} - {""}
    if len(fields) < _LETTER_FIELDS or "text" not in fields or not any(map(_ANSWER.match, plain)):
        return None
    comment, unusable = _read(_Record(1, plain), name)
    return ([replace(comment, channel=_MAILBOX)], unusable) if comment else None


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
    own, handled = _apart(record.lines)
    unusable = [Unusable(source, REASONS["handled"][0], "\n".join(handled))] if handled else []
    values: dict[str, str] = {}
    words: list[str] = []
    for line in own:
        words += _line(line, values)
    text = "\n".join(filter(str.strip, (values.pop("text", ""), *words))).strip()
    if not text:
        return None, [*unusable, Unusable(source, REASONS["no_text"][0], "\n".join(record.lines).strip())]
    values = {"channel": _CHANNEL} | values | {"text": text}
    return comment_of(values, values.get("comment_id") or f"{name}#{record.line}", source), unusable


def _apart(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """The person's own lines, and how it was handled: with what stands below it up to the next label that is known."""
    own: list[str] = []
    handled: list[str] = []
    answering = False
    for line in lines:
        first = _FIRST.match(line)
        if _HANDLED.match(line):
            answering = bool(_ANSWER.match(line))
        elif first and field_of(first["label"]):
            answering = False
        (handled if line.strip() and (answering or _HANDLED.match(line)) else own).append(line)
    return own, handled


def _field(label: str) -> str:
    """The field of ``label``: 留言时间 is a time and no 留言."""
    return "received" if label.endswith(("时间", "日期")) else field_of(label)


def _line(line: str, values: dict[str, str]) -> Iterator[str]:
    """Puts the fields of ``line`` into ``values``; gives the line itself where it holds none."""
    found = [(field, match["value"].strip()) for match in _FIELD.finditer(line) if (field := _field(match["label"]))]
    if not found or not (first := _FIRST.match(line)) or not field_of(first["label"]):
        yield line
        return
    if _SORT.search(first["label"]):
        return
    for field, value in found:
        if field not in values:
            values[field] = value
        elif value:
            yield value
