"""The tenth injector on invented regulations and laws: the same every time, and each planted place where it says."""

import re
from random import Random

import pytest
from planting import PLACES, law_text, planted_texts, regulation_text

from benchmarks import tenth_injector as injector
from benchmarks.injector_numerals import numeral
from benchmarks.tenth_injector_departures import KINDS as DEPARTURES
from benchmarks.tenth_injector_departures import depart
from benchmarks.tenth_injector_edits import EDITS
from benchmarks.tenth_injector_laws import Higher, Library
from benchmarks.tenth_injector_sentences import REPLACEMENTS, Turns, put_in, put_in_lawful
from benchmarks.tenth_injector_text import INSERTED, TABLES, Text
from benchmarks.tenth_injector_work import Work

DUTY = "经营者应当在收到某物检测结果后十日内向所在地社区通报，并保存某物检测结果备查。"
BAN = "任何单位和个人不得转让、出租、出借或者伪造、变造某物检测结果及其原始记录，但是依法公开的除外。"
ORGAN = "县级以上人民政府民政主管部门应当建立某物检测结果信用档案，并向社会公布。"
FINE = "经营者隐瞒某物检测结果的，没收违法所得，处一千元以上五千元以下罚款；情节严重的，责令停业整顿。"
TAKEN = "经营者应当在某物检测机构出具某物检测报告后十五日内，将某物检测报告抄送所在地的街道办事处存档。"
CLAUSES = ("制定本法。", DUTY, BAN, ORGAN, FINE, TAKEN)
LAW = law_text(CLAUSES)


def regulation(place: str) -> str:
    parts = [
        "为了规范某物经营，根据《中华人民共和国某物安全法》，结合本市实际，制定本条例。",
        "本条例所称某物，是指供居民使用的设备。",
        DUTY,
        BAN,
        ORGAN,
        "经营者应当遵守下列要求：\n\n（一）账目清楚；\n\n（二）场所整洁；\n\n（三）人员合格；\n\n（四）标识完整。",
        "民政部门应当由专人管理，依照本条例第三条第三项作出处理决定。\n\n有关单位予以配合。\n\n其他单位予以支持。",
        *(f"民政部门应当在{numeral(n)}日内答复居民和其他单位的第{n}类咨询，不违反本条例。" for n in range(2, 22)),
        FINE,
        *(f"有第{n}类行为的，由民政部门处{numeral(n)}百元以上二千元以下罚款。" for n in range(2, 8)),
        "不履行职责的，依法给予处分。",
        "民政部门可以制定具体办法。",
        "本条例自2023年5月1日起施行。",
    ]
    return regulation_text(place, parts, (0, 2, 10, 27, 35), "2023年4月1日")


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("data")
    (folder / "local/浙江").mkdir(parents=True)
    (folder / "laws/法律").mkdir(parents=True)
    (folder / "laws/行政法规").mkdir(parents=True)
    (folder / "laws/法律/某物安全法(2020-01-01).md").write_text(LAW, "utf-8")
    for name in ("某物安全法(2010-01-01)", "合同法(1999-03-15)", "_index"):
        (folder / f"laws/法律/{name}.md").write_text(LAW.replace("应当", "可以"), "utf-8")
    for place in PLACES:
        (folder / f"local/浙江/{place}市某物经营条例.md").write_text(regulation(place), "utf-8")
    return folder


@pytest.fixture(scope="module")
def library(data):
    return Library(data / "laws")


def work(data, library, seed=1):
    text = Text(data / "local/浙江/杭州市某物经营条例.md")
    return Work(text, Higher(text, library), Random(seed))


def check(scene, kind):
    """The only row of a text, which stands where it says."""
    words, [row] = scene.finish()
    assert row["kind"] == kind
    assert words[row["start"] : row["end"]] == row["quote"] != ""
    assert words != scene.text.raw
    return words, row


def test_same_seed_same_texts_and_rows_say_where(data, tmp_path):
    assert planted_texts(injector, data, tmp_path, *injector.ERRORS)


