"""Precision and recall of the slots of clauses against the gold read by hand.

``python benchmarks/slots.py --gold benchmarks/gold/slots.jsonl --data DIR [--show SLOT] [--before FILE --after FILE]``

Rows name a file under ``--data`` and a place in it (the text itself is not in this repository); a row is one 款, or one 项
with its lead-in. Matching follows ``benchmarks/gold/README.md``: words match where half of the shorter is common to both,
``modality``, ``penalty``, ``measure``, ``transfer`` are sets of names, ``amounts`` and ``periods`` are matched one to one
by value; values marked ``opt`` count on neither side. 95 % intervals are bootstrapped over documents with a fixed seed.
``--show SLOT`` prints the faults, of one half of the documents only: the other half (``held_out`` in the figures) was not
looked at while the word lists and patterns were written. Ends with one line of JSON.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from hashlib import sha1
from math import ceil
from pathlib import Path
from time import process_time
from typing import Any, NamedTuple

from rapidfuzz.distance import LCSseq

from lawcheck.slots import Amount, Period, Slots, read_slots

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

from benchmarks.folders import file_or_folder, folder_with_files, in_words  # noqa: E402  (a script: only its own folder is on the path)

OVERLAP = {
    "subject": "subjects",
    "act": "acts",
    "object": "objects",
    "condition": "conditions",
    "exception": "exceptions",
    "organ": "organs",
    "term": "terms",
}
SETS = ("modality", "penalty", "measure", "transfer")
VALUES = ("amounts", "periods")
ALWAYS_OPTIONAL = {"modality": {"负责", "方可", "不予"}, "transfer": {"*", "本法"}}
ROUNDS = 1000

Row = dict[str, Any]


class Count(NamedTuple):
    """Of predicted values: right, all; of gold values: found, all."""

    right: int = 0
    predicted: int = 0
    found: int = 0
    gold: int = 0

    def __add__(self, other: tuple[int, ...]) -> Count:  # type: ignore[override]
        return Count(*(a + b for a, b in zip(self, other, strict=True)))


@in_words()
def main() -> None:
    """Measure and print."""
    arguments = _arguments()
    rows = [json.loads(line) for line in arguments.gold.read_text(encoding="utf-8").splitlines()]
    texts = [_text(row, arguments.data) for row in rows]
    read_slots("甲。")
    start = process_time()
    found = [read_slots(text, lead_in=lead_in) for lead_in, text in texts]
    seconds = process_time() - start
    counts = {
        name: [_count(name, row, slots) for row, slots in zip(rows, found, strict=True)] for name in rows[0]["slots"]
    }
    figures: dict[str, Any] = {
        "rows": len(rows),
        "documents": len({row["file"] for row in rows}),
        "slots": {name: _figures(values, [row["file"] for row in rows]) for name, values in counts.items()},
        "held_out": {name: _held_out(values, rows) for name, values in counts.items()},
        "aside": _aside(rows, found),
        "clauses_per_second": round(len(rows) / seconds),
    }
    for name in arguments.show:
        _show(name, rows, found, texts)
    _compare_runs(rows, counts, arguments.before, arguments.after)
    print(json.dumps(figures, ensure_ascii=False))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--gold", type=file_or_folder, required=True)
    parser.add_argument("--data", type=folder_with_files, required=True)
    parser.add_argument("--show", nargs="*", default=[], help="slots whose faults are printed")
    parser.add_argument("--before", type=Path)
    parser.add_argument("--after", type=Path)
    return parser.parse_args()


def _text(row: Row, data: Path) -> tuple[str, str]:
    """Lead-in and text of a row, checked against its hash."""
    with (data / row["file"]).open(encoding="utf-8", newline="") as file:
        whole = file.read()
    text = whole[row["offset"] : row["offset"] + row["length"]]
    if sha1(text.encode(), usedforsecurity=False).hexdigest()[:12] != row["sha1"]:
        raise SystemExit(f"{row['id']}: the text in {row['file']} is another one")
    lead = row["lead_offset"]
    return (whole[lead : lead + row["lead_length"]] if lead is not None else "", text)


def _count(name: str, row: Row, slots: Slots) -> Count:
    gold = row["slots"][name]
    if name in OVERLAP:
        return _overlap([phrase.text for phrase in getattr(slots, OVERLAP[name])], gold)
    if name in SETS:
        return _sets(name, _names(name, slots), gold)
    return _values([_value(v) for v in getattr(slots, name)], gold, name)


def _alike(first: str, second: str) -> bool:
    a, b = "".join(first.split()), "".join(second.split())
    if min(len(a), len(b)) <= 1:
        return bool(a and b) and (a in b or b in a)
    return _common(a, b) >= max(2, ceil(0.5 * min(len(a), len(b))))


def _common(a: str, b: str) -> int:
    """Length of the longest common substring."""
    if not LCSseq.similarity(a, b):
        return 0
    best, row = 0, [0] * (len(b) + 1)
    for x in a:
        previous = 0
        for j, y in enumerate(b, 1):
            previous, row[j] = row[j], previous + 1 if x == y else 0
            best = max(best, row[j])
    return best


def _overlap(predicted: Sequence[str], gold: Sequence[Row]) -> Count:
    sure = [value["q"] for value in gold if not value.get("opt")]
    optional = [value["q"] for value in gold if value.get("opt")]
    right = sum(any(_alike(words, value) for value in sure) for words in predicted)
    excused = sum(
        not any(_alike(words, value) for value in sure) and any(_alike(words, value) for value in optional)
        for words in predicted
    )
    found = sum(any(_alike(words, value) for words in predicted) for value in sure)
    return Count(right, len(predicted) - excused, found, len(sure))


def _names(name: str, slots: Slots) -> set[str]:
    if name == "modality":
        return {value.norm.value for value in slots.modalities}
    if name == "transfer":
        return {value.law for value in slots.transfers}
    return {value.kind for value in (slots.penalties if name == "penalty" else slots.measures)}


def _sets(name: str, predicted: set[str], gold: Sequence[Row]) -> Count:
    key = "law" if name == "transfer" else "norm"
    named = [(value.get(key) or value.get("norm") or "", value.get("opt")) for value in gold]
    optional = {value for value, opt in named if opt} | ALWAYS_OPTIONAL.get(name, set())
    sure = {value for value, opt in named if not opt} - ALWAYS_OPTIONAL.get(name, set())
    given = predicted - (optional - sure)
    return Count(len(given & sure), len(given), len(given & sure), len(sure))


def _value(value: Amount | Period) -> Row:
    if isinstance(value, Amount):
        number = [None if end is None else float(end) for end in (value.low, value.high)]
        return {"key": (*number, value.unit, "罚款" if value.fine else "其他"), "value": value, "q": value.text}
    if "以下" in value.text and value.low == value.high:  # the gold writes 五日以下 as open below
        return {"key": (None, float(value.high), value.unit), "value": value, "q": value.text}
    upper = None if value.low == value.high else float(value.high)
    return {"key": (float(value.low), upper, value.unit), "value": value, "q": value.text}


def _gold_key(name: str, row: Row) -> tuple[Any, ...]:
    number = lambda value: None if value is None else float(value)  # noqa: E731
    if name == "amounts":
        return (number(row["lo"]), number(row["hi"]), row["unit"], row["for"])
    return (number(row["n"]), number(row.get("n2")), row["unit"])


def _values(predicted: list[Row], gold: Sequence[Row], name: str) -> Count:
    pairs = _pairs(predicted, gold, name)
    hit = sum(not gold[j].get("opt") for _, j in pairs)
    excused = len(pairs) - hit
    return Count(hit, len(predicted) - excused, hit, sum(not value.get("opt") for value in gold))


def _pairs(predicted: list[Row], gold: Sequence[Row], name: str) -> list[tuple[int, int]]:
    """One to one by value, values that must be found first."""
    left = sorted(range(len(gold)), key=lambda j: bool(gold[j].get("opt")))
    pairs = []
    for i, value in enumerate(predicted):
        match = next((j for j in left if _gold_key(name, gold[j]) == value["key"]), None)
        if match is not None:
            left.remove(match)
            pairs.append((i, match))
    return pairs


def _figures(counts: Sequence[Count], files: Sequence[str]) -> Row:
    by_file: dict[str, list[Count]] = defaultdict(list)
    for file, count in zip(files, counts, strict=True):
        by_file[file].append(count)
    groups = [sum(values, Count()) for values in by_file.values()]
    chance = random.Random(1)
    draws = [_rates(sum(chance.choices(groups, k=len(groups)), Count())) for _ in range(ROUNDS)]
    precision, recall = _rates(sum(groups, Count()))
    total = sum(groups, Count())
    return {
        "precision": precision,
        "precision_95": _interval([p for p, _ in draws]),
        "recall": recall,
        "recall_95": _interval([r for _, r in draws]),
        "predicted": total.predicted,
        "gold": total.gold,
    }


def _seen(row: Row) -> bool:
    """Whether the document is of the half that may be looked at."""
    return int(sha1(row["file"].encode(), usedforsecurity=False).hexdigest(), 16) % 2 == 0


def _held_out(counts: Sequence[Count], rows: Sequence[Row]) -> tuple[float, float]:
    """Precision and recall on the other half."""
    return _rates(sum((count for count, row in zip(counts, rows, strict=True) if not _seen(row)), Count()))


def _rates(count: Count) -> tuple[float, float]:
    return (
        round(count.right / count.predicted, 4) if count.predicted else 1.0,
        round(count.found / count.gold, 4) if count.gold else 1.0,
    )


def _interval(values: Iterable[float]) -> list[float]:
    ordered = sorted(values)
    return [ordered[int(0.025 * len(ordered))], ordered[int(0.975 * len(ordered))]]


def _aside(rows: Sequence[Row], found: Sequence[Slots]) -> Row:
    """Among hits: inclusive ends and basis of amounts, bound and meaning of periods."""
    asked: dict[str, list[bool]] = defaultdict(list)
    for row, slots in zip(rows, found, strict=True):
        for name in VALUES:
            predicted = [_value(v) for v in getattr(slots, name)]
            gold = row["slots"][name]
            for i, j in _pairs(predicted, gold, name):
                for what, right in _asides(name, predicted[i]["value"], gold[j]):
                    asked[what].append(right)
    return {what: {"share": round(sum(right) / len(right), 4), "n": len(right)} for what, right in asked.items()}


def _asides(name: str, value: Any, gold: Row) -> list[tuple[str, bool]]:
    if name == "periods":
        return [("bound", value.bound.value == gold["bound"]), ("meaning", value.meaning.value == gold["meaning"])]
    ends = (value.low is None or value.low_included == gold["lo_inc"]) and (
        value.high is None or value.high_included == gold["hi_inc"]
    )
    basis = gold.get("basis")
    return [
        ("included", ends),
        ("basis", _alike(value.basis, basis) if basis and value.basis else not basis and not value.basis),
    ]


def _show(name: str, rows: Sequence[Row], found: Sequence[Slots], texts: Sequence[tuple[str, str]]) -> None:
    for row, slots, (lead_in, text) in zip(rows, found, texts, strict=True):
        count = _count(name, row, slots)
        if not _seen(row) or (count.right == count.predicted and count.found == count.gold):
            continue
        print(row["id"], (lead_in + text)[:260].replace("\n", "⏎").replace("\r", ""))
        if name in OVERLAP:
            given: list[Any] = [phrase.text for phrase in getattr(slots, OVERLAP[name])]
        elif name in SETS:
            given = sorted(_names(name, slots))
        else:
            given = [(_value(v)["key"], v.text) for v in getattr(slots, name)]
        print("   given", given)
        print("   gold ", [(v.get("norm") or v.get("law") or v.get("q"), "opt" if v.get("opt") else "") if name not in VALUES
                           else (_gold_key(name, v), v["q"], "opt" if v.get("opt") else "") for v in row["slots"][name]])  # fmt: skip


def _compare_runs(rows: Sequence[Row], counts: dict[str, list[Count]], before: Path | None, after: Path | None) -> None:
    now = {
        f"{row['id']}:{name}": count.right == count.predicted and count.found == count.gold
        for name, values in counts.items()
        for row, count in zip(rows, values, strict=True)
    }
    if before and before.is_file():
        then = json.loads(before.read_text(encoding="utf-8"))
        print("gained", sorted(key for key, right in now.items() if right and then.get(key) is False))
        print("lost", sorted(key for key, right in now.items() if not right and then.get(key)))
    if after:
        after.write_text(json.dumps(now, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
