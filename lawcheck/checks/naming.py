"""Names: a document calls itself by its own kind (C10); titles of laws are written in one piece (C16)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rapidfuzz.distance import Levenshtein

from lawcheck.checks.context import BODY_ROLES, CheckContext
from lawcheck.checks.model import Evidence, Finding, State
from lawcheck.checks.registry import for_rule
from lawcheck.checks.reporting import Outcome, Reporter
from lawcheck.document import Span
from lawcheck.references import looks_normative

__all__: list[str] = []

_KINDS = "条例|规定|办法|规则|细则|决定|决议|通知|意见"
# 基本规定, 成本办法, 样本规则 are other words; 本规定动作 and the like are not names either.
# 本法人, 本法院 and the like neither.
_SELF = re.compile(
    rf"(?<![基成日样文根版资副])本(?P<kind>(?:{_KINDS})(?!动作|稿|书|征求)|法(?![院庭人定制律学案医式则典官治]))"
)
_STATUTE = re.compile(r"(?<!本)法(?:[》〉]|第[一二三四五六七八九十百]+条)")
_TITLE_KIND = re.compile(rf"(?P<kind>{_KINDS})(?:[（(][^（）()]*[）)])*$")


@for_rule("C10")
def check_self_names(reporter: Reporter) -> Outcome:
    """本办法 in a 条例; not where another text is quoted, nor in annexes, nor in amending decisions."""
    context = reporter.context
    kind = _kind_of(context.document.title)
    if not kind:
        return Outcome(state=State.NOT_CHECKED, reason="标题中没有识别出文种（条例、规定、办法等）")
    if kind in ("决定", "决议", "通知", "意见"):
        return Outcome(state=State.NOT_APPLICABLE, reason=f"{kind}中常附有或者引述其他文件，不检查自称")
    names = list(_self_names(context))
    right = sum(name == kind for name, _ in names)
    return Outcome(tuple(_finding(reporter, kind, right, *odd) for odd in names if odd[0] != kind))


def _kind_of(title: str) -> str:
    found = _TITLE_KIND.search(title)
    return found["kind"] if found else ""


def _self_names(context: CheckContext) -> Iterator[tuple[str, Span]]:
    for match in _SELF.finditer(context.text):
        zones, at = context.zones, match.start()
        here = zones.role(at) in BODY_ROLES - {"annex"} and not zones.in_quotes(at) and not zones.in_title(at)
        if here and not _of_statute(context, match) and not _of_decision(context, match):
            yield match["kind"], Span(*match.span())


def _of_statute(context: CheckContext, match: re.Match[str]) -> bool:
    """Whether 本法 may be the statute that the sentence has just named, whose words it gives; 制定本法 never is."""
    before = context.text[context.sentence(match.start()).start : match.start()]
    return match["kind"] == "法" and not before.endswith("制定") and _STATUTE.search(before) is not None


_REPUBLISHED = re.compile("^[，,]?[^。]{0,80}(?:作相应修改|相应修改|重新公布)")


def _of_decision(context: CheckContext, match: re.Match[str]) -> bool:
    """Whether 本决定 is the decision printed in front of the text, which says that the text is published anew."""
    return match["kind"] == "决定" and _REPUBLISHED.match(context.after(match.end(), 120)) is not None


def _finding(reporter: Reporter, kind: str, right: int, name: str, span: Span) -> Finding:
    facts = {"标题": reporter.context.document.title, f"自称“本{kind}”": f"{right}处"}
    evidence = Evidence(f"标题的文种是“{kind}”，此处自称“本{name}”", facts=facts)
    return reporter.finding(span, evidence=evidence, words={"right": f"本{kind}", "title_kind": kind})


# -- C16 ---------------------------------------------------------------------------------------------------------

_HAN = r"[\u4e00-\u9fff）〉（〈]"
_TORN = re.compile(rf"(?<={_HAN})[ \t\u3000\xa0]*\n\s*(?={_HAN})")
_SPACED = re.compile(rf"(?<={_HAN})[ \t\u3000\xa0]+(?={_HAN})|(?<=^《)[ \t\u3000\xa0]+|[ \t\u3000\xa0]+(?=》$)")


@for_rule("C16")
def check_title_form(reporter: Reporter) -> Outcome:
    """A title of a law torn by a line break or blanks, or with 《》 inside 《》 instead of 〈〉."""
    context = reporter.context
    findings = []
    for span in context.zones.titles:
        written = context.document.source.slice(span)
        name = "".join(written[1:-1].split())
        if context.zones.role(span.start) in BODY_ROLES and looks_normative(name) and (odd := _odd_title(written)):
            right = f"《{name.replace('《', '〈').replace('》', '〉')}》"
            words = {"reason": odd, "right": right}
            findings.append(reporter.finding(span, words=words, facts={"规范写法": right}))
    return Outcome((*findings, *_unmarked(reporter), *_slipped(reporter)))


_PREFIX = "中华人民共和国"
_NATION = re.compile(r"[《〈](?P<name>(?!中华人民共和国)[中华人][^《》〈〉\n]{5,40})[》〉]")


def _slipped(reporter: Reporter) -> Iterator[Finding]:
    """One character of 中华人民共和国 wrong, left out or put in at the head of a title (中华人民共合国)."""
    for match in _NATION.finditer(reporter.context.text):
        if written := _near_prefix(match["name"]):
            span = Span(match.start("name"), match.start("name") + len(written))
            words = {"reason": f"“{written}”有误", "right": _PREFIX}
            yield reporter.finding(span, words=words, facts={"规范写法": _PREFIX})


def _near_prefix(name: str) -> str:
    """The head of the title that is one slip away from 中华人民共和国; it ends in 国."""
    heads = (name[: len(_PREFIX) + more] for more in (0, -1, 1))
    return next((h for h in heads if h.endswith("国") and Levenshtein.distance(h, _PREFIX) == 1), "")


_BARE = re.compile(
    r"(?P<hit>中华人民共和国[\u4e00-\u9fff]{2,20}?法(?:典|实施条例)?)(?=第[一二三四五六七八九十百]+条|的|和|与|及|以及|等|、|，|。|；|规定)"
)
_SINGLE = re.compile(r"〈(?P<hit>[^〈〉《》\n]{4,40})〉")
_MIXED = re.compile(r"《(?P<hit>[^〈〉《》\n]{4,40})〉")


def _unmarked(reporter: Reporter) -> Iterator[Finding]:
    """The whole title of a law without 《》, one in 〈〉 alone, and one that 《 opens and 〉 shuts."""
    context = reporter.context
    for match in _MIXED.finditer(context.text):
        if context.zones.role(match.start()) in BODY_ROLES and looks_normative(match["hit"]):
            words = {"reason": "书名号前后不一", "right": f"《{match['hit']}》"}
            yield reporter.finding(Span(*match.span()), words=words, facts={"规范写法": f"《{match['hit']}》"})
    for match in (*_BARE.finditer(context.text), *_SINGLE.finditer(context.text)):
        at, bare = match.start(), match.re is _BARE
        if not context.zones.own_words(at):
            continue
        held = context.library is not None and bool(context.library.find_title(match["hit"]))
        if held if bare else looks_normative(match["hit"]):
            reason = "没有书名号" if bare else "用了单书名号"
            words = {"reason": reason, "right": f"《{match['hit']}》"}
            yield reporter.finding(Span(*match.span()), words=words, facts={"规范写法": f"《{match['hit']}》"})


def _odd_title(written: str) -> str:
    if _TORN.search(written):
        return "有换行"
    if _SPACED.search(written):
        return "有空格"
    return "内层书名号应当用〈〉" if "《" in written[1:] else ""
