"""Planted changes in clauses whose higher-law partner is known (domain.md 3.10, A06 to A10).

``near`` rows of the gold near copies give the partner; the fine kinds bring their partner along:
they write down a penalty of a national law, conduct and all, with another amount or kind.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from benchmarks.third_injector_authority import breach
from benchmarks.third_injector_base import (
    Context,
    Kind,
    Planted,
    add_paragraph,
    changed,
    penalties,
    pick,
    read_scene,
)

MATRIX = ("3.10", "C07", "A39")
ORGANS = {
    "公安机关": "街道办事处",
    "教育行政部门": "学校",
    "民政部门": "行业协会",
    "人民政府": "居民委员会",
    "财政部门": "审计事务所",
    "渔业行政主管部门": "渔业协会",
    "人民法院": "公安机关",
    "村民委员会": "乡镇人民政府",
    "主席团": "办公室",
    "人民警察": "保安人员",
}
PERIOD = re.compile(
    r"[一二三四五六七八九十]+(?:个月|日|年|天)(?=内|以内|前|。|，|至|作出)|每[一二三四五六七八九十]?(?:季度|月|年)"
)
EXCEPTION = re.compile(r"除[^，。；]{2,40}外，|，但是[^。；]{2,60}(?=[。；])|，但[^。；是]{2,60}除外(?=[。；])")
Change = Callable[[Random, str, str], tuple[int, int, str] | None]


def copied(name: str, rules: tuple[str, ...], change: Change, note: str) -> Kind:
    """A change in one near copy that keeps to ≥ 65 of similarity; offsets are of the clause."""

    def plant(rng: Random, text: str, context: Context) -> Planted | None:
        rows = [r for r in context.near if float(r["ratio"]) >= 65 and text.count(str(r["clause"])) == 1]
        rng.shuffle(rows)
        for row in rows:
            clause = str(row["clause"])
            found = change(rng, clause, str(row["gold_text"]))
            if found is not None:
                base = text.index(clause)
                law = f"{row['gold'][0]['key']}第{row['gold'][0]['no']}条"
                return changed(text, base + found[0], base + found[1], found[2], f"{note}：{law}")
        return None

    return Kind(name, rules, 3, plant)


def shared_word(word: str, others: tuple[str, ...]) -> Change:
    """Replace a modal word that the law has before the same verb."""

    def change(rng: Random, clause: str, law: str) -> tuple[int, int, str] | None:
        shared = [m for m in re.finditer(word, clause) if clause[m.start() : m.end() + 2] in law]
        found = [m for m in shared if "未经" not in clause[max(m.start() - 14, 0) : m.start()]]
        if not found:
            return None
        match = rng.choice(found)
        return match.start(), match.end(), rng.choice(others)

    return change


def shared_exception(rng: Random, clause: str, law: str) -> tuple[int, int, str] | None:
    """Take out an exception that the law has too."""
    found = [m for m in EXCEPTION.finditer(clause) if m.group(0)[1:7] in law]
    if not found:
        return None
    match = rng.choice(found)
    return match.start(), match.end() + 1, clause[match.end()]


def shared_period(rng: Random, clause: str, law: str) -> tuple[int, int, str] | None:
    """Change a period that the law has in the same words."""
    found = [m for m in PERIOD.finditer(clause) if clause[max(m.start() - 2, 0) : m.end()] in law]
    if not found:
        return None
    match = rng.choice(found)
    old = match.group(0)
    if old.startswith("每"):
        options = [w for w in ("每两年", "每三年", "每五年") if w != old]
    else:
        unit = re.sub(r"^[一二三四五六七八九十]+", "", old)
        options = [n + unit for n in ("六十", "九十", "四十五", "十二", "二") if n + unit != old]
    return match.start(), match.end(), rng.choice(options)


def shared_organ(rng: Random, clause: str, law: str) -> tuple[int, int, str] | None:
    """Replace an organ that the law names too."""
    found = [
        (m, new) for old, new in ORGANS.items() for m in re.finditer(old, clause) if old in law and new not in clause
    ]
    if not found:
        return None
    match, new = rng.choice(found)
    return match.start(), match.end(), new


def shared_right(rng: Random, clause: str, law: str) -> tuple[int, int, str] | None:
    """Put a consent before a right that the law gives without one."""
    found = [m for m in re.finditer("可以|有权", clause) if clause[m.start() : m.end() + 2] in law]
    if not found:
        return None
    match = rng.choice(found)
    condition = rng.choice(["经主管部门批准，", "经所在单位同意后，", "缴纳保证金后", "经公安机关审查同意，方"])
    return match.start(), match.start(), condition


# law, article, conduct, words before the amount, amount, raised, lowered, fixed, words after
FINES: tuple[tuple[str, str, str, str, str, str, str], ...] = (
    (
        "道路交通安全法第八十九条",
        "行人、乘车人、非机动车驾驶人违反道路交通安全法律、法规关于道路通行规定的，由公安机关交通管理部门处警告或者",
        "五元以上五十元以下罚款",
        "二百元以上五百元以下罚款",
        "一元以上三元以下罚款",
        "五十元罚款",
        "",
    ),
    (
        "消防法第六十一条",
        "生产、储存、经营易燃易爆危险品的场所与居住场所设置在同一建筑物内，或者未与居住场所保持安全距离的，由消防救援机构责令停产停业，并处",
        "五千元以上五万元以下罚款",
        "五万元以上二十万元以下罚款",
        "一千元以上三千元以下罚款",
        "五万元罚款",
        "",
    ),
    (
        "消防法第六十六条",
        "电器产品、燃气用具的安装、使用及其线路、管路的设计、敷设、维护保养、检测不符合消防技术标准和管理规定的，由消防救援机构责令限期改正；逾期不改正的，责令停止使用，可以并处",
        "一千元以上五千元以下罚款",
        "五千元以上三万元以下罚款",
        "一百元以上五百元以下罚款",
        "五千元罚款",
        "",
    ),
    (
        "水法第七十一条",
        "建设项目的节水设施没有建成或者没有达到国家规定的要求，擅自投入使用的，由水行政主管部门责令停止使用，限期改正，处",
        "五万元以上十万元以下的罚款",
        "二十万元以上五十万元以下的罚款",
        "五千元以上一万元以下的罚款",
        "十万元的罚款",
        "",
    ),
    (
        "公路法第七十八条",
        "造成公路损坏，未报告的，由交通主管部门处",
        "一千元以下的罚款",
        "二千元以上一万元以下的罚款",
        "一百元以下的罚款",
        "一千元的罚款",
        "",
    ),
    (
        "动物防疫法第一百零二条",
        "通过道路跨省、自治区、直辖市运输动物，未经省、自治区、直辖市人民政府设立的指定通道入省境或者过省境的，由县级以上地方人民政府农业农村主管部门对运输人处",
        "五千元以上一万元以下罚款",
        "三万元以上十万元以下罚款",
        "五百元以上二千元以下罚款",
        "一万元罚款",
        "",
    ),
)  # fmt: skip


def law_penalty(name: str, rules: tuple[str, ...], tier: int, how: str, note: str) -> Kind:
    """A national law's penalty as a new 款, changed in one way."""

    def plant(rng: Random, text: str, context: Context) -> Planted | None:
        scene = read_scene(text, context)
        article = pick(rng, penalties(scene)) if scene and breach(scene) else None
        if scene is None or article is None:
            return None
        row = rng.choice(FINES)
        fits = row if how != "fixed" or "以上" in row[2] else FINES[rng.randrange(4)]
        sentence = penalty_sentence(rng, fits, how)
        return add_paragraph(scene, article, sentence, f"{note}：{fits[0]}为{fits[2]}")

    return Kind(name, rules, tier, plant)


