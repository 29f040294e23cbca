"""LibreOffice as a child that can be killed, without network; and the docx it makes for the annotated copy."""

from __future__ import annotations

import os
import shutil
import socketserver
import stat
import threading
import time
from pathlib import Path

import pytest
from docx_samples import package

from lawcheck.errors import UnreadableFile
from lawcheck.readers import convert_to_docx, libreoffice, read

SAMPLES = Path(__file__).parent / "office_samples"
INSTALLED = libreoffice.find_office() is not None or os.environ.get("CI", "").lower() in ("1", "true")
needs_office = pytest.mark.skipif(not INSTALLED, reason="needs libreoffice-writer-nogui")


def script(path: Path, lines: str) -> str:
    path.write_text(f"#!/bin/sh\n{lines}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


@pytest.mark.skipif(os.name != "posix", reason="process groups")
def test_a_hanging_office_is_killed_with_all_it_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    child = tmp_path / "child"
    office = script(tmp_path / "soffice", f"sleep 60 & echo $! > {child}; wait")
    monkeypatch.setattr(libreoffice, "find_office", lambda: office)
    monkeypatch.setattr(libreoffice, "LIMIT_SECONDS", 0.5)
    with pytest.raises(UnreadableFile) as caught:
        convert_to_docx(b"x", "a.doc")
    assert caught.value.code == "E151"
    time.sleep(0.1)
    status = Path(f"/proc/{child.read_text().strip()}/stat")
    assert not status.exists() or status.read_text().split()[2] == "Z"


@pytest.mark.skipif(os.name != "posix", reason="scripts")
def test_without_process_groups_its_tree_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told, child = tmp_path / "told", tmp_path / "child"
    script(tmp_path / "taskkill", f'echo "$@" > {told}; kill -9 "$4" $(cat {child})')
    office = script(tmp_path / "soffice", f"sleep 60 & echo $! > {child}; wait")
    monkeypatch.delattr(os, "killpg")  # as on Windows
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    monkeypatch.setattr(libreoffice, "find_office", lambda: office)
    monkeypatch.setattr(libreoffice, "LIMIT_SECONDS", 0.5)
    with pytest.raises(UnreadableFile, match="E151"):
        convert_to_docx(b"x", "a.doc")
    assert told.read_text().startswith("/F /T /PID ")


def test_it_is_found_where_its_installer_puts_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setenv("ProgramFiles", str(tmp_path))
    assert libreoffice.find_office() != str(tmp_path / "LibreOffice" / "program" / "soffice.exe")
    (tmp_path / "LibreOffice" / "program").mkdir(parents=True)
    (tmp_path / "LibreOffice" / "program" / "soffice.exe").write_bytes(b"MZ")
    assert libreoffice.find_office() == str(tmp_path / "LibreOffice" / "program" / "soffice.exe")


def test_an_office_that_makes_nothing_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "find_office", lambda: script(tmp_path / "soffice", "echo no filter"))
    with pytest.raises(UnreadableFile, match="no filter") as caught:
        convert_to_docx(b"x", "a.doc")
    assert caught.value.code == "E154"


def test_a_missing_office_names_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "find_office", lambda: None)
    with pytest.raises(UnreadableFile, match="libreoffice-writer-nogui") as caught:
        convert_to_docx(b"x", "a.doc")
    assert caught.value.code == "E150"


@needs_office
def test_broken_structures_are_read_by_libreoffice_and_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "LIMIT_SECONDS", 60.0)  # a busy machine
    data = bytearray((SAMPLES / "rich.doc").read_bytes())
    at = data.index(b"\xec\xa5") + 0x9A + 8 * 12  # where the properties of characters are listed
    data[at + 4 : at + 8] = b"\xff\xff\xff\x7f"
    source = read("a.doc", data=bytes(data))
    assert "第一条　为了规范犬只管理" in source.text
    assert source.problems[0].code == "P230"
    assert source.format == "doc"


@needs_office
def test_the_conversion_has_the_same_text() -> None:
    data = (SAMPLES / "rich.doc").read_bytes()
    converted = read("a", data=convert_to_docx(data, "a.doc", seconds=60))
    body = [b.text for b in converted.blocks if b.provenance.part == "body"]
    assert "".join(body) == "".join(b.text for b in read(SAMPLES / "rich.doc").blocks if b.provenance.part == "body")


LINKING = (
    '<o:document-content xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0" o:version="1.2" '
    'xmlns:t="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:x="http://www.w3.org/1999/xlink" '
    'xmlns:d="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:s="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"><o:body><o:text>'
    '<t:section t:name="s"><t:section-source x:href="FILE" t:filter-name="Text"/><t:p>a</t:p></t:section>'
    '<t:p>b<d:frame s:width="2cm" s:height="2cm" t:anchor-type="as-char"><d:image x:href="URL" x:type="simple" '
    'x:show="embed" x:actuate="onLoad"/></d:frame></t:p></o:text></o:body></o:document-content>'
)
MANIFEST = (
    '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" m:version="1.2">'
    '<m:file-entry m:full-path="/" m:media-type="application/vnd.oasis.opendocument.text"/>'
    '<m:file-entry m:full-path="content.xml" m:media-type="text/xml"/></m:manifest>'
)


@needs_office
def test_links_to_the_network_and_to_other_files_are_not_followed(tmp_path: Path) -> None:
    calls: list[object] = []
    (tmp_path / "secret.txt").write_text("SECRET")

    class Listener(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            calls.append(self.client_address)

    with socketserver.TCPServer(("127.0.0.1", 0), Listener) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        content = LINKING.replace("URL", f"http://127.0.0.1:{server.server_address[1]}/a.png")
        content = content.replace("FILE", (tmp_path / "secret.txt").as_uri())
        odt = package(
            {
                "mimetype": "application/vnd.oasis.opendocument.text",
                "content.xml": content,
                "META-INF/manifest.xml": MANIFEST,
            }
        )
        converted = read("a", data=convert_to_docx(odt, "a.odt", format="odt", seconds=60))
        server.shutdown()
    assert calls == []
    assert converted.text.split() == ["a", "b"]
