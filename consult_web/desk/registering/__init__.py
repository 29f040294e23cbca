"""备案: the registrar's queue, registration, 补正 and 退回, committees, late and missing filings, the catalogue."""

from consult_web.desk.registering.installing import install

__all__ = ["install"]