def penalty_sentence(rng: Random, row: tuple[str, ...], how: str) -> str:
    """The penalty raised, lowered, fixed, with another kind added, or for more conduct."""
    _, conduct, amount, raised, lowered, fixed, _ = row
    if how == "raised":
        return f"{conduct}{raised}。"
    if how == "lowered":
        return f"{conduct}{lowered}。"
    if how == "fixed":
        return f"{conduct}{fixed}。"
    if how == "kind":
        more = rng.choice(["并没收相关工具和物品", "没收违法所得，并暂扣有关证照六个月", "并责令停业整顿三个月"])
        return f"{conduct}{amount}，{more}。"
    head, _, tail = conduct.partition("的，")
    extra = rng.choice(["或者拒绝接受培训教育", "或者未参加主管部门组织的年度评比", "或者被群众投诉两次以上"])
    return f"{head}，{extra}的，{tail}{amount}。"


OLD_CONDUCT = (
    "写恐吓信或者以其他方法威胁他人人身安全的",
    "公然侮辱他人或者捏造事实诽谤他人的",
    "多次发送淫秽、侮辱、恐吓或者其他信息，干扰他人正常生活的",
    "偷窥、偷拍、窃听、散布他人隐私的",
)


def old_version(rng: Random, text: str, context: Context) -> Planted | None:
    """A penalty in the words of a version that has been replaced."""
    scene = read_scene(text, context)
    article = pick(rng, penalties(scene)) if scene and breach(scene) else None
    if scene is None or article is None:
        return None
    rest = rng.choice(["；情节较重的，处五日以上十日以下拘留，可以并处五百元以下罚款。", "。"])
    sentence = f"{rng.choice(OLD_CONDUCT)}，由公安机关处五日以下拘留或者五百元以下罚款{rest}"
    note = "治安管理处罚法 2012 年第四十二条的数额；2025 年第五十条为一千元（domain.md C07）"
    return add_paragraph(scene, article, sentence, note)


