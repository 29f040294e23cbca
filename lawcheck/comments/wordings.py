"""Proposals for other words: 将“A”修改为“B”, 删去“A”, 增加“B”, 增加一款, a rewritten clause; and the same ones merged."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from rapidfuzz import fuzz

from lawcheck.comments.bare_numbers import bare_numbers
from lawcheck.comments.draft import Draft
from lawcheck.comments.framing import SENTENCE
from lawcheck.comments.grams import normalised, plain
from lawcheck.comments.model import (
    NEW_CLAUSE,
    WHOLE_DRAFT,
    Comment,
    Mapping,
    Point,
    ReasonKind,
    Wording,
    WordingKind,
    WordingRow,
)
from lawcheck.comments.originals import copied_part, only_deletes, put_for_copied
from lawcheck.comments.quantities import Quantity, ends_of, find_quantities, same_words, value_of
from lawcheck.comments.wording_forms import WISHED, Proposal, asks_for_more, find_proposals, is_refused
from lawcheck.document import Normalised, Span, parse_numeral

__all__ = ["merge_wordings", "parse_wordings"]

BESIDE: Final = 8  # characters that may stand beside a quantity in words put for others
FEW: Final = 4  # … in words that are not said to be put for any, unless they are the clause's own
REPEATED: Final = 20  # characters before the verb, at most, that may be the old words
_UNIT_AT_END: Final = re.compile("(?:元|块|个?工作日|日|天|个?月|年|个?小时|分钟)$")
_IN_MARKS: Final = re.compile(r'[“"「『]([^“”"「」『』]{2,600})[”"」』]')
_PAUSE: Final = re.compile("[，,。；：:、！？\n]")
ALIKE: Final = 50  # per cent of likeness from which new words are another text of the clause
_COUNTED: Final = re.compile("第([一二三四五六]|\\d)句")
EDITED_LENGTH: Final = 20  # shorter words are put for a part of the clause, longer ones alike it rewrite it


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
    found = [w for read in find_proposals(text.text) for w in _placed(read, text, point, mapping, draft)]
    if not found:
        found = list(_wished(text, point, mapping, draft))
    if all(_is_number_alone(wording) for wording in found):
        found = list(_without_unit(text, point, mapping, draft)) or found
    if point.ordinal == 1 and comment.proposed.strip():
        found = _once(found, _edited(point, comment, mapping, draft), draft)
    return tuple(put_for_copied(found, point, comment, mapping, draft))


def _placed(read: Proposal, text: Normalised, point: Point, mapping: Mapping, draft: Draft) -> Iterator[Wording]:
    """The proposal for its clause; 建议删除 of several clauses is one for each."""
    whole = text.original_span(read.whole)
    span = Span(point.span.start + whole.start, point.span.start + whole.end)
    old, new = _cut(text, read.old), _cut(text, read.new).strip("，。；：: ")
    target, found = _target(plain(old), mapping, draft, span.start)
    if read.kind is WordingKind.NEW_ARTICLE and not mapping.targets:
        target = NEW_CLAUSE
    if not old and not new and read.kind is WordingKind.DELETE:
        for each in mapping.targets:
            if each in draft.by_eid:
                sentence = _sentence(text.text, draft.by_eid[each].text)
                yield Wording(point.point_id, each, read.kind, sentence, "", span, bool(sentence))
        return
    if not target:
        return
    clause = draft.by_eid[target].text if target in draft.by_eid else ""
    if read.kind is WordingKind.EDITED:
        whole_clause = _is_rewritten(new, clause)
        kind = WordingKind.EDITED if whole_clause else WordingKind.REPLACE
        yield Wording(point.point_id, target, kind, "", new, span, whole_clause)
        return
    if read.kind is not WordingKind.REPLACE:
        yield Wording(point.point_id, target, read.kind, old, new, span, found)
        return
    old, new, found = _put_for(read, old, new, found, text.text, clause)
    old = old.rstrip("，。；") or old
    if not old and (quoted := _quoted_once(text, read, clause)):
        old, found = quoted, True
    if old or _is_quoted(text.text, read.new):
        whole_clause = not old and len(new) >= EDITED_LENGTH and fuzz.ratio(plain(new), plain(clause)) >= ALIKE
        kind = WordingKind.EDITED if whole_clause else WordingKind.REPLACE
        yield Wording(point.point_id, target, kind, old, new, span, found)


def _sentence(text: str, clause: str) -> str:
    """The sentence of ``clause`` that 删除第二句 means; nothing where none is counted."""
    numbered = _COUNTED.search(text)
    sentences = [match[0] for match in SENTENCE.finditer(clause) if match[0].strip()]
    number = parse_numeral(numbered[1]) or 0 if numbered else 0
    return sentences[number - 1] if 0 < number <= len(sentences) else ""


def _is_rewritten(new: str, clause: str) -> bool:
    """Whether ``new`` is the whole of ``clause`` in other words."""
    return len(new) >= EDITED_LENGTH or fuzz.ratio(plain(new), plain(clause)) >= ALIKE


def _put_for(read: Proposal, old: str, new: str, found: bool, text: str, clause: str) -> tuple[str, str, bool]:
    """The old and the new words of a replacement as exactly as the clause tells; no old ones where nothing is replaced."""
    before, quoted = text[: read.whole.start], _is_quoted(text, read.new)
    old, new, found = _exact(old, new, found, before, clause)
    if not quoted and asks_for_more(text, read) and not any(find_quantities(old)):
        return "", new, False
    if not old and not quoted:
        old = _repeated(before, new, clause)
        found = bool(old)
    return old, new, found


def _quoted_once(text: Normalised, read: Proposal, clause: str) -> str:
    """The words of the clause that the point quotes before it proposes other ones (“甲”一刀切。……建议改为“乙”): the only words
    in quotation marks there, and no others than the clause's."""
    if not _is_quoted(text.text, read.new):
        return ""
    said = list(_IN_MARKS.finditer(text.text[: read.whole.start]))
    if len(said) != 1 or plain(said[0][1]) not in plain(clause):
        return ""
    return _cut(text, Span(*said[0].span(1))).rstrip("，。；")


