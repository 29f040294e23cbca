"""Proposals for other words: 将“A”修改为“B”, 删去“A”, 增加“B”, 增加一款, a rewritten clause; and the same ones merged."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from rapidfuzz import fuzz

from lawcheck.comments.draft import Draft
from lawcheck.comments.grams import plain
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
from lawcheck.document import Normalised, Span, normalise

__all__ = ["merge_wordings", "parse_wordings"]

_Q = r'[“"「『‘]([^“”"「」『』]{1,600})[”"」』’]'
_VERB = r"(?:修改|更改|改|调整|变更|更正|修订|替换|降|降低|提高|延长|缩短|放宽|压缩|增加|减少|减|降至|表述)(?:为|成|到|至)|换成|代替为|应为|应是|变为|变成|放宽到|定为|设为"
_W = r"[^，。；！？、\s“”\"「」]"  # words without quotation marks
_NUMBERED = rf"{_W}{{0,6}}?[\d零一二三四五六七八九十百千万两半点.％%]+{_W}{{0,6}}?"
_REPLACE: Final = re.compile(rf"{_Q}[^“”\"「」。；]{{0,12}}?(?:{_VERB})[:：]?\s*{_Q}")
_REPLACE_PLAIN: Final = re.compile(
    rf"(?:把|将|由|从)(?:[^“”\"「」。；]{{0,30}}?的)?[“\"「]?({_W}{{1,40}}?)[”\"」]?(?:[，,]?(?:{_VERB}))[“\"「]?({_W}{{1,40}})[”\"」]?"
)
_HALF: Final = re.compile(rf"{_Q}[^“”\"「」。；]{{0,12}}?(?:{_VERB})({_NUMBERED})(?=[，。；！？、,;!?\s）)]|$)")
_ONLY_NEW: Final = re.compile(rf"(?:{_VERB})[:：]?\s*{_Q}")
_DELETE: Final = re.compile(
    rf"(?:删除|删去|删掉|去掉|取消|拿掉)[^“”\"「」。；，]{{0,16}}?{_Q}|{_Q}[^“”\"「」。；]{{0,14}}?(?:应当?|应该|建议|可以|予以|要|请)?(?:删除|删去|删掉|去掉|取消)"
)
_DELETE_UNIT: Final = re.compile(
    r"(?:建议|应当?|应该|要求|请|希望|必须)(?:直接|全部|整体)?(?:删除|删去|删掉|去掉|取消|废除)(?:本|这|该|此|整|第)?[^“”，。；]{0,14}(?:条|款|项|规定|要求)|(?:条|款|项)(?:[^，。；“”]{0,8})?(?:应当?|应该|建议|予以|可以|全部|整条|整款)?(?:予以)?(?:删除|删去|删掉|取消)"
)
_INSERT: Final = re.compile(
    rf"(?:增加|补充|加上|添加|加入|加|补)(?:规定|写|一句|一项|内容|表述|以下内容)?[:：]?\s*{_Q}"
)
_NEW_UNIT: Final = re.compile(
    r"(?:增加|新增|增设|补充|另设|增写|加)(?:规定)?(?:一|1|第[一二三四五六七八九十\d]+)(?:个)?(条|款|项)[^“”。；：:]{0,20}[，,]?[:：]?\s*(?:(?:内容|表述|规定)?(?:为|是|如下))?[:：]?\s*[“\"「]?([^“”\"「」]{0,400})"
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
    ('改为', '三十日', '六十日', 'art_1', True)
    """
    text = normalise(point.text)
    found = [wording for read in _reads(text.text) if (wording := _placed(read, text, point, mapping, draft))]
    if point.ordinal == 1 and comment.proposed.strip():
        found += _edited(point, comment, mapping, draft)
    return tuple(found)


def _reads(text: str) -> Iterator[_Read]:
    """Every proposal once: the pattern that reads most comes first, and its place is taken."""
    taken: list[Span] = []
    nothing = Span(0, 0)

    def free(match: re.Match[str]) -> bool:
        span = Span(*match.span())
        if any(span.start < other.end and other.start < span.end for other in taken):
            return False
        taken.append(span)
        return True

    for pattern in (_REPLACE, _HALF, _REPLACE_PLAIN):
        for match in pattern.finditer(text):
            if free(match):
                yield _Read(WordingKind.REPLACE, Span(*match.span(1)), Span(*match.span(2)), Span(*match.span()))
    for match in _NEW_UNIT.finditer(text):
        if free(match):
            kind = {"条": WordingKind.NEW_ARTICLE, "款": WordingKind.NEW_PARAGRAPH}.get(match[1], WordingKind.INSERT)
            yield _Read(kind, nothing, Span(*match.span(2)), Span(*match.span()))
    for match in _DELETE.finditer(text):
        if free(match):
            old = match.span(1) if match[1] else match.span(2)
            yield _Read(WordingKind.DELETE, Span(*old), nothing, Span(*match.span()))
    for match in _INSERT.finditer(text):
        if free(match):
            yield _Read(WordingKind.INSERT, nothing, Span(*match.span(1)), Span(*match.span()))
    for match in _ONLY_NEW.finditer(text):
        if free(match):
            yield _Read(WordingKind.REPLACE, nothing, Span(*match.span(1)), Span(*match.span()))
    if not any(span for span in taken):
        for match in _DELETE_UNIT.finditer(text):
            if free(match):
                yield _Read(WordingKind.DELETE, nothing, nothing, Span(*match.span()))


def _placed(read: _Read, text: Normalised, point: Point, mapping: Mapping, draft: Draft) -> Wording | None:
    old, new = _cut(text, read.old), _cut(text, read.new)
    target, found = _target(plain(old), mapping, draft)
    if read.kind is WordingKind.NEW_ARTICLE and not mapping.targets:
        target = NEW_CLAUSE
    if not target:
        return None
    span = text.original_span(read.whole)
    place = Span(point.span.start + span.start, point.span.start + span.end)
    return Wording(point.point_id, target, read.kind, old, new, place, found)


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
        key = (wording.target, wording.kind, _key(wording.old), _key(wording.new))
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


def _key(words: str) -> str:
    return "".join(char for char in plain(words) if char.isalnum())
