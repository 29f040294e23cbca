"""How many questions a page asks of its database: as many for two hundred clauses as for five."""

from __future__ import annotations

from datetime import UTC, datetime

from public_stands import TEXT, add_consultation
from site_stands import Site, counted
from sqlalchemy import insert, select, update

from consult_web.consultations import AnalysisRun, ClauseCount, ClauseRow, Comment, Consultation, PublicQuote
from lawcheck.document import format_numeral

MANY = "云溪市停车条例（草案）\n" + "".join(
    f"第{format_numeral(n)}条　停放车辆应当遵守第{n}项规则。\n收费每{n}年评估一次。\n" for n in range(1, 201)
)


def fill(site: Site, consultation_id: int, comments: int) -> None:
    """A count for every article, and released quotes; ``comments`` rows of comments behind them."""
    with site.database.saving() as session:
        consultation = session.get_one(Consultation, consultation_id)
        version_id = consultation.version_id
        run = AnalysisRun(consultation_id=consultation_id, version_id=version_id)
        session.add(run)
        session.flush()
        consultation.run_id = run.id
        roots = [row.eid for row in consultation.version.clauses if row.eid == row.root_eid]
        session.execute(insert(ClauseCount), [{"run_id": run.id, "eid": eid, "comments": 250} for eid in roots])
        now = datetime.now(UTC)
        shared = {"consultation_id": consultation_id, "version_id": version_id, "received_at": now, "row_version": 1}
        for first in range(0, comments, 5000):
            session.execute(
                insert(Comment),
                [
                    {**shared, "idempotency_key": f"i{n}", "receipt_hash": f"r{n}", "text": f"意见{n}"}
                    for n in range(first, min(first + 5000, comments))
                ],
            )
        if not comments:
            return
        ids = session.scalars(select(Comment.id).limit(2000)).all()
        session.execute(
            insert(PublicQuote),
            [
                {
                    **{key: shared[key] for key in ("consultation_id", "version_id", "received_at")},
                    "comment_id": number,
                    "clause_uid": "u",
                    "eid": roots[number % len(roots)],
                    "root_eid": roots[number % len(roots)],
                    "label": "某条",
                    "text": f"公开的意见{number}",
                }
                for number in ids
            ],
        )


PATHS = ["/tingche/", "/tingche/v1/art_4", "/tingche/opinions", "/tingche/v1/paper", "/tingche/write", "/"]


def test_pages_ask_no_more_for_two_hundred_clauses_and_thousands_of_comments(site: Site) -> None:
    fill(site, add_consultation(site.database, TEXT, slug="few"), 0)
    fill(site, add_consultation(site.database, MANY), 4_000)
    client = site.client()
    asked: dict[str, tuple[int, int]] = {}
    for path in PATHS:
        pages = (path.replace("tingche", "few"), path)
        counts = []
        for page in pages:
            client.get(page)
            with counted(site) as statements:
                assert client.get(page).status_code == 200
            counts.append(len(statements))
        asked[path] = (counts[0], counts[1])
    # One more where there are released words: what was answered to them, all at once.
    assert [path for path, (few, many) in asked.items() if many > few + 1] == [], asked
    assert max(many for _, many in asked.values()) <= 20, asked


def test_the_text_of_a_draft_is_made_once_and_is_never_stale_or_somebody_elses(site: Site) -> None:
    number = add_consultation(site.database, TEXT)
    fill(site, number, 0)
    one, other = site.client(), site.client()
    before = other.get("/tingche/").text
    assert "250" in before
    assert other.get("/tingche/").text == before
    one.post("/tingche/v1/art_4", data={"text": "太贵，建议降低。", "target": "art_4", "go": "review"})
    assert "toc-mine" in one.get("/tingche/").text
    assert other.get("/tingche/").text == before
    with site.database.saving() as session:
        session.execute(update(ClauseRow).where(ClauseRow.eid == "art_4").values(gloss="换句话说：停车要花钱。"))
        session.execute(update(ClauseCount).where(ClauseCount.eid == "art_4").values(comments=251))
    after = other.get("/tingche/").text
    assert ("停车要花钱" in after, "251" in after) == (True, True)
    with site.database.saving() as session:
        session.get_one(Consultation, number).closed_at = datetime.now(UTC)
    assert "data-sheet-open" not in other.get("/tingche/").text
    assert "How" in other.get("/tingche/?lang=en").text or "Contents" in other.get("/tingche/?lang=en").text
