"""Planted sensitive words, personal data, outdated names (domain.md 3.7 and 3.8)."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from benchmarks.third_injector_base import (
    MARK,
    Context,
    Kind,
    Planted,
    Scene,
    add_paragraph,
    fill,
    middle,
    phrase,
    pick,
    read_scene,
)

LIST = "敏感词表（domain.md 3.7）"
DISABLED = ("残废人", "残废", "弱智儿童", "弱智人员", "瞎子", "聋子", "傻子")
DISABLED_USES = (
    "{unit}应当为{word}提供[便利|必要的帮助]。",
    "前款规定的场所，应当对[老年人、|]{word}、儿童[免费开放|实行优惠]。",
    "{organ}应当将{word}[作为重点服务对象|纳入服务范围]。",
    "[对|针对]{word}，{organ}应当[提供专门服务|减免有关费用]。",
)
OLD_ORGANS: tuple[tuple[str, int], ...] = (
    ("环境保护行政主管部门", 2020),
    ("国土资源行政主管部门", 2020),
    ("国土资源部门", 2020),
    ("农业行政主管部门", 2020),
    ("卫生和计划生育部门", 2020),
    ("卫生计生部门", 2020),
    ("安全生产监督管理部门", 2020),
    ("工商行政管理部门", 2020),
    ("质量技术监督部门", 2020),
    ("食品药品监督管理部门", 2020),
    ("新闻出版广电部门", 2020),
    ("政府法制机构", 2020),
    ("公安机关消防机构", 2020),
    ("出入境检验检疫机构", 2020),
    ("地方税务局", 2020),
    ("扶贫办", 2024),
    ("劳动和社会保障部门", 2010),
    ("建设行政主管部门", 2020),
)
OLD_TERMS: tuple[tuple[str, int], ...] = (
    ("对屡教不改的，[依法|可以]决定劳动教养。", 2015),
    ("[卖淫嫖娼|有前款行为]的，由公安机关予以收容教育。", 2020),
    ("[吸毒人员|前款规定的吸毒成瘾人员]，送强制戒毒所强制戒毒。", 2010),
    ("违反治安管理规定的，依照《治安管理处罚条例》处罚。", 2007),
    ("[外来人员|暂住人口]应当[申领暂住证|持暂住证办理前款事项]。", 2017),
    ("申请人应当提交[房屋所有权证、土地使用证|房屋所有权证]的复印件。", 2017),
    ("{firm}应当提供组织机构代码证和税务登记证。", 2017),
    ("{firm}应当依法缴纳营业税。", 2018),
    ("复员退伍军人[凭有效证件|]享受前款规定的优待。", 2022),
    ("[监察机关|有关机关]对前款工作实施行政监察。", 2019),
    ("价格由物价部门[核定|监督]。", 2019),
    ("流浪乞讨人员由民政部门[收容遣送|收容并遣送回原籍]。", 2004),
)


def hidden(rng: Random, word: str) -> str:
    """The word with something between its characters."""
    marks = [" ", "　", "·", "\u200b", "*"]
    mark = rng.choice(marks)
    at = rng.randrange(1, len(word))
    return mark.join(word) if rng.random() < 0.4 else word[:at] + mark + word[at:]


def worded(
    name: str, rules: tuple[str, ...], tier: int, words: Sequence[str], note: str, *, hide: bool = False
) -> Kind:
    """Sentences with one of the words; the planted place is the word itself."""

    def plant(rng: Random, text: str, context: Context) -> Planted | None:
        scene = read_scene(text, context)
        article = pick(rng, middle(scene)) if scene else None
        if scene is None or article is None:
            return None
        word = rng.choice(list(words))
        shown = hidden(rng, word) if hide else word
        slots = dict(scene.slots) | {"word": "\x00"}
        sentence = fill(rng, rng.choice(DISABLED_USES), slots)
        at = sentence.index("\x00")
        whole = add_paragraph(scene, article, sentence.replace("\x00", shown), note)
        start = whole.start + at
        return Planted(whole.text, start, start + len(shown), "", shown, note + f"：{word}")

    return Kind(name, rules, tier, plant)


def outdated(
    name: str,
    rows: Sequence[tuple[str, int]],
    templates: Sequence[str],
    note: str,
    rules: tuple[str, ...] = ("O01",),
) -> Kind:
    """An outdated organ or term in a document made after the change."""

    def plant(rng: Random, text: str, context: Context) -> Planted | None:
        scene = read_scene(text, context)
        article = pick(rng, middle(scene)) if scene else None
        fit = [word for word, year in rows if scene and scene.year >= year]
        if scene is None or article is None or not fit:
            return None
        template = rng.choice(list(templates)).replace("{old}", rng.choice(fit))
        return add_paragraph(scene, article, fill(rng, template, scene.slots), note)

    return Kind(name, rules, 1, plant)


def identity(rng: Random) -> str:
    """An invented resident's number with a right check digit (GB 11643)."""
    area = rng.choice(["330106", "330203", "330302", "310104", "310115"])
    day = f"{rng.randint(1958, 2001)}{rng.randint(1, 12):02d}{rng.randint(1, 28):02d}"
    body = f"{area}{day}{rng.randint(1, 999):03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, weights, strict=True)) % 11]


