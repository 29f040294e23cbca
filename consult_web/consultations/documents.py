"""The tree of a draft as JSON, as it was read that day; its rows for pages; the indexes that find its clauses."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, Final
from uuid import uuid4
from weakref import WeakKeyDictionary

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult_web.consultations.drafts_models import ClauseRow, DraftVersion
from consult_web.consultations.notices import CONCLUSION, is_special
from consult_web.storage import Database, database_of
from lawcheck.comments import Clause, Draft, open_draft
from lawcheck.document import CONTAINERS, Block, Document, Number, SourceText, Span, Unit, UnitKind

__all__ = ["clause_rows", "draft_of_version", "pack_document", "unpack_document"]

_KEPT: Final = 32  # opened drafts: a city has a few consultations at a time, a draft of 200 clauses takes some MB
_TEXTS: Final = ("title", "note", "preamble", "conclusion")
_OPENED: WeakKeyDictionary[Database, dict[tuple[int, datetime], Draft]] = WeakKeyDictionary()


def pack_document(document: Document) -> str:
    """The tree with its source text, for ``DraftVersion.document``.

    >>> from lawcheck.document import parse
    >>> made = parse("某市停车条例\\n第一条　有序停放。\\n")
    >>> unpack_document(pack_document(made)).by_eid["art_1"] == made.by_eid["art_1"]
    True
    """
    packed: dict[str, Any] = {name: [getattr(document, name), *getattr(document, f"{name}_span")] for name in _TEXTS}
    source = document.source
    packed |= {"source": [source.text, source.format, source.name, source.sha256]}
    packed |= {"units": [_pack(unit) for unit in document.units], "annexes": [_pack(unit) for unit in document.annexes]}
    return json.dumps(packed, ensure_ascii=False, separators=(",", ":"))


def unpack_document(packed: str) -> Document:
    """The tree that :func:`pack_document` packed; provenance, segments and problems are not kept."""
    kept = json.loads(packed)
    text, *about = kept["source"]
    source = SourceText(text, (Block(0, text, separator=""),), *about)
    texts: dict[str, Any] = {name: kept[name][0] for name in _TEXTS}
    texts |= {f"{name}_span": Span(*kept[name][1:]) for name in _TEXTS}
    units, annexes = (tuple(_unpack(unit) for unit in kept[part]) for part in ("units", "annexes"))
    return Document(source, units=units, annexes=annexes, segments=(), problems=(), **texts)


def clause_rows(document: Document, uids: dict[str, str] | None = None) -> list[ClauseRow]:
    """A row for each chapter, article, 款 and 项 that people can point at, in reading order, and one for the lines behind
    the last (落款), without a version yet.

    ``uids`` gives, by eId, the uid of the version before; the others get fresh ones.

    >>> from lawcheck.document import parse
    >>> [(row.eid, row.label, row.root_eid) for row in clause_rows(parse("某办法\\n第一章　总则\\n第一条　停放。\\n"))]
    [('chp_1', '第一章', None), ('art_1', '第一条', 'art_1'), ('art_1__para_1', '第一条', 'art_1')]
    """
    known = uids or {}
    clauses = open_draft(document).by_eid
    units = (unit for unit in document.walk() if unit.eid in clauses or unit.kind in CONTAINERS)
    rows = [_row(document, unit, clauses.get(unit.eid), known.get(unit.eid) or uuid4().hex) for unit in units]
    if document.conclusion.strip():
        annexes = sum(row.kind == UnitKind.ANNEX for row in rows)
        rows.insert(len(rows) - annexes, _conclusion(document.conclusion.strip(), known.get(CONCLUSION) or uuid4().hex))
    for position, row in enumerate(rows):
        row.position = position
    return rows


def _conclusion(text: str, uid: str) -> ClauseRow:
    """Office, date and what else stands behind the clauses: shown, and nothing that people point at."""
    return ClauseRow(
        uid=uid, eid=CONCLUSION, kind=CONCLUSION, label="落款", number_text="", heading="", text=text, own_text=text
    )


def draft_of_version(session: Session, version_id: int) -> Draft:
    """The draft of a version, opened once per process: the text of a version never changes."""
    opened = _OPENED.setdefault(database_of(session), {})
    # SQLite gives the id of a version that was discarded to the next one; their moments differ.
    made = session.scalars(select(DraftVersion.created_at).where(DraftVersion.id == version_id)).one()
    if (version_id, made) not in opened:
        packed = session.scalars(select(DraftVersion.document).where(DraftVersion.id == version_id)).one()
        while len(opened) >= _KEPT:
            opened.pop(next(iter(opened)), None)
        opened[version_id, made] = open_draft(unpack_document(packed))
    return opened[version_id, made]


def _pack(unit: Unit) -> list[Any]:
    number = list(unit.number) if unit.number else None
    spans = [*unit.span, *unit.text_span, *unit.wrap_up_span]
    words = [unit.label, unit.heading, unit.text, unit.wrap_up]
    return [unit.kind.value, unit.eid, unit.ordinal, number, spans, words, [_pack(child) for child in unit.children]]


def _unpack(kept: list[Any]) -> Unit:
    kind, eid, ordinal, number, spans, (label, heading, text, wrap_up), children = kept
    span, text_span, wrap_up_span = (Span(*spans[at : at + 2]) for at in (0, 2, 4))
    return Unit(
        UnitKind(kind),
        eid,
        ordinal,
        span,
        Number(*number) if number else None,
        label,
        heading,
        text,
        text_span,
        tuple(_unpack(child) for child in children),
        wrap_up,
        wrap_up_span,
    )


def _row(document: Document, unit: Unit, clause: Clause | None, uid: str) -> ClauseRow:
    above = document.path(unit)[:-1]
    return ClauseRow(
        uid=uid,
        eid=unit.eid,
        parent_eid=above[-1].eid if above else None,
        root_eid=clause.root if clause else None,
        kind=unit.kind.value,
        label=(clause.label if clause else "") or unit.label or unit.heading or unit.eid,
        number_text=unit.label,
        heading="" if is_special(unit.eid) else unit.heading,
        above=clause.heading if clause else "",
        text=unit.full_text if clause else "",
        own_text=clause.own if clause else "",
        depth=len(above),
    )
