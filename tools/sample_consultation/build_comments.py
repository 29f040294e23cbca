"""Build the comments, letters and truth of the fictional sample consultation from the texts beside this file (fixed seed).

    python tools/sample_consultation/build_comments.py

comments-N.txt: ``@channel author`` starts a comment, its text follows; ``> start|targets|stance|change`` is one point of the truth
(targets: ``18.2.2`` = art_18__para_2__point_2, ``A1`` = att_1, 全文, 新增, ``-`` none; after ``~`` what else is right), ``#w kind|target|
old|new`` a wording proposal of the point before it, ``#p`` personal data, ``#b`` bucket, ``#o`` outlier, ``#dup`` start of the
comment that the same person sent before. ``{ID:17 digits}`` gets its check digit. Only the two campaigns are generated.
"""

from __future__ import annotations

import json
import random
import re
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path

import yaml
from build_draft import load_first
from docx import Document
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

HERE = Path(__file__).parent
OUT = HERE.parents[1] / "corpus" / "samples" / "consultation"
RNG = random.Random(20260922)  # noqa: S311 - a fixed order, no secret
STANCE = {"支": "支持", "反": "反对", "改": "建议修改", "疑": "疑问", "未": "未表明"}
CHANGE = {"修": "修改", "删": "删除", "增": "新增", "-": ""}
CHANNEL = {
    "w": "网站",
    "m": "小程序",
    "h": "12345热线",
    "e": "电子邮件",
    "l": "信函",
    "st": "联络站",
    "d": "部门书面意见",
    "dep": "代表意见",
    "j": "座谈会",
    "docx": "信函",
    "eml": "电子邮件",
    "chat": "群聊记录",
}
SURNAMES = "卜丁于万卫马方尹孔毛水石白冯邢成吕任华伍齐汤安祁许阮孙纪贝麦杜李杨苏吴何余沈宋张陆陈邵林罗金周郑赵胡柯柳段洪姚秦袁夏顾钱徐高郭唐陶黄梅曹龚崔章梁彭董蒋韩傅童曾温谢蓝裴谭熊翟潘薛"
GIVEN = [
    "溪月",
    "竹青",
    "望",
    "秋池",
    "砚",
    "知夏",
    "小满",
    "听雨",
    "予安",
    "亦舒",
    "长庚",
    "青禾",
    "守拙",
    "若谷",
    "明川",
    "映雪",
    "晓棠",
    "云开",
    "念一",
    "怀瑾",
    "立冬",
    "之遥",
    "见山",
    "采薇",
    "鹿鸣",
    "星河",
    "半夏",
    "远帆",
    "拾光",
    "南乔",
    "北辰",
    "清和",
    "静好",
    "其华",
    "木樨",
    "归舟",
    "朝颜",
    "惊蛰",
    "谷雨",
    "鸣蝉",
]
REGIONS = ["雁浦区", "棠州区", "石埠县", "云溪高新区"]


