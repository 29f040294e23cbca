"""Citizens' pages of a draft of 200 clauses with 50,000 comments: processor time of each page, on SQLite or DATABASE_URL.

    python -m benchmarks.public_pages [--comments 50000] [--rounds 30] [--database URL]

The site is asked in the same process, so that the figure is what the page itself costs; a load tool against the real
server is another measurement. The database must be empty (the default is a file that is thrown away). The last line is
JSON: for each page the median and the 95th of 100 in milliseconds of processor time.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import insert
from sqlalchemy.orm import Session

from consult_web import storage
from consult_web.accounts import Organisation, OrganisationKind
from consult_web.consultations import (
    AnalysisRun,
    ClauseCount,
    ClauseRow,
    Comment,
    Consultation,
    DraftVersion,
    PublicQuote,
    clause_rows,
    pack_document,
)
from consult_web.settings import Settings
from consult_web.site import create_site
from lawcheck.document import format_numeral, parse

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

from benchmarks.folders import in_words  # noqa: E402  (a script: only its own folder is on the path)

CLAUSES = 200
SLUG = "load"
QUOTES = 2000
_MATTERS = ["停放", "充电", "收费", "消防", "巡查", "处罚", "登记", "补贴", "改造", "宣传"]


def draft_text() -> str:
    """Two hundred articles of two 款 each."""
    articles = (
        f"第{format_numeral(n)}条　{_MATTERS[n % 10]}单位应当在{n}日内完成{_MATTERS[n // 10 % 10]}工作，并向社会公布。\n"
        f"违反前款规定的，处{n}百元以下罚款；{_MATTERS[(n + 3) % 10]}不合格的，责令改正。\n"
        for n in range(1, CLAUSES + 1)
    )
    return "某市样例条例（虚构）\n" + "".join(articles)


def add_draft(session: Session, body: Organisation) -> tuple[Consultation, DraftVersion, list[ClauseRow]]:
    """A consultation of ``body`` under way on :func:`draft_text`, its first version and the rows of its clauses."""
    now, document = datetime.now(UTC), parse(draft_text())
    begun = now - timedelta(days=30)
    made = Consultation(slug=SLUG, title="某市样例条例", organ=body.name, organisation_id=body.id, created_by="program",
                        fictional=True, opens_at=begun, published_at=begun, closes_at=now + timedelta(days=30))  # fmt: skip
    session.add(made)
    session.flush()
    version = DraftVersion(consultation_id=made.id, number=1, label="草案", file_digest="0", file_name="草案", created_by="program",
                           document=pack_document(document), published_at=begun)  # fmt: skip
    session.add(version)
    session.flush()
    made.version_id = version.id
    rows = clause_rows(document)
    for row in rows:
        row.version_id = version.id
    session.add_all(rows)
    return made, version, rows


def fill(database: storage.Database, comments: int) -> None:
    """A published draft with counts, released quotes and ``comments`` comments."""
    now = datetime.now(UTC)
    with database.saving() as session:
        body = Organisation(name="样例机关（虚构）", kind=OrganisationKind.CONGRESS, path="/1/")
        session.add(body)
        session.flush()
        made, version, rows = add_draft(session, body)
        run = AnalysisRun(consultation_id=made.id, version_id=version.id)
        session.add(run)
        session.flush()
        made.run_id = run.id
        roots = [row.eid for row in rows if row.eid == row.root_eid]
        session.execute(
            insert(ClauseCount), [{"run_id": run.id, "eid": eid, "comments": comments // CLAUSES} for eid in roots]
        )
        shared = {"consultation_id": made.id, "version_id": version.id, "received_at": now}
        for first in range(0, comments, 5000):
            session.execute(insert(Comment), [
                {**shared, "row_version": 1, "idempotency_key": f"i{n}", "receipt_hash": f"r{n}", "text": f"意见{n}：收费太高"}
                for n in range(first, min(first + 5000, comments))])  # fmt: skip
        session.execute(insert(PublicQuote), [
            {**shared, "comment_id": n, "clause_uid": "u", "eid": roots[n % CLAUSES], "root_eid": roots[n % CLAUSES],
             "label": "某条", "text": f"{_MATTERS[n % 10]}的期限{n % 90}日太短，建议延长到{n}日。"}
            for n in range(1, min(QUOTES, comments))])  # fmt: skip


def measure(act: Callable[[], object], rounds: int) -> dict[str, float]:
    """Milliseconds of processor time of this process: median and 95th of 100."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        act()
        times.append((time.process_time() - start) * 1000)
    return {"median": round(statistics.median(times), 1), "p95": round(sorted(times)[int(0.95 * (rounds - 1))], 1)}


def submit_once(client: FlaskClient) -> None:
    """One opinion from the form to the receipt, without waiting: three requests."""
    client.post("/load/v1/art_7", data={"text": "期限太短，建议延长。", "target": "art_7", "go": "review"})
    page = client.get("/load/review").text
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page[page.index('id="send"') :]))
    assert "receipt-code" in client.post("/load/review", data=fields).text


@in_words()
def main() -> None:
    """Read the options, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--comments", type=int, default=50_000)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--database", default="")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = run(Path(folder), options)
    print(json.dumps({"clauses": CLAUSES, "comments": options.comments, "cpu_ms": figures}, ensure_ascii=False))


def run(folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    """All pages; the first request of each is not counted (it opens the draft's index)."""
    from consult_web.public import proof

    proof.WAIT_SECONDS = 0  # type: ignore[misc]
    url = options.database or f"sqlite:///{folder / 'load.db'}"
    settings = Settings(folder, url, "s" * 40, (storage.new_data_key(),), secure=False)
    storage.upgrade(settings.open_database())
    app = create_site(settings)
    app.config |= {"WTF_CSRF_ENABLED": False, "RATELIMIT_ENABLED": False}
    fill(app.extensions["database"], options.comments)
    client = app.test_client()
    words = {"text": "停放期限3日太短，建议延长到10日。", "root": ""}
    acts: dict[str, Callable[[], object]] = {
        "draft": lambda: client.get("/load/"),
        "clause": lambda: client.get("/load/v1/art_7"),
        "paper": lambda: client.get("/load/v1/paper"),
        "similar": lambda: client.post("/load/similar.json", data=words),
        "submit": lambda: submit_once(client),
    }
    figures = {}
    for name, act in acts.items():
        act()
        figures[name] = measure(act, options.rounds)
        print(name, figures[name], flush=True)
    app.extensions["database"].close()
    return figures


if __name__ == "__main__":
    main()
