"""Penalties, coercion, licences, fees and discrimination that a document of the level may not set."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from second_injector_base import OF_CONGRESS, Document, Finder, Kind, Library, Paragraph, Plant, chinese, swap, value

PENAL = re.compile(
    r"^(?:第[^ \u3000]+条[ \u3000]+|（.{1,3}）)?(?:违反[^，]{0,40}，)?(.{6,90}?)的?，(?:由|责令|处|可以|并处)[^。]*罚款[。；]$"
)


def penal(doc: Document) -> list[tuple[Paragraph, str]]:
    """Penalty clauses of one sentence, with the conduct that they punish; not of a text that implements one law."""
    if "实施" in doc.title:
        return []
    found = [(p, PENAL.match(p.text)) for p in doc.paragraphs]
    return [(p, m[1]) for p, m in found if m and not re.search("吊销|拘留|没收|暂扣|停业", p.text)]


def _tail(forms: tuple[str, ...], note: str, word: str, fit: str = ".") -> Finder:
    """A finder that adds a further penalty to a penalty clause whose conduct no national article with `word` covers."""

    def find(doc: Document, rng: Random, library: Library) -> Iterator[Plant]:
        for p, conduct in penal(doc):
            if re.search(fit, conduct) and not library.covered(conduct, word):
                words = rng.choice(forms).format(organ=doc.organ, here=doc.here, me=doc.self_name)
                yield swap(p.end - 1, p.end - 1, words, note, span=(1, len(words) - 1))

    return find


DETENTION = (
    "；情节严重的，由公安机关处五日以下拘留",
    "；拒不改正的，由公安机关处三日以上七日以下拘留，可以并处五百元以下罚款",
    "；一年内被处罚两次以上的，处十日以下行政拘留",
    "，可以并处五日以上十日以下拘留",
    "；造成严重后果的，对直接责任人员处十五日以下拘留",
    "；阻挠检查的，予以行政拘留五日",
)
BUSINESS_LICENCE = (
    "；情节严重的，吊销营业执照",
    "；逾期不改正的，由市场监督管理部门吊销其营业执照",
    "；一年内受到两次以上处罚的，提请登记机关吊销营业执照",
    "，并可以吊销营业执照",
    "；拒不改正的，责令停业整顿，直至吊销营业执照",
)
DAILY_SURCHARGE = (
    "；逾期不缴纳罚款的，每日按罚款数额的百分之五加处罚款",
    "；到期不缴纳罚款的，按日加处百分之十的罚款",
    "；逾期不缴罚款的，每日加处罚款数额千分之五十的滞纳金",
    "；不按期缴纳罚款的，每逾期一日加处罚款数额的百分之四",
)
FINAL = (
    "；当事人对处罚决定不服的，不得申请行政复议",
    "；{organ}的处理决定为最终决定，当事人不得提起行政诉讼",
    "；当事人对该决定不服的，不得提起诉讼",
    "；对该处罚申请行政复议的，行政复议机关不予受理",
)
CRIME = (
    "；情节严重的，以危害公共安全罪论处",
    "；数额较大的，以非法经营罪追究刑事责任",
    "；情节恶劣的，以寻衅滋事罪论处",
    "；造成重大损失的，按照破坏生产经营罪处罚",
)
TRADE = "经营|销售|生产|加工|施工|从事|运输|企业|单位"
RULE_PENALTY = (
    "，没收违法所得和违法经营的工具",
    "；情节严重的，没收相关设施、器具",
    "；拒不改正的，责令停产停业",
    "；情节严重的，暂扣经营许可证三个月至六个月",
    "；两次以上违反的，吊销其经营许可证",
    "，并没收非法财物",
)


RANGE = re.compile("处([一二三四五六七八九十百千]+)万?元以上([一二三四五六七八九十百千]+)(万?)元以下")


def fine_over_cap(doc: Document, rng: Random, library: Library) -> Iterator[Plant]:
    """A fine in a rule beyond the highest cap of the place (浙江: three and ten 万元, domain.md A05)."""
    if doc.file.startswith("上海"):
        return
    for p, conduct in penal(doc):
        if library.covered(conduct, "罚款"):
            continue
        for m in RANGE.finditer(p.text):
            if m[3] and value(m[2]) > 10:
                continue
            low = rng.choice((5, 8, 10, 15, 20))
            new = f"处{chinese(low)}万元以上{chinese(max(low * rng.choice((2, 3, 5)), 15))}万元以下"
            yield swap(p.start + m.start(), p.start + m.end(), new, "罚款超过本省规章可以设定的限额（十万元）")


def _hosts(doc: Document, need: str) -> list[tuple[Paragraph, str]]:
    """The last lines of ordinary articles that speak of the matter, after which one more 款 may stand."""
    lines = [p for p in doc.paragraphs if p.article and 3 < p.article.number < doc.articles[-1].number - 1]
    last = {p.article: p for p in lines}
    found = [(p, re.search(need, p.text)) for p in last.values()]
    plain = [(p, m) for p, m in found if m and p.text.endswith("。") and not p.text.startswith("（")]
    return [
        (p, m[0])
        for p, m in plain
        if not re.search("有下列|违反本|所称|人民政府应当|鼓励|罚款|处分|犯罪|通报批评|职责|协同|会同", p.text)
    ]


def _added(forms: tuple[str, ...], note: str, need: str, avoid: str = "$^", often: str = ".") -> Finder:
    """A finder that adds a paragraph to an article that speaks of what is `need`ed.

    `avoid` leaves documents out that have the matter already, `often` those that hardly speak of its field.
    """

    def find(doc: Document, rng: Random, library: Library) -> Iterator[Plant]:
        del library
        known = doc.organ != "有关主管部门"
        about = len(re.findall(often, doc.text)) > 11 and not OF_CONGRESS.search(doc.title)
        usable = about and not re.search(avoid, doc.text)
        fit = [f for f in forms if known or "{organ}" not in f]
        for p, noun in _hosts(doc, need) if fit and usable else ():
            words = rng.choice(fit).format(organ=doc.organ, here=doc.here, place=doc.place, me=doc.self_name, noun=noun)
            yield swap(p.end, p.end, f"\n\n{words}", note, span=(2, len(words)))

    return find


def _either(*finders: Finder) -> Finder:
    """A finder that finds what any of several finds."""

    def find(doc: Document, rng: Random, library: Library) -> Iterator[Plant]:
        for finder in finders:
            yield from finder(doc, rng, library)

    return find


def interpretation(doc: Document, rng: Random, library: Library) -> Iterator[Plant]:
    """The last article says that a department interprets the regulation."""
    del library
    last = doc.articles[-1]
    if not re.search("负责解释|应用(?:中的)?问题", doc.text) and doc.organ != "有关主管部门":
        words = rng.choice(INTERPRET).format(organ=doc.place[-1] + doc.organ, place=doc.place, me=doc.self_name)
        at = last.start + len(last.label) + 1
        yield swap(at, at, f"{words}\n\n", "地方性法规由部门解释", span=(0, len(words)))


SEIZE = (
    "{organ}可以冻结当事人的银行存款。",
    "当事人拒不履行处理决定的，{organ}可以通知银行冻结其账户。",
    "{organ}在调查期间，有权冻结经营者的存款、汇款。",
    "涉嫌违反本{me}规定的，{organ}可以对其银行账户采取冻结措施。",
)
ENFORCE = (
    "当事人逾期不履行处罚决定的，由{organ}将其车辆、设备拍卖抵缴罚款。",
    "逾期不缴纳的，{organ}可以从其银行账户中直接划拨。",
    "拒不缴纳罚款的，{organ}可以拍卖其被扣押的财物抵缴罚款。",
)
DISMANTLE = (
    "逾期不拆除的，由街道办事处、乡镇人民政府强行拆除，费用由当事人承担。",
    "拒不拆除的，{organ}可以强制拆除，并拍卖拆除所得材料。",
)
UTILITIES = (
    "当事人拒不改正的，{organ}可以通知供电、供水单位停止供电、供水。",
    "居民逾期不履行前款义务的，由{organ}采取停止供水、供电、供气等措施迫使其履行。",
    "对拒不执行处理决定的住户，可以停止供水、供热。",
)
TAX = (
    "从事前款活动的企业，减按百分之十五的税率征收企业所得税。",
    "符合前款规定的企业，免征房产税和城镇土地使用税三年。",
    "对入驻企业缴纳的增值税地方留存部分，由财政部门先征后返。",
    "从事前款活动的单位，由税务机关减半征收个人所得税。",
)
DEPOSIT = (
    "从事前款活动的单位，应当向{organ}缴纳诚信保证金。",
    "经营者应当在开业前向{organ}缴纳五万元履约保证金，一年内无违法行为的予以退还。",
    "{here}设立行业发展基金，由有关经营者按照营业收入的百分之一缴纳。",
    "从事前款活动的，应当按照每年二千元的标准向{organ}缴纳管理费。",
)
PERMIT_FEE = (
    "申请前款规定的许可，应当缴纳许可证工本费二百元。",
    "{organ}审查许可申请，可以向申请人收取审查费。",
    "办理许可证的申请人，应当缴纳手续费和许可证工本费。",
    "申请人领取许可证时，应当按照规定缴纳办证费。",
)
FOREIGN_ORGAN = (
    "人民法院应当自收到{organ}申请之日起三日内裁定准予执行。",
    "海关应当每季度向{organ}报送有关进出口数据。",
    "人民检察院应当对前款行为提起公益诉讼。",
    "税务机关应当根据{organ}的通知暂停为其办理涉税事项。",
    "人民银行应当将前款信息记入企业征信档案。",
)
INTERPRET = (
    "本{me}具体应用中的问题，由{organ}负责解释。",
    "本{me}由{organ}负责解释。",
    "本{me}的具体应用问题，由{place}人民政府法制工作部门会同{organ}解释。",
    "{organ}负责对本{me}进行解释。",
)
DELEGATE = (
    "{organ}可以委托物业服务企业对前款行为实施行政处罚。",
    "前款规定的罚款，{organ}可以委托村民委员会、居民委员会处罚并收缴。",
    "{organ}可以委托行业协会对会员单位的违法行为实施行政处罚。",
    "{organ}可以将本{me}规定的行政处罚委托给依法成立的保安服务公司实施。",
)
CHILDREN = (
    "不满十四周岁的人违反前款规定的，处二百元以下罚款。",
    "违反前款规定的，处一百元以上五百元以下罚款；不满十四周岁的，减半处罚。",
    "不满十四周岁的未成年人有前款行为的，给予警告，可以并处五十元罚款。",
)
OUTSIDERS = (
    "外地企业在{here}从事前款活动的，应当到{organ}重新办理登记。",
    "市外生产的同类产品进入{here}销售的，应当经{organ}另行检验合格。",
    "外省企业来{here}承接业务的，应当向{organ}另行办理备案手续，未经备案不得承接。",
    "注册地不在{here}的经营者，不得在{here}从事前款规定的经营活动。",
    "外地经营者取得的资质，应当经{organ}重新审查认可后方可在{here}使用。",
)
NAMED_SELLER = (
    "前款规定的{noun}，应当向{organ}指定的企业购买。",
    "前款规定的{noun}，应当委托{organ}指定的检测机构进行检测。",
    "前款规定的{noun}，由{organ}指定的单位统一供应和维护。",
    "经营者应当从{organ}推荐名录中的企业购买前款规定的{noun}。",
)
BRANCH = (
    "外地经营者从事前款活动的，应当在{here}设立分支机构。",
    "从事前款业务的企业应当在{here}行政区域内设立子公司。",
    "参与前款服务的单位，应当在{here}设立具有独立法人资格的服务机构。",
    "前款规定的{noun}注册地不在{here}的，应当在{here}设立分公司或者子公司。",
)
MONOPOLY = (
    "前款规定的业务实行特许经营，由{organ}确定的一家企业独家经营。",
    "{here}对前款服务实行专营。",
    "前款规定的业务由{organ}所属企业独家经营。",
)
LOCAL_BIDS = (
    "政府投资项目应当优先采购本地企业的产品和服务。",
    "同等条件下，应当优先选用{here}企业生产的产品。",
    "政府采购前款规定的货物，应当优先采购本市企业生产的产品。",
    "使用财政资金的项目招标时，对{here}企业给予加分。",
)
GENDER = (
    "前款规定的{noun}限男性。",
    "招聘前款规定的{noun}，限男性，年龄在三十五周岁以下。",
    "招用前款规定的{noun}，限未婚女性。",
    "用人单位招用前款规定的{noun}，未婚、未育的女性不予录用。",
)
FAMILY = (
    "受到前款处罚的，其配偶、子女三年内不得享受{here}的有关补助。",
    "有前款行为的，取消其家庭成员申请保障性住房的资格。",
    "对拒不改正的，限制其子女在{here}公办学校就读。",
)
BIRTHS = (
    "申请前款规定的补助，应当提交计划生育证明。",
    "超生家庭不得享受前款规定的待遇。",
    "未缴清社会抚养费的，不予办理前款规定的手续。",
    "申请人应当提交独生子女证或者计划生育证明，作为办理条件。",
)
NOTICE_FINE = (
    "违反前款规定的，由{organ}处二百元以上一千元以下罚款。",
    "违反前款规定的，由{organ}给予警告，可以并处五百元罚款。",
    "违反本办法规定的，由{organ}责令改正；拒不改正的，处五百元以上三千元以下罚款。",
    "拒不改正的，由{organ}没收有关物品。",
)
NOTICE_PERMIT = (
    "从事前款活动的，应当经{organ}批准，取得许可证后方可进行。",
    "未经{organ}许可，任何单位和个人不得从事前款规定的活动。",
    "从事前款经营活动，应当向{organ}申请核发准营证。",
    "未取得{organ}核发的资格证的，不得从事前款规定的工作。",
)
NOTICE_SEIZE = (
    "{organ}可以对涉嫌违反本办法的场所予以查封，对有关物品予以扣押。",
    "拒不改正的，{organ}可以暂扣其车辆和工具。",
    "{organ}有权扣押违法行为人的工具、设备。",
)
# What a licence may not ask of a firm and of a person: rule, words.
FIRM = {
    "R01": ("法定代表人具有{here}常住户籍", "主要负责人为{here}户籍人员", "从业人员中{here}户籍人员不少于百分之六十"),
    "R05": ("在{here}行政区域内设立分支机构", "在{here}设有子公司或者具有独立法人资格的服务机构"),
    "R08": ("为国有或者国有控股企业", "注册资本不低于五千万元，且成立满五年", "在{here}有三年以上本地业绩"),
    "R17": ("已加入{here}行业协会", "取得{here}行业协会出具的会员证明"),
    "R09": ("使用{here}企业生产的设备", "所用设备均为{here}企业生产"),
}
PERSON = {
    "R01": ("具有{here}户籍", "本人具有{here}常住户籍", "为{here}户籍居民"),
    "R10": ("男性", "未婚或者未育"),
    "R17": ("已加入{here}行业协会",),
    "R14": ("配偶、子女及其他近亲属无犯罪记录", "家庭成员未受过行政处罚"),
}
QUALIFY = re.compile(
    r"(?:许可|经营|申请|设立|从事|开办|登记|运营|资格|担任|应聘|招聘|企业)[^。；]{0,40}(?:具备|符合)(?:下列|以下)条件[:：]$"
)


def _items(doc: Document, at: int) -> list[Paragraph]:
    """The numbered lines that follow a lead-in directly."""
    out = []
    for q in doc.paragraphs[at + 1 :]:
        if not q.text.startswith("（"):
            break
        out.append(q)
    return out


def _conditions(hukou: bool) -> Finder:
    """A finder that adds one more item to the conditions of a licence or of a business."""

    def find(doc: Document, rng: Random, library: Library) -> Iterator[Plant]:
        del library
        for at, p in enumerate(doc.paragraphs):
            items = _items(doc, at)
            text = "".join(q.text for q in items)
            usable = len(items) > 1 and items[-1].text.endswith("。") and "户籍" not in text
            if not (QUALIFY.search(p.text) and usable and text.count("（一）") == 1):
                continue
            table = PERSON if re.search("周岁|身体|品行|驾驶证|学历|本人", text + p.text) else FIRM
            rule = "R01" if hukou else rng.choice([r for r in table if r != "R01"])
            yield _as_item(items, rng.choice(table[rule]).format(here=doc.here), rule)

    return find


def _as_item(items: list[Paragraph], words: str, rule: str) -> Plant:
    """The new condition before the last item, which takes the next number."""
    last, number = items[-1], len(items)
    head = f"（{chinese(number)}）"
    new = f"{head}{words}；\n\n（{chinese(number + 1)}）"
    note = f"在许可或者从业条件中增设“{words}”"
    return Plant(last.start, last.start + len(head), new, note, (len(head), len(words)), (rule, "A21"))


ACTIVE = "(?:单位|个人|企业|经营者|者)[^。]{0,30}(?:从事|经营|举办|设置|占用|建设|销售|开办)"
CHILDISH = "(?:不得|禁止)[^。]{0,40}(?:攀|燃放|携带|驾驶|破坏|损毁|乱|吸烟|倾倒|捕|钓|涂|堆|丢|投|毁)"
HUKOU_AID = (
    "申请前款规定的{noun}，应当具有{here}户籍。",
    "前款规定的{noun}限于具有{here}常住户籍的人员。",
    "非{here}户籍人员不享受前款规定的{noun}。",
    "不具有{here}户籍的，不予给予前款规定的{noun}。",
)
HUKOU_JOB = (
    "招用前款规定的{noun}，应当为{here}户籍居民。",
    "前款规定的{noun}应当具有{here}户籍。",
    "非{here}户籍人员不得担任前款规定的{noun}。",
)
HUKOU_TRADE = (
    "不具有{here}户籍的，不得从事前款规定的{noun}。",
    "具有{here}户籍满三年的人员，方可从事前款规定的{noun}。",
)


def rule_named_regulation(doc: Document, rng: Random, library: Library) -> Iterator[Plant]:
    """A government's rule that calls itself 条例 in its title."""
    del rng, library
    at = doc.text.index(doc.title) + len(doc.title) - 2
    if doc.title.endswith("办法"):
        yield swap(at, at + 2, "条例", "规章不得称“条例”")


