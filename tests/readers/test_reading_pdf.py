"""Text PDF: printed lines become 款 again, page furniture stands aside, every character keeps its place."""

from __future__ import annotations

import io
import os
import random
import re
from collections import Counter

import pytest
from pdf_samples import INDENT, LEFT, SIZE, Line, body, make_pdf
from pypdf import PdfWriter

from lawcheck.document import SourceText, Span, parse
from lawcheck.errors import UnreadableFile
from lawcheck.readers import ocr, pdf, pdf_places, read

# A grey JPEG of 8 × 8 points, the smallest that pdfium draws.
JPEG = bytes.fromhex(
    "ffd8ffe000104a46494600010100000100010000ffdb004300"
    + "01" * 64
    + "ffc0000b080008000801011100ffc4001400010000000000"
    "000000000000000000000009ffc40014100100000000000000000000000000000000ffda0008010100003f002affd9"
)
ARTICLES = body(
    "　　第一条　为了加强公园绿地的规划和保护，改善人居环",
    "境，根据有关法律、法规，结合本市实际，制定本条例，依照",
    "第十条规定执行。",
    "　　法律、法规另有规定的，从其规定。",
    "　　第二条　禁止下列行为：",
    "　　（一）损毁树木、花草；",
    "　　（二）其他损害公园绿地的行为，包括在公园绿地内倾倒",
    "垃圾。",
)


def contents(source: SourceText, part: str = "body") -> list[str]:
    """The paragraphs of a part."""
    text = "".join(b.text for b in source.blocks if b.provenance.part == part)
    return text.splitlines()


def refusal(data: bytes) -> UnreadableFile:
    with pytest.raises(UnreadableFile) as caught:
        read("某条例.pdf", data=data)
    return caught.value


def codes(source: SourceText) -> list[str]:
    return [problem.code for problem in source.problems]


def test_wrapped_lines_become_paragraphs_again() -> None:
    document = parse(read("a.pdf", data=make_pdf([ARTICLES])))
    first, second = document.articles
    assert [p.text for p in first.children] == [
        "为了加强公园绿地的规划和保护，改善人居环境，根据有关法律、法规，结合本市实际，制定本条例，依照第十条规定执行。",
        "法律、法规另有规定的，从其规定。",
    ]
    assert [p.text for p in second.children[0].children] == [
        "损毁树木、花草；",
        "其他损害公园绿地的行为，包括在公园绿地内倾倒垃圾。",
    ]


@pytest.mark.parametrize("wrapped", ["第十条　处罚。", "第十条规定处罚。", "第一条第二款处罚。"])
def test_a_line_that_begins_with_a_reference_opens_no_article(wrapped: str) -> None:
    lines = body(
        *["　　第一条　甲。"] * 1, "　　第二条　违反本条例规定的，由公园绿地主管部门依照", wrapped, "　　第三条　乙。"
    )
    document = parse(read("a.pdf", data=make_pdf([lines])))
    assert [article.label for article in document.articles] == ["第一条", "第二条", "第三条"]
    assert document.articles[1].full_text.endswith(wrapped)


def test_a_decimal_number_behind_a_full_line_opens_a_clause() -> None:
    full = "1.2 本规程适用于本县行政区域内停放充电场所的建设和管理。"  # fills the line, as does what the number stands behind
    lines = [
        (LEFT, 100.0 + 28 * n, SIZE, text)
        for n, text in enumerate(("1.1 为预防火灾，制定本规程。", full, "2 选址", "2.1 不得占道。"))
    ]
    source = read("a.pdf", data=make_pdf([lines]))
    assert contents(source) == ["1.1 为预防火灾，制定本规程。", full, "2 选址", "2.1 不得占道。"]


@pytest.mark.parametrize("alone", ["（此页无正文）", "抄送：市委办公室。"])
def test_what_always_stands_alone_does_not_go_on_with_a_sentence(alone: str) -> None:
    full = "第四条　本办法自二〇二七年一月一日起施行。"  # the longest line, so that nothing shows where the margin is
    lines = [(LEFT, 100.0 + 28 * n, SIZE, text) for n, text in enumerate(("第三条　应当登记。", full, alone))]
    assert contents(read("a.pdf", data=make_pdf([lines])))[-1] == alone


@pytest.mark.parametrize("wrapped", ["2.5米以上的通道。", "3 个月内完成。"])
def test_a_measure_in_the_middle_of_a_sentence_opens_none(wrapped: str) -> None:
    full = "1.2 停放充电场所的建设单位应当在建筑物的四周留出宽度为"
    lines = [
        (LEFT, 100.0 + 28 * n, SIZE, text) for n, text in enumerate(("1.1 为预防火灾，制定本规程。", full, wrapped))
    ]
    assert len(contents(read("a.pdf", data=make_pdf([lines])))) == 2


