"""A condition that a drafter puts before what the law gives without one."""

import pytest
from differing import alarms as _alarms


@pytest.mark.parametrize(
    ("lower", "upper", "told"),
    [
        (
            "残疾人免费乘坐公共汽车，除残疾人证外还须出示社区开具的困难证明。",
            "残疾人凭残疾人证可以免费乘坐城市公共汽车。",
            ("条件", "加重", "还须出示社区开具的困难证明"),
        ),
        (
            "高校毕业生创办小微企业，在本县连续缴纳社会保险满三年的，享受税收优惠。",
            "高校毕业生创办小微企业的，按照规定享受税收优惠。",
            ("条件", "加重", "在本县连续缴纳社会保险满三年的"),
        ),
        (
            "学校为家庭经济困难且成绩在班级前十名的学生减免学费。",
            "学校应当为家庭经济困难的学生减免学费。",
            ("条件", "加重", "家庭经济困难且成绩在班级前十名的"),
        ),
        (
            "受灾群众申请救助，经邻居三户书面作证的，乡镇人民政府受理。",
            "受灾群众申请救助的，乡镇人民政府应当及时受理。",
            ("条件", "加重", "经邻居三户书面作证的"),
        ),
        (
            "农村危房改造户给予补助，但户主必须为本村党员。",
            "对农村危房改造户，县级人民政府应当给予补助。",
            ("条件", "加重", "但户主必须为本村党员"),
        ),
    ],
)
def test_a_condition_added_is_told(lower: str, upper: str, told: tuple[str, str, str]) -> None:
    assert told in _alarms(lower, upper)


@pytest.mark.parametrize(
    ("lower", "upper"),
    [
        ("残疾人出示残疾人证的，免费乘坐公共汽车。", "残疾人凭残疾人证可以免费乘坐城市公共汽车。"),
        (
            "受灾群众因交通中断不能到场申请救助的，乡镇人民政府上门受理。",
            "受灾群众申请救助的，乡镇人民政府应当及时受理。",
        ),
        ("学生当面提出减免学费的，学校当场答复：同意的，办理减免手续。", "学校应当为家庭经济困难的学生减免学费。"),
        ("合作社成员在一百五十人以上的，设立成员代表大会。", "合作社成员超过一百五十人的，可以设立成员代表大会。"),
    ],
)
def test_a_condition_of_the_law_is_left_alone(lower: str, upper: str) -> None:
    assert _alarms(lower, upper) == []


LAW = "停车场应当安装照明和监控设备，保持通道畅通。"


def test_what_a_larger_one_must_have_besides_is_no_condition() -> None:
    own = "停车场应当安装照明设备；占地面积在三千平方米以上的，还应当安装消防设备。"
    assert not [row for row in _alarms(own, LAW) if row[0] == "条件"]
