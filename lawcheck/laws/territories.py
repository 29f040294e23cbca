"""Places that make rules: GB/T 2260 codes of provinces, prefectures and counties (``territories.csv``)."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

from lawcheck.resources import corpus_dir

__all__ = ["Territory", "guess_territories", "guess_territory", "is_within", "province_of", "territory"]

_PEOPLES = (
    "壮|回|维吾尔|土家|苗|藏|羌|彝|布依|侗|哈尼|傣|白|景颇|傈僳|蒙古"
    "|朝鲜|黎|满|瑶|土|畲|撒拉|保安|东乡|裕固|哈萨克|柯尔克孜"
)
_SUFFIX = re.compile(
    rf"(?:特别行政区|(?:(?:{_PEOPLES})族)*(?:蒙古|哈萨克|柯尔克孜)?自治州|(?:壮族|回族|维吾尔)?自治区|地区|省|市|盟)$"
)
_NOT_SHORT = "区县市州镇乡村街路陵桥旗"  # 朝阳区 is not 朝阳市
_PILOT_ZONE = re.compile(r"^中国（([\u4e00-\u9fff]+?)）自由贸易试验区")


class Territory(NamedTuple):
    """A place: six digits, full name, ``province``, ``city`` (设区的市, 自治州, 地区, 盟) or ``county``."""

    code: str
    name: str
    kind: str

    @property
    def short(self) -> str:
        """The name without its rank: 浙江, 湖州, 广西.

        >>> territory("450000").short, territory("422800").short
        ('广西', '恩施')
        """
        short = "内蒙古" if self.code == "150000" else _SUFFIX.sub("", self.name)
        return short if len(short) >= 2 else self.name


@cache
def _territories() -> tuple[Territory, ...]:
    with (corpus_dir() / "catalogue" / "territories.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(Territory(*row) for row in list(csv.reader(lines))[1:])


@cache
def _by_code() -> Mapping[str, Territory]:
    return {place.code: place for place in _territories()}


@cache
def _by_name() -> Mapping[str, tuple[Territory, ...]]:
    """Full names, and short names of provinces and prefectures (short county names are too often common words)."""
    found: dict[str, list[Territory]] = {}
    for place in _territories():
        found.setdefault(place.name, []).append(place)
        if place.kind != "county" and place.short != place.name:
            found.setdefault(place.short, []).append(place)
    return {name: tuple(places) for name, places in found.items()}


@cache
def _lengths() -> Mapping[str, tuple[int, ...]]:
    """The lengths of the names that begin with two characters, longest first."""
    found: dict[str, set[int]] = {}
    for name in _by_name():
        found.setdefault(name[:2], set()).add(len(name))
    return {lead: tuple(sorted(lengths, reverse=True)) for lead, lengths in found.items()}


def territory(code: str) -> Territory | None:
    """The place with this code, or None.

    >>> territory("330500").name
    '湖州市'
    """
    return _by_code().get(code)


def province_of(code: str) -> str:
    """The code of the province above.

    >>> province_of("330521")
    '330000'
    """
    return code[:2] + "0000" if code else ""


def is_within(inner: str, outer: str) -> bool:
    """Whether the place ``inner`` is ``outer`` or lies in it; False where one is unknown. Of the places of a joint text
    (:func:`guess_territories`) one is enough.

    >>> is_within("330521", "330500"), is_within("330500", "330000"), is_within("330500", "320000")
    (True, True, False)
    >>> is_within("320505", "320200,320500"), is_within("320300", "320200,320500")
    (True, False)
    """
    return any(_lies_in(one, other) for one in inner.split(",") for other in outer.split(","))


def _lies_in(inner: str, outer: str) -> bool:
    if not inner or not outer:
        return False
    return inner.startswith(outer[:2] if outer.endswith("0000") else outer[:4] if outer.endswith("00") else outer)


def guess_territory(title: str, maker: str = "") -> tuple[str, str, str]:
    """Code, name and how it was found (标题, 制定机关), or three empty strings where nothing certain is said.

    A county name that several provinces have counts only behind its city or province.

    >>> guess_territory("湖州市美丽乡村建设条例")
    ('330500', '湖州市', '标题')
    >>> guess_territory("关于加强犬只管理的通知", "浙江省德清县人民政府办公室")
    ('330521', '德清县', '制定机关')
    >>> guess_territory("行政处罚法")
    ('', '', '')
    """
    for how, text in (("标题", title), ("制定机关", maker)):
        place = _place_at_start(re.sub(r"\s", "", text))
        if place:
            return place.code, place.name, how
    return "", "", ""


def guess_territories(makers: Iterable[str]) -> str:
    """The codes of the places whose bodies made one text together, with commas between; "" where they are of one place or a
    place is not known.

    >>> guess_territories(["无锡市人民代表大会常务委员会", "苏州市人民代表大会常务委员会"])
    '320200,320500'
    >>> guess_territories(["无锡市人民政府", "江苏省人民政府"]), guess_territories(["无锡市人民政府", "某市人民政府"])
    ('', '')
    """
    codes = list(dict.fromkeys(guess_territory("", maker)[0] for maker in makers))
    apart = all(not is_within(a, b) for a in codes for b in codes if a != b)
    return ",".join(codes) if len(codes) > 1 and all(codes) and apart else ""


def _place_at_start(text: str) -> Territory | None:
    if match := _PILOT_ZONE.match(text):
        text = match[1]
    text = re.sub(r"^(?:中共|中国共产党|《|〈|关于批准[《〈]?)", "", text)
    found: Territory | None = None
    while (step := next(_steps(text, found), None)) is not None:
        found, length = step
        text = text[length:]
    return found


def _steps(text: str, above: Territory | None) -> Iterator[tuple[Territory, int]]:
    """The longest name at the start that one place alone bears; below a named place only full names count."""
    for length in _lengths().get(text[:2], ()):
        name = text[:length]  # of a text that is shorter no name, or one that comes again
        places = [
            p
            for p in _by_name().get(name, ())
            if len(name) == length and _fits(p, name, above, text[length : length + 1])
        ]
        ranked = [p for p in places if p.kind != "county"] or places
        if len(ranked) == 1:
            yield ranked[0], length


def _fits(place: Territory, name: str, above: Territory | None, following: str) -> bool:
    if above and (place.code == above.code or not is_within(place.code, above.code)):
        return False
    return place.name == name or (above is None and following not in set(_NOT_SHORT))
