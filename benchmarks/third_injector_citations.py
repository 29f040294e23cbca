"""Planted errors of citation (domain.md 3.3), with the law texts' own articles as the truth."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random

from benchmarks.third_injector_base import (
    Context,
    Kind,
    Planted,
    Scene,
    add_paragraph,
    changed,
    duty_label,
    fill,
    in_title,
    inserted,
    is_market,
    middle,
    numeral,
    phrase,
    pick,
    read_scene,
    substitution,
    value,
)

CN = "中华人民共和国"
Row = tuple[str, tuple[int, int, int]]
NATIONAL = re.compile(rf"《{CN}([\u4e00-\u9fff]{{2,22}}法)》")

# law, its last article, the article that the sentence is about, the sentence
TOPICS: tuple[tuple[str, int, int, str], ...] = (
    ("行政处罚法", 86, 63, "{organ}拟作出较大数额罚款决定的，应当依照{cite}的规定[告知当事人|书面告知当事人]有要求听证的权利。"),
    ("行政处罚法", 86, 21, "受{organ}委托实施行政处罚的组织，应当符合{cite}规定的受委托组织的条件。"),
    ("行政处罚法", 86, 72, "当事人到期不缴纳罚款的，{organ}可以依照{cite}的规定加处罚款。"),
    ("行政处罚法", 86, 30, "不满十四周岁的未成年人有违法行为的，依照{cite}的规定不予行政处罚，[责令监护人加以管教|由监护人加以管教]。"),
    ("行政处罚法", 86, 51, "违法事实确凿的小额罚款或者警告，执法人员可以依照{cite}的规定当场作出[行政处罚|]决定。"),
    ("行政强制法", 71, 25, "[{organ}实施|依法实施]查封、扣押的，期限依照{cite}的规定执行。"),
    ("反垄断法", 70, 39, "{organ}不得违反{cite}的规定，限定或者变相限定单位和个人[购买、使用|购买]其指定的经营者提供的商品。"),
    ("城乡规划法", 70, 64, "未取得建设工程规划许可证进行建设的，由城乡规划主管部门依照{cite}的规定[予以处罚|处理]。"),
    ("行政许可法", 83, 58, "{organ}实施行政许可和对许可事项进行监督检查，依照{cite}的规定不收取[任何|]费用。"),
    ("道路交通安全法", 124, 89, "行人、非机动车驾驶人违反道路通行规定的，由公安机关交通管理部门依照{cite}的规定处罚。"),
)  # fmt: skip

SHIFTED: tuple[tuple[str, int, int, str], ...] = (
    ("行政处罚法", 42, 63, "{organ}拟作出较大数额罚款决定的，应当依照{cite}的规定[告知当事人有要求听证的权利|组织听证]。"),
    ("行政处罚法", 19, 21, "受{organ}委托实施行政处罚的组织，应当符合{cite}规定的[受委托组织的|]条件。"),
    ("行政处罚法", 11, 12, "{here}地方性法规可以在{cite}规定的权限内设定行政处罚[，但是限制人身自由、吊销营业执照的除外|]。"),
    ("反垄断法", 32, 39, "{organ}不得违反{cite}的规定，滥用行政权力限定单位和个人购买、使用其指定的经营者提供的商品。"),
    ("反垄断法", 33, 41, "{organ}不得违反{cite}的规定，[设定歧视性收费项目|限制外地商品进入]，妨碍商品在地区之间的自由流通。"),
    ("反垄断法", 8, 10, "{organ}应当遵守{cite}关于行政机关不得滥用行政权力排除、限制竞争的规定。"),
    ("立法法", 82, 93, "{here}人民政府根据{cite}的规定[制定规章|就前款事项制定规章]，不得减损公民、法人和其他组织的权利。"),
    ("立法法", 93, 104, "{self}不溯及既往，但是依照{cite}的规定，为了更好地保护公民、法人和其他组织的权利和利益而作的特别规定除外。"),
)  # fmt: skip

REPEALED: tuple[Row, ...] = (
    (f"业主和利害关系人的合法权益，依照《{CN}物权法》的规定[受法律保护|予以保护]。", (2021, 1, 1)),
    (f"双方当事人应当依照《{CN}合同法》的规定[订立书面合同|签订合同]，明确双方的权利和义务。", (2021, 1, 1)),
    (f"造成他人人身、财产损害的，依照《{CN}侵权责任法》的规定承担[侵权|赔偿]责任。", (2021, 1, 1)),
    (f"[提供担保的|需要提供担保的]，依照《{CN}担保法》[的规定|有关规定]执行。", (2021, 1, 1)),
    (f"法定代表人以法人名义从事的活动，依照《{CN}民法总则》的规定由法人承担法律后果。", (2021, 1, 1)),
    (f"从事诊疗活动的医师，应当依照《{CN}执业医师法》的规定[注册|取得执业证书]。", (2022, 3, 1)),
    (f"产生社会生活噪声的，应当符合《{CN}环境噪声污染防治法》的[规定|要求]。", (2022, 6, 5)),
    (f"[监察机关|有关机关]依照《{CN}行政监察法》对{{organ}}的工作人员实施监察。", (2018, 3, 20)),
    (f"外国投资者在{{here}}设立企业的，依照《{CN}中外合资经营企业法》的规定[办理|审批]。", (2020, 1, 1)),
    (f"建设项目应当依照《{CN}城市规划法》的规定办理[规划|]手续。", (2008, 1, 1)),
)  # fmt: skip

REPLACED: tuple[Row, ...] = (
    ("[信访人提出信访事项的|对前款事项提出信访的]，依照国务院《信访条例》的规定办理。", (2022, 5, 1)),
    (f"应当归档的材料，依照《{CN}档案法实施办法》的规定[保管|移交]。", (2024, 3, 1)),
    ("制定前款规定的规章，应当依照《法规规章备案条例》的规定报送备案。", (2024, 11, 1)),
    (f"[承受土地、房屋权属的|转让房屋的]，依照《{CN}契税暂行条例》的规定缴纳契税。", (2021, 9, 1)),
    (f"[订立前款合同的|书立应税凭证的]，依照《{CN}印花税暂行条例》的规定贴花。", (2022, 7, 1)),
    (f"占用耕地的，依照《{CN}耕地占用税暂行条例》的规定[缴纳|申报缴纳]耕地占用税。", (2019, 9, 1)),
    ("需要拆除房屋的，依照国务院《城市房屋拆迁管理条例》的规定[给予补偿|办理]。", (2011, 1, 21)),
    (f"车辆所有人应当依照《{CN}车船税暂行条例》缴纳车船税。", (2012, 1, 1)),
)  # fmt: skip

NOT_YET: tuple[Row, ...] = (
    (f"造成他人损害的，依照《{CN}民法典》的规定承担[民事|侵权]责任。", (2021, 1, 1)),
    (f"从事诊疗活动的医师，应当符合《{CN}医师法》规定的条件。", (2022, 3, 1)),
    (f"处理个人信息，应当遵守《{CN}个人信息保护法》的规定。", (2021, 11, 1)),
    (f"未成年人的家庭教育，依照《{CN}家庭教育促进法》的规定[开展|实施]。", (2022, 1, 1)),
    (f"处理数据，应当依照《{CN}数据安全法》的规定建立[数据|]安全管理制度。", (2021, 9, 1)),
)  # fmt: skip

WRONG_NAMES = (
    "未成年保护法",
    "消费者权益法",
    "安全生产管理法",
    "妇女权益保护法",
    "残疾人权益保障法",
    "招投标法",
    "个人信息安全法",
    "食品卫生安全法",
    "突发事件应急法",
    "城市乡村规划法",
    "道路交通管理安全法",
    "行政处罚程序法",
    "老年人权益保护法",
)
USES = (
    "[{firm}|有关单位]应当遵守{cite}[的规定|和有关法律、法规的规定]，[依法开展活动|履行相应义务]。",
    "[违反前款规定|有前款规定情形]，{cite}[已有规定|另有规定]的，依照其规定[执行|处理]。",
    "{organ}应当依照{cite}的规定，[履行监督管理职责|做好相关工作]。",
    "[相关|前款规定的]活动应当符合{cite}的[要求|有关规定]。",
)
Row4 = tuple[str, int, int, str]


# articles that speak of the same matter too, so that they are no plain error
RELATED: dict[tuple[str, int], frozenset[int]] = {
    ("行政处罚法", 63): frozenset({44, 45, 57, 69, 82}),
    ("行政处罚法", 51): frozenset({60, 61, 68, 69}),
    ("行政处罚法", 72): frozenset({66, 67}),
    ("行政处罚法", 30): frozenset({36}),
    ("行政强制法", 25): frozenset({18, 32, 39}),
    ("反垄断法", 39): frozenset({45, 54, 55, 60, 61}),
    ("行政许可法", 58): frozenset({65, 75, 76}),
    ("城乡规划法", 64): frozenset({40, 41, 43, 44, 45}),
    ("道路交通安全法", 89): frozenset({107, 108, 110, 111}),
}


def sentence_in(rng: Random, scene: Scene, template: str, note: str, cite: str = "") -> Planted | None:
    """The sentence as a new 款 of some article in the middle."""
    article = pick(rng, middle(scene))
    if article is None:
        return None
    slots = dict(scene.slots) | {"cite": cite, "duty": duty_label(rng, scene)}
    return add_paragraph(scene, article, fill(rng, template, slots), note)


def dated(
    name: str, rules: tuple[str, ...], tier: int, rows: Sequence[Row], note: str, *, before: bool = False
) -> Kind:
    """Sentences that are wrong for a document made after (or, with ``before``, before) their day."""

    def plant(rng: Random, text: str, context: Context) -> Planted | None:
        scene = read_scene(text, context)
        if scene is None or not scene.year or not is_market(scene):
            return None
        # a year between the two days: an early draft or a late note cannot explain the citation
        today = scene.day
        shift = (today[0] + 1, *today[1:]) if before else (today[0] - 1, *today[1:])
        fit = [t for t, day in rows if (day > shift if before else day <= shift)]
        return sentence_in(rng, scene, rng.choice(fit), note) if fit else None

    return Kind(name, rules, tier, plant)


def topical(
    name: str,
    rules: tuple[str, ...],
    tier: int,
    rows: Sequence[Row4],
    place: Callable[[Random, Row4], str],
    note: str,
) -> Kind:
    """Sentences about one article of a law, cited under another number."""

    def plant(rng: Random, text: str, context: Context) -> Planted | None:
        scene = read_scene(text, context)
        if scene is None or not is_market(scene):
            return None
        row = rng.choice(list(rows))
        cite = f"《{CN}{row[0]}》{place(rng, row)}"
        return sentence_in(rng, scene, row[3], note + f"；{row[0]}第{row[2]}条", cite)

    return Kind(name, rules, tier, plant)


def beyond(rng: Random, row: Row4) -> str:
    """An article number that the law does not have."""
    return f"第{numeral(row[1] + rng.randint(3, 60))}条"


def elsewhere(rng: Random, row: Row4) -> str:
    """An article that exists and is about something else."""
    near = RELATED.get((row[0], row[2]), frozenset())
    far = [n for n in range(2, row[1]) if 6 <= abs(n - row[2]) <= 25 and n not in near]
    return f"第{numeral(rng.choice(far))}条"


def old_number(_: Random, row: Row4) -> str:
    """The number that the article had before the last revision (domain.md 1.6)."""
    return f"第{numeral(row[1])}条"


def no_such_part(rng: Random, row: Row4) -> str:
    """A 款 or 项 that the right article does not have."""
    part = rng.choice(["第七款", "第九款", "第一款第十五项", "第二款第十二项"])
    return f"第{numeral(row[2])}条{part}"


def wrong_name(rng: Random, text: str, context: Context) -> Planted | None:
    """A sentence that cites a law under a name that no law has."""
    scene = read_scene(text, context)
    if scene is None or not is_market(scene):
        return None
    cite = f"《{CN}{rng.choice(WRONG_NAMES)}》"
    return sentence_in(rng, scene, rng.choice(USES), "没有这个名称的法律", cite)


def unmarked(rng: Random, text: str, context: Context) -> Planted | None:
    """A law named in full without book marks."""
    scene = read_scene(text, context)
    if scene is None or not is_market(scene):
        return None
    return sentence_in(rng, scene, rng.choice(USES), "法律名称应当加书名号", CN + rng.choice(TOPICS)[0])


def slip(rng: Random, match: re.Match[str]) -> str:
    """The name of a law with one character lost or two changed about."""
    name = match.group(1)
    at = rng.randrange(1, len(name) - 2)
    if rng.random() < 0.5 or name[at] == name[at + 1]:
        return f"《{CN}{name[:at]}{name[at + 1 :]}》"
    return f"《{CN}{name[:at]}{name[at + 1]}{name[at]}{name[at + 2 :]}》"


def first_short(rng: Random, text: str, context: Context) -> Planted | None:
    """The first citation of a law loses 中华人民共和国."""
    scene = read_scene(text, context)
    match = NATIONAL.search(text, scene.articles[0].start) if scene else None
    if match is None:
        return None
    note = "首次引用法律应当用全称（立法技术规范，依据待核）"
    return changed(text, match.start(), match.end(), f"《{match.group(1)}》", note)


def constitution(rng: Random, text: str, context: Context) -> Planted | None:
    """第一条 cites the constitution inside book marks with the country's name."""
    scene = read_scene(text, context)
    if scene is None:
        return None
    at = text.find("根据《", scene.articles[0].start, scene.articles[0].end)
    if at < 0:
        return None
    words = rng.choice([f"《{CN}宪法》", f"《{CN}宪法》和", f"《{CN}宪法》、"])
    return inserted(text, at + 2, "", words, "引用宪法应当直接写宪法（立法技术规范，依据待核）")


