"""The filing profile: recipients, materials and periods by kind and territory (``corpus/profiles/filing.yaml``)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from lawcheck.laws import DocumentKind
from lawcheck.resources import corpus_dir, load_yaml

__all__ = ["Days", "FilingProfile", "Source", "load_filing_profile"]


class Source(NamedTuple):
    """Where a requirement comes from; ``confirmed`` is False for one whose text was not seen (依据待核)."""

    text: str
    confirmed: bool

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Source:
        """The source that a row of a profile names."""
        return cls(row["source"], row["confirmed"])


class Days(NamedTuple):
    """A number of days and its source; 0 = the rules of the place set none."""

    days: int
    source: Source


class Recipient(NamedTuple):
    """An organ to which a kind of document is filed, and the words by which an addressee is it."""

    name: str
    addressee: re.Pattern[str]
    source: Source


class Needed(NamedTuple):
    """A material that must be there: of a role, or one told by ``told`` in any material where ``when`` (empty = always)
    is found in the text. ``inside``: words in the text itself that stand for it."""

    name: str
    role: str
    inside: str
    when: str
    told: str
    source: Source


@dataclass(frozen=True)
class FilingProfile:
    """The rows of the profile, asked by kind and territory; the row with the longest territory wins."""

    data: Mapping[str, Any]

    def recipients(self, kind: DocumentKind) -> tuple[Recipient, ...]:
        """All organs to which ``kind`` is filed; empty where none is known.

        >>> [r.name for r in load_filing_profile().recipients(DocumentKind.K9)][:2]
        ['国务院', '本级人大常委会']
        """
        rows = self._fitting("recipients", kind, "")
        return tuple(Recipient(row["name"], re.compile(row["addressee"]), Source.of(row)) for row in rows)

    def filing_days(self, kind: DocumentKind, territory: str) -> Days | None:
        """The period from publication to filing, in days.

        >>> load_filing_profile().filing_days(DocumentKind.K4, "330500").days
        30
        """
        return _days(self._fitting("filing_days", kind, territory))

    def consultation_days(self, kind: DocumentKind, territory: str, business: bool) -> Days | None:
        """The shortest public consultation, in days; None where no rule was collected. ``business``: the text concerns
        undertakings.

        >>> load_filing_profile().consultation_days(DocumentKind.K4, "330500", False).days
        20
        """
        rows = self._fitting("consultation", kind, territory)
        return _days(row for row in rows if business or not row.get("business"))

    def adjustment(self, territory: str) -> tuple[date, Days]:
        """The day since which a period of adjustment is wanted, and its length in days."""
        told = self.data["adjustment"]
        row = max((r for r in told["rows"] if territory.startswith(r["territory"])), key=lambda r: len(r["territory"]))
        return told["since"], Days(row["days"], Source.of(row))

    def materials(self, kind: DocumentKind, territory: str) -> tuple[Needed, ...]:
        """What a filing of ``kind`` must hold, what the words of the text call for included."""
        rows = [*self._fitting("materials", kind, territory), *self._fitting("triggered", kind, territory)]
        return tuple(
            Needed(
                row.get("name") or row["role"], row.get("role", ""), row.get("inside", ""), row.get("when", ""),
                row.get("told", ""), Source.of(row),
            )
            for row in rows
        )  # fmt: skip

    @property
    def explanation(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        """What the 说明 tells: name of the head, and words by which it is there."""
        return tuple((row["name"], re.compile(row["words"])) for row in self.data["explanation"])

    @property
    def outside(self) -> tuple[re.Pattern[str], Source]:
        """Words of titles that are not filed at all (personnel, praise, inner matters)."""
        told = self.data["outside"]
        return re.compile(told["words"]), Source.of(told)

    def other(self, title: str, maker: str = "") -> str:
        """What a document is that no organ of the state made as a rule of its own; "" for all others.

        >>> load_filing_profile().other("石桥村村规民约")
        '村民、居民自治的约定，不是国家机关制定的规范性文件'
        """
        never = r"(?!)"
        for row in self.data["others"]:
            if re.search(row.get("words", never), title) or re.search(row.get("makers", never), maker):
                return str(row["said"])
        return ""

    @property
    def formats(self) -> frozenset[str]:
        """Formats that can be taken in, as ``lawcheck.readers.sniff`` names them."""
        return frozenset(self.data["formats"])

    @property
    def max_bytes(self) -> int:
        """The largest file, in bytes."""
        return int(self.data["max_bytes"])

    def _fitting(self, part: str, kind: DocumentKind, territory: str) -> Iterator[Mapping[str, Any]]:
        for row in self.data[part]:
            if kind.value in row["kinds"] and territory.startswith(row.get("territory", "")):
                yield row


def _days(rows: Iterator[Mapping[str, Any]]) -> Days | None:
    best = max(rows, key=lambda row: len(row.get("territory", "")), default=None)
    return Days(best["days"], Source.of(best)) if best else None


@cache
def load_filing_profile() -> FilingProfile:
    """The profile that ships with lawcheck."""
    text = (corpus_dir() / "profiles" / "filing.yaml").read_text(encoding="utf-8")
    return FilingProfile(load_yaml(text))
