"""Personal data P: checksums and context decide, a number alone never does; public output shows the masked form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Final

from lawcheck.checks.filing import anchor
from lawcheck.checks.model import Finding
from lawcheck.checks.registry import for_rule
from lawcheck.checks.reporting import Outcome, Reporter
from lawcheck.document import Span
from lawcheck.personal import CHAT, IDENTITY, LANDLINE, MAIL, MOBILE, SURNAMES, is_identity_number, mask

_OFFICIAL_MAIL = re.compile(r"@(?:[\w-]+\.)*gov\.cn\Z", re.IGNORECASE)
# Words on the line that say the number is a public line of an office, not of a person.
_OFFICE_LINE = re.compile(r"热线|监督电话|举报电话|投诉电话|咨询电话|服务电话|值班电话|总机|传真|办公电话|电话：|电话:")
_IDENTITY_LABEL = re.compile(r"身份证?(?:件)?(?:号码?|证号)?[为是：: 　]{0,2}\Z")
_PERSON = re.compile(r"联系人|手机|本人|姓名|经办人|住址|家庭")


def _masked(finding: Finding, masked: str) -> Finding:
    return replace(finding, masked=masked)


@for_rule("P01")
def find_identity_numbers(reporter: Reporter) -> Outcome:
    """Identity numbers with a valid checksum, anywhere in the file; one that its label calls so needs no known place."""
    context = reporter.context
    found = [m for m in IDENTITY.finditer(context.text) if _is_identity(m, context.as_of)]
    return Outcome(
        tuple(
            _masked(reporter.finding(Span(*m.span()), why="号码校验位（或出生日期）有效"), mask(m[0], first=6, last=4))
            for m in found
        )
    )


def _is_identity(match: re.Match[str], today: date) -> bool:
    labelled = _IDENTITY_LABEL.search(match.string[max(match.start() - 16, 0) : match.start()]) is not None
    return is_identity_number("".join(match[0].split()), today, any_place=labelled)


@for_rule("P02")
def find_contacts(reporter: Reporter) -> Outcome:
    """Mobile numbers, private mail and chat accounts; lines of an office and addresses under gov.cn are excused."""
    found = sorted(_contacts(reporter.context.text), key=lambda item: item[0])
    return Outcome(tuple(_contact(reporter, *item) for item in found))


def _contacts(text: str) -> Iterator[tuple[Span, str, int, int]]:
    """(span, what it is, characters shown at the start and at the end)."""
    for match in MOBILE.finditer(text):
        yield Span(*match.span(1)), "手机号码", 3, 4
    for match in LANDLINE.finditer(text):
        if _is_personal_line(text, match.start()):
            yield Span(*match.span()), "固定电话", 4, 2
    for match in MAIL.finditer(text):
        if not _OFFICIAL_MAIL.search(match[0]):
            yield Span(*match.span()), "电子邮箱", 1, len(match[0]) - match[0].index("@")
    for match in CHAT.finditer(text):
        yield Span(*match.span("hit")), "社交账号", 2, 1


def _is_personal_line(text: str, offset: int) -> bool:
    """A landline counts only beside a person's name or home, never beside words of an office."""
    line = text[text.rfind("\n", 0, offset) + 1 : offset]
    return bool(_PERSON.search(line)) and not _OFFICE_LINE.search(line)


def _contact(reporter: Reporter, span: Span, what: str, first: int, last: int) -> Finding:
    finding = reporter.finding(span, why=f"疑似个人{what}", facts={"类别": what}, words={"what": what})
    return _masked(finding, mask(finding.quote, first=first, last=last))


# -- P04 -----------------------------------------------------------------------------------------------------------

_LABELLED = re.compile(
    r"(?:联系人|经办人|姓名|举报人|投诉人|申请人|当事人|被处罚人|监护人|患者)[ \u3000]*[：:][ \u3000]*"
    rf"(?P<hit>[{SURNAMES}][\u4e00-\u9fff]{{1,2}})"
    r"(?=[ \u3000]*(?:[，,；;。（(、\n\d]|\Z|电话|手机|联系|身份证|[男女][，,、。]))"
)
_ROLE_WORDS = re.compile(r"主任|科长|处长|经理|老师|先生|女士|同志|部门|单位|公司|窗口")


LOCATED: Final = "P222"
"""What the reader notes of a picture with a position."""


@for_rule("P05")
def find_located_pictures(reporter: Reporter) -> Outcome:
    """Pictures whose camera noted where they were taken, as the reader found them; what they show is never looked at."""
    place = anchor(reporter.context)
    told = [problem.message for problem in reporter.context.document.source.problems if problem.code == LOCATED]
    return Outcome(tuple(reporter.finding(place, why=words, words={"where": words}) for words in told) if place else ())


@for_rule("P04")
def find_labelled_names(reporter: Reporter) -> Outcome:
    """Names behind a label (联系人：张某); names in running text and in signatures are left alone."""
    matches = [m for m in _LABELLED.finditer(reporter.context.text) if not _ROLE_WORDS.search(m["hit"])]
    return Outcome(tuple(_name(reporter, Span(*m.span("hit"))) for m in matches), None, "")


def _name(reporter: Reporter, span: Span) -> Finding:
    finding = reporter.finding(span, why="姓名写在“联系人”“姓名”等栏目之后")
    return _masked(finding, mask(finding.quote, first=1, last=0 if len(finding.quote) < 3 else 1))
