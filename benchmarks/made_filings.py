"""Make filings of real laws in every format, with the truth beside them, so that the set can grow.

    python benchmarks/made_filings.py --data DIR --out DIR [--seed 1] [--count 10] [--without-office] [--scans 2]

``--data`` is a folder of laws in Markdown (LawRefBook form; ``DIR/local`` and below is searched). Plain laws are drawn by
``--seed`` and written to ``OUT/filings/made``: docx (plain, messy, automatic numbers in one list and in two), html, txt
in eight encodings, OFD; with LibreOffice also doc, wps, odt, rtf and PDF, and scans of the first pages of some. Measure
with ``python benchmarks/reading.py --data OUT``. The same seed makes the same files, but for what LibreOffice stamps in
its own.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from making import pages, text, word
from making.law import Law, read_law

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

from benchmarks.folders import folder_with_files, in_words  # noqa: E402  (a script: only its own folder is on the path)

# Folder of the docx, folder of what LibreOffice makes of them, format and extension.
_OFFICE = (
    ("docx_plain", "doc", "doc:MS Word 97", "doc"),
    ("docx_plain", "wps", "doc:MS Word 97", "wps"),
    ("docx_plain", "odt", "odt", "odt"),
    ("docx_plain", "rtf", "rtf", "rtf"),
    ("docx_plain", "pdf_text", "pdf", "pdf"),
    ("docx_autonum", "doc_autonum", "doc:MS Word 97", "doc"),
    ("docx_autonum", "odt_autonum", "odt", "odt"),
    ("docx_autonum", "rtf_autonum", "rtf", "rtf"),
    ("docx_autonum_sep", "doc_autonum_sep", "doc:MS Word 97", "doc"),
    ("docx_autonum_sep", "odt_autonum_sep", "odt", "odt"),
    ("docx_autonum_sep", "rtf_autonum_sep", "rtf", "rtf"),
)
_SECONDS = 300


def drawn(data: Path, count: int, seed: int) -> list[Law]:
    """``count`` plain laws, the same ones for the same seed and folder."""
    paths = sorted((data / "local" if (data / "local").is_dir() else data).rglob("*.md"))
    random.Random(f"laws {seed}").shuffle(paths)
    laws: list[Law] = []
    for path in paths:
        if len(laws) < count and (law := read_law(path)) is not None:
            laws.append(law)
    return laws


def write_own(law: Law, number: int, seed: int, made: Path) -> None:
    """The truth and every format that needs no other program."""
    name, chance = f"R{number:02}", random.Random(f"{seed} {number}")
    encoding = text.ENCODINGS[(number - 1) % len(text.ENCODINGS)]
    files: dict[str, bytes] = {
        f"truth/{name}.json": law.truth().encode(),
        f"docx_plain/{name}.docx": word.plain(law, chance),
        f"docx_messy/{name}.docx": word.messy(law, chance),
        f"docx_autonum/{name}.docx": word.automatic(law, chance, separate=False),
        f"docx_autonum_sep/{name}.docx": word.automatic(law, chance, separate=True),
        f"html/{name}.html": text.html(law, chance),
        f"txt/{name}.{encoding}.txt": text.txt(law, encoding, chance),
        f"ofd/{name}.ofd": pages.ofd(law, chance),
    }
    for path, content in files.items():
        target = made / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def convert(sources: Sequence[Path], target: Path, format: str, extension: str) -> None:
    """All files of a folder through one LibreOffice with a profile of its own."""
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        command = ["soffice", f"-env:UserInstallation={Path(folder).as_uri()}/profile", "--headless", "--convert-to",
                   format, "--outdir", folder, *map(str, sources)]  # fmt: skip
        subprocess.run(command, check=True, timeout=_SECONDS, capture_output=True)
        for path in sorted(Path(folder).glob(f"*.{format.partition(':')[0]}")):
            shutil.move(path, target / f"{path.stem}.{extension}")


def write_scans(made: Path, count: int, seed: int) -> None:
    """Scans of the first PDF files."""
    folder = made / "pdf_scan"
    folder.mkdir(exist_ok=True)
    for path in sorted((made / "pdf_text").glob("*.pdf"))[:count]:
        content, truth = pages.scan(path.read_bytes(), random.Random(f"scan {seed} {path.stem}"))
        (folder / path.name).write_bytes(content)
        (folder / f"{path.stem}.json").write_text(truth, "utf-8")


@in_words()
def main() -> None:
    """Make a set."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=folder_with_files, required=True)
    options.add_argument("--out", type=Path, required=True)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--count", type=int, default=10)
    options.add_argument("--scans", type=int, default=2)
    options.add_argument("--without-office", action="store_true")
    chosen = options.parse_args()
    made: Path = chosen.out / "filings" / "made"
    laws = drawn(chosen.data, chosen.count, chosen.seed)
    for number, law in enumerate(laws, 1):
        write_own(law, number, chosen.seed, made)
    office = shutil.which("soffice") is not None and not chosen.without_office
    for source, target, format, extension in _OFFICE if office else ():
        convert(sorted((made / source).glob("*.docx")), made / target, format, extension)
    if office and chosen.scans:
        write_scans(made, chosen.scans, chosen.seed)
    counts = Counter(path.parent.name for path in made.rglob("*") if path.is_file())
    articles = sum(len(law.articles) for law in laws)
    print(
        json.dumps(
            {"benchmark": "made_filings", "laws": len(laws), "articles": articles, **dict(sorted(counts.items()))}
        )
    )


if __name__ == "__main__":
    main()
