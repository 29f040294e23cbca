"""``lawcheck laws list|show|add|index|info``."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from lawcheck.cli.common import (
    EXIT_UNREADABLE,
    as_of_option,
    emit_json,
    json_option,
    lang_option,
    library_option,
    load_library,
)
from lawcheck.cli.progress import bar
from lawcheck.document import Address
from lawcheck.errors import UsageError
from lawcheck.laws import Law, LawVersion, Level, Library, add_laws, prepare_search

__all__ = ["laws"]


@click.group("laws")
def laws() -> None:
    """查看和扩充法规库。"""


@laws.command("list")
@click.option("--level", type=click.Choice([level.value for level in Level]), help="只列一个层级。")
@as_of_option
@library_option
@json_option
@lang_option
def list_laws(level: str | None, as_of: date | None, library: Path | None, as_json: bool, lang: str) -> None:
    """列出库中的法及其效力。"""
    day = as_of or date.today()
    held = load_library(library, quiet=as_json)
    rows = [_law_row(held, law, day) for law in held.laws(Level(level) if level else None)]
    if as_json:
        emit_json({"command": "laws list", "as_of": day.isoformat(), "laws": rows})
        return
    for row in rows:
        click.echo(f"{row['level']}\t{row['validity']}\t{row['version'] or '—'}\t{row['title']}")
    click.echo(f"共 {len(rows)} 部；库截至 {held.horizon.isoformat()}。", err=True)


def _law_row(library: Library, law: Law, day: date) -> dict[str, Any]:
    version = library.version_at(law.law_id, day)
    versions = library.versions(law.law_id)
    shown = version or (versions[-1] if versions else None)
    return {
        "title": law.title,
        "level": law.level.value,
        "kind": law.kind.value,
        "maker": law.maker,
        "territory": law.territory,
        "validity": library.validity(shown, day).value if shown else "",
        "version": _iso(shown.adopted or shown.published) if shown else "",
        "versions": len(versions),
    }


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


@laws.command("show")
@click.argument("title")
@click.argument("article", required=False)
@as_of_option
@library_option
@json_option
@lang_option
def show_law(
    title: str, article: str | None, as_of: date | None, library: Path | None, as_json: bool, lang: str
) -> None:
    """显示一部法，或者其中一条，例如：lawcheck laws show 消防法 第五条。"""
    day = as_of or date.today()
    held = load_library(library, quiet=as_json)
    law = _one_law(held, title)
    versions = held.versions(law.law_id)
    version = held.version_at(law.law_id, day) or versions[-1]
    wanted = _place(article) if article else None
    texts = [a for a in held.articles(version.version_id) if wanted is None or a.number in wanted]
    record = {**_law_row(held, law, day), "effective_from": _iso(version.effective_from), "source": version.source}
    if as_json:
        shown = [{"label": a.label, "heading": a.heading, "text": a.text} for a in texts]
        emit_json(
            {"command": "laws show", "law": record, "versions": _versions(held, versions, day), "articles": shown}
        )
        return
    click.echo(f"{law.title}（{record['version']}，{record['validity']}，施行 {record['effective_from'] or '待核'}）")
    for text in texts:
        click.echo(f"\n{text.label}　{text.text}")


def _versions(library: Library, versions: tuple[LawVersion, ...], day: date) -> list[dict[str, Any]]:
    return [
        {
            "adopted": _iso(v.adopted),
            "published": _iso(v.published),
            "effective_from": _iso(v.effective_from),
            "effective_to": _iso(v.effective_to),
            "validity": library.validity(v, day).value,
            "quality": v.quality,
            "source": v.source,
            "articles": v.article_count,
        }
        for v in versions
    ]


def _place(article: str) -> Any:
    try:
        place = Address.parse(article).article
    except ValueError:
        place = None
    if place is None:
        raise UsageError("E511", value=article)
    return place


def _one_law(library: Library, title: str) -> Law:
    found = library.find_title(title)
    if found:
        return found[0]
    names = library.suggest_titles(title)
    hint = f"相近的有：{'、'.join(names)}。" if names else ""
    raise UsageError("E509", title=title, hint=hint)


@laws.command("add")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, exists=False))
@library_option
@json_option
@lang_option
@click.pass_context
def add(ctx: click.Context, paths: tuple[Path, ...], library: Path | None, as_json: bool, lang: str) -> None:
    """把文件夹或文件中的法规（md、txt、docx、html）加入法规库；可以重复执行。"""
    with bar(enabled=not as_json) as progress:
        report = add_laws(library, list(paths), progress)
    refused = [{"file": item.path, "title": item.title, "reason": item.reason} for item in report.refused]
    taken, unchanged = len(report.taken), len(report.unchanged)
    if as_json:
        emit_json({"command": "laws add", "taken": taken, "unchanged": unchanged, "refused": refused})
    else:
        click.echo(f"共 {report.total} 件：新增或更新 {taken}，未变 {unchanged}，未收入 {len(refused)}。")
        for row in refused:
            click.echo(f"  {row['file']}：{row['reason']}", err=True)
    ctx.exit(EXIT_UNREADABLE if refused and not taken and not unchanged else 0)


@laws.command("index")
@click.option("--rebuild", is_flag=True, help="已有索引也重新建立。")
@library_option
@json_option
@lang_option
def index(rebuild: bool, library: Path | None, as_json: bool, lang: str) -> None:
    """建立检索索引（第一次检索时也会自动建立）。"""
    held = load_library(library, quiet=as_json)
    with bar(enabled=not as_json) as progress:
        folder = prepare_search(held, progress=progress, rebuild=rebuild)
    if as_json:
        emit_json({"command": "laws index", "path": str(folder), "fingerprint": held.fingerprint})
    else:
        click.echo(f"检索索引：{folder}")


@laws.command("info")
@library_option
@json_option
@lang_option
def info(library: Path | None, as_json: bool, lang: str) -> None:
    """库的位置、截止日期和各层级数量。"""
    held = load_library(library, quiet=as_json)
    counts = {level.value: count for level, count in held.counts().items()}
    if as_json:
        emit_json(
            {
                "command": "laws info",
                "path": str(held.path),
                "horizon": held.horizon.isoformat(),
                "fingerprint": held.fingerprint,
                "counts": counts,
            }
        )
        return
    click.echo(f"法规库：{held.path}\n库截至：{held.horizon.isoformat()}\n版本：{held.fingerprint}")
    for level, count in counts.items():
        click.echo(f"  {level}\t{count}")
