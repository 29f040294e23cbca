"""Drafts that are no law: a 通知 or 意见 with 一、（一）1., its 主送机关 and opening words, its 落款."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from lawcheck.document import Document, Span, Unit, UnitKind

__all__ = ["CONCLUSION", "PREAMBLE", "is_special", "own_words", "shown_words", "with_preamble"]

PREAMBLE: Final = "preamble"
"""The eId of the words before the first clause."""
CONCLUSION: Final = "conclusion"
"""The eId of the lines behind the last one."""
_OPENING: Final = "引言"


def is_special(eid: str) -> bool:
    """Whether these are the words before or behind the clauses."""
    return eid in (PREAMBLE, CONCLUSION)


def with_preamble(document: Document) -> Document:
    """``document`` with the words before its first clause as a unit of its own, so that people can comment on them.

    >>> from lawcheck.document import parse
    >>> made = with_preamble(parse("某市关于停车的通知\\n各区：\\n为了有序停车，现通知如下：\\n一、有序停放。\\n二、有偿停放。\\n"))
    >>> made.units[0].text, made.citation_label(made.units[0])
    ('各区：\\n为了有序停车，现通知如下：', '引言')
    """
    if not document.preamble.strip() or PREAMBLE in document.by_eid:
        return document
    span = document.preamble_span
    unit = Unit(
        UnitKind.PARAGRAPH, PREAMBLE, -1, span, heading=_OPENING, text=document.preamble.strip(), text_span=Span(*span)
    )
    return replace(document, units=(unit, *document.units))


def own_words(kind: str, label: str, text: str) -> str:
    """The words of a clause without the heading that its label says already.

    >>> own_words("clause", "一、收费", "收费\\n（一）五元。"), own_words("article", "第一条", "收费")
    ('（一）五元。', '收费')
    """
    first, _, rest = text.partition("\n")
    return rest if kind == UnitKind.CLAUSE and rest and label.endswith(first.strip().rstrip("。")) else text


def shown_words(kind: str, label: str, text: str, own_text: str) -> str:
    """What stands on the card of a clause in the whole text: a part of a notice whose items have cards of their own says
    nothing but what stands before them.

    >>> shown_words("clause", "一、收费", "收费\\n（一）五元。", "收费"), shown_words("clause", "二、收费", "收费\\n五元。", "")
    ('', '五元。')
    """
    if kind != UnitKind.CLAUSE or not own_text:
        return own_words(kind, label, text)
    first, _, rest = own_text.partition("\n")
    return rest if label.endswith(first.strip().rstrip("。")) else own_text
