"""Two texts as one, with what was deleted and added marked by elements, not by colour alone."""

from __future__ import annotations

from typing import Literal

from markupsafe import Markup, escape

from consult_web.ui.language import translator
from consult_web.ui.texts import TEXTS
from lawcheck.alignment import DiffOp, diff

__all__ = ["diff_markup", "diff_side"]

_say = translator(TEXTS)


def diff_markup(old: str, new: str) -> Markup:
    """Both texts in one: ``<del>`` and ``<ins>``, with words for those who hear the page.

    >>> from flask import Flask
    >>> with Flask("x").test_request_context():
    ...     print(diff_markup("十五日内", "十五日以内"))
    十五日<ins><span class="unseen">增加：</span>以<span class="unseen">（增加止）</span></ins>内
    """
    return Markup("").join(_one(op, old, new) for op in diff(old, new))


def diff_side(old: str, new: str, side: Literal["old", "new"]) -> Markup:
    """One of the two texts, with what the other does not have marked.

    >>> from flask import Flask
    >>> with Flask("x").test_request_context():
    ...     print(diff_side("十五日内", "十五日以内", "old"))
    十五日内
    """
    return Markup("").join(_one(op, old, new, side) for op in diff(old, new))


def _one(op: DiffOp, old: str, new: str, side: Literal["old", "new", "both"] = "both") -> Markup:
    before, after = old[slice(*op.a_span)], new[slice(*op.b_span)]
    if op.tag == "equal":
        return escape(after)
    gone = _marked("del", "deleted", before) if side != "new" else Markup("")
    return gone + _marked("ins", "inserted", after) if side != "old" else gone


def _marked(element: Literal["del", "ins"], word: str, text: str) -> Markup:
    if not text:
        return Markup("")
    frame = {"del": Markup("<del>{}{}{}</del>"), "ins": Markup("<ins>{}{}{}</ins>")}[element]
    unseen = Markup('<span class="unseen">{}</span>')
    return frame.format(unseen.format(_say(word)), text, unseen.format(_say(word + "_end")))
