"""The signed file that goes between two installations: a zip with a manifest, its Ed25519 signature, and the files it lists."""

from __future__ import annotations

import base64
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final, NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from consult_web.errors import Refused

__all__ = ["SCHEMA", "Identity", "Message", "Opened", "check_signature", "open_message", "pack_message"]

SCHEMA: Final = "lawcheck-exchange/1"
_MANIFEST, _SIGNATURE = "manifest.json", "manifest.sig"
_MOST_FILES: Final = 500
_MOST_BYTES: Final = 500 << 20
_FIELDS: Final = {
    "message": str, "sender": str, "recipient": str, "kind": str, "case": str, "number": int, "answers": str, "body": dict,
    "files": list,
}  # fmt: skip


class Identity:
    """The key of an installation; its name is a hash of the public key, so that nobody else can bear it.

    >>> own = Identity(bytes(32))
    >>> own.name, len(own.name) == 16
    ('139e3940e64b5491', True)
    """

    def __init__(self, seed: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        raw = self._key.public_key().public_bytes_raw()
        self.public_key = base64.b64encode(raw).decode()
        self.name = name_of(self.public_key)

    def sign(self, data: bytes) -> str:
        """The signature, base64."""
        return base64.b64encode(self._key.sign(data)).decode()


@dataclass(frozen=True)
class Message:
    """What a manifest says. ``case``: the filing, as its filer's installation names it; ``number``: the step of the case;
    ``answers``: the message that is acknowledged; ``body``: the step and the facts of the case."""

    message: str
    sender: str
    recipient: str
    kind: str
    case: str
    number: int
    body: Mapping[str, Any]
    answers: str = ""


class Opened(NamedTuple):
    """A message whose files are what its manifest says; the signature has still to be checked against a known key."""

    message: Message
    files: Mapping[str, bytes]
    manifest: bytes
    signature: str


def name_of(public_key: str) -> str:
    """The name of the installation with this public key; :class:`Refused` E979 when it is none."""
    try:
        raw = base64.b64decode(public_key, validate=True)
        Ed25519PublicKey.from_public_bytes(raw)
    except ValueError as error:
        raise Refused("E979", cause="公钥") from error
    return sha256(raw).hexdigest()[:16]


def pack_message(identity: Identity, message: Message, files: Mapping[str, bytes]) -> tuple[bytes, str]:
    """The file and its signature; the same message gives the same bytes."""
    listed = [
        {"name": name, "sha256": sha256(data).hexdigest(), "size": len(data)} for name, data in sorted(files.items())
    ]
    told = {"schema": SCHEMA, **vars(message), "files": listed}
    manifest = json.dumps(told, ensure_ascii=False, sort_keys=True, indent=1).encode()
    signature = identity.sign(manifest)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        entries = {_MANIFEST: manifest, _SIGNATURE: signature.encode()} | {
            f"files/{n}": d for n, d in sorted(files.items())
        }
        for name, data in entries.items():
            archive.writestr(zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0)), data)
    return buffer.getvalue(), signature


def open_message(data: bytes) -> Opened:
    """Open a file; :class:`Refused` E979 for one that is none, E976 for files that are not what the manifest says."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > _MOST_FILES or sum(entry.file_size for entry in entries) > _MOST_BYTES:
                raise Refused("E979", cause="过大")
            held = {entry.filename: archive.read(entry) for entry in entries}
            if len(held) != len(entries):
                raise Refused("E979", cause="同名文件")
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        raise Refused("E979", cause="打不开") from error
    manifest, signature = held.pop(_MANIFEST, b""), held.pop(_SIGNATURE, b"").decode("ascii", "replace")
    told = _read_manifest(manifest)
    files = {name.removeprefix("files/"): content for name, content in held.items()}
    _check_files(told.pop("files"), files)
    return Opened(Message(**told), files, manifest, signature)


def check_signature(opened: Opened, public_key: str) -> None:
    """:class:`Refused` E975 unless the manifest was signed with the key."""
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key))
        key.verify(base64.b64decode(opened.signature, validate=True), opened.manifest)
    except (InvalidSignature, ValueError) as error:
        raise Refused("E975", sender=opened.message.sender) from error


def _read_manifest(manifest: bytes) -> dict[str, Any]:
    try:
        told = json.loads(manifest)
    except (ValueError, RecursionError) as error:
        raise Refused("E979", cause=_MANIFEST) from error
    if not isinstance(told, dict) or told.pop("schema", None) != SCHEMA:
        raise Refused("E979", cause=_MANIFEST)
    if set(told) != set(_FIELDS) or any(not isinstance(told[name], kind) for name, kind in _FIELDS.items()):
        raise Refused("E979", cause=_MANIFEST)
    return told


def _check_files(listed: list[Any], files: Mapping[str, bytes]) -> None:
    known = {
        row["name"]: row.get("sha256") for row in listed if isinstance(row, dict) and isinstance(row.get("name"), str)
    }
    wrong = set(known) ^ set(files) | {
        name for name, data in files.items() if sha256(data).hexdigest() != known.get(name)
    }
    for name in sorted(wrong):
        raise Refused("E976", name=name)
