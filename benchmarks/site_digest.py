"""The digest of a large consultation on the site: analysis in the background, pages meanwhile and after, exports.

``python -m benchmarks.site_digest [--data SQLite file or postgresql:// address] [--comments 50000] [--copies 1]`` makes a fictional
consultation of 200 clauses and that many comments of two points each, unless the database holds one, analyses it while
another thread reads a clause page, then times the pages and measures the memory of the exports, each in a process of its
own. ``--copies 18`` puts the analysed rows there so many times, to time pages and exports without the long analysis. Ends
with one line of JSON.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, insert, select, text

from consult_web import storage
from consult_web.accounts import Organisation, OrganisationKind
from consult_web.consultations import (
    Channel,
    ClauseCount,
    Comment,
    CommentState,
    Consultation,
    Decision,
    DraftVersion,
    Outcome,
    PointRow,
    adoption_csv,
    adoption_docx,
    adoption_rows,
    adoption_xlsx,
    clause_rows,
    clause_view,
    current_run,
    decide,
    gate_of,
    heat_rows,
    list_points,
    pack_document,
    points_to_decide,
    run_analysis,
)
from consult_web.storage import Database, Keyring, new_data_key, open_database
from lawcheck.comments import Stance
from lawcheck.document import format_numeral, parse

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

from benchmarks.folders import in_words  # noqa: E402  (a script: only its own folder is on the path)

_SUBJECTS = [
    "道路停车",
    "收费标准",
    "充电设施",
    "共享单车",
    "电动自行车",
    "物业服务",
    "临时车位",
    "盲道占用",
    "地下车库",
    "夜间停放",
    "执法主体",
    "申诉期限",
]
_WISHES = [
    "太高，普通家庭负担重",
    "应当明确由谁负责",
    "建议增加公示的要求",
    "写得很好，应当保留",
    "没有考虑老旧小区",
    "处罚幅度偏大",
    "期限太短",
    "建议分步实施",
]
_WHY = [
    "我家楼下就是这样",
    "去年测算过一次",
    "周围邻居都这么说",
    "上班路上每天看到",
    "医院门口尤其严重",
    "希望尽快解决",
    "孩子上学也受影响",
]
_STEP = 10_000_000  # between the ids of two copies
CAMPAIGNS = 60
"""Texts that many send as they are."""


@in_words()
def main() -> None:
    """Make, analyse, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", default="")
    parser.add_argument("--comments", type=int, default=50_000)
    parser.add_argument("--copies", type=int, default=1)
    parser.add_argument("--export", default="")
    given = parser.parse_args()
    if given.export:
        _export(given.data, given.export)
        return
    with tempfile.TemporaryDirectory() as folder:
        address = given.data or f"sqlite:///{folder}/digest.db"
        print(json.dumps(_measure(address, given.comments, given.copies), ensure_ascii=False))


def _open(address: str) -> Database:
    return open_database(address if "://" in address else f"sqlite:///{address}", Keyring([new_data_key()]))


def _measure(address: str, comments: int, times: int) -> dict[str, Any]:
    database = _open(address)
    storage.upgrade(database)
    number = _made(database, comments)
    found: dict[str, Any] = {"database": database.engine.dialect.name, "comments": comments}
    found |= _analyse(database, number)
    if times > 1:
        found["copies"] = times
        _copy(database, times)
    found |= _pages(database, number)
    _decide_some(database, number)
    found["decided"] = _pages(database, number)
    for kind in ("csv", "xlsx", "docx"):
        found |= _exported(address, kind)
    database.close()
    return found


