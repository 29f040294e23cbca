"""What a 款 without a match would differ in from the nearest clause."""

from datetime import date

import pytest

from lawcheck.comparison import compare_matches
from lawcheck.document import Number, parse
from lawcheck.laws import Article, DocumentKind, Law, LawVersion, Level
from lawcheck.matching import HigherClause, Match, MatchState

LAW = "燃气经营者应当自收到用户查询申请之日起5个工作日内予以答复。"
FINE = "擅自移动安全警示标志的，由燃气管理部门责令限期改正，处五千元以下罚款。"


def _unsure(own: str, upper: str, sure: float, state: MatchState = MatchState.NOT_CHECKED) -> str:
    document = parse(f"某市某办法\n第一条　{own}")
    law = Law("example", "测试法", "测试法", DocumentKind.K1, Level.LAW, "", "")
    version = LawVersion(0, law.law_id, law.title, None, None, date(2026, 1, 1), None, "", "", "text", 1)
    clause = HigherClause(law, version, Article(0, 0, Number(9), "第九条", "", upper), 1, upper, sure, 0.4, 0.4)
    match = Match("art_1__para_1", state, "", (clause,) if state is MatchState.MATCHED else (), (clause,))
    (compared,) = compare_matches(document, (match,))
    assert (compared.comparison is None) == (state is not MatchState.MATCHED)
    return compared.unsure


@pytest.mark.parametrize(
    ("own", "upper", "sure", "told"),
    [
        ("用户查询的，燃气企业应当在十五个工作日内答复。", LAW, 0.3, "期限：上位法“5个工作日内”，本条“十五个工作日内”"),
        ("用户查询的，燃气企业应当在五个工作日内答复。", LAW, 0.3, ""),
        ("用户查询的，燃气企业应当在十五个工作日内答复。", LAW, 0.05, ""),
        ("移动安全警示标志的，由燃气管理部门责令改正，处五千元以上一万元以下罚款。", FINE, 0.15, ""),
    ],
    ids=["later", "as soon", "far away", "another fine, not sure"],
)
def test_what_would_differ(own: str, upper: str, sure: float, told: str) -> None:
    assert _unsure(own, upper, sure) == (f"《测试法》第九条第1款：{told}" if told else "")


def test_a_matched_clause_needs_no_such_note() -> None:
    assert _unsure("用户查询的，燃气企业应当在十五个工作日内答复。", LAW, 0.9, MatchState.MATCHED) == ""
