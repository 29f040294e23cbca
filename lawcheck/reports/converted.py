"""The annotated copy of files that cannot hold comments we could write: a docx made from the original by LibreOffice."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from rapidfuzz.distance import Indel

from lawcheck.document import Block, Provenance, SourceText
from lawcheck.errors import OutputError
from lawcheck.readers import convert_to_docx, read
from lawcheck.reports.annotate import annotate_docx
from lawcheck.reviewing import Review

__all__ = ["annotate_converted"]

# Below this share of equal characters the conversion is not the text that was reviewed, and marks might mislead.
_ENOUGH = 0.95
# Nobody waits for the copy alone, so a busy machine may take longer than for reading.
_SECONDS = 30.0
_NOWHERE = Provenance()


def annotate_converted(data: bytes, review: Review) -> bytes:
    """A docx of ``data``, the .doc, .wps, .rtf or .odt file that ``review`` is about, with the marks of the review.

    The conversion is read back and compared with the text reviewed, paragraph by paragraph: findings in paragraphs that
    agree stand on their exact characters, others on the beginning of the text with their place named.

    Raises :class:`OutputError` E155 when the texts differ too much, and what :func:`~lawcheck.readers.convert_to_docx`
    raises, E150 above all (LibreOffice is missing).
    """
    source = review.document.source.as_filed
    converted = convert_to_docx(data, source.name, format=source.format, seconds=_SECONDS)
    placed, share = _placed(source, read(source.name, data=converted))
    if share < _ENOUGH:
        raise OutputError("E155", name=source.name, share=f"{share:.0%}")
    placed = replace(placed, sha256=hashlib.sha256(converted).hexdigest())
    return annotate_docx(converted, replace(review, document=replace(review.document, source=placed)))


def _placed(source: SourceText, target: SourceText) -> tuple[SourceText, float]:
    """``source`` with the places of its paragraphs in ``target``, and the share of its body found there."""
    places = _places(source, target)
    blocks = tuple(block._replace(provenance=places.get(i, _lost(block))) for i, block in enumerate(source.blocks))
    body = {i: len(_key(b)[1]) for i, b in enumerate(source.blocks) if b.provenance.part == "body" and _counts(b)}
    found = sum(size for i, size in body.items() if i in places)
    return replace(source, blocks=blocks), found / max(sum(body.values()), 1)


def _places(source: SourceText, target: SourceText) -> dict[int, Provenance]:
    """Place by number of block; the number of a paragraph stands where the paragraph does."""
    ours = [i for i, block in enumerate(source.blocks) if _counts(block)]
    theirs = [block for block in target.blocks if _counts(block)]
    found: dict[int, Provenance] = {}
    for code in Indel.opcodes([_key(source.blocks[i]) for i in ours], [_key(b) for b in theirs]):
        if code.tag == "equal":
            pairs = zip(ours[code.src_start : code.src_end], theirs[code.dest_start : code.dest_end], strict=True)
            found.update((i, block.provenance) for i, block in pairs)
    for i, block in enumerate(source.blocks):
        if block.kind == "number" and i + 1 in found:
            found[i] = found[i + 1]
    return found


def _counts(block: Block) -> bool:
    return block.kind != "number" and bool(block.content.strip())


def _key(block: Block) -> tuple[str, str]:
    """Part and text without blanks, which converters change freely."""
    return block.provenance.part, "".join(block.content.split())


def _lost(block: Block) -> Provenance:
    """Nowhere in the conversion, but still in the same part of the original."""
    return _NOWHERE._replace(part=block.provenance.part)
