"""Documents find their higher laws with reasons, clauses find their higher clause, or say why not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from lawcheck.citations import resolve_citations
from lawcheck.document import Document, parse
from lawcheck.errors import UsageError
from lawcheck.laws import DocumentKind, Level, Library
from lawcheck.matching import (
    ClauseIndex,
    Coverage,
    Ground,
    HigherLaw,
    Match,
    MatchState,
    Pins,
    coverage,
    find_higher_laws,
    match_document,
)
from lawcheck.procedure.facts import Facts

DAY = date(2026, 11, 22)
TEXT = """某市消防条例
第一条　为了预防火灾和减少火灾危害，保护人身、财产安全，根据《中华人民共和国消防法》，结合本市实际，制定本条例。
第二条　任何单位和个人都有维护消防安全、保护消防设施、预防火灾、报告火警的义务。
任何单位和成年人都有参加有组织的灭火工作的义务。
第三条　本市的猫咪咖啡馆可以在周末为老主顾准备手工饼干。
第四条　单位占用、堵塞、封闭疏散通道、安全出口的，处五千元以上五万元以下罚款。
第五条　处理个人信息的，依照《中华人民共和国个人信息保护法》第十三条的规定执行。
第六条　支持。
第七条　本条例自2027年1月1日起施行。
"""


def facts_of(document: Document, kind: DocumentKind = DocumentKind.K4, territory: str = "330500") -> Facts:
    return Facts(document.title, kind, "", territory, "", "", "", "", None, None, None, None, len(document.articles), 0)


def higher(
    text: str, library: Library, index: ClauseIndex, kind: DocumentKind = DocumentKind.K4
) -> dict[str, HigherLaw]:
    document = parse(text)
    citations = resolve_citations(document, library, DAY)
    found = find_higher_laws(document, facts_of(document, kind), citations, library, index, DAY)
    return {law.law.key: law for law in found}


def matches(text: str, library: Library, index: ClauseIndex) -> dict[str, Match]:
    document = parse(text)
    facts, citations = facts_of(document), resolve_citations(document, library, DAY)
    laws = find_higher_laws(document, facts, citations, library, index, DAY)
    found = match_document(document, facts, laws, library, index, DAY, citations=citations)
    return {match.eid: match for match in found}


def test_the_law_named_in_article_one_comes_first(library: Library, index: ClauseIndex) -> None:
    laws = higher(TEXT, library, index)
    first = next(iter(laws.values()))
    assert first.law.key == "消防法"
    assert first.score == 1.0
    assert "第一条（前言）明示为制定依据" in first.reasons


def test_cited_and_framework_laws_carry_their_reasons(library: Library, index: ClauseIndex) -> None:
    laws = higher(TEXT, library, index)
    assert laws["个人信息保护法"].score == 0.9
    assert "条文中引用1处（第五条）" in laws["个人信息保护法"].reasons
    assert any("出现“罚款”（第四条）" in reason for reason in laws["行政处罚法"].reasons)
    assert "行政许可法" not in laws
    grounds = {key: laws[key].ground for key in ("消防法", "个人信息保护法", "行政处罚法")}
    assert grounds == {"消防法": Ground.BASIS, "个人信息保护法": Ground.CITED, "行政处罚法": Ground.FRAMEWORK}


def test_legislation_law_faces_regulations_but_not_plain_papers(library: Library, index: ClauseIndex) -> None:
    assert "立法法" in higher(TEXT, library, index)
    assert "立法法" not in higher(TEXT, library, index, DocumentKind.K12)


@pytest.mark.parametrize(
    "title",
    ["某省实施《中华人民共和国消防法》办法", "某省实施消防法办法", "某省实施中华人民共和国消防法若干规定"],
)
def test_a_title_that_implements_a_law_names_it(title: str, library: Library, index: ClauseIndex) -> None:
    law = higher(f"{title}\n第一条　结合本省实际，制定本办法。", library, index, DocumentKind.K3)["消防法"]
    assert law.score == 1.0
    assert "标题表明为实施该法" in law.reasons


def test_the_document_itself_is_never_its_own_higher_law(library: Library, index: ClauseIndex) -> None:
    text = TEXT.replace("某市消防条例", "中华人民共和国消防法", 1)
    assert "消防法" not in higher(text, library, index)


def test_only_versions_in_force_on_the_day_are_listed(library: Library, index: ClauseIndex) -> None:
    text = TEXT.replace("《中华人民共和国消防法》", "《中华人民共和国物权法》")
    assert "物权法" not in higher(text, library, index)
    for law in higher(TEXT, library, index).values():
        assert law.version.effective_from is None or law.version.effective_from <= DAY


def test_a_version_that_applies_on_the_effective_day_is_told(library: Library, index: ClauseIndex) -> None:
    document = parse("某市农业条例\n第一条　根据《中华人民共和国农业法》，制定本条例。")
    facts = replace(facts_of(document), effective=date(2027, 3, 1))
    citations = resolve_citations(document, library, DAY)
    laws = find_higher_laws(document, facts, citations, library, index, DAY)
    farming = next(law for law in laws if law.law.key == "农业法")
    assert any("施行日（2027年3月1日）适用的是2027-01-01版" in reason for reason in farming.reasons)


def test_a_copied_clause_finds_its_article_and_paragraph(library: Library, index: ClauseIndex) -> None:
    match = matches(TEXT, library, index)["art_2__para_2"]
    best = match.clauses[0]
    assert match.state is MatchState.MATCHED
    assert (best.law.key, best.article.label, best.paragraph) == ("消防法", "第五条", 1)
    assert "任何单位和成年人都有参加有组织的灭火工作的义务" in best.text
    assert any(reason.startswith("共有词语：") for reason in best.reasons)


def test_a_cited_article_stands_first_and_says_so(library: Library, index: ClauseIndex) -> None:
    best = matches(TEXT, library, index)["art_5__para_1"].clauses[0]
    assert (best.law.key, best.article.label) == ("个人信息保护法", "第十三条")
    assert best.reasons[0] == "本款明示引用该条"
    assert best.score >= 0.95


def test_a_clause_with_nothing_similar_is_not_forced(library: Library, index: ClauseIndex) -> None:
    match = matches(TEXT, library, index)["art_3__para_1"]
    assert match.clauses == ()
    assert match.state is MatchState.NOT_CHECKED
    assert "行政法规、本省地方性法规的文本，未能检索" in match.reason
    assert "无上位依据" not in match.reason


def test_a_formula_of_many_laws_is_no_counterpart_in_a_law_of_another_subject(
    library: Library, index: ClauseIndex
) -> None:
    """密码法第十一条 is 0.76 similar; the document has nothing to do with 密码."""
    text = "市、县（市、区）人民政府应当将文明行为促进工作纳入国民经济和社会发展规划，所需经费列入财政预算。"
    assert not matches(f"{TEXT}第八条　{text}", library, index)["art_8__para_1"].clauses
    basis = "根据《中华人民共和国密码法》，制定本条例。"
    found = matches(f"某市密码条例\n第一条　{basis}\n第二条　{text}", library, index)["art_2__para_1"]
    assert found.clauses[0].law.key == "密码法"


@pytest.mark.parametrize(
    ("eid", "reason"), [("art_6__para_1", "文字过短，无法比对"), ("art_7__para_1", "施行、废止日期条款，不作比对")]
)
def test_clauses_that_say_too_little_are_not_compared(
    eid: str, reason: str, library: Library, index: ClauseIndex
) -> None:
    match = matches(TEXT, library, index)[eid]
    assert (match.state, match.reason) == (MatchState.NOT_CHECKED, reason)


@pytest.mark.parametrize(
    ("basis", "clause", "law"),
    [
        ("消费者权益保护法", "经营者在标价之外加价出售商品或者提供服务，不得收取任何未标明的费用。", "价格法"),
        ("农村土地承包法", "颁发土地承包经营权证等证书，不得收取其他费用。", "农村土地承包法"),  # 除工本费外 left out
    ],
)
def test_the_very_words_are_found_beside_the_laws_that_the_document_builds_on(
    basis: str, clause: str, law: str, library: Library, index: ClauseIndex
) -> None:
    first = f"第一条　为了实施《中华人民共和国{basis}》，结合本市实际，制定本办法。"
    found = matches(f"某市实施《中华人民共和国{basis}》办法\n{first}\n第二条　{clause}", library, index)
    match = found["art_2__para_1"]
    assert match.state is MatchState.MATCHED
    assert match.clauses[0].law.key == law


def test_every_clause_has_a_match_in_reading_order_and_at_most_five_candidates(
    library: Library, index: ClauseIndex
) -> None:
    found = matches(TEXT, library, index)
    assert list(found) == [unit.eid for unit in parse(TEXT).clauses]
    for match in found.values():
        scores = [clause.score for clause in match.clauses]
        assert len(scores) <= 5
        assert scores == sorted(scores, reverse=True)
        assert (match.state is MatchState.MATCHED) == bool(scores) == (not match.reason)


def test_matching_twice_gives_the_same(library: Library, index: ClauseIndex) -> None:
    assert matches(TEXT, library, index) == matches(TEXT, library, index)


def test_no_basis_is_said_only_where_every_level_is_held(library: Library, index: ClauseIndex) -> None:
    document = parse("某行政法规\n第三条　本市的猫咪咖啡馆可以在周末为老主顾准备手工饼干。")
    facts = facts_of(document, DocumentKind.K2, "")
    assert [row.level for row in coverage(document, facts, (), library, DAY)] == ["宪法", "法律"]
    match = match_document(document, facts, (), library, index, DAY)[0]
    assert match.state is MatchState.NONE
    assert match.reason.startswith(("最接近的是", "适用的上位法中没有"))


@pytest.mark.parametrize(("complete", "told"), [(False, True), (True, False)])
def test_nothing_found_tells_what_was_searched_where_nobody_knows_how_much_there_is(
    library: Library, index: ClauseIndex, complete: bool, told: bool
) -> None:
    document = parse("某市条例\n第三条　本市的猫咪咖啡馆可以在周末为老主顾准备手工饼干。")
    rows = (Coverage("法律", 300, 300, ""), Coverage("本省地方性法规", 1, 1, "", complete))
    match = match_document(document, facts_of(document), (), library, index, DAY, covered=rows)[0]
    assert match.state is MatchState.NONE
    assert ("只检索了库中的本省地方性法规1件" in match.reason) == told


def test_coverage_names_the_levels_without_text_and_the_laws_missing(library: Library) -> None:
    document = parse("某市条例\n第一条　根据《中华人民共和国星际航行法》，制定本条例。")
    rows = coverage(document, facts_of(document), resolve_citations(document, library, DAY), library, DAY)
    by_level = {row.level: row for row in rows}
    assert list(by_level) == ["宪法", "法律", "行政法规", "本省地方性法规"]
    assert by_level["法律"].laws >= by_level["法律"].with_text + 1
    assert by_level["法律"].missing == ("中华人民共和国星际航行法",)
    assert "《中华人民共和国星际航行法》" in by_level["法律"].note
    assert by_level["行政法规"].with_text == 0
    assert "未检查" in by_level["行政法规"].note


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("根据《某市星空保护规定》，制定本办法。", ["某市星空保护规定"]),
        ("原《某市星空保护办法》同时废止。", []),
        ("对《某市星空保护条例》等三件地方性法规作如下修改。", []),
    ],
)
def test_what_the_text_repeals_or_amends_is_no_basis_of_it(text: str, missing: list[str], library: Library) -> None:
    document = parse(f"某市办法\n第一条　{text}\n第二条　旧的《某市观星办法》同时废止。")
    rows = coverage(document, facts_of(document), resolve_citations(document, library, DAY), library, DAY)
    assert [title for row in rows for title in row.missing] == missing


def test_the_size_of_a_level_comes_from_the_catalogue(library: Library) -> None:
    document = parse("某市条例\n第一条　结合本市实际，制定本条例。")
    rows = {r.level: r for r in coverage(document, facts_of(document), (), library, DAY)}
    assert (rows["行政法规"].laws > 500, rows["行政法规"].with_text, rows["行政法规"].lacking) == (True, 0, True)
    assert rows["行政法规"].complete
    assert 100 < rows["本省地方性法规"].laws < 400
    assert rows["法律"].horizon == library.horizons[Level.LAW]


def test_a_level_that_the_catalogue_does_not_list_whole_says_so(library: Library) -> None:
    document = parse("某办法\n第一条　结合实际，制定本办法。")
    rows = {r.level: r for r in coverage(document, facts_of(document, territory="320500"), (), library, DAY)}
    assert not rows["本省地方性法规"].complete
    assert "目录不全，件数未知" in rows["本省地方性法规"].note


def test_a_day_before_the_texts_held_is_told(library: Library) -> None:
    document, day = parse("某市条例\n第一条　结合本市实际，制定本条例。"), date(2012, 1, 1)
    law = {r.level: r for r in coverage(document, facts_of(document), (), library, day)}["法律"]
    assert law.with_text < law.laws / 2
    assert law.lacking
    assert "库中只有其他日期的文本" in law.note


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("根据《全国人民代表大会常务委员会关于星际航行问题的决定》，制定本条例。", "法律"),
        ("根据《星际航行发展规划纲要》，制定本条例。", "文中所列依据（层级待核）"),
    ],
)
def test_a_basis_that_is_not_held_leaves_clauses_unchecked(
    text: str, row: str, library: Library, index: ClauseIndex
) -> None:
    """A 行政法规 faces 宪法 and 法律 only, which are held: but not the text that it names as its basis."""
    document = parse(f"某行政法规\n第一条　{text}\n第三条　本市的猫咪咖啡馆可以在周末为老主顾准备手工饼干。")
    facts, citations = facts_of(document, DocumentKind.K2, ""), resolve_citations(document, library, DAY)
    rows = {r.level: r for r in coverage(document, facts, citations, library, DAY)}
    assert "星际航行" in rows[row].note
    match = match_document(document, facts, (), library, index, DAY, citations=citations)[-1]
    assert match.state is MatchState.NOT_CHECKED
    assert "星际航行" in match.reason


def test_a_title_outside_the_basis_counts_only_if_it_is_national(library: Library) -> None:
    text = "某市条例\n第一条　制定本条例。\n第二条　执行《某市饼干标准》和《国务院关于饼干的决定》。"
    document = parse(text)
    rows = coverage(document, facts_of(document), resolve_citations(document, library, DAY), library, DAY)
    assert [title for row in rows for title in row.missing] == ["国务院关于饼干的决定"]


def test_an_empty_document_has_no_matches(library: Library, index: ClauseIndex) -> None:
    assert matches("某市某条例", library, index) == {}


def test_a_pinned_law_comes_first_and_an_unpinned_one_is_gone(library: Library, index: ClauseIndex) -> None:
    document = parse(TEXT)
    citations = resolve_citations(document, library, DAY)
    pins = Pins(pinned=("中华人民共和国民法典",), unpinned=("消防法",))
    found = find_higher_laws(document, facts_of(document), citations, library, index, DAY, pins=pins)
    assert found[0].law.key == "民法典"
    assert found[0].ground is Ground.PINNED
    assert "消防法" not in {law.law.key for law in found}
    matched = match_document(document, facts_of(document), found, library, index, DAY, citations=citations, pins=pins)
    assert "消防法" not in {clause.law.key for match in matched for clause in match.clauses}


def test_a_law_that_is_not_above_can_be_pinned(library: Library, index: ClauseIndex) -> None:
    document = parse(TEXT)
    facts = facts_of(document, DocumentKind.K1, "")
    assert "消防法" not in {law.law.key for law in find_higher_laws(document, facts, (), library, index, DAY)}
    found = find_higher_laws(document, facts, (), library, index, DAY, pins=Pins(pinned=("消防法",)))
    assert found[0].law.key == "消防法"
    matched = match_document(document, facts, found, library, index, DAY, pins=Pins(pinned=("消防法",)))
    assert "消防法" in {clause.law.key for match in matched for clause in match.clauses}


@pytest.mark.parametrize("pins", [Pins(pinned=("没有这部法",)), Pins(unpinned=("没有这部法",))])
def test_a_title_that_is_not_held_cannot_be_pinned(pins: Pins, library: Library, index: ClauseIndex) -> None:
    document = parse(TEXT)
    with pytest.raises(UsageError, match=r"E592.*没有这部法"):
        find_higher_laws(document, facts_of(document), (), library, index, DAY, pins=pins)


@pytest.mark.parametrize(("named", "paragraph"), [("第六十条第二款", 2), ("第六十条第一款", 1)])
def test_a_clause_is_laid_beside_the_paragraph_that_it_names(
    library: Library, index: ClauseIndex, named: str, paragraph: int
) -> None:
    text = f"某市消防办法\n第一条　占用、堵塞消防车通道的，依照《中华人民共和国消防法》{named}的规定，处五百元罚款。\n"
    clause = matches(text, library, index)["art_1__para_1"].clauses[0]
    assert (clause.article.label, clause.paragraph) == ("第六十条", paragraph)


def test_a_clause_without_a_match_keeps_the_nearest_of_its_laws(library: Library, index: ClauseIndex) -> None:
    found = matches(TEXT, library, index)
    unmatched = [match for match in found.values() if match.state is not MatchState.MATCHED]
    assert unmatched
    assert not any(match.clauses for match in unmatched)
    assert not found["art_3__para_1"].nearest  # on another matter
    assert not any(match.nearest for match in found.values() if match.state is MatchState.MATCHED)


def test_the_law_that_ended_the_basis_stands_in_for_it(library: Library, index: ClauseIndex) -> None:
    text = (
        "某市不动产办法\n第一条　为了保护权利人，根据《中华人民共和国物权法》，制定本办法。\n第二条　不动产应当登记。"
    )
    law = higher(text, library, index)["民法典"]
    assert law.ground is Ground.SUCCESSOR
    assert "取代已废止的制定依据《物权法》" in law.reasons


def test_a_law_ended_that_is_no_basis_brings_nothing(library: Library, index: ClauseIndex) -> None:
    text = (
        "某市不动产办法\n第一条　为了保护权利人，制定本办法。\n"
        "第二条　《中华人民共和国物权法》施行前登记的不动产，不再重新登记。"
    )
    found = higher(text, library, index)
    assert "民法典" not in found or found["民法典"].ground is not Ground.SUCCESSOR
