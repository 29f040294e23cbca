"""Scans and pictures: what OCR finds becomes 条 and 款, with seals, skew and doubt told. Runs with the extra ``ocr``."""

from __future__ import annotations

import io
import os
import random
import struct
import zlib
from collections import Counter

import numpy as np
import pytest
from pdf_samples import body, make_pdf

from lawcheck.document import parse
from lawcheck.errors import UnreadableFile
from lawcheck.readers import ocr, page_progress, pdf, read
from lawcheck.readers.image import pictures
from lawcheck.readers.printed import Paragraph, VisualLine

needs_ocr = pytest.mark.skipif(not ocr.is_available(), reason="the extra ocr is not installed")
LINES = body(
    "　　第一条　为了加强公园绿地的规划和保护，改善生活环",
    "境，根据有关法律、法规，制定本条例。",
    "　　第二条　本条例自2026年1月1日起施行。",
)


def page() -> ocr.Pixels:
    """A drawn page with black text at 150 dpi; skips where no Chinese font is installed."""
    with pdf.open_pdf(make_pdf([LINES]), "a.pdf") as document:
        drawn = np.ascontiguousarray(document[0].render(scale=150 / 72).to_numpy()[:, :, :3])
    if (drawn[200:300] < 100).mean() < 0.02:
        pytest.skip("no Chinese font to draw a page with")
    return drawn


def png(pixels: ocr.Pixels) -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(pixels[:, :, ::-1])).save(out, "PNG", dpi=(150, 150))
    return out.getvalue()


def png_header(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(bytes(100))) + chunk(b"IEND", b"")


@needs_ocr
def test_a_tilted_page_with_a_seal_is_read() -> None:
    """One page through the models: some seconds."""
    import cv2

    drawn = page()
    cv2.circle(drawn, (900, 330), 120, (40, 40, 220), 6)
    turn = cv2.getRotationMatrix2D((drawn.shape[1] / 2, drawn.shape[0] / 2), 1.2, 1.0)
    tilted = cv2.warpAffine(drawn, turn, drawn.shape[1::-1], borderValue=(255, 255, 255))
    seen: list[tuple[int, int]] = []
    with page_progress(lambda done, total: seen.append((done, total))):
        source = read("a.png", data=png(tilted))
    document = parse(source)
    assert [a.full_text for a in document.articles] == [
        "为了加强公园绿地的规划和保护，改善生活环境，根据有关法律、法规，制定本条例。",
        "本条例自2026年1月1日起施行。",
    ]
    assert {problem.code for problem in source.problems} >= {"P241", "P246"}
    place = source.blocks[0].provenance
    assert place.page == 1
    assert place.tilt == pytest.approx(-0.021, abs=0.004)
    assert place.confidence is not None
    assert 0.8 < place.confidence <= 1
    assert place.box is not None
    assert 90 < place.box[0] < 130
    assert seen == [(0, 1), (1, 1)]


@needs_ocr
@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(png_header(60_000, 60_000), "E166", id="a bomb"),
        pytest.param(png_header(40, 40)[:60], "E165", id="cut off"),
        pytest.param(b"\xff\xd8\xff\xe0" + bytes(200), "E165", id="no jpeg"),
        pytest.param(b"II*\0\x08\0\0\0\xff\xff" + bytes(50), "E165", id="no tiff"),
    ],
)
def test_bad_pictures_are_refused(data: bytes, code: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read("a.png", data=data)
    assert caught.value.code == code


def test_a_picture_without_ocr_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_available", lambda: False)
    with pytest.raises(UnreadableFile) as caught:
        read("a.png", data=png_header(40, 40))
    assert caught.value.code == "E164"
    assert "pip install '.[ocr]'" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("（一)损毁树木;", "（一）损毁树木；"),
        ("许可证(副本)", "许可证（副本）"),
        ("罚款1,000元", "罚款1,000元"),
        ("比例为1:500", "比例为1:500"),
        ("浙政发[2024]1号", "浙政发〔2024〕1号"),
        ("下列行为:", "下列行为："),
        ("E-mail: a@b.c", "E-mail: a@b.c"),
        ("－3－", "— 3 —"),
    ],
)
def test_punctuation_is_folded_beside_chinese_only(text: str, folded: str) -> None:
    assert ocr.fold_punctuation(text) == folded


@pytest.mark.parametrize(
    ("lines", "spaced"),
    [
        (["第一条为了甲", "第二条乙"], ["第一条　为了甲", "第二条　乙"]),
        (["第七条甲", "第九条乙"], ["第七条　甲", "第九条　乙"]),
        (["第一条甲", "第一条乙", "第九条乙"], ["第一条　甲", "第一条乙", "第九条乙"]),
        (["第一条规定的甲"], ["第一条规定的甲"]),
        (["第一条 甲"], ["第一条 甲"]),
    ],
)
def test_the_blank_behind_an_article_number_comes_back(lines: list[str], spaced: list[str]) -> None:
    paragraphs = [Paragraph((VisualLine(t, 1, (0, 0, 1, 1), 1, confidence=1.0),)) for t in lines]
    assert [p.lines[0].text for p in ocr.with_blanks(paragraphs)] == spaced


def test_a_red_heading_is_no_seal() -> None:
    pytest.importorskip("cv2")
    picture = np.full((1700, 1200, 3), 255, np.uint8)
    picture[200:260, 200:1000] = (30, 30, 220)
    assert ocr._seals(picture, 150 / 72) == []


RUNS = 1_000 if os.environ.get("HYPOTHESIS_PROFILE") == "long" else 60


@needs_ocr
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP"])
def test_mutated_pictures_are_unpacked_or_refused(kind: str) -> None:
    from PIL import Image

    chance, out = random.Random(20261122), io.BytesIO()
    picture = Image.effect_noise((40, 30), 80).convert("RGB")
    if kind == "TIFF":
        picture.save(out, kind, save_all=True, append_images=[picture], compression="tiff_lzw")
    else:
        picture.save(out, kind)
    seen: Counter[str] = Counter()
    for _ in range(RUNS):
        data = bytearray(out.getvalue())
        for _ in range(chance.randint(1, 12)):
            at = chance.randrange(len(data)) if chance.random() < 0.3 else chance.randrange(min(len(data), 200))
            data[at : at + chance.choice((0, 1, 1, 4))] = chance.randbytes(chance.choice((0, 1, 1, 4)))
        try:
            found = [page.image.size for page in pictures(bytes(data), "a")]
        except UnreadableFile as error:
            seen[error.code] += 1
        else:
            seen["read"] += bool(found)
    assert seen.total() == RUNS
    assert set(seen) <= {"read", "E162", "E165", "E166"}
