"""Quotations of a decision: found, and masked so that a grammar sees one sign for each.

A quotation of several paragraphs opens each of them with a mark and closes only the last; some publishers write straight
marks, so that opening and closing look alike.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

__all__ = ["QUOTED", "Masked", "mask"]

_FIRST: Final = 0xE000
_LIMIT: Final = 0xF8FF
_FILLER: Final = chr(_LIMIT)
QUOTED: Final = r"[\ue000-\uf8fe]\uf8ff*"
"""One quotation in a masked text, as a pattern."""
_NEXT: Final = re.compile(
    r"[\s。；;，,、：:！）)]*(?:$|[。；;，,、）)\"“\n]|修改为|改为|调整为|和|及|[之以]?[后前]|中|删|的|并|末尾|一章|一节|作为|原?第[一二三四五六七八九十百]+[条款项])"
)


class Masked(NamedTuple):
    """``text`` as long as the original, each quotation one sign and fillers; ``inner`` what each quotation says."""

    text: str
    inner: tuple[str, ...]

    def quoted(self, sign: str) -> str:
        """What the quotation of a matched piece says."""
        return self.inner[ord(sign[0]) - _FIRST]


def mask(text: str) -> Masked:
    """Hide the quotations of ``text``.

    >>> masked = mask("将第一条修改为：“甲。\\n“乙。”")
    >>> masked.inner, len(masked.text)
    (('甲。\\n乙。',), 16)
    """
    shown: list[str] = []
    inner: list[str] = []
    at = 0
    while at < len(text):
        if text[at] in '“"' and (end := _close(text, at)) > 0 and len(inner) < _LIMIT - _FIRST:
            shown.append(chr(_FIRST + len(inner)) + _FILLER * (end - at))
            inner.append(_plain(text[at + 1 : end]))
            at = end + 1
        else:
            shown.append(text[at])
            at += 1
    return Masked("".join(shown), tuple(inner))


def _plain(words: str) -> str:
    """Without the marks that open further paragraphs."""
    lines = (re.sub(r'^[\s　]*["“]', "", line).strip() for line in words.strip().split("\n"))
    return "\n".join(line for line in lines if line)


def _close(text: str, start: int) -> int:
    """Where the quotation that opens at ``start`` closes; 0 where it never does."""
    depth = 1
    for at in range(start + 1, len(text)):
        char = text[at]
        first = not text[text.rfind("\n", 0, at) + 1 : at].strip()
        if char == "“" and not first:
            depth += 1
        elif char == "”" or (char == '"' and not first and _NEXT.match(text, at + 1)):
            depth -= 1
            if not depth or char == '"':
                return at
    return 0
