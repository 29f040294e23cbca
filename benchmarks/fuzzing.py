"""Damaged files, as many as you like: does every reader give a tiled text or one clear error, within the limits?

    python benchmarks/fuzzing.py FILE... [--runs 200] [--seed 1] [--without-office]
    python benchmarks/fuzzing.py --data DIR [--runs 200] [--seed 1] [--without-office]

``--data`` takes one good file of every format below ``DIR/filings/made`` (and makes what is not there: mail, package, web
archive, Markdown, flat Word XML, a picture of a line of text). Each file is damaged ``--runs`` times, in its bytes or, in
packages, inside one part of a whole package, and read as the product reads files from elsewhere (another process, ten
seconds, one gigabyte; a picture gets more time for each page, as it does in the product). Other exceptions and texts that are not tiled are
kept as ``fuzz-<seed>-<run>-<name>`` in the current folder. ``--without-office`` never starts LibreOffice, which is a
hundred times slower. Ends with one line of JSON and exit status 1 if anything was found.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from lawcheck.document import SourceText
from lawcheck.errors import UnreadableFile
from lawcheck.readers import libreoffice, open_filing, read, read_guarded

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

from benchmarks.folders import folder_with_files, in_words  # noqa: E402  (a script: only its own folder is on the path)

__all__ = ["is_tiled", "made_here", "mutated", "mutated_inside"]

# Numbers that offsets and lengths in binary files do not expect.
_WORDS = (b"\xff\xff\xff\xff", b"\xff\xff\xff\x7f", b"\0\0\0\0", b"\1\0\0\0", b"\xfe\xff\xff\xff")
# Longer than this and the product's own limit did not work.
_TOO_LONG = 12.0
# Folders of formats that others stand for, and scans, whose pages take seconds each.
_LEFT_OUT = ("truth", "pdf_scan", "pdf_autonum", "wps", "docx_autonum_sep", "doc_autonum", "doc_autonum_sep", "odt_autonum",
             "odt_autonum_sep", "rtf_autonum", "rtf_autonum_sep")  # fmt: skip
_LAW = "某市某条例\n第一章　总则\n第一条　为了甲，制定本条例。\n第二条　禁止下列行为：\n（一）乙；\n（二）丙。\n"
# Bytes that mean something in XML, RTF and mail.
_MARKS = (
    b"<w:p>",
    b"</w:p>",
    b"<w:tbl>",
    b"<",
    b">",
    b"&",
    b"]]>",
    b"{",
    b"}",
    b"\\",
    b"\0",
    b'"',
    b"\xff\xfe",
    b"=",
    b"--b",
)


def mutated(data: bytes, chance: random.Random) -> bytes:
    """``data`` with one kind of damage: flipped bytes, a cut, a hole, foreign bytes, other numbers, doubled or foreign marks."""
    damaged = bytearray(data)
    kind, at = chance.randrange(7), chance.randrange(max(len(data), 1))
    if not data:
        return chance.randbytes(20)
    if kind == 0:
        for _ in range(chance.choice((1, 3, 10, 100))):
            damaged[chance.randrange(len(data))] = chance.randrange(256)
    elif kind == 1:
        del damaged[at:]
    elif kind == 2:
        del damaged[at : at + chance.randrange(1, 2000)]
    elif kind == 3:
        damaged[at : at + chance.randrange(600)] = chance.randbytes(chance.randrange(600))
    elif kind == 4:
        for _ in range(20):
            place = chance.randrange(0, max(len(data) - 4, 1), 4)
            damaged[place : place + 4] = chance.choice(_WORDS)
    elif kind == 5:
        damaged[at:at] = damaged[at : at + chance.randrange(1, 3000)] * chance.randrange(1, 20)
    else:
        for _ in range(chance.choice((1, 2, 8))):
            place = chance.randrange(len(damaged) + 1)
            damaged[place:place] = chance.choice(_MARKS)
    return bytes(damaged)


def mutated_inside(data: bytes, chance: random.Random) -> bytes:
    """A package that is whole, with damage in one of its parts (or a part lost)."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    chosen = chance.choice(sorted(parts))
    if chance.random() < 0.1:
        del parts[chosen]
    else:
        parts[chosen] = mutated(parts[chosen], chance)
    return _zip(parts)


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
    reader = read_guarded if guarded else read
    try:
        container = name.endswith((".zip", ".eml"))
        source = open_filing(name, data=data, reader=reader).source if container else reader(name, data=data)
        result = source.format if is_tiled(source) else "!not tiled"
    except UnreadableFile as error:
        result = error.code
    except Exception as error:  # the point of this program
        result = f"!{type(error).__name__}"
    return "!too long" if time.perf_counter() - start > _TOO_LONG and "image" not in name else result


