"""How well files are read: articles exactly as in the truth files, what became of bad files, how fast (processor time).

    python benchmarks/reading.py --data DIR

``DIR`` holds ``filings/made`` (with ``truth/``), ``filings/real``, ``filings/bad``, ``laws`` and ``local``; folders
that are missing are left out. An article is exact when its number (as integers) and its whole text (blanks
removed) equal the truth; the Traditional file holds ``?`` where Big5 has no character, which counts as any one.
Mistakes are listed by file, the last line is JSON.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from lawcheck.document import Document, Number, SourceText, Unit, UnitKind, parse, parse_numeral
from lawcheck.errors import UnreadableFile
from lawcheck.readers import read, read_guarded, simplify

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

from benchmarks.folders import folder_with_files, in_words  # noqa: E402  (a script: only its own folder is on the path)

FOLDERS = ("docx_plain", "docx_autonum", "docx_autonum_sep", "docx_messy", "html", "txt", "pdf_text", "pdf_autonum", "ofd",
           "doc", "wps", "doc_autonum", "doc_autonum_sep", "odt", "rtf", "odt_autonum", "odt_autonum_sep", "rtf_autonum",
           "rtf_autonum_sep")  # fmt: skip

Article = tuple[Number, str]
_LABEL = re.compile(r"^[\s\u3000]*第[^条]{1,12}条(?:之[零一二三四五六七八九十]+)?")


def compact(text: str) -> str:
    """Without blanks of any kind."""
    return "".join(text.split()).replace("\u200b", "")


def number_of(label: str) -> Number:
    """第十二条之一 → Number(12, 1)."""
    value, _, sub = label.removeprefix("第").partition("条")
    return Number(parse_numeral(value) or 0, parse_numeral(sub.removeprefix("之")) or 0 if sub else 0)


def truth_articles(path: Path) -> list[Article]:
    """The articles of a truth file."""
    truth: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return [(number_of(a["no"]), compact("".join(a["paras"]))) for a in truth["articles"]]


def read_articles(document: Document) -> list[Article]:
    """The articles of a parsed document, text without the number."""
    return [(a.number or Number(0), compact(article_text(a, document.source))) for a in document.articles]


def article_text(article: Unit, source: SourceText) -> str:
    """Everything of an article behind its number, in the order of the file."""
    return _LABEL.sub("", source.slice(article.span), count=1)


def tiles(source: SourceText) -> bool:
    """Whether the blocks cover the text without gap or overlap."""
    position = 0
    for block in source.blocks:
        if block.start != position:
            return False
        position = block.end
    return position == len(source.text) and source.text == "".join(b.text for b in source.blocks)


def measure_made(made: Path) -> dict[str, dict[str, float]]:
    """Exact articles for each folder of made filings."""
    return {folder: measure_folder(made, folder) for folder in FOLDERS if (made / folder).is_dir()}


def measure_folder(made: Path, folder: str) -> dict[str, float]:
    """Exact articles, all articles, those renumbered and flagged, and milliseconds a file of one folder."""
    exact = total = files = flagged = 0
    spent = 0.0
    for path in sorted((made / folder).iterdir()):
        truth = truth_articles(made / "truth" / f"{path.name[:3]}.json")
        start = time.process_time()
        source = read(path)
        spent += time.process_time() - start
        flagged += sum(problem.code == "P231" for problem in source.problems)
        found = read_articles(parse(simplify(source) if "trad" in path.name else source))
        good = exact_articles(found, truth)
        exact, total, files = exact + good, total + len(truth), files + 1
        if good != len(truth) or len(found) != len(truth):
            print(f"  {folder}/{path.name}: {good} of {len(truth)} exact, {len(found)} found")
            show_first(found, truth)
    speed = round(1000 * spent / max(files, 1), 1)
    return {"exact": exact, "articles": total, "renumbered": flagged, "ms_per_file": speed}


def exact_articles(found: list[Article], truth: list[Article]) -> int:
    """How many articles of the truth were found, each once."""
    wanted = Counter(truth)
    for number, text in found:
        key = next((a for a in wanted if wanted[a] and a[0] == number and same(text, a[1])), None)
        if key:
            wanted[key] -= 1
    return len(truth) - wanted.total()


def same(text: str, truth: str) -> bool:
    """Equal, a ``?`` in the file standing for any one character."""
    return text == truth or (len(text) == len(truth) and all(a in (b, "?") for a, b in zip(text, truth, strict=True)))


def show_first(found: list[Article], truth: list[Article]) -> None:
    """Print the first difference."""
    for number, (got, wanted) in enumerate(zip(found, truth, strict=False)):
        if got != wanted:
            print(f"    article {number}: got {got[0]} {got[1][:60]!r}…{got[1][-30:]!r}")
            print(f"              wanted {wanted[0]} {wanted[1][:60]!r}…{wanted[1][-30:]!r}")
            return


def files_of(folder: Path, pattern: str = "*") -> Iterator[Path]:
    """Files below a folder, in order."""
    return (path for path in sorted(folder.rglob(pattern)) if path.is_file() and path.name != "index.csv")


def measure_outcomes(folder: Path) -> dict[str, int]:
    """What became of each file: format read, or code of the refusal; anything else is a crash and listed."""
    outcomes: Counter[str] = Counter()
    for path in files_of(folder):
        start = time.perf_counter()
        outcomes[outcome(path)] += 1
        if time.perf_counter() - start > 3:
            print(f"  slow: {path.name}: {time.perf_counter() - start:.1f} s")
    return dict(sorted(outcomes.items()))


def outcome(path: Path) -> str:
    """``read docx``, ``E109`` … or ``CRASH``."""
    try:
        source = read_guarded(path)
    except UnreadableFile as error:
        return error.code
    except Exception as error:  # the point of this measurement
        print(f"  CRASH {path}: {type(error).__name__}: {error}")
        return "CRASH"
    return f"read {source.format}" if tiles(source) else "NOT TILED"


def measure_laws(folder: Path) -> dict[str, float]:
    """Markdown laws: read, tiled, with articles in sequence, characters a second of the reader."""
    counts: Counter[str] = Counter()
    spent = 0.0
    for path in files_of(folder, "*.md"):
        counts["files"] += 1
        start = time.process_time()
        try:
            source = read(path)
        except UnreadableFile as error:
            counts[error.code] += 1
            continue
        spent += time.process_time() - start
        counts["characters"] += len(source.text)
        counts["tiled"] += tiles(source)
        document = parse(source)
        counts["with title"] += bool(document.title)
        counts["in sequence"] += in_sequence(document)
        counts["articles"] += document.kind_count(UnitKind.ARTICLE)
    return {**counts, "characters_per_second": round(counts["characters"] / spent) if spent else 0}


def in_sequence(document: Document) -> bool:
    """Whether article numbers only grow by one (之N apart)."""
    values = [a.number.value for a in document.articles if a.number]
    return all(b - a in (0, 1) for a, b in pairwise(values))


@in_words()
def main() -> None:
    """Measure what ``--data`` offers."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=folder_with_files, required=True)
    data: Path = options.parse_args().data
    result: dict[str, object] = {}
    filings = data / "filings"
    if (filings / "made" / "truth").is_dir():
        result["made"] = measure_made(filings / "made")
    for name in ("real", "bad"):
        if (filings / name).is_dir():
            result[name] = measure_outcomes(filings / name)
    for name in ("local", "laws"):
        if (data / name).is_dir():
            result[name] = measure_laws(data / name)
    if not result:
        raise argparse.ArgumentTypeError(
            f"{data} has none of filings/made/truth, filings/real, filings/bad, local, laws"
        )
    for name, value in result.items():
        print(name, json.dumps(value, ensure_ascii=False))
    print(json.dumps(result, ensure_ascii=False))


if __name__ == "__main__":
    main()
