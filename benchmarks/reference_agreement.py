"""The slow, obvious reference finder of the tests beside the fast one, on whole laws and regulations.

``python benchmarks/reference_agreement.py --data DIR [--characters N] [--show N]`` reads ``.md`` files under ``--data`` in
an order that chance has mixed (fixed), until N characters are read; prints the first disagreement of a file and ends with one line of
JSON. A reference is compared by span, kind, address, distance and part; the law of a name without 《》 that no
以下简称 defines is left out, because only a list of names can tell it.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "references"))

from test_oracle import assert_agreement

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]
from benchmarks.folders import folder_with_files, in_words, some  # noqa: E402  (a script: only its own folder is on the path)


@in_words()
def main() -> None:
    """Compare and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--data", type=folder_with_files, required=True, help="folder of texts")
    parser.add_argument("--characters", type=int, default=2_000_000, help="how many characters to read")
    parser.add_argument("--show", type=int, default=20, help="disagreements to print")
    arguments = parser.parse_args()
    paths = some(sorted(arguments.data.rglob("*.md")), arguments.data)
    random.Random(4).shuffle(paths)
    files = characters = references = wrong = 0
    for path in paths:
        if characters >= arguments.characters:
            break
        text = path.read_text(encoding="utf-8")
        files, characters = files + 1, characters + len(text)
        try:
            references += assert_agreement(text)
        except AssertionError as error:
            wrong += 1
            if wrong <= arguments.show:
                print(path.stem, str(error)[:500], sep=" | ")
    figures = {"files": files, "characters": characters, "references": references, "files_apart": wrong}
    print(json.dumps(figures, ensure_ascii=False))


if __name__ == "__main__":
    main()
