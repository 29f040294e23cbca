"""Names of people in comments and in the names of files: where a word announces one or its characters hardly stand in
anything else; never a place, an office, a word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

from lawcheck.comments.lexicon import read_words
from lawcheck.document import Span, normalise
from lawcheck.personal import SURNAMES

__all__ = [
    "SIMPLE",
    "find_names",
    "is_name",
    "is_nobody",
    "mask_name",
    "mask_standing_names",
    "names_somebody",
    "standing_name",
]

_MORE_SURNAMES: Final = (
    "訾宓薄虞狄葛卜吉钮滕仲晏岑喻强逄佟楚麻冉仇燕苟巩鞠解应车原门游敖桑花宫凤农尉富丛化寇晁盖"
    "肖付闫连穆柴骆辜蒲简党饶冷娄邬巫褚冼华缪苑符阚荆竺麦丘卓邸郎臧茅芮储栾厉戎郜邰蔺屠蒙姬宰郦雍濮瞿茹艾戈匡阙束"
)
_COMPOUND: Final = "欧阳|上官|司马|诸葛|东方|皇甫|尉迟|公孙|慕容|司徒|夏侯|令狐|端木|南宫|长孙|宇文|轩辕|钟离|独孤"
_SURNAME: Final = f"(?:{_COMPOUND}|[{SURNAMES}{_MORE_SURNAMES}])"
_PLAIN: Final = rf"{_SURNAME}[\u4e00-\u9fff]{{1,2}}"
_NAME: Final = rf"(?P<hit>{_PLAIN})"
_BLANK: Final = r"[ \t\u3000]"
_END: Final = r"(?=[ \u3000]*(?:[，,；;。！!（(、\n\d：:]|\Z|电话|手机|联系|身份证|[男女][，,、。]))"
_LINE_END: Final = rf"(?={_BLANK}*(?:\n|\Z|\d{{4}}[年./-]|[二2][〇○零0]))"
_REACHED: Final = r"(?:身份证|(?:联系)?(?:电话|手机|方式)[号码：: ]*[\d（(]|1[3-9]\d|0\d{2,3}[-—－ ]?[2-8]\d{6}|家住|住址|现住|住(?:在|于)?[\u4e00-\u9fff]{2,12}\d|[男女][，,、 ]|\d{2}岁)"
_KNOWN: Final = r"(?<![企行专作事])业主|住户|居民|骑手|村民|市民|选民|租户|店主|司机|网格员|代表|群众|教师|律师|医生|护士|党员|职工|职员|工人|学生家长|摊主|车主|会员|教授|退休干部"
# What stands here is a name even where it is a word as well (高峰).
_SURE: Final = re.compile(
    rf"(?:(?:姓名|联系人|署名|签名|签字|落款)(?:[（(][^）)\n]{{1,8}}[）)])?[：:]|我叫|名叫){_BLANK}*{_NAME}{_END}"
)
_ONE: Final = (
    re.compile(rf"(?:联系人|经办人|姓名|户名|举报人|投诉人|申请人|当事人|反映人|建议人|患者|署名|落款|委托人|代理人|法定代表人|负责人|提出人|来信人|写信人|登记人|填[表报写]人|来电人|来访人){_BLANK}*[：:]?{_BLANK}*{_NAME}{_END}"),
    re.compile(rf"(?:我叫|本人叫|我是|本人|名叫){_BLANK}*{_NAME}{_END}"),
    re.compile(rf"我是[^，。；\n的]{{2,16}}(?:街道|社区|小区|[村镇乡县区]|公司|学校|医院|[家店厂队])的{_NAME}{_END}"),
    re.compile(rf"(?:{_KNOWN})[：:]?{_BLANK}*{_NAME}{_END}"),
    re.compile(rf"(?:孩子|儿子|女儿|父亲|母亲|爸爸|妈妈|丈夫|妻子|老公|老婆|邻居){_NAME}(?:{_END}|(?=也|今年))"),
    re.compile(rf"(?P<hit>{_SURNAME}(?:大爷|大叔|大妈|大娘|老伯|伯伯|阿姨|奶奶|爷爷|师傅|某某?(?![种些个一项方]))(?!律师事务所|公司|局|市|县|区|街|小区|单位|企业|部门|学校|医院))"),
    re.compile(rf"(?:\A|\n|[民人师员工众友主部局处科所院会社队厂店校行室组村区] {{1,4}}){_BLANK}*(?P<hit>{_SURNAME}{_BLANK}?[\u4e00-\u9fff](?:{_BLANK}?[\u4e00-\u9fff])?){_LINE_END}"),
    re.compile(rf"\n{_BLANK}*{_NAME}(?={_BLANK}+[\u4e00-\u9fff]{{2,}}[市区县])"),
    re.compile(rf"(?:\A|\n){_BLANK}*{_NAME}(?={_BLANK}+(?:律师|教授|老师|医生|主任|经理|代表|委员|于[\u4e00-\u9fff]{{2,8}}){_BLANK}*(?:\n|\Z|\d))"),
    re.compile(rf"(?:我是|我叫|本人是|家住的?|[，,。；;]){_BLANK}*{_NAME}(?=的(?:儿子|女儿|父亲|母亲|爸爸|妈妈|丈夫|妻子|老公|老婆|家属|邻居|家人))"),
    re.compile(rf"(?:发件人|收件人|抄送|寄件人|转发人){_BLANK}*[：:]{_BLANK}*[\"“]?{_NAME}(?=[\"”]?{_BLANK}*[<＜\n;；])"),
    re.compile(r"(?P<hit>[A-Z][a-z'’-]+(?: [A-Z][A-Za-z'’.-]*){1,3})(?= ?<[^<>\s]+@)"),
    re.compile(rf"(?:城管|民警|警察|交警|协管员|队员|(?:执法|物业|工作|管理)人员|保安){_NAME}(?=打|骂|说|推|收|扣|把|拿|让|叫|不|也|就|乱|多次|态度)"),
    # 谢谢！何某某; ……太贵——何某某; ……太贵。何某某 2026年…
    re.compile(rf"(?:(?:谢谢|多谢)(?:[您你]们?|各位|大家|领导)?[！!。，, \u3000]*|[—–]{{1,2}}{_BLANK}*|[。！!]{_BLANK}+){_NAME}{_LINE_END}"),
    # 市民何某某来电反映; 摊主何某某的摊子; 何某某（某街道居民）：太贵
    re.compile(rf"(?:{_KNOWN}){_NAME}(?<!向[\u4e00-\u9fff])(?<!向[\u4e00-\u9fff]{{2}})(?=来电|来信|来访|反映|投诉|举报|的(?:摊|店|车子?|家|房|孩子))"),
    re.compile(rf"(?:\A|\n){_BLANK}*{_NAME}(?=[（(][^）)\n]{{0,12}}(?:居民|村民|业主|市民|住户|街道|社区|小区)[^）)\n]{{0,4}}[）)][：:，, ])"),
    re.compile(rf"(?:@|回复{_BLANK}*){_NAME}(?=[ \u3000：:，,])"),
    # 同意何某某的意见
    re.compile(rf"(?:同意|赞同|赞成|支持|附议|认同|回复)(?:网友|邻居|楼上的?)?{_NAME}(?=(?:所|刚才)?[说讲]的?|的(?:意见|说法|观点|看法|建议|话))"),
    # 何某某，身份证…；退休教师 何某某 家住…
    re.compile(rf"(?<![\u4e00-\u9fffA-Za-z0-9]){_NAME}(?={_BLANK}*[，,、（(：: \t\u3000]{_BLANK}*{_REACHED})"),
    # 301室的何某某，身份证…
    re.compile(rf"(?<=[室楼户家幢栋号]的){_NAME}(?={_BLANK}*[，,、（(：: ]?{_BLANK}*{_REACHED})"),
    # 何某某　3幢402　138… in a list of those who sign
    re.compile(rf"(?:\A|\n){_BLANK}*(?:\d{{1,3}}(?:[.．、]|{_BLANK}){_BLANK}*)?{_NAME}(?={_BLANK}[^\n，。；：！？]{{0,30}}?(?:1[3-9]\d{{9}}|\d{{17}}[\dXx]|\d{{1,3}}[幢栋室]))"),
    # 电话 138…（何某某）
    re.compile(rf"(?:1[3-9]\d(?:[ -]?\d{{4}}){{2}}|0\d{{2,3}}-?\d{{7,8}}){_BLANK}*[，,（( \u3000]?{_BLANK}*{_NAME}(?={_BLANK}*(?:[）)，,。；;\n]|\Z))"),
    re.compile(rf"(?:此致[，,。！! \u3000]*)?敬礼[！!。，, \u3000]*{_NAME}{_LINE_END}"),
    re.compile(rf"(?<![\u4e00-\u9fff]){_NAME}(?={_BLANK}*(?:敬上|谨上|呈上|拜上|敬启|谨启|敬呈|亲笔|手书))"),
    # 楼上的何某某养了四只狗; 民警何某某处理得好
    re.compile(rf"(?:楼上|楼下|隔壁|对门|邻居|同事|房东|邻家)的?{_NAME}(?=养|把|总|天天|每天|又|家(?!里|庭|长|人|属)|占|停|家里)"),
    re.compile(rf"(?:民警|警察|交警|辅警|社工|网格员|保安|主任|书记|经理|队长|科长|局长){_NAME}(?=处理|来|出警|劝|说|告诉|接|负责|态度|解决|调解)"),
    # 网友小河马建议，…
    re.compile(r"(?:网友|网民)[“\"]?(?P<hit>(?!们|纷|普遍|大多|都|也|的|还|强烈|集中|主要|多|在|对|来|则|有|反[映应]|建议|认为|表示|提出|留言|评论|称|说)[^，,。：:；;！!？?\s“”\"、]{2,10}?)[”\"]?(?=(?:建议|认为|表示|称|说|提出|留言|反映|评论)[，,：:“\"了])"),
    # ……免费停放。（何某某）
    re.compile(rf"(?<=[。！!？?…\n])[（(]{_NAME}(?=[）)，,]{_BLANK}*(?:[\d）)]|\n|\Z))"),
)  # fmt: skip
# Names that a mark behind them tells little of: only with a character of given names. 何小满：太贵; 市民 何小满 建议：…
_LIKELY: Final = (
    re.compile(rf"(?:\A|\n){_BLANK}*{_NAME}(?={_BLANK}*[：:])"),
    re.compile(rf"(?:经理|主任|队长|书记|老板|店主|站长){_NAME}(?=[，,。；;（(])"),
    re.compile(rf"(?:\A|[\n，,。；;！!]){_BLANK}*(?:{_KNOWN}){_BLANK}*{_NAME}(?={_BLANK}*(?:[：:]|建议|认为|提出|反映|希望|表示|觉得|来电|来信))"),
)  # fmt: skip
# What people of a family name are called: 小何, 何阿姨, 物业小何.
_CALLED: Final = re.compile(
    rf"(?:[\u4e00-\u9fff]{{0,4}})?[小老阿]{_SURNAME}|{_SURNAME}(?:先生|女士|小姐|大爷|大叔|大妈|大娘|阿姨|奶奶|爷爷|师傅|老师|姐|哥)"
)
_LIST: Final = rf"(?P<names>{_PLAIN}(?:{_BLANK}*[、，,/]{_BLANK}*{_PLAIN}|{_BLANK}+{_PLAIN}){{0,40}})"
_MANY: Final = (
    re.compile(rf"(?:联名人?|联署人?|签名|签字|署名|落款|联系人|提出人|建议人|反映人|来信人|代表)(?:[（(][^）)\n]{{1,8}}[）)])?[：:]{_BLANK}*{_LIST}(?![\u4e00-\u9fff])"),
    re.compile(rf"(?:\A|\n){_BLANK}*(?P<names>{_PLAIN}(?:{_BLANK}+{_PLAIN}){{2,40}})(?={_BLANK}*(?:\n|\Z))"),  # a line of names
    re.compile(rf"(?<![\u4e00-\u9fff]){_LIST}{_BLANK}*[（(][^）)\n]{{0,4}}(?:签名|签字|签章|手印|按印|捺印|章|盖章)[）)]"),
)  # fmt: skip
_EACH: Final = re.compile(_NAME)
_COLUMN: Final = re.compile(r"(?:业主|户主|联名人|签名人|联系人|代表)?(?:姓名|名字)|户主|联名人|签名人|签名|签字")
_CELL: Final = re.compile(rf"\s*{_NAME}\s*")
_NO_NAME: Final = re.compile(
    r"(?:[主科处局部校院][任长]|经理|老师|先生|女士|同志|单位|公司|窗口|安全|方便|时间|于是|应当|应该|明确|常常|常年|金额|高度|"
    r"全体|支持|反对|同意|建议|希望|小区|物业|平时|路过|白天|关于|管理|万一|车主|从来|农村|成员|左右|毕竟|和[大我你他]|强烈|"
    r"应[要以把对]|解决|原来|原本|原则|马上|方[案面式]|成[本立为年]|时常|任何|单独|单元|曲线|花钱|化工|富余|门口|车[辆位棚库])"
)
_PIECE: Final = re.compile(
    r"[\u4e00-\u9fff]+?(?=的?(?:来信|来函|意见|建议|反馈|信件|邮件|回复|书面|律师|老师|同志|先生|女士|教授|代表|委员|手写|亲笔|手稿|照片|截图|反映|投诉|举报|诉求|材料|附件|信(?![\u4e00-\u9fff]))|[^\u4e00-\u9fff]|\Z)"
)
_BEFORE: Final = re.compile(
    r"(?:来信|来函|意见|建议|反馈|信件|邮件|回复|信访|署名|姓名|作者|提交人)(?:人|者|函|书|表)?[：:]?|的"
)


class _Simple(dict[int, str]):
    """Traditional characters with their simple form, for ``str.translate``: names are looked for in simple ones."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        found = normalise(char).text if "\u3400" <= char <= "\u9fff" else char
        self[code] = found if len(found) == 1 else char
        return self[code]


