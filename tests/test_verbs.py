"""The verbs of `import lawcheck` take a path or a value and never review a path as if it were a text."""

from __future__ import annotations

import pydoc
import subprocess
import sys
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from io import BytesIO
from os import PathLike
from pathlib import Path
from typing import Any

import pytest

import lawcheck
from lawcheck.comments import Comment, parse_columns
from lawcheck.errors import LawcheckError
from lawcheck.laws import DocumentKind, Library
from lawcheck.verbs import _tools

DAY = date(2026, 11, 22)
REPORT = {
    "发文机关": "云湖市人大常委会",
    "发文字号": "云人常〔2026〕1号",
    "主送机关": "某省人大常委会",
    "文件名称": "某市某条例",
    "公布日期": "2026-03-01",
    "施行日期": "2026-05-01",
    "成文日期": "2026-03-05",
}
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
    assert len(repr(lawcheck.compare(filing, filing))) < 120
    assert len(repr(lawcheck.digest(["支持第一条。"], filing))) < 120


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
        pytest.param(lambda: lawcheck.read("甲.txt", data=BytesIO(b"x")), "data", id="stream"),
        pytest.param(lambda: lawcheck.parse(b"x"), "data=", id="bytes of a file"),
        pytest.param(lambda: lawcheck.review("甲。", as_of=DAY, rules=5), "rules", id="rules"),
        pytest.param(lambda: lawcheck.review("甲。", as_of=DAY, terms=["x"]), "terms", id="terms"),
        pytest.param(lambda: lawcheck.digest(["甲"], "甲。", jobs="2"), "jobs", id="jobs"),
        pytest.param(lambda: lawcheck.digest(["甲"], "甲。", columns={"内容": "A"}), "columns", id="columns of values"),
        pytest.param(lambda: parse_columns({"内容": 3}), "columns: 内容", id="number of a column"),
        pytest.param(lambda: lawcheck.digest([{"text": "甲"}], "甲。"), "Comment", id="row of a database"),
        pytest.param(lambda: lawcheck.digest([Comment("7", None)], "甲。"), "'7': text", id="NULL"),
        pytest.param(lambda: lawcheck.digest([Comment(7, "甲")], "甲。"), "comment_id", id="number for an id"),
        pytest.param(lambda: lawcheck.digest([Comment("7", "甲", chosen="art_1")], "甲。"), "chosen", id="one eid"),
        pytest.param(
            lambda: lawcheck.digest([Comment("7", "甲", received="2026-01-01")], "甲。"), "received", id="day"
        ),
        pytest.param(
            lambda: lawcheck.digest([Comment("7", "甲", stance="反对")], "甲。"), "stance", id="stance in words"
        ),
        pytest.param(lambda: lawcheck.parse(TEXT).article("1"), "value", id="article in words"),
        pytest.param(lambda: lawcheck.writers.write("甲.docx", "pdf"), "document", id="path to a writer"),
        pytest.param(lambda: lawcheck.reports.review_json(None), "review", id="no review"),
        pytest.param(lambda: lawcheck.reports.annotate_docx("甲.docx", None), "data", id="path to annotate"),
        pytest.param(lambda: lawcheck.reports.render_outputs(None, "甲"), "data", id="text for bytes"),
        pytest.param(lambda: lawcheck.fill_letter(None, {}), "letter", id="no letter"),
        pytest.param(lambda: lawcheck.fill_letter("备案报告", None), "mapping", id="no data"),
    ],
)
def test_a_value_of_the_wrong_type_is_told_as_one(call: Callable[[], object], said: str) -> None:
    with pytest.raises(TypeError, match=said):
        call()


@pytest.mark.parametrize("nothing", ["", " \n", lawcheck.SourceText.from_text("")])
@pytest.mark.parametrize(
    "verb",
    [
        pytest.param(lambda source: lawcheck.review(source, as_of=DAY), id="review"),
        pytest.param(lambda source: lawcheck.compare(TEXT, source), id="compare"),
        pytest.param(lambda source: lawcheck.digest(["甲"], source), id="digest"),
    ],
)
def test_nothing_passes_no_check(verb: Callable[[object], object], nothing: object) -> None:
    with pytest.raises(LawcheckError, match="E725"):
        verb(nothing)


