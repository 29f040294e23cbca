"""``lawcheck template``: list, show, fill."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from runner import SCHEMA, Runner, results_in

from lawcheck.resources import corpus_dir

DATA = corpus_dir() / "samples" / "letters" / "review_opinion.json"


def test_list_shows_every_letter_under_its_step(run: Runner) -> None:
    shown = run("template", "list").out
    assert shown.index("【报备】") < shown.index("备案报告（filing_report）") < shown.index("【审查】")


def test_show_gives_basis_and_fields(run: Runner) -> None:
    shown = run("template", "show", "书面审查意见函").out
    assert "依据：《中华人民共和国立法法》第一百一十二条" in shown
    assert "文件名称（document_title，一行文字，必填）" in shown


def test_schema_is_a_schema(run: Runner) -> None:
    jsonschema.Draft202012Validator.check_schema(json.loads(run("template", "show", "备案报告", "--schema").out))


@pytest.mark.parametrize(
    "words",
    [
        ("template", "list"),
        ("template", "show", "征求意见公告"),
        ("template", "fill", "书面审查意见函", "--data", str(DATA), "--out", "OUT", "--pdf"),
    ],
)
def test_json_has_the_published_shape(words: tuple[str, ...], run: Runner, tmp_path: Path) -> None:
    done = run(*(str(tmp_path / "a.docx") if word == "OUT" else word for word in words), "--json")
    jsonschema.validate(json.loads(done.out), SCHEMA)
    assert json.loads(done.out)["command"] == " ".join(words[:2])


def test_fill_writes_word_and_pdf(run: Runner, tmp_path: Path) -> None:
    done = run("template", "fill", "书面审查意见函", "--data", DATA, "--out", tmp_path / "新" / "函.docx", "--pdf")
    assert (done.code, sorted(path.name for path in (tmp_path / "新").iterdir())) == (0, ["函.docx", "函.pdf"])


def test_fill_into_a_folder_names_the_letter(run: Runner, tmp_path: Path) -> None:
    done = run("template", "fill", "书面审查意见函", "--data", DATA, "--out", tmp_path)
    assert (done.code, results_in(tmp_path)) == (0, ["书面审查意见函.docx"])


@pytest.mark.parametrize(("text", "said"), [("[1]", "E294"), ("{", "E294"), ("{}", "E291"), ('{"甲": 1}', "E291")])
def test_fill_writes_nothing_from_wrong_data(text: str, said: str, run: Runner, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(text, "utf-8")
    done = run("template", "fill", "备案报告", "--data", tmp_path / "a.json", "--out", tmp_path / "a.docx")
    assert (done.code, said in done.err, (tmp_path / "a.docx").exists()) == (2, True, False)
