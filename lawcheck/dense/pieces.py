"""Text → the numbers of its pieces, as the model was taught: normalised, then cut by sentencepiece."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from typing import Final

from lawcheck.dense.weights import Weights

__all__ = ["Cutter"]

_BLANKS: Final = re.compile(" {2,}")
_NORMAL, _UNKNOWN, _CONTROL = 1, 2, 3  # kinds of pieces in sentencepiece's format


class Cutter:
    """Cuts text into pieces."""

    def __init__(self, weights: Weights) -> None:
        from sentencepiece import SentencePieceProcessor

        self._sizes = weights.sizes
        self._table = str.maketrans({chr(code): text for code, text in weights.replacements.items()})
        self._cut = SentencePieceProcessor(model_proto=b"".join(_proto(weights)))

    def __call__(self, text: str, most: int) -> list[int]:
        """The numbers of the pieces of ``text``, with start and end, ``most`` at most."""
        own = self._cut.encode(_BLANKS.sub(" ", text.translate(self._table)))
        return [self._sizes.start, *own[: most - 2], self._sizes.end]


def _proto(weights: Weights) -> Iterator[bytes]:
    """The pieces as a model of sentencepiece (protocol buffers by hand: its Python classes take five seconds)."""
    sizes = weights.sizes
    special = {sizes.start, sizes.end, sizes.padding, sizes.pieces - 1}
    for number, (piece, score) in enumerate(weights.pieces):
        kind = _UNKNOWN if number == sizes.unknown else _CONTROL if number in special else _NORMAL
        entry = b"\x0a" + _varint(len(piece)) + piece + b"\x15" + struct.pack("<f", score) + b"\x18" + _varint(kind)
        yield b"\x0a" + _varint(len(entry)) + entry
    ids = ((3, _NORMAL), (40, sizes.unknown), (41, sizes.start), (42, sizes.end), (43, sizes.padding))
    trainer = b"".join(_varint(field << 3) + _varint(value) for field, value in ids)
    yield b"\x12" + _varint(len(trainer)) + trainer
    normaliser = b"\x0a\x08identity\x18\x01\x20\x01\x28\x01"
    yield b"\x1a" + _varint(len(normaliser)) + normaliser


def _varint(value: int) -> bytes:
    """A whole number as protocol buffers write it.

    >>> _varint(300)
    b'\\xac\\x02'
    """
    found = bytearray()
    while value > 127:
        found.append(value & 127 | 128)
        value >>= 7
    return bytes([*found, value])