def check_digit(seventeen: str) -> str:
    """The eighteenth digit of an identity number (GB 11643)."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return seventeen + "10X98765432"[sum(int(d) * w for d, w in zip(seventeen, weights, strict=False)) % 11]


def eid(key: str) -> str:
    """``18.2.2`` → ``art_18__para_2__point_2``."""
    if key in ("全文",):
        return key
    if key == "新增":
        return "新增条款"
    if key.startswith("A"):
        return f"att_{key[1:]}"
    return "__".join(f"{n}_{v}" for n, v in zip(("art", "para", "point"), key.split("."), strict=False))


def eids(keys: str) -> list[str]:
    """A list of targets; ``-`` is none."""
    return [eid(k) for k in keys.split(",") if k and k != "-"]


def parse_notes(lines: list[str], text: str) -> dict:
    """The truth that stands under a text."""
    points: list[dict] = []
    out: dict = {"points": points, "personal_data": [], "bucket": "", "is_outlier": False, "dup": "", "essay": False}
    at = 0
    for line in lines:
        if line.startswith("> "):
            start, targets, stance, change = line[2:].split("|")
            main, _, also = targets.partition("~")
            start = start[:12]
            found = text.find(start, at)
            if found < 0:
                found = text.find(start)
            assert found >= 0, (start, text[:60])
            at = found + 1
            points.append(
                {
                    "starts": start,
                    "offset": found,
                    "targets": eids(main),
                    "also_ok": eids(also),
                    "stance": STANCE[stance],
                    "change": CHANGE[change],
                    "wordings": [],
                }
            )
        elif line.startswith("#w "):
            kind, target, old, new = line[3:].split("|")
            points[-1]["wordings"].append({"kind": kind, "target": eid(target), "old": old, "new": new})
        elif line.startswith("#p "):
            out["personal_data"].append(line[3:])
        elif line.startswith("#b "):
            out["bucket"] = line[3:]
        elif line.startswith("#dup "):
            out["dup"] = line[5:]
        elif line == "#o":
            out["is_outlier"] = True
        elif line == "#essay":
            out["essay"] = True
        else:
            raise ValueError(line)
    for pii in out["personal_data"]:
        assert pii in text, (pii, text[:50])
    if not out["bucket"]:
        targets = [t for p in points for t in p["targets"]]
        clause = [t for t in targets if t != "全文"]
        out["bucket"] = "已对应条款" if clause else "针对全文" if targets else "未能对应"
    return out


def read(name: str) -> list[dict]:
    """The comments of one source file."""
    raw = re.sub(r"\{ID:(\d{17})\}", lambda m: check_digit(m[1]), (HERE / name).read_text("utf-8"))
    comments = []
    for block in re.split(r"^@(?=(?:w|m|h|e|l|st|d|dep|j|docx|eml)(?: |$))", raw, flags=re.M)[1:]:
        head, *lines = block.rstrip("\n").split("\n")
        channel, _, author = head.partition(" ")
        note = next(i for i, line in enumerate(lines) if re.match(r"> [^|]+\|[^|]*\|.\|.$", line))
        text = "\n".join(lines[:note])
        comments.append(
            {
                "channel": channel,
                "author": author,
                "text": text,
                "family": None,
                "sibling_group": None,
                **parse_notes(lines[note:], text),
            }
        )
    return comments


# --- the two campaigns ------------------------------------------------------------------------------------------------
PLACES = [
    "锦和里小区",
    "望潮家园",
    "柳汀花苑",
    "星桥新村",
    "东棠雅居",
    "石埠人家",
    "长堤公寓",
    "云溪名邸",
    "汀兰苑",
    "北渡小区",
]
STATIONS = ["雁浦站", "棠州站", "星桥站", "望潮站", "高新站"]
SWAPS_A = [
    ("现在在楼下充一次电", "目前楼下充一回电"),
    ("贵一倍还多", "贵了一倍多"),
    ("大家就会继续", "居民只会继续"),
    ("最基本的", "必不可少的"),
    ("请多为", "希望多为"),
    ("没有保障", "得不到保障"),
]
EXTRA_A = [
    ("我家三口人三辆车，一个月充电要花一百多。", ""),
    ("隔壁城市只收两毛。", ""),
    ("另外，小区充电桩坏了半个月没人修，也请管一管。", "另外，小区充电桩坏|27.1.4~27,27.1.3|未|-"),
    ("我们楼群里的邻居都是这个意见。", ""),
    ("还有，充值余额也不给退，第二十六条第三款一定要保留。", "还有，充值余额也不给退|26.3|支|-"),
    ("退休金就那么点，经不起这样涨。", ""),
]
SWAPS_B = [
    ("很多写字楼", "不少写字楼"),
    ("就会被偷", "转眼就被偷"),
    ("谁也受不了", "谁都吃不消"),
    ("请体谅我们", "请理解我们的难处"),
]
EXTRA_B = [
    ("我上个月刚丢了一块电池，一千六百块。", ""),
    ("同时请在写字楼楼下设电池寄存柜。", "同时请在写字楼楼下设|28,新增|改|增"),
    ("平台不会因为爬楼给我们多一分钟。", ""),
    ("夜里充电桩也不要停电，第二十九条请一起改了。", "夜里充电桩也不要停电|29.1~29|反|修"),
]


def vary(sentences: list[str], demand: int, kind: str, swaps: list, extras: list) -> tuple[str, str]:
    """One copy of a campaign text, and the note of what its sender added."""
    parts, note = list(sentences), ""
    if kind == "swap":
        text = "\n".join(parts)
        for old, new in RNG.sample(swaps, 3):
            text = text.replace(old, new)
        parts = text.split("\n")
    elif kind in ("after", "before"):
        extra, note = RNG.choice([e for e in extras if kind == "after" or not e[1]])
        parts = [*parts, extra] if kind == "after" else [extra, *parts]
    elif kind == "reorder":
        rest = [p for i, p in enumerate(parts) if i != demand]
        RNG.shuffle(rest)
        parts = [rest[0], parts[demand], *rest[1:]] if demand == 1 else [*rest[:2], parts[demand], *rest[2:]]
    elif kind == "short":
        drop = RNG.choice([i for i in range(len(parts)) if i not in (demand, demand - 1)])
        parts = [p for i, p in enumerate(parts) if i != drop]
    text = "".join(parts)
    if kind == "punct":
        text = text.replace("，", ",").replace("。", "！" if RNG.random() < 0.5 else "。 ")
    return text, note


KINDS = ["exact", "punct", "swap", "after", "before", "reorder", "short", "swap", "after"]


def campaign(
    name: str, group: str, count: int, make: object, demand: int, note: str, word: str, swaps: list, extras: list
) -> list[dict]:
    """All copies of one campaign text."""
    out = []
    for i in range(count):
        sentences, author = make()
        text, more = vary(sentences, demand, KINDS[i % len(KINDS)], swaps, extras)
        lines = ["> " + note] + ([word] if word else []) + (["> " + more] if more else [])
        notes = parse_notes(lines, text)
        if author and author in text:
            notes["personal_data"].append(author)
        out.append(
            {
                "channel": "w" if RNG.random() < 0.5 else "m",
                "author": author,
                "text": text,
                "family": name,
                "sibling_group": group,
                **notes,
            }
        )
    return out


NAMES = [s + g for s in SURNAMES for g in GIVEN]
RNG.shuffle(NAMES)


def campaigns() -> list[dict]:
    """Two campaigns; of the first also a text with the opposite stance and one with another number, of the second one with the opposite stance."""
    tail = "电动自行车是普通家庭最基本的交通工具，请多为老百姓的钱袋子着想。"
    dear = "现在在楼下充一次电比在家里贵一倍还多，收费高了大家就会继续飞线、入户充电，安全反而没有保障。"
    cheap = "现在在楼下充一次电比在家里贵一倍还多，但是收费低了没人建桩，大家就会继续飞线、入户充电，安全反而没有保障。"

    def a(demand: str, reason: str) -> object:
        def make() -> tuple[list[str], str]:
            name = NAMES.pop()
            return [f"我是{RNG.choice(PLACES)}的业主{name}。", demand, reason, tail], name

        return make

    def b(last: str) -> object:
        def make() -> tuple[list[str], str]:
            return [
                f"我是{RNG.choice(STATIONS)}跑外卖的骑手。",
                "第二十四条第四项禁止携带蓄电池进入电梯轿厢，很多写字楼不让停车，电池不拔下来就会被偷，拔下来又不能坐电梯。",
                last,
                "每天爬几十层楼送餐，谁也受不了，请体谅我们。",
            ], NAMES.pop()

        return make

    cap = "第二十六条第二款把充电服务费最高定为每千瓦时零点四元，"
    rows = campaign(
        "F-A",
        "G-A",
        40,
        a(f"我反对{cap}建议改为每千瓦时零点二元。", dear),
        1,
        "我反对第二十六条第二款|26.2|反|修",
        "#w 改为|26.2|零点四元|零点二元",
        SWAPS_A,
        EXTRA_A,
    )
    rows += campaign(
        "F-A-反向",
        "G-A",
        10,
        a(f"我支持{cap}不建议改为每千瓦时零点二元。", cheap),
        1,
        "我支持第二十六条第二款|26.2|支|-",
        "",
        SWAPS_A,
        EXTRA_A[:1],
    )
    rows += campaign(
        "F-A-数字",
        "G-A",
        8,
        a(f"我反对{cap}建议改为每千瓦时零点三元。", dear),
        1,
        "我反对第二十六条第二款|26.2|反|修",
        "#w 改为|26.2|零点四元|零点三元",
        SWAPS_A,
        EXTRA_A[:1],
    )
    rows += campaign(
        "F-B",
        "G-B",
        25,
        b("建议删去该项中的“或者其蓄电池”，只禁止整车进入电梯。"),
        2,
        "第二十四条第四项禁止|24.1.4|反|修",
        "#w 删去|24.1.4|或者其蓄电池|",
        SWAPS_B,
        EXTRA_B,
    )
    rows += campaign(
        "F-B-反向",
        "G-B",
        5,
        b("建议保留该项中的“或者其蓄电池”，整车和蓄电池都要禁止进入电梯。"),
        2,
        "第二十四条第四项禁止|24.1.4|支|-",
        "",
        SWAPS_B,
        EXTRA_B[:1],
    )
    first = next(r for r in rows if r["family"] == "F-A")
    again = {**first, "points": [dict(p) for p in first["points"]], "bucket": "重复提交", "dup": first["text"][:20]}
    return [*rows, again]


# --- persons, order, files --------------------------------------------------------------------------------------------
def main() -> None:
    """Write everything."""
    comments = [c for n in range(1, 6) for c in read(f"comments-{n}.txt")]
    comments += campaigns()
    RNG.shuffle(comments)
    offices: dict[str, int] = {}
    for c in comments:  # rows of one office stand together, as in a real table
        offices.setdefault(c["author"], len(offices))
    fixed = [c for c in comments if c["channel"] in ("st", "j", "d", "dep")]
    free = [c for c in comments if c["channel"] not in ("st", "j", "d", "dep")]
    order = {id(c): i for i, c in enumerate(comments)}
    stations = sorted((c for c in fixed if c["channel"] == "st"), key=lambda c: (offices[c["author"]], order[id(c)]))
    others = sorted((c for c in fixed if c["channel"] != "st"), key=lambda c: (offices[c["author"]], order[id(c)]))
    firsts = {}
    for c in stations:
        firsts.setdefault(c["author"], []).append(c)
    for i, group in enumerate(firsts.values()):
        at = 40 + 60 * i
        group.sort(key=lambda c: c["text"].startswith(("补充", "另外")))
        free[at:at] = group
    comments = free + others
    for c in list(comments):  # the copy of the same person comes after the first one
        if c["dup"]:
            one = next(
                o
                for o in comments
                if o is not c and not o["dup"] and o["text"].startswith(c["dup"][:10]) and (o["family"] == c["family"])
            )
            i, j = comments.index(one), comments.index(c)
            if i > j:
                comments[i], comments[j] = c, one
            c["same"] = one
    when = datetime(2026, 9, 1, 8, 0)
    for n, c in enumerate(comments, 1):
        c["id"] = f"c{n:03d}"
        when += timedelta(minutes=RNG.randint(20, 220))
        c["received"] = when
        citizen = c["channel"] in "wmhel" and not c["author"]
        c["identity"] = (
            "单位"
            if c["author"] and c["channel"] in "wle" and not c["family"]
            else {"st": "联络站", "d": "单位", "dep": "代表", "j": "座谈会"}.get(c["channel"], "个人")
        )
        if citizen:
            own = [p for p in c["personal_data"] if re.fullmatch(r"[\u4e00-\u9fff]{3,4}", p) and p[0] not in "闵葛柏"]
            c["author"] = own[0] if own else NAMES.pop() if RNG.random() < 0.85 else ""
        c["phone"] = (
            f"1540000{7000 + n * 7:04d}"[:11] if c["channel"] in "wmhe" and c["author"] and RNG.random() < 0.7 else ""
        )
        c["region"] = RNG.choice(REGIONS) if c["channel"] in "wm" and RNG.random() < 0.6 else ""
        single = len(c["points"]) == 1 and c["channel"] in "wm" and c["bucket"] == "已对应条款"
        c["chip"] = (
            c["points"][0]["stance"] if single and RNG.random() < 0.15 and c["points"][0]["stance"] != "未表明" else ""
        )
        c["chosen"] = c["points"][0]["targets"][:1] if single and RNG.random() < 0.08 else []
    for c in comments:
        if "same" in c:
            one = c["same"]
            c["author"], c["phone"], c["region"], c["identity"] = (
                one["author"],
                one["phone"] or "15400006999",
                one["region"],
                one["identity"],
            )
            one["phone"] = c["phone"]
            c["bucket"] = "重复提交"
            if not c["family"]:
                c["family"] = one["family"] = f"F-重{one['id']}"
    with (OUT / "comments.jsonl").open("w", encoding="utf-8") as out:
        for c in comments:
            row = {
                "id": c["id"],
                "text": c["text"],
                "author": c["author"],
                "phone": c["phone"],
                "channel": CHANNEL[c["channel"]],
                "received": c["received"].isoformat(),
                "identity": c["identity"],
                "region": c["region"],
                "stance": c["chip"],
                "chosen": c["chosen"],
                "version": "draft.docx",
                "note": "虚构样例",
            }
            out.write(json.dumps({k: v for k, v in row.items() if v not in ("", [])}, ensure_ascii=False) + "\n")
    unusable = write_xlsx(comments)
    letters = write_letters()
    write_truth(comments, letters, unusable)


def write_xlsx(comments: list[dict]) -> list[dict]:
    """The same comments as a table of real life; returns the rows that hold no comment."""
    book = Workbook()
    sheet = book.active
    sheet.title = "网上意见"
    sheet.append(["《云溪市电动自行车停放充电安全管理条例（征求意见稿）》意见汇总表（虚构样例）"])
    sheet.merge_cells("A1:I1")
    sheet.append(["统计时间：2026年9月30日　填报人：（虚构）"])
    sheet.merge_cells("A2:I2")
    heads = [
        "序号",
        "姓名（单位）",
        "联系电话",
        "意见内容",
        "意见类型",
        "针对条款（本人填写）",
        "提交时间",
        "渠道",
        "备注",
    ]
    sheet.append(heads)
    sheet["A1"].font = Font(bold=True, size=16)
    unusable: list[dict] = []
    merged_from: dict[str, int] = {}
    for n, c in enumerate(x for x in comments if x["channel"] not in ("d", "dep", "j")):
        if n in (57, 141, 230):
            sheet.append([])
            unusable.append({"sheet": "网上意见", "row": sheet.max_row + 1, "reason": "空行"})
            sheet.append(["", "", "", " ", "", "", "", "", ""])
        if n == 100:
            sheet.append(heads)
            unusable.append({"sheet": "网上意见", "row": sheet.max_row, "reason": "重复的表头"})
        if n in (75, 180):
            sheet.append([None, NAMES[-n], None, None, None, None, c["received"].strftime("%Y/%m/%d"), "小程序", None])
            unusable.append({"sheet": "网上意见", "row": sheet.max_row, "reason": "没有意见内容"})
        if n == 150:
            sheet.append(["小计", "", "", "=COUNTA(D4:D153)", "", "", "", "", "本页"])
            unusable.append({"sheet": "网上意见", "row": sheet.max_row, "reason": "小计行"})
        if n == 205:
            sheet.append([None, "测试", "00000000000", "？？？？？", None, None, None, "网站", "测试数据请忽略"])
            unusable.append({"sheet": "网上意见", "row": sheet.max_row, "reason": "测试数据"})
        row = sheet.max_row + 1
        received = c["received"] if n % 3 else c["received"].strftime("%Y年%m月%d日 %H:%M" if n % 2 else "%Y-%m-%d")
        number = (
            ""
            if not c["chosen"]
            else "第{}条".format(c["chosen"][0].split("__")[0].split("_")[1])
            if c["chosen"][0].startswith("art")
            else c["chosen"][0]
        )
        station = c["channel"] == "st"
        same = station and c["author"] in merged_from
        cells = [
            c["id"],
            None if same else c["author"] or "匿名",
            (int(c["phone"]) if n % 4 == 0 else c["phone"]) if c["phone"] else None,
            c["text"],
            c["chip"] or None,
            number or None,
            received,
            None if same else CHANNEL[c["channel"]],
            None,
        ]
        for col, value in enumerate(cells, 1):
            cell = sheet.cell(row, col)
            cell.value = value
            if col == 4:
                cell.data_type = "s"
                cell.alignment = Alignment(wrap_text=True)
        c["xlsx"] = {"sheet": "网上意见", "row": row}
        if station:
            merged_from.setdefault(c["author"], row)
            c["last"] = row
    ends: dict[str, int] = {}
    for c in comments:
        if c["channel"] == "st":
            ends[c["author"]] = c["xlsx"]["row"]
    for author, start in merged_from.items():
        if ends[author] > start:
            sheet.merge_cells(start_row=start, end_row=ends[author], start_column=2, end_column=2)
            sheet.merge_cells(start_row=start, end_row=ends[author], start_column=8, end_column=8)
    sheet.column_dimensions["D"].width = 80
    second = book.create_sheet("单位和座谈会意见")
    second.append(["序号", "提出单位（人员）", "具体意见及理由", "收到日期", "来源"])
    previous, start = None, 0
    for c in (x for x in comments if x["channel"] in ("d", "dep", "j")):
        row = second.max_row + 1
        second.append(
            [
                c["id"],
                c["author"] if c["author"] != previous else None,
                c["text"],
                c["received"].strftime("%Y.%m.%d"),
                CHANNEL[c["channel"]],
            ]
        )
        if c["author"] == previous:
            merged = [r for r in second.merged_cells.ranges if r.min_row == start]
            for r in merged:
                second.unmerge_cells(str(r))
            second.merge_cells(start_row=start, end_row=row, start_column=2, end_column=2)
        else:
            previous, start = c["author"], row
        c["xlsx"] = {"sheet": second.title, "row": row}
    second.append(["合计", None, None, None, None])
    unusable.append({"sheet": second.title, "row": second.max_row, "reason": "合计行"})
    second.column_dimensions["C"].width = 90
    book.save(OUT / "comments.xlsx")
    return unusable


def write_letters() -> list[dict]:
    """Six letters, four messages, one exported chat."""
    folder = OUT / "letters"
    folder.mkdir(exist_ok=True)
    out = []
    docs = mails = 0
    for c in read("letters.txt"):
        name, _, author = c["author"].partition(" ")
        c["author"] = author
        c["file"] = f"letters/{name}"
        if c["channel"] == "docx":
            docs += 1
            c["id"] = f"L{docs:02d}"
            doc = Document()
            doc.core_properties.author, doc.core_properties.comments = "虚构", "虚构样例"
            doc.sections[0].header.paragraphs[0].text = "虚构样例"
            for line in c["text"].split("\n"):
                doc.add_paragraph(line)
            doc.save(OUT / c["file"])
        else:
            mails += 1
            c["id"] = f"E{mails:02d}"
            subject, body = c["text"].split("\n", 1)
            c["subject"] = subject.removeprefix("主题：")
            mail = EmailMessage(policy=SMTP)
            mail["From"] = f"writer{mails}@example.com"
            mail["To"] = "yunxi-fagongwei@example.org"
            mail["Subject"] = c["subject"]
            mail["Date"] = format_datetime(datetime(2026, 9, 10 + mails, 9, 30))
            mail["X-Note"] = "fictional sample"
            mail["Message-ID"] = f"<sample{mails}@example.com>"
            mail.set_content(body + "\n", charset="gb18030" if mails == 1 else "utf-8", cte="base64")
            if mails == 3:
                mail.add_alternative(
                    "<p>" + body.replace("&", "&amp;").replace(">", "&gt;").replace("\n", "<br>") + "</p>",
                    subtype="html",
                )
            (OUT / c["file"]).write_bytes(mail.as_bytes())
        out.append(c)
    lines, texts = [], (HERE / "chat.txt").read_text("utf-8").rstrip("\n").split("\n")
    i = count = 0
    while i < len(texts):
        head, text = texts[i], texts[i + 1]
        lines += [head, text, ""]
        i += 2
        if i < len(texts) and (texts[i] == "-" or texts[i].startswith("> ")):
            count += 1
            notes = parse_notes([texts[i]], text) if texts[i] != "-" else parse_notes(["#b 未予分析"], text)
            out.append(
                {
                    "id": f"G{count:02d}",
                    "channel": "chat",
                    "author": head.split(" ", 2)[2],
                    "text": text,
                    "family": None,
                    "sibling_group": None,
                    "file": "letters/07-业主群聊天记录.txt",
                    "line": len(lines) - 1,
                    **notes,
                }
            )
            i += 1
    (folder / "07-业主群聊天记录.txt").write_text("\n".join(lines) + "\n", "utf-8")
    return out


def write_truth(comments: list[dict], letters: list[dict], unusable: list[dict]) -> None:
    """truth.yaml."""
    units = {}
    number = 0
    for kind, body in load_first():
        if kind == "A":
            number += 1
            whole = ""
            for i, para in enumerate(body, 1):
                text = para.text + "".join(s.text for s in para.subs)
                units[f"art_{number}__para_{i}"] = text
                whole += text
                for j, sub in enumerate(para.subs, 1):
                    units[f"art_{number}__para_{i}__point_{j}"] = sub.text
            units[f"art_{number}"] = whole
    annex = (HERE / "annex.txt").read_text("utf-8")
    units["att_1"], units["att_2"] = annex.split("X 附件2")
    rows = []
    for c in [*comments, *letters]:
        points = []
        for p in c["points"]:
            point = {
                "starts": p["starts"],
                **({} if c["channel"] in ("docx", "eml") else {"offset": p["offset"]}),
                "targets": p["targets"],
            }
            if p["also_ok"]:
                point["also_ok"] = p["also_ok"]
            point |= {"stance": p["stance"], "change": p["change"] or None}
            if p["wordings"]:
                point["wordings"] = [
                    {
                        **w,
                        "old_in_target": bool(w["old"]) and w["old"] in units.get(w["target"], ""),
                        "new_in_comment": w["new"] in c["text"],
                    }
                    for w in p["wordings"]
                ]
            points.append(point)
        row = {
            "id": c["id"],
            "source": c.get("file", None),
            "xlsx": c.get("xlsx"),
            "line": c.get("line"),
            "bucket": c["bucket"],
            "same_as": c["same"]["id"] if "same" in c else None,
            "family": c["family"],
            "sibling_group": c["sibling_group"],
            "is_outlier": c["is_outlier"],
            "is_essay": c["essay"] or None,
            "personal_data": c["personal_data"],
            "points": points,
        }
        rows.append({k: v for k, v in row.items() if v is not None or k == "family"})
    head = "# 虚构样例。逐条意见的参考答案，口径见 README.md；个人信息全部是编造的（154 号段、000 地区码、example 域名）。由 src/build_comments.py 按 src/ 中写明的答案生成。\n"
    data = {"draft": "draft.docx", "comments": rows, "unusable_rows": unusable}
    (OUT / "truth.yaml").write_text(
        head + yaml.safe_dump(data, allow_unicode=True, sort_keys=False, default_flow_style=None, width=180), "utf-8"
    )


if __name__ == "__main__":
    main()
