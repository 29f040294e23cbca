"""The eighth injector on invented regulations and laws: the same every time, and each planted place where it says."""

import re
from random import Random

import pytest
from planting import PLACES, law_text, planted_texts, regulation_text

from benchmarks import eighth_injector as injector
from benchmarks.eighth_injector_edits import change
from benchmarks.eighth_injector_laws import Library, near_copies
from benchmarks.eighth_injector_text import TABLES, Text, fill
from benchmarks.eighth_injector_work import CHANGES, INSERTED, Work
from benchmarks.injector_numerals import numeral

REPEATED = "经营者应当在收到某物检测结果后十日内向所在地民政部门报告，不得隐瞒某物检测结果，但是依法不予公开的除外。"
FINE = "经营者隐瞒某物检测结果的，由民政部门没收违法所得，处一千元以下罚款；情节严重的，责令停业整顿，并予以公告。"
LEFT = "经营者停止经营某物的，应当在三十日内告知消费者，退还预收的全部费用，但是双方另有约定的除外。"
LEFT_FINE = "经营者不按照规定退还预收费用的，责令限期改正，没收违法所得，处二千元以下罚款，并将结果向社会公布。"
LAW = law_text(("制定本法。", REPEATED, FINE, LEFT, LEFT_FINE))


def regulation(place: str) -> str:
    parts = [
        "为了规范某物经营，根据《中华人民共和国某物安全法》，结合本市实际，制定本条例。",
        "本条例所称某物，是指供居民使用的设备。",
        REPEATED,
        "经营者应当遵守下列要求：\n\n（一）账目清楚；\n\n（二）场所整洁；\n\n（三）人员合格；\n\n（四）标识完整。",
        "市场监督管理部门应当由专人管理，依照本条例第三条作出处理决定，并向民政部门通报。",
        "不履行职责的，依法给予处分；违反宪法的，根据宪法和《中华人民共和国某物安全法》处理。",
        "经营者有《中华人民共和国某物安全法》第二条第一款第二项情形的，按照《中华人民共和国某物安全法》第三条处理。",
        *(f"市民政部门应当在{numeral(n)}日内答复居民和其他单位的第{n}类咨询。" for n in range(2, 22)),
        FINE,
        *(f"有第{n}类行为的，由市民政部门处{numeral(n)}百元以下罚款。" for n in range(2, 8)),
        "市民政部门可以制定具体办法。",
        "本条例自2022年5月1日起施行。",
    ]
    return regulation_text(place, parts, (0, 2, 10, 27, 34), "2022年4月1日")


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("data")
    (folder / "local/浙江").mkdir(parents=True)
    (folder / "laws/法律/社会法").mkdir(parents=True)
    (folder / "laws/法律/社会法/某物安全法(2020-01-01).md").write_text(LAW, "utf-8")
    for place in PLACES:
        (folder / f"local/浙江/{place}市某物经营条例.md").write_text(regulation(place), "utf-8")
    return folder


def work(data, *changes):
    text = Text(data / "local/浙江/杭州市某物经营条例.md")
    for old, new in changes:
        text.lines = [line.replace(old, new) for line in text.lines]
    return Work(text, near_copies(text, Library(data / "laws")), Random(1))


def test_same_seed_same_texts_and_rows_say_where(data, tmp_path):
    assert planted_texts(injector, data, tmp_path)


@pytest.mark.parametrize("kind", [kind for kind in CHANGES if kind != "T01"])
def test_every_kind_of_change_is_made(data, kind):
    scene = work(data)
    before = scene.words
    assert change(scene, kind)
    words, [row] = scene.finish()
    assert row["kind"] == kind
    assert scene.words != before
    assert words[row["start"] : row["end"]] == row["quote"]
    assert row["original"] in scene.text.body


@pytest.mark.parametrize(
    ("more", "left"), [("", "本条例的实施情况"), ("《某物管理办法》同时废止。", "《某物管理办法》同时废止。")]
)
def test_a_text_no_longer_says_when_it_takes_effect(data, more, left):
    scene = work(data, ("日起施行。", f"日起施行。{more}"))
    assert change(scene, "T01")
    assert "起施行" not in scene.words
    assert left in scene.words.split("\n")[-2]


@pytest.mark.parametrize("kind", injector.DEPARTED)
def test_every_kind_of_departure_is_made(data, kind):
    scene = work(data)
    assert scene.depart(kind)
    words, [row] = scene.finish()
    assert row["higher"][0] == "某物安全法"
    assert row["original"] in scene.text.body
    assert words != scene.text.path.read_text("utf-8")


@pytest.mark.parametrize("kind", injector.COPIED)
def test_a_clause_of_the_law_is_copied_with_a_departure(data, kind):
    scene = work(data)
    copies = Library(data / "laws").copies("".join(scene.lines), kind)
    assert scene.copy(kind, copies)
    words, [row] = scene.finish()
    assert row["copied"]
    assert row["original"] in LEFT + LEFT_FINE
    assert words[row["start"] : row["end"]] == row["quote"]


@pytest.mark.parametrize("kind", INSERTED)
def test_each_sentence_is_put_in_and_marked(data, kind):
    for sentence in INSERTED[kind]["s"]:
        scene = work(data)
        assert scene.insert(kind, sentence)
        words, [row] = scene.finish()
        assert not re.search(r"[{}⟦⟧]", words)
        assert row["quote"]


def test_made_numbers_are_filled(data):
    filled = fill(Text(data / "local/浙江/宁波市某物经营条例.md"), "{ID}、{TEL}、{MAIL}、{CARD}", Random(1))
    assert len(filled.split("、")) == 4
    assert not re.search("[{}]", filled)


def test_a_run_plants_what_the_buyer_named():
    kinds = injector.kinds_of_run(Random(1))
    assert len(set(kinds)) == len(kinds) == injector.KINDS - len(injector.DEPARTED)
    assert {*TABLES["core"], *TABLES["also"]} <= set(kinds)


def test_text(data):
    text = Text(data / "local/浙江/杭州市某物经营条例.md")
    assert text.is_sound()
    assert (text.place, text.level, text.subject, text.self_name) == ("杭州市", "市", "某物经营", "本条例")
    assert (text.year, text.department) == (2022, "城市管理部门")
