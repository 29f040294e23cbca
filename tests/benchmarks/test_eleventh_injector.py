"""The eleventh injector on invented regulations and laws: the same every time, and each planted place where it says."""

import json
import re
from collections import Counter
from random import Random

import pytest
from planting import PLACES, law_text, planted_texts, regulation_text

from benchmarks import eleventh_injector as injector
from benchmarks.eleventh_injector_departures import KINDS as DEPARTURES
from benchmarks.eleventh_injector_departures import depart
from benchmarks.eleventh_injector_edits import REPLACEMENTS, replace
from benchmarks.eleventh_injector_laws import Library
from benchmarks.eleventh_injector_sentences import put_in, put_in_lawful
from benchmarks.eleventh_injector_structure import EDITS
from benchmarks.eleventh_injector_text import INSERTED, TABLES, Text
from benchmarks.eleventh_injector_work import Work
from benchmarks.injector_numerals import numeral

DUTY = (
    "经营者应当在收到某物检测结果后十日内向所在地社区通报，并可以公布某物检测结果，法律、行政法规另有规定的，从其规定。"
)
BAN = "任何单位和个人应当爱护某物检测设备，不得转让、出租、出借某物检测结果及其原始记录，但是依法公开的除外。"
ORGAN = "县级以上人民政府应当建立某物检测结果信用档案，并向社会公布某物检测的结果。"
FINE = "经营者隐瞒某物检测结果的，没收违法所得，处一千元以上五千元以下罚款；情节严重的，责令停业整顿。"
TAKEN = "除紧急情况外，经营者应当在某物检测机构出具某物检测报告后十五日内，将某物检测报告抄送街道办事处存档。"
CLAUSES = ("制定本法，并且规定其他有关某物安全的各种事项。", DUTY, BAN, ORGAN, FINE, TAKEN)
LAW = law_text(CLAUSES)
ITEMS = "（一）账目清楚；\n\n（二）场所整洁；\n\n（三）人员合格；\n\n（四）标识完整。"


def regulation(place: str) -> str:
    parts = [
        "为了规范某物经营，根据《中华人民共和国某物安全法》，结合本市实际，制定本条例。",
        "本条例所称某物，是指供居民使用的设备。",
        DUTY,
        BAN,
        ORGAN,
        f"经营者应当遵守下列要求：\n\n{ITEMS}",
        "民政部门应当由专人管理，依照某物管理办法第三条第三项作出处理决定，依法给予处分。\n\n其他单位予以配合。",
        "经营者还应当符合下列标准：\n\n" + ITEMS.replace("；", "，有台账；"),
        *(f"民政部门应当在{numeral(n)}日内答复居民和其他单位的第{n}类咨询，不违反本条例。" for n in range(2, 22)),
        FINE,
        *(f"有第{n}类行为的，由民政部门处{numeral(n)}百元以上二千元以下罚款。" for n in range(2, 8)),
        "不履行职责的，依法给予处分。",
        "民政部门可以制定具体办法。",
        "本条例自2023年5月1日起施行。",
    ]
    return regulation_text(place, parts, (0, 2, 10, 28, 36), "2023年4月1日")


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("data")
    (folder / "local/浙江").mkdir(parents=True)
    (folder / "laws/法律").mkdir(parents=True)
    (folder / "laws/行政法规").mkdir(parents=True)
    (folder / "laws/法律/某物安全法(2020-01-01).md").write_text(LAW, "utf-8")
    for name in ("某物安全法(2010-01-01)", "合同法(1999-03-15)"):
        (folder / f"laws/法律/{name}.md").write_text(LAW.replace("应当", "可以"), "utf-8")
    for place in PLACES:
        (folder / f"local/浙江/{place}市某物经营条例.md").write_text(regulation(place), "utf-8")
    return folder


@pytest.fixture(scope="module")
def library(data):
    return Library(data / "laws")


def work(data, library, seed=1):
    text = Text(data / "local/浙江/杭州市某物经营条例.md")
    return Work(text, library.near(text), library, Random(seed), Counter())


def check(scene, kind):
    """The only row of a text, which stands where it says."""
    before = scene.text.front + "<!-- INFO END -->" + scene.text.original
    words, [row] = scene.finish()
    assert row["kind"] == kind
    assert words[row["start"] : row["end"]] == row["quote"] != ""
    assert words != before
    assert not re.search("[\U000f0000-\U000fffff{}]", words)
    return words, row


def test_same_seed_same_texts_and_rows_say_where(data, tmp_path):
    assert planted_texts(injector, data, tmp_path, *injector.ERRORS)


def test_kinds_are_named_once():
    assert len(set(injector.KINDS)) == len(INSERTED) + len(REPLACEMENTS) + len(DEPARTURES) + len(EDITS)