def test_kinds_are_named_once():
    assert len(set(injector.KINDS)) == len(INSERTED) + len(EDITS) + len(DEPARTURES)
    assert {*injector.SCARCE} == {*DEPARTURES}
    assert {*REPLACEMENTS} <= {*INSERTED}


@pytest.mark.parametrize("kind", EDITS)
@pytest.mark.parametrize("seed", range(4))
def test_every_kind_of_edit_is_made(data, library, kind, seed):
    scene = work(data, library, seed)
    assert EDITS[kind](scene)
    check(scene, kind)


def test_a_text_no_longer_says_when_it_takes_effect(data, library):
    scene = work(data, library)
    assert EDITS["no-effective-date"](scene)
    assert not EDITS["effective-before-adoption"](scene)
    words, row = check(scene, "no-effective-date")
    assert "起施行" not in words
    assert row["original"] == "本条例自2023年5月1日起施行。"


@pytest.mark.parametrize("kind", DEPARTURES)
@pytest.mark.parametrize("seed", range(3))
def test_every_kind_of_departure_is_made(data, library, kind, seed):
    scene = work(data, library, seed)
    assert depart(scene, kind)
    _, row = check(scene, kind)
    assert row["higher"][0] == "某物安全法"
    assert not row["imported"]
    assert row["original"] in "".join(CLAUSES)


def test_a_clause_is_taken_over_where_that_is_allowed(data, library):
    scene = work(data, library)
    scene.higher.near.clear()
    assert not depart(scene, "period-changed")
    scene.takes_over = True
    assert depart(scene, "period-changed")
    words, row = check(scene, "period-changed")
    assert (row["imported"], row["original"], row["quote"]) == (True, "十五日内", "五日内")
    assert TAKEN.replace("十五日内", "五日内") in words


def test_there_is_no_departure_from_a_law_that_is_not_named(data, library):
    scene = work(data, library)
    scene.takes_over = True
    scene.text.raw = scene.text.raw.replace("某物安全法", "某法")
    scene.higher = Higher(scene.text, library)
    assert not any(depart(scene, kind) for kind in DEPARTURES)


@pytest.mark.parametrize("kind", INSERTED)
def test_each_sentence_is_put_in_and_marked(data, library, kind):
    turns = Turns(Random(1))
    for seed in range(len(INSERTED[kind]["w"])):
        scene = work(data, library, seed)
        assert put_in(scene, kind, turns)
        assert not re.search("[{}«»]", check(scene, kind)[0])


@pytest.mark.parametrize("kind", REPLACEMENTS)
def test_words_of_the_text_are_replaced(data, library, kind):
    rows = []
    for seed in range(8):
        scene = work(data, library, seed)
        assert put_in(scene, kind, Turns(Random(1)))
        rows.append(check(scene, kind)[1])
    assert any(row["original"] in scene.text.raw and row["quote"] != row["original"] != "" for row in rows)


def test_no_sentence_of_a_kind_that_is_younger_than_the_text(data, library):
    scene = work(data, library)
    vars(scene.text)["day"] = "2005-01-01"
    young = [kind for kind in INSERTED if "mindate" in INSERTED[kind]]
    assert young
    assert not any(put_in(scene, kind, Turns(Random(1))) for kind in young)


def test_lawful_sentences_are_put_in(data, library):
    turns = Turns(Random(1))
    for table in turns.lawful:
        scene = work(data, library)
        assert put_in_lawful(scene, turns)
        _, row = check(scene, "harmless")
        assert row["not_rules"] == table["not"]
    assert len(turns.lawful) == len(TABLES["harmless"])


def test_newest_laws_in_force_are_read(library):
    assert {name: path.stem for name, path in library.paths.items()} == {"某物安全法": "某物安全法(2020-01-01)"}
    assert [clause.words for clause in library.clauses("某物安全法")] == [*CLAUSES]


def test_text(data):
    text = Text(data / "local/浙江/杭州市某物经营条例.md")
    assert injector.is_sound(text)
    assert (text.place, text.subject, text.self_name, text.day) == ("杭州市", "某物经营", "本条例", "2023-04-01")
    assert (text.here, text.department) == ("本市", "民政部门")
    assert text.has_liability
    assert next(article.label for article in text.articles if article.is_liability) == "第二十八条"
