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

from lawcheck.causes import in_chinese

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
    """The text of ``code`` with its placeholders filled, prefixed by the code; what machines say of a cause in the language of
    the text.

    >>> render("E000", "zh", detail="x")
    '[E000] 程序内部错误：x。请连同出错的文件一并反馈。'
    >>> render("E672", cause="No space left on device"), render("E672", "en", cause="No space left on device")[:60]
    ('[E672] 写不出结果：磁盘已满。请检查磁盘空间和输出的位置。', '[E672] The output cannot be written: No space left on device')
    """
    zh, en = _table()[code]
    if lang == "en":
        return f"[{code}] {en.format(**details)}"
    return f"[{code}] " + zh.format(**{name: in_chinese(value) for name, value in details.items()})


def codes(start: str) -> tuple[str, ...]:
    """The codes that begin with ``start``, in order.

    >>> codes("P10")[:3]
    ('P101', 'P102', 'P103')
    """
    return tuple(sorted(code for code in _table() if code.startswith(start)))
