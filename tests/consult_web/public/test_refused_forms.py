"""A form that is refused says so where its writer looks, with what was typed; clauses are understood as people name them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import check_axe, wait_until, wait_until_on_screen
from public_stands import NOTICE, add_consultation
from site_stands import DATA_KEY

from consult_web.errors import Refused
from consult_web.public.places import read_places
from consult_web.settings import Settings
from consult_web.site import create_site
from lawcheck.comments import Draft, open_draft
from lawcheck.document import parse

_POINT = "cl_2__para_1__point_{}"


@pytest.fixture(scope="module")
def draft() -> Draft:
    return open_draft(parse(NOTICE))


@pytest.mark.parametrize(
    "typed",
    [
        "二（二）",
        "二、（二）",
        "二、(二)",
        "2（2）",
        "第二部分第（二）项",
        "第二点第二小点",
        "第二大点的第（二）小点",
        "第二部分第二条",
        "第二条第二款",
    ],
)
def test_an_item_of_a_notice_is_named_in_many_ways(draft: Draft, typed: str) -> None:
    assert read_places(typed, draft) == [_POINT.format(2)]


def test_several_are_named_one_after_another(draft: Draft) -> None:
    assert read_places("二（一）、（二）和一、", draft) == [_POINT.format(1), _POINT.format(2), "cl_1"]
    assert read_places("第一条、第二条", draft) == ["cl_1", "cl_2"]
    assert read_places("二（一）2", draft) == [_POINT.format(1) + "__indent_2"]
    assert read_places("（二）", draft, "cl_2") == [_POINT.format(2)]


@pytest.mark.parametrize("typed", ["二（九）", "第九部分", "停车的那个", "（二）"])
def test_what_is_not_there_is_not_guessed(draft: Draft, typed: str) -> None:
    with pytest.raises(Refused):
        read_places(typed, draft)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, prepared_sqlite: Path) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("refused")
    (folder / "consult.db").write_bytes(prepared_sqlite.read_bytes())
    app = create_site(Settings(folder, f"sqlite:///{folder / 'consult.db'}", "s" * 40, (DATA_KEY,), secure=False))
    add_consultation(app.extensions["database"], NOTICE, slug="tongzhi", title="云溪市停车工作的通知")
    yield app
    app.extensions["database"].close()


@pytest.fixture
def address(site: Any, serve: Callable[[Any], str]) -> str:
    return serve(site) + "/tongzhi"


def fill(page: Any, text: str, others: str = "") -> None:
    page.evaluate("document.querySelectorAll('#opinion details').forEach(node => { node.open = true })")
    page.fill("#opinion textarea[name=text]", text)
    page.fill("#opinion input[name=others]", others)


@pytest.mark.parametrize("way", ["page", "sheet"])
def test_on_a_phone_the_sheet_opens_again(address: str, open_context: Callable[..., Any], way: str) -> None:
    page = open_context(390).new_page()
    page.goto(address + ("/v1/cl_2" if way == "page" else "/"))
    page.tap("[href$='cl_2#side']" if way == "sheet" else ".clause-foot .button.primary")
    page.wait_for_selector("[data-sheet].is-open #opinion")
    fill(page, "夜间也要收费吗", "停车的那个")
    page.click("#opinion button[value=review]")
    page.wait_for_selector("[data-sheet].is-open .error-summary")
    wait_until(page, "document.activeElement.matches('.error-summary')")
    wait_until_on_screen(page, ".error-summary")
    assert page.input_value("#opinion textarea[name=text]") == "夜间也要收费吗"
    check_axe(page, "a refused form in the sheet")
    page.click(".error-summary a")
    assert page.evaluate("document.activeElement.name") == "others"
    page.fill("#opinion input[name=others]", "二（二）")
    page.click("#opinion button[value=review]")
    page.wait_for_url("**/review")


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("path", ["/v1/cl_2", "/write"])
def test_without_scripts_the_page_begins_with_the_error(
    address: str, open_context: Callable[..., Any], width: int, path: str
) -> None:
    page = open_context(width, scripts=False).new_page()
    page.goto(address + path)
    page.click("#opinion button[value=review]")
    wait_until_on_screen(page, "main .error-summary")
    page.click("main .error-summary a >> nth=0")
    page.wait_for_url("**#text")
    wait_until_on_screen(page, "#text")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_refused_contact_is_told_at_the_top(address: str, open_context: Callable[..., Any], scripts: bool) -> None:
    page = open_context(390, scripts=scripts).new_page()
    page.goto(address + "/v1/cl_2")
    if scripts:
        page.tap(".clause-foot .button.primary")
    page.fill("#opinion textarea[name=text]", "夜间免费很好")
    page.click("#opinion button[value=review]")
    page.click("summary:has-text('联系方式')")
    page.fill("#phone", "x")
    page.click("#send-button")
    page.wait_for_selector(".error-summary")
    wait_until_on_screen(page, ".error-summary")
    assert page.input_value("#phone") == "x"
