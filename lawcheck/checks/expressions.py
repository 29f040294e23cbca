"""The regular expressions of rule files, compiled once: when the file is checked, for the review that follows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

__all__ = ["expression", "with_pieces"]

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
