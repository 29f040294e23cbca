"""G4 asks the whole library, and what accounts for a difference of penalties silences it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pytest

from lawcheck.checks import Example, RulePack, load_examples, run_rules, try_example
from lawcheck.checks.context import CheckContext
from lawcheck.checks.trying import context_of_example
from lawcheck.document import Number, parse
from lawcheck.laws import Article, DocumentKind, Law, LawVersion, Level, Library
from lawcheck.matching import ClauseIndex, HigherClause, Match, MatchState, higher_texts
from lawcheck.procedure import read_facts
from lawcheck.readers import read
from lawcheck.reviewing import review_document

DAY = date(2026, 11, 22)
FRAME = "青山市测试条例\n第一条　{}\n第二条　本条例自2026年12月1日起施行。\n"
ELECTION = (
    "申诉人如果对处理决定不服，可以在选举日的五日以前向人民法院起诉，人民法院应当在选举日以前作出判决。"
    "人民法院的判决为最后决定。"
)


@pytest.mark.parametrize(
    ("clause", "severity"),
    [
        pytest.param(ELECTION, "info", id="选举法 29 says the same, though nothing cites it"),
        pytest.param(ELECTION.replace("五日", "二日"), "suspected", id="another period is not the same"),
        pytest.param("人民法院应当在三日内将诉讼费退还停车人。", "suspected", id="no law says it"),
    ],
)
def test_a_clause_of_any_higher_law_makes_a_hint_of_what_restates_it(
    clause: str, severity: str, library: Library, index: ClauseIndex
) -> None:
    review = review_document(parse(FRAME.format(clause)), library, as_of=DAY, kind=DocumentKind.K4)
    assert {f.severity.value for f in review.findings if f.rule == "A35"} == {severity}


def test_a_guard_that_found_nothing_is_not_told_as_one_that_applied(library: Library) -> None:
    review = review_document(parse(FRAME.format("情节严重的，由公安机关处五日以下拘留。")), library, as_of=DAY)
    finding = next(f for f in review.findings if f.rule == "A01")
    assert {(guard.guard, guard.applied) for guard in finding.guards} == {("G3", False), ("G4", False), ("G8", False)}


def test_a_law_made_for_another_place_is_not_asked(library: Library, index: ClauseIndex) -> None:
    document = parse("浙江省测试条例\n第一条　测试。\n")
    facts = read_facts(document)
    titles = {
        library.law(library.version(v).law_id).key
        for v in higher_texts(document, facts, library, index, DAY).scope.versions
    }
    assert "香港特别行政区基本法" not in titles
    assert "行政处罚法" in titles


def held_against(article: str, paragraph: str, clause: str) -> CheckContext:
    """The rule-room view of one 款 beside a made article of several 款."""
    context = context_of_example(Example(FRAME.format(clause), positive=True), None)
    law = Law("example", "测试法", "测试法", DocumentKind.K1, Level.LAW, "", "")
    version = LawVersion(0, law.law_id, law.title, None, None, DAY, None, "", "", "text", 1)
    above = HigherClause(law, version, Article(0, 0, Number(1), "第一条", "", article), 1, paragraph, 1.0, 1.0, 1.0)
    return replace(context, matches=(Match(context.document.clauses[0].eid, MatchState.MATCHED, "", (above,)),))


FIRST = "电信业务经营者未按规定查验客户身份的，由主管部门处二十万元以上五十万元以下罚款。"
SECOND = "机动车租赁业务经营者有前款规定情形的，由主管部门处十万元以上五十万元以下罚款。"
BELOW = "电信业务经营者、二手车经营者未按规定查验客户身份的，由主管部门处{}罚款。"


@pytest.mark.parametrize(
    ("amount", "found"),
    [
        pytest.param("十万元以上五十万元以下", False, id="the next 款 has this fine"),
        pytest.param("五万元以上五十万元以下", True, id="no 款 has it"),
    ],
)
def test_the_fine_of_the_next_paragraph_is_no_lighter_fine(amount: str, found: bool, pack: RulePack) -> None:
    context = held_against(f"{FIRST}\n{SECOND}", FIRST, BELOW.format(amount))
    runs = {run.rule: run for run in run_rules(pack, context)}
    assert bool(runs["A08"].findings) == found


def test_a_crime_is_no_measure_for_a_penalty(pack: RulePack, law_library: Library) -> None:
    (example,) = [e for e in load_examples("A09") if e.positive and "阳台" in e.text]
    crime = replace(example, upper=example.upper.replace("处警告或者二百元以下罚款", "处三年以下有期徒刑，并处罚款"))
    assert try_example(pack, "A09", example, law_library).findings
    assert not try_example(pack, "A09", crime, law_library).findings


def test_a_paragraph_that_announces_no_list_is_no_part_of_the_point_below_it(
    library: Library, index: ClauseIndex
) -> None:
    """城乡规划法 44, as a 项 behind a 款 on something else, in a text of 一、（一）."""
    text = (
        "青山县人民政府关于加强临时建设管理的通告\n一、临时建设\n"
        "县自然资源局应当会同有关部门开展巡查，建立信息共享、联席会议和公众举报制度，及时发现和报告问题，每年公布工作情况。\n"
        "（一）未经县自然资源局批准，不得在城市、镇规划区内进行临时建设。\n（二）临时建设应当在批准的使用期限内自行拆除。\n"
    )
    review = review_document(parse(text), library, as_of=DAY, kind=DocumentKind.K12)
    assert {f.severity.value for f in review.findings if f.rule == "A19"} == {"info"}


ROWS = (
    ("序号", "职权类型", "职权名称", "实施依据", "责任事项"),
    ("1", "行政处罚", "对擅自占道的处罚", "《测试法》第一条", "处五百元罚款"),
    ("2", "行政强制", "对占道物品的扣押", "《测试法》第二条", "可以扣押占道的物品，应当出具清单"),
)


@pytest.mark.parametrize(
    ("articles", "found"),
    [
        (("擅自占道的，处一千元以下罚款。", "对占道的物品可以予以扣押。"), []),
        (("不得擅自占道。", "占道的物品由所有人搬离。"), ["表第1行", "表第2行"]),
        ((), []),  # the articles named could not be looked up
    ],
)
def test_row_of_a_list_sets_nothing_that_its_article_sets(
    articles: tuple[str, ...], found: list[str], pack: RulePack, tmp_path: Path
) -> None:
    made = docx.Document()
    made.add_paragraph("青山市城市管理局权责清单")
    table = made.add_table(len(ROWS), len(ROWS[0]))
    for filled, row in zip(table.rows, ROWS, strict=True):
        for cell, words in zip(filled.cells, row, strict=True):
            cell.text = words
    made.save(str(tmp_path / "清单.docx"))
    document = parse(read(tmp_path / "清单.docx"))
    context = context_of_example(Example("青山市测试办法\n第一条　测试。\n", positive=True, kind="K12"), None)
    rows = [unit for unit in document.clauses if "__row_" in unit.eid]
    matches = [_matched_with(row.eid, text) for row, text in zip(rows, articles, strict=False)]
    runs = {r.rule: r for r in run_rules(pack, replace(context, document=document, matches=tuple(matches)))}
    assert [f.clause for rule in ("A03", "A26") for f in runs[rule].findings] == found
    assert not runs["A12"].findings  # which organ imposes it stands above the table


def _matched_with(eid: str, text: str) -> Match:
    law = Law("example", "测试法", "测试法", DocumentKind.K1, Level.LAW, "", "")
    version = LawVersion(0, law.law_id, law.title, None, None, DAY, None, "", "", "text", 1)
    clause = HigherClause(law, version, Article(0, 0, Number(1), "第一条", "", text), 1, text, 1.0, 1.0, 1.0)
    return Match(eid, MatchState.MATCHED, "", (clause,))