SIMPLE: Final = _Simple()


def find_names(text: str) -> list[Span]:
    """Names of people that something beside them announces: a label, a relation, a number to reach them, the end of a
    letter; and those that can be nothing else.

    >>> text = "建议放宽。\\n签名：林小满、方一苇"
    >>> [text[slice(*span)] for span in find_names(text)]
    ['林小满', '方一苇']
    """
    simple = text.translate(SIMPLE)
    announced = (Span(*match.span("hit")) for match in _announced(simple))
    return sorted({*announced, *_unannounced(simple), *_listed(simple)})


def _listed(text: str) -> Iterator[Span]:
    """The names of a table with a column for them, the cells parted by tabs, as far as its rows go on.

    >>> [span.start for span in _listed("姓名\\t房号\\n褚一苇\\t甲\\n合计\\t一")]
    [6]
    """
    column, width = -1, 0
    for line in re.finditer(r"[^\n]+", text):
        cells = [*re.finditer(r"[^\t]*(?:\t|\Z)", line[0])][: line[0].count("\t") + 1]
        words = [cell[0].strip() for cell in cells]
        if len(words) > 1 and (head := next((at for at, word in enumerate(words) if _COLUMN.fullmatch(word)), -1)) >= 0:
            column, width = head, len(words)
        elif len(words) != width:
            column, width = -1, 0
        elif (found := _CELL.fullmatch(cells[column][0])) and is_name(found["hit"], sure=True):
            start = line.start() + cells[column].start()
            yield Span(start + found.start("hit"), start + found.end("hit"))


