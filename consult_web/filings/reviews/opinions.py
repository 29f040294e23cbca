"""审查研究意见: drafted from what was accepted, made as Word, edited by people and put back; every version stays."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult_web.accounts import User
from consult_web.audit import record
from consult_web.errors import Conflict, NotFound, Refused
from consult_web.filings.cases_models import Filing
from consult_web.filings.letters import case_fields, suggest_fields
from consult_web.filings.review_models import Opinion, OpinionVersion
from consult_web.filings.reviews.accepted import accepted_issues, with_issues
from consult_web.filings.reviews.running import current_run
from consult_web.filings.terms import OpinionKind, OpinionState
from consult_web.storage import FileStore, utc_now
from lawcheck.letters import fill_letter, find_letter
from lawcheck.readers import sniff

__all__ = [
    "draft_opinion",
    "drop_opinion",
    "find_opinion",
    "offer_opinion",
    "offered_content",
    "opinions_of",
    "redraft_opinion",
    "replace_opinion",
    "sign_opinion",
    "template_of",
]

_TEMPLATES: Final = {
    OpinionKind.REVIEW: "review_study",
    OpinionKind.COMMITTEE: "review_study",
    OpinionKind.WRITTEN: "review_opinion",
}
_ATTACHED: Final = ["条款比对表", "规则检查清单", "材料清单"]
_LAWS: Final = 12


def template_of(kind: OpinionKind) -> str:
    """The letter template that an opinion is made with.

    >>> template_of(OpinionKind.WRITTEN)
    'review_opinion'
    """
    return _TEMPLATES[kind]


def offered_content(session: Session, filing: Filing, kind: OpinionKind, user: User, day: date) -> dict[str, Any]:
    """What an opinion begins with: facts of the document, how it was reviewed, the laws it was held against, what was accepted.
    The sentences for people are proposals (建议); the findings are those that people accepted, never the program's alone."""
    letter = find_letter(_TEMPLATES[kind])
    known = case_fields(session, filing, day)
    issues = accepted_issues(session, filing)
    known |= {
        "late": "迟报" if filing.late else "按时报备",
        "process": _process(filing),
        "laws": _laws(session, filing),
        "opinion": _opinion(issues),
        "attachments": _ATTACHED if kind is not OpinionKind.WRITTEN else [],
        "reviewer": user.name,
        "contact": user.name,
    }
    values = suggest_fields(letter.name, known)
    return with_issues(letter, values, issues)


def draft_opinion(
    session: Session, files: FileStore, filing: Filing, user: User, kind: OpinionKind, content: Mapping[str, Any]
) -> Opinion:
    """Make an opinion; ``lawcheck``'s E291 and E292 name every field that is missing or wrong."""
    run = current_run(session, filing)
    row = Opinion(
        filing_id=filing.id,
        organisation_id=user.organisation_id,
        kind=kind,
        finding_keys=[issue["key"] for issue in accepted_issues(session, filing)],
        run_id=run.id if run else None,
        created_by=user.actor,
    )
    session.add(row)
    _draft(session, files, row, user, content)
    return row


def redraft_opinion(
    session: Session, files: FileStore, opinion: Opinion, user: User, content: Mapping[str, Any], version: int
) -> None:
    """Make the Word file anew from other content; the versions before stay. :class:`Conflict` E925, E932."""
    _editable(opinion, version)
    _draft(session, files, opinion, user, content)


def replace_opinion(
    session: Session, files: FileStore, opinion: Opinion, user: User, data: bytes, version: int
) -> None:
    """Put an edited Word file in the place of the one made. :class:`Conflict` E925, E932; :class:`Refused` E905."""
    _editable(opinion, version)
    if sniff(data) != "docx":
        raise Refused("E905")
    opinion.edited_digest = files.add_bytes(data).digest
    _add_version(session, opinion, user, opinion.edited_digest, edited=True)


def offer_opinion(session: Session, opinion: Opinion, user: User, version: int) -> None:
    """Hand it to the second person. :class:`Conflict` E925, E932."""
    _editable(opinion, version)
    opinion.state = OpinionState.OFFERED
    _note(session, opinion, user, "opinion.offered")


