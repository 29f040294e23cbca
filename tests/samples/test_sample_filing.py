"""The answers of the sample filing agree with its text (read with lxml only)."""

from __future__ import annotations

import hashlib
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from lxml import etree

SAMPLES = Path(__file__).resolve().parents[2] / "corpus" / "samples"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DIGITS = "零一二三四五六七八九"
ANSWERS: dict[str, Any] = yaml.safe_load((SAMPLES / "sample-filing.answers.yaml").read_text("utf-8"))
ROWS: list[dict[str, Any]] = [*ANSWERS["planted"], *ANSWERS["lookalikes"]]
MATCHES: list[dict[str, str]] = [*ANSWERS["matches"], *ANSWERS["further_matches"]]

Place = tuple[str, str]


def chinese(number: int) -> str:
    """Write 1 to 99 in Chinese."""
    tens, ones = divmod(number, 10)
    head = ("" if tens == 1 else DIGITS[tens]) + "十" if tens else ""
    return head + (DIGITS[ones] if ones or not tens else "")


def text_of(node: Any) -> str:
    """Text of a paragraph or cell, with line breaks."""
    parts = (f"{e.text or ''}" if e.tag == W + "t" else "\n" for e in node.iter(W + "t", W + "br"))
    return "".join(parts)


def paragraphs() -> list[str]:
    """Body paragraphs in order, the automatic numbers written out."""
    with zipfile.ZipFile(SAMPLES / "sample-filing.docx") as file:
        root = etree.fromstring(file.read("word/document.xml"))
        styles = etree.fromstring(file.read("word/styles.xml"))
    auto = {s.get(W + "styleId") for s in styles.iter(W + "style") if s.find(f"{W}pPr/{W}numPr") is not None}
    number, found = 28, []
    for node in root.findall(f"{W}body/{W}p"):
        style, off = node.find(f"{W}pPr/{W}pStyle"), node.find(f"{W}pPr/{W}numPr/{W}numId")
        text = text_of(node)
        if style is not None and style.get(W + "val") in auto and (off is None or off.get(W + "val") != "0"):
            text, number = f"第{chinese(number)}条　{text}", number + 1
        found.append(text)
    return found


def item_label(line: str) -> str:
    """第三项 for a line that starts an item, else nothing."""
    bracket, digit = re.match(r"（([一二三四五六七八九十]+)）", line), re.match(r"(\d+)、", line)
    if bracket:
        return f"第{bracket[1]}项"
    return f"第{chinese(int(digit[1]))}项" if digit else ""


def article_places(lines: list[str]) -> list[Place]:
    """Citable labels of the lines of one article, with their text."""
    article, para, item, rows = lines[0].split("　")[0], 0, "", []
    for line in lines:
        point = re.match(r"(\d+)\. ", line)
        if point:
            rows.append((para, f"{item}第{point[1]}目", line))
            continue
        item = item_label(line)
        para += not item
        rows.append((para, item, line))
    return [(article + (f"第{chinese(n)}款" if para > 1 or i else "") + i, line) for n, i, line in rows]


def parts_outside() -> list[Place]:
    """First-page header, footnote and the rows of the annex table."""
    with zipfile.ZipFile(SAMPLES / "sample-filing.docx") as file:
        names = sorted(n for n in file.namelist() if n.startswith("word/header"))
        headers = "".join(text_of(etree.fromstring(file.read(n))) for n in names)
        notes = text_of(etree.fromstring(file.read("word/footnotes.xml")))
        rows = list(etree.fromstring(file.read("word/document.xml")).iter(W + "tr"))
    table = [(f"附件表格第{chinese(i)}行", "\t".join(map(text_of, r.iter(W + "tc")))) for i, r in enumerate(rows) if i]
    return [("首页页眉", headers), ("脚注1", notes), *table]


def places() -> list[Place]:
    """Every (label, text) of the document in reading order."""
    found: list[Place] = []
    article: list[str] = []
    chapter = "题首"
    for line in [*(part for p in paragraphs() for part in p.split("\n")), "第末章"]:
        heading = re.match(r"第[一二三四五六七八九十末]+[章节]|附件", line)
        opens = re.match(r"第[一二三四五六七八九十]+条　", line)
        if (heading or opens) and article:
            found += article_places(article)
            article = []
        if opens:
            article = [line]
        elif article and line:
            article.append(line)
        elif line:
            chapter = line.split("　")[0] if re.match(r"第.章", line) else chapter
            section = re.match(r"第.节", line.strip("　"))
            found.append((chapter + section[0] if section else chapter, line))
    return found + parts_outside()


PLACES = places()


def hits(quote: str) -> list[str]:
    """Labels of the places that hold the quote, once for each occurrence."""
    return [label for label, text in PLACES for _ in range(text.count(quote))]


def test_file_is_the_one_described() -> None:
    data = (SAMPLES / "sample-filing.docx").read_bytes()
    assert hashlib.sha256(data).hexdigest() == ANSWERS["sha256"]
    assert len({row["id"] for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['id']}-{row['rule']}")
def test_quote_stands_where_the_answer_says(row: dict[str, Any]) -> None:
    labels = hits(row["quote"])
    if "occurrence" not in row:
        assert len(labels) == 1, labels
    label = labels[row.get("occurrence", 1) - 1]
    # one-paragraph articles: 第十条第四项 = 第十条第一款第四项
    assert row["clause"] in (label, label.replace("第一款", "")) or label.startswith(row["clause"] + "第一款")


@pytest.mark.parametrize("row", MATCHES, ids=lambda row: row["clause"])
def test_matched_clause_exists(row: dict[str, str]) -> None:
    assert any(label == row["clause"] or label.startswith(row["clause"] + "第") for label, _ in PLACES)


def test_shape() -> None:
    facts, labels = ANSWERS["facts"], [label for label, _ in PLACES]
    numbers = dict.fromkeys(re.match(r"第[^章节]+?条", label)[0] for label in labels if "条" in label)  # type: ignore[index]
    wanted = [f"第{chinese(n)}条" for n in range(1, facts["last_article"] + 1) if n != 46]
    assert list(numbers) == wanted
    assert len(wanted) == facts["articles"]
    assert sum(bool(re.match(r"第.章　", text)) for _, text in PLACES) == 2 * facts["chapters"]
