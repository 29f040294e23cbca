"""Planted errors of wording (domain.md 3.6)."""

from __future__ import annotations

import re
from random import Random

from benchmarks.third_injector_authority import breach
from benchmarks.third_injector_base import (
    Context,
    Kind,
    Planted,
    Scene,
    add_paragraph,
    changed,
    fill,
    middle,
    numeral,
    phrase,
    pick,
    read_scene,
    substitution,
)

BASIS = "立法技术规范（依据待核）："
UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10000}
SMALL = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2}
MISPRINTS = {
    "截至": "截止",
    "法定代表人": "法人",
    "合法权利": "合法权力",
    "登录": "登陆",
    "启用": "起用",
    "措施": "措失",
    "监督检查": "监督捡查",
    "部门": "部们",
    "按照": "安照",
    "期限": "期线",
    "以下罚款": "已下罚款",
    "负责": "付责",
    "维护": "维户",
}
TRADITIONAL = {
    "规定": "規定",
    "应当": "應當",
    "部门": "部門",
    "责任": "責任",
    "保护": "保護",
    "条例": "條例",
    "单位": "單位",
    "服务": "服務",
    "设施": "設施",
    "发现": "發現",
}


def since_2019(scene: Scene) -> bool:
    """Documents of 2019 and later (政务处分)."""
    return scene.year >= 2019


def amount(word: str) -> int:
    """Value of a Chinese numeral up to 千万."""
    total, part, digit = 0, 0, 0
    for char in word:
        if char in SMALL:
            digit = SMALL[char]
        elif char == "万":
            total, part, digit = (total + part + digit) * 10000, 0, 0
        else:
            part, digit = part + (digit or 1) * UNITS[char], 0
    return total + part + digit


def arabic(rng: Random, match: re.Match[str]) -> str:
    """An amount, a share or a period in Arabic figures."""
    if match.group(2):
        return f"{amount(match.group(2))}%"
    return f"{amount(match.group(1))}"


def item_in_brackets(rng: Random, text: str, context: Context) -> Planted | None:
    """A reference to an existing 项 as 第（二）项."""
    scene = read_scene(text, context)
    if scene is None:
        return None
    listed = [a for a in scene.articles[3:-2] if len(a.items()) >= 3 and a.text.count("（一）") == 1]
    target, article = pick(rng, listed), pick(rng, middle(scene))
    if target is None or article is None:
        return None
    mark = f"第{numeral(target.number)}条第（{numeral(rng.randint(1, 3))}）项"
    template = rng.choice(
        [
            "{self}" + mark + "规定的事项，由{organ}[负责落实|定期检查]。",
            "[有|属于]{self}" + mark + "规定情形的，[按照有关规定办理|由{organ}及时处理]。",
            "{organ}应当将{self}" + mark + "的落实情况[向社会公布|纳入年度工作报告]。",
        ]
    )
    return add_paragraph(scene, article, fill(rng, template, scene.slots), BASIS + "项的引用不加括号")


def vague_basis(rng: Random, text: str, context: Context) -> Planted | None:
    """根据 in 第一条 becomes 依据 or 依照."""
    scene = read_scene(text, context)
    if scene is None:
        return None
    first = scene.articles[0]
    at = text.find("根据《", first.start, first.end)
    if at < 0:
        return None
    return changed(text, at, at + 2, rng.choice(["依据", "依照", "按照"]), BASIS + "立法依据用根据")


