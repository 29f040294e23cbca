"""The Word templates of letters, from the ``body`` of each ``templates/letters/*.yaml``.

A body is a list of lines. Each names its kind and its text with {{ 字段 }} tags:

======  ======================================================================================
标题 …  主送, 正文, 一级, 二级, 落款, 日期, 联系, 抄送: one paragraph in the style of that name
段落    every paragraph of a field of lines
条目    every line of a list, numbered
附件    the note on annexes (GB/T 9704-2012, 7.3.4)
表格    a table field with its columns; 表单: a form of two columns, label and value
记录    the lines under 行 for every record 项 of a table field, counted by 序
======  ======================================================================================

若 keeps a line only if the expression holds; 每 repeats it for every 行 of an expression; the last paragraph is marked 末.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

import yaml

from lawcheck.letters import Field, FieldType, Letter, find_letter
from tools.word_templates.wordml import CHARACTER, CHARACTERS

FOLDER = Path(__file__).resolve().parents[2] / "templates" / "letters"

_STYLES = {
    **{"标题": "Title", "主送": "LawTo", "正文": "LawArticle", "一级": "LawLevel1", "二级": "LawLevel2"},
    **{"落款": "LawSign", "日期": "LawDate", "联系": "LawContact", "抄送": "LawImprint", "空行": "LawBlank"},
}
# An issuer of more characters than this does not fit one line in the large size.
_LONG_MARK = 14
_NUMBER_COLUMN = 2  # characters
_LABEL_COLUMN = 8
_NARROWEST, _WIDEST = 5, 16  # columns share the width by their longest example, counted within these
_AFTER = {"空行", "附件", "落款", "日期", "联系"}  # what stands behind the text
Line = Mapping[str, Any]


def letter_names() -> list[str]:
    """Names of the letters that have a template."""
    return sorted(path.stem for path in FOLDER.glob("[!_]*.yaml"))


def letter_body(name: str) -> str:
    """The content of ``w:body`` of a letter."""
    letter = find_letter(name)
    data: dict[str, Any] = yaml.safe_load((FOLDER / f"{name}.yaml").read_text("utf-8"))
    return "".join(part for line in _framed(letter, data) for part in _line(letter, line))


def sample(letter: Letter) -> dict[str, Any]:
    """Fictional data for every field that has an example, by label."""
    return {field.label: _sample(field, field.example) for field in letter.fields if field.example not in (None, "")}


def _sample(field: Field, value: Any) -> Any:
    if field.type is not FieldType.TABLE:
        return value
    return [{column.label: row[column.name] for column in field.columns if column.name in row} for row in value]


# -- frame ---------------------------------------------------------------------------------------------------------


def _framed(letter: Letter, data: Mapping[str, Any]) -> Iterator[Line]:
    """The body with the head and the tail of an official letter around it."""
    official = data["frame"] == "公文"
    if official:
        yield {"标志": "发文机关"}
        yield {"文号": "{{ 发文字号 }}"}
    yield {"标题": "{% filter 分行 %}" + data["heading"] + "{% endfilter %}"}
    addressee = data.get("to", "主送机关") if official else ""
    if addressee:
        yield {"主送": f"{{{{ {addressee} }}}}："}
    yield from _marked(data["body"])
    if official:
        yield from _tail(letter)


def _marked(body: list[Line]) -> Iterator[Line]:
    """The body with 末 on its last paragraph, unless a table stands behind it."""
    last = max((at for at, line in enumerate(body) if not _AFTER & line.keys()), default=-1)
    for at, line in enumerate(body):
        yield {**line, "末": True} if at == last else line


def _tail(letter: Letter) -> Iterator[Line]:
    if letter.field("附件"):
        yield {"空行": "", "若": "附件"}
        yield {"附件": "附件"}
    yield {"空行": ""}
    yield {"落款": "{{ 发文机关 }}"}
    yield {"日期": "{{ 成文日期 }}"}
    if letter.field("联系人"):
        phone = "{% if 联系电话 %}，电话：{{ 联系电话 }}{% endif %}"
        yield {"联系": f"（联系人：{{{{ 联系人 }}}}{phone}）", "若": "联系人"}
    if letter.field("抄送机关"):
        yield {"抄送": "抄送：{{ 抄送机关 }}。", "若": "抄送机关"}


# -- lines ---------------------------------------------------------------------------------------------------------


def _line(letter: Letter, line: Line) -> Iterator[str]:
    kind = next(key for key in line if key not in ("若", "每", "行", "末"))
    made = "".join(_made(letter, kind, line))
    if "每" in line:
        made = _tag(f"for 行 in {line['每']}") + made + _tag("endfor")
    yield _tag(f"if {line['若']}") + made + _tag("endif") if "若" in line else made


def _made(letter: Letter, kind: str, line: Line) -> Iterator[str]:
    value = line[kind]
    if kind in ("正文", "段落") and "末" in line:
        yield from _last(kind, value)
    elif kind in _STYLES:
        yield _paragraph(_STYLES[kind], value)
    elif kind == "记录":
        yield _tag(f"for 项 in {value}") + _tag("set 序 = loop.index|中文")
        yield from (part for inner in line["行"] for part in _line(letter, inner))
        yield _tag("endfor")
    else:
        yield from _SPECIAL[kind](letter, value)


def _mark(_letter: Letter, field: str) -> Iterator[str]:
    yield _tag(f"if {field}|length > {_LONG_MARK}") + _paragraph("LawMarkLong", f"{{{{ {field} }}}}")
    yield _tag("else") + _paragraph("LawMark", f"{{{{ {field} }}}}") + _tag("endif")


def _doc_number(_letter: Letter, text: str) -> Iterator[str]:
    yield _paragraph("LawDocNumber", text)


def _paragraphs(_letter: Letter, field: str) -> Iterator[str]:
    yield _tag(f"for 行 in {field}") + _paragraph("LawArticle", "{{ 行 }}") + _tag("endfor")


def _last(kind: str, value: str) -> Iterator[str]:
    """The end of the body, of which some has to stand on the page of the signature."""
    if kind == "正文":
        yield _paragraph("LawLast", value)
        return
    yield _tag(f"for 行 in {value}") + _tag("if loop.last") + _paragraph("LawLast", "{{ 行 }}")
    yield _tag("else") + _paragraph("LawArticle", "{{ 行 }}") + _tag("endif") + _tag("endfor")


def _items(_letter: Letter, field: str) -> Iterator[str]:
    line = "{{ loop.index }}. {{ 行 }}{% if loop.last %}。{% else %}；{% endif %}"
    yield _tag(f"for 行 in {field}") + _paragraph("LawArticle", line) + _tag("endfor")


def _annexes(_letter: Letter, field: str) -> Iterator[str]:
    """附件：1. … with the second and later ones under the first; a single one has no number."""
    mark = "{% if loop.first %}附件：{% else %}\u3000\u3000\u3000{% endif %}"
    number = "{% if loop.length > 1 %}{{ loop.index }}. {% endif %}"
    line = _paragraph("LawAttachment", f"{mark}{number}{{{{ 行 }}}}")
    yield _tag(f"for 行 in {field}") + line + _tag("endfor")


def _tag(expression: str) -> str:
    """A tag of docxtpl that stands for a whole paragraph."""
    return _paragraph("LawArticle", f"{{%p {expression} %}}")


def _paragraph(style: str, text: str) -> str:
    shown = f'<w:r><w:t xml:space="preserve">{escape(text, quote=False)}</w:t></w:r>' if text else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{shown}</w:p>'


# -- tables --------------------------------------------------------------------------------------------------------


def _table(letter: Letter, label: str) -> Iterator[str]:
    """Number and columns, the head repeated on every page; a row for every record."""
    field = _known(letter, label)
    columns = field.columns
    widths = [_NUMBER_COLUMN, *_shares(field, CHARACTERS - _NUMBER_COLUMN)]
    head = _row(["序号", *(column.label for column in columns)], widths, "LawTableHead", head=True)
    values = ["{{ loop.index }}", *(_shown(column, f"项.{column.label}") for column in columns)]
    rows = _row_tag(f"for 项 in {label}", widths) + _row(values, widths, "LawTable") + _row_tag("endfor", widths)
    yield _grid(widths, head + rows)
    yield _paragraph("LawTable", "")


def _form(letter: Letter, labels: list[str]) -> Iterator[str]:
    widths = [_LABEL_COLUMN, CHARACTERS - _LABEL_COLUMN]
    fields = [_known(letter, label) for label in labels]
    yield _grid(widths, "".join(_row([f.label, _shown(f, f.label)], widths, "LawTable") for f in fields))
    yield _paragraph("LawTable", "")


_SPECIAL: Mapping[str, Callable[[Letter, Any], Iterator[str]]] = {
    **{"标志": _mark, "文号": _doc_number, "段落": _paragraphs, "条目": _items, "附件": _annexes},
    **{"表格": _table, "表单": _form},
}


def _known(letter: Letter, label: str) -> Field:
    field = letter.field(label)
    if field is None:
        raise ValueError(f"{letter.name}: no field {label}")
    return field


def _shown(field: Field, expression: str) -> str:
    if field.type is FieldType.LINES:
        return f'{{{{ {expression}|join("\\n") }}}}'
    if field.type is FieldType.LIST:
        return f'{{{{ {expression}|join("；") }}}}'
    return f"{{{{ {expression} }}}}"


def _shares(field: Field, width: float) -> list[float]:
    """Widths in characters by the longest word of each column's examples, within limits."""
    rows = field.example if isinstance(field.example, list) else []
    lengths = [_longest(column, [str(row.get(column.name, "")) for row in rows]) for column in field.columns]
    return [width * length / sum(lengths) for length in lengths]


def _longest(column: Field, texts: list[str]) -> int:
    longest = max(len(text) for text in (column.label, *texts))
    return min(max(longest, _NARROWEST), _WIDEST)


def _grid(widths: Sequence[float], rows: str) -> str:
    grid = "".join(f'<w:gridCol w:w="{round(width * CHARACTER)}"/>' for width in widths)
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="LawGrid"/><w:tblW w:w="5000" w:type="pct"/><w:jc w:val="center"/>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>'
    )


def _row(texts: list[str], widths: Sequence[float], style: str, *, head: bool = False) -> str:
    cells = "".join(_cell(text, width, style) for text, width in zip(texts, widths, strict=True))
    mark = "<w:tblHeader/>" if head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{mark}</w:trPr>{cells}</w:tr>"


def _row_tag(expression: str, widths: Sequence[float]) -> str:
    """A tag of docxtpl that stands for a whole row."""
    return _row([f"{{%tr {expression} %}}", *[""] * (len(widths) - 1)], widths, "LawTable")


def _cell(text: str, width: float, style: str) -> str:
    properties = f'<w:tcW w:w="{round(width * CHARACTER)}" w:type="dxa"/><w:vAlign w:val="center"/>'
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{_paragraph(style, text)}</w:tc>"
