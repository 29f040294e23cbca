"""Themes among the points of a clause: alike ones together, named by their words and by their most central sentence."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from math import log
from typing import TYPE_CHECKING, Final

import numpy as np

from lawcheck.comments.families import plain_texts, same_key
from lawcheck.comments.model import Point, Theme
from lawcheck.comments.vectors import Floats, Rows, cosines, pair_up, post, read_rows

if TYPE_CHECKING:
    import rjieba

__all__ = ["FROM", "find_themes"]

FROM: Final = 15  # points of a clause from which themes help; below, all are read (consultation.md 5.3)
MOST: Final = 360  # different texts that are clustered; more join the theme that they are nearest to
LINKED: Final = 0.07  # mean cosine within a theme at which it takes no more
JOINS: Final = 0.1  # to the middle of a theme
SMALLEST: Final = 3  # points of a theme; others stay by themselves
TERMS: Final = 5
_SENTENCE: Final = re.compile(r"[^。！？!?；;\n]{6,100}[。！？!?；;]?")
_STOP: Final = frozenset(
    [
        "我们",
        "他们",
        "你们",
        "大家",
        "自己",
        "这个",
        "那个",
        "这样",
        "这条",
        "一个",
        "一些",
        "没有",
        "不是",
        "就是",
        "还是",
        "可以",
        "应当",
        "应该",
        "建议",
        "希望",
        "规定",
        "意见",
        "条例",
        "草案",
        "第一",
        "第二",
        "认为",
        "觉得",
        "如果",
        "但是",
        "因为",
        "所以",
        "而且",
        "或者",
        "以及",
        "进行",
        "什么",
        "怎么",
        "现在",
        "已经",
        "还有",
        "不能",
        "不会",
        "比较",
        "非常",
        "请问",
        "我家",
        "本人",
        "支持",
        "反对",
        "同意",
        "修改",
        "改为",
        "删去",
        "删除",
        "增加",
        "一条",
        "两条",
        "条款",
        "内容",
        "问题",
        "理由",
        "时候",
        "不要",
        "需要",
        "必须",
        "很多",
        "有的",
        "真的",
        "可能",
        "不同意",
        "一下",
        "出来",
        "起来",
    ]
)


def find_themes(points: Sequence[Point]) -> tuple[Theme, ...]:
    """Themes among ``points`` of one clause, largest first; a point is in one at most, the same texts in the same.

    Clustered by average likeness of pairs and triples of characters (a chain of neighbours never joins what is unlike);
    ``terms`` are words frequent in the theme and rare outside; ``sentence`` stands verbatim in its point.

    >>> texts = ["停车费太贵，请降低收费。", "收费太贵了，降低停车费。", "停车收费太贵。", "充电桩不够用。"]
    >>> themes = find_themes([Point(f"c{n}#1", f"c{n}", 1, (0, 0), text) for n, text in enumerate(texts)])
    >>> [(len(theme.point_ids), theme.sentence) for theme in themes]
    [(3, '收费太贵了，降低停车费。')]
    """
    groups: dict[str, list[Point]] = defaultdict(list)
    for point, text in zip(points, plain_texts([point.text for point in points]), strict=True):
        if key := same_key(text):
            groups[key].append(point)
    keys = sorted(groups, key=lambda key: (-len(groups[key]), -min(len(key), 60), key))
    if len(keys) < 2:
        return ()
    rows, _ = read_rows(keys)
    belongs = _spread(rows, _cluster(rows.take(np.arange(min(len(keys), MOST)))))
    members: dict[int, list[Point]] = defaultdict(list)
    for number, key in zip(belongs, keys, strict=True):
        if number >= 0:
            members[number] += groups[key]
    kept = [sorted(own) for own in members.values() if len(own) >= SMALLEST]
    return _named(sorted(kept, key=lambda own: (-len(own), own[0].point_id)))


def _cluster(rows: Rows) -> list[int]:
    """The cluster of each row: join the two that are most alike on average, until none are alike enough."""
    i, j, shared = pair_up(rows, post(rows))
    alike = np.zeros((rows.size, rows.size), dtype=np.float64)
    alike[i, j] = shared  # of rows of length 1, nothing left out: the cosine
    np.fill_diagonal(alike, -1)
    sizes = np.ones(rows.size)
    into = list(range(rows.size))
    while rows.size > 1:
        one, other = divmod(int(alike.argmax()), rows.size)
        if alike[one, other] < LINKED:
            break
        one, other = min(one, other), max(one, other)
        mean = (alike[one] * sizes[one] + alike[other] * sizes[other]) / (sizes[one] + sizes[other])
        sizes[one] += sizes[other]
        mean[mean < -0.5] = -1
        alike[one], alike[:, one] = mean, mean
        alike[one, one] = -1
        alike[other], alike[:, other] = -1, -1
        into = [one if own == other else own for own in into]
    return into


def _spread(rows: Rows, into: Sequence[int]) -> list[int]:
    """All rows: those beyond the clustered ones join the nearest cluster."""
    rest = np.arange(len(into), rows.size)
    if not len(rest):
        return list(into)
    numbers = sorted(set(into))
    middles = _middles(rows.take(np.arange(len(into))), into, numbers)
    i, j, alike = pair_up(rows.take(rest), post(middles))
    found = np.full(len(rest), -1)
    ranked = np.argsort(alike, kind="stable")
    ranked = ranked[alike[ranked] >= JOINS]
    found[i[ranked]] = np.array(numbers)[j[ranked]]  # of several for one row the last one stays: the nearest
    return [*into, *found.tolist()]


def _middles(rows: Rows, into: Sequence[int], numbers: Sequence[int]) -> Rows:
    """The mean row of each cluster, of length 1."""
    place = {number: at for at, number in enumerate(numbers)}
    owners = np.array([place[number] for number in into])[rows.owners()]
    span = int(rows.terms.max(initial=0)) + 1
    cells, inverse = np.unique(owners * span + rows.terms, return_inverse=True)
    sums = np.bincount(inverse, rows.weights, len(cells))
    holder = cells // span
    norms = np.sqrt(np.bincount(holder, sums**2, len(numbers)))
    starts = np.searchsorted(holder, np.arange(len(numbers) + 1))
    weights: Floats = (sums / np.maximum(norms[holder], 1e-9)).astype(np.float32)
    return Rows(starts, (cells % span).astype(np.int32), weights)


# -- names -------------------------------------------------------------------------------------------------------------


def _named(themes: Sequence[Sequence[Point]]) -> tuple[Theme, ...]:
    counts = [Counter(word for point in own[:MOST] for word in _words(point.text)) for own in themes]
    everywhere: Counter[str] = Counter()
    for count in counts:
        everywhere.update(count)
    return tuple(
        Theme(_terms(count, everywhere), *_central(own), tuple(point.point_id for point in own))
        for own, count in zip(themes, counts, strict=True)
    )


def _words(text: str) -> frozenset[str]:
    return frozenset(_cut(text))


@cache
def _cutter() -> rjieba.Jieba:
    import rjieba  # its dictionary takes 33 MB, and processes that only show pages never cut words

    return rjieba.Jieba()


def _cut(text: str) -> Iterable[str]:
    return (word for word in _cutter().cut(text) if len(word) > 1 and word.isalpha() and word not in _STOP)


def _terms(count: Counter[str], everywhere: Counter[str]) -> tuple[str, ...]:
    """Words of several points of the theme that others lack."""
    weight = {word: n * (0.3 + log(1 + n / max(everywhere[word] - n, 0.5))) for word, n in count.items() if n > 1}
    return tuple(sorted(weight, key=lambda word: (-weight[word], word))[:TERMS])


def _central(points: Sequence[Point]) -> tuple[str, str]:
    """The sentence nearest to the mean of all sentences, and the point in which it stands."""
    said: list[tuple[str, str]] = []
    seen: set[str] = set()
    for point in points[:MOST]:
        for match in _SENTENCE.finditer(point.text):
            sentence = match[0].strip()
            if sentence not in seen:
                seen.add(sentence)
                said.append((sentence, point.point_id))
    if not said:
        return points[0].text, points[0].point_id
    rows, _ = read_rows([sentence for sentence, _ in said])
    middle = _middles(rows, [0] * rows.size, [0])
    near = cosines(rows, np.arange(rows.size), middle, np.zeros(rows.size, dtype=np.int64))
    return said[int(near.argmax())]
