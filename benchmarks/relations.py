"""Relation labels: seeded changes of near copies must be told for what they are, untouched near copies must not alarm.

``python benchmarks/relations.py --data DIR [--gold FILE] [--seed N] [--show N]``

* Untouched: the clauses of ``gold/near-copy-clause.jsonl`` against the articles that they restate; share labelled
  疑似抵触.
* Changed: the same clauses, and clauses of ``laws/`` taken over word for word (本法 → 本条例) since near copies hold few
  fines and periods; one change each, at a place where the words around stand in both texts: 应当 → 可以, a fine raised or
  lowered, a period made longer or shorter, another organ, an exception removed, an 项 added. A change is told right if
  the pair gets its label, or, where the untouched pair already had a graver one, if a difference with that label names
  the changed words (reported apart as ``strict``, where only the label of the pair counts).
* ``--gold``: hand-read pairs by reference (``benchmarks/relations_gold.py``): agreement, and what was refused by label.

Gains and losses by id against the previous run are listed if ``--before FILE`` names its output of ``--after FILE``.
Ends with one line of JSON.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from math import sqrt
from pathlib import Path
from time import process_time
from typing import Any, NamedTuple

from relations_gold import agreement, by_id, gold_pairs, judge, show

from lawcheck.comparison import Comparison, Relation, compare_clauses
from lawcheck.document import format_numeral, parse, parse_numeral

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

from benchmarks.folders import file_or_folder, folder_with_files, in_words  # noqa: E402  (a script: only its own folder is on the path)

LEAST = 150  # changed pairs of each kind, topped up with clauses of the laws
NUMERAL = r"[一二三四五六七八九十百千万两]+"
ORGANS = (
    "公安机关",
    "市场监督管理部门",
    "生态环境主管部门",
    "教育行政部门",
    "交通运输主管部门",
    "卫生健康主管部门",
    "水行政主管部门",
    "农业农村主管部门",
    "民政部门",
)
_OTHER = {organ: ("公安机关" if organ != "公安机关" else "卫生健康主管部门") for organ in ORGANS}


class Pair(NamedTuple):
    """A lower clause and the higher text it restates."""

    id: str
    lower: str
    upper: str


class Change(NamedTuple):
    """A changed lower clause: kind of change, what the pair must be called, the new words (empty: words were removed)."""

    pair: Pair
    kind: str
    expected: Relation
    words: str


@in_words()
def main() -> None:
    """Measure and print."""
    arguments = _arguments()
    near = list(_near_copies(arguments.data / "gold" / "near-copy-clause.jsonl"))
    start = process_time()
    untouched = {pair.id: compare_clauses(pair.lower, pair.upper) for pair in near}
    seconds = (process_time() - start) / len(near)
    changes = list(_changes(near, arguments.data / "laws", random.Random(arguments.seed)))
    results = [(change, compare_clauses(change.pair.lower, change.pair.upper)) for change in changes]
    figures: dict[str, Any] = {
        "near_copies": len(near),
        "untouched_conflict": _share(sum(c.relation is Relation.CONFLICT for c in untouched.values()), len(near)),
        "untouched_labels": dict(Counter(c.relation.value for c in untouched.values())),
        "changes": _by_kind(results),
        "right": _share(sum(_right(*result) for result in results), len(results)),
        "strict": _share(sum(c.relation is change.expected for change, c in results), len(results)),
        "clauses_per_second": round(1 / seconds),
    }
    _show([result for result in results if not _right(*result)], arguments.show)
    outcomes = {_key(change): _right(change, c) for change, c in results}
    if arguments.gold:
        judged = judge(gold_pairs(arguments.gold, arguments.data))
        show(judged, arguments.show)
        figures["gold"] = agreement(judged)
        outcomes |= by_id(judged)
    _compare_runs(outcomes, arguments.before, arguments.after)
    print(json.dumps(figures, ensure_ascii=False))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--data", type=folder_with_files, required=True)
    parser.add_argument("--gold", type=file_or_folder, help="hand-checked pairs")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=0, help="wrong ones to print")
    parser.add_argument("--before", type=Path)
    parser.add_argument("--after", type=Path)
    return parser.parse_args()


def _near_copies(path: Path) -> Iterator[Pair]:
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield Pair(row["id"], row["clause"], row["gold_text"])


def _copies(folder: Path, chance: random.Random) -> Iterator[Pair]:
    """Clauses of laws as a local regulation would take them over."""
    files = sorted(folder.rglob("*.md"))
    chance.shuffle(files)
    for path in files:
        document = parse(path.read_text(encoding="utf-8"))
        clauses = list(document.clauses)
        chance.shuffle(clauses)
        for clause in clauses[:25]:
            text = clause.full_text
            if 30 <= len(text) <= 600:
                yield Pair(f"{path.name}#{clause.eid}", text.replace("本法", "本条例"), text)


def _changes(near: list[Pair], laws: Path, chance: random.Random) -> Iterator[Change]:
    items = [words for pair in near for words in _items(pair.lower)]
    makers: dict[str, Callable[[Pair], Change | None]] = {
        "modality": lambda pair: _modality(pair, chance),
        "fine": lambda pair: _fine(pair, chance),
        "period": lambda pair: _period(pair, chance),
        "organ": lambda pair: _organ(pair, chance),
        "exception": _exception,
        "item": lambda pair: _item(pair, items, chance),
    }
    counts: Counter[str] = Counter()
    for pair in near:
        for kind, make in makers.items():
            if (change := make(pair)) is not None:
                counts[kind] += 1
                yield change
    for pair in _copies(laws, chance):
        wanted = [kind for kind in makers if counts[kind] < LEAST]
        if not wanted:
            return
        for kind in wanted:
            if (change := makers[kind](pair)) is not None:
                counts[kind] += 1
                yield change
                break


def _places(pattern: str, pair: Pair) -> list[re.Match[str]]:
    """Matches in the lower text whose words stand, with a few around them, in the higher text too."""
    return [
        found
        for found in re.finditer(pattern, pair.lower)
        if pair.lower[max(found.start() - 3, 0) : found.end() + 4] in pair.upper
    ]


def _replaced(pair: Pair, start: int, end: int, words: str) -> Pair:
    return pair._replace(lower=pair.lower[:start] + words + pair.lower[end:])


def _modality(pair: Pair, chance: random.Random) -> Change | None:
    places = _places(r"(?<!申报|知道)应当(?![^，。；]{0,12}(?:而未|的(?!罚款)[^，。；]*的，))", pair)
    if not places or "可以" in pair.lower:
        return None
    found = chance.choice(places)
    return Change(_replaced(pair, *found.span(), "可以"), "modality", Relation.RELAXED, "可以")


def _fine(pair: Pair, chance: random.Random) -> Change | None:
    places = _places(rf"({NUMERAL})元以上({NUMERAL})元以下(?=的?罚款)", pair)
    if not places:
        return None
    found = chance.choice(places)
    low, high = (parse_numeral(found[n]) or 0 for n in (1, 2))
    if chance.random() < 0.5:
        words = f"{found[1]}元以上{format_numeral(high * 2)}元以下"
        return Change(_replaced(pair, *found.span(), words), "fine", Relation.HEAVIER, words)
    words = f"{format_numeral(max(low // 2, 1))}元以上{found[2]}元以下"
    return Change(_replaced(pair, *found.span(), words), "fine", Relation.LIGHTER, words)


def _period(pair: Pair, chance: random.Random) -> Change | None:
    places = _places(rf"({NUMERAL})(日|个工作日|个月|年)内(?![^，。；]{{0,6}}(?:不得|禁止|不受理|不能|不再|有))", pair)
    places = [p for p in places if pair.lower[p.start() - 1] not in "第月零一二三四五六七八九十百〇"]
    if not places:
        return None
    found = chance.choice(places)
    value = parse_numeral(found[1]) or 0
    if value < 2 or chance.random() < 0.5:
        words = f"{format_numeral(value * 2)}{found[2]}内"
        return Change(_replaced(pair, *found.span(), words), "period", Relation.RELAXED, words)
    words = f"{format_numeral(value // 2)}{found[2]}内"
    return Change(_replaced(pair, *found.span(), words), "period", Relation.HEAVIER, words)


def _organ(pair: Pair, chance: random.Random) -> Change | None:
    places = _places(r"(?<=[由向])(?:" + "|".join(ORGANS) + ")(?=[责依给处予会按根对报负审制批核提备申举说登])", pair)
    if not places:
        return None
    found = chance.choice(places)
    words = _OTHER[found[0]]
    return Change(_replaced(pair, *found.span(), words), "organ", Relation.CONFLICT, words)


def _exception(pair: Pair) -> Change | None:
    places = _places(
        r"除[^，。；]{2,60}(?:以外|外)，(?![^，。；]{0,16}(?:还|也|并))|(?<=。)但[^。；]{2,60}除外。|；?，?但(?:是)?，?[^。；，]{2,60}的除外",
        pair,
    )
    if not places:
        return None
    found = places[0]
    return Change(_replaced(pair, *found.span(), ""), "exception", Relation.HEAVIER, "")


def _items(text: str) -> list[str]:
    return [
        words
        for words in re.findall(r"（[一二三四五六七八九十]+）([^（；。]{8,60})[；。]", text)
        if "其他" not in words
    ]


def _item(pair: Pair, items: list[str], chance: random.Random) -> Change | None:
    own = re.findall(r"（[一二三四五六七八九十]+）[^（；。]{6,}；", pair.lower)
    kept = [item for item in own if item[3:12] in pair.upper]
    if len(kept) < 2 or not items:
        return None
    words = chance.choice(items)
    place = pair.lower.index(kept[-1]) + len(kept[-1])
    if words[:10] in pair.upper or words in pair.lower:
        return None
    line = "\n" if "\n（" in pair.lower else ""
    return Change(_replaced(pair, place, place, f"{line}（十九）{words}；"), "item", Relation.ADDED, words)


def _right(change: Change, found: Comparison) -> bool:
    if found.relation is change.expected:
        return True
    graver = found.relation.order < change.expected.order
    return graver and any(
        d.relation is change.expected and (change.words in d.lower if change.words else not d.lower)
        for d in found.differences
    )


def _by_kind(results: list[tuple[Change, Comparison]]) -> dict[str, Any]:
    kinds: dict[str, list[bool]] = defaultdict(list)
    for change, found in results:
        kinds[change.kind].append(_right(change, found))
    return {kind: _share(sum(right), len(right)) for kind, right in kinds.items()}


def _share(part: int, whole: int) -> dict[str, float]:
    """Share with its 95 % interval (Wilson)."""
    if not whole:
        return {"n": 0}
    share, z = part / whole, 1.96
    middle = (share + z * z / (2 * whole)) / (1 + z * z / whole)
    half = z * sqrt(share * (1 - share) / whole + z * z / (4 * whole * whole)) / (1 + z * z / whole)
    return {"share": round(share, 4), "low": round(middle - half, 4), "high": round(middle + half, 4), "n": whole}


def _key(change: Change) -> str:
    return f"{change.kind}:{change.pair.id}"


def _show(wrong: list[tuple[Change, Comparison]], number: int) -> None:
    for change, found in wrong[:number]:
        print(
            f"{change.kind} {change.pair.id}: {change.expected.value} expected, {found.relation.value} given; {change.words}"
        )
        print("   lower", change.pair.lower[:300].replace("\n", "⏎"))
        print("   upper", change.pair.upper[:300].replace("\n", "⏎"))
        print("   ", found.key_points)


def _compare_runs(now: dict[str, bool], before: Path | None, after: Path | None) -> None:
    if before and before.is_file():
        then = json.loads(before.read_text(encoding="utf-8"))
        print("gained", sorted(k for k, right in now.items() if right and then.get(k) is False))
        print("lost", sorted(k for k, right in now.items() if not right and then.get(k)))
    if after:
        after.write_text(json.dumps(now, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
