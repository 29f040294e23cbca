"""An approval, a consent or a check by an office that a drafter adds in his own words."""

import pytest
from differing import alarms as _alarms


@pytest.mark.parametrize(
    ("lower", "upper", "told"),
    [
        (
            "养殖户对病死畜禽作无害化处理，处理前须取得镇畜牧兽医站的书面许可。",
            "养殖户应当按照国家有关规定对病死畜禽进行无害化处理。",
            ("程序", "加重", "取得镇畜牧兽医站的书面许可"),
        ),
        (
            "旅行社在本县设服务网点，应当报县文旅局审核同意。",
            "旅行社可以在旅游目的地设立服务网点，向旅游者提供咨询服务。",
            ("程序", "加重", "报县文旅局审核"),
        ),
        (
            "寄递企业修订个人信息保护制度，未经县邮政管理局审批不得执行。",
            "寄递企业应当建立用户个人信息保护制度，加强用户信息管理。",
            ("程序", "加重", "经县邮政管理局审批"),
        ),
        (
            "用人单位安排职工轮休，要先报人社局核准。",
            "用人单位可以根据生产需要安排职工轮休。",
            ("程序", "加重", "先报人社局核准"),
        ),
    ],
)
def test_an_approval_added_is_told(lower: str, upper: str, told: tuple[str, str, str]) -> None:
    assert told in _alarms(lower, upper)


@pytest.mark.parametrize(
    ("lower", "upper"),
    [
        ("旅行社设立服务网点，应当报县文旅局备案。", "旅行社设立服务网点的，应当报县级文化和旅游主管部门备案。"),
        (
            "经村民会议讨论同意，村民委员会组织养殖户对病死畜禽进行无害化处理。",
            "养殖户应当按照国家有关规定对病死畜禽进行无害化处理。",
        ),
        ("机动车维修企业更换配件，应当征得车主同意。", "机动车维修企业应当按照规范更换配件，保证维修质量。"),
        ("河道保护范围由县水利局划定，报县人民政府批准后公布。", "河道保护范围由县级人民政府划定并公布。"),
    ],
)
def test_what_the_law_knows_is_left_alone(lower: str, upper: str) -> None:
    assert _alarms(lower, upper) == []
