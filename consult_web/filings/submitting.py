"""Filing bodies: files stored first, then read and checked in the background, then sent; answers to 补正."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final, NamedTuple

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from consult_web.accounts import Organisation, OrganisationKind, User
from consult_web.audit import AuditEvent, record
from consult_web.background import Work, enqueue, task
from consult_web.errors import Conflict, Refused
from consult_web.filings.cases_models import ExpectedFiling, Filing, FilingFile, FilingUpload, FormCheckRun
from consult_web.filings.casework import apply_event, jurisdiction_of, procedure_of
from consult_web.filings.checking import CheckedForm, Known, check_form, law_library
from consult_web.filings.documents_models import FiledDocument
from consult_web.filings.letters import next_serial
from consult_web.filings.reading import ReadPackage, Sent, read_package, told_day
from consult_web.filings.registry import Entry, add_document, drop_document, find_neighbours, title_key
from consult_web.filings.removing import is_removed
from consult_web.filings.searching import index_document
from consult_web.filings.terms import UploadState
from consult_web.storage import Database, FileStore, china_today
from lawcheck.errors import LawcheckError, LibraryError
from lawcheck.laws import DocumentKind, Library
from lawcheck.procedure import Facts, filing_due, find_jurisdiction, receipt_number

__all__ = [
    "OPEN_STATES",
    "Uploaded",
    "add_uploads",
    "drop_upload",
    "is_being_read",
    "latest_check",
    "prepare_filing",
    "receiving_bodies",
    "send_filing",
    "start_filing",
    "tell_filing",
]

OPEN_STATES: Final = frozenset({"start", "S1a"})
"""States in which the filer may change the package: before it is sent, and when the receiver asked for more."""
READ: Final = "filing.read"
_STARTED: Final = "filing.started"
_FORMS: Final = 20
"""How many filings back a form that is sent again is looked for."""


class Uploaded(NamedTuple):
    """A file that is in the store already: nothing that follows can lose it."""

    name: str
    digest: str
    size: int


def receiving_bodies(session: Session) -> list[Organisation]:
    """The bodies that filings can be sent to."""
    kinds = (OrganisationKind.CONGRESS, OrganisationKind.GOVERNMENT)
    query = select(Organisation).where(Organisation.kind.in_(kinds), Organisation.active)
    return list(session.scalars(query.order_by(Organisation.path)))


def start_filing(
    session: Session, user: User, receiver: Organisation | None, uploads: Sequence[Uploaded], form: str = ""
) -> Filing:
    """A new filing in preparation, with its first files; reading them is queued. E902 without a receiver, E906 without
    files. ``form`` is the key of the form that was sent: sent again (twice in a row, or after a lost answer), it gives the
    filing that it began."""
    if receiver is None or receiver.id == user.organisation_id:
        raise Refused("E902")
    if form and (begun := _begun_by(session, user, form)):
        return begun
    filing = Filing(
        filer_id=user.organisation_id,
        receiver_id=receiver.id,
        jurisdiction=jurisdiction_of(receiver),
        created_by=user.actor,
    )
    session.add(filing)
    session.flush()
    told = {"receiver": receiver.id, "form": form}
    record(session, user.actor, _STARTED, f"filing:{filing.id}", {name: value for name, value in told.items() if value})
    add_uploads(session, filing, user, uploads)
    return filing


def _begun_by(session: Session, user: User, form: str) -> Filing | None:
    """The filing that a form began; of two sent at once the second waits here for the first."""
    session.get(Organisation, user.organisation_id, with_for_update={"key_share": True}, populate_existing=True)
    started = select(AuditEvent).where(AuditEvent.actor == user.actor, AuditEvent.action == _STARTED)
    latest = session.scalars(started.order_by(AuditEvent.number.desc()).limit(_FORMS))
    subject = next((one.subject for one in latest if one.details.get("form") == form), "")
    return session.get(Filing, int(subject.partition(":")[2])) if subject else None


def add_uploads(session: Session, filing: Filing, user: User, uploads: Sequence[Uploaded]) -> None:
    """More files for a filing that is open; E903 when it is not, E906 without files."""
    _check_open(filing)
    if not uploads:
        raise Refused("E906")
    held = _held(session, filing)
    for file in dict.fromkeys(uploads):
        if (file.name, file.digest) in held:
            continue
        row = FilingUpload(
            filing_id=filing.id,
            organisation_id=filing.filer_id,
            round=filing.round + 1,
            digest=file.digest,
            name=file.name,
            size=file.size,
            created_by=user.actor,
        )
        session.add(row)
        record(session, user.actor, "filing.uploaded", f"filing:{filing.id}", {"file": file.digest, "size": file.size})
    _ask_to_read(session, filing, user)


def _held(session: Session, filing: Filing) -> set[tuple[str, str]]:
    """Names and hashes of what lies in the package: the same file sent again makes nothing twice."""
    query = select(FilingUpload.name, FilingUpload.digest).where(
        FilingUpload.filing_id == filing.id, FilingUpload.round == filing.round + 1, FilingUpload.dropped.is_(False)
    )
    return {(name, digest) for name, digest in session.execute(query)}


def drop_upload(session: Session, filing: Filing, user: User, upload_id: int) -> None:
    """Take a file out of the package; it stays in the store, and in what was sent before."""
    _check_open(filing)
    row = session.get(FilingUpload, upload_id)
    if row is None or row.filing_id != filing.id:
        raise Refused("E916")
    row.dropped = True
    record(session, user.actor, "filing.dropped", f"filing:{filing.id}", {"file": row.digest})
    _ask_to_read(session, filing, user)


def tell_filing(
    session: Session, filing: Filing, user: User, details: Mapping[str, Any], roles: Mapping[str, str]
) -> None:
    """What the filer types: fields of the manifest, and roles of files by digest. It is read again with them."""
    _check_open(filing)
    kept = {name: value for name, value in filing.details.items() if name != "roles"}
    merged = kept | {name: value for name, value in details.items() if value not in (None, "")}
    merged["document"] = _typed(filing, merged.get("document", {}))
    filing.details = merged | {"roles": {**filing.details.get("roles", {}), **roles}}
    _ask_to_read(session, filing, user)


def _typed(filing: Filing, document: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that a person typed: one that still shows what was read is no word of theirs, so that another text of
    the package may say otherwise."""
    before = filing.details.get("document", {})
    return {name: value for name, value in document.items() if name in before or value != _read_value(filing, name)}


