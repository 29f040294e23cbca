"""Shared parts of the third injector: the values, the reading of a text, the places, the grammar.

Nothing here knows a rule's code.  A text is read with a few plain patterns (``第X条`` at the
start of a line, ``（一）`` items, ``##`` headings); places are chosen and sentences are written
from the seeded ``random.Random`` alone, so the same seed gives the same planted error.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

MARK = "<!-- INFO END -->"
DIGITS = "零一二三四五六七八九"
ARTICLE = re.compile(r"^第([零一二三四五六七八九十百]+)条[ 　]+")
CHAPTER = re.compile(r"^#* *第([零一二三四五六七八九十百]+)章[ 　]*")
ITEM = re.compile(r"^[（(]([一二三四五六七八九十]+)[）)]")
DATE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
CHOICE = re.compile(r"\[([^\[\]]*)\]")
SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Context:
    """What is known of the file: its path below the data root, its title, its near copies."""

    path: str
    title: str
    near: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True)
class Planted:
    """A changed text; ``text[start:end] == after`` is the planted place, ``before`` stood there."""

    text: str
    start: int
    end: int
    before: str
    after: str
    note: str


Plant = Callable[[Random, str, Context], Planted | None]


@dataclass(frozen=True)
class Kind:
    """One kind of planted error (or, in ``CLEAN``, of harmless text) and the rules that it is for."""

    name: str
    rules: tuple[str, ...]
    tier: int
    plant: Plant


@dataclass(frozen=True)
class Line:
    """A line of the text without its line break; half-open offsets."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Article:
    """An article: its number, its lines that are not empty (the first holds ``第X条``), chapter."""

    number: int
    lines: tuple[Line, ...]
    chapter: str

    @property
    def start(self) -> int:
        """Offset of ``第X条``."""
        return self.lines[0].start

    @property
    def end(self) -> int:
        """Offset after the last character."""
        return self.lines[-1].end

    @property
    def text(self) -> str:
        """The lines, joined by a line break."""
        return "\n".join(line.text for line in self.lines)

    def items(self) -> list[Line]:
        """The lines that begin with ``（一）`` and so on."""
        return [line for line in self.lines if ITEM.match(line.text)]

    def paragraphs(self) -> list[Line]:
        """The lines that are no items: the 款 of the article."""
        return [line for line in self.lines if not ITEM.match(line.text)]


@dataclass(frozen=True)
class Scene:
    """A text that has been read once: articles in order, headings, dates, slots for sentences."""

    text: str
    context: Context
    articles: tuple[Article, ...]
    headings: tuple[Line, ...]
    notes: tuple[Line, ...]
    slots: Mapping[str, str] = field(default_factory=dict)

    @property
    def year(self) -> int:
        """Year of the last date in the enactment note or the file name; 0 when there is none."""
        return self.day[0]

    @property
    def day(self) -> tuple[int, int, int]:
        """Last date of the enactment note or of the file name as (year, month, day)."""
        return last_day(self)


def numeral(number: int) -> str:
    """Chinese numeral of 1 to 999: ``numeral(105) == '一百零五'``."""
    if number < 10:
        return DIGITS[number]
    if number < 20:
        return "十" + (DIGITS[number % 10] if number % 10 else "")
    if number < 100:
        tens, ones = divmod(number, 10)
        return DIGITS[tens] + "十" + (DIGITS[ones] if ones else "")
    hundreds, rest = divmod(number, 100)
    if not rest:
        return DIGITS[hundreds] + "百"
    if rest < 10:
        return DIGITS[hundreds] + "百零" + DIGITS[rest]
    return DIGITS[hundreds] + "百" + ("一" if rest < 20 else "") + numeral(rest)


VALUES = {numeral(n): n for n in range(1, 400)}


def value(word: str) -> int:
    """Number of a Chinese numeral, 0 when it is none of 1 to 399."""
    return VALUES.get(word, 0)


def lines_of(text: str) -> list[Line]:
    """All lines with their offsets."""
    found: list[Line] = []
    at = 0
    for part in text.split("\n"):
        found.append(Line(at, at + len(part), part))
        at += len(part) + 1
    return found


def read_scene(text: str, context: Context) -> Scene | None:
    """Read the text; ``None`` when its articles are not numbered 1, 2, 3 … without a gap."""
    lines = lines_of(text)
    begin = next((i for i, line in enumerate(lines) if line.text.strip() == MARK), -1)
    headings: list[Line] = []
    groups: list[tuple[int, str, list[Line]]] = []
    chapter = ""
    for line in lines[begin + 1 :]:
        match = ARTICLE.match(line.text)
        if line.text.startswith("#"):
            headings.append(line)
            chapter = line.text
        elif match:
            groups.append((value(match.group(1)), chapter, [line]))
        elif line.text.strip() and groups:
            groups[-1][2].append(line)
    articles = tuple(Article(n, tuple(part), head) for n, head, part in groups)
    if len(articles) < 6 or [a.number for a in articles] != list(range(1, len(articles) + 1)):
        return None
    notes = tuple(line for line in lines[: max(begin, 0)] if DATE.search(line.text))
    bare = Scene(text, context, articles, tuple(headings), notes)
    return Scene(text, context, articles, tuple(headings), notes, slots_of(bare))


