"""A Word template filled with checked data."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from jinja2 import DictLoader, StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree
from markupsafe import Markup, escape

from lawcheck.document import format_numeral
from lawcheck.errors import OutputError, UsageError
from lawcheck.letters.catalogue import find_letter, letters_dir
from lawcheck.letters.checking import checked_values
from lawcheck.letters.model import Letter
from lawcheck.letters.titles import broken_title

if TYPE_CHECKING:
    from docxtpl import DocxTemplate

__all__ = ["fill_letter", "fill_template"]

_TAGS = (("{{", "}}"), ("{%", "%}"))


def fill_letter(letter: Letter | str, data: Mapping[str, Any], *, template: str | Path | None = None) -> bytes:
    """The letter as a .docx; the same data gives the same bytes.

    ``letter`` is a name or title; ``template`` an office's own Word file with the tags of the same letter. Data never
    becomes markup or code: text is escaped, tags in it stay text, and the template runs in a sandbox.
    :class:`~lawcheck.errors.UsageError` for data that is wrong, :class:`~lawcheck.errors.OutputError` for a template
    that is no Word file (E295), or that uses a field the letter does not have (E293).

    >>> fill_letter("备案报告", {"文件名称": "甲"})
    Traceback (most recent call last):
    lawcheck.errors.UsageError: [E291] 《备案报告》缺少必填项：发文机关、发文字号、主送机关、公布日期、施行日期、成文日期。
    """
    chosen = find_letter(letter) if isinstance(letter, str) else letter
    if not isinstance(chosen, Letter) or not isinstance(data, Mapping):
        raise TypeError(f"expected a letter or its name and a mapping, not {letter!r:.40} and {type(data).__name__}")
    values = checked_values(chosen, data)
    if template == "":
        raise UsageError("E720", name="template")
    path = letters_dir() / f"{chosen.name}.docx" if template is None else Path(template)
    return fill_template(path, values, own=template is not None)


def fill_template(path: Path, values: Mapping[str, Any], *, own: bool = False) -> bytes:
    """Any Word file with tags, filled with ``values`` that were checked elsewhere; as safe as :func:`fill_letter`.

    :class:`~lawcheck.errors.OutputError` E293 for tags that do not fit, E201 (E295 for an office's ``own`` file) for a
    file that is no Word file.

    >>> fill_template(Path("没有.docx"), {})
    Traceback (most recent call last):
    lawcheck.errors.OutputError: [E201] 缺少文书版式模板 没有.docx：安装不完整，请重新安装 lawcheck。
    """
    try:
        return _rendered(path, values)
    except (TemplateError, etree.XMLSyntaxError) as error:
        raise OutputError("E293", path=path.name, detail=getattr(error, "message", None) or error) from error
    except (OSError, PackageNotFoundError, zipfile.BadZipFile, KeyError) as error:
        raise OutputError("E295" if own else "E201", path=path.name) from error


def _rendered(path: Path, values: Mapping[str, Any]) -> bytes:
    from docxtpl import DocxTemplate  # only where a letter is filled: reviews do not wait for it

    word = DocxTemplate(io.BytesIO(path.read_bytes()))
    _refuse_torn_tags(word)
    sandbox = ImmutableSandboxedEnvironment(loader=DictLoader({}), undefined=StrictUndefined, autoescape=True)
    sandbox.filters |= {"中文": format_numeral, "分行": _broken}  # 1 as 一; a long title in lines
    word.render(dict(values), jinja_env=sandbox, autoescape=True)
    buffer = io.BytesIO()
    word.save(buffer)
    return _without_clock(buffer.getvalue())


def _refuse_torn_tags(word: DocxTemplate) -> None:
    """A tag that is opened and not closed in its paragraph; docxtpl would drop the text up to the next tag."""
    word.init_docx()
    for paragraph in word.docx.element.body.iter(qn("w:p")):
        text = "".join(node.text or "" for node in paragraph.iter(qn("w:t")))
        if any(text.count(start) != text.count(end) for start, end in _TAGS):
            raise TemplateError(text)


def _broken(title: str) -> Markup:
    """A title, escaped already, in lines."""
    return escape(broken_title(unescape(title)))


def _without_clock(docx: bytes) -> bytes:
    """The same package with fixed dates, so that equal letters are equal files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as given, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name in given.namelist():
            info = zipfile.ZipInfo(name)
            info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 3
            package.writestr(info, given.read(name))
    return buffer.getvalue()
