"""Errors of the eighth injector that are made of the text's own words: words, titles, numbers, headings, days."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from benchmarks.eighth_injector_text import ARTICLE, HAN, ITEM, TABLES, is_quoted
from benchmarks.eighth_injector_work import CHANGES, Row, Work
from benchmarks.injector_numerals import is_counted, numeral, value

Match = re.Match[str]
Found = tuple[tuple[int, int], str] | None
"""The words of a line that become others."""
Finder = Callable[[Work, str], Found]
OLD_ORGANS: Mapping[str, list[str]] = TABLES["old_organs"]
OLD_ORGAN = re.compile(f"({'|'.join(OLD_ORGANS)})(?=(?:行政|主管)*部门)")
SELF_NAMES = ("本办法", "本规定", "本条例")
NUMERAL = "[一二三四五六七八九十]+"
LABEL = "第[一二三四五六七八九十百零]+条"
LAW_ARTICLE = re.compile(f"《中华人民共和国({HAN}{{2,14}}法)》({LABEL})")
LAW = re.compile(f"《(中华人民共和国{HAN}{{3,14}}法)》")
FIRST_LAW = re.compile(f"《中华人民共和国({HAN}+法)》(?!（以下)")
CHAPTER = re.compile(r"#+ *(第([一二三四五六七八九十]+)章)")
LEAST_CHAPTERS, LEAST_ITEMS = 4, 4
TAKES_EFFECT = re.compile(r"自(公布|\d{4}年\d+月\d+日)((?:之日)?)起(?:施行|实施|生效)")
ITEM_FORMS: tuple[Callable[[int], str], ...] = (
    lambda number: f"{number}.",
    lambda number: f"{number}、",
    lambda number: chr(0x245F + min(number, 10)),
    lambda number: f"({number})",
    lambda number: f"{numeral(number)}、",
)


def _one_of(
    pattern: str,
    new: str | Callable[[Match, Work], str],
    is_right: Callable[[str, Match], bool] = lambda words, match: True,
) -> Finder:
    """Change one of the places of a pattern, of its group if it has one, outside of titles."""

    def find(work: Work, words: str) -> Found:
        matches = [match for match in re.finditer(pattern, words) if is_right(words, match)]
        matches = [match for match in matches if not is_quoted(words, match.start())]
        if not matches:
            return None
        match = work.rng.choice(matches)
        return match.span(match.re.groups), new if isinstance(new, str) else new(match, work)

    return find


def _bracketed(match: Match, work: Work) -> str:
    return re.sub(f"第({NUMERAL})项$", r"第（\1）项", match[0])


def _arabic(match: Match, work: Work) -> str:
    return f"{value(match[1].removesuffix('万'))}{'万' if match[1].endswith('万') else ''}"


def _old_organ(work: Work, words: str) -> Found:
    """The name that a department had until a reform."""
    matches = [match for match in OLD_ORGAN.finditer(words) if not is_quoted(words, match.start())]
    if not matches:
        return None
    match = work.rng.choice(matches)
    others, end = OLD_ORGANS[match[1]], match.end()
    if others[0].endswith("主管"):
        while words.startswith(("行政", "主管"), end):
            end += 2
        return (match.start(), end), others[0]
    return match.span(), work.rng.choice(others)


def _self_name(work: Work, words: str) -> Found:
    """Another name for the text itself, in a line without titles."""
    own = work.text.self_name
    others = [name for name in SELF_NAMES if name != own]
    found = _one_of(f"{own}(?=规定|第|的|所称|自|施行)", lambda match, work: work.rng.choice(others))(work, words)
    return None if "《" in words else found


def _no_such_article_of_law(work: Work, words: str) -> Found:
    """An article that the law does not have."""
    match = LAW_ARTICLE.search(words)
    if not match or match[1] == "刑法":
        return None
    return match.span(2), f"第{numeral(work.rng.randint(320, 480))}条"


def _no_such_law(work: Work, words: str) -> Found:
    """The title of a law that there is not."""
    match = LAW.search(words)
    if not match:
        return None
    if match[1].endswith("管理法"):
        return match.span(1), f"{match[1].removesuffix('管理法')}监督法"
    return match.span(1), match[1][:-1] + work.rng.choice(("管理法", "实施法", "条款法"))


def _no_such_article(work: Work, words: str) -> Found:
    """An article that the text does not have."""
    match = re.search(f"{work.text.self_name}({LABEL})", words)
    return (match.span(1), f"第{numeral(len(work.text.articles) + work.rng.randint(3, 30))}条") if match else None


FINDERS: Mapping[str, Finder] = MappingProxyType(
    {
        "W02": _one_of("应当(?=[由在按经向自将对符])", "应"),
        "W06": _one_of("其他", "其它"),
        "W08": _one_of(
            "作出(?=[^，。；]{0,8}(?:决定|处罚|裁决|答复))",
            "做出",
            lambda words, match: not re.search("贡献|成绩", words[match.start() : match.start() + 14]),
        ),
        "W17": _one_of(
            "[一二三四五六七八九十百]+日(?=内|前|以[上内下])",
            lambda match, work: f"{match[0][:-1]}天",
            lambda words, match: words[max(0, match.start() - 1)] not in "月年",
        ),
        "W18": _one_of("([一二三四五六七八九十百千]+万?)(?=元|倍|%)", _arabic),
        "W27": _one_of("(?:依法|应当)?给予(处分)(?!决定)", "行政处分", lambda words, match: "政务处分" not in words),
        "W09": _one_of(f"第{NUMERAL}条(?:第{NUMERAL}款)?第{NUMERAL}项", _bracketed),
        "W03": _one_of(f"(?<![均也并])不得(?={HAN}{{2}})", lambda match, work: work.rng.choice(("不准", "不许"))),
        "C08": _one_of("(?:根据|依据|违反)(宪法)(?=[和、，的])", "《中华人民共和国宪法》"),
        "C16": _one_of(f"《中华人民共和国{HAN}{{3,}}法》", lambda match, work: f"{match[0][:-3]} {match[0][-3:]}"),
        "C10": _self_name,
        "O01": _old_organ,
        "C04": _no_such_article_of_law,
        "C02": _no_such_law,
        "C09": _no_such_article,
    }
)
"""Kinds whose words are changed in the first article, of all in any order, that has a place for them."""


def _swap(work: Work, find: Finder, row: Row) -> bool:
    for article in work.mixed():
        for line in article.lines:
            found = find(work, work.lines[line])
            if found:
                work.replace(line, *found, row)
                work.used.add(article.number)
                return True
    return False


def _short_title(work: Work, row: Row) -> bool:
    """The first citation of a law without the name of the state."""
    matches = ((line, FIRST_LAW.search(words)) for line, words in enumerate(work.lines) if not words.startswith("#"))
    line, match = next(((line, match) for line, match in matches if match), (-1, None))
    article = next((article for article in work.text.articles if line in article.lines), None)
    if not match or not article or article.number in work.used:
        return False
    work.used.add(article.number)
    work.replace(line, match.span(), f"《{match[1]}》", row)
    return True


def _article_number(work: Work, row: Row) -> bool:
    """An article with another number."""
    articles = work.text.articles
    free = [article for article in articles[5:-4] if article.number not in work.used]
    article, how = work.rng.choice(free), work.rng.randrange(3)
    number = article.number + (-1 if how == 1 else 1)
    if how == 0:
        article = articles[-1]
        number = article.number + work.rng.randint(1, 3)
    label = ARTICLE.match(work.lines[article.first])
    if not label or article.number in work.used:
        return False
    work.used.add(article.number)
    work.replace(article.first, label.span(1), f"第{numeral(number)}条", row)
    return True


def _chapter_number(work: Work, row: Row) -> bool:
    """A chapter with another number."""
    matches = ((number, CHAPTER.match(line)) for number, line in enumerate(work.lines))
    found = [(number, match) for number, match in matches if match]
    has_contents = "目录" in re.sub("[ \u3000]", "", work.words)[:300]
    if len(found) < LEAST_CHAPTERS or has_contents:
        return False
    line, match = work.rng.choice(found[1:])
    step = work.rng.choice((1, -1, 2) if line == found[-1][0] else (1, -1))
    work.replace(line, match.span(1), f"第{numeral(value(match[2]) + step)}章", row)
    return True


def _lists(work: Work) -> Iterator[tuple[int, list[int]]]:
    """Articles with items that no words refer to, and the lines of the items."""
    for article in work.mixed():
        items = {line: match for line in article.lines if (match := ITEM.match(work.lines[line]))}
        counted = len(items) >= LEAST_ITEMS and is_counted([value(match[1]) for match in items.values()])
        if counted and not re.search(f"第{numeral(article.number)}条(第.款)?第.{{1,3}}项", work.words):
            yield article.number, list(items)


def _item_number(work: Work, row: Row) -> bool:
    """An item with the number of its neighbour."""
    article, lines = next(_lists(work), (0, []))
    if not lines:
        return False
    line = work.rng.choice(lines[1:])
    number = lines.index(line) + 1
    new = number + 1 if work.rng.random() < 0.6 else number - 1
    work.replace(line, (0, len(f"（{numeral(number)}）")), f"（{numeral(new)}）", row)
    work.used.add(article)
    return True


def _item_form(work: Work, row: Row) -> bool:
    """An item with a number of another form."""
    article, lines = next(_lists(work), (0, []))
    if not lines:
        return False
    line = work.rng.choice(lines)
    number = lines.index(line) + 1
    new = work.rng.choice(ITEM_FORMS)(number)
    work.replace(line, (0, len(f"（{numeral(number)}）")), new, row)
    work.used.add(article)
    return True


def _says_when(work: Work) -> tuple[int, Match] | None:
    """The line of the last article that says when the text takes effect."""
    last = work.text.articles[-1]
    for line in last.lines if last.number not in work.used else ():
        match = TAKES_EFFECT.search(work.lines[line])
        if match and not is_quoted(work.lines[line], match.start()):
            return line, match
    return None


def _no_effective_date(work: Work, row: Row) -> bool:
    """A text that does not say when it takes effect."""
    found, own = _says_when(work), work.text.self_name
    if not found:
        return False
    line, match = found
    words, rest = work.lines[line], work.lines[line][match.end() :]
    label, start = ARTICLE.match(words), match.start() - len(own)
    if label and words[label.end() : match.start()].lstrip(" \u3000") == own and not rest.strip("。"):
        new = f"{label[1]} {own}的实施情况，由{work.text.department}每年向社会公布。"
        work.replace(line, (0, len(words)), new, row)
    elif rest.startswith("。") and rest[1:].strip() and words[: match.start()].endswith(own):
        work.replace(line, (start, match.end() + 1), "", row)
    else:
        return False
    work.used.add(work.text.articles[-1].number)
    return True


def _effective_before_adoption(work: Work, row: Row) -> bool:
    """A text that takes effect before it was adopted."""
    found = _says_when(work)
    if not found or found[1][1] == "公布":
        return False
    (line, match), (year, month, _), rng = found, work.text.days[0], work.rng
    year, month = (year - rng.randint(0, 1), rng.randint(1, month - 2)) if month > 3 else (year - 1, 12)
    work.replace(line, match.span(1), f"{year}年{month}月1日", row)
    work.used.add(work.text.articles[-1].number)
    return True


EDITS: Mapping[str, Callable[[Work, Row], bool]] = MappingProxyType(
    {
        "C03": _short_title,
        "S01": _article_number,
        "S02": _chapter_number,
        "S03": _item_form,
        "S04": _item_number,
        "T01": _no_effective_date,
        "T02": _effective_before_adoption,
    }
)
"""Kinds that take more than a change of words."""


def change(work: Work, kind: str) -> bool:
    """Plant a kind that is made of the text's own words."""
    if work.text.year < CHANGES[kind].get("since", 0):
        return False
    row = work.changed(kind)
    return _swap(work, FINDERS[kind], row) if kind in FINDERS else EDITS[kind](work, row)
