"""Texts → character grams, many texts at once, with numpy only: 50,000 comments never become Python token lists."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from lawcheck.comments.lexicon import dialect_characters
from lawcheck.document import Normalised, format_numeral, normalise

__all__ = ["Grams", "gram_text", "grams_of", "normalised", "plain", "plain_form"]

Codes = npt.NDArray[np.uint64]
Positions = npt.NDArray[np.int64]

_PARTING: Final = "\x01"  # stands between two texts; no writer's character, and no normalising removes it
_NUMBER: Final = re.compile(r" ?(?<![\d.])(\d{1,8})(?:\.(\d{1,4}))?(?![\d.]) ?")
_DIGITS: Final = "零一二三四五六七八九"
_KEPT: Final = 4096  # texts of a chunk kept in their one form: clauses, stance and words asked for are read from it
_KEPT_LENGTH: Final = 1000
_BITS: Final = 21  # a code point fits; three of them fit in 64 bits


class Grams(NamedTuple):
    """Gram codes and the number of the text that each stands in, in no order that matters."""

    codes: Codes
    owners: Positions


def normalised(text: str) -> Normalised:
    """:func:`lawcheck.document.normalise` of a comment, with the characters of dialects read as common ones; done once for
    a short text that is read several times.

    >>> normalised("唔同意收費").text
    '不同意收费'
    """
    return _kept(text) if len(text) <= _KEPT_LENGTH else _understood(text)


def _understood(text: str) -> Normalised:
    found = normalise(text)
    return replace(found, text=found.text.translate(dialect_characters()))


_kept = lru_cache(maxsize=_KEPT)(_understood)


def plain(text: str) -> str:
    """``text`` as it is compared: one written form, numbers in Chinese characters, small letters.

    >>> plain("收費 0.4元，30日内")
    '收费零点四元，三十日内'
    """
    return plain_form(normalise(text).text)


def plain_form(normalised: str) -> str:
    """:func:`plain` of a text that is normalised already."""
    return _NUMBER.sub(_numeral, normalised).lower()


def _numeral(match: re.Match[str]) -> str:
    part = "点" + "".join(_DIGITS[int(digit)] for digit in match[2]) if match[2] else ""
    return format_numeral(int(match[1])) + part


def grams_of(texts: Sequence[str], longest: int = 2) -> Grams:
    """All grams of one to ``longest`` (at most 3) characters of ``texts``; marks and blanks part grams.

    >>> found = grams_of(["停车，停", "车"])
    >>> [gram_text(int(code)) for code in found.codes], found.owners.tolist()
    (['停', '车', '停', '车', '停车'], [0, 0, 0, 1, 0])
    """
    whole = plain(_PARTING.join(text.replace(_PARTING, " ") for text in texts) + _PARTING)
    units = np.frombuffer(whole.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint64)
    owners = np.cumsum(units == 1) - (units == 1)
    units[~_letters(whole, units)] = 0
    codes, starts = units, np.arange(len(units))
    found = [np.flatnonzero(units)]
    coded = [units[found[0]]]
    for length in range(2, longest + 1):
        codes = (codes[:-1] << np.uint64(_BITS)) | units[length - 1 :]
        starts = starts[: len(codes)]
        unbroken = np.all([units[i : len(codes) + i] != 0 for i in range(length)], axis=0)
        found.append(starts[unbroken])
        coded.append(codes[unbroken])
    return Grams(np.concatenate(coded), owners[np.concatenate(found)])


def _letters(whole: str, units: Codes) -> npt.NDArray[np.bool_]:
    """Which characters make words: asked once for each different one."""
    kinds, inverse = np.unique(units, return_inverse=True)
    known = np.fromiter((chr(int(kind)).isalnum() for kind in kinds), dtype=np.bool_, count=len(kinds))
    return known[inverse]


def gram_text(code: int) -> str:
    """The characters of a gram code.

    >>> gram_text(int(grams_of(["停车"]).codes[-1]))
    '停车'
    """
    mask, text = (1 << _BITS) - 1, ""
    while code:
        text, code = chr(code & mask) + text, code >> _BITS
    return text
