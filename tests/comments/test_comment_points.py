"""Points, mapping, stance and wordings of comments on a small fictional draft."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lawcheck.comments import (
    NEW_CLAUSE,
    WHOLE_DRAFT,
    Anchor,
    Comment,
    Draft,
    Mapping,
    ReasonKind,
    Stance,
    WordingKind,
    map_point,
    map_points,
    merge_wordings,
    open_draft,
    parse_wordings,
    read_stance,
    split_points,
)
from lawcheck.document import parse
from lawcheck.readers import read
from lawcheck.resources import corpus_dir

DRAFT = """某市公园管理条例（征求意见稿）
第一章　总则
第一条　为了加强公园管理，制定本条例。
第二条　市园林部门负责公园的监督管理工作。
公安机关负责公园的治安管理工作。
第二章　游览
第三条　公园应当每日六时至二十二时免费开放。
第四条　在公园内禁止下列行为：
（一）携带未拴绳的犬只入园；
（二）在非指定区域烧烤、露营；
（三）使用音量超过七十分贝的音响设备。
第五条　公园管理单位应当在收到投诉之日起三十日内答复投诉人。
第三章　法律责任
第六条　违反本条例第四条规定的，由综合行政执法部门责令改正；拒不改正的，处二百元以上五百元以下罚款。
"""


@pytest.fixture(scope="module")
def draft() -> Draft:
    return open_draft(parse(DRAFT))


def mapped(text: str, draft: Draft, **values: object) -> Mapping:
    comment = Comment("c1", text, **values)  # type: ignore[arg-type]
    return map_point(split_points(comment)[0], comment, draft)


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("支持第三条。", ["支持第三条。"]),
        ("一、开放时间太短。二、罚款太轻。", ["开放时间太短。", "罚款太轻。"]),
        ("1.开放时间太短\n2.罚款太轻", ["开放时间太短", "罚款太轻"]),
        ("意见如下：\n（一）关于开放时间\n1、太短。\n2、太早。", ["太短。", "太早。"]),
        ("第三条好。另外，厕所太少。", ["第三条好。", "另外，厕所太少。"]),
        ("第三条时间短。第五条答复慢。", ["第三条时间短。", "第五条答复慢。"]),
        ("您好！罚款太轻。谢谢！", ["罚款太轻。"]),
        ("罚款太轻。\n理由：起不到作用。", ["罚款太轻。\n理由：起不到作用。"]),
        ("建议修改为：\n公园应当全天开放。", ["建议修改为：\n公园应当全天开放。"]),
        ("厕所每1.5万平方米一处，太少。", ["厕所每1.5万平方米一处，太少。"]),
        ("建议增加“一、禁止钓鱼。二、禁止游泳。”", ["建议增加“一、禁止钓鱼。二、禁止游泳。”"]),
        (
            "1.停车平台保存六个月太久，建议一个月\n2.12345答复太慢",
            ["停车平台保存六个月太久，建议一个月", "12345答复太慢"],
        ),
        ("1.23456万元太少", ["1.23456万元太少"]),
        ("第五条\n三十日太久", ["三十日太久"]),
        ("第三条\n第五条\n都支持", ["第三条", "都支持"]),
        ("都支持\n第五条", ["都支持", "第五条"]),
        ("谢谢！", []),
        ("  \n ", []),
        ("。。！", []),
    ],
)
def test_a_point_needs_a_sign(text: str, points: list[str]) -> None:
    assert [point.text for point in split_points(Comment("c", text))] == points


@given(st.text("一二三1、2.（）①。；\n？“”第条款理由：建议 另外您好谢\u3000a", max_size=120))
@settings(max_examples=300, deadline=None)
def test_spans_of_points_are_the_text_in_order(text: str) -> None:
    end = 0
    for point in split_points(Comment("c", text)):
        assert point.text == text[slice(*point.span)]
        assert end <= point.span.start < point.span.end
        assert point.reason.length == 0 or point.span.start <= point.reason.start < point.reason.end <= point.span.end
        end = point.span.end


def test_a_proposal_in_its_own_field_makes_a_point() -> None:
    assert len(split_points(Comment("c", "", proposed="公园应当全天开放。"))) == 1


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("第二条第二款不对", ("art_2__para_2",)),
        ("第2条第2款不对", ("art_2__para_2",)),
        ("第 四 條 第（二）項不對", ("art_4__para_1__point_2",)),
        ("第四条第三项不对", ("art_4__para_1__point_3",)),
        ("草案第六条罚得轻", ("art_6__para_1",)),
        ("6条罚得轻", ("art_6__para_1",)),
        ("第三条、第五条都不错", ("art_3__para_1", "art_5__para_1")),
        ("“音量超过七十分贝”怎么测", ("art_4__para_1__point_3",)),
        ("犬只不拴绳入园该不该管", ("art_4__para_1__point_1",)),
        ("总体上支持这个条例出台", (WHOLE_DRAFT,)),
        ("建议增加一条：禁止钓鱼", (NEW_CLAUSE,)),
        ("《某某法》第三条怎么说的", ()),
        ("今天天气晴", ()),
    ],
)
def test_the_clause_that_is_meant(draft: Draft, text: str, targets: tuple[str, ...]) -> None:
    assert mapped(text, draft).targets == targets


def test_annexes_and_chapters_are_clauses() -> None:
    draft = open_draft(parse(read(corpus_dir() / "samples" / "consultation" / "draft.docx")))
    assert mapped("附件2不合理", draft).targets == ("att_2",)
    assert mapped("附则写得不清楚，附件3没有", draft).problem
    named = set(mapped("第八章写得太简单", draft).targets)
    assert named == {"art_51", "art_52"}


def test_a_number_the_draft_lacks_is_a_problem(draft: Draft) -> None:
    found = mapped("第六十条要改", draft)
    assert found.targets == ()
    assert "第六十条" in found.problem
    assert found.why


def test_a_chosen_clause_stands_unless_another_is_named(draft: Draft) -> None:
    assert mapped("时间太短", draft, chosen=("art_3",)).targets == ("art_3__para_1",)
    assert mapped("看这里", draft, anchor=Anchor("art_5")).targets == ("art_5__para_1",)
    assert mapped("第五条太慢", draft, chosen=("art_3",)).targets == ("art_5__para_1",)
    assert mapped("第二款不对", draft, chosen=("art_2",)).targets == ("art_2__para_2",)


def test_a_heading_names_the_clause_of_the_points_below(draft: Draft) -> None:
    comment = Comment("c", "关于第五条：\n1.太慢\n2.没人管")
    assert [m.targets for m in map_points(split_points(comment), [comment], draft)] == [("art_5__para_1",)] * 2


def test_reasons_show_the_words_of_the_comment(draft: Draft) -> None:
    comment = Comment("c", "您好！我觉得第五条，三十日太久")
    candidate = map_point(split_points(comment)[0], comment, draft).candidates[0]
    reason = next(r for r in candidate.reasons if r.kind is ReasonKind.CITATION)
    assert comment.text[slice(*reason.span)] == reason.words == "第五条"


def test_order_and_company_change_no_mapping(draft: Draft) -> None:
    texts = ["第三条太短", "狗不拴绳", "厕所太少了", "罚二百太轻", "支持", "投诉三十日才答复太慢", "今天下雨"]
    comments = [Comment(f"c{n}", text) for n, text in enumerate(texts)]
    points = [split_points(comment)[0] for comment in comments]
    alone = {p.point_id: map_point(p, c, draft) for p, c in zip(points, comments, strict=True)}
    random.Random(3).shuffle(points)
    assert {m.point_id: m for m in map_points(points, comments[::-1], draft)} == alone


@given(st.text("第三四条款项（）一二“”建议修改为删去犬只公园日元1２。\n", max_size=80))
@settings(max_examples=150, deadline=None)
def test_any_text_is_mapped_and_read_without_error(text: str) -> None:
    draft = open_draft(parse(DRAFT))
    comment = Comment("c", text)
    points = split_points(comment)
    for point, mapping in zip(points, map_points(points, [comment], draft), strict=True):
        assert mapping.point_id == point.point_id
        assert all(t in draft.by_eid or t in (WHOLE_DRAFT, NEW_CLAUSE) for t in mapping.targets)
        assert bool(mapping.targets) != bool(mapping.why)
        for wording in parse_wordings(point, comment, mapping, draft):
            assert point.span.start <= wording.span.start <= wording.span.end <= point.span.end
        reading = read_stance(point, comment)
        assert comment.text[slice(*reading.span)] == reading.words


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("坚决反对第三条", Stance.OPPOSE),
        ("我不同意这一款", Stance.OPPOSE),
        ("建议删去第五条", Stance.OPPOSE),
        ("非常支持！", Stance.SUPPORT),
        ("我不反对第三条", Stance.SUPPORT),
        ("没有不同意见", Stance.SUPPORT),
        ("第三条务必保留", Stance.SUPPORT),
        ("建议改为六十日", Stance.CHANGE),
        ("能不能晚一点关门", Stance.CHANGE),
        ("请问第三条包括节假日吗？", Stance.QUESTION),
        ("“反对”二字写在第三条", Stance.NOT_STATED),
        ("公园离我家三公里", Stance.NOT_STATED),
        ("有人说要删掉第三条，我不同意删。", Stance.SUPPORT),
        ("谁说我反对罚款？建议写明情形。", Stance.CHANGE),
        ("一家不同意就建不成，能不能简化表决", Stance.CHANGE),
        ("阳台算不算室内？请明确。", Stance.QUESTION),
        ("第二条的程序不清楚，请说明。", Stance.QUESTION),
        ("“依照约定”四个字建议删去。", Stance.CHANGE),
        ("第二条这个好。但是门口没有车位，建议划几个。", Stance.CHANGE),
    ],
)
def test_stance_is_what_the_words_say(text: str, stance: Stance) -> None:
    comment = Comment("c", text)
    assert read_stance(split_points(comment)[0], comment).stance is stance


def test_the_chip_is_the_truth() -> None:
    comment = Comment("c", "我反对", stance=Stance.SUPPORT)
    assert read_stance(split_points(comment)[0], comment)[:2] == (Stance.SUPPORT, "chip")


R, D = WordingKind.REPLACE, WordingKind.DELETE


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("将第五条“三十日”修改为“十日”", [(R, "三十日", "十日", True)]),
        ("第五条三十日太久，建议改为10天", [(R, "三十日", "10天", True)]),
        ("第五条建议缩短到十五日", [(R, "三十日", "十五日", True)]),
        ("第五条把三十日改成十五日内", [(R, "三十日", "十五日", True)]),
        ("第六条建议改为一百元以上二百元以下", [(R, "二百元以上五百元以下", "一百元以上二百元以下", True)]),
        ("第五条不建议改为十日", []),
        ("第四条第二项删去“露营”", [(D, "露营", "", True)]),
        ("第四条第二项“钓鱼”应当删除", [(D, "钓鱼", "", False)]),
        ("建议删除第五条", [(D, "", "", False)]),
        ("第三条增加“节假日”", [(WordingKind.INSERT, "", "节假日", False)]),
        ("第二条增加一款：“卫生部门负责防疫。”", [(WordingKind.NEW_PARAGRAPH, "", "卫生部门负责防疫", False)]),
        ("建议增加一条：禁止钓鱼", [(WordingKind.NEW_ARTICLE, "", "禁止钓鱼", False)]),
        ("第五条太慢", []),
    ],
)
def test_wordings_are_read_as_written(draft: Draft, text: str, wanted: list[tuple[object, ...]]) -> None:
    comment = Comment("c", text)
    point = split_points(comment)[0]
    found = parse_wordings(point, comment, map_point(point, comment, draft), draft)
    assert [(w.kind, w.old, w.new, w.found) for w in found] == wanted


def test_a_rewritten_clause_in_the_field_is_one_proposal(draft: Draft) -> None:
    comment = Comment("c", "", chosen=("art_3",), proposed="公园应当每日五时至二十三时免费开放。")
    point = split_points(comment)[0]
    found = parse_wordings(point, comment, map_point(point, comment, draft), draft)
    assert [(w.kind, w.target) for w in found] == [(WordingKind.EDITED, "art_3__para_1")]


def test_the_same_proposal_in_other_words_is_one_row(draft: Draft) -> None:
    texts = ["第五条三十日改为“10天”", "将第五条中的“三十日”修改为“十日”", "第五条建议缩短到10日", "第五条改成六十日"]
    comments = [Comment(f"c{n}", text, person=str(n // 2)) for n, text in enumerate(texts)]
    points = [split_points(comment)[0] for comment in comments]
    mappings = map_points(points, comments, draft)
    given_words = [
        w for p, c, m in zip(points, comments, mappings, strict=True) for w in parse_wordings(p, c, m, draft)
    ]
    rows = merge_wordings(given_words, comments)
    assert [(row.old, row.persons, len(row.point_ids)) for row in rows] == [("三十日", 2, 3), ("三十日", 1, 1)]
    assert merge_wordings(given_words[::-1], comments[::-1]) == rows
