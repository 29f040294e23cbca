"""An address for monitors and proxies: whether this process and its database answer."""

from __future__ import annotations

from flask import Response
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from consult_web import storage
from consult_web.accounts.guarding import allowed
from consult_web.accounts.permissions import Permission
from consult_web.accounts.views import blueprint
from consult_web.errors import Unavailable

__all__: list[str] = []


@blueprint.get("/healthz")
@allowed(Permission.ANYONE)
def health() -> Response:
    """200 ``ok``; one line with E807 and 503 while the database is away."""
    try:
        storage.session().execute(text("SELECT 1"))
    except (DBAPIError, PoolTimeout):
        return Response(f"{Unavailable('E807')}\n", 503, mimetype="text/plain")
    return Response("ok\n", mimetype="text/plain")
