"""What a Word document looks like: its page, and every paragraph and table with the styles worked out.

Only what the templates in ``templates/`` use is understood: paragraph and character styles, direct formatting,
tables with merged columns. All lengths are points.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from lxml import etree

from lawcheck.errors import OutputError

__all__ = ["Sheet", "read_sheet"]

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DC_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)
# What Word assumes where neither style nor paragraph says anything.
_PLAIN: Mapping[str, Any] = {
    **{"font": "宋体", "size": 10.5, "color": "#000000", "tracking": 0.0, "bold": False},
    **{"before": 0.0, "after": 0.0, "line": 240.0, "line-rule": "auto", "align": "both", "level": 0},
    **{"left": 0.0, "right": 0.0, "first": 0.0, "hanging": 0.0, "keep-next": False, "keep-lines": False},
    **{"break-before": False, "rule-top": None, "rule-bottom": None},
}
_RUN_KEYS = ("font", "size", "color", "tracking", "bold")
_SWITCHES = {"keepNext": "keep-next", "keepLines": "keep-lines", "pageBreakBefore": "break-before"}
_SINGLE = 1.3  # a single-spaced line in sizes of its font, about what Chinese fonts ask for
# What is not set: a text that holds one of these is refused, so that nothing is left out of a PDF unseen.
_UNKNOWN = ("drawing", "pict", "object", "numPr", "footnoteReference", "endnoteReference")
_MOST_LEVELS = 20  # styles based on styles; a file with more is going round in a circle


class Sheet(NamedTuple):
    """``page`` and ``blocks`` as plain values that JSON can hold; ``fonts`` the names of fonts that occur."""

    title: str
    page: Mapping[str, Any]
    blocks: tuple[Mapping[str, Any], ...]
    fonts: frozenset[str]


Look = Mapping[str, Any]


class _Styles(NamedTuple):
    plain: Look
    own: Mapping[str, tuple[str, Look]]  # style id: the style it is based on, and what it says itself
    normal: str

    def look(self, ident: str) -> Look:
        """Everything that a style says, its bases first."""
        chain: list[Look] = []
        while ident in self.own and len(chain) < _MOST_LEVELS:
            ident, own = self.own[ident]
            chain.append(own)
        return {key: value for own in reversed(chain) for key, value in own.items()}


def read_sheet(docx: bytes) -> Sheet:
    """The page and the blocks of a .docx that one of our writers or templates made.

    :class:`~lawcheck.errors.OutputError` (E205) for what is not understood: pictures, text boxes, automatic numbers, notes.

    >>> from lawcheck.document import parse
    >>> from lawcheck.writers.docx import write_docx
    >>> sheet = read_sheet(write_docx(parse("某条例\\n第一条　甲。\\n")))
    >>> [(run["text"], run["font"]) for run in sheet.blocks[1]["runs"]], round(sheet.page["width"])
    ([('第一条', '黑体'), ('　甲。', '仿宋_GB2312')], 595)
    """
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        styles = _read_styles(_parse(package.read("word/styles.xml")))
        body = _parse(package.read("word/document.xml"))[0]
        core = _parse(package.read("docProps/core.xml"))
    _refuse_unknown(body)
    blocks = _closed_up(_blocks(body, styles))
    return Sheet(core.findtext(_DC_TITLE) or "", _page(body), blocks, frozenset(_fonts(blocks)))


def _refuse_unknown(body: etree._Element) -> None:
    for name in _UNKNOWN:
        if next(body.iter(f"{_W}{name}"), None) is not None:
            raise OutputError("E205", element=name)


def _parse(data: bytes) -> etree._Element:
    return etree.fromstring(data, _PARSER)


def _fonts(blocks: tuple[Mapping[str, Any], ...]) -> Iterator[str]:
    for block in blocks:
        rows = [*block.get("head", ()), *block.get("rows", ())]
        yield from _fonts(tuple(p for row in rows for cell in row for p in cell["paragraphs"]))
        yield from (run["font"] for run in block.get("runs", ()))


def _page(body: etree._Element) -> Mapping[str, Any]:
    section = body.find(f"{_W}sectPr")
    size = {} if section is None else _attributes(section.find(f"{_W}pgSz"))
    edges = {} if section is None else _attributes(section.find(f"{_W}pgMar"))
    return {
        "width": _points(size.get("w"), 595.3),
        "height": _points(size.get("h"), 841.9),
        **{edge: _points(edges.get(edge), 72.0) for edge in ("top", "bottom", "left", "right")},
        "numbered": section is not None and section.find(f"{_W}footerReference") is not None,
    }


# -- blocks --------------------------------------------------------------------------------------------------------


def _blocks(body: Iterable[etree._Element], styles: _Styles) -> Iterator[Mapping[str, Any]]:
    for element in body:
        if element.tag == f"{_W}p":
            yield _paragraph(element, styles)
        elif element.tag == f"{_W}tbl":
            yield _table(element, styles)
        elif element.tag == f"{_W}sdt":
            yield from _blocks(element.iterfind(f"{_W}sdtContent/*"), styles)


def _closed_up(blocks: Iterator[Mapping[str, Any]]) -> tuple[Mapping[str, Any], ...]:
    """Between two paragraphs stands the larger of the two spaces, not their sum, as Word has it since 2013."""
    after, closed = 0.0, []
    for block in blocks:
        before = block.get("before", 0.0)
        closed.append({**block, "before": max(0.0, before - after)} if before else block)
        after = block.get("after", 0.0)
    return tuple(closed)


def _paragraph(element: etree._Element, styles: _Styles) -> Mapping[str, Any]:
    properties = element.find(f"{_W}pPr")
    named = None if properties is None else properties.find(f"{_W}pStyle")
    style = styles.normal if named is None else str(named.get(f"{_W}val"))
    look = {**styles.plain, **styles.look(style), **_paragraph_look(properties)}
    runs = [run for found in element.iter(f"{_W}r") if (run := _run(found, look, styles))["text"]]
    largest = max((run["size"] for run in runs), default=look["size"])
    return {"kind": "paragraph", **look, "size": largest, "line": _line(look, largest), "runs": runs}


def _line(look: Look, size: float) -> float:
    """From line to line in points."""
    if look["line-rule"] == "auto":
        return float(_SINGLE * size * look["line"] / 240)
    pitch = float(look["line"] / 20)
    return pitch if look["line-rule"] == "exact" else max(pitch, _SINGLE * size)


def _run(element: etree._Element, look: Look, styles: _Styles) -> Mapping[str, Any]:
    properties = element.find(f"{_W}rPr")
    named = None if properties is None else properties.find(f"{_W}rStyle")
    style = {} if named is None else styles.look(str(named.get(f"{_W}val")))
    own = {**look, **style, **_run_look(properties)}
    return {"text": "".join(_text(child) for child in element), **{key: own[key] for key in _RUN_KEYS}}


def _text(element: etree._Element) -> str:
    if element.tag == f"{_W}t":
        return element.text or ""
    return {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n"}.get(str(element.tag), "")


def _table(element: etree._Element, styles: _Styles) -> Mapping[str, Any]:
    columns = [_points(_attributes(column).get("w"), 0.0) for column in element.iterfind(f"{_W}tblGrid/{_W}gridCol")]
    rows = [_row(row, styles) for row in element.iterfind(f"{_W}tr")]
    heads = [row.find(f"{_W}trPr/{_W}tblHeader") is not None for row in element.iterfind(f"{_W}tr")]
    repeated = heads.index(False) if False in heads else 0
    return {"kind": "table", "columns": columns, "head": rows[:repeated], "rows": rows[repeated:]}


def _row(element: etree._Element, styles: _Styles) -> list[Mapping[str, Any]]:
    return [_cell(cell, styles) for cell in element.iterfind(f"{_W}tc")]


def _cell(element: etree._Element, styles: _Styles) -> Mapping[str, Any]:
    span = int(_value(element, "tcPr/gridSpan", "1"))
    return {"span": span, "paragraphs": [_paragraph(p, styles) for p in element.iter(f"{_W}p")]}


# -- styles --------------------------------------------------------------------------------------------------------


def _read_styles(root: etree._Element) -> _Styles:
    default = root.find(f"{_W}docDefaults")
    plain = dict(_PLAIN)
    if default is not None:
        plain |= _paragraph_look(default.find(f"{_W}pPrDefault/{_W}pPr"))
        plain |= _run_look(default.find(f"{_W}rPrDefault/{_W}rPr"))
    own = {str(style.get(f"{_W}styleId")): _own(style) for style in root.iterfind(f"{_W}style")}
    is_normal = f"{_W}style[@{_W}default='1'][@{_W}type='paragraph']"
    normal = root.find(is_normal)
    return _Styles(plain, own, "" if normal is None else str(normal.get(f"{_W}styleId")))


def _own(style: etree._Element) -> tuple[str, Look]:
    look = {**_paragraph_look(style.find(f"{_W}pPr")), **_run_look(style.find(f"{_W}rPr"))}
    return _value(style, "basedOn", ""), look


def _paragraph_look(properties: etree._Element | None) -> Look:
    if properties is None:
        return {}
    look: dict[str, Any] = {
        name: _value(properties, tag, "1") not in ("0", "false")
        for tag, name in _SWITCHES.items()
        if properties.find(f"{_W}{tag}") is not None
    }
    look |= _spacing(_attributes(properties.find(f"{_W}spacing")))
    look |= _indents(_attributes(properties.find(f"{_W}ind")))
    look |= {f"rule-{edge}": _rule(properties, edge) for edge in ("top", "bottom") if _has_rule(properties, edge)}
    if side := _value(properties, "jc", ""):
        look["align"] = side
    if level := _value(properties, "outlineLvl", ""):
        look["level"] = (int(level) + 1) % 10  # 9 is body text
    return look


def _spacing(given: Mapping[str, str]) -> Look:
    look: dict[str, Any] = {side: _points(given[side], 0.0) for side in ("before", "after") if side in given}
    if "line" in given:
        look |= {"line": float(given["line"]), "line-rule": given.get("lineRule", "auto")}
    return look


def _indents(given: Mapping[str, str]) -> Look:
    look: dict[str, Any] = {side: _points(given[side], 0.0) for side in ("left", "right") if side in given}
    if "hanging" in given:
        look |= {"hanging": _points(given["hanging"], 0.0), "first": 0.0}
        look["left"] = look.get("left", 0.0) - look["hanging"]  # Word counts from the lines that hang
    elif "firstLine" in given:
        look |= {"first": _points(given["firstLine"], 0.0), "hanging": 0.0}
    return look


def _has_rule(properties: etree._Element, edge: str) -> bool:
    return properties.find(f"{_W}pBdr/{_W}{edge}") is not None


def _rule(properties: etree._Element, edge: str) -> Mapping[str, Any]:
    given = _attributes(properties.find(f"{_W}pBdr/{_W}{edge}"))
    return {"thickness": int(given.get("sz", "4")) / 8, "color": _color(given.get("color", "auto"))}


def _run_look(properties: etree._Element | None) -> Look:
    if properties is None:
        return {}
    look: dict[str, Any] = {}
    if font := _attributes(properties.find(f"{_W}rFonts")).get("eastAsia"):
        look["font"] = font
    if half := _value(properties, "sz", ""):
        look["size"] = int(half) / 2
    if color := _value(properties, "color", ""):
        look["color"] = _color(color)
    if tracking := _value(properties, "spacing", ""):
        look["tracking"] = _points(tracking, 0.0)
    if properties.find(f"{_W}b") is not None:
        look["bold"] = _value(properties, "b", "1") not in ("0", "false")
    return look


def _color(value: str) -> str:
    return "#000000" if value == "auto" else f"#{value}"


def _attributes(element: etree._Element | None) -> dict[str, str]:
    """Attributes without their namespace."""
    return {} if element is None else {etree.QName(name).localname: str(value) for name, value in element.items()}


def _value(parent: etree._Element, path: str, default: str) -> str:
    """``w:val`` of a descendant, ``default`` where the descendant or its value is missing."""
    found = parent.find("/".join(_W + step for step in path.split("/")))
    return default if found is None else str(found.get(f"{_W}val", default))


def _points(twips: str | None, default: float) -> float:
    return default if twips is None else int(twips) / 20
