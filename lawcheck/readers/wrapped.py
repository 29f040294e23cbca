"""Plain text that was broken into lines of one width (a mail, a terminal, an old editor): its paragraphs put together again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from lawcheck.document import width

__all__ = ["Unwrapped", "unwrap"]

ENDINGS: Final = 2
"""Shorter lines that end with a mark: the ends of paragraphs."""
WIDEST: Final = 60.0
"""Full-width characters of the longest line of text that was broken by width; longer ones are paragraphs."""
SLACK: Final = 2.5
"""Characters by which a full line may be short: a mark that may not begin a line, or a word, takes its neighbour along."""
LEAST: Final = 6
"""Full lines that stop within a sentence before a text is taken for broken …"""
SHARE: Final = 0.6
"""… and their share of all full lines: paragraphs that happen to be of one length end with a mark."""
FULL: Final = 0.2
"""… and the share of full lines among all, …"""
TORN: Final = 0.7
"""… and theirs among all lines without an end mark that another follows at once: the lines of a list, a chat or a poem stop
anywhere, a title or a date stands alone."""

_BLANKS: Final = " \t\u3000\xa0\f"
_INDENT: Final = 1.5
_ENDS: Final = ("。", "；", "：", "！", "？", ";", ":", "”", "》", "）")
_HANGS: Final = ("，", "。", "、", "；", "：", "！", "？", "）", "》", "”")
_OPENS: Final = re.compile(
    r"第[\s\u3000]?[零〇一二三四五六七八九十百千\d]+[\s\u3000]?(?:条|章|节|编)(?:之[一二三四五六七八九十]+)?[\s\u3000]"
    r"|[（(][一二三四五六七八九十百]{1,4}[）)]|[一二三四五六七八九十]{1,3}、|\d{1,2}[.．、](?!\d)|\d{1,2}(?:[.．]\d{1,2}){1,3}[\s\u3000]|附件|抄送"
)
"""Begins a unit of its own, behind the end of a sentence."""


class Unwrapped(NamedTuple):
    """The text with its paragraphs whole, and how many line ends were taken out (0: it was not broken by width)."""

    text: str
    joined: int


class _Line(NamedTuple):
    """A line, its width in full-width characters and in characters of any width: programs count the one or the other."""

    text: str
    width: float
    length: int
    indented: bool

    @property
    def stops(self) -> bool:
        """Whether a sentence, or a part of a list, ends here."""
        return self.text.endswith(_ENDS)

    def fills(self, most: _Line, slack: float = SLACK) -> bool:
        """Whether the line is as long as the longest, measured one way or the other."""
        return self.width >= most.width - slack or self.length >= most.length - slack


def unwrap(text: str) -> Unwrapped:
    """Join the lines of a text that was broken at one width; any other text comes back as it is.

    >>> broken = "第一条　为了加强本市城市道路的管理保障\\n道路完好，制定本办法。\\n"
    >>> unwrap(broken).joined, unwrap(broken * 8).text.split("\\n")[0]
    (0, '第一条　为了加强本市城市道路的管理保障道路完好，制定本办法。')
    """
    lines = [_line(raw) for raw in text.split("\n")]
    written = [line for line in lines if line.text]
    most = _Line("", max((w.width for w in written), default=0.0), max((w.length for w in written), default=0), False)
    full = [line for line in written if line.fills(most)]
    torn = sum(not line.stops for line in full)
    open_ended = sum(not line.stops and bool(below.text) for line, below in pairwise(lines) if line.text)
    endings = sum(line.stops for line in written) - (len(full) - torn)
    by_chance = (
        endings < ENDINGS or torn < max(LEAST, SHARE * len(full), TORN * open_ended) or len(full) < FULL * len(written)
    )
    if most.width > WIDEST or by_chance:
        return Unwrapped(text, 0)
    indents = _indents(lines)
    parts, joined = [text.split("\n")[0]], 0
    for (before, after), raw in zip(pairwise(lines), text.split("\n")[1:], strict=True):
        if _goes_on(before, after, most, indents):
            parts[-1] = parts[-1].rstrip(_BLANKS) + raw.strip(_BLANKS)
            joined += 1
        else:
            parts.append(raw)
    return Unwrapped("\n".join(parts), joined)


def _line(raw: str) -> _Line:
    words = raw.strip(_BLANKS)
    blanks = len(raw) - len(raw.lstrip(_BLANKS))
    indent = width(raw[:blanks])
    return _Line(words, indent + width(words), len(raw.rstrip(_BLANKS)), indent >= _INDENT)


def _indents(lines: Sequence[_Line]) -> bool:
    """Whether paragraphs begin indented here: where most lines are that open an article or an item."""
    opening = [line for line in lines if _OPENS.match(line.text)]
    return bool(opening) and 2 * sum(line.indented for line in opening) > len(opening)


def _goes_on(before: _Line, after: _Line, most: _Line, indents: bool) -> bool:
    """Whether a line carries on the one before it."""
    if not before.text or not after.text or (indents and after.indented):
        return False
    if after.text.startswith(_HANGS):
        return before.fills(most, 2 * SLACK)
    if not before.fills(most):
        return False
    return not before.stops or (indents and not _OPENS.match(after.text))
