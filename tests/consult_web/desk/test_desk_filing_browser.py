"""The filing desk in a real browser: every page keeps the rules; a day of five packages goes through."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from browsing import wait_until
from desk_case import FilingDesk, open_desk
from filing_stands import good_files, package
from site_stands import Site
from sqlalchemy import select

from consult_web import audit
from consult_web.background import start_thread
from consult_web.filings import Filing, case_faults, china_today
from lawcheck.laws import Library

pytestmark = pytest.mark.long

TODAY = china_today()


@pytest.fixture
def desk(site: Site, library: Library, monkeypatch: pytest.MonkeyPatch) -> FilingDesk:
    monkeypatch.setenv("LAWCHECK_HOME", str(library.path.parent))
    return open_desk(site)


@pytest.fixture
def worker(site: Site) -> Iterator[None]:
    stop = start_thread(site.database, site.app.extensions["files"])
    yield
    stop()


def state_of(desk: FilingDesk, name: str) -> dict[str, Any]:
    """A browser's storage of somebody who is logged in."""
    browser = desk.client(name)
    browser.get("/desk/submitting/" if "filer" in name else "/desk/registering/")
    cookie = browser.get_cookie("consult")
    assert cookie is not None
    kept = {"name": "consult", "value": cookie.value, "domain": "127.0.0.1", "path": "/", "expires": -1}
    return {"cookies": [{**kept, "httpOnly": True, "secure": False, "sameSite": "Lax"}], "origins": []}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_pages_of_filing_bodies_keep_the_rules(
    desk: FilingDesk, serve: Callable[..., str], page_check: Callable[..., None]
) -> None:
    poor = {name: text for name, text in good_files().items() if "说明" not in name}
    open_one, sent = desk.file(poor), desk.ready(good_files())
    asked = desk.ready(poor)
    desk.step(asked, "supplement_asked", missing="没有见到说明", **{"l-number": "云人备〔2026〕1号"})
    address, state = serve(desk.site.app), state_of(desk, "filer")
    pages = {
        "list": "?tab=sent",
        "new": "new",
        "package": str(open_one),
        "sent": str(sent),
        "asked": str(asked),
        "slip": f"{sent}/slip",
        "templates": "templates",
        "template": f"templates/filing_report?filing={open_one}",
        "text": "templates/text",
        "letters": "letters",
    }
    for name, page in pages.items():
        page_check(f"{address}/desk/submitting/{page}", state=state, name=f"submitting-{name}")
    page_check(f"{address}/desk/papers/filings/{sent}/compare", state=state, name="compare")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_pages_of_the_registrar_keep_the_rules(
    desk: FilingDesk, serve: Callable[..., str], page_check: Callable[..., None]
) -> None:
    first = desk.ready(good_files())
    desk.look_at_all(first)
    desk.step(first, "registered")
    late = desk.ready(good_files(), published=TODAY - timedelta(days=45))
    lines = f"云溪市某局, 云溪市某补贴办法, 云某发〔2026〕1号, {TODAY - timedelta(days=60)}"
    desk.registrar.post("/desk/registering/late/expected", data={"lines": lines, "source": "年度目录"})
    address, state = serve(desk.site.app), state_of(desk, "registrar")
    pages = {
        "queue": "",
        "case": str(late),
        "registered": str(first),
        "register": f"{late}/steps/registered",
        "supplement": f"{late}/steps/supplement_asked",
        "return": f"{late}/steps/returned",
        "distribute": f"{first}/steps/distributed",
        "late": "late",
        "notice": "late/notice",
        "catalogue": "catalogue",
        "announcement": "catalogue/announcement",
    }
    for name, page in pages.items():
        page_check(f"{address}/desk/registering/{page}", state=state, name=f"registering-{name}")


class Person:
    """Somebody at a browser."""

    def __init__(self, context: Any, address: str) -> None:
        self.page, self.address = context.new_page(), address
        self.page.set_default_timeout(60_000)

    def go(self, path: str) -> None:
        assert self.page.goto(self.address + path).status == 200

    def press(self, name: str) -> None:
        self.send(self.page.get_by_role("button", name=name, exact=True).first)

    def send(self, button: Any) -> None:
        """Press a button or link that leads to another page, and wait for it."""
        with self.page.expect_navigation():
            button.click()

    def fill(self, label: str, value: str) -> None:
        self.page.get_by_label(label).first.fill(value)

    def sees(self, text: str) -> None:
        self.page.get_by_text(text).first.wait_for()


