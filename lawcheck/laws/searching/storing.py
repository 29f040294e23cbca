"""The part that extends Whoosh: a codec whose posting lists are arrays.

Whoosh's own codec handles postings one by one in Python: 15 million take minutes to write and a common term tens of
milliseconds to read. Here a whole list is written and read at once; schema, segment, term dictionary and query tree
stay Whoosh's, and its own searcher can read the index too.
"""

from __future__ import annotations

import pickle
import struct
from array import array
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np
from whoosh import columns, fields, formats
from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter, W3TermInfo
from whoosh.filedb.filestore import FileStorage, StorageError
from whoosh.filedb.filetables import FileFormatError
from whoosh.index import FileIndex
from whoosh.index import IndexError as MissingIndex
from whoosh.matching import ListMatcher
from whoosh.reading import CorruptIndexError
from whoosh.system import pack_ushort

from lawcheck.laws.searching.grams import Postings

__all__ = ["DAMAGE", "SCHEMA", "Terms", "write_index"]

# What reading the files of an index raises where they are cut off or not what they should be.
DAMAGE: Final = (
    *(OSError, EOFError, ValueError, KeyError, IndexError, struct.error, pickle.UnpicklingError),
    *(CorruptIndexError, FileFormatError, MissingIndex, StorageError),
)

_HEAD: Final = struct.Struct("<BI")  # bytes of a difference, number of postings
_WIDTHS: Final = ((1, np.dtype("<u1")), (2, np.dtype("<u2")), (4, np.dtype("<u4")))
_DTYPES: Final[dict[int, Any]] = dict(_WIDTHS)


class _Grams(fields.FieldType):
    """Characters and pairs of characters with their counts; the texts themselves lie beside the index."""

    def __init__(self) -> None:
        super().__init__(format=formats.Frequency(), analyzer=None, scorable=False, stored=False)


SCHEMA: Final = fields.Schema(chapter=_Grams(), text=_Grams(), article=fields.COLUMN(columns.NumericColumn("i")))


class GramCodec(W3Codec):
    """Whoosh's codec with posting lists as arrays."""

    length_stats = False

    def field_writer(self, storage: Any, segment: Any) -> GramWriter:
        """The writer of the term dictionary and the postings."""
        return GramWriter(self, storage, segment)

    def postings_reader(
        self, dbfile: Any, terminfo: Any, format_: Any, term: Any = None, scorer: Any = None
    ) -> ArrayMatcher:
        """A matcher over the list of a term."""
        return ArrayMatcher(_read(dbfile, terminfo.extent()[0]), format_, scorer, term, terminfo)


class ArrayMatcher(ListMatcher):
    """Whoosh's matcher over a list, which also gives the whole list at once."""

    def __init__(self, postings: Postings, format_: Any, scorer: Any, term: Any, terminfo: Any) -> None:
        ids, weights = array("I", postings.ids.tobytes()), array("B", postings.counts.tobytes())
        super().__init__(ids, weights, format=format_, scorer=scorer, term=term, terminfo=terminfo)
        self.postings = postings


class GramWriter(W3FieldWriter):
    """Takes whole posting lists: ``(field, term, Postings)``, sorted."""

    def add_postings(self, schema: Any, lengths: Any, items: Iterable[tuple[str, str, Postings]]) -> None:
        """Write the lists; ``lengths`` is not needed."""
        field = None
        for name, term, postings in items:
            if name != field:
                self.start_field(name, schema[name])
                field = name
            info = W3TermInfo()
            info.add_block(_Block(postings))
            data = pack(postings)
            info.set_extent(self._postfile.tell(), len(data))
            self._postfile.write(data)
            self._tindex.add(pack_ushort(self._fieldid) + term.encode(), info.to_bytes())


class _Block:
    """What Whoosh's term information asks of a block of postings."""

    def __init__(self, postings: Postings) -> None:
        self._postings = postings
        self._weights = postings.counts.tolist()

    def __len__(self) -> int:
        return len(self._weights)

    def min_id(self) -> int:
        return int(self._postings.ids[0])

    def max_id(self) -> int:
        return int(self._postings.ids[-1])

    def min_length(self) -> int:
        return 1

    def max_length(self) -> int:
        return 1

    def max_weight(self) -> int:
        return int(max(self._weights))


def pack(postings: Postings) -> bytes:
    """A posting list as bytes: the differences of the numbers in the least width that holds them, then the counts.

    >>> unpack(pack(Postings(np.array([3, 900], np.uint32), np.array([1, 2], np.uint8))))[0].tolist()
    [3, 900]
    """
    steps = postings.ids.copy()
    steps[1:] -= postings.ids[:-1]
    most = int(steps.max())
    width, dtype = next(item for item in _WIDTHS if most < 1 << 8 * item[0])
    return _HEAD.pack(width, len(steps)) + steps.astype(dtype).tobytes() + postings.counts.tobytes()


def _read(dbfile: Any, offset: int) -> Postings:
    """The posting list at ``offset``; the head tells its length."""
    head = dbfile.get(offset, _HEAD.size)
    width, count = _HEAD.unpack(head)
    return unpack(head + dbfile.get(offset + _HEAD.size, (width + 1) * count))


def unpack(data: bytes) -> Postings:
    """The posting list of :func:`pack`."""
    width, count = _HEAD.unpack_from(data)
    steps = np.frombuffer(data, _DTYPES[width], count, _HEAD.size)
    counts = np.frombuffer(data, np.uint8, count, _HEAD.size + width * count)
    return Postings(np.cumsum(steps, dtype=np.uint32), counts)


class _Pool:
    """Stands in for Whoosh's sorting pool: the lists come sorted, as they are made."""

    def __init__(self, items: Iterator[tuple[str, str, Postings]]) -> None:
        self._items = items

    def iter_postings(self) -> Iterator[tuple[str, str, Postings]]:
        return self._items

    def cleanup(self) -> None:
        """Nothing was spilled to disk."""


def write_index(directory: Path, article_ids: Iterable[int], items: Iterator[tuple[str, str, Postings]]) -> None:
    """A Whoosh index of one segment in ``directory``: one document for each article, then all posting lists."""
    index = FileIndex.create(FileStorage(str(directory)), SCHEMA, "MAIN")
    writer = index.writer(codec=GramCodec(), compound=False)
    for article_id in article_ids:
        writer.add_document(article=article_id)
    writer.pool = _Pool(items)
    writer.commit()


class Terms:
    """The term dictionary and the posting lists of an index; not for two threads at once."""

    def __init__(self, directory: Path) -> None:
        index = FileIndex(FileStorage(str(directory), readonly=True), indexname="MAIN")
        self._reader = index.reader()
        self.documents: int = self._reader.doc_count_all()

    def postings(self, field: str, term: str) -> Postings | None:
        """The list of a term, None where it does not occur."""
        if (field, term) not in self._reader:
            return None
        matcher: ArrayMatcher = self._reader.postings(field, term)
        return matcher.postings
