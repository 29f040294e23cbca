"""How people really write in: chats pasted without times, minutes, letters of a mailbox, complaints without a cue, names."""

from __future__ import annotations

from pathlib import Path

import pytest

from lawcheck.comments import (
    Comment,
    analyse,
    map_points,
    mask_personal,
    open_draft,
    parse_wordings,
    read_comments,
    read_stance,
    split_points,
)
from lawcheck.document import parse

DRAFT = (
    "某市水库钓鱼管理办法\n第一章　总则\n第一条【目的】　为了规范水库垂钓行为，保护饮用水水源，制定本办法。\n"
    "第二条【时间】　垂钓时间为每日六时至十八时，夜间不得垂钓。\n第三条【收费】　垂钓管理费每人每日二十元，由水库管理单位收取。\n"
    "第四条【鱼饵】　禁止使用含有添加剂的鱼饵。\n第五条【施行】　本办法自2026年5月1日起施行。\n"
)


def _read(tmp_path: Path, text: str) -> tuple[tuple[Comment, ...], list[str]]:
    (tmp_path / "来稿.txt").write_text(text, encoding="utf-8")
    comments, unusable = read_comments(tmp_path / "来稿.txt")
    return tuple(comments), [item.text for item in unusable]


def test_a_chat_pasted_without_times_is_one_comment_a_message(tmp_path: Path) -> None:
    chat = "方玉兰：管理费太贵\n老魏 回复 方玉兰：同意\n渔具店小丁：夜里不让钓，谁受得了\n方玉兰：\n二十块一天"
    comments, unusable = _read(tmp_path, chat)
    assert [(c.author, c.text) for c in comments] == [
        ("方玉兰", "管理费太贵"),
        ("老魏", "同意"),
        ("渔具店小丁", "夜里不让钓，谁受得了"),
        ("方玉兰", "二十块一天"),
    ]
    assert (len({c.person for c in comments}), {c.channel for c in comments}, unusable) == (3, {"群聊"}, [])


def test_nicknames_in_a_chat_speak_for_themselves(tmp_path: Path) -> None:
    named, _ = _read(tmp_path, "方玉兰：管理费太贵\n一缕阳光：不同意\n丁国庆：同意降价\n小鱼干：")
    assert [(c.author, c.text) for c in named[:2]] == [("方玉兰", "管理费太贵"), ("一缕阳光", "不同意")]
    assert len(named) == 3
    nicks, unusable = _read(tmp_path, "快乐的小鱼：收费太贵\n风一样：同意\n快乐的小鱼：夜里也该放开\n阳光姐：支持")
    assert ([c.author for c in nicks], unusable) == (["快乐的小鱼", "风一样", "快乐的小鱼", "阳光姐"], [])
    for text in (
        "现状：鱼少\n对策：放流\n现状：人多\n对策：限号",
        "水库：要管\n河道：要管\n水库：要清\n湖边：要扫\n以上请考虑\n谢谢",
    ):
        assert len(_read(tmp_path, text)[0]) == 1


def test_minutes_are_one_comment_for_each_who_spoke(tmp_path: Path) -> None:
    minutes = (
        "座谈会记录\n时间：2026年3月1日上午\n主持人：刘主任\n村民代表丁小满：第三条收费太高。\n"
        "水库管理单位负责人：第四条很难查。\n听证参加人（钓友）方春华：第二条夜里应当允许。\n"
    )
    comments, unusable = _read(tmp_path, minutes)
    assert [(c.author, c.identity) for c in comments] == [
        ("丁小满", "村民代表"),
        ("水库管理单位负责人", ""),
        ("方春华", "钓友"),
    ]
    assert unusable == ["座谈会记录\n时间：2026年3月1日上午\n主持人：刘主任"]


def test_a_report_of_a_hearing_numbers_those_who_spoke(tmp_path: Path) -> None:
    report = (
        "听证会报告\n1.市民代表丁小满认为：第三条收费太高。\n2.方春华（钓友）：第二条夜里应当允许。\n"
        "3.某市渔业协会负责人建议：第四条列出鱼饵名录。\n"
    )
    comments, _ = _read(tmp_path, report)
    assert [(c.author, c.identity, c.text[:3]) for c in comments] == [
        ("丁小满", "市民代表", "第三条"),
        ("方春华", "钓友", "第二条"),
        ("某市渔业协会负责人", "", "第四条"),
    ]
    letter = "一、方春华家门口：车乱停。\n二、第三条：太贵。\n三、建议：免费。"
    assert len(_read(tmp_path, letter)[0]) == 1


