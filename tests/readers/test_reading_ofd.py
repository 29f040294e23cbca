"""OFD: text, order, paragraphs, places; non-standard files; refusals with their reasons; any bytes."""

from __future__ import annotations

import random
import zipfile
from io import BytesIO

import numpy as np
import pytest
from numpy.typing import NDArray
from ofd_samples import NS, SIZE, lines, ofd, page, text_object, wrapped

from lawcheck.document import SourceText, parse
from lawcheck.errors import UnreadableFile
from lawcheck.readers import ocr, ofd_places, read
from lawcheck.readers.printed import VisualLine

LAW = (
    "　　第一条　为了规范停车场的规划、建设和管理，根据有关法律、法规，结合本市实际情况，依照本办法第二条、第三条、"
    "第五条和第四条的规定，制定本办法。",
    "　　第二条　本市行政区域内停车场的规划、建设和管理，适用本办法。",
    "　　第三条　市人民政府负责本市停车场的规划、建设和管理工作。",
)


def body(source: SourceText) -> str:
    return "".join(block.text for block in source.blocks if block.provenance.part == "body")


def read_ofd(data: bytes) -> SourceText:
    source = read("某条例.ofd", data=data)
    assert source.format == "ofd"
    assert "".join(block.text for block in source.blocks) == source.text
    return source


def test_wrapped_lines_are_paragraphs_again_even_over_a_page_break() -> None:
    printed = wrapped(*LAW)
    source = read_ofd(ofd(lines(*printed[:2]), lines(*printed[2:])))
    assert body(source).splitlines() == list(LAW)
    assert [str(article.number) for article in parse(source).articles] == ["1", "2", "3"]


def test_every_line_keeps_its_page_and_its_box_in_millimetres() -> None:
    source = read_ofd(ofd(lines("　　第一条　甲。"), lines("　　第二条　乙丙。")))
    last = source.blocks[-1]
    assert last.provenance.page == 2
    left, top, right, bottom = last.provenance.box or (0, 0, 0, 0)
    assert (left, right) == pytest.approx((28.0, 28.0 + SIZE * len("　　第二条　乙丙。")))
    assert top < 45.0 < bottom


def test_objects_in_any_order_are_read_from_top_to_bottom_and_left_to_right() -> None:
    objects = [text_object("乙", 60, 50), text_object("丙丁", 80), text_object("甲", 60, 28), text_object("题目", 40)]
    assert body(read_ofd(ofd(page(*objects)))).split() == ["题目", "甲", "乙", "丙丁"]


def test_character_transform_and_offsets_move_the_text() -> None:
    scaled = text_object("第一条", 0, 0, size=10, extra='CTM="0.5 0 0 0.5 30 50"')
    box = read_ofd(ofd(page(scaled))).blocks[0].provenance.box
    assert box is not None
    assert (box[0], box[2]) == pytest.approx((30.0, 45.0))


def test_several_lines_in_one_text_code_are_parted_by_their_steps_down() -> None:
    code = '<ofd:TextCode X="0" Y="5" DeltaX="5 5 -10 5 5" DeltaY="0 0 9 0 0">甲乙丙丁戊己</ofd:TextCode>'
    text = f'<ofd:TextObject ID="3" Boundary="28 40 100 30" Size="5">{code}</ofd:TextObject>'
    assert body(read_ofd(ofd(page(text)))).split() == ["甲乙丙", "丁戊己"]


def test_a_vertical_page_is_read_by_columns_from_the_right() -> None:
    def column(text: str, x: int) -> str:
        code = f'<ofd:TextCode X="0" Y="0" DeltaY="g {len(text) - 1} 6">{text}</ofd:TextCode>'
        return f'<ofd:TextObject ID="3" Boundary="{x} 30 6 200" Size="5.6">{code}</ofd:TextObject>'

    assert body(read_ofd(ofd(page(column("左列", 100), column("右列", 150))))).split() == ["右列", "左列"]


def test_bold_printed_twice_is_read_once() -> None:
    assert body(read_ofd(ofd(page(text_object("标题", 40), text_object("标题", 40, 28.2))))) == "标题\n"


