"""What a benchmark is given: data that are missing, empty or not what is expected are told in a line, and no measurement."""

from __future__ import annotations

import os
import sys
import traceback
from argparse import ArgumentTypeError
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import CalledProcessError
from typing import Final, TypeVar

from lawcheck.errors import LawcheckError

__all__ = ["file_or_folder", "folder_with_files", "in_words", "some"]

_TRACE: Final = "BENCHMARK_TRACE"
"""Environment variable: set, an error is shown whole."""
_UNFIT: Final = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What a program meets that looks for rows, fields or numbers that the data do not have."""


def folder_with_files(text: str) -> Path:
    """For ``type=`` of an option: an existing folder with a file in it or below.

    >>> folder_with_files("no/such/folder")
    Traceback (most recent call last):
    argparse.ArgumentTypeError: no/such/folder is not a folder
    """
    folder = Path(text)
    if not folder.is_dir():
        raise ArgumentTypeError(f"{text} is not a folder")
    if not any(path.is_file() for path in folder.rglob("*")):
        raise ArgumentTypeError(f"{text} holds no file")
    return folder


def file_or_folder(text: str) -> Path:
    """For ``type=`` of an option: a file that holds something, or a folder with files.

    >>> file_or_folder("no/such/rows.jsonl")
    Traceback (most recent call last):
    argparse.ArgumentTypeError: no/such/rows.jsonl does not exist
    """
    path = Path(text)
    if path.is_dir():
        return folder_with_files(text)
    if not path.exists():
        raise ArgumentTypeError(f"{text} does not exist")
    if not path.stat().st_size:
        raise ArgumentTypeError(f"{text} is empty")
    return path


Found = TypeVar("Found")


def some(found: Iterable[Found], folder: Path) -> list[Found]:
    """What was found below ``folder``; a folder that holds only other things is no data (nothing measured is no result).

    >>> some([], Path("pictures"))
    Traceback (most recent call last):
    argparse.ArgumentTypeError: pictures holds nothing that is measured here
    """
    kept = list(found)
    if not kept:
        raise ArgumentTypeError(f"{folder} holds nothing that is measured here")
    return kept


@contextmanager
def in_words() -> Iterator[None]:
    """Around (or, as a decorator, on) the command line of a benchmark: data that it cannot use end it with one line on the error
    stream and exit code 2.

    >>> with in_words():
    ...     _ = Path("no/such/truth.jsonl").read_text()
    Traceback (most recent call last):
    SystemExit: 2
    """
    try:
        yield
    except (ArgumentTypeError, LawcheckError, OSError, CalledProcessError, *_UNFIT) as error:
        if os.environ.get(_TRACE):
            raise
        sys.stderr.write(f"{Path(sys.argv[0]).name}: {_said(error)}\n")
        sys.exit(2)


def _said(error: Exception) -> str:
    """What is wrong with the data.

    >>> _said(FileNotFoundError(2, "No such file or directory", "truth.jsonl"))
    'truth.jsonl: No such file or directory'
    """
    if isinstance(error, ArgumentTypeError | LawcheckError):
        return str(error)
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {error.strerror}"
    if isinstance(error, CalledProcessError):
        return f"a program it needs ended with {error.returncode}: {' '.join(map(str, error.cmd))}"
    frames = [f for f in traceback.extract_tb(error.__traceback__) if Path(f.filename).parent.name == "benchmarks"]
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
    what = " ".join(f"{type(error).__name__}: {error}".split())
    return f"the data given are not what is measured here ({what}; {place}). Set {_TRACE}=1 to see where."
