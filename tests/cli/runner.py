"""What a command left behind, for the tests of the command line."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Run(NamedTuple):
    """What a command left behind."""

    code: int
    out: str
    err: str


Runner = Callable[..., Run]
