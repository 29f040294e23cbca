"""Errors of wording, terms and institutions, and personal data or secrecy marks left in the text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from random import Random

from second_injector_base import NUMERAL, Document, Finder, Kind, Library, Paragraph, Plant, occurrences, swap, value

Rewrite = Callable[[re.Match[str], Random], str]


def _rewriting(pattern: str, new: Rewrite, note: str, since: int = 1979) -> Finder:
    """A finder that rewrites every place of a pattern, in texts of a year and later."""

    def find(doc: Document, rng: Random, library: Library) -> Iterator[Plant]:
        del library
        for m in occurrences(doc, pattern) if doc.published.year >= since else ():
            words = new(m, rng)
            if words != m[0]:
                yield swap(m.start(), m.end(), words, note.format(m[0]))

    return find


def _fixed(pattern: str, *forms: str, note: str = "应为{}", since: int = 1979) -> Finder:
    return _rewriting(pattern, lambda _, rng: rng.choice(forms), note, since)


# Slips of the input method: a word that drafters write and one that sounds alike and makes no sense there.
TYPOS = {
    "予以": "与以",
    "按照": "安照",
    "部署": "布署",
    "安装": "按装",
    "辐射": "幅射",
    "妨碍": "防碍",
    "擅自": "善自",
    "防治": "防制",
    "贯彻": "贯澈",
    "竣工": "峻工",
    "登录": "登陆",
    "合法权益": "合法权宜",
    "截止": "截至",
    "必须": "必需",
    "权利": "权力",
    "责令": "则令",
    "履行": "屡行",
    "申请": "审请",
    "负责": "付责",
    "限期": "限其",
    "处罚": "处伐",
    "规划": "规化",
    "纠纷": "纠份",
    "承担": "承但",
    "违反": "违返",
    "法定代表人": "法人代表人",
}


def typing_slip(doc: Document, rng: Random, library: Library) -> Iterator[Plant]:
    """One slip for each word of the list that the text has, at a random place of it."""
    del library
    for word, slip in TYPOS.items():
        places = occurrences(doc, f"(?<![边消]){word}(?!安)")
        if places:
            m = rng.choice(places)
            yield swap(m.start(), m.end(), slip, f"错别字，应为{word}")


def _arabic(m: re.Match[str], rng: Random) -> str:
    number = value(m[1])
    amount = number * 10000 if m[2] == "万元" and rng.random() < 0.4 else number
    unit = "元" if amount != number else m[2]
    return f"{amount}{unit}"


def _percent(m: re.Match[str], rng: Random) -> str:
    del rng
    return f"{value(m[1])}%"


def _bracket(m: re.Match[str], rng: Random) -> str:
    return rng.choice(("第（{}）项", "第（{}）项", "第({})项")).format(m[1])


def _bare(m: re.Match[str], rng: Random) -> str:
    del rng
    return m[0].replace("应当", "应")


# (what stands in a later text, the old names of it, the year of the change)
INSTITUTIONS = (
    ("生态环境(?:主管|行政)?部门", ("环境保护部门", "环保部门", "环境保护行政主管部门", "环境保护局"), 2018),
    ("自然资源(?:主管)?部门", ("国土资源部门", "国土资源行政主管部门", "国土资源局"), 2018),
    ("农业农村(?:主管)?部门", ("农业行政主管部门", "农业局"), 2018),
    ("文化和旅游(?:主管)?部门|文化广电和旅游部门", ("旅游局", "旅游行政主管部门", "文化局"), 2018),
    ("卫生健康(?:主管|行政)?部门", ("卫生和计划生育部门", "卫生计生行政部门", "人口和计划生育部门", "卫生局"), 2018),
    ("应急管理(?:主管)?部门", ("安全生产监督管理部门", "安全生产监督管理局", "安监部门"), 2018),
    (
        "市场监督管理部门|市场监管部门",
        ("工商行政管理部门", "质量技术监督部门", "食品药品监督管理部门", "工商行政管理局"),
        2018,
    ),
    ("消防救援机构", ("公安机关消防机构", "公安消防部队", "公安消防机构"), 2019),
    ("税务(?:主管)?部门|税务机关", ("地方税务机关", "国家税务局、地方税务局", "地方税务局"), 2018),
    ("司法行政部门", ("政府法制机构", "人民政府法制办公室"), 2018),
    ("人力资源(?:和)?社会保障(?:主管|行政)?部门", ("劳动和社会保障部门", "劳动和社会保障局"), 2008),
    ("住房(?:和)?城乡建设(?:主管|行政)?部门", ("建设行政主管部门",), 2008),
    ("交通运输(?:主管)?部门", ("交通局", "交通行政主管部门"), 2008),
    ("监察机关|监察委员会", ("行政监察机关", "监察局"), 2018),
    ("退役军人事务(?:主管)?部门", ("民政部门优抚安置机构",), 2018),
    ("经济和信息化(?:主管)?部门", ("信息产业部门", "经济贸易委员会"), 2008),
    ("商务(?:主管)?部门", ("对外贸易经济合作部门",), 2003),
    ("金融监管(?:部门|机构)|银行业监督管理机构", ("银监会派出机构", "保监局"), 2023),
)


def institution_old(doc: Document, rng: Random, library: Library) -> Iterator[Plant]:
    """An institution under the name that it bore before a reform, in a text from years after it."""
    del library
    for new, old, year in INSTITUTIONS:
        if doc.published < date(year + 2, 1, 1):
            continue
        for m in occurrences(doc, f"(?<!电子)(?<!农)(?:{new})"):
            name = rng.choice(old)
            yield swap(m.start(), m.end(), name, f"机构改革（{year}年）后“{name}”已不存在，应为{m[0]}")


OBSOLETE = (
    ("居住证(?!明)", ("暂住证",), 2016),
    ("流动人口", ("暂住人口",), 2016),
    ("强制隔离戒毒", ("劳动教养", "强制戒毒"), 2014),
    ("增值税", ("营业税",), 2018),
    ("不动产权(?:属)?证书?(?!明)|不动产权属证明|房屋权属证明|房屋产权证明|产权证明", ("房屋所有权证",), 2015),
    ("退役军人", ("复员退伍军人",), 2019),
    ("价格主管部门", ("物价部门",), 2010),
    ("统一社会信用代码(?:证书?)?", ("组织机构代码证", "税务登记证"), 2016),
    ("营业执照(?:复印件)?(?=[；、，])", ("组织机构代码证", "税务登记证"), 2016),
    ("生活无着的流浪乞讨人员救助|救助管理", ("收容遣送",), 2004),
    ("治安管理处罚法律、法规|治安管理处罚(?=[；。])", ("劳动教养",), 2014),
    ("行政拘留", ("劳动教养", "收容教育"), 2020),
)


def term_obsolete(doc: Document, rng: Random, library: Library) -> Iterator[Plant]:
    """A document, tax, measure or status that has been abolished."""
    del library
    for new, old, year in OBSOLETE:
        if doc.published >= date(year + 1, 1, 1) and not any(o in doc.text for o in old):
            for m in occurrences(doc, new):
                name = rng.choice(old)
                yield swap(m.start(), m.end(), name, f"“{name}”已经取消，应为{m[0]}")


DEMEANING = (
    (r"(?<!中国)残疾人(?!联合|保障|福利|证|员|等级)", ("残废人", "残废")),
    ("智力残疾(?:人|者)?|智力障碍(?:者|人士)?", ("弱智", "傻子")),
    ("盲人|视力残疾(?:人|者)?", ("瞎子",)),
    ("聋人|聋哑人|听力残疾(?:人|者)?", ("聋子",)),
    ("精神障碍患者|精神病人|精神残疾人", ("疯子",)),
)


def _demeaning(doc: Document, rng: Random) -> Iterator[tuple[re.Match[str], str]]:
    for proper, bad in DEMEANING:
        for m in occurrences(doc, proper):
            yield m, rng.choice(bad)


def term_demeaning(doc: Document, rng: Random, library: Library) -> Iterator[Plant]:
    """A demeaning word for persons with disabilities."""
    del library
    for m, bad in _demeaning(doc, rng):
        yield swap(m.start(), m.end(), bad, f"歧视性用语，应为{m[0]}")


TRADITIONAL = str.maketrans("残废聋疯经", "殘廢聾瘋經")


def _hidden(word: str, rng: Random) -> str:
    cut = rng.randrange(1, len(word))
    glue = rng.choice((" ", "  ", "\u3000", "·", "*", "-", "\n", ".", "\u200b", "_"))
    if rng.random() < 0.15 and word.translate(TRADITIONAL) != word:
        return word.translate(TRADITIONAL)
    return glue.join(word) if rng.random() < 0.5 else word[:cut] + glue + word[cut:]


def term_hidden(doc: Document, rng: Random, library: Library) -> Iterator[Plant]:
    """The same words with blanks, marks or traditional characters between or in them."""
    del library
    for m, bad in _demeaning(doc, rng):
        new = _hidden(bad, rng)
        yield swap(m.start(), m.end(), new, f"歧视性用语“{bad}”插入空格、符号或者写成繁体，应为{m[0]}")


REGIONS = (
    ("在境外(?:设立|从事|的)", "在港澳台等国家和地区{}"),
    ("(?<!、)外国人", "外国人和港、澳、台居民"),
    ("香港特别行政区、澳门特别行政区(?:和|以及|、)台湾地区", "香港、澳门、台湾等国家"),
    ("台湾地区", "台湾等国家和地区"),
    ("国内外", "国内外（含港澳台）"),
    ("(?:国际|对外)(?:交流|合作)(?:与合作|与交流)?", "与各国以及港澳台等国家的交流合作"),
)


def term_region(doc: Document, rng: Random, library: Library) -> Iterator[Plant]:
    """Hong Kong, Macao and Taiwan set beside countries or called by forbidden names."""
    del rng, library
    for proper, bad in REGIONS:
        for m in occurrences(doc, proper):
            new = bad.format(m[0][-2:]) if "{}" in bad else bad
            yield swap(m.start(), m.end(), new, "港澳台与国家并列或者称谓不当")


def term_judicial(doc: Document, rng: Random, library: Library) -> Iterator[Plant]:
    """A suspect called a criminal, or an abolished penal term."""
    del library
    pairs = (("犯罪嫌疑人", ("罪犯嫌疑人", "罪犯")), ("社区矫正(?:人员|对象)", ("劳改犯", "劳改释放人员")))
    for proper, bad in (*pairs, ("刑满释放人员", ("劳改释放人员", "两劳释放人员"))):
        for m in occurrences(doc, proper):
            yield swap(m.start(), m.end(), rng.choice(bad), f"司法称谓不当，应为{m[0]}")


def _ends(doc: Document) -> list[Paragraph]:
    """Lines of the body that end a sentence, where a drafter's remark may have stayed."""
    return [p for p in doc.paragraphs if p.article and p.article.number > 2 and p.text.endswith("。")]


