"""A consultation as staff prepare it: the draft read from a file, the fields of the notice, the focus questions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import Any, Final

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from consult_web.accounts import User, reaches
from consult_web.audit import record
from consult_web.consultations.clocks import first_day, last_day, moment_of_closing, moment_of_opening, parse_profile
from consult_web.consultations.documents import clause_rows, pack_document
from consult_web.consultations.drafts_models import Consultation, DraftVersion, Question, QuestionOption
from consult_web.consultations.notices import with_preamble
from consult_web.consultations.receipts import short_code
from consult_web.consultations.terms import Publication, QuestionKind
from consult_web.errors import Conflict, NotFound, Refused
from consult_web.storage import china_today
from lawcheck.document import Document, parse
from lawcheck.readers import read_guarded

__all__ = [
    "DRAFT_BYTES",
    "STAGES",
    "Notice",
    "QuestionDraft",
    "add_first_version",
    "create_consultation",
    "find_consultation",
    "list_consultations",
    "notice_of",
    "read_draft",
    "save_notice",
    "save_questions",
]

DRAFT_BYTES: Final = 50 << 20
"""The largest file of a draft, in bytes (that of filings, domain.md 5)."""
STAGES: Final = ("征求意见稿", "草案", "草案修改稿", "草案二次审议稿", "送审稿", "决策草案")
_SLUG: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{1,58}[a-z0-9])")
# First parts of other addresses of the site.
_RESERVED: Final = frozenset(
    [
        "account",
        "admin",
        "api",
        "audit",
        "auth",
        "data",
        "desk",
        "documents",
        "drafting",
        "filings",
        "health",
        "healthz",
        "help",
        "login",
        "logout",
        "oidc",
        "privacy",
        "public",
        "review",
        "search",
        "staff",
        "static",
        "styleguide",
        "suggest",
        "track",
        "ui",
    ]
)
_LIMITS: Final = {"title": 200, "stage": 40, "organ": 100, "summary": 2000, "notice": 20_000, "explanation": 100_000,
                  "contact_office": 200, "data_purpose": 1000, "previous_law": 200, "min_days_reason": 1000}  # fmt: skip
_MOST_QUESTIONS, _MOST_OPTIONS, _LONGEST_QUESTION = 20, 20, 300


@dataclass(frozen=True, slots=True)
class Notice:
    """What a notice tells (domain.md 4.1, 4.2). ``opens`` and ``closes`` are the first and last day in China;
    ``contact_ways`` pairs of a kind (网站, 电子邮件, 信函 …) and an address; ``slug`` is the address of the page."""

    title: str
    organ: str
    stage: str = STAGES[0]
    slug: str = ""
    profile: str = ""
    publication: Publication = Publication.EXCERPTS
    opens: date | None = None
    closes: date | None = None
    min_days_reason: str = ""
    summary: str = ""
    notice: str = ""
    explanation: str = ""
    previous_law: str = ""
    contact_office: str = ""
    contact_ways: tuple[tuple[str, str], ...] = ()
    data_purpose: str = ""
    retention_months: int = 6


@dataclass(frozen=True, slots=True)
class QuestionDraft:
    """A focus question and its options."""

    text: str
    options: tuple[str, ...]
    kind: QuestionKind = QuestionKind.SINGLE


def read_draft(name: str, data: bytes) -> Document:
    """The draft in a file, read in a process of its own; raises as :func:`lawcheck.readers.read_guarded`.

    :class:`Refused` E882 for a file that holds no clause that a person could point at.
    """
    document = parse(read_guarded(name, data=data, name=name))
    if not any(row.root_eid for row in clause_rows(document)):
        raise Refused("E882", name=name)
    return with_preamble(document)


def find_consultation(session: Session, user: User, slug: str) -> Consultation:
    """The consultation with this address; :class:`NotFound` E800 for one of another body, as if there were none."""
    found = session.scalar(select(Consultation).where(Consultation.slug == slug))
    if found is None or not reaches(session, user, found.organisation_id):
        raise NotFound("E800")
    return found


def list_consultations(session: Session, user: User, words: str = "") -> list[Consultation]:
    """The consultations of the user's body, the latest first, those whose title or maker contains ``words``."""
    query = select(Consultation).order_by(Consultation.id.desc())
    if words.strip():
        has = [c.contains(words.strip(), autoescape=True) for c in (Consultation.title, Consultation.organ)]
        query = query.where(or_(*has))
    known: dict[int, bool] = {}
    rows = session.scalars(query).all()
    for number in {row.organisation_id for row in rows}:
        known[number] = reaches(session, user, number)
    return [row for row in rows if known[row.organisation_id]]


def create_consultation(
    session: Session, user: User, notice: Notice, document: Document, digest: str, name: str, *, identified: bool
) -> Consultation:
    """An unpublished consultation with its first version. ``identified`` tells whether the site can verify who people are.

    Raises :class:`Refused` as :func:`save_notice`.
    """
    made = Consultation(slug=notice.slug or _new_slug(), title="", organ="", created_by=user.actor)
    made.organisation_id = user.organisation_id
    _fill(session, made, notice, identified)
    session.add(made)
    session.flush()
    record(session, user.actor, "consultation.created", f"consultation:{made.id}", {"slug": made.slug})
    add_first_version(session, user, made, document, digest, name)
    return made


