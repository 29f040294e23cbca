"""The form check of a filing, F08–F16: what stands in its materials."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lawcheck.document import Document, parse
from lawcheck.laws import DocumentKind, normalise_title
from lawcheck.procedure.form import (
    FilingCase,
    FormFault,
    FormResult,
    form_check,
    squeezed,
    unreadable,
)
from lawcheck.procedure.materials import Material
from lawcheck.readers import Role
from lawcheck.references import ReferenceKind, find_references

__all__: list[str] = []

# -- F08 -----------------------------------------------------------------------------------------------------------

_SAME_TEXT = 3
"""Articles that a second file must share with the text to be taken for another copy of it."""


@form_check("F08")
def same_text(case: FilingCase) -> FormResult:
    """Another copy of the text (PDF, scan) says the same, article by article."""
    own = _articles(case.document)
    copies = [file for file in case.materials.beside if file.role in (Role.OTHER, Role.ANNEX) and _is_copy(case, file)]
    if not own or not copies:
        return FormResult(unknown="报备材料中没有正式文本的另一份（PDF、扫描件），纸质文本须人工核对")
    faults = [fault for file in copies for fault in _differences(own, file)]
    return FormResult(tuple(faults))


def _articles(document: Document) -> dict[str, str]:
    return {"".join(a.label.split()): "".join(a.full_text.split()) for a in document.articles}


def _is_copy(case: FilingCase, file: Material) -> bool:
    if not case.title or case.title not in squeezed(file.text[:3000]):
        return False
    told = _articles(parse(file.text))
    return len(told.keys() & _articles(case.document).keys()) >= _SAME_TEXT and "对照" not in file.name


def _differences(own: Mapping[str, str], file: Material) -> Iterator[FormFault]:
    other = _articles(parse(file.text))
    sure = 0.5 if file.format in ("pdf", "image") else 0.9  # page numbers and OCR leave traces in the text
    for label in dict.fromkeys((*own, *other)):
        if label not in other or label not in own:
            where = file.name if label not in other else "正式文本"
            yield FormFault(f"{where}没有{label}", file.name, label, certain=sure)
        elif own[label] != other[label]:
            here, there = _first_difference(own[label], other[label])
            said = f"{label}的文字不同：正式文本“{here}”，{file.name}“{there}”"
            yield FormFault(said, file.name, there, certain=sure)


def _first_difference(one: str, two: str) -> tuple[str, str]:
    """A few characters around the first place where two texts part.

    >>> _first_difference("处一千元罚款", "处二千元罚款")
    ('处一千元罚款', '处二千元罚款')
    """
    at = next((i for i, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))
    low = max(at - 5, 0)
    return one[low : at + 10], two[low : at + 10]


# -- F09, F10, F11 ---------------------------------------------------------------------------------------------------

CONFIDENT = 0.8
"""Confidence of the parser from which on the structure counts as read (domain.md 7.3)."""


@form_check("F09")
def structure(case: FilingCase) -> FormResult:
    """The text has articles and the parser read all of it."""
    document = case.document
    if not document.articles:
        if case.facts.kind in (DocumentKind.K11, DocumentKind.K12, DocumentKind.K13, DocumentKind.K14):
            return FormResult(unknown="文件没有分条，结构请人工核对")
        return FormResult((FormFault("没有识别出条文（第X条）"),))
    told = tuple(dict.fromkeys(p.message.partition("] ")[2] or p.message for p in document.problems))
    shown = "；".join(told[:3])
    if document.confidence < CONFIDENT:
        return FormResult((FormFault(f"结构解析把握不足（{document.confidence:.0%}）：{shown}", certain=0.7),))
    if told:
        return FormResult((FormFault(f"结构有{len(document.problems)}处问题：{shown}", certain=0.7),))
    return FormResult()


@form_check("F10")
def report_parts(case: FilingCase) -> FormResult:
    """The report has addressee, number, signature and day; a seal is seen only on the original."""
    files = case.materials.of(Role.REPORT)
    report = case.materials.report
    if not files:
        return FormResult((FormFault("没有备案报告"),))
    if report is None:
        return FormResult(unknown=f"备案报告没有可以读取的文字：{files[0].problem or files[0].name}")
    parts = {"抬头": report.addressees, "文号": report.number, "落款机关": report.signed_by, "日期": report.day}
    missing = [name for name, value in parts.items() if not value]
    if missing:
        return FormResult((FormFault(f"备案报告没有{'、'.join(missing)}", files[0].name, certain=0.8),))
    if case.materials.told("signature"):
        return FormResult()
    return FormResult(unknown="抬头、文号、落款和日期齐全；签章须对照原件核对")


@form_check("F11")
def explanation(case: FilingCase) -> FormResult:
    """The explanation has every head that the profile names."""
    files = [file for file in case.materials.of(Role.EXPLANATION) if file.text.strip()]
    if not case.materials.of(Role.EXPLANATION):
        return FormResult((FormFault("没有说明"),))
    if not files:
        return FormResult(unknown="说明没有可以读取的文字")
    words = "\n".join(file.text for file in files)
    missing = [name for name, pattern in case.profile.explanation if not pattern.search(words)]
    if not missing:
        return FormResult()
    return FormResult((FormFault(f"说明没有写明{'、'.join(missing)}", files[0].name, certain=0.7),))


# -- F12 to F15 ------------------------------------------------------------------------------------------------------


@form_check("F12")
def basis_list(case: FilingCase) -> FormResult:
    """Every law of the list of bases is known and in force."""
    titles = tuple(_bases(case))
    if not titles:
        return FormResult(unknown="没有制定依据清单，第一条也没有写明依据")
    if case.library is None:
        return FormResult(unknown="没有法规库，无法核对制定依据")
    held = {law.key for law in case.library.laws()}
    repealed = case.library.repealed_titles()
    faults, unknown = [], []
    for title in titles:
        key = normalise_title(title)
        end = repealed.get(key)
        if end is not None and end.on is not None and end.on <= case.as_of:
            said = f"制定依据《{title}》已于{end.on}被《{end.by_title}》废止"
            faults.append(FormFault(said, shown=end.quote))
        elif key not in held:
            unknown.append(f"《{title}》")
    return FormResult(tuple(faults), f"法规库中没有{'、'.join(unknown)}，未能核对" if unknown and not faults else "")


def _bases(case: FilingCase) -> Iterator[str]:
    """Titles named by the manifest, by the files of 制定依据, and by the first 条, each once."""
    first = case.document.articles[0].full_text if case.document.articles else case.document.preamble
    kinds = (ReferenceKind.TITLE, ReferenceKind.EXTERNAL)
    named = [r.address.law for r in find_references(first) if r.kind in kinds and r.address.law]
    rows = case.materials.told("basis")
    listed = [row.get("title") for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    files = [re.sub(r"^[\s\d.、_-]+|[（(].*$|_\d+$", "", f.stem) for f in case.materials.of(Role.BASIS)]
    laws = [name for name in files if re.search(r"(?:法|条例|规定|办法)$", name)]
    keys: set[str] = set()
    for title in (*(t for t in listed if isinstance(t, str)), *named, *laws):
        if title and (key := normalise_title(title)) not in keys:
            keys.add(key)
            yield title


_SECRET = re.compile(r"(?:绝\s*密|机\s*密|秘\s*密)\s*[★☆]|^[\s\u3000]*(?:绝\s*密|机\s*密|秘\s*密)[\s\u3000]*(?:\d+\s*[年月])?[\s\u3000]*$", re.M)  # fmt: skip


@form_check("F13")
def no_secrets(case: FilingCase) -> FormResult:
    """No file bears a mark of secrecy; a file that nobody could read is never said to bear none."""
    faults = [
        FormFault(f"“{file.name}”含有密级标志“{''.join(found[0].split())}”", file.name, found[0].strip())
        for file in case.materials.files
        if (found := _SECRET.search(file.text))
    ]
    unread = unreadable(case)
    return FormResult(tuple(faults), f"下列文件不能读取，未能检查：{unread}" if unread else "")


@form_check("F14")
def known_already(case: FilingCase) -> FormResult:
    """A law of the same title is held: the same filing again, or an earlier text."""
    if case.library is None or not case.title:
        return FormResult(unknown="没有法规库或者没有识别出标题，无法查找已有文件")
    key = normalise_title(case.facts.title)
    held = next((law for law in case.library.laws() if law.key == key), None)
    if held is None:
        return FormResult(unknown="法规库中没有同名文件；是否已经报备过，请查备案登记")
    return FormResult((FormFault(f"库中已有同名文件《{held.title}》，疑似重复报备或者前一版本", shown=held.title),))


_PUBLISHED_IN = re.compile(
    r"公报|政府网站|门户网站|官方网站|官网|https?://|www\.|\.gov\.cn|报纸|日报|人大网|法治报|刊登|刊载"
)


@form_check("F15")
def published_where(case: FilingCase) -> FormResult:
    """Some material says in which gazette or on which site the text was published."""
    text = case.document.source.text
    first = case.document.articles[0].span.start if case.document.articles else len(text)
    if _PUBLISHED_IN.search(case.materials.words) or _PUBLISHED_IN.search(text[:first]):
        return FormResult()
    if unread := unreadable(case):
        return FormResult(unknown=f"下列文件不能读取，未能查找公布载体：{unread}")
    return FormResult((FormFault("报备材料没有写明公布的公报、网站或者报纸", certain=0.7),))


# -- F16 -----------------------------------------------------------------------------------------------------------


@form_check("F16")
def formats(case: FilingCase) -> FormResult:
    """Every file is of a format that can be taken in, readable, not too large, and holds no program."""
    faults = []
    for file in case.materials.files:
        if file.role is not Role.STRUCTURED:
            faults += [FormFault(f"“{file.name}”{problem}", file.name) for problem in _file_faults(case, file)]
    return FormResult(tuple(faults))


def _file_faults(case: FilingCase, file: Material) -> Iterator[str]:
    if file.size == 0 and not file.text:
        yield "是空文件"
    elif file.format and file.format not in case.profile.formats:
        yield f"的格式（{file.format}）不能接收"
    elif file.problem:
        yield f"不能读取：{file.problem}"
    if file.macro:
        yield "含有宏"
    if file.size > case.profile.max_bytes:
        yield f"超过{case.profile.max_bytes // 1_000_000} MB"
