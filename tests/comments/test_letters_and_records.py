"""Letters of offices, mails with attachments, chats as WeChat mails them, records of a hotline: who says what, nothing lost."""

from __future__ import annotations

import zipfile
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook

from lawcheck.comments import Comment, mask_file_name, mask_personal, read_comments, split_points, why_withheld

_LETTER = "某市公安局\n某公函〔2026〕7号\n某市公安局关于《某市渡口条例（草案）》的反馈意见\n市司法局：\n你局来函收悉。"


def _letter(path: Path, before: str, rows: list[list[str]], after: str) -> None:
    document = Document()
    for line in before.split("\n"):
        document.add_paragraph(line)
    table = document.add_table(len(rows), len(rows[0]))
    for cells, row in zip(rows, table.rows, strict=True):
        for text, cell in zip(cells, row.cells, strict=True):
            cell.text = text
    for line in after.split("\n"):
        document.add_paragraph(line)
    document.save(str(path))


def test_an_office_s_letter_with_a_table(tmp_path: Path) -> None:
    rows = [
        ["序号", "条款", "修改意见", "理由"],
        ["1", "第四条", "建议删除本条。", "上位法已有规定。"],
        ["2", "第六条", "无意见。", ""],
    ]
    _letter(
        tmp_path / "函.docx", _LETTER, rows, "某市公安局\n2026年10月20日\n（联系人：何小满，联系电话：0573-86001234）"
    )
    comments, unusable = read_comments(tmp_path)
    points = split_points(comments[0])
    assert (comments[0].author, comments[0].channel, unusable) == ("某市公安局", "信函", ())
    assert [point.text for point in points] == ["第四条：建议删除本条。\n理由：上位法已有规定。", "第六条：无意见。"]
    assert comments[0].text[slice(*points[0].reason)] == "理由：上位法已有规定。"


def test_a_summary_with_answers_gives_the_opinions_and_not_the_answers(tmp_path: Path) -> None:
    rows = [
        ["序号", "提出单位", "意见和建议", "采纳情况", "理由"],
        ["1", "某市渔业协会", "建议删除第四条。", "未采纳", "上位法有规定。"],
        ["2", "何小满", "第六条票价太高。", "采纳", ""],
    ]
    _letter(tmp_path / "汇总.docx", "意见汇总表", rows, "")
    comments, unusable = read_comments(tmp_path)
    assert [(c.author, c.text, c.reason) for c in comments] == [
        ("某市渔业协会", "建议删除第四条。", ""),
        ("何小满", "第六条票价太高。", ""),
    ]
    assert {"意见汇总表", "未采纳；采纳", "上位法有规定。"} == {item.text for item in unusable}


def test_a_reason_before_the_answer_is_the_person_s(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["意见", "理由", "是否采纳", "说明"], ["第六条票价太高。", "收入低。", "否", "成本测算过，不能再降。"]):
        sheet.append(row)
    book.save(tmp_path / "表.xlsx")
    (comment,), unusable = read_comments(tmp_path / "表.xlsx")
    assert (comment.text, comment.reason) == ("第六条票价太高。", "收入低。")
    assert "成本测算过，不能再降。" in [item.text for item in unusable]


def test_a_table_of_other_things_stays_as_it_is(tmp_path: Path) -> None:
    _letter(tmp_path / "函.docx", "票价测算如下，请研究。", [["年份", "客流"], ["2025", "三万"]], "谢谢！")
    comments, _ = read_comments(tmp_path)
    assert "年份\t客流\n2025\t三万\n" in comments[0].text


def test_an_attachment_that_nobody_signs_is_the_sender_s(tmp_path: Path) -> None:
    for name, text in (
        ("甲", "第三条太严。"),
        ("丙", "第三条太严。\n联系人：何小满，电话：13800001111"),
        ("乙", "第三条太严。\n某市渔业协会\n2026年9月1日"),
    ):
        attached = BytesIO()
        document = Document()
        for line in text.split("\n"):
            document.add_paragraph(line)
        document.save(attached)
        mail = EmailMessage()
        mail["From"], mail["Subject"], mail["Date"] = (
            "何小满 <he@example.com>",
            "意见",
            "Fri, 16 Oct 2026 10:11:00 +0800",
        )
        mail.set_content("第四条太轻。")
        mail.add_attachment(attached.getvalue(), maintype="application", subtype="octet-stream", filename="意见.docx")
        (tmp_path / f"{name}.eml").write_bytes(bytes(mail))
    comments = read_comments(tmp_path)[0]
    assert len({comment.person for comment in comments}) == 2
    senders = {comment.source: comment.author for comment in comments if not comment.source.startswith("丙")}
    assert senders == {
        "甲.eml": "何小满", "甲.eml/意见.docx": "何小满", "乙.eml": "何小满", "乙.eml/意见.docx": "某市渔业协会",
    }  # fmt: skip


