"""Data and days as clerks write them: saved by the editor of a Chinese Windows, dates with 年月日 or strokes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from runner import Runner

_CONTENT = {
    **{"发文机关": "云岫市人民政府", "发文字号": "云岫政备〔2026〕1号", "主送机关": "国务院"},
    **{
        "文件名称": "云岫市招牌设置管理办法",
        "公布日期": "2026-03-12",
        "施行日期": "2026年5月1日",
        "成文日期": "2026/3/20",
    },
}
_ENCODINGS = ["utf-8", "utf-8-sig", "gbk", "utf-16"]


@pytest.mark.parametrize("encoding", _ENCODINGS)
def test_a_letter_is_filled_from_it(encoding: str, run: Runner, tmp_path: Path) -> None:
    data = tmp_path / "内容.json"
    data.write_bytes(json.dumps(_CONTENT, ensure_ascii=False).encode(encoding))
    assert run("template", "fill", "备案报告", "--data", data, "--out", tmp_path / "报告.docx").code == 0
    assert (tmp_path / "报告.docx").is_file()


def test_what_is_no_day_and_no_text_is_still_refused(run: Runner, tmp_path: Path) -> None:
    data = tmp_path / "内容.json"
    data.write_text(json.dumps(_CONTENT | {"施行日期": "2026年5月"}, ensure_ascii=False), "utf-8")
    done = run("template", "fill", "备案报告", "--data", data, "--out", tmp_path / "报告.docx")
    assert (done.code, "“施行日期”应当是日期" in done.err) == (2, True)
    data.write_bytes(bytes(range(256)))
    assert "[E294]" in run("template", "fill", "备案报告", "--data", data, "--out", tmp_path / "报告.docx").err


@pytest.mark.parametrize("encoding", _ENCODINGS)
def test_a_list_of_laws_is_taken(encoding: str, run: Runner, tmp_path: Path) -> None:
    law = {
        "title": "云岫市供水办法",
        "text": "第一条　为了保障供水，制定本办法。\n第二条　供水企业应当保证水质，每日检测。",
    }
    (tmp_path / "法规.jsonl").write_bytes((json.dumps(law, ensure_ascii=False) + "\n").encode(encoding))
    assert run("laws", "add", tmp_path / "法规.jsonl", "--library", tmp_path / "库").code == 0
    assert "云岫市供水办法" in run("laws", "list", "--library", tmp_path / "库").out


@pytest.mark.parametrize("day", ["2020-05-01", "2020/5/1", "2020.5.1", "2020年5月1日"])
def test_a_day_may_be_written_as_people_do(day: str, run: Runner) -> None:
    done = run("cite", "依照《中华人民共和国物权法》第二条办理。", "--as-of", day, "--json")
    assert json.loads(done.out)["as_of"] == "2020-05-01"


@pytest.mark.parametrize("day", ["2020年5月", "5/1/2020", "去年", "2020-13-01"])
def test_what_is_no_day_is_not_guessed(day: str, run: Runner) -> None:
    assert "[E503]" in run("cite", "依照《中华人民共和国物权法》第二条办理。", "--as-of", day).err
