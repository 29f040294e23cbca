"""What falls away or changes between two sentences without a slot of its own: bans, shares, bodies."""

import pytest

from lawcheck.comparison import Difference, compare_clauses


def _of(lower: str, upper: str, slot: str) -> list[Difference]:
    return [d for d in compare_clauses(lower, upper).differences if d.slot == slot]


@pytest.mark.parametrize(
    ("lower", "upper"),
    [
        ("经依法批准的城乡规划，未经法定程序修改。", "经依法批准的城乡规划，未经法定程序不得修改。"),
        ("捕捞许可证买卖、租赁，不得涂改、伪造。", "捕捞许可证不得买卖、出租，不得涂改、伪造。"),
        ("本市政府规章设定减损公民权利的规范。", "地方政府规章不得设定减损公民权利的规范。"),
        ("任何人拆除或者遮挡航标。", "任何人不得移动、拆除或者遮挡航标。"),
        ("管理人将泵房转租给没有检测能力的单位。", "管理人不得将水池、泵房转租给没有检测能力的单位。"),
    ],
)
def test_a_ban_that_fell_away_is_told(lower: str, upper: str) -> None:
    found = _of(lower, upper, "模态")
    assert [(d.relation.value, d.upper) for d in found] == [("疑似抵触", "不得")]


@pytest.mark.parametrize(
    ("lower", "upper"),
    [
        ("捕捞许可证不得买卖、出租、涂改、伪造。", "捕捞许可证不得买卖、出租，不得涂改、伪造。"),
        ("任何单位和个人禁止在此设摊经营。", "任何单位和个人不得在此设摊经营。"),
        ("任何人不得拆除或者遮挡航标。", "任何人不得移动、拆除或者遮挡航标。"),
        ("管理人将泵房转租给有检测能力的单位的，双方签订协议。", "管理人不得将水池、泵房转租给没有检测能力的单位。"),
        ("城乡规划未经法定程序不予修改。", "城乡规划未经法定程序不得修改。"),
        ("捕捞人转让捕捞许可证的，由渔业主管部门处二千元罚款。", "捕捞人不得转让捕捞许可证。"),
        ("禁止下列行为：\n（一）在此设摊经营；\n（二）在此停放车辆。", "不得在此设摊经营。不得在此停放车辆。"),
    ],
)
def test_a_ban_said_in_other_words_is_no_difference(lower: str, upper: str) -> None:
    assert not _of(lower, upper, "模态")


@pytest.mark.parametrize(
    ("lower", "upper", "relation"),
    [
        ("应当经二分之一以上业主同意。", "应当经三分之二以上业主同意。", "放宽"),
        ("应当经三分之二以上业主同意。", "应当经二分之一以上业主同意。", "加重"),
        ("应当经三分之二以上业主同意。", "应当经三分之二以上业主同意。", None),
    ],
)
def test_shares_are_compared(lower: str, upper: str, relation: str | None) -> None:
    assert [d.relation.value for d in _of(lower, upper, "数额")] == ([relation] if relation else [])


@pytest.mark.parametrize(
    ("lower", "upper", "told"),
    [
        ("下列事项，经村民委员会讨论决定方可办理。", "下列事项，经村民会议讨论决定方可办理。", True),
        ("县级人民政府应当组织建立服务体系。", "县级人民政府应当组织建立健全服务体系。", False),
        ("市人民代表大会常务委员会可以提出地方性法规案。", "全国人民代表大会常务委员会可以提出法律案。", False),
    ],
)
def test_bodies_that_a_law_keeps_apart(lower: str, upper: str, told: bool) -> None:
    assert bool(_of(lower, upper, "机关")) is told


@pytest.mark.parametrize(
    ("lower", "upper", "told"),
    [
        ("省人民政府组织编制省域城镇体系规划。", "省、自治区人民政府组织编制省域城镇体系规划，报国务院审批。", "放宽"),
        ("提案人要求撤回的，会议对该议案的审议即行终止。", "提案人要求撤回的，经主席团同意，会议对该议案的审议即行终止。", "放宽"),
        ("参加搜救的船舶不得擅自退出搜救行动。", "未经海上搜救中心同意，参加搜救的船舶不得擅自退出搜救行动。", "加重"),
        ("参加搜救的船舶，未经海上搜救中心同意，不得退出。", "未经海上搜救中心同意，参加搜救的船舶不得退出。", ""),
        ("制定近期建设规划，报国务院备案。", "制定近期建设规划，报总体规划审批机关备案。", ""),
        ("未取得许可擅自施工的，处二万元罚款。", "未取得许可或者开工报告未经批准，擅自施工的，处二万元罚款。", ""),
        ("禁止非机动车载运爆炸物品等危险物品。", "机动车载运爆炸物品等危险物品，应当经公安机关批准。", ""),
        ("省人民政府组织编制体系规划，报国务院批准。", "省、自治区人民政府组织编制体系规划，报国务院审批。", ""),
    ],
)  # fmt: skip
def test_an_approval_that_fell_away_is_told(lower: str, upper: str, told: str) -> None:
    assert [d.relation.value for d in _of(lower, upper, "程序")] == ([told] if told else [])


