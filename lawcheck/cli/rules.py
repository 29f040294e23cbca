"""``lawcheck rules list|show|test|new``: the rules, as data that a lawyer maintains."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import takewhile
from pathlib import Path
from typing import Any

import click

from lawcheck.checks import FAMILIES, Rule, RulePack, load_examples, load_rules, rule_path, with_office_rules
from lawcheck.cli.common import emit_json, json_option, lang_option, library_option, load_library
from lawcheck.cli.rule_scaffolds import TRIGGERS, scaffold
from lawcheck.cli.rule_trials import Tools, Trial, shown_example, trial_lines, trial_record, try_rule
from lawcheck.cli.terms import office_lexicon, office_terms_option
from lawcheck.errors import OutputError, UsageError
from lawcheck.laws import DocumentKind, kind_label
from lawcheck.messages import render

__all__ = ["office_rules_option", "rules"]

office_rules_option = click.option(
    "--rules",
    "office_rules",
    type=click.Path(path_type=Path, file_okay=False),
    help="本单位规则的目录，与随附规则一起使用（同一编号的替换随附的）。",
)
FAILED = 1


@click.group("rules", no_args_is_help=True)
def rules() -> None:
    """审查规则：列出、查看、试验、新建。"""


def _pack(directory: Path | None) -> RulePack:
    pack = load_rules()
    return with_office_rules(pack, directory) if directory else pack


def _rule(pack: RulePack, rule_id: str) -> Rule:
    found = next((rule for rule in pack.rules if rule.id == rule_id.upper()), None)
    if found is None:
        raise UsageError("E421", value=rule_id)
    return found


@rules.command("list")
@click.option("--family", type=click.Choice(list(FAMILIES)), help="只列一类。")
@office_rules_option
@json_option
@lang_option
def list_command(family: str | None, office_rules: Path | None, as_json: bool, lang: str) -> None:
    """列出全部规则和是否已经实现。"""
    del lang
    found = [rule for rule in _pack(office_rules).rules if family in (None, rule.family)]
    if as_json:
        emit_json({"command": "rules list", "rules": [_record(rule, office_rules) for rule in found]})
        return
    for rule in found:
        state = "" if rule.implemented else f"　未实现：{rule.why_not}"
        origin = f"　{_ORIGINS[said]}" if (said := _origin(rule, office_rules)) else ""
        click.echo(f"{rule.id}　{rule.name}（{rule.severities['default'].label}）{origin}{state}")
    own = [rule for rule in found if _origin(rule, office_rules)]
    told = f"，其中本单位 {len(own)} 条" if own else ""
    click.echo(f"共 {len(found)} 条，已实现 {sum(rule.implemented for rule in found)} 条{told}。")


_ORIGINS = {"office": "本单位", "replaces": "本单位，替换随附的"}


def _origin(rule: Rule, office_rules: Path | None) -> str:
    """``office`` for a rule of the office, ``replaces`` where it takes the place of ours, empty for ours."""
    if not _directory(rule, office_rules):
        return ""
    return "replaces" if rule_path(rule.id).is_file() else "office"


def _record(rule: Rule, office_rules: Path | None) -> dict[str, Any]:
    return {
        "id": rule.id,
        "version": rule.version,
        "name": rule.name,
        "family": rule.family,
        "tier": rule.tier,
        "kinds": sorted(kind.value for kind in rule.kinds),
        "implemented": rule.implemented,
        "why_not": rule.why_not,
        "severity": {case: level.value for case, level in rule.severities.items()},
        "basis": [{"text": basis.text, "confirmed": basis.confirmed} for basis in rule.basis],
        "message": rule.message,
        "suggestion": rule.suggestion,
        "trigger": rule.trigger.kind,
        "guards": list(rule.guards),
        "file": str(rule_path(rule.id, _directory(rule, office_rules))),
        "origin": _origin(rule, office_rules) or "lawcheck",
    }


@rules.command("show")
@click.argument("rule_id")
@office_rules_option
@json_option
@lang_option
def show(rule_id: str, office_rules: Path | None, as_json: bool, lang: str) -> None:
    """显示一条规则：依据、触发方式、例句。规则编号例如 A06。"""
    del lang
    rule = _rule(_pack(office_rules), rule_id)
    path = rule_path(rule.id, _directory(rule, office_rules))
    examples = load_examples(rule.id, _directory(rule, office_rules))
    if as_json:
        shown = [{"text": e.text, "positive": e.positive} for e in examples]
        emit_json({"command": "rules show", **_record(rule, office_rules), "examples": shown})
        return
    click.echo("\n".join(_described(rule, path, _ORIGINS.get(_origin(rule, office_rules), "随附"))))
    for positive, title in ((True, "应当报："), (False, "不应当报：")):
        click.echo(title)
        for example in examples:
            if example.positive is positive:
                click.echo("  " + shown_example(example).replace("\n", "\n  "))


_TRIGGERS = {
    "pattern": "正则表达式",
    "lexicon": "词表",
    "slot": "要素",
    "structure": "结构问题",
    "lookup": "与法规库核对",
    "date": "日期",
    "match": "与上位法比对",
    "checklist": "报备材料",
}


def _described(rule: Rule, path: Path, origin: str) -> Iterable[str]:
    kinds = "、".join(f"{kind} {kind_label(kind)}" for kind in sorted(rule.kinds)) or "各类文件"
    levels = "、".join(_level(case, level.label) for case, level in rule.severities.items())
    yield f"{rule.id}　{rule.name}（{FAMILIES[rule.family][1]}，第 {rule.version} 版，{origin}）"
    yield f"文件：{path}"
    yield f"适用：{kinds}"
    yield from (f"不查：{kind} {kind_label(kind)}（{why}）" for kind, why in rule.by_people.items())
    yield f"级别：{levels}"
    for basis in rule.basis:
        yield f"依据：{basis.text}" + ("" if basis.confirmed else "（依据待核）")
    yield f"触发：{rule.trigger.kind}（{_TRIGGERS[rule.trigger.kind]}）　排除情形：{'、'.join(rule.guards) or '无'}"
    yield from (f"  {line}" for line in _trigger_lines(path))
    if rule.trigger.kind == "lexicon":
        yield f"  词在词表里：lawcheck terms list --rule {rule.id}"
    yield f"提示：{rule.message}" + (f"　建议：{rule.suggestion}" if rule.suggestion else "")


def _level(case: str, label: str) -> str:
    if case == "default":
        return label
    return f"{label}（{kind_label(DocumentKind(case)) if case in set(DocumentKind) else f'情形 {case}'}）"


_SHOWN = 30  # lines of a trigger on the screen


def _trigger_lines(path: Path) -> list[str]:
    """The lines of the file below ``trigger:``."""
    _, _, rest = path.read_text(encoding="utf-8-sig").partition("\ntrigger:\n")
    lines = list(takewhile(lambda line: line.startswith((" ", "#")), rest.split("\n")))
    more = [f"……共 {len(lines)} 行，见文件"] if len(lines) > _SHOWN else []
    return lines[:_SHOWN] + more


def _directory(rule: Rule, office_rules: Path | None) -> Path | None:
    """Where the file of the rule stands: the office's folder if it has one."""
    held = office_rules and (office_rules / rule.family / f"{rule.id}.yaml").is_file()
    return office_rules if held else None


