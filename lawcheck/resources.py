"""Where the rule pack (``corpus/``) and the Word templates are: beside the package in a checkout, inside it in a wheel; what
names of files mean."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

__all__ = [
    "corpus_dir",
    "json_text",
    "load_yaml",
    "names_file",
    "names_folder",
    "printable",
    "refuse_doubles",
    "schema_dir",
    "templates_dir",
    "yaml_fault",
]

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""A tenth of the time of the loader in Python, where PyYAML was built with libyaml."""


@cache
def _data_dir(name: str) -> Path:
    package = Path(__file__).resolve().parent
    for candidate in (package / "_data" / name, package.parent / name):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"{name}/ is missing beside {package}")


def corpus_dir() -> Path:
    """The rule pack: ``lexicons/``, ``rules/``, ``profiles/``, ``catalogue/``, ``models/``, ``readers/``,
    ``samples/``.

    >>> (corpus_dir() / "rules").is_dir()
    True
    """
    return _data_dir("corpus")


def templates_dir() -> Path:
    """Word templates of letters and reports."""
    return _data_dir("templates")


def schema_dir() -> Path:
    """The published JSON Schemas.

    >>> (schema_dir() / "package.schema.json").is_file()
    True
    """
    package = Path(__file__).resolve().parent
    inside = package / "_data" / "schema"
    return inside if inside.is_dir() else package.parent / "docs" / "schema"


def load_yaml(text: str | bytes) -> Any:
    """The value that a YAML text stands for; no objects are made (safe). Raises :class:`yaml.YAMLError`.

    >>> load_yaml("days: 30")
    {'days': 30}
    """
    return yaml.load(text, _LOADER)  # noqa: S506 (a safe loader)


def names_file(words: str) -> bool:
    """Whether ``words`` are the name of a file that exists; a text too long for any name, or with a NUL, is none.

    >>> names_file("《某法》第三条" * 100), names_file("a\\0b")
    (False, False)
    """
    try:
        return Path(words).is_file()
    except (OSError, ValueError):
        return False


def names_folder(words: str) -> bool:
    """Whether ``words`` are the name of a folder that exists.

    >>> names_folder("没有这个文件夹"), names_folder("a\\0b")
    (False, False)
    """
    try:
        return Path(words).is_dir()
    except (OSError, ValueError):
        return False


def printable(name: str | os.PathLike[str]) -> str:
    """The name of a file as a person reads it: one written in the encoding of a Chinese Windows, which other systems hand on as
    lone surrogates, in its own characters.

    >>> printable(os.fsdecode("某县办法.docx".encode("gbk"))), printable("乙.docx")
    ('某县办法.docx', '乙.docx')
    """
    text = os.fspath(name)
    if _holds(text, "utf-8"):
        return text
    for encoding in _ENCODINGS_OF_NAMES:
        with suppress(UnicodeError):
            return text.encode(errors="surrogateescape").decode(encoding)
    return text.encode(errors="replace").decode()


_ENCODINGS_OF_NAMES: Final = ("utf-8", "gb18030")


def _holds(text: str, encoding: str) -> bool:
    """Whether an encoding has all characters of a text."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def json_text(value: object, *, indent: int | None = None, encoding: str = "utf-8") -> str:
    """A value as JSON, its characters as they are; escaped where the encoding of what it is written to lacks one of them.

    >>> json_text({"甲": "💡"}), json_text({"甲": "💡"}, encoding="gbk")
    ('{"甲": "💡"}', '{"\\\\u7532": "\\\\ud83d\\\\udca1"}')
    """
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return text if _holds(text, encoding) else json.dumps(value, indent=indent)


_WIDE_COLON = re.compile(r"\s*(?:- )?[A-Za-z_]+：")
_NO_BLANK = re.compile(r"\s*(?:- )?[A-Za-z_]+:[^\s/]")


def yaml_fault(text: str, error: yaml.YAMLError) -> tuple[int, str]:
    """The line (from 1) on which a text stops being YAML, and why in Chinese: the slips of people who write no programs.

    >>> try: _ = load_yaml("a: 1\\nb:2\\nc: 3")
    ... except yaml.YAMLError as error: yaml_fault("a: 1\\nb:2\\nc: 3", error)
    (2, '冒号后面缺一个空格')
    """
    marks = [getattr(error, name, None) for name in ("context_mark", "problem_mark")]
    numbers = [mark.line for mark in marks if mark is not None] or [0]
    lines = text.split("\n")
    near = [n for at in numbers for n in (at, at - 1) if 0 <= n < len(lines)]
    for number in near:
        if said := _slip(lines[number]):
            return number + 1, said
    told = str(getattr(error, "problem", ""))
    if told.startswith(("重复", "写错")):
        return numbers[-1] + 1, told
    if "quoted scalar" in str(getattr(error, "context", "")):
        return numbers[0] + 1, "引号没有配对：从这一行起的引号到后面都没有关上"
    return numbers[-1] + 1, "不是合法的 YAML，请看这一行和上一行的缩进、冒号、引号、括号"


def _slip(line: str) -> str:
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return "缩进用了制表符，请改用空格"
    if _WIDE_COLON.match(line):
        return "字段名后面的冒号是全角的，请改为半角冒号加一个空格"
    return "冒号后面缺一个空格" if _NO_BLANK.match(line) else ""


def refuse_doubles(node: yaml.MappingNode, mapping: Mapping[Any, Any]) -> None:
    """Raise :class:`yaml.MarkedYAMLError` for a mapping that names a field twice; YAML itself would keep the later one."""
    if len(mapping) == len(node.value):
        return
    names = [key.value for key, _ in node.value]
    twice = next((key for at, (key, _) in enumerate(node.value) if key.value in names[:at]), None)
    if twice is not None:
        raise yaml.MarkedYAMLError(problem=f"重复的字段 {twice.value}", problem_mark=twice.start_mark)