CONTACT = ("（联系人：李某某，{}）", "（起草人注：王某某 {}，定稿前核对）", "（咨询：{}）", "（赵某某{}提出）")
IDENTITY = (
    "（申请人周某某，身份证号{}）",
    "（公民身份号码：{}）",
    "（样例：吴某某 {}）",
    "（起草人注：郑某某{}来信反映）",
)


def _left_over(doc: Document, rng: Random, data: str, note: str, forms: tuple[str, ...] = CONTACT) -> Iterator[Plant]:
    for p in _ends(doc):
        words = rng.choice(forms).format(data)
        at = words.index(data)
        yield swap(p.end - 1, p.end - 1, words, note, span=(at, len(data)))


def identity_number(doc: Document, rng: Random, library: Library) -> Iterator[Plant]:
    """An identity number with a true check digit; its serial 000 is given to nobody."""
    del library
    area = rng.choice(("330102", "330203", "310101", "330304", "310115"))
    stem = f"{area}{rng.randrange(1950, 2000)}{rng.randrange(1, 13):02}{rng.randrange(1, 29):02}000"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    check = "10X98765432"[sum(int(d) * w for d, w in zip(stem, weights, strict=True)) % 11]
    yield from _left_over(doc, rng, stem + check, "正文中有身份证号（虚构，顺序码000不分配）", IDENTITY)


