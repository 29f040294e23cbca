"""How fast cases are computed from their events: the clocks of one case, a step, the figures of a year.

``python benchmarks/procedure.py [--cases N]`` makes N cases of ten events each and ends with one line of JSON. Seconds are
processor time of this process.
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date, timedelta
from pathlib import Path
from time import process_time

from lawcheck.laws import DocumentKind
from lawcheck.procedure import CaseRecord, Event, Procedure, annual_figures, find_jurisdiction, whole_year

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

from benchmarks.folders import in_words  # noqa: E402  (a script: only its own folder is on the path)

_COURSE = (
    ("published", 0), ("submitted", 10), ("registered", 15), ("distributed", 17), ("committee_opinion", 30),
    ("correction_discussed", 40), ("opinion_issued", 45), ("accepted", 60), ("amended", 90), ("correction_reported", 100),
)  # fmt: skip
_TODAY = date(2026, 11, 22)


def make_cases(count: int) -> list[CaseRecord]:
    """Cases that took the same course from different days on."""
    desk = Procedure(find_jurisdiction("beijing"), DocumentKind.K12)
    return [CaseRecord(str(n), desk, _history(n), f"机关{n % 30}") for n in range(count)]


def _history(number: int) -> tuple[Event, ...]:
    first = date(2026, 1, 1) + timedelta(days=number % 200)
    told = {"problems": ["c2"], "due": "2026-12-01"}
    return tuple(Event(name, first + timedelta(days=after), told) for name, after in _COURSE)


@in_words()
def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000)
    count = parser.parse_args().cases
    cases = make_cases(count)
    make_cases(1)[0].clocks(_TODAY)  # the data is loaded
    start = process_time()
    for case in cases[:1000]:
        case.clocks(_TODAY)
    clocks = process_time() - start
    start = process_time()
    for case in cases[:1000]:
        case.procedure.advance(case.history[:2], Event("returned", _TODAY, {"reason": "甲"}))
    steps = process_time() - start
    years = {}
    for size in (count // 4, count // 2, count):
        start = process_time()
        annual_figures(cases[:size], whole_year(2026))
        years[size] = round(process_time() - start, 2)
    shown = {"clocks_ms": round(clocks, 3), "step_ms": round(steps, 3), "annual_seconds": years}
    print(json.dumps({"benchmark": "procedure", **shown}))


if __name__ == "__main__":
    main()
