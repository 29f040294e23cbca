"""What the templates and message tables of every room keep to."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest
from flask import Flask, render_template_string
from wtforms import (
    BooleanField,
    DateField,
    Form,
    IntegerField,
    MultipleFileField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired

import consult_web

ROOT = Path(consult_web.__file__).parent
TEMPLATES = sorted(ROOT.rglob("templates/**/*.html"))
TABLES = sorted(path.parent.name for path in ROOT.glob("*/texts.py"))
FORBIDDEN = {
    "style of its own": re.compile(r"<style|\sstyle="),
    "script of its own": re.compile(r"<script(?![^>]*\ssrc=)|\son[a-z]+=\"|javascript:"),
    "address elsewhere": re.compile(r"(?:src|href|action)=\"(?:https?:)?//"),
    "unescaped text": re.compile(r"(?<!drawn)\|\s*safe\b|autoescape false"),  # drawn: a QR code, made by segno
}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_template_has_no(path: Path) -> None:
    source = re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    found = [what for what, pattern in FORBIDDEN.items() if pattern.search(source)]
    assert found == []


@pytest.mark.parametrize("room", TABLES)
def test_words_of_a_room_are_in_both_languages_with_the_same_placeholders(room: str) -> None:
    fields = re.compile(r"\{(\w*)[^}]*\}")
    for name, (zh, en) in import_module(f"consult_web.{room}.texts").TEXTS.items():
        assert bool(zh.strip()) == bool(en.strip()), name
        own = {"zh", "en"}  # texts that are data, in the language of the sentence
        assert set(fields.findall(zh)) - own == set(fields.findall(en)) - own, name


class Sample(Form):
    title = StringField("标题", [InputRequired()], description="不超过八十字")
    text = TextAreaField("正文")
    secret = PasswordField("口令")
    day = DateField("日期")
    number = IntegerField("件数")
    kind = SelectField("种类", choices=[("1", "法规"), ("2", "规章")])
    stance = RadioField("态度", choices=[("yes", "支持"), ("no", "反对")])
    topics = SelectMultipleField("方面", choices=[("a", "罚款"), ("b", "登记")])
    files = MultipleFileField("附件")
    agree = BooleanField("同意")


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_fields_of_wtforms_are_shown_by_their_type(guide: Flask) -> None:
    form = Sample(
        data={"text": "甲", "kind": "2", "stance": "no", "topics": ["b"], "number": 3, "secret": "x", "agree": True}
    )
    form.validate()
    source = '{% import "ui/forms.html" as forms %}{% for field in form %}{{ forms.bound(field) }}{% endfor %}'
    with guide.test_request_context("/"):
        text = render_template_string(source, form=form)
    assert re.search(r'<input id="title"[^>]*required[^>]*aria-describedby="title-hint title-error "', text)
    assert re.search(r'<textarea id="text"[^>]*>\n甲</textarea>', text)
    assert re.search(r'<input id="secret" name="secret" type="password" value=""', text)
    assert 'type="date"' in text
    assert re.search(r'name="number" type="number" value="3"', text)
    assert '<option value="2" selected>规章</option>' in text
    assert re.search(r'type="radio" value="no" checked', text)
    assert re.search(r'type="checkbox" value="b" checked', text)
    assert re.search(r'name="files" type="file" multiple', text)
    assert re.search(r'name="agree" type="checkbox" value="y" checked', text)
