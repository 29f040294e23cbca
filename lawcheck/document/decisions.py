"""修改决定: where the text as amended begins behind one, and which of its quotations are new text and not words quoted.

What a 修改决定 lays down stands between quotation marks: 将第三条修改为：“…”. A quotation of several paragraphs opens each
of them with a mark and closes only the last.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from lawcheck.document.lines import BLANKS, Line, mark_line, without_blanks
from lawcheck.document.model import UnitKind
from lawcheck.document.source import Span

if TYPE_CHECKING:
    from lawcheck.document.model import Document, Unit

__all__ = [
    "amends",
    "appended_texts",
    "begins_text",
    "is_instruction",
    "new_texts",
    "own_words",
    "split_quotations",
    "words_span",
]

_AMENDING: Final = re.compile(r"修正案|(?:修改|修正|废止).*决定")
_DECISION: Final = re.compile(r"[^（(《]{0,60}关于修[改正].{2,160}的决[定议]")
_SAYS_SO: Final = re.compile(r"作(?:出)?(?:如下|以下)修[改正]|修[改正]如下|修改为|改为第|删去|增加.{1,4}[条款项]")
_NAMED: Final = re.compile(r"[《〈]([^《》〈〉]{3,80})[》〉]")
_REVISED: Final = re.compile(r"[（(](?:[12]\d{3}年)?[^（）()]{0,6}(?:修正|修订|修改)[^（）()]{0,8}[）)]$")
_LONGEST_TITLE: Final = 3  # lines over which a title is broken
_HEAD: Final = 40  # lines in which the title of a decision stands
_NEAR: Final = 60  # lines between the title of a text and its first article, contents included

_OPENING: Final = "“"
_CLOSING: Final = "”"
_INSTRUCTION: Final = re.compile(
    r"^[^“”。]{0,80}?(?:修改为|修正为|改为|调整为|表述为|删去|删除|增加|作为第?|合并|移至|移到|顺延|作相应(?:调整|修改)|重新公布)"
)
_QUOTED: Final = re.compile(r"“[^“”]*”")
_NEXT_ITEM: Final = re.compile(
    r"(?:[一二三四五六七八九十百]{1,5}、|[（(][一二三四五六七八九十百]{1,5}[）)])[^“”\n]{0,60}?(?:修改为|改为|作为第|增加[一二两三四]|删去|修改[：:])"
    r"|本(?:决定|修正案)自"
)
"""A line that can only be the next instruction: a quotation that is still open was never closed."""
_LAYS_DOWN: Final = re.compile(r"。|；$|\n|^第[零〇一二三四五六七八九十百\d]+条|应当|不得|可以|禁止|责令|罚款|必须")
_OLD_AFTER: Final = re.compile(
    r"[ \u3000]*(?:等|的|一|中)?(?:内容|规定|字样|表述|一?句|词)?(?:分别)?(?:修改为|改为|调整为|删|修改成)"
)
_OLD_BEFORE: Final = re.compile(r"(?:删去|删除)[^“”。；]{0,30}$")
_ENDS: Final = re.compile(r"[ \u3000]*[。；;，,]?")
_LAST_MARK: Final = re.compile(r"”[。；;，,]?[ \u3000]*$")
_ARTICLE_LABEL: Final = re.compile(
    r"第[零〇一二三四五六七八九十百千\d]+条(?:之[一二三四五六七八九十]+)?[ \u3000\t\xa0]+(?=\S)"
)


def amends(title: str) -> bool:
    """Whether a document of this title changes others.

    >>> amends("某市人民政府关于修改《某办法》的决定"), amends("某办法")
    (True, False)
    """
    return _AMENDING.search(title) is not None


def appended_texts(lines: Sequence[Line]) -> tuple[int, ...]:
    """The lines that are titles of whole texts behind a 修改决定 (重新公布); none where the file is no such decision."""
    shown = [i for i, line in enumerate(lines) if line.text and line.kind == "text"]
    title = next((span for span in _titles(lines, shown[:_HEAD])), None)
    if title is None:
        return ()
    last, names = title
    body = [i for i in shown if i > last]
    if not any(_SAYS_SO.search(lines[i].text) for i in body):
        return ()
    names |= {name for i in body for name in _NAMED.findall(lines[i].text)}
    found = [i for i in body if _named(lines[i].text, names) and begins_text(lines, i)]
    return tuple(found)


def _titles(lines: Sequence[Line], shown: Sequence[int]) -> Iterator[tuple[int, set[str]]]:
    """The last line of each title of a decision, with the names of the texts that it changes."""
    for place in range(len(shown)):
        joined = ""
        for index in shown[place : place + _LONGEST_TITLE]:
            joined += without_blanks(lines[index].text)
            if _DECISION.fullmatch(joined):
                yield index, set(_NAMED.findall(joined))
                return


def _named(text: str, names: set[str]) -> bool:
    title = without_blanks(text)
    return title in names or _REVISED.sub("", title) in names


def begins_text(lines: Sequence[Line], index: int) -> bool:
    """Whether the first article follows."""
    for line in lines[index + 1 : index + _NEAR]:
        mark = mark_line(line.text) if line.text[:1] == "第" else None
        if mark is not None and mark.kind is UnitKind.ARTICLE:
            return mark.number.value == 1
    return False


# -- quotations ----------------------------------------------------------------------------------------------------


def new_texts(document: Document) -> tuple[Span, ...]:
    """The quotations of a 修改决定 that are new text (marks included), in order; empty for any other document.

    >>> from lawcheck.document import parse
    >>> d = parse("某市关于修改《某办法》的决定\\n一、将第三条修改为：“甲应当登记。”\\n二、将“旧局”修改为“新局”。")
    >>> [d.source.slice(span) for span in new_texts(d)]
    ['“甲应当登记。”']
    """
    if not amends(document.title) or not document.units:
        return ()
    return _new_texts(document.source.text, document.units[0].span.start, document.units[-1].span.end)


def _new_texts(text: str, start: int, end: int) -> tuple[Span, ...]:
    return tuple(span for span in _quotations(text, start, end) if _is_new(text, span))


def _quotations(text: str, start: int, end: int) -> Iterator[Span]:
    at = text.find(_OPENING, start, end)
    while at >= 0:
        close = _close(text, at, end)
        yield Span(at, close)
        at = text.find(_OPENING, close, end)


def _close(text: str, start: int, end: int) -> int:
    """Behind the mark that closes the quotation opened at ``start``; one that is never closed ends before the next
    instruction."""
    depth = 1
    for match in re.finditer("[“”\n]", text[start + 1 : end]):
        at = start + 1 + match.start()
        if match[0] == "\n":
            line = text[at + 1 : end].lstrip(BLANKS + "\n")
            if _NEXT_ITEM.match(line):
                return at
        elif match[0] == _CLOSING:
            depth -= 1
            if not depth:
                return at + 1
        elif not _opens_paragraph(text, at, end):
            depth += 1
    return end


def _opens_paragraph(text: str, at: int, end: int) -> bool:
    """A mark at the start of a line goes on with the quotation, unless it closes again inside the line (“甲”是指…)."""
    if text[text.rfind("\n", 0, at) + 1 : at].strip(BLANKS):
        return False
    line_end = text.find("\n", at, end)
    line = text[at + 1 : line_end if line_end >= 0 else end]
    close = line.find(_CLOSING)
    within = close >= 0 and _OPENING not in line[:close]
    return not (within and line[close + 1 :].strip(BLANKS + "。；;，,"))


def _is_new(text: str, span: Span) -> bool:
    words = text[span.start + 1 : span.end].removesuffix(_CLOSING).strip()
    line = text[text.rfind("\n", 0, span.start) + 1 : span.start]
    old = _OLD_AFTER.match(text, span.end) or _OLD_BEFORE.search(line)
    return old is None and _LAYS_DOWN.search(words) is not None


def split_quotations(text: str, lines: Sequence[Line]) -> Iterator[tuple[Line, bool]]:
    """The lines of a decision, cut before and behind each quotation of new text; whether the piece is such text."""
    if not lines:
        return
    quoted = _new_texts(text, lines[0].start, lines[-1].end)
    for line in lines:
        bounds = [line.start, *_cuts(text, line, quoted), line.end]
        pieces = [_piece(text, line, a, b) for a, b in pairwise(bounds)]
        for piece in pieces if len(pieces) > 1 else [line]:
            yield piece, any(span.start <= piece.at < span.end for span in quoted)


def _cuts(text: str, line: Line, quoted: Sequence[Span]) -> Iterator[int]:
    """Places inside a line where a quotation of new text begins or, with the mark behind it, ends."""
    if line.kind != "text":
        return
    last = line.at + len(line.text)
    for span in quoted:
        if line.at < span.start < last:
            yield span.start
        ends = _ENDS.match(text, span.end)
        end = ends.end() if ends else span.end
        if line.at < span.end and end < last:
            yield end


def _piece(text: str, line: Line, start: int, end: int) -> Line:
    words = text[start:end]
    led = words.lstrip(BLANKS)
    return line._replace(start=start, end=end, text=led.rstrip(BLANKS), at=start + len(words) - len(led))


# -- what a 款 of a decision is ------------------------------------------------------------------------------------


def is_instruction(text: str) -> bool:
    """Whether a 款 of a decision says how another text is changed and lays nothing down itself.

    >>> [is_instruction(t) for t in ("删去第四条。", "将第五条中的“甲”修改为“乙”。", "行政机关应当公示。")]
    [True, True, False]
    """
    return _INSTRUCTION.match(_QUOTED.sub("", text.strip())) is not None


def words_span(unit: Unit) -> Span:
    """The own words of a unit; where it is quoted as a whole, without the marks around it and the number of its 条.

    >>> from lawcheck.document import parse
    >>> d = parse("某办法\\n第一条　“第八条　甲应当登记。”\\n“三无”是指乙。")
    >>> [d.source.slice(words_span(u)) for u in d.articles[0].children]
    ['甲应当登记。', '“三无”是指乙。']
    """
    text, (start, end) = unit.text, unit.text_span
    if not text.startswith(_OPENING) or _closes_within(text):
        return unit.text_span
    led = text.lstrip(BLANKS + _OPENING)
    label = _ARTICLE_LABEL.match(led)
    start += len(text) - len(led) + (label.end() if label else 0)
    closing = _LAST_MARK.search(text)
    return Span(start, end - len(closing[0]) if closing and not unit.children else end)


def _closes_within(text: str) -> bool:
    """Whether the mark at the start closes before the end of the text."""
    depth = 0
    for at, char in enumerate(text):
        depth += (char == _OPENING) - (char == _CLOSING)
        if not depth:
            return text[at + 1 :].strip(BLANKS + "。；;，,") != ""
    return False


def own_words(text: str) -> str:
    """New text without the marks around it and the number of its article.

    >>> own_words("“第八条　甲应当登记。”")
    '甲应当登记。'
    """
    led = text.lstrip(BLANKS + "\n" + _OPENING)
    label = _ARTICLE_LABEL.match(led)
    words = led[label.end() :] if label else led
    if words.count(_CLOSING) > words.count(_OPENING):
        words = _LAST_MARK.sub("", words)
    return re.sub(r"(?m)^([ \u3000]*)“(?=（)", r"\1", words)
