"""Duties, bans, rights and exemptions in a drafter's own words: the departure is told, its lawful twin is not."""

import pytest

from lawcheck.comparison import Difference, compare_clauses
from lawcheck.comparison.own_bans import own_bans
from lawcheck.comparison.own_duties import own_duties
from lawcheck.comparison.own_exemptions import own_exemptions
from lawcheck.comparison.own_orders import own_orders
from lawcheck.comparison.pairs import side_of

INSURANCE = "网约车平台经营者应当为乘客投保承运人责任险。"
FOOD_CARD = "学校食堂应当每日查验供货者的检验合格证明，并对食品留样。"
EXTINGUISHERS = "物业服务企业应当为每栋住宅楼配备灭火器材。"
FIRST_AID = "大型商场应当配置自动体外除颤仪。"
SWIMMING = "禁止在水库大坝管理范围内游泳、垂钓。"
SHOPPING = "物业服务企业不得指定业主购买商品的商户。但是，业主委托代为采购的除外。"
LENDING = "出租汽车经营许可证不得转让、出租。"
TUTORS = "在职教师不得参与校外培训机构的授课活动。"
LICENCE = "未经水行政主管部门批准，不得在河道管理范围内采砂。"
RECORDS = "国家鼓励个体诊所使用电子病历。"
DONATING = "公民参加无偿献血应当遵循自愿原则。"
FARMERS = "农户有权按照自己的意愿选择种植品种，任何单位和个人不得干预。"
FARM_SALE = "农民在集市上出售自产的农副产品，不需要办理营业执照。"
CASH = "投标保证金可以用银行保函、保险保单替代。"
SEEDLINGS = "调运林木种苗应当经植物检疫。但是，农户自育自用的除外。"
LIFTS = "使用电梯的单位应当每十五日对电梯进行一次维护保养。"
PETS = "本条例所称宠物，包括居民饲养的犬只和猫只，不包括警犬、导盲犬。"
LAKE = "除科研观测和应急救援的船舶外，禁止船舶进入湖泊核心区。"
BUDGET = "乡镇人民政府应当将集体资产处置结果向村民公布。"
HEARING = "制定公共交通票价，应当听取乘客的意见。"
ELDERLY = "本法所称老年乘客，是指年满六十周岁的人。"
CHILDREN = "禁止网吧经营者接纳未满十八周岁的未成年人上网。"

FENCE = "高空作业完毕，应当经安全员检查合格，方可撤除警戒线。"
CINEMA = "残疾人凭有效证件免费进入公共博物馆、公共文化馆参观。"
FERRY = "渡口经营者应当为老年人、残疾人上下渡船提供便利。"


def _told(lower: str, upper: str) -> list[Difference]:
    below, above = side_of(lower), side_of(upper)
    families = (own_duties, own_bans, own_orders, own_exemptions)
    return [difference for tell in families for difference in tell(below, above)]


@pytest.mark.parametrize(
    ("lower", "upper", "relation"),
    [
        ("平台经营者可以视情况为乘客投保承运人责任险。", INSURANCE, "放宽"),
        ("是否投保承运人责任险，由网约车平台经营者自行决定。", INSURANCE, "放宽"),
        ("提倡网约车平台经营者为乘客投保承运人责任险。", INSURANCE, "放宽"),
        ("学校食堂人手不够的，供货者的检验合格证明查不查验，由食堂自己定。", FOOD_CARD, "放宽"),
        ("物业服务企业可以根据经费情况为住宅楼配备灭火器材。", EXTINGUISHERS, "放宽"),
        ("有条件的大型商场可以配置自动体外除颤仪。", FIRST_AID, "放宽"),
        ("经水库管理所同意，附近村民可以在水库大坝管理范围内垂钓。", SWIMMING, "疑似抵触"),
        ("交过押金的游客，允许在水库大坝管理范围内游泳。", SWIMMING, "疑似抵触"),
        ("物业服务企业可以为小区业主指定一家购买净水器的商户。", SHOPPING, "疑似抵触"),
        ("车主生病的，出租汽车经营许可证可以租给亲属，租期不超过半年。", LENDING, "疑似抵触"),
        ("在职教师参与校外培训机构授课活动的，应当向学校报告。", TUTORS, "疑似抵触"),
        ("全市个体诊所一律使用电子病历。", RECORDS, "加重"),
        ("个体诊所应当使用电子病历。", RECORDS, "加重"),
        ("机关干部按任务数参加无偿献血，每人每年不少于一次。", DONATING, "疑似抵触"),
        ("示范片内农户种植品种要听村里统一安排。", FARMERS, "疑似抵触"),
        ("农民在集市上出售自产的农副产品，应当先办理营业执照。", FARM_SALE, "加重"),
        ("投标保证金一律交现金，不接受银行保函。", CASH, "疑似抵触"),
        ("调运林木种苗，不论自育自用还是出售，均应当经植物检疫。", SEEDLINGS, "加重"),
        ("使用电梯的单位应当按期维护保养电梯，层数不足四层的电梯不作要求。", LIFTS, "放宽"),
        ("农户饲养的看家犬只和猫只，不适用本办法关于宠物的规定。", PETS, "放宽"),
        ("除科研观测、应急救援和水上观光的船舶外，禁止船舶进入湖泊核心区。", LAKE, "放宽"),
        ("乡镇处置集体资产的结果只在会上通报干部，不向村民公布。", BUDGET, "疑似抵触"),
        ("公共交通票价调整幅度不大的，不再听取乘客意见。", HEARING, "疑似抵触"),
        ("本办法所称老年乘客，是指七十周岁以上的本市户籍居民。", ELDERLY, "疑似抵触"),
        ("看店的人不准放不满十六岁的孩子进网吧上网。", CHILDREN, "放宽"),
        ("高空作业完毕，班组长看过没有问题即可撤除警戒线。", FENCE, "放宽"),
        ("残疾人免费参观公共博物馆，仅限本市户籍。", CINEMA, "疑似抵触"),
        ("客流量大的时段，渡口不为老年人、残疾人上下渡船提供便利。", FERRY, "放宽"),
    ],
)
def test_the_departure_is_told(lower: str, upper: str, relation: str) -> None:
    assert relation in [d.relation.value for d in _told(lower, upper)]


