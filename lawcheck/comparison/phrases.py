"""The Chinese phrases in which this room gives its reasons, in one place."""

from __future__ import annotations

from typing import Final

__all__ = [
    "APPROVAL_ADDED",
    "APPROVAL_DROPPED",
    "BAN_DROPPED",
    "BASIS",
    "CONDITION_ADDED",
    "CONDITION_DROPPED",
    "CONDITION_SWEPT",
    "DEMAND_ADDED",
    "EXCEPTION_ADDED",
    "EXCEPTION_DROPPED",
    "ITEM_ADDED",
    "ITEM_LESS",
    "ITEM_MORE",
    "KIND_ADDED",
    "KIND_DROPPED",
    "NEW_DUTY",
    "OPTIONAL",
    "OPTIONAL_DROPPED",
    "ORGAN",
    "OWN_TIME",
    "PERSONS",
    "SANCTION_WAIVED",
    "SCOPE",
    "TELLING",
    "UNDONE",
    "changed",
]

APPROVAL_ADDED: Final = "本条增加了上位法没有的批准、同意程序"
APPROVAL_DROPPED: Final = "上位法规定的批准、同意程序在本条中没有"
BAN_DROPPED: Final = "上位法的禁止在本条中没有"
EXCEPTION_DROPPED: Final = "上位法的例外规定在本条中没有"
EXCEPTION_ADDED: Final = "本条增加了上位法没有的例外"
CONDITION_ADDED: Final = "本条增加了处罚的前提"
CONDITION_DROPPED: Final = "上位法规定的处罚前提在本条中没有"
CONDITION_SWEPT: Final = "本条不问上位法规定的条件"
KIND_ADDED: Final = "本条增加了上位法没有的处罚种类"
ITEM_MORE: Final = "列举比上位法多"
ITEM_LESS: Final = "列举比上位法少"
KIND_DROPPED: Final = "上位法规定的处罚种类在本条中没有"
SANCTION_WAIVED: Final = "上位法规定处罚，本条不予处罚或者以教育、谈话代替"
OPTIONAL: Final = "上位法规定处罚，本条规定可以处罚"
OPTIONAL_DROPPED: Final = "上位法规定可以处罚，本条规定处罚"
ORGAN: Final = "机关与上位法规定的不同"
OWN_TIME: Final = "（缩短的是行政机关自己办理的期限，一般不增加他人义务，请核对）"
PERSONS: Final = "本条只及于上位法所及的一部分人"
BASIS: Final = "计算基数与上位法规定的不同"
ITEM_ADDED: Final = "本条列举了上位法没有的项"
DEMAND_ADDED: Final = "本条对申请人增加了上位法没有的材料、条件或者步骤"
SCOPE: Final = "适用范围"
TELLING: Final = "公开和告知"
UNDONE: Final = "义务"
NEW_DUTY: Final = "本条规定了上位法对应条款没有的义务或者禁止"


def changed(what: str, upper: str, lower: str) -> str:
    """One value that differs.

    >>> changed("模态", "应当", "可以")
    '模态：上位法“应当”，本条“可以”'
    """
    return f"{what}：上位法“{upper}”，本条“{lower}”"
