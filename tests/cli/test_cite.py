"""`lawcheck cite`."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest
from runner import Runner

MOVED = "饲养犬只干扰他人正常生活的，依照《中华人民共和国治安管理处罚法》第七十五条处罚。"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("依照《中华人民共和国物权法》第二条办理。", "已废止"),
        ("依照《中华人民共和国城乡规划法》第八十二条办理。", "第一条至第七十条"),
        ("依照《中华人民共和国道路交通安全管理法》处罚。", "道路交通安全法"),
        ("依照刑法第二百九十一条之二处罚。", "《刑法》第二百九十一条之二"),
        (MOVED, "第八十九条"),
        ("依照前款处罚。", "未检查"),
        ("没有。", "没有找到引用"),
        ("依照《中华人民共和国物权法》第二条办理，" * 12, "已废止"),  # longer in bytes than any file's name
    ],
)
def test_says_what_is_known_of_each_reference(text: str, shown: str, run: Runner) -> None:
    done = run("cite", text, "--as-of", "2026-11-22")
    assert (done.code, shown in done.out) == (0, True), done.out


def test_spans_quote_the_text(run: Runner) -> None:
    text = "依照《中华人民共和国水法》第三条和第四条、民法典的规定处理。"
    rows = json.loads(run("cite", text, "--json", "--as-of", "2026-11-22").out)["citations"]
    assert [row["text"] for row in rows] == [text[row["start"] : row["end"]] for row in rows]
    assert [row["law"] for row in rows] == ["中华人民共和国水法"] * 2 + ["中华人民共和国民法典"]


def test_every_link_of_the_page_leads_somewhere(run: Runner, sample: Path, tmp_path: Path) -> None:
    page = tmp_path / "引用.html"
    assert run("cite", sample, "--html", page, "--as-of", "2026-11-22").code == 0
    text = page.read_text("utf-8")
    links, anchors = set(re.findall(r'href="#([^"]+)"', text)), set(re.findall(r'id="([^"]+)"', text))
    assert len(links) > 20
    assert links <= anchors
    assert "<script" not in text
    assert text.count("<a ") == text.count("</a>")


def test_a_page_that_cannot_be_written_is_an_error(run: Runner, tmp_path: Path) -> None:
    assert run("cite", MOVED, "--html", tmp_path / "none" / "x.html").code == 2


def test_words_of_the_text_are_escaped_in_the_page(run: Runner, tmp_path: Path) -> None:
    page = tmp_path / "x.html"
    run("cite", "<b>甲</b>依照《中华人民共和国水法》第三条办理。", "--html", page)
    assert "<b>" not in page.read_text("utf-8")


@pytest.mark.parametrize("words", ["依照《立法法》第八条", "依照《立法法》第八条。", "依照《立法法》第八条制定"])
def test_words_without_a_full_stop_are_no_title(words: str, run: Runner) -> None:
    assert "《立法法》第八条" in run("cite", words).out


def test_a_name_of_no_file_is_an_error(run: Runner) -> None:
    done = run("cite", "没有这个文件.docx")
    assert (done.code, "E101" in done.err, done.out) == (2, True, "")


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_dash_reads_the_words_of_standard_input(encoding: str, run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    words = io.TextIOWrapper(io.BytesIO("依照《中华人民共和国物权法》第二条办理".encode(encoding)))
    monkeypatch.setattr("sys.stdin", words)
    assert "已废止" in run("cite", "-", "--as-of", "2026-11-22").out
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(bytes(range(256)))))
    assert "E111" in run("cite", "-").err
