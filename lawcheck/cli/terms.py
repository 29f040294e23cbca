"""``lawcheck terms import|list|show``: the word lists, and an office's own ones."""

from __future__ import annotations

from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import click

from lawcheck.cli.common import as_of_option, emit_json, json_option, lang_option
from lawcheck.errors import UsageError
from lawcheck.messages import render
from lawcheck.terms import (
    Lexicon,
    ListDefaults,
    ListReport,
    Term,
    import_list,
    load_lexicon,
    normalised_forms,
    read_lexicon,
    read_list,
    with_office_terms,
)

__all__ = ["office_terms_option", "terms"]

office_terms_option = click.option(
    "--terms",
    "office_terms",
    type=click.Path(path_type=Path, file_okay=False),
    help="本单位词表的目录，与随附词表一起使用（同一个词以本单位的为准）。",
)
SHOWN = 20  # rows of each kind on the screen; the file has them all


@click.group("terms", no_args_is_help=True)
def terms() -> None:
    """词表：导入本单位词表、列出、查看。"""


@terms.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--dir", "directory", type=click.Path(path_type=Path), required=True, help="本单位词表的目录。")
@click.option("--rule", default="X901", show_default=True, help="没有写明的词由哪条规则报告。")
@click.option(
    "--severity",
    type=click.Choice(["conflict", "suspected", "technical", "advice", "info"]),
    default="advice",
    show_default=True,
    help="没有写明的词的级别。",
)
@click.option("--source", default="", help="词表来源（默认：文件名）。")
@click.option("--column", "columns", multiple=True, metavar="字段=列名", help="指明哪一列是什么，例如 text=词语。")
@click.option("--replace", is_flag=True, help="换掉同名的词表。")
@as_of_option
@json_option
@lang_option
def import_command(
    file: Path,
    directory: Path,
    rule: str,
    severity: str,
    source: str,
    columns: tuple[str, ...],
    replace: bool,
    as_of: date | None,
    as_json: bool,
    lang: str,
) -> None:
    """导入词表 FILE（xlsx、csv、txt、yaml）；重复和冲突的词另存并列出。"""
    defaults = ListDefaults(rule, severity, source or file.stem, "本单位词表所列", as_of or date.today())
    given = dict(column.partition("=")[::2] for column in columns)
    report = import_list(read_list(file), directory, defaults, given=given, replace=replace)
    if as_json:
        emit_json(_record(report))
        return
    for sheet, name, field in report.columns:
        click.echo(render("C451", lang, sheet=f"{sheet} " if sheet else "", name=name or "（没有列名）", field=field))
    _tell(report, lang)
    click.echo(render("C452", lang, taken=report.taken, path=report.lexicon, directory=directory))


def _tell(report: ListReport, lang: str) -> None:
    for item in islice(report.aside, SHOWN):
        click.echo(f"  {item.place}　{item.text}　{item.why}")
    if len(report.aside) > SHOWN:
        click.echo(render("C453", lang, rest=len(report.aside) - SHOWN))
    if report.aside_file:
        aside = sum(not item.kept for item in report.aside)
        click.echo(render("C454", lang, number=aside, path=report.aside_file))
    if report.shipped:
        shown = "、".join(report.shipped[:SHOWN]) + ("……" if len(report.shipped) > SHOWN else "")
        click.echo(render("C455", lang, number=len(report.shipped), words=shown))


def _record(report: ListReport) -> dict[str, Any]:
    return {
        "command": "terms import",
        "lexicon": str(report.lexicon),
        "table": str(report.table),
        "aside_file": str(report.aside_file) if report.aside_file else None,
        "columns": [{"sheet": sheet, "name": name, "field": field} for sheet, name, field in report.columns],
        "taken": report.taken,
        "aside": [item._asdict() for item in report.aside],
        "shipped": list(report.shipped),
    }


def _lexicon(directory: Path | None) -> Lexicon:
    return with_office_terms(load_lexicon(), read_lexicon(directory)) if directory else load_lexicon()


@terms.command("list")
@click.option("--rule", default="", help="只列一条规则的词，例如 X06。")
@office_terms_option
@json_option
@lang_option
def list_command(rule: str, office_terms: Path | None, as_json: bool, lang: str) -> None:
    """列出全部词条。"""
    del lang
    found = [term for term in _lexicon(office_terms).entries if rule in ("", term.rule)]
    if as_json:
        emit_json({"command": "terms list", "terms": list(map(_term_record, found))})
        return
    for term in found:
        click.echo(f"{term.rule}　{term.text}" + (f" → {term.suggestion}" if term.suggestion else ""))
    click.echo(f"共 {len(found)} 个词条。")


@terms.command("show")
@click.argument("word")
@office_terms_option
@json_option
@lang_option
def show(word: str, office_terms: Path | None, as_json: bool, lang: str) -> None:
    """显示一个词的词条和同义词关系。"""
    del lang
    lexicon = _lexicon(office_terms)
    found = _with_word(lexicon, word)
    related = [cluster for cluster in lexicon.synonyms if word in cluster.members]
    if not found and not related:
        raise UsageError("E459", value=word)
    relations = [
        (s.text, s.relation, s.other, s.note) for c in related for s in c.synonyms if word in (s.text, s.other)
    ]
    if as_json:
        names = ("text", "relation", "other", "note")
        emit_json(
            {
                "command": "terms show",
                "terms": list(map(_term_record, found)),
                "synonyms": [dict(zip(names, relation, strict=True)) for relation in relations],
            }
        )
        return
    for term in found:
        click.echo("\n".join(_described(term)))
    for text, relation, other, note in relations:
        click.echo(f"同义词：{text} {relation} {other}" + (f"（{note}）" if note else ""))


def _with_word(lexicon: Lexicon, word: str) -> list[Term]:
    """The entries that are ``word`` or are filed under it."""
    (form,) = normalised_forms([word])
    made = lexicon.entries.made
    found = [t for t, own in zip(made, normalised_forms([t.text for t in made]), strict=True) if form == own]
    rows = (table[table.forms.index(form)] for table in lexicon.entries.tables if form in table.forms)
    return [*found, *(t for t in made if t.entry == word and t not in found), *rows]


def _described(term: Term) -> list[str]:
    lines = [
        f"{term.text}　{term.rule}（{term.severity}，{term.category}）",
        f"建议：{term.suggestion or '（无）'}",
        f"理由：{term.reason}",
        f"来源：{term.source}（{term.as_of or '未注明日期'}）" + ("" if term.confirmed else "（依据待核）"),
    ]
    return lines + ([f"变更日期：{term.since}"] if term.since else [])


def _term_record(term: Term) -> dict[str, Any]:
    return {
        "text": term.text,
        "entry": term.entry,
        "rule": term.rule,
        "category": term.category,
        "severity": term.severity,
        "suggestion": term.suggestion,
        "reason": term.reason,
        "source": term.source,
        "as_of": term.as_of.isoformat() if term.as_of else None,
        "since": term.since.isoformat() if term.since else None,
        "confirmed": term.confirmed,
        "exempt": list(term.exempt),
        "pattern": term.is_pattern,
    }
