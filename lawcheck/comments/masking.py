"""Personal data in comments, hidden where a quote is shown; lengths stay, so that spans still point at the same words.

Wider than the checks of filings: a citizen's comment is private, so that what looks like a number of a person is one.
Names are hidden where they are the sender's own or stand behind a word that announces one; offices and posts are not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import Final, NamedTuple

from lawcheck.comments.naming import find_names, is_nobody, mask_standing_names
from lawcheck.document import Span
from lawcheck.personal import IDENTITY, MAIL, MOBILE, passes_luhn

__all__ = ["Personal", "find_personal", "mask_file_name", "mask_personal"]


CARD_NUMBER: Final = "银行卡号"
CARD: Final = re.compile(r"(?<!\d)[3-9]\d{3}(?:[ -]?\d{4}){3}(?:[ -]?\d{1,3})?(?!\d)")
_OF_CARD: Final = re.compile(r"(?:卡上?|存折|户头|[账帐][户号]|户名|汇到|打到)[^，。；\d\n]{0,8}$")


class Personal(NamedTuple):
    """A personal datum in a text: where, what it is, and how many characters of it may be shown on either side."""

    span: Span
    kind: str
    first: int
    last: int


_NINE: Final = "[零〇○一二三四五六七八九幺]"
_NUMBERS: Final = (  # (pattern, what it is, shown at the start, shown at the end)
    (IDENTITY, "证件号码", 0, 0),
    (re.compile(r"(?<![0-9A-Za-z-])\d{18}(?!\d{1,2}(?!\d))|(?<![0-9A-Za-z-])\d{17}[Xx](?![0-9A-Za-z])"), "证件号码", 0, 0),
    (CARD, CARD_NUMBER, 0, 4),
    (MOBILE, "手机号码", 3, 0),
    (re.compile(r"(?<!\d)(?<!\d )1 [3-9](?: \d){9}(?! ?\d)"), "手机号码", 3, 0),  # written digit by digit
    (re.compile(rf"(?<!{_NINE})[一幺][三四五六七八九]{_NINE}{{9}}(?!{_NINE})"), "手机号码", 3, 0),
    (re.compile(r"(?<![\d.第])(?:[1-9]\d|1\d\d|2[0-4]\d|25[0-5])(?:\.(?:\d|[1-9]\d|1\d\d|2[0-4]\d|25[0-5])){3}(?![\d.条款项节])"), "网络地址", 0, 0),
    (re.compile(r"(?<![0-9A-Za-z-])[（(]?0\d{2,3}[）)]?[-—－ ]{0,2}\d{3,4}[- ]?\d{4}(?![0-9A-Za-z-])"), "固定电话", 0, 0),
    (re.compile(r"(?:电话|座机|固话|传真|致电|[Tt]el\.?|TEL)(?:号码?)?[是为：: ]{0,2}(?P<hit>[2-8]\d{2,3}[- ]?\d{4})(?![0-9A-Za-z]|元|件|次|人|-\d)"), "固定电话", 0, 0),
    (MAIL, "电子邮箱", 1, 0),
    (
        re.compile(r"(?<![A-Za-z])(?:[微薇威]信号?|[QqVv]信号?|[VvWw][Xx]号?|[Qq]{2}号?|[QqVv]号|扣扣号?|(?<=加)我?[VvQq]|[Ww]e[Cc]hat)[是为：: ]*(?P<hit>[A-Za-z][A-Za-z0-9_-]{4,19}|[1-9]\d{4,10})(?![0-9A-Za-z])"),
        "社交账号",
        1,
        0,
    ),
    (re.compile(r"(?:[\u4e00-\u9fff])(?P<hit>[A-Z][·•・\-]?(?=[A-Z0-9]*\d)[A-Z0-9]{5,6})(?![0-9A-Za-z])"), "车牌号码", 1, 0),
    (re.compile(r"(?:病历|住院|门诊|就诊|护照|社保|医保|学籍|驾驶?证|工号|(?:执业|资格|工作|残疾|军官|士兵|退役|医师|教师|老年|优待|会员|上岗)证书?)(?:卡?号码?|证号|编号)?(?:[是为：:]|[ ])*(?P<hit>[A-Za-z0-9][A-Za-z0-9-]{4,})"), "编号", 0, 0),
)  # fmt: skip
# Without one of these no pattern of a number or an address fits.
_MAYBE: Final = re.compile(rf"[\d@VvQqWw信号扣]|单元|{_NINE}{{11}}")
_ADDRESSES: Final = (
    re.compile(r"(?<=地址|家住|住在|住址)[：: ]?(?P<hit>[\u4e00-\u9fff]{2,20}\d+号?(?:[\u4e00-\u9fff]{0,4}\d+[幢栋号楼单元层室]{1,3})*)"),
    re.compile(
        r"(?P<hit>(?:[\u4e00-\u9fff]{2,3}[市县])?(?:[\u4e00-\u9fff]{2,3}[区县])?[\u4e00-\u9fff]{2,4}(?:路|街|巷|弄|大道|村|里)\d+(?:弄\d+)?号"
        r"(?:\d+(?:幢|栋|号楼|座))?(?:\d+单元)?(?:\d+室)?)"
    ),
    re.compile(r"(?P<hit>\d+(?:幢|栋|号楼|座)(?:\d+单元)?\d{2,4}室?)"),
    re.compile(r"(?:[我家现租们]{0,3}住[在于]?)?(?P<hit>(?:[\u4e00-\u9fff]{2,6}?(?:[园苑城府庭湾里]|小区|公寓|[新家]村|花园))?(?<![\d-])\d{1,3}[-－—]\d{1,2}[-－—]\d{3,4}室?(?![\d-]))"),
    re.compile(r"(?:[我家现租们]{0,3}住[在于]?)?(?P<hit>[\u4e00-\u9fff]{2,6}?(?:[园苑城府庭湾里]|小区|公寓|[新家]村|花园)\d{1,3}[-－—]\d{3,4}室?(?![\d-]))"),
    re.compile(r"(?P<hit>[\d一二三四五六七八九十]{1,3}(?:幢|栋|号楼|座)[\d一二三四五六七八九十]{1,2}单元(?:[\d一二三四五六七八九十]{1,3}[楼层])?)"),
    re.compile(r"(?P<hit>(?:[\u4e00-\u9fff]{2,3}[市县区])?(?:第[零一二三四五六七八九十百\d]+|[\u4e00-\u9fff]{2,6}?)(?:小学|中学|幼儿园)[一二三四五六七八九\d]年级(?:\d+班)?)"),
)  # fmt: skip

# David Harlow, 阿依古丽·买买提: names of several parts that are no words.
_FOREIGN: Final = re.compile(
    r"[A-Z][A-Za-z'’-]+(?: [A-Z][A-Za-z'’.-]*){1,3}|[\u4e00-\u9fff]{1,8}[·•・][\u4e00-\u9fff]{1,8}"
)
# In the name of a file a number often stands behind a hyphen: mobile phones and identity numbers, no dates.
_FILE_NUMBER: Final = re.compile(r"(?<!\d)(?:1[3-9]\d{9}|\d{15}|\d{17}[\dXx])(?![\dXx])")


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


_SHORT: Final = 2  # characters of a name that may be a word as well


def _all(text: str, names: Iterable[str]) -> Iterator[Personal]:
    if _MAYBE.search(text):
        for pattern, kind, first, last in _NUMBERS:
            hits = (m for m in pattern.finditer(text) if kind != CARD_NUMBER or _is_card(m))
            yield from (Personal(_hit(m), kind, first, last) for m in hits)
        for pattern in _ADDRESSES:
            yield from (Personal(_hit(m), "住址", 0, 0) for m in pattern.finditer(text))
    found = find_names(text)
    yield from map(_name, found)
    # A name of three characters that is known once is hidden wherever it stands; one of two may be a word as well.
    again = {text[slice(*span)] for span in found if span.length >= 3}
    for name in sorted({*again, *filter(_is_hidden, names)}):
        yield from (_name(Span(*m.span())) for m in re.finditer(re.escape(name), text))
    # One of two characters only where nothing beside it makes it a part of other words: 李娜：… 。李娜的狗.
    for name in sorted({text[slice(*span)] for span in found if span.length == _SHORT}):
        alone = rf"(?<![\u4e00-\u9fff]){re.escape(name)}(?=[的说家也和与同住，,。！？!?；;：:、\s]|\Z)"
        yield from (_name(Span(*m.span())) for m in re.finditer(alone, text))


def _is_card(match: re.Match[str]) -> bool:
    """Whether a long number is one of a bank card: words beside it say so, or its last digit checks the others (Luhn); a
    number of an order is none.

    >>> [_is_card(match) for match in CARD.finditer("单号6222021001123456780，6222021001123456789，卡号6222021001123456780")]
    [False, True, True]
    """
    return bool(_OF_CARD.search(match.string, 0, match.start())) or passes_luhn(re.sub(r"\D", "", match[0]))


def _is_hidden(sender: str) -> bool:
    """Whether what a sender is called is hidden wherever it stands: names and nicknames; 家长, 匿名 are words."""
    return bool((2 <= len(sender) <= 4 and not is_nobody(sender)) or _FOREIGN.fullmatch(sender))


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


def mask_file_name(name: str) -> str:
    """The name of a file (with its folders) without names of people and numbers to reach them.

    >>> mask_file_name("来信/来信2_何小满_13800001234.docx"), mask_file_name("来信3_高新区.docx")
    ('来信/来信2_何*满_138********.docx', '来信3_高新区.docx')
    """
    *folders, last = name.split("/")
    stem, ending = PurePosixPath(last).stem, PurePosixPath(last).suffix
    parts = [mask_personal(mask_standing_names(part)) for part in (*folders, stem)]
    return _FILE_NUMBER.sub(lambda match: match[0][:3] + "*" * (len(match[0]) - 3), "/".join(parts)) + ending
