"""From a document, one of its units, or a bare text to :class:`Slots`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final, NamedTuple

from lawcheck.document import Document, Normalised, Span, Unit, UnitKind, normalise, words_span
from lawcheck.slots.model import LISTS, Modality, Phrase, Slots
from lawcheck.slots.norms import find_norms
from lawcheck.slots.organs import find_organs
from lawcheck.slots.quantities import find_amounts, find_periods, find_quantities
from lawcheck.slots.sanctions import find_measures, find_penalties
from lawcheck.slots.sentences import masked, parts_of, sentences_of
from lawcheck.slots.transfers import find_transfers

__all__ = ["extract_slots", "read_slots", "slots_of"]


class _Piece(NamedTuple):
    """A stretch of the normalised text: ``listed`` what its 项 are to the lead-in (see norms), ``inherited`` if it is the
    lead-in of the unit asked for."""

    start: int
    end: int
    listed: str = ""
    inherited: bool = False


@dataclass
class _Found:
    """Lists by slot, with offsets in the normalised text."""

    lists: dict[str, list[Any]] = field(default_factory=lambda: {name: [] for name in LISTS})

    def add(self, name: str, values: Iterable[Any], shift: int, inherited: bool) -> None:
        if not shift and not inherited:
            self.lists[name] += values
            return
        for value in values:
            start, end = value.span
            self.lists[name].append(value._replace(span=Span(start + shift, end + shift), inherited=inherited))


_LABEL: Final = re.compile(
    r"\s*(?:[（(][一二三四五六七八九十百\d]+[）)]|\d{1,3}[.．、](?!\d)|[一二三四五六七八九十]+、|[①-⑳⑴-⒇])\s*"
)
_BREAK: Final = re.compile(r"\n|(?<=[：；。])(?=（[一二三四五六七八九十]+）)")
_PUNISHES: Final = re.compile(r"^违反|(?:的|，)由[^，]{2,40}(?:处理|处罚)$")
_LISTED: Final = re.compile(r"下列|以下|如下|：\s*$")
_CONDUCT_LIST: Final = re.compile(
    r"(?:行为|情形|情况)?之一的?[，：]|有(?:下列|以下)[^，：]*?(?:行为|情形|情况)[^，：]*的[，：]|下列(?:违法)?行为[^，：]*的[，：]|违反[^，]*[，：]|(?:处罚|处分|罚款|责任)[^，]*：$"
)
_ACT_LIST: Final = re.compile(
    r"(?:行为|职责|义务|工作|措施|规定|要求|活动|事项|方式|责任|任务|权利|服务|程序|制度|权限)[^，。]{0,6}[：:]?\s*$"
)
_TERM: Final = re.compile(
    r"(?:本[\u4e00-\u9fff]{1,6}?)?(?:所称|所指)(?:的)?(?P<term>[^，。；]{2,40}?)(?:，)?(?:是指|包括|指|，即)|^(?P<item>[^，。；]{2,20})，(?:是)?指"
)


def read_slots(text: str, *, lead_in: str = "") -> Slots:
    """The slots of a clause given as text (the form in which the library holds articles), its 项 one a line.

    With ``lead_in`` (有下列行为之一的，由…：) ``text`` is one 项, and what the lead-in says is inherited; spans then count
    from the start of ``lead_in``, a line break between the two. Never fails.

    >>> slots = read_slots("物业服务人应当自收到申请之日起三日内答复；逾期不答复的，由市住房部门处二千元以上一万元以下罚款。")
    >>> [s.text for s in slots.subjects], [m.norm.value for m in slots.modalities]
    (['物业服务人'], ['应当'])
    >>> [(str(a.low), str(a.high), a.unit, a.fine) for a in slots.amounts]
    [('2000', '10000', '元', True)]
    >>> [(str(p.high), p.unit, p.bound.value, p.start) for p in slots.periods]
    [('3', '日', 'max', '自收到申请之日起')]
    >>> [c.text for c in slots.conditions], [o.text for o in slots.organs]
    (['逾期不答复的'], ['市住房部门'])
    """
    whole = f"{lead_in}\n{text}" if lead_in else text
    found = normalise(whole)
    if not lead_in:
        return _read(found, tuple(_pieces_of_text(found.text)), "", Span(0, len(whole)))
    cut = found.normalised_span(Span(0, len(lead_in))).end
    pieces = (_Piece(0, cut, inherited=True), _Piece(cut, len(found.text), _kind_of_list(found.text[:cut])))
    return _read(found, pieces, "", Span(0, len(whole)))


def extract_slots(document: Document) -> tuple[Slots, ...]:
    """The slots of every 款 of the body, its 项 included, in reading order; spans in ``document.source.text``.

    >>> from lawcheck.document import parse
    >>> d = parse("某市某条例\\n第一条　经营者不得有下列行为：\\n（一）销售禁用物品；\\n（二）拒绝检查。")
    >>> found = extract_slots(d)
    >>> [(s.eid, [m.norm.value for m in s.modalities], [a.text for a in s.acts]) for s in found]
    [('art_1__para_1', ['不得'], ['销售', '拒绝检查'])]
    """
    found = normalise(document.source.text)
    return tuple(_slots_of(found, unit, ()) for unit in document.clauses)


def slots_of(document: Document, unit: Unit) -> Slots:
    """The slots of one 款, or of one 项 or 目 with those of its lead-ins marked ``inherited``; of an 条 all its 款 at once.

    >>> from lawcheck.document import parse
    >>> d = parse("某市某条例\\n第一条　有下列行为之一的，处五十元罚款：\\n（一）乱扔果皮的；\\n（二）擅自拆除标志的。")
    >>> slots = slots_of(d, d.by_eid["art_1__para_1__point_2"])
    >>> [(a.text, a.inherited) for a in slots.amounts], [(a.text, a.inherited) for a in slots.acts]
    ([('五十元', True)], [('拆除', False)])
    """
    above = [u for u in document.path(unit)[:-1] if u.kind in (UnitKind.PARAGRAPH, UnitKind.POINT)]
    return _slots_of(_normalised(document.source.text), unit, tuple(above))


@lru_cache(maxsize=2)
def _normalised(text: str) -> Normalised:
    return normalise(text)


def _slots_of(found: Normalised, unit: Unit, above: tuple[Unit, ...]) -> Slots:
    pieces: list[_Piece] = []
    listed = ""
    for upper in above:
        piece = _piece(found, upper.text_span, listed, inherited=True)
        pieces.append(piece)
        listed = _kind_of_list(found.text[piece.start : piece.end]) or listed
    pieces += _pieces(found, unit, listed)
    return _read(found, tuple(pieces), unit.eid, unit.span)


def _piece(found: Normalised, span: Span, listed: str, *, inherited: bool = False) -> _Piece:
    start, end = found.normalised_span(span)
    return _Piece(start, end, listed, inherited)


def _pieces(found: Normalised, unit: Unit, listed: str) -> Iterator[_Piece]:
    """Own words, children, wrap-up; the children of a lead-in are what it says they are."""
    if unit.text:
        yield _piece(found, words_span(unit), listed)
    below = _kind_of_list(unit.text) if unit.children and unit.text else ""
    for child in unit.children:
        yield from _pieces(found, child, below or listed)
    if unit.wrap_up:
        yield _piece(found, unit.wrap_up_span, "")


def _pieces_of_text(text: str) -> Iterator[_Piece]:
    """The lead-in of an article's 款, its 项 (each on a line, or run on after ：or ；), the wrap-up."""
    at, listed = 0, ""
    for end in [match.end() for match in _BREAK.finditer(text)] + [len(text)]:
        label = _LABEL.match(text, at, end)
        yield _Piece(label.end() if label else at, end, listed if label else "")
        if not label:
            listed = _kind_of_list(text[at:end])
        at = end


