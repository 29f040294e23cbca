"""Words that every report uses: kinds of documents, states, severities, dates, numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import groupby

from lawcheck.checks import Severity, State
from lawcheck.document import Document
from lawcheck.laws import DocumentKind, LawVersion
from lawcheck.messages.reports import TEXTS

__all__ = [
    "KINDS",
    "chinese_date",
    "counted",
    "guard_label",
    "id_ranges",
    "kind_label",
    "severity_label",
    "state_label",
    "text",
    "uncompared_sentence",
    "version_label",
]

KINDS: Mapping[DocumentKind, tuple[str, str]] = {
    DocumentKind.K0: ("宪法", "constitution"),
    DocumentKind.K1: ("法律", "law"),
    DocumentKind.K2: ("行政法规", "administrative regulation"),
    DocumentKind.K2M: ("监察法规", "supervisory regulation"),
    DocumentKind.K3: ("省级地方性法规", "provincial regulation"),
    DocumentKind.K4: ("设区的市（自治州）地方性法规", "city regulation"),
    DocumentKind.K5: ("自治条例、单行条例", "autonomous regulation"),
    DocumentKind.K6: ("经济特区、浦东新区、海南自由贸易港法规", "special zone regulation"),
    DocumentKind.K7: ("部门规章", "departmental rule"),
    DocumentKind.K8: ("省级地方政府规章", "provincial government rule"),
    DocumentKind.K9: ("设区的市（自治州）地方政府规章", "city government rule"),
    DocumentKind.K10: ("司法解释", "judicial interpretation"),
    DocumentKind.K11: ("人大规范性文件", "normative document of a people's congress"),
    DocumentKind.K12: ("行政规范性文件", "administrative normative document"),
    DocumentKind.K13: ("监察、审判、检察机关规范性文件", "normative document of a judicial organ"),
    DocumentKind.K14: ("配套规范性文件", "implementing normative document"),
}
_ENGLISH: Mapping[str, str] = {
    Severity.CONFLICT: "conflict", Severity.SUSPECTED: "suspected conflict", Severity.TECHNICAL: "should be corrected",
    Severity.ADVICE: "advice", Severity.INFO: "note",
    State.PASS: "passed", State.PROBLEM: "problem", State.DOUBTFUL: "doubtful",
    State.NOT_APPLICABLE: "not applicable", State.NOT_CHECKED: "not checked",
    State.NOT_IMPLEMENTED: "not implemented", State.NOT_IN_LIBRARY: "law not in library",
    State.CATALOGUE_ONLY: "in catalogue without text",
}  # fmt: skip
_GUARDS = {  # domain.md 3.0
    "G1": "引语、书名号或者名称之内",
    "G2": "本身是禁止性规定",
    "G3": "转引其他法律处罚或者执行",
    "G4": "重申上位法",
    "G5": "历史表述",
    "G6": "变通规定",
    "G7": "上位法授权地方规定",
    "G8": "定义或者事实列举",
    "G9": "平等主体约定事项",
}
_RULE_ID = re.compile(r"([A-Za-z]+)(\d+)")


def text(code: str, lang: str = "zh", /, **details: object) -> str:
    """A shared sentence in ``zh`` or ``en`` with its placeholders filled.

    >>> text("horizon", horizon="2026-08-28")
    '库截至 2026-08-28'
    """
    zh, en = TEXTS[code]
    return (en if lang == "en" else zh).format(**details)


def uncompared_sentence(document: Document) -> str:
    """Which annexes were not compared: they have neither articles nor rows that lay something down.

    >>> from lawcheck.document import parse
    >>> uncompared_sentence(parse("某办法\\n第一条　甲应当登记。\\n附件1\\n申请表\\n请如实填写本表各栏并签名。"))
    '附件1《申请表》没有读出条款，也没有可以逐行比对的表，未与上位法比对，请人工核对。'
    """
    names = "、".join(f"{a.citable}《{a.heading}》" if a.heading else a.citable for a in document.uncompared)
    return text("uncompared", names=names) if names else ""


def kind_label(kind: DocumentKind, lang: str = "zh") -> str:
    """Code and name of a document kind.

    >>> kind_label(DocumentKind.K2)
    '行政法规（K2）'
    """
    zh, en = KINDS[kind]
    return f"{en} ({kind.value})" if lang == "en" else f"{zh}（{kind.value}）"


def severity_label(severity: Severity, lang: str = "zh") -> str:
    """The word for a severity.

    >>> severity_label(Severity.INFO), severity_label(Severity.INFO, "en")
    ('提示', 'note')
    """
    return _ENGLISH[severity] if lang == "en" else severity.label


def state_label(state: State, lang: str = "zh") -> str:
    """The word for the state of a rule.

    >>> state_label(State.DOUBTFUL, "en")
    'doubtful'
    """
    return _ENGLISH[state] if lang == "en" else state.value


def chinese_date(day: date | None) -> str:
    """2026年9月1日, or 未载明.

    >>> chinese_date(date(2026, 9, 1)), chinese_date(None)
    ('2026年9月1日', '未载明')
    """
    return f"{day.year}年{day.month}月{day.day}日" if day else text("unknown")


def version_label(version: LawVersion) -> str:
    """Adoption and effect of a version; an assumed date says so.

    >>> version_label(LawVersion(1, "L", "某法", date(2024, 1, 2), None, date(2024, 5, 1), None, "修订", "", "text", 3))
    '2024-01-02修订，2024-05-01施行'
    """
    adopted = f"{version.adopted}{version.cause or '通过'}" if version.adopted else ""
    effective = f"{version.effective_from}施行" if version.effective_from else "施行日期待核"
    named = re.search(r"版本日期待核，[^；]+", version.note)
    doubt = f"（{named[0] if named else '日期为推定，待核'}）" if version.quality == "assumed" else ""
    return "，".join(part for part in (adopted, effective) if part) + doubt


def guard_label(code: str) -> str:
    """A guard condition in words.

    >>> guard_label("G4"), guard_label("G99")
    ('重申上位法', 'G99')
    """
    return _GUARDS.get(code, code)


def counted(counts: Mapping[str, int], join: str = " · ") -> str:
    """Names with their numbers, zeros left out.

    >>> counted({"通过": 3, "问题": 0, "存疑": 1})
    '通过 3 · 存疑 1'
    """
    return join.join(f"{name} {number}" for name, number in counts.items() if number)


def id_ranges(ids: Iterable[str]) -> str:
    """Rule ids with neighbours joined.

    >>> id_ranges(["A01", "A02", "A03", "C05", "C07"])
    'A01–A03、C05、C07'
    """
    items = sorted(ids)
    runs = groupby(enumerate(items), key=lambda pair: _neighbourhood(*pair))
    groups = [[item for _, item in run] for _, run in runs]
    return "、".join(group[0] if len(group) == 1 else f"{group[0]}–{group[-1]}" for group in groups)


def _neighbourhood(position: int, rule: str) -> tuple[str, int]:
    """Ids of one family that follow each other share this key."""
    match = _RULE_ID.fullmatch(rule)
    return (match[1], int(match[2]) - position) if match else (rule, 0)
