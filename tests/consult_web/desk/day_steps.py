"""What people do in the course of the scripted day, each in a browser of their own."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from day_packages import CONGRESS, COUNTY, TODAY, packages
from desk_case import FilingDesk
from desk_people import Person, file_package, look_at_all, state_of, take_step, wait_read
from filing_stands import good_files
from review_stands import quick_review

from consult_web.accounts import Organisation, OrganisationKind, Role, User, UserRole, create_organisation

RECEIVER = "云溪市人大常委会"
DUE = (TODAY + timedelta(days=40)).isoformat()


class QuickReviewer:
    """Stands in for the program's review of a minute."""

    run = staticmethod(quick_review)


def add_county_congress(desk: FilingDesk) -> None:
    """The third filing body, of a lower level than the city."""
    with desk.site.database.saving() as session:
        top = session.get_one(Organisation, desk.county.bodies["人大"])
        body = create_organisation(
            session, "program", CONGRESS, OrganisationKind.CONGRESS, parent=top, territory="110101", code="QR"
        )
        user = User(login="congress-filer", name="报备员某", organisation=body)
        user.roles = [UserRole(role=Role.FILER)]
        session.add(user)
        auditor = User(login="auditor", name="审计员某", organisation=top)
        auditor.roles = [UserRole(role=Role.AUDITOR)]
        session.add(auditor)
        session.flush()
        users: dict[str, User] = {**desk.county.users, "congress_filer": user, "auditor": auditor}
    desk.county = replace(desk.county, users=users)


