"""What protects the site in front of every view: host names, tokens against forged requests, headers, the secret."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable
from hmac import compare_digest
from pathlib import Path
from secrets import token_bytes, token_urlsafe
from typing import TYPE_CHECKING

from flask import Flask, Response, current_app, request, session

from lawcheck.errors import UsageError

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

__all__ = ["LOCAL_HOSTS", "answer_head_as_get", "csrf_token", "host_name", "install", "install_headers", "secret_key"]

LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")
"""Names under which a page on this machine is reached; any other is refused (DNS rebinding)."""

_KEY_BYTES = 32
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(:[0-9]{1,5})?")
_HSTS = f"max-age={365 * 24 * 3600}"
"""A site whose cookies need https is reached by https only, for a year after each visit."""
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Content-Security-Policy": "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'self'",
}


def install(app: Flask) -> None:
    """Put the checks before, and the headers behind, every view of the site."""
    app.before_request(_check_host)
    app.before_request(_check_token)
    install_headers(app)
    app.jinja_env.globals["csrf_token"] = csrf_token
    app.context_processor(lambda: {"is_local": host_name(request.headers.get("Host", "")) in LOCAL_HOSTS})


def install_headers(app: Flask) -> None:
    """Only the headers: for an application that guards its hosts and forms in another way. A second call is harmless."""
    if _add_headers not in app.after_request_funcs.get(None, []):
        app.after_request(_add_headers)


def secret_key(home: Path) -> bytes:
    """The key that signs sessions, made at first use and readable by its owner only; raises ``OSError``."""
    path = home / "secret.key"
    if path.is_file() and len(key := path.read_bytes()) == _KEY_BYTES:
        return key
    partial = path.with_name("secret.key.part")
    partial.unlink(missing_ok=True)  # so that the mode below is that of a new file
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(key := token_bytes(_KEY_BYTES))
    partial.replace(path)
    return key


def csrf_token() -> str:
    """The token of this session, to be sent back with every form."""
    if "csrf" not in session:
        session["csrf"] = token_urlsafe(32)
    return str(session["csrf"])


def host_name(header: str) -> str:
    """The name in a Host header without its port, in lower case; "" when it is malformed.

    >>> host_name("LocalHost:8765"), host_name("[::1]:8765"), host_name("a@b")
    ('localhost', '[::1]', '')
    """
    match = _HOST.fullmatch(header.lower())
    return match[1] if match else ""


def answer_head_as_get(app: WSGIApplication) -> WSGIApplication:
    """HEAD is GET without the page: a view that shows its form for GET and reads it otherwise need not know of it.

    >>> asked = answer_head_as_get(lambda environ, start: [environ["REQUEST_METHOD"].encode()])
    >>> asked({"REQUEST_METHOD": "HEAD"}, None), asked({"REQUEST_METHOD": "POST"}, None)
    ([], [b'POST'])
    """

    def answer(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "HEAD":
            return app(environ, start)
        page = app({**environ, "REQUEST_METHOD": "GET"}, start)
        if close := getattr(page, "close", None):
            close()
        return []

    return answer


def _check_host() -> None:
    allowed: Collection[str] = current_app.config["ALLOWED_HOSTS"]
    header = request.headers.get("Host", "")
    if host_name(header) not in allowed:
        raise UsageError("E525", host=header[:80])


def _check_token() -> None:
    if request.method in _SAFE_METHODS:
        return
    sent = request.form.get("csrf_token", "")
    if not sent or not compare_digest(sent.encode(), str(session.get("csrf", "")).encode()):
        raise UsageError("E524")


def _add_headers(response: Response) -> Response:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    if current_app.config.get("SESSION_COOKIE_SECURE"):
        response.headers.setdefault("Strict-Transport-Security", _HSTS)
    if (request.endpoint or "").rpartition(".")[2] != "static":
        response.headers.setdefault("Cache-Control", "no-store")
    return response
