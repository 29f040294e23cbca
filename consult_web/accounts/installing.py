"""Put accounts onto the application."""

from __future__ import annotations

from flask import Flask
from flask_wtf import CSRFProtect

__all__ = ["install"]


def install(app: Flask) -> None:
    """Forms are protected against forgery on every page."""
    CSRFProtect(app)
