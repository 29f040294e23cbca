"""The scripted day of the filing desk in a real browser: twelve packages of three bodies, five outcomes, one suggestion, and
figures that agree with what was done."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from day_packages import TODAY
from day_steps import DUE, Day, QuickReviewer, add_county_congress
from desk_case import FilingDesk, open_desk
from desk_people import state_of, take_step
from site_stands import Site
from sqlalchemy import select

from consult_web import audit
from consult_web.background import start_thread
from consult_web.filings import FiledDocument, Filing, Suggestion, case_faults
from lawcheck.laws import Library
from lawcheck.readers import read

pytestmark = [pytest.mark.long, pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)]

STATES = {
    "word": "S9", "good": "S9", "board": "S9", "clean": "S9", "above": "S9", "late": "S2", "poor": "S2", "wrong": "S1b", "scan": "S2",
    "twice": "S1b", "broken": "S1a", "waiting": "S2",
}  # fmt: skip
"""Where each package stands in the evening."""
OUTCOMES = ["没有问题", "沟通后纠正", "自行完善、清理", "撤销", "上报、移送"]
REPORT = (
    "共收到报备文件12件，其中登记9件、暂缓登记1件、退回2件、待审核0件。", "按时报备11件、迟报1件", "开展审查5件次：主动审查5件。",
    "收到审查建议1件：启动审查1件；已告知或者反馈1/1", "审结5件次：", "书面审查意见2件", "数据库收录文件9件",
)  # fmt: skip
"""What the annual report must say of such a day."""


@pytest.fixture
def day(
    site: Site, library: Library, monkeypatch: pytest.MonkeyPatch, serve: Any, open_context: Any, tmp_path: Path
) -> Iterator[Day]:
    monkeypatch.setenv("LAWCHECK_HOME", str(library.path.parent))
    monkeypatch.setattr("consult_web.filings.reviews.running.reviewer", QuickReviewer)
    desk = open_desk(site)
    add_county_congress(desk)
    stop = start_thread(site.database, site.app.extensions["files"])
    yield Day(desk, serve(site.app), open_context, tmp_path)
    stop()


def test_a_day_of_twelve_packages(day: Day, page_check: Callable[..., None]) -> None:
    for name in STATES:
        _file_and_handle(day, name)
    receipt = _suggest(day)
    _close_without_fault(day, "word")
    _close_corrected(day, "good")
    _close_by_order(day, "board", "filer", "撤销", decided_by="市人大常委会会议")
    _close_by_order(day, "clean", "congress_filer", "要求自行完善、清理", due=DUE, decided_by="市人大常委会会议")
    _close_above(day, "above")
    _answer(day, receipt)
    _figures_agree(day)
    _ledger_is_whole(day)
    _pages_on_a_phone(day, receipt, page_check)


def _file_and_handle(day: Day, name: str) -> None:
    """As the registrar finds them: one by one."""
    registrar, number = day.person("registrar"), day.file(name)
    registrar.go(f"/desk/registering/{number}")
    if name == "wrong":
        registrar.sees("备案报告的抬头是云溪市人民政府，却报送给云溪市人大常委会")
        day.give_back(name, "云人备〔2026〕5号", "备案报告报送给云溪市人民政府，不是向本机关报备的文件。")
    elif name == "twice":
        registrar.sees("疑似重复报备")
        day.give_back(name, "云人备〔2026〕6号", "与已经登记的文件相同。")
    elif name == "broken":
        registrar.sees("“附件.docx”不能读取")
        take_step(registrar, number, "暂缓登记、要求补正", {"l-number": "云人备〔2026〕8号"})
    else:
        if name == "poor":
            day.complete(name)
        if name == "scan":
            registrar.sees("由图片识别得出")
        day.register(name)


def _suggest(day: Day) -> str:
    """A citizen on a phone asks for the review of a clause; the head joins it to the review of the document."""
    citizen, registrar, head = day.person("citizen", 390), day.person("registrar"), day.person("head")
    citizen.go("/suggest?q=电动车")
    citizen.follow("云溪市电动车停放管理办法")
    words = {
        "clause": "第四条",
        "matter": "请审查第四条。",
        "reasons": "没有写明责令改正的期限。",
        "name": "陈某",
        "phone": "13800000000",
    }
    citizen.fill(words)
    citizen.press("提交")
    receipt = str(citizen.page.locator("main a.button.primary").get_attribute("href")).removeprefix(day.address)
    registrar.go("/desk/suggesting")
    registrar.send(registrar.page.locator("main table a").first)
    where = registrar.page.url.removeprefix(day.address)
    registrar.follow("内容完整", "#steps")
    registrar.press("内容完整")
    day.step_of_suggestion = where
    day.review("good", accept=True)  # under review, so that there is something to join
    head.go(where)
    head.follow("启动审查，并入文件的审查", "#steps")
    head.fill({"filing": day.numbers["good"]})
    head.press("启动审查，并入文件的审查")
    return receipt


def _close_without_fault(day: Day, name: str) -> None:
    day.review(name, accept=False)
    day.step("head", name, "没有问题，审查终止", outcome="没有发现应当纠正的问题")


def _close_corrected(day: Day, name: str) -> None:
    """The maker agrees and amends; a recommendation by letter, an opinion that another person signs."""
    day.step("head", name, "认为应当纠正，与制定机关沟通")
    day.letter("head", {"l-number": "云人法备〔2026〕5号", "l-due": DUE})
    day.opinion(name)
    day.step("head", name, "制定机关同意处理，审查中止", plan="三十日内修改第四条", due=DUE)
    day.answer("filer", name, "制定机关已修改或者废止", how="修改")
    day.step("head", name, "报告处理情况，审查终止（已纠正）", outcome="制定机关已经修改第四条")


def _close_by_order(day: Day, name: str, filer: str, order: str, **facts: str) -> None:
    """The maker refuses, and the standing committee decides."""
    day.review(name, accept=True)
    day.step("head", name, "认为应当纠正，与制定机关沟通")
    day.step("head", name, "发出书面审查意见", decided_by="主任会议")
    day.letter("head", {"l-number": f"云人法备〔2026〕{day.numbers[name]}号", "l-days": "三十日"})
    day.answer(filer, name, "制定机关答复不予修改、废止", reason="制定机关认为符合上位法")
    day.step("head", name, "提请主任会议、常委会处理")
    day.step("head", name, order, **facts)
    if order != "撤销":
        day.answer(filer, name, "制定机关已修改或者废止", how="废止")
    day.step("head", name, "报告处理情况，审查终止（已纠正）", outcome=f"{order}，已经办结")


def _close_above(day: Day, name: str) -> None:
    day.review(name, accept=True)
    day.step("head", name, "上报或者移送有权机关", receiver="全国人大常委会", reason="涉及上位法之间的关系")
    day.step("head", name, "由有权机关处理，本级终止", outcome="由有权机关处理")


def _answer(day: Day, receipt: str) -> None:
    """The reply, when the review has ended; the citizen reads it by the receipt."""
    registrar, citizen = day.person("registrar"), day.person("citizen", 390)
    registrar.go("/desk/suggesting")  # notes what has ended
    registrar.go(day.step_of_suggestion)
    registrar.follow("反馈审查情况", "#steps")
    registrar.fill({"l-study": "第四条没有写明责令改正的期限，已经建议制定机关补充。"})
    registrar.press("反馈审查情况")
    citizen.go(receipt)
    citizen.sees("制定机关已经修改第四条")
    citizen.sees("审查建议反馈函")


def _figures_agree(day: Day) -> None:
    """Statistics, annual report and ledger say the same of the day, and what was done is what they say."""
    head = day.person("head")
    head.go(f"/desk/statistics/?year={TODAY.year}")
    assert head.page.locator("main .figures b").all_inner_texts() == ["12", "1", "5", "1"]
    rows = [row.split() for row in head.page.locator("#compared tbody tr").all_inner_texts()]
    assert rows == [["接收报备", "12", "12", "一致"], ["其中迟报", "1", "1", "一致"], ["其中已登记", "9", "9", "一致"], ["收到审查建议", "1", "1", "一致"],
                    ["其中提出异议", "0", "0", "一致"], ["文件库", "9", "9", "一致"]]  # fmt: skip
    words = head.page.locator("main").inner_text()
    told = re.sub(r"\s+", " ", words[words.index("审结\n共 5 件") : words.index("按问题类别")])
    assert [name for name in OUTCOMES if f"{name} 1 20%" in told] == OUTCOMES
    head.follow("年度报告草稿")
    head.fill({"l-plans": "继续做好主动审查。"})
    with head.page.expect_download() as made:
        head.page.get_by_role("button", name="生成 Word", exact=True).click()
    path = day.folder / "报告.docx"
    made.value.save_as(path)
    text = read(path).text
    assert [line for line in REPORT if line not in text] == []
    assert re.search(r"行政规范性文件\s+10\s+1\s", text)


def _ledger_is_whole(day: Day) -> None:
    """The rows themselves, their events, the chain of the audit log, by the program and on the auditor's page."""
    with day.desk.site.database.reading() as session:
        cases = {str(row.id): row for row in session.scalars(select(Filing))}
        assert {name: cases[number].state for name, number in day.numbers.items()} == STATES
        assert [name for name, number in day.numbers.items() if cases[number].late] == ["late"]
        assert cases[day.numbers["twice"]].duplicate_of_id == int(day.numbers["word"])
        assert cases[day.numbers["poor"]].round == 2
        assert {len(case_faults(session, case)) for case in cases.values()} == {0}
        numbers = [case.register_number for case in cases.values() if case.register_number]
        assert len(set(numbers)) == len(numbers) == 9
        assert len({case.filer_id for case in cases.values()}) == 3
        assert session.scalars(select(FiledDocument).where(FiledDocument.registered)).all().__len__() == 9
        assert [row.state for row in session.scalars(select(Suggestion))] == ["R5"]
        assert audit.verify(session).fault is None
    auditor = day.person("auditor")
    auditor.go("/audit")
    auditor.press("核对整条链")
    auditor.sees("完整：共")


def _pages_on_a_phone(day: Day, receipt: str, page_check: Callable[..., None]) -> None:
    """The pages of the day on a phone too: nothing too wide, every focus seen, axe has nothing to say."""
    desk: FilingDesk = day.desk
    reviewer, head, filer = (state_of(desk, name) for name in ("reviewer", "head", "filer"))
    pages = [
        ("bench", reviewer, f"/desk/reviewing/{day.numbers['good']}"),
        ("path", head, f"/desk/reviewing/{day.numbers['board']}/path"),
        ("case", state_of(desk, "registrar"), f"/desk/registering/{day.numbers['scan']}"),
        ("sent", filer, f"/desk/submitting/{day.numbers['poor']}"),
        ("statistics", head, "/desk/statistics/"),
        ("tracker", None, receipt),
        ("documents", None, "/documents/?q=停放管理办法"),
    ]
    for name, state, path in pages:
        page_check(day.address + path, state=state, name=f"day-{name}", widths=(390,))
