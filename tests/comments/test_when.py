"""什么时候 asks for a day of many things; only asked of the law itself it means the clause of commencement."""

from __future__ import annotations

import pytest

import lawcheck

_DRAFT = """某市养犬管理条例（征求意见稿）
第一条　为了规范养犬，制定本条例。
第二条　养犬人应当在取得犬只之日起三十日内办理登记。
第三条　养犬人应当每年注射狂犬病疫苗。
第四条　本条例自2027年1月1日起施行。"""
_COMMENCEMENT = "art_4__para_1"


def _targets(text: str) -> tuple[str, ...]:
    return lawcheck.digest([text], _DRAFT).mappings[0].targets


@pytest.mark.parametrize(
    "said", ["什么时候施行", "这个条例什么时候生效", "问问什么时候开始实行", "条例什么时候开始", "什么时候开始？"]
)
def test_of_the_law_it_is_the_commencement(said: str) -> None:
    assert _targets(said) == (_COMMENCEMENT,)


@pytest.mark.parametrize("said", ["什么时候", "什么时候办登记", "什么时候能打疫苗", "遛狗什么时候可以"])
def test_of_other_things_it_is_not(said: str) -> None:
    assert _COMMENCEMENT not in _targets(said)
