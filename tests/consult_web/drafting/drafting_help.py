"""A fictional consultation with opinions, for the tests of the drafters' side."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import uuid4

from sqlalchemy import select

from consult_web.accounts import Organisation, OrganisationKind, create_organisation
from consult_web.consultations import (
    Channel,
    ChosenBy,
    Comment,
    Consultation,
    DraftVersion,
    Target,
    WordingProposal,
    clause_rows,
    pack_document,
)
from consult_web.storage import Database
from lawcheck.comments import Stance
from lawcheck.document import parse

ORGAN = "云溪市人大常委会"
TEXT = (
    "云溪市停车管理条例\n第一章　总则\n第一条　为了规范停车管理，制定本条例。\n"
    "第二条　道路停车收费标准由市价格主管部门制定，每小时不超过五元。\n"
    "第二章　法律责任\n第三条　违反本条例规定，占用盲道停放车辆的，处二百元罚款。\n申诉期限为三十日。\n"
    "第四条　本条例自2027年5月1日起施行。\n"
)
OPINIONS = (
    "支持第二条，收费标准写清楚了。",
    "反对第三条，罚款太高，二百元对普通家庭来说是一天的工资，请降低。",
    "反对第三条，罚款太高，二百元对普通家庭来说是一天的工资，请降低！",
    "第三条第二款建议将“三十日”修改为“六十日”。",
    "第三条第二款建议将“三十日”修改为“六十日”，三十日来不及收集证据。",
    "第三条第二款建议将“三十日”修改为“十五日”。",
    "建议增加一条：设立停车信息平台。",
    "我今天心情不好，天气也不好。",
    "第三条依照《中华人民共和国道路交通安全法》的罚款幅度是五十元，建议核对。",
)


def make_consultation(
    database: Database, opinions: Iterable[str] = OPINIONS, *, text: str = TEXT, organ: str = ORGAN
) -> int:
    """A published draft with ``opinions``, each of a person of its own; its id."""
    with database.saving() as session:
        body = session.scalar(select(Organisation).where(Organisation.name == organ))
        body = body or create_organisation(session, "program", organ, OrganisationKind.CONGRESS)
        consultation = Consultation(
            slug=uuid4().hex[:8],
            title="云溪市停车管理条例（草案）",
            organ=organ,
            organisation_id=body.id,
            fictional=True,
            published_at=datetime(2026, 10, 1, tzinfo=UTC),
            opens_at=datetime(2026, 10, 1, tzinfo=UTC),
            closes_at=datetime(2026, 11, 1, tzinfo=UTC),
            created_by="program",
        )
        session.add(consultation)
        session.flush()
        consultation.version_id = add_version(session, consultation.id, text, 1)
    add_opinions(database, consultation.id, opinions)
    return consultation.id


def add_version(session, number: int, text: str, version_number: int, uids: dict[str, str] | None = None) -> int:
    """Another text of the draft; the id of the version."""
    document = parse(text)
    version = DraftVersion(
        consultation_id=number,
        number=version_number,
        label=f"第{version_number}稿",
        file_digest="",
        file_name="草案.docx",
        document=pack_document(document),
        published_at=datetime(2026, 10, version_number, tzinfo=UTC),
        created_by="program",
    )
    session.add(version)
    session.flush()
    for row in clause_rows(document, uids):
        row.version_id = version.id
        session.add(row)
    session.flush()
    return version.id


def add_opinions(database: Database, number: int, opinions: Iterable[str], **fields: object) -> list[int]:
    """Comments on the current version; their ids. ``fields`` are those of the comment, for all of them."""
    ids = []
    with database.saving() as session:
        version = session.get_one(Consultation, number).version_id
        for text in opinions:
            values = {
                "consultation_id": number,
                "version_id": version,
                "idempotency_key": uuid4().hex,
                "receipt_hash": uuid4().hex,
                "received_at": datetime(2026, 10, 5, 8, tzinfo=UTC),
                "text": text,
                "channel": Channel.SITE,
                "region": "棠州区",
            }
            comment = Comment(**(values | fields))
            session.add(comment)
            session.flush()
            ids.append(comment.id)
    return ids


def choose(database: Database, comment_id: int, eid: str, stance: Stance | None = None, wording: str = "") -> None:
    """What a person chose in the form."""
    with database.saving() as session:
        comment = session.get_one(Comment, comment_id)
        comment.stance = stance
        comment.targets.append(
            Target(
                version_id=comment.version_id,
                eid=eid,
                root_eid=eid.partition("__")[0],
                chosen_by=ChosenBy.AUTHOR,
                approved_by="visitor",
            )
        )
        if wording:
            comment.wordings.append(
                WordingProposal(
                    version_id=comment.version_id, clause_uid="", eid=eid, label="", old_text="", new_text=wording
                )
            )
