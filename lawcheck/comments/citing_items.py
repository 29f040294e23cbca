"""Parts and items of a notice that a comment names: 三、（二）, 第三部分第（二）项, 第三大点第二小点, 三（一）1.

Such a draft counts 一、（一）1. and people cite it in many ways. A place is resolved to the one item that the numbers name;
numbers that name none or could name two give a problem and no clause, so that nothing is put elsewhere by likeness.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from lawcheck.comments.draft import Draft
from lawcheck.comments.places import Place, say
from lawcheck.document import Number, Span, UnitKind, format_numeral, parse_numeral

__all__ = ["are_joined", "counts_items", "find_items"]

_N: Final = r"[零〇一二三四五六七八九十百两\d]{1,4}"
_ITEM_UNIT: Final = r"小点|小项|小条|小段|项|款|条|点|目"
_OF: Final = r"\s*[的中里之内]?\s*"
_BRACKETED: Final = rf"第?[（(](?P<bracketed>{_N})[)）〉》]\s*(?:{_ITEM_UNIT})?"
_NUMBERED: Final = rf"第(?P<numbered>{_N})(?P<unit>{_ITEM_UNIT})"
_PART: Final = re.compile(
    rf"第\s*(?P<number>{_N})\s*(?P<unit>(?:部分|部份|大部分|大点|大项|大条|章|条)(?!意见|建议(?:[：:，,。、是为如]|$))|(?:点|项)(?!意见|建议))|"
    rf"(?<![零〇一二三四五六七八九十百两\d.第（(])(?P<bare>{_N})\s*[、.．]?\s*(?=第?[（(]{_N}[)）〉》])"
)
_ITEM: Final = re.compile(rf"{_OF}(?:[，,、:：]?\s*{_BRACKETED}|[，,]?{_NUMBERED})")
_UNITS: Final = r"小时|个|元|块|分|秒|点|日|天|周|月|年|米|次|人|倍|辆|万|千|百|公里"
_INDENT: Final = re.compile(
    rf"{_OF}(?:第[（(]?(?P<numbered>{_N})[)）]?(?:小点|小项|点|项|目|条)|[（(](?P<bracketed>\d{{1,2}})[)）]|"
    r"(?P<bare>\d{1,2})(?![\d.:：%％/-]|" + _UNITS + "))"
)
_DOTTED: Final = re.compile(
    rf"(?:^|第|关于|对|删除|删去)\s*(?P<part>\d{{1,2}})[.．](?P<item>\d{{1,2}})(?![\d.．:：%％/-]|{_UNITS})"
)
_MORE: Final = re.compile(rf"(?P<joint>\s*(?:[、，,和及与跟至到~—-]|以及)?\s*)(?:{_BRACKETED}|{_NUMBERED})")
_LONE: Final = re.compile(
    rf"第\s*(?:[（(](?P<bracketed>{_N})[)）]\s*(?:小点|小项|项|款|条|点)|(?P<numbered>{_N})(?:小点|小项|小条|项|款))(?!建议|意见|规定|内容[：:])"
)
_SEVERAL: Final = re.compile(rf"第{_N}(?:(?:条|部分|点|项)?[至到~—-]+第?{_N}|[、和及与]第?{_N})+(?:条|部分|点)")
_TOKEN: Final = re.compile(rf"(?P<to>[至到~—-]+)?第?(?P<number>{_N})")
MOST: Final = 50  # parts between the ends of a range
_RANGE: Final = re.compile(r"\s*[至到~—-]+\s*")
_LAST: Final = re.compile("最后(?:一|1)?(?:段|款|自然段)|末(?:尾)?段")
_OTHER_LAW: Final = re.compile(r"《([^》]{2,60})》\s*$")
_OWN: Final = re.compile("通知|意见|方案|草案|征求意见稿|本文件|办法|规定")
_COMPARED: Final = re.compile(
    r"(?:与|同|跟|和|参照|参考|依照|按照|按|根据|衔接|对照|类似|比照|结合)(?:本通知|前述|上述)?(?:的)?$"
)
_JOINED: Final = re.compile(rf"第{_N}(?:条|部分|章|款|大?点)(?:第?[（(]?{_N}[)）]?[款项])*(?:和|与|及|以及)\Z")
_LIKENED: Final = re.compile(
    r"(?:的(?:规定|内容|表述|要求))?[^，。；！？\n]{0,6}(?:一致|统一|衔接|协调|相同|一样|对应|匹配|相比|比较)"
)
_BEFORE: Final = 12  # characters before a place that tell how it is meant
_SHORT: Final = 4  # characters from which the heading of a part names it


class _Part(NamedTuple):
    """The part that a place opens with: its eId (empty: the draft has none), where it stands, the unit it was named by."""

    eid: str
    span: Span
    unit: str
    words: str


def counts_items(draft: Draft) -> bool:
    """Whether the draft has no articles but parts and items (一、（一）)."""
    kinds = {root.kind for root in draft.roots}
    return UnitKind.CLAUSE in kinds and UnitKind.ARTICLE not in kinds


def find_items(text: str, draft: Draft, within: str = "") -> tuple[Place, ...]:
    """The places that ``text`` names, in order; ``within`` is the clause that （二） alone stands in.

    >>> from lawcheck.comments import open_draft
    >>> from lawcheck.document import parse
    >>> draft = open_draft(parse("某县某通知\\n一、压实责任\\n（一）乡镇长负责。\\n（二）林农负责。\\n二、管住火源\\n（一）禁止烧荒。\\n（二）禁止露营。"))
    >>> [place.targets or place.problem for place in find_items("一、（二）太软，第二部分第（一）项和第（三）项不清", draft)]
    [('cl_1__para_1__point_2',), ('cl_2__para_1__point_1',), '草案二、管住火源没有第（三）项。']
    """
    found = list(_together(text, draft))
    for place in found:
        text = text[: place.span.start] + "\u3000" * place.span.length + text[place.span.end :]
    part, at = within.split("__")[0], 0
    for named in _parts(text, draft):
        if named.span.start < at or _is_elsewhere(text, named.span.start, draft):
            continue
        places = list(_opened(text, draft, named))
        if places:
            found += [*_lone(text, draft, at, named.span.start, part), *places]
            at = max(place.span.end for place in places)
            part = named.eid or part
    found += _lone(text, draft, at, len(text), part)
    return tuple(sorted(found, key=lambda place: place.span)) or tuple(_dotted(text, draft))


def _together(text: str, draft: Draft) -> Iterator[Place]:
    """Several parts named in one breath: 第一至三条, 第二条至第四条, 第一、三条."""
    for match in _SEVERAL.finditer(text):
        numbers, unit = list[int](), "部分" if match[0].endswith("部分") else match[0][-1]
        for token in _TOKEN.finditer(match[0]):
            number = parse_numeral(token["number"]) or 0
            first = numbers[-1] + 1 if numbers and token["to"] else number
            numbers += range(max(first, number - MOST), number + 1)
        for number in numbers:
            eid = draft.by_number.get(Number(number, 0), "")
            problem = "" if eid else say("P401", place=f"第{format_numeral(number)}{unit}")
            yield Place(Span(*match.span()), (eid,) if eid else (), problem)


def _parts(text: str, draft: Draft) -> list[_Part]:
    """Whatever may name a part, by number or by its heading, in order."""
    found = []
    for match in _PART.finditer(text):
        number = match["number"] or match["bare"]
        eid = draft.by_number.get(Number(parse_numeral(number) or 0, 0), "")
        if not eid and match["bare"] and match["bare"].isdigit():
            continue
        found.append(_Part(eid, Span(*match.span()), match["unit"] or "", f"第{number}{match['unit'] or '部分'}"))
    for name, eid in _headings(draft).items():
        for match in re.finditer(
            rf"[“\"「《]?{re.escape(name)}[”\"」》]?(?:这|那)?(?:一|个)?(?P<unit>部分|章|方面)?", text
        ):
            found.append(_Part(eid, Span(*match.span()), match["unit"] or "标题", match[0]))
    return sorted(found, key=lambda part: part.span)


def _headings(draft: Draft) -> dict[str, str]:
    return {
        root.own: root.eid
        for root in draft.roots
        if root.heads and root.kind is UnitKind.CLAUSE and len(root.own) >= _SHORT
    }


def _is_elsewhere(text: str, at: int, draft: Draft) -> bool:
    """A place in a text named in book-title marks that is not the draft."""
    law = _OTHER_LAW.search(text[:at])
    return bool(law and law[1] not in draft.document.title and not _OWN.fullmatch(law[1]))


def _opened(text: str, draft: Draft, part: _Part) -> Iterator[Place]:
    """The part with the items that follow it."""
    compared = bool(_COMPARED.search(text[max(part.span.start - _BEFORE, 0) : part.span.start]))
    compared = compared and not are_joined(text, part.span)
    item = _ITEM.match(text, part.span.end)
    if item and item["numbered"] and item["unit"] == part.unit:
        item = None
    if item is None:
        if _stands_alone(text, part):
            problem = "" if part.eid else say("P401", place=part.words)
            yield Place(part.span, (part.eid,) if part.eid else (), problem, compared)
        return
    if not part.eid:
        yield Place(Span(part.span.start, item.end()), (), say("P401", place=part.words), compared)
        return
    start, unit, last = part.span.start, item["unit"] or "", 0
    while item:
        number, bracketed = _number(item), bool(item["bracketed"])
        if last and _RANGE.fullmatch(item["joint"]):
            for between in range(last + 1, min(number, last + 50)):
                yield _place(draft, part.eid, between, Span(start, item.end()), compared, bracketed=True)
        eid, problem = _item(draft, part.eid, number, bracketed or item["unit"] != "款")
        end, eid, problem = _with_indent(text, draft, eid, item.end(), problem)
        yield Place(Span(start, end), (eid,) if eid else (), problem, compared)
        last, item = number, _MORE.match(text, end)
        if item and (item["numbered"] and (not item["joint"].strip() or item["unit"] != unit or unit == part.unit)):
            item = None
        start = item.end("joint") if item else end


def _stands_alone(text: str, part: _Part) -> bool:
    """第三部分 names a part by itself, 第三条 too; 第三点，… may count the writer's own points, 三 alone tells nothing."""
    if part.unit in ("点", "项"):
        return part.unit == "点" and not re.match("[，,、：:。；是]|$", text[part.span.end :])
    return bool(part.unit) and part.unit != "标题"