def _read_value(filing: Filing, name: str) -> str:
    value = getattr(filing.document, name, None)
    return value.isoformat() if isinstance(value, date) else value or ""


def latest_check(filing: Filing) -> FormCheckRun | None:
    """The form check of the package as it is now (or was sent last)."""
    return filing.form_checks[-1] if filing.form_checks else None


def is_being_read(filing: Filing) -> bool:
    """Whether the last change has not been read yet."""
    return bool(filing.details.get("reading"))


def send_filing(session: Session, filing: Filing, user: User, *, sure: bool = False, day: date | None = None) -> None:
    """Send a package, or what was asked for (补正).

    :class:`Conflict` E903 when it is not open, E908 while it is being read; :class:`Refused` E900 without a text, E901 for
    a mark of secrecy, E907 for faults of the form check unless the filer is ``sure``.
    """
    _check_open(filing)
    _check_ready(filing, sure)
    on = day or china_today()
    again = filing.state == "S1a"
    if not again and filing.published and filing.published <= on:
        apply_event(session, filing, "published", user, day=filing.published)
    filing.round += 1
    files = [
        {"name": row.name, "role": row.role, "sha256": row.digest} for row in filing.files if row.round == filing.round
    ]
    apply_event(session, filing, "resubmitted" if again else "submitted", user, {"files": files}, day=on)
    if not again:
        _note_first(session, filing, on)
    _link(session, filing)


def prepare_filing(
    database: Database, files: FileStore, filing_id: int, library: Library | None = None, work: Work | None = None
) -> None:
    """Read and check the package of a filing (the task ``filing.read``); may be run again at any time."""
    with database.reading() as session:
        filing = session.get_one(Filing, filing_id)
        if filing.state not in OPEN_STATES:
            return
        details, asked = dict(filing.details), filing.details.get("reading")
        sent = [Sent(row.id, row.name, files.read(row.digest), row.role) for row in _uploads(session, filing)]
    _tell(work, 1, "读取文件")
    held = read_package(sent, details, details.get("roles", {}))
    _tell(work, 2, "核对登记库")
    with database.saving() as session:
        filing = session.get_one(Filing, filing_id)
        _store(session, files, filing, held, sent)
        known = _known(session, filing)
    _tell(work, 3, "形式审查")
    checked = check_form(held, china_today(), known, library)
    with database.saving() as session:
        _keep_check(session, filing_id, checked, asked)


@task(READ)
def _read(work: Work) -> Mapping[str, Any]:
    prepare_filing(work.database, work.files, int(work.payload["filing"]), _library(), work)
    return {}


def _library() -> Library | None:
    """None where the library cannot be opened: the checks that want it then say that they could not look."""
    try:
        return law_library()
    except LibraryError:
        return None


