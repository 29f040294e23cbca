"""How fast files are read (processor time of one core) and a folder of them converted (clock, all cores, memory).

    python benchmarks/reading_speed.py --data DIR [--files 1000] [--to akn] [--folders docx_plain pdf_text …]

Per file: the best of three passes over each folder of ``DIR/filings/made``, PDF and OFD per page too; beside text PDF what
pdfium alone takes in the same minutes to load each page and its text and to hand over the characters. The folder: ``--files``
copies of all made docx through ``lawcheck convert`` as a user runs it, the memory of all its processes watched (unique
pages where the system tells them, in the first and the last third of the run: flat memory has a ratio near 1). The
machine's load stands beside it. Ends with one line of JSON.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import pypdfium2.raw as pdfium

from lawcheck.readers import read

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]
from benchmarks.folders import folder_with_files, in_words  # noqa: E402  (a script: only its own folder is on the path)
from benchmarks.machine import loop_seconds  # noqa: E402  (a script: only its own folder is on the path)

_PASSES = 3
_WATCH_SECONDS = 0.5
# Characters of a page that pdfium alone is asked for, and where it writes them.
_MOST = 20_000
_characters = (ctypes.c_ushort * _MOST)()


def milliseconds(folder: Path) -> dict[str, float]:
    """Processor time for a file, and for a page where the format has pages."""
    paths = sorted(path for path in folder.iterdir() if path.suffix != ".json")
    pages = sum(max((b.provenance.page or 0 for b in read(path).blocks), default=0) for path in paths)
    bare = folder.name.startswith("pdf")
    passes = [(_pass(paths, read), _pass(paths, _pdfium_alone) if bare else 0.0) for _ in range(_PASSES)]
    best, alone = (min(seconds) for seconds in zip(*passes, strict=True))
    figures = {"ms_per_file": round(1000 * best / len(paths), 1)}
    if pages:
        figures |= {"ms_per_page": round(1000 * best / pages, 2), "pages": pages}
    if bare:
        figures |= {"pdfium_ms_per_page": round(1000 * alone / pages, 2), "to_pdfium": round(best / alone, 2)}
    return figures


def _pass(paths: list[Path], work: Callable[[Path], object]) -> float:
    start = time.process_time()
    for path in paths:
        work(path)
    return time.process_time() - start


def _pdfium_alone(path: Path) -> None:
    """The least that any reader on pdfium does: load each page and its text, take all characters, close them."""
    data = path.read_bytes()
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    for index in range(pdfium.FPDF_GetPageCount(document)):
        page = pdfium.FPDF_LoadPage(document, index)
        text = pdfium.FPDFText_LoadPage(page)
        pdfium.FPDFText_GetText(text, 0, min(pdfium.FPDFText_CountChars(text), _MOST - 1), _characters)
        pdfium.FPDFText_ClosePage(text)
        pdfium.FPDF_ClosePage(page)
    pdfium.FPDF_CloseDocument(document)


def convert(sources: list[Path], count: int, target: str) -> dict[str, float]:
    """``lawcheck convert`` on a folder of ``count`` copies."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "in").mkdir()
        for number in range(count):
            (folder / f"in/{number:05}.docx").write_bytes(sources[number % len(sources)].read_bytes())
        command = [
            sys.executable,
            "-m",
            "lawcheck",
            "convert",
            f"{name}/in",
            "--to",
            target,
            "--out",
            f"{name}/out",
        ]
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        memory, cpu = _watch(process)
        seconds = time.perf_counter() - start
        written = len(list((folder / "out").iterdir()))
    third = max(len(memory) // 3, 1)
    return {
        "files": written,
        "files_per_s": round(count / seconds, 1),
        "cpu_ms_per_file": round(1000 * cpu / count, 1),
        "files_per_s_if_alone_on_2_cores": round(2 * count / cpu, 1),
        "peak_mb": round(max(memory, default=0)),
        "last_to_first_third": round(median(memory[-third:]) / median(memory[third : 2 * third] or memory), 3),
        "load": round(os.getloadavg()[0], 1),
    }


def _watch(process: subprocess.Popen[bytes]) -> tuple[list[float], float]:
    """Megabytes of the process and its children until it ends, and the processor seconds of all of them."""
    seen: list[float] = []
    spent: dict[int, float] = {}
    while process.poll() is None:
        family = _family(process.pid)
        seen.append(sum(map(_megabytes, family)))
        spent.update({pid: max(_seconds(pid), spent.get(pid, 0.0)) for pid in family})
        time.sleep(_WATCH_SECONDS)
    return seen or [0.0], sum(spent.values())


def _seconds(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _family(root: int) -> list[int]:
    """The process and all below it."""
    parents: dict[int, int] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(path.parent.name)] = int(path.read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError, IndexError):
            continue
    family = [root]
    for pid in family:
        family += [child for child, parent in parents.items() if parent == pid]
    return family


def _megabytes(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        return sum(int(line.split()[1]) for line in lines if line.startswith("Private_")) / 1024
    except (OSError, IndexError, ValueError):
        return 0.0


@in_words()
def main() -> None:
    """Measure."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=folder_with_files, default=Path("../shared/data"))
    options.add_argument("--files", type=int, default=1000)
    options.add_argument("--to", default="akn")
    options.add_argument("--folders", nargs="*", help="only these folders one by one (default: all)")
    chosen = options.parse_args()
    made = chosen.data / "filings" / "made"
    folders = sorted(p for p in made.iterdir() if p.is_dir() and p.name not in ("truth", "pdf_scan", "pdf_autonum"))
    result: dict[str, object] = {}
    loops: list[float] = []
    for folder in (folder for folder in folders if chosen.folders is None or folder.name in chosen.folders):
        loops.append(round(loop_seconds(), 3))
        result[folder.name] = milliseconds(folder)
        print(folder.name, result[folder.name], flush=True)
    if chosen.files:
        sources = sorted(path for folder in folders if folder.name.startswith("docx") for path in folder.iterdir())
        loops.append(round(loop_seconds(), 3))
        result["convert"] = convert(sources, chosen.files, chosen.to)
        loops.append(round(loop_seconds(), 3))
        print("convert", result["convert"])
    print(json.dumps({"benchmark": "reading_speed", "loop_s": loops, **result}))


if __name__ == "__main__":
    main()