def own_reference(part: str) -> Kind:
    """An internal reference to an article, 款 or 项 that the document does not have."""

    def plant(rng: Random, text: str, context: Context) -> Planted | None:
        scene = read_scene(text, context)
        if scene is None:
            return None
        target = broken_target(rng, scene, part)
        pattern = re.compile(
            re.escape(scene.slots["self"]) + r"(第[零一二三四五六七八九十百]+条)(?![之第]|[^，。]{0,12}第)"
        )
        found = [m for m in pattern.finditer(text, scene.articles[0].start) if not in_title(text, m.start())]
        note = f"本文件共{len(scene.articles)}条，没有{target}"
        if found:
            match = rng.choice(found)
            return changed(text, match.start(1), match.end(1), target, note)
        words = (
            "[依照|按照]{self}" + target + "[规定|的规定]应当[办理的事项|处理的情形]，由{organ}[负责落实|予以公布]。"
        )
        return sentence_in(rng, scene, words, note)

    return Kind(f"own_{part}_missing", ("C09",), 1, plant)


def broken_target(rng: Random, scene: Scene, part: str) -> str:
    """The reference: an article above the last, or a 款 or 项 above the count of an article."""
    if part == "article":
        return f"第{numeral(len(scene.articles) + rng.randint(2, 30))}条"
    article = rng.choice(scene.articles[2:-2])
    label = f"第{numeral(article.number)}条"
    if part == "paragraph":
        return f"{label}第{numeral(len(article.paragraphs()) + rng.randint(2, 4))}款"
    marks = [value(m) for m in re.findall(r"[（(]([一二三四五六七八九十]+)[）)]", article.text)]
    return f"{label}第{numeral(max(marks, default=0) + rng.randint(3, 6))}项"


