"""Places of 50,000 comments in a new version of a draft of 200 articles, through the database: SQLite or DATABASE_URL.

    python -m benchmarks.site_reanchoring [--comments 50000] [--database URL]

The new version has every 20th article deleted, a new one behind every 15th, every 8th reworded, so that about half are
renumbered. Half of the comments marked words. Measured is what the job of the site does: the clauses carried on, a proposed
place for each comment, all approved, the version published. Checked on each: the article that the place names is the one that
grew out of the article commented on, or the verdict says that it is gone. The last line is JSON (seconds; MB at the most).
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import func, insert, select

from benchmarks.folders import in_words
from benchmarks.public_pages import draft_text, fill
from consult_web import storage
from consult_web.accounts import Role, User, UserRole
from consult_web.consultations import ClauseRow, Comment, Consultation, DraftVersion, Target, versions
from consult_web.consultations.placing import approve_places, place_comments, summarise_places
from consult_web.consultations.terms import ChosenBy
from lawcheck.document import format_numeral, parse

DELETED, ADDED, REWORDED = 20, 15, 8
_CHUNK = 5000
_SEED = 20261122


def new_text() -> tuple[str, dict[int, int]]:
    """The text of the second version, and the number in it of each article of the first (those deleted are left out)."""
    title, *lines = draft_text().splitlines()
    articles = [lines[n : n + 2] for n in range(0, len(lines), 2)]
    kept, written = dict[int, int](), [title]
    number = 0
    for old, (first, second) in enumerate(articles, 1):
        if old % DELETED == 0:
            continue
        number += 1
        kept[old] = number
        words = first.partition("　")[2]
        words = words.replace("向社会公布", "以便民方式向社会公布结果") if old % REWORDED == 0 else words
        written += [f"第{format_numeral(number)}条　{words}", second]
        if old % ADDED == 0:
            number += 1
            written += [f"第{format_numeral(number)}条　第{old}类新设事项由主管部门另行规定，自公布起满一年评估。"]
    return "\n".join(written) + "\n", kept


def add_targets(database: storage.Database, count: int) -> None:
    """A place of the first version for each comment, half with words marked."""
    random.seed(_SEED)
    with database.saving() as session:
        rows = session.scalars(select(ClauseRow).where(ClauseRow.kind == "article")).all()
        numbers = session.scalars(select(Comment.id).order_by(Comment.id)).all()
        made: list[dict[str, Any]] = []
        for at, number in enumerate(numbers[:count]):
            row = rows[random.randrange(len(rows))]
            start = random.randrange(max(1, len(row.text) - 12)) if at % 2 else 0
            quote = row.text[start : start + random.randint(6, 12)] if at % 2 else ""
            made.append({
                "comment_id": number, "version_id": row.version_id, "clause_uid": row.uid, "eid": row.eid, "root_eid": row.eid,
                "label": row.label, "quote": quote, "start": start, "prefix": row.text[max(0, start - 32) : start],
                "suffix": row.text[start + len(quote) : start + len(quote) + 32], "chosen_by": ChosenBy.AUTHOR,
                "approved_by": "visitor",
            })  # fmt: skip
        for at in range(0, len(made), _CHUNK):
            session.execute(insert(Target), made[at : at + _CHUNK])


def timed(figures: dict[str, float], name: str, work: Callable[[], Any]) -> Any:
    """Do ``work`` and note its seconds, of the processor and of the clock."""
    cpu, clock = time.process_time(), time.perf_counter()
    made = work()
    figures[f"{name}_cpu"] = round(time.process_time() - cpu, 2)
    figures[f"{name}_clock"] = round(time.perf_counter() - clock, 2)
    return made


def wrong_places(session: Any, number: int, kept: dict[int, int]) -> int:
    """Places that name another article than the one that grew out of the article commented on."""
    carried = {f"art_{old}": f"art_{new}" for old, new in kept.items()}
    origin = storage.Base.metadata.tables["target"].alias()
    rows = session.execute(
        select(origin.c.eid, Target.eid, Target.verdict).join(origin, origin.c.id == Target.origin_id).where(
            Target.version_id == number
        )
    )  # fmt: skip
    return sum(
        eid.partition("__")[0] != carried[old] if old in carried else not eid.startswith("gone__")
        for old, eid, _verdict in rows
    )


def measure(database: storage.Database, comments: int) -> dict[str, Any]:
    """All of it, on a database that is filled."""
    figures: dict[str, float] = {}
    text, kept = new_text()
    versions.AT_ONCE = -1  # type: ignore[misc]  # the places are found below, where they are timed
    with database.saving() as session:
        consultation = session.scalars(select(Consultation)).one()
        user = User(login="manager", name="测试员", organisation_id=consultation.organisation_id)
        user.roles = [UserRole(role=Role.COMMENT_MANAGER)]
        session.add(user)
        session.flush()
        version = timed(
            figures, "clauses", lambda: versions.add_version(session, user, consultation, parse(text), "0", "x", "二稿")
        )
    with database.saving() as session:
        version = session.get_one(DraftVersion, version.id)
        made = timed(figures, "places", lambda: place_comments(session, version))
    with database.saving() as session:
        version, user = session.get_one(DraftVersion, version.id), session.get_one(User, user.id)
        verdicts = {row.verdict: row.places for row in summarise_places(session, version)}
        timed(figures, "approve", lambda: [approve_places(session, user, version, verdict=one) for one in verdicts])
    with database.saving() as session:
        version, user = session.get_one(DraftVersion, version.id), session.get_one(User, user.id)
        consultation = session.scalars(select(Consultation)).one()
        timed(figures, "publish", lambda: versions.publish_version(session, user, consultation, version))
    with database.reading() as session:
        wrong = wrong_places(session, version.id, kept)
        origins = session.scalar(
            select(func.count()).where(Target.version_id == version.id, Target.origin_id.is_not(None))
        )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {"comments": comments, "places": made, "with_origin": origins, "wrong": wrong, "verdicts": dict(Counter(verdicts)),
            **figures, "peak_mb": peak}  # fmt: skip


@in_words()
def main() -> None:
    """Fill a database, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--comments", type=int, default=50_000)
    parser.add_argument("--database", default="", help="an empty database; default: a file that is thrown away")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = given.database or f"sqlite:///{Path(folder) / 'consult.db'}"
        database = storage.open_database(url, storage.Keyring([storage.new_data_key()]))
        storage.upgrade(database)
        fill(database, given.comments)
        add_targets(database, given.comments)
        print(json.dumps(measure(database, given.comments), ensure_ascii=False))
        database.close()


if __name__ == "__main__":
    main()