def _is_quoted(text: str, span: Span) -> bool:
    return text[span.start - 1 : span.start] in '“"「『‘'


def _exact(old: str, new: str, found: bool, before: str, clause: str) -> tuple[str, str, bool]:
    """Quantities by themselves, so that all who want 三十日→六十日 are counted together; the old one comes from the
    clause where the person does not repeat it."""
    own = [part for held in find_quantities(clause) for part in (held, *ends_of(held))]
    given = list(find_quantities(new))
    if len(given) > 1 and not old:
        given = [q for q in given if q.key not in {held.key for held in own}]
    if len(given) != 1 or (
        len(given[0].text) < len(new) - (BESIDE if old else FEW)
        and not (given[0].text[0] == "每" and new.startswith(given[0].text))
        and not _is_of(new.replace(given[0].text, ""), clause)
    ):
        return old, new, found
    choice = _replaced(given[0], own, list(find_quantities(old or before)), bool(old))
    return (choice.text, given[0].text, True) if choice else (old, new, found)


def _replaced(wanted: Quantity, own: Sequence[Quantity], named: Sequence[Quantity], strict: bool) -> Quantity | None:
    """The quantity of the clause that ``wanted`` is put for: one that is ``named``; in another unit that measures the same
    only the one named last; else, unless ``strict``, the only one of its unit."""
    like = [q for q in own if q.measures == wanted.measures and q.key != wanted.key]
    same = [q for q in like if q.unit == wanted.unit]
    last = [q.key for q in named if q.measures == wanted.measures][-1:]
    keys = {q.key for q in named}
    for choice in ([q for q in same if q.key in keys], [q for q in like if q.key in last]):
        if choice:
            return choice[-1] if len({q.key for q in choice}) == 1 else None
    return same[0] if len({q.key for q in same}) == 1 and not strict else None


def _is_of(words: str, clause: str) -> bool:
    """Whether ``words`` are mostly the clause's own: six of ten pairs of characters stand in it."""
    text, whole = plain(words), plain(clause)
    pairs = [text[at : at + 2] for at in range(len(text) - 1)]
    return bool(pairs) and sum(pair in whole for pair in pairs) >= 0.6 * len(pairs)


def _repeated(before: str, new: str, clause: str) -> str:
    """Words of the clause that stand unquoted before the verb and that the new ones take up: 残疾人驾驶改为残疾人驾驶或者乘坐."""
    said = _PAUSE.split(before)[-1]
    for start in range(max(len(said) - REPEATED, 0), len(said) - 2):
        old = said[start:]
        if plain(old) in plain(clause):
            return old if sum(char in new for char in old) >= 0.6 * len(old) else ""
    return ""


def _wished(text: Normalised, point: Point, mapping: Mapping, draft: Draft) -> Iterator[Wording]:
    """建议八年, where the clause has one other quantity of that unit."""
    clause = next((draft.by_eid[t].text for t in mapping.targets if t in draft.by_eid), "")
    for match in WISHED.finditer(text.text):
        if is_refused(text.text[: match.start()]) or not clause:
            continue
        old, new, found = _exact("", match[1], False, text.text[: match.start()], clause)
        if found:
            span = text.original_span(Span(*match.span()))
            place = Span(point.span.start + span.start, point.span.start + span.end)
            yield Wording(point.point_id, mapping.targets[0], WordingKind.REPLACE, old, new, place, True)
            return


