"""The parser: what it makes of the forms that real files take, and that it loses nothing."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lawcheck.document import Block, Document, Provenance, SourceText, Unit, UnitKind, parse

VOCABULARY = [
    "第一条　甲。", "第二条 乙：", "第二条", "第十二条之一　丙。", "第三条规定的", "（一）丁；", "（二）戊。", "(三)己", "1.庚", "①辛",
    "一、壬", "第一章　总　则", "第二节 癸", "第一编", "附　则", "附件", "附件1：表", "目　录", "前款", "《某\n", "某法》", "“", "”",
    "某市某条例", "（2020年1月1日通过）", "2020年1月1日", "\n", "\n\n", "　　", "\t", "\x0c", "\ufeff", "下列：", "。", "",
]  # fmt: skip


def codes(document: Document) -> list[str]:
    return [p.code for p in document.problems]


def eids(document: Document) -> list[str]:
    return [u.eid for u in document.walk()]


def check_lossless(document: Document) -> None:
    """Spans tile the input; every unit's text is cut from it; children lie inside their parents; eIds are unique."""
    text = document.source.text
    edges = [(s.start, s.end) for s in document.segments]
    assert [e for _, e in edges[:-1]] == [s for s, _ in edges[1:]]
    if text:
        assert (edges[0][0], edges[-1][1]) == (0, len(text))
    assert len(set(eids(document))) == len(eids(document))
    for unit in document.walk():
        check_unit(document, unit)


def check_unit(document: Document, unit: Unit) -> None:
    assert document.source.slice(unit.text_span) == unit.text
    assert document.source.slice(unit.wrap_up_span) == unit.wrap_up
    for child in unit.children:
        assert unit.span.start <= child.span.start <= child.span.end <= unit.span.end
        assert unit.ordinal < child.ordinal


@settings(max_examples=400, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(VOCABULARY), st.sampled_from(["\n", "", "　"])), max_size=40))
def test_any_text_of_the_grammars_own_words_parses_without_loss(parts: list[tuple[str, str]]) -> None:
    check_lossless(parse("".join(a + b for a, b in parts)))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_any_text_parses_without_loss(text: str) -> None:
    check_lossless(parse(text))


def test_levels_from_book_to_indent() -> None:
    document = parse(
        "某法\n第一编　总则\n第一章　基本规定\n第一节　一般规定\n第一条　甲：\n（一）乙：\n1.丙；\n2.丁。\n（二）戊。\n"
        "第二编　分则\n第一章　物\n第二条　己。\n"
    )
    assert eids(document) == [
        "book_1",
        "book_1__chp_1",
        "book_1__chp_1__sec_1",
        "art_1",
        "art_1__para_1",
        "art_1__para_1__point_1",
        "art_1__para_1__point_1__indent_1",
        "art_1__para_1__point_1__indent_2",
        "art_1__para_1__point_2",
        "book_2",
        "book_2__chp_1",
        "art_2",
        "art_2__para_1",
    ]
    assert document.by_eid["book_1__chp_1"].heading == "基本规定"
    assert codes(document) == ["P117"]


@pytest.mark.parametrize(
    ("last_item", "tail_is"),
    [("（二）丙。", "paragraph"), ("（二）丙；", "wrap-up"), ("（二）丙", "wrap-up")],
)
def test_text_after_the_last_item_follows_the_house_rule(last_item: str, tail_is: str) -> None:
    document = parse(f"第一条　有下列情形之一的：\n（一）乙；\n{last_item}\n处罚款。")
    paragraphs = document.articles[0].children
    assert (len(paragraphs), paragraphs[0].wrap_up) == ((2, "") if tail_is == "paragraph" else (1, "处罚款。"))


def test_the_tail_rule_can_be_overridden_by_offset() -> None:
    text = "第一条　甲：\n（一）乙；\n（二）丙。\n丁。"
    document = parse(text, tails={text.index("丁"): "wrap-up"})
    assert document.articles[0].children[0].wrap_up == "丁。"


