"""Every component in a real browser, on a phone and on a desk, with and without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from browsing import check_axe, wait_until
from flask import Flask, flash, render_template_string

from consult_web.ui.styleguide import PAGES

Check = Callable[..., None]
Context = Callable[..., Any]
Serve = Callable[[Flask], str]

HEAD = '{% extends "ui/base.html" %}{% import "ui/forms.html" as forms %}{% import "ui/parts.html" as parts %}{% block main %}<h1>页面</h1>'
FOOT = "{% endblock %}"


@pytest.mark.long
@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_the_style_guide_keeps_the_rules(guide_address: str, page_check: Check, page: str) -> None:
    page_check(f"{guide_address}/styleguide/{page}", name=f"ui-{page}")


@pytest.mark.long
@pytest.mark.parametrize("lang", ["zh-Hant", "en"])
def test_other_languages_keep_the_rules(guide_address: str, page_check: Check, lang: str) -> None:
    page_check(f"{guide_address}/styleguide/form?lang={lang}", name=f"ui-form-{lang}", widths=(390,))


def test_form_that_came_back_leads_to_its_errors(guide_address: str, page_check: Check) -> None:
    def send(page: Any) -> None:
        page.click("button:has-text('提交意见')")
        page.wait_for_selector(".error-summary")
        wait_until(page, "document.activeElement.className.startsWith('notice bad')")
        page.click(".error-summary a >> nth=0")
        assert page.evaluate("document.activeElement.id") == "text"
        noted = page.get_attribute("#text", "aria-describedby")
        assert "请写下您的意见" in page.inner_text(f"#{noted.split()[0]}")

    page_check(f"{guide_address}/styleguide/form", act=send, name="ui-form-errors")


def test_side_pane_is_a_bottom_sheet_on_a_phone_and_gives_the_focus_back(
    guide_address: str, open_context: Context
) -> None:
    page = open_context(390).new_page()
    page.goto(f"{guide_address}/styleguide/draft")
    assert not page.is_visible("#side")
    page.click("text=对第十八条提意见")
    assert page.is_visible("#side")
    assert page.get_attribute("#side", "role") == "dialog"
    assert page.evaluate("document.activeElement.name") == "stance"
    assert page.evaluate("document.querySelector('.mast').inert")
    check_axe(page, "open sheet")
    page.keyboard.press("Escape")
    assert not page.is_visible("#side")
    assert page.evaluate("document.activeElement.textContent") == "对第十八条提意见"
    assert not page.evaluate("document.querySelector('.mast').inert")


def test_contents_are_a_drawer_on_a_phone_and_open_on_a_desk(guide_address: str, open_context: Context) -> None:
    for width, shown in ((390, False), (1440, True)):
        page = open_context(width).new_page()
        page.goto(f"{guide_address}/styleguide/draft")
        assert page.is_visible("text=第十九条　犬只粪便 >> nth=0") is shown
    phone = open_context(390).new_page()
    phone.goto(f"{guide_address}/styleguide/draft")
    phone.click("summary:has-text('目录')")
    phone.click(".toc a >> nth=2")
    assert not phone.is_visible(".toc a >> nth=2")


def test_draft_page_works_without_scripts(guide_address: str, open_context: Context) -> None:
    for width in (390, 1440):
        page = open_context(width, scripts=False).new_page()
        page.goto(f"{guide_address}/styleguide/draft")
        page.click("text=对第十八条提意见")
        assert page.url.endswith("#side")
        assert page.is_visible("#side textarea")


def test_keys_walk_over_clauses_and_press_their_button(guide_address: str, open_context: Context) -> None:
    page = open_context(1440).new_page()
    page.goto(f"{guide_address}/styleguide/draft")
    for key, at in (("j", "art_16"), ("j", "art_17"), ("j", "art_18"), ("k", "art_17")):
        page.keyboard.press(key)
        assert page.evaluate("document.activeElement.id") == at
    page.keyboard.press("c")
    assert page.evaluate("document.activeElement.name") == "stance"
    page.fill("#text", "jjj")
    assert page.input_value("#text") == "jjj"


def test_keys_can_be_switched_off(guide_address: str, open_context: Context) -> None:
    page = open_context(1440).new_page()
    page.goto(f"{guide_address}/styleguide/draft")
    page.keyboard.press("?")
    assert "下一条" in page.inner_text("dialog")
    check_axe(page, "help")
    page.uncheck("#keys-on")
    page.click("dialog button")
    page.wait_for_selector("dialog", state="detached")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement === document.body")


def test_draft_of_a_form_comes_back_and_can_be_discarded(guide_address: str, open_context: Context) -> None:
    context = open_context(1440)
    page = context.new_page()
    page.goto(f"{guide_address}/styleguide/form")
    page.fill("#text", "一米太短")
    page.fill("#password", "geheim-geheim")
    page.wait_for_selector("text=草稿已保存")
    assert "geheim" not in page.evaluate("JSON.stringify(localStorage)")
    again = context.new_page()
    again.goto(f"{guide_address}/styleguide/form")
    assert again.input_value("#text") == "一米太短"
    again.click("text=清除草稿")
    assert again.input_value("#text") == ""
    assert again.evaluate("localStorage.length") == 0


def test_unsent_text_is_not_left_unasked(guide_address: str, open_context: Context) -> None:
    page = open_context(1440).new_page()
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto(f"{guide_address}/styleguide/form")
    page.locator("#text").press_sequentially("一米太短")
    page.click("text=返回")
    page.wait_for_url("**/draft")
    assert asked == ["beforeunload"]


def test_who_stays_on_the_page_can_still_send_its_other_forms(guide_address: str, open_context: Context) -> None:
    page = open_context(1440).new_page()
    page.on("dialog", lambda dialog: dialog.dismiss())
    page.goto(f"{guide_address}/styleguide/form")
    page.locator("#text").press_sequentially("一米太短")
    page.evaluate(
        "() => { const form = document.createElement('form'); form.method = 'post'; form.action = '/elsewhere';"
        " form.innerHTML = '<button type=submit id=other>其他</button>'; document.querySelector('main').append(form); }"
    )
    page.click("#other")
    wait_until(page, "!document.querySelector('#other').hasAttribute('aria-disabled')")


def test_counter_counts_characters_not_code_units(guide_address: str, open_context: Context) -> None:
    page = open_context(1440).new_page()
    page.goto(f"{guide_address}/styleguide/form")
    page.fill("#text", "𠮷𠮷")
    assert "1998" in page.inner_text("#text-count")


def test_act_is_asked_about_before_it_is_sent(guide_address: str, open_context: Context) -> None:
    page = open_context(1440).new_page()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method) if request.method == "POST" else None)
    page.goto(f"{guide_address}/styleguide/form")
    page.click("text=支持这条意见")
    check_axe(page, "question")
    page.click("dialog >> text=取消")
    assert sent == []
    page.click("text=支持这条意见")
    page.click("dialog >> text=确认")
    page.wait_for_selector(".error-summary")
    assert sent == ["POST"]


def test_job_renews_itself_until_it_is_done(guide: Flask, serve: Serve, open_context: Context) -> None:
    asked: list[int] = []

    @guide.get("/job")
    def job() -> str:
        asked.append(1)
        part = "{{ parts.progress('run', n, 5, '第 ' ~ n ~ ' 步', active=n < 4, title='审查进度', every=0.2) }}"
        return render_template_string(f"{HEAD}{part}{FOOT}", n=len(asked))

    page = open_context(1440).new_page()
    page.goto(serve(guide) + "/job")
    wait_until(page, "document.querySelector('progress').value >= 2")
    assert re.search("第 [2-9] 步", page.inner_text("#run [role=status]"))  # a slow machine sees a later one
    wait_until(page, "!document.querySelector('[data-poll]')")


def test_one_click_sends_once_and_flashes_are_announced(guide: Flask, serve: Serve, open_context: Context) -> None:
    sent: list[int] = []

    @guide.route("/slow", methods=["GET", "POST"])
    def slow() -> str:
        sent.append(1)
        flash("已经收到", "good")
        return render_template_string(f"{HEAD}{{{{ forms.post_button('/slow', '发送') }}}}{FOOT}")

    page = open_context(1440).new_page()
    page.goto(serve(guide) + "/slow")
    wait_until(page, "document.getElementById('live').textContent.includes('已经收到')")
    page.evaluate("const b = document.querySelector('main form button'); b.click(); b.click(); b.click();")
    page.wait_for_load_state("networkidle")
    assert len(sent) == 2


def test_large_print_and_language_are_remembered(guide_address: str, open_context: Context) -> None:
    page = open_context(390).new_page()
    page.goto(f"{guide_address}/styleguide/form?q=1")
    page.click("text=大字版")
    page.wait_for_load_state()
    assert page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") == 21
    page.click("text=繁體")
    page.wait_for_selector("main >> text=提交意見")
    page.goto(f"{guide_address}/styleguide/draft")
    assert page.evaluate("document.documentElement.lang") == "zh-Hant"
    assert page.evaluate("document.documentElement.className") == "large"
    assert "意見" in page.inner_text("main")


def test_lines_of_a_clause_hold_at_most_forty_characters(guide_address: str, open_context: Context) -> None:
    page = open_context(390).new_page()
    page.goto(f"{guide_address}/styleguide/draft")
    for width in (390, 899, 1440, 1920):
        page.set_viewport_size({"width": width, "height": 900})
        longest = page.evaluate(
            "Math.max(...[...document.querySelectorAll('.legal')].map(n => n.clientWidth / parseFloat(getComputedStyle(n).fontSize)))"
        )
        assert longest <= 40


@pytest.mark.long
@pytest.mark.parametrize("page", PAGES)
def test_pages_fit_every_screen(guide_address: str, open_context: Context, page: str) -> None:
    opened = open_context(360).new_page()
    opened.goto(f"{guide_address}/styleguide/{page}")
    for width in (360, 719, 768, 899, 900, 1024, 1280, 1920):
        opened.set_viewport_size({"width": width, "height": 900})
        assert opened.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
