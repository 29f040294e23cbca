"""What a document takes the place of (T05, T06), the time it leaves to adapt (T04), and who adopted it (T14)."""

from __future__ import annotations

import re
from datetime import date

from lawcheck.checks.context import CheckContext
from lawcheck.checks.model import Basis, Evidence, Finding, State
from lawcheck.checks.registry import for_rule
from lawcheck.checks.reporting import Outcome, Reporter
from lawcheck.document import Span
from lawcheck.laws import DocumentKind, Law, RepealClause, find_repeals, level_of, normalise_title, raw_articles
from lawcheck.procedure import load_filing_profile
from lawcheck.slots import Slots

__all__: list[str] = []

NO_LIBRARY = "没有法规库，无法核对"

# -- T04 -----------------------------------------------------------------------------------------------------------

_UNDERTAKING = re.compile(r"经营主体|市场主体|经营者|企业|个体工商户|生产者|销售者|建设单位|施工单位")
_ADAPTING = re.compile(
    r"适应调整期|过渡期|宽限期|施行前(?:已|依法|已经)?[^。；\n]{0,60}(?:应当|可以|继续)[^。；\n]{0,60}(?:[日月年]内|以前|之前|有效期)"
    r"|施行之日起[^。；\n]{0,20}[日月年]内"
)
_MANY = 3
"""Clauses that bind undertakings, from which on a text closely concerns them (domain.md 3.5, T04: a classifier by words)."""


@for_rule("T04")
def check_adjustment(reporter: Reporter) -> Outcome:
    """A text that binds undertakings in several clauses takes effect at once, and says nothing of time to adapt."""
    context, facts = reporter.context, reporter.context.facts
    since, period = load_filing_profile().adjustment(facts.territory)
    published = facts.published if facts.published_certain else None
    if published is None or facts.effective is None:
        return Outcome(state=State.NOT_CHECKED, reason="公布日期或者施行日期不明，无法计算适应调整期")
    if published < since:
        return Outcome(state=State.NOT_APPLICABLE, reason=f"公布时尚无适应调整期的要求（{since}起）")
    days = (facts.effective - published).days
    if days >= period.days or days < 0 or facts.amended:
        return Outcome()
    bound = [slots for slots in context.slots if _binds(slots)]
    if len(bound) < _MANY or _ADAPTING.search(context.text):
        return Outcome()
    clauses = "、".join(dict.fromkeys(_clause(context, slots) for slots in bound[:5]))
    told = {"公布": published.isoformat(), "施行": facts.effective.isoformat(), "约束经营主体的条款": clauses}
    evidence = Evidence(f"有{len(bound)}款约束经营主体，公布后{days}日施行，没有安排适应调整期", facts=told)
    finding = reporter.finding(
        _effect_place(context), evidence=evidence, words={"days": days}, confidence=0.5,
        basis=(Basis(period.source.text, period.source.confirmed),),
    )  # fmt: skip
    return Outcome((finding,))


def _binds(slots: Slots) -> bool:
    return any(
        n.modality and n.modality.norm.binds and n.subject and _UNDERTAKING.search(n.subject.text) for n in slots.norms
    )


def _clause(context: CheckContext, slots: Slots) -> str:
    unit = context.document.unit_at(slots.span.start)
    return context.document.citation_label(unit) if unit else ""


def _effect_place(context: CheckContext) -> Span:
    found = list(re.finditer(r"自[^。，\n]{2,24}(?:施行|实施|生效)", context.text))
    return Span(*found[-1].span()) if found else context.document.title_span


# -- T05 -----------------------------------------------------------------------------------------------------------

_TYPE = re.compile(r"(?:实施|管理)?(?:暂行|试行)?(?:实施|管理)?(?:条例|办法|规定|规则|细则|法)(?:（[^（）]*）)?$")
_LEAST = 4
"""Characters that two titles must share besides their types."""


@for_rule("T05")
def check_predecessor(reporter: Reporter) -> Outcome:
    """A law of the same subject and level is held, in force and older, and the text does not name it."""
    context = reporter.context
    day = context.document_date
    if context.library is None or day is None:
        return Outcome(
            state=State.NOT_CHECKED, reason=NO_LIBRARY if context.library is None else "文件日期不明，无法比较先后"
        )
    if re.search(r"修[改正订]|废止", context.facts.title) or context.facts.amended:
        return Outcome(state=State.NOT_APPLICABLE, reason="修改、修订或者废止的文件，不另有前身文件")
    held = context.library.laws(level_of(context.facts.kind))
    own = normalise_title(context.facts.title)
    stem = _stem(own)
    alike = [
        law
        for law in held
        if _SERIES.sub("", law.key) != _SERIES.sub("", own) or _SERIES.search(own) is None
        if len(stem) >= _LEAST and law.key != own and law.key.startswith(stem) and _stem(law.key) == stem
    ]
    findings = tuple(_without_repeal(reporter, law) for law in alike if _precedes(context, law, day))
    if findings or re.search("同时废止", context.text):
        return Outcome(findings)
    here = [law for law in held if law.territory and law.territory == context.facts.territory]
    if not here and context.facts.territory:
        return Outcome(state=State.NOT_CHECKED, reason="法规库中没有当地的同级文件，是否有前身文件请查当地法规库")
    return Outcome()


