"""The rows of a 新旧条文对照表: which characters are marked, what is said of each, and what a reader must be told first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz

from lawcheck.alignment import UnitPair
from lawcheck.comparison import ComparedRow, DocumentComparison, Relation, find_steps, folded, parted_groups
from lawcheck.document import Document, Unit, UnitKind, amends
from lawcheck.reports.differences import Piece, differing_lines, differing_parts, pieces_of
from lawcheck.reports.labels import uncompared_sentence

__all__ = ["book_title", "cautions", "version_pieces", "version_points", "version_tag"]

_KINDS: Final[Mapping[str, str]] = {
    "same": "未变", "renumbered": "条号变动", "moved": "移动", "reworded": "修改", "split": "拆分", "merged": "合并",
    "deleted": "删除", "added": "新增",
}  # fmt: skip
_LABELLED: Final = (Relation.HEAVIER, Relation.LIGHTER, Relation.RELAXED, Relation.ADDED)
"""What a new text may make of an old one; 疑似抵触 is said of a higher law only."""
_QUOTED: Final = re.compile("(“[^”]*”)")
_TOLD: Final = 6
"""So many 款 and 项 are told one by one; of a longer list the table itself tells."""
_LONG_ENOUGH: Final = 8
"""Characters of a 款 or 项 below which its words may stand anywhere by chance …"""
_HELD: Final = 90.0
"""… and how alike (partial ratio, 0–100) the best stretch of another article must be to hold it."""
_DOUBTFUL: Final = frozenset((
    "P204", "P207", "P209", "P211", "P213", "P216", "P219", "P220", "P221", "P240", "P241", "P242", "P243", "P244", "P245",
    "P250", "P251", "P252", "P254",
))  # fmt: skip
"""Problems of reading that leave words out of a comparison or make them doubtful: parts and pictures that were not read,
hidden text, text recognised from pictures, lost characters, Traditional characters beside Simplified ones."""
_FEW: Final = 0.2
"""Two versions of one text share more of their provisions than this; below it they are likely two documents."""

_INNER: Final = str.maketrans("《》", "〈〉")

_Marks = tuple[tuple[Piece, ...], tuple[Piece, ...]]


# -- which characters ----------------------------------------------------------------------------------------------


def version_pieces(rows: Sequence[ComparedRow]) -> list[_Marks]:
    """The old and the new text of each row. What stands in another part of an article that was split, or came from
    another one that was merged with it, is neither gone nor new."""
    shown = [_pair(row) for row in rows]
    for group in parted_groups(rows):
        split = rows[group[0]].kind == "split"
        whole = rows[group[0]].upper_text if split else rows[group[0]].lower_text
        texts = [rows[at].lower_text if split else rows[at].upper_text for at in group]
        flags, parts = differing_parts(whole, texts)
        for at, part in zip(group, parts, strict=True):
            shown[at] = _marked(rows[at], *((flags, part) if split else (part, flags)))
    return shown


def _pair(row: ComparedRow) -> _Marks:
    old, new = row.upper_text, row.lower_text
    if old and new:
        return _marked(row, *differing_lines(old, new))
    return _marked(row, [not char.isspace() for char in old], [not char.isspace() for char in new])


def _marked(row: ComparedRow, old: Sequence[bool], new: Sequence[bool]) -> _Marks:
    found = row.comparison.differences if row.comparison else ()
    above = {place for d in found if d.upper_span for place in range(*d.upper_span)}
    below = {place for d in found if d.lower_span for place in range(*d.lower_span)}
    return (
        pieces_of([(char, place in above) for place, char in enumerate(row.upper_text)], old),
        pieces_of([(char, place in below) for place, char in enumerate(row.lower_text)], new),
    )


# -- what is said of them ------------------------------------------------------------------------------------------


def version_tag(row: ComparedRow) -> str:
    """What became of it, in one word of the table."""
    if row.kind == "moved" and row.changed:
        return "移动并修改"
    if row.kind == "renumbered" and row.framing:
        return "编号变动"
    return _KINDS[row.kind] if row.kind else ""


def version_points(value: DocumentComparison, row: ComparedRow) -> str:
    """款 and 项 that came and went, then what the words make of the old ones."""
    told = [*_structure(value, row), *_same_words(row), *_same_sense(row)]
    if row.comparison and row.comparison.differences:
        points = _as_versions("；".join(row.comparison.key_points))
        label = row.comparison.relation
        told.append(f"{label.value}：{points}" if label in _LABELLED else points)
    return "；".join(told)


def _as_versions(points: str) -> str:
    """Notes on a clause and a higher one, said of a new text and an old one; words quoted stay."""
    parts = _QUOTED.split(points)
    own = (re.sub("本条(?!例)", "新文本", part.replace("上位法", "旧文本")) for part in parts[::2])
    return "".join(text for pair in zip(own, [*parts[1::2], ""], strict=True) for text in pair)


def _structure(value: DocumentComparison, row: ComparedRow) -> list[str]:
    told = list(_came_and_went(value, row, row.inside))
    return told if len(told) <= _TOLD else [*told[:_TOLD], f"共增删款、项{len(told)}处"]


def _came_and_went(value: DocumentComparison, row: ComparedRow, pairs: Sequence[UnitPair]) -> Iterator[str]:
    for pair in pairs:
        if pair.new is None and pair.old and row.upper:
            places = [(other.lower_text, other.upper_text, other.lower) for other in value.rows if other is not row]
            found = _elsewhere(pair.old.full_text, places)
            seen = f"（相近文字见新文本{value.lower.citation_label(found)}）" if found else ""
            yield f"删去{_step(value.upper, pair.old, row.upper)}{seen}"
        elif pair.old is None and pair.new and row.lower:
            places = [(other.upper_text, other.lower_text, other.upper) for other in value.rows if other is not row]
            found = _elsewhere(pair.new.full_text, places)
            seen = f"（相近文字见旧文本{value.upper.citation_label(found)}）" if found else ""
            yield f"增加{_step(value.lower, pair.new, row.lower)}{seen}"
        else:
            yield from _came_and_went(value, row, pair.children)


def _elsewhere(words: str, places: Iterable[tuple[str, str, Unit | None]]) -> Unit | None:
    """The unit whose text holds nearly all these words, while its counterpart in the other version does not."""
    key = folded(words)
    if len(key) < _LONG_ENOUGH:
        return None
    for text, counterpart, unit in places:
        if unit is not None and _holds(text, key) and not _holds(counterpart, key):
            return unit
    return None


_folded: Final = lru_cache(maxsize=4096)(folded)  # every article is asked for each 款 that went


def _holds(text: str, key: str) -> bool:
    own = _folded(text)
    return len(own) >= len(key) and fuzz.partial_ratio(key, own) >= _HELD


def _step(document: Document, unit: Unit, top: Unit) -> str:
    """The place of a unit inside the article: 第二款第（三）项, a lone 款 left out."""
    steps = [step for step in document.path(unit) if step.ordinal > top.ordinal]
    alone = len(steps) > 1 and steps[0].kind is UnitKind.PARAGRAPH and len(top.children) == 1
    return "".join(step.citable for step in (steps[1:] if alone else steps))


def _same_words(row: ComparedRow) -> Iterator[str]:
    """What is another in a text whose words are the same: its 款, or the width of its marks."""
    if row.changed or row.kind in ("added", "deleted") or row.framing or not row.upper or not row.lower:
        return
    before, after = len(row.upper.children), len(row.lower.children)
    if before != after:
        yield f"文字未变，原分{before}款，现分{after}款"
    if "".join(row.upper_text.split()) != "".join(row.lower_text.split()):
        yield "文字未变，标点符号的全角半角或者形状不同"


def _same_sense(row: ComparedRow) -> Iterator[str]:
    """Where other numerals, marks or synonyms are all that differs."""
    kept = row.changed and row.kind in ("reworded", "moved") and row.comparison and not row.comparison.differences
    if kept and all(step.kind.same for step in find_steps(row.upper_text, row.lower_text)):
        yield "只有数字写法、标点或者近义词不同"


# -- what a reader must be told first ------------------------------------------------------------------------------


def cautions(value: DocumentComparison) -> tuple[str, ...]:
    """Why a comparison may not be the one that was meant: nothing to compare, no version of the same text, a decision in
    place of the text that it amends, tracked changes, words that were not read or are doubtful."""
    told = [
        f"{book_title(d)}中没有读出条款，无法逐条比对，请核对文件。"
        for d in (value.upper, value.lower)
        if not d.clauses
    ]
    told += [
        f"{book_title(d)}含有修订痕迹，按接受全部修订以后的文字比对。"
        for d in (value.upper, value.lower)
        if any(problem.code == "P201" for problem in d.problems)
    ]
    told += [
        f"{book_title(d)}：{message}"
        for d in (value.upper, value.lower)
        for message in dict.fromkeys(problem.message for problem in d.problems if problem.code in _DOUBTFUL)
    ]
    told += _of_versions(value) if value.versions else [uncompared_sentence(value.lower)]
    return tuple(filter(None, told))


def _of_versions(value: DocumentComparison) -> list[str]:
    decided = [d for d in (value.upper, value.lower) if amends(d.title) and not _carries_text(d)]
    if len(decided) == 1:
        return [
            f"{book_title(decided[0])}是修改决定，不是修改后的全文。可以先用 lawcheck laws amend 决定 原文 --out 修改后.docx 得出修改后的文本，再作对照。"
        ]
    own = [row for row in value.rows if not row.framing]
    paired = sum(bool(row.upper and row.lower) for row in own)
    if own and all(row.kind == "same" for row in value.rows) and not any(row.changed for row in value.rows):
        return ["两个文本没有文字上的不同。"]
    if value.upper.clauses and value.lower.clauses and paired < _FEW * len(own):
        return ["两个文本的条文大部分不能对应，可能不是同一文件的两个文本。与上位法比对请加 --higher。"]
    return []


def _carries_text(document: Document) -> bool:
    """Whether the text as amended stands behind a decision."""
    return any(unit.kind is UnitKind.ARTICLE for annex in document.issued for unit in annex.walk())


def book_title(document: Document) -> str:
    """The title in 《》, those inside it as 〈〉 (GB/T 15834); the name of the file where there is none.

    >>> from lawcheck.document import parse
    >>> book_title(parse("某市实施《中华人民共和国水法》办法\\n第一条　甲。"))
    '《某市实施〈中华人民共和国水法〉办法》'
    """
    name = document.title or document.source.name or "无标题"
    return f"《{name.translate(_INNER)}》"
