"""The whole analysis: no comment is lost, order changes nothing, quotes are verbatim, interrupted runs go on."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lawcheck.comments import Bucket, Comment, Digest, Jobs, Point, analyse, find_duplicates, find_themes, why_withheld
from lawcheck.comments import parts as parts_module
from lawcheck.comments.model import Stance
from lawcheck.document import Document, Span, parse

DRAFT = parse(
    "某市停车条例\n第一章　总则\n第一条　为了规范停车管理，制定本条例。\n第二条　道路停车收费标准由市价格主管部门制定，每小时不超过五元。\n"
    "第二章　法律责任\n第三条　违反本条例规定，占用盲道停放车辆的，处二百元罚款。\n申诉期限为三十日。\n"
)
TEXTS = [
    "支持第二条。",
    "第三条罚款太高，建议将“二百元”修改为“一百元”。理由：收入低。",
    "建议第三条第二款的三十日改为六十日。",
    "整个条例写得很好。",
    "建议增加一条：设立停车信息平台。",
    "哈哈哈哈哈哈",
    "",
    "第六十条不对。",
    "一、第二条收费太贵。\n二、第三条罚得太重。",
    "我今天心情不好",
    '=HYPERLINK("http://example.com")',
    "停车难，停车贵！！！",
]


def _comments(texts: list[str], persons: int = 5) -> list[Comment]:
    return [Comment(f"c{number}", text, person=f"p{number % persons}") for number, text in enumerate(texts)]


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_no_comment_is_lost_and_order_changes_nothing(data: st.DataObject) -> None:
    texts = data.draw(
        st.lists(st.sampled_from(TEXTS) | st.text("第三二条款支持反对改为“”。，罚 \n一、", max_size=40), max_size=12)
    )
    ids = data.draw(st.lists(st.sampled_from("abcdefgh"), min_size=len(texts), max_size=len(texts)))
    people = data.draw(st.lists(st.sampled_from(["", "甲", "乙"]), min_size=len(texts), max_size=len(texts)))
    comments = [Comment(i, text, person=person) for i, text, person in zip(ids, texts, people, strict=True)]
    digest = analyse(comments, DRAFT)
    assert digest.ledger.received == len(comments)
    assert digest.ledger.reconciles
    assert len({comment.comment_id for comment in digest.comments}) == len(comments) == len(digest.buckets)
    assert analyse(data.draw(st.permutations(comments)), DRAFT) == digest
    _check_words(digest)


def _check_words(digest: Digest) -> None:
    """What is quoted stands verbatim in its comment."""
    text = {comment.comment_id: comment.text for comment in digest.comments}
    points = {point.point_id: point for point in digest.points}
    assert all(text[p.comment_id][slice(*p.span)] == p.text for p in points.values())
    for clause in digest.clauses:
        assert sum(clause.stances.values()) == clause.persons
        assert {*clause.shown, *clause.outliers} <= set(clause.points)
        for theme in clause.themes:
            assert theme.sentence in text[points[theme.sentence_point].comment_id]
    for family in digest.families:
        assert family.template in {text[member.key] for member in family.members}


def test_each_bucket() -> None:
    digest = analyse(_comments([*TEXTS, TEXTS[0]], persons=12), DRAFT)
    assert digest.buckets["c0"] is Bucket.MAPPED
    assert digest.buckets["c12"] is Bucket.DUPLICATE
    assert {digest.buckets[key] for key in ("c5", "c6", "c10")} == {Bucket.WITHHELD}


def test_a_person_is_counted_once_in_a_clause() -> None:
    said = ["反对第三条。", "第三条罚得太重，反对。", "支持第三条。"]
    digest = analyse([Comment(f"c{n}", text, person="甲") for n, text in enumerate(said)], DRAFT)
    (clause,) = [clause for clause in digest.clauses if clause.target == "art_3"]
    assert (clause.persons, len(clause.points)) == (1, 3)
    assert clause.stances[Stance.OPPOSE] == 1


@pytest.fixture
def many() -> list[Comment]:
    return _comments([f"{text}（{number}）" for number in range(20) for text in TEXTS], persons=50)


def test_an_interrupted_run_goes_on(tmp_path: Path, many: list[Comment], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts_module, "CHUNK", 40)
    whole = analyse(many, DRAFT)
    seen: list[tuple[int, int]] = []

    def stop(done: int, total: int) -> None:
        seen.append((done, total))
        if len(seen) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        analyse(many, DRAFT, jobs=Jobs(workers=1, folder=tmp_path, progress=stop))
    seen.append((0, 0))
    assert analyse(many, DRAFT, jobs=Jobs(workers=1, folder=tmp_path, progress=stop)) == whole
    assert [done for done, _ in seen[4:]] == [160, 200, 240]


def test_a_kept_run_of_other_comments_begins_anew(tmp_path: Path, many: list[Comment]) -> None:
    analyse(many, DRAFT, jobs=Jobs(workers=1, folder=tmp_path))
    other = [replace(many[0], text="第三条不好。"), *many[1:]]
    assert analyse(other, DRAFT, jobs=Jobs(workers=1, folder=tmp_path)) == analyse(other, DRAFT)


def test_two_processes_give_the_same(many: list[Comment], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = analyse(many, DRAFT)
    monkeypatch.setattr(parts_module, "CHUNK", 80)
    monkeypatch.setattr(parts_module, "ALONE", 10)
    assert analyse(many, DRAFT, jobs=Jobs(workers=2, folder=tmp_path)) == whole


def test_two_workers_of_a_dask_scheduler_give_the_same(many: list[Comment], monkeypatch: pytest.MonkeyPatch) -> None:
    distributed = pytest.importorskip("distributed")
    whole = analyse(many, DRAFT)
    monkeypatch.setattr(parts_module, "CHUNK", 80)
    monkeypatch.setattr(parts_module, "ALONE", 10)
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
    ) as cluster:
        assert analyse(many, DRAFT, jobs=Jobs(scheduler=cluster.scheduler_address)) == whole


def test_sent_again_nearly_the_same() -> None:
    text = "第四十三条的罚款对个人二百到五百太重了，一个月养老金才一千多。建议改为五十元以上一百元以下。"
    rows = [
        Comment("b", text, person="甲", received=datetime(2026, 9, 1)),
        Comment("a", "再发一遍：" + text, person="甲", received=datetime(2026, 9, 2)),
        Comment("c", text, person="乙"),
        Comment("d", text),
    ]
    digest = analyse(rows, DRAFT)
    assert [key for key, bucket in digest.buckets.items() if bucket is Bucket.DUPLICATE] == ["a"]
    assert find_duplicates([rows[0], replace(rows[0], comment_id="e", chosen=("art_2",))]) == {}


@pytest.mark.parametrize("text", ["支持", "太贵", "第三条不行，滚", "建议附件无法打开时退回", "便宜", "+1 同意"])
def test_short_opinions_are_not_set_aside(text: str) -> None:
    assert not why_withheld(Comment("c", text))


def _points(texts: list[str]) -> list[Point]:
    return [Point(f"c{n:03}#1", f"c{n:03}", 1, Span(0, len(text)), text) for n, text in enumerate(texts)]


def test_themes_group_what_is_alike() -> None:
    fees = [f"充电收费太贵了，第{n}个月电费比油钱还多，请降低充电服务费。" for n in "一二三四五六"]
    sheds = [f"车棚太小，{n}号楼的车棚放不下电动车，请多建车棚。" for n in "一二三四五"]
    themes = find_themes(_points([*fees, *sheds, "请尽快公布。"]))
    assert [len(theme.point_ids) for theme in themes] == [6, 5]
    assert "车棚" in themes[1].terms
    assert themes[1].sentence in sheds


def test_empty_input_and_empty_draft() -> None:
    empty: Document = parse("")
    assert analyse([], DRAFT).ledger.received == 0
    assert analyse(_comments(TEXTS), empty).ledger.reconciles


def test_the_same_text_sent_by_many_is_read_as_if_each_had_sent_it_alone() -> None:
    rows = _comments([*TEXTS, *TEXTS, TEXTS[1]])
    rows.append(replace(rows[1], comment_id="c99", stance=Stance.SUPPORT))
    together = next(parts_module.analyse_parts(rows, DRAFT, Jobs(workers=1))[1])
    alone = [next(parts_module.analyse_parts([row], DRAFT, Jobs(workers=1))[1]) for row in rows]
    assert together == parts_module.Part(*(tuple(entry for part in alone for entry in part[n]) for n in range(5)))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("加微信 yuelan777 代办年票，六折优惠，回TD退订", "广告"),
        ("高价回收旧电瓶，电话15400001234，微信同号", "广告"),
        ("各位街坊，办法征求意见了，大家有啥想法在群里说", "征集意见的话"),
        ("公园加微信yuelan777才给开票，年票不打折", ""),
        ("电池长期回收不到位，电话打不通", ""),
        ("大家有意见，第三条太严", ""),
        ("微信同样能缴费", ""),
    ],
)
def test_offers_and_calls_for_opinions_are_set_aside(text: str, reason: str) -> None:
    assert why_withheld(Comment("c", text)) == reason


def _conflicts(*texts: str) -> list[tuple[str, str]]:
    digest = analyse([Comment(f"c{n}", text, person=f"p{n}") for n, text in enumerate(texts)], DRAFT)
    points = {point.point_id: point.text for point in digest.points}
    return [(points[one], points[other]) for page in digest.clauses for one, other in page.conflicts]


def test_opposite_is_more_against_less_not_two_who_want_more() -> None:
    longer, shorter = "第三条第二款的“三十日”改为“六十日”", "第三条第二款的“三十日”改为“十五日”"
    assert _conflicts(longer, "第三条第二款的“三十日”改为“九十日”") == []
    assert sorted(_conflicts(longer, shorter)[0]) == sorted((longer, shorter))


def test_a_petition_and_the_copy_turned_round_are_shown_against_each_other() -> None:
    letter = "我家住在路边，每小时五元的停车费太贵，我们强烈要求将第二条的五元改为三元，请予采纳。"
    turned = letter.replace("太贵", "已经够了").replace("强烈要求", "不赞成")
    assert [set(pair) for pair in _conflicts(letter, letter, letter, turned)] == [{letter, turned}]
