"""One sentence cut at its commas, and each part told from the others: antecedent, exception, adverbial, what is done."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from typing import Final, NamedTuple

__all__ = ["Part", "Role", "masked", "parts_of", "sentences_of"]


class Role(Enum):
    """What a part of a sentence does."""

    CONDITION = 1
    EXCEPTION = 2
    ADVERBIAL = 3
    BODY = 4


class Part(NamedTuple):
    """A part between commas; ``start`` and ``end`` in the text it was cut from."""

    role: Role
    start: int
    end: int


_HIDDEN: Final = re.compile(r"《[^《》]*》|“[^“”]*”|\"[^\"]*\"|（[^（）]*）")
_SENTENCE: Final = re.compile(r"[^。；\n]+")
_PART: Final = re.compile(r"[^，：:]+")
_EXCEPTION: Final = re.compile(
    r"^除(?!了|湿|险|草|雪|尘|去|名|污|臭|菌|害|四害)[^，]*|^但是?(?![^，]*应当同时)|除外$|^不在此限|另有规定的?$|^从其规定"
)
_CONDITION: Final = re.compile(
    r"(?:的|时|期间|情况下|条件下|情形下|过程中|之前|之后|前提下|以后|后)$|^(?:违反|因(?!地)|凡|未经|经(?!营|济|费|办)[^，]*(?:批准|同意|审核|验收|许可|确认)|符合|发生|遇|如|若|需要|确需|有下列|在[^，]*[时前后中]$|逾期|拒不)"
)
_NO_CONDITION: Final = re.compile(r"罚款的$|目的$|的罚款$|^(?:由|责令)")
_ADVERBIAL: Final = re.compile(
    r"^(?:按照?|依照|依据|根据|通过|结合|遵循|坚持|为了?|自(?!然|治|愿|来|行)|在(?!校|建|职|编)|对(?!外)|从(?!业|事)|以(?!上|下)|向|与|就|围绕|针对|采取|利用|运用|本着|鉴于|由于|随着)"
)


def masked(text: str) -> str:
    """The text with titles, quotations and brackets blotted out, of the same length.

    >>> masked("依照《水法》（2016年）处罚")
    '依照□□□□□□□□□□□处罚'
    """
    return _HIDDEN.sub(_blot, text) if "《" in text or "（" in text or "“" in text or '"' in text else text


def _blot(match: re.Match[str]) -> str:
    """What is quoted as a whole sentence is laid down (修改为：“…。”) and stays; its marks part it from the words around."""
    if match[0][0] in '“"' and "。" in match[0]:
        return f"，{masked(match[0][1:-1])}，"
    return "□" * len(match[0])


def sentences_of(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence (up to 。 or ；, or a line's end) of a masked text."""
    for match in _SENTENCE.finditer(text):
        yield match.span()


def parts_of(text: str, start: int, end: int) -> tuple[Part, ...]:
    """The parts of a sentence, those of an exception joined up to its 外.

    >>> [p.role.name for p in parts_of("违反规定的，除法律另有规定外，市政府可以处罚", 0, 22)]
    ['CONDITION', 'EXCEPTION', 'BODY']
    """
    found: list[Part] = []
    for match in _PART.finditer(text, start, end):
        role = _role(match[0])
        if (
            found
            and found[-1].role is Role.EXCEPTION
            and _runs_on(text[found[-1].start : found[-1].end], text[match.start() : end])
        ):
            found[-1] = Part(Role.EXCEPTION, found[-1].start, match.end())
        else:
            found.append(Part(role, match.start(), match.end()))
    return tuple(found)


def _runs_on(exception: str, rest: str) -> bool:
    """除… without its 外 yet, or a 但书 whose condition is still open or whose 除外 is still to come."""
    if exception.startswith("除"):
        return "外" not in exception[2:] and len(exception) < 120
    open_end = exception.endswith(("的", "时", "是", "但")) or ("除外" not in exception and "除外" in rest)
    return exception.startswith("但") and open_end


def _role(part: str) -> Role:
    if _EXCEPTION.search(part):
        return Role.EXCEPTION
    if _CONDITION.search(part) and not _NO_CONDITION.search(part):
        return Role.CONDITION
    return Role.ADVERBIAL if _ADVERBIAL.search(part) else Role.BODY
