"""Headings 一、 and （一） above 条 are chapters and sections; the same numbers inside a 条 are its own."""

from lawcheck.document import UnitKind, parse

TEXT = """某市关于审理某类申诉的规定
为了统一办理，制定本规定。
一、受理
第一条　申诉应当载明：
一、姓名；
二、住址。
第二条　申诉由某处受理。
二、办理
（一）一般办理
第三条　某处应当在三日内办理。
（二）简易办理
第四条　某处可以当场办理。
三、附则
第五条　本规定自2025年1月1日起施行。
"""


def outline(text: str) -> list[tuple[str, str, str]]:
    return [
        (u.kind.value, u.label, u.heading) for u in parse(text).walk() if u.kind in (UnitKind.CHAPTER, UnitKind.SECTION)
    ]


def test_numbered_headings_are_chapters_and_sections() -> None:
    assert outline(TEXT) == [
        ("chapter", "一、", "受理"),
        ("chapter", "二、", "办理"),
        ("section", "（一）", "一般办理"),
        ("section", "（二）", "简易办理"),
        ("chapter", "三、", "附则"),
    ]


def test_no_heading_is_a_paragraph_of_the_article_before_it() -> None:
    document = parse(TEXT)
    assert [len(article.children) for article in document.articles] == [1, 1, 1, 1, 1]
    assert document.preamble == "为了统一办理，制定本规定。"
    assert {problem.code for problem in document.problems} == {"P109"}  # the 一、 of the first 条


def test_numbers_that_do_not_count_from_one_are_none() -> None:
    assert outline("某规定\n第一条　甲。\n二、乙\n第二条　丙。\n四、丁\n第三条　戊。") == []


def test_a_notice_in_parts_keeps_them() -> None:
    text = "某市关于某事的通知\n一、提高认识\n各单位应当提高认识。\n二、抓好落实\n各单位应当抓好落实。"
    assert outline(text) == []
