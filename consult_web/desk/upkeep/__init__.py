"""What keeps the desk going: days off of coming years, other installations, files to and from them, re-review of the base."""

from consult_web.desk.upkeep.installing import install

__all__ = ["install"]
