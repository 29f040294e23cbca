"""Opening a file of SQLite for reading, whatever its folder is called."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from urllib.parse import quote

__all__ = ["open_read_only"]


def open_read_only(path: Path, *, immutable: bool = False, shared: bool = False) -> sqlite3.Connection:
    """A connection that cannot write; ``immutable`` for a file that nobody replaces while it is open, ``shared`` for one that
    several threads use in turn. In the address of a file ``#``, ``?`` and ``%`` mean something, in the name of a folder nothing.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "C# 100%41?.db")
    ...     sqlite3.connect(path).close()
    ...     open_read_only(path).execute("SELECT 1").fetchone()
    (1,)
    """
    address = f"file:{quote(path.as_posix(), safe='/:')}?mode=ro{'&immutable=1' if immutable else ''}"
    return sqlite3.connect(address, uri=True, check_same_thread=not shared)
