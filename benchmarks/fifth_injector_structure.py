"""Kinds of the fifth injector that are made of the text itself: numbers, headings, days, the first article, names."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from benchmarks.fifth_injector_text import CHAPTER, HEAD, ITEM, SELF_NAMES, numeral, value
from benchmarks.fifth_injector_work import Row, Work

ITEM_FORMS = ("{}、", "({})", "{}. ", "①", "{}）")
PASSED = re.compile("通过|批准|公布|修正|修订")
HEAD_DAY = re.compile(r"^(\d{4})年\s*\d+月\s*\d+日")
FROM_DAY = re.compile(r"自\s*(\d{4})年\s*(\d+)月\s*(\d+)日\s*起施行")
LAST_WORDS = (
    "{name}的实施情况，由{department}每年向{government}报告。",
    "{name}未作规定的，适用有关法律、法规的规定。",
    "{name}自发布后由{department}组织宣传和培训。",
    "{department}应当组织开展{name}施行情况的评估。",
    "与{name}配套的文书式样由{department}统一印制。",
)


def article_number(work: Work, row: Row) -> bool:
    """A wrong number of an article (S01)."""
    free = [number for number in range(3, work.last - 1) if number not in work.used]
    if not free:
        return False
    number = work.rng.choice(free)
    line = work.text.articles[number].first
    head = HEAD.match(work.text.lines[line])
    assert head
    new = f"第{numeral(work.text.articles[number].number + work.rng.choice((1, -1, 10)))}条"
    row["original"] = f"第{head[1]}条"
    work.replace(line, 0, head.end() - 1, new, row)
    work.used.add(number)
    return True


def chapter_number(work: Work, row: Row) -> bool:
    """A wrong number of a chapter (S02)."""
    lines = [number for number, line in enumerate(work.text.lines) if CHAPTER.match(line)]
    if len(lines) < 4:
        return False
    line = work.rng.choice(lines[1:])
    match = CHAPTER.match(work.text.lines[line])
    assert match
    new = f"第{numeral(value(match[1]) + work.rng.choice((1, -1, 2)))}章"
    row["original"] = f"第{match[1]}章"
    start = work.text.lines[line].index(row["original"])
    work.replace(line, start, start + len(row["original"]), new, row)
    return True


def _lists(work: Work) -> list[tuple[int, list[int]]]:
    """Articles with at least four items that are numbered as they should be, and the lines of the items."""
    found = []
    for number, article in enumerate(work.text.articles[1:-1], 1):
        lines = [n for n in range(article.first, article.last + 1) if ITEM.match(work.text.lines[n])]
        numbers = [value(_label(work, n)[1:-1]) for n in lines]
        if number not in work.used and len(lines) >= 4 and numbers == list(range(1, len(lines) + 1)):
            found.append((number, lines))
    return found


def _label(work: Work, line: int) -> str:
    match = ITEM.match(work.text.lines[line])
    return match[0] if match else ""


def item_form(work: Work, row: Row) -> bool:
    """Items numbered in another way (S03)."""
    lists = _lists(work)
    if not lists:
        return False
    number, lines = work.rng.choice(lists)
    work.used.add(number)
    form = work.rng.choice(ITEM_FORMS)
    row["original"] = _label(work, lines[0])
    for i, line in enumerate(lines):
        words, label = work.text.lines[line], _label(work, line)
        new = chr(0x2460 + i) if form == "①" else form.format(i + 1)
        work.text.lines[line] = (new if i else work.mark(new, row)) + words[len(label) :]
    return True


def item_order(work: Work, row: Row) -> bool:
    """A wrong number of an item (S04)."""
    lists = _lists(work)
    if not lists:
        return False
    number, lines = work.rng.choice(lists)
    work.used.add(number)
    place = work.rng.randint(1, len(lines) - 2)
    label = _label(work, lines[place])
    row["original"] = label
    work.replace(lines[place], 0, len(label), f"（{numeral(place + 1 + work.rng.choice((1, -1)))}）", row)
    return True


def contents(work: Work, row: Row) -> bool:
    """A table of contents with another name of a chapter (S06)."""
    lines = work.text.lines
    chapters = [match for line in lines if (match := CHAPTER.match(line))]
    if len(chapters) < 4 or not CHAPTER.match(lines[0]) or any("目录" in line for line in lines[:3]):
        return False
    wrong = work.rng.randint(1, len(chapters) - 2)
    names = [re.sub(r"\s", "", match[2]) for match in chapters]
    row["original"] = names[wrong]
    names[wrong] = work.mark(work.rng.choice(_other_names(names[wrong])), row)
    heads = (f"第{match[1]}章　{name}" for match, name in zip(chapters, names, strict=True))
    work.contents = ["目录", *heads]
    return True


def _other_names(name: str) -> list[str]:
    first = name[:-2] + "促进" if len(name) > 3 else name + "规定"
    others = (first, name + "与评估", name[: max(2, len(name) // 2)] + "措施", "一般规定", name[:2] + "和服务")
    return [other for other in others if other != name]


def _told_of_days(work: Work) -> bool:
    return any(row["kind"].startswith(("S07", "T13", "T02")) for row in work.rows)


def passage(work: Work, row: Row) -> bool:
    """A head that does not say on which day the text was passed (S07)."""
    header = work.text.header
    heads = [number for number, line in enumerate(header) if number and PASSED.search(line)]
    if _told_of_days(work) or len(heads) != 1 or "批准" in header[heads[0]]:
        return False
    line = header[heads[0]]
    day = re.match(r"^[（(]?\d{4}年\s*\d+月\s*\d+日\s*", line)
    if not day:
        return False
    row["original"] = line
    header[heads[0]] = work.mark(re.sub("第.{1,4}次会议", "会议", line[day.end() :]), row)
    return True


def approval(work: Work, row: Row) -> bool:
    """No day of approval, or one before the day of passage (T13)."""
    header = work.text.header
    heads = [number for number, line in enumerate(header) if number and PASSED.search(line)]
    approved = [number for number in heads if "批准" in header[number]]
    if _told_of_days(work) or not work.text.is_city or len(approved) != 1 or len(heads) != 2:
        return False
    at = approved[0]
    if "通过" in header[at]:
        return False
    if work.rng.random() < 0.5:
        passed = next(number for number in heads if number != at)
        row["original"] = header[at]
        header[passed] = work.mark(header[passed], row)
        header.pop(at)
        return True
    return _approved_too_early(work, row, at)


def _approved_too_early(work: Work, row: Row, at: int) -> bool:
    line = work.text.header[at]
    day = HEAD_DAY.match(line)
    if not day:
        return False
    row["why"], row["original"] = "批准日期早于通过日期", day[0]
    early = f"{int(day[1]) - 1}{day[0][4:]}"
    work.text.header[at] = work.mark(early, row) + line[day.end() :]
    return True


def purpose(work: Work, row: Row) -> bool:
    """A first article that does not say what for (S08)."""
    if not work.is_free_line(0):
        return False
    match = re.match("^(第一条[ 　]+)(为了?.+?)(根据.+)$", work.line_of(0))
    if not match:
        return False
    row["original"] = match[2]
    work.text.lines[work.text.articles[0].first] = match[1] + work.mark(match[3], row)
    work.used.add(0)
    return True


def _day_of_effect(work: Work) -> re.Match[str] | None:
    """The day of effect, where the text says it once and its head says another."""
    if not work.is_free_line(work.last) or work.text.plain.count("起施行") != 1:
        return None
    header = work.text.header
    if any("起施行" in line for line in header) or not any(re.search(r"\d{4}年\s*\d+月", line) for line in header):
        return None
    return FROM_DAY.search(work.line_of(work.last))


def no_day_of_effect(work: Work, row: Row) -> bool:
    """A last article that says no day of effect (T01)."""
    if not _day_of_effect(work):
        return False
    text, line = work.text, work.text.articles[-1].first
    work.used.add(work.last)
    row["original"] = text.lines[line]
    head = HEAD.match(text.lines[line])
    words = work.rng.choice(LAST_WORDS)
    words = words.format(name=text.self_name, department=text.department, government=text.government)
    text.lines[line] = (head[0] if head else "") + work.mark(words, row)
    return True


def early_effect(work: Work, row: Row) -> bool:
    """A day of effect before the day of passage (T02)."""
    match = _day_of_effect(work)
    if not match:
        return False
    work.used.add(work.last)
    days = re.findall(r"(\d{4})年\s*(\d+)月", "\n".join(work.text.header))
    year, month = min((int(y), int(m)) for y, m in days)
    before = (year, month - 1) if month > 1 else (year - 1, 11)
    early = ((year - 1, month), (year - 2, 7), (year - 1, 12), before, (year - 10, 1))
    year, month = work.rng.choice(early)
    row["original"] = match[0]
    work.replace(work.text.articles[-1].first, *match.span(), f"自{year}年{month}月1日起施行", row)
    return True


def short_title(work: Work, row: Row) -> bool:
    """A law without 中华人民共和国 where it is first named (C03)."""
    match = re.search("《中华人民共和国([^》〈]+法)》(?!（以下简称)", work.line_of(0))
    if 0 in work.used or not match or "〉" in work.text.title:
        return False
    row["original"] = match[0]
    work.replace(work.text.articles[0].first, *match.span(), f"《{match[1]}》", row)
    work.used.add(0)
    return True


def self_name(work: Work, row: Row) -> bool:
    """Another word by which the text calls itself (C10)."""
    own, plain = work.text.self_name, work.text.plain
    others = tuple(name for name in SELF_NAMES if name != own)
    if plain.count(own) < 6 or any(name in plain for name in others) or not work.text.title.endswith(own[1:]):
        return False
    return work.edit(own, others, row)


def low_basis(work: Work, row: Row) -> bool:
    """A basis that is no higher than the text (C13)."""
    match = re.search("根据[^。]+?(?=，(?:结合|制定|从))", work.line_of(0))
    if 0 in work.used or not match:
        return False
    text = work.text
    subject = text.subject if len(text.subject) < 12 else "公共服务"
    new = work.rng.choice((
        f"根据《江苏省{subject}条例》", f"根据{text.government}办公厅《关于加强{subject}工作的通知》",
        f"根据《{text.place}{subject}实施细则》", f"根据《安徽省{subject}办法》和《福建省{subject}规定》",
        f"根据{text.department}《{subject}工作指引》",
    ))  # fmt: skip
    row["original"] = match[0]
    work.replace(text.articles[0].first, *match.span(), new, row)
    work.used.add(0)
    return True


def broken_name(work: Work, row: Row) -> bool:
    """The name of a law with a blank, a line break or a wrong character in it (C16)."""

    def broken(match: re.Match[str]) -> str:
        name = match[0]
        first, second = name[: len(name) // 2], name[len(name) // 2 :]
        return work.rng.choice((
            f"{first} {second}", f"《 {name[1:]}", name.replace("共和国", "共合国"), f"{first}\n\n{second}",
            name.replace("》", "〉"), name.replace("华人", "化人"),
        ))  # fmt: skip

    return "《中华人民共和国" in work.text.plain and work.edit("《中华人民共和国[^》〈]{3,20}》", broken, row, first=0)


KINDS: Mapping[str, Callable[[Work, Row], bool]] = MappingProxyType(
    {
        "S01": article_number, "S02": chapter_number, "S03": item_form, "S04": item_order, "S06": contents,
        "S07": passage, "S08": purpose, "T01": no_day_of_effect, "T02": early_effect, "T13": approval,
        "C03": short_title, "C10": self_name, "C13": low_basis, "C16": broken_name,
    }
)  # fmt: skip
"""How each kind is planted; each says whether the text had a place for it."""
