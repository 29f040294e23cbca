"""Errors that stand in published regulations (domain.md 3.3, 3.8), by short quotation, and what only looks like them."""

from __future__ import annotations

from datetime import date

import pytest

from lawcheck.checks import Example, RulePack, RuleRun, try_example
from lawcheck.citations import CitationState, resolve_citations
from lawcheck.document import parse
from lawcheck.laws import Library, normalise_title

FRAME = "青山市测试条例\n第一条　{}\n第二条　本条例自2026年1月1日起施行。\n"


def run(pack: RulePack, library: Library, rule: str, text: str, published: str) -> RuleRun:
    facts = {"published": published} if published else {}
    document = text if "\n" in text else FRAME.format(text)
    return try_example(pack, rule, Example(document, positive=True, facts=facts), library)


@pytest.mark.parametrize(
    ("rule", "text", "published", "finds", "severity", "told"),
    [
        pytest.param("C01", "根据《中华人民共和国物权法》、国务院《物业管理条例》，制定本条例。", "2021-11-01",
                     "《中华人民共和国物权法》", "technical", "民法典", id="舟山市物业管理条例 1"),
        pytest.param("C01", "依照《中华人民共和国执业医师法》的规定处罚。", "2020-01-01",
                     "《中华人民共和国执业医师法》", "advice", "医师法", id="济南市院前医疗急救条例 40"),
        pytest.param("C01", "根据《中华人民共和国水污染防治法》，制定本条例。", "2017-01-01",
                     "《中华人民共和国水污染防治法》", "advice", "生态环境法典", id="one of 190 that cite a law of 2026-08-15"),
        pytest.param("C02", "依照《中华人民共和国道路交通安全管理法》进行处理。", "2014-10-27",
                     "《中华人民共和国道路交通安全管理法》", "technical", "道路交通安全法", id="杭州市院前医疗急救管理条例 28"),
        pytest.param("C02", "根据《中华人民共和国科技成果转化法》，制定本条例。", "2014-01-01",
                     "《中华人民共和国科技成果转化法》", "technical", "促进科技成果转化法", id="郑州市科学技术投入条例 1"),
        pytest.param("C03", "依照《监督法》第十八条的规定执行。", "2008-01-01",
                     "《监督法》", "advice", "各级人民代表大会常务委员会监督法", id="河南省实施监督法办法 26"),
        pytest.param("C08", "根据《中华人民共和国宪法》，制定本条例。", "2024-11-28",
                     "《中华人民共和国宪法》", "advice", "宪法", id="上海备案审查条例 1"),
        pytest.param("C09", "蚕种。\n第一条　蚕种质量。\n第二条　违反本条例第一条第二款规定的，给予警告。\n", "2020-09-24",
                     "本条例第一条第二款", "technical", "只有1款", id="浙江省蚕种管理条例 29"),
        pytest.param("C09", "市容条例\n第一条　甲。\n乙。\n第二条　违反本条例第一条第三款规定的，罚款。\n", "2019-01-01",
                     "本条例第一条第三款", "technical", "只有2款", id="周口市容 47, 威海海岸带 38"),
        pytest.param("C10", "某市城市养犬管理规定\n第一条　受让人应当符合本条例规定的条件。\n第二条　本规定施行。\n", "2020-08-14",
                     "本条例", "technical", "本规定", id="丽水市城市养犬管理规定"),
        pytest.param("C10", "某市城市管理条例\n第一条　本规定所称设施，是指道路。\n第二条　本条例施行。\n", "2020-01-01",
                     "本规定", "technical", "本条例", id="日照市城市管理条例"),
        pytest.param("C11", "依照《法规规章备案条例》的规定报国务院备案。", "2025-01-01",
                     "《法规规章备案条例》", "technical", "法规规章备案审查条例", id="规章制定程序条例 34"),
        pytest.param("C16", "某条例\n第一条　根据《中华人民共和国义\n务教育法》，制定本条例。\n", "2019-01-01",
                     "《中华人民共和国义\n务教育法》", "advice", "义务教育法", id="驻马店学校规划条例 1"),
        pytest.param("C18", "依照《中华人民共和国农业法》（2026年修订）第二条办理。", "2026-10-01",
                     "《中华人民共和国农业法》（2026年修订）第二条", "suspected", "2027-01-01", id="农业法 before 2027-01-01"),
    ],
)  # fmt: skip
def test_known_error_is_found(
    rule: str, text: str, published: str, finds: str, severity: str, told: str, pack: RulePack, law_library: Library
) -> None:
    found = run(pack, law_library, rule, text, published).findings
    assert [(f.quote, f.severity.value) for f in found] == [(finds, severity)]
    assert told in f"{found[0].message}{found[0].suggestion}{found[0].evidence.upper_law}{found[0].evidence.why}"


