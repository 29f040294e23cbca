import io

import openpyxl
import pytest

from lawcheck.comparison import (
    MatchComparison,
    Relation,
    compare_clauses,
    compare_versions,
    compare_with_higher,
    copied_share,
    find_same,
)
from lawcheck.document import parse

OLD = parse(
    "某市河道条例\n第一条　河道管理应当服从防洪安排。\n第二条　任何人不得向河道倾倒垃圾，违者处五百元以下罚款。\n"
    "第三条　沿河单位应当清理门前河段，保持河面整洁，并配合有关部门检查。"
)
NEW = parse(
    "某市河道条例\n第一条　河道管理应当服从防洪安排。\n第二条　本条例所称河道，包括沟渠和人工水道以及附属设施。\n"
    "第三条　任何人不得向河道倾倒垃圾，违者处二千元以下罚款。"
)


def test_versions_tell_what_became_of_each_article() -> None:
    found = compare_versions(OLD, NEW)
    told = [(row.upper and row.upper.label, row.lower and row.lower.label, row.kind) for row in found.rows]
    assert ("第一条", "第一条", "same") in told
    assert (None, "第二条", "added") in told
    assert ("第三条", None, "deleted") in told
    moved = next(row for row in found.rows if row.lower and row.lower.label == "第三条")
    assert moved.relation is Relation.HEAVIER


def test_every_unit_of_both_versions_has_a_row() -> None:
    found = compare_versions(OLD, NEW)
    assert {row.upper.eid for row in found.rows if row.upper} == {"art_1", "art_2", "art_3"}
    assert [row.lower.eid for row in found.rows if row.lower] == ["art_1", "art_2", "art_3"]


def test_spans_of_differences_count_in_the_texts_of_the_row() -> None:
    for row in compare_with_higher(NEW, OLD).rows:
        for difference in row.comparison.differences if row.comparison else ():
            for text, span, words in (
                (row.lower_text, difference.lower_span, difference.lower),
                (row.upper_text, difference.upper_span, difference.upper),
            ):
                assert span is None or text[slice(*span)] == words


def test_a_copy_is_copied_whole_and_a_text_of_its_own_is_not() -> None:
    assert compare_with_higher(OLD, OLD).copied > 0.95
    other = parse("某市规定\n第一条　鼓励市民在阳台种植花草，美化环境。")
    found = compare_with_higher(other, OLD)
    assert (found.copied, found.rows[0].relation) == (0.0, Relation.NO_BASIS)


def test_the_copied_share_of_a_document_counts_clauses_by_their_length() -> None:
    document = parse("某市规定\n第一条　甲乙丙丁戊己庚辛壬癸。\n第二条　子丑寅卯辰巳午未申酉。")
    texts = [document.source.text[slice(*unit.text_span)] for unit in document.clauses]
    first = MatchComparison("art_1__para_1", Relation.REPEATED, compare_clauses(texts[0], texts[0]), 0)
    assert copied_share(document, [first]) == pytest.approx(0.5)


def test_the_same_problem_is_found_with_the_marked_words_first() -> None:
    texts = [
        "甲市规定\n第一条　经营者应当选择有资质的机构检测车辆，并保存检测记录。",
        "乙市规定\n第一条　经营者应当到指定的机构检测车辆，并保存检测记录两年。\n第二条　鼓励植树造林。",
        "丙市规定\n第一条　市民应当文明乘车。",
    ]
    found = find_same("经营者应当到指定的机构检测车辆，并保存检测记录。", [parse(t) for t in texts], words="指定的机构")
    assert [(s.document, s.has_words) for s in found] == [(1, True), (0, False)]


def test_comparing_twice_gives_the_same_files() -> None:
    from datetime import date

    from lawcheck.reports import compared_outputs

    first, second = (compared_outputs(compare_with_higher(NEW, OLD), date(2026, 11, 22)) for _ in range(2))
    assert first == second
    assert set(first) == {".compare.html", ".compare.docx", ".compare.xlsx", ".compare.json"}
    sheet = openpyxl.load_workbook(io.BytesIO(first[".compare.xlsx"]))["条款比对表"]
    assert [cell.value for cell in sheet[1]][:3] == ["序号", "条款", "条文原文"]
    page = first[".compare.html"].decode()
    assert "<script" not in page
    assert "加重" in page


def test_markup_in_a_filed_text_stays_text() -> None:
    from datetime import date

    from lawcheck.reports import compared_outputs

    nasty = parse("某市规定\n第一条　<script>alert(1)</script>应当登记。")
    page = compared_outputs(compare_versions(OLD, nasty), date(2026, 11, 22))[".compare.html"].decode()
    assert "<script>alert" not in page


NOTICE_TEXT = "某县人民政府关于印发《某县办法》的通知\n\n某政发〔2021〕3号\n\n各乡镇：\n\n《某县办法》现印发给你们。\n\n某县人民政府\n2021年2月1日\n\n"
BODY_TEXT = "某县办法\n第一条【目的】　为了推进公开，制定本办法。\n第二条【原则】　公开应当公正。\n第三条【施行】　本办法自公布之日起施行。\n"


def test_the_notice_and_the_number_above_a_text_are_compared() -> None:
    old, new = parse(NOTICE_TEXT + BODY_TEXT), parse(NOTICE_TEXT.replace("3号", "9号") + BODY_TEXT)
    changed = [(row.name, "9号" in row.lower_text) for row in compare_versions(old, new).rows if row.changed]
    assert changed == [("版头和通知", True)]
    assert not any(row.name for row in compare_versions(old, old).rows)


def test_another_name_of_an_article_is_shown() -> None:
    old, new = parse(BODY_TEXT), parse(BODY_TEXT.replace("【原则】", "【公正原则】"))
    (row,) = (row for row in compare_versions(old, new).rows if row.changed)
    assert (row.upper_text[:4], row.lower_text[:6]) == ("【原则】", "【公正原则】")
    assert all(not row.changed for row in compare_versions(old, old).rows)


def test_when_a_text_takes_effect_is_not_held_against_the_higher_law() -> None:
    own = parse("某市某办法\n第一条　用户应当在十日内登记并缴费。\n第二条　本办法自2024年7月1日起施行。")
    law = parse("某法\n第一条　用户应当在十日内登记并缴费。\n第二条　本法自2002年10月1日起施行。")
    rows = compare_with_higher(own, law).rows
    assert [(row.relation, bool(row.skipped)) for row in rows] == [(Relation.REPEATED, False), (None, True)]
