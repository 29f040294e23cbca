"""Kinds of documents (K-codes of domain.md 1.1): names, levels, and a guess from title, maker and 题注."""

from __future__ import annotations

import re
from typing import NamedTuple

from lawcheck.errors import UsageError
from lawcheck.laws.model import DocumentKind, Level
from lawcheck.laws.territories import guess_territory, territory

__all__ = ["guess_kind", "kind_label", "level_of", "parse_kind"]

K = DocumentKind
_LABELS = {
    K.K0: "宪法",
    K.K1: "法律",
    K.K2: "行政法规",
    K.K2M: "监察法规",
    K.K3: "省级地方性法规",
    K.K4: "设区的市地方性法规",
    K.K5: "自治条例和单行条例",
    K.K6: "经济特区法规",
    K.K7: "部门规章",
    K.K8: "省级政府规章",
    K.K9: "设区的市政府规章",
    K.K10: "司法解释",
    K.K11: "人大规范性文件",
    K.K12: "行政规范性文件",
    K.K13: "监察司法规范性文件",
    K.K14: "配套规范性文件",
}
_OTHER_NAMES = {
    "省级法规": K.K3,
    "省地方性法规": K.K3,
    "地方性法规（省级）": K.K3,
    "市地方性法规": K.K4,
    "设区市地方性法规": K.K4,
    "自治州地方性法规": K.K4,
    "地方性法规（设区的市）": K.K4,
    "自治条例": K.K5,
    "单行条例": K.K5,
    "浦东新区法规": K.K6,
    "海南自由贸易港法规": K.K6,
    "国务院部门规章": K.K7,
    "省政府规章": K.K8,
    "地方政府规章": K.K9,
    "市政府规章": K.K9,
    "设区市政府规章": K.K9,
    "法规性决定": K.K11,
    "规范性文件": K.K12,
    "政府规范性文件": K.K12,
}
_LEVELS = {
    K.K0: Level.CONSTITUTION,
    K.K1: Level.LAW,
    K.K2: Level.ADMINISTRATIVE,
    K.K2M: Level.SUPERVISORY,
    K.K3: Level.LOCAL,
    K.K4: Level.LOCAL,
    K.K5: Level.LOCAL,
    K.K6: Level.LOCAL,
    K.K7: Level.DEPARTMENT_RULE,
    K.K8: Level.LOCAL_RULE,
    K.K9: Level.LOCAL_RULE,
    K.K10: Level.INTERPRETATION,
}


def kind_label(kind: DocumentKind) -> str:
    """The Chinese name of a kind.

    >>> kind_label(DocumentKind.K4)
    '设区的市地方性法规'
    """
    return _LABELS[kind]


def parse_kind(text: str) -> DocumentKind:
    """A kind from its code or name; raises ``UsageError`` E309 for anything else.

    >>> parse_kind("k4"), parse_kind(" 设区的市地方性法规 "), parse_kind("部门规章")
    (<DocumentKind.K4: 'K4'>, <DocumentKind.K4: 'K4'>, <DocumentKind.K7: 'K7'>)
    """
    name = re.sub(r"\s", "", text).replace("(", "（").replace(")", "）")
    for kind in DocumentKind:
        if name.lower() == kind.value.lower() or name == _LABELS[kind]:
            return kind
    if name in _OTHER_NAMES:
        return _OTHER_NAMES[name]
    raise UsageError("E309", text=text)


def level_of(kind: DocumentKind) -> Level:
    """The level under which the library counts a kind.

    >>> level_of(DocumentKind.K9).value, level_of(DocumentKind.K12).value
    ('地方政府规章', '规范性文件')
    """
    return _LEVELS.get(kind, Level.OTHER)


