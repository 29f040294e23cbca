"""Encryption of what must not be read from a copied database: contact data, secrets."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from consult_web.errors import Unavailable

__all__ = ["Keyring", "new_data_key"]


def new_data_key() -> str:
    """A fresh key for CONSULT_DATA_KEYS.

    >>> len(new_data_key())
    44
    """
    return Fernet.generate_key().decode()


class Keyring:
    """Keys of which the first encrypts and any decrypts, so that a key can be replaced without a stop.

    >>> old, new = new_data_key(), new_data_key()
    >>> sealed = Keyring([old]).seal("154 0000 0000")
    >>> Keyring([new, old]).unseal(sealed), Keyring([new]).unseal(Keyring([new, old]).renew(sealed))
    ('154 0000 0000', '154 0000 0000')
    """

    def __init__(self, keys: Sequence[str]) -> None:
        """``keys`` as :func:`new_data_key` makes them; :class:`Unavailable` E805 for none or a malformed one."""
        try:
            self._fernet = MultiFernet([Fernet(key.strip()) for key in keys if key.strip()])
        except ValueError as error:
            raise Unavailable("E805") from error

    def seal(self, text: str) -> bytes:
        """``text`` encrypted and protected against change."""
        return self._fernet.encrypt(text.encode())

    def unseal(self, sealed: bytes) -> str:
        """The text; :class:`Unavailable` E806 when no key fits."""
        try:
            return self._fernet.decrypt(sealed).decode()
        except InvalidToken as error:
            raise Unavailable("E806") from error

    def renew(self, sealed: bytes) -> bytes:
        """The same text under the first key; raises as :meth:`unseal`."""
        try:
            return self._fernet.rotate(sealed)
        except InvalidToken as error:
            raise Unavailable("E806") from error


def keyed_hash(key: bytes, *parts: str) -> str:
    """A hash of ``parts`` that cannot be guessed through without ``key``, 64 hex digits.

    >>> keyed_hash(b"k", "a", "b") == keyed_hash(b"k", "ab")
    False
    """
    return hmac.new(key, "\x1f".join(parts).encode(), sha256).hexdigest()