def test_a_chat_as_wechat_mails_it(tmp_path: Path) -> None:
    chat = (
        '群名称：渡口居民群\n—————  2026-11-22  —————\n\n老何 09:12\n票价太高\n\n阿林 09:21\n[图片]\n阿林 09:21\n[语音] 12"\n阿林 09:22\n+1\n'
        "—————  2026-11-23  —————\n老何 8:00\n「阿林：夜里也要开」\n- - - - - - - - -\n我不同意，不安全\n"
    )
    (tmp_path / "群.txt").write_text(chat, encoding="utf-8")
    comments, unusable = read_comments(tmp_path / "群.txt")
    assert [(c.author, f"{c.received:%d %H:%M}", c.text) for c in comments] == [
        ("老何", "22 09:12", "票价太高"),
        ("阿林", "22 09:22", "+1"),
        ("老何", "23 08:00", "我不同意，不安全"),
    ]
    assert [item.text for item in unusable] == ["群名称：渡口居民群", "[图片]", '[语音] 12"', "「阿林：夜里也要开」"]


def test_a_letter_with_hours_is_no_chat(tmp_path: Path) -> None:
    text = "开放时间建议这样定：\n夏季 05:30\n春秋 06:00\n冬季 06:30\n第二条 请写明。"
    (tmp_path / "信.txt").write_text(text, encoding="utf-8")
    assert [comment.text for comment in read_comments(tmp_path / "信.txt")[0]] == [text]


def test_posts_of_a_forum_have_their_authors(tmp_path: Path) -> None:
    posts = "楼主：江边客 2026-11-21 20:11\n票价太高。\n1楼 回复 小石 2026-11-21 20:30\n同意。\n2楼 阿周 2026-11-21 21:00\n夜渡要开。"
    (tmp_path / "帖.txt").write_text(posts, encoding="utf-8")
    assert [comment.author for comment in read_comments(tmp_path / "帖.txt")[0]] == ["江边客", "小石", "阿周"]


def test_records_of_a_hotline(tmp_path: Path) -> None:
    records = (
        "12345 记录\n编号：LX-1 时间：2026-11-21 10:05 来电人：殷女士 电话：13800001111\n来电人反映：评估太久，希望缩短。\n"
        "办理情况：已转办。\n\n编号：LX-2 时间：2026-11-22 15:40 来电人：匿名\n市民咨询何时施行。\n"
    )
    (tmp_path / "热线.txt").write_text(records, encoding="utf-8")
    comments, unusable = read_comments(tmp_path / "热线.txt")
    assert [(c.comment_id, c.author, c.text) for c in comments] == [
        ("LX-1", "殷女士", "评估太久，希望缩短。"),
        ("LX-2", "匿名", "市民咨询何时施行。"),
    ]
    assert [item.text for item in unusable] == ["12345 记录", "办理情况：已转办。"]


def test_a_letter_with_labels_is_one_letter(tmp_path: Path) -> None:
    text = "姓名：何小满\n时间：2026-11-22\n内容：第三条太严，时间：应当放宽。"
    (tmp_path / "信.txt").write_text(text, encoding="utf-8")
    assert [comment.text for comment in read_comments(tmp_path / "信.txt")[0]] == [text]


def test_a_feedback_form_with_its_sender_above_the_columns(tmp_path: Path) -> None:
    rows = [
        ["单位：某市教育局　联系人：何小满　电话：0573-86001234", "", ""],
        ["条款原文", "修改建议", "修改理由"],
        ["渡船每日检查。", "改为“渡船每班检查。”", "学生多。"],
        ["第六条", "无", ""],
    ]
    _letter(tmp_path / "表.docx", "征求意见反馈表", rows, "此复。")
    comment = read_comments(tmp_path)[0][0]
    assert comment.author == "某市教育局"
    assert [p.text.split("\n")[0] for p in split_points(comment)] == [
        "渡船每日检查：改为“渡船每班检查。”",
        "第六条：无",
    ]


def test_a_reply_in_official_form(tmp_path: Path) -> None:
    text = (
        "某市财政局关于渡口条例草案的复函\n某财函〔2026〕15号\n市司法局：\n《关于征求〈某市渡口条例（草案）〉意见的函》收悉，我局意见如下：\n"
        "一、关于第四条（经费）\n建议写明来源。\n二、其余条款无意见。\n此复。\n某市财政局\n2026年10月30日"
    )
    (tmp_path / "函.txt").write_text(text, encoding="utf-8")
    comment = read_comments(tmp_path)[0][0]
    assert [point.text for point in split_points(comment)] == ["建议写明来源。", "其余条款无意见。"]


def test_accounts_in_chats_are_no_names(tmp_path: Path) -> None:
    chat = (
        "2026/11/22 9:12:33 老何(123456789)\n票价太高\n2026/11/22 9:13:01 阿林<lin@example.com>\n夜渡要开\n"
        "2026/11/22 9:16:00 系统消息(10000)\n欢迎新人\n老何 昨天 20:01\n还是太高"
    )
    (tmp_path / "群.txt").write_text(chat, encoding="utf-8")
    comments, unusable = read_comments(tmp_path)
    assert [(c.author, c.text) for c in comments] == [("老何", "票价太高"), ("阿林", "夜渡要开"), ("老何", "还是太高")]
    assert [item.reason for item in unusable] == ["群聊中的系统提示"]


