"""What people said a point is about stands in the digest in place of the program's mapping."""

from __future__ import annotations

from lawcheck.comments import Bucket, Comment, Mapping, Point, analyse, families_of_points
from lawcheck.document import parse

DRAFT = parse("某市停车条例\n第一条　道路停车收费标准每小时不超过五元。\n第二条　占用盲道停放车辆的，处二百元罚款。\n")


def test_a_confirmed_clause_takes_the_place_of_what_the_program_thought() -> None:
    def settle(point: Point, mapping: Mapping) -> Mapping:
        return mapping._replace(targets=("art_2__para_1",), why="") if point.comment_id == "b" else mapping

    comments = [Comment("a", "支持第一条。"), Comment("b", "将“二百元”修改为“一百元”。")]
    before, after = analyse(comments, DRAFT), analyse(comments, DRAFT, settle=settle)
    pages = {page.target: page for page in after.clauses}
    assert pages["art_2"].points == ("b#1",)
    assert [(row.old, row.new) for row in pages["art_2"].wordings] == [("二百元", "一百元")]
    assert after.buckets["b"] is Bucket.MAPPED
    assert after.mappings[0] == before.mappings[0]


def test_a_point_that_people_set_aside_is_on_no_page() -> None:
    digest = analyse([Comment("a", "支持第一条。")], DRAFT, settle=lambda _, m: m._replace(targets=(), why="别的稿"))
    assert digest.buckets["a"] is Bucket.UNMAPPABLE
    assert not any(page.points for page in digest.clauses)


def test_each_point_of_a_template_bears_its_family_and_what_was_added_none() -> None:
    same = "反对第一条，收费标准太高，普通家庭承受不起，请降低。"
    more = same + "\n另外，希望医院门口多划几个临时车位。"
    digest = analyse([Comment("a", same), Comment("b", same), Comment("c", more)], DRAFT)
    found = families_of_points(digest.points, digest.families)
    assert {"a#1", "b#1", "c#1"} <= found.keys()
    assert "c#2" not in found