@pytest.mark.parametrize(
    ("lower", "upper", "told"),
    [
        ("由行业协会责令改正，处二千元罚款。", "由民政部门责令改正，处二千元罚款。", True),
        ("由街道办事处责令改正，处二千元罚款。", "由城乡规划主管部门责令改正，处二千元罚款。", True),
        ("由市和区民政部门责令改正，处二千元罚款。", "由县级以上人民政府民政部门责令改正，处二千元罚款。", False),
        ("由街道办事处或者民政部门责令改正。", "由民政部门责令改正。", False),
    ],
)
def test_a_body_that_is_no_department_in_the_place_of_one(lower: str, upper: str, told: bool) -> None:
    assert bool(_of(lower, upper, "机关")) is told


@pytest.mark.parametrize(
    ("lower", "upper", "relation"),
    [
        ("地方性法规、政府规章不溯及既往。", "法律、地方性法规、自治条例、规章不溯及既往，但为了更好地保护公民的权利和利益而作的特别规定除外。", "加重"),
        ("镇人民政府对村民委员会的工作给予指导和帮助。", "镇人民政府对村民委员会的工作给予指导和帮助，但是不得干预依法属于村民自治范围内的事项。", "放宽"),
        ("镇人民政府对村民委员会的工作给予指导，但不得干预村民自治范围内的事项。", "镇人民政府对村民委员会的工作给予指导，但是不得干预依法属于村民自治范围内的事项。", ""),
    ],
)  # fmt: skip
def test_a_proviso_that_fell_away_is_told(lower: str, upper: str, relation: str) -> None:
    assert [d.relation.value for d in _of(lower, upper, "例外")] == ([relation] if relation else [])


@pytest.mark.parametrize(
    ("lower", "told"),
    [
        ("由主管部门责令改正，处二千元以上一万元以下罚款；有违法所得的，没收违法所得。", ["没收违法所得"]),
        ("由主管部门责令改正，处二千元以上一万元以下罚款。有违法所得的，并处没收违法所得。", ["没收违法所得"]),
        ("由主管部门责令改正，处二千元以上一万元以下罚款；构成犯罪的，依法追究刑事责任。", []),
    ],
)
def test_a_penalty_in_a_sentence_of_its_own_is_told(lower: str, told: list[str]) -> None:
    upper = "擅自停业的，由主管部门责令改正，处二千元以上一万元以下罚款。"
    assert [d.note.rpartition("：")[2] for d in _of("擅自停业的，" + lower, upper, "处罚种类")] == told


