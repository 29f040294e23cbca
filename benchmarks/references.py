"""What the reference finder finds and how fast: gold citations, local regulations, and china-law-mcp beside it.

``python benchmarks/references.py [--gold DIR] [--data DIR] [--show N]`` reads ``masked-citation-national.jsonl`` and
``masked-citation-article.jsonl`` under ``--gold`` (a pair is found when law and cited number both are), times the
finder over every ``.md`` file under ``--data``, lets the peer read the same sentences in the same run, prints what
was missed, and ends with one line of JSON. Seconds are processor time of this process. The peer needs ``jieba`` and
``rank_bm25`` (PyPI), which lawcheck does not; without them only ours is measured.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from time import process_time
from types import ModuleType, SimpleNamespace
from typing import Any, NamedTuple

from lawcheck.citations import resolve_citations
from lawcheck.document import Address, Number, parse, parse_numeral
from lawcheck.laws import normalise_title, open_library
from lawcheck.readers import read
from lawcheck.references import ReferenceKind, find_references

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

from benchmarks.folders import file_or_folder, folder_with_files, in_words, some  # noqa: E402  (a script: only its own folder is on the path)

FILES = ("masked-citation-national.jsonl", "masked-citation-article.jsonl")
PEER_SENTENCES = 500
Row = dict[str, Any]


class Pair(NamedTuple):
    """A law's key and an article number, as cited."""

    key: str
    number: Number


@in_words()
def main() -> None:
    """Measure and print."""
    arguments = _arguments()
    figures: dict[str, Any] = {}
    if arguments.gold:
        rows = {name: _rows(arguments.gold / name) for name in FILES}
        figures |= {name.removesuffix(".jsonl"): _score(rows[name], _ours, arguments.show) for name in FILES}
        figures |= _side_by_side([row for name in FILES for row in rows[name]])
    if arguments.data:
        figures |= _speed(arguments.data)
    if arguments.data and arguments.unresolved:
        figures |= _unresolved(arguments.data)
    print(json.dumps(figures, ensure_ascii=False))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--gold", type=file_or_folder, help="folder of the gold sets")
    parser.add_argument("--data", type=folder_with_files, help="folder of texts for the speed")
    parser.add_argument("--unresolved", action="store_true", help="list internal references without a target")
    parser.add_argument("--show", type=int, default=20, help="missed pairs to print")
    return parser.parse_args()


def _rows(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _wanted(row: Row) -> set[Pair]:
    zhi = {id(g): parse_numeral(g["zhi"].removeprefix("之")) or 0 if g["zhi"] else 0 for g in row["gold"]}
    return {Pair(normalise_title(g["key"]), Number(g["cited_no"], zhi[id(g)])) for g in row["gold"]}


def _ours(text: str) -> set[Pair]:
    return set(_pairs(text))


def _pairs(text: str) -> Iterator[Pair]:
    for reference in find_references(text):
        place = reference.address.article
        if reference.address.law is None or place is None:
            continue
        key = normalise_title(reference.address.law)
        yield Pair(key, place.first)
        yield Pair(key, place.last)
        for value in range(place.first.value + 1, place.last.value):
            yield Pair(key, Number(value, 0))


def _found(pair: Pair, pairs: set[Pair]) -> bool:
    """The same article of the same law; a name without 《》 may carry words before the title."""
    return pair in pairs or any(p.number == pair.number and p.key.endswith(pair.key) for p in pairs)


def _score(rows: list[Row], find: Callable[[str], set[Pair]], show: int) -> Row:
    total = hit = 0
    for row in rows:
        pairs, wanted = find(row["clause"]), _wanted(row)
        missed = sorted(pair for pair in wanted if not _found(pair, pairs))
        total, hit = total + len(wanted), hit + len(wanted) - len(missed)
        if missed and show > 0:
            show -= 1
            print(row["id"], [(p.key, tuple(p.number)) for p in missed], row["clause"][:300], sep=" | ")
    return {"rows": len(rows), "pairs": total, "found": hit, "share": round(hit / total, 4)}


def _side_by_side(rows: list[Row]) -> Row:
    """Ours and the peer's checker on the same sentences, in one run."""
    chosen = random.Random(1).sample(rows, min(PEER_SENTENCES, len(rows)))
    figures: Row = {}
    for name, find in (("ours", _ours), *_peer()):
        find(chosen[0]["clause"])  # load what is loaded lazily
        start = process_time()
        for row in chosen:
            find(row["clause"])
        seconds = process_time() - start
        score = _score(chosen, find, 0)
        characters = sum(len(row["clause"]) for row in chosen)
        figures[name] = {**score, "characters_per_second": round(characters / seconds)}
    speeds = [figure["characters_per_second"] for figure in figures.values()]
    figures["times_the_peer"] = round(speeds[0] / speeds[-1], 1) if len(speeds) > 1 else None
    return {"same_sentences": figures}


def _peer() -> Iterator[tuple[str, Callable[[str], set[Pair]]]]:
    """china-law-mcp's ``check_citations_in_text``; its server framework is not needed for that and stays out."""
    if find_spec("jieba") is None or find_spec("rank_bm25") is None:
        return
    framework = ModuleType("mcp.server.mcpserver")
    framework.MCPServer = lambda **_: SimpleNamespace(tool=lambda: lambda function: function)  # type: ignore[attr-defined]
    sys.modules |= {"mcp": ModuleType("mcp"), "mcp.server": ModuleType("mcp.server"), framework.__name__: framework}
    check = import_module("china_law_mcp.server").check_citations_in_text
    yield "china-law-mcp", lambda text: {pair for row in check(text)["details"] for pair in _peer_pair(row)}


def _peer_pair(row: Row) -> Iterator[Pair]:
    cited = Address.parse("".join(row["citation"].split()))
    if cited.article is not None:
        yield Pair(normalise_title(row["law"]), cited.article.first)


def _speed(folder: Path) -> Row:
    texts = [path.read_text(encoding="utf-8") for path in some(sorted(folder.rglob("*.md")), folder)]
    start = process_time()
    count = sum(len(find_references(text)) for text in texts)
    seconds = process_time() - start
    characters = sum(map(len, texts))
    return {
        "speed": {
            "files": len(texts),
            "characters": characters,
            "references": count,
            "characters_per_second": round(characters / seconds),
        }
    }


def _unresolved(folder: Path) -> Row:
    """Every reference of a document to itself that finds no target; RESULTS-references.md says why."""
    library, counts = open_library(), Counter[str]()
    for path in some(sorted(folder.rglob("*.md")), folder):
        document = parse(read(path))
        for citation in resolve_citations(document, library, library.horizon):
            if citation.reference.kind not in (ReferenceKind.SELF, ReferenceKind.RELATIVE):
                continue
            counts["resolved" if citation.exists else "unresolved"] += 1
            if not citation.exists:
                unit = document.unit_at(citation.reference.span.start)
                place = document.citation_label(unit) if unit else ""
                print(path.stem, place, citation.reference.text, citation.reason, sep=" | ")
    return {"internal": dict(counts)}


if __name__ == "__main__":
    main()
