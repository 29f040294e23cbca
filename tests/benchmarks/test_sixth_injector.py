"""The sixth injector on invented regulations and laws: the same every time, and each planted place where it says."""

import re
from random import Random

import pytest
from planting import data_folder, law_text, planted_texts, regulation_text

from benchmarks import sixth_injector as injector
from benchmarks.injector_numerals import numeral, value
from benchmarks.sixth_injector_changes import KINDS as CHANGED
from benchmarks.sixth_injector_changes import changes
from benchmarks.sixth_injector_departures import departures
from benchmarks.sixth_injector_laws import Clause, Library
from benchmarks.sixth_injector_text import TABLES, fill, read

REPEATED = (
    "经营者应当在收到某物检测结果后十日内向所在地市场监督管理部门报告，不得隐瞒检测结果，但是法律另有规定的除外。"
)
RIGHT = "消费者可以向经营者查询某物检测结果，经营者不得拒绝。"
FINE = (
    "违反本法规定，经营者隐瞒某物检测结果的，由市场监督管理部门处一千元以上五千元以下罚款；情节严重的，责令停业整顿。"
)
LAW = law_text(("制定本法。", REPEATED, RIGHT, FINE), "中华人民共和国某物安全法")
HEADS = ("总则", "经营", "服务", "法律责任", "附则")


def regulation(place: str) -> str:
    parts = [
        "为了规范某物经营，根据《中华人民共和国某物安全法》，结合本市实际，制定本条例。",
        "本条例所称某物，是指供居民使用的设备。",
        REPEATED,
        "经营者应当作出承诺，并遵守下列要求：\n\n（一）账目清楚；\n\n（二）场所整洁；\n\n（三）人员合格。",
        RIGHT,
        "有关单位应当由专人管理，并按照本条例第三条第一款报告。\n\n生态环境部门对违反者作出处罚决定，依法给予处分。",
        *(f"有关部门应当在{numeral(n)}日内答复居民和其他单位的第{n}类咨询。" for n in range(2, 22)),
        "按照《中华人民共和国某物安全法》第二条和第二条第二项报告的，不予处罚。",
        *(f"有第{n}类行为的，由市场监督管理部门处{numeral(n)}百元以下罚款。" for n in range(2, 8)),
        "本条例自2021年5月1日起施行。",
    ]
    return regulation_text(place, parts, (0, 2, 10, 26, 33), "2021年3月1日")


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return data_folder(tmp_path_factory.mktemp("data"), LAW, regulation)


def test_same_seed_same_texts_and_rows_say_where(data, tmp_path):
    assert planted_texts(injector, data, tmp_path)


def test_every_kind_of_change_is_made_and_keeps_its_place(data):
    text = read(data / "local/杭州市某物经营条例.md")
    found = changes(text, Library(data), Random(1))
    assert set(CHANGED) <= set(found)
    assert all(text.raw[c.start : c.end] == c.original and c.new != c.original for of in found.values() for c in of)


@pytest.mark.parametrize("kind", TABLES["insert"])
def test_each_sentence_is_filled_and_marked(data, kind):
    text = read(data / "local/杭州市某物经营条例.md")
    for sentence in TABLES["insert"][kind]["t"]:
        filled = fill(text, sentence, Random(1))
        assert not re.search(r"[{}\[\]]", filled.words)
        assert 0 <= filled.start < filled.end <= len(filled.words)


def test_departures():
    kinds = ("modality-weakened", "prohibition-dropped", "period-changed", "exception-removed", "organ-changed")
    found = departures(REPEATED, Clause("某物安全法", "第二条", REPEATED, REPEATED))
    assert {departure.kind for departure in found} == set(kinds)
    assert not departures("消费者有权拒绝。", Clause("某物安全法", "第二条", REPEATED, REPEATED))
    assert [d.kind for d in departures(RIGHT, Clause("", "", RIGHT, RIGHT))] == [
        "modality-hardened",
        "prohibition-dropped",
    ]
    fines = departures(FINE, Clause("", "", FINE, FINE))
    assert [d.new for d in fines if d.kind == "amount-changed"] == ["一万", "五百元以上二千五百元以下"]


def test_near_copies_are_found_again(data):
    library = Library(data)
    copy = library.near(REPEATED.replace("某物", "该物"))
    assert copy is not None
    assert copy.clause.article == "第二条"
    assert library.near("经营者应当遵守法律、法规，诚实守信，公平竞争，保证质量。") is None


def test_numerals():
    assert all(value(numeral(number)) == number for number in range(1, 3000))
