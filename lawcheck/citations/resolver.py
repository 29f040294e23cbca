"""Holds every reference of a document against the document itself and the library; abstains rather than guesses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from lawcheck.citations.model import Citation, CitationState
from lawcheck.citations.moments import add_moments, moments_of
from lawcheck.citations.moving import follow_moves
from lawcheck.citations.places import (
    article_name,
    descend,
    holders,
    in_same_article,
    locate,
    missing_part,
    only_below_article,
    own_references,
    section_of,
    step_back,
)
from lawcheck.document import Address, Document, NumberRange, Unit, UnitKind
from lawcheck.laws import Law, LawVersion, Level, Library, Validity, normalise_title
from lawcheck.references import Reference, ReferenceKind
from lawcheck.resources import corpus_dir, load_yaml

__all__ = ["resolve_citations"]

_SENTENCE = re.compile("[。；]")
_LONGEST_PLACE = 10  # characters: 香港特别行政区的


def resolve_citations(
    document: Document, library: Library, as_of: date, made: date | None = None, effective: date | None = None
) -> tuple[Citation, ...]:
    """Every reference of ``document`` with its state on ``as_of``, in reading order.

    ``made`` is the day from which the words of the document date, ``effective`` the day of its effect, where known:
    numbers that an amendment has changed since are followed, and :attr:`Citation.on` tells the state on each day.

    References to other documents are looked up in the library; those inside the document resolve to a unit.
    Nothing is taken for granted that the library does not hold: see :class:`CitationState`.
    """
    resolver = _Resolver(document, library, as_of)
    found = [resolver.resolve(reference) for reference in own_references(document)]
    others = {
        moment: (day, _Resolver(document, library, day).resolve) for moment, day in moments_of(made, effective).items()
    }
    return tuple(add_moments(follow_moves(document, library, found, made), as_of, others))


@dataclass
class _Resolver:
    document: Document
    library: Library
    as_of: date

    def __post_init__(self) -> None:
        self.own_key = normalise_title(self.document.title)
        self.attached_keys = frozenset(map(normalise_title, _attached(self.document)))
        self.cache: dict[tuple[str, str], Citation] = {}
        self.before: Citation | None = None

    def resolve(self, reference: Reference) -> Citation:
        citation = self._resolve(reference)
        if citation.exists is False and citation.law is None and not self.document.articles:
            reason = "文中没有条文，无法核对所指"
            citation = Citation(reference, CitationState.NOT_CHECKED, reason)
        if reference.kind is ReferenceKind.RELATIVE or not reference.address.is_empty:
            self.before = citation
        return citation

    def _resolve(self, reference: Reference) -> Citation:
        if reference.how == "amended-law":
            reason = f"修改文件中的条号指{reference.address.law or '被修改的法'}修改前后的条文，未与现行文本核对"
            return Citation(reference, CitationState.NOT_CHECKED, reason)
        if reference.kind is ReferenceKind.SELF and _in_bracket_behind_title(self.document, reference):
            return Citation(reference, CitationState.NOT_CHECKED, "指前面书名号中的文件，未能核对")
        if reference.kind is ReferenceKind.SELF:
            return self._continued(reference) or self._own(reference, reference.address)
        if reference.kind is ReferenceKind.RELATIVE:
            return self._relative(reference)
        return self._external(reference)

    # -- inside the document -------------------------------------------------------------------------------------

    def _continued(self, reference: Reference) -> Citation | None:
        """第X项 or 第X款 alone goes on from the reference before it in the same 条 (违反第三条…：（一）违反第一项…), where
        that has such a 项 or 款; behind another law's article it is left open."""
        before, address = self.before, reference.address
        if before is None or reference.how not in ("bare", "elided") or not only_below_article(address):
            return None
        if not in_same_article(self.document, before.reference.span.start, reference.span.start):
            return None
        if before.target is None:
            here = self._own(reference, address)
            reason = "承接前面所引的条文，未能核对"
            return here if here.exists else Citation(reference, CitationState.NOT_CHECKED, reason)
        for unit in reversed(self.document.path(before.target)):
            if unit.kind in (UnitKind.ARTICLE, UnitKind.PARAGRAPH):
                target, missing = descend(self.document, unit, address)
                if not missing:
                    return Citation(reference, CitationState.INTERNAL, "承接上文所引条款", target=target, exists=True)
        return None

    def _own(self, reference: Reference, address: Address) -> Citation:
        if address.is_empty:
            return Citation(reference, CitationState.INTERNAL, "指本文件", exists=True)
        target, missing = locate(self.document, address, reference.span.start)
        if missing:
            return Citation(reference, CitationState.NO_SUCH_ARTICLE, missing, target=target, exists=False)
        article = self.document.article(*address.article.first) if address.article is not None else None
        if article is not None and len(holders(article, address)) > 1:
            reason = f"{self.document.citation_label(article)}有几款都有这一项，没有写明是哪一款"
            return Citation(reference, CitationState.NOT_CHECKED, reason, target=article)
        return Citation(reference, CitationState.INTERNAL, target=target, exists=True)

    def _relative(self, reference: Reference) -> Citation:
        here = self.document.unit_at(reference.span.start)
        steps = self.document.path(here) if here is not None else ()
        if reference.level == "text":
            return self._text_before(reference, here)
        anchor = next((u for u in reversed(steps) if u.kind.value == reference.level), None)
        if anchor is None:
            state = CitationState.NOT_CHECKED
            return Citation(reference, state, "所在位置不在条文之内，无法确定所指", exists=None)
        target = step_back(self.document, anchor, reference.back)
        if target is None:
            reason = f"“{reference.text}”之前没有可指的{_LEVEL_NAMES[reference.level]}"
            return Citation(reference, CitationState.NO_SUCH_ARTICLE, reason, exists=False)
        return self._below(reference, target)

    def _text_before(self, reference: Reference, here: Unit | None) -> Citation:
        """前述规定, 上述规定: the words before it in the same 款, else the 款 before."""
        if here is None:
            return Citation(reference, CitationState.NOT_CHECKED, "所在位置不在条文之内，无法确定所指")
        inside = self.document.source.text[here.text_span.start : reference.span.start].strip(" \u3000")
        target = here if _SENTENCE.search(inside) else step_back(self.document, here, 1) or here
        return Citation(reference, CitationState.INTERNAL, "指上文", target=target, exists=True)

    def _below(self, reference: Reference, target: Unit) -> Citation:
        missing = ""
        if reference.address.section is not None:
            found, missing = section_of(target, reference.address.section)
            target = found or target
        if reference.address.paragraph or reference.address.point:
            found, missing = descend(self.document, target, reference.address)
            target = found or target
        state = CitationState.NO_SUCH_ARTICLE if missing else CitationState.INTERNAL
        return Citation(reference, state, missing, target=target, exists=not missing)

    # -- other documents -----------------------------------------------------------------------------------------

    def _external(self, reference: Reference) -> Citation:
        title = reference.address.law or ""
        if reference.how == "number":
            reason = "只写了文号，库中没有按文号的索引，未能核对"
            return Citation(reference, CitationState.NOT_IN_LIBRARY, reason)
        if reference.how in ("unmarked",) or (reference.how == "elided" and reference.title_span is None):
            title = self._known_suffix(title)
            if not title:
                reason = "名称没有书名号，库中没有能唯一对应的法"
                return Citation(reference, CitationState.NOT_CHECKED, reason)
        if _finished(normalise_title(title)) == _finished(self.own_key) and self.own_key:
            return self._own(reference, replace(reference.address, law=None))
        if _is_abroad(self.document, reference):
            reason = "港澳台地区、外国或者国际组织的规定，不在法规库收录范围，未能核对"
            return Citation(reference, CitationState.NOT_IN_LIBRARY, reason)
        found = self.cache.get((title, reference.edition))
        if found is None:
            found = self._of_edition(self._by_title(reference, title))
            self.cache[title, reference.edition] = found
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
        if normalise_title(title) in self.attached_keys:
            return Citation(reference, CitationState.INTERNAL, "所指文件的正文就在本文件中")
        names = self.library.suggest_titles(title)
        if names:
            return Citation(reference, CitationState.WRONG_NAME, "库中无此名称，有相近名称", candidates=names)
        unknown = Citation(reference, CitationState.NOT_IN_LIBRARY, "库中没有此文件，未能核对")
        if unknown.unlisted:
            until = self.library.horizon_of(Level.LAW).isoformat()
            reason = f"库中法律目录（截至{until}）没有这一名称，请核对是否写错；其后制定的法律未收录"
            return replace(unknown, reason=reason)
        return unknown

    def _of_law(self, reference: Reference, law: Law) -> Citation:
        version = self.library.version_at(law.law_id, self.as_of)
        repeal = law.repeal
        if repeal is not None and (repeal.on is None or repeal.on <= self.as_of):
            by = f"《{repeal.by_title}》{repeal.by_article}" if repeal.by_title else "（废止文件待核）"
            since = f"自{repeal.on.isoformat()}起" if repeal.on else "废止日期待核，"
            reason = f"有效期已满，{since}失效" if repeal.term else f"{since}由{by}废止"
            versions = self.library.versions(law.law_id)
            last = version or (versions[-1] if versions else None)
            return Citation(reference, CitationState.REPEALED, reason, law=law, version=last, repeal=repeal)
        if version is None:
            return self._no_version(reference, law)
        reason = f"库截至{self.library.horizon_of(law.level).isoformat()}，{self.as_of.isoformat()}适用的版本为{_dated(version)}"
        return Citation(reference, CitationState.IN_FORCE, reason, law=law, version=version)

    def _of_edition(self, citation: Citation) -> Citation:
        """《某法》（2018年修正）: the version of that year, not today's."""
        year, law, current = citation.reference.edition, citation.law, citation.version
        if not year or law is None or current is None or citation.state is CitationState.REPEALED:
            return citation
        meant = [v for v in self.library.versions(law.law_id) if int(year) in _years(v)]
        if current in meant:
            return citation
        if len(meant) == 1:
            reason = f"所引{year}年文本已修改，{self.as_of.isoformat()}适用的版本为{_dated(current)}"
            return replace(citation, state=CitationState.AMENDED, reason=reason, version=meant[0])
        reason = f"库中没有能确定为{year}年的文本，条款未能核对；{self.as_of.isoformat()}适用的版本为{_dated(current)}"
        return replace(citation, state=CitationState.NOT_CHECKED, reason=reason, version=None)

    def _no_version(self, reference: Reference, law: Law) -> Citation:
        versions = self.library.versions(law.law_id)
        coming = [v for v in versions if self.library.validity(v, self.as_of) is Validity.NOT_YET]
        if not coming:
            return Citation(reference, CitationState.NOT_CHECKED, "库中版本的效力待核", law=law)
        start = coming[0].effective_from
        shown = f"自{start.isoformat()}起施行" if start else "施行日期待核"
        if self._had_older_text(law, coming[0]):
            reason = f"{self.as_of.isoformat()}适用的是更早的文本，库中没有（现有最早的文本{shown}），条款未能核对"
            return Citation(reference, CitationState.NOT_CHECKED, reason, law=law)
        return Citation(reference, CitationState.NOT_YET, shown, law=law, version=coming[0])

    def _had_older_text(self, law: Law, first: LawVersion) -> bool:
        """Whether an older text may have applied on the day. Certainly none did only where the first text held says
        that it is the first, its dates are sure, and it was already made: nobody cites a law before it is made, so an
        earlier day means that there was another text of that name."""
        before = [day for day in self.library.known_days(law.law_id) if first.adopted and day < first.adopted]
        made = first.adopted or first.published
        first_of_all = first.cause == "制定" and first.quality != "assumed" and not before
        return not (first_of_all and made is not None and made <= self.as_of)

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
        missing = missing_part(article.text, citation.reference.address)
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
        shown = f"第一条至{article_name(top)}"
        if (place.first < top and not place.first.sub) or not version.complete:
            reason = f"库中此法缺{article_name(place.first)}的文本，无法核对（现有{shown}）"
            return replace(citation, state=CitationState.NOT_CHECKED, reason=reason, article_range=shown)
        reason = f"《{citation.law.title if citation.law else ''}》没有{article_name(place.first)}，现有{shown}"
        state = CitationState.NO_SUCH_ARTICLE if _is_live(citation) else citation.state
        return replace(citation, state=state, reason=reason, exists=False, article_range=shown)


