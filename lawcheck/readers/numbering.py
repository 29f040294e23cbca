"""The numbers that Word generates: ``numbering.xml`` turned into the text that stands before a paragraph."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from lxml import etree

from lawcheck.document import format_numeral
from lawcheck.readers.styles import NumberRef, Styles, to_int
from lawcheck.readers.wordml import VAL, W, word_value

__all__ = ["Level", "Numbering", "advance", "format_number", "number_text"]

_PLACE = re.compile(r"%([1-9])")
_SUFFIX = {"tab": "\u3000", "space": "\u3000", "nothing": ""}
_DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")
_FORMAL = str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
          (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip
# Beyond this no list of a document counts; hostile start values stay decimal.
_LIMIT = 100_000


class Level(NamedTuple):
    """One level of a list."""

    start: int = 0
    format: str = "decimal"
    text: str = ""
    suffix: str = "\u3000"
    restart: int | None = None
    style: str | None = None
    legal: bool = False


class _List(NamedTuple):
    """A ``w:num``: its abstract list, start values and levels that it overrides."""

    abstract: str
    starts: dict[int, int]
    levels: dict[int, Level]


class Numbering:
    """Counts through a document; call :meth:`label` once for every paragraph, in document order.

    One set of counters for each abstract list, as in Word. A level restarts when a higher one advances, unless
    ``lvlRestart`` says otherwise (0 = never: 条 counted through all 章).
    """

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstract: dict[str, dict[int, Level]] = {}
        self._links: dict[str, str] = {}
        self._lists: dict[str, _List] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._started: set[tuple[str, int]] = set()
        if root is not None:
            self._load(root)

    def _load(self, root: etree._Element) -> None:
        for element in root.iter(W + "abstractNum"):
            key = element.get(W + "abstractNumId", "")
            self._abstract[key] = dict(map(_level, element.iter(W + "lvl")))
            link = word_value(element, "numStyleLink")
            if link is not None:
                self._links[key] = link
        for element in root.iter(W + "num"):
            self._lists[element.get(W + "numId", "")] = _list(element)

    def knows(self, ref: NumberRef) -> bool:
        """Whether the list exists, or is the 0 that means no number."""
        return ref.num_id is None or ref.num_id == "0" or ref.num_id in self._lists

    def label(self, ref: NumberRef) -> str:
        """Advance the list of ``ref`` and give the number as text with its suffix; empty for none or a bullet."""
        found = self._lists.get(ref.num_id or "")
        if found is None or ref.num_id == "0":
            return ""
        abstract = self._resolve(found.abstract)
        levels = {**self._abstract.get(abstract, {}), **found.levels}
        depth = self._depth(ref, levels)
        if depth not in levels:
            return ""
        counts = self._counts.setdefault(abstract, {})
        self._apply_starts(ref.num_id or "", found, counts)
        advance(counts, levels, depth)
        return number_text(counts, levels, depth)

    def _resolve(self, abstract: str) -> str:
        """Follow ``numStyleLink`` (list styles) to the abstract list that holds the levels."""
        seen: set[str] = set()
        while abstract in self._links and not self._abstract.get(abstract) and abstract not in seen:
            seen.add(abstract)
            target = self._lists.get(self._styles.get(self._links[abstract]).number.num_id or "")
            abstract = target.abstract if target else abstract
        return abstract

    def _depth(self, ref: NumberRef, levels: dict[int, Level]) -> int:
        """A list named by a style is entered at the level that names this style."""
        linked = {level.style: depth for depth, level in levels.items() if level.style}
        return next((linked[style] for style in ref.styles if style in linked), ref.level or 0)

    def _apply_starts(self, num_id: str, found: _List, counts: dict[int, int]) -> None:
        """``startOverride`` counts when its list is first used."""
        for depth, start in found.starts.items():
            if (num_id, depth) not in self._started:
                self._started.add((num_id, depth))
                counts[depth] = start - 1


def advance(counts: dict[int, int], levels: Mapping[int, Level], depth: int) -> None:
    """Count one paragraph at ``depth``; deeper levels start again unless they say otherwise."""
    counts[depth] = counts.get(depth, levels[depth].start - 1) + 1
    for deeper in [level for level in counts if level > depth]:
        restart = levels[deeper].restart if deeper in levels else None
        if restart is None or depth < restart:
            del counts[deeper]


def number_text(counts: Mapping[int, int], levels: Mapping[int, Level], depth: int) -> str:
    """The number of a paragraph at ``depth`` with what follows it; empty for bullets."""
    level = levels[depth]
    if level.format == "bullet":
        return ""

    def number(match: re.Match[str]) -> str:
        shown = int(match[1]) - 1
        if shown not in levels:
            return ""
        count = counts.get(shown, levels[shown].start)
        return format_number(count, "decimal" if level.legal else levels[shown].format)

    text = _PLACE.sub(number, level.text)
    return text + level.suffix if text else ""


def _level(element: etree._Element) -> tuple[int, Level]:
    # Formats newer than Word 2007 stand in mc:AlternateContent.
    format = word_value(element, "numFmt") or next((e.get(VAL, "") for e in element.iter(W + "numFmt")), "decimal")
    return to_int(element.get(W + "ilvl")) or 0, Level(
        to_int(word_value(element, "start")) or 0,
        format,
        word_value(element, "lvlText") or "",
        _SUFFIX.get(word_value(element, "suff") or "tab", "\u3000"),
        to_int(word_value(element, "lvlRestart")),
        word_value(element, "pStyle"),
        element.find(W + "isLgl") is not None,
    )


def _list(element: etree._Element) -> _List:
    starts, levels = {}, {}
    for override in element.iter(W + "lvlOverride"):
        depth = to_int(override.get(W + "ilvl")) or 0
        start = to_int(word_value(override, "startOverride"))
        if start is not None:
            starts[depth] = start
        own = override.find(W + "lvl")
        if own is not None:
            levels[depth] = _level(own)[1]
    return _List(word_value(element, "abstractNumId") or "", starts, levels)


# -- number formats (ISO/IEC 29500-1, 17.18.59 ST_NumberFormat) -----------------------------------------------------


def format_number(value: int, format: str) -> str:
    """``value`` in a number format of Word; unknown formats are decimal.

    >>> [format_number(101, f) for f in ("chineseCountingThousand", "chineseCounting", "upperRoman", "decimal")]
    ['一百〇一', '一〇一', 'CI', '101']
    >>> format_number(3, "decimalEnclosedCircle"), format_number(28, "lowerLetter")
    ('③', 'bb')
    """
    if format in ("none", "bullet"):
        return ""
    formatter = _FORMATS.get(format)
    return formatter(value) if formatter and 0 < value < _LIMIT else str(value)


def _counting(value: int) -> str:
    """一百〇一: Word writes 〇 where people type 零."""
    return format_numeral(value).replace("零", "〇")


def _counting_digits(value: int) -> str:
    """chineseCounting: like counting below a hundred, digit by digit above (一〇一)."""
    return format_numeral(value) if value < 100 else _digits(value)


def _formal(value: int) -> str:
    """壹拾贰, as on cheques: the leading 一 is kept."""
    text = format_numeral(value)
    return ("一" + text if text.startswith("十") else text).translate(_FORMAL)


def _digits(value: int) -> str:
    return str(value).translate(_DIGITS)


def _letter(value: int) -> str:
    """a … z, aa, bb … as Word repeats letters."""
    repeat, index = divmod(value - 1, 26)
    return chr(97 + index) * (repeat + 1) if repeat < 100 else str(value)


def _roman(value: int) -> str:
    if value >= 4000:
        return str(value)
    text = ""
    for unit, mark in _ROMAN:
        count, value = divmod(value, unit)
        text += mark * count
    return text


def _from_table(table: str) -> Callable[[int], str]:
    return lambda value: table[value - 1] if value <= len(table) else str(value)


def _characters(first: int, count: int) -> str:
    return "".join(chr(first + i) for i in range(count))


_FORMATS: dict[str, Callable[[int], str]] = {
    "chineseCountingThousand": _counting,
    "chineseCounting": _counting_digits,
    "japaneseCounting": _counting,  # what WPS writes for 一、二、三
    "taiwaneseCounting": _counting_digits,
    "taiwaneseCountingThousand": _counting,
    "chineseLegalSimplified": _formal,
    "ideographDigital": _digits,
    "taiwaneseDigital": _digits,
    "japaneseDigitalTenThousand": _digits,
    "upperLetter": lambda value: _letter(value).upper(),
    "lowerLetter": _letter,
    "upperRoman": _roman,
    "lowerRoman": lambda value: _roman(value).lower(),
    "decimalEnclosedCircle": _from_table(_characters(0x2460, 20)),
    "decimalEnclosedCircleChinese": _from_table(_characters(0x2460, 20)),
    "decimalEnclosedParen": _from_table(_characters(0x2474, 20)),
    "decimalEnclosedFullstop": _from_table(_characters(0x2488, 20)),
    "ideographEnclosedCircle": _from_table(_characters(0x3220, 10)),
    "ideographTraditional": _from_table("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _from_table("子丑寅卯辰巳午未申酉戌亥"),
    "decimalFullWidth": lambda value: str(value).translate(_WIDE),
    "decimalZero": lambda value: f"{value:02d}",
    "numberInDash": lambda value: f"- {value} -",
}
