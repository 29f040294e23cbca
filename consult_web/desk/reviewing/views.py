"""The workbench: the document beside the higher law, findings in the margin; asking for a review; files made of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from consult_web import storage
from consult_web.accounts import allowed, current_user
from consult_web.desk.papers import send_bytes
from consult_web.desk.reviewing.frame import (
    JUDGE,
    READ,
    blueprint,
    found,
    fresh,
    may_confirm,
    may_judge,
    tabs,
    translate,
)
from consult_web.errors import NotFound
from consult_web.filings import RunState, state_of, visible_filing
from consult_web.filings.reviews import (
    OPEN,
    STEPS,
    Bench,
    Filters,
    ask_for_review,
    current_run,
    open_bench,
    progress_of,
    run_of,
)
from consult_web.ui import language
from lawcheck.errors import LawcheckError
from lawcheck.procedure import Verdict

__all__ = ["FILES", "bench", "review_state"]

FILES: Final = {
    ".annotated.docx": "批注",
    ".annotated.pdf": "批注",
    ".annotated.ofd": "批注",
    ".comparison.docx": "条款比对表",
    ".findings.xlsx": "问题清单",
    ".review.docx": "审查报告",
}
"""What can be downloaded of a review, and what it is called."""


@blueprint.get("/<int:number>")
@allowed(*READ)
def bench(number: int) -> str:
    """The workbench of a filing."""
    session, filing = storage.session(), fresh(number)
    run, filters = current_run(session, filing), filters_of(request.args)
    state = review_state(filing)
    if run is None:
        return render_template(
            "reviewing/empty.html", filing=filing, state=state_of(filing), tabs=tabs(filing, "bench"), run=state
        )
    shown = open_bench(session, storage.files(), filing, run, filters)
    law = request.args.get("law", "")
    return render_template(
        "reviewing/bench.html",
        filing=filing,
        state=state_of(filing),
        bench=shown,
        rows=rows_of(shown, law, whole=request.args.get("rows") != "found"),
        law=law,
        laws=laws_of(shown),
        filters=filters,
        verdicts=[OPEN, *Verdict],
        tabs=tabs(filing, "bench"),
        run=state,
        outdated=filing.document is not None and run.text_digest != filing.document.text_digest,
        files=[(suffix, name) for suffix, name in FILES.items() if suffix in run.outputs],
        **rights(number),
    )


def rights(number: int) -> dict[str, Any]:
    """What the margin needs to know of this visitor."""
    filing = found(number)
    return {"judges": may_judge(filing), "confirms": may_confirm(filing), "me": current_user().id}


def filters_of(args: Mapping[str, str]) -> Filters:
    """The filters of an address."""
    return Filters(args.get("severity", ""), args.get("rule", ""), args.get("verdict", ""), args.get("open", "") == "1")


def rows_of(bench: Bench, law: str, *, whole: bool) -> Sequence[dict[str, Any]]:
    """The rows to show: each with the higher clause that it is held against (of ``law``, else the best) and its findings.
    Not ``whole``: those with findings that the filters keep."""
    made = []
    for row in bench.view["rows"]:
        items = bench.by_row.get(row["eid"], [])
        if not items and not whole:
            continue
        upper = next((one for one in row["upper"] if (one["law"] == law if law else one["best"])), None)
        made.append({"row": row, "upper": upper, "filed": upper["filed"] if upper else row["filed"], "items": items})
    return made


def laws_of(bench: Bench) -> list[str]:
    """The laws that some 款 can be held against, those of most 款 first."""
    counts: dict[str, int] = {}
    for row in bench.view["rows"]:
        for law in {one["law"] for one in row["upper"]}:
            counts[law] = counts.get(law, 0) + 1
    return sorted(counts, key=lambda law: (-counts[law], law))


def review_state(filing: Any) -> dict[str, Any] | None:
    """The newest review of a filing in words: state, progress, why it failed; None where none was asked for."""
    newest = run_of(storage.session(), filing)
    if newest is None:
        return None
    run, job = newest
    state, code, details = progress_of(run, job)
    done, step = (job.done, job.step) if job and state is RunState.RUNNING else (run.done, "")
    return {
        "run": run,
        "active": state in (RunState.QUEUED, RunState.RUNNING),
        "failed": state is RunState.FAILED,
        "state": state.value,
        "step": translate(f"step_{step}") if step in STEPS else translate("step_waiting"),
        "done": done,
        "total": len(STEPS),
        "error": LawcheckError(code, **details).text(language()) if code else "",
    }


@blueprint.post("/<int:number>/review")
@allowed(*JUDGE)
def ask(number: int) -> BaseResponse:
    """Have the document reviewed, or reviewed again with the laws pinned now."""
    user = current_user()
    with storage.saving() as session:
        ask_for_review(session, visible_filing(session, user, number), user)
    flash(translate("review_asked"), "good")
    return redirect(url_for("reviewing.bench", number=number), 303)


@blueprint.get("/<int:number>/files/<suffix>")
@allowed(*READ)
def file(number: int, suffix: str) -> BaseResponse:
    """A file made of the review."""
    filing = found(number)
    run = current_run(storage.session(), filing)
    digest = run.outputs.get(f".{suffix}") if run else None
    if digest is None or f".{suffix}" not in FILES:
        raise NotFound("E916")
    ending = suffix.rpartition(".")[2]
    return send_bytes(storage.files().read(digest), f"{FILES['.' + suffix]}（{filing.title}）.{ending}")
