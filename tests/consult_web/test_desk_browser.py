"""The desk in a real browser: with and without scripts, on a phone and on a desk, checked by axe-core."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import check_axe, wait_until
from flask import Flask
from stand_in import StandIn
from visitor import MakeApp
from werkzeug.serving import make_server

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
WIDTHS = pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
ATTACK = "第一条　<script>document.title='attacked'</script>甲。".encode()
# The file field itself is transparent; the box around it shows its focus.
OUTLINED = """[document.activeElement, document.activeElement.parentElement].some(
    node => getComputedStyle(node).outlineStyle === 'solid')"""
Open = Callable[..., Any]


@pytest.fixture
def reviewer() -> StandIn:
    return StandIn()


@pytest.fixture
def address(make_app: MakeApp, reviewer: StandIn) -> Iterator[str]:
    app: Flask = make_app(REVIEWER=reviewer, MAX_CONTENT_LENGTH=1 << 20)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    if reviewer.hold:
        reviewer.hold.set()
    server.shutdown()
    thread.join(5)


@pytest.fixture
def open_page(browser: Any, address: str) -> Iterator[Open]:
    """Opens a page that records what the browser complains of; a complaint fails the test."""
    contexts: list[Any] = []
    complaints: list[str] = []

    def open_at(path: str = "/", viewport: dict[str, int] = DESK, **options: Any) -> Any:
        contexts.append(browser.new_context(viewport=viewport, locale="zh-CN", **options))
        page = contexts[-1].new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(address + path)
        return page

    yield open_at
    for context in contexts:
        context.close()
    # That scripts of the sandboxed report were kept from running, and that an upload was refused, is as it should be.
    assert [text for text in complaints if "sandboxed" not in text and "status of 413" not in text] == []


@WIDTHS
def test_choose_files_see_progress_see_results(
    open_page: Open, reviewer: StandIn, viewport: dict[str, int], tmp_path: Path
) -> None:
    reviewer.hold = threading.Event()
    page = open_page(viewport=viewport)
    _inspect(page, f"index-{viewport['width']}")
    page.set_input_files("#files", [_file("云湖市养犬管理条例.docx")])
    assert "云湖市养犬管理条例.docx" in page.inner_text("[data-chosen-list]")
    _inspect(page, f"chosen-{viewport['width']}")
    page.click("button[type=submit]")
    wait_until(page, "document.querySelector('progress').value === 5")
    assert "查找敏感和过时用语" in page.inner_text("[role=status]")
    _inspect(page, f"progress-{viewport['width']}")
    reviewer.hold.set()
    page.wait_for_selector("text=下载结果")
    _inspect(page, f"result-{viewport['width']}")
    assert page.title() != "attacked"
    with page.expect_download() as download:
        page.click("text=全部下载")
    assert download.value.suggested_filename == "云湖市养犬管理条例.zip"


@WIDTHS
def test_list_renews_itself_and_failures_are_told(open_page: Open, reviewer: StandIn, viewport: dict[str, int]) -> None:
    reviewer.hold = threading.Event()
    page = open_page(viewport=viewport)
    files = [_file("甲市条例.docx"), _file("空文件.docx", b""), _file("丙市政府规章.docx")]
    page.set_input_files("#files", files)
    page.click("button[type=submit]")
    page.wait_for_selector(".badge.is-running")
    _inspect(page, f"list-active-{viewport['width']}")
    page.evaluate("window.kept = true")
    reviewer.hold.set()
    page.wait_for_selector(".badge.is-failed")
    wait_until(page, "document.querySelectorAll('.badge.is-done').length === 2")
    assert page.evaluate("window.kept")
    assert "[E104]" in page.inner_text(".job-error")
    assert "已完成" in page.text_content("[data-live]")
    _inspect(page, f"list-{viewport['width']}")
    page.click("h3 >> text=空文件.docx")
    page.wait_for_load_state()
    _inspect(page, f"failed-{viewport['width']}")


def test_report_is_shown_but_cannot_act(open_page: Open) -> None:
    page = open_page()
    page.set_input_files("#files", [_file("甲.docx", ATTACK)])
    page.click("button[type=submit]")
    frame = page.frame_locator("iframe")
    assert frame.locator("h1").inner_text() == "甲.docx"
    assert frame.locator("h1").evaluate("node => getComputedStyle(node).color") == "rgb(163, 22, 27)"
    assert page.title() != "attacked"


def test_dropped_files_are_taken(open_page: Open) -> None:
    page = open_page()
    transfer = page.evaluate_handle(
        "() => { const t = new DataTransfer(); t.items.add(new File(['第一条 甲'], '拖入.txt')); return t; }"
    )
    page.dispatch_event("[data-drop]", "dragover", {"dataTransfer": transfer})
    page.dispatch_event("[data-drop]", "drop", {"dataTransfer": transfer})
    assert "拖入.txt" in page.inner_text("[data-chosen-list]")
    page.click("button[type=submit]")
    page.wait_for_selector("text=下载结果")


def test_too_large_files_are_refused_before_they_are_sent(open_page: Open) -> None:
    page = open_page()
    page.set_input_files("#files", [_file("大.docx", b"x" * (2 << 20))])
    page.click("button[type=submit]")
    assert "合计超过 1 MB" in page.inner_text("[data-problem]")
    assert page.url.endswith("/")


def test_too_large_files_without_scripts_end_on_one_clear_page(open_page: Open) -> None:
    page = open_page(java_script_enabled=False)
    page.set_input_files("#files", [_file("大.docx", b"x" * (2 << 20))])
    page.click("button[type=submit]")
    page.wait_for_selector("text=E522")


def test_everything_works_without_scripts(open_page: Open, reviewer: StandIn) -> None:
    reviewer.hold = threading.Event()
    page = open_page(viewport=PHONE, java_script_enabled=False)
    page.set_input_files("#files", [_file("甲.docx")])
    page.click("button[type=submit]")
    page.wait_for_selector("main >> text=审查进度")
    reviewer.hold.set()
    page.wait_for_selector("text=下载结果")
    page.click("summary:has-text('删除')")
    page.click("text=确认删除")
    page.wait_for_selector("main >> text=已删除“甲.docx”")


def test_keyboard_reaches_the_content_first_and_every_control_shows_its_focus(open_page: Open) -> None:
    page = open_page()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    for _ in range(8):
        page.keyboard.press("Tab")
        assert page.evaluate(OUTLINED), page.evaluate("document.activeElement.outerHTML")


@WIDTHS
@pytest.mark.parametrize("path", ["/?lang=en", "/reviews/nosuch"])
def test_other_pages_are_accessible(open_page: Open, viewport: dict[str, int], path: str) -> None:
    page = open_page(viewport=viewport)
    page.route("**/*", lambda route: route.continue_())
    page.set_content(
        page.request.get(page.url.rstrip("/") + path)
        .text()
        .replace("/ui/", f"{page.url}ui/")
        .replace("/static/", f"{page.url}static/")
    )
    _inspect(page, f"page{path.strip('/?').replace('/', '-')}-{viewport['width']}")


def _file(name: str, data: bytes = ATTACK) -> dict[str, Any]:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": data}


def _inspect(page: Any, name: str) -> None:
    """No accessibility violation, nothing wider than the screen; a picture where LAWCHECK_SCREENSHOTS says."""
    if folder := os.environ.get("LAWCHECK_SCREENSHOTS"):
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)
    check_axe(page, name)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name
