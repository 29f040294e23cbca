"""Who decides, in a drafter's own words where no sentence above is aligned with his: an organ of a lower level than the law
asks for, a department where it names a government, a department of another field."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import Final, NamedTuple

from lawcheck.comparison import phrases
from lawcheck.comparison.deciding import ALL_LEVELS, Act, Deed, Kind, Organ, acts_in, without_organs
from lawcheck.comparison.departments import departments_in, same_charge
from lawcheck.comparison.model import Difference, Relation
from lawcheck.comparison.pairs import Side
from lawcheck.comparison.topics import topics_of, weight
from lawcheck.document import Span
from lawcheck.laws import guess_territory
from lawcheck.resources import corpus_dir, load_yaml

__all__ = ["in_municipality", "own_levels"]

# Weight of the topics that both sentences must have in common. Chosen on the texts 61–68 and 81–88 of
# benchmarks/gold/natural-filings, with 643 untouched local texts as a check.
SHARED: Final = 2
SHARED_CROSS: Final = 3
"""… where one says 批准 and the other 确定 or 制定, …"""
SHARED_NATION: Final = 3
"""… where the law leaves it to the State Council, …"""
SHARED_FIELD: Final = 3
"""… where all that differs is the field of the department."""

_WORDS: Final = "批准|审批|核准|核发|颁发|发给|发放|签发|同意|审定|批复|申领|领取|认定|决定|确定|规定|划定|公布|核定|评定|登记|备案|审核|验收|负责|拍板"
_STRIPPED: Final = re.compile(f"{_WORDS}|处罚|罚款|没收|吊销|责令|改正|警告")
"""Words for what organs do: that both sentences have one says nothing of what they are about."""
_DECIDES: Final = re.compile(
    f"{_WORDS}|许可|[发开出办]证|说了算|考核|通过|[局府门会里上委站所乡镇](?:来|负责)?[批发定划](?=[，。；个条]|$|一下|就行|即可)"
)
_HIGH: Final = re.compile("国务院|省、自治区|省级")
_PUNISHED: Final = re.compile("罚|没收|吊销|取缔")
"""Who punishes is read where the law names an organ that stands high."""
_HELPER: Final = re.compile(
    "初审|初步|转报|逐级|上报|代收|代办|受理(?![，并、]{0,2}(?:审批|审核|批准|核发|发放|决定))|协助|委托|授权|下放|赋权|试点"
)
"""A step on the way to the organ that decides, or a power handed down."""
_HANDED_ON: Final = re.compile("授权|委托|下放|分级")
"""Above: the power may be handed on to lower organs."""
_BEFORE_ANOTHER: Final = re.compile("之?后，?[^。；]{0,24}(?:报(?!告)|转|办理[^，。；]{0,16}(?:审批|许可|手续|证))")
"""Behind a deed: it comes before another organ's."""
_OF_ALL: Final = re.compile("全国|国家|中华人民共和国|跨省|中央|办法|细则")
"""What is done for the whole country, and rules that a place makes for itself where the law leaves the details to a higher
organ."""
_APPLIES: Final = frozenset(("申领", "领取"))
"""What is asked for at a department may be given by its government."""
_DECISIONS: Final = frozenset((Deed.APPROVES, Deed.DETERMINES, Deed.PUNISHES))
_FINAL: Final = _DECISIONS | {Deed.REGISTERS}
_OF_LEVEL: Final = re.compile(
    "(?<![本全各我该（、与])(?:省|市|县|区|镇)[）)]?级?(?=((?![和及或与的由在内])[\u4e00-\u9fff]{2}))"
)
_GRADE: Final = re.compile(
    "省级|市级|县级|国家级|全国重点|特别重大|重大|较大|一般|特级|一级|二级|三级|跨省|跨县|跨行政"
)


@lru_cache(maxsize=256)
def in_municipality(title: str) -> bool:
    """Whether a text is of a municipality, where the city is a province.

    >>> in_municipality("上海市动物防疫条例"), in_municipality("湖州市动物防疫条例")
    (True, False)
    """
    return guess_territory(title)[0][:2] in ("11", "12", "31", "50")


