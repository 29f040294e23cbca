"""Days off that an administrator types in, and files carried between two installations: the pages."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from desk_case import FilingDesk, open_desk
from filing_stands import good_files, make_county, open_case
from site_stands import DATA_KEY, Site

from consult_web.accounts import Role
from consult_web.errors import Refused
from consult_web.filings import Filing, apply_event
from consult_web.filings.calendars import read_days
from consult_web.settings import Settings
from consult_web.site import create_site

NEW_YEAR = {
    "year": "2027",
    "off": "1月1日至3日",
    "work": "",
    "source": "国务院办公厅关于2027年部分节假日安排的通知（虚构）",
}
SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def _form_check(filing: Filing) -> date | None:
    return next(clock.due for clock in filing.clocks if clock.rule == "form_check")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("2月5日至11日", 7),
        ("2月28日～3月2日、10-01", 4),
        ("2027-05-01", 1),
        ("2027年5月1日—5日；", 5),
        ("", 0),
        (" \n", 0),
    ],
)
def test_days_are_read_as_notices_write_them(text: str, count: int) -> None:
    assert len(read_days(2027, text)) == count


@pytest.mark.parametrize("text", ["2月30日", "2026-05-01", "五一", "5月3日至1日", "13-01", "1月1日至2028年1月2日", "x"])
def test_what_is_no_day_of_the_year_is_refused_in_words(text: str) -> None:
    with pytest.raises(Refused, match="E985"):
        read_days(2027, "1月1日、" + text)


def test_a_year_typed_in_starts_the_clocks_that_stood(site: Site) -> None:
    county = make_county(site)
    with site.database.saving() as session:
        filing = open_case(session, county, jurisdiction="shanghai", state="start")
        day = date(2026, 12, 28)
        for name in ("published", "submitted"):
            apply_event(session, filing, name, county.users["filer"], {}, day=day)
        number = filing.id
        assert _form_check(filing) is None, "five working days reach into a year that nobody knows"
    admin = site.client(Role.ADMIN)
    assert "2027" in admin.get("/desk/upkeep/calendar").text
    assert admin.post("/desk/upkeep/calendar", data=NEW_YEAR).status_code == 303
    site.work()
    with site.database.reading() as session:
        assert _form_check(session.get_one(Filing, number)) == date(2027, 1, 5)
    page = admin.get("/desk/upkeep/calendar?year=2027").text
    assert "01-01、01-02、01-03" in page
    assert "管理员录入" in page


@SQLITE
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"off": "2月30日"}, "E985"),
        ({"off": ""}, "E986"),
        ({"year": "1999", "off": "1月1日"}, "E986"),
        ({"work": "1月4日"}, "E986"),
        ({"work": "1月2日"}, "E986"),
        ({"source": " "}, "E987"),
        ({"year": "x"}, "E985"),
    ],
)
def test_a_year_that_cannot_be_is_refused_and_what_was_typed_stays(
    site: Site, change: dict[str, str], code: str
) -> None:
    answer = site.client(Role.ADMIN).post("/desk/upkeep/calendar", data={**NEW_YEAR, **change})
    assert (answer.status_code, f"[{code}]" in answer.text) == (400, True)
    assert NEW_YEAR["source"] in answer.text or code == "E987"


def _sides(site: Site, prepared_sqlite: Path, tmp_path: Path) -> Iterator[tuple[FilingDesk, FilingDesk]]:
    path = tmp_path / "upper.db"
    path.write_bytes(prepared_sqlite.read_bytes())
    settings = Settings(tmp_path / "upper", f"sqlite:///{path}", "s" * 40, (DATA_KEY,), secure=False)
    app = create_site(settings)
    app.testing = True
    app.config.update(PROPAGATE_EXCEPTIONS=False, WTF_CSRF_ENABLED=False)
    upper = Site(app, settings)
    yield open_desk(site), open_desk(upper)
    upper.database.close()


@pytest.fixture
def sides(
    site: Site, prepared_sqlite: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[FilingDesk, FilingDesk]]:
    """A filer's installation and a congress's; each with all its people, an administrator of its own."""
    yield from _sides(site, prepared_sqlite, tmp_path)


def _key(desk: FilingDesk) -> str:
    page = desk.site.client(Role.ADMIN).get("/desk/upkeep/peers").text
    found = re.search(r"[A-Za-z0-9+/]{43}=", page)
    assert found, page
    return found[0]


def _knows(desk: FilingDesk, key: str, body: str) -> str:
    sent = {"organisation": str(desk.county.bodies[body]), "name": "对方系统", "key": f" {key}\n"}
    answer = desk.site.client(Role.ADMIN).post("/desk/upkeep/peers", data=sent, follow_redirects=True)
    assert answer.status_code == 200, answer.text
    return answer.text


def _bring(desk: FilingDesk, name: str, data: bytes) -> str:
    browser = desk.registrar if name == "registrar" else desk.filer
    sent = {"files": (io.BytesIO(data), "对方.zip")}
    assert browser.post("/desk/upkeep/exchange/bring", data=sent).status_code == 303
    desk.work()
    return browser.get("/desk/upkeep/exchange").text


def _figures(page: str) -> list[int]:
    """Sent, acknowledged, open, taken."""
    return [int(number) for number in re.findall(r"<b>(\d+)</b>", page[page.index('id="peer-1"') :])[:4]]


@SQLITE
def test_two_installations_agree_by_what_their_people_carry(sides: tuple[FilingDesk, FilingDesk]) -> None:
    lower, upper = sides
    assert (
        "[E989]"
        in lower.site.client(Role.ADMIN)
        .post("/desk/upkeep/peers", data={"organisation": str(lower.county.bodies["人大"]), "key": _key(lower)})
        .text
    )
    _knows(lower, _key(upper), "人大")
    assert "市人民政府" in _knows(upper, _key(lower), "市政府")
    number = lower.ready(good_files())
    carried = lower.filer.post("/desk/upkeep/exchange/1/carry.zip")
    assert carried.headers["Content-Disposition"].startswith("attachment; filename=exchange-")
    page = _bring(upper, "registrar", carried.data)
    assert "云溪市共享单车停放管理办法" in page
    assert _figures(page) == [0, 0, 0, 2]
    assert "以前接收过" in _bring(upper, "registrar", carried.data)
    assert _figures(lower.filer.get("/desk/upkeep/exchange").text) == [2, 0, 2, 0]
    answers = upper.registrar.post("/desk/upkeep/exchange/1/carry.zip").data
    page = _bring(lower, "filer", answers)
    assert _figures(page) == [2, 2, 0, 0]
    assert "两边一致" in page
    assert "已报送" in page
    with lower.site.database.reading() as session:
        assert session.get_one(Filing, number).state == "S1"
    assert "没有要送的文件" in lower.filer.post("/desk/upkeep/exchange/1/carry.zip", follow_redirects=True).text


@SQLITE
def test_nobody_carries_the_cases_of_others(sides: tuple[FilingDesk, FilingDesk]) -> None:
    lower, upper = sides
    _knows(lower, _key(upper), "人大")
    lower.ready(good_files())
    other = lower.client("town_filer")
    assert "没有要送的文件" in other.post("/desk/upkeep/exchange/1/carry.zip", follow_redirects=True).text
    assert _figures(other.get("/desk/upkeep/exchange").text) == [0, 0, 0, 0]
    lower.site.client(Role.ADMIN).post("/desk/upkeep/peers/1/switch", data={"active": "no"})
    assert lower.filer.post("/desk/upkeep/exchange/1/carry.zip").status_code == 404


@SQLITE
def test_files_that_are_no_messages_are_told_with_the_reason(site: Site) -> None:
    desk = open_desk(site)
    page = _bring(desk, "registrar", b"PK not a zip")
    assert "没有接收" in page
    assert "不是交换文件或者已经损坏" in page
    answer = desk.registrar.post("/desk/upkeep/exchange/bring", data={})
    assert (answer.status_code, "[E988]" in answer.text) == (400, True)
