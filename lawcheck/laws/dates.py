"""Dates that a law states about itself: 题注 (adopted, amended, approved, published) and 自…起施行."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from lawcheck.document.numerals import parse_numeral

__all__ = [
    "EffectClause",
    "EnactmentNote",
    "NoteEvent",
    "Term",
    "find_effect",
    "find_term",
    "from_iso",
    "iso",
    "parse_date",
    "read_note",
    "tidy",
    "typed_date",
]

_ZERO = "ОoO"  # a Cyrillic or Latin letter typed or recognised for 〇 or 0: 二О二六年, 2O26年
_NUM = rf"[0-9０-９零〇○一二三四五六七八九十{_ZERO}]"
_DATE = rf"({_NUM}{{4}})\s*年\s*({_NUM}{{1,3}})\s*月\s*({_NUM}{{1,3}})\s*(?:日|号(?=起|前|至|止|[\s，。；）)]|$))"
_DATE_RE = re.compile(_DATE)
# 题注 also write a date without 日 (根据2020年9月29某省…修正).
_NOTE_DATE = re.compile(
    rf"{_DATE}|({_NUM}{{4}})年({_NUM}{{1,2}})月({_NUM}{{1,3}})(?=[\u4e00-\u9fff]{{2,12}}(?:人民代表大会|人民政府|人大|常务委员会))"
)
_CJK = r"\u3007\u4e00-\u9fff（）《》〈〉“”、，。；：！？—…【】〔〕"
_GAP = re.compile(rf"(?<=[{_CJK}])[ \xa0\u200b]+(?=[{_CJK}0-9])|(?<=[0-9])[ \xa0\u200b]+(?=[{_CJK}])")


def tidy(text: str) -> str:
    """Remove stray blanks inside Chinese text and statement figures; line breaks stay (domain.md 0.2-6).

    >>> tidy("本法自 2026年8月15日起施行。 《甲法》废止")
    '本法自2026年8月15日起施行。《甲法》废止'
    """
    return _GAP.sub("", text)


def iso(day: date | None) -> str:
    """YYYY-MM-DD, or nothing.

    >>> iso(date(2023, 3, 13)), iso(None)
    ('2023-03-13', '')
    """
    return day.isoformat() if day else ""


def from_iso(text: str | None) -> date | None:
    """The day that :func:`iso` wrote."""
    return date.fromisoformat(text) if text else None


def _to_date(parts: Iterable[str]) -> date | None:
    numbers = [parse_numeral(_with_zeros(part)) for part in parts]
    try:
        return date(*[number or 0 for number in numbers])
    except ValueError:
        return None


def _with_zeros(figures: str) -> str:
    """Letters that stand for a zero, as the figures beside them write it."""
    return re.sub(f"[{_ZERO}]", "0" if re.search(r"\d", figures) else "〇", figures)


_BY_MARKS = re.compile(r"(?<![\d.])((?:19|20)\d{2})([-./．])(\d{1,2})\2(\d{1,2})(?![\d.])")
_YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})/((?:19|20)\d{2})(?!\d)")


def parse_date(text: str) -> date | None:
    """The first 年月日 in ``text`` (Arabic or Chinese figures), or a date in figures and marks: 2021-03-05, 2021.3.5.

    10/10/2026 and 25/3/2026 can be read in one way only; 3/5/2026 cannot, and gives None.

    >>> parse_date("二〇二一年三月五日"), parse_date("2021-03-05")
    (datetime.date(2021, 3, 5), datetime.date(2021, 3, 5))
    >>> parse_date("2021.3.5"), parse_date("25/3/2021"), parse_date("3/5/2021")
    (datetime.date(2021, 3, 5), datetime.date(2021, 3, 25), None)
    """
    if match := _DATE_RE.search(text):
        return _to_date(match.groups())
    if marked := _BY_MARKS.search(text):
        return _to_date((marked[1], marked[3], marked[4]))
    last = _YEAR_LAST.search(text)
    return _year_last(*last.groups()) if last else None


_TYPED = re.compile(rf"(\d{{4}})([-/.．])(\d{{1,2}})\2(\d{{1,2}})|{_DATE}")


def typed_date(text: str) -> date | None:
    """The day that a text is and nothing else, as people type one: 2026-11-22, 2026/11/22, 2026.11.22, 2026年11月22日.

    >>> typed_date("2026/3/5") == typed_date(" 2026年3月5日") == date(2026, 3, 5), typed_date("2026-03-05以后"), typed_date("3/5/2026")
    (True, None, None)
    """
    match = _TYPED.fullmatch(text.strip())
    return _to_date(part for part in match.groups() if part and part not in "-/.．") if match else None


def _year_last(first: str, second: str, year: str) -> date | None:
    days = {_to_date((year, first, second)), _to_date((year, second, first))} - {None}
    return days.pop() if len(days) == 1 else None


class NoteEvent(StrEnum):
    """What happened on a date of the 题注."""

    ADOPTED = "通过"
    APPROVED = "批准"
    PUBLISHED = "公布"
    AMENDED = "修正"
    REVISED = "修订"
    EFFECTIVE = "施行"
    REPEALED = "废止"


_ONE_ADOPTION_DAYS = 366


@dataclass(frozen=True, slots=True)
class EnactmentNote:
    """Events of the 题注, oldest first: what, when, and the words that say so."""

    events: tuple[tuple[NoteEvent, date, str], ...]

    def days(self, *kinds: NoteEvent) -> tuple[date, ...]:
        """All dates of the given events."""
        return tuple(day for kind, day, _ in self.events if kind in kinds)

    @property
    def adopted(self) -> date | None:
        """First adoption; where none is stated, approval or publication."""
        for kind in (NoteEvent.ADOPTED, NoteEvent.APPROVED, NoteEvent.PUBLISHED):
            if days := self.days(kind):
                return days[0]
        return None

    @property
    def amendments(self) -> tuple[date, ...]:
        """Days on which the text was amended or revised, ascending; also a 通过 long after the first one, which is how
        the 题注 of 司法解释 tell of amendments (two bodies that adopt one text do so within months)."""
        adopted = self.days(NoteEvent.ADOPTED)
        again = {day for day in adopted if (day - adopted[0]).days > _ONE_ADOPTION_DAYS}
        return tuple(sorted({*self.days(NoteEvent.AMENDED, NoteEvent.REVISED), *again}))

    @property
    def version_day(self) -> date | None:
        """The day this text was made: the last amendment, else the adoption."""
        return self.amendments[-1] if self.amendments else self.adopted

    @property
    def cause(self) -> str:
        """制定, 修正 or 修订, by the last amendment."""
        last = [kind for kind, day, _ in self.events if self.amendments and day == self.amendments[-1]]
        if NoteEvent.REVISED in last:
            return "修订"
        return "修正" if last else "制定"

    def day(self, kind: NoteEvent, *, last: bool = False) -> date | None:
        """First (or last) date of an event."""
        days = self.days(kind)
        return days[-1 if last else 0] if days else None


def read_note(text: str) -> EnactmentNote:
    """Read a 题注, in one line with brackets or one event a line; broken lines are joined first.

    >>> n = read_note("（2001年4月12日某市人大通过　2001年6月29日某省人大常委会批准"
    ...               "　根据2021年5月28日《关于修改〈甲〉的决定》修正）")
    >>> n.adopted, n.version_day, n.cause
    (datetime.date(2001, 4, 12), datetime.date(2021, 5, 28), '修正')
    """
    joined = "".join(line.strip() + " " for line in text.splitlines())
    marks = [match for match in _NOTE_DATE.finditer(joined) if not _inside_title(joined, match.start())]
    events: list[tuple[NoteEvent, date, str]] = []
    for index, match in enumerate(marks):
        day = _to_date(part for part in match.groups() if part)
        if day is None:
            continue
        end = marks[index + 1].start() if index + 1 < len(marks) else len(joined)
        words = joined[match.end() : end].strip(" 　，,；;（）()。")
        events += [(kind, day, words) for kind in _classify(words)]
    return EnactmentNote(tuple(_with_approval(sorted(events, key=lambda event: event[1]))))


_BY_PROVINCE = re.compile(
    r"(?:由|经)?[\u4e00-\u9fff]{2,8}(?:省|自治区)(?:第?.{1,4}届)?(?:人民代表大会常务委员会|人大常委会)"
)
_BY_PLACE = re.compile(
    r"(?:由|经)?[\u4e00-\u9fff]{2,14}(?:市|自治州|自治县|自治旗)(?:第?.{1,4}届)?(?:人民代表大会|人大)"
)


def _with_approval(events: list[tuple[NoteEvent, date, str]]) -> Iterator[tuple[NoteEvent, date, str]]:
    """The events; what the congress of a province is said to have adopted soon after one of its places did is its approval."""
    adopted: date | None = None
    for kind, day, words in events:
        if kind is NoteEvent.ADOPTED and _BY_PLACE.match(words):
            adopted = day
        soon = adopted is not None and adopted < day and (day - adopted).days < _ONE_ADOPTION_DAYS
        approves = kind is NoteEvent.ADOPTED and soon and _BY_PROVINCE.match(words)
        yield (NoteEvent.APPROVED if approves else kind), day, words


def _inside_title(text: str, position: int) -> bool:
    return text.count("《", 0, position) > text.count("》", 0, position)


_OUTSIDE = re.compile(r"《[^《》]*(?:《[^《》]*》[^《》]*)*》")


def _classify(words: str) -> list[NoteEvent]:
    """Events that the words behind a date state; names of decisions inside 《》 count only where nothing else does."""
    plain = re.sub(r"[现予]予?以?(?:公布|发布)", "", _OUTSIDE.sub("", words))
    if re.search(r"废止", plain):
        return [NoteEvent.REPEALED]
    if re.search(r"修订", plain):
        return [NoteEvent.REVISED]
    if re.search(r"修正|修改", plain) or ("修改" in words and "通过" not in plain and "公布" not in plain):
        return [NoteEvent.AMENDED]
    if re.search(r"(?:通过|批准)的\s*$", plain):  # 通过的《…修正案》, 通过的《关于…的决定》
        return [NoteEvent.AMENDED]
    found = []
    if re.search(r"通过(?!以下|下列|如下|电子|信函|邮|网|书面|来[电信]|传真)", plain):
        found.append(NoteEvent.ADOPTED)
    if re.search(r"批准", plain):
        found.append(NoteEvent.APPROVED)
    if re.search(r"公布|发布|颁布|印发|令第?\s*\d|公告", plain):
        found.append(NoteEvent.PUBLISHED)
    if re.match(r"起?(施行|实施|执行|生效)", plain) or re.search(r"(公布|发布)(施行|实施)", plain):
        found.append(NoteEvent.EFFECTIVE)
    return found


@dataclass(frozen=True, slots=True)
class EffectClause:
    """自…起施行: ``day`` is None for 自公布之日起 (``on_publication``), and for 自公布之日起30日后 (``waits``) where the day
    of publication is not known."""

    day: date | None
    on_publication: bool
    quote: str
    waits: bool = False


_OWN = (
    r"(?:实施|暂行|若干)?(?:法|条例|决定|修正案|办法|规定|解释|规则|决议|细则|通知|意见|批复|章程|方案|标准|准则|制度"
    r"|措施|通告|公告|规范|规程|导则|指引|政策|基准)"
)
_OPENED = r"(?:公布|发布|颁布|通过|印发|批准|下发|颁发)之?日"
_BEGINS = r"(?:正式)?(?:施行|实施|执行|生效|试行)"
_START = rf"起{_BEGINS}"
_COUNT = rf"{_NUM}{{1,4}}"
_WAIT = rf"(?P<opened>{_OPENED})起(?:满|第)?(?P<count>{_COUNT})(?P<unit>日|天|个月)(?:后|之后|以后)?起?{_BEGINS}"
_EFFECT = re.compile(
    rf"(?:(?:本|该){_OWN}(?:[（(][^）)]{{1,40}}[）)]|》)?[^。；\n]{{0,30}}?|^)[自从]{_WAIT}"
    rf"|(?:本|该)《?{_OWN}(?:[（(][^）)]{{1,40}}[）)]|》)?[^。；\n]{{0,30}}?[自从](?P<when>[^。；，\n]{{2,20}}?){_START}"
    rf"|^[自从](?P<when2>[^。；，\n]{{2,20}}?){_START}"
    rf"|(?:本|该){_OWN}(?:自|于)?(?P<when3>{_DATE})起?(?:施行|实施|执行|生效|试行)",
    re.M,
)


_PARTIAL = re.compile(r"第[〇零一二三四五六七八九十百千\d]+[条款项]")  # 本条例第五条自…起施行: not the whole text


_MONTH_DAY = re.compile(r"(?<![年\d])(\d{1,2})月(\d{1,2})日")


def find_effect(text: str, said: date | None = None) -> EffectClause | None:
    """The clause that says when the text itself takes effect; the last one where there are several.

    A day without a year (自11月5日起) is of the year of ``said``, the day of publication, if it is not before that. The
    days of 自公布之日起30日后 are those between ``said`` and the start, as 规章制定程序条例 32 is reckoned (rule T03).

    >>> find_effect("本通告自11月5日起施行。", date(2026, 10, 20)).day
    datetime.date(2026, 11, 5)
    >>> find_effect("本法自 2026年8月15日起施行。").day
    datetime.date(2026, 8, 15)
    >>> find_effect("本条例自公布之日起施行。").on_publication
    True
    >>> find_effect("本办法自公布之日起30日后施行。", date(2025, 4, 10)).day
    datetime.date(2025, 5, 10)
    """
    found = None
    for match in _EFFECT.finditer(tidy(text)):
        if _PARTIAL.search(match[0]):
            continue
        if match["count"]:
            day = said and _after(said, match["count"], match["unit"])
            found = EffectClause(day, False, match[0], waits=True)
            continue
        when = match["when"] or match["when2"] or match["when3"]
        on_publication = bool(re.search(_OPENED, when))
        day = parse_date(when) or _in_year(when, said)
        if day or on_publication:
            found = EffectClause(day, on_publication, match[0])
    return found


def _in_year(when: str, said: date | None) -> date | None:
    match = _MONTH_DAY.fullmatch(when)
    day = _to_date((str(said.year), *match.groups())) if match and said else None
    return day if day and said and day >= said else None


def _after(start: date, count: str, unit: str) -> date | None:
    """The day that so many days or months lie behind ``start``."""
    number = parse_numeral(_with_zeros(count))
    if not number:
        return None
    return _months_on(start, number) if unit == "个月" else start + timedelta(days=number)


def _months_on(day: date, months: int) -> date:
    """The day of the same number some months later, or the last one of a shorter month.

    >>> _months_on(date(2024, 1, 31), 1), _months_on(date(2020, 3, 1), 60)
    (datetime.date(2024, 2, 29), datetime.date(2025, 3, 1))
    """
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


@dataclass(frozen=True, slots=True)
class Term:
    """有效期: so many ``months`` from the start, or to the last day ``until``; ``quote`` are the words."""

    months: int
    until: date | None
    quote: str

    def end(self, start: date | None) -> date | None:
        """The first day on which the text no longer applies; None where it takes effect on a day not known."""
        if self.until:
            return self.until + timedelta(days=1)
        return _months_on(start, self.months) if start else None


_TERM = re.compile(
    rf"(?:有效期限?|施行期限?|试行期限?|有效期间|施行期间)[为是：:]?(?:暂定)?[为是]?"
    rf"(?:(?P<count>{_COUNT})(?P<unit>年|个月)(?!以[上内])|[^。；，\n]{{0,20}}?(?:至|到|截至|截止到?)(?P<until>{_DATE})止?)"
    rf"|(?<=[行施效])[，,]?[至到](?P<ends>{_DATE})(?:止|失效|废止)"
)
_SUBJECT = re.compile(rf"(?:.*[，,])?(?:本|该)《?{_OWN}》?的?[，,]?(?:自[^。；，\n]{{2,30}})?|")
_BEHIND_EFFECT = re.compile(rf"(?:起|[日天月]后|[之以]后){_BEGINS}[，,、]?(?:(?:本|该)《?{_OWN}》?)?的?$")
_CLAUSES = re.compile(r"[^。；\n]+")


def find_term(text: str) -> Term | None:
    """The clause that says how long the text itself applies; the last one where there are several.

    >>> find_term("本办法自2020年1月1日起施行，有效期五年。").end(date(2020, 1, 1))
    datetime.date(2025, 1, 1)
    >>> find_term("本通告自印发之日起施行，有效期至2028年3月1日。").end(None)
    datetime.date(2028, 3, 2)
    >>> find_term("本办法自2020年1月1日起施行，依照本办法取得的登记证有效期为三年。")
    """
    found = None
    for sentence in _CLAUSES.finditer(tidy(text)):
        for match in _TERM.finditer(sentence[0]):
            words = sentence[0][: match.start()]
            if match["ends"] or _SUBJECT.fullmatch(words) or _BEHIND_EFFECT.search(words):
                found = _term(match, sentence[0]) or found
    return found


def _term(match: re.Match[str], quote: str) -> Term | None:
    if last := match["until"] or match["ends"]:
        day = parse_date(last)
        return Term(0, day, quote) if day else None
    number = parse_numeral(_with_zeros(match["count"]))
    return Term(number * (12 if match["unit"] == "年" else 1), None, quote) if number else None
