"""Whatever the bytes, ``read`` gives a text whose blocks tile it, or one clear error: never a traceback."""

from __future__ import annotations

import contextlib
import io
import random
import zipfile

import pytest
from docx_samples import docx, level, numbered, numbering, p, package, part_xml, r, tbl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.fuzzing import is_tiled, made_here, mutated, mutated_inside
from lawcheck.errors import UnreadableFile
from lawcheck.readers import READERS, open_filing, read, sniff

FIXED = settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

BOX = (
    "<w:r><w:pict><v:shape><v:textbox><w:txbxContent>"
    + p("框")
    + "</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
)
SEED = docx(
    p("某市条例", properties='<w:jc w:val="center"/>')
    + p("为了甲", BOX, "<w:ins>" + r("新") + "</w:ins>", properties=numbered(1, 1))
    + p("<w:r><w:fldChar w:fldCharType='begin'/></w:r>", "第二条　乙", properties="<w:rPr><w:del/></w:rPr>")
    + tbl((p("行为"), p("罚款")), (p("甲") + p("乙"), ""))
    + "<w:sdt><w:sdtContent>"
    + p("末")
    + "</w:sdtContent></w:sdt>",
    numbering=numbering(level(0, "第%1章") + level(1, "第%2条")),
    styles=part_xml("styles", '<w:style w:type="paragraph" w:styleId="a"><w:basedOn w:val="a"/></w:style>'),
    footnotes=part_xml("footnotes", "<w:footnote>" + p("注") + "</w:footnote>"),
    header=part_xml("hdr", p("眉")),
)
PIECES = (
    "<w:p>", "</w:p>", "<w:tbl>", "</w:tbl>", "<w:tr>", "</w:tr>", "<w:tc>", "</w:tc>", "<w:tc/>", "<w:tr/>", "<w:p/>",
    r("第一条　甲"), r("（一）乙"), "<w:ins>", "</w:ins>", "&#13;", "<w:sdt>", "<w:sdtContent>", "</w:sdtContent>",
    "</w:sdt>", BOX, p(properties="<w:rPr><w:del/></w:rPr>"),
    p("第二条 丙", properties=numbered(1, 1)), p("丁", properties=numbered(7, 3)),
    "<w:r><w:br/></w:r>", '<w:numPr><w:numId w:val="-1"/></w:numPr>', "<w:pPr>", "</w:pPr>", "<w:altChunk/>", "&e;",
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>', '<w:gridSpan w:val="-3"/>', "<mc:AlternateContent/>", "<!--",
)  # fmt: skip
WORDS = (
    "第一条", "第二章", "（一）", "\n", "\r\n", "# ", "| a | b |\n", "|---|\n", "<!-- INFO END -->\n", "---\n",
    "**", "`", "<p>",
    "<table><tr><td>", "</td>", "<div>", "</div>", "<br>", "<html>", "<script>", "&nbsp;", "\u3000",
    "\x00", "\ufeff", "。", "[", "](",
    "<!--", "\\", "\ufffd", "<h1>", "条例", "<td colspan=0>", "第三条　丙。\n",
)  # fmt: skip


def check(data: bytes) -> None:
    try:
        source = read("x", data=data)
    except UnreadableFile:
        return
    position = 0
    for block in source.blocks:
        assert block.start == position
        assert block.text.endswith(block.separator)
        position = block.end
    assert source.text == "".join(block.text for block in source.blocks)
    assert all(0 <= p.span.start <= p.span.end <= len(source.text) for p in source.problems)
    assert source.format in READERS


@FIXED
@given(st.binary(max_size=400))
def test_any_bytes(data: bytes) -> None:
    check(data)


@FIXED
@given(
    st.sampled_from([b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-", b"\xff\xfe", b"<html>", b"# "]),
    st.binary(),
)
def test_any_bytes_behind_a_known_beginning(head: bytes, rest: bytes) -> None:
    check(head + rest)


@FIXED
@given(st.lists(st.sampled_from(WORDS), max_size=60), st.sampled_from(["utf-8", "gb18030", "utf-16-le"]))
def test_any_mixture_of_text_and_markup(words: list[str], encoding: str) -> None:
    check("".join(words).encode(encoding))


@FIXED
@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_any_mixture_of_word_elements(pieces: list[str]) -> None:
    check(docx("".join(pieces), numbering=numbering(level(0, "第%1章") + level(1, "第%2条"))))


@FIXED
@given(st.lists(st.sampled_from([x for x in PIECES if x.startswith("<w:p>") or x.endswith("/>")]), max_size=30))
def test_well_formed_word_elements_in_any_order(pieces: list[str]) -> None:
    check(docx(p("第一条") + "".join(x for x in pieces if x not in ("&e;", "<!--"))))


def test_mutated_bytes_of_a_word_file() -> None:
    rng = random.Random(20260101)
    for _ in range(300):
        data = bytearray(SEED)
        for _ in range(rng.choice([1, 1, 2, 8, 40])):
            data[rng.randrange(len(data))] = rng.randrange(256)
        if rng.random() < 0.2:
            del data[rng.randrange(len(data)) :]
        check(bytes(data))


def test_mutated_parts_of_a_word_file() -> None:
    """The zip stays whole, so that the mutations reach the XML."""
    rng = random.Random(20260102)
    with zipfile.ZipFile(io.BytesIO(SEED)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    reached = 0
    for _ in range(400):
        name = rng.choice(sorted(parts))
        data = bytearray(parts[name])
        for _ in range(rng.choice([1, 1, 2])):
            at = rng.randrange(len(data))
            choice = rng.random()
            if choice < 0.4:
                data[at] = rng.randrange(32, 127)
            elif choice < 0.7:
                del data[at : at + rng.randrange(1, 30)]
            else:
                data[at:at] = data[rng.randrange(len(data)) :][: rng.randrange(1, 60)]
        changed = package(parts | {name: bytes(data)})
        check(changed)
        reached += sniff(changed) == "docx"
    assert reached > 300


@pytest.mark.parametrize(
    ("name", "data"), list(made_here(SEED)), ids=lambda value: value if isinstance(value, str) else ""
)
def test_mutated_text_mail_and_packages(name: str, data: bytes) -> None:
    """A fixed small number here; ``benchmarks/fuzzing.py`` makes as many as wanted of every format."""
    rng = random.Random(f"20260103 {name}")
    assert open_filing(name, data=data).source.text
    for run in range(40):
        damaged = mutated_inside(data, rng) if data.startswith(b"PK") and run % 2 else mutated(data, rng)
        with contextlib.suppress(UnreadableFile):
            assert is_tiled(open_filing(name, data=damaged).source)


def test_the_seed_itself_is_read() -> None:
    assert read("x", data=SEED).text.startswith("某市条例\n第一条　为了甲新\n第二条　乙行为\t罚款\n甲 乙\t\n末\n")
