"""A real browser for the tests of pages: ``browser``, ``serve``, ``open_context`` and ``page_check``.

``page_check(address)`` opens a page on a phone and on a desk and fails when it breaks a rule that every page keeps.
Pictures go to the folder LAWCHECK_SCREENSHOTS when it is set.
"""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from werkzeug.serving import make_server

IN_CI = os.environ.get("CI") == "true"
WIDTHS = {390: 844, 1440: 900}
"""Screens: width and height in CSS pixels, a phone and a desk."""

_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
_TABS = 25  # steps of the Tab key that are followed
_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# The element with the focus, or the label or box that stands for it, has an outline; and it is on the screen.
_FOCUS = """() => {
  const node = document.activeElement;
  if (!node || node === document.body) return null;
  const near = [node, node.parentElement, node.nextElementSibling].filter(Boolean);
  const box = (node.labels && node.labels[0] || node).getBoundingClientRect();
  const outlined = near.some(n => getComputedStyle(n).outlineStyle !== 'none' && parseFloat(getComputedStyle(n).outlineWidth) >= 2);
  const onScreen = box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
  return {html: node.outerHTML.slice(0, 200), outlined, onScreen};
}"""
_TOO_WIDE = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
  [...document.querySelectorAll('body *')].filter(n => n.getBoundingClientRect().right > innerWidth + 1)
    .slice(0, 5).map(n => n.outerHTML.slice(0, 160))"""
_CUT = """() => [...document.querySelectorAll('.table-box:not(.scrolls)')].filter(n => n.scrollWidth > n.clientWidth + 1)
    .map(n => n.outerHTML.slice(0, 160))"""


@dataclass
class Watched:
    """A page, and what its browser complained of."""

    page: Any
    origin: str
    complaints: list[str] = field(default_factory=list)

    def listen(self) -> None:
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.complaints.append(f"script error: {error}"))
        self.page.on("request", self._request)

    def _console(self, message: Any) -> None:
        if message.type == "error":
            self.complaints.append(f"console: {message.text}")

    def _request(self, request: Any) -> None:
        if not request.url.startswith((self.origin, "data:", "blob:")):
            self.complaints.append(f"request to a third party: {request.url}")


def load(name: str) -> Any:
    """A module that CI must have, and whose absence elsewhere skips the test."""
    return import_module(name) if IN_CI else pytest.importorskip(name)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """The system's Chromium, one for all tests of the run."""
    driver_module = load("playwright.sync_api")
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not path:
        (pytest.fail if IN_CI else pytest.skip)("no Chromium on this machine")
    with driver_module.sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=path, args=_FLAGS)
        yield running
        running.close()


@pytest.fixture
def serve() -> Iterator[Callable[[Flask], str]]:
    """``serve(app)`` answers requests in threads until the end of the test; gives the address without a last slash."""
    running: list[Any] = []

    def start(app: Flask) -> str:
        server = make_server("127.0.0.1", 0, app, threaded=True)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        running.append((server, thread))
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server, thread in running:
        server.shutdown()
        thread.join(5)


@pytest.fixture
def open_context(browser: Any) -> Iterator[Callable[..., Any]]:
    """``open_context(width=390, scripts=False, state=…)``: a fresh visitor; ``state`` is a Playwright storage state."""
    contexts: list[Any] = []

    def start(width: int = 1440, *, scripts: bool = True, state: Any = None, locale: str = "zh-CN") -> Any:
        viewport = {"width": width, "height": WIDTHS.get(width, 900)}
        contexts.append(
            browser.new_context(
                viewport=viewport,
                locale=locale,
                java_script_enabled=scripts,
                storage_state=state,
                has_touch=width < 900,
                reduced_motion="reduce",
            )
        )
        return contexts[-1]

    yield start
    for context in contexts:
        context.close()


