"""Writes the Word templates in ``templates/``: ``python -m tools.word_templates``. The same code, the same bytes."""

from tools.word_templates.building import build_all

__all__ = ["build_all"]