_ISSUED = re.compile(r"关于(?:印发|发布|公布|转发)《?(?P<title>.+?)》?的(?:通知|公告|通告|决定)$")


def _attached(document: Document) -> Iterator[str]:
    """Titles of the texts that stand in the file besides the one that it is named after: what its notice issues, and what
    follows as an annex (the 办法 as amended behind the decision)."""
    yield from (unit.heading for unit in document.annexes if unit.heading)
    if issued := _ISSUED.search(document.title):
        yield issued["title"]


_LEVEL_NAMES = {"paragraph": "款", "article": "条", "point": "项", "chapter": "章", "section": "节"}


@cache
def _abroad() -> re.Pattern[str]:
    """The names of places whose laws the library does not hold, at the end of the words before a title."""
    places = load_yaml((corpus_dir() / "references" / "abroad.yaml").read_text(encoding="utf-8"))
    return re.compile(rf"(?:{'|'.join(map(re.escape, (*places['regions'], *places['countries'])))})(?:的|现行)?$")


def _is_abroad(document: Document, reference: Reference) -> bool:
    """香港《道路交通条例》: a title right behind the name of such a place."""
    text, at = document.source.text, reference.title_span.start if reference.title_span else 0
    at -= text[at - 1 : at] == "《"
    return bool(at > 0 and _abroad().search(text[max(0, at - _LONGEST_PLACE) : at]))


