"""``lawcheck convert FILE... --to FORMAT --out DIR``."""

from __future__ import annotations

from pathlib import Path

import click

from lawcheck.cli.common import (
    EXIT_UNREADABLE,
    emit_json,
    json_option,
    lang_option,
    output_stems,
    prepare_folder,
    read_document,
    report_error,
    write_results,
)
from lawcheck.cli.progress import ticker
from lawcheck.errors import LawcheckError
from lawcheck.writers import WRITERS, write

__all__ = ["convert"]

_EXTENSIONS = {"akn": "akn.xml", "text": "txt"}


@click.command("convert")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--to", "target", type=click.Choice(sorted(WRITERS)), required=True, help="目标格式。")
@click.option("--out", "folder", type=click.Path(path_type=Path), required=True, help="结果文件夹。")
@json_option
@lang_option
@click.pass_context
def convert(ctx: click.Context, files: tuple[Path, ...], target: str, folder: Path, as_json: bool, lang: str) -> None:
    """把文件转换成标准格式（Akoma Ntoso、Word、HTML、Markdown、JSON、纯文本）。"""
    prepare_folder(folder)
    stems = output_stems(files)
    extension = _EXTENSIONS.get(target, target)
    rows: list[dict[str, str]] = []
    with ticker(len(stems), enabled=not as_json) as tick:
        for path, stem in stems.items():
            rows.append(_convert_one(path, f"{stem}.{extension}", target, folder, lang))
            tick(path.name, 1)
    _show(rows, as_json)
    ctx.exit(EXIT_UNREADABLE if any("error" in row for row in rows) else 0)


def _convert_one(path: Path, name: str, target: str, folder: Path, lang: str) -> dict[str, str]:
    try:
        (written,) = write_results(folder, {name: write(read_document(path), target)})
    except LawcheckError as error:
        report_error(error, lang)
        return {"file": str(path), "error": error.text(lang)}
    return {"file": str(path), "output": str(written)}


def _show(rows: list[dict[str, str]], as_json: bool) -> None:
    if as_json:
        emit_json({"command": "convert", "files": rows})
        return
    for row in rows:
        if "output" in row:
            click.echo(row["output"])
