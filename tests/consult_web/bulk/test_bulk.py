"""Folders are entered, whatever some of their files are; the base is reviewed again, whatever happens to some of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import bulk_review
import pytest
from click.testing import CliRunner
from filing_stands import RULES
from site_stands import Site
from sqlalchemy import func, select

from consult_web.desk_command import desk
from consult_web.errors import Refused
from consult_web.filings import FiledDocument, ReviewFinding, ReviewRun
from consult_web.filings.bulk import import_folder, journal_path, note_import
from consult_web.filings.cleaning import clean_base, clean_journal, documents_to_clean

GOOD = ("共享单车", "三轮车", "摩托车", "打不开", "死机")


def _folder(place: Path) -> Path:
    folder = place / "in"
    (folder / "深").mkdir(parents=True)
    for number, name in enumerate(GOOD):
        (folder / "深" / f"{number}.txt").write_text(RULES.replace("共享单车", name), "utf-8")
    (folder / "a 坏.docx").write_bytes(b"PK\x03\x04nothing")
    (folder / "b 空.txt").write_bytes(b"")
    (folder / "c 零.txt").write_bytes("某办法\x00\n第一条　甲\x00。\n".encode())
    (folder / "d 乱.pdf").write_bytes(b"%PDF-1.4 nothing more")
    (folder / "_index.md").write_text("notes", "utf-8")
    (folder / "深" / "同.txt").write_text(RULES, "utf-8")
    return folder


def test_a_bad_file_stops_nothing_and_each_has_its_reason(site: Site, tmp_path: Path) -> None:
    folder, files = _folder(tmp_path), site.app.extensions["files"]
    done = import_folder(site.database, files, folder, journal=journal_path(tmp_path, folder), workers=0)
    assert done.total == done.entered + done.known + len(done.failures) == 10
    assert done.known == 1  # the same bytes under two names
    reasons = {failure.name: failure.reason for failure in done.failures}
    assert {"a 坏.docx", "b 空.txt", "d 乱.pdf"} <= reasons.keys()
    assert all(len(reason) > 12 and reason.startswith("[") for reason in reasons.values())
    with site.database.saving() as session:
        note_import(session, "program", done)
        assert session.scalar(select(func.count()).where(FiledDocument.registered)) == done.entered
    again = import_folder(site.database, files, folder, journal=tmp_path / "other.jsonl", workers=0)
    assert (again.entered, again.known) == (0, done.entered + 1)


def test_an_import_that_was_stopped_goes_on_where_it_was(site: Site, tmp_path: Path) -> None:
    folder, files, journal = _folder(tmp_path), site.app.extensions["files"], tmp_path / "j.jsonl"

    def stop(done: int, total: int) -> None:
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_folder(site.database, files, folder, journal=journal, workers=0, tell=stop)
    seen: list[int] = []
    done = import_folder(site.database, files, folder, journal=journal, workers=0, tell=lambda at, of: seen.append(at))
    assert seen[0] == 5
    assert done.total == done.entered + done.known + len(done.failures) == 10
    with pytest.raises(Refused, match="E980"):
        import_folder(site.database, files, tmp_path / "nothing", journal=journal)


def test_the_base_is_reviewed_again_and_what_is_new_is_named(site: Site, tmp_path: Path) -> None:
    folder, files = _folder(tmp_path), site.app.extensions["files"]
    import_folder(site.database, files, folder / "深", journal=tmp_path / "j.jsonl", workers=0)
    on = date(2026, 12, 5)
    with site.database.reading() as session:
        assert len(documents_to_clean(session, on)) == 5
        assert len(documents_to_clean(session, on, "城市道路管理条例")) == 5
        assert documents_to_clean(session, on, "没有这部法律") == []
        assert documents_to_clean(session, date(2040, 1, 1)) == []  # 有效期五年
    first = clean_base(
        site.database, files, on=on, journal=clean_journal(tmp_path, on, ""), review=bulk_review.review, workers=1
    )
    assert (first.total, first.reviewed, len(first.found)) == (5, 3, 3)
    assert sorted("中断" in one.reason or "E920" in one.reason for one in first.problems) == [False, True]
    resumed = clean_base(
        site.database, files, on=on, journal=clean_journal(tmp_path, on, ""), review=bulk_review.review_rest, workers=1
    )
    assert (resumed.total, resumed.reviewed, len(resumed.found)) == (5, 4, 4)  # only what was killed is tried again
    assert [one.reason for one in resumed.problems] == [one.reason for one in first.problems if "E923" in one.reason]
    later = clean_base(
        site.database,
        files,
        on=date(2027, 1, 5),
        journal=tmp_path / "k.jsonl",
        review=bulk_review.review,
        workers=1,
    )
    same = clean_base(
        site.database,
        files,
        on=date(2027, 1, 6),
        journal=tmp_path / "l.jsonl",
        review=bulk_review.review,
        workers=1,
    )
    assert (len(later.found), len(same.found)) == (3, 0)
    with site.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(ReviewRun)) == 10
        assert session.scalar(select(func.count()).select_from(ReviewFinding)) == 10


def test_the_command_enters_a_folder_and_says_what_failed(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = site.settings
    monkeypatch.setattr("consult_web.operating.read_settings", lambda: settings)
    ran = CliRunner().invoke(desk, ["import", str(_folder(tmp_path)), "--workers", "0"])
    assert ran.exit_code == 0, ran.output
    assert "共 10 个文件" in ran.output
    assert "坏.docx" in ran.output
