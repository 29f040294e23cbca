"""Proposals for other words: 将“A”修改为“B”, 删去“A”, 增加“B”, 增加一款, a rewritten clause; and the same ones merged."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from rapidfuzz import fuzz

from lawcheck.comments.draft import Draft
from lawcheck.comments.grams import normalised, plain
from lawcheck.comments.model import (
    NEW_CLAUSE,
    WHOLE_DRAFT,
    Comment,
    Mapping,
    Point,
    Wording,
    WordingKind,
    WordingRow,
)
from lawcheck.comments.quantities import find_quantities, same_words
from lawcheck.document import Normalised, Span

__all__ = ["merge_wordings", "parse_wordings"]

EDITED_LENGTH: Final = 20  # shorter words are put for a part of the clause, longer ones alike it rewrite it

_Q = r'[“"「『‘]([^“”"「」『』]{1,600})[”"」』’]'
_VERB = (
    r"(?:修改|更改|改|调整|调|变更|更正|修订|替换|降低|下调|降|提高|上调|提|延长|缩短|放宽|压缩|压|增加|减少|减|扩大|缩小|表述|明确|统一)"
    r"(?:为|成|到|至)|换成|代替为|应为|应是|限定为"
)
_W = r"[^，。；！？、\s“”\"「」]"  # words without quotation marks
_END = r"(?=[，。；！？、,;!?\s）)]|$)"
_REPLACE: Final = re.compile(rf"{_Q}[^“”\"「」。；]{{0,12}}?(?:{_VERB})[:：]?\s*{_Q}")
_PLAIN: Final = re.compile(
    rf"(?:把|将|由|从)(?:[^“”\"「」。；，]{{0,30}}?[的中])?[“\"「]?({_W}{{1,40}}?)[”\"」]?[，,]?(?:{_VERB})[“\"「]?({_W}{{1,40}})[”\"」]?"
)
_HALF: Final = re.compile(rf"{_Q}[^“”\"「」。；]{{0,12}}?(?:{_VERB})({_W}{{1,20}}){_END}")
_ONLY_NEW: Final = re.compile(rf"(?:{_VERB})[:：]?\s*{_Q}")
_NEW_PLAIN: Final = re.compile(rf"(?:{_VERB})[:：]?\s*({_W}{{1,30}})")
_WISHED: Final = re.compile(rf"(?:建议|希望|最好|应该|应当?|能不能|至少)({_W}{{0,12}})")
_CUT = r"(?:删除|删去|删掉|去掉|取消|拿掉|废除)"
_DELETE: Final = re.compile(rf"{_CUT}[^“”\"「」。；，]{{0,16}}?{_Q}|{_Q}[^“”\"「」。；]{{0,14}}?{_CUT}")
_DELETE_UNIT: Final = re.compile(
    rf"{_CUT}(?:这|本|该|此|整|全|第|上述)[^“”，。；]{{0,14}}?(?:条|款|项|规定|要求|章)|"
    rf"(?:条|款|项|建议|应当?|应该|要求|请|希望|必须|最好|直接|整个|予以|可以|全部){_CUT}(?:了|吧|掉|为好|即可)?(?=[。！!；;，,]|$)"
)
_INSERT: Final = re.compile(
    rf"(?:增加|补充|加上|添加|加入|写上|写明|加|补)(?:规定|写|一句话?|一项|内容|表述|以下内容|上)?[:：]?\s*{_Q}"
)
_NEW_UNIT: Final = re.compile(
    r"(?:增加|新增|增设|补充|另设|增写|加)(?:规定)?(?:一|1|两|第[一二三四五六七八九十\d]+)个?(条|款|项)(?!件)"
    r"(?:[^“”。；：:\"「」]{0,24}(?:[:：]\s*[“\"「]?|[“\"「])([^“”\"「」]{1,400}))?"
)
_REFUSED: Final = re.compile(
    r"(?:不|别|勿|反对|拒绝|没必要)(?:要|能|应当?|该|应该|建议|同意|支持|赞成|得|宜|可|予)?[^，。；！？]{0,3}$"
)


class _Read(NamedTuple):
    kind: WordingKind
    old: Span
    new: Span
    whole: Span


def parse_wordings(point: Point, comment: Comment, mapping: Mapping, draft: Draft) -> tuple[Wording, ...]:
    """The proposals in ``point``; ``old`` and ``new`` are cut from the comment as written.

    A proposal holds for the first target of the mapping whose text has the old words, else for the first target; a
    point that abstains gives proposals only when the old words stand in one clause of the draft.

    >>> from lawcheck.comments import map_point, open_draft, split_points
    >>> from lawcheck.document import parse
    >>> draft = open_draft(parse("某市停车条例\\n第一条　应当在三十日内办理。\\n第二条　禁止占用盲道。\\n"))
    >>> c = Comment("c1", "建议将第一条中的“三十日”修改为“六十日”。")
    >>> p = split_points(c)[0]
    >>> w = parse_wordings(p, c, map_point(p, c, draft), draft)[0]
    >>> w.kind.value, w.old, w.new, w.target, w.found
    ('改为', '三十日', '六十日', 'art_1__para_1', True)
    """
    text = normalised(point.text)
    found = [w for read in _reads(text.text) for w in _placed(read, text, point, mapping, draft)]
    if not found:
        found = list(_wished(text, point, mapping, draft))
    if point.ordinal == 1 and comment.proposed.strip():
        found += _edited(point, comment, mapping, draft)
    return tuple(found)


_PATTERNS: Final = (
    (WordingKind.REPLACE, _REPLACE, 1, 2),
    (WordingKind.REPLACE, _HALF, 1, 2),
    (WordingKind.REPLACE, _PLAIN, 1, 2),
    (WordingKind.NEW_ARTICLE, _NEW_UNIT, 0, 2),
    (WordingKind.DELETE, _DELETE, 1, 0),
    (WordingKind.INSERT, _INSERT, 0, 1),
    (WordingKind.REPLACE, _ONLY_NEW, 0, 1),
    (WordingKind.REPLACE, _NEW_PLAIN, 0, 1),
    (WordingKind.DELETE, _DELETE_UNIT, 0, 0),
)
_UNITS: Final = {"条": WordingKind.NEW_ARTICLE, "款": WordingKind.NEW_PARAGRAPH, "项": WordingKind.INSERT}


def _reads(text: str) -> Iterator[_Read]:
    """Every proposal once: the pattern that reads most comes first, and its place is taken. What a person does not want
    (不建议改为 …) is none."""
    taken: list[Span] = []
    for kind, pattern, old, new in _PATTERNS:
        for match in pattern.finditer(text):
            span = Span(*match.span())
            if span.overlaps(*taken):
                continue
            taken.append(span)
            if _REFUSED.search(text[: span.start]) and not (pattern is _DELETE and match[0][0] in '“「"『‘'):
                continue
            if pattern is _DELETE_UNIT and any(t.end > span.start - 40 for t in taken[:-1] if t.start < span.start):
                continue
            first, second = _group(match, old, pattern is _DELETE), _group(match, new, False)
            yield _Read(_UNITS[match[1]] if pattern is _NEW_UNIT else kind, first, second, span)


def _group(match: re.Match[str], number: int, either: bool) -> Span:
    if not number:
        return Span(0, 0)
    number = 2 if either and match[number] is None else number
    return Span(*match.span(number)) if match[number] else Span(0, 0)


def _placed(read: _Read, text: Normalised, point: Point, mapping: Mapping, draft: Draft) -> Iterator[Wording]:
    """The proposal for its clause; 建议删除 of several clauses is one for each."""
    whole = text.original_span(read.whole)
    span = Span(point.span.start + whole.start, point.span.start + whole.end)
    old, new = _cut(text, read.old), _cut(text, read.new).strip("，。；：: ")
    target, found = _target(plain(old), mapping, draft)
    if read.kind is WordingKind.NEW_ARTICLE and not mapping.targets:
        target = NEW_CLAUSE
    if not old and not new and read.kind is WordingKind.DELETE:
        for each in mapping.targets:
            if each in draft.by_eid:
                yield Wording(point.point_id, each, read.kind, "", "", span, False)
        return
    if not target:
        return
    kind = read.kind
    if kind is WordingKind.REPLACE:
        before = text.text[: read.whole.start]
        old, new, found = _exact(old, new, found, before, draft.by_eid[target].text if target in draft.by_eid else "")
        if not old and not _is_quoted(text.text, read.new):
            return
        if not old and len(new) >= EDITED_LENGTH and fuzz.ratio(plain(new), plain(draft.by_eid[target].text)) >= 50:
            kind = WordingKind.EDITED
    yield Wording(point.point_id, target, kind, old, new, span, found)


def _is_quoted(text: str, span: Span) -> bool:
    return text[span.start - 1 : span.start] in '“"「『‘'


def _exact(old: str, new: str, found: bool, before: str, clause: str) -> tuple[str, str, bool]:
    """Quantities by themselves, so that all who want 三十日→六十日 are counted together; the old one comes from the
    clause where the person does not repeat it."""
    given = list(find_quantities(new))
    if len(given) != 1 or len(given[0].text) < len(new) - 8:
        return old, new, found
    wanted, held = given[0], [q for q in find_quantities(clause) if q.unit == given[0].unit and q.key != given[0].key]
    keys = {q.key for q in find_quantities(old or before)}
    named = [q for q in held if q.key in keys]
    choice = (
        named[-1:] if len({q.key for q in named}) == 1 else held if len({q.key for q in held}) == 1 and not old else []
    )
    if not choice:
        return old, new, found
    return choice[0].text, wanted.text, True


def _wished(text: Normalised, point: Point, mapping: Mapping, draft: Draft) -> Iterator[Wording]:
    """建议八年, where the clause has one other quantity of that unit."""
    clause = next((draft.by_eid[t].text for t in mapping.targets if t in draft.by_eid), "")
    for match in _WISHED.finditer(text.text):
        if _REFUSED.search(text.text[: match.start()]) or not clause:
            continue
        old, new, found = _exact("", match[1], False, text.text[: match.start()], clause)
        if found:
            span = text.original_span(Span(*match.span()))
            place = Span(point.span.start + span.start, point.span.start + span.end)
            yield Wording(point.point_id, mapping.targets[0], WordingKind.REPLACE, old, new, place, True)
            return


def _cut(text: Normalised, span: Span) -> str:
    return text.original[slice(*text.original_span(span))] if span.length else ""


def _target(old: str, mapping: Mapping, draft: Draft) -> tuple[str, bool]:
    """The clause that a proposal is for, and whether the old words stand in it."""
    clauses = [target for target in mapping.targets if target in draft.by_eid]
    for target in clauses:
        if old and old in plain(draft.by_eid[target].text):
            return target, True
    if old and not clauses:
        holders = [n for n, leaf in enumerate(draft.plain_leaves) if old in leaf]
        return (draft.leaves[holders[0]].eid, True) if len(holders) == 1 else ("", False)
    return next(iter(clauses or mapping.targets), ""), False


def _edited(point: Point, comment: Comment, mapping: Mapping, draft: Draft) -> list[Wording]:
    """The field 建议修改为: the clause rewritten, or words put for others."""
    target = next((t for t in mapping.targets if t not in (WHOLE_DRAFT, NEW_CLAUSE)), "")
    clause = draft.by_eid.get(target)
    new = comment.proposed.strip()
    if clause is None:
        return (
            [Wording(point.point_id, NEW_CLAUSE, WordingKind.NEW_ARTICLE, "", new, Span(0, 0), False)]
            if mapping.targets
            else []
        )
    anchor = comment.anchor
    if anchor and anchor.quote and plain(anchor.quote) in plain(clause.text):
        return [Wording(point.point_id, target, WordingKind.REPLACE, anchor.quote, new, Span(0, 0), True)]
    whole = fuzz.ratio(plain(new), plain(clause.text)) >= 50
    return [
        Wording(
            point.point_id, target, WordingKind.EDITED if whole else WordingKind.REPLACE, "", new, Span(0, 0), whole
        )
    ]


def merge_wordings(wordings: Sequence[Wording], comments: Sequence[Comment]) -> tuple[WordingRow, ...]:
    """The same proposals (same clause, kind and words as they are compared) as one row each, persons counted once;
    most persons first. A comment without a known person counts as one of its own.

    >>> one, two = Comment("c1", "", person="甲"), Comment("c2", "", person="乙")
    >>> given = [Wording(f"{c}#1", "art_1", WordingKind.REPLACE, "三十日", new, Span(0, 0), True) for c, new in (("c1", "60日"), ("c2", "六十日"))]
    >>> [(row.old, row.new, row.persons) for row in merge_wordings(given, [one, two])]
    [('三十日', '60日', 2)]
    """
    persons = {comment.comment_id: comment.person or f"\\0{comment.comment_id}" for comment in comments}
    groups: dict[tuple[str, WordingKind, str, str], list[Wording]] = {}
    for wording in sorted(wordings):
        key = (wording.target, wording.kind, same_words(wording.old), same_words(wording.new))
        groups.setdefault(key, []).append(wording)
    rows = [
        WordingRow(
            first.target,
            first.kind,
            first.old,
            first.new,
            len({persons[w.point_id.rpartition("#")[0]] for w in group}),
            tuple(dict.fromkeys(w.point_id for w in group)),
        )
        for group in groups.values()
        for first in group[:1]
    ]
    return tuple(sorted(rows, key=lambda row: (-row.persons, row.target, row.kind, row.old, row.new)))
