"""The verbs of `import lawcheck` take a path or a value and never review a path as if it were a text."""

from __future__ import annotations

import pydoc
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from pathlib import Path

import pytest

import lawcheck
from lawcheck.errors import LawcheckError
from lawcheck.laws import DocumentKind, Library

DAY = date(2026, 11, 22)
TEXT = "某市某条例\n第一条　依照《中华人民共和国物权法》，制定本条例。\n"


@pytest.fixture
def filing(tmp_path: Path) -> Path:
    path = tmp_path / "某市某条例.txt"
    path.write_text(TEXT, "utf-8")
    return path


@pytest.mark.parametrize("as_text", [True, False])
def test_a_path_is_read_whether_str_or_path(as_text: bool, filing: Path, library: Library) -> None:
    source = str(filing) if as_text else filing
    assert lawcheck.parse(source).title == "某市某条例"
    assert lawcheck.cite(source, as_of=DAY, library=library)[0].state.value == "已废止"
    assert lawcheck.review(source, as_of=DAY, library=library).facts.articles == 1
    assert len(lawcheck.match(source, as_of=DAY, library=library)) == 1


@pytest.mark.parametrize("verb", [lawcheck.cite, lawcheck.match, lawcheck.review])
def test_a_mistyped_path_is_an_error_not_a_clean_text(verb, library: Library) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(lawcheck.LawcheckError, match="E101"):
        verb("没有这个文件.docx", as_of=DAY, library=library)


@pytest.mark.parametrize("verb", [lawcheck.cite, lawcheck.match, lawcheck.review])
def test_so_is_a_folder(verb, library: Library, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(lawcheck.LawcheckError, match="E102"):
        verb(str(tmp_path), as_of=DAY, library=library)


def test_a_text_of_one_line_is_a_text() -> None:
    assert lawcheck.parse("第一条　甲。").articles[0].full_text == "甲。"


@pytest.mark.parametrize("wrong", [123, None, b"x"])
def test_other_values_are_refused_by_name(wrong: object) -> None:
    with pytest.raises(TypeError, match="expected a path"):
        lawcheck.parse(wrong)  # type: ignore[arg-type]


def test_values_print_in_one_line(filing: Path, library: Library) -> None:
    review = lawcheck.review(filing, as_of=DAY, library=library)
    assert len(repr(review)) < 120
    assert len(repr(review.document)) < 120


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("依照《立法法》第八条", ["立法法"]),
        ("依照《立法法》第八条处罚", ["立法法"]),
        ("按照《水法》第三条\n执行《刑法》第二百条", ["水法", "刑法"]),
        ("关于贯彻《立法法》的通知", []),  # a title cites nothing
        ("关于施行《某市某条例》的公告\n第一条　甲。", []),
    ],
)
def test_words_without_a_full_stop_are_no_title(text: str, titles: list[str], library: Library) -> None:
    found = lawcheck.cite(text, as_of=DAY, library=library)
    assert [c.reference.address.law for c in found] == titles
    assert all(text[slice(*c.reference.span)] == c.reference.text for c in found)
    document = lawcheck.parse(text)
    assert "".join(text[s.start : s.end] for s in document.segments) == text


def test_kind_library_and_day_may_be_written_as_people_write_them(library: Library) -> None:
    home = str(library.path.parent)
    plain = lawcheck.review(TEXT, as_of=DAY, library=library, kind=DocumentKind.K4)
    said = lawcheck.review(TEXT, as_of=datetime(2026, 11, 22, 9), library=home, kind="设区的市地方性法规")
    assert said.findings == plain.findings
    assert said.as_of == DAY
    assert said.facts.kind is DocumentKind.K4


def test_a_wrong_argument_is_told_by_name(library: Library) -> None:
    with pytest.raises(TypeError, match="as_of: expected"):
        lawcheck.cite(TEXT, as_of="2026-11-22", library=library)  # type: ignore[arg-type]
    with pytest.raises(lawcheck.LawcheckError, match="E513"):
        lawcheck.review(TEXT, as_of=DAY, library=library, territory="abc")
    with pytest.raises(lawcheck.LawcheckError, match="E309"):
        lawcheck.review(TEXT, as_of=DAY, library=library, kind="外星法规")
    with pytest.raises(TypeError, match="comments or their texts"):
        lawcheck.digest([3], TEXT)  # type: ignore[list-item]


