"""Names of results in a folder that several files, commands and runs share: nothing is written over the result of another.

A hidden list in the folder (:data:`REGISTER`) says from which source each name was made, so that the same source meets its
own results again, and replaces them, while any other gets a name of its own.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from itertools import chain, count, islice
from os import SEEK_END, fsdecode
from pathlib import Path
from typing import Final

from lawcheck.errors import OutputError
from lawcheck.resources import names_file, printable

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
    register = _register(folder)
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
    return _register(folder).stem(kind, source, names, endings, [])


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
    register = _register(folder)
    for path in (folder / name for name in names if Path(name).suffix in _EDITED):
        noted = register.written.get(path.name)
        if noted and path.is_file() and sha256(path.read_bytes()).hexdigest() != noted:
            free = (path.with_name(f"{path.stem}.改动{number}{path.suffix}") for number in count(1))
            kept[path] = path.rename(next(name for name in free if not name.exists()))
    return kept


def note_written(folder: Path, files: Mapping[str, bytes]) -> None:
    """Remember what results were like when they were made; only in folders of results, which have a list."""
    register = _register(folder)
    if not register.path.exists():
        return
    made = {name: sha256(data).hexdigest() for name, data in files.items() if Path(name).suffix in _EDITED}
    register.append(
        {"kind": _WRITTEN, "stem": name, "source": digest}
        for name, digest in made.items()
        if register.written.get(name) != digest
    )


def _register(folder: Path) -> _Register:
    """The list in a folder as it stands now."""
    register = _known(str(folder.absolute()))
    register.read()
    return register


@lru_cache(maxsize=16)
def _known(folder: str) -> _Register:
    return _Register(Path(folder))


class _Register:
    """What the list in a folder says; read on from where it was read to, so that thousands of results do not read it thousands
    of times."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / REGISTER
        self._forget()

    def _forget(self) -> None:
        self.held: dict[tuple[str, str], str] = {}  # source by kind and name
        self.names: dict[tuple[str, str], str] = {}  # name by kind and source
        self.folded: set[tuple[str, str]] = set()  # kind and name, as file systems that know no case tell them apart
        self.written: dict[str, str] = {}  # digest by name
        self.begins, self.at = b"", 0

    def stem(
        self, kind: str, source: str, names: Iterable[str], endings: Sequence[str], sources: Sequence[Path]
    ) -> str:
        """The name that this source has already, or the first that is free, kept for it from now on."""
        digest = sha256(source.encode("utf-8", "surrogatepass")).hexdigest()[:20]
        if had := self.names.get((kind, digest)):
            return had
        for name in _endless(names):
            if self._is_free(kind, name, endings, sources) and self._keep(kind, name, digest):
                return name
        raise AssertionError("names do not end")

    def _is_free(self, kind: str, name: str, endings: Sequence[str], sources: Sequence[Path]) -> bool:
        """Nobody's in the list, and no file of such a name is there but the source itself (of which others say that it stays)."""
        if (kind, name.casefold()) in self.folded:
            return False
        there = [path for ending in endings if (path := self.folder / f"{name}{ending}").exists()]
        return all(any(names_file(str(source)) and path.samefile(source) for source in sources) for path in there)

    def _keep(self, kind: str, name: str, digest: str) -> bool:
        """Write the name down; False where another run was faster."""
        try:
            self.append([{"kind": kind, "stem": name, "source": digest}])
        except OSError as error:
            raise OutputError("E502", path=self.folder, cause=error.strerror or error) from error
        return self.held.get((kind, name)) == digest

    def append(self, rows: Iterable[Mapping[str, str]]) -> None:
        """Add lines, and read them with those that others added meanwhile."""
        if text := "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows):
            with self.path.open("a", encoding="utf-8", errors="surrogatepass") as file:
                file.write(text)
            self.read()

    def read(self) -> None:
        """Read on; from the start where the list is another one than before."""
        try:
            with self.path.open("rb") as file:
                begins = file.readline()
                if begins != self.begins or file.seek(0, SEEK_END) < self.at:
                    self._forget()
                file.seek(self.at)
                new, _, _ = file.read().rpartition(b"\n")
        except OSError:
            self._forget()
            return
        self.begins, self.at = begins, self.at + len(new) + bool(new)
        for row in filter(None, map(_row, new.split(b"\n"))):
            self._take(**row)

    def _take(self, kind: str, stem: str, source: str) -> None:
        if kind == _WRITTEN:
            self.written[stem] = source
        elif self.held.setdefault((kind, stem), source) == source:
            self.names.setdefault((kind, source), stem)
            self.folded.add((kind, stem.casefold()))


def _endless(names: Iterable[str]) -> Iterator[str]:
    """The names, then the last of them with numbers; those too long for a file system are cut."""
    kept = [fsdecode(_cut(printable(name)).encode()) for name in names]
    return chain(kept, (f"{kept[-1]}.{number}" for number in count(2)))


def _cut(name: str) -> str:
    return name.encode()[:_LONGEST].decode(errors="ignore")


def _row(line: bytes) -> dict[str, str]:
    """One line, empty where it is torn or not ours."""
    try:
        row = json.loads(line.decode("utf-8", "surrogatepass"))
    except ValueError:
        return {}
    named = isinstance(row, dict) and all(isinstance(row.get(key), str) for key in ("kind", "stem", "source"))
    return {key: row[key] for key in ("kind", "stem", "source")} if named else {}