def are_joined(text: str, place: Span) -> bool:
    """Whether 和 before ``place`` joins it to the one named before (第三条和第五条太严) and does not compare the two.

    >>> are_joined("第三条和第五条太严", Span(4, 7)), are_joined("第三条和第五条保持一致", Span(4, 7))
    (True, False)
    """
    joined = _JOINED.search(text, max(place.start - 2 * _BEFORE, 0), place.start)
    return joined is not None and not _LIKENED.match(text, place.end)


def _number(match: re.Match[str]) -> int:
    return parse_numeral(match["bracketed"] or match["numbered"]) or 0


def _place(draft: Draft, part: str, number: int, span: Span, compared: bool, *, bracketed: bool) -> Place:
    eid, problem = _item(draft, part, number, bracketed)
    return Place(span, (eid,) if eid else (), problem, compared)


def _item(draft: Draft, part: str, number: int, listed: bool) -> tuple[str, str]:
    """The item with this number. 第二款 without brackets may also be the second 款 of the part, if it has one: then it
    could be either and is the part as a whole."""
    items = [c.eid for c in draft.clauses if c.eid.startswith(f"{part}__") and c.eid.endswith(f"__point_{number}")]
    items = [eid for eid in items if eid.count("__") == 2]
    paragraph = f"{part}__para_{number}"
    if not listed and paragraph in draft.by_eid and not draft.by_eid[paragraph].heads:
        return (part, say("P406", place=draft.label(part), number=format_numeral(number))) if items else (paragraph, "")
    if len(items) != 1:
        return "", say("P402", place=draft.label(part), number=f"第（{format_numeral(number)}）项")
    return items[0], ""


