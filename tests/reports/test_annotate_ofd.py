"""The annotated OFD file: marks on the exact places, the text and every untouched part as they were."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date

import factory
import pytest
from lxml import etree

from lawcheck.checks import Finding, Severity
from lawcheck.document import Document, Problem, Span, parse
from lawcheck.errors import UnreadableFile
from lawcheck.readers import ofd_places, read
from lawcheck.reports.ofd_notes import annotate_ofd
from lawcheck.reviewing import Review
from lawcheck.terms import Term, TermHit
from tests.readers.ofd_samples import LINE, NS, SIZE, lines, ofd, page, wrapped

PARAGRAPH = "　　第一条　为了保障残废人的合法权益，规范停车场的规划、建设和管理，根据有关法律、法规，结合本市实际情况，制定本办法。"
FILE = ofd(lines(*wrapped(PARAGRAPH)), lines("　　第二条　本办法自公布之日起施行。"))
LISTING = f'<ofd:Annotations {NS}><ofd:Page PageID="1"><ofd:FileLoc>P.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>'
STAMP = f'<ofd:PageAnnot {NS}>\n <ofd:Annot ID="80" Type="Stamp"><ofd:Remark>已阅</ofd:Remark></ofd:Annot>\n</ofd:PageAnnot>'
STAMPED = ofd(
    lines(*wrapped(PARAGRAPH)),
    lines("　　第二条　本办法自公布之日起施行。"),
    document="<ofd:Annotations>Annots/A.xml</ofd:Annotations>",
    parts={"Doc_0/Annots/A.xml": LISTING, "Doc_0/Annots/P.xml": STAMP},
)


def finding(document: Document, quote: str) -> Finding:
    at = document.source.text.index(quote) if quote else 0
    span = Span(at, at + len(quote))
    return Finding("X06", "1", "残障称谓", Severity.TECHNICAL, span, quote, "", "", f"关于“{quote}”的说明。")


def review_of(data: bytes, *quotes: str) -> Review:
    document = parse(read("样本.ofd", data=data))
    return factory.make_review(document=document, findings=tuple(finding(document, quote) for quote in quotes))


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def annots(data: bytes, number: int) -> list[etree._Element]:
    place = ofd_places(data, "a.ofd")[number - 1]
    return list(etree.fromstring(parts(data)[place.annotations]).iter("{*}Annot")) if place.annotations else []


def body(data: bytes) -> list[tuple[str, object]]:
    blocks = read("a.ofd", data=data).blocks
    return [(block.text, block.provenance.box) for block in blocks if block.provenance.part == "body"]


@pytest.mark.parametrize("data", [FILE, STAMPED], ids=["no annotations yet", "with a stamp"])
def test_a_finding_is_a_note_on_its_page_and_the_text_stays(data: bytes) -> None:
    out = annotate_ofd(data, review_of(data, "残废人", "自公布之日起施行"))
    assert body(out) == body(data)
    assert [len(annots(out, number)) - len(annots(data, number)) for number in (1, 2)] == [1, 1]
    remark = annots(out, 1)[-1].findtext("{*}Remark") or ""
    assert "【应当修改】X06 残障称谓" in remark
    assert "关于“残废人”的说明。" in remark


def test_the_coloured_box_covers_the_characters() -> None:
    (note,) = annots(annotate_ofd(FILE, review_of(FILE, "残废人")), 1)
    appearance = next(note.iter("{*}Appearance"))
    left, top, width, height = map(float, appearance.get("Boundary", "").split())
    at = PARAGRAPH.index("残废人")
    assert (left, width) == pytest.approx((28 + SIZE * at, SIZE * 3), abs=0.01)
    assert top < 45 < top + height


def test_a_finding_over_a_line_end_colours_both_lines() -> None:
    quote = PARAGRAPH[LINE - 3 : LINE + 4]
    (note,) = annots(annotate_ofd(FILE, review_of(FILE, quote)), 1)
    assert len(list(note.iter("{*}PathObject"))) == 2


@pytest.mark.parametrize("data", [FILE, STAMPED], ids=["no annotations yet", "with a stamp"])
def test_parts_that_need_not_change_are_the_same_bytes(data: bytes) -> None:
    before, after = parts(data), parts(annotate_ofd(data, review_of(data, "残废人")))
    changed = {name for name, content in before.items() if after[name] != content}
    assert changed <= {"Doc_0/Document.xml", "Doc_0/Annots/P.xml"}
    assert set(before) <= set(after)
    if data is STAMPED:
        assert after["Doc_0/Annots/P.xml"].startswith(STAMP.encode().removesuffix(b"</ofd:PageAnnot>"))


@pytest.mark.parametrize("data", [FILE, STAMPED], ids=["no annotations yet", "with a stamp"])
def test_ids_are_unique_and_the_document_knows_the_highest(data: bytes) -> None:
    after = parts(annotate_ofd(data, review_of(data, "残废人", "施行")))
    notes = [etree.fromstring(content) for name, content in after.items() if "Annots/" in name]
    ids = [int(element.get("ID", "0")) for root in notes for element in root.iter() if element.get("ID")]
    assert len(ids) == len(set(ids))
    document = etree.fromstring(after["Doc_0/Document.xml"])
    assert int(document.findtext(".//{*}MaxUnitID") or 0) == max(ids)


def test_annotations_are_named_where_the_standard_wants_them() -> None:
    data = ofd(lines("　　第一条　残废人。"), document="<ofd:CustomTags>T.xml</ofd:CustomTags>")
    document = etree.fromstring(parts(annotate_ofd(data, review_of(data, "残废人")))["Doc_0/Document.xml"])
    assert [etree.QName(child).localname for child in document][-2:] == ["Annotations", "CustomTags"]


# GB/T 33190-2016: the order of children and the attributes that must be there, of what annotations consist of.
ORDER = {
    "Document": "CommonData Pages Outlines Permissions Actions VPreferences Bookmarks Annotations CustomTags Attachments"
    " Extensions",
    "Annotations": "Page",
    "Page": "FileLoc",
    "PageAnnot": "Annot",
    "Annot": "Remark Parameters Appearance",
    "Appearance": "PathObject",
    "PathObject": "StrokeColor FillColor AbbreviatedData",
}
NEEDED = {
    "Annot": {"ID", "Type", "Creator", "LastModDate"},
    "PathObject": {"ID", "Boundary"},
    "Appearance": {"Boundary"},
}
KINDS = {"Link", "Path", "Highlight", "Stamp", "Watermark"}


def faults(files: dict[str, bytes]) -> set[str]:
    """What the standard forbids in the document, the list of annotations and the annotations themselves."""
    document = etree.fromstring(files["Doc_0/Document.xml"])
    listing = etree.fromstring(files[(document.findtext("{*}Annotations") or "").lstrip("/")])
    named = {page.get("PageID"): (page.findtext("{*}FileLoc") or "").lstrip("/") for page in listing}
    notes = [etree.fromstring(files[name]) for name in named.values() if name in files]
    found = set() if len(notes) == len(named) else {"missing file"}
    pages = {page.get("ID") for page in document.iterfind("{*}Pages/{*}Page")}
    found |= set() if set(named) <= pages else {"unknown page"}
    for element in (document, *(e for root in (listing, *notes) for e in root.iter())):
        name, children = etree.QName(element).localname, [etree.QName(child).localname for child in element]
        order = ORDER.get(name, "").split()
        if not set(children) <= set(order) or children != sorted(children, key=order.index):
            found.add(f"children of {name}")
        if not NEEDED.get(name, set()) <= set(element.attrib) or element.get("Type", "Path") not in KINDS:
            found.add(f"attributes of {name}")
    for annotation in (a for root in notes for a in root):
        boxes = [[float(v) for v in e.get("Boundary", "").split()] for e in annotation.iter() if e.get("Boundary")]
        outer, inner = boxes[0], boxes[1:]
        inside = all(min(x, y) >= 0 and x + w <= outer[2] + 0.01 and y + h <= outer[3] + 0.01 for x, y, w, h in inner)
        if not inside or outer[0] < 0 or outer[1] < 0 or outer[0] + outer[2] > 210 or outer[1] + outer[3] > 297:
            found.add("outside")
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", annotation.get("LastModDate", "")):
            found.add("attributes of Annot")
    ids = [int(e.get("ID", "0")) for root in notes for e in root.iter() if e.get("ID")]
    found |= set() if len(ids) == len(set(ids)) else {"ID twice"}
    return found if max(ids) <= int(document.findtext(".//{*}MaxUnitID") or 0) else found | {"MaxUnitID"}


def annotated_parts() -> dict[str, bytes]:
    return parts(annotate_ofd(FILE, review_of(FILE, "残废人的合法权益，规范停车场的规划、建设和管理", "施行")))


def test_annotations_are_as_the_standard_has_them() -> None:
    files = annotated_parts()
    assert faults(files) == set()
    # A reader of the kind that turns XML into dictionaries takes a second declaration for an attribute.
    assert b"<ofd:Annotations>/Doc_0" in files["Doc_0/Document.xml"]


@pytest.mark.parametrize(
    ("pattern", "wrong", "fault"),
    [
        (rb"(<ofd:Remark>.*?</ofd:Remark>)(<ofd:Appearance .*?</ofd:Appearance>)", rb"\2\1", "children of Annot"),
        (rb"(<ofd:FillColor[^>]*>)(.*?</ofd:AbbreviatedData>)", rb"\2\1", "children of PathObject"),
        (rb"(<ofd:Pages>.*</ofd:Pages>)(.*)(</ofd:Document>)", rb"\2\1\3", "children of Document"),
        (rb' Type="Highlight"', b' Type="Note"', "attributes of Annot"),
        (rb' LastModDate="[^"]*"', b' Modified="x"', "attributes of Annot"),
        (rb'ID="1[0-9]"', b'ID="11"', "ID twice"),
        (rb"(<ofd:MaxUnitID>)\d+", rb"\g<1>9", "MaxUnitID"),
        (rb'PageID="1"', b'PageID="7"', "unknown page"),
        (rb"Page_1/lawcheck", b"Page_1/nothing", "missing file"),
        (rb'(Appearance Boundary=")', rb"\g<1>1", "outside"),
    ],
)
def test_what_the_standard_forbids_is_seen(pattern: bytes, wrong: bytes, fault: str) -> None:
    files = {name: re.sub(pattern, wrong, data, flags=re.DOTALL) for name, data in annotated_parts().items()}
    assert fault in faults(files)


def test_terms_are_red_without_a_note() -> None:
    document = parse(read("样本.ofd", data=FILE))
    at = document.source.text.index("残废人")
    hit = TermHit(
        Term("残废人", "sensitive", "X06", "technical", "", "", "", None), Span(at, at + 3), "残废人", exempt=""
    )
    out = annotate_ofd(FILE, factory.make_review(document=document, findings=(), terms=(hit,)))
    (note,) = annots(out, 1)
    assert note.findtext("{*}Remark") is None
    assert [colour.get("Value") for colour in note.iter("{*}FillColor")] == ["255 0 0"]


def test_a_picture_among_the_pages_says_that_it_was_not_reviewed() -> None:
    picture = page('<ofd:ImageObject ID="4" Boundary="0 0 210 297" ResourceID="5"/>')
    data = ofd(lines("　　第一条　甲。"), picture)
    (note,) = annots(annotate_ofd(data, review_of(data)), 2)
    assert "没有文字层" in (note.findtext("{*}Remark") or "")


def test_a_sealed_file_says_that_the_seal_is_of_the_original() -> None:
    root = f"<ofd:OFD {NS}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
    root += "<ofd:Signatures>S.xml</ofd:Signatures></ofd:DocBody></ofd:OFD>"
    data = ofd(lines("　　第一条　甲。"), parts={"OFD.xml": root})
    (note,) = annots(annotate_ofd(data, review_of(data)), 1)
    assert "签章只对原文件有效" in (note.findtext("{*}Remark") or "")


def test_nothing_to_say_leaves_the_file_as_it_is_and_the_same_input_gives_the_same_bytes() -> None:
    assert annotate_ofd(FILE, review_of(FILE)) == FILE
    review = review_of(FILE, "残废人")
    assert annotate_ofd(FILE, review) == annotate_ofd(FILE, review)
    assert review.as_of == date(2026, 11, 22)


def test_another_file_than_the_reviewed_one_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="E602"):
        annotate_ofd(STAMPED, review_of(FILE))


def test_problems_of_other_kinds_make_no_marks() -> None:
    review = review_of(FILE)
    assert not any(
        isinstance(problem, Problem) and problem.code == "P250" for problem in review.document.source.problems
    )
    assert not annots(annotate_ofd(FILE, review), 1)
