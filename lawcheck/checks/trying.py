"""Trying a rule on one of its examples, through the same pipeline that reviews a filed file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from lawcheck.checks.context import CheckContext
from lawcheck.checks.model import RuleRun
from lawcheck.checks.pack import Example, RulePack
from lawcheck.checks.running import run_rules
from lawcheck.citations import find_changes, resolve_citations
from lawcheck.document import Document, Number, parse
from lawcheck.laws import Article, DocumentKind, Law, LawVersion, Level, Library
from lawcheck.matching import HigherClause, Match, MatchState, find_higher_laws, match_document, open_index
from lawcheck.procedure import Facts, Material, Materials
from lawcheck.readers import Role
from lawcheck.references import find_references
from lawcheck.terms import Lexicon, load_lexicon

__all__ = ["context_of_example", "try_example"]

EXAMPLE_DAY = date(2026, 11, 22)
"""The day of the review in an example that names none."""


def try_example(
    pack: RulePack, rule_id: str, example: Example, library: Library | None, lexicon: Lexicon | None = None
) -> RuleRun:
    """The run of ``rule_id`` on ``example``; without a library its citations stay unresolved. ``lexicon``: the word lists,
    where an office has some of its own.

    >>> from lawcheck.checks import load_rules
    >>> example = Example("青山市测试条例\\n第一条　禁止丢弃其它废弃物。\\n", positive=True)
    >>> run = try_example(load_rules(), "W06", example, None)
    >>> run.state.value, run.findings[0].clause, run.findings[0].quote, run.findings[0].suggestion
    ('问题', '第一条', '其它', '改为“其他”')
    """
    only = replace(pack, rules=(pack[rule_id],), merges=())
    context = context_of_example(example, library, lexicon)
    if example.upper:
        context = _held_against(context, example.upper)
    elif pack[rule_id].trigger.kind == "match" and library is not None:
        context = _matched(context, library)
    return run_rules(only, context)[0]


def context_of_example(example: Example, library: Library | None, lexicon: Lexicon | None = None) -> CheckContext:
    """Parse the example, find its references, citations and terms; dates and kind are those that it states."""
    words = lexicon or load_lexicon()
    document = parse(example.text)
    facts = _facts(document, example.facts, example.kind)
    day = date.fromisoformat(example.as_of) if example.as_of else EXAMPLE_DAY
    citations = resolve_citations(document, library, day, facts.made, facts.effective) if library is not None else ()
    return CheckContext(
        document=document,
        facts=facts,
        references=find_references(document.source.text),
        citations=citations,
        terms=words.find(document.source.text),
        matches=(),
        higher_laws=(),
        library=library,
        as_of=day,
        law_changes=find_changes(document, citations, library, day, facts.made) if library is not None else (),
        materials=_materials(example),
        listed=frozenset(rule for rule, _ in words.rules_of_terms),
    )


def _materials(example: Example) -> Materials | None:
    """The filing of the example: its text and what the example names beside it."""
    if not example.materials and not example.manifest:
        return None
    size = len(example.text.encode()) or 1
    own = any(file.role is Role.TEXT for file in example.materials)
    text = () if own else (Material("正式文本.txt", Role.TEXT, example.text, "txt", size),)
    return Materials((*text, *example.materials), example.manifest)


def _matched(context: CheckContext, library: Library) -> CheckContext:
    """With the higher laws and their clauses, which only rules that compare clauses need: the index takes seconds."""
    document, facts, citations, day = context.document, context.facts, context.citations, context.as_of
    index = open_index(library, day)
    higher = find_higher_laws(document, facts, citations, library, index, day)
    matches = match_document(document, facts, higher, library, index, day, citations=citations)
    return replace(context, higher_laws=higher, matches=matches)


def _held_against(context: CheckContext, upper: str) -> CheckContext:
    """With a made higher clause for the first 款; ``-`` stands for higher laws that say nothing of it."""
    first = context.document.clauses[0]
    if upper == "-":
        return replace(context, matches=(Match(first.eid, MatchState.NONE, ""),))
    law = Law("example", "测试法", "测试法", DocumentKind.K1, Level.LAW, "", "")
    version = LawVersion(0, law.law_id, law.title, None, None, EXAMPLE_DAY, None, "", "", "text", 1)
    article = Article(0, 0, Number(1), "第一条", "", upper)
    clause = HigherClause(law, version, article, 1, upper, 1.0, 1.0, 1.0)
    return replace(context, matches=(Match(first.eid, MatchState.MATCHED, "", (clause,)),))


def _facts(document: Document, stated: Mapping[str, str], kind: str) -> Facts:
    days = {
        key: date.fromisoformat(stated[key]) if key in stated else None
        for key in ("adopted", "approved", "published", "amended", "effective")
    }
    return Facts(
        title=document.title,
        kind=DocumentKind(kind or "K4"),
        kind_how="例句",
        territory=stated.get("territory", ""),
        territory_name="",
        territory_how="例句",
        maker=stated.get("maker", ""),
        document_no=stated.get("document_no", ""),
        adopted=days["adopted"],
        approved=days["approved"],
        published=days["published"],
        amended=days["amended"],
        effective=days["effective"],
        articles=len(document.articles),
        characters=len(document.source.text),
    )
