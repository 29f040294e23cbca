"""What a sentence is about, in words that a drafter of his own words still shares with the law that he has before him."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from lawcheck.resources import corpus_dir, load_yaml

__all__ = ["topics_of", "weight"]

_PLAIN: Final = re.compile(
    "[^\u4e00-\u9fff]+|[零〇一二两三四五六七八九十百千万]+(?:个?工作日|个?月|周岁|[日天年周元岁人次倍米])?"
    "|应当|应该|必须|可以|不得|禁止|严禁|有权|负责|县级以上|设区的市级?|地方|各级|人民政府|政府|(?:行政)?主管部门|部门|机关|机构|单位|组织"
    "|个人|公民|法人|当事人|人员|有关|相关|规定|按照|依照|依据|根据|依法|法律|法规|本法|本条例|条例|办法|国家|国务院|以上|以下|以内|以外|之日起?|自[^，。；]之"
    "|不超过|超过|不少于|不低于|至少|最低|最高|最长|最短|期限|时间|其他|前款|或者|以及|并且|并|和|与|及|或|的|了|在|对|向|由|为|将|把|被|其|所|以|于|从|到|至|等|之|内|外|后|前"
    "|进行|实施|予以|给予|情形|下列|行为|活动|需要|情况|要求|本市|本省|本县|本区|每|各|也|就|再|不|未|无"
)
"""Words that stand in any law, and figures: they say nothing of what a sentence is about."""


_THING, _STEP = "#", "~"
"""Begin the name of a row: of a thing, of a step of any procedure."""


@cache
def _things() -> tuple[re.Pattern[str], dict[str, tuple[str, ...]]]:
    """The rows of ``corpus/slots/same_things.yaml``: a pattern of all words, and the names of the rows of each."""
    data = load_yaml((corpus_dir() / "slots" / "same_things.yaml").read_text(encoding="utf-8"))
    rows: dict[str, list[str]] = {}
    for mark, row in (*((_THING, row) for row in data["things"]), *((_STEP, row) for row in data["steps"])):
        for word in row:
            rows.setdefault(word, []).append(mark + row[0])
    longest = sorted(rows, key=lambda word: (-len(word), word))
    return re.compile(f"({'|'.join(map(re.escape, longest))})"), {word: tuple(names) for word, names in rows.items()}


@lru_cache(maxsize=8192)
def topics_of(words: str) -> frozenset[str]:
    """Pairs of characters of the words that say something, and the things of one row under one name.

    >>> sorted(topics_of("网店三日内退款，通知众人。"))
    ['#价款', '#网络', '#返还', '~告知', '众人']
    """
    pattern, rows = _things()
    parts = pattern.split(words)  # what lies between, and every second the words of a row
    named = {name for found in parts[1::2] for name in rows[found]}
    left = _PLAIN.split("。".join(parts[::2]))
    return frozenset(named | {run[at : at + 2] for run in left for at in range(len(run) - 1)})


def weight(shared: frozenset[str]) -> int:
    """How much topics in common say: a thing of the rows is known to be one, steps and pairs of characters may meet by chance.

    >>> weight(frozenset(("#返还", "众人")))
    3
    """
    return sum(2 if topic.startswith(_THING) else 1 for topic in shared)
