"""Time and procedure T: effective date, publication, periods, and what must still be made."""

from __future__ import annotations

import re
from calendar import isleap
from datetime import date

from lawcheck.checks.context import CheckContext
from lawcheck.checks.model import Basis, Evidence, Finding, State
from lawcheck.checks.patterns import Hit, find_hits
from lawcheck.checks.registry import for_rule
from lawcheck.checks.reporting import Outcome, Reporter
from lawcheck.document import Span, Unit, UnitKind, parse_numeral
from lawcheck.laws import DocumentKind

__all__ = ["effect_span"]

_EFFECT = re.compile(r"(?:施行|实施|生效|执行)")
_EFFECT_CLAUSE = re.compile(
    r"(?:自|从|于)[^。；，\n]{1,30}?(?:日|日零时|月|年度?)(?:起|后|起[^。；，\n]{2,6}后)?(?:正式|暂行|先行|试)?(?:施行|实施|生效|执行|试行|实行)|(?:通过|批准)[^。；\n]{0,16}(?:公布|发布)施行|(?:施行|生效|实施)日期(?:由|另行|为|是)"
)
_OWN_EFFECT = re.compile(
    r"(?:本|该)(?:实施|若干|暂行|试行)?(?:法|条例|办法|规定|规则|细则|决定|规范|章程|规程|制度|通则|准则|规章|意见)"
    r"[^。；\n]{0,16}(?:自|从|于)[^。；，\n]{1,30}?(?:日|月|年)起?(?:正式|暂行|先行|试)?(?:施行|实施|生效|执行|试行)"
)
"""Far from the end only a sentence about the document itself counts: one on legislation speaks of others' 施行日期."""
_ON_PUBLICATION = re.compile(r"自(?:公布|发布|印发|颁布)之日起(?:正式|暂行|先行|试)?(?:施行|实施|生效|执行)")
_NUMERAL = r"[\d〇○零一二三四五六七八九十]+"
_DATE = re.compile(rf"({_NUMERAL})年({_NUMERAL})月({_NUMERAL})日")
_AMENDED = re.compile(r"修正|修订|修改")
_EXCEPTION = re.compile(r"国家安全|外汇汇率|货币政策|不立即施行|有碍[^。，]{0,10}施行|紧急情况|突发")
_CARRIES_OUT = re.compile(r"(?P<law>[^》\s]*法)实施(?:条例|细则|办法)$")
_NO_EFFECT_NEEDED = re.compile(r"决定|决议|批复|函|纪要|解释|意见|通知|公告|规划|纲要")

NOTICE_SINCE = date(2002, 1, 1)
"""The day on which the two regulations on procedure took effect."""

NOTICE_DAYS = 30
"""规章程序条例 32, 行政法规程序条例 29: at least 30 days from publication to effect."""


def effect_span(context: CheckContext) -> Span | None:
    """Where the document says when it takes effect: the last clause of the body that says when the document takes effect."""
    tops = context.document.units
    end = tops[-1].span.end if tops else 0  # a text behind a 修改决定 has its own day of effect
    own = [unit for unit in context.document.clauses if unit.span.start < end]
    for unit in reversed(own[-8:]):
        if found := _EFFECT_CLAUSE.search(context.text, unit.span.start, unit.span.end):
            return Span(*found.span())
    found_anywhere = list(_OWN_EFFECT.finditer(context.text))
    return Span(*found_anywhere[-1].span()) if found_anywhere else None


def _effective(context: CheckContext) -> date | None:
    """The effective date; 自公布之日起施行 is the day of publication."""
    if context.facts.effective is not None:
        return context.facts.effective
    return context.facts.published if _at_once(context) else None


def _tail_span(context: CheckContext) -> Span:
    """The last article (or the last line): where an effective date is missed."""
    articles = [u for u in context.document.walk() if u.kind in (UnitKind.ARTICLE, UnitKind.CLAUSE)]
    if articles:
        return articles[-1].span
    return Span(context.text.rstrip().rfind("\n") + 1, len(context.text.rstrip()))


