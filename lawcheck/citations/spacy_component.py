"""The references of a text as a spaCy pipeline component: ``nlp.add_pipe("lawcheck_citations")``.

Importing this module imports spaCy (1.6 s), so :mod:`lawcheck.citations` does not; the entry point in
``pyproject.toml`` lets spaCy find the factory by itself.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc
from spacy.tokens import Span as DocSpan

from lawcheck.citations.model import Citation
from lawcheck.citations.resolver import resolve_citations
from lawcheck.document import parse
from lawcheck.laws import Library, open_library
from lawcheck.references import Reference, find_references

__all__ = ["CitationsComponent", "make_citations"]

SPANS_KEY = "lawcheck_citations"
_DETAILS = "lawcheck_citation"
_DEFAULTS = {"as_of": None, "library": None, "spans_key": SPANS_KEY}


@Language.factory("lawcheck_citations", default_config=_DEFAULTS)
def make_citations(
    nlp: Language, name: str, as_of: str | None, library: str | None, spans_key: str
) -> CitationsComponent:
    """The component. Without ``as_of`` (YYYY-MM-DD) references are only found; with it they are held against the
    library in the folder ``library`` (the user's by default), opened at the first text.

    >>> import spacy
    >>> nlp = spacy.blank("zh")
    >>> _ = nlp.add_pipe("lawcheck_citations")
    >>> doc = nlp("依照《中华人民共和国水法》第三条第一款和前款处理。")
    >>> [(span.text, span.label_) for span in doc.spans["lawcheck_citations"]]
    [('《中华人民共和国水法》第三条第一款', 'external'), ('前款', 'relative')]
    """
    return CitationsComponent(date.fromisoformat(as_of) if as_of else None, library, spans_key)


class CitationsComponent:
    """Writes references to ``doc.spans[spans_key]``: label = kind of reference, ``span._.lawcheck_citation`` = a dict of
    ``address``, ``how``, and, with a day, ``state``, ``reason``, ``law`` and ``article``."""

    def __init__(self, as_of: date | None, library: str | None, spans_key: str = SPANS_KEY) -> None:
        self._as_of = as_of
        self._home = Path(library) if library else None
        self._library: Library | None = None
        self._spans_key = spans_key
        if not DocSpan.has_extension(_DETAILS):
            DocSpan.set_extension(_DETAILS, default=None)

    def __call__(self, doc: Doc) -> Doc:
        """The same ``doc`` with its references; one that cuts a token covers the whole token."""
        spans = []
        for reference, details in self._found(doc.text):
            start, end = reference.span
            span = doc.char_span(start, end, label=reference.kind.value, alignment_mode="expand")
            if span is not None:
                span._.set(_DETAILS, details)
                spans.append(span)
        doc.spans[self._spans_key] = spans
        return doc

    def _found(self, text: str) -> list[tuple[Reference, dict[str, Any]]]:
        if self._as_of is None:
            return [(reference, _details(reference)) for reference in find_references(text)]
        self._library = self._library or open_library(self._home)
        citations = resolve_citations(parse(text), self._library, self._as_of)
        return [(c.reference, _details(c.reference) | _resolved(c)) for c in citations]


def _details(reference: Reference) -> dict[str, Any]:
    return {"address": str(reference.address), "how": reference.how}


def _resolved(citation: Citation) -> dict[str, Any]:
    return {
        "state": citation.state.value,
        "reason": citation.reason,
        "law": citation.law.title if citation.law else "",
        "article": citation.article.text if citation.article else "",
    }
