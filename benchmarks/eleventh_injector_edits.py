"""Words of the text that the eleventh injector replaces by words of another form."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from random import Random
from types import MappingProxyType
from typing import NamedTuple

from benchmarks.eleventh_injector_text import Article, Text
from benchmarks.eleventh_injector_work import Work
from benchmarks.injector_files import STATE
from benchmarks.injector_numerals import value

Match = re.Match[str]
OTHER_NAMES = ("本办法", "本规定", "本条例")
MONEY = re.compile("(?<![零一二三四五六七八九十百千万第月])([一二三四五六七八九十百]+)(千|万)?元")
PERIOD = re.compile("(?<![零一二三四五六七八九十百第月])([一二三四五六七八九十百]+)(个工作日|日)(?=[内以前起])")
SHARE = re.compile("百分之([一二三四五六七八九十]+)(?!点)")
ZEROS = MappingProxyType({"千": "000", "万": "万", None: ""})
TITLE = re.compile(r"《([^《》\s]{5,30}(?:法|条例))》")
BLANKS = (" ", "　", "  ")
DEFINED, DEFINED_WITHIN = "（以下简称", 6


class Other(NamedTuple):
    """A change in a line: from, to, into which words, and why that is wrong if all of its kind have not one reason."""

    start: int
    end: int
    new: str
    why: str = ""


Replacing = Callable[[str, Text, Random], Iterable[Other]]
"""What can be replaced in a line."""


class Replacement(NamedTuple):
    """What is replaced, why that is wrong, the rules, and where."""

    others: Replacing
    why: str
    rules: tuple[str, ...]
    in_titles: bool = False
    first: str = ""
    """Whether the first article is changed ``before`` or ``behind`` the other ones; empty: it is not."""
    since: int = 0
    """Texts of an earlier year are left alone."""


def _of(pattern: str, new: str) -> Replacing:
    """Replaces what a pattern finds (``\\1``: its group)."""

    def others(line: str, _: Text, __: Random) -> Iterator[Other]:
        return (Other(*match.span(), match.expand(new)) for match in re.finditer(pattern, line))

    return others


def _in_digits(line: str, _: Text, __: Random) -> Iterator[Other]:
    for money in MONEY.finditer(line):
        yield Other(*money.span(), f"{value(money[1])}{ZEROS[money[2]]}元", "法规中的金额应当用汉字")
    for period in PERIOD.finditer(line):
        yield Other(*period.span(), f"{value(period[1])}{period[2]}", "法规中的期限应当用汉字")
    for share in SHARE.finditer(line):
        yield Other(*share.span(), f"{value(share[1])}%", "法规中的比例应当用汉字")


def _other_names(line: str, text: Text, rng: Random) -> Iterator[Other]:
    others = [name for name in OTHER_NAMES if name != text.self_name]
    return (Other(*match.span(), rng.choice(others)) for match in re.finditer(text.self_name, line))


def _broken_titles(line: str, _: Text, rng: Random) -> Iterator[Other]:
    for title in TITLE.finditer(line):
        at = rng.randrange(2, len(title[1]) - 1)
        yield Other(*title.span(), f"《{title[1][:at]}{rng.choice(BLANKS)}{title[1][at:]}》")


def _short_names(line: str, text: Text, _: Random) -> Iterator[Other]:
    """Full names of laws where they stand first, and are not defined."""
    for full in re.finditer(f"《{STATE}((?!宪法)[^《》]{{2,20}}法)》", line):
        is_defined = DEFINED in line[full.end() :][:DEFINED_WITHIN]
        is_first = text.original.find(full[0][1:-1]) == text.original.find(line) + full.start() + 1
        if is_first and not is_defined and f"《{full[1]}》" not in text.original:
            yield Other(*full.span(), f"《{full[1]}》")


REPLACEMENTS: Mapping[str, Replacement] = MappingProxyType(
    {
        "should_shortened": Replacement(_of("应当(?=[由在按经向])", "应"), "“应当”写成“应”", ("W02",)),
        "other_miswritten": Replacement(_of("其他", "其它"), "“其他”写成“其它”", ("W06",), first="behind"),
        "make_decision": Replacement(
            _of("作出(?=[^，。；]{0,14}(决定|裁决|答复|处罚|处理))", "做出"), "“作出”写成“做出”", ("W08",)
        ),
        "days_as_tian": Replacement(
            _of("(?<![月零一二三四五六七八九十百])([一二三四五六七八九十百]+)日(?=[内以前之])", r"\1天"),
            "“日”写成“天”",
            ("W17",),
        ),
        "arabic_figures": Replacement(_in_digits, "", ("W18",)),
        "administrative_sanction": Replacement(
            _of("(?<=给予)处分(?![权财决])", "行政处分"), "公职人员用“处分”“政务处分”", ("W27",), since=2019
        ),
        "item_citation_form": Replacement(
            _of("(?<=[条款、])第([一二三四五六七八九十]+)项", r"第（\1）项"), "引用项不带括号", ("W09",)
        ),
        "self_name": Replacement(_other_names, "自称与标题不符", ("C10",)),
        "title_broken_by_space": Replacement(
            _broken_titles, "名称中有多余的空格", ("C16", "C02"), in_titles=True, first="behind"
        ),
        "law_short_name": Replacement(_short_names, "首次引用未用全称", ("C03",), in_titles=True, first="before"),
    }
)


def replace(work: Work, kind: str) -> bool:
    """Replace words of the first article, in any order, that has a place for it."""
    replacement = REPLACEMENTS[kind]
    if work.text.year < replacement.since:
        return False
    for article in _articles(work, replacement):
        others = _others(work, replacement, article)
        if others:
            at, other = work.rng.choice(others)
            original = work.replace(article, at, other.start, other.end, other.new)
            return work.plant(kind, replacement.rules, original, other.why or replacement.why)
    return False


def _articles(work: Work, replacement: Replacement) -> list[Article]:
    first, free = work.text.articles[0], work.free()
    if not replacement.first or first.is_used:
        return free
    return [first, *free] if replacement.first == "before" else [*free, first]


def _others(work: Work, replacement: Replacement, article: Article) -> list[tuple[int, Other]]:
    found = [
        (at, other) for at, line in enumerate(article.lines) for other in replacement.others(line, work.text, work.rng)
    ]
    return [
        (at, other) for at, other in found if replacement.in_titles or not _is_quoted(article.lines[at], other.start)
    ]


def _is_quoted(line: str, at: int) -> bool:
    """Whether a place stands in a title or in words of others.

    >>> _is_quoted("依照《某法》", 4), _is_quoted("依照《某法》办理", 6)
    (True, False)
    """
    before = line[:at]
    return any(before.count(opening) > before.count(closing) for opening, closing in ("《》", "“”"))
