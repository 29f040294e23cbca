"""The citation errors of domain.md 3.3 that stand in the local regulations, and every finding of the citation rules.

``python benchmarks/known_errors.py --data DIR [--rules C01,C05,…] [--every N] [--show N]`` reads the ``.md`` files under
``DIR/local``, runs the citation rules on each against the library of ``LAWCHECK_HOME`` and checks that each error named
below is found, and none of the places that only look like one. Prints what was not as expected and ends with one line
of JSON with the findings of each rule.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from lawcheck.checks import CheckContext, Finding, RulePack, load_rules, run_rules
from lawcheck.citations import find_changes, resolve_citations
from lawcheck.document import parse
from lawcheck.laws import Library, open_library
from lawcheck.procedure import read_facts
from lawcheck.readers import read

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]
from benchmarks.folders import folder_with_files, in_words, some  # noqa: E402  (a script: only its own folder is on the path)

RULES = "C01,C02,C03,C04,C05,C06,C07,C08,C09,C10,C11,C12,C13,C14,C15,C16,C18,O02"
DAY = date(2026, 11, 22)


class Known(NamedTuple):
    """A place in a file (its name begins so), the rule, words of the quotation, and words that the finding must say."""

    file: str
    rule: str
    quote: str
    says: str


ERRORS = (
    Known("舟山市物业管理条例", "C01", "物权法", "民法典"),
    Known("杭州市院前医疗急救管理条例", "C02", "道路交通安全管理法", "道路交通安全法"),
    Known("浙江省地方立法条例", "C05", "立法法》第八条", "第十一条"),
    Known("金华市制定地方性法规条例", "C05", "立法法》第八条", "第十一条"),
    Known("宁波市再生资源回收利用管理条例", "C05", "第五十九条", "第七十一条"),
    Known("浙江省蚕种管理条例", "C09", "第十一条第二款", "只有1款"),
    Known("丽水市城市养犬管理规定", "C10", "本条例", "本规定"),
)
LOOKALIKES = (
    Known("浙江省地方立法条例", "C09", "", ""),
    Known("丽水市城市养犬管理规定", "C01", "", ""),
    Known("杭州市院前医疗急救管理条例", "C05", "道路交通安全管理法", ""),
    Known("浙江省蚕种管理条例", "C10", "", ""),
)


@in_words()
def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--data", type=folder_with_files, required=True, help="folder that holds local/")
    parser.add_argument("--rules", default=RULES)
    parser.add_argument("--every", type=int, default=1, help="only every Nth file, besides the named ones")
    parser.add_argument("--show", type=int, default=0, help="findings of each rule to print")
    arguments = parser.parse_args()
    pack, library = load_rules(), open_library()
    only = RulePack(pack.version, tuple(pack[rule] for rule in arguments.rules.split(",")))
    named = tuple(known.file for known in (*ERRORS, *LOOKALIKES))
    paths = some(sorted((arguments.data / "local").rglob("*.md")), arguments.data)
    chosen = [p for n, p in enumerate(paths) if n % arguments.every == 0 or p.stem.startswith(named)]
    found = {path.stem: tuple(_findings(path, only, library)) for path in chosen}
    counts = Counter(finding.rule for findings in found.values() for finding in findings)
    missed = [k for k in ERRORS if not any(_fits(k, stem, f) for stem, rows in found.items() for f in rows)]
    wrong = [k for k in LOOKALIKES if any(_fits(k, stem, f) for stem, rows in found.items() for f in rows)]
    for title, rows in (("not found", missed), ("found though only alike", wrong)):
        for row in rows:
            print(title, *row, sep=" | ")
    _show(found, arguments.show)
    figures = {
        "files": len(chosen),
        "known": len(ERRORS),
        "found": len(ERRORS) - len(missed),
        "lookalikes": len(LOOKALIKES),
        "lookalikes_found": len(wrong),
        "findings": dict(sorted(counts.items())),
    }
    print(json.dumps(figures, ensure_ascii=False))


def _findings(path: Path, pack: RulePack, library: Library) -> Iterator[Finding]:
    document = parse(read(path))
    facts = read_facts(document)
    citations = resolve_citations(document, library, DAY, facts.made, facts.effective)
    changes = find_changes(document, citations, library, DAY, facts.made)
    references = tuple(c.reference for c in citations)
    context = CheckContext(document, facts, references, citations, (), (), (), library, DAY, changes)
    for run in run_rules(pack, context):
        yield from run.findings


def _fits(known: Known, stem: str, finding: Finding) -> bool:
    told = f"{finding.message}{finding.suggestion}{finding.evidence.why}{finding.evidence.upper_law}"
    here = stem.startswith(known.file) and finding.rule == known.rule
    return here and known.quote in finding.quote and known.says in told


def _show(found: dict[str, tuple[Finding, ...]], limit: int) -> None:
    shown = Counter[str]()
    for stem, findings in found.items():
        for finding in findings:
            shown[finding.rule] += 1
            if shown[finding.rule] <= limit:
                place = (stem, finding.rule, finding.clause, finding.severity.value)
                print(*place, finding.quote[:60].replace("\n", "⏎"), finding.message[:120], sep=" | ")


if __name__ == "__main__":
    main()
