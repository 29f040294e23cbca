"""Figures over cases and consultations: each with its denominator, parts that sum."""

from lawcheck.procedure.statistics.annual import (
    AnnualFigures,
    ClockFigures,
    FilingFigures,
    ReviewFigures,
    annual_figures,
)
from lawcheck.procedure.statistics.cases import CaseRecord, ReviewRun, Span, reviews_of, whole_year
from lawcheck.procedure.statistics.consultation import (
    ConsultationFigures,
    LedgerComment,
    LedgerPoint,
    consultation_figures,
    notice_numbers,
    satisfaction,
)
from lawcheck.procedure.statistics.figures import Breakdown, Rate, breakdown, residual
from lawcheck.procedure.statistics.report import annual_report_values
from lawcheck.procedure.statistics.suggestions import SuggestionFigures, suggestion_figures

__all__ = [
    "AnnualFigures",
    "Breakdown",
    "CaseRecord",
    "ClockFigures",
    "ConsultationFigures",
    "FilingFigures",
    "LedgerComment",
    "LedgerPoint",
    "Rate",
    "ReviewFigures",
    "ReviewRun",
    "Span",
    "SuggestionFigures",
    "annual_figures",
    "annual_report_values",
    "breakdown",
    "consultation_figures",
    "notice_numbers",
    "residual",
    "reviews_of",
    "satisfaction",
    "suggestion_figures",
    "whole_year",
]
