"""People at browsers: they open pages, fill forms and press buttons; every kind of page they see is checked by axe once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from browsing import check_axe, wait_until
from desk_case import FilingDesk
from filing_stands import package

_NUMBERS = re.compile(r"\d+|[A-Z]\d\d-[0-9a-z]+|[0-9A-Z-]{24,}")


def state_of(desk: FilingDesk, name: str) -> dict[str, Any]:
    """A browser's storage of somebody who is logged in."""
    browser = desk.client(name)
    browser.get("/account")
    cookie = browser.get_cookie("consult")
    assert cookie is not None
    kept = {"name": "consult", "value": cookie.value, "domain": "127.0.0.1", "path": "/", "expires": -1}
    return {"cookies": [{**kept, "httpOnly": True, "secure": False, "sameSite": "Lax"}], "origins": []}


@dataclass
class Person:
    """Somebody at a browser; ``seen`` are the kinds of pages that axe has looked at (None: it does not look)."""

    context: Any
    address: str
    seen: set[str] | None = None
    page: Any = field(init=False)

    def __post_init__(self) -> None:
        self.page = self.context.new_page()
        self.page.set_default_timeout(60_000)

    def go(self, path: str) -> None:
        """Open a page."""
        answer = self.page.goto(self.address + path)
        assert answer.status == 200, f"{path}: {answer.status}"
        self.look()

    def look(self) -> None:
        """Have axe look at the page, when it is the first of its kind."""
        path = self.page.url.removeprefix(self.address).partition("?")[0].partition("#")[0]
        kind = _NUMBERS.sub("#", path)
        if self.seen is not None and kind not in self.seen:
            self.seen.add(kind)
            check_axe(self.page, path)

    def press(self, name: str) -> None:
        """Press the first button with this name."""
        self.send(self.page.get_by_role("button", name=name, exact=True).first)

    def follow(self, name: str, within: str = "main") -> None:
        """Follow the first link with this name."""
        self.send(self.page.locator(within).get_by_role("link", name=name, exact=True).first)

    def send(self, button: Any) -> None:
        """Press a button or link that leads to another page, and wait for it."""
        with self.page.expect_navigation():
            button.click()
        self.look()

    def fill(self, values: Mapping[str, str]) -> None:
        """Type into fields, by their ids; a choice is made by its value or label."""
        for name, value in values.items():
            field_ = self.page.locator(f"[id='{name}']")
            if field_.evaluate("node => node.tagName") == "SELECT":
                field_.select_option(value)
            else:
                field_.fill(value)

    def sees(self, text: str) -> None:
        """Wait for words on the page."""
        self.page.get_by_text(text).first.wait_for()


def file_package(person: Person, receiver: str, files: Mapping[str, str | bytes], folder: Path, published: date) -> str:
    """Upload, wait until it was read, tell the day of publication, send; the number of the filing."""
    path = folder / "报备包.zip"
    path.write_bytes(package(files))
    person.go("/desk/submitting/new")
    person.page.get_by_label("接收机关").select_option(label=receiver)
    person.page.locator("input[type=file]").set_input_files(str(path))
    person.press("上传并检查")
    where = str(person.page.url).removeprefix(person.address)
    wait_read(person, where)
    person.fill({"published": published.isoformat()})
    person.press("保存并重新检查")
    wait_read(person, where)
    if person.page.locator("#sure").count():
        person.page.locator("#sure").check()
    person.press(f"报送给 {receiver}")
    person.sees("报送回单")
    return where.rsplit("/", 1)[1]


def wait_read(person: Person, where: str) -> None:
    """The page watches the job by itself, and is opened anew when it has ended."""
    wait_until(person.page, "!document.querySelector('#reading')", 600)  # a scan on a busy machine
    person.page.wait_for_load_state("networkidle")
    person.go(where)
    assert not person.page.locator("#reading").count()


def look_at_all(registrar: Person, number: str) -> None:
    """Say of every point of the form check that it was looked at."""
    registrar.go(f"/desk/registering/{number}")
    while registrar.page.locator("summary", has_text="人工核对无误").count():
        registrar.page.locator("summary", has_text="人工核对无误").first.click()
        registrar.page.locator("details[open] input[name=note]").first.fill("已与原件核对")
        registrar.send(registrar.page.locator("details[open] button[type=submit]").first)


def take_step(registrar: Person, number: str, name: str, values: Mapping[str, str], committee: str = "") -> None:
    """A step at the registrar's desk, with its letter."""
    registrar.go(f"/desk/registering/{number}")
    registrar.follow(name, "#steps")
    registrar.fill(values)
    if committee:
        registrar.page.get_by_label(committee).check()
    registrar.press(name)
    registrar.sees(f"“{name}”已经办理")
