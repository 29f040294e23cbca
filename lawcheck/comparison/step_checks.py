"""Differences that the steps between two sentences show although no slot holds the words: a ban that fell away, shares of
votes, bodies of assemblies, villages and owners."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from rapidfuzz import fuzz

from lawcheck.comparison import phrases
from lawcheck.comparison.mapping import lower_place
from lawcheck.comparison.model import Difference, Relation, Step, StepKind
from lawcheck.comparison.pairs import Paired
from lawcheck.document import Span

__all__ = [
    "DIGITS",
    "added_approvals",
    "added_sanctions",
    "bodies",
    "dropped_approvals",
    "dropped_bans",
    "fewer_persons",
    "frequencies",
    "shares",
    "weakened_bans",
]

_BAN: Final = re.compile("不得|禁止|严禁")
_BANNED: Final = re.compile(f"{_BAN.pattern}|不准|不许")
_NEGATED: Final = re.compile("[不无未非禁勿]")
_ENDS_IN_BAN: Final = re.compile(f"(?:{_BAN.pattern})(?:[\u4e00-\u9fff]{{1,4}}、)?$")
"""A ban, or a ban with the first of several acts (不得破坏、损坏)."""
_FEW: Final = 6
"""Characters beside the ban that a step may have: more, and a whole phrase was left out or written anew."""
_SAME_BEHIND: Final = 2
_TAKES: Final = re.compile("[将把](?![^。；]*的，)")
"""Behind a ban these alone are the same: what they name may differ (不得将项目出租, 将厂房出租); but 将厂房出租的，… is a case."""
_SENTENCE: Final = re.compile("[。；]")
_HEADED: Final = re.compile("(?:不得|禁止|严禁)[^。]{0,20}[：:]")

DIGITS: Final = {digit: value for value, digit in enumerate("一二三四五六七八九十", 1)}
_SHARE: Final = re.compile("([一二三四五六七八九十])分之([一二三四五六七八九十])(以上|以下)?|过半数|半数以上")
_WEAK_BAN: Final = re.compile("(?:一般|原则上|通常|尽量|尽可能)(?:不得|不)|不宜|不提倡")
"""Words that advise against what a ban forbids."""

_PUNISHES: Final = re.compile("的[，,][^。；]{0,40}(?:罚款|警告|没收|责令|吊销|暂扣|拘留|处罚|处分|追究)")
_BODY: Final = re.compile(
    "主席团|常务委员会|主任会议|专门委员会|村民(?:代表)?会议|村民委员会|业主大会|业主委员会|发包方|承包方|领导机构|公安机关"
    "|(?:乡级|乡镇|县级|市级|省级)人民政府|工会(?!法|会员|经费|主席|章程|干部)|妇女联合会|残疾人联合会|共产主义青年团"
)
_TOWNSHIP: Final = re.compile("乡镇(?=人民政府)")
"""The government of a township by another name."""
_WIDTH: Final = 12
_OUTSIDE: Final = re.compile(
    "(?:行业|专业)?(?:协会|商会|学会|联合会)|街道办事处|(?:乡镇?|镇|乡级)人民政府|物业服务(?:企业|人)"
    "|(?:[省市县区]级?属?)?国有(?:独资|控股)?(?:企业|公司)|(?:居民|村民)委员会"
)
"""Bodies that are no department: put in the place of one, they are another organ whatever they are for."""
_DEPARTMENT: Final = re.compile("(?:部门|机关|机构)$")
_APPROVAL: Final = re.compile(
    "未经(?P<without>[^，。；]{2,30}?)(?:批准|审批|核准|审查同意|许可|同意)"
    "|(?:经|报经?(?!告|名)|报请|提请)[^，。；、]{2,24}?(?:批准|审批|核准|审查同意|许可|同意)(?!机关|部门|权限|手续|程序|文件|的[^，。；])"
)
SAME_APPROVAL: Final = 75.0
"""Likeness (rapidfuzz ratio, 0–100) from which on two approvals are one, by names of different length."""
_APPROVED: Final = re.compile("批准|审批|核准|许可|同意|审查|审核|备案|决定|授权|征得|点头|首肯|认可|应允|准许|放行")


def dropped_bans(pair: Paired) -> Iterator[Difference]:
    """不得 above, and the same act below without it: what the law forbids reads as allowed or done. A ban that only stands at
    another place of the sentence (禁止网吧接纳…, 网吧不得接纳…) is none dropped, nor is one whose breach is punished (接纳…的，处…)."""
    above, own = pair.upper_text[pair.upper.start : pair.upper.end], pair.lower_text[pair.lower.start : pair.lower.end]
    punished = _PUNISHES.search(own) is not None and _PUNISHES.search(above) is None
    if punished or len(_BANNED.findall(own)) >= len(_BAN.findall(above)):
        return
    for step in pair.steps:
        ban = _BAN.search(pair.upper_text, *step.upper)
        if ban is not None and _only_ban(pair, step) and not _said_before(pair, step):
            note = f"{phrases.BAN_DROPPED}：{pair.upper_text[ban.start() : ban.end() + 10]}"
            yield Difference("模态", Relation.CONFLICT, "", ban[0], None, Span(*ban.span()), note)


def weakened_bans(pair: Paired) -> Iterator[Difference]:
    """不得 above, and in its place words that only advise against it (不宜, 一般不得)."""
    for own in _WEAK_BAN.finditer(pair.lower_text, pair.lower.start, pair.lower.end):
        place = pair.counterpart(Span(*own.span()))
        ban = _BAN.search(pair.upper_text, max(place.start - 2, 0), place.end + 2) if place else None
        if ban is not None and own[0] not in pair.upper_text:
            note = phrases.changed("模态", ban[0], own[0])
            yield Difference("模态", Relation.RELAXED, own[0], ban[0], Span(*own.span()), Span(*ban.span()), note)


def _only_ban(pair: Paired, step: Step) -> bool:
    """Whether the step takes away little but the ban, right before words that both texts share."""
    if step.kind not in (StepKind.LEFT_OUT, StepKind.REPLACED) or step.upper.length > len("不得") + _FEW:
        return False
    own = pair.lower_text[slice(*step.lower)]
    behind = pair.upper_text[step.upper.end : step.upper.end + _SAME_BEHIND]
    takes = _TAKES.match(pair.lower_text, step.lower.end)
    same = pair.lower_text.startswith(behind, step.lower.end) and len(behind) == _SAME_BEHIND
    same = same or (takes is not None and behind.startswith(takes[0]))
    ends = _ENDS_IN_BAN.search(pair.upper_text[slice(*step.upper)])
    return same and ends is not None and not _NEGATED.search(own) and (len(own) <= _FEW or _opens_a_way(pair, step))


_WAY: Final = re.compile(
    "(?:[^，。；、]{0,6}(?:经|报|征得|取得)[^，。；、]{2,24}(?:同意|批准|许可|审核|备案|决定)后?，?)?(?:的，?)?(?:可以|方可|可)"
)
_CONSENT: Final = re.compile("未经[^，。；]{2,30}(?:批准|审批|核准|同意|许可)|(?:以外|之外|除[^，。；]{2,30}外)")


def _opens_a_way(pair: Paired, step: Step) -> bool:
    """经…同意可以 for 不得, where the higher law knows no consent that lifts the ban."""
    before = pair.upper_text[pair.upper.start : step.upper.end]
    return _WAY.fullmatch(pair.lower_text, *step.lower) is not None and not _CONSENT.search(before)


_ALL: Final = re.compile(
    "(?:任何)?(?:单位|组织)(?:和|或者?|、|以及)个人|(?:任何)?个人(?:和|或者?|、|以及)(?:单位|组织)"
    "|(?:公民|自然人)、法人(?:和|或者?|以及|、)(?:其他|非法人)组织"
)
"""Everybody: persons and bodies."""
_SOME: Final = re.compile("(?P<bodies>单位|企业|法人|机构|组织|公司)$|(?P<persons>个人|公民|自然人|居民|村民)$")
_PERSONS: Final = re.compile("个人|公民|自然人|居民|村民|家庭|他人|集体|群众")
_BODIES: Final = re.compile("单位|企业|法人|组织|机构|集体|部门|团体")
_BOUND: Final = re.compile("[都均也，]{0,2}(?:一律)?(?:不得|禁止|应当|有义务|必须|有责任)")
_LINKED: Final = re.compile("[、和或与及以]")
_NAMED: Final = re.compile("(?![的对由给持励向为是在使让])[\u4e00-\u9fff]$")
"""A word before 单位 that says which one it is (占用单位)."""
_CHOSEN: Final = re.compile(
    "(?:有关|相关|本地|当地|本[省市县区]|[省市县区]属|国有|重点|特定|具有[^，。；、]{2,8}户籍的)$"
)
"""Words that pick some out of all."""
_NEAR: Final = 10


def fewer_persons(pair: Paired) -> Iterator[Difference]:
    """任何单位和个人 above, 有关单位 below: a ban or a duty that binds only some, or a right that only some keep."""
    for other in _ALL.finditer(pair.upper_text, pair.upper.start, pair.upper.end):
        place = lower_place(pair.steps, Span(*other.span()))
        if place.same or pair.below.penalties:
            continue
        chosen = _CHOSEN.search(pair.lower_text, pair.lower.start, place.span.start)
        span = Span(chosen.start(), place.span.end) if chosen else place.span
        words = pair.lower_text[slice(*span)]
        some = _SOME.search(words)
        if some is None or not _alone(pair, span, some):
            continue
        bound = _BOUND.match(pair.upper_text, other.end())
        note = f"{phrases.PERSONS}：{phrases.changed('主体', other[0], words)}"
        relation = Relation.RELAXED if bound else Relation.CONFLICT
        yield Difference("主体", relation, words, other[0], span, Span(*other.span()), note)


def _alone(pair: Paired, span: Span, some: re.Match[str]) -> bool:
    """Whether the words name one kind only, and no others stand beside them."""
    text = pair.lower_text
    around = text[max(pair.lower.start, span.start - _NEAR) : span.start] + text[span.end : span.end + _NEAR]
    others = _PERSONS if some["bodies"] else _BODIES
    linked = _LINKED.match(text, span.end) or _LINKED.match(text, max(span.start - 1, 0))
    named = some.start() == 0 and _NAMED.search(text, pair.lower.start, span.start)
    return span.length <= _WIDTH and not (linked or named or others.search(around) or others.search(some.string))


_MORE: Final = re.compile(
    "(?:并|同时)?(?:可以)?(?:限制|禁止)其?[^，。；]{0,10}(?:从事|经营|参加|申请|承接|从业)[^，。；]{0,16}"
    "|(?:并|同时)?对(?:其|该)?[^，。；]{0,6}(?:法定代表人|主要负责人|直接负责的主管人员|负责人)[^，。；]{0,20}处[^，。；]{0,20}罚款"
)


def added_sanctions(pair: Paired) -> Iterator[Difference]:
    """罚款 above, 罚款，并限制其从事… below: one more sanction behind the same one, whose words no kind of penalty holds."""
    if not pair.below.penalties or not pair.above.penalties:
        return
    for step in pair.steps:
        if step.kind in (StepKind.ADDED, StepKind.REPLACED) and step.upper.length <= _FEW:
            own = _MORE.search(pair.lower_text, *step.lower)
            if own is not None and not _MORE.search(pair.upper_text):
                note = f"{phrases.KIND_ADDED}：{own[0]}"
                yield Difference("处罚种类", Relation.ADDED, own[0], "", Span(*own.span()), None, note)


def _said_before(pair: Paired, step: Step) -> bool:
    """Whether another ban of the sentence below reaches these words (不得甲、乙 for 不得甲，不得乙; 禁止下列行为：)."""
    before = pair.lower_text[: step.lower.start]
    sentence = _SENTENCE.split(before)[-1]
    return bool(_NEGATED.search(sentence[-2:]) or _BAN.search(sentence) or _HEADED.search(before.split("。")[-1]))


def dropped_approvals(pair: Paired) -> Iterator[Difference]:
    """经…批准, 未经…批准 above, and below the same sentence without it: a step falls away, or the ban has no way out."""
    above, own = pair.upper_text[pair.upper.start : pair.upper.end], pair.lower_text[pair.lower.start : pair.lower.end]
    if pair.above.penalties or len(_APPROVED.findall(own)) >= len(_APPROVED.findall(above)):
        return  # of a penalty it is part of the act
    for found in _APPROVAL.finditer(pair.upper_text, pair.upper.start, pair.upper.end):
        span = Span(*found.span())
        banned = not found["without"] and _BAN.search(own) is not None and _BAN.search(above) is None
        moved = banned or found[0] in pair.lower_text or _approved_by(found[0], pair.lower_text)
        if not moved and any(_leaves_out(step, span) for step in pair.steps):
            relation = Relation.HEAVIER if found["without"] else Relation.RELAXED
            note = f"{phrases.APPROVAL_DROPPED}：{found[0]}"
            yield Difference("程序", relation, "", found[0], None, span, note)


def _approved_by(words: str, text: str) -> bool:
    """Whether the same organ, by a shorter name, agrees somewhere in the text (经政府信息公开工作机构同意, 须经信息公开机构同意)."""
    return any(fuzz.ratio(words, own[0]) >= SAME_APPROVAL for own in _APPROVAL.finditer(text))


def added_approvals(pair: Paired) -> Iterator[Difference]:
    """经…同意, 经…批准 put into a sentence that above gives a right without it."""
    above = pair.upper_text[pair.upper.start : pair.upper.end]
    if _APPROVED.search(above) or not _RIGHT.search(above):
        return
    for step in pair.steps:
        put = pair.lower_text[slice(*step.lower)]
        own = _PUT_IN.search(put) if step.kind in (StepKind.ADDED, StepKind.REPLACED) else None
        if own is not None and len(put) <= own.end() - own.start() + _FEW and step.upper.length <= _FEW:
            span = Span(step.lower.start + own.start(), step.lower.start + own.end())
            note = f"{phrases.APPROVAL_ADDED}：{own[0]}"
            yield Difference("程序", Relation.HEAVIER, own[0], "", span, None, note)


_RIGHT: Final = re.compile("可以|有权|自主|自愿")
_PUT_IN: Final = re.compile("经[^，。；、]{2,16}(?:批准|审批|核准|审查同意|许可|同意)后?")


def _leaves_out(step: Step, span: Span) -> bool:
    """Whether the step takes away the whole of ``span`` and little else is put there."""
    inside = step.upper.start <= span.start + 1 and span.end - 1 <= step.upper.end
    return inside and step.kind in (StepKind.LEFT_OUT, StepKind.REPLACED) and step.lower.length <= _FEW


def shares(pair: Paired) -> Iterator[Difference]:
    """三分之二以上 above, 二分之一以上 below; shares in per cent are amounts."""
    theirs = tuple(_SHARE.finditer(pair.upper_text, pair.upper.start, pair.upper.end))
    for own in _SHARE.finditer(pair.lower_text, pair.lower.start, pair.lower.end):
        span = Span(*own.span())
        place = pair.counterpart(span)
        rivals = [other for other in theirs if place and other.start() < place.end and place.start < other.end()]
        if len(rivals) == 1 and _value(own) != _value(rivals[0]) and _from(own) == _from(rivals[0]):
            relation = _of_share(own, rivals[0])
            note = phrases.changed("比例", rivals[0][0], own[0])
            yield Difference("数额", relation, own[0], rivals[0][0], span, Span(*rivals[0].span()), note)


_EVERY: Final = re.compile(
    "每(?P<number>[一二两三四五六七八九十半])?(?:个)?(?P<unit>年度?|季度|月|周|日)(?![^，。；]{0,3}(?:收入|工资|产量|水量))"
)
_DAYS: Final = {"年": 360, "季": 90, "月": 30, "周": 7, "日": 1}


def frequencies(pair: Paired) -> Iterator[Difference]:
    """每年 above, 每三年 below: what is done less often is 放宽, what more often 加重."""
    theirs = tuple(_EVERY.finditer(pair.upper_text, pair.upper.start, pair.upper.end))
    for own in _EVERY.finditer(pair.lower_text, pair.lower.start, pair.lower.end):
        span = Span(*own.span())
        place = pair.counterpart(span)
        rivals = [other for other in theirs if place and other.start() <= place.end and place.start <= other.end()]
        if len(rivals) == 1 and _interval(own) != _interval(rivals[0]):
            relation = Relation.RELAXED if _interval(own) > _interval(rivals[0]) else Relation.HEAVIER
            note = phrases.changed("期限", rivals[0][0], own[0])
            yield Difference("期限", relation, own[0], rivals[0][0], span, Span(*rivals[0].span()), note)


def _interval(every: re.Match[str]) -> float:
    number = every["number"]
    times = 0.5 if number == "半" else DIGITS.get("二" if number == "两" else number, 1) if number else 1
    return times * _DAYS[every["unit"][0]]


def _value(share: re.Match[str]) -> Decimal:
    return Decimal(DIGITS[share[2]]) / DIGITS[share[1]] if share[1] else Decimal("0.5")


def _of_share(own: re.Match[str], other: re.Match[str]) -> Relation:
    """A lower quorum is 放宽, a higher one 加重, of 以下 the other way round; without either word 疑似抵触."""
    if _from(own) is None:
        return Relation.CONFLICT
    return Relation.HEAVIER if (_value(own) > _value(other)) == (_from(own) == "以上") else Relation.RELAXED


def _from(share: re.Match[str]) -> str | None:
    """以上 or 以下, as far as it is said; a majority is the least that is asked."""
    return str(share[3]) if share[3] else None if share[1] else "以上"


def bodies(pair: Paired, told: Sequence[Span]) -> Iterator[Difference]:
    """One body in the place of another that a law keeps apart from it (主席团, 常务委员会; 村民会议, 村民委员会)."""
    above = tuple(_BODY.finditer(pair.upper_text, pair.upper.start, pair.upper.end))
    for own in _BODY.finditer(pair.lower_text, pair.lower.start, pair.lower.end):
        span = Span(*own.span())
        place = pair.counterpart(span)
        if place is None or place.length > _WIDTH or span.overlaps(*told):
            continue
        rivals = [other for other in above if other.start() < place.end and place.start < other.end()]
        other = len(rivals) == 1 and _TOWNSHIP.sub("乡级", rivals[0][0]) != _TOWNSHIP.sub("乡级", own[0])
        if other and pair.same_context(span, Span(*rivals[0].span())):
            note = phrases.changed(phrases.ORGAN, rivals[0][0], own[0])
            yield Difference("机关", Relation.CONFLICT, own[0], rivals[0][0], span, Span(*rivals[0].span()), note)
    yield from _outsiders(pair, told)


def _outsiders(pair: Paired, told: Sequence[Span]) -> Iterator[Difference]:
    """An association, a street or a township in the place of the department that the higher law names."""
    for own in _OUTSIDE.finditer(pair.lower_text, pair.lower.start, pair.lower.end):
        span = Span(*own.span())
        place = pair.counterpart(span)
        seen = own[0] in pair.upper_text or span.overlaps(*told)
        if place is None or seen:
            continue
        rivals = [o for o in pair.above.organs if o.span.overlaps(place)]
        replaced = [o for o in rivals if _DEPARTMENT.search(o.text) and o.text not in pair.lower_text]
        if replaced and not _OUTSIDE.search(pair.upper_text, place.start, place.end) and pair.same_context(span, place):
            note = phrases.changed(phrases.ORGAN, replaced[0].text, own[0])
            yield Difference("机关", Relation.CONFLICT, own[0], replaced[0].text, span, replaced[0].span, note)
