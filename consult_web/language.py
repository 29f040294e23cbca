"""Which language a visitor reads, and the words of the pages in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import Flask, Response, g, request

__all__ = ["Texts", "install", "language", "say", "translator"]

Texts = Mapping[str, tuple[str, str]]
"""Words of a page by name: Chinese, English; placeholders are ``str.format`` fields."""

_HTML_CODES = {"zh": "zh-CN", "en": "en"}
_YEAR = 365 * 24 * 3600


def install(app: Flask) -> None:
    """Choose the language before every view (``?lang=``, then the cookie, then the browser's wish; else Chinese)."""
    app.before_request(_choose)
    app.after_request(_remember)
    app.context_processor(lambda: {"lang": language(), "html_lang": _HTML_CODES[language()]})


def language() -> str:
    """``zh`` or ``en``, for the request under way."""
    return str(g.get("lang", "zh"))


def translator(texts: Texts) -> Callable[..., str]:
    """A function that gives the text with a name in the visitor's language.

    >>> from flask import Flask, g
    >>> with Flask("x").test_request_context():
    ...     g.lang = "en"
    ...     translator({"hello": ("{name}，您好", "Hello {name}")})("hello", name="李")
    'Hello 李'
    """

    return lambda name, /, **details: say(texts, name, language(), **details)


def say(texts: Texts, name: str, lang: str, /, **details: object) -> str:
    """The text with this name in ``zh`` or ``en``, placeholders filled.

    >>> say({"hello": ("您好", "Hello")}, "hello", "en")
    'Hello'
    """
    zh, en = texts[name]
    return (en if lang == "en" else zh).format(**details)


def _choose() -> None:
    wished = request.args.get("lang") or request.cookies.get("lang")
    if wished not in _HTML_CODES:
        wished = request.accept_languages.best_match(["zh", "en"], default="zh")
    g.lang = wished


def _remember(response: Response) -> Response:
    if request.args.get("lang") in _HTML_CODES:
        response.set_cookie("lang", language(), max_age=_YEAR, httponly=True, samesite="Lax")
    response.headers.setdefault("Content-Language", _HTML_CODES[language()])
    response.vary.add("Accept-Language")
    return response
