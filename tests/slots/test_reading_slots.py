from decimal import Decimal

import pytest

from lawcheck.document import Number, parse
from lawcheck.slots import Bound, Meaning, Modal, extract_slots, parse_figure, read_slots, slots_of


@pytest.mark.parametrize(
    ("text", "low", "high", "unit", "basis"),
    [
        ("处二千元以上一万元以下的罚款。", 2000, 10000, "元", ""),
        ("处2000元以上1万元以下罚款。", 2000, 10000, "元", ""),
        ("处二万以上五万元以下罚款。", 20000, 50000, "元", ""),
        ("处１０，０００元罚款。", 10000, 10000, "元", ""),
        ("处货值金额一倍以上三倍以下罚款。", 1, 3, "倍", "货值金额"),
        ("处违法所得百分之十以上百分之三十以下的罚款。", 10, 30, "%", "违法所得"),
        ("处以每平方米二百元罚款。", 200, 200, "元", "每平方米"),
        ("并处不超过三万元的罚款。", None, 30000, "元", ""),
        ("处三至五倍罚款。", 3, 5, "倍", ""),
    ],
)
def test_fines_are_intervals_whatever_the_numerals(text, low, high, unit, basis) -> None:
    (amount,) = read_slots(text).amounts
    assert (amount.low, amount.high) == tuple(None if end is None else Decimal(end) for end in (low, high))
    assert (amount.unit, amount.basis, amount.fine) == (unit, basis, True)


@pytest.mark.parametrize(
    ("text", "number", "unit", "bound", "meaning"),
    [
        ("部门应当自受理之日起二十个工作日内作出决定。", 20, "工作日", Bound.MAX, Meaning.HANDLING),
        ("用户应当在十日内申报。", 10, "日", Bound.MAX, Meaning.DUTY),
        ("主办者应当提前三十日告知。", 30, "日", Bound.MIN, Meaning.AHEAD),
        ("许可证有效期为五年。", 5, "年", Bound.EXACT, Meaning.VALIDITY),
        ("公示期不得少于七日。", 7, "日", Bound.MIN, Meaning.NOTICE),
        ("记录保存不少于2年。", 2, "年", Bound.MIN, Meaning.KEEPING),
        ("三年内不得从事该业务。", 3, "年", Bound.MAX, Meaning.BAN),
        ("处五日以上十日以下拘留。", 5, "日", Bound.RANGE, Meaning.DETENTION),
    ],
)
def test_periods_tell_their_side_and_what_they_are_for(text, number, unit, bound, meaning) -> None:
    (period,) = read_slots(text).periods
    assert (period.low, period.unit, period.bound, period.meaning) == (Decimal(number), unit, bound, meaning)


@pytest.mark.parametrize(
    "text",
    ["本条例自2026年1月1日起施行。", "每年三月十二日为植树日。", "第三日", "六月至九月期间", "二〇二六年五月五日前"],
)
def test_dates_are_no_periods(text) -> None:
    assert read_slots(text).periods == ()


@pytest.mark.parametrize(
    ("text", "norms"),
    [
        ("用户必须登记，不准转让。", [Modal.MUST, Modal.MUST_NOT]),
        ("应当申报而未申报的，责令改正。", []),
        ("严禁倾倒垃圾。", [Modal.FORBIDDEN]),
        ("公民有权举报。", [Modal.RIGHT]),
        ("个人自用的，无需办理许可。", [Modal.EXEMPT]),
        ("区负责出版的部门应当备案。", [Modal.DUTY]),
    ],
)
def test_modal_words_of_norms_only_in_one_form(text, norms) -> None:
    assert [modality.norm for modality in read_slots(text).modalities] == norms


