"""The files that the deployment guide tells to copy agree with the program, with each other and with the guide."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from site_stands import Site

ROOT = Path(__file__).parents[3]
DEPLOY = ROOT / "deploy"
GUIDE = (ROOT / "docs" / "部署.md").read_text(encoding="utf-8")
UNITS = sorted(path.name for path in DEPLOY.glob("*.service"))


def text(name: str) -> str:
    return (DEPLOY / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(path.name for path in DEPLOY.iterdir() if path.name != "Containerfile"))
def test_the_guide_names_every_file(name: str) -> None:
    assert name in GUIDE or (name.endswith((".service", ".timer")) and f"consult-*{Path(name).suffix}" in GUIDE)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_proxy_lets_through_what_the_site_takes(site: Site) -> None:
    found = re.search(r"client_max_body_size (\d+)m;", text("nginx.conf"))
    assert found is not None
    assert int(found[1]) << 20 == site.app.config["MAX_CONTENT_LENGTH"]
    assert f"{found[1]} MB" in text("nginx.conf").partition("@large {")[2]


def test_logs_are_where_they_are_rotated_and_not_where_the_distribution_rotates_too() -> None:
    logs = set(re.findall(r"(?:access|error)_log +(\S+)/\S+\.log ", text("nginx.conf")))
    assert logs == {"/var/log/consult-web"}
    assert "/var/log/consult-web/*.log {" in text("logrotate")
    assert "install -d -m 0750 -o www-data -g adm /var/log/consult-web" in GUIDE


@pytest.mark.parametrize("name", UNITS)
def test_what_a_unit_writes_is_for_its_user_alone(name: str) -> None:
    assert {"UMask=0077", "StateDirectoryMode=0700", "User=consult"} <= set(text(name).splitlines())


def test_the_command_runs_as_the_services_do() -> None:
    for words in ("User=consult", "UMask=0077", "StateDirectoryMode=0700", "EnvironmentFile=/etc/consult-web/env"):
        assert f"-p {words} " in text("consult-web.sh")


def test_every_variable_of_the_example_is_read() -> None:
    names = set(re.findall(r"^#? ?([A-Z_]+)=", text("consult-web.env.example"), re.M))
    code = "".join(
        path.read_text(encoding="utf-8") for room in ("consult_web", "lawcheck") for path in (ROOT / room).rglob("*.py")
    )
    assert sorted(name for name in names if name not in code) == []


def test_a_folder_to_install_is_never_taken_for_a_name_of_the_index() -> None:
    """pip asks the package index for a word without a slash, and whoever took that name there would be installed."""
    given = re.findall(r"'([^' ]*)\[web,fast\]'", GUIDE)
    assert given
    assert [name for name in given if not name.startswith(("/", ".")) and name != "lawcheck"] == []
