"""Harmless insertions (domain.md 7.2 and guards G1 to G9); ``rules`` must not be raised there."""

from __future__ import annotations

from random import Random

from benchmarks.third_injector_authority import breach
from benchmarks.third_injector_base import (
    Context,
    Kind,
    Planted,
    Scene,
    add_paragraph,
    fill,
    middle,
    numeral,
    phrase,
    pick,
    read_scene,
)
from benchmarks.third_injector_citations import CN, TOPICS
from benchmarks.third_injector_copies import law_copy


def clean(
    name: str, rules: tuple[str, ...], templates: tuple[str, ...], note: str, place: str = "middle", since: int = 0
) -> Kind:
    """A harmless sentence; penalties only where the document has penalties."""

    def guard(scene: Scene) -> bool:
        return scene.year >= since and (place != "penalty" or breach(scene))

    return phrase(name, rules, 3, templates, note, place=place, guard=guard)


def right_citation(rng: Random, text: str, context: Context) -> Planted | None:
    """A law cited with its right name and number."""
    scene = read_scene(text, context)
    article = pick(rng, middle(scene)) if scene else None
    if scene is None or article is None:
        return None
    law, _, number, template = rng.choice(TOPICS)
    slots = dict(scene.slots) | {"cite": f"《{CN}{law}》第{numeral(number)}条"}
    return add_paragraph(scene, article, fill(rng, template, slots), f"{law}第{number}条即此内容")


def right_reference(rng: Random, text: str, context: Context) -> Planted | None:
    """A reference to an own article that exists."""
    scene = read_scene(text, context)
    article = pick(rng, middle(scene)) if scene else None
    if scene is None or article is None:
        return None
    target = rng.choice(scene.articles[3:-2])
    words = "{self}第" + numeral(target.number) + "条[规定|第一款规定]的事项，由{organ}[负责落实|依法办理]。"
    return add_paragraph(scene, article, fill(rng, words, scene.slots), "所引条款存在")


