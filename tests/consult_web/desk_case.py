"""A filing desk with its people logged in, and what they do on its pages."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import date

from filing_stands import County, make_county, package
from flask.testing import FlaskClient
from site_stands import Site
from werkzeug.test import TestResponse

from consult_web.filings import Filing, latest_check
from consult_web.storage import china_today


@dataclass
class FilingDesk:
    """``filer`` of the city government, ``registrar`` of the congress."""

    site: Site
    county: County
    filer: FlaskClient
    registrar: FlaskClient

    def client(self, name: str) -> FlaskClient:
        browser = self.site.app.test_client()
        self.site.log_in(browser, self.county.users[name])
        return browser

    def work(self) -> None:
        self.site.work()

    def file(self, files: dict[str, str], browser: FlaskClient | None = None) -> int:
        return self.file_bytes("报备包.zip", package(files), browser)

    def file_bytes(self, name: str, data: bytes, browser: FlaskClient | None = None) -> int:
        sent = {"receiver": str(self.county.bodies["人大"]), "files": (io.BytesIO(data), name)}
        response = (browser or self.filer).post("/desk/submitting/new", data=sent)
        assert response.status_code == 303, response.text
        self.work()
        return int(response.location.rsplit("/", 1)[1])

    def upload(self, number: int, name: str, data: bytes) -> None:
        sent = {"files": (io.BytesIO(data), name)}
        assert self.filer.post(f"/desk/submitting/{number}/files", data=sent).status_code == 303
        self.work()

    def tell(self, number: int, published: date, **fields: str) -> None:
        sent = {"published": published.isoformat(), **fields}
        assert self.filer.post(f"/desk/submitting/{number}/about", data=sent).status_code == 303
        self.work()

    def send(self, number: int) -> str:
        return self.filer.post(f"/desk/submitting/{number}/send", data={"sure": "yes"}, follow_redirects=True).text

    def ready(self, files: dict[str, str], published: date | None = None) -> int:
        number = self.file(files)
        self.tell(number, published or china_today())
        assert "报送回单" in self.send(number)
        return number

    def look_at_all(self, number: int) -> str:
        """The registrar looks at whatever was not decided; the page after it."""
        with self.site.database.reading() as session:
            check = latest_check(session.get_one(Filing, number))
            assert check is not None
            rules = [row["rule"] for row in check.results if row["state"] not in ("通过", "不适用")]
        for rule in rules:
            self.registrar.post(f"/desk/registering/{number}/look/{rule}", data={"note": "核对无误"})
        return self.registrar.get(f"/desk/registering/{number}").text

    def post_step(self, number: int, event: str, **fields: str) -> TestResponse:
        """Send the form of a step as it is offered, with ``fields`` typed in."""
        page = self.registrar.get(f"/desk/registering/{number}/steps/{event}").text
        return self.registrar.post(
            f"/desk/registering/{number}/steps/{event}", data={**offered(page), **fields}, follow_redirects=True
        )

    def step(self, number: int, event: str, **fields: str) -> str:
        response = self.post_step(number, event, **fields)
        assert response.status_code == 200, re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", response.text))[:1500]
        return response.text


def offered(page: str) -> dict[str, str]:
    """What a form holds when it is opened."""
    from lxml import html

    form = html.fromstring(page).xpath("//main//form[@method='post']")[-1]
    return {str(name): str(value) for name, value in form.form_values()}


def open_desk(site: Site) -> FilingDesk:
    county = make_county(site)
    desk = FilingDesk(site, county, site.client(), site.client())
    desk.filer, desk.registrar = desk.client("filer"), desk.client("registrar")
    return desk
