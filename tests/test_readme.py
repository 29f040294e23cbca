"""The Python examples of both READMEs and of the page for programmers run as doctests."""

import doctest
from pathlib import Path

import pytest

from lawcheck.laws import Library


@pytest.mark.parametrize("name", ["README.md", "README.en.md", "docs/programming.md"])
def test_the_examples_run(name: str, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAWCHECK_HOME", str(library.path.parent))
    monkeypatch.chdir(tmp_path)
    path = Path(__file__).parent.parent / name
    outcome = doctest.testfile(str(path), module_relative=False, encoding="utf-8")
    assert (outcome.failed, outcome.attempted > 3) == (0, True)
