"""Opinions in a row with semicolons (厕所太少；停车太贵；灯不亮): each is a point, unless they make one thought."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from lawcheck.comments.grams import normalised
from lawcheck.comments.model import Stance
from lawcheck.comments.stance import stance_of
from lawcheck.document import Span

__all__ = ["split_list"]

_PART: Final = re.compile(r"(?:“[^”]{0,600}”|「[^」]{0,600}」|\"[^\"]{0,600}\"|[^；;])+")
_SENTENCE: Final = re.compile(r"[。！？!?\n](?!\s*$)")
_ONE_THOUGHT: Final = re.compile(
    r"因为|由于|理由|原因|所以|因此|如下|(?:修改|规定|增加|表述|调整|明确|内容|补充|改|为|即|下列|以下)(?:为|成|了)?[：:]"
)
# A part that leans on the one before: a reason, a contrast, a wish that does not say for what.
_LEANS: Final = re.compile(
    r"\s*(?:而且?|且|并|但|不过|如果?|若|那么|否则|这|那|其|该|此|它|也|还(?!要|应)|都|又|即|例如|比如|包括|或者?|以及|同时|另一方面|可以|可|最多|至少|不然|特别是|尤其)"
)
_WISHES: Final = re.compile(r"\s*(?:建议|希望|请|应当?|应该|要求|最好|需要?|要|不要|不应|不得|改|将|把)")
_NAMED: Final = re.compile(r".*第\s?[零〇一二三四五六七八九十百\d]{1,5}\s?[条條款]")
_SHORTEST: Final = 4
_LONGEST: Final = 60
_MANY: Final = 3  # parts that make a list by themselves; two must each say what they want


def split_list(text: str) -> list[Span]:
    """The parts of ``text`` where it is a list of opinions, else all of it as one.

    >>> text = "公园厕所太少；停车太贵；路灯不亮"
    >>> [text[slice(*span)] for span in split_list(text)]
    ['公园厕所太少；', '停车太贵；', '路灯不亮']
    >>> len(split_list("三十日太短；应当延长到六十日。")), len(split_list("修改为：甲乙丙丁；戊己庚辛；壬癸子丑。"))
    (1, 1)
    """
    whole = [Span(0, len(text))]
    if not re.search("[；;]", text) or _SENTENCE.search(text) or _ONE_THOUGHT.search(text):
        return whole
    spans = [Span(*match.span()) for match in _PART.finditer(text) if match[0].strip()]
    if not _is_list([text[slice(*span)].strip() for span in spans]):
        return whole
    ends = [*(span.start for span in spans[1:]), len(text)]
    return [Span(start, end) for start, end in zip((0, *ends[:-1]), ends, strict=True)]


def _is_list(parts: Sequence[str]) -> bool:
    """Whether each part is a thought by itself: none leans on another, all or none begin with what they wish, all or none
    name a clause (反对第三条，太贵；孩子多的负担重；…: reasons)."""
    if len(parts) < 2 or any(not _SHORTEST <= len(part) <= _LONGEST or _LEANS.match(part) for part in parts):
        return False
    if any(_differ(parts, pattern) for pattern in (_WISHES, _NAMED)):
        return False
    return len(parts) >= _MANY or all(stance_of(normalised(part).text) is not Stance.NOT_STATED for part in parts)


def _differ(parts: Sequence[str], pattern: re.Pattern[str]) -> bool:
    return 0 < sum(bool(pattern.match(part)) for part in parts) < len(parts)
