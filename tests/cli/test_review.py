"""`lawcheck review`: results, exit codes, and one clear paragraph for everything that can go wrong."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from runner import Runner, results_in

from lawcheck.laws import Library
from lawcheck.reports import OUTPUT_SUFFIXES

DAY = ("--as-of", "2026-11-22")


def test_a_word_file_gives_every_result_and_a_summary(run: Runner, sample: Path, tmp_path: Path) -> None:
    done = run("review", sample, "--out", tmp_path / "out", *DAY)
    assert done.code == 0
    assert results_in(tmp_path / "out") == sorted("sample-filing" + suffix for suffix in OUTPUT_SUFFIXES)
    assert "库截至" in done.out
    assert "规则 190 条" in done.out


def test_same_input_and_day_give_the_same_bytes(run: Runner, sample: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        run("review", sample, "--out", tmp_path / name, *DAY)
    for suffix in OUTPUT_SUFFIXES:
        first, second = ((tmp_path / name / f"sample-filing{suffix}").read_bytes() for name in ("a", "b"))
        assert first == second, suffix


@pytest.mark.parametrize(("severity", "code"), [("conflict", 1), ("info", 1)])
def test_fail_on_exits_with_1_when_met(severity: str, code: int, run: Runner, sample: Path, tmp_path: Path) -> None:
    assert run("review", sample, "--out", tmp_path, "--fail-on", severity, *DAY).code == code


def test_fail_on_is_not_met_by_a_clean_text(run: Runner, tmp_path: Path) -> None:
    clean = tmp_path / "某市绿化条例.txt"
    clean.write_text(
        "某市绿化条例\n第一条　为了保护绿化，制定本条例。\n第二条　本条例自2027年1月1日起施行。\n", "utf-8"
    )
    assert run("review", clean, "--out", tmp_path / "out", "--fail-on", "technical", *DAY).code == 0


def test_json_is_the_review_on_standard_output(run: Runner, sample: Path, tmp_path: Path) -> None:
    done = run("review", sample, "--out", tmp_path, "--json", *DAY)
    (entry,) = json.loads(done.out)["files"]
    assert entry["review"] == json.loads((tmp_path / "sample-filing.review.json").read_text("utf-8"))
    assert done.err == ""


BAD_FILES = {
    "empty.docx": b"",
    "text.docx": "第一条 甲".encode() + b"\x00\x01\x02" * 400,
    "zip.docx": b"PK\x05\x06" + b"\0" * 18,
    "noise.txt": bytes(range(256)) * 40,
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_an_unreadable_file_is_one_paragraph_and_exit_2(name: str, run: Runner, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(BAD_FILES[name])
    done = run("review", tmp_path / name, "--out", tmp_path / "out", *DAY)
    lines = [line for line in done.err.splitlines() if name in line and line.startswith("[E")]
    assert (done.code, len(lines)) == (2, 1)
    assert results_in(tmp_path / "out") == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_other_files_of_a_batch_are_still_reviewed(lang: str, run: Runner, sample: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.docx").write_bytes(b"")
    text = tmp_path / "ok.txt"
    text.write_text("某市某条例\n第一条　甲。\n", "utf-8")
    (tmp_path / "none").mkdir()
    words = ("review", tmp_path / "bad.docx", text, tmp_path / "missing.docx", tmp_path / "none")
    done = run(*words, "--out", tmp_path / "out", "--jobs", "1", "--lang", lang, *DAY)
    assert done.code == 2
    assert (tmp_path / "out" / "ok.review.html").exists()
    for name in ("bad.docx", "missing.docx", "none"):
        assert any(line.startswith("[E") and name in line for line in done.err.splitlines()), name


def test_unreadable_wins_over_fail_on(run: Runner, sample: Path, tmp_path: Path) -> None:
    done = run("review", sample, tmp_path / "none.docx", "--out", tmp_path, "--jobs", "1", "--fail-on", "info", *DAY)
    assert done.code == 2


def test_several_files_use_several_processes(run: Runner, sample: Path, tmp_path: Path) -> None:
    for name in ("甲.txt", "乙.txt"):
        (tmp_path / name).write_text("某市某条例\n第一条　其它。\n", "utf-8")
    done = run("review", tmp_path / "甲.txt", tmp_path / "乙.txt", "--out", tmp_path / "out", "--jobs", "2", *DAY)
    assert done.code == 0
    assert {"甲.review.docx", "乙.review.docx"} <= {p.name for p in (tmp_path / "out").iterdir()}


@pytest.mark.parametrize(("option", "code"), [("--rules", "E401"), ("--terms", "E451")])
def test_a_wrong_file_of_the_office_is_told_once_for_all_files(
    option: str, code: str, run: Runner, sample: Path, tmp_path: Path
) -> None:
    other = tmp_path / "另一件.txt"
    other.write_text("某市条例\n第一条　甲。\n", "utf-8")
    wrong = tmp_path / "本单位" / ("wording/W901.yaml" if option == "--rules" else "词.yaml")
    wrong.parent.mkdir(parents=True)
    wrong.write_text("id: W901\nname：某规则\n", "utf-8")
    done = run("review", sample, other, "--out", tmp_path / "out", option, tmp_path / "本单位", "--jobs", "2", *DAY)
    assert (done.code, done.err.count(code)) == (2, 1)
    assert "第 2 行" in done.err


def test_inputs_of_the_same_name_do_not_overwrite_each_other(run: Runner, tmp_path: Path) -> None:
    for name in ("x.txt", "x.md"):
        (tmp_path / name).write_text("某市某条例\n第一条　甲。\n", "utf-8")
    run("review", tmp_path / "x.txt", tmp_path / "x.md", "--out", tmp_path / "out", "--jobs", "1", *DAY)
    assert {"x.txt.review.html", "x.md.review.html"} <= {p.name for p in (tmp_path / "out").iterdir()}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--as-of", "明天"), "E503"),
        (("--kind", "某种文件"), "E309"),
        (("--territory", "33"), "E505"),
        (("--territory", "999999"), "E513"),
    ],
)
def test_wrong_arguments_are_explained(
    words: tuple[str, ...], code: str, run: Runner, sample: Path, tmp_path: Path
) -> None:
    done = run("review", sample, "--out", tmp_path, *words)
    assert (done.code, code in done.err) == (2, True)


def test_an_output_folder_that_cannot_be_made_is_said_before_any_work(
    run: Runner, sample: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    done = run("review", sample, "--out", tmp_path / "file" / "out", *DAY)
    assert (done.code, "[E502]" in done.err) == (2, True)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_output_folder_is_refused(run: Runner, sample: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir(mode=0o500)
    assert run("review", sample, "--out", tmp_path / "out", *DAY).code == 2


def test_an_interrupted_run_leaves_nothing_half_written(library: Library, sample: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "lawcheck", "review", sample, "--out", tmp_path / "out", *DAY]
    process = subprocess.Popen(
        [*map(str, command), "--library", str(library.path.parent)], stderr=subprocess.PIPE, text=True
    )
    deadline = time.monotonic() + 30
    while not (tmp_path / "out").exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    time.sleep(0.3)
    process.send_signal(signal.SIGTERM)
    _, errors = process.communicate(timeout=60)
    left = set(results_in(tmp_path / "out"))
    whole = {"sample-filing" + suffix for suffix in OUTPUT_SUFFIXES}
    assert (process.returncode, "[E510]" in errors, left) in [(2, True, set()), (0, False, whole)]


def test_two_processes_at_first_use_both_succeed(sample: Path, tmp_path: Path) -> None:
    text = tmp_path / "x.txt"
    text.write_text("某市某条例\n第一条　甲。\n", "utf-8")
    command = [sys.executable, "-m", "lawcheck", "review", str(text), *DAY, "--library", str(tmp_path / "home")]
    both = [subprocess.Popen([*command, "--out", str(tmp_path / name)], stdout=subprocess.DEVNULL) for name in "ab"]
    assert [process.wait(timeout=120) for process in both] == [0, 0]
    assert (tmp_path / "a" / "x.review.json").read_bytes() == (tmp_path / "b" / "x.review.json").read_bytes()
