"""The annotated Word file: exact places, nothing else changed."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import factory
import pytest
import word_samples as ws
from lxml import etree

from lawcheck.checks import Basis, Finding, Severity
from lawcheck.document import Document, Span, parse
from lawcheck.errors import UnreadableFile
from lawcheck.readers import read, visible_runs
from lawcheck.reports import annotate_docx
from lawcheck.terms import Term, TermHit

W = f"{{{ws.W}}}"
TITLE = ws.paragraph("云泽市残疾人保障规定")
BOLD = "<w:rFonts w:eastAsia='黑体'/><w:b/><w:sz w:val='32'/>"
CELLS = "".join(f"<w:tc>{ws.paragraph(text)}</w:tc>" for text in ("序号", "保障残废人权益"))
LINK = f"<w:hyperlink w:anchor='a'>{ws.run('保障残废人办法')}</w:hyperlink>"
INSERTED = f"<w:ins w:id='7' w:author='甲'>{ws.run('残废人权益')}</w:ins>"
DELETED = "<w:del w:id='8'><w:r><w:delText>坏</w:delText></w:r></w:del>"
CONTROL = f"<w:sdt><w:sdtPr/><w:sdtContent>{ws.run('残废人权益')}</w:sdtContent></w:sdt>"
LAYOUTS = {
    "one run": ws.paragraph("第一条　为了保障残废人权益，制定本规定。"),
    "split runs": ws.paragraph("第一条　为了保障残", ws.run("废", BOLD), "人权益，制定本规定。"),
    "formatted run": ws.paragraph(ws.run("第一条", BOLD), ws.run("　为了保障残废人权益。", BOLD)),
    "table": f"<w:tbl><w:tr>{CELLS}</w:tr></w:tbl>",
    "hyperlink": ws.paragraph("第一条　见", LINK, "。"),
    "insertion": ws.paragraph("第一条　保障", INSERTED, "。"),
    "deletion beside": ws.paragraph("第一条　残", DELETED, "废人。"),
    "inline control": ws.paragraph("第一条　", CONTROL),
    "block control": f"<w:sdt><w:sdtContent>{ws.paragraph('第一条　残废人权益。')}</w:sdtContent></w:sdt>",
    "smart tag": ws.paragraph("第一条　", f"<w:smartTag w:element='x'>{ws.run('残废人')}</w:smartTag>", "权益。"),
    "tab and break": ws.paragraph("<w:r><w:t>第一条</w:t><w:tab/><w:t>保障</w:t><w:br/><w:t>残废人权益</w:t></w:r>"),
}


def review_of(data: bytes, name: str = "样本.docx", *, findings=(), terms=()):
    document = parse(read(name, data=data, name=name))
    return factory.make_review(
        document=document,
        findings=tuple(make(document) for make in findings),
        terms=tuple(make(document) for make in terms),
    )


def on(quote: str, **more):
    """Makes a finding on the first place of ``quote``; without a quote on the document."""

    def make(document: Document) -> Finding:
        at = document.source.text.index(quote)
        return finding(document, Span(at, at + len(quote)), **more)

    return make


def finding(document: Document, span: Span, message: str = "说明", **more) -> Finding:
    unit = document.unit_at(span.start) if span.length else None
    return Finding("X06", "1", "残障称谓", more.pop("severity", Severity.TECHNICAL), span, document.source.slice(span),
                   unit.eid if unit else "", "", message, **more)  # fmt: skip


def hit(text: str, category: str = "sensitive", exempt: str = ""):
    def make(document: Document) -> TermHit:
        at = document.source.text.index(text)
        term = Term(text, category, "X06", "technical", "", "", "", None)
        return TermHit(term, Span(at, at + len(text)), text, exempt=exempt)

    return make


def root_of(data: bytes) -> etree._Element:
    return etree.fromstring(ws.parts_of(data)["word/document.xml"])


def commented(data: bytes) -> dict[str, str]:
    """Visible text between the marks of each comment, by id, walked independently of the product."""
    root = root_of(data)
    shown = {run: text for p in root.iter(f"{W}p") for run, text in visible_runs(p)}
    open_marks: dict[str, str] = {}
    closed: dict[str, str] = {}
    for element in root.iter():
        if element.tag == f"{W}commentRangeStart":
            open_marks[element.get(f"{W}id")] = ""
        elif element.tag == f"{W}commentRangeEnd":
            closed[element.get(f"{W}id")] = open_marks.pop(element.get(f"{W}id"))
        elif element in shown:
            open_marks = {key: text + shown[element] for key, text in open_marks.items()}
    assert not open_marks
    references = [e.get(f"{W}id") for e in root.iter(f"{W}commentReference")]
    assert sorted(references) == sorted(closed)
    return closed


def comment_texts(data: bytes) -> list[str]:
    comments = etree.fromstring(ws.parts_of(data)["word/comments.xml"])
    return ["\n".join("".join(p.itertext()) for p in c.iter(f"{W}p")) for c in comments]


def red_text(data: bytes) -> str:
    runs = [r for r in root_of(data).iter(f"{W}r") if r.find(f"{W}rPr/{W}color[@{W}val='FF0000']") is not None]
    return "".join("".join(r.itertext()) for r in runs)


def visible(data: bytes, name: str = "样本.docx") -> list[tuple[str, object]]:
    blocks = read(name, data=data, name=name).blocks
    return [(b.text, b.provenance) for b in blocks if b.provenance.part != "comment"]


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_marks_exactly_the_characters_and_changes_no_text(layout):
    data = ws.make_docx(TITLE + layout)
    out = annotate_docx(data, review_of(data, findings=[on("残废人")], terms=[hit("残废人")]))
    assert commented(out) == {"0": "残废人"}
    assert red_text(out) == "残废人"
    assert visible(out) == visible(data)


def test_keeps_the_formatting_of_split_runs():
    data = ws.make_docx(TITLE + LAYOUTS["formatted run"])
    out = annotate_docx(data, review_of(data, findings=[on("残废人")]))
    paragraph = list(root_of(out).iter(f"{W}p"))[1]
    runs = [r for r in paragraph.iter(f"{W}r") if r.find(f"{W}t") is not None]
    assert ["".join(r.itertext()) for r in runs] == ["第一条", "　为了保障", "残废人", "权益。"]
    assert len({etree.tostring(r.find(f"{W}rPr")) for r in runs}) == 1


def test_puts_the_colour_where_the_schema_wants_it_and_removes_what_would_hide_it():
    old = "<w:b/><w:color w:val='0000FF' w:themeColor='accent1'/><w:sz w:val='32'/><w14:textFill/>"
    data = ws.make_docx(TITLE + ws.paragraph(ws.run("残废人", old)))
    out = annotate_docx(data, review_of(data, terms=[hit("残废人")]))
    marked = next(r for r in root_of(out).iter(f"{W}rPr"))
    assert [etree.QName(child).localname for child in marked] == ["b", "color", "sz"]
    assert dict(marked[1].attrib) == {f"{W}val": "FF0000"}


@pytest.mark.parametrize(("category", "exempt", "red"), [
    ("sensitive", "", "残废人"), ("outdated-institution", "", "残废人"), ("outdated-term", "", "残废人"),
    ("wording", "", ""), ("synonym", "", ""), ("sensitive", "law-name", ""),
])  # fmt: skip
def test_only_sensitive_and_outdated_terms_that_are_not_exempt_are_red(category, exempt, red):
    data = ws.make_docx(TITLE + LAYOUTS["one run"])
    assert red_text(annotate_docx(data, review_of(data, terms=[hit("残废人", category, exempt)]))) == red


def test_several_comments_may_overlap():
    data = ws.make_docx(TITLE + LAYOUTS["one run"])
    out = annotate_docx(
        data, review_of(data, findings=[on("残废人"), on("障残废"), on("废人权益"), on("残废人", message="又")])
    )
    assert sorted(commented(out).values()) == ["废人权益", "残废人", "残废人", "障残废"]
    assert visible(out) == visible(data)


def test_a_finding_over_several_paragraphs_is_one_comment():
    data = ws.make_docx(TITLE + "".join(ws.paragraph(f"第{n}条　本条规定{n}事项，共九个字。") for n in "一二三四五六"))
    out = annotate_docx(data, review_of(data, findings=[on("事项，共九个字。\n第二条　本条规定二")]))
    assert commented(out) == {"0": "事项，共九个字。第二条　本条规定二"}


@pytest.mark.parametrize("whole", [False, True], ids=["empty span", "whole text"])
def test_a_finding_on_the_whole_document_stands_on_the_title(whole):
    data = ws.make_docx(TITLE + LAYOUTS["one run"])
    make = (lambda d: finding(d, Span(0, len(d.source.text)))) if whole else (lambda d: finding(d, Span(0, 0)))
    assert commented(annotate_docx(data, review_of(data, findings=[make]))) == {"0": "云泽市残疾人保障规定"}


NUMBERING = ws.part("numbering", (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
    '<w:lvlText w:val="第%1条"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
))  # fmt: skip


def test_a_finding_on_a_number_made_by_word_stands_on_its_paragraph():
    numbered = ws.paragraph("为了残废人。", properties='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
    data = ws.make_docx(TITLE + numbered + numbered, {"numbering": ("numbering.xml", NUMBERING)})
    out = annotate_docx(data, review_of(data, findings=[on("第二条"), on("残废人")]))
    assert commented(out) == {"0": "残废人", "1": "为了残废人。"}
    assert visible(out) == visible(data)


def box(text: str) -> str:
    inside = f"<wps:txbx><w:txbxContent>{ws.paragraph(text)}</w:txbxContent></wps:txbx>"
    choice = f'<mc:Choice Requires="wps"><w:drawing>{inside}</w:drawing></mc:Choice>'
    return f"<w:r><mc:AlternateContent>{choice}</mc:AlternateContent></w:r>"


HEADER = {"header": ("header1.xml", ws.part("hdr", ws.paragraph("内部残废人资料")))}
NOTES = {"footnotes": ("footnotes.xml", ws.part("footnotes", (
    f'<w:footnote w:id="-1" w:type="separator">{ws.paragraph("")}</w:footnote>'
    f'<w:footnote w:id="2">{ws.paragraph("见残废人办法。")}</w:footnote>')))}  # fmt: skip
MARK = '<w:r><w:footnoteReference w:id="2"/></w:r>'
ELSEWHERE = {
    "header": (ws.paragraph("第一条　甲。"), HEADER, "云泽市残疾人保障规定", "页眉"),
    "footnote": (ws.paragraph("第一条　乙", MARK, "。"), NOTES, "第一条　乙。", "脚注"),
    "text box": (ws.paragraph("第一条　丙", box("残废人资料"), "。"), {}, "第一条　丙残废人资料。", "文本框"),
}


@pytest.mark.parametrize(("body", "extra", "anchor", "place"), ELSEWHERE.values(), ids=ELSEWHERE)
def test_where_word_allows_no_comment_it_stands_in_the_body_and_names_its_place(body, extra, anchor, place):
    data = ws.make_docx(TITLE + body, extra)
    out = annotate_docx(data, review_of(data, findings=[on("残废人")], terms=[hit("残废人")]))
    assert commented(out) == {"0": anchor}
    assert f"位置：{place}“残废人”" in comment_texts(out)[0]
    everything = b"".join(ws.parts_of(out).values())
    assert everything.count(b'"FF0000"') == 1
    assert visible(out) == visible(data)


def test_existing_comments_stay_and_ids_are_unique():
    body = ws.paragraph('<w:commentRangeStart w:id="4"/>', "第一条　残废人。", '<w:commentRangeEnd w:id="4"/>',
                        '<w:r><w:commentReference w:id="4"/></w:r>')  # fmt: skip
    old = f'<w:comment w:id="4" w:author="张三" w:date="2026-01-01T00:00:00Z">{ws.paragraph("原批注")}</w:comment>'
    data = ws.make_docx(TITLE + body, {"comments": ("comments.xml", ws.part("comments", old))})
    out = annotate_docx(data, review_of(data, findings=[on("残废人"), on("第一条")]))
    assert commented(out) == {"4": "第一条　残废人。", "5": "第一条", "6": "残废人"}
    comments = etree.fromstring(ws.parts_of(out)["word/comments.xml"])
    assert [(c.get(f"{W}id"), c.get(f"{W}author")) for c in comments] == [
        ("4", "张三"), ("5", "lawcheck 辅助审查"), ("6", "lawcheck 辅助审查")]  # fmt: skip


def test_a_comment_says_what_a_reviewer_needs():
    data = ws.make_docx(TITLE + LAYOUTS["one run"])
    bases = (Basis("某法第一条", confirmed=True), Basis("某规范", confirmed=False))
    out = annotate_docx(data, review_of(data, findings=[on("残废人", suggestion="改为“残疾人”。", basis=bases)]))
    assert comment_texts(out) == [
        "【应当修改】X06 残障称谓\n说明\n建议：改为“残疾人”。\n依据：某法第一条\n依据：某规范（依据待核）\n"
        "机器辅助提示，由审查人判断。"
    ]


@pytest.mark.parametrize(("name", "main_type"), [("a.docx", ws.DOCX), ("a.dotx", ws.DOTX), ("a.docm", ws.DOCM)])
def test_other_parts_stay_byte_for_byte(name, main_type):
    extra = {"styles": ("styles.xml", ws.part("styles", "")), **HEADER}
    data = ws.make_docx(TITLE + LAYOUTS["one run"], extra, main_type=main_type, blobs={"word/vbaProject.bin": b"\0\1"})
    before = ws.parts_of(data)
    after = ws.parts_of(annotate_docx(data, review_of(data, name, findings=[on("残废人")])))
    changed = {part for part in after if before.get(part) != after[part]}
    assert changed == {"word/document.xml", "word/comments.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"}
    assert main_type.encode() in after["[Content_Types].xml"]
    assert set(before) <= set(after)


def test_a_strict_file_stays_strict():
    data = ws.make_docx(TITLE + LAYOUTS["split runs"], strict=True)
    out = annotate_docx(data, review_of(data, findings=[on("残废人")], terms=[hit("残废人")]))
    parts = ws.parts_of(out)
    for name in ("word/document.xml", "word/comments.xml", "word/_rels/document.xml.rels"):
        assert b"purl.oclc.org" in parts[name]
        assert b"schemas.openxmlformats.org/wordprocessingml" not in parts[name]
        assert b"schemas.openxmlformats.org/officeDocument" not in parts[name]
    assert visible(out) == visible(data)
    assert b"FF0000" in parts["word/document.xml"]


def test_equal_input_gives_equal_bytes_and_no_findings_change_nothing():
    data = ws.make_docx(TITLE + LAYOUTS["one run"])
    review = review_of(data, findings=[on("残废人"), on("第一条")], terms=[hit("残废人")])
    assert annotate_docx(data, review) == annotate_docx(data, review)
    assert ws.parts_of(annotate_docx(data, review_of(data))) == ws.parts_of(data)


def test_personal_data_are_not_repeated_in_comments():
    data = ws.make_docx(TITLE + ws.paragraph("第一条　电话13800138000。"))
    out = annotate_docx(
        data, review_of(data, findings=[on("13800138000", message="号码13800138000", masked="138****8000")])
    )
    assert "13800138000" not in comment_texts(out)[0]


def test_characters_that_xml_forbids_do_not_break_the_file():
    data = ws.make_docx(TITLE + LAYOUTS["one run"])
    out = annotate_docx(data, review_of(data, findings=[on("残废人", message="坏\x00字\x0b<w:p>&")]))
    assert "坏\ufffd字\ufffd<w:p>&" in comment_texts(out)[0]


def test_another_file_than_the_reviewed_one_is_refused():
    data = ws.make_docx(TITLE + LAYOUTS["one run"])
    with pytest.raises(UnreadableFile) as caught:
        annotate_docx(ws.make_docx(TITLE), review_of(data))
    assert caught.value.code == "E602"
    assert hashlib.sha256(data).hexdigest() in str(caught.value)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04broken", "纯文本".encode(), ws._zip({"a.txt": b"x"})])
def test_what_is_no_word_file_is_refused_with_one_clear_error(data):
    review = factory.make_review()
    source = replace(review.document.source, sha256="", name="坏.docx")
    review = replace(review, document=replace(review.document, source=source))
    with pytest.raises(UnreadableFile, match=r"E601.*坏\.docx"):
        annotate_docx(data, review)


def test_a_comment_on_an_inserted_file_stands_on_the_paragraph_before_it():
    body = TITLE + ws.paragraph("第一条　甲。") + "<w:altChunk r:id='rId1'/>" + ws.paragraph("第三条　丙。")
    text = {"word/a.txt": "第二条　保障残废人权益。".encode()}
    data = ws.make_docx(body, {"aFChunk": ("a.txt", "")}, blobs=text)
    out = annotate_docx(data, review_of(data, findings=[on("残废人")], terms=[hit("残废人")]))
    assert commented(out) == {"0": "第一条　甲。"}
    assert "插入的文件“残废人”" in comment_texts(out)[0]
    assert visible(out) == visible(data)


def test_comments_stand_on_the_characters_of_a_traditional_file():
    data = ws.make_docx(ws.paragraph("雲澤市殘疾人保障規定") + ws.paragraph("第一條　保障殘廢人權益，制定本規定。"))
    document = parse(read("样本.docx", data=data, name="样本.docx", simplify=True))
    review = factory.make_review(
        document=document, findings=(on("残废人")(document),), terms=(hit("残废人")(document),)
    )
    out = annotate_docx(data, review)
    assert (commented(out), red_text(out), visible(out)) == ({"0": "殘廢人"}, "殘廢人", visible(data))