def _in_bracket_behind_title(document: Document, reference: Reference) -> bool:
    """香港《道路交通条例》（第374章）: a number that belongs to the title before the bracket."""
    text, span = document.source.text, reference.span
    return text[max(0, span.start - 2) : span.start] in ("》（", "》(") and text[span.end : span.end + 1] in ("）", ")")


def _is_live(citation: Citation) -> bool:
    return citation.state in (CitationState.IN_FORCE, CitationState.NOT_YET)


def _dated(version: LawVersion) -> str:
    shown = version.adopted or version.published
    return f"{shown.isoformat()}版" if shown else "日期不明的版本"


def _years(version: LawVersion) -> set[int]:
    return {day.year for day in (version.adopted, version.published) if day is not None}


_DRAFT = re.compile(
    r"[（(](?:(?:修订|修正)?草案|征求意见稿|送审稿|审议稿|(?:草案|修订草案)(?:征求意见稿|送审稿|[一二三]次审议稿))[）)]$"
)


def _finished(key: str) -> str:
    """A title without the stage of a draft: 《某办法（征求意见稿）》 is the 某办法 that stands below the call for opinions.

    >>> _finished("某办法（征求意见稿）"), _finished("某办法（试行）")
    ('某办法', '某办法（试行）')
    """
    return _DRAFT.sub("", key)
