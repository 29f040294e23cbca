"""The written form that is searched: width and case folded, blanks dropped, one line for each line of the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

__all__ = ["Folded", "fold", "fold_with_map", "runs"]

_WIDTH: dict[int, int | str | None] = {code: chr(code - 0xFEE0).lower() for code in range(0xFF01, 0xFF5F)}
_CASE: dict[int, int | str | None] = {code: chr(code).lower() for code in range(ord("A"), ord("Z") + 1)}
_BLANKS: dict[int, int | str | None] = dict.fromkeys(map(ord, " \t\r\f\v\u00a0\u3000\u200b\u200c\u200d\ufeff"), None)
_FOLD = _WIDTH | _CASE | _BLANKS
_RUN = re.compile(r"[^\W_]+")


class Folded(NamedTuple):
    """A folded text and, for each of its characters, the offset in the original."""

    text: str
    origin: Sequence[int]


def fold(text: str) -> str:
    """The searched form of a text; every character is kept or dropped, none becomes two.

    >>> fold("ＰＭ２.５ 浓度，应 当"), fold("第一款\\n第二款")
    ('pm2.5浓度,应当', '第一款\\n第二款')
    """
    return text.translate(_FOLD)


def fold_with_map(text: str) -> Folded:
    """The searched form with the way back.

    >>> fold_with_map("应 当")
    Folded(text='应当', origin=[0, 2])
    """
    folded = fold(text)
    if len(folded) == len(text):
        return Folded(folded, range(len(text)))
    return Folded(folded, [index for index, char in enumerate(text) if ord(char) not in _BLANKS])


def runs(text: str) -> list[str]:
    """The unbroken runs of letters, digits and Chinese characters.

    >>> runs("预防火灾、报告火警（119）")
    ['预防火灾', '报告火警', '119']
    """
    return _RUN.findall(text)
