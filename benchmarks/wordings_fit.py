"""Learns how faults of authority and rights are worded: ``corpus/models/wordings.npz``.

    python benchmarks/wordings_fit.py --data DIR [--sentences DIR] [--filings DIR …] [--rare N] [--weight C] [--write]

Learnt from: the examples of the rules (``corpus/rules``), all but ``held-*`` of ``--sentences`` (default
``benchmarks/gold/sentences``), the faults and all other sentences of the first two sets of whole filings
(``benchmarks/gold/drafts``, ``drafts2``), the sentences that the fourth and the fifth injector plant, faults and lawful
ones, with their slots filled; as faultless the untouched texts of ``--data``: every other file of ``local``, every
fourth of ``laws/行政法规``. Never from ``held-*`` nor later sets of filings, which tell what it is worth, nor from the other
half of ``local``, which tells how often it would speak up of untouched texts. Ends with one line of JSON.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from hashlib import sha256
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import numpy as np
import yaml
from scipy.sparse import diags
from scipy.sparse.linalg import norm
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from lawcheck.checks import load_rules
from lawcheck.checks.context import BODY_ROLES, SENTENCE_ENDS
from lawcheck.checks.reading import read_examples
from lawcheck.checks.wordings import MODEL, SHORT, Wordings, grams, label_length, load_wordings
from lawcheck.document import normalise, parse
from lawcheck.readers import read
from lawcheck.resources import corpus_dir

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

from benchmarks.folders import folder_with_files, in_words  # noqa: E402  (a script: only its own folder is on the path)

ROOT = Path(__file__).resolve().parents[1]
GOLD = ROOT / "benchmarks" / "gold"
NONE = "-"
LEARNT = ("writer-*.jsonl", "author-*.jsonl", "third-*.jsonl", "filing-*.jsonl")
FAMILIES = ("authority", "rights")
LEFT_OUT = frozenset([*(f"A{n:02}" for n in (*range(5, 13), 40, 41, 44, 45, 49))])
"""Rules that a higher clause, a figure, a date, a title, the maker or the whole text decides, not how a sentence is worded."""
RATES = (0.25, 0.5, 1.0, 2.0, 4.0)  # a 10,000 characters of untouched text
LEAST, STRONG = "2", "0.5"  # of these the odds that are stored as floors
_ENDS = re.compile(f"[{SENTENCE_ENDS}]")


class Row(NamedTuple):
    """A sentence, the rules that it breaks (the first one is learnt), and where it is from."""

    text: str
    rules: tuple[str, ...]
    source: str

    @property
    def rule(self) -> str:
        """What is learnt: the first rule that can be, or none."""
        return next((rule for rule in self.rules if rule in learnable()), NONE)


@lru_cache(maxsize=1)
def learnable() -> frozenset[str]:
    """The rules whose wording is learnt."""
    return frozenset(rule.id for rule in load_rules().rules if rule.family in FAMILIES) - LEFT_OUT


def usable(rows: Iterable[Row]) -> Iterator[Row]:
    """Without faults of rules that are not learnt: they are neither an example nor faultless."""
    return (row for row in rows if not row.rules or row.rule != NONE)


def examples() -> Iterator[Row]:
    """The examples of the rules; those of rules that are not learnt only where they are negative."""
    for rule in load_rules().rules:
        if rule.family in FAMILIES:
            found = read_examples(corpus_dir() / "rules" / rule.family / f"{rule.id}.yaml")
            for side, rules in (("positive", (rule.id,)), ("negative", ())):
                yield from (Row(plain(bare(e["text"])), rules, "examples") for e in found.get(side, []) if "text" in e)


def written(directory: Path, *names: str) -> Iterator[Row]:
    """The sentences of the files of these names."""
    for path in sorted(path for name in names for path in directory.glob(name)):
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            yield Row(plain(bare(row["text"])), tuple(row["rules"]), path.stem)


SLOTS = {"self": "本条例", "subject": "公共设施", "organ": "主管部门", "actor": "经营者", "place": "本市"}
NUMBER = "三"
"""What the slots of the fourth injector's sentences are filled with; all others are numbers or names."""
SIGNS = {
    "$自": "本条例", "$地": "本市", "$委": "市委", "$本": "本市", "$府": "市人民政府", "$县": "县（市、区）",
    "$部": "主管部门", "$题": "公共设施", "$缺": "八十八",
}  # fmt: skip
"""The same for the fifth injector's."""


