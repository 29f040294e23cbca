"""To whom a document is filed, by whom, on how many copies, with what materials (domain.md 1.1, 2.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

import yaml

from lawcheck.laws import DocumentKind
from lawcheck.procedure.profiles import Source, load_filing_profile
from lawcheck.resources import corpus_dir

__all__ = ["FilingPlan", "MaterialNeed", "Receiver", "filing_plan", "receivers"]

_LOCAL_LEVELS = frozenset({"own", "upper", "province", "delegating"})


class Receiver(NamedTuple):
    """An organ to which a document is filed: ``level`` is nation, own, upper, province or delegating; ``sender`` who sends
    it where that is not the maker; ``copies`` on paper, None where no rule was collected."""

    name: str
    level: str
    sender: str
    copies: int | None
    note: str
    source: Source


class MaterialNeed(NamedTuple):
    """A material that the filing holds; ``when`` tells in which case, empty: always."""

    name: str
    when: str
    source: Source


class FilingPlan(NamedTuple):
    """All that a filing of one document needs."""

    receivers: tuple[Receiver, ...]
    materials: tuple[MaterialNeed, ...]


def receivers(kind: DocumentKind, maker: str = "", territory: str = "") -> tuple[Receiver, ...]:
    """Every organ that gets the document; a row made for the place replaces one of the same level for all.

    ``maker`` is the name of the maker, for it decides where documents of governments and of departments go.

    >>> [r.name for r in receivers(DocumentKind.K9, "湖州市人民政府", "330500")]
    ['国务院', '本级人大常委会', '省、自治区人大常委会', '省、自治区人民政府']
    >>> one, = receivers(DocumentKind.K12, "某市教育局", "330500")
    >>> one.name, one.source.confirmed
    ('本级人民政府', False)
    """
    rows = [row for row in _data()["receivers"] if _fits(row, kind, maker, territory)]
    placed = {row["level"] for row in rows if "territory" in row}
    kept = (row for row in rows if "territory" in row or row["level"] not in placed or row["level"] == "nation")
    return tuple(_receiver(row, maker, territory) for row in kept)


def filing_plan(kind: DocumentKind, maker: str = "", territory: str = "") -> FilingPlan:
    """Receivers and materials of a document.

    >>> plan = filing_plan(DocumentKind.K12, "上海市人民政府", "310000")
    >>> [(r.name, r.copies, r.sender) for r in plan.receivers][0]
    ('本级人大常委会', 3, '市人民政府办公厅')
    >>> [need.name for need in plan.materials]
    ['正式文本', '备案报告', '说明']
    """
    text = MaterialNeed("正式文本", "", Source("domain.md 2.1（各规定均要求）", True))
    needed = load_filing_profile().materials(kind, territory)
    return FilingPlan(
        receivers(kind, maker, territory),
        (text, *(MaterialNeed(need.name, need.when, need.source) for need in needed)),
    )


@cache
def _data() -> Mapping[str, Any]:
    data: dict[str, Any] = yaml.safe_load((corpus_dir() / "profiles" / "receivers.yaml").read_text(encoding="utf-8"))
    return data


def _fits(row: Mapping[str, Any], kind: DocumentKind, maker: str, territory: str) -> bool:
    return (
        kind.value in row["kinds"]
        and territory.startswith(row.get("territory", ""))
        and (not maker or "makers" not in row or re.search(row["makers"], maker) is not None)
        and (not maker or "except" not in row or re.search(row["except"], maker) is None)
    )


def _receiver(row: Mapping[str, Any], maker: str, territory: str) -> Receiver:
    local = row["level"] in _LOCAL_LEVELS
    copies = next((r["copies"] for r in _placed("copies", territory)), None) if local else None
    sender = next((r["sender"] for r in _placed("senders", territory) if re.search(r["makers"], maker)), "")
    return Receiver(
        name=row["name"],
        level=row["level"],
        sender=row.get("sender", sender if local else ""),
        copies=row.get("copies", copies),
        note=row.get("note", ""),
        source=Source(row["source"], row["confirmed"]),
    )


def _placed(part: str, territory: str) -> Iterator[Mapping[str, Any]]:
    return (row for row in _data()[part] if territory.startswith(row["territory"]))
