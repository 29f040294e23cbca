"""Rule files: reading them fast, and naming file, line and field when one is wrong.

A rule is one YAML file ``<family>/<id>.yaml``. ``examples:`` is its last key and is cut off before parsing when a pack
is loaded; :func:`read_examples` reads it for the tests. All heads are parsed as one YAML stream by libyaml.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple, NotRequired, TypedDict, cast

import yaml

from lawcheck.checks.faults import FAMILIES, Fault, faults_of, place_of
from lawcheck.errors import RulePackError
from lawcheck.resources import refuse_doubles, yaml_fault

__all__ = [
    "FAMILIES",
    "BasisData",
    "ExampleData",
    "PlacedFault",
    "RuleData",
    "fingerprint",
    "placed_faults",
    "raise_faults",
    "read_examples",
    "read_merges",
    "read_pack_version",
    "read_rules",
]

_EXAMPLES = "\nexamples:"
_SHOWN = 20  # faults that one message names


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Refuses a mapping that names a field twice; YAML itself would keep the later one."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, object]:
        mapping: dict[Hashable, object] = super().construct_mapping(node, deep)
        refuse_doubles(node, mapping)
        return mapping

    def construct_yaml_timestamp(self, node: yaml.ScalarNode) -> object:
        try:
            return super().construct_yaml_timestamp(node)
        except ValueError as error:
            raise yaml.MarkedYAMLError(problem=f"写错的日期 {node.value}", problem_mark=node.start_mark) from error


_Loader.add_constructor("tag:yaml.org,2002:timestamp", _Loader.construct_yaml_timestamp)


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
    by_people: NotRequired[dict[str, str]]
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


def rule_files(directory: Path) -> tuple[Path, ...]:
    """The rule files in the order of the pack: by family, then by id."""
    return tuple(path for family in FAMILIES for path in sorted((directory / family).glob("*.yaml")))


def read_rules(directory: Path) -> tuple[RuleData, ...]:
    """The validated heads of all rules; raises ``RulePackError`` that names every fault, the first one in its details."""
    paths = rule_files(directory)
    raise_faults(_misplaced(directory, paths))
    if not paths:
        raise RulePackError("E402", file=directory)
    texts = [_text_of(path) for path in paths]
    heads = [text.partition(_EXAMPLES)[0] for text in texts]
    values = _parse_together(heads) or [_parse_alone(path, head) for path, head in zip(paths, heads, strict=True)]
    told = [
        *(behind for path, text in zip(paths, texts, strict=True) for behind in _behind_examples(path, text)),
        *(
            placed
            for path, head, value in zip(paths, heads, values, strict=True)
            for placed in placed_faults(path, head, faults_of(path, value))
        ),
    ]
    raise_faults(told)
    return cast(tuple[RuleData, ...], tuple(values))


class PlacedFault(NamedTuple):
    """A fault with its file, its line and the name of its field."""

    file: Path
    line: int
    field: str
    problem: str


def placed_faults(path: Path, head: str, faults: Iterable[Fault]) -> list[PlacedFault]:
    """The faults of one file with their lines."""
    return [PlacedFault(path, place_of(head, fault.path), fault.field, fault.problem) for fault in faults]


def raise_faults(faults: Sequence[PlacedFault]) -> None:
    """One error for all: the first with its details, the others by name; nothing where there is none."""
    if not faults:
        return
    if len(faults) == 1:
        raise RulePackError("E401", **faults[0]._asdict())
    lines = [f"\n  {f.file} 第 {f.line} 行，字段 {f.field}：{f.problem}" for f in faults[:_SHOWN]]
    rest = f"\n  ……另有 {len(faults) - _SHOWN} 处" if len(faults) > _SHOWN else ""
    raise RulePackError("E403", **faults[0]._asdict(), count=len(faults), faults="".join(lines) + rest)


def _text_of(path: Path) -> str:
    data = b""
    try:
        data = path.read_bytes()
        return data.decode("utf-8-sig")
    except OSError as error:
        raise_faults([PlacedFault(path, 1, "-", f"打不开（{error.strerror}），请检查它是不是文件、有没有读取权限")])
        raise
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise_faults([PlacedFault(path, line, "-", "不是 UTF-8 编码，请用编辑器“另存为”，编码选 UTF-8")])
        raise


def _misplaced(directory: Path, paths: Sequence[Path]) -> list[PlacedFault]:
    """Files that nobody would read: not in the folder of a family, or named otherwise than ``.yaml``."""
    found = (path for path in sorted(directory.rglob("*")) if path.suffix.lower() in (".yaml", ".yml"))
    known = {*paths, directory / "pack.yaml"}
    return [PlacedFault(path, 1, "-", _WHERE) for path in found if path not in known]


_WHERE = f"文件应放在类别目录里，名为 编号.yaml，例如 wording/W901.yaml；类别目录有 {'、'.join(FAMILIES)}"
_BEHIND = re.compile(r"^([a-z_]+)[:：]", re.MULTILINE)


def _behind_examples(path: Path, text: str) -> Iterator[PlacedFault]:
    """Fields behind ``examples``, which is cut off: they would be left out in silence."""
    head, mark, tail = text.partition(_EXAMPLES)
    if found := _BEHIND.search(tail):
        line = (head + mark + tail[: found.start()]).count("\n") + 1
        yield PlacedFault(path, line, found[1], "写在 examples 后面了；examples 必须是最后一个字段")


def _parse_together(heads: list[str]) -> list[object] | None:
    """All heads as one stream; None if any is not YAML (then each is parsed alone to find it)."""
    try:
        values = list(yaml.load_all("\n---\n".join(heads), Loader=_Loader))
    except yaml.YAMLError:
        return None
    return values if len(values) == len(heads) else None


def _parse_alone(path: Path, head: str) -> object:
    try:
        return yaml.load(head, Loader=_Loader)  # noqa: S506 - a safe loader
    except yaml.YAMLError as error:
        line, problem = yaml_fault(head, error)
        raise_faults([PlacedFault(path, line, "-", problem)])
        raise


def read_examples(path: Path) -> Mapping[str, list[ExampleData]]:
    """``{"positive": […], "negative": […]}`` of one rule file; empty where it has none."""
    value = _parse_alone(path, _text_of(path))
    return value.get("examples", {}) if isinstance(value, dict) else {}


def read_pack_version(directory: Path) -> str:
    """The version that ``pack.yaml`` declares, ``0`` where an office's own folder has none."""
    path = directory / "pack.yaml"
    value = _parse_alone(path, _text_of(path)) if path.exists() else {}
    return str(value.get("version", "0")) if isinstance(value, dict) else "0"


