"""Log-in by an OpenID Connect provider (Authlib): authorisation code with PKCE, state and nonce.

Citizens may have the provider confirm who they are without an account here: a keyed hash of what it calls them stays in
their cookie for some hours, and nothing else of it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from flask import Flask, current_app, redirect, render_template, request, url_for
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

__all__ = ["install_oidc", "verified_person"]

_WAIT: Final = 10  # seconds for an answer of the provider
_VERIFY: Final = "verify"
_VERIFIED_FOR: Final = timedelta(hours=12)


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
def oidc_start() -> str:
    """Send the browser to the provider, to log in."""
    return _leave("log in")


@blueprint.post("/login/oidc/verify")
@limiter.limit("60 per minute")
@allowed(Permission.ANYONE)
def oidc_verify() -> str:
    """Send the browser to the provider, to have a citizen's identity confirmed; no account is needed."""
    return _leave(_VERIFY)


def _leave(purpose: str) -> str:
    """A page that goes on to the provider: our policy lets no form lead to another site, and browsers hold redirects
    of a form to it."""
    cookie["oidc_for"], cookie["oidc_next"] = purpose, request.args.get("next", "")
    back = url_for("accounts.oidc_back", _external=True)
    try:
        address = _client().authorize_redirect(back).headers["Location"]
    except _failures() as error:
        raise Refused("E833", cause=type(error).__name__) from error
    return render_template("accounts/leaving.html", address=address)


def verified_person() -> str:
    """A key of the person whom the provider confirmed in this browser, the same each time; "" for nobody."""
    key, until = cookie.get("verified") or ("", 0)
    return str(key) if storage.utc_now().timestamp() < until else ""


@blueprint.get("/login/oidc/back")
@limiter.limit("60 per minute")
@allowed(Permission.ANYONE)
def oidc_back() -> BaseResponse:
    """The provider sends the browser back: check everything, then log the user in."""
    claims = _claims()
    wanted = safe_address(str(cookie.get("oidc_next", "")))
    issuer, subject = str(claims.get("iss", "")), str(claims.get("sub", ""))
    if cookie.pop("oidc_for", "") == _VERIFY and subject:
        return _verify(issuer, subject, wanted)
    with storage.saving() as session:
        user = session.scalar(select(User).where(User.issuer == issuer, User.subject == subject))
        if user is None or not subject:
            raise Forbidden("E834", subject=subject[:120])
        agent = request.user_agent.string
        token = start_session(session, user, address=request.remote_addr or "", agent=agent, method="oidc")
    enter(token)
    return redirect(wanted, 303)


def _verify(issuer: str, subject: str, wanted: str) -> BaseResponse:
    key = storage.keyed_hash(storage.secret(storage.session(), "person"), "oidc", issuer, subject)[:32]
    cookie["verified"] = [key, (storage.utc_now() + _VERIFIED_FOR).timestamp()]
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
