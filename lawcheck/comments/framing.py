"""What surrounds the opinions of a letter: whom it addresses, why it is written, who signs, when, what the mail added.

None of it is an opinion on the draft, so that it makes no point; the text itself is left as it came. The words it goes by
stand in ``corpus/comments/framing.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple

from lawcheck.comments.lexicon import read_words
from lawcheck.comments.masking import find_personal
from lawcheck.comments.naming import SIMPLE, find_names
from lawcheck.document import Span

__all__ = ["SENTENCE", "find_sender", "find_signers", "without_framing"]

# A sentence with its end mark; marks between quotation marks end nothing.
SENTENCE: Final = re.compile(
    r"(?:“[^”\n]{0,600}”|「[^」\n]{0,600}」|\"[^\"\n]{0,300}\"|[^。！？!?；;\n])+[。！？!?；;…~～]*|[。！？!?；;]+"
)
_MARKS: Final = " \t\u3000，,。.！!：:、；;~～…"
_LONGEST: Final = 120  # characters of a line of a signature
_DIGIT: Final = "〇○零Oo０0一二三四五六七八九十1-9"
_DATE: Final = re.compile(
    rf"[12一二][{_DIGIT}]{{3}}[年./-]\s?[{_DIGIT}]{{1,3}}(?:[月./-]\s?(?:[{_DIGIT}]{{1,3}}[日号]?)?)?"
)
_SEAL: Final = re.compile(r"[（(][^）)\n]{0,4}(?:盖章|公章|签章|章|签名|签字|手印|按印)[）)]")
_ASIDE: Final = re.compile(r"《[^》\n]*》|[（(][^）)\n]*[）)]|(?:尊敬|敬爱|亲爱)的|(?:通知|文件|来?函)的?要求")
_NOUN: Final = re.compile("(?:意见|建议|看法|想法|[和与及、])+(?:如下)?$")
_OF_DRAFT: Final = re.compile("建议|草案|征求意见|第[零〇一二三四五六七八九十百\\d]+[条款项]")
_BODY: Final = re.compile("(?:有限公司|集团|事务所|协会|学会|商会|联合会|委员会)$")
_UNIT: Final = re.compile(
    r"(?:^|[\n\t ])(?:(?:反馈|填报|来函|意见|提出)?单位|单位名称)(?:[（(][^）)\n]{1,8}[）)])?[：:][ \u3000]*([\u4e00-\u9fff]{4,30})"
)
_OFFICE_TITLE: Final = re.compile(
    r"((?:[省市县区]|[\u4e00-\u9fff]{2,8}[省市县区])[\u4e00-\u9fff]{1,20}?(?:局|委|办|厅|处|院|会|公司|中心|大队|支队|政府))的?"
    r"(?:修改|反馈|征求|书面)?意见(?:和?建议)?(?:反馈|汇总|征集)?表"
)  # 市某某支队修改意见表
_NUMBERED: Final = re.compile(r"[\u4e00-\u9fff]{1,12}[〔\[（(]\d{4}[〕\]）)]第?\d{1,5}号")  # of an official letter
_TITLED: Final = re.compile(
    r"(?:[\[【][\u4e00-\u9fff]{2,4}[\]】] ?)?(?:关于|对)[^，。；：:\n]{2,48}的?(?:意见|建议|看法|想法|问题|请求)|(?:标题|主题|题目)[：: ][^。；\n]{2,40}"
)  # [建议] 关于某某的意见
_BRACKETS: Final = re.compile(r"[（(]([^（()）]*)[）)]")
_SPLIT: Final = re.compile(r"[\s，,、；;：:。（）()/]+")
_CUT: Final = re.compile(r"(?:[为到至是在自由归和与及或：:、，,“]|如下)\s*$")
_WRITTEN_AT: Final = re.compile("于[\u4e00-\u9fff]{2,8}")
_LATIN_NAME: Final = re.compile(r"(?:[A-Z][A-Za-z'’.-]*,? ?){1,4}")
_AGE: Final = r"(?:今年|现年)?[\d一二三四五六七八九十]{1,3}周?岁了?"


class _Rules(NamedTuple):
    addressee: re.Pattern[str]
    title: re.Pattern[str]
    opening: re.Pattern[str]
    closing: re.Pattern[str]
    footer: re.Pattern[str]
    notes: re.Pattern[str]
    wish: re.Pattern[str]
    self: re.Pattern[str]
    label: re.Pattern[str]
    labelled: re.Pattern[str]
    office: re.Pattern[str]
    role: re.Pattern[str]
    alone: re.Pattern[str]


@cache
def _rules() -> _Rules:
    data = read_words("framing")
    offices, titles, roles = data["offices"], data["titles"], data["roles"]
    return _Rules(
        addressee=re.compile(
            rf"[ \t\u3000]*(?:致|呈|敬呈|尊敬的|敬爱的|各位)?[^，。；！？：:\n“”《》\d]{{0,24}}(?:{offices}|{titles})们?"
            r"(?:[（(][^）)\n]{1,24}[）)])?(?:[，,]?(?:您们?|你们?)?好)?[：:]"
        ),
        title=_any(data["title"]),
        opening=_any(data["opening"]),
        closing=_any(data["closing"]),
        footer=_any(data["footers"]),
        notes=_any(data["notes"]),
        wish=re.compile(data["wish"]),
        self=re.compile(data["self"]),
        label=re.compile(data["labels"]),
        labelled=re.compile(rf"(?:{data['labelled']})(?:[（(][^）)\n]{{1,8}}[）)])?[：:]"),
        office=re.compile(rf"[\u4e00-\u9fff]{{2,24}}(?:{offices})"),
        role=re.compile(rf"[\u4e00-\u9fff]{{0,10}}(?:{roles})"),
        alone=re.compile(
            rf"(?:[\u4e00-\u9fff]{{0,8}}的)?(?:一[名位个]|热心|普通){{1,2}}(?:老|退休|普通|基层)?(?:{roles})"
        ),
    )


def _any(patterns: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


def without_framing(text: str) -> str:
    """``text`` with line breaks in place of all that surrounds the opinions; as long as before, so that offsets stay.

    >>> without_framing("某某局：\\n罚款太轻。\\n某市某协会（盖章）\\n2026年9月1日").split()
    ['罚款太轻。']
    """
    kept = list(text)
    for start, end in _framing(text.translate(SIMPLE)):
        kept[start:end] = "\n" * (end - start)
    return "".join(kept)


def find_sender(text: str) -> str:
    """The office or the person that a letter names as its sender: at its end, else an office at its head; or nothing.

    >>> find_sender("某某局：\\n罚款太轻。\\n某市某协会\\n2026年9月1日"), find_sender("罚款太轻。\\n何小满")
    ('某市某协会', '何小满')
    """
    lines = [Span(*match.span()) for match in re.finditer(r"[^\n]+", text) if match[0].strip()]
    last = [_bare(text, line) for line in _tail(text, lines)]
    first = [_bare(text, line) for line in lines[:1] if not text[slice(*line)].rstrip().endswith(("：", ":"))]
    told = [match[1] for match in _UNIT.finditer(text)]
    offices = [stripped for words in (*last, *first, *told) if _is_office(stripped := _SEAL.sub("", words).strip())]
    offices += [match[1] for words in first if (match := _OFFICE_TITLE.fullmatch(words))]
    people = [words[slice(*span)] for words in last for span in find_names(words)]
    return "".join(next(iter(offices or people), "").split())


def find_signers(text: str) -> tuple[str, ...]:
    """Everybody whose name stands at the end of a letter, in the order in which they sign.

    >>> find_signers("罚款太轻。\\n签名：\\n何小满\\n林一苇")
    ('何小满', '林一苇')
    """
    lines = [Span(*match.span()) for match in re.finditer(r"[^\n]+", text) if match[0].strip()]
    start = min((line.start for line in _tail(text, lines)), default=len(text))
    names = ("".join(text[slice(*span)].split()) for span in find_names(text) if span.start >= start)
    return tuple(dict.fromkeys(names))


def _framing(text: str) -> Iterator[Span]:
    """Spans that surround the opinions: the beginning, the end, and lines that are such wherever they stand."""
    lines = [Span(*match.span()) for match in re.finditer(r"[^\n]+", text) if match[0].strip()]
    yield from (line for line in lines if _is_added(text, line))
    yield from (Span(*match.span()) for match in _rules().notes.finditer(text))
    yield from _head(text, lines)
    yield from _tail(text, lines)


def _bare(text: str, span: Span) -> str:
    return text[slice(*span)].strip(_MARKS)


def _sentences(text: str, line: Span) -> list[Span]:
    return [Span(*match.span()) for match in SENTENCE.finditer(text, *line) if match[0].strip()]


def _is_added(text: str, line: Span) -> bool:
    """What a mail program added, or a line with a label and somebody's number or name."""
    words = _bare(text, line)
    if _is_footer(words):
        return True
    if _UNIT.match(words):
        return _signs(words)
    return bool(_rules().labelled.match(words)) and _signs(words) and bool(find_personal(words))


