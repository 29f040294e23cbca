"""How often the aligner finds what was done to a law: ``python -m benchmarks.alignment --data DIR``.

Truth by construction: real laws (Markdown below DIR) get seeded edits — articles inserted (taken from another law),
deleted, reworded, moved, split, merged — and are numbered anew, references to own articles included. An edited article
counts as right when its set of pairs and their kind are exactly those made; likewise each article left alone. ``--misses``
writes the ids of the wrong ones and, if the file exists, first says which were gained and lost. Then the concordances
measured in domain.md 1.6 (``--library``: a library home that holds both texts). The last line is JSON.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from lawcheck.alignment import ArticleText, align_articles
from lawcheck.document import Number, format_numeral, parse
from lawcheck.laws import open_library
from lawcheck.readers import read

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

from benchmarks.folders import folder_with_files, in_words  # noqa: E402  (a script: only its own folder is on the path)

SEED = 20261122
EDITED = 0.35  # share of articles that an edit touches
MOST = 1 / 3  # share of the characters of an article that rewording replaces
LEAST = 15  # articles of a law that takes part
_OWN = re.compile(r"(?<=本法)第([零一二三四五六七八九十百千]+)条|(?<=本条例)第([零一二三四五六七八九十百千]+)条")
_SENTENCE = re.compile(r"(?<=[。；\n])")
_CLAUSE = re.compile(r"[^，。；：、\n]{4,20}(?=[，。；])")
KNOWN = {  # domain.md 1.6: old → new article numbers, measured and read by a person
    ("立法法", 2015, 2023): {8: 11, 9: 12, 61: 65, 72: 81, 73: 82, 75: 85, 80: 91, 82: 93, 93: 104, 96: 107, 97: 108,
                          98: 109, 99: 110, 100: 112, 104: 119},
    ("各级人民代表大会常务委员会监督法", 2006, 2024): {28: 38, 29: 40, 30: 39, 31: 41},
    ("治安管理处罚法", 2012, 2025): {23: 26, 50: 61, 59: 71, 75: 89},
    ("网络安全法", 2016, 2025): {21: 23, 24: 26, 40: 42, 47: 49, 59: 61},
    ("反垄断法", 2007, 2022): {8: 10, 32: 39, 33: 41, 37: 45},
}  # fmt: skip

Truth = dict[int, tuple[frozenset[int], str]]


class Case(NamedTuple):
    """A law, its edited text, and for each old position the new positions and the kind; ``added`` new positions."""

    name: str
    old: list[ArticleText]
    new: list[ArticleText]
    truth: Truth
    added: set[int]


class Piece(NamedTuple):
    """An article of the edited law: the old positions it comes from (none: added) and the edit."""

    origins: tuple[int, ...]
    text: str
    kind: str


def laws(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Name and article texts of every law of enough articles."""
    for path in sorted(folder.rglob("*.md")):
        texts = [unit.full_text for unit in parse(read(path)).articles]
        if len(texts) >= LEAST and len(set(texts)) == len(texts):
            yield path.stem, texts


def edited(name: str, texts: Sequence[str], foreign: Sequence[str], chance: random.Random) -> Case:
    """One law with seeded edits, numbered anew."""
    pieces: list[Piece] = []
    moved: list[Piece] = []
    at = 0
    while at < len(texts):
        at += edit(at, texts, foreign, chance, pieces, moved)
    for piece in moved:
        pieces.insert(far_away(piece.origins[0], len(pieces), chance), piece)
    return numbered(name, texts, pieces)


def far_away(origin: int, size: int, chance: random.Random) -> int:
    """A place at least five articles off, else the move is none."""
    places = [p for p in range(size + 1) if abs(p - origin) >= 5]
    return chance.choice(places) if places else size


def edit(
    at: int,
    texts: Sequence[str],
    foreign: Sequence[str],
    chance: random.Random,
    pieces: list[Piece],
    moved: list[Piece],
) -> int:
    """Append what becomes of the article at ``at``; returns how many old articles were used up."""
    text = texts[at]
    kind = chance.choice(["added", "deleted", "reworded", "moved", "split", "merged"])
    if chance.random() > EDITED:
        kind = "same"
    if kind == "added":
        pieces.append(Piece((), chance.choice(foreign), "added"))
    elif kind == "deleted":
        return 1
    elif kind == "reworded":
        return add(pieces, Piece((at,), reworded(text, foreign, chance), "reworded"))
    elif kind == "moved":
        moved.append(Piece((at,), text, "moved"))
        return 1
    elif kind == "split" and (parts := halves(text)):
        pieces += [Piece((at,), part, "split") for part in parts]
        return 1
    elif kind == "merged" and at + 1 < len(texts):
        pieces.append(Piece((at, at + 1), f"{text}\n{texts[at + 1]}", "merged"))
        return 2
    return add(pieces, Piece((at,), text, "same"))


def add(pieces: list[Piece], piece: Piece) -> int:
    """Append one, one old article used."""
    pieces.append(piece)
    return 1


def halves(text: str) -> list[str]:
    """The text in two at the sentence nearest its middle; nothing for a short one."""
    sentences = _SENTENCE.split(text)
    cuts = [len("".join(sentences[:n])) for n in range(1, len(sentences))]
    cut = min(cuts, key=lambda c: abs(c - len(text) / 2), default=0)
    parts = [text[:cut].strip(), text[cut:].strip()]
    return parts if min(map(len, parts)) >= 25 else []


