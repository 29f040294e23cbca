"""Letters of the registrar that belong to no case: a page with what the lists know, then Word or PDF."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import render_template, request
from werkzeug.wrappers import Response as BaseResponse

from consult_web.desk.papers import LetterForm, read_letter, send_bytes
from consult_web.ui import language
from lawcheck.errors import UsageError
from lawcheck.letters import fill_letter, find_letter
from lawcheck.writers import typeset

__all__ = ["letter_page"]


def letter_page(
    letter_name: str, told: Mapping[str, Any], title: str, name: str
) -> str | BaseResponse | tuple[str, int]:
    """The form of a letter, begun with what is ``told``; once sent, the letter as the file ``name``."""
    letter = find_letter(letter_name)
    if request.method == "GET":
        return render_template("registering/notice.html", form=LetterForm(letter, told), error="", title=title)
    values = read_letter(letter, request.form)
    try:
        data = fill_letter(letter, values)
    except UsageError as error:
        form = LetterForm(letter, values)
        return render_template("registering/notice.html", form=form, error=error.text(language()), title=title), 400
    kind = "pdf" if request.form.get("as") == "pdf" else "docx"
    return send_bytes(typeset(data) if kind == "pdf" else data, f"{name}.{kind}")
