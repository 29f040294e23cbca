"""The real review behind the page: lawcheck's own, on a small file and on one that cannot be read."""

from __future__ import annotations

from visitor import MakeApp, Visitor

from consult_web.desk.model import STEPS, Options, Task
from consult_web.desk.reviewer import LawcheckReviewer
from consult_web.desk.texts import TEXTS
from lawcheck.laws import Library
from lawcheck.matching import ClauseIndex
from lawcheck.reports import OUTPUT_SUFFIXES

TEXT = """云湖市市容管理条例
（2026年9月1日云湖市第九届人民代表大会常务委员会第三次会议通过）
第一条　为了加强市容管理，根据《中华人民共和国物权法》，制定本条例。
第二条　任何单位和个人都有维护消防安全、保护消防设施、预防火灾、报告火警的义务。
第三条　本条例自2026年12月1日起施行。
"""


def test_review_on_the_page_is_that_of_the_program(make_app: MakeApp, library: Library, index: ClauseIndex) -> None:
    reviewer = LawcheckReviewer(library.path.parent)
    visitor = Visitor(make_app(REVIEWER=reviewer))
    page = visitor.review("市容条例.txt", TEXT.encode(), as_of="2026-11-22", kind="K4")
    job = visitor.jobs()[0]
    assert job.summary, job.trouble
    assert (job.summary.title, job.summary.articles, sum(job.summary.states.values())) == ("云湖市市容管理条例", 3, 190)
    assert set(job.outputs) == set(OUTPUT_SUFFIXES) - {".annotated.docx"}
    assert "物权法" in visitor.get(f"{page}/report").text
    assert f"库截至 {library.horizon}" in visitor.get(page).text


def test_unreadable_file_is_told_in_the_words_of_the_reader(
    make_app: MakeApp, library: Library, index: ClauseIndex
) -> None:
    visitor = Visitor(make_app(REVIEWER=LawcheckReviewer(library.path.parent)))
    text = visitor.get(visitor.review("表格.docx", b"PK\x03\x04 broken")).text
    assert "未能审查" in text
    assert "表格.docx：" in text


def test_every_step_that_a_review_announces_has_its_words(
    library: Library, index: ClauseIndex, make_app: MakeApp
) -> None:
    steps: list[str] = []
    visitor = Visitor(make_app(START=False))
    visitor.upload(("a.txt", TEXT.encode()))
    job = visitor.jobs()[0]
    path = visitor.app.extensions["desk"].store.original(job)
    LawcheckReviewer(library.path.parent)(Task(path, job.name, Options(job.options.as_of)), steps.append)
    assert tuple(steps) == STEPS
    assert all(f"step_{step}" in TEXTS for step in steps)


def test_every_result_has_a_name_for_people() -> None:
    assert {f"out{suffix}" for suffix in OUTPUT_SUFFIXES} <= set(TEXTS)


def test_a_kind_that_nothing_decides_is_said_to_be_undecided(
    make_app: MakeApp, library: Library, index: ClauseIndex
) -> None:
    visitor = Visitor(make_app(REVIEWER=LawcheckReviewer(library.path.parent)))
    unsure = visitor.get(visitor.review("办法.txt", "测试办法\n第一条　为了测试，制定本办法。\n".encode())).text
    assert "未能确定" in unsure
    assert "未能确定" not in visitor.get(visitor.review("市容条例.txt", TEXT.encode())).text
