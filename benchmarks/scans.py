"""How well scans are recognised, and how fast: needs the extra ``ocr``; half a minute for the twelve pages.

    python benchmarks/scans.py --data DIR

``DIR/filings/made/pdf_scan`` holds a PDF of pictures and, in a JSON file of the same name, ``page_text`` for each page.
The character error rate counts insertions, deletions and replacements against the text of the pages without blanks
and page numbers; an article number is right when the same numbers come in the same order. Errors are listed, the last
line is JSON.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections import Counter
from pathlib import Path

from rapidfuzz.distance import Levenshtein
from reading import compact, number_of

from lawcheck.document import SourceText, parse
from lawcheck.readers import read

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

from benchmarks.folders import folder_with_files, in_words  # noqa: E402  (a script: only its own folder is on the path)

_PAGE_NUMBER = re.compile(r"—\s*\d+\s*—\s*$")
_ARTICLE = re.compile(r"^[ \u3000]*(第[零一二三四五六七八九十百]+条(?:之[一二三四五六七八九十]+)?)[ \u3000]", re.M)


@in_words()
def main() -> None:
    """Recognise every scan below ``--data``."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=folder_with_files, required=True)
    folder = folder_with_files(str(options.parse_args().data / "filings" / "made" / "pdf_scan"))
    counts: Counter[str] = Counter()
    start = time.perf_counter()
    for path in sorted(folder.glob("*.pdf")):
        measure(path, counts)
    seconds = time.perf_counter() - start
    rate = 100 * counts["errors"] / max(counts["characters"], 1)
    figures = {**counts, "cer_percent": round(rate, 3), "s_per_page": round(seconds / max(counts["pages"], 1), 1)}
    print(json.dumps(figures, ensure_ascii=False))


def measure(path: Path, counts: Counter[str]) -> None:
    """Add one file to the counts and list its errors."""
    pages = [page.replace("\r", "") for page in json.loads(path.with_suffix(".json").read_text("utf-8"))["page_text"]]
    wanted = compact("".join(_PAGE_NUMBER.sub("", page) for page in pages))
    source = read(path)
    found = compact(body_of(source))
    counts["pages"] += len(pages)
    counts["characters"] += len(wanted)
    counts["errors"] += Levenshtein.distance(wanted, found)
    for step in Levenshtein.opcodes(wanted, found):
        if step.tag != "equal":
            shown = (
                wanted[max(step.src_start - 5, 0) : step.src_end + 5],
                found[max(step.dest_start - 5, 0) : step.dest_end + 5],
            )
            print(f"  {path.name}: {shown[0]!r} read as {shown[1]!r}")
    numbers = [number_of(label) for page in pages for label in _ARTICLE.findall(page)]
    read_numbers = [article.number for article in parse(source).articles]
    counts["articles"] += len(numbers)
    counts["article_numbers_right"] += sum(a == b for a, b in zip(numbers, read_numbers, strict=False))
    if numbers != read_numbers:
        print(f"  {path.name}: articles {list(map(str, numbers))} read as {list(map(str, read_numbers))}")


def body_of(source: SourceText) -> str:
    """The text without page furniture."""
    return "".join(block.text for block in source.blocks if block.provenance.part == "body")


if __name__ == "__main__":
    main()
