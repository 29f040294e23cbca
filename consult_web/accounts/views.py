"""Pages: log-in, one's own account, organisations and users, audit log."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask import session as cookie
from flask_login import login_user, logout_user
from werkzeug.wrappers import Response as BaseResponse

from consult_web import storage
from consult_web.accounts.forms import LogInForm, PasswordForm
from consult_web.accounts.guarding import Visit, allowed, current_user, may, visit
from consult_web.accounts.log_in import (
    authenticate,
    change_password,
    end_sessions,
    find_session,
    sessions_of,
    start_session,
)
from consult_web.accounts.log_words import device_words
from consult_web.accounts.models import User
from consult_web.accounts.permissions import Permission
from consult_web.accounts.rates import limiter
from consult_web.accounts.texts import TEXTS
from consult_web.audit import record
from consult_web.errors import Refused, SiteError
from consult_web.ui import Link, language, translator

__all__ = ["blueprint", "enter", "links", "safe_address", "work_links"]

blueprint = Blueprint("accounts", __name__, template_folder="templates")
translate = translator(TEXTS)


def links() -> list[Link]:
    """What stands in the corner: log in, or who it is and log out."""
    found = visit()
    if found is None:
        return [Link(translate("log_in"), url_for("accounts.log_in"))]
    out = Link(translate("log_out"), url_for("accounts.log_out"), post=True)
    return [Link(found.user.name, url_for("accounts.account")), out]


def work_links() -> list[Link]:
    """Navigation of administrators and auditors."""
    pages = (
        (Permission.USERS_MANAGE, "users", "accounts.users"),
        (Permission.USERS_MANAGE, "organisations", "accounts.show_organisations"),
        (Permission.SYSTEM_WATCH, "jobs", "accounts.jobs"),
        (Permission.AUDIT_READ, "audit", "accounts.audit_log"),
    )
    known = current_app.view_functions
    return [Link(translate(text), url_for(name)) for right, text, name in pages if name in known and may(right)]


@blueprint.route("/login", methods=["GET", "POST"])
@limiter.limit("60 per minute; 600 per hour", methods=["POST"])
@allowed(Permission.ANYONE)
def log_in() -> str | BaseResponse | tuple[str, int]:
    """The log-in page."""
    form = LogInForm()
    if request.method == "GET":
        if visit() is not None:
            return redirect(_wanted())
        return _log_in_page(form)
    with storage.saving() as session:
        user, error = _try(form)
        token = start_session(session, user, address=request.remote_addr or "", agent=_agent()) if user else ""
    if not token:
        return _log_in_page(form, error), 400
    enter(token)
    return redirect(_wanted(), 303)


def enter(token: str) -> None:
    """Give this browser the log-in with ``token``; whatever its cookie held before is gone."""
    row = find_session(storage.session(), token)
    cookie.clear()
    if row is not None:
        login_user(Visit(row, token))


@blueprint.post("/logout")
@allowed(Permission.SIGNED_IN)
def log_out() -> BaseResponse:
    """End this log-in."""
    found = visit()
    if found is not None:
        with storage.saving() as session:
            end_sessions(session, found.user.id, only=found.get_id())
            record(session, found.user.actor, "logout", found.user.actor)
    logout_user()
    cookie.clear()
    flash(translate("logged_out"))
    return redirect(url_for("accounts.log_in"), 303)


@blueprint.get("/account")
@allowed(Permission.SIGNED_IN)
def account() -> str:
    """Who one is, what one may do, where one is logged in."""
    user = current_user()
    here = visit()
    return render_template(
        "accounts/account.html",
        user=user,
        sessions=sessions_of(storage.session(), user.id),
        current=here.row.id if here else None,
        device=device_words,
    )


@blueprint.route("/account/password", methods=["GET", "POST"])
@limiter.limit("20 per hour", methods=["POST"])
@allowed(Permission.SIGNED_IN)
def password() -> str | BaseResponse | tuple[str, int]:
    """Change one's password; all other log-ins end."""
    form, error = PasswordForm(), None
    if request.method == "POST":
        error = _change(form)
        if error is None:
            flash(translate("password_changed"))
            return redirect(url_for("accounts.account"), 303)
    page = render_template("accounts/password.html", form=form, user=current_user(), error=_words(error))
    return page, 400 if error else 200


@blueprint.post("/account/sessions/end")
@allowed(Permission.SIGNED_IN)
def end_others() -> BaseResponse:
    """End all other log-ins of one's own."""
    found = visit()
    if found is not None:
        with storage.saving() as session:
            count = end_sessions(session, found.user.id, keep=found.get_id())
            record(session, found.user.actor, "sessions.ended", found.user.actor, {"count": count})
        flash(translate("sessions_ended", count=count))
    return redirect(url_for("accounts.account"), 303)


def _try(form: LogInForm) -> tuple[User | None, SiteError | None]:
    """The user who logs in, or why not; a failure is counted, so the caller must commit in either case."""
    try:
        user = authenticate(storage.session(), form.login.data or "", form.password.data or "")
    except SiteError as error:
        return None, error
    return user, None if user else Refused("E832")


def _change(form: PasswordForm) -> SiteError | None:
    if form.new.data != form.again.data:
        return Refused("E839")
    found, wrong = visit(), None
    with storage.saving() as session:
        user = session.get_one(User, current_user().id)
        try:
            change_password(session, user, form.old.data or "", form.new.data or "")
            end_sessions(session, user.id, keep=found.get_id() if found else "")
        except SiteError as error:
            wrong = error
    return wrong


def _log_in_page(form: LogInForm, error: SiteError | None = None) -> str:
    oidc = current_app.extensions["settings"].oidc
    return render_template(
        "accounts/log_in.html", form=form, error=_words(error), oidc=oidc, next=request.values.get("next", "")
    )


def _words(error: SiteError | None) -> str:
    return error.text(language()) if error else ""


def _agent() -> str:
    return request.user_agent.string


def _wanted() -> str:
    return safe_address(request.values.get("next", ""))


def safe_address(wanted: str) -> str:
    """The page asked for before the log-in, if it is one of ours; else one's own account."""
    parts = urlsplit(wanted)
    own = wanted.startswith("/") and not wanted.startswith("//") and "\\" not in wanted and wanted.isprintable()
    return wanted if own and not parts.scheme and not parts.netloc else url_for("accounts.account")