def test_a_penalty_clause_names_offender_conduct_organ_and_consequences() -> None:
    slots = read_slots(
        "违反本条例第九条规定，建设单位未设置警示标志的，由城市管理部门责令限期改正，可以处五千元以下罚款；情节严重的，吊销施工许可证。"
    )
    assert [s.text for s in slots.subjects] == ["建设单位"]
    assert [a.text for a in slots.acts] == ["设置"]
    assert [o.text for o in slots.organs] == ["城市管理部门"]
    assert [(p.kind, p.optional) for p in slots.penalties] == [("罚款", True), ("吊销许可证件", False)]
    assert [m.kind for m in slots.measures] == ["责令改正"]
    assert [c.text for c in slots.conditions] == ["违反本条例第九条规定", "建设单位未设置警示标志的", "情节严重的"]


@pytest.mark.parametrize(
    ("text", "exceptions"),
    [
        ("任何人不得入内，但执行公务的除外。", ["但执行公务的除外"]),
        ("除抢修作业外，禁止夜间施工。", ["除抢修作业外"]),
        ("除提交申请书外，还应当提交图纸。", []),
    ],
)
def test_exceptions_are_read_and_additions_are_none(text, exceptions) -> None:
    assert [e.text for e in read_slots(text).exceptions] == exceptions


def test_transfers_name_law_and_articles() -> None:
    (transfer,) = read_slots("由公安机关依照《中华人民共和国治安管理处罚法》第七十五条的规定处罚。").transfers
    assert (transfer.law, transfer.articles) == ("治安管理处罚法", (Number(75),))


def test_an_item_inherits_its_lead_in_and_marks_it() -> None:
    document = parse(
        "某市规定\n第一条　有下列行为之一的，由公安机关处二百元罚款：\n（一）乱扔果皮的；\n（二）擅自拆除标志的。"
    )
    slots = slots_of(document, document.by_eid["art_1__para_1__point_1"])
    assert [(o.text, o.inherited) for o in slots.organs] == [("公安机关", True)]
    assert not any(act.inherited for act in slots.acts)
    whole = extract_slots(document)[0]
    assert len(whole.acts) == 2
    assert not any(penalty.inherited for penalty in whole.penalties)


@pytest.mark.parametrize(
    "text", ["", "。", "，，", "第一条", "（一）", "处", "除", "但", "《", "一二三四五六七八九十" * 50, "应当" * 200]
)
def test_any_text_is_read(text) -> None:
    read_slots(text)


def test_every_span_holds_its_words() -> None:
    source = "某市规定\n第一条　 用户 应当在 十日内,向市公安局报告；逾期不报告的,处 2000元以下罚款。\n"
    document = parse(source)
    for slots in extract_slots(document):
        for name in ("subjects", "acts", "conditions", "amounts", "periods", "organs", "modalities", "penalties"):
            for value in getattr(slots, name):
                held = document.source.text[slice(*value.span)]
                assert "".join(held.split()).replace(",", "，") == value.text


@pytest.mark.parametrize(
    ("text", "value"), [("两万五千", 25000), ("1.5万", 15000), ("叁佰", 300), ("十二点五", 12.5), ("零", 0)]
)
def test_figures_of_every_style(text, value) -> None:
    assert parse_figure(text) == Decimal(str(value))


@pytest.mark.parametrize(
    ("text", "organs"),
    [
        ("报所在地县级人民政府公安、民政主管部门备案。", ["所在地县级人民政府公安、民政主管部门"]),
        ("报所在地乡镇人民政府备案。", ["所在地乡镇人民政府"]),
        ("县级人民政府和公安、民政主管部门应当配合。", ["县级人民政府", "公安、民政主管部门"]),
    ],
)
def test_a_government_and_the_list_of_its_departments_are_one_name(text: str, organs: list[str]) -> None:
    assert [organ.text for organ in read_slots(text).organs] == organs


@pytest.mark.parametrize(
    ("text", "exceptions"),
    [
        ("经营除应当遵守本条例的规定外，属于药品的，还应当遵守药品管理的规定。", []),
        ("经营者除在自家店铺内经营外，属于药品的，应当遵守药品管理的规定。", ["除在自家店铺内经营外"]),
    ],
)
def test_what_a_case_must_do_besides_is_no_exception(text: str, exceptions: list[str]) -> None:
    assert [phrase.text for phrase in read_slots(text).exceptions] == exceptions
