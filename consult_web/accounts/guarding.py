"""Every view says who may see it; a view that does not cannot be registered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Response, current_app, redirect, request, url_for
from flask_login import current_user as _current
from werkzeug.wrappers import Response as BaseResponse

from consult_web.accounts.models import LoginSession, User
from consult_web.accounts.permissions import Permission, permissions_of
from consult_web.errors import Forbidden

__all__ = [
    "GuardedFlask",
    "Visit",
    "allowed",
    "check",
    "current_actor",
    "current_user",
    "may",
    "required_permissions",
]

View = TypeVar("View", bound=Callable[..., Any])
_MARK = "__allowed__"


class Visit:
    """A log-in as Flask-Login sees it: its id is the token of the browser, not the user's."""

    is_active = True
    is_authenticated = True
    is_anonymous = False

    def __init__(self, row: LoginSession, token: str) -> None:
        self.row, self.user, self._token = row, row.user, token
        self.permissions = permissions_of(row.user.role_names)

    def get_id(self) -> str:
        """The token."""
        return self._token


class GuardedFlask(Flask):
    """An application that takes only views marked by :func:`allowed` (and files of ``static`` folders)."""

    def add_url_rule(
        self,
        rule: str,
        endpoint: str | None = None,
        view_func: Callable[..., Any] | None = None,
        *args: Any,
        **options: Any,
    ) -> None:
        """Refuse, at start, a view that says nothing."""
        name = endpoint or str(getattr(view_func, "__name__", ""))
        if view_func is not None and not hasattr(view_func, _MARK) and name.rpartition(".")[2] != "static":
            raise TypeError(f"the view {name} ({rule}) does not say who may see it: put @allowed(…) below its route")
        super().add_url_rule(rule, endpoint, view_func, *args, **options)


def allowed(*permissions: Permission) -> Callable[[View], View]:
    """Mark a view: who has one of ``permissions`` may see it. Stands below the route.

    >>> @allowed(Permission.AUDIT_READ)
    ... def log(): ...
    >>> required_permissions(log)
    (<Permission.AUDIT_READ: 'audit.read'>,)
    """
    if not permissions:
        raise TypeError("allowed() needs a permission")

    def mark(view: View) -> View:
        setattr(view, _MARK, permissions)
        return view

    return mark


def required_permissions(view: Callable[..., Any]) -> tuple[Permission, ...]:
    """The permissions of which one is needed for ``view``."""
    found: tuple[Permission, ...] = getattr(view, _MARK, ())
    return found


def visit() -> Visit | None:
    """The log-in of this request."""
    return _current._get_current_object() if _current and _current.is_authenticated else None


def current_user() -> User:
    """Who is logged in; :class:`Forbidden` E814 when nobody is."""
    found = visit()
    if found is None:
        raise Forbidden("E814")
    return found.user


def current_actor() -> str:
    """How the audit log names who makes this request: ``user:7`` or ``visitor``."""
    found = visit()
    return found.user.actor if found else "visitor"


def may(*permissions: Permission) -> bool:
    """Whether this visitor has one of ``permissions``."""
    if Permission.ANYONE in permissions:
        return True
    found = visit()
    if found is None:
        return False
    return Permission.SIGNED_IN in permissions or not found.permissions.isdisjoint(permissions)


def check(*permissions: Permission) -> None:
    """Raise :class:`Forbidden` E815 unless this visitor has one of ``permissions``."""
    if not may(*permissions):
        raise Forbidden("E815")


def guard() -> BaseResponse | None:
    """Runs before every view."""
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None or (request.endpoint or "").rpartition(".")[2] == "static":
        return None
    needed = required_permissions(view)
    if Permission.ANYONE in needed:
        return None
    found = visit()
    if found is None:
        return _ask_to_log_in()
    if found.user.must_change and request.endpoint not in ("accounts.password", "accounts.log_out"):
        return redirect(url_for("accounts.password"), 303)
    check(*needed)
    return None


def _ask_to_log_in() -> BaseResponse:
    if request.method in ("GET", "HEAD"):
        return redirect(url_for("accounts.log_in", next=request.full_path.rstrip("?")), 303)
    raise Forbidden("E814")


def no_store(response: Response) -> Response:
    """Pages of people who are logged in stay out of every cache."""
    if visit() is not None:
        response.headers["Cache-Control"] = "no-store"
    return response
