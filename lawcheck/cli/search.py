"""``lawcheck search WORDS``."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from lawcheck.cli.common import as_of_option, emit_json, json_option, lang_option, library_option, load_library
from lawcheck.cli.progress import bar
from lawcheck.laws import SearchHit, SearchPage, Snippet, iso, kind_label
from lawcheck.laws import search as search_articles
from lawcheck.messages import render

__all__ = ["search"]


@click.command("search", context_settings={"ignore_unknown_options": True})
@click.argument("query", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(1, 100), default=10, help="每页几条。")
@click.option("--page", type=click.IntRange(1), default=1, help="第几页。")
@as_of_option
@library_option
@json_option
@lang_option
def search(
    query: tuple[str, ...],
    limit: int,
    page: int,
    as_of: date | None,
    library: Path | None,
    as_json: bool,
    lang: str,
) -> None:
    """在法规库中查找条文，例如：lawcheck search 预防火灾 层级:法律。

    词之间是“并且”；"…" 原样查找；AND OR NOT（且 或 非）和括号；字段：正文 标题 条 章 种类 层级 地区 机关 效力。
    标题:…~ 容许写错几个字；消防法第五条 直接到那一条。默认只查现行有效的文本，效力:已废止、效力:全部 可以改变。
    """
    if mistyped := [word for word in query if word.startswith("--")]:  # -森林 is a query, --jsno is not
        raise click.NoSuchOption(mistyped[0])
    held = load_library(library, quiet=as_json)
    with bar(enabled=not as_json) as progress:
        found = search_articles(
            held, " ".join(query), as_of=as_of or date.today(), page=page, per_page=limit, progress=progress
        )
    if as_json:
        emit_json(_record(found))
    else:
        _show(found, lang)


def _record(found: SearchPage) -> dict[str, Any]:
    return {
        "command": "search",
        "query": found.query,
        "as_of": found.as_of.isoformat(),
        "horizon": found.horizon.isoformat(),
        "page": found.page,
        "per_page": found.per_page,
        "pages": found.pages,
        "total": found.total,
        "relaxed": found.relaxed,
        "suggestions": list(found.suggestions),
        "results": [_hit(hit) for hit in found.hits],
    }


def _hit(hit: SearchHit) -> dict[str, Any]:
    adopted = hit.version.adopted or hit.version.published
    return {
        "law": hit.law.title,
        "version": iso(adopted),
        "article": hit.article.label,
        "chapter": hit.article.heading,
        "kind": kind_label(hit.law.kind),
        "level": hit.law.level.value,
        "territory": hit.law.territory,
        "maker": hit.law.maker,
        "validity": hit.validity.value,
        "score": hit.score,
        "text": hit.article.text,
        "title_marks": [list(span) for span in hit.title.marks],
        "snippet": {"text": hit.snippet.text, "marks": [list(s) for s in hit.snippet.marks], "html": hit.snippet.html},
    }


def _show(found: SearchPage, lang: str) -> None:
    if not found.hits:
        click.echo(render("I320", lang))
        if found.suggestions:
            click.echo(render("I321", lang, titles="、".join(found.suggestions)))
        return
    if found.relaxed:
        click.echo(render("I322", lang))
    for hit in found.hits:
        click.echo(f"《{_styled(hit.title)}》{hit.article.label}（{hit.validity.value}）\n  {_styled(hit.snippet)}")
    facts = {"total": found.total, "page": found.page, "pages": found.pages}
    click.echo(render("I323", lang, **facts, day=found.as_of, horizon=found.horizon), err=True)


def _styled(piece: Snippet) -> str:
    """Hits in bold on a terminal; click leaves the codes out of a file."""
    return piece.marked("\x1b[1m", "\x1b[0m")
