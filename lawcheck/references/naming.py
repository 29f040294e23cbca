"""References that no mark shows: laws known by name (依照刑法的规定) and documents known by their 文号."""

from __future__ import annotations

import csv
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Final, NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from lawcheck.document import Address, Span
from lawcheck.references.grammar import DOCUMENT_NUMBER
from lawcheck.references.model import Reference, ReferenceKind
from lawcheck.resources import corpus_dir

__all__ = [
    "Names",
    "ShortName",
    "find_names",
    "find_numbers",
    "find_short_names",
    "known_ending",
    "merge",
    "plain_number",
]


class ShortName(NamedTuple):
    """What 以下简称 defines: the full title, and the place from which on the short name holds."""

    title: str
    since: int


Names = dict[str, ShortName]
"""Short names of one text, in the order of their definitions."""

_STATE: Final = "中华人民共和国"
_FILES: Final = ("laws-national.csv", "short_names.csv")
# A name counts only behind a word that cites, or next in a list: 刑法学者, 学习民法典 are no references.
_CITING: Final = re.compile(
    r"(?:依照|依据|按照|根据|违反|适用|参照|比照|执行|遵守|符合|触犯|》(?:、|和|与|及|以及|或者)?|[条款项](?:、|和|与|及))$"
)
_NEXT: Final = re.compile(r"\s*(?:、|和|与|及|以及|或者)\s*$")
_NUMBER_BRACKETS: Final = str.maketrans("[［【（(]］】）)", "〔〔〔〔〔〕〕〕〕〕")
_JOINT: Final = 4  # characters of the longest word that cites or joins
# …and only where the word ends there: 行政处罚法定, 刑法学, 律师法律.
_BEHIND: Final = re.compile(r"[，。；、和与及或以等的中（(》\s]|规定|有关|关于|所|执行|办理|处理|处罚|追究|予以|给予|$")


@cache
def _names() -> Mapping[str, str]:
    """Names of national laws without 中华人民共和国 and short names in common use → the title cited."""
    names: dict[str, str] = {}
    for file in _FILES:
        with (corpus_dir() / "catalogue" / file).open(encoding="utf-8", newline="") as lines:
            for row in list(csv.reader(lines))[1:]:
                name = row[0].replace(_STATE, "")
                if name.endswith(("法", "法典")):
                    names[name] = name
    return names


@cache
def _automaton() -> tuple[AhoCorasick, Sequence[str]]:
    names = sorted(_names())
    return AhoCorasick(names, matchkind=MatchKind.LeftmostLongest), names


def known_ending(words: str) -> str:
    """The longest known name that ``words`` end with, or nothing.

    >>> known_ending("按照治安管理处罚法"), known_ending("按照下列办法")
    ('治安管理处罚法', '')
    """
    names = _names()
    return next((words[cut:] for cut in range(len(words) - 1) if words[cut:] in names), "")


def find_names(text: str) -> Iterator[Reference]:
    """Laws named without 《》 and without an article: 依照刑法、民法典的规定.

    >>> [r.text for r in find_names("依照刑法和民法典的规定处理；刑法学者。")]
    ['刑法', '民法典']
    """
    automaton, names = _automaton()
    for index, start, end in _cited(text, automaton):
        law = Address(law=names[index])
        yield Reference(Span(start, end), text[start:end], ReferenceKind.TITLE, law, None, "unmarked")


def find_short_names(text: str, names: Names) -> Iterator[Reference]:
    """Laws named by a short name that the text defines, without 《》 and without an article, behind the definition.

    >>> names = {"云杉法": ShortName("中华人民共和国云杉保护法", 6)}
    >>> [str(r.address) for r in find_short_names("（以下简称云杉法），按照云杉法执行", names)]
    ['《中华人民共和国云杉保护法》']
    """
    if not names:
        return
    ordered = list(names)
    for index, start, end in _cited(text, AhoCorasick(ordered, matchkind=MatchKind.LeftmostLongest)):
        short = names[ordered[index]]
        if start >= short.since:
            law = Address(law=short.title)
            yield Reference(Span(start, end), text[start:end], ReferenceKind.TITLE, law, None, "short-name")


def _cited(text: str, automaton: AhoCorasick) -> Iterator[tuple[int, int, int]]:
    """Names (index, start, end) that stand where a citation stands: behind a word that cites, or next in a list."""
    previous = 0  # end of the name before, for lists
    for index, start, end in automaton.find_matches_as_indexes(text):
        begin = start - len(_STATE) if text.endswith(_STATE, 0, start) else start
        listed = previous and begin - previous <= _JOINT and _NEXT.fullmatch(text, previous, begin)
        if _BEHIND.match(text, end) and (listed or _CITING.search(text, max(begin - _JOINT, 0), begin)):
            previous = end
            yield index, begin, end


def find_numbers(text: str) -> Iterator[Reference]:
    """Documents cited by their 文号 alone.

    >>> [r.number for r in find_numbers("按照国办发〔2018〕37号执行")]
    ['国办发〔2018〕37号']
    """
    if "号" not in text:
        return
    for match in DOCUMENT_NUMBER.finditer(text):
        if text[max(match.start() - 2, 0) : match.start()] in ("》（", "》("):
            continue  # belongs to the title before it
        number = match[0]
        for word in ("按照", "依照", "根据", "依据"):
            number = number.rpartition(word)[2]
        number = (
            _STRAY.sub("", number) if text[match.start() - 1 : match.start()].isdigit() else _JOINED.sub("", number)
        )
        span = Span(match.end() - len(number), match.end())
        plain = plain_number(number)
        yield Reference(span, number, ReferenceKind.TITLE, Address(law=plain), None, "number", number=plain)


_STRAY: Final = re.compile(r"^[日号](?=[\u4e00-\u9fff]{2})")
"""Behind a figure: 2018年3月2日某政发〔2018〕12号."""
_JOINED: Final = re.compile(r"^(?:号?文件?[和及与、]|号[和及与]|[和及与](?=国[发办函]))")
"""Behind a number: 37号文件和国发〔2016〕56号."""


def plain_number(text: str) -> str:
    """A 文号 in its one form: no blanks, the brackets of GB/T 9704.

    >>> plain_number("国办发[2018] 37号")
    '国办发〔2018〕37号'
    """
    return "".join(text.split()).translate(_NUMBER_BRACKETS)


def merge(marked: Sequence[Reference], unmarked: Iterable[Reference]) -> list[Reference]:
    """All in reading order; of overlapping ones the marked stays. 《》 of titles that are no law cover nothing."""
    ends = [reference.span.end for reference in marked]
    kept = list(marked)
    for reference in unmarked:
        index = bisect_left(ends, reference.span.start + 1)
        if index >= len(marked) or marked[index].span.start >= reference.span.end:
            kept.append(reference)
    return sorted(kept, key=lambda r: r.span.start)