def telephone(doc: Document, rng: Random, library: Library) -> Iterator[Plant]:
    """A mobile number, written the ways people write it; the digits are plainly made up."""
    del library
    tail = f"{rng.randrange(10)}" * 4
    forms = (f"1380000{tail}", f"139 0000 {tail}", f"136-0000-{tail}")
    yield from _left_over(doc, rng, rng.choice(forms), "正文中有手机号码（虚构）")


def mail_address(doc: Document, rng: Random, library: Library) -> Iterator[Plant]:
    """A private mail address."""
    del library
    data = f"{rng.choice(('limou', 'wang_mou', 'zhao.xx'))}{rng.randrange(10, 99)}@example.com"
    yield from _left_over(doc, rng, data, "正文中有个人电子邮箱（虚构）")


def secrecy_mark(doc: Document, rng: Random, library: Library) -> Iterator[Plant]:
    """A secrecy mark above a text that is to be published."""
    del library
    marks = ("机密★一年", "秘密★5年", "绝密★长期", "秘密★6个月", "机密 ★ 3年")
    first = doc.text.find("\n") + 1
    mark = rng.choice(marks)
    yield swap(first, first, f"\n{mark}\n", "拟公布的文本带有国家秘密标志", span=(1, len(mark)))


def basis_verb(doc: Document, rng: Random, library: Library) -> Iterator[Plant]:
    """依照 or 依据 in 第一条, where a legal basis is named with 根据."""
    del library
    line = next((p for p in doc.paragraphs if p.article == doc.articles[0]), None)
    m = re.search("根据(?=《|宪法|有关法律)", line.text) if line else None
    if line and m:
        yield swap(
            line.start + m.start(),
            line.start + m.end(),
            rng.choice(("依照", "按照", "参照")),
            "立法依据用“根据”",
        )


