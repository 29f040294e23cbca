"""The public form: anyone may propose a review, without an account and without scripts."""

from __future__ import annotations

from flask import make_response, render_template, request, url_for
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response as BaseResponse

from consult_web import storage
from consult_web.accounts import Permission, allowed, limiter
from consult_web.consultations import shown_receipt
from consult_web.desk.papers import is_inside, is_open, narrowed, readable_document
from consult_web.desk.suggesting.forms import FormPage, read_wish, words_of
from consult_web.desk.suggesting.frame import blueprint
from consult_web.filings import FiledDocument, Hit, Search, search_documents
from consult_web.filings.suggestions import Submitted, Wish, faults_of_wish, receiver_for, submit_suggestion
from consult_web.ui import fault_words

__all__ = ["chosen_document", "receipt_page", "send_wish"]

_SENDING = "10 per minute; 60 per hour"
"""Per address; an office behind one address still gets through, a script does not."""


@blueprint.get("/suggest")
@allowed(Permission.ANYONE)
def write() -> str:
    """The form; ``?document=`` names one of the base, ``?q=`` looks for one."""
    document = chosen_document(request.args.get("document", ""))
    fields = {"clause": request.args.get("clause", "")[:200]}
    if document is not None:
        fields["receiver_id"] = str(receiver_for(storage.session(), document) or "")
    fields = {name: value for name, value in fields.items() if value}
    words = request.args.get("q", "")[:60]
    return render_template("suggesting/write.html", **FormPage(fields, document, {}), words=words, found=_found(words))


@blueprint.post("/suggest")
@limiter.limit(_SENDING)
@allowed(Permission.ANYONE)
def send() -> str | BaseResponse | tuple[str, int]:
    """Send it; pressed twice, the same receipt is shown again."""
    document = chosen_document(request.form.get("document", ""))
    wish, faults = read_wish(document)
    faults = faults_of_wish(wish) | faults
    if faults or not request.form.get("key") or request.form.get("website"):  # the last one is filled by no person
        page = FormPage(words_of(request.form), document, fault_words(faults))
        return render_template("suggesting/write.html", **page, words="", found=()), 400
    return receipt_page(send_wish(wish, request.form["key"][:80]))


def send_wish(wish: Wish, key: str) -> Submitted:
    """Take it in; of two equal ones at the same moment the second gets the receipt of the first."""
    try:
        with storage.saving() as session:
            return submit_suggestion(session, wish, key)
    except IntegrityError:
        with storage.saving() as session:
            return submit_suggestion(session, wish, key)


def chosen_document(number: str) -> FiledDocument | None:
    """The document of the base with this number."""
    return readable_document(int(number)) if number.isdecimal() and len(number) < 18 else None


def receipt_page(sent: Submitted) -> BaseResponse:
    """The code, to be noted; it is shown this once."""
    address = url_for("suggesting.follow", code=sent.receipt, _external=True)
    page = render_template(
        "suggesting/receipt.html",
        code=shown_receipt(sent.receipt),
        address=address,
        number=sent.suggestion.number,
        sent=sent,
    )
    answer = make_response(page)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _found(words: str) -> tuple[Hit, ...]:
    if not words.strip() or not (is_inside() or is_open()):
        return ()
    return search_documents(storage.session(), narrowed(Search(words=words, in_text=False, size=8))).hits