@pytest.mark.parametrize(
    "text",
    [
        "第三条：收费太高。\n理由：水库是公家的。\n建议：免费。\n联系人：方春华",
        "业主：希望免费。\n物业：希望收费。\n街道：希望管好。",
        "时间：六点到十八点太短。\n管理费：太贵。\n鱼饵：该禁。",
        "路太窄：车过不去。\n单双号：不要搞。\n原材料：涨价。",
        "尊敬的领导：群里都在说。\n方春华：管理费太贵\n丁玉兰：就是\n魏国庆：夜里不让钓\n请考虑。",
        "第二条请放宽。\n方春华：13711112222\n丁玉兰：13711113333\n魏国庆：13711114444",
        "水库里的鱼是大家的，第三条收费要有依据，请把收来的钱用在哪里每年公布一次，让来钓鱼的人和村里的人都看得见、信得过，也省得年年吵。\n"
        "方春华：某村一组\n丁玉兰：某村二组\n魏国庆：某村三组",
    ],
)
def test_a_letter_with_labels_stays_one_comment(tmp_path: Path, text: str) -> None:
    assert len(_read(tmp_path, text)[0]) == 1


def test_the_answer_of_the_office_is_no_word_of_the_letter(tmp_path: Path) -> None:
    letter = (
        "信件类型：投诉\n来信人：方春华\n留言时间：2026-03-02\n信件内容：第三条收费太高。\n回复部门：某市水务局\n"
        "回复内容：方春华同志：您好！\n感谢您对垂钓管理工作的支持。联系人：丁工。"
    )
    comments, unusable = _read(tmp_path, letter)
    (comment,) = comments
    assert (comment.text, comment.author, comment.stance) == ("第三条收费太高。", "方春华", None)
    assert (comment.channel, str(comment.received)) == ("网上信箱", "2026-03-02 00:00:00")
    assert "感谢您对垂钓管理工作的支持" in unusable[0]


def test_a_letter_without_an_answer_keeps_all_its_lines(tmp_path: Path) -> None:
    (comment,), _ = _read(tmp_path, "来信人：方春华\n信件内容：第三条收费太高。\n第四条很好。")
    assert "第四条很好。" in comment.text


def test_the_day_of_a_letter_is_no_opinion_on_the_day_of_commencement() -> None:
    comment = Comment("c", "留言时间：2026-04-30\n第三条收费太高。")
    assert [point.text for point in split_points(comment)] == ["第三条收费太高。"]
    said = Comment("c", "施行时间：2026年5月1日太早，来不及。")
    assert len(split_points(said)) == 1


def test_a_wish_behind_the_sender_s_number_is_a_point() -> None:
    (point,) = split_points(Comment("c", "联系人：方春华13900001111 我每天去，请第三条改一改。"))
    assert point.text.endswith("请第三条改一改。")
    assert split_points(Comment("c", "联系人：方春华13900001111")) == ()


def test_a_joint_letter_has_no_point_for_its_signatures() -> None:
    text = "关于夜钓的联名信\n市人大常委会：\n第二条请放宽。\n联名人：方春华 13711112222 柳荫园1-301\n丁玉兰 13711113333 柳荫园2-502"
    assert [point.text for point in split_points(Comment("c", text))] == ["第二条请放宽。"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("李娜：第三条太贵", "李*：第三条太贵"),
        ("市民 陈海 建议：免费", "市民 陈* 建议：免费"),
        ("楼上的陈大海养了四条鱼", "楼上的陈*海养了四条鱼"),
        ("我叫李娜，李娜的船。请李娜看", "我叫李*，李*的船。请李娜看"),
        ("网友小河马建议，免费", "网友小*马建议，免费"),
        ("派出所民警赵刚处理得好", "派出所民警赵*处理得好"),
        ("我住柳荫园1-301", "我住********"),
        ("卡号6222021001123456780", "卡号***************6780"),
        ("6222021001123456789", "***************6789"),
    ],
)
def test_what_tells_who_somebody_is_is_hidden(text: str, shown: str) -> None:
    assert mask_personal(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "时间：六点到十八点",
        "管理费：太贵",
        "金额：二十元",
        "单号6222021001123456780",
        "第3-301号文件",
        "市民 应当 建议",
        "六号线1-301",
        "白天：不收费",
        "网友普遍认为，太贵",
        "网友们都说，太贵",
    ],
)
def test_words_and_numbers_of_things_stay(text: str) -> None:
    assert mask_personal(text) == text


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("夜里不让钓，谁受得了", "反对"),
        ("禁止夜钓，你让我们上哪去", "反对"),
        ("一天二十块，实在接受不了", "反对"),
        ("这种鱼饵早该禁了", "支持"),
        ("晚上禁止是对的", "支持"),
        ("一天二十合理，养护要花钱", "支持"),
        ("外地人也要登记吗", "疑问"),
        ("这个办法不错，希望尽快出台", "支持"),
        ("邻居同意这条太荒唐了", "反对"),
        ("夜里不让钓，谁受得了，建议放到二十点", "建议修改"),
        ("最好", "未表明"),
        ("收费要合理", "未表明"),
    ],
)
def test_stances_without_the_usual_words(text: str, stance: str) -> None:
    comment = Comment("c", text)
    assert read_stance(split_points(comment)[0], comment).stance.value == stance


