"""Rule files: all 188 of the specification, A49 and M01 are there, load fast, and a wrong one is named with file, line and field."""

from __future__ import annotations

import shutil
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from lawcheck.checks import FAMILIES, RulePack, load_rules
from lawcheck.checks.reading import fingerprint
from lawcheck.checks.wordings import MODEL
from lawcheck.document import Address
from lawcheck.errors import RulePackError
from lawcheck.laws import Library
from lawcheck.resources import corpus_dir

SIZES = {"A": 49, "R": 24, "C": 18, "S": 15, "T": 14, "W": 32, "X": 14, "P": 5, "O": 2, "F": 16, "M": 1}
GOOD = """\
id: W06
version: 1
name: 测试
family: wording
tier: 1
kinds: all
implemented: true
severity: advice
basis: []
message: 测试
trigger: {kind: lexicon}
"""


def _write(directory: Path, text: str, name: str = "W06") -> Path:
    (directory / "wording").mkdir(exist_ok=True)
    path = directory / "wording" / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_pack_holds_every_rule_of_the_specification(pack: RulePack) -> None:
    assert Counter(rule.id[0] for rule in pack.rules) == SIZES
    expected = [f"{letter}{n:02}" for letter, _ in FAMILIES.values() for n in range(1, SIZES[letter] + 1)]
    assert [rule.id for rule in pack.rules] == expected


def test_rule_that_is_not_implemented_says_why(pack: RulePack) -> None:
    assert all(rule.why_not for rule in pack.rules if not rule.implemented)


@pytest.mark.parametrize(
    ("old", "new", "line", "field"),
    [
        ("id: W06", "id: W07", 1, "id"),
        ("family: wording", "family: time", 4, "family"),
        ("tier: 1", "tier: 9", 5, "tier"),
        ("tier: 1", "tier: true", 5, "tier"),
        ("kinds: all", "kinds: [K4, K99]", 6, "kinds"),
        ("kinds: all", "kinds: all\nby_people: {K99: 原因}", 7, "by_people.K99"),
        ("kinds: all", "kinds: all\nby_people: {K10: ''}", 7, "by_people.K10"),
        ("implemented: true", "implemented: false", 1, "why_not"),
        ("severity: advice", "severity: grave", 8, "severity"),
        ("severity: advice", "severity: {K4: advice}", 8, "severity"),
        ("basis: []", "basis: [{text: 甲}]", 9, "basis"),
        ("basis: []", "basis: [{text: " + "甲" * 121 + ", confirmed: true}]", 9, "basis"),
        ("message: 测试\n", "", 1, "message"),
        ("message: 测试", "colour: red\nmessage: 测试", 10, "colour"),
        ("{kind: lexicon}", "{kind: magic}", 11, "trigger.kind"),
        ("{kind: lexicon}", "{kind: pattern, patterns: [{find: '('}]}", 11, "trigger.patterns"),
        ("{kind: lexicon}", "{kind: pattern, patterns: [{find: 甲, kinds: K9 K99}]}", 11, "trigger.patterns"),
        ("{kind: lexicon}", "{kind: pattern, patterns: [{find: '{place}户籍'}]}", 11, "trigger.pieces"),
        ("{kind: lexicon}", "{kind: lexicon}\nguards: [G99]", 12, "guards"),
        ("severity: advice", "severity: {default: advice, K4: 应当修改}", 8, "severity.K4"),
        ("severity: advice", "serverity: advice", 8, "serverity"),
        ("name: 测试", "name: 测试\nname: 又一个", 4, "-"),
        ("name: 测试", "name：测试", 3, "-"),
        ("name: 测试", "name:测试", 3, "-"),
        ("name: 测试", "\tname: 测试", 3, "-"),
        ("message: 测试", 'message: "测试', 10, "-"),
        ("message: 测试", "message: 测试\nexamples:\n  positive: []\ntier: 2", 13, "tier"),
        (
            "{kind: lexicon}",
            "\n  kind: pattern\n  patterns:\n    - find: 甲\n    - find: '乙('",
            15,
            "trigger.patterns",
        ),
        ("{kind: lexicon}", "\n  kind: pattern\n  patterns:\n    - find: '甲?'", 14, "trigger.patterns"),
        ("{kind: lexicon}", "\n  kind: pattern\n  pieces:\n    place: '('\n  patterns: []", 14, "trigger.pieces.place"),
        ("{kind: lexicon}", "\n  kind: slot\n  hit: fines\n  over: 五万", 14, "trigger.over"),
        ("{kind: lexicon}", "\n  kind: slot\n  hit: fine", 13, "trigger.hit"),
    ],
)
def test_wrong_file_is_named_with_line_and_field(tmp_path: Path, old: str, new: str, line: int, field: str) -> None:
    path = _write(tmp_path, GOOD.replace(old, new))
    with pytest.raises(RulePackError) as caught:
        load_rules(tmp_path)
    assert caught.value.details["file"] == path
    assert (caught.value.details["line"], caught.value.details["field"]) == (line, field)