def read_merges(directory: Path) -> list[tuple[str, str, bool]]:
    """The pairs under ``merges`` of ``pack.yaml``: the rule that tells, the one that is told, whether only of exactly
    the same words. Raises ``RulePackError`` for a pair that is not so written."""
    path = directory / "pack.yaml"
    value = _parse_alone(path, _text_of(path)) if path.exists() else {}
    items = value.get("merges") or [] if isinstance(value, dict) else []
    wrong = [Fault(("merges", at), _MERGE_FORM) for at, item in enumerate(items) if not _is_merge(item)]
    raise_faults(placed_faults(path, _text_of(path), wrong) if wrong else ())
    return [(item["keep"], item["drop"], item["when"] == _MERGE_WHEN[0]) for item in items]


_MERGE_WHEN = ("same", "overlap")
_MERGE_FORM = "每项应有 keep、drop（规则编号）和 when（same 或者 overlap）"


def _is_merge(item: object) -> bool:
    return isinstance(item, dict) and set(item) == {"keep", "drop", "when"} and item["when"] in _MERGE_WHEN


def fingerprint(directory: Path, *beside: Path) -> str:
    """Twelve hexadecimal digits that change with any byte of any rule file, and of what lies ``beside`` the rules."""
    digest = sha256()
    for path in (*rule_files(directory), *beside):
        digest.update(f"{path.parent.name}/{path.name}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
