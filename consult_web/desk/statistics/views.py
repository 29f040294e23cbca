"""The year in charts, its sums checked against the ledger, and the annual report as a form and a Word file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask import render_template, request
from markupsafe import Markup
from werkzeug.wrappers import Response as BaseResponse

from consult_web import storage
from consult_web.accounts import Organisation, Permission, allowed, current_user
from consult_web.audit import record
from consult_web.desk.papers import LetterForm, read_letter, send_bytes
from consult_web.desk.statistics.frame import blueprint, translate
from consult_web.filings import receiver_of
from consult_web.filings.figures import compare_ledger, report_values, year_figures, years_of
from consult_web.storage import china_today
from consult_web.ui import charts, language
from lawcheck.errors import LawcheckError
from lawcheck.letters import fill_letter, find_letter
from lawcheck.procedure import AnnualFigures, Breakdown, criteria, jurisdiction_at
from lawcheck.writers import typeset

__all__ = ["drawn"]

_MOST_BARS: Final = 12


@blueprint.get("/")
@allowed(Permission.FILING_READ)
def index() -> str:
    """The figures of a year."""
    session, receiver = storage.session(), _receiver()
    year, years = _year(receiver.id)
    figures = year_figures(session, receiver, year)
    return render_template(
        "statistics/index.html",
        receiver=receiver,
        year=year,
        years=[(str(one), str(one)) for one in years],
        figures=figures,
        groups=drawn(figures, _criteria(receiver)),
        clocks=figures.clocks,
        compared=compare_ledger(session, receiver.id, figures),
    )


@blueprint.route("/report", methods=["GET", "POST"])
@allowed(Permission.FILING_READ)
def report() -> str | BaseResponse | tuple[str, int]:
    """The draft of the annual report: numbers from the figures, sentences to be edited, then Word or PDF."""
    session, receiver = storage.session(), _receiver()
    year, _ = _year(receiver.id)
    letter = find_letter("annual_report")
    if request.method == "GET":
        values = report_values(session, receiver, year_figures(session, receiver, year))
        return render_template("statistics/report.html", form=LetterForm(letter, values), year=year, error="")
    values = read_letter(letter, request.form)
    try:
        made = fill_letter(letter, values)
    except LawcheckError as error:
        form = LetterForm(letter, values)
        return render_template("statistics/report.html", form=form, year=year, error=error.text(language())), 400
    with storage.saving() as saved:
        record(saved, current_user().actor, "report.drafted", f"organisation:{receiver.id}", {"year": year})
    name = f"{year}年备案审查工作情况报告（草稿）"
    if request.form.get("as") == "pdf":
        return send_bytes(typeset(made), f"{name}.pdf")
    return send_bytes(made, f"{name}.docx")


def drawn(figures: AnnualFigures, words: Mapping[str, str]) -> list[tuple[str, list[Markup]]]:
    """The charts by group; each has its numbers and shares in a table under it. ``words``: those of the boxes of review."""
    filing, review, told = figures.filing, figures.review, figures.suggestions
    groups = [
        (translate("filing"), [_months(filing.by_month), _donut(filing.by_result), _donut(filing.by_time),
                               _bars(filing.by_kind), _bars(filing.by_maker)]),
        (translate("review"), [_donut(review.by_kind), _bars(review.by_state), _bars(review.ended),
                               _bars(_in_words(review.problems, words))]),
        (translate("suggestions"), [_donut(told.by_channel), _donut(told.by_result)]),
        (translate("database"), [_bars(figures.database)] if figures.database else []),
    ]  # fmt: skip
    return [(name, [chart for chart in made if chart]) for name, made in groups]


def _criteria(receiver: Organisation) -> dict[str, str]:
    return {box.id: box.text for box in criteria(jurisdiction_at(receiver.territory))}


def _in_words(found: Breakdown, words: Mapping[str, str]) -> Breakdown:
    """With what the codes mean behind them."""
    return Breakdown(
        found.name, found.total, tuple((f"{name} {words.get(name, '')}".strip(), n) for name, n in found.parts)
    )


def _bars(found: Breakdown) -> Markup:
    """The largest parts; what is left over is one bar, so that the sum stays."""
    parts = sorted(found.parts, key=lambda part: -part[1])
    rest = sum(count for _, count in parts[_MOST_BARS:])
    rows = [charts.Bar(name, count) for name, count in parts[:_MOST_BARS] if count]
    rows += [charts.Bar(translate("others"), rest)] if rest else []
    return charts.bars(found.name, rows, translate("pieces"), total=found.total) if rows else Markup("")


def _donut(found: Breakdown) -> Markup:
    parts = {name: float(count) for name, count in found.parts if count}
    return charts.donut(found.name, parts, translate("pieces")) if parts else Markup("")


def _months(found: Breakdown) -> Markup:
    names, counts = [name for name, _ in found.parts], [count for _, count in found.parts]
    return charts.columns(found.name, names, counts, translate("pieces")) if any(counts) else Markup("")


def _receiver() -> Organisation:
    return receiver_of(storage.session(), current_user())


def _year(receiver_id: int) -> tuple[int, list[Any]]:
    years = years_of(storage.session(), receiver_id)
    asked = request.args.get("year", type=int)
    return (asked if asked in years else china_today().year), years
