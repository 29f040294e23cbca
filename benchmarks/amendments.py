"""修改决定 carried out: ``python -m benchmarks.amendments --data DIR`` (or ``--library HOME``).

For every 修改决定 and 修正案 of the library and every law that it amends: where the text before and the text after are both
held, the decision is applied to the one and compared with the other, article by article; where only the text after is
held, every paragraph that the decision writes is looked for in it. What was not understood or not carried out is listed,
and each article that differs. The last line is JSON.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from lawcheck.alignment import diff, same_text
from lawcheck.laws import Law, LawVersion, Library, add_laws, normalise_title, open_library
from lawcheck.laws.amending import AmendedLaw, Deed, Part, amend, read_decision
from lawcheck.laws.records import RawArticle

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

from benchmarks.folders import folder_with_files, in_words  # noqa: E402  (a script: only its own folder is on the path)

_DECISION = re.compile(r"关于修改.*决定$|修正案(?:（[一二三四五六七八九十\d年]+）)?$")
_NAMED = re.compile(r"关于修改《(?P<law>.+)》(?:等.+)?的决定$|^(?:中华人民共和国)?(?P<code>刑法|宪法)修正案")
NEAR = timedelta(days=40)  # adoption of the decision and the day on the consolidated text


class Case(NamedTuple):
    """A decision, one of its laws, and the versions before and after."""

    decision: LawVersion
    text: str
    part: AmendedLaw
    law: Law
    before: LawVersion | None
    after: LawVersion


def decision_text(library: Library, version: LawVersion) -> str:
    """The text as the library holds it; items keep their number."""
    articles = library.articles(version.version_id)
    return "\n".join(a.text if a.label[:2] in ("条目", "全文") else f"{a.label}　{a.text}" for a in articles)


def cases(library: Library) -> Iterator[Case]:
    """All that can be held against a published text, oldest decision first."""
    decisions = [v for law in library.laws() for v in library.versions(law.law_id) if _DECISION.search(v.title)]
    for decision in sorted(decisions, key=lambda v: v.adopted or date.min):
        text = decision_text(library, decision)
        for part in read_decision(text):
            yield from case(library, decision, text, part, decision.adopted or date.min)


def case(library: Library, decision: LawVersion, text: str, part: AmendedLaw, day: date) -> Iterator[Case]:
    """The law of a part with its versions, if the amended text is held."""
    named = _NAMED.search(decision.title)
    title = part.title or (named and (named["law"] or named["code"])) or ""
    found = [law for law in library.find_title(title) if normalise_title(title).endswith(law.key[-8:])]
    for law in found[:1]:
        versions = [v for v in library.versions(law.law_id) if v.adopted]
        before = [v for v in versions if v.adopted and v.adopted < day - NEAR]
        after = [v for v in versions if v.adopted and v.adopted >= day - NEAR]
        if after:
            yield Case(decision, text, part, law, before[-1] if before else None, after[0])


def chains(found: Sequence[Case]) -> dict[tuple[int, int], list[Case]]:
    """Decisions that lie between the same two texts belong together, if the last was made with the later text."""
    grouped: dict[tuple[int, int], list[Case]] = {}
    for one in found:
        if one.before is not None:
            grouped.setdefault((one.before.version_id, one.after.version_id), []).append(one)
    return grouped


def numbered(library: Library, version: LawVersion) -> list[RawArticle]:
    """The articles of a version."""
    return [RawArticle(a.number, a.label, a.heading, a.text) for a in library.articles(version.version_id)]


def compared(library: Library, chain: Sequence[Case], before: LawVersion) -> tuple[int, list[str], list[str], int]:
    """Equal articles, what differs, the faults, and how many own references followed the new numbers."""
    articles = numbered(library, before)
    faults: list[str] = []
    followed = 0
    for one in chain:
        result = amend(articles, one.part, one.text)
        articles, followed = list(result.articles), followed + len(result.followed)
        faults += [f"{one.decision.title[-12:]} {f.reason}：{f.quote}" for f in result.faults]
    made = {a.number: a.text for a in articles}
    held = {a.number: a.text for a in library.articles(chain[-1].after.version_id) if a.number}
    numbers = sorted(n for n in made.keys() | held.keys() if n is not None)
    wrong = [n for n in numbers if not same_text(made.get(n, ""), held.get(n, ""))]
    shown = [f"第{n}条 {shown_difference(made.get(n, ''), held.get(n, ''))}" for n in wrong]
    return len(numbers) - len(wrong), shown, faults, followed


def shown_difference(made: str, held: str) -> str:
    """The first changes, made → published."""
    steps = [op for op in diff(made, held) if op.tag != "equal"][:3]
    return "；".join(f"{made[slice(*s.a_span)][:30]!r}→{held[slice(*s.b_span)][:30]!r}" for s in steps)


def written(one: Case) -> Iterator[str]:
    """Every paragraph that the decision writes into the law."""
    for instruction in one.part.instructions:
        if instruction.part not in (Part.PREAMBLE, Part.TITLE) and instruction.deed in (
            Deed.REPLACE,
            Deed.INSERT,
            Deed.MERGE,
            Deed.SPLIT,
            Deed.RENUMBER,
        ):
            yield from (line for line in instruction.text.split("\n") if len(line) > 6)


def confirmed(library: Library, one: Case) -> tuple[int, list[str]]:
    """How many of those paragraphs stand in the published text, and which do not."""
    held = folded("".join(a.text for a in library.articles(one.after.version_id)))
    missing, total = [], 0
    for line in written(one):
        total += 1
        if (
            folded(re.sub(r"^第[^条]{1,8}条(?:之.{1,2})?[\s　]+|^[（(].{1,3}[）)]", "", line)).rstrip("。；，")
            not in held
        ):
            missing.append(line[:30])
    return total - len(missing), missing


def folded(text: str) -> str:
    """Characters only."""
    return re.sub(r"[^\w]", "", text)


@in_words()
def main() -> None:
    """The command line."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument(
        "--data", type=folder_with_files, help="folder of laws and decisions, taken into a library of their own"
    )
    options.add_argument("--library", type=Path, help="library home that holds them already")
    options.add_argument("--verbose", action="store_true", help="also list instructions and missing paragraphs")
    given = options.parse_args()
    with TemporaryDirectory() as folder:
        if given.data:
            add_laws(Path(folder), [given.data])
        measure(open_library(Path(folder) if given.data else given.library), verbose=given.verbose)


