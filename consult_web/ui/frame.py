"""What stands around every page: links by place, size of print, addresses that change one thing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import urlencode

from flask import Flask, Response, current_app, request
from flask.globals import request_ctx

__all__ = ["Link", "Place", "add_links", "here", "install", "large_print", "links", "switch"]

Place = Literal["main", "account", "foot"]
Provider = Callable[[], Iterable["Link"]]
_PROVIDERS = "ui.links"
_YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Link:
    """An entry of a navigation. ``post`` makes it a button that sends a form (log-out); ``count`` is shown as a chip."""

    label: str
    url: str
    count: int | None = None
    current: bool = False
    post: bool = False


def install(app: Flask) -> None:
    """Make the links, the size of print and the address helpers known to the page templates."""
    app.after_request(_remember_size)
    app.jinja_env.globals.update(ui_links=links, here=here, switch=switch, large_print=large_print)


def add_links(app: Flask, provider: Provider, place: Place = "main") -> None:
    """Show the links that ``provider`` gives for the visitor of the moment, behind those added before.

    The provider is asked during each request, so it can look at the user's role; labels are in the visitor's language.
    """
    app.extensions.setdefault(_PROVIDERS, {}).setdefault(place, []).append(provider)


def links(place: Place) -> list[Link]:
    """The links of a place; the one whose address is the longest beginning of this page's address is current."""
    providers: list[Provider] = current_app.extensions.get(_PROVIDERS, {}).get(place, [])
    found = [link for provider in providers for link in provider()]
    if any(link.current for link in found):
        return found
    best = max((len(link.url) for link in found if _leads_here(link)), default=0)
    return [replace(link, current=_leads_here(link) and len(link.url) == best) for link in found]


def here(**changes: object) -> str:
    """The address of this page with some query fields changed; ``None`` takes a field away.

    >>> from flask import Flask
    >>> with Flask("x").test_request_context("/drafts?page=2&q=犬"):
    ...     here(page=None, sort="name")
    '/drafts?q=%E7%8A%AC&sort=name'
    """
    fields = [(name, value) for name, value in request.args.items(multi=True) if name not in changes]
    fields += [(name, str(value)) for name, value in changes.items() if value is not None]
    return request.path + ("?" + urlencode(fields) if fields else "")


def switch(**changes: object) -> str:
    """As :func:`here`, for links in the frame: a page that only a form can reach gives the first page instead."""
    adapter = request_ctx.url_adapter
    if request.method == "GET" or (adapter and adapter.test(request.path, "GET")):
        return here(**changes)
    return "/?" + urlencode([(name, str(value)) for name, value in changes.items()])


def large_print() -> bool:
    """Whether the visitor asked for large print (``?size=large``, kept in a cookie)."""
    return (request.args.get("size") or request.cookies.get("size")) == "large"


def _leads_here(link: Link) -> bool:
    path = link.url.partition("?")[0].rstrip("/")
    return request.path.rstrip("/") == path or (bool(path) and request.path.startswith(path + "/"))


def _remember_size(response: Response) -> Response:
    if request.args.get("size") in ("large", "normal"):
        size = "large" if large_print() else "normal"
        response.set_cookie("size", size, max_age=_YEAR, httponly=True, samesite="Lax", secure=request.is_secure)
    return response
