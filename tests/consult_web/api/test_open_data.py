"""Open data and the read API: only what is public, safe for spreadsheets, as described."""

from __future__ import annotations

import csv
import io
import json
import sys
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from site_stands import Site
from sqlalchemy import insert, select, update

sys.path.insert(0, str(Path(__file__).parents[1] / "staff"))
from staff_help import HEAD, MANAGER, make, publish, say

from consult_web.api import openapi
from consult_web.consultations import (
    AnalysisRun,
    ClauseRow,
    Comment,
    Consultation,
    Disposition,
    Outcome,
    PointRow,
    PublicQuote,
)
from consult_web.storage import utc_now
from lawcheck.comments import Stance

SCHEMA = Path(__file__).parents[3] / "docs" / "schema" / "consult-api.openapi.json"
API = "/api/v1/consultations"
QUEUE = "/staff/consultations/parking/moderation"


@pytest.fixture
def client(site: Site) -> FlaskClient:
    """Anybody, beside a public consultation with a released, a withheld and a waiting opinion."""
    staff = site.client(MANAGER, HEAD)
    publish(site, make(site, staff))
    released = say(site, "parking", "=HYPERLINK(1) 我叫王小明，第三条太严", "art_3", consent_public=True)
    withheld = say(site, "parking", "卖车位的广告", "art_3", consent_public=True)
    say(site, "parking", "没有审核的话", "art_3", consent_public=True)
    staff.post(QUEUE, data={"act": "release", "id": f"{released}:1"})
    staff.post(QUEUE, data={"act": "withhold", "id": f"{withheld}:1", "reason": "与本草案无关"})
    return site.app.test_client()


def decide(site: Site, *, signed: bool = True, reported: bool = True) -> None:
    """Two decisions: one adopted with its words, one not."""
    with site.database.saving() as session:
        own = session.scalars(select(Consultation)).one()
        first, second, *_ = session.scalars(select(Comment).order_by(Comment.id)).all()
        common: dict[str, Any] = {"consultation_id": own.id, "decided_by": "user:1", "version_id": own.version_id}
        if signed:
            common |= {"signed_by": "user:2", "signed_at": utc_now()}
        session.add(Disposition(comment_id=first.id, point_key="p1", outcome=Outcome.ADOPTED, reason="有道理", eid="art_3",
                                old_words="二百元", new_words="一百元", **common))  # fmt: skip
        session.add(Disposition(comment_id=second.id, point_key="p2", outcome=Outcome.OUTSIDE, reason="不属于停车管理", eid="art_1",
                                **common))  # fmt: skip
        own.reported_at = utc_now() if reported else None


def test_the_description_is_the_one_that_is_kept() -> None:
    assert json.loads(SCHEMA.read_text(encoding="utf-8")) == json.loads(json.dumps(openapi()))


def test_only_released_masked_words_leave_the_house(client: FlaskClient) -> None:
    found = client.get(f"{API}/parking/opinions").json
    assert [row["text"] for row in found["items"]] == ["=HYPERLINK(1) 我叫王*明，第三条太严"]
    whole = "".join(client.get(path).text for path in (API, f"{API}/parking", f"{API}/parking/withheld", "/parking/data/opinions.json",
                                                       "/parking/data/opinions.csv", "/parking/withheld"))  # fmt: skip
    assert "广告" not in whole
    assert "没有审核" not in whole
    assert "王小明" not in whole


def test_open_data_and_the_log_of_what_is_withheld_are_found_from_the_draft(client: FlaskClient) -> None:
    draft, opinions = client.get("/parking/").text, client.get("/parking/opinions").text
    assert '"/parking/data"' in draft
    assert "/parking/outcome" not in draft
    assert '"/parking/withheld"' in opinions


def test_the_log_of_what_is_withheld_tells_number_clause_and_reason(client: FlaskClient) -> None:
    found = client.get(f"{API}/parking/withheld").json
    assert found["total"] == 1
    assert (found["items"][0]["clauses"], found["items"][0]["reason"]) == (["第三条"], "与本草案无关")
    assert "与本草案无关" in client.get("/parking/withheld").text


def test_cells_are_no_formulas_and_rows_survive_the_round_trip(client: FlaskClient) -> None:
    data = client.get("/parking/data/opinions.csv").data.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(data)))
    assert rows[0]["text"] == "'=HYPERLINK(1) 我叫王*明，第三条太严"
    assert rows[0]["clause"] == "art_3"
    assert client.get("/parking/data/opinions.json").json[0]["text"].startswith("=HYPERLINK")


def test_nothing_of_an_unpublished_consultation_is_told(site: Site, client: FlaskClient) -> None:
    make(site, site.client(MANAGER), slug="secret")
    paths = ["/secret/data", "/secret/outcome", "/secret/withheld", "/secret/data/opinions.csv", f"{API}/secret"]
    assert {client.get(path).status_code for path in paths} == {404}
    assert "secret" not in client.get(API).text
    assert "secret" not in client.get("/data").text


