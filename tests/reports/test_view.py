"""What the reports show, before any file format."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import factory
import pytest

from lawcheck.checks import State
from lawcheck.citations import Citation, CitationState
from lawcheck.document import Address, Problem, SourceText, Span, format_numeral, parse
from lawcheck.laws import DocumentKind
from lawcheck.matching import Match, MatchState
from lawcheck.references import Reference, ReferenceKind
from lawcheck.reports.differences import Piece, compare, joined, pieces_of
from lawcheck.reports.labels import KINDS, id_ranges, severity_label, state_label, version_label
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


def test_cards_are_numbered_before_publication_first_then_gravest_first(view):
    assert [card.number for card in view.cards] == list(range(1, 11))
    assert view.gathered.groups[0].label == "公开前须处理"
    assert [card.finding.rule for card in view.gathered.groups[0].cards] == ["X10", "P02"]
    others = [card.severity.order for group in view.gathered.groups[1:] for card in group.cards]
    assert others == sorted(others)
    assert sum(group.total for group in view.gathered.groups) == 10


def _repeated(rule: str, number: int, **more):
    text = "云泽市某某规定\n" + "".join(f"第{format_numeral(n)}条　环保局应当登记。\n" for n in range(1, number + 1))
    document = parse(SourceText.from_text(text))
    found = [
        replace(
            factory.finding(document, rule, "名", factory.Severity.ADVICE, "环保局", "说明", **more),
            span=Span(at.start(), at.end()),
            clause=f"第{format_numeral(n)}条",
        )
        for n, at in enumerate(re.finditer("环保局", text), 1)
    ]
    return ReportView(factory.make_review(document=document, findings=tuple(found), matches=()))


def test_an_outdated_term_is_one_card_that_names_its_places():
    view = _repeated("O01", 3, evidence=factory.Evidence("旧称", facts={"词条": "环保局"}))
    assert len(view.cards) == 3
    assert [card.repeats for group in view.gathered.groups for card in group.cards] == [
        "全文共3处：第一条、第二条、第三条"
    ]
    assert view.gathered.groups[0].total == 3
    assert {number for row in view.comparisons for number, _ in row.findings} == {1}


def test_more_than_twenty_equal_findings_are_counted_behind_the_twentieth():
    view = _repeated("W06", 33)
    shown = [card for group in view.gathered.groups for card in group.cards]
    assert (len(view.cards), len(shown)) == (33, 20)
    assert shown[-1].repeats == "另有13处相同，见批注件、Excel 问题清单"
    assert not any(card.repeats for card in shown[:-1])


def _in_clauses(text: str, quotes: str, **more):
    document = parse(SourceText.from_text(text))
    found = tuple(
        replace(
            factory.finding(document, "A03", "名", factory.Severity.CONFLICT, at[0], "说明", **more),
            span=Span(*at.span()),
            eid=unit.eid,
            clause=document.citation_label(unit),
        )
        for at in re.finditer(quotes, text)
        if (unit := document.unit_at(at.start())) is not None
    )
    return ReportView(factory.make_review(document=document, findings=found, matches=()))


def test_findings_of_one_rule_in_one_clause_are_one_card():
    view = _in_clauses("某规定\n第一条　处罚款；并处警告。\n第二条　处罚款。\n", "罚款|警告")
    shown = view.gathered.shown
    assert [(card.shown_number, card.place, card.stands_for) for card in shown] == [
        ("1–2", "第一条", 2),
        ("3", "第二条", 1),
    ]
    assert [piece.text for piece in shown[0].filed if piece.quoted] == ["罚款", "警告"]
    assert shown[0].repeats == "本条2处：“罚款”、“警告”"
    assert len(view.cards) == 3 == sum(group.total for group in view.gathered.groups)
    assert [number for row in view.comparisons for number, _ in row.findings] == [1, 3]


def test_findings_of_one_clause_that_say_different_things_stay_apart():
    text = "某规定\n第一条　处罚款；并处警告。\n"
    document = parse(SourceText.from_text(text))
    found = tuple(
        replace(factory.finding(document, "A03", "名", factory.Severity.CONFLICT, quote, said), eid="art_1__para_1")
        for quote, said in (("罚款", "说明"), ("警告", "别的说明"))
    )
    view = ReportView(factory.make_review(document=document, findings=found, matches=()))
    assert [card.stands_for for card in view.gathered.shown] == [1, 1]


def test_confidence_is_told_only_where_it_is_less_than_certain():
    document = factory.make_document()
    sure = factory.finding(document, "X06", "名", factory.Severity.INFO, "残废人", "说明")
    view = ReportView(factory.make_review(findings=(replace(sure, confidence=1.0), replace(sure, confidence=0.7))))
    assert sorted(card.confidence for card in view.cards) == ["", "把握 0.70"]


def test_the_last_amendment_is_among_the_facts():
    facts = replace(factory.make_facts(), amended=date(2025, 3, 1))
    assert ("最后修改日期", "2025年3月1日") in ReportView(factory.make_review(facts=facts)).facts


def test_thousands_of_findings_in_one_annex_make_short_cards():
    text = "云泽市某某规定\n第一条　甲。\n第二条　乙。\n\n附件1\n登记表\n" + "环保局台帐\n" * 2000
    document = parse(SourceText.from_text(text))
    found = tuple(
        replace(
            factory.finding(document, "O01", "名", factory.Severity.ADVICE, "环保局", "说明"),
            span=Span(*at.span()),
            eid=document.unit_at(at.start()).eid,
        )
        for at in re.finditer("环保局", text)
    )
    view = ReportView(factory.make_review(document=document, findings=found, matches=()))
    assert len(view.cards) == 2000
    assert max(len(joined(card.filed)) for card in view.cards) < 800
    assert view.comparisons


def test_unconfirmed_basis_says_so(view):
    card = next(card for card in view.cards if card.finding.rule == "C01")
    assert card.basis == ("立法技术规范（试行）（一）（依据待核）", "《中华人民共和国绿地法》第六十一条")


def test_numbers_sum_to_their_denominators(view):
    assert sum(view.severity_counts.values()) == len(view.cards) == 10
    assert sum(view.relation_counts.values()) == len(view.comparisons) == len(view.review.document.clauses)
    assert sum(view.review.state_counts.values()) == len(view.review.runs) == 188
    assert len(view.listed_runs) + sum(len(fold.runs) for fold in view.folds) == 188
    assert {fold.state for fold in view.folds} == set(FOLDED)


def test_the_relation_is_what_the_slots_say(view):
    relations = {row.clause: row.relation for row in view.comparisons}
    assert relations["第二条第二款"] == "重复"
    assert relations["第一条"] == "未找到文字相近的上位条款"
    assert all(row.difference for row in view.comparisons if row.alarming)
    assert any(row.common for row in view.comparisons if row.upper)
    assert not any(row.common for row in view.comparisons if not row.upper)


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


def test_a_document_of_none_of_the_kinds_is_said_to_be_one():
    review = factory.make_review()
    facts = replace(review.facts, title="石桥村村规民约", kind=DocumentKind.K12, kind_certain=False)
    shown = dict(ReportView(replace(review, facts=facts)).facts)["文件类别"]
    assert shown.startswith("村民、居民自治的约定，不是国家机关制定的规范性文件；以下暂按行政规范性文件（K12）列出")


def test_a_version_dated_by_its_file_name_says_so():
    version = factory.make_review().higher_laws[0].version
    doubtful = replace(version, quality="assumed", note="版本日期待核，文件名为2017-10-07；别的")
    assert version_label(doubtful).endswith("（版本日期待核，文件名为2017-10-07）")


def test_the_list_of_higher_laws_names_the_source_of_each_text(view):
    sources = [law.version.source for law in view.review.higher_laws]
    assert any(sources)
    assert all(source in row.reasons for source, row in zip(sources, view.higher, strict=True))


def test_the_copied_share_is_told_with_the_comparison_table(view):
    assert view.copied_sentence.startswith("正文约")
    assert "%" in view.copied_sentence


def test_what_the_reader_noticed_is_told_once_with_its_places():
    text = "某规定\n第一条　甲。\n第二条　乙。\n"
    document = parse(SourceText.from_text(text))
    spans = [Span(4, 9), Span(11, 16)]
    found = (
        *(Problem("P201", span, "[P201] 含有修订痕迹。") for span in spans),
        Problem("P213", Span(0, 0), "[P213] 图片没有读取。"),
    )
    noted = replace(document, problems=(*found, Problem("P104", spans[0], "[P104] 形似条首")))
    view = ReportView(factory.make_review(document=noted, findings=(), matches=()))
    assert view.reading_lines == ("含有修订痕迹（2处：第一条、第二条）", "图片没有读取。")
    assert ReportView(factory.make_review(document=document, findings=(), matches=())).reading_lines == ()


def test_a_clause_that_differs_without_a_finding_is_named() -> None:
    quiet = ReportView(factory.make_review(findings=()))
    differing = [row for row in quiet.comparisons if row.differs]
    assert differing
    assert all(row.clause in quiet.untold_sentence() for row in differing)
    assert quiet.untold_sentence() in summary_text(quiet.review)
    assert ReportView(factory.make_review(findings=(), matches=())).untold_sentence() == ""


def test_a_row_whose_words_only_read_like_a_departure_is_named_beside_the_findings() -> None:
    view = ReportView(factory.make_review(findings=()))
    hinted = [row for row in view.comparisons if row.hinted]
    assert hinted
    assert all("用语：" in row.difference and row.clause in view.hinted_sentence() for row in hinted)
    assert view.hinted_sentence() in summary_text(view.review)
    assert ReportView(factory.make_review(findings=(), matches=())).hinted_sentence() == ""


def test_a_row_without_a_match_says_what_would_differ() -> None:
    review = factory.make_review(findings=())
    match = next(match for match in review.matches if match.eid == "art_5__para_1")
    charged = factory.make_clause("绿地法", 5, 1, "残废人进入收费的公园，不得免收门票。", 0.4)
    shown = {}
    for text in (charged.text, "公园应当在门口公示门票价格。"):
        near = replace(match, nearest=(replace(charged, text=text),))
        view = ReportView(factory.make_review(findings=(), matches=(near,)))
        row = next(row for row in view.comparisons if row.eid == match.eid)
        shown[text] = (row.unsure, "如果与下列条款说的是同一件事" in row.reason, row.clause in view.unsure_sentence())
    assert list(shown.values()) == [(True, True, True), (False, False, False)]


def test_a_law_that_no_list_has_is_named_beside_the_findings() -> None:
    def cited(name: str, state: CitationState) -> Citation:
        reference = Reference(Span(0, 4), f"《{name}》", ReferenceKind.EXTERNAL, Address.parse(f"《{name}》第一条"))
        return Citation(reference, state)

    unknown = cited("中华人民共和国物价法", CitationState.NOT_IN_LIBRARY)
    others = (
        cited("青山市绿化条例", CitationState.NOT_IN_LIBRARY),
        cited("中华人民共和国价格法", CitationState.IN_FORCE),
    )
    view = ReportView(factory.make_review(findings=(), citations=(unknown, unknown, *others)))
    assert "1 件" in view.unlisted_sentence()
    assert view.unlisted_sentence().endswith("：《中华人民共和国物价法》。")
    assert view.unlisted_sentence() in summary_text(view.review)
    assert ReportView(factory.make_review(findings=(), citations=others)).unlisted_sentence() == ""
