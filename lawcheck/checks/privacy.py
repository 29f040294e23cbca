"""Personal data P: checksums and context decide, a number alone never does; public output shows the masked form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from lawcheck.checks.model import Finding
from lawcheck.checks.registry import for_rule
from lawcheck.checks.reporting import Outcome, Reporter
from lawcheck.document import Span

__all__ = ["is_identity_number", "mask"]

# 18 digits, also in groups of 6, 8 and 4 with blanks between; or the 15 digits of the first generation.
_ID = re.compile(r"(?<![0-9A-Za-z])(?:\d{6}[ \u3000]?\d{8}[ \u3000]?\d{3}[ \u3000]?[\dXx]|\d{15})(?![0-9A-Za-z])")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
_PROVINCES = frozenset(
    (11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54, 61, 62, 63)
) | {64, 65, 71, 81, 82, 83}

_MOBILE = re.compile(r"(?<![0-9A-Za-z.\-])(?:\+?86[- ]?)?(1[3-9]\d[- ]?\d{4}[- ]?\d{4})(?![0-9A-Za-z])")
_LANDLINE = re.compile(r"(?<![0-9A-Za-z])[（(]?(?:0\d{2,3})[）)]?[-—－ ]?[2-8]\d{6,7}(?![0-9A-Za-z])")
_MAIL = re.compile(
    r"(?<![A-Za-z0-9_.])[A-Za-z0-9][A-Za-z0-9_.+-]{1,40}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,8}"
)
_CHAT = re.compile(r"(?:微信号?|QQ号?|qq号?)[：: ]*(?P<hit>[A-Za-z][A-Za-z0-9_-]{5,19}|[1-9]\d{4,10})(?![0-9A-Za-z])")
_OFFICIAL_MAIL = re.compile(r"@(?:[\w-]+\.)*gov\.cn\Z", re.IGNORECASE)
# Words on the line that say the number is a public line of an office, not of a person.
_OFFICE_LINE = re.compile(r"热线|监督电话|举报电话|投诉电话|咨询电话|服务电话|值班电话|总机|传真|办公电话|电话：|电话:")
_PERSON = re.compile(r"联系人|手机|本人|姓名|经办人|住址|家庭")


def is_identity_number(number: str, today: date) -> bool:
    """Whether ``number`` is a valid 公民身份号码: 18 digits with the check digit of GB 11643, or the 15 digits of the
    first generation with a known province and a possible birthday.

    >>> [is_identity_number(number, date(2026, 1, 1)) for number in ("11010519491231002X", "110105194912310021")]
    [True, False]
    """
    if int(number[:2]) not in _PROVINCES:
        return False
    if len(number) == 15:
        return _is_birthday("19" + number[6:12], date(2000, 1, 1))
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    return number[17].upper() == _CHECK[total % 11] and _is_birthday(number[6:14], today)


def _is_birthday(digits: str, latest: date) -> bool:
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return False
    return date(1900, 1, 1) <= day <= latest


def mask(text: str, *, first: int, last: int) -> str:
    """``text`` with all but the ``first`` and ``last`` characters hidden.

    >>> mask("13912345678", first=3, last=4)
    '139****5678'
    """
    hidden = max(len(text) - first - last, 1)
    return text[:first] + "*" * hidden + (text[len(text) - last :] if last else "")


def _masked(finding: Finding, masked: str) -> Finding:
    return replace(finding, masked=masked)


@for_rule("P01")
def find_identity_numbers(reporter: Reporter) -> Outcome:
    """Identity numbers with a valid checksum, anywhere in the file."""
    context = reporter.context
    found = [m for m in _ID.finditer(context.text) if is_identity_number("".join(m[0].split()), context.as_of)]
    return Outcome(
        tuple(
            _masked(reporter.finding(Span(*m.span()), why="号码校验位（或出生日期）有效"), mask(m[0], first=6, last=4))
            for m in found
        )
    )


@for_rule("P02")
def find_contacts(reporter: Reporter) -> Outcome:
    """Mobile numbers, private mail and chat accounts; lines of an office and addresses under gov.cn are excused."""
    found = sorted(_contacts(reporter.context.text), key=lambda item: item[0])
    return Outcome(tuple(_contact(reporter, *item) for item in found))


def _contacts(text: str) -> Iterator[tuple[Span, str, int, int]]:
    """(span, what it is, characters shown at the start and at the end)."""
    for match in _MOBILE.finditer(text):
        yield Span(*match.span(1)), "手机号码", 3, 4
    for match in _LANDLINE.finditer(text):
        if _is_personal_line(text, match.start()):
            yield Span(*match.span()), "固定电话", 4, 2
    for match in _MAIL.finditer(text):
        if not _OFFICIAL_MAIL.search(match[0]):
            yield Span(*match.span()), "电子邮箱", 1, len(match[0]) - match[0].index("@")
    for match in _CHAT.finditer(text):
        yield Span(*match.span("hit")), "社交账号", 2, 1


def _is_personal_line(text: str, offset: int) -> bool:
    """A landline counts only beside a person's name or home, never beside words of an office."""
    line = text[text.rfind("\n", 0, offset) + 1 : offset]
    return bool(_PERSON.search(line)) and not _OFFICE_LINE.search(line)


def _contact(reporter: Reporter, span: Span, what: str, first: int, last: int) -> Finding:
    finding = reporter.finding(span, why=f"疑似个人{what}", facts={"类别": what}, words={"what": what})
    return _masked(finding, mask(finding.quote, first=first, last=last))


# -- P04 -----------------------------------------------------------------------------------------------------------

_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田"
    "任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章"
    "鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜路詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁"
    "隋植甘景薄单包司柏宁柯阮桂闵"
)
_LABELLED = re.compile(
    r"(?:联系人|经办人|姓名|举报人|投诉人|申请人|当事人|被处罚人|监护人|患者)[ \u3000]*[：:][ \u3000]*"
    rf"(?P<hit>[{_SURNAMES}][\u4e00-\u9fff]{{1,2}})"
    r"(?=[ \u3000]*(?:[，,；;。（(、\n\d]|\Z|电话|手机|联系|身份证|[男女][，,、。]))"
)
_ROLE_WORDS = re.compile(r"主任|科长|处长|经理|老师|先生|女士|同志|部门|单位|公司|窗口")


@for_rule("P04")
def find_labelled_names(reporter: Reporter) -> Outcome:
    """Names behind a label (联系人：张某); names in running text and in signatures are left alone."""
    matches = [m for m in _LABELLED.finditer(reporter.context.text) if not _ROLE_WORDS.search(m["hit"])]
    return Outcome(tuple(_name(reporter, Span(*m.span("hit"))) for m in matches), None, "")


def _name(reporter: Reporter, span: Span) -> Finding:
    finding = reporter.finding(span, why="姓名写在“联系人”“姓名”等栏目之后")
    return _masked(finding, mask(finding.quote, first=1, last=0 if len(finding.quote) < 3 else 1))