@for_rule("T01")
def check_effective_date(reporter: Reporter) -> Outcome:
    """No clause says when the document takes effect, it names a day that no calendar has, or another day than the 题注; a bare date that a databank
    noted above the text (2012年7月1日 施行) is not the text's own: ``note``."""
    context = reporter.context
    if impossible := _impossible(context):
        return Outcome((_no_such_day(reporter, impossible),))
    if noted_day := _noted_otherwise(context):
        return Outcome((_two_days(reporter, noted_day),))
    units = _numbered(context)
    if not units:
        return Outcome(state=State.NOT_CHECKED, reason="没有识别出条文（第X条），无法判断有无施行日期条款")
    note = context.document.note
    noted = _EFFECT.search(note) is not None
    if effect_span(context) or _EFFECT_CLAUSE.search(note) or (_effective(context) and not noted):
        return Outcome()
    if _NO_EFFECT_NEEDED.search(context.document.title[-6:]) and not _lays_down(context, units):
        return Outcome(state=State.NOT_APPLICABLE, reason="决定、决议、通知、复函、会议纪要等可以不单列施行日期")
    cut = _cut_off(context)
    last = units[-2:]
    shown = "\n".join(f"{a.label.strip()}　{a.full_text}" for a in last)[-300:]
    reason = f"正文可能不完整（{cut}），没有看到施行日期条款，请核对原件" if cut else ""
    where = "只有题注写了施行日期，正文中没有" if noted else "正文末尾和题注都没有找到施行日期"
    why = "；".join(part for part in (where, reason) if part)
    evidence = Evidence(why, facts={"最后两条": shown})
    confidence = 0.5 if cut or noted else 0.7
    found = reporter.finding(
        _tail_span(context),
        case="note" if noted else "",
        evidence=evidence,
        confidence=confidence,
        words={"problem": "没有找到施行日期"},
    )
    return Outcome((found,), reason=reason)


def _impossible(context: CheckContext) -> Span | None:
    """The clause of effect, where its day does not exist (自2026年2月30日起施行)."""
    span = effect_span(context)
    stated = _DATE.search(context.text, span.start, span.end) if span else None
    return span if stated is not None and _to_date(stated) is None else None


def _no_such_day(reporter: Reporter, span: Span) -> Finding:
    said = reporter.context.document.source.slice(span)
    return reporter.finding(
        span,
        evidence=Evidence("历法上没有这一天"),
        words={"problem": f"施行日期不存在：{said}"},
        suggestion="核实后改为实际的施行日期",
    )


def _noted_otherwise(context: CheckContext) -> str:
    """The day of effect that the 题注 names, where it is the only one there and the clause of effect names another; "" in a
    text that was amended, whose 题注 may speak of the amendment."""
    note, span = context.document.note, effect_span(context)
    noted = list(_NOTED_EFFECT.finditer(note))
    if span is None or len(noted) != 1 or _AMENDED.search(note + context.document.title):
        return ""
    days = [_DATE.search(noted[0][0]), _DATE.search(context.text, span.start, span.end)]
    known = [_to_date(day) for day in days if day is not None]
    return noted[0][0] if len(known) == len(days) and None not in known and known[0] != known[1] else ""


_NOTED_EFFECT = re.compile(rf"自{_NUMERAL}年{_NUMERAL}月{_NUMERAL}日起?(?:正式)?(?:施行|实施|生效)")


def _two_days(reporter: Reporter, noted: str) -> Finding:
    span = effect_span(reporter.context) or _tail_span(reporter.context)
    said = reporter.context.document.source.slice(span)
    return reporter.finding(
        span,
        evidence=Evidence("题注和施行日期条款写的不是同一天", facts={"题注": noted, "条款": said}),
        words={"problem": f"题注写“{noted}”，这里写“{said}”，施行日期不一致"},
        suggestion="核实后使题注和施行日期条款一致",
    )


def _numbered(context: CheckContext) -> tuple[Unit, ...]:
    """The 条; where there are none, what 一、二、三、 number at the top of a text that could be laid out in 条."""
    points = tuple(unit for unit in context.document.units if unit.kind is UnitKind.CLAUSE)
    return context.document.articles or (points if len(points) >= _MANY_POINTS else ())


def _lays_down(context: CheckContext, units: tuple[Unit, ...]) -> bool:
    """A decision that sets rules of its own (关于加强…的决定), many 条 of them, and so needs a day of effect (立法法 61); not
    one that amends, approves, appoints or answers."""
    if not _RULING.search(context.document.title) or _SINGLE.search(context.document.title):
        return False
    return len(units) >= _MANY_POINTS and len(_DUTY.findall(context.text)) >= _MANY_DUTIES


