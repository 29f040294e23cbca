"""Read the facts of a filed document from its 题注, 公告, 版头, last articles and 落款."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import takewhile
from typing import NamedTuple

from lawcheck.document import NOTICE, Document
from lawcheck.laws import (
    KIND_UNKNOWN,
    DocumentKind,
    EffectClause,
    EnactmentNote,
    NoteEvent,
    find_effect,
    guess_kind,
    guess_territory,
    kind_label,
    parse_date,
    province_of,
    read_note,
)
from lawcheck.laws import (
    territory as territory_of,
)
from lawcheck.procedure.facts import Facts
from lawcheck.procedure.letters import Head, split_letter

__all__ = ["read_facts"]

_GIVEN = "用户指定"
_LAST_ARTICLES = 4  # 施行 stands in the last articles; transitional rules may follow it
_BODY_END = (
    r"人民代表大会常务委员会|人民代表大会|人大常委会|人民政府办公厅|人民政府办公室|人民政府|监察委员会|人民法院|人民检察院"
    r"|国务院办公厅|国务院|委员会|办公厅|办公室|总局|部|厅|局|署"
)
_ARMY = "军区|警备区|军分区|武装部"
_MAKER = re.compile(
    rf"^(?:由|业?经|已由|已于)?(?:召开的)?(?!召开的|本?(?:省|市|县|区|州|旗|自治[区州县旗])人民)(?P<body>[\u4e00-\u9fff、]{{2,40}}?(?:{_BODY_END}))(?!人民|常务|主任|办公)"
)
_TITLE_MAKER = re.compile(
    rf"^(?!返回|首页|网站|扫一扫|打印)(?P<body>国务院(?:办公厅)?|[\u4e00-\u9fff、]{{2,40}}?(?:{_BODY_END}|[总支大]队|中心|管委会|管理[处所站]|{_ARMY}))"
    r"(?:关于|印发|公告|令|文件|(?:专题|常务|全体|工作|办公|协调|联席|党组)*会议纪要|(?=\d{4}年.{2,6}日$)|$)"
)
_TERM = re.compile(r"第?[〇零一二三四五六七八九十百\d]+届")
_NUMBER = re.compile(
    r"[\u4e00-\u9fff]{1,14}[〔\[［（(【]\d{4}[〕\]］）)】]\s*第?\s*(?:\d+|[〇零一二三四五六七八九十百]+)\s*号"
    r"|(?:[\u4e00-\u9fff]{0,30}?(?:令|公告))\s*[（(]?(?:\d{4}年)?第\s*[〇零一二三四五六七八九十百\d]+\s*号[）)]?"
)
_SERIES = re.compile(r"[\u4e00-\u9fff]{1,12}规(?:字|发|范)?[〔\[［(（【]\d{4}[〕\]］)）】]")
_ISSUED = re.compile(r"关于(?:印发|发布|公布|下发|颁发|转发|批转)[^。；]{2,160}?的通知(?!》)")
_DAY_BEFORE = re.compile(r"[\d〇零一二三四五六七八九十]\s*日$")  # 2025年6月3日某市人民政府令第31号
_YEAR = re.compile(r"[〔\[［（(【](?P<year>\d{4})[〕\]］）)】]第?\d+号$")
_ONLY_DATE = re.compile(
    r"[（(]?(?:[\d〇零○一二三四五六七八九十ОoO]{4}年[\d一二三四五六七八九十Oo]{1,3}月[\d一二三四五六七八九十Oo]{1,3}[日号]"
    r"|(?:19|20)\d{2}([-./．])\d{1,2}\1\d{1,2}|\d{1,2}/\d{1,2}/(?:19|20)\d{2})[）)]?"
)
_ORGAN = r"[\u4e00-\u9fff、]{2,40}?(?:" + _BODY_END + r"|[总支大]队|中心|管委会|管理[处所站]|公司|院)"
_SIGNATURE = re.compile(
    rf"^[ \u3000]*(?P<organ>{_ORGAN})[ \u3000]*\n\s*(?P<day>\d{{4}}年\d{{1,2}}月\d{{1,2}}日|\d{{4}}[-./]\d{{1,2}}[-./]\d{{1,2}})[ \u3000]*$",
    re.M,
)
_SENT_BY = re.compile(rf"^{_ORGAN}(?=\d{{4}}年)")  # 某市人民政府办公室　2026年9月28日, in one line of the 版头
_EXPLAINS = re.compile(rf"由(?P<organ>{_ORGAN})(?:负责|进行)?解释")
_FOLLOWING_NUMBER = re.compile(r"[（(]?第[ \u3000]*[〇零一二三四五六七八九十百\d]+[ \u3000]*号[）)]?")
_PUTS_IN_FORCE = re.compile(
    r"现(?:将|予|予以)?[^。]{0,160}?(?:公布|发布|印发|通告|公告)[^。]{0,60}?[，,；]\s*(?P<clause>自[^。；，\n]{2,20}?起(?:满?\d{1,3}[日天]后?)?(?:正式)?(?:施行|实施|执行|生效))"
)
_PLACES = re.compile(
    r"(?:[\u4e00-\u9fff]{2,6}?(?:省|自治区|自治州|自治县|自治旗|(?<![城都超股楼上集的])市(?![容场民政])|县|(?<![发园护景验林灌矿库社地])区|旗|州))+"
)
"""The places that the name of a department begins with (望川省云汀市松台县)."""

_ANNOUNCES = re.compile(r"(?:公告|令)(?:[（(].*[）)]|第.{1,8}号)?$|[现予]予?以?(?:公布|发布)|公布施行|发布施行")
_MADE_TOGETHER = timedelta(days=31)  # the bodies of several cities adopt a joint text within a month
_PUBLISHED_WITHIN = timedelta(days=366)


def read_facts(document: Document, *, kind: DocumentKind | None = None, territory: str | None = None) -> Facts:
    """Facts of a filed document; ``kind`` and ``territory`` given by a person win over everything read.

    Dates are the first ones of the document (通过, 批准, 公布, 施行); ``amended`` is the last amendment. What the text
    does not say stays empty or None. A city that the list of places lacks gets the code of the province whose
    congress approved the document, with the name that the text uses.

    >>> from lawcheck.document import parse
    >>> f = read_facts(parse("湖州市测试条例\\n（2020年5月1日湖州市第八届人民代表大会常务委员会第一次会议通过　"
    ...     "2020年6月1日浙江省第十三届人民代表大会常务委员会第二次会议批准）\\n第一条　为了测试，制定本条例。\\n"
    ...     "第二条　本条例自2020年7月1日起施行。\\n"))
    >>> f.kind.value, f.territory, f.maker, str(f.adopted), str(f.approved), str(f.effective)
    ('K4', '330500', '湖州市人民代表大会常务委员会', '2020-05-01', '2020-06-01', '2020-07-01')
    """
    parts = split_letter(_head(document))
    head = parts.own
    note = _best_note(document, head)
    maker = _maker(document, note, parts)
    code, place, place_how = _territory(document, note, maker, territory)
    number = _document_number(document, head)
    found_kind, kind_how = (kind, _GIVEN) if kind else _kind(document, maker, head, number)
    if found_kind in (DocumentKind.K3, DocumentKind.K8) and code and not territory:
        code = province_of(code)
    issue = _published(document, note, head)
    return Facts(
        title=document.title,
        kind=found_kind,
        kind_how=kind_how if not kind else f"{_GIVEN}：{kind_label(kind)}",
        territory=code,
        territory_name=place,
        territory_how=place_how,
        maker=maker,
        document_no=number,
        adopted=note.day(NoteEvent.ADOPTED),
        approved=note.day(NoteEvent.APPROVED),
        published=issue.day,
        effective=_effective(document, note, issue.day),
        articles=len(document.articles),
        characters=len("".join(document.source.text.split())),
        amended=note.amendments[-1] if note.amendments else None,
        kind_certain=kind_how != KIND_UNKNOWN,
        published_how=issue.how,
        published_certain=issue.certain,
    )


def _kind(document: Document, maker: str, head: str, number: str) -> tuple[DocumentKind, str]:
    """The kind as title, maker and 题注 tell it; where these leave it open or only the title speaks, a 文号 of the series for
    规范性文件 (某财规〔2025〕3号) or the notice that issues the document decides: a 规章 has its 令, a 法规 its 公告."""
    found, how = guess_kind(document.title, maker, document.note or head)
    if found is DocumentKind.K11 and _BINDS_BY_DECISION.search(document.source.text) and _of_province(document, maker):
        return DocumentKind.K3, f"{how}；规定了法律责任，按法规性决定处理"
    if how != KIND_UNKNOWN and not how.startswith("标题"):
        return found, how
    if _SERIES.match(number):
        return DocumentKind.K12, f"文号：{number}"
    if "条例" not in document.title and _ISSUED.search(re.sub(r"\s", "", head)):
        return DocumentKind.K12, "以通知印发"
    return found, how


_BINDS_BY_DECISION = re.compile(r"违反本决定[^。；]{0,60}(?:责令|罚款|处罚|没收|警告)")
"""A 决定 of a province that sets liabilities for its breach is a 地方性法规 in the form of a 决定 (处罚法 12)."""


def _of_province(document: Document, maker: str) -> bool:
    """Whether the congress of a province made it, by 决定: it needs no approval above, and a 决议 is no 法规."""
    return (
        document.title.endswith("决定")
        and re.match(r"[\u4e00-\u9fff]{2,8}(?:省|自治区|(?:北京|天津|上海|重庆)市)人民代表大会", maker) is not None
    )


def _head(document: Document) -> str:
    """What stands before the body and is neither title nor 题注: 版头, 公告, 文号."""
    roles = ("furniture", "preamble")
    text = document.source.text
    return "\n".join(
        text[s.start : s.end].strip() for s in document.segments if s.role in roles and s.start < _body_start(document)
    )


def _body_start(document: Document) -> int:
    return document.units[0].span.start if document.units else len(document.source.text)


def _best_note(document: Document, head: str) -> EnactmentNote:
    """The 题注, filled up with events that only the 公告 before the title tells."""
    note, announced = read_note(document.note), read_note(head)
    known = {kind for kind, _, _ in note.events}
    more = tuple(event for event in announced.events if event[0] not in known and _announces(event))
    return EnactmentNote(tuple(sorted(note.events + more, key=lambda event: event[1])))


def _announces(event: tuple[NoteEvent, date, str]) -> bool:
    """A date of the 公告 counts for adoption, approval and start; amendments there are those of other documents."""
    return event[0] in (NoteEvent.ADOPTED, NoteEvent.APPROVED, NoteEvent.EFFECTIVE)


def _maker(document: Document, note: EnactmentNote, parts: Head) -> str:
    for wanted in (NoteEvent.ADOPTED, NoteEvent.PUBLISHED):
        told = [(day, match["body"]) for kind, day, words in note.events
                if kind is wanted and (match := _MAKER.match(_plain(words)))]  # fmt: skip
        if told:
            together = dict.fromkeys(body for day, body in told if day - told[0][0] <= _MADE_TOGETHER)
            return "、".join(_joined_by(together, (document.title, *parts.own.splitlines())))
    lines = (*split_letter(document.conclusion).own.splitlines(), document.title, *parts.own.splitlines())
    return (
        _named_maker(lines)
        or _sender(document.title, parts.letter)
        or _signer(document)
        or _interpreter(document)
        or _of_own_rules(document.title)
        or _named_before(document.title)
        or _government_of(document.title, note)
    )


def _joined_by(told: Iterable[str], lines: Iterable[str]) -> tuple[str, ...]:
    """The bodies that voted, or all that title or 令 name together where these are among them: of a joint document the
    题注 may tell one vote only.

    >>> _joined_by(["最高人民检察院"], ["最高人民法院　最高人民检察院关于办理某案的解释"])
    ('最高人民法院', '最高人民检察院')
    """
    bodies = tuple(told)
    named = (_organs_of(re.sub(r"令\s*$", "", line)) for line in lines)
    return next((organs for organs in named if set(bodies) < set(organs)), bodies)


_BEFORE_ABOUT = re.compile(
    rf"^(?P<body>[\u4e00-\u9fff]{{2,30}}?(?:街道办事处|(?<=[局厅部办委院])[\u4e00-\u9fff]{{2,8}}[科处股]"
    rf"|{_ARMY})|(?:中共|中国共产党)[\u4e00-\u9fff]{{2,16}}?委(?:员会)?(?:办公[厅室])?)关于"
)


def _named_before(title: str) -> str:
    """An organ of another sort before 关于: 街道办事处, an office within a department, an organ of the army or the party."""
    found = _BEFORE_ABOUT.match(_plain(title))
    return found["body"] if found else ""


_OWN_GOVERNMENT = re.compile(r"(?:由|业?经|已经)?(?P<rank>[省市县区州旗])(?:人民)?政府")


def _government_of(title: str, note: EnactmentNote) -> str:
    """市人民政府 that voted on 青山市某办法 is 青山市人民政府.

    >>> from lawcheck.laws import read_note
    >>> _government_of("青山市停车办法", read_note("2025年4月1日市人民政府第30次常务会议审议通过"))
    '青山市人民政府'
    """
    voted = (_OWN_GOVERNMENT.match(_plain(words)) for kind, _, words in note.events if kind is NoteEvent.ADOPTED)
    rank = next((found["rank"] for found in voted if found), "")
    place = re.match(rf"[\u4e00-\u9fff]{{2,8}}?{rank}", title) if rank else None
    return f"{place[0]}人民政府" if place else ""


def _signer(document: Document) -> str:
    """The organ that signs in the body: under the words that put a list in force, with the list behind."""
    signed = _signature(document)
    return signed["organ"] if signed else ""


def _signature(document: Document) -> re.Match[str] | None:
    """An organ alone on a line and the date alone under it, in a body that has no articles: there they are its 落款."""
    end = document.units[-1].span.end if document.units else 0
    return None if document.articles else _SIGNATURE.search(document.source.text, _body_start(document), end)


_OWN_RULES = re.compile(
    rf"^(?P<body>[\u4e00-\u9fff]{{2,20}}?(?:{_BODY_END}))(?:党组|常务会议|全体会议|办公会议)?(?:工作|议事)(?:规则|规程|制度)(?:[（(]|$)"
)


def _of_own_rules(title: str) -> str:
    """Who makes rules for his own work: 某县人民政府工作规则, 某市人民政府常务会议议事规则."""
    found = _OWN_RULES.match(title)
    return found["body"] if found else ""


def _interpreter(document: Document) -> str:
    """The organ that the title begins with, where the text gives it the interpretation: makers interpret what they make."""
    organs = (found["organ"] for found in _EXPLAINS.finditer(document.source.text))
    return next((organ for organ in organs if document.title.startswith(organ)), "")


def _named_maker(lines: Iterable[str]) -> str:
    """The organ, or all organs of a joint document, that one of the lines (and the lines straight below) names."""
    listed = list(lines)
    for at, line in enumerate(listed):
        if match := _TITLE_MAKER.match(_plain(line)):
            below = takewhile(bool, map(_organs_alone, listed[at + 1 :]))
            found = _organs_of(line) or ((match["body"],) if match["body"] else ())
            return "、".join(dict.fromkeys([*found, *(o for organs in below for o in organs)]))
    return ""


_BREAK = re.compile(r"[\s、]+")
_ONE_ORGAN = re.compile(rf"[\u4e00-\u9fff]{{2,30}}(?:{_BODY_END}|委|会|[总支大]队|中心|银行|{_ARMY})")


def _organs_of(line: str) -> tuple[str, ...]:
    """The organs that begin a line, one behind the other with blanks or 、 between them; () where there is only one.

    >>> _organs_of("某市财政局　某市教育局关于印发办法的通知"), _organs_of("某 市 财 政 局"), _organs_of("某市财政局　关于甲的通知")
    (('某市财政局', '某市教育局'), (), ())
    """
    before = re.split(r"关于|印发", line.strip(), maxsplit=1)[0]
    parts = [_TERM.sub("", part) for part in _BREAK.split(before) if part]
    joint = len(parts) > 1 and all(map(_ONE_ORGAN.fullmatch, parts))
    return tuple(parts) if joint else ()


def _organs_alone(line: str) -> tuple[str, ...]:
    """The organs of a line that names nothing else: they sign with those above."""
    plain = _plain(line)
    return _organs_of(line) if len(_BREAK.split(line.strip())) > 1 else ((plain,) if _SIGNER.fullmatch(plain) else ())


_SIGNER = re.compile(
    rf"{_PLACES.pattern}[\u4e00-\u9fff]{{0,24}}?(?:{_BODY_END}|{_ARMY})|国家[\u4e00-\u9fff]{{2,24}}(?:局|委员会)"
)


def _sender(title: str, letter: str) -> str:
    """Who sent the letter, where it is of the place that the title names: a province sends the rules of its cities."""
    sender = _named_maker(letter.splitlines())
    place = guess_territory(title)[0]
    return sender if place and guess_territory("", sender)[0] == place else ""


def _plain(text: str) -> str:
    return _TERM.sub("", re.sub(r"\s", "", text))


def _territory(document: Document, note: EnactmentNote, maker: str, given: str | None) -> tuple[str, str, str]:
    if given:
        place = territory_of(given)
        return given, place.name if place else "", _GIVEN
    code, name, how = guess_territory(document.title, maker)
    if code:
        return code, name, how
    for kind, _, words in note.events:
        if kind in (NoteEvent.APPROVED, NoteEvent.ADOPTED, NoteEvent.AMENDED):
            code, name, _ = guess_territory("", words)
            if code:
                return province_of(code), _named_place(maker) or name, "题注：批准机关所在省"
    return "", _named_place(maker), ""


def _named_place(maker: str) -> str:
    """The place in a maker's name, by its words: the list of places does not hold it.

    >>> _named_place("青山市人民政府"), _named_place("青山市城市管理局"), _named_place("市场监督管理局")
    ('青山市', '青山市', '')
    """
    maker = re.sub("^(?:中共|中国共产党)", "", maker)
    match = re.match(
        r"[\u4e00-\u9fff]{2,12}?(?:省|自治区|自治州|自治县|市|县|区|旗)(?=人)|[\u4e00-\u9fff]{2,10}?(?:地区|盟)(?=行政公署|行署)",
        maker,
    ) or _PLACES.match(maker)
    return match[0] if match and not match[0].startswith("国") else ""


def _document_number(document: Document, head: str) -> str:
    """The document's own 文号: before the body or in the 落款, never one that the text cites."""
    for line in (*_own_lines(document, head), *_index_lines(document)):
        if (
            (match := _NUMBER.search(line))
            and "《" not in line[: match.start()]
            and "根据" not in line[: match.start()]
        ):
            number = _jointly(line, _unbracketed(re.sub(r"\s", "", match[0])))
            return number[1:] if _DAY_BEFORE.search(line[: match.start() + 1]) else number
    return ""


