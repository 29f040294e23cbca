"""Injector of errors for Chinese local regulations (tenth author, written from domain.md only)."""

from __future__ import annotations

import json
import random
import re
from collections import Counter, defaultdict
from difflib import SequenceMatcher
from pathlib import Path

import yaml
from rapidfuzz import fuzz, process

TABLES = Path(__file__).with_suffix(".yaml")
MARK = "<!-- INFO END -->"
NUM = "〇零一二三四五六七八九十百千"
ART = re.compile(rf"(第[{NUM}]+条(?:之[{NUM}]+)?)([ 　]+)")
ITEM = re.compile(rf"（([{NUM}]+)）")
# laws whose text changed or that were repealed after the snapshot of the laws (domain.md 3.8 O02, 0.2)
NOT_SURE = set(
    "环境保护法 环境影响评价法 海洋环境保护法 大气污染防治法 水污染防治法 土壤污染防治法 固体废物污染环境防治法 "
    "噪声污染防治法 环境噪声污染防治法 放射性污染防治法 清洁生产促进法 治安管理处罚法 网络安全法 食品安全法 仲裁法 对外贸易法 渔业法 "
    "海商法 民用航空法 监狱法 国防动员法 农业法 商标法 传染病防治法 国家通用语言文字法 村民委员会组织法 "
    "城市居民委员会组织法 全国人民代表大会和地方各级人民代表大会代表法 代表法 反不正当竞争法 农村土地承包法 乡镇企业法 执业医师法 物权法 合同法 "
    "婚姻法 继承法 民法通则 收养法 担保法 侵权责任法 民法总则 行政监察法 城市规划法 预备役军官法 学位条例 进出口关税条例 "
    "增值税暂行条例 法规规章备案条例 信访条例 档案法实施办法 退役士兵安置条例 刑法 宪法 治安管理处罚条例".split()
)
SKIP = re.compile(
    "人民代表大会|议事|代表|立法|选举|制定地方性法规|常务委员会|浦东|自治|备案|审议|审查|监督条例|讨论|决定|新区条例|机构编制|档案法实施"
)
DEPTS = (
    "住房和城乡建设 交通运输 水务 水利 公安 市场监督管理 生态环境 农业农村 教育 文化和旅游 卫生健康 应急管理 自然资源 规划资源 "
    "绿化市容 民政 人力资源社会保障 科学技术 商务 发展改革 体育 林业 经济信息化 房屋管理 消防 医疗保障"
).split()
D = "零一二三四五六七八九"


