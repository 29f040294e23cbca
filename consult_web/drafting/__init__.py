"""The drafters' side: the digest by clause, dispositions, sign-off, exports."""

from consult_web.drafting.installing import install

__all__ = ["install"]
