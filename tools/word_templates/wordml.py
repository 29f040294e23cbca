"""Pieces of WordprocessingML, and the measures of GB/T 9704-2012 with their clauses."""

from __future__ import annotations

import math

BODY, TITLE, HEAD, NOTE, SONG = "仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312", "宋体"
# What a machine without the licensed fonts should take instead.
SUBSTITUTES = {BODY: "仿宋", TITLE: "宋体", HEAD: "SimHei", NOTE: "楷体", SONG: "SimSun"}
TWIPS_PER_MM = 1440 / 25.4
# 5.1 A4 paper; 5.2.1 top margin 37 mm, binding edge 28 mm, type area 156 mm x 225 mm.
PAGE = {"w": 11906, "h": 16838}
TOP, LEFT, WIDTH, HEIGHT = 37, 28, 156, 225
# 5.2.3 22 lines of 28 characters fill the type area; 5.2.2 body in size 3 (16 pt).
LINES, CHARACTERS, BODY_POINTS = 22, 28, 16
TITLE_POINTS = 22  # 7.3.1 size 2
# 7.5 page number in size 4 (14 pt) 宋体 between dashes, their top 7 mm below the type area; odd right, even left,
# one character from the edge.
FOOTER_GAP_MM, FOOTER_LINE_MM = 7, 6
RED = "FF0000"

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def twips(mm: float) -> int:
    """Millimetres as twentieths of a point."""
    return round(mm * TWIPS_PER_MM)


LINE_PITCH = int(HEIGHT * TWIPS_PER_MM / LINES)
CHARACTER = WIDTH * TWIPS_PER_MM / CHARACTERS  # width of one character in twips
# 28 characters of 16 pt are 2 mm wider than the type area, so the body is set closer by this many twips. The grid is
# one of lines only: LibreOffice gives a character that is wider than the cell of a character grid two cells.
CLOSER = math.floor(CHARACTER - BODY_POINTS * 20)
OFF_GRID = '<w:snapToGrid w:val="0"/>'
KEEP = "<w:keepNext/>"


def fonts(name: str) -> str:
    """The font for every script."""
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}" w:cs="{name}"/>'


def size(points: float) -> str:
    """Character size."""
    half = round(points * 2)
    return f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'


def spacing(before: int = 0, after: int = 0, line: int = LINE_PITCH, rule: str = "exact") -> str:
    """Line pitch and the space around a paragraph, in twips."""
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="{rule}"/>'


def indent(first: float = 0, left: float = 0, right: float = 0, hanging: float = 0) -> str:
    """Indents in characters."""
    parts = ""
    named = (("left", left), ("right", right), ("hanging", hanging), ("firstLine", first))
    for name, count in named:
        if count or (name == "firstLine" and not hanging):
            parts += f' w:{name}Chars="{round(count * 100)}" w:{name}="{round(count * CHARACTER)}"'
    return f"<w:ind{parts}/>"


def align(side: str) -> str:
    """Alignment: ``left``, ``center``, ``right``, ``both``."""
    return f'<w:jc w:val="{side}"/>'


def outline(level: int) -> str:
    """Level of the navigation pane, from 1."""
    return f'<w:outlineLvl w:val="{level - 1}"/>'


def rule(edge: str, color: str, eighths: int, space: int = 0) -> str:
    """A line along an edge of a paragraph, ``eighths`` of a point thick."""
    border = f'<w:{edge} w:val="single" w:sz="{eighths}" w:space="{space}" w:color="{color}"/>'
    return f"<w:pBdr>{border}</w:pBdr>"


def style(ident: str, name: str, paragraph: str, run: str = "", *, base: str = "Normal", following: str = "") -> str:
    """A paragraph style; the parts of ``paragraph`` come in schema order."""
    after = f'<w:next w:val="{following}"/>' if following else ""
    custom = ' w:customStyle="1"' if ident.startswith("Law") else ""
    return (
        f'<w:style w:type="paragraph"{custom} w:styleId="{ident}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="{base}"/>{after}'
        f"<w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )
