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
        ("电话（0000）8800 0000找我", "0000找"),
        ("联系人：齐悦，电话：8800 0000", "8800"),
        ("办证加V：jk00000", "k00000"),
        ("我是某某家园2幢1单元的业主", "2幢1单元"),
        ("家住某某家园三幢二单元五楼，", "二单元五"),
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
        "咨询电话2000件中办结1800件",
        "微信加V认证的摊主",
        "我是学校的高管，支持付费停车。",
        "同意党委的意见",
        "太贵。谢谢关注",
        "居民向物业反映多次，业主应当反映，群众常常反映",
        "夜市——安全第一",
        "公园（某某街道社区）：太小",
        "回复时间：太长",
        "连片的夜市冷饮摊简单登记",
        "市发展改革委员会、市城市管理局应当协同。",
    ],
)
def test_left_alone(text: str) -> None:
    assert mask_personal(text) == text


def test_the_senders_own_name_is_hidden_wherever_it_stands() -> None:
    assert mask_personal("水怀瑾认为不妥", ["水怀瑾"]) == "水*瑾认为不妥"


@pytest.mark.parametrize(
    ("text", "sender", "hidden"),
    [
        ("家长群里天天吵", "家长", False),
        ("匿名提意见也要处理", "匿名", False),
        ("小糕点觉得太贵", "小糕点", True),
        ("Kind regards,\nDavid Harlow", "David Harlow", True),
        ("阿依古丽·买买提认为不妥", "阿依古丽·买买提", True),
    ],
)
def test_what_the_sender_is_called_is_hidden_where_it_is_no_common_word(text: str, sender: str, hidden: bool) -> None:
    assert (sender not in mask_personal(text, [sender])) is hidden


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
        ("太贵。\n\n此致\n敬礼！\n    穆青山\n    2026年11月8日\n    电话：15400001234", "穆青山"),
        ("建議改為三十日。\n台商　連志宏　敬上", "連志宏"),
        ("我是某某街道的张海，建议放宽", "张海"),
        ("赞同余禾的意见，太贵", "余禾"),
        ("太贵。谢谢！余禾", "余禾"),
        ("太贵——余禾", "余禾"),
        ("太贵。 余禾 2026年9月8日", "余禾"),
        ("市民余禾来电反映太贵", "余禾"),
        ("摊主余禾的摊子被收走", "余禾"),
        ("余禾（某某街道居民）：太贵", "余禾"),
        ("@余禾 你说得对", "余禾"),
        ("我老婆余禾也不同意", "余禾"),
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
