from __future__ import annotations

import pytest
from hypothesis import given, settings
from lxml import etree
from writer_samples import odd_documents, table_source, texts

from lawcheck.document import Document, parse
from lawcheck.writers import akn_errors, write

NS = {"a": "http://docs.oasis-open.org/legaldocml/ns/akn/3.0", "lc": "urn:lawcheck:akn"}


def tree(document: Document | str) -> etree._Element:
    return etree.fromstring(write(parse(document) if isinstance(document, str) else document, "akn"))


def find(root: etree._Element, path: str) -> list[etree._Element]:
    return root.findall(path, NS)


def shown(element: etree._Element | None) -> str:
    assert element is not None
    return "".join("".join(element.itertext()).split())


@settings(max_examples=120, deadline=None)
@given(texts)
def test_any_text_gives_valid_akoma_ntoso(text: str) -> None:
    assert akn_errors(write(parse(text), "akn")) == ()


@settings(max_examples=120, deadline=None)
@given(odd_documents(unique=False))
def test_any_tree_gives_valid_akoma_ntoso(document: Document) -> None:
    assert akn_errors(write(document, "akn")) == ()


@settings(max_examples=100, deadline=None)
@given(texts)
def test_every_unit_keeps_its_eid_and_no_visible_text_is_lost(text: str) -> None:
    document = parse(text)
    root = tree(document)
    ids = [e.get("eId") for e in root.iter() if e.get("eId")]
    assert len(ids) == len(set(ids))
    assert {unit.eid for unit in document.walk()} <= set(ids)


def test_schema_is_strict() -> None:
    broken = write(parse("第一条　甲。"), "akn").replace(b'eId="art_1__para_1"', b'eId="art_1"')
    assert any("eId" in error for error in akn_errors(broken))


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (".//a:preface//a:docTitle", "云溪市停车条例"),
        (".//a:preface//a:docNumber", "云政发〔2026〕3号"),
        (".//a:container[@name='tizhu']/a:p/a:docDate[@date='2026-08-27']", "2026年8月27日"),
        (".//a:container[@name='tizhu']/a:p/a:session", "第九十七次会议"),
        (".//a:chapter[@eId='chp_1']/a:heading", "总则"),
        (".//a:section[@eId='chp_2__sec_1']/a:num", "第一节"),
        (".//a:article[@eId='art_3-1']/a:num", "第三条之一"),
        (".//a:paragraph[@eId='art_2__para_2']/a:content/a:p", "军用停车场除外。"),
        (".//a:paragraph[@eId='art_3__para_1']/a:intro/a:p", "停车应当遵守下列规定："),
        (".//a:point[@eId='art_3__para_1__point_1']/a:num", "（一）"),
        (".//a:indent[@eId='art_3__para_1__point_1__indent_2']/a:content", "消防通道，"),
        (".//a:paragraph[@eId='art_3__para_1']/a:wrapUp/a:p", "否则拖离。"),
        (".//a:hcontainer[@name='supplementary']/a:heading", "附则"),
        (".//a:conclusions/a:p/a:docDate[@date='2026-10-26']", "2026年10月26日"),
        (".//a:attachment[@eId='att_1']/a:heading", "停车费用计算说明"),
        (".//a:attachment//a:clause[@eId='att_1__cl_1']/a:num", "一、"),
    ],
)
def test_mapping(regulation: Document, path: str, text: str) -> None:
    assert shown(tree(regulation).find(path, NS)) == text


def test_contents_point_at_the_headings(regulation: Document) -> None:
    items = find(tree(regulation), ".//a:tocItem")
    supplementary = next(unit.eid for unit in regulation.units if unit.heading == "附则")
    assert [(shown(i), i.get("href")) for i in items] == [
        ("第一章总则", "#chp_1"),
        ("第二章停车", "#chp_2"),
        ("附则", f"#{supplementary}"),
    ]


def test_entry_without_heading_points_nowhere() -> None:
    root = tree("某条例\n目录\n第一章　总则\n第九章　没有\n第一章　总则\n第一条　甲。\n")
    assert [i.get("href") for i in find(root, ".//a:tocItem")] == ["#chp_1", "#"]


