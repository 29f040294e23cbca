"""Pages of staff: a consultation from its draft to its end, what came in, what of it is shown."""

from consult_web.staff.installing import install

__all__ = ["install"]
