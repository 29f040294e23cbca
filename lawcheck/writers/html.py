"""One self-contained page: contents, an anchor for every unit (its eId), print layout; everything escaped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from itertools import groupby

from lawcheck.document import CONTAINERS, Document, Unit, UnitKind
from lawcheck.writers.beside import parted_asides
from lawcheck.writers.characters import visible
from lawcheck.writers.flow import Cell, Rows, front_lines, heading_levels, heal, rows_of, text_lines

__all__ = ["write_html"]

_COLUMN_EM = 7
# Lines of nothing else are left over from text processors; on a page they would gape.
_INVISIBLE = " \u200b\ufeff"
_ID_NUMBER = re.compile(r"(?:^|__)(?!hcontainer|table)[a-z]+_(\d+(?:-\d+)?)(?:\.\d+)?$")
_STYLE = """
:root{--ink:#1c1c1e;--soft:#5f6368;--line:#d9d9de;--mark:#fff6d6;--soft-ground:#f6f6f8;color-scheme:light}
*{box-sizing:border-box}
body{margin:0;color:var(--ink);background:#fff;font:18px/1.9 "FangSong","仿宋","STFangsong","FangSong_GB2312",serif}
main{max-width:44em;margin:0 auto;padding:1.5em 1.2em 4em}
h1,h2,h3,h4,h5,h6,.num{font-family:"SimHei","黑体","Heiti SC","Noto Sans CJK SC","Source Han Sans SC",sans-serif}
h1{font:bold 1.7em/1.4 "FZXiaoBiaoSong-B05S","方正小标宋简体","SimSun","宋体","Noto Serif CJK SC",serif}
h1{text-align:center;margin:1.2em 0 .6em}
h2,h3,h4,h5,h6{text-align:center;font-size:1.1em;font-weight:600;margin:1.6em 0 .6em}
p{margin:.25em 0;text-indent:2em;text-align:justify;overflow-wrap:anywhere}
.note p{text-indent:0;text-align:center;font-family:"KaiTi","楷体","STKaiti","KaiTi_GB2312",serif}
.furniture p{text-indent:0;text-align:center}
.conclusion p{text-indent:0;text-align:right;padding-right:2em}
.aside{color:var(--soft);font-size:.85em;border-top:1px solid var(--line);margin-top:2em;padding-top:.5em}
a.num{color:inherit;text-decoration:none;font-weight:600}
a.num:hover{text-decoration:underline}
.point a.num,.indent a.num{font-family:inherit;font-weight:400}
b.heading{font-weight:inherit}
:target{background:var(--mark);scroll-margin-top:1em}
.chapter:target,.section:target,.book:target,.part:target,.annex:target{background:none}
nav{font-size:.9em;line-height:1.6;padding:.8em 1.2em;background:var(--soft-ground);max-height:38vh;overflow:auto}
nav ol{list-style:none;margin:.4em 0 0;padding:0}
nav li{display:block}
nav ol.articles li{display:inline-block;margin-right:.8em}
nav a{color:inherit;text-decoration:none;display:inline-block;padding:.15em 0}
nav a:hover{text-decoration:underline}
.scroll{overflow-x:auto;margin:1em 0}
table{border-collapse:collapse;width:100%;font-size:.85em;line-height:1.5}
td,th{border:1px solid #555;padding:.35em .5em;vertical-align:middle;min-width:3em;text-align:left}
td p,th p{text-indent:0;margin:0}
.annex{border-top:1px solid var(--line);margin-top:3em}
.annex>.num{display:block;margin-top:1.5em}
@media (min-width:1180px){nav{position:fixed;inset:0 auto 0 0;width:19em;max-height:none}
main{margin-left:max(20em,50% - 22em)}}
@page{size:A4;margin:37mm 26mm 35mm 28mm;@bottom-center{content:"— " counter(page) " —";font:14pt "SimSun","宋体",serif}}
@media print{body{font-size:16pt;line-height:29pt}main{max-width:none;padding:0}nav{display:none}
.annex{break-before:page;border:0}h2,h3,h4{break-after:avoid}a.num{text-decoration:none}:target{background:none}}
""".strip()


def write_html(document: Document) -> bytes:
    """A page that needs nothing else: no script, no network.

    >>> from lawcheck.document import parse
    >>> b'<section class="article" id="art_1">' in write_html(parse("某条例\\n第一条　甲。\\n"))
    True
    """
    title = _text(document.title or document.source.name or "（无标题）")
    parts = [
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="generator" content="lawcheck">',
        f"<title>{title}</title>\n<style>\n{_STYLE}\n</style>\n</head>\n<body>",
        *_Page(document).contents(),
        "<main>",
        *_Page(document).parts(),
        "</main>\n</body>\n</html>\n",
    ]
    return "\n".join(parts).encode()


def _text(text: str) -> str:
    return escape(visible(text))


class _Page:
    """The parts of one page in reading order."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.levels = heading_levels(document)

    def parts(self) -> Iterator[str]:
        document = self.document
        yield from self.front()
        for unit in document.units:
            yield from self.unit(unit)
        yield from _block("conclusion", text_lines(document.conclusion))
        for annex in document.annexes:
            yield from self.unit(annex)
        yield from _asides(document)

    def front(self) -> Iterator[str]:
        """Without the written contents where the page has its own to take their place."""
        own = self.entries()
        lines = (pair for pair in front_lines(self.document) if pair[0] != "toc" or not own)
        for role, group in groupby(lines, key=lambda pair: pair[0]):
            texts = [line for _, line in group]
            yield from (f"<h1>{_text(line)}</h1>" for line in texts) if role == "title" else _block(role, texts)

    def entries(self) -> list[Unit]:
        """What the contents list: the headings, else the 条; and the annexes."""
        body = [unit for top in self.document.units for unit in top.walk()]
        heads = [unit for unit in body if unit.kind in CONTAINERS]
        return [
            *(heads or [unit for unit in body if unit.kind in (UnitKind.ARTICLE, UnitKind.CLAUSE)]),
            *self.document.annexes,
        ]

    def contents(self) -> Iterator[str]:
        """Links to the entries; outside ``main``, because they are not the text."""
        entries = self.entries()
        if not entries:
            return
        heads = any(unit.kind in CONTAINERS for unit in entries)
        shape = "" if heads else ' class="articles"'
        yield f'<nav aria-label="目录"><strong>目录</strong><ol{shape}>'
        for unit in entries:
            indent = self.levels.get(unit.kind, 1) - 1
            style = f' style="padding-left:{indent}em"' if indent else ""
            yield f'<li{style}><a href="#{_text(unit.eid)}">{_entry(unit) if heads else _short(unit)}</a></li>'
        yield "</ol></nav>"

    # -- units -----------------------------------------------------------------------------------------------------

    def unit(self, unit: Unit, lead: str = "") -> Iterator[str]:
        """``lead`` is the linked number of the 条, shown at the start of its first 款."""
        rows = rows_of(self.document, unit)
        tag = "section" if unit.kind in (*CONTAINERS, UnitKind.ARTICLE, UnitKind.ANNEX) else "div"
        name, number = "table" if rows else unit.kind.value, _own_number(unit)
        yield f'<{tag} class="{name}" id="{_text(unit.eid)}"{number}>'
        yield from _table(rows) if rows else self.inside(unit, lead)
        yield f"</{tag}>"

    def inside(self, unit: Unit, lead: str) -> Iterator[str]:
        if unit.kind in self.levels:
            level = min(self.levels[unit.kind] + 1, 6)
            yield f"<h{level}>{_head(unit)}</h{level}>"
        elif unit.kind is UnitKind.ANNEX:
            yield _number(unit) + (f"\n<h2>{_text(unit.heading)}</h2>" if unit.heading else "")
        else:
            lead += _number(unit) + _own_heading(unit)
        children = list(unit.children)
        if lead and not unit.text and children and self.takes_lead(children[0]):
            yield from self.unit(children.pop(0), lead)
        elif lead or unit.text:
            yield f"<p>{lead}{_text(heal(unit.text))}</p>"
        for child in children:
            yield from self.unit(child)
        yield from (f'<p class="wrap-up">{_text(line)}</p>' for line in text_lines(unit.wrap_up))

    def takes_lead(self, unit: Unit) -> bool:
        return unit.kind is UnitKind.PARAGRAPH and not rows_of(self.document, unit)


def _number(unit: Unit) -> str:
    if not unit.label:
        return ""
    gap = "\u3000" if unit.kind is UnitKind.ARTICLE else " " if unit.label[-1] == "." else ""
    return f'<a class="num" href="#{_text(unit.eid)}">{_text(unit.label)}</a>{gap}'


def _own_heading(unit: Unit) -> str:
    """条旨, told apart from the text of the 条 for those who read the page back."""
    return f'<b class="heading" data-of="{_text(unit.eid)}">{_text(f"【{unit.heading}】")}</b>' if unit.heading else ""


def _own_number(unit: Unit) -> str:
    """The number as an attribute where the id does not tell it."""
    found = _ID_NUMBER.search(unit.eid)
    number = str(unit.number) if unit.number else ""
    return "" if number == (found[1] if found else "") else f' data-number="{number}"'


def _head(unit: Unit) -> str:
    """Number and name of a chapter; one without both shows its id."""
    label = f'<span class="num">{_text(unit.label)}</span>' if unit.label else ""
    return "\u3000".join(part for part in (label, _text(unit.heading)) if part)


def _short(unit: Unit) -> str:
    """A number is enough in a row of 条, and short on a phone."""
    short = unit.number is not None and unit.kind is not UnitKind.ANNEX
    return f'<span title="{_entry(unit)}">{unit.number}</span>' if short else _entry(unit)


def _entry(unit: Unit) -> str:
    return _text("\u3000".join(part for part in (unit.label, unit.heading) if part) or unit.eid)


def _block(role: str, texts: list[str]) -> Iterator[str]:
    lines = [text for text in texts if text.strip(_INVISIBLE)]
    if lines:
        yield f'<div class="{role}">'
        yield from (f"<p>{_text(line)}</p>" for line in lines)
        yield "</div>"


def _asides(document: Document) -> Iterator[str]:
    """Notes and text boxes; page headers and footers belong to pages that are not here."""
    beside = [(part, line) for part, line in parted_asides(document) if part not in ("header", "footer")]
    if beside:
        yield '<div class="aside">'
        yield from (f'<p class="{_text(part)}">{_text(line)}</p>' for part, line in beside)
        yield "</div>"


def _table(rows: Rows) -> Iterator[str]:
    """As wide as its columns need: on a phone it scrolls sideways, letters stay in line."""
    columns = sum(cell.span for cell in rows[0])
    yield f'<div class="scroll"><table style="min-width:{columns * _COLUMN_EM}em">'
    yield from ("<tr>" + "".join(_cell(cell) for cell in row) + "</tr>" for row in rows)
    yield "</table></div>"


def _cell(cell: Cell) -> str:
    merged = f' colspan="{cell.span}"' if cell.span > 1 else ""
    return f"<td{merged}>{_text(cell.text).replace(chr(10), '<br>')}</td>"
