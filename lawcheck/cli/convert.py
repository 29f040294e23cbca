"""``lawcheck convert FILE... --to FORMAT --out DIR``."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from multiprocessing import parent_process
from pathlib import Path
from typing import Any, Final, NamedTuple

import click

from lawcheck.cli.common import (
    EXIT_UNREADABLE,
    emit_json,
    files_in,
    json_option,
    lang_option,
    placed,
    prepare_folder,
    read_document,
    simplify_option,
    write_results,
)
from lawcheck.cli.progress import ticker
from lawcheck.cli.results import own_stems
from lawcheck.errors import LawcheckError
from lawcheck.jobs import run_jobs
from lawcheck.messages import render
from lawcheck.readers import warm_guard
from lawcheck.writers import WRITERS, Layout, find_writer, write

__all__ = ["convert"]


class _Format(click.Choice[str]):
    """The formats there are; OFD is told apart from a slip of the pen."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if str(value).lower() == "ofd":
            find_writer("ofd")
        return super().convert(value, param, ctx)


@click.command("convert")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--to", "target", type=_Format(sorted(WRITERS)), required=True, help="目标格式。")
@click.option("--out", "folder", type=click.Path(path_type=Path), required=True, help="结果文件夹。")
@click.option(
    "--layout",
    type=click.Choice([layout.value for layout in Layout]),
    default=Layout.OFFICIAL.value,
    help="Word 和 PDF 的版式：公文（GB/T 9704-2012）或者法规（法律法规公布文本的样式）。",
)
@simplify_option
@click.option("--jobs", type=click.IntRange(min=1), help="进程数（默认：全部处理器核心）。")
@json_option
@lang_option
@click.pass_context
def convert(
    ctx: click.Context,
    files: tuple[Path, ...],
    target: str,
    folder: Path,
    layout: str,
    simplified: bool,
    jobs: int | None,
    as_json: bool,
    lang: str,
) -> None:
    """把文件（或者文件夹中所有文件）转换成标准格式（Akoma Ntoso、Word、PDF、HTML、Markdown、JSON、纯文本）。"""
    prepare_folder(folder)
    extension = WRITERS[target].extension
    stems = own_stems(folder, files_in(files, results=folder), [f".{extension}"])
    single = len(stems) == 1
    work = [
        _Job(path, folder, f"{stem}.{extension}", target, Layout(layout), simplified, lang, single)
        for path, stem in stems.items()
    ]
    rows: dict[str, dict[str, str]] = {}
    with ticker(len(work), enabled=not as_json and not single) as tick:
        for row in _converted(work, jobs):
            rows[row["file"]] = row
            tick(Path(row["file"]).name, 1)
    _show([rows[str(path)] for path in stems], as_json)
    ctx.exit(EXIT_UNREADABLE if any("error" in row for row in rows.values()) else 0)


_NOTICED: Final = "noticed"
"""Of a row: what was noticed when the file was read; shown to people, not part of the JSON."""


class _Job(NamedTuple):
    """One file to convert; ``show`` draws a bar for its pages, which several processes must not."""

    path: Path
    folder: Path
    name: str
    target: str
    layout: Layout
    simplified: bool
    lang: str
    show: bool


def _converted(work: list[_Job], jobs: int | None) -> Iterator[dict[str, str]]:
    for outcome in run_jobs(_convert_one, work, workers=jobs, initializer=_begin):
        job = outcome.item
        crashed = {"file": str(job.path), "error": render("E506", job.lang, name=job.path.name)}
        yield outcome.result or crashed


def _begin() -> None:
    """In a process of the pool: start its reading process, and spare the collector what stays loaded."""
    if parent_process() is not None:
        warm_guard()
        gc.freeze()


def _convert_one(job: _Job) -> dict[str, str]:
    try:
        document = read_document(job.path, simplified=job.simplified, show=job.show)
        (written,) = write_results(job.folder, {job.name: write(document, job.target, job.layout)}, job.path)
    except LawcheckError as error:
        return {"file": str(job.path), "error": error.text(job.lang)}
    noticed = "\n".join(f"  ! {problem.message}" for problem in document.source.problems)
    return {"file": str(job.path), "output": str(written), _NOTICED: noticed}


def _show(rows: list[dict[str, str]], as_json: bool) -> None:
    if as_json:
        shown = [{key: value for key, value in row.items() if key != _NOTICED} for row in rows]
        emit_json({"command": "convert", "files": shown})
        return
    for row in rows:
        click.echo(row.get("output") or placed(row["error"], row["file"]), err="error" in row)
        if row.get(_NOTICED):
            click.echo(row[_NOTICED], err=True)
