"""The rule pack: every rule of ``corpus/rules`` as a value, with a version that its content fixes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

from lawcheck.checks.expressions import with_pieces
from lawcheck.checks.faults import place_of
from lawcheck.checks.model import Basis, Severity
from lawcheck.checks.reading import (
    FAMILIES,
    ExampleData,
    RuleData,
    fingerprint,
    read_examples,
    read_merges,
    read_pack_version,
    read_rules,
)
from lawcheck.checks.wordings import MODEL
from lawcheck.errors import RulePackError
from lawcheck.laws import DocumentKind
from lawcheck.procedure import Material
from lawcheck.readers import Role
from lawcheck.resources import corpus_dir

__all__ = [
    "Example",
    "Merge",
    "Rule",
    "RulePack",
    "Trigger",
    "example_line",
    "load_examples",
    "load_rules",
    "load_sentences",
    "rule_path",
    "with_term_rules",
]

_SIDES = ("positive", "negative")
_FRAME = "青山市测试条例\n第一条　{}\n第二条　本条例自2026年1月1日起施行。\n"


@dataclass(frozen=True, slots=True)
class Trigger:
    """What sets a rule off: ``kind`` is ``pattern``, ``lexicon``, ``lookup``, ``structure``, ``date``, ``slot``,
    ``match`` or ``checklist``; ``parameters`` belong to that kind (see ``docs/rules.md``)."""

    kind: str
    parameters: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. ``kinds`` is empty where the rule holds for every kind of document; ``severities`` has the keys
    ``default``, K-codes and named cases of the rule; ``why_not`` says in Chinese why it is not implemented, ``by_people``
    why documents of a kind are left to people (未检查)."""

    id: str
    version: str
    name: str
    family: str
    tier: int
    kinds: frozenset[DocumentKind]
    implemented: bool
    why_not: str
    severities: Mapping[str, Severity]
    basis: tuple[Basis, ...]
    message: str
    suggestion: str
    trigger: Trigger
    guards: tuple[str, ...]
    by_people: Mapping[DocumentKind, str] = field(default_factory=dict)

    def applies_to(self, kind: DocumentKind) -> bool:
        """Whether documents of ``kind`` are checked by this rule."""
        return not self.kinds or kind in self.kinds

    def severity(self, kind: DocumentKind, case: str = "") -> Severity:
        """The severity of ``case``, else that for ``kind``, else the default.

        >>> load_rules()["C01"].severity(DocumentKind.K4, "cleanup").label
        '建议修改'
        """
        for key in (case, kind.value):
            if key in self.severities:
                return self.severities[key]
        return self.severities["default"]


class Merge(NamedTuple):
    """Two rules that may say the same of the same words: the finding of ``drop`` goes into that of ``keep`` where both
    quote the same place (``exact``) or places that overlap."""

    keep: str
    drop: str
    exact: bool


@dataclass(frozen=True)
class RulePack:
    """The rules in the order of the families A R C S T W X P O F M. ``version`` is the declared version and a hash of
    the content, so that two packs with the same version say the same. ``own``: the ids of the rules that an office wrote.

    >>> pack = load_rules()
    >>> len(pack.rules), pack["W06"].name
    (190, '其它')
    """

    version: str
    rules: tuple[Rule, ...]
    merges: tuple[Merge, ...] = ()
    own: frozenset[str] = frozenset()

    @cached_property
    def _by_id(self) -> Mapping[str, Rule]:
        return {rule.id: rule for rule in self.rules}

    def __getitem__(self, rule_id: str) -> Rule:
        return self._by_id[rule_id]


@dataclass(frozen=True, slots=True)
class Example:
    """A small text that a rule must report (``positive``) or must not. ``kind`` and ``facts`` (dates, territory) stand
    for what the filing says; ``finds`` is the exact text that the first finding quotes and ``severity`` its severity,
    where the example names them. ``text:`` in a file is one clause, set into a regulation of two articles;
    ``document:`` is a whole one. ``upper`` is the text of the higher clause that its first 款 is held against (``-``: the
    higher laws are held and have none). ``materials`` and ``manifest`` are those of the filing that it came in; without
    either it is a single file."""

    text: str
    positive: bool
    kind: str = ""
    as_of: str = ""
    finds: str = ""
    severity: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    upper: str = ""
    materials: tuple[Material, ...] = ()
    manifest: Mapping[str, object] = field(default_factory=dict)


def load_rules(directory: str | Path | None = None) -> RulePack:
    """Load the rule pack from ``directory`` (default: the one that ships with lawcheck).

    Raises :class:`~lawcheck.errors.RulePackError` that names file, line and field of the first fault.
    """
    return _load(Path(directory or corpus_dir() / "rules").resolve())


@cache
def _load(directory: Path) -> RulePack:
    rules = tuple(_rule(data) for data in read_rules(directory))
    merges = tuple(Merge(*merge) for merge in read_merges(directory))
    learnt = (corpus_dir() / "models" / MODEL,) if directory == (corpus_dir() / "rules").resolve() else ()
    return RulePack(f"{read_pack_version(directory)}+{fingerprint(directory, *learnt)}", rules, merges)