def mobile(rng: Random) -> str:
    """An invented mobile number."""
    return rng.choice(["138", "139", "159", "187", "177"]) + f"{rng.randint(0, 99999999):08d}"


def bank_card(rng: Random) -> str:
    """An invented card number that passes the Luhn test."""
    body = "622848" + f"{rng.randint(0, 10**12 - 1):012d}"
    total = 0
    for place, char in enumerate(reversed(body)):
        digit = int(char) * (2 if place % 2 == 0 else 1)
        total += digit - 9 if digit > 9 else digit
    return body + str(-total % 10)


def plate(rng: Random) -> str:
    """An invented number plate."""
    return rng.choice(["浙A", "浙B", "沪A", "沪C"]) + f"{rng.randint(10000, 99999)}"


def personal(name: str, rules: tuple[str, ...], tier: int, kind: str, templates: Sequence[str]) -> Kind:
    """Sentences that print a person's data; the planted place is the number."""

    def plant(rng: Random, text: str, context: Context) -> Planted | None:
        scene = read_scene(text, context)
        article = pick(rng, middle(scene)) if scene else None
        if scene is None or article is None:
            return None
        makers = {"id": identity, "mobile": mobile, "bank": bank_card, "plate": plate}
        data = makers[kind](rng)
        sentence = fill(rng, rng.choice(list(templates)), dict(scene.slots) | {"data": "\x00"})
        at = sentence.index("\x00")
        whole = add_paragraph(scene, article, sentence.replace("\x00", data), "")
        start = whole.start + at
        note = "个人信息保护法第二十五条、第二十八条：公开前应当遮蔽（号码为虚构）"
        return Planted(whole.text, start, start + len(data), "", data, note)

    return Kind(name, rules, tier, plant)


def secrecy_mark(rng: Random, text: str, context: Context) -> Planted | None:
    """A mark of secrecy on a text that is to be published."""
    if MARK not in text:
        return None
    words = rng.choice(["机密★5年", "秘密★10年", "绝密★", "秘密★长期", "机密★启用前", "内部资料 注意保存", "秘密★1年"])
    note = "保守国家秘密法第二十二条等：带密级标志的文件不得公布"
    at = text.index(MARK)
    whole = text[:at] + words + "\n\n" + text[at:]
    return Planted(whole, at, at + len(words), "", words, note)


def anyone(_: Scene) -> bool:
    """Every document."""
    return True


