"""Whether two penalty clauses punish the same thing: only then may their fines and kinds of penalty be compared.

Boilerplate (由…部门责令改正，处…罚款) makes penalty clauses alike that punish different acts, so the acts alone are held
against each other. Of the 37 differences that two readers judged wrong (benchmarks/judging, A06–A10), 19 were of this kind.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from lawcheck.slots import Amount, Slots, read_slots

__all__ = [
    "act_at",
    "act_of",
    "added_alternatives",
    "character_pairs",
    "fine_in",
    "grades_fully",
    "likeness",
    "of_fine",
    "other_conduct",
    "same_act",
    "sentence_at",
    "slots_of",
]

SAME_ACT: Final = 0.28
"""Least share of the character pairs of both acts that they have in common. Of the judged differences it keeps the six
right ones that name their act, and drops 19 of 27 wrong ones (between 0.26 and 0.30 there is nothing)."""
SHORTEST: Final = 5
"""Characters below which what is left names no act (有前款行为的, 违反本条例第五条规定的)."""

_NUMERAL: Final = r"[零〇一二两三四五六七八九十百千\d]"
_NUMBER: Final = rf"{_NUMERAL}+(?:条|款|项|目)(?:之{_NUMERAL}+)?"
_PLACES: Final = rf"第?{_NUMBER}(?:[、和或及至]*第?{_NUMBER})*"
_SANCTION: Final = re.compile(rf"的?[，,](?:可以|并)*(?:由|责令|处|依法|予以|给予|没收)|处{_NUMERAL}|责令")
_REFERENCE: Final = re.compile(
    rf"违反(?:本[^，。；、第规]{{1,4}}|前款|《[^》]*》)?(?:{_PLACES})?(?:的?规定)?[，,]?|{_PLACES}"
)
_PREMISE: Final = re.compile(
    r"(?:(?<=[，。；：])|^)(?:逾期|经责令|拒不|拒绝|仍不|仍未)[^，。；]{0,12}的(?=[，,])"
    r"|(?:(?<=[，。；：])|^)(?:情节|后果)[^，。；]{0,8}的(?=[，,])"
    r"|(?:(?<=[，。；：])|^)(?:违法[^，。；]{0,30})?(?:货值金额|经营额|销售金额)[^，。；]{0,12}的(?=[，,])"
    r"|(?:(?<=[，。；：])|^)(?:造成[^，。；]{0,14}(?:后果|损失|影响)|(?:没有|有|无)违法所得[^，。；]{0,8})的(?=[，,])"
)
"""What a penalty waits for; the act itself stands in the sentence before (…的，责令改正；逾期不改正的，处…)."""
_SENTENCE: Final = re.compile(r"[^。；\n]+[。；\n]?")
_ACT_END: Final = re.compile(r"的[，,](?:由|责令|(?:可以)?(?:并)?处|给予|没收|依法)")
_EITHER: Final = re.compile("[，,](?:或者?|以及)")
_ALTERNATIVE: Final = re.compile(
    "(?<=[，,]或者)[^，,。；]{5,}|(?<=[，,]以及)[^，,。；]{5,}|(?<=[，,]或)(?!者)[^，,。；]{5,}"
)
_GENERAL: Final = re.compile("其他|法律|法规|情节|逾期|拒不改正|经责令|后果")
"""No act of its own: what falls under the law anyway, or what the penalty waits for."""
WELL_KNOWN: Final = 0.75
"""Least share of the pairs of the act's other words that the clause above holds …"""
UNKNOWN: Final = 0.35
"""… and the share of those of the alternative that it does not reach."""
_EMPTY: Final = re.compile(r"有?(?:前[一二三两]?[款项条]|下列|上述|以上)[^，。；]{0,8}(?:行为|情形)(?:之一)?")


def act_of(clause: str) -> str:
    """The act that a penalty clause punishes, without numbers of other provisions, marks and sanctions.

    >>> act_of("违反本条例第十二条第二款规定，擅自拆除历史建筑的，由城乡规划主管部门责令改正，处五万元罚款。")
    '擅自拆除历史建筑'
    >>> act_of("有前款第一项行为的，处一万元以上十万元以下罚款。"), act_of("货值金额一万元以上的，并处货值金额五倍以上罚款。")
    ('', '')
    """
    clause = _PREMISE.sub("", clause)
    found = _SANCTION.search(clause)
    plain = _EMPTY.sub("", _REFERENCE.sub("", clause[: found.start()] if found else clause))
    act = re.sub(r"\W", "", plain)
    return act.removesuffix("的") if len(act) >= SHORTEST else ""


@lru_cache(maxsize=512)
def slots_of(text: str) -> Slots:
    """What a clause says, read once: several rules ask of the same clauses.

    >>> slots_of("处二百元罚款。") is slots_of("处二百元罚款。")
    True
    """
    return read_slots(text)


def fine_in(words: str) -> Amount | None:
    """The fine that words name as a sum (五百元以上).

    >>> fine_in("二百元") == slots_of("处二百元罚款。").fines[0]
    True
    """
    return next(iter(slots_of(f"处{words}罚款。").fines), None)


def sentence_at(text: str, start: int) -> str:
    """The sentence or 项 (to 。 ； or the end of the line) at ``start``."""
    found = next((m for m in _SENTENCE.finditer(text) if m.start() <= start < m.end()), None)
    return found[0] if found else ""


def act_at(text: str, start: int) -> str:
    """The act punished by the sentence at ``start``: named in it, or in the nearest one before it that names one.

    >>> act_at("擅自拆除历史建筑的，由主管部门责令改正；逾期不改正的，处五万元罚款。", 24)
    '擅自拆除历史建筑'
    """
    before = [m[0] for m in _SENTENCE.finditer(text) if m.start() <= start]
    return next(filter(None, map(act_of, reversed(before))), "")