_SERIES = re.compile(r"（[一二三四五六七八九十]+）$")
"""补充规定（七） stands beside 补充规定（六）: the numbers of a series supplement, they do not replace."""


def _precedes(context: CheckContext, law: Law, day: date) -> bool:
    """In force, older than the document, and not named by it."""
    if (
        law.repeal is not None
        or context.library is None
        or law.key in context.library.repealed_titles()
        or law.title in context.text
    ):
        return False
    versions = context.library.versions(law.law_id)
    made = [v.adopted or v.published or v.effective_from for v in versions]
    return law.key not in context.text and any(d and d < day for d in made) and versions[-1].effective_to is None


def _stem(key: str) -> str:
    """A title without its type.

    >>> _stem("某市停车管理暂行办法"), _stem("某市停车条例")
    ('某市停车', '某市停车')
    """
    return _TYPE.sub("", key)


def _without_repeal(reporter: Reporter, law: Law) -> Finding:
    evidence = Evidence(f"库中有同一内容的《{law.title}》，现行有效，文中没有提到它", law.title)
    return reporter.finding(
        _effect_place(reporter.context), evidence=evidence, words={"title": law.title}, confidence=0.7
    )


# -- T06 -----------------------------------------------------------------------------------------------------------

_DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_STATED = re.compile(r"(?P<day>\d{4}年\d{1,2}月\d{1,2}日)[^，。；《》（）]{0,60}?(?:通过|公布|发布|批准|颁布)")


@for_rule("T06")
def check_repeals(reporter: Reporter) -> Outcome:
    """What the text repeals is held under that title, was not repealed before, and was made on the day that is told."""
    context = reporter.context
    clauses = find_repeals(raw_articles(context.document), normalise_title(context.facts.title))
    if not clauses:
        return Outcome(state=State.NOT_APPLICABLE, reason="没有废止其他文件的条款")
    if context.library is None:
        return Outcome(state=State.NOT_CHECKED, reason=NO_LIBRARY)
    findings = tuple(finding for clause in clauses if (finding := _wrong(reporter, clause)))
    unknown = [f"《{c.title}》" for c in clauses if not context.library.find_title(c.title) and not _end(context, c)]
    if unknown:
        return Outcome(findings, State.NOT_IN_LIBRARY, f"库中没有{'、'.join(unknown)}，未能核对")
    return Outcome(findings)


def _wrong(reporter: Reporter, clause: RepealClause) -> Finding | None:
    context = reporter.context
    problem = _repealed_before(context, clause) or _no_such_day(context, clause) or _other_day(context, clause)
    if not problem:
        return None
    place = _place(reporter.context, clause.title)
    if place is None:
        return None
    evidence = Evidence(problem, clause.title, facts={"废止条款": clause.quote})
    return reporter.finding(place, evidence=evidence, words={"problem": problem}, confidence=0.8)


def _end(context: CheckContext, clause: RepealClause) -> date | None:
    """The day on which another law ended it."""
    end = context.library.repealed_titles().get(clause.key) if context.library else None
    own = normalise_title(context.facts.title)
    return end.on if end and normalise_title(end.by_title) != own else None


def _repealed_before(context: CheckContext, clause: RepealClause) -> str:
    end, own = _end(context, clause), context.facts.effective or context.document_date
    if end is None or own is None or end >= own:
        return ""
    by = context.library.repealed_titles()[clause.key].by_title if context.library else ""
    return f"《{clause.title}》已于{end}由《{by}》废止"


def _no_such_day(context: CheckContext, clause: RepealClause) -> str:
    """A day beside the title that no calendar has (2019年2月30日公布的《…》)."""
    place = _place(context, clause.title)
    days = [day for words in _beside(context, place) for day in _DAY.finditer(words)] if place else []
    return next((f"{day[0]}历法上没有这一天" for day in days if _calendar_day(day) is None), "")