def _announced(text: str) -> Iterator[re.Match[str]]:
    for pattern in (_SURE, *_ONE):
        yield from (match for match in pattern.finditer(text) if is_name(match["hit"], sure=pattern is _SURE))
    for pattern in _LIKELY:
        yield from (match for match in pattern.finditer(text) if is_name(match["hit"]) and _has_given(match["hit"]))
    for pattern in _MANY:
        for match in pattern.finditer(text):
            yield from (name for name in _EACH.finditer(text, *match.span("names")) if is_name(name["hit"]))


def _unannounced(text: str) -> Iterator[Span]:
    yield from (Span(*match.span()) for match in _common().finditer(text) if is_name(match[0]))


@cache
def _common() -> re.Pattern[str]:
    """Names that need nothing beside them: a family name and two characters that hardly stand in anything but names."""
    data: dict[str, Any] = read_words("given-names")
    return re.compile(rf"(?<!森)[{data['surnames']}][{data['characters']}]{{2}}(?![市县区镇乡村路街巷弄里桥园苑坊])")


def is_name(hit: str, *, sure: bool = False) -> bool:
    """Whether what looks like a name is none of the places, offices and words that begin like one; ``sure`` where a label
    says that it is a name, so that it may be a word as well.

    >>> is_name("何小满"), is_name("温州"), is_name("高新区"), is_name("申请后"), is_name("高峰", sure=True)
    (True, False, False, False, True)
    """
    plain = re.sub(r"\s", "", hit)
    words, endings = _not_names()
    if _NO_NAME.search(plain) or (len(plain) > 1 and plain[-1] in endings):
        return False
    return sure or not (plain in words or plain[:2] in words)


