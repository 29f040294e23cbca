"""The seventh injector on invented regulations and laws: the same every time, and each planted place where it says."""

import re
from random import Random

import pytest
from planting import PLACES, law_text, planted_texts, regulation_text

from benchmarks import seventh_injector as injector
from benchmarks.injector_numerals import numeral
from benchmarks.seventh_injector_edits import change
from benchmarks.seventh_injector_laws import Library, departures
from benchmarks.seventh_injector_text import MADE, TABLES, Text, fill
from benchmarks.seventh_injector_work import CHANGES, Work

REPEATED = "经营者应当在收到某物检测结果后十日内向所在地民政部门报告，不得隐瞒某物检测结果，但是法律另有规定的除外。"
RIGHT = "消费者可以向经营者查询某物检测结果，经营者不得拒绝。"
FINE = "违反本法规定，经营者隐瞒某物检测结果的，由民政部门处一千元以上五千元以下罚款；情节严重的，责令停业整顿。"
LAW = law_text(("制定本法。", REPEATED, RIGHT, FINE), "中华人民共和国某物安全法")


def regulation(place: str, year: int) -> str:
    parts = [
        "为了规范某物经营，根据《中华人民共和国某物安全法》，结合本市实际，制定本条例。",
        "本条例所称某物，是指供居民使用的设备。",
        REPEATED,
        "经营者应当作出承诺，并遵守下列要求：\n\n（一）账目清楚；\n\n（二）场所整洁；\n\n（三）人员合格；\n\n（四）标识完整。",
        RIGHT,
        "市民政部门应当由专人管理，依照本条例规定作出处理决定，但是法律另有规定的除外。",
        *(f"市民政部门应当在{numeral(n)}日内答复居民和其他单位的第{n}类咨询。" for n in range(2, 22)),
        FINE.replace("本法", "本条例"),
        *(f"有第{n}类行为的，由市民政部门处{numeral(n)}百元以下罚款。" for n in range(2, 8)),
        f"本条例自{year}年5月1日起施行。",
    ]
    return regulation_text(place, parts, (0, 2, 10, 26, 32), f"{year}年3月1日")


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("data")
    (folder / "local/浙江").mkdir(parents=True)
    (folder / "laws/法律/社会法").mkdir(parents=True)
    (folder / "laws/法律/社会法/某物安全法(2020-01-01).md").write_text(LAW, "utf-8")
    for place in PLACES:
        (folder / f"local/浙江/{place}市某物经营条例.md").write_text(regulation(place, 2022), "utf-8")
    older = regulation("杭州", 2012).replace("# 杭州市某物经营条例", "# 杭州市某物管理办法")
    (folder / "local/浙江/杭州市某物管理办法.md").write_text(older, "utf-8")
    return folder


def work(data):
    texts = injector.read_all(data)
    text = next(text for text in texts if text.title == "杭州市某物经营条例")
    return Work(text, Random(1), departures(text, Library(data / "laws")), texts)


def test_same_seed_same_texts_and_rows_say_where(data, tmp_path):
    texts = planted_texts(injector, data, tmp_path)
    assert all(sign < "\ue000" or sign > "\uf8ff" for text in texts.values() for sign in text)


@pytest.mark.parametrize("kind", CHANGES)
def test_every_kind_of_change_is_made(data, kind):
    scene = work(data)
    assert change(scene, kind)
    words, [row] = scene.finish()
    assert row["kind"] == kind
    assert words != scene.text.path.read_text("utf-8")
    assert words[row["start"] : row["end"]] == row["quote"]
    assert not re.search("[{}]", row["why"])


@pytest.mark.parametrize("kind", injector.DEPARTED)
def test_every_kind_of_departure_is_made(data, kind):
    scene = work(data)
    assert scene.depart(kind)
    words, [row] = scene.finish()
    assert row["higher"][0] == "中华人民共和国某物安全法"
    assert row["original"] in scene.text.body
    assert words != scene.text.path.read_text("utf-8")


@pytest.mark.parametrize("kind", TABLES["insert"])
def test_each_sentence_is_put_in_and_marked(data, kind):
    for sentence in TABLES["insert"][kind]["t"]:
        scene = work(data)
        assert scene.insert(kind, sentence)
        words, [row] = scene.finish()
        assert not re.search(r"[{}\[\]]", words)
        assert row["quote"]


def test_a_text_without_articles_of_one_line_takes_no_reference_to_one(data):
    scene = work(data)
    scene.used = set(scene.free()) - {3}
    sentence = next(words for table in TABLES["insert"].values() for words in table["t"] if "{单}" in words)
    assert not scene.append("any", sentence, {})
    assert scene.free() == [3]


def test_made_numbers_are_filled(data):
    filled = fill(injector.read_all(data)[0], "、".join(MADE), Random(1))
    assert len(filled.split("、")) == len(MADE)
    assert not re.search("[{}]", filled)


def test_a_run_plants_all_departures_and_what_the_buyer_named():
    kinds = injector.kinds_of_run(Random(1))
    assert len(set(kinds)) == len(kinds) == injector.KINDS
    assert set(injector.ALWAYS) <= set(kinds)


def test_text(data):
    text = Text(data / "local/浙江/杭州市某物经营条例.md")
    assert text.is_sound()
    assert (text.place, text.subject, text.department, text.self_name) == ("杭州市", "某物经营", "市民政部门", "本条例")
    assert text.day == "2022-03-01"
    assert not text.names_article(3)
