"""An office's own rules beside ours. What our rules owe to their tests, these owe to a reader of their files: a rule that
could never report anything, or says something else than was meant, is refused before it is taken for 通过."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final, get_type_hints

from lawcheck.checks.faults import Fault, one_of
from lawcheck.checks.model import Severity
from lawcheck.checks.pack import Rule, RulePack, load_rules, rule_path
from lawcheck.checks.reading import ExampleData, PlacedFault, placed_faults, raise_faults, read_examples
from lawcheck.checks.registry import checker_for, own_checker
from lawcheck.laws import DocumentKind
from lawcheck.messages import codes
from lawcheck.slots import load_words

__all__ = ["with_office_rules"]

_PATTERN_ITEM: Final = ("find", "before", "after", "suggest", "case", "kinds", "number")
_WHERE: Final = ("roles", "keep_titles", "keep_quotes", "raw", "lead_in")
_UNLESS: Final = ("sentence_with", "sentence_without", "clause_without", "unless", "exempt_territories", "above")
_PATTERN: Final = ("patterns", "pieces", "mixed", "once", *_WHERE, *_UNLESS)
_KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "pattern": _PATTERN,
    "lexicon": _PATTERN,
    "structure": ("problems", "needs_structure"),
}
"""What a trigger that is data alone may hold (those of ``slot`` are in :mod:`lawcheck.checks.faults`)."""
_NEEDS: Final = {"pattern": "patterns", "slot": "hit", "structure": "problems"}
_ROLES: Final = (
    "title", "note", "toc", "preamble", "heading", "body", "table", "annex", "conclusion", "aside", "furniture",
)  # fmt: skip
_TOLD: Final[Mapping[str, tuple[str, ...]]] = {
    "pattern": ("quote", "suggest", "count"),
    "lexicon": ("quote", "term", "reason", "right", "suggest", "count"),
    "slot": ("quote", "value"),
    "structure": ("quote", "problem"),
}
"""The placeholders that message and suggestion of such a rule may use, besides the named groups of its patterns."""
_PLACEHOLDER = re.compile(r"\{(\w*)\}")
_GROUP = re.compile(r"\(\?P<(\w+)>")


def with_office_rules(pack: RulePack, directory: Path) -> RulePack:
    """``pack`` with an office's own rules: one of the same id takes the place of ours, others follow at the end.

    Raises :class:`~lawcheck.errors.RulePackError` as :func:`~lawcheck.checks.load_rules` does, and for rules that could not
    do what they say. The version names both packs.
    """
    own = load_rules(directory)
    raise_faults([fault for rule in own.rules for fault in _faults(pack, rule, directory)])
    taken = {rule.id: rule for rule in own.rules}
    ids, merges = frozenset(taken), (*pack.merges, *own.merges)
    raise_faults(_merge_faults(own, {*taken, *(rule.id for rule in pack.rules)}, directory))
    kept = tuple(taken.pop(rule.id, rule) for rule in pack.rules)
    return RulePack(f"{pack.version} {own.version}", (*kept, *taken.values()), merges, ids)


def _faults(pack: RulePack, rule: Rule, directory: Path) -> list[PlacedFault]:
    path = rule_path(rule.id, directory)
    text = path.read_text(encoding="utf-8-sig")
    ours = next((known for known in pack.rules if known.id == rule.id), None)
    found = list(_example_faults(read_examples(path)))
    if rule.implemented:
        found = [*_checker_faults(rule, ours), *found]
        found = [*_data_faults(rule), *found] if not own_checker(rule) else found
    return placed_faults(path, text, found) if found else []


def _merge_faults(own: RulePack, known: set[str], directory: Path) -> list[PlacedFault]:
    path = directory / "pack.yaml"
    wrong = [
        Fault(("merges", at), f"没有编号为 {rule} 的规则")
        for at, merge in enumerate(own.merges)
        for rule in (merge.keep, merge.drop)
        if rule not in known
    ]
    return placed_faults(path, path.read_text(encoding="utf-8-sig"), wrong) if wrong else []


def _checker_faults(rule: Rule, ours: Rule | None) -> Iterator[Fault]:
    """A rule that no program looks at, or that the program of ours of the same id would look at in its own way."""
    if checker_for(rule) is None:
        yield Fault(("trigger", "kind"), _NO_CHECKER.format(kind=rule.trigger.kind, id=rule.id))
    elif ours and own_checker(rule) and ours.trigger.kind != rule.trigger.kind:
        yield Fault(("trigger", "kind"), _OTHER_KIND.format(id=rule.id, kind=ours.trigger.kind))


_NO_CHECKER: Final = (
    "编号 {id} 没有 {kind} 方式的检查程序：lookup、date、match、checklist 只用于随附规则已有的编号。"
    "自己新增的规则请用 pattern、slot、lexicon 或者 structure"
)
_OTHER_KIND: Final = "随附规则 {id} 由程序中的函数检查（{kind}），触发方式不能改。请照旧，或者另用自己的编号"


def _data_faults(rule: Rule) -> Iterator[Fault]:
    """What makes no sense in a rule that is data alone."""
    kind, trigger = rule.trigger.kind, rule.trigger.parameters
    needed = _NEEDS.get(kind)
    if needed and not trigger.get(needed):
        yield Fault(("trigger",), f"{kind} 方式应当写 {needed}")
    for key in trigger:
        if kind in _KEYS and key not in _KEYS[kind]:
            yield Fault(("trigger", key), f"{kind} 方式没有这个字段，{one_of(_KEYS[kind], key)}")
    yield from _role_faults(trigger.get("roles", "all"))
    yield from _item_faults(rule)
    yield from _name_faults(trigger) if kind == "slot" else ()
    yield from _code_faults(rule, trigger.get("problems") or {})
    yield from _placeholder_faults(rule)


def _role_faults(roles: object) -> Iterator[Fault]:
    strange = [role for role in roles if role not in _ROLES] if isinstance(roles, list) else []
    if strange or not (isinstance(roles, list) or roles == "all"):
        told = f"没有 {'、'.join(map(str, strange))}，" if strange else ""
        yield Fault(("trigger", "roles"), f"{told}应为 all，或者列表，例如 [body, annex]；{one_of(_ROLES)}")


def _item_faults(rule: Rule) -> Iterator[Fault]:
    """The items of ``patterns``: their fields, and cases that have a severity or are told apart by ``mixed``."""
    trigger: Mapping[str, Any] = rule.trigger.parameters
    mixed = trigger.get("mixed") or []
    items = trigger.get("patterns", [])
    for at, item in enumerate(items):
        for key in item:
            if key not in _PATTERN_ITEM:
                told = f"第 {at + 1} 项没有这个字段 {key}，{one_of(_PATTERN_ITEM, str(key))}"
                yield Fault(("trigger", "patterns", at, key), told)
        case = item.get("case", "")
        if case and case not in rule.severities and case not in mixed:
            told = f"第 {at + 1} 项的 case {case} 在 severity 中没有写级别；已有 {'、'.join(rule.severities)}"
            yield Fault(("trigger", "patterns", at, "case"), told)
    for case in mixed:
        if case not in {item.get("case") for item in items}:
            yield Fault(("trigger", "mixed"), f"没有哪一项的 case 是 {case}")


def _name_faults(trigger: Mapping[str, Any]) -> Iterator[Fault]:
    """Kinds of sanctions and modal words that the slots can hold."""
    words = load_words()
    known = [row.name for rows in (words.penalties, words.measures, words.modality) for row in rows]
    held: list[tuple[tuple[str, ...], Any]] = [
        (("trigger", key), trigger.get(key) or []) for key in ("names", "not_names")
    ]
    held += [(("trigger", side, "names"), (trigger.get(side) or {}).get("names") or []) for side in ("with", "without")]
    for place, names in held:
        for name in names:
            if name not in known:
                yield Fault(place, f"没有种类“{name}”，{one_of(known, str(name))}")
    if trigger.get("hit") not in ("fines", "amounts", "periods"):
        measured = [key for key in ("over", "ratio_over", "unit") if key in trigger]
        yield from (Fault(("trigger", key), "只用于 hit 为 fines、amounts、periods 的规则") for key in measured)


def _code_faults(rule: Rule, problems: object) -> Iterator[Fault]:
    known = codes("P1")
    if not isinstance(problems, dict):
        yield Fault(("trigger", "problems"), '应为一组“问题代码: 级别情形”，例如 {P101: ""}')
        return
    for code, case in problems.items():
        if code not in known:
            yield Fault(
                ("trigger", "problems", code), f"没有问题代码 {code}，可用 {'、'.join(known)}（见 docs/rules.md）"
            )
        elif case and case not in {*rule.severities, "uncertain"}:
            yield Fault(("trigger", "problems", code), f"级别情形 {case} 在 severity 中没有写")


def _placeholder_faults(rule: Rule) -> Iterator[Fault]:
    if rule.trigger.kind not in _TOLD:
        return
    patterns: Any = rule.trigger.parameters.get("patterns") or []
    groups = [name for item in patterns for name in _GROUP.findall(str(item.get("find", "")))]
    known = list(dict.fromkeys((*_TOLD[rule.trigger.kind], *groups)))
    for field, text in (("message", rule.message), ("suggestion", rule.suggestion)):
        for name in _PLACEHOLDER.findall(text):
            if name not in known:
                yield Fault((field,), f"没有占位符 {{{name}}}，{one_of(known, name)}")
        if not _fills(text, known):
            yield Fault((field,), "大括号没有配对；花括号只用于占位符，例如 {quote}")
    for at, item in enumerate(patterns):
        for name in _PLACEHOLDER.findall(str(item.get("suggest", ""))):
            if name not in {"quote", *_GROUP.findall(str(item.get("find", "")))}:
                yield Fault(("trigger", "patterns", at, "suggest"), f"第 {at + 1} 项的式子里没有命名组 {name}")


def _fills(text: str, known: list[str]) -> bool:
    try:
        text.format_map(dict.fromkeys([*known, *_PLACEHOLDER.findall(text)], ""))
    except (ValueError, KeyError, IndexError, AttributeError):
        return False
    return True


# -- examples ------------------------------------------------------------------------------------------------------


def _is_day(value: object) -> bool:
    try:
        return isinstance(value, date) or bool(date.fromisoformat(str(value)))
    except ValueError:
        return False


_EXAMPLE_FIELDS: Final = tuple(get_type_hints(ExampleData))
_EXAMPLE_VALUES: Final[tuple[tuple[str, Callable[[Any], bool], str], ...]] = (
    ("kind", lambda kind: kind in set(DocumentKind), "应为文件种类 K0 至 K14"),
    ("severity", lambda level: level in set(Severity), f"应为 {'、'.join(Severity)} 之一"),
    ("as_of", _is_day, "应为日期，例如 2026-11-22"),
    ("facts", lambda facts: isinstance(facts, dict), "应为一组“字段: 值”"),
)


def _example_faults(examples: object) -> Iterator[Fault]:
    if not isinstance(examples, dict):
        yield Fault(("examples",), "应当分为 positive（应当报）和 negative（不应当报）两组")
        return
    for side, items in examples.items():
        if side not in ("positive", "negative"):
            yield Fault(("examples", side), "没有这一组，应为 positive 或者 negative")
        elif not isinstance(items, list):
            yield Fault(("examples", side), "应为列表，每项以“- ”开头")
        else:
            for at, item in enumerate(items):
                yield from _one_example(("examples", side, at), item)


def _one_example(place: tuple[str | int, ...], item: object) -> Iterator[Fault]:
    where = f"第 {int(place[-1]) + 1} 个例句"
    if not isinstance(item, dict):
        yield Fault(place, f"{where}应写作 text: 一款条文，或者 document: 整件文本")
        return
    for key in item:
        if key not in _EXAMPLE_FIELDS:
            yield Fault((*place, key), f"{where}没有字段 {key}，{one_of(_EXAMPLE_FIELDS, str(key))}")
    if not all(isinstance(item.get(key, ""), str) for key in ("text", "document")):
        yield Fault(place, f"{where}的 text、document 应为文字，请加引号")
    elif not (item.get("text") or item.get("document")):
        yield Fault(place, f"{where}缺少 text 或者 document")
    for key, is_right, problem in _EXAMPLE_VALUES:
        if key in item and not is_right(item[key]):
            yield Fault((*place, key), f"{where}的 {key} {problem}")
    facts = item.get("facts")
    for key, value in facts.items() if isinstance(facts, dict) else ():
        if key in _DAYS and not _is_day(value):
            yield Fault((*place, "facts", key), f"{where}的 {key} 应为日期，例如 2026-11-22")


_DAYS: Final = ("published", "adopted", "approved", "amended", "effective")
