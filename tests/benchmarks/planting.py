"""What the tests of the injectors share: invented laws and regulations, and what holds of all that is planted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from types import ModuleType

from benchmarks.injector_numerals import numeral

PLACES = ("杭州", "宁波", "温州", "嘉兴", "湖州", "绍兴", "金华", "衢州")
HEADS = ("总则", "经营", "服务", "法律责任", "附则")
INFO_END = "<!-- INFO END -->"


def law_text(clauses: Sequence[str], title: str = "某物安全法") -> str:
    """A law with one 条 for each clause, in the form of the data."""
    return f"# {title}\n\n{INFO_END}\n\n" + "\n\n".join(numbered(clauses))


def numbered(clauses: Sequence[str]) -> list[str]:
    """The clauses as 第一条, 第二条 …"""
    return [f"第{numeral(n)}条 {words}" for n, words in enumerate(clauses, 1)]


def regulation_text(place: str, parts: Sequence[str], heads: Sequence[int], day: str) -> str:
    """A regulation of a city, adopted on a day (2023年4月1日): ``heads`` are the parts before which a 章 begins."""
    articles = numbered(parts)
    for number, (name, at) in enumerate(zip(HEADS, heads, strict=True), 1):
        articles[at] = f"## 第{numeral(number)}章　{name}\n\n{articles[at]}"
    adopted = f"{day}{place}市第十届人民代表大会常务委员会第二次会议通过"
    return f"# {place}市某物经营条例\n\n{adopted}\n\n{INFO_END}\n\n" + "\n\n".join(articles) + "\n"


def data_folder(folder: Path, law: str, regulation: Callable[[str], str]) -> Path:
    """One law, and a regulation of each place, in the folders of the data."""
    (folder / "local").mkdir()
    (folder / "laws/法律").mkdir(parents=True)
    (folder / "laws/法律/某物安全法(2020-01-01).md").write_text(law, "utf-8")
    for place in PLACES:
        (folder / f"local/{place}市某物经营条例.md").write_text(regulation(place), "utf-8")
    return folder


def planted_texts(
    injector: ModuleType, data: Path, folder: Path, least: int = 8, most: int = 12, texts: int = 8
) -> Mapping[str, str]:
    """The texts written: the same twice, each row where it says, so many errors a text, none over another."""
    for name in ("a", "b"):
        truth, harmless = injector.write(data, folder / name, texts=texts, seed=3)
    files = sorted(path.name for path in (folder / "a").iterdir())
    assert all((folder / "a" / name).read_bytes() == (folder / "b" / name).read_bytes() for name in files)
    written = {name: (folder / "a" / name).read_text("utf-8") for name in files}
    assert all(written[row["file"]][row["start"] : row["end"]] == row["quote"] != "" for row in truth + harmless)
    assert len({row["file"] for row in truth}) == texts
    for name in {row["file"] for row in truth}:
        planted = [row for row in truth + harmless if row["file"] == name]
        spans = sorted((row["start"], row["end"]) for row in planted)
        assert least <= sum(row["kind"] != "harmless" for row in planted) <= most
        assert all(first[1] <= second[0] for first, second in pairwise(spans))
    return written
