"""Trees: articles first, then the 款 and 项 inside what changed."""

from __future__ import annotations

from lawcheck.alignment import UnitPair, align_documents, align_texts, same_text
from lawcheck.document import Document, SourceText, UnitKind, parse

OLD = """第一条　为了加强犬只管理，制定本办法。
第二条　养犬人应当遵守下列规定：
（一）为犬只束牵引带，由成年人牵引；
（二）及时清理犬只排泄物；
（三）不得携带犬只进入学校和医院。
第三条　违反本办法规定的，由公安机关处二百元罚款。
情节严重的，没收犬只。
"""
NEW = """第一条　为了加强犬只管理，制定本办法。
第二条　公安机关负责养犬登记和流浪犬只的收容工作。
第三条　养犬人应当遵守下列规定：
（一）为犬只束牵引带，由成年人牵引；
（二）不得携带犬只进入学校、医院和商场；
（三）按照规定为犬只接种疫苗。
第四条　违反本办法规定的，由公安机关处五百元罚款。
情节严重的，没收犬只。
"""


def document(text: str) -> Document:
    return parse(SourceText.from_text(text))


def seen(pairs: tuple[UnitPair, ...]) -> list[tuple[str, str, str]]:
    return [(p.old.citable if p.old else "", p.new.citable if p.new else "", p.kind) for p in pairs]


def test_articles_then_what_is_inside_them() -> None:
    pairs = align_documents(document(OLD), document(NEW))
    assert seen(pairs) == [
        ("第一条", "第一条", "same"),
        ("第二条", "第三条", "reworded"),
        ("第三条", "第四条", "reworded"),
        ("", "第二条", "added"),
    ]
    points = [p for p in pairs[1].walk() if (p.old or p.new).kind is UnitKind.POINT]  # type: ignore[union-attr]
    assert seen(tuple(points)) == [
        ("第（一）项", "第（一）项", "same"),
        ("第（二）项", "", "deleted"),
        ("第（三）项", "第（二）项", "reworded"),
        ("", "第（三）项", "added"),
    ]
    assert seen(pairs[2].children) == [("第一款", "第一款", "reworded"), ("第二款", "第二款", "same")]


def test_texts_without_articles_are_aligned_by_their_top_units() -> None:
    a, b = (parse(SourceText.from_text(t)) for t in ("一、加强管理。\n二、做好宣传。", "一、做好宣传。"))
    kinds = [p.kind for p in align_documents(a, b)]
    assert kinds == ["deleted", "renumbered"]


def test_short_texts_do_not_vanish() -> None:
    pairs = align_texts(["甲", ""], ["", "甲"])
    assert {p.old for p in pairs} >= {0, 1}
    assert {p.new for p in pairs} >= {0, 1}
    assert same_text("甲，乙", "甲, 乙")
