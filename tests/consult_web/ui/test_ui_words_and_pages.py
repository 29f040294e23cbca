"""Languages, links, addresses, macros and charts without a browser."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask, render_template_string
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from consult_web import ui
from consult_web.ui import charts
from consult_web.ui.styleguide import PAGES
from consult_web.ui.texts import TEXTS
from consult_web.ui.traditional import traditional_page

Render = Callable[..., str]


@pytest.fixture
def render(guide: Flask) -> Render:
    """Renders a piece of a page with the macros at hand."""

    def start(source: str, path: str = "/", **values: object) -> str:
        head = '{% import "ui/forms.html" as forms %}{% import "ui/parts.html" as parts %}'
        with guide.test_request_context(path):
            return render_template_string(head + source, **values)

    return start


def test_every_word_of_the_base_page_is_in_both_languages() -> None:
    fields = re.compile(r"\{(\w+)\}")
    for name, (zh, en) in TEXTS.items():
        assert zh.strip(), name
        assert en.strip(), name
        assert set(fields.findall(zh)) == set(fields.findall(en)), name
        assert ("#" in zh) == ("#" in en), name


def test_every_word_that_a_template_asks_for_exists(guide: Flask) -> None:
    loader = guide.jinja_env.loader
    assert loader
    names = [name for name in guide.jinja_env.list_templates() if name.startswith("ui/")]
    sources = [loader.get_source(guide.jinja_env, name)[0] for name in names]
    asked = {name for source in sources for name in re.findall(r'ui_text\("(\w+)"', source)}
    assert asked
    assert [
        name
        for name in asked
        if not any(word == name or (name.endswith("_") and word.startswith(name)) for word in TEXTS)
    ] == []


@pytest.mark.parametrize(
    ("path", "headers", "lang"),
    [
        ("/styleguide/", {}, "zh-CN"),
        ("/styleguide/", {"Accept-Language": "zh-TW,zh;q=0.8"}, "zh-Hant"),
        ("/styleguide/", {"Accept-Language": "zh-HK"}, "zh-Hant"),
        ("/styleguide/", {"Accept-Language": "en-GB,en;q=0.9"}, "en"),
        ("/styleguide/", {"Accept-Language": "fr"}, "zh-CN"),
        ("/styleguide/?lang=zh-Hant", {"Accept-Language": "en"}, "zh-Hant"),
        ("/styleguide/?lang=xx", {"Accept-Language": "en"}, "en"),
    ],
)
def test_language_is_chosen_by_address_then_browser(
    client: FlaskClient, path: str, headers: dict[str, str], lang: str
) -> None:
    answer = client.get(path, headers=headers)
    assert f'<html lang="{lang}"' in answer.text
    assert answer.headers["Content-Language"] == lang


def test_choices_are_remembered_in_cookies_that_scripts_cannot_read(client: FlaskClient) -> None:
    answer = client.get("/styleguide/?lang=en&size=large")
    assert all("HttpOnly" in cookie and "SameSite=Lax" in cookie for cookie in answer.headers.getlist("Set-Cookie"))
    again = client.get("/styleguide/form").text
    assert '<html lang="en" class="large">' in again


def test_text_of_a_room_goes_before_that_of_the_site_and_can_be_named(guide: Flask) -> None:
    from flask import Blueprint

    ui.add_texts(guide, "room", {"save": ("存", "Keep"), "hello": ("{name}好", "Hello {name}")})
    room = Blueprint("room", __name__)
    room.add_url_rule(
        "/room", "show", lambda: render_template_string("{{ t('save') }} {{ t('hello', name='李') }} {{ t('cancel') }}")
    )
    guide.register_blueprint(room)
    guide.add_url_rule("/else", "other", lambda: render_template_string("{{ t('save') }} {{ t('room.save') }}"))
    client = guide.test_client()
    assert client.get("/room").text == "存 李好 取消"
    assert client.get("/else?lang=en").text == "Save Keep"


def test_unknown_text_is_an_error_not_a_gap(render: Render) -> None:
    with pytest.raises(KeyError, match="nosuch"):
        render("{{ t('nosuch') }}")


@pytest.mark.parametrize("page", PAGES)
def test_traditional_page_differs_from_the_simplified_one_only_in_words(client: FlaskClient, page: str) -> None:
    plain = client.get(f"/styleguide/{page}").text
    found = traditional_page(plain)
    assert found != plain
    assert len(found) == len(plain)
    assert re.findall(r"<[a-z/!]+", found) == re.findall(r"<[a-z/!]+", plain)
    assert re.findall(r' (?:value|href|id|name|for|class)="[^"]*"', found) == re.findall(
        r' (?:value|href|id|name|for|class)="[^"]*"', plain
    )


@pytest.mark.parametrize(
    "kept",
    [
        "<textarea>发展</textarea>",
        '<input value="发展">',
        "<b data-keep>发展<i>发展</i><br>发展</b>",
        '<img data-keep alt="发展">',
        "<script>const 发展 = 1</script>",
        "<select><option>发展</option></select>",
        "<!-- 发展 -->",
        '<a href="/发展">x</a>',
    ],
)
def test_what_people_typed_and_code_stay_as_they_are(kept: str) -> None:
    assert traditional_page(kept) == kept
    assert traditional_page(f"{kept}发展") == f"{kept}發展"


@given(
    st.lists(
        st.sampled_from(
            [
                "发",
                "<b>",
                "</b>",
                "&lt;",
                "&amp;",
                '<i title="发">',
                "</i>",
                "<br>",
                "x",
                "头 发",
                "\n",
                "<p data-keep>",
                "</p>",
                "㓥",
                "着",
            ]
        )
    )
)
def test_conversion_never_changes_the_length_of_a_page(parts: list[str]) -> None:
    page = "".join(parts)
    found = traditional_page(page)
    assert len(found) == len(page)
    assert re.findall(r"<[^>\"]*", found) == re.findall(r"<[^>\"]*", page)


@given(st.text("发发头后面里外着只系统干净乾坤龙台湾皇后ab1，。"))
def test_words_come_back_from_traditional_with_their_length(text: str) -> None:
    assert len(ui.to_simplified(ui.to_traditional(text))) == len(text)


def test_only_pages_are_converted(guide: Flask) -> None:
    guide.add_url_rule("/data", "data", lambda: {"name": "发展"})
    assert guide.test_client().get("/data?lang=zh-Hant").json == {"name": "发展"}


def test_addresses_keep_the_rest_of_the_query(render: Render) -> None:
    assert render("{{ here(page=3) }}", "/a?q=犬&page=2&q=2") == "/a?q=%E7%8A%AC&amp;q=2&amp;page=3"
    assert render("{{ here(q=none) }}", "/a?q=1") == "/a"


def test_switches_of_a_page_that_only_a_form_reaches_lead_to_the_first_page(guide: Flask) -> None:
    guide.add_url_rule(
        "/only-post", "only_post", lambda: render_template_string('{% extends "ui/base.html" %}'), methods=["POST"]
    )
    client = guide.test_client()
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/styleguide/form").text)
    assert token
    answer = client.post("/only-post", data={"csrf_token": token[1]})
    assert 'href="/?lang=en"' in answer.text


def test_links_show_where_the_visitor_is_and_log_out_is_a_form(guide: Flask) -> None:
    ui.add_links(guide, lambda: [ui.Link("退出", "/out", post=True), ui.Link("待办", "/todo", count=7)], "account")
    text = guide.test_client().get("/styleguide/form").text
    assert re.findall(r'<a href="([^"]+)" aria-current="page"', text) == ["/styleguide/form"]
    assert '<form method="post" action="/out"><input type="hidden" name="csrf_token"' in text
    assert '<span class="count">7</span>' in text


def test_field_tells_its_error_to_those_who_do_not_see_it(render: Render) -> None:
    text = render("{{ forms.field('phone', '电话', '12', hint='十一位', error='太短', required=true) }}")
    assert 'aria-describedby="phone-hint phone-error "' in text
    assert 'aria-invalid="true"' in text
    assert '<label for="phone">' in text
    assert 'value="12"' in text
    assert "必填" in text


@pytest.mark.parametrize(
    "source",
    [
        "{{ forms.field('a', evil, evil, hint=evil, error=evil) }}",
        "{{ forms.textarea('a', evil, evil) }}",
        "{{ forms.select('a', evil, [(evil, evil)], evil) }}",
        "{{ forms.chips('a', evil, [(evil, evil)], evil) }}",
        "{{ forms.error_summary([('a', evil)]) }}",
        "{{ forms.field('a', 'b', attrs={'title': evil}) }}",
        "{{ parts.crumbs([(evil, evil), (evil, '')]) }}",
        "{{ parts.table([{'key': 'a', 'label': evil}, {'key': 'b', 'label': evil}], [{'a': evil, 'b': evil, '_url': evil}], evil) }}",
        "{{ parts.diff(evil, evil ~ '改') }}",
        "{{ parts.compare(evil, 'x' ~ evil, evil, evil) }}",
        "{{ parts.quote(evil, evil, evil) }}",
        "{{ parts.timeline([('now', evil, evil, evil)]) }}",
        "{{ parts.clause('a', evil, [evil], heading=evil) }}",
        "{{ parts.stance(evil, evil) }}{{ parts.outcome(evil) }}{{ parts.clock('soon', evil) }}",
    ],
)
def test_nothing_that_people_wrote_becomes_markup(render: Render, source: str) -> None:
    text = render(source, evil='"><script>alert(1)</script>')
    assert "<script>" not in text
    assert '"&gt;' not in text
    assert "&#34;" in text


def test_textarea_gives_back_the_first_line_break(render: Render) -> None:
    assert "<textarea" in (text := render("{{ forms.textarea('a', 'b', '\n一') }}"))
    assert text.partition("<textarea")[2].partition(">")[2].startswith("\n\n一")


def test_table_sorts_by_links_and_names_each_cell_for_phones(render: Render) -> None:
    columns = [{"key": "a", "label": "文件", "sort": True}, {"key": "n", "label": "件数", "number": True, "sort": True}]
    rows = [{"a": "甲", "n": 0, "_url": "/1"}, {"a": "乙", "n": None}]
    text = render("{{ parts.table(columns, rows, '表', sort='n') }}", "/x?page=3&sort=n", columns=columns, rows=rows)
    assert 'href="/x?sort=a"' in text
    assert 'href="/x?sort=-n"' in text
    assert 'aria-sort="ascending"' in text
    assert text.count('data-label="件数"') == 2
    assert '<span class="cell">0</span>' in text
    assert '<span class="cell">—</span>' in text


def test_empty_table_says_so(render: Render) -> None:
    assert "没有符合条件的记录" in render("{{ parts.table([], [], '表') }}")


@pytest.mark.parametrize(
    ("page", "pages", "shown"), [(1, 1, []), (1, 3, [1, 2, 3]), (5, 9, [1, 4, 5, 6, 9]), (9, 9, [1, 8, 9])]
)
def test_pager_shows_both_ends_and_the_neighbours(render: Render, page: int, pages: int, shown: list[int]) -> None:
    text = render("{{ parts.pager(page, pages) }}", page=page, pages=pages)
    assert [int(n) for n in re.findall(r">(\d+)</a>", text)] == shown


def test_change_is_marked_by_elements_and_words(render: Render) -> None:
    text = render("{{ parts.diff('三十日内', '六十日内') }}")
    assert re.search(r"<del>.*删去：.*三十.*</del><ins>.*增加：.*六十.*</ins>日内", text)


def test_stance_bar_says_its_numbers_and_their_sum(render: Render) -> None:
    text = render("{{ parts.stance_bar({'支持': 3, '反对': 1, '疑问': 0}) }}")
    assert 'aria-label="态度分布：支持 3/4，反对 1/4"' in text
    assert "共 4 人" in text
    widths = [float(width) for width in re.findall(r'width="([\d.]+)%" height="100%"', text)]
    assert widths == [75.0, 25.0]


def test_stance_bar_without_comments_draws_nothing_and_divides_nothing(render: Render) -> None:
    assert "<rect" not in render("{{ parts.stance_bar({'支持': 0}) }}")


def _charts() -> list[Markup]:
    evil = "<b>第&条</b>"
    return [
        charts.bars(evil, [charts.Bar(evil, 3, "/x"), charts.Bar("乙", 0)], "条", total=10),
        charts.bars("空", [], "条"),
        charts.stacked("态度", ("支持", evil), [("甲", (1, 3)), ("乙", (0, 0))], "人"),
        charts.lines("月", ["1月", "2月", "3月"], {evil: [1, 2, 30], "乙": [0, 0, 0]}, "件"),
        charts.lines("一", ["1月"], {"甲": [4]}, "件"),
        charts.columns("日", ["一", "二"], [0, 5], "条"),
        charts.donut("果", {"采纳": 3, evil: 0}, "条"),
        charts.donut("无", {}, "条"),
        charts.heat_strip("热", [charts.Bar("一", 0), charts.Bar(evil, 9, "/y")], "条"),
    ]


def test_charts_escape_carry_no_style_and_have_their_numbers_as_a_table(guide: Flask) -> None:
    with guide.test_request_context("/"):
        for chart in _charts():
            assert "<b>" not in chart
            assert "style=" not in chart
            assert "<script" not in chart
            assert "nan" not in chart
        drawn = [chart for chart in _charts() if "暂无数据" not in chart]
        assert all("<table" in chart for chart in drawn)


def test_parts_of_a_bar_fill_it(guide: Flask) -> None:
    with guide.test_request_context("/"):
        text = charts.stacked("态度", ("支持", "反对"), [("甲", (1, 3)), ("乙", (1, 1))], "人")
    widths = [float(width) for width in re.findall(r' width="([\d.]+)%" height="16"><title>', text)]
    assert widths == [25.0, 75.0, 25.0, 25.0]


@given(st.floats(0.01, 1e9))
def test_axis_ends_above_every_value_and_not_far(greatest: float) -> None:
    top = charts._nice_top(greatest)
    assert greatest <= top
    assert top <= max(4.0, greatest * 2.01)


def test_files_of_the_house_style_may_be_kept_and_pages_may_not(client: FlaskClient) -> None:
    address = re.search(r'href="(/ui/site.css\?v=\w+)"', client.get("/styleguide/form").text)
    assert address
    assert "max-age=31536000" in client.get(address[1]).headers["Cache-Control"]
    assert client.get("/styleguide/form").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("page", PAGES)
def test_no_page_holds_a_style_or_script_of_its_own(client: FlaskClient, page: str) -> None:
    answer = client.get(f"/styleguide/{page}")
    assert not re.search(r"<style|style=|<script(?! src=)| on\w+=", answer.text)
    assert "unsafe" not in answer.headers["Content-Security-Policy"]


def test_style_guide_is_marked_as_the_site_asks(guide: Flask) -> None:
    app = Flask("marked")
    app.secret_key = "for tests"
    ui.install(app)
    seen: list[str] = []
    ui.install_styleguide(app, mark=lambda view: seen.append(view.__name__) or view)  # type: ignore[func-returns-value]
    assert seen == ["_index", "_page"]
    assert guide.test_client().get("/styleguide/nosuch").status_code == 404