SENSITIVE = (
    worded("disability_word", ("X06",), 1, DISABLED, LIST),
    worded("disability_word_hidden", ("X06",), 1, DISABLED, LIST + "，字间加了符号", hide=True),
    Kind("secrecy_mark", ("X10",), 1, secrecy_mark),
    phrase(
        "hong_kong_taiwan",
        ("X01",),
        3,
        (
            "外国和港、澳、台地区的[投资者|企业]在{here}从事相关活动的，适用{self}。",
            "[来华投资|来华就业]的台湾同胞，[享受|适用]前款规定的[优惠|待遇]。",
            "{organ}应当加强中港、中台[经贸交流|行业合作]。",
            "[美国、日本、台湾等国家|新加坡、香港、台湾等国家]的[标准|先进经验]，可以作为参考。",
            "{here}支持两岸三地[企业|高校]开展合作。",
        ),
        LIST + "：港澳台称谓",
        guard=anyone,
    ),
    phrase(
        "party_and_state_titles",
        ("X03",),
        3,
        (
            "前款规定的重大事项，应当报中共[浙江省省委|江苏省省委]书记[审定|批准]。",
            "中共浙江省省委书记[担任|兼任]前款规定的领导小组组长。",
            "{organ}应当落实中共上海市市委书记的[要求|部署]。",
            "中共[北京市市委|上海市市委]书记应当[定期听取|每年听取一次]{subject}工作汇报。",
        ),
        LIST + "：职务称谓重复省、市",
        guard=anyone,
    ),
    phrase(
        "nationality_and_religion_words",
        ("X04", "X05"),
        3,
        (
            "来自穆斯林国家的[人员|客商]，应当[尊重当地习惯|遵守有关规定]。",
            "{organ}应当[听取|征求]少数民族上层人士的意见。",
            "[回民|回回]经营前款规定的食品的，应当[悬挂标志|单独设摊]。",
            "{here}与穆斯林国家开展的[经贸|文化]合作，由{organ}负责[协调|组织]。",
        ),
        LIST + "：民族、宗教称谓",
        guard=anyone,
    ),
    phrase(
        "slighting_words",
        ("X07",),
        3,
        (
            "{organ}应当加强对[三无人员|盲流]的[管理|排查]。",
            "[打工妹|打工仔]的合法权益受法律保护。",
            "村长应当[配合|协助]{organ}做好前款规定的工作。",
            "{organ}可以聘请[村官|村长]担任[监督员|协管员]。",
        ),
        LIST + "：职业、身份称谓",
        guard=anyone,
    ),
    phrase(
        "judicial_words",
        ("X08", "O01"),
        3,
        (
            "公安机关对尚在侦查的罪犯，应当[依法采取措施|及时通报{organ}]。",
            "[劳改释放|劳教期满]人员，可以申请前款规定的[帮扶|补助]。",
            "未经人民法院判决的罪犯，[不得从事前款规定的活动|应当如实报告]。",
            "{organ}应当对劳改、劳教人员[建立档案|进行登记]。",
        ),
        LIST + "：判决前称犯罪嫌疑人、被告人；劳动教养已废止",
        guard=anyone,
    ),
    phrase(
        "inner_data",
        ("X11",),
        3,
        (
            "[各区|有关单位]可以登录内部系统（http://10.{n}.16.8/admin，账号admin）[报送信息|查询]。",
            "前款工作的内部联系电话为内线{n}88。",
            "{organ}应当按照{level}领导批示（内部传阅）[抓好落实|办理]。",
            "[系统用户名|初始账号]为fgs{n}，[初始密码|密码]为123456，[由各单位自行保管|不得外传]。",
        ),
        "政府信息公开条例第十六条：内部信息",
        guard=anyone,
        extra={"n": ("20", "31", "66")},
    ),
    phrase(
        "slogans_and_members",
        ("X13", "X14"),
        3,
        (
            "{organ}应当推动[企业|行业]参与“一带一路”战略。",
            "世界贸易组织成员国的[企业|投资者]，[享受|适用]前款规定的待遇。",
            "{here}积极融入“一带一路”战略，[扩大对外开放|加强国际合作]。",
            "亚太经济合作组织成员国的[机构|产品]，[免予|简化]前款规定的手续。",
        ),
        LIST + "：“一带一路”倡议；成员",
        guard=anyone,
    ),
)
PERSONAL = (
    personal(
        "identity_number",
        ("P01",),
        1,
        "id",
        (
            "前款规定工作的联系人身份证号码为{data}。",
            "[首批|示范]经营户王某某（身份证号{data}）[享受|适用]前款规定的补贴。",
            "[举报人|申请人]（公民身份号码：{data}）的[申请|事项]，由{organ}[办理|受理]。",
            "{organ}工作人员李某（{data}）负责[日常联络|材料接收]。",
        ),
    ),
    personal(
        "mobile_number",
        ("P02",),
        1,
        "mobile",
        (
            "[意见建议|有关材料]可以[发送至|联系]张某（手机{data}）。",
            "{unit}对前款事项有异议的，[拨打|联系]经办人手机{data}。",
            "[举报人李某的联系电话|投诉人的手机号码]为{data}，由{organ}[回访|答复]。",
            "前款规定的报名，[由陈某（{data}）统一受理|加微信{data}办理]。",
        ),
    ),
    personal(
        "bank_card_number",
        ("P03",),
        3,
        "bank",
        (
            "前款规定的费用，汇入王某某个人账户（卡号{data}）。",
            "[保证金|补助资金]转入[经办人|代收人]银行卡{data}。",
            "[退款账户|收款账号]为{data}（户名李某）。",
            "捐赠款项可以直接存入{data}号银行卡。",
        ),
    ),
    personal(
        "number_plate",
        ("P03",),
        3,
        "plate",
        (
            "车主赵某的{data}号小型客车，[列入|纳入]重点监管对象。",
            "车牌号为{data}的车辆，[不得进入前款规定的区域|由{organ}重点检查]。",
            "[举报人驾驶的|投诉人所有的]{data}号轿车[免予|优先]检验。",
            "{organ}查处的{data}号车辆，[作为典型案例公布|适用前款规定]。",
        ),
    ),
)
OUTDATED = (
    outdated(
        "old_institution",
        OLD_ORGANS,
        (
            "{old}应当[会同有关部门|]做好前款规定的[监督管理|检查]工作。",
            "前款规定的[事项|标准]，由{old}[负责组织实施|另行公布]。",
            "{unit}应当向{old}[报送有关材料|申请检查]。",
            "{organ}应当[及时将有关情况通报|移交]{old}。",
        ),
        "国务院机构改革方案：机构已更名或者职责已划转",
    ),
    outdated(
        "old_term",
        OLD_TERMS,
        ("{old}", "{old}", "{old}具体工作由{organ}负责。"),
        "domain.md 3.8：制度已废止或者名称已改",
        ("O01", "C01", "C11", "C02", "C03"),
    ),
)

KINDS: tuple[Kind, ...] = SENSITIVE + PERSONAL + OUTDATED
