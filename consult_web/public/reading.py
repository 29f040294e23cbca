"""Pages to read: the drafts, one draft, one clause, what changed, the paper form, privacy."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

import segno
from flask import Response, render_template, request, send_file, url_for
from sqlalchemy import func, select
from werkzeug.wrappers import Response as BaseResponse

from consult_web import storage
from consult_web.accounts import Permission, allowed
from consult_web.consultations import (
    CONCLUSION,
    ClauseRow,
    Consultation,
    DraftVersion,
    Publication,
    PublicQuote,
    find_notice_file,
    is_special,
    media_type_of,
    own_words,
    shown_words,
)
from consult_web.errors import NotFound
from consult_web.public import forms
from consult_web.public.blueprint import blueprint
from consult_web.public.clocks import clock_of
from consult_web.public.comparing import Change, changes_between, changes_from_law
from consult_web.public.finding import (
    OutlineRow,
    answers_to,
    chosen_stances,
    clause_count,
    clauses_of,
    comment_counts,
    find_clauses,
    find_consultation,
    find_version,
    outline,
    published_quotes,
    published_versions,
)
from consult_web.public.visitors import basket_of, note_station, station_of
from consult_web.ui import fragment, local
from lawcheck.document import UnitKind

__all__ = ["drawn_code", "frame_of"]

_CONTAINERS = ("book", "part", "chapter", "section")
_A_PAGE = 20
_Part = TypeVar("_Part", ClauseRow, OutlineRow)
_MASK = 2  # a code is readable with each of the eight patterns; to try which looks best takes five times as long


@blueprint.app_template_filter("card_words")
def card_words(clause: ClauseRow | OutlineRow) -> str:
    """The words on the card of a clause in the whole text."""
    return shown_words(clause.kind, clause.label, clause.text, clause.own_text)


@blueprint.app_template_filter("in_sentence")
def in_sentence(label: str) -> str:
    """A label inside a sentence: 三、规范停车收费 stands between quotation marks there."""
    return f"“{label}”" if "、" in label else label


@blueprint.app_template_filter("numbered")
def numbered(clause: ClauseRow | OutlineRow) -> str:
    """What stands before a clause: its number as the draft has it, with the heading of a part."""
    plain = clause.kind == UnitKind.CLAUSE and not clause.label.startswith(clause.number_text)
    return clause.number_text if plain else clause.label


def without_heading(root: ClauseRow | OutlineRow, below: Sequence[_Part]) -> tuple[_Part, ...]:
    """What stands below a clause, but for the line that its label says already."""
    said = below and own_words(root.kind, root.label, root.text) != root.text
    return tuple(below[1:] if said else below)


class Row(NamedTuple):
    """An article or a heading of the draft page, with the 款 and 项 below it and how many comments there are."""

    clause: OutlineRow
    below: tuple[OutlineRow, ...]
    comments: int
    mine: bool


@blueprint.route("/")
@allowed(Permission.ANYONE)
def home() -> str:
    """All published drafts, those that take opinions first."""
    query = select(Consultation).where(Consultation.published_at <= storage.utc_now())
    found = list(storage.session().scalars(query.order_by(Consultation.closes_at.desc(), Consultation.id.desc())))
    open_ones = [one for one in found if clock_of(one).is_open]
    others = [one for one in found if one not in open_ones]
    return render_template("public/home.html", open_ones=open_ones[::-1], others=others)


@blueprint.route("/<slug>/")
@allowed(Permission.ANYONE)
def draft(slug: str) -> str | BaseResponse:
    """The current version."""
    consultation = find_consultation(slug)
    note_station(consultation)
    return _draft_page(consultation, find_version(consultation))


@blueprint.route("/<slug>/v<int:number>/")
@allowed(Permission.ANYONE)
def version(slug: str, number: int) -> str:
    """One version."""
    consultation = find_consultation(slug)
    note_station(consultation)
    return _draft_page(consultation, find_version(consultation, number))


@blueprint.route("/<slug>/v<int:number>/<eid>")
@allowed(Permission.ANYONE)
def clause(slug: str, number: int, eid: str) -> str:
    """One clause: its text, what was said of it, the form. Address of permalinks, QR codes and buttons."""
    consultation = find_consultation(slug)
    note_station(consultation)
    return clause_page(consultation, find_version(consultation, number), eid)


def clause_page(
    consultation: Consultation, version: DraftVersion, eid: str, form: forms.Form | None = None, **more: Any
) -> str:
    """The clause's page with ``form``, by default what this browser last typed for it."""
    shown = find_clause(version, eid)
    rows = find_clauses(version, shown.root_eid or shown.eid)
    form = form or forms.opened(consultation, version, shown, request.args)
    quotes = published_quotes(consultation, version, rows[0].eid)
    count = clause_count(consultation, rows[0].eid) if version.id == consultation.version_id else None
    return render_template(
        "public/clause.html",
        **frame_of(consultation, version),
        shown=shown,
        root=rows[0],
        lines=without_heading(rows[0], rows[1:]),
        words=own_words(shown.kind, shown.label, shown.text),
        form=form,
        neighbours=_neighbours(version, rows[0]),
        previous=_previous_text(consultation, version, rows[0]),
        quotes=quotes,
        answers=answers_to(quotes),
        about=clauses_of(quotes),
        stances=chosen_stances(count) if count else {},
        **more,
    )


