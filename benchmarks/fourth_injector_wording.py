"""Planted errors of wording of the fourth injector: words, misprints, punctuation, names of bodies and of the text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from random import Random

from benchmarks.fourth_injector_base import NUMERAL, TABLES, Edit, Line, value
from benchmarks.fourth_injector_scene import Match, Scene, Substitution, matches, plain_matches, replaced

FULL = dict(zip("，；：（）。、", ",;:().,", strict=True))
ITEM_FORMS = ("第（%s）项", "第(%s)项", "第“（%s）”项", "（%s）项")
FIGURES = re.compile(f"(?<![第之])({NUMERAL})(元|日|个月|米|平方米|人|周岁|个工作日)(?=以上|以下|内|的|不|罚|前)")
AS_FIGURES = "金额、期限、比例等应当用汉字数字"
BRACKETS = "括号不配对"
TRIED_MISPRINTS = 14
"""How many misprints are tried in one text."""


def before(line: Line, match: Match, length: int = 1) -> str:
    """The characters before a place."""
    return line.text[max(0, match.start() - length) : match.start()]


def word(new: str) -> Callable[[Random, Match], str]:
    """Always the same words."""
    return lambda rng, match: new


def one_of(words: Sequence[str]) -> Callable[[Random, Match], str]:
    """One of the words."""
    return lambda rng, match: rng.choice(words)


def in_figures(rng: Random, match: Match) -> str | None:
    """The amount in Arabic figures, sometimes with a space."""
    number = value(match[1])
    return rng.choice([f"{number}{match[2]}", f"{number} {match[2]}"]) if number else None


SUBSTITUTIONS = (
    Substitution(
        "w_ying",
        ("W02",),
        "“应”应为“应当”",
        "(?<=[门府构位人业者关会])应当(?=[\u4e00-\u9fa5])",
        word("应"),
    ),
    Substitution(
        "w_ban",
        ("W03",),
        "禁止性规范应当用“不得”“禁止”",
        "不得(?=[\u4e00-\u9fa5]{2})",
        one_of(["不准", "不许", "严禁", "不能"]),
    ),
    Substitution("w_dan", ("W05",), "但书应当用“但是”", "，但是(?:，)?(?=[^。；]{2,40}除外)", word("，但")),
    Substitution("w_qita", ("W06",), "“其它”应为“其他”", "其他", one_of(["其它"])),
    Substitution(
        "w_zhang",
        ("W07",),
        "“帐”应为“账”",
        "台账|账户|账簿|账目|账册|入账|记账|账",
        lambda rng, match: match[0].replace("账", "帐"),
    ),
    Substitution(
        "w_zuochu",
        ("W08",),
        "“做出”决定应为“作出”",
        "作出(?=[^，。；]{0,12}(?:决定|处罚|裁决|答复|处理|规定))",
        word("做出"),
    ),
    Substitution(
        "w_item",
        ("W09",),
        "引用项应当写作“第X项”，不加括号",
        "第([一二三四五六七八九十]+)项(?!目)",
        lambda rng, match: rng.choice(ITEM_FORMS) % match[1],
        lambda line, match: before(line, match) in "款条、和",
    ),
    Substitution(
        "w_tian",
        ("W17",),
        "期限单位应当用“日”，不用“天”",
        f"(?<![月第每个])({NUMERAL})日(?=内|以内|前|的|以上)",
        lambda rng, match: match[1] + "天",
        lambda line, match: "月" not in before(line, match, 3),
    ),
)
AMOUNT = Substitution(
    "w_num", ("W18",), AS_FIGURES, FIGURES, in_figures, lambda line, match: match[1][0] not in "零万百千"
)
SHARE = Substitution("w_num", ("W18",), AS_FIGURES, f"百分之({NUMERAL})", lambda rng, match: f"{value(match[1])}%")
DISCIPLINE = Substitution(
    "w_chufen",
    ("W27",),
    "“行政处分”应为“处分”“政务处分”",
    "(?<!行政)(?<!政务)(?<!纪律)处分(?=[。；，])",
    word("行政处分"),
    lambda line, match: "政务" not in line.text,
)
HALF_WIDTH = Substitution(
    "w_halfwidth",
    ("S13",),
    "半角标点夹在汉字之间，应为全角",
    "[，；：](?=[\u4e00-\u9fa5])",
    lambda rng, match: FULL[match[0]],
)


def arabic_figures(scene: Scene) -> Edit | None:
    """An amount or a period in Arabic figures, now and then a share."""
    found = AMOUNT(scene)
    if found is None or scene.rng.random() < 0.25:
        return SHARE(scene) or found
    return found


def old_discipline(scene: Scene) -> Edit | None:
    """行政处分 in a text of 2019 or later."""
    return DISCIPLINE(scene) if scene.day >= "2019-01" else None


def misprint(scene: Scene) -> Edit | None:
    """A word that is spelt wrongly."""
    table = list(TABLES["misprints"])
    scene.rng.shuffle(table)
    for row in table[:TRIED_MISPRINTS]:
        rules = (row["rule"],) if row["rule"] == "W31" else (row["rule"], "W31")
        why = f"错别字：“{row['wrong']}”应为“{row['right']}”"
        spelt = Substitution("w_typo", rules, why, row.get("pattern", row["right"]), word(row["wrong"]))
        if found := spelt(scene):
            return found
    return None


def bracket(scene: Scene) -> Edit | None:
    """A bracket that has no other half, or a wrong one."""
    idle = "(?<=[\u4e00-\u9fa5])）(?=[\u4e00-\u9fa5，。])|（(?=以下简称|含|市|区)|”(?=[\u4e00-\u9fa5，。])"
    if tried := plain_matches(scene, idle):
        scene.rng.choice(tried)  # the author's first draft, which plants nothing: its draw keeps his texts of a seed
    found = matches(scene, "（[^（）]{2,20}）", lambda line, match: match.start() > line.head)
    if not found:
        return None
    line, match = scene.rng.choice(found)
    whole = match[0]
    new = scene.rng.choice([whole[:-1], whole[1:], whole + "）", "（" + whole, whole[:-1] + "》", whole[:-1] + "”"])
    return replaced("s_bracket", ("S13",), BRACKETS, line, match.span(), new)


def former_organ(scene: Scene) -> Edit | None:
    """What a body was called before the reforms."""
    table = [row for row in TABLES["former_organs"] if scene.day[:7] >= row["since"]]
    scene.rng.shuffle(table)
    why = "机构改革后的名称应为原文所用名称，使用了旧机构名"
    for row in table:
        pattern = f"(?<![\u4e00-\u9fa5]源和){row['pattern']}"
        renamed = Substitution("old_organ", ("O01",), why, pattern, one_of(row["before"]))
        if found := renamed(scene):
            return found
    return None


def other_self(scene: Scene) -> Edit | None:
    """The text calls itself by another kind of document."""
    new = scene.rng.choice([name for name in ("本条例", "本办法", "本规定", "本细则") if name != scene.own])
    last = len(scene.text.articles) - 1
    called = Substitution(
        "self_name",
        ("C10",),
        "自称与文件名称不一致",
        scene.own + "(?!例)",
        word(new),
        lambda line, match: line.article < last,
    )
    return called(scene)


EDITS: Mapping[str, Callable[[Scene], Edit | None]] = {
    **{one.kind: one for one in SUBSTITUTIONS},
    "w_num": arabic_figures,
    "w_chufen": old_discipline,
    "w_typo": misprint,
    "w_halfwidth": HALF_WIDTH,
    "s_bracket": bracket,
    "old_organ": former_organ,
    "self_name": other_self,
}
