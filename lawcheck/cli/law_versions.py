"""``lawcheck laws diff|concordance``: the dated texts of one law."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from lawcheck.alignment import diff
from lawcheck.cli.common import emit_json, json_option, lang_option, library_option, load_library, write_results
from lawcheck.cli.naming import one_law
from lawcheck.errors import UsageError
from lawcheck.laws import (
    Article,
    ConcordanceRow,
    Law,
    LawVersion,
    Library,
    concordance,
    find_version,
    in_reading_order,
    iso,
)
from lawcheck.reports import SideBySide, SideRow, side_by_side_docx, side_by_side_html

__all__ = ["diff_versions", "show_concordance"]

_REMARKS = {
    "same": "未变",
    "renumbered": "条号变动",
    "moved": "移动",
    "reworded": "修改",
    "split": "拆分",
    "merged": "合并",
    "deleted": "删除",
    "added": "新增",
}
_NOTE = "条号对应由程序按文字相似程度推算，并非制定机关的说明，请对照两边文字核实。"


def _pair(library: Library, title: str, start: str | None, end: str | None) -> tuple[Law, LawVersion, LawVersion]:
    law = one_law(library, title)
    versions = library.versions(law.law_id) if law else ()
    if law is None or len(versions) < 2:
        raise UsageError("E517", title=title)
    new = find_version(library, law, end) if end else versions[-1]
    before = [v for v in versions if v.version_id != new.version_id]
    return law, find_version(library, law, start) if start else before[-1], new


def _name(version: LawVersion) -> str:
    return f"{iso(version.adopted or version.published) or '日期待核'}文本"


@click.command("diff")
@click.argument("title")
@click.option("--from", "start", help="旧文本：通过（或者施行）的年份或日期；默认是新文本之前的一个。")
@click.option("--to", "end", help="新文本：同上；默认是最新的一个。")
@click.option("--all", "everything", is_flag=True, help="没有变化的条文也列出。")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="把对照表（html、docx）写到这个文件夹。")
@library_option
@json_option
@lang_option
def diff_versions(
    title: str, start: str | None, end: str | None, everything: bool, out: Path | None, library: Path | None,
    as_json: bool, lang: str,
) -> None:  # fmt: skip
    """比较一部法的两个文本，例如：lawcheck laws diff 仲裁法 --from 2017 --to 2025 --out 结果。"""
    held = load_library(library, quiet=as_json)
    law, old, new = _pair(held, title, start, end)
    rows = list(in_reading_order(concordance(held, old, new)))
    files = _write(out, _table(law, old, new, rows)) if out else []
    shown = [row for row in rows if everything or row.changed]
    if as_json:
        records = [_record(row, texts=True) for row in shown]
        emit_json(_head("laws diff", law, old, new) | {"rows": records, "outputs": [str(file) for file in files]})
        return
    click.echo(f"{law.title}：{_name(old)} → {_name(new)}")
    for row in shown:
        _print_row(row)
    click.echo(f"{_summary(rows)}\n{_NOTE}", err=True)
    for file in files:
        click.echo(str(file))


@click.command("concordance")
@click.argument("title")
@click.option("--from", "start", help="旧文本：通过（或者施行）的年份或日期；默认是新文本之前的一个。")
@click.option("--to", "end", help="新文本：同上；默认是最新的一个。")
@library_option
@json_option
@lang_option
def show_concordance(
    title: str, start: str | None, end: str | None, library: Path | None, as_json: bool, lang: str
) -> None:
    """列出新旧条号的对应，例如：lawcheck laws concordance 仲裁法 --from 2017 --to 2025。"""
    held = load_library(library, quiet=as_json)
    law, old, new = _pair(held, title, start, end)
    rows = concordance(held, old, new)
    if as_json:
        records = [_record(row, texts=False) for row in rows]
        emit_json(_head("laws concordance", law, old, new) | {"rows": records})
        return
    click.echo(f"{law.title}：{_name(old)} → {_name(new)}")
    for row in rows:
        click.echo(f"{_label(row.old)}\t{_label(row.new)}\t{_REMARKS[row.kind]}\t{row.similarity:.2f}")
    click.echo(f"{_summary(rows)}\n{_NOTE}", err=True)


def _head(command: str, law: Law, old: LawVersion, new: LawVersion) -> dict[str, Any]:
    sides = {"from": iso(old.adopted or old.published), "to": iso(new.adopted or new.published)}
    return {"command": command, "title": law.title, **sides}


def _record(row: ConcordanceRow, *, texts: bool) -> dict[str, Any]:
    record: dict[str, Any] = {
        "old": row.old.label if row.old else "",
        "new": row.new.label if row.new else "",
        "kind": row.kind,
        "similarity": row.similarity,
    }
    if texts:
        record |= {"old_text": row.old.text if row.old else "", "new_text": row.new.text if row.new else ""}
    return record


def _label(article: Article | None) -> str:
    return article.label if article else "—"


def _summary(rows: Sequence[ConcordanceRow]) -> str:
    counts = {kind: sum(row.kind == kind for row in rows) for kind in _REMARKS}
    return "，".join(f"{_REMARKS[kind]} {count}" for kind, count in counts.items() if count)


def _print_row(row: ConcordanceRow) -> None:
    name = _label(row.old) if row.old else _label(row.new)
    arrow = f" → {_label(row.new)}" if row.old and row.new and row.old.number != row.new.number else ""
    click.echo(f"\n{click.style(name + arrow, bold=True)}（{_REMARKS[row.kind]}）")
    if row.old and row.new and row.kind not in ("split", "merged"):
        click.echo(_inline(row.old.text, row.new.text))
    else:
        for article, mark, colour in ((row.old, "-", "red"), (row.new, "+", "green")):
            if article:
                click.echo(click.style(f"{mark} {article.text}", fg=colour))


def _inline(old: str, new: str) -> str:
    """One text with [-deleted-] and {+added+} characters."""
    pieces: list[str] = []
    for step in diff(old, new):
        gone, come = old[slice(*step.a_span)], new[slice(*step.b_span)]
        if step.tag == "equal":
            pieces.append(come)
            continue
        pieces += [click.style(f"[-{gone}-]", fg="red")] if gone.strip() else []
        pieces += [click.style(f"{{+{come}+}}", fg="green")] if come.strip() else [come]
    return "".join(pieces)


def _table(law: Law, old: LawVersion, new: LawVersion, rows: Sequence[ConcordanceRow]) -> SideBySide:
    made = new.adopted or new.published or date.min
    note = f"旧文本：{_facts(old)}。新文本：{_facts(new)}。{_NOTE}"
    return SideBySide(f"{law.title}新旧条文对照表", _name(old), _name(new), made, note, tuple(_side_rows(rows)))


def _facts(version: LawVersion) -> str:
    return f"通过 {iso(version.adopted) or '待核'}，施行 {iso(version.effective_from) or '待核'}，来源 {version.source}"


def _side_rows(rows: Sequence[ConcordanceRow]) -> Iterator[SideRow]:
    heading = ""
    for row in rows:
        if row.new is not None and row.new.heading != heading:
            heading = row.new.heading
            yield SideRow(row.old.heading if row.old else "", "", heading, "", "", False)
        old, new = row.old, row.new
        yield SideRow(
            old.label if old else "", old.text if old else "", new.label if new else "", new.text if new else "",
            _REMARKS[row.kind], row.changed,
        )  # fmt: skip


def _write(folder: Path, table: SideBySide) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{table.title}-{table.left_name[:10]}-{table.right_name[:10]}"
    html, word = side_by_side_html(table).encode(), side_by_side_docx(table)
    return write_results(folder, {f"{name}.html": html, f"{name}.docx": word})