def lone_front(rng: Random, text: str, context: Context) -> Planted | None:
    """前款 or 前两款 in the first 款 of an article."""
    scene = read_scene(text, context)
    article = pick(rng, middle(scene)) if scene else None
    if article is None:
        return None
    head = re.match(r"^第[^条]+条[ 　]+", article.lines[0].text)
    assert head is not None
    words = rng.choice(["除前款规定外，", "在前款规定的范围内，", "依照前两款规定，", "符合前款规定条件的，"])
    return inserted(text, article.start + head.end(), "", words, "本条第一款之前没有款")


def self_name(rng: Random, text: str, context: Context) -> Planted | None:
    """One 本条例 becomes 本办法 (or another name)."""
    scene = read_scene(text, context)
    if scene is None:
        return None
    own = scene.slots["self"]
    found = [m for m in re.finditer(own, text) if m.start() > scene.articles[0].start and not in_title(text, m.start())]
    others = [w for w in ("本条例", "本办法", "本规定") if w != own]
    if len(found) < 3 or any(w in text for w in others):
        return None
    match = rng.choice(found)
    return changed(text, match.start(), match.end(), rng.choice(others), f"本文件自称{own}")


def foreign_basis(rng: Random, text: str, context: Context) -> Planted | None:
    """第一条 rests on another province's regulation alone."""
    scene = read_scene(text, context)
    if scene is None:
        return None
    first = scene.articles[0]
    match = re.search(r"根据(《[^《》]+》(?:[、和及以]{0,2}《[^《》]+》)*)", text[first.start : first.end])
    if match is None or not is_market(scene):
        return None
    province = rng.choice(["江苏省", "广东省", "四川省", "湖北省", "安徽省"])
    own = re.sub(r"^.{2,8}?(?:自治县|[省市县])", "", context.title).translate({0x300A: "〈", 0x300B: "〉"})
    words = f"《{province}{own}》"
    start = first.start + match.start(1)
    return changed(text, start, start + len(match.group(1)), words, "外省法规不是本地立法依据")