def with_term_rules(pack: RulePack, terms: Iterable[tuple[str, str]], stamp: str) -> RulePack:
    """``pack`` with a rule for every id that an office's word lists use and the pack does not know.

    ``terms`` are pairs of rule id and word, ``stamp`` names the lists in the version of the pack. Raises RulePackError
    (E453) for a word whose rule does not work by word lists.
    """
    known, new = {rule.id: rule for rule in pack.rules}, {}
    for rule_id, term in terms:
        rule = known.get(rule_id)
        if rule is None and rule_id[:1] in _LISTED:
            new[rule_id] = _list_rule(rule_id)
        elif rule is None or rule.trigger.kind != "lexicon" or not rule.implemented:
            raise RulePackError("E453", term=term, rule=rule_id)
    rules = (*pack.rules, *(new[rule_id] for rule_id in sorted(new)))
    return replace(pack, version=f"{pack.version} {stamp}", rules=rules)


_LISTED = {"X": "sensitive", "O": "outdated", "W": "wording", "P": "personal"}


def _list_rule(rule_id: str) -> Rule:
    """The rule for the words of an office that belong to none of ours."""
    return Rule(
        id=rule_id,
        version="1",
        name="本单位词表",
        family=_LISTED[rule_id[0]],
        tier=3,
        kinds=frozenset(),
        implemented=True,
        why_not="",
        severities={"default": Severity.INFO},
        basis=(),
        message="“{quote}”：{reason}",
        suggestion="{right}",
        trigger=Trigger("lexicon"),
        guards=("G1",),
    )


def _rule(data: RuleData) -> Rule:
    kinds, severity = data["kinds"], data["severity"]
    levels = {"default": severity} if isinstance(severity, str) else severity
    trigger = with_pieces(data["trigger"])
    return Rule(
        id=data["id"],
        version=str(data["version"]),
        name=data["name"],
        family=data["family"],
        tier=data["tier"],
        kinds=frozenset() if isinstance(kinds, str) else frozenset(DocumentKind(k) for k in kinds),
        implemented=data["implemented"],
        why_not=data.get("why_not", ""),
        severities={key: Severity(level) for key, level in levels.items()},
        basis=tuple(Basis(item["text"], item["confirmed"]) for item in data["basis"]),
        message=data["message"],
        suggestion=data.get("suggestion", ""),
        trigger=Trigger(str(trigger["kind"]), {k: v for k, v in trigger.items() if k != "kind"}),
        guards=tuple(data.get("guards", ())),
        by_people={DocumentKind(kind): why for kind, why in data.get("by_people", {}).items()},
    )


def load_examples(rule_id: str, directory: Path | None = None) -> tuple[Example, ...]:
    """The examples in the file of ``rule_id``, positive ones first (they are skipped when a pack is loaded).

    >>> {e.positive for e in load_examples("W06")}
    {False, True}
    """
    found = read_examples(rule_path(rule_id, directory))
    return tuple(_example(item, side == "positive") for side in _SIDES for item in found.get(side, []))


def example_line(path: Path, positive: bool, number: int) -> int:
    """The line on which an example (the first is 1) of one side stands in its file."""
    side = _SIDES[0] if positive else _SIDES[1]
    return place_of(path.read_text(encoding="utf-8-sig"), ("examples", side, number - 1))


def load_sentences(rule_id: str, directory: Path | None = None) -> tuple[str, ...]:
    """The single clauses among the positive examples of ``rule_id``, as they are written.

    >>> "获得补助的企业五年内注册地不得变更出本区。" in load_sentences("R03")
    True
    """
    found = read_examples(rule_path(rule_id, directory))
    return tuple(item["text"] for item in found.get("positive", []) if "text" in item)


def rule_path(rule_id: str, directory: Path | None = None) -> Path:
    """Where the file of a rule stands in ``directory`` (default: the pack that ships with lawcheck)."""
    folder = next(name for name, (letter, _) in FAMILIES.items() if letter == rule_id[0])
    return (directory or corpus_dir() / "rules") / folder / f"{rule_id}.yaml"


def _example(data: ExampleData, positive: bool) -> Example:
    return Example(
        text=data["document"] if "document" in data else _FRAME.format(data["text"]),
        positive=positive,
        kind=data.get("kind", ""),
        as_of=str(data.get("as_of", "")),
        finds=data.get("finds", ""),
        severity=data.get("severity", ""),
        facts={key: str(value) for key, value in data.get("facts", {}).items()},
        upper=data.get("upper", ""),
        materials=tuple(_material(row) for row in data.get("materials", [])),
        manifest=data.get("manifest", {}),
    )


def _material(row: Mapping[str, object]) -> Material:
    text, name = str(row.get("text", "")), str(row["name"])
    return Material(
        name=name,
        role=Role(str(row["role"])),
        text=text,
        format=str(row.get("format", "txt")),
        size=len(text.encode()) or 1,
        problem=str(row.get("problem", "")),
        macro=bool(row.get("macro", False)),
    )
