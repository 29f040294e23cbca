"""Parts of pages that are the same for everybody: rendered once in a process for what they are made of, then kept."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import Final

from flask import current_app, render_template, request
from markupsafe import Markup

from consult_web.ui.language import language

__all__ = ["fragment"]

_MOST: Final = 24  # of about 200 KB each
_KEPT: Final = "ui.fragments"
_lock = threading.Lock()


def fragment(template: str, /, **values: Hashable) -> Markup:
    """``template`` with ``values`` in the visitor's language, kept with these values while it is among those last used.

    The template may use nothing but ``values``, the words of the room and addresses: nothing of the visitor, nothing of the
    clock. So whoever gives other values gets another text at once, and there is nothing to be told when data change.
    """
    kept: OrderedDict[Hashable, Markup] = current_app.extensions.setdefault(_KEPT, OrderedDict())
    key = (template, language(), request.blueprint, request.script_root, tuple(sorted(values.items())))
    with _lock:
        if (found := kept.get(key)) is not None:
            kept.move_to_end(key)
            return found
    made = Markup(render_template(template, **values))  # noqa: S704  (our own template, which escapes)
    with _lock:
        kept[key] = made
        while len(kept) > _MOST:
            kept.popitem(last=False)
    return made
