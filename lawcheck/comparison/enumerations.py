"""One thing more or less in an enumeration (甲、乙和丙) of two sentences that are otherwise nearly the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lawcheck.comparison import phrases
from lawcheck.comparison.model import Difference, Relation, StepKind
from lawcheck.comparison.pairs import Paired
from lawcheck.document import Span

__all__ = ["enumerated"]

_THING: Final = re.compile(r"(?:、|和|及|以及|或者?)?(?P<thing>[\u4e00-\u9fff]{2,12})(?:、|和|及|以及|或者?)?")
_LINK: Final = re.compile("[、和及或]")
_NO_THING: Final = re.compile(
    "应当|可以|不得|必须|禁止|其他|有关|相关|等|依法|按照|本市|本省|本级|各级|以上|以下|区|县|市|省|乡|镇|街道|的$|^[的地得]|^及时|民共"
)
"""Words of norm and level, what stands in every other enumeration, and the 和 that is none (中华人民共和国)."""
_OPEN_END: Final = re.compile("(?:[、和及与][\u4e00-\u9fff、和及与]{2,40}?)?等(?![级待])")
_MOST: Final = 2
"""More changes than this in one sentence, and it is another enumeration."""
NEAR: Final = 0.85
"""Share of both sentences that must be the same."""


def enumerated(pair: Paired) -> Iterator[Difference]:
    """What an enumeration names more or less than the one above."""
    changed = [step for step in pair.steps if not step.kind.same]
    same = sum(step.lower.length for step in pair.steps if step.kind.same)
    longest = max(pair.lower.end - pair.lower.start, pair.upper.end - pair.upper.start)
    if len(changed) > _MOST or same < NEAR * longest:
        return
    for step in changed:
        if step.kind is StepKind.ADDED and (thing := _thing(pair.lower_text, step.lower)):
            words = pair.lower_text[slice(*thing)]
            yield Difference("列举", Relation.ADDED, words, "", thing, None, f"{phrases.ITEM_MORE}：{words}")
        elif step.kind is StepKind.LEFT_OUT and (thing := _thing(pair.upper_text, step.upper)):
            if _is_open(pair.upper_text, thing.end) and _is_open(pair.lower_text, step.lower.end):
                continue  # 甲、乙等 names examples
            words = pair.upper_text[slice(*thing)]
            yield Difference("列举", Relation.RELAXED, "", words, None, thing, f"{phrases.ITEM_LESS}：{words}")


def _is_open(text: str, end: int) -> bool:
    """Whether the enumeration that ends at, or goes on behind, ``end`` closes with 等."""
    return _OPEN_END.match(text, end) is not None


def _thing(text: str, span: Span) -> Span | None:
    """The thing among others that a step adds or takes away; none where it is no thing or stands alone."""
    words = text[slice(*span)]
    found = _THING.fullmatch(words)
    linked = found and (_LINK.match(words[:1]) or _LINK.match(words[-1:]) or _LINK.match(text, span.end))
    if found is None or not linked or _NO_THING.search(found["thing"]):
        return None
    return Span(span.start + found.start("thing"), span.start + found.end("thing"))
