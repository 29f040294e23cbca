"""Comments as people write them: words of every opinion, 同上, foreign texts, dialects, wishes and proposals without 建议."""

from __future__ import annotations

import pytest

from lawcheck.comments import (
    NEW_CLAUSE,
    WHOLE_DRAFT,
    Bucket,
    Comment,
    Draft,
    Mapping,
    Stance,
    Wording,
    WordingKind,
    analyse,
    map_point,
    open_draft,
    parse_wordings,
    read_stance,
    split_points,
)
from lawcheck.document import parse

DRAFT = """某市社区游泳池管理办法（征求意见稿）
第一章　总则
第一条　为了规范社区游泳池的管理，保障游泳者的人身安全，制定本办法。
第二条　体育部门负责本办法的实施，并应当听取周边居民的意见。
第二章　开放
第三条　游泳池每日九时三十分至二十一时开放，每年10月底前完成设施检修。
儿童池水深不得超过六十厘米，单场停留四十分钟以上的应当休息。
第四条　每名未成年人入场应当由一名监护人陪同，救生员与游泳者的比例不低于1:250。
第五条　每场收费不超过十五元，收费标准应当在入口处公示，公示期不少于七日。
第三章　监督
第六条　市民可以向体育部门投诉，体育部门应当在十个工作日内答复。
第七条　违反本办法第三条规定的，由体育部门责令改正，并可以暂停开放，暂停开放期间为三十日。
第四章　附则
第八条　本办法自2027年6月1日起施行，有效期五年。
"""


@pytest.fixture(scope="module")
def draft() -> Draft:
    return open_draft(parse(DRAFT))


def mapped(text: str, draft: Draft) -> Mapping:
    comment = Comment("c", text)
    return map_point(split_points(comment)[0], comment, draft)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("同上", "另一份意见"),
        ("我的意见同第3号意见", "另一份意见"),
        ("附议楼上的意见！", "另一份意见"),
        ("+1", "另一份意见"),
        ("The pool closes too early for people who work late, please keep it open.", "外文"),
        ("Бассейн закрывается слишком рано", "外文"),
    ],
)
def test_what_names_no_clause_is_told_why(draft: Draft, text: str, why: str) -> None:
    found = mapped(text, draft)
    assert found.targets == ()
    assert why in found.why


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("没意见，同意", (WHOLE_DRAFT,)),
        ("应当听取周边居民的意见，这个好", ("art_2",)),
        ("Article 6 gives them far too much time to answer", ("art_6__para_1",)),
        ("第二章没有规定救生员的培训", (NEW_CLAUSE,)),
        ("建议在第三章增加一条，规定救生员持证上岗", (NEW_CLAUSE,)),
        ("建议增加游泳池水质检测频次的规定", (NEW_CLAUSE,)),
        ("第三章太笼统", ("art_6", "art_7")),
        ("第二章第五条收费太高", ("art_5__para_1",)),
        ("第二章第七条收费太高", ()),
        ("第七条引用第三条对不对", ("art_7__para_1",)),
        ("公示期太短，改十五日", ("art_5",)),
        ("水不干净", ()),
        ("儿童池水深太大", ("art_3",)),
        ("征求意见的时间太短", (WHOLE_DRAFT,)),
        ("支持", (WHOLE_DRAFT,)),
        ("坚决反对！！", (WHOLE_DRAFT,)),
        ("个人觉得挺好，没意见", (WHOLE_DRAFT,)),
        ("这个办法规定儿童池水深六十厘米", ("art_3",)),
        ("这个办法很好", (WHOLE_DRAFT,)),
        ("第五条建议标明儿童价", ("art_5__para_1",)),
        ("第五条建议：多种些树", ()),
        ("第三、四条都太严", ("art_3", "art_4")),
        ("第三条和第七条重复", ("art_3", "art_7")),
        ("第三条参照第七条写", ("art_3",)),
        ("上一稿第五条的收费是十元", ()),
        ("旧稿第五条、这一稿第六条，答复太慢", ("art_6",)),
        ("建议增加“第三条之一　入场应当体检”", (NEW_CLAUSE,)),
    ],
)
def test_the_clause_that_is_meant(draft: Draft, text: str, targets: tuple[str, ...]) -> None:
    found = mapped(text, draft).targets
    assert sorted(found) == sorted(targets) or {eid.split("__")[0] for eid in found} == set(targets)


def test_articles_named_in_one_breath_are_no_numbers_of_opinions() -> None:
    said = [point.text for point in split_points(Comment("c", "第十七、十八条都太严了"))]
    assert said == ["第十七、十八条都太严了"]
    counted = split_points(Comment("c", "第一、二十条收费高\n第二、三十三条太严"))
    assert [point.text for point in counted] == ["二十条收费高", "三十三条太严"]


