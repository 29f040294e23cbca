"""Duties that a drafter leaves to discretion, to means or to others."""

import pytest
from differing import alarms as _alarms


@pytest.mark.parametrize(
    ("lower", "upper", "told"),
    [
        ("学校人手允许的，可以每学期组织应急疏散演练。", "学校应当每学期组织应急疏散演练。", ("模态", "放宽", "可以")),
        (
            "行政机关作出罚款决定前，觉得有必要的，告知当事人有要求听证的权利。",
            "行政机关作出罚款决定前，应当告知当事人有要求听证的权利。",
            ("模态", "放宽", "觉得有必要的，"),
        ),
        (
            "县人民政府组织编制水资源规划，规划是否公布另行研究。",
            "县级人民政府应当组织编制水资源规划并公布水资源规划。",
            ("模态", "放宽", "是否公布另行研究"),
        ),
        (
            "医疗机构对医疗措施的风险无需向患者说明。",
            "医疗机构应当向患者说明医疗措施的风险。",
            ("例外", "放宽", "医疗机构对医疗措施的风险无需向患者说明"),
        ),
        (
            "病死畜禽由养殖户自行处理，动物防疫机构予以指导。",
            "动物防疫机构应当组织处理病死畜禽，并予以指导。",
            ("模态", "放宽", "由养殖户自行处理"),
        ),
    ],
)
def test_a_duty_left_to_discretion_is_told(lower: str, upper: str, told: tuple[str, str, str]) -> None:
    assert told in _alarms(lower, upper)


@pytest.mark.parametrize(
    ("lower", "upper"),
    [
        ("学校每学期组织应急疏散演练，演练时间由学校安排。", "学校应当每学期组织应急疏散演练。"),
        (
            "告知听证权利后当事人放弃的，行政机关不再组织听证。",
            "行政机关作出罚款决定前，应当告知当事人有要求听证的权利。",
        ),
        ("养殖户自行处理病死畜禽的，应当按照规范处理。", "养殖户应当按照规范处理病死畜禽。"),
        ("申请表写明住址即可，材料当场受理。", "申请人申请登记的，登记机关应当当场受理。"),
    ],
)
def test_a_duty_kept_is_left_alone(lower: str, upper: str) -> None:
    assert _alarms(lower, upper) == []