_CONGRESS = re.compile(r"人民代表大会|人大(?:常委会)?(?:第|公告|通过|批准|$)|人大常委会")
_RESOLVES = re.compile(r"(?:决议|决定)$")
_NOTICE = re.compile(r"(?:通知|意见|公告|通告|方案|函|复函|批复|指引|要点|措施|计划|规划|清单|标准)(?:（[^）]*）)?$")
_STATUTE = re.compile(r"(?<!办)(?:法|法典)(?:（试行）)?$")
_RULE = re.compile(r"(?:规定|办法|细则|规则)(?:（[^）]*）)?$")
_REGULATION = re.compile(r"条例(?:（[^）]*）)?$")
_LOCAL_OFFICE = re.compile(
    r"[\u4e00-\u9fff]{2,12}?(?:省|自治区|自治州|自治县|市|县|区|旗|州)[\u4e00-\u9fff、]{2,30}?(?:厅|局|委员会|办公室)"
)
"""A department of a local government: it makes no 规章 (立法法 93)."""
_ORDER = re.compile(
    r"令第?\s*[〇零一二三四五六七八九十百\d]+|第\s*[〇零一二三四五六七八九十百\d]+号令|政府令|部令|委令|局令|署令"
)
_SESSION = re.compile(
    r"人民政府(?:第?[〇零一二三四五六七八九十百\d]+届)?第?[〇零一二三四五六七八九十百\d]*次?(?:常务|全体)会议[^，。；]{0,8}通过"
)
"""A 规章 is decided by the 常务会议 or 全体会议 (立法法 95), and its 题注 says so; a 规范性文件 has a 文号 in its place."""
_SENT_OUT = re.compile(r"印发|[〔\[［]\d{4}[〕\]］]第?\d+号")


_OF_PARTY = re.compile(r"(?:中共|中国共产党)(?!中央、?国务院)")
"""A document of party organs alone is of none of the kinds."""

KIND_UNKNOWN = "未能确定，暂按K12处理"
"""How a kind was found, where neither title nor 题注 nor maker says it."""


def guess_kind(title: str, maker: str = "", note: str = "") -> tuple[DocumentKind, str]:
    """The kind and how it was found, in Chinese; without any sign the lowest kind (K12), which forbids the most.

    >>> guess_kind("湖州市美丽乡村建设条例", note="2019年4月1日湖州市第八届人民代表大会常务委员会第二十次会议通过")
    (<DocumentKind.K4: 'K4'>, '题注：湖州市人大（常委会）通过')
    >>> guess_kind("中华人民共和国行政处罚法")[0], guess_kind("优化营商环境条例")[0]
    (<DocumentKind.K1: 'K1'>, <DocumentKind.K2: 'K2'>)
    """
    title = re.sub(r"\s", "", title)
    if _OF_PARTY.match(title) and not re.search(r"政府|人民代表大会|人大", f"{title}{maker}"):
        return K.K12, KIND_UNKNOWN
    who = re.sub(r"\s", "", f"{maker} {note}")
    place = _place(title, maker, note)
    for guess in (_special, _by_maker, _by_title):
        if (found := guess(title, who, place)) is not None:
            return found
    return K.K12, KIND_UNKNOWN


class _Place(NamedTuple):
    """A known place, or the name and rank of one that the list of places lacks."""

    code: str
    name: str
    kind: str


_BODY = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{2,12}?(?P<rank>省|自治区|自治州|自治县|自治旗|市|县|区|旗))"
    r"(?:第?[〇零一二三四五六七八九十]+届)?(?:人民代表大会|人大|人民政府)"
)
_TITLE_PLACE = re.compile(
    r"^(?P<name>[\u4e00-\u9fff]{2,4}?(?P<rank>省|自治州|自治县|(?<![城都超股楼上集的市])市(?![容场民政])|县))"
)
_RANKS = {"省": "province", "自治区": "province", "市": "city", "自治州": "city"}
_DATE_WORDS = re.compile(r"[\d〇零一二三四五六七八九十]{1,4}[年月日]|根据|由|经|业|各省|直辖市|设区的市")


