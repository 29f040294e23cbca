"""Forms in which people ask for other words: 将“A”改为“B”, 15日改30日, 删去“A”, 增加“B”, 增加一条，规定…."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from lawcheck.comments.model import WordingKind
from lawcheck.document import Span

__all__ = ["VERB", "WISHED", "Proposal", "asks_for_more", "find_proposals", "is_refused"]

_Q = r'[“"「『‘]([^“”"「」『』]{1,600})[”"」』’]'
VERB = (
    r"(?:修改|更改|改|调整|调|变更|更正|修订|替换|降低|下调|降|提高|上调|提|延长|缩短|放宽|压缩|压|增加|减少|减|扩大|缩小|表述|明确|统一)"
    r"(?:为|成|到|至)|(?:推迟|提前|延后|推后|顺延|推|延|缩)(?:到|至)|换成|代替为|应为|应是|限定为|→|➡|⇒|-{1,3}>|=>"
)
# 自然人应扩大到个体工商户 asks for more than the words there, not for others in their place; 两年放宽到五年 does.
_DEGREE: Final = re.compile(
    r"(?:扩大|缩小|扩展|延伸|放宽|提高|降低|增加|减少|推迟|提前|延后|推后|顺延|推|延|缩)(?:为|成|到|至)"
)
_W = r"[^，。；！？、\s“”\"「」]"  # words without quotation marks
_END = r"(?=[，。；！？、,;!?\s）)]|$)"
_REPLACE: Final = re.compile(rf"{_Q}[^“”\"「」。；]{{0,12}}?(?:{VERB})[:：]?\s*{_Q}")
_PLAIN: Final = re.compile(
    rf"(?:把|将|由|从)(?:[^“”\"「」。；，]{{0,30}}?[的中])?[“\"「]?({_W}{{1,40}}?)[”\"」]?[，,]?(?:{VERB})[“\"「]?({_W}{{1,40}})[”\"」]?"
)
_UNIT: Final = r"[（(]?[零〇一二三四五六七八九十百\d]{1,5}[)）]?[条款项]"
# 第九条修改为：“…”, 第（四）项改为：…: the whole clause in other words.
_REWRITTEN: Final = re.compile(
    rf"(?:第{_UNIT}(?:第?{_UNIT})*|[本该此][条款项])(?:的?(?:内容|规定|表述|全文))?(?:建议|应当?|可以?|宜|整体|全文)?(?:{VERB})"
    rf"(?:(?:如下)?[:：]?\s*{_Q}|(?:如下)?[:：]\s*([^“”\"「」。！？\n]{{6,300}}))"
)
_HALF: Final = re.compile(rf"{_Q}[^“”\"「」。；]{{0,12}}?(?:{VERB})({_W}{{1,20}}){_END}")
_ONLY_NEW: Final = re.compile(rf"(?:{VERB})[:：]?\s*{_Q}")
_COUNT = (
    r"[零一二两三四五六七八九十百千万半\d][零一二两三四五六七八九十百千万半点\d.：:]{0,9}(?:个?(?:工作日|小时|钟头|月)|分钟|日|天|周|年|"
    r"元|块|平方米|平米|米|公里|倍|次|人|名|户|辆|只|份|处|间|分贝|公斤|千克|升|岁|周岁|时|点|折|%|％)半?(?:以?[内上下])?"
)
# 改30天为60天
_CHANGED_FROM: Final = re.compile(rf"(?<![修更批整])改({_COUNT})[为成]({_W}{{1,20}}){_END}")
_CHANGED: Final = re.compile(rf"(?<![修更批整])改({_COUNT})(?:吧|为好|就好|即可|更好|比较?好|更?合适)?{_END}")
_NEW_PLAIN: Final = re.compile(rf"(?:{VERB})[:：]?\s*({_W}{{1,30}})")
WISHED: Final = re.compile(rf"(?:建议|希望|最好|应该|应当?|能不能|至少)({_W}{{0,12}})")
_CUT = r"(?:删除|删去|删掉|去掉|取消|拿掉|废除)"
_DELETE: Final = re.compile(
    rf"{_CUT}[^“”\"「」。；，]{{0,16}}?{_Q}|{_Q}[^“”\"「」。；]{{0,14}}?{_CUT}(?![^“”\"「」。；，]{{0,16}}[“\"「『‘])"
)
_DELETE_UNIT: Final = re.compile(
    rf"{_CUT}(?:这|本|该|此|整|全|第|上述)[^“”，。；]{{0,14}}?(?:条|款|项|规定|要求|章)|"
    rf"(?:条|款|项|建议|应当?|应该|要求|请|希望|必须|最好|直接|整个|予以|可以|全部){_CUT}(?:了|吧|掉|为好|即可)?(?=[。！!；;，,]|$)"
)
_INSERT: Final = re.compile(
    rf"(?:增加|补充|加上|添加|加入|写上|写明|加|补)(?:规定|写|一句话?|一项|内容|表述|以下内容|上)?[:：]?\s*{_Q}"
)
_INSERT_PLAIN: Final = re.compile(
    r"(?:增加|补充|加上|添加|加入|写明)(?:规定|一句话?|内容|表述|以下内容|如下内容)?[:：]\s*([^“”\"「」。；！？\n]{3,200})"
)
_NORM: Final = r"[^“”\"「」。；！？\n]{0,100}(?:不得|应当|必须|禁止|严禁|可以|不能|有权|负责|按照|依法)[^“”\"「」。；！？\n]{1,200}"
_NEW_UNIT: Final = re.compile(
    r"(?:增加|新增|增设|补充|另设|增写|加)(?:规定)?(?:一|1|两|第[一二三四五六七八九十\d]+(?![条款项](?:[至到和及、的]|$)))个?(条|款|项)(?!件)"
    r"(?:[^“”。；：:\"「」]{0,24}(?:[:：]\s*[“\"「]?|[“\"「])([^“”\"「」]{1,400})|"
    rf"[，,]?(?:明确|专门)?(?:规定|要求|写明|明确)({_NORM}))?"
)
_REFUSED: Final = re.compile(
    r"(?:不|别|勿|反对|拒绝|没必要)(?:要|能|应当?|该|应该|建议|同意|支持|赞成|得|宜|可|予)?[^，。；！？]{0,3}$"
)


_NOT_PUT: Final = re.compile(
    rf"(?:不|别|勿)(?:宜|要|应当?|应该|该|得|能|必|可|予|建议)?再?(?:{VERB})"
)  # “甲”不宜改为乙


class Proposal(NamedTuple):
    """One proposal as it is written: the ``old`` and ``new`` words (empty: not said) and the ``whole`` of it."""

    kind: WordingKind
    old: Span
    new: Span
    whole: Span


_PATTERNS: Final = (
    (WordingKind.EDITED, _REWRITTEN, 0, 1),
    (WordingKind.REPLACE, _REPLACE, 1, 2),
    (WordingKind.REPLACE, _HALF, 1, 2),
    (WordingKind.REPLACE, _PLAIN, 1, 2),
    (WordingKind.REPLACE, _CHANGED_FROM, 1, 2),
    (WordingKind.NEW_ARTICLE, _NEW_UNIT, 0, 2),
    (WordingKind.DELETE, _DELETE, 1, 0),
    (WordingKind.INSERT, _INSERT, 0, 1),
    (WordingKind.INSERT, _INSERT_PLAIN, 0, 1),
    (WordingKind.REPLACE, _ONLY_NEW, 0, 1),
    (WordingKind.REPLACE, _NEW_PLAIN, 0, 1),
    (WordingKind.REPLACE, _CHANGED, 0, 1),
    (WordingKind.DELETE, _DELETE_UNIT, 0, 0),
)
_OTHER: Final = {_NEW_UNIT: 3, _REWRITTEN: 2}  # the group of the new words where the first is not taken
_UNITS: Final = {"条": WordingKind.NEW_ARTICLE, "款": WordingKind.NEW_PARAGRAPH, "项": WordingKind.INSERT}


def find_proposals(text: str) -> Iterator[Proposal]:
    """Every proposal once: the pattern that reads most comes first, and its place is taken. What a person does not want
    (不建议改为 …) is none."""
    taken: list[Span] = []
    for kind, pattern, old, new in _PATTERNS:
        for match in pattern.finditer(text):
            span = Span(*match.span())
            if span.overlaps(*taken):
                continue
            taken.append(span)
            if is_refused(text[: span.start]) and not (pattern is _DELETE and match[0][0] in '“「"『‘'):
                continue
            if pattern is _DELETE_UNIT and any(t.end > span.start - 40 for t in taken[:-1] if t.start < span.start):
                continue
            if old and kind is WordingKind.REPLACE and _NOT_PUT.search(text, match.end(old), span.end):
                continue
            first = _group(match, old, 2 if pattern is _DELETE else old)
            second = _group(match, new, _OTHER.get(pattern, new))
            yield Proposal(_UNITS[match[1]] if pattern is _NEW_UNIT else kind, first, second, span)


def _group(match: re.Match[str], number: int, other: int) -> Span:
    """Where group ``number`` stands, or ``other`` where it is not taken."""
    if not number:
        return Span(0, 0)
    number = other if match[number] is None else number
    return Span(*match.span(number)) if match[number] else Span(0, 0)


def is_refused(before: str) -> bool:
    """Whether the words before a proposal say that it is not wanted (不建议, 反对 …).

    >>> is_refused("我不建议"), is_refused("建议")
    (True, False)
    """
    return _REFUSED.search(before) is not None


def asks_for_more(text: str, proposal: Proposal) -> bool:
    """Whether the verb between the old and the new words widens or narrows what is there: 自然人应扩大到个体工商户 puts
    nothing in the place of 自然人.

    >>> text = "“自然人”应扩大到个体工商户"
    >>> asks_for_more(text, Proposal(WordingKind.REPLACE, Span(1, 4), Span(9, 14), Span(0, 14)))
    True
    """
    start = proposal.old.end if proposal.old.length else proposal.whole.start
    return _DEGREE.search(text, start, proposal.new.start) is not None
