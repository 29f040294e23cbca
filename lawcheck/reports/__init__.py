"""A review as annotated Word, report Word, HTML, Excel, JSON and screen text; nothing is decided here."""

from lawcheck.reports.annotate import annotate_docx

__all__ = ["annotate_docx"]
