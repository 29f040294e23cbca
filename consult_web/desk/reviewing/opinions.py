"""Opinions: drafted from what was accepted, downloaded, edited in Word and put back, offered and signed."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from consult_web import storage
from consult_web.accounts import Permission, User, allowed, current_user, may
from consult_web.desk.papers import LetterForm, read_letter, send_bytes
from consult_web.desk.reviewing.frame import ACT, JUDGE, READ, blueprint, found, may_judge, message, tabs, translate
from consult_web.errors import NotFound, Refused, SiteError
from consult_web.filings import Filing, OpinionKind, visible_filing
from consult_web.filings.reviews import (
    accepted_issues,
    draft_opinion,
    drop_opinion,
    find_opinion,
    offer_opinion,
    offered_content,
    redraft_opinion,
    replace_opinion,
    sign_opinion,
    template_of,
)
from consult_web.filings.reviews import opinions_of as all_opinions
from consult_web.storage import china_today
from lawcheck.errors import UsageError
from lawcheck.letters import find_letter

__all__ = ["opinions"]

Answer = str | BaseResponse | tuple[str, int]
_ACTS = {"offer": offer_opinion, "sign": sign_opinion, "drop": drop_opinion}
_SIGNERS = (Permission.FILING_SECOND_REVIEW, Permission.FILING_DECIDE)


@blueprint.get("/<int:number>/opinions")
@allowed(*READ)
def opinions(number: int) -> str:
    """The opinions on a filing, with all their versions."""
    filing, session = found(number), storage.session()
    rows = all_opinions(session, number)
    actors = {version.by for row in rows for version in row.versions}
    names = {f"user:{user.id}": user.name for user in _users(actors)}
    return render_template(
        "reviewing/opinions.html",
        filing=filing,
        rows=rows,
        names=names,
        kinds=list(OpinionKind),
        accepted=len(accepted_issues(session, filing)),
        judges=may_judge(filing),
        signs=may(*_SIGNERS),
        me=current_user().actor,
        tabs=tabs(filing, "opinions"),
    )


def _users(actors: set[str]) -> list[User]:
    ids = [int(actor.removeprefix("user:")) for actor in actors if actor.startswith("user:")]
    return [user for user in (storage.session().get(User, number) for number in ids) if user]


@blueprint.route("/<int:number>/opinions/new/<kind>", methods=["GET", "POST"])
@allowed(*JUDGE)
def new_opinion(number: int, kind: str) -> Answer:
    """The form of an opinion, filled with what was accepted; sent, its first Word file is made."""
    filing, user = found(number), current_user()
    chosen = _kind(kind)
    letter = find_letter(template_of(chosen))
    if request.method == "GET":
        offered = offered_content(storage.session(), filing, chosen, user, china_today())
        return _form(filing, chosen, LetterForm(letter, offered))
    values = read_letter(letter, request.form)
    try:
        with storage.saving() as session:
            draft_opinion(session, storage.files(), visible_filing(session, user, number), user, chosen, values)
    except (SiteError, UsageError) as error:
        return _form(filing, chosen, LetterForm(letter, values), message(error)), 400
    flash(translate("opinion_made"), "good")
    return redirect(url_for("reviewing.opinions", number=number), 303)


@blueprint.route("/<int:number>/opinions/<int:opinion>", methods=["GET", "POST"])
@allowed(*JUDGE)
def edit_opinion(number: int, opinion: int) -> Answer:
    """The content of an opinion, to make its Word file anew."""
    filing, user = found(number), current_user()
    row = find_opinion(storage.session(), filing, opinion)
    letter, kind = find_letter(template_of(row.kind)), row.kind
    if request.method == "GET":
        return _form(filing, kind, LetterForm(letter, row.content), version=row.row_version)
    values, version = read_letter(letter, request.form), request.form.get("version", 0, type=int)
    try:
        with storage.saving() as session:
            own = find_opinion(session, visible_filing(session, user, number), opinion)
            redraft_opinion(session, storage.files(), own, user, values, version)
    except (SiteError, UsageError) as error:
        return _form(filing, kind, LetterForm(letter, values), message(error), version), getattr(error, "status", 400)
    flash(translate("opinion_made"), "good")
    return redirect(url_for("reviewing.opinions", number=number), 303)


def _form(filing: Filing, kind: OpinionKind, form: LetterForm, error: str = "", version: int = 0) -> str:
    shown: dict[str, Any] = {"filing": filing, "kind": kind, "form": form, "error": error, "version": version}
    return render_template("reviewing/opinion.html", tabs=tabs(filing, "opinions"), **shown)


def _kind(name: str) -> OpinionKind:
    try:
        return OpinionKind[name.upper()]
    except KeyError:
        raise NotFound("E800") from None


@blueprint.get("/<int:number>/opinions/<int:opinion>/<int:version>.docx")
@allowed(*READ)
def opinion_file(number: int, opinion: int, version: int) -> BaseResponse:
    """A version of an opinion as Word."""
    filing = found(number)
    row = find_opinion(storage.session(), filing, opinion)
    held = next((one for one in row.versions if one.number == version), None)
    if held is None:
        raise NotFound("E916")
    return send_bytes(storage.files().read(held.digest), f"{row.kind.value}（{filing.title}）第{version}稿.docx")


@blueprint.post("/<int:number>/opinions/<int:opinion>/edited")
@allowed(*ACT)
def put_opinion(number: int, opinion: int) -> BaseResponse:
    """An edited Word file in the place of the last version."""
    sent, user = request.files.get("file"), current_user()
    if sent is None or not sent.filename:
        raise Refused("E906")
    data = sent.stream.read()
    with storage.saving() as session:
        row = find_opinion(session, visible_filing(session, user, number), opinion)
        replace_opinion(session, storage.files(), row, user, data, request.form.get("version", 0, type=int))
    flash(translate("opinion_edited"), "good")
    return redirect(url_for("reviewing.opinions", number=number), 303)


@blueprint.post("/<int:number>/opinions/<int:opinion>/<act>")
@allowed(*ACT)
def act_on_opinion(number: int, opinion: int, act: str) -> BaseResponse:
    """Offer, sign or drop an opinion."""
    if act not in _ACTS or (act == "sign" and not may(*_SIGNERS)) or (act != "sign" and not may(*JUDGE)):
        raise NotFound("E800")
    user = current_user()
    with storage.saving() as session:
        row = find_opinion(session, visible_filing(session, user, number), opinion)
        _ACTS[act](session, row, user, request.form.get("version", 0, type=int))
    flash(translate(f"opinion_{act}"), "good")
    return redirect(url_for("reviewing.opinions", number=number), 303)
