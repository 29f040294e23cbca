"""Proposals of a number without its unit (罚款上限改为1000, 30改60) or for an end of a range (下限调到八千元): the clause tells what it is put for, or nothing does."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple

from lawcheck.comments.lexicon import read_words
from lawcheck.comments.quantities import Amount, amounts_in, value_of
from lawcheck.comments.wording_forms import VERB, is_refused
from lawcheck.document import Span

__all__ = ["BareNumber", "bare_numbers"]

_NUMBER: Final = r"(?<![第零〇一二三四五六七八九十百千万两\d.])(?:\d{1,7}(?:\.\d{1,2})?[百千万亿]?|[零一二三四五六七八九十百千万两]{1,8})"
_UNIT: Final = "元|块|个?工作日|日|天|个?月|年|个?小时|分钟"
_END: Final = r"(?=[，。；！,;!\s）)]|$)"
_SAID: Final = re.compile(rf"{_NUMBER}(?![条款项章节点次遍、])")
_PAUSE: Final = re.compile("[，,、：:。；！？;!?\n]")
_ABOUT: Final = re.compile(
    r"第?[零〇一二三四五六七八九十百\d]+[条款项]|建议|希望|应该|应当|应|可以|能不能|最好|还是|都|也|我|觉得|[这此该本]条|\s|[把将的]"
)
_REACH: Final = 200  # characters before the verb that can say what is meant
_STOP: Final = re.compile("[。；！？;!?\n]")


class BareNumber(NamedTuple):
    """The words of the clause (``old``) that a number ``new`` of the comment is put for, and the ``whole`` of the proposal."""

    old: str
    new: str
    whole: Span


class _Words(NamedTuple):
    put: re.Pattern[str]
    upper: re.Pattern[str]
    lower: re.Pattern[str]
    measures: tuple[tuple[str, re.Pattern[str]], ...]
    asked: re.Pattern[str]
    named: re.Pattern[str]


@cache
def _words() -> _Words:
    data = read_words("bare-numbers")
    led = rf"(?:(?:{VERB}|{data['put']})[:：]?\s*|{data['bound']})"
    return _Words(
        re.compile(rf"{led}(?P<new>{_NUMBER})(?P<unit>{_UNIT})?(?:{data['tail']})?{_END}"),
        re.compile(data["upper"]),
        re.compile(data["lower"]),
        tuple((name, re.compile(words)) for name, words in data["measures"].items()),
        re.compile(data["asked"]),
        re.compile(data["named"]),
    )


def bare_numbers(text: str, clause: str) -> Iterator[BareNumber]:
    """The proposals of ``text`` (normalised) for ``clause``; none where several of its quantities may be meant.

    >>> clause = "处二百元以上五百元以下罚款，并在三十日内改正。"
    >>> [(found.old, found.new) for found in bare_numbers("罚款下限改为300，上限改为1000", clause)]
    [('二百元', '300'), ('五百元', '1000')]
    >>> list(bare_numbers("罚款改为300", clause))
    []
    """
    own, done = amounts_in(clause), 0
    for match in _words().put.finditer(text):
        start, new = max(match.start() - _REACH, 0), match.start("new")
        before, said, done = text[max(done, start) : new], text[start : match.start()], match.end()
        sentence = _STOP.split(text[start:new])[-1]
        near = _STOP.split(before)[-1]
        sided = not match["unit"] or _side(near)  # 改为五日 by itself is read elsewhere
        if is_refused(said) or _words().asked.search(sentence) or _words().named.search(near) or not sided:
            continue
        held = [amount for amount in own if _of_unit(amount, match["unit"] or "")]
        choice = _meant(held, near, sentence, value_of(match["new"]))
        if choice is not None and _is_of(_PAUSE.split(said)[-1], clause):
            yield BareNumber(choice.text, match["new"] + (match["unit"] or ""), Span(*match.span()))


def _of_unit(amount: Amount, unit: str) -> bool:
    """Whether ``amount`` measures what ``unit`` does; any where none is said."""
    return not unit or amount.measures == ("元" if unit in ("元", "块") else "时间")


def _is_of(subject: str, clause: str) -> bool:
    """Whether what is said before the verb can be the clause's: a number or a word for money, time or a limit, or its own words
    (分数改为9.5 is about something else)."""
    words = _words()
    said = [words.upper, words.lower, _SAID, *(pattern for _, pattern in words.measures)]
    rest = _ABOUT.sub("", subject)
    pairs = [rest[at : at + 2] for at in range(len(rest) - 1)]
    return len(rest) < 2 or any(pattern.search(rest) for pattern in said) or any(pair in clause for pair in pairs)


def _meant(own: Sequence[Amount], near: str, sentence: str, new: float | None) -> Amount | None:
    """The one amount that may be meant: of what the sentence speaks of, with the number that is named, on the side named."""
    left = _measured([amount for amount in own if amount.value != new], sentence)
    named = {value_of(match[0]) for match in _SAID.finditer(near)}
    left = [amount for amount in left if amount.value in named] or left
    left = [amount for amount in left if amount.side and amount.side == _side(near)] or left
    return left[0] if new is not None and len({amount.text for amount in left}) == 1 else None


def _measured(own: list[Amount], sentence: str) -> list[Amount]:
    wanted = {name for name, words in _words().measures if words.search(sentence)}
    return [amount for amount in own if amount.measures in wanted] if wanted else own


def _side(words: str) -> str:
    upper, lower = _words().upper.search(words), _words().lower.search(words)
    return "" if bool(upper) == bool(lower) else "upper" if upper else "lower"
