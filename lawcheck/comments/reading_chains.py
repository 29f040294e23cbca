"""A list that goes round in a group chat (#接龙: 1. 甲 同意, 2. 乙 不同意 …) → one comment for each entry."""

from __future__ import annotations

import re
from typing import Final

from lawcheck.comments.model import CHAT, Comment, Unusable
from lawcheck.comments.reading_rows import person_key
from lawcheck.messages.comment_input import REASONS

__all__ = ["read_chain"]

_CALL: Final = re.compile(r"\A\s*#?\s*接龙")
_ENTRY: Final = re.compile(
    r"^[ \t\u3000]*(?P<number>\d{1,3})[.．、][ \t\u3000]*(?P<who>[^\s，。；：,;:]{1,16})(?:[ \t\u3000]+|[：:，,][ \t\u3000]*)(?P<words>\S.*)$"
)
_EXAMPLE: Final = re.compile(r"^[ \t\u3000]*例[ \t\u3000]")
_FEWEST: Final = 2  # entries that make a text a list


def read_chain(text: str, name: str) -> tuple[list[Comment], list[Unusable]] | None:
    """The entries of a list, each with what the list is about as its title; None for a text that is none.

    >>> told = "#接龙\\n第三条，同意的接龙\\n1. 何小满 同意\\n2. 302林一苇 不同意，太贵"
    >>> comments, unusable = read_chain(told, "群.txt")
    >>> [(c.author, c.text, c.title) for c in comments]
    [('何小满', '同意', '第三条，同意的接龙'), ('302林一苇', '不同意，太贵', '第三条，同意的接龙')]
    >>> read_chain("1. 第三条 太严\\n2. 第五条 太宽", "信.txt") is None
    True
    """
    if not _CALL.match(text):
        return None
    lines = text.split("\n")
    entries = [(at, entry) for at, line in enumerate(lines, 1) if (entry := _ENTRY.match(line))]
    if len(entries) < _FEWEST:
        return None
    own = {at for at, _ in entries}
    rest = [(at, line) for at, line in enumerate(lines, 1) if at not in own and line.strip()]
    about = " ".join(line.strip() for _, line in rest if not _CALL.match(line) and not _EXAMPLE.match(line))
    comments = [_comment(entry, about, name, at) for at, entry in entries]
    above = "\n".join(line for _, line in rest)
    return comments, [Unusable(f"{name} 第 {rest[0][0]} 行", REASONS["preface"][0], above)]


def _comment(entry: re.Match[str], about: str, name: str, line: int) -> Comment:
    author = entry["who"]
    return Comment(
        f"{name}#{entry['number']}楼",
        entry["words"].strip(),
        person=person_key(author, region=name),
        author=author,
        channel=CHAT,
        title=about,
        source=f"{name} 第 {line} 行",
    )
