"""Conditions that a drafter puts in his own words before what the law gives, or has done, without them: a paper, a payment, a tie to
the place, a record, a distinction, a consent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from lawcheck.comparison import phrases
from lawcheck.comparison.model import Difference, Relation
from lawcheck.comparison.pairs import Side
from lawcheck.comparison.topics import topics_of, weight
from lawcheck.comparison.voices import marked, mentions, voices

__all__ = ["own_conditions"]

SHARED: Final = 4
"""Weight of the topics that the lower text, without the condition, has in common with the higher one."""
HELD: Final = 0.4
"""Share of the pairs of characters of a condition that the law may have."""

_PART: Final = r"[^，。；：\n]"
_PLACE: Final = "(?:本[市县省区旗州镇乡村港]|当地|本地)"
_NUMBER: Final = r"[一二两三四五六七八九十百千万\d]+"
_WORDS: Final = (
    *("书面", "出具", "介绍信", "签字", "签名", "签章", "盖章", "同意书", "同意函", "承诺书", "困难证明", "审计报告"),
    *(
        "缴存",
        "缴清",
        "预缴",
        "预存",
        "预付",
        "缴纳",
        "交纳",
        "结清",
        "付清",
        "交清",
        "还清",
        "保证金",
        "押金",
        "履约金",
    ),
    *(
        "担保",
        "具保",
        "户口",
        "社会保险",
        "社保",
        "纳税",
        "预约",
        "实名",
        "优待卡",
        "会员",
        "读者证",
        "党员",
        "质保期",
        "首任",
        "同住",
    ),
    *("在本", "属本", "本地", "当地"),
)
"""Words that ask for a paper, for money, for a tie to the place or a standing."""
_ASKED: Final = re.compile(
    f"{'|'.join(word for word in _WORDS if not word.startswith(('在本', '属本', '本', '当')))}|户籍(?!地)|签订{_PART}{{0,10}}协议"
    f"|{_PLACE}{_PART}{{0,4}}(?:注册|登记|居住|连续|设有|供|生产|就业)|(?:无|没有){_PART}{{2,16}}(?:记录|欠[缴费款])"
    f"|连续{_PART}{{1,6}}[年月]|(?:获评|评为){_PART}{{2,16}}|获得{_PART}{{2,12}}(?:称号|荣誉|认定)(?!获得)|前{_NUMBER}名|[两二三四五六]次以上"
    f"|{_NUMBER}(?:元|头|亩|平方米|吨|人|户|只|日|天|年)(?=以[上下]|仍)|满{_NUMBER}(?:元|次|分)|超过百分之|说明{_PART}{{0,10}}(?:利害关系|用途|理由)"
    f"|(?:加入|通过|参加){_PART}{{2,10}}(?:协会|合作社|培训|保险|考[试核]|评审|面试)"
)


class _Family(NamedTuple):
    """Words of which one stands in the text below and not above, and the conditions that begin with or hold them."""

    words: tuple[str, ...]
    pattern: re.Pattern[str]


_CASE: Final = _Family(  # a case, or what must come first, between marks
    (
        *_WORDS,
        "户籍",
        "签订",
        "记录",
        "连续",
        "获评",
        "评为",
        "获得",
        "以上",
        "以下",
        "超过百分之",
        "仍",
        "满",
        "前三名",
        "前五名",
        "前十名",
        "加入",
        "参加",
        "通过考",
        "通过评",
        "通过面",
        "说明",
        "欠",
    ),
    re.compile(
        f"(?:^|(?<=[，。；\n]))但?{_PART}{{0,26}}?(?:{_ASKED.pattern}){_PART}{{0,24}}?"
        f"(?:的(?=，)|后(?=，|{_PART}{{1,4}}[日月])|(?=，{_PART}{{0,10}}(?:方|才)[可予能])|的{_PART}{{0,10}}(?=，?(?:方|才)[可予能]))"
        f"|(?<!未)经{_PART}{{2,20}}书面{_PART}{{0,4}}同意(?=，)|必?须{_PART}{{0,8}}在{_PLACE}{_PART}{{2,24}}"
    ),
)
_WHOM: Final = _Family(  # whom it is for, narrowed in front of the name
    ("实名", "持有", "预约", "户籍", "首次", "且", "缴纳", "交纳"),
    re.compile(
        f"(?<=[对向])[^，。；：、未\n]{{0,12}}?(?:实名|持有[^，。；：、\n]{{2,10}}[卡证]|预约|户籍(?!地)|首次|[已并且][缴交]纳)[^，。；：、\n]{{0,16}}?的(?!应当|可以|不得)(?={_PART}{{2,16}})"
        f"|(?<=[对向为给])[^，。；：、或\n]{{2,20}}?且[^，。；：、或\n]{{2,20}}?的(?={_PART}{{2,12}})"
    ),
)
_LIMIT: Final = _Family(  # a limit, or one thing more, put behind
    ("限于", "还", "但", "近", "未参加", "未加入", "未缴", "未签订", "未办理", "函", "审计报告", "介绍信", "书"),
    re.compile(
        f"(?:但|且)?(?:仅|只)?限于{_PART}{{2,30}}|还(?:应当|必?须|需|要)?(?:出示|附|持有|携带){_PART}{{2,24}}"
        f"|但{_PART}{{0,10}}(?:必须|须|应当|要)(?:是|为|系|具有){_PART}{{2,20}}|近{_PART}{{1,6}}内?(?:未|没有|无){_PART}{{2,16}}的(?=，)"
        f"|未(?:参加|加入|缴纳|缴清|签订|办理){_PART}{{2,16}}的{_PART}{{0,8}}，{_PART}{{0,8}}?(?:不予|不得|暂停|停止|取消){_PART}{{2,14}}"
        f"|(?:持|凭){_PART}{{0,32}}?(?:同意函|审计报告|介绍信|担保书|承诺书)"
    ),
)
_FAMILIES: Final = (_CASE, _WHOM, _LIMIT)
_HARMLESS: Final = re.compile(
    "依法(?!纳税)|规定|违反|逾期|拒|擅自|未经|罚款的|处罚|不符合|造成|需要|发现|有关|相关|申请人(?!须)|合同|双方同意|约定|[经由]当事人|章程|虚假|欺骗"
    "|遗失|争议|纠纷|载有|下列|(?<![尚仍])未(?!参加|加入|缴|签订|办理|领取|享受)|将会"
)
"""Conditions that say when a breach is one, whose affair it is, or what another rule asks."""
_MORE: Final = re.compile("，[^，。；]{0,8}还(?:应当?|必须|须|需|要)")
"""Behind a case: what it asks for comes on top of the rest (面积在五百平方米以上的，还应当…), nothing is tied to it."""
_ALIKE: Final = re.compile("[^。；]{0,24}(?:同等|一视同仁|同样|享受同)")
"""Behind a case: those whom it names are treated like the others."""
_OPEN: Final = re.compile("规定条件|(?:具体|实施)办法[^。；]{0,16}由[^，。；]{2,24}(?:规定|制定)")
"""The law leaves the conditions to others, …"""
_OWN: Final = re.compile(f"[缴交预付][^，]*[金费]|元|{_PLACE}")
"""… but hardly these."""


def own_conditions(below: Side, above: Side) -> Iterator[Difference]:
    """…缴清…的，予以; 须在本市…，方可; 对实名…的举报 below, of what the law ties to no such thing.

    >>> from lawcheck.comparison.pairs import side_of
    >>> law = side_of("灯塔受损的，航标管理机构接到报告后应当立即组织抢修。")
    >>> own = side_of("灯塔受损，报告人已预缴抢修费的，航标管理机构接到报告后立即组织抢修。")
    >>> [(d.relation.value, d.lower) for d in own_conditions(own, law)]
    [('加重', '报告人已预缴抢修费的')]
    """
    for family in _FAMILIES:
        for own in voices(family.pattern, below) if mentions(below.text, family.words, above.text) else ():
            punished = "罚" in own.sentence[len(own.before) + len(own.mark) :]
            more = _MORE.match(below.text, marked(own).end) or _ALIKE.match(below.text, marked(own).end)
            if own.piece.item or punished or more or not _is_asked(own.mark, above.text):
                continue
            if _about(own.mark, below, above):
                note = f"{phrases.DEMAND_ADDED}：{own.mark}"
                yield Difference("条件", Relation.HEAVIER, own.mark, "", marked(own), None, note)
                return


def _is_asked(words: str, law: str) -> bool:
    """Whether the condition asks for something that the law neither has nor leaves to others."""
    if _HARMLESS.search(words) or (_OPEN.search(law) and not _OWN.search(words)):
        return False
    asked = [found for found in _ASKED.finditer(words) if found[0] not in law]
    new = words[asked[0].start() :] if asked else words
    pairs = [new[at : at + 2] for at in range(len(new) - 1)]
    if "，" in words:  # 未参加…的，不予…
        return words.split("，")[1] not in law
    known = not asked and _ASKED.search(words) is not None
    return not known and sum(pair in law for pair in pairs) < HELD * len(pairs)


def _about(words: str, below: Side, above: Side) -> bool:
    """Whether what stands beside the condition is about what the law is about."""
    return weight(topics_of(below.text.replace(words, "。")) & topics_of(above.text)) >= SHARED