def test_a_second_list_in_one_article_gets_its_own_paragraph() -> None:
    document = parse("第一条　甲：\n（一）乙；\n（二）丙；\n丁：\n（一）戊；\n（二）己。")
    assert [p.text for p in document.articles[0].children] == ["甲：", "丁："]
    assert [len(p.children) for p in document.articles[0].children] == [2, 2]


def test_contents_are_not_read_as_chapters_twice() -> None:
    document = parse(
        "某市某条例\n（2020年1月1日某市人大常委会通过）\n目　　录\n第一章　总　　则\n第二章　附　　则\n"
        "第一章　总　　则\n第一条　甲。\n第二章　附　　则\n第二条　乙。\n"
    )
    assert document.kind_count(UnitKind.CHAPTER) == 2
    assert document.toc == ("第一章　总　　则", "第二章　附　　则")
    assert document.note == "（2020年1月1日某市人大常委会通过）"
    assert codes(document) == []


def test_contents_that_differ_from_the_headings_are_a_problem() -> None:
    document = parse("某条例\n目录\n第一章 总则\n第二章 监督\n第一章 总则\n第一条 甲。\n第二章 监管\n第二条 乙。")
    assert _differing(document) == ["第二章 监督"]


def _differing(document: Document) -> list[str]:
    return [document.source.slice(p.span) for p in document.problems if p.code == "P111"]


@pytest.mark.parametrize(
    ("contents", "headings", "told"),
    [
        (
            "第一章 总则\n第二章 监督\n第三章 附则",
            "第一章 总则\n第一条 甲。\n第二章 附则\n第二条 乙。",
            ["第二章 监督", "第二章 附则"],
        ),
        ("第一章 总则\n第二章 附则", "第一章 总则\n第一条 甲。\n第三章 附则\n第二条 乙。", ["第三章 附则"]),
        ("第一章 总则", "第一章 总则\n第一条 甲。\n第二章 附则\n第二条 乙。", ["第二章 附则"]),
    ],
)
def test_a_difference_between_contents_and_headings_is_told_where_it_stands(
    contents: str, headings: str, told: list[str]
) -> None:
    assert _differing(parse(f"某条例\n目录\n{contents}\n{headings}")) == told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("第一条 甲。\n第三条 乙。", ["P101"]),
        ("第一条 甲。\n第一条 乙。", ["P102"]),
        ("一、甲。\n二、乙。\n四、丙。", ["P101"]),
        ("一、甲。\n二、乙。\n二、丙。", ["P102"]),
        ("一、甲。\n二、乙。\n一、丙。\n二、丁。", []),
        ("第一条 甲。\n第五条之三 乙。", ["P103"]),
        ("第一条 甲。\n第九条继续乙。", ["P104"]),
        ("第一条 甲。\n第二条继续教育。", ["P105"]),
        ("第一章 总则\n第一条 甲。\n第三章 其他\n第二条 乙。", ["P106"]),
        ("第一章 总则\n第二章 其他\n第一条 乙。", ["P107"]),
        ("第一条 甲：\n（一）乙；\n（三）丙。", ["P108"]),
        ("第一条 甲：\n（一）乙；\n（一）丙；\n（三）丁。", ["P108"]),
        ("第一条 甲：\n（一）乙；\n（二）丙；\n（二）丁；\n（四）戊。", ["P108"]),
        ("第一条 甲：\n（一）乙；\n（二）丙。\n丁：\n（一）戊；\n（二）己。", []),
        ("第一条 甲：\n1、乙；\n2、丙。", ["P109", "P109"]),
        ("第一条 甲。\n2.乙。", ["P110"]),
        ("第一条 有下列情形之一的：\n（一）乙。", ["P114"]),
        ("第一章\n第一条 甲。", ["P115"]),
    ],
)
def test_what_looks_odd_becomes_a_problem(text: str, expected: list[str]) -> None:
    document = parse("某条例\n" + text)
    assert codes(document) == expected
    assert all(document.source.slice(p.span) for p in document.problems)


def test_a_cross_reference_at_the_start_of_a_line_is_no_article() -> None:
    document = parse("第一条 甲\n第十条规定的行为。\n第二条 乙。")
    assert [u.label for u in document.articles] == ["第一条", "第二条"]


