"""A visitor without a browser."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Callable
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from consult_web.desk import Job

MakeApp = Callable[..., Flask]


class Visitor:
    """Opens the page, sends its forms with its token, waits for reviews."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client: FlaskClient = app.test_client()

    def get(self, path: str, **details: Any) -> TestResponse:
        return self.client.get(path, **details)

    def token(self) -> str:
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.get("/").text)
        assert found
        return found[1]

    def post(self, path: str, fields: dict[str, Any] | None = None, **details: Any) -> TestResponse:
        return self.client.post(path, data={"csrf_token": self.token(), **(fields or {})}, **details)

    def upload(self, *files: tuple[str, bytes], **fields: str) -> TestResponse:
        return self.post("/reviews", {"files": [(io.BytesIO(data), name) for name, data in files], **fields})

    def review(self, name: str = "条例.docx", data: bytes = "第一条　甲。".encode(), **fields: str) -> str:
        """Upload one file, wait for the end, return the address of its page."""
        answer = self.upload((name, data), **fields)
        assert answer.status_code == 303, answer.text
        page = str(answer.location)
        self.wait(page)
        return page

    def wait(self, page: str, seconds: float = 15) -> dict[str, Any]:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            info: dict[str, Any] = self.get(f"{page}/status.json").json
            if not info["active"]:
                return info
            time.sleep(0.01)
        raise TimeoutError(page)

    def jobs(self) -> tuple[Job, ...]:
        found: tuple[Job, ...] = self.app.extensions["desk"].jobs()
        return found