@dataclass
class Day:
    """The people, and the numbers of the filings by what they are for."""

    desk: FilingDesk
    address: str
    open_context: Callable[..., Any]
    folder: Path
    seen: set[str] = field(default_factory=set)
    numbers: dict[str, str] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    step_of_suggestion: str = ""

    def person(self, name: str, width: int = 1440) -> Person:
        """Who is called so in the stands, at a browser; without an account for a name that is not there."""
        key = f"{name}-{width}"
        if key not in self.people:
            state = state_of(self.desk, name) if name in self.desk.county.users else None
            self.people[key] = Person(self.open_context(width, state=state), self.address, self.seen)
        return self.people[key]

    # -- filing and registering --

    def file(self, name: str) -> str:
        """File one of the packages; the town's people work on a phone."""
        made = packages()[name]
        who = {CONGRESS: ("congress_filer", 1440), COUNTY: ("county_filer", 390)}.get(made.filer, ("filer", 1440))
        number = file_package(self.person(*who), RECEIVER, made.files, self.folder, made.published)
        self.numbers[name] = number
        return number

    def register(self, name: str) -> None:
        """The registrar looks at what is open in the form check, and registers."""
        registrar, number = self.person("registrar"), self.numbers[name]
        look_at_all(registrar, number)
        take_step(registrar, number, "备案登记", {})

    def give_back(self, name: str, letter: str, reason: str) -> None:
        """Return a package with a letter."""
        fields = {"reason": reason, "l-number": letter, "l-reasons": reason}
        take_step(self.person("registrar"), self.numbers[name], "退回、不予登记", fields)

    def complete(self, name: str) -> None:
        """What is missing is asked for, signed for and sent after."""
        number, filer = self.numbers[name], self.person("filer")
        take_step(self.person("registrar"), number, "暂缓登记、要求补正", {"l-number": "云人备〔2026〕7号"})
        filer.go(f"/desk/submitting/{number}")
        filer.press("签收补正通知")
        subject = packages()[name].title[3:-6]
        note = self.folder / f"关于{packages()[name].title}的说明.txt"
        text = next(text for file, text in good_files().items() if "说明" in file)
        note.write_text(text.replace("共享单车", subject), encoding="utf-8")
        filer.page.locator("input[type=file]").set_input_files(str(note))
        filer.press("上传")
        wait_read(filer, f"/desk/submitting/{number}")
        if filer.page.locator("#sure").count():
            filer.page.locator("#sure").check()
        filer.press("重新报送")
        filer.sees("报送回单")

    # -- review --

    def review(self, name: str, *, accept: bool) -> None:
        """A review begins and runs; one person judges every finding, another one those that would be conflicts."""
        reviewer, number = self.person("reviewer"), self.numbers[name]
        self.step("reviewer", name, "启动审查（不分送）", means="主动审查")
        reviewer.go(f"/desk/reviewing/{number}")
        reviewer.press("开始审查")
        reviewer.page.locator(".finding").first.wait_for(timeout=120_000)
        reviewer.go(f"/desk/reviewing/{number}")  # the page that watched the job has ended
        judge(reviewer, accept=accept)
        reviewer.go(f"/desk/reviewing/{number}/criteria")
        if accept:
            reviewer.page.locator("#box-c3").check()
        reviewer.press("保存")
        second = self.person("second")
        second.go(f"/desk/reviewing/{number}")
        confirm(second, accept=accept)

    def step(self, who: str, name: str, step: str, **facts: str) -> None:
        """A step on the way to the outcome."""
        person, number = self.person(who), self.numbers[name]
        person.go(f"/desk/reviewing/{number}/path")
        person.follow(step, "#steps")
        person.fill(facts)
        person.press(step)
        assert re.search(r"/path(/letters/\d+)?(#.*)?$", person.page.url), person.page.url

    def answer(self, who: str, name: str, step: str, **facts: str) -> None:
        """A step of the filing body on the way to the outcome."""
        person = self.person(who)
        person.go(f"/desk/submitting/{self.numbers[name]}")
        person.follow(step)
        person.fill(facts)
        person.press("办理")

    def letter(self, who: str, values: Mapping[str, str]) -> None:
        """The letter of the step that was just taken is made, and goes out."""
        person = self.person(who)
        person.fill(values)
        person.press("生成 Word")
        fold = person.page.locator("details.confirm", has_text="发出").first
        fold.locator("summary").click()
        person.send(fold.locator("button[type=submit]"))

    def opinion(self, name: str) -> None:
        """An opinion is drafted from what was accepted; another person signs it."""
        reviewer, number = self.person("reviewer"), self.numbers[name]
        reviewer.go(f"/desk/reviewing/{number}/opinions")
        reviewer.send(reviewer.page.locator("main .actions a").first)
        effective = reviewer.page.locator("[id='l-effective']")
        if not effective.input_value():
            effective.fill(TODAY.isoformat())
        reviewer.press("生成 Word")
        head = self.person("head")
        head.go(f"/desk/reviewing/{number}/opinions")
        head.press("签发")
        head.sees("已签发")


def judge(reviewer: Person, *, accept: bool) -> None:
    """A verdict on each finding: the first one by keyboard, the others by their buttons; the page stays where it is."""
    reviewer.page.wait_for_load_state("networkidle")
    count = reviewer.page.locator(".finding").count()
    reviewer.page.keyboard.press("j")
    reviewer.page.keyboard.press("1" if accept else "2")
    reviewer.page.locator(".finding.is-current .badge.tone-bad, .finding.is-current .badge.tone-good").first.wait_for()
    for place in range(count):
        finding = reviewer.page.locator(".finding").nth(place)
        wanted = "成立" if accept and place == 0 else "不成立"
        button = finding.get_by_role("button", name=wanted, exact=True)
        if button.get_attribute("aria-pressed") != "true":
            button.click()
            finding.locator(".finding-head .badge", has_text=wanted).first.wait_for()


def confirm(second: Person, *, accept: bool) -> None:
    """The second pair of eyes on the conflicts."""
    waiting = second.page.locator(".finding", has_text="待第二人复核")
    while waiting.count():
        first = waiting.first
        said = "成立" if accept and first.locator(".badge", has_text=re.compile("^成立$")).count() else "不成立"
        key = first.get_attribute("id")
        first.get_by_role("button", name=said, exact=True).click()
        second.page.locator(f"[id='{key}']", has_text=f"复核：{said}").wait_for()
