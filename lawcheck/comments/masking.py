"""Personal data in comments, hidden where a quote is shown; lengths stay, so that spans still point at the same words.

Wider than the checks of filings: a citizen's comment is private, so that what looks like a number of a person is one.
Names are hidden where they are the sender's own or stand behind a word that announces one; offices and posts are not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from lawcheck.document import Span
from lawcheck.personal import IDENTITY, MAIL, MOBILE, SURNAMES

__all__ = ["Personal", "find_personal", "mask_personal"]


class Personal(NamedTuple):
    """A personal datum in a text: where, what it is, and how many characters of it may be shown on either side."""

    span: Span
    kind: str
    first: int
    last: int


_MORE_SURNAMES: Final = "訾宓薄虞狄葛卜吉钮滕仲晏岑喻强逄佟楚麻冉仇燕苟巩鞠解应车原门游敖桑花宫凤农尉富丛化寇晁盖"
_COMPOUND: Final = "欧阳|上官|司马|诸葛|东方|皇甫|尉迟|公孙|慕容|司徒|夏侯|令狐|端木|南宫|长孙|宇文|轩辕|钟离|独孤"
_SURNAME: Final = f"(?:{_COMPOUND}|[{SURNAMES}{_MORE_SURNAMES}])"
_NAME: Final = rf"(?P<hit>{_SURNAME}[\u4e00-\u9fff]{{1,2}})"
_END: Final = r"(?=[ \u3000]*(?:[，,；;。！!（(、\n\d：:]|\Z|电话|手机|联系|身份证|[男女][，,、。]))"
_NUMBERS: Final = (  # (pattern, what it is, shown at the start, shown at the end)
    (IDENTITY, "证件号码", 0, 0),
    (re.compile(r"(?<![0-9A-Za-z-])\d{18}|(?<![0-9A-Za-z-])\d{17}[Xx](?![0-9A-Za-z])"), "证件号码", 0, 0),
    (re.compile(r"(?<!\d)[3-9]\d{3}(?:[ -]?\d{4}){3}(?:[ -]?\d{1,3})?(?!\d)"), "银行卡号", 0, 4),
    (MOBILE, "手机号码", 3, 0),
    (re.compile(r"(?<![0-9A-Za-z-])[（(]?0\d{2,3}[）)]?[-—－ ]?\d{7,8}(?![0-9A-Za-z-])"), "固定电话", 0, 0),
    (MAIL, "电子邮箱", 1, 0),
    (
        re.compile(r"(?:微信号?|[QqVv]{1,2}信?号?|QQ号?)[：: ]*(?P<hit>[A-Za-z][A-Za-z0-9_-]{4,19}|[1-9]\d{4,10})(?![0-9A-Za-z])"),
        "社交账号",
        1,
        0,
    ),
    (re.compile(r"(?:[\u4e00-\u9fff])(?P<hit>[A-Z][·•・\-]?(?=[A-Z0-9]*\d)[A-Z0-9]{5,6})(?![0-9A-Za-z])"), "车牌号码", 1, 0),
    (re.compile(r"(?:病历|住院|门诊|就诊|护照|社保|医保|学籍|驾驶?证)(?:卡?号码?|证号)?[：: ]*(?P<hit>[A-Za-z0-9][A-Za-z0-9-]{4,})"), "编号", 0, 0),
)  # fmt: skip
_ADDRESSES: Final = (
    re.compile(r"(?<=地址|家住|住在|住址)[：: ]?(?P<hit>[\u4e00-\u9fff]{2,20}\d+号?(?:[\u4e00-\u9fff]{0,4}\d+[幢栋号楼单元层室]{1,3})*)"),
    re.compile(
        r"(?P<hit>(?:[\u4e00-\u9fff]{2,3}[市县])?(?:[\u4e00-\u9fff]{2,3}[区县])?[\u4e00-\u9fff]{2,4}(?:路|街|巷|弄|大道|村|里)\d+(?:弄\d+)?号"
        r"(?:\d+(?:幢|栋|号楼|座))?(?:\d+单元)?(?:\d+室)?)"
    ),
    re.compile(r"(?P<hit>\d+(?:幢|栋|号楼|座)(?:\d+单元)?\d{2,4}室?)"),
    re.compile(r"(?P<hit>(?:[\u4e00-\u9fff]{2,3}[市县区])?(?:第[零一二三四五六七八九十百\d]+|[\u4e00-\u9fff]{2,6}?)(?:小学|中学|幼儿园)[一二三四五六七八九\d]年级(?:\d+班)?)"),
)  # fmt: skip
_NAMES: Final = (
    re.compile(r"(?:联系人|经办人|姓名|户名|举报人|投诉人|申请人|当事人|反映人|建议人|患者|署名|落款)[ \u3000]*[：:]?[ \u3000]*" + _NAME + _END),
    re.compile(r"(?:我叫|本人叫|我是|本人|名叫)[ \u3000]*" + _NAME + _END),
    re.compile(r"(?:业主|住户|居民|骑手|村民|市民|选民|租户|店主|司机|网格员|代表|群众)[ \u3000]*" + _NAME + _END),
    re.compile(r"(?:孩子|儿子|女儿|父亲|母亲|爸爸|妈妈|丈夫|妻子|老公|老婆|邻居)" + _NAME + _END),
    re.compile(rf"(?P<hit>{_SURNAME}(?:大爷|大叔|大妈|大娘|老伯|伯伯|阿姨|奶奶|爷爷|师傅|某某?))"),
    re.compile(rf"(?:\A|\n|[民人] {{1,4}})[ \u3000]*(?P<hit>{_SURNAME}[ \u3000]?[\u4e00-\u9fff](?:[ \u3000]?[\u4e00-\u9fff])?)(?=[ \u3000]*(?:\n|\Z))"),
    re.compile(rf"\n[ \u3000]*(?P<hit>{_SURNAME}[\u4e00-\u9fff]{{1,2}})(?=[ \u3000]+[\u4e00-\u9fff]{{2,}}[市区县])"),
)  # fmt: skip
_NO_NAME: Final = re.compile(
    r"(?:[主科处局部校院][任长]|经理|老师|先生|女士|同志|单位|公司|窗口|安全|方便|时间|于是|应当|应该|明确|常常|常年|金额|高度|"
    r"全体|支持|反对|同意|建议|希望|小区|物业|平时|路过|白天|关于|管理|万一|车主|从来|农村|成员|左右|毕竟|和[大我你他]|强烈|"
    r"应[要以把对]|解决|原来|原本|原则|马上|方[案面式]|成[本立为年]|时常|任何|单独|单元|曲线|花钱|化工|富余|门口|车[辆位棚库])"
)


def find_personal(text: str, names: Iterable[str] = ()) -> tuple[Personal, ...]:
    """Personal data in ``text`` in order, without overlaps; ``names`` are hidden wherever they stand.

    >>> found = find_personal("我叫王小明，手机13912345678。")
    >>> [(item.kind, "我叫王小明，手机13912345678。"[slice(*item.span)]) for item in found]
    [('姓名', '王小明'), ('手机号码', '13912345678')]
    """
    kept: list[Personal] = []
    for item in sorted(_all(text, names), key=lambda item: (item.span.start, -item.span.end, item.kind)):
        if not kept or item.span.start >= kept[-1].span.end:
            kept.append(item)
        elif item.span.end > kept[-1].span.end:
            kept[-1] = Personal(Span(kept[-1].span.start, item.span.end), kept[-1].kind, 0, 0)
    return tuple(kept)


def _all(text: str, names: Iterable[str]) -> Iterator[Personal]:
    if any(char.isdigit() or char == "@" for char in text) or "信" in text or "号" in text:
        for pattern, kind, first, last in _NUMBERS:
            yield from (Personal(_hit(m), kind, first, last) for m in pattern.finditer(text))
        for pattern in _ADDRESSES:
            yield from (Personal(_hit(m), "住址", 0, 0) for m in pattern.finditer(text))
    for pattern in _NAMES:
        for match in pattern.finditer(text):
            if not _NO_NAME.search(match["hit"]):
                yield _name(_hit(match))
    for name in names:
        if 2 <= len(name) <= 4:
            yield from (_name(Span(*m.span())) for m in re.finditer(re.escape(name), text))


def _hit(match: re.Match[str]) -> Span:
    return Span(*match.span("hit" if "hit" in match.re.groupindex else 0))


def _name(span: Span) -> Personal:
    """张*, 张*祥: the family name, and the last character of a longer name (domain.md 4.4)."""
    return Personal(span, "姓名", 1, 1 if span.length > 2 else 0)


def mask_personal(text: str, names: Iterable[str] = ()) -> str:
    """``text`` with personal data hidden by ``*``, as long as before.

    >>> mask_personal("联系人：张建祥，电话0571-88000000", ["张建祥"])
    '联系人：张*祥，电话*************'
    """
    parts, end = [], 0
    for item in find_personal(text, names):
        words = text[slice(*item.span)]
        tail = words[len(words) - item.last :] if item.last else ""
        parts += [text[end : item.span.start], words[: item.first], "*" * (len(words) - item.first - item.last), tail]
        end = item.span.end
    return "".join([*parts, text[end:]])
