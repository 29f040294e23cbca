"""Errors of the ninth injector that are made of the text's own words: numbers, names, words, the day of effect."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from benchmarks.injector_numerals import numeral, value
from benchmarks.ninth_injector_text import HEADING, ITEM, LISTS, SIGNS, Article, fill
from benchmarks.ninth_injector_work import Found, Work

Change = Callable[[Work], bool]
"""Plants an error in a text, if it has a place for it."""
SELF_NAMES = ("本条例", "本规定", "本办法")
TAKES_EFFECT = re.compile("本(?:条例|规定|办法)自[^。]{2,30}?起施行[^。]*。")
SAYS_WHEN = re.compile("起施行|起实施|之日起生效")
DAY_OF_EFFECT = re.compile(r"本(?:条例|规定|办法)自((\d{4})年(\d{1,2}月\d{1,2}日))起施行")
LEAST_CHAPTERS, LEAST_ITEMS, MOST_ITEMS, LEAST_PARAGRAPHS = 4, 3, 9, 3
PARAGRAPH_FORMS = ("2. ", "2、", "（2）")
ITEM_FORMS: tuple[Callable[[int], str], ...] = (
    lambda number: f"{number}．",
    lambda number: chr(0x245F + number),
    lambda number: f"{number}、",
)


def _internal_reference(work: Work) -> bool:
    """An article or a 款 that the text does not have."""
    own, articles, rng = work.text.self_name, work.text.articles, work.rng
    found = [
        place
        for place in work.found(f"{own}第([{SIGNS}]+)条(?:第([{SIGNS}]+)款)?")
        if not work.lines[place.line].startswith(("第", "、", "至", "和", "或"), place.match.end())
    ]
    if not found:
        return False
    article, line, match = rng.choice(found)
    number = value(match[1])
    if number <= len(articles) and rng.random() < 0.45:
        paragraphs = len(work.text.paragraphs(articles[number - 1]))
        new = f"{own}第{match[1]}条第{numeral(paragraphs + rng.randint(3, 5))}款"
    else:
        new = f"{own}第{numeral(len(articles) + rng.randint(6, 30))}条"
    work.change("internal_reference", line, match.span(), new)
    work.used.add(article.number)
    return True


def _self_name(work: Work) -> bool:
    """Another name for the text itself, in a line without titles."""
    own = work.text.self_name
    found = [place for place in work.found(f"{own}(?!草案)") if "《" not in work.lines[place.line]]
    if not found:
        return False
    article, line, match = work.rng.choice(found)
    work.change("self_name", line, match.span(), work.rng.choice([name for name in SELF_NAMES if name != own]))
    work.used.add(article.number)
    return True


def _article_gap(work: Work) -> bool:
    """An article that is missing, or has the number of a neighbour."""
    text, named = work.text, work.text.named_articles
    free = [
        article
        for article in work.free()
        if named.isdisjoint(range(article.number - 1, article.number + 2))
        and article.number + 1 not in work.used
        and article.number < len(text.articles) - 2
        and "目录" not in text.of_article(article)
    ]
    if not free:
        return False
    article, step = work.rng.choice(free), (0, 1, -1)[work.rng.randrange(3)]
    work.used.add(article.number)
    if step:
        new = f"第{numeral(article.number + step)}条"
        work.change("article_gap", article.lines[0], (0, len(article.label)), new, why="条序不连续：条号重复")
        return True
    following = text.articles[article.number]
    work.dropped.update(article.lines)
    left_out = {"original": text.of_article(article)[:60], "why": "条序不连续：缺少一条"}
    work.change("article_gap", following.lines[0], (0, len(following.label)), following.label, **left_out)
    work.used.add(following.number)
    return True


def _chapter_gap(work: Work) -> bool:
    """A chapter with the number of the next one, in a text whose chapters are not referred to."""
    text = work.text
    found = [(line, heading) for line in text.headings if (heading := HEADING.match(work.lines[line]))]
    chapters = [(line, heading) for line, heading in found if heading[3] == "章"]
    titles = re.sub(f"第[{SIGNS}]+章[ 　]", "", "".join(work.lines[line] for line, _ in chapters))
    is_listed = sum(line < text.articles[0].lines[0] for line, _ in chapters) != 1
    if is_listed or len(chapters) < LEAST_CHAPTERS or "章" in titles:
        return False
    if re.search(f"{text.self_name}第[{SIGNS}]+章", text.words):
        return False
    number = work.rng.randrange(1, len(chapters))
    line, heading = chapters[number]
    if value(heading[2]) != number + 1:
        return False
    work.change("chapter_gap", line, heading.span(1), f"第{numeral(number + 2)}章")
    return True


def _numbered(work: Work) -> bool:
    """款 with numbers, or items with numbers of another form."""
    return (work.rng.random() < 0.3 and _paragraphs_numbered(work)) or _items_numbered(work)


def _paragraphs_numbered(work: Work) -> bool:
    free = [
        article
        for article in work.free()
        if len(article.lines) >= LEAST_PARAGRAPHS
        and work.is_untouched(article.lines)
        and not any(ITEM.match(work.lines[line]) for line in article.lines)
        and all(work.lines[line].strip().endswith("。") for line in article.lines)
    ]
    if not free:
        return False
    article, form = work.rng.choice(free), work.rng.choice(PARAGRAPH_FORMS)
    for number, line in enumerate(article.lines[1:], 2):
        work.lines[line] = form.replace("2", str(number)) + work.lines[line]
    first, label = article.lines[1], form.strip()
    work.change("paragraph_numbered", first, (0, len(label)), label, original="", why="款编了号")
    work.used.add(article.number)
    return True


def _lists(work: Work, least: int) -> list[tuple[Article, list[int]]]:
    """Free articles that are not referred to, with the lines of each list of at least so many items."""
    return [
        (article, lines)
        for article in work.free()
        if article.number not in work.text.named_articles
        for lines in work.text.lists(article)
        if len(lines) >= least and work.is_untouched(lines)
    ]


def _items_numbered(work: Work) -> bool:
    found = [
        (article, lines)
        for article, lines in _lists(work, LEAST_ITEMS)
        if len(lines) <= MOST_ITEMS and work.near.keys().isdisjoint(lines)
    ]
    if not found:
        return False
    article, lines = work.rng.choice(found)
    form = ITEM_FORMS[work.rng.randrange(len(ITEM_FORMS))]
    labels = [f"（{numeral(number)}）" for number in range(1, len(lines) + 1)]
    for number, line in enumerate(lines[1:], 2):
        work.lines[line] = form(number) + work.lines[line].removeprefix(labels[number - 1])
    why = "项的序号应为（一）（二）"
    work.change("paragraph_numbered", lines[0], (0, len(labels[0])), form(1), why=why)
    work.used.add(article.number)
    return True


def _item_gap(work: Work) -> bool:
    """An item that is missing, or has the number of the next one."""
    found = _lists(work, LEAST_ITEMS + 1)
    if not found:
        return False
    article, lines = work.rng.choice(found)
    at = work.rng.randrange(1, len(lines) - 1)
    label, following = f"（{numeral(at + 1)}）", f"（{numeral(at + 2)}）"
    if work.rng.random() < 0.6:
        work.dropped.add(lines[at])
        left_out = {"original": work.lines[lines[at]], "why": "项序不连续：缺少一项"}
        work.change("item_gap", lines[at + 1], (0, len(following)), following, **left_out)
    else:
        work.change("item_gap", lines[at], (0, len(label)), following, why="项序重复")
    work.used.add(article.number)
    return True


def _no_effective_date(work: Work) -> bool:
    """A text that does not say when it takes effect."""
    text, last = work.text, work.text.articles[-1]
    line = last.lines[0]
    match = TAKES_EFFECT.search(work.lines[line])
    if not match or len(last.lines) != 1 or last.number in work.used or "施行" in text.head:
        return False
    if SAYS_WHEN.search(text.words.replace(match[0], "", 1)):
        return False
    work.change("no_effective_date", line, match.span(), fill(text, work.rng.choice(LISTS["fillers"])))
    work.used.add(last.number)
    return True


def _early_effect(work: Work) -> bool:
    """A text that takes effect before it was adopted."""
    last, days = work.text.articles[-1], work.text.days
    if not days or last.number in work.used:
        return False
    found = ((line, match) for line in last.lines if (match := DAY_OF_EFFECT.search(work.lines[line])))
    line, match = next(found, (0, None))
    adopted = int(days[0][:4])
    if not match or not adopted <= int(match[2]) <= adopted + 2:
        return False
    new = f"{adopted - work.rng.choice((1, 2, 3))}年{match[3]}"
    work.change("early_effect", line, match.span(1), new)
    work.used.add(last.number)
    return True


def _swap(kind: str, pattern: str, new: Callable[[re.Match[str]], str]) -> Change:
    """Change one of the places of a pattern."""

    def change(work: Work) -> bool:
        found: list[Found] = work.found(pattern)
        if not found:
            return False
        article, line, match = work.rng.choice(found)
        work.change(kind, line, match.span(), new(match))
        work.used.add(article.number)
        return True

    return change


EDITS: Mapping[str, Change] = MappingProxyType(
    {
        "no_effective_date": _no_effective_date,
        "early_effect": _early_effect,
        "chapter_gap": _chapter_gap,
        "article_gap": _article_gap,
        "item_gap": _item_gap,
        "paragraph_numbered": _numbered,
        "internal_reference": _internal_reference,
        "self_name": _self_name,
        "ying": _swap("ying", "(?<![不相反对供适])应当(?=由|按|经|向|在|自)", lambda match: "应"),
        "qita": _swap(
            "qita",
            "其他(?=有关|单位|组织|部门|费用|情形|方式|行为|法律|设施|人员|场所|材料|措施)",
            lambda match: "其它",
        ),
        "tian": _swap(
            "tian", f"(?<![年月第{SIGNS}])([{SIGNS}]+)日(?=内|以内|前书面|的期限)", lambda match: f"{match[1]}天"
        ),
        "arabic_amount": _swap(
            "arabic_amount",
            f"(?<![{SIGNS}万])([{SIGNS}]+万?)元(?=以上|以下|的?罚款)",
            lambda match: f"{value(match[1])}元",
        ),
        "admin_sanction": _swap("admin_sanction", "(?<=给予)处分|(?<=予以)处分", lambda match: "行政处分"),
    }
)
"""What plants each kind, in the order in which they are planted."""
