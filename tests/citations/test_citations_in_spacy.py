"""The spaCy component of references."""

from __future__ import annotations

import subprocess
import sys

import spacy

from lawcheck.citations.spacy_component import make_citations
from lawcheck.laws import Library

TEXT = "依照《中华人民共和国物权法》第二条和本条例第三条处理。"


def test_references_become_spans() -> None:
    doc = make_citations(spacy.blank("zh"), "x", None, None, "cited")(spacy.blank("zh")(TEXT))
    assert [(s.text, s.label_, s._.lawcheck_citation["how"]) for s in doc.spans["cited"]] == [
        ("《中华人民共和国物权法》第二条", "external", "title"),
        ("本条例第三条", "self", "self"),
    ]


def test_with_a_day_they_are_resolved(library: Library) -> None:
    nlp = spacy.blank("zh")
    doc = make_citations(nlp, "x", "2026-11-22", str(library.path.parent), "cited")(nlp(TEXT))
    assert doc.spans["cited"][0]._.lawcheck_citation["state"] == "已废止"


def test_the_room_does_not_import_spacy() -> None:
    words = "import sys, lawcheck.citations; sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", words], check=False).returncode == 0
