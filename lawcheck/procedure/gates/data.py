"""The data of the gates (``corpus/profiles/gates.yaml``)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import yaml

from lawcheck.resources import corpus_dir

__all__ = ["gate_data"]


@cache
def gate_data() -> Mapping[str, Any]:
    """The file, read once."""
    data: dict[str, Any] = yaml.safe_load((corpus_dir() / "profiles" / "gates.yaml").read_text(encoding="utf-8"))
    return data
