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


LEDGERS = [
    "青山市台账管理规定",
    "第一条　主管部门应当建立台帐。",
    "第二条　单位应当报送台帐，台帐应当真实。",
    "第三条　个人应当保存台帐。",
    "第四条　本规定自2026年7月1日起施行。",
]


def renumbered(lines: list[str]) -> list[str]:
    return [f"第{'一二三四五六'[at]}条{line[3:]}" for at, line in enumerate(lines)]


@pytest.mark.parametrize(
    ("body", "placed"),
    [
        (LEDGERS[1:], ["一1", "二2", "二3", "三4"]),
        (["第一条　甲建立台帐。", *LEDGERS[1:]], ["一", "二1", "三2", "三3", "四4"]),  # a new sentence has no verdict
        ([LEDGERS[3], LEDGERS[1], LEDGERS[2], LEDGERS[4]], ["一4", "二1", "三2", "三3"]),
        ([LEDGERS[1], "第二条　单位应当报送材料，台帐应当真实。", *LEDGERS[3:]], ["一1", "二", "三4"]),
        ([LEDGERS[1], LEDGERS[1], *LEDGERS[2:]], ["一", "二", "三2", "三3", "四4"]),  # which of the two was it
    ],
)
def test_a_verdict_follows_its_sentence(body: list[str], placed: list[str], run: Runner, tmp_path: Path) -> None:
    out = tmp_path / "结果"
    record = review(run, file(tmp_path, LEDGERS), out)
    judged = [f for f in record["findings"] if f["rule"] == "W07"]
    for at, finding in enumerate(judged, 1):
        finding |= {"verdict": "不成立", "note": str(at)}
    (tmp_path / "结论.json").write_text(json.dumps(judged), "utf-8")
    changed = file(tmp_path, [LEDGERS[0], *renumbered(body)])
    again = review(run, changed, tmp_path / "再次", "--verdicts", tmp_path / "结论.json")
    found = [f for f in again["findings"] if f["rule"] == "W07"]
    assert [f["clause"][1] + f["note"] for f in found] == placed
    assert {f["note"] for f in found if f["verdict"]} | {u["note"] for u in again["unmatched_verdicts"]} == set("1234")


@pytest.mark.parametrize(
    ("old", "new", "left"),
    [
        ("占用道路的", "占用绿地的", 1),  # another act before the ；
        ("下列行为禁止", "下列情形除外", 1),  # another lead-in above the 项
        ("摆设摊点", "堆放杂物", 0),  # another 项 of the list
        ("第四条", "第四条　主管部门应当公开电话。\n第五条", 0),
    ],
)
def test_what_the_sentence_goes_on_from_belongs_to_it(
    old: str, new: str, left: int, run: Runner, tmp_path: Path
) -> None:
    lines = [
        "青山市道路管理规定",
        "第一条　占用道路的，责令改正；拒不改正的，登记台帐。",
        "第二条　下列行为禁止：",
        "（一）摆设摊点；",
        "（二）其它行为。",
        "第三条　台账应当公开。",
        "第四条　本规定自2026年7月1日起施行。",
    ]
    record = review(run, file(tmp_path, lines), tmp_path / "结果")
    judged = [f | {"verdict": "不成立"} for f in record["findings"] if f["rule"] in ("W06", "W07")]
    assert len(judged) == 2
    (tmp_path / "结论.json").write_text(json.dumps(judged), "utf-8")
    changed = file(tmp_path, "\n".join(lines).replace(old, new).split("\n"))
    again = review(run, changed, tmp_path / "再次", "--verdicts", tmp_path / "结论.json")
    assert (len(again["unmatched_verdicts"]), again["suppressed"]) == (left, 2 - left)


def fill(folder: Path, change: str) -> Path:
    """A workbook in which X06 is judged, changed as offices change one."""
    path = write_verdicts(folder, "xlsx", {"X06": "不 成立"})
    book = load_workbook(path)
    sheet = book["问题清单"]
    if change == "title above":
        sheet.insert_rows(1)
        sheet["A1"] = "青山市核对表"
    elif change == "renamed":
        sheet.title = "核对"
    elif change == "row of one's own":
        sheet.append([9, "", "人工发现", "", "第二条", "其它情形", *[""] * 6, "成立", "漏了"])
    elif change == "note alone":
        sheet.append([9, "", "", "", "第三条", "", *[""] * 6, "", "请核对日期"])
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("change", "left"),
    [("title above", []), ("renamed", []), ("row of one's own", ["漏了"]), ("note alone", ["请核对日期"])],
)
def test_workbooks_as_offices_fill_them(change: str, left: list[str], run: Runner, tmp_path: Path) -> None:
    path, out = file(tmp_path, LINES), tmp_path / "结果"
    review(run, path, out)
    again = review(run, path, tmp_path / "再次", "--verdicts", fill(out, change))
    assert again["suppressed"] == 1
    assert [u["note"] for u in again["unmatched_verdicts"]] == left
    third = review(run, path, tmp_path / "三次", "--verdicts", tmp_path / "再次" / "青山市养犬管理条例.findings.xlsx")
    assert (third["suppressed"], [u["note"] for u in third["unmatched_verdicts"]]) == (1, left)


def test_a_note_without_a_verdict_comes_back(run: Runner, tmp_path: Path) -> None:
    path, out = file(tmp_path, LINES), tmp_path / "结果"
    review(run, path, out)
    verdicts = write_verdicts(out, "xlsx", {"X06": " "})
    again = review(run, path, tmp_path / "再次", "--verdicts", verdicts)
    assert [(f["rule"], f["verdict"]) for f in again["findings"] if f["note"] == "已核对"] == [("X06", "")]


def test_every_wrong_verdict_is_named_at_once(run: Runner, tmp_path: Path) -> None:
    path, out = file(tmp_path, LINES), tmp_path / "结果"
    review(run, path, out)
    verdicts = write_verdicts(out, "xlsx", {"X06": "属实", "W06": "是"})
    done = run("review", path, "--out", tmp_path / "再次", "--verdicts", verdicts)
    assert (done.code, "属实" in done.err, "是" in done.err) == (2, True, True)


def test_one_finding_judged_in_two_ways_is_told(run: Runner, tmp_path: Path) -> None:
    (tmp_path / "结论.json").write_text(
        json.dumps([{"key": "W06-1", "verdict": said} for said in ("成立", "不成立")]), "utf-8"
    )
    done = run("review", file(tmp_path, LINES), "--out", tmp_path / "结果", "--verdicts", tmp_path / "结论.json")
    assert (done.code, "E614" in done.err) == (2, True)


def test_an_empty_list_of_verdicts_is_said(run: Runner, tmp_path: Path) -> None:
    (tmp_path / "结论.json").write_text("[]", "utf-8")
    done = run("review", file(tmp_path, LINES), "--out", tmp_path / "结果", "--verdicts", tmp_path / "结论.json")
    assert (done.code, "C615" in done.err) == (0, True)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("不是 JSON", "E611"),
        ("[1]", "E611"),
        ('{"rules": []}', "E611"),
        ('[{"key": "W06-1", "verdict": "也许"}]', "E612"),
    ],
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
