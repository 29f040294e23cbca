"""A real server process: address, signals, ports in use, leftovers."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from visitor import MakeApp

from consult_web.app import main
from consult_web.serving import make_server

HERE = Path(__file__).parent
Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    processes: list[subprocess.Popen[str]] = []

    def begin(port: int = 0) -> subprocess.Popen[str]:
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(HERE.parents[1]), str(HERE)])}
        command = [sys.executable, str(HERE / "serve_stand_in.py"), str(tmp_path / "desk"), str(port)]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        processes.append(subprocess.Popen(command, env=environment, **pipes))  # type: ignore[call-overload]
        return processes[-1]

    yield begin
    for process in processes:
        process.kill()
        process.communicate()


def test_server_tells_its_address_answers_and_ends_on_signals(start: Start, tmp_path: Path) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        process = start()
        url = _address(process)
        with urllib.request.urlopen(url, timeout=10) as answer:
            assert "备案审查工作台" in answer.read().decode()
            assert "waitress" not in str(answer.headers)
        process.send_signal(number)
        _, errors = process.communicate(timeout=20)
        assert (process.returncode, "Traceback" in errors) == (0, False), errors


def test_child_ends_with_a_server_that_was_killed(start: Start, tmp_path: Path) -> None:
    process = start()
    _address(process)
    child = _wait(lambda: next(tmp_path.glob("prepared-*"), None))
    process.kill()
    _wait(lambda: not Path(f"/proc/{child.name.removeprefix('prepared-')}/cmdline").exists() or None)


def test_second_server_on_the_same_folder_is_one_clear_line(start: Start) -> None:
    _address(start())
    second = start()
    _, errors = second.communicate(timeout=20)
    assert second.returncode == 1
    assert errors.startswith("[E520]")
    assert "Traceback" not in errors


@pytest.mark.parametrize("installed", [True, False], ids=["waitress", "werkzeug"])
def test_too_large_upload_is_answered_by_either_server(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch, installed: bool
) -> None:
    if not installed:
        monkeypatch.setattr("consult_web.serving.importlib.util.find_spec", lambda name: None)
    listener = socket.create_server(("127.0.0.1", 0))
    run = make_server(make_app(MAX_CONTENT_LENGTH=1 << 20), listener)
    threading.Thread(target=run, daemon=True).start()
    url = f"http://127.0.0.1:{listener.getsockname()[1]}/reviews"
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    body = (
        b'--x\r\nContent-Disposition: form-data; name="files"; filename="a"\r\n\r\n' + b"x" * (3 << 20) + b"\r\n--x--"
    )
    with pytest.raises(urllib.error.HTTPError, match="413") as answer:
        urllib.request.urlopen(urllib.request.Request(url, body, kind), timeout=10)
    assert "[E522]" in answer.value.read().decode()


def test_port_in_use_is_one_clear_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        arguments = ["--port", str(taken.getsockname()[1]), "--home", str(tmp_path / "desk")]
        result = CliRunner().invoke(main, arguments, env={"LANG": "zh_CN.UTF-8"})
    assert result.exit_code == 1
    assert "[E507]" in result.output
    assert "请换一个端口" in result.output
    assert not (tmp_path / "desk").exists()


def _address(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    found = re.search(r"http://127\.0\.0\.1:\d+/", process.stdout.readline())
    assert found, process.stderr and process.stderr.read()
    return found[0]


def _wait(find: Callable[[], Path | bool | None], seconds: float = 20) -> Path:
    end = time.monotonic() + seconds
    while (found := find()) is None:
        assert time.monotonic() < end
        time.sleep(0.05)
    return found if isinstance(found, Path) else Path()
