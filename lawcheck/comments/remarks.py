"""Remarks on several clauses in one breath (第三条支持，第五条反对): where they want different things, or each other words of
its clause, each is a point."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from lawcheck.comments.grams import normalised
from lawcheck.comments.lexicon import cues
from lawcheck.comments.model import Stance
from lawcheck.comments.stance import stance_of
from lawcheck.comments.wording_forms import find_proposals
from lawcheck.document import Span

__all__ = ["split_remarks"]

_N: Final = r"[零〇一二三四五六七八九十百\d]{1,5}"
_PLACE: Final = re.compile(
    rf"第{_N}(?:条|部分|章|大?点)(?:第{_N}款)?(?:(?:第?[（(]{_N}[)）])+项|第?[（(]?{_N}[)）]?项)?|第{_N}款(?:第?[（(]?{_N}[)）]?项)?|(?:[（(]{_N}[)）])+项"
)
_COMPARED: Final = re.compile(
    "(?:[与同跟]|根据|按照?|依照|[参比]照|违反|符合|适用)了?(?:本?条例|草案)?的?$|(?:法典?|》)$"
)
_EXCEPTED: Final = re.compile(r"除了?[^，。；\n]{1,30}?(?:(?:以外|之外|外)[，,]?|[，,])")
_PIECE: Final = re.compile(
    r"(?:“[^”\n]{0,600}”|「[^」\n]{0,600}」|\"[^\"\n]{0,600}\"|[^，,。；;！!？?\n])+[，,。；;！!？?\n]*|[，,。；;！!？?\n]+"
)
_LEANS: Final = re.compile(r"\s*(?:因为|由于|理由|既然|如果|只要|否则|以免|以便|这样|这一?点|这与|而且|并且?(?=[^第]))")
_EDGE: Final = "，,；; \n\u3000"


_YES_OR_NO: Final = "(?:坚决|完全|强烈|非常|也|都)?(?:支持|赞成|赞同|同意|反对|不同意|不赞成|不支持)"
# 支持设帐篷区，反对设宠物区；帐篷区我支持，宠物区我反对: matters named in words, each with a yes or no of the person's own.
_OWN: Final = re.compile(
    rf"(?:但是?|而)?(?:我们?|本人)?{_YES_OR_NO}(?!的|后|者|率|大家|楼上|上面)[^，,。；;！!？?]{{2,}}|[^，,。；;！!？?]{{2,14}}?(?:我们?|本人){_YES_OR_NO}[，,。；;！!]*$"
)


class _Remark(NamedTuple):
    """A stretch of the text, the clauses that it names, whether it only says what the next one does not hold for."""

    span: Span
    places: tuple[str, ...]
    excepted: bool = False


def split_remarks(text: str) -> list[Span]:
    """The remarks of ``text`` where they name different clauses and want different things, else all of it as one.

    >>> text = "第三条支持，第五条反对，管得太多。"
    >>> [text[slice(*span)] for span in split_remarks(text)]
    ['第三条支持', '第五条反对，管得太多。']
    >>> len(split_remarks("第三条太严，第五条也太严。"))
    1
    """
    if text.count("第") < 2 and not re.search("其[他余它]|别的|剩下|都|均|反对|不(?:同意|赞成|支持)", text):
        return [Span(0, len(text))]
    form = normalised(text)
    remarks = _listed(_named(_pieces(form.text)), form.text)
    if len(remarks) < 2 or not (len(set(_stances(remarks, form.text))) > 1 or _all_propose(remarks, form.text)):
        return [Span(0, len(text))]
    cuts = [0, *(form.original_span(remark.span).start for remark in remarks[1:]), len(text)]
    return [_without_edge(text, Span(*span)) for span in pairwise(cuts)]


def _all_propose(remarks: Sequence[_Remark], text: str) -> bool:
    """Whether each asks for other words of its own clause (第四条“协助”改成“配合”，第六条“鼓励”改成“应当”)."""
    told = [remark for remark in remarks if any(True for _ in find_proposals(text[slice(*remark.span)]))]
    return len(told) == len(remarks) and len({remark.places for remark in remarks}) == len(remarks)


def _pieces(text: str) -> list[_Remark]:
    """The parts of ``text`` between marks, each with the clauses that it names; 除第三条外 is one by itself."""
    found, own = [], _has_both(text)
    excepted = [Span(*match.span()) for match in _EXCEPTED.finditer(text) if cues("rest").match(text, match.end())]
    starts = sorted({0, *(span.start for span in excepted), *(span.end for span in excepted)})
    for start, end in pairwise([*starts, len(text)]):
        if Span(start, end) in excepted:
            found.append(_Remark(Span(start, end), _places(text[start:end], own), True))
        else:
            inside = (Span(*match.span()) for match in _PIECE.finditer(text, start, end))
            found += [_Remark(span, _places(text[slice(*span)], own)) for span in inside]
    return found


def _has_both(text: str) -> bool:
    """Whether one sentence of ``text`` says yes to one matter and no to another."""
    for sentence in re.split("[。！？!?\n]", text):
        parts = [part for part in re.split("[，,；;]", sentence) if _OWN.match(part) or _PLACE.search(part)]
        if len({stance_of(part) for part in parts} & {Stance.SUPPORT, Stance.OPPOSE}) > 1:
            return True
    return False


def _places(words: str, own: bool) -> tuple[str, ...]:
    """The clauses that ``words`` name, the rest of the draft (其他都赞成) as one."""
    if _LEANS.match(words):
        return ()
    named = tuple(m[0] for m in _PLACE.finditer(words) if not _COMPARED.search(words[: m.start()]))
    if not named and own and (matter := _OWN.match(words)):
        return (matter[0],)
    return named or (("其他",) if cues("rest").match(words.lstrip(_EDGE)) else ())


def _named(pieces: Sequence[_Remark]) -> list[_Remark]:
    """Pieces joined to remarks: one that names no clause, or the same, goes on with the one before."""
    found: list[_Remark] = []
    for piece in pieces:
        last = found[-1] if found else None
        if last and not last.excepted and (not piece.places or not last.places or piece.places == last.places):
            found[-1] = _Remark(Span(last.span.start, piece.span.end), last.places or piece.places)
        else:
            found.append(piece)
    return found


def _listed(remarks: Sequence[_Remark], text: str) -> list[_Remark]:
    """A clause of which nothing is said belongs to the next remark (第三条，第五条支持); the last one, behind a wish, to that."""
    found: list[_Remark] = []
    for remark in remarks:
        last = found[-1] if found else None
        if last and not last.excepted and _stance(last, text) is Stance.NOT_STATED:
            found[-1] = _Remark(Span(last.span.start, remark.span.end), last.places + remark.places)
        else:
            found.append(remark)
    if len(found) < 2 or found[-1].excepted or _stance(found[-1], text) is not Stance.NOT_STATED:
        return found
    before, last = found[-2:]
    if before.excepted or _stance(before, text) in (Stance.SUPPORT, Stance.OPPOSE):
        return found
    return [*found[:-2], before._replace(span=Span(before.span.start, last.span.end))]


def _stances(remarks: Sequence[_Remark], text: str) -> list[Stance]:
    return [_stance(remark, text) for remark in remarks]


def _stance(remark: _Remark, text: str) -> Stance:
    return Stance.NOT_STATED if remark.excepted else stance_of(text[slice(*remark.span)])


def _without_edge(text: str, span: Span) -> Span:
    words = text[slice(*span)]
    return Span(span.start, span.start + len(words.rstrip(_EDGE)))
