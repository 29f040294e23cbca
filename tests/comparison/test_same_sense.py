"""Words that say the same are no departure; their near twins are one."""

import pytest
from differing import differences_by

DAMS = "水库大坝管理单位应当自汛期结束之日起十二个月内完成安全鉴定；确有困难的可以延长，但延长期不得超过六个月。"
WELLS = "禁止任何单位和个人在泉域保护范围内打井，但是抢险供水除外。"
ARCHIVES = "利用馆藏档案应当经档案馆同意，但法律、行政法规另有规定的除外。"
HERITAGE = "利用古村落从事经营活动，不得违反保护规划，不得改变村落格局。"
FUEL = "擅自储存烟花爆竹的，由应急管理部门责令停止违法行为，没收违法所得，处二千元以上二万元以下罚款；拒不改正的，责令停产停业。"
WASTE = "随意倾倒装修垃圾的，由城市管理部门责令限期清除，处五千元以上五万元以下罚款。"
SHOPS = "违反烟草专卖规定的，由工商行政管理部门责令改正。"
TOWNS = "各级政府的财政部门应当每季度向本级政府报告债务情况，报告办法由本级政府规定。"
STAFF = "客运站有员工三百人以上的，应当设置安全管理机构。"


_alarms = differences_by("slot", "relation")


@pytest.mark.parametrize(
    ("lower", "upper"),
    [
        ("水库大坝管理单位应当自汛期结束之日起一年内完成安全鉴定；确有困难的可以延长，延长期最多不超过半年。", DAMS),
        ("泉域保护范围内任何单位、个人都不得打井，只有抢险供水时才可例外。", WELLS),
        ("利用馆藏档案，应当经档案馆同意；法律、行政法规另有规定的，依其规定办理。", ARCHIVES),
        ("利用古村落从事经营活动，应当符合保护规划，不得改变村落格局。", HERITAGE),
        (
            "擅自储存烟花爆竹的，由应急管理部门责令停止违法行为，违法所得予以没收，处二千元以上、二万元以下罚款；仍不改正的，责令停产停业。",
            FUEL,
        ),
        ("未按时报送统计报表的，由统计部门责令限期改正，处一千元以上三千元以下罚款。", WASTE),
        ("违反烟草专卖规定的，由市场监管部门责令改正。", SHOPS),
        ("乡财政所应当每季度向乡人民政府报告债务情况，报告办法由乡人民政府规定。", TOWNS),
        ("客运站有员工不足三百人的，应当指定专人负责安全。", STAFF),
    ],
    ids=[
        "proviso",
        "exception",
        "other rules",
        "opposites",
        "seizure",
        "another act",
        "successor",
        "own level",
        "tiers",
    ],
)
def test_what_says_the_same_is_no_alarm(lower: str, upper: str) -> None:
    assert _alarms(lower, upper) == []


@pytest.mark.parametrize(
    ("lower", "upper", "slot"),
    [
        (
            "水库大坝管理单位应当自汛期结束之日起十二个月内完成安全鉴定；确有困难的可以延长，延长期最多不超过一年。",
            DAMS,
            "期限",
        ),
        ("利用古村落从事经营活动，可以改变村落格局，不得违反保护规划。", HERITAGE, "模态"),
        ("随意倾倒装修垃圾的，由城市管理部门责令限期清除，处一千元以上三千元以下罚款。", WASTE, "数额"),
        ("违反烟草专卖规定的，由公安机关责令改正。", SHOPS, "机关"),
    ],
    ids=["longer", "opened", "same act", "another field"],
)
def test_what_says_another_thing_is_told(lower: str, upper: str, slot: str) -> None:
    assert slot in [found for found, _ in _alarms(lower, upper)]
