"""The figures of a year as charts and tables that reconcile with the ledger, and the draft of the annual report."""

from consult_web.desk.statistics.installing import install

__all__ = ["install"]