def _other_day(context: CheckContext, clause: RepealClause) -> str:
    """A day of making that the clause states, where the library knows the days of the law and not this one."""
    place = _place(context, clause.title)
    stated, known = _stated(context, place) if place else None, _days_of(context, clause)
    near = _NO_APPROVAL if _PROVINCE.match(clause.title) else _APPROVAL
    if stated is None or not known or min(abs((stated - day).days) for day in known) <= near:
        return ""
    return f"所写日期{stated}与库不符，《{clause.title}》的日期为{'、'.join(map(str, sorted(known)))}"


_NO_APPROVAL, _APPROVAL = 45, 366
"""Days between adoption and publication at the most: of what needs no approval, and of what does."""
_PROVINCE = re.compile(r"[\u4e00-\u9fff]{2,3}省|上海市|北京市|天津市|重庆市")


def _days_of(context: CheckContext, clause: RepealClause) -> set[date]:
    """The days on which what is repealed was made or amended, as texts held or the catalogue know them."""
    library = context.library
    if library is None:
        return set()
    days = {d for entry in library.catalogue(clause.title) for d in (entry.adopted, entry.published) if d}
    for law in library.find_title(clause.title):
        if law.key == clause.key:
            days |= {d for v in library.versions(law.law_id) for d in (v.adopted, v.published) if d}
            days |= set(library.known_days(law.law_id))
    return days


def _stated(context: CheckContext, place: Span) -> date | None:
    """The day told just before the title, or in brackets behind it."""
    found = next((match for words in _beside(context, place) if (match := _STATED.search(words))), None)
    parts = _DAY.match(found["day"]) if found else None
    return _calendar_day(parts) if parts else None


def _beside(context: CheckContext, place: Span) -> tuple[str, str]:
    """The words just before the title, and those in brackets behind it."""
    before = context.text[max(place.start - 80, 0) : place.start]
    behind = re.match(r"（[^（）]{0,120}）", context.text[place.end :])
    return re.split("[，。；、》\n]", before)[-1], behind[0] if behind else ""


def _calendar_day(match: re.Match[str]) -> date | None:
    try:
        return date(*map(int, match.groups()))
    except ValueError:
        return None


def _place(context: CheckContext, title: str) -> Span | None:
    """Where the title stands last: repeals stand at the end."""
    at = context.text.rfind(f"《{title}》")
    return Span(at, at + len(title) + 2) if at >= 0 else None


# -- T14 -----------------------------------------------------------------------------------------------------------

_LAWMAKING = re.compile(
    r"(?:地方立法|立法|制定(?:和批准)?地方性法规)(?:程序)?(?:条例|规定|办法|规则)$|地方性法规(?:制定|立法)?程序"
)
_ADOPTED = re.compile(r"(?P<who>人民代表大会(?:常务委员会)?)[^，。；）]{0,20}通过")


@for_rule("T14")
def check_adopter(reporter: Reporter) -> Outcome:
    """自治条例, 单行条例 and the procedure of local law-making are matters for the congress itself; what else is 特别重大 a
    person must say."""
    context = reporter.context
    note = re.sub(r"\s", "", context.document.note)
    adopted = _ADOPTED.search(note)
    if adopted is None:
        return Outcome(state=State.NOT_CHECKED, reason="题注没有写明通过的机关")
    if adopted["who"] == "人民代表大会":
        return Outcome()
    if context.facts.kind is DocumentKind.K5 and re.search(r"(?:变通|补充)(?:规定|条例|办法)", context.facts.title):
        reason = "变通规定、补充规定由哪一机关制定，依所变通的法律的授权，须人工核对"
        return Outcome(state=State.NOT_CHECKED, reason=reason)
    if context.facts.kind is DocumentKind.K5:
        evidence = Evidence(
            "自治条例和单行条例由民族自治地方的人民代表大会制定（立法法第八十五条第一款）",
            facts={"题注": context.document.note[:100]},
        )
        return Outcome(
            (reporter.finding(context.document.note_span, words={"what": "自治条例、单行条例"}, evidence=evidence),)
        )
    if not _LAWMAKING.search(re.sub(r"（.*?）", "", context.facts.title)) or "修改" in context.facts.title:
        return Outcome(state=State.NOT_CHECKED, reason="是否属于本行政区域特别重大事项，须人工判断")
    evidence = Evidence(
        "地方性法规案的提出、审议和表决程序由本级人民代表大会规定", facts={"题注": context.document.note[:100]}
    )
    words = {"what": "规定特别重大事项、地方立法程序的法规"}
    return Outcome((reporter.finding(context.document.note_span, evidence=evidence, words=words),))
