"""The head verb of a phrase and what it is done to, by the parts of speech of rjieba."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

__all__ = ["Action", "find_action", "is_noun_phrase"]


class Action(NamedTuple):
    """Offsets of the verb and of its object in the phrase; equal ends = none."""

    verb: tuple[int, int]
    object: tuple[int, int]


_LEAD: Final = re.compile(
    r"(?:依法|及时|定期|立即|主动|逐步|积极|严格|切实|全面|自觉|首先|同时|还|也|并且|并|均|都|一律|一般|优先|统一|公开|共同|分别|自行|擅自|随意|违法|非法|故意|未|不|没有|予以|进行|有|要|按时|如实|妥善|另行|直接|继续|停止(?=[^，]{2})|先|再|不断|充分|公平|合理|科学|适时|免费|无偿|任意|私自|违规|超标准|超过规定)+"
)
_ADVERBIAL: Final = re.compile(
    r"(?:按照?|依照|依据|根据|遵照|参照)[^，。；]*?(?:规定|要求|标准|程序|规划|计划|原则|约定|职责|方案|协议|合同|权限|分工|规范|规程|范围|实际|情况|需要)(?:和[^，]{2,6}(?:要求|规定))?"
    r"|(?:在|于|自)[^，。；]{1,40}?(?:之?日(?:起)?[^，]{0,8}?(?:内|以?前|后)|[日年月天时]以?(?:内|前|后)|范围内|区域内|期限内|时间内|位置|显著位置|中|内|前|后|上|下|处|时|期间)"
    r"|[零一二三四五六七八九十百两\\d]+个?(?:工作日|日|月|年|小时)(?:以?内|之内|前|后)|持[^，。；]{2,20}?(?=到|向)|到[^，。；]{2,40}?(?:机构|部门|机关|单位|窗口|医院|派出所|地点)(?=办理|申请|登记|备案|接受|领取|进行|报)|由[^，。；]{2,30}?(?:部门|机关|机构|政府|委员会|常委会|组织|单位|企业|所有人|者)(?![的、和])"
    r"|每年|每月|每日|提前[^，]{1,6}[日天月]|以书面形式|以[^，]{2,12}(?:方式|形式|名义)|会同[^，。；]{2,30}?(?:部门|机关|机构|单位|委员会|政府)|通过[^，。；]{2,20}?(?:方式|途径|渠道|形式|网站|平台)"
)
_MOVED: Final = re.compile(
    r"(?:将|把|对|向|为|与|就|给|从|对于|针对)(?!外|象)(?P<what>[^，。；]{2,60}?)(?=(?:进行|予以|给予|作出|提出|实施|实行|开展|加强|采取|依法|提供|报告|报送|申请|公布|公开|公示|送|纳入|作为|列入|通知|告知|移送|移交|承担|办理|说明|举报|投诉|交付|支付|缴纳|签订|出示|报)|$)"
)
_NOT_VERBS: Final = frozenset(
    (
        "有关",
        "相关",
        "相应",
        "必要",
        "重大",
        "合法",
        "以上",
        "应当",
        "可以",
        "不得",
        "进行",
        "予以",
        "是",
        "有",
        "能",
        "会",
        "要",
    )
)
REACH: Final = 24
"""Characters within which the verb stands behind the adverbs and adverbials; tagging more costs time."""
_LINKS: Final = frozenset("、和或及并与") | {"或者", "以及"}


_NO_ACT: Final = re.compile(r"(?:有|实施|从事|履行|遵守|采取|具备|符合|包括|做好)?(?:下列|以下|前款|如下)")


def find_action(phrase: str, *, after_adverbial: bool = False) -> Action | None:
    """Verb and object of a phrase that begins after the modal word, or None if it names no verb; with
    ``after_adverbial`` only if something stands before the verb (为…提供便利).

    >>> phrase = "依法在三十日内编制专项规划"
    >>> action = find_action(phrase)
    >>> phrase[slice(*action.verb)], phrase[slice(*action.object)]
    ('编制', '专项规划')
    >>> phrase = "对排污单位进行监督检查"
    >>> action = find_action(phrase)
    >>> phrase[slice(*action.verb)], phrase[slice(*action.object)]
    ('监督检查', '排污单位')
    """
    if _NO_ACT.match(phrase):
        return None
    at, moved = _skip(phrase)
    if after_adverbial and not at:
        return None
    verb = _verb(phrase, at)
    if verb is None:
        return None
    if moved is not None:
        return Action(verb, moved)
    return Action(verb, _object(phrase, verb[1]))


def _skip(phrase: str) -> tuple[int, tuple[int, int] | None]:
    """Behind adverbs and adverbials; the object where 将 or 对 moved it before the verb."""
    at, moved = 0, None
    while True:
        for pattern in (_LEAD, _ADVERBIAL, _MOVED):
            found = pattern.match(phrase, at)
            if found and found.end() > at and found.end() < len(phrase):
                if pattern is _MOVED and moved is None:
                    moved = found.span("what")
                at = found.end()
                break
        else:
            return at, moved


def _verb(phrase: str, at: int) -> tuple[int, int] | None:
    """The first verb from ``at`` on, verbs joined to it by 、 and 和 included."""
    import rjieba  # its dictionary takes 33 MB, and processes that only show pages never cut words

    start = end = -1
    place, pending = at, False
    words = rjieba.tag(phrase[at : at + REACH])
    for number, (word, tag) in enumerate(words):
        last = number + 1 == len(words) or words[number + 1][0] in _LINKS
        is_verb = tag[0] == "v" or (
            tag in ("i", "l", "zg", "j", "n", "a") and start < 0 and len(word) > 1 and place == at
        )
        if start < 0:
            if is_verb and word not in _NOT_VERBS:
                start, end = place, place + len(word)
        elif (is_verb or (pending and tag in ("a", "n") and len(word) > 1)) and (
            pending or (place == end and end - start < 3 and last)
        ):
            end, pending = place + len(word), False
        elif word in _LINKS and place == end:
            pending = True
            place += len(word)
            continue
        else:
            break
        place += len(word)
    return (start, end) if start >= 0 and end - start >= 1 else None


def _object(phrase: str, at: int) -> tuple[int, int]:
    start = at
    for filler in ("了", "的"):
        if phrase.startswith(filler, start):
            start += 1
    return (start, len(phrase)) if len(phrase) - start >= 2 else (at, at)


_PERSONS: Final = re.compile(
    r"(?:等|会议|代表|学生|当事人|船舶|车辆|旅行社|银行|基地|设施|单位|个人|公民|法人|组织|人员|企业|经营者|业主|用户|人|者|方|机构|部门|机关|政府|委员会|法院|检察院|办事处|学校|医院|公司|协会|大会|局|厅|站|中心|所|队|员|院|场所|村民|居民|家长|监护人|团体|村|社|工会|妇联|会|国家|本市|本省|媒体|主|户|厂|社区|网站|平台|师|生)$"
)


def is_noun_phrase(text: str) -> bool:
    """Whether the words look like somebody who acts: they end like a person, an organ or a body.

    >>> is_noun_phrase("建设单位"), is_noun_phrase("加强管理")
    (True, False)
    """
    return _PERSONS.search(text) is not None
