"""Holds every reference of a document against the document itself and the library; abstains rather than guesses."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from lawcheck.citations.model import Citation, CitationState
from lawcheck.document import Address, Document, Number, NumberRange, Unit, UnitKind, split_paragraphs
from lawcheck.laws import Law, LawVersion, Library, Validity, normalise_title
from lawcheck.references import Reference, ReferenceKind, find_references

__all__ = ["resolve_citations"]

_POINT_LINE = re.compile(r"^[（(][零〇一二三四五六七八九十百]+[）)]", re.MULTILINE)
# Roles of the source that hold no references of the document itself.
_SKIPPED_ROLES = {"toc", "aside", "title", "note"}


def resolve_citations(document: Document, library: Library, as_of: date) -> tuple[Citation, ...]:
    """Every reference of ``document`` with its state on ``as_of``, in reading order.

    References to other documents are looked up in the library; those inside the document resolve to a unit.
    Nothing is taken for granted that the library does not hold: see :class:`CitationState`.
    """
    resolver = _Resolver(document, library, as_of)
    return tuple(resolver.resolve(reference) for reference in _own_references(document))


def _own_references(document: Document) -> Iterable[Reference]:
    skipped = [(s.start, s.end) for s in document.segments if s.role in _SKIPPED_ROLES]
    labels = {u.span.start for u in document.walk() if u.kind is UnitKind.ARTICLE}
    for reference in find_references(document.source.text):
        at = reference.span.start
        if any(start <= at < end for start, end in skipped) or (reference.how == "bare" and at in labels):
            continue
        yield reference


@dataclass
class _Resolver:
    document: Document
    library: Library
    as_of: date

    def __post_init__(self) -> None:
        self.own_key = normalise_title(self.document.title)
        self.cache: dict[str, Citation] = {}

    def resolve(self, reference: Reference) -> Citation:
        if reference.kind is ReferenceKind.SELF:
            return self._own(reference, reference.address)
        if reference.kind is ReferenceKind.RELATIVE:
            return self._relative(reference)
        return self._external(reference)

    # -- inside the document -------------------------------------------------------------------------------------

    def _own(self, reference: Reference, address: Address) -> Citation:
        if address.is_empty:
            return Citation(reference, CitationState.INTERNAL, "指本文件", exists=True)
        target, missing = locate(self.document, address, reference.span.start)
        if missing:
            return Citation(reference, CitationState.NO_SUCH_ARTICLE, missing, target=target, exists=False)
        return Citation(reference, CitationState.INTERNAL, target=target, exists=True)

    def _relative(self, reference: Reference) -> Citation:
        here = self.document.unit_at(reference.span.start)
        steps = self.document.path(here) if here is not None else ()
        anchor = next((u for u in reversed(steps) if u.kind.value == reference.level), None)
        if anchor is None:
            state = CitationState.NOT_CHECKED
            return Citation(reference, state, "所在位置不在条文之内，无法确定所指", exists=None)
        target = _step_back(self.document, anchor, reference.back)
        if target is None:
            reason = f"“{reference.text}”之前没有可指的{_LEVEL_NAMES[reference.level]}"
            return Citation(reference, CitationState.NO_SUCH_ARTICLE, reason, exists=False)
        return self._below(reference, target)

    def _below(self, reference: Reference, target: Unit) -> Citation:
        missing = ""
        if reference.address.paragraph or reference.address.point:
            found, missing = _descend(self.document, target, reference.address)
            target = found or target
        state = CitationState.NO_SUCH_ARTICLE if missing else CitationState.INTERNAL
        return Citation(reference, state, missing, target=target, exists=not missing)

    # -- other documents -----------------------------------------------------------------------------------------

    def _external(self, reference: Reference) -> Citation:
        title = reference.address.law or ""
        if reference.how in ("unmarked",) or (reference.how == "elided" and reference.title_span is None):
            title = self._known_suffix(title)
            if not title:
                reason = "名称没有书名号，库中没有能唯一对应的法"
                return Citation(reference, CitationState.NOT_CHECKED, reason)
        if normalise_title(title) == self.own_key and self.own_key:
            return self._own(reference, replace(reference.address, law=None))
        found = self.cache.get(title)
        if found is None:
            found = self.cache[title] = self._by_title(reference, title)
        citation = replace(found, reference=reference)
        return self._with_article(citation) if not reference.address.is_empty else citation

    def _known_suffix(self, name: str) -> str:
        """依照刑法 → 刑法: the longest ending that the library knows as a title."""
        for cut in range(len(name) - 1):
            if self.library.find_title(name[cut:]):
                return name[cut:]
        return ""

    def _by_title(self, reference: Reference, title: str) -> Citation:
        laws = self._candidates(title)
        if len(laws) > 1:
            names = tuple(f"{law.title}（{law.maker}）" for law in laws)
            return Citation(reference, CitationState.NOT_CHECKED, "库中有几部同名文件，无法唯一确定", candidates=names)
        return self._of_law(reference, laws[0]) if laws else self._unknown(reference, title)

    def _candidates(self, title: str) -> tuple[Law, ...]:
        laws = self.library.find_title(title)
        national = tuple(law for law in laws if not law.territory)
        return national if len(laws) > 1 and national else laws

    def _unknown(self, reference: Reference, title: str) -> Citation:
        entries = self.library.catalogue(title)
        entry = entries[-1] if entries else None
        repeal = self.library.repealed_titles().get(normalise_title(title))
        if repeal is not None and (repeal.on is None or repeal.on <= self.as_of):
            reason = f"已由《{repeal.by_title}》{repeal.by_article}废止"
            return Citation(reference, CitationState.REPEALED, reason, repeal=repeal, catalogue=entry)
        if entry is not None:
            state = CitationState.CATALOGUE_ONLY
            return Citation(reference, state, "目录中有此文件，库中没有文本，条款未能核对", catalogue=entry)
        names = self.library.suggest_titles(title)
        if names:
            return Citation(reference, CitationState.WRONG_NAME, "库中无此名称，有相近名称", candidates=names)
        return Citation(reference, CitationState.NOT_IN_LIBRARY, "库中没有此文件，未能核对")

    def _of_law(self, reference: Reference, law: Law) -> Citation:
        version = self.library.version_at(law.law_id, self.as_of)
        repeal = law.repeal
        if repeal is not None and (repeal.on is None or repeal.on <= self.as_of):
            by = f"《{repeal.by_title}》{repeal.by_article}" if repeal.by_title else "（废止文件待核）"
            since = f"自{repeal.on.isoformat()}起" if repeal.on else "废止日期待核，"
            reason = f"{since}由{by}废止"
            versions = self.library.versions(law.law_id)
            last = version or (versions[-1] if versions else None)
            return Citation(reference, CitationState.REPEALED, reason, law=law, version=last, repeal=repeal)
        if version is None:
            return self._no_version(reference, law)
        reason = f"库截至{self.library.horizon.isoformat()}，{self.as_of.isoformat()}适用的版本为{_dated(version)}"
        return Citation(reference, CitationState.IN_FORCE, reason, law=law, version=version)

    def _no_version(self, reference: Reference, law: Law) -> Citation:
        versions = self.library.versions(law.law_id)
        coming = [v for v in versions if self.library.validity(v, self.as_of) is Validity.NOT_YET]
        if coming:
            start = coming[0].effective_from
            shown = f"自{start.isoformat()}起施行" if start else "施行日期待核"
            return Citation(reference, CitationState.NOT_YET, shown, law=law, version=coming[0])
        return Citation(reference, CitationState.NOT_CHECKED, "库中版本的效力待核", law=law)

    # -- the article of another document -------------------------------------------------------------------------

    def _with_article(self, citation: Citation) -> Citation:
        version, place = citation.version, citation.reference.address.article
        if version is None or place is None:
            return citation
        article = self.library.article(version.version_id, place.first)
        if article is None:
            return self._missing(citation, version, place)
        if place.is_range and self.library.article(version.version_id, place.last) is None:
            return self._missing(replace(citation, article=article), version, NumberRange(place.last, place.last))
        missing = _missing_part(article.text, citation.reference.address)
        return replace(
            citation,
            article=article,
            exists=not missing,
            reason=missing or citation.reason,
            state=CitationState.NO_SUCH_ARTICLE if missing and _is_live(citation) else citation.state,
        )

    def _missing(self, citation: Citation, version: LawVersion, place: NumberRange) -> Citation:
        numbers = [a.number for a in self.library.articles(version.version_id) if a.number is not None]
        if not numbers:
            return replace(citation, state=CitationState.NOT_CHECKED, reason="库中此文件没有条号，无法核对条款")
        top = max(numbers)
        shown = f"第一条至{_article_name(top)}"
        if (place.first < top and not place.first.sub) or not version.complete:
            reason = f"库中此法缺{_article_name(place.first)}的文本，无法核对（现有{shown}）"
            return replace(citation, state=CitationState.NOT_CHECKED, reason=reason, article_range=shown)
        reason = f"《{citation.law.title if citation.law else ''}》没有{_article_name(place.first)}，现有{shown}"
        state = CitationState.NO_SUCH_ARTICLE if _is_live(citation) else citation.state
        return replace(citation, state=state, reason=reason, exists=False, article_range=shown)


_LEVEL_NAMES = {"paragraph": "款", "article": "条", "point": "项"}


def _is_live(citation: Citation) -> bool:
    return citation.state in (CitationState.IN_FORCE, CitationState.NOT_YET)


def _dated(version: LawVersion) -> str:
    shown = version.adopted or version.published
    return f"{shown.isoformat()}版" if shown else "日期不明的版本"


def _article_name(number: Number) -> str:
    return str(Address(article=NumberRange(number, number)))


def _missing_part(text: str, address: Address) -> str:
    """Which 款 or 项 of an article does not exist, in words; empty when all is there."""
    paragraphs = split_paragraphs(text)
    if address.paragraph is not None and address.paragraph.last.value > len(paragraphs):
        return f"{_article_of(address)}只有{len(paragraphs)}款，没有第{address.paragraph.last.value}款"
    if address.point is None:
        return ""
    chosen = paragraphs if address.paragraph is None else paragraphs[address.paragraph.first.value - 1 :][:1]
    points = max((len(_POINT_LINE.findall(p)) for p in chosen), default=0)
    if address.point.last.value > points:
        return f"{_article_of(address)}所指的款有{points}项，没有第{address.point.last.value}项"
    return ""


def _article_of(address: Address) -> str:
    return str(Address(article=address.article))


# -- places inside a document ------------------------------------------------------------------------------------


def locate(document: Document, address: Address, near: int = 0) -> tuple[Unit | None, str]:
    """The unit at ``address`` and what is missing, in words; a bare 第X款 or 第X项 is read from the place ``near``."""
    if address.article is not None:
        article = document.article(*address.article.first)
        if article is None or document.article(*address.article.last) is None:
            absent = address.article.last if article is not None else address.article.first
            return None, f"本文件没有{_article_name(absent)}"
        return _descend(document, article, address)
    for kind, place in ((UnitKind.SECTION, address.section), (UnitKind.CHAPTER, address.chapter)):
        if place is not None:
            return _container(document, kind, place, near)
    here = document.unit_at(near)
    steps = document.path(here) if here is not None else ()
    level = UnitKind.ARTICLE if address.paragraph is not None else UnitKind.PARAGRAPH
    anchor = next((u for u in reversed(steps) if u.kind is level), None)
    return _descend(document, anchor, address) if anchor is not None else (None, "")


def _container(document: Document, kind: UnitKind, place: NumberRange, near: int) -> tuple[Unit | None, str]:
    found = [u for u in document.containers if u.kind is kind and u.number is not None and u.number in place]
    name = "章" if kind is UnitKind.CHAPTER else "节"
    return (found[0], "") if found else (None, f"本文件没有第{place.first.value}{name}")


def _descend(document: Document, unit: Unit, address: Address) -> tuple[Unit | None, str]:
    name = document.citation_label(unit)
    if address.paragraph is not None:
        paragraphs = [c for c in unit.children if c.kind is UnitKind.PARAGRAPH and c.number is not None]
        if address.paragraph.last.value > len(paragraphs):
            return unit, f"{name}只有{len(paragraphs)}款，没有第{address.paragraph.last.value}款"
        unit = paragraphs[address.paragraph.first.value - 1]
    if address.point is None:
        return unit, ""
    points = {u.number.value: u for u in unit.walk() if u.kind is UnitKind.POINT and u.number is not None}
    if not all(value in points for value in _values(address.point)):
        return unit, f"{document.citation_label(unit)}有{len(points)}项，没有第{address.point.last.value}项"
    return points[address.point.first.value], ""


def _values(place: NumberRange) -> range:
    return range(place.first.value, place.last.value + 1)


def _step_back(document: Document, anchor: Unit, back: int) -> Unit | None:
    """The sibling ``back`` places before ``anchor``; 条 count through the whole document."""
    if back == 0:
        return anchor
    if anchor.kind is UnitKind.ARTICLE:
        row: tuple[Unit, ...] = document.articles
    else:
        above = document.parents.get(anchor.eid)
        row = above.children if above is not None else document.units
    same = [u for u in row if u.kind is anchor.kind and u.number is not None]
    index = next((i for i, u in enumerate(same) if u.eid == anchor.eid), -1)
    return same[index - back] if index - back >= 0 else None
