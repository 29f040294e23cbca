"""By the receipt, without an account: what became of it, changing it, taking it back, rating the answer."""

from __future__ import annotations

from dataclasses import replace

from flask import flash, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response as BaseResponse

from consult_web import storage
from consult_web.accounts import Permission, allowed, limiter
from consult_web.consultations import (
    Comment,
    Grade,
    Image,
    Opinion,
    Track,
    change_comment,
    find_by_receipt,
    parse_receipt,
    rate,
    ratings_of,
    shown_receipt,
    track,
    withdraw_comment,
)
from consult_web.errors import Conflict, NotFound, Refused
from consult_web.filings.suggestions import is_suggestion
from consult_web.public import forms
from consult_web.public.blueprint import blueprint
from consult_web.public.identity import lacks_identity
from consult_web.public.reading import drawn_code, frame_of
from consult_web.public.texts import TEXTS
from consult_web.public.writing import too_late
from consult_web.ui import fault_words, moment_text, translator

__all__: list[str] = []

_say = translator(TEXTS)
# Codes cannot be guessed (120 bits); the limit keeps people from trying all the same.
_LOOKING = "300 per minute; 3000 per hour"


@blueprint.route("/track", methods=["GET", "POST"], endpoint="track")
@limiter.limit(_LOOKING, methods=["POST"])
@allowed(Permission.ANYONE)
def look_up() -> str | BaseResponse | tuple[str, int]:
    """The field for the code; receipts of suggestions look the same, and are followed on their own page."""
    typed = request.form.get("code", "")
    if request.method == "GET":
        return render_template("ui/track.html", typed="", error="")
    code = parse_receipt(typed)
    if code and find_by_receipt(storage.session(), code):
        return redirect(url_for("public.receipt", code=code), 303)
    if code and is_suggestion(storage.session(), code):
        return redirect(url_for("suggesting.follow", code=code), 303)
    error = fault_words({"code": NotFound("E863")})["code"]
    return render_template("ui/track.html", typed=typed[:80], error=error), 404


@blueprint.route("/track/<code>")
@limiter.limit(_LOOKING)
@allowed(Permission.ANYONE)
def receipt(code: str) -> str:
    """Where the opinions of a submission stand."""
    comments = _comments(code)
    tracks = [track(storage.session(), comment) for comment in comments]
    first = tracks[0].consultation
    return render_template(
        "public/tracker.html",
        **frame_of(first),
        code=parse_receipt(code),
        shown_code=shown_receipt(parse_receipt(code)),
        tracks=[(number, one, _steps(one)) for number, one in enumerate(tracks, 1)],
        grades=[(grade.value, _say(f"grade_{grade.name.lower()}")) for grade in Grade],
        ratings=ratings_of(storage.session(), first),
        first_round=tracks[0].round,
    )


@blueprint.route("/track/<code>/qr.svg")
@allowed(Permission.ANYONE)
def receipt_code(code: str) -> BaseResponse:
    """The QR code of a receipt's address; nothing is looked up, so that it tells nobody whether there is such a one."""
    if not (parsed := parse_receipt(code)):
        raise NotFound("E863")
    return drawn_code(url_for("public.receipt", code=parsed, _external=True), _say("receipt_scan"))


@blueprint.route("/track/<code>/<int:place>/edit", methods=["GET", "POST"])
@limiter.limit(_LOOKING, methods=["POST"])
@allowed(Permission.ANYONE)
def edit(code: str, place: int) -> str | BaseResponse | tuple[str, int]:
    """Change what was sent, until the end."""
    comment = _comment(code, place)
    found = track(storage.session(), comment)
    if request.method == "POST" and (late := too_late(found.consultation)):
        return late
    if not found.can_change:
        raise (
            Conflict("E866") if found.withdrawn else Conflict("E860", closes=frame_of(found.consultation)["clock"].ends)
        )
    action = url_for("public.edit", code=code, place=place)
    form = forms.reopened(found.consultation, found.version, _opinion(comment), action, f"sent-{comment.id}")
    if request.method == "GET" or request.form.get("autosave"):
        return _edit_page(found, form)
    opinion, form = forms.filled(form, found.version)
    if lacks_identity(found.consultation, [opinion]):
        form = replace(form, errors={**form.errors, **fault_words({"public": Refused("E959")})})
    if form.errors:
        return _edit_page(found, form), 400
    with storage.saving() as session:
        change_comment(
            session, session.merge(found.consultation, load=False), session.get_one(Comment, comment.id), opinion
        )
    flash(_say("changed"), "good")
    return redirect(url_for("public.receipt", code=code), 303)


