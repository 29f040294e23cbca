"""Do comments find their clause in the next version? ``python -m benchmarks.reanchoring --data DIR``.

Truth by construction: real laws (Markdown below DIR) with the seeded edits of :mod:`benchmarks.alignment` (articles
inserted, deleted, reworded, moved, split, merged, numbered anew, references following). On every old article stand
comments: one on the whole article, one on each 款 of an article left alone, and two that mark 8 and 20 characters
somewhere. Right means: the verdict made, and exactly the targets made (with marked words that live on: the piece of a split
that holds them, at those words). ``silent`` counts comments whose place or text changed while the verdict says 未变, or
whose text changed while it says 移动; a reference that follows the new numbers is no change. Then
the clauses of a written consultation with a person's verdicts, real version pairs (``--library``), and the time of 50,000 comments on one draft. The last line
is JSON.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import yaml

from benchmarks.alignment import KNOWN, Case, edited, laws
from benchmarks.folders import folder_with_files, in_words
from lawcheck.alignment import same_text
from lawcheck.comments import Anchor, Comment, Reanchored, Verdict, anchor_at, reanchor
from lawcheck.document import Document, Unit, format_numeral, parse
from lawcheck.laws import open_library
from lawcheck.readers import read

SEED = 20261122
MARKED = (8, 20)  # characters of a quote
MANY = 50_000
_VERDICTS = {"kept": None, "moved": None, "reworded": Verdict.REWORDED, "split": Verdict.SPLIT,
             "merged": Verdict.MERGED, "deleted": Verdict.DELETED}  # fmt: skip
_NUMBERS = re.compile(r"第[零〇一二三四五六七八九十百千\d]+条|\s")


class Wish(NamedTuple):
    """A comment and what should become of it; ``words`` the marked words that live on verbatim (empty: not checked)."""

    comment: Comment
    verdict: Verdict
    targets: frozenset[str]
    words: str = ""


def document(case: Case, side: str) -> Document:
    """One side of a case as a parsed draft, articles by position."""
    articles = case.old if side == "old" else case.new
    lines = [f"第{format_numeral(n)}条　{a.text}" for n, a in enumerate(articles, 1)]
    return parse("\n".join(lines))


def wishes(case: Case, old: Document, new: Document, chance: random.Random) -> Iterator[Wish]:
    """The comments on a law and their truth."""
    for at, unit in enumerate(old.articles):
        positions, kind = case.truth[at]
        targets = frozenset(f"art_{p + 1}" for p in positions)
        verdict = _verdict(kind, unit.eid, targets, new)
        if kind == "reworded" and _plain(case.old[at].text) == _plain(case.new[min(positions)].text):
            verdict = _verdict("kept", unit.eid, targets, new)  # only a number inside followed
        yield Wish(_comment(anchor_at(old, unit.eid)), verdict, targets)
        for size in MARKED:
            yield from _marked(case, old, new, unit, size, chance, Wish(_comment(Anchor("")), verdict, targets))
        if kind in ("kept", "moved"):
            yield from _paragraphs(old, unit, next(iter(targets)), new)


def _verdict(kind: str, eid: str, targets: frozenset[str], new: Document) -> Verdict:
    return _VERDICTS[kind] or (Verdict.UNCHANGED if targets == {eid} else Verdict.MOVED)


def _plain(text: str) -> str:
    return _NUMBERS.sub("", text)


def _marked(
    case: Case, old: Document, new: Document, unit: Unit, size: int, chance: random.Random, truth: Wish
) -> Iterator[Wish]:
    """A comment on ``size`` characters; marked words that live on name the piece that holds them."""
    text = unit.full_text
    if len(text) < size:
        return
    start = chance.randrange(len(text) - size + 1)
    anchor = anchor_at(old, unit.eid, text[start : start + size], start)
    holding = frozenset(eid for eid in truth.targets if anchor.quote in new.by_eid[eid].full_text)
    targets = holding or truth.targets
    if truth.verdict is Verdict.SPLIT and not holding:
        return  # the cut goes through the marked words: either piece may be called right
    yield Wish(_comment(anchor), truth.verdict, targets, anchor.quote if holding else "")


def _paragraphs(old: Document, unit: Unit, target: str, new: Document) -> Iterator[Wish]:
    other = new.by_eid[target]
    if len(unit.children) == len(other.children):
        for a, b in zip(unit.children, other.children, strict=True):
            yield Wish(
                _comment(anchor_at(old, a.eid)), _verdict("kept", a.eid, frozenset({b.eid}), new), frozenset({b.eid})
            )


def _comment(anchor: Anchor) -> Comment:
    return Comment("c", "意见", anchor=anchor)


def right(wish: Wish, found: Reanchored) -> bool:
    """Verdict, targets and, where marked words live on, the words."""
    targets = set() if found.verdict is Verdict.DELETED and found.how == "parent" else set(found.targets)
    words = not wish.words or found.new_text[slice(*found.quote)] == wish.words
    return found.verdict is wish.verdict and targets == wish.targets and words


def silent(wish: Wish, found: Reanchored) -> bool:
    """A place or a text that changed without a word."""
    if found.verdict not in (Verdict.UNCHANGED, Verdict.MOVED):
        return False
    anchor = wish.comment.anchor
    moved = anchor is not None and found.verdict is Verdict.UNCHANGED and found.targets != (anchor.eid,)
    return moved or not same_text(_plain(found.old_text), _plain(found.new_text))


def sample(folder: Path) -> tuple[int, int]:
    """Clauses of the written consultation with the right verdict and targets, and all."""
    old, new = (parse(read(folder / name)) for name in ("draft.docx", "draft-v2.docx"))
    truth = yaml.safe_load((folder / "changes-truth.yaml").read_text("utf-8"))["units"]
    comments = [Comment(row["old"], "", chosen=(row["old"],)) for row in truth]
    found = {r.comment_id: r for r in reanchor(comments, old, new)}
    pairs = ((row, found[row["old"]]) for row in truth)
    good = (
        f.verdict == r["verdict"] and set(f.targets if f.how != "parent" else ()) == set(r["new"]) for r, f in pairs
    )
    return sum(good), len(truth)


def concordance(home: Path) -> tuple[int, int, int]:
    """Real version pairs: comments on articles whose new number a person read (domain.md 1.6) that go there, all of them,
    and silent moves among comments on every article of those laws."""
    library, good, total, unsaid = open_library(home), 0, 0, 0
    for (title, before, after), known in KNOWN.items():
        versions = {v.adopted.year: v for v in library.versions(library.find_title(title)[0].law_id) if v.adopted}
        old, new = (
            parse("\n".join(f"{a.label}　{a.text}" for a in library.articles(versions[year].version_id)))
            for year in (before, after)
        )
        asked = [_comment(anchor_at(old, unit.eid)) for unit in old.articles]
        for comment, found in zip(asked, reanchor(asked, old, new), strict=True):
            eid = comment.anchor.eid if comment.anchor else ""
            number = int(eid.split("_")[1].split("-")[0])
            if number in known and eid == f"art_{number}":
                total, good = total + 1, good + (f"art_{known[number]}" in found.targets)
            unsaid += silent(Wish(comment, found.verdict, frozenset()), found)
    return good, total, unsaid


def speed(held: list[tuple[str, list[str]]], chance: random.Random) -> float:
    """Seconds of processor time for 50,000 comments, all different, on the law nearest to 60 articles."""
    index = min(range(len(held)), key=lambda n: abs(len(held[n][1]) - 60))
    case = edited(*held[index], held[index - 1][1], chance)
    old, new = document(case, "old"), document(case, "new")
    comments = []
    while len(comments) < MANY:
        unit = chance.choice(old.articles)
        start = chance.randrange(max(1, len(unit.full_text) - 6))
        comments.append(
            _comment(anchor_at(old, unit.eid, unit.full_text[start : start + chance.randint(6, 30)], start))
        )
    begun = time.process_time()
    reanchor(comments, old, new)
    return time.process_time() - begun


@in_words()
def main() -> None:
    """The command line."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=folder_with_files, required=True)
    options.add_argument("--sample", type=Path, default=Path("corpus/samples/consultation"))
    options.add_argument("--library", type=Path, help="a home that holds several versions of laws")
    options.add_argument("--limit", type=int, default=150, help="laws")
    options.add_argument("--misses", type=int, default=0, help="misses to print")
    given = options.parse_args()
    held = list(laws(given.data))
    chance = random.Random(SEED)
    chance.shuffle(held)
    held = held[: given.limit]
    total: Counter[str] = Counter()
    good: Counter[str] = Counter()
    unsaid, shown = 0, 0
    for index, (name, texts) in enumerate(held):
        case = edited(name, texts, held[index - 1][1], chance)
        old, new = document(case, "old"), document(case, "new")
        if len(old.articles) != len(case.old) or len(new.articles) != len(case.new):
            continue  # an article that holds a line 第…条: not what is measured here
        asked = list(wishes(case, old, new, chance))
        for wish, found in zip(asked, reanchor([w.comment for w in asked], old, new), strict=True):
            total[wish.verdict] += 1
            good[wish.verdict] += right(wish, found)
            unsaid += silent(wish, found)
            if not right(wish, found) and shown < given.misses:
                shown += 1
                print(name, wish.comment.anchor and wish.comment.anchor.eid, wish[1:], found)
    for verdict in total:
        print(f"{verdict}  {good[verdict]:6} of {total[verdict]:6}  {good[verdict] / total[verdict]:.4f}")
    known, clauses = sample(given.sample) if given.sample else (0, 0)
    seconds = speed(held, chance)
    real = concordance(given.library) if given.library else (0, 0, 0)
    print(json.dumps({
        "comments": total.total(), "right": round(good.total() / total.total(), 4), "silent_moves": unsaid,
        "sample_right": known, "sample_clauses": clauses,
        "real_pairs_right": real[0], "real_pairs": real[1], "real_pairs_silent": real[2], "cpu_seconds_50000": round(seconds, 2),
    }))  # fmt: skip


if __name__ == "__main__":
    main()
