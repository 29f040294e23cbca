"""Papers of a filing made from forms: 备案报告, 说明, 变通说明, and the text itself in its official layout."""

from __future__ import annotations

from typing import Any, Final

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response as BaseResponse

from consult_web import storage
from consult_web.accounts import Permission, allowed, current_user
from consult_web.desk.papers import LetterForm, read_letter, send_bytes
from consult_web.desk.submitting.frame import blueprint, translate
from consult_web.errors import NotFound
from consult_web.filings import (
    OPEN_STATES,
    Filing,
    Uploaded,
    add_uploads,
    case_fields,
    own_filing,
    sent_by,
    suggest_fields,
)
from consult_web.storage import china_today
from consult_web.ui import language
from lawcheck.document import parse
from lawcheck.errors import LawcheckError, UsageError
from lawcheck.letters import Letter, fill_letter, list_letters
from lawcheck.writers import Layout, typeset, write

__all__ = ["template", "templates"]

_GROUP: Final = "报备"
_SWAPPED: Final = {"issuer": "filer", "addressee": "issuer"}
"""In papers of the filing body, sender and addressee are the other way round than in letters of the receiver."""


@blueprint.get("/templates")
@allowed(Permission.FILING_SUBMIT)
def templates() -> str:
    """The papers that can be made."""
    return render_template("submitting/templates.html", letters=_letters())


@blueprint.route("/templates/<name>", methods=["GET", "POST"])
@allowed(Permission.FILING_SUBMIT)
def template(name: str) -> str | BaseResponse | tuple[str, int]:
    """One paper: its form; as Word, as PDF, or put into a filing that is being prepared."""
    letter = next((one for one in _letters() if one.name == name), None)
    if letter is None:
        raise NotFound("E800")
    if request.method == "GET":
        return _form_page(letter, _known(letter))
    values = read_letter(letter, request.form)
    try:
        data = fill_letter(letter, values)
        return _answer(letter, values, data)
    except UsageError as error:
        return _form_page(letter, values, error), 400


@blueprint.route("/templates/text", methods=["GET", "POST"])
@allowed(Permission.FILING_SUBMIT)
def text_template() -> str | BaseResponse | tuple[str, int]:
    """The text of a document in its official layout."""
    words = request.form.get("text", "").replace("\r\n", "\n")
    if request.method == "GET" or not words.strip():
        return render_template("submitting/text.html", text=words, missing=request.method == "POST")
    document = parse(words)
    layout = Layout.LEGISLATION if request.form.get("layout") == Layout.LEGISLATION.value else Layout.OFFICIAL
    kind = "pdf" if request.form.get("as") == "pdf" else "docx"
    return send_bytes(write(document, kind, layout=layout), f"{document.title or '正式文本'}.{kind}")


def _letters() -> list[Letter]:
    return [letter for letter in list_letters() if letter.group == _GROUP]


def _preparing() -> list[Filing]:
    query = select(Filing).where(sent_by(current_user()), Filing.state.in_(OPEN_STATES), Filing.title != "")
    return list(storage.session().scalars(query.order_by(Filing.id.desc())))


def _known(letter: Letter) -> dict[str, Any]:
    """What the filing chosen in ``?filing=`` tells."""
    number = request.args.get("filing", 0, type=int)
    day = china_today()
    if not number:
        return suggest_fields(letter.name, {"issuer": current_user().organisation.name, "date": day.isoformat()})
    session = storage.session()
    known = case_fields(session, own_filing(session, current_user(), number), day)
    return suggest_fields(letter.name, known | {name: known[source] for name, source in _SWAPPED.items()})


def _form_page(letter: Letter, values: dict[str, Any], error: LawcheckError | None = None) -> str:
    chosen = request.form.get("filing") or request.args.get("filing", "")
    said = error.text(language()) if error else ""
    return render_template(
        "submitting/template.html", form=LetterForm(letter, values), filings=_preparing(), chosen=chosen, error=said
    )


def _answer(letter: Letter, values: dict[str, Any], data: bytes) -> BaseResponse:
    name = f"{letter.title}（{values.get('document_title', '')}）".replace("/", "_")
    kind = request.form.get("as")
    if kind == "pdf":
        return send_bytes(typeset(data), f"{name}.pdf")
    if kind != "filing":
        return send_bytes(data, f"{name}.docx")
    stored = storage.files().add_bytes(data)
    number = request.form.get("filing", 0, type=int)
    with storage.saving() as session:
        user = current_user()
        add_uploads(session, own_filing(session, user, number), user, [Uploaded(f"{name}.docx", *stored)])
    flash(translate("into_done", name=name), "good")
    return redirect(url_for("submitting.show", number=number), 303)
