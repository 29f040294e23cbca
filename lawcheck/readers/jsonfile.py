"""JSON after ``docs/schema/document.schema.json``: text, blocks and tree come back as they were written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Any

from lawcheck.document import (
    Block,
    Number,
    Problem,
    Provenance,
    Segment,
    SourceText,
    Span,
    Structure,
    Unit,
    UnitKind,
)
from lawcheck.errors import UnreadableFile
from lawcheck.readers.assembly import check_blocks
from lawcheck.readers.package import MAX_DEPTH, MAX_PART
from lawcheck.resources import schema_dir

__all__ = ["read_json"]

_LONGEST_DETAIL = 120
# Problems of the parser are found anew; these came from the reader of the original file.
_PARSER = "P1"
_SPANS = ("title_span", "note_span", "preamble_span", "conclusion_span")


def read_json(data: bytes, name: str) -> SourceText:
    """Read a document that ``lawcheck convert --to json`` or another program wrote after the published schema.

    ``format``, ``name`` and ``sha256`` are those of the JSON file; those of the original stand in it. Raises
    :class:`~lawcheck.errors.UnreadableFile`: E114 (nesting), E117 (too large), E145 (against the schema, or spans that do
    not fit the text).
    """
    value = _checked(data, name)
    source = value["source"]
    faults = [*_text_faults(value), *(fault for unit in _walk(value) for fault in _unit_faults(unit, source["text"]))]
    if faults:
        raise _refusal(name, *faults[0])
    problems = (p for p in value["problems"] if not p["code"].startswith(_PARSER))
    return SourceText(
        source["text"],
        tuple(_block(block, source["text"]) for block in source["blocks"]),
        "json",
        name,
        hashlib.sha256(data).hexdigest(),
        tuple(Problem(p["code"], Span(*p["span"]), p["message"]) for p in problems),
        structure=_structure(value),
    )


def _checked(data: bytes, name: str) -> dict[str, Any]:
    """The value, when it follows the schema."""
    if len(data) > MAX_PART:
        raise UnreadableFile("E117", name=name, detail=f"{len(data):,} > {MAX_PART:,} bytes")
    try:
        value: dict[str, Any] = json.loads(data.decode("utf-8-sig", "surrogatepass"))
        error = next(_validator().iter_errors(value), None)
    except RecursionError as error:
        raise UnreadableFile("E114", name=name, part="JSON", limit=MAX_DEPTH) from error
    except ValueError as error:
        raise _refusal(name, "JSON", str(error)) from error
    if error is not None:
        raise _refusal(name, "/".join(map(str, error.absolute_path)) or "/", error.message)
    check_blocks(len(value["source"]["blocks"]), name)
    return value


@cache
def _validator() -> Any:
    import jsonschema  # slow to import, needed only here

    schema = json.loads((schema_dir() / "document.schema.json").read_text("utf-8"))
    return jsonschema.Draft202012Validator(schema)


def _refusal(name: str, where: str, detail: str) -> UnreadableFile:
    shown = detail if len(detail) <= _LONGEST_DETAIL else detail[:_LONGEST_DETAIL] + "…"
    return UnreadableFile("E145", name=name, where=where, detail=shown)


# -- what a schema cannot say --------------------------------------------------------------------------------------


def _text_faults(value: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Blocks and segments must tile the text, spans lie in it."""
    size = len(value["source"]["text"])
    if _gap([tuple(block["span"]) for block in value["source"]["blocks"]], size):
        yield "source/blocks", "spans do not tile source/text"
    if _gap([(segment["start"], segment["end"]) for segment in value["segments"]], size):
        yield "segments", "do not tile source/text"
    spans = [(name, value[name]) for name in _SPANS] + [("problems", p["span"]) for p in value["problems"]]
    yield from ((name, "outside of source/text") for name, (start, end) in spans if not start <= end <= size)


def _gap(spans: list[tuple[int, int]], size: int) -> bool:
    if not spans:
        return size > 0
    ends_meet = all(before[1] == after[0] for before, after in pairwise(spans))
    return not ends_meet or spans[0][0] != 0 or spans[-1][1] != size or any(a > b for a, b in spans)


def _walk(value: dict[str, Any]) -> Iterator[dict[str, Any]]:
    waiting = [*value["units"], *value["annexes"]]
    while waiting:
        unit = waiting.pop()
        yield unit
        waiting.extend(unit["children"])


def _unit_faults(unit: dict[str, Any], text: str) -> Iterator[tuple[str, str]]:
    start, end = unit["span"]
    if not start <= end <= len(text):
        yield unit["eid"], "span outside of source/text"
    for field in ("text", "wrap_up"):
        start, end = unit[f"{field}_span"]
        if text[start:end] != unit[field]:
            yield unit["eid"], f"{field} is not what {field}_span cuts out of source/text"


# -- values --------------------------------------------------------------------------------------------------------


def _block(block: dict[str, Any], text: str) -> Block:
    """The separator is the line break or tab that ends the text of the block."""
    start, end = block["span"]
    words = text[start:end]
    separator = words[-1:] if words[-1:] in ("\n", "\t") and block["kind"] != "number" else ""
    place = dict(block["provenance"])
    if "box" in place:
        place["box"] = tuple(place["box"])
    return Block(start, words, block["kind"], separator, Provenance(**place), block["hint"])


def _structure(value: dict[str, Any]) -> Structure:
    title, note, preamble, conclusion = (Span(*value[name]) for name in _SPANS)
    return Structure(
        value["title"],
        title,
        note,
        preamble,
        tuple(_unit(unit) for unit in value["units"]),
        tuple(_unit(unit) for unit in value["annexes"]),
        conclusion,
        tuple(Segment(**segment) for segment in value["segments"]),
        tuple(value["toc"]),
    )


def _unit(unit: dict[str, Any]) -> Unit:
    number = unit["number"]
    return Unit(
        UnitKind(unit["kind"]),
        unit["eid"],
        unit["ordinal"],
        Span(*unit["span"]),
        Number(number["value"], number["sub"]) if number else None,
        unit["num"],
        unit["heading"],
        unit["text"],
        Span(*unit["text_span"]),
        tuple(_unit(child) for child in unit["children"]),
        unit["wrap_up"],
        Span(*unit["wrap_up_span"]),
    )
