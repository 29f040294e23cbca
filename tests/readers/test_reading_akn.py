from __future__ import annotations

import pytest

from lawcheck.document import parse
from lawcheck.errors import UnreadableFile
from lawcheck.readers import read, read_guarded, sniff

HEAD = '<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0">'
FOREIGN = f"""<?xml version="1.0"?>
<!-- made elsewhere -->
{HEAD}
 <bill name="bill">
  <meta><identification source="#a"><FRBRWork><FRBRalias value="某市某条例" name="title"/></FRBRWork></identification></meta>
  <preface><longTitle><p>某市某条例</p></longTitle></preface>
  <body>
   <title eId="title_1"><num>第一编</num><heading>总则</heading>
    <article eId="art_1"><num>第一条</num><heading>目的</heading>
     <paragraph eId="art_1__para_1"><content><p>依照<ref href="#x">《某
      法》</ref>制定。</p></content></paragraph>
    </article>
   </title>
   <crossHeading>其他</crossHeading>
  </body>
 </bill>
</akomaNtoso>
"""


def refused(xml: str) -> str:
    with pytest.raises(UnreadableFile) as caught:
        read("a.akn.xml", data=xml.encode())
    return caught.value.code


@pytest.mark.parametrize("start", ["", '<?xml version="1.0"?>\n', "<?xml version='1.0'?><!-- a --><?b c?>\n", "\ufeff"])
def test_recognised_by_its_root_element(start: str) -> None:
    assert sniff((start + HEAD + "</akomaNtoso>").encode()) == "akn"


def test_xml_of_other_kinds_is_refused_as_before() -> None:
    assert sniff(b"<?xml version='1.0'?><a>akomaNtoso</a>") == "xml"


def test_act_of_another_maker_is_read() -> None:
    document = parse(read("a.xml", data=FOREIGN.encode()))
    assert document.title == "某市某条例"
    (article,) = document.articles
    assert (article.heading, article.children[0].text) == ("目的", "依照《某法》制定。")
    assert document.units[0].kind == "book"
    assert "其他" in document.source.text


def test_structure_wins_over_the_look_of_the_lines() -> None:
    body = (
        "<body><article eId='art_5'><num>第五条</num>"
        "<paragraph eId='art_5__para_1'><content><p>甲。</p></content></paragraph>"
        "<paragraph eId='art_5__para_2'><content><p>第九条　乙。</p></content></paragraph></article></body>"
    )
    document = parse(read("a.xml", data=f"{HEAD}<act name='a'>{body}</act></akomaNtoso>".encode()))
    assert [u.eid for u in document.walk()] == ["art_5", "art_5__para_1", "art_5__para_2"]
    assert "P101" in {problem.code for problem in document.problems}


def test_spans_cut_the_words_out_of_the_text() -> None:
    document = parse(read("a.xml", data=FOREIGN.encode()))
    for unit in document.walk():
        assert document.source.slice(unit.text_span) == unit.text
    assert document.segments[0].start == 0
    assert document.segments[-1].end == len(document.source.text)


def test_limited_process_hands_the_structure_on() -> None:
    data = FOREIGN.encode()
    assert read_guarded("a.xml", data=data).structure == read("a.xml", data=data).structure


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        (f"{HEAD}<judgment name='j'/></akomaNtoso>", "E144"),
        (f"{HEAD}</akomaNtoso>", "E144"),
        (f"{HEAD}<act>", "E109"),
        (f"<!DOCTYPE a [<!ENTITY b 'c'>]>{HEAD}<act><body/></act></akomaNtoso>", "E146"),
        (f"{HEAD}<act><body>{'<part>' * 300}{'</part>' * 300}</body></act></akomaNtoso>", "E114"),
        (f"{HEAD}<act><body/></act></akomaNtoso>", "E105"),
    ],
)
def test_what_cannot_be_read_says_why(xml: str, code: str) -> None:
    assert refused(f"<?xml version='1.0'?>{xml}") == code