def test_in_an_empty_column_nothing_is_cited(library: Library) -> None:
    assert lawcheck.cite("", as_of=DAY, library=library) == lawcheck.match("", as_of=DAY, library=library) == ()
    assert lawcheck.parse("").articles == ()


@pytest.mark.parametrize("verb", [lawcheck.read, lambda path: lawcheck.digest(path, "甲。")])
def test_an_empty_path_is_no_file_and_not_the_present_folder(verb: Callable[[str], object]) -> None:
    with pytest.raises(LawcheckError, match="E101"):
        verb("")


def test_a_library_is_opened_by_the_name_of_its_folder(library: Library) -> None:
    assert lawcheck.open_library(str(library.path.parent)).path == library.path


def test_a_mistyped_folder_of_laws_does_not_become_a_library(library: Library, tmp_path: Path) -> None:
    for verb in (lawcheck.cite, lawcheck.match, lawcheck.review):
        with pytest.raises(LawcheckError, match="E723"):
            verb(TEXT, as_of=DAY, library=tmp_path / "libary")
    assert not (tmp_path / "libary").exists()
    assert lawcheck.cite(TEXT, as_of=DAY, library=str(library.path.parent))


@pytest.mark.parametrize(
    "call",
    [
        pytest.param(lambda name: lawcheck.fill_letter("备案报告", REPORT, template=name), id="template"),
        pytest.param(lawcheck.checks.load_rules, id="rules"),
        pytest.param(lawcheck.terms.read_lexicon, id="words"),
        pytest.param(lawcheck.terms.read_list, id="list of words"),
        pytest.param(lawcheck.reports.read_judgements, id="verdicts"),
        pytest.param(lambda name: lawcheck.reports.read_dispositions(name, ()), id="outcomes"),
    ],
)
def test_a_missing_file_is_told_whether_str_or_path(call: Callable[[str | Path], object], tmp_path: Path) -> None:
    for name in (tmp_path / "没有", str(tmp_path / "没有")):
        with pytest.raises(LawcheckError):
            call(name)


@pytest.mark.parametrize("name", ["library", "rules", "terms"])
def test_an_empty_folder_name_is_not_none(name: str, library: Library) -> None:
    given: dict[str, Any] = {"library": library, name: ""}
    with pytest.raises(LawcheckError, match="E720"):
        lawcheck.review(TEXT, as_of=DAY, **given)


def test_a_day_after_the_other_keeps_one_library(library: Library) -> None:
    assert len({_tools(library, DAY - timedelta(days=n)).library for n in range(5)}) == 1


def test_laws_added_while_a_service_runs_count_at_once(tmp_path: Path) -> None:
    held = lawcheck.open_library(tmp_path / "home")
    words = "第一条　用水单位应当每月报送用水台账。\n第二条　本条例自2020年3月1日起施行。\n"
    (tmp_path / "用水.txt").write_text(f"安宁市用水条例\n（2020年1月2日安宁市人民代表大会通过）\n{words}", "utf-8")
    citing = "某条例\n第一条　依照《安宁市用水条例》。"
    before = lawcheck.review(citing, as_of=DAY, library=held)
    assert lawcheck.laws.add_laws(tmp_path / "home", tmp_path / "用水.txt").taken
    after = lawcheck.review(citing, as_of=DAY, library=held)
    assert [review.citations[0].state.value for review in (before, after)] == ["库中无此法", "有效"]
    assert before.library_version != after.library_version


def test_bytes_are_read_under_a_name() -> None:
    source = lawcheck.read("上传.txt", data=TEXT.encode("gb18030"))
    assert (source.name, lawcheck.parse(source).title) == ("上传.txt", "某市某条例")


