"""``lawcheck compare A B`` and ``lawcheck same CLAUSE FILE...``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

import click

from lawcheck.cli.common import (
    EXIT_UNREADABLE,
    as_of_option,
    emit_json,
    files_in,
    json_option,
    lang_option,
    library_option,
    load_library,
    placed,
    prepare_folder,
    read_document,
    simplify_option,
    write_results,
)
from lawcheck.cli.naming import one_law
from lawcheck.cli.results import own_stem
from lawcheck.comparison import DocumentComparison, SameClause, compare_versions, compare_with_higher, find_same
from lawcheck.document import Document, SourceText, parse
from lawcheck.errors import LawcheckError, UsageError
from lawcheck.laws import Article
from lawcheck.reports import ComparedView, compared_outputs, compared_record

__all__ = ["compare", "same"]

_NEXT_HEADING: Final = re.compile(r" (?=第[零〇一二三四五六七八九十百]+(?:分?编|章|节))")
_SHOWN = 200  # characters of a clause on the screen


@click.command("compare")
@click.argument("first")
@click.argument("second")
@click.option("--higher", is_flag=True, help="第二个是上位法：逐款比对并给出关系（默认：两个版本的新旧对照，旧在前）。")
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), help="把对照表（html、docx、xlsx、json）写到这个文件夹。"
)
@as_of_option
@simplify_option
@library_option
@json_option
@lang_option
def compare(
    first: str,
    second: str,
    higher: bool,
    out: Path | None,
    as_of: date | None,
    simplified: bool,
    library: Path | None,
    as_json: bool,
    lang: str,
) -> None:
    """比较两个文件（也可以写库中法律的名称），例如：lawcheck compare 某办法.docx 消防法 --higher --out 结果。"""
    day = as_of or date.today()
    a, b = (_document(name, day, library, simplified, quiet=as_json) for name in (first, second))
    found = compare_with_higher(a, b) if higher else compare_versions(a, b)
    files = _write(out, found, (first, second), day)
    if as_json:
        emit_json({"command": "compare", **compared_record(found), "outputs": [str(file) for file in files]})
        return
    _print(ComparedView(found, day))
    click.echo("\n".join(str(file) for file in files))


def _document(name: str, day: date, library: Path | None, simplified: bool, *, quiet: bool) -> Document:
    """A file, or a law of the library by its title."""
    if Path(name).exists() or Path(name).suffix:
        return read_document(Path(name), simplified=simplified, show=not quiet)
    held = load_library(library, quiet=quiet)
    law = one_law(held, name)
    if law is None:
        raise UsageError("E509", title=name, hint="")
    version = held.version_at(law.law_id, day) or held.versions(law.law_id)[-1]
    return parse(SourceText.from_text("\n".join([law.title, *_lines(held.articles(version.version_id))])))


def _lines(articles: Iterable[Article]) -> Iterator[str]:
    """The articles of a law of the library, each chapter and section named where it begins."""
    above: list[str] = []
    for article in articles:
        names = _NEXT_HEADING.split(article.heading) if article.heading else []
        kept = next((at for at, pair in enumerate(zip(names, above, strict=False)) if len(set(pair)) > 1), len(above))
        yield from names[kept:]
        above = names
        yield f"{article.label}　{article.text}"


def _write(folder: Path | None, found: DocumentComparison, pair: tuple[str, str], day: date) -> Sequence[Path]:
    """Named after the document that is asked about; after both where another comparison has that name."""
    if folder is None:
        return ()
    prepare_folder(folder)
    outputs = compared_outputs(found, day)
    other, meant = pair if found.versions else pair[::-1]
    names = (Path(meant).stem, f"{Path(other).stem}_{Path(meant).stem}")
    stem = own_stem(folder, "compare" if found.versions else "higher", pair, names, tuple(outputs))
    return write_results(folder, {stem + suffix: data for suffix, data in outputs.items()})


def _print(view: ComparedView) -> None:
    """What a person should read first: the rows that changed or alarm."""
    for row in view.rows:
        if row.changed if view.versions else row.alarming:
            click.echo(f"{row.left_label or '—'} → {row.right_label or '—'}　{row.tag}　{row.points}".rstrip("　"))
    for line in (*view.cautions, view.summary):
        click.echo(line, err=True)


@click.command("same")
@click.argument("clause")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--words", default="", help="条文中有问题的词语；含有它的排在前面。")
@simplify_option
@json_option
@lang_option
@click.pass_context
def same(
    ctx: click.Context, clause: str, files: tuple[Path, ...], words: str, simplified: bool, as_json: bool, lang: str
) -> None:
    """在许多文件中找同类问题：与一个有问题的条款文字相近的条款。文件夹中的文件都算。"""
    if not any(char.isalnum() for char in clause):
        raise UsageError("E534")
    names, documents, errors = [], [], []
    for path in files_in(files, skipped=(".", "~", "_")):
        try:
            documents.append(read_document(path, simplified=simplified, show=False))
            names.append(path)
        except LawcheckError as error:
            errors.append({"file": str(path), "error": error.text(lang)})
            if not as_json:
                click.echo(placed(error.text(lang), path), err=True)
    found = find_same(clause, documents, words=words)
    if as_json:
        emit_json(
            {
                "command": "same",
                "clause": clause,
                "found": [_record(s, names, documents) for s in found],
                "errors": errors,
            }
        )
    else:
        _print_same(found, names, documents)
    ctx.exit(EXIT_UNREADABLE if errors else 0)


def _record(item: SameClause, names: Sequence[Path], documents: Sequence[Document]) -> dict[str, Any]:
    return {
        "file": str(names[item.document]),
        "title": documents[item.document].title,
        "clause": documents[item.document].citation_label(item.unit),
        "text": item.text,
        "similarity": item.similarity,
        "has_words": item.has_words,
        "differences": list(item.comparison.key_points),
    }


def _print_same(found: Sequence[SameClause], names: Sequence[Path], documents: Sequence[Document]) -> None:
    for item in found:
        document = documents[item.document]
        mark = "★" if item.has_words else "　"
        text = item.text if len(item.text) <= _SHOWN else item.text[:_SHOWN] + "……"
        click.echo(
            f"{mark}{item.similarity:.2f}　《{document.title}》{document.citation_label(item.unit)}　{names[item.document]}"
        )
        click.echo(f"    {text}")
    click.echo(
        f"{len(documents)} 个文件中有 {len({item.document for item in found})} 个、共 {len(found)} 款相近", err=True
    )