def test_quoted_articles_of_an_amending_decision_are_not_its_own() -> None:
    document = parse(
        "某市人大常委会关于修改《某条例》的决定\n一、将第三条修改为：\n“第三条　甲。\n第四条　乙。”\n二、删去第五条。\n"
    )
    assert [u.kind for u in document.units] == [UnitKind.CLAUSE, UnitKind.CLAUSE]
    assert document.articles == ()
    assert "P116" in codes(document)


def test_a_title_torn_by_a_line_break_stays_in_its_paragraph() -> None:
    document = parse("某条例\n第一条 根据《中华人民共和国义\n\n务教育法》，制定本条例。\n第二条 甲。")
    assert len(document.articles[0].children) == 1
    assert document.articles[0].children[0].text.startswith("根据《中华人民共和国义\n\n务教育法》")


def test_signature_and_annex_with_table() -> None:
    rows = [("甲", "\t"), ("一", "\n"), ("乙", "\t"), ("二", "\n")]
    lines = ["某办法", "第一条 丙。", "某市人民政府", "2026年1月1日", "附件1", "收费表"]
    blocks, start = [], 0
    for line in lines:
        blocks.append(Block(start, line + "\n"))
        start += len(line) + 1
    for i, (cell, separator) in enumerate(rows):
        where = Provenance(table=0, row=i // 2, column=i % 2)
        blocks.append(Block(start, cell + separator, "cell", separator, where))
        start += len(cell) + 1
    document = parse(SourceText("".join(b.text for b in blocks), tuple(blocks)))
    check_lossless(document)
    assert document.conclusion == "某市人民政府\n2026年1月1日"
    (annex,) = document.annexes
    assert (annex.label, annex.heading, annex.eid) == ("附件1", "收费表", "att_1")
    assert [(u.eid, u.text) for u in annex.children] == [("att_1__table_1", "甲\t一\n乙\t二")]
    assert document.articles[-1].full_text == "丙。"


def test_numbers_generated_by_word_read_like_typed_ones() -> None:
    blocks = (
        Block(0, "第一条　", "number", "", Provenance(paragraph=0)),
        Block(4, "甲。\n", provenance=Provenance(paragraph=0)),
        Block(7, "第二条　", "number", "", Provenance(paragraph=1)),
        Block(11, "乙。\n", provenance=Provenance(paragraph=1)),
    )
    document = parse(SourceText("".join(b.text for b in blocks), blocks))
    assert [u.full_text for u in document.articles] == ["甲。", "乙。"]


def test_repeated_numbers_get_unique_ids() -> None:
    document = parse("某条例\n第一条 甲。\n第一条 乙。")
    assert [u.eid for u in document.articles] == ["art_1", "art_1.2"]


def test_labels_people_cite() -> None:
    document = parse("第一条 甲。\n乙：\n（一）丙；\n（二）丁。\n第二条 戊：\n（一）己；\n（二）庚。")
    label = document.citation_label
    assert label(document.by_eid["art_1__para_2__point_1"]) == "第一条第二款第（一）项"
    assert label(document.by_eid["art_2__para_1__point_2"]) == "第二条第（二）项"
    assert label(document.by_eid["art_1"]) == "第一条"


def test_a_paragraph_without_its_mark_goes_on_in_the_next_block() -> None:
    blocks = (
        Block(0, "第一条 甲", separator=""),
        Block(5, "乙。\n"),
        Block(8, "第二条 丙。\n"),
        Block(15, "尾", separator=""),
    )
    document = parse(SourceText("".join(b.text for b in blocks), blocks))
    check_lossless(document)
    assert [u.full_text for u in document.articles] == ["甲乙。", "丙。\n尾"]


def test_a_table_cell_with_nothing_but_a_number_is_no_article() -> None:
    cells = [("第一条", "\t"), ("罚款", "\n")]
    blocks = [Block(0, "第一条 甲。\n")]
    for i, (cell, separator) in enumerate(cells):
        where = Provenance(table=0, row=0, column=i)
        blocks.append(Block(blocks[-1].end, cell + separator, "cell", separator, where))
    document = parse(SourceText("".join(b.text for b in blocks), tuple(blocks)))
    assert len(document.articles) == 1
    assert document.articles[0].children[-1].eid == "art_1__table_2"


def test_traditional_numbers_are_read() -> None:
    document = parse("某條例\n第一編 總則\n第一章 總則\n第一節 一般規定\n第一條　甲。\n第二條　乙。")
    assert [u.eid for u in document.articles] == ["art_1", "art_2"]
    assert document.kind_count(UnitKind.SECTION) == 1


def test_the_note_is_one_run_of_lines_behind_the_title() -> None:
    document = parse("云政发〔2026〕3号\n2026年1月2日公布\n某市某办法\n（2026年1月1日某市人民政府通过）\n第一条 甲。\n")
    assert (document.title, document.note) == ("某市某办法", "（2026年1月1日某市人民政府通过）")


def test_a_document_without_numbers_keeps_its_number_and_note_out_of_the_body() -> None:
    document = parse("某院关于某问题的批复\n法释〔2001〕22号\n（2001年1月1日某院通过）\n某某：\n你院请示收悉。\n")
    assert (document.note, [u.text for u in document.units]) == (
        "（2001年1月1日某院通过）",
        ["某某：", "你院请示收悉。"],
    )


def test_sibling_units_do_not_overlap() -> None:
    document = parse(
        "某条例\n第一章 总则\n第一条 甲。\n乙。\n第二章 罚则\n第一节 丙\n第二条 丁。\n第二节 戊\n第三条 己。"
    )
    rows = [document.units, *(u.children for u in document.walk())]
    assert all(a.span.end <= b.span.start for row in rows for a, b in pairwise(row))


def test_text_between_two_items_stays_with_the_first_of_them() -> None:
    document = parse("第一条　甲：\n（一）乙；\n（二）丙；\n插入；\n（三）丁；\n尾。\n")
    paragraph = document.articles[0].children[0]
    assert [(point.text, point.wrap_up) for point in paragraph.children] == [
        ("乙；", ""),
        ("丙；", "插入；"),
        ("丁；", ""),
    ]
    assert paragraph.wrap_up == "尾。"


@pytest.mark.parametrize("end", ["的决定》修正", "\n的决定》修正"])
def test_note_goes_on_where_a_title_in_it_is_torn(end: str) -> None:
    document = parse(
        f"某市条例\n2020年1月1日某市人民代表大会通过\n2021年1月1日《关于修改〈某市条例〉\n{end}\n某处\n第一条　甲。\n"
    )
    assert document.note.endswith("的决定》修正")


def test_line_without_date_belongs_to_the_note_above_it() -> None:
    note = "2020年1月1日某市第一届人民代表大会常务委员会第三次会议通过\n某省第二届人民代表大会常务委员会第九次会议批准"
    assert parse(f"某市条例\n{note}\n第一条　甲。\n").note == note


def test_a_text_appended_to_one_without_units_does_not_lend_it_its_title() -> None:
    lines = (("某院关于甲问题的批复", "title"), ("某省高级人民法院：", ""), ("你院来文收悉。经研究，答复如下。", ""),
             ("附录", ""), ("某院关于乙问题的批复", "title"), ("此复。", ""))  # fmt: skip
    blocks, start = [], 0
    for text, hint in lines:
        blocks.append(Block(start, text + "\n", hint=hint))
        start = blocks[-1].end
    source = SourceText("".join(block.text for block in blocks), tuple(blocks))
    assert parse(source).title == "某院关于甲问题的批复"


def test_a_preamble_that_begins_with_a_day_is_no_note() -> None:
    opening = "1998年9月17日，我院印发了关于甲的意见，现根据新的情况，对人民法院受理甲的有关问题和乙的问题重新作出如下的统一规定，请遵照执行："
    note = "（1999年12月1日某院审判委员会\n第1090次会议通过，根据2020年12月23日\n某决定修正）"
    found = parse(f"某院关于甲的规定\n{note}\n\n{opening}\n一、甲。\n")
    assert (found.note, found.preamble) == (note, opening)
