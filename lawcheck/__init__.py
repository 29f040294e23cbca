"""lawcheck: filing review of Chinese normative documents and analysis of public consultation.

The verbs accept a path or a value: :func:`read` → :func:`parse` → :func:`cite` → :func:`match` → :func:`review`; :func:`digest` for
the comments on a draft.
They are loaded on first use, so that ``import lawcheck`` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lawcheck.document import Document, SourceText
    from lawcheck.errors import LawcheckError
    from lawcheck.laws import Library, open_library
    from lawcheck.letters import fill_letter
    from lawcheck.reviewing import Review
    from lawcheck.verbs import cite, digest, match, parse, read, review

__version__ = "0.1.0"
__all__ = [
    "Document",
    "LawcheckError",
    "Library",
    "Review",
    "SourceText",
    "__version__",
    "cite",
    "digest",
    "fill_letter",
    "match",
    "open_library",
    "parse",
    "read",
    "review",
]

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
    """The verbs too, which are not loaded yet: for completion and ``help(lawcheck)``."""
    return sorted({*globals(), *__all__})


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module 'lawcheck' has no attribute {name!r}")
    return getattr(import_module(_HOMES.get(name, "lawcheck.verbs")), name)