def reworded(text: str, foreign: Sequence[str], chance: random.Random) -> str:
    """Clauses replaced by clauses of another law, a third of the characters at most; at least something changed."""
    clauses = list(_CLAUSE.finditer(text))
    strange = _CLAUSE.findall(chance.choice(foreign)) or ["国家另有规定的"]
    chance.shuffle(clauses)
    chosen: list[re.Match[str]] = []
    for match in clauses:
        if sum(len(m[0]) for m in [*chosen, match]) <= len(text) * MOST:
            chosen.append(match)
    if not chosen:
        return f"{text}具体办法由国务院规定。"
    for match in sorted(chosen, key=lambda m: -m.start()):
        text = text[: match.start()] + chance.choice(strange) + text[match.end() :]
    return text


def numbered(name: str, texts: Sequence[str], pieces: Sequence[Piece]) -> Case:
    """Numbers from one, own references following, and the truth."""
    places: dict[int, list[int]] = {}
    for position, piece in enumerate(pieces):
        for origin in piece.origins:
            places.setdefault(origin, []).append(position)
    new = [ArticleText(Number(n + 1), follow(p.text, places)) for n, p in enumerate(pieces)]
    truth: Truth = {}
    for at, text in enumerate(texts):
        positions = places.get(at, [])
        kind = pieces[positions[0]].kind if positions else "deleted"
        if kind == "same":
            kind = "kept" if new[positions[0]].text == text else "reworded"
        truth[at] = (frozenset(positions), kind)
    old = [ArticleText(Number(n + 1), text) for n, text in enumerate(texts)]
    return Case(name, old, new, truth, {n for n, p in enumerate(pieces) if not p.origins})


def follow(text: str, places: dict[int, list[int]]) -> str:
    """References to own articles with the new numbers."""
    values = {format_numeral(at + 1): format_numeral(found[0] + 1) for at, found in places.items()}
    return _OWN.sub(lambda m: f"第{values.get(m[1] or m[2], m[1] or m[2])}条", text)


_KINDS = {"same": "kept", "renumbered": "kept"}


def wrong(case: Case) -> Iterator[tuple[str, str, bool]]:
    """Kind, id and whether it was found, for each old article and each added one."""
    found: dict[int, set[int]] = {}
    kinds: dict[int, str] = {}
    added = set()
    for pair in align_articles(case.old, case.new):
        if pair.old is None and pair.new is not None:
            added.add(pair.new.value - 1)
        elif pair.old is not None:
            at = pair.old.value - 1
            found.setdefault(at, set()).update({pair.new.value - 1} if pair.new else set())
            kinds[at] = _KINDS.get(pair.kind, pair.kind)
    for at, (positions, kind) in case.truth.items():
        yield kind, f"{case.name}:{at + 1}:{kind}", found[at] == positions and kinds[at] == kind
    for position in sorted(case.added):
        yield "added", f"{case.name}:+{position + 1}:added", position in added


def concordance(home: Path) -> tuple[int, int]:
    """Known pairs of domain.md 1.6 found, and all of them."""
    library, right, total = open_library(home), 0, 0
    for (title, before, after), known in KNOWN.items():
        versions = {v.adopted.year: v for v in library.versions(library.find_title(title)[0].law_id) if v.adopted}
        texts = [
            [ArticleText(a.number, a.text) for a in library.articles(versions[year].version_id) if a.number]
            for year in (before, after)
        ]
        pairs = {(p.old.value, p.new.value) for p in align_articles(*texts) if p.old and p.new}
        missing = set(known.items()) - pairs
        total, right = total + len(known), right + len(known) - len(missing)
        print(f"{title} {before} → {after}: {len(known) - len(missing)} of {len(known)}", *sorted(missing))
    return right, total


def report(path: Path | None, misses: list[str]) -> None:
    """Gains and losses against the file of the last run, then the file of this one."""
    if path is None:
        return
    before = set(path.read_text(encoding="utf-8").split("\n")) - {""} if path.is_file() else set(misses)
    print("gained:", *sorted(before - set(misses))[:40])
    print("lost:", *sorted(set(misses) - before)[:40])
    path.write_text("\n".join([*misses, ""]), encoding="utf-8")


@in_words()
def main() -> None:
    """The command line."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=folder_with_files, required=True)
    options.add_argument("--library", type=Path)
    options.add_argument("--misses", type=Path, help="file of ids")
    options.add_argument("--limit", type=int, default=400, help="laws")
    given = options.parse_args()
    held = list(laws(given.data))
    chance = random.Random(SEED)
    chance.shuffle(held)
    held = held[: given.limit]
    total: Counter[str] = Counter()
    right: Counter[str] = Counter()
    misses: list[str] = []
    for index, (name, texts) in enumerate(held):
        case = edited(name, texts, held[index - 1][1], chance)
        for kind, miss, good in wrong(case):
            total[kind] += 1
            right[kind] += good
            misses += [] if good else [miss]
    report(given.misses, misses)
    shares = {kind: round(right[kind] / total[kind], 4) for kind in sorted(total)}
    for kind in sorted(total):
        print(f"{kind:10} {right[kind]:6} of {total[kind]:6}  {shares[kind]:.4f}")
    summary = {"laws": len(held), "articles": sum(total.values()), **shares,
               "all": round(sum(right.values()) / sum(total.values()), 4)}  # fmt: skip
    if given.library:
        summary["concordance"], summary["concordance_known"] = concordance(given.library)
    print(json.dumps(summary, ensure_ascii=False))


if __name__ == "__main__":
    main()
