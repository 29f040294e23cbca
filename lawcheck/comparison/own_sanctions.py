"""Sanctions that a drafter adds in his own words to a rule that has none or others, and those that he lets go: not pursued, only
talked about, the act allowed to go on meanwhile."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from lawcheck.comparison import phrases
from lawcheck.comparison.model import Difference, Relation
from lawcheck.comparison.pairs import Side
from lawcheck.comparison.topics import topics_of, weight
from lawcheck.comparison.voices import Voice, lead, marked, mentions, voices
from lawcheck.document import Span

__all__ = ["own_sanctions"]

SHARED: Final = 3
"""Weight of the topics that the lower text, without the sanction, has in common with the higher one."""

_FINED: Final = re.compile(
    "(?:处以?|收取|按)[^，。；]{1,24}?罚款|罚款[^，。；]{0,10}元|每[次人户天日][^，。；]{0,4}(?:罚|收取)[^，。；]{1,8}元|责令停[业产][^，。；]{0,6}|(?<!被)(?<!法)(?:吊销|没收)[^，。；的或]{2,14}(?![的或])|(?<!被)撤销[^，。；的或]{0,10}(?:资格|许可证?)(?![的或])"
)
_PUNISHED: Final = re.compile("罚|处分|责令|没收|吊销|追究|法律责任|警告|拘留|处理|处置")


class _Extra(NamedTuple):
    """A sort of sanction beside the kinds that laws name: words of which one stands in the text, the sanction below, and words
    above with which the law has one of that sort itself."""

    words: tuple[str, ...]
    below: re.Pattern[str]
    above: re.Pattern[str]


_EXTRAS: Final = (
    _Extra(
        ("扣", "停发", "停止发放", "取消", "追回", "减发"),
        re.compile(
            "(?:扣发?|停发|扣减|扣除|停止发放|取消|追回|减发)[^，。；]{0,16}(?:补贴|补助|奖金|工资|绩效|津贴|待遇|奖励|救助|低保)"
        ),
        re.compile("扣发|停发|扣减|取消|停止|追回|收回|退回"),
    ),
    _Extra(
        ("取消", "暂停", "剥夺", "中止"),
        re.compile(
            "(?:取消|暂停|剥夺|中止)[^，。；]{0,20}(?:资格|评优|评先|招生|新用户|业务|入学|入读|学籍|投标)[^，。；]{0,8}"
        ),
        re.compile("取消|暂停|停止|中止|吊销|资格|撤销"),
    ),
    _Extra(
        ("扣押", "暂扣", "扣留", "查封", "拖移"),
        re.compile("(?:暂扣|扣押|扣留|查封|拖移)[^，。；]{2,20}"),
        re.compile("暂扣|扣押|扣留|查封|拖移|先行登记|强制"),
    ),
    _Extra(
        ("不准", "不得", "禁止", "不许"),
        re.compile(
            "(?:[年月内起]|终身|永久|一律|今后)[^，。；]{0,6}(?:不准|不得|禁止|不许)其?再?(?:从事|进入|参加|申请|经营|承接|入市|乘|办理|享受|购买)[^，。；]{0,12}"
        ),
        re.compile("不得|禁止|限制|终身"),
    ),
    _Extra(
        ("失信", "黑名单", "张榜", "曝光", "通报公示"),
        re.compile(
            "(?:列入|纳入|记入)[^，。；]{0,12}(?:失信|黑名单)[^，。；]{0,8}|张榜[^，。；]{0,6}|(?:公开|予以|媒体)曝光"
        ),
        re.compile("失信|信用|名单|公示|曝光|公布|公开|通报"),
    ),
    _Extra(
        ("学习", "劳动", "保证金", "停水", "停电", "停供", "断水", "断电"),
        re.compile(
            "停业学习[^，。；]{0,6}|(?:责令|强制)[^，。；]{0,6}(?:学习|义务劳动|公益劳动)[^，。；]{0,6}|缴纳[^，。；]{0,10}保证金|停水|停电|停供[^，。；]{1,6}|(?<!截)断[水电](?!力)"
        ),
        re.compile("学习|保证金|劳动|停止供|停水|停电"),
    ),
)
_BY_LAW: Final = re.compile("依法|依照|按照(?:国家|有关|规定)|规定|可以")


def own_sanctions(below: Side, above: Side) -> Iterator[Difference]:
    """Sanctions added, and sanctions let go.

    >>> from lawcheck.comparison.pairs import side_of
    >>> law = side_of("擅自占用盲道的，由城市管理部门责令改正，处二百元以上一千元以下罚款。")
    >>> own = side_of("擅自占用盲道的，责令改正，处二百元以上一千元以下罚款，并停发商户当年补贴。")
    >>> [(d.relation.value, d.lower) for d in own_sanctions(own, law)]
    [('增设', '停发商户当年补贴')]
    """
    yield from _fines(below, above)
    yield from _extras(below, above)
    if mentions(below.text, _MILD):
        yield from _let_go(below, above)


def _fines(below: Side, above: Side) -> Iterator[Difference]:
    """A fine where the law has no sanction at all."""
    if not mentions(below.text, ("罚", "收取", "责令停", "吊销", "没收", "撤销")) or _PUNISHED.search(above.text):
        return
    for own in voices(_FINED, below)[:1]:
        if not own.piece.item and not _BY_LAW.search(lead(own.before)) and _about(below, own, above):
            yield _added(own)


def _extras(below: Side, above: Side) -> Iterator[Difference]:
    """One more sanction of a sort that the law does not have there."""
    for extra in _EXTRAS:
        if mentions(below.text, extra.words) and not extra.above.search(above.text):
            for own in voices(extra.below, below)[:1]:
                free = (
                    _BY_LAW.search(lead(own.before) + own.mark)
                    or _NOT.search(lead(own.before))
                    or own.mark.endswith("的")
                    or _CASE.match(below.text, _end(own))
                )
                if not free and not own.piece.item and _about(below, own, above):
                    yield _added(own)


_CASE: Final = re.compile("[^，。；]{0,10}的[，：。；、]|[^，。；]{0,4}的|[前后时]|决定")


def _added(own: Voice) -> Difference:
    note = f"{phrases.KIND_ADDED}：{own.mark}"
    return Difference("处罚种类", Relation.ADDED, own.mark, "", marked(own), None, note)


_WAIVED: Final = re.compile(
    "(?:不再|免予|免于|不予|不给予|免除|不(?=承担))[^，。；]{0,6}?(?:行政)?(?:处罚|罚款|追究|责令|计收|加收|收取|处分|承担[^，。；]{0,4}责任|承担法律责任)[^，。；]{0,8}|免罚|不(?:追究|罚款?|处罚)[^，。；]{0,6}"
)
_TALK: Final = re.compile(
    "(?:只|仅|予以|给予|进行|由[^，。；]{2,16}|作出|提出)?(?:提醒谈话|谈话提醒|口头(?:教育|警告|批评)|批评教育|约谈提醒|书面检讨|检讨|诫勉谈话|内部批评)"
)
_GOES_ON: Final = re.compile(
    "(?:其间|期间|前|限期内)[^，。；]{0,6}(?:可以|准予|允许|可)继续(?:使用|经营|生产|施工|营业|作业|运营|销售)|可以?继续(?:销售|使用|经营|有效)|继续有效|(?<!不予)(?<!不得)放行"
)
_STRICT: Final = re.compile("处罚|罚款|没收|吊销|追究|滞纳金|处分|责令停|拘留|记过|法律责任|责令[^，。；]{0,6}补种")
_LENIENT: Final = re.compile("不予|免予|免于|从轻|减轻|教育|谈话|检讨|约谈|诫勉|可以继续|不再|免除|劝")
_SLIGHT: Final = re.compile("轻微|可以不予|周岁|精神|智力|时效|重复|同一|证据|依法|法律(?!责任)|过错")
_NOT: Final = re.compile("不得|禁止|不能|不可")
_MILD: Final = (
    "免",
    "不再",
    "不予",
    "不给予",
    "不承担",
    "不追究",
    "不罚",
    "不处罚",
    "谈话",
    "教育",
    "警告",
    "批评",
    "约谈",
    "检讨",
    "继续",
)
"""Words of which one stands where something is let go."""


def _let_go(below: Side, above: Side) -> Iterator[Difference]:
    """Not pursued, only talked about, or allowed to go on below; punished above."""
    strict = _STRICT.search(above.text)
    if strict is None or _LENIENT.search(above.text):
        return
    for pattern in (_WAIVED, _TALK, _GOES_ON):
        for own in voices(pattern, below):
            slight = _SLIGHT.search(own.sentence) or _NOT.search(lead(own.before)) or _CASE.match(below.text, _end(own))
            if not slight and not own.piece.item and _about(below, own, above):
                note = f"{phrases.SANCTION_WAIVED}：{own.mark}"
                spans = marked(own), Span(*strict.span())
                yield Difference("处罚种类", Relation.LIGHTER, own.mark, strict[0], *spans, note)
                return


def _end(own: Voice) -> int:
    return own.span.start + len(own.mark)


def _about(below: Side, own: Voice, above: Side) -> bool:
    """Whether the text beside the sanction is about what the law is about."""
    return weight(topics_of(below.text.replace(own.mark, "。")) & topics_of(above.text)) >= SHARED