def test_outcomes_are_told_once_reported_and_only_if_signed(site: Site, client: FlaskClient) -> None:
    decide(site, signed=True, reported=False)
    assert client.get("/parking/outcome").status_code == 404
    assert client.get(f"{API}/parking/outcomes").json["answers"] == []
    assert "仅工作人员可见" in site.client(MANAGER).get("/parking/outcome").text
    with site.database.saving() as session:
        session.scalars(select(Consultation)).one().reported_at = utc_now()
    assert all("/parking/outcome" in client.get(path).text for path in ("/", "/parking/"))
    page = client.get("/parking/outcome").text
    assert page.index("你们提了什么") < page.index("有道理") < page.index("不属于停车管理")
    assert "我叫王*明" in page
    assert "卖车位" not in page
    found = client.get(f"{API}/parking/outcomes").json
    assert found["decided"] == {"采纳": 1, "不属于本法": 1}
    assert [row["label"] for row in found["answers"]] == ["第三条", "第一条"]
    with site.database.saving() as session:
        session.execute(update(Disposition).values(signed_at=None, row_version=9))
    assert client.get(f"{API}/parking/outcomes").json["answers"] == []


def test_what_was_asked_for_is_told_also_where_nothing_was_changed(site: Site, client: FlaskClient) -> None:
    decide(site)
    asked = [{"kind": "改为", "old": "二百元", "new": "五十元", "found": True, "eid": "art_1"}]
    own_words = [{"kind": "改为", "old": "二百元", "new": "王小明说的数", "found": True, "eid": "art_1"}]
    with site.database.saving() as session:
        own = session.scalars(select(Consultation)).one()
        run = AnalysisRun(consultation_id=own.id, version_id=own.version_id)
        session.add(run)
        session.flush()
        own.run_id = run.id
        for row, wordings in zip(
            session.scalars(select(Disposition).order_by(Disposition.id)), (own_words, asked), strict=True
        ):
            session.add(PointRow(run_id=run.id, comment_id=row.comment_id, point_key=row.point_key, ordinal=1, start=0, end=2,
                                 text="太贵", stance=Stance.OPPOSE, wordings=wordings))  # fmt: skip
    page = client.get("/parking/outcome").text
    unchanged = page[page.index("不属于停车管理") - 900 : page.index("不属于停车管理")]
    assert "提的是什么" in unchanged
    assert "“二百元”改为“五十元”（1）" in unchanged
    assert "反对" in unchanged
    assert "王小明说的数" not in page


def test_pages_follow_each_other(site: Site, client: FlaskClient) -> None:
    with site.database.saving() as session:
        own = session.scalars(select(PublicQuote)).one()
        for at in range(4):
            session.add(quote_like(own, f"art_{at + 20}", f"第{at}件"))
    seen: list[int] = []
    after = 0
    while after is not None:
        found = client.get(f"{API}/parking/opinions?limit=2&after={after}").json
        seen += [row["id"] for row in found["items"]]
        after = found["next"]
    assert len(seen) == len(set(seen)) == 5
    assert [row["clause"] for row in client.get(f"{API}/parking/opinions?clause=art_22").json["items"]] == ["art_22"]


def quote_like(own: PublicQuote, eid: str, text: str) -> PublicQuote:
    values = {c.key: getattr(own, c.key) for c in PublicQuote.__mapper__.column_attrs}
    return PublicQuote(**{**values, "id": None, "eid": eid, "root_eid": eid, "text": text})


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=201", "limit=x", "limit=1&limit=2", "after=-1", "after=1e3", "after=99999999999999999999", "after=１",
     "clause=" + "a" * 201],
)  # fmt: skip
def test_a_parameter_that_cannot_be_read_is_told_in_json(client: FlaskClient, query: str) -> None:
    answer = client.get(f"{API}/parking/opinions?{query}")
    assert (answer.status_code, answer.json["code"]) == (400, "E946")


@pytest.mark.parametrize(
    "path", ["/x' OR 1=1 --", "/parking/versions/2/clauses", "/parking/versions/999999999/clauses", "/..%2f"]
)
def test_what_is_not_there_is_not_found(client: FlaskClient, path: str) -> None:
    assert client.get(API + path).status_code == 404


def test_clauses_bear_the_uid_that_later_versions_keep(site: Site, client: FlaskClient) -> None:
    found = client.get(f"{API}/parking/versions/1/clauses").json["items"]
    with site.database.reading() as session:
        assert [row["uid"] for row in found] == session.scalars(
            select(ClauseRow.uid).order_by(ClauseRow.position)
        ).all()


def test_a_large_file_is_written_while_it_is_read(site: Site, client: FlaskClient) -> None:
    with site.database.saving() as session:
        own = session.scalars(select(PublicQuote)).one()
        values = {c.key: getattr(own, c.key) for c in PublicQuote.__mapper__.column_attrs if c.key != "id"}
        rows = [{**values, "eid": f"art_{at}", "text": "很长的意见。" * 50} for at in range(10, 5010)]
        session.execute(insert(PublicQuote), rows)
    tracemalloc.start()
    answer = client.get("/parking/data/opinions.csv", buffered=False)
    size = sum(len(part) for part in answer.response)
    answer.close()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size > 4_000_000
    assert peak < 8_000_000


def test_pages_of_the_api_may_be_read_from_anywhere_and_set_no_cookie(client: FlaskClient) -> None:
    answer = client.get(API)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Set-Cookie" not in answer.headers
    assert client.post(API).status_code in (404, 405)