_RULING = re.compile(
    r"关于(?:进一步|切实|全面)?(?:加强|规范|强化|禁止|限制|推进|促进|保障|保护|实行|实施|落实|严格)[^。]*决定$"
)
_SINGLE = re.compile(r"修改|修正|废止|批准|同意|授权|任免|接受|撤销|设立|调整|延长|暂时|名额|修订")
_DUTY = re.compile(r"应当|不得|禁止|责令|罚款")
_MANY_POINTS = 8
_MANY_DUTIES = 12

_PENALTIES = re.compile(r"法律责任|罚则")
_SENTENCE_END = re.compile(r"[。！？；）)”》]\s*$")


def _cut_off(context: CheckContext) -> str:
    """Why the text seems to end too early: 附则 follow the penalties, and a last sentence has an end."""
    last = _numbered(context)[-1]
    chapter = next((c for c in reversed(context.document.containers) if c.span.start <= last.span.start), None)
    if not _SENTENCE_END.search(last.full_text):
        return f"{last.label.strip()}的句子没有结束"
    if chapter and _PENALTIES.search(chapter.heading):
        return f"最后一条属于{chapter.label.strip()}{chapter.heading}，其后没有附则"
    return ""


@for_rule("T02")
def check_effect_before_publication(reporter: Reporter) -> Outcome:
    """Taking effect before publication; amended texts keep their first effective date and are not compared."""
    context = reporter.context
    facts, effective = context.facts, _effective(context)
    stated = _published(context)
    published = stated or _latest(facts.adopted, facts.approved)
    if published is None or effective is None:
        missing = "公布日期" if published is None else "施行日期"
        return Outcome(state=State.NOT_CHECKED, reason=f"文中没有找到{missing}，无法比较{_unsure(context)}")
    if effective >= published:
        reason = f"文中没有找到公布日期；施行日期不早于通过、批准日期{_unsure(context)}"
        return Outcome() if stated else Outcome(state=State.NOT_CHECKED, reason=reason)
    if _AMENDED.search(context.document.note):
        first = _first_date(context.document.note)
        if first is None or effective >= first:
            return Outcome(state=State.NOT_CHECKED, reason="文件经过修改，题注中的公布日期不是原公布日期，无法比较")
    return Outcome((_too_early(reporter, published, effective),))


def _published(context: CheckContext) -> date | None:
    """The day of publication where it is stated as such: another date in the file proves nothing."""
    facts = context.facts
    return facts.published if facts.published_certain or facts.published_how == "落款" else None


def _unsure(context: CheckContext) -> str:
    facts = context.facts
    if facts.published is None or _published(context):
        return ""
    return f"（文中日期{facts.published.isoformat()}是否为公布日期，请核实）"


def _latest(*days: date | None) -> date | None:
    """The latest known day: publication cannot come before adoption and approval."""
    return max((day for day in days if day is not None), default=None)


def _first_date(note: str) -> date | None:
    days = [day for match in _DATE.finditer(note) if (day := _to_date(match)) is not None]
    return min(days, default=None)