def _tell(work: Work | None, done: int, step: str) -> None:
    if work is not None:
        work.progress(done, 4, step)


def _uploads(session: Session, filing: Filing) -> list[FilingUpload]:
    query = select(FilingUpload).where(FilingUpload.filing_id == filing.id, FilingUpload.dropped.is_(False))
    return list(session.scalars(query.order_by(FilingUpload.id)))


def _ask_to_read(session: Session, filing: Filing, user: User) -> None:
    """``details["reading"]`` counts what was asked, so that a check of an older state does not pass for the newest."""
    filing.details = {**filing.details, "reading": int(filing.details.get("asked", 0)) + 1}
    filing.details = {**filing.details, "asked": filing.details["reading"]}
    session.flush()
    enqueue(session, READ, {"filing": filing.id}, key=str(filing.id), subject=f"filing:{filing.id}", actor=user.actor)


def _store(session: Session, files: FileStore, filing: Filing, held: ReadPackage, sent: Sequence[Sent]) -> None:
    """The files of the package, how each upload could be read, and the document."""
    number = filing.round + 1
    session.execute(delete(FilingFile).where(FilingFile.filing_id == filing.id, FilingFile.round == number))
    problems = {file.name: file.problem for file in held.materials.files} if held.materials else {}
    for part in held.parts:
        stored = files.add_bytes(part.file.data)
        session.add(
            FilingFile(
                filing_id=filing.id,
                upload_id=part.upload_id,
                round=number,
                name=part.file.name,
                role=part.file.role.value,
                role_how=part.file.how,
                format=part.format,
                digest=stored.digest,
                size=stored.size,
                problem=problems.get(part.file.name, ""),
            )
        )
    for one in sent:
        _mark(session.get_one(FilingUpload, one.upload_id), held.problems.get(one.upload_id))
    trouble = {"code": held.trouble.code, "details": _words(held.trouble)} if held.trouble else None
    read = held.facts.published.isoformat() if held.facts and held.facts.published else ""
    filing.details = {**filing.details, "trouble": trouble, "read_published": read}
    _replace_document(session, filing, held)
    session.flush()


def _mark(row: FilingUpload, problem: LawcheckError | None) -> None:
    row.state = UploadState.UNREADABLE if problem else UploadState.READ
    row.error_code, row.error_details = (problem.code, _words(problem)) if problem else ("", {})


def _words(error: LawcheckError) -> dict[str, str]:
    return {name: str(value) for name, value in error.details.items()}


def _replace_document(session: Session, filing: Filing, held: ReadPackage) -> None:
    """What the filing holds of the document; an earlier reading that was never registered goes."""
    old = filing.document
    filing.document = None
    session.flush()
    if old is not None and not old.registered:
        drop_document(session, old)
    if held.document is None or held.facts is None or held.text is None:
        return
    facts, text = _placed(held.facts, filing.filer.territory), held.text
    told = held.materials.manifest if held.materials else {}
    entry = Entry(
        next(row.digest for row in _stored(session, filing, text.file.name)),
        text.file.name,
        text.format,
        filing.filer_id,
    )
    row = add_document(session, held.document, facts, entry, "program")
    row.published = facts.published if facts.published_certain else None
    _correct(session, row, told, filing.details.get("document", {}))
    filing.document = row
    filing.title, filing.kind, filing.maker = row.title, row.kind, row.maker
    filing.territory, filing.document_no, filing.published = row.territory, row.document_no, row.published


_DAYS: Final = ("adopted", "approved", "published", "effective", "expires")


def _correct(session: Session, row: FiledDocument, manifest: Mapping[str, Any], typed: Mapping[str, Any]) -> None:
    """What a person typed stands in the place of what was read; the manifest of the package fills only what was not read."""
    for name in _DAYS:
        setattr(row, name, told_day({"document": typed}, name) or getattr(row, name) or told_day(manifest, name))
    words = {name: typed[name] for name in ("maker", "document_no") if typed.get(name)}
    for name, value in words.items():
        setattr(row, name, value)
    if words:
        index_document(session, row)


def _placed(facts: Facts, territory: str) -> Facts:
    """A text that names no place is of the place of the body that files it."""
    return facts if facts.territory else replace(facts, territory=territory, territory_how="报备机关所在地")


def _stored(session: Session, filing: Filing, name: str) -> Iterable[FilingFile]:
    session.flush()
    number = filing.round + 1
    query = select(FilingFile).where(FilingFile.filing_id == filing.id, FilingFile.round == number)
    return session.scalars(query.where(FilingFile.name == name).order_by(FilingFile.id)).all()


