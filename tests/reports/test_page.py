"""The HTML report: everything inside, everything escaped, coverage first."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from datetime import date
from itertools import pairwise

import factory
import pytest
from lxml import html

from lawcheck.checks import Evidence, Severity
from lawcheck.document import SourceText, parse
from lawcheck.reports import review_html

ATTACK = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>&lt;"


@pytest.fixture(scope="module")
def page() -> str:
    return review_html(factory.make_review())


@pytest.fixture(scope="module")
def tree(page):
    return html.fromstring(page)


def words(element) -> str:
    return re.sub(r"\s+", "", element.text_content())


def test_opens_with_coverage_and_horizon(tree):
    sections = [section.get("id") for section in tree.xpath("//main/section")]
    assert sections[0] == "coverage"
    first = words(tree.get_element_by_id("coverage"))
    assert "库截至2026-08-28" in first
    assert "晚于库的截止日" in first
    assert "行政法规62512025-04-05地方性法规未知0目录不全，件数未知；未收录正文；无正文，本级匹配未检查" in first


def test_within_the_horizon_nothing_is_doubted():
    tree = html.fromstring(review_html(factory.make_review(as_of=date(2026, 8, 1))))
    coverage = words(tree.get_element_by_id("coverage"))
    assert "在库的截止日之内" in coverage
    assert "晚于库的截止日" not in coverage


def test_follows_the_order_of_a_review_report(tree):
    headings = [words(h) for h in tree.xpath("//main//h2")]
    assert headings[:4] == ["库覆盖与截止日", "一、文件基本情况", "二、审查过程", "三、上位法依据清单"]
    assert headings[4:6] == ["四、审查情况", "五、意见和建议"]
    assert headings[6:] == ["附件1条款比对表", "附件2规则检查清单", "附件3引用核对表", "版本与校验"]


def test_shows_every_finding_with_both_texts_and_the_differing_characters(tree):
    cards = tree.xpath("//article[contains(@class,'card')]")
    assert len(cards) == 10
    card = next(c for c in cards if "A01" in words(c))
    assert [words(q) for q in card.xpath(".//blockquote")][1] == factory.FINE_ABOVE
    assert [e.text for e in card.xpath(".//blockquote//del")] == ["五千", "五万", "五万", "二十万"]
    assert "二万" in [e.text for e in card.xpath(".//blockquote//ins")]
    assert "".join(e.text_content() for e in card.xpath(".//mark")) == "可以处二万元以上十万元以下罚款"
    assert "辅助审查提示" in words(card)


def test_every_rule_is_there_and_two_states_are_folded(tree):
    section = tree.get_element_by_id("rules")
    assert "共188条规则" in words(section)
    assert [words(s) for s in section.xpath(".//summary")] == ["不适用：2条规则", "未实现：170条规则"]
    assert len(section.xpath(".//tbody/tr")) == 188
    assert len(section.xpath(".//details//tbody/tr")) == 172


def test_names_versions_and_the_hash_of_the_file(tree):
    versions = words(tree.get_element_by_id("versions"))
    for value in ("5e" * 32, "示例库-7f3a", "规则包0.1.0", "2026-11-22", "2026-08-28"):
        assert value in versions


def test_people_conclude_and_the_program_does_not(tree):
    assert "我们认为" in words(tree.get_element_by_id("opinion"))
    for section in tree.xpath("//main/section[@id!='opinion']"):
        assert "我们认为" not in words(section)
    assert not re.search("(?<!不)违法", words(tree.get_element_by_id("findings")))


def test_personal_data_are_masked(page):
    assert factory.PHONE not in page
    assert "138****8000" in page


def test_holds_everything_itself(page, tree):
    assert not tree.xpath(
        "//link | //img | //iframe | //@src | //style[contains(., 'url(')] | //style[contains(., '@import')]"
    )
    assert all(href.startswith("#") for href in tree.xpath("//@href"))
    assert "http" not in re.sub(r'http-equiv="[^"]*"', "", page)


def test_the_policy_allows_exactly_its_own_style_and_script(page):
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)[1]
    for tag in ("style", "script"):
        content = re.search(rf"<{tag}>(.*?)</{tag}>", page, re.S)[1]
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert " style=" not in page
    assert not re.search(r"\son\w+=", page)


def test_markup_in_a_filed_text_stays_text():
    text = f"云泽市{ATTACK}规定\n第一条　甲{ATTACK}乙。\n"
    document = parse(SourceText.from_text(text, name=ATTACK))
    evidence = Evidence(ATTACK, ATTACK, ATTACK, ATTACK, f"甲{ATTACK}丙。", {ATTACK: ATTACK})
    found = factory.finding(document, "X06", ATTACK, Severity.INFO, f"甲{ATTACK}", ATTACK, suggestion=ATTACK,
                            evidence=evidence, basis=(factory.Basis(ATTACK, confirmed=False),))  # fmt: skip
    facts = replace(factory.make_facts(), title=ATTACK, maker=ATTACK, document_no=ATTACK, territory_name=ATTACK)
    review = factory.make_review(document=document, findings=(found,), facts=facts, pack_version=ATTACK)
    tree = html.fromstring(review_html(review))
    assert len(tree.xpath("//script")) == 1
    assert not tree.xpath("//img")
    assert not tree.xpath("//@onerror")
    assert ATTACK in tree.get_element_by_id("findings").text_content()


def test_ids_are_unique_and_links_inside_the_page_lead_somewhere(tree):
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {href[1:] for href in tree.xpath("//@href")} <= set(ids)
    assert set(tree.xpath("//label/@for")) <= set(ids)


def test_landmarks_headings_and_tables_are_named(tree):
    assert tree.get("lang") == "zh-CN"
    for landmark in ("header", "nav", "main", "footer"):
        assert tree.xpath(f"//{landmark}")
    levels = [int(h.tag[1]) for h in tree.xpath("//h1|//h2|//h3|//h4")]
    assert levels[0] == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))
    assert all(th.get("scope") for th in tree.xpath("//th"))


def test_all_findings_are_on_the_page_without_script(page):
    bare = html.fromstring(re.sub(r"<script>.*?</script>", "", page, flags=re.S))
    assert len(bare.xpath("//article")) == 10
    assert not bare.xpath("//article[@hidden]")
    boxes = bare.xpath("//section[@id='findings']/input[@type='checkbox'][@checked]")
    assert len(boxes) == 5


def test_a_review_without_findings_and_laws_is_still_a_page():
    empty = factory.make_review(findings=(), document=parse("某文"), higher_laws=(), coverage=(), runs=())
    page = review_html(empty)
    assert "已运行的规则没有发现问题" in page
    assert "条款匹配未进行" in page
    assert "没有库覆盖信息" in page


def test_equal_input_gives_the_equal_page(page):
    assert review_html(factory.make_review()) == page