def last_day(scene: Scene) -> tuple[int, int, int]:
    """The latest date of the enactment note, else the date in the file name, else (0, 0, 0)."""
    found = [DATE.search(line.text) for line in scene.notes]
    days = [(int(m[1]), int(m[2]), int(m[3])) for m in found if m]
    name = re.search(r"\((\d{4})-(\d\d)-(\d\d)\)", scene.context.path)
    if name:
        days.append((int(name[1]), int(name[2]), int(name[3])))
    return max(days, default=(0, 0, 0))


ASSEMBLY = re.compile(r"人大|人民代表大会|代表|议事|选举|立法|监督|备案审查|地方性法规|任免|预算|听证")


def is_market(scene: Scene) -> bool:
    """Whether the document rules outsiders (not an assembly's own procedure)."""
    return not ASSEMBLY.search(scene.context.title)


SELF = re.compile(r"本(条例|办法|规定|规则|决定|细则)")
ORGAN = re.compile(
    r"(?:^|[，。；由、向])((?:市|省|区|县级以上人民政府|县级以上地方人民政府)?"
    r"(?:教育|公安|民政|司法行政|财政|人力资源和?社会保障|自然资源|规划资源|生态环境|住房和?城乡建设|"
    r"住房城乡建设管理|交通运输|交通|水行政|水务|农业农村|商务|文化和旅游|文化旅游|卫生健康|应急管理|"
    r"市场监督管理|市场监管|体育|绿化市容|房屋|城市管理|气象|医疗保障|渔业|林业|价格|物业|建设|科技|档案)"
    r"(?:行政)?(?:主管|管理)?(?:部门|机构))"
)
SUBJECT = re.compile(
    r"^(?:[\u4e00-\u9fff]{1,8}?(?:特别行政区|自治县|[省市县]))?(.*?)(?:若干)?(?:条例|规定|办法|规则|决定)"
)
GOOD_SUBJECT = re.compile(r"(?:管理|服务|经营|生产|养护|维修|租赁|运输|销售|检测|治理|防治|处置)$")


def subject_of(title: str) -> str:
    """The activity a title names (住宅物业管理), or an empty string when it would not read well."""
    match = SUBJECT.match(title)
    word = match.group(1) if match else ""
    return word if 4 <= len(word) <= 10 and GOOD_SUBJECT.search(word) and "《" not in word else ""


def slots_of(scene: Scene) -> dict[str, str]:
    """Words that every sentence may use: the document's own name, its organ, place and actors."""
    body, title = scene.text, scene.context.title
    named = Counter(m.group(0) for m in SELF.finditer(body))
    organs = Counter(m.group(1) for m in ORGAN.finditer(body) if len(m.group(1)) <= 14)
    place = "本省" if title.startswith("浙江省") else "本县" if "自治县" in title[:8] else "本市"
    subject = subject_of(title)
    level = place[1]
    organ = organs.most_common(1)[0][0] if organs else f"{level}人民政府确定的主管部门"
    actor = f"从事{subject}活动的" if subject else "本行政区域内从事相关经营活动的"
    return {
        "self": named.most_common(1)[0][0] if named else "本" + title[-2:],
        "organ": organ,
        "here": place,
        "level": level,
        "capital": "省" if level == "省" else level,
        "subject": subject or "相关经营",
        "firm": actor + "企业",
        "unit": actor + "单位和个人",
        "trader": actor + "经营者",
    }


def fill(rng: Random, template: str, slots: Mapping[str, str]) -> str:
    """Write a template: ``{slot}`` is looked up, ``[a|b]`` is chosen, innermost brackets first."""
    text = template
    while (match := CHOICE.search(text)) is not None:
        text = text[: match.start()] + rng.choice(match.group(1).split("|")) + text[match.end() :]
    return SLOT.sub(lambda m: slots[m.group(1)], text)


def in_penalties(article: Article) -> bool:
    """Whether the article stands in the chapter of legal liability or is itself a penalty."""
    return "法律责任" in article.chapter or bool(re.search(r"罚款|处罚|予以处分", article.text))


def middle(scene: Scene) -> list[Article]:
    """Articles with room for another 款: not the first three, the last two, or a penalty."""
    return [
        a for a in scene.articles[3:-2] if not in_penalties(a) and "附则" not in a.chapter and a.text.endswith("。")
    ]


def penalties(scene: Scene) -> list[Article]:
    """Penalty articles that end in a full stop."""
    return [a for a in scene.articles[3:-1] if "罚款" in a.text and a.text.endswith("。")]


def closing(scene: Scene) -> list[Article]:
    """The articles just before the last one."""
    return [a for a in scene.articles[-3:-1] if a.text.endswith("。")]


def duty_label(rng: Random, scene: Scene) -> str:
    """``第N条`` of an own article that commands or forbids something and is no penalty."""
    wanted = [a for a in middle(scene) if re.search(r"不得|禁止|应当", a.text)]
    return f"第{numeral(rng.choice(wanted or list(scene.articles[3:-2])).number)}条"


