"""The document as a PDF, set by typst from the Word file that :mod:`lawcheck.writers.docx` makes: no Office needed.

Page, styles and fonts are taken from the Word template, so that whoever changes the template changes both.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from lawcheck.document import Document
from lawcheck.errors import OutputError
from lawcheck.resources import load_yaml, templates_dir
from lawcheck.writers.docx import write_docx
from lawcheck.writers.layout import Layout
from lawcheck.writers.wordsheet import read_sheet

__all__ = ["typeset", "write_pdf"]

_STANDARD_FONT = "仿宋_GB2312"  # stands for every font that fonts.yaml does not know
_NUMBER_FONT = "宋体"
FONTS_VARIABLE = "LAWCHECK_FONTS"


def write_pdf(document: Document, layout: Layout = Layout.OFFICIAL) -> bytes:
    """A PDF with bookmarks for chapters and sections; the same document and fonts give the same bytes.

    >>> from lawcheck.document import parse
    >>> write_pdf(parse("某条例\\n第一条　甲。\\n"))[:5]
    b'%PDF-'
    """
    return typeset(write_docx(document, layout))


def typeset(docx: bytes) -> bytes:
    """The PDF of a .docx that one of our writers or letter templates made.

    The fonts that the Word file names are used where this computer (or the folder in ``LAWCHECK_FONTS``) has them, else
    the open ones that are installed with lawcheck (``templates/fonts.yaml``). :class:`~lawcheck.errors.OutputError` if
    typst or its fonts are not installed (E203), if the file holds what cannot be set (E205), or if typst fails (E202).

    >>> from lawcheck.document import parse
    >>> typeset(write_docx(parse("某条例\\n第一条　甲。\\n")))[:5]
    b'%PDF-'
    """
    sheet = read_sheet(docx)
    names = sheet.fonts | {_STANDARD_FONT, _NUMBER_FONT}
    fonts = {name: _stand_in(name) for name in sorted(names)}
    data = {"title": sheet.title, "page": sheet.page, "fonts": fonts, "blocks": sheet.blocks}
    typst = _typst()
    compiler = typst.Compiler(_source(), font_paths=_fonts())
    try:
        pdf: bytes = compiler.compile(format="pdf", sys_inputs={"data": json.dumps(data, ensure_ascii=False)})
    except typst.TypstError as error:
        raise OutputError("E202", detail=error.message) from error
    return pdf


def _typst() -> ModuleType:
    try:
        return import_module("typst")
    except ImportError as error:
        raise OutputError("E203", package="typst") from error


@cache
def _source() -> bytes:
    path = templates_dir() / "page.typ"
    try:
        return path.read_bytes()
    except OSError as error:
        raise OutputError("E201", path=path) from error


@cache
def _fonts() -> Any:
    """Every font of this computer, of the user's folder and of the installed open ones; looked for once."""
    try:
        package = import_module("pylopdf_fonts_zh_cn")
    except ImportError as error:
        raise OutputError("E203", package="pylopdf-fonts-zh-cn") from error
    folders = [str(Path(str(package.__file__)).parent), *filter(None, [os.environ.get(FONTS_VARIABLE)])]
    return _typst().Fonts(include_system_fonts=True, include_embedded_fonts=False, font_paths=folders)


@cache
def _known_fonts() -> Mapping[str, Mapping[str, Any]]:
    known: Mapping[str, Mapping[str, Any]] = load_yaml((templates_dir() / "fonts.yaml").read_text("utf-8"))
    return known


def _stand_in(name: str) -> Mapping[str, Any]:
    """The families to try for a font, the first one being there, and whether it has to be made bolder."""
    known = _known_fonts().get(name) or {**_known_fonts()[_STANDARD_FONT], "real": [name]}
    there = set(_fonts().families())
    real = [family for family in known["real"] if family in there]
    families = real + [family for family in known["open"] if family in there]
    return {"families": families, "bolder": bool(known.get("bolder")) and not real}