@pytest.mark.parametrize(
    ("lower", "upper"),
    [
        ("网约车平台经营者应当投保承运人责任险，可以自行选择保险公司。", INSURANCE),
        ("提倡出租车乘客自行购买意外险。", INSURANCE),
        ("鼓励学校食堂公开每日食谱。", FOOD_CARD),
        ("物业服务企业应当为每栋住宅楼配备灭火器材，并可以根据需要增设微型消防站。", EXTINGUISHERS),
        ("小型商店可以配置自动体外除颤仪。", FIRST_AID),
        ("在水库大坝管理范围以外的指定水域，可以游泳、垂钓。", "禁止在水库大坝管理范围内游泳、垂钓；指定水域除外。"),
        ("县水利局可以在水库大坝设置禁止游泳的标志。", SWIMMING),
        ("业主委托的，物业服务企业可以代为采购商品。", SHOPPING),
        ("出租汽车经营者可以申请延续经营许可证。", LENDING),
        ("教师参与校外公益讲座的，应当向学校报告。", TUTORS),
        ("在河道管理范围内采砂，经县水利局批准后可以进行。", LICENCE),
        ("鼓励个体诊所使用电子病历，诊所应当妥善保存病历。", RECORDS),
        ("献血者应当如实告知健康状况，献血遵循自愿原则。", DONATING),
        ("农技站可以向农户推荐种植品种，由农户自己选择。", FARMERS),
        ("农民在集市上出售自产的农副产品，用不着办营业执照。", FARM_SALE),
        ("投标保证金可以交现金，也可以交银行保函。", CASH),
        ("调运林木种苗应当经植物检疫，农户自育自用的除外。", SEEDLINGS),
        ("警犬、导盲犬不适用本办法关于宠物的规定。", PETS),
        ("除科研观测和应急救援的船舶外，任何船舶不得进入湖泊核心区。", LAKE),
        ("集体资产处置结果应当向村民公布，涉及个人隐私的不予公开。", BUDGET + "但是，涉及个人隐私的除外。"),
        ("公共交通票价应当听取乘客意见，听取意见不少于十五日。", HEARING),
        ("本办法所称老年乘客，是指六十周岁以上的人。", ELDERLY),
        ("网吧经营者不得接纳未满十八周岁的未成年人上网。", CHILDREN),
        ("高空作业完毕，经安全员检查合格，即可撤除警戒线。", FENCE),
        ("残疾人凭残疾人证免费参观公共博物馆，外地残疾人也一样。", CINEMA),
        ("渡口经营者不得拒绝为老年人、残疾人上下渡船提供便利。", FERRY),
    ],
)
def test_what_keeps_to_the_law_is_silent(lower: str, upper: str) -> None:
    assert not _told(lower, upper)


def test_what_is_told_on_the_same_words_is_not_told_twice() -> None:
    found = compare_clauses("网约车平台经营者可以为乘客投保承运人责任险。", INSURANCE).differences
    assert [(d.slot, d.lower) for d in found] == [("模态", "可以")]
