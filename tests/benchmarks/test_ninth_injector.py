"""The ninth injector on invented regulations and laws: the same every time, and each planted place where it says."""

import re
from random import Random

import pytest
from planting import PLACES, law_text, planted_texts, regulation_text

from benchmarks import ninth_injector as injector
from benchmarks.injector_numerals import numeral
from benchmarks.ninth_injector_departures import DEPARTURES
from benchmarks.ninth_injector_edits import EDITS
from benchmarks.ninth_injector_laws import Library
from benchmarks.ninth_injector_sentences import Turns, insert
from benchmarks.ninth_injector_text import CHANGES, INSERTED, TABLES, Text, fill
from benchmarks.ninth_injector_work import Work

DUTY = "经营者应当在收到某物检测结果后十日内向所在地社区通报，并保存某物检测结果备查。"
BAN = "任何单位和个人不得转让某物检测结果，但是依法予以公开的除外。"
ORGAN = "民政部门应当建立某物检测结果信用档案，并向社会公布。"
FINE = "经营者隐瞒某物检测结果的，由民政部门没收违法所得，处一千元以上五千元以下罚款；情节严重的，责令停业整顿。"
LEAST = "经营者保存某物检测结果不得少于六年，经营者终止的，移交档案馆保存。"
CLAUSES = ("制定本法。", DUTY, BAN, ORGAN, LEAST, FINE)
LAW = law_text(CLAUSES)


def regulation(place: str) -> str:
    parts = [
        "为了规范某物经营，根据《中华人民共和国某物安全法》，结合本市实际，制定本条例。",
        "本条例所称某物，是指供居民使用的设备。",
        DUTY,
        BAN,
        ORGAN,
        LEAST,
        "经营者应当遵守下列要求：\n\n（一）账目清楚；\n\n（二）场所整洁；\n\n（三）人员合格；\n\n（四）标识完整。",
        "城市管理部门应当由专人管理，依照本条例第三条作出处理决定。\n\n有关单位予以配合。\n\n其他单位予以支持。",
        *(f"城市管理部门应当在{numeral(n)}日内答复居民和其他单位的第{n}类咨询。" for n in range(2, 22)),
        FINE,
        *(f"有第{n}类行为的，由城市管理部门处{numeral(n)}百元以下罚款。" for n in range(2, 8)),
        "不履行职责的，依法给予处分。",
        "城市管理部门可以制定具体办法。",
        "本条例自2023年5月1日起施行。",
    ]
    return regulation_text(place, parts, (0, 2, 10, 28, 36), "2023年4月1日")


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("data")
    (folder / "local/浙江").mkdir(parents=True)
    (folder / "laws/法律").mkdir(parents=True)
    for name in ("某物安全法(2020-01-01)", "行政处罚法(2021-01-22)"):
        (folder / f"laws/法律/{name}.md").write_text(LAW, "utf-8")
    for name in ("某物安全法(2010-01-01)", "合同法(1999-03-15)", "关于修改某物安全法的决定", "_index"):
        (folder / f"laws/法律/{name}.md").write_text(LAW.replace("应当", "可以"), "utf-8")
    for place in PLACES:
        (folder / f"local/浙江/{place}市某物经营条例.md").write_text(regulation(place), "utf-8")
    return folder


@pytest.fixture(scope="module")
def library(data):
    return Library(data / "laws")


def work(data, library, seed=1):
    text = Text(data / "local/浙江/杭州市某物经营条例.md")
    return Work(text, library.near_copies([text])[text.path], Random(seed))


def check(scene, kind):
    """The only row of a text, which stands where it says."""
    words, [row] = scene.finish()
    assert row["kind"] == kind
    assert words[row["start"] : row["end"]] == row["quote"] != ""
    assert row["original"] in "\n".join(scene.text.lines)
    assert words != "\n".join(scene.text.lines)
    return words, row


