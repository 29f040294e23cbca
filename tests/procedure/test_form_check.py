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
