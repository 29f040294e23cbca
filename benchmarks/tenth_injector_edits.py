"""Edits of the tenth injector: the text's own name, the order of its numbers, the form of its items, its days."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from benchmarks.injector_numerals import is_counted
from benchmarks.injector_text import han, unhan
from benchmarks.tenth_injector_text import ITEM, SIGNS, TABLES
from benchmarks.tenth_injector_work import Edit, Work

OTHER_NAMES, LAST_NAME = ("本条例", "本办法", "本规定"), "本细则"
LEAST_NAMED, LEAST_ITEMS = 6, 3
CHAPTER = re.compile(rf"第([{SIGNS}]+)章")
CONTENTS_WITHIN = 300
"""A table of contents stands at the begin; a changed number of a chapter would be two errors then."""
SKIPPED = (20, 30)
NO_ITEMS = ("1．", "一、", "第一款 ")
"""How paragraphs are numbered, which have no numbers."""
EFFECT = re.compile(r"自(\d{4})年(\d+)月(\d+)日起(?:施行|实施)")
ADOPTED_ON = re.compile(r"\s*\d{4}年\d+月\d+日")


def self_name(work: Work) -> bool:
    """Let the text call itself by another name, once."""
    text = work.text
    if text.raw.count(text.self_name) < LEAST_NAMED:
        return False
    found = [
        (article, text.articles[article].start + match.start())
        for article in work.free()
        for match in re.finditer(text.self_name, text.words(article))
    ]
    if not found:
        return False
    article, at = work.rng.choice(found)
    others = [name for name in OTHER_NAMES if name != text.self_name and name not in text.raw]
    edit = Edit(at, at + len(text.self_name), work.rng.choice(others or [LAST_NAME]))
    row = work.row("self-name", ["C10"], 1, f"文件自称应为{text.self_name}", text.self_name)
    return work.plant(article, edit, row)


def article_order(work: Work) -> bool:
    """Take out an article, or let one have the number of the next one or one that is far too high."""
    articles, raw = work.text.articles, work.text.raw
    numbers = [unhan(article.label[1:-1]) if article.label.endswith("条") else 0 for article in articles]
    free = [at for at in work.free(4) if at + 2 < len(articles) and at + 1 not in work.used]
    free = [at for at in free if articles[at].label not in raw.replace(work.text.words(at), "")]
    if not is_counted(numbers) or not free:
        return False
    at = work.rng.choice(free)
    form = work.rng.choice(["dup", "gone", "skip"])
    work.used.add(at + 1)
    article, following = articles[at], articles[at + 1]
    if form == "gone" and not raw[article.paragraphs[-1][1] : following.start].strip():
        edit = Edit(article.start, following.start + len(following.label), following.label)
        return work.plant(at, edit, work.row("article-order", ["S01"], 1, "条序不连续：缺一条", article.label))
    step = work.rng.randint(*SKIPPED) + len(numbers) if form == "skip" else 1
    edit = Edit(article.start, article.start + len(article.label), f"第{han(numbers[at] + step)}条")
    return work.plant(at, edit, work.row("article-order", ["S01"], 1, "条序不连续：条号重复或者跳号", article.label))


def chapter_order(work: Work) -> bool:
    """Give a chapter a number that does not follow."""
    text = work.text
    labels = [(start, CHAPTER.search(line)) for start, line in text.headings]
    found = [(start, label) for start, label in labels if label and unhan(label[1]) > 1]
    if len(found) <= 1 or "目录" in text.raw[text.body : text.body + CONTENTS_WITHIN]:
        return False
    start, label = work.rng.choice(found)
    new = f"第{han(unhan(label[1]) + work.rng.choice([1, 1, 2, -1]))}章"
    row = work.row("chapter-order", ["S02"], 1, "章序不连续或者重复", label[0])
    return work.plant_all([Edit(start + label.start(), start + label.end(), new)], row)


def _lists(work: Work) -> list[tuple[int, list[int]]]:
    """Articles with one list of items numbered from 一, and where the items begin."""
    found: list[tuple[int, list[int]]] = []
    for article in work.free(1):
        spans = work.text.articles[article].paragraphs
        items = [(start, ITEM.match(work.text.raw[start:end])) for start, end in spans]
        starts = [start for start, item in items if item]
        if len(starts) >= LEAST_ITEMS and is_counted([unhan(item[1]) for _, item in items if item]):
            found.append((article, starts))
    return found


def _label(work: Work, start: int) -> str:
    label = ITEM.match(work.text.raw, start)
    return label[0] if label else ""


def item_form(work: Work) -> bool:
    """Number items otherwise than （一）, or paragraphs, which have no numbers."""
    form = work.rng.choice(["1、", "①", "1.", "para"])
    if form == "para":
        if plain := [article for article in work.free() if _has_plain_paragraphs(work, article)]:
            return _number_paragraphs(work, work.rng.choice(plain))
        form = "1、"
    lists = _lists(work)
    if not lists:
        return False
    article, starts = work.rng.choice(lists)
    edits = []
    for number, start in enumerate(starts, 1):
        mark = chr(0x2460 + (number - 1) % 20) if form == "①" else form.replace("1", str(number))
        edits.append(Edit(start, start + len(_label(work, start)), mark))
    return work.plant_all(edits, work.row("item-form", ["S03"], 1, "项应以中文数字加括号编号", "（一）"), article)


def _has_plain_paragraphs(work: Work, article: int) -> bool:
    """Whether an article has more than one paragraph, and no items."""
    places = range(len(work.text.articles[article].paragraphs))
    return len(places) > 1 and not any(ITEM.match(work.text.paragraph(article, place)) for place in places)


def _number_paragraphs(work: Work, article: int) -> bool:
    form = work.rng.choice(NO_ITEMS)
    starts = [start for start, _ in work.text.articles[article].paragraphs]
    marks = [form.replace("1", str(number)).replace("一", han(number)) for number in range(1, len(starts) + 1)]
    edits = [Edit(start, start, mark) for start, mark in zip(starts, marks, strict=True)]
    return work.plant_all(edits, work.row("item-form", ["S03"], 1, "款不编号，不得加序号"), article)


def item_order(work: Work) -> bool:
    """Give an item a number that does not follow."""
    lists = _lists(work)
    if not lists:
        return False
    article, starts = work.rng.choice(lists)
    place = work.rng.randint(1, len(starts) - 1)
    new = f"（{han(place + 1 + work.rng.choice([1, -1, 1, 2]))}）"
    old = _label(work, starts[place])
    edit = Edit(starts[place], starts[place] + len(old), new)
    return work.plant(article, edit, work.row("item-order", ["S04"], 1, "项序不连续或者重复", old))


def no_effective_date(work: Work) -> bool:
    """Let the last article no longer say when the text takes effect."""
    text, last = work.text, len(work.text.articles) - 1
    if last in work.used or text.raw.count("施行") != 1 or len(text.articles[last].paragraphs) != 1:
        return False
    start = text.articles[last].paragraphs[0][0]
    effect = re.fullmatch(rf"{text.self_name}自[^。；]*起施行。?", text.paragraph(last, 0))
    if not effect:
        return False
    new = work.fill(work.rng.choice(TABLES["no_effect"])) or ""
    row = work.row("no-effective-date", ["T01"], 1, "全文没有施行日期", effect[0])
    return work.plant(last, Edit(start, start + len(effect[0]), new), row)


def early_date(work: Work) -> bool:
    """Let the text take effect years before it was adopted."""
    text, last = work.text, len(work.text.articles) - 1
    effect = EFFECT.search(text.paragraph(last, 0))
    is_once = len(re.findall("起施行", text.raw[text.body :])) == 1
    if last in work.used or not effect or not text.days or not is_once or not _is_adopted_on_a_day(text.head):
        return False
    year = int(text.days[0][:4]) - work.rng.choice([1, 1, 2, 3])
    day = f"{year}年{work.rng.choice([1, 3, 5, 7, 9, 10])}月{work.rng.choice([1, 15])}日"
    start = text.articles[last].paragraphs[0][0] + effect.start()
    why = f"施行日期早于通过日期{text.days[0]}"
    row = work.row("effective-before-adoption", ["T02"], 1, why, effect[0])
    return work.plant(last, Edit(start, start + len(effect[0]), f"自{day}起{effect[0][-2:]}"), row)


def _is_adopted_on_a_day(head: str) -> bool:
    """Whether the first adoption that a head tells of is a dated one, so that the planted day is certainly before it.

    >>> _is_adopted_on_a_day("2020年1月3日某会议通过"), _is_adopted_on_a_day("某会议通过，2021年1月3日某会议修正")
    (True, False)
    """
    lines = [line for line in head.split("\n") if "通过" in line or "批准" in line]
    return bool(re.search("通过|制定", head) and lines and ADOPTED_ON.match(lines[0]))


EDITS: Mapping[str, Callable[[Work], bool]] = MappingProxyType(
    {
        "self-name": self_name,
        "article-order": article_order,
        "chapter-order": chapter_order,
        "item-form": item_form,
        "item-order": item_order,
        "no-effective-date": no_effective_date,
        "effective-before-adoption": early_date,
    }
)
