"""What holds for every writer."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from writer_samples import REGULATION, odd_documents, texts

from lawcheck.document import Block, Document, Provenance, SourceText, Unit, parse
from lawcheck.errors import UsageError
from lawcheck.readers import read
from lawcheck.writers import WRITERS, write

FORMATS = sorted(WRITERS)
READABLE = ("docx", "html", "md", "text")


def test_formats_of_the_registry() -> None:
    assert set(WRITERS) == {"akn", "docx", "pdf", "html", "md", "json", "text"}
    assert len({writer.extension for writer in WRITERS.values()}) == len(WRITERS)


def test_unknown_format_names_the_known_ones() -> None:
    with pytest.raises(UsageError, match=r"E200.*akn、docx、pdf、html"):
        write(parse("甲"), "rtf")


@pytest.mark.parametrize("format", FORMATS)
def test_same_document_same_bytes(format: str) -> None:
    assert write(parse(REGULATION), format) == write(parse(REGULATION), format)


@settings(max_examples=40, deadline=None)
@given(texts)
def test_no_text_is_refused(text: str) -> None:
    document = parse(text)
    for format in FORMATS:
        write(document, format)


@settings(max_examples=40, deadline=None)
@given(odd_documents())
def test_no_tree_is_refused(document: Document) -> None:
    for format in FORMATS:
        write(document, format)


def outline(document: Document) -> list[tuple[object, ...]]:
    return [_shape(unit) for unit in document.walk()]


def _shape(unit: Unit) -> tuple[object, ...]:
    compact = ("".join(part.split()) for part in (unit.label, unit.heading, unit.text, unit.wrap_up))
    return (unit.kind, unit.eid, unit.number, *compact)


@pytest.mark.parametrize("format", READABLE)
def test_what_is_written_reads_back_as_the_same_document(regulation: Document, format: str, tmp_path: Path) -> None:
    path = tmp_path / f"a.{WRITERS[format].extension}"
    path.write_bytes(write(regulation, format))
    again = parse(read(path))
    assert outline(again) == outline(regulation)
    assert again.title == regulation.title
    assert "".join(again.note.split()) == "".join(regulation.note.split())
    assert "".join(again.conclusion.split()) == "".join(regulation.conclusion.split())


@pytest.mark.parametrize("format", ["docx", "html", "md"])
def test_tables_read_back_as_tables(with_table: Document, format: str, tmp_path: Path) -> None:
    path = tmp_path / f"a.{WRITERS[format].extension}"
    path.write_bytes(write(with_table, format))
    cells = [block.content for block in read(path).blocks if block.kind == "cell"]
    assert "".join("".join(cells).split()) == "序号区域费用1中心区一级5元/时合计5元"


@pytest.fixture
def with_asides() -> Document:
    """Body, a note, a page header, and a page number in a text box of the footer."""
    places = (
        Provenance(),
        Provenance("footnote", name="word/footnotes.xml"),
        Provenance("header", name="word/header1.xml"),
        Provenance("textbox", name="word/footer1.xml"),
    )
    blocks: list[Block] = []
    start = 0
    for text, place in zip(("第一条　甲。\n", "脚注乙\n", "页眉丙\n", "— 丁 —\n"), places, strict=True):
        blocks.append(Block(start, text, provenance=place))
        start += len(text)
    return parse(SourceText("".join(block.text for block in blocks), tuple(blocks), "docx"))


@pytest.mark.parametrize("format", ["html", "md", "text"])
def test_new_layouts_keep_notes_but_not_the_old_page_furniture(with_asides: Document, format: str) -> None:
    written = write(with_asides, format).decode()
    assert "脚注乙" in written
    assert "页眉丙" not in written
    assert "丁" not in written


@pytest.mark.parametrize("format", ["akn", "json"])
def test_exchange_formats_keep_everything(with_asides: Document, format: str) -> None:
    written = write(with_asides, format).decode()
    assert all(text in written for text in ("脚注乙", "页眉丙", "— 丁 —"))


def test_ofd_is_told_as_not_supported_with_what_to_use_instead() -> None:
    with pytest.raises(UsageError, match=r"E204.*--to pdf.*--to docx"):
        write(parse("甲"), "ofd")