def law_copy(rng: Random, text: str, context: Context) -> Planted | None:
    """A national law's penalty as it stands (harmless)."""
    scene = read_scene(text, context)
    article = pick(rng, penalties(scene)) if scene and breach(scene) else None
    if scene is None or article is None:
        return None
    row = rng.choice(FINES)
    return add_paragraph(scene, article, f"{row[1]}{row[2]}。", f"与{row[0]}相同")


KINDS: tuple[Kind, ...] = (
    copied(
        "duty_weakened", (*MATRIX, "A08"), shared_word("应当", ("可以", "有条件的可以", "一般可以")), "应当改为可以"
    ),
    copied("choice_made_duty", (*MATRIX, "A21"), shared_word("可以", ("应当", "必须")), "可以改为应当"),
    copied("ban_lifted", (*MATRIX, "A08"), shared_word("不得", ("可以", "经批准可以", "原则上不得")), "不得改为可以"),
    copied("exception_removed", (*MATRIX, "A09"), shared_exception, "删去上位法的例外"),
    copied("period_changed", MATRIX, shared_period, "期限与上位法不同"),
    copied("organ_changed", (*MATRIX, "A14", "A37"), shared_organ, "机关与上位法不同"),
    copied("right_conditioned", (*MATRIX, "A19", "A21", "A31"), shared_right, "给上位法的权利加了条件"),
    law_penalty("fine_above_law", ("A06", "C07"), 2, "raised", "罚款超出上位法幅度"),
    law_penalty("fine_fixed", ("A07", "A06"), 3, "fixed", "取消上位法的幅度"),
    law_penalty("fine_below_law", ("A08", "A06", "C07"), 3, "lowered", "罚款低于上位法"),
    law_penalty("penalty_kind_added", ("A10", "A06"), 3, "kind", "增加处罚种类"),
    Kind("old_version_copied", ("C07", "A06", "A01"), 3, old_version),
    law_penalty("conduct_added", ("A09",), 3, "conduct", "扩大处罚行为"),
)
