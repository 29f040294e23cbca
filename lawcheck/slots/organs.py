"""Names of state organs, and of bodies that hold public power, in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from lawcheck.document import Span
from lawcheck.slots.model import Phrase
from lawcheck.slots.words import load_words

__all__ = ["find_organs"]

REACH: Final = 40
"""An organ with its list of fields (公安、民政、自然资源和规划等有关部门) is rarely longer."""
_STOP: Final = re.compile(r"[，。；：！？\s□《》“”]|(?<![、])(?:的|或者|及时)(?=.)")
_LEADING: Final = re.compile(r"^(?:[、和及或]|其中|其(?!他)|该|各(?=部门)|本(?=级)|上述|有关(?=县|市|省|区))+")
_EMPTY: Final = frozenset(("部门", "机关", "机构", "政府", "委员会", "办公室", "管理部门", "有关机关"))


def find_organs(sentence: str) -> Iterator[Phrase]:
    """Every organ named, in order; a list of fields before 等有关部门 is one name.

    >>> [o.text for o in find_organs("由县级以上人民政府水行政主管部门会同公安机关处理")]
    ['县级以上人民政府水行政主管部门', '公安机关']
    >>> [o.text for o in find_organs("报所在地县级人民政府公安、民政主管部门备案")]
    ['所在地县级人民政府公安、民政主管部门']
    """
    waiting: Phrase | None = None
    for organ in _names(sentence):
        if waiting is not None and _of_one(waiting, organ):
            waiting = Phrase(waiting.text + organ.text, Span(waiting.span.start, organ.span.end))
            continue
        if waiting is not None:
            yield waiting
        waiting = organ
    if waiting is not None:
        yield waiting


def _of_one(government: Phrase, organ: Phrase) -> bool:
    """Whether a list of fields (公安、民政主管部门) follows the government that it belongs to at once."""
    joined = government.span.end == organ.span.start and government.text.endswith("人民政府")
    return joined and _FIELDS.fullmatch(organ.text) is not None


_FIELDS: Final = re.compile("[\u4e00-\u9fff]{2,8}(?:、[\u4e00-\u9fff]{2,8})+(?:主管|管理)部门")


def _names(sentence: str) -> Iterator[Phrase]:
    """The names as they end, a list of fields apart from the government before it."""
    last = 0
    ends = list(_ends(sentence))
    for number, (start, end) in enumerate(ends):
        following = ends[number + 1][0] if number + 1 < len(ends) else len(sentence)
        if following <= end:  # 人民政府水行政主管部门: the longer name follows at once
            continue
        begin = _begin(sentence, start, max(last, start - REACH))
        name = sentence[begin:end]
        if len(name) > 1 and name not in _EMPTY and not name.endswith(load_words().not_organs):
            yield Phrase(name, Span(begin, end))
            last = end


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = load_words()
    return words.organs, words.before_organs


def _ends(sentence: str) -> Iterator[tuple[int, int]]:
    """Places of the endings; 人民政府 followed by 主管部门 within a name counts as one with it."""
    found = [match.span() for match in _patterns()[0].finditer(sentence)]
    for number, (start, end) in enumerate(found):
        if number + 1 < len(found):
            between = sentence[end : found[number + 1][0]]
            if len(between) <= 12 and not _BREAKS.search(between):
                continue
        yield start, end


_BREAKS: Final = re.compile(
    r"[，。；：、]|和|或者|或|及|与|会同|应|可|由|对|向|的|负责|按|依|在|根据|不|报|经|批准|备案|责令|处|为|将|把|予|给|作|制定|组织|公布|确定|备|申请|审|同意|报告|移送|移交|协助|配合|指导|监督(?!管理)|受理|决定|接到|规定|通知|委托|授权|提出|提请|报请|建立"
)


def _begin(sentence: str, start: int, floor: int) -> int:
    """Where the name that ends with the word at ``start`` begins."""
    window = sentence[floor:start]
    begin = floor
    for match in _STOP.finditer(window):
        begin = floor + match.end()
    for match in _patterns()[1].finditer(sentence, begin, start):
        if match.end() <= start and not _inside_name(sentence, match):
            begin = match.end()
    lead = _LEADING.match(sentence[begin:start])
    return begin + (lead.end() if lead else 0)


_NAME_PARTS: Final = (
    "行政监督",
    "自然",
    "自治",
    "以上",
    "以下",
    "经济",
    "应急",
    "对外",
    "监督管理",
    "组织部",
    "应用",
    "经营",
    "经信",
    "自贸",
    "其他有关",
    "其他主管",
    "以外",
    "所在地",
    "其他行政",
    "监督指导",
    "直属",
    "市场监督",
    "安全监督",
    "质量监督",
)


def _inside_name(sentence: str, match: re.Match[str]) -> bool:
    around = sentence[max(match.start() - 2, 0) : match.end() + 2]
    return any(part in around for part in _NAME_PARTS)
