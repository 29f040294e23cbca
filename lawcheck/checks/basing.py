"""What a document names as its basis: the rank of the laws in 第一条 (C13), none at all (C14), laws to come (C18)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lawcheck.checks.context import CheckContext
from lawcheck.checks.model import Evidence, Finding, State
from lawcheck.checks.registry import for_rule
from lawcheck.checks.reporting import Outcome, Reporter
from lawcheck.citations import Citation, CitationState, Moment
from lawcheck.document import Span
from lawcheck.laws import (
    KIND_UNKNOWN,
    DocumentKind,
    Level,
    Rank,
    guess_kind,
    guess_territory,
    is_within,
    province_of,
    rank,
)
from lawcheck.references import ReferenceKind

__all__: list[str] = []

_UNSURE: Final = 0.5
"""Confidence where the day of the document's own effect is not known."""

_BASIS: Final = re.compile(
    r"(?:根据|依据|依照|按照|遵照)(?P<what>[^。；\n]{2,200}?)(?:[，,]?\s*(?:结合|制定|特制定|现就|经)|[。；\n])"
)
"""The part of 第一条 that names the basis."""
_OTHERS: Final = re.compile(
    r"(?:有关|相关|国家|上位|等)(?:的)?(?:法律|法规|行政法规|规定|上位法)|等(?:有关|相关)?(?:法律|法规)|法律、法规"
    r"|有关[^，。；《》]{1,10}的法律"
)
"""…以及有关法律、法规的规定: higher laws are meant that are not named."""
_VAGUE: Final = re.compile(
    r"(?:有关|相关|国家|上级)[^，。《》]{0,12}(?:法律|法规|规章|规定|政策|文件|精神|要求)|法律、?法规"
)


def _basis(context: CheckContext) -> tuple[Span, str] | None:
    """Where 第一条 or the preamble names the basis, and the words."""
    first = context.document.article(1)
    zones = ([first.span] if first is not None else []) + [context.document.preamble_span]
    for zone in zones:
        match = _BASIS.search(context.text, zone.start, zone.end) if zone.length else None
        if match:
            return Span(*match.span("what")), match["what"]
    return None


def _named(context: CheckContext, zone: Span) -> tuple[Citation, ...]:
    wanted = (ReferenceKind.TITLE, ReferenceKind.EXTERNAL)
    inside = (c for c in context.citations if zone.start <= c.reference.span.start < zone.end)
    return tuple(c for c in inside if c.reference.kind in wanted and c.state is not CitationState.INTERNAL)


# -- C13 ---------------------------------------------------------------------------------------------------------


@for_rule("C13")
def check_rank_of_basis(reporter: Reporter) -> Outcome:
    """第一条 lists no higher law, only lower or equal documents; or the law of another province."""
    context = reporter.context
    basis = _basis(context)
    named = _named(context, basis[0]) if basis else ()
    if basis is None or not named:
        return Outcome(state=State.NOT_APPLICABLE, reason="第一条和序言没有列出依据的文件名称")
    if not context.facts.kind_certain:
        return Outcome(state=State.NOT_CHECKED, reason="文件类别未能确定，依据的层级无法判断")
    ranks = {id(c): _rank(context, c) for c in named}
    foreign = [_foreign(reporter, c) for c in named if _is_elsewhere(context, c)]
    known = [c for c in named if ranks[id(c)] is not None]
    if len(known) < len(named) or _OTHERS.search(basis[1]):
        open_ones = len(named) - len(known)
        reason = (
            f"所列{len(named)}件依据中{open_ones}件的种类未能确定" if open_ones else "所列依据之外还有“有关法律、法规”"
        )
        return Outcome(tuple(foreign), State.DOUBTFUL if open_ones else None, reason if open_ones else "")
    enough = any(ranks[id(c)] in (Rank.BELOW, Rank.VARIATION) for c in named)
    inverted = [] if enough or foreign else [_inverted(reporter, basis[0], named, ranks)]
    return Outcome((*foreign, *inverted))


def _kind(citation: Citation) -> tuple[DocumentKind, str] | None:
    """Kind and territory of what is cited: as held, else by its title."""
    if citation.law is not None:
        return citation.law.kind, citation.law.territory
    title = citation.reference.address.law or ""
    kind, how = guess_kind(title)
    territory = guess_territory(title)
    return None if how == KIND_UNKNOWN else (kind, territory[0])


def _rank(context: CheckContext, citation: Citation) -> Rank | None:
    """How the document stands to what it cites; None where that is not known."""
    cited = _kind(citation)
    if cited is None:
        return Rank.PEER if _is_own_place(context, citation) else None
    return rank(context.facts.kind, context.facts.territory, *cited)


_REGULATIONS: Final = (DocumentKind.K3, DocumentKind.K4)


def _is_own_place(context: CheckContext, citation: Citation) -> bool:
    """Whether a regulation rests on a document of its own place, which whatever its kind is no higher one."""
    place = guess_territory(citation.reference.address.law or "")[0]
    return context.facts.kind in _REGULATIONS and bool(place) and place == context.facts.territory


def _is_elsewhere(context: CheckContext, citation: Citation) -> bool:
    """A local document of a place that this one does not lie in."""
    cited, own = _kind(citation), context.facts.territory
    if cited is None or not cited[1] or not own:
        return False
    return not is_within(own, cited[1]) and province_of(own) != province_of(cited[1])


