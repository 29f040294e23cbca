"""Names of files and characters of streams that are not UTF-8 stop no command, and lose nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from runner import Runner, results_in

from lawcheck.laws import Library

_TEXT = "某市停车办法\n第一条　为了规范停车，制定本办法。\n第二条　停车场的经营者应当建立台帐，记录车辆进出的时间。"


@pytest.fixture
def named_in_gbk(tmp_path: Path) -> Path:
    """A folder with a file whose name came from a Chinese Windows as it stands there."""
    folder = tmp_path / "材料"
    folder.mkdir()
    try:
        Path(os.fsdecode(os.fsencode(folder) + b"/" + "某县办法.txt".encode("gbk"))).write_text(_TEXT, "utf-8")
    except (OSError, UnicodeError):
        pytest.skip("names of this file system are Unicode")
    return folder


def test_a_name_in_gbk_is_read_and_its_results_bear_its_characters(
    run: Runner, named_in_gbk: Path, tmp_path: Path
) -> None:
    done = run("review", named_in_gbk, "--out", tmp_path / "结果", "--json")
    assert done.code == 0
    assert "某县办法.review.docx" in results_in(tmp_path / "结果")
    assert "某县办法.txt" in (tmp_path / "结果" / "某县办法.review.html").read_text("utf-8")
    assert json.loads(done.out)["files"][0]["outputs"]


def test_its_matches_are_kept_and_found_again(run: Runner, named_in_gbk: Path, tmp_path: Path) -> None:
    words = ("match", named_in_gbk, "--out", tmp_path / "结果", "--jobs", "1")
    assert run(*words).code == run(*words).code == 0
    assert len((tmp_path / "结果" / "matches.jsonl").read_text("utf-8").splitlines()) == 2


def test_its_law_enters_the_library(run: Runner, named_in_gbk: Path, tmp_path: Path) -> None:
    assert run("laws", "add", named_in_gbk, "--library", tmp_path / "库").code == 0
    assert "某市停车办法" in run("laws", "list", "--library", tmp_path / "库").out


@pytest.mark.skipif(os.name == "nt", reason="pipes")
@pytest.mark.parametrize("words", [("--help",), ("rules", "list"), ("rules", "list", "--json"), ("template", "list")])
def test_a_closed_output_is_neither_success_nor_a_finding(words: tuple[str, ...]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as closed:
        done = subprocess.run([sys.executable, "-m", "lawcheck", *words], stdout=closed, stderr=subprocess.PIPE)
    assert (done.returncode, done.stderr) == (141, b"")
    assert subprocess.run([sys.executable, "-m", "lawcheck", *words], stdout=subprocess.DEVNULL).returncode == 0


@pytest.mark.parametrize(
    ("encoding", "shown"), [("gbk", "\\U0001f4a1立法法"), ("utf-8", "💡立法法")], ids=["gbk", "utf-8"]
)
def test_a_character_that_the_stream_has_not_is_shown_escaped(encoding: str, shown: str, library: Library) -> None:
    words = ("cite", "依照《💡立法法》第八条处理。", "--library", str(library.path.parent))
    for as_json in ((), ("--json",)):
        done = subprocess.run(
            [sys.executable, "-m", "lawcheck", *words, *as_json],
            env={**os.environ, "PYTHONIOENCODING": encoding},
            capture_output=True,
            check=True,
        )
        told = done.stdout.decode(encoding)
        assert "💡立法法" in json.loads(told)["citations"][0]["text"] if as_json else shown in told
