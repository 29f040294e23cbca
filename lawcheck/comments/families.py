"""Families of near-identical texts: a template, what varies in it, what each sender added, variants kept apart."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np
from rapidfuzz.distance import Levenshtein

from lawcheck.comments.grams import plain
from lawcheck.comments.model import Family, Member, Relation
from lawcheck.comments.stars import Stars, find_stars
from lawcheck.comments.vectors import Indices, read_rows
from lawcheck.document import Span, normalise

__all__ = ["find_families", "plain_texts", "same_key"]

PARTING: Final = "\x01"  # no writer's character, and no normalising removes it
BATCH: Final = 4096  # texts normalised at a time
_NO_LETTER: Final = re.compile(r"[\W_]+")
_SENTENCE: Final = re.compile(r"[^。！？!?；;\n]+[。！？!?；;\n]*")
TAKEN_OVER: Final = 0.5  # share of a sentence's pairs of characters that stand in the template, if it is not added
COMPARED: Final = 200  # members that are laid beside the template to see what varies in it
VARIES: Final = 0.2  # share of them in which it does


class _Text(NamedTuple):
    """All texts that are the same but for marks, blanks, width and the form of numbers."""

    key: str
    plain: str
    places: tuple[int, ...]


def plain_texts(texts: Sequence[str]) -> Iterator[str]:
    """The plain form of each text, many at a time.

    >>> list(plain_texts(["收費30元", "", "好"]))
    ['收费三十元', '', '好']
    """
    for first in range(0, len(texts), BATCH):
        batch = texts[first : first + BATCH]
        yield from plain(PARTING.join(text.replace(PARTING, " ") for text in batch)).split(PARTING)


def same_key(plain_text: str) -> str:
    """What stays of a plain text when marks and blanks are left out: equal for texts that say the same.

    >>> same_key(plain("支持 ，第３条！")) == same_key(plain("支持第三条"))
    True
    """
    return _NO_LETTER.sub("", plain_text)


def find_families(texts: Sequence[tuple[str, str, str]]) -> tuple[Family, ...]:
    """Families among ``texts``, triples of key, text and person, largest first; what is alone is in none.

    Texts that are near each other but differ in stance, negation, a number or the clause they cite are different
    families, named as siblings. The order of ``texts`` changes nothing. Persons without a name count one each.

    >>> rows = [("a", "反对第三条，收费太高了。", "甲"), ("b", "反对第三条,收费太高了", "乙"), ("c", "停车难。", "丙")]
    >>> [(family.template, family.texts, family.persons) for family in find_families(rows)]
    [('反对第三条,收费太高了', 2, 2)]
    """
    distinct = _distinct(texts)
    if not distinct:
        return ()
    rows, vocabulary = read_rows([text.plain for text in distinct])
    copies = np.array([len(text.places) for text in distinct], dtype=np.int64)
    stars = find_stars(rows, vocabulary, [text.plain for text in distinct], copies)
    return _families(texts, distinct, stars)


def _distinct(texts: Sequence[tuple[str, str, str]]) -> list[_Text]:
    """Different texts in an order that depends on nothing but themselves."""
    places: dict[str, list[int]] = {}
    plains: dict[str, str] = {}
    for place, text in enumerate(plain_texts([text for _, text, _ in texts])):
        key = same_key(text)
        if key:
            places.setdefault(key, []).append(place)
            plains[key] = min(plains.get(key, text), text)
    return [_Text(key, plains[key], tuple(places[key])) for key in sorted(places)]


def _digest(key: str) -> str:
    return hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _families(texts: Sequence[tuple[str, str, str]], distinct: Sequence[_Text], stars: Stars) -> tuple[Family, ...]:
    groups = _groups(stars.centre)
    kin: dict[int, set[int]] = {}
    for one, other in stars.parted:
        kin.setdefault(one, set()).add(other)
        kin.setdefault(other, set()).add(one)
    sizes = {centre: sum(len(distinct[i].places) for i in group) for centre, group in groups.items()}
    kept = {c for c in groups if sizes[c] > 1 or any(sizes[o] > 1 for o in kin.get(c, ()))}
    found = [_family(texts, distinct, stars, c, groups[c], sorted(kin.get(c, set()) & kept)) for c in sorted(kept)]
    return tuple(sorted(found, key=lambda family: (-family.persons, -family.texts, family.family_id)))


def _groups(centre: Indices) -> dict[int, list[int]]:
    groups: dict[int, list[int]] = {}
    for text, own in enumerate(centre.tolist()):
        groups.setdefault(own, []).append(text)
    return groups


def _family(
    texts: Sequence[tuple[str, str, str]],
    distinct: Sequence[_Text],
    stars: Stars,
    centre: int,
    group: Sequence[int],
    kin: Sequence[int],
) -> Family:
    key, template = _usual(texts[place] for place in distinct[centre].places)
    pairs = _pairs(distinct[centre].plain)
    members = [Member(key, Relation.TEMPLATE, 1.0)]
    for text in group:
        alike = round(float(min(stars.likeness[text], 1.0)), 3) if text != centre else 1.0
        relation = Relation.SAME if text == centre else Relation.NEAR
        own = (texts[place] for place in distinct[text].places)
        members += [
            Member(k, relation, alike, _added(t, pairs) if text != centre else ()) for k, t, _ in own if k != key
        ]
    persons = _persons(texts[place] for text in group for place in distinct[text].places)
    head, *rest = members
    rest.sort(key=lambda member: (-member.similarity, member.key))
    slots = _slots(template, [texts[distinct[text].places[0]][1] for text in group if text != centre])
    siblings = tuple(_family_id(distinct[other].key) for other in kin)
    return Family(_family_id(distinct[centre].key), template, (head, *rest), persons, len(members), slots, siblings)


def _usual(texts: Iterator[tuple[str, str, str]]) -> tuple[str, str]:
    """Key and text of the form in which most wrote it."""
    forms: dict[str, list[str]] = {}
    for key, text, _ in texts:
        forms.setdefault(text, []).append(key)
    text, keys = min(forms.items(), key=lambda item: (-len(item[1]), item[0]))
    return min(keys), text


def _family_id(key: str) -> str:
    return "f" + _digest(key)[:10]


def _persons(texts: Iterator[tuple[str, str, str]]) -> int:
    counted = Counter(person for _, _, person in texts)
    nameless = counted.pop("", 0)
    return len(counted) + nameless


def _pairs(text: str) -> set[str]:
    key = same_key(text)
    return {key[at : at + 2] for at in range(len(key) - 1)}


def _added(text: str, template: set[str]) -> tuple[Span, ...]:
    """Sentences of ``text`` that do not come from the template; neighbours are one span."""
    spans: list[Span] = []
    for match in _SENTENCE.finditer(text):
        own = _pairs(plain(match[0]))
        if own and len(own & template) < TAKEN_OVER * len(own):
            start, end = match.span()
            if spans and not text[spans[-1].end : start].strip():
                start = spans.pop().start
            spans.append(Span(start, start + len(text[start:end].rstrip())))
    return tuple(spans)


def _slots(template: str, others: Sequence[str]) -> tuple[Span, ...]:
    """Stretches of the template in whose place its copies have other words."""
    if len(others) < 2:
        return ()
    base = normalise(template)
    step = max(len(others) // COMPARED, 1)
    compared = sorted(others)[::step][:COMPARED]
    varied = np.zeros(len(base.text) + 1, dtype=np.int64)
    for other in compared:
        for tag, start, end, _, _ in Levenshtein.opcodes(base.text, normalise(other).text):
            if tag == "replace":
                varied[start:end] += 1
    inside = np.concatenate([[False], varied[:-1] >= max(2, VARIES * len(compared)), [False]])
    edges = np.flatnonzero(inside[1:] != inside[:-1])
    spans = (Span(int(start), int(end)) for start, end in zip(edges[::2], edges[1::2], strict=True))
    return tuple(base.original_span(span) for span in spans if same_key(base.text[span.start : span.end]))
