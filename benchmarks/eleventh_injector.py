# ruff: noqa
# mypy: ignore-errors
"""Eleventh injector: plants errors of domain.md (3, 7.1) and lawful sentences in local regulations.
Written from domain.md alone.  write(data, out, texts, seed) -> (truth, harmless)."""

from __future__ import annotations
import json, random, re, sys
from collections import Counter
from pathlib import Path
import yaml
from rapidfuzz import fuzz, process

HERE = Path(__file__).resolve().parent
END = "<!-- INFO END -->"
NUM = "零一二三四五六七八九"
TIER1 = set(
    "C01 C02 C03 C04 C05 C08 C09 C10 C11 C16 S01 S02 S03 S04 S14 T01 T02 T03 T06 T08 W02 W06 W07 W08 W09 W17 W18 W27 "
    "F03 F04 F05 F06 F07 F08 F13 X06 X10 P01 P02 P04 O01 O02".split()
)
TIER2 = set(
    "A01 A02 A03 A04 A05 A06 A11 A16 A18 A19 A20 A23 A25 A26 A27 A28 A30 A31 A36 A44 A46 R01 R03 R04 R05 R07 R09 R10 R22 "
    "T09 T11 3.10".split()
)


def tier(rule):
    return 1 if rule in TIER1 else 2 if rule in TIER2 else 3


