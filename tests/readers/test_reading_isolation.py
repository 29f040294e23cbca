"""No reader opens anything but the file it was given, and none talks to the network, whatever the file refers to.

Python's own doings are seen by an audit hook; what C libraries (libxml2, pdfium, LibreOffice) open is seen by the kernel:
a canary file under inotify, and a local port that nobody may call.
"""

from __future__ import annotations

import ctypes
import io
import json
import os
import socket
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx_samples import docx, entries, p, package
from ofd_samples import ofd, page, text_object
from pdf_samples import body, make_pdf

from lawcheck.errors import LawcheckError
from lawcheck.readers import convert_to_docx, read_guarded
from lawcheck.readers.libreoffice import find_office

LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="inotify")
TOKEN = "金丝雀不应出现"
TEXT = "第一条　甲。"
SAMPLES = Path(__file__).parent / "office_samples"
IN_OPEN = 0x20


def word(url: str, file: str) -> bytes:
    field = f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> INCLUDETEXT "{file}" </w:instrText></w:r>'
    made = entries(p(TEXT, field) + '<w:altChunk r:id="c"/><w:subDoc r:id="d"/>')
    links = "".join(
        f'<Relationship Id="{key}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" '
        f'Target="{target}" TargetMode="External"/>'
        for key, kind, target in (("a", "attachedTemplate", url), ("b", "image", file), ("c", "aFChunk", file), ("d", "subDocument", url))
    )  # fmt: skip
    rels = (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{links}</Relationships>'
    )
    return package({**made, "word/_rels/document.xml.rels": rels})


def with_entity(data: bytes, url: str, file: str) -> bytes:
    """The main part of a Word file with external entities and an outside DTD."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    doctype = f'<!DOCTYPE w:document SYSTEM "{url}" [<!ENTITY x SYSTEM "{file}">]>'.encode()
    head, _, rest = parts["word/document.xml"].partition(b"?>")
    parts["word/document.xml"] = head + b"?>" + doctype + rest.replace("甲".encode(), b"&x;")
    return package(parts)  # type: ignore[arg-type]


def page_of_html(url: str, file: str) -> bytes:
    return (
        f'<html><head><base href="{url}"><link rel="stylesheet" href="{url}"><meta http-equiv="refresh" content="0;{url}">'
        f'<script src="{url}"></script></head><body><p>{TEXT}</p><img src="{file}"><iframe src="{file}"></iframe>'
        f'<object data="{url}"></object><xi:include href="{file}"/></body></html>'
    ).encode()


def rich_text(url: str, file: str) -> bytes:
    text = "".join(rf"\u{ord(char)}?" for char in TEXT)
    return (
        rf'{{\rtf1\ansi{{\*\template {file}}}{{\field{{\*\fldinst INCLUDEPICTURE "{url}" \\d}}}}'
        rf'{{\field{{\*\fldinst INCLUDETEXT "{file}"}}}}{text}\par}}'
    ).encode()


def open_document(url: str, file: str) -> bytes:
    office = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<office:document-content xmlns:office="{office}:office:1.0" '
        f'xmlns:text="{office}:text:1.0" xmlns:draw="{office}:drawing:1.0" xmlns:xlink="http://www.w3.org/1999/xlink">'
        f'<office:body><office:text><text:p>{TEXT}<draw:image xlink:href="{url}"/></text:p><text:section>'
        f'<text:section-source xlink:href="{file}"/></text:section></office:text></office:body></office:document-content>'
    )
    return package({
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": content,
        "META-INF/manifest.xml": "<manifest/>",
    })  # fmt: skip


def fixed_layout(url: str, file: str) -> bytes:
    path = file.removeprefix("file://")
    outside = f'<ofd:Template TemplateID="1" ZOrder="Background"/><!-- {url} -->'
    return ofd(
        page(text_object(TEXT, 50), extra=outside),
        document=f"<ofd:Annotations>../../../../..{path}</ofd:Annotations><ofd:Attachments>{path}</ofd:Attachments>",
    )


def printed(url: str, file: str) -> bytes:
    extra = f"/Im BDC <</F ({file}) /FS /URL /URI ({url})>> EMC\n".encode()
    return make_pdf([body(TEXT)], extra=extra) + f"% /Type/Filespec/F({file})/S/URI/URI({url})".encode()


def flat(url: str, file: str) -> bytes:
    return (
        f'<?xml version="1.0"?><!DOCTYPE x SYSTEM "{url}" [<!ENTITY x SYSTEM "{file}">]>'
        '<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">&x;</pkg:package>'
    ).encode()


def web_archive(url: str, file: str) -> bytes:
    head = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html; charset=utf-8\n"
    return head + f"Content-Location: {url}\n\n".encode() + page_of_html(url, file) + b"\n--b--\n"


MAKERS = {
    "word": word,
    "entities": lambda url, file: with_entity(docx(p(TEXT)), url, file),
    "html": page_of_html,
    "rtf": rich_text,
    "odt": open_document,
    "ofd": fixed_layout,
    "pdf": printed,
    "wordxml": flat,
    "mhtml": web_archive,
}

HOOK = """
import json, sys
seen = []
quiet = ("open", "os.listdir", "os.scandir", "glob.glob", "shutil.copyfile", "os.rename", "os.remove", "subprocess.Popen",
         "os.exec", "os.posix_spawn", "os.system", "os.fork", "socket.__new__", "socket.connect", "socket.getaddrinfo",
         "urllib.Request", "http.client.connect", "ctypes.dlopen", "import")