def find_clause(version: DraftVersion, eid: str) -> ClauseRow:
    """The clause at which people can point; :class:`NotFound` E956."""
    query = select(ClauseRow).where(ClauseRow.version_id == version.id, ClauseRow.eid == eid[:200])
    row = storage.session().scalar(query)
    if row is None or row.root_eid is None:
        raise NotFound("E956")
    return row


@blueprint.route("/<slug>/v<int:number>/<eid>/qr.svg")
@allowed(Permission.ANYONE)
def clause_code(slug: str, number: int, eid: str) -> Response:
    """The QR code of a clause's address."""
    row = find_clause(find_version(find_consultation(slug), number), eid)
    address = url_for("public.clause", slug=slug, number=number, eid=row.eid, _external=True)
    return drawn_code(address, row.label)


@blueprint.route("/<slug>/v<int:number>/paper")
@allowed(Permission.ANYONE)
def paper(slug: str, number: int) -> str:
    """A form to print, with a QR code for each article."""
    consultation = find_consultation(slug)
    shown = find_version(consultation, number)
    rows = find_clauses(shown)
    codes = [
        (
            row,
            shown_words(row.kind, row.label, row.text, row.own_text),
            code_of(url_for("public.clause", slug=slug, number=number, eid=row.eid, _external=True)),
        )
        for row in rows
        if row.root_eid == row.eid
    ]
    conclusion = next((row.text for row in rows if row.eid == CONCLUSION), "")
    return render_template("public/paper.html", **frame_of(consultation, shown), codes=codes, conclusion=conclusion)


@blueprint.route("/<slug>/files/<int:number>")
@allowed(Permission.ANYONE)
def notice_file(slug: str, number: int) -> BaseResponse:
    """A file of the notice, to be saved; it is never shown inside a page."""
    file = find_notice_file(find_consultation(slug), number)
    path = storage.files().path(file.file_digest)
    return send_file(path, mimetype=media_type_of(file), as_attachment=True, download_name=file.name)


@blueprint.route("/<slug>/compare")
@allowed(Permission.ANYONE)
def compare(slug: str) -> str:
    """What changed between two versions."""
    consultation = find_consultation(slug)
    versions = published_versions(consultation)
    new = find_version(consultation, request.args.get("to", type=int))
    old_number = request.args.get("from", type=int) or new.number - 1
    old = next((one for one in versions if one.number == old_number and one.id != new.id), None)
    changes: list[Change] = changes_between(storage.session(), old, new) if old else []
    return render_template(
        "public/compare.html", **frame_of(consultation, new), old=old, changes=changes, versions=versions
    )


@blueprint.route("/<slug>/changes")
@allowed(Permission.ANYONE)
def changes(slug: str) -> str:
    """What the draft changes in the law that is in force."""
    consultation = find_consultation(slug)
    shown = find_version(consultation)
    if not consultation.previous_law:
        raise NotFound("E955")
    today = local(storage.utc_now()).date()
    found = changes_from_law(storage.session(), consultation.previous_law, shown, today)
    return render_template("public/changes.html", **frame_of(consultation, shown), changes=found)


@blueprint.route("/<slug>/privacy")
@allowed(Permission.ANYONE)
def privacy(slug: str) -> str:
    """What is done with personal data (个人信息保护法第十七条)."""
    consultation = find_consultation(slug)
    return render_template("public/privacy.html", **frame_of(consultation, find_version(consultation)))