FIRST_TIER = (
    substitution(
        "should_cut_short",
        ("W02",),
        1,
        r"(?<![不相对])应当(?=由|在|按照|经|向|依照|自|于|将)",
        lambda rng, m: "应",
        BASIS + "应当",
    ),
    substitution("other_written_it", ("W06",), 1, "其他", lambda rng, m: "其它", BASIS + "其他"),
    phrase(
        "account_character",
        ("W07", "W31"),
        1,
        (
            "{unit}应当建立[管理|销售|工作]台帐，如实记录[有关情况|相关信息]，并至少保存二年。",
            "{firm}应当[单独设帐|专帐核算]，[接受{organ}的监督检查|不得挪作他用]。",
            "前款规定的资金，应当[设立专门帐户|专户管理、单独记帐]，接受[审计监督|社会监督]。",
            "{organ}应当建立问题台帐，[定期核销|跟踪督办]。",
        ),
        BASIS + "账",
    ),
    substitution(
        "decision_made",
        ("W08",),
        1,
        r"作出(?=[^。，；]{0,12}(?:决定|处罚|裁决|答复))",
        lambda rng, m: "做出",
        BASIS + "作出决定",
    ),
    phrase(
        "decision_made_new",
        ("W08",),
        1,
        (
            "{organ}应当自受理申请之日起[二十|十五]日内做出[是否同意的|]决定。",
            "{organ}收到[投诉、举报|异议申请]后，应当及时核实并做出答复。",
            "对前款规定的争议，由{organ}[依法|]做出[裁决|处理决定]。",
            "[情况复杂的|需要延长的]，经{organ}负责人批准，可以延长十日做出处理决定。",
        ),
        BASIS + "作出决定",
    ),
    Kind("item_in_brackets", ("W09",), 1, item_in_brackets),
    substitution(
        "item_reference_bracketed",
        ("W09",),
        1,
        r"(?<=[条款])第([一二三四五六七八九十]+)项",
        lambda rng, m: f"第（{m.group(1)}）项",
        BASIS + "项的引用不加括号",
    ),
    substitution(
        "days_called_tian",
        ("W17",),
        1,
        r"(?<=[一二三四五六七八九十])日(?=内|前|以内)",
        lambda rng, m: "天",
        BASIS + "期间用日",
    ),
    substitution(
        "figures_arabic",
        ("W18",),
        1,
        r"(?<![一二两三四五六七八九十百千万第])([一二两三四五六七八九十][一二三四五六七八九十百千万]*)(?=元[以罚的，。、；]|日内|周岁|倍以)|百分之([一二三四五六七八九十]+)(?![一二三四五六七八九十点])",
        arabic,
        BASIS + "金额、年龄、期限、比例用汉字",
    ),
    substitution(
        "administrative_sanction",
        ("W27", "O01"),
        1,
        r"(?<=给予)(?:政务)?处分",
        lambda rng, m: "行政处分",
        "公务员法、公职人员政务处分法：处分、政务处分",
        guard=since_2019,
    ),
)