@blueprint.route("/track/<code>/<int:place>/withdraw", methods=["POST"])
@limiter.limit(_LOOKING)
@allowed(Permission.ANYONE)
def withdraw(code: str, place: int) -> BaseResponse:
    """Take it back, until the end."""
    comment = _comment(code, place)
    with storage.saving() as session:
        own = session.get_one(Comment, comment.id)
        withdraw_comment(session, track(session, own).consultation, own)
    flash(_say("withdrawn_now"), "info")
    return redirect(url_for("public.receipt", code=code), 303)


@blueprint.route("/track/<code>/<int:place>/rate", methods=["POST"])
@limiter.limit(_LOOKING)
@allowed(Permission.ANYONE)
def grade(code: str, place: int) -> BaseResponse:
    """Rate the answer."""
    comment = _comment(code, place)
    chosen = next((one for one in Grade if one.value == request.form.get("grade")), None)
    if chosen is None:
        raise Refused("E868")
    with storage.saving() as session:
        rate(session, session.get_one(Comment, comment.id), chosen, request.form.get("note", "")[:500])
    flash(_say("rated"), "good")
    return redirect(url_for("public.receipt", code=code), 303)


@blueprint.route("/track/<code>/<int:place>/image/<int:number>")
@allowed(Permission.ANYONE)
def picture(code: str, place: int, number: int) -> BaseResponse:
    """A picture that its sender sent."""
    attachments = _comment(code, place).attachments
    if not 0 < number <= len(attachments):
        raise NotFound("E800")
    kept = attachments[number - 1]
    return send_file(storage.files().path(kept.digest), mimetype=kept.media_type)


def _comments(code: str) -> tuple[Comment, ...]:
    found = find_by_receipt(storage.session(), parse_receipt(code)) if parse_receipt(code) else ()
    if not found:
        raise NotFound("E863")
    return found


def _comment(code: str, place: int) -> Comment:
    found = _comments(code)
    if not 0 < place <= len(found):
        raise NotFound("E863")
    return found[place - 1]


def _opinion(comment: Comment) -> Opinion:
    """What a comment says, as its form shows it."""
    first = comment.targets[0] if comment.targets else None
    images = tuple(Image(a.digest, a.name, a.media_type, a.size, a.width, a.height) for a in comment.attachments)
    return Opinion(
        text=comment.text,
        stance=comment.stance,
        targets=tuple(target.eid for target in comment.targets if not target.origin_id),
        quote=first.quote if first else "",
        start=first.start if first and first.quote else -1,
        new_text=comment.wordings[0].new_text if comment.wordings else "",
        title=comment.title,
        reason=comment.reason,
        facts=comment.facts,
        demand=comment.demand,
        kinds=tuple(comment.kinds),
        images=images,
        consent_public=comment.consent_public,
        version_id=comment.version_id,
    )


def _edit_page(found: Track, form: forms.Form) -> str:
    return render_template("public/write.html", **frame_of(found.consultation, found.version), form=form)


def _steps(one: Track) -> list[tuple[str, str, str, str]]:
    """received → mapped → read → outcome, as the macro ``timeline`` takes them."""
    comment = one.comment
    steps = [("done", _say("step_received"), moment_text(comment.received_at), "")]
    if one.withdrawn:
        return [*steps, ("bad", _say("step_withdrawn"), moment_text(comment.updated_at), "")]
    passed = [bool(one.places), comment.read_at is not None, bool(one.decided)]
    details = [
        (_say("step_mapped"), "", "、".join(one.places)),
        (_say("step_read"), moment_text(comment.read_at), ""),
        (_say("step_outcome"), moment_text(one.decided[0].decided_at) if one.decided else "", ""),
    ]
    now = next((number for number, done in enumerate(passed) if not done), None)
    for number, (name, when, text) in enumerate(details):
        steps.append(("done" if passed[number] else "now" if number == now else "todo", name, when, text))
    return steps
