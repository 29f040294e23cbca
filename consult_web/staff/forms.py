"""What staff typed, as the values of the services."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict

from consult_web.accounts import Organisation
from consult_web.consultations import Notice, Profile, Publication, QuestionDraft, QuestionKind
from consult_web.errors import Refused
from lawcheck.laws import DocumentKind

__all__ = ["DECISION", "day", "first_values", "notice_from", "notice_values", "questions_from"]

DECISION = "decision"
"""In place of a kind of document: a draft of a 重大行政决策."""
_TEXTS = ("title", "organ", "stage", "slug", "min_days_reason", "summary", "notice", "explanation", "previous_law",
          "contact_office", "data_purpose")  # fmt: skip
_OTHER = "-"  # of no kind that has rules
_WAYS = 6
_KINDS = {kind.value: kind for kind in DocumentKind}
_FIRST_YEAR, _LAST_YEAR = 1949, 2199  # others are slips of the keyboard


def day(text: str) -> date | None:
    """A day of a date field; None for an empty one, :class:`Refused` E893 for what is none.

    >>> day("2026-11-22"), day(" ")
    (datetime.date(2026, 11, 22), None)
    """
    if not text.strip():
        return None
    try:
        found = date.fromisoformat(text.strip())
    except ValueError as error:
        raise Refused("E893", found=text[:20]) from error
    if not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        raise Refused("E893", found=text[:20])
    return found


def notice_from(form: MultiDict[str, str]) -> Notice:
    """The fields of a notice; :class:`Refused` E880 or E893 for a value that cannot be read."""
    kind = form.get("kind", "")
    if kind not in ("", _OTHER, DECISION, *_KINDS):
        raise Refused("E880", found=kind[:40])
    territory = form.get("territory", "").strip()
    if not re.fullmatch(r"(?:\d{6})?", territory):
        raise Refused("E880", found=territory[:40])
    known = _KINDS.get(kind)
    profile = Profile(known, territory, bool(form.get("business")), kind == DECISION, kind == _OTHER)
    months = form.get("retention_months", "6").strip()
    return Notice(
        **{name: form.get(name, "").strip() for name in _TEXTS},
        profile=str(profile),
        publication=_publication(form.get("publication", "")),
        opens=day(form.get("opens", "")),
        closes=day(form.get("closes", "")),
        contact_ways=tuple(_ways(form)),
        retention_months=int(months) if re.fullmatch(r"\d{1,2}", months) else 0,
    )


def _publication(text: str) -> Publication:
    return next((one for one in Publication if one.value == text), Publication.EXCERPTS)


def _ways(form: MultiDict[str, str]) -> Iterator[tuple[str, str]]:
    for at in range(1, _WAYS + 1):
        kind, value = form.get(f"way_kind_{at}", "").strip(), form.get(f"way_value_{at}", "").strip()
        if kind and value:
            yield kind, value


def notice_values(notice: Notice, profile: Profile) -> dict[str, Any]:
    """The fields as a form shows them."""
    values: dict[str, Any] = {name: getattr(notice, name) for name in (*_TEXTS, "publication", "retention_months")}
    values |= {
        "kind": DECISION if profile.decision else _OTHER if profile.other else profile.kind or "",
        "territory": profile.territory,
    }
    values |= {"business": profile.business, "opens": notice.opens or "", "closes": notice.closes or ""}
    for at, (kind, value) in enumerate(notice.contact_ways[:_WAYS], 1):
        values |= {f"way_kind_{at}": kind, f"way_value_{at}": value}
    return values


def first_values(title: str, organisation: Organisation) -> Mapping[str, Any]:
    """What a new notice begins with."""
    return {"title": title, "organ": organisation.name, "territory": organisation.territory[:6], "stage": "征求意见稿",
            "publication": Publication.EXCERPTS, "retention_months": 6, "contact_office": organisation.name,
            "kind": "", "way_kind_1": "网站", "way_value_1": "本页"}  # fmt: skip


def questions_from(form: MultiDict[str, str]) -> list[QuestionDraft]:
    """The focus questions; those without any text are left out."""
    drafts = []
    for at in range(1, 31):
        text = form.get(f"text_{at}", "").strip()
        options = tuple(line.strip() for line in form.get(f"options_{at}", "").splitlines() if line.strip())
        if text or options:
            kind = QuestionKind.MULTIPLE if form.get(f"multiple_{at}") else QuestionKind.SINGLE
            drafts.append(QuestionDraft(text, options, kind))
    return drafts
