"""The base of filed documents and the statistics: found, dated, downloaded, counted twice, taken away whole."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from desk_case import offered
from filing_stands import RULES, County, filed, make_county, open_case
from openpyxl import load_workbook
from site_stands import Site

from consult_web.accounts import Organisation, Role
from consult_web.desk.papers import ENGLISH
from consult_web.filings import FiledDocument, RelationKind, Validity, apply_event, end_document
from consult_web.filings.figures import compare_ledger, report_values, year_figures, years_of
from consult_web.filings.suggestions import Wish, submit_suggestion
from lawcheck.laws import DocumentKind, kind_label
from lawcheck.letters import fill_letter
from lawcheck.procedure import clock_rules, find_jurisdiction, load_machine
from lawcheck.readers import read_guarded


def _base(site: Site) -> list[int]:
    """One in force until 2031, one that was repealed, one that expired; the file of the first is there."""
    with site.database.saving() as session:
        kept = site.app.extensions["files"].add_bytes(RULES.encode())
        one = filed(session, kind="K12", maker="云溪市人民政府", published=date(2026, 11, 2))
        one.file_digest = kept.digest
        two = filed(session, RULES.replace("共享单车", "三轮车"), kind="K12", maker="青石县人民政府")
        end_document(session, two, date(2026, 12, 15), "废止", "program", by=one)
        three = filed(session, RULES.replace("共享单车", "摩托车"), kind="K8", effective=date(2019, 1, 1))
        three.expires = date(2024, 1, 1)
        return [one.id, two.id, three.id]


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", "012"),
        ("q=盲道", "012"),
        ("q=三轮车", "1"),
        ("maker=青石县人民政府", "1"),
        ("kind=K8", "2"),
        ("validity=失效&on=2026-11-22", "2"),
        ("validity=尚未生效&on=2026-11-22", "01"),
        ("validity=已废止&on=2026-12-20", "1"),
        ("no=21号", "012"),
        ("from=2026-11-02&q=单车", "0"),
        ("from=nonsense&page=-3", "012"),
    ],
)
def test_documents_are_found_by_the_filters(site: Site, query: str, shown: str) -> None:
    names = ("共享单车", "三轮车", "摩托车")
    _base(site)
    page = site.client().get(f"/documents/?{query}").text
    assert {n for n in "012" if f"云溪市{names[int(n)]}停放管理办法</a>" in page} == set(shown)


def test_a_document_is_shown_as_it_was_on_a_day(site: Site) -> None:
    one, two, _ = _base(site)
    browser = site.client()
    assert "现行有效" in browser.get(f"/documents/{two}?on=2026-12-05").text
    later = browser.get(f"/documents/{two}?on=2026-12-20").text
    assert "已废止" in later
    assert f'/documents/{one}"' in later
    assert "占用盲道" in later
    english = site.client().get(f"/documents/{two}?on=2026-12-20&lang=en").text
    assert "repealed" in english
    assert "administrative normative document" in english
    with site.database.saving() as session:
        session.get_one(FiledDocument, one).registered = False
    assert browser.get(f"/documents/{one}").status_code == 404
    assert site.client(Role.REGISTRAR).get(f"/documents/{one}/original").status_code == 404
    assert browser.get(f"/documents/{9 << 60}").status_code == 404


def test_a_document_is_taken_away_as_it_came_as_word_and_as_pdf(site: Site) -> None:
    number = _base(site)[0]
    assert site.client(Role.REGISTRAR).get(f"/documents/{number}/original").data == RULES.encode()
    browser = site.client()
    assert browser.get(f"/documents/{number}/original").status_code == 303, "the file as filed is not for the public"
    word = browser.get(f"/documents/{number}/text.docx")
    assert "占用盲道" in read_guarded("a.docx", data=word.data).text
    assert browser.get(f"/documents/{number}/text.pdf").data.startswith(b"%PDF-")
    assert browser.get(f"/documents/{number}/text.exe").status_code == 404


@pytest.mark.parametrize("published", [None, date(2099, 1, 1)])
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_public_sees_what_was_published_and_staff_see_all(site: Site, published: date | None) -> None:
    one, two, three = _base(site)
    with site.database.saving() as session:
        session.get_one(FiledDocument, one).published = published
        session.get_one(FiledDocument, two).published = published
    for browser, count in ((site.client(), 1), (site.client(Role.FILER), 3)):
        page = browser.get("/documents/?q=停放管理办法").text
        assert (page.count('class="card"'), f"找到 {count} 件" in page) == (count, True)
        status = 200 if count == 3 else 404
        assert browser.get(f"/documents/{one}").status_code == status
        assert browser.get(f"/documents/{one}/text.docx").status_code == status
        assert ("云溪市三轮车停放管理办法</a>" in browser.get("/suggest?q=三轮车").text) == (count == 3)
        assert browser.get(f"/suggest?document={one}").status_code == status
    assert site.client().get(f"/documents/{three}").status_code == 200


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_site_may_show_its_base_to_staff_alone(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    number = _base(site)[0]
    monkeypatch.setitem(site.app.extensions, "settings", replace(site.settings, public_documents=False))
    for page in ("/documents/", f"/documents/{number}", f"/documents/{number}/text.pdf"):
        assert site.client().get(page).status_code == 403
        assert site.client(Role.REVIEWER).get(page).status_code == 200
    page = site.client().get("/suggest?q=单车").text
    assert ">文件库</a>" not in page
    assert "停放管理办法" not in page
    assert site.client().get(f"/suggest?document={number}").status_code == 404


def test_every_name_of_the_procedure_is_there_in_english() -> None:
    machine = load_machine()
    names = {state.name for state in machine.states.values()} | {step.name for step in machine.steps}
    names |= {rule.name for rule in clock_rules(find_jurisdiction("beijing"))}
    names |= {one.value for one in (*Validity, *RelationKind)}
    names |= {kind_label(kind) for kind in DocumentKind}
    assert names - set(ENGLISH) == set()


def _year(site: Site) -> County:
    """Three filings (one late, one returned), two suggestions, and one of the year before."""
    county = make_county(site)
    with site.database.saving() as session:
        filer, registrar = session.merge(county.users["filer"]), session.merge(county.users["registrar"])
        for number, (day, published) in enumerate(
            [(date(2026, 3, 9), date(2026, 3, 1)), (date(2026, 6, 9), date(2026, 3, 1)), (date(2026, 7, 1), date(2026, 6, 20)),
             (date(2025, 7, 1), date(2025, 6, 20))]
        ):  # fmt: skip
            case = open_case(session, county, published=published, submitted_on=day, title=f"第{number}办法")
            apply_event(session, case, "published", filer, day=published)
            apply_event(session, case, "submitted", filer, day=day)
            if number == 2:
                apply_event(session, case, "returned", registrar, {"reason": "不属于备案范围"}, day=date(2026, 7, 3))
        wish = Wish(
            county.bodies["人大"], None, "某办法", clause="第三条", matter="甲", reasons="乙", name="丙某", phone="0"
        )
        for key in "ab":
            submit_suggestion(session, wish, key)
    return county


def test_figures_agree_with_the_ledger_and_every_breakdown_with_its_total(site: Site) -> None:
    county = _year(site)
    with site.database.saving() as session:
        receiver = session.get_one(Organisation, county.bodies["人大"])
        figures = year_figures(session, receiver, 2026)
        assert figures.filing.filed == 3
        assert figures.filing.by_time.of("迟报") == 1
        assert {one.id: one.late for one in figures.clocks}["filing"] == 1
        assert figures.filing.by_result.of("退回") == 1
        assert figures.suggestions.received == 2
        assert all(one.agrees for one in compare_ledger(session, receiver.id, figures))
        earlier = year_figures(session, receiver, 2025)
        assert earlier.filing.filed == 1
        assert all(one.agrees for one in compare_ledger(session, receiver.id, earlier))
        assert years_of(session, receiver.id)[-1] == 2025
        made = fill_letter("annual_report", report_values(session, receiver, figures))
    words = read_guarded("a.docx", data=made).text
    assert "2026年备案审查工作情况" in words
    assert "接收报备文件3件" in words or "3件" in words


def test_statistics_and_report_are_for_those_who_read_filings(site: Site) -> None:
    county = _year(site)
    browser = site.client()
    assert browser.get("/desk/statistics/").status_code == 303
    site.log_in(browser, county.users["head"])
    page = browser.get("/desk/statistics/?year=2026").text
    assert "1/3" in page
    assert "不一致" not in page
    draft = browser.get("/desk/statistics/report?year=2026").text
    assert 'name="l-filed"' in draft
    made = browser.post("/desk/statistics/report?year=2026", data={**offered(draft), "as": "docx"})
    assert made.status_code == 200
    assert "接收备案的情况" in read_guarded("a.docx", data=made.data).text


def test_what_people_wrote_of_themselves_is_masked_in_the_export(site: Site) -> None:
    county = make_county(site)
    words = "本人身份证号330102199003078011，电话13900001111，第三条超越权限"
    wish = Wish(
        county.bodies["人大"], None, "某办法", clause="第三条", matter="甲", reasons=words, name="丙某", phone="0"
    )
    with site.database.saving() as session:
        submit_suggestion(session, wish, "k")
    browser = site.client()
    site.log_in(browser, county.users["registrar"])
    archive = zipfile.ZipFile(io.BytesIO(browser.post("/documents/export.zip").data))
    row = json.loads(archive.read("suggestions.jsonl").decode())
    assert (row["document_title"], row["clause"]) == ("某办法", "第三条")
    assert "第三条超越权限" in row["reasons"]
    assert not any(number in row["reasons"] for number in ("330102199003078011", "13900001111"))


def test_everything_is_exported_without_proposers_and_with_what_is_missing_named(site: Site) -> None:
    county = _year(site)
    _base(site)
    browser = site.client()
    site.log_in(browser, county.users["registrar"])
    answer = browser.post("/documents/export.zip")
    archive = zipfile.ZipFile(io.BytesIO(answer.data))
    assert archive.testzip() is None
    rows = {name: archive.read(name).decode().splitlines() for name in archive.namelist() if name.endswith(".jsonl")}
    assert {name: len(found) for name, found in rows.items()} == {
        "works.jsonl": 3, "documents.jsonl": 3, "relations.jsonl": 0, "filings.jsonl": 4, "filing_events.jsonl": 9,
        "filing_clocks.jsonl": len(rows["filing_clocks.jsonl"]), "suggestions.jsonl": 2, "suggestion_events.jsonl": 2,
        "letters.jsonl": 0,
    }  # fmt: skip
    assert json.loads(rows["suggestions.jsonl"][0])["clause"] == "第三条"
    assert not {"receipt_hash", "person_key"} & json.loads(rows["suggestions.jsonl"][0]).keys()
    book = load_workbook(io.BytesIO(archive.read("文件库.xlsx")))
    assert book.active.max_row == 4
    assert {row[4] for row in book.active.iter_rows(min_row=2, values_only=True)} == {"行政规范性文件", "省级政府规章"}
    assert len(archive.read("missing.txt").decode().splitlines()) == 2
    assert sum(name.startswith("files/") for name in archive.namelist()) == 1
    assert "丙某".encode() not in answer.data
    assert site.client(Role.FILER).post("/documents/export.zip").status_code == 403
