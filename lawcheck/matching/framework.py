"""Framework laws, attached by trigger words (``corpus/profiles/framework-laws.yaml``)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import yaml

from lawcheck.errors import RulePackError
from lawcheck.laws import DocumentKind
from lawcheck.resources import corpus_dir, load_yaml

__all__ = ["FrameworkLaw", "load_framework_laws", "triggers_in"]

_FIELDS: Final = {"law", "triggers", "kinds", "why"}


@dataclass(frozen=True, slots=True)
class FrameworkLaw:
    """A law that applies across subjects: its title, the words that attach it (none = always), the kinds of document
    that face it (none = all below it), and why."""

    title: str
    triggers: tuple[str, ...]
    kinds: frozenset[DocumentKind]
    why: str

    def faces(self, kind: DocumentKind) -> bool:
        """Whether a document of this kind faces the law."""
        return not self.kinds or kind in self.kinds


@lru_cache(maxsize=4)
def load_framework_laws(path: Path | None = None) -> tuple[FrameworkLaw, ...]:
    """The table of framework laws; raises ``RulePackError`` E401 that names file and field.

    >>> [law.title for law in load_framework_laws() if not law.triggers]
    ['立法法']
    """
    file = path or corpus_dir() / "profiles" / "framework-laws.yaml"
    try:
        data = load_yaml(file.read_text(encoding="utf-8"))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise RulePackError("E401", file=file, line=line, field="-", problem=error.problem) from error
    rows = data.get("laws") if isinstance(data, dict) else None
    if not isinstance(rows, list):
        raise RulePackError("E401", file=file, line=1, field="laws", problem="应为列表 / must be a list")
    return tuple(_read(row, file, number) for number, row in enumerate(rows, 1))


def _read(row: object, file: Path, number: int) -> FrameworkLaw:
    if not isinstance(row, dict) or not {"law", "triggers", "why"} <= set(row) <= _FIELDS:
        raise RulePackError(
            "E401", file=file, line=number, field=f"laws[{number}]", problem="law, triggers, kinds, why"
        )
    try:
        kinds = frozenset(DocumentKind(code) for code in row.get("kinds", ()))
    except ValueError as error:
        raise RulePackError("E401", file=file, line=number, field=f"laws[{number}].kinds", problem=error) from error
    return FrameworkLaw(str(row["law"]), tuple(map(str, row["triggers"])), kinds, str(row["why"]))


def triggers_in(law: FrameworkLaw, clauses: Sequence[tuple[str, str]]) -> tuple[list[str], list[str]]:
    """Trigger words of ``law`` that occur, in the order of the table, and the 条 of each clause that has one.

    ``clauses`` are pairs of 条 and text.

    >>> law = FrameworkLaw("行政处罚法", ("罚款", "吊销"), frozenset(), "")
    >>> triggers_in(law, [("第三条", "处一千元罚款。"), ("第四条", "予以支持。")])
    (['罚款'], ['第三条'])
    """
    whole = "\n".join(text for _, text in clauses)
    found = [word for word in law.triggers if word in whole]
    places = [place for place, text in clauses if any(word in text for word in found)] if found else []
    return found, places
