"""审查 pages: queue, workbench, higher laws, criteria, opinions, the way to an outcome."""

from consult_web.desk.reviewing.installing import install

__all__ = ["install"]
