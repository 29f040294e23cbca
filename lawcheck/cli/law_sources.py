"""``lawcheck laws sources|fetch``: an office's own database, where it is switched on."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from lawcheck.cli.common import as_of_option, emit_json, json_option, lang_option, library_option, load_library
from lawcheck.errors import LibraryError
from lawcheck.laws import add_fetched, iso, normalise_title
from lawcheck.laws.sources import SourceHit, configured_sources, open_source

__all__ = ["fetch_law", "list_sources"]


@click.command("sources")
@library_option
@json_option
@lang_option
def list_sources(library: Path | None, as_json: bool, lang: str) -> None:
    """列出设置了的外部数据库，以及是否启用（默认都不启用）。"""
    home = load_library(library, quiet=as_json).path.parent
    rows = [
        {"name": name, "kind": str(section.get("kind", "http")), "enabled": section.get("enabled") is True}
        for name, section in configured_sources(home).items()
    ]
    if as_json:
        emit_json({"command": "laws sources", "sources": rows})
        return
    for row in rows:
        click.echo(f"{row['name']}\t{row['kind']}\t{'已启用' if row['enabled'] else '未启用'}")
    if not rows:
        click.echo("没有设置外部数据库。", err=True)


@click.command("fetch")
@click.argument("source")
@click.argument("words")
@click.option("--search", "by_words", is_flag=True, help="按词查找，只列出，不取文本。")
@click.option("--ref", help="同名的有几件时，用数据库自己的编号选定。")
@as_of_option
@library_option
@json_option
@lang_option
def fetch_law(
    source: str, words: str, by_words: bool, ref: str | None, as_of: date | None, library: Path | None,
    as_json: bool, lang: str,
) -> None:  # fmt: skip
    """从外部数据库取一部法的文本存入法规库，例如：lawcheck laws fetch office 某某条例。

    文本按取得的来源和日期存放和显示。发送出去的只有标题（或者查找的词）和日期。
    """
    day = as_of or date.today()
    home = load_library(library, quiet=as_json).path.parent
    database = open_source(home, source)
    hits = database.search(words, day) if by_words else database.lookup(words, day)
    taken, shown = ([], []) if by_words else _take(home, source, words, ref, hits, day)
    rows = [_row(hit) for hit in hits]
    answered = iso(database.answered_on)
    if as_json:
        told = {"source": source, "as_of": day.isoformat(), "answered_on": answered}
        emit_json({"command": "laws fetch", **told, "hits": rows, "taken": taken})
        return
    if database.answered_on != date.today():
        click.echo(f"以下是 {source} 在 {answered} 的答复（本机存有）。", err=True)
    for line in shown or [f"{row['ref']}\t{row['adopted'] or '—'}\t{row['title']}" for row in rows]:
        click.echo(line)


def _row(hit: SourceHit) -> dict[str, str]:
    days = {"adopted": iso(hit.adopted), "effective_from": iso(hit.effective_from)}
    return {"ref": hit.ref, "title": hit.title, "maker": hit.maker, **days}


def _take(
    home: Path, source: str, title: str, ref: str | None, hits: tuple[SourceHit, ...], day: date
) -> tuple[list[str], list[str]]:
    """Fetch the one that is meant: more than one, or none, is told and not guessed."""
    key = normalise_title(title)
    meant = [hit for hit in hits if (hit.ref == ref if ref else normalise_title(hit.title) == key)]
    if len(meant) != 1:
        named = "、".join(f"{hit.title}（{hit.ref}）" for hit in hits[:5]) or "—"
        raise LibraryError("E314", name=source, title=title, count=len(meant), titles=named)
    law = open_source(home, source).fetch(meant[0].ref, day)
    report = add_fetched(home, law)
    lines = [f"已存入\t{item.level}\t{item.title}" for item in (*report.taken, *report.updated)]
    lines += [f"库中已有同一文本\t{law.title}" for _ in report.unchanged]
    lines += [f"没有存入：{item.reason}" for item in report.refused]
    return [item.title for item in (*report.taken, *report.updated)], lines
