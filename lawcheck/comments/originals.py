"""Words of the draft that a person copied beside the own ones (a column 原文, 第五条（原文“…”）：…): where they stand, and what is
put for them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from rapidfuzz import fuzz

from lawcheck.comments.draft import Draft
from lawcheck.comments.grams import plain, plain_form
from lawcheck.comments.model import Comment, Mapping, Point, Wording, WordingKind

__all__ = ["copied_from", "copied_part", "only_deletes", "put_for_copied"]

_COPIED: Final = re.compile(
    r"[（(]原文“(?P<marked>[^”]*)”[)）][：:]?\s*(?P<words>[^\n]*)|"
    r"(?:\A|\n)\s*[（(【]?(?:条文|草案|条款)?原文[)）】]?[：:](?P<line>[^\n]*)\n\s*(?:[（(【]?(?:修改|建议|具体|反馈)?(?:意见|建议|修改)(?:为|内容)?[)）】]?[：:])?\s*(?P<said>[^\n]*)"
)
_NUMBER: Final = re.compile(
    r"^\s*(?:第[零〇一二三四五六七八九十百\d]+条|[（(]?[零〇一二三四五六七八九十\d]{1,3}[)）、.．])\s*"
)
_MARKS: Final = "，,。；;：: “”\"'"
_GONE: Final = re.compile(
    r"(?:建议|请|应当?|可以?)?(?:予以|全部|整[条款项])?(?:删除|删去|删掉|去掉|取消)(?:[此该本这](?:[条款项句]|内容|规定|表述))?[。！]?"
)
ALIKE: Final = 50  # per cent of likeness from which words are others for those copied
WHOLE: Final = 0.9  # of a clause: so much copied is all of it


def only_deletes(words: str) -> bool:
    """Whether ``words`` want away what stands beside them, and say nothing else.

    >>> only_deletes("建议删除"), only_deletes("建议删除“应当”")
    (True, False)
    """
    return _GONE.fullmatch(words.strip()) is not None


def copied_from(comment: Comment, draft: Draft) -> tuple[str, ...]:
    """The 款 and 项 of the draft in which the copied words stand."""
    words = _bare(comment.original)
    return tuple(
        leaf.eid for leaf, text in zip(draft.leaves, draft.plain_leaves, strict=True) if words and words in text
    )


def copied_part(original: str, clause: str) -> str:
    """The copied words as they are the old ones of a change to ``clause``: nothing where they are all of it or not in it.

    >>> copied_part("三十日。", "应当在三十日内办理。"), copied_part("应当在三十日内办理。", "应当在三十日内办理。")
    ('三十日', '')
    """
    words, text = _bare(original), plain(clause)
    part = words in text and len(words) < WHOLE * len(text.strip(_MARKS))
    return _NUMBER.sub("", original).strip(_MARKS) if words and part else ""


def _bare(original: str) -> str:
    return plain_form(_NUMBER.sub("", original)).strip(_MARKS)


def put_for_copied(
    found: Sequence[Wording], point: Point, comment: Comment, mapping: Mapping, draft: Draft
) -> Sequence[Wording]:
    """``found`` with the copied words as the old ones where a change names none; where nothing was found and the person's
    words are another form of those copied, or only want them away, the change that they make."""
    match = _COPIED.search(point.text)
    original, words = comment.original, point.text
    if match:
        original, words = match["marked"] or match["line"] or "", match["words"] or match["said"] or ""
    clause = next((draft.by_eid[t] for t in mapping.targets if t in draft.by_eid and _stands(original, draft, t)), None)
    if not _bare(original) or clause is None:
        return found
    old, place = copied_part(original, clause.text), point.span
    if only_deletes(words):
        return [Wording(point.point_id, clause.eid, WordingKind.DELETE, old, "", place, bool(old))]
    if not found and words.strip() and fuzz.ratio(plain(words), _bare(original)) >= ALIKE:
        return [
            _changed(Wording(point.point_id, clause.eid, WordingKind.REPLACE, "", words.strip(), place, False), old)
        ]
    return [_changed(wording, old) for wording in found]


def _stands(original: str, draft: Draft, target: str) -> bool:
    return _bare(original) in plain(draft.by_eid[target].text)


def _changed(wording: Wording, old: str) -> Wording:
    """A replacement without old words, with ``old``; without those it is another form of the whole clause."""
    if wording.kind is not WordingKind.REPLACE or wording.old:
        return wording
    kind = WordingKind.REPLACE if old else WordingKind.EDITED
    return wording._replace(kind=kind, old=old, found=True)
