"""How a document was made, as its filing shows it: consultation T09, hearing T10, fair competition T11, legal review
T12, and who adopted it T14 (domain.md 3.5, 4.1)."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import Any

from lawcheck.laws import DocumentKind, parse_date
from lawcheck.procedure.form import KIND_UNKNOWN, FilingCase, FormFault, FormResult, form_check, unreadable
from lawcheck.readers import Role
from lawcheck.resources import corpus_dir, load_yaml

__all__: list[str] = []

# -- T09 -----------------------------------------------------------------------------------------------------------

_DAY = r"\d{4}年\d{1,2}月\d{1,2}日"
_SPAN = re.compile(
    rf"(?:自|从|于)?(?P<from>{_DAY})[^。；\n]{{0,12}}?(?:至|到|—|-|－)(?P<to>{_DAY}|\d{{1,2}}月\d{{1,2}}日)"
)
_CONSULTED = re.compile(
    r"(?:公开|向社会|面向社会|广泛|登报|在[^。]{0,20}网[^。]{0,10})[^。；\n]{0,30}征求[^。；\n]{0,20}意见|征求社会[^。；\n]{0,8}意见|公开征集"
)
_EXEMPT = re.compile(r"依法(?:需要|应当)?保密|决定不公(?:布|开)|不宜公开|应急|紧急")
_BUSINESS = re.compile(r"经营主体|市场主体|经营者|企业|个体工商户")


@form_check("T09")
def consultation(case: FilingCase) -> FormResult:
    """A public consultation took place, and was long enough; both ends count as days."""
    if not case.facts.kind_certain:
        return FormResult(unknown=KIND_UNKNOWN)
    business = len(_BUSINESS.findall(case.document.source.text)) >= 3
    wanted = case.profile.consultation_days(case.facts.kind, case.facts.territory, business)
    if wanted is None:
        return FormResult(unknown="没有收集到此类文件、此地区公开征求意见的要求，请人工核对")
    words = case.materials.words
    begin, end = _told_period(case)
    if begin is None or end is None:
        begin, end = _read_period(words)
    if begin is not None and end is not None:
        days = (end - begin).days + 1
        if days < wanted.days and not _EXEMPT.search(words):
            said = f"公开征求意见自{begin}至{end}，共{days}日，不足{wanted.days}日"
            return FormResult((FormFault(said, shown=f"{begin}至{end}", sources=(wanted.source,)),))
        return (
            FormResult(unknown="材料写有不公开或者缩短的理由，请核实是否成立") if days < wanted.days else FormResult()
        )
    return _without_period(case, wanted.days)


def _told_period(case: FilingCase) -> tuple[date | None, date | None]:
    ends = []
    for name in ("from", "to"):
        value = case.materials.told("consultation", name)
        try:
            ends.append(date.fromisoformat(value) if isinstance(value, str) else None)
        except ValueError:
            ends.append(None)
    return ends[0], ends[1]


def _read_period(words: str) -> tuple[date | None, date | None]:
    """The two days of a sentence that tells of a consultation.

    >>> [str(day) for day in _read_period("自2021年7月15日至7月26日在网站公开征求意见。")]
    ['2021-07-15', '2021-07-26']
    """
    for sentence in re.split("[。\n]", re.sub(r"[ \u3000]", "", words)):
        if ("征求" in sentence or "征集" in sentence) and (found := _SPAN.search(sentence)):
            begin = parse_date(found["from"])
            ending = found["to"] if "年" in found["to"] else f"{begin.year if begin else ''}年{found['to']}"
            end = parse_date(ending)
            if begin and end and begin <= end:
                return begin, end
    return None, None


def _without_period(case: FilingCase, wanted: int) -> FormResult:
    words = case.materials.words
    if _CONSULTED.search(words) or case.materials.told("consultation"):
        return FormResult(unknown=f"材料写有公开征求意见，没有写明起止日期，无法核对是否满{wanted}日" if wanted else "")
    if _EXEMPT.search(words):
        return FormResult(unknown="材料写有不公开征求意见的理由，请核实是否成立")
    if unread := unreadable(case):
        return FormResult(unknown=f"下列文件不能读取，未能查找征求意见的情况：{unread}")
    if not case.materials.of(Role.EXPLANATION) and not case.materials.of(Role.REPORT):
        return FormResult(unknown="没有说明和备案报告，无法判断是否公开征求过意见")
    return FormResult((FormFault("报备材料没有写明公开征求意见的情况", certain=0.7),))


# -- T10 -----------------------------------------------------------------------------------------------------------

_HEARD = re.compile(r"听证|论证会|论证")
_ADDED_PENALTY = re.compile(r"补充设定[^。；\n]{0,12}行政处罚|行政处罚[^。；\n]{0,12}补充设定")
_LICENCE = re.compile(r"(?:设定|新设|增设)[^。；\n]{0,12}行政许可|行政许可[^。；\n]{0,8}的?(?:设定|新设)")
_COERCION = re.compile(r"(?:设定|新设)[^。；\n]{0,12}行政强制")
_INTERESTS = re.compile(r"重大利益(?:调整|关系)|对(?:公民|社会)[^。；\n]{0,16}有重大影响")


@form_check("T10")
def hearing(case: FilingCase) -> FormResult:
    """Where the materials say that penalties, licences or measures were set, or great interests touched, they also tell
    of a hearing or of expert argument."""
    words = case.materials.words
    reasons = {
        "补充设定行政处罚": (_ADDED_PENALTY, (DocumentKind.K2, DocumentKind.K3, DocumentKind.K4)),
        "设定行政许可": (_LICENCE, (DocumentKind.K2, DocumentKind.K3, DocumentKind.K4, DocumentKind.K8)),
        "设定行政强制": (_COERCION, (DocumentKind.K2, DocumentKind.K3, DocumentKind.K4)),
        "涉及重大利益调整": (_INTERESTS, (DocumentKind.K7, DocumentKind.K8, DocumentKind.K9)),
    }
    why = [name for name, (pattern, kinds) in reasons.items() if case.facts.kind in kinds and pattern.search(words)]
    if not why:
        return FormResult(unknown="材料没有写明补充设定处罚、设定许可或者强制、重大利益调整，是否应当听证请人工判断")
    if _HEARD.search(words):
        return FormResult()
    if unread := unreadable(case):
        return FormResult(unknown=f"下列文件不能读取，未能查找听证、论证材料：{unread}")
    return FormResult((FormFault(f"材料写明{'、'.join(why)}，没有听证、论证的情况", certain=0.8),))


# -- T11 -----------------------------------------------------------------------------------------------------------

_REVIEWED = re.compile(r"公平竞争(?:审查|审核|评估)")
_FAIR = "公平竞争审查条例"


@cache
def _market_words() -> re.Pattern[str]:
    """The words by which a text concerns the dealings of undertakings (``corpus/profiles/framework-laws.yaml``)."""
    path = corpus_dir() / "profiles" / "framework-laws.yaml"
    data: dict[str, Any] = load_yaml(path.read_text(encoding="utf-8"))
    row = next(law for law in data["laws"] if law["law"] == _FAIR)
    return re.compile("|".join(map(re.escape, row["triggers"])))


@form_check("T11")
def fair_competition(case: FilingCase) -> FormResult:
    """A text on the dealings of undertakings comes with the conclusion of its review for fair competition."""
    found = _market_words().search(case.document.source.text)
    if found is None:
        return FormResult(outside="没有看到涉及经营者经济活动的用语（招标、市场准入、财政补贴等）")
    if case.materials.told("fair_competition", "done") is False:
        said = f"文件涉及“{found[0]}”，清单写明没有经过公平竞争审查"
        return FormResult((FormFault(said, "manifest.json"),))
    if case.materials.told("fair_competition", "done"):
        empty = not str(case.materials.told("fair_competition", "conclusion") or "").strip()
        return FormResult((FormFault("清单写明经过公平竞争审查，没有写明结论", "manifest.json"),) if empty else ())
    if _REVIEWED.search(case.materials.words):
        return FormResult()
    if unread := unreadable(case):
        return FormResult(unknown=f"下列文件不能读取，未能查找公平竞争审查结论：{unread}")
    return FormResult((FormFault(f"文件涉及“{found[0]}”，材料中没有公平竞争审查的结论", shown=found[0], certain=0.7),))


# -- T12 -----------------------------------------------------------------------------------------------------------

_LEGAL = re.compile(
    r"合法性审[核查]|法制机构审[核查]|法[制治](?:机构|办|局)[^。；\n]{0,12}审[核查]|司法[厅局部][^。；\n]{0,12}审[核查]|公平性、合法性"
)
_MET = re.compile(r"(?:常务会议|全体会议|部务会议|委务会议|局务会议|办公会议|党组会议|厅务会议|集体讨论|集体审议)")


@form_check("T12")
def legal_review(case: FilingCase) -> FormResult:
    """The filing tells of the legal review and of the meeting that decided."""
    first = case.document.articles[0].span.start if case.document.articles else 0
    words = case.materials.words + "\n" + case.document.source.text[:first]
    parts = {"合法性审核": _LEGAL, "集体讨论": _MET}
    missing = [name for name, pattern in parts.items() if not pattern.search(words)]
    if not missing:
        return FormResult()
    if unread := unreadable(case):
        return FormResult(unknown=f"下列文件不能读取，未能查找{'、'.join(missing)}的材料：{unread}")
    return FormResult((FormFault(f"没有见到{'、'.join(missing)}的材料", certain=0.7),))
