"""``lawcheck review FILE...``: the main job."""

from __future__ import annotations

import json
import traceback
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import click

from lawcheck.checks import Judgement, Severity
from lawcheck.cli.common import (
    EXIT_FAILED_ON,
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
    simplify_option,
    territory_option,
    write_results,
)
from lawcheck.cli.progress import STEPS, ticker
from lawcheck.cli.results import own_stems
from lawcheck.cli.rules import office_rules_option
from lawcheck.cli.terms import office_terms_option
from lawcheck.document import Document, parse
from lawcheck.errors import LawcheckError, UsageError
from lawcheck.jobs import Outcome, run_jobs
from lawcheck.laws import DocumentKind, Library
from lawcheck.limits import holds_here, stoppable
from lawcheck.matching import Pins
from lawcheck.messages import render
from lawcheck.procedure import Materials, read_materials
from lawcheck.readers import Filing, open_filing, read_guarded
from lawcheck.readers import simplify as to_simplified
from lawcheck.reports import OUTPUT_SUFFIXES, read_judgements, render_outputs, review_json, summary_text
from lawcheck.resources import printable
from lawcheck.reviewing import Review, Tools, load_packs, load_tools, review_document

__all__ = ["review"]

DEFAULT_FOLDER = Path("lawcheck-output")
_CONTENTS = {
    "zh": ("审查的正式文本：", "包内其他文件（只作形式审查）："),
    "en": ("Reviewed text: ", "Other files of the package (form check only):"),
}


class _Job(NamedTuple):
    path: Path
    stem: str
    folder: Path
    as_of: date
    kind: DocumentKind | None
    territory: str | None
    want_json: bool
    lang: str
    simplified: bool
    pins: Pins
    judgements: tuple[Judgement, ...]


class _Opening(NamedTuple):
    """What every process opens for itself."""

    library: Library
    day: date
    rules: Path | None
    terms: Path | None


class _Done(NamedTuple):
    """What a worker sends back: texts and names only, never the review itself."""

    path: Path
    error: str = ""
    written: tuple[str, ...] = ()
    summary: str = ""
    record: str = ""
    worst: int = len(Severity)
    package: tuple[tuple[str, str, str], ...] = ()


_tools: dict[str, Tools] = {}
_openings: dict[str, _Opening] = {}


@click.command("review")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--out",
    "folder",
    type=click.Path(path_type=Path),
    default=DEFAULT_FOLDER,
    help="结果文件夹（默认：lawcheck-output）。",
)
@as_of_option
@kind_option
@territory_option
@simplify_option
@click.option("--pin", "pinned", multiple=True, metavar="LAW", help="指定为上位法（可重复），随审查结果保存。")
@click.option("--unpin", "unpinned", multiple=True, metavar="LAW", help="不作为上位法（可重复），随审查结果保存。")
@click.option(
    "--verdicts",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="已经填写核对结论的 findings.xlsx 或者 review.json；不成立的仍列出，不再标红。",
)
@click.option("--fail-on", type=click.Choice([s.value for s in Severity]), help="有此级别以上的问题时以 1 退出。")
@click.option("--jobs", type=click.IntRange(min=1), help="进程数（默认：全部处理器核心）。")
@office_rules_option
@office_terms_option
@library_option
@json_option
@lang_option
@click.pass_context
def review(
    ctx: click.Context,
    files: tuple[Path, ...],
    folder: Path,
    as_of: date | None,
    kind: DocumentKind | None,
    territory: str | None,
    simplified: bool,
    pinned: tuple[str, ...],
    unpinned: tuple[str, ...],
    office_rules: Path | None,
    office_terms: Path | None,
    verdicts: Path | None,
    fail_on: str | None,
    jobs: int | None,
    library: Path | None,
    as_json: bool,
    lang: str,
) -> None:
    """审查一个或多个报备文件（或者文件夹中所有文件），生成批注件、审查报告和标准格式文件。"""
    day = as_of or date.today()
    prepare_folder(folder)
    files = files_in(files, results=folder)
    held = load_library(library, quiet=as_json)
    judgements = _judgements(verdicts, files, lang)
    stems = own_stems(folder, files, OUTPUT_SUFFIXES)
    work = [
        _Job(
            path,
            stems[path],
            folder,
            day,
            kind,
            territory,
            as_json,
            lang,
            simplified,
            Pins(pinned, unpinned),
            judgements,
        )
        for path in dict.fromkeys(files)
    ]
    done = _run(work, _Opening(held, day, office_rules, office_terms), jobs, quiet=as_json)
    _show(done, as_json)
    ctx.exit(_exit_code(done, fail_on))


def _judgements(verdicts: Path | None, files: tuple[Path, ...], lang: str) -> tuple[Judgement, ...]:
    if verdicts is None:
        return ()
    if len(set(files)) > 1:
        raise UsageError("E613")
    found = read_judgements(verdicts)
    if not found:
        click.echo(render("C615", lang, name=verdicts.name), err=True)
    return found