def _foreign(reporter: Reporter, citation: Citation) -> Finding:
    title = citation.reference.address.law or ""
    why = "所列依据是其他省、自治区、直辖市的文件，在本地没有效力"
    words = {"message": f"以外地文件《{title}》为依据", "suggestion": "改列本地适用的上位法"}
    return reporter.finding(citation.reference.span, case="foreign", evidence=Evidence(why), words=words)


def _inverted(reporter: Reporter, zone: Span, named: tuple[Citation, ...], ranks: dict[int, Rank | None]) -> Finding:
    labels = {Rank.ABOVE: "效力低于本文件", Rank.PEER: "与本文件同级", Rank.INCOMPARABLE: "与本文件没有上下位关系"}
    facts = {f"《{c.reference.address.law}》": labels.get(ranks[id(c)] or Rank.PEER, "") for c in named}
    why = "第一条所列依据中没有一件是本文件的上位法"
    words = {"message": why, "suggestion": "补列所依据的法律、法规"}
    return reporter.finding(zone, evidence=Evidence(why, facts=facts), words=words)


# -- C14 ---------------------------------------------------------------------------------------------------------


@for_rule("C14")
def check_vague_basis(reporter: Reporter) -> Outcome:
    """根据有关法律法规 without one that is named."""
    context = reporter.context
    basis = _basis(context)
    if basis is None:
        return Outcome(state=State.NOT_APPLICABLE, reason="第一条和序言没有写明依据")
    if _named(context, basis[0]) or "《" in basis[1] or "宪法" in basis[1] or not _VAGUE.search(basis[1]):
        return Outcome()
    return Outcome((reporter.finding(basis[0]),))


# -- C18 ---------------------------------------------------------------------------------------------------------


@for_rule("C18")
def check_laws_to_come(reporter: Reporter) -> Outcome:
    """A law, or a version in brackets, that takes effect only after the document does."""
    context = reporter.context
    if context.library is None:
        return Outcome(state=State.NOT_CHECKED, reason="没有打开法规库，未核对")
    dated = [c for c in context.citations if c.on]
    if not dated:
        return Outcome(state=State.NOT_APPLICABLE, reason="文中没有引用其他文件")
    findings = tuple(_to_come(reporter, c, start) for c, start in _coming(context, dated))
    unsure = "文件没有写明日期，只与审查日比较" if not any(len(c.on) > 1 for c in dated) else ""
    return Outcome(findings, State.DOUBTFUL if unsure else None, unsure)


def _coming(context: CheckContext, dated: list[Citation]) -> Iterator[tuple[Citation, str]]:
    """Citations not yet in force when the document is, with the day on which they will be; each law once."""
    seen: set[str] = set()
    for citation in dated:
        states = {state.moment: state for state in citation.on}
        state = states.get(Moment.EFFECTIVE) or states.get(Moment.PUBLISHED) or states[Moment.TODAY]
        version = state.version or citation.version
        start = version.effective_from if version else None
        unmade = state.state is CitationState.NOT_CHECKED and _made_after(context, citation)
        named = citation.law.title if citation.law else ""
        if start is None or named in seen:
            continue
        if unmade or state.state is CitationState.NOT_YET or (citation.reference.edition and start > state.day):
            seen.add(named)
            yield citation, start.isoformat()


def _made_after(context: CheckContext, citation: Citation) -> bool:
    """Whether the law was made, as far as any day of it is known, only after the document was made and took effect."""
    if context.library is None or citation.law is None:
        return False
    facts = context.facts
    if citation.law.level is not Level.LAW or not (facts.amended or facts.published or facts.approved or facts.adopted):
        return False  # a text without 题注 may have been amended since
    own = max((d for d in (facts.effective, context.document_date) if d), default=None)
    title = citation.law.title
    if citation.law.key in context.library.repealed_titles():
        return False  # another law had the name before
    listed = [
        day for e in context.library.catalogue(title) for day in (e.adopted, e.published, e.effective_from) if day
    ]
    first = min((*listed, *context.library.known_days(citation.law.law_id)), default=None)
    return own is not None and first is not None and first > own


def _to_come(reporter: Reporter, citation: Citation, start: str) -> Finding:
    context, title = reporter.context, citation.law.title if citation.law else ""
    own = context.facts.effective or context.document_date
    facts = {"所引法律施行日期": start, "本文件施行日期": own.isoformat() if own else "不明"}
    later = _made_after(context, citation)
    unsure = later or (context.facts.amended is not None and all(s.moment is not Moment.EFFECTIVE for s in citation.on))
    doubt = "文件可能经过修改而题注没有写明" if later else "文件经过修改，修改后的施行日期不明"
    why = "本文件施行时所引的法律或者版本尚未施行" + (f"；{doubt}，请核实" if unsure else "")
    evidence = Evidence(why, upper_law=title, upper_version=start, facts=facts)
    confidence = _UNSURE if unsure else 1.0
    words = {"title": f"《{title}》", "start": start}
    case = "unsure" if unsure else ""
    return reporter.finding(citation.reference.span, case=case, evidence=evidence, confidence=confidence, words=words)
