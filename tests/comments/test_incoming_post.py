"""What the post of a consultation brings: forwarded mails, boards with quotes, petitions, scans, stances that turn round,
items named together; each with a twin that must stay as it was."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook

from lawcheck.comments import (
    NEW_CLAUSE,
    WHOLE_DRAFT,
    Comment,
    Draft,
    Stance,
    analyse,
    map_points,
    mask_personal,
    open_draft,
    parse_wordings,
    read_comments,
    read_stance,
    split_points,
)
from lawcheck.comments.reading_columns import Table, find_columns
from lawcheck.document import parse

TEXT = """某市公共浴室管理办法（征求意见稿）
第一章　总则
第一条　为了规范公共浴室的管理，制定本办法。
第二条　公共浴室的经营者（以下简称经营者）应当备案。
商务部门负责受理备案。
第二章　经营
第三条　经营者应当遵守下列规定：
（一）浴池水每日更换；
（二）锅炉每年检修一次；
（三）女宾部配备女性服务员。
第四条　经营者应当在入口处公示价格，并在二十二时前停止营业。
第五条　对经营者的评价结果每年公布一次，评价办法由商务部门规定。
第三章　附则
第六条　违反本办法第三条规定的，处三千元以上一万元以下罚款。
第七条　本办法自2027年3月1日起施行。
"""


@pytest.fixture(scope="module")
def draft() -> Draft:
    return open_draft(parse(TEXT))


def told(text: str, draft: Draft, title: str = "") -> list[tuple[str, tuple[str, ...], str]]:
    """The points of a comment, each with its clauses and its stance."""
    comment = Comment("c", text, title=title)
    points = split_points(comment)
    found = zip(points, map_points(points, [comment], draft), strict=True)
    return [(point.text, m.targets, read_stance(point, comment).stance.value) for point, m in found]


def wordings(text: str, draft: Draft) -> list[tuple[str, str, str]]:
    comment = Comment("c", text)
    points = split_points(comment)
    mappings = map_points(points, [comment], draft)
    read = [w for p, m in zip(points, mappings, strict=True) for w in parse_wordings(p, comment, m, draft)]
    return [(w.target, w.old, w.new) for w in read]


# -- stances -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("不应该删除第二条", Stance.SUPPORT),
        ("应该删除第二条", Stance.OPPOSE),
        ("赞同删除第二条", Stance.OPPOSE),
        ("支持取消第二条的备案", Stance.OPPOSE),
        ("支持取消备案", Stance.SUPPORT),
        ("同意删去“每年”", Stance.CHANGE),
        ("不同意删除第二条", Stance.SUPPORT),
        ("我不赞成有些人说的提前停止营业，现在这样正好", Stance.SUPPORT),
        ("我不赞成二十二时停止营业", Stance.OPPOSE),
        ("第四条我同意。不过价格应该写进网站", Stance.CHANGE),
        ("第四条我同意。价格早该公示了", Stance.SUPPORT),
        ("第三条支持个屁", Stance.OPPOSE),
        ("第三条谁支持谁吃亏", Stance.OPPOSE),
        ("第三条真是太好了，呵呵", Stance.NOT_STATED),
        ("第三条真是太好了", Stance.SUPPORT),
        ("第二章写得很详细，同意。", Stance.SUPPORT),
        ("锅炉检修要经居委会同意。", Stance.CHANGE),
        ("其他条款同意。", Stance.SUPPORT),
        ("难道要让客人洗凉水吗？", Stance.OPPOSE),
        ("第三条、第四条合并", Stance.CHANGE),
        ("罚款下限调到一千元", Stance.CHANGE),
        ("营业时间不宜延长", Stance.SUPPORT),
        ("营业时间宜延长", Stance.CHANGE),
        ("请删除我之前的意见", Stance.NOT_STATED),
        ("请删除第二条", Stance.OPPOSE),
        ("第四条，赞！", Stance.SUPPORT),
        ("市民咨询：第四条要不要改价？", Stance.QUESTION),
        ("第四条要不要改价，请考虑", Stance.CHANGE),
        ("第四条好，赞成，但是光写不查有啥用。", Stance.CHANGE),
        ("同意，但是要补偿", Stance.CHANGE),
        ("坚决同意", Stance.SUPPORT),
        ("原文：不得停止营业。\n修改意见：改为“可以停止营业”。", Stance.CHANGE),
        ("附件太简单", Stance.CHANGE),
    ],
)
def test_a_stance_that_turns_round(text: str, stance: Stance) -> None:
    comment = Comment("c", text)
    assert read_stance(split_points(comment)[0], comment).stance is stance


# -- clauses -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("第三条第一、三项删去", ("art_3__para_1__point_1", "art_3__para_1__point_3")),
        ("第三条（一）（二）项太严", ("art_3__para_1__point_1", "art_3__para_1__point_2")),
        ("第三条第一项至第三项太严", ("art_3__para_1__point_1", "art_3__para_1__point_2", "art_3__para_1__point_3")),
        ("第二条第一、二款写得不清", ("art_2__para_1", "art_2__para_2")),
        ("第三条第二项、第四条太严", ("art_3__para_1__point_2", "art_4__para_1")),
        ("建议第二条至第四条增加对经营者的奖励", ("art_2", "art_3__para_1", "art_4__para_1")),
        ("第三条和第五条太笼统", ("art_3__para_1", "art_5__para_1")),
        ("第五条和第四条保持一致", ("art_5__para_1",)),
        ("第三稿的第五条比现在好", ()),
        ("对浴室管理办法第五条我没意见", ("art_5__para_1",)),
        ("按照物业收费条例第五条处理", ()),
        ("第六条引用的“第三条规定”对吗？", ("art_6__para_1",)),
        ("“第三条规定”对吗？", ("art_3__para_1",)),
        ("第二章的名称改为“开放”", (WHOLE_DRAFT,)),
        ("建议增设第四章法律责任", (NEW_CLAUSE,)),
        ("402号更衣柜", ()),
        ("稿子第五条评价结果公布太少", ("art_5__para_1",)),
    ],
)
def test_clauses_named_together(text: str, targets: tuple[str, ...], draft: Draft) -> None:
    assert [found for _, found, _ in told(text, draft)] == [targets]


def test_the_second_version_of_a_draft_is_the_draft_where_its_title_counts_the_rounds() -> None:
    second = open_draft(parse(TEXT.replace("（征求意见稿）", "（第二稿）")))
    assert told("第二稿的第五条太宽", second)[0][1] == ("art_5__para_1",)


def test_an_item_alone_belongs_to_the_article_named_before_it(draft: Draft) -> None:
    assert told("第三条（一）（二）项赞成，（三）项不赞成", draft) == [
        ("第三条（一）（二）项赞成", ("art_3__para_1__point_1", "art_3__para_1__point_2"), "支持"),
        ("（三）项不赞成", ("art_3__para_1__point_3",), "反对"),
    ]


def test_ranges_in_a_notice() -> None:
    notice = open_draft(parse("某区若干措施\n一、划定区域。\n二、规定时间。\n三、登记摊位。\n四、收取费用。\n"))
    assert told("第一至三条无意见", notice)[0][1] == ("cl_1__para_1", "cl_2__para_1", "cl_3__para_1")
    assert told("第一、四条无意见", notice)[0][1] == ("cl_1__para_1", "cl_4__para_1")
    assert told("第一条和第四条无意见", notice)[0][1] == ("cl_1__para_1", "cl_4__para_1")


def test_the_subject_of_a_mail_names_the_clause_where_its_words_name_none(draft: Draft) -> None:
    assert told("应当每半年公布一次。", draft, title="第五条")[0][1] == ("art_5__para_1",)
    assert told("第四条的价格应当每半年公布一次。", draft, title="第五条")[0][1] == ("art_4__para_1",)


def test_a_chapter_that_lacks_something_is_still_a_new_clause(draft: Draft) -> None:
    assert told("第二章没有规定消防", draft)[0][1] == (NEW_CLAUSE,)
    assert told("第三条第一、二项没有规定时间", draft)[0][1] == ("art_3__para_1__point_1", "art_3__para_1__point_2")


# -- wordings ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "把第六条罚款下限调到二千元，上限调到二万元",
            [("art_6__para_1", "三千元", "二千元"), ("art_6__para_1", "一万元", "二万元")],
        ),
        ("第六条改为二万元", []),
        (
            "第五条“由商务部门规定”不妥。谁监督商务部门？建议改为“由市政府规定”",
            [("art_5__para_1", "由商务部门规定", "由市政府规定")],
        ),
        (
            "第五条有人说“让外人来定”。谁监督商务部门？建议改为“由市政府规定”",
            [("art_5__para_1", "", "由市政府规定")],
        ),
        (
            "第五条“评价办法由商务部门规定。”改为“评价办法由市政府规定。”",
            [("art_5__para_1", "评价办法由商务部门规定", "评价办法由市政府规定")],
        ),
        ("第三条第一、三项删去", [("art_3__para_1__point_1", "", ""), ("art_3__para_1__point_3", "", "")]),
    ],
)
def test_other_words(text: str, wanted: list[tuple[str, str, str]], draft: Draft) -> None:
    assert wordings(text, draft) == wanted


def test_changes_of_several_clauses_are_a_point_each(draft: Draft) -> None:
    assert [text for text, _, _ in told("第二条“应当”改成“可以”，第四条“公示”改成“公开”。", draft)] == [
        "第二条“应当”改成“可以”",
        "第四条“公示”改成“公开”。",
    ]
    assert len(told("第二条太严，第四条“公示”也太严，改成“公开”。", draft)) == 1


def test_a_telephone_is_no_quantity(draft: Draft) -> None:
    assert wordings("第六条的投诉电话建议统一为96333", draft) == []
    assert wordings("第六条的罚款上限改为20000", draft) == [("art_6__para_1", "一万元", "20000")]


# -- who says it -------------------------------------------------------------------------------------------------------


def _mail(path: Path, body: str, subject: str = "意见") -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "林晓 <lin@example.com>", "立法处 <office@example.org>", subject
    mail.set_content(body)
    path.write_bytes(bytes(mail))


_HEAD = "---------- 转发的邮件 ---------\n发件人： {sender}\n日期： 2026年10月1日\n主题： 几点意见\n收件人： 林晓\n\n{words}\n"


def test_a_mail_that_is_only_passed_on_is_the_opinion_of_who_wrote_it(tmp_path: Path) -> None:
    words = "第四条停止营业太早。"
    _mail(
        tmp_path / "a.eml",
        "请见下面转发的我父亲的意见。\n\n" + _HEAD.format(sender="何伯 <he@example.com>", words=words),
    )
    comments, unusable = read_comments(tmp_path)
    assert [(c.author, c.text) for c in comments] == [("何伯", words)]
    assert [item.text for item in unusable] == ["请见下面转发的我父亲的意见。"]


@pytest.mark.parametrize(
    ("own", "sender"),
    [
        ("第三条太严。", "何伯 <he@example.com>"),  # has an opinion of his own
        ("见下面。", "立法处 <office@example.org>"),  # the office's own mail
    ],
)
def test_what_else_is_forwarded_is_no_word_of_the_sender(own: str, sender: str, tmp_path: Path) -> None:
    _mail(tmp_path / "a.eml", f"{own}\n\n" + _HEAD.format(sender=sender, words="第四条停止营业太早。"))
    comments, unusable = read_comments(tmp_path)
    assert [(c.author, c.text) for c in comments] == [("林晓", own)]
    assert len(unusable) == 1


_BOARD = """某地论坛 > 闲聊
楼主 小何 发表于 2026-10-13 08:00
第四条停止营业太早，建议改成二十四时。
沙发 老林 发表于 2026-10-13 08:20
同意楼主，客人都晚来。
3楼 阿方 发表于 2026-10-13 08:31
第三条锅炉检修一次不够。
4楼 老林 发表于 2026-10-13 08:40
支持3楼
5楼 阿海 发表于 2026-10-13 09:40
[quote]小何 发表于 2026-10-13 08:00
第四条停止营业太早，建议改成二十四时。[/quote]
不同意楼主，锅炉没人管。
上一页 1 2 下一页
"""


def test_what_a_board_quotes_is_said_by_nobody_again(tmp_path: Path) -> None:
    (tmp_path / "帖.txt").write_text(_BOARD, encoding="utf-8")
    comments, unusable = read_comments(tmp_path)
    assert [comment.author for comment in comments] == ["小何", "老林", "阿方", "老林", "阿海"]
    assert any("小何 发表于" in item.text for item in unusable)
    digest = analyse(comments, parse(TEXT))
    shown = {
        m.point_id.partition("#")[2]: (m.targets, digest.stances[m.point_id].stance.value) for m in digest.mappings
    }
    item = "art_3__para_1__point_2"
    assert shown == {
        "1楼#1": (("art_4__para_1",), "建议修改"),
        "2楼#1": (("art_4__para_1",), "建议修改"),
        "3楼#1": ((item,), "建议修改"),
        "4楼#1": ((item,), "建议修改"),
        "5楼#1": (("art_4__para_1",), "未表明"),
    }


def test_who_is_addressed_has_not_signed(tmp_path: Path) -> None:
    (tmp_path / "信.txt").write_text(
        "某市商务局：\n第四条停止营业太早。\n退休工人 林一苇 15400001234", encoding="utf-8"
    )
    (tmp_path / "函.txt").write_text("某市商务局\n第四条停止营业太早。\n2026年10月1日", encoding="utf-8")
    assert {c.source: c.author for c in read_comments(tmp_path)[0]} == {"信.txt": "林一苇", "函.txt": "某市商务局"}


def _petition(path: Path, names: list[str]) -> None:
    document = Document()
    for line in ("关于停止营业时间的联名信", "某市商务局：", "第四条停止营业太早。", "联名人签名："):
        document.add_paragraph(line)
    table = document.add_table(len(names) + 1, 3)
    rows = [
        ("姓名", "房号", "电话"),
        *((name, f"{at}幢{at}01", f"1540000{1000 + at}") for at, name in enumerate(names, 1)),
    ]
    for cells, row in zip(rows, table.rows, strict=True):
        for words, cell in zip(cells, row.cells, strict=True):
            cell.text = words
    document.save(str(path))


def test_who_signs_a_petition_is_counted_and_hidden(tmp_path: Path) -> None:
    _petition(tmp_path / "信.docx", ["褚一帆", "卫乐", "尤志", "何小满"])
    comment = read_comments(tmp_path)[0][0]
    assert (comment.author, comment.channel) == ("褚一帆", "信函，联名4人")
    assert [point.text for point in split_points(comment)] == ["第四条停止营业太早。"]
    masked = mask_personal(comment.text)
    assert not any(name in masked for name in ("褚一帆", "卫乐", "尤志", "何小满", "1540000"))


def test_a_letter_of_two_is_a_letter(tmp_path: Path) -> None:
    (tmp_path / "信.txt").write_text("第四条停止营业太早。\n何小满\n林一苇", encoding="utf-8")
    assert read_comments(tmp_path)[0][0].channel == "信函"


def test_the_blanks_of_a_scan_are_no_words(tmp_path: Path) -> None:
    (tmp_path / "扫.txt").write_text(
        "第 四 条 停 止 营 业 太 早 ， 改 成 二 十 四 时 。\n      何 小 满    1 5 4 0 0 0 0 1 2 3 4", "utf-8"
    )
    (tmp_path / "信.txt").write_text("第四条 停止营业 太早 应当 晚一些", "utf-8")
    found = {comment.source: comment for comment in read_comments(tmp_path)[0]}
    assert split_points(found["扫.txt"])[0].text == "第四条停止营业太早，改成二十四时。"
    assert found["扫.txt"].author == "何小满"
    assert "15400001234" not in mask_personal(found["扫.txt"].text)
    assert found["信.txt"].text == "第四条 停止营业 太早 应当 晚一些"


def test_what_the_one_at_the_telephone_notes_is_no_opinion() -> None:
    said = "来电人称：第四条停止营业太早。已告知来电人将转相关部门。【话务员备注：来电人情绪激动】"
    assert [point.text for point in split_points(Comment("c", said))] == ["来电人称：第四条停止营业太早。"]
    told_too = "第四条的价格已告知来电人，他还是觉得贵。"
    assert [point.text for point in split_points(Comment("c", told_too))] == [told_too]


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("我们楼下301室的林一苇，身份证号在此", "一"),
        ("联系我：方一苇 0572-2098765", "一"),
        ("褚一帆　卫小乐　尤小志\n同意", "乐尤"),
        ("电话是一五四零零零零一二三四", "零零零零"),
        ("从61.12.3.45提交", "12.3"),
        ("物业经理欧阳建国（车牌浙E00417）", "阳建"),
        ("On Mon, David Lane <d@example.org> wrote:", "avid Lan"),
    ],
)
def test_personal_data_in_lists_and_in_passing(text: str, hidden: str) -> None:
    masked = mask_personal(text)
    assert hidden not in masked
    assert len(masked) == len(text)


@pytest.mark.parametrize(
    "text",
    ["石材 水泥 沙子", "依据第10.2.3.4条", "按照标准5.2.1.3执行", "一千五百四十六元", "姓名\t登记\n合计\t三"],
)
def test_what_only_looks_like_it_stays(text: str) -> None:
    assert mask_personal(text) == text


def test_a_list_that_goes_round_is_an_opinion_of_each(tmp_path: Path) -> None:
    (tmp_path / "群.txt").write_text(
        "#接龙\n关于浴室办法第四条\n1. 301何小满 同意\n2. 林一苇 不同意\n3. 方一 +1\n", "utf-8"
    )
    comments, unusable = read_comments(tmp_path)
    assert [(c.author, c.text) for c in comments] == [("301何小满", "同意"), ("林一苇", "不同意"), ("方一", "+1")]
    digest = analyse(comments, parse(TEXT))
    assert {m.targets for m in digest.mappings} == {("art_4__para_1",)}
    assert [digest.stances[m.point_id].stance.value for m in digest.mappings] == ["支持", "反对", "反对"]
    assert [item.text for item in unusable] == ["#接龙\n关于浴室办法第四条"]


def test_a_letter_with_numbers_is_no_list(tmp_path: Path) -> None:
    (tmp_path / "信.txt").write_text("1. 第四条 同意\n2. 第五条 不同意\n", "utf-8")
    assert len(read_comments(tmp_path)[0]) == 1


def test_a_lawyer_speaks_for_himself(tmp_path: Path) -> None:
    told_here = "座谈会记录\n居民代表何小满：第三条太严。\n律师周正：第四条不能改。\n社区代表林一苇：第五条好。\n物业公司经理：同意。\n"
    (tmp_path / "会.txt").write_text(told_here, "utf-8")
    assert [(c.author, c.identity) for c in read_comments(tmp_path)[0]] == [
        ("何小满", "居民代表"),
        ("周正", "律师"),
        ("林一苇", "社区代表"),
        ("物业公司经理", ""),
    ]


@pytest.mark.parametrize(
    ("header", "text"),
    [
        (["留言编号", "留言人", "留言内容"], 2),
        (["反映人", "反映渠道", "反映时间", "反映内容"], 3),
        (["意见单位", "意见"], 1),
        (["诉求分类", "诉求"], 1),
    ],
)
def test_a_number_beside_the_opinion_is_none(header: list[str], text: int) -> None:
    assert find_columns(Table("表", "", [header, ["甲"] * len(header)])).columns["text"] == text


def test_how_the_office_handled_it_is_no_reason_of_the_caller() -> None:
    found = find_columns(
        Table(
            "表", "", [["姓名", "问题描述", "办结意见"], ["甲", "第四条停止营业太早了吧", "已答复市民，正在征求意见"]]
        )
    )
    assert found.columns["text"] == 1
    assert (found.prose, found.unused) == ((), (2,))


def test_a_sheet_with_nothing_but_columns_for_clauses(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    for row in (["第四条 意见", "第五条 意见", "姓名"], ["太早", "无", "何小满"], ["", "", "方一苇"]):
        book.active.append(row)
    book.save(tmp_path / "表.xlsx")
    comments, unusable = read_comments(tmp_path / "表.xlsx")
    assert [(c.author, c.text) for c in comments] == [("何小满", "第四条：太早")]
    assert [item.text for item in unusable] == ["方*苇"]


_LETTER = """关于浴室办法的意见
（一）关于第三条、第四条
第三条规定了三项，第四条没有罚则，建议补充第一项至第三项的罚则。
（二）关于第六条
建议将“三千元”改为“五千元”，参见《行政处罚法》第五条。
三、其他建议
请与消防部门做好衔接。
"""


def test_headings_of_a_letter_are_no_points_and_end_where_others_begin(draft: Draft) -> None:
    found = told(_LETTER, draft)
    assert [text[:6] for text, _, _ in found] == ["第三条规定了", "建议将“三千", "请与消防部门"]
    assert [targets for _, targets, _ in found][1:] == [("art_6__para_1",), ()]
    assert not any(new == "" for _, old, new in wordings(_LETTER, draft) if not old)


@pytest.mark.parametrize(
    ("said", "targets", "stance"),
    [("@小何 同意", ("art_4__para_1",), "建议修改"), ("回复 小何：不同意你的说法", ("art_4__para_1",), "未表明")],
)
def test_whom_a_message_calls(said: str, targets: tuple[str, ...], stance: str, tmp_path: Path) -> None:
    chat = (
        f"小何 2026-10-13 08:00\n第四条停止营业太早\n老林 2026-10-13 08:05\n第五条好\n阿方 2026-10-13 08:10\n{said}\n"
    )
    (tmp_path / "群.txt").write_text(chat, encoding="utf-8")
    digest = analyse(read_comments(tmp_path)[0], parse(TEXT))
    mapping = next(m for m in digest.mappings if m.point_id.startswith("群.txt#6"))
    assert (mapping.targets, digest.stances[mapping.point_id].stance.value) == (targets, stance)
