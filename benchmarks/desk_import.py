"""A base of documents entered and reviewed in one job: ``python -m benchmarks.desk_import --data DIR [--count 250 500 1000 2000]``.

For each ``--count``: so many documents (those of DIR and, where more are wanted, seeded variants of them: another title, one line
fewer; every fourth as Word, as HTML or in GB18030) and one broken file for fifty of them are entered into a fresh database and
all are then reviewed again as of one day, by ``--workers`` processes (library of LAWCHECK_HOME). What is broken must be told with its
reason, everything else must be there. Ends with one line of JSON: processor seconds, clock and memory (resident and shared pages
counted once) of this process and all that it started, and how the time for a document grows from the first count to the last.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from datetime import date
from html import escape
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, update

sys.path.insert(0, str(Path(__file__).parent))

from making import word
from making.law import read_law

from benchmarks.folders import folder_with_files, in_words
from benchmarks.machine import loop_seconds
from benchmarks.processes import Watch
from consult_web.filings import FiledDocument, ReviewFinding, ReviewRun
from consult_web.filings.bulk import import_folder
from consult_web.filings.cleaning import clean_base
from consult_web.storage import Database, FileStore, Keyring, new_data_key, open_database, upgrade
from lawcheck.laws import default_home, open_library
from lawcheck.matching import open_index

ON = date(2026, 11, 22)


@in_words()
def main() -> None:
    """Measure and print one line of JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=folder_with_files, required=True)
    parser.add_argument("--count", type=int, nargs="+", default=[2000])
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--review", type=int, default=None, help="review only so many of them")
    parser.add_argument("--scheduler", help="address of a Dask scheduler whose workers do it")
    told = parser.parse_args()
    open_index(open_library(default_home()), ON)  # built once, before the clock starts
    rows = []
    for count in told.count:
        rows.append(_measured(told.data, count, told.workers, told.review, told.scheduler))
        print(json.dumps(rows[-1], ensure_ascii=False), file=sys.stderr, flush=True)
    shown = {"benchmark": "desk_import", "workers": told.workers, "loop": round(loop_seconds(), 3), "rows": rows}
    print(json.dumps(shown | _growth(rows[0], rows[-1]), ensure_ascii=False))


def _growth(first: dict[str, Any], last: dict[str, Any]) -> dict[str, float]:
    """How much more the last document of all cost than the first."""
    names = ("import_cpu_ms_each", "review_cpu_ms_each", "import_peak_mb", "review_peak_mb")
    return {f"growth_{name}": round(last[name] / first[name], 2) for name in names if first.get(name)}


def _measured(data: Path, count: int, workers: int, review: int | None, scheduler: str | None) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="import-") as name:
        home = Path(name)
        broken = _make(data, home / "in", count)
        database = open_database(f"sqlite:///{home / 'base.db'}", Keyring([new_data_key()]))
        upgrade(database)
        files = FileStore(home / "files")
        found: dict[str, Any] = {"documents": count, "broken_on_purpose": broken}
        with Watch() as watch:
            done = import_folder(
                database, files, home / "in", journal=home / "i.jsonl", workers=workers, scheduler=scheduler
            )
        found |= {"entered": done.entered, "failed": len(done.failures), **_figures("import", watch, count)}
        assert (done.entered, len(done.failures)) == (count, broken), done
        total = _in_force(database, count if review is None else review)
        with Watch() as watch:
            cleaned = clean_base(
                database,
                files,
                on=ON,
                journal=home / "c.jsonl",
                library=default_home(),
                workers=workers,
                scheduler=scheduler,
            )
        found |= {"reviewed": cleaned.reviewed, **_figures("review", watch, max(total, 1)), **_kept(database)}
        found |= {"not_reviewed": [list(one) for one in cleaned.problems]}
        found |= {"disk_mb": sum(path.stat().st_size for path in home.rglob("*") if path.is_file()) >> 20}
        assert cleaned.total == total == cleaned.reviewed + len(cleaned.problems)
        database.close()
        return found


def _figures(step: str, watch: Watch, count: int) -> dict[str, Any]:
    return {
        f"{step}_wall_s": round(watch.seconds, 1),
        f"{step}_cpu_ms_each": round(1000 * watch.cpu / count, 1),
        f"{step}_peak_mb": watch.peak >> 20,
    }


def _in_force(database: Database, count: int) -> int:
    """All of the first ``count`` documents are to be reviewed, also those that later ones ended or that have run out."""
    with database.saving() as session:
        session.execute(update(FiledDocument).values(ended=None, expires=None, suspended=None))
        session.execute(update(FiledDocument).where(FiledDocument.id > count).values(registered=False))
        return session.scalar(select(func.count()).where(FiledDocument.registered)) or 0


def _kept(database: Database) -> dict[str, int]:
    with database.reading() as session:
        runs, findings = (session.scalar(select(func.count()).select_from(kind)) for kind in (ReviewRun, ReviewFinding))
    return {"runs": runs or 0, "findings": findings or 0}


def _make(data: Path, target: Path, count: int) -> int:
    """``count`` whole files and one broken for fifty of them, whose number is given back."""
    target.mkdir()
    sources = [path for path in sorted(data.rglob("*.md")) if not path.name.startswith("_")]
    random.Random(9).shuffle(sources)
    for number in range(count):
        source, turn = sources[number % len(sources)], number // len(sources)
        text = _variant(source.read_text("utf-8"), number, turn)
        suffix, content = _as_file(source, text, number, turn)
        (target / f"{number:05}-{source.stem}{suffix}").write_bytes(content)
        if number % 50 == 49:
            (target / f"{number:05}-坏.docx").write_bytes(b"PK\x03\x04" + content[:200])
    return count // 50


def _variant(text: str, number: int, turn: int) -> str:
    """The text itself the first time; later with another title and one line fewer."""
    if not turn:
        return text
    lines = text.splitlines()
    lines.pop(random.Random(number).randrange(len(lines) // 2, len(lines)))
    return f"{lines[0]}（变体{turn}）\n" + "\n".join(lines[1:]) + "\n"


def _as_file(source: Path, text: str, number: int, turn: int) -> tuple[str, bytes]:
    """Markdown, or every fourth another format."""
    bare = "\n".join(line.lstrip("# ") for line in text.splitlines() if line.strip())
    law = read_law(source) if number % 8 == 0 and not turn else None
    if law is not None:
        return ".docx", word.plain(law, random.Random(number))
    if number % 8 == 4:
        return ".txt", bare.encode("gb18030", "replace")
    if number % 8 == 6:
        body = "".join(f"<p>{escape(line)}</p>" for line in bare.splitlines())
        return ".html", f"<html><head><meta charset='utf-8'></head><body>{body}</body></html>".encode()
    return ".md", text.encode()


if __name__ == "__main__":
    main()
