"""The regular expressions of rule files, compiled once: when the file is checked, for the review that follows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

__all__ = ["expression", "why_not", "with_pieces"]

_PIECE = re.compile(r"\{([a-z]+)\}")
_PARTS = ("find", "before", "after")


@cache
def expression(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """The compiled pattern; raises ``re.error``.

    :func:`re.compile` forgets after 512 patterns, and a rule pack holds more.

    >>> expression("^甲", re.MULTILINE).findall("甲\\n甲")
    ['甲', '甲']
    """
    return re.compile(pattern, flags)


def with_pieces(trigger: Mapping[str, object]) -> dict[str, object]:
    """The trigger with its ``pieces`` (expressions by name, the later may use the earlier) set in where the patterns
    name them; raises ``KeyError`` for a name that it does not define.

    >>> with_pieces({"pieces": {"home": "本市|本县"}, "patterns": [{"find": "{home}户籍.{1,3}"}]})["patterns"]
    [{'find': '(?:本市|本县)户籍.{1,3}'}]
    """
    given, patterns = trigger.get("pieces"), trigger.get("patterns")
    if not isinstance(patterns, list):
        return dict(trigger)
    pieces: dict[str, str] = {}

    def whole(text: object) -> str:
        return _PIECE.sub(lambda found: f"(?:{pieces[found[1]]})", str(text))

    for name, text in given.items() if isinstance(given, dict) else ():
        pieces[str(name)] = whole(text)
    filled = [{key: whole(v) if key in _PARTS else v for key, v in item.items()} for item in patterns]
    return {key: value for key, value in trigger.items() if key != "pieces"} | {"patterns": filled}


_REASONS = (
    ("missing ), unterminated subpattern", "缺少右括号 )"),
    ("unbalanced parenthesis", "多了右括号 )"),
    ("unterminated character set", "方括号 [ 没有配对"),
    ("nothing to repeat", "*、+、?、{} 前面没有可以重复的字"),
    ("multiple repeat", "重复的符号连用"),
    ("look-behind requires fixed-width pattern", "(?<=…)、(?<!…) 里的字数必须固定"),
    ("bad character range", "方括号里的范围写反了"),
    ("redefinition of group name", "同一个组名用了两次"),
    ("unknown extension", "不认识 (? 后面的写法"),
    ("missing <", "(?P 后面应为 <组名>"),
    ("bad escape", "不认识反斜线后面的字"),
    ("unknown group name", "引用的组名没有定义"),
)


def why_not(error: Exception) -> str:
    """Why an expression does not compile, in Chinese, and at which of its characters.

    >>> try: _ = re.compile("甲(乙")
    ... except re.error as error: why_not(error)
    '缺少右括号 )（第 2 个字符处）'
    """
    if not isinstance(error, re.error):
        return "应为文字，请加引号"
    reason = next((said for words, said in _REASONS if error.msg.startswith(words)), error.msg)
    return reason + (f"（第 {error.pos + 1} 个字符处）" if error.pos is not None else "")
