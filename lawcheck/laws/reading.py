"""From a parsed file to a text of the library: title, kind, maker, place and dates as the file states them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from lawcheck.document import CONTAINERS, NOTICE, Document, Unit, UnitKind
from lawcheck.document.lines import is_date_line
from lawcheck.document.numerals import Number
from lawcheck.errors import UsageError
from lawcheck.laws.dates import (
    EffectClause,
    EnactmentNote,
    NoteEvent,
    find_effect,
    find_term,
    parse_date,
    read_note,
    tidy,
)
from lawcheck.laws.kinds import guess_kind, level_of
from lawcheck.laws.model import DocumentKind
from lawcheck.laws.records import RawArticle, RawLaw, RepealClause
from lawcheck.laws.repeals import find_amendments, find_listed_repeals, find_repeals
from lawcheck.laws.territories import guess_territories, guess_territory, province_of
from lawcheck.laws.titles import normalise_title

__all__ = ["ORIGIN", "raw_articles", "raw_law_of"]

ORIGIN = "file:"  # then the first 24 digits of the SHA-256
_PRIORITY = 10  # behind the packaged laws, where both hold one version
_MIN_CHARACTERS = 20  # a shorter text is a heading or an index page
_LOST_AMENDMENT_DAYS = 100  # no amendment takes longer to publish: the 题注 lacks the one of the file name
_EFFECT_ARTICLES = 4  # 施行 stands in the last articles; annexes and transitional rules may follow it
_FOLDERS = {
    "宪法": DocumentKind.K0,
    "法律": DocumentKind.K1,
    "行政法规": DocumentKind.K2,
    "监察法规": DocumentKind.K2M,
    "部门规章": DocumentKind.K7,
    "司法解释": DocumentKind.K10,
}
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_FILE_DATE = re.compile(r"[（(](\d{4})-(\d{2})-(\d{2})[）)]$|_(\d{4})(\d{2})(\d{2})$")


def raw_law_of(document: Document, *, name: str, folders: Sequence[str], sha256: str) -> RawLaw:
    """A parsed law as the library stores it.

    Raises:
        UsageError: I301 where the text holds nothing like a law.
    """
    articles = raw_articles(document)
    if not document.title or sum(len(_CHINESE.findall(a.text)) for a in articles) < _MIN_CHARACTERS:
        raise UsageError("I301")
    note = read_note(_told(document))
    title, key = document.title, normalise_title(document.title)
    kind = _kind(document, folders)
    named = _named_day(name)
    made, published = _days(note, named)
    closing = _closing(document, articles[-_EFFECT_ARTICLES:])
    effect = find_effect(closing, note.day(NoteEvent.PUBLISHED) or published)
    return RawLaw(
        source=name,
        origin=f"{ORIGIN}{sha256[:24]}",
        title=title,
        key=key,
        kind=kind,
        level=level_of(kind),
        maker=_maker(note),
        territory=_territory(kind, title, note, folders),
        first_adopted=note.adopted,
        version_day=made,
        published=published,
        stated_effect=effect.day if effect else None,
        stated_on_publication=bool(effect and effect.on_publication),
        publisher_effect=note.day(NoteEvent.EFFECTIVE, last=True),
        cause=note.cause if note.events else "",
        flag="",
        note=document.note,
        amended_on=note.amendments,
        repeals=_repeals(document, articles, note, effect),
        amends=find_amendments(title, articles),
        priority=_PRIORITY,
        articles=articles,
        doubt=_doubt(note, named, effect.day if effect else None),
        term=find_term(_closing(document, ())),
        approved=note.day(NoteEvent.APPROVED, last=True),
    )


_PUT_IN_FORCE = re.compile(
    r"现(?:将|予|予以)?[^。]{0,160}?[，,；;]\s*(自[^。；，,\n]{2,20}?起(?:施行|实施|执行|生效)[^。；\n]{0,40})"
)


def _closing(document: Document, last: Sequence[RawArticle]) -> str:
    """What may say from when and how long the text applies, what counts most behind: the words that issue it, ``last`` (its
    annexes too), its last articles, and what stands behind the last part (本决定自…起施行 under the items of a decision)."""
    own = document.articles[-_EFFECT_ARTICLES:] or document.units[-_EFFECT_ARTICLES:]
    issuing = [_head(document), *(unit.full_text for unit in document.annexes if unit.label == NOTICE)]
    found = (_PUT_IN_FORCE.search(re.sub(r"\s", "", words)) for words in issuing)
    stated = [match[1] for match in found if match]
    return "\n".join([*stated, *(article.text for article in last), *(unit.full_text for unit in own)])


def _head(document: Document) -> str:
    """What stands before the body and is neither title nor 题注."""
    start = document.units[0].span.start if document.units else 0
    text = document.source.text
    spans = (s for s in document.segments if s.role in ("furniture", "preamble") and s.start < start)
    return "\n".join(text[s.start : s.end] for s in spans)


def _named_day(name: str) -> date | None:
    """The day in a file name: 气象条例(2017-10-07).md, 气象条例_20171007.docx."""
    found = _FILE_DATE.search(Path(name).stem)
    return parse_date("-".join(part for part in found.groups() if part)) if found else None


def _doubt(note: EnactmentNote, named: date | None, effect: date | None) -> str:
    """A file name that tells a much later day than the 题注: one of the two is not that of this text."""
    made = note.version_day
    known = {effect, *(day for _, day, _ in note.events)}
    if made is None or named is None or named in known or (named - made).days <= _LOST_AMENDMENT_DAYS:
        return ""
    return f"版本日期待核，文件名为{named.isoformat()}"


def _days(note: EnactmentNote, named: date | None) -> tuple[date | None, date | None]:
    """The day this text was made and the day it was published; the date in a file name is the last resort."""
    made = note.version_day or named
    if made and named and note.amendments and (named - made).days > _LOST_AMENDMENT_DAYS:
        made = named
    published = note.day(NoteEvent.PUBLISHED, last=True)
    if made and (published is None or published < made):
        published = named if named and named >= made else made
    return made, published


def _kind(document: Document, folders: Sequence[str]) -> DocumentKind:
    """The nearest folder that names a kind, else what title and 题注 say."""
    for folder in reversed(folders):
        if folder in _FOLDERS:
            return _FOLDERS[folder]
    place = next((f for f in reversed(folders) if guess_territory(f)[0]), "")
    kind = guess_kind(document.title, place, _told(document))[0]
    if kind is DocumentKind.K12 and place and not _told(document):  # a folder of local regulations, text without 题注
        kind = guess_kind(document.title, f"{place}人民代表大会常务委员会")[0]
    return kind


def _repeals(
    document: Document, articles: tuple[RawArticle, ...], note: EnactmentNote, effect: EffectClause | None
) -> tuple[RepealClause, ...]:
    """What the text ends: in its own words, else as the list of a 废止决定, from its 施行 or, where that is the publication,
    from the last day that the 题注 tells."""
    key = normalise_title(document.title)
    told = find_repeals(articles, key)
    known = {clause.key for clause in told}
    days = note.days(NoteEvent.PUBLISHED) or note.days(NoteEvent.APPROVED, NoteEvent.ADOPTED)
    day = effect.day if effect and effect.day else max(days, default=None)
    listed = find_listed_repeals(document.title, articles, key, day)
    return (*told, *(clause for clause in listed if clause.key not in known))


def _told(document: Document) -> str:
    """The 题注; where there is none, what the 令 before the text or its signature says, in the words of one."""
    return document.note or _order(document) or _signed(document)


_ORDER = re.compile(
    r"^[ \t　]*(?P<order>[\u4e00-\u9fff]{2,20}人民政府令)[\s　]*(?P<number>[（(]?第[\s　]*[〇零一二三四五六七八九十百\d]+[\s　]*号[）)]?)",
    re.MULTILINE,
)
_MADE = re.compile(r"(?:已经|经|业经)(?P<day>\d{4}年\d{1,2}月\d{1,2}日)(?P<body>[^，。]{2,40}?)(?:审议)?通过")


def _order(document: Document) -> str:
    """What a 政府令 printed before the text says, in the words of a 题注; "" where there is none.

    >>> from lawcheck.document import parse
    >>> _order(parse("某市人民政府令\\n第4号\\n《某市甲办法》已经2026年7月1日市人民政府第3次常务会议通过，现予公布。\\n"
    ...     "2026年7月12日\\n某市甲办法\\n第一条　甲。"))
    '2026年7月1日某市人民政府常务会议通过　2026年7月12日某市人民政府令第4号公布'
    """
    text = document.source.text
    head = "\n".join(text[s.start : s.end] for s in document.segments if s.role == "furniture")
    order = _ORDER.search(head)
    if order is None:
        head = _head(document)
        order = _ORDER_BY_NUMBER.search(head)
    body = _ordering(document.title, order)
    if order is None or not body:
        return ""
    start = order.start("number")
    made, published = _MADE.search(head, start), _day_alone(head[start:].splitlines())
    events = [f"{made['day']}{body}常务会议通过"] if made else []
    number = re.sub(r"[\s　]", "", order["number"])
    return "　".join([*events, f"{published}{body}令{number}公布"] if published else events)


_ORDER_BY_NUMBER = re.compile(
    r"^[ \t　]*(?P<number>第[\s　]*[〇零一二三四五六七八九十百\d]+[\s　]*号)[\s　]*\n"
    r"[^\n]{4,100}?(?P<rank>[省市县区州])(?:人民)?政府[^\n，。]{0,24}会议[^\n，。]{0,8}通过，现予(?:以)?(?:公布|发布)",
    re.MULTILINE,
)
"""The head of a 令 was a picture: what is left is its number above 《某办法》已经…市人民政府…会议通过，现予公布."""


def _ordering(title: str, order: re.Match[str] | None) -> str:
    """The government whose 令 it is; of one that names itself 市人民政府 the place is that of the title."""
    told = order.groupdict() if order else {}
    if "order" in told:
        return told["order"].removesuffix("令")
    place = re.match(rf"[\u4e00-\u9fff]{{2,8}}?{told['rank']}", title) if told else None
    return f"{place[0]}人民政府" if place else ""


_ORGAN = r"[\u4e00-\u9fff]{2,30}?(?:人民政府(?:办公[厅室])?|委员会|办公[厅室]|管委会|厅|局|署|委)"
_BY_TITLE = re.compile(rf"({_ORGAN})(?:关于|印发)")


def _signed(document: Document) -> str:
    """Who signs a document without 题注 and on which day, in the words of one.

    >>> from lawcheck.document import parse
    >>> _signed(parse("某市人民政府关于印发某市甲办法的通知\\n各区：\\n现将《某市甲办法》印发给你们。\\n某市人民政府\\n2024年1月5日\\n"
    ...     "某市甲办法\\n第一条　甲。\\n第二条　乙。"))
    '2024年1月5日某市人民政府印发'
    """
    for lines in (_head(document).splitlines(), document.conclusion.splitlines()):
        if day := _day_alone(lines):
            return f"{day}{_signer(document.title, lines)}印发"
    return ""


def _signer(title: str, lines: Sequence[str]) -> str:
    """The organ of the last line before the date that is nothing else, else that of a title."""
    plain = [re.sub(r"\s", "", line) for line in lines]
    until = next((n for n, line in enumerate(plain) if is_date_line(line)), len(plain))
    alone = [line for line in plain[:until] if re.fullmatch(_ORGAN, line)]
    named = (found[1] for line in (title, *plain) if (found := _BY_TITLE.match(line)))
    return alone[-1] if alone else next(named, "")


def _day_alone(lines: Sequence[str]) -> str:
    """The first day that stands alone on a line, in Arabic figures."""
    days = (parse_date(line) for line in lines if is_date_line(line.strip()))
    day = next((day for day in days if day), None)
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def _territory(kind: DocumentKind, title: str, note: EnactmentNote, folders: Sequence[str]) -> str:
    """The place of a local rule: of a 省级 one always the province, of a joint one the places of all who adopted it."""
    if level_of(kind).value not in ("地方性法规", "地方政府规章", "规范性文件"):
        return ""
    candidates = [guess_territory(title)[0], guess_territory("", _maker(note))[0]]
    candidates += [guess_territory(folder)[0] for folder in reversed(folders)]
    code = next((c for c in candidates if c), "")
    if kind in (DocumentKind.K3, DocumentKind.K8):
        return province_of(code)
    return guess_territories(_makers(note)) or code


_MAKER = re.compile(
    r"^(?:由|经)?(?P<body>[\u4e00-\u9fff、]{2,40}?(?:人民代表大会常务委员会|人民代表大会|人大常委会|人民政府|国务院|人民法院"
    r"|人民检察院|委员会|总局|部|局|署|行|院))"
)


_TOGETHER = timedelta(days=31)  # the bodies of several places adopt a joint text within a month


def _maker(note: EnactmentNote) -> str:
    """The body that adopted (else published) the first text, without the number of its term."""
    return next((body for wanted in _MADE_BY for _, body in _bodies(note, wanted)), "")


_MADE_BY = (NoteEvent.ADOPTED, NoteEvent.PUBLISHED, NoteEvent.APPROVED)


def _makers(note: EnactmentNote) -> list[str]:
    """All bodies that adopted the first text, within weeks of each other."""
    told = list(_bodies(note, NoteEvent.ADOPTED))
    return [body for day, body in told if day - told[0][0] <= _TOGETHER]


def _bodies(note: EnactmentNote, wanted: NoteEvent) -> Iterator[tuple[date, str]]:
    for kind, day, words in note.events:
        plain = re.sub(r"第[〇零一二三四五六七八九十百\d]+届", "", words.replace("　", "").replace(" ", ""))
        if kind is wanted and (match := _MAKER.match(plain)):
            yield day, match["body"]


def raw_articles(document: Document) -> tuple[RawArticle, ...]:
    """The 条 of a parsed law as the library stores them (its 一、 items or whole text where it has none), then its annexes."""
    return tuple(_articles(document))


def _articles(document: Document) -> Iterator[RawArticle]:
    """All 条 with the headings above them; a text without 条 gives its 一、 items, or itself as one piece."""
    wanted = UnitKind.ARTICLE if document.articles else UnitKind.CLAUSE
    found = False
    for unit in document.units:
        for article in _under(unit, "", wanted):
            found = True
            yield article
    if not found:
        yield from _whole(document)
    for annex in document.annexes:
        text = "\n".join(part for part in (annex.heading, annex.full_text) if part)
        yield RawArticle(None, annex.label or "附件", "", tidy(text).strip())


def _under(unit: Unit, heading: str, wanted: UnitKind) -> Iterator[RawArticle]:
    if unit.kind is wanted:
        number = unit.number and Number(*unit.number)
        text = "\n".join(part for part in (unit.heading, unit.full_text) if part)
        yield RawArticle(number, unit.label, heading, tidy(text).strip())
        return
    own = f"{unit.label} {unit.heading}".strip() if unit.kind in CONTAINERS else ""
    for child in unit.children:
        yield from _under(child, f"{heading} {own}".strip(), wanted)


def _whole(document: Document) -> Iterator[RawArticle]:
    text = "\n".join(part for part in (document.preamble, *(u.full_text for u in document.units)) if part)
    if text.strip():
        yield RawArticle(None, "全文", "", tidy(text).strip())
