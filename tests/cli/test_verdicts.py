"""A reviewer's verdicts, written into a result file and read back by the next review."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import jsonschema
import pytest
from docx import Document as WordDocument
from openpyxl import load_workbook
from runner import Runner

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "schema" / "review.schema.json").read_text("utf-8"))
LINES = [
    "青山市养犬管理条例",
    "第一条　照顾残废人和其它人员。",
    "第二条　对其它情形，由市工商行政管理局处理。",
    "第三条　本条例自2026年1月1日起施行。",
]


def file(folder: Path, lines: list[str]) -> Path:
    """A filing in Word."""
    word = WordDocument()
    for line in lines:
        word.add_paragraph(line)
    path = folder / "青山市养犬管理条例.docx"
    word.save(str(path))
    return path


def review(run: Runner, path: Path, out: Path, *more: object) -> dict:  # type: ignore[type-arg]
    done = run("review", path, "--out", out, "--json", *more)
    assert done.code == 0, done.err
    found = json.loads(done.out)["files"][0]["review"]
    jsonschema.validate(found, SCHEMA)
    return found  # type: ignore[no-any-return]


def write_verdicts(folder: Path, kind: str, wanted: dict[str, str]) -> Path:
    """Fill in 核对结论 of the first finding of each rule."""
    left = dict(wanted)
    if kind == "xlsx":
        path = folder / "青山市养犬管理条例.findings.xlsx"
        book = load_workbook(path)
        rows = book["问题清单"].iter_rows(min_row=2)
        names = [cell.value for cell in book["问题清单"][1]]
        for row in rows:
            verdict = left.pop(row[names.index("规则")].value, None)
            if verdict:
                row[names.index("核对结论")].value, row[names.index("备注")].value = verdict, "已核对"
        book.save(path)
        return path
    path = folder / "青山市养犬管理条例.review.json"
    record = json.loads(path.read_text("utf-8"))
    for finding in record["findings"]:
        if finding["rule"] in left:
            finding |= {"verdict": left.pop(finding["rule"]), "note": "已核对"}
    path.write_text(json.dumps(record, ensure_ascii=False), "utf-8")
    return path


@pytest.mark.parametrize("kind", ["xlsx", "json"])
def test_verdicts_come_back_and_suppressed_findings_stay_visible(kind: str, run: Runner, tmp_path: Path) -> None:
    path, out = file(tmp_path, LINES), tmp_path / "结果"
    first = review(run, path, out)
    assert all(finding["key"] for finding in first["findings"])
    assert len({finding["key"] for finding in first["findings"]}) == len(first["findings"])
    verdicts = write_verdicts(out, kind, {"X06": "不成立", "W06": "成立"})
    again = review(run, path, tmp_path / "再次", "--verdicts", verdicts)
    judged = [(f["rule"], f["verdict"], f["note"]) for f in again["findings"] if f["verdict"]]
    assert sorted(judged) == [("W06", "成立", "已核对"), ("X06", "不成立", "已核对")]
    assert [f["key"] for f in again["findings"]] == [f["key"] for f in first["findings"]]
    assert again["suppressed"] == 1
    assert sum(again["severity_counts"].values()) + 1 == len(again["findings"])
    _shown_everywhere(tmp_path / "再次" / "青山市养犬管理条例")


def _shown_everywhere(stem: Path) -> None:
    page = Path(f"{stem}.review.html").read_text("utf-8")
    assert "经核对不成立" in page
    assert "☑不成立" in page
    assert "经核对不成立" in _word_text(Path(f"{stem}.review.docx"), "word/document.xml")
    sheet = load_workbook(f"{stem}.findings.xlsx")["问题清单"]
    assert "不成立" in [cell.value for row in sheet.iter_rows() for cell in row]
    annotated = Path(f"{stem}.annotated.docx")
    assert "经核对不成立" in _word_text(annotated, "word/comments.xml")
    red = [run.text for p in WordDocument(str(annotated)).paragraphs for run in p.runs if run.font.color.rgb]
    assert red == ["工商行政管理局"]


def _word_text(path: Path, part: str) -> str:
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        return archive.read(part).decode()


def test_verdicts_that_match_nothing_any_more_are_listed(run: Runner, tmp_path: Path) -> None:
    path, out = file(tmp_path, LINES), tmp_path / "结果"
    review(run, path, out)
    verdicts = write_verdicts(out, "xlsx", {"X06": "待研究"})
    changed = file(tmp_path, [LINES[0], "第一条　照顾残疾人。", *LINES[2:]])
    again = review(run, changed, tmp_path / "再次", "--verdicts", verdicts)
    (left,) = again["unmatched_verdicts"]
    assert (left["rule"], left["quote"], left["verdict"]) == ("X06", "残废人", "待研究")
    stem = tmp_path / "再次" / "青山市养犬管理条例"
    assert "没有对上的核对结论（1 条）" in Path(f"{stem}.review.html").read_text("utf-8")
    assert "没有对上的核对结论（1 条）" in _word_text(Path(f"{stem}.review.docx"), "word/document.xml")
    third = review(run, changed, tmp_path / "三次", "--verdicts", f"{stem}.findings.xlsx")
    assert third["unmatched_verdicts"] == again["unmatched_verdicts"]


def test_new_articles_before_and_blanks_keep_the_verdict(run: Runner, tmp_path: Path) -> None:
    path, out = file(tmp_path, LINES), tmp_path / "结果"
    review(run, path, out)
    verdicts = write_verdicts(out, "json", {"X06": "不成立"})
    spaced = file(tmp_path, [LINES[0], "", LINES[1].replace("残废人", "残 废 人"), "", *LINES[2:]])
    again = review(run, spaced, tmp_path / "再次", "--verdicts", verdicts)
    assert (again["suppressed"], again["unmatched_verdicts"]) == (1, [])


@pytest.mark.parametrize(
    ("text", "code"),
    [("不是 JSON", "E611"), ("[1]", "E611"), ('[{"key": "W06-1", "verdict": "也许"}]', "E612")],
)
def test_a_wrong_file_of_verdicts_is_told(text: str, code: str, run: Runner, tmp_path: Path) -> None:
    wrong = tmp_path / "结论.json"
    wrong.write_text(text, "utf-8")
    done = run("review", file(tmp_path, LINES), "--out", tmp_path / "结果", "--verdicts", wrong)
    assert (done.code, code in done.err) == (2, True)


def test_verdicts_are_for_one_file(run: Runner, tmp_path: Path) -> None:
    (tmp_path / "结论.json").write_text("[]", "utf-8")
    path = file(tmp_path, LINES)
    other = tmp_path / "另一件.txt"
    other.write_text("\n".join(LINES), "utf-8")
    done = run("review", path, other, "--out", tmp_path / "结果", "--verdicts", tmp_path / "结论.json")
    assert (done.code, "E613" in done.err) == (2, True)
