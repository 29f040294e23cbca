"""Files from elsewhere: read in another process, which is ended when it takes too long or too much."""

from __future__ import annotations

import os
import signal
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from docx_samples import docx, p

from lawcheck.errors import UnreadableFile
from lawcheck.readers import Limits, guard, read, read_guarded

SAMPLES = Path(__file__).parent / "office_samples"
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="limits of the system")


def refusal(*, data: bytes, limits: Limits = Limits()) -> UnreadableFile:  # noqa: B008
    with pytest.raises(UnreadableFile) as caught:
        read_guarded("某条例.docx", data=data, limits=limits)
    return caught.value


@pytest.fixture(scope="module")
def long_file() -> bytes:
    return docx("".join(p(f"第{i}条 {i * 7919 % 100_003} {i * 104_729 % 999_983}") for i in range(60_000)))


@pytest.mark.parametrize("name", ["rich.doc", "rich.odt", "one_list.rtf"])
def test_the_result_is_that_of_read(name: str) -> None:
    path = SAMPLES / name
    assert read_guarded(path) == read(path)
    assert read_guarded("x", data=path.read_bytes(), name="甲.doc") == read("x", data=path.read_bytes(), name="甲.doc")


def test_relative_paths_are_those_of_the_caller(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read_guarded("x", data=b"warm")
    (tmp_path / "甲.txt").write_text("第一条　甲。", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert read_guarded("甲.txt").text == "第一条　甲。"


def test_refusals_are_those_of_read(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_guarded(tmp_path / "没有.docx")
    assert (caught.value.code, "没有.docx" in caught.value.text("en")) == ("E101", True)
    assert refusal(data=b"").code == "E104"


def test_a_slow_file_is_stopped_and_the_next_one_is_read(long_file: bytes) -> None:
    started = time.monotonic()
    error = refusal(data=long_file, limits=Limits(seconds=0.3))
    assert error.code == "E151"
    assert "0.3" in str(error)
    assert time.monotonic() - started < 5
    assert read_guarded("x", data=b"a").text == "a"


@POSIX
def test_a_file_that_needs_too_much_memory_is_stopped(long_file: bytes) -> None:
    error = refusal(data=long_file, limits=Limits(memory=60 << 20))
    assert error.code in ("E152", "E153")  # E153: a library ended the process instead of saying so
    assert read_guarded("x", data=b"a").text == "a"


@POSIX
def test_a_process_that_died_is_replaced() -> None:
    read_guarded("x", data=b"a")
    os.kill(guard._idle[-1]._process.pid, signal.SIGKILL)
    time.sleep(0.05)
    assert read_guarded("x", data=b"b").text == "b"


@POSIX
def test_a_process_that_dies_while_reading_is_reported(long_file: bytes) -> None:
    worker = guard._take()
    guard._give_back(worker)
    with ThreadPoolExecutor() as threads:
        waiting = threads.submit(refusal, data=long_file)
        time.sleep(0.3)
        os.kill(worker._process.pid, signal.SIGKILL)
    assert waiting.result().code == "E153"


def test_several_threads_may_read() -> None:
    with ThreadPoolExecutor(3) as threads:
        texts = list(threads.map(lambda i: read_guarded("x", data=str(i).encode()).text, range(12)))
    assert texts == [str(i) for i in range(12)]
    assert len(guard._idle) <= guard._MAX_IDLE
