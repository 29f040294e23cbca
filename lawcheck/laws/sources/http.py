"""A professional database behind three HTTP addresses; the reference for adapters of other interfaces.

``GET {url}/lookup?title=…&as_of=…`` and ``GET {url}/search?q=…&as_of=…&limit=…`` answer ``{"laws": [{"ref", "title",
"maker", "adopted", "effective"}]}``; ``GET {url}/laws/{ref}?as_of=…`` answers ``{"title", "text", "maker", "note",
"adopted", "published", "effective"}``. Days are YYYY-MM-DD.
"""

from __future__ import annotations

import json
import os
import ssl
import time
from collections.abc import Mapping
from datetime import date
from http.client import HTTPException, HTTPResponse
from typing import Any, Final, NoReturn
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

from lawcheck.errors import LibraryError
from lawcheck.laws.sources.model import SourceHit, SourceLaw

__all__ = ["HttpSource"]

_SECONDS: Final = 10.0
_MOST_SECONDS: Final = 120.0
_BYTES: Final = 20_000_000  # the longest law has 1 MB
_CHUNK: Final = 1 << 16
_MOST_HITS: Final = 100
_SETTINGS: Final = frozenset(
    {"kind", "enabled", "url", "seconds", "max_bytes", "ca_file", "token_env", "proxy", "allow_http"}
)


class HttpSource:
    """One database by its address. Nothing is sent but the title or words and the day.

    TLS is required and certificates are checked (``ca_file``: an office's own authority); plain HTTP only with
    ``allow_http = true``. Redirects are refused, so that neither the query nor the token goes elsewhere and no other
    scheme is opened; the proxy of the environment is not used, only one named in the settings. An answer that takes longer
    than ``seconds`` in all, or is larger than ``max_bytes``, is given up.

    Raises:
        LibraryError: E312, the settings are wrong.
    """

    def __init__(self, name: str, settings: Mapping[str, Any]) -> None:
        self.name = name
        if unknown := sorted(set(settings) - _SETTINGS):
            raise LibraryError("E312", name=name, detail="、".join(unknown))
        self._url = str(settings.get("url", "")).rstrip("/")
        parts = urlsplit(self._url)
        allowed = ("https", "http") if settings.get("allow_http") is True else ("https",)
        if parts.scheme not in allowed or not parts.hostname or parts.username:
            raise LibraryError("E312", name=name, detail=f"url（{'、'.join(allowed)}）")
        self._seconds = self._number(settings, "seconds", _SECONDS, _MOST_SECONDS)
        self._bytes = int(self._number(settings, "max_bytes", _BYTES, 10 * _BYTES))
        self._token = os.environ.get(str(settings["token_env"]), "") if "token_env" in settings else ""
        self._opener = _opener(settings)

    def _number(self, settings: Mapping[str, Any], key: str, default: float, most: float) -> float:
        value = settings.get(key, default)
        if not isinstance(value, int | float) or isinstance(value, bool) or not 0 < value <= most:
            raise LibraryError("E312", name=self.name, detail=f"{key}（0–{most:g}）")
        return float(value)

    def lookup(self, title: str, as_of: date) -> tuple[SourceHit, ...]:
        """See :class:`LawSource`."""
        return self._hits("lookup", {"title": title, "as_of": as_of.isoformat()})

    def search(self, words: str, as_of: date, limit: int = 10) -> tuple[SourceHit, ...]:
        """See :class:`LawSource`."""
        return self._hits("search", {"q": words, "as_of": as_of.isoformat(), "limit": str(limit)})[:limit]

    def fetch(self, ref: str, as_of: date) -> SourceLaw:
        """See :class:`LawSource`."""
        record = self._get(f"laws/{quote(ref, safe='')}", {"as_of": as_of.isoformat()})
        title, text = self._word(record, "title"), self._word(record, "text")
        if not title or not text:
            self._fail("title、text")
        days = {key: self._day(record, key) for key in ("adopted", "published", "effective")}
        return SourceLaw(self.name, ref, title, text, date.today(), self._word(record, "maker"),
                         self._word(record, "note"), days["adopted"], days["published"], days["effective"])  # fmt: skip

    def _hits(self, path: str, query: Mapping[str, str]) -> tuple[SourceHit, ...]:
        rows = self._get(path, query).get("laws")
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            self._fail("laws")
        return tuple(
            SourceHit(self._word(row, "ref"), self._word(row, "title"), self._word(row, "maker"),
                      self._day(row, "adopted"), self._day(row, "effective"))
            for row in rows[:_MOST_HITS]
        )  # fmt: skip

    def _word(self, record: Mapping[str, Any], key: str) -> str:
        value = record.get(key) or ""
        if not isinstance(value, str):
            self._fail(key)
        return value

    def _day(self, record: Mapping[str, Any], key: str) -> date | None:
        try:
            return date.fromisoformat(value) if (value := self._word(record, key)) else None
        except ValueError:
            self._fail(key)

    def _fail(self, field: str) -> NoReturn:
        raise LibraryError("E311", name=self.name, detail=f"答复的格式不对：{field}")

    def _get(self, path: str, query: Mapping[str, str]) -> dict[str, Any]:
        headers = {"Accept": "application/json", "User-Agent": "lawcheck"}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        request = Request(f"{self._url}/{path}?{urlencode(query)}", headers=headers)  # noqa: S310 - scheme checked
        try:
            with self._opener.open(request, timeout=self._seconds) as response:
                body = self._read(response, time.monotonic() + self._seconds)
            record = json.loads(body)
        except HTTPError as error:
            error.close()
            raise LibraryError("E311", name=self.name, detail=f"HTTP {error.code}") from error
        except (URLError, HTTPException, OSError) as error:
            cause = getattr(error, "reason", None) or error
            late = isinstance(cause, TimeoutError)
            detail = f"{self._seconds:g} 秒内没有答复" if late else cause
            raise LibraryError("E311", name=self.name, detail=detail) from error
        except (ValueError, RecursionError) as error:
            raise LibraryError("E311", name=self.name, detail="答复不是 JSON") from error
        if not isinstance(record, dict):
            self._fail("{}")
        return record

    def _read(self, response: HTTPResponse, deadline: float) -> bytes:
        """The body; a server that trickles is cut off at the deadline, one that floods at the size."""
        body = bytearray()
        while piece := response.read1(_CHUNK):
            body += piece
            if len(body) > self._bytes:
                raise LibraryError("E311", name=self.name, detail=f"答复超过 {self._bytes} 字节")
            if time.monotonic() > deadline:
                raise TimeoutError
        return bytes(body)


def _opener(settings: Mapping[str, Any]) -> OpenerDirector:
    """HTTP and HTTPS and nothing else: no file:, no ftp:, no redirects, no proxy that was not asked for."""
    context = ssl.create_default_context(cafile=settings.get("ca_file"))
    opener = OpenerDirector()
    handlers: list[Any] = [
        HTTPHandler(),
        HTTPSHandler(context=context),
        HTTPDefaultErrorHandler(),
        HTTPErrorProcessor(),
    ]
    if proxy := settings.get("proxy"):
        handlers.append(ProxyHandler({"http": str(proxy), "https": str(proxy)}))
    for handler in handlers:
        opener.add_handler(handler)
    return opener
