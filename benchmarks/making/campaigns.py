"""Seeded comments whose families are known: campaigns, their copies, independent writers, flipped copies.

As in consultation.md 5.2: half the copies of a campaign are the same but for marks, or lack, gain or reorder a sentence,
a quarter has slips of the pen in 10 or 20 % of the characters. Independent writers use the same phrases (cut from laws)
and talking points. A flipped pair is a text and its copy with the other stance, number, negation or clause.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from lawcheck.document import format_numeral

__all__ = ["FLIPS", "Made", "comments_of", "flipped_pairs", "independent", "phrases_of"]

SEED = 20261122
_PHRASE = re.compile(r"[^，。；：、\n“”《》（）()#*\s\d]{7,22}(?=[，。；])")
_OPENERS = (
    "我是一名普通市民，",
    "作为业主，",
    "尊敬的领导：",
    "",
    "",
    "",
    "本人认为，",
    "看了草案，",
    "我们单位研究后认为，",
)
_STANCES = (
    "我支持第{n}条，",
    "我反对第{n}条，",
    "我同意第{n}条，",
    "第{n}条不合理，",
    "关于第{n}条，",
    "建议修改第{n}条，",
)
_DEMANDS = (
    "建议改为{m}日。",
    "期限应当改成{m}日。",
    "罚款不应当超过{m}百元。",
    "希望尽快实施。",
    "请认真考虑。",
    "建议{p}。",
    "应当{p}。",
)
_SHARED = (
    "老百姓的负担已经很重了。", "希望真正为群众着想。", "执行起来有难度。", "安全是第一位的。", "不能一刀切。", "要有配套设施才行。",
    "罚款不是目的。", "物业根本不管。", "谁来监督执行是个问题。", "这样规定比较清楚。", "别的城市已经这样做了。", "请多听听基层的声音。",
)  # fmt: skip
_ADDED = (
    "我家有老人，更需要考虑。",
    "我在这里住了二十年了。",
    "邻居们都是这样想的。",
    "谢谢！",
    "希望领导重视一下。",
    "孩子上学也不方便。",
)
_JUNK = "的一了在人有我他这中大来上国个到说们为子和你地出道也时年得就那"
# A slip in a number or a negation is another statement, which the guard must keep apart: slips leave these alone.
_MEANT = "零一二三四五六七八九十百千万不第条日元"
FLIPS = ("stance", "number", "negation", "clause")


class Made(NamedTuple):
    """A comment and its family (empty: none)."""

    key: str
    text: str
    family: str


def phrases_of(data: Path) -> list[str]:
    """Clauses of laws below ``data``, each once."""
    found: set[str] = set()
    for path in sorted(data.rglob("*.md")):
        found.update(_PHRASE.findall(path.read_text(encoding="utf-8")))
    return sorted(phrase for phrase in found if "第" not in phrase)


def independent(rng: random.Random, phrases: Sequence[str]) -> str:
    """A text of about 55 characters by one writer."""
    stance = rng.choice(_STANCES).format(n=format_numeral(rng.randint(1, 70)))
    said = "，".join(rng.choices(phrases, k=rng.choice((1, 2, 2, 3)))) + "。"
    shared = rng.choice(_SHARED) if rng.random() < 0.4 else ""
    demand = rng.choice(_DEMANDS).format(
        m=format_numeral(rng.choice((3, 5, 7, 10, 15, 20, 30, 60, 90))), p=rng.choice(phrases)
    )
    return rng.choice(_OPENERS) + stance + said + shared + demand


def comments_of(phrases: Sequence[str], campaigns: int, copies: int, alone: int, seed: int = SEED) -> list[Made]:
    """``campaigns`` × ``copies`` comments of campaigns and ``alone`` others, shuffled."""
    rng = random.Random(seed)
    made = []
    for number in range(campaigns):
        template = independent(rng, phrases)
        made += [(_copy(rng, template, phrases), f"k{number}") for _ in range(copies)]
    made += [(independent(rng, phrases), "") for _ in range(alone)]
    rng.shuffle(made)
    return [Made(f"c{at:06d}", text, family) for at, (text, family) in enumerate(made)]


def _copy(rng: random.Random, template: str, phrases: Sequence[str]) -> str:
    return rng.choice(_KINDS)(rng, template, phrases)


def _same(rng: random.Random, text: str, phrases: Sequence[str]) -> str:
    return text


def _marks(rng: random.Random, text: str, phrases: Sequence[str]) -> str:
    return "".join(rng.choice((c, "", " ", "！", ",", ".")) if c in "，。：；" else c for c in text)


def _slips(share: float) -> Callable[[random.Random, str, Sequence[str]], str]:
    def change(rng: random.Random, text: str, phrases: Sequence[str]) -> str:
        free = (at for at in range(len(text)) if text[at] not in _MEANT)
        kinds = {at: rng.choice("rrid") for at in free if rng.random() < share}
        return "".join(_slip(rng, kinds.get(at, ""), char) for at, char in enumerate(text))

    return change


def _slip(rng: random.Random, kind: str, char: str) -> str:
    if not kind:
        return char
    return {"r": "", "i": char, "d": ""}[kind] + ("" if kind == "d" else rng.choice(_JUNK))


def _before(rng: random.Random, text: str, phrases: Sequence[str]) -> str:
    return _more(rng, phrases) + text


def _behind(rng: random.Random, text: str, phrases: Sequence[str]) -> str:
    return text + _more(rng, phrases)


def _more(rng: random.Random, phrases: Sequence[str]) -> str:
    return rng.choice(_ADDED) if rng.random() < 0.5 else rng.choice(phrases) + "。"


def _parts(text: str) -> list[str]:
    return re.findall(r"[^，。：]+[，。：]?", text)


def _reordered(rng: random.Random, text: str, phrases: Sequence[str]) -> str:
    parts = _parts(text)
    rng.shuffle(parts)
    return "".join(parts)


def _shortened(rng: random.Random, text: str, phrases: Sequence[str]) -> str:
    parts = _parts(text)
    if len(parts) > 2:
        del parts[rng.randrange(len(parts))]
    return "".join(parts)


_KINDS = (_same, _marks, _slips(0.1), _slips(0.2), _before, _behind, _reordered, _shortened)


def flipped_pairs(
    phrases: Sequence[str], count: int, kinds: Sequence[str], seed: int = SEED
) -> list[tuple[Made, Made]]:
    """``count`` pairs of near-identical texts of about 50 characters that must be kept apart."""
    rng = random.Random(seed + 1)
    return [_flipped(rng, phrases, number, kinds[number % len(kinds)]) for number in range(count)]


def _flipped(rng: random.Random, phrases: Sequence[str], number: int, kind: str) -> tuple[Made, Made]:
    clause, other = rng.sample(range(1, 70), 2)
    days, less = rng.choice(((60, 15), (30, 60), (7, 10), (15, 30), (3, 5)))
    one = f"我支持第{format_numeral(clause)}条，{rng.choice(phrases)}，{rng.choice(phrases)}，期限应当为{format_numeral(days)}日。"
    turned = {
        "stance": one.replace("我支持", "我反对"),
        "number": one.replace(f"{format_numeral(days)}日", f"{format_numeral(less)}日"),
        "negation": one.replace("期限应当", "期限不应当"),
        "clause": one.replace(f"第{format_numeral(clause)}条", f"第{format_numeral(other)}条"),
    }[kind]
    return Made(f"p{number:05d}a", one, ""), Made(f"p{number:05d}b", turned, "")
