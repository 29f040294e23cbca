"""The matter before the first article: title, 题注, contents, preamble, and what is only packaging."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise, takewhile
from typing import NamedTuple

from lawcheck.document.lines import Line, Mark, heading_key, is_date_line, is_note_line, mark_line, without_blanks
from lawcheck.document.model import CONTAINERS, UnitKind
from lawcheck.document.source import Span

__all__ = ["Front", "read_front"]

# A title ends with one of the names that normative documents bear (domain.md 1.1, naming rule).
_TITLE_END = re.compile(
    r"(?:条例|规定|办法|规则|细则|决定|决议|意见|通知|通告|公告|方案|规范|标准|准则|章程|法|法典|宪法|解释|批复|守则|纲要|规划|指引|指南|基准|清单|制度|措施|规程|预案|导则|公约|民约|纪要|(?:复|的)函)"
    r"(?:[（(](?:(?:草案|试行|暂行|修订|修正|征求意见|送审|[12]\d{3}年)[^）)]*|[^（）()]{2,16}[〔\[][12]\d{3}[〕\]]第?\d+号)[）)])*$"
)
_ABOUT = re.compile(r"关于.{2,}的公告$")  # a title, where 公告 alone or behind the maker is packaging
_STATUS = re.compile(r"[（(](?:试行|暂行|修订|修订版)[）)]")  # of a title, on a line of its own
_OWN_MAKER = re.compile(
    r"[\u4e00-\u9fff 　、]{4,40}(?:政府|委员会|办公室|办公厅|厅|局|署|委|管委会|队|中心|管理[处所站]|法院|检察院|协会|学校|集团|公司)"
)
_MAKER = re.compile(r"[\u4e00-\u9fff]{3,30}(?:政府|委员会|办公室|办公厅|厅|局|署|部|委|法院|检察院)")
_JOINT = 2  # makers from which on a document is a joint one
_CONTENTS = re.compile(r"目[ \u3000\xa0]*[录次]")
_PACKAGING = re.compile(r"(?:公\s*告|令)$|^(?:第.{1,12}号|.{0,20}〔\d{4}〕.{1,8}号)$|公\s*告$")
# The end of a line of a 题注 that bears no date of its own; it counts only straight below another such line.
_SESSION = re.compile(r"第.{1,6}次(?:全体)?会议.*(?:通过|批准|修订|修正)[）)]?$")
_DATED = re.compile(r"[（(]\d{4}年\d{1,2}月\d{1,2}日")  # a 题注 broken before it says what happened that day
_APPENDED = re.compile(r"附[ \u3000]*[录件表][一二三四五六七八九十\d]{0,2}[：:]?")
# What a layout states about a line of the front, and what therefore is no 题注 whatever it looks like.
_STATED = ("preamble", "furniture")
_NO_NOTE = ("title", *_STATED)
# Chapters without a word between them from which on they are contents that no 目录 tells of.
_LISTED = 3
# A document whose first numbered unit comes later than this many lines has no front matter to speak of.
_FRONT_LIMIT = 400


class Front(NamedTuple):
    """Lines ``0..stop`` and the role of each of them; spans are empty where nothing was found."""

    stop: int
    roles: tuple[str, ...]
    title: str
    title_span: Span
    note_span: Span
    preamble_span: Span
    toc: tuple[str, ...]
    toc_span: Span


def read_front(
    lines: Sequence[Line], parts: UnitKind = UnitKind.CLAUSE, given: Mapping[int, Mark] | None = None
) -> Front:
    """Divide the lines before the first unit of the body; ``parts`` and ``given`` as in
    :class:`~lawcheck.document.builder.Builder`."""
    given = given or {}
    body, toc = _body_start(lines, parts, given)
    roles = ["toc" if toc and toc[0] <= i < toc[1] else "" for i in range(body)]
    _mark_notes(lines, roles)
    plain = not any(line.at in given or mark_line(line.text) for line in lines[body : body + 1])
    first, last = _title_lines(lines[: _appended(lines, body)] if plain else lines, roles)
    if last < 0 and body == 0:
        return Front(0, (), "", Span(0, 0), Span(0, 0), Span(0, 0), (), Span(0, 0))
    stop = body
    if plain:
        stop = _end_of_plain_front(lines, roles, last)
        roles = roles[:stop]
    if 0 <= last < len(roles) - 1 and not roles[last + 1] and _STATUS.fullmatch(without_blanks(lines[last + 1].text)):
        last += 1
    for i in range(first, last + 1):
        roles[i] = "title"
    _keep_one_note(lines, roles, last)
    _fill(lines, roles, last)
    title = _title_of([lines[i].text for i in range(first, last + 1)]) if last >= 0 else ""
    entries = tuple(lines[i].text for i, r in enumerate(roles) if r == "toc" and _is_entry(lines[i].text))
    return Front(
        stop,
        tuple(roles),
        title,
        _span(lines, roles, "title"),
        _span(lines, roles, "note"),
        _span(lines, roles, "preamble"),
        entries,
        _span(lines, roles, "toc"),
    )


def _span(lines: Sequence[Line], roles: list[str], role: str) -> Span:
    chosen = [line for line, r in zip(lines, roles, strict=False) if r == role and line.text]
    return Span(chosen[0].at, chosen[-1].at + len(chosen[-1].text)) if chosen else Span(0, 0)


def _title_of(texts: Sequence[str]) -> str:
    """The title without its blanks; those between the makers of a joint document stay.

    >>> _title_of(["某市财政局　某市教育局", "关于加强 管理的通知"]), _title_of(["某 市 养 犬 条 例"])
    ('某市财政局　某市教育局关于加强管理的通知', '某市养犬条例')
    """
    words = " ".join(texts).split()
    makers = list(takewhile(_MAKER.fullmatch, words))
    rest = "".join(words[len(makers) :])
    makers += [head[0]] if (head := _MAKER.match(rest.partition("关于")[0])) and "关于" in rest else []
    if len(makers) < _JOINT or not rest:
        return "".join(words)
    return "　".join(makers[:-1]) + "　" + makers[-1] + (rest.removeprefix(makers[-1]) if head else rest)


def _is_entry(text: str) -> bool:
    return bool(text) and not _CONTENTS.fullmatch(text)


# -- where the body begins, and the contents before it ----------------------------------------------------------


def _body_start(
    lines: Sequence[Line], parts: UnitKind, given: Mapping[int, Mark]
) -> tuple[int, tuple[int, int] | None]:
    """Index of the first body line and the range of the contents."""
    first = _first_unit(lines, parts, given)
    contents = next((i for i, line in enumerate(lines[:first]) if _CONTENTS.fullmatch(line.text)), None)
    heads = _head_positions(lines, first, contents, given)
    if not heads:
        return first, (contents, first) if contents is not None else None
    repeat = _second_start(lines, heads)
    if repeat is not None:
        return repeat, (contents if contents is not None else heads[0], repeat)
    if contents is not None:
        return first, (contents, heads[-1] + 1)
    listed = _listed(lines, heads)
    return (listed[-1] + 1, (listed[0], listed[-1] + 1)) if len(listed) >= _LISTED else (heads[0], None)


def _first_unit(lines: Sequence[Line], parts: UnitKind, given: Mapping[int, Mark]) -> int:
    """The first 条 outside quotation marks, else the first part, else the end of the (short) front; 第九条增加一款 in an
    instruction is none."""
    fallback: int | None = None
    depth = 0  # an amending decision quotes articles that are not its own
    for index, line in enumerate(lines[:_FRONT_LIMIT]):
        quoted, depth = depth > 0, max(depth + line.text.count("“") - line.text.count("”"), 0)
        if fallback is None and line.at in given:
            fallback = index
        if quoted or line.kind != "text" or not line.text or line.text[0] not in "第一（(1１*＊":
            continue
        mark = mark_line(line.text)
        if mark is None:
            continue
        if mark.kind is UnitKind.ARTICLE and (fallback is None or mark.style != "tight" or mark.number.value == 1):
            return index
        if fallback is None and mark.kind is parts:
            fallback = index
    if fallback is not None:
        return fallback
    asides = next((i for i, line in enumerate(lines) if line.kind == "aside"), len(lines))
    return min(asides, len(lines))


def _head_positions(lines: Sequence[Line], first: int, contents: int | None, given: Mapping[int, Mark]) -> list[int]:
    found: list[int] = []
    for index in range(first):
        line = lines[index]
        if line.kind != "text" or not line.text or line.hint == "title":
            continue
        after = contents is not None and index > contents
        key = heading_key(line.text) if len(line.text) < 12 else ""
        mark = mark_line(line.text) if line.text[0] == "第" else given.get(line.at)
        if (mark and mark.kind in CONTAINERS) or (key in ("附则", "总则") and (after or found)):
            found.append(index)
    return found


def _listed(lines: Sequence[Line], heads: list[int]) -> list[int]:
    """The headings of one level that follow each other with no words between, as only contents have them."""
    marks = [(i, mark_line(lines[i].text)) for i in heads]
    chapters = [(i, mark.number.value) for i, mark in marks if mark and mark.kind is UnitKind.CHAPTER]
    run = takewhile(lambda at: at[1][1] == at[0], enumerate(chapters, 1))
    told = [i for _, (i, _) in run]
    plain = (not any(line.text for line in lines[one + 1 : other]) for one, other in pairwise(told))
    return told[: 1 + sum(takewhile(bool, plain))]


def _second_start(lines: Sequence[Line], heads: list[int]) -> int | None:
    """Where the first heading of the contents comes again: the body starts there."""
    key = heading_key(lines[heads[0]].text)
    return next((i for i in heads[1:] if heading_key(lines[i].text) == key), None)


# -- title, notes, the rest ----------------------------------------------------------------------------------------


def _mark_notes(lines: Sequence[Line], roles: list[str]) -> None:
    """A 题注 goes on until its bracket is closed, and as long as a title in it is torn by a line break."""
    bracket, titles = False, 0
    for i, role in enumerate(roles):
        line = lines[i]
        if role or not line.text or line.kind != "text" or line.hint in _NO_NOTE:
            bracket, titles = (False, 0) if line.text else (bracket, titles)
            continue
        dated = _left_open(line.text) and _DATED.match(line.text) is not None
        begins = (is_note_line(line.text) or dated) and not _is_sentence(line.text)
        below = i > 0 and roles[i - 1] == "note" and bool(_SESSION.search(line.text))
        if line.hint == "note" or bracket or titles or begins or below:
            roles[i] = "note"
            bracket = _left_open(line.text) or (bracket and not line.text.endswith(("）", ")")))
            titles = max(titles + line.text.count("《") - line.text.count("》"), 0)


def _keep_one_note(lines: Sequence[Line], roles: list[str], last: int) -> None:
    """The 题注 is one run of lines, the first behind the title where there is one; other dated lines are packaging."""
    runs: list[list[int]] = []
    for i, role in enumerate(roles):
        if role == "note":
            joined = bool(runs) and not any(lines[j].text for j in range(runs[-1][-1] + 1, i))
            if joined:
                runs[-1].append(i)
            else:
                runs.append([i])
    kept = next((run for run in runs if run[0] > last), runs[0] if runs else [])
    for i in (i for run in runs if run is not kept for i in run):
        roles[i] = "furniture"


def _left_open(text: str) -> bool:
    return text[0] in "（(" and text.count("（") + text.count("(") > text.count("）") + text.count(")")


def _is_sentence(text: str) -> bool:
    """A preamble or announcement in words, not a 题注."""
    return text[0] not in "（(" and ((text.endswith(("。", "：", ":")) and len(text) > 60) or "现予" in text)


def _title_lines(lines: Sequence[Line], roles: list[str]) -> tuple[int, int]:
    """First and last line of the title; (0, -1) when there is none."""
    free = [
        i for i, (r, line) in enumerate(zip(roles, lines, strict=False)) if not r and line.text and line.kind == "text"
    ]
    hinted = [i for i in free if lines[i].hint == "title"]
    named = [i for i in free if _is_title(lines[i].text)]
    limit = next((i for i, r in enumerate(roles) if r in ("note", "toc")), len(roles))
    before = [i for i in named if i < limit] or named
    last = (hinted or before or [-1])[-1]
    if last < 0:
        short = [i for i in free[:3] if len(lines[i].text) <= 50 and lines[i].text[-1] not in "。；：，"]
        last = short[0] if short else -1
    return (_title_start(lines, roles, free, last), last) if last >= 0 else (0, -1)


def _appended(lines: Sequence[Line], body: int) -> int:
    """Where another text is appended to a document without numbered units (附录 behind its title), else ``body``."""
    titles = [i for i, line in enumerate(lines[:body]) if line.hint == "title"]
    marks = (i for i, line in enumerate(lines[:body]) if _APPENDED.fullmatch(line.text))
    return next((i for i in marks if titles and titles[0] < i), body)


def _is_title(text: str) -> bool:
    compact = without_blanks(text)
    return (
        len(compact) <= 80
        and bool(_TITLE_END.search(compact))
        and compact[-1] not in "。；："
        and (_ABOUT.search(compact) is not None or not _PACKAGING.search(compact))
    )


def _title_start(lines: Sequence[Line], roles: list[str], free: list[int], last: int) -> int:
    """Titles broken over several centred lines: take the lines straight above that are neither blank nor packaging."""
    first = last
    layout = ("title", "centered")
    while first > 0 and first - 1 in free and lines[first - 1].hint in layout and lines[last].hint in layout:
        above = without_blanks(lines[first - 1].text)
        if _PACKAGING.search(above) or is_date_line(above) or above[-1] in "。；：" or _is_title(above):
            break
        first -= 1
    if first == last and first - 1 in free and lines[last].text.startswith("关于"):
        while first - 1 in free and _names_a_maker(lines[first - 1].text):
            first -= 1
    return first if first < last else _said_above(lines, free, last)


def _said_above(lines: Sequence[Line], free: list[int], last: int) -> int:
    """Where a title begins whose two lines together are named further above, as in the notice that issues the document."""
    above = [i for i in free if i < last]
    if not above:
        return last
    joined = without_blanks(lines[above[-1]].text) + without_blanks(lines[last].text)
    return above[-1] if any(joined in without_blanks(lines[i].text) for i in above[:-1]) else last


def _names_a_maker(text: str) -> bool:
    return _OWN_MAKER.fullmatch(text) is not None and not _PACKAGING.search(without_blanks(text))


def _end_of_plain_front(lines: Sequence[Line], roles: list[str], last: int) -> int:
    """A document without numbered units: the front ends with the title and the notes straight after it."""
    stop = last + 1
    while stop < len(roles) and (
        roles[stop] in ("note", "toc") or not lines[stop].text or _PACKAGING.search(without_blanks(lines[stop].text))
    ):
        stop += 1
    return stop


def _fill(lines: Sequence[Line], roles: list[str], last: int) -> None:
    for i, role in enumerate(roles):
        if role == "toc" and not lines[i].text:
            roles[i] = "blank"
        if role:
            continue
        line = lines[i]
        if not line.text:
            roles[i] = "blank"
        elif line.kind == "aside":
            roles[i] = "aside"
        else:
            roles[i] = line.hint if line.hint in _STATED else _guessed(i > last >= 0, line.text)


def _guessed(below_title: bool, text: str) -> str:
    return "preamble" if below_title and text[-1] in "。：；:;" else "furniture"
