"""From dated texts to laws with versions: which texts are one version, when each applied, what ended it.

Validity is always computed from dates (domain.md 0.2 and 1.6); a publisher's flag is only believed when it says
已废止 and no text gives the date, and then the answer is 效力待核.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from lawcheck.laws.model import CUT_OFF, Law, LawVersion, Level, Repeal, Validity
from lawcheck.laws.records import RawLaw, RepealClause
from lawcheck.laws.repeals import titles_in
from lawcheck.laws.titles import normalise_title

__all__ = ["Entry", "Known", "Timeline", "build_timeline", "effective_date", "law_id_of", "validity_of"]

_SAME_VERSION_DAYS = 45  # adoption and publication of one text lie within weeks; two amendments hardly ever do
_SAME_TEXT = 0.95  # share of equal articles above which two texts so close in time are one version
_REPEALED_FLAG = "已废止"
# Regulations end with a 施行 article; imported files without it are often cut off (measured: 37 of 410 local ones).
_CLOSED = frozenset({Level.ADMINISTRATIVE, Level.LOCAL, Level.LOCAL_RULE, Level.DEPARTMENT_RULE})

Similarity = Callable[[int, int], float]


@dataclass(frozen=True, slots=True)
class Entry:
    """A stored text: its row id and what the source says of it (articles left out)."""

    row: int
    raw: RawLaw
    article_count: int
    text_hash: str


@dataclass(frozen=True, slots=True)
class Known:
    """Facts from outside the texts (the committed catalogue): first adoption and repeal by key, and effect dates by
    key and day of adoption that a person has looked up."""

    first_days: Mapping[str, date] = field(default_factory=dict)
    repeals: Mapping[str, Repeal] = field(default_factory=dict)
    starts: Mapping[tuple[str, date], date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Timeline:
    """Laws, their versions oldest first, repeals by key, the rows that repeat another text, and for each law the days
    on which it is known to have been made or amended, held or not."""

    laws: tuple[Law, ...]
    versions: tuple[LawVersion, ...]
    repeals: Mapping[str, Repeal]
    duplicates: Mapping[int, int]
    days: Mapping[str, tuple[date, ...]]
    repealed_titles: Mapping[str, str]


def law_id_of(level: Level, key: str, territory: str = "") -> str:
    """A stable id of a work: twelve hexadecimal digits from level, key and territory.

    >>> law_id_of(Level.LAW, "行政处罚法")
    '8327c47a4f3a'
    """
    return hashlib.sha256(f"{level.value}|{key}|{territory}".encode()).hexdigest()[:12]


def build_timeline(entries: Sequence[Entry], similarity: Similarity, known: Known) -> Timeline:
    """Group texts into laws, merge repeated texts, date the versions, apply repeals.

    ``similarity(row_a, row_b)`` is the share of equal articles; ``known`` fills in what the texts do not say.
    """
    known = replace(known, first_days=_first_days(entries, known.first_days))
    groups: dict[str, list[Entry]] = {}
    packaged = {entry.raw.key: entry.raw.level for entry in entries if not entry.raw.priority}
    for entry in entries:
        raw = entry.raw
        level = raw.level if raw.territory else packaged.get(raw.key, raw.level)  # a folder may name another level
        groups.setdefault(law_id_of(level, raw.key, raw.territory), []).append(entry)
    duplicates: dict[int, int] = {}
    kept = {law_id: _merge(group, similarity, duplicates) for law_id, group in groups.items()}
    decisions = _decisions(entries)
    versions = {law_id: _versions(law_id, group, decisions, known) for law_id, group in kept.items()}
    repeals = _repeals(kept, versions, known)
    prolonged = frozenset(key for entry in entries for key in _prolonged(entry.raw.title))
    laws = []
    for law_id, group in sorted(kept.items()):
        law = _law(law_id, group, versions[law_id], repeals)
        if law.repeal is None and law.key not in prolonged:
            law = replace(law, repeal=_expiry(group, versions[law_id]))
        laws.append(law)
        versions[law_id] = _end(versions[law_id], law.repeal)
    ordered = tuple(version for law in laws for version in versions[law.law_id])
    days = {law_id: _known_days(group) for law_id, group in groups.items()}
    return Timeline(tuple(laws), ordered, repeals, duplicates, days, _titles(entries))


def _titles(entries: Iterable[Entry]) -> dict[str, str]:
    """Key → title as a repeal clause writes it."""
    return {clause.key: clause.title for entry in entries for clause in entry.raw.repeals}


def _known_days(group: Iterable[Entry]) -> tuple[date, ...]:
    found: set[date | None] = set()
    for entry in group:
        found |= {entry.raw.first_adopted, entry.raw.version_day, *entry.raw.amended_on}
    return tuple(sorted(day for day in found if day))


def _first_days(entries: Iterable[Entry], known: Mapping[str, date]) -> Mapping[str, date]:
    found = dict(known)
    for entry in entries:
        if first := entry.raw.first_adopted:
            found[entry.raw.key] = min(first, found.get(entry.raw.key, first))
    return found


def _merge(group: list[Entry], similarity: Similarity, duplicates: dict[int, int]) -> list[Entry]:
    """One entry per version, the best source first; the others are noted as duplicates."""
    kept: list[Entry] = []
    for entry in sorted(group, key=lambda e: (e.raw.priority, -e.article_count, e.raw.origin)):
        twin = next((k for k in kept if _same_version(k, entry, similarity)), None)
        if twin is None:
            kept.append(entry)
            continue
        duplicates[entry.row] = twin.row
        kept[kept.index(twin)] = _enrich(twin, entry)
    return kept


def _same_version(a: Entry, b: Entry, similarity: Similarity) -> bool:
    if a.text_hash == b.text_hash or (a.raw.version_day and a.raw.version_day == b.raw.version_day):
        return True
    if a.raw.version_day is None or b.raw.version_day is None:
        return similarity(a.row, b.row) >= _SAME_TEXT
    apart = abs((a.raw.version_day - b.raw.version_day).days)
    return apart <= _SAME_VERSION_DAYS and similarity(a.row, b.row) >= _SAME_TEXT


def _enrich(best: Entry, other: Entry) -> Entry:
    """Take from a repeated text the facts that the better source lacks (题注 dates, stated effect)."""
    a, b = best.raw, other.raw
    raw = replace(
        a,
        first_adopted=a.first_adopted or b.first_adopted,
        version_day=a.version_day or b.version_day,
        published=a.published or b.published,
        stated_effect=a.stated_effect or b.stated_effect,
        stated_on_publication=a.stated_on_publication or b.stated_on_publication,
        publisher_effect=a.publisher_effect or b.publisher_effect,
        cause=a.cause or b.cause,
        note=a.note or b.note,
        amended_on=a.amended_on or b.amended_on,
        term=a.term or b.term,
        repeals=a.repeals or b.repeals,
    )
    return replace(best, raw=raw)


def _decisions(entries: Iterable[Entry]) -> Mapping[str, tuple[RawLaw, ...]]:
    """修改决定 and 修正案 by the key of the law that they change."""
    found: dict[str, list[RawLaw]] = {}
    for entry in entries:
        for amendment in entry.raw.amends:
            found.setdefault(amendment.key, []).append(entry.raw)
    return {key: tuple(raws) for key, raws in found.items()}


def effective_date(
    raw: RawLaw, decisions: Sequence[RawLaw] = (), known: Known | None = None
) -> tuple[date | None, str]:
    """The day this text took effect and how that is known: ``curated`` (looked up by a person), ``text``,
    ``decision``, ``publisher``, ``assumed`` (the day it was made).

    The 自…起施行 of an amended law is the date of its first text, so a day before the text was made is not used;
    likewise 自公布之日起 in an amended text speaks of the first publication.
    """
    known = known or Known()
    made = raw.version_day or raw.published
    if made and (raw.key, made) in known.starts:
        return known.starts[raw.key, made], "curated"
    if raw.stated_effect and (made is None or raw.stated_effect >= made):
        return raw.stated_effect, "text"
    for decision in decisions:
        if made and _is_of(decision, made) and (day := _own_effect(decision)):
            return day, "decision"
    published = raw.published if raw.published and made and raw.published >= made else made
    original = _is_original(raw, known.first_days.get(raw.key))
    if raw.stated_on_publication and original and published:
        return published, "text"
    if raw.publisher_effect and made and raw.publisher_effect >= made:
        repeats = raw.stated_on_publication and original is False and raw.publisher_effect == published
        return raw.publisher_effect, "assumed" if repeats else "publisher"
    if raw.stated_effect and original:  # adopted after its own stated start: retroactive
        return raw.stated_effect, "text"
    return published, "assumed"


def _is_original(raw: RawLaw, first: date | None) -> bool | None:
    """Whether this is the first text of the law; None where that is not known."""
    if raw.cause:
        return raw.cause == "制定"
    return raw.version_day == first if first else None


def _is_of(decision: RawLaw, made: date) -> bool:
    """Whether a text made on this day is the one that the decision amended: its 题注 tells the day of the decision's
    adoption, approval or publication."""
    days = [day for day in (decision.version_day, decision.approved, decision.published) if day]
    return bool(days) and min(days) <= made <= max(days)


def _own_effect(decision: RawLaw) -> date | None:
    if decision.stated_effect:
        return decision.stated_effect
    return decision.publisher_effect or decision.published


def _versions(
    law_id: str, group: Sequence[Entry], decisions: Mapping[str, tuple[RawLaw, ...]], known: Known
) -> list[LawVersion]:
    own = decisions.get(group[0].raw.key, ())
    dated = [(entry, *effective_date(entry.raw, own, known)) for entry in group]
    dated.sort(key=lambda item: (item[1] or date.min, item[0].raw.version_day or date.min, item[0].row))
    later = sorted({day for entry in group for day in entry.raw.amended_on})
    apart = [decision for decision in own if _stands_apart(decision, group)]
    versions = []
    for index, (entry, start, quality) in enumerate(dated):
        following = dated[index + 1] if index + 1 < len(dated) else None
        raw = entry.raw
        quality = "assumed" if raw.doubt else quality
        versions.append(
            LawVersion(
                version_id=entry.row,
                law_id=law_id,
                title=raw.title,
                adopted=raw.version_day,
                published=raw.published,
                effective_from=start,
                effective_to=_next_change(raw, following, later),
                cause=raw.cause or _guess_cause(raw, quality, known.first_days.get(raw.key)),
                source=raw.source,
                quality=quality,
                article_count=entry.article_count,
                note=_version_note(raw, quality, apart),
            )
        )
    return versions


def _guess_cause(raw: RawLaw, quality: str, first: date | None) -> str:
    """制定, 修订 (an amended text with a start of its own) or 修正; empty where the first adoption is not known."""
    original = _is_original(raw, first)
    if original is None:
        return ""
    return "制定" if original else "修订" if quality == "text" else "修正"


def _next_change(raw: RawLaw, following: tuple[Entry, date | None, str] | None, later: Sequence[date]) -> date | None:
    """The start of the next text, or the day of an amendment known from a 题注 whose text is not held."""
    start = following[1] if following else None
    made = raw.version_day
    between = [day for day in later if made and day > made]
    if following and (held := following[0].raw.version_day):
        between = [day for day in between if day < held]
    candidates = [day for day in (start, *between[:1]) if day]
    return min(candidates, default=None)


def _version_note(raw: RawLaw, quality: str, decisions: Sequence[RawLaw]) -> str:
    """What a reader must know: assumed dates, and amendments that the held text does not contain."""
    parts = []
    if raw.doubt:
        parts.append(raw.doubt)
    elif quality == "assumed" and (raw.version_day or raw.published):
        parts.append("本版施行日期未查到，按通过（公布）日期推定")
    elif quality == "assumed":
        parts.append("日期未查到")
    if raw.priority and not raw.stated_effect and not raw.stated_on_publication and raw.level in _CLOSED:
        parts.append(CUT_OFF)
    made = raw.version_day
    for decision in sorted(decisions, key=lambda d: d.version_day or date.min):
        if made and decision.version_day and decision.version_day > made:
            named = next((a.articles for a in decision.amends if a.key == raw.key), ())
            shown = f"，涉及{'、'.join(named)}" if named else ""
            parts.append(f"本文本未并入{decision.title}（{_own_effect(decision)}起施行{shown}）")
    return "；".join(parts)


def _stands_apart(decision: RawLaw, group: Sequence[Entry]) -> bool:
    """Whether no text of the law holds what the decision changed: 修正案 are published beside the law, a 修改决定 comes with
    a new text, which may not be held."""
    made = decision.version_day
    held = (entry.raw.version_day for entry in group)
    return "修正案" in decision.title or not any(day and made and day >= made for day in held)


def _repeals(
    kept: Mapping[str, Sequence[Entry]], versions: Mapping[str, Sequence[LawVersion]], known: Known
) -> dict[str, Repeal]:
    """The repeal of each key: the earliest known date, the article and words of the newest text that repeats it."""
    found = dict(known.repeals)
    for law_id, group in sorted(kept.items()):
        starts = {version.version_id: version for version in versions[law_id]}
        for entry in sorted(group, key=lambda e: (e.raw.version_day or date.min, e.row)):
            for clause in entry.raw.repeals:
                day = clause.day or _publication_start(clause, entry.raw, starts.get(entry.row), known.first_days)
                repeal = Repeal(entry.raw.title, clause.article, day, clause.quote)
                found[clause.key] = _earlier(found.get(clause.key), repeal)
    return found


def _earlier(known: Repeal | None, new: Repeal) -> Repeal:
    if known is None or known.on is None:
        return new
    if known.by_title == new.by_title:
        return replace(new, on=min(known.on, new.on or known.on))
    return new if new.on and new.on < known.on else known


def _publication_start(
    clause: RepealClause, raw: RawLaw, version: LawVersion | None, first_days: Mapping[str, date]
) -> date | None:
    """自公布之日起: the publication of the first text, which an amended text does not tell."""
    first = raw.first_adopted or first_days.get(raw.key)
    if clause.on_publication and first:
        return first
    if raw.cause in ("修正", "修订", "") and clause.on_publication:
        return None
    return version.effective_from if version else None


def _law(law_id: str, group: Sequence[Entry], versions: Sequence[LawVersion], repeals: Mapping[str, Repeal]) -> Law:
    newest = max(group, key=lambda e: (e.raw.version_day or date.min, -e.raw.priority)).raw
    rank = min(group, key=lambda e: e.raw.priority).raw
    repeal = repeals.get(newest.key)
    made = [v.adopted or v.published for v in versions]
    if repeal and repeal.on and any(day and day >= repeal.on for day in made):
        repeal = None  # a text of the same name was made afterwards: the old one was replaced, the law lives on
    if repeal is None and newest.flag == _REPEALED_FLAG:
        repeal = Repeal("", "", None, "")
    return Law(law_id, newest.title, newest.key, rank.kind, rank.level, newest.maker, newest.territory, repeal)


_PROLONGS = re.compile(
    r"关于(?:[^《》]{0,6}延长|继续(?:执行|实施|施行|有效))[^《》]{0,8}(《.+》)|(《.+》)[^《》]{0,12}(?:延长|继续)"
)


def _prolonged(title: str) -> Iterable[str]:
    """The keys of the texts whose 有效期 a notice of this title prolongs: when they end is then no longer in their words.

    >>> list(_prolonged("某市人民政府关于延长《某市甲办法》有效期的通知"))
    ['某市甲办法']
    """
    found = _PROLONGS.search(title)
    return [normalise_title(name) for name in titles_in(found[1] or found[2])] if found else []


def _expiry(group: Sequence[Entry], versions: Sequence[LawVersion]) -> Repeal | None:
    """The end that the newest text set itself by its 有效期."""
    last = max(versions, key=lambda v: (v.effective_from or date.min, v.adopted or date.min))
    term = next(entry.raw.term for entry in group if entry.row == last.version_id)
    day = term.end(last.effective_from) if term else None
    return Repeal("", "", day, term.quote) if term and day else None


def _end(versions: Sequence[LawVersion], repeal: Repeal | None) -> list[LawVersion]:
    """Close the versions that a repeal ends."""
    if repeal is None or repeal.on is None:
        return list(versions)
    day = repeal.on
    return [replace(v, effective_to=min(v.effective_to or day, day)) for v in versions]


def validity_of(version: LawVersion, law: Law, day: date) -> Validity:
    """The state of ``version`` on ``day``, from dates alone; 效力待核 where a needed date is unknown."""
    if version.effective_from is None:
        return Validity.NOT_YET if version.adopted and day < version.adopted else Validity.UNKNOWN
    if day < version.effective_from:
        return Validity.NOT_YET
    if law.repeal and law.repeal.on and day >= law.repeal.on:
        return Validity.EXPIRED if law.repeal.term else Validity.REPEALED
    if version.effective_to and day >= version.effective_to:
        return Validity.AMENDED
    if law.repeal and law.repeal.on is None:
        return Validity.UNKNOWN
    return Validity.IN_FORCE
