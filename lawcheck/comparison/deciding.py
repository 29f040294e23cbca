"""Who decides what in a sentence: the organs that approve, determine, register or take a filing, with their levels."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple

from lawcheck.document import Span

__all__ = ["ALL_LEVELS", "Act", "Deed", "Kind", "Organ", "acts_in", "levels_of", "without_organs"]


class Deed(StrEnum):
    """What an organ does with a matter."""

    APPROVES = "批准"
    DETERMINES = "确定"
    MAKES = "制定"
    REGISTERS = "登记"
    CHECKS = "审核"
    FILES = "备案"
    CHARGED = "负责"
    PUNISHES = "处罚"


class Kind(StrEnum):
    """What sort of organ acts."""

    CONGRESS = "人大"
    GOVERNMENT = "政府"
    DEPARTMENT = "部门"


_VERBS: Final = (
    (Deed.FILES, "备案|报备"),
    (Deed.REGISTERS, "登记"),
    (Deed.CHECKS, "审核(?!批准|同意|通过)|审查(?!批准|同意|决定|通过|和批准)|验收|查验|考核"),
    (
        Deed.APPROVES,
        "批准|审批|核准|(?<!行政)(?<!临时)许可(?!证)|核发|发证|开证|出证|办证|颁发|发给|发放|签发|同意|审定|批复|申领|领取|拍板|签批|(?:审议|研究|审核|审查)通过"
        "|(?<=[局府门会里上委站所乡镇])(?:负责)?(?:批|发)(?=[，。；个条]|$|一下|就行|即可)",
    ),
    (
        Deed.DETERMINES,
        "认定|决定|确定|规定|划定|核定|评定|说了算|可以?[^，。；]{0,12}?(?:调整|提前|推迟|延长|变更)"
        "|(?<=[局府门会里上委站所乡镇])(?:来|负责)?(?:定|划)(?=[，。；]|$)",
    ),
    (Deed.MAKES, "制定|设立|公布|编制|发布(?!会)"),
    (Deed.CHARGED, "负责(?!人)"),
    (
        Deed.PUNISHES,
        "处[^，。；]{1,24}?罚款|没收|吊销|撤销(?=其|该|对外|许可|资)|(?<=作出)(?:行政)?处罚|处罚(?!权|决定|种类|法|标准|措施|款)|取缔|行政处分",
    ),
)
_VERB: Final = re.compile("|".join(f"(?P<{deed.name}>{words})" for deed, words in _VERBS))
_THING: Final = re.compile(
    "证书?(?!明)|书(?!面)|机关|部门|机构|手续|权限|程序|制度|文件|材料|条件|内容|信息|平台|系统|事项|结果|情况|之日|日期|工作|标准|意见|义务|责任|人"
    "|方案|草案|办法|建议|申请|请求"
)
"""Behind a verb: the words name a thing (审批机关, 划定方案)."""
_GIVES: Final = frozenset(("核发", "颁发", "发给", "发放", "签发"))
"""农业局核发的许可证 says who gives it; 国务院规定的标准 does not say who decides here."""
_TAKES: Final = frozenset(("申领", "领取"))
"""What somebody does at an organ that is named right before."""
_BEFORE_NO_VERB: Final = re.compile(
    "(?:不|未|无需|无须|免予|免于|没有|擅自)[^，。；]{0,4}$|(?:按照?|依照|根据|依据|符合|执行)[^，。；]{0,8}(?:条例|法|法律|法规|有关|国家|章程)$"
)
"""Before it: the deed is denied, or 规定 is a thing (按照本条例规定)."""

ALL_LEVELS: Final = frozenset(range(1, 6))
"""Township 1, county 2, city with districts 3, province 4, State Council 5."""
_PROVINCE, _CITY, _COUNTY = frozenset((4,)), frozenset((2, 3)), frozenset((2,))
_LEVEL: Final = re.compile(
    "(?:(?P<l5>国务院|中央)"
    "|(?P<l4>省级?|(?<!民族)自治区|直辖市|(?:北京|上海|天津|重庆)市)"
    "|(?P<l3>设区的?市级?|地级市|地市级|自治州|盟(?=行政|人民|[公民农林水市教]))"
    "|(?P<l2>县级市|不设区的市|市辖区|县级?|(?<![治地景园社林牧矿山库灌片校农发护])区级?(?![域划分间块位别])|旗)"
    "|(?P<l1>乡镇?级?|镇级?(?!静|压|定|痛)|街道|苏木|(?:派出|司法|财政|国土|税务)所|[业技机利]站)"
    "|(?P<city>市级?(?![场容政民属区监])))(?P<up>(?:级?[（(][^）)]{1,8}[）)])?级?(?:以上|及其?以上))?"
)
_FREE: Final = re.compile(
    "上一?级|有权|批准权|审批权|管辖权|授权|委托|指定|相应|核定公布|原[审批发登核]|派出机|下一?级|以下|各级"
)
_NO_LEVEL: Final = re.compile("城市|城乡|城镇|市场|市容|市政|乡村|村镇")


@lru_cache(maxsize=4096)
def levels_of(name: str, municipality: bool = False) -> frozenset[int]:
    """The levels that an organ of this name may have; all where none is said (本级, 所在地, 农业农村局).

    A city may be one with districts or of the rank of a county; in a text of a ``municipality`` it is a province, and its
    districts have what elsewhere is left to cities.

    >>> [sorted(levels_of(n)) for n in ("省、自治区、直辖市人民政府", "设区的市级以上人民政府", "市水务局", "县（区）教育局", "本级人民政府")]
    [[4], [3, 4, 5], [2, 3], [2], [1, 2, 3, 4, 5]]
    >>> sorted(levels_of("市水务局", municipality=True))
    [4]
    """
    plain = _NO_LEVEL.sub("□", name)
    if _FREE.search(plain):
        return ALL_LEVELS
    found: set[int] = set()
    for level in _LEVEL.finditer(plain):
        own = _own_levels(level, municipality)
        found |= set(range(min(own), 6)) if level["up"] else own
    return frozenset(found) or ALL_LEVELS


def _own_levels(level: re.Match[str], municipality: bool) -> frozenset[int]:
    if level["city"]:
        return _PROVINCE if municipality else _CITY
    if level["l2"]:
        return _CITY if municipality else _COUNTY
    return frozenset(number for number in ALL_LEVELS if level[f"l{number}"])


class Organ(NamedTuple):
    """An organ named in a sentence: its name, where it stands with what announces it (由, 经, 报, 向, or nothing)."""

    text: str
    span: Span
    called: str

    @property
    def kind(self) -> Kind:
        """A congress, a government, or one of its departments."""
        if _CONGRESS.search(self.text):
            return Kind.CONGRESS
        return Kind.GOVERNMENT if _GOVERNMENT.search(self.text) else Kind.DEPARTMENT


class Act(NamedTuple):
    """A deed, the organs of which any may do it, the place of verb and organs, the sentence that it stands in."""

    deed: Deed
    verb: str
    organs: tuple[Organ, ...]
    span: Span
    sentence: Span

    @property
    def called(self) -> bool:
        """Whether the organ is put in charge by a word (由…批准), not only the subject of the sentence."""
        return bool(self.organs[0].called)

    def levels(self, municipality: bool = False) -> frozenset[int]:
        """The levels of which any organ is one."""
        return frozenset().union(*(levels_of(organ.text, municipality) for organ in self.organs))


_GOVERNMENT: Final = re.compile(
    "(?:政府|国务院|行政公署|街道办事?处?|乡镇|街道|[省市县区乡镇][里上])(?:常务会议|办公会议?|(?:主要)?负责人|领导)?$"
)
_CONGRESS: Final = re.compile("人民代表大会|人大|常务委员会")
_CALL: Final = "报请|报经|提请|报(?![告名表警废销刊考])|经过|由|经(?![济信营贸])|向|到|给|征得|取得|跟|送"
_ASKED: Final = frozenset(("报", "报经", "报请", "经", "经过", "提请", "征得"))
"""Announce an organ that agrees; what the rest of the sentence says is done by another."""
_BARRIER: Final = (
    "(?:应当|必须|可以|不得|但|并且?(?!购)|的(?!市)|会同|按照|依照|根据|依据|通过|受(?!灾)|在|对(?!外)|或者?(?!省)|批准|审批|审核|审查|核准|同意|备案|登记|认定|决定|确定"
    "|规定|公布|组织|配合|协助|[由经报向到给跟送为将把被与是需须及]|征得|取得|持有|需要|及时|要求|指导|以及|其他|委托|授权|提请|(?<=应)当|(?<=会)同|(?<![重主必需概])要|(?<![优领])先|找|自(?!然|治)|以(?!上|下))"
)
_NAME: Final = f"(?:(?!{_BARRIER})[^，。；：、\n《》“”])"
_LEVELS: Final = (
    "(?:(?:国务院|中央|省|自治区|直辖市|(?:不?设区的)?市|自治州|州|盟|地区|市辖区|县|自治县|区|旗|自治旗|民族乡|乡|镇|街道|级|以上|地方|所在地|当地|本|(?<!会)同|各|其|[（(][区市县旗镇街道、]{1,5}[）)])"
    "|[、和或及与者](?=省|自治区|直辖市|市|县|区|旗|设区|不设区|自治|镇|民族乡|街道|州|盟))*"
)
_ENDING: Final = (
    "人民代表大会(?:常务委员会)?|人大(?:常委会)?|常委会"
    "|(?:人民政府|政府)(?!规章|令(?!人)|信息|网站|投资|采购|储备|定价|指导价|规划|服务)(?:(?:(?!批准|审批|决定|组织|确定|公布|或者|和其|会同|根据|可以|应当|的|备案|同意|负责|认定|划定|规定)[^，。；：\n]){0,30}?"
    "(?:部门|机关|机构|局(?![面部限势域])|委员会|指挥部))?"
    "|国务院(?![^，。；]{1,24}?(?:部门|机关|机构))|部门|机关(?!单位|事业)|(?:主管|管理|指挥|负责)机构|(?<![格布结大邮])局(?![面部限势域地])|(?<![客餐舞歌业展大门前])厅"
    "|(?<!村民)(?<!居民)(?<!业主)(?<!社区)(?<!仲裁)委员会|(?<=发改|卫健|住建|经信|建设|国资|城管)委|指挥部|领导小组|联席会议|工作专班|行政公署|街道办事处|街道办"
    "|(?<=[由经到向报])(?:所在地?|当地)?(?:的)?(?:乡镇|街道)(?=[审批登备核认同确发划定领]|分管|主要|负责人)|(?:(?<=[由经到向报])|(?<![\u4e00-\u9fff]))[省市县区乡镇][里上]"
    "|(?:林业|农业|农技|农机|畜牧|兽医|水利|水务)(?:工作|管理|服务)?站|(?:派出|司法|财政|国土|国土资源|自然资源|税务)所"
)
_ORGAN: Final = re.compile(
    f"(?P<call>{_CALL})?(?P<name>{_LEVELS}{_NAME}{{0,24}}?(?:{_ENDING})"
    "(?:局?局务会议?|局长办公会议?|办公会议?|党组会议?|党委会议?|常务会议|专题会议|(?:主要|分管)?(?:负责人|局长|领导))?)"
)
_PART: Final = re.compile("[^，。；：\n]+")
_NEXT: Final = re.compile("^(?:[、和或及与]|或者|以及)?(?:其)?$")
_BESIDE: Final = re.compile(
    "(?:会同|协同|配合|协助|组织|征求|听取|委托|指导|督促|商)(?:[^，。；由经报]{1,30}[、和及])?(?:同级|其他|各)?$"
)
"""Before an organ that only stands beside the one that acts."""
_OF_WHICH: Final = re.compile("(?:报请|报经|报|由|经(?![济信营贸])|向)(?=[^，。；]{2,24}的$)")
"""Announces an organ described before it is named (经核定公布该单位的人民政府批准)."""
_TO_OTHERS: Final = re.compile("报(?!告)|经(?![济信营贸])|提请|申请|送")
"""Between organ and verb: another one does it, though it is not named."""
_LED: Final = re.compile("^(?:并|和|、|或者?|及)*$")
_BETWEEN: Final = 24
"""Characters that may stand between an organ and what it does."""
_AT_START: Final = 3
"""Characters before a subject (其中, 市内), and …"""
_SUBJECT_BACK: Final = 3
"""… parts of a sentence before the verb where it may stand."""


def acts_in(text: str, sentence: Span) -> Iterator[Act]:
    """Every deed of a named organ in a sentence.

    >>> text = "防洪规划由县水务局会同有关部门编制，报本级人民政府批准。"
    >>> [(a.verb, a.organs[0].text) for a in acts_in(text, Span(0, len(text)))]
    [('编制', '县水务局'), ('批准', '本级人民政府')]
    """
    parts = [Span(*part.span()) for part in _PART.finditer(text, *sentence)]
    for number, part in enumerate(parts):
        verbs = [verb for verb in _VERB.finditer(text, *part) if not _names_thing(text, verb, part)]
        groups = _groups(text, part) if verbs else ()
        last = part.start
        for verb in verbs:
            organs = _agents(text, groups, verb, last) if groups else _subject(text, parts[:number])
            if organs:
                start = organs[0].span.start if groups else verb.start()
                yield Act(Deed[str(verb.lastgroup)], verb[0], organs, Span(start, verb.end()), sentence)
                last = verb.end()


def without_organs(words: str) -> str:
    """The words with all names of organs left out.

    >>> without_organs("重大疫情由省级人民政府农业农村主管部门认定")
    '重大疫情。认定'
    """
    return _ORGAN.sub("。", words)


def _names_thing(text: str, verb: re.Match[str], part: Span) -> bool:
    """Whether the words of a verb name a thing there, or the deed is denied."""
    if _BEFORE_NO_VERB.search(text[part.start : verb.start()]):
        return True
    if text.startswith("的", verb.end()):
        return verb[0] not in _GIVES
    of_it = text.startswith("的", verb.start() - 1)
    return of_it or (verb.lastgroup != Deed.CHARGED.name and _THING.match(text, verb.end()) is not None)


@lru_cache(maxsize=4096)
def _groups(text: str, part: Span) -> tuple[tuple[Organ, ...], ...]:
    """The organs of a part, those joined by 或者 and the like together."""
    groups: list[tuple[Organ, ...]] = []
    end = -1
    for found in _ORGAN.finditer(text, *part):
        before = text[part.start : found.start()]
        if _BESIDE.search(before + (found["call"] or "")):
            continue
        called = found["call"] or (_OF_WHICH.search(before) or ("",))[0]
        organ = Organ(found["name"], Span(*found.span()), called)
        if groups and _NEXT.match(text[end : found.start()]):
            groups[-1] = (*groups[-1], organ)
        else:
            groups.append((organ,))
        end = found.end()
    return tuple(groups)


def _agents(text: str, groups: Sequence[tuple[Organ, ...]], verb: re.Match[str], last: int) -> tuple[Organ, ...]:
    """The organs right before the verb, if no other verb stands between that takes them."""
    group = next((g for g in reversed(groups) if g[-1].span.end <= verb.start()), None)
    if group is None or verb.start() - group[-1].span.end > _BETWEEN:
        return ()
    if verb[0] in _TAKES and group[-1].span.end < verb.start():
        return ()
    taken = last > group[-1].span.end and not _LED.match(text[last : verb.start()])
    return () if taken or _TO_OTHERS.search(text, group[-1].span.end, verb.start()) else group


def _subject(text: str, before: Sequence[Span]) -> tuple[Organ, ...]:
    """The subject of the parts before, not one that was only asked there."""
    for part in reversed(before[-_SUBJECT_BACK:]):
        groups = _groups(text, part)
        if groups and groups[0][0].span.start <= part.start + _AT_START:
            return () if groups[0][0].called in _ASKED else groups[0]
    return ()
