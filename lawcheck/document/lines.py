"""Lines of a source text and what each of them looks like."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple
from unicodedata import east_asian_width

from lawcheck.document.model import UnitKind
from lawcheck.document.numerals import Number, parse_numeral
from lawcheck.document.source import SourceText

__all__ = [
    "Line",
    "Mark",
    "article_name",
    "heading_key",
    "is_date_line",
    "is_note_line",
    "label_style",
    "mark_line",
    "parts_kind",
    "split_lines",
    "width",
    "without_blanks",
]

BLANKS = " \t\u3000\xa0\u200b\ufeff\u2002\u2003\u2009\r\x0b\x0c"
_BLANK_SET = frozenset(BLANKS)
_NUMERAL = r"[零〇○一二三四五六七八九十百千两\d０-９]"
_N = rf"{_NUMERAL}(?:[ \u3000\xa0]?{_NUMERAL})*"
_ARTICLE = re.compile(rf"第[ \u3000\xa0]?({_N})[ \u3000\xa0]?[条條](?:之({_NUMERAL}+))?")
# Marks that some put behind the number of a 条, and the stars that a text copied from a chat puts around it.
_BEHIND = re.compile(rf"[：:.．]|、(?!第|{_NUMERAL}|$)")
_STARS = re.compile(r"[*＊]{1,3}(?=第)")
# The name of a 条 stands in brackets; （县级）, （一） and （已废止） are words of its text.
_NO_NAME = r"(?![一二三四五六七八九十]+[）)]|.{0,9}[级市县区者的][）)〕\]]|已?(?:删|废止|略|修正|修订))"
_NAME = re.compile(
    rf"【(?P<name>[^】]+)】|[（(〔\[]{_NO_NAME}(?P<short>[\u4e00-\u9fff]{{2,10}})[）)〕\]](?=[ \u3000]*[^\s，、。；：:）)])"
)
_DASHES = "—–―ー一－-"
_MISREAD = re.compile(rf"[第笫][ \u3000]?(?:{_NUMERAL}|[{_DASHES}]){{1,6}}[ \u3000]?(?:[条條]|[编章节](?=[ \u3000]))")
_NAME_ALONE = re.compile(rf"[（(〔\[]{_NO_NAME}([\u4e00-\u9fff]{{2,12}})[）)〕\]]")  # the text stands on the next line
_HEADING = re.compile(rf"第[ \u3000\xa0]?({_N})[ \u3000\xa0]?(分[编編]|[编編章节節])")
_POINT = re.compile(r"(?:[（(][ \u3000]?([零〇一二三四五六七八九十百]+)[ \u3000]?[）)]|([㈠-㈩]))")
_INDENT = re.compile(
    r"([0-9０-９]{1,3})(?:[.．](?![0-9０-９])|、)|[（(]([0-9０-９]{1,3})[）)]|([①-⒛])|([0-9０-９]{1,2})[）)]|([a-z])[）)]"
)
_CLAUSE = re.compile(r"([一二三四五六七八九十百]{1,5})(?:、|([.．,，:：])(?![零〇一二三四五六七八九十百千万\d]))")
_SPREAD = re.compile(rf"[{BLANKS}]+")
# A 章 heading is short and is no sentence; the longest in the corpora behind the design notes has 37 characters.
HEADING_LIMIT = 45
_SENTENCE = re.compile(r"[。；;，,：:]")
# What may not follow 第X条 at the start of an article: these continue a sentence ("第十条规定的…", "第九条、第十条").
_CONTINUES = "，。；、的规之至和或与第所款项中）)》及以等外内"
_DATE = r"(?:[12][\dOo]{3}|[一二][〇○零一二三四五六七八九ОoO]{3})年[ \u3000]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})月"
_DATE_LINE = re.compile(
    rf"{_DATE}[ \u3000]?(?:[\dOo]{{1,2}}|[一二三四五六七八九十]{{1,3}})[日号]"
    r"|(?:19|20)\d{2}([-./．])\d{1,2}\1\d{1,2}|\d{1,2}/\d{1,2}/(?:19|20)\d{2}"
)
_NOTE = re.compile(rf"{_DATE}.*(?:通过|批准|公布|发布|修正|修订|修改|施行|实施|颁布|印发|废止)")
_PARTS = {"（一）": UnitKind.POINT, "1.": UnitKind.INDENT}
_LEVELS = {"编": UnitKind.BOOK, "分编": UnitKind.PART, "章": UnitKind.CHAPTER, "节": UnitKind.SECTION}
_LEVELS |= {"編": UnitKind.BOOK, "分編": UnitKind.PART, "節": UnitKind.SECTION}


class Line(NamedTuple):
    """One line: ``start``..``end`` is the text without its newline, ``next`` where the following line starts.

    ``kind`` is ``text``, ``row`` (a table row) or ``aside``; ``text`` is stripped, ``at`` its offset in the source.
    """

    start: int
    end: int
    next: int
    kind: str
    hint: str
    text: str
    at: int


class Mark(NamedTuple):
    """What stands at the start of a line: a numbered unit, ``length`` characters long, written as ``label``."""

    kind: UnitKind
    number: Number
    label: str
    length: int
    style: str = ""


def split_lines(source: SourceText) -> list[Line]:
    """Every line of the source in order; the ranges ``start``..``next`` tile the text."""
    lines: list[Line] = []
    whole = source.text
    flat: set[int | None] | None = None
    pending: int | None = None  # start of a synthetic number, or of a table row, that the next block goes on with
    in_row = False
    for block in source.blocks:
        at, text, kind, separator, place, hint = block
        if text == "\n" and pending is None:
            lines.append(Line(at, at, at + 1, "text", hint, "", at))
            continue
        start = at if pending is None else pending
        if kind == "paragraph" and not in_row and text:
            # Without a separator its paragraph mark was deleted: the next block goes on with the same line.
            pending = None if separator else start
            if separator:
                _add_lines(lines, whole, start, at + len(text) - len(separator), at + len(text), place.part, hint)
            continue
        flat = _tables_with_articles(source) if flat is None else flat
        if kind == "number" or not text:
            pending = start
        elif kind == "cell" and place.table not in flat:
            in_row = separator != "\n"
            pending = start if in_row else None
            if not in_row:
                kind = "row" if place.part == "body" else "aside"  # the table above a web page is none of its text
                lines.append(_make(whole, start, block.end - 1, block.end, kind, hint))
        elif in_row:  # a row that its reader did not close
            kind = "row" if place.part == "body" else "aside"
            lines.append(_make(whole, start, block.end - len(separator), block.end, kind, hint))
            pending, in_row = None, False
        else:
            _add_lines(lines, whole, start, block.end - len(separator), block.end, place.part, hint)
            pending = None
    if pending is not None and pending < len(whole):
        lines.append(_make(whole, pending, len(whole), len(whole), "text", ""))
    return lines


def _tables_with_articles(source: SourceText) -> set[int | None]:
    """Layout tables: a cell that starts with 第X条 and goes on makes its whole table ordinary text.

    A cell with nothing but 第X条 is a reference, as in the tables of discretion annexed to penalty clauses.
    """
    return {block.provenance.table for block in source.blocks if block.kind == "cell" and _holds_article(block.content)}


def _holds_article(cell: str) -> bool:
    text = cell.strip(BLANKS)
    found = _ARTICLE.match(text)
    return found is not None and len(text) > found.end() + 4


def _add_lines(lines: list[Line], text: str, start: int, end: int, following: int, part: str, hint: str) -> None:
    """The lines of one block: soft line breaks inside it end a line too."""
    kind = "text" if part == "body" else "aside"
    while (cut := text.find("\n", start, end)) >= 0:
        lines.append(_make(text, start, cut, cut + 1, kind, hint))
        start = cut + 1
    lines.append(_make(text, start, end, following, kind, hint))


def _make(text: str, start: int, end: int, following: int, kind: str, hint: str) -> Line:
    piece = text[start:end]
    if not piece or (piece[0] not in _BLANK_SET and piece[-1] not in _BLANK_SET):
        return Line(start, end, following, kind, hint, _well_read(piece), start)
    led = piece.lstrip(BLANKS)
    at = start + len(piece) - len(led) if led else start
    return Line(start, end, following, kind, hint, _well_read(led.rstrip(BLANKS)), at)


def _well_read(text: str) -> str:
    """The line with its number as it was printed, where recognition took 一 for a dash or 第 for 笫; the length stays.

    >>> _well_read("第—条　甲——乙"), _well_read("笫二十—条　甲"), _well_read("第-期")
    ('第一条　甲——乙', '第二十一条　甲', '第-期')
    """
    if text[:1] not in ("第", "笫"):
        return text
    found = _MISREAD.match(text)
    if found is None:
        return text
    return "第" + re.sub(f"[{_DASHES}]", "一", found[0][1:]) + text[found.end() :]


def mark_line(text: str) -> Mark | None:
    """The numbered unit that a stripped line starts with, whatever the context will make of it.

    >>> mark_line("第十二条之一　甲").style, mark_line("（三）乙").number.value, mark_line("1.5米")
    ('spaced', 3, None)
    >>> [mark_line(text).length for text in ("第二条：甲", "第四条、甲", "*第五条* 甲", "（三）、甲")]
    [4, 4, 5, 4]
    """
    if not text:
        return None
    first = text[0]
    if first == "第":
        return _mark_article(text) or _mark_heading(text)
    if first in "*＊":
        return _mark_starred(text)
    if first in "（(㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩":
        return _mark_point(text) or _mark_indent(text)
    if first.isdigit() or "①" <= first <= "⒛" or "a" <= first <= "z":
        return _mark_indent(text)
    if first in "一二三四五六七八九十" and (found := _CLAUSE.match(text)):
        return _mark(UnitKind.CLAUSE, found[1], None, found, "unusual" if found[2] else "")
    return None


def _mark(kind: UnitKind, numeral: str, sub: str | None, found: re.Match[str], style: str = "") -> Mark | None:
    value, extra = parse_numeral(numeral), parse_numeral(sub) if sub else 0
    if value is None or extra is None:
        return None
    return Mark(kind, Number(value, extra), found[0], found.end(), style)


def _mark_article(text: str) -> Mark | None:
    found = _ARTICLE.match(text)
    if found is None:
        return None
    following = text[found.end() : found.end() + 1]
    mark_behind = _BEHIND.match(text, found.end())
    if following and following in _CONTINUES and not mark_behind:
        return None
    style = "spaced" if not following or following in BLANKS or following in "【[〔" else "tight"
    mark = _mark(UnitKind.ARTICLE, found[1], found[2], found, style)
    return mark._replace(length=mark_behind.end()) if mark and mark_behind else mark


def _mark_starred(text: str) -> Mark | None:
    """*第五条* 甲"""
    stars = _STARS.match(text)
    found = _ARTICLE.match(text, stars.end()) if stars else None
    if stars is None or found is None or not text.startswith(stars[0], found.end()):
        return None
    mark = _mark(UnitKind.ARTICLE, found[1], found[2], found, "spaced")
    return mark._replace(length=found.end() + len(stars[0])) if mark else None


def _mark_heading(text: str) -> Mark | None:
    found = _HEADING.match(text)
    if found is None or len(text) > HEADING_LIMIT or _SENTENCE.search(text):
        return None
    following = text[found.end() : found.end() + 1]
    if following and following not in BLANKS and (following in _CONTINUES or text.endswith(("规定", "规定的"))):
        return None
    return _mark(_LEVELS[found[2]], found[1], None, found)


def _mark_point(text: str) -> Mark | None:
    found = _POINT.match(text)
    if found is None:
        return None
    mark = _mark(UnitKind.POINT, found[1] or found[2], None, found, "" if text[0] == "（" else "unusual")
    return mark._replace(length=found.end() + 1) if mark and text[found.end() : found.end() + 1] == "、" else mark


def _mark_indent(text: str) -> Mark | None:
    found = _INDENT.match(text)
    numeral = next((g for g in found.groups() if g), None) if found else None
    if found and numeral and numeral.isascii() and numeral.isalpha():
        return Mark(UnitKind.INDENT, Number(ord(numeral) - ord("a") + 1), found[0], found.end())
    return _mark(UnitKind.INDENT, numeral, None, found) if found and numeral else None


def article_name(text: str) -> tuple[str, int]:
    """The name (条旨) that the text of a 条 begins with, and how many characters it takes; else nothing.

    >>> article_name("【目的】甲"), article_name("（委托贮存）甲"), article_name("（县级）人民政府"), article_name("（一）甲")
    (('目的', 4), ('委托贮存', 6), ('', 0), ('', 0))
    >>> article_name("（适用范围）"), article_name("（已废止）")
    (('适用范围', 6), ('', 0))
    """
    if alone := _NAME_ALONE.fullmatch(text):
        return alone[1], alone.end()
    found = _NAME.match(text)
    return (found["name"] or found["short"], found.end()) if found else ("", 0)


def label_style(label: str) -> str:
    """The shape of the number of a 项 or 目: （一）, 1., （1）, ①, 1） or a）.

    >>> [label_style(label) for label in ("(三)", "㈢", "2．", "2、", "（2）", "②", "⑵", "2)", "b)")]
    ['（一）', '（一）', '1.', '1.', '（1）', '①', '（1）', '1）', 'a）']
    """
    first = label[:1]
    if label.startswith(("（", "(")):
        return "（1）" if label[1:-1].strip().isdecimal() else "（一）"
    if "㈠" <= first <= "㈩":
        return "（一）"
    if "⑴" <= first <= "⒇":
        return "（1）"
    if "①" <= first <= "⑳":
        return "①"
    if "a" <= first <= "z":
        return "a）"
    return "1）" if label[-1:] in "）)" else "1."


def parts_kind(lines: Sequence[Line]) -> UnitKind:
    """The kind of number that the parts of a document without articles bear: 一、, else （一） or 1. throughout.

    >>> source = SourceText.from_text("某措施\\n（一）甲。\\n1.乙；\\n（二）丙。\\n")
    >>> parts_kind(split_lines(source))
    <UnitKind.POINT: 'point'>
    """
    counted: dict[str, int] = {}  # by the style of the number, outer ones first
    depth = 0  # what a decision quotes is not its own
    for line in lines:
        quoted, depth = depth > 0, max(depth + line.text.count("“") - line.text.count("”"), 0)
        mark = mark_line(line.text) if line.kind == "text" and not quoted else None
        if mark is None:
            continue
        if mark.kind not in (UnitKind.POINT, UnitKind.INDENT):
            return UnitKind.CLAUSE
        style = label_style(mark.label)
        if style in _PARTS and mark.number.value == counted.get(style, 0) + 1:
            counted[style] = mark.number.value
    return next((_PARTS[style] for style, count in counted.items() if count > 1), UnitKind.CLAUSE)


def without_blanks(text: str) -> str:
    """总　　则 → 总则: blanks between Chinese characters are layout, not words."""
    return "".join(text.split())


def width(text: str) -> float:
    """How wide it is printed, in Chinese characters; those of half width count half.

    >>> width("第1条")
    2.5
    """
    return sum(1.0 if east_asian_width(char) in "WFA" else 0.5 for char in text)


def heading_key(text: str) -> str:
    """A heading without blanks, leader dots and page number, for comparing contents and body.

    >>> heading_key("第一章　总　　则 …… 3")
    '第一章总则'
    """
    return re.sub(r"[.．…·]{2,}\d*$|[…]+\d*$", "", _SPREAD.sub("", text))


def is_note_line(text: str) -> bool:
    """A line of the 题注 (adoption, approval, publication, amendment).

    >>> is_note_line("（2020年1月1日某市人民代表大会常务委员会通过）"), is_note_line("第一条 甲")
    (True, False)
    """
    return (
        bool(_NOTE.search(text[:200]))
        and text[0] in "（(12一二《根自"
        and not text.startswith(("（一）", "一、", "二、"))
    )


def is_date_line(text: str) -> bool:
    """Nothing but a date (落款).

    >>> is_date_line("2026年11月22日"), is_date_line("二〇二六年一月一日"), is_date_line("2026.9.1"), is_date_line("2.9.1")
    (True, True, True, False)
    """
    return bool(_DATE_LINE.fullmatch(_SPREAD.sub("", text)))