KINDS = (
    Kind("should_short", ("W02",), _rewriting("应当(?=由|在|按|经|向)", _bare, "“应当”写成“应”")),
    Kind("must_not_forms", ("W03",), _fixed("(?<!经)不得", "不准", "不许", "严禁")),
    Kind("other_character", ("W06",), _fixed("其他", "其它")),
    Kind(
        "account_character",
        ("W07",),
        _rewriting("台账|账户|账册|账目|账簿|记账", lambda m, _: m[0].replace("账", "帐"), "应为{}"),
    ),
    Kind(
        "decision_made",
        ("W08",),
        _rewriting("作出(?=[^，。；]{0,14}(?:决定|处罚|裁决|答复|处理))", lambda m, _: "做出", "应为{}"),
    ),
    Kind("item_bracket", ("W09",), _rewriting(f"(?<=[条款])第({NUMERAL})项", _bracket, "应为{}")),
    Kind(
        "day_word",
        ("W17",),
        _rewriting(f"(?<=[\u4e00-\u9fff，])({NUMERAL})日(?=内|以内|前)", lambda m, _: m[1] + "天", "应为{}"),
    ),
    Kind("money_digits", ("W18",), _rewriting("([一二三四五六七八九十百千]+)(万元|元)(?=以[上下])", _arabic, "应为{}")),
    Kind("share_digits", ("W18",), _rewriting(f"百分之({NUMERAL})(?!点)", _percent, "应为{}")),
    Kind("punish_staff", ("W27",), _fixed("(?<=给予)处分|(?<=给予)政务处分", "行政处分", since=2020)),
    Kind("seek_gain", ("W20",), _fixed("牟取(?=非法利益|暴利|非法收入)", "谋取"), 3),
    Kind("typing_slip", ("W31",), typing_slip),
    Kind("basis_verb", ("W19",), basis_verb),
    Kind("institution_old", ("O01",), institution_old),
    Kind("term_obsolete", ("O01",), term_obsolete, 3),
    Kind("term_demeaning", ("X06",), term_demeaning, 3),
    Kind("term_hidden", ("X06",), term_hidden, 3),
    Kind("term_region", ("X01",), term_region),
    Kind("term_judicial", ("X08",), term_judicial, 3),
    Kind("identity_number", ("P01",), identity_number),
    Kind("telephone", ("P02",), telephone),
    Kind("mail_address", ("P02",), mail_address),
    Kind("secrecy_mark", ("X10",), secrecy_mark),
)