def test_any_object_that_names_a_path_does(filing: Path) -> None:
    class Row(PathLike[str]):
        def __fspath__(self) -> str:
            return str(filing)

    assert lawcheck.parse(Row()) == lawcheck.parse(filing)
    with pytest.raises(LawcheckError, match="E101"):
        lawcheck.read("甲\0.txt")


def test_of_a_package_the_document_is_reviewed_and_its_form(filing: Path, library: Library, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "报备.zip", "w") as package:
        package.write(filing, filing.name)
        package.writestr("备案报告.txt", "关于报送某市某条例备案的报告\n现将某条例报请备案。")
    packed, alone = (
        lawcheck.review(path, as_of=DAY, library=library, kind="K4") for path in (tmp_path / "报备.zip", filing)
    )
    assert lawcheck.read(tmp_path / "报备.zip") == lawcheck.read(filing)
    assert {f.key for f in alone.findings} < {f.key for f in packed.findings}
    assert {f.rule[0] for f in packed.findings if f not in alone.findings} == {"F"}


def test_texts_without_a_file_have_ids_of_their_own(filing: Path) -> None:
    one, other = lawcheck.parse(TEXT), lawcheck.parse(TEXT.replace("某市", "某县"))
    ids = {document.stable_id(document.articles[0]) for document in (one, other, lawcheck.parse(TEXT))}
    assert len(ids) == 2
    assert one.source.sha256 == ""
    assert lawcheck.parse(filing).stable_id(one.articles[0]).startswith(lawcheck.read(filing).sha256[:12])


def test_findings_are_sifted_by_gravity(library: Library) -> None:
    Severity = lawcheck.checks.Severity  # noqa: N806
    assert sorted(Severity)[-1] is max(Severity) is Severity.CONFLICT
    assert Severity.SUSPECTED > "info"
    with pytest.raises(ValueError, match="grave"):
        _ = Severity.SUSPECTED > "grave"
    review = lawcheck.review(TEXT, as_of=DAY, library=library, kind="K4")
    grave = [f for f in review.findings if f.severity >= Severity.TECHNICAL]
    assert grave == [f for f in review.findings if f.severity.value in {"conflict", "suspected", "technical"}]
    assert len(set(review.findings)) == len(review.findings)
    assert hash(review) == hash(lawcheck.review(TEXT, as_of=DAY, library=library, kind="K4"))


def test_rooms_are_there_without_an_import_of_their_own() -> None:
    code = "import lawcheck; print(lawcheck.reports.review_json.__name__, len(lawcheck.letters.list_letters()) > 9)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["review_json", "True"]
    with pytest.raises(AttributeError, match="'revue'"):
        _ = lawcheck.revue  # type: ignore[attr-defined]


@pytest.mark.parametrize("columns", [{"内容": "说法"}, {"text": "说法"}, {"内容": "B"}])
def test_columns_are_named_as_people_and_programs_name_them(columns: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "表.csv").write_text("意见内容,说法\n一般,第一条的费用太高了\n", "utf-8")
    digest = lawcheck.digest(tmp_path / "表.csv", TEXT, columns=columns)
    assert [comment.text for comment in digest.comments] == ["第一条的费用太高了"]


@pytest.mark.parametrize(("columns", "said"), [({"内容物": "说法"}, "E703"), ({"内容": "没有"}, "E702")])
def test_a_column_or_field_that_is_not_there_is_told(columns: dict[str, str], said: str, tmp_path: Path) -> None:
    (tmp_path / "表.csv").write_text("意见内容,说法\n一般,第一条的费用太高了\n", "utf-8")
    with pytest.raises(LawcheckError, match=said):
        lawcheck.digest(tmp_path / "表.csv", TEXT, columns=columns)


def test_jobs_are_counted_from_one() -> None:
    with pytest.raises(LawcheckError, match="E724"):
        lawcheck.digest(["甲"], TEXT, jobs=0)


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
