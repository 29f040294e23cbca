"""Many items over processes or a Dask scheduler: nothing is lost, one bad item never stops the others."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import pytest
from dask_stand import dask_scheduler

from lawcheck.errors import UsageError
from lawcheck.jobs import Journal, run_jobs

_started: list[str] = []


def double(number: int) -> int:
    if number == 13:
        os._exit(1)  # a process that dies, as when memory runs out
    return 2 * number


def begin(where: str) -> None:
    _started.append(where)


def begun(_: int) -> tuple[int, int]:
    return os.getpid(), len(_started)


def kill_once(marker: str) -> str:
    """Die with the first worker that gets the item, then work."""
    path = Path(marker)
    if not path.exists():
        path.write_text("died", encoding="utf-8")
        os._exit(1)
    return path.read_text(encoding="utf-8")


def test_only_the_item_that_kills_its_process_is_lost() -> None:
    outcomes = {o.item: o for o in run_jobs(double, [1, 13, 3, 4], workers=2)}
    assert outcomes[13].crashed
    assert {n: outcomes[n].result for n in (1, 3, 4)} == {1: 2, 3: 6, 4: 8}


def test_what_comes_after_a_dead_process_is_done_by_new_ones_and_items_are_taken_as_they_are_needed() -> None:
    taken: list[int] = []

    def numbers() -> Iterator[int]:
        for number in range(40):
            taken.append(number)
            yield number

    outcomes, ahead = [], 0
    for outcome in run_jobs(double, numbers(), workers=2):
        outcomes.append(outcome)
        ahead = max(ahead, len(taken) - len(outcomes))
    assert sorted(o.item for o in outcomes) == list(range(40))
    assert [o.item for o in outcomes if o.crashed] == [13]
    assert ahead < 12


def refuse(number: int) -> int:
    if number == 2:
        raise ArithmeticError("二")
    return number


def test_an_error_is_raised_here_or_told_when_the_work_is_apart() -> None:
    outcomes = {o.item: o for o in run_jobs(refuse, [1, 2, 3], workers=1, apart=True)}
    assert isinstance(outcomes[2].error, ArithmeticError)
    assert [outcomes[n].result for n in (1, 3)] == [1, 3]
    with pytest.raises(ArithmeticError):
        list(run_jobs(refuse, [1, 2, 3], workers=2))


def test_a_full_disk_leaves_the_journal_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = Journal(tmp_path / "j.jsonl", "state")
    journal.add("甲", 1)
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", _full)
        with pytest.raises(OSError, match="No space"):
            journal.add("乙", 2)
    journal.add("丙", 3)
    assert Journal(tmp_path / "j.jsonl", "state").done == {"甲": 1, "丙": 3}


def _full(_: int) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_an_interrupted_journal_goes_on_where_it_stopped(tmp_path: Path) -> None:
    path = tmp_path / "results.jsonl"
    journal = Journal(path, "state")
    journal.add("甲", {"n": 1})
    journal.add("乙", {"n": 2})
    with path.open("ab") as file:
        file.write('{"key": "丙", "resu'.encode())
    again = Journal(path, "state")
    assert again.done == {"甲": {"n": 1}, "乙": {"n": 2}}
    again.add("丙", {"n": 3})
    assert Journal(path, "state").done["丙"] == {"n": 3}
    assert Journal(path, "another library").done == {}


def test_a_file_that_is_no_journal_is_begun_anew(tmp_path: Path) -> None:
    path = tmp_path / "results.jsonl"
    path.write_bytes(b"\xff\x00 not json\n[1]\n")
    assert Journal(path, "state").done == {}
    assert Journal(path, "state").path.read_text(encoding="utf-8").count("\n") == 1


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real scheduler with two worker processes of one thread each."""
    with dask_scheduler(tmp_path_factory.mktemp("dask"), Path(__file__).parent) as address:
        yield address


def test_dask_workers_do_the_work_and_begin_once_each(scheduler: str) -> None:
    outcomes = list(run_jobs(begun, range(40), scheduler=scheduler, initializer=begin, initargs=("here",)))
    results = [o.result for o in outcomes if o.result]
    assert len(results) == 40
    assert os.getpid() not in {pid for pid, _ in results}
    assert {times for _, times in results} == {1}


def test_a_killed_dask_worker_loses_nothing(scheduler: str, tmp_path: Path) -> None:
    items = [str(tmp_path / f"died-{n}") for n in range(2)]
    items += [__file__] * 20  # exists, so it does not kill
    outcomes = list(run_jobs(kill_once, items, scheduler=scheduler))
    assert len(outcomes) == len(items)
    assert not any(o.crashed for o in outcomes)
    assert [o.result for o in outcomes if o.item in items[:2]] == ["died", "died"]


def test_no_scheduler_is_an_error_that_names_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    if os.environ.get("CI") != "true":
        pytest.importorskip("distributed")
    monkeypatch.setattr("lawcheck.jobs._CONNECT_SECONDS", 1)
    with pytest.raises(UsageError, match=r"E591.*127\.0\.0\.1:1"):
        list(run_jobs(double, [1], scheduler="tcp://127.0.0.1:1"))


def test_a_journal_forgets_what_no_longer_holds(tmp_path: Path) -> None:
    path = tmp_path / "j.jsonl"
    journal = Journal(path, "v1")
    for key in "abc":
        journal.add(key, key)
    before = path.stat().st_ino
    journal.forget(["x"])
    assert path.stat().st_ino == before
    journal.forget(["b"])
    journal.add("d", "d")
    assert journal.done == Journal(path, "v1").done == {"a": "a", "c": "c", "d": "d"}


@pytest.mark.parametrize("address", ["garbage", "tcp://scheduler"])
def test_what_is_no_address_is_told_at_once(address: str) -> None:
    pytest.importorskip("distributed")
    began = monotonic()
    with pytest.raises(UsageError, match=rf"E591.*{address}"):
        list(run_jobs(abs, [1], scheduler=address))
    assert monotonic() - began < 10
