"""Pages of the system administrator: organisations and users, no content."""

from __future__ import annotations

from collections.abc import Collection

from flask import current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from consult_web import storage
from consult_web.accounts import directory
from consult_web.accounts.forms import OrganisationForm, UserForm
from consult_web.accounts.guarding import allowed, current_actor
from consult_web.accounts.models import Organisation, OrganisationKind, Role, User
from consult_web.accounts.permissions import Permission
from consult_web.accounts.views import blueprint, translate
from consult_web.errors import SiteError
from consult_web.storage import utc_now
from consult_web.ui import language, moment_text

_SIZE = 50
Answer = str | BaseResponse | tuple[str, int]


@blueprint.get("/admin/users")
@allowed(Permission.USERS_MANAGE)
def users() -> str:
    """All users, searched and paged."""
    page = max(1, request.args.get("page", 1, type=int))
    words, organisation = request.args.get("q", ""), request.args.get("organisation", 0, type=int)
    found = directory.find_users(storage.session(), words, organisation or None, page, _SIZE)
    return render_template(
        "accounts/users.html",
        rows=[_user_row(user) for user in found.rows],
        total=found.total,
        page=page,
        pages=max(1, -(-found.total // _SIZE)),
        words=words,
        organisation=organisation,
        organisations=_choices(),
    )


@blueprint.route("/admin/users/new", methods=["GET", "POST"])
@allowed(Permission.USERS_MANAGE)
def new_user() -> Answer:
    """Make a user; the first password is shown once, on the next page."""
    form = UserForm()
    form.organisation.choices = _choices()
    if request.method == "GET":
        form.active.data = True
        return render_template("accounts/user.html", form=form, user=None, error="")
    if not form.organisation.data:
        return render_template("accounts/user.html", form=form, user=None, error=translate("choose_organisation")), 400
    try:
        with storage.saving() as session:
            organisation = directory.get_organisation(session, form.organisation.data or 0)
            user, password = directory.create_user(
                session,
                current_actor(),
                login=form.login.data or "",
                name=form.name.data or "",
                organisation=organisation,
                roles=_roles(form),
            )
            _link_identity(user, form.subject.data)
    except SiteError as error:
        return render_template("accounts/user.html", form=form, user=None, error=error.text(language())), 400
    return render_template("accounts/password_once.html", user=user, password=password)


@blueprint.route("/admin/users/<int:number>", methods=["GET", "POST"])
@allowed(Permission.USERS_MANAGE)
def user(number: int) -> Answer:
    """One user: name, organisation, roles, whether the account is open."""
    found = directory.get_user(storage.session(), number)
    form = UserForm()
    form.organisation.choices = _choices(found.organisation)
    if request.method == "GET":
        _fill(form, found)
        return render_template("accounts/user.html", form=form, user=found, error="", now=utc_now())
    body, roles = directory.body_of(storage.session(), found.organisation), found.role_names if found.active else set()
    try:
        _change(found, form)
    except SiteError as error:
        page = render_template("accounts/user.html", form=form, user=found, error=error.text(language()), now=utc_now())
        return page, error.status
    flash(translate("saved"))
    _warn_of_gaps(body, roles)
    return redirect(url_for("accounts.user", number=number), 303)


@blueprint.post("/admin/users/<int:number>/password")
@allowed(Permission.USERS_MANAGE)
def reset_password(number: int) -> str:
    """A new first password, shown once: in this answer, and in no cookie."""
    with storage.saving() as session:
        user = directory.get_user(session, number)
        password = directory.reset_password(session, current_actor(), user)
    return render_template("accounts/password_once.html", user=user, password=password)


@blueprint.post("/admin/users/<int:number>/unlock")
@allowed(Permission.USERS_MANAGE)
def unlock(number: int) -> BaseResponse:
    """Let a locked account log in again."""
    with storage.saving() as session:
        directory.unlock(session, current_actor(), directory.get_user(session, number))
    flash(translate("unlocked"))
    return redirect(url_for("accounts.user", number=number), 303)


@blueprint.get("/admin/organisations")
@allowed(Permission.USERS_MANAGE)
def show_organisations() -> str:
    """The tree."""
    return render_template("accounts/organisations.html", organisations=directory.organisations(storage.session()))


@blueprint.route("/admin/organisations/new", methods=["GET", "POST"])
@allowed(Permission.USERS_MANAGE)
def new_organisation() -> Answer:
    """Make an organisation."""
    form = OrganisationForm()
    form.parent.choices = [(0, translate("no_parent")), *_choices()]
    if request.method == "GET":
        form.active.data = True
        form.parent.data = request.args.get("parent", 0, type=int)
        return render_template("accounts/organisation.html", form=form, organisation=None, error="")
    try:
        with storage.saving() as session:
            parent = directory.get_organisation(session, form.parent.data) if form.parent.data else None
            kind = OrganisationKind(form.kind.data)
            directory.create_organisation(
                session,
                current_actor(),
                form.name.data or "",
                kind,
                parent=parent,
                territory=(form.territory.data or "").strip(),
                code=(form.code.data or "").strip() or None,
            )
    except (SiteError, ValueError) as error:
        return _organisation_page(form, None, error)
    flash(translate("created"))
    return redirect(url_for("accounts.show_organisations"), 303)


@blueprint.route("/admin/organisations/<int:number>", methods=["GET", "POST"])
@allowed(Permission.USERS_MANAGE)
def organisation(number: int) -> Answer:
    """Change an organisation; its kind and place in the tree stay."""
    found = directory.get_organisation(storage.session(), number)
    if request.method == "GET":
        facts = {"name": found.name, "territory": found.territory, "code": found.code, "active": found.active}
        form = OrganisationForm(data=facts)
        return render_template("accounts/organisation.html", form=form, organisation=found, error="")
    form = OrganisationForm()
    try:
        with storage.saving() as session:
            directory.change_organisation(
                session,
                current_actor(),
                directory.get_organisation(session, number),
                name=form.name.data or "",
                territory=(form.territory.data or "").strip(),
                code=(form.code.data or "").strip() or None,
                active=bool(form.active.data),
            )
    except SiteError as error:
        return _organisation_page(form, found, error)
    flash(translate("saved"))
    return redirect(url_for("accounts.show_organisations"), 303)


def _organisation_page(form: OrganisationForm, found: Organisation | None, error: Exception) -> tuple[str, int]:
    words = error.text(language()) if isinstance(error, SiteError) else str(error)
    return render_template("accounts/organisation.html", form=form, organisation=found, error=words), 400


def _choices(own: Organisation | None = None) -> list[tuple[int, str]]:
    """Organisations for a select, deeper ones indented; ``own`` also when it is closed."""
    found = directory.organisations(storage.session(), only_active=True)
    listed = [(organisation.id, "　" * organisation.depth + organisation.name) for organisation in found]
    closed = own is not None and own.id not in dict(listed)
    return [*listed, (own.id, f"{own.name}（{translate('state_closed')}）")] if own and closed else listed


def _roles(form: UserForm) -> list[Role]:
    return [Role(value) for value in form.roles.data or ()]


def _fill(form: UserForm, user: User) -> None:
    form.login.data, form.name.data, form.organisation.data = user.login, user.name, user.organisation_id
    form.roles.data, form.active.data = [role.value for role in user.role_names], user.active
    form.subject.data = user.subject or ""


def _change(found: User, form: UserForm) -> None:
    with storage.saving() as session:
        user = directory.get_user(session, found.id)
        place = directory.get_organisation(session, form.organisation.data or 0)
        active = bool(form.active.data)
        directory.change_user(
            session, current_actor(), user, name=form.name.data or "", organisation=place, active=active
        )
        if set(_roles(form)) != user.role_names:
            directory.set_roles(session, current_actor(), user, _roles(form))
        _link_identity(user, form.subject.data)


def _warn_of_gaps(body: Organisation, roles: Collection[Role]) -> None:
    """Say which roles of the body went with the last person who had them; of a closed one that is meant."""
    if not body.active:
        return
    with storage.saving() as session:
        left = directory.unheld_roles(session, directory.get_organisation(session, body.id), roles)
    if left:
        flash(translate("roles_unheld", body=body.name, roles="、".join(left)), "warn")


def _link_identity(user: User, subject: str | None) -> None:
    """Whom the identity provider knows by ``subject`` is this user."""
    provider = current_app.extensions["settings"].oidc
    wanted = (subject or "").strip() or None
    if wanted != user.subject and (provider or wanted is None):
        user.subject, user.issuer = wanted, provider.issuer if provider and wanted else None


def _user_row(user: User) -> dict[str, object]:
    state = "state_active" if user.active else "state_closed"
    if user.locked_until and user.locked_until > utc_now():
        state = "state_locked"
    return {
        "login": user.login,
        "name": user.name,
        "organisation": user.organisation.name,
        "roles": "、".join(sorted(user.role_names)),
        "state": translate(state),
        "last": moment_text(user.last_login_at) or translate("never"),
        "_url": url_for("accounts.user", number=user.id),
    }
