"""What comes in and is no opinion: advertisements, garbled text, automatic replies. Set aside with a reason, never lost."""

from __future__ import annotations

import re
from functools import cache
from typing import Final, NamedTuple

from lawcheck.comments.grams import normalised
from lawcheck.comments.model import Comment
from lawcheck.resources import corpus_dir, load_yaml

__all__ = ["why_withheld"]

NOTHING: Final = "没有内容"
COPY: Final = "草案本身的文字"


class _Kind(NamedTuple):
    reason: str
    pattern: re.Pattern[str]
    at_most: int
    force: bool


class _Rules(NamedTuple):
    unless: re.Pattern[str]
    kinds: tuple[_Kind, ...]


@cache
def _rules() -> _Rules:
    data = load_yaml((corpus_dir() / "comments" / "withheld.yaml").read_text(encoding="utf-8"))
    return _Rules(
        re.compile(data["unless"]),
        tuple(
            _Kind(
                kind["reason"],
                re.compile("|".join(f"(?:{p})" for p in kind["any"]), re.IGNORECASE),
                kind["at_most"],
                kind.get("force", False),
            )
            for kind in data["kinds"]
        ),
    )


def why_withheld(comment: Comment) -> str:
    """Why ``comment`` is no opinion to analyse (``corpus/comments/withheld.yaml``), or nothing.

    A comment in which the sender chose a clause or a stance, or proposed words, is always analysed.

    >>> why_withheld(Comment("c1", "哈哈哈哈哈")), why_withheld(Comment("c2", "太贵"))
    ('没有内容', '')
    """
    if comment.stance or comment.chosen or comment.anchor or comment.proposed.strip() or comment.reason.strip():
        return ""
    text = comment.text.strip()
    if len(text) > 400:
        return ""
    text = normalised(text).text
    if not any(char.isalnum() for char in text):
        return NOTHING
    rules = _rules()
    opinion = rules.unless.search(text) is not None
    for kind in rules.kinds:
        if len(text) <= kind.at_most and (kind.force or not opinion) and kind.pattern.search(text):
            return kind.reason
    return ""
