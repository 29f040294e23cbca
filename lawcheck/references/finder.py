"""Finds references in plain text: 《某法》第X条第Y款, 本条例第X条, 前款, 该法第X条, lists and ranges.

The grammar is one verbose pattern; what it matched is read step by step in :mod:`lawcheck.references.steps`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from lawcheck.document import Address, Span, parse_numeral
from lawcheck.references.model import Reference, ReferenceKind
from lawcheck.references.steps import read_places

__all__ = ["find_references", "looks_normative"]

_N = r"[零〇○一二三四五六七八九十百千两\d０-９]+"
_UNIT = r"(?:分编|[编章节条款项目])"
_STEP = rf"第[（(]?{_N}[）)]?(?:[、和][（(]?{_N}[）)]?)*{_UNIT}(?:之{_N})?"
_MORE = rf"(?:、|和|以及|或者|或|及|与|至)(?:(?:{_STEP})+|[（(]?{_N}[）)]?[条款项])"
_PLACES = rf"(?:{_STEP})+(?:{_MORE})*"
_SELF_NAMES = "法|条例|办法|规定|细则|规则|决定|决议|意见|通知|解释"
_TITLE = r"《(?:[^《》]|《[^《》]{1,80}》){1,120}》"
_EXPRESSION = re.compile(
    rf"""
      (?P<title>{_TITLE})                                            # 《某法》
      (?P<version>[（(][^（）()]{{0,12}}\d{{4}}年?[^（）()]{{0,12}}[）)])?       # （2021年修订）
      (?P<short>[（(]以下(?:简称|称)[^（）()]{{1,30}}[）)])?                    # （以下简称…）
      (?P<title_places>{_PLACES})?
    | (?P<own>本(?:{_SELF_NAMES}))(?P<own_places>{_PLACES})?            # 本条例第X条
    | (?P<same>该(?:法|条例|办法|规定|细则|规则|解释))(?P<same_places>{_PLACES})   # 该法第X条
    | 前(?P<back>[两二三四五])?(?P<level>[款条项])(?P<back_places>{_PLACES})?     # 前款, 前两款, 前条第一款
    | 本(?P<here>条|款|项)(?!例|目)(?P<here_places>{_PLACES})?             # 本条第二款
    | (?P<bare>{_PLACES})                                           # 第X条 alone
    """,
    re.VERBOSE,
)
_SHORT = re.compile(r"以下(?:简称|称)(?:为)?[“”《\"']?([^“”《》\"'）)]{2,25})")
_NAME_BEFORE = re.compile(r"([\u4e00-\u9fff]{1,24}(?:法|法典|条例|办法|规定|细则|规则))$")
_NORMATIVE = re.compile(
    r"(?:法|法典|条例|规定|办法|规则|细则|决定|决议|解释|批复|通知|意见|章程|通则|准则|公约|议定书|规程|规范|标准|目录|方案|纲要|规划)"
    r"(?:[（(][^（）()]*[）)])*$"
)
_LABEL = re.compile(rf"第{_N}(?:分编|[编章节条])(?:之{_N})?")
_LEVELS = {"款": "paragraph", "条": "article", "项": "point"}


def looks_normative(title: str) -> bool:
    """Whether a title in 《》 names a normative document rather than a book or a form.

    >>> looks_normative("中华人民共和国水法"), looks_normative("居民身份证")
    (True, False)
    """
    return bool(_NORMATIVE.search(title))


def find_references(text: str) -> tuple[Reference, ...]:
    """All references in ``text``, in order; lists give one reference for each place, ranges one for both ends.

    >>> for r in find_references("依照《中华人民共和国水法》第三条第一款、第二款和本条例第五条至第七条处理。"):
    ...     print(r.kind.value, str(r.address), r.how)
    external 《中华人民共和国水法》第三条第一款 title
    external 《中华人民共和国水法》第三条第二款 elided
    self 第五条至第七条 self
    """
    found: list[Reference] = []
    names: dict[str, str] = {}
    for match in _EXPRESSION.finditer(text):
        found.extend(_read(text, match, found, names))
    if names:
        found = [_with_short_name(text, reference, names) for reference in found]
    return tuple(found)


def _read(text: str, match: re.Match[str], found: list[Reference], names: dict[str, str]) -> Iterator[Reference]:
    if match["title"]:
        yield from _titled(match, names)
    elif match["own"]:
        if text[match.start() - 1 : match.start()] not in ("日", "基", "资", "成"):  # 日本法, 基本办法, 成本规定
            yield from _placed(match, "own", ReferenceKind.SELF, Address(), "self")
    elif match["same"]:
        yield from _same_law(text, match, found)
    elif match["level"]:
        yield from _back(match)
    elif match["here"]:
        if text[match.start() - 1 : match.start()] not in ("日", "基", "资", "成", "版"):
            yield from _here(match)
    else:
        yield from _bare(text, match)


def _titled(match: re.Match[str], names: dict[str, str]) -> Iterator[Reference]:
    title = "".join(match["title"][1:-1].split())
    if not looks_normative(title):
        return
    if match["short"] and (short := _SHORT.search(match["short"])):
        names["".join(short[1].split())] = title
    law = Address(law=title)
    title_span = Span(match.start("title"), match.end("title"))
    if not match["title_places"]:
        yield Reference(title_span, match["title"], ReferenceKind.TITLE, law, title_span, "title")
        return
    for reference in _placed(match, "title", ReferenceKind.EXTERNAL, law, "title"):
        yield replace(reference, title_span=title_span)


def _placed(match: re.Match[str], group: str, kind: ReferenceKind, base: Address, how: str) -> Iterator[Reference]:
    """One reference for each place behind a name; the first span takes the name in."""
    places = match[f"{group}_places"]
    if not places:
        span = Span(match.start(group), match.end(group))
        yield Reference(span, match[group], kind, base, None, how)
        return
    offset = match.start(f"{group}_places")
    for index, place in enumerate(read_places(places, base)):
        start = match.start(group) if index == 0 else offset + place.span.start
        span = Span(start, offset + place.span.end)
        text = match.string[span.start : span.end]
        yield Reference(span, text, kind, place.address, None, how if index == 0 else "elided")


def _same_law(text: str, match: re.Match[str], found: list[Reference]) -> Iterator[Reference]:
    """该法 means the law named last in the same paragraph; without one there is nothing to resolve."""
    paragraph = text.rfind("\n", 0, match.start()) + 1
    named = [r for r in found if r.address.law and r.span.start >= paragraph]
    if named:
        yield from _placed(match, "same", ReferenceKind.EXTERNAL, Address(law=named[-1].address.law), "same-law")


def _back(match: re.Match[str]) -> Iterator[Reference]:
    back = parse_numeral(match["back"]) or 1 if match["back"] else 1
    yield from _relative(match, "back_places", back, _LEVELS[match["level"]])


def _here(match: re.Match[str]) -> Iterator[Reference]:
    yield from _relative(match, "here_places", 0, _LEVELS[match["here"]])


def _relative(match: re.Match[str], group: str, back: int, level: str) -> Iterator[Reference]:
    if not match[group]:
        yield Reference(Span(*match.span()), match[0], ReferenceKind.RELATIVE, Address(), None, "relative", back, level)
        return
    offset = match.start(group)
    for index, place in enumerate(read_places(match[group], Address())):
        span = Span(match.start() if index == 0 else offset + place.span.start, offset + place.span.end)
        text = match.string[span.start : span.end]
        if place.address.article is not None:  # 前款和第八条: the list has left the relative place
            yield Reference(span, text, ReferenceKind.SELF, place.address, None, "bare")
        else:
            yield Reference(span, text, ReferenceKind.RELATIVE, place.address, None, "relative", back, level)


def _bare(text: str, match: re.Match[str]) -> Iterator[Reference]:
    """第X条 without a name: of this document, or of a law named without 《》 straight before it."""
    line = text.rfind("\n", 0, match.start()) + 1
    lead = text[line : match.start()]
    if not lead.strip() and _is_label(text, match):
        return
    name = _NAME_BEFORE.search(lead[-30:])
    kind = ReferenceKind.EXTERNAL if name else ReferenceKind.SELF
    base = Address(law=name[1]) if name else Address()
    how = "unmarked" if name else "bare"
    for index, place in enumerate(read_places(match["bare"], base)):
        span = Span(match.start() + place.span.start, match.start() + place.span.end)
        yield Reference(span, text[span.start : span.end], kind, place.address, None, how if not index else "elided")


def _is_label(text: str, match: re.Match[str]) -> bool:
    """第X条 or 第X章 alone at the start of a line with a blank behind it is a number, not a reference."""
    following = text[match.end() : match.end() + 1]
    return bool(_LABEL.fullmatch(match[0])) and (not following or following.isspace() or following == "【")


def _with_short_name(text: str, reference: Reference, names: dict[str, str]) -> Reference:
    """Put the full title for a name that the text defines with 以下简称."""
    law = reference.address.law
    if law is None:
        return reference
    known = names.get(law)
    if known is None and reference.how in ("unmarked", "elided"):
        known = next((title for short, title in names.items() if law.endswith(short)), None)
    if known is None or known == law:
        return reference
    return replace(reference, address=replace(reference.address, law=known), how="short-name")