def fuzz(name: str, data: bytes, runs: int, seed: int, *, guarded: bool) -> Counter[str]:
    """Damage one file again and again."""
    chance = random.Random(f"{seed} {name}")
    package = data.startswith(b"PK\x03\x04")
    found: Counter[str] = Counter({"good: " + outcome(data, name, guarded=guarded): 1})
    for run in range(runs):
        inside = package and run % 2
        damaged = mutated_inside(data, chance) if inside else mutated(data, chance)
        result = outcome(damaged, name, guarded=guarded)
        found[result] += 1
        if result.startswith("!") or result == "E153":
            kept = Path(f"fuzz-{seed}-{run}-{name}")
            kept.write_bytes(damaged)
            print(f"  {kept}: {result}")
    return found


# -- good files of every format ----------------------------------------------------------------------------------------


def good_files(data: Path) -> Iterator[tuple[str, bytes]]:
    """One good file of each made folder, then those that are made here."""
    made = data / "filings" / "made"
    folders = sorted(p for p in made.iterdir() if p.is_dir() and p.name not in _LEFT_OUT)
    for folder in folders:
        path = next(p for p in sorted(folder.iterdir()) if p.suffix != ".json")
        yield f"{folder.name}-{path.name}", path.read_bytes()
    yield from made_here((made / "docx_plain" / "R01.docx").read_bytes())
    picture = _picture()
    if picture:
        yield "line.image.png", picture


def made_here(word: bytes) -> Iterator[tuple[str, bytes]]:
    """Files of the formats around a Word file: text, page, mail, package, flat XML."""
    yield "law.txt", _LAW.encode("gb18030")
    yield "law.md", ("# 某市某条例\n\n<!-- INFO END -->\n\n" + _LAW.replace("\n", "\n\n")).encode()
    yield "page.mht", _mime("multipart/related", [("text/html; charset=utf-8", f"<p>{_LAW}</p>".encode(), "")])
    yield (
        "mail.eml",
        b"From: a@b.c\nTo: d@e.f\n" + _mime("multipart/mixed", [("text/plain", b"x", ""), ("x/y", word, "text.docx")]),
    )
    yield "package.zip", _zip({"1.正式文本.docx": word, "2.说明.txt": _LAW.encode()})
    yield "flat.xml", _flat(word)


def _mime(kind: str, parts: list[tuple[str, bytes, str]]) -> bytes:
    import base64

    out = f"MIME-Version: 1.0\nContent-Type: {kind}; boundary=b\n\n".encode()
    for media, content, name in parts:
        out += f"--b\nContent-Type: {media}\nContent-Transfer-Encoding: base64\n".encode()
        out += (f'Content-Disposition: attachment; filename="{name}"\n' if name else "").encode()
        out += b"\n" + base64.encodebytes(content)
    return out + b"--b--\n"


def _zip(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 5, 20, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _flat(word: bytes) -> bytes:
    """A Word file as one XML file."""
    space = "http://schemas.microsoft.com/office/2006/xmlPackage"
    out = f'<?xml version="1.0"?><pkg:package xmlns:pkg="{space}">'.encode()
    with zipfile.ZipFile(io.BytesIO(word)) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                content = archive.read(name).partition(b"?>")[2] or archive.read(name)
                out += f'<pkg:part pkg:name="/{name}"><pkg:xmlData>'.encode() + content + b"</pkg:xmlData></pkg:part>"
    return out + b"</pkg:package>"


def _picture() -> bytes:
    """A small picture of lines, where the extra ``ocr`` is installed."""
    try:
        from PIL import Image, ImageDraw
    except ImportError:
        return b""
    image = Image.new("L", (420, 60), 255)
    ImageDraw.Draw(image).text((10, 20), "Article 1  ABC 2026", fill=0)
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


@in_words()
def main() -> None:
    """Fuzz the files named, or one of every format."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("files", nargs="*", type=Path)
    options.add_argument("--data", type=folder_with_files)
    options.add_argument("--runs", type=int, default=200)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--without-office", action="store_true")
    chosen = options.parse_args()
    if chosen.without_office:
        libreoffice.find_office = lambda: None  # works in this process only, so nothing is guarded
    named = [(path.name, path.read_bytes()) for path in chosen.files]
    damage = partial(fuzz, runs=chosen.runs, seed=chosen.seed, guarded=not chosen.without_office)
    total: Counter[str] = Counter()
    for name, data in [*named, *(good_files(chosen.data) if chosen.data else ())]:
        found = damage(name, data)
        print(name, dict(sorted(found.items())), flush=True)
        total += found
    bad = sum(count for result, count in total.items() if result.startswith("!") or result == "E153")
    print(json.dumps({"benchmark": "fuzzing", "runs": total.total(), "bad": bad, **dict(sorted(total.items()))}))
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