class _Rule(NamedTuple):
    """The deeds of a sentence above that one below is held against, the sentence, and how much both have in common."""

    acts: tuple[Act, ...]
    sentence: str
    shared: int

    @property
    def lowest(self) -> int:
        """The lowest level that it leaves the deed to."""
        return min(min(act.levels()) for act in self.acts)

    @property
    def called(self) -> bool:
        """Whether it puts its organs in charge by a word (由, 报, 经)."""
        return all(act.called for act in self.acts)

    @property
    def organs(self) -> list[Organ]:
        """All organs that it names."""
        return [organ for act in self.acts for organ in act.organs]


def own_levels(below: Side, above: Side, *, municipality: bool = False) -> Iterator[Difference]:
    """Every deed below by an organ that the law does not leave it to."""
    decided = _DECIDES.search(below.text) and _DECIDES.search(above.text)
    if not decided and not (_HIGH.search(above.text) and _PUNISHED.search(below.text)):
        return
    theirs = _acts(above)
    own = _acts(below) if theirs else ()
    named: set[Span] = set()
    for act in own:
        place = act.organs[0].span
        if (
            place not in named
            and not _leads_on(below.text, act)
            and not _handed_down(below.text, act)
            and _may_fault(act, theirs, municipality)
        ):
            rule = _broken(act, own, _rules(act, theirs, below, above), municipality)
            if rule is not None:
                named.add(place)
                other = rule.acts[0]
                names = phrases.changed(phrases.ORGAN, other.organs[0].text, act.organs[0].text)
                words = below.text[slice(*act.span)], above.text[slice(*other.span)]
                yield Difference("机关", Relation.CONFLICT, *words, act.span, other.span, names)


def _acts(side: Side) -> tuple[Act, ...]:
    return tuple(act for piece in side.pieces for act in acts_in(side.text, piece.span))


def _leads_on(text: str, act: Act) -> bool:
    """Whether the deed is only the head of a list of cases, or a step on the way to another organ's."""
    if text.startswith("：", act.sentence.end - 1) or _HELPER.search(text, *act.sentence):
        return True
    return _BEFORE_ANOTHER.match(text, act.span.end) is not None


_HANDED_DOWN: Final = re.compile(
    "(?:根据|按照|依据)[^，。；]{0,6}(?:国务院|国家|省|自治区|上级|上一级|市)[^，。；]{0,12}(?:下达|分解|分配|核定)的"
)


def _handed_down(text: str, act: Act) -> bool:
    """Whether the deed only shares out what a level above has handed down (根据省人民政府下达的总量控制计划)."""
    return _HANDED_DOWN.search(text, *act.sentence) is not None


def _may_fault(act: Act, theirs: Sequence[Act], municipality: bool) -> bool:
    """Whether any deed above is left to other organs: most texts end here, before their topics are read."""
    return any(_at_fault(act, _Rule((other,), "", SHARED_FIELD), municipality) for other in theirs)


def _rules(act: Act, theirs: Sequence[Act], below: Side, above: Side) -> list[_Rule]:
    """The sentences above that are most about the same, with what they say of such a deed."""
    matter = _matter(below.text[slice(*act.sentence)])
    words = topics_of(matter)
    others = [(p.span, _matter(above.text[p.start : p.end])) for p in above.pieces]
    scored = [(weight(words & topics_of(other)), place, other) for place, other in others]
    most = max(row[0] for row in scored)
    if most < SHARED:
        return []
    best = [(place, other) for shared, place, other in scored if shared == most]
    if any(_of_own_class(matter, other) for _, other in best):
        return []
    found = [
        _Rule(_same_deed(act, [u for u in theirs if u.sentence == place], most), above.text[slice(*place)], most)
        for place, _ in best
    ]
    return [rule for rule in found if rule.acts and not _HANDED_ON.search(rule.sentence)]


def _broken(act: Act, own: Sequence[Act], rules: Sequence[_Rule], municipality: bool) -> _Rule | None:
    """The first rule, if the deed is at fault under each of them, and no other deed below does what they ask for."""
    others = [other for other in own if other is not act and other.deed in _FINAL]
    if rules and all(_at_fault(one, rule, municipality) for one in (act, *others) for rule in rules):
        return rules[0]
    return None


def _matter(sentence: str) -> str:
    """A sentence without its organs and the words for what they do."""
    return _STRIPPED.sub("。", without_organs(sentence))


