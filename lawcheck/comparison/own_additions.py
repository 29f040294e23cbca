"""What a drafter demands in his own words beyond what the law asks of an applicant: a paper that others must give, money
to be deposited, a seat or a household register in the place, one more step or quality."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lawcheck.comparison import phrases
from lawcheck.comparison.model import Difference, Relation
from lawcheck.comparison.pairs import Side
from lawcheck.comparison.topics import topics_of, weight
from lawcheck.comparison.units import Piece
from lawcheck.comparison.voices import lead
from lawcheck.document import Span

__all__ = ["own_additions"]

SHARED: Final = 2
"""Weight of the topics that the sentence of the demand, without the demand, must have in common with the law."""
HELD: Final = 0.4
"""Share of the pairs of characters of a demand which the law may have, if it does not make that demand."""

_GIVE: Final = "提交|提供|递交|报送|交验|附(?:送|具|上|有)?(?=[^，。；件近属加则带录设])"
_ASKED: Final = re.compile(
    "(?:提交|提供|附具|附送|递交|报送|出具)[^。；]{0,24}?(?:材料|文件|资料|证明|申请)|(?:下列|以下)(?:材料|文件|资料|条件)|申请|备案|登记"
    "|(?:具备|符合|具有)[^。；]{1,40}?(?:条件|能力|资格)|取得|领取|发给|颁发|核发|资[质格]|可以|有权|报名|受理|转让|不合理|排斥"
)
"""The law says what is asked of one who applies, registers, files or takes over …"""
_UNFAIR: Final = re.compile("不合理|排斥")
"""… or forbids to shut others out, of whom a word in common then tells …"""
_LEFT_OPEN: Final = re.compile(
    "(?:具体|办法|条件|程序|标准)[^。；]{0,16}由[^。；]{2,40}(?:规定|制定|确定)|(?<!行政)法规[^，。；]{0,6}规定的其他"
)
"""… and does not leave the rest to others or to local regulations."""

_PAPER: Final = "同意书|同意(?:函|证明|意见)?|(?:意见|承诺|保证|担保|公证|推荐|证明|建议|确认|协议|合同)书?|[函信单表册]|证明(?:材料|文件)?|证言|批复|批文|报告"
_OTHERS: Final = "出具|签字|签名|签署|签章|盖章|加盖|开具|见证|核实|认可|作证"
_MUST: Final = "(?:应当|应|必须|须|需要?|要|得)?"
_MORE: Final = re.compile(
    f"(?:还|另(?:外|行)?|并(?:且)?|同时|且|均|一律|也){_MUST}(?P<a>(?:{_GIVE}|具备|具有|参加|加入|通过(?=[^，。；]*(?:考|培训|评|鉴定|审|验收|检))|购买|投保|签订|征得|取得|持有|缴清|结清|达到|经(?!营|济|常))[^，。；\n]{{2,60}})"
    f"|(?:应当|应|必须|须|需要?)(?:统一|一并|先|自费)?(?P<d>(?:购买|投保|加入|参加|缴清|结清|签订)[^，。；\n]{{2,40}})"
    f"|(?:{_GIVE}|凭)[^。；\n]*?(?:以及|[、，和及])(?P<b>(?!以及|同时|[和及并还另])[^，。；、\n]{{2,40}}?(?:{_OTHERS})的?[^，。；、\n]{{0,16}}?(?:{_PAPER}))(?=[，。；\n]|$)"
    f"|(?:{_GIVE}|凭)(?:经)?(?P<c>[^，。；、\n]{{2,40}}?(?:{_OTHERS})的[^，。；、\n]{{0,16}}?(?:{_PAPER}))(?=[，。；、\n]|$)"
)
_DEPOSIT: Final = re.compile(
    "(?:缴存|存入|存缴|预存|预缴|交存|缴纳|交纳|交付|缴|交)[^，。；、\n]{0,24}?(?:保证金|押金|风险金|质量金|诚信金)"
)
_DONE: Final = f"(?:经(?!营|济|常)|征得|取得|参加|接受|通过|到|向|由|交|请)[^，。；\n]{{2,36}}?(?:{_OTHERS}|同意|公证|评估|鉴定|验收|确认|证明|意见|培训|考试|考核|面试|评审|体检)[^，。；\n]{{0,10}}?"
_STEP: Final = re.compile(
    f"(?:应当|应|必须|须|需要?|要)(?P<step>{_DONE})(?:后|，)?[^，。；\n]{{0,6}}(?:方可|方能|才能|才可|方予|再)"
    f"|(?:事先|事前|预先|提前|先行?|首先)(?P<first>{_DONE})(?=后|，|。|；|再|方)"
)
_APPROVED: Final = re.compile("同意|批准|审批|许可|核准|验收|考核|考试|培训|鉴定|评估|公证|体检|合格|认定|审核")
_QUALITY: Final = re.compile(
    "(?:注册资[本金]|实缴资本|自有资金|(?:经营|营业|场地|使用)[^，。；\n]{0,4}面积|存栏|从业(?:年限|经验|经历)|学历)[^，。；\n]{0,12}(?:不得?少于|不得?低于|以上|达到|满)[^，。；\n]{0,12}"
    "|(?:为|是|成为|加入)[^，。；\n]{2,16}会员|无[^，。；\n]{2,20}(?:记录|欠缴|拖欠)"
)
_LISTED: Final = re.compile("下列|以下|条件|材料|具备|具有|符合|提交")
_ONLY: Final = "(?:仅限|限于|限|只(?:有|接受|受理|面向|对|准|能由))"
_PLACE: Final = "(?:本(?:[市县省区旗州镇乡村地]|自治[州县旗])|当地)"
_LOCAL: Final = re.compile(
    f"{_ONLY}{_PLACE}[^，。；\n]{{0,12}}|(?:具有|为|是|属于?|持有?|限于?|拥有){_PLACE}(?:常住)?(?:户籍|户口)(?!地)[^，。；、\n]{{0,10}}"
    f"|(?:户籍|户口)(?:登记)?(?:在|属于?|落在){_PLACE}[^，。；、\n]{{0,10}}"
    f"|在{_PLACE}(?:行政区域|辖区)?[^，。；、\n]{{0,6}}(?:(?:注册|设立|成立|登记|开设|设有)[^，。；、\n]{{0,20}}(?:分公司|子公司|分支机构|法人)|(?:居住|纳税|缴纳|经营)[^，。；、\n]{{0,20}}(?:满[^，。；、\n]{{1,6}}年|年以上))"
)
_SIGNS: Final = re.compile(
    f"还|另|且|同时|并|一律|均|先|方[可能予]|才[能可]|保证金|注册资|资本|资金|面积|规模|存栏|从业|学历|会员|记录|欠|押金|[险量信]金|户籍|户口|{_PLACE}|{_OTHERS}"
)
_DENIED: Final = re.compile(
    "不得|禁止|严禁|无需|无须|不需|不再|免予|免于|取消|可以|不要求|不必|鼓励|优先|退还|返还|未|提倡|引导|支持"
)
_HARMLESS: Final = re.compile(
    "(?:法律|法规|国家|国务院|规章|省)[^，。；]{0,16}规定|依法|规定|相[应关]|有关|下列|以下|身份证|申请[表书]|营业执照|复印件|本人|投票|过半数|选举|审议|表决|提供[^，。；]{0,8}(?:条件|便利|方便|服务|帮助|保障|支持)"
)
_ORGAN: Final = re.compile(
    "(?:部门|机关|机构|政府|局|委员会|中心)(?:应当|应|须|负责|可以|要|自|在|收到|受理|对)|(?:海关|法院|检察院|局|部门)(?:委托|指定|聘请)"
)
_MAY: Final = frozenset(("可以", "鼓励", "有权"))
_MODAL: Final = re.compile(
    "应当|应(?=[先由经向在为当提具])|必须|须|需要?|方可|方能|方予|才能|才可|只能|一律|限|要|得(?=[先由经向])|可以|鼓励|有权|还"
)
_WHEN: Final = re.compile("[^，。；\n]{0,16}?(?:(?<!目)的|时)(?=[，、])")
_ONLY_THEN: Final = re.compile("[^，。；\n]{0,12}，?[^，。；\n]{0,6}(?:方[可能予]|才[能可])")


def own_additions(below: Side, above: Side) -> Iterator[Difference]:
    """Every demand on an applicant below of which the law, where it says what is asked of him, has nothing.

    >>> from lawcheck.comparison.pairs import side_of
    >>> law = side_of("申请登记的，应当提交下列材料：\\n（一）申请表；\\n（二）场地使用证明。")
    >>> own = side_of("申请登记的，应当提交申请表和场地使用证明，还应当提交四邻签字的同意书。")
    >>> [(d.relation.value, d.lower) for d in own_additions(own, law)]
    [('加重', '提交四邻签字的同意书')]
    >>> list(own_additions(law, law))
    []
    """
    yield from _excluded(below, above)
    if not _SIGNS.search(below.text) or not _ASKED.search(above.text) or _LEFT_OPEN.search(above.text):
        return
    taken: list[Span] = []
    for piece in below.pieces:
        for span in _demands(below.text, piece, above.text):
            if not span.overlaps(*taken) and _is_new(below.text, piece, span, above):
                taken.append(span)
                words = below.text[slice(*span)]
                yield Difference("条件", Relation.HEAVIER, words, "", span, None, f"{phrases.DEMAND_ADDED}：{words}")


_OUTSIDERS: Final = re.compile(
    "(?:外地|外来|外[省市县]|非本[市县区省旗州镇村])[^，。；\n]{0,20}?(?:不得|暂?不再?(?:列入|予|享受|纳入|受理|办理|发放|发给|提供|参加|接收|招收)|除外)"
)
_EQUAL: Final = re.compile("[同平]等|一视同仁|一律|外埠|外地|常住|不得[^，。；\n]{0,24}(?:户籍|地域|歧视|区别|排斥)")


def _excluded(below: Side, above: Side) -> Iterator[Difference]:
    """People or firms from elsewhere left out below where the law treats all alike."""
    equal = _EQUAL.search(above.text)
    for found in _OUTSIDERS.finditer(below.text) if equal is not None else ():
        shared = weight(topics_of(below.text.replace(found[0], "。")) & topics_of(above.text))
        if equal is not None and shared >= SHARED and not _OUTSIDERS.search(above.text):
            note = phrases.changed("对象", equal[0], found[0])
            spans = Span(*found.span()), Span(*equal.span())
            yield Difference("条件", Relation.CONFLICT, found[0], equal[0], *spans, note)


def _demands(text: str, piece: Piece, law: str) -> Iterator[Span]:
    """What a sentence asks of a person: deposits and ties to the place anywhere, qualities where the law lists some, a step
    before he may begin where the law knows none, other things where they come on top or come from others."""
    for pattern in (_DEPOSIT, _LOCAL, *((_QUALITY,) if _LISTED.search(law) else ())):
        yield from (Span(*match.span()) for match in pattern.finditer(text, piece.start, piece.end))
    if not _APPROVED.search(law):
        yield from (Span(*match.span(match.lastgroup or 0)) for match in _STEP.finditer(text, piece.start, piece.end))
    for match in _MORE.finditer(text, piece.start, piece.end):
        span = Span(*match.span(match.lastgroup or 0))
        if not _HARMLESS.search(text[slice(*span)]):
            yield span


def _is_new(text: str, piece: Piece, span: Span, above: Side) -> bool:
    """Whether the law, which is about the same, has no such demand, and the sentence makes it of a person."""
    before, words = text[piece.start : span.start], text[slice(*span)]
    part = lead(before)
    if _DENIED.search(part) or _DENIED.search(words) or _ORGAN.search(before) or _condition(text, span):
        return False
    if not piece.item and not _required(before + words) and not _ONLY_THEN.match(text, span.end):
        return False
    rest = text.replace(words, "。") if piece.item else before + "。" + text[span.end : piece.end]
    shared = weight(topics_of(rest) & topics_of(above.text))
    least = 1 if _UNFAIR.search(above.text) else SHARED
    return shared >= least and _share(words, above.text) < HELD


def _required(words: str) -> bool:
    """Whether the last modal word is one of duty; a definition has none."""
    modals = _MODAL.findall(words)
    return bool(modals) and modals[-1] not in _MAY and "是指" not in words


def _condition(text: str, span: Span) -> bool:
    """Whether the words only say of whom or when (本市户籍的…，), and ask nothing."""
    words = text[slice(*span)]
    if "户籍或者" in words or "户口或者" in words:
        return True
    ended = words.endswith("的") or _WHEN.match(text, span.end) is not None
    return ended and _ONLY_THEN.match(text, span.end) is None


def _share(words: str, text: str) -> float:
    pairs = [words[at : at + 2] for at in range(len(words) - 1)]
    return sum(pair in text for pair in pairs) / max(len(pairs), 1)
