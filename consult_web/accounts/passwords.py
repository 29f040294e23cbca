"""Passwords: what is good enough, and how they are kept (argon2id)."""

from __future__ import annotations

import re
from functools import cache
from secrets import choice
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from consult_web.errors import Refused

__all__ = ["check_password", "hash_password", "is_right", "needs_new_hash", "random_password"]

SHORTEST: Final = 10
LONG: Final = 16  # from here on kinds of characters do not matter
LONGEST: Final = 128  # a longer one only costs time
_KINDS: Final = (r"[a-z]", r"[A-Z]", r"[0-9]", r"[^a-zA-Z0-9]")
_COMMON: Final = re.compile(
    r"(?i)pass?w[o0]rd|qwert|asdf|zxcv|admin|root|letmein|welcome|iloveyou|abc123|woaini|mima|"
    r"(?:0?123456789?0?|987654321|1qaz2wsx|a1b2c3|5201314)|(.)\1{4}"
)
_LETTERS: Final = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789"
_HASHER = PasswordHasher()  # argon2id with the library's parameters (RFC 9106, low memory)


def check_password(password: str, login: str = "") -> None:
    """Raise :class:`Refused` E816–E819 unless ``password`` is good enough.

    Ten characters of three kinds, or sixteen of any; not the log-in name, none of the passwords that everybody tries.

    >>> check_password("正确的马 电池 订书钉 2026 云溪", "wang")
    >>> check_password("Aa1!")
    Traceback (most recent call last):
    ...
    consult_web.errors.Refused: [E816] 密码至少 10 个字符（不超过 128 个）。
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise Refused("E816", shortest=SHORTEST, longest=LONGEST)
    kinds = sum(1 for kind in _KINDS if re.search(kind, password))
    if len(password) < LONG and kinds < 3:
        raise Refused("E817", long=LONG)
    if len(login) >= 3 and login.casefold() in password.casefold():
        raise Refused("E818")
    if _COMMON.search(password):
        raise Refused("E819")


def hash_password(password: str) -> str:
    """The hash to keep."""
    return _HASHER.hash(password)


def is_right(kept: str | None, password: str) -> bool:
    """Whether ``password`` is the one kept; takes the same time where there is none.

    >>> is_right(hash_password("a"), "a"), is_right(None, "a")
    (True, False)
    """
    try:
        return _HASHER.verify(kept or _nobody(), password[: LONGEST + 1]) and kept is not None
    except (VerifyMismatchError, InvalidHashError):
        return False


def needs_new_hash(kept: str) -> bool:
    """Whether the hash was made with weaker parameters than today's."""
    return _HASHER.check_needs_rehash(kept)


def random_password(length: int = LONG) -> str:
    """A password to be changed at the first log-in.

    >>> check_password(random_password())
    """
    return "".join(choice(_LETTERS) for _ in range(length))


@cache
def _nobody() -> str:
    return _HASHER.hash(random_password())
