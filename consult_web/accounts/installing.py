"""Put accounts onto the application."""

from __future__ import annotations

from flask import Flask, current_app
from flask_login import LoginManager
from flask_wtf import CSRFProtect

from consult_web import storage, ui
from consult_web.accounts import admin_views, audit_views, health, views
from consult_web.accounts.guarding import Visit, guard, may, no_store, visit
from consult_web.accounts.log_in import find_session, needs_touch, touch
from consult_web.accounts.oidc import install_oidc
from consult_web.accounts.permissions import Permission
from consult_web.accounts.rates import install_limits
from consult_web.accounts.texts import TEXTS
from consult_web.background import Job
from consult_web.settings import Settings
from lawcheck.messages import render

__all__ = ["install"]

_PAGES = (admin_views, audit_views, health)  # importing them puts their views on the blueprint


def install(app: Flask) -> None:
    """Log-in, rights, protection of forms, limits; the pages of accounts."""
    settings: Settings = app.extensions["settings"]
    manager = LoginManager(app)
    manager.session_protection = None  # log-ins are rows that we end ourselves; addresses of phones change
    manager.user_loader(_load)
    install_limits(app, app.extensions["database"], settings.redis_url)
    app.before_request(guard)  # before the forms' protection: who may not see a page is told so
    CSRFProtect(app)
    app.config["WTF_CSRF_TIME_LIMIT"] = None  # a form may stand open as long as the log-in
    app.after_request(no_store)
    app.jinja_env.globals.update(may=may, Permission=Permission, visit=visit, job_error=job_error)
    ui.add_texts(app, "accounts", TEXTS)
    ui.add_links(app, views.links, "account")
    ui.add_links(app, views.work_links)
    install_oidc(app, settings.oidc)
    app.register_blueprint(views.blueprint)


def job_error(job: Job) -> str:
    """Why a job failed, in the visitor's language; "" when it did not."""
    return render(job.error_code, ui.language(), **job.error_details) if job.error_code else ""


def _load(token: str) -> Visit | None:
    row = find_session(storage.session(), token)
    if row is None:
        return None
    if needs_touch(row):
        with current_app.extensions["database"].saving() as session:
            touch(session, row)
    return Visit(row, token)
