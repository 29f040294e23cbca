"""An address for monitors and proxies: whether this process and its database answer."""

from __future__ import annotations

from flask import Response
from sqlalchemy import text

from consult_web import storage
from consult_web.accounts.guarding import allowed
from consult_web.accounts.permissions import Permission
from consult_web.accounts.views import blueprint

__all__: list[str] = []


@blueprint.get("/healthz")
@allowed(Permission.ANYONE)
def health() -> Response:
    """200 ``ok``; the page of E807 with 503 while the database is away."""
    storage.session().execute(text("SELECT 1"))
    return Response("ok\n", mimetype="text/plain")
