"""The Word file with links: every link leads somewhere, and nothing of the original moves."""

from __future__ import annotations

import io
from datetime import date
from zipfile import ZipFile

import pytest
from lxml import etree

from lawcheck.citations import Citation, resolve_citations
from lawcheck.document import Document, parse
from lawcheck.laws import Library
from lawcheck.readers import iter_paragraphs, read
from lawcheck.reports import linked_copy, linked_docx
from lawcheck.reports.runs import W, local, paragraph_text
from lawcheck.resources import corpus_dir

DAY = date(2026, 11, 22)
SAMPLE = corpus_dir() / "samples" / "sample-filing.docx"


def body_of(data: bytes) -> etree._Element:
    return etree.fromstring(ZipFile(io.BytesIO(data)).read("word/document.xml"))


@pytest.fixture(scope="module")
def linked(library: Library) -> bytes:
    document = parse(read(SAMPLE))
    citations = resolve_citations(document, library, DAY, DAY, DAY)
    return linked_docx(SAMPLE.read_bytes(), document, citations, DAY, library.horizon)


def test_every_link_leads_to_one_bookmark(linked: bytes) -> None:
    tree = body_of(linked)
    anchors = [e.get(f"{W}anchor") for e in tree.iter(f"{W}hyperlink") if e.get(f"{W}anchor", "").startswith("lc_")]
    names = [e.get(f"{W}name") for e in tree.iter(f"{W}bookmarkStart")]
    assert len(anchors) > 30
    assert set(anchors) <= set(names)
    assert len(names) == len(set(names))
    ids = [e.get(f"{W}id") for e in tree.iter(f"{W}bookmarkStart")]
    assert len(ids) == len(set(ids))


def test_the_original_paragraphs_keep_words_place_and_layout(linked: bytes) -> None:
    before, after = body_of(SAMPLE.read_bytes()), body_of(linked)
    ours, theirs = list(iter_paragraphs(before)), list(iter_paragraphs(after))
    assert [paragraph_text(p) for p in theirs[: len(ours)]] == [paragraph_text(p) for p in ours]
    for old, new in zip(ours, theirs, strict=False):
        assert _layout(old) == _layout(new)
    assert _sections(before) == _sections(after)


def _layout(paragraph: etree._Element) -> list[bytes]:
    return [etree.tostring(child) for child in paragraph if local(child) == "pPr"]


def _sections(tree: etree._Element) -> list[bytes]:
    return [etree.tostring(e) for e in tree.iter(f"{W}sectPr")]


def test_the_cited_article_stands_behind_the_last_page(linked: bytes, library: Library) -> None:
    added = [paragraph_text(p) for p in iter_paragraphs(body_of(linked))]
    start = added.index("所引条文（lawcheck 附加，不属于原文）")
    assert any("《中华人民共和国消防法》第六十条" in line and "有效" in line for line in added[start:])
    assert any("消防设施、器材或者消防安全标志的配置" in line for line in added[start:])


def test_other_parts_stay_as_they_are_and_the_result_is_reproducible(linked: bytes, library: Library) -> None:
    old, new = ZipFile(SAMPLE), ZipFile(io.BytesIO(linked))
    changed = {name for name in old.namelist() if old.read(name) != new.read(name)}
    assert changed <= {"word/document.xml", "word/footnotes.xml"}
    document = parse(read(SAMPLE))
    citations = resolve_citations(document, library, DAY, DAY, DAY)
    assert linked_docx(SAMPLE.read_bytes(), document, citations, DAY, library.horizon) == linked


def test_a_text_that_is_no_word_file_is_linked_in_standard_format(library: Library) -> None:
    text = (
        "青山市测试条例\n第一条　根据《中华人民共和国水法》第三条，制定本条例。\n第二条　违反本条例第一条的，警告。\n"
    )

    def resolve(document: Document) -> tuple[Citation, ...]:
        return resolve_citations(document, library, DAY)

    made = linked_copy(parse(text), None, resolve, DAY, library.horizon)
    tree = body_of(made)
    shown = ["".join(t.text or "" for t in e.iter(f"{W}t")) for e in tree.iter(f"{W}hyperlink")]
    assert shown == ["《中华人民共和国水法》第三条", "本条例第一条"]
    assert "水资源属于国家所有" in "".join(t.text or "" for t in tree.iter(f"{W}t"))
