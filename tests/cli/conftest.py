"""Runs the command line in this process, against the session's library."""

from __future__ import annotations

from pathlib import Path

import pytest
from runner import Run, Runner

from lawcheck.cli import main
from lawcheck.laws import Library
from lawcheck.resources import corpus_dir


@pytest.fixture
def run(library: Library, capsys: pytest.CaptureFixture[str]) -> Runner:
    """``run("laws", "info")`` → exit code and both streams."""

    def call(*words: str | Path) -> Run:
        alone = words[0] in ("convert", "package", "same", "template") or words[:2] in (
            ("rules", "list"),
            ("rules", "show"),
        )
        wants_library = not alone and "--library" not in words
        rest = ["--library", str(library.path.parent)] if wants_library else []
        with pytest.raises(SystemExit) as stop:
            main([*map(str, words), *rest])
        captured = capsys.readouterr()
        return Run(int(stop.value.code or 0), captured.out, captured.err)

    return call


@pytest.fixture(scope="session")
def sample() -> Path:
    """The fictional sample filing."""
    return corpus_dir() / "samples" / "sample-filing.docx"
