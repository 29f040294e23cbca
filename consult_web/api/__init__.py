"""What anybody may read by program and take away: the read API, open data, the page of outcomes."""

from consult_web.api.installing import install
from consult_web.api.schema import openapi

__all__ = ["install", "openapi"]
