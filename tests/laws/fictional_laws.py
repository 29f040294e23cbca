"""A small fictional data package with every trap of the real one."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

_SCHEMA = """
CREATE TABLE laws (law_id TEXT PRIMARY KEY, law_name TEXT NOT NULL, doc_type TEXT, level TEXT, issuing_body TEXT,
  publish_date TEXT, effective_date TEXT, version_date TEXT, status TEXT, law_department TEXT);
CREATE TABLE articles (id INTEGER PRIMARY KEY, law_id TEXT NOT NULL, law_name TEXT NOT NULL, law_department TEXT,
  level TEXT, status TEXT, chapter TEXT, section TEXT, article_no TEXT, article_no_arabic INTEGER, article_text TEXT,
  char_count INTEGER);
"""


@dataclass
class Row:
    """A law of the fictional package: ``articles`` are (article_no, text)."""

    name: str
    published: str
    effective: str
    articles: Sequence[tuple[str, str]]
    doc_type: str = "法律"
    status: str = "现行有效"
    version: str = ""
    law_id: str = field(default="")


def one(text: str) -> tuple[tuple[str, str], ...]:
    """A law of two articles that ends with ``text``."""
    return (("第一条", "为了测试，制定本法。"), ("第二条", text))


ROWS = [
    # takes effect in the future; the predecessor still applies although it is flagged 历史版本
    Row("中华人民共和国虚农法", "2012-12-28", "2003-03-01", one("本法自2003年3月1日起施行。"), status="历史版本"),
    Row("中华人民共和国虚农法", "2026-08-28", "2027-01-01", one("本法自2027年1月1日起施行。")),
    # effective_date is the first text's; the 修改决定 has this version's
    Row("中华人民共和国虚网法", "2025-10-28", "2017-06-01", one("本法自2017年6月1日起施行。")),
    Row(
        "全国人民代表大会常务委员会关于修改《中华人民共和国虚网法》的决定",
        "2025-10-28",
        "2026-01-01",
        (("条目一", "将第一条改为：“为了测试。”"), ("条目二", "本决定自2026年1月1日起施行。")),
        doc_type="修改决定",
    ),
    # amended, nothing tells the start
    Row("中华人民共和国虚矿法", "2019-04-23", "1996-10-01", one("本法自1996年10月1日起施行。")),
    # a code with holes, stray blanks, and repeals
    Row(
        "中华人民共和国虚环法典",
        "2026-03-12",
        "2026-08-15",
        (
            ("第一条", "为了测试，制定本法。"),
            ("第三条", "处一万元 以上五万元以下罚款。"),
            (
                "第四条",
                "本法自 2026年8月15日起施行。 《中华人民共和国虚气法》、 《中华人民共和国虚水法》和2001年1月1日国务院"
                "发布的《虚水条例》同时废止。",
            ),
        ),
    ),
    Row("中华人民共和国虚气法", "2018-10-26", "2016-01-01", one("本法自2016年1月1日起施行。"), status="已废止"),
    # flagged 已废止, and no text says by what
    Row("中华人民共和国虚乡法", "1996-10-29", "1997-01-01", one("本法自1997年1月1日起施行。"), status="已废止"),
    # consolidation without the last 修正案
    Row("中华人民共和国虚刑法", "2020-12-26", "1997-10-01", one("本法自1997年10月1日起施行。"), status="已被修改"),
    Row(
        "中华人民共和国虚刑法修正案（二）",
        "2020-12-26",
        "2021-03-01",
        (("条目一", "将虚刑法第一条修改为：“甲”"), ("条目二", "本修正案自2021年3月1日起施行。")),
        doc_type="修正案",
    ),
    Row(
        "中华人民共和国虚刑法修正案（三）",
        "2023-12-29",
        "2024-03-01",
        (("条目一", "将虚刑法第二条第一款修改为：“依照第九条处罚。”"), ("条目二", "本修正案自2024年3月1日起施行。")),
        doc_type="修正案",
    ),
    # a text without 条
    Row(
        "全国人大常委会关于《中华人民共和国虚刑法》第一条的解释", "2014-04-24", "2014-04-24", (("全文", "解释如下。"),)
    ),
    # repeals its own former text: amended, not repealed
    Row(
        "中华人民共和国虚工法",
        "2021-12-24",
        "2021-12-24",
        one("本法自公布之日起施行。1950年的《中华人民共和国虚工法》同时废止。"),
    ),
    # 失效 of something else, and a partial repeal
    Row(
        "中华人民共和国虚公司法",
        "2023-12-29",
        "2024-07-01",
        (
            ("第一条", "可以依照《中华人民共和国虚诉法》请求宣告该股票失效。"),
            ("第二条", "本法自2024年7月1日起施行。《虚商条例》第三条同时废止。"),
        ),
    ),
]


def write_package(path: Path, rows: Sequence[Row] = ROWS) -> Path:
    """The fictional data file."""
    connection = sqlite3.connect(path)
    connection.executescript(_SCHEMA)
    for index, row in enumerate(rows):
        law_id = row.law_id or f"law{index:03d}"
        connection.execute(
            "INSERT INTO laws VALUES (?,?,?,?,?,?,?,?,?,?)",
            (law_id, row.name, row.doc_type, "法律", "全国人民代表大会常务委员会", row.published, row.effective,
             row.version or row.published, row.status, "行政法"),
        )  # fmt: skip
        connection.executemany(
            "INSERT INTO articles(law_id, law_name, chapter, article_no, article_text) VALUES (?,?,?,?,?)",
            [(law_id, row.name, "第一章 总则", number, text) for number, text in row.articles],
        )
    connection.commit()
    connection.close()
    return path
