"""Which column of a table holds what: guessed from its header and its content, shown, overridable."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from lawcheck.arguments import expect
from lawcheck.errors import UsageError

__all__ = ["FIELDS", "Table", "TableColumns", "field_of", "find_columns", "parse_columns"]

Row = Sequence[object]

FIELDS: Final[Mapping[str, tuple[str, str]]] = {
    # The first name is shown to people; the pattern is searched for in a header without its blanks. Most telling first.
    "proposed": ("建议修改为", r"修改为|改为|建议条文|修改后|具体诉求|拟修改|proposed"),
    "reason": ("理由", r"^(?:[您你]的?|修改|建议|主要|提出)?(?:理由|依据|原因)|为(?:啥|什么|何)|缘由|reason"),
    "chosen": ("对应条款", r"条款|条文序号|条目|针对|哪(?:一?[块条项]|些?部分)|clause|article|chosen|target"),
    "original": ("原文", r"^(?:条款|条文|草案|征求意见稿)?原(?:文|条文|表述|内容)(?:内容|表述)?$|^original$"),
    "stance": ("意见类型", r"类型|类别$|立场|态度|stance|^type$"),
    "title": ("标题", r"标题|主题|题目|title|subject"),
    "text": (
        "内容",
        r"意见.{0,4}内容|意见.{0,2}建议|具体意见|修改意见|内容|意见及理由|^意见$|反映|诉求|(?:问题|事项|情况)描述|建议$|(?:来信|来电|来函|反馈|群众|公众|书面|网友)意见$|留言|评论|正文|^[您你]?(?:对于?|关于|就).{1,16}(?:意见|建议|看法|想法)|想说|说(?:啥|什么|的话)|发言|心声|看法|想法|text|content|comment|opinion",
    ),
    "identity": ("身份", r"身份|人员类别|identity"),
    "phone": ("联系方式", r"电话|手机|联系方式|(?:来电|联系|主叫)号码|邮箱|phone|mobile|mail|contact"),
    "author": (
        "姓名",
        r"姓名|单位|提出人(?!数)|反馈人|来信人|昵称|建议人|署名|提出者|来源单位|网名|称呼|^联系人$|^(?:提交|留言|反映|来电|来访|填报|投诉|诉求|评论|发言|发帖|回帖)(?:人|者)$|author|name|sender",
    ),
    "received": ("时间", r"时间|日期|日子|(?:提交|收到|登记|发表)于|received|date|time"),
    "channel": ("渠道", r"渠道|来源|途径|方式|channel|source"),
    "region": ("地区", r"地区|区域|县区|所在地|region|area"),
    "station": ("联络站", r"联络站|联系点|站点|station"),
    "version": ("版本", r"版本|version"),
    "public": ("是否公开", r"公开|public"),
    "comment_id": ("编号", r"^总?序号$|编号|^id$|流水号|受理号|^no\.?$"),
    "remark": ("备注", r"备注|说明|remark|note"),
}
# 留言编号, 反映人, 诉求分类 say something of an opinion and hold none.
_BESIDE_TEXT: Final = re.compile(
    r"(?:[编序单件条]?号|id|时间|日期|人|者|姓名|网名|昵称|电话|手机|方式|数|数量|次数|来源|渠道|途径|状态|进度|类[别型]|分类|板块|地区|区域|标题|主题|单位|部门|地址|ip)$",
    re.IGNORECASE,
)
_PATTERNS: Final = {field: re.compile(pattern, re.IGNORECASE) for field, (_, pattern) in FIELDS.items()}
_CLAUSE: Final = re.compile(
    r"第[零〇一二三四五六七八九十百\d]{1,5}条(?:第[一二三四五六七八九十\d]{1,3}款)?(?:第?[（(]?[一二三四五六七八九十\d]{1,3}[)）]?项)?"
)
_MATTER: Final = re.compile(
    r"(?:对于?|关于|就|针对)(?!条款|条文|草案|条例|办法|规定|通知|决定|细则|征求意见稿|本|《|该|以上|上述)([^，。？?]{2,20}?)(?:有(?:什么|何|哪些|无)|的)?(?:修改|其他|具体)?(?:意见|建议|看法|想法)"
)
_OF_QUESTIONS: Final = frozenset(("proposed", "reason", "chosen", "original", "text"))  # 对开放时间的意见 holds no time
_ANSWER: Final = re.compile(
    r"采纳|吸收情况|^(?:答复|回复|办理|处理|办结|处置|承办|回访|审核|转办|批示)(?:情况|结果|意见|内容|说明|时间|单位|部门)?$|^研究(?:意见|情况)$|^领导批示$"
)
_BEHIND: Final = re.compile(f"{_ANSWER.pattern}|理由|说明|原因|依据|备注|修改后|改后")
_HEADER_WITHIN: Final = 40  # rows looked at for a header
_HEADER_CELL: Final = 24  # characters; longer cells are comments
_SAMPLE: Final = 200  # rows looked at for the column with the longest texts
_HAN: Final = re.compile("[\u4e00-\u9fff]")
_FEW: Final = 4  # characters that words of a person have at least
_SENTENCE: Final = 6  # mean characters of a column that can be reasons, where they differ from row to row
_LONG: Final = 12  # mean characters of a column that can be comments


class Table(NamedTuple):
    """A grid of cell values; ``source`` is how a person names it (``意见.xlsx 网上意见``), ``first`` its first row's
    number as seen there; ``name`` is the file alone."""

    name: str
    sheet: str
    rows: Sequence[Row]
    first: int = 1

    @property
    def source(self) -> str:
        """File and sheet."""
        return f"{self.name} {self.sheet}".strip()

    def row_source(self, index: int) -> str:
        """Where row ``index`` of ``rows`` stands."""
        return f"{self.source} 第 {index + self.first} 行"


class TableColumns(NamedTuple):
    """How a table was read: ``header`` is the index of its header row (-1: none), ``columns`` the position of each field,
    ``names`` the headers, ``text_guessed`` that the column of comments was found by its long texts only. ``prose`` are
    columns of another name that hold sentences, kept as reasons; ``unused`` those of which nothing is kept. ``asked`` are the
    columns of a questionnaire that ask about one clause or matter, with its name (第十四条, 收费标准)."""

    source: str
    header: int
    columns: Mapping[str, int]
    names: tuple[str, ...]
    text_guessed: bool = False
    prose: tuple[int, ...] = ()
    unused: tuple[int, ...] = ()
    asked: tuple[tuple[int, str], ...] = ()

    def place(self, wanted: str) -> int | None:
        """The column with this header or letter."""
        return _place(wanted, self.names)

    def shown(self) -> str:
        """A line for people.

        >>> TableColumns("表", 0, {"text": 1}, ("姓名", "说的话")).shown()
        '表：内容←说的话'
        """
        found = "，".join(f"{FIELDS[field][0]}←{self.names[at]}" for field, at in self.columns.items())
        found += "".join(f"，{topic}←{self.names[at]}" for at, topic in self.asked)
        kept = [f"作为理由保留：{'、'.join(self.names[at] for at in self.prose)}"] if self.prose else []
        kept += [f"没有使用的列：{'、'.join(self.names[at] for at in self.unused)}"] if self.unused else []
        return "；".join([f"{self.source}：{found or '没有找到意见内容一列'}", *kept])


def parse_columns(value: str | Mapping[str, str]) -> dict[str, str]:
    """``内容=意见建议,author=B``, or the same as a mapping, as fields and headers or letters;
    :class:`~lawcheck.errors.UsageError` E703.

    >>> parse_columns("内容=意见建议, author=B") == parse_columns({"内容": "意见建议", "author": "B"})
    True
    >>> parse_columns("内容=意见建议, author=B")
    {'text': '意见建议', 'author': 'B'}
    """
    if isinstance(value, str):
        parts = [part.partition("=")[::2] for part in re.split("[,，;；]", value) if part.strip()]
    else:
        parts = list(value.items())
    shown = {name: field for field, (name, _) in FIELDS.items()}
    found = {}
    for name, column in parts:
        expect(column, str, f"columns: {name}", "the header or the letter of a column")
        field = shown.get(name.strip(), name.strip())
        if field not in FIELDS or not column.strip():
            raise UsageError("E703", value=f"{name}={column}".strip(), known="、".join(shown))
        found[field] = column.strip()
    return found


def find_columns(table: Table, given: Mapping[str, str] | None = None) -> TableColumns:
    """Guess header and columns; ``given`` (field → header or letter) wins.

    >>> find_columns(Table("甲.csv", "", [["姓名", "意见和建议"], ["某", "太贵"]])).columns
    {'text': 1, 'author': 0}
    """
    header = _header(table.rows, given or {})
    width = max((len(row) for row in table.rows[:_SAMPLE]), default=0)
    names = tuple(_cell(table.rows[header], at) if header >= 0 else "" for at in range(width))
    shown = tuple(name or _letter(at) for at, name in enumerate(names))
    office = _of_office(names)
    asking = tuple("" if at in office else name for at, name in enumerate(names))
    columns = _by_header(asking)
    guessed = "text" not in columns and "proposed" not in columns and "text" not in (given or {})
    if guessed and (longest := _longest(table.rows[header + 1 : _SAMPLE], columns, width, office)) is not None:
        columns["text"] = longest
    for field, wanted in (given or {}).items():
        at = _place(wanted, shown)
        if at is not None:
            columns = {k: v for k, v in columns.items() if v != at and k != field} | {field: at}
    asked = _asked(asking, columns, given or {})
    guessed = guessed and not asked
    prose, unused = _others(table.rows[header + 1 :], columns, width, frozenset(dict(asked)))
    told = tuple(at for at in prose if at not in office)
    unused = tuple(sorted({*unused, *prose} - {*told}))
    return TableColumns(table.source, header, columns, shown, guessed, told, unused, asked)


def _of_office(names: Sequence[str]) -> frozenset[int]:
    """Columns in which the office answers: 采纳情况, and the reason and the words changed that stand behind it."""
    first = next((at for at, name in enumerate(names) if _ANSWER.search(_plain(name))), len(names))
    behind = (at for at, name in enumerate(names) if at > first and _BEHIND.search(_plain(name)))
    return frozenset({*range(first, min(first + 1, len(names))), *behind})


def _asked(names: Sequence[str], columns: Mapping[str, int], given: Mapping[str, str]) -> tuple[tuple[int, str], ...]:
    """Columns that each ask about a clause or a matter, where there are two of them or one beside the other words."""
    taken = {at for field, at in columns.items() if field != "text" or field in given}
    found = tuple((at, topic) for at, name in enumerate(names) if at not in taken and (topic := _topic(name)))
    return found if len(found) > 1 or (found and columns.get("text") not in (None, found[0][0])) else ()


def _topic(name: str) -> str:
    """What a question is about: the clause that it names, else 收费标准 of 您对收费标准有什么意见？"""
    plain = _plain(name)
    if clause := _CLAUSE.search(plain):
        return clause[0]
    matter = _MATTER.search(plain)
    return matter[1] if matter else ""


def field_of(label: str) -> str:
    """The field that a column or a line with this label holds; nothing for a label that names none.

    >>> field_of("来电人"), field_of("您的理由"), field_of("天气")
    ('author', 'reason', '')
    """
    return next((field for field, pattern in _PATTERNS.items() if pattern.search(_plain(label))), "")


def _place(wanted: str, names: Sequence[str]) -> int | None:
    """The column with this header, else with this letter; None if the table has neither."""
    plain = [_plain(name) for name in names]
    if _plain(wanted) in plain:
        return plain.index(_plain(wanted))
    letters = [_letter(at) for at in range(len(names))]
    return letters.index(wanted.upper()) if wanted.upper() in letters else None


def _letter(at: int) -> str:
    text = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        text = chr(65 + rest) + text
    return text


def _header(rows: Sequence[Row], given: Mapping[str, str]) -> int:
    """The first row with the most cells that read like headers, if it has two, or names given by the user."""
    scores = [_headings(row, given) for row in rows[:_HEADER_WITHIN]]
    best = max(scores, default=0)
    return scores.index(best) if best >= 2 or (best == 1 and _alone(rows, scores.index(1))) else -1


def _alone(rows: Sequence[Row], at: int) -> bool:
    """The first row that holds anything, of short names without marks: a header of which one name is known."""
    cells = [text for cell in rows[at] if (text := _plain(cell))]
    first = not any(_plain(cell) for row in rows[:at] for cell in row)
    return first and all(len(text) <= _HEADER_CELL and not re.search("[，。；！]", text) for text in cells)


def _headings(row: Row, given: Mapping[str, str]) -> int:
    cells = [text for cell in row if 0 < len(text := _plain(cell)) <= _HEADER_CELL]
    wanted = {_plain(name) for name in given.values()}
    return sum(cell in wanted or any(p.search(cell) for p in _PATTERNS.values()) for cell in cells)


def _by_header(names: Sequence[str]) -> dict[str, int]:
    """Every column has one field and every field one column; 意见内容 beats 意见类型 for the text by the order of fields."""
    taken: dict[int, str] = {}
    columns = sorted(enumerate(names), key=lambda column: bool(_topic(column[1])))  # questions on one matter come last
    for field, pattern in _PATTERNS.items():
        for at, name in columns:
            allowed = field in _OF_QUESTIONS or not _topic(name)
            if allowed and at not in taken and field not in taken.values() and _is_of(field, pattern, _plain(name)):
                taken[at] = field
    order = list(FIELDS)
    return {field: at for at, field in sorted(taken.items(), key=lambda item: order.index(item[1]))}


def _is_of(field: str, pattern: re.Pattern[str], name: str) -> bool:
    return bool(pattern.search(name)) and not (field == "text" and _BESIDE_TEXT.search(name))


def _longest(
    rows: Sequence[Row], columns: Mapping[str, int], width: int, office: frozenset[int] = frozenset()
) -> int | None:
    """The free column with the longest texts, none in which the ``office`` answers; beside two columns that are known short ones do."""
    free = [at for at in range(width) if at not in columns.values() and at not in office]
    means = {at: sum(len(_cell(row, at)) for row in rows) / max(len(rows), 1) for at in free}
    best = max(means, key=lambda at: means[at], default=None)
    least = _SENTENCE if len(columns) >= 2 else _LONG
    return best if best is not None and means[best] >= least else None


def _others(
    rows: Sequence[Row], columns: Mapping[str, int], width: int, asked: frozenset[int]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Columns without a field (and 备注) that hold anything: those that hold sentences, and the rest."""
    named = asked | {at for field, at in columns.items() if field != "remark"}
    cells = {at: [text for row in rows if (text := _cell(row, at))] for at in range(width) if at not in named}
    prose = tuple(at for at, texts in cells.items() if _is_prose(texts[:_SAMPLE]))
    return prose, tuple(at for at, texts in cells.items() if texts and at not in prose)


def _is_prose(texts: Sequence[str]) -> bool:
    """Words of people rather than names, numbers or the same few terms in every row."""
    told = [text for text in texts if len(_HAN.findall(text)) >= _FEW]
    if len(told) * 2 <= len(texts):
        return False
    length = sum(map(len, told)) / len(told)
    return length >= _LONG or (length >= _SENTENCE and len(set(told)) * 2 > len(told))


def _cell(row: Row, at: int) -> str:
    return str(row[at] if at < len(row) and row[at] is not None else "").strip()


def _plain(cell: object) -> str:
    return re.sub(r"\s+", "", "" if cell is None else str(cell)).lower()
