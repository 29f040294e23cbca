"""Search for people: what answers, in which order, as of which day, and what is said about a wrong query."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pytest
from fictional_laws import Row
from hypothesis import given, settings
from hypothesis import strategies as st

from lawcheck.errors import LibraryError, UsageError
from lawcheck.laws import Article, Law, Library, SearchPage, Validity, add_laws, open_library, prepare_search, search
from lawcheck.laws.searching.folding import fold
from lawcheck.laws.searching.grams import gram_postings
from lawcheck.laws.searching.language import parse_query
from lawcheck.laws.searching.scope import Scope

TODAY = date(2026, 11, 22)
CHAPTERED = [
    Row(
        "中华人民共和国虚火法",
        "2020-01-01",
        "2020-05-01",
        (
            ("第一条", "为了预防火灾，制定本法。"),
            ("第二条", "单位应当配备灭火器。\n个人发现火灾应当报警，报警电话为１１９。"),
            ("第二条之一", "<b>灭火器</b>由ABC公司检验；“灭火”不收费。"),
            ("第三条", "本法自2020年5月1日起施行。"),
        ),
    ),
    Row(
        "中华人民共和国虚田法",
        "2012-12-28",
        "2003-03-01",
        (("第一条", "旧文：农田用水。"), ("第二条", "本法自2003年3月1日起施行。")),
        status="历史版本",
    ),
    Row(
        "中华人民共和国虚田法",
        "2026-08-28",
        "2027-01-01",
        (("第一条", "新文：农田灌溉。"), ("第二条", "本法自2027年1月1日起施行。")),
    ),
    Row(
        "中华人民共和国虚湖法",
        "2021-01-01",
        "2021-03-01",
        (("第一条", "保护湖水。"), ("第二条", "本法自2021年3月1日起施行。《中华人民共和国虚河法》同时废止。")),
    ),
    Row(
        "中华人民共和国虚河法", "2001-01-01", "2001-03-01", (("第一条", "保护河水。"), ("第二条", "自公布之日起施行。"))
    ),
]


@pytest.fixture
def small(package: Callable[..., Path], tmp_path: Path) -> Library:
    package(CHAPTERED)
    return open_library(tmp_path / "home")


def found(library: Library, query: str, as_of: date = TODAY, **more: int) -> list[str]:
    return [f"{hit.law.key}{hit.article.label}" for hit in search(library, query, as_of=as_of, **more).hits]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("灭火器", {"虚火法第二条", "虚火法第二条之一"}),
        ("水", {"虚田法第一条", "虚湖法第一条"}),
        ('"应当报警"', {"虚火法第二条"}),
        ('"火灾应当"', {"虚火法第二条"}),
        ('"灭火器。个人"', set()),
        ("119", {"虚火法第二条"}),
        ("１１９", {"虚火法第二条"}),
        ("abc", {"虚火法第二条之一"}),
        ("火灾 报警", {"虚火法第二条"}),
        ("火灾 AND 报警", {"虚火法第二条"}),
        ("火灾、报警", {"虚火法第二条"}),
        ("报警 OR 湖水", {"虚火法第二条", "虚湖法第一条"}),
        ("报警 或 湖水", {"虚火法第二条", "虚湖法第一条"}),
        ("火灾 NOT 报警", {"虚火法第一条"}),
        ("火灾 -报警", {"虚火法第一条"}),
        ("火灾 非 (报警 OR 湖水)", {"虚火法第一条"}),
        ("火灾 （制定 或 报警）", {"虚火法第一条", "虚火法第二条"}),
        ("标题:虚火 灭火", {"虚火法第二条", "虚火法第二条之一"}),
        ("标题:(虚火 OR 虚湖) 正文:保护", {"虚湖法第一条"}),
        ("标题:中华人民共和国虚湖法", {"虚湖法第一条", "虚湖法第二条"}),
        ("虚火法第二条之一", {"虚火法第二条之一"}),
        ("《虚火法》第二条", {"虚火法第二条"}),
        ("标题:虚火 条:2-1", {"虚火法第二条之一"}),
        ("标题:虚火 条:三", {"虚火法第三条"}),
        ("章:总则 湖水", {"虚湖法第一条"}),
        ("层级:行政法规", set()),
        ("种类:法律 湖水", {"虚湖法第一条"}),
        ("种类:K4 湖水", set()),
        ("机关:全国人民代表大会 湖水", {"虚湖法第一条"}),
        ("地区:全国 湖水", {"虚湖法第一条"}),
        ("地区:浙江省 湖水", set()),
        ("title:虚湖 status:现行有效 湖水", {"虚湖法第一条"}),
        ("单位应当配备灭火器", {"虚火法第二条"}),
        ("河水", set()),
        ("河水 效力:已废止", {"虚河法第一条"}),
        ("河水 效力:全部", {"虚河法第一条"}),
        ("灌溉 效力:尚未生效", {"虚田法第一条"}),
    ],
)
def test_what_answers_a_query(query: str, expected: set[str], small: Library) -> None:
    assert set(found(small, query)) == expected


def test_local_rules_are_found_by_place_kind_and_maker(package: Callable[..., Path], tmp_path: Path) -> None:
    package(CHAPTERED)
    note = "（2020年3月1日湖州市第九届人大常委会第三次会议通过　2020年5月1日浙江省第十三届人大常委会第二次会议批准）"
    rule = f"湖州市虚塘条例\n{note}\n\n第一章　总则\n第一条　为了保护桑基鱼塘，制定本条例。\n第二条　本条例自2020年7月1日起施行。\n"
    (tmp_path / "湖州市虚塘条例.txt").write_text(rule, "utf-8")
    add_laws(tmp_path / "home", [tmp_path / "湖州市虚塘条例.txt"])
    library = open_library(tmp_path / "home")
    for query in (
        "地区:湖州",
        "地区:浙江省",
        "地区:330500",
        "种类:K4",
        "层级:地方性法规",
        "机关:湖州市人大",
        "章:总则",
    ):
        assert found(library, f"桑基鱼塘 {query}") == ["湖州市虚塘条例第一条"], query
    for query in ("地区:江苏", "种类:K3", "层级:法律", "机关:杭州", "章:附则"):
        assert found(library, f"桑基鱼塘 {query}") == [], query


def test_state_is_that_of_the_day_asked_for(small: Library) -> None:
    """One index, three days: nothing about validity is stored."""
    words = ("河水", "湖水", "用水", "灌溉")
    days = {date(2020, 2, 1): ["河水", "用水"], TODAY: ["湖水", "用水"], date(2027, 2, 1): ["湖水", "灌溉"]}
    for day, current in days.items():
        pages = {word: search(small, word, as_of=day).hits for word in words}
        assert [word for word, hits in pages.items() if hits] == current
        assert {hit.validity for hits in pages.values() for hit in hits} == {Validity.IN_FORCE}


@pytest.mark.parametrize("query", ["标题:虚火发~", "标题:虚湖法~"])
def test_a_title_may_be_slightly_wrong(query: str, small: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lawcheck.laws.searching.scope._NEAR", 60.0)  # one of three characters
    assert found(small, query)


def test_misspelt_title_in_the_packaged_library(real: Library) -> None:
    titles = {hit.law.key for hit in search(real, "标题:道路交通安全管理法~ 酒后", as_of=TODAY).hits}
    assert "道路交通安全法" in titles
    assert search(real, "标题:道路交通安全管理法", as_of=TODAY).suggestions == ("中华人民共和国道路交通安全法",)


def test_words_no_article_has_together_are_relaxed(small: Library) -> None:
    page = search(small, "预防 火灾 湖水", as_of=TODAY)
    assert page.relaxed
    assert [hit.article.text for hit in page.hits] == ["为了预防火灾，制定本法。"]
    assert not search(small, '"预防火灾" 标题:虚湖', as_of=TODAY).relaxed


@pytest.mark.parametrize(
    ("query", "code", "at"),
    [
        ("", "E324", None),
        ("  ，。", "E324", None),
        ('""', "E324", None),
        ("()", "E324", None),
        ('火灾 "应当', "E320", 4),
        ("“应当", "E320", 1),
        ("《虚火法", "E320", 1),
        ("(火灾", "E321", 1),
        ("火灾)", "E321", 3),
        ("作者:张三", "E322", 1),
        ("火灾 AND", "E323", 4),
        ("AND 火灾", "E323", 1),
        ("火灾 OR", "E323", 4),
        ("火灾 AND OR 水", "E323", 4),
        ("NOT", "E323", 1),
        ("火灾 标题:", "E323", 4),
        ("火灾 层级:很高", "E325", 7),
        ("条:某", "E325", 3),
        ("地区:火星", "E325", 4),
        ("效力:也许", "E325", 4),
        ("种类:火星", "E309", None),
        ("水" * 501, "E328", None),
        ("(" * 30 + "水" + ")" * 30, "E328", None),
    ],
)
def test_a_malformed_query_is_explained(query: str, code: str, at: int | None, small: Library) -> None:
    with pytest.raises(UsageError) as caught:
        search(small, query, as_of=TODAY)
    assert (caught.value.code, caught.value.details.get("at")) == (code, at)
    assert all(caught.value.text(lang) for lang in ("zh", "en"))


@pytest.mark.parametrize("numbers", [{"page": 0}, {"per_page": 0}, {"per_page": 101}])
def test_page_numbers_must_make_sense(numbers: dict[str, int], small: Library) -> None:
    with pytest.raises(UsageError, match="E326"):
        search(small, "水", as_of=TODAY, **numbers)


_VOCABULARY = [
    *'"“”《》()（）:：-~、 ',
    "AND",
    "OR",
    "NOT",
    "或",
    "且",
    "非",
    "标题",
    "标题:",
    "条:",
    "效力:",
    "第五条",
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from([*_VOCABULARY, "火灾", "水", "\n", "𠀀", "単"]), max_size=14).map(" ".join))
def test_any_query_is_parsed_or_explained(query: str) -> None:
    codes = {"E320", "E321", "E322", "E323", "E324"}
    assert outcome(query) in {"parsed", *codes}


def outcome(query: str) -> str:
    try:
        parse_query(query)
    except UsageError as error:
        return error.code
    return "parsed"


def test_hits_are_marked_in_the_original_characters(small: Library) -> None:
    (hit,) = search(small, '"应当报警"', as_of=TODAY).hits
    assert hit.snippet.marked("[", "]") == "单位应当配备灭火器。 个人发现火灾[应当报警]，报警电话为１１９。"
    (hit,) = search(small, "标题:虚火 检验 灭火器", as_of=TODAY).hits
    assert hit.title.html == "中华人民共和国<mark>虚火</mark>法"
    assert hit.snippet.html.startswith("&lt;b&gt;<mark>灭火器</mark>&lt;/b&gt;由ABC公司<mark>检验</mark>")


def every_page(library: Library, query: str, per_page: int) -> Iterator[SearchPage]:
    first = search(library, query, as_of=TODAY, per_page=per_page)
    yield first
    for number in range(2, first.pages + 1):
        yield search(library, query, as_of=TODAY, page=number, per_page=per_page)


def test_pages_cover_the_answer_once_in_a_stable_order(real: Library) -> None:
    whole = [hit.article.article_id for page in every_page(real, "消防 安全", 100) for hit in page.hits]
    parts = [hit.article.article_id for page in every_page(real, "消防 安全", 13) for hit in page.hits]
    assert whole == parts
    assert len(set(whole)) == len(whole) == search(real, "消防 安全", as_of=TODAY).total > 26
    assert search(real, "消防 安全", as_of=TODAY, page=999).hits == ()


@pytest.mark.parametrize(
    ("query", "key", "label"),
    [
        ("从建筑物中抛掷物品", "民法典", "第一千二百五十四条"),
        ("行政处罚由违法行为发生地的行政机关管辖", "行政处罚法", "第二十二条"),
        ("预防火灾 报告火警", "消防法", "第五条"),
        ("民法典第一千二百五十四条", "民法典", "第一千二百五十四条"),
        ("监督法第五条", "各级人民代表大会常务委员会监督法", "第五条"),
    ],
)
def test_the_article_that_is_meant_comes_first(query: str, key: str, label: str, real: Library) -> None:
    best = search(real, query, as_of=TODAY).hits[0]
    assert (best.law.key, best.article.label) == (key, label)


def held(library: Library) -> list[tuple[Law, Article]]:
    rows = library.in_force(TODAY, include_unknown=True)
    return [(law, article) for law, version in rows for article in library.articles(version.version_id)]


def test_nothing_is_lost_compared_with_plain_reading(real: Library) -> None:
    """The slow, obvious search: read every article. Pieces of one to seven characters, rare and common."""
    articles = [(law, article, fold(article.text)) for law, article in held(real)]
    chance = random.Random(4)
    pieces = {"的", "应当", "处", "（一）"}
    while len(pieces) < 40:
        text = chance.choice(articles)[2]
        start, length = chance.randrange(len(text)), chance.randint(1, 7)
        piece = text[start : start + length]
        if any(c.isalnum() for c in piece) and not set(piece) & set('\n"“”'):
            pieces.add(piece)
    for piece in sorted(pieces):
        expected = sum(fold(piece) in text for _, _, text in articles)
        assert search(real, f'正文:"{piece}"', as_of=TODAY).total == expected, piece


def test_an_unquoted_word_is_found_in_text_title_and_heading(real: Library) -> None:
    for word in ("消防", "总则", "水"):
        expected = sum(word in fold(f"{a.text}\n{a.heading}\n{law.title}") for law, a in held(real))
        assert search(real, word, as_of=TODAY).total == expected


def test_current_versions_are_those_of_the_library(real: Library) -> None:
    assert Scope(real, TODAY).current == {v.version_id for _, v in real.in_force(TODAY, include_unknown=True)}


def test_postings_agree_with_counting_by_hand() -> None:
    chance = random.Random(1)
    texts = ["".join(chance.choices("水土木。1a\n𠀀", k=chance.randrange(12))) for _ in range(60)]
    got = {term: dict(zip(p.ids.tolist(), p.counts.tolist(), strict=True)) for term, p in gram_postings(texts)}
    assert list(got) == sorted(got)
    expected: dict[str, dict[int, int]] = {}
    for row, text in enumerate(texts):
        grams = [*text, *map("".join, pairwise(text))]
        for gram in grams:
            if gram.isalnum():
                counts = expected.setdefault(gram, {})
                counts[row] = counts.get(row, 0) + 1
    assert got == expected
    assert list(gram_postings([])) == list(gram_postings(["", "。"])) == []


def test_whoosh_itself_can_read_the_index(small: Library) -> None:
    from whoosh.index import open_dir
    from whoosh.query import And, Term

    folder = prepare_search(small)
    with open_dir(str(folder), readonly=True).searcher() as searcher:
        hits = searcher.search(And([Term("text", "火灾"), Term("text", "报警")]))
        assert [int(np.load(folder / "documents.npy")[2][hit.docnum]) for hit in hits] == [2000]


def test_progress_counts_articles(small: Library) -> None:
    seen: list[tuple[str, int, int]] = []
    prepare_search(small, progress=lambda *step: seen.append(step))
    assert seen[-1] == ("search", 12, 12)
    assert seen == sorted(seen)
    assert {stage for stage, _, _ in seen} == {"search"}


def test_index_is_built_once_and_kept(small: Library) -> None:
    folder = prepare_search(small)
    before = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    search(small, "火灾", as_of=TODAY)
    assert {path.name: path.stat().st_mtime_ns for path in prepare_search(small).iterdir()} == before


def test_another_library_gets_another_index(package: Callable[..., Path], tmp_path: Path) -> None:
    package(CHAPTERED)
    first = prepare_search(open_library(tmp_path / "home"))
    package([*CHAPTERED, Row("中华人民共和国虚星法", "2020-01-01", "2020-05-01", (("第一条", "星星。"),))], "1")
    library = open_library(tmp_path / "home")
    assert found(library, "星星") == ["虚星法第一条"]
    assert not first.exists()


def test_failed_build_leaves_nothing(small: Library) -> None:
    class StopError(Exception):
        pass

    def stop(_stage: str, _done: int, _total: int) -> None:
        raise StopError

    before = sorted(small.path.parent.iterdir())
    with pytest.raises(StopError):
        prepare_search(small, progress=stop)
    assert [p for p in sorted(small.path.parent.iterdir()) if p not in before and p.suffix != ".lock"] == []
    assert found(small, "湖水") == ["虚湖法第一条"]


@pytest.mark.parametrize("damaged", ["_MAIN_1.toc", "*.trm", "*.pst", "documents.npy", "text.npy"])
def test_damaged_index_says_how_to_repair_it(damaged: str, small: Library) -> None:
    (path,) = prepare_search(small).glob(damaged)
    path.write_bytes(path.read_bytes()[:7])
    with pytest.raises(LibraryError, match="E327") as caught:
        search(small, "湖水", as_of=TODAY)
    assert "laws index --rebuild" in str(caught.value)
    prepare_search(small, rebuild=True)
    assert found(small, "湖水") == ["虚湖法第一条"]


def _search_in_process(path: Path) -> list[str]:
    return found(Library(path), "湖水")


def test_many_processes_may_search_first(small: Library) -> None:
    with get_context("spawn").Pool(2) as pool:
        assert pool.map(_search_in_process, [small.path] * 4) == [["虚湖法第一条"]] * 4
    assert len(list(small.path.parent.glob("search-*"))) == 1


def test_threads_get_the_same_answers(real: Library) -> None:
    queries = ["消防", "行政处罚 听证", "的", "标题:民法典 抵押", "火灾 OR 水灾"] * 4
    alone = [search(real, query, as_of=TODAY) for query in queries]
    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(lambda query: search(real, query, as_of=TODAY), queries)) == alone