def begins_with_place(title: str) -> bool:
    """Whether the title begins like the name of a place, in the list of places or not.

    >>> begins_with_place("湖阳市校外培训机构管理办法"), begins_with_place("超市食品安全管理办法")
    (True, False)
    """
    return _TITLE_PLACE.match(re.sub(r"\s", "", title)) is not None


def _place(title: str, maker: str, note: str) -> _Place | None:
    """Where the document was made: by the list of places, else by the words 某某市 before 人大 or 人民政府."""
    body = _BODY.search(_DATE_WORDS.sub(" ", re.sub(r"[ \u3000]", "", f"{maker}\n{note}")))
    known = guess_territory(title, maker)[0] or (guess_territory(body["name"])[0] if body else "")
    if found := territory(known):
        return _Place(*found)
    national = re.search(r"国务院|全国人|最高人民", f"{maker}{note}")
    match = body or (None if national else _TITLE_PLACE.match(title))
    return _Place("", match["name"], _RANKS.get(match["rank"], "county")) if match else None


Guess = tuple[DocumentKind, str] | None


def _special(title: str, who: str, place: _Place | None) -> Guess:
    """Kinds that a title names: 宪法, 经济特区, 浦东新区, 海南自由贸易港, 自治条例."""
    if re.match(r"(?:中华人民共和国)?宪法", title) and "宣誓" not in title:
        return K.K0, "标题：宪法"
    if place and not title.startswith("中华人民共和国"):
        if "经济特区" in title:
            return K.K6, "标题含“经济特区”"
        if place.code.startswith("46") and "海南自由贸易港" in title:
            return K.K6, "标题含“海南自由贸易港”"
        if title.startswith("上海市浦东新区") and not re.search("人民政府|办公室", who):
            return K.K6, "标题含“浦东新区”"
    return _autonomous(title, who, place)


_AUTONOMY = re.compile(r"自治[州县区旗]$")
_VARIES = re.compile(r"(?:变通|补充)(?:规定|条例|办法)(?:（[^）]*）)?$")
_OF_AUTONOMOUS_CONGRESS = re.compile(r"自治[州县旗](?:第[一二三四五六七八九十]+届)?人民代表大会(?!常务)")
_APPROVED_ABOVE = re.compile(
    r"(?:省|自治区|直辖市|市)[^，。；]{0,12}(?:人民代表大会|人大)常(?:务委员|委)会[^，。；]{0,14}批准"
)
"""自治条例, 单行条例 and the 法规 of a city come into force by approval (立法法 81, 85); a 决议 of a congress has none."""


def _autonomous(title: str, who: str, place: _Place | None) -> Guess:
    """自治条例 and 单行条例 (立法法 85): by name, as a variation of a law, or as what the congress itself passed."""
    if re.search(r"自治[州县区旗]自治条例", title):
        return K.K5, "标题：自治条例"
    if place is None or not _AUTONOMY.search(place.name):
        return None
    if _VARIES.search(title) and "人民政府" not in who:
        return K.K5, "标题：民族自治地方的变通规定、补充规定"
    if re.search(r"自治[县旗]$", place.name) and _REGULATION.search(title):
        return K.K5, "标题：自治县（旗）的条例为单行条例"
    if not _OF_AUTONOMOUS_CONGRESS.search(who):
        return None
    if _APPROVED_ABOVE.search(who):
        return K.K5, "题注：民族自治地方的人民代表大会通过并经批准的为单行条例"
    if place.name.endswith("自治州") and not _RESOLVES.search(title):
        return K.K5, "题注：自治州人民代表大会通过的条例为单行条例"
    return None


