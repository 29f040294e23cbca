"""Whole documents: headings and annexes have pairs of their own, each name one."""

from __future__ import annotations

from lawcheck.alignment import UnitPair, align_parts
from lawcheck.document import Document, SourceText, parse

OLD = """某市公园条例
第一章　总则
第一条　为了加强公园管理，改善生态环境，制定本条例。
第二条　公园事业纳入国民经济和社会发展规划。
第二章　管理
第三条　公园管理单位应当建立健全管理制度，落实岗位责任。
第四条　公园应当每日开放，因故闭园的应当提前三日公告。
第三章　附则
第五条　本条例自2017年1月1日起施行。
附件1
开放时间表
综合公园六时至二十二时开放。
附件2
收费标准
游船每小时二十元。
"""
NEW = """某市公园条例
第一章　总则
第一条　为了加强公园管理，改善生态环境，制定本条例。
第二条　公园事业纳入国民经济和社会发展规划。
第二章　保护和管理
第三条　公园管理单位应当建立健全管理制度，落实岗位责任。
第三章　服务
第四条　公园应当合理设置宠物活动区域和草坪开放区域。
第四章　附则
第五条　本条例自2026年3月1日起施行。
附件1
开放时间表
综合公园六时至二十三时开放。
"""


def document(text: str) -> Document:
    return parse(SourceText.from_text(text))


def told(pairs: tuple[UnitPair, ...]) -> list[tuple[str, str, str]]:
    return [(p.old.citable if p.old else "", p.new.citable if p.new else "", p.kind) for p in pairs]


def test_chapters_that_came_or_changed_their_names_are_pairs() -> None:
    body = told(align_parts(document(OLD), document(NEW)).body)
    chapters = [pair for pair in body if "章" in pair[0] + pair[1]]
    assert chapters == [
        ("第一章", "第一章", "same"),
        ("第二章", "第二章", "reworded"),
        ("第三章", "第四章", "renumbered"),
        ("", "第三章", "added"),
    ]
    assert ("第四条", "", "deleted") in body


def test_annexes_are_paired_and_looked_into() -> None:
    assert told(align_parts(document(OLD), document(NEW)).annexes) == [
        ("附件1", "附件1", "same"),
        ("第一款", "第一款", "reworded"),
        ("附件2", "", "deleted"),
        ("第一款", "", "deleted"),
    ]


def test_the_same_text_twice_has_no_change() -> None:
    parts = align_parts(document(OLD), document(OLD))
    assert {pair.kind for part in parts for pair in part} == {"same"}


def test_a_text_without_articles_is_held_against_single_articles() -> None:
    notice = document("某市通知\n一、公园应当每日开放，因故闭园的应当提前三日公告。\n二、加强宣传。")
    body = told(align_parts(document(OLD), notice).body)
    assert [pair for pair in body if pair[0] == "第四条"] == [("第四条", "第一条", "renumbered")]
    assert all("章" not in pair[0] or pair[2] == "deleted" for pair in body)


def test_the_text_as_amended_behind_a_decision_is_taken_for_the_text() -> None:
    decision = (
        "某市人大常委会关于修改《某市公园条例》的决定\n一、将第四条中的“三日”修改为“五日”。\n本决定自公布之日起施行。\n"
    )
    text = OLD.partition("附件1")[0]
    whole = document(decision + text.replace("三日", "五日"))
    assert whole.issued
    parts = align_parts(document(text), whole)
    assert [pair for pair in told(parts.body) if pair[2] != "same"] == [("第四条", "第四条", "reworded")]
    assert any(pair.new and pair.new.label == "一、" and pair.kind == "added" for pair in parts.annexes)
