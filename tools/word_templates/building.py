"""Which templates there are, and the bytes of each.

A person may also edit a template in Word: the writers need only the style ids and the {{ 字段 }} tags, and take
everything else as they find it.
"""

from __future__ import annotations

import json
from pathlib import Path

from lawcheck.letters import find_letter
from tools.word_templates.digest import AREA, digest_body
from tools.word_templates.letters import letter_body, letter_names, sample
from tools.word_templates.package import package
from tools.word_templates.styles import digest, letters, official, published

REPOSITORY = Path(__file__).resolve().parents[2]


def build_all() -> dict[str, bytes]:
    """Every template by its name below ``templates/``."""
    made = {"standard.docx": package(official()), "legislation.docx": package(published())}
    made["digest.docx"] = package(digest(), digest_body(), "意见汇总", AREA)
    return made | {f"letters/{name}.docx": _letter(name) for name in letter_names()}


def build_samples() -> dict[str, str]:
    """Fictional data for every letter, by its name below ``corpus/samples/letters/``: the examples of its fields."""
    samples = {name: sample(find_letter(name)) for name in letter_names()}
    return {f"{name}.json": json.dumps(data, ensure_ascii=False, indent=2) + "\n" for name, data in samples.items()}


def _letter(name: str) -> bytes:
    return package(letters(), letter_body(name), find_letter(name).title)
