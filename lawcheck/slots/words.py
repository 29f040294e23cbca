"""The words by which slots are found: data in ``corpus/slots/words.yaml``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import yaml

from lawcheck.errors import RulePackError
from lawcheck.resources import corpus_dir, load_yaml

__all__ = ["Wording", "Words", "load_words"]

_LISTS: Final = ("modality", "penalties", "measures")
_FIELDS: Final = {"name", "pattern", "hit", "miss"}


@dataclass(frozen=True, slots=True)
class Wording:
    """One name and the words that mean it; ``hit`` and ``miss`` are sentences that the tests run."""

    name: str
    pattern: str
    hit: tuple[str, ...] = ()
    miss: tuple[str, ...] = ()


@dataclass(frozen=True)
class Words:
    """The word lists, compiled: each of the first three is one alternation whose groups are numbered by row."""

    modality: tuple[Wording, ...]
    penalties: tuple[Wording, ...]
    measures: tuple[Wording, ...]
    organs: re.Pattern[str]
    before_organs: re.Pattern[str]
    not_organs: tuple[str, ...]

    @staticmethod
    def compiled(rows: Sequence[Wording]) -> tuple[tuple[str, re.Pattern[str]], ...]:
        """Name and pattern of each row."""
        return tuple((row.name, re.compile(row.pattern)) for row in rows)


@lru_cache(maxsize=2)
def load_words(path: Path | None = None) -> Words:
    """The word lists; raises ``RulePackError`` E401 that names file and field.

    >>> [row.name for row in load_words().penalties][:3]
    ['警告', '通报批评', '罚款']
    """
    file = path or corpus_dir() / "slots" / "words.yaml"
    try:
        data = load_yaml(file.read_text(encoding="utf-8"))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise RulePackError("E401", file=file, line=line, field="-", problem=error.problem) from error
    lists = {name: _read(data, name, file) for name in _LISTS}
    organs = data["organs"]
    endings = sorted(organs["endings"], key=len, reverse=True)
    before = sorted(data["before_organs"], key=len, reverse=True)
    return Words(
        **lists,
        organs=re.compile("|".join(map(re.escape, endings))),
        before_organs=re.compile("|".join(map(re.escape, before))),
        not_organs=tuple(organs["not"]),
    )


def _read(data: Any, name: str, file: Path) -> tuple[Wording, ...]:
    rows = data.get(name) if isinstance(data, dict) else None
    if not isinstance(rows, list):
        raise RulePackError("E401", file=file, line=1, field=name, problem="应为列表 / must be a list")
    return tuple(_row(row, f"{name}[{number}]", file) for number, row in enumerate(rows, 1))


def _row(row: Any, field: str, file: Path) -> Wording:
    if not isinstance(row, dict) or not {"name", "pattern"} <= set(row) <= _FIELDS:
        raise RulePackError("E401", file=file, line=1, field=field, problem="name, pattern, hit, miss")
    try:
        re.compile(row["pattern"])
    except re.error as error:
        raise RulePackError("E401", file=file, line=1, field=field, problem=str(error)) from error
    return Wording(row["name"], row["pattern"], tuple(row.get("hit", ())), tuple(row.get("miss", ())))