def test_an_office_reviews_with_its_own_rules_and_words(library: Library, tmp_path: Path) -> None:
    words = tmp_path / "words"
    words.mkdir()
    (words / "a.csv").write_text("text,suggestion\n老赖,失信被执行人\n", "utf-8")
    head = "category: sensitive\nrule: X901\nseverity: advice\nsource: 某表\nreason: 贬称\nas_of: 2026-11-01\ntable: a.csv\n"
    (words / "a.yaml").write_text(head, "utf-8")
    text = "某市某条例\n第一条　老赖应当公示。\n"
    own = lawcheck.review(text, as_of=DAY, library=library, terms=words)
    assert [f.quote for f in own.findings if f.rule == "X901"] == ["老赖"]
    assert not [f for f in lawcheck.review(text, as_of=DAY, library=library).findings if f.quote == "老赖"]


@pytest.mark.parametrize(
    ("call", "said"),
    [
        pytest.param(lambda: lawcheck.open_library(5), "PathLike", id="library"),
        pytest.param(lambda: lawcheck.cite("甲。", as_of=DAY, library=5), "library", id="library of a verb"),
        pytest.param(lambda: lawcheck.review("甲。", as_of=DAY, kind=5), "kind", id="kind"),
        pytest.param(lambda: lawcheck.review("甲。", as_of=DAY, territory=330500), "territory", id="territory"),
        pytest.param(lambda: lawcheck.read(None), "path", id="no path"),
        pytest.param(lambda: lawcheck.digest(b"x", "甲。"), "comments", id="bytes"),
        pytest.param(lambda: lawcheck.fill_letter(None, {}), "letter", id="no letter"),
        pytest.param(lambda: lawcheck.fill_letter("备案报告", None), "mapping", id="no data"),
    ],
)
def test_a_value_of_the_wrong_type_is_told_as_one(call: Callable[[], object], said: str) -> None:
    with pytest.raises(TypeError, match=said):
        call()


@pytest.mark.parametrize("verb", [lawcheck.read, lambda path: lawcheck.digest(path, "甲。")])
def test_an_empty_path_is_no_file_and_not_the_present_folder(verb: Callable[[str], object]) -> None:
    with pytest.raises(LawcheckError, match="E101"):
        verb("")


def test_a_library_is_opened_by_the_name_of_its_folder(library: Library) -> None:
    assert lawcheck.open_library(str(library.path.parent)).path == library.path


def test_half_a_character_does_not_stop_a_verb(library: Library) -> None:
    text = "某市某条例\n第一条　依照《中华人民共和国物权法》\ud800办理。"
    assert [c.reference.text for c in lawcheck.cite(text, as_of=DAY, library=library)] == ["《中华人民共和国物权法》"]
    assert lawcheck.parse("第一条　\U00020bb7。").source.text == "第一条　\U00020bb7。"


def test_a_text_longer_than_any_file_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lawcheck.verbs._LONGEST", 10)
    with pytest.raises(LawcheckError, match="12 个字符，超过 10 个字符"):
        lawcheck.parse("第一条　甲\n第二条　乙\n")


_SLOW = """id: W901
version: 1
name: 没有尽头
family: wording
tier: 3
kinds: all
implemented: true
severity: advice
basis: [{text: 试验, confirmed: false}]
message: "“{quote}”"
suggestion: ""
trigger: {kind: pattern, patterns: [{find: '(?:[一-龥]+)+不会有的字'}]}
guards: []
examples: {positive: [{text: 甲}, {text: 乙}, {text: 丙}], negative: [{text: 丁}, {text: 戊}, {text: 己}]}
"""


_ENDLESS = r"(?:[一-龥]+)+不会有的字"


@pytest.mark.parametrize("find", [pytest.param(_ENDLESS, marks=pytest.mark.long, id="endless"), "停车"])
def test_an_expression_of_an_office_without_end_is_stopped_in_a_thread_too(
    find: str, library: Library, tmp_path: Path
) -> None:
    (tmp_path / "wording").mkdir()
    (tmp_path / "wording" / "W901.yaml").write_text(_SLOW.replace(_ENDLESS, find), "utf-8")
    text = "某市停车办法\n第一条　" + "停车场应当公示收费标准并且保持设备正常运行" * 4 + "。\n"
    with ThreadPoolExecutor(1) as pool:
        review = pool.submit(lawcheck.review, text, as_of=DAY, library=library, rules=tmp_path).result(timeout=60)
    (run,) = (run for run in review.runs if run.rule == "W901")
    assert run.state.value == ("问题" if find == "停车" else "未检查")


def test_the_verbs_are_seen_by_completion_and_help() -> None:
    assert set(lawcheck.__all__) <= set(dir(lawcheck))
    page = pydoc.render_doc(lawcheck, renderer=pydoc.plaintext)
    assert "review(source: " in page
    assert "digest(comments: " in page