def changed(text: str, start: int, end: int, after: str, note: str) -> Planted:
    """Replace ``text[start:end]`` by ``after``."""
    return Planted(text[:start] + after + text[end:], start, start + len(after), text[start:end], after, note)


def inserted(text: str, at: int, lead: str, words: str, note: str) -> Planted:
    """Put ``lead + words`` at an offset; the planted place is ``words`` alone."""
    start = at + len(lead)
    return Planted(text[:at] + lead + words + text[at:], start, start + len(words), "", words, note)


def add_paragraph(scene: Scene, article: Article, sentence: str, note: str) -> Planted:
    """A new 款 at the end of an article."""
    return inserted(scene.text, article.end, "\n\n", sentence, note)


def item_lists(scene: Scene, lead: str) -> list[Article]:
    """Articles with one list of at least three items whose lead-in matches, items in order."""
    found = []
    for article in scene.articles:
        items = article.items()
        marks = [value(m.group(1)) for i in items if (m := ITEM.match(i.text))]
        if len(items) >= 3 and items[0].text.startswith("（") and marks == list(range(1, len(marks) + 1)):
            before = scene.text[article.start : items[0].start]
            if re.search(lead, before):
                found.append(article)
    return found


def add_item(scene: Scene, article: Article, words: str, note: str) -> Planted:
    """A new 项 before the last one, which takes the next number; ``words`` without mark and ``；``."""
    items = article.items()
    last, count = items[-1], len(items)
    new = f"（{numeral(count)}）{words}；"
    moved = f"（{numeral(count + 1)}）" + ITEM.sub("", last.text)
    text = scene.text[: last.start] + new + "\n\n" + moved + scene.text[last.end :]
    return Planted(text, last.start, last.start + len(new), "", new, note)


def pick(rng: Random, options: Sequence[Article]) -> Article | None:
    """One of the articles, or ``None``."""
    return rng.choice(list(options)) if options else None


Guard = Callable[[Scene], bool]


def phrase(
    name: str,
    rules: tuple[str, ...],
    tier: int,
    templates: Sequence[str],
    note: str,
    *,
    place: str = "middle",
    guard: Guard = is_market,
    extra: Mapping[str, Sequence[str]] | None = None,
) -> Kind:
    """A kind that adds one written sentence as a new 款 (places: middle, penalty, closing)."""

    def plant(rng: Random, text: str, context: Context) -> Planted | None:
        scene = read_scene(text, context)
        if scene is None or not guard(scene):
            return None
        options = {"middle": middle, "penalty": penalties, "closing": closing}[place](scene)
        article = pick(rng, options)
        if article is None:
            return None
        slots = dict(scene.slots)
        slots["duty"] = duty_label(rng, scene)
        for key, choices in (extra or {}).items():
            slots[key] = rng.choice(list(choices))
        sentence = fill(rng, rng.choice(list(templates)), slots)
        return add_paragraph(scene, article, sentence, note)

    return Kind(name, rules, tier, plant)


def item(
    name: str,
    rules: tuple[str, ...],
    tier: int,
    lead: str,
    templates: Sequence[str],
    note: str,
    *,
    guard: Guard = is_market,
) -> Kind:
    """A kind that adds one 项 to a list whose lead-in matches ``lead``."""

    def plant(rng: Random, text: str, context: Context) -> Planted | None:
        scene = read_scene(text, context)
        article = pick(rng, item_lists(scene, lead)) if scene and guard(scene) else None
        if scene is None or article is None:
            return None
        return add_item(scene, article, fill(rng, rng.choice(list(templates)), scene.slots), note)

    return Kind(name, rules, tier, plant)


def substitution(
    name: str,
    rules: tuple[str, ...],
    tier: int,
    pattern: str,
    replace: Callable[[Random, re.Match[str]], str],
    note: str,
    *,
    guard: Guard | None = None,
) -> Kind:
    """A kind that changes words inside an article; quotations and titles are left alone."""
    compiled = re.compile(pattern)

    def plant(rng: Random, text: str, context: Context) -> Planted | None:
        scene = read_scene(text, context)
        if scene is None or (guard is not None and not guard(scene)):
            return None
        first = scene.articles[0].start
        found = [m for m in compiled.finditer(text, first) if not in_title(text, m.start())]
        if not found:
            return None
        match = rng.choice(found)
        return changed(text, match.start(), match.end(), replace(rng, match), note)

    return Kind(name, rules, tier, plant)


def in_title(text: str, at: int) -> bool:
    """Whether an offset lies inside 《》 or “”."""
    line = text.rfind("\n", 0, at) + 1
    head = text[line:at]
    return head.count("《") > head.count("》") or head.count("“") > head.count("”")


def table(kinds: Sequence[Kind]) -> dict[str, Kind]:
    """Kinds by name; a name that occurs twice is a fault of this module."""
    named = {kind.name: kind for kind in kinds}
    assert len(named) == len(kinds), "two kinds have the same name"
    return named