def _is_footer(words: str) -> bool:
    return bool(_rules().footer.fullmatch(words)) and not _OF_DRAFT.search(words)


# -- the beginning -----------------------------------------------------------------------------------------------------


def _head(text: str, lines: Sequence[Span]) -> Iterator[Span]:
    """Sentences up to the first that says anything of the draft; an addressee also before the sentence."""
    for line in lines:
        start = line.start
        found = _rules().addressee.match(text, *line)
        if found and not _wishes(found[0]):
            start = found.end()
            yield Span(line.start, start)
        for sentence in _sentences(text, Span(start, line.end)):
            words = _bare(text, sentence)
            if not _opens(words) and not (line != lines[-1] and _is_letterhead(words)):
                return
            yield sentence


def _opens(words: str) -> bool:
    rules = _rules()
    return bool(
        not words
        or rules.closing.fullmatch(words)
        or rules.title.fullmatch(words)
        or (rules.opening.fullmatch(words) and not _wishes(_NOUN.sub("", words)))
        or _presents(words)
    )


def _is_letterhead(words: str) -> bool:
    """The office that writes, the number of its letter, a date, what the letter is about."""
    return _is_office(words) or any(known.fullmatch(words) for known in (_NUMBERED, _DATE, _TITLED))


def _presents(words: str) -> bool:
    """A sentence in which people say who they are and how to reach them, and nothing else."""
    return bool(_rules().self.match(words)) and bool(find_personal(words)) and not _rest(words)


