"""Every text of a folder into every format and back: is it still the same document?

    python benchmarks/roundtrip.py --data DIR [--data DIR …] [--formats akn,json,html,docx,md,text] [--sample N] [--seed 1]

For each file: read and parse, write in each format, read what was written, parse it again, and compare the trees
(``lawcheck.writers.differences``: all that the format can hold, see docs/formats.md). Lists every file that came back
different, with the ids of the parts that differ, and ends with one line of JSON: documents, and per format how many came
back equal and how many parts of how many differ. ``--sample`` takes so many files, chosen by ``--seed``; without it all.
Exit status 1 if akn, json or html differ anywhere: these three lose nothing.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from time import process_time

from lawcheck.document import Document, parse
from lawcheck.errors import LawcheckError, UnreadableFile
from lawcheck.readers import read
from lawcheck.writers import WRITERS, differences, write

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]
from benchmarks.folders import folder_with_files, in_words  # noqa: E402  (a script: only its own folder is on the path)

FORMATS = ("akn", "json", "html", "docx", "md", "text")
_LOSSLESS = ("akn", "json", "html")
_SHOWN = 6


def come_back(document: Document, format: str) -> tuple[str, ...]:
    """Ids of what differs after writing and reading; the error if it could not be read."""
    try:
        again = parse(read(f"a.{WRITERS[format].extension}", data=write(document, format)))
    except LawcheckError as error:
        return (error.code,)
    return differences(document, again, format=format)


def documents(folders: list[Path], sample: int | None, seed: int) -> Iterator[tuple[Path, Document]]:
    """The readable files of the folders, in a fixed order."""
    paths = sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())
    if sample is not None:
        paths = sorted(random.Random(seed).sample(paths, min(sample, len(paths))))
    for path in paths:
        try:
            yield path, parse(read(path))
        except UnreadableFile as error:
            print(f"left out: {error}")


@in_words()
def main() -> int:
    """The command line."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=folder_with_files, action="append", required=True)
    options.add_argument("--formats", default=",".join(FORMATS))
    options.add_argument("--sample", type=int)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    formats = chosen.formats.split(",")
    count, parts, equal, changed, seconds = 0, 0, Counter[str](), Counter[str](), Counter[str]()
    for path, document in documents(chosen.data, chosen.sample, chosen.seed):
        count, parts = count + 1, parts + sum(1 for _ in document.walk())
        for format in formats:
            start = process_time()
            found = come_back(document, format)
            seconds[format] += round(1000 * (process_time() - start))
            equal[format] += not found
            changed[format] += len(found)
            if found:
                more = f" … {len(found)} in all" if len(found) > _SHOWN else ""
                print(f"{format}: {path.name}: {', '.join(found[:_SHOWN])}{more}")
    summary = {
        format: {
            "equal": equal[format],
            "parts_differ": changed[format],
            "ms_each": round(seconds[format] / max(count, 1)),
        }
        for format in formats
    }
    print(json.dumps({"benchmark": "roundtrip", "documents": count, "units": parts, **summary}))
    return 1 if any(equal[format] < count for format in formats if format in _LOSSLESS) else 0


if __name__ == "__main__":
    sys.exit(main())
