"""JSON after ``docs/schema/document.schema.json``: the text, every unit with spans and ids, the problems."""

from __future__ import annotations

import json
import re
from typing import Any

from lawcheck.document import Block, Document, Span, Unit
from lawcheck.writers.flow import rows_of

__all__ = ["SCHEMA_ID", "document_dict", "write_json"]

SCHEMA_ID = "urn:lawcheck:schema:document:1"
_SURROGATE = re.compile("[\ud800-\udfff]")


def write_json(document: Document) -> bytes:
    """UTF-8 JSON, keys in a fixed order, each on its own line (full indenting is ten times slower).

    >>> from lawcheck.document import parse
    >>> data = json.loads(write_json(parse("某条例\\n第一条　甲。\\n")))
    >>> data["title"], data["units"][0]["eid"], data["units"][0]["children"][0]["label"]
    ('某条例', 'art_1', '第一条')
    """
    fields = (f"{json.dumps(key)}: {_dumps(value)}" for key, value in document_dict(document).items())
    text = "{\n" + ",\n".join(fields) + "\n}\n"
    return _SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", text).encode()


def _dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def document_dict(document: Document) -> dict[str, Any]:
    """The document as plain values; spans are ``[start, end)`` in code points of ``source.text``."""
    return {
        "schema": SCHEMA_ID,
        "title": document.title,
        "title_span": _span(document.title_span),
        "note": document.note,
        "note_span": _span(document.note_span),
        "toc": list(document.toc),
        "preamble": document.preamble,
        "preamble_span": _span(document.preamble_span),
        "units": [_unit(document, unit) for unit in document.units],
        "annexes": [_unit(document, unit) for unit in document.annexes],
        "conclusion": document.conclusion,
        "conclusion_span": _span(document.conclusion_span),
        "segments": [{"start": s.start, "end": s.end, "role": s.role, "ordinal": s.ordinal} for s in document.segments],
        "problems": [{"code": p.code, "span": _span(p.span), "message": p.message} for p in document.problems],
        "confidence": document.confidence,
        "source": _source(document),
    }


def _span(span: Span) -> list[int]:
    return [span.start, span.end]


def _unit(document: Document, unit: Unit) -> dict[str, Any]:
    """``label`` is how a person cites the unit, ``num`` its number as written, ``number`` value and 之N."""
    return {
        "kind": unit.kind.value,
        "eid": unit.eid,
        "id": document.stable_id(unit),
        "ordinal": unit.ordinal,
        "label": document.citation_label(unit),
        "num": unit.label,
        "number": {"value": unit.number.value, "sub": unit.number.sub} if unit.number else None,
        "heading": unit.heading,
        "span": _span(unit.span),
        "text": unit.text,
        "text_span": _span(unit.text_span),
        "rows": [[cell._asdict() for cell in row] for row in rows_of(document, unit)],
        "children": [_unit(document, child) for child in unit.children],
        "wrap_up": unit.wrap_up,
        "wrap_up_span": _span(unit.wrap_up_span),
    }


def _source(document: Document) -> dict[str, Any]:
    source = document.source
    return {
        "name": source.name,
        "format": source.format,
        "sha256": source.sha256,
        "text": source.text,
        "blocks": [_block(block) for block in source.blocks],
    }


def _block(block: Block) -> dict[str, Any]:
    """Provenance keeps only what is known."""
    place = {k: v for k, v in block.provenance._asdict().items() if v not in (None, "")}
    return {"span": [block.start, block.end], "kind": block.kind, "hint": block.hint, "provenance": place}
