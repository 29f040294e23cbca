import pytest

from lawcheck.comparison import Relation, StepKind, compare_clauses, find_steps, folded

UPPER = (
    "经营者应当自变更之日起三十日内向公安机关备案，除法律规定的特殊场所外，不得留宿顾客。"
    "违反规定，有下列行为之一的，由公安机关处一千元以上五千元以下罚款：\n（一）未备案的；\n（二）隐瞒登记信息的。"
)


@pytest.mark.parametrize(
    ("old", "new", "relation", "slot"),
    [
        ("应当", "可以", Relation.RELAXED, "模态"),
        ("五千元", "八千元", Relation.HEAVIER, "数额"),
        ("一千元", "二百元", Relation.LIGHTER, "数额"),
        ("五千元", "三千元", Relation.DETAILED, "数额"),
        ("三十日", "十日", Relation.HEAVIER, "期限"),
        ("三十日", "六十日", Relation.RELAXED, "期限"),
        ("由公安机关", "由卫生健康主管部门", Relation.CONFLICT, "机关"),
        ("除法律规定的特殊场所外，", "", Relation.HEAVIER, "例外"),
        ("由公安机关处", "由公安机关可以处", Relation.LIGHTER, "模态"),
        ("（一）未备案的；", "（一）未备案的；\n（二）在门前停放车辆的；", Relation.ADDED, "项"),
        ("以下罚款：", "以下罚款，没收违法所得：", Relation.ADDED, "处罚种类"),
    ],
)
def test_one_changed_word_gives_its_label_and_the_words(old: str, new: str, relation: Relation, slot: str) -> None:
    lower = UPPER.replace(old, new, 1)
    found = compare_clauses(lower, UPPER)
    assert found.relation is relation
    difference = next(d for d in found.differences if d.relation is relation)
    assert difference.slot == slot
    for text, span, words in (
        (lower, difference.lower_span, difference.lower),
        (UPPER, difference.upper_span, difference.upper),
    ):
        assert span is None or text[slice(*span)] == words


@pytest.mark.parametrize(
    ("lower", "upper", "relation"),
    [
        (UPPER, UPPER, Relation.REPEATED),
        ("处30000元以下的罚款。", "处三万元以下罚款。", Relation.REPEATED),
        ("用户必须登记,并公示。", "用户应当登记，并公示。", Relation.REPEATED),
        (
            "市人民政府应当建立档案管理制度，确定管理人员，并在每年年底前将档案目录向社会公开，接受监督。",
            "县级以上人民政府应当建立档案管理制度。",
            Relation.DETAILED,
        ),
        ("省水行政主管部门负责监督。", "县级以上人民政府水行政主管部门负责监督。", Relation.SAME),
    ],
)
def test_agreeing_texts_raise_no_alarm(lower: str, upper: str, relation: Relation) -> None:
    assert compare_clauses(lower, upper).relation is relation


def test_exceptions_are_read_before_duties() -> None:
    found = compare_clauses("任何人不得入内，但执行公务的除外。", "任何人不得入内。")
    assert [(d.slot, d.relation) for d in found.differences] == [("例外", Relation.RELAXED)]


@pytest.mark.parametrize(
    ("a", "b"), [("叁万元", "30000元"), ("必须", "应当"), ("违反本条例", "违反本法"), ("甲，乙", "甲、乙")]
)
def test_spelling_is_no_difference(a: str, b: str) -> None:
    assert folded(a) == folded(b)


def test_steps_tile_both_texts() -> None:
    upper, lower = "处 30000 元罚款，可以没收。", "处三万元罚款，应当没收工具。"
    steps = find_steps(upper, lower)
    assert "".join(upper[slice(*s.upper)] for s in steps).replace(" ", "") == upper.replace(" ", "")
    assert "".join(lower[slice(*s.lower)] for s in steps) == lower
    assert StepKind.SPELLING in {s.kind for s in steps}


def test_key_points_that_begin_alike_are_joined() -> None:
    lower = UPPER.replace("（一）未备案的；", "（一）未备案的；\n（二）在门前停放车辆的；\n（三）夜间鸣放高音喇叭的；")
    points = compare_clauses(lower, UPPER).key_points
    assert points == ("本条列举了上位法没有的项：在门前停放车辆的、夜间鸣放高音喇叭的",)


@pytest.mark.parametrize(
    ("period", "alarms"), [("一年", True), ("六个月", False), ("半年", False)], ids=["longer", "in months", "the same"]
)
def test_half_a_year_is_a_period(period: str, alarms: bool) -> None:
    upper = "受理申请的主管部门应当在半年内办结全部事项。"
    assert compare_clauses(upper.replace("半年", period), upper).relation.alarming == alarms