@pytest.fixture
def page_check(open_context: Callable[..., Any]) -> Callable[..., None]:
    """``page_check(address, state=None, status=200, name="", act=None, widths=(390, 1440))``.

    At each width: the page answers with ``status``, has one h1 and a title, no console error, no request to a third
    party, no sideways scrolling (on the phone in large print neither), no violation of WCAG 2.2 AA by axe-core, and each control
    that Tab reaches shows its focus on the screen. ``act(page)`` brings the page into another state first; ``state``
    is the storage state of a visitor who has logged in (``context.storage_state()``).
    """

    def check(
        address: str,
        *,
        state: Any = None,
        status: int = 200,
        name: str = "",
        act: Callable[[Any], object] | None = None,
        widths: tuple[int, ...] = tuple(WIDTHS),
    ) -> None:
        for width in widths:
            _check_at(open_context(width, state=state), width, address, status, name, act)

    return check


def _check_at(context: Any, width: int, address: str, status: int, name: str, act: Any) -> None:
    split = urlsplit(address)
    watched = Watched(context.new_page(), f"{split.scheme}://{split.netloc}")
    watched.listen()
    page = watched.page
    answer = page.goto(address)
    assert answer.status == status, f"{address}: {answer.status}"
    if act:
        act(page)
    where = f"{address} at {width} px"
    _take_picture(page, name or split.path, width)
    assert page.title().strip(), f"{where}: no title"
    assert page.locator("h1").count() == 1, f"{where}: {page.locator('h1').count()} h1"
    assert page.evaluate(_TOO_WIDE) == [], f"{where}: wider than the screen"
    assert page.evaluate(_CUT) == [], f"{where}: a table is cut off"
    check_axe(page, where)
    if not act:
        _check_focus(page, where)
        if width == min(WIDTHS):
            _check_large_print(page, address, where)
    expected = f"status of {status}" if status >= 400 else "\0"
    assert [text for text in watched.complaints if expected not in text] == [], where


def wait_until(page: Any, script: str, seconds: float = 30) -> None:
    """Wait until ``script`` is true; Playwright's own ``wait_for_function`` needs ``eval``, which our pages forbid.

    A script that fails counts as not yet true: the page may be on its way to the one that has what the script looks for.
    """
    failed = load("playwright.sync_api").Error
    end = time.monotonic() + seconds
    while True:
        try:
            seen = page.evaluate(script)
        except failed as error:
            seen = error
        if seen and not isinstance(seen, failed):
            return
        assert time.monotonic() < end, f"never true: {script}, last seen: {seen}"
        page.wait_for_timeout(50)


def wait_until_on_screen(page: Any, selector: str) -> None:
    """Wait until an element of ``selector`` can be seen: the page that a click leads to is not laid out at once."""
    seen = "box => box.height > 0 && box.top < innerHeight && box.bottom > 0"
    boxes = f"[...document.querySelectorAll({selector!r})].map(node => node.getBoundingClientRect())"
    wait_until(page, f"{boxes}.some({seen})")


def check_axe(page: Any, where: str) -> None:
    """No violation of WCAG 2.0–2.2, levels A and AA, that axe-core can find."""
    axe = load("axe_playwright_python.sync_playwright")
    options = {"runOnly": {"type": "tag", "values": _TAGS}, "iframes": False}
    found = axe.Axe().run(page, options=options)
    assert found.violations_count == 0, f"{where}\n{found.generate_report()}"


def _check_focus(page: Any, where: str) -> None:
    seen: list[str] = []
    for _ in range(_TABS):
        page.keyboard.press("Tab")
        info = page.evaluate(_FOCUS)
        if info is None:
            break
        assert info["outlined"], f"{where}: focus not visible on {info['html']}"
        assert info["onScreen"], f"{where}: focus outside the screen on {info['html']}"
        seen.append(info["html"])
    assert seen, f"{where}: Tab reaches nothing"


def _check_large_print(page: Any, address: str, where: str) -> None:
    page.goto(address + ("&" if "?" in address else "?") + "size=large")
    assert page.evaluate(_TOO_WIDE) == [], f"{where}: wider than the screen in large print"


def _take_picture(page: Any, name: str, width: int) -> None:
    if folder := os.environ.get("LAWCHECK_SCREENSHOTS"):
        stem = name.strip("/").replace("/", "-") or "home"
        page.screenshot(path=str(Path(folder) / f"{stem}-{width}.png"), full_page=True)
