"""The table of adoptions and the report: every point once, formulas are words, the gate holds, what was issued is kept."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from pathlib import Path

import pytest
from docx import Document as WordDocument
from drafting_help import OPINIONS, add_opinions, make_consultation
from openpyxl import load_workbook
from site_stands import Site
from sqlalchemy import delete, select

from consult_web.accounts import Role
from consult_web.audit import AuditEvent
from consult_web.consultations import (
    ADOPTION_COLUMNS,
    AdoptionRow,
    Consultation,
    Decision,
    Disposition,
    Outcome,
    Report,
    adoption_docx,
    adoption_rows,
    adoption_xlsx,
    current_run,
    decide,
    points_to_decide,
    run_analysis,
    sign,
)
from consult_web.storage import utc_now

FORMULA = "=1+2，反对第三条，罚款太高，应当取消。"
EVIL = AdoptionRow(
    1, "@网站", "第三条", "=1+1", FORMULA, "-2", 1, 1, "采纳", "+1", "\tx", "<甲&乙>", "", "1-a", "art_3"
)


@pytest.fixture
def number(site: Site) -> int:
    """An analysed consultation of the house, with one decision."""
    user = site.user(Role.DRAFTER)
    found = make_consultation(site.database, [*OPINIONS, FORMULA])
    run_analysis(site.database, found)
    with site.database.saving() as session:
        run = current_run(session, session.get_one(Consultation, found))
        assert run is not None
        seen = dict.fromkeys(points_to_decide(session, run), 0)
        decide(session, found, seen, Decision(Outcome.NOT_ADOPTED, "与上位法的规定一致。"), user.actor)
    return found


def _csv(site: Site, number: int) -> list[dict[str, str]]:
    answer = site.client(Role.DRAFTER).get(f"/drafting/{number}/exports/table.csv")
    assert answer.mimetype == "text/csv"
    return list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))


def test_every_point_stands_in_one_row_and_the_clauses_in_order(site: Site, number: int) -> None:
    rows = _csv(site, number)
    keys = [key for row in rows for key in row["意见点编号"].split("、")]
    with site.database.reading() as session:
        run = current_run(session, session.get_one(Consultation, number))
        assert run is not None
        assert sorted(keys) == sorted(points_to_decide(session, run))
    clauses = [row["对应条款"] for row in rows]
    assert clauses[0] == "第二条"
    assert clauses[-1] == "（未对应条款）"
    assert [row["提出人数/条数"] for row in rows].count("2人/2条") == 2
    assert {row["是否采纳"] for row in rows} == {"未采纳"}
    assert list(rows[0]) == [name for name, _ in ADOPTION_COLUMNS]


def test_words_are_never_formulas(site: Site, number: int, tmp_path: Path) -> None:
    assert any(row["意见建议内容"].startswith("'=1+2") for row in _csv(site, number))
    adoption_xlsx([EVIL], tmp_path / "t.xlsx", "表")
    sheet = load_workbook(tmp_path / "t.xlsx").active
    assert sheet is not None
    assert [cell.data_type for cell in sheet[2]].count("f") == 0
    assert sheet["E2"].value == FORMULA
    assert sheet["E2"].quotePrefix


def test_the_word_file_holds_every_row(tmp_path: Path) -> None:
    rows = [EVIL._replace(number=n) for n in range(1, 301)]
    adoption_docx(iter(rows), tmp_path / "t.docx", "《条例》意见采纳情况表", "说明")
    word = WordDocument(str(tmp_path / "t.docx"))
    table = word.tables[0]
    assert len(table.rows) == 301
    assert [cell.text for cell in table.rows[300].cells][10] == "<甲&乙>"
    assert word.paragraphs[0].text == "《条例》意见采纳情况表"


@pytest.mark.parametrize("kind", ["xlsx", "docx", "json"])
def test_files_are_sent_and_their_taking_is_on_record(site: Site, number: int, kind: str) -> None:
    answer = site.client(Role.DRAFTER).get(f"/drafting/{number}/exports/table.{kind}")
    assert answer.status_code == 200
    if kind == "json":
        assert len(json.loads(answer.text)["rows"]) == len(_csv(site, number))
    else:
        assert answer.data[:2] == b"PK"
    with site.database.saving() as session:
        session.execute(delete(Disposition))
    early = site.client(Role.DRAFTER).post(f"/drafting/{number}/report/draft", data={"date": "2026-11-22"})
    assert early.status_code == 400
    assert "还没有处理过的意见点" in early.text
    with site.database.reading() as session:
        details = session.scalars(select(AuditEvent.details).where(AuditEvent.action == "export.made"))
        assert {"kind": kind} in list(details)


def test_the_report_goes_only_through_the_gate_and_is_kept(site: Site, number: int) -> None:
    head = site.client(Role.HEAD)
    form = {"date": "2026-11-22", "next": "修改后提请审议。", "sure": "yes"}
    refused = head.post(f"/drafting/{number}/report", data=form)
    assert refused.status_code == 400
    assert "没有第二人签批" in refused.text
    assert site.client(Role.DRAFTER).post(f"/drafting/{number}/report", data=form).status_code == 403
    with site.database.saving() as session:
        sign(session, number, "user:999")
    assert head.post(f"/drafting/{number}/report", data=form).status_code == 303
    with site.database.reading() as session:
        report = session.scalars(select(Report)).one()
        figures = report.figures
        assert figures["comments"] == figures["rejected"] == len(OPINIONS) + 1
        assert session.get_one(Consultation, number).reported_at is not None
    kept = head.get(f"/drafting/{number}/reports/{report.id}")
    words = "\n".join(p.text for p in WordDocument(io.BytesIO(kept.data)).paragraphs)
    assert "未采纳10条" in words
    assert "修改后提请审议。" in words
    assert head.post(f"/drafting/{number}/report", data=form).status_code == 409


def test_a_report_is_issued_only_by_one_who_says_so(site: Site, number: int) -> None:
    head = site.client(Role.HEAD)
    with site.database.saving() as session:
        sign(session, number, "user:999")
    asked = head.post(f"/drafting/{number}/report", data={"date": "2026-11-20", "next": "修改后提请审议。"})
    assert asked.status_code == 400
    assert "没有制发" in asked.text
    assert "修改后提请审议。" in asked.text
    assert 'value="2026-11-20"' in asked.text
    with site.database.reading() as session:
        assert session.scalars(select(Report)).all() == []
        assert session.get_one(Consultation, number).reported_at is None


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_form_that_issues_a_report_keeps_the_rules(
    site: Site, number: int, serve, page_check, log_in_state
) -> None:
    with site.database.saving() as session:
        sign(session, number, "user:999")
    page_check(f"{serve(site.app)}/drafting/{number}/exports", state=log_in_state(Role.HEAD), name="issue")


def test_no_report_is_issued_while_opinions_still_come_in(site: Site, number: int) -> None:
    head, form = site.client(Role.HEAD), {"date": "2026-11-22", "sure": "yes"}
    with site.database.saving() as session:
        sign(session, number, "user:999")
        consultation = session.get_one(Consultation, number)
        consultation.closes_at = utc_now() + timedelta(days=9, hours=1)
    assert "还有 10 天" in head.get(f"/drafting/{number}/exports").text
    refused = head.post(f"/drafting/{number}/report", data=form)
    assert refused.status_code == 400
    assert "还有10天才截止" in refused.text
    with site.database.saving() as session:
        session.get_one(Consultation, number).closed_at = utc_now()  # ended early: it is over
    assert head.post(f"/drafting/{number}/report", data=form).status_code == 303


def test_a_draft_of_the_report_can_be_read_before(site: Site, number: int) -> None:
    answer = site.client(Role.DRAFTER).post(f"/drafting/{number}/report/draft", data={"date": "2026-11-22"})
    assert answer.data[:2] == b"PK"


def test_personal_data_are_masked_in_the_table(site: Site, number: int) -> None:
    add_opinions(site.database, number, ["反对第二条。联系电话13912345678。"])
    run_analysis(site.database, number)
    assert "13912345678" not in site.client(Role.DRAFTER).get(f"/drafting/{number}/exports/table.json").text


def test_a_number_seen_in_another_version_is_told(site: Site, number: int) -> None:
    with site.database.reading() as session:
        run = current_run(session, session.get_one(Consultation, number))
        assert run is not None
        rows = list(adoption_rows(session, run))
    assert all("所见为" not in row.clause for row in rows)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_page_of_exports_keeps_the_rules(site: Site, number: int, serve, page_check, log_in_state) -> None:
    page_check(f"{serve(site.app)}/drafting/{number}/exports", state=log_in_state(Role.HEAD), name="drafting-exports")
