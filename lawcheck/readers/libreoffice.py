"""LibreOffice as the second reader, and as converter to docx: a killable child with limits of time and memory.

The child has a profile of its own that is thrown away, no macros, no links followed, and no network.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from lawcheck.document import Problem, SourceText, Span
from lawcheck.errors import UnreadableFile
from lawcheck.messages import render
from lawcheck.readers.docx import read_docx

__all__ = ["DEBIAN_PACKAGE", "convert_to_docx", "find_office", "read_with_office"]

DEBIAN_PACKAGE = "libreoffice-writer-nogui"
# Seconds of one conversion: one file takes 1.3 to 2.1 s; a reader must answer within ten.
LIMIT_SECONDS = 8.0
# Address space of the child; LibreOffice maps far more than the 200 MB that it uses.
LIMIT_BYTES = 3 << 30
# Import filters by format, so that LibreOffice never guesses.
_FILTERS = {
    "doc": "MS Word 97",
    "rtf": "Rich Text Format",
    "odt": "writer8",
    "works": "MS_Works",
    "wordxml": "MS Word 2003 XML",
}
_OLD_FILTERS = {b"\xdc\xa5": "MS WinWord 6.0", b"\xdb\xa5": "MS WinWord 5"}
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse">
<value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks"
 oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableActiveContent" oor:op="fuse">
<value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>0</value></prop>
</item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetProxyType" oor:op="fuse"><value>2</value></prop>
<prop oor:name="ooInetHTTPProxyName" oor:op="fuse"><value>127.0.0.1</value></prop>
<prop oor:name="ooInetHTTPProxyPort" oor:op="fuse"><value>9</value></prop>
<prop oor:name="ooInetHTTPSProxyName" oor:op="fuse"><value>127.0.0.1</value></prop>
<prop oor:name="ooInetHTTPSProxyPort" oor:op="fuse"><value>9</value></prop></item>
</oor:items>
"""
_NO_NETWORK = dict.fromkeys(("http_proxy", "https_proxy", "ftp_proxy", "all_proxy"), "http://127.0.0.1:9")


def find_office() -> str | None:
    """The command of LibreOffice, or None where it is not installed: on Windows and macOS it is on no search path."""
    return shutil.which("soffice") or shutil.which("libreoffice") or next(filter(os.path.isfile, _usual_places()), None)


def _usual_places() -> Iterator[str]:
    """Where its installers put the program."""
    for variable in ("ProgramFiles", "ProgramW6432", "ProgramFiles(x86)"):
        if folder := os.environ.get(variable):
            yield str(Path(folder) / "LibreOffice" / "program" / "soffice.exe")
    yield "/Applications/LibreOffice.app/Contents/MacOS/soffice"


def read_with_office(data: bytes, name: str, format: str, *, because: str = "") -> SourceText:
    """Read a file through LibreOffice; ``because`` says why the program did not read it itself (P230).

    Raises :class:`UnreadableFile` E150 (LibreOffice missing), E151 (too slow), E154 (it cannot read the file either).
    """
    converted = convert_to_docx(data, name, format=format, because=because)
    source = read_docx(converted, name)
    note = (Problem("P230", Span(0, 0), render("P230", "zh", detail=because)),) if because else ()
    return replace(source, format=format, sha256=hashlib.sha256(data).hexdigest(), problems=note + source.problems)


def convert_to_docx(
    data: bytes, name: str, *, format: str = "doc", because: str = "", seconds: float | None = None
) -> bytes:
    """The file as docx, by LibreOffice within ``seconds``; ``format`` as :func:`~lawcheck.readers.sniff` names it.

    Raises :class:`UnreadableFile` E150 (LibreOffice missing), E151 (too slow), E154 (nothing came out).
    """
    office = find_office()
    if office is None:
        raise UnreadableFile("E150", name=name, reason=because or format)
    with tempfile.TemporaryDirectory(prefix="lawcheck-office-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        (home / "profile" / "user").mkdir(parents=True)
        (home / "profile" / "user" / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
        (home / f"in.{format}").write_bytes(data)
        answer = _run(_command(office, home, data, format), home, name, seconds or LIMIT_SECONDS)
        result = home / "out" / "in.docx"
        if not result.is_file():
            raise UnreadableFile("E154", name=name, detail=because or answer or "LibreOffice")
        return result.read_bytes()


def _command(office: str, home: Path, data: bytes, format: str) -> list[str]:
    filter = _OLD_FILTERS.get(data[:2], _FILTERS.get(format, ""))
    return [
        office,
        "--headless",
        "--norestore",
        "--nolockcheck",
        "--nodefault",
        f"-env:UserInstallation={(home / 'profile').as_uri()}",
        *([f"--infilter={filter}"] if filter else []),
        "--convert-to",
        "docx:MS Word 2007 XML",
        "--outdir",
        str(home / "out"),
        str(home / f"in.{format}"),
    ]


def _run(command: list[str], home: Path, name: str, seconds: float) -> str:
    """What LibreOffice said; its whole process group is killed at the end, whatever happens."""
    environment = {key: value for key, value in os.environ.items() if not key.lower().endswith("_proxy")}
    environment |= _NO_NETWORK | {"HOME": str(home), "TMPDIR": str(home)}
    process = subprocess.Popen(  # noqa: S603  (a fixed command; the file is named by us)
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd=home,
        env=environment,
        start_new_session=True,
    )
    _limit_memory(process)
    try:
        answer, _ = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired as error:
        raise UnreadableFile("E151", name=name, seconds=f"{seconds:g}") from error
    finally:
        _kill(process)
    return answer.decode("utf-8", "replace").strip()[-200:]


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End the group: the program that starts LibreOffice stays behind when only its child dies."""
    try:
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:  # Windows: with all that it started
            subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], capture_output=True)  # noqa: S603, S607
    except OSError:  # gone already; or there is no such program
        process.kill()
    process.wait()


def _limit_memory(process: subprocess.Popen[bytes]) -> None:
    """Set at once after the start, and inherited by what the child starts; only Linux can do this from outside."""
    if sys.platform == "linux":
        import resource

        _, most = resource.prlimit(process.pid, resource.RLIMIT_AS)
        limit = LIMIT_BYTES if most == resource.RLIM_INFINITY else min(LIMIT_BYTES, most)
        resource.prlimit(process.pid, resource.RLIMIT_AS, (limit, most))
