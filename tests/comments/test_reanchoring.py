"""Comments follow their clause into another version; nothing moves without being said."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from lawcheck.comments import NEW_CLAUSE, WHOLE_DRAFT, Anchor, Comment, Verdict, anchor_at, reanchor
from lawcheck.document import Document, parse
from lawcheck.readers import read

SAMPLE = Path(__file__).parents[2] / "corpus" / "samples" / "consultation"
OLD = """某市停车办法
第一条　为了规范停车秩序，制定本办法。
第二条　停车场应当公示收费标准。收费标准由价格主管部门制定。
第三条　任何人不得有下列行为：
（一）在消防车通道停车；
（二）在盲道停车并妨碍通行。
第四条　违反第三条规定的，处二百元罚款。
第五条　停车场的经营者应当配备专职的保安人员。
"""
NEW = """某市停车办法
第一条　为了规范停车秩序，制定本办法。
第二条　市人民政府应当加强对停车工作的领导，协调处理重大问题。
第三条　停车场应当公示收费标准。
第四条　收费标准由价格主管部门制定。
第五条　任何人不得有下列行为：
（一）在消防车通道停车；
（二）在盲道停车并且妨碍行人通行。
第六条　违反第五条规定的，处二百元罚款。
"""


def carried(eid: str, quote: str = "", old: str = OLD, new: str = NEW) -> tuple[Verdict, tuple[str, ...], str]:
    first, second = parse(old), parse(new)
    (found,) = reanchor([Comment("c", "意见", anchor=anchor_at(first, eid, quote))], first, second)
    return found.verdict, found.targets, found.new_text[slice(*found.quote)]


@pytest.mark.parametrize(
    ("eid", "quote", "expected"),
    [
        ("art_1", "停车秩序", (Verdict.UNCHANGED, ("art_1",), "停车秩序")),
        ("art_2", "", (Verdict.SPLIT, ("art_3", "art_4"), "")),
        ("art_2", "价格主管部门", (Verdict.SPLIT, ("art_4",), "价格主管部门")),
        ("art_3", "", (Verdict.REWORDED, ("art_5",), "")),
        ("art_3__para_1__point_1", "消防车", (Verdict.MOVED, ("art_5__para_1__point_1",), "消防车")),
        (
            "art_3__para_1__point_2",
            "停车并妨碍通行",
            (Verdict.REWORDED, ("art_5__para_1__point_2",), "停车并且妨碍行"),
        ),
        ("art_4", "", (Verdict.MOVED, ("art_6",), "")),
        ("art_5", "专职", (Verdict.DELETED, (), "")),
    ],
)
def test_a_comment_finds_its_clause_again(eid: str, quote: str, expected: tuple[Verdict, tuple[str, ...], str]) -> None:
    assert carried(eid, quote) == expected


def test_a_deleted_item_is_shown_at_the_article_that_lives_on() -> None:
    new = OLD.replace("（二）在盲道停车并妨碍通行。\n", "").replace("通道停车；", "通道停车。")
    first, second = parse(OLD), parse(new)
    comment = Comment("c", "", anchor=anchor_at(first, "art_3__para_1__point_2"))
    (found,) = reanchor([comment], first, second)
    assert (found.verdict, found.how, found.targets) == (Verdict.DELETED, "parent", ("art_3__para_1",))


def test_two_merged_articles_say_so() -> None:
    new = OLD.replace("\n第二条　停车场应当公示", "停车场应当公示")
    assert carried("art_2", "收费标准由", new=new) == (Verdict.MERGED, ("art_1",), "收费标准由")


def test_a_clause_that_nobody_can_have_seen_is_an_orphan() -> None:
    anchor = Anchor("art_99", clause_text="本条例的条文里没有这些文字", quote="没有")
    (found,) = reanchor([Comment("c", "", anchor=anchor)], parse(OLD), parse(NEW))
    assert (found.verdict, found.targets, found.old_text) == (Verdict.ORPHAN, (), anchor.clause_text)


def test_a_wrong_number_gives_way_to_the_text_that_was_seen() -> None:
    seen = anchor_at(parse(OLD), "art_4")._replace(eid="art_1")
    (found,) = reanchor([Comment("c", "", anchor=seen)], parse(OLD), parse(NEW))
    assert found.targets == ("art_6",)


def test_equal_words_are_told_apart_by_their_neighbours() -> None:
    old = "第一条　甲应当报告情况。乙应当报告情况。丙可以报告情况。"
    new = "第一条　丁应当报告情况。甲应当报告情况。乙应当报告情况。丙可以报告情况。"
    first, second = parse(old), parse(new)
    anchor = anchor_at(first, "art_1", "应当报告情况", start=old.index("乙应") - 3)
    (found,) = reanchor([Comment("c", "", anchor=anchor)], first, second)
    assert found.new_text[found.quote.start - 1] == "乙"


def test_the_whole_draft_and_a_new_clause_stay_and_a_comment_without_place_gives_nothing() -> None:
    comments = [Comment("a", "", chosen=(WHOLE_DRAFT, NEW_CLAUSE, "art_4")), Comment("b", "")]
    found = reanchor(comments, parse(OLD), parse(NEW))
    assert [(r.comment_id, r.targets) for r in found] == [
        ("a", (WHOLE_DRAFT,)),
        ("a", (NEW_CLAUSE,)),
        ("a", ("art_6",)),
    ]


def sample(name: str) -> Document:
    return parse(read(SAMPLE / name))


def test_every_clause_of_the_sample_gets_the_verdict_and_the_targets_that_a_person_gave() -> None:
    truth = yaml.safe_load((SAMPLE / "changes-truth.yaml").read_text("utf-8"))["units"]
    comments = [Comment(row["old"], "", chosen=(row["old"],)) for row in truth]
    found = {r.comment_id: r for r in reanchor(comments, sample("draft.docx"), sample("draft-v2.docx"))}
    targets = {eid: set(r.targets if r.how != "parent" else ()) for eid, r in found.items()}
    right = [r for r in truth if found[r["old"]].verdict == r["verdict"] and targets[r["old"]] == set(r["new"])]
    assert len(right) >= 0.98 * len(truth)


@settings(max_examples=40, deadline=None)
@given(st.permutations(list(range(5))), st.sets(st.integers(0, 4)))
def test_what_is_called_unchanged_is_and_what_moved_is_called_so(order: list[int], gone: set[int]) -> None:
    texts = [
        line.split("　", 1)[1]
        for line in OLD.replace("：\n（一）", "（一）").replace("\n（二）", "（二）").splitlines()[1:]
    ]
    kept = [texts[n] for n in order if n not in gone] or ["新的规定。"]
    first, second = (
        parse("\n".join(f"第{'一二三四五'[n]}条　{text}" for n, text in enumerate(side))) for side in (texts, kept)
    )
    comments = [Comment(u.eid, "", anchor=anchor_at(first, u.eid)) for u in first.articles]
    for result in reanchor(comments, first, second):
        if result.verdict is Verdict.UNCHANGED:
            assert result.targets == (result.comment_id,)
        assert bool(result.targets) == (result.verdict is not Verdict.DELETED)
        if result.verdict in (Verdict.UNCHANGED, Verdict.MOVED) and "第三条" not in result.old_text:
            assert result.old_text == result.new_text
