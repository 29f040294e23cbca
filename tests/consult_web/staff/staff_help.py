"""What tests of the staff pages share: a consultation as the pages make it."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta
from typing import Any

from flask.testing import FlaskClient
from site_stands import Site
from sqlalchemy import select

from consult_web.accounts import Role
from consult_web.consultations import Consultation, Opinion, Sender, submit
from consult_web.storage import china_today

DRAFT = """云溪市停车管理条例（征求意见稿）
第一章　总则
第一条　为了规范停车秩序，制定本条例。
第二条　本市行政区域内的停车活动，适用本条例。
第二章　停放
第三条　禁止下列行为：
（一）占用盲道停放车辆；
（二）占用消防通道停放车辆。
第四条　违反本条例第三条规定的，由公安机关处二百元罚款。
第五条　本条例自2027年5月1日起施行。
"""
MANAGER, HEAD = Role.COMMENT_MANAGER, Role.HEAD


def fields(**changes: Any) -> dict[str, Any]:
    """A notice that can be published."""
    today = china_today()
    return {
        "title": "云溪市停车管理条例（征求意见稿）",
        "organ": "云溪市人大常委会",
        "stage": "征求意见稿",
        "slug": "parking",
        "kind": "K4",
        "territory": "330500",
        "opens": today.isoformat(),
        "closes": (today + timedelta(days=30)).isoformat(),
        "notice": "现向社会公开征求意见。",
        "explanation": "起草说明。",
        "contact_office": "法工委办公室",
        "way_kind_1": "网站",
        "way_value_1": "本页",
        "way_kind_2": "信函",
        "way_value_2": "云溪市某路1号",
        "data_purpose": "仅用于答复意见。",
        "retention_months": "6",
        "publication": "excerpts",
        **changes,
    }


def upload(client: FlaskClient, text: str = DRAFT, name: str = "条例.txt") -> str:
    """Upload a draft; the address of the page that prepares it."""
    answer = client.post("/staff/consultations/new", data={"file": (io.BytesIO(text.encode()), name)})
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def make(site: Site, client: FlaskClient, **changes: Any) -> str:
    """A saved consultation; its slug."""
    answer = client.post(upload(client), data=fields(**changes))
    assert answer.status_code == 303, answer.text
    return str(answer.location).rpartition("/")[2]


def publish(site: Site, slug: str) -> None:
    """Make it public, as its head."""
    answer = site.client(HEAD).post(f"/staff/consultations/{slug}/publish")
    assert answer.status_code == 303, answer.text


def row(site: Site, slug: str) -> Consultation:
    with site.database.reading() as session:
        found = session.scalars(select(Consultation).where(Consultation.slug == slug)).one()
        assert found.version is None or found.version.number
        return found


NEXT = """云溪市停车管理条例（草案修改稿）
第一章　总则
第一条　为了规范停车秩序，方便群众，制定本条例。
第二条　停车应当方便群众。
第三条　本市行政区域内的停车活动，适用本条例。
第二章　停放
第四条　禁止下列行为：
（一）占用盲道停放车辆；
（二）占用消防通道停放车辆。
第五条　本条例自2027年5月1日起施行。
"""


def say(site: Site, slug: str, text: str, *eids: str, quote: str = "", key: str = "", **more: Any) -> int:
    """An opinion as a citizen sends it; its id."""
    opinion = Opinion(text=text, targets=eids, quote=quote, **more)
    with site.database.saving() as session:
        own = session.scalars(select(Consultation).where(Consultation.slug == slug)).one()
        said = [replace(opinion, version_id=own.version_id or 0)]
        return submit(session, own, said, Sender(), key or text).comments[0]
