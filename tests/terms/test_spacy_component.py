"""The spaCy component reports what the engine reports; importing the room does not import spaCy."""

from __future__ import annotations

import subprocess
import sys

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from lawcheck.terms import load_lexicon
from lawcheck.terms.spacy_component import make_terms


@pytest.fixture(scope="module")
def nlp() -> Language:
    """A blank Chinese pipeline with the component."""
    assert make_terms
    pipeline = spacy.blank("zh")
    pipeline.add_pipe("lawcheck_terms")
    return pipeline


def found_by_spacy(nlp: Language, text: str) -> list[tuple[str, str]]:
    """Label and text of every span."""
    doc = nlp(text)  # kept while its spans are read
    return [(span.label_, span.text) for span in doc.spans["lawcheck_terms"]]


@pytest.mark.parametrize(
    "text", sorted({text for term in load_lexicon().entries for text in (*term.hits, *term.misses)})
)
def test_component_and_engine_agree_on_every_example(nlp: Language, text: str) -> None:
    assert found_by_spacy(nlp, text) == [(hit.term.rule, hit.quote.strip()) for hit in load_lexicon().find(text)]


_PATTERN_CHARACTERS = "国外家人和及、港澳台湾门香（）含括包不我内投资等有日本或者"


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.sampled_from(_PATTERN_CHARACTERS), max_size=25))
def test_translated_token_patterns_match_what_spacy_matches(nlp: Language, text: str) -> None:
    assert found_by_spacy(nlp, text) == [(hit.term.rule, hit.quote) for hit in load_lexicon().find(text)]


def test_spans_carry_what_a_reader_needs(nlp: Language) -> None:
    doc = nlp("对弱 智儿童的照顾")
    (span,) = doc.spans["lawcheck_terms"]
    assert span._.lawcheck_term["category"] == "sensitive"
    assert span._.lawcheck_term["suggestion"] == "智力残疾儿童"
    assert span._.lawcheck_term["variant"] == "spaced"


def test_the_document_can_be_stored(nlp: Language) -> None:
    assert nlp("依法给予行政处分。").to_bytes()


def test_importing_the_room_does_not_import_spacy() -> None:
    find = "import sys, lawcheck.terms as t; t.load_lexicon().find('外国和港、澳、台地区')"
    code = f"{find}; sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
