"""Sources of the rules of procedure: a confirmed national provision exists; what nobody read is never called confirmed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from lawcheck.document import parse_numeral
from lawcheck.laws.catalogue import load_catalogue
from lawcheck.resources import corpus_dir

FILES = ("clocks", "states", "gates", "review", "receivers", "retention", "jurisdictions", "filing")
UNREAD = re.compile(r"没有收集到|没有见到|条号待核|工作办法》|完善和加强备案审查制度的决定")
CITED = re.compile(r"《([^》]+)》((?:第[一二三四五六七八九十百]+条(?:第[一二三四五六七八九十]+[款项])*[、和至]?)+)")
LOCAL = re.compile(r"^(?:北京|上海|山东)")


def rows(value: object) -> Iterator[Mapping[str, Any]]:
    """Every mapping with a source, wherever it stands."""
    if isinstance(value, dict):
        if "source" in value and "confirmed" in value:
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from rows(part)


def sources(name: str) -> list[Mapping[str, Any]]:
    path: Path = corpus_dir() / "profiles" / f"{name}.yaml"
    return list(rows(yaml.safe_load(path.read_text(encoding="utf-8"))))


@pytest.fixture(scope="module")
def articles() -> dict[str, int]:
    """The articles that the longest known version of a law has."""
    found: dict[str, int] = {}
    for entry in load_catalogue():
        found[entry.title] = max(found.get(entry.title, 0), entry.article_count)
    return found


@pytest.mark.parametrize("name", FILES)
def test_every_row_tells_where_it_comes_from(name: str) -> None:
    found = sources(name)
    assert found
    assert all(row["source"].strip() and isinstance(row["confirmed"], bool) for row in found)


@pytest.mark.parametrize("name", FILES)
def test_what_was_not_read_is_not_confirmed(name: str) -> None:
    wrong = [
        row["source"]
        for row in sources(name)
        if row["confirmed"] and UNREAD.search(row["source"]) and not CITED.search(row["source"])
    ]
    assert wrong == []


@pytest.mark.parametrize("name", FILES)
def test_confirmed_provisions_of_national_law_exist(name: str, articles: dict[str, int]) -> None:
    for row in sources(name):
        for title, provisions in CITED.findall(row["source"]) if row["confirmed"] else ():
            if LOCAL.search(title):
                continue
            numbers = [parse_numeral(number) for number in re.findall(r"第([一二三四五六七八九十百]+)条", provisions)]
            assert title in articles, title
            assert max(number or 0 for number in numbers) <= articles[title], row["source"]
