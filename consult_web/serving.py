"""Serve the site on this machine: what ``lawcheck serve`` and ``consult-web`` call."""

from __future__ import annotations

import importlib
import importlib.util
import signal
import socket
import threading
import webbrowser
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType
from typing import Any, cast

from flask import Flask

from consult_web.app import create_app
from consult_web.desk import Desk
from consult_web.desk.texts import TEXTS
from consult_web.security import LOCAL_HOSTS
from consult_web.ui import say as text
from lawcheck.errors import UsageError

__all__ = ["make_server", "run_until_stopped", "serve"]

_BODY_FACTOR = 8  # waitress reads this many times the allowed size, so that the page can say what is wrong
_WILDCARDS = frozenset({"", "0.0.0.0", "::"})  # noqa: S104 compared, not bound


def serve(
    host: str = "127.0.0.1",
    port: int = 8765,
    home: Path | None = None,
    open_browser: bool = True,
    *,
    library: Path | None = None,
    lang: str = "zh",
    allowed_hosts: Sequence[str] = (),
    say: Callable[[str], object] = print,
    config: dict[str, Any] | None = None,
) -> None:
    """Serve the site at ``host:port`` until Ctrl+C or SIGTERM; blocks.

    ``home`` keeps uploaded files and results (default: ``desk`` beside the library under ``library``); ``say`` tells
    the address in ``lang``; ``config`` goes to :func:`consult_web.app.create_app`. Raises
    :class:`~lawcheck.errors.LawcheckError`: E507 when the port is taken, E520 when another program uses ``home``.
    """
    listener = _listen(host, port)
    names = (*LOCAL_HOSTS, *allowed_hosts, *(() if host in _WILDCARDS else (_bracketed(host),)))
    options = {"HOME": home, "LIBRARY": library, "ALLOWED_HOSTS": names, "PREPARE": True, **(config or {})}
    with listener:
        app = create_app(options)
        desk: Desk = app.extensions["desk"]
        try:
            _announce(listener, host, open_browser, lang, say)
            run_until_stopped(make_server(app, listener))
        finally:
            desk.close()


def make_server(app: Flask, listener: socket.socket) -> Callable[[], None]:
    """A function that answers requests on ``listener`` for good: by waitress where it is installed, else werkzeug."""
    if importlib.util.find_spec("waitress"):
        waitress = importlib.import_module("waitress.server")
        limit = app.config["MAX_CONTENT_LENGTH"] * _BODY_FACTOR
        server = waitress.create_server(app, sockets=[listener], max_request_body_size=limit, ident=None)
        return cast("Callable[[], None]", server.run)
    from werkzeug.serving import make_server as make_plain_server

    address = listener.getsockname()
    return make_plain_server(address[0], address[1], app, threaded=True, fd=listener.fileno()).serve_forever


def _listen(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0][0]
        return socket.create_server((host, port), family=family)
    except (OSError, OverflowError) as error:
        cause = getattr(error, "strerror", None) or error
        raise UsageError("E507", host=host, port=port, cause=cause) from error


def _announce(listener: socket.socket, host: str, open_browser: bool, lang: str, say: Callable[[str], object]) -> None:
    port = listener.getsockname()[1]
    url = f"http://{'127.0.0.1' if host in _WILDCARDS else _bracketed(host)}:{port}/"
    say(text(TEXTS, "serving", lang, url=url))
    if host not in ("127.0.0.1", "localhost", "::1"):
        say(text(TEXTS, "serving_open", lang, host=host))
    if open_browser:
        threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()


def run_until_stopped(run: Callable[[], None]) -> None:
    """Serve until a signal; SIGTERM ends as cleanly as Ctrl+C."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, _interrupt)
    try:
        run()
    except KeyboardInterrupt:
        return


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host.lower()