@pytest.mark.parametrize(
    ("lower", "upper", "told"),
    [
        ("由劳动行政部门责令改正；拒不改正的，由民政部门提请市人民政府处理。",
         "由劳动行政部门责令改正；拒不改正的，由劳动行政部门提请县级以上人民政府处理。", ["民政部门"]),
        ("市和区、县人民政府组织本级人民代表大会代表开展闭会期间的活动。",
         "县级以上的各级人民代表大会常务委员会组织本级人民代表大会代表开展闭会期间的活动。", ["人民政府"]),
        ("未取得建设工程规划许可证进行建设的，由城市、县人民政府建设主管部门责令停止建设。",
         "未取得建设工程规划许可证进行建设的，由县级以上地方人民政府城乡规划主管部门责令停止建设。",
         ["城市、县人民政府建设主管部门"]),
        ("教师可以向区教育行政部门提出申诉，财政部门应当在接到申诉的三十日内作出处理。",
         "教师可以向教育行政部门提出申诉，教育行政部门应当在接到申诉的三十日内，作出处理。", ["财政部门"]),
        ("尚未构成犯罪的，由民政部门依照《中华人民共和国治安管理处罚法》的规定处罚。",
         "尚未构成犯罪的，由公安机关依照治安管理处罚法的规定处罚。", ["民政部门"]),
        ("省公安机关按照国家反恐怖主义工作部署，统一领导和指挥全省反恐怖主义工作。",
         "国家设立反恐怖主义工作领导机构，统一领导和指挥全国反恐怖主义工作。", ["公安机关"]),
        ("代表参加视察形成的报告，由本级人民代表大会主任会议转交有关机关、组织。",
         "代表参加视察形成的报告，由本级人民代表大会常务委员会办事机构转交有关机关、组织。", ["主任会议"]),
        ("行业协会应当实行少数服从多数的民主决策机制和公开透明的工作原则。",
         "村民委员会应当实行少数服从多数的民主决策机制和公开透明的工作原则。", ["行业协会"]),
        ("当事人不愿协商、调解的，可以直接向仲裁机构起诉。", "当事人不愿协商、调解的，可以直接向人民法院起诉。", ["仲裁机构"]),
        ("当事人可以向农村土地承包纠纷仲裁委员会申请仲裁。", "当事人可以向农村土地承包仲裁机构申请仲裁。", []),
        ("物业服务企业应当按照物业服务合同的约定，对物业管理区域内的道路加强巡查和养护。",
         "物业服务人应当按照物业服务合同的约定，对物业管理区域内的道路加强巡查和养护。", []),
        ("乡镇人民政府、街道办事处根据需要设立应急领导机构，在上级应急领导机构的领导和指挥下，落实辖区内工作要求。",
         "设区的市人民政府设立应急领导机构，县级人民政府根据需要设立应急领导机构，在上级应急领导机构的领导和指挥下，负责本地区工作。", []),
        ("工商行政管理、农业等部门应当加强沟通、密切配合，按照各自职责依法行使职权。",
         "食品安全监督管理部门和其他有关部门应当加强沟通、密切配合，按照各自职责依法行使职权。", []),
        ("村民委员会由主任、副主任和委员组成。", "村民委员会由主任、副主任和委员共三至七人组成。", []),
        ("市人民代表大会常务委员会组织本级代表开展活动。", "各级人民代表大会常务委员会组织本级代表开展活动。", []),
        ("未经检测合格的，交通运输主管部门不得核发检验合格标志。", "未经检验合格的，公安机关交通管理部门不得核发检验合格标志。",
         ["交通运输主管部门"]),
        ("所在单位或者学校、当地民政部门应当立即采取措施予以制止。", "所在单位、当地公安机关应当立即采取措施予以制止。", ["民政部门"]),
        ("省水行政主管部门负责全省的气象工作。市气象主管机构负责本市的气象工作。",
         "国务院气象主管机构负责全国的气象工作。地方各级气象主管机构负责本行政区域内的气象工作。", ["水行政主管部门"]),
        ("捐赠人可以提出工程项目的名称，报乡级人民政府批准。", "捐赠人可以提出工程项目的名称，报县级以上人民政府批准。", ["乡级人民政府"]),
        ("县（市、区）、乡镇人民政府应当为农村教师解决住房问题。", "县、乡两级人民政府应当为农村教师解决住房。", []),
        ("报市、县人民政府批准后，可以提出工程项目的名称。", "报县级以上人民政府批准后，可以提出工程项目的名称。", []),
        ("由市场监督管理部门责令改正，处一万元以下罚款。", "由工商行政管理部门责令改正，处一万元以下罚款。", []),
    ],
)  # fmt: skip
def test_an_organ_in_the_place_of_another_is_told_by_the_words_around_it(
    lower: str, upper: str, told: list[str]
) -> None:
    assert [d.lower for d in _of(lower, upper, "机关")] == told


@pytest.mark.parametrize(
    ("lower", "upper", "relation"),
    [
        ("用人单位在职工招用、转正等方面，不宜歧视残疾人。", "在职工的招用、转正等方面，不得歧视残疾人。", "放宽"),
        ("村规民约一般不得与宪法、法律相抵触。", "村规民约不得与宪法、法律相抵触。", "放宽"),
        ("执行拘留的机关可立即向主席团报告。", "执行拘留的机关应当立即向主席团报告。", "放宽"),
        ("企业不得歧视残疾人。", "企业不得歧视残疾人。", ""),
        ("堆放的垃圾不宜过夜。", "堆放的垃圾不宜过夜。", ""),
    ],
)
def test_a_modal_word_that_only_advises_is_told(lower: str, upper: str, relation: str) -> None:
    assert [d.relation.value for d in _of(lower, upper, "模态")] == ([relation] if relation else [])