def test_same_seed_same_texts_and_rows_say_where(data, tmp_path):
    assert planted_texts(injector, data, tmp_path, injector.ERRORS_OF_TEXT, injector.MOST_ERRORS)


def test_tables_and_kinds_are_the_same():
    assert {*DEPARTURES, *EDITS} == {*CHANGES}
    assert len(set(injector.KINDS)) == len(CHANGES) + len(INSERTED)


@pytest.mark.parametrize("kind", EDITS)
@pytest.mark.parametrize("seed", range(3))
def test_every_kind_of_change_is_made(data, library, kind, seed):
    scene = work(data, library, seed)
    assert EDITS[kind](scene)
    check(scene, kind)


def test_a_text_no_longer_says_when_it_takes_effect(data, library):
    scene = work(data, library)
    assert EDITS["no_effective_date"](scene)
    assert not EDITS["early_effect"](scene)
    words, row = check(scene, "no_effective_date")
    assert "起施行" not in words
    assert row["original"] == "本条例自2023年5月1日起施行。"


@pytest.mark.parametrize("kind", DEPARTURES)
@pytest.mark.parametrize("seed", range(3))
def test_every_kind_of_departure_is_made(data, library, kind, seed):
    scene = work(data, library, seed)
    assert DEPARTURES[kind](scene)
    _, row = check(scene, kind)
    assert row["higher"][0] == "某物安全法"
    assert row["original"] in "".join(CLAUSES)
    assert row["quote"] not in CLAUSES


def test_there_is_no_departure_from_a_law_that_is_of_something_else(data, library):
    scene = work(data, library)
    scene.laws.clear()
    scene.text.title = "杭州市公共交通条例"
    assert not any(depart(scene) for depart in DEPARTURES.values())


@pytest.mark.parametrize("kind", INSERTED)
def test_each_sentence_is_put_in_and_marked(data, library, kind):
    turns, sentences = Turns(Random(1)), INSERTED[kind]["t"]
    for seed in range(len(sentences)):
        scene = work(data, library, seed)
        assert insert(scene, kind, turns, library)
        assert not re.search(r"[{}]|\[\[|\]\]", check(scene, kind)[0])


def test_no_sentence_where_the_text_has_no_place_for_it(data, library):
    scene = work(data, library)
    scene.text.day = "2005-01-01"
    kinds = ("repealed_law", "old_institution", "old_term", "birth_control", "moved_article")
    assert not any(insert(scene, kind, Turns(Random(1)), library) for kind in kinds)


def test_lawful_sentences_are_put_in(data, library):
    for rules, sentence, why in TABLES["harmless"]:
        scene = work(data, library)
        assert scene.harmless(rules, sentence, why)
        _, row = check(scene, "harmless")
        assert (row["not_rules"], row["why"]) == (rules, why)


def test_newest_laws_in_force_are_read(library):
    assert {name: path.stem for name, path in library.paths.items()} == {
        "某物安全法": "某物安全法(2020-01-01)",
        "行政处罚法": "行政处罚法(2021-01-22)",
    }
    assert library.last_article("某物安全法") == len(CLAUSES)


def test_text(data):
    text = Text(data / "local/浙江/杭州市某物经营条例.md")
    assert text.is_sound()
    assert (text.place, text.subject, text.self_name, text.day) == ("杭州市", "某物经营", "本条例", "2023-04-01")
    assert text.department == "市城市管理部门"
    assert text.named_articles == {3}
    assert [len(lines) for lines in text.lists(text.articles[6])] == [4]


def test_words_of_a_province(data):
    text = Text(data / "local/浙江/杭州市某物经营条例.md")
    assert fill(text, "{p}的{sub}、本市户籍") == "本市的县（市、区）、本市户籍"
    text = Text(data / "local/浙江/杭州市某物经营条例.md")
    text.place = "浙江省"
    assert fill(text, "{p}的{gov}、本市户籍") == "本省的省人民政府、本省户籍"
