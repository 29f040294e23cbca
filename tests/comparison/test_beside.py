"""A figure of a clause below is held against another 款 of the higher article where the best one has none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from lawcheck.comparison import Difference, Relation, compare_clauses
from lawcheck.comparison.beside import with_other_paragraphs, with_own_article
from lawcheck.document import Number, Span
from lawcheck.laws import Article, DocumentKind, Law, LawVersion, Level
from lawcheck.matching import HigherClause

FIRST = "申请设置户外招牌的，设置人应当向城市管理部门提出申请，并提交设计图纸和场地证明。"
SECOND = "城市管理部门应当自受理设置户外招牌申请之日起二十日内进行审查，提出审查意见。"
OTHER = "户外招牌设置人应当每五年内更换一次电线。"


def _clause(*paragraphs: str) -> HigherClause:
    law = Law("example", "测试法", "测试法", DocumentKind.K1, Level.LAW, "", "")
    version = LawVersion(0, law.law_id, law.title, None, None, date(2026, 1, 1), None, "", "", "text", 1)
    article = Article(0, 0, Number(3), "第三条", "", "\n".join(paragraphs))
    return HigherClause(law, version, article, 1, paragraphs[0], 1.0, 0.8, 0.8)


def _found(lower: str, *paragraphs: str) -> list[tuple[str, str, str]]:
    found = with_other_paragraphs(compare_clauses(lower, paragraphs[0]), lower, _clause(*paragraphs))
    return [(d.relation.value, d.lower, d.upper) for d in found.differences if d.note.startswith("同一条的另一款")]


LOWER = "申请设置户外招牌的，应当向区城市管理部门提出申请，区城市管理部门自受理设置户外招牌申请之日起{}内进行审查。"


def test_a_longer_period_than_the_next_paragraph_gives_is_told() -> None:
    assert _found(LOWER.format("四十日"), FIRST, SECOND) == [("放宽", "四十日内", "二十日内")]


@pytest.mark.parametrize(
    ("lower", "paragraphs"),
    [
        (LOWER.format("二十日"), (FIRST, SECOND)),
        (LOWER.format("四十日"), (FIRST, OTHER)),
        (LOWER.format("四十日"), (FIRST + "受理期限为三日内。", SECOND)),
        (FIRST, (FIRST, SECOND)),
    ],
)
def test_the_same_period_another_subject_or_a_figure_in_the_best_one_tell_nothing(
    lower: str, paragraphs: tuple[str, ...]
) -> None:
    assert _found(lower, *paragraphs) == []


WAITING = "营业前，使用单位应当向消防机构申请检查，作出符合规定的承诺。"
BANNED = "公众聚集场所未经消防机构许可的，不得投入使用、营业。"


def _demands(*paragraphs: str) -> list[str]:
    lower = "营业前，使用单位应当向消防机构申请检查；未经许可的，不得投入使用、营业。"
    found = compare_clauses(lower, paragraphs[0])
    told = Difference("程序", Relation.HEAVIER, "未经许可的，不得", "", Span(20, 28), None, "")
    whole = with_other_paragraphs(
        replace(found, differences=(told,), relation=Relation.HEAVIER), lower, _clause(*paragraphs)
    )
    return [difference.slot for difference in whole.differences]


def test_a_demand_that_the_next_paragraph_makes_is_not_added() -> None:
    assert _demands(WAITING, BANNED) == []
    assert _demands(WAITING, OTHER) == ["程序"]


LAW = "国家实行渔船登记制度。但是，在自家池塘内使用的无动力小船除外。"


@pytest.mark.parametrize(
    ("beside", "relation"),
    [
        ("但是，渔民、农民在自家池塘内使用的无动力小船除外。", "一致"),
        ("渔船登记机关应当公布登记的期限。", "加重"),
        ("在自家池塘内使用的无动力小船应当一并登记。", "加重"),
    ],
)
def test_an_exception_in_another_paragraph_of_the_own_article_is_not_dropped(beside: str, relation: str) -> None:
    found = compare_clauses("本省实行渔船登记制度。", LAW)
    assert with_own_article(found, beside).relation.value == relation
