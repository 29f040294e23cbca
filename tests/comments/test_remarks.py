"""Remarks on several clauses in one breath: a point with its own stance for each; one opinion on several stays whole."""

from __future__ import annotations

import pytest

from lawcheck.comments import Comment, map_points, open_draft, read_stance, split_points
from lawcheck.document import parse

_DRAFT = open_draft(
    parse(
        "某市渡口条例\n第一条　渡口由乡镇管理。\n第二条　渡船每日检查。\n夜间禁止渡运。\n第三条　船票实行政府定价。\n"
        "第四条　超载的，处二百元罚款。\n"
    )
)


def _told(text: str) -> list[tuple[tuple[str, ...], str]]:
    comment = Comment("c", text)
    points = split_points(comment)
    mappings = map_points(points, (comment,), _DRAFT)
    roots = [tuple(target.split("__")[0] for target in mapping.targets) for mapping in mappings]
    return [(root, read_stance(p, comment).stance.value) for root, p in zip(roots, points, strict=True)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("第一条支持，第三条反对，票价太贵。", [(("art_1",), "支持"), (("art_3",), "反对")]),
        ("我支持第一条，反对第三条。", [(("art_1",), "支持"), (("art_3",), "反对")]),
        ("第一条没意见，第四条太轻", [(("art_1",), "支持"), (("art_4",), "建议修改")]),
        ("第一条，第二条支持，第四条反对。", [(("art_1", "art_2"), "支持"), (("art_4",), "反对")]),
        ("第一条和第二条都赞成，第四条反对。", [(("art_1", "art_2"), "支持"), (("art_4",), "反对")]),
        ("除第四条外，其他都赞成。", [(("art_4",), "未表明"), (("全文",), "支持")]),
        ("除了罚款那一条，别的都挺好。", [(("art_4",), "未表明"), (("全文",), "支持")]),
        (
            "第一条很好，第二条也可以，就是第四条罚得太狠了。",
            [(("art_1",), "支持"), (("art_2",), "支持"), (("art_4",), "建议修改")],
        ),
        ("第一条支持，第四条不清楚由谁执行。", [(("art_1",), "支持"), (("art_4",), "建议修改")]),
        ("第一条支持，第四条讲的是超载。", [(("art_1",), "支持"), (("art_4",), "未表明")]),
        ("支持乡镇管渡口，反对船票政府定价。", [(("art_1",), "支持"), (("art_3",), "反对")]),
        ("作为居民，我们坚决反对夜里摆渡。夜里摆渡太吵。建议第二条写明几点停。", [(("art_2",), "反对")]),
        ("第四条的罚款，与行政处罚法第九条不一致，建议删除。", [(("art_4",), "反对")]),
        ("第四条不同意，其余条款没有意见。", [(("art_4",), "反对"), (("全文",), "支持")]),
        # One opinion on two clauses, a clause only compared, a reason: one point.
        ("第三条太贵，第四条也太高。", [(("art_3", "art_4"), "建议修改")]),
        ("第四条违反了第一条的精神，我反对。", [(("art_4",), "反对")]),
        ("第四条应当删除，因为第三条已经够用。", [(("art_4", "art_3"), "反对")]),
    ],
)
def test_each_clause_has_its_own_stance(text: str, told: list[tuple[tuple[str, ...], str]]) -> None:
    assert [(set(targets), stance) for targets, stance in _told(text)] == [(set(t), s) for t, s in told]


def test_a_list_belongs_to_the_clause_that_leads_it_in() -> None:
    comment = Comment("c", "我对第二条有两点意见：一是检查太松；二是票价也要管。\n另外，乡镇没有钱管渡口。")
    points = split_points(comment)
    roots = [{t.split("__")[0] for t in m.targets} for m in map_points(points, (comment,), _DRAFT)]
    assert roots[:2] == [{"art_2"}, {"art_2"}]
    assert "art_2" not in roots[2]


def test_a_paragraph_alone_belongs_to_the_article_named_before() -> None:
    comment = Comment("c", "第二条第一款支持，第二款反对。")
    points = split_points(comment)
    assert [m.targets for m in map_points(points, (comment,), _DRAFT)] == [("art_2__para_1",), ("art_2__para_2",)]


def test_points_cover_the_words_in_their_order() -> None:
    text = "總體好。第一條支持，第三條反對；第四條怎麼執行？"
    points = split_points(Comment("c", text))
    assert [text[slice(*p.span)] for p in points] == [p.text for p in points]
    assert [p.text for p in points] == ["總體好。第一條支持", "第三條反對", "第四條怎麼執行？"]
