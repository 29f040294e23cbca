"""``lawcheck ask QUESTION``."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from lawcheck.cli.common import as_of_option, emit_json, json_option, lang_option, library_option, load_library
from lawcheck.errors import UsageError
from lawcheck.matching import ask as find_answers
from lawcheck.matching import open_index, open_meaning
from lawcheck.messages import render

__all__ = ["ask"]


@click.command("ask")
@click.argument("question")
@click.option("--limit", type=click.IntRange(1, 100), default=10, help="显示几条。")
@click.option(
    "--dense/--no-dense",
    default=None,
    help="用不用语义向量（默认：用 lawcheck laws index --dense 建过就用）。",
)
@as_of_option
@library_option
@json_option
@lang_option
def ask(
    question: str, limit: int, dense: bool | None, as_of: date | None, library: Path | None, as_json: bool, lang: str
) -> None:
    """用日常的话提问，找出最可能有答案的条文，例如：lawcheck ask 谁可以成为个体工商户"""
    day = as_of or date.today()
    held = load_library(library, quiet=as_json)
    index = open_index(held, day)
    meaning = None if dense is False else open_meaning(held, index)
    if dense and meaning is None:
        raise UsageError("E333")
    answers = find_answers(held, index, question, limit, meaning)
    if as_json:
        rows = [
            {"law": a.law.title, "article": a.article.label, "text": a.article.text, "score": a.score} for a in answers
        ]
        told = {"question": question, "as_of": day.isoformat(), "horizon": held.horizon.isoformat()}
        emit_json({"command": "ask", **told, "dense": meaning is not None, "results": rows})
        return
    for answer in answers:
        click.echo(f"《{answer.law.title}》{answer.article.label}\n  {answer.article.text}")
    if not answers:
        click.echo(render("I320", lang))
