"""The program's review of one document: ``review_document(document, library, as_of=…) -> Review``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, lru_cache
from hashlib import sha256
from pathlib import Path

from lawcheck.checks import (
    CheckContext,
    Finding,
    Judgement,
    RulePack,
    RuleRun,
    State,
    apply_judgements,
    load_rules,
    run_rules,
    with_likenesses,
    with_office_rules,
    with_term_rules,
    zones_of,
)
from lawcheck.citations import Citation, LawChange, find_changes, resolve_citations
from lawcheck.comparison import MatchComparison, compare_matches
from lawcheck.document import Document, new_texts
from lawcheck.laws import DocumentKind, Library
from lawcheck.matching import (
    ClauseIndex,
    Coverage,
    HigherLaw,
    Match,
    Pins,
    coverage,
    find_higher_laws,
    higher_texts,
    match_document,
    open_index,
)
from lawcheck.procedure import Facts, Materials, read_facts
from lawcheck.terms import Lexicon, TermHit, load_lexicon, read_lexicon, with_office_terms

__all__ = ["Review", "Tools", "load_packs", "load_tools", "review_document"]

Step = Callable[[str], None]


@dataclass(frozen=True)
class Review:
    """Everything the program can say about one document; deterministic for the same input, library and ``as_of``."""

    document: Document
    facts: Facts
    as_of: date
    horizon: date
    library_version: str
    pack_version: str
    coverage: tuple[Coverage, ...]
    higher_laws: tuple[HigherLaw, ...]
    citations: tuple[Citation, ...]
    matches: tuple[Match, ...]
    terms: tuple[TermHit, ...]
    runs: tuple[RuleRun, ...]
    law_changes: tuple[LawChange, ...] = ()
    pins: Pins = field(default_factory=Pins)
    compared: tuple[MatchComparison, ...] | None = None  # what the rules have worked out already; see comparisons
    unmatched: tuple[Judgement, ...] = ()
    """Verdicts whose finding is no longer there."""

    def __repr__(self) -> str:
        return f"<Review of {self.facts.title!r} as of {self.as_of}: {len(self.findings)} findings>"

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings, gravest first, then by place; those that another one tells are left out (they stand in
        ``runs``), those that a reviewer rejected are among them."""
        found = [finding for run in self.runs for finding in run.findings if not finding.merged]
        return tuple(sorted(found, key=lambda f: (f.severity.order, f.span.start, f.rule)))

    @cached_property
    def comparisons(self) -> tuple[MatchComparison, ...]:
        """What each 款 makes of its best higher clause (relation, differing words), in the order of ``matches``."""
        return compare_matches(self.document, self.matches) if self.compared is None else self.compared

    @property
    def state_counts(self) -> Mapping[str, int]:
        """Number of rules in each state, every state listed; the sum is the size of the rule pack."""
        return {state.value: sum(run.state is state for run in self.runs) for state in State}


@dataclass(frozen=True)
class Tools:
    """What every review of a session shares: the library, its clause index, the rule pack and the lexicon."""

    library: Library
    index: ClauseIndex
    pack: RulePack
    lexicon: Lexicon


@lru_cache(maxsize=1)
def _packs() -> tuple[RulePack, Lexicon]:
    return load_rules(), load_lexicon()


def load_packs(rules: Path | None = None, terms: Path | None = None) -> tuple[RulePack, Lexicon]:
    """Our rules and word lists with those of an office's folders; raises RulePackError for a file that is wrong."""
    pack, lexicon = _packs()
    if rules is not None:
        pack = with_office_rules(pack, rules)
    if terms is not None:
        pack, lexicon = _with_office_terms(pack, lexicon, terms)
    return pack, lexicon