@pytest.mark.parametrize(
    ("note", "work", "expression", "types"),
    [
        ("（2020年1月2日某市第一届人民代表大会常务委员会第三次会议通过）", "2020-01-02", "2020-01-02", ["generation"]),
        (
            "（2003年5月1日某市人民代表大会通过　根据2019年7月8日某市人民代表大会《关于废止〈甲〉的决定》修正）",
            "2003-05-01",
            "2019-07-08",
            ["generation", "amendment"],
        ),
        ("（二〇二〇年一月二日公布　自2021年3月4日起施行）", "2020-01-02", "2020-01-02", [None, None]),
        ("", "0001-01-01", "0001-01-01", []),
    ],
)
def test_dates_come_from_the_note(note: str, work: str, expression: str, types: list[str | None]) -> None:
    root = tree(f"某市某条例\n{note}\n第一条　甲。\n")
    dates = [root.find(f".//a:FRBR{level}/a:FRBRdate", NS) for level in ("Work", "Expression")]
    assert [d.get("date") for d in dates if d is not None] == [work, expression]
    assert [e.get("type") for e in find(root, ".//a:eventRef")] == types


def test_unknown_date_says_so() -> None:
    date = tree("甲").find(".//a:FRBRWork/a:FRBRdate", NS)
    assert date is not None
    assert (date.get("date"), date.get("name")) == ("0001-01-01", "unknown")


def test_date_that_is_not_in_the_calendar_is_left_as_text() -> None:
    root = tree("某市某条例\n（2020年2月31日某市人民代表大会通过）\n第一条　甲。\n")
    assert not find(root, ".//a:docDate")
    assert "2020年2月31日" in shown(root.find(".//a:container", NS))


def test_signature_dates_a_document_without_note() -> None:
    date = tree("某办法\n第一条　甲。\n某市人民政府\n2026年9月1日\n").find(".//a:FRBRWork/a:FRBRdate", NS)
    assert date is not None
    assert (date.get("date"), date.get("name")) == ("2026-09-01", "signed")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("中华人民共和国某法", "law"),
        ("某市某条例", "regulation"),
        ("某市某管理办法", "normative-document"),
        ("关于修改《某法》的决定", "decision"),
        ("某条例（草案）", "regulation"),
    ],
)
def test_kind_of_act_by_title(title: str, name: str) -> None:
    act = tree(f"{title}\n第一条　甲。\n").find("a:act", NS)
    assert act is not None
    assert act.get("name") == name


def test_each_annex_has_its_own_meta(regulation: Document) -> None:
    this = tree(regulation).find(".//a:attachment//a:FRBRWork/a:FRBRthis", NS)
    assert this is not None
    assert this.get("value", "").endswith("/云溪市停车条例/!att_1")


def test_characters_that_xml_forbids_are_shown_and_counted() -> None:
    root = tree("第一条　甲\x0c乙\x00丙\ufffe。")
    source = root.find(".//lc:source", NS)
    assert source is not None
    assert source.get("replaced") == "3"
    assert shown(root.find(".//a:paragraph", NS)) == "甲␌乙␀丙�。"


def test_table_is_a_table(with_table: Document) -> None:
    rows = find(tree(with_table), ".//a:table/a:tr")
    assert [[shown(cell) for cell in row] for row in rows] == [
        ["序号", "区域", "费用"],
        ["1", "中心区一级", "5元/时"],
        ["合计", "5元"],
    ]
    assert [cell.get("colspan") for cell in rows[2]] == ["2", None]


def test_impossible_column_numbers_do_not_widen_the_table() -> None:
    document = parse(table_source(columns=(0, 5_000_000, 1_000_000_000)))
    assert [cell.get("colspan") for cell in find(tree(document), ".//a:td")][:3] == [None, None, None]


def test_torn_title_keeps_its_break() -> None:
    root = tree("第一条　依照《中华人民共和国义\n务教育法》的规定。")
    p = root.find(".//a:paragraph//a:p", NS)
    assert p is not None
    assert [e.tag.rpartition("}")[2] for e in p] == ["eol"]
    assert shown(p) == "依照《中华人民共和国义务教育法》的规定。"


@pytest.mark.parametrize("text", ["", "\n\n", "甲", "关于某事的通知\n各县人民政府：\n请照办。\n"])
def test_document_without_units_is_valid_and_complete(text: str) -> None:
    xml = write(parse(text), "akn")
    assert akn_errors(xml) == ()
    root = etree.fromstring(xml)
    for meta in list(root.iter(f"{{{NS['a']}}}meta")):
        meta.clear()
    assert shown(root) == "".join(text.split())
