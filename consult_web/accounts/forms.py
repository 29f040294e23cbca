"""Forms of the account pages."""

from __future__ import annotations

from flask import request
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, PasswordField, SelectField, SelectMultipleField, StringField

from consult_web.accounts.models import OrganisationKind, Role

__all__ = ["LogInForm", "OrganisationForm", "PasswordForm", "UserForm"]


class _TextForm(FlaskForm):  # type: ignore[misc]
    """A form without files: a file sent under the name of a text field is no text."""

    class Meta:
        """How what was sent is read."""

        def wrap_formdata(self, _form: object, _given: object) -> MultiDict[str, str] | None:
            """The fields of the form; None when none was sent."""
            return (request.form or None) if request.method == "POST" else None


class LogInForm(_TextForm):
    """Name and password."""

    login = StringField()
    password = PasswordField()


class PasswordForm(_TextForm):
    """Another password."""

    old = PasswordField()
    new = PasswordField()
    again = PasswordField()


class OrganisationForm(_TextForm):
    """An organisation."""

    name = StringField()
    kind = SelectField(choices=[(kind.value, kind.value) for kind in OrganisationKind])
    parent = SelectField(coerce=int, default=0)
    territory = StringField()
    code = StringField()
    active = BooleanField(default=True)


class UserForm(_TextForm):
    """A user."""

    login = StringField()
    name = StringField()
    organisation = SelectField(coerce=int)
    roles = SelectMultipleField(choices=[(role.value, role.value) for role in Role])
    subject = StringField()
    active = BooleanField(default=True)
