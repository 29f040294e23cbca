"""The table of readers, and what is not loaded before it is needed."""

from __future__ import annotations

import subprocess
import sys

import pytest

from lawcheck.readers import READERS

# Libraries of one format or one answer only: together they take longer to load than a short filing to review.
HEAVY = ("pypdf", "pypdfium2", "olefile", "scipy", "sklearn", "spacy", "typst", "docxtpl", "jsonschema", "opencc")


@pytest.mark.parametrize("format", sorted(READERS))
def test_every_entry_names_a_reader(format: str) -> None:
    assert READERS[format].load().__name__ == READERS[format].function


def test_the_command_line_of_a_review_loads_no_library_of_other_formats() -> None:
    code = "import sys, lawcheck.cli.review; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "lawcheck.readers" in loaded
    assert not set(HEAVY) & set(loaded)


def test_a_name_that_the_room_does_not_have_is_an_attribute_error() -> None:
    import lawcheck.readers

    with pytest.raises(AttributeError, match="no_such_name"):
        _ = lawcheck.readers.no_such_name