def cn(n):
    if n < 10:
        return NUM[n]
    if n < 20:
        return "十" + (NUM[n - 10] if n > 10 else "")
    if n < 100:
        return NUM[n // 10] + "十" + (NUM[n % 10] if n % 10 else "")
    r = n % 100
    return NUM[n // 100] + "百" + ("" if not r else ("零" + NUM[r] if r < 10 else (("一" if r < 20 else "") + cn(r))))


def num(s):
    if s.isdigit():
        return int(s)
    total = cur = 0
    for c in s:
        if c in NUM:
            cur = NUM.index(c)
        elif c == "两":
            cur = 2
        elif c == "十":
            total += (cur or 1) * 10
            cur = 0
        elif c == "百":
            total += (cur or 1) * 100
            cur = 0
    return total + cur


ART = re.compile(r"^(第[零一二三四五六七八九十百]+条)([\s　]+|$)")
HEAD = re.compile(r"^#+\s|^第[零一二三四五六七八九十百]+[章节编][\s　]")
ITEM = re.compile(r"^[（(][一二三四五六七八九十]+[）)]")


class Art:
    def __init__(self, label, gap, first):
        self.label, self.gap, self.lines, self.used, self.chap = label, gap, [first], False, ""

    @property
    def no(self):
        return num(self.label[1:-1])

    def paras(self):
        """indices of 款 (not items)"""
        return [i for i, l in enumerate(self.lines) if l.strip() and not ITEM.match(l.strip())]

    def body(self):
        return "\n".join(self.lines)


class Doc:
    """blocks: str lines or Art, in order"""

    def __init__(self, path):
        raw = path.read_text(encoding="utf-8").replace("\r\n", "\n")
        self.path, self.ok = path, END in raw
        if not self.ok:
            return
        head, body = raw.split(END, 1)
        self.head, self.blocks, cur, chap = head + END, [], None, ""
        for l in body.split("\n"):
            m = ART.match(l)
            if m:
                cur = Art(m.group(1), m.group(2), l[m.end() :])
                cur.chap = chap
                self.blocks.append(cur)
            elif HEAD.match(l):
                chap, cur = l, None
                self.blocks.append(l)
            elif cur is not None:
                cur.lines.append(l)
            else:
                self.blocks.append(l)
        self.arts = [b for b in self.blocks if isinstance(b, Art)]
        t = re.search(r"^#\s*(.+)$", head, re.M)
        self.title = (t.group(1) if t else path.stem).strip()
        self.title = re.sub(r"\(\d{4}.*?\)$", "", self.title)
        ys = re.findall(r"(\d{4})年\d+月\d+日", head) + re.findall(r"\((\d{4})-", path.name)
        self.year = max(map(int, ys)) if ys else 0
        d = re.search(r"(\d{4})年(\d+)月(\d+)日", head)
        self.first = tuple(map(int, d.groups())) if d else None
        m = re.match(r"(浙江省|上海市|[^省]{2,3}?市)", self.title)
        self.name = m.group(1) if m else ""
        self.prov = self.name in ("浙江省", "上海市")
        self.sh = self.name == "上海市"
        b = self.text()
        c = Counter(re.findall(r"本(条例|办法|规定|细则|规则)", b))
        self.self_ = "本" + c.most_common(1)[0][0] if c else "本条例"
        s = self.title[len(self.name) :]
        s = re.sub(r"(若干规定|暂行规定|暂行办法|实施细则|条例|办法|规定|细则|规则)(（试行）)?$", "", s)
        s = re.sub(r"^(实施|执行|贯彻)", "", s)
        s = re.sub(r"[《〈]?(中华人民共和国)?([^《》]+?)法[》〉]?$", r"\2", s) if "《" in s else s
        s = re.sub(r"[《》〈〉]", "", s)
        self.subject = s if 2 <= len(s) <= 14 else "相关管理"
        nos = [a.no for a in self.arts]
        self.ok = (
            bool(self.name)
            and nos == list(range(1, len(nos) + 1))
            and len(nos) >= 24
            and not re.search(
                r"自治县|浦东新区|经济特区|自由贸易|人民代表|人大|代表|议事|立法|制定地方|地方性法规|监督|决定$|决议$|实施细则",
                self.title,
            )
        )

    def text(self):
        return "\n".join(b if isinstance(b, str) else b.label + b.gap + b.body() for b in self.blocks)

    def render(self):
        return self.head + self.text()

    def refs(self):
        """numbers of own articles referred to"""
        r = set()
        for m in re.finditer(r"(?<!》)第([零一二三四五六七八九十百]+)条", "\n".join(a.body() for a in self.arts)):
            r.add(num(m.group(1)))
        return r


# ------------------------------------------------------------------ library of higher law
GONE = set(
    """环境保护法 环境影响评价法 海洋环境保护法 大气污染防治法 水污染防治法 土壤污染防治法 固体废物污染环境防治法 噪声污染防治法 环境噪声污染防治法
放射性污染防治法 清洁生产促进法 婚姻法 继承法 民法通则 收养法 担保法 合同法 物权法 侵权责任法 民法总则 中外合资经营企业法 外资企业法 中外合作经营企业法 执业医师法
行政监察法 城市规划法 预备役军官法 学位条例 外国人入境出境管理法 公民出境入境管理法 农村土地承包法 乡镇企业法 信访条例 法规规章备案条例 进出口关税条例
增值税暂行条例 退役士兵安置条例 档案法实施办法""".split()
)
# changed after the snapshot of 2025-04: not used for departures
CHANGED = set(
    """治安管理处罚法 网络安全法 食品安全法 仲裁法 对外贸易法 渔业法 海商法 民用航空法 监狱法 国防动员法 传染病防治法 国家通用语言文字法
村民委员会组织法 城市居民委员会组织法 代表法 反不正当竞争法 全国人民代表大会和地方各级人民代表大会代表法 社会保险法 立法法 农业法 商标法""".split()
)
PRE = "中华人民共和国"


RARE = re.compile("[一二三四五六七八九十百千万]元|倍以|(日|月|年|工作日)(内|以内|之内|前)|除外|另有规定|外，")


def chinese(s):
    """Arabic figures of administrative regulations as Chinese ones"""
    s = re.sub(r"(\d+)[%％]", lambda m: "百分之" + cn(int(m.group(1))) if int(m.group(1)) < 1000 else m.group(0), s)

    def f(m):
        v = int(m.group(1))
        if v >= 1000 and v % 1000 == 0 and v < 10000:
            return cn(v // 1000) + "千"
        return cn(v) if v < 1000 else m.group(0)

    return re.sub(r"(?<![\d.])(\d+)(?=(个工作日|个月|日|年|万元|元|倍|人|次|周岁|小时|以上|以下))", f, s)


FRAME = ["行政许可法", "行政处罚法", "行政强制法", "政府信息公开条例", "行政复议法", "优化营商环境条例"]


class Library:
    def __init__(self, data):
        newest = {}
        for d in ("法律", "行政法规"):
            for p in sorted((data / "laws" / d).rglob("*.md")):
                m = re.match(r"(.+?)\((\d{4}-\d\d-\d\d)\)\.md$", p.name)
                t, day = (m.group(1), m.group(2)) if m else (p.stem, "0000")
                t = t.replace(PRE, "")
                if t not in newest or newest[t][0] < day:
                    newest[t] = (day, p)
        self.paths = {
            t: p
            for t, (d, p) in newest.items()
            if t not in GONE and t not in CHANGED and not t.startswith("全国人民代表大会")
        }
        self.cache, self.rare = {}, None

    def paras(self, title):
        if title not in self.cache:
            out, no = [], ""
            raw = self.paths[title].read_text(encoding="utf-8")
            for l in raw.split(END)[-1].split("\n"):
                m = ART.match(l)
                if m:
                    no, l = m.group(1), l[m.end() :]
                elif HEAD.match(l):
                    no = ""
                if no and len(l.strip()) >= 18 and not ITEM.match(l.strip()):
                    out.append((title, no, chinese(l.strip())))
            self.cache[title] = out
        return self.cache[title]

    def restatable(self, doc):
        names = [
            n.replace(PRE, "") for n in re.findall(r"[《〈]([^《》〈〉]+)[》〉]", doc.title + doc.arts[0].body())
        ] + [doc.subject + "法"]
        own = [x for t in dict.fromkeys(names) if t in self.paths for x in self.paras(t)]
        frame = [x for t in FRAME for x in self.paras(t)]
        good = lambda x: (
            30 <= len(x[2]) <= 150
            and x[2].endswith("。")
            and not re.search(
                "本法|本条例|国务院|前款|前条|前[一二两三]|下列|人民法院|人民检察院|拘留|仲裁|第[一二三四五六七八九十百]+条|全国|中华人民共和国|施行|其中|该|上述|省、自治区|常务委员会",
                x[2],
            )
        )
        return [x for x in own if good(x)], [x for x in frame if good(x)]

    def near(self, doc, extra=()):
        """[(art, line index, (title, no, law text), ratio)]"""
        names = [n.replace(PRE, "") for n in re.findall(r"[《〈]([^《》〈〉]+)[》〉]", doc.title + doc.text())]
        names += sorted(extra) + [doc.subject + "法", doc.subject + "条例"]
        cand = []
        for t in dict.fromkeys(names):
            for u in (t, t + "实施条例"):
                if u in self.paths:
                    cand += self.paras(u)
        texts, out = [c[2] for c in cand], []
        if self.rare is None:
            self.rare = [x for t in self.paths for x in self.paras(t) if RARE.search(x[2])]
            self.rtext = [x[2] for x in self.rare]
        for a in doc.arts[1:-1]:
            for i in a.paras():
                l = a.lines[i].strip()
                if len(l) < 20 or l.endswith("："):
                    continue
                best = process.extractOne(l, texts, scorer=fuzz.ratio, score_cutoff=80) if texts else None
                if not best and RARE.search(l):
                    best = process.extractOne(l, self.rtext, scorer=fuzz.ratio, score_cutoff=80)
                    if best:
                        out.append((a, i, self.rare[best[2]], best[1]))
                        continue
                if best:
                    out.append((a, i, cand[best[2]], best[1]))
        return out


# ------------------------------------------------------------------ departures (3.10): (line, law line) -> [(start, end, new, why)]
def _common(line, law, s, e, k=4):
    """the words s:e and the k characters after (or before) them stand in the law too"""
    return line[s : e + k] in law or (s >= k and line[s - k : e] in law)


def d_should_may(l, law, rng):
    return [
        (m.start(), m.end(), "可以", "上位法为“应当”，改为“可以”，义务减轻")
        for m in re.finditer("应当", l)
        if _common(l, law, m.start(), m.end())
    ]


def d_may_should(l, law, rng):
    return [
        (m.start(), m.end(), "应当", "上位法为“可以”，改为“应当”，义务加重")
        for m in re.finditer("(?<!不)可以(?!根据)", l)
        if _common(l, law, m.start(), m.end())
    ]


def d_mustnot(l, law, rng):
    r = []
    for m in re.finditer(r"[，；]([^，；。]{0,12}?不得[^，；。]{2,40})(?=[。；])", l):
        k = m.start() + m.group(0).index("不得")
        if (
            l[k : k + 6] in law
            and m.start() > 12
            and not re.search("(的|同意|批准|前|时|外|下|后|内)$|未经[^，。；]*$", l[: m.start()])
            and re.search("应当|不得|必须|保护|负责|禁止|有权", l[: m.start()].split("。")[-1])
        ):
            r.append((m.start(), m.end(), "", "上位法的禁止规定（不得…）被删去"))
    for m in re.finditer(r"不得", l):
        if _common(l, law, m.start(), m.end()) and not re.search("低于|少于|超过|高于|小于", l[m.end() : m.end() + 6]):
            r.append(
                (m.start(), m.end(), rng.choice(["可以", "一般不", "经集体研究可以"]), "上位法“不得”被取消或者弱化")
            )
    return r


MONEY = re.compile(r"[零一二三四五六七八九十百千万]+元(以上)?(?:[零一二三四五六七八九十百千万]+元)?(以下)?")
SCALE = {
    "一": "三",
    "二": "五",
    "三": "八",
    "五": "九",
    "四": "七",
    "六": "九",
    "八": "二",
    "七": "二",
    "九": "三",
    "十": "四十",
}


def value(s):
    if "万" in s:
        return num(s.replace("万", "")) * 10000
    return num(s.replace("千", "")) * 1000 if s.endswith("千") else num(s)


def d_amount(l, law, rng):
    r = []
    for m in re.finditer(r"([一二三四五六七八九]|十)(百|千|万|十万|百万)?元", l):
        if m.group(0) not in law or not re.search("罚款|罚|赔偿|收入|所得", l[max(0, m.start() - 40) : m.end() + 12]):
            continue
        if m.start() and l[m.start() - 1] in "一二三四五六七八九十百千":
            continue
        new = SCALE[m.group(1)] + (m.group(2) or "") + "元"
        up = re.match("以上([一二三四五六七八九十百千万]+)元以下", l[m.end() :])
        if up and value(new[:-1]) >= value(up.group(1)):
            continue
        lo = re.search("([一二三四五六七八九十百千万]+)元以上$", l[: m.start()])
        if lo and value(new[:-1]) <= value(lo.group(1)):
            continue
        r.append((m.start(), m.end(), new, "数额与上位法不同"))
    for m in re.finditer(r"([一二三四五六七八九])倍以([上下])", l):
        if m.group(0) in law and m.group(2) == "下":
            new = "三十"
            r.append((m.start(), m.start() + 1, new, "倍数与上位法不同"))
    for m in re.finditer(r"百分之([一二三四五六七八九]?十?[一二三四五六七八九]?)(?=以[上下]|的)", l):
        if m.group(0) in law and m.group(1):
            v = num(m.group(1))
            r.append((m.start(), m.end(), "百分之" + cn(max(1, v // 2) if v > 3 else v + 6), "比例与上位法不同"))
    return r


def d_period(l, law, rng):
    r = []
    for m in re.finditer(r"([一二三四五六七八九十百]+)(个工作日|个月|日|年)(?=[内前之的届，]|以内|以前)", l):
        if m.group(0) not in law or (m.start() and l[m.start() - 1] in "第月"):
            continue
        v, u = num(m.group(1)), m.group(2)
        k = max(l.rfind("应当", 0, m.start()), l.rfind("可以", 0, m.start()), l.rfind("必须", 0, m.start()))
        who = re.split("[，。；]", l[:k])[-1] if k > 0 else ""
        citizen = re.search(
            "(申请人|当事人|经营者|公民|个人|单位|企业|业主|委员会|劳动者|第三人|利害关系人|组织|旅游者|机构|人员)(自|在|于|应|可|必|$)",
            who,
        ) and not re.search("部门|机关|人民政府|仲裁", who)
        new = max(1, v // 3) if citizen and v >= 3 else v * 3
        if new != v:
            r.append((m.start(), m.end() - len(u), cn(new), f"期限与上位法（{m.group(0)}）不同"))
    return r


def d_exception(l, law, rng):
    r = []
    for m in re.finditer(
        r"[，；。](但是?，?[^。]{3,70}?(除外|不受此限|不在此限|从其规定|依照其规定|不适用[^。]{0,12}|可以[^。]{2,25}))(?=。)",
        l,
    ):
        if fuzz.partial_ratio(m.group(1), law) >= 88:
            r.append((m.start(), m.end(), "", "上位法的例外（但书）被删去"))
    for m in re.finditer(r"(?:^|(?<=[，；。]))除[^，。；]{3,60}?外，", l):
        if fuzz.partial_ratio(m.group(0), law) >= 88:
            r.append((m.start(), m.end(), "", "上位法的例外（除…外）被删去"))
    for m in re.finditer(
        r"[；。，][^。；，]{0,14}(法律|行政法规)[^。；]{0,12}另有规定的，[^。；]*?(从其规定|除外)(?=。)", l
    ):
        if fuzz.partial_ratio(m.group(0)[1:], law) >= 88:
            r.append((m.start(), m.end(), "", "上位法的例外（另有规定）被删去"))
    return r


def d_organ(l, law, rng):
    table = {
        "公安机关交通管理部门": "城市管理部门",
        "公安机关": "城市管理部门",
        "教育行政部门": "文化旅游部门",
        "人力资源社会保障行政部门": "民政部门",
        "劳动行政部门": "市场监督管理部门",
        "卫生行政部门": "民政部门",
        "民政部门": "教育行政部门",
        "财政部门": "审计机关",
        "设区的市级以上": "乡级以上",
        "县级以上地方人民政府": "乡镇人民政府",
        "县级以上地方各级人民政府": "乡镇人民政府",
        "县级以上人民政府": "乡镇人民政府",
        "人民法院": "街道办事处",
        "体育行政部门": "城市管理部门",
        "水行政主管部门": "交通运输部门",
        "农业农村主管部门": "市场监督管理部门",
        "消防救援机构": "城市管理部门",
        "城乡规划主管部门": "城市管理部门",
        "市场监督管理部门": "城市管理部门",
        "交通运输主管部门": "公安机关",
        "自然资源主管部门": "水行政主管部门",
        "司法行政部门": "民政部门",
        "人民检察院": "司法行政部门",
        "居民委员会": "物业服务企业",
        "各级人民政府": "居民委员会",
        "村民委员会": "乡镇人民政府",
        "工会": "用人单位",
        "残疾人联合会": "民政部门",
        "档案主管部门": "文化旅游部门",
        "征收部门": "街道办事处",
        "人民政府": "行业协会",
    }
    r, seen = [], []
    for k, v in table.items():
        for m in re.finditer(k, l):
            if any(s < m.end() and m.start() < e for s, e in seen):
                continue
            seen.append((m.start(), m.end()))
            tail = l[m.end() : m.end() + 10]
            if k in ("人民政府", "各级人民政府") and re.match(
                "[^，。]{0,12}(部门|机构|办公室)", l[m.end() : m.end() + 14]
            ):
                continue
            if k.startswith("县级以上") and re.match("[^，。]{0,16}(部门|机构)", tail + l[m.end() + 10 : m.end() + 20]):
                continue
            if _common(l, law, m.start(), m.end(), 3) and re.search(
                "应当|负责|可以|批准|决定|责令|处|制定|组织|申请|报|主管|领导|提出", tail
            ):
                r.append((m.start(), m.end(), v, f"实施机关由“{k}”改为“{v}”"))
    return r


DEPART = {
    "departure_should_to_may": (d_should_may, ["3.10", "A08"]),
    "departure_may_to_should": (d_may_should, ["3.10"]),
    "departure_prohibition_dropped": (d_mustnot, ["3.10"]),
    "departure_amount": (d_amount, ["3.10", "A06", "A07", "A08"]),
    "departure_period": (d_period, ["3.10"]),
    "departure_exception_removed": (d_exception, ["3.10"]),
    "departure_organ": (d_organ, ["3.10"]),
}


RARE_KINDS = ("departure_amount", "departure_period", "departure_exception_removed")


# ------------------------------------------------------------------ edits of own words: (line) -> [(start, end, new, why)]
def e_sub(pattern, new, why, flags=0):
    def f(l, doc, rng):
        return [
            (m.start(), m.end(), m.expand(new if isinstance(new, str) else rng.choice(new)), why)
            for m in re.finditer(pattern, l)
        ]

    return f


def inside_title(l, s):
    return l[:s].count("《") > l[:s].count("》") or l[:s].count("“") > l[:s].count("”")


def e_digits(l, doc, rng):
    r = []
    for m in re.finditer(r"(?<![零一二三四五六七八九十百千万第月])([一二三四五六七八九十百]+)(千|万)?元", l):
        v = str(num(m.group(1)))
        v += {"千": "000", "万": "万", None: ""}[m.group(2)]
        r.append((m.start(), m.end(), v + "元", "法规中的金额应当用汉字"))
    for m in re.finditer(
        r"(?<![零一二三四五六七八九十百第月])([一二三四五六七八九十百]+)(个工作日|日)(?=[内以前起])", l
    ):
        r.append((m.start(), m.end(), str(num(m.group(1))) + m.group(2), "法规中的期限应当用汉字"))
    for m in re.finditer(r"百分之([一二三四五六七八九十]+)(?![点])", l):
        r.append((m.start(), m.end(), str(num(m.group(1))) + "%", "法规中的比例应当用汉字"))
    return r


def e_self(l, doc, rng):
    other = [x for x in ("本办法", "本规定", "本条例") if x != doc.self_]
    return [(m.start(), m.end(), rng.choice(other), "自称与标题不符") for m in re.finditer(doc.self_, l)]


def e_title_space(l, doc, rng):
    r = []
    for m in re.finditer("《([^《》\\s]{5,30}(?:法|条例))》", l):
        t = m.group(1)
        k = rng.randrange(2, len(t) - 1)
        r.append(
            (m.start(), m.end(), "《" + t[:k] + rng.choice([" ", "　", "  "]) + t[k:] + "》", "名称中有多余的空格")
        )
    return r


EDIT = {
    "should_shortened": (e_sub("应当(?=[由在按经向])", "应", "“应当”写成“应”"), ["W02"]),
    "other_miswritten": (e_sub("其他", "其它", "“其他”写成“其它”"), ["W06"]),
    "make_decision": (e_sub("作出(?=[^，。；]{0,14}(决定|裁决|答复|处罚|处理))", "做出", "“作出”写成“做出”"), ["W08"]),
    "days_as_tian": (
        e_sub("(?<![月零一二三四五六七八九十百])([一二三四五六七八九十百]+)日(?=[内以前之])", r"\1天", "“日”写成“天”"),
        ["W17"],
    ),
    "arabic_figures": (e_digits, ["W18"]),
    "administrative_sanction": (e_sub("(?<=给予)处分(?![权财决])", "行政处分", "公职人员用“处分”“政务处分”"), ["W27"]),
    "item_citation_form": (
        e_sub("(?<=[条款、])第([一二三四五六七八九十]+)项", r"第（\1）项", "引用项不带括号"),
        ["W09"],
    ),
    "self_name": (e_self, ["C10"]),
    "title_broken_by_space": (e_title_space, ["C16", "C02"]),
    "law_short_name": (
        e_sub("《中华人民共和国(?!宪法)([^《》]{2,20}法)》(?!（以下简称)", r"《\1》", "首次引用未用全称"),
        ["C03"],
    ),
}


def id_number(rng):
    n = (
        rng.choice(["330106", "310115", "330281", "331002", "330402", "310104"])
        + f"{rng.randrange(1958, 2001)}{rng.randrange(1, 13):02d}{rng.randrange(1, 29):02d}{rng.randrange(1, 999):03d}"
    )
    w = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    return n + "10X98765432"[sum(int(a) * b for a, b in zip(n, w)) % 11]


def mobile(rng):
    return rng.choice(["138", "139", "151", "159", "186", "177", "133", "188"]) + f"{rng.randrange(10**8):08d}"


class Writer:
    def __init__(self, doc, rng, near, cfg, lib):
        self.lib = lib
        self.doc, self.rng, self.near, self.cfg = doc, rng, near, cfg
        self.rows, self.free, self.bad, self.cap = [], set(), doc.refs(), 0
        self.whole = doc.text()

    # -- helpers
    def mark(self, quote):
        n = len(self.rows)
        return chr(0xF0000 + 2 * n) + quote + chr(0xF0001 + 2 * n)

    def row(self, kind, rules, original, why, **more):
        self.rows.append(dict(kind=kind, rules=rules, original=original, why=why, **more))

    def pool(self, penal=None):
        """articles that may still be touched"""
        r = [
            a
            for a in self.doc.arts[2:-1]
            if not a.used
            and "附" not in a.chap
            and a.body().strip()
            and not re.search("本(条例|办法|规定|细则)(所称|中下列|下列用语)|的含义", a.body())
        ]
        isp = lambda a: bool(re.search("罚款|责令|处分|法律责任|依法追究|吊销", a.body() + a.chap))
        if penal is not None:
            s = [a for a in r if isp(a) == penal]
            r = s or r
        self.rng.shuffle(r)
        return r

    def fill(self, s):
        d, rng = self.doc, self.rng
        v = {
            "本": "本市" if not d.name == "浙江省" else "本省",
            "名": d.name,
            "府": "省人民政府" if d.name == "浙江省" else "市人民政府",
            "市": "省" if d.name == "浙江省" else "市",
            "题": d.subject,
            "自": d.self_,
            "县": "区" if d.sh else "县（市、区）" if d.prov else "区、县（市）",
        }
        for k in v:
            s = s.replace("{" + k + "}", v[k])
        s = s.replace("{号}", id_number(rng)) if "{号}" in s else s
        s = s.replace("{机}", mobile(rng)) if "{机}" in s else s
        if "{坏}" in s:
            s = s.replace("{坏}", self.broken())
        return s

    def broken(self):
        d, rng = self.doc, self.rng
        k = rng.randrange(3)
        if k == 0:
            return f"第{cn(len(d.arts) + rng.randrange(2, 9))}条"
        one = [a for a in d.arts[1:-1] if len(a.paras()) <= 2 and not a.used]
        a = rng.choice(one)
        a.used = True  # its number of 款 stays as it is
        if k == 1:
            return f"第{cn(a.no)}条第{cn(len(a.paras()) + rng.randrange(2, 4))}款"
        items = [
            x
            for x in d.arts[1:-1]
            if not x.used and 3 <= sum(bool(ITEM.match(l.strip())) for l in x.lines) <= 9 and len(x.paras()) == 1
        ]
        if items:
            b = rng.choice(items)
            b.used = True
            n = sum(bool(ITEM.match(l.strip())) for l in b.lines)
            return f"第{cn(b.no)}条第{cn(n + rng.randrange(2, 4))}项"
        return f"第{cn(a.no)}条第{cn(len(a.paras()) + 2)}款"

    def place(self, art, sentence):
        """sentence (with marks) as a new 款, or at the end of the last 款"""
        idx = [i for i, l in enumerate(art.lines) if l.strip()]
        last = idx[-1]
        l = art.lines[last].rstrip()
        if (
            not ITEM.match(l.strip())
            and l.endswith("。")
            and not re.search("[《》：]|前款|前两款|依照", l)
            and len(idx) == 1
            and not re.search("罚款", l)
            and "前款" not in sentence
            and self.rng.random() < 0.4
        ):
            art.lines[last] = l + sentence
        else:
            art.lines[last + 1 : last + 1] = ["", sentence]
        art.used = True

    # -- kinds
    def insert(self, kind, spec, harmless=False):
        d, rng = self.doc, self.rng
        if spec.get("level") == "city" and d.prov:
            return False
        if spec.get("unless") and re.search(spec["unless"], self.whole):
            return False
        items = []
        for n, it in enumerate(spec["items"]):
            it = {"t": it} if isinstance(it, str) else it
            since = it.get("since", spec.get("since", 0))
            if (
                d.year < since
                or it.get("until", 9999) < d.year
                or ("{题}" in it["t"] and d.subject == "相关管理" and rng.random() < 0.5)
            ):
                continue
            if it.get("level") == "city" and d.prov:
                continue
            if it.get("not") and re.search(it["not"], self.whole):
                continue
            core = re.sub(r"[\[\]{}，。；、]", "", it["t"])
            grams = {core[i : i + 2] for i in range(len(core) - 1)}
            fit = sum(g in self.whole for g in grams) / max(1, len(grams))
            items.append((self.cap_of(kind, n) - 2.5 * fit - 0.6 * ("{题}" in it["t"]), rng.random(), n, it))
        if not items:
            return False
        _, _, n, it = min(items, key=lambda x: x[:3])
        penal = it.get("penal", spec.get("penal"))
        arts = self.pool(penal)
        if spec.get("away"):
            arts = [a for a in arts if not re.search(spec["away"], a.body())] or []
        if not arts:
            return False
        s = self.fill(it["t"])
        arts = [a for a in arts if not a.used]  # broken() may have taken one
        if not arts:
            return False
        m = re.search(r"\[\[(.+?)\]\]", s)
        if m:
            q = m.group(1)
            out = s[: m.start()] + self.mark(q) + s[m.end() :]
        else:
            q, out = s, self.mark(s)
        if not harmless and "前款" not in s:
            x = rng.random()
            if x < 0.3:
                out = self.fill(rng.choice(self.cfg["before_penal" if penal else "before"])) + out
            elif x < 0.5:
                out = out + self.fill(rng.choice(self.cfg["after_penal" if penal else "after"]))
        self.place(arts[0], out)
        more = {"template": n}
        if harmless:
            more["not_rules"] = it.get("not_rules") or spec["not_rules"]
        self.row(kind, list(it.get("rules") or spec.get("rules", [])), "", it.get("why") or spec.get("why", ""), **more)
        self.cfg["_used"][kind, n] += 1
        return True

    def cap_of(self, kind, n):
        return self.cfg["_used"][kind, n]

    def edit(self, kind):
        fn, rules = EDIT[kind]
        d = self.doc
        if kind == "administrative_sanction" and d.year < 2019:
            return False
        if kind == "law_short_name":
            seen = Counter(re.findall("《([^《》]+)》", self.whole))
        arts = self.pool()
        if (
            kind in ("law_short_name", "title_broken_by_space", "unpaired_marks", "other_miswritten")
            and not d.arts[0].used
        ):
            arts = (d.arts[:1] + arts) if kind in ("law_short_name",) else arts + d.arts[:1]
        for a in arts:
            opts = []
            for i, l in enumerate(a.lines):
                for s, e, new, why in fn(l, d, self.rng):
                    if inside_title(l, s) and kind not in ("unpaired_marks", "law_short_name", "title_broken_by_space"):
                        continue
                    if kind == "law_short_name":
                        nm = l[s + 1 : e - 1]
                        if (
                            f"（以下简称" in l[e : e + 6]
                            or seen[nm[7:]]
                            or self.whole.find(nm) != self.whole.find(l) + s + 1
                        ):
                            continue
                    opts.append((i, s, e, new, why))
            if opts:
                i, s, e, new, why = self.rng.choice(opts)
                l = a.lines[i]
                a.lines[i] = l[:s] + self.mark(new) + l[e:]
                a.used = True
                self.row(kind, rules, l[s:e], why)
                return True
        return False

    def depart(self, kind):
        fn, rules = DEPART[kind]
        cand = [c for c in self.near if not c[0].used and c[0] is not self.doc.arts[-1]]
        self.rng.shuffle(cand)
        for a, i, (t, no, law), ratio in cand:
            l = a.lines[i]
            opts = [o for o in fn(l, law, self.rng)]
            if kind == "departure_exception_removed":
                opts = [o for o in opts if o[0] > 0 or not l.startswith(" ")]
            if not opts:
                continue
            s, e, new, why = self.rng.choice(opts)
            if not new:  # deletion: mark the words beside the hole
                rest = l[:s] + l[e:]
                if len(rest.strip()) < 12:
                    continue
                if s == 0 or l[s - 1] in "。；，" and l[e - 1] == "，":
                    k = min(len(l), e + 12)
                    q, out = l[e:k], l[:s] + self.mark(l[e:k]) + l[k:]
                else:
                    k = max(max(l.rfind(x, 0, s) for x in "，。；") + 1, s - 14, 0)
                    k = min(k, max(0, s - 6))
                    q, out = l[k:s], l[:k] + self.mark(l[k:s]) + l[e:]
            else:
                q, out = new, l[:s] + self.mark(new) + l[e:]
            a.lines[i] = out
            a.used = True
            r = list(rules)
            if kind == "departure_amount" and "罚款" not in l:
                r = ["3.10"]
            if kind == "departure_should_to_may":
                r = ["3.10"]
            self.row(kind, r, l[s:e], why + f"：《{t}》{no}", higher=[t, no], ratio=round(ratio, 1))
            return True
        return kind in RARE_KINDS and self.restate(kind)

    def restate(self, kind):
        """a clause of a law in force restated in a new 款, with the departure"""
        fn, rules = DEPART[kind]
        own, frame = self.lib.restatable(self.doc)
        self.rng.shuffle(own)
        self.rng.shuffle(frame)
        for t, no, law in own + frame:
            if self.cfg["_used"]["law", kind, t, no]:
                continue
            pre = self.fill(self.rng.choice(["", "", "在{题}工作中，", "在{名}，"])) if len(law) > 55 else ""
            l = pre + law
            opts = [o for o in fn(law, law, self.rng)]
            if (
                not opts
                or fuzz.ratio(l, law) < 88
                or max(fuzz.ratio(law, x) for a in self.doc.arts for x in a.lines) > 70
            ):
                continue
            s, e, new, why = self.rng.choice(opts)
            s, e = s + len(pre), e + len(pre)
            if not new:
                if s == len(pre):
                    k = min(len(l), e + 12)
                    out = l[:s] + self.mark(l[e:k]) + l[k:]
                else:
                    k = max(len(pre), s - 12)
                    out = l[:k] + self.mark(l[k:s]) + l[e:]
                if len(l) - (e - s) < 20 or fuzz.ratio(l[:s] + l[e:], law) < 70:
                    continue
            else:
                out = l[:s] + self.mark(new) + l[e:]
            arts = self.pool("罚款" in l)
            if not arts:
                return False
            a = arts[0]
            last = [i for i, x in enumerate(a.lines) if x.strip()][-1]
            a.lines[last + 1 : last + 1] = ["", out]
            a.used = True
            self.cfg["_used"]["law", kind, t, no] += 1
            r = list(rules) if "罚款" in l or kind != "departure_amount" else ["3.10"]
            self.row(
                kind,
                r,
                l[s:e],
                why + f"：《{t}》{no}",
                higher=[t, no],
                ratio=round(fuzz.ratio(l, law), 1),
                restated=True,
            )
            return True
        return False

    def special(self, kind):
        return getattr(self, "k_" + kind)()

    def quiet(self):
        """articles nobody refers to, with no relative references about"""
        d = self.doc
        r = []
        for k, a in enumerate(d.arts[2:-2], 2):
            nxt = d.arts[k + 1]
            if (
                a.used
                or nxt.used
                or a.no in self.bad
                or nxt.no in self.bad
                or re.search("前条|前[二三两]条", a.body() + nxt.body() + d.arts[min(k + 2, len(d.arts) - 1)].body())
            ):
                continue
            if a.chap != nxt.chap:
                continue
            r.append((k, a, nxt))
        self.rng.shuffle(r)
        return r

    def k_article_gap(self):
        for k, a, nxt in self.quiet():
            if any(a is c[0] for c in self.near):
                continue
            d = self.doc
            if self.rng.random() < 0.6:
                d.blocks.remove(a)
                d.arts.remove(a)
                old, q = a.label, nxt.label
                nxt.label = self.mark(q)
                why = f"{old}被整条删去，条序不连续"
                nxt.used = True
                self.row("article_gap", ["S01"], old, why)
            else:
                old, q = nxt.label, a.label
                nxt.label = self.mark(q)
                nxt.used = a.used = True
                self.row("article_gap", ["S01"], old, f"{q}出现两次，缺{old}")
            return True
        return False

    def k_item_gap(self):
        d = self.doc
        arts = [a for a in self.pool() if a.no not in self.bad]
        for a in arts:
            it = [i for i, l in enumerate(a.lines) if ITEM.match(l.strip())]
            if (
                len(it) < 4
                or re.search("第[（一二三四五六七八九十]+）?项|前[款项]", a.body())
                or [num(re.sub("[（()）]", "", ITEM.match(a.lines[i].strip()).group(0))) for i in it]
                != list(range(1, len(it) + 1))
            ):
                continue
            j = self.rng.randrange(1, len(it) - 1)
            lab = ITEM.match(a.lines[it[j]].strip()).group(0)
            nl = a.lines[it[j + 1]].strip()
            nlab = ITEM.match(nl).group(0)
            if self.rng.random() < 0.5:
                a.lines[it[j + 1]] = self.mark(nlab) + nl[len(nlab) :]
                a.lines[it[j]] = ""
                self.row("item_gap", ["S04"], lab, f"{lab}项被删去，项序不连续")
            else:
                a.lines[it[j + 1]] = self.mark(lab) + nl[len(nlab) :]
                self.row("item_gap", ["S04"], nlab, f"{lab}重复，项序不连续")
            a.used = True
            return True
        return False

    def k_item_style(self):
        for a in self.pool():
            it = [i for i, l in enumerate(a.lines) if ITEM.match(l.strip())]
            if len(it) < 3 or a.no in self.bad or re.search("第[（一二三四五六七八九十]+）?项", a.body()):
                continue
            st = self.rng.choice(["{}、", "{}.", "①", "({})"])
            first = None
            for n, i in enumerate(it, 1):
                l = a.lines[i].strip()
                lab = ITEM.match(l).group(0)
                new = chr(0x2460 + n - 1) if st == "①" else st.format(n)
                if n == 1:
                    first, new = lab, self.mark(new)
                a.lines[i] = new + l[len(lab) :]
            a.used = True
            self.row("item_style", ["S03"], first, "项应当用（一）（二），不用数字")
            return True
        return False

    def k_chapter_gap(self):
        d = self.doc
        heads = [
            i for i, b in enumerate(d.blocks) if isinstance(b, str) and re.match(r"#*\s*第[一二三四五六七八九十]+章", b)
        ]
        if (
            len(heads) < 4
            or re.search("目\\s*录", d.text())
            or re.search("本(条例|办法|规定)第[一二三四五六七八九十]+章", self.whole)
        ):
            return False
        j = self.rng.randrange(1, len(heads) - 1)
        b = d.blocks[heads[j]]
        m = re.search("第([一二三四五六七八九十]+)章", b)
        if num(m.group(1)) != j + 1:
            return False
        new = f"第{cn(j + 1 + self.rng.choice([1, -1]))}章"
        d.blocks[heads[j]] = b[: m.start()] + self.mark(new) + b[m.end() :]
        self.row("chapter_gap", ["S02"], m.group(0), "章序不连续")
        return True

    def k_no_effective_date(self):
        d = self.doc
        a = d.arts[-1]
        if a.used or "施行" in d.head or len(re.findall("起(施行|实施|生效)|之日(施行|实施)", self.whole)) != 1:
            return False
        for i, l in enumerate(a.lines):
            m = re.search("(本(条例|办法|规定|细则|规则))自[^。]{4,25}起(施行|实施|生效)[^。]*。", l)
            if (
                m
                and "废止" not in m.group(0)
                and not re.search(r"\d{4}年", a.body().replace(m.group(0), ""))
                and l.endswith(m.group(0))
            ):
                new = self.fill(
                    self.rng.choice(
                        [
                            "{自}的宣传和培训由{府}有关主管部门组织。",
                            "{题}工作的年度报告应当向社会公开。",
                            "{自}实施情况的评估，由{府}每三年组织一次。",
                            "{府}应当为实施{自}提供必要的经费和人员保障。",
                            "{自}未作规定的，适用有关法律、法规的规定。",
                            "{自}由{府}组织实施。",
                        ]
                    )
                )
                a.lines[i] = l[: m.start()] + self.mark(new) + l[m.end() :]
                a.used = True
                self.row("no_effective_date", ["T01"], m.group(0), "全文没有施行日期")
                return True
        return False

    def k_effective_before_publication(self):
        d = self.doc
        a = d.arts[-1]
        if a.used or not d.first or "施行" in d.head:
            return False
        for i, l in enumerate(a.lines):
            m = re.search(r"自(\d{4})年(\d+)月(\d+)日起(施行|实施)", l)
            if (
                m
                and (int(m.group(1)), int(m.group(2))) >= d.first[:2]
                and len(re.findall("起(施行|实施)", self.whole)) == 1
            ):
                y = d.first[0] - self.rng.choice([1, 1, 2, 3])
                new = f"{y}年{self.rng.choice([1, 3, 5, 7, 9])}月1日"
                s = m.start() + 1
                e = l.index("日", s) + 1
                a.lines[i] = l[:s] + self.mark(new) + l[e:]
                a.used = True
                self.row(
                    "effective_before_publication",
                    ["T02"],
                    l[s:e],
                    f"施行日期早于通过日期（{d.first[0]}年{d.first[1]}月{d.first[2]}日）",
                )
                return True
        return False


SPECIAL = ["article_gap", "item_gap", "item_style", "chapter_gap", "no_effective_date", "effective_before_publication"]


def write(data: Path, out: Path, texts: int = 60, seed: int = 1):
    data, out = Path(data), Path(out)
    out.mkdir(parents=True, exist_ok=True)
    rng = random.Random(seed)
    cfg = yaml.safe_load((HERE / "eleventh_injector.yaml").read_text(encoding="utf-8"))
    cfg["_used"] = Counter()
    kinds = list(cfg["kinds"]) + list(EDIT) + list(DEPART) + SPECIAL
    lib = Library(data)
    extra = {}
    g = data / "gold" / "near-copy-clause.jsonl"
    if g.exists():
        for x in g.read_text(encoding="utf-8").splitlines():
            x = json.loads(x)
            extra.setdefault(x["reg"].replace(PRE, "").replace("《", "").replace("》", ""), set()).update(
                k["key"] for k in x["gold"]
            )
    paths = sorted((data / "local").rglob("*.md"))
    rng.shuffle(paths)
    chosen, titles, plain = [], set(), 0
    for p in paths:
        d = Doc(p)
        if not d.ok or d.title in titles or d.year < 2003:
            continue
        near = lib.near(d, extra.get(d.title.replace(PRE, "").replace("《", "").replace("》", ""), ()))
        if len(near) < 3:
            if plain >= texts * 2 // 5:
                continue
            plain += 1
        titles.add(d.title)
        chosen.append((d, near))
        if len(chosen) == texts:
            break
    count, truth, harmless = Counter(), [], []
    for d, near in chosen:
        w = Writer(d, rng, near, cfg, lib)
        goal, here = rng.randrange(9, 13), set()
        # structural kinds first: they need untouched articles
        order = sorted(kinds, key=lambda k: (count[k] + (0 if k in SPECIAL or k in DEPART else 0.5), rng.random()))
        ends = 0
        for k in order:
            if len(here) >= goal:
                break
            if k in ("no_effective_date", "effective_before_publication") and ends:
                continue
            if k == "item_gap" and "item_style" in here or k == "item_style" and "item_gap" in here:
                pass
            if sum(x in SPECIAL for x in here) >= 3 and k in SPECIAL:
                continue
            if len([a for a in w.pool()]) < 5:
                break
            done = (
                w.edit(k)
                if k in EDIT
                else w.depart(k)
                if k in DEPART
                else w.special(k)
                if k in SPECIAL
                else w.insert(k, cfg["kinds"][k])
            )
            if done:
                here.add(k)
                count[k] += 1
                ends += k in ("no_effective_date", "effective_before_publication")
        nt = len(w.rows)
        for _ in range(rng.randrange(3, 5)):
            cfg["harmless"] and w.insert("harmless", {"items": cfg["harmless"], "not_rules": []}, harmless=True)
        marked = w.doc.render()
        buf, pos = [], {}
        for ch in marked:
            o = ord(ch)
            if 0xF0000 <= o < 0xF0000 + 2 * len(w.rows):
                pos[o - 0xF0000] = len(buf)
            else:
                buf.append(ch)
        text = "".join(buf)
        (out / d.path.name).write_bytes(text.encode("utf-8"))
        for n, r in enumerate(w.rows):
            s, e = pos[2 * n], pos[2 * n + 1]
            base = {"file": d.path.name, "kind": r["kind"]}
            if n < nt:
                base |= {"rules": r["rules"], "tier": tier(r["rules"][0])}
            else:
                base |= {"not_rules": r["not_rules"]}
            base |= {"start": s, "end": e, "quote": text[s:e], "original": r["original"], "why": r["why"]}
            for x in ("higher", "ratio", "restated", "template"):
                if x in r:
                    base[x] = r[x]
            (truth if n < nt else harmless).append(base)
    for name, rows in (("truth", truth), ("harmless", harmless)):
        (out / f"{name}.jsonl").write_bytes(
            "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows).encode("utf-8")
        )
    return truth, harmless


if __name__ == "__main__":
    a = sys.argv[1:]
    t, h = write(Path("/work/shared/data"), Path(a[0] if a else HERE / "out"), seed=int(a[1]) if len(a) > 1 else 1)
    c = Counter(r["kind"] for r in t)
    print(len(t), len(h), len(c), len({x for r in t for x in r["rules"]}), sorted(c.items(), key=lambda x: x[1]))
