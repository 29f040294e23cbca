"""Planted errors of structure and of time of the fourth injector: numbers of units, the day of taking effect."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from benchmarks.fourth_injector_base import ARTICLE, ITEM, NUMERAL, Edit, Line, numeral, value
from benchmarks.fourth_injector_scene import Match, Scene, replaced

CIRCLES = "①②③④⑤⑥⑦⑧⑨⑩"
IN_FORCE = re.compile(r"自(\d{4})年(\d{1,2})月(\d{1,2})日起(?:施行|实施)。?")
NO_DAY = [
    "由有关部门组织落实。",
    "应当向社会公布，并在政府网站上公开。",
    "由市、区人民政府组织宣传贯彻。",
    "未尽事宜，按照国家有关规定执行。",
    "由市人民代表大会常务委员会公布。",
    "的配套规定由市人民政府另行制定。",
    "向社会公布，供公众查阅。",
    "的文本应当送交有关单位存档。",
]
"""What the last article says instead of the day of taking effect."""
IMPOSSIBLE = [
    (2, 30),
    (2, 31),
    (4, 31),
    (6, 31),
    (9, 31),
    (11, 31),
    (13, 1),
    (0, 1),
    (14, 15),
    (3, 32),
    (12, 35),
    (2, 32),
]
"""Months and days that no calendar has."""


def referred(scene: Scene) -> set[int]:
    """Numbers of articles that the text speaks of."""
    words = "".join(line.text[line.head :] for line in scene.text.lines)
    return {value(number) for number in re.findall(f"第({NUMERAL})条", words)}


def renumbered(scene: Scene, kind: str, line: Line, number: int, why: str) -> Edit:
    """Another number for the article that begins with the line."""
    opening = ARTICLE.match(line.text)
    assert opening
    new = f"第{numeral(number)}条"
    return replaced(kind, ("S01",), f"{why}（应为{opening[1]}）", line, opening.span(1), new)


def article_number(scene: Scene) -> Edit | None:
    """An article with the number of its neighbour, or far from it; none that is referred to."""
    named = referred(scene)
    found = [
        article
        for article in scene.text.articles[2:-1]
        if not named & {article.number - 1, article.number, article.number + 1} and scene.free(article.lines[0])
    ]
    if not found:
        return None
    number, lines = scene.rng.choice(found)
    how = scene.rng.choice(["dup", "next", "jump", "tens"])
    by = {"dup": -1, "next": 1, "jump": scene.rng.randint(2, 4), "tens": 10}[how]
    return renumbered(scene, "s_article", lines[0], number + by, "条的序号重复或者不连续")


def last_number(scene: Scene) -> Edit | None:
    """The last article with a number too high."""
    number, lines = scene.text.articles[-1]
    if not scene.free(lines[0]) or number in referred(scene):
        return None
    return renumbered(scene, "s_last", lines[0], number + scene.rng.choice([1, 2, 10]), "条的序号跳号")


def chapter_number(scene: Scene) -> Edit | None:
    """A chapter, not the first, with another number."""
    found = [(start, words) for start, words in scene.text.headings if re.match(f"## 第{NUMERAL}章", words)]
    if len(found) < 4:
        return None
    start, words = scene.rng.choice(found[1:])
    heading = re.search(f"第({NUMERAL})章", words)
    assert heading
    new = f"第{numeral(value(heading[1]) + scene.rng.choice([-1, 1, 2, 1]))}章"
    line = Line(start, words, 0, 0, 0, start, False)
    if not scene.free(line):
        return None
    why = f"章的序号重复或者不连续（应为第{heading[1]}章）"
    return replaced("s_chapter", ("S02",), why, line, heading.span(), new)


def an_item(scene: Scene) -> tuple[Line, Match, int] | None:
    """An item behind the first, its mark and its number."""
    items = [(line, ITEM.match(line.text)) for line in scene.text.lines if line.is_item and scene.free(line)]
    found = [(line, mark, value(mark[1])) for line, mark in items if mark and value(mark[1]) >= 2]
    return scene.rng.choice(found) if found else None


def item_number(scene: Scene) -> Edit | None:
    """An item with another number."""
    if not (found := an_item(scene)):
        return None
    line, mark, number = found
    new = f"（{numeral(number + scene.rng.choice([-1, 1, 2]))}）"
    return replaced("s_item", ("S04",), f"项的序号重复或者不连续（应为{mark[0]}）", line, mark.span(), new)


def item_form(scene: Scene) -> Edit | None:
    """An item numbered otherwise than （一）."""
    if not (found := an_item(scene)):
        return None
    line, mark, number = found
    circle = CIRCLES[number - 1] if number <= len(CIRCLES) else f"{number}."
    forms = [f"{number}.", f"{number}、", f"（{number}）", f"{number}）", f"{numeral(number)}、", circle]
    return replaced("s_item_form", ("S03",), "项应当用（一）（二）形式编号", line, mark.span(), scene.rng.choice(forms))


def paragraph_number(scene: Scene) -> Edit | None:
    """A 款 with a number."""
    found = [line for line in scene.text.lines if not line.is_item and not line.head and scene.free(line)]
    if not found:
        return None
    line = scene.rng.choice(found)
    mark = scene.rng.choice(["2．", "2.", "二、", "②", "（2）", "2、", "第二款 ", "其二、"])
    return replaced("s_para", ("S03",), "款不编序号", line, (0, 2), mark + line.text[:2])


def in_force(scene: Scene) -> tuple[Line, Match] | None:
    """The day of taking effect in the last article."""
    line = scene.text.articles[-1].lines[0]
    match = IN_FORCE.search(line.text)
    return (line, match) if match and scene.free(line) else None


def another_day(scene: Scene, year: int, month: object, day: object, match: Match) -> str:
    """The sentence with another day; it ends as it did."""
    word = scene.rng.choice(["施行", "实施"])
    return f"自{year}年{month}月{day}日起{word}" + ("。" if match[0].endswith("。") else "")


def no_day(scene: Scene) -> Edit | None:
    """No day of taking effect, in the text or above it."""
    found = in_force(scene)
    if not found or re.search("施行|实施", scene.text.info) or len(scene.text.articles[-1].lines) > 1:
        return None
    line, match = found
    if line.text[match.end() :].strip():
        return None
    return replaced("t_none", ("T01", "F07"), "没有施行日期", line, match.span(), scene.rng.choice(NO_DAY))


def too_early(scene: Scene) -> Edit | None:
    """A day of taking effect years before the text was passed."""
    if not (found := in_force(scene)):
        return None
    line, match = found
    passed = re.search(r"(\d{4})年", scene.text.info)
    year = min(int(match[1]), int(passed[1]) if passed else int(match[1])) - scene.rng.randint(1, 6)
    new = another_day(scene, year, match[2], match[3], match)
    return replaced("t_early", ("T02", "F07"), "施行日期早于通过、公布日期", line, match.span(), new)


def impossible_day(scene: Scene) -> Edit | None:
    """A day of taking effect that the calendar does not have."""
    if not (found := in_force(scene)):
        return None
    line, match = found
    month, day = scene.rng.choice(IMPOSSIBLE)
    new = another_day(scene, int(match[1]), month, day, match)
    return replaced("t_impossible", ("T02", "T01", "F07"), "施行日期在日历上不存在", line, match.span(), new)


EDITS: Mapping[str, Callable[[Scene], Edit | None]] = {
    "s_article": article_number,
    "s_last": last_number,
    "s_chapter": chapter_number,
    "s_item": item_number,
    "s_item_form": item_form,
    "s_para": paragraph_number,
    "t_none": no_day,
    "t_early": too_early,
    "t_impossible": impossible_day,
}
