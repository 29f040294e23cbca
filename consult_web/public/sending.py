"""The page that lists all that will be sent, the sending itself, and the receipt."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import replace
from typing import NamedTuple

from flask import current_app, g, make_response, render_template, request, url_for
from flask import session as cookie
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as BaseResponse

from consult_web import storage
from consult_web.accounts import Permission, allowed, limiter, verified_person
from consult_web.consultations import (
    Basket,
    ClauseRow,
    Consultation,
    Identity,
    Opinion,
    Sender,
    Sent,
    faults_of,
    is_open,
    save_basket,
    sender_from,
    shown_receipt,
    submit,
    take_basket,
)
from consult_web.errors import Refused, SiteError
from consult_web.public.blueprint import blueprint
from consult_web.public.finding import find_consultation, find_version, label_of
from consult_web.public.identity import asks_identity, lacks_identity
from consult_web.public.listening import similar_to
from consult_web.public.proof import MOST, Challenge, is_solved, make_challenge, seconds_to_wait
from consult_web.public.reading import frame_of
from consult_web.public.texts import TEXTS
from consult_web.public.visitors import basket_of, station_code, visitor_token
from consult_web.public.writing import too_late
from consult_web.ui import fault_words, fragment, language, large_print, locale, translator

__all__: list[str] = []

_say = translator(TEXTS)
_BLANK = "B" * 24


@blueprint.route("/<slug>/review")
@allowed(Permission.ANYONE)
def review(slug: str) -> str:
    """All that this browser has written and not sent."""
    return _review_page(find_consultation(slug))


@blueprint.route("/<slug>/review", methods=["POST"])
@limiter.limit(lambda: current_app.config.get("SUBMIT_LIMIT", "120 per minute; 2000 per hour"))
@allowed(Permission.ANYONE)
def send(slug: str) -> str | BaseResponse | tuple[str, int]:
    """Send everything at once; pressed twice, the same receipt is shown again."""
    consultation, answer = _attempt(slug)
    if isinstance(answer, Sent):
        return _receipt_page(consultation, answer)
    return too_late(consultation) or _held_page(consultation, answer)


class _Held(NamedTuple):
    """What is not sent, and why not; ``status`` 200: filled by a robot, which is told nothing."""

    basket: Basket
    errors: Mapping[str, str]
    status: int


def _attempt(slug: str) -> tuple[Consultation, Sent | _Held]:
    """In one transaction from the first look to the last row: the opinions leave what is unsent when they become comments."""
    with storage.saving() as session:
        consultation = find_consultation(slug)
        answer = _sent_or_held(session, consultation)
        if isinstance(answer, _Held):
            session.rollback()
    g.basket = Basket() if isinstance(answer, Sent) and not answer.repeated else None
    return consultation, answer


def _sent_or_held(session: Session, consultation: Consultation) -> Sent | _Held:
    basket, key = take_basket(session, visitor_token(), consultation.id), request.form.get("key", "")[:80]
    if basket.key != key and (earlier := _sent_before(session, consultation, key)):
        session.rollback()  # what was written since is another submission
        return earlier
    basket = _with_form(consultation, basket)
    faults = faults_of(basket.sender)
    if lacks_identity(consultation, basket.opinions.values()):
        faults["p1"] = Refused("E959")
    if faults or basket.is_empty or not is_open(consultation):
        return _Held(basket, fault_words(faults or {"opinions": Refused("E950")}), 400)
    if request.form.get("website"):  # filled by no person: nothing is sent, and nothing is said about why
        return _Held(basket, {}, 200)
    if error := _hurdle(basket.key):
        return _Held(basket, {"send": error}, 429)
    person = verified_person() if asks_identity(consultation) else ""
    said = list(basket.opinions.values())
    return submit(session, consultation, said, basket.sender, basket.key, basket.answers, person=person)


def _held_page(consultation: Consultation, held: _Held) -> tuple[str, int]:
    """The form again, with what stands in it kept."""
    if held.errors and not held.basket.is_empty:
        token = visitor_token(make=True)
        with storage.saving() as session:
            save_basket(session, token, consultation.id, held.basket)
    g.basket = held.basket
    return _review_page(consultation, held.basket, held.errors), held.status


def _with_form(consultation: Consultation, basket: Basket) -> Basket:
    """The basket with what the review page asks for: who sends, and of each opinion whether it may be shown."""
    sender = sender_from({**request.form, "station": station_code(consultation), "language": language()})
    public = set(request.form.getlist("public"))
    opinions = {place: replace(one, consent_public=place in public) for place, one in basket.opinions.items()}
    return replace(basket, sender=sender, opinions=opinions)


def _hurdle(key: str) -> str:
    """Why it is not sent yet; "" when the work was done or the time has passed."""
    secret = str(current_app.secret_key)
    challenge = Challenge(*(request.form.get(name, "")[:200] for name in ("salt", "challenge", "signature")))
    if is_solved(secret, key, challenge, request.form.get("answer", "")):
        return ""
    seconds = seconds_to_wait(secret, key, challenge)
    return fault_words({"send": Refused("E867", seconds=seconds)})["send"] if seconds else ""


def _sent_before(session: Session, consultation: Consultation, key: str) -> Sent | None:
    """The receipt again for a form that was sent before: its basket is gone, its key is in the form."""
    if len(key) < 20:
        return None
    try:
        sent = submit(session, consultation, (), Sender(), key)
    except SiteError:  # nothing was sent with this key
        return None
    return sent if sent.repeated else None


def _review_page(
    consultation: Consultation, basket: Basket | None = None, errors: Mapping[str, str] | None = None
) -> str:
    basket = basket or basket_of(consultation)
    version = find_version(consultation)
    rows = _rows(basket)
    secret = str(current_app.secret_key)
    return render_template(
        "public/review.html",
        **frame_of(consultation, version) | {"basket": basket},
        items=[_item(consultation, place, one, rows) for place, one in basket.opinions.items()],
        questions=consultation.questions,
        challenge=make_challenge(secret, basket.key),
        most=MOST,
        identities=[(one.value, _say(f"identity_{one.name.lower()}")) for one in Identity],
        asks_identity=asks_identity(consultation),
        is_verified=bool(verified_person()),
        errors=errors or {},
    )


def _item(
    consultation: Consultation, place: str, opinion: Opinion, rows: dict[tuple[int, str], ClauseRow]
) -> dict[str, object]:
    known = {eid: row for (version_id, eid), row in rows.items() if version_id == opinion.version_id}
    target = opinion.targets[0] if opinion.targets else ""
    row = known.get(target)
    return {
        "place": place,
        "opinion": opinion,
        "label": "、".join(label_of(one, known, _say("unsure")) for one in opinion.targets or ("",)),
        "row": row,
        "similar": similar_to(consultation, opinion.text, row.root_eid or "" if row else "")[:2],
    }


def _rows(basket: Basket) -> dict[tuple[int, str], ClauseRow]:
    """The clauses of all unsent opinions, in one query."""
    eids = {target for one in basket.opinions.values() for target in one.targets}
    versions = {one.version_id for one in basket.opinions.values()}
    if not eids:
        return {}
    query = select(ClauseRow).where(ClauseRow.version_id.in_(versions), ClauseRow.eid.in_(eids))
    return {(row.version_id, row.eid): row for row in storage.session().scalars(query)}


def _receipt_page(consultation: Consultation, sent: Sent) -> BaseResponse:
    values = {
        "title": consultation.title,
        "slug": consultation.slug,
        "count": len(sent.comments),
        "repeated": sent.repeated,
    }
    page = (
        _receipt_text(**values)
        .replace(_BLANK, sent.receipt)
        .replace(shown_receipt(_BLANK), shown_receipt(sent.receipt))
    )
    answer = make_response(page)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _receipt_text(**values: Hashable) -> str:
    """The page with a blank for the code; but for that it is the same for everybody who is not logged in, and kept: to make
    it anew took as long as to write the opinion down."""
    if "_user_id" in cookie or "_flashes" in cookie or request.query_string:
        return render_template("public/receipt.html", **_receipt_values(), **values)
    about = {"shown": locale(), "large": large_print(), "host": request.host_url}
    return fragment("public/receipt.html", **_receipt_values(), **about, **values)


def _receipt_values() -> dict[str, str]:
    address = url_for("public.receipt", code=_BLANK, _external=True)
    picture = url_for("public.receipt_code", code=_BLANK)
    return {"code": shown_receipt(_BLANK), "address": address, "picture": picture}
