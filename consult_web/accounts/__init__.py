"""Who may do what: organisations, users, roles, log-in, and the mark that every view bears."""

from consult_web.accounts.directory import (
    body_of,
    create_organisation,
    create_user,
    get_organisation,
    get_user,
    organisations,
    reaches,
)
from consult_web.accounts.guarding import (
    GuardedFlask,
    allowed,
    check,
    current_actor,
    current_user,
    may,
    required_permissions,
)
from consult_web.accounts.installing import install
from consult_web.accounts.log_in import forget_old_sessions
from consult_web.accounts.log_search import add_subjects
from consult_web.accounts.models import (
    LoginSession,
    Organisation,
    OrganisationKind,
    RateWindow,
    Role,
    User,
    UserRole,
)
from consult_web.accounts.oidc import verified_person
from consult_web.accounts.permissions import Permission, permissions_of, role_permissions
from consult_web.accounts.rates import limiter

__all__ = [
    "GuardedFlask",
    "LoginSession",
    "Organisation",
    "OrganisationKind",
    "Permission",
    "RateWindow",
    "Role",
    "User",
    "UserRole",
    "add_subjects",
    "allowed",
    "body_of",
    "check",
    "create_organisation",
    "create_user",
    "current_actor",
    "current_user",
    "forget_old_sessions",
    "get_organisation",
    "get_user",
    "install",
    "limiter",
    "may",
    "organisations",
    "permissions_of",
    "reaches",
    "required_permissions",
    "role_permissions",
    "verified_person",
]
