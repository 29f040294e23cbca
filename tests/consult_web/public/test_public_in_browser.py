"""The citizens' pages in a real browser: every page on a phone and on a desk, by keyboard, by touch, without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from browsing import check_axe
from public_stands import SECOND, add_consultation, add_question, add_quote, add_version
from site_stands import DATA_KEY
from sqlalchemy import select

from consult_web.consultations import (
    ClauseCount,
    Comment,
    Consultation,
    Disposition,
    Opinion,
    Outcome,
    Reply,
    Sender,
    submit,
)
from consult_web.consultations.results_models import AnalysisRun
from consult_web.public import proof
from consult_web.settings import Settings
from consult_web.site import create_site
from consult_web.storage import utc_now
from lawcheck.comments import Stance

KEY = "k" * 40


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory, prepared_sqlite: Path) -> Iterator[tuple[Any, str]]:
    """A site with a draft of two versions, questions, a released quote, an answered opinion; and a receipt."""
    folder = tmp_path_factory.mktemp("public")
    path = folder / "consult.db"
    path.write_bytes(prepared_sqlite.read_bytes())
    app = create_site(Settings(folder, f"sqlite:///{path}", "s" * 40, (DATA_KEY,), secure=False))
    app.config["SUBMIT_LIMIT"] = "10000 per minute"
    database = app.extensions["database"]
    made = add_consultation(database, previous_law="云溪市停车管理办法")
    add_consultation(database, slug="old", title="云溪市养犬条例", closes_at=utc_now(), created_by="program")
    with database.saving() as session:
        add_question(session, made)
        consultation = session.get_one(Consultation, made)
        uids = {row.eid: row.uid for row in consultation.version.clauses}
        consultation.version_id = add_version(session, made, 2, SECOND, uids)
    with database.saving() as session:
        consultation = session.get_one(Consultation, made)
        opinion = Opinion(
            "占用消防车通道罚款太少，应当提高。", Stance.CHANGE, ("art_4",), version_id=consultation.version_id
        )
        sent = submit(session, consultation, [opinion], Sender(), KEY)
        comment_id = sent.comments[0]
        add_quote(session, consultation, comment_id, opinion.text)
        run = AnalysisRun(consultation_id=made, version_id=consultation.version_id)
        session.add(run)
        session.flush()
        session.add(
            ClauseCount(
                run_id=run.id,
                eid="art_4",
                label="第四条",
                comments=12,
                persons=12,
                change=9,
                oppose=3,
                details={"chosen": {"建议修改": 8, "反对": 2}},
            )
        )
        consultation.run_id = run.id
        session.get_one(Comment, comment_id).read_at = utc_now()
        session.add(
            Disposition(
                consultation_id=made,
                comment_id=comment_id,
                point_key="p",
                outcome=Outcome.PARTLY,
                reason="幅度作了适当提高。",
                version_id=consultation.version_id,
                eid="art_4",
                old_words="二百元以上三百元以下",
                new_words="三百元以上五百元以下",
                decided_by="user:1",
                signed_by="user:2",
                signed_at=utc_now(),
            )
        )
        session.add(
            Reply(comment_id=comment_id, text="感谢您的意见。", public_text="感谢您的意见。", written_by="user:1")
        )
    yield app, sent.receipt
    database.close()


@pytest.fixture
def address(settled: tuple[Any, str], serve: Callable[[Any], str]) -> str:
    return serve(settled[0])


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/tingche/",
        "/tingche/v2/art_4",
        "/tingche/write",
        "/tingche/questions",
        "/tingche/opinions",
        "/tingche/compare",
        "/tingche/changes",
        "/tingche/privacy",
        "/tingche/v2/paper",
        "/old/",
        "/track",
        "/track/RECEIPT",
    ],
)
def test_every_page_keeps_the_rules(
    settled: tuple[Any, str], address: str, page_check: Callable[..., None], path: str
) -> None:
    name = "public-" + (re.sub(r"\W+", "-", path.replace("RECEIPT", "code")).strip("-") or "home")
    page_check(address + path.replace("RECEIPT", settled[1]), name=name)


def opinion_by_hand(page: Any, text: str) -> None:
    page.fill("#opinion textarea[name=text]", text)


def test_the_pages_of_a_submission_keep_the_rules(address: str, page_check: Callable[..., None]) -> None:
    def to_where(page: Any) -> None:
        opinion_by_hand(page, "消防通道老是被占，罚款要重一点")
        page.click("#opinion button[type=submit]")
        page.wait_for_url("**/where/**")

    def to_review(page: Any) -> None:
        to_where(page)
        page.click("main button[type=submit]")
        page.wait_for_url("**/review")

    def to_receipt(page: Any) -> None:
        to_review(page)
        page.wait_for_selector("form[data-done]", state="attached")
        page.click("#send-button")
        page.wait_for_selector(".receipt-code")

    for name, act in (("where", to_where), ("review", to_review), ("receipt", to_receipt)):
        page_check(address + "/tingche/write", name=f"public-{name}", act=act)


@pytest.mark.parametrize("width", [390, 1440])
def test_the_end_comes_while_somebody_types(
    settled: tuple[Any, str], address: str, open_context: Callable[..., Any], width: int
) -> None:
    database = settled[0].extensions["database"]
    add_consultation(database, slug=f"ends-{width}", closes_at=utc_now() + timedelta(hours=1))
    page = open_context(width).new_page()
    page.goto(f"{address}/ends-{width}/write")
    opinion_by_hand(page, "还没写完就截止了。")
    with database.saving() as session:
        session.scalars(select(Consultation).where(Consultation.slug == f"ends-{width}")).one().closes_at = utc_now()
    page.click("#opinion button[type=submit]")
    page.wait_for_selector(".notice.warn")
    assert page.input_value("main textarea") == "还没写完就截止了。"
    check_axe(page, "after the end")


def test_a_form_with_errors_leads_to_them(address: str, open_context: Callable[..., Any]) -> None:
    page = open_context(1440).new_page()
    page.goto(address + "/tingche/v2/art_4")
    page.click("#opinion button[value=review]")
    page.wait_for_selector(".error-summary")
    check_axe(page, "a form with errors")
    page.click(".error-summary a")
    assert page.evaluate("document.activeElement.name") == "text"


@pytest.mark.parametrize("width", [390, 1440])
def test_the_whole_way_by_keyboard(address: str, open_context: Callable[..., Any], width: int) -> None:
    """From the draft by j and c into the form, by Tab and Enter to the receipt; nothing is clicked."""
    page = open_context(width).new_page()
    page.goto(address + "/tingche/")
    for _ in range(4):
        page.keyboard.press("j")
    assert page.evaluate("document.activeElement.id") == "art_4"
    page.keyboard.press("c")
    page.wait_for_selector("#opinion textarea[name=text]")
    page.wait_for_function("document.activeElement.closest('[data-sheet]') !== null")
    tab_to(page, "textarea[name=text]")
    page.keyboard.type("罚款太高了，请降低一些。")
    tab_to(page, "button[value=review]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/review")
    page.wait_for_selector("form[data-done]", state="attached")
    tab_to(page, "#send-button")
    page.keyboard.press("Enter")
    page.wait_for_selector(".receipt-code")


def tab_to(page: Any, selector: str, most: int = 80) -> None:
    for _ in range(most):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"Tab does not reach {selector}")


@pytest.mark.parametrize("width", [390, 1440])
def test_the_whole_way_without_scripts(
    address: str, open_context: Callable[..., Any], width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proof, "WAIT_SECONDS", 1)
    page = open_context(width, scripts=False).new_page()
    page.goto(address + "/")
    page.click("text=看草案、提意见 >> nth=0")
    page.click("text=对第四条提意见")
    page.fill("#opinion textarea[name=text]", "没有脚本也能提意见。")
    page.click("#opinion button[value=review]")
    page.wait_for_timeout(1300)
    page.click("#send-button")
    code = page.inner_text(".receipt-code")
    page.goto(address + "/track")
    page.fill("#code", code)
    page.click("main button[type=submit]")
    page.wait_for_selector("main >> text=没有脚本也能提意见")
    page.click("summary:has-text('撤回')")
    page.click("text=确认撤回")
    page.wait_for_selector("main >> text=已撤回")


def test_on_a_phone_the_form_comes_as_a_sheet_and_goes_back(address: str, open_context: Callable[..., Any]) -> None:
    page = open_context(390).new_page()
    page.goto(address + "/tingche/")
    page.tap("text=对第四条提意见")
    page.wait_for_selector("[data-sheet].is-open #opinion")
    page.keyboard.press("Escape")
    assert "对第四条提意见" in page.evaluate("document.activeElement.textContent")


def test_selected_words_open_the_form_with_the_quote(address: str, open_context: Callable[..., Any]) -> None:
    page = open_context(1440).new_page()
    page.goto(address + "/tingche/")
    page.evaluate(
        """() => {
      const node = document.querySelector('#art_4 [data-text] p').firstChild;
      const range = document.createRange();
      range.setStart(node, 2); range.setEnd(node, 8);
      getSelection().removeAllRanges(); getSelection().addRange(range);
    }"""
    )
    page.click(".select-button")
    page.wait_for_selector("#opinion")
    assert page.input_value("[name=quote]") == page.evaluate(
        "document.querySelector('#art_4 [data-text] p').textContent.slice(2, 8)"
    )


def test_the_same_words_are_offered_while_typing(address: str, open_context: Callable[..., Any]) -> None:
    page = open_context(1440).new_page()
    page.goto(address + "/tingche/v2/art_4")
    opinion_by_hand(page, "占用消防车通道罚款太少，应该提高！")
    page.wait_for_selector(".similar blockquote")
    assert "人说了几乎同样的话" in page.inner_text(".similar")
    page.wait_for_load_state("networkidle")  # a later answer puts another button in the place of this one
    page.click(".similar button")
    page.wait_for_selector(".notice.good")


def test_what_was_typed_comes_back(address: str, open_context: Callable[..., Any], settled: tuple[Any, str]) -> None:
    context = open_context(1440)
    page = context.new_page()
    page.goto(address + "/tingche/v2/art_1")
    with page.expect_response(lambda answer: answer.status == 204):
        page.type("#opinion textarea[name=text]", "还没写完")
    page.on("dialog", lambda dialog: dialog.accept())
    again = context.new_page()
    again.goto(address + "/tingche/v2/art_1")
    assert again.input_value("#opinion textarea[name=text]") == "还没写完"


def test_typed_markup_is_shown_as_typed(address: str, open_context: Callable[..., Any]) -> None:
    page = open_context(1440).new_page()
    page.on("dialog", lambda _: pytest.fail("a script of a visitor ran"))
    page.goto(address + "/tingche/v2/art_5")
    text = "<img src=x onerror=alert(1)><script>alert(2)</script>施行太晚"
    opinion_by_hand(page, text)
    page.click("#opinion button[value=review]")
    page.wait_for_url("**/review")
    assert text in page.inner_text("main")
    assert page.locator("main img").count() == 0


def test_the_receipt_is_found_in_its_code(settled: tuple[Any, str]) -> None:
    with settled[0].extensions["database"].reading() as session:
        assert session.scalars(select(Comment.receipt_hash)).first() not in ("", settled[1])
