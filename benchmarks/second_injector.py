"""Plant errors in local regulations: a second, independent, seeded injector, to check recall against.

    python benchmarks/second_injector.py --data local --gold gold --files 60 --seed 1 --out planted.jsonl
    python benchmarks/second_injector.py --data local --gold gold --check planted.jsonl

`--data` is a folder of local regulations in Markdown; the national laws are looked for beside it (`laws`). Each record
holds one error in one copy of the document (`errors_in_copy` is 1) and the whole new text. The kinds were written from
the reference book of the checks (its sections 3 and 7.1) alone; the author has seen neither the rules nor the first
injector. The last line is one line of JSON.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple, TypedDict

import second_injector_cite
import second_injector_copy
import second_injector_power
import second_injector_words
from second_injector_base import (
    BASES,
    OF_CONGRESS,
    Document,
    Kind,
    Library,
    Plant,
    read_documents,
    read_library,
    tier_of,
)

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

from benchmarks.folders import file_or_folder, folder_with_files, in_words  # noqa: E402  (a script: only its own folder is on the path)

KINDS: tuple[Kind, ...] = (
    *second_injector_copy.KINDS,
    *second_injector_cite.KINDS,
    *second_injector_power.KINDS,
    *second_injector_words.KINDS,
)
NUMBERED_CITE = re.compile("》第[一二三四五六七八九十百]+条")


class Edit(TypedDict):
    """What was replaced in the base text: the place, the old words and the new ones."""

    start: int
    old: str
    new: str


class Record(TypedDict):
    """One planted error."""

    id: str
    seed: int
    file: str
    title: str
    document_kind: str
    base: str
    kind: str
    tier: int
    rules: list[str]
    article: str
    original: str
    planted: str
    span: list[int]
    sentence: str
    upper: dict[str, str | int] | None
    note: str
    errors_in_copy: int
    edit: Edit
    text: str


class Settings(NamedTuple):
    """How many regulations, how many plants of a kind, and the seed."""

    files: int
    per_kind: int
    seed: int


def choose(documents: list[Document], library: Library, settings: Settings) -> list[Document]:
    """Draw the regulations: some with near copies, numbered citations, penalties or lists of conditions."""
    rng = Random(f"{settings.seed}:files")
    strata = (
        (0.5, [d for d in documents if d.file.rsplit("/", 1)[-1] in library.twins]),
        (0.12, [d for d in documents if NUMBERED_CITE.search(d.text)]),
        (0.13, [d for d in documents if len(second_injector_power.penal(d)) > 5]),
        (0.13, [d for d in documents if second_injector_power.QUALIFY.search("\n".join(p.text for p in d.paragraphs))]),
        (1.0, documents),
    )
    chosen: dict[str, Document] = {}
    for share, pool in strata:
        free = [d for d in pool if d.file not in chosen]
        wanted = min(int(share * settings.files), settings.files - len(chosen), len(free))
        chosen |= {d.file: d for d in rng.sample(free, wanted)}
    return list(chosen.values())


def _upper(plant: Plant) -> dict[str, str | int] | None:
    upper = plant.upper
    return {"law": upper.law, "article": upper.article, "text": upper.text} if upper else None


def record_of(doc: Document, kind: Kind, plant: Plant, seed: int) -> Record:
    """Apply one replacement and describe it."""
    text = doc.text[: plant.start] + plant.new + doc.text[plant.end :]
    offset, length = plant.span or (0, len(plant.new))
    start = plant.start + offset
    old, rules = doc.text[plant.start : plant.end], plant.rules or kind.rules
    left, right = text.rfind("\n", 0, start) + 1, text.find("\n", start + length)
    return Record(
        id="",
        seed=seed,
        file=doc.file,
        title=doc.title,
        document_kind=doc.kind,
        base=doc.base,
        kind=kind.name,
        tier=min(tier_of(r) for r in rules[:1]),
        rules=list(rules),
        article=doc.label_at(min(plant.start, len(doc.text) - 1)),
        original=old,
        planted=text[start : start + length],
        span=[start, start + length],
        sentence=text[left : right if right >= 0 else len(text)],
        upper=_upper(plant),
        note=plant.note,
        errors_in_copy=1,
        edit=Edit(start=plant.start, old=old, new=plant.new),
        text=text,
    )


def _effective(doc: Document, plant: Plant) -> bool:
    return plant.new != doc.text[plant.start : plant.end] and bool(plant.new)


def plants_of(kind: Kind, documents: list[Document], library: Library, settings: Settings) -> Iterator[Record]:
    """Up to `per_kind` plants of one kind, from documents in an order of the kind's own."""
    rng = Random(f"{settings.seed}:{kind.name}")
    found = 0
    fit = [d for d in documents if kind.base == "local" or not OF_CONGRESS.search(d.title)]
    for source in rng.sample(fit, len(fit)):
        doc = BASES[kind.base](source)
        usable = [p for p in kind.find(doc, rng, library) if _effective(doc, p)]
        for plant in rng.sample(usable, min(kind.per_document, len(usable), settings.per_kind - found)):
            found += 1
            yield record_of(doc, kind, plant, settings.seed)


