"""The lexicon as a spaCy pipeline component: ``nlp.add_pipe("lawcheck_terms")``.

Importing this module imports spaCy (1.6 s), so :mod:`lawcheck.terms` does not; the entry point in ``pyproject.toml``
lets spaCy find the factory by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.matcher import Matcher
from spacy.tokens import Doc
from spacy.tokens import Span as DocSpan

from lawcheck.document import Normalised, Span
from lawcheck.terms.engine import Engine
from lawcheck.terms.lexicon import Lexicon, load_lexicon
from lawcheck.terms.model import Term, TermHit

__all__ = ["TermsComponent", "make_terms"]

SPANS_KEY = "lawcheck_terms"
_DETAILS = "lawcheck_term"


@Language.factory("lawcheck_terms", default_config={"directory": None, "spans_key": SPANS_KEY})
def make_terms(nlp: Language, name: str, directory: str | None, spans_key: str) -> TermsComponent:
    """The component, over the lexicon in ``directory`` (``corpus/lexicons`` by default).

    >>> import spacy
    >>> nlp = spacy.blank("zh")
    >>> _ = nlp.add_pipe("lawcheck_terms")
    >>> doc = nlp("依法给予行政处分。")
    >>> [(span.text, span.label_, span._.lawcheck_term["suggestion"]) for span in doc.spans["lawcheck_terms"]]
    [('行政处分', 'W27', '处分')]
    """
    return TermsComponent(nlp, load_lexicon(Path(directory) if directory else None), spans_key)


class TermsComponent:
    """Writes the hits of a lexicon to ``doc.spans[spans_key]``: label = rule id, ``span._.lawcheck_term`` = a dict of
    ``text``, ``category``, ``severity``, ``reason``, ``suggestion``, ``source``, ``confirmed``, ``variant`` and
    ``exempt``. Words and regular expressions come from the engine, token patterns from spaCy's ``Matcher``."""

    def __init__(self, nlp: Language, lexicon: Lexicon, spans_key: str = SPANS_KEY) -> None:
        self._nlp = nlp
        self._engine = Engine([term for term in lexicon.entries.made if not term.tokens], lexicon.entries.tables)
        self._spans_key = spans_key
        self._matcher = Matcher(nlp.vocab)
        self._patterns = {f"pattern-{number}": term for number, term in enumerate(lexicon.patterns)}
        for key, term in self._patterns.items():
            self._matcher.add(key, [[dict(token) for token in term.tokens]], greedy="LONGEST")
        if not DocSpan.has_extension(_DETAILS):
            DocSpan.set_extension(_DETAILS, default=None)

    def __call__(self, doc: Doc) -> Doc:
        """The same ``doc`` with its hits; a hit that cuts a token covers the whole token."""
        spans = []
        for hit in self._engine.find(doc.text, self._match):
            span = doc.char_span(hit.span.start, hit.span.end, label=hit.term.rule, alignment_mode="expand")
            if span is not None:
                span._.set(_DETAILS, _details(hit))
                spans.append(span)
        doc.spans[self._spans_key] = spans
        return doc

    def _match(self, text: Normalised) -> Iterator[tuple[Span, Term]]:
        """The matches of the token patterns in the normalised text, each character a token."""
        characters = Doc(self._nlp.vocab, words=list(text.text), spaces=[False] * len(text.text))
        for key, start, end in self._matcher(characters):
            yield Span(start, end), self._patterns[self._nlp.vocab.strings[key]]


def _details(hit: TermHit) -> dict[str, Any]:
    fields = ("text", "category", "severity", "reason", "suggestion", "source", "confirmed")
    return {field: getattr(hit.term, field) for field in fields} | {"variant": hit.variant, "exempt": hit.exempt}
