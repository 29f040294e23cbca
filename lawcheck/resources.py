"""Where the rule pack (``corpus/``) and the Word templates are: beside the package in a checkout, inside it in a wheel."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

__all__ = ["corpus_dir", "load_yaml", "names_file", "schema_dir", "templates_dir"]

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
