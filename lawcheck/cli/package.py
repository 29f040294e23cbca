"""``lawcheck package build|check``: the electronic filing package."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from lawcheck.checks import CheckContext, RulePack, RuleRun, State, load_rules, run_rules
from lawcheck.cli.common import (
    EXIT_FAILED_ON,
    EXIT_UNREADABLE,
    emit_json,
    file_named,
    json_option,
    lang_option,
    prepare_folder,
    read_fields,
    report_error,
    write_results,
)
from lawcheck.document import parse
from lawcheck.errors import LawcheckError, UnreadableFile, UsageError
from lawcheck.procedure import (
    FORM_CHECKS,
    MANIFEST,
    PackageFault,
    build_package,
    check_package,
    read_facts,
    read_materials,
)
from lawcheck.readers import PackedFile, Role, guess_role, main_text, open_filing, read_guarded, unpack, zip_entries

__all__ = ["package"]

_MAX_PACKAGE = 200_000_000


@click.group("package", no_args_is_help=True)
def package() -> None:
    """电子报备包：生成，检查。"""


@package.command("build")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--out", "target", type=click.Path(path_type=Path), required=True, help="报备包（.zip）或者放它的文件夹。"
)
@click.option("--details", type=click.Path(path_type=Path), help="填报信息（JSON），字段见 package.schema.json。")
@click.option("--role", "roles", multiple=True, help="文件名=角色，可以多次；没有指定的按文件名和内容判断。")
@json_option
@lang_option
def build(
    files: tuple[Path, ...], target: Path, details: Path | None, roles: tuple[str, ...], as_json: bool, lang: str
) -> None:
    """把正式文本、备案报告、说明、制定依据等文件做成一个电子报备包。"""
    del lang  # errors are reported by the group
    given = dict(map(_role_option, roles))
    found = [file for path in files for file in _unpacked(path)]
    packed = [_with_given_role(file, given, len(found) > 1) for file in found]
    text = main_text(packed, target.name)
    data = build_package(
        packed, details=read_fields(details, "E270") if details else {}, text=text, reader=read_guarded
    )
    target = file_named(target, "报备包.zip", *files)
    prepare_folder(target.parent)
    (written,) = write_results(target.parent, {target.name: data}, *files)
    rows = [{"name": file["path"], "role": file["role"]} for file in _manifest_files(data)]
    if as_json:
        emit_json({"command": "package build", "output": str(written), "files": rows})
        return
    click.echo(str(written))
    click.echo("\n".join(f"  {row['role']}  {row['name']}" for row in rows))


def _manifest_files(data: bytes) -> list[dict[str, Any]]:
    manifest: dict[str, Any] = json.loads(dict(zip_entries(data, MANIFEST))[MANIFEST])
    return list(manifest["files"])


def _role_option(value: str) -> tuple[str, Role]:
    name, _, word = value.rpartition("=")
    try:
        return name, Role(word)
    except ValueError:
        raise UsageError("E272", value=value, roles="、".join(role.value for role in Role)) from None


def _unpacked(path: Path) -> Sequence[PackedFile]:
    """The files of one argument: a folder, a zip or a mail holds several."""
    if path.is_dir():
        found = sorted(entry for entry in path.rglob("*") if entry.is_file() and not entry.name.startswith("."))
        return [file for entry in found for file in unpack(entry, reader=read_guarded)]
    return unpack(path, reader=read_guarded)


def _with_given_role(file: PackedFile, given: Mapping[str, Role], several: bool) -> PackedFile:
    """The role that the user gave; of several files each is guessed, a single one is the text."""
    for name in (file.name, Path(file.name).name):
        if name in given:
            return file._replace(role=given[name], how="manifest")
    return guess_role(file, reader=read_guarded) if several and file.how == "only" else file


@package.command("check")
@click.argument("packages", nargs=-1, required=True, type=click.Path(path_type=Path))
@json_option
@lang_option
@click.pass_context
def check(ctx: click.Context, packages: tuple[Path, ...], as_json: bool, lang: str) -> None:
    """检查电子报备包：清单、校验值、缺少和多余的文件、结构化文本与正式文本是否一致，并列出形式审查的结果。

    清单、校验值或者文本不符时退出码为 1；形式审查的结果供人判断，不影响退出码。
    """
    rows = [_check_one(path, lang) for path in packages]
    if as_json:
        emit_json({"command": "package check", "packages": rows})
    else:
        for row in rows:
            _show(row)
    if any("error" in row for row in rows):
        ctx.exit(EXIT_UNREADABLE)
    ctx.exit(EXIT_FAILED_ON if any(row["faults"] for row in rows) else 0)


def _check_one(path: Path, lang: str) -> dict[str, Any]:
    try:
        faults = check_package(_entries(path), reader=read_guarded)
    except LawcheckError as error:
        report_error(error, lang)
        return {"file": str(path), "error": error.text(lang)}
    runs = _form(path) if not any(fault.code in _NOT_OPENED for fault in faults) else ()
    return {"file": str(path), "faults": [_record(fault) for fault in faults], "form": [_form_record(r) for r in runs]}


_NOT_OPENED = ("M270", "M271")  # no manifest: not a filing package


def _form(path: Path) -> tuple[RuleRun, ...]:
    """The form check of the package, F01 to F16 and the procedure; without the library, which it does not open."""
    try:
        filing = open_filing(path, reader=read_guarded)
    except LawcheckError:
        return ()  # the check of the package has told why
    document = parse(filing.source)
    pack = load_rules()
    rules = tuple(rule for rule in pack.rules if rule.id in FORM_CHECKS)
    context = CheckContext(
        document, read_facts(document), (), (), (), (), (), None, date.today(),
        materials=read_materials(filing, reader=read_guarded),
    )  # fmt: skip
    return run_rules(RulePack(pack.version, rules), context)


def _form_record(run: RuleRun) -> dict[str, Any]:
    return {
        "rule": run.rule, "name": run.name, "state": run.state.value, "reason": run.reason,
        "findings": [{"message": f.message, "severity": f.severity.value, **f.evidence.facts} for f in run.findings],
    }  # fmt: skip


def _entries(path: Path) -> dict[str, bytes]:
    try:
        with path.open("rb") as stream:
            data = stream.read(_MAX_PACKAGE + 1)
    except FileNotFoundError as error:
        raise UnreadableFile("E101", name=path.name) from error
    except OSError as error:
        raise UnreadableFile("E112", name=path.name, detail=error.strerror or error) from error
    if len(data) > _MAX_PACKAGE:
        raise UnreadableFile("E184", name=path.name, detail=f"> {_MAX_PACKAGE:,} bytes")
    return dict(zip_entries(data, path.name))


def _record(fault: PackageFault) -> dict[str, str]:
    return {"code": fault.code, "path": fault.path, "message": fault.message}


def _show(row: Mapping[str, Any]) -> None:
    if "error" in row:
        return
    faults = row["faults"]
    click.echo(f"{row['file']}：" + (f"{len(faults)} 处不符" if faults else "清单、校验值和文本全部相符"))
    for fault in faults:
        click.echo(f"  [{fault['code']}] {fault['message']}")
    for run in row["form"]:
        said = "；".join(found["message"] for found in run["findings"]) or run["reason"]
        if run["state"] not in (State.PASS.value, State.NOT_APPLICABLE.value):
            click.echo(f"  {run['state']}　{run['rule']} {run['name']}" + (f"：{said}" if said else ""))
