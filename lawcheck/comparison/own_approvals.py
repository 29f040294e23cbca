"""An approval, a consent or a check by an office that a drafter puts in his own words before what the law lets people do, or lets
an organ do, without one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lawcheck.comparison import phrases
from lawcheck.comparison.model import Difference, Relation
from lawcheck.comparison.pairs import Side
from lawcheck.comparison.topics import topics_of, weight
from lawcheck.comparison.voices import Voice, lead, marked, mentions, voices

__all__ = ["own_approvals"]

SHARED: Final = 3
"""Weight of the topics that the sentence, without the approval, has in common with the law."""

_OFFICE: Final = (
    "(?:局|委(?![托员派])|委员会|办公室|政府|部门|机关|机构|街道|厅|办|院|部|中心|站|所|镇|乡|党组织|领导|单位)"
)
_GIVES: Final = "批准|审批|核准|同意|许可|审定|签批|批复|准许|批准文件|审[查核看阅验](?:盖章|签发|登记|通过|合格|备案|认定)?|盖章|加盖公章|把关|签字|签署意见|看过|过目|点头|认可|首肯|放行"
_GIVING: Final = (
    "批",
    "核",
    "同意",
    "许可",
    "审",
    "准许",
    "盖章",
    "公章",
    "把关",
    "签",
    "看过",
    "过目",
    "点头",
    "认可",
    "首肯",
    "放行",
)
_APPROVAL: Final = re.compile(
    f"(?:(?:逐[级件次]|先行?|事先|事前|提前|统一|书面)?(?:报请|报经|上报|报|提请|送|经(?![营济过费常])|征得|取得|获得|得到|请|由|持)[^，。；、]{{0,6}}?(?<!关于)[^，。；、]{{1,18}}?{_OFFICE}"
    f"(?:[^，。；、]{{0,4}}?(?:负责人|领导|书面|现场|核查并|审查|审核|审定|研究|逐[级件次]|先行|的))*?(?:{_GIVES}))"
)
"""Who approves, checks or signs: an office that has a name."""
_NEEDED: Final = re.compile("应当|应|必须|须|需|要|一律|均|都|先|事前|提前")
_FIRST: Final = re.compile("先|事前|提前|逐[级件次]")
_GATE: Final = re.compile(
    "[^，。；]{0,8}(?:，|后)?[^，。；]{0,10}?(?:方可|方能|方予|才能|才可|才准|再行?|后(?=[，。；]|实施|生效|施行|进行)|方才|方准|的，视为)"
)
_REFUSED: Final = re.compile("未[经获][^，。；]{0,16}(?:不得|不能|不准|不予)")
_BANNED: Final = re.compile("[^，。；]{0,6}，?[^，。；]{0,8}?(?:不得|不能|不准|不许|不予)")
"""What makes it a demand: one must, may only then, or may not without."""
_CASE: Final = re.compile("[^，。；]{0,6}的(?!，?(?:视为|方|才|予以|给予))|[^，。；]{0,12}的[。；：、]")
"""Behind it: the approval only names a case or a thing."""
_KNOWN: Final = re.compile(
    "批准|审批|核准|同意|许可(?!证)|审定|批复|划定|审核(?:批准|同意|通过)?|审议|准予|(?<!自主)(?<!自行)决定|验收|评审|认定|核定|授权|核发|审查(?:批准|同意|通过)"
)
"""Words above of a procedure that a drafter may only have spelt out."""
_OWN_AFFAIRS: Final = re.compile(
    "规划|名录|目录|办法|草案|标准|区域|编制|拟订|划定|制定(?!的)|起草|机构编制|设立[^，。；]{0,6}(?:机构|部门|委员会)|撤销|更名|选举|任免|紧急|[议论决]通过"
)
"""What organs, assemblies and villages have approved among themselves."""
_BY_RULE: Final = re.compile("依法|规定|有关|原许可|国务院|国家|物价|会议|大会|常务|双方|当事人|的机关")
"""… or as another rule asks."""


def own_approvals(below: Side, above: Side) -> Iterator[Difference]:
    """报…批准, 须经…审核同意, …签批后方可 below, of what the law lets pass without any procedure.

    >>> from lawcheck.comparison.pairs import side_of
    >>> law = side_of("养蜂人转场采蜜，可以自行选择场地放置蜂箱。")
    >>> own = side_of("养蜂人转场放置蜂箱，须报镇农业办公室审批。")
    >>> [(d.relation.value, d.lower) for d in own_approvals(own, law)]
    [('加重', '报镇农业办公室审批')]
    """
    if not mentions(below.text, _GIVING) or _KNOWN.search(_repeated(below.text, above.text)):
        return
    theirs = topics_of(above.text)
    for own in voices(_APPROVAL, below):
        if own.piece.item or own.mark in above.text or not _asked(below.text, own) or _OWN_AFFAIRS.search(own.sentence):
            continue
        near = weight(topics_of(own.sentence.replace(own.mark, "。")) & theirs)
        if near and weight(topics_of(below.text.replace(own.mark, "。")) & theirs) >= SHARED:
            note = f"{phrases.APPROVAL_ADDED}：{own.mark}"
            yield Difference("程序", Relation.HEAVIER, own.mark, "", marked(own), None, note)


_BARE: Final = re.compile("[未需须应]?经(?:批准|许可|同意)")


def _repeated(below: str, above: str) -> str:
    """The law without what both say of approvals that nobody is named for (未经批准不得…)."""
    return _BARE.sub("。", above) if _BARE.search(below) else above


def _asked(text: str, own: Voice) -> bool:
    """Whether the approval is asked for."""
    end = own.span.start + len(own.mark)
    before = lead(own.before)
    if _BY_RULE.search(before + own.mark):
        return False
    without = before.endswith("未") and _BANNED.match(text, end) is not None
    if without or _GATE.match(text, end) or _REFUSED.search(text, end, own.piece.end):
        return True
    needed = _NEEDED.search(before) or _FIRST.search(own.mark)
    return needed is not None and not _CASE.match(text, end)
