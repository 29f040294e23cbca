"""Errors in clauses that nearly copy a national article: modality, prohibition, amount, share, period, exception, organ."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from second_injector_base import Document, Kind, Library, Plant, Twin, chinese, value


def _sites(
    doc: Document, library: Library, pattern: str, before: int, after: int
) -> list[tuple[int, re.Match[str], Twin]]:
    """Places of a pattern in near-copy clauses where the partner has the same words with the same neighbours."""
    out = []
    for twin in library.twins.get(doc.file.split("/")[-1], []):
        at = doc.text.find(twin.clause)
        if at < 0:
            continue
        for m in re.finditer(pattern, twin.clause):
            around = twin.clause[max(0, m.start() - before) : m.end() + after]
            if around in twin.upper.text:
                out.append((at, m, twin))
    return out


def _plant(site: tuple[int, re.Match[str], Twin], new: str, note: str) -> Plant:
    at, m, twin = site
    law = f"《{twin.upper.law}》第{chinese(twin.upper.article)}条"
    return Plant(at + m.start(), at + m.end(), new, f"{law}{note}", None, (), twin.upper)


def _cut(site: tuple[int, re.Match[str], Twin], note: str) -> Plant:
    """Take the matched words away; the span is what is left of the sentence."""
    at, m, twin = site
    clause = twin.clause
    left = max(clause.rfind(c, 0, m.start()) for c in "。；\n") + 1
    ends = [clause.find(c, m.end()) for c in "。；\n"]
    right = min([e for e in ends if e >= 0], default=len(clause))
    kept = (clause[left : m.start()] + clause[m.end() : right]).strip("，")
    law = f"《{twin.upper.law}》第{chinese(twin.upper.article)}条"
    return Plant(at + left, at + right, kept, f"{law}{note}", None, (), twin.upper)


def modality_weakened(doc: Document, rng: Random, library: Library) -> Iterator[Plant]:
    """A duty of the law turned into a choice."""
    forms = ("可以", "可以", "可以", "可以根据实际情况", "可", "可以视情况")
    for site in _sites(doc, library, "应当|必须", 0, 2):
        follows = site[2].clause[site[1].end() :]
        if not follows.startswith(("予以", "承担", "遵循", "坚持", "占", "由")):
            yield _plant(site, rng.choice(forms), f"规定“{site[1][0]}”，改为任意性规定，削弱了法定义务")


RIGHT = (
    "可以(?=申请|撤回|邀请|请求|提出|自愿|连选连任|兼任|约见"
    "|向[^，。；]{2,14}(?:提出|申请|反映|要求|请求|申诉|起诉)|通过协商|要求[^，。；]{0,8}答复)"
)


def duty_added(doc: Document, rng: Random, library: Library) -> Iterator[Plant]:
    """A freedom of persons turned into a duty."""
    for site in _sites(doc, library, RIGHT, 0, 2):
        yield _plant(site, rng.choice(("应当", "必须", "应当")), "规定“可以”，改为义务，加重了义务")


def prohibition_dropped(doc: Document, rng: Random, library: Library) -> Iterator[Plant]:
    """A prohibition lost, turned round or made advice."""
    for site in _sites(doc, library, "不得|禁止|严禁", 0, 2):
        word = site[1][0]
        form = (
            rng.choice(("", "可以", "不宜", "一般不得")) if word == "不得" else rng.choice(("不提倡", "不鼓励", "限制"))
        )
        note = f"规定“{word}”，{'禁止性规定被删去' if not form else '禁止性规定被改成“' + form + '”'}"
        yield _plant(site, form, note) if form else _cut(site, note)


def _number(site: tuple[int, re.Match[str], Twin], rng: Random) -> str:
    """Another number: higher before 以下 and 内, lower before 以上 and 前, so that the clause stays credible."""
    number, clause, end = value(site[1][1]), site[2].clause, site[1].end()
    follows, leads = clause[end : end + 2], clause[: site[1].start()]
    higher = [number * 2, number * 3, number + 5, number + number // 2]
    lower = [number // 2, number // 3, number * 2 // 3]
    down = follows == "以上" or follows.startswith("前") or leads.endswith("提前")
    up = follows == "以下" or follows.startswith("内")
    wanted = [n for n in (lower if down else higher if up else lower + higher) if n > 0 and n != number]
    return chinese(rng.choice(wanted or higher))


def amount_changed(doc: Document, rng: Random, library: Library) -> Iterator[Plant]:
    """A sum of money or a multiple that differs from the law's, in the number or in its unit."""
    for site in _sites(doc, library, "([一二三四五六七八九十百千]+)(万?元|倍)", 0, 2):
        note, unit = f"为“{site[1][0]}”，数额不一致", site[1][2]
        yield _plant(site, _number(site, rng) + unit, note)
        yield _plant(site, _number(site, rng) + unit, note)
        if unit == "万元" and len(site[1][1]) == 1:
            yield _plant(site, site[1][1] + "千元", note)


SHARES = ("过半数", "三分之一", "三分之二", "五分之一", "五分之四", "十分之一", "四分之三")


