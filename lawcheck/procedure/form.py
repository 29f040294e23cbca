"""The form check of a filing, F01–F16 (domain.md 2.3), and what all its parts share.

Each check takes a :class:`FilingCase` and says what is wrong, or why it could not look. It never passes on what it did
not see.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple, Protocol

from lawcheck.document import Document
from lawcheck.laws import DocumentKind, Law, Level, Repeal
from lawcheck.procedure.facts import Facts
from lawcheck.procedure.materials import Material, Materials
from lawcheck.procedure.profiles import FilingProfile, Source, load_filing_profile
from lawcheck.readers import Role

__all__ = ["FORM_CHECKS", "FilingCase", "FormFault", "FormResult", "Titles", "form_check", "seldom_filed"]


class Titles(Protocol):
    """What the form check asks of the library."""

    def laws(self, level: Level | None = None) -> tuple[Law, ...]:
        """All laws held."""

    def repealed_titles(self) -> Mapping[str, Repeal]:
        """Repealed laws by normalised title."""


class FormFault(NamedTuple):
    """One thing wrong: what (Chinese), the file and the words that show it, the named case of severity, how certain,
    and the sources where they are not those of the rule."""

    said: str
    file: str = ""
    shown: str = ""
    case: str = ""
    certain: float = 1.0
    sources: tuple[Source, ...] = ()


class FormResult(NamedTuple):
    """Faults; ``unknown``: why it could not be decided; ``outside``: why it does not apply. All empty: in order."""

    faults: tuple[FormFault, ...] = ()
    unknown: str = ""
    outside: str = ""


@dataclass(frozen=True)
class FilingCase:
    """A filing as the form check sees it. Days that the text does not tell come from the manifest."""

    document: Document
    facts: Facts
    materials: Materials
    as_of: date
    library: Titles | None = None

    @cached_property
    def profile(self) -> FilingProfile:
        """The filing profile."""
        return load_filing_profile()

    @property
    def published(self) -> date | None:
        """The day of publication, where it was stated as such."""
        stated = self.facts.published if self.facts.published_certain else None
        return stated or self.materials.day("published")

    @property
    def adopted(self) -> date | None:
        """The day of adoption."""
        return self.facts.adopted or self.materials.day("adopted")

    @property
    def approved(self) -> date | None:
        """The day of approval."""
        return self.facts.approved or self.materials.day("approved")

    @property
    def effective(self) -> date | None:
        """The day of effect."""
        return self.facts.effective or self.materials.day("effective")

    @property
    def amended(self) -> bool:
        """Whether the 题注 tells of amendments: days of several texts are then mixed."""
        return self.facts.amended is not None

    @cached_property
    def title(self) -> str:
        """The title without blanks and title marks."""
        return squeezed(self.facts.title)


def squeezed(words: str) -> str:
    """Without blanks, and with one kind of title marks and brackets.

    >>> squeezed("关于修改〈某 条例〉的决定(草案)")
    '关于修改某条例的决定（草案）'
    """
    return re.sub(r"[\s《》〈〉<>]", "", words).replace("(", "（").replace(")", "）")


FormCheck = Callable[[FilingCase], FormResult]
FORM_CHECKS: dict[str, FormCheck] = {}
"""The checks by rule id; ``procedure/form*.py`` and ``process.py`` fill it."""


def form_check(*rules: str) -> Callable[[FormCheck], FormCheck]:
    """Register a check."""

    def register(check: FormCheck) -> FormCheck:
        FORM_CHECKS.update(dict.fromkeys(rules, check))
        return check

    return register


def unreadable(case: FilingCase) -> str:
    """Names of the files whose words nobody saw; empty where all were read."""
    return "、".join(file.name for file in case.materials.unread)


KIND_UNKNOWN = "文件类别未能确定，无法判断应当怎样报备，请指定文件类别后重新检查"
"""Why what hangs on the kind is not decided."""


_NO_NATIONAL_RULE = "国务院部门及其派出机构的规范性文件，没有收集到它的报备规定，请人工核对"
"""The law of filing normative documents that was collected is that of places."""

# -- F01 to F08 ------------------------------------------------------------------------------------------------------

_NORMS = re.compile(r"应当|不得|禁止|必须|可以")
_FORBIDS = re.compile(r"禁止|严禁|不得|罚款|没收|责令|处罚|暂扣|吊销")
_FILED_BY_CONTENT = (DocumentKind.K11, DocumentKind.K12, DocumentKind.K13, DocumentKind.K14)
"""法规, 规章 and 司法解释 are filed as such (立法法 109, 118, 119), whatever they say; other documents as far as they bind the public."""
_PUBLIC = re.compile(r"公民|法人|个人|单位|企业|组织|经营者|当事人|申请人|用户|居民|村民|各")


def _binds_the_public(text: str) -> bool:
    """Whether a text gives the public rights or duties: what forbids or punishes binds whoever does it.

    >>> _binds_the_public("占道经营的，处二百元罚款。"), _binds_the_public("会议由市长主持。")
    (True, False)
    """
    return bool(_FORBIDS.search(text) or (_NORMS.search(text) and _PUBLIC.search(text)))


@form_check("F01")
def in_scope(case: FilingCase) -> FormResult:
    """The document is of a kind that is filed, and no personnel or inner matter."""
    if case.facts.kind in (DocumentKind.K0, DocumentKind.K1):
        return FormResult((FormFault("宪法、法律不属于报备的文件"),))
    if told := seldom_filed(case.document, case.facts):
        return FormResult((told,))
    if not case.facts.kind_certain:
        return FormResult(unknown=KIND_UNKNOWN)
    if case.facts.kind not in _FILED_BY_CONTENT:
        return FormResult()
    if not _binds_the_public(case.document.source.text):
        return FormResult(unknown="没有看到涉及公民、法人和其他组织权利义务的规定，是否属于备案范围请人工判断")
    return FormResult()


def seldom_filed(document: Document, facts: Facts) -> FormFault | None:
    """What the title alone says against filing: appointments, praise, inner and single matters, among them minutes of a
    meeting and a letter that answers one asker; an 批复 of the supreme courts interprets law and is filed. Articles that
    bind the public outweigh the title, but not that no organ of the state made the document."""
    profile = load_filing_profile()
    if said := profile.other(facts.title, facts.maker):
        return FormFault(f"{said}，是否属于备案范围请人工核对", shown=facts.title, certain=0.7)
    words, source = profile.outside
    found = words.search(facts.title)
    text = document.source.text
    binding = document.articles and _NORMS.search(text) and _PUBLIC.search(text)
    if not found or binding or facts.kind is DocumentKind.K10:
        return None
    said = f"标题含“{found[0]}”，疑似人事、表彰、内部管理或者具体事项，一般不属于备案范围"
    if _FORBIDS.search(text):
        said += "；但是文中有禁止、处罚的规定，实际普遍适用的，名称不影响备案和审查"
    return FormFault(said, shown=facts.title, certain=0.7, sources=(source,))


@form_check("F02")
def recipients(case: FilingCase) -> FormResult:
    """The report addresses every organ to which this kind is filed."""
    if not case.facts.kind_certain:
        return FormResult(unknown=KIND_UNKNOWN)
    if case.facts.national_paper:
        return FormResult(unknown=_NO_NATIONAL_RULE)
    wanted = case.profile.recipients(case.facts.kind)
    if not wanted:
        return FormResult(unknown="没有收集到此类文件的接收机关，请人工核对")
    report = case.materials.report
    if report is None or not report.addressees:
        return FormResult(unknown="没有读到备案报告的抬头，无法核对接收机关")
    met = [r for r in wanted if any(r.addressee.search(organ) for organ in report.addressees)]
    told = "、".join(report.addressees)
    missing = tuple(
        FormFault(f"备案报告没有写明报送{r.name}", _report_name(case), f"抬头：{told}", sources=(r.source,))
        for r in wanted
        if r not in met
    )
    if met or not missing:
        return FormResult(missing)
    return FormResult(tuple(fault._replace(case="wrong") for fault in missing))


def _report_name(case: FilingCase) -> str:
    return next((file.name for file in case.materials.of(Role.REPORT)), "")


@form_check("F03")
def in_time(case: FilingCase) -> FormResult:
    """Filed within the period after publication; the day of the report stands for the day of filing."""
    if case.facts.national_paper:
        return FormResult(unknown=_NO_NATIONAL_RULE)
    period = case.profile.filing_days(case.facts.kind, case.facts.territory)
    report = case.materials.report
    filed = report.day if report else None
    if period is None:
        return FormResult(unknown="没有收集到此类文件的报备期限")
    if case.published is None or filed is None:
        missing = "公布日期" if case.published is None else "备案报告的日期"
        return FormResult(unknown=f"没有找到{missing}，无法计算报备期限")
    days = (filed - case.published).days
    if days < 0:
        return FormResult(unknown=f"备案报告日期（{filed}）早于公布日期（{case.published}），请核对两个日期")
    if days <= period.days:
        return FormResult()
    due = case.published + timedelta(days=period.days)
    said = f"{case.published}公布，应当在{due}前报备，备案报告日期为{filed}，迟{(filed - due).days}日"
    return FormResult((FormFault(said, _report_name(case), sources=(period.source,)),))


@form_check("F04")
def complete(case: FilingCase) -> FormResult:
    """Every material that this kind of filing must hold, and those that its content calls for."""
    if not case.facts.kind_certain:
        return FormResult(unknown=KIND_UNKNOWN)
    wanted = case.profile.materials(case.facts.kind, case.facts.territory)
    if not wanted:
        return FormResult(unknown="没有收集到此类文件的报备材料要求，请人工核对")
    text = case.document.source.text
    faults = []
    for need in wanted:
        if need.when and not re.search(need.when, text + case.materials.words):
            continue
        if need.role:
            there = bool(case.materials.of(Role(need.role))) or bool(need.inside and _before_body(case, need.inside))
        else:
            there = bool(re.search(need.told, case.materials.words)) or bool(case.materials.told("variation_note"))
        if not there:
            hedge = 0.5 if not need.role and case.materials.unread else 1.0
            faults.append(FormFault(f"没有见到{need.name}", sources=(need.source,), certain=hedge))
    return FormResult(tuple(faults))


def _before_body(case: FilingCase, words: str) -> bool:
    """Words that stand before the first 条: a 公告 or 令 in the same file."""
    first = case.document.articles[0].span.start if case.document.articles else 0
    return re.search(words, case.document.source.text[:first].replace(case.facts.title, "")) is not None


_TITLE_LIKE = re.compile(r"(?:条例|规定|办法|细则|规则|决定|决议|通知|意见|规程)(?:[（(].{1,12}[）)])?$")
_MARKED = re.compile(r"《([^《》]*(?:[〈《][^〉》]*[〉》][^《》]*)*)》")


@form_check("F05")
def same_title(case: FilingCase) -> FormResult:
    """Report, announcement and file name bear the title of the text."""
    if not case.title:
        return FormResult(unknown="没有识别出正式文本的标题")
    beside = [*case.materials.of(Role.REPORT), *case.materials.of(Role.NOTICE)]
    read = [file for file in beside if file.text.strip()]
    faults = [fault for file in read if (fault := _other_title(case, file))]
    faults += [fault for file in case.materials.of(Role.TEXT) if (fault := _other_name(case, file))]
    told = case.materials.told("document", "title")
    if isinstance(told, str) and told and squeezed(told) != case.title:
        faults.append(FormFault(f"清单中的标题是“{told}”", "manifest.json", told))
    if not faults and not read:
        return FormResult(unknown="没有可以核对标题的备案报告或者公告")
    return FormResult(tuple(faults))


def _other_title(case: FilingCase, file: Material) -> FormFault | None:
    if case.title in squeezed(file.text):
        return None
    named = [title for title in _MARKED.findall(file.text) if _TITLE_LIKE.search(title)]
    shown = f"《{named[0]}》" if named else ""
    said = f"{file.role.value}中的标题是{shown}" if shown else f"{file.role.value}中没有正式文本的标题"
    return FormFault(f"{said}，正式文本是《{case.facts.title}》", file.name, shown, certain=1.0 if shown else 0.7)


def _other_name(case: FilingCase, file: Material) -> FormFault | None:
    bare = re.sub(r"^[\s\d.、_（）()-]+|[（(][^（）()]*[）)]$", "", file.stem)
    own = re.sub(r"（[^（）]*）$", "", case.title)
    if not _TITLE_LIKE.search(bare) or own in squeezed(file.stem) or squeezed(bare) in case.title:
        return None
    return FormFault(f"文件名“{file.stem}”与标题《{case.facts.title}》不一致", file.name, file.stem, certain=0.7)


_BRACKETED = re.compile(
    r"(?P<open>[〔\[［【（(])\s*(?P<year>\d{2,4})\s*[〕\]］】）)]\s*(?P<ordinal>第)?\s*(?P<n>\d+)\s*号"
)
_SERIAL = re.compile(r"第\s*[〇零一二三四五六七八九十百\d]+\s*号")


@form_check("F06")
def number(case: FilingCase) -> FormResult:
    """The 文号 is there, in the form 〔年〕号, of the year of the document."""
    told = case.facts.document_no or str(case.materials.told("document", "document_no") or "")
    if not told:
        return _no_number(case)
    found = _BRACKETED.search(told)
    if found is None:
        form = () if _SERIAL.search(told) else (FormFault(f"文号“{told}”的形式不合", shown=told),)
        return FormResult(form)
    year = next((d.year for d in (case.adopted, case.published) if d), None)
    signed = {d.year for d in (case.adopted, case.approved, case.published) if d}
    faults = [FormFault(f"文号“{told}”{problem}", shown=told) for problem in _number_faults(found)]
    if year and len(found["year"]) == 4 and int(found["year"]) not in signed and not case.amended:
        faults.append(FormFault(f"文号“{told}”的年份与成文日期（{year}年）不一致", shown=told, certain=0.8))
    return FormResult(tuple(faults))


def _no_number(case: FilingCase) -> FormResult:
    notices = "\n".join(file.text for file in case.materials.of(Role.NOTICE))
    if _SERIAL.search(notices) or _BRACKETED.search(notices):
        return FormResult()
    if not case.facts.kind_certain:
        return FormResult(unknown=KIND_UNKNOWN)
    if case.facts.kind is DocumentKind.K12:
        return FormResult((FormFault("正式文本没有文号"),))
    if notices.strip():
        return FormResult((FormFault("公告没有编号", certain=0.7),))
    return FormResult(unknown="正式文本没有文号，也没有公告、公布令可以核对编号")


def _number_faults(found: re.Match[str]) -> list[str]:
    problems = []
    if found["open"] != "〔":
        problems.append("的年份应当用六角括号〔〕")
    if len(found["year"]) != 4:
        problems.append("的年份应当写全四位")
    if found["ordinal"]:
        problems.append("不加“第”字")
    if found["n"].startswith("0"):
        problems.append("的顺序号不编虚位")
    return problems


_ADOPTED_KINDS = frozenset(
    (DocumentKind.K3, DocumentKind.K4, DocumentKind.K5, DocumentKind.K6, DocumentKind.K7, DocumentKind.K8, DocumentKind.K9)
)  # fmt: skip


@form_check("F07")
def days(case: FilingCase) -> FormResult:
    """The days that this kind must have are told, and 通过 ≤ 批准 ≤ 公布 ≤ 施行."""
    told = {"通过": case.adopted, "批准": case.approved, "公布": case.published, "施行": case.effective}
    wanted = ["公布", "施行"]
    if case.facts.kind in _ADOPTED_KINDS:
        wanted.insert(0, "通过")
    if case.facts.kind is DocumentKind.K4:
        wanted.insert(1, "批准")
    faults = [FormFault(f"没有找到{name}日期", certain=0.7) for name in wanted if told[name] is None]
    known = [(name, day) for name, day in told.items() if day is not None]
    for (name, day), (then, later) in pairwise(known):
        if later < day and not (case.amended and then in ("公布", "施行")):
            faults.append(FormFault(f"{then}日期（{later}）早于{name}日期（{day}）", case="order"))
    return FormResult(tuple(faults))
