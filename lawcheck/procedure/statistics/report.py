"""The draft of the yearly report: the values of the letter ``annual_report``, every number from the figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lawcheck.messages import render
from lawcheck.procedure.statistics.annual import AnnualFigures
from lawcheck.procedure.statistics.figures import Breakdown

__all__ = ["annual_report_values"]


def annual_report_values(figures: AnnualFigures) -> Mapping[str, object]:
    """Values for the template ``annual_report`` but those that only a person knows (issuer, addressee, date; 制度和能力建设
    and 下一步工作 are left to be written). The sentences are drafts.

    >>> from lawcheck.procedure import annual_figures, whole_year
    >>> values = annual_report_values(annual_figures([], whole_year(2026)))
    >>> values["year"], values["filed"], values["correction"].splitlines()[0]
    (2026, 0, '审结0件次：无。')
    """
    return {
        "year": figures.span.first.year,
        "filed": figures.filing.filed,
        "kinds": [
            {"kind": kind, "count": count, "late": figures.filing.late_by_kind.of(kind)}
            for kind, count in figures.filing.by_kind.parts
        ],
        "filing": "\n".join(_filing(figures)),
        "review": "\n".join(_review(figures)),
        "correction": "\n".join(_correction(figures)),
        "building": "\n".join(_building(figures)),
        "plans": _say("T810"),
    }


def _filing(figures: AnnualFigures) -> Iterable[str]:
    filing = figures.filing
    result, time = filing.by_result, filing.by_time
    yield _say(
        "T801",
        filed=filing.filed,
        registered=result.of("登记"),
        held=result.of("暂缓登记"),
        returned=result.of("退回"),
        waiting=result.of("待审核"),
    )
    yield _say(
        "T802",
        irregular=filing.irregular,
        timely=time.of("按时"),
        late=time.of("迟报"),
        unknown=time.of("无法判断"),
    )
    if filing.missing is not None:
        yield _say("T803", missing=filing.missing)


def _review(figures: AnnualFigures) -> Iterable[str]:
    yield _say("T804", begun=figures.review.begun, kinds=_listed(figures.review.by_kind))
    asked = figures.suggestions
    yield _say("T805", received=asked.received, results=_listed(asked.by_result), told=asked.told)


def _correction(figures: AnnualFigures) -> Iterable[str]:
    review = figures.review
    yield _say("T806", ended=review.ended.total, outcomes=_listed(review.ended))
    sent = Breakdown("文书", sum(review.letters.values()), tuple(review.letters.items()))
    yield _say("T807", letters=_listed(sent))
    yield _say("T808", at_fault=review.at_fault, problems=review.problems.total)


def _building(figures: AnnualFigures) -> Iterable[str]:
    if figures.database is not None:
        yield _say("T809", total=figures.database.total, kinds=_listed(figures.database))
    yield _say("T810")


def _listed(parts: Breakdown) -> str:
    told = [f"{label}{count}件" for label, count in parts.parts if count]
    return "、".join(told) or "无"


def _say(code: str, **details: object) -> str:
    return render(code, "zh", **details).removeprefix(f"[{code}] ")