def cn(n: int) -> str:
    if n >= 10000 and n % 10000 == 0:
        return cn(n // 10000) + "万"
    out, zero = "", False
    if n >= 10000:
        out, n = cn(n // 10000) + "万", n % 10000
        zero = n < 1000
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        d, n = divmod(n, unit)
        if d:
            out += ("零" if zero and out else "") + D[d] + name
            zero = False
        elif out:
            zero = n > 0
    return out[1:] if out.startswith("一十") else out


def num(s: str) -> int:
    total = part = digit = 0
    for c in s:
        if c in "〇零":
            continue
        if c in D:
            digit = D.index(c)
        elif c in "十百千":
            part += (digit or 1) * {"十": 10, "百": 100, "千": 1000}[c]
            digit = 0
        elif c == "万":
            total, part, digit = (part + digit) * 10000, 0, 0
        elif c in "两":
            digit = 2
    return total + part + digit


def title_of(path: Path) -> tuple[str, str]:
    m = re.match(r"(.*?)(?:\((\d{4}-\d\d-\d\d)\))?$", path.stem)
    return m.group(1), m.group(2) or ""


class Laws:
    def __init__(self, data: Path):
        newest: dict[str, tuple[str, Path]] = {}
        files = list((data / "laws/法律").rglob("*.md")) + list((data / "laws/行政法规").glob("*.md"))
        for p in sorted(files):
            t, d = title_of(p)
            t = t.replace("中华人民共和国", "")
            if p.stem != "_index" and (d, str(p)) > (newest.get(t, ("", ""))[0], str(newest.get(t, ("", ""))[1])):
                newest[t] = (d, p)
        self.files = {t: p for t, (_, p) in newest.items() if t not in NOT_SURE}
        self.cache: dict[str, list[tuple[str, str]]] = {}

    def clauses(self, title: str) -> list[tuple[str, str]]:
        if title not in self.cache:
            out, art = [], ""
            for line in self.files[title].read_text(encoding="utf8").split(MARK, 1)[-1].split("\n"):
                s = line.strip()
                if not s or s[0] == "#":
                    continue
                m = ART.match(s)
                if m:
                    art, s = m.group(1), s[m.end() :]
                if art:
                    out.append((art, s))
            self.cache[title] = out
        return self.cache[title]


class Text:
    """One regulation: lines with offsets, articles, and the edits planned on it."""

    def __init__(self, path: Path):
        self.path = path
        self.raw = path.read_text(encoding="utf8")
        self.title, day = title_of(path)
        cut = self.raw.find(MARK)
        self.body = cut + len(MARK) if cut >= 0 else 0
        head = self.raw[: self.body]
        days = [f"{int(a):04}-{int(b):02}-{int(c):02}" for a, b, c in re.findall(r"(\d{4})年(\d+)月(\d+)日", head)]
        self.days = sorted(days + ([day] if day else []))
        self.date = self.days[-1] if self.days else ""
        self.arts: list[dict] = []
        self.heads: list[tuple[int, int, str]] = []
        pos, liab = 0, False
        for line in self.raw.split("\n"):
            start, s = pos, line.strip()
            pos += len(line) + 1
            if start < self.body or not s:
                continue
            if s[0] == "#":
                self.heads.append((start, start + len(line), line))
                if "章" in s:
                    liab = "法律责任" in s or "罚则" in s
                continue
            lead = len(line) - len(line.lstrip())
            m = ART.match(line.lstrip())
            if m:
                self.arts.append({"no": m.group(1), "start": start + lead, "liab": liab, "paras": []})
                lead += m.end()
            if self.arts:
                self.arts[-1]["paras"].append((start + lead, start + len(line.rstrip())))
        self.used: set[int] = set()
        self.edits: list[tuple[int, int, str]] = []
        self.rows: list[tuple[dict, int, int, int]] = []
        self.sizes = len(self.arts)
        self.liable = any(a["liab"] for a in self.arts)
        self.self_ = "本条例"
        for w in ("条例", "办法", "规定", "细则"):
            if self.title.endswith(w):
                self.self_ = "本" + w
        self.names()

    def names(self):
        t = self.title
        if t.startswith("上海市"):
            self.city, self.here, self.county = "上海市", "本市", "区"
        else:
            m = re.match(r"浙江省|.{2,4}?市|.{2,6}?县", t)
            self.city = m.group(0) if m else t[:2] + "市"
            self.here = "本省" if self.city == "浙江省" else "本市"
            self.county = "县（市、区）"
        m = re.search(r"《(?:中华人民共和国)?(.+?)法?》", t)
        s = m.group(1) if m else t[len(self.city) :] if t.startswith(self.city) else t
        s = re.sub(r"(条例|办法|规定|细则|规则)$", "", s)
        s = re.sub(r"^(人民政府|实施|促进|推进|鼓励)", "", s)
        s = re.sub(r"(暂行|若干|实施|（试行）)+$", "", s)
        c = re.sub(r"(监督管理|管理|保护|保障|促进|发展|防治|建设与?)$", "", s)
        c = re.sub("[和与及、的]+$", "", c)
        s = c if 2 <= len(c) else s
        self.subject = s if 2 <= len(s) <= 10 else "公共服务"
        cnt = Counter()
        for d in DEPTS:
            for m in re.finditer(d + r"(?:行政主管|主管|行政管理|行政|管理)?部门", self.raw[self.body :]):
                cnt[m.group(0)] += 1
        cnt["公安机关"] = len(re.findall("公安机关(?!交通)", self.raw[self.body :])) // 2
        cnt = +cnt
        self.dept = min(cnt, key=lambda k: (-cnt[k], k)) if cnt else "市场监督管理部门"

    def para(self, a: int, i: int) -> str:
        s, e = self.arts[a]["paras"][i]
        return self.raw[s:e]

    def whole(self, a: int) -> str:
        return self.raw[self.arts[a]["start"] : self.arts[a]["paras"][-1][1]]

    def free(self, first: int = 2) -> list[int]:
        return [
            i
            for i in range(first, len(self.arts) - 1)
            if i not in self.used
            and "施行" not in self.whole(i)
            and not re.search("本(条例|办法|规定)(所称|下列|有关)|用语|含义", self.whole(i))
        ]

    def edit(self, pos: int, end: int, new: str, row: dict | None, a: int = 0, b: int = -1):
        """Replace raw[pos:end] by new; the row's words are new[a:b]."""
        self.edits.append((pos, end, new))
        if row is not None:
            self.rows.append((row, len(self.edits) - 1, a, len(new) if b < 0 else b))

    def build(self) -> tuple[str, list[dict]]:
        order = sorted(range(len(self.edits)), key=lambda i: (self.edits[i][0], i))
        out, at, where, size = [], 0, {}, 0
        for i in order:
            pos, end, new = self.edits[i]
            assert pos >= at, (self.title, self.edits[i])
            out += [self.raw[at:pos], new]
            size += pos - at
            where[i] = size
            size += len(new)
            at = end
        out.append(self.raw[at:])
        text = "".join(out)
        rows = []
        for row, i, a, b in self.rows:
            s, e = where[i] + a, where[i] + b
            last = row.pop("_last", None)
            if last is not None:
                e = where[last] + len(self.edits[last][2])
            rows.append({**row, "start": s, "end": e, "quote": text[s:e]})
        return text, rows


def sentence(t: str, i: int) -> tuple[int, int]:
    a = max(t.rfind(c, 0, i) for c in "。；") + 1
    ends = [x for x in (t.find(c, i) for c in "。；") if x >= 0]
    return a, (min(ends) + 1 if ends else len(t))


def aligned(a: str, b: str) -> list[int]:
    """For each code point of a its place in b, -1 if not in a matching block."""
    out = [-1] * len(a)
    for x, y, n in SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks():
        if n >= 2:
            for k in range(n):
                out[x + k] = y + k
    return out


class Injector:
    def __init__(self, data: Path, seed: int):
        self.r = random.Random(seed)
        self.data = data
        self.laws = Laws(data)
        self.tab = yaml.safe_load(TABLES.read_text(encoding="utf8"))
        self.turn: Counter = Counter()
        self.order = {}
        for k, v in self.tab["kinds"].items():
            w = list(v["w"])
            self.r.shuffle(w)
            self.order[k] = w
        self.harm = list(self.tab["harmless"])
        self.r.shuffle(self.harm)
        self.harm_at = 0
        self.done: Counter = Counter()
        self.may_import = False
        self.special = {
            "self-name": self.self_name,
            "article-order": self.article_order,
            "chapter-order": self.chapter_order,
            "item-form": self.item_form,
            "item-order": self.item_order,
            "no-effective-date": self.no_date,
            "effective-before-adoption": self.early_date,
            "ought-to-may": self.modality,
            "must-not-dropped": self.dropped,
            "amount-changed": self.amount,
            "period-changed": self.period,
            "exception-removed": self.exception,
            "organ-changed": self.organ,
            "fine-out-of-range": self.fine_range,
        }
        self.also = {
            "ying": (r"应当(?=由|在|按|经|向|自)", lambda m: "应", 2),
            "qita": ("其他", lambda m: "其它", 0),
            "zhang": (r"账(?=户|目|簿|款)|(?<=台)账", lambda m: "帐", 0),
            "zuochu": (r"作出(?=[^，。；]{0,8}(?:决定|处罚|答复|裁决))", lambda m: "做出", 4),
            "tian": (rf"(?<=[{NUM}])日内", lambda m: "天内", 0),
            "arabic-numeral": (
                rf"[{NUM}万]+元以上[{NUM}万]+元以下",
                lambda m: re.sub(rf"[{NUM}万]+", lambda x: str(num(x[0])), m[0]),
                0,
            ),
            "admin-sanction": (r"(?<=给予)处分", lambda m: "行政处分", 0),
            "bracketed-item": (
                rf"(?<=第[{NUM}]条)第([{NUM}])项|(?<=第[{NUM}]{{2}}条)第([{NUM}])项",
                lambda m: f"第（{m[1] or m[2]}）项",
                0,
            ),
        }
        self.kinds = list(self.tab["kinds"]) + list(self.special)

    # ---- inserted sentences
    def fill(self, w: str, t: Text) -> str | None:
        s = w
        for k, v in (
            ("{地}", t.here),
            ("{自}", t.self_),
            ("{事}", t.subject),
            ("{部门}", t.dept),
            ("{区}", t.county),
            ("{市}", t.city),
        ):
            s = s.replace(k, v)
        if "{超条}" in s:
            s = s.replace("{超条}", cn(t.sizes + self.r.randint(2, 9)))
        if "{单条}" in s:
            c = [i for i in t.free() if len(t.arts[i]["paras"]) == 1]
            if not c:
                return None
            i = self.r.choice(c)
            t.used.add(i)
            s = s.replace("{单条}", t.arts[i]["no"][1:-1])
        if "{证号}" in s:
            d = (
                self.r.choice(["330106", "310104", "330203", "330782", "310115", "330381"])
                + str(self.r.randint(1955, 1999))
                + f"{self.r.randint(1, 12):02}{self.r.randint(1, 28):02}{self.r.randint(1, 999):03}"
            )
            n = sum(int(c) * x for c, x in zip(d, (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)))
            s = s.replace("{证号}", d + "10X98765432"[n % 11])
        if "{手机}" in s:
            s = s.replace(
                "{手机}",
                self.r.choice(["138", "139", "159", "186", "177", "135"]) + f"{self.r.randint(10**7, 10**8 - 1)}",
            )
        return s

    def spot(self, t: Text, place: str) -> int | None:
        c = t.free()
        if place == "p":
            c = [i for i in c if t.arts[i]["liab"]] or ([] if t.liable else c[-max(1, len(c) // 3) :]) or c[-5:]
        elif t.liable:
            c = [i for i in c if not t.arts[i]["liab"]] or c
        return self.r.choice(c) if c else None

    def insert(self, t: Text, s: str, row: dict, place: str) -> bool:
        i = self.spot(t, place)
        if i is None:
            return False
        t.used.add(i)
        a, b = s.find("«"), s.rfind("»")
        flat = re.sub("[«»]", "", s)
        a2, b2 = a, b - s[:b].count("«") - s[:b].count("»")
        ps = t.arts[i]["paras"]
        last = t.raw[ps[-1][0] : ps[-1][1]]
        own = row.get("own_para") or ITEM.match(last) or not last.endswith("。") or self.r.random() < 0.6
        row.pop("own_para", None)
        lead = "\n\n" if own else ""
        t.edit(ps[-1][1], ps[-1][1], lead + flat, row, len(lead) + a2, len(lead) + b2)
        return True

    def row(self, t: Text, kind: str, rules, tier, why, original="", **kw) -> dict:
        return {
            "file": t.path.name,
            "kind": kind,
            "rules": list(rules),
            "tier": tier,
            "original": original,
            "why": why,
            **kw,
        }

    def plain(self, kind: str, t: Text) -> bool:
        k = self.tab["kinds"][kind]
        if k.get("mindate", "") > t.date:
            return False
        if kind in self.also and self.r.random() < 0.5 and self.inplace(kind, k, t):
            return True
        if kind == "broken-internal-reference" and self.r.random() < 0.4 and self.bad_ref(k, t):
            return True
        w = self.order[kind]
        for _ in range(len(w)):
            s = w[self.turn[kind] % len(w)]
            self.turn[kind] += 1
            rules, tier = k["rules"], k["tier"]
            m = re.match(r"\[(\w+)\] ", s)
            if m:
                rules, s = [m[1]], s[m.end() :]
            elif kind == "repealed-act" and "条例》»" in s:
                rules = ["C11"]
            if kind == "short-name-first" and re.search("《(中华人民共和国)?" + re.search("«《(.+?)》", s)[1], t.raw):
                continue
            s = self.fill(s, t)
            if s is None:
                continue
            return self.insert(t, s, self.row(t, kind, rules, tier, k["why"]), k["place"])
        return False

    def inplace(self, kind, k, t) -> bool:
        pat, new, tail = self.also[kind]
        c = []
        for i in t.free(1):
            for s, e in t.arts[i]["paras"]:
                for m in re.finditer(pat, t.raw[s:e]):
                    if kind == "bracketed-item" or not re.search("《[^》]*$", t.raw[s : s + m.start()]):
                        c.append((i, s + m.start(), m))
        if not c:
            return False
        i, pos, m = self.r.choice(c)
        t.used.add(i)
        t.edit(pos, pos + len(m[0]), new(m), self.row(t, kind, k["rules"], k["tier"], k["why"], m[0]))
        return True

    def bad_ref(self, k, t) -> bool:
        c = []
        for i in t.free(1):
            s, e = t.arts[i]["start"], t.arts[i]["paras"][-1][1]
            for m in re.finditer(rf"(?<={t.self_}第)[{NUM}]+(?=条(?!之))", t.raw[s:e]):
                c.append((i, s + m.start(), m[0]))
        if not c:
            return False
        i, pos, old = self.r.choice(c)
        t.used.add(i)
        t.edit(
            pos,
            pos + len(old),
            cn(t.sizes + self.r.randint(3, 20)),
            self.row(t, "broken-internal-reference", k["rules"], 1, k["why"], old),
        )
        return True

    # ---- structure, time
    def self_name(self, t: Text) -> bool:
        if t.raw.count(t.self_) < 6:
            return False
        c = []
        for i in t.free(2):
            s, e = t.arts[i]["start"], t.arts[i]["paras"][-1][1]
            c += [(i, s + m.start()) for m in re.finditer(t.self_, t.raw[s:e])]
        if not c:
            return False
        i, pos = self.r.choice(c)
        t.used.add(i)
        new = self.r.choice(
            [x for x in ("本条例", "本办法", "本规定") if x != t.self_ and x not in t.raw] or ["本细则"]
        )
        t.edit(pos, pos + len(t.self_), new, self.row(t, "self-name", ["C10"], 1, f"文件自称应为{t.self_}", t.self_))
        return True

    def article_order(self, t: Text) -> bool:
        nos = [num(a["no"][1:-1]) if a["no"].endswith("条") else 0 for a in t.arts]
        if nos != list(range(1, len(nos) + 1)):
            return False
        c = [
            i
            for i in t.free(4)
            if i + 2 < len(t.arts) and i + 1 not in t.used and t.arts[i]["no"] not in t.raw.replace(t.whole(i), "")
        ]
        if not c:
            return False
        i = self.r.choice(c)
        a = t.arts[i]
        mode = self.r.choice(["dup", "gone", "skip"])
        t.used |= {i, i + 1}
        if mode == "gone":
            nxt = t.arts[i + 1]
            if t.raw[a["paras"][-1][1] : nxt["start"]].strip():
                mode = "dup"
            else:
                row = self.row(t, "article-order", ["S01"], 1, "条序不连续：缺一条", a["no"])
                t.edit(a["start"], nxt["start"] + len(nxt["no"]), nxt["no"], row)
                return True
        new = "第" + cn(nos[i] + (1 if mode == "dup" else self.r.randint(20, 30) + len(nos))) + "条"
        t.edit(
            a["start"],
            a["start"] + len(a["no"]),
            new,
            self.row(t, "article-order", ["S01"], 1, "条序不连续：条号重复或者跳号", a["no"]),
        )
        return True

    def chapter_order(self, t: Text) -> bool:
        c = [(s, m) for s, e, line in t.heads for m in [re.search(rf"第([{NUM}]+)章", line)] if m and num(m[1]) > 1]
        if len(c) < 2 or "目录" in t.raw[t.body : t.body + 300]:
            return False
        s, m = self.r.choice(c)
        new = cn(num(m[1]) + self.r.choice([1, 1, 2, -1]))
        t.edit(s + m.start(1), s + m.end(1), new, self.row(t, "chapter-order", ["S02"], 1, "章序不连续或者重复", m[1]))
        r = t.rows[-1]
        t.edits[-1] = (s + m.start(), s + m.end(), f"第{new}章")
        t.rows[-1] = ({**r[0], "original": m[0]}, r[1], 0, len(new) + 2)
        return True

    def lists(self, t: Text) -> list[tuple[int, list[int]]]:
        out = []
        for i in t.free(1):
            ms = [(s, ITEM.match(t.raw[s:e])) for s, e in t.arts[i]["paras"]]
            run = [s for s, m in ms if m]
            if len(run) >= 3 and [num(m[1]) for _, m in ms if m] == list(range(1, len(run) + 1)):
                out.append((i, run))
        return out

    def item_form(self, t: Text) -> bool:
        form = self.r.choice(["1、", "①", "1.", "para"])
        if form == "para":
            c = [
                i
                for i in t.free(2)
                if len(t.arts[i]["paras"]) >= 2
                and not any(ITEM.match(t.para(i, k)) for k in range(len(t.arts[i]["paras"])))
            ]
            if not c:
                form = "1、"
            else:
                i = self.r.choice(c)
                t.used.add(i)
                style = (
                    self.r.choice(["{}、", "（{}）"])
                    if False
                    else self.r.choice(["1．|2．", "一、|二、", "第一款 |第二款 "])
                )
                row = self.row(t, "item-form", ["S03"], 1, "款不编号，不得加序号")
                for k, (s, e) in enumerate(t.arts[i]["paras"]):
                    mark = style.split("|")[0].replace("1", str(k + 1)).replace("一", cn(k + 1))
                    t.edit(s, s, mark, row if k == 0 else None)
                row["_last"] = len(t.edits) - 1
                return True
        c = self.lists(t)
        if not c:
            return False
        i, run = self.r.choice(c)
        t.used.add(i)
        row = self.row(t, "item-form", ["S03"], 1, "项应以中文数字加括号编号", "（一）")
        for k, s in enumerate(run):
            old = ITEM.match(t.raw[s : s + 8])[0]
            mark = {"1、": f"{k + 1}、", "①": chr(0x2460 + k % 20), "1.": f"{k + 1}."}[form]
            t.edit(s, s + len(old), mark, row if k == 0 else None)
        row["_last"] = len(t.edits) - 1
        return True

    def item_order(self, t: Text) -> bool:
        c = self.lists(t)
        if not c:
            return False
        i, run = self.r.choice(c)
        t.used.add(i)
        k = self.r.randint(1, len(run) - 1)
        new = f"（{cn(k + 1 + self.r.choice([1, -1, 1, 2]))}）"
        old = ITEM.match(t.raw[run[k] : run[k] + 8])[0]
        t.edit(run[k], run[k] + len(old), new, self.row(t, "item-order", ["S04"], 1, "项序不连续或者重复", old))
        return True

    def no_date(self, t: Text) -> bool:
        a = t.arts[-1]
        i = len(t.arts) - 1
        if i in t.used or len(re.findall("施行", t.raw)) != 1 or len(a["paras"]) != 1:
            return False
        s, e = a["paras"][0]
        m = re.fullmatch(rf"{t.self_}自[^。；]*起施行。?", t.raw[s:e])
        if not m:
            return False
        t.used.add(i)
        new = self.fill(
            self.r.choice(
                [
                    "{自}由{地}各级人民政府组织实施。",
                    "{自}未尽事项，依照有关法律、法规执行。",
                    "{区}人民政府可以结合实际细化{自}的工作流程。",
                    "{自}的宣传和培训由{部门}负责。",
                ]
            ),
            t,
        )
        t.edit(s, s + len(m[0]), new, self.row(t, "no-effective-date", ["T01"], 1, "全文没有施行日期", m[0]))
        return True

    def early_date(self, t: Text) -> bool:
        i = len(t.arts) - 1
        s, e = t.arts[i]["paras"][0]
        m = re.search(r"自(\d{4})年(\d+)月(\d+)日起(?:施行|实施)", t.raw[s:e])
        if i in t.used or not m or not t.days or len(re.findall("起施行", t.raw[t.body :])) != 1:
            return False
        if not re.search("通过|制定", t.raw[: t.body]):
            return False
        # the header's first adoption must be a dated one, so that the planted day is certainly before it
        head = [x for x in t.raw[: t.body].split("\n") if "通过" in x or "批准" in x]
        if not head or not re.match(r"\s*\d{4}年\d+月\d+日", head[0]):
            return False
        t.used.add(i)
        y = int(t.days[0][:4]) - self.r.choice([1, 1, 2, 3])
        new = f"自{y}年{self.r.choice([1, 3, 5, 7, 9, 10])}月{self.r.choice([1, 15])}日起" + m[0][-2:]
        t.edit(
            s + m.start(),
            s + m.end(),
            new,
            self.row(t, "effective-before-adoption", ["T02"], 1, f"施行日期早于通过日期{t.days[0]}", m[0]),
        )
        return True

    # ---- departures from a law that a clause nearly copies
    def cited(self, t: Text) -> list[str]:
        n = {x.replace("中华人民共和国", "") for x in re.findall("《([^《》]*)》", t.raw)}
        return sorted(x for x in n if x in self.laws.files)

    def pairs(self, t: Text):
        if not hasattr(t, "near"):
            own = [
                (i, k, t.para(i, k))
                for i in range(1, len(t.arts) - 1)
                for k in range(len(t.arts[i]["paras"]))
                if len(t.para(i, k)) >= 25
            ]
            law = [(n, a, c) for n in self.cited(t) for a, c in self.laws.clauses(n) if len(c) >= 25]
            t.near = []
            if own and law:
                m = process.cdist([o[2] for o in own], [x[2] for x in law], scorer=fuzz.ratio, score_cutoff=80)
                for x, o in enumerate(own):
                    y = int(m[x].argmax())
                    if m[x][y] >= 80:
                        t.near.append((*o, law[y]))
        p = [x for x in t.near if x[0] not in t.used]
        self.r.shuffle(p)
        return p

    def imports(self, t: Text, pat: str):
        out = []
        for n in self.cited(t):
            if re.search(
                "^行政(复议|诉讼|处罚|许可|强制)法$|民法典|民事诉讼法|刑事诉讼法|公务员法|立法法|地方各级|组织法", n
            ):
                continue
            before = "。"
            for a, c in self.laws.clauses(n):
                whole, before = before[-1] in "。；：", c
                if (
                    whole
                    and c[0] not in "，。；、"
                    and 35 <= len(c) <= 170
                    and c.endswith("。")
                    and re.search(pat, c)
                    and not re.search(
                        rf"前[一二两三四]?款|前[一二两三]?条|前述|民族自治地方|起诉|第[{NUM}]+条|下列|国务院|本条|全国|本章|军|省、自治区|本法所|规定的期限|海关|人民法院|吊销|拘留|《|条例|该条|以下简称",
                        c,
                    )
                    and not ITEM.match(c)
                ):
                    out.append((n, a, c))
        self.r.shuffle(out)
        return out[:40]

    def depart(self, t: Text, kind: str, change, rules, why, pat=None, tier=2) -> bool:
        """change(clause, higher clause) -> (start, end, new, a, b, original, rules) on the clause, or None."""
        for i, k, own, (n, art, c) in self.pairs(t):
            got = change(own, c)
            if got:
                s, e, new, a, b, orig, more = got
                after = own[:s] + new + own[e:]
                if fuzz.ratio(after, c) < 80:
                    continue
                t.used.add(i)
                p = t.arts[i]["paras"][k][0]
                t.edit(
                    p + s,
                    p + e,
                    new,
                    self.row(t, kind, more or rules, tier, why, orig, higher=[n, art], imported=False),
                    a,
                    b,
                )
                return True
        if pat and self.may_import:
            for n, art, c in self.imports(t, pat):
                own = re.sub("本法|本规定|本办法", t.self_, c)
                got = change(own, c)
                if got:
                    s, e, new, a, b, orig, more = got
                    after = own[:s] + new + own[e:]
                    if fuzz.ratio(after, c) < 80:
                        continue
                    row = self.row(
                        t, kind, more or rules, tier, why, orig, higher=[n, art], imported=True, own_para=True
                    )
                    return self.insert(
                        t, own[:s] + new[:a] + "«" + new[a:b] + "»" + new[b:] + own[e:], row, "p" if "罚" in c else "g"
                    )
        return False

    def modality(self, t):
        def change(own, c):
            al = aligned(own, c)
            for m in self.mix(re.finditer("应当", own)):
                j = al[m.start()]
                seg = re.split("[，。；：]", own[m.end() :])[0]
                if (
                    j < 0
                    or c[j : j + 2] != "应当"
                    or seg.endswith("的")
                    or re.search("[未不].{0,6}$", own[: m.start()])
                    or re.match("知道|承担|负责", own[m.end() :])
                    or re.search(r"下列|：", " " + own[m.end() :][:40])
                ):
                    continue
                return m.start(), m.end(), "可以", 0, 2, "应当", None

        return self.depart(t, "ought-to-may", change, ["3.10"], "上位法为“应当”，改成“可以”，降低义务", None)

    def dropped(self, t):
        def change(own, c):
            al = aligned(own, c)
            for m in self.mix(re.finditer("不得", own)):
                j = al[m.start()]
                seg = re.split("[，。；：]", own[m.end() :])[0]
                if (
                    j < 0
                    or c[j : j + 2] != "不得"
                    or re.search("不得|禁止", own[sentence(own, m.start())[0] : m.start()])
                    or seg.endswith("的")
                    or len(seg) < 2
                    or re.search("[的其]$", own[: m.start()])
                ):
                    continue
                new = self.r.choice(["", "", "可以"])
                n = len(seg)
                return m.start(), m.end() + n, new + seg, 0, len(new) + n, "不得" + seg, None

        return self.depart(t, "must-not-dropped", change, ["3.10"], "上位法为“不得”，删去后禁止性规定落空", "不得")

    def mix(self, it):
        x = list(it)
        self.r.shuffle(x)
        return x

    FINE = re.compile(rf"([{NUM}万]+)元以上([{NUM}万]+)元以下(?=的?罚款)")

    def fines(self, own, c):
        al = aligned(own, c)
        for m in self.mix(self.FINE.finditer(own)):
            j = al[m.start()]
            if (
                j >= 0
                and c[j : j + len(m[0])] == m[0]
                and own.count(m[0]) == 1
                and "可以" not in own[: m.start()][-3:] + ""
            ):
                yield m, num(m[1]), num(m[2])

    def fine_range(self, t):
        def change(own, c):
            for m, lo, hi in self.fines(own, c):
                if self.r.random() < 0.6:
                    new = f"{m[1]}元以上{cn(self.up(hi))}元以下"
                else:
                    x = self.up(hi)
                    new = f"{cn(hi)}元以上{cn(x)}元以下"
                return m.start(), m.end(), new, 0, len(new), m[0], None

        return self.depart(
            t, "fine-out-of-range", change, ["A06", "3.10"], "罚款上限高于上位法规定的幅度", r"元以上.+元以下的?罚款"
        )

    def up(self, n):
        return n * self.r.choice([2, 3, 4, 5])

    def amount(self, t):
        def change(own, c):
            for m, lo, hi in self.fines(own, c):
                if lo % 5 == 0 and hi % 5 == 0 and lo >= 100:
                    new = f"{cn(lo // 5)}元以上{cn(hi // 5)}元以下"
                    return m.start(), m.end(), new, 0, len(new), m[0], ["3.10", "A08", "A06"]
            al = aligned(own, c)
            for m in self.mix(re.finditer(rf"(?<![\d.{NUM}万])([{NUM}万]+)元以下(?=的?罚款)", own)):
                j = al[m.start()]
                if j >= 0 and c[j : j + len(m[0])] == m[0] and not own[: m.start()].endswith("以上"):
                    hi = num(m[1])
                    new = cn(self.up(hi)) + "元以下"
                    return m.start(), m.end(), new, 0, len(new), m[0], ["3.10", "A06"]
            for m in self.mix(re.finditer(rf"([{NUM}]+)倍以上([{NUM}]+)倍以下(?=的?罚款)", own)):
                j = al[m.start()]
                if j >= 0 and c[j : j + len(m[0])] == m[0]:
                    new = f"{m[1]}倍以上{cn(num(m[2]) * 2)}倍以下"
                    return m.start(), m.end(), new, 0, len(new), m[0], ["3.10", "A06"]

        return self.depart(t, "amount-changed", change, ["3.10"], "数额与上位法不一致", "元以[上下]|倍以上")

    def period(self, t):
        def change(own, c):
            al = aligned(own, c)
            for m in self.mix(re.finditer(rf"(?<![{NUM}第年月])([{NUM}]+)(个工作日|日|个月)内", own)):
                j = al[m.start()]
                n = num(m[1])
                if j < 0 or c[j : j + len(m[0])] != m[0] or n < 3:
                    continue
                a, b = sentence(own, m.start())
                after = own[m.end() : b]
                organ = (
                    re.search("部门|机关|人民政府|机构", own[a : m.start()])
                    and not re.match("，?[^。]{0,25}(提出|申请|报告|提交|报送|申报|备案|缴纳)", after)
                    or re.match("[^，。]{0,8}(作出|答复|审查|批准|受理|核发|公布|审核|办结|决定|公开|公示)", after)
                )
                if re.match("发生|未|累计|因|被", after):
                    continue
                new = cn(n * 2) if organ else cn(max(1, n // 3))
                new += m[2] + "内"
                return m.start(), m.end(), new, 0, len(new), m[0], None

        return self.depart(
            t,
            "period-changed",
            change,
            ["3.10"],
            "期限与上位法不一致（延长机关办理期限或者缩短当事人期限）",
            rf"[{NUM}](个工作日|日|个月)内",
        )

    def exception(self, t):
        def change(own, c):
            for m in self.mix(
                re.finditer(
                    r"(?<!开)除[^，。；]{2,45}(?:以外|之外|外)的?，(?=.)|[，；。][^，。；]{0,30}约定的除外|[，；。]但是?，?[^。；]{3,60}的?除外",
                    own,
                )
            ):
                got = re.search(r"除[^，。；]{2,45}外|除外", c)
                if (
                    not got
                    or re.search("[还尚并也另仍]|同时", own[m.end() :][:30])
                    and m[0].endswith("，")
                    or re.search("规定|实施|处罚|承担|享有|给予", m[0])
                ):
                    continue
                if fuzz.partial_ratio(m[0].strip("，；。"), c) < 75:
                    continue
                if m[0][0] in "，；。" or m[0].endswith("除外"):
                    a, b = sentence(own, max(0, m.start() - 1))
                    if a >= m.start():
                        continue
                    keep = own[a : m.start()]
                    rest = own[m.end() :]
                    if rest and rest[0] not in "。；":
                        continue
                    if keep.endswith("的") or len(keep) < 8:
                        continue
                    return a, m.end(), keep, 0, len(keep), m[0], None
                a, b = sentence(own, m.end())
                a = max(a, m.end()) if a <= m.start() else a
                tail = own[m.end() : b]
                if len(tail) < 6:
                    continue
                return m.start(), b, tail, 0, len(tail), m[0], None

        return self.depart(
            t, "exception-removed", change, ["3.10"], "删去上位法规定的例外", r"除[^，。；]{2,45}外，|除外"
        )

    ORG = re.compile(
        "公安机关交通管理部门|公安机关|消防救援机构|(?:[一-龥]{2,8}?)(?:行政主管部门|主管部门|监督管理部门|行政管理部门|行政部门)"
    )
    NEW = "民政部门 体育主管部门 气象主管机构 档案主管部门 商务主管部门 退役军人事务部门 统计机构 广播电视主管部门".split()

    def organ(self, t):
        def change(own, c):
            al = aligned(own, c)
            for m in self.mix(self.ORG.finditer(own)):
                w = re.sub("^.*(?:由|向|经|的|和|及|政府|地方|各级|所在地|报|上级|同级)", "", m[0])
                s = m.end() - len(w)
                j = al[s]
                if (
                    len(w) < 4
                    or j < 0
                    or c[j : j + len(w)] != w
                    or re.search("有关|相关|其他|、|国务院", w)
                    or own.count(w) > 1
                ):
                    continue
                if not re.search("(由|政府|以上|向)$", own[:s]) or re.match("会同|和|、|等|及", own[m.end() :]):
                    continue
                new = self.r.choice([x for x in self.NEW if x[:2] not in own and x[:2] not in c])
                return s, m.end(), new, 0, len(new), w, None

        return self.depart(
            t, "organ-changed", change, ["3.10"], "执法（受理）机关与上位法规定的不一致", "机关|部门|机构"
        )

    # ---- one text
    def harmless(self, t: Text, n: int):
        got = tries = 0
        while got < n and tries < 30:
            h = self.harm[self.harm_at % len(self.harm)]
            self.harm_at += 1
            tries += 1
            row = {
                "file": t.path.name,
                "kind": "harmless",
                "not_rules": h["not"],
                "original": "",
                "why": "合法表述：不应报告" + "、".join(h["not"]),
            }
            got += self.insert(t, self.fill(h["t"], t), row, h["p"])

    NEAR = (
        "fine-out-of-range",
        "period-changed",
        "exception-removed",
        "must-not-dropped",
        "organ-changed",
        "amount-changed",
        "ought-to-may",
    )

    def do(self, t: Text, want: int, share: float, cap: int):
        """share: which part of the texts this is; cap: about how often each kind is wanted."""
        n = 0
        self.may_import = False
        for k in self.NEAR:  # clauses of the text itself that nearly copy a law come first, they are rare
            if n < 4 and self.done[k] < cap and self.special[k](t):
                self.done[k] += 1
                n += 1
        had = {r["kind"] for r, *_ in t.rows}
        self.may_import = share > 0.25
        ks = [k for k in self.kinds if k not in had]
        self.r.shuffle(ks)
        ks.sort(key=lambda k: self.done[k])
        for k in ks:
            if n >= want or len(t.free()) < 5:
                break
            ok = self.special[k](t) if k in self.special else self.plain(k, t)
            if ok:
                self.done[k] += 1
                n += 1


def write(data: Path, out: Path, texts: int = 60, seed: int = 1) -> tuple[list[dict], list[dict]]:
    data, out = Path(data), Path(out)
    out.mkdir(parents=True, exist_ok=True)
    inj = Injector(data, seed)
    paths = sorted(p for p in (data / "local").rglob("*.md") if p.stem != "_index" and not SKIP.search(title_of(p)[0]))
    inj.r.shuffle(paths)
    truth, harmless, seen = [], [], set()
    for p in paths:
        if len(seen) >= texts:
            break
        t = Text(p)
        if t.title in seen or len(t.arts) < 24 or t.date < "2015" or t.self_ not in t.raw or p.name in seen:
            continue
        seen.add(t.title)
        inj.do(t, inj.r.randint(8, 12), len(seen) / texts, max(1, round(texts * 10 / len(inj.kinds))))
        inj.harmless(t, inj.r.randint(3, 4))
        text, rows = t.build()
        (out / p.name).write_text(text, encoding="utf8", newline="\n")
        for r in sorted(rows, key=lambda r: r["start"]):
            (harmless if r["kind"] == "harmless" else truth).append(r)
    for name, rows in (("truth", truth), ("harmless", harmless)):
        with open(out / f"{name}.jsonl", "w", encoding="utf8") as f:
            for r in rows:
                f.write(json.dumps(r, ensure_ascii=False) + "\n")
    return truth, harmless


if __name__ == "__main__":
    import sys

    a = sys.argv
    tr, ha = write(Path(a[1]), Path(a[2]), int(a[3]) if len(a) > 3 else 60, int(a[4]) if len(a) > 4 else 1)
    c = Counter(r["kind"] for r in tr)
    print(len(tr), len(ha), len(c))
    print(sorted(c.items(), key=lambda x: x[1]))
