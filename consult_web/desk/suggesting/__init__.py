"""审查建议: the public form and tracker, the desk's queue, steps with letters, and clusters of suggestions that say the same."""

from consult_web.desk.suggesting.installing import install

__all__ = ["install"]