def planted() -> Iterator[Row]:
    """The sentences that the fourth and the fifth injector plant for rules of these families: faults and lawful ones."""
    fourth, fifth = (
        yaml.safe_load((ROOT / "benchmarks" / f"{name}_injector.yaml").read_text("utf-8"))
        for name in ("fourth", "fifth")
    )
    faults = [fault.format_map(_Slots(SLOTS)) for fault in fourth["faults"]]
    for kind in fourth["sentences"]:
        for fault, template in zip(cycle(faults), kind["templates"], strict=False):
            words = template if isinstance(template, str) else template["text"]
            yield from _faulty(words.format_map(_Slots(SLOTS, fault=fault)), kind["rules"], "fourth")
    for kind in fifth["kinds"]:
        for words in kind["texts"]:
            yield from _faulty(_filled(words), kind["rules"], "fifth")
    lawful = [(row["text"].format_map(_Slots(SLOTS, fault=faults[0])), row["not_rules"]) for row in fourth["harmless"]]
    lawful += [(_filled(row["text"]), row["not_rules"]) for row in fifth["harmless"]]
    for words, rules in lawful:
        if learnable() & set(rules):
            yield from (Row(plain(bare(part)), (), "lawful") for part in sentences(words))


class _Slots(dict[str, str]):
    """Any slot that has no words of its own is a number."""

    def __missing__(self, slot: str) -> str:
        return NUMBER


def _filled(words: str) -> str:
    words = re.sub("^~.*?~", "", words)
    for sign, filling in SIGNS.items():
        words = words.replace(sign, filling)
    return words


def _faulty(words: str, rules: Sequence[str], source: str) -> Iterator[Row]:
    """The sentence that «» mark, or all where they mark nothing; only faults that are learnt."""
    marked = [part for part in sentences(words) if "«" in part] if "«" in words else [words]
    if learnable() & set(rules):
        yield from (Row(plain(bare(re.sub("[«»]", "", part))), tuple(rules), source) for part in marked)


def filings(directory: Path) -> Iterator[Row]:
    """The sentences of whole filings: those that hold a fault of a rule of these families, and all that hold none."""
    faults = [json.loads(line) for line in (directory / "truth.jsonl").read_text("utf-8").splitlines()]
    for path in sorted(directory.glob("*.txt")):
        quotes = [fault for fault in faults if fault["file"] == path.name]
        for sentence in sentences(path.read_text("utf-8")):
            held = [f for f in quotes if sentence in f["quote"] or bare(f["quote"]) in sentence]
            rules = tuple(rule for fault in held for rule in fault["rules"])
            yield Row(plain(sentence), rules, directory.name)


def untouched(directory: Path, every: int, first: int) -> Iterator[Row]:
    """The sentences of the bodies of every ``every``-th text."""
    for number, path in enumerate(sorted(directory.rglob("*.md"))):
        if number % every == first and not path.name.startswith("_"):
            document = parse(read(path))
            for block in document.source.blocks:
                if _is_body(document, block.start):
                    yield from (Row(plain(s), (), "untouched") for s in sentences(block.content))


def _is_body(document: Any, offset: int) -> bool:
    return any(s.role in BODY_ROLES for s in document.segments if s.start <= offset < s.end)


def sentences(text: str) -> Iterator[str]:
    """Sentences as the program reads them, without those that are too short to say anything."""
    parts = (part[label_length(part) :].strip() for part in _ENDS.split(text))
    return (part for part in parts if len(part) >= SHORT)


def taught(directory: Path) -> list[Row]:
    """All that was written for learning, but for the sentences that a writer of ``held-*`` wrote word for word too."""
    held = {row.text for row in written(directory, "held-*.jsonl")}
    rows = [*examples(), *written(directory, *LEARNT), *planted()]
    rows += [row for name in ("drafts", "drafts2") for row in filings(GOLD / name)]
    return [row for row in rows if row.text not in held]


def bare(quote: str) -> str:
    """A quotation without the number that it begins with, and the mark that it ends with."""
    return quote[label_length(quote) :].strip().rstrip("。；")


def plain(text: str) -> str:
    """As the rules read it."""
    return normalise(text).text


def learn(rows: Sequence[Row], rare: int, weight: float) -> dict[str, Any]:
    """Weights of the runs of characters that at least ``rare`` faults hold, as one model of all rules and none."""
    faulty = [row.text for row in rows if row.rules]
    known = TfidfVectorizer(analyzer=grams, min_df=rare).fit(faulty).vocabulary_
    vectoriser = TfidfVectorizer(
        analyzer=grams, sublinear_tf=True, vocabulary=sorted(known), lowercase=False, norm=None
    )
    values = vectoriser.fit_transform([row.text for row in rows])
    lengths = norm(values, axis=1)
    length = float(np.median(lengths[[row.rule != NONE for row in rows]]))
    values = diags(1 / np.maximum(lengths, length)) @ values
    model = LogisticRegression(C=weight, max_iter=300).fit(values, [row.rule for row in rows])
    order = [*(at for at, name in enumerate(model.classes_) if name != NONE), list(model.classes_).index(NONE)]
    full = model.coef_[order].T.astype(np.float32)
    scale = np.abs(full).max(axis=0) / 127
    return {
        "grams": np.frombuffer("\n".join(vectoriser.get_feature_names_out()).encode("utf-8"), dtype=np.uint8),
        "rules": np.array([name for name in model.classes_ if name != NONE]),
        "rarity": vectoriser.idf_.astype(np.float16),
        "weights": np.round(full / scale).astype(np.int8),
        "scale": scale.astype(np.float32),
        "length": np.float32(length),
        "bias": model.intercept_[order].astype(np.float32),
    }


