"""Every confirmed legal basis of a rule exists: the law is known, and has the article where its text is held."""

from __future__ import annotations

import pytest

from lawcheck.checks import load_rules
from lawcheck.laws import Library
from lawcheck.references import Reference, find_references

BASES = sorted({basis.text for rule in load_rules().rules for basis in rule.basis if basis.confirmed})


def _titled(text: str) -> list[Reference]:
    return [reference for reference in find_references(text) if reference.address.law]


@pytest.mark.parametrize("text", BASES)
def test_confirmed_basis_names_a_law_that_is_known(text: str, law_library: Library) -> None:
    for title in {reference.address.law or "" for reference in _titled(text)}:
        assert law_library.find_title(title) or law_library.catalogue(title), title


@pytest.mark.parametrize("text", BASES)
def test_articles_of_a_confirmed_basis_exist(text: str, law_library: Library) -> None:
    for reference in _titled(text):
        laws = law_library.find_title(reference.address.law or "")
        held = law_library.versions(laws[0].law_id) if laws else ()
        span = reference.address.article
        if held and span:
            assert any(law_library.article(version.version_id, span.first) for version in held), (text, span.first)
