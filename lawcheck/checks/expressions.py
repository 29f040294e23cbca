"""The regular expressions of rule files, compiled once: when the file is checked, for the review that follows."""

from __future__ import annotations

import re
from functools import cache

__all__ = ["expression"]


@cache
def expression(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """The compiled pattern; raises ``re.error``.

    :func:`re.compile` forgets after 512 patterns, and a rule pack holds more.

    >>> expression("^甲", re.MULTILINE).findall("甲\\n甲")
    ['甲', '甲']
    """
    return re.compile(pattern, flags)