def _wishes(words: str) -> bool:
    """Whether words say what somebody wants; a title and what stands in brackets are left out."""
    return bool(_rules().wish.search(_ASIDE.sub("", words)))


# -- the end -----------------------------------------------------------------------------------------------------------


def _tail(text: str, lines: Sequence[Span]) -> Iterator[Span]:
    """Lines after the last that says anything of the draft; in that one what follows 谢谢 or 此致."""
    for number in range(len(lines) - 1, -1, -1):
        words = _bare(text, lines[number])
        if number and _ends(text, words, lines[number - 1]) and not _goes_on(text, lines[number - 1]):
            yield lines[number]
            continue
        yield from _after_closing(text, lines[number])
        return


def _ends(text: str, words: str, before: Span) -> bool:
    """Whether a line belongs to the end of a letter; a name in Latin letters below a line that closes it."""
    named = _LATIN_NAME.fullmatch(words) and _rules().closing.fullmatch(_bare(text, before))
    return bool(named) or _is_footer(words) or _closes(words)


def _closes(words: str) -> bool:
    return bool(_rules().closing.fullmatch(words)) or _signs(words)


def _goes_on(text: str, before: Span) -> bool:
    """The line above is cut inside its sentence: what follows is no signature (施行日期改为 / 2027年1月1日)."""
    words = text[slice(*before)]
    return bool(_CUT.search(words)) and not _closes(_bare(text, before)) and not _opens(_bare(text, before))


def _after_closing(text: str, line: Span) -> Iterator[Span]:
    """谢谢！何某某 138… at the end of a line with an opinion; also its own label: 联系人：何某某."""
    last: list[Span] = []
    for sentence in reversed(_sentences(text, line)):
        words = _bare(text, sentence)
        if words and not _closes(words):
            break
        last.append(sentence)
    while last and not _starts_closing(_bare(text, last[-1])):
        last.pop()
    yield from last


def _starts_closing(words: str) -> bool:
    return bool(_rules().closing.fullmatch(words) or _rules().labelled.match(words))


def _signs(words: str) -> bool:
    """Names, offices, dates, numbers and their labels, and nothing besides; perhaps in brackets."""
    if (inside := _BRACKETS.fullmatch(words)) and not _SEAL.fullmatch(words):
        words = inside[1]
    if not 1 < len(words) <= _LONGEST or _wishes(words):
        return False
    rules = _rules()
    if rules.labelled.match(words) or rules.labelled.fullmatch(f"{words}：") or rules.alone.fullmatch(words):
        return True
    signed = _SEAL.search(words) or _DATE.search(words) or _is_office(words) or find_personal(words)
    return bool(signed) and not _rest(words)


def _is_office(words: str) -> bool:
    """The full name of an office or a body: with the place it belongs to, or as a body that needs none."""
    parts = words.split()
    return all(_rules().office.fullmatch(part) for part in parts) and any(
        re.search("[省市县区镇乡村州旗]|街道", part[1:]) or _BODY.search(part) for part in parts
    )


def _rest(words: str) -> str:
    """What is left without personal data, dates, labels, seals, offices and occupations."""
    known = [item.span for item in find_personal(words)]
    hidden = "".join(" " if any(s <= at < e for s, e in known) else char for at, char in enumerate(words))
    hidden = _SEAL.sub(" ", _DATE.sub(" ", hidden))
    left = (_rules().label.sub("", part) for part in _SPLIT.split(hidden))
    return "".join(part for part in left if part and not _is_told(part, named=bool(known)))


def _is_told(part: str, *, named: bool) -> bool:
    """An office, an age; beside a name also an occupation."""
    rules = _rules()
    return bool(
        rules.office.fullmatch(part)
        or re.fullmatch(_AGE, part)
        or (named and (rules.role.fullmatch(part) or _WRITTEN_AT.fullmatch(part)))
    )
