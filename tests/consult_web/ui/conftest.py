"""A site with nothing but the style guide."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from consult_web import security, ui


@pytest.fixture
def guide() -> Flask:
    app = Flask("guide")
    app.config.update(SECRET_KEY="for tests", ALLOWED_HOSTS=security.LOCAL_HOSTS)
    security.install(app)
    ui.install(app, name=("云湖市立法意见征集", "Yunhu consultations"))
    ui.install_styleguide(app)
    return app


@pytest.fixture
def client(guide: Flask) -> FlaskClient:
    return guide.test_client()


@pytest.fixture
def guide_address(guide: Flask, serve: Any) -> str:
    return str(serve(guide))
