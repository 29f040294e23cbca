"""Structure and days that the eleventh injector breaks: the order of numbers, the form of items, the day of effect."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from benchmarks.eleventh_injector_text import DAY, ITEM, TABLES, Article
from benchmarks.eleventh_injector_work import Work
from benchmarks.injector_numerals import is_counted, numeral, value

BEFORE = re.compile("前条|前[二两三]条")
OF_ITEM = "第[（一二三四五六七八九十]+）?项"
NAMES_ITEM, NAMES_ITEM_OR_PART = re.compile(OF_ITEM), re.compile(f"{OF_ITEM}|前[款项]")
GONE, ITEM_GONE = 0.6, 0.5
"""Such a share of numbers do not follow because something is left out; of the others one stands twice."""
FIRST, LEAST_ITEMS, LEAST_FOR_GAP, LEAST_CHAPTERS = 2, 3, 4, 4
ITEM_FORMS, CIRCLED = ("{}、", "{}.", "①", "({})"), "①"
CHAPTER = re.compile(r"(?:#*\s*)第([一二三四五六七八九十]+)章")
CONTENTS = re.compile(r"目\s*录")
NAMES_CHAPTER = re.compile("本(条例|办法|规定)第[一二三四五六七八九十]+章")
IN_EFFECT = re.compile("起(施行|实施|生效)|之日(施行|实施)")
EFFECT = re.compile("(本(条例|办法|规定|细则|规则))自[^。]{4,25}起(施行|实施|生效)[^。]*。$")
EFFECT_ON = re.compile(rf"自({DAY.pattern})起(施行|实施)")
ENDS = "施行"


def article_gap(work: Work) -> bool:
    """Take out an article, or let it and the next one have the same number."""
    copies = {id(near.article) for near in work.near}
    pair = next((pair for pair in _quiet(work) if id(pair[0]) not in copies), None)
    if not pair:
        return False
    article, following = pair
    if work.rng.random() < GONE:
        work.text.blocks.remove(article)
        work.text.articles.remove(article)
        old, label, why = article.label, following.label, f"{article.label}被整条删去，条序不连续"
    else:
        article.is_used = True
        old, label = following.label, article.label
        why = f"{label}出现两次，缺{old}"
    following.is_used, following.label = True, work.mark(label)
    return work.plant("article_gap", ["S01"], old, why)


def _quiet(work: Work) -> list[tuple[Article, Article]]:
    """Articles with the next one of their chapter, in any order, that nothing refers to."""
    articles = work.text.articles
    places = range(FIRST, len(articles) - 2)
    return work.mixed((articles[at], articles[at + 1]) for at in places if _is_quiet(work, articles[at : at + 3]))


def _is_quiet(work: Work, articles: list[Article]) -> bool:
    first, second, _ = articles
    if any(article.is_used or article.number in work.referred for article in (first, second)):
        return False
    return not BEFORE.search("".join(article.body for article in articles)) and first.heading == second.heading


def _label(article: Article, at: int) -> str:
    label = ITEM.match(article.lines[at].strip())
    return label[0] if label else ""


def _without_label(article: Article, at: int) -> str:
    return article.lines[at].strip()[len(_label(article, at)) :]


def item_gap(work: Work) -> bool:
    """Take out an item, or give the next one its number."""
    article = next((article for article in work.free() if _has_lonely_list(work, article)), None)
    if not article:
        return False
    items = article.items
    at = work.rng.randrange(1, len(items) - 1)
    label, following = _label(article, items[at]), _label(article, items[at + 1])
    is_gone = work.rng.random() < ITEM_GONE
    article.lines[items[at + 1]] = work.mark(following if is_gone else label) + _without_label(article, items[at + 1])
    article.is_used = True
    if is_gone:
        article.lines[items[at]] = ""
        return work.plant("item_gap", ["S04"], label, f"{label}项被删去，项序不连续")
    return work.plant("item_gap", ["S04"], following, f"{label}重复，项序不连续")


def _has_lonely_list(work: Work, article: Article) -> bool:
    """Whether an article has one list of items, and nothing refers to one of them."""
    numbers = [value(number) for number in (_label(article, at)[1:-1] for at in article.items)]
    is_list = len(numbers) >= LEAST_FOR_GAP and is_counted(numbers)
    return is_list and article.number not in work.referred and not NAMES_ITEM_OR_PART.search(article.body)


def item_style(work: Work) -> bool:
    """Number items otherwise than （一）."""
    article = next((article for article in work.free() if _has_list(work, article)), None)
    if not article:
        return False
    form = work.rng.choice(ITEM_FORMS)
    first = _label(article, article.items[0])
    for number, at in enumerate(article.items, 1):
        label = chr(ord(CIRCLED) + number - 1) if form == CIRCLED else form.format(number)
        article.lines[at] = (work.mark(label) if number == 1 else label) + _without_label(article, at)
    article.is_used = True
    return work.plant("item_style", ["S03"], first, "项应当用（一）（二），不用数字")


def _has_list(work: Work, article: Article) -> bool:
    is_referred = article.number in work.referred or NAMES_ITEM.search(article.body)
    return len(article.items) >= LEAST_ITEMS and not is_referred


def chapter_gap(work: Work) -> bool:
    """Give a chapter the number of the one before or behind it."""
    blocks = work.text.blocks
    labels = [(at, CHAPTER.match(block)) for at, block in enumerate(blocks) if isinstance(block, str)]
    chapters = [(at, label) for at, label in labels if label]
    names_chapters = CONTENTS.search(work.text.words) or NAMES_CHAPTER.search(work.text.original)
    if len(chapters) < LEAST_CHAPTERS or names_chapters:
        return False
    number = work.rng.randrange(1, len(chapters) - 1) + 1
    at, label = chapters[number - 1]
    if value(label[1]) != number:
        return False
    new = f"第{numeral(number + work.rng.choice([1, -1]))}章"
    start = label.start(1) - 1
    blocks[at] = label.string[:start] + work.mark(new) + label.string[label.end() :]
    return work.plant("chapter_gap", ["S02"], label.string[start : label.end()], "章序不连续")


def no_effective_date(work: Work) -> bool:
    """Let the last article no longer say when the text takes effect."""
    text, last = work.text, work.text.articles[-1]
    if last.is_used or ENDS in text.front or len(IN_EFFECT.findall(text.original)) != 1:
        return False
    for at, line in enumerate(last.lines):
        effect = EFFECT.search(line)
        if effect and "废止" not in effect[0] and not re.search(r"\d{4}年", last.body.replace(effect[0], "")):
            new = work.fill(work.rng.choice(TABLES["no_effect"]))
            original = work.replace(last, at, *effect.span(), new)
            return work.plant("no_effective_date", ["T01"], original, "全文没有施行日期")
    return False


def early_date(work: Work) -> bool:
    """Let the text take effect years before it was adopted."""
    text, last = work.text, work.text.articles[-1]
    is_once = len(re.findall("起(施行|实施)", text.original)) == 1
    if last.is_used or not text.first_day or ENDS in text.front or not is_once:
        return False
    for at, line in enumerate(last.lines):
        effect = EFFECT_ON.search(line)
        if effect and (int(effect[2]), int(effect[3])) >= text.first_day[:2]:
            year = text.first_day[0] - work.rng.choice([1, 1, 2, 3])
            original = work.replace(last, at, *effect.span(1), f"{year}年{work.rng.choice([1, 3, 5, 7, 9])}月1日")
            adopted = "{}年{}月{}日".format(*text.first_day)
            why = f"施行日期早于通过日期（{adopted}）"
            return work.plant("effective_before_publication", ["T02"], original, why)
    return False


EDITS: Mapping[str, Callable[[Work], bool]] = MappingProxyType(
    {
        "article_gap": article_gap,
        "item_gap": item_gap,
        "item_style": item_style,
        "chapter_gap": chapter_gap,
        "no_effective_date": no_effective_date,
        "effective_before_publication": early_date,
    }
)
ENDINGS = ("no_effective_date", "effective_before_publication")
"""Only one of them is made in a text."""
