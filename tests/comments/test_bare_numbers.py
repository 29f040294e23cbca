"""A number without its unit is put for what the clause can mean alone; else nothing is guessed."""

from __future__ import annotations

import pytest

import lawcheck

_DRAFT = """某市养犬管理条例（征求意见稿）
第一条　为了规范养犬，制定本条例。
第二条　违反本条例规定携犬出户不束犬链的，处二百元以上五百元以下罚款。
第三条　养犬人应当在取得犬只之日起三十日内办理登记。
第四条　绝育的犬只，给予五百元补贴，由区公安机关在十五日内发放。
第五条　本条例自2027年1月1日起施行。"""


def _wordings(text: str) -> list[tuple[str, str, str]]:
    digest = lawcheck.digest([text], _DRAFT)
    return [(w.target, w.old, w.new) for w in digest.wordings]


@pytest.mark.parametrize(
    ("said", "target", "old", "new"),
    [
        ("第二条罚款上限改为1000", "art_2__para_1", "五百元", "1000"),
        ("第二条的罚款500太少了，改成800", "art_2__para_1", "五百元", "800"),
        ("第二条罚款下限调到300吧", "art_2__para_1", "二百元", "300"),
        ("第二条最高2千就够了", "art_2__para_1", "五百元", "2千"),
        ("第三条登记期限改为60", "art_3__para_1", "三十日", "60"),
        ("第三条 30改60", "art_3__para_1", "三十日", "60"),
        ("第三条改30天为60天", "art_3__para_1", "三十日", "60天"),
        ("把第三条的期限改成60", "art_3__para_1", "三十日", "60"),
        ("建议把第三条改成60", "art_3__para_1", "三十日", "60"),
        ("建议第三条改成60", "art_3__para_1", "三十日", "60"),
        ("第四条补1000", "art_4__para_1", "五百元", "1000"),
        ("第四条发放时间改成十", "art_4__para_1", "十五日", "十"),
    ],
)
def test_a_number_alone_is_put_for_the_one_that_is_meant(said: str, target: str, old: str, new: str) -> None:
    assert _wordings(said) == [(target, old, new)]


@pytest.mark.parametrize(
    "said",
    [
        "第二条罚款改为300",  # either end
        "第二条罚款上限不要改为1000",
        "第二条为什么上限改为1000",
        "第三条我看了3遍",
        "第三条改为第5条",
        "第四条改为1、2、3三类",
        "第五条改为2028",  # a date is no amount
        "第四条我同意，分数改为9.5",
        "第三条请回电话改为13912345678",
    ],
)
def test_what_is_no_proposal_or_could_mean_two_things_gives_none(said: str) -> None:
    assert _wordings(said) == []
