"""Markdown, above all the form of LawRefBook/Laws: ``# title``, 题注 lines, ``<!-- INFO END -->``, ``## 第一章``."""

from __future__ import annotations

import html
import re

from lawcheck.document import Provenance, SourceText
from lawcheck.readers.assembly import TextBuilder
from lawcheck.readers.encodings import decode_file, unify_lines
from lawcheck.readers.txt import decode_problems

__all__ = ["read_md"]

_INFO_END = re.compile(r"^<!--\s*INFO END\s*-->[ \t]*$", re.M)
_MATTER_TITLE = re.compile(r"^title:[ \t]*[\"']?([^\"'\n]{2,80}?)[\"']?[ \t]*$", re.M)
_CONTAINER = re.compile(r":{3,}.*|@tab\b.*|\[\[toc\]\]", re.I)  # boxes and tabs of VuePress
_BESIDE = re.compile(
    r":{3,}[ \t]*(?:details\b.*|\w+[ \t]+.*(?:链接|来源|目录).*)", re.I
)  # boxes with what is none of the text
_BOX_END = re.compile(r":{3,}[ \t]*")
_ATTRIBUTES = re.compile(r"[ \t]*\{[ \t]*[#.\w][^{}]*\}$")  # ## 总则 {align="center"}
_FRONT_MATTER = re.compile(r"\A\s*---[ \t]*\n(?:.*\n)*?---[ \t]*(?:\n|\Z)")
_TITLED = re.compile(r"^#[ \t]+(?!第\s*[零〇一二三四五六七八九十百千\d]+\s*(?:分?编|[章节条]))\S", re.M)
_HEADING = re.compile(r"(#{1,6})(?:[ \t]+(.*))?")
_STRUCTURE = re.compile(r"第\s*[零〇一二三四五六七八九十百千\d]+\s*(?:分?编|[章节条])")
# Lines that are markup alone: rules, underlines of headings, code fences, the rule under a table's head.
_RULE = re.compile(
    r"-{3,}|={3,}|\*{3,}|_{3,}|(?:\* ){2,}\*|`{3,}.*|~{3,}.*|\|?(?:[ \t]*:?-+:?[ \t]*\|)+(?:[ \t]*:?-+:?)?"
)
_ROW = re.compile(r"\|(.*)\|")
_CELL_END = re.compile(r"(?<!\\)\|")
_MARKER = re.compile(r"(?:>\s?)*(?:[-*+][ \t]+)?")
# None of these looks further than the next mark of its own kind, so that they stay linear on any line.
_INLINE = (
    (re.compile(r"(?<!\\)!?\[([^\]\[]*)\]\([^()\s]*(?:\s+\"[^\"]*\")?\)"), r"\1"),  # links and pictures
    (re.compile(r"(?<!\\)\*\*(?=[^\s*])([^*]+)(?<=\S)\*\*"), r"\1"),
    (re.compile(r"(?<![\\\w])__(?=[^\s_])([^_]+)(?<=\S)__(?!\w)"), r"\1"),
    (re.compile(r"(?<![\\\w*])\*(?=[^\s*])([^*]+)(?<=\S)\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<!\\)`+([^`]+)`+"), r"\1"),
    (re.compile(r"<br\s*/?>", re.I), "\n"),
    (re.compile(r"</?(?:a|b|center|div|em|font|i|img|p|s|span|strong|sub|sup|u)\b[^<>]*>", re.I), ""),
)
# Only a line that starts with one of these can be a rule, a fence or a row of a table.
_MARKUP_STARTS = frozenset("-=*_`~|:@[")
# Most lines of a law have none of these.
_MARKUP = re.compile(r"[\\*_`<&\[]")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


