"""G4: whether a clause only says again what a law above it says, looked for in the whole library.

The thresholds are read from 152 findings that two readers judged (benchmarks/judging): from 1.0 of :func:`_likeness` on
lie 24 of the 62 that were wrong to accuse and one of the 50 right ones, which keeps its severity.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from rapidfuzz import fuzz

from lawcheck.checks.conduct import character_pairs
from lawcheck.checks.context import CheckContext
from lawcheck.checks.pack import Rule
from lawcheck.comparison import folded
from lawcheck.comparison.topics import topics_of, weight
from lawcheck.document import Span, UnitKind
from lawcheck.laws import Level
from lawcheck.matching import HigherClause

__all__ = [
    "Restated",
    "announces_list",
    "founded_in_row",
    "likeness",
    "one_sentence",
    "regime_of",
    "restated",
    "said_above",
    "same_figures",
    "same_offence",
]

WIDE: Final = 0.5
"""Share of the 款 that must stand above …"""
NARROW: Final = 0.35
"""… and of the sentence of the hit itself (both by pairs of characters) …"""
RATIO: Final = 0.65
"""… or this likeness of either to the clause above."""
SHORT_ALONE: Final = 12
"""Characters below which a sentence by itself is too short to be known again."""
SHORT: Final = 20
"""Characters below which a text is too short to be known again."""
VERBATIM: Final = 0.9
_ANNOUNCES: Final = re.compile(r"[：:]\s*\Z|(?:下列|以下|如下)[^。]*\Z")
_FIGURE: Final = re.compile(r"\d+(?:\.\d+)?(?:个?工作日|日|个?月|年|小时|元|倍|%|周岁|平方米|米|分之\d+)")


class Restated(NamedTuple):
    """The clause above, and whether the clause below is a plain copy of it."""

    clause: HigherClause
    copied: bool


def restated(rule: Rule, context: CheckContext, span: Span) -> Restated | None:
    """The higher clause that says what the clause at ``span`` says, with the words of the hit (or those that the rule
    names under ``above.words``, or of the first of ``above.same`` that the hit has) and the same figures;
    ``above.levels`` are the levels of law that count, ``above.figures`` the unit of the only figures that count (日 of a
    detention whose fine was raised since). ``above.sentence`` is the share of the sentence of the hit that is enough by
    itself where one sentence above holds it with those words, whatever its figures and whatever stands around it;
    ``above.matched`` the share that is enough in the clause that the 款 is matched to, ``above.act`` that of the act alone
    there (因建设需要临时占用绿地的); ``above.regime`` asks for the system of permits (实行…许可制度) by what it is for,
    ``above.offence`` that the clause names what is punished."""
    wanted, unit = _wanted(rule, context, span), str(_above(rule).get("figures", ""))
    offence = bool(_above(rule).get("offence"))
    told, matched, least_act = (float(str(_above(rule).get(name) or 0)) for name in ("sentence", "matched", "act"))
    own = {clause.article.article_id for clause in _matched(context, span)} if matched else set()
    sentence = context.document.source.slice(context.sentence(span.start))
    around = _around(context, span)
    for clause in _candidates(context, span, sentence, around, _above(rule).get("levels")):
        least = matched if clause.article.article_id in own else told
        alike = likeness(sentence, around, clause.text, unit) >= 1 and (
            not offence or same_offence(sentence, clause.text)
        )
        whole = least and one_sentence(sentence, clause.text, wanted) >= least
        act = least_act and clause.article.article_id in own and act_above(sentence, clause.text, wanted) >= least_act
        if wanted.search(clause.text) and (alike or whole or act):
            return Restated(clause, fuzz.ratio(folded(around), folded(clause.text)) >= 100 * VERBATIM)
    return _regime_above(context, span, sentence) if _above(rule).get("regime") else None


_REGIME: Final = re.compile(
    "(?P<before>[^，。；：、\n\\s]{0,16})(?:依法)?实行(?P<what>[^，。；、\n]{0,12}?)(?:许可证?|审批|核准)(?:管理)?制度"
)
_WHOSE: Final = re.compile("^第[^条]{1,6}条|国家|自治区|[本全][省市县区州]|对|从事|依法")


def regime_of(words: str) -> str:
    """What a system of permits is for; empty where none is named.

    >>> regime_of("国家实行渔船捕捞许可制度。") == regime_of("本市对渔船捕捞实行许可制度。") == "渔船捕捞"
    True
    """
    found = _REGIME.search(words)
    return _WHOSE.sub("", found["before"]) + found["what"] if found else ""


def _regime_above(context: CheckContext, span: Span, sentence: str) -> Restated | None:
    """The higher clause that has the very system of permits of ``sentence``."""
    what = regime_of(sentence)
    held = _candidates(context, span, sentence, f"国家实行{what}许可制度", None) if what else ()
    same = (clause for clause in held if any(regime_of(part) == what for part in clause.text.split("。")))
    return next((Restated(clause, copied=False) for clause in same), None)


def _matched(context: CheckContext, span: Span) -> tuple[HigherClause, ...]:
    unit = context.document.unit_at(span.start)
    match = context.matches_by_eid.get(unit.eid) if unit else None
    return match.clauses[:1] if match else ()


_OFFENCE: Final = re.compile(
    "(?:违反本[^，。；]{2,6}规定，)?(?P<what>[^。；]{6,}?的)，(?=由|责令|处|没收|给予|并处|可以|限期)"
)
_PUNISHES: Final = re.compile("罚款|没收|吊销|停产停业|拘留|警告")
SAME_OFFENCE: Final = 1 / 3
"""Share of the topics of an offence below that a clause must name to punish the same."""


def same_offence(sentence: str, above: str) -> bool:
    """Whether ``above`` names what ``sentence`` punishes; True where the sentence punishes nothing.

    >>> above = "擅自买卖放射性物质的，由生态环境主管部门责令停止违法行为，没收违法所得，处一万元罚款。"
    >>> same_offence("擅自在河道采石的，由水利部门责令停止违法行为，没收违法所得。", above)
    False
    >>> same_offence("未经许可买卖放射性物质的，由环保部门没收违法所得。", above)
    True
    """
    offence = _OFFENCE.search(sentence) if _PUNISHES.search(sentence) else None
    own = topics_of(offence["what"]) if offence else frozenset()
    return weight(own & topics_of(above)) >= SAME_OFFENCE * weight(own)


def one_sentence(sentence: str, above: str, wanted: re.Pattern[str]) -> float:
    """The largest share of ``sentence`` that one sentence of ``above`` with the wanted words holds, figures left out.

    >>> permit = re.compile("批准")
    >>> round(one_sentence("因特殊情况需要挖掘的，须经市政府批准", "不得挖掘；因特殊情况需要挖掘的，须经市政府批准。", permit), 1)
    1.0
    >>> one_sentence("设置灯箱的，须经市政府批准", "不得挖掘；因特殊情况需要挖掘的，须经市政府批准。", permit) < 0.7
    True
    """
    own = folded(_FIGURE.sub("", sentence))
    if len(own) < SHORT_ALONE:
        return 0.0
    told = (folded(_FIGURE.sub("", part)) for part in re.split("[。；\n]", above) if wanted.search(part))
    return max((_share(own, character_pairs(part)) for part in told), default=0.0)


_ACT: Final = re.compile("^(?:第[^条]{1,6}条[ \u3000]*)?(?P<what>[^，。；]{10,}?)的，")


def act_above(sentence: str, above: str, wanted: re.Pattern[str]) -> float:
    """The largest share of what ``sentence`` asks a permit for that one sentence of ``above`` with the wanted words holds.

    >>> permit = re.compile("批准|同意")
    >>> above = "因建设或者其他特殊需要临时占用城市绿化用地，须经城市绿化主管部门同意。"
    >>> act_above("因建设项目需要临时占用城市绿地的，应当事先取得许可。", above, permit) > 0.6
    True
    >>> act_above("在城市河道管理范围内临时占用、挖掘城市河道的，应当事先取得许可。", above, permit) < 0.5
    True
    """
    found = _ACT.match(sentence)
    own = folded(found["what"]) if found else ""
    told = (folded(part) for part in re.split("[。；\n]", above) if wanted.search(part))
    return max((_share(own, character_pairs(part)) for part in told), default=0.0) if own else 0.0


def announces_list(words: str) -> bool:
    """Whether the words of a 款 lead in the 项 below it (in texts of 一、（一） a 项 may stand below a 款 that is done).

    >>> announces_list("有下列行为之一的，处警告："), announces_list("县水利局应当编制规划。")
    (True, False)
    """
    return _ANNOUNCES.search(words) is not None


_CITES: Final = re.compile(r"》[ \u3000]*第[〇零一二三四五六七八九十百千\d]+条")


def founded_in_row(rule: Rule, context: CheckContext, span: Span) -> bool:
    """Whether ``span`` stands in the row of a list whose article holds the words of the hit; also where the row names an
    article that could not be looked up."""
    row = context.row_at(span)
    if row is None:
        return False
    match = context.matches_by_eid.get(row.eid)
    if match is None or not match.clauses:
        return _CITES.search(row.full_text) is not None
    return _wanted(rule, context, span).search(match.clauses[0].article.text) is not None


def said_above(context: CheckContext, span: Span) -> bool:
    """Whether a higher clause says what the sentence at ``span`` says, whatever the rule."""
    sentence, around = context.document.source.slice(context.sentence(span.start)), _around(context, span)
    found = _candidates(context, span, sentence, around, None)
    return any(likeness(sentence, around, clause.text) >= 1 for clause in found)


def _wanted(rule: Rule, context: CheckContext, span: Span) -> re.Pattern[str]:
    above, hit = _above(rule), context.document.source.slice(span)
    same = above.get("same")
    alike = next((str(words) for words in same if re.search(str(words), hit)), "") if isinstance(same, list) else ""
    return re.compile(str(above.get("words") or alike or re.escape(hit)))


def _above(rule: Rule) -> dict[str, object]:
    found = rule.trigger.parameters.get("above", {})
    return found if isinstance(found, dict) else {}


def _around(context: CheckContext, span: Span) -> str:
    """The 款 of the hit; of a list its lead-in and the 项."""
    unit = context.document.unit_at(span.start)
    path = context.document.path(unit) if unit else ()
    units = [step for step in path if step.kind is not UnitKind.ARTICLE]
    own, above = units[-1:], [step for step in units[-2:-1] if announces_list(step.text)]
    return "".join(
        step.text if step.children else step.full_text for step in (*above, *own)
    ) or context.document.source.slice(context.sentence(span.start))


def _candidates(
    context: CheckContext, span: Span, sentence: str, around: str, levels: object
) -> Iterator[HigherClause]:
    """The clauses that the matching found, then those of the whole library that hold most of the words."""
    unit = context.document.unit_at(span.start)
    for step in context.document.path(unit) if unit else ():
        match = context.matches_by_eid.get(step.eid)
        yield from (c for c in (match.clauses if match else ()) if _counts(c.law.level, levels))
    if context.higher_texts is not None:
        for text in dict.fromkeys((around, sentence)):
            for near in context.higher_texts.near(text, levels if isinstance(levels, list) else None):
                yield context.higher_texts.clause(text, near)


def _counts(level: Level, levels: object) -> bool:
    return not isinstance(levels, list) or level.value in levels


def likeness(sentence: str, around: str, above: str, unit: str = "") -> float:
    """How far ``above`` says what ``sentence`` and the 款 ``around`` it say, from 1 on the same; below 1 where figures
    (of ``unit``, if one is named) differ.

    >>> above = "逾期不清除的，由防汛指挥机构组织强行清除，所需费用由设障者承担。"
    >>> likeness("逾期不清除的，由防汛指挥机构强制清除", "逾期不清除的，由防汛指挥机构强制清除，费用由设障者承担。", above) >= 1
    True
    >>> likeness("逾期不拆除的，由街道办事处强制拆除", "占道的亭棚，逾期不拆除的，由街道办事处强制拆除。", above) >= 1
    False
    """
    own, wide, other = folded(sentence), folded(around), folded(above)
    if not same_figures(sentence, above, unit) or len(wide) < SHORT:
        return 0.0
    pairs = character_pairs(other)
    shared = min(_share(wide, pairs) / WIDE, _share(own, pairs) / NARROW)
    ratio = max(fuzz.ratio(text, other) if len(text) >= SHORT else 0.0 for text in (own, wide))
    return max(shared, ratio / 100 / RATIO)


def same_figures(below: str, above: str, unit: str = "") -> bool:
    """Whether every period and amount of ``below`` (only those that end in ``unit``) stands in ``above`` too, in
    whatever numerals.

    >>> same_figures("应当在三日内处一万元罚款", "应当在3日内处10000元以下罚款"), same_figures("在五日内", "在三日内")
    (True, False)
    """
    own = {figure for figure in _FIGURE.findall(folded(below)) if figure.endswith(unit)}
    return own <= set(_FIGURE.findall(folded(above)))


def _share(text: str, pairs: frozenset[str]) -> float:
    own = character_pairs(text)
    return len(own & pairs) / max(len(own), 1)
