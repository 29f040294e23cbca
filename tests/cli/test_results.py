"""Results of several files, commands and runs in one folder: none is written over another's."""

from __future__ import annotations

from pathlib import Path

import pytest
from runner import Runner, results_in

from lawcheck.cli import results
from lawcheck.cli.results import REGISTER, own_stem, own_stems

TEXT = "云岭市停车办法\n第一条　为了规范停车，制定本办法。\n第二条　停车场应当公示价格。\n"


@pytest.fixture
def county(tmp_path: Path) -> Path:
    for place in ("东县", "西县"):
        (tmp_path / place).mkdir()
        (tmp_path / place / "办法.txt").write_text(TEXT.replace("云岭市", place), "utf-8")
    return tmp_path


def test_like_named_files_of_two_runs_both_keep_their_results(run: Runner, county: Path) -> None:
    for place in ("东县", "西县", "东县"):
        run("convert", county / place / "办法.txt", "--to", "md", "--out", county / "out")
    assert results_in(county / "out") == ["办法.md", "办法.txt.md"]
    assert "东县停车办法" in (county / "out/办法.md").read_text("utf-8")
    assert "西县停车办法" in (county / "out/办法.txt.md").read_text("utf-8")


def test_like_named_files_of_one_run_bear_the_names_of_their_folders(run: Runner, county: Path) -> None:
    run("convert", county, "--to", "md", "--out", county / "out", "--jobs", "1")
    assert results_in(county / "out") == ["东县_办法.txt.md", "西县_办法.txt.md"]


def test_a_file_that_was_there_before_stays(run: Runner, county: Path) -> None:
    (county / "out").mkdir()
    (county / "out/办法.md").write_text("手写的笔记", "utf-8")
    run("convert", county / "东县/办法.txt", "--to", "md", "--out", county / "out")
    assert (county / "out/办法.md").read_text("utf-8") == "手写的笔记"


def test_the_same_file_changed_replaces_its_result(run: Runner, county: Path) -> None:
    source = county / "东县/办法.txt"
    for text in (TEXT, TEXT.replace("价格", "收费标准")):
        source.write_text(text, "utf-8")
        run("convert", source, "--to", "md", "--out", county / "out")
    assert results_in(county / "out") == ["办法.md"]
    assert "收费标准" in (county / "out/办法.md").read_text("utf-8")


def test_two_comparisons_with_like_named_files_are_both_kept(run: Runner, county: Path) -> None:
    (county / "旧.txt").write_text(TEXT, "utf-8")
    for place in ("东县", "西县", "东县"):
        done = run("compare", county / "旧.txt", county / place / "办法.txt", "--out", county / "out")
        assert done.code == 0
    shown = results_in(county / "out")
    assert [name for name in shown if name.endswith(".html")] == ["办法.compare.html", "旧_办法.compare.html"]
    assert len(shown) == 8


def test_a_letter_of_other_data_does_not_replace_the_first(run: Runner, tmp_path: Path) -> None:
    sample = Path("corpus/samples/letters/review_opinion.json").read_bytes()
    (tmp_path / "函").mkdir()
    for name in ("甲.json", "乙.json", "甲.json"):
        (tmp_path / name).write_bytes(sample)
        run("template", "fill", "书面审查意见函", "--data", tmp_path / name, "--out", tmp_path / "函")
    assert results_in(tmp_path / "函") == ["书面审查意见函.2.docx", "书面审查意见函.docx"]


def test_a_list_with_torn_and_foreign_lines_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    first = own_stems(tmp_path, [Path("甲/x.txt")], [".md"])
    with (tmp_path / REGISTER).open("a", encoding="utf-8") as file:
        file.write('{"kind": "fi\n[1]\n{"kind": 1, "stem": "y", "source": "z"}\n')
    assert own_stems(tmp_path, [Path("甲/x.txt")], [".md"]) == first
    assert own_stem(tmp_path, "compare", ["a"], ["x"], [".html"]) == "x"


def test_a_file_near_the_root_has_few_folders_to_be_named_after(tmp_path: Path) -> None:
    assert own_stems(tmp_path, [Path("/x.txt"), Path("/甲/x.txt")], [".md"]) == {
        Path("/x.txt"): "x.txt",
        Path("/甲/x.txt"): "甲_x.txt",
    }


def test_what_a_person_wrote_into_a_result_is_kept(run: Runner, county: Path) -> None:
    words = ("convert", county / "东县/办法.txt", "--to", "docx", "--out", county / "out")
    assert "C674" not in run(*words).err + run(*words).err
    (county / "out/办法.docx").write_bytes(b"with notes of a person")
    told = run(*words).err
    assert "[C674] 办法.docx 写出以后有人改过，没有覆盖，已经另存为 办法.改动1.docx。" in told
    assert results_in(county / "out") == ["办法.docx", "办法.改动1.docx"]
    assert (county / "out/办法.改动1.docx").read_bytes() == b"with notes of a person"
    assert "C674" not in run(*words).err


def test_a_list_that_others_add_to_or_replace_is_read_as_it_stands(tmp_path: Path) -> None:
    folder = tmp_path / "结果"
    folder.mkdir()
    assert own_stem(folder, "compare", ["旧", "甲"], ["表"], []) == "表"
    with (folder / REGISTER).open("ab") as file:
        file.write(b"\xff torn\n" + '{"kind": "compare", "stem": "表.2", "source": "another"}\n'.encode())
    assert own_stem(folder, "compare", ["旧", "乙"], ["表"], []) == "表.3"
    assert own_stem(folder, "compare", ["旧", "甲"], ["表"], []) == "表"
    (folder / REGISTER).unlink()
    assert own_stem(folder, "compare", ["旧", "丙"], ["表"], []) == "表"


def test_a_list_is_not_read_anew_for_each_result(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines: list[bytes] = []
    row = results._row

    def counted(line: bytes) -> dict[str, str]:
        lines.append(line)
        return row(line)

    monkeypatch.setattr(results, "_row", counted)
    own_stems(tmp_path, [tmp_path / f"县{n}/办法{n}.txt" for n in range(50)], [".html"])
    assert len([line for line in lines if line]) == 50
