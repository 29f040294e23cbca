"""通知 that issue a document (关于印发《…》的通知): what they lay down themselves, and the lines of packaging at the end.

Such a notice stands before what it issues. Most say no more than 现印发给你们，请遵照执行; some have items of their own, say when
they take effect or which earlier documents they repeal.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from lawcheck.document.decisions import begins_text
from lawcheck.document.lines import Line, is_date_line, mark_line, without_blanks
from lawcheck.document.model import UnitKind

__all__ = [
    "Notice",
    "annex_list",
    "find_notice",
    "further_texts",
    "is_notice",
    "issued_text",
    "opens_end",
    "tail_start",
]

_NUMBERED: Final = r"(?:[（(][^（）()]{4,30}号[）)])?"  # 某办发〔2017〕2号, behind the title on a web page
_TITLE: Final = re.compile(
    rf"[^。：；《〔（(]{{0,60}}关于(?:印发|发布|公布|下发|颁发|颁布|转发|批转)(?P<name>.{{2,160}}?)(?:等.{{1,6}})?的通知{_NUMBERED}"
    rf"|[^。：；《〔（(]{{0,60}}(?:印发|转发|批转)(?P<marked>《.{{2,160}}》)的通知{_NUMBERED}"
    rf"|[^。：；《〔（(]{{0,60}}关于(?:对)?(?:再次)?(?:向社会)?(?:公开)?(?:征求|征集)(?:对)?(?P<draft>《.{{2,160}}》)(?:的?[^。；《》]{{0,12}})?意见(?:和建议)?的(?:公告|通知|启事|通告|函)"
)
_LONGEST_TITLE: Final = 4  # lines over which a title is broken
_HEAD: Final = 30  # lines in which the title of a notice stands
_BARE: Final = re.compile(
    r"印发给|予以印发|现印发|现将.*(?:印发|转发|发布|公布)|^请.{0,30}(?:执行|落实|实施|遵照|抓好|做好|学习)|(?:审议|讨论|研究)(?:通过|同意)|(?:已|业)经.{0,40}(?:通过|同意|批准)|(?:事项|要求|有关问题).{0,6}通知如下"
)
_LAYS_DOWN: Final = re.compile(r"废止|施行|实施之日|有效期|不得|禁止|应当|为准|停止执行|不再执行")
_SENTENCE: Final = re.compile(r"[^。；]+[。；]?")
_OPENS: Final = re.compile(r"本(?:通知|文件)|原|此前|以前|以往|各|凡")
_ATTACHED: Final = re.compile(r"附[ \u3000]*[件表录]|[（(]此件")
_LISTED: Final = re.compile(r"附[ \u3000]*件[ \u3000]*[：:][ \u3000]*(?:[1１一][.．、][ \u3000]*)?[^。；]{2,60}")
_LIST_ITEM: Final = re.compile(r"(?:\d{1,2}[.．、]|[（(]?\d{1,2}[）)])[^。；]{2,60}")
_TAIL: Final = re.compile(
    r"(?:抄[ \u3000]*[送报]|分送|公开(?:方式|属性|类别|形式)|主动公开|信息公开选项|主题词|校对|印[ \u3000]*数)[ \u3000]*[：:].*"
    r"|[（(]?(?:此件|本文件|公开方式)[^。]{0,12}(?:公开|发布)[^。]{0,8}[）)]?"
    r"|[（(](?:联系人|联系电话|联系单位)[^。]{0,60}[）)]"
    r"|(?:出席|列席|参会|参加|请假|缺席|记录|主送|发送)(?:人员|单位|人)?[ \u3000]*[：:].*|[（(]?共印[ \u3000]*\d+[ \u3000]*份[）)]?"
    r"|特此(?:通告|公告|通知|函告|函复|批复)[。！]?"
    r"|[^。；]{2,40}(?:办公室|办公厅|秘书处|综合处|委|局|厅|院)[ \t\u3000]*[12]\d{3}年\d{1,2}月\d{1,2}日[ \t\u3000]*印发"
)


class Notice(NamedTuple):
    """A notice before what it issues: its title, and the indexes of the lines that lay something down."""

    title: str
    matter: tuple[int, ...]


def find_notice(lines: Sequence[Line]) -> Notice | None:
    """The notice among the lines before the title of the document that it issues."""
    shown = [i for i, line in enumerate(lines) if line.text and line.kind == "text"]
    found = next(iter(_titles(lines, shown)), None)
    if found is None:
        return None
    behind = [i for i in shown if i > found.last]
    return Notice(found.title, tuple(_matter(lines, _between(lines, behind))))


def issued_text(lines: Sequence[Line]) -> int | None:
    """The line with the title of what a notice issues, where it stands below items of the notice (一、 in both)."""
    shown = [i for i, line in enumerate(lines) if line.text and line.kind == "text"]
    found = next(iter(_titles(lines, shown[:_HEAD])), None)
    if found is None:
        return None
    names = {found.name.strip("《》〈〉"), *re.findall("[《〈]([^《》〈〉]+)[》〉]", found.name)}
    behind = [i for i in shown if i > found.last]
    for place, index in enumerate(behind):
        following = behind[place + 1] if place + 1 < len(behind) else None
        joined = without_blanks(lines[index].text)
        if joined in names or (following is not None and joined + without_blanks(lines[following].text) in names):
            return index if following is not None else None
    return None


def is_notice(title: str) -> bool:
    """Whether a title is that of a notice that issues a document, or asks for opinions on a draft.

    >>> is_notice("某市关于印发《某办法》的通知"), is_notice("关于公开征求《某办法（征求意见稿）》意见的公告"), is_notice("某通知")
    (True, True, False)
    """
    return _TITLE.fullmatch(without_blanks(title)) is not None


_JOINED: Final = re.compile(r"(?<=办法|规定|细则|规则|制度|方案|标准|规程)(?:以及|和|及|与|、)")


def further_texts(lines: Sequence[Line]) -> tuple[int, ...]:
    """The lines with the titles of the second and further texts that one notice issues, where no 附件 stands above them.

    >>> from lawcheck.document import SourceText
    >>> from lawcheck.document.lines import split_lines
    >>> text = "关于印发《甲办法》《乙办法》的通知\\n甲办法\\n第一条　甲。\\n第二条　甲。\\n乙办法\\n第一条　乙。"
    >>> further_texts(split_lines(SourceText.from_text(text)))
    (4,)
    """
    shown = [i for i, line in enumerate(lines) if line.text and line.kind == "text"]
    found = next(iter(_titles(lines, shown[:_HEAD])), None)
    names = _issued_names(found.name) if found else set()
    if found is None or len(names) < 2:
        return ()
    behind = [i for i in shown if i > found.last]
    first = next((i for i in behind if _is_first_article(lines[i].text)), len(lines))
    texts = [i for i in behind if i > first and without_blanks(lines[i].text) in names and begins_text(lines, i)]
    return tuple(i for i in texts if not _ATTACHED.match(lines[shown[shown.index(i) - 1]].text))


def _is_first_article(text: str) -> bool:
    mark = mark_line(text)
    return mark is not None and mark.kind is UnitKind.ARTICLE and mark.number.value == 1


def _issued_names(name: str) -> set[str]:
    """The titles in the title of a notice, marked or only joined.

    >>> sorted(_issued_names("甲管理办法和乙管理办法")), sorted(_issued_names("《甲办法》《乙办法》"))
    (['乙管理办法', '甲管理办法'], ['乙办法', '甲办法'])
    """
    return set(re.findall("[《〈]([^《》〈〉]+)[》〉]", name)) or set(_JOINED.split(name))


class _Title(NamedTuple):
    last: int
    title: str
    name: str


def _titles(lines: Sequence[Line], shown: Sequence[int]) -> Iterator[_Title]:
    for place in range(len(shown)):
        joined = ""
        for index in shown[place : place + _LONGEST_TITLE]:
            joined += without_blanks(lines[index].text)
            if match := _TITLE.fullmatch(joined):
                yield _Title(index, joined, match["name"] or match["marked"] or match["draft"])


def _between(lines: Sequence[Line], behind: Sequence[int]) -> list[int]:
    """The lines from the salutation to the signature, without either."""
    greeting = next((i for i in behind if _greets(lines[i].text)), None)
    inner = [i for i in behind if greeting is None or i > greeting]
    kept: list[int] = []
    for place, index in enumerate(inner):
        text = lines[index].text
        if is_date_line(text) or _ATTACHED.match(text) or _signs(lines, inner[place:]):
            break
        if greeting is not None or len(text) > 25 or text[-1] in "。；：" or mark_line(text):
            kept.append(index)
    return kept


_SIGNERS: Final = 4
"""Lines with those who sign together, and the date below them."""


def _signs(lines: Sequence[Line], rest: Sequence[int]) -> bool:
    """Whether short lines without a mark, the first of ``rest``, lead to a date alone on its line."""
    for index in rest[:_SIGNERS]:
        text = lines[index].text
        if is_date_line(text):
            return index != rest[0]
        if len(text) > 40 or text[-1] in "。；：:" or mark_line(text):
            return False
    return False


def _greets(text: str) -> bool:
    once = text.count("：") + text.count(":") == 1  # 来源：某网 日期：… 浏览量： is a line of a web page
    return text.endswith(("：", ":")) and once and "。" not in text and "通知" not in text and mark_line(text) is None


def _matter(lines: Sequence[Line], inner: Sequence[int]) -> Iterator[int]:
    """From the first line that lays something down on, all but bare phrases of issuing."""
    numbered = False
    for index in inner:
        numbered = numbered or mark_line(lines[index].text) is not None
        if numbered or not _is_bare(lines[index].text):
            yield index


def _is_bare(text: str) -> bool:
    """Whether a paragraph only issues the document.

    >>> _is_bare("现将《某办法》印发给你们，请遵照执行。"), _is_bare("现将《某办法》印发给你们。原《某规定》同时废止。")
    (True, False)
    """
    pieces = [piece for piece in _SENTENCE.findall(re.sub("《[^》]*》", "", text)) if piece.strip()]
    return all(_BARE.search(piece) is not None and _LAYS_DOWN.search(piece) is None for piece in pieces)


def opens_end(text: str) -> bool:
    """Whether an unnumbered paragraph behind the items of a notice is about the whole notice."""
    return _OPENS.match(text) is not None


# -- packaging at the end ------------------------------------------------------------------------------------------


def tail_start(lines: Sequence[Line]) -> int:
    """Where the packaging at the end begins: 抄送, 公开方式, 印发, 特此通告; the length of ``lines`` where there is none.

    >>> from lawcheck.document import SourceText
    >>> from lawcheck.document.lines import split_lines
    >>> lines = split_lines(SourceText.from_text("二、乙。\\n特此通告。\\n抄送：市委办公室。\\n"))
    >>> tail_start(lines)
    1
    """
    start = len(lines)
    for index in range(len(lines) - 1, -1, -1):
        line = lines[index]
        if not line.text:
            continue
        if not _TAIL.fullmatch(line.text):
            break
        start = index
    return start


def annex_list(lines: Sequence[Line]) -> int:
    """Where a list of annexes (附件：1.… 2.…) at the end begins; the length of ``lines`` where there is none."""
    for index in range(len(lines) - 1, -1, -1):
        line = lines[index]
        if not line.text:
            continue
        if line.kind == "text" and _LISTED.fullmatch(line.text):
            return index
        if line.kind != "text" or not _LIST_ITEM.fullmatch(line.text):
            break
    return len(lines)
