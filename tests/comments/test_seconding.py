"""Opinions that point at another one count on its clauses; where it is not told which one is meant, they stay apart."""

from datetime import datetime

import pytest

from lawcheck.comments import Comment, Digest, Stance, analyse
from lawcheck.document import parse

DRAFT = parse(
    "某市夜市条例\n第一条　夜市与住宅小区的距离不得少于五十米。\n第二条　摊位收取清洁费每月三百元。\n第三条　禁止使用高音喇叭。\n"
)


def _analysed(*rows: tuple[str, str], channel: str = "", newest_first: bool = False) -> Digest:
    days = range(1, len(rows) + 1)
    return analyse(
        [
            Comment(
                str(n),
                text,
                author=author,
                channel=channel,
                received=datetime(2026, 11, len(rows) - n + 1 if newest_first else n),
                source=f"表.xlsx 第 {n + 1} 行",
            )
            for n, (author, text) in zip(days, rows, strict=True)
        ],
        DRAFT,
    )


def _of(digest: Digest, comment: int) -> tuple[tuple[str, ...], Stance]:
    mapping = next(m for m in digest.mappings if m.point_id == f"{comment}#1")
    return mapping.targets, digest.stances[mapping.point_id].stance


def _persons(digest: Digest) -> dict[str, int]:
    return {page.target: page.persons for page in digest.clauses if page.persons}


@pytest.mark.parametrize(
    "said",
    [
        "同意楼上",
        "+1",
        "＋1",
        "附议！",
        "同上",
        "赞同上一条意见。",
        "和上面一样",
        "附议1号意见",
        "同意何小满的意见",
        "我也同意",
    ],
)
def test_who_agrees_is_counted_with_what_is_agreed_with(said: str) -> None:
    digest = _analysed(("何小满", "坚决反对第二条"), ("林一苇", said))
    assert _of(digest, 2) == (("art_2__para_1",), Stance.OPPOSE)
    assert _persons(digest) == {"art_2": 2}


@pytest.mark.parametrize("said", ["同意第三条", "支持禁用高音喇叭"])
def test_who_says_what_about_is_taken_at_their_word(said: str) -> None:
    assert _of(_analysed(("何小满", "坚决反对第二条"), ("林一苇", said)), 2)[0] == ("art_3__para_1",)


@pytest.mark.parametrize("said", ["同意8楼", "同意张三丰", "同意何小", "上一条街", "对对对", "顶上漏水", "+1.5倍"])
def test_what_does_not_tell_which_opinion_is_meant_stays_apart(said: str) -> None:
    assert _of(_analysed(("何小满", "坚决反对第二条"), ("林一苇", said)), 2)[0] == ()


def test_agreement_passes_on_what_was_set_aside_and_through_other_agreement() -> None:
    digest = _analysed(("甲", "反对第二条"), ("乙", "附议"), ("丙", "哈哈哈哈哈"), ("丁", "同意楼上"))
    assert _of(digest, 4) == (("art_2__para_1",), Stance.OPPOSE)


def test_two_who_point_at_each_other_point_at_nothing() -> None:
    digest = _analysed(("甲乙", "同意丙丁"), ("丙丁", "同意甲乙"))
    assert _of(digest, 1)[0] == _of(digest, 2)[0] == ()


def test_nothing_stands_above_the_first() -> None:
    assert _of(_analysed(("甲", "同意楼上"), ("乙", "反对第二条")), 1)[0] == ()


def test_a_list_with_the_newest_first_is_read_upwards() -> None:
    digest = _analysed(("甲", "支持第三条"), ("乙", "同意楼上"), ("丙", "反对第二条"), newest_first=True)
    assert _of(digest, 2)[0] == ("art_2__para_1",)


@pytest.mark.parametrize("said", ["就是就是", "对对", "说得对！"])
def test_in_a_chat_a_nod_is_for_what_was_said_last(said: str) -> None:
    digest = _analysed(("甲", "反对第二条"), ("乙", said), channel="群聊")
    assert _of(digest, 2) == (("art_2__para_1",), Stance.OPPOSE)
    assert _of(_analysed(("甲", "反对第二条"), ("乙", said)), 2)[0] == ()


@pytest.mark.parametrize(
    ("said", "stance"),
    [
        ("支持何小满说的，清洁费太贵", Stance.CHANGE),
        ("我不同意楼上说的，清洁费三百元很合适", Stance.SUPPORT),
        ("反对楼上，三百元的清洁费也要人扫地", Stance.NOT_STATED),
    ],
)
def test_yes_or_no_to_another_person_is_none_to_the_clause(said: str, stance: Stance) -> None:
    assert _of(_analysed(("何小满", "反对第二条"), ("林一苇", said)), 2) == (("art_2__para_1",), stance)


def test_the_same_nod_under_two_opinions_makes_no_family() -> None:
    digest = _analysed(("甲", "反对第二条"), ("乙", "同意楼上"), ("丙", "支持第三条"), ("丁", "同意楼上"))
    assert digest.families == ()
    assert _persons(digest) == {"art_2": 2, "art_3": 2}


def test_an_opinion_on_several_clauses_is_seconded_on_all_of_them() -> None:
    digest = _analysed(("甲", "一、反对第二条。\n二、支持第三条。"), ("乙", "附议楼上"))
    assert _of(digest, 2) == (("art_2__para_1", "art_3__para_1"), Stance.NOT_STATED)


def test_without_a_place_in_a_file_nothing_is_joined() -> None:
    digest = analyse([Comment("1", "反对第二条"), Comment("2", "同意楼上")], DRAFT)
    assert _of(digest, 2)[0] == ()


def test_what_is_agreed_with_is_shown_before_the_agreement() -> None:
    rows = [("甲", "反对第二条"), *((f"网友{n}", "同意楼上") for n in range(3)), ("乙", "第二条还行")]
    page = next(page for page in _analysed(*rows).clauses if page.target == "art_2")
    assert page.shown[:2] == ("1#1", "5#1")


@pytest.mark.parametrize(
    ("timed", "channel", "doubted"), [(True, "", False), (False, "", True), (False, "群聊", False)]
)
def test_what_only_the_order_of_a_table_tells_is_said_to_be_uncertain(timed: bool, channel: str, doubted: bool) -> None:
    times = [datetime(2026, 11, day) if timed else None for day in (1, 2, 3)]
    texts = ("反对第二条。", "附议楼上", "附议1号的意见")
    rows = [
        Comment(str(n), text, received=time, channel=channel, source=f"表.xlsx 第 {n + 1} 行")
        for n, (text, time) in enumerate(zip(texts, times, strict=True), 1)
    ]
    digest = analyse(rows, DRAFT)
    first, second, third = (mapping for mapping in digest.mappings)
    assert second.targets == first.targets
    assert ("次序" in second.problem, first.problem, third.problem) == (doubted, "", "")