def _known(session: Session, filing: Filing) -> Known:
    if filing.document is None:
        return Known(receiver=filing.receiver.name)
    near = find_neighbours(session, filing.document)
    duplicate = _duplicate(session, filing, (*near.same_file, *near.same_name))
    earlier = f"登记库中有同名文件：{near.earlier[0].document_no or near.earlier[0].published}" if near.earlier else ""
    return Known(duplicate, earlier, filing.receiver.name, _numbered(session, filing, near.same_number))


def _numbered(session: Session, filing: Filing, others: Sequence[FiledDocument]) -> str:
    """What says that the maker gave the number to another document that is registered or was sent to this receiver."""
    held = next((row for row in others if row.registered), None)
    number = None if held else _filing_of(session, filing, others)
    title = held.title if held else session.get_one(Filing, number).title if number else ""
    return (
        f"同一机关的文号“{filing.document_no}”已经用于《{title}》，请核对（同一通知印发几个文件的除外）"
        if title
        else ""
    )


def _duplicate(session: Session, filing: Filing, others: Sequence[FiledDocument]) -> str:
    """What says that one of these documents is registered already, or was sent to the same receiver."""
    held = next((row for row in others if row.registered), None)
    if held is not None:
        return f"与已登记的《{held.title}》（{held.document_no or '没有文号'}）内容或者名称、日期相同"
    number = _filing_of(session, filing, others)
    if number is None:
        return ""
    sent = session.get_one(Filing, number)
    return f"与已经报送的《{sent.title}》（{sent.receipt_number or '没有回执号'}）内容或者名称、日期相同"


def _keep_check(session: Session, filing_id: int, checked: CheckedForm, asked: object) -> None:
    filing = session.get_one(Filing, filing_id)
    run = FormCheckRun(
        filing_id=filing.id,
        round=filing.round + 1,
        as_of=china_today(),
        pack_version=checked.pack_version,
        decision=checked.decision,
        results=checked.results,
        created_by="program",
    )
    filing.form_checks.append(run)
    if filing.details.get("reading") == asked:
        filing.details = {name: value for name, value in filing.details.items() if name != "reading"}


def _check_open(filing: Filing) -> None:
    if filing.state not in OPEN_STATES:
        raise Conflict("E903")
    if is_removed(filing):
        raise Conflict("E995")


def _check_ready(filing: Filing, sure: bool) -> None:
    if is_being_read(filing):
        raise Conflict("E908")
    check = latest_check(filing)
    if filing.document is None or check is None:
        raise Refused("E900")
    faults = [row for row in check.results if row["state"] == "问题"]
    secret = next((row["said"] for row in faults if row["rule"] == "F13"), None)
    if secret is not None:
        raise Refused("E901", said=secret)
    if faults and not sure:
        raise Refused("E907", count=len(faults))


def _note_first(session: Session, filing: Filing, day: date) -> None:
    """What is known when a filing is first sent: the day, how late, the number of the receipt."""
    place = find_jurisdiction(filing.jurisdiction)
    serial = next_serial(session, filing.receiver_id, "receipt", day.year)
    filing.submitted_on, filing.receipt_number = day, receipt_number(place, day.year, serial)
    if filing.published is not None:
        filing.used_days = (day - filing.published).days
        kind = DocumentKind(filing.kind) if filing.kind else None
        due = filing_due(place, kind, filing.published, procedure_of(session, filing).calendar).day
        filing.late = due is not None and day > due
    key = title_key(filing.title)
    waiting = select(ExpectedFiling).where(
        ExpectedFiling.receiver_id == filing.receiver_id,
        ExpectedFiling.title_key == key,
        ExpectedFiling.filing_id.is_(None),
    )
    for row in session.scalars(waiting):
        if row.maker == filing.maker or row.filer_id == filing.filer_id:
            row.filing_id = filing.id


def _link(session: Session, filing: Filing) -> None:
    """The filings, at the same receiver, of the same document and of its earlier version."""
    if filing.document is None:
        return
    near = find_neighbours(session, filing.document)
    filing.duplicate_of_id = _filing_of(session, filing, (*near.same_file, *near.same_name))
    filing.predecessor_id = _filing_of(session, filing, near.earlier)


def _filing_of(session: Session, filing: Filing, documents: Sequence[FiledDocument]) -> int | None:
    query = select(Filing.id).where(
        Filing.document_id.in_([row.id for row in documents]),
        Filing.receiver_id == filing.receiver_id,
        Filing.id != filing.id,
        Filing.state.not_in(("start", "S1b")),
    )
    return session.scalar(query.order_by(Filing.id).limit(1))
