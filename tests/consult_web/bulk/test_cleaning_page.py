"""集中清理 as a page: counted, asked for, told; resumed after a kill."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import bulk_review
import pytest
from filing_stands import filed
from site_stands import Site
from sqlalchemy import select

from consult_web.accounts import Role
from consult_web.background import Job, JobState
from consult_web.filings.cleaning import clean_base
from consult_web.storage import china_today


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_base_is_reviewed_again_from_a_page(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("consult_web.filings.clean_work.clean_base", partial(clean_base, review=bulk_review.review))
    with site.database.saving() as session:
        good, bad = filed(session), filed(session, "云溪市某办法\n第一条　打不开《城市道路管理条例》。\n")
    reviewer = site.client(Role.REVIEWER)
    law = {"law": "城市道路管理条例"}
    assert "符合条件的文件有 2 件" in reviewer.get("/desk/upkeep/cleaning", query_string=law).text
    first = reviewer.post("/desk/upkeep/cleaning", data=law)
    assert first.status_code == 303
    assert "[E984]" in reviewer.post("/desk/upkeep/cleaning", data=law).text
    assert "排队中" in reviewer.get(first.location).text
    site.work()
    page = reviewer.get(first.location).text
    assert all(words in page for words in (good.title, "没有审成的文件", bad.title))
    assert "1 / 2" in reviewer.get("/desk/upkeep/cleaning").text
    assert "1 个新发现，共 1 个" in reviewer.get(f"/desk/upkeep/cleaning/documents/{good.id}").text
    assert reviewer.get(f"/desk/upkeep/cleaning/documents/{bad.id}").status_code == 404
    with site.database.saving() as session:
        job = session.scalars(select(Job).where(Job.kind == "clean")).one()
        job.state, job.attempts = JobState.QUEUED, 0  # as after a kill: what is done is not done twice
        known = job.result
    site.work()
    with site.database.reading() as session:
        assert session.scalars(select(Job).where(Job.kind == "clean")).one().result == known
    later = {**law, "day": str(china_today() + timedelta(days=366))}
    again = reviewer.post("/desk/upkeep/cleaning", data=later)
    site.work()
    assert good.title in reviewer.get(again.location).text
