"""One written form for searching, with a map back to the original characters.

Every character is replaced by at most one other, so offsets stay countable:

* full and half width: letters, digits, symbols half width (``Ａ１％`` → ``A1%``), clause marks full (``,`` → ``，``);
* quotation marks of every shape → ``"`` and ``'``; ``[［【`` → ``〔``; dashes, dots and waves → one of each;
* Traditional and variant characters → Simplified (``traditional.txt``), compatibility ideographs and the radicals that
  PDF files put in their place (``⻓`` → ``长``) → the ordinary character;
* characters without width are dropped; blanks between two Chinese characters or marks are dropped; a line break is
  dropped between two Chinese characters (a line broken inside a word) and stays beside a mark (a sentence's end).
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from lawcheck.document.source import Span

if TYPE_CHECKING:  # loaded with the first text that is normalised: a third of the start of a process that only converts
    import numpy as np
    import numpy.typing as npt

    _Codes = npt.NDArray[np.uint32]
    _Positions = npt.NDArray[np.int64]

__all__ = ["Normalised", "count_variants", "normalise"]

_CLAUSE_MARKS = dict(zip(",;:?!()[]", "，；：？！（）〔〕", strict=True))
_FOLDED = {
    '"': "“”„‟〝〞〟「」『』",
    "'": "‘’‚‛",
    "〔": "［【",
    "〕": "］】",
    "-": "‐‑‒–−",
    "—": "―",
    "·": "‧•・･∙⋅",
    "~": "〜∼",
    "¥": "￥",
    "《": "≪⟪",
    "》": "≫⟫",
    " ": "\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000",
    "\n": "\r\v\f\x1c\x1d\x1e\x85\u2028\u2029",
}
# CJK radicals that PDF fonts emit for characters and that NFKC leaves alone.
_RADICALS = dict(zip("⺠⻁⻄⻅⻆⻉⻋⻑⻓⻔⻘⻙⻚⻛⻜⻝⻢", "民虎西见角贝车长长门青韦页风飞食马", strict=True)) | dict(
    zip("⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰", "骨鬼鱼鸟卤麦黄齐齿龙", strict=True)
)
_WIDTHLESS = "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\ufeff" + "".join(
    chr(code) for code in (*range(0x2060, 0x2070), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))
)
_SURROGATES = range(0xD800, 0xE000)  # lone ones are no characters, and search engines refuse them
_SHORT = 200  # characters up to which looking for one that changes is faster than the tables
_OTHER, _HAN, _MARK, _BLANK, _BREAK, _NOTHING = range(6)
_HAN_RANGES = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00), (0x20000, 0x323B0), (0x3007, 0x3008))
_MARKS = "、。〈〉《》〔〕，；：？！（）…—·"


@dataclass(frozen=True, eq=False)
class Normalised:
    """A text in its one form, and where each of its characters came from.

    ``text`` is the normalised text, ``original`` the text it was made from; ``positions[i]`` is the offset in
    ``original`` of ``text[i]`` (ascending), None when nothing was dropped and the offsets are the same.

    >>> found = normalise("依法其\u3000它規定")
    >>> found.text
    '依法其它规定'
    >>> found.original_span(Span(2, 4))
    Span(start=2, end=5)
    """

    text: str
    original: str
    positions: _Positions | None = None

    def original_span(self, span: Span) -> Span:
        """The span of ``original`` whose characters became ``span`` of ``text``; dropped ones inside belong to it.

        An empty span gives the empty span before the next character. The result normalises to ``text[span]`` again.
        Raises IndexError when ``span`` does not lie in ``text``.

        >>> normalise("甲\\u200b乙").original_span(Span(1, 2))
        Span(start=2, end=3)
        """
        if not 0 <= span.start <= span.end <= len(self.text):
            raise IndexError(f"{span} is not in a text of {len(self.text)} characters")
        start = self._original_offset(span.start)
        return Span(start, self._original_offset(span.end - 1) + 1 if span.end > span.start else start)

    def normalised_span(self, span: Span) -> Span:
        """The span of ``text`` that the characters of ``span`` in ``original`` became.

        >>> normalise("其 它 规定").normalised_span(Span(0, 3))
        Span(start=0, end=2)
        """
        import numpy as np

        if self.positions is None:
            return span
        start, end = np.searchsorted(self.positions, [span.start, span.end])
        return Span(int(start), int(end))

    def _original_offset(self, offset: int) -> int:
        if self.positions is None:
            return offset
        return int(self.positions[offset]) if offset < len(self.positions) else len(self.original)


def normalise(text: str, *, join_lines: bool = True) -> Normalised:
    """``text`` in its one form; about 50 million characters a second, and the same object text where nothing changes.

    With ``join_lines=False`` no line break is dropped: for what must stand on a line of its own.

    >>> normalise("第１条（ 一 ）\\u3000賬簿,其\\n它。\\n第２条").text
    '第1条（一）账簿，其它。\\n第2条'
    >>> normalise("帐").text
    '帐'
    """
    if len(text) <= _SHORT and _touched().isdisjoint(text):
        return Normalised(text, text)
    import numpy as np

    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    forms, classes = _tables()
    mapped = forms[codes]
    keep = _kept(classes[mapped], join_lines)
    if keep is None:
        return Normalised(text if bool((mapped == codes).all()) else _decode(mapped), text)
    return Normalised(_decode(mapped[keep]), text, np.flatnonzero(keep))


def count_variants(text: str) -> int:
    """How many characters of ``text`` are written otherwise in the one form (Traditional, full width …).

    >>> count_variants("條例"), count_variants("条例")
    (1, 0)
    """
    return sum(map(_replacements().__contains__, text))


def _decode(codes: _Codes) -> str:
    return codes.tobytes().decode("utf-32-le")


def _kept(classes: npt.NDArray[np.uint8], join_lines: bool) -> npt.NDArray[np.bool_] | None:
    """Which characters stay, or None if all do: gaps (runs of blanks, breaks and widthless characters) are judged whole
    by the characters on both sides, so that any cut through the text judges the same way."""
    import numpy as np

    gaps = np.flatnonzero(classes >= _BLANK)
    if not len(gaps):
        return None
    first = np.flatnonzero(np.diff(gaps, prepend=-2) > 1)
    lengths = np.diff(first, append=len(gaps))
    dropped = np.repeat(_closed(classes, gaps, first, lengths, join_lines), lengths) | (classes[gaps] == _NOTHING)
    if not dropped.any():
        return None
    keep = np.ones(len(classes), dtype=np.bool_)
    keep[gaps[dropped]] = False
    return keep


def _closed(
    classes: npt.NDArray[np.uint8], gaps: _Positions, first: _Positions, lengths: _Positions, join_lines: bool
) -> npt.NDArray[np.bool_]:
    """For each gap whether it vanishes: between Chinese characters always, beside a mark if it holds no line break."""
    import numpy as np

    framed = np.concatenate(([_OTHER], classes, [_OTHER]))  # shifted by one: the text's ends count as other characters
    left, right = framed[gaps[first]], framed[gaps[first] + lengths + 1]
    chinese = (left == _HAN) & (right == _HAN) & join_lines
    near = ((left == _HAN) | (left == _MARK)) & ((right == _HAN) | (right == _MARK))
    has_break = np.logical_or.reduceat(classes[gaps] == _BREAK, first)
    closed: npt.NDArray[np.bool_] = chinese | (near & ~has_break)
    return closed


@cache
def _tables() -> tuple[_Codes, npt.NDArray[np.uint8]]:
    """By code point: the form that replaces it, and the class of a form."""
    import numpy as np

    forms = np.arange(0x110000, dtype=np.uint32)
    for source, target in _replacements().items():
        forms[ord(source)] = ord(target)
    forms[_SURROGATES.start : _SURROGATES.stop] = 0xFFFD
    classes = np.zeros(0x110000, dtype=np.uint8)
    for start, end in _HAN_RANGES:
        classes[start:end] = _HAN
    for marks, kind in ((_MARKS, _MARK), (" ", _BLANK), ("\n", _BREAK), (_WIDTHLESS, _NOTHING)):
        classes[[ord(mark) for mark in marks]] = kind
    return forms, classes


@cache
def _touched() -> frozenset[str]:
    """Every character that is replaced or may be dropped; a text without any stays as it is."""
    return frozenset(_replacements()).union(_WIDTHLESS, " \n", map(chr, _SURROGATES))


@cache
def _replacements() -> dict[str, str]:
    """Every single-character replacement, chains already followed."""
    table = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    table |= {source: target for target, sources in _FOLDED.items() for source in sources}
    table = {source: _CLAUSE_MARKS.get(target, target) for source, target in table.items()} | _CLAUSE_MARKS
    table |= _compatibility() | _RADICALS | _traditional()
    table = {source: _traditional().get(target, target) for source, target in table.items()}
    return {source: target for source, target in table.items() if source != target}


def _compatibility() -> dict[str, str]:
    """Compatibility ideographs and Kangxi radicals that stand for one ordinary character."""
    codes = (*range(0xF900, 0xFB00), *range(0x2F00, 0x2FD6), *range(0x2F800, 0x2FA20))
    forms = {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in codes}
    return {source: target for source, target in forms.items() if len(target) == 1}


@cache
def _traditional() -> dict[str, str]:
    lines = Path(__file__).with_name("traditional.txt").read_text(encoding="utf-8").splitlines()
    traditional, simplified = (line for line in lines if not line.startswith("#"))
    return dict(zip(traditional, simplified, strict=True))
