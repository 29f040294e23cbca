"""A small county of filing bodies and a people's congress, all fictional; documents and packages to file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

import pytest
from site_stands import Site
from sqlalchemy.orm import Session

from consult_web.accounts import Organisation, OrganisationKind, Role, User, UserRole, create_organisation
from consult_web.filings import Entry, FiledDocument, Filing, add_document, enter_into_force
from lawcheck.document import parse
from lawcheck.procedure import read_facts

CITY = "云溪市"
RULES = """云溪市人民政府文件
云政发〔2026〕21号
云溪市共享单车停放管理办法
第一章　总则
第一条　为了规范共享单车停放秩序，根据《城市道路管理条例》，制定本办法。
第二条　本市行政区域内共享单车的停放和管理，适用本办法。
第二章　停放
第三条　共享单车应当停放在划定的区域。任何单位和个人不得占用盲道。
运营企业应当及时清理乱停乱放的车辆。
第四条　违反本办法第三条规定的，由城市管理部门责令改正。
第三章　附则
第五条　本办法自2026年12月1日起施行。有效期五年。
云溪市人民政府
2026年11月2日
"""

FINE = [{"rule": f"F{number:02}", "state": "通过"} for number in range(1, 17)]
"""A form check without faults."""


@dataclass(frozen=True)
class County:
    """Organisations by short name: 人大, 市政府, 青石县政府, 石桥镇政府, 法制委."""

    bodies: Mapping[str, int]
    users: Mapping[str, User]


def make_county(site: Site) -> County:
    """The bodies, and one user for each role."""
    with site.database.saving() as session:
        congress = create_organisation(
            session, "program", f"{CITY}人大常委会", OrganisationKind.CONGRESS, territory="110000", code="YX"
        )
        committee = create_organisation(
            session, "program", "法制委员会", OrganisationKind.COMMITTEE, parent=congress, territory="110000"
        )
        city = create_organisation(
            session, "program", f"{CITY}人民政府", OrganisationKind.GOVERNMENT, territory="110000", code="YZ"
        )
        county = create_organisation(
            session,
            "program",
            "青石县人民政府",
            OrganisationKind.GOVERNMENT,
            parent=city,
            territory="110101",
            code="QS",
        )
        town = create_organisation(
            session,
            "program",
            "石桥镇人民政府",
            OrganisationKind.GOVERNMENT,
            parent=county,
            territory="110101",
            code="SQ",
        )
        bodies = {"人大": congress, "法制委": committee, "市政府": city, "青石县政府": county, "石桥镇政府": town}
        users = {
            "registrar": _user(session, congress, Role.REGISTRAR),
            "reviewer": _user(session, congress, Role.REVIEWER),
            "second": _user(session, congress, Role.SECOND_REVIEWER),
            "head": _user(session, congress, Role.HEAD),
            "committee": _user(session, committee, Role.COMMITTEE_REVIEWER),
            "filer": _user(session, city, Role.FILER),
            "county_filer": _user(session, county, Role.FILER),
            "town_filer": _user(session, town, Role.FILER),
        }
    return County({name: body.id for name, body in bodies.items()}, users)


@pytest.fixture
def county(site: Site) -> County:
    """A county's bodies and their people."""
    return make_county(site)


def _user(session: Session, organisation: Organisation, *roles: Role) -> User:
    user = User(login=f"u{uuid4().hex[:12]}", name=f"{roles[0].value}某", organisation=organisation)
    user.roles = [UserRole(role=role) for role in roles]
    session.add(user)
    session.flush()
    return user


def filed(session: Session, text: str = RULES, **changes: object) -> FiledDocument:
    """A registered document of this text."""
    document = parse(text)
    row = add_document(session, document, read_facts(document), Entry(uuid4().hex * 2, "某.txt"), "program")
    enter_into_force(session, row, "program")
    for name, value in changes.items():
        setattr(row, name, value)
    return row


def open_case(session: Session, county: County, **columns: object) -> Filing:
    """A filing of the city government to its congress, without events."""
    row = Filing(
        filer_id=county.bodies["市政府"],
        receiver_id=county.bodies["人大"],
        jurisdiction="beijing",
        kind="K12",
        title="云溪市共享单车停放管理办法",
        published=date(2026, 11, 2),
        created_by="program",
    )
    for name, value in columns.items():
        setattr(row, name, value)
    session.add(row)
    session.flush()
    return row


def package(files: Mapping[str, str | bytes]) -> bytes:
    """A zip of these files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


REPORT = """云府规备字〔2026〕8号
关于报送《云溪市共享单车停放管理办法》备案的报告
云溪市人大常委会：
《云溪市共享单车停放管理办法》（云政发〔2026〕21号）已于2026年11月2日公布，自2026年12月1日起施行。现将正式文本、说明和制定依据各一份报上，请予备案。
云溪市人民政府（盖章）
2026年11月10日
"""
EXPLANATION = """关于《云溪市共享单车停放管理办法》的说明
一、必要性
共享单车乱停乱放影响通行，需要规范。
二、主要依据
《城市道路管理条例》。
三、制定过程和征求意见情况
2026年8月1日至2026年9月1日在市政府网站向社会公开征求意见，收到意见12条，采纳5条。市司法局进行了合法性审核，市政府常务会议讨论通过。
四、主要内容
规定了停放区域、企业清理责任。
五、分歧意见处理
没有重大分歧意见。
公平竞争审查结论：没有排除、限制竞争的内容。
"""
BASIS = """制定依据
《城市道路管理条例》（1996年6月4日国务院令第198号）
"""
NOTICE = """云溪市人民政府公报 2026年第11期
公告：《云溪市共享单车停放管理办法》已于2026年11月2日在云溪市人民政府网站公布。
"""


def good_files() -> dict[str, str]:
    """A package that is in order."""
    return {
        "云溪市共享单车停放管理办法.txt": RULES,
        "备案报告.txt": REPORT,
        "关于云溪市共享单车停放管理办法的说明.txt": EXPLANATION,
        "制定依据.txt": BASIS,
        "公布公告.txt": NOTICE,
    }
