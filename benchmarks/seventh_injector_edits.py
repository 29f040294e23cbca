"""Errors of the seventh injector that are made of the text's own words: words, titles, numbers, headings, days."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType

from benchmarks.injector_numerals import is_counted, numeral, value
from benchmarks.seventh_injector_text import ARTICLE, ITEM, NO_SUBJECT, NUMERAL, Text
from benchmarks.seventh_injector_work import CHANGES, Work

New = str | Callable[[re.Match[str]], str]
WORDS: Mapping[str, tuple[str, New]] = MappingProxyType(
    {
        "ying": ("(?<!不)应当(?=[由在按经向])", "应"),
        "other_ta": ("其他", "其它"),
        "made_zuo": ("作出(?=[^，。；、]{0,10}(?:决定|处罚|裁决|答复))", "做出"),
        "but_exception": ("但是(?=，?[^。；]{2,40}除外[。；])", "但"),
        "days_tian": ("(?<=[一二三四五六七八九十])日(?=内|前|以内|之内)", "天"),
        "arabic_number": (
            f"({NUMERAL})(元(?=以|的?罚款)|日(?=内|前))",
            lambda match: f"{value(match[1])}{match[2]}",
        ),
    }
)
"""Kinds whose words are changed in one of the places where they stand."""
NOT_A_MONTH = MappingProxyType({"days_tian": (4, 0), "arabic_number": (2, 1)})
"""So many characters before the place and of it must not hold 月."""
LAW = re.compile("《中华人民共和国([\u4e00-\u9fff]{2,12}法)》")
CHAPTER = re.compile(r"(#+\s*)(第([一二三四五六七八九十]+)章)")
TAKES_EFFECT = re.compile(r"自((\d{4})年(\d{1,2})月(\d{1,2})日)起施行")
ADOPTED = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日[^\n]*?(?:通过|批准)")
ADOPTED_BY = re.compile(r"(\d{4})年\d{1,2}月\d{1,2}日\s*([^\n\d]+会议)通过")
AMENDED = re.compile("修正|修订|修改")
BASIS = re.compile("根据(《[^》]+》(?:[、和及以]*(?:《[^》]+》)?)*(?:等?(?:和?其他)?有?关?法律、(?:行政)?法规)?)")
OTHER_PROVINCES = ("江苏省", "广东省", "安徽省", "福建省", "湖北省", "山东省")
ITEM_FORMS: tuple[Callable[[int], str], ...] = (
    lambda number: f"{number}、",
    lambda number: chr(0x245F + number),
    lambda number: f"({number})",
)


def swap(work: Work, kind: str, pattern: str, new: New, articles: range | None = None, why: str = "") -> bool:
    """Change one of the places of a pattern, outside of titles, in any article but the first or in these."""
    before, inside = NOT_A_MONTH.get(kind, (0, 0))
    found = []
    for article in (a for a in articles or range(1, work.last + 1) if a not in work.used):
        for line in work.text.articles[article].lines:
            words = work.lines[line]
            for match in re.finditer(pattern, words):
                start = match.start()
                is_open = words.count("《", 0, start) <= words.count("》", 0, start)
                if is_open and "月" not in words[max(0, start - before) : start + inside]:
                    found.append((article, line, match))
    if not found:
        return False
    article, line, match = work.rng.choice(found)
    words = new if isinstance(new, str) else new(match)
    work.replace(article, line, match.span(), words, work.changed(kind, match[0], why))
    return True


def self_name(work: Work) -> bool:
    """Another name for the text itself."""
    own, kind = work.text.self_name, "self_name"
    others = [name for name in ("本条例", "本办法", "本规定") if name != own and name not in work.text.body]
    other, pattern = work.rng.choice(others or [""]), f"{own}(?=第|规定|所称|的规定)"
    why = CHANGES[kind]["why"].format(name=own)
    return bool(other) and swap(work, kind, pattern, other, range(2, work.last), why)


def short_title(work: Work) -> bool:
    """The first citation of a law without the name of the state."""
    first: dict[str, tuple[int, int, re.Match[str]]] = {}
    for article, line, match in _laws(work):
        if not work.lines[line].startswith("（以下简称", match.end()):
            first.setdefault(match[1], (article, line, match))
    found = [first[name] for name in sorted(first) if f"《{name}" not in work.text.head]
    found = [place for place in found if place[0] not in work.used]
    if not found:
        return False
    article, line, match = work.rng.choice(found)
    work.replace(article, line, match.span(), f"《{match[1]}》", work.changed("short_title", match[0]))
    return True


def title_space(work: Work) -> bool:
    """A title of a law with a space in it."""
    found = [place for place in _laws(work) if place[0] not in work.used and len(place[2][1]) >= 4]
    if not found:
        return False
    article, line, match = work.rng.choice(found)
    name, at = match[1], work.rng.randint(1, len(match[1]) - 2)
    new = f"《中华人民共和国{name[:at]}{work.rng.choice((' ', '　'))}{name[at:]}》"
    work.replace(article, line, match.span(), new, work.changed("title_space", match[0]))
    return True


def _laws(work: Work) -> Iterator[tuple[int, int, re.Match[str]]]:
    for number, article in enumerate(work.text.articles):
        for line in article.lines:
            yield from ((number, line, match) for match in LAW.finditer(work.lines[line]))


def number_gap(work: Work) -> bool:
    """An article that is missing, or with the number of its neighbour."""
    articles = work.text.articles
    free = [a for a in range(4, work.last - 2) if not {a, a + 1} & work.used]
    free = [a for a in free if not work.text.names_article(articles[a].number)]
    if not free:
        return False
    article, how = work.rng.choice(free), work.rng.randint(0, 2)
    number, why = articles[article].number, ""
    new, old, changed = number + (1 if how == 1 else -1), number, article
    original = f"第{numeral(number)}条"
    if how == 0 and len({articles[a].chapter for a in (article - 1, article, article + 1)}) == 1:
        original, why = work.words(article), f"缺第{numeral(number)}条"
        new = old = number + 1
        changed = article + 1
        for line in articles[article].lines:
            work.lines[line] = ""
        work.used.add(article)
    span = 0, len(f"第{numeral(old)}条")
    row = work.changed("number_gap", original, why)
    work.replace(changed, articles[changed].lines[0], span, f"第{numeral(new)}条", row)
    return True


def _lists(work: Work) -> Iterator[tuple[int, list[int]]]:
    """Articles with items that no words refer to, and the lines of the items."""
    if re.search("前[款条].{0,8}项", work.text.body):
        return
    for article in work.free():
        lines = work.text.articles[article].lines
        items = [(line, ITEM.match(work.lines[line])) for line in lines]
        numbers = {line: value(item[1]) for line, item in items if item}
        named = any("项" in work.lines[line] and "第" in work.lines[line] for line in lines)
        counted = len(numbers) >= 4 and is_counted(list(numbers.values()))
        if counted and not named and not work.text.names_article(work.text.articles[article].number):
            yield article, list(numbers)


def item_gap(work: Work) -> bool:
    """An item that is missing, or with the number of the next one."""
    found = list(_lists(work))
    if not found:
        return False
    article, lines = work.rng.choice(found)
    at = work.rng.randint(1, len(lines) - 2)
    new = f"（{numeral(at + 2)}）"
    if work.rng.random() < 0.5:
        row = work.changed("item_gap", work.lines[lines[at]], f"缺第{numeral(at + 1)}项")
        work.lines[lines[at]] = ""
        work.replace(article, lines[at + 1], (0, len(new)), new, row)
    else:
        old = f"（{numeral(at + 1)}）"
        work.replace(article, lines[at], (0, len(old)), new, work.changed("item_gap", old))
    return True


def item_style(work: Work) -> bool:
    """Items with numbers of another form; the first of them is the error."""
    found = list(_lists(work))
    if not found:
        return False
    (article, lines), form = work.rng.choice(found), work.rng.choice(ITEM_FORMS)
    for number, line in enumerate(lines, 1):
        old = f"（{numeral(number)}）"
        if number == 1:
            work.replace(article, line, (0, len(old)), form(1), work.changed("item_style", old))
        else:
            work.lines[line] = form(number) + work.lines[line][len(old) :]
    return True


def _chapters(work: Work) -> list[tuple[int, re.Match[str]]]:
    """The lines of the headings of chapters, nothing for fewer than four."""
    matches = ((number, CHAPTER.match(line)) for number, line in enumerate(work.lines))
    found = [(number, match) for number, match in matches if match]
    return found if len(found) >= 4 else []


def chapter_gap(work: Work) -> bool:
    """A chapter with the number of the next one."""
    found = _chapters(work)
    if not found or not is_counted([value(match[3]) for _, match in found]):
        return False
    at = work.rng.randint(1, len(found) - 2)
    line, match = found[at]
    new = work.mark(f"第{numeral(at + 2)}章", work.changed("chapter_gap", match[2]))
    work.lines[line] = match[1] + new + work.lines[line][match.end() :]
    return True


def toc_mismatch(work: Work) -> bool:
    """A table of contents with another heading than the text has."""
    headings = [re.sub(r"^#+\s*", "", work.lines[line]).strip() for line, _ in _chapters(work)]
    headings = [re.sub(r"\s+", "　", heading) for heading in headings]
    if not headings or any("　" not in heading for heading in headings):
        return False
    at = work.rng.randint(1, len(headings) - 2)
    number, _, name = headings[at].partition("　")
    bare = name.replace("　", "")
    other = "监督检查" if "监督" not in bare else "保障措施"
    new = work.rng.choice((f"{bare}与服务", f"{bare}的特别规定", other, f"促进与{bare}"))
    headings[at] = f"{number}　{work.mark(new, work.changed('toc_mismatch', name))}"
    work.lines[0] = "\n\n".join(["", "目　录", *headings, work.lines[0]])
    return True


def no_effective_date(work: Work) -> bool:
    """A text that does not say when it takes effect."""
    text, last = work.text, work.last
    first, *more = text.articles[last].lines
    line = work.lines[first]
    said_once = len(re.findall("起施行|之日起?施行", text.body)) == 1
    if {last, last - 1} & work.used or "施行" in text.head or not said_once or not TAKES_EFFECT.search(line):
        return False
    same_chapter = text.articles[last].chapter == text.articles[last - 1].chapter
    if not more and len(line) < 70 and "同时废止" not in line and same_chapter:
        row = work.changed("no_effective_date", line)
        work.lines[first] = ""
        before = text.articles[last - 1].lines[-1]
        words = work.lines[before]
        start = max(words[:-1].rfind(sign) for sign in "，。；：　 ") + 1
        work.replace(last - 1, before, (start, len(words)), words[start:], row)
        work.used.add(last)
        return True
    said, label = re.search(rf"[^。\s]*{TAKES_EFFECT.pattern}。", line), ARTICLE.match(line)
    if not said or not label or len(line) - len(said[0]) < 15:
        return False
    work.lines[first] = line.replace(said[0], "", 1)
    work.replace(last, first, label.span(), label[0], work.changed("no_effective_date", said[0]))
    return True


def effective_before_adoption(work: Work) -> bool:
    """A text that takes effect before it was adopted."""
    line = work.text.articles[work.last].lines[0]
    adopted, match = ADOPTED.findall(work.text.head), TAKES_EFFECT.search(work.lines[line])
    if work.last in work.used or AMENDED.search(work.text.head) or not adopted or not match:
        return False
    year = min(int(day[0]) for day in adopted) - work.rng.randint(1, 3)
    new = f"{year}年{match[3]}月{match[4]}日"
    work.replace(work.last, line, match.span(1), new, work.changed("effective_before_adoption", match[1]))
    return True


def wrong_repeal_date(work: Work) -> bool:
    """An older text that is repealed by a wrong day."""
    text, rng = work.text, work.rng
    if work.last in work.used or "废止" in work.words(work.last):
        return False
    found = list(_older(text, work.others))
    if not found:
        return False
    title, match = rng.choice(found)
    line = text.articles[work.last].lines[-1]
    end = len(work.lines[line])
    if not work.lines[line].endswith("。"):
        return False
    day = f"{int(match[1]) - rng.randint(1, 4)}年{rng.randint(1, 12)}月{rng.randint(1, 28)}日"
    work.lines[line] += f"{match[2]}通过的《{title}》同时废止。"
    why = CHANGES["wrong_repeal_date"]["why"].format(title=title, day=match[0][:12])
    work.replace(work.last, line, (end, end), day, work.changed("wrong_repeal_date", "", why))
    return True


def _older(text: Text, others: Sequence[Text]) -> Iterator[tuple[str, re.Match[str]]]:
    """Older texts of the same place that were never amended, and what their heads say of their adoption."""
    titles = Counter(other.title for other in others)
    for other in others:
        match = ADOPTED_BY.search(other.head)
        same = other.region == text.region and other.place == text.place and titles[other.title] == 1
        amended = AMENDED.search(other.head) or "批准" in other.head
        if match and same and not amended and other.day < text.day and other.title != text.title:
            yield other.title, match


def peer_basis(work: Work) -> bool:
    """A regulation of another province as the basis."""
    line = work.text.articles[0].lines[0]
    match = BASIS.search(work.lines[line])
    rest = work.lines[line][match.end() :] if match else ""
    if 0 in work.used or not match or "《" in rest or rest.startswith("（"):
        return False
    subject = work.text.subject if work.text.subject != NO_SUBJECT else "公共服务"
    new = f"《{work.rng.choice(OTHER_PROVINCES)}{subject}条例》"
    work.replace(0, line, match.span(1), new, work.changed("peer_basis", match[1]))
    return True


EDITS: Mapping[str, Callable[[Work], bool]] = MappingProxyType(
    {edit.__name__: edit for edit in (
        number_gap, item_gap, item_style, chapter_gap, toc_mismatch, no_effective_date, effective_before_adoption,
        wrong_repeal_date, self_name, short_title, title_space, peer_basis,
    )}
)  # fmt: skip
"""Kinds that take more than a change of words."""


def change(work: Work, kind: str) -> bool:
    """Plant a kind that is made of the text's own words."""
    return swap(work, kind, *WORDS[kind]) if kind in WORDS else EDITS[kind](work)
