"""Rule files: reading them fast, and naming file, line and field when one is wrong.

A rule is one YAML file ``<family>/<id>.yaml``. ``examples:`` is its last key and is cut off before parsing when a pack
is loaded; :func:`read_examples` reads it for the tests. All heads are parsed as one YAML stream by libyaml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import NotRequired, TypedDict, cast

import yaml

from lawcheck.checks.expressions import expression, with_pieces
from lawcheck.checks.model import Severity
from lawcheck.errors import RulePackError
from lawcheck.laws import DocumentKind

__all__ = [
    "FAMILIES",
    "BasisData",
    "ExampleData",
    "RuleData",
    "fingerprint",
    "read_examples",
    "read_merges",
    "read_pack_version",
    "read_rules",
]

FAMILIES: Mapping[str, tuple[str, str]] = {
    "authority": ("A", "权限"),
    "rights": ("R", "权利与公平"),
    "citations": ("C", "引用"),
    "structure": ("S", "结构"),
    "time": ("T", "时间与程序"),
    "wording": ("W", "用语"),
    "sensitive": ("X", "敏感词"),
    "personal": ("P", "个人信息"),
    "outdated": ("O", "过时机构与用语"),
    "form": ("F", "形式审查"),
    "comparison": ("M", "条款比对"),
}
"""Families in the order of the pack: folder name → letter of the rule ids and Chinese label."""

TRIGGERS = ("pattern", "lexicon", "lookup", "structure", "date", "slot", "match", "checklist")
GUARDS = tuple(f"G{n}" for n in range(1, 10))
BASIS_LIMIT = 120  # characters; a basis names a source or quotes it briefly, it is not a copy of the law

_WHO_AND_HOW = frozenset(("subjects", "modalities", "acts", "objects", "organs", "conditions", "exceptions", "terms"))
_HOW_MUCH = frozenset(("penalties", "measures", "fines", "amounts", "periods", "transfers"))
SLOT_LISTS = _WHO_AND_HOW | _HOW_MUCH
"""Slots that a ``slot`` trigger may hit or ask for; ``SLOT_KEYS`` its fields, ``SLOT_PLACES`` what with/without know."""
_SELECTS = frozenset(("hit", "names", "not_names", "words", "not_words", "unit", "over", "ratio_over"))
SLOT_KEYS = _SELECTS | {"with", "without", "scope", "unless", "once", "alone", "leans", "rows"}
SLOT_PLACES = SLOT_LISTS | {"text", "names"}

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_EXAMPLES = "\nexamples:"
_ID = re.compile(r"[A-Z]\d\d\d?\Z")  # three digits: an office's own


class BasisData(TypedDict):
    """One legal basis as written in the file."""

    text: str
    confirmed: bool


class RuleData(TypedDict):
    """The validated head of a rule file."""

    id: str
    version: int
    name: str
    family: str
    tier: int
    kinds: list[str] | str
    implemented: bool
    why_not: NotRequired[str]
    severity: Mapping[str, str] | str
    basis: list[BasisData]
    message: str
    suggestion: NotRequired[str]
    trigger: dict[str, object]
    guards: NotRequired[list[str]]


class ExampleData(TypedDict):
    """One example as written in the file: ``text`` (a clause) or ``document`` (a whole one)."""

    text: NotRequired[str]
    document: NotRequired[str]
    kind: NotRequired[str]
    as_of: NotRequired[str]
    finds: NotRequired[str]
    severity: NotRequired[str]
    facts: NotRequired[Mapping[str, str]]
    upper: NotRequired[str]
    materials: NotRequired[list[Mapping[str, object]]]
    manifest: NotRequired[Mapping[str, object]]


_FIELDS: Mapping[str, tuple[type, ...]] = {
    "id": (str,),
    "version": (int,),
    "name": (str,),
    "family": (str,),
    "tier": (int,),
    "kinds": (str, list),
    "implemented": (bool,),
    "severity": (str, dict),
    "basis": (list,),
    "message": (str,),
    "trigger": (dict,),
}
_OPTIONAL: Mapping[str, tuple[type, ...]] = {"why_not": (str,), "suggestion": (str,), "guards": (list,)}


def rule_files(directory: Path) -> tuple[Path, ...]:
    """The rule files in the order of the pack: by family, then by id."""
    return tuple(path for family in FAMILIES for path in sorted((directory / family).glob("*.yaml")))


def read_rules(directory: Path) -> tuple[RuleData, ...]:
    """The validated heads of all rules; raises ``RulePackError`` for the first fault."""
    paths = rule_files(directory)
    if not paths:
        raise RulePackError("E402", file=directory, line=0, field="-", problem="没有 *.yaml")
    heads = [path.read_text(encoding="utf-8").partition(_EXAMPLES)[0] for path in paths]
    values = _parse_together(heads) or [_parse_alone(path, head) for path, head in zip(paths, heads, strict=True)]
    rules = tuple(_validated(path, head, value) for path, head, value in zip(paths, heads, values, strict=True))
    _no_doubles(paths, rules)
    return rules


def _parse_together(heads: list[str]) -> list[object] | None:
    """All heads as one stream; None if any is not YAML (then each is parsed alone to find it)."""
    try:
        values = list(yaml.load_all("\n---\n".join(heads), Loader=_LOADER))
    except yaml.YAMLError:
        return None
    return values if len(values) == len(heads) else None


def _parse_alone(path: Path, head: str) -> object:
    try:
        return yaml.load(head, Loader=_LOADER)  # noqa: S506 - a safe loader
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise RulePackError("E401", file=path, line=line, field="-", problem="不是合法的 YAML") from error


def _validated(path: Path, head: str, value: object) -> RuleData:
    for field, problem in _faults(path, value):
        raise RulePackError("E401", file=path, line=_line_of(head, field), field=field, problem=problem)
    return cast(RuleData, value)


def _line_of(head: str, field: str) -> int:
    """The line (from 1) on which the top-level part of ``field`` stands; 1 if the field is missing."""
    key = field.split(".")[0]
    lines = head.split("\n")
    return next((n for n, line in enumerate(lines, 1) if line.startswith(f"{key}:")), 1)


def _faults(path: Path, value: object) -> Iterator[tuple[str, str]]:
    """(field, problem) of everything that is wrong, the structure first so that later tests may rely on it."""
    if not isinstance(value, dict):
        yield "-", "应为一组“字段: 值”"
        return
    structural = list(_type_faults(value))
    yield from structural
    if not structural:
        yield from _content_faults(path, cast(RuleData, value))


def _type_faults(value: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    yield from ((field, "缺少该字段") for field in _FIELDS if field not in value)
    for field, item in value.items():
        types = _FIELDS.get(field) or _OPTIONAL.get(field, ())
        if not types:
            yield field, "没有这个字段"
        elif not isinstance(item, types) or (isinstance(item, bool) and bool not in types):
            yield field, f"类型应为 {'或'.join(t.__name__ for t in types)}"


def _content_faults(path: Path, rule: RuleData) -> Iterator[tuple[str, str]]:
    yield from _identity_faults(path, rule)
    yield from _kind_faults(rule)
    yield from _severity_faults(rule)
    yield from _basis_faults(rule)
    if rule["trigger"].get("kind") not in TRIGGERS:
        yield "trigger.kind", f"应为 {'、'.join(TRIGGERS)} 之一"
    yield from (("guards", f"没有守卫 {g}") for g in rule.get("guards", []) if g not in GUARDS)
    if not rule["implemented"] and not rule.get("why_not"):
        yield "why_not", "未实现的规则应说明原因"
    yield from _pattern_faults(rule["trigger"])
    if rule["trigger"].get("kind") == "slot" and rule["implemented"]:
        yield from _slot_faults(rule["trigger"])


def _identity_faults(path: Path, rule: RuleData) -> Iterator[tuple[str, str]]:
    if not _ID.match(rule["id"]) or rule["id"] != path.stem:
        yield "id", f"应与文件名 {path.stem} 相同"
    if rule["family"] != path.parent.name or FAMILIES[path.parent.name][0] != rule["id"][:1]:
        yield "family", f"应与目录 {path.parent.name} 和编号首字母相符"
    if rule["tier"] not in range(1, 5):
        yield "tier", "应为 1 至 4"


def _kind_faults(rule: RuleData) -> Iterator[tuple[str, str]]:
    kinds = rule["kinds"]
    if isinstance(kinds, str):
        if kinds != "all":
            yield "kinds", "应为 all 或 K0–K14 的列表"
        return
    yield from (("kinds", f"没有文件种类 {k}") for k in kinds if k not in set(DocumentKind))


def _severity_faults(rule: RuleData) -> Iterator[tuple[str, str]]:
    severity = rule["severity"]
    levels = {"default": severity} if isinstance(severity, str) else severity
    if "default" not in levels:
        yield "severity", "缺少 default"
    yield from (("severity", f"没有级别 {level}") for level in levels.values() if level not in set(Severity))


def _basis_faults(rule: RuleData) -> Iterator[tuple[str, str]]:
    for item in rule["basis"]:
        if not isinstance(item, dict) or set(item) != {"text", "confirmed"} or not isinstance(item["confirmed"], bool):
            yield "basis", "每项应有 text 和 confirmed（true/false）"
        elif len(item["text"]) > BASIS_LIMIT:
            yield "basis", f"引用不得超过 {BASIS_LIMIT} 字"


def _pattern_faults(trigger: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """A regular expression that does not compile is a fault of the file, not of the first review that meets it."""
    yield from _expression_faults(
        "trigger",
        [str(trigger.get(key, "")) for key in ("unless", "sentence_with", "sentence_without", "clause_without")],
    )
    patterns = trigger.get("patterns", [])
    if not isinstance(patterns, list) or not all(isinstance(item, dict) for item in patterns):
        yield "trigger.patterns", "应为列表，每项应有 find"
        return
    try:
        filled = with_pieces(trigger).get("patterns", [])
    except KeyError as unknown:
        yield "trigger.pieces", f"没有写明 {unknown.args[0]}"
        return
    for item in filled if isinstance(filled, list) else ():
        for part in ("find", "before", "after"):
            try:
                expression(item.get(part, ""), re.MULTILINE if part == "find" else 0)
            except (re.error, TypeError) as error:
                yield "trigger.patterns", f"{part} 不是合法的正则表达式：{error}"
        if not item.get("find"):
            yield "trigger.patterns", "每项应有 find"
        elif strange := set(str(item.get("kinds", "")).split()) - set(DocumentKind):
            yield "trigger.patterns", f"kinds 不是文件类别：{'、'.join(sorted(strange))}"


def _slot_faults(trigger: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """The language of slot triggers (``checks/slotted.py``); one without ``hit`` belongs to a rule that computes."""
    if "hit" not in trigger:
        return
    if trigger["hit"] not in SLOT_LISTS:
        yield "trigger.hit", f"应为 {'、'.join(sorted(SLOT_LISTS))} 之一"
    yield from ((f"trigger.{key}", "没有这个字段") for key in trigger if key not in SLOT_KEYS | {"kind", "above"})
    for side in ("with", "without"):
        tests = trigger.get(side, {})
        if not isinstance(tests, dict):
            yield f"trigger.{side}", "应为一组“字段: 值”"
            continue
        yield from ((f"trigger.{side}", f"没有要素 {key}") for key in tests if key not in SLOT_PLACES)
        yield from _expression_faults(f"trigger.{side}", [v for v in tests.values() if isinstance(v, str)])
    yield from _expression_faults("trigger.words", [str(trigger.get(key, "")) for key in ("words", "not_words")])


def _expression_faults(field: str, expressions: list[str]) -> Iterator[tuple[str, str]]:
    for text in expressions:
        try:
            expression(text)
        except re.error as error:
            yield field, f"不是合法的正则表达式：{error}"


def _no_doubles(paths: tuple[Path, ...], rules: tuple[RuleData, ...]) -> None:
    seen: dict[str, Path] = {}
    for path, rule in zip(paths, rules, strict=True):
        if rule["id"] in seen:
            raise RulePackError("E401", file=path, line=1, field="id", problem=f"与 {seen[rule['id']]} 重复")
        seen[rule["id"]] = path


def read_examples(path: Path) -> Mapping[str, list[ExampleData]]:
    """``{"positive": […], "negative": […]}`` of one rule file; empty where it has none."""
    value = _parse_alone(path, path.read_text(encoding="utf-8"))
    return value.get("examples", {}) if isinstance(value, dict) else {}


def read_pack_version(directory: Path) -> str:
    """The version that ``pack.yaml`` declares, ``0`` where an office's own folder has none."""
    path = directory / "pack.yaml"
    value = _parse_alone(path, path.read_text(encoding="utf-8")) if path.exists() else {}
    return str(value.get("version", "0")) if isinstance(value, dict) else "0"


def read_merges(directory: Path) -> list[tuple[str, str, bool]]:
    """The pairs under ``merges`` of ``pack.yaml``: the rule that tells, the one that is told, whether only of exactly
    the same words. Raises ``RulePackError`` for a pair that is not so written."""
    path = directory / "pack.yaml"
    value = _parse_alone(path, path.read_text(encoding="utf-8")) if path.exists() else {}
    items = value.get("merges") or [] if isinstance(value, dict) else []
    for item in items:
        if not isinstance(item, dict) or set(item) != {"keep", "drop", "when"} or item["when"] not in _MERGE_WHEN:
            raise RulePackError("E402", file=path, line=0, field="merges", problem=f"{item}")
    return [(item["keep"], item["drop"], item["when"] == _MERGE_WHEN[0]) for item in items]


_MERGE_WHEN = ("same", "overlap")


def fingerprint(directory: Path, *beside: Path) -> str:
    """Twelve hexadecimal digits that change with any byte of any rule file, and of what lies ``beside`` the rules."""
    digest = sha256()
    for path in (*rule_files(directory), *beside):
        digest.update(f"{path.parent.name}/{path.name}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
