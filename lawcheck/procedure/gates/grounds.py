"""Grounds on which a review need not be started (domain.md 2.5)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

import yaml

from lawcheck.resources import corpus_dir

__all__ = ["DECLINE_GROUNDS", "DeclineGround"]


class DeclineGround(NamedTuple):
    """A ground; ``needs_plan``: the maker's plan in writing must be there."""

    id: str
    text: str
    needs_plan: bool = False


def _grounds() -> Mapping[str, DeclineGround]:
    data = yaml.safe_load((corpus_dir() / "profiles" / "gates.yaml").read_text(encoding="utf-8"))
    return MappingProxyType({row["id"]: DeclineGround(**row) for row in data["decline_grounds"]})


DECLINE_GROUNDS = _grounds()
"""The grounds by id.

>>> DECLINE_GROUNDS["agreed"].text
'制定机关已经同意修改或者废止'
"""