@rules.command("test")
@click.argument("rule_ids", nargs=-1)
@office_rules_option
@office_terms_option
@library_option
@json_option
@lang_option
@click.pass_context
def test(
    ctx: click.Context,
    rule_ids: tuple[str, ...],
    office_rules: Path | None,
    office_terms: Path | None,
    library: Path | None,
    as_json: bool,
    lang: str,
) -> None:
    """用规则文件里的例句试验规则（默认全部），核对本单位规则的依据；有例句不符或者依据有误时以 1 退出。"""
    del lang
    pack = _pack(office_rules)
    chosen = [_rule(pack, name) for name in rule_ids] or [rule for rule in pack.rules if rule.implemented]
    tools = Tools(pack, load_library(library, quiet=as_json), office_lexicon(office_terms), office_rules)
    trials = [try_rule(tools, rule) for rule in chosen]
    if as_json:
        emit_json({"command": "rules test", "rules": [trial_record(trial) for trial in trials]})
    else:
        _tell(trials)
    ctx.exit(0 if all(trial.is_right for trial in trials) else FAILED)


def _tell(trials: list[Trial]) -> None:
    for trial in trials:
        for line in trial_lines(trial):
            click.echo(line)
    failed, wrong = (sum(map(bool, said)) for said in ((t.failed for t in trials), (t.wrong_basis for t in trials)))
    basis = f"，{wrong} 条规则依据有误" if wrong else ""
    number = sum(trial.examples for trial in trials)
    click.echo(f"试验 {len(trials)} 条规则，{number} 个例句；{failed} 条规则有例句不符{basis}。")


@rules.command("new")
@click.argument("rule_id")
@click.option("--family", type=click.Choice(list(FAMILIES)), required=True, help="规则的类别。")
@click.option("--name", required=True, help="规则名称。")
@click.option("--dir", "directory", type=click.Path(path_type=Path), required=True, help="本单位规则的目录。")
@click.option(
    "--trigger",
    type=click.Choice(list(TRIGGERS)),
    default="pattern",
    show_default=True,
    help="触发方式：pattern 正则表达式，slot 要素，lexicon 词表，structure 结构问题。",
)
@lang_option
def new(rule_id: str, family: str, name: str, directory: Path, trigger: str, lang: str) -> None:
    """在本单位规则目录中新建一条规则的文件，照着改即可。规则编号例如 W901；写随附规则的编号，就是复制一份来改，替换随附的。"""
    letter = FAMILIES[family][0]
    if not (rule_id[:1] == letter and rule_id[1:].isdigit() and len(rule_id) in (3, 4)):
        raise UsageError("E422", value=rule_id, letter=letter)
    path = rule_path(rule_id, directory)
    if path.exists():
        raise OutputError("E423", path=path)
    ours = rule_path(rule_id)
    _write(path, ours.read_text(encoding="utf-8") if ours.is_file() else scaffold(rule_id, name, family, trigger))
    code = "C425" if ours.is_file() else "C424"
    click.echo(render(code, lang, path=path, directory=directory, rule=rule_id))


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise OutputError("E502", path=path, cause=error.strerror or str(error)) from error
