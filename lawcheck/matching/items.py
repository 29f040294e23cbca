"""A list of 项 as the sentences that it makes: a clause below may take up one of them alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

__all__ = ["ItemSentence", "item_sentences", "said_of"]

_LIST: Final = re.compile(r"(?:有)?下列[^，,：:。]{0,20}?(?:之一)?(?:的)?(?:，(?:且|并且)[^，。：]{1,30})?[，,：:]")
_ENDS: Final = "。；;，,、 \u3000"
_ITEM: Final = re.compile(r"^[ \u3000]*[（(][一二三四五六七八九十]+[）)][ \u3000]*(?P<words>\S.*)$", re.MULTILINE)


class ItemSentence(NamedTuple):
    """A 项 without its number, and the sentence that the list makes of it."""

    item: str
    sentence: str


def item_sentences(clause: str) -> Iterator[ItemSentence]:
    """The 项 of a 款 as sentences; none where it has no list.

    >>> [found.sentence for found in item_sentences("有下列行为之一的，处一万元罚款：\\n（一）占用通道的；\\n（二）损坏设施的。")]
    ['占用通道的，处一万元罚款', '损坏设施的，处一万元罚款']
    """
    lead = clause.partition("\n")[0]
    for found in _ITEM.finditer(clause):
        words = found["words"].strip(_ENDS)
        yield ItemSentence(words, said_of(lead, words))


def said_of(lead: str, item: str) -> str:
    """The sentence that a list makes of one of its 项.

    >>> said_of("有下列行为之一的，责令改正，处一万元罚款：", "占用通道的")
    '占用通道的，责令改正，处一万元罚款'
    >>> said_of("公园管理单位应当履行下列职责：", "维护游览秩序")
    '公园管理单位应当维护游览秩序'
    """
    found = _LIST.search(lead)
    if found is None:
        return lead.rstrip("：:") + item
    rest = lead[found.end() :].strip(_ENDS + "：:")
    return lead[: found.start()].removesuffix("履行").removesuffix("遵守") + item + (f"，{rest}" if rest else "")