def test_another_number_ends_what_a_heading_names(draft: Draft) -> None:
    letter = Comment("c", "三、第六条\n答复太慢。\n四、其他\n建议统一“泳客”的称谓。")
    told = [(point.text[:2], map_point(point, letter, draft).targets) for point in split_points(letter)]
    assert told[0] == ("答复", ("art_6__para_1",))
    assert all(not targets for _, targets in told[1:])


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("救生员巡视要经过培训", Stance.CHANGE),
        ("查看录像要经本人同意", Stance.CHANGE),
        ("须经本人同意方可查看", Stance.NOT_STATED),
        ("本人同意第五条", Stance.SUPPORT),
        ("同意", Stance.SUPPORT),
        ("我唔同意第五条", Stance.OPPOSE),
        ("建议删去“单场”", Stance.CHANGE),
        ("建议删去“并可以暂停开放，暂停开放期间为三十日”", Stance.OPPOSE),
        ("删除三（二）", Stance.OPPOSE),
        ("陪同的范围应扩大到祖父母", Stance.CHANGE),
        ("关门时间推迟到二十二时", Stance.CHANGE),
        ("公示期七日改十五日", Stance.CHANGE),
        ("“入口处”后加“和官网”", Stance.CHANGE),
        ("水深标准不清", Stance.CHANGE),
        ("十五元能不能改十元", Stance.CHANGE),
        ("十五元不能改", Stance.SUPPORT),
        ("儿童池的规定很周到", Stance.SUPPORT),
        ("不让带水？没道理", Stance.OPPOSE),
        ("不让带水，没道理吗？", Stance.QUESTION),
        ("第三条没意见，第五条也没意见", Stance.SUPPORT),
        ("我们要加班到九点", Stance.NOT_STATED),
        ("我每天要多走两里路", Stance.NOT_STATED),
        ("改2019年那份的时候开过会", Stance.NOT_STATED),
        ("我们九点出来刚好 后来关门了", Stance.NOT_STATED),
        ("十五元刚刚好。", Stance.SUPPORT),
        ("第四条给予一年过渡期", Stance.CHANGE),
        ("救生员改两只哨子", Stance.CHANGE),
        ("泳圈应禁止带入深水区", Stance.CHANGE),
        ("第五条加一句免收押金", Stance.CHANGE),
        ("请不要一刀切，支持这样写", Stance.SUPPORT),
        ("这就是一刀切", Stance.OPPOSE),
        ("业主强烈要求一律不准夜间开放", Stance.CHANGE),
        ("Article 5: I support free entry.", Stance.SUPPORT),
        ("Article 5: I suggest 20 yuan.", Stance.CHANGE),
        ("Article 5: we strongly oppose the fee.", Stance.OPPOSE),
        ("The pool supports many clubs.", Stance.NOT_STATED),
    ],
)
def test_stance_in_plain_words(text: str, stance: Stance) -> None:
    comment = Comment("c", text)
    assert read_stance(split_points(comment)[0], comment).stance is stance


def wordings(draft: Draft, text: str, **values: object) -> tuple[Wording, ...]:
    comment = Comment("c", text, **values)  # type: ignore[arg-type]
    point = split_points(comment)[0]
    return parse_wordings(point, comment, map_point(point, comment, draft), draft)


