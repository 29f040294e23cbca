"""The rows of the workbench: one a clause, headings above the first that they head."""

from datetime import date
from pathlib import Path

from consult_web.filings.reviews.showing import bench_view
from lawcheck.document import parse
from lawcheck.laws import open_library
from lawcheck.reports import ReportView
from lawcheck.reviewing import review_document

NOTICE = (
    "某县关于森林防火工作的通知\n一、压实责任\n（一）乡镇长对本乡镇的森林防火工作负责。\n（二）林农对自家的林地负责。\n"
    "二、管住火源\n（一）防火期内不得在林区烧荒、野炊。"
)


def test_a_notice_has_a_row_for_each_point_below_its_headings(tmp_path: Path) -> None:
    review = review_document(parse(NOTICE), open_library(tmp_path), as_of=date(2026, 11, 23))
    rows = bench_view(ReportView(review))["rows"]
    assert [row["label"] for row in rows] == ["一、（一）", "一、（二）", "二、（一）"]
    assert [row["head"] for row in rows] == [["一、压实责任"], [], ["二、管住火源"]]


def test_annexes_without_clauses_are_said_to_be_uncompared(tmp_path: Path) -> None:
    form = "附件1\n占道申请表\n请按照本办法第一条的规定如实填写本表各栏，写明占用的地点和时间，并签名。"
    text = f"某县占道管理办法\n第一条　甲应当登记。\n第二条　本办法自2026年1月1日起施行。\n{form}"
    view = ReportView(review_document(parse(text), open_library(tmp_path), as_of=date(2026, 11, 23)))
    assert view.uncompared_sentence.startswith("附件1《占道申请表》没有读出条款")
    assert view.uncompared_sentence in bench_view(view)["coverage"]
    plain = ReportView(review_document(parse(NOTICE), open_library(tmp_path), as_of=date(2026, 11, 23)))
    assert not plain.uncompared_sentence