def _by_maker(title: str, who: str, place: _Place | None) -> Guess:
    if not who:
        return None
    if courts := dict.fromkeys(re.findall(r"最高人民(?:法院|检察院)", who)):
        return K.K10, f"题注：{'、'.join(courts)}"
    if place is None:
        return _of_town(who) or _national_maker(title, who)
    if _CONGRESS.search(who):
        return _of_town(who) or _congress(title, who, place)
    if re.search(r"监察委员会|人民法院|人民检察院", who):
        return K.K13, "制定机关：地方监察、审判、检察机关"
    if "政府" in who:
        return _government(title, who, place)
    if _LOCAL_OFFICE.match(who) and not _ORDER.search(who):
        return K.K12, "制定机关：地方政府部门"
    return None


_UP_TO_ORGAN = r"(?!各)(?:(?!关于|印发|人民政府(?!.{2,12}街道)|[镇乡]人民)[\u4e00-\u9fff]){2,24}?"
"""The beginning of a maker's name, before the words that tell what he is."""


def _of_town(who: str) -> Guess:
    """A town has no place in the list of places, nor a rank of its own among those of ``_BODY``; a title that is named in a
    note (《某市区和乡镇人民代表大会代表选举细则》) is no maker."""
    who = re.sub(r"《[^》]*》", "", who)
    if re.search(r"(?:镇|乡|苏木)(?:第?[〇零一二三四五六七八九十]+届)?人民代表大会", who):
        return K.K11, "题注：乡镇人民代表大会通过"
    if re.match(rf"{_UP_TO_ORGAN}(?:(?:镇|乡|苏木)人民政府|街道办事处)", who):
        return K.K12, "制定机关：乡镇人民政府、街道办事处"
    return None


_OF_STATE_COUNCIL = re.compile(r"(?:中华人民共和国)?国务院(?![\u4e00-\u9fff]{1,12}(?:部|委员会|办公室|局|署|办公厅))")
_AMENDED_AS_REGULATION = re.compile(r"《国务院关于(?:修改|废止|废止和修改|修改和废止)部分行政法规的决定》")
"""What a ministry issued and such a decision amended was approved by the State Council: a 行政法规."""


def _national_maker(title: str, who: str) -> Guess:
    if re.search(r"全国人民代表大会|全国人大", who) and not _OF_STATE_COUNCIL.match(who):
        return K.K1, "题注：全国人大（常委会）通过"
    if "国家监察委员会" in who:
        return K.K2M, "题注：国家监察委员会"
    if _OF_STATE_COUNCIL.match(who) or re.search(r"国务院(?:、|令|第|批准|公布|发布|常务|中央|$)|中央军事委员会", who):
        return (K.K12, "标题：通知、意见等") if _NOTICE.search(title) else (K.K2, "题注：国务院公布")
    if _AMENDED_AS_REGULATION.search(who):
        return K.K2, "题注：由国务院修改行政法规的决定修改"
    if re.search(r"[部委局署行院会](?:令|第|发布|公布|公告|、)|总局", who):
        return (K.K12, "标题：通知、意见等") if _NOTICE.search(title) else (K.K7, "题注：国务院部门公布")
    return None


_ON_REGULATIONS = re.compile(
    r"关于(?:修改|废止|修改和废止|废止和修改)(?:部分|等|\d+|[一二三四五六七八九十]+|件|部|本[省市州])*"
    r"(?:地方性法规|[《〈][^《》]*(?:条例|规定|办法|细则|规则)[》〉])"
)
"""A 决定 that amends or repeals 地方性法规 is made and filed as one (立法法 81, 109)."""


def _congress(title: str, who: str, place: _Place) -> Guess:
    body = f"{place.name}人大（常委会）通过"
    if place.kind not in ("province", "city") and not re.search(r"(?:决议|批复|决定)$", title):
        return K.K11, f"题注：{body}，县级人大没有法规制定权"
    if place.kind in ("province", "city"):
        kind = K.K3 if place.kind == "province" else K.K4
        if kind is K.K4 and _APPROVED_ABOVE.search(who):
            return kind, f"题注：{body}，经批准"
        if not re.search(r"(?:决议|批复|决定)$", title) or "修改" in title or _ON_REGULATIONS.search(title):
            return kind, f"题注：{body}"
    return K.K11, f"题注：{body}的决议、决定"


