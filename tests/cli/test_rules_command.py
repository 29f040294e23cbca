"""``lawcheck rules`` and an office's own rules."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from lawcheck.checks import load_rules, with_office_rules
from lawcheck.cli.rules import rules
from lawcheck.errors import LawcheckError
from lawcheck.laws import Library


def _run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(rules, [str(word) for word in words])
    if isinstance(result.exception, LawcheckError):
        raise result.exception
    return result.exit_code, result.output


def test_list_counts_what_is_built() -> None:
    code, shown = _run("list")
    assert code == 0
    assert shown.splitlines()[-1].startswith("共 189 条，已实现 ")


def test_show_has_basis_and_examples() -> None:
    record = json.loads(_run("show", "A11", "--json")[1])
    assert record["guards"] == []
    assert any(e["positive"] for e in record["examples"])
    assert "依据：" in _run("show", "a11")[1]


def test_unknown_rule_is_told() -> None:
    with pytest.raises(LawcheckError, match="E421"):
        _run("show", "Z99")


@pytest.fixture
def office(tmp_path: Path) -> Path:
    folder = tmp_path / "本单位规则"
    assert _run("new", "W901", "--family", "wording", "--name", "要找的词", "--dir", str(folder))[0] == 0
    return folder


def test_a_new_rule_passes_its_own_examples(office: Path, library: Library) -> None:
    code, shown = _run("test", "W901", "--rules", str(office), "--library", str(library.path.parent))
    assert (code, shown.splitlines()[-1]) == (0, "试验 1 条规则，6 个例句；0 条规则有例句不符。")


def test_an_example_that_comes_out_wrong_is_shown(office: Path, library: Library) -> None:
    path = office / "wording" / "W901.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("第二句没有那个词", "第二句又写了要找的词"), encoding="utf-8"
    )
    code, shown = _run("test", "W901", "--rules", str(office), "--library", str(library.path.parent))
    assert code == 1
    assert "W901　不应当报，结果不符" in shown


def test_a_rule_of_the_same_id_takes_the_place_of_ours(office: Path) -> None:
    text = (office / "wording" / "W901.yaml").read_text(encoding="utf-8")
    (office / "wording" / "W06.yaml").write_text(text.replace("W901", "W06"), encoding="utf-8")
    pack = with_office_rules(load_rules(), office)
    assert (len(pack.rules), pack["W06"].name, pack["W901"].name) == (190, "要找的词", "要找的词")


def test_an_existing_file_is_left_alone(office: Path) -> None:
    with pytest.raises(LawcheckError, match="E423"):
        _run("new", "W901", "--family", "wording", "--name", "另一条", "--dir", str(office))


def test_an_id_of_another_family_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LawcheckError, match="E422"):
        _run("new", "A901", "--family", "wording", "--name", "错", "--dir", str(tmp_path))
