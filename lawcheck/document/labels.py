"""How a part of a notice is named to people: by the numbers as they stand there, 一、（二）, a part with its heading."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from lawcheck.document.numerals import format_numeral
from lawcheck.document.tables import row_number

if TYPE_CHECKING:
    from lawcheck.document.model import Unit

__all__ = ["is_name", "names_part", "part_label"]

_NAME: Final = 30  # characters of the heading of a part that stand in its label
_WORDS: Final = 12  # of the words of a part without a heading
_MARKS: Final = "、.．, ，"
_N: Final = "零〇一二三四五六七八九十百"
_OPENING: Final = "“ "  # quoted new text of a 修改决定
_ARTICLE: Final = re.compile(rf"第[{_N}]+条(?:之[{_N}]+)?")
_MOVED: Final = re.compile(rf"为((?:第[{_N}]+条(?:之[{_N}]+)?、?)+)")
_PARAGRAPH: Final = re.compile(rf"第[{_N}]+款")
_INSTRUCTS: Final = re.compile("修改为|作为第|增加")
_BRACKETS: Final = ("）", ")")
_DECIMAL: Final = re.compile(r"\d{1,2}(?:[.．]\d{1,2})*")


def part_label(path: tuple[Unit, ...]) -> str:
    """The label of the last unit of a path that begins at a part 一、.

    >>> from lawcheck.document import parse
    >>> notice = parse("某县某通知\\n一、压实责任\\n（一）乡镇长负责。\\n（二）林农负责。\\n二、本通知自发布之日起施行。")
    >>> [part_label(notice.path(notice.by_eid[eid])) for eid in ("cl_1", "cl_1__para_1__point_2", "cl_2")]
    ['一、压实责任', '一、（二）', '二、本通知自发布之日起施行']
    """
    part, new = path[0], _new_article(path)
    number, steps = part.label.strip().rstrip(_MARKS), "".join(_steps(path))
    if _DECIMAL.fullmatch(part.label):
        name = part.children[0].text if part.children and is_name(part.children[0]) else ""
        return f"{number} {steps or name}".rstrip()
    rest = steps or _name(part)
    return (number if number.endswith(_BRACKETS) else f"{number}、") + rest + new if rest else number


def _steps(path: tuple[Unit, ...]) -> Iterator[str]:
    """The numbers below the part; a 款 has one only where it is not the first or holds no list, new text that a decision
    quotes that of its instruction; paragraphs of a 项 are its 段."""
    for above, unit in itertools.pairwise(path):
        if row := row_number(unit):
            yield f"表第{row}行"
        elif unit.kind == "paragraph":
            yield _instructed(above, unit) or _paragraph_step(above, unit)
        else:
            yield unit.label.strip().lstrip(_OPENING).rstrip(_MARKS)


def _paragraph_step(above: Unit, unit: Unit) -> str:
    """第二款; the name of a part is none of its 款."""
    counted = above.children[1:] if above.kind == "clause" and names_part(above) else above.children
    continues = bool(unit.children) and not unit.text and unit.children[0].number != (1, 0)
    if (
        not unit.number
        or unit not in counted
        or len(counted) < 2
        or (unit.children and unit is counted[0])
        or continues
    ):
        return ""
    return f"第{format_numeral(counted.index(unit) + 1)}{'段' if above.kind in ('point', 'indent') else '款'}"


def _instructed(part: Unit, unit: Unit) -> str:
    """（二） of 一、（二）将第三条修改为：“…”."""
    before = part.children[: part.children.index(unit)] if unit.text.startswith("“") else ()
    listed = next((above.children for above in reversed(before) if above.children), ())
    return listed[-1].label.strip().rstrip(_MARKS) if listed and listed[-1].kind == "point" else ""


def names_part(part: Unit) -> bool:
    """Whether the first 款 of 一、 is only its name, and others follow."""
    return len(part.children) > 1 and is_name(part.children[0])


def is_name(unit: Unit) -> bool:
    """Whether the words of a 款 are short and no sentence."""
    if unit.children or not unit.number:
        return False
    return 0 < len(unit.text) <= _NAME and not re.search(r"[。！？；，：;:,]", unit.text)


def _name(part: Unit) -> str:
    """The heading, or how the part begins."""
    words = (part.heading or part.text or next((child.text for child in part.children), "")).strip()
    name = words.partition("\n")[0].rstrip("。：:")
    return name if len(name) <= _NAME and "。" not in name else f"{name[:_WORDS]}……"


def _new_article(path: tuple[Unit, ...]) -> str:
    """Which article the new text is that a 修改决定 quotes: by its own number, else by what the instruction before it says."""
    part, unit = path[0], path[-1]
    if len(path) == 1 or not unit.text.startswith("“"):
        return ""
    own = _ARTICLE.match(unit.text.lstrip(_OPENING))
    if own is not None:
        return f"（新{own[0]}）"
    lines = (above.full_text.rpartition("\n")[2] for above in reversed(part.children) if above.ordinal < unit.ordinal)
    return next((_told_article(line) for line in lines if _INSTRUCTS.search(line) and line[:1] != "“"), "")


def _told_article(line: str) -> str:
    """The one article that an instruction gives new words to; nothing where it names several.

    >>> _told_article("将第二十一条改为第二十三条，第二款修改为："), _told_article("2.第三十一条增加一款，作为第二款：")
    ('（新第二十三条第二款）', '（新第三十一条第二款）')
    >>> _told_article("将第九条修改为两条，作为第九条、第十条：")
    ''
    """
    named = _ARTICLE.findall(line)
    moved = _ARTICLE.findall("".join(_MOVED.findall(line)))
    if len(moved) > 1 or (not moved and len(set(named)) != 1):
        return ""
    paragraphs = _PARAGRAPH.findall(line)
    return f"（新{(moved or named)[0]}{paragraphs[-1] if paragraphs else ''}）"
