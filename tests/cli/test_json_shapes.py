"""What --json prints has the published shape."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from runner import SCHEMA, Runner


@pytest.fixture
def filing(tmp_path: Path) -> Path:
    path = tmp_path / "某市消防条例.txt"
    path.write_text("某市消防条例\n第一条　任何单位和个人都有维护消防安全、保护消防设施、预防火灾的义务。\n", "utf-8")
    return path


@pytest.mark.parametrize(
    "words",
    [
        ("review", "FILE", "nofile.docx", "--jobs", "1", "--out", "OUT"),
        ("convert", "FILE", "nofile.docx", "--to", "md", "--out", "OUT"),
        ("match", "FILE", "nofile.docx"),
        ("compare", "FILE", "消防法", "--higher", "--out", "OUT"),
        ("compare", "FILE", "FILE"),
        ("same", "任何单位和个人都有维护消防安全的义务。", "FILE", "nofile.docx", "--words", "消防安全"),
        ("cite", "依照《中华人民共和国水法》第三条、刑法第三百条、前款和《某某管理规定》处理。"),
        ("cite", "饲养犬只干扰他人正常生活的，依照《中华人民共和国治安管理处罚法》第七十五条处罚。"),
        ("cite", "可以依法委托具备《中华人民共和国行政处罚法》第五十八条规定条件的组织实施行政处罚。"),
        ("cite", "FILE", "--html", "OUT"),
        ("search", "火灾"),
        ("search", "标题:行政处罚", "-听证", "--limit", "2", "--page", "2"),
        ("search", "标题:道路交通安全管理法"),
        ("ask", "谁可以报火警", "--limit", "3"),
        ("rules", "list"),
        ("rules", "show", "A06"),
        ("rules", "test", "W01", "S01"),
        ("laws", "list", "--level", "宪法"),
        ("laws", "show", "消防法", "第五条"),
        ("laws", "show", "物权法"),
        ("laws", "diff", "宪法", "--from", "1982", "--out", "OUT"),
        ("laws", "concordance", "宪法"),
        ("laws", "amend", "中华人民共和国宪法修正案（2018年）", "宪法"),
        ("laws", "sources"),
        ("laws", "info"),
        ("laws", "index"),
        ("package", "build", "FILE", "--out", "PACKAGE"),
        ("package", "check", "FILE", "nofile.zip"),
    ],
)
def test_output_has_the_published_shape(words: tuple[str, ...], run: Runner, filing: Path, tmp_path: Path) -> None:
    places = {"FILE": str(filing), "OUT": str(tmp_path / "out"), "PACKAGE": str(tmp_path / "p.zip")}
    printed = json.loads(run(*(places.get(word, word) for word in words), "--json").out)
    jsonschema.validate(printed, SCHEMA)
    assert printed["command"] == " ".join(words[:2] if words[0] in ("laws", "package", "rules") else words[:1])