def share_changed(doc: Document, rng: Random, library: Library) -> Iterator[Plant]:
    """A share of votes or of land, or a number of persons, that differs from the law's."""
    for site in _sites(doc, library, "过半数|[三五十四二]分之[一二三四]", 1, 1):
        follows = site[2].clause[site[1].end() :]
        others = [s for s in SHARES if s != site[1][0] and (s != "过半数" or not follows.startswith("以上"))]
        new = rng.choice(others)
        more = "以上" if site[1][0] == "过半数" and not follows.startswith("以上") else ""
        yield _plant(site, new + more, f"要求“{site[1][0]}”，人数比例不一致")
    for site in _sites(doc, library, "百分之([一二三四五六七八九十]+)", 1, 1):
        other = rng.choice(
            [n for n in (value(site[1][1]) // 2, value(site[1][1]) - 5, value(site[1][1]) + 10) if n > 0]
        )
        yield _plant(site, "百分之" + chinese(other), f"为“{site[1][0]}”")


def period_changed(doc: Document, rng: Random, library: Library) -> Iterator[Plant]:
    """A period that differs from the law's, in the number or in its unit."""
    for site in _sites(doc, library, "([一二三四五六七八九十百]+)(个月|个工作日|日|年|小时|周岁)(?!起|报)", 0, 1):
        unit = site[1][2]
        note, inside = f"为“{site[1][0]}”，期限或者年龄不一致", site[2].clause[site[1].end() :].startswith("内")
        new = _number(site, rng) + unit
        if unit == "日" and inside and rng.random() < 0.3:
            new = site[1][1] + "个工作日"
        if unit == "周岁":
            new = chinese(value(site[1][1]) + rng.choice((-2, 2, 3))) + unit
        yield _plant(site, new, note)


EXCEPTION = (
    r"[，；](?:但是?)[^。；]{4,40}(?=[。；]|$)|除[^，。；]{2,24}外，|[^，。；]{2,16}另有规定的，?(?:依照|从)其规定[。；]?"
    r"|[，；][^，。；]{2,24}的?除外"
)


def exception_removed(doc: Document, rng: Random, library: Library) -> Iterator[Plant]:
    """The law's exception left out."""
    del rng
    for site in _sites(doc, library, EXCEPTION, 0, 0):
        if len(site[2].clause) > len(site[1][0]) + 8:
            yield _cut(site, f"有但书或者例外“{site[1][0].strip('，；')}”，此处被删去")


ORGANS = {
    "本级人民代表大会常务委员会": ("本级人民政府", "上一级人民政府"),
    "人民代表大会主席团": ("人民政府", "人民代表大会秘书处"),
    "代表资格审查委员会": ("代表大会秘书处", "选举委员会"),
    "县级以上地方各级人民政府": ("乡镇人民政府",),
    "县级以上人民政府": ("乡镇人民政府", "街道办事处"),
    "村民会议": ("村民委员会", "村民代表会议"),
    "村民代表会议": ("村民委员会", "村务监督委员会"),
    "村务监督委员会": ("村民委员会", "村集体经济组织理事会"),
    "乡、民族乡、镇的人民代表大会": ("乡、民族乡、镇的人民政府",),
    "公安机关": ("民政部门", "司法行政部门", "人民检察院"),
    "人民法院": ("人民检察院", "仲裁机构"),
    "人民检察院": ("公安机关",),
    "民政部门": ("财政部门", "人力资源社会保障部门"),
    "教育行政部门": ("文化和旅游部门", "教育督导机构"),
    "邮政管理部门": ("交通运输部门", "邮政企业"),
    "土地行政主管部门": ("建设行政主管部门",),
    "财政部门": ("税务部门", "审计机关"),
    "审计机关": ("财政部门",),
    "主席团": ("秘书处",),
    "乡镇人民政府": ("村民委员会",),
    "上级人民政府": ("本级人民政府",),
    "气象主管机构": ("应急管理部门",),
    "地震工作主管部门": ("应急管理部门", "自然资源主管部门"),
    "人民防空主管部门": ("住房和城乡建设主管部门",),
    "卫生行政部门": ("药品监督管理部门",),
    "体育行政部门": ("教育行政部门",),
}


TAIL = r"(?![、和或及]|其|代表|主席|选举|[\u4e00-\u9fff]{0,9}(?:部门|机构|机关))"


def organ_changed(doc: Document, rng: Random, library: Library) -> Iterator[Plant]:
    """Another organ than the law's is given the power or the duty."""
    names = "|".join(sorted(ORGANS, key=len, reverse=True))
    for site in _sites(doc, library, rf"(?<![、\u4e00-\u9fff])({names}){TAIL}", 0, 2):
        yield _plant(site, rng.choice(ORGANS[site[1][1]]), f"规定的机关是“{site[1][1]}”，机关不一致")
    for site in _sites(doc, library, rf"(?<=[由向经报受])({names}){TAIL}", 1, 1):
        yield _plant(site, rng.choice(ORGANS[site[1][1]]), f"规定的机关是“{site[1][1]}”，机关不一致")


KINDS = (
    Kind("modality_weakened", ("3.10①", "A08"), modality_weakened, 2),
    Kind("duty_added", ("3.10①",), duty_added, 2),
    Kind("prohibition_dropped", ("3.10①",), prohibition_dropped, 2),
    Kind("amount_changed", ("3.10③", "A06", "A07", "A08"), amount_changed, 10),
    Kind("share_changed", ("3.10",), share_changed, 5),
    Kind("period_changed", ("3.10⑥",), period_changed, 4),
    Kind("exception_removed", ("3.10②",), exception_removed, 6),
    Kind("organ_changed", ("3.10⑤",), organ_changed, 2),
)
