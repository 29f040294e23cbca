"""Paragraphs that belong to the page or to the website and not to the text: typed page numbers, running heads that were pasted
along, what a web page prints below a document. Nothing is thrown away; readers put them behind the body.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from functools import cache
from itertools import dropwhile, pairwise
from statistics import median
from typing import Final, NamedTuple

from lawcheck.readers.laid_out import TORN_ENDS
from lawcheck.readers.page_numbers import NumberStyle, PageNumber, page_number
from lawcheck.readers.printed import TITLE_END
from lawcheck.resources import corpus_dir, load_yaml

__all__ = ["Entry", "Furniture", "page_furniture", "web_furniture"]

_ENDS: Final = tuple("。；：！？…;:!?.”」》）)")
_INNER: Final = re.compile("[，、；。：]")
_NUMERAL: Final = r"[零〇○一二三四五六七八九十百千\d]+"
_OPENS: Final = re.compile(
    rf"第\s?{_NUMERAL}\s?(?:条|章|节|编|分编)|[（(]{_NUMERAL}[）)]|{_NUMERAL}[、.．)）]|[①-⒛㈠-㈩]|附[件表录图]|抄送|公开方式"
)
_LINE: Final = 30
"""Characters of a paragraph that is no heading; a shorter one is torn only where its last word, or other units, say so."""
_SAME_KIND: Final = 0.66
"""Of the units with one kind of number (and at least two), those that end with a mark, so that all should."""
_HEAD: Final = (4, 40)
_OFTEN: Final = (3, 2)
_SHARE: Final = (0.6, 0.4)
"""Before, and behind, how many page numbers a running foot or head stands, and of all of them: a signature may end two pages."""
_DATE: Final = re.compile(r"[\d〇○零一二三四五六七八九]{4}年")
_PAGE: Final = 30
"""Characters between two page numbers, …"""
_RUN: Final = 3
"""Bare figures that may be page numbers, …"""
_APART: Final = 150
"""… the characters between two of these, …"""
_BROKEN: Final = 0.6
"""… and the share of them that stand within a sentence."""
_LONGEST: Final = 120
_PARTS: Final = re.compile(r"[\s\u3000|｜【】\[\]［］()（）<>＜＞》»·•]+")
_CODE: Final = re.compile(r"[\d-]+号?")


class Entry(NamedTuple):
    """A paragraph of the body: its text without blanks around it, whether it stands in the run of the text (and not in a table,
    in the middle or at the right margin), whether a page begins with it."""

    text: str
    running: bool = True
    breaks: bool = False
    in_table: bool = False


class Furniture(NamedTuple):
    """Which paragraphs are ``header`` or ``footer``, and between which two a sentence goes on."""

    parts: Mapping[int, str]
    seams: tuple[tuple[int, int], ...] = ()


# -- pages ---------------------------------------------------------------------------------------------------------


def page_furniture(entries: Sequence[Entry]) -> Furniture:
    """Typed page numbers and the running heads beside them; blanks between the halves of a sentence go with them.

    >>> lines = ["第一条　加处罚款的数额不得超出罚款的", "— 2 —", "数额。", "第二条　本办法施行日期为2025年", "3"]
    >>> page_furniture([Entry(line) for line in lines])
    Furniture(parts={1: 'footer'}, seams=((0, 2),))
    """
    shown = _shown_numbers(entries)
    if not shown and not _says_title_again(entries):
        return Furniture({})
    body = _body_of(entries)
    numbers = _page_numbers(entries, shown, body)
    heads = _running_heads(entries, numbers, body)
    marks = dict.fromkeys(numbers, "footer") | dict.fromkeys(heads, "header")
    seams, between = [], list[int]()
    for before, after in sorted({_around(entries, marks, at) for at in marks}):
        if (
            before >= 0
            and after < len(entries)
            and _is_torn(entries[before], entries[after], body, before >= body.first)
        ):
            seams.append((before, after))
            between += range(before + 1, after)
    return Furniture(dict(sorted((dict.fromkeys(between, "footer") | marks).items())), tuple(seams))


def _around(entries: Sequence[Entry], marks: Container[int], at: int) -> tuple[int, int]:
    """The nearest paragraphs with words before and behind a place."""
    before, after = at, at
    while before >= 0 and (before in marks or not entries[before].text):
        before -= 1
    while after < len(entries) and (after in marks or not entries[after].text):
        after += 1
    return before, after


class _Body(NamedTuple):
    """What the paragraphs are held against: the place of the first unit, the kinds of number whose units end with a mark."""

    first: int
    ended: frozenset[str]


def _body_of(entries: Sequence[Entry]) -> _Body:
    opening = [
        (at, kind, entry.text.endswith(_ENDS)) for at, entry in enumerate(entries) if (kind := _kind(entry.text))
    ]
    all_of = Counter(kind for _, kind, _ in opening)
    ended = Counter(kind for _, kind, is_ended in opening if is_ended)
    sure = {kind for kind, count in all_of.items() if ended[kind] >= max(_SAME_KIND * count, 2)}
    return _Body(next((at for at, _, _ in opening), len(entries)), frozenset(sure))


def _kind(text: str) -> str:
    """How the number is written that a paragraph begins with, the number itself left out."""
    found = _OPENS.match(text)
    return re.sub(rf"{_NUMERAL}|[①-⒛㈠-㈩]|\s", "", found[0]) or found[0] if found else ""


def _is_torn(before: Entry, after: Entry, body: _Body, begun: bool = True) -> bool:
    """Whether one sentence stands in two paragraphs: the first does not end and is no heading, the second opens nothing.

    ``begun``: numbered units came before, so the first is no title.
    """
    if not (before.running and after.running) or before.text.endswith(_ENDS) or _OPENS.match(after.text):
        return False
    long = len(before.text) >= _LINE and (begun or _INNER.search(before.text) is not None)
    sure = long or _kind(before.text) in body.ended or before.text.endswith(TORN_ENDS)
    return sure and _INNER.search(after.text) is not None


def _says_title_again(entries: Sequence[Entry]) -> bool:
    """Whether a title from before the first unit comes again."""
    first = next((at for at, entry in enumerate(entries) if _OPENS.match(entry.text)), len(entries))
    titles = {entry.text for entry in entries[:first] if TITLE_END.search(entry.text)}
    return any(entry.text in titles for entry in entries[first + 1 :])


def _shown_numbers(entries: Sequence[Entry]) -> dict[int, PageNumber]:
    """Every paragraph that looks like a page number."""
    looked = ((at, page_number(entry.text)) for at, entry in enumerate(entries) if not entry.in_table)
    return {at: number for at, number in looked if number}


def _page_numbers(entries: Sequence[Entry], shown: Mapping[int, PageNumber], body: _Body) -> list[int]:
    styled: dict[NumberStyle, dict[int, PageNumber]] = {}
    for at, number in shown.items():
        styled.setdefault(number.style, {})[at] = number
    found: list[int] = []
    for style, numbers in styled.items():
        if style is NumberStyle.BARE:
            sure = _are_bare(entries, numbers, body)
        else:
            sure = _are_in_order(list(numbers.values())) and _are_apart(entries, list(numbers), _PAGE)
        found += numbers if sure else ()
    return sorted(found)


def _are_in_order(numbers: Sequence[PageNumber]) -> bool:
    """Whether numbers rise, beginning anew at most at 1, and none is higher than how many pages there are; 2/5 may be a fraction:
    of such ones every page must bear one."""
    rising = all(before.value < after.value or after.value == 1 for before, after in pairwise(numbers))
    fits = rising and all(number.value <= (number.total or number.value) for number in numbers)
    if numbers[0].style is not NumberStyle.PAIR:
        return fits
    totals = {number.total for number in numbers}
    return fits and len(numbers) > 1 and len(totals) == 1 and numbers[-1].value - numbers[0].value == len(numbers) - 1


def _are_apart(entries: Sequence[Entry], places: Sequence[int], least: int) -> bool:
    """Whether between most neighbours there is as much text as a page holds at the least."""
    lengths = [sum(len(entry.text) for entry in entries[a + 1 : b]) for a, b in pairwise(places)]
    return not lengths or median(lengths) >= least


def _are_bare(entries: Sequence[Entry], numbers: Mapping[int, PageNumber], body: _Body) -> bool:
    """Figures without any mark: every one goes on from the last, a page stands between them, and they cut sentences; those of a
    list or a table do not."""
    places = list(numbers)
    values = [number.value for number in numbers.values()]
    follow = values == list(range(values[0], values[0] + len(values)))
    if len(places) < _RUN or not follow or not _are_apart(entries, places, _APART):
        return False
    around = [_around(entries, numbers, at) for at in places]
    inside = [(a, b) for a, b in around if a >= 0 and b < len(entries)]
    cut = sum(entries[b].breaks or _is_torn(entries[a], entries[b], body, False) for a, b in inside)
    return cut >= max(1, _BROKEN * len(inside))


def _running_heads(entries: Sequence[Entry], numbers: Sequence[int], body: _Body) -> set[int]:
    """Paragraphs that stand beside page number after page number, or say the title again there or within a sentence."""
    titles = {entry.text for entry in entries[: body.first] if TITLE_END.search(entry.text)}
    heads: set[int] = set()
    for _ in range(2):  # a head may have two lines
        known = {*numbers, *heads}
        shown = [
            (side, at)
            for number in numbers
            for side, at in enumerate(_around(entries, known, number))
            if 0 <= at < len(entries) and _may_be_head(entries[at])
        ]
        often = Counter((side, _without_figures(entries[at].text)) for side, at in set(shown))
        heads |= {
            at
            for side, at in shown
            if often[side, _without_figures(entries[at].text)] >= max(_OFTEN[side], _SHARE[side] * len(numbers))
            or (side and at > body.first and entries[at].text in titles)
        }
    return heads | set(_titles_inside(entries, body, titles))


def _titles_inside(entries: Sequence[Entry], body: _Body, titles: set[str]) -> Iterator[int]:
    for at in range(body.first + 1, len(entries)):
        if entries[at].text in titles and _may_be_head(entries[at]):
            before, after = _around(entries, (at,), at)
            if after < len(entries) and _is_torn(entries[before], entries[after], body):
                yield at


def _may_be_head(entry: Entry) -> bool:
    fits = _HEAD[0] <= len(entry.text) <= _HEAD[1] and not entry.in_table
    opens = _OPENS.match(entry.text) or _DATE.match(entry.text)
    return fits and not entry.text.endswith(_ENDS[:-3]) and not opens


def _without_figures(text: str) -> str:
    return re.sub(r"[\d\s]+", "", text)


# -- web pages -----------------------------------------------------------------------------------------------------


class _Words(NamedTuple):
    sure: re.Pattern[str]
    any: re.Pattern[str]
    buttons: re.Pattern[str]


def web_furniture(entries: Sequence[Entry]) -> tuple[int, ...]:
    """What a web page prints below a document: lines of nothing but such words, behind the last unit, table and sentence.

    >>> page_lines = ["第一条　甲。", "主办单位：某市文化局", "【打印本页】　【关闭窗口】", "主办：某市人民政府"]
    >>> web_furniture([Entry(line) for line in page_lines])
    (2, 3)
    """
    tail: list[tuple[int, bool]] = []
    for at in reversed(range(len(entries))):
        kind = _web_kind(entries[at])
        if kind is not None:
            tail.append((at, kind))
        elif _is_content(entries[at]):
            break
    else:
        return ()  # a page without any text
    return tuple(at for at, _ in dropwhile(lambda line: not line[1], reversed(tail)))


def _is_content(entry: Entry) -> bool:
    return entry.in_table or entry.text.endswith(_ENDS[:6]) or _OPENS.match(entry.text) is not None


def _web_kind(entry: Entry) -> bool | None:
    """True for a line that only a web page has, False for one that is furniture beside such a line, None for any other."""
    if not entry.text or len(entry.text) > _LONGEST or entry.in_table:
        return None
    words = _web_words()
    tokens = [token.rstrip("：:") for token in _PARTS.split(entry.text) if token.rstrip("：:")]
    if not tokens or not all(words.any.match(token) or _CODE.fullmatch(token) for token in tokens):
        return None
    buttons = len(tokens) > 1 and all(map(words.buttons.fullmatch, tokens))  # 打印　关闭
    return buttons or any(words.sure.match(token) for token in tokens)


@cache
def _web_words() -> _Words:
    data = load_yaml((corpus_dir() / "readers" / "web.yaml").read_text("utf-8"))
    sure = [*map(_pattern, data["sure"]), *(f".*{re.escape(word)}" for word in data["inside"])]
    buttons = "|".join(re.escape(word) for word in data["beside"] if not word.startswith("^"))
    beside = "|".join([*sure, *map(_pattern, data["beside"])])
    return _Words(re.compile("|".join(sure)), re.compile(beside), re.compile(buttons))


def _pattern(word: str) -> str:
    return re.escape(word[1:]) if word.startswith("^") else re.escape(word) + "$"
