"""Planted errors of structure (domain.md 3.4): numbers, chapters, items, headings, annexes."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from benchmarks.third_injector_authority import breach
from benchmarks.third_injector_base import (
    ARTICLE,
    CHAPTER,
    ITEM,
    Article,
    Context,
    Kind,
    Line,
    Planted,
    Scene,
    add_paragraph,
    changed,
    fill,
    in_title,
    inserted,
    item_lists,
    middle,
    numeral,
    phrase,
    pick,
    read_scene,
    value,
)


def quiet(scene: Scene) -> list[Article]:
    """Articles in the middle to which no other article refers by number."""
    return [
        a
        for a in scene.articles[3:-3]
        if scene.text.count(f"第{numeral(a.number)}条") == 1 and "前条" not in scene.text
    ]


def article_gap(rng: Random, text: str, context: Context) -> Planted | None:
    """One article is missing; its neighbours keep their numbers."""
    scene = read_scene(text, context)
    gone = pick(rng, quiet(scene)) if scene else None
    if scene is None or gone is None:
        return None
    following = scene.articles[gone.number]
    between = text[gone.end : following.start]
    cut = text[: gone.start] + between.lstrip("\n") + text[following.start :]
    start = gone.start + len(between.lstrip("\n"))
    label = f"第{numeral(following.number)}条"
    return Planted(cut, start, start + len(label), gone.text, label, "条序缺号")


def relabel(shift: int, note: str) -> Callable[[Random, str, Context], Planted | None]:
    """The label of one article is moved by ``shift``."""

    def plant(rng: Random, text: str, context: Context) -> Planted | None:
        scene = read_scene(text, context)
        article = pick(rng, scene.articles[3:-2]) if scene else None
        if article is None:
            return None
        old = f"第{numeral(article.number)}条"
        new = f"第{numeral(article.number + shift)}条"
        return changed(text, article.start, article.start + len(old), new, note)

    return plant


def articles_swapped(rng: Random, text: str, context: Context) -> Planted | None:
    """Two neighbouring articles of one chapter stand in the wrong order."""
    scene = read_scene(text, context)
    if scene is None:
        return None
    pairs = [(a, b) for a, b in zip(scene.articles[3:-2], scene.articles[4:-1], strict=False) if a.chapter == b.chapter]
    if not pairs:
        return None
    one, two = rng.choice(pairs)
    words = text[two.start : two.end] + text[one.end : two.start] + text[one.start : one.end]
    return changed(text, one.start, two.end, words, "两条次序颠倒")


def chapters(scene: Scene) -> list[tuple[Line, int]]:
    """Chapter headings with their numbers, when these run 1, 2, 3 …"""
    found = [(line, value(m.group(1))) for line in scene.headings if (m := CHAPTER.match(line.text))]
    return found if [n for _, n in found] == list(range(1, len(found) + 1)) else []


def chapter_renumbered(shift: int, note: str) -> Callable[[Random, str, Context], Planted | None]:
    """One chapter's number is moved by ``shift`` (back: a number twice; on: a gap)."""

    def plant(rng: Random, text: str, context: Context) -> Planted | None:
        scene = read_scene(text, context)
        heads = chapters(scene) if scene else []
        if len(heads) < 4:
            return None
        line, number = rng.choice(heads[2:-1] if shift < 0 else heads[1:-1])
        old, new = f"第{numeral(number)}章", f"第{numeral(number + shift)}章"
        start = line.start + line.text.index(old)
        return changed(text, start, start + len(old), new, note)

    return plant


def chapters_swapped(rng: Random, text: str, context: Context) -> Planted | None:
    """The numbers of two neighbouring chapters are exchanged."""
    scene = read_scene(text, context)
    heads = chapters(scene) if scene else []
    if len(heads) < 4:
        return None
    at = rng.randrange(1, len(heads) - 2)
    (one, first), (two, second) = heads[at], heads[at + 1]
    old, new = f"第{numeral(first)}章", f"第{numeral(second)}章"
    later = text[two.start : two.end].replace(new, old)
    start = one.start + one.text.index(old)
    middle_part = text[start + len(old) : two.start]
    whole = text[:start] + new + middle_part + later + text[two.end :]
    return Planted(whole, start, start + len(new), old, new, "章序颠倒")


