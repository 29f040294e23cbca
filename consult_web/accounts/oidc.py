"""Log-in by an OpenID Connect provider (Authlib): authorisation code with PKCE, state and nonce."""

from __future__ import annotations

from typing import Any, Final, cast

from flask import Flask, current_app, redirect, request, url_for
from flask import session as cookie
from sqlalchemy import select
from werkzeug.wrappers import Response as BaseResponse

from consult_web import storage
from consult_web.accounts.guarding import allowed
from consult_web.accounts.log_in import start_session
from consult_web.accounts.models import User
from consult_web.accounts.permissions import Permission
from consult_web.accounts.rates import limiter
from consult_web.accounts.views import blueprint, enter, safe_address
from consult_web.errors import Forbidden, NotFound, Refused
from consult_web.settings import OidcSettings

__all__ = ["install_oidc"]

_WAIT: Final = 10  # seconds for an answer of the provider


def install_oidc(app: Flask, provider: OidcSettings | None) -> None:
    """Make the provider known; its description is fetched at the first log-in, not at start."""
    if provider is None:
        return
    from authlib.integrations.flask_client import OAuth  # 10 MB that a site without a provider does not need

    registry = OAuth(app)
    registry.register(
        "provider",
        client_id=provider.client_id,
        client_secret=provider.client_secret,
        server_metadata_url=f"{provider.issuer}/.well-known/openid-configuration",
        client_kwargs={"scope": "openid profile", "code_challenge_method": "S256", "timeout": _WAIT},
    )
    app.extensions["oidc"] = registry.provider


@blueprint.post("/login/oidc")
@limiter.limit("60 per minute")
@allowed(Permission.ANYONE)
def oidc_start() -> BaseResponse:
    """Send the browser to the provider."""
    cookie["oidc_next"] = request.args.get("next", "")
    back = url_for("accounts.oidc_back", _external=True)
    try:
        return cast("BaseResponse", _client().authorize_redirect(back))
    except _failures() as error:
        raise Refused("E833", cause=type(error).__name__) from error


@blueprint.get("/login/oidc/back")
@limiter.limit("60 per minute")
@allowed(Permission.ANYONE)
def oidc_back() -> BaseResponse:
    """The provider sends the browser back: check everything, then log the user in."""
    claims = _claims()
    wanted = safe_address(str(cookie.get("oidc_next", "")))
    issuer, subject = str(claims.get("iss", "")), str(claims.get("sub", ""))
    with storage.saving() as session:
        user = session.scalar(select(User).where(User.issuer == issuer, User.subject == subject))
        if user is None or not subject:
            raise Forbidden("E834", subject=subject[:120])
        agent = request.user_agent.string
        token = start_session(session, user, address=request.remote_addr or "", agent=agent, method="oidc")
    enter(token)
    return redirect(wanted, 303)


def _claims() -> dict[str, Any]:
    """What the provider says of the person, its signature, issuer, audience, nonce and times checked by Authlib."""
    client = _client()
    try:
        token = client.authorize_access_token()
    except _failures() as error:
        raise Refused("E833", cause=type(error).__name__) from error
    claims = dict(token.get("userinfo") or {})
    if claims.get("iss") != current_app.extensions["settings"].oidc.issuer:
        raise Refused("E833", cause="iss")
    return claims


def _failures() -> tuple[type[Exception], ...]:
    """What may go wrong between the provider and us."""
    from authlib.common.errors import AuthlibBaseError
    from joserfc.errors import JoseError
    from requests import RequestException

    return (RequestException, AuthlibBaseError, JoseError, ValueError)


def _client() -> Any:
    found = current_app.extensions.get("oidc")
    if found is None:
        raise NotFound("E800")
    return found
