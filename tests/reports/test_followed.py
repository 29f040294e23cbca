"""Basis laws that changed after the document: in the record, the Word report and the page."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import docx
import factory
import jsonschema
import pytest
from test_records import SCHEMA

from lawcheck.citations import ClauseChange, Concern, LawChange
from lawcheck.document import Number, Span
from lawcheck.laws import Article, DocumentKind, Law, LawVersion, Level
from lawcheck.reports import changed_laws, review_docx, review_html, review_record
from lawcheck.reviewing import Review

LAW = Law("law:绿地法", "中华人民共和国绿地法", "绿地法", DocumentKind.K1, Level.LAW, "", "")
OLD = LawVersion(
    1, LAW.law_id, LAW.title, date(2010, 3, 1), None, date(2010, 5, 1), date(2026, 9, 1), "制定", "", "", 9
)
NEW = LawVersion(2, LAW.law_id, LAW.title, date(2026, 8, 1), None, date(2026, 9, 1), None, "修订", "", "", 9)
BEFORE = Article(1, 1, Number(7), "第七条", "", "擅自占用绿地的，处五百元罚款。")
NOW = Article(2, 2, Number(8), "第八条", "", "擅自占用绿地的，处一千元罚款。")


@pytest.fixture
def review() -> Review:
    concern = Concern("art_7__para_1", Span(0, 4), "alike", 0.9, 0.7, ("五百元",), True)
    clause = ClauseChange(BEFORE, NOW, 0.8, (concern,))
    followed = LawChange(LAW, NEW, OLD, Span(0, 4), True, True, (date(2026, 8, 1),), 3, (clause,))
    aside = replace(followed, basis=False)
    return replace(factory.make_review(), law_changes=(followed, aside))


def test_only_younger_basis_laws_are_listed(review: Review) -> None:
    (law,) = changed_laws(review.law_changes, review.document)
    assert (law.title, law.summary) == (LAW.title, "2026-08-01修改；变动条文3条，与本文件有关1条")
    assert (law.clauses[0].places, law.clauses[0].copied) == (("第七条",), True)


def test_the_record_has_the_published_shape(review: Review) -> None:
    record = review_record(review)
    jsonschema.validate(record, SCHEMA)
    assert [change["basis"] for change in record["law_changes"]] == [True, False]
    assert record["law_changes"][0]["clauses"][0]["concerns"][0]["kept"] == ["五百元"]


def test_word_and_page_show_both_texts(review: Review) -> None:
    word = docx.Document(io.BytesIO(review_docx(review)))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    page = review_html(review)
    for text in (BEFORE.text, NOW.text, "疑似沿用修改前的文字"):
        assert any(text in cell for cell in cells)
        assert text in page


def test_without_changes_nothing_is_said(review: Review) -> None:
    assert "上位法已改" not in review_html(replace(review, law_changes=()))