def _is_number_alone(wording: Wording) -> bool:
    """A number put for words that the clause does not have (把期限改成60)."""
    number = _UNIT_AT_END.sub("", wording.new)
    return wording.kind is WordingKind.REPLACE and not wording.found and value_of(number) is not None


def _without_unit(text: Normalised, point: Point, mapping: Mapping, draft: Draft) -> Iterator[Wording]:
    """上限改为1000, where one quantity of the clause can be meant."""
    target = next((t for t in mapping.targets if t in draft.by_eid), "")
    for read in bare_numbers(text.text, draft.by_eid[target].text) if target else ():
        span = text.original_span(read.whole)
        place = Span(point.span.start + span.start, point.span.start + span.end)
        yield Wording(point.point_id, target, WordingKind.REPLACE, read.old, read.new, place, True)


def _cut(text: Normalised, span: Span) -> str:
    return text.original[slice(*text.original_span(span))] if span.length else ""


def _target(old: str, mapping: Mapping, draft: Draft, at: int) -> tuple[str, bool]:
    """The clause that a proposal at ``at`` is for, and whether the old words stand in it: of several the one that is named
    last before it."""
    clauses = sorted((t for t in mapping.targets if t in draft.by_eid), key=lambda t: -_named_before(t, mapping, at))
    for target in clauses:
        if old and old in plain(draft.by_eid[target].text):
            return target, True
    if old and not clauses:
        holders = [n for n, leaf in enumerate(draft.plain_leaves) if old in leaf]
        return (draft.leaves[holders[0]].eid, True) if len(holders) == 1 else ("", False)
    return next(iter(clauses or mapping.targets), ""), False


def _named_before(target: str, mapping: Mapping, at: int) -> int:
    """Where the comment names or quotes ``target`` for the last time before ``at``; -1 where it does not."""
    reasons = (reason for candidate in mapping.candidates if candidate.target == target for reason in candidate.reasons)
    said = (r.span for r in reasons if r.kind in (ReasonKind.CITATION, ReasonKind.QUOTE) and r.span.length)
    return max((span.start for span in said if span.start <= at), default=-1)


def _edited(point: Point, comment: Comment, mapping: Mapping, draft: Draft) -> list[Wording]:
    """The field 建议修改为: the clause rewritten, or words put for others."""
    target = next((t for t in mapping.targets if t not in (WHOLE_DRAFT, NEW_CLAUSE)), "")
    clause = draft.by_eid.get(target)
    new, nowhere = comment.proposed.strip(), Span(0, 0)
    if clause is None:
        given = Wording(point.point_id, NEW_CLAUSE, WordingKind.NEW_ARTICLE, "", new, nowhere, False)
        return [given] if mapping.targets else []
    anchor = comment.anchor
    if anchor and anchor.quote and plain(anchor.quote) in plain(clause.text):
        return [Wording(point.point_id, target, WordingKind.REPLACE, anchor.quote, new, nowhere, True)]
    if only_deletes(new):
        old = copied_part(comment.original, clause.text)
        return [Wording(point.point_id, target, WordingKind.DELETE, old, "", nowhere, bool(old))]
    if part := copied_part(comment.original, clause.text):
        return [Wording(point.point_id, target, WordingKind.REPLACE, part, new, nowhere, True)]
    if whole := _rewritten(new, (target, clause.root, *comment.chosen), draft):
        return [Wording(point.point_id, whole, WordingKind.EDITED, "", new, nowhere, True)]
    return [Wording(point.point_id, target, WordingKind.REPLACE, "", new, nowhere, False)]


def _rewritten(new: str, targets: Sequence[str], draft: Draft) -> str:
    """The one of ``targets`` that ``new`` is another text of: a person may edit the part and mean one item of it."""
    likeness = {t: fuzz.ratio(plain(new), plain(draft.by_eid[t].text)) for t in targets if t in draft.by_eid}
    best = max(likeness, key=lambda target: likeness[target], default="")
    return best if best and likeness[best] >= 50 else ""


def _once(said: list[Wording], edited: list[Wording], draft: Draft) -> list[Wording]:
    """A clause edited in the field whose change is told in words as well (改成30分钟) is one change: the words', if they
    are all of it, else the edited clause and what it does not have."""
    whole = next((w for w in edited if w.kind is WordingKind.EDITED), None)
    if whole is None or not said:
        return said + edited
    text = plain(draft.by_eid[whole.target].text)
    for wording in said:
        text = text.replace(plain(wording.old), plain(wording.new), 1) if wording.old else text
    if same_words(text) == same_words(whole.new):
        return said
    return [w for w in said if not w.new or same_words(w.new) not in same_words(whole.new)] + edited


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