def _jointly(line: str, number: str) -> str:
    """The number of a joint 令 under the names of all who give it.

    >>> _jointly("甲乙部　丙丁委员会　国家戊己总局令第31号", "国家戊己总局令第31号")
    '甲乙部、丙丁委员会、国家戊己总局令第31号'
    """
    organs = _organs_of(re.sub(r"令.*", "", line))
    return "、".join(organs) + number.removeprefix(organs[-1]) if organs and number.startswith(organs[-1]) else number


_INDEXED = re.compile(r"(?:发文|文件)?[字文][ \u3000]*号[\]】 \u3000\t:：]*(?P<number>[\u4e00-\u9fff].*)")


_LED_BY_NUMBER = re.compile(rf"(?:{_NUMBER.pattern})[ \u3000]*(?:$|关于)")


def _index_lines(document: Document) -> Iterator[str]:
    """What the index table and the headline of a web page say of the number: they stand beside the text."""
    rows = "".join(b.text for b in document.source.blocks if b.provenance.part == "header").splitlines()
    for row in rows:
        told = _INDEXED.search(row.partition("索引号")[0] or row)
        line = told["number"].partition("\t")[0] if told else row.strip()
        if told or _LED_BY_NUMBER.match(line):
            yield line
    for line in (document.title, *_head(document).splitlines()):
        if found := re.search(r"的(?:通知|意见|决定|通告|公告)[（(](?P<number>[^（）()]{4,30}号)[）)]$", line.strip()):
            yield found["number"]