def inject(data: Path, gold: Path, settings: Settings) -> list[Record]:
    """All records of one seed."""
    library = read_library(data.parent / "laws", gold)
    documents = choose(read_documents(data), library, settings)
    records = [r for kind in KINDS for r in plants_of(kind, documents, library, settings)]
    for number, record in enumerate(records):
        record["id"] = f"s{settings.seed}-{number:04}-{record['kind']}"
    return records


def faults(record: Record, data: Path) -> list[str]:
    """What is wrong with one record: its span, its words or its text."""
    start, end = record["span"]
    edit, text = record["edit"], record["text"]
    base = text[: edit["start"]] + edit["old"] + text[edit["start"] + len(edit["new"]) :]
    checks = {
        "the span does not hold the planted words": text[start:end] == record["planted"],
        "nothing is planted": bool(record["planted"].strip()),
        "the original is the planted text": record["original"] != record["planted"],
        "the text has not changed": base != text,
        "the span lies outside of the edit": edit["start"] <= start <= end <= edit["start"] + len(edit["new"]),
        "the sentence does not stand in the text": record["sentence"] in text,
    }
    if record["base"] == "as published":
        checks["the rest of the text is not the file's"] = base == (data / record["file"]).read_text().replace("\r", "")
    return [f"{record['id']}: {what}" for what, held in checks.items() if not held]


def check(path: Path, data: Path) -> int:
    """Check every record of a file; returns the number of faults, each of them printed."""
    found = [f for line in path.read_text(encoding="utf-8").splitlines() for f in faults(json.loads(line), data)]
    print("\n".join(found[:20]))
    print(json.dumps({"checked": str(path.name), "faults": len(found)}))
    return len(found)


def parse() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--data", type=folder_with_files, required=True, help="folder of local regulations; ../laws beside it"
    )
    parser.add_argument("--gold", type=file_or_folder, required=True, help="folder with near-copy-clause.jsonl")
    parser.add_argument("--files", type=int, default=60)
    parser.add_argument("--per-kind", type=int, default=10, help="at most so many plants of a kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, help="JSON lines to write")
    parser.add_argument("--check", type=Path, help="check this file of records instead")
    return parser.parse_args()


@in_words()
def main() -> int:
    """Plant or check; the exit status is 1 if a record is faulty."""
    args = parse()
    if args.check:
        return int(check(args.check, args.data) > 0)
    records = inject(args.data, args.gold, Settings(args.files, args.per_kind, args.seed))
    found = [f for r in records for f in faults(r, args.data)]
    if args.out:
        lines = (json.dumps(r, ensure_ascii=False, sort_keys=True) for r in records)
        args.out.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    counts = Counter(r["kind"] for r in records)
    files = len({r["file"] for r in records})
    print(
        json.dumps({"seed": args.seed, "files": files, "records": len(records), "faults": found[:3], "kinds": counts})
    )
    return int(bool(found))


if __name__ == "__main__":
    raise SystemExit(main())