def stored_as(path: Path, stored: dict[str, Any], **more: Any) -> Wordings:
    """Write ``stored`` with what else is known to ``path``; as the program reads it."""
    np.savez_compressed(path, **stored, **more)
    load_wordings.cache_clear()
    return load_wordings(path)


def judge(model: Wordings, rows: Sequence[Row]) -> list[tuple[str, float]]:
    """What each row reads like, and by how much."""
    found = [model.judge(row.text, learnable()) for row in rows]
    return [(f.rule, f.odds) if f else (NONE, -99.0) for f in found]


def figures(model: Wordings, sets: dict[str, list[Row]], clean: Sequence[Row]) -> dict[str, Any]:
    """By how often untouched text would be told of: the odds from which, and of each set the shares told, told with a
    right rule, and of its faultless sentences how many are told."""
    length = sum(len(row.text) for row in clean)
    odds = np.sort([odds for _, odds in judge(model, clean)])[::-1]
    told = {name: (rows, judge(model, rows)) for name, rows in sets.items()}
    found: dict[str, Any] = {}
    for rate in RATES:
        floor = float(odds[int(length / 10_000 * rate)])
        found[f"{rate:g}"] = {"odds": round(floor, 2)} | {n: _shares(*held, floor) for n, held in told.items()}
    return found


def _shares(rows: Sequence[Row], told: Sequence[tuple[str, float]], floor: float) -> list[Any]:
    faults = [(rule in row.rules, odds >= floor) for row, (rule, odds) in zip(rows, told, strict=True) if row.rules]
    others = [odds >= floor for row, (_, odds) in zip(rows, told, strict=True) if not row.rules]
    share = sum(said for _, said in faults) / max(len(faults), 1)
    right = sum(said and rule for rule, said in faults) / max(len(faults), 1)
    return [round(share, 3), round(right, 3), len(faults), f"{sum(others)}/{len(others)}"]


@in_words()
def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=folder_with_files, required=True)
    parser.add_argument("--sentences", type=Path, default=GOLD / "sentences")
    parser.add_argument(
        "--filings", type=Path, nargs="*", default=sorted(GOLD.glob("drafts[3-9]")), help="to measure on"
    )
    parser.add_argument("--rare", type=int, default=3)
    parser.add_argument("--weight", type=float, default=30.0)
    parser.add_argument("--write", action="store_true", help="store what was learnt")
    arguments = parser.parse_args()
    faulty = taught(arguments.sentences)
    clean = [*untouched(arguments.data / "local", 2, 0), *untouched(arguments.data / "laws" / "行政法规", 4, 0)]
    rows = list(usable([*faulty, *clean]))
    stored = learn(rows, arguments.rare, arguments.weight)
    sets = {"held": list(usable(written(arguments.sentences, "held-*.jsonl")))}
    sets |= {path.name: list(usable(filings(path))) for path in arguments.filings}
    with TemporaryDirectory() as folder:
        model = stored_as(Path(folder) / MODEL, stored, floors=np.zeros(2))
    told = figures(model, sets, list(untouched(arguments.data / "local", 2, 1)))
    for rate, line in told.items():
        print(f"{rate:>5} a 10,000 characters", line)
    source = {
        "command": "benchmarks/wordings_fit.py --write",
        "rows": len(rows),
        "faults": sum(r.rule != NONE for r in rows),
    }
    source["sha256"] = sha256("\n".join(f"{r.rule} {r.text}" for r in rows).encode("utf-8")).hexdigest()
    if arguments.write:
        floors = np.array([told[rate]["odds"] for rate in (LEAST, STRONG)], dtype=np.float32)
        stored_as(corpus_dir() / "models" / MODEL, stored, floors=floors, made=np.array(json.dumps(source)))
    print(
        json.dumps(
            {"benchmark": "wordings", "grams": len(stored["rarity"]), "rates": told} | source, ensure_ascii=False
        )
    )


if __name__ == "__main__":
    main()