def test_a_paragraph_goes_on_behind_the_page_number() -> None:
    full = "　　第一条　为了加强公园绿地的规划和保护，改善人居环"
    pages = [
        [*body(full), (270.0, 770.0, 14.0, "— 1 —")],
        [*body("境，制定本条例。"), (270.0, 770.0, 14.0, "— 2 —")],
    ]
    source = read("a.pdf", data=make_pdf(pages))
    assert contents(source) == [full.lstrip("　") + "境，制定本条例。"]
    assert [b.provenance.page for b in source.blocks] == [1, 2, 1, 2]
    assert contents(source, "footer") == ["— 1 —", "— 2 —"]


def test_a_running_head_stands_aside() -> None:
    pages = [[(200.0, 30.0, 10.0, "云泽市公园绿地管理条例"), *ARTICLES] for _ in range(3)]
    source = read("a.pdf", data=make_pdf(pages))
    assert contents(source, "header") == ["云泽市公园绿地管理条例"] * 3
    assert "云泽市" not in "".join(contents(source))


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_every_line_keeps_page_and_box_as_displayed(rotate: int) -> None:
    source = read("a.pdf", data=make_pdf([[], ARTICLES], rotate=rotate))
    assert "".join(b.text for b in source.blocks) == source.text
    first, second, *_ = source.blocks
    assert (first.provenance.page, first.provenance.paragraph) == (2, 0)
    assert first.separator == ""
    assert second.provenance.paragraph == 0
    left, top, right, bottom = first.provenance.box or (0, 0, 0, 0)
    assert left == pytest.approx(INDENT)
    assert right == pytest.approx(INDENT + SIZE * len(first.content), abs=3 * SIZE)
    assert 95 < top < bottom < 125
    assert (second.provenance.box or ())[0] == pytest.approx(LEFT)


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_span_leads_to_its_characters_on_the_page(rotate: int) -> None:
    data = make_pdf([ARTICLES], rotate=rotate)
    source = read("a.pdf", data=data)
    at = source.text.index("人居环境")
    with pdf.open_pdf(data, "a.pdf") as document:
        text = document[0].get_textpage()
        shown = []
        for place in pdf_places(data, source, [Span(at, at + 4)])[0]:
            xs, ys = zip(*place.corners, strict=True)
            shown.append(text.get_text_bounded(min(xs) + 1, min(ys) + 1, max(xs) - 1, max(ys) - 1))
    assert shown == ["人居环", "境"]


def test_radicals_that_look_like_characters_are_characters() -> None:
    document = parse(read("a.pdf", data=make_pdf([body("　　第⼀条　⽇常管理。")])))
    assert document.articles[0].children[0].text == "日常管理。"


def test_a_narrow_gap_beside_a_figure_is_no_blank() -> None:
    line = [(80.0, 100.0, 16.0, "于"), (100.0, 100.0, 16.0, "2"), (120.0, 100.0, 16.0, "年")]
    assert read("a.pdf", data=make_pdf([line])).text.strip() == "于2年"


def test_a_line_that_is_drawn_font_by_font_is_read_from_left_to_right() -> None:
    words = ((0, "第一条　以"), (6, "其它"), (5, "“"), (8, "”"), (9, "等招牌。"), (15, "乙"))
    line = [(LEFT + SIZE * place, 100.0, SIZE, word) for place, word in words]
    assert contents(read("a.pdf", data=make_pdf([line]))) == ["第一条　以“其它”等招牌。 乙"]


def test_text_that_nobody_sees_is_noted() -> None:
    assert codes(read("a.pdf", data=make_pdf([ARTICLES], mode=3))) == ["P244"]
    assert codes(read("a.pdf", data=make_pdf([ARTICLES], mode=3, jpeg=JPEG))) == ["P243"]


def test_a_scan_without_ocr_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_available", lambda: False)
    error = refusal(make_pdf([[], []], jpeg=JPEG))
    assert error.code == "E161"
    assert "pip install '.[ocr]'" in str(error)


def test_scanned_pages_among_others_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_available", lambda: False)
    source = read("a.pdf", data=make_pdf([ARTICLES, []], jpeg=JPEG))
    assert codes(source) == ["P240"]
    assert "第 2 页" in source.problems[0].message


def encrypted(password: str) -> bytes:
    writer, out = PdfWriter(clone_from=io.BytesIO(make_pdf([ARTICLES]))), io.BytesIO()
    writer.encrypt(password, "owner", algorithm="RC4-128")
    writer.write(out)
    return out.getvalue()


def test_a_password_is_asked_only_where_the_file_asks_for_it() -> None:
    assert refusal(encrypted("secret")).code == "E163"
    assert "第一条" in read("a.pdf", data=encrypted("")).text


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.4" + bytes(4096), make_pdf([ARTICLES])[:300]], ids=len)
def test_a_damaged_file_is_refused(data: bytes) -> None:
    assert refusal(data).code == "E160"
    words = refusal(data).text("zh").split("：", 1)[1].replace("PDF", "").replace("Word（docx）", "")
    assert not re.search("[A-Za-z]", words)


