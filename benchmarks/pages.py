"""Pages of PDF and Word for the filed documents of ``--data``: lines, characters, lost text, time.

Ends with one line of JSON: files, pages, PDFs that lost a character, pages with more than 22 lines or lines with more
than 28 Han characters, milliseconds of CPU time a page (writing Word and setting the PDF).
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pypdfium2

from lawcheck.document import parse
from lawcheck.errors import UnreadableFile
from lawcheck.readers import read
from lawcheck.writers import Layout, typeset, write
from lawcheck.writers.wordsheet import read_sheet

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

from benchmarks.folders import folder_with_files, in_words  # noqa: E402  (a script: only its own folder is on the path)

_LINES, _CHARACTERS = 22, 28
_SAME_LINE = 7.0  # points
_PITCH = 225 / 22 / 25.4 * 72  # points from line to line; lines of tables stand closer
_HAN = ("\u4e00", "\u9fff")  # punctuation may be set closer, a character may not


@in_words()
def main() -> None:
    """Measure every docx below ``--data``/filings."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=folder_with_files, required=True)
    data: Path = parser.parse_args().data
    total: Counter[str] = Counter()
    for path in sorted((data / "filings").glob("*/**/*.docx")):
        if "bad" not in path.parts:
            total += Counter(_measured(path))
    cpu = total.pop("microseconds")
    counts = {name: total[name] for name in ("files", "unreadable", "pdfs", "pages", "lost_characters", "crowded")}
    print(json.dumps({"benchmark": "pages", **counts, "ms_per_page": round(cpu / 1000 / max(total["pages"], 1), 2)}))


def _measured(path: Path) -> dict[str, int]:
    try:
        document = parse(read(path))
    except UnreadableFile:
        return {"unreadable": 1}
    sums: Counter[str] = Counter(files=1)
    for layout in Layout:
        start = time.process_time()
        word = write(document, "docx", layout)
        pdf = typeset(word)
        sums["microseconds"] += round((time.process_time() - start) * 1e6)
        pages = pypdfium2.PdfDocument(pdf)
        lost = sum((_said(word) - _printed(pages)).values())
        sums += Counter(pdfs=1, pages=len(pages), lost_characters=lost, crowded=sum(map(_crowded, pages)))
        if lost:
            print(f"{path.name} {layout}: {lost} characters lost")
    return dict(sums)


def _said(word: bytes) -> Counter[str]:
    blocks = read_sheet(word).blocks
    return Counter(char for text in _texts(blocks) for char in text if not char.isspace())


def _texts(blocks: object) -> Iterator[str]:
    if isinstance(blocks, dict):
        yield from [blocks["text"]] if "text" in blocks else _texts(list(blocks.values()))
    elif isinstance(blocks, list | tuple):
        for block in blocks:
            yield from _texts(block)


def _printed(pages: pypdfium2.PdfDocument) -> Counter[str]:
    return Counter(char for page in pages for char in page.get_textpage().get_text_range() if not char.isspace())


def _crowded(page: pypdfium2.PdfPage) -> int:
    """1 for a page with more lines, or a line with more wide characters, than the standard has; without tables."""
    text = page.get_textpage()
    lines: list[tuple[float, int]] = []
    for index in range(text.count_chars()):
        char = text.get_text_range(index, 1)
        bottom = text.get_charbox(index, loose=True)[1]
        if char.isspace():
            continue
        if not lines or abs(lines[-1][0] - bottom) > _SAME_LINE:
            lines.append((bottom, 0))
        lines[-1] = (lines[-1][0], lines[-1][1] + (_HAN[0] <= char <= _HAN[1]))
    body = lines[:-1]  # the last line is the number of the page
    table = any(abs(a[0] - b[0]) < 0.9 * _PITCH for a, b in pairwise(body))
    return int(not table and (len(body) > _LINES or any(count > _CHARACTERS for _, count in body)))


if __name__ == "__main__":
    main()
