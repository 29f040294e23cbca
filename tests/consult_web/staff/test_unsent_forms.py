"""A form that is sent after the log-in has ended: what was typed comes back, on paper and in the form."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from browsing import wait_until
from flask import Flask
from site_stands import Site
from staff_help import HEAD, MANAGER, make

NOTICE = "/staff/consultations/parking/notice"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_was_typed_is_given_back_with_the_way_to_the_page(site: Site) -> None:
    make(site, site.client(MANAGER, HEAD))
    answer = site.client().post(NOTICE, data={"notice": '写了很久的公告正文<b>"&', "kind": "K4", "opens": "2026-11-24"})
    assert answer.status_code == 403
    assert "写了很久的公告正文&lt;b&gt;" in answer.text
    assert f"next={NOTICE}" in answer.text.replace("%2F", "/")
    kept = re.search(rf'<template data-unsent="{NOTICE}"[^>]*>(.*?)</template>', answer.text)
    assert kept
    assert ["notice", '写了很久的公告正文<b>"&'] in json.loads(kept[1])
    assert ">2026-11-24<" not in answer.text  # quickly typed again


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("path", "page"),
    [("/desk/registering/1/look/F08", "/desk/registering/1"), ("/drafting/1/decide", "/drafting/1")],
)
def test_an_address_that_only_takes_forms_leads_to_the_page_above(site: Site, path: str, page: str) -> None:
    answer = site.client().post(path, data={"note": "已与纸质文本核对一致"})
    assert f"next={page}" in answer.text.replace("%2F", "/")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_form_that_is_refused_without_a_page_of_its_own_gives_back_what_was_typed(site: Site) -> None:
    client = site.client(MANAGER)
    answer = client.post("/desk/reviewing/1/criteria", data={"note-c1": "写了很久很久的分析和理由"})
    assert answer.status_code == 403
    assert "写了很久很久的分析和理由" in answer.text
    short = client.post("/desk/reviewing/1/criteria", data={"note-c1": "短"})
    assert "<h1>没有保存" not in short.text


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_passwords_and_forms_of_the_accounts_are_not_given_back(site: Site) -> None:
    site.app.config["WTF_CSRF_ENABLED"] = True
    answer = site.client().post("/login", data={"login": "somebody else", "password": "Correct-horse-2026"})
    assert answer.status_code == 400
    assert "data-unsent" not in answer.text
    assert "Correct-horse" not in answer.text


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_form_is_filled_again_after_the_log_in(
    site: Site, serve: Callable[[Flask], str], open_context: Callable[..., Any]
) -> None:
    client = site.client(MANAGER, HEAD)
    make(site, client)
    address = serve(site.app)
    cookie = client.get_cookie("consult")
    assert cookie
    logged_in = {"name": "consult", "value": cookie.value, "url": address}
    context = open_context(1280)
    context.add_cookies([logged_in])
    page = context.new_page()
    page.goto(address + NOTICE)
    page.fill("[name=notice]", "写了很久的公告正文")
    context.clear_cookies()
    page.click("main form button[type=submit]")
    page.wait_for_selector("template[data-unsent]", state="attached")
    context.add_cookies([logged_in])
    page.goto(address + NOTICE)
    wait_until(page, "document.querySelector('[name=notice]').value === '写了很久的公告正文'")
    page.reload()
    wait_until(page, "document.querySelector('[name=notice]').value !== '写了很久的公告正文'")  # once, and not for ever
