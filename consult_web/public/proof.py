"""A small hurdle for robots without anybody else's service: work for the browser, or a wait where no scripts run.

The browser looks for the number whose SHA-256 behind a salt is the challenge (the scheme of ALTCHA). The challenge is
signed and bound to one submission, so that its answer is good for nothing else.
"""

from __future__ import annotations

import hmac
import time
from hashlib import sha256
from secrets import randbelow, token_hex
from typing import Final, NamedTuple

__all__ = ["MOST", "WAIT_SECONDS", "Challenge", "is_solved", "make_challenge", "seconds_to_wait"]

MOST: Final = 60_000
"""The largest number looked for: about a second on an old telephone, 30,000 hashes on average."""
WAIT_SECONDS: Final = 6
"""How long a submission without work waits after its page was made; a person reads longer."""
_LASTS: Final = 24 * 3600


class Challenge(NamedTuple):
    """What the page holds. ``salt`` is ``random.time``, ``signature`` covers all with the submission's key."""

    salt: str
    target: str
    signature: str


def make_challenge(secret: str, key: str, now: float | None = None) -> Challenge:
    """A fresh challenge for the submission ``key``.

    >>> made = make_challenge("s", "k", 1000.0)
    >>> answer = next(n for n in range(MOST + 1) if sha256(f"{made.salt}{n}".encode()).hexdigest() == made.target)
    >>> is_solved("s", "k", made, str(answer), 1001.0), is_solved("s", "other", made, str(answer), 1001.0)
    (True, False)
    """
    salt = f"{token_hex(8)}.{int(time.time() if now is None else now)}"
    target = sha256(f"{salt}{randbelow(MOST + 1)}".encode()).hexdigest()
    return Challenge(salt, target, _sign(secret, key, salt, target))


def is_solved(secret: str, key: str, challenge: Challenge, answer: str, now: float | None = None) -> bool:
    """Whether ``answer`` is the number looked for, in time, for this submission."""
    if not answer.isascii() or not answer.isdigit() or len(answer) > 9 or not _is_ours(secret, key, challenge, now):
        return False
    return sha256(f"{challenge.salt}{int(answer)}".encode()).hexdigest() == challenge.target


def seconds_to_wait(secret: str, key: str, challenge: Challenge, now: float | None = None) -> int:
    """How long a submission without an answer must still wait; 0 when it may pass, the whole time when the challenge is
    not ours.

    >>> made = make_challenge("s", "k", 1000.0)
    >>> seconds_to_wait("s", "k", made, 1002.0), seconds_to_wait("s", "k", made, 1010.0), seconds_to_wait("s", "x", made, 1010.0)
    (4, 0, 6)
    """
    if not _is_ours(secret, key, challenge, now):
        return WAIT_SECONDS
    return max(0, WAIT_SECONDS - int(_age(challenge, now)))


def _is_ours(secret: str, key: str, challenge: Challenge, now: float | None) -> bool:
    expected = _sign(secret, key, challenge.salt, challenge.target)
    return hmac.compare_digest(expected.encode(), challenge.signature.encode()) and _age(challenge, now) < _LASTS


def _age(challenge: Challenge, now: float | None) -> float:
    return (time.time() if now is None else now) - float(challenge.salt.partition(".")[2])


def _sign(secret: str, key: str, salt: str, target: str) -> str:
    return hmac.new(secret.encode(), "\x1f".join(("proof", key, salt, target)).encode(), sha256).hexdigest()
