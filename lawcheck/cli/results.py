"""Names of results in a folder that several files, commands and runs share: nothing is written over the result of another.

A hidden list in the folder (:data:`REGISTER`) says from which source each name was made, so that the same source meets its
own results again, and replaces them, while any other gets a name of its own.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import chain, count, islice
from pathlib import Path
from typing import Final

from lawcheck.errors import OutputError
from lawcheck.resources import names_file

__all__ = ["REGISTER", "keep_edited", "note_written", "own_stem", "own_stems"]

REGISTER: Final = ".lawcheck-results.jsonl"
"""One line for each name: what it is of, and which source it was given to (a digest: paths are nobody else's business). Lines
are only added, and the first of a name counts, so that two runs at once agree."""

_EDITED: Final = (".docx", ".xlsx")
"""Endings of results that people write into: conclusions in tables, comments that they have dealt with."""
_WRITTEN: Final = "written"
_FOLDERS: Final = 3  # folders above a file whose names may stand before its own
_LONGEST: Final = 180  # bytes of a stem: with the longest ending it stays a name that any file system takes


def own_stems(folder: Path, paths: Sequence[Path], endings: Sequence[str]) -> dict[Path, str]:
    """The stem of the results of each file in ``folder``: its own, where several would have the same one with its ending, with
    the folder it lies in. ``endings`` are those of the results.

    >>> from tempfile import TemporaryDirectory
    >>> given = [Path("甲县/x.docx"), Path("甲县/x.txt"), Path("乙县/x.txt"), Path("y.md")]
    >>> with TemporaryDirectory() as folder:
    ...     names = own_stems(Path(folder), given, [".html"])
    ...     again = own_stems(Path(folder), [Path("丙县/y.md")], [".html"])
    >>> sorted(names.values()), *again.values()
    (['x.docx', 'y', '乙县_x.txt', '甲县_x.txt'], 'y.md')
    """
    taken = [Counter(list(islice(_names(path), level + 1))[-1] for path in paths) for level in range(_FOLDERS + 2)]
    register = _Register(folder)
    return {
        path: register.stem("file", str(path.absolute()), _apart(path, taken), endings, [path])
        for path in dict.fromkeys(paths)
    }


def own_stem(folder: Path, kind: str, sources: Sequence[object], names: Iterable[str], endings: Sequence[str]) -> str:
    """The stem of what a command of this ``kind`` makes of several ``sources`` together: the first of ``names`` that no other
    sources have; a number behind the last of them where they all are taken.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     [own_stem(Path(folder), "compare", ["旧", new], ["表"], [".html"]) for new in ("甲", "乙", "甲")]
    ['表', '表.2', '表']
    """
    source = "\n".join(str(Path(str(s)).absolute()) if names_file(str(s)) else str(s) for s in sources)
    return _Register(folder).stem(kind, source, names, endings, [])


def _names(path: Path) -> Iterator[str]:
    """The names that the results of a file may have, the shortest first."""
    yield path.stem
    name = path.name
    yield name
    for parent in islice(path.absolute().parents, _FOLDERS):
        name = f"{parent.name}_{name}" if parent.name else name
        yield name


def _apart(path: Path, taken: Sequence[Counter[str]]) -> Iterator[str]:
    """Those that no other file of the run would have as well."""
    names = list(_names(path))
    alone = [name for name, held in zip(names, taken, strict=False) if held[name] == 1]
    return iter(alone or names[-1:])


def keep_edited(folder: Path, names: Iterable[str]) -> dict[Path, Path]:
    """Give a result that somebody wrote into since it was made another name, so that a new one can take its place; old and new
    paths."""
    kept: dict[Path, Path] = {}
    for path in (folder / name for name in names if Path(name).suffix in _EDITED):
        noted = _noted(folder, path.name)
        if noted and path.is_file() and sha256(path.read_bytes()).hexdigest() != noted:
            free = (path.with_name(f"{path.stem}.改动{number}{path.suffix}") for number in count(1))
            kept[path] = path.rename(next(name for name in free if not name.exists()))
    return kept


def note_written(folder: Path, files: Mapping[str, bytes]) -> None:
    """Remember what results were like when they were made; only in folders of results, which have a list."""
    if not (folder / REGISTER).exists():
        return
    rows = [
        {"kind": _WRITTEN, "stem": name, "source": sha256(data).hexdigest()}
        for name, data in files.items()
        if Path(name).suffix in _EDITED and _noted(folder, name) != sha256(data).hexdigest()
    ]
    if rows:
        _append(folder / REGISTER, rows)


def _noted(folder: Path, name: str) -> str:
    """The digest of a result when it was last made, empty where nothing is known."""
    quoted = json.dumps(name, ensure_ascii=False)
    lines = [line for line in _lines_of(folder / REGISTER) if quoted in line]
    rows = [row for row in map(_row, lines) if row and (row["kind"], row["stem"]) == (_WRITTEN, name)]
    return rows[-1]["source"] if rows else ""


def _append(path: Path, rows: Iterable[Mapping[str, str]]) -> None:
    with path.open("a", encoding="utf-8", errors="surrogatepass") as file:
        file.write("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))


def _lines_of(path: Path) -> list[str]:
    try:
        return path.read_bytes().decode("utf-8", "surrogatepass").split("\n")
    except (OSError, UnicodeDecodeError):
        return []


class _Register:
    """What the list in a folder says."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / REGISTER
        self.held: dict[tuple[str, str], str] = {}
        self._read()

    def stem(
        self, kind: str, source: str, names: Iterable[str], endings: Sequence[str], sources: Sequence[Path]
    ) -> str:
        """The name that this source has already, or the first that is free, kept for it from now on."""
        digest = sha256(source.encode("utf-8", "surrogatepass")).hexdigest()[:20]
        if had := self._had(kind, digest):
            return had
        for name in _endless(names):
            if self._is_free(kind, name, endings, sources) and self._keep(kind, name, digest):
                return name
        raise AssertionError("names do not end")

    def _had(self, kind: str, digest: str) -> str:
        return next((name for (k, name), d in self.held.items() if k == kind and d == digest), "")

    def _is_free(self, kind: str, name: str, endings: Sequence[str], sources: Sequence[Path]) -> bool:
        """Nobody's in the list, and no file of such a name is there but the source itself (of which others say that it stays)."""
        if any(k == kind and held.casefold() == name.casefold() for k, held in self.held):
            return False
        there = [path for ending in endings if (path := self.folder / f"{name}{ending}").exists()]
        return all(any(names_file(str(source)) and path.samefile(source) for source in sources) for path in there)

    def _keep(self, kind: str, name: str, digest: str) -> bool:
        """Write the name down; False where another run was faster."""
        try:
            _append(self.path, [{"kind": kind, "stem": name, "source": digest}])
        except OSError as error:
            raise OutputError("E502", path=self.folder, cause=error.strerror or error) from error
        self._read()
        return self.held.get((kind, name)) == digest

    def _read(self) -> None:
        for line in _lines_of(self.path):
            if f'"{_WRITTEN}"' not in line and (row := _row(line)):
                self.held.setdefault((row["kind"], row["stem"]), row["source"])


def _endless(names: Iterable[str]) -> Iterator[str]:
    """The names, then the last of them with numbers; those too long for a file system are cut."""
    kept = [name.encode("utf-8", "surrogatepass")[:_LONGEST].decode("utf-8", "ignore") for name in names]
    return chain(kept, (f"{kept[-1]}.{number}" for number in count(2)))


def _row(line: str) -> dict[str, str]:
    """One line, empty where it is torn or not ours."""
    try:
        row = json.loads(line)
    except ValueError:
        return {}
    named = isinstance(row, dict) and all(isinstance(row.get(key), str) for key in ("kind", "stem", "source"))
    return row if named else {}
