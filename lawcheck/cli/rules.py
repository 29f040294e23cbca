"""``lawcheck rules list|show|test|new``: the rules, as data that a lawyer maintains."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from lawcheck.checks import FAMILIES, Example, Rule, RulePack, load_examples, load_rules, try_example, with_office_rules
from lawcheck.cli.common import emit_json, json_option, lang_option, library_option, load_library
from lawcheck.errors import OutputError, UsageError
from lawcheck.laws import Library
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
        emit_json({"command": "rules list", "rules": [_record(rule) for rule in found]})
        return
    for rule in found:
        state = "" if rule.implemented else f"　未实现：{rule.why_not}"
        click.echo(f"{rule.id}　{rule.name}（{rule.severities['default'].label}）{state}")
    click.echo(f"共 {len(found)} 条，已实现 {sum(rule.implemented for rule in found)} 条。")


def _record(rule: Rule) -> dict[str, Any]:
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
    }


@rules.command("show")
@click.argument("rule_id")
@office_rules_option
@json_option
@lang_option
def show(rule_id: str, office_rules: Path | None, as_json: bool, lang: str) -> None:
    """显示一条规则：依据、触发方式、例句。RULE_ID 是编号，例如 A06。"""
    del lang
    pack = _pack(office_rules)
    rule = _rule(pack, rule_id)
    examples = load_examples(rule.id, _directory(rule, office_rules))
    if as_json:
        shown = [{"text": e.text, "positive": e.positive} for e in examples]
        emit_json({"command": "rules show", **_record(rule), "examples": shown})
        return
    click.echo("\n".join(_described(rule)))
    for positive, title in ((True, "应当报："), (False, "不应当报：")):
        click.echo(title)
        for example in examples:
            if example.positive is positive:
                click.echo("  " + example.text.strip().replace("\n", "\n  "))


def _described(rule: Rule) -> Iterable[str]:
    kinds = "、".join(sorted(rule.kinds)) or "各类文件"
    yield f"{rule.id}　{rule.name}（{FAMILIES[rule.family][1]}，第 {rule.version} 版）"
    yield f"适用：{kinds}　级别：{'、'.join(f'{case}={level.label}' for case, level in rule.severities.items())}"
    for basis in rule.basis:
        yield f"依据：{basis.text}" + ("" if basis.confirmed else "（依据待核）")
    yield f"触发：{rule.trigger.kind}　排除情形：{'、'.join(rule.guards) or '无'}"
    yield f"提示：{rule.message}" + (f"　建议：{rule.suggestion}" if rule.suggestion else "")


def _directory(rule: Rule, office_rules: Path | None) -> Path | None:
    """Where the file of the rule stands: the office's folder if it has one."""
    held = office_rules and (office_rules / rule.family / f"{rule.id}.yaml").is_file()
    return office_rules if held else None


@rules.command("test")
@click.argument("rule_ids", nargs=-1)
@office_rules_option
@library_option
@json_option
@lang_option
@click.pass_context
def test(
    ctx: click.Context,
    rule_ids: tuple[str, ...],
    office_rules: Path | None,
    library: Path | None,
    as_json: bool,
    lang: str,
) -> None:
    """用规则文件里的例句试验规则（默认全部）；有例句不符时以 1 退出。"""
    del lang
    pack = _pack(office_rules)
    chosen = [_rule(pack, name) for name in rule_ids] or [rule for rule in pack.rules if rule.implemented]
    held = load_library(library, quiet=as_json)
    results = [_tried(pack, rule, _directory(rule, office_rules), held) for rule in chosen]
    failed = [result for result in results if result["failed"]]
    if as_json:
        emit_json({"command": "rules test", "rules": results})
    else:
        _tell(results)
    ctx.exit(FAILED if failed else 0)


def _tried(pack: RulePack, rule: Rule, directory: Path | None, library: Library) -> dict[str, Any]:
    examples = load_examples(rule.id, directory)
    failed = [example for example in examples if not _as_told(pack, rule, example, library)]
    return {"id": rule.id, "examples": len(examples), "failed": [_told(example) for example in failed]}


def _as_told(pack: RulePack, rule: Rule, example: Example, library: Library) -> bool:
    findings = try_example(pack, rule.id, example, library).findings
    if bool(findings) != example.positive:
        return False
    right_place = not example.finds or findings[0].quote == example.finds
    return right_place and (not example.severity or findings[0].severity.value == example.severity)


def _told(example: Example) -> dict[str, Any]:
    return {"expected": "应当报" if example.positive else "不应当报", "text": example.text.strip()}


def _tell(results: list[dict[str, Any]]) -> None:
    for result in results:
        for example in result["failed"]:
            click.echo(f"{result['id']}　{example['expected']}，结果不符：\n  " + example["text"].replace("\n", "\n  "))
    failed = sum(bool(result["failed"]) for result in results)
    click.echo(f"试验 {len(results)} 条规则，{sum(r['examples'] for r in results)} 个例句；{failed} 条规则有例句不符。")


_SCAFFOLD = """\
id: {id}
version: 1
name: {name}
family: {family}
tier: 3
kinds: all
implemented: true
severity: advice
basis:
  - text: 写明依据的名称和条款（没有见到原文的，confirmed 写 false）
    confirmed: false
message: "“{{quote}}”宜改为“{{suggest}}”"
suggestion: "{{suggest}}"
trigger:
  kind: pattern
  patterns:
    - find: '要找的词'
      suggest: '建议的词'
guards: [G1]
examples:
  positive:
    - text: 这里写一句应当报的话，含有要找的词。
    - text: 第二句，要找的词在句首之后。
    - text: 第三句也有要找的词。
  negative:
    - text: 这里写一句不应当报的话。
    - text: 第二句没有那个词。
    - text: 引号里的“要找的词”不报。
"""


@rules.command("new")
@click.argument("rule_id")
@click.option("--family", type=click.Choice(list(FAMILIES)), required=True, help="规则的类别。")
@click.option("--name", required=True, help="规则名称。")
@click.option("--dir", "directory", type=click.Path(path_type=Path), required=True, help="本单位规则的目录。")
@lang_option
def new(rule_id: str, family: str, name: str, directory: Path, lang: str) -> None:
    """在本单位规则目录中新建一条规则的文件，照着改即可。RULE_ID 例如 W901。"""
    letter = FAMILIES[family][0]
    if not (rule_id[:1] == letter and rule_id[1:].isdigit() and len(rule_id) in (3, 4)):
        raise UsageError("E422", value=rule_id, letter=letter)
    path = directory / family / f"{rule_id}.yaml"
    if path.exists():
        raise OutputError("E423", path=path)
    _write(path, _SCAFFOLD.format(id=rule_id, name=name, family=family))
    click.echo(render("C424", lang, path=path, directory=directory, rule=rule_id))


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise OutputError("E502", path=path, cause=error.strerror or str(error)) from error
