"""What a command left behind, for the tests of the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple


class Run(NamedTuple):
    """What a command left behind."""

    code: int
    out: str
    err: str


Runner = Callable[..., Run]
SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "schema" / "cli.schema.json").read_text("utf-8"))
"""What JSON of every command looks like."""


def results_in(folder: Path) -> list[str]:
    """The names of what a folder shows, in order: without the hidden list of whose the results are."""
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))
