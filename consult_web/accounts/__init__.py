"""Who may do what: organisations, users, roles, log-in."""

from consult_web.accounts.installing import install
from consult_web.accounts.models import (
    LoginSession,
    Organisation,
    OrganisationKind,
    RateWindow,
    Role,
    User,
    UserRole,
)

__all__ = ["LoginSession", "Organisation", "OrganisationKind", "RateWindow", "Role", "User", "UserRole", "install"]
