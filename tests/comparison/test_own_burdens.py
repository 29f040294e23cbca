"""A burden that a drafter lays on people and firms where the law has none of that sort."""

import pytest
from differing import alarms as _alarms


@pytest.mark.parametrize(
    ("lower", "upper", "told"),
    [
        (
            "物业服务企业按照合同约定提供服务，每月将业主名册报送社区居委会。",
            "物业服务企业应当按照合同约定提供服务。",
            ("规定", "增设", "每月将业主名册报送社区居委会"),
        ),
        (
            "出租人核对承租人身份信息，并应当在出租屋门口装设人脸识别门禁。",
            "房屋出租人应当核对承租人身份信息。",
            ("规定", "增设", "人脸识别门禁"),
        ),
        (
            "公安机关加强烟花爆竹检查，村民应当轮班参加村里的烟花爆竹巡查队。",
            "公安机关应当加强烟花爆竹安全监督检查。",
            ("规定", "增设", "参加村里的烟花爆竹巡查"),
        ),
        (
            "组织植树，加强城市绿化管理；临街商户应当每年缴纳绿化养护费。",
            "县级人民政府应当加强城市绿化管理，组织植树。",
            ("规定", "增设", "缴纳绿化养护费"),
        ),
    ],
)
def test_a_burden_added_is_told(lower: str, upper: str, told: tuple[str, str, str]) -> None:
    assert told in _alarms(lower, upper)


@pytest.mark.parametrize(
    ("lower", "upper"),
    [
        ("县园林局每月向县人民政府报送城市绿化管理情况，组织植树。", "县级人民政府应当加强城市绿化管理，组织植树。"),
        ("鼓励商户为城市绿化捐款，县人民政府加强绿化管理，组织植树。", "县级人民政府应当加强城市绿化管理，组织植树。"),
        ("物业服务企业按照合同约定提供服务，业主可以每月查阅收支。", "物业服务企业应当按照合同约定提供服务。"),
        ("业主按照合同缴纳物业服务费。", "业主应当按照合同约定支付物业服务费。"),
    ],
)
def test_a_task_of_offices_or_of_the_law_is_left_alone(lower: str, upper: str) -> None:
    assert _alarms(lower, upper) == []
