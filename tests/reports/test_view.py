"""What the reports show, before any file format."""

from __future__ import annotations

from dataclasses import replace

import factory
import pytest

from lawcheck.checks import State
from lawcheck.document import SourceText, parse
from lawcheck.laws import DocumentKind
from lawcheck.matching import Match, MatchState
from lawcheck.reports.differences import Piece, compare, joined, pieces_of
from lawcheck.reports.labels import KINDS, id_ranges, severity_label, state_label
from lawcheck.reports.summary import summary_text
from lawcheck.reports.view import FOLDED, ReportView


@pytest.fixture(scope="module")
def view() -> ReportView:
    return ReportView(factory.make_review())


def plain(text: str) -> list[tuple[str, bool]]:
    return [(char, False) for char in text]


def test_marks_only_the_characters_that_differ():
    filed, upper = compare(plain("处二万元以上罚款。"), "处五千元以上罚款。")
    assert [p.text for p in filed if p.differs] == ["二万"]
    assert [p.text for p in upper if p.differs] == ["五千"]
    assert (joined(filed), joined(upper)) == ("处二万元以上罚款。", "处五千元以上罚款。")


def test_marks_nothing_where_the_texts_have_little_in_common():
    filed, upper = compare(plain("本办法自公布之日起施行。"), "禁止在公园绿地内放牧、取土。")
    assert not any(p.differs for p in (*filed, *upper))


def test_marks_nothing_beside_a_repeal_clause_that_only_shares_a_title():
    filed = "为了加强城市容貌和环境卫生管理，营造整洁优美的城市环境，根据《中华人民共和国固体废物法》等法律、法规，结合本市实际，制定本条例。"
    pieces, upper = compare(plain(filed), "……《中华人民共和国固体废物法》……同时废止。")
    assert not any(p.differs for p in (*pieces, *upper))


def test_a_reason_that_repeats_the_message_is_not_shown_twice():
    document = factory.make_document()
    evidence = factory.Evidence("同一句话")
    found = factory.finding(document, "X06", "名", factory.Severity.INFO, "残废人", "同一句话。", evidence=evidence)
    assert ReportView(factory.make_review(findings=(found,))).cards[0].why == ""


def test_blanks_never_count_as_differences():
    filed, _ = compare(plain("处二万元　以上\n罚款。"), "处二万元以上罚款。")
    assert filed == (Piece("处二万元　以上\n罚款。"),)


def test_quoted_and_differing_marks_are_kept_apart():
    shown = [("甲", True), ("乙", True), ("丙", False)]
    assert pieces_of(shown, [False, True, True]) == (
        Piece("甲", quoted=True), Piece("乙", quoted=True, differs=True), Piece("丙", differs=True))  # fmt: skip


def test_every_card_shows_its_quote_in_its_clause(view):
    for card in view.cards:
        if card.finding.span.length:
            assert "".join(p.text for p in card.filed if p.quoted) == card.quote


def test_cards_are_numbered_gravest_first(view):
    assert [card.number for card in view.cards] == list(range(1, 11))
    assert [card.severity.order for card in view.cards] == sorted(card.severity.order for card in view.cards)


def test_unconfirmed_basis_says_so(view):
    card = next(card for card in view.cards if card.finding.rule == "C01")
    assert card.basis == ("立法技术规范（试行）（一）（依据待核）", "《中华人民共和国绿地法》第六十一条")


def test_numbers_sum_to_their_denominators(view):
    assert sum(view.severity_counts.values()) == len(view.cards) == 10
    assert sum(view.relation_counts.values()) == len(view.comparisons) == len(view.review.document.clauses)
    assert sum(view.review.state_counts.values()) == len(view.review.runs) == 188
    assert len(view.listed_runs) + sum(len(fold.runs) for fold in view.folds) == 188
    assert {fold.state for fold in view.folds} == set(FOLDED)


def test_the_relation_says_only_what_the_words_decide(view):
    relations = {row.clause: row.relation for row in view.comparisons}
    assert relations["第二条第二款"] == "一致"
    assert relations["第七条"] == "相近"
    assert relations["第一条"] == "未找到文字相近的上位条款"
    assert set(relations.values()) <= {"一致", "相近", "未找到文字相近的上位条款", "未检查"}


def test_a_clause_without_a_match_is_not_checked():
    view = ReportView(factory.make_review(matches=()))
    assert {row.relation for row in view.comparisons} == {"未检查"}


def test_a_match_without_clauses_does_not_break_the_table():
    view = ReportView(factory.make_review(matches=(Match("art_1__para_1", MatchState.MATCHED, "空"),)))
    assert view.comparisons[0].relation == "未检查"


def test_a_row_names_the_rules_of_its_findings(view):
    row = next(row for row in view.comparisons if row.clause == "第八条")
    assert row.rules == ("C01", "C09")
    assert row.severity.label == "应当修改"


def test_personal_data_are_masked_in_every_text(view):
    shown = [joined(row.filed) for row in view.comparisons]
    shown += [value for card in view.cards for value in (card.quote, card.message, joined(card.filed))]
    assert not any(factory.PHONE in text for text in shown)
    assert sum("138****8000" in text for text in shown) >= 3


def test_a_long_clause_is_cut_around_the_finding():
    text = "第一条　" + "甲" * 900 + "残废人" + "乙" * 900 + "。\n"
    document = parse(SourceText.from_text("云泽市某某规定\n" + text))
    found = factory.finding(document, "X06", "名", factory.Severity.INFO, "残废人", "说明")
    card = ReportView(factory.make_review(document=document, findings=(found,))).cards[0]
    assert len(joined(card.filed)) < 800
    assert "残废人" in joined(card.filed)
    assert joined(card.filed).startswith("……")
    assert joined(card.filed).endswith("……")


@pytest.mark.parametrize(("ids", "text"), [
    ([], ""), (["A01"], "A01"), (["A01", "A02"], "A01–A02"), (["A48", "B01", "B02", "B04"], "A48、B01–B02、B04"),
    (["x", "A1"], "A1、x"),
])  # fmt: skip
def test_rule_ids_are_joined_to_ranges(ids, text):
    assert id_ranges(ids) == text


def test_every_word_of_the_scales_has_an_english_twin():
    assert all(state_label(state, "en").isascii() for state in State)
    assert all(severity_label(severity, "en").isascii() for severity in factory.Severity)
    assert set(KINDS) == set(type(factory.make_facts().kind))


def test_a_kind_that_nothing_decides_is_said_to_be_only_taken_so():
    review = factory.make_review()
    unsure = ReportView(replace(review, facts=replace(review.facts, kind=DocumentKind.K12, kind_certain=False)))
    shown = dict(unsure.facts)["文件类别"]
    assert shown == "未能确定，暂按行政规范性文件（K12）处理，请用 --kind 指定"
    assert shown in summary_text(unsure.review)
    assert "未能确定" not in summary_text(review)
