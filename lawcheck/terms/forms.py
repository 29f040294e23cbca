"""Words in the one written form that is searched."""

from __future__ import annotations

from collections.abc import Sequence

from lawcheck.document import normalise

__all__ = ["folded", "normalised_forms", "searched_forms"]


def normalised_forms(words: Sequence[str]) -> list[str]:
    """Each word normalised; all in one go, since a call costs as much for a word as for a thousand.

    >>> normalised_forms(["帳 篷", "其它", "ＡＰＰ"])
    ['帐篷', '其它', 'APP']
    """
    return normalise("\0".join(words)).text.split("\0") if words else []


def searched_forms(words: Sequence[str]) -> list[str]:
    """The same in small letters, as texts are searched: App, APP and app are one word.

    >>> searched_forms(["ＡＰＰ", "App下载"])
    ['app', 'app下载']
    """
    return folded("\0".join(normalised_forms(words))).split("\0") if words else []


def folded(text: str) -> str:
    """Small letters for capital ones, every character in its place.

    >>> folded("App"), len(folded("İ市"))
    ('app', 2)
    """
    small = text.lower()
    return small if len(small) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
