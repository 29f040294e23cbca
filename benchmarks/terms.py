"""How fast the lexicon loads and scans, how often it speaks, and what it says: a sample to judge by eye.

``python benchmarks/terms.py --data DIR [--sample N --seed S]`` scans every ``.md`` and ``.txt`` file under DIR, prints
N random hits with the text around them, and ends with one line of JSON. Seconds are processor time of this process.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from lawcheck.document import normalise
from lawcheck.terms import Lexicon, TermHit, load_lexicon

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]
from benchmarks.folders import folder_with_files, in_words, some  # noqa: E402  (a script: only its own folder is on the path)

LONG_LIST = 100_000
_HEADER = (
    "category: sensitive\nrule: X06\nseverity: info\nsource: 测试\nas_of: 2026-11-22\nreason: 测试\ntable: words.csv\n"
)


@in_words()
def main() -> None:
    """Measure, sample, print."""
    arguments = _arguments()
    texts = {
        path.name: path.read_text(encoding="utf-8")
        for path in some(sorted(arguments.data.rglob("*.[mt][dx]*")), arguments.data)
    }
    start = process_time()
    lexicon = load_lexicon()
    lexicon.find("")
    loading = process_time() - start
    start = process_time()
    hits = {name: lexicon.find(text) for name, text in texts.items()}
    scanning = process_time() - start
    _print_sample(texts, hits, arguments.sample, arguments.seed)
    characters = sum(map(len, texts.values()))
    figures = {
        "files": len(texts),
        "characters": characters,
        "terms": len(lexicon.entries),
        "load_seconds": round(loading, 3),
        "characters_per_second": round(characters / scanning),
        **_counts([hit for found in hits.values() for hit in found], characters),
        **_long_list("".join(texts.values())),
    }
    print(json.dumps(figures, ensure_ascii=False))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--data", type=folder_with_files, required=True, help="folder of texts")
    parser.add_argument("--sample", type=int, default=0, help="hits to print")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def _print_sample(texts: dict[str, str], hits: dict[str, tuple[TermHit, ...]], size: int, seed: int) -> None:
    reported = [(name, hit) for name, found in hits.items() for hit in found if not hit.exempt]
    chosen = random.Random(seed).sample(reported, min(size, len(reported)))
    for name, hit in chosen:
        text, (start, end) = texts[name], hit.span
        around = f"{text[max(start - 25, 0) : start]}【{text[start:end]}】{text[end : end + 20]}".replace("\n", "/")
        print(hit.term.rule, hit.term.text, name[:24], around, sep=" | ")


def _counts(hits: list[TermHit], characters: int) -> dict[str, dict[str, float]]:
    reported = Counter(hit.term.rule for hit in hits if not hit.exempt)
    return {
        "reported": dict(sorted(reported.items())),
        "reported_per_10000_characters": {
            rule: round(count / characters * 10_000, 3) for rule, count in sorted(reported.items())
        },
        "excused": dict(sorted(Counter(hit.exempt for hit in hits if hit.exempt).items())),
        "variants": dict(sorted(Counter(hit.variant for hit in hits if hit.variant).items())),
    }


def _long_list(text: str) -> dict[str, float]:
    """The same for an office's list of 100,000 made words."""
    made, chance = set[str](), random.Random(1)
    while len(made) < LONG_LIST:
        word = "".join(chr(chance.randrange(0x4E00, 0x6E00)) for _ in range(chance.choice((2, 3, 4, 5, 6))))
        made.add(normalise(word).text)
    with TemporaryDirectory() as folder:
        Path(folder, "words.csv").write_text("text\n" + "\n".join(sorted(made)) + "\n", encoding="utf-8")
        Path(folder, "office.yaml").write_text(_HEADER, encoding="utf-8")
        start = process_time()
        lexicon: Lexicon = load_lexicon(Path(folder))
        lexicon.find("")
        loading = process_time() - start
    start = process_time()
    lexicon.find(text)
    return {
        "long_list_load_seconds": round(loading, 3),
        "long_list_characters_per_second": round(len(text) / (process_time() - start)),
    }


if __name__ == "__main__":
    main()