def _to_date(match: re.Match[str]) -> date | None:
    year, month, day = (parse_numeral(part) or 0 for part in match.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _too_early(reporter: Reporter, published: date, effective: date) -> Finding:
    span = effect_span(reporter.context) or _tail_span(reporter.context)
    act = "公布" if _published(reporter.context) else "通过、批准"
    evidence = Evidence(f"施行日期早于{act}日期{(published - effective).days}日", facts=_timeline(reporter.context))
    words = {"published": published.isoformat(), "effective": effective.isoformat(), "act": act}
    return reporter.finding(span, evidence=evidence, words=words)


def _timeline(context: CheckContext) -> dict[str, str]:
    """The evidence of the T family: 通过–批准–公布–施行, those that are known."""
    facts = context.facts
    days = {"通过": facts.adopted, "批准": facts.approved, "公布": _published(context), "施行": _effective(context)}
    return {name: day.isoformat() for name, day in days.items() if day is not None}


@for_rule("T03")
def check_notice_period(reporter: Reporter) -> Outcome:
    """Rules and administrative regulations: less than 30 days from publication to effect, no exception stated."""
    context = reporter.context
    published, effective = _published(context), _effective(context)
    if published is None and effective is None and _at_once(context):
        published = effective = _latest(context.facts.adopted, context.facts.approved)
    if published is None or effective is None:
        reason = f"公布日期或者施行日期不明，无法计算间隔{_unsure(context)}"
        return Outcome(state=State.NOT_CHECKED, reason=reason)
    days = (effective - published).days
    if published < NOTICE_SINCE:
        return Outcome(state=State.NOT_APPLICABLE, reason="公布时尚无公布后30日施行的要求")
    if days >= NOTICE_DAYS or days < 0 or _AMENDED.search(context.document.note):
        return Outcome()
    if _EXCEPTION.search(context.document.preamble + _tail_text(context)):
        return Outcome(state=State.DOUBTFUL, reason=f"公布后{days}日施行，文中写有例外理由，请核实是否成立")
    if law := _starts_with_its_law(context, effective):
        return Outcome(
            state=State.DOUBTFUL, reason=f"公布后{days}日施行，与所实施的《{law}》同日施行的不受此限，请核实"
        )
    evidence = Evidence(f"公布至施行{days}日，不足{NOTICE_DAYS}日，文中没有写明例外理由", facts=_timeline(context))
    span = effect_span(context) or _tail_span(context)
    return Outcome((reporter.finding(span, evidence=evidence, words={"days": days}),))


def _at_once(context: CheckContext) -> bool:
    """Whether the text takes effect on the day of its publication."""
    span = effect_span(context)
    return span is not None and _ON_PUBLICATION.search(context.document.source.slice(span)) is not None


def _starts_with_its_law(context: CheckContext, effective: date) -> str:
    """The title of the law that the document carries out, if both take effect on one day, since a later one would hinder
    it; also where the library holds only later texts of the law and cannot tell."""
    found, library = _CARRIES_OUT.search(context.document.title), context.library
    if found is None or library is None:
        return ""
    for law in library.find_title(found["law"]):
        days = [version.effective_from for version in library.versions(law.law_id) if version.effective_from]
        if effective in days or not days or effective < min(days):
            return law.title
    return ""


def _tail_text(context: CheckContext) -> str:
    return "".join(a.full_text for a in context.document.articles[-3:])


@for_rule("T08")
def list_measures_to_make(reporter: Reporter) -> Outcome:
    """由X另行制定: what organ X must make, one 提示 each, with the day by which it is due."""
    found = list(find_hits(reporter.rule.trigger, reporter.context))
    hits = [hit for hit in found if not any(_within(hit.span, other.span) for other in found)]
    effective = _effective(reporter.context) if hits else None
    return Outcome(tuple(_to_make(reporter, hit, effective) for hit in hits))


def _to_make(reporter: Reporter, hit: Hit, effective: date | None) -> Finding:
    due, basis = _due(reporter, effective)
    organ = hit.groups.get("organ", "") or "未写明"
    evidence = Evidence(
        "条文要求另行制定配套规定，应在期限内完成",
        facts={"制定机关": organ, "期限": due, "施行日期": effective.isoformat() if effective else "不明"},
    )
    return reporter.finding(hit.span, evidence=evidence, words={"organ": organ, "due": due}, basis=basis)


def _within(span: Span, other: Span) -> bool:
    """Inside a longer one: two patterns that meet in one sentence."""
    return other.holds(span) and span.length < other.length


def _due(reporter: Reporter, effective: date | None) -> tuple[str, tuple[Basis, ...]]:
    """When it is due and on what basis: 立法法 66 sets one year for laws alone, ``elsewhere`` of the rule tells who sets
    it for the other kinds."""
    kind = reporter.context.facts.kind
    if kind is not DocumentKind.K1:
        elsewhere = reporter.rule.trigger.parameters.get("elsewhere")
        named = elsewhere if isinstance(elsewhere, dict) else {}
        source = str(named.get(kind.value) or named.get("default", ""))
        return f"依{source}，待核", (Basis(f"依{source}", False),)
    if effective is None:
        return "施行之日起一年内", reporter.rule.basis
    due = _one_year_after(effective)
    passed = "（至审查日已届满）" if due < reporter.context.as_of else ""
    return due.isoformat() + passed, reporter.rule.basis


def _one_year_after(day: date) -> date:
    if day.month == 2 and day.day == 29 and not isleap(day.year + 1):
        return date(day.year + 1, 2, 28)
    return day.replace(year=day.year + 1)
