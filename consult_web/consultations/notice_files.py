"""Files that go with a notice: 起草说明, 修改前后对照表, 解读 and the like, for everybody to take away."""

from __future__ import annotations

from pathlib import PurePath
from typing import IO, Final, NamedTuple

from sqlalchemy.orm import Session

from consult_web.accounts import User
from consult_web.audit import record
from consult_web.consultations.drafts_models import Consultation, NoticeFile
from consult_web.consultations.opinions import clean
from consult_web.errors import Conflict, NotFound, Refused
from consult_web.storage import FileStore, note_loose
from lawcheck.readers import sniff

__all__ = ["KeptFile", "add_notice_file", "find_notice_file", "keep_notice_file", "media_type_of",
           "remove_notice_file"]  # fmt: skip

_BYTES: Final = 20 << 20
_MOST: Final = 12
_MEDIA: Final = {
    "pdf": "application/pdf",
    "ofd": "application/ofd",
    "doc": "application/msword",
    "wps": "application/vnd.ms-works",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
}
_OTHERWISE: Final = {"wps": ("doc", "works", "docx"), "png": ("image",), "jpg": ("image",), "jpeg": ("image",)}


class KeptFile(NamedTuple):
    """A file in the store: SHA-256, the name under which it is offered, bytes."""

    digest: str
    name: str
    size: int


def keep_notice_file(store: FileStore, stream: IO[bytes], name: str) -> KeptFile:
    """Store a file; :class:`Refused` E936 for a kind that is not offered or whose content is not what its name says,
    E803 above 20 MB."""
    shown = clean(PurePath(name.replace("\\", "/")).name)[-120:]
    suffix = PurePath(shown).suffix[1:].lower()
    data = stream.read(_BYTES + 1)
    if len(data) > _BYTES:
        raise Refused("E803", limit=f"{_BYTES >> 20} MB")
    if suffix not in _MEDIA or sniff(data) not in _OTHERWISE.get(suffix, (suffix,)):
        raise Refused("E936", name=shown or "?")
    kept = store.add_bytes(data)
    return KeptFile(kept.digest, shown, kept.size)


def media_type_of(file: NoticeFile) -> str:
    """What its name says it is."""
    return _MEDIA.get(PurePath(file.name).suffix[1:].lower(), "application/octet-stream")


def add_notice_file(session: Session, user: User, consultation: Consultation, kept: KeptFile) -> None:
    """Put a file beside the notice; one of the same name takes the place of the one before. What is public already may get
    more files, and the audit log knows. :class:`Refused` E937 above twelve, :class:`Conflict` E889 when it is cancelled."""
    if consultation.cancelled_at:
        raise Conflict("E889")
    same = next((one for one in consultation.notice_files if one.name == kept.name), None)
    if same is None and len(consultation.notice_files) >= _MOST:
        raise Refused("E937", limit=_MOST)
    if same:
        note_loose(session, [same.file_digest])
        same.file_digest, same.size, same.created_by = kept.digest, kept.size, user.actor
    else:
        made = NoticeFile(name=kept.name, file_digest=kept.digest, size=kept.size, created_by=user.actor)
        consultation.notice_files.append(made)
    _record(session, user, consultation, "notice.file_added", kept.name, kept.digest)


def find_notice_file(consultation: Consultation, number: int) -> NoticeFile:
    """The file with this number; :class:`NotFound` E800."""
    found = next((one for one in consultation.notice_files if one.id == number), None)
    if found is None:
        raise NotFound("E800")
    return found


def remove_notice_file(session: Session, user: User, consultation: Consultation, number: int) -> None:
    """Take a file away again; what was public once stays in the audit log with its SHA-256."""
    gone = find_notice_file(consultation, number)
    consultation.notice_files.remove(gone)
    note_loose(session, [gone.file_digest])
    _record(session, user, consultation, "notice.file_removed", gone.name, gone.file_digest)


def _record(session: Session, user: User, consultation: Consultation, action: str, name: str, digest: str) -> None:
    record(session, user.actor, action, f"consultation:{consultation.id}", {"name": name, "file": digest})