def test_page_numbers_and_running_heads_are_no_text_of_the_document() -> None:
    pages = [
        page(
            text_object("某市人民政府文件", 15),
            text_object(f"　　第{word}条　甲。", 60),
            text_object(f"— {number} —", 285),
        )
        for number, word in enumerate("一二三四", 1)
    ]
    source = read_ofd(ofd(*pages))
    assert body(source).split("\n")[:4] == [f"　　第{word}条　甲。" for word in "一二三四"]
    assert {block.provenance.part for block in source.blocks} == {"body", "header", "footer"}


def test_templates_belong_to_the_page_and_patterns_do_not() -> None:
    pattern = f"<ofd:PathObject ID='7'><ofd:FillColor><ofd:Pattern><ofd:CellContent>{text_object('密', 90)}"
    pattern += "</ofd:CellContent></ofd:Pattern></ofd:FillColor></ofd:PathObject>"
    data = ofd(
        page(text_object("正文。", 60), pattern, extra='<ofd:Template TemplateID="5"/>'),
        document='<ofd:TemplatePage ID="5" BaseLoc="Tpls/T.xml"/>',
        parts={"Doc_0/Tpls/T.xml": page(text_object("红头文件", 50))},
    )
    assert body(read_ofd(data)).split() == ["红头文件", "正文。"]


def test_annotations_follow_the_body_and_are_noted() -> None:
    annotation = (
        f'<ofd:PageAnnot {NS}><ofd:Annot ID="8" Type="Stamp"><ofd:Remark>已阅</ofd:Remark></ofd:Annot></ofd:PageAnnot>'
    )
    listing = (
        f'<ofd:Annotations {NS}><ofd:Page PageID="1"><ofd:FileLoc>P.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>'
    )
    data = ofd(
        lines("　　第一条　甲。"),
        document="<ofd:Annotations>Annots/A.xml</ofd:Annotations>",
        parts={"Doc_0/Annots/A.xml": listing, "Doc_0/Annots/P.xml": annotation},
    )
    source = read_ofd(data)
    assert [(b.content, b.provenance.part) for b in source.blocks] == [
        ("　　第一条　甲。", "body"),
        ("已阅", "comment"),
    ]
    assert [problem.code for problem in source.problems] == ["P253"]
    assert ofd_places(data, "a.ofd")[0].annotations == "Doc_0/Annots/P.xml"


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        pytest.param({"doc_0/PAGES/page_0/CONTENT.XML": lines("甲。")}, "甲。\n", id="case of names"),
        pytest.param({"Doc_0\\Pages\\Page_0\\Content.xml": lines("甲。")}, "甲。\n", id="backslashes"),
        pytest.param({"Pages/Page_0/Content.xml": lines("甲。")}, "甲。\n", id="relative to the package"),
        pytest.param(
            {"Doc_0/Pages/Page_0/Content.xml": lines("甲。").replace("www.ofdspec.org/2016", "other.example")},
            "甲。\n",
            id="another namespace",
        ),
    ],
)
def test_files_that_do_not_keep_to_the_standard_are_read(parts: dict[str, str], text: str) -> None:
    whole = ofd(lines("丢弃"), parts=parts)
    with zipfile.ZipFile(BytesIO(whole)) as archive:
        kept = {name: archive.read(name) for name in archive.namelist()}
    if "Doc_0/Pages/Page_0/Content.xml" not in parts:
        del kept["Doc_0/Pages/Page_0/Content.xml"]
    with BytesIO() as buffer:
        with zipfile.ZipFile(buffer, "w") as archive:
            for name, content in kept.items():
                archive.writestr(name, content)
        assert body(read_ofd(buffer.getvalue())) == text


