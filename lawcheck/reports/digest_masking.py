"""Names of persons as a digest may show them."""

from __future__ import annotations

__all__ = ["mask_name"]


def mask_name(name: str) -> str:
    """A person's name as it may be shown (domain.md 4.4).

    >>> mask_name("张三"), mask_name("张吉祥"), mask_name("")
    ('张*', '张*祥', '')
    """
    name = name.strip()
    if len(name) <= 2:
        return name[:1] + "*" * (len(name) - 1)
    return name[0] + "*" * (len(name) - 2) + name[-1]
