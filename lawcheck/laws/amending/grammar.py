"""The language of 修改决定: instructions read one after the other, whatever is left over reported."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from lawcheck.document import Address, Span
from lawcheck.laws.amending.model import AmendedLaw, Deed, Instruction, Part
from lawcheck.laws.amending.quoting import QUOTED, Masked, mask

__all__ = ["read_decision"]

_N: Final = r"[零〇一二三四五六七八九十百千两\d]+"
_Q: Final = rf"(?:{QUOTED})"
_QS: Final = rf"(?:{_Q}(?:\s*{_Q})*)"
_LAW: Final = r"(?:《[^》]*》的?|宪法|刑法|本法|本条例|本办法)?"
_ARTICLE: Final = rf"第{_N}条(?:之{_N})?"
_BELOW: Final = rf"(?:第{_N}款)?(?:第[（(]?{_N}[）)]?项)?(?:第{_N}目)?"
_PLACE: Final = rf"(?:{_LAW}原?(?:{_ARTICLE}{_BELOW}|第{_N}款(?:第[（(]?{_N}[）)]?项)?|第[（(]?{_N}[）)]?项))"
_RANGE: Final = rf"(?:{_PLACE}(?:至{_PLACE})?)"
_LIST: Final = rf"(?:{_RANGE}(?:(?:、|和|及|以及)(?:将)?{_RANGE})*)"
_SELF: Final = r"(?:该条|该款|该项|其|这一条|这一款)"
_ANNEX: Final = rf"附件(?:{_N})?"
_BARE: Final = rf"(?:第{_N}条[\s　](?!宪法)[^\n]*(?:\n(?!第{_N}条[\s　]+宪法)[^\n]*)*)"  # 内容如下： without marks
_INTO: Final = r"(?:，|,)?(?:相应(?:地)?)?(?:修改|改|调整)为[：:]?\s*"
_SKIP: Final = re.compile(
    rf"[\s，。；;、：:]+|为了[^。\n]*?，(?=将|在|对)|(?:(?<=\n)|\A)第{_N}条[\s　]*(?=宪法)|并(?=将|在|对|增|删|{_Q}|{_PLACE})|同时|此外|另外|其中(?=的?{_Q})"
    rf"|[（(]{_N}[）)](?=\S)|(?<![^\s]){_N}[、.．]|对(?:部分|下列|以下)?条(?:文|款)(?:作|做)(?:出)?(?:以下|如下)修改|(?:作|做)(?:以下|如下)修改"
    r"|对[^《》“”。；\n\ue000-\uf8ff]{2,60}(?:法规|规章|规定)[^《》“”。；\n\ue000-\uf8ff]{0,20}(?:进行|作出?|予以)修[改正][：:]?(?=[\s　]*(?:\n|$))"
    r"|废止《[^》\n]+》[^。；\n《]{0,30}[。；]"
)
_PREAMBLE: Final = re.compile(r"^[^“\"\n]*(?:作|做)(?:出|了)?(?:以下|如下)(?:修改|修正|补充)[^\n]*$", re.MULTILINE)
_CLOSING: Final = re.compile(
    r"本(?:决定|修正案)[^。]*(?:施行|生效|实施)[^。\n]*。?|[^。\n]*根据本(?:决定|修正案)[^\n]*(?:公布|公告)。?|(?:以上|前述)[^。\n]*施行。?"
)
_STRETCH: Final = re.compile(r"[^。；;\n]+[。；;]?")
_QUOTATION: Final = re.compile(QUOTED)
_DELETED: Final = re.compile(rf"(?:(?P<list>{_LIST})(?:中|末尾|规定|其中)?的?)?(?P<old>{_Q})")
_PLACES: Final = re.compile(_RANGE)
_DIVISION_HEAD: Final = re.compile(rf"第{_N}[章节](?P<name>[^\n]*)\n")
_ARTICLE_LINE: Final = re.compile(rf"^(第{_N}条(?:之{_N})?)(?=[\s　])", re.MULTILINE)

Handler = Callable[["_Reader", "re.Match[str]"], Iterator[Instruction]]


@dataclass
class _Reader:
    """Where the reading stands: the article and the places that 第二款 or a further pair of words refers to."""

    masked: Masked
    context: Address = field(default_factory=Address)
    last: tuple[Address, ...] = ()

    def places(self, words: str | None) -> tuple[Address, ...]:
        """The places of a list, each filled up from the article spoken of."""
        found: list[Address] = []
        for match in _PLACES.finditer(words or ""):
            first, _, last = re.sub(rf"^{_LAW}原?", "", match[0]).partition("至")
            place = Address.parse(f"{first}至{re.sub(rf'^{_LAW}原?', '', last)}" if last else first)
            before = found[-1] if found and place.article is None else self.context
            place = place.relative_to(before) if place.article is None else place
            found.append(place)
        if found:
            self.context, self.last = found[-1], tuple(found)
        return tuple(found)

    def plain(self, words: str | None) -> tuple[Address, ...]:
        """Places of the new text, which change nothing in what is spoken of."""
        kept = self.context, self.last
        found = self.places(words)
        self.context, self.last = kept
        return found

    def text(self, words: str | None) -> str:
        """What the quotations of a matched piece say, one paragraph a line."""
        return "\n".join(self.masked.quoted(m[0]) for m in re.finditer(_Q, words or ""))


def _span(match: re.Match[str]) -> Span:
    return Span(match.start(), match.end())


def _merge(reader: _Reader, match: re.Match[str]) -> Iterator[Instruction]:
    places, targets = reader.places(match["list"]), reader.plain(match["target"])
    yield Instruction(Deed.MERGE, _span(match), places, targets or places[:1], text=reader.text(match["text"]))


def _split(reader: _Reader, match: re.Match[str]) -> Iterator[Instruction]:
    places, targets = reader.places(match["place"]), reader.plain(match["list"])
    yield Instruction(Deed.SPLIT, _span(match), places, targets, text=reader.text(match["text"]))


def _renumber(reader: _Reader, match: re.Match[str]) -> Iterator[Instruction]:
    places = reader.places(match["list"])
    yield Instruction(Deed.RENUMBER, _span(match), places, reader.plain(match["target"]))
    if match["text"]:
        yield Instruction(Deed.REPLACE, _span(match), places, text=reader.text(match["text"]))


def _division(reader: _Reader, match: re.Match[str]) -> Iterator[Instruction]:
    """A chapter or section; where its articles are quoted behind it they are added too."""
    words = reader.text(match["name"]) or reader.text(match["name2"]) or reader.text(match["name3"])
    articles = reader.text(match["text"])
    if head := _DIVISION_HEAD.match(articles):
        words, articles = words or head["name"].strip(), articles[head.end() :]
    targets = reader.plain(match["range"])
    if labels := _ARTICLE_LINE.findall(articles):
        yield Instruction(Deed.INSERT, _span(match), (), (), old="条", text=articles)
        targets = targets or reader.plain(f"{labels[0]}至{labels[-1]}")
    heading = f"{match['number']} {words}".strip()
    yield Instruction(Deed.DIVISION, _span(match), targets=targets, text=heading)


def _heading(reader: _Reader, match: re.Match[str]) -> Iterator[Instruction]:
    words = reader.text(match["text"])
    yield Instruction(Deed.REPLACE, _span(match), text=words, part=Part.HEADING, label=match["number"])


def _renumber_division(_reader: _Reader, match: re.Match[str]) -> Iterator[Instruction]:
    yield Instruction(Deed.RENUMBER, _span(match), text=match["new"], part=Part.HEADING, label=match["number"])


def _annex(reader: _Reader, match: re.Match[str]) -> Iterator[Instruction]:
    old, new = reader.text(match["old"]), reader.text(match["text"])
    deed = Deed.SUBSTITUTE if old else Deed.REPLACE
    yield Instruction(deed, _span(match), old=old, text=new, part=Part.ANNEX, label=match["annex"])


def _delete_annexes(_reader: _Reader, match: re.Match[str]) -> Iterator[Instruction]:
    for label in re.findall(_ANNEX, match[0]):
        yield Instruction(Deed.DELETE, _span(match), part=Part.ANNEX, label=label)


def _everywhere(reader: _Reader, match: re.Match[str]) -> Iterator[Instruction]:
    old, new = reader.text(match["old"]), reader.text(match["text"])
    yield Instruction(Deed.SUBSTITUTE, _span(match), old=old, text=new, part=Part.WHOLE)


def _insert(reader: _Reader, match: re.Match[str]) -> Iterator[Instruction]:
    places = reader.places(match["place"])
    if not places and match["unit"] != "条":
        places = (reader.context,)
    targets = reader.plain(match["list"])
    part = Part.BEFORE if match["side"] and "前" in match["side"] else Part.NONE
    words = reader.text(match["text"]) or (match["bare"] or "").strip()
    yield Instruction(Deed.INSERT, _span(match), places, targets, old=match["unit"], text=words, part=part)


def _add_words(reader: _Reader, match: re.Match[str]) -> Iterator[Instruction]:
    places = reader.places(match["list"]) or reader.last
    part = Part.BEFORE if "前" in match["side"] else Part.AFTER
    yield Instruction(
        Deed.ADD_WORDS, _span(match), places, old=reader.text(match["old"]), text=reader.text(match["text"]), part=part
    )


def _add_at_end(reader: _Reader, match: re.Match[str]) -> Iterator[Instruction]:
    start = match["side"] and match["side"][0] in "开起"
    places = reader.places(match["place"])
    part = Part.START if start else Part.END
    yield Instruction(Deed.ADD_WORDS, _span(match), places, text=reader.text(match["text"]), part=part)


def _substitute(reader: _Reader, match: re.Match[str]) -> Iterator[Instruction]:
    places = reader.places(match["list"])
    places = reader.places(match["inner"]) or places or reader.last
    part = Part.HEADING if match["part"] else Part.NONE
    yield Instruction(
        Deed.SUBSTITUTE, _span(match), places, old=reader.text(match["old"]), text=reader.text(match["text"]), part=part
    )


def _delete_words(reader: _Reader, match: re.Match[str]) -> Iterator[Instruction]:
    for piece in _DELETED.finditer(match[0]):
        places = reader.places(piece["list"]) or reader.last
        yield Instruction(Deed.DELETE_WORDS, _span(match), places, old=reader.text(piece["old"]))


def _delete(reader: _Reader, match: re.Match[str]) -> Iterator[Instruction]:
    if match.groupdict().get("place"):
        reader.places(match["place"])
    yield Instruction(Deed.DELETE, _span(match), reader.places(match["list"]))


def _replace(reader: _Reader, match: re.Match[str]) -> Iterator[Instruction]:
    part = Part.LEAD if match["lead"] else Part.NONE
    here = reader.context
    if match["self"]:
        places: tuple[Address, ...] = (Address(article=here.article) if "条" in match["self"] else here,)
    else:
        places = reader.places(match["list"])
    yield Instruction(Deed.REPLACE, _span(match), places, text=reader.text(match["text"]), part=part)


def _unnumbered(reader: _Reader, match: re.Match[str]) -> Iterator[Instruction]:
    part = Part.TITLE if match["part"] in ("名称", "标题", "题目") else Part.PREAMBLE
    yield Instruction(Deed.REPLACE, _span(match), text=reader.text(match["text"]), part=part)


def _preface(_reader: _Reader, match: re.Match[str]) -> Iterator[Instruction]:
    yield Instruction(Deed.REPLACE, _span(match), part=Part.PREFACE)


def _order(reader: _Reader, match: re.Match[str]) -> Iterator[Instruction]:
    yield Instruction(Deed.ORDER, _span(match))
    for pair in re.finditer(rf"({_Q})调整为({_Q})", match[0]):
        old, new = (reader.text(words) for words in pair.groups())
        yield Instruction(Deed.RENUMBER, _span(match), (Address.parse(old),), (Address.parse(new),))


_RULES: Final[tuple[tuple[re.Pattern[str], Handler], ...]] = tuple(
    (re.compile(pattern), handler)
    for pattern, handler in (
        (rf"将?(?P<list>{_LIST})合并(?:，|,)?(?:为一条)?(?:(?:，|,)?(?:作为|为)(?P<target>{_RANGE}))?"
         rf"(?:{_INTO}(?P<text>{_QS}))?", _merge),
        (rf"将?(?P<place>{_PLACE})(?:拆)?分(?:拆)?为{_N}[条款项](?:(?:，|,)?(?:分别)?作为(?P<list>{_LIST}))?"
         rf"(?:{_INTO}(?P<text>{_QS}))?", _split),
        (rf"(?:将)?(?P<list>{_LIST})(?:相应(?:地)?)?(?:改为|作为|调整为|修改为)(?P<target>{_LIST})"
         rf"(?:(?:，|,)?(?:并)?(?:修改为)?[：:]\s*(?P<text>{_QS}))?", _renumber),
        (rf"(?:在?[^。；“\"]{{0,20}}?)增加一[章节](?P<name>{_Q})?(?:，|,)?作为(?P<number>第{_N}[章节])(?P<name2>{_Q})?"
         rf"(?:(?:，|,)?(?:章名|节名|名称|标题)为(?P<name3>{_Q}))?(?:(?:，|,)分为{_N}条)?(?:(?:，|,)包括(?P<range>{_RANGE}))?"
         rf"(?:(?:，|,)?(?:内容为|包括)?[：:]\s*(?P<text>{_QS}))?", _division),
        (rf"(?:将)?(?P<number>第{_N}[章节])(?:的)?(?:章名|节名|名称|标题){_INTO}(?P<text>{_Q})", _heading),
        (rf"(?:将)?原?(?P<number>第{_N}[章节])(?:相应(?:地)?)?(?:改为|调整为)(?P<new>第{_N}[章节])", _renumber_division),
        (rf"(?:将)?(?P<annex>{_ANNEX})(?:《[^》]*》)?(?:(?:中的?|的)?(?P<old>{_Q}))?{_INTO}(?P<text>{_QS})", _annex),
        (rf"删(?:去|除)(?:{_ANNEX})(?:(?:、|和|及)(?:{_ANNEX}))*|将?(?:{_ANNEX})(?:(?:、|和|及)(?:{_ANNEX}))*(?:予以)?删(?:去|除)",
         _delete_annexes),
        (rf"(?:将)?(?:全文|本(?:法|条例|办法|规定|细则|规则))(?:全文)?(?:中|中的|里的)?(?P<old>{_Q})(?:统一|均|全部|都)?{_INTO}(?P<text>{_Q})",
         _everywhere),
        (rf"(?:在)?(?P<place>{_PLACE})?(?:{_Q})?中?(?P<side>之?[后前])?(?:，)?增加(?:规定)?{_N}(?P<unit>[条款项目])(?:，|,)?(?:规定)?"
         rf"(?:(?:，|,)?(?:分别)?(?:作为|列为)(?:《[^》]*》的?)?(?P<list>{_LIST}))?(?:，|,)?(?:规定|即)?[：:]?\s*(?:(?P<text>{_QS})|。内容如下[：:]\s*(?P<bare>{_BARE}))?", _insert),
        (rf"(?:在)?(?P<list>{_LIST})?(?:中|规定)?的?(?P<old>{_Q})(?P<side>[之以]?[后前])(?:增加|增写)(?:一句(?:，|,)?内容为[：:]|规定)?(?P<text>{_Q})", _add_words),
        (rf"(?:在)?(?P<place>{_PLACE})(?P<side>开始部分|开头|起始部分|末尾|最后)?(?:增加|增写)(?:规定|一句)?[：:]?(?P<text>{_QS})", _add_at_end),
        (rf"(?:将|对)?(?P<list>{_LIST})?(?P<part>{_LAW}第{_N}[章节]?(?:章名|节名))?(?:中|其中|规定|其中规定)?的?(?:有关)?[：:]?"
         rf"(?:(?:{_Q}中?|[^，。；\n\ue000-\uf8ff]{{0,24}}职权)(?P<inner>第{_N}项))?"
         rf"(?P<old>{_QS}){_INTO}(?P<text>{_QS})", _substitute),
        (rf"{_LAW}序言第{_N}自然段[^\n]*", _preface),
        (rf"删(?:去|除)(?P<list>{_LIST})(?:中|末尾|规定|其中)?的?{_Q}(?:(?:、|和|及)(?:{_LIST})?(?:中|末尾|规定)?的?{_Q})*", _delete_words),
        (rf"删(?:去|除)(?:其中的|中的){_Q}(?:(?:、|和|及){_Q})*", _delete_words),
        (rf"删(?:去|除)(?P<list>{_LIST})", _delete),
        (rf"(?P<place>{_PLACE})删(?:去|除)(?P<list>{_LIST})", _delete),
        (rf"将?(?P<list>{_LIST})(?:予以)?删(?:去|除)", _delete),
        (rf"将?(?:(?P<list>{_LIST})|(?P<self>{_SELF}))?(?P<lead>的?条首部分|的?引言部分)?{_INTO}(?P<text>{_QS})", _replace),
        (rf"将?(?P<part>名称|标题|题目|引言|序言){_INTO}(?P<text>{_QS})", _unnumbered),
        (rf"(?:并)?(?:将|对)?(?:《[^》]*》的?)?(?:其他|其余)?(?:的)?条(?:款|文)?(?:的)?(?:顺序|序号)(?:作|做)?(?:出)?相应(?:的)?调整"
         rf"(?:[：:](?:{_Q}调整为{_Q}[，,、]?)+)?", _order),
    )
)  # fmt: skip
_NAME: Final = r"《(?P<title>(?:[^《》]|《[^《》]*》)+)》"
_TITLE: Final = re.compile(
    rf"^(?:{_N}、|（{_N}）)?[\s　]*(?:将|对)?(?:修改)?{_NAME}(?:[（(][^（）()\n]*[）)])?"
    r"(?:作(?:出)?(?:(?:如下|以下)修[改正][：:]?|修[改正])|的修[改正])?[：:]?$",
    re.MULTILINE,
)
_NAMING: Final = re.compile(
    rf"(?:^|(?<=[。；]))[\s　]*(?:{_N}[、.．]|（{_N}）)?[\s　]*(?:将|对|在|删去|删除)?{_NAME}(?:[（(][^（）()\n]*[）)])?的?原?(?=第{_N}[条章]|附件)",
    re.MULTILINE,
)
"""An instruction that names its law: 将《甲条例》第三条…"""
_SEVERAL_LAWS: Final = re.compile(r"(?:、|和|及)《[^》]+》的?第")
"""One instruction for articles of two laws (《甲条例》第三条、《乙条例》第八条中的…): it is not read for the first alone."""
_ORDERED: Final = re.compile(r"条文顺序|条款顺序|条文序号|调整[^。]*顺序")


def read_decision(text: str) -> tuple[AmendedLaw, ...]:
    """The instructions of a 修改决定 or 修正案, law by law.

    Nothing is guessed: a stretch that the grammar does not know is in :attr:`AmendedLaw.unread`.

    >>> law, = read_decision("将第二条改为第三条，修改为：“甲。”\\n删去第四条第二款。")
    >>> [(i.deed.value, str(i.places[0]), [str(t) for t in i.targets], i.text) for i in law.instructions]
    [('调整条号', '第二条', ['第三条'], ''), ('修改', '第二条', [], '甲。'), ('删去', '第四条第二款', [], '')]
    """
    masked = mask(text)
    opening = _PREAMBLE.search(masked.text)
    opening = opening if opening and not _QUOTATION.search(masked.text, 0, opening.start()) else None
    begin = opening.end() if opening else 0
    starts = [(m.start(), m.end(), m["title"]) for m in _TITLE.finditer(masked.text, begin)]
    starts = starts or _named_starts(masked, begin) or [(0, begin, "")]
    ends = [start for start, _, _ in starts[1:]] + [len(text)]
    laws: dict[str, AmendedLaw] = {}
    for (_, begin, title), end in zip(starts, ends, strict=True):
        instructions, unread = _read(masked, begin, end)
        before = laws.get(title, AmendedLaw(title, (), ()))
        laws[title] = AmendedLaw(title, before.instructions + instructions, before.unread + unread)
    return tuple(laws.values())


def _named_starts(masked: Masked, begin: int) -> list[tuple[int, int, str]]:
    """Where each law's instructions begin, if the instructions themselves name several laws."""
    named = [(m.start(), m.start(), m["title"]) for m in _NAMING.finditer(masked.text, begin)]
    return named if len({title for _, _, title in named}) > 1 else []


def _read(masked: Masked, at: int, end: int) -> tuple[tuple[Instruction, ...], tuple[Span, ...]]:
    reader = _Reader(masked)
    found: list[Instruction] = []
    unread: list[Span] = []
    while at < end:
        if skipped := _SKIP.match(masked.text, at, end):
            at = skipped.end()
        elif closing := _CLOSING.match(masked.text, at, end):
            if _ORDERED.search(closing[0]):
                found.append(Instruction(Deed.ORDER, _span(closing)))
            at = closing.end()
        else:
            at = _step(reader, at, end, found, unread)
    return tuple(found), tuple(unread)


def _step(reader: _Reader, at: int, end: int, found: list[Instruction], unread: list[Span]) -> int:
    """One instruction, or a stretch that is none of those known."""
    for pattern, handler in _RULES:
        match = pattern.match(reader.masked.text, at, end)
        if match and match.end() > at and not _SEVERAL_LAWS.search(match[0]):
            found.extend(handler(reader, match))
            return match.end()
    stretch = _STRETCH.match(reader.masked.text, at, end)
    stop = stretch.end() if stretch else end
    unread.append(Span(at, stop))
    return stop
