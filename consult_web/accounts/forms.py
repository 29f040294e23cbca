"""Forms of the account pages."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import BooleanField, PasswordField, SelectField, SelectMultipleField, StringField

from consult_web.accounts.models import OrganisationKind, Role

__all__ = ["LogInForm", "OrganisationForm", "PasswordForm", "UserForm"]


class LogInForm(FlaskForm):  # type: ignore[misc]
    """Name and password."""

    login = StringField()
    password = PasswordField()


class PasswordForm(FlaskForm):  # type: ignore[misc]
    """Another password."""

    old = PasswordField()
    new = PasswordField()
    again = PasswordField()


class OrganisationForm(FlaskForm):  # type: ignore[misc]
    """An organisation."""

    name = StringField()
    kind = SelectField(choices=[(kind.value, kind.value) for kind in OrganisationKind])
    parent = SelectField(coerce=int, default=0)
    territory = StringField()
    code = StringField()
    active = BooleanField(default=True)


class UserForm(FlaskForm):  # type: ignore[misc]
    """A user."""

    login = StringField()
    name = StringField()
    organisation = SelectField(coerce=int)
    roles = SelectMultipleField(choices=[(role.value, role.value) for role in Role])
    subject = StringField()
    active = BooleanField(default=True)