_DECIDES = re.compile(r"关于(?:修改|废止)[《〈](?P<subject>[^《》]+)[》〉](?:等[^《》]*)?的决定$")
_ON_DOCUMENTS = re.compile(r"关于(?:修改|废止|宣布)[^《》]*规范性文件[^《》]*的决定$")


def _subject(title: str) -> str:
    """What a 决定 amends or repeals is of its own kind: a 规章 is amended by a 规章.

    >>> _subject("某市人民政府关于修改《某市地名管理规定》的决定"), _subject("某市地名管理规定")
    ('某市地名管理规定', '某市地名管理规定')
    """
    match = _DECIDES.search(title)
    return match["subject"] if match else title


def _government(title: str, who: str, place: _Place) -> Guess:
    seat = _seat(who) or place
    if re.match(rf"{_UP_TO_ORGAN}(?:领导小组|指挥部|联席会议)", who):
        return K.K12, "制定机关：议事协调机构、临时机构"
    if _ON_DOCUMENTS.search(title):
        return K.K12, "标题：修改、废止规范性文件"
    if seat.kind != "county" and not _NOTICE.search(title):
        kind = K.K8 if seat.kind == "province" else K.K9
        if _ORDER.search(who):
            return kind, f"题注：{seat.name}人民政府令"
        if _RULE.search(_subject(title)) and _SESSION.search(who) and not _SENT_OUT.search(who):
            return kind, f"题注：{seat.name}人民政府会议通过，没有文号"
    if seat.kind == "county" and _ORDER.search(who):
        return K.K12, f"制定机关：{seat.name}人民政府，县级人民政府没有规章制定权"
    return K.K12, "制定机关：地方人民政府，未以政府令公布"


def _seat(who: str) -> _Place | None:
    """Where the government that made it sits: a province also makes rules for one of its districts."""
    body = _BODY.search(_DATE_WORDS.sub(" ", who))
    found = territory(guess_territory(body["name"])[0]) if body else None
    return _Place(*found) if found else None


def _by_title(title: str, who: str, place: _Place | None) -> Guess:
    if _NOTICE.search(title):
        return K.K12, "标题：通知、意见等"
    if place is None:
        return _national_title(title)
    if re.search(r"人民代表大会.*(?:决议|决定)$", title):
        if place.kind in ("province", "city") and _ON_REGULATIONS.search(title):
            return (K.K3 if place.kind == "province" else K.K4), f"标题：{place.name}修改、废止地方性法规的决定"
        return K.K11, "标题：人大（常委会）决议、决定"
    if "人民代表大会" in title and (_RULE.search(title) or _REGULATION.search(title)) and place.kind != "county":
        return (K.K3 if place.kind == "province" else K.K4), f"标题：{place.name}人大（常委会）的规定、规则"
    if _REGULATION.search(title) and place.kind != "county":
        return (K.K3 if place.kind == "province" else K.K4), f"标题：{place.name}的条例"
    if _RULE.search(title) and re.search(r"实施《|实施〈", title) and place.kind != "county":
        return (K.K3 if place.kind == "province" else K.K4), f"标题：{place.name}实施上位法的办法"
    return None


def _national_title(title: str) -> Guess:
    if _STATUTE.search(title):
        return K.K1, "标题：法"
    if re.match(r"全国人民代表大会", title):
        return K.K1, "标题：全国人大（常委会）"
    if re.match(r"最高人民(?:法院|检察院)", title):
        return K.K10, "标题：最高人民法院、最高人民检察院"
    if re.search(r"法修正案(?:（[^）]+）)?$", title):
        return K.K1, "标题：修正案"
    if re.search(r"监察法实施条例$", title):
        return K.K2M, "标题：监察法规"
    if _REGULATION.search(title):
        return K.K2, "标题：条例，未冠地名"
    return None