@blueprint.route("/<slug>/opinions")
@allowed(Permission.ANYONE)
def opinions(slug: str) -> str:
    """Released opinions, paged."""
    consultation = find_consultation(slug)
    shown = find_version(consultation)
    page = max(1, request.args.get("page", 1, type=int))
    root = request.args.get("clause", "")[:200]
    quotes = published_quotes(consultation, shown, root, _A_PAGE, (min(page, 100_000) - 1) * _A_PAGE)
    total = _quote_count(consultation, shown, root)
    return render_template(
        "public/opinions.html",
        **frame_of(consultation, shown),
        quotes=quotes,
        answers=answers_to(quotes),
        about=clauses_of(quotes),
        total=total,
        page=page,
        pages=max(1, -(-total // _A_PAGE)),
        root=root,
    )


def frame_of(consultation: Consultation, version: DraftVersion | None = None) -> dict[str, Any]:
    """What every page of a consultation shows around its content."""
    return {
        "consultation": consultation,
        "version": version,
        "clock": clock_of(consultation),
        "basket": basket_of(consultation),
        "station": station_of(consultation),
        "shows_quotes": consultation.publication is not Publication.NONE,
    }


def drawn_code(address: str, title: str) -> Response:
    """A QR code as a picture of its own."""
    drawn = io.BytesIO()
    segno.make(address, error="m", mask=_MASK).save(drawn, kind="svg", scale=6, xmldecl=True, title=title)
    return Response(drawn.getvalue(), mimetype="image/svg+xml")


@lru_cache(maxsize=2048)
def code_of(address: str) -> str:
    """A QR code as an ``<svg>`` for a page."""
    drawn: str = segno.make(address, error="m", mask=_MASK).svg_inline(
        scale=2, omitsize=True, svgclass="qr", lineclass=None
    )
    return drawn


def _draft_page(consultation: Consultation, shown: DraftVersion) -> str:
    counts = comment_counts(consultation) if shown.id == consultation.version_id else {}
    mine = {target for one in basket_of(consultation).opinions.values() for target in one.targets}
    every = _rows(outline(shown), counts, mine)
    audiences = list(dict.fromkeys(one for row in every for one in row.clause.audiences))
    wanted = next((one for one in audiences if one == request.args.get("for")), "")
    rows = tuple(row for row in every if not wanted or wanted in row.clause.audiences)
    frame = frame_of(consultation, shown)
    base = url_for("public.version", slug=consultation.slug, number=shown.number)
    quotes = published_quotes(consultation, shown, limit=6)
    everybody = tuple(row._replace(mine=False) for row in rows)
    return render_template(
        "public/draft.html",
        **frame,
        rows=rows,
        contents=fragment("public/_contents.html", rows=rows),
        text=fragment("public/_text.html", rows=everybody, base=base, is_open=frame["clock"].is_open),
        audiences=audiences,
        audience=wanted,
        counts=counts,
        commented=sum(row.mine for row in every),
        articles=sum(row.clause.root_eid is not None and not is_special(row.clause.eid) for row in every),
        versions=published_versions(consultation),
        quotes=quotes,
        answers=answers_to(quotes),
        about=clauses_of(quotes),
        questions=consultation.questions,
    )


def _rows(clauses: Sequence[OutlineRow], counts: Mapping[str, int], mine: set[str]) -> list[Row]:
    below: dict[str, list[OutlineRow]] = {}
    for row in clauses:
        if row.root_eid and row.root_eid != row.eid:
            below.setdefault(row.root_eid, []).append(row)
    totals = _totals(counts, {row.eid: row.root_eid for row in clauses})
    return [
        Row(
            row,
            without_heading(row, below.get(row.eid, ())),
            totals.get(row.eid, 0),
            _is_mine(row, below.get(row.eid, ()), mine),
        )
        for row in clauses
        if row.root_eid == row.eid or row.kind in (*_CONTAINERS, CONCLUSION)
    ]


def _totals(counts: Mapping[str, int], roots: Mapping[str, str | None]) -> dict[str, int]:
    """Comments on each article or item of a notice: its own count, or the sum of its 款 and 项 where only these are counted."""
    below: dict[str, int] = {}
    for eid, count in counts.items():
        root = roots.get(eid) or eid.partition("__")[0]
        below[root] = below.get(root, 0) + count
    return {root: counts.get(root, count) for root, count in below.items()}


def _is_mine(row: OutlineRow, below: Sequence[OutlineRow], mine: set[str]) -> bool:
    return bool(mine) and not mine.isdisjoint((row.eid, *(one.eid for one in below)))


def _neighbours(version: DraftVersion, root: ClauseRow) -> tuple[ClauseRow | None, ClauseRow | None]:
    """The articles before and after."""
    roots = select(ClauseRow).where(ClauseRow.version_id == version.id, ClauseRow.eid == ClauseRow.root_eid).limit(1)
    before = roots.where(ClauseRow.position < root.position).order_by(ClauseRow.position.desc())
    after = roots.where(ClauseRow.position > root.position).order_by(ClauseRow.position)
    session = storage.session()
    return session.scalar(before), session.scalar(after)


def _previous_text(consultation: Consultation, version: DraftVersion, root: ClauseRow) -> ClauseRow | None:
    """The same clause in the version before, where its words differ."""
    if version.number < 2:
        return None
    before = (
        select(ClauseRow)
        .join(DraftVersion, DraftVersion.id == ClauseRow.version_id)
        .where(
            DraftVersion.consultation_id == consultation.id,
            DraftVersion.number == version.number - 1,
            DraftVersion.published_at.is_not(None),
            ClauseRow.uid == root.uid,
        )
    )
    found = storage.session().scalar(before)
    return found if found and found.text != root.text else None


def _quote_count(consultation: Consultation, version: DraftVersion, root: str) -> int:
    if consultation.publication is Publication.NONE:
        return 0
    counted = func.count(PublicQuote.comment_id.distinct())
    query = select(counted).where(PublicQuote.version_id == version.id)
    return storage.session().scalar(query.where(PublicQuote.root_eid == root) if root else query) or 0
