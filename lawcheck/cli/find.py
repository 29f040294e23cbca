"""``lawcheck match FILE_OR_FOLDER...``."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from hashlib import file_digest
from pathlib import Path
from typing import Any, Final, NamedTuple

import click
from filelock import FileLock, Timeout

from lawcheck.citations import resolve_citations
from lawcheck.cli.common import (
    EXIT_UNREADABLE,
    as_of_option,
    emit_json,
    files_in,
    json_option,
    kind_option,
    lang_option,
    library_option,
    load_library,
    placed,
    prepare_folder,
    read_document,
    territory_option,
)
from lawcheck.cli.progress import ticker
from lawcheck.comparison import MatchComparison, Relation, compare_matches
from lawcheck.document import Document
from lawcheck.errors import LawcheckError, OutputError, UsageError
from lawcheck.jobs import Journal, run_jobs
from lawcheck.laws import DocumentKind, Library, iso, normalise_title
from lawcheck.matching import ClauseIndex, HigherClause, Match, Pins, find_higher_laws, match_document, open_index
from lawcheck.messages import render
from lawcheck.messages.reports import TEXTS
from lawcheck.procedure import read_facts

__all__ = ["match"]

_NO_CLAUSES: Final = "没有读出条款，没有可以比对的内容，请核对文件。"
_SKIPPED: Final = (".", "~$", "_")  # how names of files begin that stand in a folder and are not asked for
_LOCK: Final = ".matches.lock"
_SHAPE: Final = "5"  # of the rows in the journal: raise when they change, so that older ones are made anew


class _Job(NamedTuple):
    path: Path
    as_of: date
    kind: DocumentKind | None
    territory: str | None
    pins: Pins
    lang: str
    sha256: str  # of the file: a result holds as long as it does


_opened: dict[str, tuple[Library, ClauseIndex]] = {}


@click.command("match")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--out", "folder", type=click.Path(path_type=Path), help="结果文件夹：matches.jsonl，中断后再次运行接着做。"
)
@click.option("--jobs", type=click.IntRange(min=1), help="进程数（默认：全部处理器核心）。")
@click.option("--scheduler", metavar="ADDRESS", help="由这个 Dask 调度器的工作进程执行（需要 lawcheck[dask]）。")
@click.option("--pin", "pinned", multiple=True, metavar="LAW", help="指定为上位法（可重复）。")
@click.option("--unpin", "unpinned", multiple=True, metavar="LAW", help="不作为上位法（可重复）。")
@as_of_option
@kind_option
@territory_option
@library_option
@json_option
@lang_option
@click.pass_context
def match(
    ctx: click.Context,
    files: tuple[Path, ...],
    folder: Path | None,
    jobs: int | None,
    scheduler: str | None,
    pinned: tuple[str, ...],
    unpinned: tuple[str, ...],
    as_of: date | None,
    kind: DocumentKind | None,
    territory: str | None,
    library: Path | None,
    as_json: bool,
    lang: str,
) -> None:
    """为文件（或者文件夹中所有文件）的每一款找出最接近的上位法条款，并比对两者的差异（一致、细化、加重、疑似抵触等）。"""
    day = as_of or date.today()
    _check_pins(pinned, unpinned)
    held = load_library(library, quiet=as_json)
    open_index(held, day)  # built once here, not by every process
    work = [
        _Job(path, day, kind, territory, Pins(pinned, unpinned), lang, _digest(path))
        for path in files_in(files, results=folder, skipped=_SKIPPED)
    ]
    with _alone(folder):
        journal = _journal(folder, held, work)
        done = _matched(work, journal, (held, day), jobs, scheduler, quiet=as_json)
    rows = [{**done[_key(job)], "file": str(job.path)} for job in work]
    _show(rows, as_json, brief=journal is not None)
    ctx.exit(EXIT_UNREADABLE if any("error" in row for row in rows) else 0)


@contextmanager
def _alone(folder: Path | None) -> Iterator[None]:
    """E671 where another run is writing into the folder: both would do the same work, and tell it twice."""
    if folder is None:
        yield
        return
    prepare_folder(folder)
    try:
        with FileLock(folder / _LOCK, timeout=0):
            yield
    except Timeout as error:
        raise UsageError("E671", path=folder) from error


def _matched(
    work: list[_Job],
    journal: Journal | None,
    opening: tuple[Library, date],
    jobs: int | None,
    scheduler: str | None,
    *,
    quiet: bool,
) -> dict[str, dict[str, Any]]:
    """The row of each file: those of the journal, and the others, each kept there as it comes."""
    done = dict(journal.done) if journal else {}
    todo = [job for job in work if _key(job) not in done]
    with ticker(len(todo), enabled=len(todo) > 1 and not quiet) as tick:
        for outcome in run_jobs(
            _match_file, todo, workers=jobs, scheduler=scheduler, initializer=_open, initargs=opening
        ):
            job = outcome.item
            row = outcome.result or _error(job, render("E506", job.lang, name=job.path.name))
            done[_key(job)] = row
            if journal and "error" not in row:
                _keep(journal, _key(job), row)
            tick(job.path.name, 1)
    return done


def _key(job: _Job) -> str:
    """By which a result is known, from whatever folder the program is run."""
    return str(job.path.absolute())


def _keep(journal: Journal, key: str, row: dict[str, Any]) -> None:
    try:
        journal.add(key, row)
    except OSError as error:
        raise OutputError("E502", path=journal.path.parent, cause=error.strerror or error) from error


def _check_pins(pinned: tuple[str, ...], unpinned: tuple[str, ...]) -> None:
    """E533 where one law is to be both."""
    both = {normalise_title(title) for title in pinned} & {normalise_title(title) for title in unpinned}
    if both:
        raise UsageError("E533", title=sorted(both)[0])


def _journal(folder: Path | None, library: Library, work: list[_Job]) -> Journal | None:
    """Where results are kept; begun anew when the library or an option is another, without those of files changed since."""
    if folder is None:
        return None
    options = [str(value) for value in work[0][1:-1]] if work else []
    journal = Journal(folder / "matches.jsonl", "|".join([_SHAPE, library.fingerprint, *options]), aside=True)
    if journal.earlier:
        click.echo(render("C670", work[0].lang, name=journal.earlier.name), err=True)
    now = {_key(job): job.sha256 for job in work}
    journal.forget({key for key, row in journal.done.items() if key in now and row["sha256"] != now[key]})
    return journal


def _digest(path: Path) -> str:
    """Of the bytes as they are now; empty where reading them will say what is wrong."""
    try:
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _open(library: Library, day: date) -> None:
    _opened["shared"] = library, open_index(library, day)
    gc.freeze()  # what is open stays open: collecting garbage after each file need not walk through it


def _error(job: _Job, message: str) -> dict[str, Any]:
    return {"file": str(job.path), "error": message}


def _match_file(job: _Job) -> dict[str, Any]:
    """Match one file; what is wrong with it becomes a message, so that it never stops the others."""
    try:
        return {"file": str(job.path), **_matches(read_document(job.path, show=False), job, *_opened["shared"])}
    except UsageError:
        raise
    except LawcheckError as error:
        return _error(job, error.text(job.lang))
    except Exception as error:  # (the last line of defence of a batch, as in review)
        return _error(job, render("E508", job.lang, name=job.path.name, detail=f"{type(error).__name__}: {error}"))


def _matches(document: Document, job: _Job, library: Library, index: ClauseIndex) -> dict[str, Any]:
    day, pins = job.as_of, job.pins
    facts = read_facts(document, kind=job.kind, territory=job.territory)
    citations = resolve_citations(document, library, day, facts.made)
    higher = find_higher_laws(document, facts, citations, library, index, day, pins=pins)
    found = match_document(document, facts, higher, library, index, day, citations=citations, pins=pins)
    return {
        "sha256": job.sha256,
        "as_of": day.isoformat(),
        "horizon": library.horizon.isoformat(),
        "unpinned": list(pins.unpinned),
        "uncompared": [f"{a.citable}《{a.heading}》" if a.heading else a.citable for a in document.uncompared],
        "laws": [
            {"title": law.law.title, "score": round(law.score, 3), "reasons": list(law.reasons)} for law in higher
        ],
        "clauses": [
            _row(document, item, compared)
            for item, compared in zip(found, compare_matches(document, found), strict=True)
        ],
    }


def _row(document: Document, item: Match, compared: MatchComparison) -> dict[str, Any]:
    """A 款, its higher clauses, and what it makes of the first of them (``relation`` None where there is none)."""
    comparison = compared.comparison
    return {
        "eid": item.eid,
        "clause": document.citation_label(document.by_eid[item.eid]),
        "text": document.by_eid[item.eid].full_text,
        "state": item.state.value,
        "reason": item.reason,
        "relation": comparison.relation.value if comparison else None,
        "copied": comparison.copied if comparison else None,
        "differences": [
            {"slot": d.slot, "relation": d.relation.value, "lower": d.lower, "upper": d.upper, "note": d.note}
            for d in (comparison.differences if comparison else ())
        ],
        "agreements": [
            {"slot": a.slot, "lower": a.lower, "upper": a.upper} for a in (comparison.agreements if comparison else ())
        ],
        "higher": [_clause(clause) for clause in item.clauses],
    }


def _clause(clause: HigherClause) -> dict[str, Any]:
    return {
        "law": clause.law.title,
        "version": iso(clause.version.adopted),
        "article": clause.article.label,
        "paragraph": clause.paragraph,
        "text": clause.text,
        "score": round(clause.score, 4),
        "similarity": round(clause.similarity, 4),
        "reasons": list(clause.reasons),
    }


def _show(rows: list[dict[str, Any]], as_json: bool, *, brief: bool) -> None:
    if as_json:
        emit_json({"command": "match", "files": rows})
        return
    for row in rows:
        if "error" in row:
            click.echo(placed(row["error"], row["file"]), err=True)
            continue
        if brief:
            click.echo(_in_brief(row))
            continue
        _show_whole(row)


def _show_whole(row: dict[str, Any]) -> None:
    """One file: the higher laws with why they are, then each 款 with what was found for it."""
    click.echo(f"{row['file']}（按 {row['as_of']} 的法律；库截至 {row['horizon']}）")
    for law in row["laws"]:
        click.echo(f"  {law['score']:.2f}  {law['title']}：{'；'.join(law['reasons'])}")
    for title in row["unpinned"]:
        click.echo(f"  人工排除，没有作为上位法比对：{title}")
    for clause in row["clauses"]:
        best = clause["higher"][0] if clause["higher"] else None
        place = f"《{best['law']}》{best['article']}" if best else clause["reason"]
        click.echo("  ".join(filter(None, ("", clause["clause"], clause["state"], clause["relation"], place))))
        for note in dict.fromkeys(difference["note"] for difference in clause["differences"]):
            click.echo(f"      {note}")
    if row["uncompared"]:
        click.echo(TEXTS["uncompared"][0].format(names="、".join(row["uncompared"])))
    if not row["clauses"]:
        click.echo(_NO_CLAUSES)


def _in_brief(row: dict[str, Any]) -> str:
    """How many 款, how many with a higher clause, and how many of these a person should read beside it."""
    if not row["clauses"]:
        return f"{row['file']}：{_NO_CLAUSES}"
    counts = Counter(clause["relation"] for clause in row["clauses"])
    matched = sum(bool(clause["higher"]) for clause in row["clauses"])
    told = [
        f"{relation.value}{counts[relation.value]}款"
        for relation in Relation
        if relation.alarming and counts[relation.value]
    ]
    return f"{row['file']}：{len(row['clauses'])}款，{matched}款找到上位法条款" + (
        f"，其中{'、'.join(told)}" if told else ""
    )