def names_somebody(words: str, *, sure: bool = False) -> bool:
    """Whether ``words`` alone are what a person is called: a name, one of two characters (and, to be ``sure``, any other)
    with a character of given names; 小何, 何阿姨.

    >>> [names_somebody(words) for words in ("何小满", "李娜", "小何", "何阿姨", "时间", "管理费", "居民")]
    [True, True, True, True, False, False, False]
    """
    plain = re.sub(r"\s", "", words).translate(SIMPLE)
    if _CALLED.fullmatch(plain):
        return True
    long = len(plain) > 2 and not sure
    return bool(re.fullmatch(_PLAIN, plain)) and is_name(plain) and (long or _has_given(plain))


def standing_name(words: str, posts: re.Pattern[str]) -> str:
    """The name behind a post at the end of ``words`` (居民代表何小满), or nothing.

    >>> standing_name("居民代表何小满", re.compile("代表$")), standing_name("物业公司", re.compile("代表$"))
    ('何小满', '')
    """
    ends = (words[-length:] for length in (4, 3, 2) if len(words) > length)
    return next((end for end in ends if posts.search(words[: -len(end)]) and _stands_behind_post(end)), "")


def _stands_behind_post(words: str) -> bool:
    """Whether ``words`` behind a post are a name: 周正 alone may be anything, 律师周正 is somebody."""
    return names_somebody(words) or (bool(re.fullmatch(_PLAIN, words)) and is_name(words))


