"""Receipt codes: what a person keeps to see later what became of an opinion. Only their hashes are stored."""

from __future__ import annotations

import base64
import re
from hashlib import sha256
from secrets import choice
from typing import Final

from consult_web.storage import keyed_hash

__all__ = ["MOST_OPINIONS", "make_receipt", "parse_receipt", "receipt_hash", "short_code", "shown_receipt"]

MOST_OPINIONS: Final = 40
"""Opinions in one submission; each has its own comment, all have the same code."""
_LETTERS: Final = 24  # of 5 bits: 120 bits cannot be guessed
_NOISE: Final = re.compile(r"[^A-Z2-7]")


def make_receipt(key: bytes, submission: str) -> str:
    """The code of a submission: the same for a repeated one, so that an answer that was lost can be given again.

    >>> code = make_receipt(b"k", "a")
    >>> len(code), code == make_receipt(b"k", "a"), code == make_receipt(b"k", "b")
    (24, True, False)
    """
    digest = bytes.fromhex(keyed_hash(key, "receipt", submission))
    return base64.b32encode(digest).decode()[:_LETTERS]


def short_code(length: int) -> str:
    """A code for an address that people also type: no letter or figure in it looks like another."""
    return "".join(choice("abcdefghjkmnpqrstuvwxyz23456789") for _ in range(length))


def shown_receipt(code: str) -> str:
    """In groups of four, for people.

    >>> shown_receipt("ABCDEFGH234567ABCDEFGH23")
    'ABCD-EFGH-2345-67AB-CDEF-GH23'
    """
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def parse_receipt(typed: str) -> str:
    """The code in what a person typed; "" when it is none. 0, 1 and 8 are read as the letters they look like.

    >>> parse_receipt(" abcd efgh-2345—67ab cdef gh23 ")
    'ABCDEFGH234567ABCDEFGH23'
    >>> parse_receipt("ABCD")
    ''
    """
    letters = _NOISE.sub("", typed[:200].upper().translate(str.maketrans("018", "OIB")))
    return letters if len(letters) == _LETTERS else ""


def receipt_hash(code: str, place: int = 1) -> str:
    """What is stored for the opinion at ``place`` (from 1) of the submission with this code.

    >>> receipt_hash("A") == receipt_hash("A", 2)
    False
    """
    return sha256((code if place == 1 else f"{code}/{place}").encode()).hexdigest()
