"""Which templates there are, and the bytes of each.

A person may also edit a template in Word: the writers need only the style ids and the {{ 字段 }} tags, and take
everything else as they find it.
"""

from __future__ import annotations

from pathlib import Path

from tools.word_templates.package import package
from tools.word_templates.styles import official, published

TARGET = Path(__file__).resolve().parents[2] / "templates"


def build_all() -> dict[str, bytes]:
    """Every template by its name below ``templates/``."""
    return {"standard.docx": package(official()), "legislation.docx": package(published())}