def chapter_empty(rng: Random, text: str, context: Context) -> Planted | None:
    """A chapter without an article; the chapters after it take the next numbers."""
    scene = read_scene(text, context)
    heads = chapters(scene) if scene else []
    if len(heads) < 3:
        return None
    line, number = rng.choice(heads[1:])
    mark = line.text[: line.text.index("第")]
    title = rng.choice(["监督检查", "服务与保障", "社会参与", "信息化建设", "区域协作"])
    head = f"{mark}第{numeral(number)}章  {title}"
    tail = text[line.start :]
    for other, n in reversed([h for h in heads if h[1] >= number]):
        at = other.start - line.start + other.text.index("第")
        tail = tail[:at] + f"第{numeral(n + 1)}章" + tail[at + len(f"第{numeral(n)}章") :]
    whole = text[: line.start] + head + "\n\n" + tail
    return Planted(whole, line.start, line.start + len(head), "", head, "章下没有条文")


def paragraph_numbered(rng: Random, text: str, context: Context) -> Planted | None:
    """A 款 begins with a number."""
    scene = read_scene(text, context)
    options = [a for a in middle(scene) if len(a.lines) >= 2 and not a.items()] if scene else []
    article = pick(rng, options)
    if article is None:
        return None
    words = rng.choice(["2．", "2.", "二、", "第二款 ", "（2）"])
    return inserted(text, article.lines[1].start, "", words, "款不编号（立法法第六十五条）")


def item_marked_otherwise(rng: Random, text: str, context: Context) -> Planted | None:
    """One 项 is marked ``2、`` or ``②`` instead of ``（二）``."""
    scene = read_scene(text, context)
    article = pick(rng, item_lists(scene, "")) if scene else None
    if article is None:
        return None
    at = rng.randrange(len(article.items()))
    line = article.items()[at]
    match = ITEM.match(line.text)
    assert match is not None
    words = rng.choice([f"{at + 1}、", f"{at + 1}.", f"({at + 1})", "①②③④⑤⑥⑦⑧⑨⑩"[at % 10], f"{numeral(at + 1)}、"])
    return changed(text, line.start, line.start + match.end(), words, "项用（一）编号（立法法第六十五条）")


def item_missing(rng: Random, text: str, context: Context) -> Planted | None:
    """A 项 in the middle of a list is missing."""
    scene = read_scene(text, context)
    options = [a for a in item_lists(scene, "") if len(a.items()) >= 4] if scene else []
    article = pick(rng, options)
    if article is None:
        return None
    at = rng.randrange(1, len(article.items()) - 1)
    gone, following = article.items()[at], article.items()[at + 1]
    whole = text[: gone.start] + text[following.start :]
    match = ITEM.match(following.text)
    assert match is not None
    return Planted(whole, gone.start, gone.start + match.end(), gone.text, match.group(0), "项序缺号")


def item_twice(rng: Random, text: str, context: Context) -> Planted | None:
    """Two 项 bear the same number."""
    scene = read_scene(text, context)
    article = pick(rng, item_lists(scene, "")) if scene else None
    if article is None:
        return None
    at = rng.randrange(1, len(article.items()))
    line = article.items()[at]
    old = f"（{numeral(at + 1)}）"
    return changed(text, line.start, line.start + len(old), f"（{numeral(at)}）", "项序重号")


def item_empty(rng: Random, text: str, context: Context) -> Planted | None:
    """A 项 with a number and no words."""
    scene = read_scene(text, context)
    article = pick(rng, item_lists(scene, "")) if scene else None
    if article is None:
        return None
    at = rng.randrange(len(article.items()) - 1)
    line = article.items()[at]
    mark = f"（{numeral(at + 1)}）"
    words = mark + rng.choice(["；", "", "；"])
    return changed(text, line.start, line.end, words, "空项")


