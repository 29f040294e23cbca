"""How long a folder of documents takes to enter the base, and how memory and time grow: ``--data DIR --count 100 200 400``.

The documents of DIR and, where more are wanted, seeded variants of them (another title and number, one article moved) are
entered into a fresh SQLite database; one file in fifty is broken on purpose and must be told with its reason. With
``--review N`` the first N documents are then reviewed again in one job (library of LAWCHECK_HOME).
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

from consult_web.filings.bulk import import_folder
from consult_web.filings.cleaning import clean_base
from consult_web.storage import Database, FileStore, Keyring, new_data_key, open_database, upgrade
from lawcheck.laws import default_home


def main() -> None:
    """Measure and print one line of JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--count", type=int, nargs="+", default=[100, 200, 400])
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--review", type=int, default=0)
    told = parser.parse_args()
    rows = [
        _measured(told.data, count, told.workers, told.review if count == max(told.count) else 0)
        for count in told.count
    ]
    first, last = rows[0], rows[-1]
    growth = (last["cpu_ms_per_document"] / first["cpu_ms_per_document"]) if first["cpu_ms_per_document"] else 0.0
    print(
        json.dumps(
            {"benchmark": "desk_import", "rows": rows, "growth_per_document": round(growth, 2)}, ensure_ascii=False
        )
    )


def _measured(data: Path, count: int, workers: int, review: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="import-") as name:
        home = Path(name)
        broken = _make(data, home / "in", count)
        database = _fresh(home)
        files = FileStore(home / "files")
        before, started = _cpu(), time.perf_counter()
        done = import_folder(database, files, home / "in", journal=home / "journal.jsonl", workers=workers)
        cpu, wall = _cpu() - before, time.perf_counter() - started
        assert done.total == done.entered + done.known + len(done.failures) == count, done
        found: dict[str, Any] = {
            "documents": count,
            "entered": done.entered,
            "failed": len(done.failures),
            "broken_on_purpose": broken,
            "cpu_ms_per_document": round(1000 * cpu / count, 1),
            "wall_s": round(wall, 1),
            "peak_mb": _peak(),
        }
        if review:
            found |= _reviewed(database, files, home, review, workers)
        database.close()
        return found


def _reviewed(database: Database, files: FileStore, home: Path, count: int, workers: int) -> dict[str, Any]:
    from sqlalchemy import update

    from consult_web.filings import FiledDocument

    with database.saving() as session:
        session.execute(update(FiledDocument).where(FiledDocument.id > count).values(registered=False))
    before, started = _cpu(), time.perf_counter()
    done = clean_base(
        database, files, on=date(2026, 11, 22), journal=home / "clean.jsonl", library=default_home(), workers=workers
    )
    cpu = _cpu() - before
    return {
        "reviewed": done.reviewed,
        "not_reviewed": len(done.problems),
        "review_cpu_s_per_document": round(cpu / max(done.total, 1), 2),
        "review_wall_s": round(time.perf_counter() - started, 1),
        "review_peak_mb": _peak(),
    }


def _make(data: Path, target: Path, count: int) -> int:
    """``count`` files: those of ``data`` in order, then variants; how many of them are broken."""
    target.mkdir()
    sources = [path for path in sorted(data.rglob("*.md")) if not path.name.startswith("_")]
    random.Random(9).shuffle(sources)
    broken = 0
    for number in range(count):
        source, turn = sources[number % len(sources)], number // len(sources)
        if number % 50 == 49:
            (target / f"{number:05}-坏.docx").write_bytes(b"PK\x03\x04" + source.read_bytes()[:200])
            broken += 1
        else:
            (target / f"{number:05}-{source.name}").write_text(
                _variant(source.read_text("utf-8"), number, turn), "utf-8"
            )
    return broken


def _variant(text: str, number: int, turn: int) -> str:
    """The text itself the first time; later with another title and one line fewer."""
    if not turn:
        return text
    lines = text.splitlines()
    lines.pop(random.Random(number).randrange(len(lines) // 2, len(lines)))
    return "\n".join(lines).replace("条例", f"条例（变体{turn}）", 1) + "\n"


def _fresh(home: Path) -> Database:
    database = open_database(f"sqlite:///{home / 'base.db'}", Keyring([new_data_key()]))
    upgrade(database)
    return database


def _cpu() -> float:
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def _peak() -> int:
    """Largest resident memory of this process and of its largest child, MB."""
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(resource.getrusage(kind).ru_maxrss for kind in kinds) >> 10


if __name__ == "__main__":
    main()
