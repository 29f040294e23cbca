"""The annotated copy of a file that is no docx: made from a conversion, if that has the text that was reviewed."""

from __future__ import annotations

import os

import pytest
import word_samples as ws
from test_annotate import commented, hit, on, review_of

from lawcheck.errors import OutputError
from lawcheck.readers import convert_to_docx
from lawcheck.readers.libreoffice import find_office
from lawcheck.reports import converted, render_outputs
from lawcheck.reviewing import Review

RTF = (
    rb"{\rtf1\ansi\ansicpg936 \'d4\'c6\'d4\'f3\'ca\'d0\'cc\'f5\'c0\'fd\par "  # 云泽市条例
    rb"{\listtext \'b5\'da\'d2\'bb\'cc\'f5\tab}\'b2\'d0\'b7\'cf\'c8\'cb\'c8\'a8\'d2\'e6\'a1\'a3\par "  # 第一条 残废人权益。
    rb"\'b5\'da\'b6\'fe\'cc\'f5\~\'c6\'e4\'cb\'fc\'ca\'c2\'cf\'ee\'a1\'a3\par}"  # 第二条 其它事项。
)
SAME = ws.make_docx(
    ws.paragraph("云泽市条例") + ws.paragraph("")
    + ws.paragraph("残废人权益。", properties="<w:numPr><w:numId w:val='1'/></w:numPr>")
    + ws.paragraph("第二条　其它事项。")
)  # fmt: skip
OTHER = ws.make_docx(ws.paragraph("云泽市条例") + ws.paragraph("残废人权益。") + ws.paragraph("第二条　另一件事情。"))
INSTALLED = find_office() is not None or os.environ.get("CI", "").lower() in ("1", "true")


@pytest.fixture
def review() -> Review:
    return review_of(RTF, "条例.rtf", findings=[on("残废人"), on("其它")], terms=[hit("残废人")])


def with_conversion(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(converted, "convert_to_docx", lambda *_, **__: data)


def test_findings_stand_on_their_characters_in_the_conversion(review: Review, monkeypatch: pytest.MonkeyPatch) -> None:
    with_conversion(monkeypatch, SAME)
    assert review.document.source.text == "云泽市条例\n第一条　残废人权益。\n第二条\xa0其它事项。\n"
    annotated = converted.annotate_converted(RTF, review)
    # The blank behind 第二条 became another: that comment covers its paragraph.
    assert sorted(commented(annotated).values()) == ["残废人", "第二条　其它事项。"]


def test_a_conversion_with_another_text_is_not_annotated(review: Review, monkeypatch: pytest.MonkeyPatch) -> None:
    with_conversion(monkeypatch, OTHER)
    with pytest.raises(OutputError, match=r"条例\.rtf") as caught:
        converted.annotate_converted(RTF, review)
    assert caught.value.code == "E155"
    outputs = render_outputs(review, RTF)
    assert ".annotated.docx" not in outputs
    assert "E155" in outputs[".annotated.txt"].decode()


def test_the_other_results_stand_without_libreoffice(review: Review, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lawcheck.readers.libreoffice.find_office", lambda: None)
    outputs = render_outputs(review, RTF)
    assert "libreoffice-writer-nogui" in outputs[".annotated.txt"].decode()
    assert ".review.docx" in outputs


@pytest.mark.skipif(not INSTALLED, reason="needs libreoffice-writer-nogui")
def test_libreoffice_makes_a_copy_with_the_comments(review: Review) -> None:
    assert converted.convert_to_docx is convert_to_docx
    assert "残废人" in commented(converted.annotate_converted(RTF, review)).values()
