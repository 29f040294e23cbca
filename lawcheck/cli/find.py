"""``lawcheck match FILE...``."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from lawcheck.citations import resolve_citations
from lawcheck.cli.common import (
    EXIT_UNREADABLE,
    as_of_option,
    emit_json,
    json_option,
    kind_option,
    lang_option,
    library_option,
    load_library,
    read_document,
    report_error,
    territory_option,
)
from lawcheck.document import Document
from lawcheck.errors import LawcheckError
from lawcheck.laws import DocumentKind, Library
from lawcheck.matching import ClauseIndex, HigherClause, find_higher_laws, match_document, open_index
from lawcheck.procedure import read_facts

__all__ = ["match"]


@click.command("match")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@as_of_option
@kind_option
@territory_option
@library_option
@json_option
@lang_option
@click.pass_context
def match(
    ctx: click.Context,
    files: tuple[Path, ...],
    as_of: date | None,
    kind: DocumentKind | None,
    territory: str | None,
    library: Path | None,
    as_json: bool,
    lang: str,
) -> None:
    """为文件的每一款找出最接近的上位法条款。"""
    day = as_of or date.today()
    held = load_library(library, quiet=as_json)
    index = open_index(held, day)
    rows: list[dict[str, Any]] = []
    for path in files:
        try:
            document = read_document(path)
        except LawcheckError as error:
            report_error(error, lang)
            rows.append({"file": str(path), "error": error.text(lang)})
            continue
        rows.append({"file": str(path), **_matches(document, held, index, day, kind, territory)})
    _show(rows, as_json)
    ctx.exit(EXIT_UNREADABLE if any("error" in row for row in rows) else 0)


def _matches(
    document: Document,
    library: Library,
    index: ClauseIndex,
    day: date,
    kind: DocumentKind | None,
    territory: str | None,
) -> dict[str, Any]:
    facts = read_facts(document, kind=kind, territory=territory)
    citations = resolve_citations(document, library, day, facts.made)
    higher = find_higher_laws(document, facts, citations, library, index, day)
    found = match_document(document, facts, higher, library, index, day, citations=citations)
    return {
        "as_of": day.isoformat(),
        "horizon": library.horizon.isoformat(),
        "laws": [
            {"title": law.law.title, "score": round(law.score, 3), "reasons": list(law.reasons)} for law in higher
        ],
        "clauses": [
            {
                "eid": item.eid,
                "clause": document.citation_label(document.by_eid[item.eid]),
                "text": document.by_eid[item.eid].full_text,
                "state": item.state.value,
                "reason": item.reason,
                "higher": [_clause(clause) for clause in item.clauses],
            }
            for item in found
        ],
    }


def _clause(clause: HigherClause) -> dict[str, Any]:
    return {
        "law": clause.law.title,
        "version": clause.version.adopted.isoformat() if clause.version.adopted else "",
        "article": clause.article.label,
        "paragraph": clause.paragraph,
        "text": clause.text,
        "score": round(clause.score, 4),
        "similarity": round(clause.similarity, 4),
        "reasons": list(clause.reasons),
    }


def _show(rows: list[dict[str, Any]], as_json: bool) -> None:
    if as_json:
        emit_json({"command": "match", "files": rows})
        return
    for row in rows:
        if "error" in row:
            continue
        click.echo(f"{row['file']}（按 {row['as_of']} 的法律；库截至 {row['horizon']}）")
        for law in row["laws"]:
            click.echo(f"  {law['score']:.2f}  {law['title']}：{'；'.join(law['reasons'])}")
        for clause in row["clauses"]:
            best = clause["higher"][0] if clause["higher"] else None
            place = f"《{best['law']}》{best['article']}" if best else clause["reason"]
            click.echo(f"  {clause['clause']}  {clause['state']}  {place}")
