"""The folder that a benchmark is given: one that is missing or empty is an error and no measurement of nothing."""

from __future__ import annotations

from argparse import ArgumentTypeError
from pathlib import Path

__all__ = ["folder_with_files"]


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