@pytest.mark.parametrize(
    ("rule", "text", "published"),
    [
        pytest.param("C01", "依照原《中华人民共和国城市规划法》取得许可的，继续有效。", "2012-01-01", id="重庆市土地登记条例 42"),
        pytest.param("C01", "依照《中华人民共和国道路交通安全法》的规定处罚。", "2020-01-01", id="a law in force"),
        pytest.param("C02", "依照《反分裂国家法》执行。", "2020-01-01", id="a title without 中华人民共和国"),
        pytest.param("C02", "依照《中华人民共和国云杉保护法》执行。", "2020-01-01", id="a law that nobody knows"),
        pytest.param("C08", "根据《中华人民共和国宪法修正案》，制定本条例。", "2020-01-01", id="修正案"),
        pytest.param("C11", "依照原《退役士兵安置条例》安置的，不再变动。", "2025-01-01", id="原《…》"),
        pytest.param("C18", "依照《中华人民共和国农业法》第二条办理。", "2026-10-01", id="the text in force until then"),
        pytest.param("C05", "由公安机关依照《中华人民共和国治安管理处罚法》第八十九条的规定处罚。", "2026-03-01", id="today's number"),
        pytest.param("O02", "劳动合同法、物权法定原则和“合同法”字样。", "2024-01-01", id="names inside other words"),
    ],
)  # fmt: skip
def test_what_only_looks_like_it_is_not_found(
    rule: str, text: str, published: str, pack: RulePack, law_library: Library
) -> None:
    assert run(pack, law_library, rule, text, published).findings == ()


REPEALED = {
    ("民法典", "2021-01-01"): "婚姻法 继承法 民法通则 收养法 担保法 合同法 物权法 侵权责任法 民法总则",
    ("生态环境法典", "2026-08-15"): (
        "环境保护法 环境影响评价法 海洋环境保护法 大气污染防治法 水污染防治法 土壤污染防治法 固体废物污染环境防治法 "
        "噪声污染防治法 放射性污染防治法 清洁生产促进法"
    ),
    ("外商投资法", "2020-01-01"): "中外合资经营企业法 外资企业法 中外合作经营企业法",
    ("医师法", "2022-03-01"): "执业医师法",
    ("监察法", "2018-03-20"): "行政监察法",
    ("城乡规划法", "2008-01-01"): "城市规划法",
    ("噪声污染防治法", "2022-06-05"): "环境噪声污染防治法",
    ("预备役人员法", "2023-03-01"): "预备役军官法",
    ("学位法", "2025-01-01"): "学位条例",
    ("关税法", "2024-12-01"): "进出口关税条例",
    ("增值税法", "2026-01-01"): "增值税暂行条例",
    ("法规规章备案审查条例", "2024-11-01"): "法规规章备案条例",
    ("档案法实施条例", "2024-03-01"): "档案法实施办法",
    ("退役军人安置条例", "2024-09-01"): "退役士兵安置条例",
}


@pytest.mark.parametrize(
    ("title", "by", "on"), [(title, by, on) for (by, on), titles in REPEALED.items() for title in titles.split()]
)
def test_every_repealed_law_of_the_list_is_known(title: str, by: str, on: str, law_library: Library) -> None:
    text = parse(FRAME.format(f"依照《中华人民共和国{title}》办理。"))
    (citation,) = [c for c in resolve_citations(text, law_library, date(2026, 11, 22)) if c.reference.address.law]
    repeal = law_library.repealed_titles()[normalise_title(title)]
    assert citation.state is CitationState.REPEALED
    assert (normalise_title(repeal.by_title), repeal.on and repeal.on.isoformat()) == (by, on)


@pytest.mark.parametrize(
    ("text", "published", "now"),
    [
        pytest.param("除《中华人民共和国立法法》第八条规定的事项外，可以制定。", "2016-01-28", "第十一条", id="浙江省地方立法条例 5, 山东 8, 金华 4, 德州 7"),
        pytest.param("依照《中华人民共和国立法法》第九十六条的规定处理。", "2016-06-01", "第一百零七条", id="鹤壁 55, 濮阳 68"),
        pytest.param("阻碍代表依法执行职务的，由公安机关依照《中华人民共和国治安管理处罚法》第五十条处罚。", "2017-01-01", "第六十一条", id="山东代表法办法 43"),
        pytest.param("由公安机关按照《中华人民共和国治安管理处罚法》第五十九条的规定处罚。", "2014-01-01", "第七十一条", id="宁波市再生资源 27"),
    ],
)  # fmt: skip
def test_a_moved_number_is_told_without_the_old_text(
    text: str, published: str, now: str, pack: RulePack, law_library: Library
) -> None:
    (finding,) = run(pack, law_library, "C05", text, published).findings
    assert now in finding.message
    assert finding.severity.value == "advice"


def test_a_number_of_which_nothing_is_known_never_passes(pack: RulePack, law_library: Library) -> None:
    """浙江省湿地保护条例 45: the text of 2009 is not held, and the catalogue does not say where its 第十九条 went."""
    text = "委托具备《中华人民共和国行政处罚法》第十九条规定条件的机构实施。"
    found = run(pack, law_library, "C05", text, "2012-05-30")
    assert found.findings or "未能核对" in found.reason


def test_old_amounts_are_told_beside_the_new_ones(pack: RulePack, law_library: Library) -> None:
    """As in 滨州 48 (五百元 of 2012, 一千元 of 2025), on a law of which both texts are held."""
    text = (
        "某市仲裁服务规定\n第一条　根据《中华人民共和国仲裁法》，制定本规定。\n"
        "第二条　当事人申请撤销裁决的，应当自收到裁决书之日起六个月内提出。\n"
    )
    found = [f for f in run(pack, law_library, "C07", text, "2026-05-01").findings if f.severity.value == "technical"]
    assert ["六个月" in f.message for f in found] == [True]
    assert "三个月" in found[0].evidence.upper_text
