"""Which real title a wrong one may mean: a word left out or put in, or one wrong character (domain.md C02)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from rapidfuzz import process
from rapidfuzz.distance import Indel, Levenshtein

from lawcheck.laws.territories import guess_territory

__all__ = ["same_words", "suggest", "without_padding"]

_KIND = re.compile(r"(?:法典|法|条例|规定|办法|细则|规则|决定|解释|意见|通知)(?:（[^）]*）)?$")
_MIN_SHARE = 0.65  # the shorter title of the longer: 技术合同法 (0.6 of it is 合同法) was a law of its own
_MIN_LENGTH_FOR_TYPO = 5  # in a shorter title one other character is another law: 水法, 税法
_MIN_LENGTH_FOR_MOVE = 6  # from here on one character too few and one too many, in any places, are a slip too
_PADDING = re.compile(r"(?<=.)(?:管理|工作|促进|监督|治理|保护|保障|安全|程序|资源|事业|活动|行为)(?=.*法$)")
_GENRE = re.compile(r"(?:管理|促进|发展|监督|监察|治理|防治|防制|保护|保障|组织|自治|建设|服务|工作)(?=法$)")
_SHORTENED = (("科学技术", "科技"), ("环境保护", "环保"), ("社会保险", "社保"))
_MIN_STEM = 5  # characters (法 among them) that two titles share besides the word of what the law does
_PLACE = re.compile(
    r"(?!国家|全国|城|都市|农村)[\u4e00-\u9fff]{2,4}?(?:省|自治[州县区]|(?<![城都超股楼上集门])市(?![容场民政区])|县(?!级))"
)
_ROUGH = 59.0  # rapidfuzz ratio below which nothing is looked at closely


def suggest(key: str, titles: Mapping[str, str], limit: int) -> tuple[str, ...]:
    """Titles (of ``titles``: title → key) that differ from ``key`` by left-out words or one character, nearest first.

    A title of another place or of another kind (法, 条例 …) is a different document, not a slip; one of no kind
    (行政处罚发) may be.

    >>> suggest("道路交通安全管理法", {"道路交通安全法": "道路交通安全法", "道路运输条例": "道路运输条例"}, 5)
    ('道路交通安全法',)
    >>> suggest("循环经济发展法", {"循环经济促进法": "循环经济促进法", "循环农业法": "循环农业法"}, 5)
    ('循环经济促进法',)
    >>> suggest("浙江省测绘管理条例", {"浙江省土地管理条例": "浙江省土地管理条例"}, 5)
    ()
    """
    rough = process.extract(key, titles, scorer=Indel.normalized_similarity, limit=50, score_cutoff=_ROUGH / 100)
    near = [(-score, title) for other, score, title in rough if other != key and _is_slip(key, other)]
    return tuple(title for _, title in sorted(near)[:limit])


def _is_slip(a: str, b: str) -> bool:
    if (_kind(a) and _kind(a) != _kind(b)) or guess_territory(a)[0] != guess_territory(b)[0]:
        return False
    if _place_words(a) != _place_words(b):
        return False
    short, long = sorted((len(a), len(b)))
    if without_padding(a) == b or same_words(a, b):
        return True
    stem = _GENRE.sub("", a)
    if stem == _GENRE.sub("", b) and len(stem) >= _MIN_STEM:  # 循环经济发展法 for 循环经济促进法
        return True
    if Indel.distance(a, b) == long - short:  # one is the other with words left out
        return short >= _MIN_SHARE * long
    if a[:2] == b[:2] and short == long == _MIN_LENGTH_FOR_TYPO and Indel.distance(a, b) == 2 and _kind(a) == "法":
        return True  # 行政起诉法 for 行政诉讼法
    if short >= _MIN_LENGTH_FOR_MOVE and Indel.distance(a, b) <= 2:  # 水污染治理法 for 水污染防治法
        return True
    return short >= _MIN_LENGTH_FOR_TYPO and Levenshtein.distance(a, b) <= 1


def _place_words(title: str) -> str:
    """The words of a place that the title begins with, also of one that no list holds.

    >>> _place_words("青山市城市绿化条例"), _place_words("城市绿化条例"), _place_words("农村集市管理条例")
    ('青山市', '', '')
    """
    match = _PLACE.match(title)
    return match[0] if match else ""


def without_padding(key: str) -> str:
    """The title of a 法 without the words that people put in from memory (管理, 保护 …), however short it is then.

    >>> without_padding("教育管理法"), without_padding("管理条例")
    ('教育法', '管理条例')
    """
    return _PADDING.sub("", key)


def same_words(key: str, other: str) -> bool:
    """The same words in another order, some of them shortened.

    >>> same_words("能源节约法", "节约能源法"), same_words("科学技术成果转化促进法", "促进科技成果转化法"), same_words("水法", "税法")
    (True, True, False)
    """
    return sorted(_brief(key)) == sorted(_brief(other))


def _brief(title: str) -> str:
    for full, short in _SHORTENED:
        title = title.replace(full, short)
    return title


def _kind(title: str) -> str:
    match = _KIND.search(title)
    return match[0] if match else ""
