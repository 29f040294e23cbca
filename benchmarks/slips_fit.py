"""Counts how laws and regulations write characters side by side: ``corpus/models/characters.npz``.

    python benchmarks/slips_fit.py --data DIR [--every 1] [--out FILE | --write]

Counted are the texts of ``DIR/laws`` and ``DIR/local``; with ``--every 2`` only every other file of ``local``, so that ``slips.py``
can tell how often the others would be alarmed. What sounds alike is from pypinyin (MIT licence; ``pip install pypinyin``), what
looks alike from the glyphs of Noto Sans CJK and Noto Serif CJK (SIL Open Font License), laid over each other. Ends with one line of JSON.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from lawcheck.checks.characters import END, LONGEST, MODEL, START, STEPS
from lawcheck.resources import corpus_dir

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

from benchmarks.folders import folder_with_files, in_words, some  # noqa: E402  (a script: only its own folder is on the path)

LEAST = {1: 1, 2: 1, 3: 3, 4: 5}
"""How often a run of that length must be met to be kept."""
USUAL = 5
"""Times a character must be met to be one that may have been meant by what it looks like."""
FONTS = ("NotoSansCJK-Regular.ttc", "NotoSerifCJK-Regular.ttc")
SIMPLIFIED, SIZE, CANVAS = 2, 40, 48
ALIKE, MOST = 0.75, 6
"""How much of two glyphs must agree (correlation), and how many such characters are kept."""
_RUN = re.compile("[\u4e00-\u9fff]+")


def counted(texts: Iterable[str]) -> list[Counter[str]]:
    """Runs of one to four characters, shortest first."""
    counts: list[Counter[str]] = [Counter() for _ in range(LONGEST)]
    for text in texts:
        for run in _RUN.findall(text):
            whole = START + run + END
            for length, held in enumerate(counts, 1):
                held.update(whole[at : at + length] for at in range(len(whole) - length + 1))
    return [Counter({r: n for r, n in held.items() if n >= LEAST[length]}) for length, held in enumerate(counts, 1)]


def stored(counts: Sequence[Counter[str]], alike: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
    """The arrays of the file."""
    alphabet = "".join(sorted(counts[0]))
    lines = "\n".join(f"{character}\t{sounds}\t{shapes}" for character, (sounds, shapes) in sorted(alike.items()))
    arrays: dict[str, Any] = {"alphabet": _bytes(alphabet), "alike": _bytes(lines)}
    arrays["count_1"] = _steps([counts[0][character] for character in alphabet])
    numbers, places = (
        {character: number for number, character in enumerate(alphabet)},
        {c: n for n, c in enumerate(alphabet)},
    )
    for length in range(2, LONGEST + 1):
        held = counts[length - 1]
        keys = {run: places[run[:-1]] * len(alphabet) + numbers[run[-1]] for run in held}
        ordered = sorted(keys, key=keys.__getitem__)
        apart = np.diff(np.array([keys[run] for run in ordered], dtype=np.int64), prepend=0)
        arrays |= {f"low_{length}": (apart & 255).astype(np.uint8), f"high_{length}": (apart >> 8).astype(np.uint32)}
        arrays[f"count_{length}"] = _steps([held[run] for run in ordered])
        places = {run: place for place, run in enumerate(ordered)}
    return arrays


def _bytes(text: str) -> Any:
    return np.frombuffer(text.encode("utf-8"), dtype=np.uint8)


def _steps(counts: Sequence[int]) -> Any:
    return np.array([round(STEPS * math.log2(count)) for count in counts], dtype=np.uint8)


def alike(counts: Counter[str]) -> dict[str, tuple[str, str]]:
    """For every character of GB 2312 and of the texts: its syllables, and those met often that look like it."""
    usual = sorted(c for c, n in counts.items() if n >= USUAL and c not in START + END)
    wrong = sorted({*_gb2312(), *counts} - {START, END})
    shapes = looking(wrong, usual)
    return {c: (syllables(c), shapes[c]) for c in wrong}


def _gb2312() -> set[str]:
    pairs = (bytes([high, low]) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF))
    return {pair.decode("gb2312") for pair in pairs if pair.decode("gb2312", "ignore")}


def syllables(character: str) -> str:
    """Without tone; zh / z, ch / c, sh / s and ng / n are one."""
    from pypinyin import Style, pinyin

    read = pinyin(character, style=Style.NORMAL, heteronym=True)[0]
    return " ".join(sorted({re.sub("^([zcs])h", r"\1", re.sub("ng$", "n", syllable)) for syllable in read}))


def looking(wrong: Sequence[str], usual: Sequence[str]) -> dict[str, str]:
    """By the correlation of the glyphs, a little blurred, in two founts."""
    near = sum(_glyphs(wrong, font) @ _glyphs(usual, font).T for font in FONTS) / len(FONTS)
    out = {}
    for row, character in enumerate(wrong):
        best = np.argsort(-near[row], kind="stable")[: MOST + 1]
        out[character] = "".join(usual[n] for n in best if near[row][n] >= ALIKE and usual[n] != character)[:MOST]
    return out


def _glyphs(characters: Sequence[str], font: str) -> Any:
    face = ImageFont.truetype(font, SIZE, index=SIMPLIFIED)
    rows = []
    for character in characters:
        image = Image.new("L", (CANVAS, CANVAS))
        ImageDraw.Draw(image).text((4, -4), character, font=face, fill=255)
        rows.append(np.asarray(image.filter(ImageFilter.GaussianBlur(1.2)), dtype=np.float32).ravel())
    matrix = np.array(rows)
    matrix -= matrix.mean(axis=1, keepdims=True)
    return matrix / np.linalg.norm(matrix, axis=1, keepdims=True)


@in_words()
def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=folder_with_files, required=True)
    parser.add_argument("--every", type=int, default=1, help="of the local texts, those that are counted")
    parser.add_argument("--out", type=Path, help="where to store the counts")
    parser.add_argument("--write", action="store_true", help="store them as those that are shipped")
    arguments = parser.parse_args()
    local = some(sorted((arguments.data / "local").rglob("*.md")), arguments.data)[:: arguments.every]
    texts = [path.read_text(encoding="utf-8") for path in (*sorted((arguments.data / "laws").rglob("*.md")), *local)]
    counts = counted(texts)
    made = {"command": "benchmarks/slips_fit.py", "texts": len(texts), "characters": sum(map(len, texts))}
    made["sha256"] = sha256("\n".join(texts).encode("utf-8")).hexdigest()
    path = corpus_dir() / "models" / MODEL if arguments.write else arguments.out
    if path:
        np.savez_compressed(path, **stored(counts, alike(counts[0])), made=np.array(json.dumps(made)))
    size = path.stat().st_size if path else 0
    print(json.dumps({"benchmark": "slips_fit", "runs": [len(held) for held in counts], "bytes": size} | made))


if __name__ == "__main__":
    main()
