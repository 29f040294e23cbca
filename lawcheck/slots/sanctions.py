"""Penalties of 行政处罚法第九条 and measures that are none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from lawcheck.document import Span
from lawcheck.slots.model import Sanction
from lawcheck.slots.words import Words, load_words

__all__ = ["find_measures", "find_penalties"]

_TRIGGER: Final = re.compile(
    "罚|警告|没收|追缴|扣|吊销|责令|拘留|通报|降低|限制|停业|停产|关闭|禁业|年内|终身|禁止从业"
)
_MEASURE_TRIGGER: Final = re.compile(
    "责令|限期|强[制行]|代为|代履行|费用由|费用|查封|扣|滞纳|加处|加收|撤|注销|取消|处分|责任|赔偿|治安|处罚|信用|失信|登记保存"
)
_MAY: Final = re.compile(r"可以?[^，。；的]{0,36}$|可以?[^，。；]{0,16}$|可以?(?:并|单)?处[^，。；]{0,30}$")
# A sanction inside an antecedent (受到警告处罚的，…) is no sanction of this clause.
_ANTECEDENT: Final = re.compile(r"[^，。；]{0,20}?(?:的|后|时|期间|期满)(?=，|$)")
_BAN: Final = re.compile("不得|不准|禁止|减轻|免除")
"""Bans on punishing (不得以罚款代替…) impose nothing."""
_BANNED: Final = "限制从业"
_OF_FINE: Final = re.compile(r"的(?:罚款|处罚|处分|行政处罚|警告|，)")


@cache
def _tables() -> tuple[tuple[tuple[str, re.Pattern[str]], ...], tuple[tuple[str, re.Pattern[str]], ...]]:
    words = load_words()
    return Words.compiled(words.penalties), Words.compiled(words.measures)


def find_penalties(sentence: str) -> Iterator[Sanction]:
    """The penalties of one sentence, those in its antecedents left out.

    >>> [(p.kind, p.optional) for p in find_penalties("情节严重的，责令停产停业，可以并处五百元罚款")]
    [('罚款', True), ('责令停产停业', False)]
    """
    if _TRIGGER.search(sentence):
        yield from _find(sentence, _tables()[0])


def find_measures(sentence: str) -> Iterator[Sanction]:
    """The measures of one sentence that are no penalties.

    >>> [m.kind for m in find_measures("由城市管理部门责令限期改正；构成犯罪的，依法追究刑事责任")]
    ['责令改正', '刑事责任']
    """
    if _MEASURE_TRIGGER.search(sentence):
        yield from _find(sentence, _tables()[1])


def _find(sentence: str, table: tuple[tuple[str, re.Pattern[str]], ...]) -> Iterator[Sanction]:
    for kind, pattern in table:
        for match in pattern.finditer(sentence):
            before = sentence[max(match.start() - 40, 0) : match.start()].rpartition("，")[2]
            if not _in_antecedent(sentence, match.end()) and (kind == _BANNED or not _BAN.search(before)):
                yield Sanction(kind, match[0], Span(*match.span()), bool(_MAY.search(before)))


def _in_antecedent(sentence: str, end: int) -> bool:
    """Whether the words run on to a 的 or 后 that closes a condition."""
    tail = _ANTECEDENT.match(sentence, end)
    return tail is not None and not _OF_FINE.search(tail[0] + "")
