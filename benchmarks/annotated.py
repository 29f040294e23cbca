"""Annotated Word copies opened again: same visible text, every comment on its characters, ids unique, schema order kept.

    python benchmarks/annotated.py --data DIR [--findings 40] [--converted 3] [--keep DIR]

Every Word file below ``DIR/filings/made`` and ``DIR/filings/real`` gets findings at random places (words, whole lines, several
paragraphs, the document) and red terms; ``.doc``, ``.wps``, ``.rtf`` and ``.odt`` are converted as the product does (the first
``--converted`` of each folder: two seconds each). The result is read back and compared with the original; the order of children is
checked against ECMA-376 (``w:rPr``, ``w:pPr``, marks of comments). ``--keep`` writes the copies there to look at. Faults
are listed, the last line is JSON, exit status 1 with faults.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from lxml import etree

from lawcheck.checks import Finding, RuleRun, Severity, State
from lawcheck.document import Document, SourceText, Span, parse
from lawcheck.errors import LawcheckError
from lawcheck.procedure import read_facts
from lawcheck.readers import convert_to_docx, read, visible_runs
from lawcheck.reports import annotate_docx
from lawcheck.reports.converted import annotate_converted
from lawcheck.reviewing import Review
from lawcheck.terms import Term, TermHit

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]
from benchmarks.folders import folder_with_files, in_words, some  # noqa: E402  (a script: only its own folder is on the path)

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DAY = date(2026, 11, 22)
# EG_RPrBase in the order of ECMA-376 part 1, 17.3.2; Word writes and wants this order.
RUN_ORDER = (
    "ins del moveFrom moveTo rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof "
    "snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs "
    "em lang eastAsianLayout specVanish oMath rPrChange"
)
PARAGRAPH_ORDER = (
    "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid "
    "spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl "
    "divId cnfStyle rPr sectPr pPrChange"
)
_ORDERS = {f"{W}rPr": tuple(RUN_ORDER.split()), f"{W}pPr": tuple(PARAGRAPH_ORDER.split())}
_MARKS = ("RangeStart", "RangeEnd", "Reference")
# The last line of every comment of the product.
_SIGNATURE = "由审查人判断。"
_WORD, _CONVERTED = (".docx", ".dotx", ".docm"), (".doc", ".wps", ".odt", ".rtf")


def review_of(document: Document, count: int, chance: random.Random) -> Review:
    """A review with ``count`` findings at random places and as many red terms."""
    spans = list(_spans(document.source, count, chance))
    findings = tuple(_finding(document, span, n) for n, span in enumerate(spans))
    term = Term("词", "sensitive", "W01", "technical", "", "", "", None)
    hits = tuple(
        TermHit(term, span, document.source.slice(span))
        for span in spans
        if 0 < span.length <= 6  # words only
    )
    runs = (RuleRun("W01", "试", "W", State.PROBLEM, "", findings),)
    return Review(document, read_facts(document), DAY, DAY, "", "", (), (), (), (), hits, runs)


def _spans(source: SourceText, count: int, chance: random.Random) -> Iterator[Span]:
    length = len(source.text)
    for number in range(count):
        start = chance.randrange(length)
        size = (chance.randrange(1, 7), chance.randrange(1, 40), chance.randrange(1, 400), 0)[number % 4]
        yield Span(start, min(start + size, length)) if number else Span(0, length)


def _finding(document: Document, span: Span, number: int) -> Finding:
    unit = document.unit_at(span.start) if span.length else None
    quote = document.source.slice(span)[:100]
    severity = list(Severity)[number % len(Severity)]
    return Finding("W01", "1", "试", severity, span, quote, unit.eid if unit else "", "", f"第{number}处")


# -- what must hold --------------------------------------------------------------------------------------------------


def faults(original: bytes, out: bytes, review: Review, name: str) -> Iterator[str]:
    """What is wrong with an annotated copy of the Word file ``original``."""
    source = review.document.source
    old, new = _parts(original), _parts(out)
    main = next(block.provenance.name for block in source.blocks if block.provenance.name)
    if _shown(source) != _shown(read(name, data=out)):
        yield "visible text or its places changed"
    red = {block.provenance.name for hit in review.terms for block in source.blocks_in(hit.span)}
    changed = [part for part in old if part not in {*_changing(main), *red} and new.get(part) != old[part]]
    if changed:
        yield f"other parts changed: {changed[:3]}"
    comments = next((p for p in new if p.startswith("word/comments") and new[p].count(b"w:comment ")), "")
    for part in (main, comments):
        if part and _disorder(new[part]) > (_disorder(old[part]) if part in old else 0):
            yield f"order of properties in {part}"
    texts = _comment_texts(new[comments]) if comments else {}
    had = len(_comment_texts(old[comments])) if comments in old else 0
    if len(texts) != len(review.findings) + had:
        yield f"{len(texts)} different comments, {len(review.findings)} + {had} wanted"
    yield from _mark_faults(new[main], set(texts))
    yield from _anchor_faults(new[main], texts, review, main)


def _shown(source: SourceText) -> list[tuple[str, object]]:
    return [(block.text, block.provenance) for block in source.blocks if block.provenance.part != "comment"]


def _changing(main: str) -> tuple[str, ...]:
    folder, _, base = main.rpartition("/")
    return main, f"{folder}/comments.xml", "[Content_Types].xml", f"{folder}/_rels/{base}.rels"


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist() if not info.is_dir()}


def _root(data: bytes) -> etree._Element:
    return etree.fromstring(data.replace(b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()))


def _disorder(data: bytes) -> int:
    """Properties that stand before one they must follow, or stand twice."""
    bad = 0
    for element in _root(data).iter(*_ORDERS):
        order = _ORDERS[str(element.tag)]
        names = [str(child.tag)[len(W) :] for child in element if str(child.tag).startswith(W)]
        places = [order.index(name) for name in names if name in order]
        bad += places != sorted(places) or len(set(places)) != len(places)
    return bad


def _comment_texts(data: bytes) -> dict[str, str]:
    comments = _root(data).iter(f"{W}comment")
    return {e.get(f"{W}id", ""): "\n".join("".join(p.itertext()) for p in e.iter(f"{W}p")) for e in comments}


def _mark_faults(main: bytes, ids: set[str]) -> Iterator[str]:
    """Each comment has its start, its end and its reference, once and in this order."""
    order: dict[str, list[str]] = {key: [] for key in ids}
    for element in _root(main).iter(*(f"{W}comment{mark}" for mark in _MARKS)):
        order.setdefault(element.get(f"{W}id", ""), []).append(str(element.tag)[len(W) + 7 :])
    wrong = [key for key, marks in order.items() if marks != list(_MARKS)]
    if wrong:
        yield f"marks of comments {wrong[:3]}: {order[wrong[0]]}"


def _anchor_faults(main: bytes, texts: dict[str, str], review: Review, part: str) -> Iterator[str]:
    """Comments bracket exactly the characters of their finding, where these stand in paragraphs of the body."""
    found = _bracketed(_root(main))
    lines = {text.split("\n")[1]: key for key, text in texts.items() if text.count("\n") and text.endswith(_SIGNATURE)}
    for finding in review.findings:
        wanted = _expected(review.document.source, finding.span, part)
        got = found.get(lines.get(finding.message, ""), "")
        if wanted and wanted != got:
            yield f"{finding.message} {tuple(finding.span)}: {got!r:.60} instead of {wanted!r:.60}"


def _bracketed(root: etree._Element) -> dict[str, str]:
    """Visible text between the marks of each comment, text boxes left out."""
    shown: dict[etree._Element, str] = {}
    for paragraph in root.iter(f"{W}p"):
        if not any(str(e.tag) == f"{W}txbxContent" for e in paragraph.iterancestors()):
            for run, text in visible_runs(paragraph):
                shown[run] = shown.get(run, "") + text
    open_marks: dict[str, str] = {}
    closed: dict[str, str] = {}
    for element in root.iter():
        if element.tag == f"{W}commentRangeStart":
            open_marks[element.get(f"{W}id", "")] = ""
        elif element.tag == f"{W}commentRangeEnd":
            closed[element.get(f"{W}id", "")] = open_marks.pop(element.get(f"{W}id", ""), "")
        elif element in shown:
            open_marks = {key: text + shown[element] for key, text in open_marks.items()}
    return closed


def _expected(source: SourceText, span: Span, part: str) -> str:
    """The characters to bracket; nothing where the comment goes elsewhere (notes, boxes, numbers made by Word, the whole)."""
    text = source.slice(span)
    start = span.start + len(text) - len(text.lstrip())
    span = Span(start, start + len(text.strip()))
    blocks = source.blocks_in(span)
    outside = any(b.provenance.part != "body" or b.provenance.name != part for b in blocks)
    if not span.length or span.length > len(source.text) / 2 or outside:
        return ""
    if "number" in (blocks[0].kind, blocks[-1].kind):
        return ""
    pieces = (b.content[max(span.start - b.start, 0) : span.end - b.start] for b in blocks if b.kind != "number")
    return "".join(pieces)


# -- files -----------------------------------------------------------------------------------------------------------


def annotated(path: Path, options: argparse.Namespace) -> tuple[bytes, bytes, Review] | None:
    """The Word file, its annotated copy and the review; None where the product refuses the file."""
    data = path.read_bytes()
    chance = random.Random(f"{options.seed} {path.name}")
    try:
        source = read(path)
        if source.format == "docx":
            review = review_of(parse(source), options.findings, chance)
            return data, annotate_docx(data, review), review
        converted = convert_to_docx(data, path.name, format=source.format, seconds=30.0)
        own = review_of(parse(source), options.findings, chance)
        out = annotate_converted(data, own)
        return converted, out, replace(own, document=parse(read(path.name, data=converted)))
    except LawcheckError as error:
        print(f"  {path.name}: {error.code}")
        return None


def files(data: Path, converted: int) -> Iterator[Path]:
    """Word files, and the first ``converted`` of each folder of the formats that are converted."""
    for folder in sorted(path for path in (data / "filings").rglob("*") if path.is_dir() and "bad" not in path.parts):
        held = sorted(path for path in folder.iterdir() if path.suffix in _WORD + _CONVERTED)
        yield from (path for path in held if path.suffix in _WORD)
        yield from [path for path in held if path.suffix in _CONVERTED][:converted]


@in_words()
def main() -> None:
    """Annotate and check everything below ``--data``."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--data", type=folder_with_files, required=True)
    arguments.add_argument("--findings", type=int, default=40)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--converted", type=int, default=3)
    arguments.add_argument("--keep", type=Path)
    options = arguments.parse_args()
    counts: Counter[str] = Counter()
    for path in some(files(options.data, options.converted), options.data):
        made = annotated(path, options)
        counts["refused"] += made is None
        if made is None:
            continue
        original, out, review = made
        is_word = original == path.read_bytes()
        wrong = (
            list(faults(original, out, review, path.name)) if is_word else list(text_faults(original, out, path.name))
        )
        counts["word files" if is_word else "converted files"] += 1
        counts["comments"] += len(review.findings)
        counts["files with faults"] += bool(wrong)
        for line in wrong[:3]:
            print(f"  {path.parent.name}/{path.name}: {line}")
        if options.keep:
            options.keep.mkdir(parents=True, exist_ok=True)
            (options.keep / f"{path.parent.name}-{path.stem}.docx").write_bytes(out)
    print(json.dumps({"benchmark": "annotated", **counts}, ensure_ascii=False))
    sys.exit(1 if counts["files with faults"] else 0)


def text_faults(converted: bytes, out: bytes, name: str) -> Iterator[str]:
    """For converted files: the text of the conversion is unchanged and marks are whole."""
    if _shown(read(name, data=converted)) != _shown(read(name, data=out)):
        yield "visible text of the conversion changed"
    parts = _parts(out)
    yield from _mark_faults(parts["word/document.xml"], set(_comment_texts(parts["word/comments.xml"])))


if __name__ == "__main__":
    main()
