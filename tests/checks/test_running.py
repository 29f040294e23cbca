"""Exactly one run for each rule, states that hide nothing, and findings that quote what they point at."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lawcheck.checks import CheckContext, Example, RulePack, Severity, State, run_rules, try_example
from lawcheck.checks.trying import context_of_example
from lawcheck.document import Problem, Span
from lawcheck.laws import DocumentKind, Level, Library

WORDS = (
    "第一条",
    "第二条　",
    "第三条之一",
    "第十八条继续",
    "（一）",
    "（三）",
    "(二)",
    "1.",
    "①",
    "附则",
    "第一章　总则",
    "第二章",
    "附件1",
    "前款",
    "前两款规定的",
    "前条第二项",
    "本条例第九条第三款",
    "本办法",
    "《",
    "》",
    "《中华人民共和国物权法》",
    "《中华人民共和国行政处罚法》第三百条",
    "《道路交通安全管理法》",
    "〈",
    "“",
    "”",
    "其它",
    "台帐",
    "做出决定",
    "第（三）项",
    "十五天内",
    "500元",
    "行政处分",
    "机密★",
    "110105194912310 02X",
    "11010519491231002X",
    "13912345678",
    "联系人：张三",
    "环境保护局",
    "应按",
    "由市人民政府另行制定",
    "自公布之日起施行",
    "2026年1月1日",
    "。",
    "，",
    "；",
    "：",
    "\n",
    "\u3000",
    "\ufeff",
    "\ue000",
    "𠮷",
    "{quote}",
)
TEXTS = st.lists(st.sampled_from(WORDS), max_size=60).map("".join)


def _context(text: str, library: Library | None = None) -> CheckContext:
    return context_of_example(Example(text, positive=True), library)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXTS)
def test_no_rule_raises_and_every_finding_quotes_its_place(text: str, pack: RulePack, law_library: Library) -> None:
    context = _context(text, law_library)
    runs = run_rules(pack, context)
    assert [run.rule for run in runs] == [rule.id for rule in pack.rules]
    for finding in (f for run in runs for f in run.findings):
        assert 0 <= finding.span.start < finding.span.end <= len(text)
        assert text[finding.span.start : finding.span.end] == finding.quote
        assert finding.message
        assert "{" not in finding.message.replace("{quote}", "")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXTS)
def test_states_and_reasons_agree_with_findings(text: str, pack: RulePack) -> None:
    for run in run_rules(pack, _context(text)):
        if run.findings:
            assert run.state in (State.PROBLEM, State.DOUBTFUL)
        if run.state not in (State.PASS, State.PROBLEM):
            assert run.reason
        if run.state is State.PASS:
            assert not run.findings


def test_rules_that_are_not_built_are_shown_as_such(pack: RulePack) -> None:
    runs = {run.rule: run for run in run_rules(pack, _context("青山市测试条例\n第一条　甲应当登记。\n"))}
    for rule in pack.rules:
        assert (runs[rule.id].state is State.NOT_IMPLEMENTED) == (not rule.implemented)


def test_a_picture_with_a_position_is_told_by_a_rule_that_is_not_built_whole(pack: RulePack) -> None:
    context = _context("青山市测试条例\n第一条　甲应当登记。\n")
    noted = replace(
        context.document.source, problems=(Problem("P222", Span(0, 0), "第1张带有拍摄位置的图片（a.jpg）"),)
    )
    runs = run_rules(pack, replace(context, document=replace(context.document, source=noted)))
    (run,) = (run for run in runs if run.rule == "P05")
    assert (run.state, run.findings[0].message) == (State.PROBLEM, "第1张带有拍摄位置的图片（a.jpg）")
    assert "人脸" in run.reason


def test_rule_for_other_kinds_is_not_applicable(pack: RulePack) -> None:
    run = try_example(pack, "T03", Example("青山市测试条例\n第一条　甲。\n", positive=False, kind="K4"), None)
    assert run.state is State.NOT_APPLICABLE
    assert "K4" in run.reason


def test_citations_without_library_are_not_checked(pack: RulePack) -> None:
    text = "青山市测试条例\n第一条　依照《中华人民共和国水法》处理。\n"
    assert try_example(pack, "C01", Example(text, positive=False), None).state is State.NOT_CHECKED


def test_unknown_laws_are_counted_and_never_pass(pack: RulePack, law_library: Library) -> None:
    text = "青山市测试条例\n第一条　依照《中华人民共和国行政处罚法》和《青山市月球管理条例》处理。\n"
    run = try_example(pack, "C01", Example(text, positive=False, as_of="2026-06-01"), law_library)
    assert run.state is State.NOT_IN_LIBRARY
    assert "2处引用，其中1处未能核对" in run.reason
    assert "《青山市月球管理条例》" in run.reason


def test_day_behind_the_horizon_is_doubtful(pack: RulePack, law_library: Library) -> None:
    text = "青山市测试条例\n第一条　依照《中华人民共和国行政处罚法》处理。\n"
    before = try_example(pack, "C01", Example(text, positive=False, as_of="2026-06-01"), law_library)
    after = try_example(pack, "C01", Example(text, positive=False, as_of="2030-01-01"), law_library)
    assert before.state is State.PASS
    assert after.state is State.DOUBTFUL
    assert law_library.horizon.isoformat() in after.reason


@pytest.mark.parametrize("confidence", [0.75, 1.0])
def test_low_confidence_of_the_parser_lowers_structure_findings(pack: RulePack, confidence: float) -> None:
    context = _context("青山市测试条例\n第一条　甲。\n第三条　乙。\n")
    context = replace(context, document=replace(context.document, confidence=confidence))
    run = next(run for run in run_rules(pack, context) if run.rule == "S01")
    expected = Severity.TECHNICAL if confidence == 1.0 else Severity.ADVICE
    assert run.findings[0].severity is expected


def test_personal_data_carry_a_masked_form(pack: RulePack) -> None:
    text = "青山市测试条例\n第一条　证号11010519491231002X，电话13912345678。\n"
    found = {run.rule: run.findings for run in run_rules(pack, _context(text))}
    assert found["P01"][0].masked == "110105********002X"
    assert found["P02"][0].masked == "139****5678"
    assert found["P01"][0].quote == "11010519491231002X"


def test_repealed_law_shows_clause_and_dates(pack: RulePack, law_library: Library) -> None:
    text = "青山市测试条例\n第一条　根据《中华人民共和国物权法》，制定本条例。\n"
    example = Example(text, positive=True, facts={"published": "2022-05-01"})
    finding = try_example(pack, "C01", example, law_library).findings[0]
    assert finding.evidence.upper_law == "中华人民共和国民法典"
    assert finding.evidence.facts["废止日期"] == date(2021, 1, 1).isoformat()
    assert finding.evidence.facts["文件日期"] == "2022-05-01"
    assert "物权法" in finding.evidence.upper_text


def test_bare_point_of_another_paragraph_is_not_called_missing(pack: RulePack, law_library: Library) -> None:
    text = (
        "青山市测试条例\n第一条　有下列行为之一的，处罚款：\n（一）甲；\n（二）乙。\n"
        "有第三项规定情形的，从轻处罚。\n第二条　违反本条例第一条第三项规定的，给予警告。\n"
    )
    run = try_example(pack, "C09", Example(text, positive=True), law_library)
    assert [finding.quote for finding in run.findings] == ["本条例第一条第三项"]
    assert "1处无法确定所指" in run.reason


def test_bare_article_behind_another_law_is_not_called_missing(pack: RulePack, law_library: Library) -> None:
    text = "青山市测试条例\n第一条　依照《青山市月球条例》第九十八条处理，是否属于第九十八条第二款有争议的，从轻。\n"
    assert not try_example(pack, "C09", Example(text, positive=False), law_library).findings


def test_points_inside_a_line_are_doubtful_not_missing(pack: RulePack) -> None:
    text = "青山市测试条例\n第一条　不得有下列行为：\n（一）甲；（二）乙；\n（三）丙。\n第二条　丁。\n"
    run = try_example(pack, "S04", Example(text, positive=True), None)
    assert run.state is State.DOUBTFUL
    assert run.findings[0].severity is Severity.INFO


@pytest.mark.parametrize(("published", "severity"), [("2026-01-01", "advice"), ("2018-12-01", "info")])
def test_old_name_is_only_a_hint_in_the_year_after_the_change(pack: RulePack, published: str, severity: str) -> None:
    text = "青山市测试条例\n第一条　由市环境保护局处罚。\n"
    run = try_example(pack, "O01", Example(text, positive=True, facts={"published": published}), None)
    assert [finding.severity.value for finding in run.findings] == [severity]


def test_full_width_and_spaced_forms_change_no_wording_finding(pack: RulePack) -> None:
    plain = "青山市测试条例\n第一条　违反第一条第（二）项的，应按规定处500元罚款，做出处罚决定，登记其它台帐。\n"
    wide = plain.replace("500", "５００").replace("其它", "其 它").replace("（二）", "(二)").replace("应按", "应 按")
    wanted = {"W02", "W06", "W07", "W08", "W09", "W18"}
    found = [{run.rule for run in run_rules(pack, _context(text)) if run.findings} for text in (plain, wide)]
    assert wanted <= found[0]
    assert wanted <= found[1]


def test_lone_date_after_the_effect_is_no_conflict(pack: RulePack) -> None:
    text = "青山市测试条例\n第一条　甲应当登记。\n第二条　本条例自2026年1月1日起施行。\n"
    context = _context(text)
    dated = replace(context.facts, published=date(2026, 3, 1), effective=date(2026, 1, 1))
    for certain, state in ((True, State.PROBLEM), (False, State.NOT_CHECKED)):
        facts = replace(dated, published_certain=certain)
        run = next(r for r in run_rules(pack, replace(context, facts=facts)) if r.rule == "T02")
        assert run.state is state
        assert certain or "2026-03-01" in run.reason


def test_rules_for_some_kinds_are_not_checked_where_the_kind_is_unknown(pack: RulePack) -> None:
    context = _context("测试方案\n第一条　甲应当登记。\n")
    facts = replace(context.facts, kind_certain=False, territory_name="")
    runs = run_rules(pack, replace(context, facts=facts))
    for rule, run in zip(pack.rules, runs, strict=True):
        if rule.implemented:
            assert (run.state is State.NOT_CHECKED and "类别" in run.reason) == bool(rule.kinds)


@pytest.mark.parametrize(("title", "organs"), [("测试办法", State.NOT_CHECKED), ("湖阳市测试办法", State.PROBLEM)])
def test_what_binds_every_kind_that_a_rule_may_be_is_checked_where_no_known_place_is_named(
    title: str, organs: State, pack: RulePack
) -> None:
    context = _context(f"{title}\n第一条　主管部门可以冻结存款，对当事人给予行政拘留。\n")
    facts = replace(context.facts, kind=DocumentKind.K12, kind_certain=False, territory_name="")
    runs = {run.rule: run for run in run_rules(pack, replace(context, facts=facts))}
    assert runs["A01"].state is State.PROBLEM  # nobody but a law
    assert runs["A26"].state is organs  # of the national ones, 行政法规 may
    assert runs["A03"].state is State.NOT_CHECKED  # 规范性文件 alone


def test_what_binds_every_kind_that_a_local_document_may_be_is_checked_where_its_kind_is_unknown(
    pack: RulePack,
) -> None:
    context = _context("青山市测试办法\n第一条　主管部门可以冻结存款。\n")
    facts = replace(context.facts, kind=DocumentKind.K12, kind_certain=False, territory_name="青山市")
    runs = {run.rule: run for run in run_rules(pack, replace(context, facts=facts))}
    assert runs["A26"].state is State.PROBLEM
    assert runs["W18"].state is State.NOT_CHECKED  # only 地方性法规 of the kinds that it may be


@pytest.mark.parametrize(
    ("text", "state"),
    [
        (
            "青山市测试条例\n第一章　总则\n第一条　甲。\n第二章　法律责任\n第二条　违反本条例的，处罚款。\n",
            State.DOUBTFUL,
        ),
        ("青山市测试条例\n第一条　甲应当登记。\n第二条　乙应当在\n", State.DOUBTFUL),
        ("青山市测试条例\n第一章　总则\n第一条　甲。\n第二章　附则\n第二条　本条例由甲解释。\n", State.PROBLEM),
    ],
)
def test_text_that_seems_cut_off_is_doubtful_not_wrong(text: str, state: State, pack: RulePack) -> None:
    run = next(r for r in run_rules(pack, _context(text)) if r.rule == "T01")
    assert run.state is state
    assert ("可能不完整" in run.reason) == (state is State.DOUBTFUL)


def _run(pack: RulePack, rule: str, text: str, library: Library | None = None, **more: object) -> tuple[object, ...]:
    example = Example("青山市测试条例\n第一条　" + text, positive=True, **more)  # type: ignore[arg-type]
    return try_example(pack, rule, example, library).findings


def test_old_name_in_an_undated_text_is_only_a_hint(pack: RulePack) -> None:
    found = _run(pack, "O01", "由市环境保护局处罚。\n")
    assert [finding.severity.value for finding in found] == ["info"]
    assert "没有写明日期" in found[0].evidence.why


def test_effective_date_stands_in_for_a_missing_document_date(pack: RulePack, law_library: Library) -> None:
    text = "根据《中华人民共和国物权法》，制定本条例。\n第二条　本条例自2022年5月1日起施行。\n"
    found = _run(pack, "C01", text, law_library, facts={"effective": "2022-05-01"})
    assert found[0].evidence.facts["文件日期"] == "2022-05-01（据施行日期推定）"
    assert found[0].severity is Severity.TECHNICAL


@pytest.mark.parametrize(
    ("published", "told", "kept_back"),
    [("2022-05-01", "应当修改", "列入清理"), ("2018-05-01", "列入清理", "应当修改")],
)
def test_repealed_law_names_only_the_action_that_applies(
    pack: RulePack, law_library: Library, published: str, told: str, kept_back: str
) -> None:
    text = "根据《中华人民共和国物权法》，制定本条例。\n"
    found = _run(pack, "C01", text, law_library, facts={"published": published})
    assert told in found[0].suggestion
    assert kept_back not in found[0].suggestion


@pytest.mark.parametrize(
    ("kind", "due", "basis", "confirmed"),
    [
        ("K1", "2027-05-01", "《中华人民共和国立法法》第六十六条", True),
        ("K4", "依当地立法条例，待核", "依当地立法条例", False),
        ("K8", "依有关制定程序的规定，待核", "依有关制定程序的规定", False),
    ],
)
def test_one_year_for_supporting_rules_holds_for_laws_alone(
    pack: RulePack, kind: str, due: str, basis: str, confirmed: bool
) -> None:
    text = "具体办法由市人民政府另行制定。\n第二条　本条例自2026年5月1日起施行。\n"
    found = _run(pack, "T08", text, kind=kind, facts={"effective": "2026-05-01"})
    assert [finding.quote for finding in found] == ["具体办法由市人民政府另行制定"]
    assert found[0].evidence.facts["期限"] == due
    assert [(b.text, b.confirmed) for b in found[0].basis] == [(basis, confirmed)]


def test_a_day_that_has_passed_says_so(pack: RulePack) -> None:
    text = "具体办法由国务院另行制定，由市人民政府另行制定。\n第二条　本法自2020年5月1日起施行。\n"
    found = _run(pack, "T08", text, kind="K1", facts={"effective": "2020-05-01"})
    assert found
    assert {finding.evidence.facts["期限"] for finding in found} == {"2021-05-01（至审查日已届满）"}


@pytest.mark.parametrize(
    ("words", "basis"),
    [
        ("由市工商行政管理局处罚。", "全国人大常委会关于国务院机构改革"),
        ("由银监会批准。", "党和国家机构改革方案（2023年）"),
        ("由劳动保障行政部门处罚。", "国务院机构改革方案（2008年）"),
        ("实行劳动教养。", "全国人大常委会关于废止有关劳动教养法律规定的决定"),
    ],
)
def test_basis_of_an_outdated_term_is_that_of_its_own_change(pack: RulePack, words: str, basis: str) -> None:
    found = _run(pack, "O01", words + "\n", facts={"published": "2026-01-01"})
    assert len(found[0].basis) == 1
    assert found[0].basis[0].text.startswith(basis)
    assert not found[0].basis[0].confirmed


def test_the_level_cited_decides_until_when_changes_are_known(
    pack: RulePack, law_library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(law_library.__dict__, "horizons", {Level.LAW: date(2025, 4, 5)})
    context = _context("青山市测试条例\n第一条　根据《中华人民共和国水法》，制定本条例。\n", law_library)
    run = next(r for r in run_rules(pack, replace(context, as_of=date(2026, 1, 1))) if r.rule == "C01")
    assert run.state is State.DOUBTFUL
    assert "法律截至2025-04-05" in run.reason