def _kind_of_list(lead_in: str) -> str:
    """What the 项 after these words are: ``conduct`` that is punished, ``act`` that is asked for, or nothing special."""
    words = lead_in.rstrip()
    if not words.endswith(("：", ":")) and not _LISTED.search(words[-30:]):
        return ""
    if _CONDUCT_LIST.search(words):
        return "conduct"
    return "act" if _ACT_LIST.search(words) else ""


def _read(found: Normalised, pieces: tuple[_Piece, ...], eid: str, span: Span) -> Slots:
    lists = _Found()
    for piece in pieces:
        _read_piece(found.text, piece, lists)
    place = _places(found)
    if place is None:
        return Slots(eid, span, **{name: tuple(values) for name, values in lists.lists.items()})
    return Slots(eid, span, **{name: tuple(_placed(v, place) for v in lists.lists[name]) for name in LISTS})


def _places(found: Normalised) -> Callable[[Span], Span] | None:
    return found.original_span if found.positions is not None else None


def _placed(value: Any, place: Callable[[Span], Span]) -> Any:
    if value is None:
        return value
    moved = value._replace(span=place(value.span))
    if hasattr(value, "acts"):
        return moved._replace(
            subject=_placed(value.subject, place),
            modality=_placed(value.modality, place),
            acts=tuple(_placed(act, place) for act in value.acts),
            objects=tuple(_placed(item, place) for item in value.objects),
        )
    return moved


