"""Where a clause sends to another text: 依照《X》第N条处罚, 法律另有规定的从其规定."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lawcheck.document import Number, Span, parse_numeral
from lawcheck.slots.model import Transfer

__all__ = ["OWN", "UNNAMED", "find_transfers"]

UNNAMED: Final = "*"
"""依照有关法律、法规的规定处罚."""
OWN: Final = "本法"
"""依照本条例第X条的规定处罚."""
_TRIGGER: Final = re.compile(r"依照|按照|参照|适用|依据|根据|从其规定|另有规定|遵守|执行《|依《")
_NUMERAL: Final = r"[一二三四五六七八九十百零〇两\d]+"
_ARTICLE: Final = re.compile(rf"第({_NUMERAL})条(?:之({_NUMERAL}))?")
_TITLE: Final = re.compile(r"《((?:[^《》]|《[^《》]*》)+)》")
_SENT: Final = re.compile(
    r"(?P<lead>依照|按照|参照|依据|适用|根据|遵守|依)(?P<what>(?:(?:《[^》]*》|[^，。；])+?))(?P<tail>(?:的?(?:有关|相关)?规定)?(?:，)?(?:依法|由[^，。；]{2,20}|从重)?(?:予以|给予|进行|追究|承担|办理)?(?:治安管理|行政)?(?:处罚|处理|执行|处分|追究[^，。；]{0,8}责任|论处|查处|办理|实施|给予[^，。；]{0,12}处[分罚]))"
)
_NAMED: Final = re.compile(
    r"(?:依照|按照|参照)(?P<what>《[^，。；]+?)(?=(?:的?(?:有关|相关)?(?:规定|要求))|[，。；]|$)(?![^。；]*制定本)"
)
_APPLIES: Final = re.compile(r"适用(?P<what>(?:《[^》]*》|[^，。；])+?)(?:的?(?:有关|相关)?规定)?(?=[，。；]|$)")
_ELSE: Final = re.compile(r"(?P<what>(?:《[^》]*》|[^，。；])+?)另有规定(?:的|，|除外)")
_LAWS: Final = re.compile(r"法律|法规|规章|国家|国务院|有关规定|省|规定")
_OWN: Final = re.compile(r"本(?:法|条例|办法|规定|细则|规则|实施办法|决定)|前款|前条|第" + _NUMERAL + "条")


def find_transfers(sentence: str) -> Iterator[Transfer]:
    """The texts that a sentence sends to, each title once a place.

    >>> [(t.law, t.articles) for t in find_transfers("依照《中华人民共和国水法》第六十五条的规定处罚")]
    [('水法', (Number(value=65, sub=0),))]
    """
    if not _TRIGGER.search(sentence):
        return
    taken: list[tuple[int, int]] = []
    for pattern in (_NAMED, _SENT, _APPLIES, _ELSE):
        for match in pattern.finditer(sentence):
            if not any(match.start() < end and start < match.end() for start, end in taken):
                found = tuple(_read(sentence, match))
                yield from found
                taken += [match.span()] if found else []


def _read(sentence: str, match: re.Match[str]) -> Iterator[Transfer]:
    what = match["what"]
    span = Span(*match.span())
    titles = list(_TITLE.finditer(what))
    for number, title in enumerate(titles):
        end = titles[number + 1].start() if number + 1 < len(titles) else len(what)
        articles = tuple(_articles(what[title.end() : end]))
        yield Transfer(title[1].replace("中华人民共和国", ""), articles, match[0], span)
    if not titles and _OWN.search(what):
        yield Transfer(OWN, tuple(_articles(what)), match[0], span)
    elif not titles and _LAWS.search(what):
        yield Transfer(UNNAMED, (), match[0], span)


def _articles(text: str) -> Iterator[Number]:
    for match in _ARTICLE.finditer(text):
        value, sub = parse_numeral(match[1]), parse_numeral(match[2]) if match[2] else 0
        if value is not None:
            yield Number(value, sub or 0)