def _unbracketed(number: str) -> str:
    """Without brackets about the whole; 公告（第十八号） keeps its own."""
    return number if re.search("[（(]第", number[1:]) else number.strip("（）()")


def _own_lines(document: Document, head: str) -> Iterator[str]:
    yield from _joined_numbers([line for line in head.splitlines() if line.strip()])
    yield from document.note.splitlines()
    yield from split_letter(document.conclusion).own.splitlines()


def _joined_numbers(lines: list[str]) -> Iterator[str]:
    """The lines, with 第37号 put to the line 某市人民政府令 (or 公告) that it stands under."""
    for line, below in zip(lines, [*lines[1:], ""], strict=False):
        numbered = re.search(r"(?:令|公\s*告)\s*$", line) and _FOLLOWING_NUMBER.fullmatch(below.strip())
        yield line + below.strip() if numbered else line


class _Issue(NamedTuple):
    """A day of publication, how it was found, and whether it was stated as such."""

    day: date | None
    how: str
    certain: bool


def _published(document: Document, note: EnactmentNote, head: str) -> _Issue:
    """公布 of the 题注, else the date that stands alone under the 公告, else one that stands alone without it.

    A regulation is published soon after its approval: a day more than a year later is another document's.
    """
    made = max(filter(None, (note.day(NoteEvent.ADOPTED), note.day(NoteEvent.APPROVED))), default=None)
    if day := note.day(NoteEvent.PUBLISHED):
        return _Issue(day, "题注", not _too_late(day, made))
    conclusion = split_letter(document.conclusion).own
    signed = _signature(document)
    day = _lone_date(head) or _lone_date(conclusion) or (parse_date(signed["day"]) if signed else None)
    if day is None or _too_late(day, made):
        return _Issue(None, "", True)
    announced = _lone_date(head) is not None and any(
        map(_ANNOUNCES.search, re.sub(r"[ \u3000]", "", head).splitlines())
    )
    if announced:
        return _Issue(day, "公告", True)
    return _Issue(day, "落款", False) if _numbered_in(document, head, day) else _Issue(day, "文中日期", False)


