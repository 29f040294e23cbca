"""The guards G2–G9 (domain.md 3.0): what excuses a hit of an authority or rights rule, or lowers its severity.

A rule names the guards that it wants in its file. G1 (quotations and titles) is looked after by the zones of the
context. A guard either drops a hit, because the words say something else there, or lowers it to 提示, because a person
should only take note. Each guard that was looked at is told on the finding.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final, NamedTuple

from lawcheck.checks.context import CheckContext
from lawcheck.checks.model import Evidence, GuardResult, Severity
from lawcheck.checks.pack import Rule
from lawcheck.checks.restating import announces_list, founded_in_row, restated
from lawcheck.document import Span, UnitKind
from lawcheck.laws import DocumentKind
from lawcheck.matching.model import HigherClause

__all__ = ["UNGUARDED", "Verdict", "guard", "lead_in"]

ABOUT: Final = 0.35
"""Share of a sentence that a clause of the library must hold to be about the same matter (G7)."""
_MODAL: Final = re.compile(
    r"不得|禁止|严禁|不准|不许|不应当?|应当|可以|必须|有权|责令|处(?=[零〇一二三四五六七八九十百千万\d])|给予|但是"
)
_BANS: Final = ("不得", "禁止", "严禁", "不准", "不许", "不应当", "不应")
_TRANSFER: Final = re.compile(
    r"(?<![未不除])(?:依照|按照|根据|适用)[^，。；]{0,60}(?:法|法律|条例|法规|规定|办法|决定)》?(?:(?![作做]出的)[^，。；]){0,24}(?:(?<!作出的)处[罚理]|执行|追究|实施(?!监督|检查|管理)|办理|处分|的规定)"
)
_HISTORY_BEFORE: Final = re.compile(r"(?:原|曾|曾经|已被|已经|此前|以前)\Z")
_FACT_AFTER: Final = re.compile(
    r"的?(?:人员|记录|证明|情况|信息|决定书?|案件|标准|程序|权|的?种类|期限|期间|所得|执行|实施|事项|名单|清单|(?:等[^，。；的]{0,6})?措施的)"
)
_FACT_BEFORE: Final = re.compile(
    r"(?:(?:确定|确认|认定|判决|裁定|宣告)(?!的[^，。；]{0,6}(?:部门|机关|机构|单位))[^，。；]{0,8}|被|(?:被|受到)(?:[^，。；的应由]{2,10}、)*|被[^，。；的应处由]{0,8}(?:机关|部门)|受到?|受过|曾因|因|正在|依法|不服|解除|实施|执行|作出|接受|免予|减轻|从轻|涉及|拟)\Z"
)
_FACT_WITHIN: Final = re.compile("(?:吊销|撤销|没收|查封|扣押|暂扣|冻结)(?:情况|信息|记录|状态|结果)")
_PASSIVE: Final = 40
"""Characters in which the 被 of a list of what was suffered stands (被撤销登记、吊销营业执照、责令关闭)."""
_WRONG: Final = re.compile(r"违反|擅自|非法|违法|未经|未按|不按|滥用")
_OFFENCE_END: Final = re.compile(r"[^，。；]*的(?:\Z|[，,](?P<then>由|责令|(?:可以)?处|依法|依照|没收|给予|予以|对))")
_PENAL_LIST: Final = re.compile("下列(?:行为|情形|情况)之一的?，[^。]*(?:责令|罚款|没收|处分|追究|处罚(?!按))")
_DEFINES: Final = re.compile(r"所称(?:的)?[^，。；]{1,40}，?(?:是指|系指|包括|指)(?P<rest>.*)", re.DOTALL)
_BINDS: Final = re.compile(r"应当|可以|必须|有权|不得|禁止")
_CASES: Final = re.compile("案件|处罚程序|处罚信息|处罚裁量|裁量(?:权|基准)|听证|办案|诉讼")
"""Titles of rules on how cases are handled (公安机关办理行政案件程序规定, 行政处罚信息公示规定)."""
_AGREED: Final = re.compile(r"合同|约定|协议|协商")
_DELEGATED: Final = re.compile(
    r"由(?:省、自治区、直辖市|设区的市|县级以上(?:地方)?|地方)[^。；]{0,40}(?:规定|制定|确定)|(?:具体|实施)办法由[^。；]{0,40}(?:规定|制定)"
)


class Verdict(NamedTuple):
    """What the guards made of a hit: ``drop`` it, or report it at ``severity`` (None: that of the rule)."""

    drop: bool
    severity: Severity | None = None
    results: tuple[GuardResult, ...] = ()
    evidence: Evidence | None = None


UNGUARDED: Final = Verdict(False)


class _Effect(NamedTuple):
    drop: bool = False
    severity: Severity | None = None
    note: str = ""
    upper: HigherClause | None = None


_NONE: Final = _Effect()


def _nothing(_context: CheckContext, _span: Span) -> _Effect:
    """A guard that is looked after elsewhere (G1)."""
    return _NONE


def guard(rule: Rule, context: CheckContext, span: Span) -> Verdict:
    """Look at the guards of ``rule`` for the hit at ``span``; the first that drops it ends the matter.

    A clause that restates an upper one (G4) gets the severity that the rule names for the case ``upper``.
    """
    results: list[GuardResult] = []
    severity: Severity | None = None
    evidence: Evidence | None = None
    for name in sorted(rule.guards, key=lambda guard: guard == "G4"):  # the costly one last
        effect = _RULED.get(name, _unruled(name))(rule, context, span)
        if effect.drop:
            return Verdict(drop=True)
        results.append(GuardResult(name, effect != _NONE, effect.note))
        severity = effect.severity or severity
        evidence = _card(effect) or evidence
    return Verdict(False, severity, tuple(results), evidence)


def _card(effect: _Effect) -> Evidence | None:
    clause = effect.upper
    if clause is None:
        return None
    version = str(clause.version.effective_from or "")
    return Evidence(effect.note, clause.law.title, version, clause.article.label, clause.text)


def _forbidden(context: CheckContext, span: Span) -> _Effect:
    """G2: the clause forbids the very thing. The last modal word before the hit, in its sentence or else in the lead-in
    of its 项, is a ban."""
    modals = _MODAL.findall(context.text[context.sentence(span.start).start : span.start])
    if not modals:
        modals = _MODAL.findall(lead_in(context, span))
    return _Effect(drop=bool(modals) and modals[-1] in _BANS)


def lead_in(context: CheckContext, span: Span) -> str:
    """The words before the list whose 项 holds ``span``; nothing outside lists, nor behind a 款 that announces none (in
    texts of 一、（一） a 项 stands below the 款 before it)."""
    unit = context.document.unit_at(span.start)
    above = [] if unit is None else [u for u in context.document.path(unit)[:-1] if u.kind is UnitKind.PARAGRAPH]
    words = above[-1].text if above else ""
    return words if announces_list(words) else ""


def _transferred(rule: Rule, context: CheckContext, span: Span) -> _Effect:
    """G3: the clause only sends to another law (依照《X法》第Y条处罚); so does the row of a list (权责清单) whose article says
    what the row says."""
    return _Effect(drop=bool(_TRANSFER.search(_sentence(context, span))) or founded_in_row(rule, context, span))


def _sentence(context: CheckContext, span: Span) -> str:
    return context.document.source.slice(context.sentence(span.start))


def _restated(rule: Rule, context: CheckContext, span: Span) -> _Effect:
    """G4: an upper clause in force says the same, the words of the hit included; a copy is a hint whatever the rule says."""
    found = restated(rule, context, span)
    if found is None:
        return _NONE
    severity = Severity.INFO if found.copied else rule.severities.get("upper", Severity.INFO)
    note = f"重申上位法：《{found.clause.law.title}》{found.clause.article.label}"
    return _Effect(severity=severity, note=note, upper=found.clause)


def _upper_clauses(context: CheckContext, span: Span) -> tuple[HigherClause, ...]:
    unit = context.document.unit_at(span.start)
    path = context.document.path(unit) if unit else ()
    matches = (context.matches_by_eid.get(step.eid) for step in path)
    return tuple(clause for match in matches if match for clause in match.clauses)


def _near_clauses(context: CheckContext, span: Span) -> Iterator[HigherClause]:
    texts, sentence = context.higher_texts, _sentence(context, span)
    if texts is not None:
        yield from (texts.clause(sentence, near) for near in texts.near(sentence) if near.share >= ABOUT)


def _historical(context: CheckContext, span: Span) -> _Effect:
    """G5: a thing of the past (原《…》, 曾, 已被)."""
    return _Effect(drop=bool(_HISTORY_BEFORE.search(context.before(span.start))))


def _variation(context: CheckContext, _span: Span) -> _Effect:
    """G6: autonomous regulations and those of special economic zones may vary higher law within limits."""
    if context.facts.kind not in (DocumentKind.K5, DocumentKind.K6):
        return _NONE
    return _Effect(severity=Severity.INFO, note="自治条例、单行条例和经济特区法规可以依法变通，请核对变通说明")


def _delegated(context: CheckContext, span: Span) -> _Effect:
    """G7: the upper law leaves the matter to lower ones; looked for in the clauses matched, then in the whole library."""
    for clause in (*_upper_clauses(context, span), *_near_clauses(context, span)):
        if _DELEGATED.search(clause.text):
            note = f"上位法授权另行规定：《{clause.law.title}》{clause.article.label}"
            return _Effect(severity=Severity.INFO, note=note, upper=clause)
    return _NONE


def _fact(context: CheckContext, span: Span) -> _Effect:
    """G8: named as a fact (被吊销营业执照的, 拘留记录), as the offence (擅自停止供气的，处…) or in the meaning of a word
    (本规定所称执法行为，是指…), not laid down as a norm. In a rule on the procedure of cases it is a hint: such a text says
    how a penalty is decided and carried out."""
    before, after = context.before(span.start, _PASSIVE), context.after(span.end)
    within = _FACT_WITHIN.match(context.text, span.start)
    fact = _FACT_BEFORE.search(before) or _FACT_AFTER.match(after) or within
    if fact or _is_offence(context, span) or _is_meaning(context, span):
        return _Effect(drop=True)
    procedural = _CASES.search(context.document.title) is not None
    return _Effect(severity=Severity.INFO, note="本文件规定办案程序，请核对是否设定") if procedural else _NONE


def _is_offence(context: CheckContext, span: Span) -> bool:
    """Whether the hit stands in what is punished: 违反…, 擅自 before it, 的，处 behind it, or an 项 of 有下列行为之一的; every
    act listed behind 有下列行为之一的，由…责令 is one, unless the 项 itself says what follows from it."""
    sentence = context.sentence(span.start)
    if _PENAL_LIST.search(lead_in(context, span)) and "的，" not in context.text[sentence.start : span.end]:
        return True
    if not _WRONG.search(context.text[sentence.start : span.start]):
        return False
    rest = _OFFENCE_END.match(context.text[span.end : sentence.end])
    return rest is not None and (bool(rest["then"]) or "下列" in lead_in(context, span))


def _is_meaning(context: CheckContext, span: Span) -> bool:
    """Whether the hit stands in what a word means (本规定所称执法行为，是指…, its 项 too), before anything that binds."""
    before = context.text[context.sentence(span.start).start : span.start]
    defined = _DEFINES.search(before) or _DEFINES.search(lead_in(context, span).partition("：")[0] + before)
    return defined is not None and not _BINDS.search(defined["rest"])


def _agreed(context: CheckContext, span: Span) -> _Effect:
    """G9: a matter that private parties agree between them."""
    return _Effect(drop=bool(_AGREED.search(_sentence(context, span))))


_GUARDS: Final[Mapping[str, Callable[[CheckContext, Span], _Effect]]] = {
    "G2": _forbidden,
    "G5": _historical,
    "G6": _variation,
    "G7": _delegated,
    "G8": _fact,
    "G9": _agreed,
}

_RULED: Final[Mapping[str, Callable[[Rule, CheckContext, Span], _Effect]]] = {"G3": _transferred, "G4": _restated}
"""Guards that ask what the rule looks for."""


def _unruled(name: str) -> Callable[[Rule, CheckContext, Span], _Effect]:
    look = _GUARDS.get(name, _nothing)
    return lambda _rule, context, span: look(context, span)
