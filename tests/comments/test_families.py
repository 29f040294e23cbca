"""Families: what belongs together is counted together, what contradicts is kept apart, order changes nothing."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.families import families_of, scores
from benchmarks.making.campaigns import FLIPS, comments_of, flipped_pairs
from lawcheck.comments import Family, find_families
from lawcheck.comments.guarding import contradict, sign
from lawcheck.comments.model import Relation

LETTER = (
    "我是幸福小区的业主甲某。我反对第二十六条第二款把充电服务费最高定为每千瓦时四角，建议改为两角。"
    "楼下充一次电比家里贵一倍还多。"
)


def _families(*texts: str) -> tuple[Family, ...]:
    return find_families([(f"c{number}", text, f"p{number}") for number, text in enumerate(texts)])


@pytest.fixture(scope="module")
def phrases() -> list[str]:
    rng = random.Random(3)
    words = (
        "城市道路停车充电设施管理部门应当及时公开信息接受监督依法处理投诉举报保障安全维护秩序建立制度完善标准加强检查"
    )
    pairs = [words[at : at + 2] for at in range(0, len(words) - 1, 2)]
    return sorted({"".join(rng.sample(pairs, rng.randint(4, 8))) for _ in range(4000)})


@pytest.mark.parametrize(
    "copy",
    [
        LETTER,
        LETTER.replace("，", ",").replace("。", " "),
        LETTER.replace("幸福小区的业主甲某", "长堤公寓的业主乙某某"),
        "我们楼里都是这个意见。" + LETTER,
        LETTER + "另外第三十条也要改，罚五百元太多。",
        LETTER.replace("我反对第二十六条", "我反對第26條"),
    ],
    ids=["same", "marks", "other name", "sentence before", "other clause behind", "traditional"],
)
def test_copies_are_one_family(copy: str) -> None:
    (family,) = _families(LETTER, copy)
    assert (family.texts, family.persons) == (2, 2)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("我反对", "我支持"),
        ("改为两角", "改为三角"),
        ("第二十六条第二款", "第二十六条第三款"),
        ("第二十六条", "第二十七条"),
        ("建议改为", "建议不改为"),
    ],
)
def test_what_says_something_else_is_a_sibling(old: str, new: str) -> None:
    families = _families(LETTER, LETTER + "谢谢！", LETTER.replace(old, new), LETTER.replace(old, new) + "请采纳。")
    assert [family.texts for family in families] == [2, 2]
    assert families[0].siblings == (families[1].family_id,)
    assert families[1].siblings == (families[0].family_id,)


def test_one_flipped_copy_is_shown_beside_its_family() -> None:
    families = _families(LETTER, LETTER, LETTER.replace("我反对", "我支持"))
    assert sorted(family.texts for family in families) == [1, 2]


def test_who_refuses_what_a_petition_asks_for_is_not_counted_with_it() -> None:
    letter = (
        "尊敬的代表：我家紧邻规划的夜市，十米的距离根本挡不住油烟，我们强烈要求将第五条的十米改为三十米。此致敬礼！"
    )
    flipped = (
        letter.replace("根本挡不住油烟", "已经足够")
        .replace("强烈要求", "不赞成")
        .replace("米。此", "米，请保留原文。此")
    )
    families = _families(letter, letter + "谢谢！", letter, flipped)
    assert [(family.texts, len(family.siblings)) for family in families] == [(3, 1), (1, 1)]


def test_persons_and_texts_are_counted_apart() -> None:
    (family,) = find_families([("a", LETTER, "甲"), ("b", LETTER, "甲"), ("c", LETTER, ""), ("d", LETTER, "")])
    assert (family.texts, family.persons) == (4, 3)


def test_template_slots_and_additions_point_at_words() -> None:
    names = ("幸福小区的业主甲某", "长堤公寓的业主余鸣", "北渡人家的业主高远", "星桥新村的业主李木")
    texts = [LETTER.replace(names[0], name) for name in names] + [LETTER + "我家有三辆车。"]
    (family,) = _families(*texts)
    assert any(
        "小区" in family.template[slice(*slot)] or "业主" not in family.template[slice(*slot)] for slot in family.slots
    )
    (last,) = [member for member in family.members if member.key == "c4"]
    assert [texts[4][slice(*span)] for span in last.added] == ["我家有三辆车。"]
    assert family.members[0].relation is Relation.TEMPLATE


@pytest.mark.parametrize("text", ["支持", "同意第三条", "罚款太高"])
def test_short_texts_are_one_family_only_when_they_are_the_same(text: str) -> None:
    assert [family.texts for family in _families(text, text + "！", "停车太难", "请公开收费")] == [2]


def test_texts_without_a_letter_are_in_no_family() -> None:
    assert _families("。", "！！！", "", "——") == ()


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("支持第三条", "反对第三条", True),
        ("不反对第三条", "反对第三条", True),
        ("不同意第三条", "反对第三条", False),
        ("期限三十日", "期限六十日", True),
        ("期限三十天", "期限三十日", False),
        ("按百分之五收", "按百分之十收", True),
        ("第三条应当删去", "第三条第二款应当删去", False),
        ("我在这里住了三年", "我在这里住了二十年", False),
        ("规定合理", "规定不合理", True),
        ("规定合理", "规定很合理", False),
        ("距离不够，我们要求将第五条的十米改为三十米", "距离够了，我们不赞成将第五条的十米改为三十米", True),
        ("我们要求将第五条的十米改为三十米", "我们也建议将第五条的十米改为三十米", False),
        ("不同意延长摊点时间，要求将距离改为三十米", "要求将距离改为三十米", False),
        ("请将第五条的十米改为三十米", "请保留第五条的十米", True),
    ],
)
def test_guard(one: str, other: str, apart: bool) -> None:
    assert contradict(sign(one), sign(other)) is apart
    assert contradict(sign(other), sign(one)) is apart


def test_seeded_campaigns_are_found(phrases: list[str]) -> None:
    made = comments_of(phrases, 10, 20, 400, seed=11)
    found = families_of(find_families([(row.key, row.text, row.key) for row in made]))
    precision, _, f1 = scores({row.key: row.family for row in made}, found)
    assert precision >= 0.97
    assert f1 >= 0.94


def test_flipped_pairs_are_kept_apart(phrases: list[str]) -> None:
    pairs = flipped_pairs(phrases, 120, FLIPS, seed=12)
    found = families_of(find_families([(row.key, row.text, row.key) for pair in pairs for row in pair]))
    assert not [pair for pair in pairs if found.get(pair[0].key, "a") == found.get(pair[1].key, "b")]


@settings(deadline=None, max_examples=30)
@given(st.data())
def test_order_changes_nothing(data: st.DataObject) -> None:
    texts = data.draw(
        st.lists(st.sampled_from([LETTER, LETTER[:40], LETTER + "谢谢", "支持", "不支持", ""]), max_size=8)
    )
    texts += data.draw(st.lists(st.text("第三条支持反对不，。 30日六十", max_size=25), max_size=6))
    rows = [(f"c{number}", text, f"p{number % 3}") for number, text in enumerate(texts)]
    shuffled = data.draw(st.permutations(rows))
    assert find_families(rows) == find_families(shuffled)


def test_signatures_that_were_dropped_change_nothing(phrases: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    sent = [(made.key, made.text, "") for made in comments_of(phrases, 4, 6, 30, seed=5)]
    kept = find_families(sent)
    assert any(family.texts > 1 for family in kept)
    monkeypatch.setattr("lawcheck.comments.stars.SIGNED", 2)
    assert find_families(sent) == kept


def test_what_is_asked_back_is_no_denial() -> None:
    said = "夜市要邻居签字，这是制造邻里矛盾，请取消书面同意这一项。"
    back = "夜市要邻居签字，这不是制造邻里矛盾吗？请取消书面同意这一项！"
    denied = "夜市要邻居签字，这不是制造邻里矛盾，请保留书面同意这一项。"
    assert [family.texts for family in find_families([("a", said, "甲"), ("b", back, "乙")])] == [2]
    assert not any(family.texts > 1 for family in find_families([("a", said, "甲"), ("b", denied, "乙")]))
