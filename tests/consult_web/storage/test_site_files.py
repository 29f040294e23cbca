"""Files are stored whole, once, under their content; or not at all."""

from __future__ import annotations

import errno
import io
from pathlib import Path

import pytest

from consult_web.errors import NotFound, Refused, Unavailable
from consult_web.storage import FileStore, Keyring, new_data_key


def test_the_same_content_is_stored_once(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    assert store.add_bytes(b"a" * 3_000_000) == store.add(io.BytesIO(b"a" * 3_000_000))
    assert len(list(store.walk())) == 1


def test_what_is_too_large_leaves_nothing(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    with pytest.raises(Refused, match="1 MB"):
        store.add(io.BytesIO(b"a" * 1_500_000), limit=1 << 20)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_full_disk_is_said_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(Unavailable, match="磁盘已满"):
        FileStore(tmp_path).add_bytes(b"abc")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("name", ["../../etc/passwd", "0" * 63, "0" * 64, "A" * 64, ""])
def test_only_names_of_the_store_lead_to_a_file(tmp_path: Path, name: str) -> None:
    with pytest.raises(NotFound):
        FileStore(tmp_path).path(name)


def test_a_changed_file_is_noticed(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    kept = store.add_bytes(b"abc")
    assert store.is_whole(kept.digest)
    store.path(kept.digest).write_bytes(b"abd")
    assert not store.is_whole(kept.digest)


def test_a_value_opens_with_any_key_and_not_without_one() -> None:
    old, new, other = new_data_key(), new_data_key(), new_data_key()
    sealed = Keyring([old]).seal("电话")
    assert Keyring([new, old]).unseal(sealed) == "电话"
    with pytest.raises(Unavailable, match="E806"):
        Keyring([other]).unseal(sealed)


@pytest.mark.parametrize("keys", [[], ["short"], [" "]])
def test_keys_that_are_missing_or_malformed_are_said(keys: list[str]) -> None:
    with pytest.raises(Unavailable, match="E805"):
        Keyring(keys)
