"""`lawcheck convert`, `match`, `search`, `laws`."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from runner import SCHEMA, Runner, results_in

import lawcheck
from lawcheck.cli import main
from lawcheck.laws import Library
from lawcheck.writers import WRITERS, write

TEXT = "某市消防条例\n第一条　任何单位和个人都有维护消防安全、保护消防设施、预防火灾、报告火警的义务。\n"


@pytest.fixture
def filing(tmp_path: Path) -> Path:
    path = tmp_path / "某市消防条例.txt"
    path.write_text(TEXT, "utf-8")
    return path


@pytest.mark.parametrize("target", sorted(WRITERS))
def test_convert_writes_one_file_a_format(target: str, run: Runner, filing: Path, tmp_path: Path) -> None:
    done = run("convert", filing, "--to", target, "--out", tmp_path / "out")
    (name,) = results_in(tmp_path / "out")
    extension = {"akn": "akn.xml", "text": "txt"}.get(target, target)
    assert (done.code, name) == (0, f"某市消防条例.{extension}")
    assert str(tmp_path / "out" / name) in done.out


def test_convert_says_what_it_could_not_read(run: Runner, tmp_path: Path) -> None:
    done = run("convert", tmp_path / "无.docx", "--to", "md", "--out", tmp_path, "--json")
    assert (done.code, "error" in json.loads(done.out)["files"][0]) == (2, True)


def test_convert_works_on_many_files_at_once_and_loses_none(run: Runner, tmp_path: Path) -> None:
    paths = [tmp_path / f"{n}.txt" for n in range(5)]
    for path in paths[:4]:
        path.write_text(TEXT, "utf-8")
    done = run("convert", *paths, "--to", "text", "--out", tmp_path / "out", "--jobs", "2", "--json")
    rows = json.loads(done.out)["files"]
    assert [row["file"] for row in rows] == list(map(str, paths))
    assert (done.code, ["error" in row for row in rows]) == (2, [False] * 4 + [True])


def test_convert_takes_what_a_folder_holds_but_neither_locks_nor_results(run: Runner, tmp_path: Path) -> None:
    for name in ("一.txt", "下级/二.txt", "~$一.docx", ".DS_Store", "out/三.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("第一条　甲。", "utf-8")
    done = run("convert", tmp_path, tmp_path / "一.txt", "--to", "md", "--out", tmp_path / "out", "--jobs", "1")
    assert (done.code, results_in(tmp_path / "out")) == (0, ["一.md", "三.txt", "二.md"])


def test_a_folder_without_files_is_said(run: Runner, tmp_path: Path) -> None:
    done = run("convert", tmp_path / "空", "--to", "md", "--out", tmp_path / "空")
    assert (done.code, "没有文件" in done.err) == (2, True)


@pytest.mark.parametrize(("options", "shown"), [([], "條"), (["--simplify"], "条")])
def test_convert_simplifies_on_request(options: list[str], shown: str, run: Runner, tmp_path: Path) -> None:
    path = tmp_path / "條例.txt"
    path.write_text("某市消防條例\n第一條　為了甲，違反規定的處罰款。\n", "utf-8")
    assert run("convert", path, "--to", "text", "--out", tmp_path / "out", *options).code == 0
    assert f"第一{shown}" in (tmp_path / "out" / "條例.txt").read_text("utf-8")


def test_match_finds_the_article_that_is_restated(run: Runner, filing: Path) -> None:
    done = run("match", filing, "--json", "--as-of", "2026-11-22")
    (clause,) = json.loads(done.out)["files"][0]["clauses"]
    assert (clause["higher"][0]["law"], clause["higher"][0]["article"]) == ("中华人民共和国消防法", "第五条")
    assert (clause["relation"], clause["differences"]) == ("一致", [])


def test_search_finds_articles(run: Runner) -> None:
    done = run("search", "预防火灾", "报告火警", "--as-of", "2026-11-22")
    assert (done.code, "消防法" in done.out) == (0, True)


def test_search_pages_and_marks(run: Runner) -> None:
    done = run("search", "标题:消防", '"火灾"', "--limit", "3", "--page", "2", "--json", "--as-of", "2026-11-22")
    answer = json.loads(done.out)
    assert (len(answer["results"]), answer["page"], answer["total"] > 6) == (3, 2, True)
    piece = answer["results"][0]["snippet"]
    assert all(piece["text"][start:end] == "火灾" for start, end in piece["marks"])


@pytest.mark.parametrize(
    ("words", "code", "hint"),
    [
        (("作者:张三",), 2, "E322"),
        (('"火灾',), 2, "E320"),
        (("火灾", "--jsno"), 2, "--jsno"),
        (("标题:道路交通安全管理法",), 0, "道路交通安全法"),
        (("消防法第五条",), 0, "共 1 条"),
    ],
)
def test_search_says_what_is_wrong_or_missing(words: tuple[str, ...], code: int, hint: str, run: Runner) -> None:
    done = run("search", *words, "--as-of", "2026-11-22")
    assert (done.code, hint in done.out + done.err) == (code, True)


@pytest.mark.parametrize("words", [("info",), ("list",), ("list", "--level", "法律"), ("show", "消防法", "第五条")])
def test_laws_answers_in_text_and_json(words: tuple[str, ...], run: Runner) -> None:
    assert run("laws", *words).code == 0
    assert json.loads(run("laws", *words, "--json").out)["command"] == f"laws {words[0]}"


@pytest.mark.parametrize(
    ("words", "code", "hint"),
    [
        (("show", "道路交通安全管理法"), "E509", "道路交通安全法"),
        (("show", "消防法", "五"), "E511", "第五条"),
        (("show", "消防法", "第五百条"), "E514", "现有第一条至第七十四条"),
        (("remove", "消防法"), "E310", "消防法"),
    ],
)
def test_a_wrong_title_or_article_is_explained(words: tuple[str, ...], code: str, hint: str, run: Runner) -> None:
    done = run("laws", *words)
    assert (done.code, code in done.err, hint in done.err) == (2, True, True)


def test_a_repealed_law_without_text_is_shown_as_such(run: Runner) -> None:
    done = run("laws", "show", "物权法")
    assert done.code == 0
    assert all(word in done.out for word in ("已废止", "2021-01-01", "民法典》第一千二百六十条", "有目无文"))


def test_added_texts_are_listed_with_level_and_removed_again(run: Runner, tmp_path: Path) -> None:
    home, folder = tmp_path / "home", tmp_path / "行政法规"
    folder.mkdir()
    text = "虚城条例\n（2020年5月1日国务院公布）\n第一条　为了测试，制定本条例，共有二十个以上的汉字。\n第二条　本条例自2020年6月1日起施行。\n"
    for name in ("虚城条例.txt", "虚城条例.annotated.txt"):
        (folder / name).write_text(text, "utf-8")
    added = run("laws", "add", folder, "--library", home, "--json")
    jsonschema.validate(json.loads(added.out), SCHEMA)
    assert [item["level"] for item in json.loads(added.out)["added"]] == ["行政法规"]
    assert ["本程序" in item["reason"] for item in json.loads(added.out)["refused"]] == [True]
    assert "虚城条例" in run("laws", "show", "虚城条例", "--library", home).out
    removed = run("laws", "remove", "虚城条例", "--library", home, "--json")
    jsonschema.validate(json.loads(removed.out), SCHEMA)
    assert [item["title"] for item in json.loads(removed.out)["removed"]] == ["虚城条例"]
    assert run("laws", "show", "虚城条例", "--library", home).code == 2


def test_convert_tells_what_was_noticed_in_reading(run: Runner, tmp_path: Path) -> None:
    file = tmp_path / "扫描.png"
    file.write_text("图片加载失败，请刷新重试。", "utf-8")
    done = run("convert", file, "--to", "text", "--out", tmp_path / "out")
    assert (done.code, "P255" in done.err) == (0, True)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("甲.md", ("convert", "甲.md", "--to", "md", "--out", ".")),
        ("甲.json", ("convert", "甲.json", "--to", "json", "--out", "../{folder}")),
        ("甲.json", ("review", "甲.json", "--out", ".")),
        ("甲.md", ("cite", "甲.md", "--html", "甲.md")),
        ("意见汇总表.xlsx", ("digest", "意见汇总表.xlsx", "草案.md", "--out", ".")),
        ("意见汇总表.xlsx", ("digest", "意见.csv", "草案.md", "--out", ".", "--dispositions", "意见汇总表.xlsx")),
    ],
)
def test_no_result_takes_the_place_of_the_file_that_was_read(
    name: str, words: tuple[str, ...], library: Library, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    text = "某市某条例\n第一条　依照《中华人民共和国水法》第三条，禁止占用盲道。\n"
    Path("草案.md").write_text(text, "utf-8")
    Path("意见.csv").write_text("内容,姓名\n支持第一条,某某\n", "utf-8")
    data = write(lawcheck.parse(text), "json" if name.endswith("json") else "md")
    Path(name).write_bytes(data)
    monkeypatch.setenv("LAWCHECK_HOME", str(library.path.parent))
    with pytest.raises(SystemExit) as stop:
        main([word.format(folder=tmp_path.name) for word in words])
    assert stop.value.code == 2
    assert "[E504]" in capsys.readouterr().err
    assert Path(name).read_bytes() == data


def test_a_result_beside_its_source_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("甲.md").write_text("某市某条例\n第一条　甲。\n", "utf-8")
    with pytest.raises(SystemExit) as stop:
        main(["convert", "甲.md", "--to", "json", "--out", "."])
    assert not stop.value.code
    assert Path("甲.json").is_file()
