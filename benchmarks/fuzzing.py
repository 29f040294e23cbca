"""Damaged files, as many as you like: does every reader give a tiled text or one clear error, within the limits?

    python benchmarks/fuzzing.py FILE... [--runs 200] [--seed 1] [--without-office]

Each file is damaged ``--runs`` times and read as the product reads files from elsewhere (another process, ten seconds,
one gigabyte). Other exceptions and texts that are not tiled are kept as ``fuzz-<seed>-<run>-<name>`` in the current
folder. ``--without-office`` never starts LibreOffice, which is a hundred times slower. Ends with one line of JSON and
exit status 1 if anything was found.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import Counter
from pathlib import Path

from lawcheck.document import SourceText
from lawcheck.errors import UnreadableFile
from lawcheck.readers import libreoffice, read, read_guarded

__all__ = ["is_tiled", "mutated"]

# Numbers that offsets and lengths in binary files do not expect.
_WORDS = (b"\xff\xff\xff\xff", b"\xff\xff\xff\x7f", b"\0\0\0\0", b"\1\0\0\0", b"\xfe\xff\xff\xff")
# Longer than this and the product's own limit did not work.
_TOO_LONG = 12.0


def mutated(data: bytes, chance: random.Random) -> bytes:
    """``data`` with one kind of damage: flipped bytes, a cut, a hole, foreign bytes, or other numbers."""
    damaged = bytearray(data)
    kind, at = chance.randrange(5), chance.randrange(len(data))
    if kind == 0:
        for _ in range(chance.choice((1, 3, 10, 100))):
            damaged[chance.randrange(len(data))] = chance.randrange(256)
    elif kind == 1:
        del damaged[at:]
    elif kind == 2:
        del damaged[at : at + chance.randrange(1, 2000)]
    elif kind == 3:
        damaged[at : at + chance.randrange(600)] = chance.randbytes(chance.randrange(600))
    else:
        for _ in range(20):
            place = chance.randrange(0, max(len(data) - 4, 1), 4)
            damaged[place : place + 4] = chance.choice(_WORDS)
    return bytes(damaged)


def is_tiled(source: SourceText) -> bool:
    """Whether the blocks make up the text without gap or overlap, and all problems lie in it."""
    position = 0
    for block in source.blocks:
        if block.start != position or not block.text.endswith(block.separator):
            return False
        position = block.end
    inside = all(0 <= p.span.start <= p.span.end <= position for p in source.problems)
    return inside and source.text == "".join(block.text for block in source.blocks)


def outcome(data: bytes, name: str, *, guarded: bool) -> str:
    """Format read or code of the refusal; ``!`` before what must not happen."""
    start = time.perf_counter()
    try:
        source = read_guarded(name, data=data) if guarded else read(name, data=data)
        result = source.format if is_tiled(source) else "!not tiled"
    except UnreadableFile as error:
        result = error.code
    except Exception as error:  # the point of this program
        result = f"!{type(error).__name__}"
    return "!too long" if time.perf_counter() - start > _TOO_LONG else result


def fuzz(path: Path, runs: int, seed: int, *, guarded: bool) -> Counter[str]:
    """Damage one file again and again."""
    data, chance = path.read_bytes(), random.Random(f"{seed} {path.name}")
    found: Counter[str] = Counter()
    for run in range(runs):
        damaged = mutated(data, chance)
        result = outcome(damaged, path.name, guarded=guarded)
        found[result] += 1
        if result.startswith("!") or result == "E153":
            kept = Path(f"fuzz-{seed}-{run}-{path.name}")
            kept.write_bytes(damaged)
            print(f"  {kept}: {result}")
    return found


def main() -> None:
    """Fuzz the files named."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("files", nargs="+", type=Path)
    options.add_argument("--runs", type=int, default=200)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--without-office", action="store_true")
    chosen = options.parse_args()
    if chosen.without_office:
        libreoffice.find_office = lambda: None  # works in this process only, so nothing is guarded
    total: Counter[str] = Counter()
    for path in chosen.files:
        found = fuzz(path, chosen.runs, chosen.seed, guarded=not chosen.without_office)
        print(path.name, dict(sorted(found.items())))
        total += found
    bad = sum(count for result, count in total.items() if result.startswith("!") or result == "E153")
    print(json.dumps({"benchmark": "fuzzing", "runs": total.total(), "bad": bad, **dict(sorted(total.items()))}))
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
