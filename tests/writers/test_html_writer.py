from __future__ import annotations

import re

from hypothesis import given, settings
from lxml import html
from writer_samples import texts

from lawcheck.document import Document, parse
from lawcheck.writers import write


def page(document: Document) -> html.HtmlElement:
    return html.document_fromstring(write(document, "html").decode())


def test_every_unit_has_one_anchor(regulation: Document) -> None:
    ids = page(regulation).xpath("//main//@id")
    assert ids == [unit.eid for unit in regulation.walk()]


def test_contents_lead_to_the_headings(regulation: Document) -> None:
    root = page(regulation)
    links = root.xpath("//nav//a/@href")
    assert links[:3] == ["#chp_1", "#chp_2", "#chp_2__sec_1"]
    assert links[-1] == "#att_1"
    assert {link[1:] for link in root.xpath("//a/@href")} <= set(root.xpath("//@id"))


def test_document_without_chapters_lists_its_articles() -> None:
    root = page(parse("某办法\n第一条　甲。\n第二条　乙。\n"))
    assert [(a.get("href"), a.text_content()) for a in root.xpath("//nav//a")] == [("#art_1", "1"), ("#art_2", "2")]


def test_language_and_viewport_are_set(regulation: Document) -> None:
    root = page(regulation)
    assert root.get("lang") == "zh-CN"
    assert root.xpath("//meta[@name='viewport']")
    assert root.findtext(".//title") == "云溪市停车条例"


def test_text_is_escaped() -> None:
    data = write(parse("<b>条例\n第一条　<script>alert(1)</script>&amp;\"'\n"), "html").decode()
    assert "<script" not in data
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;" in data


def test_page_needs_nothing_from_outside(regulation: Document) -> None:
    data = write(regulation, "html").decode()
    assert not re.search(r"(?:src=|url\(|@import|https?:|<link)", data)


def test_page_prints_on_the_page_of_the_standard(regulation: Document) -> None:
    data = write(regulation, "html").decode()
    assert "@page{size:A4" in data
    assert "@media print" in data


def test_article_number_stands_in_its_first_paragraph(regulation: Document) -> None:
    paragraph = page(regulation).get_element_by_id("art_3-1__para_1").find("p")
    assert paragraph.text_content() == "第三条之一　拖离由城管负责。"


def test_merged_cells_span_their_columns(with_table: Document) -> None:
    rows = page(with_table).xpath("//table//tr")
    assert [[td.get("colspan", "1") for td in row] for row in rows][2] == ["2", "1"]


@settings(max_examples=80, deadline=None)
@given(texts)
def test_ids_are_unique_for_any_text(text: str) -> None:
    ids = page(parse(text)).xpath("//@id")
    assert len(ids) == len(set(ids))


def test_contents_name_annexes_in_full(with_table: Document) -> None:
    assert [a.text_content() for a in page(with_table).xpath("//nav//a")] == ["1", "附件　费用表"]


def test_lines_of_invisible_characters_leave_no_gap() -> None:
    root = page(parse("某条例\n2020年1月1日某会通过\n\u200b\n\u200b\n第一条　甲。\n"))
    assert [p.text_content() for p in root.xpath("//div[@class='note']/p")] == ["2020年1月1日某会通过"]


def test_written_contents_stay_where_the_page_has_none_of_its_own() -> None:
    assert "目录" in page(parse("目录\n")).xpath("string(//main)")