def test_a_clause_far_ahead_of_the_next_is_answered_with_few_words_in_common() -> None:
    draft = open_draft(parse(DRAFT))
    ahead = Comment("c", "我在家做了一点鱼饵给孩子玩")
    near = Comment("d", "我们上班的人白天哪有空，夜间才轮得到去水边坐一坐，散散心也好")
    points = [split_points(comment)[0] for comment in (ahead, near)]
    found = map_points(points, (ahead, near), draft)
    leads = [mapping.candidates[0].score >= 5 * mapping.candidates[1].score for mapping in found]
    assert all(0.3 < mapping.candidates[0].score < 0.45 for mapping in found)
    assert ([mapping.targets for mapping in found], leads) == ([("art_4__para_1",), ()], [True, False])


def test_a_mailbox_in_cells_of_a_table_is_read_like_one_in_lines(tmp_path: Path) -> None:
    letter = (
        "信件标题: | 夜钓太吵 ||\n信件内容: | 领导您好，夜里钓鱼的人太吵。 |\n留言时间: | 2026-03-02 |\n"
        "回复内容: | 您好:建议咨询水务部门。 |\n答复满意度: |"
    )
    (comment,), unusable = _read(tmp_path, letter)
    assert (comment.text, comment.title) == ("领导您好，夜里钓鱼的人太吵。", "夜钓太吵")
    assert "建议咨询水务部门" in unusable[0]


def test_numbers_and_the_title_of_a_letter_make_no_point() -> None:
    text = "[建议] 关于夜间垂钓规定的意见\n各位领导:\n01\n网友小河马建议，放宽到二十点。\n02\n收费太高。\n综上本人建议"
    assert [point.text for point in split_points(Comment("c", text))] == [
        "网友小河马建议，放宽到二十点。",
        "收费太高。",
    ]
    alone = Comment("c", "关于提高垂钓管理费的建议")
    assert len(split_points(alone)) == len(split_points(Comment("c", "+1"))) == 1


def test_what_somebody_should_rule_is_not_about_the_whole_draft() -> None:
    draft = open_draft(parse(DRAFT))
    for text, whole in (("国家应该规定钓鱼的人先学几天", False), ("该规定我反对", True)):
        comment = Comment("c", text)
        assert ("全文" in map_points(split_points(comment), (comment,), draft)[0].targets) is whole


def test_how_often_is_a_proposal_whatever_stands_behind_it() -> None:
    draft = open_draft(parse("某市水库办法\n第一条　收支情况每半年公布一次。\n第二条　水库由村管理。\n"))
    found = []
    for text in ("第一条应该每个季度在公告栏和微信群公布。", "第二条应该每个季度在公告栏和微信群公布。"):
        comment = Comment("c", text)
        (point,) = split_points(comment)
        wordings = parse_wordings(point, comment, map_points((point,), (comment,), draft)[0], draft)
        found.append([(wording.old, wording.new) for wording in wordings])
    assert found == [[("每半年", "每个季度")], []]


def test_the_page_of_an_article_has_its_own_heading() -> None:
    digest = analyse([Comment("c", "第三条太贵。")], parse(DRAFT))
    page = next(clause for clause in digest.clauses if clause.points)
    assert (page.heading, page.text[:5]) == ("收费", "垂钓管理费")
    plain = analyse([Comment("c", "第一条太贵。")], parse("某市办法\n第一章　总则\n第一条　停车收费。\n"))
    assert next(clause for clause in plain.clauses if clause.points).heading == "总则"
