"""What is wrong with the head of a rule file, and on which line: told to the lawyer who wrote it, in words of the file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final, NamedTuple

import yaml

from lawcheck.checks.expressions import expression, why_not, with_pieces
from lawcheck.checks.model import Severity
from lawcheck.checks.numbers import NUMBERS
from lawcheck.laws import DocumentKind

__all__ = ["FAMILIES", "SLOT_LISTS", "Fault", "expression_fault", "faults_of", "one_of", "place_of"]

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
_NUMBERS: Final = ("over", "ratio_over")

_ID = re.compile(r"[A-Z]\d\d\d?\Z")  # three digits: an office's own
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
_OPTIONAL: Mapping[str, tuple[type, ...]] = {
    "why_not": (str,),
    "by_people": (dict,),
    "suggestion": (str,),
    "guards": (list,),
}
_TYPES: Mapping[type, str] = {
    str: "文字",
    int: "整数",
    bool: " true 或者 false",
    list: "列表（每项一行，以“- ”开头）",
    dict: "一组“字段: 值”",
}

_Path = tuple[str | int, ...]


class Fault(NamedTuple):
    """One fault: where (keys and positions in the file, outermost first) and what to do."""

    path: _Path
    problem: str

    @property
    def field(self) -> str:
        """The field as a person names it: ``trigger.patterns``.

        >>> Fault(("trigger", "patterns", 0, "find"), "").field
        'trigger.patterns'
        """
        names = [str(step) for at, step in enumerate(self.path) if not any(isinstance(s, int) for s in self.path[:at])]
        return ".".join(name for name in names if not name.isdigit()) or "-"


def one_of(names: Iterable[str], meant: str = "") -> str:
    """The names that a field may have; the nearest one first where a person probably meant it.

    >>> one_of(["fines", "periods"], "fine")
    '是不是 fines？可用：fines、periods'
    """
    known = list(names)
    near = get_close_matches(meant, known, 1)
    return (f"是不是 {near[0]}？" if near else "") + f"可用：{'、'.join(known)}"


# -- where ---------------------------------------------------------------------------------------------------------


def place_of(head: str, path: _Path) -> int:
    """The line (from 1) of the innermost part of ``path`` that the file has; 1 where it has none.

    >>> place_of("id: W01\\ntrigger:\\n  kind: 甲", ("trigger", "kind"))
    3
    """
    node, line = yaml.compose(head), 1
    for step in path:
        found = _child(node, step)
        if found is None:
            break
        named, node = found
        line = named.start_mark.line + 1
    return line


def _child(node: yaml.Node | None, step: str | int) -> tuple[yaml.Node, yaml.Node] | None:
    """What names a part of ``node`` and the part itself."""
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step]
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return next(((key, value) for key, value in pairs if key.value == str(step)), None)


# -- what ----------------------------------------------------------------------------------------------------------


def faults_of(path: Path, value: object) -> Iterator[Fault]:
    """Everything that is wrong with the head of a rule file; its content only where its structure is right."""
    if not isinstance(value, dict):
        yield Fault((), "应为一组“字段: 值”")
        return
    structural = list(_type_faults(value))
    yield from structural
    if not structural:
        yield from _content_faults(path, value)


def _type_faults(value: Mapping[str, object]) -> Iterator[Fault]:
    known, meant = {**_FIELDS, **_OPTIONAL}, set()
    for field, item in value.items():
        types = known.get(field, ())
        if not types:
            near = get_close_matches(str(field), [name for name in known if name not in value], 1)
            meant.update(near)
            yield Fault((field,), "没有这个字段" + (f"，应为 {near[0]} 吗" if near else ""))
        elif not isinstance(item, types) or (isinstance(item, bool) and bool not in types):
            yield Fault((field,), f"应为{'，或者'.join(_TYPES[t] for t in types)}")
    yield from (Fault((field,), "缺少该字段") for field in _FIELDS if field not in value and field not in meant)


def _content_faults(path: Path, rule: Mapping[str, Any]) -> Iterator[Fault]:
    yield from _identity_faults(path, rule)
    yield from _kind_faults(rule["kinds"])
    yield from _people_faults(rule.get("by_people", {}))
    yield from _severity_faults(rule["severity"])
    yield from _basis_faults(rule["basis"])
    trigger = rule["trigger"]
    if trigger.get("kind") not in TRIGGERS:
        yield Fault(("trigger", "kind"), f"应为 {'、'.join(TRIGGERS)} 之一")
    for at, guard in enumerate(rule.get("guards", [])):
        if guard not in GUARDS:
            yield Fault(("guards", at), f"没有排除情形 {guard}，应为 G1 至 G9")
    if not rule["implemented"] and not rule.get("why_not"):
        yield Fault(("why_not",), "implemented 为 false 的规则，应当用 why_not 说明原因")
    yield from _pattern_faults(trigger)
    if trigger.get("kind") == "slot" and rule["implemented"]:
        yield from _slot_faults(trigger)


def _identity_faults(path: Path, rule: Mapping[str, Any]) -> Iterator[Fault]:
    if rule["id"] != path.stem:
        twin = path.with_name(f"{rule['id']}.yaml")
        told = f"编号与 {twin.name} 重复；" if twin.exists() else ""
        yield Fault(("id",), f"{told}应与文件名 {path.stem} 相同")
    elif not _ID.match(rule["id"]):
        yield Fault(("id",), "应为一个大写字母加两位或者三位数字，本单位的规则用三位数字，例如 W901")
    letter, label = FAMILIES[path.parent.name]
    if rule["family"] != path.parent.name:
        yield Fault(("family",), f"应与所在目录 {path.parent.name}（{label}）相同")
    elif rule["id"][:1] != letter:
        yield Fault(("family",), f"{path.parent.name}（{label}）类的编号以 {letter} 开头，与编号 {rule['id']} 不符")
    if rule["tier"] not in range(1, 5):
        yield Fault(("tier",), "应为 1 至 4")


def _kind_faults(kinds: object) -> Iterator[Fault]:
    if isinstance(kinds, list):
        strange = [(at, kind) for at, kind in enumerate(kinds) if kind not in set(DocumentKind)]
        yield from (Fault(("kinds", at), f"没有文件种类 {kind}，应为 K0 至 K14") for at, kind in strange)
    elif kinds != "all":
        yield Fault(("kinds",), "应为 all，或者 K0 至 K14 的列表，例如 [K3, K4]（各代表什么见 docs/rules.md）")


def _people_faults(left: Mapping[object, object]) -> Iterator[Fault]:
    """Kinds that a rule leaves to people, each with its reason."""
    for kind, why in left.items():
        if kind not in set(DocumentKind):
            yield Fault(("by_people", str(kind)), f"没有文件种类 {kind}，应为 K0 至 K14")
        elif not isinstance(why, str) or not why.strip():
            yield Fault(("by_people", str(kind)), "应当写明为什么由人核对")


def _severity_faults(severity: object) -> Iterator[Fault]:
    levels = severity if isinstance(severity, dict) else {"default": severity}
    known = "、".join(f"{level.value}（{level.label}）" for level in Severity)
    if "default" not in levels:
        yield Fault(("severity",), "缺少 default")
    for case, level in levels.items():
        if level not in set(Severity):
            place: _Path = ("severity", case) if isinstance(severity, dict) else ("severity",)
            yield Fault(place, f"没有级别“{level}”，应为 {known}")


def _basis_faults(basis: list[Any]) -> Iterator[Fault]:
    for at, item in enumerate(basis):
        if not isinstance(item, dict) or set(item) != {"text", "confirmed"} or not isinstance(item["confirmed"], bool):
            yield Fault(("basis", at), "每项应有 text 和 confirmed（true 或者 false）")
        elif not isinstance(item["text"], str) or not item["text"]:
            yield Fault(("basis", at), "text 应为文字")
        elif len(item["text"]) > BASIS_LIMIT:
            yield Fault(("basis", at), f"不得超过 {BASIS_LIMIT} 字")


def _pattern_faults(trigger: Mapping[str, Any]) -> Iterator[Fault]:
    """A regular expression that does not compile is a fault of the file, not of the first review that meets it."""
    yield from _expression_faults(trigger, (), ("unless", "sentence_with", "sentence_without", "clause_without"))
    patterns = trigger.get("patterns", [])
    if not isinstance(patterns, list) or not all(isinstance(item, dict) for item in patterns):
        yield Fault(("trigger", "patterns"), "应为列表，每项应有 find")
        return
    broken = list(_piece_faults(trigger))
    yield from broken
    if broken:
        return
    filled: Any = with_pieces(trigger).get("patterns", [])
    for at, item in enumerate(filled):
        yield from _item_faults(at, item)


def _piece_faults(trigger: Mapping[str, Any]) -> Iterator[Fault]:
    """Pieces alone, then whether each is there that something names."""
    pieces = trigger.get("pieces") or {}
    if not isinstance(pieces, dict):
        yield Fault(("trigger", "pieces"), "应为一组“名称: 式子”")
        return
    for name, text in pieces.items():
        if not re.fullmatch("[a-z]+", str(name)):
            yield Fault(("trigger", "pieces", name), "名称应为小写字母")
        elif fault := expression_fault(re.sub(r"\{[a-z]+\}", "甲", str(text))):
            yield Fault(("trigger", "pieces", name), f"{name} {fault}")
    try:
        with_pieces(trigger)
    except KeyError as unknown:
        yield Fault(("trigger", "pieces"), f"式子里用了 {{{unknown.args[0]}}}，pieces 中没有写明 {unknown.args[0]}")


def _item_faults(at: int, item: Mapping[str, Any]) -> Iterator[Fault]:
    place: _Path = ("trigger", "patterns", at)
    if not item.get("find"):
        yield Fault(place, f"第 {at + 1} 项应有 find")
        return
    for part in ("find", "before", "after"):
        if fault := expression_fault(item.get(part, "")):
            yield Fault((*place, part), f"第 {at + 1} 项的 {part} {fault}")
        elif part == "find" and expression(item["find"], re.MULTILINE).fullmatch(""):
            yield Fault((*place, part), f"第 {at + 1} 项的 find 没有字也符合，会处处报告")
    if strange := set(str(item.get("kinds", "")).split()) - set(DocumentKind):
        yield Fault((*place, "kinds"), f"第 {at + 1} 项的 kinds 不是文件种类：{'、'.join(sorted(strange))}")
    if (number := item.get("number", "")) and str(number) not in NUMBERS:
        yield Fault((*place, "number"), f"第 {at + 1} 项的 number {one_of(sorted(NUMBERS), str(number))}")


def expression_fault(text: Any) -> str:
    """Why ``text`` is no regular expression; nothing where it is one."""
    try:
        expression(text, re.MULTILINE)
    except (re.error, TypeError) as error:
        return f"不是合法的正则表达式：{why_not(error)}"
    return ""


def _slot_faults(trigger: Mapping[str, Any]) -> Iterator[Fault]:
    """The language of slot triggers (``checks/slotted.py``); one without ``hit`` belongs to a rule that computes."""
    if "hit" not in trigger:
        return
    if trigger["hit"] not in SLOT_LISTS:
        yield Fault(("trigger", "hit"), f"没有要素 {trigger['hit']}，{one_of(sorted(SLOT_LISTS), str(trigger['hit']))}")
    for key in trigger:
        if key not in SLOT_KEYS | {"kind", "above"}:
            yield Fault(("trigger", key), f"没有这个字段，{one_of(sorted(SLOT_KEYS), str(key))}")
    for key in _NUMBERS:
        if isinstance(trigger.get(key, 0), bool) or not isinstance(trigger.get(key, 0), int | float):
            yield Fault(("trigger", key), "应为数字，例如 50000")
    for key in ("names", "not_names"):
        if not isinstance(trigger.get(key, []), list):
            yield Fault(("trigger", key), "应为列表，例如 [罚款]")
    for side in ("with", "without"):
        yield from _side_faults(side, trigger.get(side, {}))
    yield from _expression_faults(trigger, (), ("words", "not_words", "alone", "leans"))


def _side_faults(side: str, tests: object) -> Iterator[Fault]:
    if not isinstance(tests, dict):
        yield Fault(("trigger", side), "应为一组“字段: 值”")
        return
    for key in tests:
        if key not in SLOT_PLACES:
            yield Fault(("trigger", side, key), f"没有要素 {key}，{one_of(sorted(SLOT_PLACES), str(key))}")
    yield from _expression_faults(tests, (side,), [key for key, test in tests.items() if isinstance(test, str)])


def _expression_faults(held: Mapping[str, Any], place: _Path, keys: Iterable[str]) -> Iterator[Fault]:
    for key in keys:
        if fault := expression_fault(str(held.get(key, ""))):
            yield Fault(("trigger", *place, key), f"{key} {fault}")
