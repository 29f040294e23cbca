"""Article numbers that moved, as facts of the catalogue: numbers only, computed by a command, marked where doubtful."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from fictional_laws import Row

from lawcheck.document import Number
from lawcheck.laws import normalise_title, open_library
from lawcheck.laws.catalogue import catalogue_dir, load_catalogue
from lawcheck.laws.moves import LEAST, MOVES_FILE, known_moves, move_rows

KNOWN = [  # domain.md 1.6
    ("立法法", 2015, 8, 11),
    ("立法法", 2015, 72, 81),
    ("立法法", 2015, 104, 119),
    ("各级人民代表大会常务委员会监督法", 2006, 30, 39),
    ("治安管理处罚法", 2012, 75, 89),
    ("网络安全法", 2016, 59, 61),
    ("反垄断法", 2007, 37, 45),
]


@pytest.mark.parametrize(("title", "year", "old", "new"), KNOWN)
def test_moves_that_a_person_has_measured_are_in_it(title: str, year: int, old: int, new: int) -> None:
    found = [m for m in known_moves(title, Number(old)) if m.since.year == year]
    assert max((m for m in found if m.new), key=lambda m: m.similarity).new == Number(new)


def test_a_weak_pair_is_marked_for_confirmation() -> None:
    (move,) = (m for m in known_moves("治安管理处罚法", Number(75)) if m.new == Number(89))
    assert not move.certain


def test_the_file_holds_facts_about_laws_of_the_catalogue_and_no_text() -> None:
    with (catalogue_dir() / MOVES_FILE).open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines))[1:]
    titles = {entry.key for entry in load_catalogue()}
    assert {normalise_title(row[0]) for row in rows} <= titles
    assert all(len(row) == 7 and row[1] < row[2] and row[3] != row[4] for row in rows)
    assert all(row[5] == "deleted" if not row[4] else float(row[6]) >= LEAST for row in rows)


def test_unknown_laws_have_none() -> None:
    assert known_moves("没有这样的法") == ()


def test_rows_are_made_from_texts_that_follow_each_other(package: Callable[..., Path], tmp_path: Path) -> None:
    first = (
        ("第一条", "为了保护古树名木，制定本法。"),
        ("第二条", "禁止擅自砍伐、移植古树名木。"),
        ("第三条", "本法自2015年1月1日起施行。"),
    )
    second = (
        first[0],
        ("第二条", "古树名木保护坚持政府主导的原则。"),
        ("第三条", first[1][1]),
        ("第四条", first[2][1]),
    )
    package([Row("虚树法", "2014-10-01", "2015-01-01", first), Row("虚树法", "2020-10-01", "2021-01-01", second)])
    assert list(move_rows(open_library(tmp_path / "home"))) == [
        ("虚树法", "2014-10-01", "2020-10-01", "2", "3", "renumbered", "1.00"),
        ("虚树法", "2014-10-01", "2020-10-01", "3", "4", "renumbered", "1.00"),
    ]
