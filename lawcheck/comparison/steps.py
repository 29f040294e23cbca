"""The steps from one text to another, with what only looks different told from what is."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from lawcheck.alignment import DiffOp, diff
from lawcheck.comparison.model import Step, StepKind
from lawcheck.document import Normalised, normalise
from lawcheck.slots import parse_figure

__all__ = ["find_steps", "folded"]

_MARKS: Final = re.compile(r"[\s，。；：、！？“”\"'‘’（）〔〕《》〈〉—…·]+")
_FIGURE: Final = re.compile(
    r"\d+(?:，\d{3})*(?:\.\d+)?[千百万亿]*|[零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟]+"
)
# Words that mean the same in a norm (立法技术规范（试行）（一）; domain.md 3.9): the first stands for all.
_SAME: Final = (
    ("应当", "应该", "必须"),
    ("不得", "不准", "不许"),
    ("禁止", "严禁"),
    ("和", "与", "及", "以及"),
    ("或者", "或"),
    ("按照", "依照", "按"),
    ("个人", "公民", "自然人"),
    ("予以", "给予"),
    ("处以", "处"),
    ("以下的罚款", "以下罚款"),
    ("帐", "账"),
    ("日", "天"),
    ("违反本法", "违反本条例", "违反本办法", "违反本规定"),
    ("本法", "本条例", "本办法", "本规定", "本实施办法"),
    ("其他", "其它"),
    ("作出", "做出"),
    ("责令限期改正", "限期改正", "责令其限期改正"),
)


@cache
def _synonyms() -> tuple[re.Pattern[str], dict[str, str]]:
    table = {word: group[0] for group in _SAME for word in group}
    ordered = sorted(table, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, ordered))), table


def folded(text: str) -> str:
    """The text with marks and blanks dropped, figures in one style and synonyms under one word: what two clauses are
    compared by.

    >>> folded("必须处以 3万元以下的罚款") == folded("应当处三万元以下罚款")
    True
    """
    return _fold(normalise(text).text)


@lru_cache(maxsize=16384)
def _fold(text: str) -> str:
    """The same for a text already in normalised form."""
    plain = _MARKS.sub("", text)
    plain = _FIGURE.sub(lambda found: _figure(found[0]), plain)
    pattern, table = _synonyms()
    return pattern.sub(lambda found: table[found[0]], plain)


def _figure(text: str) -> str:
    value = parse_figure(text)
    return text if value is None else f"{value.normalize():f}"


def find_steps(upper: str, lower: str) -> tuple[Step, ...]:
    """The steps that turn ``upper`` into ``lower``, tiling both; differences of numerals, marks, width and synonyms are
    ``SPELLING``.

    >>> [(s.kind.value, "处30000元罚款"[slice(*s.upper)], "可以处三万元罚款"[slice(*s.lower)])
    ...  for s in find_steps("处30000元罚款", "可以处三万元罚款") if s.kind is not StepKind.EQUAL]
    [('added', '', '可以'), ('spelling', '30000', '三万')]
    """
    above, below = normalise(upper), normalise(lower)
    return tuple(_step(op, above, below) for op in diff(above.text, below.text))


def _step(op: DiffOp, above: Normalised, below: Normalised) -> Step:
    return Step(_kind(op, above.text, below.text), above.original_span(op.a_span), below.original_span(op.b_span))


def _kind(op: DiffOp, above: str, below: str) -> StepKind:
    if op.tag == "equal":
        return StepKind.EQUAL
    left, right = above[slice(*op.a_span)], below[slice(*op.b_span)]
    if (op.tag == "replace" and _fold(left) == _fold(right)) or not _MARKS.sub("", left + right):
        return StepKind.SPELLING
    return {"insert": StepKind.ADDED, "delete": StepKind.LEFT_OUT}.get(op.tag, StepKind.REPLACED)
