"""The review as one self-contained page."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from lawcheck.checks import State
from lawcheck.reports.labels import counted, text
from lawcheck.reports.view import ReportView
from lawcheck.reviewing import Review

__all__ = ["html_of", "review_html"]

_STATE_CLASSES = {
    State.PASS.value: "pass",
    State.PROBLEM.value: "problem",
    State.DOUBTFUL.value: "doubt",
    State.NOT_CHECKED.value: "gap",
    State.NOT_IN_LIBRARY.value: "gap",
    State.CATALOGUE_ONLY.value: "gap",
}


def review_html(review: Review) -> str:
    """A page with everything inside: no other file, no address outside; equal input gives the equal page.

    All text of the filed document and of the laws is escaped; a content policy allows only the page's own script and
    style, so that markup in a filed text can do nothing even where an escape were missed.
    """
    return html_of(ReportView(review))


def html_of(view: ReportView) -> str:
    """The page of a view that other formats share."""
    style, script = _asset("review.css"), _asset("review.js")
    return _template().render(
        view=view,
        review=view.review,
        t=text,
        counted=counted,
        states=_STATE_CLASSES,
        relations={name: number for number, name in enumerate(view.relation_counts, 1)},
        style=Markup(style),  # noqa: S704 our own file
        script=Markup(script),  # noqa: S704 our own file
        style_hash=_hash(style),
        script_hash=_hash(script),
    )


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("lawcheck.reports", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template("review.html.j2")


@cache
def _asset(name: str) -> str:
    return files("lawcheck.reports").joinpath(name).read_text(encoding="utf-8")


def _hash(content: str) -> str:
    return base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
