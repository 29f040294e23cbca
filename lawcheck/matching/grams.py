"""Text → character-gram term codes, with numpy only, so that sixty thousand articles never become Python token lists.

A term is one or two UTF-16 code units packed into 32 bits: ``high << 16 | low``, a single character having high 0.
Blanks are dropped (statutory texts carry stray ones between characters), punctuation separates, full width and
capitals are folded. A character outside the basic plane counts as its two surrogates, which is harmless here.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt

__all__ = [
    "Codes",
    "Units",
    "encode",
    "fold_table",
    "grams_of_texts",
    "grams_of_units",
    "is_pair",
    "joined",
    "pairs_at",
    "pairs_of_units",
    "places_among",
    "term_text",
    "units_of",
]

Codes = npt.NDArray[np.uint32]
Units = npt.NDArray[np.uint16]

_NEXT: Final = "\n".encode("utf-16-le")  # between two texts: no pair spans it
_BREAK, _BLANK = 0, 0xFFFF  # marks in the fold table; neither is a letter in any text


@cache
def fold_table() -> Units:
    """Folded code unit for each of the 65,536; 0 separates terms, 0xFFFF is dropped.

    >>> table = fold_table()
    >>> chr(table[ord("Ａ")]), chr(table[ord("法")]), int(table[ord("，")]), int(table[ord(" ")])
    ('a', '法', 0, 65535)
    """
    table = np.zeros(1 << 16, dtype=np.uint16)
    for unit in range(0xD800):
        char = chr(unit)
        table[unit] = unit if char.isalnum() else _BLANK if char.isspace() and char != "\n" else _BREAK
    for unit in (0xAD, 0x200B, 0x200C, 0x200D, 0xFEFF):
        table[unit] = _BLANK  # invisible characters that pages and Word files carry
    table[0xD800:0xE000] = np.arange(0xD800, 0xE000)  # surrogates: rare Han characters
    table[0xF900:0xFB00] = np.arange(0xF900, 0xFB00)  # compatibility ideographs
    for unit in (*range(ord("A"), ord("Z") + 1), *range(ord("a"), ord("z") + 1), *range(ord("0"), ord("9") + 1)):
        table[unit] = table[unit + 0xFEE0] = ord(chr(unit).lower())
    return table


def encode(text: str) -> bytes:
    """UTF-16 code units of ``text``; a lone surrogate from a broken file is kept, not an error."""
    return text.encode("utf-16-le", "surrogatepass")


def units_of(text: str) -> Units:
    """Folded code units of ``text`` without blanks, 0 where terms are separated.

    >>> "".join(map(chr, units_of("处１ 万元。")))
    '处1万元\\x00'
    """
    folded: Units = fold_table()[np.frombuffer(encode(text), dtype="<u2")]
    kept: Units = folded[folded != _BLANK]
    return kept


def grams_of_units(units: Units) -> tuple[Codes, npt.NDArray[np.intp]]:
    """Terms of a run of folded units, singles first, then pairs, and the position where each starts.

    >>> terms, at = grams_of_units(units_of("应当，可"))
    >>> [term_text(int(t)) for t in terms], at.tolist()
    (['应', '当', '可', '应当'], [0, 1, 3, 0])
    """
    wide = units.astype(np.uint32)
    single = np.flatnonzero(wide)
    pair = np.flatnonzero((wide[:-1] != 0) & (wide[1:] != 0)) if len(wide) > 1 else np.empty(0, dtype=np.intp)
    codes = np.concatenate([wide[single], (wide[pair] << np.uint32(16)) | wide[pair + 1]])
    return codes, np.concatenate([single, pair])


def pairs_of_units(units: Units) -> Codes:
    """Only the pairs of a run of folded units, in text order.

    >>> [term_text(int(t)) for t in pairs_of_units(units_of("应当，可以"))]
    ['应当', '可以']
    """
    return pairs_at(units)[0]


def pairs_at(units: Units) -> tuple[Codes, npt.NDArray[np.intp]]:
    """The pairs of a run of folded units, in text order, and where each starts.

    >>> codes, at = pairs_at(units_of("应当，可以"))
    >>> [term_text(int(t)) for t in codes], at.tolist()
    (['应当', '可以'], [0, 3])
    """
    wide = units.astype(np.uint32)
    at = np.flatnonzero((wide[:-1] != 0) & (wide[1:] != 0))
    return (wide[at] << np.uint32(16)) | wide[at + 1], at


def grams_of_texts(texts: Sequence[str], *, singles: bool) -> tuple[npt.NDArray[np.intp], Codes, npt.NDArray[np.intp]]:
    """The distinct terms of each text: position of the text, ascending, term, ascending, and how often it occurs; pairs
    alone without ``singles``.

    >>> owner, terms, counts = grams_of_texts(["应当，应当", "可"], singles=True)
    >>> owner.tolist(), [term_text(int(t)) for t in terms], counts.tolist()
    ([0, 0, 0, 1], ['应', '当', '应当', '可'], [2, 2, 2, 1])
    """
    units, sizes = joined(texts)
    units = fold_table()[units]
    kept = np.flatnonzero(units != _BLANK)
    codes, at = (grams_of_units if singles else pairs_at)(units[kept])
    home = np.repeat(np.arange(len(texts), dtype=np.uint64), sizes)
    keys, counts = np.unique((home[kept[at]] << np.uint64(32)) | codes, return_counts=True)
    return (keys >> np.uint64(32)).astype(np.intp), keys.astype(np.uint32), counts


def places_among(terms: Codes, codes: Codes) -> npt.NDArray[np.intp]:
    """Where each of ``codes`` stands among ``terms`` (ascending), -1 for those that are not there.

    >>> places_among(np.array([3, 5], dtype=np.uint32), np.array([5, 4], dtype=np.uint32)).tolist()
    [1, -1]
    """
    if not len(terms):
        return np.full(len(codes), -1, dtype=np.intp)
    at = np.minimum(np.searchsorted(terms, codes), len(terms) - 1)
    return np.where(terms[at] == codes, at, -1)


def joined(texts: Sequence[str]) -> tuple[Units, npt.NDArray[np.int64]]:
    """The code units of all ``texts``, each with a separator behind it, and how many are of each.

    >>> units, sizes = joined(["应当", "可"])
    >>> "".join(map(chr, units)), sizes.tolist()
    ('应当\\n可\\n', [3, 2])
    """
    pieces = [encode(text) + _NEXT for text in texts]
    return np.frombuffer(b"".join(pieces), dtype="<u2"), np.array([len(piece) // 2 for piece in pieces], dtype=np.int64)


def is_pair(terms: Codes) -> npt.NDArray[np.bool_]:
    """Which terms are pairs of characters."""
    return terms >= np.uint32(1 << 16)


def term_text(term: int) -> str:
    """The characters of a term code."""
    return chr(term) if term < 1 << 16 else chr(term >> 16) + chr(term & 0xFFFF)
