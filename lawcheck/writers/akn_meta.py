"""FRBR metadata of the Akoma Ntoso export, read from the document alone.

Dates come from the 题注, else from the signature. Where none is written, ``FRBRdate`` is ``0001-01-01`` with
``name="unknown"``: the schema demands a date, and a date that nobody takes for real is more honest than the day of
the conversion. The manifestation repeats the date of the expression (``name="expression"``), because the clock is
never read: the same document gives the same bytes.
"""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from lawcheck.document import Document, parse_numeral
from lawcheck.writers.flow import front_lines, text_lines

__all__ = ["DATE", "LEGISLATURE", "NUMBER", "UNKNOWN_DATE", "Event", "Frbr", "read_date", "read_frbr"]

UNKNOWN_DATE = "0001-01-01"
DATE = re.compile(
    r"(\d{4}|[一二][〇○零一二三四五六七八九]{3})\s?年\s?(\d{1,2}|[一二三四五六七八九十]{1,3})\s?月\s?"
    r"(\d{1,2}|[一二三四五六七八九十]{1,3})\s?日"
)
LEGISLATURE = re.compile(
    r"(?P<legislature>[^\s（）()，。；《》]{0,30}?人民代表大会(?:常务委员会)?)(?P<session>第[一二三四五六七八九十百零〇]+次(?:全体)?会议)?"
)
NUMBER = re.compile(
    r"[\u4e00-\u9fff]{1,15}[〔\[（【［]\s?\d{4}\s?[〕\]）】］]\s?第?\s?\d{1,5}\s?号"
    r"|第\s?[\d一二三四五六七八九十百]{1,6}\s?号"
)
_QUOTED = re.compile(r"《[^》]*(?:》|$)|〈[^〉]*〉")
# Verb of the 题注 → (id of the event, AKN event type or nothing). The first verb after a date names its event.
_EVENTS = {
    "通过": ("adopted", "generation"),
    "批准": ("approved", ""),
    "公布": ("published", ""),
    "发布": ("published", ""),
    "颁布": ("published", ""),
    "印发": ("published", ""),
    "修正": ("amended", "amendment"),
    "修改": ("amended", "amendment"),
    "修订": ("revised", "amendment"),
    "施行": ("effective", ""),
    "实施": ("effective", ""),
    "废止": ("repealed", "repeal"),
}
_VERB = re.compile("|".join(_EVENTS))
_NAMES = (
    (re.compile(r"(?:修改|修正|废止).*决定$|修正案(?:（[^）]*）)?$"), "decision"),
    (re.compile(r"(?:宪法|法典|(?<!办)法)(?:（[^）]*）)?$"), "law"),
    (re.compile(r"条例(?:实施细则)?(?:（[^）]*）)?$"), "regulation"),
)
_TERM = re.compile(r"第[一二三四五六七八九十百零〇]+届")
_NOT_SLUG = re.compile(r"[^\w.~-]+")


class Event(NamedTuple):
    """A dated event of the 题注: ``key`` such as ``adopted``, ``kind`` the AKN type or nothing, ``verb`` as read."""

    day: date
    key: str
    kind: str
    verb: str


class Frbr(NamedTuple):
    """What identifies work and expression; dates are ISO text, names tell which event they are (``unknown``: none)."""

    name: str
    maker: str
    number: str
    work_date: str
    work_date_name: str
    expression_date: str
    expression_date_name: str
    work: str
    expression: str
    events: tuple[Event, ...]


def read_frbr(document: Document) -> Frbr:
    """The identification of a document.

    >>> from lawcheck.document import parse
    >>> note = "（2020年1月2日某市第一届人民代表大会常务委员会第三次会议通过）"
    >>> f = read_frbr(parse("某市某条例\\n" + note + "\\n第一条　甲。"))
    >>> f.work, f.expression.rsplit("/", 1)[1], f.maker
    ('/akn/cn/act/regulation/2020-01-02/某市某条例', 'zho@2020-01-02', '某市人民代表大会常务委员会')
    >>> read_frbr(parse("甲")).work_date_name
    'unknown'
    """
    note = " ".join(line for role, line in front_lines(document) if role == "note")
    events = _events(note) or _signed(document)
    work_date, work_name = _first(events)
    expression_date, expression_name = _last(events)
    name = _name(document.title, note)
    work = f"/akn/cn/act/{name}/{work_date}/{_slug(document)}"
    return Frbr(
        name,
        _maker(document, note),
        _number(document),
        work_date,
        work_name,
        expression_date,
        expression_name,
        work,
        f"{work}/zho@{expression_date}",
        events,
    )


def read_date(found: re.Match[str]) -> date | None:
    """The day that a :data:`DATE` match names; None for one that is not in the calendar."""
    numbers = [parse_numeral(part) for part in found.groups()]
    try:
        return date(*(n or 0 for n in numbers))
    except ValueError:
        return None


def _events(note: str) -> tuple[Event, ...]:
    plain = _QUOTED.sub("", note)
    dates = list(DATE.finditer(plain))
    ends = [*(found.start() for found in dates), len(plain)]
    events = (_event(found, plain[found.end() : ends[i]]) for i, found in enumerate(dates, 1))
    return tuple(event for event in events if event)


def _event(found: re.Match[str], following: str) -> Event | None:
    day, verb = read_date(found), _VERB.search(following)
    if day is None or verb is None:
        return None
    return Event(day, *_EVENTS[verb[0]], verb[0])


def _signed(document: Document) -> tuple[Event, ...]:
    """The date under the text, for a document without 题注."""
    found = [day for match in DATE.finditer(document.conclusion) if (day := read_date(match))]
    return (Event(found[-1], "signed", "generation", "落款"),) if found else ()


def _first(events: tuple[Event, ...]) -> tuple[str, str]:
    """Adoption, else the earliest event that is not the coming into force."""
    chosen = [e for e in events if e.key == "adopted"] or [e for e in events if e.key != "effective"] or list(events)
    event = min(chosen, key=lambda e: e.day, default=None)
    return (event.day.isoformat(), event.key) if event else (UNKNOWN_DATE, "unknown")


def _last(events: tuple[Event, ...]) -> tuple[str, str]:
    """The event that made this wording: the last adoption, amendment or revision, else as for the work."""
    making = [e for e in events if e.key in ("adopted", "amended", "revised")]
    event = max(making, key=lambda e: e.day, default=None)
    return (event.day.isoformat(), event.key) if event else _first(events)


def _name(title: str, note: str) -> str:
    found = next((name for pattern, name in _NAMES if pattern.search(title)), "")
    return found or ("regulation" if "人民代表大会" in note else "normative-document")


def _maker(document: Document, note: str) -> str:
    found = LEGISLATURE.search(DATE.sub("", note))
    if found:
        return _TERM.sub("", found["legislature"].removeprefix("根据"))
    signed = [line for line in text_lines(document.conclusion) if not DATE.search(line)]
    return signed[0] if signed else ""


def _number(document: Document) -> str:
    """文号 from the lines around the title; brackets and blanks as they should be."""
    lines = (line for role, line in front_lines(document) if role in ("furniture", "note"))
    found = next((match[0] for line in lines if (match := NUMBER.search(line))), "")
    found = re.sub(r"\s", "", found)
    return re.sub(r"[\[（【［](\d{4})[\]）】］]", r"〔\1〕", found)


def _slug(document: Document) -> str:
    """The title as one path segment (Akoma Ntoso names are IRIs, so Chinese may stand); without title the file hash."""
    slug = _NOT_SLUG.sub("-", document.title).strip("-.")[:80]
    return slug or f"sha256-{document.source.sha256[:12] or 'unknown'}"