def _has_given(name: str) -> bool:
    """Whether a character behind the family name is one of those that hardly stand in anything but names."""
    return any(char in _given() for char in name[1:])


def is_nobody(name: str) -> bool:
    """Whether ``name`` is what stands where there is none: 匿名, 热心市民, 居民.

    >>> is_nobody("热心市民"), is_nobody("何小满")
    (True, False)
    """
    return _nobody().fullmatch(name) is not None


@cache
def _nobody() -> re.Pattern[str]:
    data: dict[str, Any] = read_words("framing")
    return re.compile(data["nobody"])


@cache
def _given() -> frozenset[str]:
    data: dict[str, Any] = read_words("given-names")
    return frozenset(data["characters"])


@cache
def _not_names() -> tuple[frozenset[str], str]:
    data: dict[str, Any] = read_words("not-names")
    return frozenset((data["places"] + " " + data["words"]).split()), data["endings"]


def mask_name(name: str) -> str:
    """A person's name as it may be shown (domain.md 4.4): the family name, and the last character of a longer one; 匿名,
    热心市民 are no names.

    >>> mask_name("张三"), mask_name("张吉祥"), mask_name(""), mask_name("匿名")
    ('张*', '张*祥', '', '匿名')
    """
    name = name.strip()
    if is_nobody(name):
        return name
    if len(name) <= 2:
        return name[:1] + "*" * (len(name) - 1)
    return name[0] + "*" * (len(name) - 2) + name[-1]


def mask_standing_names(words: str) -> str:
    """``words`` (a title, the name of a file) with every name hidden that stands between other signs, or before words
    like 的意见.

    >>> mask_standing_names("来信2_何小满"), mask_standing_names("何小满的意见"), mask_standing_names("来信3_高新区")
    ('来信2_何*满', '何*满的意见', '来信3_高新区')
    """
    parts, end = [], 0
    for match in _PIECE.finditer(words):
        start = match.start()
        while found := _BEFORE.match(words, start, match.end()):
            start = found.end()
        piece = words[start : match.end()]
        if start < match.end() and re.fullmatch(_PLAIN, piece) and is_name(piece):
            parts += [words[end:start], mask_name(piece)]
            end = match.end()
    return "".join([*parts, words[end:]])