def read_md(data: bytes, name: str) -> SourceText:
    """Read Markdown; markup characters, comments and front matter are not text, every line is a block.

    >>> text = "# 某条例\\n\\n2020年1月1日通过\\n\\n<!-- INFO END -->\\n\\n## 第一章\\n\\n第一条 **甲**。"
    >>> [(b.content, b.hint) for b in read_md(text.encode(), "a.md").blocks]
    [('某条例', 'title'), ('2020年1月1日通过', 'note'), ('第一章', 'heading'), ('第一条 甲。', '')]
    """
    decoded = decode_file(data, name)
    reader = _Reader(name)
    whole = unify_lines(decoded.text).lstrip("\ufeff")
    matter = _FRONT_MATTER.match(whole)
    text = whole[matter.end() :] if matter else whole
    if matter and (named := _MATTER_TITLE.search(matter[0])) and not _TITLED.search(text):
        reader.title(named[1])
    mark = _INFO_END.search(text)
    reader.lines(text[: mark.start()] if mark else "", "note")
    reader.lines(text[mark.end() :] if mark else text, "")
    reader.finish()
    for problem in decode_problems(decoded, ""):
        reader.out.note(problem.code, None, **dict(decoded.details))
    return reader.out.build(data, "md")


class _Reader:
    """Writes the blocks; a table is a run of rows."""

    def __init__(self, name: str) -> None:
        self.out = TextBuilder(name)
        self.count = 0
        self.titled = False
        self.table, self.row = -1, -1
        self.beside = False  # in a box of what is none of the text; a heading ends it
        self.late: list[str] = []

    def lines(self, text: str, hint: str) -> None:
        """Every line of ``text``; ``hint`` for those that are no headings."""
        for raw in _without_comments(text).split("\n"):
            line = raw.strip(" \t")  # an indent of U+3000 is text
            if not line.strip():
                self.row = -1
            elif line[0] not in _MARKUP_STARTS:
                self._line(line, hint)
            elif _RULE.fullmatch(line) or self._box(line):
                continue
            elif row := _ROW.fullmatch(line):
                self._cells(_CELL_END.split(row[1]))
            else:
                self._line(line, hint)

    def title(self, text: str) -> None:
        """The title that only the front matter tells."""
        self.titled = True
        self.out.add(text, provenance=Provenance(paragraph=self.count), hint="title")
        self.count += 1

    def _box(self, line: str) -> bool:
        """Whether a line opens or closes a box or a tab of one; what stands in a box beside the text comes behind it."""
        if _CONTAINER.fullmatch(line) is None:
            return False
        if line.startswith(":"):
            self.beside = _BESIDE.fullmatch(line) is not None or (self.beside and not _BOX_END.fullmatch(line))
        return True

    def finish(self) -> None:
        """Write what stood in boxes beside the text."""
        for number, line in enumerate(self.late):
            self.out.add(line, provenance=Provenance("footer", number))

    def _line(self, line: str, hint: str) -> None:
        self.row = -1
        heading = _HEADING.fullmatch(line)
        content = _plain(
            _heading_text(_ATTRIBUTES.sub("", heading[2] or "")) if heading else _MARKER.sub("", line, count=1)
        )
        self.beside = self.beside and heading is None
        if content and self.beside:
            self.late.append(content)
        elif content:
            self.out.add(content, provenance=Provenance(paragraph=self.count), hint=self._hint(heading, content, hint))
            self.count += 1

    def _hint(self, heading: re.Match[str] | None, content: str, hint: str) -> str:
        if heading is None:
            return hint
        if len(heading[1]) == 1 and not self.titled and not _STRUCTURE.match(content):
            self.titled = True
            return "title"
        return "heading"

    def _cells(self, cells: list[str]) -> None:
        if self.row < 0:
            self.table += 1
        self.row += 1
        for column, cell in enumerate(cells):
            place = Provenance(paragraph=self.count, table=self.table, row=self.row, column=column)
            separator = "\n" if column == len(cells) - 1 else "\t"
            self.out.add(_plain(cell).replace("\n", " "), separator, kind="cell", provenance=place)
            self.count += 1


def _without_comments(text: str) -> str:
    """Comments cut out; one that never ends is text."""
    kept, position = [], 0
    while (start := text.find("<!--", position)) >= 0 and (end := text.find("-->", start)) >= 0:
        kept.append(text[position:start])
        position = end + 3
    return "".join(kept) + text[position:]


def _heading_text(text: str) -> str:
    """The text of a heading without the ``#`` that may close it."""
    bare = text.rstrip("#")
    return bare if bare != text and bare[-1:] in ("", " ", "\t") else text


def _plain(text: str) -> str:
    """The text without inline markup."""
    if not _MARKUP.search(text):
        return text.strip(" \t")
    for pattern, kept in _INLINE:
        text = pattern.sub(kept, text)
    return html.unescape(_ESCAPE.sub(r"\1", text)).strip(" \t")