def contents_differ(rng: Random, text: str, context: Context) -> Planted | None:
    """A table of contents in which one heading differs from the body."""
    scene = read_scene(text, context)
    heads = chapters(scene) if scene else []
    if scene is None or len(heads) < 4:
        return None
    titles = [line.text.lstrip("# ").strip() for line, _ in heads]
    at = rng.randrange(1, len(titles) - 1)
    number = titles[at][: titles[at].index("章") + 1]
    other = rng.choice(["监督与管理", "规划与实施", "服务和保障措施", "促进与发展"])
    if other in titles[at]:
        return None
    wrong = f"{number}  {other}"
    listed = [*titles[:at], wrong, *titles[at + 1 :]]
    start = heads[0][0].start
    lead = "目  录\n\n" + "".join(f"{t}\n\n" for t in listed[:at])
    rest = "\n\n" + "".join(f"{t}\n\n" for t in listed[at + 1 :])
    whole = text[:start] + lead + wrong + rest + text[start:]
    begin = start + len(lead)
    return Planted(whole, begin, begin + len(wrong), "", wrong, f"正文为{titles[at]}")


def note_without_date(rng: Random, text: str, context: Context) -> Planted | None:
    """The enactment note loses the day of adoption."""
    scene = read_scene(text, context)
    if scene is None or len(scene.notes) != 1:
        return None
    line = scene.notes[0]
    match = re.match(r"\d{4}年\d{1,2}月\d{1,2}日 ?", line.text)
    rest = line.text[match.end() :] if match else ""
    if not rest:
        return None
    whole = text[: line.start] + rest + text[line.end :]
    return Planted(whole, line.start, line.start + len(rest), line.text, rest, "题注缺通过日期（立法法第六十五条）")


def purpose_missing(rng: Random, text: str, context: Context) -> Planted | None:
    """第一条 without 制定本条例."""
    scene = read_scene(text, context)
    if scene is None:
        return None
    first = scene.articles[0]
    match = re.search(r"[，,](?:特)?制定本(?:条例|办法|规定|规则|细则)。", text[first.start : first.end])
    if match is None:
        return None
    start = first.start + match.start()
    return changed(text, start, first.start + match.end(), "。", "第一条缺制定本条例")


def annex_missing(rng: Random, text: str, context: Context) -> Planted | None:
    """A sentence that points to an annex which the document does not have."""
    scene = read_scene(text, context)
    article = pick(rng, middle(scene)) if scene and "附件" not in text and "附表" not in text else None
    if scene is None or article is None:
        return None
    words = rng.choice(
        [
            "前款规定的[具体范围|项目目录]见附件[一|二|1|2]。",
            "[申请表|报告]的式样由附件[一|1]规定。",
            "{self}附件[一|二]所列的事项，由{organ}[负责实施|负责管理]。",
            "[管理标准|具体标准]按照{self}附表[一|二]执行。",
        ]
    )
    return add_paragraph(scene, article, fill(rng, words, scene.slots), "没有附件")


def aims_first(scene: Scene) -> bool:
    """A document whose first two articles state its aim and scope and command nothing."""
    one, two = scene.articles[0].text, scene.articles[1].text
    plain = not re.search("应当|不得|禁止|必须", one + two)
    return breach(scene) and plain and "制定本" in one and "适用本" in two


def mark_lost(rng: Random, text: str, context: Context) -> Planted | None:
    """A closing mark of 《》, （） or “” is lost."""
    scene = read_scene(text, context)
    if scene is None:
        return None
    closing = [m for m in re.finditer("[》”]", text) if m.start() > scene.articles[0].start]
    brackets = [m for m in re.finditer(r"(?<=[\u4e00-\u9fff]{3})）", text) if m.start() > scene.articles[0].start]
    options = closing + brackets
    if not options:
        return None
    at = rng.choice(options).start()
    words = text[at - 2 : at]
    whole = text[:at] + text[at + 1 :]
    return Planted(whole, at - 2, at, words + text[at], words, "书名号、引号或者括号不配对")


