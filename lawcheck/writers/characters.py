"""Characters that an output format cannot hold, replaced by ones that a person can see."""

from __future__ import annotations

import re

__all__ = ["count_illegal", "visible"]

# Everything outside the Char production of XML 1.0 (fifth edition, 2.2), plus the C1 controls that HTML forbids.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_CONTROL_PICTURES = 0x2400


def visible(text: str) -> str:
    """``text`` with control characters as their pictures (U+2400…) and all else that XML forbids as U+FFFD.

    >>> visible("甲\\x0c乙\\ufffe")
    '甲␌乙�'
    """
    return text if text.isprintable() else _ILLEGAL.sub(_picture, text)


def count_illegal(text: str) -> int:
    """How many characters :func:`visible` would replace.

    >>> count_illegal("甲\\x00乙\\n")
    1
    """
    return len(_ILLEGAL.findall(text))


def _picture(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < 0x20:
        return chr(_CONTROL_PICTURES + code)
    return "\u2421" if code == 0x7F else "\ufffd"