def _read_piece(text: str, piece: _Piece, lists: _Found) -> None:
    start = piece.start
    label = _LABEL.match(text, start, piece.end)
    if label:
        start = label.end()
    words = text[start : piece.end]
    hidden = masked(words)
    for first, last in sentences_of(hidden):
        _read_sentence(words, hidden, first, last, piece, start, lists)


def _read_sentence(words: str, hidden: str, first: int, last: int, piece: _Piece, base: int, lists: _Found) -> None:
    sentence, blotted = words[first:last], hidden[first:last]
    shift, inherited = base + first, piece.inherited
    term = _TERM.search(sentence)
    if term:
        group = "term" if term["term"] else "item"
        lists.add("terms", [Phrase(term[group], Span(*term.span(group)))], shift, inherited)
    penalties, measures = tuple(find_penalties(blotted)), tuple(find_measures(blotted))
    quantities = tuple(find_quantities(blotted))
    for name, values in (
        ("penalties", penalties),
        ("measures", measures),
        ("amounts", find_amounts(blotted, quantities)),
        ("periods", find_periods(blotted, quantities)),
        ("transfers", find_transfers(sentence)),
        ("organs", _organs(sentence, blotted)),
    ):
        lists.add(name, values, shift, inherited)
    if not term:
        _add_norms(
            sentence,
            blotted,
            piece.listed,
            bool(penalties or measures or _PUNISHES.search(blotted)),
            shift,
            inherited,
            lists,
        )


def _organs(sentence: str, blotted: str) -> Iterator[Phrase]:
    yield from find_organs(sentence if "（" in sentence and "《" not in sentence else blotted)


def _add_norms(
    sentence: str, blotted: str, listed: str, sanctioned: bool, shift: int, inherited: bool, lists: _Found
) -> None:
    parts = parts_of(blotted, 0, len(blotted))
    found = find_norms(blotted, parts, listed, sanctioned)
    for name in ("subjects", "modalities", "acts", "objects", "conditions", "exceptions"):
        values = getattr(found, name)
        shown = values if sentence == blotted else [_shown(value, sentence) for value in values]
        lists.add(name, shown, shift, inherited)
    for norm in found.norms:
        lists.lists["norms"].append(
            norm._replace(
                span=norm.span.moved(shift),
                subject=_moved(norm.subject, sentence, shift, inherited),
                modality=_moved(norm.modality, sentence, shift, inherited),
                acts=tuple(_moved(act, sentence, shift, inherited) for act in norm.acts),
                objects=tuple(_moved(item, sentence, shift, inherited) for item in norm.objects),
            )
        )


def _shown(value: Any, sentence: str) -> Any:
    """The words with what was blotted out."""
    return value._replace(text=sentence[value.span.start : value.span.end]) if isinstance(value, Phrase) else value


def _moved(value: Phrase | Modality | None, sentence: str, shift: int, inherited: bool) -> Any:
    if value is None:
        return None
    return _shown(value, sentence)._replace(span=value.span.moved(shift), inherited=inherited)