@pytest.mark.parametrize(
    ("lower", "upper", "slot", "told"),
    [
        ("民主评议每三年至少进行一次。", "民主评议每年至少进行一次。", "期限", [("每三年", "放宽")]),
        ("集体财务往来每月公布一次。", "集体财务往来每季度公布一次。", "期限", [("每月", "加重")]),
        ("民主评议每年至少进行一次。", "民主评议每年度至少进行一次。", "期限", []),
        ("用户对处理结果不满意的，经主管部门批准，可以向邮政管理部门申诉。", "用户对处理结果不满意的，可以向邮政管理部门申诉。", "程序",
         [("经主管部门批准", "加重")]),
        ("用户经核准后，应当向邮政管理部门申报。", "用户应当向邮政管理部门申报。", "程序", []),
    ],
)  # fmt: skip
def test_how_often_and_an_approval_put_in_are_told(
    lower: str, upper: str, slot: str, told: list[tuple[str, str]]
) -> None:
    assert [(d.lower, d.relation.value) for d in _of(lower, upper, slot)] == told


def test_a_majority_is_a_share() -> None:
    lower, upper = "会议决定应当经到会人员的四分之三以上通过。", "会议决定应当经到会人员的过半数通过。"
    assert [(d.lower, d.relation.value) for d in _of(lower, upper, "数额")] == [("四分之三以上", "加重")]
    assert not _of(upper, upper.replace("过半数", "半数以上"), "数额")


@pytest.mark.parametrize(
    ("lower", "upper", "told"),
    [
        ("河道内经镇长同意可以倾倒渣土。", "河道内不得倾倒渣土。", True),
        ("河道内，未经镇长同意，不得倾倒渣土。", "河道内不得倾倒渣土。", False),
    ],
)
def test_a_consent_that_lifts_a_ban_is_told_where_the_higher_law_knows_none(lower: str, upper: str, told: bool) -> None:
    assert any(d.relation.value == "疑似抵触" and d.upper == "不得" for d in _of(lower, upper, "模态")) is told


@pytest.mark.parametrize(
    ("lower", "upper", "relation"),
    [
        ("有关单位不得侵占文物保护范围内的土地。", "任何单位和个人不得侵占文物保护范围内的土地。", "放宽"),
        ("本地企业有权对侵占土地的行为进行检举。", "任何单位和个人都有权对侵占土地的行为进行检举。", "疑似抵触"),
        (
            "法人捐赠财产用于公益事业的，依法享受优惠。",
            "公民、法人和其他组织捐赠财产用于公益事业的，依法享受优惠。",
            "疑似抵触",
        ),
        ("单位、个人不得侵占文物保护范围内的土地。", "任何单位和个人不得侵占文物保护范围内的土地。", None),
        ("占用单位应当恢复植被和生态条件。", "用地单位或者个人应当恢复植被和生态条件。", None),
    ],
)
def test_everybody_narrowed_to_some(lower: str, upper: str, relation: str | None) -> None:
    assert [d.relation.value for d in _of(lower, upper, "主体")] == ([relation] if relation else [])


@pytest.mark.parametrize(
    ("behind", "told"),
    [("，并限制其二年内从事同类经营", True), ("，并对其法定代表人处一万元罚款", True), ("，罚款全部上缴国库", False)],
)
def test_a_sanction_added_in_other_words(behind: str, told: bool) -> None:
    upper = "逾期不补报的，由主管部门处一万元以上五万元以下罚款。"
    assert bool(_of(upper.replace("罚款。", f"罚款{behind}。"), upper, "处罚种类")) is told


def test_a_penalty_made_a_choice_is_shown_with_the_word_that_makes_it_one() -> None:
    upper = "违反规定的，由主管部门处一万元以上五万元以下罚款。"
    found = _of(upper.replace("处一", "可以处一"), upper, "模态")
    assert [(d.relation.value, d.lower.startswith("可以处")) for d in found] == [("减轻", True)]


def test_a_ban_at_another_place_of_the_sentence_is_none_dropped() -> None:
    upper = "禁止网吧经营者接纳未满十八周岁的未成年人上网。"
    assert not compare_clauses("网吧经营者不得接纳未满十八周岁的未成年人上网。", upper).differences
    assert compare_clauses("网吧经营者接纳未满十八周岁的未成年人上网。", upper).differences
