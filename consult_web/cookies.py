"""The signed cookie, sent when it says something new or is a day old, not with every page."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from itsdangerous import BadSignature, URLSafeTimedSerializer

__all__ = ["Cookies"]

_FRESH: Final = timedelta(days=1)  # of the 31 that a browser keeps it


class _Session(SecureCookieSession):
    signed_at: datetime | None = None


class Cookies(SecureCookieSessionInterface):
    """As Flask's own, but for that; to sign what has not changed again took a twentieth of the time of an answer."""

    session_class = _Session

    def __init__(self) -> None:
        self._signers: dict[Any, URLSafeTimedSerializer | None] = {}

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """That of Flask, made once."""
        if app.secret_key not in self._signers:
            self._signers[app.secret_key] = super().get_signing_serializer(app)
        return self._signers[app.secret_key]

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """What the cookie says; nothing when it is none of ours or too old."""
        signer, value = self.get_signing_serializer(app), request.cookies.get(self.get_cookie_name(app))
        if signer is None:
            return None
        if not value:
            return _Session()
        longest = int(app.permanent_session_lifetime.total_seconds())
        try:
            kept, moment = signer.loads(value, max_age=longest, return_timestamp=True)
        except BadSignature:
            return _Session()
        opened = _Session(kept)
        opened.signed_at = moment
        return opened

    def should_set_cookie(self, app: Flask, session: SessionMixin) -> bool:
        """Whether the browser needs another one."""
        signed_at = getattr(session, "signed_at", None)
        is_old = signed_at is None or datetime.now(UTC) - signed_at > _FRESH
        return session.modified or (session.permanent and is_old)
