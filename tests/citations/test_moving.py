"""Article numbers that an amendment has moved, on a fictional law held in two versions."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from lawcheck.citations import Citation, CitationState, resolve_citations
from lawcheck.document import Number, parse
from lawcheck.laws import Library, add_laws, open_library

DAY = date(2026, 11, 22)
ARTICLES = {
    "purpose": "为了加强云杉保护，维护生态安全，制定本法。",
    "duty": "县级以上人民政府林业主管部门负责云杉保护的监督管理工作。",
    "list": "国家对云杉实行名录管理，名录由国务院林业主管部门制定并公布。",
    "cut": "采伐云杉的单位应当向林业主管部门申请采伐许可证，并按照许可证规定的地点、数量采伐。",
    "fine": "违反本法规定，无证采伐云杉的，由林业主管部门责令补种，处每株二千元罚款。",
    "end": "本法自{}起施行。",
}
NEW = {
    "fund": "国家建立云杉保护基金，鼓励社会捐赠，基金的筹集使用办法由国务院财政部门规定。",
    "seed": "云杉种子的采集、贮藏、检验和调运应当遵守种子管理的有关标准。",
}


def law_file(folder: Path, adopted: str, effective: str, note: str, keys: list[str]) -> Path:
    numbers = "一二三四五六七八九十"
    texts = {**ARTICLES, **NEW}
    lines = [f"第{numbers[i]}条　{texts[key].format(effective)}" for i, key in enumerate(keys)]
    path = folder / f"中华人民共和国云杉保护法({adopted}).md"
    body = "\n\n".join(lines)
    path.write_text(f"# 中华人民共和国云杉保护法\n\n{note}\n\n<!-- INFO END -->\n\n{body}\n", encoding="utf-8")
    return path


FIRST = "2010年3月1日第十一届全国人民代表大会常务委员会第十三次会议通过"


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("texts") / "法律"
    folder.mkdir()
    old = ["purpose", "duty", "list", "cut", "fine", "end"]
    new = ["purpose", "duty", "fund", "list", "seed", "cut", "fine", "end"]
    revised = f"{FIRST}　2024年5月6日第十四届全国人民代表大会常务委员会第九次会议修订"
    files = [
        law_file(folder, "2010-03-01", "2010年5月1日", FIRST, old),
        law_file(folder, "2024-05-06", "2024年7月1日", revised, new),
    ]
    home = tmp_path_factory.mktemp("home")
    add_laws(home, files)
    return open_library(home)


def only(text: str, library: Library, made: date | None) -> Citation:
    found = resolve_citations(parse(f"某市某条例\n第一条　{text}"), library, DAY, made)
    assert len(found) == 1, [c.reference.text for c in found]
    return found[0]


def test_a_document_older_than_the_amendment_meant_the_old_number(held: Library) -> None:
    citation = only("依照《中华人民共和国云杉保护法》第五条处罚。", held, date(2015, 1, 1))
    assert citation.state is CitationState.AMENDED
    move = citation.moved
    assert move is not None
    assert move.cited is not None
    assert move.there is not None
    assert [move.cited.label, move.now.label, move.there.label] == ["第五条", "第七条", "第五条"]
    assert move.cited.text == move.now.text != move.there.text
    assert (move.how, move.similarity) == ("concordance", 1.0)


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("依照《中华人民共和国云杉保护法》第二条办理。", date(2015, 1, 1)),
        ("依照《中华人民共和国云杉保护法》第七条处罚。", date(2025, 1, 1)),
        ("依照《中华人民共和国云杉保护法》第五条办理。", date(2025, 1, 1)),
        ("依照《中华人民共和国云杉保护法》办理。", date(2015, 1, 1)),
    ],
)
def test_numbers_that_did_not_move_are_left_alone(text: str, made: date, held: Library) -> None:
    citation = only(text, held, made)
    assert (citation.moved, citation.unfollowed, citation.state) == (None, "", CitationState.IN_FORCE)


@pytest.mark.parametrize(("number", "moved"), [("三", "第四条"), ("四", None), ("二", None)])
def test_a_young_document_that_counts_by_the_text_before_is_told(number: str, moved: str | None, held: Library) -> None:
    text = f"列入《中华人民共和国云杉保护法》第{number}条规定的国务院林业主管部门制定的名录的，由市人民政府挂牌。"
    citation = only(text, held, date(2025, 1, 1))
    assert (citation.moved.now.label if citation.moved else None) == moved


def test_the_version_in_brackets_is_followed_to_today(held: Library) -> None:
    citation = only("依照《中华人民共和国云杉保护法》（2010年）第四条办理。", held, date(2025, 1, 1))
    assert citation.state is CitationState.AMENDED
    assert citation.moved is not None
    assert citation.moved.now.label == "第六条"


def test_without_the_old_text_nothing_is_claimed(library: Library) -> None:
    citation = only("依照《中华人民共和国行政处罚法》第二十三条办理。", library, date(2020, 1, 1))
    assert citation.moved is None
    assert "未能核对" in citation.unfollowed


def test_a_number_that_only_a_source_states_is_followed_and_marked(library: Library) -> None:
    text = "可以依法委托具备《中华人民共和国行政处罚法》第十九条规定条件的机构实施行政处罚。"
    citation = only(text, library, date(2012, 5, 30))
    assert citation.moved is not None
    assert (citation.moved.how, citation.moved.now.label, citation.moved.similarity) == ("stated", "第二十一条", 0.0)
    assert "依据待核" in citation.reason


def test_the_clause_itself_can_contradict_the_number(library: Library) -> None:
    text = "饲养犬只干扰他人正常生活的，由公安机关依照《中华人民共和国治安管理处罚法》第七十五条的规定处罚。"
    citation = only(text, library, date(2026, 5, 1))
    assert citation.moved is not None
    assert (citation.moved.how, citation.moved.now.label, citation.state.value) == ("content", "第八十九条", "有效")
    assert only(text.replace("七十五", "八十九"), library, date(2026, 5, 1)).moved is None


@pytest.mark.parametrize("number", ["五十八", "六十八"])
def test_a_sentence_that_the_cited_article_says_nothing_of_names_the_nearest(number: str, library: Library) -> None:
    text = f"可以依法委托具备《中华人民共和国行政处罚法》第{number}条规定条件的组织实施行政处罚。"
    citation = only(text, library, date(2026, 5, 1))
    assert citation.moved is not None
    assert (citation.moved.how, citation.moved.now.label, citation.exists) == ("sentence", "第二十条", True)


@pytest.mark.parametrize("lead", ["依照《中华人民共和国行政处罚法》第{}条的规定", "根据行政处罚法第{}条规定"])
def test_the_very_words_of_another_article_contradict_a_number_that_shares_some(lead: str, library: Library) -> None:
    text = f"违法行为在二年内未被发现的，{lead}，不再给予行政处罚。"
    citation = only(text.format("三十五"), library, date(2026, 5, 1))
    assert citation.moved is not None
    assert (citation.moved.how, citation.moved.now.label) == ("content", "第三十六条")
    assert only(text.format("三十六"), library, date(2026, 5, 1)).moved is None


@pytest.mark.parametrize("text", [
    "可以依法委托具备《中华人民共和国行政处罚法》第二十一条规定条件的组织实施行政处罚。",
    "有《中华人民共和国行政处罚法》第三十三条规定情形的，所在单位应当给予批评教育。",
    "依照《中华人民共和国行政处罚法》第五十八条的规定办理。",
])  # fmt: skip
def test_a_sentence_that_fits_or_says_too_little_is_left_alone(text: str, library: Library) -> None:
    assert only(text, library, date(2026, 5, 1)).moved is None


@pytest.mark.parametrize(("chapter", "told"), [("五", False), ("三", True)])
def test_a_number_that_stands_in_the_chapter_named_with_it_is_right(chapter: str, told: bool, library: Library) -> None:
    text = f"可以依法委托具备《中华人民共和国行政处罚法》第{chapter}章第五十八条规定条件的组织实施行政处罚。"
    assert (only(text, library, date(2026, 5, 1)).moved is not None) is told


CAUSED = "造成消费者或者其他受害人死亡或者健康严重损害的，受害人有权要求经营者"


@pytest.mark.parametrize(("number", "told"), [("四十九", False), ("三十九", True)])
def test_words_copied_with_the_numbers_that_they_send_to_are_of_another_article(
    number: str, told: bool, library: Library
) -> None:
    text = (
        f"经营者明知商品或者服务存在缺陷，仍然向消费者提供，{CAUSED}依照《中华人民共和国消费者权益保护法》第{number}条、"
        "第五十一条等法律规定赔偿损失，并有权要求所受损失二倍以下的惩罚性赔偿。"
    )
    citation, *_ = resolve_citations(parse(f"某市某条例\n第一条　{text}"), library, DAY, date(2026, 5, 1))
    assert (citation.moved is not None) is told


@pytest.mark.parametrize(("number", "crime", "told"), [("七十五", "", True), ("七十五", "，以{}罪定罪处罚", False)])
def test_the_crime_named_after_the_number_is_held_against_the_article(
    number: str, crime: str, told: bool, library: Library
) -> None:
    law = next(iter(library.find_title("治安管理处罚法")))
    article = library.article(library.versions(law.law_id)[-1].version_id, Number(75))
    assert article is not None
    named = crime.format(article.text[:8])
    text = f"饲养犬只干扰他人正常生活的，依照《中华人民共和国治安管理处罚法》第{number}条的规定处罚{named}。"
    assert (only(text, library, date(2026, 5, 1)).moved is not None) is told
