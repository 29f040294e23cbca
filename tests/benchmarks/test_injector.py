"""The error injector on an invented regulation: the same every time, and nothing changed but the spans."""

import dataclasses
from itertools import pairwise

import pytest

from benchmarks.injector import GAP, KINDS, Injected, check, inject
from benchmarks.injector_kinds import id_checksum
from benchmarks.injector_text import Text, squeeze

RESTATED = "经营者应当在收到通知后十日内向公安机关报告，但是法律另有规定的除外。"
FINED = "违反本条例第五条规定的，由市主管部门责令改正，处五百元以上五千元以下罚款。"
PARTS = (
    "为了规范某物经营活动，根据《中华人民共和国行政处罚法》和其他有关法律，制定本条例。",
    "本条例适用于本市某物的经营和监督管理。",
    "市主管部门负责本条例的组织实施。",
    "申请从事某物经营，应当符合下列条件：\n\n（一）有固定场所；\n\n（二）有专业人员；\n\n（三）法律、法规规定的其他条件。",
    "经营者应当按照国家标准检测其他设备，并保存检测记录和账簿备查。",
    RESTATED,
    "申请人应当提交身份证明。主管部门应当自受理之日起十五日内作出决定。",
    "任何单位和个人有权举报违法行为，主管部门应当公布举报电话，并为残疾人提供便利。",
    FINED,
    "当事人依照《中华人民共和国行政处罚法》的规定享有陈述权，本条例第九条另有规定的除外。",
    "违反本条例第四条第一项规定的，处一千元以上一万元以下罚款。",
    "主管部门工作人员玩忽职守的，依法给予处分。",
    "市主管部门可以依照本条例制定实施细则，报市人民政府批准。",
    "本条例自2021年5月1日起施行。",
)
NUMBERS = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三", "十四"]
BODY = "\n\n".join(f"第{number}条　{part}" for number, part in zip(NUMBERS, PARTS, strict=True))
TEXT = (
    f"# 某市某物管理条例\n\n2021年3月1日某市第一届人民代表大会常务委员会第一次会议通过\n\n<!-- INFO END -->\n\n{BODY}\n"
)
PARTNER = {squeeze(RESTATED): True, squeeze(FINED): "责令改正，处五百元以上五千元以下罚款。"}


@pytest.mark.parametrize("seed", range(30))
def test_only_the_spans_differ(seed):
    after, injected = inject(TEXT, seed, partner=PARTNER)
    check(TEXT, after, injected)
    assert (after, injected) == inject(TEXT, seed, partner=PARTNER)
    assert 6 <= len(injected) <= 10
    assert len({one.kind for one in injected}) == len(injected)
    assert all(after[one.start : one.end] == one.new for one in injected)
    assert all(b.start - a.end >= GAP for a, b in pairwise(injected))


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_alone(kind):
    after, injected = inject(TEXT, 1, [kind], PARTNER)
    check(TEXT, after, injected)
    assert bool(injected) == (after != TEXT)
    assert all(one.rules for one in injected)


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        ("modality_weakened", "应当", "可以"),
        ("period_changed", "十", "三十"),
        ("exception_removed", "，但是法律另有规定的除外。", "。"),
        ("organ_changed", "公安机关", "民政部门"),
        ("w06_qita", "其他", "其它"),
        ("w08_zuochu", "作出", "做出"),
        ("w09_item", "一", "（一）"),
        ("in_force_missing", "。\n\n第十四条　本条例自2021年5月1日起施行。", "。"),
    ],
)
def test_words(kind, old, new):
    _, injected = inject(TEXT, 3, [kind], PARTNER)
    assert [(one.old, one.new) for one in injected] == [(old, new)]


@pytest.mark.parametrize("kind", ["modality_weakened", "period_changed", "exception_removed", "organ_changed"])
def test_without_a_partner_no_slot_is_changed(kind):
    assert inject(TEXT, 1, [kind]) == (TEXT, [])


def test_condition_stands_before_the_rest():
    after, _ = inject(TEXT, 1, ["licence_condition"])
    assert "；\n\n（四）法律、法规规定的其他条件。" in after


def test_false_truth_is_found():
    after, injected = inject(TEXT, 5, partner=PARTNER)
    with pytest.raises(ValueError, match="outside"):
        check(TEXT, after + "。", injected)
    wrong = [dataclasses.replace(injected[0], start=injected[0].start + 1), *injected[1:]]
    with pytest.raises(ValueError, match="span"):
        check(TEXT, after, wrong)
    assert isinstance(injected[0], Injected)


def test_id_numbers_have_the_right_checksum():
    _, (one,) = inject(TEXT, 1, ["id_number"])
    assert id_checksum(one.note[:17]) == one.note[17]
    assert one.note.startswith("000000")


def test_reading_of_the_text():
    text = Text(TEXT)
    assert (text.own, text.kind, text.last_article, text.orderly) == ("条例", "法规", 14, True)
    assert str(text.adopted) == "2021-03-01"
