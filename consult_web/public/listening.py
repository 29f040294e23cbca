"""What others said: quotes like the one being typed, support for them; the focus questions."""

from __future__ import annotations

from dataclasses import replace

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask import session as cookie
from markupsafe import Markup
from werkzeug.wrappers import Response as BaseResponse

from consult_web import storage
from consult_web.accounts import Permission, allowed, limiter
from consult_web.consultations import Consultation, QuestionKind, Similar, find_similar, question_results, support
from consult_web.errors import NotFound, Refused
from consult_web.public.blueprint import blueprint
from consult_web.public.finding import find_consultation, find_version
from consult_web.public.reading import frame_of
from consult_web.public.texts import TEXTS
from consult_web.public.visitors import basket_of, note_station, visitor_hash
from consult_web.public.writing import change_basket, too_late
from consult_web.ui import charts, to_simplified, translator

__all__ = ["similar_to"]

_say = translator(TEXTS)


@blueprint.route("/<slug>/similar.json", methods=["POST"])
@limiter.limit("600 per minute")
@allowed(Permission.ANYONE)
def similar(slug: str) -> BaseResponse:
    """Released quotes like the text typed; posted, so that it stands in no log of addresses."""
    consultation = find_consultation(slug)
    text, root = request.form.get("text", "")[:2000], request.form.get("root", "")[:200]
    found = similar_to(consultation, text, root)[:3]
    return jsonify(
        [
            {
                "id": one.comment_id,
                "words": _say("said_the_same", persons=one.persons),
                "label": one.label,
                "text": one.text[:300],
                "button": _say("support_it"),
            }
            for one in found
        ]
    )


def similar_to(consultation: Consultation, text: str, root: str = "") -> list[Similar]:
    """As the service, for this request."""
    return find_similar(storage.session(), consultation, to_simplified(text), root)


@blueprint.route("/<slug>/support", methods=["POST"])
@limiter.limit("300 per minute")
@allowed(Permission.ANYONE)
def join(slug: str) -> BaseResponse:
    """Say the same as a released opinion."""
    consultation = find_consultation(slug)
    comment_id = request.form.get("comment", type=int)
    if comment_id is None or not 0 < comment_id < 1 << 62:
        raise NotFound("E800")
    own = visitor_hash()
    with storage.saving() as session:
        new = support(session, consultation, comment_id, own)
    flash(_say("supported" if new else "supported_before"), "good" if new else "info")
    return redirect(_back(consultation), 303)


@blueprint.route("/<slug>/questions", methods=["GET", "POST"])
@limiter.limit("300 per minute", methods=["POST"])
@allowed(Permission.ANYONE)
def questions(slug: str) -> str | BaseResponse | tuple[str, int]:
    """The focus questions; what others chose is shown to those who answered, and to all after the end."""
    consultation = find_consultation(slug)
    note_station(consultation)
    if not consultation.questions:
        raise NotFound("E800")
    if request.method == "POST":
        if late := too_late(consultation):
            return late
        return _answered(consultation)
    return _questions_page(consultation)


def _answered(consultation: Consultation) -> BaseResponse:
    chosen = tuple(option for question in consultation.questions for option in _chosen(question.id, question.kind))
    known = {option.id for question in consultation.questions for option in question.options}
    if not known.issuperset(chosen):
        raise Refused("E957")
    change_basket(consultation, lambda basket: replace(basket, answers=chosen))
    cookie[f"answered-{consultation.id}"] = bool(chosen)
    return redirect(url_for("public.review", slug=consultation.slug), 303)


def _chosen(question_id: int, kind: QuestionKind) -> list[int]:
    values = request.form.getlist(f"q{question_id}", type=int)
    return values[:1] if kind is QuestionKind.SINGLE else list(dict.fromkeys(values))


def _questions_page(consultation: Consultation) -> str:
    frame = frame_of(consultation, find_version(consultation))
    shown = not frame["clock"].is_open or cookie.get(f"answered-{consultation.id}")
    told = range(consultation.round if shown else consultation.round - 1, 0, -1)
    return render_template(
        "public/questions.html",
        **frame,
        questions=consultation.questions,
        chosen=set(basket_of(consultation).answers),
        charts=[(number, _drawn(consultation, number)) for number in told],
    )


def _drawn(consultation: Consultation, number: int) -> list[Markup]:
    """The answers of one round as charts."""
    drawn = []
    for result in question_results(storage.session(), consultation, number):
        rows = [charts.Bar(option.text, result.counts[option.id]) for option in result.question.options]
        drawn.append(charts.bars(result.question.text, rows, _say("persons"), total=result.answered))
    return drawn


def _back(consultation: Consultation) -> str:
    """To the page that the button stood on, if it is one of this consultation."""
    wanted = request.form.get("back", "")[:300]
    own = url_for("public.draft", slug=consultation.slug)
    return wanted if wanted.startswith(own) and "\\" not in wanted and "\n" not in wanted else own