STYLE = (
    substitution(
        "ban_worded_otherwise",
        ("W03",),
        3,
        r"(?<=[\u4e00-\u9fff])不得(?=[\u4e00-\u9fff])",
        lambda rng, m: rng.choice(["不准", "不许", "严禁", "不能"]),
        BASIS + "不得",
    ),
    substitution(
        "subject_with_ban",
        ("W04",),
        3,
        r"(?<=任何单位和个人)不得|(?<=任何组织和个人)不得|(?<=任何单位或者个人)不得",
        lambda rng, m: rng.choice(["禁止", "严禁"]),
        BASIS + "有主语用不得",
    ),
    phrase(
        "but_cut_short",
        ("W05",),
        3,
        (
            "{unit}应当[及时公布|如实提供]有关信息，但法律、行政法规另有规定的除外。",
            "前款规定的[设施|场所]应当[向社会开放|保持完好]，但[因维修需要暂停使用|情况紧急]的除外。",
            "{organ}应当自收到[材料|申请]之日起十五日内答复，但[案情复杂|需要专家论证]的除外。",
            "任何单位和个人不得[擅自移动|占用]前款规定的设施，但国家另有规定的除外。",
        ),
        BASIS + "但书用但是",
        guard=lambda _: True,
    ),
    substitution(
        "by_analogy", ("W11",), 3, r"依照(?=《中华人民共和国)", lambda rng, m: "参照", BASIS + "直接适用的用依照"
    ),
    phrase(
        "fixed_apart",
        ("W12", "T08"),
        3,
        (
            "[具体|实施]办法由{organ}另订。",
            "前款规定的[标准|名录]，由{organ}会同有关部门核订[并公布|]。",
            "{unit}应当按照{organ}订定的[计划|规程]执行。",
            "[收费标准|奖励办法]由{level}人民政府另订，[报上级备案|向社会公布]。",
        ),
        BASIS + "制定、规定",
    ),
    phrase(
        "fine_handed_over",
        ("W14",),
        3,
        (
            "当事人应当自收到处罚决定书之日起十五日内到指定的银行交纳罚款。",
            "被处以罚款的单位，应当[按期|在规定期限内]交纳罚款。",
            "[逾期不交纳罚款的|拒不交纳罚款的]，依法申请人民法院强制执行。",
            "[当事人|行为人]有经济困难，需要延期交纳罚款的，可以向{organ}提出申请。",
        ),
        BASIS + "强制性的用缴纳",
        place="penalty",
        guard=breach,
    ),
    phrase(
        "debts_offset",
        ("W15",),
        3,
        (
            "双方互负债务的，[可以|有权]协商抵消。",
            "{trader}应当退还的费用，可以与消费者尚未支付的价款抵消。",
            "保证金不得用于抵消[企业所欠债务|其他债权]。",
            "[多收的|预付的]费用可以抵消下一期的应付款项。",
        ),
        BASIS + "债权债务用抵销",
    ),
    Kind("basis_worded_otherwise", ("W19",), 3, vague_basis),
    phrase(
        "profit_word",
        ("W20",),
        3,
        (
            "{organ}及其工作人员不得利用职务便利谋取非法利益。",
            "{firm}不得以[虚假宣传|欺诈]等手段谋取暴利。",
            "{organ}应当为群众牟取福利，[改善公共服务|提高服务水平]。",
            "{here}各级人民政府应当为居民牟取合法利益。",
        ),
        BASIS + "牟取非法利益，谋取合法利益",
    ),
    phrase(
        "organ_by_proper_name",
        ("W22",),
        3,
        (
            "{level}[生态环境局|住房和城乡建设局|农业农村局]负责前款规定工作的[组织实施|监督检查]。",
            "前款规定的[名录|标准]，由{level}市场监督管理局[制定并公布|会同有关部门制定]。",
            "{level}文化和旅游局应当[定期发布信息|加强行业指导]。",
            "{unit}应当向{level}[交通运输局|卫生健康委员会]报送[有关资料|年度报告]。",
        ),
        BASIS + "不写部门的具体名称",
    ),
    phrase(
        "vague_duty",
        ("W25",),
        3,
        (
            "{unit}应当尽可能[采取必要措施|减少影响]。",
            "{organ}原则上应当在[适当时间内|合理期限内]酌情予以[答复|处理]。",
            "[有关单位|{firm}]应当适当提高[服务质量|标准]，尽量[满足需求|配合检查]。",
            "{organ}在必要时应当酌情给予[适当补助|支持]。",
        ),
        "立法法第七条第二款：规范应当明确、具体（3.11 第四档）",
    ),
    phrase(
        "organ_undefined",
        ("W26", "A12"),
        3,
        (
            "违反{self}{duty}规定的，由有关部门责令改正，[可以|并]处五百元以上二千元以下罚款。",
            "有前款行为的，由有关主管部门依法[查处，没收违法所得|给予警告或者处以一千元以下罚款]。",
            "拒不改正的，有关部门可以[予以处罚|处二千元以下罚款]。",
            "违反前款规定的，相关部门应当责令停止违法行为，[并处|可以并处]三百元以上一千元以下的罚款。",
        ),
        "行政处罚法第十七条：有关部门不明确（3.11 第四档）",
        place="penalty",
        guard=breach,
    ),
    substitution(
        "crime_clause_worded_otherwise",
        ("W28",),
        3,
        r"构成犯罪的，依法追究刑事责任",
        lambda rng, m: rng.choice(
            [
                "构成犯罪的，依法严惩",
                "触犯刑律的，移送司法机关处理",
                "情节严重构成犯罪的，由司法机关追究其刑事责任",
                "触犯刑法的，追究法律责任",
            ]
        ),
        BASIS + "构成犯罪的，依法追究刑事责任",
    ),
    substitution(
        "misprint",
        ("W31",),
        3,
        "|".join(MISPRINTS),
        lambda rng, m: MISPRINTS[m.group(0)],
        "错别字",
    ),
    substitution(
        "traditional_characters",
        ("W32",),
        3,
        "|".join(TRADITIONAL),
        lambda rng, m: TRADITIONAL[m.group(0)],
        "国家通用语言文字法第十条、第十七条：规范汉字",
    ),
    phrase(
        "grades_with_a_gap",
        ("W16",),
        3,
        (
            "违法所得不满[五千元|三千元]的，由{organ}处一千元以上三千元以下罚款；违法所得在一万元以上的，处三千元以上一万元以下罚款。",
            "[面积|数量]不足[十|二十]单位的，由{organ}处五百元罚款；超过五十单位的，处一千元罚款。",
            "逾期不满十日的，由{organ}给予警告；逾期三十日以上的，处[五百元|八百元]以上二千元以下罚款。",
            "初次违反的，由{organ}给予警告；第三次违反的，处[五百元|一千元]以下罚款；第五次以上违反的，处二千元以下罚款。",
        ),
        "档次之间有空档（民法典第一千二百五十九条：不满不含本数，以上含本数）",
        place="penalty",
        guard=breach,
    ),
)

KINDS: tuple[Kind, ...] = FIRST_TIER + STYLE