def test_blank_pages_are_no_text() -> None:
    assert refusal(make_pdf([[]])).code == "E105"


def test_limits_of_pages_and_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MAX_CHARACTERS", 50)
    assert refusal(make_pdf([ARTICLES])).code == "E117"
    monkeypatch.setattr(pdf, "MAX_PAGES", 1)
    assert refusal(make_pdf([ARTICLES, ARTICLES])).code == "E117"


def test_scanned_pages_have_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_available", lambda: True)
    monkeypatch.setattr(pdf, "MAX_OCR_PAGES", 1)
    assert refusal(make_pdf([[], []], jpeg=JPEG)).code == "E162"


RUNS = 2_000 if os.environ.get("HYPOTHESIS_PROFILE") == "long" else 150


def test_mutated_files_are_read_or_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_available", lambda: False)
    good, chance = make_pdf([ARTICLES, ARTICLES], jpeg=JPEG), random.Random(20261122)
    seen: Counter[str] = Counter()
    for _ in range(RUNS):
        data = bytearray(good)
        for _ in range(chance.randint(1, 30)):
            at = chance.randrange(len(data))
            data[at : at + chance.choice((0, 1, 1, 1, 8))] = chance.choice(
                (b"", b"\0", b"[", b">>", b"9", b"%", data[:40])
            )
        try:
            source = read("a.pdf", data=bytes(data))
        except UnreadableFile as error:
            seen[error.code] += 1
        else:
            seen["read"] += "".join(b.text for b in source.blocks) == source.text
    assert seen.total() == RUNS
    assert set(seen) <= {"read", "E105", "E111", "E117", "E160", "E161", "E163"}
    assert seen["read"] > RUNS / 10


def test_marks_that_hang_out_of_the_margin_do_not_widen_it() -> None:
    """A page of items, where the only lines as wide as the text end in a hanging comma."""
    full = "甲" * 27
    hanging = "　　第一条　" + "甲" * 21 + "，"
    items = [f"　　（{n}）甲乙丙丁；" for n in "一二三四五六七"]
    page = [full, "乙。", hanging, "丙。", *items, "　　（八）" + "甲" * 20 + "。", "　　第二条　" + "乙" * 20, "丁。"]
    other = [line for _ in range(6) for line in (full, "甲乙。")]
    found = read("x.pdf", data=make_pdf([body(*other), body(*page), body(*other)]))
    assert [str(article.number) for article in parse(found).articles] == ["1", "2"]


def test_a_heading_without_a_blank_behind_a_full_line_is_a_heading() -> None:
    page = ["　　第一条　" + "甲" * 19, "乙" * 26 + "。", "第二章管理和监督", "　　第二条　丙。"]
    found = parse(read("x.pdf", data=make_pdf([body(*page)])))
    assert "第二章" not in found.articles[0].full_text
    assert [str(article.number) for article in found.articles] == ["1", "2"]


def test_a_wrapped_reference_to_a_chapter_is_no_heading() -> None:
    page = ["　　第一条　" + "甲" * 18 + "依照", "第二章规定的" + "乙" * 20, "第三章的规定办理。"]
    found = parse(read("x.pdf", data=make_pdf([body(*page)])))
    assert "依照第二章规定的" in found.articles[0].full_text
    assert found.articles[0].full_text.endswith("第三章的规定办理。")


def centred(text: str, row: int) -> Line:
    """A line in the middle of the 27 characters of :data:`ARTICLES`, above its first."""
    return (LEFT + (27 - len(text)) / 2 * SIZE, 100.0 - 56 + 28 * row, SIZE, text)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (  # broken by the page: the first line is full
            ["虚构市人民代表大会常务委员会关于废止部分地方性法规的", "决定"],
            ["虚构市人民代表大会常务委员会关于废止部分地方性法规的决定"],
        ),
        (  # broken by hand: there was room
            ["虚构市园林绿化", "管理条例"],
            ["虚构市园林绿化", "管理条例"],
        ),
        (  # two events of a 题注, the first of which fills its line
            ["二〇〇一年三月一日虚构市人民代表大会常务委员会通过", "二〇〇二年三月一日公布"],
            ["二〇〇一年三月一日虚构市人民代表大会常务委员会通过", "二〇〇二年三月一日公布"],
        ),
    ],
)
def test_centred_lines_are_joined_where_the_page_broke_them(lines: list[str], expected: list[str]) -> None:
    page = [centred(text, row) for row, text in enumerate(lines)] + ARTICLES
    assert contents(read("a.pdf", data=make_pdf([page])))[: len(expected)] == expected
