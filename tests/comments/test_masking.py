"""Personal data in quotes of comments: hidden, everything else left, lengths kept."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawcheck.comments import find_personal, mask_personal


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("请打15400001234。", "15400001234"),
        ("手机154 0000 1234", "154 0000 1234"),
        ("身份证000101198704120034", "000101198704120034"),
        ("卡号6200 0000 0000 0005", "6200 0000 0000"),
        ("来信a.b@example.com。", ".b@example.com"),
        ("微信dws_00000", "ws_00000"),
        ("车牌云Z·00417的车", "·00417"),
        ("家住云溪市雁浦区柳汀路000号3幢2单元1802室。", "柳汀路000号3幢2单元1802室"),
        ("我叫欧阳澄溪，", "阳澄"),
        ("我是北渡小区的业主姚半夏。", "半"),
        ("座机0000-8800000。", "8800000"),
        ("病历号0000-2025-0137", "2025-0137"),
    ],
)
def test_hidden(text: str, hidden: str) -> None:
    masked = mask_personal(text)
    assert hidden not in masked
    assert len(masked) == len(text)


@pytest.mark.parametrize(
    "text",
    [
        "第十八条第二款规定的三十日太短，建议改为六十日。",
        "我是小区业主，应当明确由物业负责。",
        "罚款200元以上1000元以下。",
        "2026年9月1日起施行",
        "国家标准GB 17761-2018已有规定",
        "本人支持第三条。",
        "市发展改革委员会、市城市管理局应当协同。",
    ],
)
def test_left_alone(text: str) -> None:
    assert mask_personal(text) == text


def test_the_senders_own_name_is_hidden_wherever_it_stands() -> None:
    assert mask_personal("水怀瑾认为不妥", ["水怀瑾"]) == "水*瑾认为不妥"


@given(st.text("我叫王小明，电话13800001234 \n身份证路号@.comA云Z·室", max_size=60))
def test_length_stays_and_spans_are_in_order(text: str) -> None:
    found = find_personal(text)
    assert len(mask_personal(text)) == len(text)
    assert all(one.span.end <= two.span.start for one, two in pairwise(found))
