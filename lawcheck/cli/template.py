"""``lawcheck template list|show|fill``: the letters of filing review."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from lawcheck.cli.common import (
    emit_json,
    file_named,
    json_option,
    lang_option,
    prepare_folder,
    read_fields,
    write_results,
)
from lawcheck.letters import Field, FieldType, Letter, fill_letter, find_letter, letter_schema, list_letters
from lawcheck.writers import typeset

__all__ = ["template"]

_TYPES = {
    FieldType.TEXT: "一行文字",
    FieldType.LINES: "多段文字",
    FieldType.DATE: "日期 YYYY-MM-DD",
    FieldType.INTEGER: "整数",
    FieldType.CHOICE: "选择",
    FieldType.LIST: "列表",
    FieldType.TABLE: "表格",
}


@click.group("template", no_args_is_help=True)
def template() -> None:
    """备案审查文书：备案报告、说明、审查意见等文书的模板。"""


@template.command("list")
@json_option
@lang_option
def list_command(as_json: bool, lang: str) -> None:
    """列出全部文书。"""
    del lang
    if as_json:
        emit_json({"command": "template list", "templates": [_summary(letter) for letter in list_letters()]})
        return
    group = ""
    for letter in list_letters():
        if letter.group != group:
            group = letter.group
            click.echo(f"【{group}】")
        click.echo(f"  {letter.title}（{letter.name}）：{letter.purpose}")


def _summary(letter: Letter) -> dict[str, str]:
    return {"name": letter.name, "title": letter.title, "group": letter.group, "purpose": letter.purpose}


@template.command("show")
@click.argument("name")
@click.option("--schema", is_flag=True, help="输出填写内容的 JSON Schema。")
@json_option
@lang_option
def show(name: str, schema: bool, as_json: bool, lang: str) -> None:
    """显示一种文书的依据和填写项目。名称（例如 备案报告）也可以写代号。"""
    del lang
    letter = find_letter(name)
    if schema:
        emit_json(letter_schema(letter))
    elif as_json:
        emit_json({"command": "template show", **_summary(letter), "basis": _bases(letter), "fields": _fields(letter)})
    else:
        _describe(letter)


def _bases(letter: Letter) -> list[dict[str, Any]]:
    return [{"text": basis.text, "note": basis.note, "confirmed": basis.confirmed} for basis in letter.basis]


def _fields(letter: Letter) -> list[dict[str, Any]]:
    return [_field(field) for field in letter.fields]


def _field(field: Field) -> dict[str, Any]:
    shown: dict[str, Any] = {
        **{"name": field.name, "label": field.label, "type": field.type.value, "required": field.required},
        **{"help": field.help, "basis": field.basis, "options": list(field.options)},
    }
    return {**shown, "columns": [_field(column) for column in field.columns]}


def _describe(letter: Letter) -> None:
    click.echo(f"{letter.title}（{letter.name}）\n{letter.purpose}")
    for basis in letter.basis:
        click.echo(f"  依据：{basis.text}" + (f"，{basis.note}" if basis.note else ""))
    for field in letter.fields:
        click.echo(_line(field, "  "))
        for column in field.columns:
            click.echo(_line(column, "      "))


def _line(field: Field, indent: str) -> str:
    options = f"：{'、'.join(field.options)}" if field.options else ""
    need = "必填" if field.required else "选填"
    about = "；".join(part for part in (field.help, field.basis and f"依据 {field.basis}") if part)
    return f"{indent}{field.label}（{field.name}，{_TYPES[field.type]}{options}，{need}）" + (
        f"：{about}" if about else ""
    )


@template.command("fill")
@click.argument("name")
@click.option(
    "--data", type=click.Path(path_type=Path), required=True, help="填写内容（JSON 文件），字段见 template show。"
)
@click.option("--out", "target", type=click.Path(path_type=Path), required=True, help="文书（.docx）或者放它的文件夹。")
@click.option("--pdf", is_flag=True, help="同时生成 PDF。")
@click.option(
    "--template",
    "own",
    type=click.Path(path_type=Path, dir_okay=False),
    help="用本单位修改过的 Word 模板代替自带的模板。",
)
@json_option
@lang_option
def fill(name: str, data: Path, target: Path, pdf: bool, own: Path | None, as_json: bool, lang: str) -> None:
    """填写一种文书。名称（例如 备案报告）也可以写代号。"""
    del lang
    letter = find_letter(name)
    docx = fill_letter(letter, read_fields(data, "E294"), template=own)
    target = file_named(target, f"{letter.title}.docx", data)
    files = {target.name: docx}
    if pdf:
        files[target.with_suffix(".pdf").name] = typeset(docx)
    prepare_folder(target.parent)
    written = [str(path) for path in write_results(target.parent, files, *filter(None, (own, data)))]
    if as_json:
        emit_json({"command": "template fill", "template": letter.name, "outputs": written})
    else:
        click.echo("\n".join(written))
