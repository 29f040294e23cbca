"""``lawcheck rules`` and an office's own rules."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from runner import Runner

from lawcheck.checks import load_rules, rule_path, with_office_rules
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
    assert shown.splitlines()[-1].startswith("共 190 条，已实现 ")


def test_show_has_basis_and_examples() -> None:
    record = json.loads(_run("show", "A11", "--json")[1])
    assert record["guards"] == []
    assert any(e["positive"] for e in record["examples"])
    assert "依据：" in _run("show", "a11")[1]
    assert "不查：" not in _run("show", "a11")[1]
    assert "不查：K10 司法解释（" in _run("show", "A35")[1]


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
    assert "W901　不应当报，结果不符：报了“要找的词”" in shown
    assert f"{path} 第 27 行，不应当报的第 2 个例句" in shown


@pytest.mark.parametrize(
    ("basis", "confirmed", "code", "said"),
    [
        ("《中华人民共和国立法法》第六十五条", "true", 0, ""),
        ("《中华人民共和国立法法》第三百条", "true", 1, "依据有误"),
        ("本单位起草规范", "false", 0, ""),
        ("《青山市停车办法》第三条", "false", 0, "请注意：依据"),
    ],
)
def test_the_legal_basis_of_an_office_rule_is_looked_up(
    basis: str, confirmed: str, code: int, said: str, office: Path, library: Library
) -> None:
    path = office / "wording" / "W901.yaml"
    text = path.read_text("utf-8").replace("写明依据的名称和条款（没有见到原文的，confirmed 写 false）", basis)
    path.write_text(text.replace("confirmed: false", f"confirmed: {confirmed}"), "utf-8")
    done = _run("test", "W901", "--rules", str(office), "--library", str(library.path.parent))
    assert done[0] == code
    assert (said in done[1]) if said else ("依据" not in done[1])


def test_too_few_examples_are_told(office: Path, library: Library) -> None:
    path = office / "wording" / "W901.yaml"
    path.write_text(path.read_text("utf-8").replace("    - text: 第三句也有要找的词。\n", ""), "utf-8")
    code, shown = _run("test", "W901", "--rules", str(office), "--library", str(library.path.parent))
    assert (code, "例句只有 2 个" in shown) == (0, True)


@pytest.mark.parametrize("trigger", ["pattern", "slot", "structure"])
def test_every_scaffold_passes_its_own_examples(trigger: str, tmp_path: Path, library: Library) -> None:
    words = ["W902", "--family", "wording", "--name", "某规则", "--trigger", trigger]
    assert _run("new", *words, "--dir", str(tmp_path))[0] == 0
    code, shown = _run("test", "W902", "--rules", str(tmp_path), "--library", str(library.path.parent))
    assert (code, shown.splitlines()[-1]) == (0, "试验 1 条规则，6 个例句；0 条规则有例句不符。")


def test_a_list_rule_is_tried_with_the_words_of_the_office(tmp_path: Path, library: Library) -> None:
    rules_of, lists = tmp_path / "规则", tmp_path / "词表"
    _run("new", "X902", "--family", "sensitive", "--name", "某词", "--trigger", "lexicon", "--dir", str(rules_of))
    lists.mkdir()
    (lists / "词.yaml").write_text(
        "category: sensitive\nrule: X902\nseverity: advice\nsource: 某表\nreason: 某理由\nas_of: 2026-01-01\n"
        "entries:\n  - text: 含有词表中的词\n",
        "utf-8",
    )
    words = ["test", "X902", "--rules", str(rules_of), "--library", str(library.path.parent)]
    assert _run(*words)[0] == 1
    assert _run(*words, "--terms", str(lists))[0] == 0


def test_our_rule_is_copied_to_be_changed(tmp_path: Path) -> None:
    code, shown = _run("new", "W06", "--family", "wording", "--name", "其它", "--dir", str(tmp_path))
    assert (code, "替换随附的" in shown) == (0, True)
    assert (tmp_path / "wording" / "W06.yaml").read_text("utf-8") == rule_path("W06").read_text("utf-8")
    assert "W06　其它（建议修改）　本单位，替换随附的" in _run("list", "--rules", str(tmp_path))[1]


def test_show_says_what_sets_the_rule_off_and_where_it_stands(office: Path) -> None:
    shown = _run("show", "W901", "--rules", str(office))[1]
    assert f"文件：{office / 'wording' / 'W901.yaml'}" in shown
    assert "find: '要找的词'" in shown
    assert "级别：建议修改\n" in shown


def test_a_rule_of_the_same_id_takes_the_place_of_ours(office: Path) -> None:
    text = (office / "wording" / "W901.yaml").read_text(encoding="utf-8")
    (office / "wording" / "W06.yaml").write_text(text.replace("W901", "W06"), encoding="utf-8")
    pack = with_office_rules(load_rules(), office)
    assert (len(pack.rules), pack["W06"].name, pack["W901"].name) == (191, "要找的词", "要找的词")


def test_an_existing_file_is_left_alone(office: Path) -> None:
    with pytest.raises(LawcheckError, match="E423"):
        _run("new", "W901", "--family", "wording", "--name", "另一条", "--dir", str(office))


def test_an_id_of_another_family_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LawcheckError, match="E422"):
        _run("new", "A901", "--family", "wording", "--name", "错", "--dir", str(tmp_path))


@pytest.mark.parametrize("as_folder", [True, False])
def test_a_rule_file_that_cannot_be_opened_is_named(as_folder: bool, run: Runner, tmp_path: Path) -> None:
    path = tmp_path / "wording" / "W901.yaml"
    path.parent.mkdir()
    if as_folder:
        path.mkdir()
    else:
        path.symlink_to(tmp_path / "nowhere.yaml")
    done = run("rules", "list", "--rules", tmp_path)
    assert done.code == 2
    assert f"{path} 第 1 行" in done.err
    assert "打不开" in done.err
