"""Files as downloads: nothing that somebody uploaded is ever shown as a page of this site."""

from __future__ import annotations

import io
from typing import Final

from flask import Response, send_file

__all__ = ["send_bytes"]

_TYPES: Final = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "zip": "application/zip",
}


def send_bytes(data: bytes, name: str) -> Response:
    """``data`` as a download under ``name``; kinds that we do not make ourselves are octets."""
    kind = _TYPES.get(name.rpartition(".")[2].lower(), "application/octet-stream")
    response = send_file(io.BytesIO(data), kind, as_attachment=True, download_name=name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
