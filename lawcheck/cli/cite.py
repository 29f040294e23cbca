"""``lawcheck cite TEXT_OR_FILE``."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import click

from lawcheck.citations import Citation, DatedState, LawChange, Move, find_changes, resolve_citations
from lawcheck.cli.cite_page import citations_page
from lawcheck.cli.common import (
    as_of_option,
    effective_option,
    emit_json,
    json_option,
    lang_option,
    library_option,
    load_library,
    published_option,
    write_results,
)
from lawcheck.cli.progress import bar
from lawcheck.document import Document, parse
from lawcheck.errors import UnreadableFile
from lawcheck.laws import LawVersion
from lawcheck.procedure import read_facts
from lawcheck.readers import decode_text, open_filing, page_progress, read_guarded
from lawcheck.reports import ChangedLaw, changed_laws, law_change_record, linked_copy
from lawcheck.verbs import names_a_file, parse_words

__all__ = ["cite"]


class _Source(NamedTuple):
    """A document and the bytes of its file; none where the words were given."""

    document: Document
    data: bytes | None


@click.command("cite")
@click.argument("source")
@click.option(
    "--html", "page", type=click.Path(path_type=Path, dir_okay=False), help="另存网页：每处引用链接到所指的条文。"
)
@click.option(
    "--docx",
    "linked",
    type=click.Path(path_type=Path, dir_okay=False),
    help="另存 Word 文件：原文件版面不变，每处引用链接到所指的条文，所引条文附在最后。",
)
@published_option
@effective_option
@as_of_option
@library_option
@json_option
@lang_option
def cite(
    source: str,
    page: Path | None,
    linked: Path | None,
    published: date | None,
    effective: date | None,
    as_of: date | None,
    library: Path | None,
    as_json: bool,
    lang: str,
) -> None:
    """找出一段文字或者一个文件中的全部引用，并逐条核对：公布时、施行时、审查日各是什么状态，所依据的法律后来改了什么。

    例：lawcheck cite "依照《中华人民共和国行政处罚法》第十九条处罚。"　“文字或文件”写 - 时从标准输入读文字。
    """
    day = as_of or date.today()
    read = _read(source)
    held = load_library(library, quiet=as_json)
    facts = read_facts(read.document)
    made, start = published or facts.made, effective or facts.effective

    def resolve(document: Document) -> tuple[Citation, ...]:
        return resolve_citations(document, held, day, made, start)

    found = resolve(read.document)
    changes = find_changes(read.document, found, held, day, made)
    if page is not None:
        _save(page, source, citations_page(read.document, found, day, held.horizon).encode())
    if linked is not None:
        _save(linked, source, linked_copy(read.document, read.data, resolve, day, held.horizon))
    if as_json:
        record = _record(read.document, found, changes, day, held.horizon)
        emit_json(record | {"html": str(page) if page else "", "docx": str(linked) if linked else ""})
    else:
        _show(found, changed_laws(changes, read.document), [p for p in (page, linked) if p is not None], lang)


def _read(source: str) -> _Source:
    """The file of this name, or the text inside a package; else the words themselves, or (``-``) those of standard input."""
    if source == "-":
        return _Source(parse_words(_standard_input()), None)
    if names_a_file(source):
        with bar(enabled=True) as show, page_progress(lambda done, total: show("ocr", done, total)):
            filing = open_filing(Path(source), reader=read_guarded)
        return _Source(parse(filing.source), filing.data)
    return _Source(parse_words(source), None)


def _standard_input() -> str:
    decoded = decode_text(sys.stdin.buffer.read())
    if decoded is None:
        raise UnreadableFile("E111", name="-")
    return decoded.text


def _save(path: Path, source: str, data: bytes) -> None:
    write_results(path.parent, {path.name: data}, source)


def _record(
    document: Document, found: tuple[Citation, ...], changes: tuple[LawChange, ...], day: date, horizon: date
) -> dict[str, Any]:
    return {
        "command": "cite",
        "as_of": day.isoformat(),
        "horizon": horizon.isoformat(),
        "title": document.title,
        "html": "",
        "citations": [_citation(citation) for citation in found],
        "law_changes": [law_change_record(change) for change in changes],
    }


def _citation(citation: Citation) -> dict[str, Any]:
    reference, article = citation.reference, citation.article
    return {
        "text": reference.text,
        "start": reference.span.start,
        "end": reference.span.end,
        "kind": reference.kind.value,
        "how": reference.how,
        "address": str(reference.address),
        "state": citation.state.value,
        "reason": citation.reason,
        "law": citation.law.title if citation.law else "",
        "version": _day(citation.version),
        "article": {"label": article.label, "text": article.text} if article else None,
        "target": citation.target.eid if citation.target else "",
        "exists": citation.exists,
        "candidates": list(citation.candidates),
        "article_range": citation.article_range,
        "moved": _move(citation.moved) if citation.moved else None,
        "unfollowed": citation.unfollowed,
        "dates": [_dated(state) for state in citation.on],
    }


def _dated(state: DatedState) -> dict[str, Any]:
    return {
        "moment": state.moment.value,
        "day": state.day.isoformat(),
        "state": state.state.value,
        "reason": state.reason,
        "version": _day(state.version),
        "article": state.article.label if state.article else "",
    }


def _move(move: Move) -> dict[str, Any]:
    return {
        "how": move.how,
        "to": move.now.label,
        "now": move.now.text,
        "there": move.there.text if move.there else "",
        "cited": move.cited.text if move.cited else "",
        "cited_version": _day(move.cited_version),
        "similarity": move.similarity,
        "kind": move.kind,
    }


def _day(version: LawVersion | None) -> str:
    return version.adopted.isoformat() if version and version.adopted else ""


def _named(citation: Citation) -> str:
    """As written; with the law where that stands further ahead: 刑法…第三条."""
    reference = citation.reference
    written = "".join(reference.text.split())
    return str(reference.address) if reference.address.law and reference.address.law not in written else written


def _show(found: tuple[Citation, ...], changed: tuple[ChangedLaw, ...], saved: list[Path], lang: str) -> None:
    for citation in found:
        words = (citation.state.value, _named(citation), citation.reason)
        click.echo("  ".join(word for word in words if word))
        if len(citation.on) > 1:
            click.echo(
                "    " + "；".join(f"{s.moment.value}（{s.day.isoformat()}）{s.state.value}" for s in citation.on)
            )
        if citation.moved is not None and citation.moved.how in ("content", "sentence"):
            shown = "所述内容见于" if citation.moved.how == "content" else "所述内容接近"
            click.echo(f"    {shown}现行{citation.moved.now.label}：{citation.moved.now.text[:80]}")
        if citation.candidates:
            click.echo(f"    可能是：{'、'.join(citation.candidates)}")
    if not found:
        click.echo("没有找到引用。" if lang == "zh" else "No reference found.")
    for law in changed:
        _show_change(law)
    for path in saved:
        click.echo(str(path))


def _show_change(law: ChangedLaw) -> None:
    """A basis law younger than the document, with the clauses that concern it."""
    click.echo(f"上位法已改  《{law.title}》  {law.summary}")
    for clause in law.clauses:
        now = f"→{clause.new_label}" if clause.new_label else "（已删去）"
        copied = "  疑似沿用修改前的文字" if clause.copied else ""
        click.echo(f"    {clause.old_label}{now}  本文件{'、'.join(clause.places)}{copied}")
