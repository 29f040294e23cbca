"""A law that a person names on the command line."""

from __future__ import annotations

from lawcheck.errors import UsageError
from lawcheck.laws import Law, Library, normalise_title

__all__ = ["one_law"]


def one_law(library: Library, title: str) -> Law | None:
    """The law of this title; None where only its repeal is known.

    Raises:
        UsageError: E509, there is no such law; titles that may be meant are named.
    """
    found = library.find_title(title)
    if found:
        return found[0]
    if normalise_title(title) in library.repealed_titles():
        return None
    names = library.suggest_titles(title)
    hint = f"相近的有：{'、'.join(names)}。" if names else ""
    raise UsageError("E509", title=title, hint=hint)
