"""The words that the analysis goes by, as data in ``corpus/comments/``: plain words, cues of stance, thresholds."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any, Final

from lawcheck.resources import corpus_dir, load_yaml

__all__ = ["cues", "dialect_characters", "mapping_model", "plain_words", "read_words"]

_FOLDER: Final = "comments"


def read_words(name: str) -> Any:
    """The data of one file of ``corpus/comments/``."""
    return load_yaml((corpus_dir() / _FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


@cache
def plain_words() -> dict[str, tuple[str, ...]]:
    """What people say for a word of the law, by that word.

    >>> "电瓶车" in plain_words()["电动自行车"]
    True
    """
    found: dict[str, list[str]] = {}
    for entry in read_words("plain-words")["entries"]:
        for legal in entry["legal"]:
            found.setdefault(legal, []).extend(entry["said"])
    return {legal: tuple(dict.fromkeys(said)) for legal, said in found.items()}


@cache
def dialect_characters() -> dict[int, str]:
    """Characters that only dialects write, with the common one of the same meaning, for ``str.translate``.

    >>> "我唔支持".translate(dialect_characters())
    '我不支持'
    """
    return str.maketrans(read_words("dialect")["characters"])


@cache
def cues(name: str) -> re.Pattern[str]:
    """The cues of ``corpus/comments/cues.yaml`` under ``name`` as one pattern.

    >>> cues("oppose").search("我不同意这一条")[0]
    '不同意'
    """
    return re.compile("|".join(f"(?:{cue})" for cue in read_words("cues")[name]))


@cache
def mapping_model() -> dict[str, Any]:
    """Weights and threshold of the mapping (``corpus/comments/mapping.json``)."""
    model: dict[str, Any] = json.loads((corpus_dir() / _FOLDER / "mapping.json").read_text(encoding="utf-8"))
    return model
