"""What somebody typed into a form that was refused before anybody read it: given back, never lost."""

from __future__ import annotations

from flask import current_app, render_template, request, url_for
from werkzeug.exceptions import HTTPException

__all__ = ["has_unsent_text", "unsent_page"]

_LONG = 10  # characters; what is shorter is quickly typed again, and numbers and codes are not typed
_NOT_GIVEN_BACK = ("csrf_token", "website")


def has_unsent_text() -> bool:
    """Whether this request sent a text that nobody would like to write again."""
    return bool(_long_texts(_typed_fields()))


def unsent_page(text: str, code: str, *, log_in: bool, fill_in: bool = True) -> str:
    """The page that gives back what this request sent, with the way to the form's page (through the log-in). Where somebody
    else changed it meanwhile, nothing is to be filled in over theirs."""
    typed, page = _typed_fields(), _form_page()
    go = url_for("accounts.log_in", next=page) if log_in else page
    path, long, fields = request.path, _long_texts(typed), typed if fill_in else []
    return render_template(
        "ui/unsent.html", text=text, code=code, go=go, log_in=log_in, path=path, fields=fields, long=long
    )


def _typed_fields() -> list[tuple[str, str]]:
    """Names and values of the form that this request sent, without secrets; nothing where it cannot be read."""
    try:
        sent = list(request.form.items(multi=True))
    except HTTPException:
        return []
    return [(name, value) for name, value in sent if name not in _NOT_GIVEN_BACK and "password" not in name]


def _long_texts(fields: list[tuple[str, str]]) -> list[str]:
    """The texts worth copying, each once.

    >>> _long_texts([("opens", "2026-11-24"), ("notice", "写了很久很久的公告正文"), ("again", "写了很久很久的公告正文")])
    ['写了很久很久的公告正文']
    """
    return list(dict.fromkeys(value for _, value in fields if len(value) >= _LONG and _is_prose(value)))


def _is_prose(value: str) -> bool:
    return not value.isascii() or " " in value


def _form_page() -> str:
    """The page on which the form stands: its own address or the next one above that can be opened (our pages send no
    referrer)."""
    adapter = current_app.url_map.bind(request.host)
    parts = request.path.split("/")
    above = ("/".join(parts[:end]) for end in range(len(parts), 2, -1))
    return next((path for path in above if adapter.test(path, "GET")), "/")
