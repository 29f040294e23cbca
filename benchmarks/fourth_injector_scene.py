"""What the fourth injector knows of a text: whom and what it is about, where a sentence or a word can be put."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from random import Random

from benchmarks.fourth_injector_base import TABLES, Edit, Laws, Line, Text, numeral, read

Pattern = re.Pattern[str] | str
Match = re.Match[str]

PLACES = {
    "penalty": "罚款|责令|处罚",
    "procedure": "申请|许可|审批|受理|登记|备案|审核|验收|材料",
    "market": "企业|经营|招标|采购|单位",
    "resident": "个人|居民|公民|群众|公众|业主|村民",
    "support": "鼓励|支持|扶持|补助|奖励|资金|优惠",
    "duty": "应当",
    "staff": "工作人员|街道办事处|村民委员会|居民委员会|公安",
    "any": "应当|规定",
}
"""What an article must say so that a sentence of a place goes behind it."""
ORGAN = re.compile(
    "(?<=[由向经报，。；、])(?:市|省|区|县|县级以上地方|县级以上)?(?:人民政府)?"
    "([\u4e00-\u9fa5]{2,8}?(?:主管部门|行政部门|管理部门))"
)
NO_ORGAN = re.compile(
    "有关|各|其他|相关|政府|不同|上级|本级|的|应当|[和及或与]|按|可以|原|下级|同级|负责|该|市(?!场|容|政)|区|县|国务院|依|对|"
    "当地|所在地|以上|违法|在|由|等|指定|专门|经|向|报|受|被|接到|行使"
)
TWICE = re.compile(r"(保证|保护|管理|监督|服务|安全|检查|工作|信息|活动|设施|项目)\1")
BUSINESS = ("企业", "经营", "建设单位", "施工")
ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_CHECKS = "10X98765432"
AREAS = ["330102", "330203", "310104", "330302", "330602"]
MOBILES = ["38", "39", "57", "86", "89"]


def id_check(digits: str) -> str:
    """The last character of an identity number.

    >>> id_check("00000020000101000")
    '5'
    """
    return ID_CHECKS[sum(int(digit) * weight for digit, weight in zip(digits, ID_WEIGHTS, strict=True)) % 11]


def identity(rng: Random) -> str:
    """An invented identity number with the right last character."""
    area = rng.choice(AREAS)
    born = f"{rng.randint(1962, 1999):04d}{rng.randint(1, 12):02d}{rng.randint(1, 28):02d}"
    digits = f"{area}{born}{rng.randint(1, 999):03d}"
    return digits + id_check(digits)


def project_code(rng: Random) -> str:
    """18 digits that are no identity number."""
    code = f"330100{rng.randint(2015, 2023)}13{rng.randint(32, 99):02d}{rng.randint(1000, 9999):04d}"
    return code[:17] + str((int(code[17]) + 1) % 10) if id_check(code[:17]) == code[17] else code


def subject_of(title: str, place: str) -> str:
    """What the text rules.

    >>> subject_of("杭州市城市生活垃圾管理条例", "杭州市"), subject_of("浙江省实施《消防法》办法", "浙江省")
    ('生活垃圾', '消防')
    """
    rest = title.removeprefix(place)
    law = re.search("《(?:中华人民共和国)?([^《》]+?)(?:法|条例)》", rest)
    subject = law[1] if law else re.sub("(若干)?(暂行|试行)?(条例|办法|规定|决定|细则)$", "", rest)
    subject = re.sub(r"（.*?）|\(.*?\)|实施|^关于|^促进|^推进|^加强|^城市(?=.{3})", "", subject)
    bare = re.sub("(管理|促进|工作|若干|发展|安全管理|监督管理|监督|保护和管理)$", "", subject)
    subject = bare if len(bare) >= 2 else subject
    subject = re.sub("(发展|建设)?(和|与)(应用|保护|管理|发展|利用|服务|保障|促进|处置)$", "", subject)
    if len(subject) > 10:
        subject = next((part for part in re.split("和|与|、|以及", subject) if len(part) >= 4), subject)
    return re.sub("的$|管理$", "", subject)


def organ_of(text: str) -> str | None:
    """The department that the text names most often."""
    found: Counter[str] = Counter()
    for words in ORGAN.findall(text):
        name = "市" + words if re.match("场监|容环|政公|政设", words) else words
        if len(re.sub("监督|行政|主管|管理|部门", "", name)) >= 2 and not NO_ORGAN.search(name):
            found[name] += 1
    return min(found, key=lambda name: (-found[name], name), default=None)


def duties_of(text: Text) -> list[int]:
    """Numbers of articles that bind people, not governments; 8 when there are none."""
    late = len(text.articles) * 0.7
    numbers = [
        article.number
        for i, article in enumerate(text.articles)
        if 3 <= i < late
        and re.search("应当|不得", article.text)
        and not re.search("人民政府应当|罚款|《", article.text)
    ]
    return numbers or [8]


@dataclass(frozen=True)
class Scene:
    """A text, what its sentences are filled with, and the 款 where something has been planted."""

    text: Text
    title: str
    day: str
    """Day of its last version, as 2020-01-31."""
    rng: Random
    laws: Laws
    market: bool
    normative: bool
    duties: list[int]
    slots: dict[str, str]
    used: set[int] = field(default_factory=set)

    @property
    def own(self) -> str:
        """What the text calls itself: 本条例, 本办法 …"""
        return self.slots["self"]

    @property
    def last(self) -> int:
        """Number of the last article."""
        return self.text.articles[-1].number

    def free(self, line: Line) -> bool:
        """Whether nothing is planted in the 款 of the line."""
        return line.paragraph not in self.used


def read_scene(raw: str, title: str, day: str, rng: Random, laws: Laws, *, normative: bool = False) -> Scene:
    """Read a text once."""
    text = read(raw)
    place = next((name for name in TABLES["places"] if title.startswith(name)), "")
    subject = subject_of(title, place)
    names = Counter(re.findall("本(条例|办法|规定|细则)", raw)).most_common(1)
    actors = {actor: raw.count(actor) for actor in TABLES["actors"] if raw.count(actor) >= 3}
    slots = {
        "subject": subject,
        "organ": organ_of(raw) or re.sub("保护$|安全$", "", subject) + "主管部门",
        "place": "本省" if place == "浙江省" else "本市",
        "self": "本" + (names[0][0] if names else "条例"),
        "actor": max(actors, key=actors.__getitem__, default="有关单位"),
        "code": project_code(rng),
    }
    market = sum(map(raw.count, BUSINESS)) >= 8
    return Scene(text, title, day, rng, laws, market, normative, duties_of(text), slots)


def fill(scene: Scene, template: str, **more: str) -> str:
    """The sentence of a template for this text."""
    rng = scene.rng
    drawn = {
        "article": numeral(rng.choice(scene.duties)),
        "person": rng.choice(TABLES["people"]),
        "identity": identity(rng),
        "phone": f"1{rng.choice(MOBILES)}{rng.randint(10**7, 10**8 - 1)}",
        "absent": numeral(scene.last + rng.randint(3, 40)),
    }
    beyond = {name: numeral(rng.randint(*bounds)) for name, bounds in TABLES["beyond"].items()}
    fault = rng.choice(TABLES["faults"]).format(**scene.slots)
    sentence = template.format(**scene.slots, **drawn, **beyond, fault=fault, **more)
    return TWICE.sub(r"\1", sentence)


def is_closing(text: str) -> bool:
    """Whether an article at the end of a text is a plain closing one."""
    return not re.search("罚款|处分|责令|处罚|有效期", text)


def takes(scene: Scene, index: int, place: str) -> bool:
    """Whether a sentence of the place can follow the article."""
    count, text = len(scene.text.articles), scene.text.articles[index].text
    if place == "final":
        return index >= count - 4 and is_closing(text)
    if index == count - 1 or len(text) < 25 or re.search("是指|含义|用语", text):
        return False
    penal = place == "penalty"
    if not re.search("应当" if penal and scene.normative else PLACES[place], text):
        return False
    if penal:
        return scene.normative or index >= count * 0.5
    return not re.search("罚款|处分", text) and (index < count - 2 or count <= 12)


def place_for(scene: Scene, place: str) -> Line | None:
    """The line behind which a sentence of the place can go."""
    ends = [
        article.lines[-1]
        for i, article in enumerate(scene.text.articles)
        if i >= 2 and scene.free(article.lines[-1]) and article.lines[-1].text.endswith("。") and takes(scene, i, place)
    ]
    return scene.rng.choice(ends) if ends else None


def is_plain(text: str, at: int) -> bool:
    """Whether the place is in no title and no quotation.

    >>> is_plain("依照《某法》的规定", 3), is_plain("依照《某法》的规定", 6)
    (False, True)
    """
    return all(text.count(left, 0, at) == text.count(right, 0, at) for left, right in ("《》", "“”"))


def matches(
    scene: Scene, pattern: Pattern, fits: Callable[[Line, Match], bool] | None = None, first: int = 0
) -> list[tuple[Line, Match]]:
    """All places of a pattern in 款 where nothing is planted."""
    return [
        (line, match)
        for line in scene.text.lines
        if scene.free(line) and line.article >= first
        for match in re.finditer(pattern, line.text)
        if fits is None or fits(line, match)
    ]


def plain_matches(
    scene: Scene, pattern: Pattern, fits: Callable[[Line, Match], bool] | None = None
) -> list[tuple[Line, Match]]:
    """The same in the running words, behind the first article, in no title or quotation."""

    def allowed(line: Line, match: Match) -> bool:
        return match.start() >= line.head and is_plain(line.text, match.start()) and (not fits or fits(line, match))

    return matches(scene, pattern, allowed, first=1)


@dataclass(frozen=True)
class Substitution:
    """A kind of error that puts other words in place of a pattern."""

    kind: str
    rules: tuple[str, ...]
    why: str
    pattern: Pattern
    new: Callable[[Random, Match], str | None]
    fits: Callable[[Line, Match], bool] | None = None

    def __call__(self, scene: Scene) -> Edit | None:
        """One place of the text changed so."""
        found = plain_matches(scene, self.pattern, self.fits)
        if not found:
            return None
        line, match = scene.rng.choice(found)
        new = self.new(scene.rng, match)
        if not new or new == match[0]:
            return None
        return replaced(self.kind, self.rules, self.why, line, match.span(), new)


def replaced(kind: str, rules: Sequence[str], why: str, line: Line, span: tuple[int, int], new: str) -> Edit:
    """An edit of a span of the line."""
    return Edit(kind, tuple(rules), why, line.paragraph, line.start + span[0], line.start + span[1], new)


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern for plain words."""
    return re.compile("|".join(map(re.escape, words)))
