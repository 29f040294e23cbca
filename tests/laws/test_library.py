"""A library in a long-running service: opened often, read by threads, replaced on disk, asked wrongly."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from lawcheck.document import Number
from lawcheck.errors import LibraryError, UsageError
from lawcheck.laws import Level, Library, add_laws, open_library, search
from lawcheck.matching import texts

DAY = date(2026, 11, 22)
TEXT = "安宁市用水条例\n（2020年1月2日安宁市人民代表大会常务委员会通过　自2020年3月1日起施行）\n第一条　用水单位每月报送台账。\n第二条　本条例自2020年3月1日起施行。\n"


def _add(library: Library, tmp_path: Path) -> None:
    (tmp_path / "用水.txt").write_text(TEXT, "utf-8")
    add_laws(library.path.parent, tmp_path / "用水.txt")


def test_the_same_library_opened_again_is_equal_and_kept_once(library: Library) -> None:
    again = open_library(library.path.parent)
    assert again is not library
    assert (again, hash(again)) == (library, hash(library))
    texts._article.cache_clear()
    version = library.versions(library.laws()[0].law_id)[0].version_id
    number = library.articles(version)[0].article_id
    assert texts._article(library, version, number) is texts._article(again, version, number)


def test_one_with_other_content_is_not_equal(library: Library, tmp_path: Path) -> None:
    _add(library, tmp_path)
    assert open_library(library.path.parent) != library


def test_days_without_end_are_not_all_kept(library: Library) -> None:
    for n in range(100):
        library.in_force(DAY - timedelta(days=n))
    assert len(library._in_force) <= 32
    assert library.in_force(DAY) == open_library(library.path.parent).in_force(DAY)


def _titles(library: Library) -> tuple[int, int]:
    return len(library.laws()), len(library.find_title("安宁市用水条例"))


def test_every_thread_reads_the_library_as_it_was_opened(library: Library, tmp_path: Path) -> None:
    before = _titles(library)
    _add(library, tmp_path)
    with ThreadPoolExecutor(4) as threads:
        found = set(threads.map(lambda _: _titles(library), range(20)))
    assert found == {before} == {_titles(library)}
    assert _titles(open_library(library.path.parent)) == (before[0] + 1, 1)
    assert not library.is_current()
    assert open_library(library.path.parent).is_current()


def test_threads_of_an_unchanged_library_have_connections_of_their_own(library: Library) -> None:
    with ThreadPoolExecutor(1) as threads:
        assert threads.submit(library._connection).result() is not library._connection()


@pytest.fixture
def version(library: Library) -> int:
    ids = (version.version_id for law in library.laws() for version in library.versions(law.law_id))
    return next(n for n in ids if library.articles(n)[0].number == Number(1))


@pytest.mark.parametrize("written", [1, "第一条", "第1条"])
def test_an_article_is_named_by_number_or_words(library: Library, version: int, written: int | str) -> None:
    found = library.article(version, written)
    assert found is not None
    assert found == library.article(version, library.articles(version)[0].number or 0)


@pytest.mark.parametrize("written", ["51", "甲", "", "第一条第一款", "第一条至第三条", "第一章"])
def test_words_that_name_no_article_are_told(library: Library, version: int, written: str) -> None:
    with pytest.raises(UsageError, match="E722"):
        library.article(version, written)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        pytest.param(
            lambda held: held.article(held.versions(held.laws()[0].law_id)[0], 1), "version_id", id="a version"
        ),
        pytest.param(lambda held: held.articles(held.laws()[0]), "version_id", id="a law"),
        pytest.param(lambda held: held.article(1, None), "number", id="no number"),
        pytest.param(lambda held: held.version_at(held.laws()[0], DAY), "law_id", id="a law, not its id"),
        pytest.param(lambda held: held.version_at(held.laws()[0].law_id, "2026-11-22"), "day", id="a day in words"),
        pytest.param(lambda held: held.in_force(None), "day", id="no day"),
        pytest.param(lambda held: held.find_title(None), "title", id="no title"),
        pytest.param(lambda held: search(held, "法", as_of="2026-11-22"), "as_of", id="search on words"),
        pytest.param(lambda held: search(str(held.path), "法", as_of=DAY), "library", id="search in a path"),
        pytest.param(lambda held: search(held, None, as_of=DAY), "query", id="search for nothing"),
        pytest.param(lambda held: search(held, "法", as_of=DAY, page="2"), "page", id="page in words"),
    ],
)
def test_a_wrong_argument_is_no_damaged_library(library: Library, call: Callable[[Library], object], said: str) -> None:
    with pytest.raises(TypeError, match=f"{said}: expected"):
        call(library)


@pytest.mark.parametrize(
    "call",
    [
        pytest.param(lambda held: held.article_of(held.laws()[0], 1), id="article_of"),
        pytest.param(lambda held: held.known_days(held.laws()[0]), id="known_days"),
        pytest.param(lambda held: list(held.articles_for([held.laws()[0]])), id="articles_for"),
    ],
)
def test_nor_is_one_that_only_the_file_refuses(library: Library, call: Callable[[Library], object]) -> None:
    with pytest.raises(TypeError, match="expected an id"):
        call(library)


def test_a_version_that_is_not_held_has_no_empty_text(library: Library) -> None:
    for call in (lambda: library.articles(987654), lambda: library.article(987654, 1)):
        with pytest.raises(LibraryError, match="E306"):
            call()


def test_a_level_is_one_of_those_known(library: Library) -> None:
    assert library.laws(Level.LAW)
    with pytest.raises(UsageError, match="E721"):
        library.laws("法規")  # type: ignore[arg-type]


def test_a_clock_says_nothing_of_the_law(library: Library) -> None:
    law = library.laws()[0].law_id
    assert library.version_at(law, datetime(2026, 11, 22, 23)) == library.version_at(law, DAY)
    assert search(library, "规定", as_of=datetime(2026, 11, 22, 23)).as_of == DAY


def test_an_empty_name_of_a_folder_is_not_the_default(tmp_path: Path) -> None:
    for call in (lambda: open_library(""), lambda: add_laws("", [tmp_path])):
        with pytest.raises(UsageError, match="E720"):
            call()


@pytest.mark.parametrize("name", ["C#", "甲?乙", "h%41b", "库 100%"])
def test_a_folder_may_be_called_anything(name: str, package: Callable[..., Path], tmp_path: Path) -> None:
    package()
    library = open_library(tmp_path / name)
    assert library.laws() == open_library(tmp_path / "plain").laws()
    (tmp_path / "用水.txt").write_text(TEXT, "utf-8")
    assert add_laws(tmp_path / name, tmp_path / "用水.txt").taken
    assert {path.name for path in tmp_path.iterdir() if path.is_dir()} == {name, "plain"}
