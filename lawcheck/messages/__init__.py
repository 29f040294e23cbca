"""All texts that the program says, by code, in Chinese and English.

One module per room holds a ``MESSAGES`` table ``{code: (zh, en)}``; placeholders are ``str.format`` fields.
Code blocks: E0xx general, E1xx readers, E2xx writers, E3xx laws, E4xx rule pack, E5xx command line and site;
P1xx problems of the parser, P2xx problems noted by readers.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

__all__ = ["codes", "render"]


@cache
def _table() -> Mapping[str, tuple[str, str]]:
    table: dict[str, tuple[str, str]] = {}
    for module in sorted(m.name for m in iter_modules(__path__)):
        for code, texts in import_module(f"{__name__}.{module}").MESSAGES.items():
            if code in table:
                raise ValueError(f"message code {code} defined twice")
            table[code] = texts
    return table


def render(code: str, lang: str = "zh", **details: object) -> str:
    """The text of ``code`` with its placeholders filled, prefixed by the code.

    >>> render("E000", "zh", detail="x")
    '[E000] 程序内部错误：x。请连同出错的文件一并反馈。'
    """
    zh, en = _table()[code]
    return f"[{code}] " + (en if lang == "en" else zh).format(**details)


def codes(start: str) -> tuple[str, ...]:
    """The codes that begin with ``start``, in order.

    >>> codes("P10")[:3]
    ('P101', 'P102', 'P103')
    """
    return tuple(sorted(code for code in _table() if code.startswith(start)))
