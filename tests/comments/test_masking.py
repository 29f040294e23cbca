"""Personal data in quotes of comments: hidden, everything else left, lengths kept."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawcheck.comments import find_personal, mask_file_name, mask_personal


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


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("太贵。\n退休教师 何雁南 家住南门街28号", "何雁南"),
        ("太贵。\n签名：林小渡、方一苇、余禾（联系15400001234）", "方一苇"),
        ("林小渡、方一苇（签名）", "林小渡"),
        ("孙雁华，身份证000101196803052416，能不能免费？", "孙雁华"),
        ("赵小满 家住云溪市西门街道豆腐弄7号", "赵小满"),
        ("建议免费停放。（张一苇）", "张一苇"),
        ("电话15400001234（何小满）", "何小满"),
        ("此致\n敬礼！何小满", "何小满"),
        ("何小满敬上", "何小满"),
        ("执业证号10000202010123456", "10000202010123456"),
        ("太贵。\n某公司法务部 何雁南", "何雁南"),
        ("太贵。\n何雁南 律师", "何雁南"),
        ("何雁南（手写签名）", "何雁南"),
        ("姓名：高峰", "高峰"),
        ("我是云溪大学教师王雁南，", "王雁南"),
    ],
)
def test_names_are_hidden_where_something_announces_them(text: str, hidden: str) -> None:
    assert hidden not in mask_personal(text)


@pytest.mark.parametrize(
    "text",
    [
        "万达，住在旁边的人觉得很吵",
        "浙江某律师事务所",
        "高新区（盖章）",
        "城管执法局（盖章）",
        "不合理。（高峰时段）",
        "联系人：刘科长",
        "负责人：应当公布",
        "签名：全体业主",
        "要求教师张贴，",
        "太贵。\n温州\n",
        "行业主管部门、工人文化宫都要参加",
        "当事人陈述、律师查阅",
        "We visited the old town",
        "投诉12345热线打不通，电话 12345",
        "《中华人民共和国安全生产法》",
    ],
)
def test_places_offices_and_words_are_no_names(text: str) -> None:
    assert mask_personal(text) == text


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("来信2_何雁南.docx", "来信2_何*南.docx"),
        ("何雁南的意见.docx", "何*南的意见.docx"),
        ("何雁南律师意见.docx", "何*南律师意见.docx"),
        ("意见表-何雁-15400001234.docx", "意见表-何*-154********.docx"),
        ("来信/何雁南/1.txt", "来信/何*南/1.txt"),
        ("来信3_高新区.docx", "来信3_高新区.docx"),
        ("温州.docx", "温州.docx"),
        ("石埠县司法局复函.docx", "石埠县司法局复函.docx"),
        ("关于停车的意见.txt", "关于停车的意见.txt"),
        ("网站导出_20261112.csv", "网站导出_20261112.csv"),
    ],
)
def test_names_of_people_leave_the_names_of_files(name: str, shown: str) -> None:
    assert mask_file_name(name) == shown
