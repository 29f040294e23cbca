"""A review as annotated Word, report Word, HTML, Excel, JSON and screen text; nothing is decided here."""

from lawcheck.reports.annotate import annotate_docx
from lawcheck.reports.compared import ComparedView, compared_outputs, compared_record
from lawcheck.reports.excel import findings_xlsx
from lawcheck.reports.followed import ChangedClause, ChangedLaw, changed_laws, law_change_record
from lawcheck.reports.linked import linked_copy, linked_docx
from lawcheck.reports.outputs import OUTPUT_SUFFIXES, render_outputs
from lawcheck.reports.page import review_html
from lawcheck.reports.records import review_json, review_record
from lawcheck.reports.side_by_side import SideBySide, SideRow, side_by_side_docx, side_by_side_html
from lawcheck.reports.summary import summary_text
from lawcheck.reports.verdicts import read_judgements
from lawcheck.reports.word import review_docx

__all__ = [
    "OUTPUT_SUFFIXES",
    "ChangedClause",
    "ChangedLaw",
    "ComparedView",
    "SideBySide",
    "SideRow",
    "annotate_docx",
    "changed_laws",
    "compared_outputs",
    "compared_record",
    "findings_xlsx",
    "law_change_record",
    "linked_copy",
    "linked_docx",
    "read_judgements",
    "render_outputs",
    "review_docx",
    "review_html",
    "review_json",
    "review_record",
    "side_by_side_docx",
    "side_by_side_html",
    "summary_text",
]
