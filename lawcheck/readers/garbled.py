"""Pages garbled by a tool that put pinyin in brackets behind characters: repaired only where that is certain.

Seen on a saved page of a government site: the page was turned Traditional, encoded as GBK, and a replacement on bytes
wrote ``(xié)`` behind some characters. Where it hit a whole character, taking the brackets away restores the text. Where
it hit the second byte of one character and the first of the next, every byte up to the next odd one is shifted; such a
place is marked □ and left to a person.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import NamedTuple

from lawcheck.document import Block, Problem, SourceText, Span
from lawcheck.messages import render

__all__ = ["mend"]

# One or two pronunciations in brackets may be meant; a page has none or dozens.
_ENOUGH = 3
_TONES = "āáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜńňǹ"
_LETTERS = rf"[a-zü{_TONES}]"
_ALIGNED = re.compile(rf"(?<=[\u3400-\u9fff])\(({_LETTERS}{{1,7}})\)")
# The lost first byte shows as ?, the bracket that opened is gone; what follows up to the next mark is shifted.
_SHIFTED = re.compile(rf"\?({_LETTERS}{{1,7}})\)([\u0080-\u2fff\u3400-\uffff]*)")
_SYLLABLE = re.compile(
    r"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
    r"(?:i?ang?|i?ong|iao|iu|ie|ia|i|uang?|uan|uai|uo|ui|un|ue|ua|u|üe|üan|ün|ü|eng?|ei|er|ê|e|ong?|ou|o|ing?|ai|ao|a)"
)
# Problems quote the garbled text up to this length.
_QUOTED = 400
_LOST = "□"


class _Mended(NamedTuple):
    text: str
    removed: int
    lost: tuple[tuple[int, int, str], ...]  # where □ and the shifted characters stand, the raw text


def mend(source: SourceText) -> SourceText:
    """``source`` without injected pinyin when it has at least three of them, else unchanged.

    Each repaired paragraph gets a problem with its raw text (P270), each shifted run one of its own (P271).

    >>> mended = mend(SourceText.from_text("协(xié)商应(yīng)当公(gōng)开。\\n"))
    >>> mended.text, [problem.code for problem in mended.problems]
    ('协商应当公开。\\n', ['P270'])
    """
    if "(" not in source.text and ")" not in source.text:
        return source
    found = [match[1] for match in _ALIGNED.finditer(source.text) if _is_pinyin(match[1])]
    toned = sum(any(char in _TONES for char in word) for word in found)
    if len(found) < _ENOUGH or toned * 2 < len(found):
        return source
    return _rebuilt(source)


def _is_pinyin(word: str) -> bool:
    """A syllable of Mandarin, with its tone marked or not.

    >>> _is_pinyin("nèi"), _is_pinyin("iso")
    (True, False)
    """
    marks = "".join(
        char for char in unicodedata.normalize("NFD", word) if char == "\u0308" or not unicodedata.combining(char)
    )
    return _SYLLABLE.fullmatch(unicodedata.normalize("NFC", marks)) is not None


def _rebuilt(source: SourceText) -> SourceText:
    blocks: list[Block] = []
    problems: list[Problem] = []
    start = 0
    for block in source.blocks:
        mended = _mended(block.content)
        blocks.append(block._replace(start=start, text=mended.text + block.separator))
        problems += _problems(mended, block.content, start)
        start += len(mended.text) + len(block.separator)
    kept = [replace(problem, span=_moved(problem.span, source, blocks)) for problem in source.problems]
    text = "".join(block.text for block in blocks)
    return replace(source, text=text, blocks=tuple(blocks), problems=(*kept, *problems))


def _mended(content: str) -> _Mended:
    removed = 0

    def drop(match: re.Match[str]) -> str:
        nonlocal removed
        if not _is_pinyin(match[1]):
            return match[0]
        removed += 1
        return ""

    text = _ALIGNED.sub(drop, content)
    pieces, lost, position, length = [], [], 0, 0
    for match in _SHIFTED.finditer(text):
        before, run = text[position : match.start()], _LOST + match[2]
        lost.append((length + len(before), length + len(before) + len(run), match[0]))
        pieces += [before, run]
        position, length = match.end(), length + len(before) + len(run)
    return _Mended("".join(pieces) + text[position:], removed, tuple(lost))


def _problems(mended: _Mended, raw: str, start: int) -> list[Problem]:
    found = []
    if mended.removed:
        span = Span(start, start + len(mended.text))
        found.append(Problem("P270", span, render("P270", "zh", count=mended.removed, raw=_quote(raw))))
    for first, last, garbled in mended.lost:
        found.append(Problem("P271", Span(start + first, start + last), render("P271", "zh", raw=_quote(garbled))))
    return found


def _quote(raw: str) -> str:
    return raw if len(raw) <= _QUOTED else raw[:_QUOTED] + "…"


def _moved(span: Span, source: SourceText, blocks: list[Block]) -> Span:
    """A span of the raw text in the mended one: blocks correspond, inside a block only the ends are sure."""
    if not span.length or not blocks:
        return span
    first, last = source.block_at(span.start), source.block_at(span.end - 1)
    index = {block.start: number for number, block in enumerate(source.blocks)}
    new_first, new_last = blocks[index[first.start]], blocks[index[last.start]]
    start = min(new_first.start + span.start - first.start, new_first.end)
    return Span(start, max(start, min(new_last.start + span.end - last.start, new_last.end)))
