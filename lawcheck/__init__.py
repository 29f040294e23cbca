"""lawcheck: filing review of Chinese normative documents and analysis of public consultation.

The verbs accept a path or a value: :func:`read` → :func:`parse` → :func:`cite` → :func:`match` → :func:`review`; :func:`compare`
for two texts, :func:`digest` for the comments on a draft. Laws are asked of :func:`open_library`.
What else is public stands in rooms: ``lawcheck.reports`` (JSON, Word, Excel of what the verbs give), ``lawcheck.document``,
``lawcheck.laws``, ``lawcheck.readers``, ``lawcheck.writers``, ``lawcheck.errors`` … See docs/programming.md.
All are loaded on first use, so that ``import lawcheck`` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lawcheck import checks as checks
    from lawcheck import citations as citations
    from lawcheck import comments as comments
    from lawcheck import comparison as comparison
    from lawcheck import document as document
    from lawcheck import errors as errors
    from lawcheck import laws as laws
    from lawcheck import letters as letters
    from lawcheck import matching as matching
    from lawcheck import readers as readers
    from lawcheck import references as references
    from lawcheck import reports as reports
    from lawcheck import terms as terms
    from lawcheck import writers as writers
    from lawcheck.document import Document, SourceText
    from lawcheck.errors import LawcheckError
    from lawcheck.laws import Library, open_library
    from lawcheck.letters import fill_letter
    from lawcheck.reviewing import Review
    from lawcheck.verbs import cite, compare, digest, match, parse, read, review

__version__ = "0.1.0"
__all__ = [
    "Document",
    "LawcheckError",
    "Library",
    "Review",
    "SourceText",
    "__version__",
    "cite",
    "compare",
    "digest",
    "fill_letter",
    "match",
    "open_library",
    "parse",
    "read",
    "review",
]

_ROOMS = frozenset(
    [
        "checks",
        "citations",
        "comments",
        "comparison",
        "document",
        "errors",
        "laws",
        "letters",
        "matching",
        "readers",
        "references",
        "reports",
        "terms",
        "writers",
    ]
)

_HOMES = {
    "Document": "lawcheck.document",
    "LawcheckError": "lawcheck.errors",
    "Library": "lawcheck.laws",
    "Review": "lawcheck.reviewing",
    "SourceText": "lawcheck.document",
    "fill_letter": "lawcheck.letters",
    "open_library": "lawcheck.laws",
}


def __dir__() -> list[str]:
    """The verbs and rooms too, which are not loaded yet: for completion and ``help(lawcheck)``."""
    return sorted({*globals(), *__all__, *_ROOMS})


def __getattr__(name: str) -> object:
    if name in _ROOMS:
        return import_module(f"lawcheck.{name}")
    if name not in __all__:
        raise AttributeError(f"module 'lawcheck' has no attribute {name!r}")
    return getattr(import_module(_HOMES.get(name, "lawcheck.verbs")), name)