def sign_opinion(session: Session, opinion: Opinion, user: User, version: int) -> None:
    """Sign it; from now on it is not changed. :class:`Refused` E933 by the person who drafted it or who edited it last."""
    _editable(opinion, version)
    if user.actor in (opinion.created_by, opinion.versions[-1].by):
        raise Refused("E933")
    opinion.state, opinion.signed_by, opinion.signed_at = OpinionState.SIGNED, user.actor, utc_now()
    _note(session, opinion, user, "opinion.signed")


def drop_opinion(session: Session, opinion: Opinion, user: User, version: int) -> None:
    """Put it aside; its versions stay."""
    _editable(opinion, version)
    opinion.state = OpinionState.DROPPED
    _note(session, opinion, user, "opinion.dropped")


def opinions_of(session: Session, filing_id: int) -> list[Opinion]:
    """The opinions on a filing, newest first."""
    return list(session.scalars(select(Opinion).where(Opinion.filing_id == filing_id).order_by(Opinion.id.desc())))


def find_opinion(session: Session, filing: Filing, number: int) -> Opinion:
    """An opinion on this filing; :class:`NotFound` E800."""
    found = session.scalar(select(Opinion).where(Opinion.id == number, Opinion.filing_id == filing.id))
    if found is None:
        raise NotFound("E800")
    return found


def _draft(session: Session, files: FileStore, opinion: Opinion, user: User, content: Mapping[str, Any]) -> None:
    stored = files.add_bytes(fill_letter(_TEMPLATES[opinion.kind], content))
    opinion.content, opinion.docx_digest, opinion.edited_digest = dict(content), stored.digest, ""
    opinion.state = OpinionState.DRAFT
    session.flush()
    _add_version(session, opinion, user, stored.digest, edited=False)


def _add_version(session: Session, opinion: Opinion, user: User, digest: str, *, edited: bool) -> None:
    number = len(opinion.versions) + 1
    opinion.versions.append(OpinionVersion(number=number, digest=digest, edited=edited, by=user.actor))
    session.flush()
    _note(session, opinion, user, "opinion.edited" if edited else "opinion.drafted", file=digest)


def _editable(opinion: Opinion, version: int) -> None:
    if opinion.state in (OpinionState.SIGNED, OpinionState.DROPPED):
        raise Conflict("E932", state=opinion.state.value)
    if opinion.row_version != version:
        raise Conflict("E925")


def _note(session: Session, opinion: Opinion, user: User, action: str, **details: Any) -> None:
    session.flush()
    told = {"opinion": opinion.id, "kind": opinion.kind.value, **details}
    record(session, user.actor, action, f"filing:{opinion.filing_id}", told)


def _process(filing: Filing) -> str:
    """How it was reviewed, as far as the case knows."""
    lines = [f"审查方式：{filing.means or '主动审查'}。"]
    if any(row.name == "explanation_asked" for row in filing.events):
        lines.append("审查中，已请制定机关就有关问题作出说明。")
    if any(row.name == "committee_opinion" for row in filing.events):
        lines.append("有关委员会提出了审查研究意见。")
    return "\n".join(lines)


def _laws(session: Session, filing: Filing) -> list[dict[str, str]]:
    run = current_run(session, filing)
    rows = [law for law in (run.higher_laws if run else []) if law.get("relation", "above") == "above"]
    return [_law(law) for law in rows[:_LAWS]]


def _law(law: Mapping[str, Any]) -> dict[str, str]:
    version = law.get("version") or {}
    published = version.get("adopted") or version.get("published") or ""
    row = {"title": law["title"], "version": f"{published}{version.get('cause') or ''}" or "版本日期待核"}
    effective = version.get("effective_from")
    return row | ({"effective": effective} if effective else {})


def _opinion(issues: list[dict[str, str]]) -> str:
    if not issues:
        return "经审查，未发现需要纠正的问题，建议予以审查终止。"
    lines = [f"关于{issue['clause']}：{issue['advice']}" for issue in issues]
    return "\n".join(["我们认为，下列规定需要研究处理：", *lines])
