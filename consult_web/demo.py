"""The fictional sample as a running site: one command, a database file, users for every role."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult_web.accounts import Organisation, OrganisationKind, Role, User, create_organisation, create_user
from consult_web.consultations import (
    Channel,
    Comment,
    Consultation,
    Gloss,
    Identity,
    ModerationDecision,
    Notice,
    Opinion,
    Profile,
    QuestionDraft,
    QuestionKind,
    Sender,
    StationLink,
    ask_for_analysis,
    create_consultation,
    decide_comments,
    publish_consultation,
    read_draft,
    save_glosses,
    save_questions,
    submit,
)
from consult_web.storage import CHINA, Database, FileStore
from lawcheck.comments import Comment as Read
from lawcheck.comments import Stance, why_withheld
from lawcheck.laws import DocumentKind
from lawcheck.resources import corpus_dir

__all__ = ["Login", "is_loaded", "load_sample"]

SLUG: Final = "yunxi-ebike"
_TERRITORY: Final = "339900"  # no such place: only its province counts for the clock
_LAST: Final = datetime(2026, 9, 27, 18, tzinfo=CHINA)  # after the last comment of the sample
_DAYS_LEFT: Final = 12
_RELEASED: Final = 120
_LOGINS: Final = {
    Role.FILER: ("filer", "钱报备", "石埠县人民政府"),
    Role.REGISTRAR: ("registrar", "孙登记", "备案审查处"),
    Role.REVIEWER: ("reviewer", "李审查", "备案审查处"),
    Role.SECOND_REVIEWER: ("second", "周复核", "备案审查处"),
    Role.COMMITTEE_REVIEWER: ("committee", "吴委员", "城建环资委员会"),
    Role.HEAD: ("head", "郑负责", "法制工作委员会"),
    Role.COMMENT_MANAGER: ("manager", "王意见", "法制工作委员会"),
    Role.DRAFTER: ("drafter", "冯起草", "法制工作委员会"),
    Role.STATION_CLERK: ("station", "陈联络", "望潮街道联络站"),
    Role.ADMIN: ("admin", "褚系统", "云溪市人大常委会"),
    Role.AUDITOR: ("auditor", "卫审计", "云溪市人大常委会"),
}
_CHANNELS: Final = {"12345热线": Channel.HOTLINE, "代表意见": Channel.DEPUTY}
_IDENTITIES: Final = {identity.value: identity for identity in Identity}
_QUESTIONS: Final = (
    QuestionDraft(
        "新建住宅小区应当按多少比例建设充电停车位？", ("按草案的规定", "比草案更高", "比草案更低", "不作统一规定")
    ),
    QuestionDraft(
        "您所在的小区最需要什么？",
        ("增加充电设施", "降低充电价格", "加强巡查和劝导", "消防改造", "都不需要"),
        QuestionKind.MULTIPLE,
    ),
)
_GLOSSES: Final = {
    "art_9": Gloss("新小区每户至少一点二个车位，四成以上要能充电。", ("业主", "开发企业")),
    "art_10": Gloss("老小区车位不够的，两年内补建。", ("业主",)),
    "art_17": Gloss("楼道、楼梯间、消防通道不能停车。", ("业主", "租户")),
    "art_18": Gloss("物业负责日常巡查、劝阻和报告。", ("物业",)),
    "art_21": Gloss("共享电动车乱停，企业两小时内清走。", ("租车企业",)),
    "art_24": Gloss("不能在楼道、家里充电，不能私拉电线。", ("业主", "租户")),
    "art_26": Gloss("充电按居民电价，服务费有上限。", ("业主", "租户", "物业")),
    "art_28": Gloss("鼓励换电，换电柜要放在室外。", ("骑手",)),
    "art_36": Gloss("外卖、快递企业要给骑手的车买保险。", ("骑手",)),
    "art_39": Gloss("出租房要在合同里写明停车充电要求。", ("租户", "房东")),
    "art_43": Gloss("乱停不改的，个人罚二百元至五百元。", ("业主", "租户")),
}


class Login(NamedTuple):
    """A user of the demo; the password is known only when it is made."""

    role: Role
    login: str
    name: str
    password: str


def is_loaded(session: Session) -> bool:
    """Whether the sample is there already."""
    return session.scalar(select(Consultation.id).where(Consultation.slug == SLUG)) is not None


def load_sample(database: Database, files: FileStore, today: date) -> list[Login]:
    """Make organisations, users, the consultation and its comments, dates moved so that it is open ``today``.

    All of it is there afterwards or, after an error, nothing but the file of the draft; the analysis is queued.
    """
    draft = corpus_dir() / "samples" / "consultation" / "draft.docx"
    data = draft.read_bytes()
    document, stored = read_draft(draft.name, data), files.add_bytes(data)
    with database.saving() as session:
        logins = _people(session)
        users = {login.role: session.scalars(select(User).where(User.login == login.login)).one() for login in logins}
        manager, head = users[Role.COMMENT_MANAGER], users[Role.HEAD]
        made = create_consultation(
            session, manager, _notice(document.title, today), document, stored.digest, draft.name, identified=False
        )
        made.fictional = True
        save_questions(session, manager, made, _QUESTIONS)
        save_glosses(session, manager, made, made.versions[0], _GLOSSES)
        publish_consultation(session, head, made, identified=False)
        links = _distribute(session, made, manager)
        comments = _take_in(session, made, manager, links, today)
        _release(session, manager, made, comments)
        ask_for_analysis(session, made.id, manager.actor)
    return logins


def _people(session: Session) -> list[Login]:
    tree = _organisations(session)
    made = []
    for role, (login, name, place) in _LOGINS.items():
        _, password = create_user(
            session, "program", login=login, name=name, organisation=tree[place], roles=[role], must_change=False
        )
        made.append(Login(role, login, name, password))
    return made


def _organisations(session: Session) -> dict[str, Organisation]:
    """A congress with its offices and stations, a government, a county: all fictional."""
    congress = create_organisation(
        session, "program", "云溪市人大常委会", OrganisationKind.CONGRESS, territory=_TERRITORY
    )
    government = create_organisation(
        session, "program", "云溪市人民政府", OrganisationKind.GOVERNMENT, territory=_TERRITORY
    )
    found = [congress, government]
    for name, kind, parent, code in (
        ("法制工作委员会", OrganisationKind.COMMITTEE, congress, None),
        ("备案审查处", OrganisationKind.COMMITTEE, congress, None),
        ("城建环资委员会", OrganisationKind.COMMITTEE, congress, None),
        ("望潮街道联络站", OrganisationKind.STATION, congress, "LLZ-01"),
        ("石埠镇联络站", OrganisationKind.STATION, congress, "LLZ-02"),
        ("市住房和城乡建设局", OrganisationKind.DEPARTMENT, government, None),
        ("市消防救援局", OrganisationKind.DEPARTMENT, government, None),
        ("石埠县人民政府", OrganisationKind.GOVERNMENT, government, None),
    ):
        found.append(create_organisation(session, "program", name, kind, parent=parent, code=code))
    return {organisation.name: organisation for organisation in found}


def _notice(title: str, today: date) -> Notice:
    return Notice(
        title=title,
        organ="云溪市人大常委会",
        slug=SLUG,
        profile=str(Profile(DocumentKind.K4, _TERRITORY)),
        opens=today - timedelta(days=28),
        closes=today + timedelta(days=_DAYS_LEFT),
        summary="电动自行车在哪里停、怎样充电、谁来管，违反了怎样处罚。",
        notice="为了提高立法质量，现将草案全文公布，征求社会各界意见。（本页全部内容为虚构样例。）",
        explanation="（虚构样例）起草说明：一、必要性；二、主要内容；三、需要说明的问题。",
        contact_office="云溪市人大常委会法制工作委员会（虚构）",
        contact_ways=(
            ("网站", "本页“提意见”"),
            ("电子邮件", "yijian@example.com"),
            ("信函", "云溪市人大常委会法工委（虚构地址）"),
        ),
        data_purpose="仅用于核实和答复您的意见，不公开，通报发布后六个月删除。",
    )


def _distribute(session: Session, consultation: Consultation, manager: User) -> dict[str, StationLink]:
    """The draft was sent to two stations and two departments, each with an address of its own."""
    links = {}
    names = ("望潮街道联络站", "石埠镇联络站", "市住房和城乡建设局", "市消防救援局")
    for number, place in enumerate(session.scalars(select(Organisation).where(Organisation.name.in_(names))), 1):
        facts = {"name": place.name, "deadline": consultation.closes_at, "created_by": manager.actor}
        link = StationLink(consultation_id=consultation.id, organisation_id=place.id, code=f"demo-{number}", **facts)
        session.add(link)
        links[place.name] = link
    session.flush()
    return links


def _take_in(
    session: Session, consultation: Consultation, manager: User, links: Mapping[str, StationLink], today: date
) -> list[Comment]:
    """The comments of the sample; those of other ways are noted as entered by staff."""
    shift = datetime(today.year, today.month, today.day, tzinfo=CHINA) - timedelta(hours=6) - _LAST
    found = []
    for number, row in enumerate(_rows()):
        received = (datetime.fromisoformat(row["received"]).replace(tzinfo=CHINA) + shift).astimezone(UTC)
        sent = submit(session, consultation, [_opinion(row)], _sender(row), f"demo/{row['id']}", now=received)
        comment = session.get_one(Comment, sent.comments[0])
        comment.source = f"虚构样例 {row['id']}"
        channel = _CHANNELS.get(row["channel"]) or Channel(row["channel"])
        if channel not in (Channel.SITE, Channel.APP):
            comment.entered_by = manager.actor
        if channel is Channel.STATION:
            comment.station_link_id = links["望潮街道联络站" if number % 2 else "石埠镇联络站"].id
        comment.channel = channel
        found.append(comment)
    return found


def _rows() -> Iterable[dict[str, Any]]:
    path = corpus_dir() / "samples" / "consultation" / "comments.jsonl"
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _opinion(row: Mapping[str, Any]) -> Opinion:
    stance = Stance(row["stance"]) if row.get("stance") else None
    return Opinion(str(row["text"]), stance, tuple(row.get("chosen", ())), consent_public=True)


def _sender(row: Mapping[str, Any]) -> Sender:
    identity = _IDENTITIES.get(row["identity"])
    return Sender(identity, row.get("region", ""), name=row.get("author", ""), phone=row.get("phone", ""))


def _release(session: Session, manager: User, consultation: Consultation, comments: Iterable[Comment]) -> None:
    """The earliest are released, masked; what is no opinion is withheld with the reason that the program gives."""
    first = sorted(comments, key=lambda comment: comment.received_at)[:_RELEASED]
    good = [c for c in first if not why_withheld(Read("x", c.text))]
    decide_comments(session, manager, consultation, [(c.id, c.revision) for c in good], ModerationDecision.RELEASED)
