"""The traps of Chinese legal text, each with the test that covers it: measured on 3,447 laws (docs/architecture.md).

Where another room's test covers a trap, :data:`ELSEWHERE` names it, and a test below proves that it is there.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from lawcheck.document import parse
from lawcheck.readers import read
from lawcheck.references import find_references

ELSEWHERE = {
    "款 has no number: true paragraph breaks": "readers/test_reading_pdf.py::test_wrapped_lines_become_paragraphs_again",
    "款 lost by w:br": "readers/test_reading_docx.py::test_shows_what_word_shows",
    "text after the last 项": "document/test_parser.py::test_text_after_the_last_item_follows_the_house_rule",
    "… overridden": "document/test_parser.py::test_the_tail_rule_can_be_overridden_by_offset",
    "项 cited without 款": "citations/test_resolver.py::test_a_point_without_paragraph_is_accepted_where_only_one_is_meant",
    "前款, 前条: by position, out of range is told": "citations/test_resolver.py::test_internal_references_resolve_or_say_what_is_missing",
    "（以下简称…）": "references/test_finder.py::test_a_short_name_defined_in_the_text_stands_for_the_full_title",
    "该法: within its paragraph": "references/test_finder.py::test_the_same_law_does_not_reach_across_a_paragraph",
    "条之一 stands between its neighbours": "document/test_numerals.py::test_inserted_articles_order_between_their_neighbours",
    "除…外, 但书": "slots/test_reading_slots.py::test_exceptions_are_read_and_additions_are_none",
    "… before comparing": "comparison/test_relation_labels.py::test_exceptions_are_read_before_duties",
    "处…元以上…以下": "slots/test_reading_slots.py::test_fines_are_intervals_whatever_the_numerals",
    "附件, 附表": "document/test_parser.py::test_signature_and_annex_with_table",
    "修改决定: quoted 第X条 is not its own": "document/test_parser.py::test_quoted_articles_of_an_amending_decision_are_not_its_own",
    "… nor what the quotation cites": "citations/test_resolver.py::test_quotes_and_articles_in_an_amending_decision_are_not_its_own",
    "full width, NBSP, ZWSP, BOM": "document/test_normalising.py::test_each_spelling_has_one_form",
    "brackets of 文号": "references/test_language.py::test_brackets_of_a_number_are_one_for_looking_up",
    "same title, several versions": "citations/test_resolver.py::test_the_version_in_brackets_is_the_one_cited",
    "2018第十六条 is 2023第十五条: suggested only": "citations/test_moving.py::test_a_document_older_than_the_amendment_meant_the_old_number",
    "future effect": "laws/test_validity.py::test_future_law_is_not_yet_in_force_and_its_predecessor_still_applies",
    "repeal from dates, not from a flag": "laws/test_validity.py::test_flag_without_any_text_gives_unknown_not_repealed",
    "Word's automatic numbers": "readers/test_reading_docx.py::test_articles_count_through_chapters_and_points_restart",
    "tracked changes": "readers/test_reading_docx.py::test_tracked_changes_are_read_as_accepted",
    "text boxes": "readers/test_reading_docx.py::test_text_boxes_inside_text_boxes_are_read_once",
    "headers, footers, comments": "readers/test_reading_docx.py::test_other_parts_follow_the_body_with_their_names",
    "tables as layout": "readers/test_reading_docx.py::test_a_frame_around_articles_is_no_table",
    "doc and wps": "readers/test_reading_office.py::test_generated_numbers_are_read",
    "PDF: page numbers between lines": "readers/test_reading_pdf.py::test_a_paragraph_goes_on_behind_the_page_number",
    "PDF: 第十条 at the start of a wrapped line": "readers/test_reading_pdf.py::test_a_line_that_begins_with_a_reference_opens_no_article",
    "公报 text with 页眉": "readers/test_reading_pdf.py::test_a_running_head_stands_aside",
    "PDF: scanned": "readers/test_reading_pdf.py::test_a_scan_without_ocr_says_what_to_install",
    "GBK read as UTF-8": "readers/test_reading_text.py::test_every_encoding_gives_the_same_text",
    "mojibake": "readers/test_garbled.py::test_shifted_bytes_are_marked_not_guessed",
    "a bare 目录 doubles every heading": "document/test_parser.py::test_contents_are_not_read_as_chapters_twice",
    "目录 differs from the headings": "document/test_parser.py::test_contents_that_differ_from_the_headings_are_a_problem",
    "gaps, restarts, brackets: reported, not repaired": "document/test_parser.py::test_what_looks_odd_becomes_a_problem",
    "spans tile the input": "document/test_parser.py::test_any_text_parses_without_loss",
}


@pytest.mark.parametrize("trap", ELSEWHERE)
def test_the_test_that_covers_a_trap_is_there(trap: str) -> None:
    path, name = ELSEWHERE[trap].split("::")
    tree = ast.parse((Path(__file__).parent / path).read_text(encoding="utf-8"))
    assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("依照本法第三条处理", ["本法第三条"], id="self reference"),
        pytest.param("本条例施行，本章程有效", ["本条例"], id="本条例 is not 本条, 本章程 not 本章"),
        pytest.param("该法院、该法人和该法律", [], id="该法院 is not 该法"),
        pytest.param("依照《某某法》第三条", ["《某某法》第三条"], id="law and article"),
        pytest.param(
            "第二百一十三条至第二百一十九条之一", ["第二百一十三条至第二百一十九条之一"], id="range that ends at 之一"
        ),
        pytest.param("有第三条、第五条之一的，处罚", ["第三条", "第五条"], id="第五条之一的 is one of them"),
        pytest.param("依照第（三）项和第三项", ["第（三）项", "第三项"], id="项 with and without brackets"),
        pytest.param("违反第一百二十八 条规定", ["第一百二十八 条"], id="number parted from 条 by a blank"),
        pytest.param(
            "《关于修改〈某某条例〉的决定》第一条", ["《关于修改〈某某条例〉的决定》第一条"], id="title in a title"
        ),
    ],
)
def test_references_fall_into_no_trap(text: str, found: list[str]) -> None:
    assert [reference.text for reference in find_references(text)] == found


@pytest.mark.parametrize(
    ("body", "eids"),
    [
        pytest.param("(一)乙；\n(二)丙。", ["point_1", "point_2"], id="half-width brackets"),
        pytest.param("（一）乙,丙；\n（二）丁.", ["point_1", "point_2"], id="half-width marks"),
        pytest.param("（一）乙：\n1.丙；\n2.丁。", ["point_1", "indent_1", "indent_2"], id="目 with 1."),
        pytest.param("（一）乙：\n①丙；\n②丁。", ["point_1", "indent_1", "indent_2"], id="目 with ①"),
        pytest.param("（一）乙：\n（1）丙；\n（2）丁。", ["point_1", "indent_1", "indent_2"], id="目 with （1）"),
    ],
)
def test_items_of_every_spelling_are_items(body: str, eids: list[str]) -> None:
    (article,) = parse(f"某条例\n第一条　甲：\n{body}\n").articles
    inside = [unit.eid.rpartition("__")[2] for unit in article.walk()]
    assert [eid for eid in inside if eid.startswith(("point", "indent"))] == eids


def test_a_document_may_count_without_articles() -> None:
    document = parse("关于某事的通知\n一、加强管理。\n二、做好监督。\n")
    assert [unit.label for unit in document.units] == ["一、", "二、"]


def test_the_closing_chapter_may_lack_its_number() -> None:
    document = parse("某条例\n第一章　总则\n第一条　甲。\n附则\n第二条　乙。\n")
    assert [str(article.number) for article in document.articles] == ["1", "2"]


def test_a_unit_is_inherited_backwards() -> None:
    references = find_references("依照第二十一条第一、二、五项")
    assert [str(reference.address) for reference in references] == [f"第二十一条第{n}项" for n in "一二五"]


@pytest.mark.parametrize("text", ["宽2\ue0105米", "罚1\uf0015倍"])
def test_a_character_that_was_lost_is_told(text: str) -> None:
    """2.5 must not pass as 25."""
    found = read("a.txt", data=f"某条例\n第一条　{text}。\n".encode())
    (problem,) = (problem for problem in found.problems if problem.code == "P252")
    assert found.text[slice(*problem.span)] == text[2]