def _of_own_class(matter: str, other: str) -> bool:
    """Whether the things below are of a class of their own, by level (市历史文化名村, 县级文物保护单位) or by grade."""
    if any(thing[1] in other and thing[0] + thing[1] not in other for thing in _OF_LEVEL.finditer(matter)):
        return True
    grades = set(_GRADE.findall(other))
    return bool(grades) and not grades & set(_GRADE.findall(matter))


def _same_deed(act: Act, theirs: Sequence[Act], shared: int) -> tuple[Act, ...]:
    """The deeds above that are most like it: of the same verb, of the same sort, or decisions both."""
    same = [u for u in theirs if u.verb == act.verb] or [u for u in theirs if u.deed is act.deed]
    if not same and act.deed in _DECISIONS and shared >= SHARED_CROSS:
        same = [u for u in theirs if u.deed in _DECISIONS] or [u for u in theirs if u.deed is Deed.MAKES]
    return tuple(same)


def _at_fault(act: Act, rule: _Rule, municipality: bool) -> bool:
    """Whether the organs below are none of those that the rule above leaves the deed to."""
    both_called = act.called and rule.called
    if _too_low(act, rule.lowest, municipality):
        if rule.lowest == max(ALL_LEVELS) and (act.deed not in _DECISIONS or rule.shared < SHARED_NATION):
            return False
        if rule.lowest == max(ALL_LEVELS) or act.deed is Deed.MAKES:
            return both_called and not _OF_ALL.search(rule.sentence)
        return True
    named = both_called or (rule.called and not act.called and all(u.verb == act.verb for u in rule.acts))
    if named and rule.lowest < max(ALL_LEVELS) and _other_kind(act, rule.organs):
        return True
    grants = act.deed in (Deed.APPROVES, Deed.REGISTERS) and all(u.deed is act.deed for u in rule.acts)
    return rule.shared >= SHARED_FIELD and (both_called or grants) and _other_field(act.organs, rule.organs)


def _too_low(act: Act, lowest: int, municipality: bool) -> bool:
    return act.deed is not Deed.CHARGED and max(act.levels(municipality)) < lowest


def _other_kind(act: Act, theirs: Sequence[Organ]) -> bool:
    """Whether a department acts for a government, or either for a congress."""
    own, kinds = {organ.kind for organ in act.organs}, {organ.kind for organ in theirs}
    if act.verb in _APPLIES or act.deed in (Deed.CHARGED, Deed.PUNISHES) or len(kinds) > 1:
        return False
    return (kinds == {Kind.GOVERNMENT} and own == {Kind.DEPARTMENT}) or (
        kinds == {Kind.CONGRESS} and Kind.CONGRESS not in own and all(_SERVANT.search(o.text) for o in act.organs)
    )


_SERVANT: Final = re.compile("(?:政府|部门|局|厅)$")


def _other_field(own: Sequence[Organ], theirs: Sequence[Organ]) -> bool:
    """Whether all departments, of known fields, are of fields that no department of the others has."""
    fields, others = [_field(organ.text) for organ in own], [_field(organ.text) for organ in theirs]
    known = all(fields) and all(others)
    return known and not any(same_charge(field, other) for field in fields for other in others)


def _field(name: str) -> str:
    """What a department has in charge; empty if it is not known.

    >>> _field("县卫健局"), _field("县级以上人民政府市场监督管理部门"), _field("县行政审批局")
    ('卫生健康', '市场监督', '')
    """
    pattern, names = _short()
    full = _BUREAU.sub("部门", pattern.sub(lambda short: names[short[0]], name))
    return next((department.charge for department in departments_in(full)), "")


_BUREAU: Final = re.compile("(?:局|厅|委员会|委)(?=$|局务|局长|党组|办公会|负责人|领导)")


@cache
def _short() -> tuple[re.Pattern[str], dict[str, str]]:
    """The short names of ``corpus/slots/local_departments.yaml`` before 局 and the like, and what they stand for."""
    names = load_yaml((corpus_dir() / "slots" / "local_departments.yaml").read_text(encoding="utf-8"))["short"]
    return re.compile(f"(?:{'|'.join(sorted(names, key=len, reverse=True))})(?=局|委|部门|厅)"), names
