"""What stands at the edges of printed pages: running heads and feet, page numbers, numbers of lines, footnotes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise, takewhile
from statistics import median

from lawcheck.readers.page_numbers import page_number
from lawcheck.readers.printed import SAME_SIZE, SENTENCE_ENDS, TITLE_END, TITLE_SIZE, UNIT, Paragraph, VisualLine

__all__ = ["asides", "page_furniture"]

# Of a page's height: where running heads and page numbers stand (GB/T 9704: 37 mm above, 35 mm below, of 297).
_MARGIN = 0.14
# A head repeated on this share of the pages, and on at least three, is furniture.
_REPEATED = 0.4
_OFTEN = 3
# On so few pages a head is one that stands at the same place on two of them (in parts of a character), of so many characters.
_FEW_PAGES = 5
_PLACED = 0.3
_LEAST_HEAD = 4
# Numbers of lines in the margin of a page, at the least.
_LEAST_COUNTED = 3
_NOTE_MARK = re.compile(r"(?:\d{1,3}(?![\d.．年月日])|[①-⑳]|[\[［〔][\d①-⑳]{1,3}[〕］\]]|[*＊※])")


def page_furniture(lines: Sequence[VisualLine]) -> dict[int, str]:
    """Running heads, page numbers and the numbers of lines in the margin: position of the line → ``header`` or ``footer``."""
    edges = {number: part for number, line in enumerate(lines) if (part := _edge(line))}
    notes = {number: line.part for number, line in enumerate(lines) if line.part}
    numbers = {number: part for number, part in edges.items() if page_number(lines[number].text)}
    return notes | _line_numbers(lines) | numbers | _running(lines, edges)


def _running(lines: Sequence[VisualLine], edges: Mapping[int, str]) -> dict[int, str]:
    """Running heads and feet: the same words at the edge of page after page, or those of the title above."""
    pages = len({line.page for line in lines})
    same: dict[tuple[str, str], list[int]] = {}
    for number, part in edges.items():
        same.setdefault((part, _without_digits(lines[number].text)), []).append(number)
    front = _titles(lines)
    found: dict[int, str] = {}
    for (part, words), held in same.items():
        largest = median(lines[number].size for number in held) * TITLE_SIZE
        often = len({lines[number].page for number in held}) >= max(_OFTEN, pages * _REPEATED)
        named = len(words) >= _LEAST_HEAD and not often
        few = held if named and pages <= _FEW_PAGES and len(held) <= pages else []
        found |= {
            number: part
            for number in held
            if lines[number].size <= largest
            and (
                often
                or (named and lines[number].page > 1 and _is_titled(lines[number], front))
                or any(_is_repeated(lines[number], lines[n]) for n in few)
            )
        }
    return found


def _titles(lines: Sequence[VisualLine]) -> list[VisualLine]:
    """The lines of the first page before its first unit."""
    return list(takewhile(lambda line: line.page == lines[0].page and not UNIT.match(line.text), lines))


def _is_titled(line: VisualLine, front: Sequence[VisualLine]) -> bool:
    """Whether a line on a later page says the title again, in smaller characters."""
    title = "".join("".join(large.text.split()) for large in front if large.size > line.size * SAME_SIZE)
    words = "".join(line.text.split())
    return words in title and TITLE_END.search(words) is not None


def _is_repeated(line: VisualLine, other: VisualLine) -> bool:
    """Whether two lines, each on its page, are a running head although the pages are few: the same words and place, no unit
    and no sentence."""
    (left, top, right, _), (left2, top2, right2, _) = line.box, other.box
    placed = abs(top - top2) < _PLACED * line.size and min(abs(left - left2), abs(right - right2)) < _PLACED * line.size
    is_text = UNIT.match(line.text) is not None or line.text.rstrip()[-1:] in SENTENCE_ENDS
    return line.page != other.page and placed and not is_text


def _line_numbers(lines: Sequence[VisualLine]) -> dict[int, str]:
    """Numbers of the lines, as drafts bear them: figures beside the text that count on evenly down the page."""
    by_page: dict[int, list[int]] = {}
    for number, line in enumerate(lines):
        if line.cell is None and not line.part:
            by_page.setdefault(line.page, []).append(number)
    beside = [_beside(lines, held) for held in by_page.values()]
    edges = [lines[numbers[-1]].box[2] for numbers in beside if _counts_on(lines, numbers)]
    return {
        number: "footer"
        for numbers in beside
        for number in numbers
        if any(abs(lines[number].box[2] - edge) < lines[number].size for edge in edges)
    }


def _beside(lines: Sequence[VisualLine], held: Sequence[int]) -> list[int]:
    """The lines of a page that are figures on the left of all others, from the top down."""
    figures = {number for number in held if lines[number].text.strip().isdecimal()}
    margin = min((lines[number].box[0] for number in held if number not in figures), default=0.0)
    return sorted((n for n in figures if lines[n].box[2] <= margin), key=lambda n: lines[n].box[1])


def _counts_on(lines: Sequence[VisualLine], numbers: Sequence[int]) -> bool:
    steps = {int(lines[b].text) - int(lines[a].text) for a, b in pairwise(numbers)}
    return len(numbers) >= _LEAST_COUNTED and len(steps) == 1 and min(steps) > 0


def asides(lines: Sequence[VisualLine], furniture: Mapping[int, str]) -> Iterator[Paragraph]:
    """A line of furniture is a paragraph; a footnote goes on until the next begins, larger or with its mark."""
    note: list[VisualLine] = []
    for number, part in sorted(furniture.items()):
        line = lines[number]
        begins = part != "footnote" or not note or note[-1].page != line.page or _NOTE_MARK.match(line.text)
        if note and begins:
            yield Paragraph(tuple(note), "footnote")
            note = []
        if part == "footnote":
            note.append(line)
        else:
            yield Paragraph((line,), part)
    if note:
        yield Paragraph(tuple(note), "footnote")


def _edge(line: VisualLine) -> str:
    height = 0.0 if line.cell or line.part else line.page_size[1]
    if height and line.box[3] < height * _MARGIN:
        return "header"
    return "footer" if height and line.box[1] > height * (1 - _MARGIN) else ""


def _without_digits(text: str) -> str:
    return re.sub(r"[\d\s\u3000]+", "", text)
