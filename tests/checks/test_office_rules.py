"""An office's own rules: what could never report, or says something else than was meant, is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from lawcheck.checks import RulePack, State, try_example, with_office_rules
from lawcheck.checks.pack import Example, with_term_rules
from lawcheck.errors import RulePackError

HEAD = """\
id: {id}
version: 1
name: 本单位规则
family: {family}
tier: 3
kinds: all
implemented: true
severity: {{default: advice, grave: technical}}
basis: []
message: "{message}"
trigger:
{trigger}
examples:
  positive:
    - text: 方便老百姓办事。
  negative:
    - text: 方便公民办事。
{more}"""
FAMILY = {"W": "wording", "S": "structure", "T": "time", "C": "citations", "A": "authority", "X": "sensitive"}
PATTERN = "  kind: pattern\n  patterns:\n    - find: '(?P<who>老百姓)'\n      suggest: 公民\n"
FINES = "  kind: slot\n  hit: fines\n"


def office(folder: Path, rule_id: str, trigger: str, message: str = "“{quote}”", more: str = "") -> Path:
    path = folder / FAMILY[rule_id[0]] / f"{rule_id}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    text = HEAD.format(id=rule_id, family=FAMILY[rule_id[0]], trigger=trigger, message=message, more=more)
    path.write_text(text, "utf-8")
    return folder


@pytest.mark.parametrize(
    ("rule_id", "trigger", "message"),
    [
        ("W901", PATTERN, "“{quote}”宜改为“{suggest}”（{who}，{count}处）"),
        ("W901", PATTERN + "      case: grave\n  roles: [body, annex]\n", "“{quote}”"),
        ("W901", PATTERN + "      number: card\n", "“{quote}”"),
        ("W901", PATTERN.replace("suggest", "case") + "  mixed: [公民]\n", "“{quote}”"),
        ("A901", FINES + "  over: 50000\n  without: {names: [警告]}\n", "{value}"),
        ("S901", "  kind: structure\n  problems: {P101: grave, P104: uncertain}\n", "{problem}"),
        ("X902", "  kind: lexicon\n", "“{quote}”：{reason}，{right}"),
        ("T02", "  kind: date\n", "{effective}"),
    ],
)
def test_rules_that_mean_something_are_taken(
    rule_id: str, trigger: str, message: str, pack: RulePack, tmp_path: Path
) -> None:
    assert with_office_rules(pack, office(tmp_path, rule_id, trigger, message))[rule_id].name == "本单位规则"


@pytest.mark.parametrize(
    ("rule_id", "trigger", "message", "line", "field"),
    [
        ("W901", PATTERN, "“{quote}”宜改为“{sugest}”", 10, "message"),
        ("W901", PATTERN, "宜改为{", 10, "message"),
        ("W901", PATTERN + "  role: all\n", "", 16, "trigger.role"),
        ("W901", PATTERN + "  roles: 正文\n", "", 16, "trigger.roles"),
        ("W901", PATTERN + "  roles: [正文]\n", "", 16, "trigger.roles"),
        ("W901", PATTERN + "      sugest: 公民\n", "", 16, "trigger.patterns"),
        ("W901", PATTERN + "      case: heavy\n", "", 16, "trigger.patterns"),
        ("W901", PATTERN + "      number: cards\n", "", 16, "trigger.patterns"),
        ("W901", PATTERN.replace("公民", "'{whom}'"), "", 15, "trigger.patterns"),
        ("W901", "  kind: pattern\n", "", 11, "trigger"),
        ("S901", "  kind: structure\n  problems: {article-gap: default}\n", "", 13, "trigger.problems.article-gap"),
        ("A901", FINES + "  names: [罚金]\n", "", 14, "trigger.names"),
        ("A901", FINES.replace("fines", "organs") + "  over: 5\n", "", 14, "trigger.over"),
        ("T901", "  kind: date\n", "", 12, "trigger.kind"),
        ("C901", "  kind: lookup\n", "", 12, "trigger.kind"),
        ("T02", PATTERN, "", 12, "trigger.kind"),
    ],
)
def test_rules_that_could_not_do_what_they_say_are_refused(
    rule_id: str, trigger: str, message: str, line: int, field: str, pack: RulePack, tmp_path: Path
) -> None:
    with pytest.raises(RulePackError) as caught:
        with_office_rules(pack, office(tmp_path, rule_id, trigger, message))
    assert (caught.value.details["line"], caught.value.details["field"]) == (line, field)


@pytest.mark.parametrize(
    "example",
    [
        "    - txt: 某句",
        "    - 某句",
        "    - text: 2026",
        "    - text: 某句\n      kind: K99",
        "    - text: 某句\n      as_of: 2026-13-01",
        "    - text: 某句\n      severity: heavy",
        "    - text: 某句\n      facts: {published: 去年}",
        "  neutral:\n    - text: 某句",
    ],
)
def test_a_wrong_example_is_named(example: str, pack: RulePack, tmp_path: Path) -> None:
    with pytest.raises(RulePackError) as caught:
        with_office_rules(pack, office(tmp_path, "W901", PATTERN, more=example + "\n"))
    assert caught.value.details["field"].startswith("examples") or "写错的日期" in str(caught.value)


@pytest.mark.parametrize("merge", ["{keep: W901, drop: W999, when: same}", "{keep: W901, drop: W06}"])
def test_a_wrong_merge_is_named(merge: str, pack: RulePack, tmp_path: Path) -> None:
    office(tmp_path, "W901", PATTERN)
    (tmp_path / "pack.yaml").write_text(f"merges:\n  - {merge}\n", "utf-8")
    with pytest.raises(RulePackError) as caught:
        with_office_rules(pack, tmp_path)
    assert (caught.value.details["line"], caught.value.details["field"]) == (2, "merges")


def test_a_list_rule_without_words_is_not_checked(pack: RulePack, tmp_path: Path) -> None:
    """通过 would say that something was looked for."""
    both = with_office_rules(pack, office(tmp_path, "X902", "  kind: lexicon\n"))
    example = Example("某市某条例\n第一条　照顾残废人。\n", positive=True)
    run = try_example(both, "X902", example, None)
    assert (run.state.value, "X902" in run.reason) == ("未检查", True)
    assert try_example(both, "X06", example, None).state.value == "问题"


@pytest.mark.parametrize(
    ("find", "words", "state"),
    [("(?:[一-鿿]+)+!", "办" * 60, State.NOT_CHECKED), ("(?:[一-鿿])+!", "办" * 60, State.PASS)],
)
def test_an_expression_without_an_end_leaves_its_rule_unchecked(
    find: str, words: str, state: State, pack: RulePack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lawcheck.checks.running.OFFICE_SECONDS", 0.2)
    mine = with_office_rules(pack, office(tmp_path, "W901", PATTERN.replace("(?P<who>老百姓)", find)))
    run = try_example(mine, "W901", Example(f"某市条例\n第一条　{words}。\n", positive=False), None)
    assert run.state is state
    assert ("没有查完" in run.reason) == (state is State.NOT_CHECKED)


def test_rules_of_the_pack_have_no_limit_of_time(pack: RulePack, tmp_path: Path) -> None:
    mine = with_office_rules(pack, office(tmp_path, "W901", PATTERN))
    assert mine.own == {"W901"}
    assert with_term_rules(mine, [], "词表").own == {"W901"}
    assert pack.own == frozenset()
