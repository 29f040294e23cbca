"""Whom a fine is for: 对单位处…，对个人处…; fines for different payers are not held against each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from lawcheck.comparison import effects, phrases
from lawcheck.comparison.model import Difference, Relation
from lawcheck.slots import Amount, read_slots

__all__ = ["PARAGRAPH", "fine_of_row", "fines_beside", "imposed_beside", "payer_of", "same_payer"]

_BODY, _PERSON, _OFFICER = "单位", "个人", "人员"
_NAMED: Final = re.compile(
    "(?P<officer>(?:直接|主要)(?:负责|责任)的?(?:主管)?人(?:员)?|法定代表人|其他直接责任人员)|(?P<body>(?<![由向本在])(?:单位|企业|法人)|(?<=对)(?:组织|机构))"
    "|(?P<person>个人|公民|自然人)"
)
_JOINED: Final = re.compile("(?:和|及|与|或者?|、)(?:其他)?(?:个人|公民|自然人|单位|企业|法人)")
_SENTENCE: Final = re.compile("[。；\\n]")
_FORMER: Final = re.compile("前[一二两]?款")
PARAGRAPH: Final = re.compile(r"\n(?![（(])")


def payer_of(text: str, at: int) -> str:
    """The payer last named before a fine in its sentence: 单位, 个人, 人员; "" where none or several are named at once.

    >>> text = "违者对单位处二千元罚款，对个人处二百元罚款。单位和个人不清除的，处五百元罚款。"
    >>> [payer_of(text, text.find(sum)) for sum in ("二千", "二百", "五百")]
    ['单位', '个人', '']
    """
    start = max((mark.end() for mark in _SENTENCE.finditer(text, 0, at)), default=0)
    named = list(_NAMED.finditer(text, start, at))
    if not named or any(_JOINED.match(text, name.end()) for name in named[-2:]):
        return ""
    return {"officer": _OFFICER, "body": _BODY, "person": _PERSON}[str(named[-1].lastgroup)]


def same_payer(own: str, other: str) -> bool:
    """Whether two fines may be for the same; unknown payers may be anybody.

    >>> same_payer("单位", "个人"), same_payer("单位", "")
    (False, True)
    """
    return not own or not other or own == other


def fines_beside(words: str, clause: str, article: str) -> Iterator[Difference]:
    """Fines of a clause below for a payer of whom the higher clause says nothing, held against another 款 of its article that
    fines him for the same (个人有前款行为的，处…); they have no span above."""
    if "罚" not in words or not _FORMER.search(article):
        return
    told = {payer_of(clause, fine.span.start) for fine in _fines(clause)}
    for own in _fines(words):
        payer = payer_of(words, own.span.start)
        if payer and payer not in told and "" not in told:
            yield from _differing(own, [fine for part in _others(clause, article) for fine in _for(payer, part)])


def fine_of_row(words: str, clause: str) -> Iterator[Difference]:
    """The only fine of a row of a table against the only one of the clause that the row names as its basis: what the row grades
    stands in the row above, or in few words.

    >>> [d.note for d in fine_of_row("严重，处一万元以上三万元以下罚款", "有下列行为之一的，可以处以二万元以下的罚款：")]
    ['罚款幅度：上位法“二万元以下”，本条“一万元以上三万元以下”']
    """
    own, other = _fines(words), _fines(clause)
    if len(own) == len(other) == 1 and own[0].unit == other[0].unit and own[0].basis == other[0].basis:
        payers = payer_of(words, own[0].span.start), payer_of(clause, other[0].span.start)
        relation = effects.of_amount(own[0], other[0]) if same_payer(*payers) else None
        if relation is not None and relation.alarming:
            note = phrases.changed("罚款幅度", other[0].text, own[0].text)
            yield Difference("数额", relation, own[0].text, other[0].text, own[0].span, other[0].span, note)


def imposed_beside(words: str, difference: Difference, clause: str, article: str) -> bool:
    """Whether a kind of penalty that the clause adds is one that another 款 of the article has for the same payer."""
    added = (
        difference.slot == "处罚种类" and difference.relation is Relation.ADDED and difference.lower_span is not None
    )
    payer = payer_of(words, difference.lower_span.start) if added and difference.lower_span is not None else ""
    return bool(payer) and any(difference.lower in part and payer in part for part in _others(clause, article))


def _fines(text: str) -> list[Amount]:
    return [amount for amount in read_slots(text).amounts if amount.fine] if "罚" in text else []


def _for(payer: str, text: str) -> list[Amount]:
    return [fine for fine in _fines(text) if payer_of(text, fine.span.start) == payer]


def _others(clause: str, article: str) -> list[str]:
    """The 款 that say 前款 of this one."""
    parts = [part.strip() for part in PARAGRAPH.split(article)]
    return [part for part in parts if part not in clause and clause not in part and _FORMER.search(part)]


def _differing(own: Amount, rivals: Sequence[Amount]) -> Iterator[Difference]:
    rival = next((other for other in rivals if other.unit == own.unit), None)
    relation = effects.of_amount(own, rival) if rival is not None else None
    if rival is not None and relation is not None and relation.alarming:
        note = f"同一条的另一款：{phrases.changed('罚款幅度', rival.text, own.text)}"
        yield Difference("数额", relation, own.text, rival.text, own.span, None, note)