def _made(database: Database, comments: int) -> int:
    with database.saving() as session:
        if there := session.scalar(select(Consultation.id)):
            return there
        body = Organisation(name="云溪市人大常委会", kind=OrganisationKind.CONGRESS)
        session.add(body)
        session.flush()
        row = Consultation(slug="big", title="云溪市停车管理条例（草案）", organ=body.name, organisation_id=body.id, created_by="program")  # fmt: skip
        session.add(row)
        session.flush()
        document = parse(_draft())
        version = DraftVersion(consultation_id=row.id, number=1, label="第1稿", file_digest="", file_name="草案", document=pack_document(document), created_by="program")  # fmt: skip
        session.add(version)
        session.flush()
        for clause in clause_rows(document):
            clause.version_id = version.id
            session.add(clause)
        row.version_id = version.id
        number, version_id = row.id, version.id
    rng = random.Random(8)
    campaigns = [opinion_text(rng)[0] for _ in range(CAMPAIGNS)]
    for start in range(0, comments, 2000):
        with database.saving() as session:
            values = [
                _comment(rng, number, version_id, n, campaigns) for n in range(start, min(start + 2000, comments))
            ]
            session.execute(insert(Comment), values)
    return number


def _draft() -> str:
    lines = ["云溪市停车管理条例"]
    for number in range(1, 201):
        subject = _SUBJECTS[number % len(_SUBJECTS)]
        lines.append(
            f"第{format_numeral(number)}条　{subject}应当自申请之日起{number}日内由主管部门办理，每次不超过{number % 9 + 1}元。"
        )
    return "\n".join(lines) + "\n"


def opinion_text(rng: random.Random) -> tuple[str, int]:
    """One opinion and the number of its article; the first articles move most people."""
    number = int(min(200, max(1, rng.paretovariate(0.6))))
    asked = (
        f"建议将“{number}日”修改为“{number + rng.choice((5, 10, 30))}日”" if rng.random() < 0.1 else rng.choice(_WISHES)
    )
    return (
        f"第{format_numeral(number)}条{rng.choice(_SUBJECTS)}{asked}，{rng.choice(_WHY)}，{rng.choice(_WHY)}。",
        number,
    )


def _comment(rng: random.Random, number: int, version_id: int, n: int, campaigns: list[str]) -> dict[str, Any]:
    words = rng.choice(campaigns) if rng.random() < 0.3 else f"1. {opinion_text(rng)[0]}\n2. {opinion_text(rng)[0]}"
    return {
        "consultation_id": number, "version_id": version_id, "idempotency_key": f"k{n}", "receipt_hash": f"r{n}",
        "state": CommentState.RECEIVED, "channel": Channel.SITE, "text": words, "person_key": f"p{n}",
        "received_at": datetime(2026, 10, 1, tzinfo=UTC), "updated_at": datetime(2026, 10, 1, tzinfo=UTC),
        "stance": rng.choice((None, None, *list(Stance)[:4])), "kinds": [], "row_version": 1,
    }  # fmt: skip


def _analyse(database: Database, number: int) -> dict[str, Any]:
    """Seconds of the analysis, and how long a short write of somebody else took meanwhile."""
    stop, waited = threading.Event(), list[float]()

    def write() -> None:
        while not stop.wait(0.25):
            started = time.perf_counter()
            with database.saving() as session:
                session.get_one(Comment, 1).read_at = datetime(2026, 11, 1, tzinfo=UTC)
            waited.append(time.perf_counter() - started)

    thread = threading.Thread(target=write)
    thread.start()
    started, cpu = time.perf_counter(), time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        run_analysis(database, number, folder=Path(folder))
    seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
    stop.set()
    thread.join()
    waited.sort()
    return {"analysis_s": round(seconds, 1), "analysis_cpu_s": round(cpu, 1), "write_meanwhile_p95_ms": round(1000 * waited[int(0.95 * len(waited))], 1)}  # fmt: skip


