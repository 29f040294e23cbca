"""Agreement with hand-read relation labels; pairs are given by reference (``benchmarks/gold/README.md``).

*strict*: our label is the reader's first choice; *accepted*: it is one that the reader called right or defensible
(``also``). Both over all pairs and without those of low confidence, with 95 % interval (bootstrap over local files), and
by sample. ``by_id`` lets two runs be compared.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from lawcheck.comparison import Comparison, compare_clauses

__all__ = ["GoldPair", "Judged", "agreement", "by_id", "gold_pairs", "judge", "show"]

Row = dict[str, Any]


class GoldPair(NamedTuple):
    """A row of the gold with both texts read from the data."""

    row: Row
    lower: str
    upper: str


class Judged(NamedTuple):
    """A gold pair and what we say of it."""

    pair: GoldPair
    found: Comparison

    @property
    def strict(self) -> bool:
        """Our label is the reader's."""
        return bool(self.found.relation.value == self.pair.row["label"])

    @property
    def accepted(self) -> bool:
        """Our label is one that the reader accepts."""
        return self.strict or self.found.relation.value in self.pair.row["also"]


def gold_pairs(path: Path, data: Path) -> list[GoldPair]:
    """The pairs; ``ValueError`` if a near-copy row is another one than when it was judged."""
    near = (data / "gold" / "near-copy-clause.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [GoldPair(row, _stretch(row["local"], data), _upper(row, near, data)) for row in rows]


def _upper(row: Row, near: Sequence[str], data: Path) -> str:
    if row["upper"]["file"]:
        return _stretch(row["upper"], data)
    text = str(json.loads(near[row["row"]])["gold_text"])
    if not text.startswith(row["upper"]["begins"] or ""):
        raise ValueError(f"{row['id']}: {row['source']} was changed")
    return text


def _stretch(place: Row, data: Path) -> str:
    whole = (data / place["file"]).read_bytes().decode("utf-8-sig")
    return whole[place["offset"] : place["offset"] + place["length"]]


def judge(pairs: Sequence[GoldPair]) -> list[Judged]:
    """Our labels."""
    return [Judged(pair, compare_clauses(pair.lower, pair.upper)) for pair in pairs]


def agreement(judged: Sequence[Judged]) -> Row:
    """All figures."""
    sure = [j for j in judged if j.pair.row["confidence"] != "low"]
    samples: dict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        samples[one.pair.row["sample"]].append(one)
    refused = Counter(f"{j.pair.row['label']}→{j.found.relation.value}" for j in judged if not j.accepted)
    return {
        "all": _both(judged),
        "without low confidence": _both(sure),
        **{name: _both(chosen) for name, chosen in samples.items()},
        "refused": dict(refused.most_common()),
    }


def _both(judged: Sequence[Judged]) -> Row:
    return {
        "n": len(judged),
        "strict": _interval(judged, [j.strict for j in judged]),
        "accepted": _interval(judged, [j.accepted for j in judged]),
    }


def _interval(judged: Sequence[Judged], right: Sequence[bool]) -> list[float]:
    """Mean and its interval, files drawn with replacement."""
    by_file: dict[str, list[bool]] = defaultdict(list)
    for one, value in zip(judged, right, strict=True):
        by_file[one.pair.row["local"]["file"]].append(value)
    sums = np.array([(sum(v), len(v)) for v in by_file.values()])
    drawn = sums[np.random.default_rng(0).integers(0, len(sums), (1000, len(sums)))].sum(axis=1)
    low, high = np.percentile(drawn[:, 0] / drawn[:, 1], [2.5, 97.5])
    return [round(float(v), 4) for v in (np.mean(right), low, high)]


def by_id(judged: Sequence[Judged]) -> dict[str, bool]:
    """Accepted or not, by id of the row."""
    return {f"gold:{j.pair.row['id']}": j.accepted for j in judged}


def show(judged: Sequence[Judged], number: int) -> None:
    """Refused labels with both texts, those of one kind together."""
    refused = sorted((j for j in judged if not j.accepted), key=lambda j: (j.found.relation.order, j.pair.row["label"]))
    for (row, lower, upper), found in refused[:number]:
        print(f"{row['id']} {row['confidence']}: {row['label']} {row['also']} expected, {found.relation.value} given")
        print("   lower", lower[:400].replace("\n", "⏎"), "\n   upper", upper[:400].replace("\n", "⏎"))
        print("   words", row["words"], "\n   ours", found.key_points)
