"""The fourth injector: errors and lawful sentences planted in local regulations, many in each text.

    python benchmarks/fourth_injector.py --data DIR --out DIR [--texts 60] [--seed 1]

Written on 2026-11-23 by an author who had seen only the reference book of the field and the data (regulations below
``local/``, laws below ``laws/``), neither the program nor the other injectors; brought into this form afterwards, with
the same texts for the same seed. ``benchmarks/fourth_injector.yaml`` holds his sentences and words. Likeness of a 款
and a clause of a law is his own version of ``rapidfuzz.fuzz.ratio``.

About one text in eight becomes a normative document, which must say less than a regulation. Each text gets eight to
fourteen errors: departures from a clause that it repeats, sentences that no regulation may hold, wrong words, references,
numbers and days; and three to five lawful sentences with the rules that must not be told of them. Beside the texts stand
``truth.jsonl`` and ``harmless.jsonl``, one planted place a line.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import fourth_injector_citations as citations
from benchmarks import fourth_injector_sentences as sentences
from benchmarks import fourth_injector_structure as structure
from benchmarks import fourth_injector_wording as wording
from benchmarks.folders import folder_with_files, in_words
from benchmarks.fourth_injector_base import MARK, TABLES, Edit, Laws, Text, read
from benchmarks.fourth_injector_copies import departures
from benchmarks.fourth_injector_normative import Document, normative
from benchmarks.fourth_injector_scene import Scene, any_of, read_scene
from benchmarks.fourth_injector_sentences import Tally

Row = dict[str, Any]
EDITS: Mapping[str, Callable[[Scene], Edit | None]] = {**wording.EDITS, **citations.EDITS, **structure.EDITS}
KINDS = (*sentences.KINDS, *EDITS, *sentences.SPECIAL_EDITS)
"""Every kind but the departures, in the order in which they are drawn."""
TIERS: Mapping[str, int] = {rule: tier for tier, rules in TABLES["tiers"].items() for rule in rules}
NOT_CHOSEN = any_of(TABLES["not_chosen"])
BEFORE_REFORM = re.compile("工商行政|环境保护行政|国土资源|质量技术|计划生育|安全生产监督管理部门")
RARE = frozenset({"amount", "period", "exception_removed", "penalty_premise", "penalty_type_added"})
"""Departures that few texts have a place for."""
BY_KIND = frozenset({"amount", "period", "exception_removed"})
"""Departures whose words are different each time, so that the kind is counted and not the words."""
ENOUGH = 8
"""A departure planted so often needs no more than its share."""
NEAR_SHARE = 0.62
"""Share of texts with near copies."""


def tier_of(rules: Sequence[str]) -> int:
    """How hard an error with these rules is to find; one for the comparison is of the third tier.

    >>> tier_of(["W14", "W31"]), tier_of(["F07", "A01"]), tier_of(["3.10", "C07"])
    (3, 1, 3)
    """
    return 3 if rules[0] == "3.10" else min(TIERS.get(rule, 3) for rule in rules)


class Planted(NamedTuple):
    """A text with errors, the rows of the errors, those of the lawful sentences."""

    text: str
    truth: list[Row]
    harmless: list[Row]


def plant_departures(scene: Scene, tally: Tally) -> Iterator[Edit]:
    """Two to five kinds of departures, more where some kinds are still rare."""
    by_kind: defaultdict[str, list[Edit]] = defaultdict(list)
    for edit in departures(scene.text, scene.title, scene.laws):
        by_kind[edit.kind].append(edit)
    taken, most = 0, scene.rng.randint(2, 5)
    for kind in sorted(by_kind, key=lambda kind: (tally.kinds[kind], scene.rng.random())):
        if taken >= most and tally.kinds[kind] >= ENOUGH:
            break
        free = [edit for edit in by_kind[kind] if edit.paragraph not in scene.used]
        if free:
            keys = [0 if kind in BY_KIND else edit.new for edit in free]
            yield tally.least(scene.rng, kind, free, keys)
            taken += 1


def order_of_kinds(scene: Scene, tally: Tally) -> list[str]:
    """The kinds that the text can take, those planted least first, what only normative documents have before all."""
    fitting = {*sentences.kinds_for(scene), *EDITS, *sentences.SPECIAL_EDITS}
    kinds = [kind for kind in KINDS if kind in fitting and not (scene.normative and kind in sentences.NOT_NORMATIVE)]
    chance = {kind: tally.kinds[kind] + scene.rng.random() * 2.2 - 3 * kind.startswith("k_") for kind in kinds}
    return sorted(kinds, key=chance.__getitem__)


def edit_of(scene: Scene, kind: str, tally: Tally) -> Edit | None:
    """An error of the kind, if the text has a place for it."""
    if kind in EDITS:
        edit = EDITS[kind](scene)
        changed = edit and edit.new != scene.text.text[edit.start : edit.end]
        return edit if changed and edit and edit.paragraph not in scene.used else None
    if kind in sentences.SPECIAL_EDITS:
        return sentences.SPECIAL_EDITS[kind](scene, tally)
    return sentences.plain(scene, kind, tally)


def plant_errors(scene: Scene, tally: Tally) -> list[Edit]:
    """The errors of a text: departures first, then other kinds until there are enough."""
    edits: list[Edit] = []

    def take(edit: Edit) -> None:
        edits.append(edit)
        scene.used.add(edit.paragraph)
        tally.kinds[edit.kind] += 1

    wanted = min(scene.rng.randint(8, 14), max(8, len(scene.text.articles) - 7))
    if not scene.normative:
        for edit in plant_departures(scene, tally):
            take(edit)
    for kind in order_of_kinds(scene, tally):
        if len(edits) >= wanted:
            break
        about_day = kind.startswith("t_") or kind == "s_last"
        if about_day and any(edit.kind.startswith("t_") for edit in edits):
            continue
        found = edit_of(scene, kind, tally)
        if found:
            take(found)
    return edits


def plant_harmless(scene: Scene, tally: Tally) -> list[Edit]:
    """Three to five lawful sentences."""
    edits: list[Edit] = []
    wanted, rows = scene.rng.randint(3, 5), list(TABLES["harmless"])
    scene.rng.shuffle(rows)
    for row in sorted(rows, key=lambda row: tally.phrasings["harmless", row["text"]]):
        if len(edits) >= wanted:
            break
        edit = None if sentences.out_of_place(scene, row) else sentences.harmless(scene, row)
        if edit:
            scene.used.add(edit.paragraph)
            tally.phrasings["harmless", row["text"]] += 1
            edits.append(edit)
    return edits


def apply(text: str, edits: Sequence[Edit]) -> tuple[str, list[tuple[Edit, int, int]]]:
    """The text with all edits, and where the planted words of each stand in it, from first to last."""
    parts: list[str] = []
    places: list[tuple[Edit, int, int]] = []
    at = length = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        assert edit.start >= at, (edit.kind, edit.start, at)
        parts += [text[at : edit.start], edit.new]
        length += edit.start - at
        places.append((edit, length + edit.lead, length + len(edit.new)))
        length, at = length + len(edit.new), edit.end
    return "".join(parts) + text[at:], places


def row_of(name: str, edit: Edit, span: tuple[int, int], original: str) -> Row:
    """The row of a planted place."""
    place = {"start": span[0], "end": span[1], "quote": edit.new[edit.lead :]}
    if edit.kind == "harmless":
        return {"file": name, "kind": edit.kind, "not_rules": edit.rules, **place, "original": "", "why": edit.why}
    head = {"file": name, "kind": edit.kind, "rules": edit.rules, "tier": tier_of(edit.rules)}
    return {**head, **place, "original": original, "why": edit.why, **edit.higher}


def plant(name: str, scene: Scene, tally: Tally) -> Planted:
    """Plant errors and lawful sentences in a text."""
    before = scene.text.text
    text, places = apply(before, plant_errors(scene, tally) + plant_harmless(scene, tally))
    rows = [row_of(name, edit, (start, end), before[edit.start : edit.end]) for edit, start, end in places]
    assert all(text[row["start"] : row["end"]] == row["quote"] for row in rows)
    return Planted(
        text, [row for row in rows if row["kind"] != "harmless"], [row for row in rows if row["kind"] == "harmless"]
    )


class Candidate(NamedTuple):
    """A regulation that could be chosen."""

    path: Path
    document: Document
    copies: int
    """How many of its 款 are near copies."""
    rare: int
    """How many kinds of rare departures it has a place for, at most two."""


def is_orderly(text: Text) -> bool:
    """Whether the articles are 20 to 110, numbered without a gap, with a day of taking effect at the end."""
    numbers = [article.number for article in text.articles]
    orderly = 20 <= len(numbers) <= 110 and numbers == list(range(1, len(numbers) + 1))
    return orderly and "施行" in text.articles[-1].lines[0].text


def day_of(path: Path, text: Text) -> str:
    """The day in the name of the file, else the last one above the articles."""
    if named := re.search(r"\d{4}-\d\d-\d\d", path.name):
        return named[0]
    days = re.findall(r"(\d{4})年(\d{1,2})月(\d{1,2})日", text.info)
    return max((f"{year}-{int(month):02d}-{int(day):02d}" for year, month, day in days), default="")


def document_at(path: Path) -> Document | None:
    """The regulation at the path, when errors can be planted in it."""
    raw = path.read_bytes().decode("utf-8").replace("\r\n", "\n")
    heading = re.match("# (.+)", raw)
    title = heading[1].strip() if heading else ""
    if MARK not in raw or not title.startswith(tuple(TABLES["places"])) or NOT_CHOSEN.search(title):
        return None
    text = read(raw)
    day = day_of(path, text)
    return Document(title, raw, day) if is_orderly(text) and day >= "2008" else None


def candidates(data: Path, laws: Laws, rng: Random) -> Iterator[Candidate]:
    """The regulations that could be chosen, in a random order, each title once."""
    paths = sorted((data / "local").rglob("*.md"), key=Path.as_posix)
    paths = [path for path in paths if path.name != "_index.md"]
    rng.shuffle(paths)
    seen: set[str] = set()
    for path in paths:
        document = document_at(path)
        if document and document.title not in seen:
            seen.add(document.title)
            edits = departures(read(document.text), document.title, laws)
            rare = len({edit.kind for edit in edits} & RARE)
            yield Candidate(path, document, len({edit.paragraph for edit in edits}), min(rare, 2))


def choose(data: Path, laws: Laws, texts: int, rng: Random) -> tuple[list[Candidate], frozenset[Path]]:
    """The texts to plant in, and the paths of those without near copies, of which normative documents can be made."""
    near: list[Candidate] = []
    far: list[Candidate] = []
    for candidate in candidates(data, laws, rng):
        (near if candidate.copies >= 2 else far).append(candidate)
        if len(near) >= texts and len(near) + len(far) >= texts * 1.5:
            break
    near.sort(key=lambda candidate: -candidate.rare)
    first = min(len(near), int(texts * NEAR_SHARE))
    chosen = near[:first] + far[: texts - first]
    chosen += near[first : first + texts - len(chosen)]
    chosen.sort(key=lambda candidate: candidate.path.as_posix())
    rng.shuffle(chosen)
    return chosen, frozenset(candidate.path for candidate in far)


def made_normative(document: Document, laws: Laws, rng: Random) -> Document | None:
    """A normative document of a regulation after the reforms of 2018 that names no body from before."""
    if document.day < "2018-01" or BEFORE_REFORM.search(document.text):
        return None
    own = read_scene(document.text, document.title, document.day, rng, laws).own
    return normative(document, own, rng)


def inject(data: Path, texts: int, seed: int) -> Iterator[tuple[str, Planted]]:
    """The names of files and what is planted in them; the same for the same seed."""
    laws, tally = Laws(data), Tally()
    chosen, far = choose(data, laws, texts, Random(seed))
    names: set[str] = set()
    left = max(1, texts // 8)
    for i, (path, document, *_) in enumerate(chosen):
        rng = Random(f"{seed}/{document.title}")
        made = made_normative(document, laws, rng) if left and path in far else None
        left -= made is not None
        name = f"{made.title}({made.day}).md" if made else path.name
        name = f"{name[:-3]}_{i}.md" if name in names else name
        names.add(name)
        title, raw, day = made or document
        yield name, plant(name, read_scene(raw, title, day, rng, laws, normative=made is not None), tally)


def write(data: Path, out: Path, texts: int, seed: int) -> tuple[list[Row], list[Row]]:
    """Write the texts and the rows of errors and of lawful sentences; the rows."""
    out.mkdir(parents=True, exist_ok=True)
    truth: list[Row] = []
    harmless: list[Row] = []
    for name, planted in inject(data, texts, seed):
        (out / name).write_bytes(planted.text.encode("utf-8"))
        truth += planted.truth
        harmless += planted.harmless
    for name, rows in (("truth", truth), ("harmless", harmless)):
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (out / f"{name}.jsonl").write_bytes(lines.encode("utf-8"))
    return truth, harmless


@in_words()
def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=folder_with_files, required=True, help="folder with local/ and laws/")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--texts", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    truth, harmless = write(options.data, options.out, options.texts, options.seed)
    kinds = len({row["kind"] for row in truth})
    print(json.dumps({"errors": len(truth), "kinds": kinds, "harmless": len(harmless)}))


if __name__ == "__main__":
    main()