R, D, E = WordingKind.REPLACE, WordingKind.DELETE, WordingKind.EDITED


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("第五条公示期7日改15日", [(R, "七日", "15日")]),
        ("第七条暂停开放三十日太长，改一周", [(R, "三十日", "一周")]),
        ("第三条应改为10:00至22:00", [(R, "九时三十分至二十一时", "10:00至22:00")]),
        ("第三条二十一时关门太早，推迟到22:30", [(R, "二十一时", "22:30")]),
        ("第三条改为每年5月底前完成检修", [(R, "每年10月底", "每年5月底")]),
        ("第八条施行日期推迟到2027年10月1日", [(R, "2027年6月1日", "2027年10月1日")]),
        ("第八条有效期改两年", [(R, "五年", "两年")]),
        ("第四条的比例提高到1:200", [(R, "1:250", "1:200")]),
        ("第三条第二款四十分钟太短，放宽到一小时", [(R, "四十分钟", "一小时")]),
        ("第六条答复等了三个月，改为五日", []),
        ("第五条改三次都没改好", []),
        ("第七条把责任推到三十户居民头上", []),
        ("第四条一名监护人陪同改为一名监护人或者成年亲属陪同", [(R, "一名监护人陪同", "一名监护人或者成年亲属陪同")]),
        ("第四条“监护人”应扩大到祖父母", []),
        ("第四条的“监护人”改为祖父母", [(R, "监护人", "祖父母")]),
        ("关于“每场收费不超过十五元”，我们算过，建议删去“不”", [(D, "不", "")]),
        ("“暂停开放期间为三十日”建议删去", [(D, "暂停开放期间为三十日", "")]),
        ("建议增加一条，规定宠物不得入池", [(WordingKind.NEW_ARTICLE, "", "宠物不得入池")]),
        ("建议增加一条，规定宠物入池的责任", [(WordingKind.NEW_ARTICLE, "", "")]),
        ("第三条九时三十分开门太早，推迟到十时", [(R, "九时三十分", "十时")]),
        ("第三条“二十一时”提前到“二十时”", [(R, "二十一时", "二十时")]),
        ("建议将第二条修改为：“体育部门负责本办法的实施。”", [(E, "", "体育部门负责本办法的实施")]),
        ("第六条改为：市民可以向体育部门投诉，五日内答复。", [(E, "", "市民可以向体育部门投诉，五日内答复")]),
        ("第五条改为“每场十元”", [(R, "", "每场十元")]),
        ("第八条改为第九条", []),
        ("建议删除第三条第二款第一句", [(D, "儿童池水深不得超过六十厘米，单场停留四十分钟以上的应当休息。", "")]),
        ("建议删除第四条", [(D, "", "")]),
        ("第五条建议增加：公示牌不小于一平方米", [(WordingKind.INSERT, "", "公示牌不小于一平方米")]),
    ],
)
def test_proposals_as_people_write_them(draft: Draft, text: str, wanted: list[tuple[object, ...]]) -> None:
    assert [(w.kind, w.old, w.new) for w in wordings(draft, text)] == wanted


def test_who_asks_for_other_words_wants_a_change() -> None:
    texts = (
        "第五条末尾加一句：“儿童半价。”",
        "第五条是十五元。",
        "第三条儿童池六十厘米非常必要，建议进一步降到五十厘米。",
        "支持第三条，“二十一时”不宜改为“二十二时”。",
        "同意第五条，但公示七日不够，最好十日。",
        "我不同意，第五条公示保护消费者，应该保留。",
        "我不同意，第五条应当保留原来的规定。",
        "儿童池的孩子要戴手环。",
    )
    digest = analyse([Comment(str(n), text) for n, text in enumerate(texts)], parse(DRAFT))
    told = [digest.stances[f"{n}#1"].stance for n in range(len(texts))]
    assert told == [
        Stance.CHANGE,
        Stance.NOT_STATED,
        Stance.CHANGE,
        Stance.SUPPORT,
        Stance.CHANGE,
        Stance.SUPPORT,
        Stance.OPPOSE,
        Stance.CHANGE,
    ]


def test_the_draft_among_the_letters_is_no_opinion() -> None:
    given = [
        Comment("草案.docx", DRAFT),
        Comment("信", "\n".join([*DRAFT.split("\n")[:6], "第三条太早。", "第五条太贵。"])),
    ]
    given.append(Comment("改稿", DRAFT.replace("十五元", "十元")))
    digest = analyse(given, parse(DRAFT))
    assert digest.buckets == {"草案.docx": Bucket.WITHHELD, "信": Bucket.MAPPED, "改稿": Bucket.MAPPED}


def test_of_several_clauses_the_one_named_last_is_meant(draft: Draft) -> None:
    found = wordings(draft, "第六条和第五条都要改，第五条公示期改15日，第六条改5个工作日")
    assert [(w.target, w.old, w.new) for w in found] == [
        ("art_5__para_1", "七日", "15日"),
        ("art_6__para_1", "十个工作日", "5个工作日"),
    ]


def test_an_edited_clause_told_in_words_as_well_is_one_change(draft: Draft) -> None:
    text = draft.by_eid["art_6"].text
    edited = text.replace("十个工作日", "五个工作日")
    given = {"chosen": ("art_6",), "proposed": edited}
    assert [(w.kind, w.new) for w in wordings(draft, "改成五个工作日", **given)] == [(R, "五个工作日")]
    assert [(w.kind, w.new) for w in wordings(draft, "太慢", **given)] == [(WordingKind.EDITED, edited)]
    more = edited.replace("投诉", "投诉、举报")
    assert [w.kind for w in wordings(draft, "改成五个工作日", **{**given, "proposed": more})] == [WordingKind.EDITED]


def test_dialect_is_read_and_quoted_as_it_is_written(draft: Draft) -> None:
    comment = Comment("c", "我哋唔支持第五条嘅收费")
    reading = read_stance(split_points(comment)[0], comment)
    assert (reading.stance, reading.words) == (Stance.OPPOSE, "唔支持")