def _with_indent(text: str, draft: Draft, item: str, end: int, problem: str) -> tuple[int, str, str]:
    """The 1. below an item, where one follows: a bare number only where there is such an indent."""
    match = _INDENT.match(text, end) if item and not problem else None
    if match is None:
        return end, item, problem
    number = parse_numeral(match["numbered"] or match["bracketed"] or match["bare"]) or 0
    indent = f"{item}__indent_{number}"
    if indent in draft.by_eid:
        return match.end(), indent, ""
    if match["numbered"] and not re.match(_OF + "第.{1,4}条", match[0]):
        return match.end(), item, say("P402", place=draft.label(item), number=match[0].strip())
    return end, item, problem


def _dotted(text: str, draft: Draft) -> Iterator[Place]:
    """3.2 at the beginning, where the draft has 三、（二）: elsewhere it is a figure."""
    for match in _DOTTED.finditer(text):
        part = draft.by_number.get(Number(int(match["part"]), 0), "")
        eid, _ = _item(draft, part, int(match["item"]), listed=True) if part else ("", "")
        if eid:
            yield Place(Span(match.start("part"), match.end()), (eid,))


def _lone(text: str, draft: Draft, start: int, end: int, part: str) -> Iterator[Place]:
    """第（二）项 without a part: of the part named before; else nobody knows of which. And the last paragraph."""
    for match in _LONE.finditer(text, start, end):
        span, number = Span(*match.span()), _number(match)
        if part in draft.by_eid:
            yield _place(draft, part, number, span, False, bracketed=True)
        else:
            yield Place(span, (), say("P407", place=match[0]))
    for match in _LAST.finditer(text, start, end):
        last = draft.clauses[-1]
        closing = next((c for c in reversed(draft.clauses) if c.kind is UnitKind.PARAGRAPH), last)
        if closing.eid == closing.root:
            yield Place(Span(*match.span()), (closing.eid,))
