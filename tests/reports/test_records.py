"""JSON and screen text."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import factory
import jsonschema
import pytest

from lawcheck.citations import Citation, CitationState
from lawcheck.document import Address, Span, parse
from lawcheck.references import Reference, ReferenceKind
from lawcheck.reports import review_json, summary_text

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "schema" / "review.schema.json").read_text(encoding="utf-8"))


def citation(**more) -> Citation:
    address = Address.parse("《绿地法》第六十一条")
    reference = Reference(Span(5, 20), "《绿地法》第六十一条", ReferenceKind.EXTERNAL, address)
    return Citation(reference, more.pop("state", CitationState.IN_FORCE), **more)


REVIEWS = {
    "full": factory.make_review(),
    "with citations": factory.make_review(citations=(
        citation(law=factory.LAWS["绿地法"], version=factory.VERSIONS["绿地法"], exists=True,
                 article=factory.make_clause("绿地法", 61, 1, "甲", 1.0).article),
        citation(state=CitationState.WRONG_NAME, candidates=("绿化条例",), reason="名称有误"),
        citation(state=CitationState.INTERNAL, target=factory.make_document().articles[0]))),
    "empty": factory.make_review(findings=(), document=parse(""), higher_laws=(), coverage=(), runs=()),
}  # fmt: skip


@pytest.mark.parametrize("review", REVIEWS.values(), ids=REVIEWS)
def test_agrees_with_the_published_schema(review):
    jsonschema.validate(json.loads(review_json(review)), SCHEMA)


def test_the_schema_itself_is_valid_and_closed():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    broken = json.loads(review_json(REVIEWS["full"])) | {"extra": 1}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(broken, SCHEMA)


def test_equal_input_gives_equal_text_with_sorted_keys():
    text = review_json(factory.make_review())
    assert text == review_json(factory.make_review())
    assert list(json.loads(text)) == sorted(json.loads(text))


def test_numbers_sum_and_findings_are_complete():
    record = json.loads(review_json(REVIEWS["full"]))
    assert sum(record["state_counts"].values()) == len(record["rules"]) == 188
    assert sum(record["severity_counts"].values()) == len(record["findings"]) == 10
    assert sum(rule["findings"] for rule in record["rules"]) == 10
    assert sum(record["relation_counts"].values()) == 12
    assert record["past_horizon"] is True


def test_personal_data_are_masked():
    text = review_json(REVIEWS["full"])
    assert factory.PHONE not in text
    found = next(f for f in json.loads(text)["findings"] if f["rule"] == "P02")
    assert (found["quote"], found["masked"]) == ("138****8000", True)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_summary_fits_a_screen_and_opens_with_the_library(lang):
    text = summary_text(REVIEWS["full"], lang)
    lines = text.splitlines()
    assert len(lines) <= 32
    assert lines[0].count("云泽市公园绿地管理条例") == 1
    assert "2026-08-28" in lines[4]
    assert factory.PHONE not in text


def test_the_summary_counts_findings_states_and_clauses():
    text = summary_text(REVIEWS["full"])
    assert "问题 10 个：公开前须处理 2 · 疑似抵触 1 · 应当修改 4 · 建议修改 2 · 提示 1" in text
    assert text.index("公开前须处理（个人信息、国家秘密标志）") < text.index("最先要看的") < text.index("A01")
    assert "存疑规则：C03 规则 C03（审查日晚于库的截止日）" in text
    assert "规则 188 条：通过 3 · 问题 9" in text
    assert "12 款，其中加重 1 · 细化 1 · 一致 1 · 重复 1 · 未找到文字相近的上位条款 8" in text


def test_the_summary_tells_each_level_with_its_size_and_its_day():
    text = summary_text(REVIEWS["full"])
    assert "行政法规：目录和文中所列 625 件，其中有正文 1 件，截至 2025-04-05" in text
    assert "地方性法规：目录不全，件数未知，有正文 0 件" in text
    assert "catalogue incomplete, number not known" in summary_text(REVIEWS["full"], "en")


def test_the_summary_groups_higher_laws_by_why_they_are_listed():
    laws = {law.law.title: law for law in REVIEWS["full"].higher_laws}
    first, second, third = laws.values()
    grouped = tuple(
        replace(law, reasons=reasons)
        for law, reasons in (
            (first, ("框架性法律：立法权限的依据",)),
            (second, ("条文中引用2处（第三条）", "内容相近：9款中有2款与其条文最为接近")),
            (third, ("第一条（前言）明示为制定依据",)),
        )
    )
    text = summary_text(replace(REVIEWS["full"], higher_laws=grouped))
    names = [f"《{law.law.title}》" for law in (third, second, first)]
    assert f"上位法 3 件：依据{names[0]}；引用{names[1]}；框架法{names[2]}" in text


def test_the_record_tells_whether_a_level_is_known_whole():
    rows = json.loads(review_json(REVIEWS["full"]))["coverage"]
    assert [(row["complete"], row["horizon"]) for row in rows] == [
        (True, "2026-08-28"),
        (True, "2025-04-05"),
        (False, ""),
    ]


def test_the_summary_of_an_empty_review_says_so():
    assert "没有发现问题" in summary_text(REVIEWS["empty"])
    assert "The rules that ran found nothing." in summary_text(REVIEWS["empty"], "en")


def test_the_summary_warns_only_behind_the_horizon():
    assert "存疑" in summary_text(REVIEWS["full"])
    assert "! 审查基准日" not in summary_text(factory.make_review(as_of=date(2026, 8, 28)))
