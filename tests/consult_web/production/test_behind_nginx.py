"""The given configuration of nginx before the production line: https, one name, no receipt codes in the logs, words while
the site rests."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import requests
from public_stands import add_consultation
from served import Citizen, serving

from consult_web.settings import Settings
from consult_web.storage import Keyring, open_database

pytestmark = pytest.mark.long
DEPLOY = Path(__file__).parents[3] / "deploy"
NAME = "127.0.0.1"
AROUND = """
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
events {{}}
http {{
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
{site}
}}
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((NAME, 0))
        return int(probe.getsockname()[1])


def configuration(folder: Path, upstream: str, ports: tuple[int, int]) -> str:
    """The file of ``deploy/`` with other ports, paths and name, and nothing else changed."""
    site = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    for pattern, words in (
        (r"^\s*listen \[::\].*\n", ""),
        (r"listen 80;", f"listen {NAME}:{ports[0]};"),
        (r"listen 443 ", f"listen {NAME}:{ports[1]} "),
        (r"yijian\.example\.gov\.cn", NAME),
        (r"unix:/run/consult-web/site\.sock", upstream),
        (r"/etc/ssl/consult", str(folder)),
        (r"/var/log/consult-web", str(folder)),
    ):
        site, count = re.subn(pattern, words, site, flags=re.M)
        assert count, f"deploy/nginx.conf has no {pattern}"
    return AROUND.format(folder=folder, site=site)


@contextmanager
def nginx(folder: Path, upstream: str) -> Iterator[tuple[str, str]]:
    """Plain and encrypted address of a running nginx."""
    program = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
    if program is None or not shutil.which("openssl"):
        pytest.skip("nginx and openssl are needed")
    ports = free_port(), free_port()
    certificate = ["-keyout", f"{folder}/key.pem", "-out", f"{folder}/fullchain.pem"]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", f"/CN={NAME}"]
    command += ["-addext", f"subjectAltName=IP:{NAME}"]
    subprocess.run([*command, *certificate], check=True, capture_output=True)
    (folder / "nginx.conf").write_text(configuration(folder, upstream, ports), encoding="utf-8")
    running = subprocess.Popen([program, "-p", str(folder), "-c", str(folder / "nginx.conf")], stderr=subprocess.PIPE)
    try:
        wait_for(ports[1], running)
        yield f"http://{NAME}:{ports[0]}", f"https://{NAME}:{ports[1]}"
    finally:
        running.terminate()
        running.communicate(timeout=20)


def wait_for(port: int, running: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end and running.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex((NAME, port)) == 0:
                return
        time.sleep(0.1)
    running.terminate()
    pytest.fail(f"nginx did not start: {running.communicate(timeout=20)[1].decode()}")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_an_opinion_goes_through_the_proxy_and_leaves_no_code_in_its_logs(settings: Settings, tmp_path: Path) -> None:
    database = open_database(settings.database_url, Keyring(settings.data_keys))
    add_consultation(database)
    database.close()
    own = {"CONSULT_HOSTS": NAME, "CONSULT_TRUSTED_PROXIES": "1"}
    folder = tmp_path / "nginx"
    folder.mkdir()
    with (
        serving(replace(settings, secure=True), tmp_path / "log", **own) as site,
        nginx(folder, site.address.removeprefix("http://")) as (plain, safe),
    ):
        moved = requests.get(f"{plain}/tingche/", allow_redirects=False, timeout=30)
        assert (moved.status_code, moved.headers["Location"]) == (301, f"https://{NAME}/tingche/")
        citizen = Citizen(safe)
        citizen.browser.verify, citizen.browser.trust_env = str(folder / "fullchain.pem"), False
        receipt = citizen.submit("罚款太高，建议降低。")
        tracked = citizen.browser.get(f"{safe}/track/{receipt}", timeout=30)
        assert "罚款太高" in tracked.text
        assert tracked.headers["Strict-Transport-Security"] == "max-age=31536000"
        assert "__Host-consult" in citizen.browser.cookies
        with pytest.raises(requests.ConnectionError):
            citizen.browser.get(safe, headers={"Host": "evil.example"}, timeout=30)
        site.process.terminate()
        assert site.process.wait(35) == 0
        for path in (f"/track/{receipt}", f"/track/{receipt}/1/edit", f"/suggest/track/{receipt}", "/tingche/"):
            resting = citizen.browser.get(safe + path, timeout=30)
            assert (resting.status_code, "网站正在维护" in resting.text) == (503, True)
        large = citizen.browser.post(f"{safe}/login", data=b"x" * (61 << 20), timeout=60)
        assert (large.status_code, "60 MB" in large.content.decode()) == (413, True)
        access, errors = ((folder / name).read_text(encoding="utf-8") for name in ("access.log", "error.log"))
        assert 'GET /track/-"' in access
        assert 'GET /suggest/track/-"' in access
        assert "GET /tingche/" in errors
        assert receipt not in access + errors
