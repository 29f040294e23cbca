"""The form check of a filing: every rule says what is wrong, or why it could not look, and never passes unseen things."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lawcheck.checks import Example, State, load_examples, load_rules, try_example
from lawcheck.document import parse
from lawcheck.laws import DocumentKind
from lawcheck.procedure import (
    FORM_CHECKS,
    FilingCase,
    FormResult,
    Material,
    Materials,
    load_filing_profile,
    read_facts,
    read_materials,
)
from lawcheck.procedure.materials import read_report
from lawcheck.readers import Filing, PackedFile, Role, read

TEXT = (
    "青山市测试办法\n（2026年1月5日青山市人民政府第三次常务会议审议通过　2026年3月1日公布）\n"
    "第一条　根据《中华人民共和国水法》，制定本办法。\n第二条　单位和个人应当登记。\n第三条　本办法自2026年5月1日起施行。\n"
)
REPORT = "青府规备字〔2026〕3号\n关于报送《青山市测试办法》备案的报告\n{to}：\n请予备案。\n青山市人民政府\n{day}\n"
FOUR = "国务院、浙江省人民代表大会常务委员会、浙江省人民政府、青山市人民代表大会常务委员会"
ALL = {f"F{n:02}" for n in range(1, 17)} | {"T09", "T10", "T11", "T12"}


def material(role: Role, text: str, name: str = "", **more: Any) -> Material:
    return Material(name or f"{role.value}.txt", role, text, "txt", len(text) or 1, **more)


def case(
    *beside: Material, text: str = TEXT, manifest: Mapping[str, Any] | None = None, kind: str = "K9"
) -> FilingCase:
    document = parse(text)
    facts = read_facts(document, kind=DocumentKind(kind))
    files = (material(Role.TEXT, text, "青山市测试办法.txt"), *beside)
    return FilingCase(document, facts, Materials(files, manifest or {}), date(2026, 11, 22))


def report(to: str = FOUR, day: str = "2026年3月20日") -> Material:
    return material(Role.REPORT, REPORT.format(to=to, day=day))


def run(rule: str, *beside: Material, **more: Any) -> FormResult:
    return FORM_CHECKS[rule](case(*beside, **more))


def test_every_form_and_procedure_rule_has_its_check() -> None:
    assert set(FORM_CHECKS) == ALL
    assert all(load_rules()[rule].implemented for rule in ALL)


@pytest.mark.parametrize("rule", sorted(ALL))
def test_a_single_file_is_never_in_order(rule: str) -> None:
    found = try_example(load_rules(), rule, Example(TEXT, positive=False, kind="K9"), None)
    assert (found.state, found.findings) == (State.NOT_CHECKED, ())
    assert "材料不在本文件中" in found.reason


@pytest.mark.parametrize(
    ("day", "late"), [("2026年3月31日", False), ("2026年4月1日", True), ("二〇二六年四月一日", True)]
)
def test_the_thirtieth_day_after_publication_is_in_time_and_the_next_is_not(day: str, late: bool) -> None:
    assert bool(run("F03", report(day=day)).faults) == late


def test_filing_before_publication_is_a_doubt_and_not_in_time() -> None:
    assert "早于" in run("F03", report(day="2026年2月1日")).unknown


def test_a_city_rule_goes_to_four_organs_and_each_missing_one_is_named() -> None:
    assert run("F02", report()).faults == ()
    told = [fault.said for fault in run("F02", report("国务院、浙江省人民政府")).faults]
    assert told == ["备案报告没有写明报送本级人大常委会", "备案报告没有写明报送省、自治区人大常委会"]


def test_a_report_to_nobody_of_them_is_graver() -> None:
    assert {fault.case for fault in run("F02", report("青山市司法局")).faults} == {"wrong"}


@pytest.mark.parametrize(
    ("begin", "end", "short"), [("7月1日", "7月29日", True), ("7月1日", "7月30日", False), ("7月15日", "7月26日", True)]
)
def test_both_ends_of_a_consultation_count(begin: str, end: str, short: bool) -> None:
    words = material(Role.EXPLANATION, f"说明\n自2025年{begin}至{end}公开征求意见。\n")
    assert bool(run("T09", words).faults) == short


def test_a_file_that_nobody_could_read_is_named_and_nothing_is_said_to_be_missing_from_it() -> None:
    scan = material(Role.OTHER, "", "扫描件.pdf", problem="没有文字")
    assert "扫描件.pdf" in run("F13", scan).unknown
    assert "扫描件.pdf" in run("T12", scan, report()).unknown
    assert run("T12", scan, report()).faults == ()


def test_what_hangs_on_the_kind_is_not_decided_where_nobody_knows_it() -> None:
    known = case(report())
    unknown = replace(known, facts=replace(known.facts, kind_certain=False))
    for rule in ("F02", "F04", "T09"):
        assert "类别未能确定" in FORM_CHECKS[rule](unknown).unknown


def test_a_second_copy_is_held_against_the_text_article_by_article() -> None:
    copy = material(Role.OTHER, TEXT.replace("应当登记", "可以登记"), "青山市测试办法.pdf")
    (fault,) = run("F08", copy).faults
    assert fault.said.startswith("第二条的文字不同")
    assert run("F08", material(Role.OTHER, TEXT, "青山市测试办法.pdf")) == FormResult()


def test_the_parts_of_a_report_are_read_with_and_without_blanks() -> None:
    found = read_report(
        "青府规备字〔2026〕 3 号\n关于报送……备案的报告\n国务院，浙江省人民政府：\n请予备案。\n青 山 市 人 民 政 府（印章）\n2026年3月1日\n"
    )
    assert found.number == "青府规备字〔2026〕3号"
    assert found.addressees == ("国务院", "浙江省人民政府")
    assert (found.signed_by, found.day, found.sealed) == ("青山市人民政府", date(2026, 3, 1), True)


def test_a_plain_file_has_no_materials_and_a_packed_one_has_all() -> None:
    text = PackedFile("办法.txt", TEXT.encode(), Role.TEXT, "name")
    bad = PackedFile("坏.docx", b"PK\x03\x04", Role.OTHER, "name")
    source = read(text.name, data=text.data)
    assert read_materials(Filing(source, text.data, text)) is None
    held = read_materials(Filing(source, text.data, text, (bad,), packed=True, manifest=b'{"filer": "x"}'))
    assert held is not None
    assert [bool(file.problem) for file in held.files] == [False, True]
    assert held.told("filer") == "x"


@pytest.mark.parametrize("kind", ["K2", "K3", "K4", "K7", "K8", "K9", "K10"])
def test_every_kind_that_is_filed_has_recipients_materials_and_a_period(kind: str) -> None:
    profile = load_filing_profile()
    assert profile.recipients(DocumentKind(kind))
    assert profile.materials(DocumentKind(kind), "")
    period = profile.filing_days(DocumentKind(kind), "")
    assert period is not None
    assert (period.days, period.source.confirmed) == (30, True)


@settings(max_examples=60, deadline=None)
@given(
    words=st.text(st.sampled_from("第一二三条号〔2026〕《》：年月日秘密★自至征求意见公开\n 、，"), max_size=120),
    told=st.dictionaries(
        st.sampled_from(["document", "consultation", "basis", "fair_competition"]),
        st.none() | st.text(max_size=5) | st.lists(st.integers(), max_size=2),
    ),
)
def test_no_check_raises_whatever_the_materials_say(words: str, told: dict[str, Any]) -> None:
    filing = case(
        *(material(role, words) for role in (Role.REPORT, Role.EXPLANATION, Role.NOTICE, Role.OTHER)), manifest=told
    )
    for check in FORM_CHECKS.values():
        result = check(filing)
        assert all(fault.said for fault in result.faults)


@pytest.mark.parametrize("rule", sorted(ALL))
def test_findings_on_materials_quote_the_text_that_is_reviewed(rule: str) -> None:
    for example in load_examples(rule):
        for finding in try_example(load_rules(), rule, example, None).findings:
            assert finding.span.length
            assert example.text[finding.span.start : finding.span.end] == finding.quote


def test_a_city_may_write_to_the_congress_of_the_province_which_files_for_it() -> None:
    city = "青山市测试条例\n第一条　甲应当登记。\n"
    assert run("F02", report("浙江省人民代表大会常务委员会"), text=city, kind="K4") == FormResult()
    assert run("F02", report("浙江省人民代表大会常务委员会"), text=city, kind="K5") == FormResult()
    assert len(run("F02", report("青山市人民政府"), text=city, kind="K5").faults) == 2


def test_what_a_province_files_itself_goes_to_the_nation() -> None:
    assert len(run("F02", report("浙江省人民代表大会常务委员会"), kind="K3").faults) == 2


@pytest.mark.parametrize("maker", ["教育部办公厅", "国家税务总局青山省税务局", "国家药品监督管理局"])
def test_nobody_is_told_to_file_a_paper_of_the_state_council_by_the_rules_of_places(maker: str) -> None:
    held = case(report("国务院"), kind="K12")
    held = replace(held, facts=replace(held.facts, maker=maker))
    assert "没有收集到" in FORM_CHECKS["F02"](held).unknown
    assert "没有收集到" in FORM_CHECKS["F03"](held).unknown


@pytest.mark.parametrize("maker", ["青山市教育局", "青山市委组织部", "青山县人民政府办公室", ""])
def test_the_paper_of_a_place_is_filed_by_its_rules(maker: str) -> None:
    held = case(report("青山市人民政府"), kind="K12")
    assert FORM_CHECKS["F02"](replace(held, facts=replace(held.facts, maker=maker))) == FormResult()


@pytest.mark.parametrize("kind", ["K2", "K2m", "K4", "K7", "K9", "K10"])
def test_what_is_filed_by_its_kind_is_in_scope_whatever_it_says(kind: str) -> None:
    text = "青山市测试办法\n第一条　测试由测试局负责。\n"
    assert run("F01", text=text, kind=kind) == FormResult()
    assert "没有看到" in run("F01", text=text, kind="K12").unknown


def test_fines_alone_bind_the_public() -> None:
    assert run("F01", text="青山市通告\n一、占道经营的，处二百元罚款。\n", kind="K12") == FormResult()


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("石桥村村规民约", "自治的约定"),
        ("翠竹社区居民公约", "自治的约定"),
        ("青山市物业行业自律公约", "自律约定"),
        ("《青山市养犬办法》政策解读", "解读材料"),
        ("中共青山市委关于某项工作的意见", "党组织的文件"),
        ("青山省军区关于训练的规定", "军事机关"),
        ("中共青山市委、青山市人民政府关于某项工作的意见", "党政机关联合"),
        ("青山市人民政府工作规则", "内部管理"),
    ],
)
def test_what_no_organ_of_the_state_made_as_a_rule_is_said_so(title: str, told: str) -> None:
    (fault,) = run("F01", text=f"{title}\n一、居民应当爱护设施。\n", kind="K12").faults
    assert told in fault.said


@pytest.mark.parametrize("title", ["青山市文明公约管理办法", "青山市政策解读工作规定", "青山市村规民约备案办法"])
def test_rules_about_such_papers_are_rules(title: str) -> None:
    assert run("F01", text=f"{title}\n第一条　居民应当爱护设施。\n", kind="K12") == FormResult()


def test_a_reply_that_forbids_is_told_to_bind() -> None:
    title = "青山市测试局关于备案问题的复函"
    (fault,) = run("F01", text=f"{title}\n一、未备案的不得销售。\n", kind="K12").faults
    assert "名称不影响" in fault.said
    (fault,) = run("F01", text=f"{title}\n一、同意你局意见。\n", kind="K12").faults
    assert "名称不影响" not in fault.said