def add_first_version(
    session: Session, user: User, consultation: Consultation, document: Document, digest: str, name: str
) -> DraftVersion:
    """Version 1 with its clauses; ``digest`` names the file in the store."""
    version = DraftVersion(
        consultation_id=consultation.id,
        number=1,
        label=consultation.stage,
        file_digest=digest,
        file_name=PurePath(name).name[:200],
        document=pack_document(document),
        created_by=user.actor,
    )
    session.add(version)
    session.flush()
    for row in clause_rows(document):
        row.version_id = version.id
        session.add(row)
    consultation.version_id = version.id
    details = {"number": 1, "file": digest, "name": version.file_name}
    record(session, user.actor, "version.added", f"consultation:{consultation.id}", details)
    return version


def notice_of(consultation: Consultation) -> Notice:
    """The fields as they stand."""
    row = consultation
    return Notice(
        **{name: getattr(row, name) for name in (*_LIMITS, "slug", "profile", "publication", "retention_months")},
        opens=first_day(row.opens_at) if row.opens_at else None,
        closes=last_day(row.closes_at) if row.closes_at else None,
        contact_ways=tuple((way["kind"], way["value"]) for way in row.contact_ways),
    )


def save_notice(session: Session, user: User, consultation: Consultation, notice: Notice, *, identified: bool) -> None:
    """Change the fields of a notice. What was published keeps its days and its address: those change by an extension.

    Raises :class:`Refused`: E880 profile, E881 ``full`` without an identity provider, E883 an empty or too long field, E884
    an address that is malformed or taken, E885 a retention that is no number of months from 1 to 36;
    :class:`Conflict` E886 for days or address of one that is published.
    """
    before = notice_of(consultation)
    if consultation.published_at and (before.opens, before.closes, before.slug) != (
        notice.opens, notice.closes, notice.slug or before.slug,
    ):  # fmt: skip
        raise Conflict("E886")
    _fill(session, consultation, notice, identified)
    after = notice_of(consultation)
    changed = [name for name in Notice.__slots__ if getattr(before, name) != getattr(after, name)]
    record(session, user.actor, "notice.changed", f"consultation:{consultation.id}", {"fields": changed})


def save_questions(
    session: Session, user: User, consultation: Consultation, questions: Sequence[QuestionDraft]
) -> None:
    """Set the focus questions. :class:`Refused` E887 for one without two options or with too much text;
    :class:`Conflict` E888 once the consultation is published, since people have answered what they read."""
    if consultation.published_at:
        raise Conflict("E888")
    if len(questions) > _MOST_QUESTIONS:
        raise Refused("E887", number=_MOST_QUESTIONS + 1)
    for number, question in enumerate(questions, 1):
        _check_question(number, question)
    consultation.questions = [
        Question(
            position=at,
            text=question.text.strip(),
            kind=question.kind,
            options=[QuestionOption(position=n, text=text.strip()) for n, text in enumerate(question.options)],
        )
        for at, question in enumerate(questions)
    ]
    record(session, user.actor, "questions.changed", f"consultation:{consultation.id}", {"questions": len(questions)})


def _check_question(number: int, question: QuestionDraft) -> None:
    options = [text.strip() for text in question.options]
    fits = 2 <= len(options) <= _MOST_OPTIONS and all(options) and len(set(options)) == len(options)
    texts = [question.text.strip(), *options]
    if not fits or not all(0 < len(text) <= _LONGEST_QUESTION for text in texts):
        raise Refused("E887", number=number)


def _fill(session: Session, row: Consultation, notice: Notice, identified: bool) -> None:
    if notice.publication is Publication.FULL and not identified:
        raise Refused("E881")
    row.profile = str(parse_profile(notice.profile))
    for name, limit in _LIMITS.items():
        setattr(row, name, _text(name, getattr(notice, name), limit))
    if not 1 <= notice.retention_months <= 36:
        raise Refused("E885")
    row.retention_months, row.publication = notice.retention_months, notice.publication
    row.opens_at = moment_of_opening(notice.opens) if notice.opens else None
    row.closes_at = moment_of_closing(notice.closes) if notice.closes else None
    row.contact_ways = [_way(kind, value) for kind, value in notice.contact_ways if kind.strip() and value.strip()]
    if (notice.slug and notice.slug != row.slug) or row.id is None:
        _check_slug(session, notice.slug or row.slug, row.id)
        row.slug = notice.slug or row.slug


def _way(kind: str, value: str) -> dict[str, Any]:
    return {"kind": kind.strip()[:40], "value": value.strip()[:200]}


def _text(name: str, value: str, limit: int) -> str:
    text = value.replace("\r\n", "\n").replace("\x00", "").strip()
    if len(text) > limit or (not text and name in ("title", "organ", "stage")):
        raise Refused("E883", field=name, limit=limit)
    return text


def _check_slug(session: Session, slug: str, but: int | None) -> None:
    taken = session.scalar(select(Consultation.id).where(Consultation.slug == slug, Consultation.id != (but or 0)))
    if not _SLUG.fullmatch(slug) or slug in _RESERVED or taken:
        raise Refused("E884", slug=slug[:60])


def _new_slug() -> str:
    return f"{china_today():%Y%m%d}-" + short_code(5)
