"""The fourth injector on an invented regulation and law: the same every time, and each planted place where it says."""

import json
import re
from itertools import pairwise
from random import Random

import pytest

from benchmarks import fourth_injector as injector
from benchmarks import fourth_injector_sentences as sentences
from benchmarks.fourth_injector_base import TABLES, Laws, numeral, read, value
from benchmarks.fourth_injector_copies import departures
from benchmarks.fourth_injector_normative import Document, normative
from benchmarks.fourth_injector_scene import fill, id_check, identity, read_scene
from benchmarks.seeded import GRAVE, Told
from benchmarks.seeded_fourth import outcome_of_error, outcome_of_harmless, shares

TITLE = "杭州市某物经营管理条例"
REPEATED = (
    "经营者应当在收到某物检测结果后十日内向所在地市场监督管理部门报告，不得隐瞒检测结果，但是法律另有规定的除外。",
    "违反某物检测规定的，由县级以上人民政府市场监督管理部门责令改正，处五百元以上五千元以下罚款。",
)
LAW = "# 中华人民共和国某物安全法\n\n<!-- INFO END -->\n\n" + "\n\n".join(
    f"第{numeral(i)}条 {words}" for i, words in enumerate(["为了某物安全，制定本法。", *REPEATED], 1)
)
DUTY = "经营者和其他有关单位应当建立某物的{}账簿，作出检查决定，并自收到通知之日起{}日内向市场监督管理部门报送材料。"
PENALTY = "违反本条例第{}条规定的，由市场监督管理部门责令改正，处{}百元以上五千元以下罚款。"
PARTS = (
    "为了规范某物经营活动，根据《中华人民共和国某物安全法》和其他有关法律，制定本条例。",
    "本条例适用于本市某物的经营和监督管理，法律另有规定的，适用其规定。",
    "市场监督管理部门负责本条例的组织实施，鼓励、支持企业依法经营。",
    "申请从事某物经营，应当符合下列条件：\n\n（一）有固定场所；\n\n（二）有专业人员；\n\n（三）法律、法规规定的其他条件。",
    REPEATED[0],
    "任何单位和个人有权举报违法行为。\n\n市场监督管理部门工作人员应当为居民、村民和公众查询提供便利。",
    *(DUTY.format(word, numeral(i)) for i, word in enumerate("购销存运修检验租", 12)),
    REPEATED[1],
    *(PENALTY.format(numeral(i), numeral(i - 5)) for i in range(7, 11)),
    "当事人依照《中华人民共和国某物安全法》第二条的规定享有陈述权，本条例第九条另有规定的除外。",
    "市场监督管理部门工作人员玩忽职守的，依法给予处分。",
    "本市有关单位应当为某物经营提供便利，具体办法由市人民政府规定。",
    "本条例自2021年5月1日起施行。",
)
BODY = "\n\n".join(f"第{numeral(i)}条　{part}" for i, part in enumerate(PARTS, 1))
HEAD = f"# {TITLE}\n\n2021年3月1日杭州市人民代表大会常务委员会通过\n\n<!-- INFO END -->\n\n"
TEXT = f"{HEAD}{BODY}\n"


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("data")
    for name, text in ((f"local/{TITLE}(2021-03-01).md", TEXT), ("laws/法律/某物安全法(2020-01-01).md", LAW)):
        path = folder / name
        path.parent.mkdir(parents=True)
        path.write_text(text, "utf-8")
    (folder / "laws/行政法规").mkdir()
    return folder


@pytest.fixture(scope="module")
def laws(data):
    return Laws(data)


def scene(laws, seed=1, **more):
    return read_scene(TEXT, TITLE, "2021-03-01", Random(seed), laws, **more)


