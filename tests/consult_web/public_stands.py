"""A fictional consultation for the tests of the citizens' pages."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from consult_web.accounts import Organisation, OrganisationKind
from consult_web.consultations import (
    Consultation,
    DraftVersion,
    Publication,
    PublicQuote,
    Question,
    QuestionKind,
    QuestionOption,
    StationLink,
    clause_rows,
    pack_document,
)
from consult_web.consultations.notices import with_preamble
from consult_web.storage import Database, utc_now
from lawcheck.document import parse

TEXT = """云溪市停车条例（草案）
第一章　总则
第一条　为了规范停车管理，方便群众出行，制定本条例。
第二条　道路停车收费标准由市价格主管部门规定。
收费标准每两年评估一次。
第二章　停放
第三条　禁止下列行为：
（一）占用消防车通道停放车辆；
（二）占用盲道停放车辆。
第四条　违反本条例规定占用消防车通道的，处二百元以上五百元以下罚款。
第三章　附则
第五条　本条例自2027年5月1日起施行。
"""
NOTICE = """云溪市人民政府办公室关于加强停车工作的通知
（征求意见稿）
各县（市、区）人民政府，市政府各部门：
为了缓解停车难，方便群众出行，现就加强停车工作通知如下：
一、总体要求
（一）工作原则。坚持政府引导、社会参与，有偿使用、住有所停。
（二）工作目标。到2028年底，城区新增停车泊位一万个。
二、规范停车收费
（一）实行差别收费。路内泊位按照下列标准收费：
1.一类区域首小时五元；
2.二类区域首小时三元。
（二）夜间免费停放。每日二十二时至次日七时停放的，不收停车费。
三、保障措施
（一）加强组织领导。市城管局每季度通报工作进展。
（二）畅通监督渠道。市民可以通过12345热线举报乱收费行为。
云溪市人民政府办公室
2026年11月2日
"""
SECOND = TEXT.replace("每两年评估", "每年评估").replace("二百元以上五百元以下", "二百元以上三百元以下")


def add_consultation(database: Database, text: str = TEXT, **changes: Any) -> int:
    """Put a published consultation with one version into ``database``; returns its id."""
    now = utc_now()
    fields: dict[str, Any] = {
        "slug": "tingche",
        "title": "云溪市停车条例",
        "organ": "云溪市人民代表大会常务委员会",
        "publication": Publication.EXCERPTS,
        "summary": "规范停车，方便出行。",
        "notice": "现将草案公布，征求社会各界意见。",
        "contact_office": "云溪市人大常委会法工委（虚构）",
        "contact_ways": [{"kind": "信函", "value": "云溪市棠州区某路1号（虚构）"}],
        "data_purpose": "答复意见",
        "fictional": True,
        "opens_at": now - timedelta(days=10),
        "closes_at": now + timedelta(days=20),
        "published_at": now - timedelta(days=10),
        "created_by": "program",
    }
    with database.saving() as session:
        body = Organisation(name="云溪市人大常委会（虚构）", kind=OrganisationKind.CONGRESS, path="/1/")
        session.add(body)
        session.flush()
        made = Consultation(organisation_id=body.id, **fields | changes)
        session.add(made)
        session.flush()
        made.version_id = add_version(session, made.id, 1, text)
        return made.id


def add_version(session: Any, consultation_id: int, number: int, text: str, uids: dict[str, str] | None = None) -> int:
    """One more published version; returns its id."""
    document = with_preamble(parse(text))
    version = DraftVersion(
        consultation_id=consultation_id,
        number=number,
        label=f"第{'一二三'[number - 1]}稿",
        file_digest="0" * 64,
        file_name="draft.docx",
        document=pack_document(document),
        published_at=utc_now() - timedelta(days=10 - number),
        created_by="program",
    )
    session.add(version)
    session.flush()
    for row in clause_rows(document, uids):
        row.version_id = version.id
        session.add(row)
    return int(version.id)


def add_question(session: Any, consultation_id: int) -> None:
    """A question of each kind."""
    for position, (words, kind) in enumerate(
        [("罚款应当多少？", QuestionKind.SINGLE), ("哪些地方停车难？", QuestionKind.MULTIPLE)]
    ):
        options = [QuestionOption(position=n, text=f"{words[:2]}选项{n}") for n in range(3)]
        session.add(
            Question(consultation_id=consultation_id, position=position, text=words, kind=kind, options=options)
        )


def add_station(session: Any, consultation_id: int, code: str = "ST-1") -> None:
    """A station's link."""
    session.add(
        StationLink(consultation_id=consultation_id, name="棠州联络站（虚构）", code=code, created_by="program")
    )


def add_quote(session: Any, consultation: Consultation, comment_id: int, text: str, eid: str = "art_4") -> None:
    """Release a comment."""
    session.add(
        PublicQuote(
            consultation_id=consultation.id,
            version_id=consultation.version_id,
            comment_id=comment_id,
            clause_uid="u",
            eid=eid,
            root_eid=eid,
            label="第四条",
            text=text,
            received_at=utc_now(),
        )
    )