def spaced_title(rng: Random, match: re.Match[str]) -> str:
    """A title with a blank, a line break or single marks."""
    name = match.group(0)
    at = rng.randrange(4, len(name) - 3)
    kinds = [name[:at] + " " + name[at:], name[:at] + "\n\n" + name[at:], "〈" + name[1:-1] + "〉"]
    return rng.choice(kinds)


KINDS: tuple[Kind, ...] = (
    dated("repealed_law", ("C01",), 1, REPEALED, "法律已由后法明文废止（民法典第1260条等），文件在其后制定"),
    dated("replaced_regulation", ("C11", "C01"), 1, REPLACED, "行政法规已被替代，文件在其后制定"),
    dated("law_not_yet_in_force", ("C18",), 3, NOT_YET, "文件制定时该法尚未施行", before=True),
    Kind("law_name_unknown", ("C02",), 1, wrong_name),
    substitution(
        "law_name_slip", ("C02", "C16"), 1, rf"《{CN}([\u4e00-\u9fff]{{5,16}}(?<!税)法)》", slip, "法律名称漏字或者倒字"
    ),
    Kind("law_name_short_at_first", ("C03",), 1, first_short),
    Kind("book_marks_missing", ("C16", "C03", "S13"), 1, unmarked),
    topical("law_article_missing", ("C04",), 1, TOPICS, beyond, "条号超出该法最后一条"),
    topical("law_article_shifted", ("C05", "C07"), 1, SHIFTED, old_number, "用的是修改前的条号"),
    topical("law_article_wrong", ("C05", "C07"), 3, TOPICS, elsewhere, "所引条文说的是另一件事"),
    topical("law_part_missing", ("C06",), 3, TOPICS, no_such_part, "该条没有所引的款、项"),
    Kind("constitution_in_marks", ("C08",), 1, constitution),
    own_reference("article"),
    own_reference("paragraph"),
    own_reference("item"),
    Kind("front_paragraph_missing", ("C09",), 1, lone_front),
    Kind("own_name_wrong", ("C10",), 1, self_name),
    phrase(
        "unpublished_basis",
        ("C12",),
        3,
        (
            "前款规定的标准，按照{level}人民政府[专题会议纪要|常务会议纪要]（〔2021〕15号）[执行|的要求确定]。",
            "具体[范围|办法]依照{organ}内部[文件|通知]（内部资料）的规定[办理|执行]。",
            "{unit}应当遵守{organ}[未公开的内部规定|内部工作规程]，违反的依照该[规定|规程]处理。",
            "前款事项，按照{level}领导[批示|讲话]精神办理。",
        ),
        "行政许可法第五条第二款、优化营商环境条例第六十四条：未经公布的不得作为依据",
    ),
    Kind("basis_of_another_province", ("C13",), 3, foreign_basis),
    substitution("title_broken", ("C16", "C02", "S13"), 1, r"《[\u4e00-\u9fff]{8,24}法》", spaced_title, "法律名称断行、空格或者误用单书名号"),
)  # fmt: skip

assert value("一百零四") == 104
