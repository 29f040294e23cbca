"""Who acts, in a drafter's own words: a village, an association or a firm where the law charges an authority, an office of the
place where it charges the nation's, another authority that punishes or is told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lawcheck.comparison import phrases
from lawcheck.comparison.model import Difference, Relation
from lawcheck.comparison.pairs import Side
from lawcheck.comparison.topics import topics_of, weight
from lawcheck.comparison.voices import departure, sentence_topics
from lawcheck.document import Span

__all__ = ["own_agents"]


def own_agents(below: Side, above: Side) -> Iterator[Difference]:
    """Every sentence below that gives what an authority has to do to another.

    >>> from lawcheck.comparison.pairs import side_of
    >>> law = side_of("县级人民政府水行政主管部门应当对河道岸线定期巡查。")
    >>> own = side_of("河道岸线的定期巡查，由县垂钓协会负责。")
    >>> [(d.relation.value, d.lower) for d in own_agents(own, law)]
    [('疑似抵触', '由县垂钓协会负责')]
    """
    yield from _handed_to_outsiders(below, above)
    yield from _not_above(below, above)


_OUTSIDER: Final = (
    "村[民（(居）)]*委(?:员会)?|(?:村|社区)[（(](?:村|社区)[）)]|居(?:民)?委(?:员会)?|社区居民委员会|业主(?:委员会|大会)"
    "|村民(?:小组|会议)|网格员|志愿(?:者|服务队)|物业服务(?:企业|人)|(?:协会|商会|学会|联合会|促进会|基金会|公司|合作社|事务所|社会组织|管委会)|(?:招商局|财务科|办公室主任|护林队)|(?:各|所在)村"
)
_HINTS: Final = re.compile("村|居委|居民|社区|业主|会|公司|局|财务|主任|护林|网格|志愿|物业|合作|事务所|组织")
_GIVEN: Final = re.compile(
    f"(?:由|[向报](?!告))(?P<who>[^，。；、由向报经]{{0,12}}?(?:{_OUTSIDER}))[^，。；]{{1,40}}"
    f"|(?:^|(?<=[，。；：]))(?P<subject>[^，。；由向报经]{{0,12}}?(?:{_OUTSIDER}))(?:(?:可以)?(?:自行|负责)|可以(?:根据|视)[^，。；]{{1,6}}?(?=在|对|向|施|划|查|收|决|设))[^，。；]{{1,40}}"
)
_AUTHORITY: Final = re.compile("(?:部门|机关|机构|政府|国务院|法院|检察院|局|厅)(?!工作人员|认可|批准的|许可的)")
_HELPS: Final = re.compile(
    "协助|配合|参与|宣传|动员|引导|劝|教育|委托|指导|监督|代表|统一(?:申报|投保)|发现|自治|村民(?!委)|承包|集体|会员|行业自律|公示|推荐|初[审步]|告知|通知"
)
_AUTHORITY_TOO: Final = re.compile(
    "(?:部门|机关|政府|[^，。；]局|委员会办公室)(?=应当|负责|可以|在|按|会同|依法|组织|对|根据|批准|审)"
)
SHARED: Final = 5
"""Weight of the topics that what is to be done has in common with the sentence of the authority …"""
SHARE: Final = 0.5
"""… and their share."""


def _handed_to_outsiders(below: Side, above: Side) -> Iterator[Difference]:
    """由村民委员会查封 below, 有关部门应当查封 above."""
    if not _HINTS.search(below.text) or not _AUTHORITY.search(above.text):
        return
    for piece in below.pieces:
        for own in _GIVEN.finditer(below.text, piece.start, piece.end):
            who = own["who"] or own["subject"]
            words = below.text[piece.start : piece.end]
            if _HELPS.search(own[0]) or _named(who, above.text) or piece.item:
                continue
            if _AUTHORITY_TOO.search(below.text, piece.start, own.end()):
                continue
            matter = topics_of(words.replace(who, "。"))
            other = max(above.pieces, key=lambda p: weight(matter & sentence_topics(above, p)))
            shared = weight(matter & sentence_topics(above, other))
            if shared >= max(SHARED, SHARE * weight(matter)) and _AUTHORITY.search(above.text, other.start, other.end):
                spans = Span(*own.span()), other.span
                yield departure("机关", Relation.CONFLICT, phrases.ORGAN, (below.text, above.text), *spans)


def _named(who: str, law: str) -> bool:
    """Whether the law names such a body too."""
    return who in law or any(kind.search(who) and kind.search(law) for kind in _KINDS)


_KINDS: Final = tuple(
    map(
        re.compile,
        (
            "村",
            "居(?:民)?委|社区",
            "业主",
            "协会|商会|学会|联合会|促进会",
            "公司|招商局",
            "合作社",
            "财务|办公室",
            "护林",
        ),
    )
)


_ACT: Final = "批准|审批|复议|备案|处分|裁决|同意"
_SUPERIOR: Final = re.compile(f"(?:由|向|报|经|报请)(?:[^，。；]{{0,14}})?上一?级[^，。；]{{0,24}}?(?P<act>{_ACT})")
_ITSELF: Final = re.compile(
    f"(?:由|向|经)(?P<who>[^，。；由向报经]{{2,18}}?(?:局|部门|机关|机构|单位|委员会))(?:直接|自行|申请|依法|给予|研究|予以|提出|行政)*(?P<act>{_ACT})"
)
_HIGHER: Final = re.compile("上一?级|主管(?!人员)|政府|监察|任免|有权")
SHARED_ACT: Final = 3
"""Weight of the topics that both sentences must have in common."""


def _not_above(below: Side, above: Side) -> Iterator[Difference]:
    """向作出决定的局申请复议 below, 向上一级机关申请复议 above."""
    theirs = [(piece, m) for piece in above.pieces if (m := _SUPERIOR.search(above.text, piece.start, piece.end))]
    for piece in below.pieces if theirs else ():
        own = _ITSELF.search(below.text, piece.start, piece.end)
        matter = topics_of(below.text[piece.start : piece.end])
        if own is None or _HIGHER.search(below.text[piece.start : piece.end]):
            continue
        for home, other in theirs:
            if other["act"] == own["act"] and weight(matter & sentence_topics(above, home)) >= SHARED_ACT:
                spans = Span(*own.span()), Span(*other.span())
                yield departure("机关", Relation.CONFLICT, phrases.ORGAN, (below.text, above.text), *spans)