TAKEN = "拍卖|划拨|强行拆除|强制拆除"
FORCED = _either(
    _added(ENFORCE, "地方性法规设定行政强制执行", "缴|处罚|责令|改正|查处|违法", TAKEN),
    _added(DISMANTLE, "地方性法规设定行政强制执行", "拆除|搭建|建筑物|构筑物|占用", TAKEN),
)
MARKET = "经营|企业|施工|服务机构|销售|生产"
HUKOU = _either(
    _added(HUKOU_AID, "户籍限制", "补助|补贴|优待|优惠|救助|奖励|待遇", "户籍"),
    _added(HUKOU_JOB, "户籍限制", "工作人员|从业人员|管理人员|驾驶员|服务人员|专业人员|协管员|保洁员", "户籍"),
    _added(HUKOU_TRADE, "户籍限制", "经营活动|生产经营|客运经营|运输经营|经营业务", "户籍"),
)

KINDS = (
    Kind("detention", ("A01",), _tail(DETENTION, "地方性法规设定限制人身自由的处罚", "拘留")),
    Kind(
        "business_licence",
        ("A02",),
        _tail(BUSINESS_LICENCE, "地方性法规设定吊销营业执照", "吊销", "经营|企业|单位|销售|服务|施工|机构|商"),
        3,
    ),
    Kind("surcharge", ("A16",), _tail(DAILY_SURCHARGE, "加处罚款超过每日百分之三", "每日按罚款数额的百分之五")),
    Kind("no_remedy", ("A18",), _tail(FINAL, "排除行政复议、行政诉讼", "不得提起诉讼")),
    Kind("crime_named", ("A36",), _tail(CRIME, "地方性法规创设罪名", "罪论处")),
    Kind(
        "rule_penalty",
        ("A04",),
        _tail(RULE_PENALTY, "规章设定警告、通报批评、罚款以外的处罚", "没收", TRADE),
        3,
        "rule",
    ),
    Kind("fine_over_cap", ("A05",), fine_over_cap, 3, "rule"),
    Kind("rule_named_regulation", ("A44",), rule_named_regulation, 1, "rule"),
    Kind(
        "notice_fine",
        ("A03",),
        _added(
            NOTICE_FINE,
            "行政规范性文件设定处罚",
            "(?:单位|个人|经营者|企业|业主|当事人|使用人|居民|人员|机构|者)(?:[^。]{0,20})(?:应当|不得)",
        ),
        1,
        "notice",
    ),
    Kind(
        "notice_permit",
        ("A19",),
        _added(NOTICE_PERMIT, "行政规范性文件设定许可", ACTIVE),
        1,
        "notice",
    ),
    Kind(
        "notice_seize",
        ("A26",),
        _added(NOTICE_SEIZE, "行政规范性文件设定强制措施", "检查|违法|不得|禁止|责令"),
        1,
        "notice",
    ),
    Kind("freeze_account", ("A26",), _added(SEIZE, "地方性法规设定冻结存款", "检查|调查|违法|监督|经营|资金", "冻结")),
    Kind("forced_sale", ("A27",), FORCED),
    Kind(
        "cut_utilities",
        ("A28",),
        _added(UTILITIES, "以停水停电逼迫履行", "拆除|改正|违法|搭建|占用|装修|排放|停止", "停止供[水电热气]"),
    ),
    Kind(
        "tax_relief",
        ("A30",),
        _added(TAX, "地方性法规规定税率或者减免税", "企业|扶持|鼓励|优惠|支持", "税率|免征", often=MARKET),
    ),
    Kind(
        "deposit",
        ("A31",),
        _added(
            DEPOSIT,
            "没有法律、行政法规依据设立保证金、基金或者收费",
            "经营者|企业|施工单位|建设单位|经营单位|使用单位",
            "保证金|基金",
            often=MARKET,
        ),
    ),
    Kind(
        "permit_fee",
        ("A23",),
        _added(
            PERMIT_FEE,
            "实施许可收费没有法律、行政法规依据",
            "许可证|行政许可|(?:申请|办理)[^。]{0,20}(?:许可|审批|批准|核准)",
            "工本费",
        ),
    ),
    Kind(
        "organ_not_its_own",
        ("A37",),
        _added(FOREIGN_ORGAN, "给不受本级管辖的机关设定职责", "处罚|违法|责令|强制|监督|信息"),
    ),
    Kind("interpretation", ("A46",), interpretation),
    Kind("delegated_penalty", ("A14",), _added(DELEGATE, "委托不适格的主体实施处罚", "不得|禁止|处罚|违法")),
    Kind("children_fined", ("A17",), _added(CHILDREN, "处罚不满十四周岁的人", CHILDISH)),
    Kind(
        "outsiders",
        ("R03",),
        _added(OUTSIDERS, "限制外地经营者、商品", "企业|经营者|施工单位|产品|服务机构|经营", often=MARKET),
    ),
    Kind(
        "named_seller",
        ("R04",),
        _added(NAMED_SELLER, "指定交易", "设备|装置|器材|设施|车辆|药品|产品(?!质量)|建筑材料|原材料", often=MARKET),
    ),
    Kind(
        "branch_forced",
        ("R05",),
        _added(BRANCH, "强制设立分支机构", "企业|服务机构|经营者|施工单位|检测机构|服务单位|经营单位", often=MARKET),
    ),
    Kind(
        "monopoly",
        ("R07",),
        _added(
            MONOPOLY,
            "没有法律依据的专营、特许经营",
            "业务|有偿服务|经营服务|经营活动|检测|回收|处置|运输服务",
            "特许经营|专营",
            often=MARKET,
        ),
    ),
    Kind(
        "local_bids",
        ("R09",),
        _added(LOCAL_BIDS, "排斥外地投标、采购", "采购|招标|政府投资|建设项目|财政资金", often=MARKET),
    ),
    Kind("gender", ("R10",), _added(GENDER, "性别歧视", "工作人员|从业人员|管理人员|驾驶员|职工|服务人员|专业人员")),
    Kind("family_punished", ("R14",), _added(FAMILY, "株连家庭成员", "不得|禁止|处罚|违法")),
    Kind(
        "births",
        ("R22",),
        _added(BIRTHS, "计划生育捆绑、社会抚养费", "补助|优待|补贴|待遇|优惠|救助金", "计划生育|生育"),
    ),
    Kind("hukou", ("R01",), HUKOU),
    Kind("hukou_condition", ("R01", "A21"), _conditions(hukou=True), 4),
    Kind("licence_condition", ("A21",), _conditions(hukou=False), 4),
)
