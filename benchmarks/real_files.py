"""What comes out of each real file, one row a file, to be looked at one by one.

    python benchmarks/real_files.py --data DIR > rows.md

Columns: file, format as recognised, characters, title, first and last article, gaps in the sequence, what the reader noted.
The verdicts in ``benchmarks/RESULTS-real-files.md`` were written by a person beside these rows. Ends with one line of JSON.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from lawcheck.document import Document, parse
from lawcheck.errors import UnreadableFile
from lawcheck.readers import read_guarded

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]
from benchmarks.folders import folder_with_files, in_words, some  # noqa: E402  (a script: only its own folder is on the path)


def gaps(document: Document) -> Iterator[str]:
    """Places where article numbers do not go on by one, or 之N by one."""
    numbers = [article.number for article in document.articles if article.number]
    for a, b in pairwise(numbers):
        if (b.value, b.sub) not in ((a.value + 1, 0), (a.value, a.sub + 1)):
            yield f"{a}→{b}"


def row(path: Path, root: Path) -> tuple[str, str]:
    """A line of the table, and the kind of outcome."""
    name = path.relative_to(root).as_posix()
    short = name if len(name) < 34 else f"{name[:32]}…"
    try:
        source = read_guarded(path)
    except UnreadableFile as error:
        return f"| {short} | – | – | {error.code}：{str(error).partition('：')[2][:60]} | – | – |", error.code
    document = parse(source)
    articles = [str(article.number) for article in document.articles if article.number]
    found = f"{articles[0]}–{articles[-1]}（{len(articles)}）" if articles else "无"
    jumps = "、".join(gaps(document))
    noted = " ".join(sorted({problem.code for problem in document.problems}))
    title = document.title.replace("|", "/")[:40]
    return (
        f"| {short} | {source.format} | {len(source.text)} | {title} | {found}{'；缺口 ' + jumps if jumps else ''} | {noted} |",
        "gap" if jumps else "sequential" if articles else "no articles",
    )


@in_words()
def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=folder_with_files, required=True)
    root = options.parse_args().data / "filings" / "real"
    counts: Counter[str] = Counter()
    for path in some(sorted(p for p in root.rglob("*") if p.is_file() and p.name != "index.csv"), root):
        line, kind = row(path, root)
        counts[kind] += 1
        print(line, flush=True)
    print(json.dumps({"benchmark": "real_files", "files": counts.total(), **counts}))


if __name__ == "__main__":
    main()
