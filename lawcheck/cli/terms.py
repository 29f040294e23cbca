"""``lawcheck terms import|list|show``: the word lists, and an office's own ones."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from lawcheck.checks import Severity, load_rules
from lawcheck.cli.common import as_of_option, emit_json, json_option, lang_option
from lawcheck.errors import UsageError
from lawcheck.messages import render
from lawcheck.terms import (
    CONTEXTS,
    LABELS,
    Lexicon,
    ListDefaults,
    ListReport,
    SetAside,
    Term,
    import_list,
    load_lexicon,
    read_lexicon,
    read_list,
    searched_forms,
    with_office_terms,
)

__all__ = ["office_lexicon", "office_terms_option", "terms"]

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
@click.option(
    "--column", "columns", multiple=True, metavar="字段=列名", help="指明哪一列是什么，例如 词=词语 或者 text=词语。"
)
@click.option(
    "--exempt",
    multiple=True,
    type=click.Choice([*CONTEXTS, "none"]),
    help="哪些语境里的词不报（可重复；none 都报）。默认 title、quotation，规则为 O 的四种都是。",
)
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
    exempt: tuple[str, ...],
    replace: bool,
    as_of: date | None,
    as_json: bool,
    lang: str,
) -> None:
    """导入词表文件（xlsx、csv、txt、yaml）；重复和冲突的词另存并列出。"""
    contexts = tuple(name for name in exempt if name != "none") if exempt else None
    defaults = ListDefaults(rule, severity, source or file.stem, "本单位词表所列", as_of or date.today(), contexts)
    given = dict(map(_named_column, columns))
    found = read_list(file, given)
    report = import_list(found, directory, defaults, given=given, replace=replace, usable=_reports_words)
    if as_json:
        emit_json(_record(report))
        return
    for sheet, name, field in report.columns:
        click.echo(render("C451", lang, **_column_said(sheet, name, field)))
    _tell(report, lang)
    click.echo(render("C457", lang, contexts="、".join(_CONTEXTS[c] for c in defaults.contexts) or "没有"))
    click.echo(render("C452", lang, taken=report.taken, path=report.lexicon, directory=directory))


_CONTEXTS = dict(zip(CONTEXTS, ("书名号内", "引号内", "历史表述", "法律名称"), strict=True))


def _named_column(told: str) -> tuple[str, str]:
    """``字段=列名`` with the field in either language."""
    field, _, name = told.partition("=")
    return {label: column for column, label in LABELS.items()}.get(field, field), name


def _column_said(sheet: str, name: str, field: str) -> dict[str, str]:
    return {
        "sheet": f"{sheet} " if sheet else "",
        "name": name or "（没有列名）",
        "label": LABELS[field],
        "field": field,
    }


def _reports_words(rule: str) -> bool:
    """Whether a rule works by word lists: one of ours that does, or an office's own."""
    known = {known.id: known for known in load_rules().rules}.get(rule)
    return known is None or (known.trigger.kind == "lexicon" and known.implemented)


def _tell(report: ListReport, lang: str) -> None:
    left_out = (f"  {item.place}　{item.text}　{item.why}" for item in report.aside if not item.kept)
    lines = [*_kept(report), *left_out]
    for line in lines[:SHOWN]:
        click.echo(line)
    if len(lines) > SHOWN:
        click.echo(render("C453", lang, rest=len(lines) - SHOWN))
    if report.aside_file:
        aside = sum(not item.kept for item in report.aside)
        click.echo(render("C454", lang, number=aside, path=report.aside_file))
    if report.unused:
        click.echo(render("C456", lang, names="、".join(report.unused)))
    if report.shipped:
        shown = "、".join(report.shipped[:SHOWN]) + ("……" if len(report.shipped) > SHOWN else "")
        click.echo(render("C455", lang, number=len(report.shipped), words=shown))


def _kept(report: ListReport) -> list[str]:
    """The rows that were taken with a reserve, one line for each reserve."""
    by_reason: dict[str, list[SetAside]] = {}
    for item in report.aside:
        if item.kept:
            by_reason.setdefault(item.why, []).append(item)
    return [
        f"  {items[0].place}　{items[0].text}　{why}" + (f"（共 {len(items)} 行这样）" if len(items) > 1 else "")
        for why, items in by_reason.items()
    ]


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
        "unused": list(report.unused),
    }


def office_lexicon(directory: Path | None) -> Lexicon:
    """Our word lists, with those of an office's folder where it is given."""
    return with_office_terms(load_lexicon(), read_lexicon(directory)) if directory else load_lexicon()


@terms.command("list")
@click.option("--rule", default="", help="只列一条规则的词，例如 X06。")
@office_terms_option
@json_option
@lang_option
def list_command(rule: str, office_terms: Path | None, as_json: bool, lang: str) -> None:
    """列出全部词条。"""
    del lang
    found = [term for term in office_lexicon(office_terms).entries if rule in ("", term.rule)]
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
    lexicon = office_lexicon(office_terms)
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
    (form,) = searched_forms([word])
    made = lexicon.entries.made
    found = [t for t, own in zip(made, searched_forms([t.text for t in made]), strict=True) if form == own]
    rows = (table[table.forms.index(form)] for table in lexicon.entries.tables if form in table.forms)
    return [*found, *(t for t in made if t.entry == word and t not in found), *rows]


def _described(term: Term) -> list[str]:
    lines = [
        f"{term.text}　{term.rule}（{Severity(term.severity).label}，{_CATEGORIES.get(term.category, term.category)}）",
        f"建议：{term.suggestion or '（无）'}",
        f"理由：{term.reason}",
        f"来源：{term.source}（{term.as_of or '未注明日期'}）" + ("" if term.confirmed else "（依据待核）"),
    ]
    lines += [f"不报的语境：{'、'.join(_CONTEXTS[name] for name in term.exempt)}"] if term.exempt else []
    return lines + ([f"变更日期：{term.since}"] if term.since else [])


_CATEGORIES = {
    "sensitive": "敏感词",
    "outdated-institution": "旧机构",
    "outdated-term": "旧用语",
    "wording": "用语",
    "synonym": "同义词",
}


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
