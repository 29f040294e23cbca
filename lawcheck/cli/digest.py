"""``lawcheck digest INPUT DRAFT --out DIR``."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from lawcheck.cli.common import (
    EXIT_UNREADABLE,
    emit_json,
    interactive,
    json_option,
    keep_apart,
    lang_option,
    prepare_folder,
    read_document,
    simplify_option,
    write_results,
)
from lawcheck.cli.progress import Progress, bar
from lawcheck.cli.results import own_stem
from lawcheck.comments import CommentInput, Digest, Jobs, analyse, parse_columns, read_comment_input
from lawcheck.reports import (
    DIGEST_FILES,
    Disposition,
    ReadBack,
    answerable,
    digest_summary,
    read_dispositions,
    render_digest,
)

__all__ = ["digest"]

_STEM = "意见汇总"  # with which all names of DIGEST_FILES begin
_LISTED = 20  # unusable rows and problems on the screen


@click.command("digest")
@click.argument("comments", type=click.Path(path_type=Path))
@click.argument("draft", type=click.Path(path_type=Path))
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="把意见汇总（docx、html、xlsx、json）写到这个文件夹。",
)
@click.option("--columns", default="", help="表格的列，程序猜错时用：内容=意见建议,姓名=B（列名或者列号）。")
@click.option(
    "--dispositions",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="填好的“意见采纳情况表”（上次生成的 xlsx），读回处理结果并核对。",
)
@click.option("--jobs", type=click.IntRange(min=1), help="进程数（默认：全部处理器核心）。")
@click.option("--scheduler", metavar="ADDRESS", help="由这个 Dask 调度器的工作进程执行（需要 lawcheck[dask]）。")
@click.option(
    "--resume", type=click.Path(path_type=Path, file_okay=False), help="分段结果存在这个文件夹；中断后再次运行接着做。"
)
@click.option("--dense", is_flag=True, help="对应条款时同时比较语义（需要 lawcheck[dense]；一万条意见约多用两分钟）。")
@simplify_option
@json_option
@lang_option
def digest(
    comments: Path,
    draft: Path,
    out: Path,
    columns: str,
    dispositions: Path | None,
    jobs: int | None,
    scheduler: str | None,
    resume: Path | None,
    dense: bool,
    simplified: bool,
    as_json: bool,
    lang: str,
) -> None:
    """把收到的意见按条款汇总：意见可以是表格、CSV、jsonl，或者装有来信、邮件、群聊记录的文件夹。

    例：lawcheck digest 意见.xlsx 草案.docx --out 结果
    """
    prepare_folder(out)
    for name in DIGEST_FILES:  # first: a table filled by hand is not replaced by one without what was filled
        keep_apart(out / name, comments, draft, *filter(None, [dispositions]))
    with bar(enabled=interactive() and not as_json) as progress:
        progress("comments", 0, 1)
        found = read_comment_input(comments, parse_columns(columns))
        progress("comments", 1, 1)
        if not as_json:
            _show_input(found)
        document = read_document(draft, simplified=simplified, show=False)
        work = Jobs(jobs, scheduler, resume, lambda done, total: progress("analyse", done, total), dense)
        made = analyse(found.comments, document, jobs=work, unusable=found.unusable)
        back = read_dispositions(dispositions, answerable(made)) if dispositions else ReadBack((), (), ())
        stem = own_stem(out, "digest", (comments, draft), _stems(draft), [n.removeprefix(_STEM) for n in DIGEST_FILES])
        files = _written(out, stem, made, back.dispositions, progress)
    _report(made, back, files, dispositions is not None, as_json)
    if back.problems:
        click.get_current_context().exit(EXIT_UNREADABLE)


def _show_input(found: CommentInput) -> None:
    """What was taken for what, and what could not be used: before the work, so that a wrong column is seen at once."""
    for table in found.tables:
        click.echo(f"{table.shown()}{'（按内容长短猜测，请核对）' if table.text_guessed else ''}", err=True)
    click.echo(f"读入意见 {len(found.comments)} 件；不能使用的 {len(found.unusable)} 处", err=True)
    for item in found.unusable[:_LISTED]:
        click.echo(f"  {item.source}：{item.reason}", err=True)
    if len(found.unusable) > _LISTED:
        click.echo(f"  ……另有 {len(found.unusable) - _LISTED} 处，见意见汇总表的“未能使用的内容”", err=True)


def _stems(draft: Path) -> tuple[str, str]:
    """How the names of the files begin, and how where a digest of another draft has those."""
    return _STEM, f"{draft.stem}_{_STEM}"


def _written(out: Path, stem: str, made: Digest, dispositions: Iterable[Disposition], progress: Progress) -> list[Path]:
    files: dict[str, bytes] = {}
    for name, data in render_digest(made, tuple(dispositions)):
        files[stem + name.removeprefix(_STEM)] = data
        progress("digest", len(files), len(DIGEST_FILES))
    return write_results(out, files)


def _report(made: Digest, back: ReadBack, files: list[Path], asked: bool, as_json: bool) -> None:
    if as_json:
        emit_json(_record(made, back, files))
        return
    click.echo("\n".join(digest_summary(made)))
    if asked:
        click.echo(
            f"已有结果的意见点 {sum(len(d.point_ids) for d in back.dispositions)} 个，没有结果的 {len(back.open_points)} 个"
        )
        for problem in back.problems[:_LISTED]:
            click.echo(f"  {problem}", err=True)
    click.echo("\n".join(map(str, files)))


def _record(made: Digest, back: ReadBack, files: list[Path]) -> dict[str, Any]:
    return {
        "command": "digest",
        "title": made.title,
        "ledger": {**made.ledger._asdict(), "reconciles": made.ledger.reconciles},
        "points": len(made.points),
        "clauses": sum(bool(clause.points) for clause in made.clauses),
        "families": len(made.families),
        "unusable": [{"source": u.source, "reason": u.reason} for u in made.unusable],
        "dispositions": len(back.dispositions),
        "problems": list(back.problems),
        "open_points": list(back.open_points),
        "outputs": [str(file) for file in files],
    }
