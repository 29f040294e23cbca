"""Known defects of sources, corrected when a text comes in: ``corpus/catalogue/patches.yaml``, each with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from lawcheck.errors import LibraryError
from lawcheck.laws.records import RawArticle, RawLaw
from lawcheck.laws.titles import normalise_title
from lawcheck.resources import corpus_dir, load_yaml

__all__ = ["Patch", "load_patches", "patched", "patches_file"]

_FIELDS = frozenset({"law", "day", "source", "article", "old", "new", "reason", "evidence"})


@dataclass(frozen=True, slots=True)
class Patch:
    """In the text of ``law`` made on ``day`` that comes from ``source`` (the beginning of its name), ``old`` in
    ``article`` is to be ``new``; ``reason`` and ``evidence`` (where the right text stands) are in Chinese."""

    key: str
    day: date
    source: str
    article: str
    old: str
    new: str
    reason: str
    evidence: str


def patches_file() -> Path:
    """Where the patches stand."""
    return corpus_dir() / "catalogue" / "patches.yaml"


@cache
def load_patches(path: Path | None = None) -> tuple[Patch, ...]:
    """All patches.

    Raises:
        LibraryError: E308 with the number of a wrong entry.

    >>> all(patch.reason and patch.evidence for patch in load_patches())
    True
    """
    file = path or patches_file()
    entries = load_yaml(file.read_text(encoding="utf-8")) or []
    return tuple(_patch(entry, file, number) for number, entry in enumerate(entries, 1))


def _patch(entry: Mapping[str, Any], file: Path, number: int) -> Patch:
    if not isinstance(entry, dict) or set(entry) != _FIELDS or not isinstance(entry["day"], date):
        raise LibraryError("E308", path=file, line=number, detail=f"{sorted(_FIELDS)}")
    words = {name: str(entry[name]) for name in ("source", "article", "old", "new", "reason", "evidence")}
    if not (words["old"] and words["reason"] and words["evidence"]):
        raise LibraryError("E308", path=file, line=number, detail="old, reason, evidence")
    return Patch(normalise_title(entry["law"]), entry["day"], **words)


def patched(raw: RawLaw, patches: tuple[Patch, ...] | None = None) -> RawLaw:
    """``raw`` with the patches that are meant for it; one whose ``old`` is not there (a mended source) does nothing."""
    own = [p for p in (load_patches() if patches is None else patches) if _is_for(p, raw)]
    if not own:
        return raw
    return replace(raw, articles=tuple(_mended(article, own) for article in raw.articles))


def _is_for(patch: Patch, raw: RawLaw) -> bool:
    return patch.key == raw.key and patch.day == raw.version_day and raw.source.startswith(patch.source)


def _mended(article: RawArticle, patches: list[Patch]) -> RawArticle:
    text = article.text
    for patch in patches:
        if patch.article == article.label and text.count(patch.old) == 1:
            text = text.replace(patch.old, patch.new)
    return article if text == article.text else replace(article, text=text.strip())