def measure(library: Library, *, verbose: bool) -> None:
    """Print every case and the counts."""
    total: Counter[str] = Counter()
    found = list(cases(library))
    for one in found:
        total["instructions"] += len(one.part.instructions)
        total["unread"] += len(one.part.unread)
        for span in one.part.unread:
            print(f"未识别 {one.decision.title[:40]}：{one.text[span.start : span.end][:60]!r}")
    for chain in chains(found).values():
        before = chain[0].before
        if before is None:
            continue
        equal, wrong, faults, followed = compared(library, chain, before)
        total.update(chains=1, exact=not wrong and not faults, articles=equal + len(wrong), equal=equal)
        total.update(faults=len(faults), followed=followed)
        print(f"{chain[0].law.title} {before.adopted} → {chain[-1].after.adopted}：{equal} 条相同，{len(wrong)} 条不同")
        print(*(f"    {line}" for line in [*wrong, *faults]), sep="\n")
    for one in found:
        day = one.decision.adopted or date.min
        if one.before is None and abs((one.after.adopted or date.max) - day) > NEAR:
            total["only_a_later_text"] += 1
        elif one.before is None:
            right, missing = confirmed(library, one)
            total.update(confirmed_cases=1, paragraphs=right + len(missing), paragraphs_found=right)
            if missing and verbose:
                print(f"{one.law.title}（只有修改后文本 {one.after.adopted}）：未见 {missing[:5]}")
    print(json.dumps(dict(total), ensure_ascii=False))


if __name__ == "__main__":
    main()
