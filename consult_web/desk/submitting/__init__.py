"""报备: filing bodies upload, check, send, answer, and make their papers from templates."""

from consult_web.desk.submitting.installing import install

__all__ = ["install"]
