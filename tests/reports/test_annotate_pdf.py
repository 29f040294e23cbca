"""The annotated PDF: the filed bytes, then highlights on the exact characters with the words of each finding."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
from factory import make_review
from pypdf import PdfReader, PdfWriter

from lawcheck.checks import Finding, Severity
from lawcheck.document import Document, Span, parse
from lawcheck.errors import UnreadableFile
from lawcheck.readers import ocr, read
from lawcheck.readers.pdf import open_pdf
from lawcheck.reports import OUTPUT_SUFFIXES, render_outputs
from lawcheck.reports.annotate_pdf import annotate_pdf
from lawcheck.reviewing import Review

sys.path.append(str(Path(__file__).parents[1] / "readers"))
from pdf_samples import body, make_pdf

LINES = body(
    "　　第一条　为了加强公园绿地的规划和保护，改善人居环",
    "境，根据有关法律、法规，制定本条例。",
    "　　第二条　残废人免收门票。",
)


def finding(document: Document, words: str, severity: Severity = Severity.ADVICE, **values: str) -> Finding:
    at = document.source.text.index(words) if words else 0
    span = Span(at, at + len(words))
    return Finding("W06", "1", "用语", severity, span, words, "", "", f"关于{words}。", **values)  # type: ignore[arg-type]


def reviewed(data: bytes, *words: str, name: str = "a.pdf") -> Review:
    document = parse(read(name, data=data))
    return make_review(document=document, findings=tuple(finding(document, w) for w in words))


def text_of(data: bytes) -> list[str]:
    with open_pdf(data, "a.pdf") as document:
        return [document[i].get_textpage().get_text_range() for i in range(len(document))]


def notes_of(data: bytes) -> list[tuple[int, str, str, list[str]]]:
    """Page, kind, words and covered characters of each annotation."""
    found = []
    with open_pdf(data, "a.pdf") as document:
        for number, page in enumerate(PdfReader(io.BytesIO(data)).pages):
            text = document[number].get_textpage()
            for note in (item.get_object() for item in page.get("/Annots", ())):
                quads = [float(v) for v in note.get("/QuadPoints", ())]
                covered = []
                for i in range(0, len(quads), 8):
                    xs, ys = quads[i : i + 8 : 2], quads[i + 1 : i + 8 : 2]
                    covered.append(text.get_text_bounded(min(xs) + 1, min(ys) + 1, max(xs) - 1, max(ys) - 1))
                found.append((number + 1, note["/Subtype"], note.get("/Contents", ""), covered))
    return found


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_highlights_cover_the_characters_of_the_finding(rotate: int) -> None:
    data = make_pdf([[], LINES], rotate=rotate)
    annotated = annotate_pdf(data, reviewed(data, "人居环境", "残废人"))
    assert annotated.startswith(data)
    assert text_of(annotated) == text_of(data)
    first, second = notes_of(annotated)
    assert first[:2] == (2, "/Highlight")
    assert first[3] == ["人居环", "境"]
    assert "关于人居环境。" in first[2]
    assert second[3] == ["残废人"]


def test_equal_input_gives_equal_bytes() -> None:
    data = make_pdf([LINES])
    review = reviewed(data, "残废人")
    assert annotate_pdf(data, review) == annotate_pdf(data, review)


def test_a_note_without_characters_is_a_sign_on_the_first_page() -> None:
    data = make_pdf([LINES])
    ((page, kind, words, _),) = notes_of(annotate_pdf(data, reviewed(data, "")))
    assert (page, kind) == (1, "/Text")
    assert "用语" in words


def test_a_finding_over_two_pages_is_marked_on_both() -> None:
    data = make_pdf([LINES[:1], LINES[1:]])
    notes = notes_of(annotate_pdf(data, reviewed(data, "人居环境")))
    assert [(page, covered) for page, _, _, covered in notes] == [(1, ["人居环"]), (2, ["境"])]


def test_notes_that_the_file_had_stay() -> None:
    writer, out = PdfWriter(clone_from=io.BytesIO(make_pdf([LINES]))), io.BytesIO()
    from pypdf.annotations import Text

    writer.add_annotation(0, Text(rect=(50, 550, 200, 650), text="原有批注"))
    writer.write(out)
    notes = notes_of(annotate_pdf(out.getvalue(), reviewed(out.getvalue(), "残废人")))
    assert [words.split("\n")[0] for _, _, words, _ in notes] == ["原有批注", "【建议修改】W06 用语"]


def test_personal_data_stay_hidden_in_notes() -> None:
    data = make_pdf([LINES])
    document = parse(read("a.pdf", data=data))
    review = make_review(document=document, findings=(finding(document, "残废人", masked="残*人"),))
    ((_, _, words, _),) = notes_of(annotate_pdf(data, review))
    assert "残废人" not in words
    assert "残*人" in words


def test_an_encrypted_file_that_opens_without_password_is_annotated() -> None:
    writer, out = PdfWriter(clone_from=io.BytesIO(make_pdf([LINES]))), io.BytesIO()
    writer.encrypt("", "owner", algorithm="RC4-128")
    writer.write(out)
    notes = notes_of(annotate_pdf(out.getvalue(), reviewed(out.getvalue(), "残废人")))
    assert [covered for *_, covered in notes] == [["残废人"]]


def test_a_file_with_a_broken_table_is_written_anew() -> None:
    data = make_pdf([LINES])
    data = data[: data.rindex(b"xref\n0 ")] + b"trailer<</Root 1 0 R>>\n"
    review = reviewed(data, "残废人")
    annotated = annotate_pdf(data, review)
    assert [covered for *_, covered in notes_of(annotated)] == [["残废人"]]
    assert annotated == annotate_pdf(data, review)


def test_another_file_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="E602"):
        annotate_pdf(make_pdf([LINES, LINES]), reviewed(make_pdf([LINES]), "残废人"))


def test_the_outputs_of_a_review_hold_the_annotated_pdf() -> None:
    data = make_pdf([LINES])
    outputs = render_outputs(reviewed(data, "残废人"), data)
    assert outputs[".annotated.pdf"].startswith(b"%PDF-")
    assert set(OUTPUT_SUFFIXES) >= set(outputs) - {".annotated.pdf"}


@pytest.mark.skipif(not ocr.is_available(), reason="the extra ocr is not installed")
def test_a_picture_becomes_a_pdf_with_notes() -> None:
    from PIL import Image

    from lawcheck.document import Block, Provenance, SourceText

    out = io.BytesIO()
    Image.new("RGB", (1240, 1754), "white").save(out, "PNG", dpi=(150, 150))
    place = Provenance("body", 0, page=1, box=(100.0, 100.0, 200.0, 120.0), confidence=0.99, tilt=0.0)
    block = Block(0, "残废人免收门票甲乙丙\n", provenance=place)
    document = parse(SourceText(block.text, (block,), "image", "a.png"))
    review = make_review(document=document, findings=(finding(document, "残废人"),))
    annotated = annotate_pdf(out.getvalue(), review)
    assert annotated == annotate_pdf(out.getvalue(), review)
    (page,) = PdfReader(io.BytesIO(annotated)).pages
    assert [float(v) for v in page.mediabox] == pytest.approx([0, 0, 595.2, 841.92], abs=0.1)
    (note,) = (item.get_object() for item in page["/Annots"])
    assert [float(v) for v in note["/Rect"]] == pytest.approx([100, 721.92, 130, 741.92], abs=0.1)