def test_every_fault_of_every_file_is_named_at_once(tmp_path: Path) -> None:
    _write(tmp_path, GOOD.replace("tier: 1", "tier: 9").replace("kinds: all", "kinds: K4"))
    _write(tmp_path, GOOD.replace("W06", "W07").replace("advice", "grave"), "W07")
    with pytest.raises(RulePackError, match="E403") as caught:
        load_rules(tmp_path)
    assert caught.value.details["count"] == 3
    assert all(f"第 {line} 行" in str(caught.value) for line in (5, 6, 8))


def test_a_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    path = _write(tmp_path, GOOD)
    path.write_bytes(GOOD.encode("gb18030"))
    with pytest.raises(RulePackError, match="UTF-8"):
        load_rules(tmp_path)
    path.write_bytes(GOOD.encode("utf-8-sig"))
    assert load_rules(tmp_path)["W06"].name == "测试"


@pytest.mark.parametrize("place", ["W06.yaml", "wording/W06.yml", "wording/更多/W06.yaml", "用语/W06.yaml"])
def test_a_file_that_nobody_would_read_is_told(place: str, tmp_path: Path) -> None:
    _write(tmp_path, GOOD.replace("W06", "W07"), "W07")
    (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / place).write_text(GOOD, "utf-8")
    with pytest.raises(RulePackError) as caught:
        load_rules(tmp_path)
    assert caught.value.details["file"] == tmp_path / place


def test_file_that_is_not_yaml_is_named_with_its_line(tmp_path: Path) -> None:
    path = _write(tmp_path, GOOD + "guards: [\n")
    with pytest.raises(RulePackError) as caught:
        load_rules(tmp_path)
    assert caught.value.details["file"] == path
    assert caught.value.details["line"] > 11


def test_empty_directory_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RulePackError):
        load_rules(tmp_path)


def test_version_follows_the_content(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.mkdir()
    _write(one, GOOD)
    shutil.copytree(one, two)
    same = load_rules(two).version
    assert load_rules(one).version == same
    three = tmp_path / "three"
    three.mkdir()
    _write(three, GOOD.replace("message: 测试", "message: 另一句"))
    assert load_rules(three).version != same


def test_confirmed_basis_exists_in_the_law(pack: RulePack, law_library: Library) -> None:
    """Every confirmed basis that names a law of the library names an article that it has."""
    missing = []
    for rule in pack.rules:
        for basis in rule.basis:
            title, _, places = basis.text.partition("》")
            laws = law_library.find_title(title.removeprefix("《"))
            if not basis.confirmed or not laws:
                continue
            version = law_library.version_at(laws[0].law_id, date(2026, 8, 28))
            assert version is not None, basis.text
            for place in places.split("、"):
                article = Address.parse(place).article
                if article is None or law_library.article(version.version_id, article.first) is None:
                    missing.append((rule.id, basis.text))
    assert not missing


def test_the_version_changes_with_the_weights_that_hints_are_told_by(tmp_path: Path) -> None:
    rules, weights = corpus_dir() / "rules", tmp_path / "wordings.npz"
    weights.write_bytes(b"1")
    first = fingerprint(rules, weights)
    weights.write_bytes(b"2")
    assert len({first, fingerprint(rules, weights), fingerprint(rules)}) == 3
    assert load_rules().version.endswith(fingerprint(rules, corpus_dir() / "models" / MODEL))
