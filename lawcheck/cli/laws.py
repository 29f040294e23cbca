"""``lawcheck laws list|show|add|remove|index|info``; versions and amendments are in ``law_versions``."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TypedDict

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
from lawcheck.cli.law_amending import amend_law
from lawcheck.cli.law_sources import fetch_law, list_sources
from lawcheck.cli.law_versions import diff_versions, show_concordance
from lawcheck.cli.naming import one_law
from lawcheck.cli.progress import bar
from lawcheck.dense import open_encoder, prepare_vectors
from lawcheck.document import Address, NumberRange
from lawcheck.errors import UsageError
from lawcheck.laws import (
    Article,
    Law,
    LawVersion,
    Level,
    Library,
    Repeal,
    Validity,
    add_laws,
    iso,
    normalise_title,
    prepare_search,
    remove_laws,
)

__all__ = ["laws"]


class _LawRow(TypedDict):
    title: str
    level: str
    kind: str
    maker: str
    territory: str
    validity: str
    version: str
    versions: int


class _Shown(_LawRow):
    effective_from: str
    source: str


class _VersionRow(TypedDict):
    adopted: str
    published: str
    effective_from: str
    effective_to: str
    validity: str
    quality: str
    note: str
    source: str
    articles: int


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
    until = "，".join(f"{name.value} {until.isoformat()}" for name, until in held.horizons.items())
    click.echo(f"共 {len(rows)} 部；库截至：{until}。", err=True)


def _law_row(library: Library, law: Law, day: date) -> _LawRow:
    versions = library.versions(law.law_id)
    shown = _shown_version(library, law, day) if versions else None
    return {
        "title": law.title,
        "level": law.level.value,
        "kind": law.kind.value,
        "maker": law.maker,
        "territory": law.territory,
        "validity": library.validity(shown, day).value if shown else "",
        "version": iso(shown.adopted or shown.published) if shown else "",
        "versions": len(versions),
    }


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
    law = one_law(held, title)
    if law is None:
        _show_repealed(held, title, as_json=as_json)
        return
    versions = held.versions(law.law_id)
    version = _shown_version(held, law, day)
    texts = _texts(held, law, version, article)
    row = _law_row(held, law, day)
    record = _Shown(**row, effective_from=iso(version.effective_from), source=version.source)
    if as_json:
        shown = [{"label": a.label, "heading": a.heading, "text": a.text} for a in texts]
        rows = _versions(held, versions, day)
        emit_json({"command": "laws show", "law": record, "versions": rows, "articles": shown})
        return
    click.echo(f"{law.title}（{record['version']}，{record['validity']}，施行 {record['effective_from'] or '待核'}）")
    if version.note:
        click.echo(f"注：{version.note}")
    for text in texts:
        click.echo(f"\n{text.label}　{text.text}")


def _shown_version(library: Library, law: Law, day: date) -> LawVersion:
    """The version that applies on the day; before all of them the first, after the last one that one."""
    versions = library.versions(law.law_id)
    begun = [v for v in versions if library.validity(v, day) is not Validity.NOT_YET]
    return library.version_at(law.law_id, day) or (begun or list(versions[:1]))[-1]


def _texts(library: Library, law: Law, version: LawVersion, article: str | None) -> list[Article]:
    """The articles asked for (all without ``article``); an article that is not there is an error, not silence."""
    held = library.articles(version.version_id)
    if article is None:
        return list(held)
    wanted = _place(article)
    found = [a for a in held if a.number in wanted]
    if not found:
        if wanted.first in library.gaps(version.version_id):
            raise UsageError("E515", title=law.title, article=article)
        labels = [a.label for a in held if a.number is not None] or [held[0].label]
        raise UsageError("E514", title=law.title, article=article, first=labels[0], last=labels[-1])
    return found


def _show_repealed(library: Library, title: str, *, as_json: bool) -> None:
    """A law whose text is not held, but whose end is known: 有目无文."""
    repeal = library.repealed_titles()[normalise_title(title)]
    entry = next(iter(library.catalogue(title)), None)
    name, level = (entry.title, entry.level.value) if entry else (title, "")
    if as_json:
        maker = entry.maker if entry else ""
        law = _Shown(title=name, level=level, kind="", maker=maker, territory="", validity=Validity.REPEALED.value,
                     version="", versions=0, effective_from="", source="")  # fmt: skip
        ended = {"by": repeal.by_title, "article": repeal.by_article, "on": iso(repeal.on)}
        emit_json({"command": "laws show", "law": law, "versions": [], "articles": [], "repeal": ended})
        return
    click.echo(f"{name}（已废止，有目无文）\n{_ended(repeal)}")


def _ended(repeal: Repeal) -> str:
    since = f"自{repeal.on.isoformat()}起" if repeal.on else "废止日期待核，"
    by = f"由《{repeal.by_title}》{repeal.by_article}废止" if repeal.by_title else "废止文件待核"
    return f"{since}{by}；库中没有它的文本。"


def _versions(library: Library, versions: tuple[LawVersion, ...], day: date) -> list[_VersionRow]:
    return [
        {
            "adopted": iso(v.adopted),
            "published": iso(v.published),
            "effective_from": iso(v.effective_from),
            "effective_to": iso(v.effective_to),
            "validity": library.validity(v, day).value,
            "quality": v.quality,
            "note": v.note,
            "source": v.source,
            "articles": v.article_count,
        }
        for v in versions
    ]


def _place(article: str) -> NumberRange:
    try:
        place = Address.parse(article).article
    except ValueError:
        place = None
    if place is None:
        raise UsageError("E511", value=article)
    return place


@laws.command("add")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, exists=False))
@library_option
@json_option
@lang_option
@click.pass_context
def add(ctx: click.Context, paths: tuple[Path, ...], library: Path | None, as_json: bool, lang: str) -> None:
    """把文件夹或文件中的法规（md、txt、docx、html、jsonl）加入法规库；可以重复执行。"""
    with bar(enabled=not as_json) as progress:
        report = add_laws(library, list(paths), progress)
    refused = [{"file": item.path, "title": item.title, "reason": item.reason} for item in report.refused]
    added, updated = (
        [{"file": item.path, "title": item.title, "level": item.level} for item in items]
        for items in (report.taken, report.updated)
    )
    taken, unchanged = len(report.taken), len(report.unchanged)
    if as_json:
        counts = {"taken": taken, "updated": len(updated), "unchanged": unchanged}
        emit_json({"command": "laws add", **counts, "added": added, "replaced": updated, "refused": refused})
    else:
        click.echo(
            f"共 {report.total} 件：新增 {taken}，更新 {len(updated)}，未变 {unchanged}，未收入 {len(refused)}。"
        )
        for item in [*added, *updated]:
            click.echo(f"  {item['level']}\t{item['title']}\t{item['file']}")
        for row in refused:
            click.echo(f"  {row['file']}：{row['reason']}", err=True)
    ctx.exit(EXIT_UNREADABLE if refused and not (taken or updated or unchanged) else 0)


@laws.command("remove")
@click.argument("title")
@library_option
@json_option
@lang_option
def remove(title: str, library: Path | None, as_json: bool, lang: str) -> None:
    """从法规库删除自己加入的一部法（全部版本）；随程序安装的法律不能删除。"""
    removed = [{"file": item.path, "title": item.title, "level": item.level} for item in remove_laws(library, title)]
    if as_json:
        emit_json({"command": "laws remove", "removed": removed})
        return
    click.echo(f"已删除 {len(removed)} 件：")
    for item in removed:
        click.echo(f"  {item['level']}\t{item['title']}\t{item['file']}")


@laws.command("index")
@click.option("--rebuild", is_flag=True, help="已有索引也重新建立。")
@click.option(
    "--dense", is_flag=True, help="另外计算语义向量（需要 lawcheck[dense]，六万条约半小时；中断后再次执行会接着做）。"
)
@library_option
@json_option
@lang_option
def index(rebuild: bool, dense: bool, library: Path | None, as_json: bool, lang: str) -> None:
    """建立检索索引（第一次检索时也会自动建立）。"""
    held = load_library(library, quiet=as_json)
    encoder = open_encoder(held.path.parent) if dense else None
    with bar(enabled=not as_json) as progress:
        folder = prepare_search(held, progress=progress, rebuild=rebuild)
        vectors = prepare_vectors(held, encoder, progress=progress) if encoder else None
    made = {"path": str(folder)} | ({"dense": str(vectors)} if vectors else {})
    if as_json:
        emit_json({"command": "laws index", **made, "fingerprint": held.fingerprint})
        return
    click.echo(f"检索索引：{folder}")
    if vectors:
        click.echo(f"语义向量：{vectors}")


@laws.command("info")
@library_option
@json_option
@lang_option
def info(library: Path | None, as_json: bool, lang: str) -> None:
    """库的位置、截止日期和各层级数量。"""
    held = load_library(library, quiet=as_json)
    counts = {level.value: count for level, count in held.counts().items()}
    horizons = {level.value: day.isoformat() for level, day in held.horizons.items()}
    if as_json:
        emit_json(
            {
                "command": "laws info",
                "path": str(held.path),
                "horizon": held.horizon.isoformat(),
                "horizons": horizons,
                "fingerprint": held.fingerprint,
                "counts": counts,
            }
        )
        return
    click.echo(f"法规库：{held.path}\n版本：{held.fingerprint}")
    for level, count in counts.items():
        click.echo(f"  {level}\t{count} 部\t库截至 {horizons.get(level) or '待核'}")


for command in (diff_versions, show_concordance, amend_law, list_sources, fetch_law):
    laws.add_command(command)