@pytest.mark.parametrize("kind", EDITS)
@pytest.mark.parametrize("seed", range(4))
def test_structure_and_days_are_broken(data, library, kind, seed):
    scene = work(data, library, seed)
    assert EDITS[kind](scene)
    check(scene, kind)


def test_a_text_no_longer_says_when_it_takes_effect(data, library):
    scene = work(data, library)
    assert EDITS["no_effective_date"](scene)
    assert not EDITS["effective_before_publication"](scene)
    words, row = check(scene, "no_effective_date")
    assert "起施行" not in words
    assert row["original"] == "本条例自2023年5月1日起施行。"


@pytest.mark.parametrize("kind", REPLACEMENTS)
def test_words_of_the_text_are_replaced(data, library, kind):
    scene = work(data, library)
    assert replace(scene, kind)
    _, row = check(scene, kind)
    assert row["original"] in scene.text.original
    assert row["quote"] != row["original"] != ""
    assert row["why"]


def test_words_in_titles_are_not_replaced(data, library):
    scene = work(data, library)
    for article in scene.text.articles:
        article.lines = [line.replace("其他", "《其他》") for line in article.lines]
    assert not replace(scene, "other_miswritten")


@pytest.mark.parametrize("kind", DEPARTURES)
@pytest.mark.parametrize("seed", range(3))
def test_every_kind_of_departure_is_made(data, library, kind, seed):
    scene = work(data, library, seed)
    assert depart(scene, kind)
    _, row = check(scene, kind)
    assert row["higher"][0] == "某物安全法"
    assert row["original"] in "".join(CLAUSES)


def test_a_clause_is_taken_over_where_the_text_copies_none(data, library):
    scene = work(data, library)
    scene.near.clear()
    assert not depart(scene, "departure_organ")
    assert depart(scene, "departure_period")
    words, row = check(scene, "departure_period")
    assert (row["restated"], row["original"], row["quote"]) == (True, "十五", "五")
    assert TAKEN.replace("十五", "五") in words


def test_the_exception_of_a_clause_that_is_taken_over_is_left_out(data, library):
    scene = work(data, library)
    scene.near.clear()
    assert depart(scene, "departure_exception_removed")
    words, row = check(scene, "departure_exception_removed")
    assert row["original"] == "除紧急情况外，"
    assert TAKEN.removeprefix("除紧急情况外，") in words


@pytest.mark.parametrize("kind", INSERTED)
def test_each_sentence_is_put_in_and_marked(data, library, kind):
    scene, turns, seen = work(data, library), Counter(), set()
    for seed in range(len(INSERTED[kind]["items"])):
        scene = work(data, library, seed)
        scene.turns = turns
        assert put_in(scene, kind)
        words, row = check(scene, kind)
        assert "[[" not in words
        seen.add(row["template"])
    assert len(seen) > 1


def test_no_sentence_of_a_kind_that_is_younger_than_the_text(data, library):
    scene = work(data, library)
    vars(scene.text)["year"] = 2003
    assert not put_in(scene, "family_planning")
    assert not replace(scene, "administrative_sanction")


def test_lawful_sentences_are_put_in(data, library):
    turns = Counter()
    for _ in TABLES["harmless"]:
        scene = work(data, library)
        scene.turns = turns
        assert put_in_lawful(scene)
        _, row = check(scene, "harmless")
        assert row["not_rules"] == TABLES["harmless"][row["template"]]["not_rules"]


def test_newest_laws_in_force_are_read(library):
    assert {name: path.stem for name, path in library.paths.items()} == {"某物安全法": "某物安全法(2020-01-01)"}
    assert [clause.words for clause in library.clauses("某物安全法")] == [*CLAUSES]


def test_a_text_is_paired_with_the_laws_of_the_gold_file_too(data, library, tmp_path):
    path = tmp_path / "near.jsonl"
    path.write_text(json.dumps({"reg": "《杭州市某物经营条例》", "gold": [{"key": "某物安全法"}]}), "utf-8")
    copied = injector.copied_laws(path)
    text = Text(data / "local/浙江/杭州市某物经营条例.md")
    text.blocks[:] = [
        block for block in text.blocks if isinstance(block, str) or "某物安全法" not in block.body
    ]  # it names the law no more
    assert ORGAN not in [near.clause.words for near in library.near(text)]
    assert ORGAN in [near.clause.words for near in library.near(text, copied[text.title])]
    assert not injector.copied_laws(tmp_path / "none.jsonl")


def test_text(data):
    text = Text(data / "local/浙江/杭州市某物经营条例.md")
    assert text.is_sound
    assert (text.place, text.subject, text.self_name, text.year) == ("杭州市", "某物经营", "本条例", 2023)
    assert text.slots["{府}"] == "市人民政府"
    assert text.whole == text.path.read_text("utf-8")
