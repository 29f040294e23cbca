"""Seeded errors and lawful sentences of the eleventh injector: what is found, and what is told of lawful words.

    python benchmarks/seeded_eleventh.py --data DIR --library DIR [--texts 60] [--seed 1] [--as-of DAY] [--show]

:mod:`benchmarks.eleventh_injector` is by another author who saw only the reference book and the data; counted as in
:mod:`benchmarks.seeded_fourth`.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import eleventh_injector
from benchmarks.seeded_fourth import run

if __name__ == "__main__":
    run("seeded_eleventh", __doc__, eleventh_injector.write)