CONSENT = "处理不满十四周岁未成年人个人信息的，应当取得其父母或者其他监护人的同意。"
TICKETS = "不满十四周岁的儿童应当免收公园门票。"


@pytest.mark.parametrize(
    ("upper", "age", "relation"),
    [(CONSENT, "十二", "放宽"), (CONSENT, "十六", "加重"), (TICKETS, "六", "加重"), (CONSENT, "十四", "重复")],
    ids=["fewer protected", "more protected", "fewer let in free", "the same"],
)
def test_a_lower_age_protects_fewer(upper: str, age: str, relation: str) -> None:
    assert compare_clauses(upper.replace("十四", age), upper).relation.value == relation


@pytest.mark.parametrize(
    ("exception", "told"),
    [("除本条第二款规定外", []), ("除前款规定外", []), ("除农户自用外", ["例外"])],
)
def test_an_exception_that_points_inside_the_law_lets_nobody_off(exception: str, told: list[str]) -> None:
    law = f"擅自设置排水口的，{exception}，由水务部门责令限期拆除，处二万元以上十万元以下的罚款。"
    own = "擅自设置排水口的，由水务部门责令限期拆除，处二万元以上十万元以下的罚款。"
    assert [d.slot for d in compare_clauses(own, law).differences] == told


TESTS = "除消防设施检测外，不得要求商户委托检测机构检测设备。"
OWN_TESTS = "主管单位的检测机构不得对本单位验收的消防设施开展检测，法律另有规定的除外。"


@pytest.mark.parametrize(
    ("own", "told"),
    [
        (TESTS, []),
        ("不得要求商户委托检测机构检测设备，消防设施检测除外。", []),
        ("不得要求商户委托检测机构检测设备。", ["上位法的例外规定在本条中没有：除消防设施检测外"]),
    ],
    ids=["kept", "in other words", "dropped"],
)
def test_an_exception_does_not_stand_for_another_one(own: str, told: list[str]) -> None:
    found = compare_clauses(own + OWN_TESTS, TESTS + OWN_TESTS).differences
    assert [d.note for d in found if d.slot == "例外"] == told


LEVY = "逾期不缴纳复垦费的，由县级以上人民政府自然资源主管部门责令限期缴纳，并按日加收滞纳金。"


@pytest.mark.parametrize(
    ("organ", "told"),
    [("统计机构", ["统计机构"]), ("规划资源部门", []), ("自然资源主管部门", [])],
)
def test_an_institution_that_is_a_department_by_law_is_another_organ(organ: str, told: list[str]) -> None:
    found = compare_clauses(LEVY.replace("自然资源主管部门", organ), LEVY).differences
    assert [d.lower for d in found if d.slot == "机关"] == told


NIGHT = "禁止夜间进行产生噪声的装卸作业，但是抢险、救灾装卸作业，因保鲜需要必须连续装卸的除外。"


@pytest.mark.parametrize(
    ("exception", "told"),
    [("除抢险和救灾作业外，", []), ("除木材商行外，", ["本条增加了上位法没有的例外：除木材商行外"])],
)
def test_one_of_several_cases_of_a_higher_exception_is_no_new_one(exception: str, told: list[str]) -> None:
    found = compare_clauses(f"在本市，{exception}禁止夜间进行产生噪声的装卸作业。", NIGHT).differences
    assert [d.note for d in found if d.relation.value == "放宽"] == told


@pytest.mark.parametrize(
    ("measure", "told"), [("责令停产整治", []), ("责令改正", ["限制开展生产经营活动", "责令停产停业"])]
)
def test_the_harsher_of_two_measures_drops_nothing(measure: str, told: list[str]) -> None:
    law = "排污单位拒不公开信息的，责令限制生产、停产整治，处二万元以上二十万元以下的罚款。"
    own = f"排污单位拒不公开信息的，{measure}，处二万元以上二十万元以下的罚款。"
    found = compare_clauses(own, law).differences
    assert sorted(d.note.split("：")[1] for d in found if d.relation.value == "减轻") == sorted(told)


SITES = "工地有下列情形之一的，处一万元罚款：\n（一）未设置硬质围挡的；\n（二）渣土未及时清运，或者堆存渣土时未采用防尘网遮盖的。"


@pytest.mark.parametrize(
    ("item", "added"),
    [("堆存渣土未采用防尘网遮盖的", []), ("在出入口聚众喧哗的", ["在出入口聚众喧哗的。"])],
)
def test_a_case_that_the_higher_item_joins_with_another_is_no_new_item(item: str, added: list[str]) -> None:
    own = f"工地有下列情形之一的，处一万元罚款：\n（一）未设置硬质围挡的；\n（二）渣土未及时清运的；\n（三）{item}。"
    found = compare_clauses(own, SITES).differences
    assert [d.lower for d in found if d.slot == "项"] == added
