"""Which language a visitor reads, and the words of the pages in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import Flask, Response, current_app, g, request

from lawcheck.errors import LawcheckError

__all__ = ["LOCALES", "Texts", "add_texts", "fault_words", "install", "language", "locale", "say", "translator"]

Texts = Mapping[str, tuple[str, str]]
"""Words of a page by name: Chinese, English; placeholders are ``str.format`` fields."""

LOCALES = {"zh": "zh-CN", "zh-Hant": "zh-Hant", "en": "en"}
"""What a visitor can choose, and the code of it in HTML."""

_YEAR = 365 * 24 * 3600
_WISHES = {"zh": "zh", "zh-cn": "zh", "zh-sg": "zh", "zh-hans": "zh", "en": "en"}
_WISHES |= dict.fromkeys(("zh-hant", "zh-tw", "zh-hk", "zh-mo"), "zh-Hant")
_TABLES = "ui.texts"


def install(app: Flask) -> None:
    """Choose the language before every view (``?lang=``, then the cookie, then the browser's wish; else Chinese)."""
    app.before_request(_choose)
    app.after_request(_remember)
    app.context_processor(lambda: {"lang": language(), "locale": locale(), "html_lang": LOCALES[locale()]})
    app.jinja_env.globals["t"] = _room_text


def add_texts(app: Flask, room: str, texts: Texts) -> None:
    """Make the words of a room known: ``t("name")`` on its blueprint's pages, ``t("room.name")`` on any page."""
    app.extensions.setdefault(_TABLES, {})[room] = texts


def locale() -> str:
    """``zh``, ``zh-Hant`` or ``en``, for the request under way."""
    return str(g.get("locale", "zh"))


def language() -> str:
    """The language of the message tables, ``zh`` or ``en``; Traditional pages are made of the Chinese words.

    >>> from flask import Flask, g
    >>> with Flask("x").test_request_context():
    ...     g.locale = "zh-Hant"
    ...     language()
    'zh'
    """
    return "en" if locale() == "en" else "zh"


def translator(texts: Texts) -> Callable[..., str]:
    """A function that gives the text with a name in the visitor's language.

    >>> from flask import Flask, g
    >>> with Flask("x").test_request_context():
    ...     g.locale = "en"
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


def fault_words(faults: Mapping[str, LawcheckError]) -> dict[str, str]:
    """The words of the faults of a form's fields, without their codes, in the visitor's language."""
    return {name: fault.text(language()).partition("] ")[2] for name, fault in faults.items()}


def _room_text(name: str, /, **details: object) -> str:
    """The words of the room whose page this is, else of the room named before the first dot, else of the site."""
    tables: Mapping[str, Texts] = current_app.extensions[_TABLES]
    here = tables.get((request.blueprint or "").partition(".")[0], {})
    room, _, rest = name.partition(".")
    for table, key in ((here, name), (tables.get(room, {}), rest), (tables["ui"], name)):
        if key in table:
            return say(table, key, language(), **details)
    raise KeyError(name)


def _choose() -> None:
    wished = request.args.get("lang") or request.cookies.get("lang")
    if wished not in LOCALES:
        wished = _WISHES[request.accept_languages.best_match(list(_WISHES), default="zh") or "zh"]
    g.locale = wished


def _remember(response: Response) -> Response:
    if request.args.get("lang") in LOCALES:
        response.set_cookie("lang", locale(), max_age=_YEAR, httponly=True, samesite="Lax", secure=request.is_secure)
    response.headers.setdefault("Content-Language", LOCALES[locale()])
    response.vary.update(("Accept-Language", "Cookie"))
    return response
