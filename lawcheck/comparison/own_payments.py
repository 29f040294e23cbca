"""Money that a drafter turns round in his own words: another one bears the cost, what must be paid for is taken for nothing,
damage is no longer made good or only up to a sum."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from lawcheck.comparison.model import Difference, Relation
from lawcheck.comparison.pairs import Side, found_in
from lawcheck.comparison.topics import topics_of, weight
from lawcheck.comparison.units import Piece
from lawcheck.comparison.voices import departure, lead
from lawcheck.document import Span

__all__ = ["own_payments"]

SHARED: Final = 2
"""Weight of the topics that both sentences must have in common besides words of paying, …"""
SHORT: Final = 14
"""Characters of a sentence that says too little of what it is about (查询免收费用。)."""
SHARED_CAP: Final = 1
"""… where damages are capped below, …"""
SHARED_SERVICE: Final = 4
"""… and where a service is free above and paid by agreement below."""

_SIGNS: Final = re.compile("费|赔|补偿|无偿|负担|承担|自[负担]|报酬|缴纳|交纳|支付|义务提供")
_PAYING: Final = re.compile(
    "费用?|收[取费]|[缴交]纳|支付|免费|无偿|承担|负担|自行|共同|[补赔]偿|资金|经费|市场|价格|标准|所需|[给付]付|付给|提供|按照|适当|造成|损失"
)
_PERSONS: Final = "个人|本人|职工|劳动者|农民工|学生|家长|监护人|村民|居民|业主|患者|所有人|农户|牧民|农民|从业人员|申请人|被[^，。；由]{1,4}人|消费者|受害人|旅游者|饲养者|养殖者|接种者|使用者|用户|养殖户|种植户|经营户|车主|船主|货主|租户|承租人|商户|商家|摊主|店主|参保人|考生|移民|当事人|相对人"
_UNITS: Final = "(?:用人|用工|建设|施工|开发|生产|经营|物业|总承包|承包|发包|使用|保管|组织|举办|开办)[^，。；、由和]{0,4}?(?:单位|企业|公司|者|方)|企业|公司"
_STATE: Final = "财政|人民政府|国家|国库|政府|预算|行政机关|执法机关|登记机关|(?:主管|管理|执法)(?:部门|机构)"
_GROUPS: Final = tuple(
    (name, re.compile(words)) for name, words in (("个人", _PERSONS), ("单位", _UNITS), ("财政", _STATE))
)
"""Who may bear a cost; those who did wrong (责任人, 违法行为人) belong to none of them."""

_VERB: Final = "承担|负担|支付|[缴交]纳|出资|列支|解决|自理|分担|分摊|均摊|保障"
_BORNE: Final = re.compile(
    f"(?:(?:费用?|经费|资金|成本|支出|价款|薪酬|款)[^，。；由\n]{{0,6}})?由(?P<who>[^，。；由\n]{{1,30}}?)(?:{_VERB})"
    f"|(?P<payer>{_PERSONS}|{_UNITS})(?:个人)?(?:应当|应|须|需|要)?(?P<how>[^，。；由不未免要督催代为可\n]{{0,20}}?)(?:{_VERB})(?!的)(?=[^，。；\n]{{0,10}}?(?:费|款)|[，。；\n])"
    "|(?:经费|费用?|资金)[^，。；由\n]{0,8}(?:列入|纳入)(?P<purse>[^，。；\n]{0,10}(?:财政|预算))"
)
_BEARING: Final = re.compile(
    f"(?:由[^，。；由\n]{{1,30}}?|(?:{_PERSONS}|{_UNITS}|{_STATE})[^，。；由\n]{{0,6}}?)(?:{_VERB})"
)
_WHO_DID: Final = "[\u4e00-\u9fff]{1,6}(?:者|人)"
_SPARED: Final = re.compile(
    f"(?P<payer>{_PERSONS}|{_UNITS}|{_WHO_DID})(?:个人)?(?:不|免予|免|无需|无须|不需要?|不再)(?:{_VERB})[^，。；\n]{{0,12}}"
    f"|不(?:得)?(?:再)?(?:向|由)(?P<from>[^，。；\n]{{1,16}}?)(?:收取|收费|{_VERB})[^，。；\n]{{0,6}}"
)
_COST: Final = re.compile("费(?!者)|款|资金|元|成本|薪|价|支出")
_NOT: Final = re.compile("不|禁止|严禁|无需|无力|未|违反|擅自|除|逾期|拒")
_CONDITION: Final = re.compile("[^，。；\n]{0,12}?的(?=[，：。；])")
_FOR_OTHERS: Final = re.compile("[为替给]$")


class _Payer(NamedTuple):
    """Who bears a cost: the groups that he belongs to, and where it says so."""

    groups: frozenset[str]
    match: re.Match[str]
    piece: Piece


def own_payments(below: Side, above: Side) -> Iterator[Difference]:
    """Every sentence below that turns round who pays, or what is paid, in the one above about the same.

    >>> from lawcheck.comparison.pairs import side_of
    >>> law = side_of("水文设施迁建所需费用由建设单位承担。")
    >>> own = side_of("因修路要迁走水文设施的，迁建费用由县财政承担。")
    >>> [(d.slot, d.relation.value, d.lower) for d in own_payments(own, law)]
    [('数额', '疑似抵触', '费用由县财政承担')]
    """
    if not _SIGNS.search(below.text) or not _SIGNS.search(above.text):
        return
    yield from _bearers(below, above)
    yield from _burdens(below, above)
    yield from _turned(below, above)


def _shared(below: Side, own: Piece, above: Side, other: Piece) -> int:
    """How much both sentences have in common besides paying."""
    left, right = (_PAYING.sub("。", _sentence(side, piece)) for side, piece in ((below, own), (above, other)))
    return weight(topics_of(left) & topics_of(right))


def _sentence(side: Side, piece: Piece) -> str:
    """The words of a piece, with the one before it that says of what, if that ends in a semicolon or the piece is short."""
    number = side.pieces.index(piece)
    goes_on = side.text[piece.start - 1] == "；" or piece.end - piece.start <= SHORT
    return side.text[side.pieces[number - 1].start if number and goes_on else piece.start : piece.end]


def _denied(text: str, match: re.Match[str]) -> bool:
    """Whether the words between two marks deny what stands there, only make it a condition, or name the one it is paid for."""
    before = lead(text[: match.start()])
    return bool(_NOT.search(before) or _FOR_OTHERS.search(before) or _CONDITION.match(text, match.end()))


def _payers(side: Side) -> list[_Payer]:
    """Who bears a cost, by all that a text says of it; some belong to no group."""
    found = []
    for match, piece in found_in(_BORNE, side):
        groups = _groups(match["who"] or match["purse"] or match["payer"] + match["how"])
        if _COST.search(side.text, piece.start, piece.end) and not _denied(side.text, match):
            found.append(_Payer(groups, match, piece))
    return found


def _groups(words: str) -> frozenset[str]:
    return frozenset(name for name, pattern in _GROUPS if pattern.search(words))


def _bearers(below: Side, above: Side) -> Iterator[Difference]:
    """A cost that others bear than above, or a person with them; not where another sentence names those of the other side,
    or where the public purse spares a person."""
    theirs = [payer for payer in _payers(above) if payer.groups]
    mine = [payer for payer in _payers(below) if payer.groups] if theirs else []
    named = _bearing(above.text).union(*(other.groups for other in theirs))
    for own in mine:
        same = [other for other in theirs if _shared(below, own.piece, above, other.piece) >= SHARED]
        others = frozenset[str]().union(*(other.groups for other in same))
        new = own.groups - named
        turned = bool(new) and (not own.groups & others or "个人" in new)
        elsewhere = _bearing(below.text[: own.piece.start] + below.text[own.piece.end :])
        if same and turned and not others & elsewhere and not (own.groups == {"财政"} and "个人" in others):
            yield departure(
                "数额",
                Relation.CONFLICT,
                "费用",
                (below.text, above.text),
                Span(*own.match.span()),
                Span(*same[0].match.span()),
            )


def _bearing(text: str) -> frozenset[str]:
    """All groups that a text makes bear something."""
    found = (_groups(match[0]) for match in _BEARING.finditer(text))
    return frozenset[str]().union(*found)


def _burdens(below: Side, above: Side) -> Iterator[Difference]:
    """One who is spared above pays below, or the other way round."""
    yield from _spared(below, above, found_in(_SPARED, above), _payers(below), higher=True)
    yield from _spared(below, above, found_in(_SPARED, below), _payers(above), higher=False)


def _spared(
    below: Side, above: Side, free: Sequence[tuple[re.Match[str], Piece]], paying: Sequence[_Payer], *, higher: bool
) -> Iterator[Difference]:
    for match, piece in free:
        who = match["payer"] or match["from"]
        for payer in paying:
            own, other = (payer.piece, piece) if higher else (piece, payer.piece)
            bearer = payer.match["who"] or payer.match["payer"] or ""
            if _is_spared(who, bearer) and _shared(below, own, above, other) >= SHARED:
                spans = Span(*payer.match.span()), Span(*match.span())
                lower, upper = spans if higher else spans[::-1]
                yield departure("数额", Relation.CONFLICT, "费用", (below.text, above.text), lower, upper)


_ANYBODY: Final = re.compile("^(?:当事人|相对人|个人|公民|群众)$")


def _is_spared(who: str, bearer: str) -> bool:
    """Whether the one who pays is among those who are spared: the same words, or a person where no party may be charged.

    >>> _is_spared("当事人", "车辆所有人"), _is_spared("村民", "车辆所有人")
    (True, False)
    """
    return who in bearer or (_ANYBODY.match(who) is not None and "个人" in _groups(bearer))


class _Turn(NamedTuple):
    """What stands below against what stands above, and what neither sentence nor law may say then."""

    below: re.Pattern[str]
    above: re.Pattern[str]
    unless_below: re.Pattern[str]
    unless_above: re.Pattern[str]
    shared: int


_GIVEN: Final = "(?:给予|予以|作出|依法|应当|适当|合理|公平)[^，。；\n]{0,12}(?:补偿|赔偿)|承担[^，。；\n]{0,10}赔偿责任|赔偿(?:额|金额|范围)?[^，。；\n]{0,12}损失"
_PAID: Final = f"{_GIVEN}|(?:应当|由)[^，。；\n]{{0,24}}支付[^，。；\n]{{0,10}}(?:费|金|补助|奖励)"
_TURNS: Final = (
    _Turn(  # damage or loss borne by oneself, made good above
        re.compile(
            "[^，。；\n]{0,10}自行(?:负担|承担|负责|解决|消化)|(?:损失|后果|责任|风险|费用)[^，。；\n]{0,4}自[负担理]|不(?:予|作|再|给予|另行)?(?:任何)?(?:补偿|赔偿)|概不(?:负责|赔偿|补偿)"
        ),
        re.compile(_PAID),
        re.compile("违法|违章|违规|过错|故意|过失|责任人|逾期|擅自|拒"),
        re.compile("不予(?:补偿|赔偿)|不(?:给予|承担)[^，。；]{0,6}[补赔]偿|自行承担|自行负担"),
        SHARED,
    ),
    _Turn(  # up to a sum, the whole above
        re.compile(
            "(?:赔偿|补偿)(?:额|金|款|金额|数额|总额|标准|费)?[^，。；\n]{0,10}?(?:以[^，。；\n]{1,24}为(?:上|最高)?限|(?:不得?超过|最高(?:不超过|为)|至多|封顶)[^，。；\n]{1,20})"
            "|(?:不超过|最[多高])[^，。；\n]{1,12}(?:赔[付偿]|补偿)|最[多高](?:赔|补)[付偿]?"
        ),
        re.compile(f"{_GIVEN}|(?:要求|请求|得到|获得|负责)[^，。；\n]{{0,6}}赔偿|[全实可直]部?[^，。；]{{0,4}}损失"),
        re.compile("实际损失|全部损失|另行|约定"),
        re.compile("为限|不超过|不得超过|最高|限额|定额|责任限"),
        SHARED_CAP,
    ),
    _Turn(  # taken for nothing, paid for above
        re.compile(
            f"(?:{_PERSONS}|{_UNITS}|被[^，。；]{{2,6}})[^，。；\n]{{0,10}}(?:无偿|免费|义务)(?:提供|供应|交付|移交|转让|交出|承担|出让|让出)|不(?:予|再|另行?)?(?:支付|付给|给付)[^，。；\n]{{0,6}}(?:费用?|报酬|价款|工资)|不计(?:报酬|酬)|义务(?:出工|投工|劳动)"
        ),
        re.compile(
            "(?:应当|按照?|依法|必须)[^，。；\n]{0,24}?(?:支付|给付|付给|购买|给予)[^，。；\n]{0,14}(?:费用?|报酬|价款|对价|款项|工资|补偿)|市场价格?[^，。；\n]{0,6}(?:购买|支付|收购)|(?:应当|必须|按照)[^，。；\n]{0,16}购买"
        ),
        re.compile("自愿|鼓励|捐|但"),
        re.compile("可以(?:收取|免费)|无偿|免费"),
        SHARED,
    ),
    _Turn(  # paid by agreement, given for nothing above
        re.compile("(?:支付|缴纳|交纳|收取|付)[^，。；\n]{0,12}?费(?![者率])"),
        re.compile("(?:无偿|免费)(?:提供|供应|开放|发放|实施|出具|办理|使用)|免[收交缴][^，。；\n]{0,8}费"),
        re.compile("无偿|免费|财政(?:承担|负担)|保险|基金|退还|不得|不再"),
        re.compile("可以收取|但|除|有偿"),
        SHARED_SERVICE,
    ),
)  # fmt: skip


def _turned(below: Side, above: Side) -> Iterator[Difference]:
    """What is said of damage and of services, turned round."""
    for turn in _TURNS:
        theirs = found_in(turn.above, above)
        if not theirs or turn.unless_above.search(above.text):
            continue
        for own, piece in found_in(turn.below, below):
            if turn.unless_below.search(below.text, piece.start, piece.end) or _CONDITION.match(below.text, own.end()):
                continue
            scores = [(_shared(below, piece, above, other), match) for match, other in theirs]
            most, match = max(scores, key=lambda row: row[0])
            if most >= turn.shared:
                yield departure(
                    "数额", Relation.CONFLICT, "费用", (below.text, above.text), Span(*own.span()), Span(*match.span())
                )