def _numbered_in(document: Document, head: str, day: date) -> bool:
    """Whether the document's own 文号 (〔2025〕6号) is of the year of the date that stands alone: then that date signs it."""
    year = _YEAR.search(_document_number(document, head))
    return year is not None and int(year["year"]) == day.year


def _lone_date(text: str) -> date | None:
    lines = (_SENT_BY.sub("", re.sub(r"\s", "", line)) for line in text.splitlines())
    return next((parse_date(line) for line in lines if _ONLY_DATE.fullmatch(line)), None)


def _too_late(day: date, made: date | None) -> bool:
    return made is not None and day - made > _PUBLISHED_WITHIN


def _effective(document: Document, note: EnactmentNote, published: date | None) -> date | None:
    """施行 of the last articles; 自公布之日起 is the publication; else the 题注 or 公告."""
    units = document.articles[-_LAST_ARTICLES:] or document.units[-_LAST_ARTICLES:]
    clause = find_effect("\n".join(unit.full_text for unit in units), published) or _put_in_force(document, published)
    if clause and clause.day:
        return clause.day
    if clause and clause.on_publication:
        revised = note.day(NoteEvent.REVISED, last=True)
        return (revised or note.day(NoteEvent.ADOPTED)) if "通过" in clause.quote else published
    return note.day(NoteEvent.EFFECTIVE)


def _put_in_force(document: Document, published: date | None) -> EffectClause | None:
    """现公布…，自2026年9月1日起施行: the day in the words that issue the text, before its body or at the body's head."""
    opening = () if document.articles else (unit.full_text for unit in document.units[:2])
    notice = (unit.full_text for unit in document.annexes if unit.label == NOTICE)
    for said in (document.preamble, _head(document), *notice, *opening):
        plain = re.sub(r"\s", "", said)
        if found := _PUTS_IN_FORCE.search(plain):
            return find_effect(found["clause"], published)
        if found := _AT_ONCE.search(plain):
            return EffectClause(None, True, found[0])
    return None


_AT_ONCE = re.compile(r"现[予将]?予?以?(?:公布|发布|颁布)(?:施行|实施)[。，；]")
