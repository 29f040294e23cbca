"""Errors of the site that a visitor reads, each with the HTTP status of its page."""

from __future__ import annotations

from lawcheck.errors import LawcheckError

__all__ = ["Conflict", "Forbidden", "NotFound", "Refused", "SiteError", "TooMany", "Unavailable"]


class SiteError(LawcheckError):
    """An error with a message code (block E8xx of :mod:`lawcheck.messages`) and a status.

    >>> NotFound("E800").status
    404
    """

    status = 500


class Refused(SiteError):
    """What was sent cannot be taken as it is: says which field and how to mend it."""

    status = 400


class Forbidden(SiteError):
    """The account has no right to do this."""

    status = 403


class NotFound(SiteError):
    """There is no such thing, or it is not for this visitor."""

    status = 404


class Conflict(SiteError):
    """Somebody else changed it meanwhile, or its state does not allow this any more."""

    status = 409


class TooMany(SiteError):
    """Too many attempts; says when to try again."""

    status = 429


class Unavailable(SiteError):
    """Something that the site stands on does not answer or is full; nothing was changed."""

    status = 503
