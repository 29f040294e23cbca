"""A review as annotated Word, report Word, HTML, Excel, JSON and screen text; nothing is decided here.

What belongs to the digest of comments is loaded on first use: a review does not wait for it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from lawcheck.reports.annotate import annotate_docx
from lawcheck.reports.cards import Card
from lawcheck.reports.compared import ComparedView, compared_outputs, compared_record
from lawcheck.reports.differences import Piece, compare
from lawcheck.reports.excel import findings_xlsx
from lawcheck.reports.followed import ChangedClause, ChangedLaw, changed_laws, law_change_record
from lawcheck.reports.linked import linked_copy, linked_docx, moved_lines
from lawcheck.reports.outputs import OUTPUT_SUFFIXES, render_outputs
from lawcheck.reports.page import review_html
from lawcheck.reports.records import review_json, review_record
from lawcheck.reports.side_by_side import SideBySide, SideRow, side_by_side_docx, side_by_side_html
from lawcheck.reports.summary import summary_text
from lawcheck.reports.verdicts import read_judgements
from lawcheck.reports.view import ReportView
from lawcheck.reports.word import comparison_docx, review_docx

if TYPE_CHECKING:
    from lawcheck.reports.digest_dispositions import Disposition, Outcome, ReadBack, read_dispositions
    from lawcheck.reports.digest_files import DIGEST_FILES, answerable, digest_outputs, digest_summary, render_digest
    from lawcheck.reports.digest_records import digest_record
    from lawcheck.reports.digest_view import DigestView

__all__ = [
    "DIGEST_FILES",
    "OUTPUT_SUFFIXES",
    "Card",
    "ChangedClause",
    "ChangedLaw",
    "ComparedView",
    "DigestView",
    "Disposition",
    "Outcome",
    "Piece",
    "ReadBack",
    "ReportView",
    "SideBySide",
    "SideRow",
    "annotate_docx",
    "answerable",
    "changed_laws",
    "compare",
    "compared_outputs",
    "compared_record",
    "comparison_docx",
    "digest_outputs",
    "digest_record",
    "digest_summary",
    "findings_xlsx",
    "law_change_record",
    "linked_copy",
    "linked_docx",
    "moved_lines",
    "read_dispositions",
    "read_judgements",
    "render_digest",
    "render_outputs",
    "review_docx",
    "review_html",
    "review_json",
    "review_record",
    "side_by_side_docx",
    "side_by_side_html",
    "summary_text",
]

_HOMES = {
    "Disposition": "digest_dispositions",
    "Outcome": "digest_dispositions",
    "ReadBack": "digest_dispositions",
    "read_dispositions": "digest_dispositions",
    "DIGEST_FILES": "digest_files",
    "answerable": "digest_files",
    "digest_outputs": "digest_files",
    "digest_summary": "digest_files",
    "render_digest": "digest_files",
    "digest_record": "digest_records",
    "DigestView": "digest_view",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
