"""The form of a suggestion, public or at the desk: its fields, what is wrong with them, and the wish they make."""

from __future__ import annotations

from collections.abc import Mapping
from secrets import token_urlsafe
from typing import Any, Final

from flask import request

from consult_web import storage
from consult_web.consultations import clean
from consult_web.errors import Refused, SiteError
from consult_web.filings import FiledDocument, Proposer, SuggestionChannel
from consult_web.filings.suggestions import LIMITS, MOST_FILES, KeptFile, Wish, keep_attachment, suggestion_bodies
from consult_web.storage import china_today

__all__ = ["FormPage", "read_wish", "words_of"]

_LONG: Final = ("matter", "reasons")


class FormPage(dict[str, Any]):
    """What the template needs: ``fields``, ``errors``, the bodies to choose from, the document that was chosen."""

    def __init__(self, fields: Mapping[str, Any], document: FiledDocument | None, errors: Mapping[str, str]) -> None:
        bodies = [(str(one.id), one.name) for one in suggestion_bodies(storage.session())]
        only = bodies[0][0] if len(bodies) == 1 else ""
        super().__init__(
            fields={"receiver_id": only, "key": token_urlsafe(24), **fields},
            errors=errors,
            bodies=bodies,
            document=document,
            limits=LIMITS,
            proposers=[(one.value, one.value) for one in Proposer],
            channels=[(one.value, one.value) for one in SuggestionChannel],
            today=china_today().isoformat(),
        )


def read_wish(document: FiledDocument | None) -> tuple[Wish, dict[str, SiteError]]:
    """The wish in the form that was sent; faults of its files, which are stored already."""
    sent = request.form
    words: dict[str, Any] = {name: _typed(sent.get(name, ""), name in _LONG) for name in LIMITS}
    if document is not None:
        words |= {"document_title": document.title, "maker": document.maker, "document_no": document.document_no}
    files, faults = _files()
    wish = Wish(
        **words,
        receiver_id=_number(sent.get("receiver_id", "")),
        document_id=document.id if document else None,
        proposer_kind=next((one for one in Proposer if one.value == sent.get("proposer_kind")), None),
        consent_public=bool(sent.get("consent_public")),
        files=files,
    )
    return wish, faults


def words_of(sent: Mapping[str, str]) -> dict[str, str]:
    """Everything that was typed, given back to the form."""
    kept = (*LIMITS, "receiver_id", "proposer_kind", "consent_public", "key", "channel", "received_on")
    return {name: sent.get(name, "") for name in kept}


def _typed(text: str, lines: bool) -> str:
    return text.replace("\x00", "").replace("\r\n", "\n").strip() if lines else clean(text).strip()


def _files() -> tuple[tuple[KeptFile, ...], dict[str, SiteError]]:
    sent = [file for file in request.files.getlist("files") if file.filename]
    if len(sent) > MOST_FILES:
        return (), {"files": Refused("E967", limit=MOST_FILES)}
    found: list[KeptFile] = []
    for file in sent:
        try:
            found.append(keep_attachment(storage.files(), file.stream, file.filename or ""))
        except Refused as error:
            return tuple(found), {"files": error}
    return tuple(found), {}


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 18 else 0
