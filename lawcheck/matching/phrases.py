"""The Chinese phrases in which this room gives its reasons, in one place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

__all__ = [
    "BASIS_ARTICLE",
    "BASIS_TITLE",
    "CATALOGUE_PARTIAL",
    "CITED_CLAUSE",
    "CITED_LAW",
    "COMMENCEMENT",
    "DECISIONS_PARTIAL",
    "FRAMEWORK",
    "INSTRUCTION",
    "INSTRUCTION_LEAD",
    "LEVEL_EMPTY",
    "LEVEL_THIN",
    "NO_PAIRS",
    "PINNED",
    "REFERENCE",
    "SUBJECT",
    "SUBJECT_LATER",
    "SUCCESSOR",
    "TERRITORY_UNKNOWN",
    "TOO_SHORT",
    "UNPLACED",
    "VARIATION",
    "by_way",
    "cited",
    "day",
    "founding",
    "held_later",
    "held_partly",
    "missing_laws",
    "missing_levels",
    "nearest",
    "nothing_similar",
    "other_version",
    "shared",
    "subject",
    "succeeding",
    "triggered",
]

PINNED: Final = "人工指定"
BASIS_TITLE: Final = "标题表明为实施该法"
BASIS_ARTICLE: Final = "第一条（前言）明示为制定依据"
SUCCESSOR: Final = "取代已废止的制定依据"
CITED_LAW: Final = "条文中引用"
SUBJECT: Final = "内容相近"
SUBJECT_LATER: Final = "内容相近：其条文在若干款的相近条文之列"
FRAMEWORK: Final = "框架性法律"
CITED_CLAUSE: Final = "本款明示引用该条"
VARIATION: Final = "变通关系：以其基本原则和专门规定为准"
REFERENCE: Final = "外地立法例，仅供参考"
TOO_SHORT: Final = "文字过短，无法比对"
COMMENCEMENT: Final = "施行、废止日期条款，不作比对"
INSTRUCTION: Final = "修改指令只写明删去、替换词语或者调整条号，没有条文全文，未作比对，请结合修改后的全文审查"
INSTRUCTION_LEAD: Final = "修改指令，引号中的新条文逐款另行比对"
NO_PAIRS: Final = "没有可供检索的文字"
CATALOGUE_PARTIAL: Final = "目录不全，件数未知"
DECISIONS_PARTIAL: Final = "所收有关法律问题的决定不全"
TERRITORY_UNKNOWN: Final = "本文件的行政区域未能识别，不能确定适用哪一省的文本"
LEVEL_EMPTY: Final = "库中没有该层级的文本，该层级未检查"
LEVEL_THIN: Final = "库中只有该层级的小部分文本，未匹配的款记为未检查"
UNPLACED: Final = "文中所列依据（层级待核）"


def by_way(title: str) -> str:
    """Another text cites the article in like words.

    >>> by_way("某某解释")
    '《某某解释》引用该条时表述相近'
    """
    return f"《{title}》引用该条时表述相近"


def held_later(count: int) -> str:
    """How many laws of a level were there on the review day while the library holds only a later text.

    >>> held_later(3)
    '审查基准日已有的3件，库中只有其他日期的文本，未参加比对'
    """
    return f"审查基准日已有的{count}件，库中只有其他日期的文本，未参加比对"


def succeeding(title: str) -> str:
    """Which basis of the document, repealed since, the law stands in for.

    >>> succeeding("水污染防治法")
    '取代已废止的制定依据《水污染防治法》'
    """
    return f"{SUCCESSOR}《{title}》"


def cited(count: int, clauses: Sequence[str]) -> str:
    """How often and where the document cites the law.

    >>> cited(3, ["第五条", "第九条", "第十条", "第十一条"])
    '条文中引用3处（第五条、第九条、第十条等）'
    """
    return f"{CITED_LAW}{count}处{_some(clauses)}"


def subject(clauses: int, total: int) -> str:
    """How many clauses have their nearest text in the law.

    >>> subject(12, 60)
    '内容相近：60款中有12款与其条文最为接近'
    """
    return f"{SUBJECT}：{total}款中有{clauses}款与其条文最为接近"


def founding(titles: Sequence[str]) -> str:
    """Which texts, near in content, are founded on the law.

    >>> founding(["建设工程质量管理条例", "建设工程勘察设计管理条例"])
    '内容相近：《建设工程质量管理条例》《建设工程勘察设计管理条例》与本文件相近，均以其为制定依据'
    """
    names = "".join(f"《{title}》" for title in titles[:3]) + ("等" if len(titles) > 3 else "")
    return f"{SUBJECT}：{names}与本文件相近，{'均' if len(titles) > 1 else ''}以其为制定依据"


def triggered(words: Sequence[str], clauses: Sequence[str], why: str) -> str:
    """Which trigger words attached a framework law, and where.

    >>> triggered(["罚款"], ["第三十条"], "设定行政处罚")
    '框架性法律：出现“罚款”（第三十条），设定行政处罚'
    >>> triggered([], [], "立法权限的依据")
    '框架性法律：立法权限的依据'
    >>> triggered(["罚款"], [""], "设定行政处罚")
    '框架性法律：出现“罚款”，设定行政处罚'
    """
    if not words:
        return f"{FRAMEWORK}：{why}"
    return f"{FRAMEWORK}：出现" + "、".join(f"“{w}”" for w in words[:3]) + f"{_some(clauses)}，{why}"


def other_version(what: str, on: date, version: str) -> str:
    """A different version applied on another day that matters.

    >>> other_version("公布", date(2020, 5, 1), "2017-09-01")
    '公布日（2020年5月1日）适用的是2017-09-01版'
    """
    return f"{what}日（{day(on)}）适用的是{version}版"


def shared(words: Sequence[str]) -> str:
    """The rare words that both clauses share.

    >>> shared(["机动车", "停放"])
    '共有词语：机动车、停放'
    """
    return "共有词语：" + "、".join(words)


def nearest(law: str, label: str, similarity: float) -> str:
    """The best candidate that stayed below the threshold.

    >>> nearest("消防法", "第五条", 0.414)
    '最接近的是《消防法》第五条（文字相似度0.41），未达到匹配标准'
    """
    return f"最接近的是《{law}》{label}（文字相似度{similarity:.2f}），未达到匹配标准"


def nothing_similar() -> str:
    """No candidate at all."""
    return "适用的上位法中没有检索到相近条文"


def missing_levels(levels: Sequence[str]) -> str:
    """Levels above of which too little is held to say that nothing was found.

    >>> missing_levels(["行政法规", "本省地方性法规"])
    '库中没有或者大部分没有行政法规、本省地方性法规的文本，未能检索'
    """
    return f"库中没有或者大部分没有{'、'.join(levels)}的文本，未能检索"


def held_partly(levels: Sequence[tuple[str, int]]) -> str:
    """Levels above of which some texts were searched and nobody knows how many there are.

    >>> held_partly([("本省地方性法规", 1)])
    '只检索了库中的本省地方性法规1件，该层级是否收全不详'
    """
    return f"只检索了库中的{'、'.join(f'{level}{held}件' for level, held in levels)}，该层级是否收全不详"


def missing_laws(titles: Sequence[str]) -> str:
    """Laws that the document builds on and the library has no text of.

    >>> missing_laws(["国务院关于星际航行的决定"])
    '文中所列的《国务院关于星际航行的决定》库中没有正文，未能检索'
    """
    names = "、".join(f"《{title}》" for title in titles[:3]) + ("等" if len(titles) > 3 else "")
    return f"文中所列的{names}库中没有正文，未能检索"


def day(value: date) -> str:
    """A date as people write it.

    >>> day(date(2026, 11, 2))
    '2026年11月2日'
    """
    return f"{value.year}年{value.month}月{value.day}日"


def _some(clauses: Sequence[str]) -> str:
    """The clauses in brackets, at most three; nothing where they bear no names (a table, decimal numbers)."""
    distinct = list(dict.fromkeys(filter(None, clauses)))
    return f"（{'、'.join(distinct[:3])}{'等' if len(distinct) > 3 else ''}）" if distinct else ""
