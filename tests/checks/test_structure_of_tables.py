"""Numbers of 条 in a table that tells of another text are not those of the document."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from lawcheck.document import parse
from lawcheck.laws import Library
from lawcheck.readers import read
from lawcheck.reviewing import review_document

DAY = date(2026, 11, 22)
OTHER = """# 青山市罪名补充规定

现作如下补充：

| 条文 | 罪名 |
|-----|-----|
| 第201条 | 逃税罪 |
| 第224条之一 | 组织传销活动罪 |
"""
OWN = """# 青山市测试条例

| 编号 | 内容 |
|-----|-----|
| 第一条 甲应当登记。 | 无 |
| 第二条 乙应当登记。 | 无 |
| 第四条 丙应当登记。 | 无 |
"""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param(OTHER, 0, id="a table of articles of another law"),
        pytest.param(OWN, 1, id="a regulation that stands in a table lacks a 条"),
    ],
)
def test_articles_in_a_table_count_only_where_they_are_the_documents_own(
    text: str, told: int, library: Library, tmp_path: Path
) -> None:
    path = tmp_path / "text.md"
    path.write_text(text, encoding="utf-8")
    review = review_document(parse(read(path)), library, as_of=DAY)
    assert sum(finding.rule == "S01" for finding in review.findings) == told
