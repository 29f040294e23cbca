"""Rights cut down, exceptions added, lists and numbers changed, in a drafter's own words."""

import pytest
from differing import differences_by

GRANTS = "见义勇为人员死亡的，其近亲属可以向民政部门申领抚恤金，民政部门应当及时核发。"
HEARING = "价格主管部门调整水价，应当听取用户意见，用户可以申请听证。"
POOL = "公共体育场馆应当向公众开放，并公示开放时间。"
DYKES = "在堤防保护范围内，禁止取土、爆破、打井。"
HOTELS = "旅馆经营者未登记旅客身份信息的，由公安机关责令改正，处五百元罚款。"
TRAINING = "企业应当对从业人员进行安全生产教育和培训，培训经费由企业承担。"
INSPECTORS = "现场检查时，执法人员不得少于二人，并应当出示执法证件。"
FINES = "收缴的罚款应当全部上缴国库。"
TREES = "毁坏天然草原的，按毁坏面积处每公顷三千元以上五千元以下罚款。"
TRADE = "快递企业应当按照许可的业务范围和地域经营快递业务。"
SAND = "出借、出租采砂许可证的，由水行政主管部门吊销采砂许可证，并处罚款。"


_alarms = differences_by("lower")


@pytest.mark.parametrize(
    ("lower", "upper", "words"),
    [
        ("见义勇为人员死亡的，抚恤金仅发给其未成年子女，由民政部门核发。", GRANTS, "仅发给其未成年子女"),
        ("调整水价听取过用户意见的，用户不得再申请听证。", HEARING, "不得再申请听证"),
        ("公共体育场馆向公众开放，开放时间公示；外地居民不得入内。", POOL, "外地居民不得入内"),
        ("堤防保护范围内不得取土、爆破、打井，旅游重点项目施工的除外。", DYKES, "旅游重点项目施工的除外"),
        (
            "旅馆经营者以及出租房间的亲友未登记旅客身份信息的，由公安机关责令改正，处五百元罚款。",
            HOTELS,
            "以及出租房间的亲友",
        ),
        ("规模以上企业应当对从业人员进行安全生产教育和培训，培训经费由企业承担。", TRAINING, "规模以上企业"),
        ("现场检查可以由一名执法人员进行，并出示执法证件。", INSPECTORS, "一名执法人员"),
        ("收缴的罚款百分之六十上缴国库，其余留作办案经费。", FINES, "百分之六十上缴"),
        ("毁坏天然草原的，按毁坏面积处每亩三千元以上五千元以下罚款。", TREES, "每亩三千元以上五千元以下"),
        ("快递企业按照许可的业务范围和地域经营快递业务，不得与外省企业合作揽件。", TRADE, "不得与外省企业合作揽件"),
        ("采砂人停产期间，可以将采砂许可证出租给本县采砂企业。", SAND, "可以将采砂许可证出租给本县采砂企业"),
    ],
    ids=["only", "no more", "strangers", "excepted", "put in", "picked", "one", "part", "each", "barrier", "opened"],
)
def test_what_is_cut_down_or_changed_is_told(lower: str, upper: str, words: str) -> None:
    assert any(words in found or found in words for found in _alarms(lower, upper) if found)


@pytest.mark.parametrize(
    ("lower", "upper"),
    [
        ("见义勇为人员死亡的，近亲属持身份证明向民政部门申领抚恤金，民政部门不得要求提交其他证明。", GRANTS),
        ("调整水价应当听取用户意见；用户申请听证的，不得拒绝。", HEARING),
        ("公共体育场馆应当免费向公众开放，开放时间在入口公示。", POOL),
        ("堤防保护范围内不得取土、爆破、打井，法律、法规另有规定的除外。", DYKES),
        ("旅馆经营者和前台人员应当登记旅客身份信息，经营者未登记的，由公安机关责令改正，处五百元罚款。", HOTELS),
        ("本县企业应当对从业人员进行安全生产教育和培训，经费由企业承担。", TRAINING),
        ("现场检查由两名以上执法人员进行，其中一名执法人员负责记录，均应当出示执法证件。", INSPECTORS),
        ("收缴的罚款全额上缴国库，任何单位不得截留。", FINES),
        ("毁坏天然草原的，按毁坏面积每公顷处三千元以上五千元以下罚款。", TREES),
        ("快递企业在许可的业务范围和地域内经营快递业务，不得超范围经营。", TRADE),
        ("采砂许可证不得出借、出租。", SAND),
    ],
    ids=["proof", "asked", "open", "other law", "staff", "county", "two", "whole", "each", "range", "ban"],
)
def test_what_keeps_within_the_law_is_left_alone(lower: str, upper: str) -> None:
    assert _alarms(lower, upper) == []
