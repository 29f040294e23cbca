"""What is asked of the index for each clause."""

from lawcheck.document import parse
from lawcheck.matching.asking import questions


def _queries(text: str) -> list[str]:
    return [question.query for question in questions(parse(text))]


def test_a_heading_that_runs_into_its_item_is_not_searched_by() -> None:
    notice = "某县意见\n一、优化监管\n（一）推行包容审慎监管。初次违法且危害后果轻微并及时改正的，可以不予行政处罚。\n（二）乡镇人民政府负责本区域的日常巡查。"
    assert _queries(notice) == [
        "初次违法且危害后果轻微并及时改正的，可以不予行政处罚。",
        "乡镇人民政府负责本区域的日常巡查。",
    ]


def test_the_first_sentence_of_an_article_is() -> None:
    assert _queries("某办法\n第一条　国家保护耕地。任何单位和个人不得擅自占用永久基本农田。")[0].startswith(
        "国家保护耕地。"
    )


def test_items_of_one_part_belong_together() -> None:
    notice = "某县意见\n一、优化监管\n（一）市场监管部门应当公开检查计划。\n（二）检查结果应当向社会公布。"
    assert [question.article for question in questions(parse(notice))] == ["第一条", "第一条"]