AUTHORITY = (
    clean(
        "law_licence_repeated",
        ("A19", "A25"),
        (
            f"经营快递业务，应当依照《{CN}邮政法》的规定取得快递业务经营许可；未经许可，任何单位和个人不得经营快递业务。",
            f"在城市、镇规划区内进行工程建设的，应当依照《{CN}城乡规划法》第四十条的规定申请办理建设工程规划许可证。",
            f"从事食品生产、食品销售、餐饮服务，应当依照《{CN}食品安全法》的规定取得许可。",
        ),
        "许可由法律设定（邮政法第五十一条、城乡规划法第四十条、食品安全法第三十五条）",
    ),
    clean(
        "lawful_late_fee",
        ("A16",),
        (
            "到期不缴纳罚款的，每日按罚款数额的百分之三加处罚款，加处罚款的数额不得超出罚款的数额。",
            f"当事人逾期不缴纳罚款的，由{{organ}}依照《{CN}行政处罚法》第七十二条的规定，每日按罚款数额的百分之三加处罚款，加处罚款的数额不得超出罚款的数额。",
        ),
        "行政处罚法第七十二条第一款第一项",
        "penalty",
    ),
    clean(
        "lawful_fine",
        ("A11", "A12", "A01", "A02"),
        (
            "{firm}违反{self}{duty}规定的，由{organ}责令限期改正；逾期不改正的，处[五百元以上五千元以下|一千元以上一万元以下|二千元以上一万元以下]罚款。",
            "违反{self}{duty}规定的，由{organ}给予警告，可以并处[一百元以上五百元以下|二百元以上一千元以下]罚款。",
        ),
        "十倍以内、有机关、种类为警告和罚款（行政处罚法第十二条第一款）",
        "penalty",
    ),
    clean(
        "transfer_to_the_law",
        ("A01", "A26", "A06"),
        (
            f"违反治安管理的行为，由公安机关依照《{CN}治安管理处罚法》的规定处罚。",
            f"阻碍{{organ}}工作人员依法执行职务的，由公安机关依照《{CN}治安管理处罚法》给予拘留等处罚。",
            "前款规定的行为，法律、行政法规已有处罚规定的，从其规定。",
        ),
        "转致条款（G3）",
        "penalty",
    ),
    clean(
        "licence_revoked_as_fact",
        ("A02",),
        (
            "{firm}被依法吊销营业执照的，应当[妥善处理未了结的业务|及时通知有关消费者]。",
            "被市场监督管理部门依法吊销营业执照的单位，不适用前款规定。",
        ),
        "描述事实（G8）",
    ),
    clean(
        "detention_as_fact",
        ("A01",),
        (
            "正在被执行行政拘留的人员，可以委托[近亲属|他人]办理前款规定的手续。",
            "{organ}应当为正在受拘留处罚的人员[保留申请资格|办理延期手续]。",
        ),
        "描述事实（G8，北京选举细则第三十五条）",
    ),
    clean(
        "remedy_given",
        ("A18",),
        (
            "当事人对行政处罚决定不服的，可以依法申请行政复议或者提起行政诉讼。",
            "[申请人|有关单位]对前款规定的决定有异议的，可以依法申请行政复议，也可以直接向人民法院提起行政诉讼。",
        ),
        "救济照法律",
    ),
    clean(
        "court_executes",
        ("A27", "A35", "A18"),
        (
            "当事人逾期不履行行政处罚决定，又不申请行政复议或者提起行政诉讼的，{organ}可以依法申请人民法院强制执行。",
            "逾期不履行的，由作出决定的机关依法申请人民法院强制执行。",
        ),
        "行政强制法第五十三条",
        "penalty",
    ),
    clean(
        "criminal_liability_standard",
        ("A36", "W28"),
        (
            "违反{self}规定，构成犯罪的，依法追究刑事责任。",
            "违反{self}{duty}规定的，依法承担民事责任；构成犯罪的，依法追究刑事责任。",
        ),
        "标准表述",
        "penalty",
    ),
    clean(
        "power_cut_forbidden",
        ("A28",),
        (
            "{organ}不得对居民生活采取停止供水、供电、供热、供燃气等方式迫使当事人履行相关行政决定。",
            "物业服务人不得采取停止供电、供水等方式[催交物业费|限制业主的权利]。",
        ),
        "禁止该行为（G2；行政强制法第四十三条第二款）",
    ),
    clean(
        "minor_not_punished",
        ("A17",),
        (
            "不满十四周岁的未成年人有违法行为的，不予行政处罚，责令监护人加以管教；已满十四周岁不满十八周岁的未成年人有违法行为的，应当从轻或者减轻行政处罚。",
        ),
        "行政处罚法第三十条",
        "penalty",
    ),
    clean(
        "tax_by_national_rules",
        ("A30",),
        ("{firm}按照国家有关规定享受税收优惠[政策|]。", "符合条件的[企业|单位]，依法享受国家规定的税收减免。"),
        "不设定税收（广东乡村振兴第十七条）",
    ),
    clean(
        "expropriation_with_compensation",
        ("A33",),
        ("为了公共利益的需要，依照法律规定征收、征用单位和个人财产的，应当依法给予公平、合理的补偿。",),
        "民法典第一百一十七条",
    ),
    clean(
        "private_deposit",
        ("A31",),
        (
            "业主与物业服务人可以在装饰装修服务协议中约定装修保证金的[数额和退还方式|收取与退还]。",
            "房屋租赁合同当事人可以自行约定[押金|履约保证金]的数额。",
        ),
        "私人约定（G9）",
    ),
    clean(
        "licence_without_fee",
        ("A23",),
        (
            "{organ}实施行政许可，不得收取任何费用，法律、行政法规另有规定的，依照其规定。",
            "[核发|补发]许可证不得收取工本费。",
        ),
        "行政许可法第五十八条",
    ),
    clean(
        "committee_interprets",
        ("A46",),
        ("{self}由{level}人民代表大会常务委员会负责解释。",),
        "解释权属制定机关",
        "closing",
    ),
)
RIGHTS = (
    clean(
        "designation_forbidden",
        ("R04", "R07"),
        (
            "{organ}不得指定[生产企业|检测机构]，不得强制[单位和个人|经营者]购买指定的产品或者接受指定的服务。",
            "任何单位和个人不得限定或者变相限定消费者[购买|使用]其指定的经营者提供的商品。",
        ),
        "禁止该行为（G2；反垄断法第三十九条）",
    ),
    clean(
        "local_protection_forbidden",
        ("R03", "R05", "R09"),
        (
            "招标人不得要求外地企业在{here}设立分支机构或者子公司，不得以特定行政区域的业绩作为加分条件。",
            "任何单位不得对外地经营者设置[歧视性收费项目|歧视性资质要求]，不得限制外地商品进入{here}市场。",
        ),
        "禁止该行为（G2；反垄断法第四十一条至第四十三条）",
    ),
    clean(
        "discrimination_forbidden",
        ("R01", "R10", "R11"),
        (
            "用人单位招用人员，不得以性别、户籍、民族、宗教信仰、残疾等为由[拒绝录用|提高录用标准]。",
            "{unit}不得歧视残疾人、传染病病原携带者，不得限定男性或者规定男性优先。",
        ),
        "禁止该行为（G2；就业促进法第二十七条至第三十一条、妇女权益保障法第四十三条）",
    ),
)
TECHNICAL = (
    Kind("right_citation", ("C02", "C04", "C05", "C06", "C07"), 3, right_citation),
    Kind("right_own_reference", ("C09", "C10"), 3, right_reference),
    Kind("penalty_as_in_the_law", ("A06", "A07", "A08", "A10"), 3, law_copy),
    clean(
        "institution_in_the_past",
        ("O01",),
        (
            "原{level}国土资源局于二○一六年公布的[保护名录|控制性目录]，由自然资源主管部门继续管理。",
            "机构改革前由原环境保护部门[核发|作出]的文件，在有效期内继续有效。",
            "原工商行政管理部门曾[颁发|核发]的证照，不需要重新办理。",
        ),
        "历史叙述（G5）",
        since=2019,
    ),
    clean(
        "law_in_the_past",
        ("C01", "C11"),
        (
            f"原《{CN}城市规划法》施行期间依法批准的[规划|建设项目]，继续有效。",
            f"依照已废止的原《{CN}合同法》订立的合同，其效力依照当时的法律规定认定。",
        ),
        "历史叙述（G5，重庆土地登记第四十二条）",
        "closing",
        2021,
    ),
    clean(
        "amending_decision_named",
        ("C02", "C16", "S13"),
        (
            "第十三届全国人民代表大会常务委员会第二十五次会议修订的《中华人民共和国行政处罚法》的有关要求，{organ}应当认真执行。",
            "{organ}应当贯彻落实《国务院关于进一步规范和监督罚款设定与实施的指导意见》（国发〔2024〕5号）。",
        ),
        "真实文件名",
    ),
    clean(
        "contribution_made",
        ("W08",),
        ("对在{subject}工作中做出突出[贡献|成绩]的单位和个人，按照国家和{here}有关规定给予表彰、奖励。",),
        "做出贡献是正确用法",
    ),
    clean(
        "tents_and_responses",
        ("W07", "W02"),
        (
            "{organ}应当储备帐篷、[饮用水|医疗用品]等应急物资，并建立供应在先、相应经费保障的机制。",
            "露营[场所|区域]搭建帐篷的，应当避免占用消防通道；热岛效应在[夏季|高温期]明显的区域，应当限制搭建。",
        ),
        "帐篷、供应、相应、效应",
    ),
    clean(
        "hotline_and_codes",
        ("P01", "P02"),
        (
            "任何单位和个人可以通过12345政务服务便民热线[投诉、举报|反映情况]。",
            "{firm}应当公示十八位统一社会信用代码[和服务热线|]。",
            "{organ}应当公布[投诉举报电话|服务电话]和电子邮箱。",
        ),
        "不是个人信息",
    ),
    clean(
        "secrets_protected",
        ("X10",),
        (
            "{organ}及其工作人员对知悉的国家秘密、商业秘密和个人隐私，应当依法予以保密。",
            "涉及国家秘密的，依照《中华人民共和国保守国家秘密法》的规定执行；绝密级资料不得[公开|复制]。",
        ),
        "说到秘密，不是密级标志",
    ),
    clean(
        "disabled_persons_in_law",
        ("X06",),
        (
            "{organ}应当为残疾人、老年人提供无障碍服务，不得使用“残废”等歧视性称谓。",
            f"{{unit}}应当遵守《{CN}残疾人保障法》，为盲人、聋人和智力残疾人提供便利。",
        ),
        "法定称谓和引号中的被禁词（G1、G2）",
    ),
    clean(
        "hong_kong_taiwan_right",
        ("X01",),
        ("香港特别行政区居民、澳门特别行政区居民、台湾地区居民在{here}从事相关活动的，适用{self}。",),
        "正确称谓",
        "closing",
    ),
)

CLEAN: tuple[Kind, ...] = AUTHORITY + RIGHTS + TECHNICAL