def _copy(database: Database, times: int) -> None:
    """Rows of comments, points, places and buckets again and again, by the database itself."""
    changed = {
        "comment": {"id": "id + {n}", "idempotency_key": "idempotency_key || '/{n}'", "receipt_hash": "receipt_hash || '/{n}'", "person_key": "person_key || '/{n}'"},
        "point": {"id": "id + {n}", "comment_id": "comment_id + {n}", "point_key": "point_key || '/{n}'"},
        "point_target": {"point_id": "point_id + {n}", "rank": "rank + {n}"},
        "comment_bucket": {"comment_id": "comment_id + {n}"},
    }  # fmt: skip
    for copy in range(1, times):
        with database.saving() as session:
            for table, own in changed.items():
                columns = [column.name for column in storage.Base.metadata.tables[table].columns]
                names = ", ".join(f'"{name}"' for name in columns)
                values = ", ".join(own.get(name, f'"{name}"').format(n=copy * _STEP) for name in columns)
                first = "id" if "id" in columns else columns[0] if table == "point_target" else "comment_id"
                session.execute(
                    text(f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} WHERE {first} < {_STEP}")
                )


def _pages(database: Database, number: int) -> dict[str, Any]:
    with database.reading() as session:
        run = current_run(session, session.get_one(Consultation, number))
        assert run is not None
        busiest = session.scalars(select(ClauseCount.eid).where(ClauseCount.run_id == run.id).order_by(ClauseCount.points.desc())).first()  # fmt: skip
        points = session.scalar(select(func.count()).where(PointRow.run_id == run.id))
    return {
        "points": points,
        "clause_ms": _timed(database, lambda session: clause_view(session, run, busiest or "")),
        "heat_ms": _timed(database, lambda session: heat_rows(session, run)),
        "list_ms": _timed(database, lambda session: list_points(session, run, eid=busiest or "", state="open")),
        "gate_ms": _timed(database, lambda session: gate_of(session, run)),
    }


def _timed(database: Database, work: Callable[[Any], object], times: int = 7) -> list[float]:
    """The best of some runs, each in a session of its own: milliseconds by the clock, and of this process (with SQLite all
    of it; the machine is shared, so that the clock tells more of others)."""
    walls, cpus = list[float](), list[float]()
    for _ in range(times):
        with database.reading() as session:
            wall, cpu = time.perf_counter(), time.process_time()
            work(session)
            walls.append(time.perf_counter() - wall)
            cpus.append(time.process_time() - cpu)
    return [round(1000 * min(walls), 1), round(1000 * min(cpus), 1)]


def _decide_some(database: Database, number: int) -> None:
    with database.saving() as session:
        run = current_run(session, session.get_one(Consultation, number))
        assert run is not None
        keys = points_to_decide(session, run)[:20_000]
        decide(session, number, dict.fromkeys(keys, 0), Decision(Outcome.NOT_ADOPTED, "与上位法一致。"), "user:1")


def _exported(address: str, kind: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.site_digest", "--data", address, "--export", kind]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)
    return {kind: json.loads(answer.stdout)}


def _export(address: str, kind: str) -> None:
    """In a process of its own: rows, seconds, megabytes before and at the most."""
    database = _open(address)
    before, started = _megabytes(), time.perf_counter()
    with database.reading() as session, tempfile.TemporaryDirectory() as folder:
        run = current_run(session, session.scalars(select(Consultation)).first())  # type: ignore[arg-type]
        assert run is not None
        path, count = Path(folder) / "table", [0]

        def rows() -> Any:
            for row in adoption_rows(session, run):
                count[0] += 1
                yield row

        if kind == "csv":
            with path.open("w", encoding="utf-8") as file:
                file.writelines(adoption_csv(rows()))
        else:
            {"xlsx": adoption_xlsx, "docx": adoption_docx}[kind](rows(), path, "意见采纳情况表")
    seconds = round(time.perf_counter() - started, 1)
    print(json.dumps({"rows": count[0], "s": seconds, "mb_before": before, "mb_most": _megabytes()}))


def _megabytes() -> int:
    """The most memory so far; not ``ru_maxrss``, in which a child begins with what its parent had."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(status.partition("VmHWM:")[2].split()[0]) >> 10


if __name__ == "__main__":
    main()