def likeness(act: str, other: str) -> float:
    """Share of the character pairs of both acts that they have in common, 0..1."""
    own, theirs = character_pairs(act), character_pairs(other)
    return len(own & theirs) / max(len(own | theirs), 1)


def same_act(lower: str, upper: str) -> bool:
    """Whether both clauses name an act, and it is about the same. Where neither names one (both go on with 下列行为之一) the
    whole clauses have been found alike, and that must do.

    >>> above = "违反本法规定，未在指定的地点分类投放生活垃圾的，由城市管理部门责令改正，处五百元罚款。"
    >>> same_act("违反本条例第八条规定，未分类投放生活垃圾的，由城市管理部门责令改正，处二百元罚款。", above)
    True
    >>> same_act("违反本条例第九条规定，随地吐痰的，由城市管理部门责令改正，处二百元罚款。", above)
    False
    """
    own, other = act_of(lower), act_of(upper)
    if not own or not other:
        return not own and not other and "前款" not in lower
    return likeness(own, other) >= SAME_ACT


_UNLICENSED: Final = re.compile(
    "未(?:依法)?(?:取得|领取|办理)[^，。；]{0,20}(?:许可|执照|证)|(?:无|没有)[^，。；]{0,16}(?:许可证|执照|证书)|无[证照]"
)
_LICENSED: Final = re.compile("(?<!未)(?<!依法)(?:取得|持有|领有)[^，。；]{0,20}(?:许可证|执照|证书)[^，。；]{0,12}的")
_MANNERS: Final = tuple(
    map(
        re.compile,
        ("伪造|变造|仿造", "欺骗|贿赂|骗取|隐瞒", "涂改|出租|出借|倒卖|转让", "冒用|(?:使用|借用)(?:其他|他人|别人)"),
    )
)
"""Ways of doing wrong with the same papers: forged, got by deceit, handed on, those of another used."""
_BUT: Final = re.compile("除(?!前|本|法律|上述|下列)(?P<what>[^，。；除]{2,20}?)(?:以外|之外)的")


def other_conduct(own: str, above: str) -> bool:
    """Whether two acts that name the same things are not the same: done with a permit and without one, in another way, or
    to all but the very things above.

    >>> other_conduct("取得批发许可证的单位超越范围批发", "无批发许可证经营批发业务"), other_conduct("无证批发", "无批发许可证批发")
    (True, False)
    >>> other_conduct("以欺骗手段领取号牌", "伪造、变造号牌"), other_conduct("变造号牌", "伪造、变造号牌")
    (True, False)
    >>> other_conduct("在除文物历史建筑以外的对象上刻划", "在历史建筑上刻划"), other_conduct("在历史建筑上刻划", "在历史建筑上刻划")
    (True, False)
    """
    for one, other in ((own, above), (above, own)):
        if _LICENSED.search(one) and _UNLICENSED.search(other) and not _UNLICENSED.search(one):
            return True
    ways, theirs = ({n for n, manner in enumerate(_MANNERS) if manner.search(act)} for act in (own, above))
    if ways and theirs and not ways & theirs:
        return True
    but = _BUT.search(own)
    return but is not None and any(but["what"][at : at + 3] in above for at in range(max(len(but["what"]) - 2, 1)))


def of_fine(text: str, start: int, end: int) -> bool:
    """Whether the amount at ``start``..``end`` is a fine, and not what the fine depends on (违法所得不足三万元的，并处…).

    >>> text = "违法所得不足三万元的，并处三千元以上三万元以下罚款。"
    >>> of_fine(text, 4, 9), of_fine(text, 13, 23)
    (False, True)
    """
    return "罚款" in text[end : end + 6] or "罚款" in text[max(start - 4, 0) : start]


def grades_fully(fines: list[tuple[float, float]], top: float) -> bool:
    """Whether several fines of one clause together reach the ``top`` of the higher law's: grades, no narrower range.

    >>> grades_fully([(10_000, 50_000), (50_000, 100_000)], 100_000), grades_fully([(10_000, 50_000)], 100_000)
    (True, False)
    """
    return len(fines) > 1 and max(high for _, high in fines) == top


def added_alternatives(lower: str, upper: str) -> tuple[re.Match[str], ...]:
    """The alternatives of an act in running text (…，或者…的，由…处…) of which ``upper`` has next to nothing, where the
    words before them stand there nearly whole.

    >>> above = "违反规定，未在指定的地点投放生活垃圾的，由城市管理部门处五十元以上二百元以下罚款。"
    >>> below = "未在指定的地点投放生活垃圾，或者未参加志愿服务的，由城市管理部门处五十元以上二百元以下罚款。"
    >>> [found[0] for found in added_alternatives(below, above)], added_alternatives(above, above)
    (['未参加志愿服务'], ())
    """
    end = _ACT_END.search(lower)
    first = _EITHER.search(lower, 0, end.start()) if end else None
    if end is None or first is None or _held(lower[: first.start()], upper) < WELL_KNOWN:
        return ()
    parts = _ALTERNATIVE.finditer(lower, first.start(), end.start())
    return tuple(m for m in parts if not _GENERAL.search(m[0]) and _held(m[0], upper) < UNKNOWN)


def _held(words: str, text: str) -> float:
    pairs = character_pairs(words)
    return len(pairs & character_pairs(text)) / max(len(pairs), 1)


def character_pairs(text: str) -> frozenset[str]:
    """The pairs of characters that stand side by side."""
    return frozenset(text[i : i + 2] for i in range(len(text) - 1))