def load_tools(
    library: Library,
    as_of: date,
    *,
    rules: Path | None = None,
    terms: Path | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> Tools:
    """Open the index of ``library`` and the rule pack; ``progress(step, done, total)`` while the index is built.

    ``rules`` is the folder of an office's own rules, ``terms`` that of its own word lists, used with ours.
    """
    pack, lexicon = load_packs(rules, terms)
    return Tools(library, open_index(library, as_of, progress=progress), pack, lexicon)


def _with_office_terms(pack: RulePack, lexicon: Lexicon, directory: Path) -> tuple[RulePack, Lexicon]:
    """Both with the word lists of ``directory``; the version of the pack names their content."""
    own = read_lexicon(directory)
    digest = sha256()
    for path in sorted(directory.iterdir()):
        if path.suffix in {".yaml", ".csv"}:
            digest.update(path.read_bytes())
    stamp = f"词表{digest.hexdigest()[:8]}"
    return with_term_rules(pack, own.rules_of_terms, stamp), with_office_terms(lexicon, own)


def review_document(
    document: Document,
    library: Library,
    *,
    as_of: date,
    kind: DocumentKind | None = None,
    territory: str | None = None,
    tools: Tools | None = None,
    step: Step | None = None,
    pins: Pins | None = None,
    materials: Materials | None = None,
    judgements: Sequence[Judgement] = (),
) -> Review:
    """Review ``document`` against ``library`` as of a day.

    ``kind`` and ``territory`` (GB/T 2260 code) override what the text says of itself; ``step`` is told the name of
    each step as it begins; ``pins`` are a person's choice of higher laws, kept in the
    review; ``materials`` are the files of the filing it came in; ``judgements`` are the verdicts on
    an earlier review of the document. No network, no clock: the day is an argument.
    """
    tools = tools or load_tools(library, as_of)
    pins = pins or Pins()
    tell = step or (lambda _name: None)
    tell("facts")
    facts = read_facts(document, kind=kind, territory=territory)
    context, covered = _look(document, facts, library, tools, as_of, pins, materials, tell)
    runs, unmatched = apply_judgements(with_likenesses(run_rules(tools.pack, context), tools.pack, context), judgements)
    return Review(
        document=document,
        facts=facts,
        as_of=as_of,
        horizon=library.horizon,
        library_version=library.fingerprint,
        pack_version=tools.pack.version,
        coverage=covered,
        higher_laws=context.higher_laws,
        citations=context.citations,
        matches=context.matches,
        terms=context.terms,
        runs=runs,
        law_changes=context.law_changes,
        pins=pins,
        unmatched=unmatched,
        compared=context.comparisons,
    )


def _laid_down(document: Document, terms: tuple[TermHit, ...]) -> tuple[TermHit, ...]:
    """A quotation excuses no term where a 修改决定 makes it law."""
    new = new_texts(document)
    if not new:
        return terms
    zones = zones_of(document)
    used = (any(a <= t.span.start < b for a, b in new) and not zones.in_quotes(t.span.start) for t in terms)
    return tuple(
        replace(term, exempt="") if term.exempt == "quotation" and here else term
        for term, here in zip(terms, used, strict=True)
    )


def _look(
    document: Document,
    facts: Facts,
    library: Library,
    tools: Tools,
    as_of: date,
    pins: Pins,
    materials: Materials | None,
    tell: Step,
) -> tuple[CheckContext, tuple[Coverage, ...]]:
    """Everything that the rules look at, step by step, and what the library holds for the document."""
    tell("citations")
    citations = resolve_citations(document, library, as_of, facts.made, facts.effective)
    changes = find_changes(document, citations, library, as_of, facts.made)
    tell("terms")
    terms = _laid_down(document, tools.lexicon.find(document.source.text))
    tell("laws")
    higher = find_higher_laws(document, facts, citations, library, tools.index, as_of, pins=pins)
    tell("matching")
    covered = coverage(document, facts, citations, library, as_of)
    matches = match_document(
        document, facts, higher, library, tools.index, as_of, citations=citations, covered=covered, pins=pins
    )
    tell("checks")
    references = tuple(citation.reference for citation in citations)
    above = higher_texts(document, facts, library, tools.index, as_of, pins)
    listed = frozenset(rule for rule, _ in tools.lexicon.rules_of_terms)
    context = CheckContext(
        document,
        facts,
        references,
        citations,
        terms,
        matches,
        higher,
        library,
        as_of,
        changes,
        materials,
        above,
        listed,
    )
    return context, covered
