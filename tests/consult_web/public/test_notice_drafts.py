"""A 通知 is shown as it was written: its own numbers, whom it is addressed to, its opening words, its 落款."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from public_stands import NOTICE, add_consultation
from site_stands import DATA_KEY

from consult_web.consultations import clause_rows
from consult_web.consultations.notices import with_preamble
from consult_web.settings import Settings
from consult_web.site import create_site
from lawcheck.document import parse


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, prepared_sqlite: Path) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("notice")
    (folder / "consult.db").write_bytes(prepared_sqlite.read_bytes())
    app = create_site(Settings(folder, f"sqlite:///{folder / 'consult.db'}", "s" * 40, (DATA_KEY,), secure=False))
    app.config["SUBMIT_LIMIT"] = "10000 per minute"
    add_consultation(app.extensions["database"], NOTICE, slug="tongzhi", title="云溪市停车工作的通知")
    yield app
    app.extensions["database"].close()


def test_every_clause_has_the_number_of_the_draft() -> None:
    labels = {row.eid: row.label for row in clause_rows(with_preamble(parse(NOTICE)))}
    assert labels["preamble"] == "引言"
    assert labels["cl_2"] == labels["cl_2__para_1"] == "二、规范停车收费"
    assert labels["cl_2__para_1__point_2"] == "二、（二）"
    assert labels["cl_2__para_1__point_1__indent_2"] == "二、（一）2"
    assert labels["conclusion"] == "落款"
    assert not any("条" in label for label in labels.values())


@pytest.mark.parametrize("path", ["v1/", "v1/paper"])
def test_nothing_of_the_text_is_missing(site: Any, path: str) -> None:
    shown = "".join(site.test_client().get(f"/tongzhi/{path}").get_data(as_text=True).split())
    at = 0
    for line in NOTICE.strip().split("\n")[2:]:
        words = line.partition("）")[2] if line.startswith("（") else line  # the number of an item stands above it
        place = shown.find("".join(words.split()), at)
        assert place >= at, line
        at = place
    assert "第一条" not in shown
    assert "对“二、规范停车收费”提意见" in shown or path != "v1/"


@pytest.mark.parametrize("path", ["v1/", "v1/paper"])
def test_the_words_of_an_item_stand_once(site: Any, path: str) -> None:
    shown = "".join(site.test_client().get(f"/tongzhi/{path}").get_data(as_text=True).split())
    items = [line.partition("）")[2] for line in NOTICE.split("\n") if line.startswith("（")]
    sentences = [words for words in items if words]
    assert sentences
    assert [shown.count("".join(words.split())[:16]) for words in sentences] == [1] * len(sentences)


def test_the_opening_words_can_be_commented_on(site: Any) -> None:
    client = site.test_client()
    page = client.get("/tongzhi/v1/preamble").get_data(as_text=True)
    assert "对引言提意见" in page
    token = re.findall(r'name="csrf_token" value="([^"]+)"', page)[0]
    fields = {"csrf_token": token, "text": "应写明文号", "target": "preamble", "go": "review"}
    assert client.post("/tongzhi/v1/preamble", data=fields).status_code == 303
    assert "引言" in client.get("/tongzhi/review").get_data(as_text=True)
    assert client.get("/tongzhi/v1/conclusion").status_code == 404


@pytest.mark.parametrize("path", ["", "v1/cl_2", "v1/cl_2__para_1__point_2", "v1/preamble", "v1/paper"])
def test_the_pages_keep_the_rules(
    site: Any, serve: Callable[[Any], str], page_check: Callable[..., None], path: str
) -> None:
    page_check(f"{serve(site)}/tongzhi/{path}", name=f"notice-{path.replace('/', '-')}")
