"""Plain text, Markdown and JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from writer_samples import odd_documents, texts

from lawcheck.document import Document, SourceText, UnitKind, parse
from lawcheck.writers import document_dict, write

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "schema" / "document.schema.json").read_text("utf-8"))


def validator() -> jsonschema.protocols.Validator:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    return jsonschema.Draft202012Validator(SCHEMA)


def units(data: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one for unit in data for one in (unit, *units(unit["children"]))]


# -- text ----------------------------------------------------------------------------------------------------------


def test_text_has_a_line_for_every_piece(regulation: Document) -> None:
    lines = write(regulation, "text").decode().split("\n")
    assert "第一章　总则" in lines
    assert "　　第三条　停车应当遵守下列规定：" in lines
    assert "　　（二）按照《某<法>》停放，" in lines
    assert "　　否则拖离。" in lines
    assert lines.index("　　否则拖离。") < lines.index("　　车主应当付费。")


def test_rows_are_parted_by_tabs(with_table: Document) -> None:
    assert "1\t中心区 一级\t5元/时" in write(with_table, "text").decode().split("\n")


@settings(max_examples=100, deadline=None)
@given(texts)
def test_text_loses_no_chinese_character(text: str) -> None:
    document = parse(text)
    written = write(document, "text").decode()
    for unit in document.walk():
        for part in (unit.label, unit.heading, *unit.text.split("\n"), *unit.wrap_up.split("\n")):
            visible = "".join(c for c in part if "\u4e00" <= c <= "\u9fff")
            assert visible in "".join(c for c in written if "\u4e00" <= c <= "\u9fff")


# -- Markdown ------------------------------------------------------------------------------------------------------


def test_headings_are_markdown_headings(regulation: Document) -> None:
    lines = write(regulation, "md").decode().split("\n")
    assert lines.count("# 云溪市停车条例") == 1
    assert {"## 第一章　总则", "### 第一节　一般规定", "## 附件1", "### 停车费用计算说明"} <= set(lines)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("第一条　甲*乙*。", "第一条　甲\\*乙\\*。"),
        ("第一条　见[1]<br>。", "第一条　见\\[1\\]&lt;br>。"),
        ("第一条　甲&nbsp;乙&丙。", "第一条　甲&amp;nbsp;乙&丙。"),
        ("第一条　甲。\n# 乙。", "\\# 乙。"),
        ("第一条　甲。\n- 乙。", "\\- 乙。"),
        ("第一条　有下列情形之一的：\n（一）甲：\n1. 乙；\n2. 丙。", "1\\. 乙；"),
    ],
)
def test_what_means_something_in_markdown_is_escaped(text: str, line: str) -> None:
    assert line in write(parse(text), "md").decode().split("\n")


def test_markdown_table(with_table: Document) -> None:
    lines = write(with_table, "md").decode().split("\n")
    at = lines.index("| 序号 | 区域 | 费用 |")
    assert lines[at + 1 : at + 4] == ["| --- | --- | --- |", "| 1 | 中心区<br>一级 | 5元/时 |", "| 合计 | | 5元 |"] or (
        lines[at + 3].replace(" ", "") == "|合计||5元|"
    )


# -- JSON ----------------------------------------------------------------------------------------------------------


@settings(max_examples=40, deadline=None)
@given(texts)
def test_json_of_any_text_follows_the_schema(text: str) -> None:
    validator().validate(json.loads(write(parse(text), "json")))


@settings(max_examples=40, deadline=None)
@given(odd_documents())
def test_json_of_any_tree_is_read_back_as_it_was(document: Document) -> None:
    assert json.loads(write(document, "json")) == document_dict(document)


def test_schema_refuses_what_is_not_a_document(regulation: Document) -> None:
    data = document_dict(regulation)
    data["units"][0]["kind"] = "paragraf"
    assert not validator().is_valid(data)


def test_schema_knows_all_kinds_of_units() -> None:
    assert SCHEMA["$defs"]["unit"]["properties"]["kind"]["enum"] == [kind.value for kind in UnitKind]


def test_spans_cut_the_texts_out_of_the_source(regulation: Document) -> None:
    data = json.loads(write(regulation, "json"))
    text = data["source"]["text"]
    for unit in units(data["units"] + data["annexes"]):
        assert text[slice(*unit["text_span"])] == unit["text"]
        assert text[slice(*unit["wrap_up_span"])] == unit["wrap_up"]


def test_every_unit_has_id_and_citable_label(regulation: Document) -> None:
    found = {unit["eid"]: unit for unit in units(json.loads(write(regulation, "json"))["units"])}
    assert list(found) == [unit.eid for top in regulation.units for unit in top.walk()]
    assert found["art_3__para_1__point_2"]["label"] == "第三条第一款第（二）项"
    assert found["art_3-1"]["number"] == {"value": 3, "sub": 1}


def test_problems_are_in_the_json() -> None:
    data = json.loads(write(parse("某条例\n第一条　甲。\n第三条　乙。\n"), "json"))
    assert [problem["code"] for problem in data["problems"]] == ["P101"]


def test_lone_surrogate_survives_json() -> None:
    document = parse(SourceText.from_text("第一条　甲\ud800乙。"))
    assert json.loads(write(document, "json"))["source"]["text"] == "第一条　甲\ud800乙。"