def test_same_seed_same_texts(data, tmp_path):
    for name in ("a", "b"):
        truth, harmless = injector.write(data, tmp_path / name, texts=1, seed=3)
    files = sorted(path.name for path in (tmp_path / "a").iterdir())
    assert files == ["harmless.jsonl", "truth.jsonl", f"{TITLE}(2021-03-01).md"]
    assert all((tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes() for name in files)
    rows = [json.loads(line) for line in (tmp_path / "a" / "truth.jsonl").read_text("utf-8").splitlines()]
    assert [row["kind"] for row in rows] == [row["kind"] for row in truth]
    assert 3 <= len(harmless) <= 5


@pytest.mark.parametrize("seed", range(20))
def test_rows_say_where(laws, seed):
    planted = injector.plant("x.md", scene(laws, seed), sentences.Tally())
    assert 8 <= len(planted.truth) <= 14
    assert all(planted.text[row["start"] : row["end"]] == row["quote"] for row in planted.truth + planted.harmless)
    assert all(row["tier"] == injector.tier_of(row["rules"]) for row in planted.truth)
    spans = sorted((row["start"], row["end"]) for row in planted.truth + planted.harmless)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))


@pytest.mark.parametrize("kind", injector.EDITS)
def test_each_edit_changes_words(laws, kind):
    edits = [edit for seed in range(5) if (edit := injector.EDITS[kind](scene(laws, seed)))]
    assert all(edit.kind == kind and edit.rules and edit.why for edit in edits)
    assert all(edit.new != TEXT[edit.start : edit.end] for edit in edits)


def test_most_edits_have_a_place(laws):
    without = {kind for kind, edit in injector.EDITS.items() if not edit(scene(laws))}
    assert without <= {"w_dan", "w_item", "s_bracket", "s_chapter", "internal_para", "w_num", "w_zuochu"}


@pytest.mark.parametrize("row", [*sentences.KINDS.values(), *sentences.SPECIAL.values()])
def test_each_template_is_filled(laws, row):
    more = {"licence": "某许可证", "number": "五", "term": "十日", "old_term": "五日", "wrong": "九"}
    for template in row["templates"]:
        words = template if isinstance(template, str) else template["text"]
        assert not re.search("[{}]", fill(scene(laws), words, **more))


@pytest.mark.parametrize("row", TABLES["harmless"])
def test_lawful_sentences(laws, row):
    edit = sentences.harmless(scene(laws), row)
    assert (edit.kind, edit.rules) == ("harmless", tuple(row["not_rules"]))
    assert edit.new.endswith("。")


def test_kinds_of_departures(laws):
    edits = departures(read(TEXT), TITLE, laws)
    assert {edit.kind for edit in edits} == {
        "modal_weaken", "ban_dropped", "amount", "period", "exception_removed", "organ", "penalty_premise",
        "penalty_type_added",
    }  # fmt: skip
    assert {edit.higher["no"] for edit in edits} == {"第二条", "第三条"}
    assert "处五百元以上一万元以下罚款" in {TEXT[e.start - 1 : e.start] + e.new + "罚款" for e in edits}


def test_normative_documents_hold_no_penalties(laws):
    assert normative(Document("杭州市实施《某物安全法》办法", TEXT, "2021-03-01"), "本条例", Random(1)) is None
    made = normative(Document(TITLE, TEXT, "2021-03-01"), "本条例", Random(1))
    assert made.title == "杭州市某物经营管理办法"
    assert "杭政办〔" in made.text
    assert not re.search("罚款|处分|本条例", made.text)
    ready = read_scene(made.text, made.title, made.day, Random(1), laws, normative=True)
    planted = injector.plant("x.md", ready, sentences.Tally())
    assert {"k_penalty", "k_permit", "k_compel"} <= {row["kind"] for row in planted.truth}


def test_numerals_and_identity_numbers():
    assert all(value(numeral(number)) == number for number in range(1, 3000))
    number = identity(Random(1))
    assert id_check(number[:17]) == number[17]


def test_what_counts_as_found():
    row = {"kind": "period", "start": 10, "end": 14, "rules": ["3.10"], "not_rules": ["A01"], "tier": 3}
    beside = Told("3.10", "放宽", 14, 20, "", "")
    grave = Told("A01", min(GRAVE), 13, 20, "", "")
    found, missed = outcome_of_error(row, [beside]), outcome_of_error(row, [grave])
    assert (found.hits, missed.hits, missed.near) == ((beside,), (), (grave,))
    assert outcome_of_harmless(row, [beside, grave]).hits == (grave,)
    assert outcome_of_harmless(row, [grave._replace(start=14)]).hits == ()
    assert shares([found, missed]) == {"period": (1, 2, 3)}
    assert not shares([found, missed])["period"].met