def short_name_twice(rng: Random, text: str, context: Context) -> Planted | None:
    """One body is given a second short name."""
    scene = read_scene(text, context)
    if scene is None:
        return None
    pattern = re.compile(r"([\u4e00-\u9fff]{4,16})（以下[简统]称([\u4e00-\u9fff]{2,10})）")
    match = next((m for m in pattern.finditer(text) if not in_title(text, m.start())), None)
    article = pick(rng, [a for a in middle(scene) if match and a.start > match.end()])
    if match is None or article is None:
        return None
    new = rng.choice(["主管机构", "管理机构", "责任单位", "管理单位"])
    words = f"{match.group(2)}（以下简称{new}）应当{rng.choice(['建立健全工作制度', '定期公布工作情况'])}。"
    return add_paragraph(scene, article, words, f"已经简称{match.group(2)}")


def short_name_undefined(rng: Random, text: str, context: Context) -> Planted | None:
    """A definition of the same short name for something else."""
    scene = read_scene(text, context)
    if scene is None:
        return None
    match = re.search(r"（以下[简统]称([\u4e00-\u9fff]{2,10})）", text)
    article = pick(rng, [a for a in middle(scene) if match and a.start > match.end()])
    if match is None or article is None:
        return None
    other = rng.choice(["受委托开展相关工作的社会组织", "参与评估的第三方机构", "承担日常工作的专门机构"])
    words = f"{other}（以下简称{match.group(1)}）应当{rng.choice(['遵守有关规定', '接受社会监督'])}。"
    return add_paragraph(scene, article, words, f"简称{match.group(1)}已另有所指")


KINDS: tuple[Kind, ...] = (
    phrase(
        "penalty_without_duty",
        ("S09",),
        3,
        (
            "违反{self}第一条规定的，由{organ}[责令改正，|]处五百元以上二千元以下罚款。",
            "{unit}违反{self}第二条规定的，由{organ}给予警告，可以并处[一千元|二千元]以下罚款。",
            "有违反{self}第一条、第二条规定行为的，由{organ}责令限期改正；逾期不改正的，处[三百元|五百元]以上一千元以下罚款。",
            "违反{self}第二条规定，情节严重的，由{organ}处[一千元以上五千元以下|二千元以上一万元以下]的罚款。",
        ),
        "第一条（目的）、第二条（适用范围）没有行为规范",
        place="penalty",
        guard=aims_first,
    ),
    Kind("article_gap", ("S01",), 1, article_gap),
    Kind("article_number_twice", ("S01",), 1, relabel(-1, "条序重号")),
    Kind("article_number_jumps", ("S01",), 1, relabel(1, "条序跳号并与下一条重号")),
    Kind("articles_swapped", ("S01",), 1, articles_swapped),
    Kind("chapter_number_twice", ("S02",), 1, chapter_renumbered(-1, "章序重号")),
    Kind("chapter_number_jumps", ("S02",), 1, chapter_renumbered(1, "章序跳号")),
    Kind("chapters_swapped", ("S02",), 1, chapters_swapped),
    Kind("chapter_empty", ("S02",), 1, chapter_empty),
    Kind("paragraph_numbered", ("S03",), 1, paragraph_numbered),
    Kind("item_marked_otherwise", ("S03", "S04"), 1, item_marked_otherwise),
    Kind("item_missing", ("S04",), 1, item_missing),
    Kind("item_number_twice", ("S04",), 1, item_twice),
    Kind("item_empty", ("S04", "S03"), 1, item_empty),
    Kind("contents_differ", ("S06",), 3, contents_differ),
    Kind("note_without_date", ("S07",), 3, note_without_date),
    Kind("purpose_missing", ("S08",), 3, purpose_missing),
    Kind("short_name_again", ("S11", "S10"), 3, short_name_twice),
    Kind("short_name_for_two_things", ("S11", "S10"), 3, short_name_undefined),
    Kind("annex_missing", ("S12",), 3, annex_missing),
    Kind("mark_lost", ("S13",), 3, mark_lost),
)

assert ARTICLE.match("第一条 为了")