PICTURE = page('<ofd:ImageObject ID="4" Boundary="0 0 210 297" ResourceID="5"/>')


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(ofd(PICTURE, PICTURE), "E175", id="pictures only"),
        pytest.param(ofd(page()), "E177", id="blank page"),
        pytest.param(ofd(lines("甲"), parts={"OFD.xml": "<a"}), "E170", id="broken root"),
        pytest.param(ofd(lines("甲"), parts={"OFD.xml": f"<ofd:OFD {NS}/>"}), "E170", id="no document"),
        pytest.param(ofd(lines("甲"), parts={"Doc_0/Document.xml": "<a"}), "E170", id="broken document"),
        pytest.param(ofd("<a"), "E170", id="broken page"),
        pytest.param(ofd("<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"), "E171", id="entity"),
        pytest.param(ofd("<a>" * 300 + "</a>" * 300), "E172", id="nesting"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, code: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read("某条例.ofd", data=data)
    assert caught.value.code == code
    assert "Word 文件" not in str(caught.value)


def test_the_picture_of_a_page_is_recognised_and_placed_in_millimetres(monkeypatch: pytest.MonkeyPatch) -> None:
    pillow = pytest.importorskip("PIL.Image")
    with BytesIO() as buffer:
        pillow.new("RGB", (210, 297), "white").save(buffer, "PNG")
        picture = buffer.getvalue()

    def recognise(pixels: NDArray[np.uint8], *, page: int, scale: float) -> ocr.Recognised:
        assert pixels.shape[:2] == (297, 210)
        box = (50 / scale, 40 / scale, 150 / scale, 46 / scale)
        return ocr.Recognised((VisualLine("第一条　甲。", page, box, 6 / scale, confidence=0.99),))

    monkeypatch.setattr(ocr, "is_available", lambda: True)
    monkeypatch.setattr(ocr, "recognise", recognise)
    media = '<ofd:MultiMedias><ofd:MultiMedia ID="5" Type="Image"><ofd:MediaFile>a.png</ofd:MediaFile></ofd:MultiMedia>'
    parts = {
        "Doc_0/R.xml": f'<ofd:Res {NS} BaseLoc="Res">{media}</ofd:MultiMedias></ofd:Res>',
        "Doc_0/Res/a.png": picture,
    }
    source = read_ofd(ofd(PICTURE, document="<ofd:DocumentRes>R.xml</ofd:DocumentRes>", parts=parts))
    assert source.text == "第一条　甲。\n"
    assert source.blocks[0].provenance.box == pytest.approx((50, 40, 150, 46))
    assert [problem.code for problem in source.problems] == ["P241"]


def test_a_broken_or_pictured_page_among_others_is_noted() -> None:
    source = read_ofd(ofd(lines("　　第一条　甲。"), PICTURE, "<a"))
    assert [problem.code for problem in source.problems] == ["P250", "P251"]


def test_invisible_text_is_left_out_and_quoted_transparent_text_is_read() -> None:
    hidden = text_object("暗语", 70, extra='Visible="false"')
    clear = text_object("识别层。", 60, extra='Alpha="0"')
    source = read_ofd(ofd(page(clear, hidden)))
    assert body(source) == "识别层。\n"
    assert "暗语" in source.problems[0].message


def mutated(data: bytes, random_: random.Random) -> bytes:
    """The file with bytes of its parts changed, cut, doubled or replaced by hostile numbers."""
    hostile = (b"-1", b"9" * 30, b"nan", b"g 999999999 5", b"", b"\xff\xfe", b"<a>", b"/../", b"&#0;")
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = {name: bytearray(archive.read(name)) for name in archive.namelist()}
    for _ in range(random_.randint(1, 4)):
        part = parts[random_.choice(list(parts))]
        at = random_.randrange(len(part) + 1)
        part[at : at + random_.randrange(12)] = (
            random_.choice(hostile) if random_.random() < 0.6 else random_.randbytes(3)
        )
    with BytesIO() as buffer:
        with zipfile.ZipFile(buffer, "w") as archive:
            for name, content in parts.items():
                archive.writestr(name, bytes(content))
        return buffer.getvalue()


def test_two_hundred_mutations_give_a_text_or_one_clear_error() -> None:
    random_ = random.Random(33190)
    good = ofd(
        lines(*wrapped(*LAW)), page(text_object("（一）乙；", 60), text_object("丙", 80, extra='CTM="0 1 -1 0 9 9"'))
    )
    outcomes = set()
    for number in range(200):
        data = mutated(good, random_) if number % 4 else good[: random_.randrange(4, len(good))]
        try:
            outcomes.add(read_ofd(data).format)
        except UnreadableFile as error:
            outcomes.add(error.code)
    assert "ofd" in outcomes
    assert outcomes & {"E170", "E109"}
