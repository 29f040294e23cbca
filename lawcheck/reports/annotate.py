"""The filed Word file itself with terms in red and every finding as a margin comment; nothing else changes."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable

from lxml import etree

from lawcheck.arguments import expect
from lawcheck.checks import Finding
from lawcheck.document import Span
from lawcheck.errors import UnreadableFile
from lawcheck.reports.anchors import Anchors, Stretch
from lawcheck.reports.comments import add_comments
from lawcheck.reports.labels import text
from lawcheck.reports.masking import Mask
from lawcheck.reports.package import Package
from lawcheck.reports.runs import cut, placed_runs, redden
from lawcheck.reviewing import Review

__all__ = ["annotate_docx", "comment_lines", "in_reading_order", "red_spans"]

_RED = ("sensitive", "outdated-institution", "outdated-term")


def annotate_docx(data: bytes, review: Review) -> bytes:
    """``data``, the Word file that ``review`` is about, annotated; equal input gives equal bytes.

    Red are the terms of the lexicons that are sensitive or outdated and not exempt. Each finding becomes a comment on
    its exact characters; where Word allows no comment (headers, notes, text boxes) it stands on the nearest paragraph
    of the body and names its place. Other parts of the file stay byte for byte.

    Raises :class:`UnreadableFile`: E601 when ``data`` is not a Word package, E602 when it is another file.
    """
    expect(data, bytes, "data", "the bytes of the Word file (path.read_bytes())")
    package = Package(data, review.document.source.name or "document.docx")
    _check_identity(package.name, data, review.document.source.sha256)
    anchors, mask = Anchors(package, review.document), Mask(review)
    red = [(part, s) for span in red_spans(review) for part, s in anchors.stretches(span)]
    notes = [(finding, anchors.anchor(finding)) for finding in in_reading_order(review)]
    _cut_all([s for _, s in red] + [s for _, anchor in notes for s in (anchor.first, anchor.last)])
    for part, stretch in red:
        package.edit(part)
        for placed in _covered(stretch):
            redden(placed)
    add_comments(
        package,
        [([mask.clean(line) for line in comment_lines(f, anchor.place)], anchor) for f, anchor in notes],
        review.as_of,
    )
    return package.to_bytes()


def _check_identity(name: str, data: bytes, expected: str) -> None:
    actual = hashlib.sha256(data).hexdigest()
    if expected and actual != expected:
        raise UnreadableFile("E602", name=name, actual=actual, expected=expected)


def red_spans(review: Review) -> list[Span]:
    """The terms that are shown in red: sensitive or outdated ones, neither exempt nor found unfounded."""
    rejected = {(f.rule, f.span) for run in review.runs for f in run.findings if f.rejected}
    hits = (hit for hit in review.terms if hit.term.category in _RED and not hit.exempt)
    return [hit.span for hit in hits if (hit.term.rule, hit.span) not in rejected]


def in_reading_order(review: Review) -> list[Finding]:
    """The findings by their place in the text."""
    return sorted(review.findings, key=lambda f: (f.span.start, f.span.end, f.severity.order, f.rule, f.message))


def _cut_all(stretches: Iterable[Stretch]) -> None:
    offsets: dict[etree._Element, set[int]] = defaultdict(set)
    for stretch in stretches:
        offsets[stretch.paragraph] |= {o for o in (stretch.start, stretch.end) if o is not None}
    for paragraph, points in offsets.items():
        cut(paragraph, points)


def _covered(stretch: Stretch) -> list[etree._Element]:
    """The runs of a stretch; the paragraph must have been cut at its ends."""
    placed = placed_runs(stretch.paragraph)
    if stretch.start is None or stretch.end is None:
        return [p.run for p in placed]
    return [p.run for p in placed if stretch.start <= p.start and p.end <= stretch.end]


def comment_lines(finding: Finding, place: str = "") -> list[str]:
    """The paragraphs of the comment on ``finding``.

    >>> from lawcheck.checks import Severity
    >>> comment_lines(Finding("W06", "1", "其它", Severity.ADVICE, Span(0, 2), "其它", "", "第一条", "一般用“其他”。"))
    ['【建议修改】W06 其它', '一般用“其他”。', '机器辅助提示，由审查人判断。']
    """
    label = "经核对不成立" if finding.rejected else finding.severity.label
    lines = [f"【{label}】{finding.rule} {finding.name}"]
    if place:
        lines.append(text("place", place=f"{place}“{finding.masked or finding.quote}”"))
    lines.append(finding.message)
    lines += [f"{text('also')}{also.rule} {also.name}：{also.message}" for also in finding.also]
    if finding.verdict:
        lines.append(f"核对结论：{finding.verdict}" + (f"（{finding.note}）" if finding.note else ""))
    if finding.suggestion:
        lines.append(f"建议：{finding.suggestion}")
    lines += [f"依据：{b.text}" + ("" if b.confirmed else f"（{text('unconfirmed')}）") for b in finding.basis]
    return [*lines, text("by_machine")]
