"""The fifth injector on invented regulations and laws: the same every time, and each planted place where it says."""

import re
from random import Random

import pytest
from planting import data_folder, planted_texts, regulation_text

from benchmarks import fifth_injector as injector
from benchmarks.fifth_injector_laws import departures, wrong_fine
from benchmarks.fifth_injector_structure import KINDS as STRUCTURE
from benchmarks.fifth_injector_text import TABLES, numeral, read, value
from benchmarks.fifth_injector_work import Uses, Work

REPEATED = (
    "经营者应当在收到某物检测结果后十日内向所在地市场监督管理部门报告，不得隐瞒检测结果，但是法律另有规定的除外。"
)
LAW = "# 某物安全法\n\n<!-- INFO END -->\n\n第一条 为了某物安全，制定本法。\n\n第二条 " + REPEATED


def regulation(place: str) -> str:
    parts = [
        "为了规范某物经营，根据《中华人民共和国某物安全法》，结合本市实际，制定本条例。",
        "本条例所称某物，是指供居民使用的设备。",
        REPEATED,
        "经营者应当作出承诺，并遵守下列要求：\n\n（一）账目清楚；\n\n（二）场所整洁；\n\n（三）人员合格；\n\n（四）其他要求。",
        *(f"市场监督管理部门应当在{numeral(n)}日内答复居民和其他有关单位的第{n}类咨询。" for n in range(2, 20)),
        *(f"有第{n}类行为的，由市场监督管理部门处{numeral(n)}百元以下罚款。" for n in range(2, 8)),
        "本条例自2021年5月1日起施行。",
    ]
    return regulation_text(place, parts, (0, 4, 10, 22, 28), "2021年3月1日")


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return data_folder(tmp_path_factory.mktemp("data"), LAW, regulation)


def work(data, seed=1):
    return Work(read(data / "local/杭州市某物经营条例.md"), Random(seed), data / "laws", Uses())


def test_same_seed_same_texts_and_rows_say_where(data, tmp_path):
    texts = planted_texts(injector, data, tmp_path, most=14)
    assert all(sign < "\ue000" or sign > "\uf8ff" for text in texts.values() for sign in text)


@pytest.mark.parametrize("kind", [k for k in TABLES["structure"] if k["kind"][:3] in STRUCTURE])
def test_kinds_made_of_the_text(data, kind):
    scene = work(data)
    if injector.plant_made(scene, kind):
        text, rows = scene.finish()
        assert [row["kind"] for row in rows] == [kind["kind"]]
        assert text != (data / "local/杭州市某物经营条例.md").read_text("utf-8")
    else:
        assert kind["kind"][:3] in {"T13", "C10"}


@pytest.mark.parametrize("kind", TABLES["kinds"], ids=lambda kind: kind["kind"])
def test_each_sentence_is_filled(data, kind):
    text = work(data).text
    for sentence in kind["texts"]:
        filled = text.fill(sentence, Random(1))
        assert sentence == "auto" or not re.search("[$#]", filled)
        assert filled.count("«") == filled.count("»")


def test_departures():
    assert set(departures(REPEATED, REPEATED)) == {"应当改可以", "不得改可以", "期限改", "删除例外"}
    assert not departures(REPEATED, "经营者有权拒绝。")
    assert wrong_fine("违反本法规定的，处一千元以上五千元以下罚款。", "A07").new == "处五千元罚款"
    assert wrong_fine("违反本法规定的，处五千元罚款。", "A07") is None


def test_numerals():
    assert all(value(numeral(number)) == number for number in range(1, 3000))