sys.addaudithook(lambda event, args: seen.append((event, str(args[0]) if args else "")) if event in quiet else None)
from lawcheck.errors import LawcheckError
from lawcheck.readers import read
for round in (1, 2):
    seen.clear()
    for path in sys.argv[1:]:
        try:
            read(path)
        except LawcheckError:
            pass
print(json.dumps([item for item in seen if not (item[0] == "open" and item[1] in sys.argv[1:])]))
"""


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """One file of every format, the hostile ones with references to a place on this machine and in the network."""
    canary = tmp_path / "canary.txt"
    canary.write_text(TOKEN, encoding="utf-8")
    made = []
    for name, maker in MAKERS.items():
        path = tmp_path / f"{name}.bin"
        path.write_bytes(maker("http://127.0.0.1:9/x", canary.as_uri()))
        made.append(path)
    return [*made, *(path for path in sorted(SAMPLES.iterdir()) if path.suffix in (".doc", ".odt", ".rtf"))]


def test_python_opens_the_file_and_nothing_else(files: list[Path]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", HOOK, *map(str, files)], capture_output=True, text=True, check=True, timeout=60
    )
    assert json.loads(done.stdout.splitlines()[-1]) == []


class Watch:
    """Counts who opens a file and who calls a port."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "canary.txt"
        self.file.write_text(TOKEN, encoding="utf-8")
        self.libc = ctypes.CDLL(None, use_errno=True)
        self.inotify = self.libc.inotify_init1(os.O_NONBLOCK)
        assert self.libc.inotify_add_watch(self.inotify, os.fsencode(self.file), IN_OPEN) >= 0
        self.port = socket.create_server(("127.0.0.1", 0))
        self.port.setblocking(False)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port.getsockname()[1]}/x"

    def was_opened(self) -> bool:
        try:
            return bool(os.read(self.inotify, 4096))
        except BlockingIOError:
            return False

    def was_called(self) -> bool:
        try:
            self.port.accept()[0].close()
        except BlockingIOError:
            return False
        return True

    def close(self) -> None:
        os.close(self.inotify)
        self.port.close()


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Watch]:
    watch = Watch(tmp_path)
    yield watch
    watch.close()


@LINUX
def test_the_watch_sees_what_happens(watch: Watch) -> None:
    assert not watch.was_opened()
    assert not watch.was_called()
    watch.file.read_bytes()
    socket.create_connection(watch.port.getsockname(), timeout=5).close()
    assert watch.was_opened()
    assert watch.was_called()


@LINUX
@pytest.mark.parametrize("name", MAKERS)
def test_no_library_follows_what_a_file_refers_to(name: str, watch: Watch) -> None:
    data = MAKERS[name](watch.url, watch.file.as_uri())
    try:
        text = read_guarded(f"{name}.bin", data=data).text
    except LawcheckError as error:
        text = error.text("zh")
    assert TOKEN not in text
    assert not watch.was_opened()
    assert not watch.was_called()


@LINUX
@pytest.mark.skipif(find_office() is None and not os.environ.get("CI"), reason="LibreOffice is not installed")
@pytest.mark.parametrize(("name", "format"), [("rtf", "rtf"), ("odt", "odt")])
def test_libreoffice_follows_no_references_either(name: str, format: str, watch: Watch) -> None:
    data = MAKERS[name](watch.url, watch.file.as_uri())
    try:
        made = convert_to_docx(data, f"{name}.bin", format=format, seconds=30.0)
    except LawcheckError:
        made = b""
    assert TOKEN.encode() not in made
    assert not watch.was_opened()
    assert not watch.was_called()