def _run(work: list[_Job], opening: _Opening, jobs: int | None, *, quiet: bool) -> list[_Done]:
    """Review everything; a single file shows its steps, several files one bar over all."""
    single = len(work) == 1
    if not single:
        load_packs(opening.rules, opening.terms)  # a fault is told once here, not by every process that it stops
    done: dict[Path, _Done] = {}
    with ticker(len(STEPS) if single else len(work), enabled=not quiet) as tick:
        if single:
            _open_tools(opening)
            return [_review_file(work[0], lambda name: tick(name, 1))]
        for outcome in run_jobs(_review_file, work, workers=jobs, initializer=_open_tools, initargs=(opening,)):
            result = _settle(outcome)
            done[result.path] = result
            tick(result.path.name, 1)
    return [done[job.path] for job in work]


def _settle(outcome: Outcome[_Job, _Done]) -> _Done:
    if outcome.result is not None:
        return outcome.result
    job = outcome.item
    return _Done(job.path, error=render("E506", job.lang, name=job.path.name))


def _open_tools(opening: _Opening) -> None:
    _openings["shared"] = opening
    _tools["shared"] = load_tools(opening.library, opening.day, rules=opening.rules, terms=opening.terms)


def _review_file(job: _Job, step: Callable[[str], None] | None = None) -> _Done:
    """Review one file and write its results; what is wrong with it becomes a message, never an exception."""
    try:
        return _review_readable(job, step or (lambda _name: None))
    except LawcheckError as error:
        return _Done(job.path, error=error.text(job.lang))
    except Exception as error:  # (the last line of defence of a batch: others must go on)
        place = traceback.extract_tb(error.__traceback__)[-1]
        detail = f"{type(error).__name__}: {error} ({Path(place.filename).name}:{place.lineno})"
        return _Done(job.path, error=render("E508", job.lang, name=job.path.name, detail=detail))


def _review_readable(job: _Job, step: Callable[[str], None]) -> _Done:
    step("read")
    filing = open_filing(job.path, reader=read_guarded)
    step("parse")
    document = parse(to_simplified(filing.source) if job.simplified else filing.source)
    materials, opening = read_materials(filing, reader=read_guarded), _openings["shared"]
    if (opening.rules or opening.terms) and not holds_here():  # expressions of an office need a limit of time
        result = stoppable(_reviewed_apart, job, opening, document, materials)
    else:
        result = _reviewed(job, _tools["shared"], document, materials, step)
    step("reports")
    outputs = render_outputs(result, filing.data)
    written = write_results(job.folder, {job.stem + suffix: data for suffix, data in outputs.items()}, job.path)
    return _Done(
        job.path,
        written=tuple(str(path) for path in written),
        summary=summary_text(result, job.lang) + _contents(filing, job.lang),
        package=tuple((file.name, file.role.value, file.how) for file in (filing.text, *filing.others)),
        record=review_json(result) if job.want_json else "",
        worst=min((f.severity.order for f in result.findings if not f.rejected), default=len(Severity)),
    )


def _reviewed(
    job: _Job, tools: Tools, document: Document, materials: Materials | None, step: Callable[[str], None]
) -> Review:
    return review_document(
        document,
        tools.library,
        as_of=job.as_of,
        kind=job.kind,
        territory=job.territory,
        tools=tools,
        step=step,
        pins=job.pins,
        materials=materials,
        judgements=job.judgements,
    )


def _reviewed_apart(job: _Job, opening: _Opening, document: Document, materials: Materials | None) -> Review:
    """In another process, which opens everything itself."""
    _open_tools(opening)
    return _reviewed(job, _tools["shared"], document, materials, lambda _name: None)


def _contents(filing: Filing, lang: str) -> str:
    """What else a package or a mail holds, for the person at the screen; nothing for a plain file."""
    if not filing.others:
        return ""
    text, others = _CONTENTS[lang]
    lines = [f"{text}{filing.text.name}", others, *(f"  {file.role}  {file.name}" for file in filing.others)]
    return "\n" + "\n".join(lines)


def _show(done: list[_Done], as_json: bool) -> None:
    if as_json:
        emit_json({"command": "review", "files": [_record(item) for item in done]})
        return
    for item in done:
        if item.error:
            click.echo(placed(item.error, item.path), err=True)
        else:
            click.echo(f"{printable(item.path)}\n{item.summary}" if len(done) > 1 else item.summary)
            click.echo("\n".join(f"  {path}" for path in item.written) + "\n")


def _record(item: _Done) -> dict[str, Any]:
    if item.error:
        return {"file": str(item.path), "error": item.error}
    record = {"file": str(item.path), "outputs": list(item.written), "review": json.loads(item.record)}
    if len(item.package) > 1:
        record["package"] = [{"name": name, "role": role, "how": how} for name, role, how in item.package]
    return record


def _exit_code(done: list[_Done], fail_on: str | None) -> int:
    if any(item.error for item in done):
        return EXIT_UNREADABLE
    if fail_on is not None and any(item.worst <= Severity(fail_on).order for item in done):
        return EXIT_FAILED_ON
    return 0
