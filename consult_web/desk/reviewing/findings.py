"""One finding: its evidence, verdicts of one and two persons, the same problem elsewhere; findings that a person adds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as BaseResponse

from consult_web import storage
from consult_web.accounts import User, allowed, current_user
from consult_web.desk.reviewing.frame import CONFIRM, JUDGE, READ, blueprint, found, message, tabs, translate
from consult_web.desk.reviewing.views import filters_of, rights
from consult_web.errors import NotFound, SiteError
from consult_web.filings import Filing, FindingVerdict, ReviewFinding, visible_filing
from consult_web.filings.reviews import (
    Item,
    add_own_finding,
    confirm,
    current_run,
    find_alike,
    find_finding,
    judge,
    open_bench,
)
from lawcheck.checks import Severity
from lawcheck.procedure import Verdict, criteria, find_jurisdiction

__all__ = ["finding"]

Answer = str | BaseResponse | tuple[str, int]
Act = Callable[[Session, User, Filing], object]


@blueprint.get("/<int:number>/findings/<key>")
@allowed(*READ)
def finding(number: int, key: str) -> str:
    """A finding with its evidence card; ``?part=evidence`` only the card, for the margin of the workbench."""
    if request.args.get("part") == "evidence":
        return render_template("reviewing/evidence.html", **_evidence(number, key))
    return _page(number, key)


def _page(number: int, key: str, error: str = "") -> str:
    filing, session, user = found(number), storage.session(), current_user()
    item = _item(filing, key)
    shown = _evidence(number, key)
    row: ReviewFinding | None = shown["finding"]
    return render_template(
        "reviewing/finding.html",
        filing=filing,
        item=item,
        alike=find_alike(session, user, row) if row else [],
        boxes=_boxes(filing),
        people=_people(session, item.verdict),
        tabs=tabs(filing, "bench"),
        error=error,
        sent=request.form,
        **shown,
        **rights(number),
    )


def _evidence(number: int, key: str) -> dict[str, Any]:
    session, filing = storage.session(), found(number)
    run = current_run(session, filing)
    if key.startswith("own:"):
        return {"finding": None, "data": {}, "card": {}}
    if run is None:
        raise NotFound("E927")
    row = find_finding(session, run, key)
    return {"finding": row, "data": row.data, "card": row.data.get("card", {})}


def _item(filing: Filing, key: str) -> Item:
    session = storage.session()
    run = current_run(session, filing)
    items = open_bench(session, storage.files(), filing, run).items if run else []
    item = next((item for item in items if item.key == key), None)
    if item is None:
        raise NotFound("E927")
    return item


def _people(session: Session, row: FindingVerdict | None) -> dict[int, str]:
    ids = [number for number in (row.by_id, row.second_by_id) if number] if row else []
    return {number: session.get_one(User, number).name for number in ids}


def _boxes(filing: Filing) -> dict[str, list[tuple[str, str]]]:
    """The boxes by group, for a choice."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for box in criteria(find_jurisdiction(filing.jurisdiction)):
        groups.setdefault(box.group, []).append((box.id, f"{box.id} {box.text}"))
    return groups


@blueprint.post("/<int:number>/findings/<key>/verdict")
@allowed(*JUDGE)
def verdict(number: int, key: str) -> Answer:
    """The first person's verdict."""
    sent = request.form

    def act(session: Session, user: User, filing: Filing) -> None:
        judge(
            session,
            user,
            filing,
            key,
            sent.get("verdict", ""),
            sent.get("note", ""),
            version=sent.get("version", 0, type=int),
            criterion=sent.get("criterion"),
            proposal=sent.get("proposal"),
        )

    return _act(number, key, act)


@blueprint.post("/<int:number>/findings/<key>/confirm")
@allowed(*CONFIRM)
def second(number: int, key: str) -> Answer:
    """The second person's verdict."""
    sent = request.form
    version = sent.get("version", 0, type=int)
    said, note = sent.get("verdict", ""), sent.get("note", "")
    return _act(number, key, lambda s, u, f: confirm(s, u, f, key, said, note, version=version))


def _act(number: int, key: str, act: Act) -> Answer:
    """Do it, and answer with the card of the margin (for the script), or go back to where the form stood."""
    part = request.headers.get("X-Part") == "finding"
    user = current_user()
    try:
        with storage.saving() as session:
            act(session, user, visible_filing(session, user, number))
    except SiteError as error:
        return (message(error), error.status) if part else (_page(number, key, message(error)), error.status)
    if part:
        return _card(number, key)
    flash(translate("verdict_saved"), "good")
    if request.form.get("back") == "bench":
        query: dict[str, Any] = request.args.to_dict()
        return redirect(url_for("reviewing.bench", number=number, _anchor=f"f-{key}", **query), 303)
    return redirect(url_for("reviewing.finding", number=number, key=key), 303)


def _card(number: int, key: str) -> str:
    filing, session = found(number), storage.session()
    run = current_run(session, filing)
    if run is None:
        raise NotFound("E927")
    bench = open_bench(session, storage.files(), filing, run, filters_of(request.args))
    item = next(item for item in bench.items if item.key == key)
    query = request.args.to_dict()
    return render_template(
        "reviewing/margin.html", filing=filing, item=item, bench=bench, query=query, **rights(number)
    )


@blueprint.route("/<int:number>/own", methods=["GET", "POST"])
@allowed(*JUDGE)
def own(number: int) -> Answer:
    """A problem that the program did not see."""
    if request.method == "GET":
        return _own_page(number)
    sent, user = request.form, current_user()
    names = ("quote", "severity", "note", "criterion", "upper", "proposal")
    try:
        with storage.saving() as session:
            filing = visible_filing(session, user, number)
            eid = sent.get("eid", "")
            label = dict(_clauses(filing)).get(eid, "")
            row = add_own_finding(
                session, user, filing, eid=eid, label=label, **{name: sent.get(name, "") for name in names}
            )
            key = row.finding_key
    except SiteError as error:
        return _own_page(number, message(error)), error.status
    flash(translate("own_saved"), "good")
    return redirect(url_for("reviewing.bench", number=number, _anchor=f"f-{key}"), 303)


def _own_page(number: int, error: str = "") -> str:
    filing = found(number)
    return render_template(
        "reviewing/own.html",
        filing=filing,
        clauses=_clauses(filing),
        eid=request.values.get("eid", ""),
        severities=[(severity.value, severity.label) for severity in Severity if severity is not Severity.INFO],
        boxes=_boxes(filing),
        verdicts=list(Verdict),
        tabs=tabs(filing, "bench"),
        error=error,
        sent=request.form,
    )


def _clauses(filing: Filing) -> list[tuple[str, str]]:
    session = storage.session()
    run = current_run(session, filing)
    rows = open_bench(session, storage.files(), filing, run).view["rows"] if run else []
    return [(row["eid"], row["label"]) for row in rows]
