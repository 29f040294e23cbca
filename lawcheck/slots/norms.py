"""The norms of one sentence: who must, may or must not do what, and under which condition."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from lawcheck.document import Span
from lawcheck.slots.model import Modal, Modality, Norm, Phrase
from lawcheck.slots.sentences import Part, Role
from lawcheck.slots.verbs import find_action, is_noun_phrase
from lawcheck.slots.words import load_words

__all__ = ["SentenceNorms", "find_norms"]

_CLOSED: Final = re.compile(r"(?:的|时|后|前|期间|情况下|情形下)$")
_ATTRIBUTIVE: Final = re.compile(r"(?:[对将把凡经被除由]|属于|违反|符合|按照?|依照|依法|按规定|知道或者|其他|的)$")
_INNER_EXCEPTION: Final = re.compile(
    r"(?<=[^，：])除(?![了名去害])[^，。；除]{2,60}?(?:以外|之外|(?<![以之对])外(?![国地来籍部墙商资]))(?=[，的]|$)|[^，。；]{2,40}除外"
)
_INCLUSIVE: Final = re.compile(
    r"，?[^，。；]{0,16}(?:还|也(?!不)|并)|，(?:[^，。；]{1,30}的，)[^，。；]{0,12}还(?:应|必须|须|要|需)"
)
_SANCTION: Final = re.compile(
    r"^(?:[^，]{0,30}?(?:部门|机关|机构|政府|其|对[^，]{2,12}))?(?:依法|可以|应当|并|也)*(?:予以|给予|并处|处以?(?!理|置|分)|单处|责令|没收|吊销|暂扣|罚款|警告|通报批评|追究|降低|撤销|处分|处罚)"
)
_BY: Final = re.compile(
    r"^由(?P<who>[^，]{2,60}?)(?=依法|负责|责令|处|给予|予以|根据|按照|依照|会同|组织|制定|统一|承担|决定|确定|对|提出|另行|收回|吊销|没收|代为|批准|报|$)"
)
_CUT: Final = re.compile(
    r"(?<=.)(?:在(?![校建职编线岗读])|对(?![外象])|按照?|依照|根据|依据|通过|自(?![然治愿来行建有用驾])|从(?![业事])|向|将|把|依法|定期|及时|会同|结合|于|每[年月日]|因|经(?![营济办理费销纪贸])|除|也|均|都|还|并(?!购)|但|同时|未(?!成年)|以(?![上下内外及前后])|就(?!业|读|诊)|凡|为(?!主|民)|需要|违反|有下列|拒不|擅自|不|需|取得|实施|应|接到|收到|发现|负有|参照|根据需要|必要时|(?<!主)要(?![求点素])|再|认为|决定对|视|可|分别|共同|确因|确需|逾期).*$"
)
_FRONT: Final = re.compile(r"^(?:并且|并|但|同时|且|而|凡|对于|对|由|因此|其中|由于|则|和|以及|或者|如|若|、)+")
_GENERAL: Final = frozenset(
    ("其", "本条例", "本办法", "本规定", "本法", "前款", "有关", "法律", "法规", "一般", "国家规定")
)
_NOBODY: Final = re.compile(
    r"^(?:在(?![校职编])|违反|因|经(?![营济])|按|依|根据|未经|自(?![然治贸])|第[一二三四五六七八九十\d]|[一二三四五六七八九十]+[年日个次]|每|设置|从事(?!.*(?:单位|个人|人员|者|企业)$))|(?:[内中上时前后下]|性|提供虚假.*)$"
)
_TAIL: Final = re.compile(r"(?:或者|以及|[、和及与或])+$")
_HEADED: Final = re.compile(
    r"(?:对|违反[^，]*?规定，?)?(?P<who>[^，]{0,60}?(?:单位|个人|公民|法人|组织|人员|企业(?!事业)|经营者|业主|用户|人(?![民员大才身口工体事类文行])|者(?![，])|机构|部门|机关(?!事业)|政府|委员会|法院|检察院|办事处|学校|医院|公司|协会|场所|村民|居民|学生|监护人|团体|船舶|代表|基地|旅行社))"
    r"(?![的、和或及等与以，者员所内]|(?:工作|负责|之间|应当|可以|名称|名义|资格|有权|需要的))(?=.{2})"
)
_CONDUCT: Final = re.compile(r"^(?:违反[^，]*规定|有下列[^，]*|[^，]*之一)(?:的)?$")
_CONDUCT_START: Final = re.compile(
    r"未(?!成年|来)|擅自|拒不|拒绝|不(?!动产|良|同|特定)|非法|违法|故意|伪造|隐瞒|阻碍|违反|有下列|有前款|从事|逾期|造成|利用|使用|超过|没有|使|将|在|对"
)
_UNLAWFUL: Final = re.compile("违反|未(?!成年)|不|拒|擅自|非法|虚假|骗取|伪造|隐瞒|阻碍|使用|截留")
_MERE: Final = re.compile(r"^(?:情节|逾期|造成|构成|拒不改正|有前款|有下列|违反|给|致使|后果|触犯)")


_UNAPPROVED: Final = re.compile(r"未经[^，]*?(?:批准|同意|许可|审核|审查|登记|验收|备案|允许)")


@dataclass
class SentenceNorms:
    """What was found in a sentence; offsets as in the text it was cut from."""

    norms: list[Norm] = field(default_factory=list)
    subjects: list[Phrase] = field(default_factory=list)
    modalities: list[Modality] = field(default_factory=list)
    acts: list[Phrase] = field(default_factory=list)
    objects: list[Phrase] = field(default_factory=list)
    conditions: list[Phrase] = field(default_factory=list)
    exceptions: list[Phrase] = field(default_factory=list)


@cache
def _modal_words() -> tuple[re.Pattern[str], tuple[str, ...]]:
    rows = load_words().modality
    ordered = [row for name in _PRECEDENCE for row in rows if row.name == name]
    ordered += [row for row in rows if row.name not in _PRECEDENCE]
    pattern = "|".join(f"(?P<m{n}>{row.pattern})" for n, row in enumerate(ordered))
    return re.compile(pattern), tuple(row.name for row in ordered)


_PRECEDENCE: Final = ("无需", "方可")


def modal_in(text: str, start: int, end: int) -> Modality | None:
    """The first modal word of a part that is no attribute of something else; 负责 only if there is no other."""
    pattern, names = _modal_words()
    weak: Modality | None = None
    for match in pattern.finditer(text, start, end):
        rest = text[match.end() : end]
        before = text[start : match.start()]
        if "的" in rest[1:-1] and _ATTRIBUTIVE.search(before) and before:
            continue
        name = names[int(str(match.lastgroup)[1:])]
        found = Modality(Modal(name), match[0], Span(*match.span()))
        if found.norm is not Modal.CHARGED:
            return found
        weak = weak or found
    return weak


class _Reader:
    """Walks through the parts of one sentence; ``listed`` says what a part without a modal word is: an act that the
    lead-in asks for (``act``), conduct that it punishes (``conduct``), or nothing special."""

    def __init__(self, text: str, parts: tuple[Part, ...], listed: str, sanctioned: bool) -> None:
        self.text = text
        self.parts = parts
        self.listed = listed
        self.sanctioned = sanctioned
        self.found = SentenceNorms()
        self.subject: Phrase | None = None
        self.modality: Modality | None = None
        self.start = -1
        self.acts: list[Phrase] = []
        self.objects: list[Phrase] = []
        self.open = False
        self.waiting: tuple[int, int] | None = None  # somebody named in an antecedent, if the norm names nobody

    def read(self) -> SentenceNorms:
        for part in self.parts:
            modality = self._modal(part)
            if part.role is Role.EXCEPTION:
                self.found.exceptions.append(self._phrase(part.start, part.end))
            elif part.role is Role.CONDITION and modality is None:
                self._condition(part)
            elif modality is not None:
                self._modal_part(part, modality)
            else:
                self._plain(part)
        self._close(self.parts[-1].end if self.parts else 0)
        self._inner_exceptions()
        return self.found

    def _inner_exceptions(self) -> None:
        """除…外 inside a part; 除…外，还… and 除…外，属于…的，还应当… add something and are none."""
        known = [phrase.span for phrase in self.found.exceptions]
        for match in _INNER_EXCEPTION.finditer(self.text):
            if not any(span.start < match.end() and match.start() < span.end for span in known):
                self.found.exceptions.append(self._phrase(*match.span()))
        self.found.exceptions[:] = [e for e in self.found.exceptions if not self._adds(e)]

    def _adds(self, exception: Phrase) -> bool:
        return exception.text.endswith("外") and _INCLUSIVE.match(self.text, exception.span.end) is not None

    def _phrase(self, start: int, end: int) -> Phrase:
        return Phrase(self.text[start:end], Span(start, end))

    def _modal(self, part: Part) -> Modality | None:
        if part.role is Role.EXCEPTION or (
            part.role is Role.CONDITION and _CLOSED.search(self.text[part.start : part.end])
        ):
            return None
        return modal_in(self.text, part.start, part.end)

    def _condition(self, part: Part) -> None:
        if self.open:
            self._close(part.start)
        if self.start < 0:
            self.start = part.start
        self.found.conditions.append(self._phrase(part.start, part.end))
        if self.sanctioned or self.listed == "conduct":
            self._conduct(part.start, part.end)
        elif (head := _HEADED.match(self.text, part.start, part.end)) is not None and self.waiting is None:
            self.waiting = head.span("who")
        elif self.listed == "act":
            self._act(part.start, part.end)

    def _conduct(self, start: int, end: int) -> None:
        """The offender and what he did, from a part such as 建设单位未按照规定设置标志的."""
        words = self.text[start:end]
        if _CONDUCT.match(words) and not words.startswith("违反"):
            return
        head = _HEADED.match(words)
        if head is not None:
            self._subject(start, start + head.end("who"))
            start += head.end("who")
        else:
            begins = _CONDUCT_START.search(words)
            start += begins.start() if begins and is_noun_phrase(words[: begins.start()] or "空") else 0
        if not _MERE.match(self.text[start:end]):
            self._act(start, end - (1 if words.endswith("的") else 0))

    def _modal_part(self, part: Part, modality: Modality) -> None:
        if self.open:
            self._close(part.start)
        if self.start < 0:
            self.start = part.start
        self.modality, self.open = modality, True
        self.found.modalities.append(modality)
        self._prefix(part.start, modality.span.start)
        start = modality.span.end
        rest = self.text[start : part.end]
        head = _HEADED.match(rest) if modality.norm in (Modal.ENCOURAGED, Modal.FORBIDDEN) else None
        if head is not None:
            self._subject(start, start + head.end("who"))
            start += head.end("who")
        if not _SANCTION.match(rest):
            self._act(start, part.end)

    def _prefix(self, start: int, end: int) -> None:
        """What stands before the modal word: a condition run on to it, and the subject."""
        words = self.text[start:end]
        opened = _UNAPPROVED.match(words)
        if opened and not is_noun_phrase(words[opened.end() :]):
            self.found.conditions.append(self._phrase(start, start + opened.end()))
            return
        before = len(self.found.subjects)
        self._subject(start, end)
        if len(self.found.subjects) == before and self.waiting is not None:
            self._subject(*self.waiting)
        self.waiting = None

    def _subject(self, start: int, end: int) -> None:
        words = self.text[start:end]
        front = _FRONT.match(words)
        if front and not words.startswith(("对外", "并购")):
            start += front.end()
        cut = _CUT.search(self.text[start:end])
        stop = start + cut.start() if cut else end
        name = _TAIL.sub("", self.text[start:stop])
        stop = start + len(name)
        if len(name) < 2 or name in _GENERAL or _NOBODY.search(name):
            return
        if cut and not is_noun_phrase(name):
            return
        self.subject = self._phrase(start, stop)
        self.found.subjects.append(self.subject)

    def _plain(self, part: Part) -> None:
        words = self.text[part.start : part.end]
        by = None if self.listed else _BY.match(words)
        if self.sanctioned and by is None and not self.open and not _SANCTION.match(words):
            if _UNLAWFUL.search(words):
                self.found.conditions.append(self._phrase(part.start, part.end))
            self._conduct(part.start, part.end)
            return
        if part.role is Role.ADVERBIAL and self.open and by is None:
            self._act(part.start, part.end, after_adverbial=True)
            return
        if by is None and (self.open or self.listed) and part.role is not Role.ADVERBIAL:
            if self.start < 0:
                self.start = part.start
            if not _SANCTION.match(words):
                if self.listed == "conduct":
                    self._conduct(part.start, part.end)
                else:
                    self._act(part.start, part.end)
            return
        if self.start < 0:
            self.start = part.start
        if by is not None:
            self._by(part, by)
        elif part.role is Role.BODY and not self.sanctioned:
            self._declared(part)

    def _by(self, part: Part, by: re.Match[str]) -> None:
        """由市政府制定: the organ is the subject, unless it punishes."""
        rest = self.text[part.start + by.end() : part.end]
        if not _SANCTION.match(rest) and not self.sanctioned:
            if self.open:
                self._close(part.start)
                self.start = part.start
            self._subject(part.start + by.start("who"), part.start + by.end("who"))
            self._act(part.start + by.end(), part.end)
            self.open = True

    def _declared(self, part: Part) -> None:
        """A part without modal word: a subject alone, or a subject with its verb (市政府统筹协调…)."""
        words = self.text[part.start : part.end]
        modal = _modal_words()[0].match(self.text, part.end + 1)
        if (is_noun_phrase(words) and len(words) < 30) or (modal is not None and part.end - part.start < 90):
            self._subject(part.start, part.end)
            return
        head = _DECLARED.match(words)
        if head is not None:
            self._subject(part.start, part.start + head.end("who"))
            self._act(part.start + head.end("who"), part.end)
            self.open = True

    def _act(self, start: int, end: int, *, after_adverbial: bool = False) -> None:
        words = self.text[start:end]
        action = find_action(words, after_adverbial=after_adverbial)
        if action is None or _SANCTION.match(words):
            return
        self.acts.append(self._phrase(start + action.verb[0], start + action.verb[1]))
        if action.object[1] > action.object[0]:
            self.objects.append(self._phrase(start + action.object[0], start + action.object[1]))

    def _close(self, end: int) -> None:
        """The norm ends here."""
        if self.acts or self.modality is not None or self.open:
            span = Span(max(self.start, 0), end)
            norm = Norm(span, self.subject, self.modality, tuple(self.acts), tuple(self.objects))
            self.found.norms.append(norm)
        self.found.acts += self.acts
        self.found.objects += self.objects
        self.acts, self.objects, self.modality, self.open, self.start = [], [], None, False, -1


_DECLARED: Final = re.compile(
    r"(?P<who>[^，]{0,60}?(?:政府|部门|机关|机构|委员会|办事处|人民法院|人民检察院|单位|企业|组织|人员|个人|公民|国家|本市|本省))(?=[^的，、和及或等]{2})(?=结合|健全|完善|探索|推动|推行|鼓励|开展|提供|提出|审议|听取|定期|及时|会同|负有|统筹|负责|统一|领导|协助|组织|建立|依法|按照|根据|在各自|指导|监督|主管|承担|对|协调|制定|实行|实施|推进|加强|履行|具体|配合|共同|参与|依照|行使|采取|可|应|设立|保障|支持|享有|有)"
)


def find_norms(text: str, parts: tuple[Part, ...], listed: str, sanctioned: bool) -> SentenceNorms:
    """Norms, subjects, modal words, acts, objects, conditions and exceptions of a sentence already cut into parts."""
    return _Reader(text, parts, listed, sanctioned).read()
