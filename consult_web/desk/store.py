"""The desk's jobs on disk: one folder a job, readable with any file manager.

``jobs/<id>/original/<name>`` is written before anything else, then ``job.json``, then ``results/``. Whatever happens
after the first write, the uploaded file is there.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path, PurePath
from secrets import token_urlsafe
from typing import IO

from consult_web.desk.model import Job, JobState, Options, Trouble

__all__ = ["JobStore", "safe_name", "shown_name"]

_CHUNK = 1 << 20
_MAX_NAME_BYTES = 160  # ext4, NTFS and APFS allow 255; the suffixes of results and of temporary files come on top
_UNSAFE = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")  # device names of Windows


def shown_name(name: str) -> str:
    """The uploaded name as people see it: no folders, no invisible or direction-changing characters.

    >>> shown_name("C:\\\\filings\\\\条例\\u202excod.exe")
    '条例xcod.exe'
    """
    last = re.split(r"[/\\]", name)[-1]
    return "".join(c for c in last if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Zl", "Zp"}).strip() or "—"


def safe_name(name: str) -> str:
    """The uploaded name as a harmless file name of at most 160 bytes, ending kept.

    >>> safe_name("../../etc/passwd"), safe_name("a<b>.docx"), safe_name("..")
    ('passwd', 'a_b_.docx', 'document')
    """
    cleaned = _UNSAFE.sub("_", unicodedata.normalize("NFC", shown_name(name))).strip(" .—")
    if not cleaned or _RESERVED.fullmatch(cleaned):
        return "document" + PurePath(cleaned).suffix
    suffix = PurePath(cleaned).suffix[:16]
    stem = cleaned.removesuffix(suffix).encode()[: _MAX_NAME_BYTES - len(suffix.encode())]
    return stem.decode(errors="ignore").rstrip(" .") + suffix


class JobStore:
    """Folders of jobs under ``home``. Methods raise ``OSError`` when the disk refuses."""

    def __init__(self, home: Path) -> None:
        self.jobs = home / "jobs"
        self.trash = home / "trash"
        for folder in (self.jobs, self.trash):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._empty_trash()

    def receive(self, name: str, stream: IO[bytes], options: Options, trouble: Trouble | None = None) -> Job:
        """Store an uploaded file, flushed to the disk, and record its job; with ``trouble`` it starts as failed."""
        job_id, stored = token_urlsafe(16), safe_name(name)
        path = self.jobs / job_id / "original" / stored
        path.parent.mkdir(parents=True, mode=0o700)
        size, sha256 = _copy(stream, path)
        state = JobState.FAILED if trouble else JobState.QUEUED
        job = Job(job_id, shown_name(name), stored, size, sha256, _now(), options, state, trouble=trouble)
        self.save(job)
        return job

    def save(self, job: Job) -> None:
        """Record the job, atomically."""
        _write(self.jobs / job.job_id / "job.json", json.dumps(job.to_json(), ensure_ascii=False, indent=1).encode())

    def load(self, options: Options) -> Iterator[Job]:
        """Every job on disk, oldest first; a file without a readable record becomes a new job with ``options``."""
        loaded = (self._load(folder, options) for folder in self.jobs.iterdir() if folder.is_dir())
        return iter(sorted(loaded, key=lambda job: job.received))

    def original(self, job: Job) -> Path:
        """Where the uploaded file is."""
        return self.jobs / job.job_id / "original" / job.stored

    def output(self, job: Job, suffix: str) -> Path | None:
        """Where the result with this suffix is; None for a suffix that the job does not have."""
        return self.jobs / job.job_id / "results" / suffix.lstrip(".") if suffix in job.outputs else None

    def write_outputs(self, job: Job, outputs: Mapping[str, bytes]) -> None:
        """Replace the job's results; all or nothing."""
        folder = self.jobs / job.job_id
        fresh, old = folder / "results.new", folder / "results"
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        for suffix, data in outputs.items():
            (fresh / suffix.lstrip(".")).write_bytes(data)
        shutil.rmtree(old, ignore_errors=True)
        fresh.rename(old)

    def delete(self, job: Job) -> None:
        """Remove the job and its files; first out of sight, so that a deletion cut short is not resumed as a job."""
        (self.jobs / job.job_id).rename(self.trash / job.job_id)
        self._empty_trash()

    def _empty_trash(self) -> None:
        for folder in self.trash.iterdir():
            shutil.rmtree(folder, ignore_errors=True)

    def _load(self, folder: Path, options: Options) -> Job:
        try:
            return Job.from_json(json.loads((folder / "job.json").read_bytes()))
        except (OSError, ValueError, KeyError, TypeError):
            return self._recover(folder, options)

    def _recover(self, folder: Path, options: Options) -> Job:
        """A job for a folder whose record is missing or damaged: the program stopped between two writes."""
        path = next((folder / "original").glob("[!.]*"), None)
        received = datetime.fromtimestamp(folder.stat().st_mtime, UTC)
        if path is None:
            trouble = Trouble("E530", {"name": "—"})
            return Job(folder.name, "—", "document", 0, "", received, options, JobState.FAILED, trouble=trouble)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        return Job(folder.name, path.name, path.name, path.stat().st_size, digest, received, options)


def _copy(stream: IO[bytes], path: Path) -> tuple[int, str]:
    """Size and SHA-256 of what was written; a half-written file has another name."""
    digest, size, partial = hashlib.sha256(), 0, path.with_name(f".{path.name}.part")
    with partial.open("xb") as file:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
            size += file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    partial.rename(path)
    return size, digest.hexdigest()


def _write(path: Path, data: bytes) -> None:
    partial = path.with_name(f"{path.name}.part")
    partial.write_bytes(data)
    partial.replace(path)


def _now() -> datetime:
    return datetime.now(UTC)