def _file(person: Person, receiver: str, files: dict[str, str], folder: Path, published: date) -> str:
    """Upload, wait until it was read, tell the day of publication, send; the address of the filing."""
    path = folder / "报备包.zip"
    path.write_bytes(package(files))
    person.go("/desk/submitting/new")
    person.page.get_by_label("接收机关").select_option(label=receiver)
    person.page.locator("input[type=file]").set_input_files(str(path))
    person.press("上传并检查")
    where = person.page.url.removeprefix(person.address)
    _wait_read(person, where)
    person.page.locator("#published").fill(published.isoformat())
    person.press("保存并重新检查")
    _wait_read(person, where)
    if person.page.locator("#sure").count():
        person.page.locator("#sure").check()
    person.press(f"报送给 {receiver}")
    person.sees("报送回单")
    return where


def _wait_read(person: Person, where: str) -> None:
    """The page watches the job by itself, and is opened anew when it has ended."""
    wait_until(person.page, "!document.querySelector('#reading')", 60)
    person.page.wait_for_load_state("networkidle")
    person.go(where)
    assert not person.page.locator("#reading").count()


def _step(person: Person, number: str, name: str, event: str, **fields: str) -> None:
    person.go(f"/desk/registering/{number}")
    person.send(person.page.locator("#steps").get_by_role("link", name=name, exact=True))
    for label, value in fields.items():
        person.page.locator(f"#{label}").fill(value)
    if event == "distributed":
        person.page.get_by_label("法制委员会").check()
    person.press(name)
    person.sees(f"“{name}”已经办理")


def test_a_day_of_five_packages(
    desk: FilingDesk, worker: None, serve: Callable[..., str], open_context: Callable[..., Any], tmp_path: Path
) -> None:
    address = serve(desk.site.app)
    filer = Person(open_context(1440, state=state_of(desk, "filer")), address)
    town = Person(open_context(390, state=state_of(desk, "town_filer")), address)
    registrar = Person(open_context(1440, state=state_of(desk, "registrar")), address)
    congress = "云溪市人大常委会"
    poor = {name: text for name, text in good_files().items() if "说明" not in name}
    elsewhere = {name: text.replace("云溪市人大常委会：", "青石县人民政府：") for name, text in good_files().items()}

    good = _file(filer, congress, good_files(), tmp_path, TODAY).rsplit("/", 1)[1]
    registrar.go(f"/desk/registering/{good}")
    while registrar.page.locator("summary", has_text="人工核对无误").count():
        registrar.page.locator("summary", has_text="人工核对无误").first.click()
        registrar.page.locator("details[open] input[name=note]").first.fill("已与原件核对")
        registrar.send(registrar.page.locator("details[open] button[type=submit]").first)
    registrar.sees("处理建议：登记")
    _step(registrar, good, "备案登记", "registered")
    _step(registrar, good, "分送委员会", "distributed", **{"l-number": "云人备〔2026〕5号"})

    late = _file(filer, congress, good_files(), tmp_path, TODAY - timedelta(days=45)).rsplit("/", 1)[1]
    registrar.go(f"/desk/registering/{late}")
    registrar.sees("疑似重复报备")
    _step(
        registrar,
        late,
        "退回、不予登记",
        "returned",
        reason="重复报备",
        **{"l-number": "云人备〔2026〕6号", "l-reasons": "与已登记的文件相同。"},
    )

    incomplete = _file(filer, congress, poor, tmp_path, TODAY).rsplit("/", 1)[1]
    _step(registrar, incomplete, "暂缓登记、要求补正", "supplement_asked", **{"l-number": "云人备〔2026〕7号"})
    filer.go(f"/desk/submitting/{incomplete}")
    filer.press("签收补正通知")
    note = tmp_path / "关于云溪市共享单车停放管理办法的说明.txt"
    note.write_text(good_files()[note.name], encoding="utf-8")
    filer.page.locator("input[type=file]").set_input_files(str(note))
    filer.press("上传")
    _wait_read(filer, f"/desk/submitting/{incomplete}")
    if filer.page.locator("#sure").count():
        filer.page.locator("#sure").check()
    filer.press("重新报送")
    filer.sees("报送回单")

    wrong = _file(town, congress, elsewhere, tmp_path, TODAY).rsplit("/", 1)[1]
    registrar.go(f"/desk/registering/{wrong}")
    registrar.sees("备案报告的抬头是青石县人民政府，却报送给云溪市人大常委会")
    registrar.go("/desk/registering/late")
    registrar.sees("云溪市共享单车停放管理办法")

    with desk.site.database.reading() as session:
        cases = {str(row.id): row for row in session.scalars(select(Filing))}
        assert {number: cases[number].state for number in (good, late, incomplete, wrong)} == {
            good: "S3",
            late: "S1b",
            incomplete: "S1",
            wrong: "S1",
        }
        assert cases[late].late
        assert cases[late].duplicate_of_id == int(good)
        assert cases[incomplete].round == 2
        assert [case_faults(session, case) for case in cases.values()] == [[]] * 4
        assert audit.verify(session).fault is None