def test_an_archive_is_read_as_a_folder(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "来信.zip", "w") as archive:
        archive.writestr("何小满来信.txt", "第六条太严。")
        archive.writestr("坏.docx", b"PK\x03\x04broken")
        archive.writestr("表.csv", "姓名,意见内容\n甲,第三条太严\n")
    comments, unusable = read_comments(tmp_path)
    assert [comment.source for comment in comments] == ["来信.zip/何*满来信.txt", "来信.zip/表.csv 第 2 行"]
    assert [item.source for item in unusable] == ["来信.zip/坏.docx"]


def test_a_questionnaire_with_a_column_for_each_clause(tmp_path: Path) -> None:
    rows = [
        [
            "序号",
            "您是否同意第四条？",
            "您对开放时间（第六条）有什么意见？",
            "您对票价有什么意见？",
            "其他意见和建议",
            "您的称呼",
        ],
        [1, "同意", "夜里要开", "无", "厕所要有热水", "老何"],
        [2, "不同意", "", "太贵", "无", "阿林"],
        [3, "", "", "", "无", "小满"],
    ]
    book = Workbook()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    book.save(tmp_path / "问卷.xlsx")
    comments, _ = read_comments(tmp_path / "问卷.xlsx")
    assert [comment.text.split("\n") for comment in comments] == [
        ["第四条：同意", "第六条：夜里要开", "厕所要有热水"],
        ["第四条：不同意", "票价：太贵"],
        ["无"],
    ]


def test_columns_on_the_draft_as_a_whole_ask_about_no_clause(tmp_path: Path) -> None:
    rows = [["序号", "对草案的意见", "对应条款", "修改理由"], [1, "罚款太轻", "第四条", "不够"]]
    (tmp_path / "表.csv").write_text("\n".join(",".join(map(str, row)) for row in rows), encoding="utf-8")
    comment = read_comments(tmp_path / "表.csv")[0][0]
    assert (comment.text, comment.chosen, comment.reason) == ("罚款太轻", ("art_4",), "不够")


def test_names_below_a_letter_are_no_records(tmp_path: Path) -> None:
    text = (
        "第三条太严，票价也太高，请研究。\n联系人：何小满 电话：13800001111\n联系人：林一苇 电话：13800002222\n谢谢！"
    )
    (tmp_path / "信.txt").write_text(text, encoding="utf-8")
    assert [comment.text for comment in read_comments(tmp_path / "信.txt")[0]] == [text]


def test_a_workbook_s_notes_and_reasons(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["总序号", "昵称", "您想说的话", "您的理由", "反馈时间"])
    sheet.append([7, "何小满", "第三条太严", "老人多", "46266"])
    book.create_sheet("填表说明").append(["本表由系统自动导出，请勿修改任何单元格。"])
    book.save(tmp_path / "表.xlsx")
    comments, unusable = read_comments(tmp_path / "表.xlsx")
    assert [(c.comment_id, c.reason, str(c.received)) for c in comments] == [("7", "老人多", "2026-09-01 00:00:00")]
    assert [(item.source, item.reason) for item in unusable] == [("表.xlsx 填表说明", "填表说明一类的工作表")]


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("电话 1 3 8 0 0 0 0 1 1 1 1", "电话 1 3******************"),
        ("我的微信号是 lcg138000。", "我的微信号是 l********。"),
        ('收件人: "何小满"<he@example.com>;', '收件人: "何*满"<h*************>;'),
        ("分为 1 3 5 7 9 五组", "分为 1 3 5 7 9 五组"),
    ],
)
def test_personal_data_however_it_is_written(text: str, hidden: str) -> None:
    assert mask_personal(text) == hidden


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("楼上的张美玲天天跳舞，跟李建国家说过两次", "楼上的张*玲天天跳舞，跟李*国家说过两次"),
        ("被林志强拦住，王桂芬也看见了", "被林*强拦住，王*芬也看见了"),
        ("促进森林健康发展，建设健康城市", "促进森林健康发展，建设健康城市"),
        ("应当明确国家标准，平安建设", "应当明确国家标准，平安建设"),
        ("陈德旺村口没有路灯", "陈德旺村口没有路灯"),
        ("李永明路口没有路灯", "李永明路口没有路灯"),
    ],
)
def test_names_that_nothing_announces(text: str, hidden: str) -> None:
    assert mask_personal(text) == hidden


def test_names_in_the_names_of_pictures() -> None:
    assert mask_file_name("微信图片_20261026_何小满手写信.jpg") == "微信图片_20261026_何*满手写信.jpg"
    assert mask_file_name("高新区材料.docx") == "高新区材料.docx"


@pytest.mark.parametrize(
    ("text", "withheld"), [("收到", True), ("各位早", True), ("无", True), ("收到的罚单太重", False), ("+1", False)]
)
def test_words_that_say_nothing(text: str, withheld: bool) -> None:
    assert bool(why_withheld(Comment("c", text))) is withheld
