"""Quantities and durations of a sentence, as intervals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final, NamedTuple

from lawcheck.document import Span
from lawcheck.slots.figures import FIGURE, parse_figure
from lawcheck.slots.model import Amount, Bound, Meaning, Period

__all__ = ["find_amounts", "find_periods", "find_quantities"]

_TIME: Final = (
    r"个?工作日|(?<![〇零一二三四五六七八九\d]{4})年(?![度检审级龄底初末报代规计月]|[\d一二三四五六七八九十]+月)|个半?月|月(?=以上|以下|以内|内|至|到)"
    r"|周(?![岁边围期转末密一二三四五六日长刊])|[日天](?![常程报志用光电内瓦])|[日天](?=内(?![瓦]))|个?小时|分钟|个?学期|个?学年|个?季度"
)
_SIZE: Final = (
    r"平方公里|平方千米|平方米|立方米|公顷|公里|千米|海里|厘米|毫米|米|亩|吨|千克|公斤|毫克|克(?!服)|毫升|升(?!级|学)|周岁|岁|分贝|千瓦|兆瓦"
    r"|千伏|伏|摄氏度|℃|兆帕|倍|亿元|万元|千元|元(?!旦|素|件|化)|%|‰|个百分点|人(?![民员大行体口均道工身才类力事格文])|名(?!称|录|单|义|胜|誉|牌)|户(?!籍|口|外|主|内)"
    r"|辆|台|层(?!级|次)|件|分(?=以|的|；|。|，)|公分|度(?=以|的|角)|(?:车)?次(?=以|的|；|。|，)|个|家|只|头|株|处(?=以)|类(?=以)|座(?=以)|厢|平方"
)
_COUNTED: Final = frozenset(
    (
        "人",
        "名",
        "户",
        "辆",
        "台",
        "层",
        "件",
        "分",
        "次",
        "车次",
        "个",
        "家",
        "只",
        "头",
        "株",
        "处",
        "类",
        "座",
        "度",
        "升",
        "伏",
    )
)  # nouns that limit something only with 以上, 不少于 and the like: one finds 一人, 三个 in any sentence
_QUANTITY: Final = re.compile(
    r"(?P<pre>(?:不得|应当)?(?:不超过|超过|超出|不高于|高于|不大于|大于|多于|不多于|不少于|少于|不低于|低于|不小于|小于|不足|不满|未满|未达到|未达|年满|已满|满|逾|达到|至少|最高|最低|最多|最长|最短|提前|提早)(?:为|达到?|不(?:得)?(?:超过|低于|少于|高于))?(?:按|以)?)?"
    rf"(?:(?P<f1>[百千万]分之)?(?P<a>{FIGURE})(?:(?P<t1>{_TIME})|(?P<u1>{_SIZE}))?"
    r"(?:(?P<link>(?:及|含本数)?以上(?:至|，|、)?(?:不满|不足|未满|不超过|不到)?|(?:不满|不足|未满|不超过|至|到|-|~|—{1,2}|－)|[、，]最高(?:为|不超过)?)))?"
    rf"(?P<f2>[百千万]分之)?(?P<b>{FIGURE})(?:(?P<t2>{_TIME})|(?P<u2>{_SIZE}))"
    r"(?P<post>(?:及|（含本数）|（含）)?(?:以上|以下|以内|之内|以外|之外|之前|以前|之后|以后|届满|期满|内|外|前|后))?"
)
_FRACTION: Final = re.compile(
    rf"(?P<pre>不超过|超过|不高于|不得高于|高于|不少于|少于|不低于|低于|不得低于|不得超过|达到|不足|不满|未达到|最高)?"
    rf"(?P<f1>[百千万])分之(?P<a>{FIGURE})(?:(?P<link>以上|至|-|~|—)(?:(?P<f2>[百千万])分之)?(?P<b>{FIGURE})(?P<times>倍)?)?"
    r"(?P<post>以上|以下|以内|以外)?"
)
_DATE: Final = re.compile(
    rf"{FIGURE}月(?:至|到){FIGURE}月|[〇零○一二三四五六七八九\d]{{4}}年(?:{FIGURE}月(?:{FIGURE}日)?)?|{FIGURE}月{FIGURE}日|(?<!个)(?<![\d一二三四五六七八九十]个){FIGURE}月(?:[底份初]|上旬|中旬|下旬)"
    rf"|第{FIGURE}(?:个)?(?:[日天年月周]|个?工作日|季度|学期|个月)|{FIGURE}年(?:规划|计划|制)|第{FIGURE}[款项条目章节编]|每?[日天]{FIGURE}时|星期[一二三四五六日]|{FIGURE}月(?={FIGURE}?日)"
)
_LOWER: Final = (
    "年满",
    "已满",
    "不少于",
    "不低于",
    "不小于",
    "至少",
    "最低",
    "最短",
    "满",
    "逾",
    "达到",
    "达",
    "提前",
    "提早",
)
_OVER: Final = ("超过", "超出", "高于", "大于", "多于")
_UPPER: Final = ("不超过", "不高于", "不大于", "不多于", "最高", "最多", "最长")
_UNDER: Final = ("不足", "不满", "未满", "未达", "少于", "低于", "小于")
_FACTOR: Final[dict[str, tuple[str, int | Decimal]]] = {
    "万元": ("元", 10_000),
    "亿元": ("元", 100_000_000),
    "千元": ("元", 1_000),
    "‰": ("%", Decimal("0.1")),
}
_SAME_UNIT: Final = {
    "千米": "公里",
    "公斤": "千克",
    "平方千米": "平方公里",
    "岁": "周岁",
    "公分": "厘米",
    "℃": "摄氏度",
    "平方": "平方米",
}
_TIME_UNITS: Final = {
    "天": "日",
    "个工作日": "工作日",
    "个月": "月",
    "个小时": "小时",
    "个学期": "学期",
    "个季度": "季度",
    "个学年": "学年",
}
_FRACTIONS: Final = {"百": Decimal(1), "千": Decimal("0.1"), "万": Decimal("0.01")}
_BASIS: Final = re.compile(
    r"(?:(?:对|按|按照|以|处以?|并处|可以?处|处罚款)?(?P<each>每[一]?[\u4e00-\u9fff]{1,6}?)(?:加?处以?|罚款|按|收取|加收|以|不超过)?$)"
    r"|(?:(?:处以?|并处|单处|按照?|依照|以|相当于|加收|加处|缴纳|收取|，|其|的)(?P<of>[\u4e00-\u9fff、（）]{2,24}?)(?:的)?$)"
)
_FINE_AFTER: Final = re.compile(r"(?:的|以上|以下|，|、)*(?:标准|幅度)?(?:处以?|予以|给予|并处)?(?:的)?罚款")
_FINE_BEFORE: Final = re.compile(
    r"罚(?:违法所得|货值金额)$|罚款(?:金额|数额|额度|幅度|标准)?(?:，)?(?:但)?(?:应当)?(?:为|每人|按)?(?:最高|最多|不得|总额)?$|处以?(?:罚款)?$|处[^，。；]{0,12}?每[\u4e00-\u9fff]{1,5}?$"
)


class _Found(NamedTuple):
    """A quantity before it is known what it is for: ends of the interval, unit, what stood around it."""

    span: Span
    low: Decimal | None
    high: Decimal | None
    low_included: bool
    high_included: bool
    unit: str
    timed: bool
    pre: str
    post: str
    range: bool


def find_quantities(text: str) -> Iterator[_Found]:
    """Every figure with a unit, in order; calendar dates and ordinal numbers left out."""
    if not _HAS_FIGURE(text):
        return
    free = _DATE.sub(lambda found: "□" * len(found[0]), text)
    taken: list[tuple[int, int]] = []
    for match in _FRACTION.finditer(free):
        found = _fraction(match)
        if found is not None:
            taken.append(match.span())
            yield found
    for match in _QUANTITY.finditer(free):
        if not any(match.start() < end and start < match.end() for start, end in taken):
            quantity = _quantity(match)
            if quantity is not None:
                yield quantity


_HAS_FIGURE: Final = re.compile(r"[\d零〇一二两三四五六七八九十百千万]|半年").search


def _fraction(match: re.Match[str]) -> _Found | None:
    scale = _FRACTIONS[match["f1"]]
    first, second = parse_figure(match["a"]), parse_figure(match["b"]) if match["b"] else None
    if first is None:
        return None
    upper, unit = second * _FRACTIONS[match["f2"] or match["f1"]] if second is not None else None, "%"
    if match["times"]:  # 百分之五十以上一倍以下
        scale, upper, unit = scale / 100, second, "倍"
    ends = _interval(first * scale, upper, match["pre"] or "", match["link"] or "", match["post"] or "")
    return _Found(Span(*match.span()), *ends, unit, False, match["pre"] or "", match["post"] or "", upper is not None)


def _quantity(match: re.Match[str]) -> _Found | None:
    first = parse_figure(match["a"]) if match["a"] else None
    second = parse_figure(match["b"])
    if second is None or (match["a"] and first is None):
        return None
    pre, link, post = match["pre"] or "", match["link"] or "", match["post"] or ""
    timed, raw = match["t2"] is not None, match["t2"] or match["u2"]
    unit, factor = _unit(raw, timed)
    own = _unit(match["t1"] or match["u1"] or raw, timed)[1] / (100 if match["u1"] == "%" and unit == "倍" else 1)
    if first is not None and not link:
        return None
    if unit in _COUNTED and not (pre or post or link):
        return None
    if first is None:
        ends = _interval(second * factor, None, pre, "", post)
    else:
        ends = _interval(first * own, second * factor, pre, link, post)
    return _Found(Span(*match.span()), *ends, unit, timed, pre, post, first is not None)


def _unit(raw: str, timed: bool) -> tuple[str, Decimal]:
    if timed:
        return _TIME_UNITS.get(raw, raw), Decimal(1)
    unit, factor = _FACTOR.get(raw, (raw, Decimal(1)))
    return _SAME_UNIT.get(unit, unit), Decimal(factor)


def _interval(
    first: Decimal, second: Decimal | None, pre: str, link: str, post: str
) -> tuple[Decimal | None, Decimal | None, bool, bool]:
    """Low, high, and whether each belongs to the interval."""
    if second is not None:
        return first, second, True, not link.endswith(("不满", "不足", "未满", "不到"))
    pre = pre.removeprefix("应当").replace("不得", "不").replace("不不", "不")
    if pre.endswith(_UPPER) or (pre == "" and post in ("以下", "以内", "之内", "内", "及以下")):
        return None, first, False, True
    if pre.endswith(_UNDER) and not pre.endswith(("不少于", "不低于", "不小于")):
        return None, first, False, False
    if pre.endswith(_OVER) or (pre == "" and post in ("以外", "之外")):
        return first, None, False, False
    if pre.endswith(_LOWER) or post in ("以上", "及以上"):
        return first, None, True, False
    if post in ("以下", "以内", "之内", "内"):
        return None, first, False, True
    return first, first, True, True


def find_amounts(text: str, found: tuple[_Found, ...]) -> Iterator[Amount]:
    """The quantities that are no durations."""
    for item in found:
        if not item.timed:
            item = _of_something(text, item)
            before = text[max(item.span.start - 30, 0) : item.span.start]
            after = text[item.span.end : item.span.end + 14]
            yield Amount(
                item.low,
                item.high,
                item.low_included,
                item.high_included,
                item.unit,
                _basis(before, item.unit),
                _is_fine(before, after, item.unit),
                text[item.span.start : item.span.end],
                item.span,
            )


_LIMIT_OF: Final = re.compile(
    r"(?P<pre>不得?(?:低于|少于|小于|超过|高于|大于|多于))(?:上一年|[^，。；不\d一二三四五六七八九十百]){2,24}的$"
)


def _of_something(text: str, item: _Found) -> _Found:
    """A share whose limit stands before what it is a share of (不低于净收益的10%)."""
    if item.unit not in ("%", "倍") or item.low != item.high or item.low is None:
        return item
    found = _LIMIT_OF.search(text, max(item.span.start - 30, 0), item.span.start)
    if found is None:
        return item
    low, high, low_included, high_included = _interval(item.low, None, found["pre"], "", "")
    return item._replace(low=low, high=high, low_included=low_included, high_included=high_included)


def _basis(before: str, unit: str) -> str:
    found = _BASIS.search(before)
    if found is None:
        return ""
    if found["each"]:
        return found["each"]
    return found["of"] if unit in ("倍", "%") else ""


def _is_fine(before: str, after: str, unit: str) -> bool:
    if unit not in ("元", "倍", "%"):
        return False
    return "滞纳金" not in after and bool(_FINE_AFTER.match(after) or _FINE_BEFORE.search(before))


_DISCRETION: Final = re.compile("拘留|[暂吊]扣|扣留")
_DECIDES: Final = re.compile(
    r"^[^，。；]{0,10}?(?:作出|办结|答复|审批|审查|受理|核发|批复|决定|批准|反馈|告知|出具|验收|审核)"
)
_KINDS: Final = (
    (re.compile(r"有效期|有效期限|有效|(?:设置|使用|许可|经营)期限"), Meaning.VALIDITY),
    (
        re.compile(
            r"(?:公示|公告)(?:期|时间|期限|日期)?(?:一般)?(?:为|应当|不得?少于|的|时间|内|，)*$|^的?(?:公示|公告)(?:期|后|，|$)"
        ),
        Meaning.NOTICE,
    ),
    (re.compile(r"保存|留存|保管|备查"), Meaning.KEEPING),
    (re.compile(r"任期|聘期|每届"), Meaning.TERM),
)
_START: Final = re.compile(
    r"自[^，。；]{2,40}?之?日起(?:的)?(?:算起)?$|(?:收到|接到|受理|作出)[^，。；]{0,20}?(?:后|之日起)(?:的)?$"
)
_ORGAN: Final = re.compile(r"政府|部门|机关|机构|委员会|办事处|法院|检察院|局(?=应|在|自)")


def find_periods(text: str, found: tuple[_Found, ...]) -> Iterator[Period]:
    """The durations, each with the side that it limits and what it is for."""
    for item in found:
        if item.timed:
            before = text[max(item.span.start - 60, 0) : item.span.start]
            clause = re.split(r"[。；]", before)[-1]
            after = re.split(r"[。；]", text[item.span.end : item.span.end + 30])[0]
            ends = [end for end in (item.low, item.high) if end is not None]
            bound = _bound(item, after, before)
            start = _START.search(before)
            yield Period(
                ends[0],
                ends[-1],
                item.unit,
                bound,
                _meaning(item, bound, clause, after),
                start[0] if start else "",
                text[item.span.start : item.span.end],
                item.span,
            )


def _bound(item: _Found, after: str, before: str) -> Bound:
    pre = item.pre.replace("不得", "不")
    if pre.endswith(("提前", "提早")) or (
        item.post in ("前", "之前", "以前") and not before.endswith(("应当在", "于"))
    ):
        return Bound.MIN
    if pre.endswith(("超过", "超出", "满", "逾", "已满")) and not pre.endswith(("不超过", "不满", "未满")):
        return Bound.OVER
    if item.range or (item.post == "以下" and _DISCRETION.search(before[-14:] + after[:6])):
        return Bound.RANGE
    if pre.endswith(("不超过", "最长", "不多于")) or item.post in ("内", "以内", "之内", "以下", "前", "之前"):
        return Bound.MAX
    if pre.endswith(("不少于", "至少", "不低于", "最短", "不小于")) or (item.post == "以上" and not item.range):
        return Bound.MIN
    if pre.endswith(("不满", "未满", "不足")):
        return Bound.MAX
    return Bound.OVER if item.post in ("后", "以后", "之后", "届满", "期满") else Bound.EXACT


def _meaning(item: _Found, bound: Bound, before: str, after: str) -> Meaning:
    if item.pre.endswith(("提前", "提早")) or item.post in ("前", "之前", "以前"):
        return Meaning.AHEAD
    if (found := _DISCRETION.search(before[-14:] + after[:6])) is not None:
        return Meaning.DETENTION if found[0] == "拘留" else Meaning.SUSPENSION
    for pattern, meaning in _KINDS:
        if pattern.search(before[-16:]) or pattern.search(after[:10]):
            return meaning
    if re.search(r"每$", before) or re.match(r"(?:至少)?[^，]{0,6}[一二三两]次(?=[，。；]|$)", after):
        return Meaning.FREQUENCY
    if re.match(r"[^，。；]{0,6}(?:不得|禁止|不受理|不再|不予)", after) and bound is Bound.MAX:
        return Meaning.BAN
    if bound is Bound.OVER or re.match(r"[^，。；]{0,12}的(?=[，；。]|$)", after):
        return Meaning.ELAPSED
    if bound is Bound.MAX:
        return Meaning.HANDLING if _ORGAN.search(before) or _DECIDES.search(after) else Meaning.DUTY
    return Meaning.OTHER
